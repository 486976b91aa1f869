import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import {
  leafOf,
  type ParsedCheckpoint,
  Problem,
  parseCheckpoint,
  parsePolicy,
  type Rulebook,
  utf8,
  verifyConsistency,
  verifyProof,
} from '@sulh/record';
import type { Backing } from '@sulh/record/bucket';
import { FolderLog } from '@sulh/record/folder';
import type { Receipt, Sequencer, SequencerOptions } from '../sequencer.ts';
import { type Fault, type FaultyDisk, faultyDisk } from './faulty.ts';
import { author, keyRules, newFolder, newNote, ORIGIN, open } from './sequencer-helpers.ts';

const notes = Array.from({ length: 9 }, (_, i) => newNote(author(i)));
const BATCHES = [notes.slice(0, 1), notes.slice(1, 4), notes.slice(4, 9)];

interface Run {
  acknowledged: Map<string, Receipt>;
  checkpoints: string[];
  vkey?: string;
  problem?: Problem;
}

/** A small life of a record on a disk with faults: opened, three batches, closed. */
async function live(folder: string, files: FaultyDisk, more: Partial<SequencerOptions> = {}): Promise<Run> {
  const run: Run = { acknowledged: new Map(), checkpoints: [] };
  let sequencer: Sequencer;
  try {
    // No batch is cut short by a slow moment of the machine, so every run changes the disk in the same order.
    sequencer = await open(folder, { files, maxGatherMs: 60_000, ...more });
  } catch (error) {
    assert.ok(error instanceof Problem, String(error));
    run.problem = error;
    return run;
  }
  run.vkey = sequencer.vkey;
  run.checkpoints.push(sequencer.checkpoint());
  for (const batch of BATCHES) {
    await Promise.all(
      batch.map(async (note) => {
        try {
          run.acknowledged.set(note, await sequencer.submit(note));
        } catch (error) {
          assert.ok(error instanceof Problem, String(error));
          run.problem = error;
        }
      }),
    );
    run.checkpoints.push(sequencer.checkpoint());
  }
  if (run.problem) {
    assert.equal(sequencer.problem?.code, 'record-unavailable');
    await assert.rejects(sequencer.submit(newNote(author(0))), { code: 'record-unavailable' });
    // What was acknowledged can still be read and proven.
    for (const [note, { index }] of run.acknowledged) {
      assert.equal(sequencer.note(index), note);
      verifyProof(sequencer.proof(index), leafOf(note), parsePolicy(`log ${sequencer.vkey}\nquorum none\n`));
    }
  }
  await sequencer.close();
  return run;
}

/** The record afterwards on a sound disk: nothing acknowledged is lost, nothing is there twice, nothing was rewritten. */
async function examine(folder: string, run: Run, what: string, more: Partial<SequencerOptions> = {}): Promise<void> {
  const sequencer = await open(folder, more);
  try {
    if (run.vkey) assert.equal(sequencer.vkey, run.vkey, what);
    const policy = parsePolicy(`log ${sequencer.vkey}\nquorum none\n`);
    const now = parseCheckpoint(sequencer.checkpoint());
    for (const [note, receipt] of run.acknowledged) {
      assert.equal(sequencer.note(receipt.index), note, what);
      assert.equal(sequencer.receivedAt(receipt.index), receipt.receivedAt, what);
      verifyProof(receipt.proof, leafOf(note), policy);
      verifyProof(sequencer.proof(receipt.index), leafOf(note), policy);
    }
    const receipts = await Promise.all(notes.map((note) => sequencer.submit(note)));
    assert.deepEqual(receipts.map(({ index }) => index).sort(), [0, 1, 2, 3, 4, 5, 6, 7, 8], what);
    await sequencer.close();
    const log = await FolderLog.open({ folder, origin: ORIGIN });
    try {
      const seen = [...run.checkpoints.map((text) => parseCheckpoint(text)), now];
      for (const old of seen) assertGrewFrom(log, old, what);
      assert.deepEqual(log.recovery, { tornBytes: 0, rewritten: 0 }, what);
    } finally {
      log.close();
    }
  } finally {
    await sequencer.close();
  }
}

function assertGrewFrom(log: FolderLog, old: ParsedCheckpoint, what: string): void {
  const now = parseCheckpoint(log.checkpoint);
  const proof = log.tree.consistency(old.size, now.size);
  assert.ok(verifyConsistency(old.size, old.root, now.size, now.root, proof), what);
}

async function withFault(at: number, fault: Fault, random?: () => number): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'sulh-fault-'));
  try {
    const files = faultyDisk(at, fault);
    const run = await live(folder, files);
    if (random) files.loseUnflushed(random);
    await examine(folder, run, `${fault} at change ${at}`);
    return run;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function countChanges(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'sulh-fault-'));
  try {
    const files = faultyDisk(-1, 'EIO');
    const run = await live(folder, files);
    assert.equal(run.acknowledged.size, notes.length);
    return files.changes;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

for (const fault of ['ENOSPC', 'EROFS', 'EIO', 'short', 'kill'] as const) {
  test(`${fault} at any change of the disk loses nothing that was acknowledged, and is named`, async () => {
    const changes = await countChanges();
    assert.ok(changes > 25, String(changes));
    for (let at = 0; at < changes; at++) {
      const run = await withFault(at, fault);
      assert.equal(run.problem?.code, 'record-unavailable', `${fault} at change ${at}`);
      const why = fault === 'short' ? 'ENOSPC' : fault === 'kill' ? 'EKILLED' : fault;
      assert.equal(run.problem.details.why, why);
    }
  });
}

test('a power cut at any change, losing unflushed blocks and names in any pattern, loses nothing acknowledged', async () => {
  const changes = await countChanges();
  let state = 20251107;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  for (let round = 0; round < 2; round++) for (let at = 0; at < changes; at++) await withFault(at, 'cut', random);
});

test('a disk that is read-only from the start is named, and no half-made record is left behind', async (t) => {
  const folder = join(newFolder(t), 'new');
  await assert.rejects(open(folder, { files: faultyDisk(0, 'EROFS') }), (error: Problem) => {
    assert.deepEqual([error.code, error.details.why], ['record-unavailable', 'EROFS']);
    return true;
  });
  assert.ok(!existsSync(folder));
});

/** Options under which a snapshot is written after every batch, and loaded at every start. */
function snapshots(): { more: Partial<SequencerOptions>; known(): number } {
  let known = 0;
  const rulebook: Rulebook = {
    ...keyRules(Array.from({ length: 20 }, (_, n) => author(n).vkey)),
    version: 'one',
    save: () => [{ known }],
    load(lines) {
      for (const line of lines) known = (line as { known: number }).known;
    },
  };
  const { admit } = rulebook;
  rulebook.admit = (received) => {
    if (received.index !== known) return new Problem('miscounted');
    known++;
    return admit(received);
  };
  return { more: { rulebook, snapshotEvery: 1, onError: () => {} }, known: () => known };
}

for (const fault of ['kill', 'EIO', 'cut'] as const) {
  test(`${fault} at any change while snapshots are written loses nothing, and no snapshot misleads a start`, async () => {
    let state = 20251119;
    const random = () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 32;
    };
    let struck = 0;
    for (let at = 0; ; at++) {
      const folder = mkdtempSync(join(tmpdir(), 'sulh-fault-'));
      try {
        const files = faultyDisk(at, fault);
        const run = await live(folder, files, snapshots().more);
        if (files.changes <= at) break;
        struck++;
        if (fault === 'cut') files.loseUnflushed(random);
        const { more, known } = snapshots();
        await examine(folder, run, `${fault} at change ${at}`, more);
        assert.equal(known(), notes.length, `${fault} at change ${at}`);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }
    assert.ok(struck > 60, String(struck));
  });
}

/** A life of a record whose disk is full at one change, has room again, and then may meet another fault. */
async function fullFor(
  folder: string,
  files: FaultyDisk,
  second?: { after: number; fault: Fault },
  more: Partial<SequencerOptions> = {},
): Promise<Run> {
  const run: Run = { acknowledged: new Map(), checkpoints: [] };
  const told: string[] = [];
  let sequencer: Sequencer;
  try {
    sequencer = await open(folder, {
      files,
      maxGatherMs: 60_000,
      roomEveryMs: 1,
      ...more,
      onUnavailable: ({ details }) => told.push(String(details.why)),
      onAvailable: () => told.push('room'),
    });
  } catch (error) {
    assert.ok(error instanceof Problem, String(error));
    run.problem = error;
    return run;
  }
  const heard: number[] = [];
  sequencer.onCommitted((entries) => heard.push(...entries.map(({ index }) => index)));
  run.vkey = sequencer.vkey;
  for (const batch of BATCHES) {
    for (;;) {
      const problems: Problem[] = [];
      await Promise.all(
        batch.map((note) =>
          sequencer.submit(note).then(
            (receipt) => run.acknowledged.set(note, run.acknowledged.get(note) ?? receipt),
            (error) => problems.push(error),
          ),
        ),
      );
      run.checkpoints.push(sequencer.checkpoint());
      if (problems.length === 0) break;
      assert.deepEqual([...new Set(problems.map(({ code }) => code))], ['record-unavailable']);
      // What was acknowledged can still be read and proven, and nobody hears of what is not in the record.
      for (const [note, { index }] of run.acknowledged) assert.equal(sequencer.note(index), note);
      assert.deepEqual(heard, [...heard.keys()]);
      assert.equal(heard.length, sequencer.size);
      if (problems.some(({ details }) => details.why !== 'ENOSPC')) {
        run.problem = problems[0] as Problem;
        await sequencer.close();
        return run;
      }
      if (files.full) {
        // It asks, and as long as there is no room it stays as it is.
        const asked = files.changes;
        while (files.changes < asked + 3) await wait(1);
        assert.equal(sequencer.problem?.details.why, 'ENOSPC');
        await assert.rejects(sequencer.submit(newNote(author(0))), { code: 'record-unavailable' });
        assert.ok(!told.includes('room'));
        files.heal(second && files.changes + second.after, second?.fault);
      }
      while (!told.includes('room') && told.length < 2) await wait(1);
      if (told.at(-1) !== 'room') {
        run.problem = sequencer.problem as Problem;
        await sequencer.close();
        return run;
      }
      assert.equal(sequencer.problem, undefined);
    }
  }
  assert.deepEqual(heard, [...notes.keys()]);
  await sequencer.close();
  return run;
}

test('a full disk at any change: the record goes on by itself once there is room, and loses nothing', async () => {
  const changes = await countChanges();
  let went = 0;
  for (let i = 0; i < 2 * changes; i++) {
    const [at, fault] = [i >> 1, (['ENOSPC', 'short'] as const)[i & 1] as Fault];
    const folder = mkdtempSync(join(tmpdir(), 'sulh-fault-'));
    try {
      const run = await fullFor(folder, faultyDisk(at, fault));
      if (!run.problem) {
        went++;
        assert.equal(run.acknowledged.size, notes.length);
      }
      await examine(folder, run, `${fault} at change ${at}`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  assert.ok(went > 40, String(went));
});

for (const fault of ['kill', 'EIO', 'cut'] as const) {
  test(`a full disk, and ${fault} while the record goes on: nothing that was acknowledged is lost`, async () => {
    const changes = await countChanges();
    let state = 20251121;
    const random = () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 32;
    };
    let struck = 0;
    for (let at = 5; at < changes; at += 3) {
      for (const after of [0, 1, 2, 5]) {
        const folder = mkdtempSync(join(tmpdir(), 'sulh-fault-'));
        try {
          const files = faultyDisk(at, 'ENOSPC');
          const run = await fullFor(folder, files, { after, fault });
          if (run.problem?.details.why !== 'ENOSPC') struck++;
          if (fault === 'cut') files.loseUnflushed(random);
          await examine(folder, run, `full at change ${at}, ${fault} ${after} later`);
        } finally {
          rmSync(folder, { recursive: true, force: true });
        }
      }
    }
    assert.ok(struck > 15, String(struck));
  });
}

test('notes that were changed while the disk was full are found before the record goes on, and it does not', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sulh-fault-'));
  try {
    const files = faultyDisk(-1, 'ENOSPC');
    const told: Problem[] = [];
    const sequencer = await open(folder, { files, roomEveryMs: 1, onUnavailable: (problem) => told.push(problem) });
    for (const note of notes.slice(0, 3)) await sequencer.submit(note);
    files.heal(files.changes, 'ENOSPC');
    await assert.rejects(sequencer.submit(notes[3] as string), { code: 'record-unavailable' });
    const segment = join(folder, 'notes', '000000000000.seg');
    const bytes = readFileSync(segment);
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    writeFileSync(segment, bytes);
    files.heal();
    while (told.length < 2) await wait(1);
    assert.deepEqual([told[1]?.code, told[1]?.details.index], ['record-damaged', 0]);
    await assert.rejects(sequencer.submit(notes[3] as string), { code: 'record-damaged' });
    await sequencer.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a full disk before a store that takes each batch once: the record goes on, and the store has the same', async () => {
  const changes = await countChanges();
  let went = 0;
  for (let at = 3; at < changes; at += 2) {
    const folder = mkdtempSync(join(tmpdir(), 'sulh-fault-'));
    try {
      const stored = new Map<number, Uint8Array>();
      let checkpoint: string | undefined;
      const backing: Backing = {
        checkpoint: async () => (checkpoint === undefined ? undefined : utf8(checkpoint)),
        async *batches() {},
        async append(first, frames) {
          if (stored.has(first)) throw new Problem('another-sequencer', { index: first });
          stored.set(first, frames.slice());
        },
        async publish(_, newest) {
          checkpoint = newest;
        },
        forgetPartial() {},
      };
      const run = await fullFor(folder, faultyDisk(at, 'ENOSPC'), undefined, { backing });
      if (!run.problem) {
        went++;
        const segment = readFileSync(join(folder, 'notes', '000000000000.seg'));
        assert.deepEqual(Buffer.concat([...stored].sort(([a], [b]) => a - b).map(([, bytes]) => bytes)), segment);
        assert.equal(checkpoint, readFileSync(join(folder, 'checkpoint'), 'utf8'));
      }
      await examine(folder, run, `full at change ${at}`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  assert.ok(went > 10, String(went));
});
