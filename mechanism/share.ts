// Sharing: sensitive information offered to named others, marked, for a purpose, for a time. What is shared is sealed; the
// record holds a commitment to it and every disclosure. Passing it on needs the originator's consent to that recipient, and
// what is released to all runs through the terms' generalisation: coarse in place, late in time, no small counts.

import type { Problem, Sealed } from '@sulh/record';
import { z } from 'zod';
import { pointIn } from './place.ts';
import { type Mark, MOST, mark, on, tooMany } from './refer.ts';
import { type Act, found, kind, opened, organisationOf, refuse, type Seat, touched } from './rule.ts';
import { Day, Id, Instant, Name, OrganisationId, Passage, Range, Words } from './schema.ts';
import type { Row, State } from './state.ts';
import { hoursAt, type Terms, terms } from './terms.ts';

/** Traffic Light Protocol 2.0. */
export const TLP = ['RED', 'AMBER+STRICT', 'AMBER', 'GREEN', 'CLEAR'] as const;
/** What it is about: acts and things. There is no kind for a person. */
export const SHARE_SUBJECTS = [
  'movement',
  'camp',
  'preparation',
  'weapons',
  'mines',
  'crossing-attempt',
  'finance',
  'other',
] as const;

export const ShareBody = z.strictObject({
  to: z.array(OrganisationId).min(1).max(10),
  tlp: z.enum(TLP),
  subject: z.enum(SHARE_SUBJECTS),
  /** For what it may be used, and for nothing else. */
  purpose: Passage,
  expires: Instant.optional(),
});

export interface Ask extends Mark {
  readonly to: string;
  readonly purpose: string;
  readonly answer?: Mark & {
    readonly answer: 'granted' | 'refused';
    readonly conditions?: string;
    readonly expires?: string;
  };
}

export interface Share extends Row, z.infer<typeof ShareBody> {
  /** The sealed text itself; its size is nobody’s to know. */
  readonly sealed: Sealed;
  readonly by: string;
  /** Who passed it to this audience: the originator, or one with its consent. */
  readonly organisation: string;
  readonly originator: string;
  readonly expiresAt: string;
  /** The share and the consent by which it was passed on. */
  readonly passed?: { readonly share: string; readonly consent: string };
  /** Recipients who have opened it. */
  readonly received: readonly Mark[];
  readonly asks: readonly Ask[];
  /** Of one that was passed on the reasons stay with those to whom the originator gave them. */
  readonly withdrawn?: Mark & { readonly because?: string };
}

export interface Release extends Row, ReleaseBody {
  readonly by: string;
  readonly organisation: string;
}

declare module './state.ts' {
  interface Tables {
    share: Share;
    release: Release;
  }
}

const SHARERS: readonly Seat[] = ['lead', 'liaison', 'adviser', 'chair'];

const sorted = (ids: readonly string[]): string[] => [...new Set(ids)].sort();
const same = (audience: Act['audience'], ids: readonly string[]): boolean =>
  typeof audience !== 'string' && JSON.stringify(audience) === JSON.stringify(sorted(ids));

function recipientsKnown(state: State, ids: readonly string[], author: string): Problem | undefined {
  const stranger = ids.find((one) => state.get('organisation', one)?.status !== 'member');
  if (stranger) return refuse('not-a-member', { organisation: stranger });
  return ids.includes(author) ? refuse('to-oneself') : undefined;
}

const expiry = (state: State, act: Act<{ expires?: string | undefined }>): string =>
  act.body.expires ??
  new Date(Date.parse(act.receivedAt) + hoursAt(state, 'share', act.receivedAt) * 3_600_000).toISOString();

export const shareOffer = kind({
  name: 'share.offer',
  says: 'Offers sealed information to named organisations: marked, for a purpose, for a time.',
  schema: ShareBody,
  seats: SHARERS,
  sealable: 'must',
  refusals: ['not-a-member', 'to-oneself', 'audience-is-recipients', 'in-the-past'],
  decide(state, act) {
    const { to, expires } = act.body;
    const wrong = recipientsKnown(state, to, organisationOf(act));
    if (wrong) return wrong;
    // The list shown is the list that gets it: no hidden reader, and nobody else learns that it is there.
    const all = [organisationOf(act), ...to];
    if (!same(act.audience, all) || !same(act.sealed!.recipients, all)) return refuse('audience-is-recipients');
    return expires && expires <= act.receivedAt ? refuse('in-the-past', { from: expires }) : undefined;
  },
  evolve: (state, act) =>
    state.put('share', {
      ...opened(act),
      ...act.body,
      sealed: act.sealed!,
      by: act.signers[0]!.member,
      organisation: organisationOf(act),
      originator: organisationOf(act),
      expiresAt: expiry(state, act),
      received: [],
      asks: [],
    }),
});

/** The share is there for the act's author, of the same audience, not withdrawn, not expired. */
function standing(state: State, act: Act<{ share: string }>): Problem | undefined {
  const refusal = on(state, act, 'share', act.body.share);
  if (refusal) return refusal;
  const share = state.get('share', act.body.share)!;
  if (share.withdrawn) return refuse('withdrawn', { id: share.id });
  return share.expiresAt <= act.receivedAt ? refuse('share-expired', { at: share.expiresAt }) : undefined;
}

export const shareReceive = kind({
  name: 'share.receive',
  says: 'A recipient says that it has opened a share; the disclosure is on record to the originator.',
  schema: z.strictObject({ share: Id }),
  seats: SHARERS,
  refusals: ['not-found', 'audience-differs', 'withdrawn', 'share-expired', 'not-a-recipient', 'acknowledged-before'],
  decide(state, act) {
    const refusal = standing(state, act);
    if (refusal) return refusal;
    const share = state.get('share', act.body.share)!;
    const organisation = organisationOf(act);
    if (!share.to.includes(organisation)) return refuse('not-a-recipient', { organisation });
    const before = share.received.some((one) => one.organisation === organisation);
    return before ? refuse('acknowledged-before', { organisation }) : undefined;
  },
  evolve(state, act) {
    const share = state.get('share', act.body.share)!;
    state.put('share', { ...touched(share, act), received: [...share.received, mark(act)] });
  },
});

export const shareAsk = kind({
  name: 'share.ask',
  says: 'A recipient asks the originator for consent to pass a share on to one more organisation, for a purpose.',
  schema: z.strictObject({ share: Id, to: OrganisationId, purpose: Passage }),
  seats: SHARERS,
  refusals: [
    'not-found',
    'audience-differs',
    'withdrawn',
    'share-expired',
    'not-a-recipient',
    'not-a-member',
    'to-oneself',
    'too-many',
  ],
  decide(state, act) {
    const refusal = standing(state, act);
    if (refusal) return refusal;
    const share = state.get('share', act.body.share)!;
    const organisation = organisationOf(act);
    if (!share.to.includes(organisation)) return refuse('not-a-recipient', { organisation });
    return recipientsKnown(state, [act.body.to], organisation) ?? tooMany('asks', share.asks, MOST.asks, organisation);
  },
  evolve(state, act) {
    const share = state.get('share', act.body.share)!;
    const { to, purpose } = act.body;
    state.put('share', { ...touched(share, act), asks: [...share.asks, { ...mark(act), to, purpose }] });
  },
});

export const shareConsent = kind({
  name: 'share.consent',
  says: 'The originator grants or refuses that a share is passed on to the organisation asked for.',
  schema: z.strictObject({
    share: Id,
    /** Id of the entry that asked. */
    ask: Id,
    answer: z.enum(['granted', 'refused']),
    conditions: Passage.optional(),
    expires: Instant.optional(),
  }),
  seats: SHARERS,
  refusals: ['not-found', 'audience-differs', 'withdrawn', 'share-expired', 'not-the-originator', 'answered-before'],
  decide(state, act) {
    const refusal = standing(state, act);
    if (refusal) return refusal;
    const share = state.get('share', act.body.share)!;
    if (share.originator !== organisationOf(act))
      return refuse('not-the-originator', { organisation: share.originator });
    const ask = share.asks.find((one) => one.entry === act.body.ask);
    if (!ask) return refuse('not-found', { what: 'ask', id: act.body.ask });
    return ask.answer ? refuse('answered-before') : undefined;
  },
  evolve(state, act) {
    const share = state.get('share', act.body.share)!;
    const { ask: entry, answer, conditions, expires } = act.body;
    const given = { ...mark(act), answer, ...(conditions ? { conditions } : {}), ...(expires ? { expires } : {}) };
    const asks = share.asks.map((one) => (one.entry === entry ? { ...one, answer: given } : one));
    state.put('share', { ...touched(share, act), asks });
  },
});

export const sharePass = kind({
  name: 'share.pass-on',
  says: 'Passes a share on to the organisation for which the originator has consented; the originator sees it.',
  schema: z.strictObject({ share: Id, consent: Id, to: OrganisationId }),
  seats: SHARERS,
  sealable: 'must',
  refusals: ['not-found', 'withdrawn', 'share-expired', 'no-consent', 'audience-is-recipients'],
  decide(state, act) {
    const share = found(state, act, 'share', act.body.share);
    const organisation = organisationOf(act);
    if (!share) return refuse('not-found', { what: 'share', id: act.body.share });
    if (share.withdrawn) return refuse('withdrawn', { id: share.id });
    if (share.expiresAt <= act.receivedAt) return refuse('share-expired', { at: share.expiresAt });
    const ask = share.asks.find((one) => one.answer?.entry === act.body.consent);
    const granted =
      ask?.answer?.answer === 'granted' &&
      ask.organisation === organisation &&
      ask.to === act.body.to &&
      (ask.answer.expires === undefined || ask.answer.expires > act.receivedAt);
    if (!granted) return refuse('no-consent');
    // The originator is among those who read it: no disclosure without its knowledge.
    const all = [organisation, share.originator, act.body.to];
    return same(act.audience, all) && same(act.sealed!.recipients, all) ? undefined : refuse('audience-is-recipients');
  },
  evolve(state, act) {
    const { share: id, consent, to } = act.body;
    const { tlp, subject, originator, expiresAt, asks } = state.get('share', id)!;
    const ask = asks.find((one) => one.answer?.entry === consent)!;
    const { expires } = ask.answer!;
    state.put('share', {
      ...opened(act),
      to: [to],
      tlp,
      subject,
      purpose: ask.purpose,
      sealed: act.sealed!,
      by: act.signers[0]!.member,
      organisation: organisationOf(act),
      originator,
      expiresAt: expires !== undefined && expires < expiresAt ? expires : expiresAt,
      passed: { share: id, consent },
      received: [],
      asks: [],
    });
  },
});

/** What was passed on from a share, and from that, all the way down. */
function passedFrom(state: State, share: Share): Share[] {
  const copies = state.by('share', 'originator', share.originator).filter((one) => one.passed);
  const family = [share];
  for (const one of family) family.push(...copies.filter((copy) => copy.passed!.share === one.id));
  return family.slice(1);
}

export const shareWithdraw = kind({
  name: 'share.withdraw',
  says: 'The originator withdraws a share, with all that was passed on from it: it is not to be used or passed on any more.',
  schema: z.strictObject({ share: Id, because: Passage }),
  seats: SHARERS,
  refusals: ['not-found', 'audience-differs', 'withdrawn', 'not-the-originator'],
  decide(state, act) {
    const refusal = on(state, act, 'share', act.body.share);
    if (refusal) return refusal;
    const share = state.get('share', act.body.share)!;
    if (share.withdrawn) return refuse('withdrawn', { id: share.id });
    return share.originator === organisationOf(act)
      ? undefined
      : refuse('not-the-originator', { organisation: share.originator });
  },
  evolve(state, act) {
    const share = state.get('share', act.body.share)!;
    state.put('share', { ...touched(share, act), withdrawn: { ...mark(act), because: act.body.because } });
    for (const copy of passedFrom(state, share)) {
      if (!copy.withdrawn) state.put('share', { ...touched(copy, act), withdrawn: mark(act) });
    }
  },
});

/** A cell of at least the terms' size, or a district and coarser. There is no room for a point. */
const ReleasePlace = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('area'), name: Name, level: z.enum(['district', 'province', 'sector', 'country']) }),
  z.strictObject({
    kind: z.literal('cell'),
    /** South-west corner, on the grid of the cell's size, and the size of its sides in km. */
    lat: z.number().min(-90).max(90),
    lon: z.number().min(-180).max(180),
    km: z.number().min(1).max(1_000),
  }),
]);

export const ReleaseBody = z.strictObject({
  subject: z.enum(SHARE_SUBJECTS),
  words: Words,
  where: ReleasePlace,
  /** Days, and no hours. */
  from: Day,
  to: Day,
  count: Range.optional(),
});
export type ReleaseBody = z.infer<typeof ReleaseBody>;

const KM_PER_DEGREE = 111.32;

/**
 * Whether a release is as coarse, as late and as large as the terms ask, at an instant. A cell must lie on the grid of its
 * size, so that two overlapping cells cannot be laid over each other to find a point.
 */
export function releaseFits(
  { generalise }: Pick<Terms, 'generalise'>,
  body: Pick<ReleaseBody, 'where' | 'to' | 'count'> & Partial<Pick<ReleaseBody, 'words'>>,
  at: string,
): Problem | undefined {
  const { where, to, count, words = {} } = body;
  if (pointIn(words, where.kind === 'area' ? where.name : {})) return refuse('release-too-fine', { km: generalise.km });
  if (where.kind === 'cell') {
    if (where.km < generalise.km) return refuse('release-too-fine', { km: generalise.km });
    const step = where.km / KM_PER_DEGREE;
    // The last row and column of the grid are cut off by the edge of the map.
    const onGrid = (degrees: number, edge: number) =>
      degrees === edge || Math.abs(degrees / step - Math.round(degrees / step)) < 1e-4;
    if (!onGrid(where.lat, -90) || !onGrid(where.lon, -180)) return refuse('release-off-grid', { km: where.km });
  }
  // The end of the last day, and then the delay.
  const free = Date.parse(to) + 86_400_000 + generalise.hours * 3_600_000;
  if (Date.parse(at) < free) return refuse('release-too-soon', { from: new Date(free).toISOString() });
  const least = count?.min ?? count?.max;
  if (least !== undefined && least > 0 && least < generalise.minCount) {
    return refuse('release-count-too-small', { minCount: generalise.minCount });
  }
  return undefined;
}

/** The corner of the cell of the terms' grid in which a point lies, for making a release. */
export function cellOf(
  { lat, lon }: { lat: number; lon: number },
  km: number,
): { kind: 'cell'; lat: number; lon: number; km: number } {
  const step = km / KM_PER_DEGREE;
  // (plus 0: no negative zero)
  const corner = (degrees: number, least: number) => Math.max(least, Math.floor(degrees / step) * step) + 0;
  return { kind: 'cell', lat: corner(lat, -90), lon: corner(lon, -180), km };
}

export const shareRelease = kind({
  name: 'share.release',
  // It names no share: that there was one is for its audience alone.
  says: 'Releases to all members or the public what one’s own organisation knows, no finer than the terms allow.',
  schema: ReleaseBody.refine((body) => body.from <= body.to, 'ends before it starts'),
  seats: ['lead', 'liaison', 'chair'],
  audience: 'open',
  refusals: ['release-too-fine', 'release-off-grid', 'release-too-soon', 'release-count-too-small'],
  decide: (state, act) => releaseFits(terms(state), act.body, act.receivedAt),
  evolve(state, act) {
    const organisation = organisationOf(act);
    state.put('release', { ...opened(act), ...act.body, by: act.signers[0]!.member, organisation });
  },
});

export interface Disclosure {
  readonly share: string;
  readonly by: string;
  readonly to: string;
  readonly at: string;
  readonly opened?: string;
  readonly consent?: string;
  /** When the originator withdrew it. */
  readonly withdrawn?: string;
  readonly entries: readonly string[];
}

/** Every disclosure of what an organisation originated, oldest first: its own offers and what was passed on. */
export function disclosures(reader: { all(table: 'share'): Share[] }, originator: string): Disclosure[] {
  return reader
    .all('share')
    .filter((one) => one.originator === originator)
    .flatMap((one) =>
      one.to.map((to) => {
        const opened = one.received.find((it) => it.organisation === to);
        return Object.freeze({
          share: one.id,
          by: one.organisation,
          to,
          at: one.since,
          entries: one.entries,
          ...(opened ? { opened: opened.at } : {}),
          ...(one.passed ? { consent: one.passed.consent } : {}),
          ...(one.withdrawn ? { withdrawn: one.withdrawn.at } : {}),
        });
      }),
    );
}

export const shareKinds = [
  shareOffer,
  shareReceive,
  shareAsk,
  shareConsent,
  sharePass,
  shareWithdraw,
  shareRelease,
] as const;
