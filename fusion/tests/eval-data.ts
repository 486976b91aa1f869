/**
 * Scores fusion against developing data in ../shared/data/fusion, if there: structured reports of real incidents with
 * stated noise, and real press headlines. `--fit` fits the default weights anew and prints them. Run by
 * `node fusion/tests/eval-data.ts [folder] [--fit]`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { evaluate, type FusionScore } from '../eval.ts';
import { fitAcross } from '../fit.ts';
import { Archive, calibration, DEFAULT_WEIGHTS, type FusionReport, fuse, type Judged, type Weights } from '../index.ts';

type Known = { readonly reports: readonly FusionReport[]; readonly truth: ReadonlyMap<string, readonly string[]> };

const args = process.argv.slice(2);
const folder =
  args.find((a) => !a.startsWith('--')) ?? new URL('../../../shared/data/fusion', import.meta.url).pathname;

/** A number from 0 to 1 that depends on the text alone. */
function share(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return ((h ^ (h >>> 15)) >>> 0) / 2 ** 32;
}

/** Structured reports. Ids are made opaque: the file's own give the incident away. */
function structured(): Known {
  const lines = gunzipSync(readFileSync(`${folder}/structured_reports.jsonl.gz`))
    .toString()
    .trim()
    .split('\n');
  const truth = new Map<string, string[]>();
  const reports = lines.map((line): FusionReport => {
    const r = JSON.parse(line) as Record<string, string | number | null>;
    const id = `${share(`${r.report_id}`).toString(36).slice(2)}-${share(`${r.report_id}+`).toString(36).slice(2)}`;
    truth.set(id, [String(r.gold_incident)]);
    return {
      id,
      source: String(r.source),
      kind: String(r.kind),
      from: String(r.event_date),
      lat: Number(r.lat),
      lon: Number(r.lon),
      radius_km: Number(r.loc_prec_km),
      ...(r.place === null ? {} : { place: String(r.place) }),
      actors: [r.actor_a, r.actor_b].filter((a) => a !== null).map(String),
      ...(r.killed === null ? {} : { killed_min: Number(r.killed), killed_max: Number(r.killed) }),
    };
  });
  return { reports, truth };
}

/** Real headlines with nothing but an outlet and a date of publication; one report may cover several incidents. */
function headlines(): Known {
  const rows = (name: string): string[][] =>
    readFileSync(`${folder}/${name}`, 'utf8')
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((line) =>
        [...line.matchAll(/("([^"]|"")*"|[^,]*)(,|$)/g)].map((m) =>
          (m[1] ?? '').replace(/^"|"$/g, '').replaceAll('""', '"'),
        ),
      );
  const truth = new Map<string, string[]>();
  for (const [report, incident] of rows('links.csv')) {
    truth.set(report ?? '', [...(truth.get(report ?? '') ?? []), incident ?? '']);
  }
  const reports = rows('reports.csv')
    .filter(([id]) => truth.has(id ?? ''))
    .map(
      ([id, source, from, text]): FusionReport => ({
        id: id ?? '',
        source: source ?? '',
        from: from ?? '',
        text: text ?? '',
      }),
    );
  return { reports, truth };
}

function same(truth: Known['truth'], a: string, b: string): boolean {
  return truth.get(a)?.some((incident) => truth.get(b)?.includes(incident)) ?? false;
}

function judged(
  known: Known,
  keep: (incident: string) => boolean,
  change = (r: FusionReport): FusionReport => r,
): Judged {
  const reports = known.reports.filter((r) => keep(known.truth.get(r.id)?.[0] ?? '')).map(change);
  const archive = new Archive();
  archive.addAll(reports);
  return { reports, pairs: archive.comparablePairs().map(([a, b]) => ({ a, b, same: same(known.truth, a, b) })) };
}

/** Leaves out each column of a report with chance `p`, so that weights learn what an absent column leaves open. */
function withGaps(p: number): (r: FusionReport) => FusionReport {
  return (r) => {
    const gone = (column: string): boolean => share(`${column} ${r.id}`) < p;
    const { kind, place, actors, killed_min, killed_max, lat, lon, radius_km, ...rest } = r;
    return {
      ...rest,
      ...(gone('kind') ? {} : { kind }),
      ...(gone('place') ? {} : { place }),
      ...(gone('actors') ? {} : { actors }),
      ...(gone('killed') ? {} : { killed_min, killed_max }),
      ...(share(`where ${r.id}`) < p / 3 ? {} : { lat, lon }),
      ...(gone('radius') ? {} : { radius_km }),
    } as FusionReport;
  };
}

/** The sets that weights are fitted on: whole and thinned (crowds differ from place to place), with and without gaps. */
function trainingSets(s: Known, keep: (incident: string) => boolean): Judged[] {
  const thin = (density: number) => (incident: string) => keep(incident) && share(`thin ${incident}`) < density;
  return [
    judged(s, thin(1)),
    judged(s, thin(0.5)),
    judged(s, thin(0.25)),
    judged(s, thin(1), withGaps(0.3)),
    judged(s, thin(0.35), withGaps(0.3)),
  ];
}

/**
 * Fits all but the texts on structured reports, and the texts on headlines alone: there nothing else speaks, and what they
 * leave open must not move the rest.
 */
function fitted(s: Known, h: Known, keep: (incident: string) => boolean): Weights {
  const weights = fitAcross(trainingSets(s, keep));
  const { basis } = weights;
  return fitAcross([judged(h, keep)], { weights, only: ['text_shared', 'text_rare', 'text_of_one_source'], basis });
}

function line(name: string, s: FusionScore): void {
  const f = (n: number): string => n.toFixed(3);
  console.log(
    `${name.padEnd(34)} near P ${f(s.pairwiseNear.precision)} R ${f(s.pairwiseNear.recall)} F1 ${f(s.pairwiseNear.f1)}` +
      `  all F1 ${f(s.pairwise.f1)}  B3 F1 ${f(s.bCubed.f1)}  calibration error near ${f(s.calibrationNear.error)} given ${f(s.calibration.error)}`,
  );
}

function scored(
  known: Known,
  keep: (incident: string) => boolean,
  weights: Weights,
  change?: (r: FusionReport) => FusionReport,
): FusionScore {
  const reports = known.reports.filter((r) => keep(known.truth.get(r.id)?.[0] ?? '')).map(change ?? ((r) => r));
  const truth = new Map(reports.map((r) => [r.id, known.truth.get(r.id)?.[0] ?? '']));
  return evaluate(reports, truth, fuse(reports, { weights }));
}

function score(name: string, ...of: Parameters<typeof scored>): void {
  line(name, scored(...of));
}

/** Several scores as one, pair by pair. */
function together(name: string, scores: readonly FusionScore[]): void {
  const sum = (of: (s: FusionScore) => number): number => scores.reduce((total, s) => total + of(s), 0);
  const right = (s: FusionScore): number => s.pairwiseNear.recall * s.pairwiseNear.pairs;
  const precision = sum(right) / sum((s) => right(s) / s.pairwiseNear.precision);
  const recall = sum(right) / sum((s) => s.pairwiseNear.pairs);
  const error = sum((s) => s.calibrationNear.error * s.calibrationNear.pairs) / sum((s) => s.calibrationNear.pairs);
  const f = (n: number): string => n.toFixed(3);
  console.log(
    `${name.padEnd(34)} near P ${f(precision)} R ${f(recall)} F1 ${f((2 * precision * recall) / (precision + recall))}  calibration error near ${f(error)} (${scores.map((s) => f(s.pairwiseNear.f1)).join(' ')})`,
  );
}

/** The block of each incident: that of its first report by time, so that what lies together in a crowd stays together. */
function blocksOf(known: Known, blockOf: (r: FusionReport) => string): (incident: string) => string {
  const first = new Map<string, FusionReport>();
  for (const r of known.reports) {
    const incident = known.truth.get(r.id)?.[0] ?? '';
    const before = first.get(incident);
    if (before === undefined || `${r.from} ${r.id}` < `${before.from} ${before.id}`) first.set(incident, r);
  }
  const blocks = new Map([...first].map(([incident, r]) => [incident, blockOf(r)]));
  return (incident) => blocks.get(incident) ?? '';
}

function scoreHeadlines(name: string, known: Known, keep: (incident: string) => boolean, weights: Weights): void {
  const reports = known.reports.filter((r) => keep(known.truth.get(r.id)?.[0] ?? ''));
  const { pairs, incidents } = fuse(reports, { weights });
  const so = judged(known, keep).pairs.filter((p) => p.same).length;
  const c = calibration(pairs.map((p) => ({ probability: p.probability, same: same(known.truth, p.a, p.b) })));
  let said = 0;
  let right = 0;
  for (const { reports: ids } of incidents) {
    for (const [i, a] of ids.entries()) {
      for (const b of ids.slice(i + 1)) {
        said += 1;
        if (same(known.truth, a, b)) right += 1;
      }
    }
  }
  const f = (n: number): string => n.toFixed(3);
  console.log(
    `${name.padEnd(34)} joined pairs ${said}, right ${right}, P ${f(right / said)} R ${f(right / so)}  calibration error given ${f(c.error)}`,
  );
}

if (!existsSync(`${folder}/structured_reports.jsonl.gz`)) {
  console.log(`no developing data in ${folder}`);
} else {
  const s = structured();
  const h = headlines();
  const everything = (): boolean => true;
  console.log('structured reports, weights as they ship');
  score('all', s, everything, DEFAULT_WEIGHTS);
  score('43 in 100 incidents', s, (i) => share(`part ${i}`) < 0.43, DEFAULT_WEIGHTS);
  score('with gaps', s, everything, DEFAULT_WEIGHTS, withGaps(0.3));
  console.log('headlines, weights as they ship');
  scoreHeadlines('all', h, everything, DEFAULT_WEIGHTS);
  for (const [name, partOf] of [
    [
      'blocks of two months',
      blocksOf(s, (r) => `${r.from?.slice(0, 4)} ${Math.floor((Number(r.from?.slice(5, 7)) - 1) / 2)}`),
    ],
    ['regions of one degree', blocksOf(s, (r) => `${Math.floor(r.lat as number)} ${Math.floor(r.lon as number)}`)],
    ['incidents drawn at random', (incident: string) => incident],
  ] as const) {
    console.log(`fitted on two thirds of the ${name}, scored on the other third; the three together`);
    const whole: FusionScore[] = [];
    const gaps: FusionScore[] = [];
    for (let fold = 0; fold < 3; fold += 1) {
      const out = (incident: string): boolean => Math.floor(share(`fold ${partOf(incident)}`) * 3) === fold;
      const weights = fitted(s, h, (i) => !out(i));
      whole.push(scored(s, out, weights));
      gaps.push(scored(s, out, weights, withGaps(0.3)));
      if (name.startsWith('incidents')) scoreHeadlines(`headlines, third ${fold + 1}`, h, out, weights);
    }
    together('whole', whole);
    together('with gaps', gaps);
  }
  if (args.includes('--fit')) {
    const weights = fitted(s, h, everything);
    console.log(JSON.stringify(weights, null, 2));
    score('structured, in sample', s, everything, weights);
    score('43 in 100 incidents', s, (i) => share(`part ${i}`) < 0.43, weights);
    score('with gaps', s, everything, weights, withGaps(0.3));
    scoreHeadlines('headlines, in sample', h, everything, weights);
  }
}
