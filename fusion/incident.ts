import { type Origin, originsOf } from './origins.ts';
import { type Disagreement, disagreementsOf, type Reason, reasonsFor } from './reasons.ts';
import type { Prepared } from './report.ts';

/** What one or more reports say happened, as fusion proposes it. People decide. */
export type Incident = {
  /** Ids, in order. Every report is in exactly one incident. */
  readonly reports: readonly string[];
  /** The mean probability, over all pairs of its reports, that the pair is of one incident; 1 for a single report. */
  readonly probability: number;
  /** What the reports have in common, in English; `reasons` has the same as data, in the same order. */
  readonly why: readonly string[];
  readonly reasons: readonly Reason[];
  /** How many accounts of different origin there are: retellings count once. */
  readonly origins: number;
  /** The same count by the side whose account it is (null: none stated, or retold by several sides only). */
  readonly originsBySide: readonly { readonly side: string | null; readonly origins: number }[];
  readonly originGroups: readonly Origin[];
  readonly disagreements: readonly Disagreement[];
};

/** Describes one incident from its reports, which come sorted by id. */
export function incidentOf(reports: readonly Prepared[], probability: number, decided: boolean): Incident {
  const reasons = reasonsFor(reports, decided);
  const groups = originsOf(reports);
  const bySide = new Map<string | null, number>();
  for (const { side } of groups) bySide.set(side, (bySide.get(side) ?? 0) + 1);
  return {
    reports: reports.map((r) => r.id),
    probability,
    why: reasons.map((r) => r.text),
    reasons,
    origins: groups.length,
    originsBySide: [...bySide].map(([side, origins]) => ({ side, origins })),
    originGroups: groups,
    disagreements: reports.length > 1 ? disagreementsOf(reports) : [],
  };
}
