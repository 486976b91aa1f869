// A start from a snapshot: quick, and never at the price of what the record says.

import assert from 'node:assert/strict';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { PILOT } from '@sulh/pilot';
import {
  Problem,
  parseCheckpoint,
  parseEntry,
  type Received,
  type Rulebook,
  toBase64,
  verifyEntry,
} from '@sulh/record';
import { FolderLog } from '@sulh/record/folder';
import { until } from '../../tests/until.ts';
import { foundIn } from '../founding.ts';
import { Rules } from '../rules.ts';
import type { Sequencer, SequencerOptions } from '../sequencer.ts';
import { author, keyRules, newFolder, newNote, ORIGIN, open } from './sequencer-helpers.ts';

/** Rules that count, so that a state that was not loaded, or loaded twice, shows. */
function counting(version = 'one'): Rulebook & { count: number; judged: number } {
  const keys = keyRules(Array.from({ length: 20 }, (_, n) => author(n).vkey));
  const rules = {
    version,
    count: 0,
    judged: 0,
    keysFor: keys.keysFor,
    admit(received: Received) {
      rules.judged++;
      if (received.index !== rules.count) return new Problem('miscounted');
      rules.count++;
      return keys.admit(received);
    },
    *save() {
      yield { count: rules.count };
    },
    load(lines: Iterable<unknown>) {
      const [line] = [...lines] as { count: number }[];
      rules.count = line?.count ?? -1;
    },
  };
  return rules;
}

const EVERY = 500;
const notes = Array.from({ length: 1300 }, (_, i) => newNote(author(i % 20)));

/** A record of 1300 entries, with a snapshot that covers some and a tail that it does not. */
async function grown(t: TestContext): Promise<string> {
  const folder = newFolder(t);
  const sequencer = await openWith(folder, counting());
  for (let i = 0; i < 1200; i += 100) await Promise.all(notes.slice(i, i + 100).map((note) => sequencer.submit(note)));
  await sequencer.close();
  const more = await openWith(folder, counting());
  for (const note of notes.slice(1200)) await more.submit(note);
  await more.close();
  return folder;
}
const openWith = (folder: string, rulebook: Rulebook, more: Partial<SequencerOptions> = {}): Promise<Sequencer> =>
  open(folder, { rulebook, snapshotEvery: EVERY, ...more });
const snapshotSize = (folder: string): number =>
  JSON.parse(readFileSync(join(folder, 'snapshot'), 'utf8').split('\n')[0] ?? '').size;

test('a start from a snapshot judges only what came after it, and knows all that came before', async (t) => {
  const folder = await grown(t);
  const kept = snapshotSize(folder);
  assert.ok(kept >= EVERY && kept <= 1300 && kept > 1300 - EVERY, String(kept));
  const whole = await openWith(folder, { ...counting(), version: 'other' }, { snapshotEvery: 1e9 });
  const checkpoint = whole.checkpoint();
  assert.deepEqual(whole.resumed, { size: 0, unfit: 'other-rules' });
  const proofs = [0, 255, 256, 700, 1299].map((index) => whole.proof(index));
  await whole.close();

  const rules = counting();
  const sequencer = await openWith(folder, rules);
  t.after(() => sequencer.close());
  assert.deepEqual(sequencer.resumed, { size: kept });
  assert.deepEqual([rules.count, rules.judged], [1300, 1300 - kept]);
  assert.deepEqual(sequencer.recovery, { tornBytes: 0, rewritten: 0 });
  assert.equal(sequencer.checkpoint(), checkpoint);
  assert.deepEqual(
    [0, 255, 256, 700, 1299].map((index) => sequencer.proof(index)),
    proofs,
  );
  for (const [i, note] of notes.entries()) {
    assert.equal(sequencer.note(i), note);
    assert.equal(sequencer.indexOf(parseEntry(note, ORIGIN).entry.id), i);
  }
  // An entry from before the snapshot is known again, and its id is taken.
  assert.deepEqual(await sequencer.submit(notes[3] ?? '').then(({ index, duplicate }) => [index, duplicate]), [
    3,
    true,
  ]);
  const { id } = parseEntry(notes[3] ?? '', ORIGIN).entry;
  await assert.rejects(sequencer.submit(newNote(author(1), { id })), { code: 'duplicate-id' });
  const next = await sequencer.submit(newNote(author(2)));
  assert.equal(next.index, 1300);
});

test('a snapshot that does not fit is left aside, whatever is wrong with it, and never stops a start', async (t) => {
  const folder = await grown(t);
  const { size } = parseCheckpoint(readFileSync(join(folder, 'checkpoint')));
  const flip = (file: string, at: number) => {
    const bytes = readFileSync(join(folder, file));
    const place = at < 0 ? bytes.length + at : at;
    bytes[place] = (bytes[place] ?? 0) ^ 1;
    writeFileSync(join(folder, file), bytes);
  };
  const whole = { snapshot: readFileSync(join(folder, 'snapshot')), places: readFileSync(join(folder, 'places')) };
  const harms: Record<string, () => void> = {
    'no places': () => rmSync(join(folder, 'places')),
    'a row altered': () => flip('places', 40),
    'rows missing': () => truncateSync(join(folder, 'places'), 320),
    empty: () => writeFileSync(join(folder, 'snapshot'), ''),
    'not JSON': () => writeFileSync(join(folder, 'snapshot'), '{'.repeat(300)),
    'cut short': () => truncateSync(join(folder, 'snapshot'), whole.snapshot.length - 1),
    'the header altered': () => flip('snapshot', 5),
    'the root altered': () => flip('snapshot', whole.snapshot.indexOf('"root":"') + 10),
    'the state altered': () => flip('snapshot', whole.snapshot.indexOf('"count":') + 8),
    'the checksum altered': () => flip('snapshot', -5),
    'a leaf tile altered': () => flip('tile/0/001', 100),
    'a leaf tile missing': () => rmSync(join(folder, 'tile/0/001')),
  };
  for (const [what, harm] of Object.entries(harms)) {
    writeFileSync(join(folder, 'snapshot'), whole.snapshot);
    writeFileSync(join(folder, 'places'), whole.places);
    harm();
    const rules = counting();
    const sequencer = await openWith(folder, rules, { snapshotEvery: 1e9 });
    assert.equal(sequencer.resumed.size, 0, what);
    assert.ok(sequencer.resumed.unfit, what);
    assert.deepEqual([sequencer.size, rules.count, rules.judged], [size, size, size], what);
    await sequencer.close();
  }
  rmSync(join(folder, 'snapshot'));
  const sequencer = await openWith(folder, counting());
  assert.deepEqual(sequencer.resumed, { size: 0 });
  await sequencer.close();
});

test('rules that cannot load what was saved judge every entry again', async (t) => {
  const folder = await grown(t);
  const rules = counting();
  const load = rules.load;
  rules.load = () => {
    throw new Problem('snapshot-unfit', { why: 'rules' });
  };
  const sequencer = await openWith(folder, rules);
  assert.deepEqual([sequencer.resumed.unfit, rules.judged], ['rules', 1300]);
  await sequencer.close();
  assert.ok(load);
});

test('damage to notes that a snapshot spared is found behind the start; it is never served, and nothing more is taken', async (t) => {
  const folder = await grown(t);
  const [segment = ''] = readdirSync(join(folder, 'notes'));
  const bytes = readFileSync(join(folder, 'notes', segment));
  bytes[200] = (bytes[200] ?? 0) ^ 1;
  writeFileSync(join(folder, 'notes', segment), bytes);
  const said: Problem[] = [];
  const sequencer = await openWith(folder, counting(), { onUnavailable: (problem) => said.push(problem) });
  assert.throws(() => sequencer.note(0), { code: 'record-damaged' });
  await until('the damage is found', () => said.length > 0);
  assert.deepEqual([said[0]?.code, said[0]?.details.index, said[0]?.at], ['record-damaged', 0, `notes/${segment}`]);
  await assert.rejects(sequencer.submit(newNote(author(0))), { code: 'record-damaged' });
  await sequencer.close();
});

test('an older backup of the notes under a newer snapshot is seen as what it is', async (t) => {
  const folder = newFolder(t);
  const first = await openWith(folder, counting());
  for (const note of notes.slice(0, 400)) void first.submit(note);
  await first.close();
  const backup = newFolder(t);
  cpSync(folder, backup, { recursive: true });
  const later = await openWith(folder, counting());
  await Promise.all(notes.slice(400).map((note) => later.submit(note)));
  await later.close();
  for (const name of ['notes', 'checkpoint', 'tile']) {
    rmSync(join(folder, name), { recursive: true });
    cpSync(join(backup, name), join(folder, name), { recursive: true });
  }
  const rules = counting();
  const restored = await openWith(folder, rules);
  assert.deepEqual([restored.size, restored.resumed.size, rules.judged], [400, 0, 400]);
  await restored.close();
});

test('a torn last batch behind a snapshot is cut off; a snapshot half written is overwritten', async (t) => {
  const folder = await grown(t);
  const kept = snapshotSize(folder);
  const [segment = ''] = readdirSync(join(folder, 'notes')).slice(-1);
  const path = join(folder, 'notes', segment);
  const bytes = readFileSync(path);
  truncateSync(path, bytes.length - 7);
  writeFileSync(join(folder, 'snapshot.tmp'), 'half');
  await assert.rejects(openWith(folder, counting()), (error: Problem) => {
    // The checkpoint had spoken of the entry that was cut.
    assert.deepEqual([error.code, error.details.why], ['record-damaged', 'notes-missing']);
    return true;
  });
  writeFileSync(path, Buffer.concat([bytes, bytes.subarray(-60, -20)]));
  const sequencer = await openWith(folder, counting());
  assert.deepEqual([sequencer.resumed.size, sequencer.recovery.tornBytes, sequencer.size], [kept, 40, 1300]);
  await Promise.all(Array.from({ length: EVERY }, () => sequencer.submit(newNote(author(0)))));
  await sequencer.close();
  assert.ok(!existsSync(join(folder, 'snapshot.tmp')));
  assert.ok(snapshotSize(folder) > 1300);
});

test('the mechanism’s rules, saved and loaded, are the rules that replayed the pilot', async (t) => {
  const data = newFolder(t);
  const founded = await foundIn(data, PILOT.record, {
    origin: PILOT.origin,
    acts: PILOT.acts,
    files: Object.fromEntries(Object.entries(PILOT.files).map(([name, at]) => [name, readFileSync(new URL(at))])),
    now: () => new Date(),
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    demo: true,
  });
  assert.ok(founded);
  const received: Received[] = [];
  const rules = new Rules(PILOT.origin);
  const log = await FolderLog.open({
    folder: join(data, 'records', PILOT.record),
    origin: PILOT.origin,
    onEntry: ({ index, note, leaf, receivedAtMs }) => {
      const parsed = parseEntry(note, PILOT.origin);
      const vkeys = rules.keysFor(parsed.entry, parsed.signatures);
      verifyEntry(parsed, vkeys);
      const signers = parsed.signatures.map(({ name }, i) => ({ name, vkey: vkeys[i] ?? '' }));
      const receivedAt = new Date(receivedAtMs).toISOString();
      received.push({ index, receivedAt, entry: parsed.entry, signers, leaf: toBase64(leaf) });
      assert.equal(rules.admit(received.at(-1) as Received), undefined);
    },
  });
  log.close();
  const half = Math.floor(received.length / 2);
  const one = new Rules(PILOT.origin);
  for (const entry of received.slice(0, half)) assert.equal(one.admit(entry), undefined);
  const saved = one.save();
  // What is admitted after `save` is not in what it gives.
  assert.equal(one.admit(received[half] as Received), undefined);
  const two = new Rules(PILOT.origin);
  two.load(structuredClone([...saved]));
  for (const entry of received.slice(half)) assert.equal(two.admit(entry), undefined);
  assert.equal(JSON.stringify([...two.save()]), JSON.stringify([...rules.save()]));
  assert.throws(() => two.load([]), { code: 'snapshot-unfit' });
  assert.equal(JSON.stringify([...two.save()]), JSON.stringify([...rules.save()]));
});
