import { type Calibration, calibration } from './fit.ts';
import type { Fusion } from './index.ts';
import { DAY, distanceKm, Frequencies, type FusionReport, gapDays, prepare } from './report.ts';

export type Rates = {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly pairs: number;
};

export type FusionScore = {
  /** Over all pairs of reports: in one proposed incident, against in one true incident. */
  readonly pairwise: Rates;
  /** The same over pairs whose places lie within 25 km and whose times within a day. */
  readonly pairwiseNear: Rates;
  /** B-cubed: per report, how pure its incident is (precision) and how complete (recall). */
  readonly bCubed: { readonly precision: number; readonly recall: number; readonly f1: number };
  /** Of the near pairs, what each was called; a pair that fusion did not give out counts as called 0. */
  readonly calibrationNear: Calibration;
  /** Of the pairs that fusion gave out. */
  readonly calibration: Calibration;
};

/** Scores fusion against the true incident of each report (any key per report id). */
export function evaluate(
  reports: readonly FusionReport[],
  truth: ReadonlyMap<string, string>,
  fusion: Fusion,
): FusionScore {
  const ids = reports.map((r) => r.id);
  const proposed = new Map<string, number>();
  for (const [i, incident] of fusion.incidents.entries()) for (const id of incident.reports) proposed.set(id, i);
  const same = (a: string, b: string): boolean => truth.get(a) === truth.get(b);
  const joined = (a: string, b: string): boolean => proposed.get(a) === proposed.get(b);

  const near = nearPairs(reports);
  const called = new Map(fusion.pairs.map((p) => [`${p.a}\n${p.b}`, p.probability]));
  const callOf = (a: string, b: string): number => called.get(a < b ? `${a}\n${b}` : `${b}\n${a}`) ?? 0;

  return {
    pairwise: rates(
      within(ids, (id) => proposed.get(id)).filter(([a, b]) => same(a, b)).length,
      within(ids, (id) => proposed.get(id)).length,
      within(ids, (id) => truth.get(id)).length,
    ),
    pairwiseNear: rates(
      near.filter(([a, b]) => same(a, b) && joined(a, b)).length,
      near.filter(([a, b]) => joined(a, b)).length,
      near.filter(([a, b]) => same(a, b)).length,
    ),
    bCubed: bCubed(ids, truth, proposed),
    calibrationNear: calibration(near.map(([a, b]) => ({ probability: callOf(a, b), same: same(a, b) }))),
    calibration: calibration(fusion.pairs.map((p) => ({ probability: p.probability, same: same(p.a, p.b) }))),
  };
}

function rates(right: number, said: number, so: number): Rates {
  const precision = said === 0 ? 1 : right / said;
  const recall = so === 0 ? 1 : right / so;
  return { precision, recall, f1: f1(precision, recall), pairs: so };
}

function f1(precision: number, recall: number): number {
  return precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
}

/** All pairs of ids that share a key. */
function within<K>(ids: readonly string[], keyOf: (id: string) => K): [string, string][] {
  const groups = new Map<K, string[]>();
  for (const id of ids) {
    const group = groups.get(keyOf(id));
    if (group === undefined) groups.set(keyOf(id), [id]);
    else group.push(id);
  }
  const pairs: [string, string][] = [];
  for (const group of groups.values()) {
    for (let i = 0; i < group.length; i += 1) {
      for (let j = i + 1; j < group.length; j += 1) pairs.push([group[i] as string, group[j] as string]);
    }
  }
  return pairs;
}

function bCubed(
  ids: readonly string[],
  truth: ReadonlyMap<string, string>,
  proposed: ReadonlyMap<string, number>,
): FusionScore['bCubed'] {
  const count = (keyOf: (id: string) => string): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const id of ids) counts.set(keyOf(id), (counts.get(keyOf(id)) ?? 0) + 1);
    return counts;
  };
  const real = (id: string): string => String(truth.get(id));
  const said = (id: string): string => String(proposed.get(id));
  const both = (id: string): string => `${real(id)}\n${said(id)}`;
  const [byTruth, byIncident, byBoth] = [count(real), count(said), count(both)];
  let precision = 0;
  let recall = 0;
  for (const id of ids) {
    const shared = byBoth.get(both(id)) ?? 0;
    precision += shared / (byIncident.get(said(id)) ?? 1);
    recall += shared / (byTruth.get(real(id)) ?? 1);
  }
  const [p, r] = [precision / ids.length, recall / ids.length];
  return { precision: p, recall: r, f1: f1(p, r) };
}

/** Pairs whose stated places lie within 25 km and whose stated times within a day. */
export function nearPairs(reports: readonly FusionReport[], km = 25, days = 1): [string, string][] {
  const seen = new Frequencies();
  const ready = reports
    .map((r) => prepare(r, seen))
    .filter((r) => !Number.isNaN(r.lat) && !Number.isNaN(r.mid))
    .sort((a, b) => a.mid - b.mid);
  const widest = ready.reduce((w, r) => Math.max(w, r.width), 0);
  const pairs: [string, string][] = [];
  for (const [i, a] of ready.entries()) {
    for (let j = i + 1; j < ready.length; j += 1) {
      const b = ready[j] as (typeof ready)[number];
      if (b.mid - a.mid > days * DAY + widest / 2) break;
      if (gapDays(a, b) <= days && distanceKm(a.lat, a.lon, b.lat, b.lon) <= km) pairs.push([a.id, b.id]);
    }
  }
  return pairs;
}
