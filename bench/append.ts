/**
 * Verified, durable appends: what the sequencer takes in, beside what this machine could do at most. Every author sends
 * its next note when the last was acknowledged. The notes are signed beforehand: authors sign on their own devices.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { appendTable, SECONDS } from './parts/appending.ts';

const counts = (process.env.SULH_BENCH_AUTHORS ?? '1,10,200').split(',').map(Number);
const root = mkdtempSync(join(tmpdir(), 'sulh-bench-'));
try {
  console.log(`Verified durable appends, ${SECONDS} s each, ${availableParallelism()} cores, Node ${process.version}`);
  await appendTable(root, counts);
} finally {
  rmSync(root, { recursive: true, force: true });
}
