// What the benchmarks of the record share: authors with keys, notes, the limits of this machine, and the append of many.

import { createPublicKey, generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto';
import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { newId, newKey, Problem, parseVkey, type Rulebook, signEntry, toBase64 } from '@sulh/record';
import { Sequencer } from '../../server/sequencer.ts';

export const ORIGIN = 'sulh.example/bench';
export const SECONDS = Number(process.env.SULH_BENCH_SECONDS ?? 4);
const MOST_AUTHORS = 2000;

/** The same in every process that takes part. */
const seedOf = (n: number): Uint8Array => {
  const seed = new Uint8Array(32);
  new DataView(seed.buffer).setUint32(0, n + 1);
  return seed;
};
export const authors = Array.from({ length: MOST_AUTHORS }, (_, n) =>
  newKey(`${ORIGIN}/org-${n % 6}/monitor-${n}`, seedOf(n)),
);

export function newNote(n: number): string {
  return signEntry(
    ORIGIN,
    {
      kind: 'report.file',
      id: newId(Date.now(), randomBytes(10)),
      at: new Date().toISOString(),
      audience: 'members',
      refs: [],
      body: {
        account: 'Small arms fire heard east of the post, about ten minutes, no casualties seen.',
        place: [34.12, 71.09],
      },
      salt: toBase64(randomBytes(16)),
    },
    [(authors[n] as { skey: string }).skey],
  );
}

/** Rules that know the authors' keys and nothing else: what is measured with them is the record's own. */
export function leanRules(): Rulebook {
  const keys = new Map(authors.map(({ vkey }) => [parseVkey(vkey).name, vkey]));
  return {
    version: 'bench',
    keysFor: (_, signatures) =>
      signatures.map(({ name }) => {
        const vkey = keys.get(name);
        if (!vkey) throw new Problem('unknown-key', { name });
        return vkey;
      }),
    admit: () => undefined,
    save: () => [],
    load(lines) {
      for (const _ of lines) throw new Problem('snapshot-unfit');
    },
  };
}

/** Runs something again and again for a while and returns how often in a second. */
export function perSecond(seconds: number, run: () => void): number {
  const start = performance.now();
  let count = 0;
  while (performance.now() - start < seconds * 1000) {
    for (let i = 0; i < 20; i++) run();
    count += 20;
  }
  return (count / (performance.now() - start)) * 1000;
}

export function limits(folder: string): { verify: number; verifyCpu: number; flush: number } {
  const { privateKey } = generateKeyPairSync('ed25519');
  const key = createPublicKey(privateKey);
  const message = Buffer.from(newNote(0));
  const signature = sign(null, message, privateKey);
  const fd = openSync(join(folder, 'flush'), 'w');
  const cpu = process.cpuUsage();
  const verifications = perSecond(1, () => verify(null, message, key, signature));
  const used = process.cpuUsage(cpu);
  const result = {
    verify: verifications,
    // What the machine gives this process may change from second to second; what a verification costs does not.
    verifyCpu: (used.user + used.system) / verifications,
    flush: perSecond(1, () => {
      writeSync(fd, message);
      fdatasyncSync(fd);
    }),
  };
  closeSync(fd);
  return result;
}

const percentile = (sorted: Float64Array, p: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? 0;

async function append(folder: string, count: number, notes: string[][]) {
  const sequencer = await Sequencer.open({ folder, origin: ORIGIN, rulebook: leanRules(), now: () => new Date() });
  let batches = 0;
  sequencer.onCommitted(() => batches++);
  const latencies: number[] = [];
  const cpu = process.cpuUsage();
  const start = performance.now();
  const until = start + SECONDS * 1000;
  await Promise.all(
    notes.slice(0, count).map(async (mine) => {
      for (const note of mine) {
        const sent = performance.now();
        if (sent >= until) return;
        await sequencer.submit(note);
        latencies.push(performance.now() - sent);
      }
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  const used = process.cpuUsage(cpu);
  await sequencer.close();
  const sorted = Float64Array.from(latencies).sort();
  return {
    rate: latencies.length / seconds,
    batch: latencies.length / batches,
    cores: (used.user + used.system) / 1e6 / seconds,
    cpu: (used.user + used.system) / latencies.length,
    p50: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
    ranOut: seconds < SECONDS * 0.98,
  };
}

/** Appends by so many authors at once, a line for each number of them. */
export async function appendTable(root: string, counts: readonly number[]): Promise<void> {
  console.log(
    'authors  appends/s  of one-core verify limit  p50 ms  p95 ms  p99 ms  per flush  cores used  CPU us/append  limits: verify/s  CPU us/verify  write+fdatasync/s',
  );
  for (const count of counts) {
    const before = limits(root);
    const expected = Math.ceil(Math.max(before.verify * 2, 4000) * SECONDS);
    const each = Math.ceil(expected / count);
    const notes = authors.slice(0, count).map((_, n) => Array.from({ length: each }, () => newNote(n)));
    const folder = join(root, String(count));
    const result = await append(folder, count, notes);
    const after = limits(root);
    // The machine may be shared: the limit is what it could do just before and just after.
    const limit = (before.verify + after.verify) / 2;
    const flush = (before.flush + after.flush) / 2;
    const cells = [
      String(count).padStart(7),
      result.rate.toFixed(0).padStart(9),
      `${((100 * result.rate) / limit).toFixed(0)} %`.padStart(24),
      ...[result.p50, result.p95, result.p99].map((ms) => ms.toFixed(1).padStart(6)),
      result.batch.toFixed(1).padStart(9),
      result.cores.toFixed(2).padStart(10),
      result.cpu.toFixed(0).padStart(13),
      limit.toFixed(0).padStart(16),
      ((before.verifyCpu + after.verifyCpu) / 2).toFixed(0).padStart(13),
      flush.toFixed(0).padStart(17),
    ];
    console.log(cells.join('  ') + (result.ranOut ? '  (ran out of notes)' : ''));
    rmSync(folder, { recursive: true, force: true });
  }
}
