// A bulletin: what the mechanism publishes. Every figure opens the entries behind it; a finding enters only with its
// positions; it is public when as many approved as the terms ask, it is corrected in the open, and a withdrawn one leaves
// a tombstone. A draft for members can go round first; what is to be published is drafted in public, so that anyone can
// check it against the record.

import type { Problem } from '@sulh/record';
import { z } from 'zod';
import { counted, coverageOf } from './coverage.ts';
import type { Finding } from './finding.ts';
import { neutral } from './lexicon.ts';
import { tellableFrom } from './openly.ts';
import { absences } from './participation.ts';
import { pointIn } from './place.ts';
import { type Mark, mark, on } from './refer.ts';
import { type Act, kind, opened, organisationOf, refuse, SEATS, seenBySigners, touched } from './rule.ts';
import { Id, Instant, Name, OrganisationId, Passage, Slug, STANDARDS, Words } from './schema.ts';
import type { Row, State } from './state.ts';
import { terms } from './terms.ts';

export const BULLETIN_TYPES = ['flash', 'daily', 'weekly', 'thematic'] as const;

/** A figure of a bulletin. Where nobody looked it is `not-observed`, which is not 0. */
export const BulletinFigure = z.strictObject({
  /** Catalogue code of what is counted, such as `incidents.reported`. Codes `persons.*` count persons. */
  code: z.string().regex(/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/),
  what: Words,
  value: z.union([z.number().min(0), z.literal('not-observed')]),
  /** Ids of the entries that it counts. */
  entries: z.array(Id).max(2_000),
});
export type BulletinFigure = z.infer<typeof BulletinFigure>;

export const BulletinItem = z.strictObject({
  text: Words,
  entries: z.array(Id).max(500).default([]),
  figures: z.array(BulletinFigure).max(50).default([]),
});
export type BulletinItem = z.infer<typeof BulletinItem>;

/** A finding as a bulletin cites it: never without its positions. */
export const CitedFinding = z.strictObject({
  case: Id,
  finding: z.string().min(1).max(400),
  statement: Words,
  standard: z.enum(STANDARDS),
  basis: z.enum(['joint', 'ruling', 'one-side', 'contested', 'none', 'settled']),
  positions: z
    .array(
      z.strictObject({
        member: z.string().max(100),
        organisation: OrganisationId,
        position: z.enum(['concur', 'reservation', 'dissent', 'abstain', 'silent']),
        words: Passage.optional(),
        language: z.string().max(40).optional(),
        entry: Id.optional(),
      }),
    )
    .max(200),
});
export type CitedFinding = z.infer<typeof CitedFinding>;

export const BulletinBody = z
  .strictObject({
    type: z.enum(BULLETIN_TYPES),
    title: Name,
    /** The window that it covers, UTC. */
    from: Instant,
    to: Instant,
    sections: z
      .array(z.strictObject({ id: Slug, heading: Name, items: z.array(BulletinItem).max(200) }))
      .min(1)
      .max(20),
    findings: z.array(CitedFinding).max(100).default([]),
    /** What this bulletin could not know. */
    limits: Words,
    /** How much was looked at in the window. */
    coverage: BulletinItem,
    /** Who takes no part, since when: the bulletin is then not joint. */
    notJoint: z
      .array(z.strictObject({ organisation: OrganisationId, since: Instant, entry: Id }))
      .max(40)
      .default([]),
  })
  .refine((body) => body.from < body.to, { path: ['to'], message: 'ends before it starts' });
export type BulletinBody = z.infer<typeof BulletinBody>;

export interface BulletinVersion extends Mark {
  readonly body: BulletinBody;
  /** Why it replaces the version before; the first has none. */
  readonly because?: string;
  readonly approvals: readonly Mark[];
  /** Receipt time of the approval that completed it, UTC. */
  readonly published?: string;
}

export interface Bulletin extends Row {
  /** Oldest first; the last published one is what the bulletin says. */
  readonly versions: readonly BulletinVersion[];
  readonly status: 'draft' | 'published' | 'corrected' | 'withdrawn';
  readonly withdrawn?: {
    readonly entry: string;
    readonly at: string;
    readonly by: readonly string[];
    readonly because: string;
  };
}

declare module './state.ts' {
  interface Tables {
    bulletin: Bulletin;
  }
}

/** An adopted finding as a bulletin cites it, with every position. */
export const citeFinding = (finding: Finding): CitedFinding => ({
  case: finding.case,
  finding: finding.key,
  statement: finding.statement,
  standard: finding.standard,
  basis: finding.basis,
  positions: finding.positions.map(({ member, organisation, position, words, language, entry }) => ({
    member,
    organisation,
    position,
    ...(words ? { words } : {}),
    ...(language ? { language } : {}),
    ...(entry ? { entry } : {}),
  })),
});

/** The version that the public reads, if there is one and it was not withdrawn. */
export const publishedVersion = (bulletin: Bulletin): BulletinVersion | undefined =>
  bulletin.status === 'withdrawn' ? undefined : bulletin.versions.findLast((one) => one.published !== undefined);

const itemsOf = (body: BulletinBody): BulletinItem[] => [...body.sections.flatMap((one) => one.items), body.coverage];

/** Every entry that an item cites, behind its text or a figure. */
const citedBy = (item: BulletinItem): string[] => [...item.entries, ...item.figures.flatMap((one) => one.entries)];

/** What is to be read by all does not cite what may not be told yet. */
function timesHold(state: State, act: Act, ids: ReadonlySet<string>): Problem | undefined {
  if (act.audience !== 'public') return undefined;
  const rows = [
    ...state.all('report').map((one) => [one, one.event] as const),
    ...state.all('incident').map((one) => [one, one.event] as const),
    ...state.all('notice').map((one) => [one, one.what] as const),
  ];
  for (const [row, what] of rows) {
    const from = tellableFrom(state, row, what);
    if (from > act.receivedAt && row.entries.some((id) => ids.has(id))) return refuse('release-too-soon', { from });
  }
  return undefined;
}

/** What must hold of a bulletin's body, when it is drafted and again when it is approved. */
function bodyHolds(state: State, act: Act, body: BulletinBody): Problem | undefined {
  if (body.to > act.receivedAt) return refuse('in-the-future', { from: body.to });
  const items = itemsOf(body);
  const figures = items.flatMap((one) => one.figures);
  const texts = [
    body.title,
    body.limits,
    ...body.sections.map((one) => one.heading),
    ...items.map((one) => one.text),
    ...figures.map((one) => one.what),
  ];
  const fine = pointIn(...texts);
  if (fine) return refuse('too-fine', { text: fine });
  return (
    neutral(state, ...texts) ??
    citesHold(state, act, body, items) ??
    timesHold(state, act, new Set(items.flatMap(citedBy))) ??
    findingsHold(state, act, body) ??
    figuresHold(state, body, items) ??
    absencesHold(state, act, body)
  );
}

/** What is for fewer than the members cannot be cited, and what the author may not see is not there. */
function citesHold(state: State, act: Act, body: BulletinBody, items: readonly BulletinItem[]): Problem | undefined {
  const ids = new Set([...items.flatMap(citedBy), ...body.notJoint.map((one) => one.entry)]);
  for (const id of ids) {
    const audience = state.audienceOf(id);
    if (audience === undefined || !seenBySigners(act, audience)) return refuse('not-found', { what: 'entry', id });
    if (typeof audience !== 'string') return refuse('not-releasable', { what: 'entry', id });
  }
  return undefined;
}

/** A finding is cited as it was adopted and with every position; citing an adoption cites its findings. */
function findingsHold(state: State, act: Act, body: BulletinBody): Problem | undefined {
  for (const cited of body.findings) {
    const row = state.get('case', cited.case);
    const finding = row?.findings.find((one) => one.key === cited.finding);
    if (!row || !finding || !seenBySigners(act, row.audience))
      return refuse('not-found', { what: 'finding', id: cited.finding });
    if (typeof row.audience !== 'string') return refuse('not-releasable', { what: 'case', id: row.id });
    const wanted = citeFinding(finding);
    const has = (position: CitedFinding['positions'][number]) => cited.positions.some((one) => same(one, position));
    const missing = wanted.positions.filter((one) => !has(one)).map((one) => one.member);
    if (missing.length > 0) return refuse('dissent-missing', { finding: cited.finding, members: missing });
    if (
      !same({ ...cited, positions: [] }, { ...wanted, positions: [] }) ||
      cited.positions.length !== wanted.positions.length
    ) {
      return refuse('finding-differs', { finding: cited.finding });
    }
  }
  const entries = new Set(itemsOf(body).flatMap(citedBy));
  for (const row of state.all('case')) {
    if (!row.adopted) continue;
    for (const finding of row.findings) {
      const spoken = entries.has(finding.adopted.entry) || (finding.settled && entries.has(finding.settled.entry));
      if (!spoken || body.findings.some((one) => one.case === row.id && one.finding === finding.key)) continue;
      return refuse('dissent-missing', { finding: finding.key, members: finding.positions.map((one) => one.member) });
    }
  }
  return undefined;
}

/** Whether two pieces of plain data are equal, whatever the order of their keys. */
function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const [one, other] = [Object.entries(a).filter(([, value]) => value !== undefined), b as Record<string, unknown>];
  const size = Object.values(other).filter((value) => value !== undefined).length;
  return one.length === size && one.every(([key, value]) => same(value, other[key]));
}

/** A nought needs somebody who looked, and a count of persons must not point at one of them. */
function figuresHold(state: State, body: BulletinBody, items: readonly BulletinItem[]): Problem | undefined {
  const coverage = coverageOf(state, body);
  const least = terms(state).generalise.minCount;
  // Whatever a figure is called: so few dockets behind one item would point at a person.
  const docketOf = new Map(state.all('docket').flatMap((one) => one.entries.map((entry) => [entry, one.id])));
  for (const item of items) {
    const dockets = new Set(citedBy(item).flatMap((id) => docketOf.get(id) ?? [])).size;
    if (dockets > 0 && dockets < least) return refuse('small-count', { code: 'persons', least });
  }
  for (const { code, value } of items.flatMap((one) => one.figures)) {
    if (value === 0 && counted(0, coverage) === 'not-observed') return refuse('zero-without-coverage', { code });
    if (code.startsWith('persons.') && value !== 'not-observed' && value > 0 && value < least) {
      return refuse('small-count', { code, least });
    }
  }
  return undefined;
}

/** Who is away when it is said is named in it. */
function absencesHold(state: State, act: Act, body: BulletinBody): Problem | undefined {
  for (const { organisation, left } of absences(state, 'bulletins', act.receivedAt)) {
    const named = body.notJoint.some(
      (one) => one.organisation === organisation && one.entry === left.entry && one.since === left.at,
    );
    if (!named) return refuse('not-joint-missing', { organisation, since: left.at });
  }
  return undefined;
}

const BODY_REFUSALS = [
  'in-the-future',
  'too-fine',
  'word-of-one-side',
  'not-found',
  'not-releasable',
  'release-too-soon',
  'dissent-missing',
  'finding-differs',
  'zero-without-coverage',
  'small-count',
  'not-joint-missing',
] as const;

export const bulletinDraft = kind({
  name: 'bulletin.draft',
  says: 'Drafts a bulletin from the record: for members, to go round; in public, to be approved.',
  schema: BulletinBody,
  seats: ['chair', 'secretary', 'lead'],
  audience: 'open',
  refusals: BODY_REFUSALS,
  decide: (state, act) => bodyHolds(state, act, act.body),
  evolve: (state, act) =>
    state.put('bulletin', {
      ...opened(act),
      status: 'draft',
      versions: [{ ...mark(act), body: act.body, approvals: [] }],
    }),
});

/** A step on a bulletin that was not withdrawn. */
const step = (state: State, act: Act<{ bulletin: string }>): Problem | undefined =>
  on(state, act, 'bulletin', act.body.bulletin) ??
  (state.get('bulletin', act.body.bulletin)!.withdrawn ? refuse('withdrawn', { id: act.body.bulletin }) : undefined);

/** Whether the signers are of the seats that the terms let approve; an observer does not decide. */
function entitled(state: State, act: Act): Problem | undefined {
  const { seats } = terms(state).bulletin;
  for (const signer of act.signers) {
    if (state.get('organisation', signer.organisation)?.role === 'observer') {
      return refuse('observers-watch', { organisation: signer.organisation });
    }
    if (!signer.seats.some((one) => seats.includes(one))) return refuse('wrong-seat', { seats, member: signer.member });
  }
  return undefined;
}

export const bulletinApprove = kind({
  name: 'bulletin.approve',
  says: 'Approves the newest version of a bulletin; the last approval that the terms ask for publishes it.',
  schema: z.strictObject({ bulletin: Id, version: Id }),
  seats: SEATS,
  audience: 'open',
  refusals: [
    'not-found',
    'audience-differs',
    'withdrawn',
    'observers-watch',
    'wrong-seat',
    'draft-superseded',
    'published',
    'draft-for-members',
    'approved-before',
    ...BODY_REFUSALS,
  ],
  decide(state, act) {
    const refusal = step(state, act) ?? entitled(state, act);
    if (refusal) return refusal;
    const bulletin = state.get('bulletin', act.body.bulletin)!;
    const version = bulletin.versions.at(-1)!;
    if (!bulletin.versions.some((one) => one.entry === act.body.version)) {
      return refuse('not-found', { what: 'version', id: act.body.version });
    }
    if (version.entry !== act.body.version) return refuse('draft-superseded', { id: version.entry });
    if (version.published) return refuse('published');
    if (bulletin.audience !== 'public') return refuse('draft-for-members');
    const { differentOrganisations } = terms(state).bulletin;
    const before = version.approvals.some((one) =>
      differentOrganisations ? one.organisation === organisationOf(act) : one.by === act.signers[0]!.member,
    );
    if (before) return refuse('approved-before', { organisation: organisationOf(act) });
    // What it says may have been settled or changed since it was drafted.
    return bodyHolds(state, act, version.body);
  },
  evolve(state, act) {
    const bulletin = state.get('bulletin', act.body.bulletin)!;
    const version = bulletin.versions.at(-1)!;
    const approvals = [...version.approvals, mark(act)];
    const complete = approvals.length >= terms(state).bulletin.approvals;
    const approved = { ...version, approvals, ...(complete ? { published: act.receivedAt } : {}) };
    const again = bulletin.versions.some((one) => one.published !== undefined);
    state.put('bulletin', {
      ...touched(bulletin, act),
      versions: [...bulletin.versions.slice(0, -1), approved],
      status: complete ? (again ? 'corrected' : 'published') : bulletin.status,
    });
  },
});

export const bulletinCorrect = kind({
  name: 'bulletin.correct',
  says: 'Drafts a new version of a bulletin, with the reason; it needs the same approvals, and both stay readable.',
  schema: z.strictObject({ bulletin: Id, because: Passage, body: BulletinBody }),
  seats: ['chair', 'secretary', 'lead'],
  audience: 'open',
  refusals: ['audience-differs', 'withdrawn', ...BODY_REFUSALS],
  decide: (state, act) => step(state, act) ?? bodyHolds(state, act, act.body.body),
  evolve(state, act) {
    const bulletin = state.get('bulletin', act.body.bulletin)!;
    const { because, body } = act.body;
    state.put('bulletin', {
      ...touched(bulletin, act),
      versions: [...bulletin.versions, { ...mark(act), body, because, approvals: [] }],
    });
  },
});

export const bulletinWithdraw = kind({
  name: 'bulletin.withdraw',
  says: 'Withdraws a published bulletin, signed by as many as approve one; a tombstone with the reason stays.',
  schema: z.strictObject({ bulletin: Id, because: Passage }),
  seats: SEATS,
  signers: 'several',
  audience: 'open',
  refusals: [
    'not-found',
    'audience-differs',
    'withdrawn',
    'observers-watch',
    'wrong-seat',
    'not-published',
    'approvals-missing',
  ],
  decide(state, act) {
    const refusal = step(state, act) ?? entitled(state, act);
    if (refusal) return refusal;
    if (!publishedVersion(state.get('bulletin', act.body.bulletin)!)) return refuse('not-published');
    const { approvals, seats, differentOrganisations } = terms(state).bulletin;
    const signed = differentOrganisations
      ? new Set(act.signers.map((one) => one.organisation)).size
      : act.signers.length;
    return signed < approvals ? refuse('approvals-missing', { approvals, seats }) : undefined;
  },
  evolve(state, act) {
    const bulletin = state.get('bulletin', act.body.bulletin)!;
    const withdrawn = {
      entry: act.id,
      at: act.receivedAt,
      by: act.signers.map((one) => one.member),
      because: act.body.because,
    };
    state.put('bulletin', { ...touched(bulletin, act), status: 'withdrawn', withdrawn });
  },
});

export const bulletinKinds = [bulletinDraft, bulletinApprove, bulletinCorrect, bulletinWithdraw] as const;
