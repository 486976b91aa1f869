/** What people judged, as a file: pairs of reports, or the incident of each report; and weights tried on it. */
import { Problem } from '@sulh/record';
import { Archive } from './archive.ts';
import { evaluate, type FusionScore } from './eval.ts';
import { fit, type LabelledPair } from './fit.ts';
import { fuse } from './index.ts';
import { csvRecords } from './parse.ts';
import type { FusionReport } from './report.ts';
import type { Weights } from './weights.ts';

/** Judged pairs; or, where the incidents are known, the incidents of each report (one report may tell of several). */
export type Judgement =
  | { readonly kind: 'pairs'; readonly pairs: readonly LabelledPair[] }
  | { readonly kind: 'incidents'; readonly truth: ReadonlyMap<string, readonly string[]> };

const YES = /^(?:same|yes|y|true|1)$/i;
const NO = /^(?:different|no|n|false|0)$/i;
const FOLDS = 3;

/**
 * Reads what people judged from CSV with a header: columns `a`, `b` and `same` (yes or no), or `report` and `incident`
 * (also `report_id`, `incident_id`). Throws Problem `bad-judgement` with the line.
 */
export function parseJudgement(text: string): Judgement {
  const bad = (line: number, why: string): Problem => new Problem('bad-judgement', { line, why }, `line ${line}`);
  const pairs: LabelledPair[] = [];
  const truth = new Map<string, string[]>();
  let header: readonly string[] | undefined;
  for (const { cells, line, fault } of csvRecords(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text)) {
    if (fault !== undefined) throw bad(line, fault);
    if (header === undefined) {
      header = cells.map((c) => c.trim().toLowerCase());
      continue;
    }
    const cell = (...names: string[]): string => {
      const at = names.map((name) => header!.indexOf(name)).find((i) => i >= 0);
      return at === undefined ? '' : (cells[at] ?? '').trim();
    };
    const [a, b, same] = [cell('a'), cell('b'), cell('same')];
    const [report, incident] = [cell('report', 'report_id', 'id'), cell('incident', 'incident_id', 'gold_incident')];
    if (a && b && (YES.test(same) || NO.test(same))) pairs.push({ a, b, same: YES.test(same) });
    else if (report && incident) truth.set(report, [...(truth.get(report) ?? []), incident]);
    else throw bad(line, 'columns a, b, same or report, incident');
  }
  if (pairs.length > 0 && truth.size > 0) throw bad(1, 'both pairs and incidents');
  return pairs.length > 0 ? { kind: 'pairs', pairs } : { kind: 'incidents', truth };
}

/** The pairs that a judgement speaks of: those given, or all that place and time leave open among the reports judged. */
export function judgedPairs(reports: readonly FusionReport[], judgement: Judgement): LabelledPair[] {
  const known = new Set(reports.map((r) => r.id));
  if (judgement.kind === 'pairs') return judgement.pairs.filter(({ a, b }) => known.has(a) && known.has(b));
  const { truth } = judgement;
  const archive = new Archive();
  archive.addAll(reports.filter((r) => truth.has(r.id)));
  return archive
    .comparablePairs()
    .map(([a, b]) => ({ a, b, same: truth.get(a)!.some((incident) => truth.get(b)!.includes(incident)) }));
}

/**
 * How weights do on reports that they were not fitted on: the incidents are parted into three, and each third is scored with
 * weights fitted on the two others. Give `weights` to score those instead, on the same thirds. Needs known incidents.
 */
export function crossValidate(
  reports: readonly FusionReport[],
  truth: ReadonlyMap<string, readonly string[]>,
  weights?: Weights,
): FusionScore[] {
  const foldOf = partsOf(truth);
  const of = (keep: (fold: number) => boolean) => reports.filter((r) => truth.has(r.id) && keep(foldOf(r.id)));
  return Array.from({ length: FOLDS }, (_, fold) => {
    const [seen, unseen] = [of((f) => f !== fold), of((f) => f === fold)];
    const fitted = weights ?? fit(judgedPairs(seen, { kind: 'incidents', truth }), seen);
    const first = new Map(unseen.map((r) => [r.id, truth.get(r.id)![0]!]));
    return evaluate(unseen, first, fuse(unseen, { weights: fitted }));
  });
}

/** Parts reports so that no incident, and no report of several, is in two parts. */
function partsOf(truth: ReadonlyMap<string, readonly string[]>): (report: string) => number {
  const home = new Map<string, string>();
  const root = (incident: string): string => {
    let at = incident;
    for (let up = home.get(at); up !== undefined && up !== at; up = home.get(at)) at = up;
    return at;
  };
  for (const incidents of truth.values()) for (const one of incidents) home.set(root(one), root(incidents[0]!));
  const parts = new Map([...new Set([...home.keys()].map(root))].sort().map((one, i) => [one, i % FOLDS]));
  return (report) => parts.get(root(truth.get(report)![0]!)) ?? 0;
}
