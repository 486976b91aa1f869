// An agreement: a text in articles, and the obligations that they put on somebody, each with its measure or visibly without.
// Known by its text and signatures, or only as documents report it; then every obligation cites the words that report it.
// A finding cites the version in force at the time of the event.

import type { Problem } from '@sulh/record';
import { z } from 'zod';
import { type Basis, basisHolds, Reported, spansCited, wordOf } from './basis.ts';
import { CATEGORIES } from './crossing.ts';
import { type Mark, MOST, mark, on, tooMany } from './refer.ts';
import { EventKind } from './report.ts';
import { type Act, kind, opened, refuse, type Seat, touched } from './rule.ts';
import { Evidence, Id, Instant, Line, Name, OrganisationId, Passage, Slug, Span, Tongue, Words } from './schema.ts';
import { SAYS, type Said, type Says, type Standing, standingAt } from './standing.ts';
import type { Row, State } from './state.ts';
import { organisationsKnown } from './talks.ts';
import { parties, placeOf } from './terms.ts';

/** Activities of which prior notice can be owed. */
export const NOTICE_KINDS = [
  'exercise',
  'flight',
  'movement',
  'repair',
  'funeral',
  'evacuation',
  'works',
  'other',
] as const;

const share = z.number().gt(0).max(1);
const hours = z.int().min(1).max(87_840);

/** How an obligation is judged. Without one it is not measured, and every page says so. */
export const Measure = z.discriminatedUnion('kind', [
  /** No breach finding on an incident of these kinds in the area and period. */
  z.strictObject({ kind: z.literal('refrain'), events: z.array(EventKind).min(1).max(20) }),
  /** A thing by a date or within hours of entry into force, every so often if it recurs, acknowledged by the beneficiary. */
  z
    .strictObject({
      kind: z.literal('deliver'),
      what: Line,
      by: Instant.optional(),
      withinHours: hours.optional(),
      everyHours: hours.optional(),
    })
    .refine((one) => (one.by === undefined) !== (one.withinHours === undefined), 'either by or withinHours'),
  /** A crossing has a status for a share of the time. */
  z.strictObject({
    kind: z.literal('maintain'),
    crossing: Slug,
    status: z.enum(['open', 'closed']),
    categories: z.array(z.enum(CATEGORIES)).min(1),
    share,
  }),
  /** A share of the requests is granted, each answered within hours. */
  z.strictObject({ kind: z.literal('permit'), of: z.literal('access'), share, withinHours: hours }),
  /** Prior notice, hours ahead of the activity. */
  z.strictObject({
    kind: z.literal('notify'),
    of: z.array(z.enum(NOTICE_KINDS)).min(1),
    hoursBefore: z.int().min(0).max(8_784),
  }),
]);
export type Measure = z.infer<typeof Measure>;

export const Obligation = z.strictObject({
  id: Slug,
  article: Slug,
  obligors: z.array(OrganisationId).min(1).max(10),
  beneficiaries: z.array(OrganisationId).max(10).default([]),
  nature: z.enum(['act', 'forbearance']),
  words: Words,
  /** Where documents report it. */
  reported: z.array(Span).max(20).default([]),
  area: z.strictObject({ places: z.array(Slug).max(50).default([]), words: Words.optional() }).optional(),
  /** From entry into force unless it says otherwise; without `to`, as long as the agreement is in force. */
  period: z
    .strictObject({ from: Instant.optional(), to: Instant.optional(), words: Words.optional() })
    .refine((one) => !one.from || !one.to || one.from < one.to, 'ends before it starts')
    .optional(),
  measure: Measure.optional(),
  /** Who or what is to verify it. */
  verification: z
    .strictObject({
      by: z
        .array(z.enum(['joint-team', 'monitors', 'beneficiary', 'obligor', 'sensors', 'neutral-intermediary']))
        .min(1),
      words: Words.optional(),
    })
    .optional(),
  /** What follows when it is not kept, step by step. */
  consequence: z.array(Words).max(10).default([]),
  /** The obligation of the other side that mirrors it, or why there is none. */
  mirror: Slug.optional(),
  noMirror: Words.optional(),
});
export type Obligation = z.infer<typeof Obligation>;

export const Article = z
  .strictObject({
    id: Slug,
    title: Name.optional(),
    /** The text, per language. */
    text: Words.optional(),
    /** Or the words of documents that report it. */
    reported: z.array(Span).max(20).default([]),
  })
  .refine((one) => (one.text === undefined) !== (one.reported.length === 0), 'either text or reported');
export type Article = z.infer<typeof Article>;

const content = {
  articles: z.array(Article).min(1).max(120),
  obligations: z.array(Obligation).max(200).default([]),
};

export const AgreementBody = z.strictObject({
  title: Name,
  /** Its text is here, or only what documents report of it. */
  known: z.enum(['text', 'as-reported']),
  /** Parties that it binds; all of the mechanism's when it names none. */
  parties: z.array(OrganisationId).max(10).default([]),
  guarantors: z.array(OrganisationId).max(10).default([]),
  /** Languages whose text is authentic, and the one that prevails. */
  authentic: z.array(Tongue).max(10).default([]),
  prevails: Tongue.optional(),
  /** Entry into force: without it, when the last party has signed. */
  from: Instant.optional(),
  /** Documents that report it, when it is known only so. */
  basis: z.array(Reported).max(20).default([]),
  /** Resolutions, treaties, norms that it rests on. */
  legalBasis: z
    .array(z.strictObject({ title: Name, citation: Line }))
    .max(30)
    .default([]),
  ...content,
});
export type AgreementBody = z.infer<typeof AgreementBody>;

export interface Signature extends Mark {
  readonly role: 'party' | 'guarantor';
}

export interface Version {
  readonly version: number;
  /** The entry that brought it. */
  readonly entry: string;
  /** The organisation that proposed or recorded it. */
  readonly organisation: string;
  /** In force from, UTC; missing while parties have still to sign. */
  readonly from?: string;
  readonly articles: readonly Article[];
  readonly obligations: readonly Obligation[];
  readonly signatures: readonly Signature[];
  readonly because?: string;
}

export interface Delivery extends Mark {
  readonly obligation: string;
  readonly words: string;
  readonly evidence: readonly Evidence[];
  /** What beneficiaries answered, oldest first. */
  readonly answers: readonly (Mark & {
    readonly answer: 'received' | 'partly' | 'not-received';
    readonly words?: string;
  })[];
}

export interface Agreement extends Row, Omit<AgreementBody, 'articles' | 'obligations'> {
  readonly by: string;
  readonly organisation: string;
  /** Oldest first. */
  readonly versions: readonly Version[];
  /** What each side said of its being in force, oldest first. */
  readonly said: readonly (Said & { readonly because?: string })[];
  readonly deliveries: readonly Delivery[];
}

declare module './state.ts' {
  interface Tables {
    agreement: Agreement;
  }
}

const WRITERS: readonly Seat[] = ['lead', 'liaison', 'chair', 'secretary', 'adviser'];

/** The version in force at an instant, or undefined. */
export function versionAt(agreement: Agreement, at: string): Version | undefined {
  let found: Version | undefined;
  // The one that came into force last; versions need not come into force in the order in which they were proposed.
  for (const one of agreement.versions) {
    if (one.from !== undefined && one.from <= at && (!found || one.from >= found.from!)) found = one;
  }
  return found;
}

/** How an agreement stands at an instant: what each party last said, signing included. */
export const agreementAt = (agreement: Agreement, at: string): Standing =>
  standingAt(agreement.said, agreement.parties, at);

/** What must hold of articles and obligations whoever writes them. */
function contentHolds(
  state: State,
  act: Act,
  body: Pick<AgreementBody, 'known' | 'articles' | 'obligations' | 'parties' | 'guarantors'>,
): Problem | undefined {
  const { known, articles, obligations } = body;
  const ids = [...articles.map((one) => one.id), ...obligations.map((one) => one.id)];
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice) return refuse('twice-named', { what: twice });
  for (const one of obligations) {
    if (!articles.some((article) => article.id === one.article))
      return refuse('not-found', { what: 'article', id: one.article });
    const stranger = one.obligors.find((id) => !body.parties.includes(id) && !body.guarantors.includes(id));
    if (stranger) return refuse('not-bound', { organisation: stranger });
    if (known === 'as-reported' && one.reported.length === 0) return refuse('report-not-cited', { id: one.id });
    const place = (one.area?.places ?? []).find((id) => !placeOf(state, id));
    if (place) return refuse('not-found', { what: 'place', id: place });
    if (one.measure?.kind === 'maintain' && placeOf(state, one.measure.crossing)?.kind !== 'crossing') {
      return refuse('not-found', { what: 'crossing', id: one.measure.crossing });
    }
    const wrong = mirrorHolds(one, obligations) ?? organisationsKnown(state, one.beneficiaries);
    if (wrong) return wrong;
  }
  const spans = [...articles, ...obligations].flatMap((one) => one.reported);
  return spansCited(state, act, spans);
}

const sameSet = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((one) => b.includes(one));

/** A mirror is another obligation whose obligors are this one's beneficiaries, and the other way round. */
function mirrorHolds(one: Obligation, all: readonly Obligation[]): Problem | undefined {
  if (one.mirror === undefined) return undefined;
  const mirror = all.find((other) => other.id === one.mirror);
  if (!mirror) return refuse('not-found', { what: 'obligation', id: one.mirror });
  const mirrored = sameSet(one.obligors, mirror.beneficiaries) && sameSet(one.beneficiaries, mirror.obligors);
  return mirrored ? undefined : refuse('not-a-mirror', { id: one.id, mirror: mirror.id });
}

export const agreementRecord = kind({
  name: 'agreement.record',
  says: 'Records an agreement: its text, or what documents report of it, with its obligations.',
  schema: AgreementBody,
  seats: WRITERS,
  refusals: [
    'not-a-member',
    'twice-named',
    'not-found',
    'not-bound',
    'report-not-cited',
    'not-a-mirror',
    'not-releasable',
    'span-differs',
    'text-or-report',
  ],
  decide(state, act) {
    const { known, basis, articles, guarantors } = act.body;
    const bound = act.body.parties.length > 0 ? act.body.parties : parties(state);
    const stranger = bound.find((one) => !parties(state).includes(one));
    if (stranger) return refuse('not-a-member', { organisation: stranger });
    // A text has articles with words of its own; a report of a text has none and says where it was read.
    const fits =
      known === 'text'
        ? basis.length === 0 && articles.every((one) => one.text)
        : basis.length > 0 && articles.every((one) => !one.text);
    if (!fits) return refuse('text-or-report');
    const wrong = organisationsKnown(state, guarantors);
    if (wrong) return wrong;
    for (const one of basis) {
      const refusal = basisHolds(state, act, one);
      if (refusal) return refusal;
    }
    return contentHolds(state, act, { ...act.body, parties: bound });
  },
  evolve(state, act) {
    const { articles, obligations, ...body } = act.body;
    const reported = body.known === 'as-reported';
    const first: Version = {
      version: 1,
      entry: act.id,
      organisation: act.signers[0]!.organisation,
      articles,
      obligations,
      signatures: [],
      ...(reported ? { from: body.from ?? act.receivedAt } : {}),
    };
    state.put('agreement', {
      ...opened(act),
      ...body,
      parties: body.parties.length > 0 ? body.parties : parties(state),
      by: act.signers[0]!.member,
      organisation: act.signers[0]!.organisation,
      versions: [first],
      said: body.basis.flatMap((one) => reportedWord(act, one, 'in-force', body.from ?? act.receivedAt)),
      deliveries: [],
    });
  },
});

const reportedWord = (act: Act, basis: Basis, says: Says, from: string, because?: string) =>
  wordOf(act, basis).map((whose) => ({
    whose,
    says,
    from,
    rests: basis.kind === 'own-act' ? ('act' as const) : ('report' as const),
    entry: act.id,
    ...(because ? { because } : {}),
  }));

/** The version that was proposed last. */
const latest = (agreement: Agreement): Version => agreement.versions.at(-1)!;

/** An agreement with a version's signatures added; it comes into force when the last party has signed. */
function withSignatures(agreement: Agreement, act: Act, number: number): Agreement {
  const version = agreement.versions.find((one) => one.version === number)!;
  const signatures = [
    ...version.signatures,
    ...act.signers.map((one) => ({
      entry: act.id,
      at: act.receivedAt,
      by: one.member,
      organisation: one.organisation,
      role: agreement.parties.includes(one.organisation) ? ('party' as const) : ('guarantor' as const),
    })),
  ];
  const complete = agreement.parties.every((id) => signatures.some((one) => one.organisation === id));
  const first = agreement.versions.every((one) => one.from === undefined);
  const planned = first && agreement.from !== undefined && agreement.from > act.receivedAt;
  // A guarantor may sign later; what is in force stays so from its own day.
  const from = version.from ?? (complete ? (planned ? agreement.from! : act.receivedAt) : undefined);
  const signed = { ...version, signatures, ...(from ? { from } : {}) };
  // In force between them from one instant on, for all of them.
  const said =
    from && first
      ? signatures
          .filter((one) => one.role === 'party')
          .map((one) => ({
            whose: { kind: 'organisation' as const, organisation: one.organisation },
            says: 'in-force' as const,
            from,
            rests: 'act' as const,
            entry: one.entry,
          }))
      : [];
  const versions = agreement.versions.map((one) => (one.version === number ? signed : one));
  return { ...agreement, versions, said: [...agreement.said, ...said] };
}

const signersBound = (state: State, act: Act<{ agreement: string }>): Problem | undefined => {
  const agreement = state.get('agreement', act.body.agreement)!;
  const stranger = act.signers.find(
    (one) => !agreement.parties.includes(one.organisation) && !agreement.guarantors.includes(one.organisation),
  );
  return stranger && refuse('not-bound', { organisation: stranger.organisation });
};

export const agreementSign = kind({
  name: 'agreement.sign',
  says: 'Signs a version of an agreement for one’s own party or as its guarantor; in force when every party has signed.',
  schema: z.strictObject({ agreement: Id, version: z.int().min(1) }),
  seats: ['lead', 'chair', 'root'],
  signers: 'several',
  refusals: ['not-found', 'audience-differs', 'as-reported', 'not-bound', 'other-version', 'already-signed'],
  decide(state, act) {
    const refusal = on(state, act, 'agreement', act.body.agreement);
    if (refusal) return refusal;
    const agreement = state.get('agreement', act.body.agreement)!;
    if (agreement.known === 'as-reported') return refuse('as-reported');
    const version = agreement.versions.find((one) => one.version === act.body.version);
    // A version that another replaced is over; every other one, proposed or in force, can be signed.
    const inForce = versionAt(agreement, act.receivedAt);
    if (!version || (version.from !== undefined && inForce && version !== inForce)) {
      return refuse('other-version', { version: latest(agreement).version });
    }
    const again = act.signers.find((one) => version.signatures.some((sig) => sig.organisation === one.organisation));
    if (again) return refuse('already-signed', { organisation: again.organisation });
    return signersBound(state, act);
  },
  evolve: (state, act) =>
    state.put(
      'agreement',
      touched(withSignatures(state.get('agreement', act.body.agreement)!, act, act.body.version), act),
    ),
});

export const agreementAmend = kind({
  name: 'agreement.amend',
  says: 'Proposes a new version; it replaces the one in force when every party has signed it. Of an agreement known as reported: mends the report.',
  schema: z.strictObject({ agreement: Id, because: Passage, ...content }),
  seats: WRITERS,
  signers: 'several',
  refusals: [
    'not-found',
    'audience-differs',
    'not-yours',
    'not-bound',
    'twice-named',
    'report-not-cited',
    'not-a-mirror',
    'not-releasable',
    'span-differs',
    'not-a-member',
    'text-or-report',
    'too-many',
  ],
  decide(state, act) {
    const refusal = on(state, act, 'agreement', act.body.agreement);
    if (refusal) return refusal;
    const agreement = state.get('agreement', act.body.agreement)!;
    const { articles, obligations } = act.body;
    if (agreement.known === 'as-reported' && act.signers.some((one) => one.organisation !== agreement.organisation)) {
      return refuse('not-yours', { organisation: agreement.organisation });
    }
    const fits = articles.every((one) => (agreement.known === 'text' ? one.text : !one.text));
    if (!fits) return refuse('text-or-report');
    const wrong =
      tooMany('versions', agreement.versions, MOST.versions, act.signers[0]!.organisation) ??
      (agreement.known === 'text' ? signersBound(state, act) : undefined);
    return wrong ?? contentHolds(state, act, { ...agreement, articles, obligations });
  },
  evolve(state, act) {
    const agreement = state.get('agreement', act.body.agreement)!;
    const { articles, obligations, because } = act.body;
    const before = latest(agreement);
    const next: Version = {
      version: before.version + 1,
      entry: act.id,
      organisation: act.signers[0]!.organisation,
      articles,
      obligations,
      signatures: [],
      because,
      ...(agreement.known === 'as-reported' ? { from: before.from! } : {}),
    };
    const amended = { ...agreement, versions: [...agreement.versions, next] };
    state.put(
      'agreement',
      touched(agreement.known === 'text' ? withSignatures(amended, act, next.version) : amended, act),
    );
  },
});

/** What parties said by acts of their own, each under its organisation; and how many reports there are of what was said. */
const saidBy = ({ said }: Agreement) =>
  said.map(({ whose, rests }) => ({
    organisation: rests === 'act' && whose.kind === 'organisation' ? whose.organisation : '',
  }));

/** A party says for itself how the agreement stands; a document may report it. It takes effect when all parties say so. */
const statement = <const N extends string>(name: N, says: Says, sentence: string) =>
  kind({
    name,
    says: sentence,
    schema: z.strictObject({ agreement: Id, because: Passage, from: Instant.optional() }),
    seats: ['lead', 'root'],
    signers: 'several',
    refusals: ['not-found', 'audience-differs', 'not-bound', 'never-in-force', 'in-the-past', 'too-many'],
    decide(state, act) {
      const refusal = on(state, act, 'agreement', act.body.agreement);
      if (refusal) return refusal;
      const agreement = state.get('agreement', act.body.agreement)!;
      const stranger = act.signers.find((one) => !agreement.parties.includes(one.organisation));
      if (stranger) return refuse('not-bound', { organisation: stranger.organisation });
      if (agreement.said.length === 0) return refuse('never-in-force');
      const many = tooMany('acts', saidBy(agreement), MOST.acts, act.signers[0]!.organisation);
      if (many) return many;
      return act.body.from && act.body.from < act.receivedAt
        ? refuse('in-the-past', { from: act.body.from })
        : undefined;
    },
    evolve(state, act) {
      const agreement = state.get('agreement', act.body.agreement)!;
      const { because, from = act.receivedAt } = act.body;
      const said = reportedWord(act, { kind: 'own-act' }, says, from, because);
      state.put('agreement', { ...touched(agreement, act), said: [...agreement.said, ...said] });
    },
  });

export const agreementSuspend = statement(
  'agreement.suspend',
  'suspended',
  'A party says that it holds the agreement suspended; suspended when all parties say so, contested until then.',
);
export const agreementResume = statement(
  'agreement.resume',
  'in-force',
  'A party says that it holds the agreement in force, again or still.',
);
export const agreementEnd = statement(
  'agreement.end',
  'ended',
  'A party says that it holds the agreement ended; ended when all parties say so, contested until then.',
);

export const agreementAccount = kind({
  name: 'agreement.account',
  says: 'Adds what a document reports that somebody said of an agreement’s being in force.',
  schema: z.strictObject({ agreement: Id, says: z.enum(SAYS), from: Instant, basis: Reported }),
  seats: WRITERS,
  refusals: ['not-found', 'audience-differs', 'not-releasable', 'span-differs', 'not-a-member', 'too-many'],
  decide: (state, act) =>
    on(state, act, 'agreement', act.body.agreement) ??
    tooMany('accounts', saidBy(state.get('agreement', act.body.agreement)!), MOST.accounts, '') ??
    basisHolds(state, act, act.body.basis),
  evolve(state, act) {
    const agreement = state.get('agreement', act.body.agreement)!;
    const { says, from, basis } = act.body;
    const said = [...agreement.said, ...reportedWord(act, basis, says, from)];
    state.put('agreement', { ...touched(agreement, act), said });
  },
});

export const agreementDeliver = kind({
  name: 'agreement.deliver',
  says: 'An obligor says that it has delivered what an obligation asks.',
  schema: z.strictObject({
    agreement: Id,
    obligation: Slug,
    words: Passage,
    evidence: z.array(Evidence).max(50).default([]),
  }),
  seats: ['lead', 'liaison'],
  refusals: ['not-found', 'audience-differs', 'not-bound', 'not-a-delivery', 'too-many'],
  decide(state, act) {
    const refusal = on(state, act, 'agreement', act.body.agreement);
    if (refusal) return refusal;
    const version = versionAt(state.get('agreement', act.body.agreement)!, act.receivedAt);
    const obligation = version?.obligations.find((one) => one.id === act.body.obligation);
    if (!obligation) return refuse('not-found', { what: 'obligation', id: act.body.obligation });
    const { organisation } = act.signers[0]!;
    if (!obligation.obligors.includes(organisation)) return refuse('not-bound', { organisation });
    if (obligation.measure?.kind !== 'deliver') return refuse('not-a-delivery', { id: obligation.id });
    return tooMany('deliveries', state.get('agreement', act.body.agreement)!.deliveries, MOST.deliveries, organisation);
  },
  evolve(state, act) {
    const agreement = state.get('agreement', act.body.agreement)!;
    const { obligation, words, evidence } = act.body;
    const delivery: Delivery = { ...mark(act), obligation, words, evidence, answers: [] };
    state.put('agreement', { ...touched(agreement, act), deliveries: [...agreement.deliveries, delivery] });
  },
});

export const agreementAcknowledge = kind({
  name: 'agreement.acknowledge',
  says: 'A beneficiary answers a delivery: received, partly, or not received.',
  schema: z.strictObject({
    agreement: Id,
    /** Id of the entry that said it was delivered. */
    delivery: Id,
    answer: z.enum(['received', 'partly', 'not-received']),
    words: Passage.optional(),
  }),
  seats: ['lead', 'liaison'],
  refusals: ['not-found', 'audience-differs', 'not-a-beneficiary', 'too-many'],
  decide(state, act) {
    const refusal = on(state, act, 'agreement', act.body.agreement);
    if (refusal) return refusal;
    const agreement = state.get('agreement', act.body.agreement)!;
    const delivery = agreement.deliveries.find((one) => one.entry === act.body.delivery);
    if (!delivery) return refuse('not-found', { what: 'delivery', id: act.body.delivery });
    const obligation = versionAt(agreement, delivery.at)!.obligations.find((one) => one.id === delivery.obligation)!;
    const { organisation } = act.signers[0]!;
    const may = obligation.beneficiaries.includes(organisation) && organisation !== delivery.organisation;
    if (!may) return refuse('not-a-beneficiary', { organisation });
    return tooMany('answers', delivery.answers, MOST.answers, organisation);
  },
  evolve(state, act) {
    const agreement = state.get('agreement', act.body.agreement)!;
    const { delivery: entry, answer, words } = act.body;
    const answered = { ...mark(act), answer, ...(words ? { words } : {}) };
    const deliveries = agreement.deliveries.map((one) =>
      one.entry === entry ? { ...one, answers: [...one.answers, answered] } : one,
    );
    state.put('agreement', { ...touched(agreement, act), deliveries });
  },
});

export const agreementKinds = [
  agreementRecord,
  agreementSign,
  agreementAmend,
  agreementSuspend,
  agreementResume,
  agreementEnd,
  agreementAccount,
  agreementDeliver,
  agreementAcknowledge,
] as const;
