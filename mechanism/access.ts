// The access ledger: who asked to go where, what was answered, by which authority, and what came of it. A request that
// is not answered in time has lapsed; nobody has to say so. The access itself may be granted and still not happen.

import { z } from 'zod';
import { type Clock, clockAt } from './clock.ts';
import { type Mark, MOST, mark, on, tooMany } from './refer.ts';
import { type Act, kind, opened, organisationOf, refuse, type Seat, touched } from './rule.ts';
import { Id, Line, OrganisationId, Passage, Place, When } from './schema.ts';
import type { Reader, Row, State } from './state.ts';
import { hoursAt } from './terms.ts';

/** Why access is refused, bound to conditions, delayed or stopped. */
export const GROUNDS = ['security', 'weather', 'clearance', 'not-competent', 'not-agreed', 'funding', 'other'] as const;

export const AccessAsk = z.strictObject({
  /** The case for which it is asked; without it, access in general. */
  case: Id.optional(),
  /** The organisation that can give it. */
  of: OrganisationId,
  what: z.enum(['visit', 'interview', 'documents', 'flight', 'sensor-data']),
  where: Place,
  when: When.optional(),
  purpose: Passage,
});
export const AccessAnswer = z.strictObject({
  access: Id,
  answer: z.enum(['granted', 'refused', 'conditional']),
  /** Needed unless granted. */
  ground: z.enum(GROUNDS).optional(),
  conditions: Passage.optional(),
  words: Passage.optional(),
  /** The authority that decided, as the answer names it. */
  authority: Line,
});
export const AccessOutcome = z.strictObject({
  access: Id,
  outcome: z.enum(['done', 'partly', 'denied-on-site', 'delayed', 'not-used']),
  ground: z.enum(GROUNDS).optional(),
  /** The authority that denied or delayed it on site. */
  authority: Line.optional(),
  account: Passage,
});

export interface Access extends Row, z.infer<typeof AccessAsk> {
  readonly by: string;
  readonly organisation: string;
  /** Answers of the organisation asked, oldest first; the last one stands. */
  readonly answers: readonly (Mark & Omit<z.infer<typeof AccessAnswer>, 'access'>)[];
  /** What came of it, oldest first, by whoever was there. */
  readonly outcomes: readonly (Mark & Omit<z.infer<typeof AccessOutcome>, 'access'>)[];
}

declare module './state.ts' {
  interface Tables {
    access: Access;
  }
}

const ASKERS: readonly Seat[] = ['team', 'monitor', 'chair', 'secretary', 'liaison', 'lead'];

export const accessAsk = kind({
  name: 'access.ask',
  says: 'Asks an organisation for access: a visit, an interview, documents, a flight, sensor data.',
  schema: AccessAsk,
  seats: ASKERS,
  refusals: [
    'not-found',
    'audience-differs',
    'not-a-member',
    'audience-without-party',
    'case-closed',
    'asked-of-oneself',
  ],
  decide(state, act) {
    const { of } = act.body;
    if (!state.get('organisation', of)) return refuse('not-a-member', { organisation: of });
    if (of === organisationOf(act)) return refuse('asked-of-oneself');
    if (typeof act.audience !== 'string' && !act.audience.includes(of))
      return refuse('audience-without-party', { organisation: of });
    if (!act.body.case) return undefined;
    const refusal = on(state, act, 'case', act.body.case);
    if (refusal) return refusal;
    return state.get('case', act.body.case)!.closed ? refuse('case-closed', { id: act.body.case }) : undefined;
  },
  evolve: (state, act) =>
    state.put('access', {
      ...opened(act),
      ...act.body,
      by: act.signers[0]!.member,
      organisation: organisationOf(act),
      answers: [],
      outcomes: [],
    }),
});

export const accessAnswer = kind({
  name: 'access.answer',
  says: 'Answers a request for access: granted, refused or on conditions, with the ground and the authority.',
  schema: AccessAnswer,
  seats: ['lead', 'liaison'],
  refusals: ['not-found', 'audience-differs', 'not-yours', 'ground-missing', 'conditions-missing', 'too-many'],
  decide(state, act) {
    const refusal = on(state, act, 'access', act.body.access);
    if (refusal) return refusal;
    const { of } = state.get('access', act.body.access)!;
    if (of !== organisationOf(act)) return refuse('not-yours', { organisation: of });
    if (act.body.answer === 'refused' && !act.body.ground) return refuse('ground-missing');
    if (act.body.answer === 'conditional' && !act.body.conditions) return refuse('conditions-missing');
    return tooMany('answers', state.get('access', act.body.access)!.answers, MOST.answers);
  },
  evolve(state, act) {
    const access = state.get('access', act.body.access)!;
    const { access: _id, ...answer } = act.body;
    state.put('access', { ...touched(access, act), answers: [...access.answers, { ...mark(act), ...answer }] });
  },
});

const NEEDS_GROUND = ['denied-on-site', 'delayed'];

export const accessOutcome = kind({
  name: 'access.outcome',
  says: 'Says what came of a request for access: done, partly, denied on the spot, delayed, not used.',
  schema: AccessOutcome,
  seats: ASKERS,
  refusals: ['not-found', 'audience-differs', 'ground-missing', 'too-many'],
  decide: (state, act) =>
    on(state, act, 'access', act.body.access) ??
    (NEEDS_GROUND.includes(act.body.outcome) && !act.body.ground ? refuse('ground-missing') : undefined) ??
    tooMany('outcomes', state.get('access', act.body.access)!.outcomes, MOST.outcomes, organisationOf(act)),
  evolve(state: State, act: Act<z.infer<typeof AccessOutcome>>) {
    const access = state.get('access', act.body.access)!;
    const { access: _id, ...outcome } = act.body;
    state.put('access', { ...touched(access, act), outcomes: [...access.outcomes, { ...mark(act), ...outcome }] });
  },
});

export const accessKinds = [accessAsk, accessAnswer, accessOutcome] as const;

export type AccessStatus = 'asked' | 'granted' | 'conditional' | 'refused' | 'lapsed';

/** How a request stands at `now`: its last answer, or asked, or lapsed when its clock ran out without one. */
export function accessAt(reader: Reader, access: Access, now: string): { status: AccessStatus; clock: Clock } {
  const first = access.answers[0];
  const clock = clockAt(
    {
      name: 'answer-access',
      holders: [access.of],
      startedAt: access.since,
      hours: hoursAt(reader, 'answer-access', access.since),
      ...(first ? { metAt: first.at } : {}),
      entries: first ? [access.id, first.entry] : [access.id],
      about: { table: 'access', id: access.id },
    },
    now,
  );
  return { status: access.answers.at(-1)?.answer ?? (clock.state === 'missed' ? 'lapsed' : 'asked'), clock };
}

/** Whether a request ended in no access: refused, lapsed, or denied or delayed on the spot. */
export const denied = (status: AccessStatus, access: Access): boolean =>
  status === 'refused' ||
  status === 'lapsed' ||
  access.outcomes.some((one) => one.outcome === 'denied-on-site' || one.outcome === 'delayed');
