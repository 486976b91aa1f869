import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import test from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { leafOf, parseCheckpoint, toBase64, verifyConsistency } from '@sulh/record';
import { FolderLog } from '@sulh/record/folder';
import { newFolder, ORIGIN, open } from './sequencer-helpers.ts';

const ROUNDS = 50;

/** Runs the appending process until it is killed, and returns what it had said by then. */
async function killed(folder: string, round: number): Promise<string[]> {
  const child = spawn(process.execPath, [new URL('crash-child.ts', import.meta.url).pathname, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  let lines = 0;
  // Most rounds strike under load, after so many lines; every fifth strikes wherever it may, also while the record is opened.
  const after = 1 + Math.floor(Math.random() * 60);
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.on('close', (_, signal) => resolve(signal)));
  const heard = new Promise<void>((resolve) => {
    child.stdout.on('data', (data: Buffer) => {
      said += data.toString('latin1');
      for (const byte of data) if (byte === 10) lines += 1;
      if (lines >= after) resolve();
    });
  });
  if (round % 5 === 4) await sleep(Math.random() * 500);
  else await Promise.race([heard, ended]);
  child.kill('SIGKILL');
  assert.equal(await ended, 'SIGKILL', 'the process ended by itself');
  // A last line without its end was torn by the kill.
  return said.split('\n').slice(0, -1);
}

test(`killed ${ROUNDS} times under load, the record keeps every acknowledged entry and never rewrites one`, async (t) => {
  const folder = newFolder(t);
  const acknowledged = new Map<number, string>();
  const checkpoints: string[] = [];
  let torn = 0;
  for (let round = 0; round < ROUNDS; round++) {
    for (const line of await killed(folder, round)) {
      const [what, first = '', leaf = ''] = line.split(' ');
      if (what === 'checkpoint') checkpoints.push(Buffer.from(first, 'base64').toString());
      else acknowledged.set(Number(first), leaf);
    }
    const seen = new Set<number>();
    const log = await FolderLog.open({
      folder,
      origin: ORIGIN,
      onEntry: ({ index, leaf }) => {
        seen.add(index);
        const expected = acknowledged.get(index);
        if (expected !== undefined) assert.equal(toBase64(leaf), expected, `entry ${index} after round ${round}`);
      },
    });
    try {
      torn += log.recovery.tornBytes > 0 ? 1 : 0;
      for (const index of acknowledged.keys())
        assert.ok(seen.has(index), `entry ${index} is lost after round ${round}`);
      // Each checkpoint is checked against the record as it stands; a sample of the old ones keeps the test short.
      const now = parseCheckpoint(log.checkpoint);
      const sample = round === ROUNDS - 1 ? checkpoints : checkpoints.slice(-20);
      for (const old of sample.map((text) => parseCheckpoint(text))) {
        const proof = log.tree.consistency(old.size, now.size);
        assert.ok(verifyConsistency(old.size, old.root, now.size, now.root, proof), `rewritten after round ${round}`);
      }
      for (const index of [0, Math.floor(log.size / 2), log.size - 1].filter((i) => i >= 0 && i < log.size)) {
        const leaf = toBase64(leafOf(log.note(index)));
        assert.equal(leaf, acknowledged.get(index) ?? leaf);
      }
    } finally {
      log.close();
    }
  }
  assert.ok(acknowledged.size > ROUNDS, `only ${acknowledged.size} entries were acknowledged`);
  // The rules admit again all that is there: no entry is torn, twice, or out of order.
  const sequencer = await open(folder);
  t.diagnostic(
    `${acknowledged.size} acknowledged of ${sequencer.size}, ${checkpoints.length} checkpoints, ${torn} torn batches cut off`,
  );
  await sequencer.close();
});

test('of four processes started at once on one folder one gets it, and after its death the next', async (t) => {
  const folder = newFolder(t);
  const script = new URL('crash-child.ts', import.meta.url).pathname;
  for (let round = 0; round < 2; round++) {
    const children = Array.from({ length: 4 }, () =>
      spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'pipe'] }),
    );
    const outcomes = children.map(
      (child) =>
        new Promise<string>((resolve) => {
          let errors = '';
          child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
          child.stdout.once('data', () => resolve('in'));
          child.once('close', () => resolve(/code: '([a-z-]+)'/.exec(errors)?.[1] ?? errors));
        }),
    );
    assert.deepEqual((await Promise.all(outcomes)).sort(), ['folder-in-use', 'folder-in-use', 'folder-in-use', 'in']);
    for (const child of children) {
      if (child.exitCode !== null) continue;
      const closed = new Promise((resolve) => child.once('close', resolve));
      child.kill('SIGKILL');
      await closed;
    }
  }
});
