// An incident: what one or more reports say happened. It groups reports and never merges them: every account stays
// whole. Links, merges and splits are entries with reasons, and each can be undone by another entry.

import { z } from 'zod';
import { neutral } from './lexicon.ts';
import { tooOpen } from './openly.ts';
import { citable, type Mark, MOST, mark, on, tooMany } from './refer.ts';
import { type Report, reportable, SaidEvent } from './report.ts';
import { type Act, kind, opened, organisationOf, refuse, type Seat, seenBySigners, touched } from './rule.ts';
import { Id, Name, Passage, Place, When } from './schema.ts';
import type { Reader, Row, State } from './state.ts';
import { placeOf } from './terms.ts';

const what = {
  event: SaidEvent,
  /** In neutral words: what is said to have happened and where, and not by whom. */
  title: Name,
  when: When,
  place: Place,
};
export const IncidentBody = z.strictObject({
  ...what,
  reports: z.array(Id).max(200).default([]),
  claims: z.array(Id).max(200).default([]),
  /** A fusion's proposal that was accepted: its reasons in words. */
  because: Passage.optional(),
});
export type IncidentBody = z.infer<typeof IncidentBody>;
const What = z.strictObject(what);
type What = z.infer<typeof What>;

export interface Link extends Mark {
  /** Id of a report or of a claim. */
  readonly id: string;
  readonly because?: string;
}

export interface Incident extends Row, What {
  readonly by: string;
  readonly organisation: string;
  readonly status: 'open' | 'merged';
  readonly reports: readonly Link[];
  readonly claims: readonly Link[];
  /** Links that were undone, with the reason for that. */
  readonly unlinked: readonly (Link & { readonly undone: Mark & { readonly because: string } })[];
  /** The incident into which this one was merged, while it is. */
  readonly into?: string;
  /** Incidents that were merged into this one and are still. */
  readonly merged: readonly string[];
  /** The incident from which this one was split. */
  readonly from?: string;
  /** Merges, splits and their undoing, oldest first. */
  readonly history: readonly (Mark & {
    readonly what: 'merge' | 'unmerge' | 'split' | 'amend';
    readonly other?: string;
    readonly because: string;
  })[];
  /** What stood before each amendment, oldest first. */
  readonly earlier: readonly { readonly entry: string; readonly what: What }[];
}

/** Reports of which somebody says that they are not of one event. */
export interface Apart extends Row {
  readonly by: string;
  readonly organisation: string;
  readonly reports: readonly string[];
  readonly because: string;
}

declare module './state.ts' {
  interface Tables {
    apart: Apart;
    incident: Incident;
  }
}

const WHO: readonly Seat[] = ['monitor', 'team', 'liaison', 'lead', 'chair', 'secretary'];

const link = (act: Act, id: string, because?: string): Link => ({ id, ...mark(act), ...(because ? { because } : {}) });

const fresh = (
  act: Act,
  body: What,
  reports: readonly Link[],
  claims: readonly Link[],
): Omit<Incident, 'audience'> & Row => ({
  ...opened(act),
  event: body.event,
  title: body.title,
  when: body.when,
  place: body.place,
  by: act.signers[0]!.member,
  organisation: organisationOf(act),
  status: 'open',
  reports,
  claims,
  unlinked: [],
  merged: [],
  history: [],
  earlier: [],
});

/** Reports and claims that an act cites. */
const cites = (state: State, act: Act<{ reports: readonly string[]; claims: readonly string[] }>) =>
  citable(state, act, 'report', act.body.reports) ?? citable(state, act, 'claim', act.body.claims);

/** It is not in the future, at a place that the terms have if it names one of them, and titled in words that both sides can use. */
function happened(state: State, act: Act, { when, title, event, place }: What) {
  const { ref } = place;
  if (when.from > act.receivedAt) return refuse('in-the-future', { from: when.from });
  if (ref !== undefined && !placeOf(state, ref)) return refuse('not-found', { what: 'place', id: ref });
  return reportable(state, event) ?? neutral(state, title) ?? tooOpen(state, act, event, { when, place, words: title });
}

/** The incident is there, for the same audience, and stands for itself. */
const standing = (state: State, act: Act, id: string) =>
  on(state, act, 'incident', id) ??
  (state.get('incident', id)!.status === 'merged'
    ? refuse('incident-merged', { id, into: state.get('incident', id)!.into })
    : undefined);

/** While a case is open on an incident, what it is changes only by the chair: no side shifts the ground under a team. */
function chairNow(state: State, act: Act, id: string) {
  const { seats } = act.signers[0]!;
  if (seats.includes('chair') || seats.includes('secretary')) return undefined;
  const open = state.by('case', 'incident', id).some((one) => !one.closed && seenBySigners(act, one.audience));
  return open ? refuse('case-decides', { id }) : undefined;
}

/** Why an incident cannot be changed. */
const CHANGE = ['not-found', 'audience-differs', 'incident-merged', 'case-decides', 'too-many'] as const;
/** Why what is said of an incident may be refused. */
const UNFIT = [
  'in-the-future',
  'confidential-route',
  'unknown-event',
  'release-too-fine',
  'release-too-soon',
  'word-of-one-side',
] as const;

/** The incident can be changed by the act's author. */
const changeable = (state: State, act: Act, id: string) =>
  standing(state, act, id) ??
  chairNow(state, act, id) ??
  tooMany('changes', state.get('incident', id)!.history, MOST.changes, organisationOf(act));

export const incidentOpen = kind({
  name: 'incident.open',
  says: 'Opens an incident on reports or claims of it; each account stays whole.',
  schema: IncidentBody,
  seats: WHO,
  refusals: [
    'not-found',
    'not-releasable',
    'in-the-future',
    'confidential-route',
    'unknown-event',
    'release-too-fine',
    'release-too-soon',
    'nothing-cited',
    'word-of-one-side',
  ],
  decide: (state, act) =>
    act.body.reports.length + act.body.claims.length === 0
      ? refuse('nothing-cited')
      : (happened(state, act, act.body) ?? cites(state, act)),
  evolve: (state, act) =>
    state.put(
      'incident',
      fresh(
        act,
        act.body,
        [...new Set(act.body.reports)].map((id) => link(act, id, act.body.because)),
        [...new Set(act.body.claims)].map((id) => link(act, id, act.body.because)),
      ),
    ),
});

const LinkBody = z.strictObject({
  incident: Id,
  reports: z.array(Id).max(200).default([]),
  claims: z.array(Id).max(200).default([]),
  because: Passage,
});

export const incidentLink = kind({
  name: 'incident.link',
  says: 'Links further reports or claims to an incident, with the reason.',
  schema: LinkBody,
  seats: WHO,
  refusals: [
    'not-found',
    'audience-differs',
    'incident-merged',
    'not-releasable',
    'nothing-cited',
    'already-linked',
    'too-many',
  ],
  decide(state, act) {
    const refusal = standing(state, act, act.body.incident);
    if (refusal) return refusal;
    if (act.body.reports.length + act.body.claims.length === 0) return refuse('nothing-cited');
    const { reports, claims } = state.get('incident', act.body.incident)!;
    const twice = [...reports, ...claims].find(
      (one) => act.body.reports.includes(one.id) || act.body.claims.includes(one.id),
    );
    if (twice) return refuse('already-linked', { id: twice.id });
    return tooMany('links', [...reports, ...claims], MOST.links, organisationOf(act)) ?? cites(state, act);
  },
  evolve(state, act) {
    const incident = state.get('incident', act.body.incident)!;
    const because = act.body.because;
    state.put('incident', {
      ...touched(incident, act),
      reports: [...incident.reports, ...[...new Set(act.body.reports)].map((id) => link(act, id, because))],
      claims: [...incident.claims, ...[...new Set(act.body.claims)].map((id) => link(act, id, because))],
    });
  },
});

const linked = (
  state: State,
  act: Act<{ incident: string; reports: readonly string[]; claims: readonly string[] }>,
) => {
  const { reports, claims } = state.get('incident', act.body.incident)!;
  const missing =
    act.body.reports.find((id) => !reports.some((one) => one.id === id)) ??
    act.body.claims.find((id) => !claims.some((one) => one.id === id));
  return missing ? refuse('not-linked', { id: missing }) : undefined;
};

/** Takes links out of an incident, and keeps them among those undone. */
function without(incident: Incident, act: Act, ids: readonly string[], because: string): Incident {
  const stays = (one: Link) => !ids.includes(one.id);
  const gone = [...incident.reports, ...incident.claims].filter((one) => !stays(one));
  return {
    ...touched(incident, act),
    reports: incident.reports.filter(stays),
    claims: incident.claims.filter(stays),
    unlinked: [...incident.unlinked, ...gone.map((one) => ({ ...one, undone: { ...mark(act), because } }))],
  };
}

export const incidentUnlink = kind({
  name: 'incident.unlink',
  says: 'Undoes links of reports or claims to an incident, with the reason.',
  schema: LinkBody,
  seats: WHO,
  refusals: [...CHANGE, 'nothing-cited', 'not-linked'],
  decide: (state, act) =>
    changeable(state, act, act.body.incident) ??
    (act.body.reports.length + act.body.claims.length === 0 ? refuse('nothing-cited') : linked(state, act)),
  evolve: (state, act) =>
    state.put(
      'incident',
      without(
        state.get('incident', act.body.incident)!,
        act,
        [...act.body.reports, ...act.body.claims],
        act.body.because,
      ),
    ),
});

export const incidentAmend = kind({
  name: 'incident.amend',
  says: 'Amends what an incident is said to be: kind, title, time or place; what stood before stays readable.',
  schema: z.strictObject({ incident: Id, because: Passage, ...what }),
  seats: WHO,
  refusals: [...CHANGE, ...UNFIT],
  decide: (state, act) => changeable(state, act, act.body.incident) ?? happened(state, act, act.body),
  evolve(state, act) {
    const incident = state.get('incident', act.body.incident)!;
    const { event, title, when, place } = incident;
    const { because, incident: _id, ...now } = act.body;
    state.put('incident', {
      ...touched(incident, act),
      ...now,
      history: [...incident.history, { ...mark(act), what: 'amend', because }],
      earlier: [...incident.earlier, { entry: act.id, what: { event, title, when, place } }],
    });
  },
});

const MergeBody = z.strictObject({ incident: Id, other: Id, because: Passage });

export const incidentMerge = kind({
  name: 'incident.merge',
  says: 'Says that another incident is the same as this one; both keep their accounts, and it can be undone.',
  schema: MergeBody,
  seats: WHO,
  refusals: [...CHANGE, 'same-incident'],
  decide: (state, act) =>
    act.body.incident === act.body.other
      ? refuse('same-incident')
      : (changeable(state, act, act.body.incident) ?? changeable(state, act, act.body.other)),
  evolve(state, act) {
    const { because } = act.body;
    const [one, other] = [state.get('incident', act.body.incident)!, state.get('incident', act.body.other)!];
    state.put('incident', {
      ...touched(one, act),
      merged: [...one.merged, other.id],
      history: [...one.history, { ...mark(act), what: 'merge', other: other.id, because }],
    });
    state.put('incident', {
      ...touched(other, act),
      status: 'merged',
      into: one.id,
      history: [...other.history, { ...mark(act), what: 'merge', other: one.id, because }],
    });
  },
});

export const incidentUnmerge = kind({
  name: 'incident.unmerge',
  says: 'Undoes a merge: the other incident stands for itself again, as it was.',
  schema: MergeBody,
  seats: WHO,
  refusals: ['not-found', 'audience-differs', 'not-merged', 'case-decides', 'too-many'],
  decide: (state, act) =>
    on(state, act, 'incident', act.body.incident) ??
    on(state, act, 'incident', act.body.other) ??
    (state.get('incident', act.body.other)!.into === act.body.incident
      ? undefined
      : refuse('not-merged', { id: act.body.other })) ??
    chairNow(state, act, act.body.incident) ??
    chairNow(state, act, act.body.other) ??
    tooMany('changes', state.get('incident', act.body.incident)!.history, MOST.changes, organisationOf(act)),
  evolve(state, act) {
    const { because } = act.body;
    const [one, { into: _into, ...other }] = [
      state.get('incident', act.body.incident)!,
      state.get('incident', act.body.other)!,
    ];
    state.put('incident', {
      ...touched(one, act),
      merged: one.merged.filter((id) => id !== other.id),
      history: [...one.history, { ...mark(act), what: 'unmerge', other: other.id, because }],
    });
    state.put('incident', {
      ...touched(other, act),
      status: 'open',
      history: [...other.history, { ...mark(act), what: 'unmerge', other: one.id, because }],
    });
  },
});

export const incidentSplit = kind({
  name: 'incident.split',
  says: 'Takes reports or claims out of an incident into a new one, with the reason.',
  schema: z.strictObject({ ...LinkBody.shape, ...what }),
  seats: WHO,
  refusals: [...CHANGE, 'nothing-cited', 'not-linked', ...UNFIT],
  decide: (state, act) =>
    changeable(state, act, act.body.incident) ??
    (act.body.reports.length + act.body.claims.length === 0 ? refuse('nothing-cited') : linked(state, act)) ??
    happened(state, act, act.body),
  evolve(state, act) {
    const { incident: from, because, reports, claims } = act.body;
    const before = without(state.get('incident', from)!, act, [...reports, ...claims], because);
    state.put('incident', {
      ...before,
      history: [...before.history, { ...mark(act), what: 'split', other: act.id, because }],
    });
    const now = fresh(
      act,
      act.body,
      [...new Set(reports)].map((id) => link(act, id, because)),
      [...new Set(claims)].map((id) => link(act, id, because)),
    );
    state.put('incident', { ...now, from, history: [{ ...mark(act), what: 'split', other: from, because }] });
  },
});

export const incidentKeepApart = kind({
  name: 'incident.keep-apart',
  says: 'Turns down that reports are proposed as one event; one’s own organisation is asked no more, and after the chair nobody is.',
  schema: z.strictObject({ reports: z.array(Id).min(2).max(20), because: Passage }),
  seats: WHO,
  refusals: ['not-found', 'not-releasable', 'twice-named'],
  decide: (state, act) =>
    new Set(act.body.reports).size < act.body.reports.length
      ? refuse('twice-named', { what: 'a report' })
      : citable(state, act, 'report', act.body.reports),
  evolve: (state, act) =>
    state.put('apart', {
      ...opened(act),
      by: act.signers[0]!.member,
      organisation: organisationOf(act),
      reports: act.body.reports,
      because: act.body.because,
    }),
});

/** The incident that stands for this one: itself, or the one into which it was merged. */
export function standingIncident(reader: Reader, id: string): Incident | undefined {
  let incident = reader.get('incident', id);
  while (incident?.into) incident = reader.get('incident', incident.into);
  return incident;
}

/** An incident and those merged into it, all the way down; the accounts of each stay with it. */
export function incidentFamily(reader: Reader, id: string): Incident[] {
  const family: Incident[] = [];
  const ahead = [id];
  while (ahead.length > 0) {
    const incident = reader.get('incident', ahead.pop()!);
    if (!incident) continue;
    family.push(incident);
    ahead.push(...incident.merged.toReversed());
  }
  return family;
}

/** The accounts linked to an incident and to those merged into it that a reader may see. */
export function accountsOf(reader: Reader, incident: Incident): Report[] {
  const ids = incidentFamily(reader, incident.id).flatMap((one) => one.reports.map((link) => link.id));
  return [...new Set(ids)].flatMap((id) => reader.get('report', id) ?? []);
}

export const incidentKinds = [
  incidentOpen,
  incidentLink,
  incidentUnlink,
  incidentAmend,
  incidentMerge,
  incidentUnmerge,
  incidentSplit,
  incidentKeepApart,
] as const;
