// A bulletin: what the mechanism publishes. Drafted from the record for a window; every figure opens the entries behind
// it; a finding enters only with its positions; approved by as many as the terms ask; corrected in the open; a
// withdrawn one leaves a tombstone.

import { z } from 'zod';
import { type Mark, mark } from './refer.ts';
import { type Act, kind, opened, organisationOf, refuse, touched } from './rule.ts';
import { Id, Instant, Line, Name, OrganisationId, Passage, Slug, STANDARDS, Words } from './schema.ts';
import type { Row, State } from './state.ts';

export const BULLETIN_TYPES = ['flash', 'daily', 'weekly', 'thematic'] as const;

/** A figure of a bulletin. Where nobody looked it is `not-observed`, which is not 0. */
export const BulletinFigure = z.strictObject({
  /** Catalogue code of what is counted, such as `incidents.reported`. */
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
  positions: z.array(
    z.strictObject({
      member: z.string().max(100),
      organisation: OrganisationId,
      position: z.enum(['concur', 'reservation', 'dissent', 'abstain', 'silent']),
      words: Passage.optional(),
      language: z.string().max(40).optional(),
      entry: Id.optional(),
    }),
  ),
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
    /** Who took no part, since when: the bulletin is then not joint. */
    notJoint: z
      .array(z.strictObject({ organisation: OrganisationId, since: Instant, entry: Id }))
      .max(40)
      .default([]),
  })
  .refine((body) => body.from < body.to, { path: ['to'], message: 'ends before it starts' });
export type BulletinBody = z.infer<typeof BulletinBody>;

export interface BulletinVersion extends Mark {
  readonly body: BulletinBody;
  /** Why it corrects the version before; the first has none. */
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

export const bulletinDraft = kind({
  name: 'bulletin.draft',
  says: 'Drafts a bulletin from the record; it is public once as many approved as the terms ask.',
  schema: BulletinBody,
  seats: ['chair', 'secretary', 'lead'],
  audience: 'open',
  refusals: ['in-the-future'],
  decide: (_state, act) => (act.body.to > act.receivedAt ? refuse('in-the-future', { from: act.body.to }) : undefined),
  evolve: (state, act) =>
    state.put('bulletin', {
      ...opened(act),
      status: 'draft',
      versions: [{ ...mark(act), body: act.body, approvals: [] }],
    }),
});

const version = (state: State, act: Act<{ bulletin: string; version: string }>): BulletinVersion | undefined =>
  state.get('bulletin', act.body.bulletin)?.versions.find((one) => one.entry === act.body.version);

export const bulletinApprove = kind({
  name: 'bulletin.approve',
  says: 'Approves a version of a bulletin; the last approval that the terms ask for publishes it.',
  schema: z.strictObject({ bulletin: Id, version: Id }),
  seats: ['lead', 'chair', 'secretary', 'liaison'],
  audience: 'open',
  refusals: ['not-found'],
  decide: (state, act) =>
    version(state, act) ? undefined : refuse('not-found', { what: 'bulletin', id: act.body.bulletin }),
  evolve(state, act) {
    const bulletin = state.get('bulletin', act.body.bulletin)!;
    const versions = bulletin.versions.map((one) =>
      one.entry === act.body.version ? { ...one, approvals: [...one.approvals, mark(act)] } : one,
    );
    state.put('bulletin', { ...touched(bulletin, act), versions });
  },
});

export const bulletinCorrect = kind({
  name: 'bulletin.correct',
  says: 'Drafts a correction of a published bulletin; both versions stay readable, with the reason.',
  schema: z.strictObject({ bulletin: Id, because: Passage, body: BulletinBody }),
  seats: ['chair', 'secretary', 'lead'],
  audience: 'open',
  refusals: ['not-found'],
  decide: (state, act) =>
    state.get('bulletin', act.body.bulletin)
      ? undefined
      : refuse('not-found', { what: 'bulletin', id: act.body.bulletin }),
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
  says: 'Withdraws a bulletin, signed by as many as approve one; a tombstone with the reason stays.',
  schema: z.strictObject({ bulletin: Id, because: Passage }),
  seats: ['lead', 'chair', 'secretary', 'liaison'],
  signers: 'several',
  audience: 'open',
  refusals: ['not-found'],
  decide: (state, act) =>
    state.get('bulletin', act.body.bulletin)
      ? undefined
      : refuse('not-found', { what: 'bulletin', id: act.body.bulletin }),
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
void organisationOf;
void Line;
