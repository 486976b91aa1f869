// The hand-over of a person, or of remains, between parties at a crossing. A docket per person, by pseudonym, and gates: a
// safeguard that must be on record first. No schema here has room for a name, a biometric or what was said in an interview.
// There is no override: with a gate unset or an objection open nobody can record a hand-over, only that somebody was
// transferred outside the safeguards. No gate opens by the word of one side alone.

import type { Problem } from '@sulh/record';
import { z } from 'zod';
import { type Clock, clockAt } from './clock.ts';
import { eraseSealed } from './erase.ts';
import { type Mark, MOST, mark, on, tooMany } from './refer.ts';
import { type Act, kind, opened, organisationOf, refuse, type Seat, seenBySigners, touched } from './rule.ts';
import { Day, Id, OrganisationId, Slug } from './schema.ts';
import type { Reader, Row, State } from './state.ts';
import { hoursAt, placeOf, terms } from './terms.ts';

export const GATES = [
  'identity',
  'legal-basis',
  'family-and-child',
  'medical',
  'interview-offered',
  'no-risk-found',
  'reception-agreed',
  'follow-up-set',
] as const;
export type Gate = (typeof GATES)[number];

/** Who must have said so before a gate is set. `third`: a guarantor or observer, such as a neutral intermediary. */
export type Voice = 'transferring' | 'receiving' | 'third';
export const GATE_VOICES: Record<Gate, readonly Voice[]> = {
  identity: ['transferring', 'receiving'],
  'legal-basis': ['transferring', 'third'],
  'family-and-child': ['transferring', 'third'],
  medical: ['transferring', 'third'],
  'interview-offered': ['third'],
  'no-risk-found': ['third'],
  'reception-agreed': ['transferring', 'receiving'],
  'follow-up-set': ['receiving', 'third'],
};
const FOR_REMAINS: readonly Gate[] = ['identity', 'legal-basis', 'reception-agreed'];

/** The gates that a docket must pass. */
export const gatesFor = (what: 'person' | 'remains'): readonly Gate[] => (what === 'person' ? GATES : FOR_REMAINS);

/** A made-up code, and nothing that could be a name. */
const Pseudonym = z.string().regex(/^P-[0-9A-Z]{4,12}$/);
const Commitment = z.string().regex(/^[0-9a-f]{64}$/);

export const DocketBody = z.strictObject({
  pseudonym: Pseudonym,
  what: z.enum(['person', 'remains']),
  transferring: OrganisationId,
  receiving: OrganisationId,
  /** A crossing of the terms' places. */
  crossing: Slug,
  /** Persons who must not be parted have one family code. */
  family: z
    .string()
    .regex(/^F-[0-9A-Z]{4,12}$/)
    .optional(),
  minor: z.boolean().default(false),
  /** Salted commitment to the sealed identity; the identity itself is never in the record. */
  identity: Commitment.optional(),
  /** The list on which the person stands. */
  list: Id.optional(),
});

/** One organisation's word on a gate: it stands until the same organisation takes it back. */
export interface GateWord extends Mark {
  readonly gate: Gate;
  readonly voice: Voice;
  readonly set: boolean;
  /** For `follow-up-set`: the day. */
  readonly day?: string;
}

export const OBJECTIONS = [
  'of-the-person',
  'risk-found',
  'identity-doubted',
  'family-parted',
  'health',
  'legal',
] as const;

export interface Objection extends Mark {
  readonly ground: (typeof OBJECTIONS)[number];
  readonly lifted?: Mark & { readonly because: 'withdrawn-by-the-person' | 'resolved' | 'recorded-in-error' };
}

export interface Docket extends Row, z.infer<typeof DocketBody> {
  readonly by: string;
  readonly organisation: string;
  readonly accepted?: Mark;
  readonly words: readonly GateWord[];
  readonly objections: readonly Objection[];
  /** The one entry that both signed. */
  readonly receipt?: Mark & { readonly signers: readonly string[] };
  readonly outside?: Mark & { readonly day: string };
  readonly ended?: Mark & { readonly because: Ending };
  readonly followUps: readonly (Mark & { readonly day: string; readonly result: FollowUpResult })[];
  readonly purged?: Mark & { readonly ground: string };
  readonly status: 'open' | 'accepted' | 'handed-over' | 'outside-safeguards' | 'ended';
}

const ENDINGS = ['withdrawn', 'refused', 'released-in-place', 'asked-to-stay'] as const;
type Ending = (typeof ENDINGS)[number];
const RESULTS = ['seen-and-well', 'seen-with-concern', 'not-reached', 'access-refused'] as const;
type FollowUpResult = (typeof RESULTS)[number];

export interface PersonList extends Row {
  readonly by: string;
  readonly organisation: string;
  readonly to: string;
  readonly holds: 'held-by-us' | 'believed-held-by-you';
  readonly persons: readonly string[];
  readonly answers: readonly (Mark & {
    readonly answers: readonly { readonly pseudonym: string; readonly answer: ListAnswer }[];
  })[];
}
const LIST_ANSWERS = ['known', 'not-known', 'released-before', 'died', 'under-examination'] as const;
type ListAnswer = (typeof LIST_ANSWERS)[number];

declare module './state.ts' {
  interface Tables {
    docket: Docket;
    list: PersonList;
  }
}

const OFFICERS: readonly Seat[] = ['lead', 'liaison', 'monitor', 'team', 'chair', 'secretary', 'adviser'];

/** Dockets and lists are seen by both sides concerned and a third, and never by the public. */
function audienceFits(state: State, act: Act, sides: readonly string[]): Problem | undefined {
  const { audience } = act;
  if (audience === 'public') return refuse('never-public');
  if (audience === 'members') return undefined;
  const left = sides.filter((one) => !audience.includes(one));
  if (left.length > 0) return refuse('parties-left-out', { organisations: left });
  const third = audience.some((one) => state.get('organisation', one)!.role !== 'party');
  return third ? undefined : refuse('third-party-needed');
}

const isParty = (state: State, id: string): boolean => state.get('organisation', id)?.role === 'party';

/** In which voice an organisation speaks on a docket, if it has one. */
function voiceOf(state: State, docket: Docket, organisation: string): Voice | undefined {
  if (organisation === docket.transferring) return 'transferring';
  if (organisation === docket.receiving) return 'receiving';
  return isParty(state, organisation) ? undefined : 'third';
}

/** Whether every voice that a gate needs has said so and none has taken it back since. */
export function gateSet(docket: Docket, gate: Gate): boolean {
  return GATE_VOICES[gate].every((voice) => {
    // Of several third organisations each must stand by what it said.
    const last = new Map(
      docket.words.filter((one) => one.gate === gate && one.voice === voice).map((one) => [one.organisation, one.set]),
    );
    return last.size > 0 && [...last.values()].every(Boolean);
  });
}

/** What still stands in the way of a hand-over: gates unset, and objections open. Empty: nothing. */
export function hindrances(docket: Docket): {
  readonly gates: readonly Gate[];
  readonly objections: readonly Objection[];
} {
  return Object.freeze({
    gates: gatesFor(docket.what).filter((gate) => !gateSet(docket, gate)),
    objections: docket.objections.filter((one) => one.lifted === undefined),
  });
}

/** The docket is there, of the same audience, and not over. */
function going(state: State, act: Act<{ docket: string }>): Problem | undefined {
  const refusal = on(state, act, 'docket', act.body.docket);
  if (refusal) return refusal;
  const { status } = state.get('docket', act.body.docket)!;
  return status === 'open' || status === 'accepted' ? undefined : refuse('docket-over', { status });
}

const put = (state: State, act: Act<{ docket: string }>, change: (before: Docket) => Partial<Docket>): void => {
  const before = state.get('docket', act.body.docket)!;
  state.put('docket', { ...touched(before, act), ...change(before) });
};

export const handoverList = kind({
  name: 'handover.list',
  says: 'Hands the other side a list of persons, by pseudonym: held by us, or believed to be held by you.',
  schema: z.strictObject({
    to: OrganisationId,
    holds: z.enum(['held-by-us', 'believed-held-by-you']),
    persons: z.array(Pseudonym).min(1).max(1_000),
    identities: Commitment.optional(),
  }),
  seats: ['lead', 'liaison'],
  refusals: ['not-a-party', 'same-side', 'never-public', 'parties-left-out', 'third-party-needed', 'twice-named'],
  decide(state, act) {
    const organisation = organisationOf(act);
    const { to, persons } = act.body;
    const stranger = [organisation, to].find((one) => !isParty(state, one));
    if (stranger) return refuse('not-a-party', { organisation: stranger });
    if (organisation === to) return refuse('same-side', { organisation });
    if (new Set(persons).size !== persons.length) return refuse('twice-named', { what: 'a person' });
    return audienceFits(state, act, [organisation, to]);
  },
  evolve(state, act) {
    const { to, holds, persons } = act.body;
    const by = act.signers[0]!.member;
    state.put('list', { ...opened(act), by, organisation: organisationOf(act), to, holds, persons, answers: [] });
  },
});

export const handoverAnswerList = kind({
  name: 'handover.answer-list',
  says: 'Answers the other side’s list, person by person.',
  schema: z.strictObject({
    list: Id,
    answers: z
      .array(z.strictObject({ pseudonym: Pseudonym, answer: z.enum(LIST_ANSWERS) }))
      .min(1)
      .max(1_000),
  }),
  seats: ['lead', 'liaison'],
  refusals: ['not-found', 'audience-differs', 'not-yours', 'too-many'],
  decide(state, act) {
    const refusal = on(state, act, 'list', act.body.list);
    if (refusal) return refusal;
    const list = state.get('list', act.body.list)!;
    if (list.to !== organisationOf(act)) return refuse('not-yours', { organisation: list.to });
    const stranger = act.body.answers.find((one) => !list.persons.includes(one.pseudonym));
    if (stranger) return refuse('not-found', { what: 'person', id: stranger.pseudonym });
    return tooMany('answers', list.answers, MOST.answers);
  },
  evolve(state, act) {
    const list = state.get('list', act.body.list)!;
    state.put('list', {
      ...touched(list, act),
      answers: [...list.answers, { ...mark(act), answers: act.body.answers }],
    });
  },
});

export const handoverOpen = kind({
  name: 'handover.open',
  says: 'Opens a docket for one person or remains, by pseudonym: from whom, to whom, at which crossing.',
  schema: DocketBody,
  seats: OFFICERS,
  // Who it is may be sealed to those who have to know; purging destroys it.
  sealable: 'may',
  refusals: [
    'not-a-party',
    'same-side',
    'not-found',
    'not-yours',
    'never-public',
    'parties-left-out',
    'third-party-needed',
    'pseudonym-taken',
  ],
  decide(state, act) {
    const { pseudonym, transferring, receiving, crossing, list } = act.body;
    const stranger = [transferring, receiving].find((one) => !isParty(state, one));
    if (stranger) return refuse('not-a-party', { organisation: stranger });
    if (transferring === receiving) return refuse('same-side', { organisation: transferring });
    const organisation = organisationOf(act);
    if (isParty(state, organisation) && organisation !== transferring && organisation !== receiving) {
      return refuse('not-yours', { organisation: transferring });
    }
    if (placeOf(state, crossing)?.kind !== 'crossing') return refuse('not-found', { what: 'crossing', id: crossing });
    const wrong = audienceFits(state, act, [transferring, receiving]);
    if (wrong) return wrong;
    const missing = list ? on(state, act, 'list', list) : undefined;
    if (missing) return missing;
    const taken = state
      .by('docket', 'pseudonym', pseudonym)
      .some((one) => (one.status === 'open' || one.status === 'accepted') && seenBySigners(act, one.audience));
    return taken ? refuse('pseudonym-taken') : undefined;
  },
  evolve: (state, act) =>
    state.put('docket', {
      ...opened(act),
      ...act.body,
      by: act.signers[0]!.member,
      organisation: organisationOf(act),
      words: [],
      objections: [],
      followUps: [],
      status: 'open',
    }),
});

export const handoverAccept = kind({
  name: 'handover.accept',
  says: 'The receiving side accepts to receive the person.',
  schema: z.strictObject({ docket: Id }),
  seats: ['lead', 'liaison'],
  refusals: ['not-found', 'audience-differs', 'docket-over', 'not-yours'],
  decide(state, act) {
    const refusal = going(state, act);
    if (refusal) return refusal;
    const { receiving } = state.get('docket', act.body.docket)!;
    return receiving === organisationOf(act) ? undefined : refuse('not-yours', { organisation: receiving });
  },
  evolve: (state, act) => put(state, act, () => ({ accepted: mark(act), status: 'accepted' })),
});

export const handoverGate = kind({
  name: 'handover.gate',
  says: 'Says that a safeguard is completed, or takes that back. A gate is set when everyone who must say so does.',
  schema: z
    .strictObject({ docket: Id, gate: z.enum(GATES), set: z.boolean(), day: Day.optional() })
    .refine((one) => !(one.gate === 'follow-up-set' && one.set) || one.day !== undefined, {
      path: ['day'],
      message: 'a follow-up has a day',
    }),
  seats: OFFICERS,
  refusals: ['not-found', 'audience-differs', 'docket-over', 'not-your-gate', 'too-many'],
  decide(state, act) {
    const refusal = going(state, act);
    if (refusal) return refusal;
    const docket = state.get('docket', act.body.docket)!;
    const { gate } = act.body;
    const voice = voiceOf(state, docket, organisationOf(act));
    const may = voice && gatesFor(docket.what).includes(gate) && GATE_VOICES[gate].includes(voice);
    return may ? tooMany('words', docket.words, MOST.words, organisationOf(act)) : refuse('not-your-gate', { gate });
  },
  evolve(state, act) {
    const { gate, set, day } = act.body;
    put(state, act, (before) => {
      const voice = voiceOf(state, before, organisationOf(act))!;
      return { words: [...before.words, { ...mark(act), gate, voice, set, ...(day ? { day } : {}) }] };
    });
  },
});

export const handoverObject = kind({
  name: 'handover.object',
  says: 'Records an objection to a hand-over, by its ground alone; it stops the hand-over while it is open.',
  schema: z.strictObject({ docket: Id, ground: z.enum(OBJECTIONS) }),
  seats: OFFICERS,
  refusals: ['not-found', 'audience-differs', 'docket-over', 'not-your-docket', 'too-many'],
  decide(state, act) {
    const refusal = going(state, act);
    if (refusal) return refusal;
    const docket = state.get('docket', act.body.docket)!;
    const organisation = organisationOf(act);
    return voiceOf(state, docket, organisation)
      ? tooMany('objections', docket.objections, MOST.objections, organisation)
      : refuse('not-your-docket');
  },
  evolve: (state, act) =>
    put(state, act, (before) => ({ objections: [...before.objections, { ...mark(act), ground: act.body.ground }] })),
});

export const handoverLift = kind({
  name: 'handover.lift-objection',
  says: 'Lifts an objection; only the organisation that recorded it can.',
  schema: z.strictObject({
    docket: Id,
    /** Id of the entry that recorded it. */
    objection: Id,
    because: z.enum(['withdrawn-by-the-person', 'resolved', 'recorded-in-error']),
  }),
  seats: OFFICERS,
  refusals: ['not-found', 'audience-differs', 'docket-over', 'not-yours'],
  decide(state, act) {
    const refusal = going(state, act);
    if (refusal) return refusal;
    const docket = state.get('docket', act.body.docket)!;
    const open = docket.objections.find((one) => one.entry === act.body.objection && !one.lifted);
    if (!open) return refuse('not-found', { what: 'objection', id: act.body.objection });
    return open.organisation === organisationOf(act)
      ? undefined
      : refuse('not-yours', { organisation: open.organisation });
  },
  evolve(state, act) {
    const { objection, because } = act.body;
    put(state, act, (before) => ({
      objections: before.objections.map((one) =>
        one.entry === objection ? { ...one, lifted: { ...mark(act), because } } : one,
      ),
    }));
  },
});

export const handoverReceipt = kind({
  name: 'handover.receipt',
  says: 'The hand-over, in one entry that both sides sign. Refused while a gate is unset or an objection is open; nobody can override it.',
  schema: z.strictObject({ docket: Id }),
  seats: OFFICERS,
  signers: 'several',
  refusals: [
    'not-found',
    'audience-differs',
    'docket-over',
    'not-accepted',
    'gates-unset',
    'objection-open',
    'signature-missing',
    'not-your-docket',
  ],
  decide(state, act) {
    const refusal = going(state, act);
    if (refusal) return refusal;
    const docket = state.get('docket', act.body.docket)!;
    if (docket.status !== 'accepted') return refuse('not-accepted');
    const { gates, objections } = hindrances(docket);
    if (objections.length > 0) return refuse('objection-open', { grounds: objections.map((one) => one.ground) });
    if (gates.length > 0) return refuse('gates-unset', { gates });
    const signed = act.signers.map((one) => one.organisation);
    const missing = [docket.transferring, docket.receiving].filter((one) => !signed.includes(one));
    if (missing.length > 0) return refuse('signature-missing', { organisations: missing });
    return signed.every((one) => voiceOf(state, docket, one)) ? undefined : refuse('not-your-docket');
  },
  evolve: (state, act) =>
    put(state, act, () => ({
      receipt: { ...mark(act), signers: act.signers.map((one) => one.member) },
      status: 'handed-over',
    })),
});

export const handoverOutside = kind({
  name: 'handover.outside',
  says: 'Records that the person was transferred outside the safeguards. It is an event, not a hand-over.',
  schema: z.strictObject({ docket: Id, day: Day }),
  seats: OFFICERS,
  refusals: ['not-found', 'audience-differs', 'docket-over', 'not-your-docket', 'in-the-future'],
  decide(state, act) {
    const refusal = going(state, act);
    if (refusal) return refusal;
    if (act.body.day > act.receivedAt.slice(0, 10)) return refuse('in-the-future', { from: act.body.day });
    const docket = state.get('docket', act.body.docket)!;
    return voiceOf(state, docket, organisationOf(act)) ? undefined : refuse('not-your-docket');
  },
  evolve: (state, act) =>
    put(state, act, () => ({ outside: { ...mark(act), day: act.body.day }, status: 'outside-safeguards' })),
});

export const handoverEnd = kind({
  name: 'handover.end',
  says: 'Ends a docket without a hand-over.',
  schema: z.strictObject({ docket: Id, because: z.enum(ENDINGS) }),
  seats: ['lead', 'liaison', 'chair', 'secretary'],
  refusals: ['not-found', 'audience-differs', 'docket-over', 'not-your-docket'],
  decide(state, act) {
    const refusal = going(state, act);
    if (refusal) return refusal;
    const docket = state.get('docket', act.body.docket)!;
    return voiceOf(state, docket, organisationOf(act)) ? undefined : refuse('not-your-docket');
  },
  evolve: (state, act) =>
    put(state, act, () => ({ ended: { ...mark(act), because: act.body.because }, status: 'ended' })),
});

export const handoverFollowUp = kind({
  name: 'handover.follow-up',
  says: 'Says how a person was found after the transfer: seen, not reached, access refused. A third does this.',
  schema: z.strictObject({ docket: Id, day: Day, result: z.enum(RESULTS) }),
  seats: OFFICERS,
  refusals: ['not-found', 'audience-differs', 'not-handed-over', 'third-party-needed', 'in-the-future', 'too-many'],
  decide(state, act) {
    const refusal = on(state, act, 'docket', act.body.docket);
    if (refusal) return refusal;
    const { status } = state.get('docket', act.body.docket)!;
    if (status !== 'handed-over' && status !== 'outside-safeguards') return refuse('not-handed-over');
    if (isParty(state, organisationOf(act))) return refuse('third-party-needed');
    if (act.body.day > act.receivedAt.slice(0, 10)) return refuse('in-the-future', { from: act.body.day });
    const { followUps } = state.get('docket', act.body.docket)!;
    return tooMany('follow-ups', followUps, MOST['follow-ups'], organisationOf(act));
  },
  evolve(state, act) {
    const { day, result } = act.body;
    put(state, act, (before) => ({ followUps: [...before.followUps, { ...mark(act), day, result }] }));
  },
});

export const handoverPurge = kind({
  name: 'handover.purge',
  says: 'Says that the sealed identity of a docket was destroyed; the count and the proofs stay.',
  schema: z.strictObject({ docket: Id, ground: z.enum(['schedule', 'request-of-the-person', 'no-purpose-left']) }),
  seats: ['lead', 'liaison', 'chair', 'secretary'],
  refusals: ['not-found', 'audience-differs', 'docket-going', 'not-your-docket', 'purged-before'],
  decide(state, act) {
    const refusal = on(state, act, 'docket', act.body.docket);
    if (refusal) return refusal;
    const docket = state.get('docket', act.body.docket)!;
    if (docket.status === 'open' || docket.status === 'accepted') return refuse('docket-going');
    if (docket.purged) return refuse('purged-before');
    return voiceOf(state, docket, organisationOf(act)) ? undefined : refuse('not-your-docket');
  },
  evolve(state, act) {
    const { identity: _identity, family: _family, ...rest } = state.get('docket', act.body.docket)!;
    state.put('docket', { ...touched(rest, act), purged: { ...mark(act), ground: act.body.ground } });
    const sealed = state.get('sealed', act.body.docket);
    if (sealed)
      eraseSealed(state, act, sealed, act.body.ground === 'request-of-the-person' ? act.body.ground : 'schedule');
  },
});

/** The clock of a list that the other side has to answer. */
export function listClock(reader: Reader, list: PersonList, now: string): Clock {
  const answered = list.persons.every((one) =>
    list.answers.some((it) => it.answers.some((answer) => answer.pseudonym === one)),
  );
  const last = list.answers.at(-1);
  return clockAt(
    {
      name: 'list-answer',
      holders: [list.to],
      startedAt: list.since,
      hours: hoursAt(reader, 'list-answer', list.since),
      entries: list.entries,
      about: { table: 'list', id: list.id },
      ...(answered && last ? { metAt: last.at } : {}),
    },
    now,
  );
}

/**
 * The clocks of a docket that is over: the follow-up by a third after a transfer, and the destruction of an identity that is
 * sealed. The follow-up is for the third that set its gate, else for whoever opened the docket or, being a party, for the chair.
 */
export function docketClocks(reader: Reader, docket: Docket, now: string): Clock[] {
  const moved = docket.receipt ?? docket.outside;
  const over = moved ?? docket.ended;
  if (!over) return [];
  const third = docket.words.findLast((one) => one.gate === 'follow-up-set' && one.voice === 'third' && one.set);
  const opener = reader.get('organisation', docket.organisation)?.role === 'party' ? undefined : docket.organisation;
  const clock = (name: 'hand-over-follow-up' | 'purge', holder: string, met: Mark | undefined): Clock =>
    clockAt(
      {
        name,
        holders: [holder],
        startedAt: over.at,
        hours: hoursAt(reader, name, over.at),
        entries: met ? [over.entry, met.entry] : [over.entry],
        about: { table: 'docket', id: docket.id },
        ...(met ? { metAt: met.at } : {}),
      },
      now,
    );
  const sealed = docket.identity !== undefined || reader.get('sealed', docket.id) !== undefined;
  return [
    ...(moved && docket.what === 'person'
      ? [clock('hand-over-follow-up', third?.organisation ?? opener ?? terms(reader).chair, docket.followUps[0])]
      : []),
    ...(sealed || docket.purged ? [clock('purge', docket.organisation, docket.purged)] : []),
  ];
}

/** Dockets over for longer than the terms keep identities, whose identity is not yet destroyed. */
export const purgeDue = (reader: Reader, now: string): Docket[] =>
  reader
    .all('docket')
    .filter((one) =>
      docketClocks(reader, one, now).some((clock) => clock.name === 'purge' && clock.state === 'missed'),
    );

/** How many dockets stand where. Counts remain when identities are gone. */
export function docketCounts(reader: Reader): Record<Docket['status'], number> {
  const counts = { open: 0, accepted: 0, 'handed-over': 0, 'outside-safeguards': 0, ended: 0 };
  for (const one of reader.all('docket')) counts[one.status]++;
  return counts;
}

export const handoverKinds = [
  handoverList,
  handoverAnswerList,
  handoverOpen,
  handoverAccept,
  handoverGate,
  handoverObject,
  handoverLift,
  handoverReceipt,
  handoverOutside,
  handoverEnd,
  handoverFollowUp,
  handoverPurge,
] as const;
