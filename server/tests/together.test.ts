import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Document, type Reader, State } from '@sulh/mechanism';
import { together } from '../together.ts';

const DAY_MS = 86_400_000;
const day = (n: number): string => new Date(Date.parse('2026-03-01') + n * DAY_MS).toISOString().slice(0, 10);

/** A record that keeps these: published on a day, or not dated and kept on it. */
function keeping(all: readonly (Partial<Document> & { id: string })[]): Reader {
  const state = new State('sulh.test/together');
  for (const one of all) {
    state.put('document', {
      audience: 'members',
      entries: [one.id],
      since: '2026-06-30T08:00:00.000Z',
      file: `${one.id}.txt`,
      sha256: '0'.repeat(64),
      size: 4,
      media: 'text/plain',
      language: 'en',
      text: `Text ${one.id}`,
      by: 'north/monitor',
      organisation: 'north',
      rejected: [],
      ...one,
    });
  }
  return state;
}
const ids = (of: ReturnType<typeof together>): string[] => of.files.map(({ file }) => file);

test('documents of the fortnight up to the newest are read together, and it is said which', () => {
  const reader = keeping([
    { id: 'old', published: day(0) },
    { id: 'first', published: day(27), title: 'First' },
    { id: 'last', published: day(40) },
    { id: 'picture', published: day(40), text: undefined as never },
  ]);
  const found = together(reader, {});
  assert.deepEqual(ids(found), ['first', 'last']);
  assert.deepEqual(found.compared, {
    from: day(27),
    to: day(40),
    documents: [
      { id: 'first', title: 'First' },
      { id: 'last', title: 'last.txt' },
    ],
    within: 2,
  });
  assert.deepEqual(ids(together(reader, { from: day(0), to: day(27) })), ['old', 'first']);
  assert.deepEqual(ids(together(reader, { to: day(1) })), ['old']);
  assert.deepEqual(ids(together(reader, { around: 'old' })), ['old']);
  assert.deepEqual(ids(together(reader, { around: 'nobody knows it' })), ['first', 'last']);
  assert.deepEqual(ids(together(keeping([]), {})), []);
});

test('a year that is mistyped moves nobody’s fortnight: nothing is published after it was kept', () => {
  const reader = keeping([
    { id: 'yesterday', published: '2026-06-29' },
    { id: 'undated' },
    { id: 'typed wrongly', published: '2062-06-29' },
  ]);
  const found = together(reader, {});
  assert.deepEqual(ids(found), ['yesterday', 'undated', 'typed wrongly']);
  assert.equal(found.compared.to, '2026-06-30');
});

test('who keeps hundreds of documents crowds out nobody’s few', () => {
  const many = Array.from({ length: 300 }, (_, i) => ({ id: `n${i}`, published: day(40) }));
  const few = [
    { id: 's1', organisation: 'south', published: day(39) },
    { id: 's2', organisation: 'south', published: day(30) },
  ];
  const found = together(keeping([...few, ...many]), {});
  assert.equal(found.files.length, 100);
  assert.deepEqual(ids(found).slice(0, 3), ['s1', 's2', 'n0']);
  assert.equal(found.compared.within, 302);
});
