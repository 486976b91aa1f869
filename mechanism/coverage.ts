// Coverage: how much was looked at, where and when. It is the denominator of every count: where nobody looked, nothing
// is known, and a count of nothing there is "not observed" and never 0.

import { z } from 'zod';
import { mayMeet } from './place.ts';
import { on } from './refer.ts';
import { type Act, kind, opened, organisationOf, refuse, touched } from './rule.ts';
import { Id, Passage, Place, When } from './schema.ts';
import type { Reader, Row, State } from './state.ts';
import { inOrder } from './terms.ts';

const hours = z.number().min(0).max(100_000).default(0);

export const CoverageBody = z.strictObject({
  place: Place,
  when: When,
  effort: z.strictObject({
    /** Hours of patrols in the area. */
    patrolHours: hours,
    /** Hours for which observation posts were manned, added over the posts. */
    postHours: hours,
    /** Hours for which cameras, drones and other sensors were up, added over the sensors. */
    sensorHours: hours,
    flights: z.int().min(0).max(10_000).default(0),
    interviews: z.int().min(0).max(100_000).default(0),
  }),
  /** How often the observers were turned back. */
  denials: z.int().min(0).max(10_000).default(0),
  /** What kept them from seeing: weather, darkness, closed roads. */
  limits: Passage.optional(),
});
export type CoverageBody = z.infer<typeof CoverageBody>;
export type Effort = CoverageBody['effort'];

export interface Coverage extends Row, CoverageBody {
  readonly by: string;
  readonly organisation: string;
  readonly status: 'logged' | 'withdrawn';
  readonly withdrawnBecause?: string;
}

declare module './state.ts' {
  interface Tables {
    coverage: Coverage;
  }
}

export const coverageLog = kind({
  name: 'coverage.log',
  says: 'Logs observation effort: where, when, how much, and how often it was denied.',
  schema: CoverageBody,
  seats: ['monitor', 'team', 'liaison', 'lead', 'chair', 'secretary'],
  refusals: ['in-the-future'],
  decide: (_state, act) =>
    act.body.when.to > act.receivedAt ? refuse('in-the-future', { from: act.body.when.to }) : undefined,
  evolve: (state, act) =>
    state.put('coverage', {
      ...opened(act),
      ...act.body,
      by: act.signers[0]!.member,
      organisation: organisationOf(act),
      status: 'logged',
    }),
});

export const coverageWithdraw = kind({
  name: 'coverage.withdraw',
  says: 'Withdraws an effort of one’s own organisation that was logged wrongly, with the reason.',
  schema: z.strictObject({ coverage: Id, because: Passage }),
  seats: ['monitor', 'team', 'liaison', 'lead', 'chair', 'secretary'],
  refusals: ['not-found', 'audience-differs', 'not-yours', 'withdrawn'],
  decide(state: State, act: Act<{ coverage: string }>) {
    const refusal = on(state, act, 'coverage', act.body.coverage);
    if (refusal) return refusal;
    const coverage = state.get('coverage', act.body.coverage)!;
    if (coverage.organisation !== organisationOf(act))
      return refuse('not-yours', { organisation: coverage.organisation });
    return coverage.status === 'withdrawn' ? refuse('withdrawn', { id: coverage.id }) : undefined;
  },
  evolve(state, act) {
    const coverage = state.get('coverage', act.body.coverage)!;
    state.put('coverage', { ...touched(coverage, act), status: 'withdrawn', withdrawnBecause: act.body.because });
  },
});

export const coverageKinds = [coverageLog, coverageWithdraw] as const;

export interface CoverageSum {
  /** Whether anybody looked at all. Where nobody did, a count of nothing means nothing. */
  readonly observed: boolean;
  readonly effort: Effort;
  readonly denials: number;
  /** By whom, in the order of the terms. */
  readonly organisations: readonly string[];
  readonly entries: readonly string[];
}

/** Whether two stretches of time touch; both ends count. */
const meet = (a: { from: string; to: string }, b: { from: string; to: string }): boolean =>
  a.from <= b.to && b.from <= a.to;

/**
 * The effort of observation that touches a window (UTC instants), at a place or everywhere. Efforts are added as logged
 * and not cut to the window: half a patrol is not known.
 */
export function coverageOf(reader: Reader, window: { from: string; to: string }, place?: Place): CoverageSum {
  const rows = reader
    .all('coverage')
    .filter(
      (one) => one.status === 'logged' && meet(one.when, window) && (!place || mayMeet(reader, place, one.place)),
    );
  const sum = (of: (one: Coverage) => number): number => rows.reduce((total, one) => total + of(one), 0);
  const effort: Effort = {
    patrolHours: sum((one) => one.effort.patrolHours),
    postHours: sum((one) => one.effort.postHours),
    sensorHours: sum((one) => one.effort.sensorHours),
    flights: sum((one) => one.effort.flights),
    interviews: sum((one) => one.effort.interviews),
  };
  return {
    observed: Object.values(effort).some((one) => one > 0),
    effort,
    denials: sum((one) => one.denials),
    organisations: inOrder(
      reader,
      rows.map((one) => one.organisation),
      window.to,
    ),
    entries: rows.map((one) => one.id),
  };
}

/** A count beside its denominator: none where nobody looked is `not-observed`, and never 0. */
export const counted = (count: number, coverage: CoverageSum): number | 'not-observed' =>
  count === 0 && !coverage.observed ? 'not-observed' : count;
