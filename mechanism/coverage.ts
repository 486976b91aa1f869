// Coverage: how much was looked at, where and when. It is the denominator of every count: where nobody looked, nothing
// is known, and a count of nothing there is "not observed" and never 0.

import { z } from 'zod';
import { on } from './refer.ts';
import { type Act, kind, opened, organisationOf, refuse, touched } from './rule.ts';
import { Id, Passage, Place, When } from './schema.ts';
import type { Row, State } from './state.ts';

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
