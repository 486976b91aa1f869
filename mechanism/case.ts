// A case: the joint verification of an incident. Each organisation names its own members of the team, a third party chairs.
// Every step has a clock; a clock that is missed is passed over and shown as missed, so that no side can hold up a case
// by staying away. A draft goes to every party for a reply and to every seat for a position, and only then is adopted.

import { z } from 'zod';
import { agreementAt, versionAt } from './agreement.ts';
import { type Clock, clockAt, StopReason } from './clock.ts';
import {
  DraftFinding,
  type Finding,
  findingKey,
  type NotJoint,
  POSITIONS,
  type Position,
  standingOf,
} from './finding.ts';
import { neutral } from './lexicon.ts';
import { absences } from './participation.ts';
import { citable, entriesCitable, type Mark, MOST, mark, on, tooMany } from './refer.ts';
import { type Act, kind, opened, organisationOf, refuse, type Seat, seenBySigners, touched } from './rule.ts';
import {
  Day,
  Evidence,
  Id,
  Instant,
  Line,
  MemberId,
  OrganisationId,
  Passage,
  Slug,
  STANDARDS,
  Tongue,
} from './schema.ts';
import type { Reader, Row, State } from './state.ts';
import { hoursAt, parties, terms } from './terms.ts';

export const CASE_CLOCKS = ['acknowledge', 'name-team', 'draft', 'reply', 'positions', 'measure', 'follow-up'] as const;
export type CaseClockName = (typeof CASE_CLOCKS)[number];

export interface TeamMember {
  readonly member: string;
  readonly organisation: string;
  readonly role: 'member' | 'chair';
  readonly entry: string;
}

export interface Draft extends Mark {
  readonly findings: readonly (DraftFinding & { readonly key: string })[];
  readonly account: string;
  readonly limits: string;
}

export interface Reply extends Mark {
  readonly draft: string;
  readonly comment: boolean;
  readonly words?: string;
  readonly language?: string;
  readonly evidence: readonly Evidence[];
}

/** A position as it was given, on one finding of one draft. */
export interface Given extends Mark {
  readonly draft: string;
  readonly finding: string;
  readonly position: (typeof POSITIONS)[number];
  readonly words?: string;
  readonly language?: string;
}

export interface CaseStop {
  readonly clock: CaseClockName;
  /** Whose clock; without it, everybody's. */
  readonly organisation?: string;
  readonly reason: StopReason;
  /** Who holds the clock up, by name. */
  readonly holder: string;
  readonly words: string;
  readonly stopped: Mark;
  readonly started?: Mark;
}

export interface Recommendation extends Mark {
  /** The id of the entry that made it. */
  readonly id: string;
  readonly to: string;
  readonly words: string;
  readonly findings: readonly string[];
  readonly due?: string;
  readonly measures: readonly (Mark & { readonly words: string; readonly done?: string })[];
  readonly followUps: readonly (Mark & {
    readonly result: 'verified' | 'partly' | 'not-done' | 'unable-to-verify';
    readonly words: string;
  })[];
}

export interface Case extends Row {
  readonly incident: string;
  readonly opened: Mark;
  readonly question: string;
  /** Obligations that the opener says are at issue. */
  readonly alleged: readonly { readonly agreement: string; readonly obligation: string; readonly party: string }[];
  readonly acknowledged: readonly Mark[];
  readonly team: readonly TeamMember[];
  /** Each time an organisation named its members. */
  readonly named: readonly (Mark & { readonly chair: boolean })[];
  readonly evidence: readonly (Mark & {
    readonly what: string;
    readonly file?: Evidence;
    readonly obtained?: string;
    readonly from?: string;
    readonly reports: readonly string[];
  })[];
  readonly drafts: readonly Draft[];
  readonly replies: readonly Reply[];
  readonly given: readonly Given[];
  readonly findings: readonly Finding[];
  readonly adopted?: Mark & { readonly draft: string };
  readonly recommendations: readonly Recommendation[];
  readonly stops: readonly CaseStop[];
  readonly closed?: Mark & { readonly outcome: 'finished' | 'no-finding' | 'withdrawn'; readonly because: string };
}

declare module './state.ts' {
  interface Tables {
    case: Case;
  }
}

/** What a step on a case needs first: the case is there, of the same audience, and not closed. */
function step(state: State, act: Act<{ case: string }>) {
  const refusal = on(state, act, 'case', act.body.case);
  if (refusal) return refusal;
  return state.get('case', act.body.case)!.closed ? refuse('case-closed', { id: act.body.case }) : undefined;
}

const isParty = (state: State, organisation: string): boolean =>
  state.get('organisation', organisation)?.role === 'party';

/** The act's author chairs: a chair or secretary of the terms' chair, or the chair of this case's team. */
function chairs(state: State, act: Act<{ case: string }>) {
  const signer = act.signers[0]!;
  const seated = signer.seats.includes('chair') || signer.seats.includes('secretary');
  const named = state
    .get('case', act.body.case)!
    .team.some((one) => one.role === 'chair' && one.member === signer.member);
  return seated || named ? undefined : refuse('not-the-chair', { member: signer.member });
}

export const caseOpen = kind({
  name: 'case.open',
  says: 'Opens a joint case on an incident. Any organisation may; every party and the chair see it.',
  schema: z.strictObject({
    incident: Id,
    /** What the case is to find out, in neutral words. */
    question: Passage,
    alleged: z
      .array(z.strictObject({ agreement: Id, obligation: Slug, party: OrganisationId }))
      .max(20)
      .default([]),
  }),
  seats: ['lead', 'liaison', 'monitor', 'team', 'chair', 'secretary'],
  refusals: ['not-found', 'not-releasable', 'incident-merged', 'case-not-joint', 'case-exists', 'not-a-member'],
  decide(state, act) {
    const { incident, alleged } = act.body;
    const refusal = citable(state, act, 'incident', [incident]);
    if (refusal) return refusal;
    const { status, into } = state.get('incident', incident)!;
    if (status === 'merged') return refuse('incident-merged', { id: incident, into });
    const { audience } = act;
    const left = [...parties(state), terms(state).chair].filter(
      (one) => typeof audience !== 'string' && !audience.includes(one),
    );
    if (left.length > 0) return refuse('case-not-joint', { organisations: left });
    const stranger = alleged.find((one) => !state.get('organisation', one.party));
    if (stranger) return refuse('not-a-member', { organisation: stranger.party });
    const other = state.by('case', 'incident', incident).find((one) => !one.closed && seenBySigners(act, one.audience));
    return other ? refuse('case-exists', { id: other.id }) : undefined;
  },
  evolve: (state, act) =>
    state.put('case', {
      ...opened(act),
      incident: act.body.incident,
      opened: mark(act),
      question: act.body.question,
      alleged: act.body.alleged,
      acknowledged: [],
      team: [],
      named: [],
      evidence: [],
      drafts: [],
      replies: [],
      given: [],
      findings: [],
      recommendations: [],
      stops: [],
    }),
});

/** Puts a case with an act added. */
const put = (state: State, act: Act<{ case: string }>, change: (before: Case) => Partial<Case>): void => {
  const before = state.get('case', act.body.case)!;
  state.put('case', { ...touched(before, act), ...change(before) });
};

export const caseAcknowledge = kind({
  name: 'case.acknowledge',
  says: 'Acknowledges a case for one’s own party.',
  schema: z.strictObject({ case: Id }),
  seats: ['lead', 'liaison'],
  refusals: ['not-found', 'audience-differs', 'case-closed', 'not-a-party', 'acknowledged-before'],
  decide(state, act) {
    const refusal = step(state, act);
    if (refusal) return refusal;
    const organisation = organisationOf(act);
    if (!isParty(state, organisation)) return refuse('not-a-party', { organisation });
    const before = state.get('case', act.body.case)!.acknowledged.some((one) => one.organisation === organisation);
    return before ? refuse('acknowledged-before', { organisation }) : undefined;
  },
  evolve: (state, act) => put(state, act, (before) => ({ acknowledged: [...before.acknowledged, mark(act)] })),
});

export const caseNameTeam = kind({
  name: 'case.name-team',
  says: 'Names one’s own organisation’s members of the joint team; the chair’s organisation names who chairs it.',
  schema: z.strictObject({ case: Id, members: z.array(MemberId).min(1).max(4), chair: MemberId.optional() }),
  seats: ['lead', 'liaison', 'chair', 'secretary'],
  refusals: [
    'not-found',
    'audience-differs',
    'case-closed',
    'case-adopted',
    'not-yours',
    'seat-needed',
    'chair-of-a-party',
    'observers-watch',
    'too-many',
  ],
  decide(state, act) {
    const refusal = step(state, act);
    if (refusal) return refusal;
    const before = state.get('case', act.body.case)!;
    if (before.adopted) return refuse('case-adopted');
    const organisation = organisationOf(act);
    const many = tooMany('teams', before.named, MOST.teams, organisation);
    if (many) return many;
    const role = state.get('organisation', organisation)?.role;
    if (role === 'observer') return refuse('observers-watch', { organisation });
    const { chair, members } = act.body;
    if (chair !== undefined && organisation !== terms(state).chair) return refuse('chair-of-a-party', { organisation });
    for (const name of chair === undefined ? members : [...members, chair]) {
      const member = state.get('member', name);
      if (!name.startsWith(`${organisation}/`))
        return refuse('not-yours', { organisation: name.slice(0, name.indexOf('/')) });
      if (member?.status !== 'enrolled') return refuse('not-found', { what: 'member', id: name });
      const seats: readonly Seat[] =
        name === chair ? ['chair', 'team', 'lead'] : ['team', 'monitor', 'liaison', 'lead', 'chair'];
      if (!member.seats.some((seat) => seats.includes(seat))) return refuse('seat-needed', { seats, member: name });
    }
    return undefined;
  },
  evolve(state, act) {
    const { members, chair } = act.body;
    const organisation = organisationOf(act);
    const named: TeamMember[] = [...new Set(chair === undefined ? members : [chair, ...members])].map((member) => ({
      member,
      organisation,
      role: member === chair ? 'chair' : 'member',
      entry: act.id,
    }));
    put(state, act, (before) => ({
      team: [...before.team.filter((one) => one.organisation !== organisation), ...named],
      named: [...before.named, { ...mark(act), chair: chair !== undefined }],
    }));
  },
});

export const caseEvidence = kind({
  name: 'case.evidence',
  says: 'Adds a piece of evidence or an observation to a case, with where it comes from.',
  schema: z.strictObject({
    case: Id,
    what: Passage,
    file: Evidence.optional(),
    /** When it was obtained, by the author’s word. */
    obtained: Instant.optional(),
    /** From whom or where: no person’s name. */
    from: Line.optional(),
    reports: z.array(Id).max(50).default([]),
  }),
  seats: ['team', 'monitor', 'liaison', 'lead', 'chair', 'secretary'],
  refusals: ['not-found', 'audience-differs', 'case-closed', 'not-releasable', 'too-many'],
  decide: (state, act) =>
    step(state, act) ??
    tooMany('evidence', state.get('case', act.body.case)!.evidence, MOST.evidence, organisationOf(act)) ??
    citable(state, act, 'report', act.body.reports),
  evolve(state, act) {
    const { case: _id, ...piece } = act.body;
    put(state, act, (before) => ({ evidence: [...before.evidence, { ...mark(act), ...piece }] }));
  },
});

export const caseDraft = kind({
  name: 'case.draft',
  says: 'Puts a draft of the findings before every party and every seat; a later draft replaces it.',
  schema: z.strictObject({
    case: Id,
    findings: z.array(DraftFinding).min(1).max(24),
    /** What the team did and saw. */
    account: Passage,
    /** What limits the findings: what could not be seen, asked or reached. */
    limits: Passage,
  }),
  seats: ['chair', 'secretary', 'team', 'lead'],
  refusals: [
    'not-found',
    'audience-differs',
    'case-closed',
    'case-adopted',
    'not-the-chair',
    'team-incomplete',
    'finding-twice',
    'not-a-party',
    'not-in-force',
    'not-releasable',
    'word-of-one-side',
    'too-many',
  ],
  decide(state, act) {
    const refusal = step(state, act) ?? chairs(state, act);
    if (refusal) return refusal;
    const before = state.get('case', act.body.case)!;
    if (before.adopted) return refuse('case-adopted');
    const many = tooMany('drafts', before.drafts, MOST.drafts);
    if (many) return many;
    const open = stillOpen(caseClocks(state, before, act.receivedAt), 'name-team');
    if (open.length > 0) return refuse('team-incomplete', { organisations: open });
    const keys = act.body.findings.map(findingKey);
    const twice = keys.find((key, i) => keys.indexOf(key) !== i);
    if (twice) return refuse('finding-twice', { finding: twice });
    for (const one of act.body.findings) {
      const wrong = sound(state, act, one);
      if (wrong) return wrong;
    }
    return undefined;
  },
  evolve(state, act) {
    const { findings, account, limits } = act.body;
    const draft: Draft = {
      ...mark(act),
      findings: findings.map((one) => ({ ...one, key: findingKey(one) })),
      account,
      limits,
    };
    put(state, act, (before) => ({ drafts: [...before.drafts, draft] }));
  },
});

/** What a drafted finding must name: parties of the mechanism, and entries that the case's audience may read. */
function sound(state: State, act: Act<{ case: string }>, finding: DraftFinding) {
  const party = finding.on === 'attribution' ? finding.to : finding.on === 'occurrence' ? undefined : finding.party;
  const named = typeof party === 'string' ? party : party?.kind === 'party' ? party.organisation : undefined;
  if (named !== undefined && !isParty(state, named)) return refuse('not-a-party', { organisation: named });
  if (finding.on === 'breach') {
    const { agreement: id, obligation, party: obligor, version } = finding;
    const missing = citable(state, act, 'agreement', [id]);
    if (missing) return missing;
    // In force when it began or, where that is not known better, when it ended.
    const { from, to } = state.get('incident', state.get('case', act.body.case)!.incident)!.when;
    const agreement = state.get('agreement', id)!;
    // What all parties by their own acts held suspended or ended bound nobody then.
    const bindingAt = (at: string) => {
      const { state: stood, rests } = agreementAt(agreement, at);
      return rests === 'acts' && (stood === 'suspended' || stood === 'ended') ? undefined : versionAt(agreement, at);
    };
    const cited = [bindingAt(from), bindingAt(to)].find((one) => one?.entry === version);
    const bound = cited?.obligations.find((one) => one.id === obligation)?.obligors.includes(obligor);
    if (!bound) return refuse('not-in-force', { obligation, organisation: obligor });
  }
  return neutral(state, finding.statement) ?? entriesCitable(state, act, finding.entries);
}

/** The draft that is before the seats. */
export const draftOf = (one: Case): Draft | undefined => one.drafts.at(-1);

/** A step on the draft that stands. */
function onDraft(state: State, act: Act<{ case: string; draft: string }>) {
  const refusal = step(state, act);
  if (refusal) return refusal;
  const before = state.get('case', act.body.case)!;
  if (before.adopted) return refuse('case-adopted');
  if (!before.drafts.some((one) => one.entry === act.body.draft))
    return refuse('not-found', { what: 'draft', id: act.body.draft });
  return draftOf(before)!.entry === act.body.draft
    ? undefined
    : refuse('draft-superseded', { id: draftOf(before)!.entry });
}

export const caseReply = kind({
  name: 'case.reply',
  says: 'Gives one’s own party’s reply to the draft, or says that it has none.',
  schema: z
    .strictObject({
      case: Id,
      draft: Id,
      comment: z.boolean(),
      words: Passage.optional(),
      language: Tongue.optional(),
      evidence: z.array(Evidence).max(50).default([]),
    })
    .refine((reply) => !reply.comment || reply.words !== undefined, {
      path: ['words'],
      message: 'a comment needs words',
    }),
  seats: ['lead', 'liaison'],
  refusals: [
    'not-found',
    'audience-differs',
    'case-closed',
    'case-adopted',
    'draft-superseded',
    'not-a-party',
    'too-many',
  ],
  decide: (state, act) =>
    onDraft(state, act) ??
    (isParty(state, organisationOf(act))
      ? tooMany('replies', state.get('case', act.body.case)!.replies, MOST.replies, organisationOf(act))
      : refuse('not-a-party', { organisation: organisationOf(act) })),
  evolve(state, act) {
    const { case: _id, ...reply } = act.body;
    put(state, act, (before) => ({ replies: [...before.replies, { ...mark(act), ...reply }] }));
  },
});

export const casePosition = kind({
  name: 'case.position',
  says: 'Takes one’s own seat’s position on findings of the draft: concurs, reserves, dissents or abstains.',
  schema: z
    .strictObject({
      case: Id,
      draft: Id,
      position: z.enum(POSITIONS),
      /** Keys of the findings; without it, all of the draft. */
      findings: z.array(z.string().min(1).max(400)).min(1).max(24).optional(),
      /** Bounded, so that every position can travel with the finding into one bulletin. */
      words: z.string().trim().min(1).max(1_500).optional(),
      language: Tongue.optional(),
    })
    .refine((one) => (one.position !== 'dissent' && one.position !== 'reservation') || one.words !== undefined, {
      path: ['words'],
      message: 'a dissent or reservation says why',
    }),
  seats: ['team', 'monitor', 'liaison', 'lead', 'chair'],
  refusals: [
    'not-found',
    'audience-differs',
    'case-closed',
    'case-adopted',
    'draft-superseded',
    'no-seat-on-case',
    'too-many',
  ],
  decide(state, act) {
    const refusal = onDraft(state, act);
    if (refusal) return refusal;
    const before = state.get('case', act.body.case)!;
    const signer = act.signers[0]!;
    const seated = before.team.some((one) => one.member === signer.member);
    const leads = signer.seats.includes('lead') && isParty(state, signer.organisation);
    if (!seated && !leads) return refuse('no-seat-on-case', { member: signer.member });
    const spoke = new Set(before.given.filter((one) => one.organisation === signer.organisation).map((one) => one.by));
    if (spoke.size >= MOST.speakers && !spoke.has(signer.member)) {
      return refuse('too-many', { what: 'speakers', most: MOST.speakers });
    }
    const many = tooMany('positions', before.given, MOST.positions, signer.organisation);
    if (many) return many;
    const unknown = act.body.findings?.find((key) => !draftOf(before)!.findings.some((one) => one.key === key));
    return unknown ? refuse('not-found', { what: 'finding', id: unknown }) : undefined;
  },
  evolve(state, act) {
    const { draft, position, words, language } = act.body;
    put(state, act, (before) => {
      const keys = act.body.findings ?? draftOf(before)!.findings.map((one) => one.key);
      const given = [...new Set(keys)].map((finding) => ({ ...mark(act), draft, finding, position, words, language }));
      return { given: [...before.given, ...given] };
    });
  },
});

/**
 * The positions of every seat on one finding of the draft that stands: given, given on an earlier draft, or silent. Of
 * `sides`, one that neither named a seat nor spoke is silent as a whole, under its own name.
 */
export function positionsOn(one: Case, key: string, sides: readonly string[]): Position[] {
  const draft = draftOf(one)?.entry;
  const latest = new Map<string, Given>();
  for (const given of one.given) {
    // Agreement with an earlier text is not agreement with this one; a dissent stands until its seat says otherwise.
    const stands = given.draft === draft || given.position === 'dissent' || given.position === 'reservation';
    if (given.finding !== key) continue;
    if (stands) latest.set(given.by, given);
    else latest.delete(given.by);
  }
  const positions: Position[] = [...latest.values()].map(
    ({ by, organisation, position, words, language, entry, at, draft: on }) => ({
      member: by,
      organisation,
      position,
      ...(words ? { words } : {}),
      ...(language ? { language } : {}),
      entry,
      at,
      ...(on === draft ? {} : { onDraft: on }),
    }),
  );
  for (const { member, organisation } of one.team) {
    if (!latest.has(member)) positions.push({ member, organisation, position: 'silent' });
  }
  for (const side of sides) {
    if (positions.some((position) => position.organisation === side)) continue;
    positions.push({ member: side, organisation: side, position: 'silent' });
  }
  return positions;
}

export const caseAdopt = kind({
  name: 'case.adopt',
  says: 'Adopts the draft’s findings, each with its positions, once replies and positions are given or their time is over.',
  schema: z.strictObject({ case: Id, draft: Id }),
  seats: ['chair', 'team', 'lead'],
  refusals: [
    'not-found',
    'audience-differs',
    'case-closed',
    'case-adopted',
    'draft-superseded',
    'not-the-chair',
    'reply-open',
    'positions-open',
  ],
  decide(state, act) {
    const refusal = onDraft(state, act) ?? chairs(state, act);
    if (refusal) return refusal;
    const before = state.get('case', act.body.case)!;
    const clocks = caseClocks(state, before, act.receivedAt);
    const reply = stillOpen(clocks, 'reply');
    if (reply.length > 0) return refuse('reply-open', { organisations: reply });
    const organisations = stillOpen(clocks, 'positions');
    const members = before.team
      .filter(({ member, organisation }) => organisations.includes(organisation) && !hasGiven(before, member))
      .map((one) => one.member)
      .filter((member) => member !== act.signers[0]!.member);
    const unnamed = organisations.filter((one) => !before.team.some(({ organisation }) => organisation === one));
    const open = [...members, ...unnamed];
    return open.length > 0 ? refuse('positions-open', { members: open }) : undefined;
  },
  evolve: (state, act) =>
    put(state, act, (before) => ({
      adopted: { ...mark(act), draft: act.body.draft },
      findings: adopt(state, before, act),
    })),
});

/** The findings of the draft as they stand with the positions of every seat. Who adopts without a position concurs. */
function adopt(state: State, before: Case, act: Act): Finding[] {
  const { chair, deadlock } = terms(state);
  const rule = { parties: parties(state), chair, deadlock };
  return draftOf(before)!.findings.map((one) => {
    const positions = positionsOn(before, one.key, rule.parties).map(
      (position): Position =>
        position.position === 'silent' && position.member === act.signers[0]!.member
          ? { ...position, position: 'concur', entry: act.id, at: act.receivedAt }
          : position,
    );
    return {
      ...one,
      case: before.id,
      incident: before.incident,
      drafted: one.standard,
      ...standingOf(one.standard, positions, rule),
      positions,
      notJoint: rule.parties.flatMap((party): NotJoint[] => {
        if (positions.some((position) => position.organisation === party && position.position !== 'silent')) return [];
        const away = absences(state, 'teams', act.receivedAt).find((one) => one.organisation === party);
        if (away) return [{ organisation: party, why: 'absent', since: away.left.at, entry: away.left.entry }];
        const team = before.team.some((seat) => seat.organisation === party);
        return [{ organisation: party, why: team ? 'silent' : 'no-team' }];
      }),
      adopted: mark(act),
    };
  });
}

export const caseSettle = kind({
  name: 'case.settle',
  says: 'Settles findings on which the seats were divided: signed by every party and the chair together.',
  schema: z.strictObject({
    case: Id,
    findings: z
      .array(z.strictObject({ finding: z.string().min(1).max(400), standard: z.enum(STANDARDS) }))
      .min(1)
      .max(24),
    words: Passage,
  }),
  seats: ['lead', 'chair'],
  signers: 'several',
  refusals: ['not-found', 'audience-differs', 'case-closed', 'not-adopted', 'signature-missing'],
  decide(state, act) {
    const refusal = step(state, act);
    if (refusal) return refusal;
    const before = state.get('case', act.body.case)!;
    if (!before.adopted) return refuse('not-adopted');
    const signed = act.signers.map((one) => one.organisation);
    const missing = [...parties(state), terms(state).chair].filter((one) => !signed.includes(one));
    if (missing.length > 0) return refuse('signature-missing', { organisations: missing });
    const unknown = act.body.findings.find((one) => !before.findings.some((other) => other.key === one.finding));
    return unknown ? refuse('not-found', { what: 'finding', id: unknown.finding }) : undefined;
  },
  evolve: (state, act) =>
    put(state, act, (before) => ({
      findings: before.findings.map((one): Finding => {
        const settled = act.body.findings.find((other) => other.finding === one.key);
        if (!settled) return one;
        return {
          ...one,
          standard: settled.standard,
          basis: 'settled',
          referred: false,
          settled: { ...mark(act), words: act.body.words },
        };
      }),
    })),
});

/** Who recommends what follows: the chair, or, where the terms leave that to the talks, all parties in one entry. */
function mayRecommend(state: State, act: Act<{ case: string }>) {
  if (terms(state).consequences === 'chair') return chairs(state, act);
  const missing = parties(state).filter((one) => !act.signers.some(({ organisation }) => organisation === one));
  return missing.length > 0 ? refuse('signature-missing', { organisations: missing }) : undefined;
}

export const caseRecommend = kind({
  name: 'case.recommend',
  says: 'Recommends a measure to an organisation after the findings: the chair, or where the terms leave it to the talks every party together.',
  schema: z.strictObject({
    case: Id,
    to: OrganisationId,
    words: Passage,
    findings: z.array(z.string().min(1).max(400)).max(24).default([]),
    due: Day.optional(),
  }),
  seats: ['chair', 'secretary', 'team', 'lead'],
  signers: 'several',
  refusals: [
    'not-found',
    'audience-differs',
    'case-closed',
    'not-the-chair',
    'not-adopted',
    'not-a-member',
    'signature-missing',
    'too-many',
  ],
  decide(state, act) {
    const refusal = step(state, act) ?? mayRecommend(state, act);
    if (refusal) return refusal;
    const before = state.get('case', act.body.case)!;
    if (!before.adopted) return refuse('not-adopted');
    const many = tooMany('recommendations', before.recommendations, MOST.recommendations);
    if (many) return many;
    if (!state.get('organisation', act.body.to)) return refuse('not-a-member', { organisation: act.body.to });
    const unknown = act.body.findings.find((key) => !before.findings.some((one) => one.key === key));
    return unknown ? refuse('not-found', { what: 'finding', id: unknown }) : undefined;
  },
  evolve(state, act) {
    const { case: _id, ...body } = act.body;
    const one: Recommendation = { ...mark(act), id: act.id, ...body, measures: [], followUps: [] };
    put(state, act, (before) => ({ recommendations: [...before.recommendations, one] }));
  },
});

const recommendation = (state: State, act: Act<{ case: string; recommendation: string }>): Recommendation | undefined =>
  state.get('case', act.body.case)!.recommendations.find((one) => one.id === act.body.recommendation);

const changed = (before: Case, id: string, change: (one: Recommendation) => Recommendation): Partial<Case> => ({
  recommendations: before.recommendations.map((one) => (one.id === id ? change(one) : one)),
});

export const caseMeasure = kind({
  name: 'case.measure',
  says: 'Says what one’s own organisation did, or will do, on a recommendation.',
  schema: z.strictObject({ case: Id, recommendation: Id, words: Passage, done: Day.optional() }),
  seats: ['lead', 'liaison'],
  refusals: ['not-found', 'audience-differs', 'case-closed', 'not-yours', 'too-many'],
  decide(state, act) {
    const refusal = step(state, act);
    if (refusal) return refusal;
    const one = recommendation(state, act);
    if (!one) return refuse('not-found', { what: 'recommendation', id: act.body.recommendation });
    if (one.to !== organisationOf(act)) return refuse('not-yours', { organisation: one.to });
    return tooMany('measures', one.measures, MOST.measures);
  },
  evolve(state, act) {
    const { case: _case, recommendation: id, ...measure } = act.body;
    put(state, act, (before) =>
      changed(before, id, (one) => ({ ...one, measures: [...one.measures, { ...mark(act), ...measure }] })),
    );
  },
});

export const caseFollowUp = kind({
  name: 'case.follow-up',
  says: 'Says what a third party found when it followed a recommendation up.',
  schema: z.strictObject({
    case: Id,
    recommendation: Id,
    result: z.enum(['verified', 'partly', 'not-done', 'unable-to-verify']),
    words: Passage,
  }),
  seats: ['chair', 'secretary', 'team', 'monitor', 'lead'],
  refusals: ['not-found', 'audience-differs', 'case-closed', 'third-party-needed', 'too-many'],
  decide(state, act) {
    const refusal = step(state, act);
    if (refusal) return refusal;
    const one = recommendation(state, act);
    if (!one) return refuse('not-found', { what: 'recommendation', id: act.body.recommendation });
    if (isParty(state, organisationOf(act))) return refuse('third-party-needed');
    return tooMany('follow-ups', one.followUps, MOST['follow-ups'], organisationOf(act));
  },
  evolve(state, act) {
    const { case: _case, recommendation: id, ...followUp } = act.body;
    put(state, act, (before) =>
      changed(before, id, (one) => ({ ...one, followUps: [...one.followUps, { ...mark(act), ...followUp }] })),
    );
  },
});

export const caseStopClock = kind({
  name: 'case.stop-clock',
  says: 'Stops a clock of a case, with a named reason and a named holder.',
  schema: z.strictObject({
    case: Id,
    clock: z.enum(CASE_CLOCKS),
    organisation: OrganisationId.optional(),
    reason: StopReason,
    holder: Line,
    words: Passage,
  }),
  seats: ['chair', 'secretary', 'team', 'lead'],
  refusals: [
    'not-found',
    'audience-differs',
    'case-closed',
    'not-the-chair',
    'clock-stopped',
    'not-a-member',
    'too-many',
  ],
  decide(state, act) {
    const refusal = step(state, act) ?? chairs(state, act);
    if (refusal) return refusal;
    const { clock, organisation } = act.body;
    if (organisation !== undefined && !state.get('organisation', organisation))
      return refuse('not-a-member', { organisation });
    const many = tooMany('stops', state.get('case', act.body.case)!.stops, MOST.stops);
    if (many) return many;
    return stopOf(state.get('case', act.body.case)!, clock, organisation)
      ? refuse('clock-stopped', { clock })
      : undefined;
  },
  evolve(state, act) {
    const { case: _id, ...stop } = act.body;
    put(state, act, (before) => ({ stops: [...before.stops, { ...stop, stopped: mark(act) }] }));
  },
});

const stopOf = (one: Case, clock: string, organisation: string | undefined): CaseStop | undefined =>
  one.stops.find((stop) => !stop.started && stop.clock === clock && stop.organisation === organisation);

export const caseStartClock = kind({
  name: 'case.start-clock',
  says: 'Starts a clock of a case again; the time in between does not count.',
  schema: z.strictObject({ case: Id, clock: z.enum(CASE_CLOCKS), organisation: OrganisationId.optional() }),
  seats: ['chair', 'secretary', 'team', 'lead'],
  refusals: ['not-found', 'audience-differs', 'case-closed', 'not-the-chair', 'clock-running'],
  decide: (state, act) =>
    step(state, act) ??
    chairs(state, act) ??
    (stopOf(state.get('case', act.body.case)!, act.body.clock, act.body.organisation)
      ? undefined
      : refuse('clock-running', { clock: act.body.clock })),
  evolve: (state, act) =>
    put(state, act, (before) => {
      const stop = stopOf(before, act.body.clock, act.body.organisation)!;
      return { stops: before.stops.map((one) => (one === stop ? { ...one, started: mark(act) } : one)) };
    }),
});

export const caseClose = kind({
  name: 'case.close',
  says: 'Closes a case: finished, without a finding, or withdrawn, with the reason.',
  schema: z.strictObject({ case: Id, outcome: z.enum(['finished', 'no-finding', 'withdrawn']), because: Passage }),
  seats: ['chair', 'secretary', 'team', 'lead'],
  refusals: ['not-found', 'audience-differs', 'case-closed', 'not-the-chair', 'not-adopted', 'case-adopted'],
  decide(state, act) {
    const refusal = step(state, act) ?? chairs(state, act);
    if (refusal) return refusal;
    const adopted = state.get('case', act.body.case)!.adopted !== undefined;
    if (act.body.outcome === 'finished') return adopted ? undefined : refuse('not-adopted');
    return adopted ? refuse('case-adopted') : undefined;
  },
  evolve: (state, act) =>
    put(state, act, () => ({ closed: { ...mark(act), outcome: act.body.outcome, because: act.body.because } })),
});

/** Whether a member took a position on every finding of the draft that stands. */
function hasGiven(one: Case, member: string): boolean {
  const draft = draftOf(one)!;
  return draft.findings.every(({ key }) =>
    one.given.some((given) => given.by === member && given.draft === draft.entry && given.finding === key),
  );
}

const stillOpen = (clocks: readonly Clock[], name: CaseClockName): string[] =>
  clocks
    .filter((clock) => clock.name === name && (clock.state === 'running' || clock.state === 'stopped'))
    .flatMap((clock) => clock.holders);

/** When the last of some steps was done or its time was over; undefined while one is open. */
function over(clocks: readonly Clock[]): string | undefined {
  let last = '';
  for (const { state, due, metAt } of clocks) {
    if (state === 'running' || state === 'stopped') return undefined;
    const end = state === 'met' ? metAt! : due!;
    if (end > last) last = end;
  }
  return last || undefined;
}

/**
 * The clocks of a case as they stand at `now` (UTC instant), in the order of the steps and the parties in the order of the
 * terms. A step whose clock has not started yet has none. The same limits hold for every party.
 */
export function caseClocks(reader: Reader, one: Case, now: string): Clock[] {
  const { chair } = terms(reader);
  const sides = parties(reader);
  const clock = (
    name: CaseClockName,
    holder: string,
    started: { at: string; entry: string },
    met: { at: string; entry: string } | undefined,
    hours = hoursAt(reader, name, started.at),
  ): Clock => {
    const stops = one.stops.filter((stop) => stop.clock === name && (stop.organisation ?? holder) === holder);
    return clockAt(
      {
        name,
        holders: [holder],
        startedAt: started.at,
        hours,
        stops: stops.map(({ reason, holder: held, stopped, started: again }) => ({
          from: stopped.at,
          ...(again ? { to: again.at } : {}),
          reason,
          holder: held,
          entries: again ? [stopped.entry, again.entry] : [stopped.entry],
        })),
        ...(met ? { metAt: met.at } : {}),
        entries: met ? [started.entry, met.entry] : [started.entry],
        about: { table: 'case', id: one.id },
      },
      now,
    );
  };

  const acknowledge = sides.map((party) =>
    clock(
      'acknowledge',
      party,
      one.opened,
      [one.opened, ...one.acknowledged].find((mark) => mark.organisation === party),
    ),
  );
  const team = [...sides, chair].map((organisation) =>
    clock(
      'name-team',
      organisation,
      one.opened,
      one.named.find((mark) => mark.organisation === organisation && (organisation !== chair || mark.chair)),
    ),
  );
  const clocks = [...acknowledge, ...team];
  const ready = over(team);
  if (ready) clocks.push(clock('draft', chair, { at: ready, entry: one.opened.entry }, one.drafts[0]));

  const draft = draftOf(one);
  if (draft) {
    const replies = one.replies.filter((reply) => reply.draft === draft.entry);
    const reply = sides.map((party) =>
      clock(
        'reply',
        party,
        draft,
        replies.find((mark) => mark.organisation === party),
      ),
    );
    clocks.push(...reply);
    const heard = over(reply);
    if (heard) {
      const seated = [...new Set([...sides, ...one.team.map((seat) => seat.organisation)])];
      clocks.push(
        ...seated.map((organisation) =>
          clock('positions', organisation, { at: heard, entry: draft.entry }, allGiven(one, draft, organisation)),
        ),
      );
    }
  }

  for (const { id, at, to, due, measures, followUps } of one.recommendations) {
    const limit =
      due === undefined ? undefined : Math.max(0, (Date.parse(`${due}T24:00:00Z`) - Date.parse(at)) / 3_600_000);
    const measure = clock('measure', to, { at, entry: id }, measures[0], limit);
    clocks.push(measure);
    const taken = over([measure]);
    if (taken) clocks.push(clock('follow-up', chair, { at: taken, entry: id }, followUps[0]));
  }
  return clocks;
}

/** When the last seat of an organisation had taken its positions; a party that named nobody speaks by its lead. */
function allGiven(one: Case, draft: Draft, organisation: string): { at: string; entry: string } | undefined {
  const own = one.given.filter((given) => given.organisation === organisation && given.draft === draft.entry);
  const seats = one.team.filter((seat) => seat.organisation === organisation).map((seat) => seat.member);
  const members = seats.length > 0 ? seats : [...new Set(own.map((given) => given.by))];
  if (members.length === 0 || !members.every((member) => hasGiven(one, member))) return undefined;
  // The last first word of a seat on a finding completes them; later changes of mind do not.
  let last = own[0]!;
  for (const member of members) {
    for (const { key } of draft.findings) {
      const first = own.find((given) => given.by === member && given.finding === key)!;
      if (first.at > last.at) last = first;
    }
  }
  return last;
}

/** Every adopted finding that a reader may see, each with its positions. */
export const findings = (reader: Reader): Finding[] => reader.all('case').flatMap((one) => one.findings);

export const caseKinds = [
  caseOpen,
  caseAcknowledge,
  caseNameTeam,
  caseEvidence,
  caseDraft,
  caseReply,
  casePosition,
  caseAdopt,
  caseSettle,
  caseRecommend,
  caseMeasure,
  caseFollowUp,
  caseStopClock,
  caseStartClock,
  caseClose,
] as const;
