// The evidence that a log signed two histories: two checkpoints that its own key signed, of which the newer tree does not
// begin with the older one. It convicts by itself: whoever has the log's verifier key can check it, offline, for ever.

import { equalBytes, fromBase64, toBase64 } from './bytes.ts';
import { verifyCheckpoint } from './checkpoint.ts';
import { Problem } from './problem.ts';
import { type HashReader, type NodeId, nodeHash, rangeNodes } from './tree.ts';

export interface Fork {
  readonly format: 'sulh/fork/v1';
  /** Two checkpoint notes of one origin, `older` with the smaller or the same size. */
  readonly older: string;
  readonly newer: string;
  /**
   * Base 64 hashes of the newer tree's complete subtrees: those that cover its first `older.size` leaves, then those that
   * cover the rest (`forkNodes`). Empty when both have one size.
   */
  readonly nodes: readonly string[];
}

/** The complete subtrees of the newer tree that show what it holds in place of the older one. */
export const forkNodes = (older: number, newer: number): NodeId[] =>
  older === newer ? [] : [...rangeNodes(0, older), ...rangeNodes(older, newer)];

/** Composes the evidence from two checkpoints and a reader of the newer tree's hashes. Proves nothing until `verifyFork` does. */
export function composeFork(
  older: string,
  newer: string,
  sizes: { older: number; newer: number },
  read: HashReader,
): Fork {
  const nodes = forkNodes(sizes.older, sizes.newer).map(({ level, index }) => toBase64(read(level, index)));
  return { format: 'sulh/fork/v1', older, newer, nodes };
}

/**
 * Verifies that the log of these verifier keys signed two histories. Returns what it shows; throws Problem `not-a-fork`
 * when the evidence does not show it, or a problem of `verifyCheckpoint` when the log did not sign.
 */
export function verifyFork(fork: Fork, vkeys: readonly string[]): { origin: string; older: number; newer: number } {
  const no = (why: string) => new Problem('not-a-fork', { why });
  if (fork?.format !== 'sulh/fork/v1' || typeof fork.older !== 'string' || typeof fork.newer !== 'string')
    throw no('format');
  if (!Array.isArray(fork.nodes) || fork.nodes.length > 128) throw no('nodes');
  const older = verifyCheckpoint(fork.older, vkeys);
  const newer = verifyCheckpoint(fork.newer, vkeys, older.origin);
  const shown = { origin: older.origin, older: older.size, newer: newer.size };
  if (older.size > newer.size) throw no('order');
  if (older.size === newer.size) {
    if (equalBytes(older.root, newer.root)) throw no('same');
    return shown;
  }
  if (older.size === 0) throw no('empty');
  const ids = forkNodes(older.size, newer.size);
  if (ids.length !== fork.nodes.length) throw no('nodes');
  const known = new Map<string, Uint8Array>();
  ids.forEach(({ level, index }, i) => {
    const hash = fromBase64(fork.nodes[i] as string);
    if (hash.length !== 32) throw no('nodes');
    known.set(`${level} ${index}`, hash);
  });
  // The nodes must be those of the tree that the newer checkpoint signs ...
  if (!equalBytes(foldOf(rangeNodes(0, newer.size), known), newer.root)) throw no('newer-root');
  // ... and then its first leaves are not those that the older checkpoint signs.
  if (equalBytes(foldOf(rangeNodes(0, older.size), known), older.root)) throw no('consistent');
  return shown;
}

function foldOf(nodes: NodeId[], known: Map<string, Uint8Array>): Uint8Array {
  const hash = ({ level, index }: NodeId): Uint8Array => {
    const found = known.get(`${level} ${index}`);
    if (found) return found;
    if (level === 0) throw new Problem('not-a-fork', { why: 'nodes' });
    const left = hash({ level: level - 1, index: index * 2 });
    return nodeHash(left, hash({ level: level - 1, index: index * 2 + 1 }));
  };
  return nodes.map(hash).reduceRight((right, left) => nodeHash(left, right));
}
