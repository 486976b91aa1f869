// How rules refer to what is already on record. A reference to something that the author's organisation may not see is
// answered exactly like one to something that does not exist; and what is for few cannot be cited where more can read it.

import type { Audience, Problem } from '@sulh/record';
import { type Act, found, organisationOf, refuse, sameAudience, seenBySigners } from './rule.ts';
import type { Row, State, TableName } from './state.ts';

/** Whether everybody who may read `entry` may also read `cited`. */
export function releasable(cited: Audience, entry: Audience): boolean {
  if (cited === 'public') return true;
  if (cited === 'members') return entry !== 'public';
  return typeof entry !== 'string' && entry.every((one) => cited.includes(one));
}

/** Why one of `ids` cannot be cited by the act: `not-found`, or `not-releasable` to the act's audience. */
export function citable(state: State, act: Act, table: TableName, ids: readonly string[]): Problem | undefined {
  for (const id of ids) {
    const row = found(state, act, table, id) as Row | undefined;
    if (!row) return refuse('not-found', { what: table, id });
    if (!releasable(row.audience, act.audience)) return refuse('not-releasable', { what: table, id });
  }
  return undefined;
}

/** Why one of the entries `ids` cannot be cited by the act, whatever it made: `not-found` or `not-releasable`. */
export function entriesCitable(state: State, act: Act, ids: readonly string[]): Problem | undefined {
  for (const id of ids) {
    const audience = state.audienceOf(id);
    if (audience === undefined || !seenBySigners(act, audience)) return refuse('not-found', { what: 'entry', id });
    if (!releasable(audience, act.audience)) return refuse('not-releasable', { what: 'entry', id });
  }
  return undefined;
}

/** Why the act cannot be an entry on an aggregate: it is not there for its author, or the audiences differ. */
export function on(state: State, act: Act, table: TableName, id: string): Problem | undefined {
  const row = found(state, act, table, id) as Row | undefined;
  if (!row) return refuse('not-found', { what: table, id });
  return sameAudience(row.audience, act.audience) ? undefined : refuse('audience-differs', { what: table });
}

/** Who did an act, when, by which entry: the smallest thing that a story or a clock needs. */
export interface Mark {
  readonly entry: string;
  /** Receipt time, UTC. */
  readonly at: string;
  readonly by: string;
  readonly organisation: string;
}
export const mark = (act: Act): Mark => ({
  entry: act.id,
  at: act.receivedAt,
  by: act.signers[0]!.member,
  organisation: organisationOf(act),
});

/**
 * How much of a kind one organisation may add to one row, so that nobody can make it too heavy to read. Counted by
 * organisation, so that nobody can use up what another may say.
 */
export const MOST = {
  positions: 2_400,
  /** Members of one organisation who take positions on one case. */
  speakers: 6,
  replies: 50,
  evidence: 1_000,
  teams: 100,
  drafts: 100,
  stops: 200,
  recommendations: 100,
  measures: 100,
  'follow-ups': 100,
  answers: 50,
  outcomes: 50,
  links: 2_000,
  changes: 500,
  corrections: 200,
  accounts: 200,
  steps: 500,
  texts: 200,
  versions: 100,
  deliveries: 2_000,
  acts: 500,
  words: 1_000,
  objections: 200,
  asks: 200,
  custody: 500,
} as const;

/** `too-many` when a list holds the most already; with an organisation, the most of that organisation. */
export function tooMany(
  what: keyof typeof MOST,
  list: readonly object[],
  most: number,
  organisation?: string,
): Problem | undefined {
  if (list.length < most) return undefined;
  const own = organisation === undefined ? list : list.filter((one) => (one as Mark).organisation === organisation);
  return own.length < most ? undefined : refuse('too-many', { what, most });
}
