/** Reports to incidents: what belongs together, how likely, and why; origins counted, disagreements kept. */
import { Archive, type FusionOptions, type Pair } from './archive.ts';
import type { Incident } from './incident.ts';
import type { FusionReport } from './report.ts';

export {
  Archive,
  type FusionOptions,
  type Pair,
  type Proposal,
} from './archive.ts';
export type { Verdict } from './cluster.ts';
export type { FusionScore } from './eval.ts';
export {
  type Calibration,
  calibration,
  type FitOptions,
  fit,
  fitAcross,
  type Judged,
  type LabelledPair,
} from './fit.ts';
export type { Incident } from './incident.ts';
export { crossValidate, type Judgement, judgedPairs, parseJudgement } from './judged.ts';
export type { Origin } from './origins.ts';
export { type Parsed, parseReports } from './parse.ts';
export type { Disagreement, Reason } from './reasons.ts';
export type { FusionReport } from './report.ts';
export { DEFAULT_WEIGHTS, FEATURES, type Feature, parseWeights, type Weights } from './weights.ts';

export type Fusion = { readonly incidents: readonly Incident[]; readonly pairs: readonly Pair[] };

/**
 * Groups reports into incidents. The order of the reports does not matter; every report is in exactly one incident.
 * `pairs` holds every compared pair that is at least 2 in 100 likely. Throws Problem `duplicate-report`.
 *
 *     fuse([{ id: 'r1', source: 'liaison of A', from: '2025-11-01', lat: 34.1, lon: 71.1, killed_min: 2 }, ...])
 */
export function fuse(reports: readonly FusionReport[], options: FusionOptions = {}): Fusion {
  const archive = new Archive(options);
  archive.addAll(reports);
  return { incidents: archive.incidents(), pairs: archive.pairs() };
}
