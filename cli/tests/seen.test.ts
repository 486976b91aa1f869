// What an audit kept for the next one, on a disk that others may have had their hands on.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { State } from '@sulh/mechanism';
import {
  type Entry,
  leafHash,
  leafOf,
  newKey,
  Problem,
  type ServedNote,
  signEntry,
  Tree,
  toBase64,
} from '@sulh/record';
import { Rules } from '@sulh/server/rules';
import { doubtedEntries } from '../doubted.ts';
import { keepSeen, loadSeen, seen } from '../seen.ts';
import { inFolder } from './command.ts';

const ORIGIN = 'sulh.example/seen';
const idOf = (n: number): string => `01980000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
const root = Buffer.alloc(32, 5).toString('base64');

/** Rules with a state of which a part is packed. */
function rulesWith(rows: number): Rules {
  const state = new State(ORIGIN, { large: 6, live: 3, atOnce: 2 });
  for (let n = 0; n < rows; n++)
    state.put('report', {
      id: idOf(n),
      audience: ['north'],
      entries: [idOf(n)],
      since: '2026-01-01T00:00:00.000Z',
    } as never);
  const rules = new Rules(ORIGIN);
  rules.load(structuredClone([...state.save()]));
  return rules;
}

test('what an audit kept is taken as it was kept, and for no other record, size or rules', () =>
  inFolder(async (folder) => {
    const file = join(folder, 'seen.json');
    const notes = { size: 40, root, lastMs: 7, complete: true, ids: [idOf(1), idOf(2)] };
    await keepSeen(file, ORIGIN, rulesWith(40), notes);
    const at = await seen(file);
    assert.deepEqual(at, { size: 40, root });
    const fresh = new Rules(ORIGIN);
    assert.deepEqual(loadSeen(file, ORIGIN, fresh, at), notes);
    assert.equal(fresh.mechanism.state.all('report').length, 40);
    assert.equal(loadSeen(file, 'sulh.example/other', new Rules('sulh.example/other'), at), undefined);
    assert.equal(loadSeen(file, ORIGIN, new Rules(ORIGIN), { size: 39, root }), undefined);
    assert.equal(loadSeen(file, ORIGIN, new Rules(ORIGIN), { size: 40, root: root.replace('B', 'C') }), undefined);
  }));

test('whatever byte of it was altered, it is left aside and every note is read again; nothing breaks', () =>
  inFolder(async (folder) => {
    const file = join(folder, 'seen.json');
    await keepSeen(file, ORIGIN, rulesWith(12), { size: 12, root, lastMs: 7, complete: true, ids: [idOf(1)] });
    const whole = readFileSync(`${file}.state`);
    for (let at = 0; at < whole.length; at += 3) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ ([1, 16, 0x5a][at % 7] ?? 2);
      writeFileSync(`${file}.state`, bytes);
      assert.equal(loadSeen(file, ORIGIN, new Rules(ORIGIN), { size: 12, root }), undefined, `byte ${at}`);
    }
    for (let length = 0; length < whole.length; length += 29) {
      writeFileSync(`${file}.state`, whole.subarray(0, length));
      assert.equal(loadSeen(file, ORIGIN, new Rules(ORIGIN), { size: 12, root }), undefined, `cut at ${length}`);
    }
  }));

test('a file that is not what an audit keeps is named as that', () =>
  inFolder(async (folder) => {
    const file = join(folder, 'seen.json');
    for (const value of [
      null,
      [],
      'x',
      { size: 1 },
      { size: -1, root },
      { size: 1.5, root },
      { size: 1e300, root },
      { size: 1, root: 'x' },
      { size: 1, root: root.slice(4) },
      { size: '1', root },
    ]) {
      writeFileSync(file, JSON.stringify(value));
      await assert.rejects(
        seen(file),
        (error: Problem) => error instanceof Problem && error.code === 'bad-json',
        JSON.stringify(value),
      );
    }
  }));

test('entries in doubt are named from what the tree holds, though the host shows something else the second time', async () => {
  const key = newKey(`${ORIGIN}/north/lead`, new Uint8Array(32).fill(1));
  const notes = Array.from({ length: 6 }, (_, n) => {
    const entry: Entry = {
      kind: 'report.file',
      id: idOf(n + 0x7000),
      at: '2026-01-02T00:00:00Z',
      audience: 'members',
      refs: [],
      body: {},
      salt: toBase64(new Uint8Array(16)),
    };
    return signEntry(ORIGIN, entry, [key.skey]);
  });
  const tree = new Tree();
  // What stands at 2 in the tree is no entry at all; the audit has said so.
  notes[2] = 'recorded rubbish';
  for (const note of notes) tree.append(leafHash(leafOf(note)));
  const rules = new Rules(ORIGIN);
  rules.mechanism.state.put('key', {
    id: 'k',
    audience: 'public',
    entries: [],
    since: '2026-01-01T00:00:00.000Z',
    member: 'north/lead',
    revoked: { index: 9, at: '2026-02-01T00:00:00.000Z', compromisedSince: '2026-01-01T00:00:00.000Z' },
  } as never);
  const shown = [notes[0], 'no note', notes[2], undefined, `${notes[4]}x`, notes[5]];
  const notesOf = async function* (): AsyncGenerator<ServedNote> {
    for (const [index, note] of shown.entries())
      yield note === undefined ? { index } : { index, note, receivedAt: '2026-01-02T00:00:00.000Z' };
  };
  const found = await doubtedEntries({ notes: notesOf }, rules.mechanism.state, tree);
  assert.deepEqual(
    found.map(({ index, id }) => [index, id]),
    [
      [0, idOf(0x7000)],
      [5, idOf(0x7005)],
    ],
  );
});
