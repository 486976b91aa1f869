// Talks: mediated rounds, what each side said there, what was pledged and what became of it. Every line says whose word it
// rests on. Accounts that differ (of dates, of an outcome) stand side by side, each with its source.

import type { Problem } from '@sulh/record';
import { z } from 'zod';
import { Basis, basisHolds, wordOf } from './basis.ts';
import { citable, type Mark, MOST, mark, on, tooMany } from './refer.ts';
import { type Act, kind, opened, refuse, type Seat, touched } from './rule.ts';
import { Day, Id, Line, Name, OrganisationId, Passage, type Side, Slug, Tongue } from './schema.ts';
import type { Reader, Row, State } from './state.ts';
import { parties } from './terms.ts';

const when = z.strictObject({ from: Day, to: Day }).refine((when) => when.from <= when.to, 'ends before it starts');

const Agenda = z.strictObject({ id: Slug, title: Name, proposedBy: z.array(OrganisationId).max(10).default([]) });

export const RoundBody = z.strictObject({
  name: Name,
  place: z.strictObject({ name: Name, ref: Slug.optional() }),
  when,
  mediators: z.array(OrganisationId).max(10).default([]),
  delegations: z
    .array(
      z.strictObject({ organisation: OrganisationId, head: Line.optional(), size: z.int().min(1).max(200).optional() }),
    )
    .max(20)
    .default([]),
  agenda: z.array(Agenda).max(40).default([]),
  basis: Basis,
});

/** An account of one thing, with whose word it is. */
export interface Word extends Mark {
  readonly whose: readonly Side[];
  readonly basis: Basis;
}

export const OUTCOMES = ['text-agreed', 'understanding', 'nothing', 'adjourned'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface Round extends Row {
  readonly name: Name;
  readonly place: z.infer<typeof RoundBody>['place'];
  /** When it was, as each account has it; more than one stands when they differ. */
  readonly when: readonly (Word & { readonly from: string; readonly to: string })[];
  readonly mediators: readonly string[];
  readonly delegations: z.infer<typeof RoundBody>['delegations'];
  readonly agenda: readonly (z.infer<typeof Agenda> & { readonly parked?: Mark & { readonly because: string } })[];
  readonly basis: Basis;
  readonly by: string;
  readonly organisation: string;
  readonly status: 'open' | 'closed';
  /** What came of it, by whose word; several accounts may stand. */
  readonly outcomes: readonly (Word & { readonly outcome: Outcome; readonly words?: string })[];
  /** Texts on the table, newest last: what is agreed and what is in brackets, by whom. */
  readonly texts: readonly (Mark & { readonly item?: string; readonly parts: readonly TextPart[] })[];
  /** Minutes that every party at the table initialled. */
  readonly minutes: readonly (Mark & {
    readonly words: string;
    readonly language: string;
    readonly initials: readonly string[];
  })[];
}

export interface TalksPosition extends Row {
  readonly round?: string;
  readonly whose: string;
  readonly type: 'position' | 'demand' | 'proposal' | 'offer';
  readonly words: string;
  readonly language: string;
  readonly item?: string;
  readonly towards: readonly string[];
  readonly basis: Basis;
  readonly by: string;
  readonly organisation: string;
}

export const PLEDGE_STEPS = ['repeated', 'in-writing', 'kept', 'not-kept', 'withdrawn', 'denied'] as const;
export type PledgeStep = 'given' | (typeof PLEDGE_STEPS)[number];

export interface Pledge extends Row {
  readonly round?: string;
  /** Whose undertaking it is said to be. */
  readonly by: string;
  readonly to: readonly string[];
  readonly words: string;
  readonly language: string;
  readonly due?: string;
  /** Its life: each step with whose word it rests on. The first is `given`. */
  readonly steps: readonly (Word & {
    readonly step: PledgeStep;
    readonly words?: string;
    readonly agreement?: string;
    readonly obligation?: string;
  })[];
}

declare module './state.ts' {
  interface Tables {
    round: Round;
    position: TalksPosition;
    pledge: Pledge;
  }
}

const TALKERS: readonly Seat[] = ['lead', 'liaison', 'chair', 'secretary', 'adviser'];

/** Every organisation that is named must be in the mechanism. */
export const organisationsKnown = (state: State, named: readonly string[]): Problem | undefined => {
  const unknown = named.find((one) => !state.get('organisation', one));
  return unknown === undefined ? undefined : refuse('not-a-member', { organisation: unknown });
};

/** By one's own act one speaks for oneself alone. */
const ownWord = (act: Act, basis: Basis, whose: readonly string[]): Problem | undefined => {
  if (basis.kind !== 'own-act') return undefined;
  return act.signers.every((one) => whose.includes(one.organisation)) ? undefined : refuse('not-your-word', { whose });
};

const itemKnown = (state: State, round: string | undefined, item: string | undefined): Problem | undefined => {
  if (item === undefined) return undefined;
  const there = round !== undefined && state.get('round', round)!.agenda.some((one) => one.id === item);
  return there ? undefined : refuse('not-found', { what: 'agenda item', id: item });
};

export const talksOpen = kind({
  name: 'talks.open',
  says: 'Opens a round of talks: where, when, who mediates, who is there, on what.',
  schema: RoundBody,
  seats: TALKERS,
  refusals: ['not-a-member', 'not-found', 'not-releasable', 'span-differs', 'twice-named'],
  decide(state, act) {
    const { mediators, delegations, agenda, basis } = act.body;
    const items = agenda.map((one) => one.id);
    const twice = items.find((id, i) => items.indexOf(id) !== i);
    if (twice) return refuse('twice-named', { what: twice });
    const named = [
      ...mediators,
      ...delegations.map((one) => one.organisation),
      ...agenda.flatMap((one) => one.proposedBy),
    ];
    return organisationsKnown(state, named) ?? basisHolds(state, act, basis);
  },
  evolve(state, act) {
    const { when, ...body } = act.body;
    state.put('round', {
      ...opened(act),
      ...body,
      when: [{ ...mark(act), ...when, whose: wordOf(act, body.basis), basis: body.basis }],
      by: act.signers[0]!.member,
      organisation: act.signers[0]!.organisation,
      status: 'open',
      outcomes: [],
      texts: [],
      minutes: [],
    });
  },
});

/** Whether the act's organisation has said as much on a round as one may. */
const full = (
  state: State,
  act: Act<{ round: string }>,
  what: keyof typeof MOST,
  list: (round: Round) => readonly object[],
): Problem | undefined =>
  tooMany(what, list(state.get('round', act.body.round)!), MOST[what], act.signers[0]!.organisation);

export const talksDates = kind({
  name: 'talks.dates',
  says: 'Adds another account of when a round was; both stand.',
  schema: z.strictObject({ round: Id, when, basis: Basis }),
  seats: TALKERS,
  refusals: ['not-found', 'audience-differs', 'not-releasable', 'span-differs', 'not-a-member', 'too-many'],
  decide: (state, act) =>
    on(state, act, 'round', act.body.round) ??
    full(state, act, 'accounts', (round) => round.when) ??
    basisHolds(state, act, act.body.basis),
  evolve(state, act) {
    const round = state.get('round', act.body.round)!;
    const { when, basis } = act.body;
    const account = { ...mark(act), ...when, whose: wordOf(act, basis), basis };
    state.put('round', { ...touched(round, act), when: [...round.when, account] });
  },
});

export const talksPosition = kind({
  name: 'talks.position',
  says: 'Records what a side stated in talks or in public: a position, demand, proposal or offer.',
  schema: z.strictObject({
    round: Id.optional(),
    whose: OrganisationId,
    type: z.enum(['position', 'demand', 'proposal', 'offer']),
    words: Passage,
    language: Tongue,
    item: Slug.optional(),
    towards: z.array(OrganisationId).max(10).default([]),
    basis: Basis,
  }),
  seats: TALKERS,
  refusals: ['not-a-member', 'not-your-word', 'not-found', 'not-releasable', 'span-differs'],
  decide(state, act) {
    const { round, whose, item, towards, basis } = act.body;
    return (
      organisationsKnown(state, [whose, ...towards]) ??
      ownWord(act, basis, [whose]) ??
      (round ? citable(state, act, 'round', [round]) : undefined) ??
      itemKnown(state, round, item) ??
      basisHolds(state, act, basis)
    );
  },
  evolve: (state, act) =>
    state.put('position', {
      ...opened(act),
      ...act.body,
      by: act.signers[0]!.member,
      organisation: act.signers[0]!.organisation,
    }),
});

export const talksPledge = kind({
  name: 'talks.pledge',
  says: 'Records an undertaking that is not in a signed text: by whom, to whom, in what words, on whose word.',
  schema: z.strictObject({
    round: Id.optional(),
    by: OrganisationId,
    to: z.array(OrganisationId).max(10).default([]),
    words: Passage,
    language: Tongue,
    item: Slug.optional(),
    due: Day.optional(),
    basis: Basis,
  }),
  seats: TALKERS,
  refusals: ['not-a-member', 'not-found', 'not-releasable', 'span-differs'],
  // Anyone may say that a pledge was given: the step shows whose word that is.
  decide(state, act) {
    const { round, by, to, item, basis } = act.body;
    return (
      organisationsKnown(state, [by, ...to]) ??
      (round ? citable(state, act, 'round', [round]) : undefined) ??
      itemKnown(state, round, item) ??
      basisHolds(state, act, basis)
    );
  },
  evolve(state, act) {
    const { basis, item: _, ...body } = act.body;
    const given = { ...mark(act), step: 'given' as const, whose: wordOf(act, basis), basis };
    state.put('pledge', { ...opened(act), ...body, steps: [given] });
  },
});

export const talksFollow = kind({
  name: 'talks.follow',
  says: 'Follows a pledge: repeated, put in writing, kept, not kept, withdrawn or denied, and by whose word.',
  schema: z.strictObject({
    pledge: Id,
    step: z.enum(PLEDGE_STEPS),
    words: Passage.optional(),
    basis: Basis,
    /** For `in-writing`: the agreement, and its obligation. */
    agreement: Id.optional(),
    obligation: Slug.optional(),
  }),
  seats: TALKERS,
  refusals: [
    'not-found',
    'audience-differs',
    'not-your-word',
    'not-releasable',
    'span-differs',
    'not-a-member',
    'needs-obligation',
    'too-many',
  ],
  decide(state, act) {
    const { pledge: id, step, basis, agreement, obligation } = act.body;
    const refusal = on(state, act, 'pledge', id);
    if (refusal) return refusal;
    const pledge = state.get('pledge', id)!;
    // Repeating, withdrawing and denying are the pledger's; whether it was kept is also for those to whom it was given.
    const own =
      step === 'kept' || step === 'not-kept' || step === 'in-writing' ? [pledge.by, ...pledge.to] : [pledge.by];
    const wrong =
      tooMany('steps', pledge.steps, MOST.steps, act.signers[0]!.organisation) ??
      ownWord(act, basis, own) ??
      basisHolds(state, act, basis);
    if (wrong || step !== 'in-writing') return wrong;
    if (!agreement || !obligation) return refuse('needs-obligation');
    const missing = citable(state, act, 'agreement', [agreement]);
    if (missing) return missing;
    const there = state
      .get('agreement', agreement)!
      .versions.at(-1)!
      .obligations.some((one) => one.id === obligation);
    return there ? undefined : refuse('not-found', { what: 'obligation', id: obligation });
  },
  evolve(state, act) {
    const { pledge: id, ...step } = act.body;
    const pledge = state.get('pledge', id)!;
    const steps = [...pledge.steps, { ...mark(act), ...step, whose: wordOf(act, step.basis) }];
    state.put('pledge', { ...touched(pledge, act), steps });
  },
});

const TextPart = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('agreed'), words: Passage }),
  /** In brackets: the alternatives, each by whom. */
  z.strictObject({
    kind: z.literal('bracketed'),
    alternatives: z
      .array(z.strictObject({ by: z.array(OrganisationId).min(1).max(10), words: Passage }))
      .min(1)
      .max(6),
  }),
]);
export type TextPart = z.infer<typeof TextPart>;

export const talksText = kind({
  name: 'talks.text',
  says: 'Lays a text on the table: what is agreed, and what stands in brackets and by whom.',
  schema: z.strictObject({ round: Id, item: Slug.optional(), parts: z.array(TextPart).min(1).max(60) }),
  seats: ['lead', 'liaison', 'chair', 'secretary'],
  refusals: ['not-found', 'audience-differs', 'round-closed', 'not-a-member', 'too-many'],
  decide(state, act) {
    const { round, item, parts } = act.body;
    const by = parts.flatMap((part) => (part.kind === 'bracketed' ? part.alternatives.flatMap((one) => one.by) : []));
    return (
      openRound(state, act, round) ??
      full(state, act, 'texts', (one) => one.texts) ??
      itemKnown(state, round, item) ??
      organisationsKnown(state, by)
    );
  },
  evolve(state, act) {
    const { round: id, ...text } = act.body;
    const round = state.get('round', id)!;
    state.put('round', { ...touched(round, act), texts: [...round.texts, { ...mark(act), ...text }] });
  },
});

const openRound = (state: State, act: Act, id: string): Problem | undefined =>
  on(state, act, 'round', id) ?? (state.get('round', id)!.status === 'closed' ? refuse('round-closed') : undefined);

/** Parties that sit at the table of a round; every party, when the round names no delegations. */
const atTable = (state: State, round: Round): string[] => {
  const seated = round.delegations.map((one) => one.organisation);
  const all = parties(state);
  const there = all.filter((one) => seated.includes(one));
  return there.length > 0 ? there : all;
};

const initialsMissing = (state: State, act: Act, id: string): Problem | undefined => {
  const signed = act.signers.map((one) => one.organisation);
  const missing = atTable(state, state.get('round', id)!).filter((one) => !signed.includes(one));
  return missing.length > 0 ? refuse('signature-missing', { organisations: missing }) : undefined;
};

export const talksMinutes = kind({
  name: 'talks.minutes',
  says: 'Minutes of a round, initialled by every party at the table.',
  schema: z.strictObject({ round: Id, words: Passage, language: Tongue }),
  seats: ['lead', 'liaison', 'chair', 'secretary'],
  signers: 'several',
  refusals: ['not-found', 'audience-differs', 'signature-missing', 'too-many'],
  decide: (state, act) =>
    on(state, act, 'round', act.body.round) ??
    full(state, act, 'texts', (round) => round.minutes) ??
    initialsMissing(state, act, act.body.round),
  evolve(state, act) {
    const round = state.get('round', act.body.round)!;
    const { words, language } = act.body;
    const initials = act.signers.map((one) => one.member);
    state.put('round', {
      ...touched(round, act),
      minutes: [...round.minutes, { ...mark(act), words, language, initials }],
    });
  },
});

export const talksPark = kind({
  name: 'talks.park',
  says: 'Parks an item of the agenda, with the reason.',
  schema: z.strictObject({ round: Id, item: Slug, because: Passage }),
  seats: ['lead', 'chair', 'secretary'],
  refusals: ['not-found', 'audience-differs', 'round-closed'],
  decide: (state, act) => openRound(state, act, act.body.round) ?? itemKnown(state, act.body.round, act.body.item),
  evolve(state, act) {
    const round = state.get('round', act.body.round)!;
    const parked = { ...mark(act), because: act.body.because };
    const agenda = round.agenda.map((one) => (one.id === act.body.item ? { ...one, parked } : one));
    state.put('round', { ...touched(round, act), agenda });
  },
});

export const talksClose = kind({
  name: 'talks.close',
  says: 'Says what came of a round, by whose word; accounts that differ stand side by side.',
  schema: z.strictObject({ round: Id, outcome: z.enum(OUTCOMES), words: Passage.optional(), basis: Basis }),
  seats: ['lead', 'chair', 'secretary', 'liaison'],
  signers: 'several',
  refusals: [
    'too-many',
    'not-found',
    'audience-differs',
    'not-releasable',
    'span-differs',
    'not-a-member',
    'signature-missing',
  ],
  // By acts of their own, a text is agreed only when every party at the table says so in one entry.
  decide: (state, act) =>
    on(state, act, 'round', act.body.round) ??
    full(state, act, 'accounts', (round) => round.outcomes) ??
    (act.body.outcome === 'text-agreed' && act.body.basis.kind === 'own-act'
      ? initialsMissing(state, act, act.body.round)
      : undefined) ??
    basisHolds(state, act, act.body.basis),
  evolve(state, act) {
    const { round: id, outcome, words, basis } = act.body;
    const round = state.get('round', id)!;
    const account = { ...mark(act), outcome, ...(words ? { words } : {}), whose: wordOf(act, basis), basis };
    state.put('round', { ...touched(round, act), status: 'closed', outcomes: [...round.outcomes, account] });
  },
});

/** Pledges in the order in which they were recorded, each with what every side last said of it. */
export function pledges(
  reader: Reader,
): { pledge: Pledge; says: { whose: Side; step: PledgeStep; entry: string }[] }[] {
  return reader.all('pledge').map((pledge) => {
    const last = new Map<string, { whose: Side; step: PledgeStep; entry: string }>();
    for (const { step, whose, entry } of pledge.steps) {
      for (const one of whose) last.set(JSON.stringify(one), { whose: one, step, entry });
    }
    return { pledge, says: [...last.values()] };
  });
}

export const talksKinds = [
  talksOpen,
  talksDates,
  talksPosition,
  talksPledge,
  talksFollow,
  talksText,
  talksMinutes,
  talksPark,
  talksClose,
] as const;
