import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { patternsOfWords } from '../beginnings.ts';

const PATTERNS = [
  /\b(?:must|should|need(?:s|ed)? to (?:be|stop)|ha(?:s|d|ve) to|ought to|we (?:ask|want)|wants? (?:the|[a-z\u00c0-\u1fff]))\b/i,
  / (?:will|shall)(?! not)|\b(?:(?:we|it|they)['’]ll|vow(?:s|ed)?)/iu,
  /(?<![\p{L}\p{N}.,-])(\d+|(?:an?|two|three)(?= \p{L})|[$€]\s?\d+)(?:st|nd)?\b/giu,
  /\b[Tt]he (\p{Lu}\p{Ll}{2,}) (?:council|army)\b|\bon\b|\b\d{1,2} (?:May|June)/gu,
  /(?<![a-z\d])(?:['’]\d\d|may)\b| and (?<=\w+ and )/i,
  /^(?:[-•] )?(?:the|(?:an? )?UN|\d+ (?:men|killed))\b.{0,40}/iu,
  /^\s*(?:on|the)\b/i,
  /\b(?:[a-z]{3,}ed|were|w[ao]s)\b/u,
  /(?<![a-z\d])(?:\d+|jan|may|s(?:at|un)day)/giu,
];
const folder = join(import.meta.dirname, 'articles');
const TEXTS = [
  ...readdirSync(folder)
    .filter((file) => file.endsWith('.txt'))
    .slice(0, 12)
    .map((file) => readFileSync(join(folder, file), 'utf8')),
  '',
  'on',
  'Élan on_the the Ünder army; on, “on” 3rd $5 €7.50 US$3 35km 12 May',
  'ſhould they vow? muſt they; onſ the onK 3 Kay May ſunday',
  '- the UN said',
  '    on the hill ’98 and so on and on, ’99',
  'İt was a WAS \ud83d\ude00was \ud800 shall not. shall  must must',
];

test('A pattern that is tried where words begin finds what it finds everywhere', () => {
  const one = patternsOfWords();
  const tried = PATTERNS.map((pattern) => ({ pattern, words: one(pattern) }));
  let found = 0;
  for (const text of TEXTS)
    for (const { pattern, words } of tried) {
      const plain = [...text.matchAll(new RegExp(pattern.source, `${pattern.flags.replace('g', '')}g`))];
      const seen = (m: RegExpExecArray | RegExpMatchArray) => [m.index, ...m];
      assert.deepEqual(words.all(text).map(seen), plain.map(seen), `${pattern} in ${text.slice(0, 40)}`);
      assert.equal(words.test(text), plain.length > 0);
      assert.equal(words.find(text)?.index, plain[0]?.index);
      found += plain.length;
    }
  assert.ok(found > 200);
});

test('A pattern that can match within a word, or without one, is refused', () => {
  for (const pattern of [/newsletter/i, /\b(?:a|)/, /(?:\bon|off)/, /\b.on/, /(?<!\p{L})\d/u, /\b\p{L}+/u, /\s*on/])
    assert.throws(() => patternsOfWords()(pattern).test('on'), /no word begins a match/, String(pattern));
});
