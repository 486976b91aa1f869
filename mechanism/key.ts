// Keys as the record knows them. A revoked key's later entries are refused; what it signed before stays valid by index.

import { keyIdHex } from '@sulh/record';
import type { Row } from './state.ts';

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
    readonly reason: string;
    /** If it was in other hands: since when. Entries received after that are marked, never erased. */
    readonly compromisedSince?: string;
  };
}

declare module './state.ts' {
  interface Tables {
    key: Key;
  }
}

/** `<name>+<key id>`: how a signature line points at a key. */
export const keyRef = (key: { name: string; keyId: number }): string => `${key.name}+${keyIdHex(key.keyId)}`;
