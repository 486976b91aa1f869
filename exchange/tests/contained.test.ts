import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { contained, containedJson, spelt } from '../contained.ts';

const [LRE, RLE, PDF, LRO, RLO] = ['\u202a', '\u202b', '\u202c', '\u202d', '\u202e'];
const [LRI, RLI, FSI, PDI] = ['\u2066', '\u2067', '\u2068', '\u2069'];
const W = '\u2060';
const CONTROLS = [LRE, RLE, PDF, LRO, RLO, LRI, RLI, FSI, PDI];

test('words that people write stay as they are: numbers isolated in Urdu, embedded names, marks of Quran and Hebrew', () => {
  for (const text of [
    `فون نمبر ${LRI}+92 300 1234567${PDI} پر`,
    `به نام ${RLE}وزارت ${LRE}Defence${PDF} کابل${PDF} آمد`,
    `one ${FSI}two ${RLI}three${PDI}${PDI}\nand ${LRI}four${PDI}`,
    'بِسْمِ ٱللَّهِ ٱلرَّحْمَٰنِ ٱلرَّحِيمِ',
    'בְּרֵאשִׁ֖ית בָּרָ֣א אֱלֹהִ֑ים',
    'a\n\n\nb',
    '‏mark‎s of direction, and joiners: می‌خواهم',
  ])
    assert.equal(contained(text), text);
});

test('what closes more than it opened, is never closed, or turns letters round is taken out, and nothing is moved', () => {
  assert.equal(contained(`x${PDI}${RLO}abc`), `x${W}${W}abc`);
  assert.equal(contained(`x${PDI}${PDI}${RLI}${RLI}abc`), `x${W}${W}${W}${W}abc`);
  assert.equal(contained(`${LRI}a${RLE}b${PDI}c${PDF}`), `${LRI}a${W}b${PDI}c${W}`);
  assert.equal(contained(`${RLI}a\nb${PDI}`), `${W}a\nb${W}`, 'a partner in another line is none');
  assert.equal(contained(`${RLO}abc${PDF}`), `${W}abc${W}`);
});

test('marks without end and empty lines without end come to an end', () => {
  assert.equal(contained(`a${'\u0301'.repeat(100)}b`), `a${'\u0301'.repeat(5)}${W.repeat(95)}b`);
  const lines = contained(`a${'\n'.repeat(3_000)}b`);
  assert.equal(lines.length, 3_002);
  assert.equal(lines.split('\n').length, 5);
  assert.ok(contained(`a${' \n'.repeat(3_000)}b`).split('\n').length <= 5);
});

test('whatever is written, it keeps its length, and what follows it is where nothing is open and nothing can be closed', () => {
  const part = fc.constantFrom(...CONTROLS, 'a', 'ا', '1', ' ', '\n', '\u0301');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
      const text = parts.join('');
      const shown = contained(text);
      assert.equal(shown.length, text.length);
      assert.equal(contained(shown), shown);
      for (const line of shown.split('\n')) {
        const open: string[] = [];
        for (const one of line) {
          assert.ok(one !== LRO && one !== RLO);
          if ([LRE, RLE].includes(one)) open.push(PDF);
          else if ([LRI, RLI, FSI].includes(one)) open.push(PDI);
          else if ([PDF, PDI].includes(one)) assert.equal(open.pop(), one);
        }
        assert.deepEqual(open, []);
      }
    }),
  );
});

test('an answer of a host is contained wherever a text stands in it, names of fields apart', () => {
  const told = { by: `x${PDI}`, list: [{ deep: `${RLO}y` }], n: 1, none: null };
  assert.deepEqual(containedJson(JSON.stringify(told)), { by: `x${W}`, list: [{ deep: `${W}y` }], n: 1, none: null });
});

test('bytes are shown with what would turn or cover them spelt out, and signed notes stay as they came', () => {
  assert.equal(spelt(`a${RLO}b${'\u0301'.repeat(7)}`), `a\\u{202e}b${'\u0301'.repeat(5)}\\u{301}\\u{301}`);
  assert.deepEqual(containedJson(JSON.stringify({ note: RLO, by: RLO }), 'note'), { note: RLO, by: W });
});
