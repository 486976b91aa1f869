/**
 * Fusion: reports a second of one core in batch, and the cost of one report against a large archive, beside two limits of the same run:
 * the bare comparing of the same pairs, and the simplest rule that could do the job (same kind, within 1 day and 10 km,
 * chained), which gives no probability, no reason and no way back.
 *
 *     node bench/fusion.ts [reports in the archive, default 1000000]
 */
import { Archive, type FusionReport, fuse } from '@sulh/fusion';

const size = Number(process.argv[2] ?? 1_000_000);

/** A repeatable stream of numbers from 0 to 1. */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const KINDS = [
  'shelling',
  'small-arms-fire',
  'drone',
  'mine',
  'incursion',
  'air-strike',
  'abduction',
  'crossing-closed',
];

/** Reports of invented incidents: 500 towns in 900 by 600 km, about 270 reports a day, one to four reports an incident. */
function invent(count: number, seed: number): FusionReport[] {
  const random = numbers(seed);
  const pick = (n: number): number => Math.floor(random() * n);
  const towns = Array.from({ length: 500 }, (_, i) => ({
    name: `Town ${i}`,
    lat: 30 + random() * 5.4,
    lon: 62 + random() * 9.5,
  }));
  const days = Math.max(10, Math.round(count / 270));
  const reports: FusionReport[] = [];
  while (reports.length < count) {
    const town = towns[Math.min(pick(500), pick(500))] as (typeof towns)[number];
    const at = Date.UTC(2015, 0, 1) + Math.floor(random() * days * 86_400_000);
    const kind = KINDS[Math.min(pick(8), pick(8))] as string;
    const killed = Math.floor(-Math.log(1 - random()) * 2);
    const [lat, lon] = [town.lat + (random() - 0.5) * 0.2, town.lon + (random() - 0.5) * 0.2];
    for (let n = 1 + Math.min(pick(4), pick(4)); n > 0; n -= 1) {
      const to = new Date(at + (random() - 0.5) * 7_200_000).toISOString();
      reports.push({
        id: `r${reports.length}`,
        source: `source ${pick(40)}`,
        kind,
        from: random() < 0.5 ? to : to.slice(0, 10),
        lat: lat + (random() - 0.5) * 0.05,
        lon: lon + (random() - 0.5) * 0.05,
        radius_km: random() < 0.5 ? 2 : 8,
        place: town.name,
        actors: random() < 0.5 ? ['force of A', 'force of B'] : ['force of A'],
        ...(random() < 0.7 ? { killed_min: killed, killed_max: killed + pick(2) } : {}),
      });
    }
  }
  return reports.slice(0, count);
}

/** The simplest rule: reports of one kind within one day and ten kilometres are chained together. */
function simplestRule(reports: readonly FusionReport[]): number {
  const home = reports.map((_, i) => i);
  const root = (i: number): number => {
    let at = i;
    while (home[at] !== at) {
      home[at] = home[home[at] as number] as number;
      at = home[at] as number;
    }
    return at;
  };
  const cells = new Map<string, number[]>();
  for (const [i, r] of reports.entries()) {
    const day = Math.floor(Date.parse(r.from ?? '') / 86_400_000);
    const [y, x] = [Math.floor((r.lat as number) * 10), Math.floor((r.lon as number) * 10)];
    for (let d = day - 1; d <= day + 1; d += 1) {
      for (let dy = -1; dy <= 1; dy += 1) {
        for (let dx = -1; dx <= 1; dx += 1) {
          for (const j of cells.get(`${r.kind} ${d} ${y + dy} ${x + dx}`) ?? []) {
            const o = reports[j] as FusionReport;
            const km =
              111 * Math.hypot((r.lat as number) - (o.lat as number), 0.85 * ((r.lon as number) - (o.lon as number)));
            if (km <= 10) home[root(i)] = root(j);
          }
        }
      }
    }
    const key = `${r.kind} ${day} ${y} ${x}`;
    const cell = cells.get(key);
    if (cell === undefined) cells.set(key, [i]);
    else cell.push(i);
  }
  return new Set(home.map((_, i) => root(i))).size;
}

/** Seconds of one core that this process used, garbage collection included: other work on the machine does not count. */
function seconds(run: () => void): number {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

const rate = (n: number, s: number): string => `${Math.round(n / s).toLocaleString('en')}/s`;

const batch = invent(100_000, 1);
fuse(batch.slice(0, 20_000));
let incidents = 0;
let pairs = 0;
const whole = seconds(() => {
  const result = fuse(batch);
  incidents = result.incidents.length;
  pairs = result.pairs.length;
});
console.log(
  `batch of ${batch.length.toLocaleString('en')}: ${rate(batch.length, whole)} (${incidents} incidents, ${pairs} pairs given)`,
);

const archive = new Archive();
const load = seconds(() => archive.addAll(batch));
console.log(`  of which comparing and grouping, without descriptions: ${rate(batch.length, load)}`);
const near = archive.comparablePairs();
const bare = seconds(() => {
  for (const [a, b] of near) archive.evidence(a, b);
});
console.log(
  `limit: the bare comparing of its ${near.length.toLocaleString('en')} pairs alone: ${rate(batch.length, bare)} reports`,
);
let simple = 0;
const rule = seconds(() => {
  simple = simplestRule(batch);
});
console.log(`limit: the simplest rule: ${rate(batch.length, rule)} (${simple} incidents)`);

const large = new Archive();
const before = process.memoryUsage().heapUsed;
const filled = seconds(() => large.addAll(invent(size, 2)));
const heap = (process.memoryUsage().heapUsed - before) / 2 ** 20;
console.log(`archive of ${size.toLocaleString('en')}: filled at ${rate(size, filled)}, heap ${Math.round(heap)} MB`);
const core: number[] = [];
const wall: number[] = [];
for (const report of invent(5_000, 3)) {
  const one = { ...report, id: `new ${report.id}`, from: `20${15 + (core.length % 8)}${report.from?.slice(4)}` };
  const start = performance.now();
  core.push(seconds(() => void large.add(one)) * 1000);
  wall.push(performance.now() - start);
}
for (const [clock, times] of [
  ['of one core', core],
  ['by the clock', wall],
] as const) {
  times.sort((a, b) => a - b);
  const at = (share: number): string => (times[Math.floor(share * (times.length - 1))] as number).toFixed(3);
  console.log(`one report against it, ms ${clock}: median ${at(0.5)}, 99 in 100 within ${at(0.99)}, slowest ${at(1)}`);
}
