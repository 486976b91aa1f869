// Members: persons' positions and devices of an organisation, each known by a key. An organisation enrols and revokes its
// own members and never another's. No personal names: a member is `<organisation>/<seat or device>`.

import { type Problem, parseVkey } from '@sulh/record';
import { z } from 'zod';
import { keyKnown, keyRef } from './key.ts';
import { releasable } from './refer.ts';
import { type Act, kind, opened, organisationOf, refuse, SEATS, type Seat, touched } from './rule.ts';
import { Instant, Line, MemberId, Name } from './schema.ts';
import type { Reader, Row, State } from './state.ts';
import { rootKey, terms, Vkey } from './terms.ts';

export interface Member extends Row {
  readonly organisation: string;
  readonly seats: readonly Seat[];
  readonly title?: Name;
  /** `name+keyid` of the key in force, then of earlier ones, newest first. */
  readonly keys: readonly string[];
  readonly status: 'enrolled' | 'revoked';
}

declare module './state.ts' {
  interface Tables {
    member: Member;
  }
}

/** Which seats an organisation of each role may fill. Chair and secretary: the chair's organisation alone. */
const SEATS_OF = {
  party: ['lead', 'liaison', 'monitor', 'team', 'adviser', 'auditor'],
  guarantor: ['lead', 'liaison', 'monitor', 'team', 'adviser', 'auditor', 'chair', 'secretary'],
  observer: ['lead', 'liaison', 'monitor', 'adviser', 'auditor'],
} as const satisfies Record<string, readonly Seat[]>;

/** Whether some enrolled member of an organisation holds a seat. */
export const holds = (reader: Reader, organisation: string, seat: Seat): boolean =>
  reader
    .all('member')
    .some((one) => one.organisation === organisation && one.status === 'enrolled' && one.seats.includes(seat));

const organisationIn = (member: string): string => member.slice(0, member.indexOf('/'));

/** A new key must be an Ed25519 key with the member's name that the record has never seen. */
function newKey(state: State, member: string, vkey: string): Problem | undefined {
  try {
    const key = parseVkey(vkey);
    if (key.type !== 0x01) return refuse('bad-member-key', { why: 'type' });
    if (key.name !== `${state.origin}/${member}`) return refuse('bad-member-key', { why: 'name' });
    return keyKnown(state, vkey) ? refuse('key-used') : undefined;
  } catch {
    return refuse('bad-member-key', { why: 'format' });
  }
}

/** Puts a member's or an organisation's key; its id. */
export const putKey = (state: State, act: Act, member: string, vkey: string): string => {
  const id = keyRef(parseVkey(vkey));
  const organisation = organisationIn(member);
  state.put('key', {
    ...opened(act),
    id,
    vkey,
    member,
    organisation,
    root: member.endsWith('/root'),
    index: act.index,
  });
  return id;
};

/** A key signs nothing from this act on. */
export const stopKey = (state: State, act: Act, id: string, reason: string, compromisedSince?: string): void => {
  const key = state.get('key', id)!;
  const revoked = {
    index: act.index,
    at: act.receivedAt,
    entry: act.id,
    // That it stopped is for whoever knows the key; the words on it are for those to whom they were said.
    ...(releasable(act.audience, key.audience) ? { reason } : {}),
    ...(compromisedSince ? { compromisedSince } : {}),
  };
  state.put('key', { ...touched(key, act), revoked });
};

export const memberEnrol = kind({
  name: 'member.enrol',
  says: 'Enrols a member of one’s own organisation with its key and seats.',
  schema: z.strictObject({
    member: MemberId,
    key: Vkey,
    seats: z.array(z.enum(SEATS)).min(1).max(SEATS.length),
    title: Name.optional(),
  }),
  seats: ['lead', 'root'],
  audience: 'open',
  refusals: ['not-yours', 'name-taken', 'seat-not-for-role', 'bad-member-key', 'key-used'],
  decide(state, act) {
    const { member, key, seats } = act.body;
    const organisation = organisationOf(act);
    if (organisationIn(member) !== organisation) return refuse('not-yours', { organisation: organisationIn(member) });
    if (member.endsWith('/root') || state.get('member', member)?.status === 'enrolled')
      return refuse('name-taken', { member });
    const allowed: readonly Seat[] = SEATS_OF[state.get('organisation', organisation)!.role];
    const chairs = terms(state).chair === organisation;
    const wrong = seats.find(
      (seat) => !allowed.includes(seat) || ((seat === 'chair' || seat === 'secretary') && !chairs),
    );
    if (wrong) return refuse('seat-not-for-role', { seat: wrong, organisation });
    return newKey(state, member, key);
  },
  evolve(state, act) {
    const { member, key, seats, title } = act.body;
    const before = state.get('member', member);
    const id = putKey(state, act, member, key);
    const row = before ? { ...touched(before, act), audience: act.audience } : { ...opened(act), id: member };
    const keys = [id, ...(before?.keys ?? [])];
    const organisation = organisationIn(member);
    state.put('member', { ...row, organisation, seats, keys, status: 'enrolled', ...(title ? { title } : {}) });
  },
});

/** Who may act on a member: its organisation's lead or root, and the member itself. */
function ofOwn(state: State, act: Act, name: string): Problem | undefined {
  if (organisationIn(name) !== organisationOf(act)) return refuse('not-yours', { organisation: organisationIn(name) });
  if (state.get('member', name)?.status !== 'enrolled') return refuse('not-found', { what: 'member', id: name });
  const signer = act.signers[0]!;
  const may = signer.root || signer.seats.includes('lead') || signer.member === name;
  return may ? undefined : refuse('wrong-seat', { seats: ['lead'], member: signer.member });
}

export const memberRevoke = kind({
  name: 'member.revoke',
  says: 'Revokes a member of one’s own organisation: its key signs nothing from here on.',
  schema: z.strictObject({ member: MemberId, reason: Line, compromisedSince: Instant.optional() }),
  seats: [...SEATS, 'root'],
  audience: 'open',
  refusals: ['not-yours', 'not-found', 'wrong-seat'],
  decide: (state, act) => ofOwn(state, act, act.body.member),
  evolve(state, act) {
    const member = state.get('member', act.body.member)!;
    stopKey(state, act, member.keys[0]!, act.body.reason, act.body.compromisedSince);
    state.put('member', { ...touched(member, act), status: 'revoked' });
  },
});

export const memberRotate = kind({
  name: 'member.rotate',
  says: 'Replaces a member’s key, or an organisation’s root key, by a new one.',
  schema: z.strictObject({
    member: MemberId,
    key: Vkey,
    reason: Line.optional(),
    compromisedSince: Instant.optional(),
  }),
  seats: [...SEATS, 'root'],
  audience: 'open',
  refusals: ['not-yours', 'not-found', 'wrong-seat', 'bad-member-key', 'key-used'],
  decide(state, act) {
    const { member, key } = act.body;
    if (!member.endsWith('/root')) return ofOwn(state, act, member) ?? newKey(state, member, key);
    const signer = act.signers[0]!;
    if (organisationIn(member) !== signer.organisation)
      return refuse('not-yours', { organisation: organisationIn(member) });
    // The root key is replaced by itself alone: a lead that could replace it would hold it.
    return signer.root ? newKey(state, member, key) : refuse('wrong-seat', { seats: ['root'], member: signer.member });
  },
  evolve(state, act) {
    const { member, key, reason = 'rotated', compromisedSince } = act.body;
    if (member.endsWith('/root')) {
      const organisation = state.get('organisation', organisationIn(member))!;
      stopKey(state, act, rootKey(state.origin, organisation)!, reason, compromisedSince);
      putKey(state, act, member, key);
      state.put('organisation', { ...touched(organisation, act), root: key });
      return;
    }
    const row = state.get('member', member)!;
    stopKey(state, act, row.keys[0]!, reason, compromisedSince);
    state.put('member', { ...touched(row, act), keys: [putKey(state, act, member, key), ...row.keys] });
  },
});

export const memberKinds = [memberEnrol, memberRevoke, memberRotate] as const;
