/**
 * The record at scale: append, audit, proofs, a mirror's catch-up, and a start on a large record; each beside the limit of the
 * same run. The machine may be shared: beside each rate in time stands the ratio of processor time, which others change less.
 *
 * What holds an audit back is what stands beside the signatures, 23 us of the thread an entry: reading the note 8 (its JSON 2, that
 * it is as written 1, UTF-8 and the lines of signatures 2), the rules 8 (the body's schema 4), hashing 4 (note, frame, leaf, tree),
 * keys and jobs 1; and some 4 us of the runtime's own threads. The rules that know keys only need 15 us. Bodies checked by functions
 * made of their schemas, base 64 by our own hand and a larger room for what is new each gained less than half a microsecond.
 *
 *     SULH_BENCH_ENTRIES=1000000 npm run bench record
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  audit,
  parseCheckpoint,
  parseEntry,
  parsePolicy,
  type Rulebook,
  type SignatureJob,
  signatureJobs,
} from '@sulh/record';
import { FolderLog } from '@sulh/record/folder';
import { Mirror } from '@sulh/record/mirror';
import { folderSource } from '@sulh/record/source';
import { startVerifiers } from '@sulh/record/verifiers';
import { Rules } from '../server/rules.ts';
import { appendTable, leanRules, ORIGIN } from './parts/appending.ts';
import { grow, pilotGrown, pilotWith, signed, unsigned } from './parts/grown.ts';

const ENTRIES = Number(process.env.SULH_BENCH_ENTRIES ?? 1_000_000);
const AUDITED = Number(process.env.SULH_BENCH_AUDITED ?? 20_000);
const AUTHORS = (process.env.SULH_BENCH_AUTHORS ?? '1,10,200,2000').split(',').filter(Boolean).map(Number);
const CORES = availableParallelism();

interface Cost {
  readonly seconds: number;
  readonly cpu: number;
}

async function costOf(work: () => Promise<unknown>): Promise<Cost> {
  const start = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { seconds: (performance.now() - start) / 1000, cpu: (user + system) / 1e6 };
}

const each = (cost: number, count: number): string => `${((cost / count) * 1e6).toFixed(1)} us`;
const rate = (count: number, { seconds }: Cost): string => `${(count / seconds).toFixed(0)}/s`;
const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(0)} %`;

async function audits(root: string): Promise<void> {
  console.log(`\nFull audit of ${AUDITED} entries; the limit is their signatures alone, by ${CORES} threads at once`);
  const folder = join(root, 'audited');
  await grow(folder, AUDITED, signed);
  await auditBeside(folder, ORIGIN, leanRules, 'rules that know keys only');
  const pilot = await pilotWith(join(root, 'pilot'), AUDITED);
  await auditBeside(pilot.folder, pilot.origin, () => new Rules(pilot.origin), 'the mechanism’s rules');
  opened(pilot.folder, pilot.origin, 'mechanism', 'the mechanism’s rules, from a snapshot');
  rmSync(join(pilot.folder, 'snapshot'), { force: true });
  opened(pilot.folder, pilot.origin, 'mechanism', 'the mechanism’s rules, every entry replayed');
}

async function auditBeside(folder: string, origin: string, rules: () => Rulebook, whose: string): Promise<void> {
  const source = folderSource(folder);
  const policy = parsePolicy(await source.policy());
  const jobs: SignatureJob[] = [];
  const known = rules();
  const { size } = parseCheckpoint(await source.checkpoint());
  for await (const { index, note = '', receivedAt = '' } of source.notes(0, size)) {
    const parsed = parseEntry(note, origin);
    const vkeys = known.keysFor(parsed.entry, parsed.signatures);
    jobs.push(...signatureJobs(parsed, vkeys));
    const signers = parsed.signatures.map(({ name }, i) => ({ name, vkey: vkeys[i] ?? '' }));
    known.admit({ index, receivedAt, entry: parsed.entry, signers, leaf: '' });
  }
  const verifiers = startVerifiers();
  const verifyAll = () =>
    Promise.all(
      Array.from({ length: Math.ceil(size / 256) }, (_, i) => verifiers.verify(jobs.slice(i * 256, (i + 1) * 256))),
    );
  await verifiers.verify(jobs.slice(0, 2000));
  const before = await costOf(verifyAll);
  let ok = false;
  const cost = await costOf(async () => {
    ({ ok } = await audit(source, rules(), { policy, verify: verifiers.verify }));
  });
  const after = await costOf(verifyAll);
  await verifiers.close();
  if (!ok) throw new Error('the audit found something wrong');
  const limit = { seconds: (before.seconds + after.seconds) / 2, cpu: (before.cpu + after.cpu) / 2 };
  console.log(
    `  ${whose}: ${rate(size, cost)}, limit ${rate(size, limit)}: ${percent(limit.seconds, cost.seconds)} in time, ` +
      `${percent(limit.cpu, cost.cpu)} in processor time (${each(cost.cpu, size)} an entry, ${each(limit.cpu, size)} of it verification)`,
  );
}

async function proofs(folder: string): Promise<void> {
  const log = await FolderLog.open({ folder, origin: ORIGIN });
  const count = 20_000;
  const indices = Array.from({ length: count }, () => Math.floor(Math.random() * log.size));
  const one = await costOf(async () => indices.map((index) => log.proof(index)));
  const many = await costOf(async () => {
    for (let i = 0; i < count; i += 200) log.proofs(indices.slice(i, i + 200));
  });
  // What no proof can do without: its hashes as text.
  const hashes = log.tree.inclusion(0);
  const text = await costOf(async () => indices.map(() => hashes.map((hash) => `${hash.toBase64()}\n`).join('')));
  log.close();
  console.log(`\nProofs in a tree of ${log.size}; the limit is their hashes as text`);
  console.log(
    `  one by one ${rate(count, one)}, 200 at once ${rate(count, many)}, limit ${rate(count, text)}: ` +
      `${percent(text.cpu, one.cpu)} and ${percent(text.cpu, many.cpu)} in processor time`,
  );
}

async function catchUp(root: string, folder: string): Promise<void> {
  const log = await FolderLog.open({ folder, origin: ORIGIN });
  const pages = new Map<number, string>();
  for (let from = 0; from < log.size; from += 500) {
    const lines = Array.from({ length: Math.min(500, log.size - from) }, (_, i) =>
      JSON.stringify({
        index: from + i,
        receivedAt: new Date(0).toISOString(),
        note: new TextDecoder().decode(log.note(from + i)),
      }),
    );
    pages.set(from, `${lines.join('\n')}\n`);
  }
  const { size, vkey } = log;
  log.close();
  // No network: what is measured is the mirror.
  const host = (async (input: string) => {
    const { pathname, searchParams } = new URL(input);
    if (pathname === '/notes') return new Response(pages.get(Number(searchParams.get('from'))) ?? '');
    return new Response(readFileSync(join(folder, pathname)));
  }) as typeof fetch;
  const fetchAll = await costOf(async () => {
    await (await host('http://host/checkpoint')).text();
    for (let i = 0; i < size / 256 - 1; i++)
      await (await host(`http://host/tile/entries/${String(i).padStart(3, '0')}`)).arrayBuffer();
    for (const from of pages.keys()) await (await host(`http://host/notes?from=${from}`)).text();
  });
  const mirror = Mirror.open({
    folder: join(root, 'mirror'),
    url: 'http://host',
    origin: ORIGIN,
    vkeys: [vkey],
    fetch: host,
  });
  const cost = await costOf(() => mirror.update());
  const notes = mirror.notes;
  mirror.close();
  console.log(
    `\nA mirror’s catch-up of ${size} entries with their notes; the limit is fetching them and keeping nothing`,
  );
  console.log(
    `  ${rate(notes, cost)}, limit ${rate(size, fetchAll)}: ${percent(fetchAll.seconds, cost.seconds)} in time, ` +
      `${each(cost.cpu, size)} of processor time an entry, ${each(fetchAll.cpu, size)} of it fetching`,
  );
}

function opened(folder: string, origin: string, whose: string, says: string): void {
  const script = new URL('parts/start.ts', import.meta.url).pathname;
  const out = execFileSync(process.execPath, [script, folder, origin, whose], { encoding: 'utf8' });
  const { size, resumed, unfit, seconds, cpu, megabytes } = JSON.parse(out) as Record<string, number>;
  console.log(
    `  start, ${says}: ${size} entries, ${resumed} of them from a snapshot${unfit ? ` (${unfit})` : ''}: ${seconds?.toFixed(2)} s ` +
      `(${cpu?.toFixed(2)} s of processor time), ${megabytes?.toFixed(0)} MB`,
  );
}

const root = mkdtempSync(join(tmpdir(), 'sulh-bench-'));
try {
  console.log(`The record, ${CORES} cores, Node ${process.version}`);
  if (AUTHORS.length > 0) await appendTable(root, AUTHORS);
  await audits(root);
  await proofs(join(root, 'audited'));
  await catchUp(root, join(root, 'audited'));
  console.log(`\nA start on ${ENTRIES} entries; the goal is 5 s and 600 MB`);
  const large = join(root, 'large');
  await grow(large, ENTRIES, unsigned());
  opened(large, ORIGIN, 'lean', 'rules that know keys only, from a snapshot');
  rmSync(join(large, 'snapshot'));
  opened(large, ORIGIN, 'lean', 'rules that know keys only, every entry replayed');
  rmSync(large, { recursive: true });
  const grown = await pilotGrown(join(root, 'grown'), ENTRIES);
  opened(grown.folder, grown.origin, 'mechanism', 'the mechanism’s rules, from a snapshot');
  rmSync(join(grown.folder, 'snapshot'));
  opened(grown.folder, grown.origin, 'mechanism', 'the mechanism’s rules, every entry replayed');
} finally {
  rmSync(root, { recursive: true, force: true });
}
