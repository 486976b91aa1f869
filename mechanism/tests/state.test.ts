import assert from 'node:assert/strict';
import { test } from 'node:test';
import { State } from '../index.ts';

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
