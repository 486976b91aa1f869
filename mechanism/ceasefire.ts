// A ceasefire is declared, accepted, extended, suspended, resumed, ended or contested by acts of those entitled, by sector.
// Nothing else changes it: not the count of incidents, not the end of talks. How it stands is read from what each party
// last said of each sector.

import type { Problem } from '@sulh/record';
import { z } from 'zod';
import { Basis, basisHolds, Reported, wordOf } from './basis.ts';
import { citable, type Mark, MOST, mark, on, tooMany } from './refer.ts';
import { type Act, kind, opened, refuse, type Seat, touched } from './rule.ts';
import { Id, Instant, Name, Passage, Slug } from './schema.ts';
import { SAYS, type Said, type Says, type Standing, standingAt } from './standing.ts';
import type { Row, State } from './state.ts';
import { parties, placeOf } from './terms.ts';

const sectors = z.array(Slug).max(50).default([]);

export const CeasefireBody = z.strictObject({
  title: Name,
  /** Not synonyms: a general ceasefire, a cessation of hostilities, a humanitarian pause, a local arrangement. */
  type: z.enum(['ceasefire', 'cessation-of-hostilities', 'humanitarian-pause', 'local']),
  agreement: Id.optional(),
  /** Places of the terms; empty: everywhere. */
  sectors,
  from: Instant,
  until: Instant.optional(),
  words: Passage.optional(),
  /** The parties' own act, a guarantor's announcement, or a document that reports it. */
  basis: Basis,
});
export type CeasefireBody = z.infer<typeof CeasefireBody>;

export interface CeasefireAct extends Said {
  readonly act: 'declare' | 'accept' | 'extend' | 'suspend' | 'resume' | 'end' | 'contest' | 'account';
  /** Sectors that it speaks of; empty: all. */
  readonly sectors: readonly string[];
  readonly mark: Mark;
  readonly because?: string;
  readonly basis: Basis;
}

export interface Ceasefire extends Row, CeasefireBody {
  readonly by: string;
  readonly organisation: string;
  /** The parties of the terms when it was declared: between them it stands. */
  readonly parties: readonly string[];
  /** Everything that was said of it, oldest first. */
  readonly acts: readonly CeasefireAct[];
}

declare module './state.ts' {
  interface Tables {
    ceasefire: Ceasefire;
  }
}

const acts = (
  act: Act,
  name: CeasefireAct['act'],
  says: Says,
  on: {
    from: string;
    until?: string | undefined;
    sectors?: readonly string[];
    because?: string | undefined;
    basis?: Basis;
  },
): CeasefireAct[] => {
  const { from, until, sectors = [], because, basis = { kind: 'own-act' } } = on;
  return wordOf(act, basis).map((whose) => ({
    act: name,
    whose,
    says,
    from,
    rests: basis.kind === 'own-act' ? 'act' : 'report',
    entry: act.id,
    sectors,
    mark: mark(act),
    basis,
    ...(until ? { until } : {}),
    ...(because ? { because } : {}),
  }));
};

const sectorsKnown = (state: State, named: readonly string[]): Problem | undefined => {
  const unknown = named.find((id) => !placeOf(state, id));
  return unknown === undefined ? undefined : refuse('not-found', { what: 'place', id: unknown });
};

/** Only its parties speak for a ceasefire by an act of their own; a guarantor may announce one. */
const partiesOnly = (state: State, act: Act<{ ceasefire: string }>): Problem | undefined => {
  const bound = state.get('ceasefire', act.body.ceasefire)!.parties;
  const stranger = act.signers.find((one) => !bound.includes(one.organisation));
  return stranger && refuse('not-a-party', { organisation: stranger.organisation });
};

/** Whether the act's organisation has said as much of a ceasefire as one may. */
const full = (state: State, act: Act<{ ceasefire: string }>): Problem | undefined =>
  tooMany(
    'acts',
    state.get('ceasefire', act.body.ceasefire)!.acts.map((one) => one.mark),
    MOST.acts,
    act.signers[0]!.organisation,
  );

const LEADS: readonly (Seat | 'root')[] = ['lead', 'chair', 'root'];
const WRITERS: readonly Seat[] = ['lead', 'liaison', 'chair', 'secretary', 'adviser'];

export const ceasefireDeclare = kind({
  name: 'ceasefire.declare',
  says: 'Declares a ceasefire; in force between parties when each of them has declared or accepted it.',
  schema: CeasefireBody.refine((body) => !body.until || body.from < body.until, 'ends before it starts'),
  seats: [...WRITERS, 'root'],
  signers: 'several',
  audience: 'open',
  refusals: ['wrong-seat', 'not-found', 'not-releasable', 'span-differs', 'not-a-member', 'observer-declares'],
  decide(state, act) {
    const { agreement, sectors: named, basis } = act.body;
    if (basis.kind === 'own-act') {
      const wrong = act.signers.find(
        (one) => !one.root && !one.seats.some((seat) => seat === 'lead' || seat === 'chair'),
      );
      if (wrong) return refuse('wrong-seat', { seats: LEADS, member: wrong.member });
      const watcher = act.signers.find((one) => state.get('organisation', one.organisation)!.role === 'observer');
      if (watcher) return refuse('observer-declares', { organisation: watcher.organisation });
    }
    return (
      (agreement ? citable(state, act, 'agreement', [agreement]) : undefined) ??
      sectorsKnown(state, named) ??
      basisHolds(state, act, basis)
    );
  },
  evolve(state, act) {
    const { from, until, basis } = act.body;
    state.put('ceasefire', {
      ...opened(act),
      ...act.body,
      by: act.signers[0]!.member,
      organisation: act.signers[0]!.organisation,
      parties: parties(state),
      acts: acts(act, 'declare', 'in-force', { from, until, basis }),
    });
  },
});

/** An act of parties on a ceasefire that is there. */
const partyAct = <const N extends string>(name: N, act: CeasefireAct['act'], says: Says, sentence: string) =>
  kind({
    name,
    says: sentence,
    schema: z.strictObject({ ceasefire: Id, sectors, from: Instant.optional(), because: Passage.optional() }),
    seats: ['lead', 'root'],
    signers: 'several',
    audience: 'open',
    refusals: ['not-found', 'audience-differs', 'not-a-party', 'in-the-past', 'too-many'],
    decide(state, entry) {
      const { ceasefire, sectors: named, from } = entry.body;
      if (from && from < entry.receivedAt) return refuse('in-the-past', { from });
      return (
        on(state, entry, 'ceasefire', ceasefire) ??
        partiesOnly(state, entry) ??
        full(state, entry) ??
        sectorsKnown(state, named)
      );
    },
    evolve(state, entry) {
      const row = state.get('ceasefire', entry.body.ceasefire)!;
      const { sectors: named, from = entry.receivedAt, because } = entry.body;
      const until = says === 'in-force' ? untilOf(row, entry) : undefined;
      const made = acts(entry, act, says, {
        from: act === 'accept' && row.from > from ? row.from : from,
        until,
        sectors: named,
        because,
      });
      state.put('ceasefire', { ...touched(row, entry), acts: [...row.acts, ...made] });
    },
  });

/** Until when the signing party last said that it holds. */
const untilOf = (row: Ceasefire, act: Act): string | undefined => {
  const own = row.acts.findLast(
    (one) => one.whose.kind === 'organisation' && one.whose.organisation === act.signers[0]!.organisation && one.until,
  );
  return own?.until ?? row.until;
};

export const ceasefireAccept = partyAct(
  'ceasefire.accept',
  'accept',
  'in-force',
  'A party accepts a ceasefire that was declared or announced.',
);
export const ceasefireSuspend = partyAct(
  'ceasefire.suspend',
  'suspend',
  'suspended',
  'A party says that it holds the ceasefire suspended, in the sectors named; contested until all parties say so.',
);
export const ceasefireResume = partyAct(
  'ceasefire.resume',
  'resume',
  'in-force',
  'A party says that it holds the ceasefire in force again, in the sectors named.',
);
export const ceasefireEnd = partyAct(
  'ceasefire.end',
  'end',
  'ended',
  'A party says that it holds the ceasefire ended; ended when all parties say so, contested until then.',
);
export const ceasefireContest = partyAct(
  'ceasefire.contest',
  'contest',
  'not-in-force',
  'A party says that the ceasefire is not in force as others say.',
);

export const ceasefireExtend = kind({
  name: 'ceasefire.extend',
  says: 'A party extends a ceasefire for its part; extended when all parties have said the same or later.',
  schema: z.strictObject({ ceasefire: Id, until: Instant.optional(), sectors, because: Passage.optional() }),
  seats: ['lead', 'root'],
  signers: 'several',
  audience: 'open',
  refusals: ['not-found', 'audience-differs', 'not-a-party', 'in-the-past', 'too-many'],
  decide(state, act) {
    const { ceasefire, until, sectors: named } = act.body;
    if (until && until <= act.receivedAt) return refuse('in-the-past', { from: until });
    return (
      on(state, act, 'ceasefire', ceasefire) ??
      partiesOnly(state, act) ??
      full(state, act) ??
      sectorsKnown(state, named)
    );
  },
  evolve(state, act) {
    const row = state.get('ceasefire', act.body.ceasefire)!;
    const { until, sectors: named, because } = act.body;
    const made = acts(act, 'extend', 'in-force', { from: act.receivedAt, until, sectors: named, because });
    state.put('ceasefire', { ...touched(row, act), acts: [...row.acts, ...made] });
  },
});

export const ceasefireAccount = kind({
  name: 'ceasefire.account',
  says: 'Adds what a document reports that somebody said of a ceasefire.',
  schema: z.strictObject({
    ceasefire: Id,
    says: z.enum(SAYS),
    from: Instant,
    until: Instant.optional(),
    sectors,
    basis: Reported,
  }),
  seats: WRITERS,
  audience: 'open',
  refusals: ['not-found', 'audience-differs', 'not-releasable', 'span-differs', 'not-a-member', 'too-many'],
  decide: (state, act) =>
    on(state, act, 'ceasefire', act.body.ceasefire) ??
    full(state, act) ??
    sectorsKnown(state, act.body.sectors) ??
    basisHolds(state, act, act.body.basis),
  evolve(state, act) {
    const row = state.get('ceasefire', act.body.ceasefire)!;
    const { says, ...said } = act.body;
    state.put('ceasefire', { ...touched(row, act), acts: [...row.acts, ...acts(act, 'account', says, said)] });
  },
});

/** How a ceasefire stands at an instant: everywhere, and in each sector of which something apart was said. */
export function ceasefireAt(
  ceasefire: Ceasefire,
  at: string,
): { readonly whole: Standing; readonly sectors: readonly (Standing & { readonly sector: string })[] } {
  const bound = ceasefire.parties;
  const whole = standingAt(
    ceasefire.acts.filter((one) => one.sectors.length === 0),
    bound,
    at,
  );
  const named = [...new Set([...ceasefire.sectors, ...ceasefire.acts.flatMap((one) => one.sectors)])].sort();
  const of = (sector: string) =>
    ceasefire.acts.filter((one) => one.sectors.length === 0 || one.sectors.includes(sector));
  return Object.freeze({ whole, sectors: named.map((sector) => ({ sector, ...standingAt(of(sector), bound, at) })) });
}

export const ceasefireKinds = [
  ceasefireDeclare,
  ceasefireAccept,
  ceasefireExtend,
  ceasefireSuspend,
  ceasefireResume,
  ceasefireEnd,
  ceasefireContest,
  ceasefireAccount,
] as const;
