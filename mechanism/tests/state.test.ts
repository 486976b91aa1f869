import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Row, State } from '../index.ts';

test('an entry that made rows of several audiences is as narrow as the narrowest, whenever that is asked', () => {
  const row = (id: string, audience: 'public' | 'members' | string[]) =>
    ({ id, audience, entries: ['act'], since: '' }) as never;
  const rows = [
    ['report', row('a', 'public')],
    ['member', row('b', ['north', 'south'])],
    ['case', row('c', 'members')],
  ] as const;
  for (const order of [
    [0, 1, 2],
    [2, 1, 0],
    [1, 2, 0],
  ]) {
    const asked = new State('sulh.example/valley');
    asked.audienceOf('act');
    const late = new State('sulh.example/valley');
    for (const at of order) for (const state of [asked, late]) state.put(rows[at]![0], rows[at]![1]);
    assert.deepEqual(asked.audienceOf('act'), ['north', 'south']);
    assert.deepEqual(late.audienceOf('act'), ['north', 'south']);
  }
});

const idOf = (n: number): string => `01980000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  // Half a surrogate pair, as a text that was cut may end in one.
  fc.constantFrom('\ud83d', `\udc00${'x'.repeat(40)}\ud800`, 'é\ud800'),
  fc.constantFrom('2026-01-01T00:00:00.000Z', '9999-99-99T99:99:99.999Z', idOf(7), 'north/monitor', ''),
);
// A row keeps the audience with which it was opened.
const AUDIENCES = ['public', 'members', ['north'], ['north', 'south']];
const put = fc.record({
  row: fc.nat(30),
  by: fc.nat(60),
  side: fc.constantFrom('north', 'south'),
  more: fc.dictionary(
    fc.oneof(
      { weight: 5, arbitrary: fc.string({ maxLength: 8 }) },
      fc.constantFrom('__proto__', 'constructor', '\ud800'),
    ),
    fc.oneof(texts, fc.double(), fc.maxSafeInteger(), fc.jsonValue({ maxDepth: 3 })),
    { maxKeys: 5 },
  ),
});

test('a state that packs its rows answers as one that holds them all as objects; copied, or saved and loaded, too', () => {
  fc.assert(
    fc.property(fc.array(put, { maxLength: 120 }), fc.nat(120), (puts, half) => {
      const whole = new State('sulh.example/valley');
      let packing = new State('sulh.example/valley', { large: 6, live: 3, atOnce: 2, seed: 7 });
      packing.by('report', 'organisation', 'north');
      const after = new State('sulh.example/valley', { large: 6, live: 3, atOnce: 2 });
      let kept = [packing, after];
      for (const [i, { row, by, side, more }] of puts.entries()) {
        const before = whole.get('report', idOf(row)) as Row | undefined;
        const made = () =>
          ({
            ...(before ?? { id: idOf(row), since: '2026-01-01T00:00:00.000Z', organisation: side }),
            audience: AUDIENCES[row % AUDIENCES.length],
            entries: [...(before?.entries ?? [idOf(row)]), ...(before ? [idOf(by)] : [])],
            more: structuredClone(more),
          }) as never;
        for (const state of [whole, packing]) state.put('report', made());
        if (i !== half) continue;
        kept = [packing, packing.copy()];
        packing = State.load('sulh.example/valley', structuredClone([...packing.save()]), {
          large: 6,
          live: 3,
          atOnce: 2,
        })!;
        kept.push(packing);
        assert.ok(packing);
      }
      assert.equal(JSON.stringify(packing.snapshot()), JSON.stringify(whole.snapshot()));
      assert.deepEqual(JSON.stringify([...packing.latest('report')].reverse()), JSON.stringify(whole.all('report')));
      assert.deepEqual(packing.drain(), []);
      for (const side of ['north', 'south'])
        assert.deepEqual(
          JSON.stringify(packing.by('report', 'organisation', side)),
          JSON.stringify(whole.by('report', 'organisation', side)),
        );
      for (let n = 0; n <= 60; n++) {
        assert.deepEqual(packing.get('report', idOf(n)) === undefined, whole.get('report', idOf(n)) === undefined);
        assert.deepEqual(packing.audienceOf(idOf(n)), whole.audienceOf(idOf(n)));
      }
      assert.ok(kept.every((one) => one.all('report').length <= whole.all('report').length));
    }),
    { numRuns: 150 },
  );
});

test('rows of every table are packed once there are many in all, and the newest of each stay objects', () => {
  const state = new State('sulh.example/valley', { large: 10, live: 3, atOnce: 2 });
  const packedOf = () =>
    [...state.save()].flatMap((line) => (line && typeof line === 'object' && 'packed' in line ? [line.packed] : []));
  const row = (n: number) => ({ id: idOf(n), audience: 'public', entries: [idOf(n)], since: '' }) as never;
  for (let n = 0; n < 9; n++) state.put(n % 2 ? 'report' : 'incident', row(n));
  // Put again: no more rows than there were.
  for (let n = 0; n < 9; n++) state.put(n % 2 ? 'report' : 'incident', row(n));
  assert.deepEqual(packedOf(), []);
  for (let n = 9; n < 13; n++) state.put(n % 2 ? 'report' : 'incident', row(n));
  assert.deepEqual(packedOf(), ['incident', 'report']);
  const loaded = State.load('sulh.example/valley', structuredClone([...state.save()]), {
    large: 10,
    live: 3,
    atOnce: 2,
  })!;
  for (const one of [state, loaded, state.copy()]) {
    assert.deepEqual(
      one.all('incident').map(({ id }) => id),
      [0, 2, 4, 6, 8, 10, 12].map(idOf),
    );
    one.put('member', row(20));
    for (let n = 21; n < 26; n++) one.put('member', row(n));
    const tables = [...one.save()].filter((line) => line && typeof line === 'object' && 'packed' in line);
    assert.equal(tables.length, 3);
  }
});

test('a packed row larger than a page is not written over, also after it was saved and loaded or copied', () => {
  const row = (n: number, size: number) =>
    ({ id: idOf(n), audience: 'public', entries: [idOf(n)], since: '', text: `${n} `.repeat(size) }) as never;
  const options = { large: 2, live: 1, atOnce: 1 };
  const state = new State('sulh.example/valley', options);
  for (let n = 0; n < 3; n++) state.put('report', row(n, 1));
  state.put('report', row(3, 700_000));
  // The large one is packed last of all before the others are made.
  state.put('report', row(4, 1));
  for (const one of [
    State.load('sulh.example/valley', structuredClone([...state.save()]), options)!,
    state.copy(),
    state,
  ]) {
    for (let n = 5; n < 9; n++) one.put('report', row(n, 2));
    assert.ok((one.get('report', idOf(3)) as unknown as { text: string }).text === '3 '.repeat(700_000));
    assert.equal((one.get('report', idOf(5)) as unknown as { text: string }).text, '5 5 ');
  }
});
