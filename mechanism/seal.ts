// Sealing: each organisation puts on record the age recipient to which others seal what is for it alone. A kind of entry
// says whether it may carry a sealed text. The host keeps the encrypted file and cannot read it; the record holds a
// commitment to the plaintext, and for whom it was sealed: never for more than the entry goes to.

import type { Entry, Problem, Sealed } from '@sulh/record';
import { z } from 'zod';
import { type Act, type Kind, kind, opened, organisationOf, refuse, touched } from './rule.ts';
import { Line } from './schema.ts';
import type { Reader, Row, State } from './state.ts';

/** The seal key of an organisation; `id` is the organisation. */
export interface SealKey extends Row {
  readonly organisation: string;
  /** age recipient (age-encryption.org/v1, X25519), `age1...`. */
  readonly recipient: string;
  readonly by: string;
  /** Earlier recipients, newest first: what was sealed to them is opened with the identities of then. */
  readonly earlier: readonly { readonly recipient: string; readonly until: string; readonly entry: string }[];
}

/** The sealed text of an entry; `id` is the entry. */
export interface SealedText extends Row {
  readonly kind: string;
  readonly by: string;
  readonly organisation: string;
  readonly commitment: string;
  /** SHA-256 (hex) of the age file. */
  readonly file: string;
  readonly recipients: readonly string[];
}

declare module './state.ts' {
  interface Tables {
    'seal-key': SealKey;
    sealed: SealedText;
  }
}

export const AGE_RECIPIENT = z.string().regex(/^age1[02-9ac-hj-np-z]{58}$/);

/** A recipient that another has, or had, would let it read what is not for it without anybody's knowing. */
export const recipientUsed = (reader: Reader, recipient: string): boolean =>
  reader
    .all('seal-key')
    .some((one) => one.recipient === recipient || one.earlier.some((it) => it.recipient === recipient)) ||
  reader.all('adviser-key').some((one) => one.recipient === recipient || one.earlier.includes(recipient));

export const sealKeySet = kind({
  name: 'organisation.seal-key',
  says: 'Puts on record to which age recipient one’s own organisation is sealed to from here on.',
  schema: z.strictObject({
    recipient: AGE_RECIPIENT,
    reason: Line.optional(),
  }),
  seats: ['lead', 'root'],
  audience: 'open',
  refusals: ['seal-key-used'],
  decide: (state, act) => (recipientUsed(state, act.body.recipient) ? refuse('seal-key-used') : undefined),
  evolve(state, act) {
    const organisation = organisationOf(act);
    const before = state.get('seal-key', organisation);
    const earlier = before
      ? [{ recipient: before.recipient, until: act.receivedAt, entry: before.entries.at(-1)! }, ...before.earlier]
      : [];
    const row = before ? { ...touched(before, act), audience: act.audience } : { ...opened(act), id: organisation };
    const { recipient } = act.body;
    state.put('seal-key', { ...row, organisation, recipient, by: act.signers[0]!.member, earlier });
  },
});

/** Why an entry cannot carry its sealed text, or cannot go without one; what holds for every kind. */
export function wrongSealing(state: State, rule: Pick<Kind, 'name' | 'sealable'>, entry: Entry): Problem | undefined {
  const { sealed, audience } = entry;
  if (!sealed) return rule.sealable === 'must' ? refuse('seal-missing', { kind: rule.name }) : undefined;
  for (const organisation of sealed.recipients) {
    if (typeof audience !== 'string' && !audience.includes(organisation))
      return refuse('recipient-left-out', { organisation });
    const member = state.get('organisation', organisation)?.status === 'member';
    // What takes the confidential route is sealed to advisers' own keys, which its rule asks for.
    const keyed = rule.name === 'confidential.file' || state.get('seal-key', organisation);
    if (!member || !keyed) return refuse('no-seal-key', { organisation });
  }
  return undefined;
}

/** Keeps what an admitted entry sealed. */
export function keepSealed(state: State, act: Act, { commitment, file, recipients }: Sealed): void {
  const by = act.signers[0]!.member;
  const organisation = organisationOf(act);
  // Of what takes the confidential route only those know who know of the file.
  const { audience } = state.get('confidential', act.id) ?? act;
  state.put('sealed', { ...opened(act), audience, kind: act.kind, by, organisation, commitment, file, recipients });
}

/** The recipients to which something is sealed for organisations now. Throws Problem `no-seal-key`. */
export function recipientsOf(reader: Reader, organisations: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    organisations.map((organisation) => {
      const key = reader.get('seal-key', organisation);
      if (!key) throw refuse('no-seal-key', { organisation });
      return [organisation, key.recipient];
    }),
  );
}

export const sealKinds = [sealKeySet] as const;
