// Notices and the hotline. A notice says beforehand what is going to happen, so that nobody takes it for something else; it
// is matched to later incidents and offered to the team as an explanation. A hotline message says that something is
// happening. Each side's acknowledgement is on record with its time, and so is its silence.

import { z } from 'zod';
import { NOTICE_KINDS } from './agreement.ts';
import { type Clock, clockAt } from './clock.ts';
import { kilometres, mayMeet, pointOf } from './place.ts';
import { citable, type Mark, MOST, mark, on, tooMany } from './refer.ts';
import { type Act, kind, opened, organisationOf, refuse, type Seat, touched } from './rule.ts';
import { Id, Line, Passage, Place, Tongue, When } from './schema.ts';
import type { Reader, Row, State } from './state.ts';
import { hoursAt, parties } from './terms.ts';

export const NoticeBody = z.strictObject({
  what: z.enum(NOTICE_KINDS),
  when: When,
  place: Place,
  /** What the other side will see or hear, without units, routes or numbers. */
  words: Passage,
  language: Tongue,
  /** What is asked of the others meanwhile. */
  asks: Passage.optional(),
});
export type NoticeBody = z.infer<typeof NoticeBody>;

export interface Notice extends Row, NoticeBody {
  readonly by: string;
  readonly organisation: string;
  /** One per organisation that acknowledged, with its answer. */
  readonly acknowledged: readonly (Mark & { readonly answer: Answer; readonly words?: string })[];
  /** A change of it, oldest first; what stood before stays readable. */
  readonly changed: readonly (Mark & {
    readonly before: { readonly when: When; readonly place: Place; readonly words: string };
  })[];
  readonly cancelled?: Mark & { readonly because: string };
}

const ANSWERS = ['noted', 'no-objection', 'objection', 'asks-to-talk'] as const;
type Answer = (typeof ANSWERS)[number];

export const HOTLINE_SUBJECTS = [
  'fire-now',
  'movement-seen',
  'aircraft-seen',
  'detention',
  'medical-crossing',
  'crossing-of-animals-or-farmers',
  'accident',
  'works',
  'threat-to-monitors',
  'other',
] as const;

export const HotlineBody = z.strictObject({
  subject: z.enum(HOTLINE_SUBJECTS),
  words: Passage,
  language: Tongue,
  place: Place.optional(),
  /** What is asked of the others. */
  asks: Line.optional(),
});

export interface Hotline extends Row, z.infer<typeof HotlineBody> {
  readonly by: string;
  readonly organisation: string;
  readonly acknowledged: readonly (Mark & { readonly words?: string })[];
  readonly said: readonly (Mark & { readonly words: string; readonly language: string })[];
  readonly closed?: Mark & {
    readonly outcome: 'settled' | 'explained' | 'handed-to-case' | 'no-answer';
    readonly case?: string;
    readonly words?: string;
  };
}

declare module './state.ts' {
  interface Tables {
    notice: Notice;
    hotline: Hotline;
  }
}

const HOLDERS: readonly Seat[] = ['liaison', 'lead', 'chair', 'secretary'];

const joint = (state: State, act: Act) => {
  const { audience } = act;
  const left = typeof audience === 'string' ? [] : parties(state).filter((one) => !audience.includes(one));
  return left.length > 0 ? refuse('parties-left-out', { organisations: left }) : undefined;
};

const open = (act: Act) => ({ ...opened(act), by: act.signers[0]!.member, organisation: organisationOf(act) });

export const noticeGive = kind({
  name: 'notice.give',
  says: 'Gives prior notice of an activity, so that nobody takes it for something else.',
  schema: NoticeBody,
  seats: HOLDERS,
  refusals: ['in-the-past', 'parties-left-out'],
  decide: (state, act) =>
    act.body.when.to < act.receivedAt ? refuse('in-the-past', { from: act.body.when.to }) : joint(state, act),
  evolve: (state, act) => state.put('notice', { ...open(act), ...act.body, acknowledged: [], changed: [] }),
});

/** A notice that is there and not cancelled. */
const standing = (state: State, act: Act<{ notice: string }>) =>
  on(state, act, 'notice', act.body.notice) ??
  (state.get('notice', act.body.notice)!.cancelled ? refuse('withdrawn', { id: act.body.notice }) : undefined);

const ownNotice = (state: State, act: Act<{ notice: string }>) => {
  const refusal = standing(state, act);
  if (refusal) return refusal;
  const { organisation } = state.get('notice', act.body.notice)!;
  return organisation === organisationOf(act) ? undefined : refuse('not-yours', { organisation });
};

export const noticeChange = kind({
  name: 'notice.change',
  says: 'Changes the time, place or words of a notice of one’s own; acknowledgements of it start anew.',
  schema: z.strictObject({ notice: Id, when: When, place: Place, words: Passage }),
  seats: HOLDERS,
  refusals: ['not-found', 'audience-differs', 'withdrawn', 'not-yours', 'in-the-past', 'too-many'],
  decide: (state, act) =>
    ownNotice(state, act) ??
    tooMany('changes', state.get('notice', act.body.notice)!.changed, MOST.changes) ??
    (act.body.when.to < act.receivedAt ? refuse('in-the-past', { from: act.body.when.to }) : undefined),
  evolve(state, act) {
    const row = state.get('notice', act.body.notice)!;
    const { when, place, words } = row;
    const changed = [...row.changed, { ...mark(act), before: { when, place, words } }];
    const { notice: _, ...next } = act.body;
    state.put('notice', { ...touched(row, act), ...next, changed, acknowledged: [] });
  },
});

export const noticeCancel = kind({
  name: 'notice.cancel',
  says: 'Cancels a notice of one’s own: the activity does not take place.',
  schema: z.strictObject({ notice: Id, because: Passage }),
  seats: HOLDERS,
  refusals: ['not-found', 'audience-differs', 'withdrawn', 'not-yours'],
  decide: ownNotice,
  evolve(state, act) {
    const row = state.get('notice', act.body.notice)!;
    state.put('notice', { ...touched(row, act), cancelled: { ...mark(act), because: act.body.because } });
  },
});

const acknowledges = (act: Act, row: { readonly organisation: string; readonly acknowledged: readonly Mark[] }) => {
  const organisation = organisationOf(act);
  if (row.organisation === organisation) return refuse('own-message', { organisation });
  const before = row.acknowledged.some((one) => one.organisation === organisation);
  return before ? refuse('acknowledged-before', { organisation }) : undefined;
};

export const noticeAcknowledge = kind({
  name: 'notice.acknowledge',
  says: 'Acknowledges another organisation’s notice, with an answer.',
  schema: z.strictObject({ notice: Id, answer: z.enum(ANSWERS), words: Passage.optional() }),
  seats: HOLDERS,
  refusals: ['not-found', 'audience-differs', 'withdrawn', 'own-message', 'acknowledged-before'],
  decide: (state, act) => standing(state, act) ?? acknowledges(act, state.get('notice', act.body.notice)!),
  evolve(state, act) {
    const row = state.get('notice', act.body.notice)!;
    const { notice: _, ...answer } = act.body;
    state.put('notice', { ...touched(row, act), acknowledged: [...row.acknowledged, { ...mark(act), ...answer }] });
  },
});

export const hotlineCall = kind({
  name: 'hotline.call',
  says: 'Activates the hotline: what is happening, and what is asked of the others.',
  schema: HotlineBody,
  seats: [...HOLDERS, 'monitor', 'team'],
  refusals: ['parties-left-out'],
  decide: joint,
  evolve: (state, act) => state.put('hotline', { ...open(act), ...act.body, acknowledged: [], said: [] }),
});

const callOpen = (state: State, act: Act<{ hotline: string }>) =>
  on(state, act, 'hotline', act.body.hotline) ??
  (state.get('hotline', act.body.hotline)!.closed ? refuse('call-closed') : undefined);

export const hotlineAcknowledge = kind({
  name: 'hotline.acknowledge',
  says: 'Acknowledges another organisation’s hotline message.',
  schema: z.strictObject({ hotline: Id, words: Passage.optional() }),
  seats: HOLDERS,
  refusals: ['not-found', 'audience-differs', 'call-closed', 'own-message', 'acknowledged-before'],
  decide: (state, act) => callOpen(state, act) ?? acknowledges(act, state.get('hotline', act.body.hotline)!),
  evolve(state, act) {
    const row = state.get('hotline', act.body.hotline)!;
    const { hotline: _, ...answer } = act.body;
    state.put('hotline', { ...touched(row, act), acknowledged: [...row.acknowledged, { ...mark(act), ...answer }] });
  },
});

export const hotlineSay = kind({
  name: 'hotline.say',
  says: 'Says something more on an open hotline call.',
  schema: z.strictObject({ hotline: Id, words: Passage, language: Tongue }),
  seats: [...HOLDERS, 'monitor', 'team'],
  refusals: ['not-found', 'audience-differs', 'call-closed', 'too-many'],
  decide: (state, act) =>
    callOpen(state, act) ??
    tooMany('words', state.get('hotline', act.body.hotline)!.said, MOST.words, organisationOf(act)),
  evolve(state, act) {
    const row = state.get('hotline', act.body.hotline)!;
    const { hotline: _, ...words } = act.body;
    state.put('hotline', { ...touched(row, act), said: [...row.said, { ...mark(act), ...words }] });
  },
});

export const hotlineClose = kind({
  name: 'hotline.close',
  says: 'Closes a hotline call, with what came of it; by whoever called or by the chair.',
  schema: z
    .strictObject({
      hotline: Id,
      outcome: z.enum(['settled', 'explained', 'handed-to-case', 'no-answer']),
      /** The case to which it was handed. */
      case: Id.optional(),
      words: Passage.optional(),
    })
    .refine((one) => one.case === undefined || one.outcome === 'handed-to-case', {
      path: ['case'],
      message: 'a case is named when the call is handed to it',
    }),
  seats: [...HOLDERS, 'monitor', 'team'],
  refusals: ['not-found', 'audience-differs', 'call-closed', 'not-yours', 'not-releasable'],
  decide(state, act) {
    const refusal = callOpen(state, act);
    if (refusal) return refusal;
    const { organisation } = state.get('hotline', act.body.hotline)!;
    const signer = act.signers[0]!;
    const may =
      signer.organisation === organisation || signer.seats.includes('chair') || signer.seats.includes('secretary');
    if (!may) return refuse('not-yours', { organisation });
    return act.body.case === undefined ? undefined : citable(state, act, 'case', [act.body.case]);
  },
  evolve(state, act) {
    const row = state.get('hotline', act.body.hotline)!;
    const { hotline: _, ...outcome } = act.body;
    state.put('hotline', { ...touched(row, act), closed: { ...mark(act), ...outcome } });
  },
});

/** For every party that owes an acknowledgement of a notice or call: its clock at `now`. Silence is shown as missed. */
export function acknowledgementClocks(reader: Reader, row: Notice | Hotline, now: string): Clock[] {
  const table = 'what' in row ? 'notice' : 'hotline';
  const name = table === 'notice' ? 'notice-ack' : 'hotline-ack';
  const startedAt = 'changed' in row ? (row.changed.at(-1)?.at ?? row.since) : row.since;
  const over = ('cancelled' in row ? row.cancelled : undefined) !== undefined;
  if (over) return [];
  return parties(reader)
    .filter((one) => one !== row.organisation)
    .map((party) => {
      const met = row.acknowledged.find((one) => one.organisation === party);
      return clockAt(
        {
          name,
          holders: [party],
          startedAt,
          hours: hoursAt(reader, name, startedAt),
          entries: [row.id, ...(met ? [met.entry] : [])],
          about: { table, id: row.id },
          ...(met ? { metAt: met.at } : {}),
        },
        now,
      );
    });
}

/** Kilometres between two places at their nearest, or undefined when that cannot be said. The same named place is 0. */
export function apart(reader: Reader, a: Place, b: Place): number | undefined {
  if (mayMeet(reader, a, b)) return 0;
  const [p, q] = [pointOf(reader, a), pointOf(reader, b)];
  return p && q ? Math.max(0, kilometres(p, q) - p.radiusKm - q.radiusKm) : undefined;
}

export interface Explanation {
  readonly notice: string;
  readonly organisation: string;
  /** Kilometres between the place of the notice and that of the incident, at their nearest. */
  readonly km: number;
  /** Hours between them, at their nearest; 0 when they overlap. */
  readonly hours: number;
  /** Whether the notice was received before the incident began. */
  readonly before: boolean;
  readonly entries: readonly string[];
}

/** Something that is somewhere, at some time. */
export interface Placed {
  readonly when: Pick<When, 'from' | 'to'>;
  readonly place: Place;
}
export interface Near {
  readonly km: number;
  readonly hours: number;
}
/** How near is near enough to be offered as belonging together. */
const NEAR: Near = { km: 20, hours: 3 };

/** How far apart two things are, at their nearest, in place and time; undefined when that is more than `most`, or not known. */
export function near(reader: Reader, a: Placed, b: Placed, most: Near = NEAR): Near | undefined {
  const km = apart(reader, a.place, b.place);
  const gap = Math.max(
    0,
    Date.parse(a.when.from) - Date.parse(b.when.to),
    Date.parse(b.when.from) - Date.parse(a.when.to),
  );
  const hours = gap / 3_600_000;
  return km === undefined || km > most.km || hours > most.hours ? undefined : { km, hours };
}

const nearestFirst = <T extends Near & { readonly entries: readonly string[] }>(found: T[]): T[] =>
  found.sort((a, b) => a.hours - b.hours || a.km - b.km || (a.entries[0]! < b.entries[0]! ? -1 : 1));

/**
 * Notices that might explain an incident: near in time (within `hours`) and place (within `km`). An offer to the team, and
 * never a finding; one that came afterwards is shown as such.
 */
export function explanations(reader: Reader, incident: Placed, most: Near = NEAR): Explanation[] {
  const found: Explanation[] = [];
  for (const notice of reader.all('notice')) {
    const by = notice.cancelled ? undefined : near(reader, notice, incident, most);
    if (!by) continue;
    const { id, organisation, since, entries } = notice;
    found.push(Object.freeze({ notice: id, organisation, ...by, before: since < incident.when.from, entries }));
  }
  return nearestFirst(found);
}

/** A hotline call as something that is somewhere, at the time of the call; undefined when it named no place. */
export const placedCall = ({ since, place }: Hotline): Placed | undefined =>
  place && { when: { from: since, to: since }, place };

export interface CallNear extends Near {
  readonly call: string;
  readonly organisation: string;
  readonly subject: Hotline['subject'];
  readonly entries: readonly string[];
}

/** Hotline calls near an incident in time and place: what was called in about it, perhaps. */
export function callsNear(reader: Reader, incident: Placed, most: Near = NEAR): CallNear[] {
  const found: CallNear[] = [];
  for (const one of reader.all('hotline')) {
    const placed = placedCall(one);
    const by = placed && near(reader, placed, incident, most);
    const { id, organisation, subject, entries } = one;
    if (by) found.push(Object.freeze({ call: id, organisation, subject, ...by, entries }));
  }
  return nearestFirst(found);
}

export const noticeKinds = [
  noticeGive,
  noticeChange,
  noticeCancel,
  noticeAcknowledge,
  hotlineCall,
  hotlineAcknowledge,
  hotlineSay,
  hotlineClose,
] as const;
