import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Document, type Reader, State } from '@sulh/mechanism';
import { together } from '../together.ts';

const DAY_MS = 86_400_000;
const day = (n: number): string => new Date(Date.parse('2026-03-01') + n * DAY_MS).toISOString().slice(0, 10);

/** A record that keeps these, all in one night in June unless said otherwise. */
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

test('documents that came or were published in the fortnight up to the newest are read together, and it is said which', () => {
  const kept = (n: number): string => `${day(n)}T08:00:00.000Z`;
  const reader = keeping([
    { id: 'old', published: day(0), since: kept(1) },
    { id: 'of last year', published: '2025-03-01', since: kept(40), title: 'Of last year', audience: 'members' },
    { id: 'first', published: day(27), since: kept(60) },
    { id: 'last', since: kept(40) },
    { id: 'newest', published: day(41), since: kept(41) },
    { id: 'picture', since: kept(41), text: undefined as never },
  ]);
  // What came in one night is read together, whatever day each tells.
  const to40 = together(reader, { to: day(40) });
  assert.deepEqual(ids(to40), ['of last year', 'first', 'last']);
  assert.deepEqual(to40.compared, {
    from: day(27),
    to: day(40),
    documents: [
      { id: 'of last year', title: 'Of last year', audience: 'members' },
      { id: 'first', title: 'first.txt', audience: 'members' },
      { id: 'last', title: 'last.txt', audience: 'members' },
    ],
    within: 3,
  });
  assert.deepEqual(ids(together(reader, {})), ['first'], 'the newest is what was kept last');
  assert.deepEqual(ids(together(reader, { from: day(0), to: day(27) })), ['old', 'first']);
  assert.deepEqual(ids(together(reader, { from: '2025-02-01', to: '2025-04-01' })), ['of last year']);
  assert.deepEqual(ids(together(reader, { around: 'of last year' })), ['of last year', 'last', 'newest']);
  assert.deepEqual(ids(together(reader, { around: 'old' })), ['old']);
  assert.deepEqual(ids(together(reader, { around: 'nobody knows it' })), ['first']);
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
    { id: 's1', organisation: 'south' },
    { id: 's2', organisation: 'south' },
  ];
  const found = together(keeping([...few, ...many]), {});
  assert.equal(found.files.length, 100);
  assert.deepEqual(ids(found).slice(0, 3), ['s1', 's2', 'n0']);
  assert.equal(found.compared.within, 302);
});
