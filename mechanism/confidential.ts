// The confidential route. Sexual violence and child recruitment are never reported to the members: they are filed, sealed, to
// named advisers and to nobody else, their own organisations included. The record holds a commitment and to whom it went, and
// no word of what, where, when or who. The rows go to the persons concerned: no list, count, brief or bulletin has them.

import type { Problem } from '@sulh/record';
import { z } from 'zod';
import { eraseSealed } from './erase.ts';
import { type Mark, mark } from './refer.ts';
import { type Act, kind, opened, organisationOf, refuse, sameAudience, touched } from './rule.ts';
import { Id, Line, MemberId } from './schema.ts';
import { AGE_RECIPIENT, recipientUsed } from './seal.ts';
import { maySee, type Reader, type Row, type State } from './state.ts';
import { terms } from './terms.ts';

/** The age recipient of an adviser's own; `id` is the member. */
export interface AdviserKey extends Row {
  readonly organisation: string;
  readonly recipient: string;
  /** Recipients that it had before: none is used twice. */
  readonly earlier: readonly string[];
}

/** What was filed. Its audience is members: the one who filed it and the advisers named. */
export interface Confidential extends Row {
  readonly by: string;
  readonly to: readonly string[];
  readonly received: readonly Mark[];
  readonly withdrawn?: Mark & { readonly ground: (typeof GROUNDS)[number] };
}

declare module './state.ts' {
  interface Tables {
    'adviser-key': AdviserKey;
    confidential: Confidential;
  }
}

const GROUNDS = ['request-of-the-person', 'consent-withdrawn', 'source-at-risk'] as const;

/** Whether a member may be filed to: it holds the seat, and the terms name it or, naming nobody, it is of no party. */
export function isAdviser(reader: Reader, member: string): boolean {
  const row = reader.get('member', member);
  if (row?.status !== 'enrolled' || !row.seats.includes('adviser')) return false;
  const { advisers } = terms(reader);
  return advisers.length > 0
    ? advisers.includes(member)
    : reader.get('organisation', row.organisation)?.role !== 'party';
}

const stranger = (state: State, members: readonly string[]): Problem | undefined => {
  const member = members.find((one) => !isAdviser(state, one));
  return member === undefined ? undefined : refuse('not-an-adviser', { member });
};

export const adviserKeySet = kind({
  name: 'confidential.key',
  says: 'An adviser puts on record its own age recipient, which nobody else of its organisation holds.',
  schema: z.strictObject({ recipient: AGE_RECIPIENT, reason: Line.optional() }),
  seats: ['adviser'],
  audience: 'open',
  refusals: ['not-an-adviser', 'seal-key-used'],
  decide: (state, act) =>
    stranger(state, [act.signers[0]!.member]) ??
    (recipientUsed(state, act.body.recipient) ? refuse('seal-key-used') : undefined),
  evolve(state, act) {
    const { member, organisation } = act.signers[0]!;
    const before = state.get('adviser-key', member);
    state.put('adviser-key', {
      ...(before ? { ...touched(before, act), audience: act.audience } : { ...opened(act), id: member }),
      organisation,
      recipient: act.body.recipient,
      earlier: before ? [before.recipient, ...before.earlier] : [],
    });
  },
});

const organisationsOf = (members: readonly string[]): string[] =>
  [...new Set(members.map((one) => one.slice(0, one.indexOf('/'))))].sort();

export const confidentialFile = kind({
  name: 'confidential.file',
  says: 'Files what takes the confidential route: sealed to named advisers, with nothing about it in the record.',
  schema: z.strictObject({ to: z.array(MemberId).min(1).max(5) }),
  seats: ['monitor', 'team', 'liaison', 'lead', 'chair', 'secretary', 'adviser'],
  sealable: 'must',
  refusals: ['not-an-adviser', 'twice-named', 'no-seal-key', 'audience-is-recipients'],
  decide(state, act) {
    const { to } = act.body;
    const wrong = stranger(state, to);
    if (wrong) return wrong;
    const organisations = organisationsOf(to);
    // The seal names organisations: of each, one adviser.
    if (organisations.length !== to.length) return refuse('twice-named', { what: 'an organisation' });
    const keyless = to.find((one) => !state.get('adviser-key', one));
    if (keyless) return refuse('no-seal-key', { organisation: keyless });
    const all = [...new Set([organisationOf(act), ...organisations])].sort();
    const fits = sameAudience(act.audience, all) && sameAudience(act.sealed!.recipients, organisations);
    return fits ? undefined : refuse('audience-is-recipients');
  },
  evolve(state, act) {
    const by = act.signers[0]!.member;
    const { to } = act.body;
    state.put('confidential', { ...opened(act), audience: readersOf(by, to), by, to, received: [] });
  },
});

/** The members who know of a confidential file. */
const readersOf = (by: string, to: readonly string[]): string[] => [...new Set([by, ...to])].sort();

/** The file of an act, where its signer is among those who know of it. */
function known(state: State, act: Act<{ file: string }>): Confidential | undefined {
  const row = state.get('confidential', act.body.file);
  return row && act.signers.every((one) => maySee(row.audience, one)) ? row : undefined;
}

/** The file is there for the act's signer, goes to the same organisations, and is not withdrawn. */
function standing(state: State, act: Act<{ file: string }>): Problem | undefined {
  const row = known(state, act);
  if (!row) return refuse('not-found', { what: 'file', id: act.body.file });
  if (!sameAudience(act.audience, organisationsOf(row.audience as string[])))
    return refuse('audience-differs', { what: 'file' });
  return row.withdrawn ? refuse('withdrawn', { id: row.id }) : undefined;
}

export const confidentialReceive = kind({
  name: 'confidential.receive',
  says: 'An adviser says that it has opened a confidential file, so that whoever filed it knows.',
  schema: z.strictObject({ file: Id }),
  seats: ['adviser'],
  refusals: ['not-found', 'audience-differs', 'withdrawn', 'not-an-adviser', 'acknowledged-before'],
  decide(state, act) {
    const refusal = standing(state, act);
    if (refusal) return refusal;
    const { member, organisation } = act.signers[0]!;
    const { to, received } = state.get('confidential', act.body.file)!;
    if (!to.includes(member)) return refuse('not-an-adviser', { member });
    return received.some((one) => one.by === member) ? refuse('acknowledged-before', { organisation }) : undefined;
  },
  evolve(state, act) {
    const row = state.get('confidential', act.body.file)!;
    state.put('confidential', { ...touched(row, act), received: [...row.received, mark(act)] });
  },
});

export const confidentialWithdraw = kind({
  name: 'confidential.withdraw',
  says: 'Withdraws a confidential file, by who filed it or an adviser who has it: the sealed text is destroyed.',
  schema: z.strictObject({ file: Id, ground: z.enum(GROUNDS) }),
  seats: ['monitor', 'team', 'liaison', 'lead', 'chair', 'secretary', 'adviser'],
  refusals: ['not-found', 'audience-differs', 'withdrawn'],
  decide: standing,
  evolve(state, act) {
    const row = state.get('confidential', act.body.file)!;
    const { ground } = act.body;
    state.put('confidential', { ...touched(row, act), withdrawn: { ...mark(act), ground } });
    eraseSealed(state, act, state.get('sealed', row.id)!, ground);
  },
});

/** The age recipients, by organisation, to which a file for these advisers is sealed. Throws Problem `no-seal-key`. */
export function adviserRecipients(reader: Reader, advisers: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    advisers.map((member) => {
      const key = reader.get('adviser-key', member);
      if (!key) throw refuse('no-seal-key', { organisation: member });
      return [key.organisation, key.recipient];
    }),
  );
}

/** The members to whom something can be filed on the confidential route now. */
export const advisers = (reader: Reader): string[] =>
  reader
    .all('adviser-key')
    .map((one) => one.id)
    .filter((member) => isAdviser(reader, member));

export const confidentialKinds = [adviserKeySet, confidentialFile, confidentialReceive, confidentialWithdraw] as const;
