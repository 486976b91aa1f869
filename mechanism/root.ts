// A lost root key. An organisation's root key is replaced by itself alone (`member.rotate`), until it is lost: then nobody could
// sign new terms for that organisation any more. Those whose signatures change the terms may then propose a new one together with
// a lead of the organisation; for two weeks, and until the new key takes over, any key of the organisation can object, and the
// lost one too, if somebody has found it. Everything is public. Nothing is replaced backwards: what was signed before stays.

import { parseVkey } from '@sulh/record';
import { z } from 'zod';
import { keyKnown } from './key.ts';
import { holds, putKey, stopKey } from './member.ts';
import { kind, opened, organisationOf, refuse, SEATS, touched } from './rule.ts';
import { Id, Line, OrganisationId } from './schema.ts';
import type { Reader, Row, State } from './state.ts';
import { bound, rootKey, terms, Vkey } from './terms.ts';

/** How long the organisation has to object before a new root key can take over. */
export const ROOT_WAIT_HOURS = 336;

/** A root key that is to take the place of one that was lost. */
export interface Successor extends Row {
  readonly organisation: string;
  readonly key: string;
  /** The root key that is said to be lost. */
  readonly lost: string;
  readonly reason: string;
  /** Organisations that signed for it. */
  readonly by: readonly string[];
  /** From when on the new key can take over, UTC. */
  readonly from: string;
  readonly status: 'open' | 'objected' | 'replaced' | 'taken';
  readonly objection?: { readonly member: string; readonly at: string; readonly entry: string };
}

declare module './state.ts' {
  interface Tables {
    successor: Successor;
  }
}

/** Root keys that are to be replaced and can still be objected to. One whose root key has been used to rotate is over. */
export const successorsOpen = (reader: Reader): Successor[] =>
  reader
    .all('successor')
    .filter((one) => one.status === 'open' && reader.get('organisation', one.organisation)?.root === one.lost);

/** Why a key cannot be the next root key: it is none, or one that the record has seen under whatever name. */
function wrongKey(state: State, organisation: string, key: string) {
  if (rootKey(state.origin, { id: organisation, root: key }) === undefined)
    return refuse('bad-root-key', { organisation });
  return keyKnown(state, key) ? refuse('key-used') : undefined;
}

export const rootPropose = kind({
  name: 'root.propose',
  says: 'Proposes a new root key for an organisation that has lost its own.',
  schema: z.strictObject({ organisation: OrganisationId, key: Vkey, reason: Line }),
  seats: ['root', 'lead'],
  signers: 'several',
  audience: 'public',
  refusals: ['not-found', 'bad-root-key', 'key-used', 'wrong-seat', 'signature-missing'],
  decide(state, act) {
    const { organisation: id, key } = act.body;
    const organisation = state.get('organisation', id);
    if (organisation?.status !== 'member') return refuse('not-found', { what: 'organisation', id });
    const wrong = wrongKey(state, id, key);
    if (wrong) return wrong;
    // Whoever holds the root key rotates it; a lead speaks for the organisation that it is of, and for no other.
    const odd = act.signers.find((one) => (one.organisation === id ? one.root : !one.root));
    if (odd) return refuse('wrong-seat', { seats: [odd.root ? 'lead' : 'root'], member: odd.member });
    const signed = act.signers.map((one) => one.organisation);
    const needed = bound(terms(state)).filter((one) => one !== id);
    const missing = [...new Set([...needed, ...(holds(state, id, 'lead') ? [id] : [])])].filter(
      (one) => !signed.includes(one),
    );
    return missing.length > 0 ? refuse('signature-missing', { organisations: missing }) : undefined;
  },
  evolve(state, act) {
    const { organisation, key, reason } = act.body;
    for (const one of state.by('successor', 'organisation', organisation))
      if (one.status === 'open') state.put('successor', { ...touched(one, act), status: 'replaced' });
    state.put('successor', {
      ...opened(act),
      organisation,
      key,
      lost: state.get('organisation', organisation)!.root,
      reason,
      by: act.signers.map((one) => one.organisation),
      from: new Date(Date.parse(act.receivedAt) + ROOT_WAIT_HOURS * 3_600_000).toISOString(),
      status: 'open',
    });
  },
});

export const rootObject = kind({
  name: 'root.object',
  says: 'Objects that one’s own organisation’s root key be replaced.',
  schema: z.strictObject({ proposal: Id, reason: Line.optional() }),
  seats: [...SEATS, 'root'],
  audience: 'public',
  refusals: ['not-found', 'not-yours'],
  decide(state, act) {
    const { proposal: id } = act.body;
    const row = state.get('successor', id);
    if (row?.status !== 'open') return refuse('not-found', { what: 'proposal', id });
    const { organisation } = row;
    return organisation === organisationOf(act) ? undefined : refuse('not-yours', { organisation });
  },
  evolve(state, act) {
    const row = state.get('successor', act.body.proposal)!;
    const objection = { member: act.signers[0]!.member, at: act.receivedAt, entry: act.id };
    state.put('successor', { ...touched(row, act), status: 'objected', objection });
  },
});

export const rootTake = kind({
  name: 'root.take',
  says: 'Takes over as an organisation’s root key, in place of a lost one. The new key itself signs it.',
  schema: z.strictObject({ proposal: Id }),
  seats: ['root'],
  audience: 'public',
  refusals: ['root-changed', 'key-used', 'time-to-object'],
  decide(state, act) {
    // That it is open, and that this is its key, is known: else the signature would have been nobody's.
    const { organisation: id, key, lost, from } = state.get('successor', act.body.proposal)!;
    if (state.get('organisation', id)!.root !== lost) return refuse('root-changed', { organisation: id });
    const wrong = wrongKey(state, id, key);
    if (wrong) return wrong;
    return act.receivedAt < from ? refuse('time-to-object', { organisation: id, from }) : undefined;
  },
  evolve(state, act) {
    const row = state.get('successor', act.body.proposal)!;
    const organisation = state.get('organisation', row.organisation)!;
    stopKey(state, act, rootKey(state.origin, organisation)!, row.reason);
    putKey(state, act, `${row.organisation}/root`, row.key);
    state.put('organisation', { ...touched(organisation, act), root: row.key });
    state.put('successor', { ...touched(row, act), status: 'taken' });
  },
});

/** The key that may sign a `root.take`: the proposed one, as long as nobody has objected. */
export function succeeding(state: Reader, proposal: unknown): Successor | undefined {
  const row = typeof proposal === 'string' ? state.get('successor', proposal) : undefined;
  if (row?.status !== 'open') return undefined;
  return state.get('organisation', row.organisation)?.status === 'member' ? row : undefined;
}

/** Its name, as a signature line has it. */
export const successorRef = (row: Successor): { name: string; keyId: number } => parseVkey(row.key);

export const rootKinds = [rootPropose, rootObject, rootTake] as const;
