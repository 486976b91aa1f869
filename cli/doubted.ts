// Entries whose key is said to have been in other hands when they came in. They stand, and are read once more to be named.

import { doubtedSince, doubtsIn, type State } from '@sulh/mechanism';
import {
  equalBytes,
  leafHash,
  leafOf,
  type ParsedEntry,
  Problem,
  parseEntry,
  type RecordSource,
  type Tree,
} from '@sulh/record';

export interface Doubted {
  readonly index: number;
  readonly id: string;
  readonly authors: readonly string[];
  readonly since: string;
}

/** Those of the notes that a source shows; `tree` is what it showed to the audit, and what it shows besides is passed over. */
export async function doubtedEntries(
  source: Pick<RecordSource, 'notes'>,
  state: State,
  tree: Tree,
): Promise<Doubted[]> {
  const doubts = doubtsIn(state);
  const found: Doubted[] = [];
  if (doubts.length === 0) return found;
  for await (const { index, note, receivedAt } of source.notes(0, tree.size)) {
    if (note === undefined || receivedAt === undefined) continue;
    if (!equalBytes(leafHash(leafOf(note)), tree.node(0, index))) continue;
    const parsed = parsedOr(note, state.origin);
    if (!parsed) continue;
    const { entry, signatures } = parsed;
    const authors = signatures.map(({ name }) => name.slice(state.origin.length + 1));
    const since = doubtedSince(doubts, authors, receivedAt);
    if (since !== undefined) found.push({ index, id: entry.id, authors, since });
  }
  return found;
}

/** An entry that is none was found by the audit. */
function parsedOr(note: string | Uint8Array, origin: string): ParsedEntry | undefined {
  try {
    return parseEntry(note, origin);
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}
