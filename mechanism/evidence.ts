// Evidence and its chain of custody. A file is known by the SHA-256 of its bytes and kept beside the record. It is
// deposited with how it was obtained, handed from one organisation to another, received, examined: each an entry, so that
// anyone who may see it reads who had it when, and whether it was still the same.

import { z } from 'zod';
import { citable, type Mark, MOST, mark, on, tooMany } from './refer.ts';
import { type Act, kind, opened, organisationOf, refuse, type Seat, touched } from './rule.ts';
import { Evidence, Id, Line, OrganisationId, Passage, Place, When } from './schema.ts';
import type { Reader, Row } from './state.ts';

/** By what means a file came to be held. */
export const MEANS = [
  'photographed',
  'filmed',
  'recorded',
  'measured',
  'found',
  'received',
  'copied',
  'downloaded',
] as const;

export const DepositBody = z.strictObject({
  file: Evidence,
  /** When and where what it shows was obtained. */
  obtained: z.strictObject({ when: When, place: Place.optional() }),
  means: z.enum(MEANS),
  /** From whom or from where, without a name; who it was may be sealed. */
  from: Line.optional(),
  /** What it is and what it shows. */
  described: Passage,
  /** The deposit of the original of which this is a working copy. */
  original: Id.optional(),
  /** The case or the report that it is for. */
  for: z
    .discriminatedUnion('table', [
      z.strictObject({ table: z.literal('case'), id: Id }),
      z.strictObject({ table: z.literal('report'), id: Id }),
    ])
    .optional(),
  demonstration: z.boolean().default(false),
});

export type CustodyStep =
  | (Mark & { readonly step: 'deposited'; readonly means: (typeof MEANS)[number] })
  | (Mark & { readonly step: 'handed-on'; readonly to: string; readonly purpose: string })
  | (Mark & { readonly step: 'received'; readonly handedOn: string; readonly intact: boolean; readonly note?: string })
  | (Mark & {
      readonly step: 'examined';
      readonly method: string;
      readonly result: string;
      readonly derived: readonly Evidence[];
    });

export interface Deposit extends Row, z.infer<typeof DepositBody> {
  readonly by: string;
  readonly organisation: string;
  readonly sha256: string;
  readonly custody: readonly CustodyStep[];
}

declare module './state.ts' {
  interface Tables {
    evidence: Deposit;
  }
}

const HANDLERS: readonly Seat[] = ['monitor', 'team', 'liaison', 'lead', 'chair', 'secretary', 'adviser'];

/** Who holds it: the depositor, until somebody to whom it was handed on says that it was received. */
export function holderOf(deposit: Deposit): string {
  const last = deposit.custody.findLast((one) => one.step === 'received');
  return last?.organisation ?? deposit.organisation;
}

/** The hand-on that waits for its receipt, if there is one. */
const underway = (deposit: Deposit) => {
  const last = deposit.custody.findLast((one) => one.step === 'handed-on' || one.step === 'received');
  return last?.step === 'handed-on' ? last : undefined;
};

const add = (deposit: Deposit, act: Act, step: CustodyStep): Deposit => ({
  ...touched(deposit, act),
  custody: [...deposit.custody, step],
});

export const evidenceDeposit = kind({
  name: 'evidence.deposit',
  says: 'Deposits a file as evidence: its hash, when, where and by what means it was obtained, and what it shows.',
  schema: DepositBody,
  seats: HANDLERS,
  // Who gave it may be sealed to those who have to know.
  sealable: 'may',
  refusals: ['not-found', 'not-releasable', 'in-the-future'],
  decide(state, act) {
    const { obtained, original, for: about } = act.body;
    if (obtained.when.from > act.receivedAt) return refuse('in-the-future', { from: obtained.when.from });
    return (
      (original ? citable(state, act, 'evidence', [original]) : undefined) ??
      (about ? citable(state, act, about.table, [about.id]) : undefined)
    );
  },
  evolve: (state, act) =>
    state.put('evidence', {
      ...opened(act),
      ...act.body,
      sha256: act.body.file.sha256,
      by: act.signers[0]!.member,
      organisation: organisationOf(act),
      custody: [{ ...mark(act), step: 'deposited', means: act.body.means }],
    }),
});

export const evidenceTransfer = kind({
  name: 'evidence.transfer',
  says: 'Its holder hands a piece of evidence on to another organisation; from then on that one may have the original.',
  schema: z.strictObject({ evidence: Id, to: OrganisationId, purpose: Passage }),
  seats: HANDLERS,
  refusals: [
    'not-found',
    'audience-differs',
    'not-the-holder',
    'to-oneself',
    'not-a-member',
    'recipient-left-out',
    'too-many',
  ],
  decide(state, act) {
    const wrong = on(state, act, 'evidence', act.body.evidence);
    if (wrong) return wrong;
    const deposit = state.get('evidence', act.body.evidence)!;
    const { to } = act.body;
    const organisation = organisationOf(act);
    if (holderOf(deposit) !== organisation) return refuse('not-the-holder', { organisation: holderOf(deposit) });
    if (to === organisation) return refuse('to-oneself');
    if (state.get('organisation', to)?.status !== 'member') return refuse('not-a-member', { organisation: to });
    if (typeof act.audience !== 'string' && !act.audience.includes(to))
      return refuse('recipient-left-out', { organisation: to });
    return tooMany('custody', deposit.custody, MOST.custody, organisation);
  },
  evolve(state, act) {
    const { evidence, to, purpose } = act.body;
    state.put('evidence', add(state.get('evidence', evidence)!, act, { ...mark(act), step: 'handed-on', to, purpose }));
  },
});

export const evidenceReceive = kind({
  name: 'evidence.receive',
  says: 'Says that a piece of evidence was received, and whether its bytes have the hash that the record names.',
  schema: z.strictObject({
    evidence: Id,
    /** The hash of what was received. */
    sha256: Evidence.shape.sha256,
    note: Line.optional(),
  }),
  seats: HANDLERS,
  refusals: ['not-found', 'audience-differs', 'not-handed-on', 'too-many'],
  decide(state, act) {
    const wrong = on(state, act, 'evidence', act.body.evidence);
    if (wrong) return wrong;
    const deposit = state.get('evidence', act.body.evidence)!;
    const organisation = organisationOf(act);
    if (underway(deposit)?.to !== organisation) return refuse('not-handed-on', { organisation });
    return tooMany('custody', deposit.custody, MOST.custody, organisation);
  },
  evolve(state, act) {
    const { evidence, sha256, note } = act.body;
    const deposit = state.get('evidence', evidence)!;
    state.put(
      'evidence',
      add(deposit, act, {
        ...mark(act),
        step: 'received',
        handedOn: underway(deposit)!.entry,
        intact: sha256 === deposit.sha256,
        ...(note ? { note } : {}),
      }),
    );
  },
});

export const evidenceExamine = kind({
  name: 'evidence.examine',
  says: 'Says how a piece of evidence was examined, what came of it, and which working copies were made.',
  schema: z.strictObject({
    evidence: Id,
    method: Passage,
    result: Passage,
    derived: z.array(Evidence).max(20).default([]),
  }),
  seats: HANDLERS,
  sealable: 'may',
  refusals: ['not-found', 'audience-differs', 'too-many'],
  decide: (state, act) =>
    on(state, act, 'evidence', act.body.evidence) ??
    tooMany('custody', state.get('evidence', act.body.evidence)!.custody, MOST.custody, organisationOf(act)),
  evolve(state, act) {
    const { evidence, method, result, derived } = act.body;
    state.put(
      'evidence',
      add(state.get('evidence', evidence)!, act, { ...mark(act), step: 'examined', method, result, derived }),
    );
  },
});

/** Where a file is cited: the row, and the entry that cites it. */
export interface Citation {
  readonly table: 'evidence' | 'report' | 'case' | 'agreement' | 'document' | 'sealed';
  readonly id: string;
  readonly entry: string;
  readonly organisation: string;
}

export interface Custody {
  readonly sha256: string;
  /** Every deposit of these bytes that the reader may see, oldest first, each with its chain. */
  readonly deposits: readonly {
    readonly id: string;
    readonly organisation: string;
    readonly holder: string;
    /** False as soon as somebody received other bytes than were deposited. */
    readonly intact: boolean;
    readonly steps: readonly CustodyStep[];
  }[];
  /** Reports, cases, deliveries and documents that cite it. */
  readonly cited: readonly Citation[];
  /** Where it was withdrawn. */
  readonly withdrawn: readonly { readonly entry: string; readonly ground: string; readonly by: readonly string[] }[];
}

/** The history of a file as a reader may see it; empty for what is unknown and what is not for the reader, alike. */
export function custodyOf(reader: Reader, sha256: string): Custody {
  const deposits = reader.by('evidence', 'sha256', sha256).map((one) => ({
    id: one.id,
    organisation: one.organisation,
    holder: holderOf(one),
    intact: one.custody.every((step) => step.step !== 'received' || step.intact),
    steps: one.custody,
  }));
  const has = (files: readonly { sha256: string }[]) => files.some((file) => file.sha256 === sha256);
  const cited: Citation[] = [
    ...reader
      .all('report')
      .filter((one) => has(one.evidence))
      .map((one) => ({
        table: 'report' as const,
        id: one.id,
        entry: one.entries.at(-1)!,
        organisation: one.organisation,
      })),
    ...reader.all('case').flatMap((one) =>
      one.evidence
        .filter((piece) => piece.file && has([piece.file]))
        .map((piece) => ({
          table: 'case' as const,
          id: one.id,
          entry: piece.entry,
          organisation: piece.organisation,
        })),
    ),
    ...reader
      .all('agreement')
      .flatMap((one) =>
        one.deliveries
          .filter((delivery) => has(delivery.evidence))
          .map(({ entry, organisation }) => ({ table: 'agreement' as const, id: one.id, entry, organisation })),
      ),
    ...reader.by('document', 'sha256', sha256).map((one) => ({
      table: 'document' as const,
      id: one.id,
      entry: one.entries[0]!,
      organisation: one.organisation,
    })),
    ...reader
      .by('sealed', 'file', sha256)
      .map((one) => ({ table: 'sealed' as const, id: one.id, entry: one.id, organisation: one.organisation })),
  ];
  const withdrawn = reader.by('erasure', 'sha256', sha256).map(({ id, ground, by }) => ({ entry: id, ground, by }));
  return { sha256, deposits, cited, withdrawn };
}

export const evidenceKinds = [evidenceDeposit, evidenceTransfer, evidenceReceive, evidenceExamine] as const;
