// A report: one account of something that happened, by a named source. It is never merged into another, and it is
// corrected or withdrawn only by a new entry, which leaves what was first said readable.

import type { Problem } from '@sulh/record';
import { z } from 'zod';
import { tooOpen } from './openly.ts';
import { citable, MOST, on, tooMany } from './refer.ts';
import { type Act, kind, opened, organisationOf, refuse, type Seat, touched } from './rule.ts';
import { Evidence, Id, Line, Passage, Place, Range, When } from './schema.ts';
import type { Reader, Row, State } from './state.ts';
import { eventKnown } from './terms.ts';

/** What a report can be about: both directions, and no kind that names a culprit. The terms may extend the list. */
export const EVENT_KINDS = [
  'fire-across-line',
  'ground-attack',
  'infiltration',
  'third-actor-attack',
  'air-or-drone-strike',
  'overflight',
  'shelling',
  'mine-or-ied',
  'abduction-or-detention',
  'movement-or-new-positions',
  'weapons-in-prohibited-zone',
  'access-denied-or-threat',
  'harm-to-civilians',
  'crossing-closed-or-aid-blocked',
  'expulsion',
  'incitement',
  'other',
] as const;
export const EventKind = z.union([z.enum(EVENT_KINDS), z.string().regex(/^x-[a-z0-9-]{1,60}$/)]);
export type EventKind = z.infer<typeof EventKind>;
/** What is never reported to the members, nor an incident: it takes the confidential route (confidential.ts). */
export const CONFIDENTIAL_EVENTS = ['sexual-violence', 'child-recruitment'] as const;
/** An event as somebody may try to report it: known, or of the confidential route, which is refused by name. */
export const SaidEvent = z.union([EventKind, z.enum(CONFIDENTIAL_EVENTS)]);

/** Why an event cannot be reported or be an incident here. */
export const reportable = (reader: Reader, event: string): Problem | undefined =>
  (CONFIDENTIAL_EVENTS as readonly string[]).includes(event.replace(/^x-/, ''))
    ? refuse('confidential-route', { event })
    : eventKnown(reader, event);

export const Figure = z.strictObject({
  what: z.enum(['killed', 'wounded', 'missing', 'detained', 'displaced', 'buildings-damaged', 'vehicles-damaged']),
  whom: z.enum(['civilians', 'women', 'children', 'combatants', 'monitors', 'aid-workers', 'unspecified']),
  count: Range,
});
export type Figure = z.infer<typeof Figure>;

export const ReportBody = z.strictObject({
  event: SaidEvent,
  when: When,
  place: Place,
  /** What the source says happened, in the source's words. */
  account: Passage,
  /** BCP 47 tag of the account's language. */
  language: z.string().regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/),
  source: z.strictObject({
    type: z.enum(['party', 'monitor', 'sensor', 'witness', 'press', 'organisation']),
    /** How the source knows: it saw, it heard, an instrument recorded it, somebody told it. */
    directness: z.enum(['saw', 'heard', 'recorded', 'told-by-witness', 'told-by-party', 'told-by-press']),
    /** Where the account truly comes from, if told: two reports with one origin are one account. */
    origin: Line.optional(),
  }),
  /** Admiralty code: reliability of the source, credibility of the information; two axes, never fused. */
  grade: z
    .strictObject({ reliability: z.enum(['A', 'B', 'C', 'D', 'E', 'F']), credibility: z.int().min(1).max(6) })
    .optional(),
  figures: z.array(Figure).max(40).default([]),
  /** Actors as the source names them, kept as a quotation. */
  actorsAsNamed: z.array(Line).max(20).default([]),
  evidence: z.array(Evidence).max(50).default([]),
  /** Claims that the report rests on. */
  claims: z.array(Id).max(50).default([]),
  /** True for the demonstration entries of a pilot; every face says so. */
  demonstration: z.boolean().default(false),
});
export type ReportBody = z.infer<typeof ReportBody>;

export interface Report extends Row, ReportBody {
  readonly by: string;
  readonly organisation: string;
  readonly status: 'filed' | 'corrected' | 'withdrawn';
  /** What stood before each correction, oldest first. */
  readonly earlier: readonly { readonly entry: string; readonly body: ReportBody }[];
  readonly withdrawnBecause?: string;
}

declare module './state.ts' {
  interface Tables {
    report: Report;
  }
}

const WHO: readonly Seat[] = ['monitor', 'team', 'liaison', 'lead', 'chair', 'secretary'];

const own = (state: State, act: Act<{ report: string }>) => {
  const refusal = on(state, act, 'report', act.body.report);
  if (refusal) return refusal;
  const report = state.get('report', act.body.report)!;
  if (report.organisation !== organisationOf(act)) return refuse('not-yours', { organisation: report.organisation });
  return report.status === 'withdrawn' ? refuse('report-withdrawn', { id: report.id }) : undefined;
};

/** It is not in the future, of a kind that the terms know, and rests on claims that its readers may read. */
const sound = (state: State, act: Act, body: ReportBody) =>
  body.when.from > act.receivedAt
    ? refuse('in-the-future', { from: body.when.from })
    : (reportable(state, body.event) ??
      tooOpen(state, act, body.event, { ...body, words: { account: body.account } }) ??
      citable(state, act, 'claim', body.claims));

export const reportFile = kind({
  name: 'report.file',
  says: 'Files an account of something that happened.',
  schema: ReportBody,
  seats: WHO,
  // Who the source is may be sealed to those who have to know.
  sealable: 'may',
  refusals: [
    'in-the-future',
    'confidential-route',
    'unknown-event',
    'release-too-fine',
    'release-too-soon',
    'not-found',
    'not-releasable',
  ],
  decide: (state, act) => sound(state, act, act.body),
  evolve: (state, act) =>
    state.put('report', {
      ...opened(act),
      ...act.body,
      by: act.signers[0]!.member,
      organisation: organisationOf(act),
      status: 'filed',
      earlier: [],
    }),
});

export const reportCorrect = kind({
  name: 'report.correct',
  says: 'Corrects a report of one’s own organisation; what stood before stays readable.',
  schema: z.strictObject({ report: Id, because: Passage, body: ReportBody }),
  seats: WHO,
  refusals: [
    'not-found',
    'not-yours',
    'audience-differs',
    'report-withdrawn',
    'in-the-future',
    'confidential-route',
    'unknown-event',
    'release-too-fine',
    'release-too-soon',
    'not-releasable',
    'too-many',
  ],
  decide: (state, act) =>
    own(state, act) ??
    tooMany('corrections', state.get('report', act.body.report)!.earlier, MOST.corrections) ??
    sound(state, act, act.body.body),
  evolve(state, act) {
    const {
      event,
      when,
      place,
      account,
      language,
      source,
      grade,
      figures,
      actorsAsNamed,
      evidence,
      claims,
      demonstration,
      ...report
    } = state.get('report', act.body.report)!;
    const before = {
      event,
      when,
      place,
      account,
      language,
      source,
      grade,
      figures,
      actorsAsNamed,
      evidence,
      claims,
      demonstration,
    };
    state.put('report', {
      ...touched(report, act),
      ...act.body.body,
      status: 'corrected',
      earlier: [...report.earlier, { entry: act.id, body: before }],
    });
  },
});

export const reportWithdraw = kind({
  name: 'report.withdraw',
  says: 'Withdraws a report of one’s own organisation, with the reason; it stays readable as withdrawn.',
  schema: z.strictObject({ report: Id, because: Passage }),
  seats: WHO,
  refusals: ['not-found', 'not-yours', 'audience-differs', 'report-withdrawn'],
  decide: own,
  evolve(state, act) {
    const report = state.get('report', act.body.report)!;
    state.put('report', { ...touched(report, act), status: 'withdrawn', withdrawnBecause: act.body.because });
  },
});

export const reportKinds = [reportFile, reportCorrect, reportWithdraw] as const;
