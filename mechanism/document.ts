// A document is a text from outside, kept as it came. A claim is one attributed assertion in it, accepted by an analyst:
// who says what, about whom, how. A claim is never an incident by itself; a report or an incident may cite it.

import { sha256, toHex, utf8 } from '@sulh/record';
import { z } from 'zod';
import { citable, type Mark, mark, on } from './refer.ts';
import { type Act, found, kind, opened, organisationOf, refuse, type Seat, touched } from './rule.ts';
import { Day, Id, Line, Passage, Side, Span, Tongue } from './schema.ts';
import type { Row, State } from './state.ts';

/** The longest text that travels inside an entry, in UTF-8 bytes; a longer one is kept as evidence, by its hash. */
export const TEXT_LIMIT = 48 * 1024;

export const DocumentBody = z.strictObject({
  /** The file's name as it came. */
  file: Line,
  /** SHA-256 of its bytes as they came (hex), and how many. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  size: z.int().min(0).max(4_294_967_296),
  media: z.string().min(3).max(100),
  title: Line.optional(),
  outlet: Line.optional(),
  /** The day it was published, as far as known. */
  published: Day.optional(),
  language: Tongue,
  url: z.url().max(2_000).optional(),
  /** The text as it came; without it the file is among the evidence, under its hash. */
  text: z
    .string()
    .refine((text) => utf8(text).length <= TEXT_LIMIT, 'more than 48 KiB')
    .optional(),
  note: Passage.optional(),
});
export type DocumentBody = z.infer<typeof DocumentBody>;

export const CLAIM_KINDS = [
  'accusation',
  'denial',
  'demand',
  'commitment',
  'offer',
  'event-report',
  'position',
  'warning',
  'figure',
] as const;

export const ClaimBody = z.strictObject({
  document: Id,
  /** Where it stands, in the order of the text. */
  spans: z.array(Span).min(1).max(8),
  /** Who speaks, as the document names them. */
  speaker: Line,
  side: Side,
  /** The verb that the document uses: said, accused, denied. */
  verb: Line.optional(),
  speech: z.enum(['direct', 'mixed', 'indirect']),
  kind: z.enum(CLAIM_KINDS),
  /** The words quoted, without quotation marks. */
  quote: z.string().min(1).max(4_000).optional(),
  /** Whom or what it is about, as the document says it. */
  about: Line.optional(),
  /** The claim in the analyst's words, if the span needs them. */
  gist: Passage.optional(),
  /** Who passed it on, when the document heard it from another. */
  reportedBy: Line.optional(),
  /** When the thing spoken of was, if the claim says. */
  day: z.strictObject({ from: Day, to: Day }).optional(),
  proposedBy: z.enum(['rules', 'extractor', 'hand']),
});
export type ClaimBody = z.infer<typeof ClaimBody>;

export interface Document extends Row, DocumentBody {
  readonly by: string;
  readonly organisation: string;
  /** Proposals of a reading that an analyst turned down, so that nobody is asked twice. */
  readonly rejected: readonly (Mark & {
    readonly spans: readonly Span[];
    readonly kind: string;
    readonly because: string;
  })[];
}

export interface Claim extends Row, ClaimBody {
  readonly by: string;
  readonly organisation: string;
  readonly status: 'accepted' | 'mended' | 'rejected';
  /** What stood before each mending, oldest first. */
  readonly earlier: readonly { readonly entry: string; readonly body: ClaimBody }[];
  readonly rejectedBecause?: string;
}

declare module './state.ts' {
  interface Tables {
    document: Document;
    claim: Claim;
  }
}

const ANALYSTS: readonly Seat[] = ['monitor', 'team', 'liaison', 'lead', 'chair', 'secretary', 'adviser'];

export const documentKeep = kind({
  name: 'document.keep',
  says: 'Keeps a document from outside as it came.',
  schema: DocumentBody,
  seats: ANALYSTS,
  refusals: ['text-differs'],
  decide(_state, { body }) {
    if (body.text === undefined) return undefined;
    const bytes = utf8(body.text);
    const same = bytes.length === body.size && toHex(sha256(bytes)) === body.sha256;
    return same ? undefined : refuse('text-differs', { file: body.file });
  },
  evolve: (state, act) =>
    state.put('document', {
      ...opened(act),
      ...act.body,
      by: act.signers[0]!.member,
      organisation: organisationOf(act),
      rejected: [],
    }),
});

/** A span must be words of the document that it names, where the record holds the text. */
function spansHold(state: State, document: string, spans: readonly Span[]) {
  const text = state.get('document', document)!.text;
  const wrong = spans.find(
    (span) => span.document !== document || (text !== undefined && text.slice(span.start, span.end) !== span.text),
  );
  return wrong && refuse('span-differs', { start: wrong.start, end: wrong.end });
}

export const documentClaim = kind({
  name: 'document.claim',
  says: 'Accepts a claim in a kept document: who says what, about whom, how.',
  schema: ClaimBody,
  seats: ANALYSTS,
  refusals: ['not-found', 'not-releasable', 'span-differs', 'not-a-member'],
  decide: (state, act) =>
    citable(state, act, 'document', [act.body.document]) ??
    spansHold(state, act.body.document, act.body.spans) ??
    sideKnown(state, act.body.side),
  evolve: (state, act) =>
    state.put('claim', {
      ...opened(act),
      ...act.body,
      by: act.signers[0]!.member,
      organisation: organisationOf(act),
      status: 'accepted',
      earlier: [],
    }),
});

/** An organisation that is named must be in the mechanism. */
export const sideKnown = (state: State, side: Side) =>
  side.kind === 'organisation' && !state.get('organisation', side.organisation)
    ? refuse('not-a-member', { organisation: side.organisation })
    : undefined;

const ownClaim = (state: State, act: Act<{ claim: string }>) => {
  const refusal = on(state, act, 'claim', act.body.claim);
  if (refusal) return refusal;
  const claim = state.get('claim', act.body.claim)!;
  if (claim.organisation !== organisationOf(act)) return refuse('not-yours', { organisation: claim.organisation });
  return claim.status === 'rejected' ? refuse('claim-rejected', { id: claim.id }) : undefined;
};

export const documentMendClaim = kind({
  name: 'document.mend-claim',
  says: 'Mends a claim that one’s own organisation accepted; what stood before stays readable.',
  schema: z.strictObject({ claim: Id, because: Passage, body: ClaimBody }),
  seats: ANALYSTS,
  refusals: [
    'not-found',
    'audience-differs',
    'not-yours',
    'claim-rejected',
    'span-differs',
    'not-a-member',
    'other-document',
  ],
  decide(state, act) {
    const refusal = ownClaim(state, act);
    if (refusal) return refusal;
    const { document } = state.get('claim', act.body.claim)!;
    if (act.body.body.document !== document) return refuse('other-document', { document });
    return spansHold(state, document, act.body.body.spans) ?? sideKnown(state, act.body.body.side);
  },
  evolve(state, act) {
    const claim = state.get('claim', act.body.claim)!;
    const { id, audience, entries, since, by, organisation, earlier } = claim;
    state.put('claim', {
      ...touched({ id, audience, entries, since }, act),
      ...act.body.body,
      by,
      organisation,
      status: 'mended',
      earlier: [...earlier, { entry: act.id, body: bodyOf(claim) }],
    });
  },
});

function bodyOf(claim: Claim): ClaimBody {
  const { id, audience, entries, since, by, organisation, status, earlier, rejectedBecause, ...body } = claim;
  return body;
}

export const documentRejectClaim = kind({
  name: 'document.reject-claim',
  says: 'Rejects a claim that one’s own organisation accepted earlier; it stays readable as rejected.',
  schema: z.strictObject({ claim: Id, because: Passage }),
  seats: ANALYSTS,
  refusals: ['not-found', 'audience-differs', 'not-yours', 'claim-rejected'],
  decide: ownClaim,
  evolve(state, act) {
    const claim = state.get('claim', act.body.claim)!;
    state.put('claim', { ...touched(claim, act), status: 'rejected', rejectedBecause: act.body.because });
  },
});

export const documentRejectProposal = kind({
  name: 'document.reject-proposal',
  says: 'Turns down a claim that a reading proposed, so that nobody is asked again.',
  schema: z.strictObject({
    document: Id,
    spans: z.array(Span).min(1).max(8),
    kind: z.enum(CLAIM_KINDS),
    because: Passage,
  }),
  seats: ANALYSTS,
  refusals: ['not-found', 'audience-differs', 'span-differs'],
  decide: (state, act) =>
    on(state, act, 'document', act.body.document) ?? spansHold(state, act.body.document, act.body.spans),
  evolve(state, act) {
    const document = found(state, act, 'document', act.body.document)!;
    const { spans, kind: what, because } = act.body;
    state.put('document', {
      ...touched(document, act),
      rejected: [...document.rejected, { ...mark(act), spans, kind: what, because }],
    });
  },
});

export const documentKinds = [
  documentKeep,
  documentClaim,
  documentMendClaim,
  documentRejectClaim,
  documentRejectProposal,
] as const;
