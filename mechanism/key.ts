// Keys as the record knows them. A revoked key's later entries are refused; what it signed before stays valid by index.

import { keyIdHex } from '@sulh/record';
import type { Reader, Row } from './state.ts';

export interface Key extends Row {
  /** The verifier key as it was given. `id` is its first two parts: `<name>+<key id>`. */
  readonly vkey: string;
  readonly member: string;
  readonly organisation: string;
  readonly root: boolean;
  /** Index of the entry that enrolled it. */
  readonly index: number;
  /** When it stopped: index and receipt time of the entry that revoked or replaced it, and why. */
  readonly revoked?: {
    readonly index: number;
    readonly at: string;
    readonly entry: string;
    /** Only where all who see the key may read the entry that stopped it. */
    readonly reason?: string;
    /** If it was in other hands: since when. Entries received after that are marked, never erased. */
    readonly compromisedSince?: string;
  };
}

declare module './state.ts' {
  interface Tables {
    key: Key;
  }
}

/** A key that its holder says was in other hands: what it signed and the record took in meanwhile is in doubt, and stays. */
export interface Doubt {
  readonly member: string;
  readonly since: string;
  /** Receipt time of the entry that stopped the key, and its id. */
  readonly until: string;
  readonly entry: string;
}

/** All of them that a reader may see. */
export const doubtsIn = (reader: Reader): Doubt[] =>
  reader.all('key').flatMap(({ member, revoked }) => {
    const since = revoked?.compromisedSince;
    return since === undefined ? [] : [{ member, since, until: revoked!.at, entry: revoked!.entry }];
  });

/** Since when a key that signed an entry is said to have been in other hands, where that was before its receipt time. */
export function doubtedSince(
  doubts: readonly Doubt[],
  authors: readonly string[],
  receivedAt: string,
): string | undefined {
  const at = Date.parse(receivedAt);
  return doubts.find(
    ({ member, since, until }) => authors.includes(member) && at >= Date.parse(since) && at < Date.parse(until),
  )?.since;
}

/** `<name>+<key id>`: how a signature line points at a key. */
export const keyRef = (key: { name: string; keyId: number }): string => `${key.name}+${keyIdHex(key.keyId)}`;

const publicPart = (vkey: string): string => vkey.slice(vkey.indexOf('+', vkey.indexOf('+') + 1));

/**
 * Whether the record has seen a verifier key's public key, under whatever name: a signature does not say under which name it was
 * made, so whoever put another's key on record could pass the other's signatures off as made for itself.
 */
export const keyKnown = (reader: Reader, vkey: string): boolean => {
  const key = publicPart(vkey);
  return reader.all('key').some((one) => publicPart(one.vkey) === key);
};
