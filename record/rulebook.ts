import type { Entry } from './entry.ts';
import type { Problem } from './problem.ts';

/** An entry with its place in the record. */
export interface Received {
  /** Zero-based place in the tree. */
  readonly index: number;
  /** The sequencer's clock when it took the entry: ISO 8601 in UTC with milliseconds; never before an earlier entry's. */
  readonly receivedAt: string;
  readonly entry: Entry;
  /** Who signed, in the order of the signature lines. */
  readonly signers: readonly { readonly name: string; readonly vkey: string }[];
  /** Base 64 of the leaf: SHA-256 of the note. */
  readonly leaf: string;
}

/**
 * The rules of a record, handed in: this room knows nothing of what entries mean. A rulebook is deterministic: the same
 * entries in the same order give the same answers in the sequencer and in an auditor's replay.
 */
export interface Rulebook {
  /**
   * The verifier keys of an entry's signatures, in their order, as the keys stand now. Throws Problem (`unknown-key`,
   * `revoked-key`, ...). Changes nothing.
   */
  keysFor(entry: Entry, signatures: readonly { name: string; keyId: number }[]): string[];
  /** Decides; when it admits (returns undefined) it has also taken the entry in. On a Problem nothing has changed. */
  admit(received: Received): Problem | undefined;
  /**
   * Names the code of these rules. Two rulebooks of one version decide alike and understand each other's `save`; without
   * it a start replays every entry.
   */
  readonly version?: string;
  /** All that it knows, as plain JSON values and bytes: as of this call, however late they are read. */
  save?(): Iterable<unknown>;
  /** Takes in what `save` gave, in a fresh rulebook. When this throws, or `lines` does, nothing has changed. */
  load?(lines: Iterable<unknown>): void;
}
