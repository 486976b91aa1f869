// Participation: a side that walks out, strikes or is unable to come is a recorded state, never a reason to stop. The
// record, the intake and the hotline go on; what is made meanwhile says "not joint: A absent since ...".

import { z } from 'zod';
import { Basis, basisHolds } from './basis.ts';
import { type Mark, mark, on } from './refer.ts';
import { type Act, kind, opened, refuse, touched } from './rule.ts';
import { Id, OrganisationId, Passage } from './schema.ts';
import type { Reader, Row, State } from './state.ts';
import { inOrder } from './terms.ts';

/** What the side is absent from. */
export const SCOPES = ['mechanism', 'teams', 'talks', 'bulletins'] as const;
export type Scope = (typeof SCOPES)[number];

const Absent = {
  scopes: z.array(z.enum(SCOPES)).min(1).max(SCOPES.length),
  how: z.enum(['walk-out', 'suspension', 'strike', 'unable']),
  because: Passage.optional(),
};

export interface Participation extends Row {
  readonly organisation: string;
  readonly scopes: readonly Scope[];
  readonly how: 'walk-out' | 'suspension' | 'strike' | 'unable' | 'noted-absent';
  readonly because?: string;
  readonly basis?: Basis;
  /** The organisation's own act, or noted by the chair. */
  readonly saidBy: 'itself' | 'chair';
  readonly left: Mark;
  /** Its answer to a noted absence. */
  readonly answer?: Mark & { readonly words: string };
  readonly resumed?: Mark;
  readonly status: 'absent' | 'resumed';
}

declare module './state.ts' {
  interface Tables {
    participation: Participation;
  }
}

/** What is on record of an organisation's present absence, in the order in which it was said. */
const open = (state: State, organisation: string): Participation[] =>
  state.by('participation', 'organisation', organisation).filter((one) => one.status === 'absent');

export const participationLeave = kind({
  name: 'participation.leave',
  says: 'An organisation says that it takes no part from here on: walk-out, suspension, strike, or unable to.',
  schema: z.strictObject(Absent),
  seats: ['lead', 'root'],
  audience: 'open',
  refusals: ['already-absent'],
  decide(state, act) {
    const { organisation } = act.signers[0]!;
    // What the chair noted does not stand in the way of the organisation's own word.
    const said = open(state, organisation).flatMap((one) => (one.saidBy === 'itself' ? one.scopes : []));
    const again = said.includes('mechanism') || act.body.scopes.every((scope) => said.includes(scope));
    return again ? refuse('already-absent', { organisation }) : undefined;
  },
  evolve: (state, act) =>
    put(state, act, { organisation: act.signers[0]!.organisation, ...act.body, saidBy: 'itself' }),
});

const put = (state: State, act: Act, body: Omit<Participation, keyof Row | 'left' | 'status'>): void =>
  state.put('participation', { ...opened(act), ...body, left: mark(act), status: 'absent' });

export const participationNote = kind({
  name: 'participation.note',
  says: 'The chair notes that an organisation is absent without having said so, with what that rests on.',
  schema: z.strictObject({
    organisation: OrganisationId,
    scopes: Absent.scopes,
    because: Passage,
    basis: Basis,
  }),
  seats: ['chair'],
  audience: 'open',
  refusals: ['not-a-member', 'already-absent', 'not-found', 'not-releasable', 'span-differs'],
  decide(state, act) {
    const { organisation, basis } = act.body;
    if (state.get('organisation', organisation)?.status !== 'member') return refuse('not-a-member', { organisation });
    if (open(state, organisation).length > 0) return refuse('already-absent', { organisation });
    return basisHolds(state, act, basis);
  },
  evolve: (state, act) => put(state, act, { ...act.body, how: 'noted-absent', saidBy: 'chair' }),
});

export const participationAnswer = kind({
  name: 'participation.answer',
  says: 'An organisation that the chair noted as absent says how it sees that; both stand.',
  schema: z.strictObject({ participation: Id, words: Passage }),
  seats: ['lead', 'liaison', 'root'],
  audience: 'open',
  refusals: ['not-found', 'audience-differs', 'not-yours'],
  decide(state, act) {
    const refusal = on(state, act, 'participation', act.body.participation);
    if (refusal) return refusal;
    const { organisation } = state.get('participation', act.body.participation)!;
    return organisation === act.signers[0]!.organisation ? undefined : refuse('not-yours', { organisation });
  },
  evolve(state, act) {
    const row = state.get('participation', act.body.participation)!;
    state.put('participation', { ...touched(row, act), answer: { ...mark(act), words: act.body.words } });
  },
});

export const participationResume = kind({
  name: 'participation.resume',
  says: 'An organisation takes part again, in everything.',
  schema: z.strictObject({ words: Passage.optional() }),
  seats: ['lead', 'root'],
  audience: 'open',
  refusals: ['not-absent', 'audience-differs'],
  decide(state, act) {
    const { organisation } = act.signers[0]!;
    const absent = open(state, organisation);
    if (absent.length === 0) return refuse('not-absent', { organisation });
    // Whoever read that it left reads that it is back.
    const fewer = act.audience !== 'public' && absent.some((one) => one.audience === 'public');
    return fewer ? refuse('audience-differs', { what: 'participation' }) : undefined;
  },
  evolve(state, act) {
    for (const row of open(state, act.signers[0]!.organisation)) {
      state.put('participation', { ...touched(row, act), status: 'resumed', resumed: mark(act) });
    }
  },
});

/**
 * Organisations absent from a scope at an instant, one row each (the earliest), in the order in which they left. An absence
 * from the `mechanism` is one from every scope.
 */
export function absences(reader: Reader, scope: Scope, at: string): Participation[] {
  const absent = reader
    .all('participation')
    .filter(
      (one) =>
        one.left.at <= at &&
        (one.resumed === undefined || one.resumed.at > at) &&
        (one.scopes.includes(scope) || one.scopes.includes('mechanism')),
    );
  return absent.filter((one, i) => absent.findIndex((other) => other.organisation === one.organisation) === i);
}

/** Who is absent from a scope at an instant, since when and by which entry, in the order in which organisations are shown. */
export function absentIn(
  reader: Reader,
  scope: Scope,
  at: string,
): { organisation: string; since: string; entry: string }[] {
  const left = new Map(absences(reader, scope, at).map((one) => [one.organisation, one.left]));
  return inOrder(reader, left.keys(), at).map((organisation) => {
    const { at: since, entry } = left.get(organisation)!;
    return { organisation, since, entry };
  });
}

export const participationKinds = [
  participationLeave,
  participationNote,
  participationAnswer,
  participationResume,
] as const;
