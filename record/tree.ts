import { sha256 } from '#crypto';
import { equalBytes } from './bytes.ts';
import { Problem } from './problem.ts';

/** The Merkle tree of RFC 6962, section 2.1. Hashes are 32 bytes. Sizes are safe integers, so no bit operators. */

/** A complete subtree: `level` 0 is a leaf hash; node (level, index) covers leaves index * 2^level onwards. */
export interface NodeId {
  readonly level: number;
  readonly index: number;
}

/** Where proofs get the hashes of complete subtrees from. */
export type HashReader = (level: number, index: number) => Uint8Array;

// Reused, since a tree of a million entries hashes as many leaves and nodes.
const leaf = new Uint8Array(33);
const node = new Uint8Array(65);
node[0] = 1;

/** SHA-256(0x00 || value): the leaf hash of an entry's value. */
export function leafHash(value: Uint8Array): Uint8Array {
  const data = value.length === 32 ? leaf : new Uint8Array(value.length + 1);
  data.set(value, 1);
  return sha256(data);
}

/** SHA-256(0x01 || left || right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  node.set(left, 1);
  node.set(right, 33);
  return sha256(node);
}

/** The root of a tree without leaves: SHA-256 of nothing. */
export function emptyRoot(): Uint8Array {
  return sha256(new Uint8Array(0));
}

/** A tree that grows; it keeps every complete subtree's hash (64 bytes a leaf), so that proofs need no other store. */
export class Tree {
  #levels: { bytes: Uint8Array; count: number }[] = [];

  /** The tree over these leaf hashes, 32 bytes each, one after the other; it takes the bytes over. */
  static of(leafHashes: Uint8Array): Tree {
    const tree = new Tree();
    let below = leafHashes;
    for (;;) {
      const count = Math.floor(below.length / 64);
      if (below.length > 0) tree.#levels.push({ bytes: below, count: Math.floor(below.length / 32) });
      if (count === 0) return tree;
      const row = new Uint8Array(count * 32);
      for (let i = 0; i < count; i++) {
        node.set(below.subarray(i * 64, i * 64 + 64), 1);
        row.set(sha256(node), i * 32);
      }
      below = row;
    }
  }

  /** How many leaves there are. */
  get size(): number {
    return this.#levels[0]?.count ?? 0;
  }

  /** Adds a leaf by its leaf hash (see `leafHash`) and returns its index. */
  append(hash: Uint8Array): number {
    const index = this.size;
    let node = hash;
    for (let level = 0; ; level++) {
      const at = this.#push(level, node);
      if (at % 2 === 0) return index;
      node = nodeHash(this.node(level, at - 1), node);
    }
  }

  /** The hash of a complete subtree. Throws Problem `no-such-node`. */
  node(level: number, index: number): Uint8Array {
    const row = this.#levels[level];
    if (!row || index >= row.count) throw new Problem('no-such-node', { level, index });
    return row.bytes.subarray(index * 32, index * 32 + 32);
  }

  /** The root now, or as it was at an earlier size. */
  root(size: number = this.size): Uint8Array {
    return treeRoot(size, this.#read);
  }

  /** Inclusion proof of a leaf in the tree of the given size. */
  inclusion(index: number, size: number = this.size): Uint8Array[] {
    return inclusionProof(index, size, this.#read);
  }

  /** Consistency proof from an older size to a newer one. */
  consistency(older: number, newer: number = this.size): Uint8Array[] {
    return consistencyProof(older, newer, this.#read);
  }

  #read = (level: number, index: number): Uint8Array => this.node(level, index);

  #push(level: number, hash: Uint8Array): number {
    let row = this.#levels[level];
    if (!row) {
      row = { bytes: new Uint8Array(32 * 64), count: 0 };
      this.#levels[level] = row;
    }
    if (row.count * 32 === row.bytes.length) {
      // Half as much again: twice as much would cost a large tree more memory than it holds.
      const grown = new Uint8Array(32 * Math.max(64, Math.ceil(row.count * 1.5)));
      grown.set(row.bytes);
      row.bytes = grown;
    }
    row.bytes.set(hash, row.count * 32);
    return row.count++;
  }
}

/** The largest power of two smaller than n (n > 1). */
function splitPoint(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** The complete subtrees, left to right, whose fold is MTH(D[start:end]); `start` is where a subtree of that size begins. */
export function rangeNodes(start: number, end: number): NodeId[] {
  const nodes: NodeId[] = [];
  let at = start;
  while (at < end) {
    let level = 0;
    let width = 1;
    while (at % (width * 2) === 0 && at + width * 2 <= end) {
      width *= 2;
      level++;
    }
    nodes.push({ level, index: at / width });
    at += width;
  }
  return nodes;
}

function rangeHash(start: number, end: number, read: HashReader): Uint8Array {
  const nodes = rangeNodes(start, end);
  let hash: Uint8Array | undefined;
  for (const { level, index } of nodes.reverse()) {
    hash = hash ? nodeHash(read(level, index), hash) : read(level, index);
  }
  return hash ?? emptyRoot();
}

/** MTH(D[0:size]). */
export function treeRoot(size: number, read: HashReader): Uint8Array {
  // A copy: what a reader hands out may be a window on memory that grows.
  return rangeHash(0, size, read).slice();
}

type Range = readonly [start: number, end: number];

function inclusionRanges(index: number, size: number): Range[] {
  if (!(index >= 0 && index < size)) throw new Problem('no-such-entry', { index, size });
  const ranges: Range[] = [];
  let start = 0;
  let end = size;
  while (end - start > 1) {
    const middle = start + splitPoint(end - start);
    if (index < middle) {
      ranges.push([middle, end]);
      end = middle;
    } else {
      ranges.push([start, middle]);
      start = middle;
    }
  }
  return ranges.reverse();
}

function consistencyRanges(older: number, newer: number): Range[] {
  if (!(older >= 0 && older <= newer)) throw new Problem('bad-sizes', { older, newer });
  if (older === 0 || older === newer) return [];
  const ranges: Range[] = [];
  let start = 0;
  let end = newer;
  while (end !== older) {
    const middle = start + splitPoint(end - start);
    if (older <= middle) {
      ranges.push([middle, end]);
      end = middle;
    } else {
      ranges.push([start, middle]);
      start = middle;
    }
  }
  // The subtree that ends where the older tree ended; left out when it is the whole older tree, which the verifier has.
  if (start > 0) ranges.push([start, end]);
  return ranges.reverse();
}

/** PATH(index, D[size]), from the leaf's sibling up. Throws Problem `no-such-entry`. */
export function inclusionProof(index: number, size: number, read: HashReader): Uint8Array[] {
  return inclusionRanges(index, size).map(([start, end]) => rangeHash(start, end, read).slice());
}

/**
 * The inclusion proofs of several leaves in one tree. The ragged subtrees at the right edge are the same for all of them
 * and are folded once.
 */
export function inclusionProofs(indices: readonly number[], size: number, read: HashReader): Uint8Array[][] {
  const ragged = new Map<number, Uint8Array>();
  const hashOf = ([start, end]: Range): Uint8Array => {
    if (end !== size) return rangeHash(start, end, read).slice();
    let hash = ragged.get(start);
    if (!hash) {
      hash = rangeHash(start, end, read).slice();
      ragged.set(start, hash);
    }
    return hash;
  };
  return indices.map((index) => inclusionRanges(index, size).map(hashOf));
}

/** PROOF(older, D[newer]); empty when the sizes are equal or the older is 0. Throws Problem `bad-sizes`. */
export function consistencyProof(older: number, newer: number, read: HashReader): Uint8Array[] {
  return consistencyRanges(older, newer).map(([start, end]) => rangeHash(start, end, read).slice());
}

/** The complete subtrees that `inclusionProof` will read, for readers that must fetch them first. */
export function inclusionNodes(index: number, size: number): NodeId[] {
  return inclusionRanges(index, size).flatMap(([start, end]) => rangeNodes(start, end));
}

/** The complete subtrees that `consistencyProof` will read. */
export function consistencyNodes(older: number, newer: number): NodeId[] {
  return consistencyRanges(older, newer).flatMap(([start, end]) => rangeNodes(start, end));
}

const half = (n: number): number => Math.floor(n / 2);

/** Whether a proof shows that the leaf hash stands at the index of the tree with this size and root (RFC 9162, 2.1.3.2). */
export function verifyInclusion(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return false;
  let fn = index;
  let sn = size - 1;
  let hash = leaf;
  for (const node of proof) {
    if (sn === 0 || node.length !== 32) return false;
    if (fn % 2 === 1 || fn === sn) {
      hash = nodeHash(node, hash);
      while (fn % 2 === 0 && fn !== 0) {
        fn = half(fn);
        sn = half(sn);
      }
    } else {
      hash = nodeHash(hash, node);
    }
    fn = half(fn);
    sn = half(sn);
  }
  return sn === 0 && equalBytes(hash, root);
}

/** Whether a proof shows that the older tree is a prefix of the newer one (RFC 9162, 2.1.4.2). */
export function verifyConsistency(
  older: number,
  olderRoot: Uint8Array,
  newer: number,
  newerRoot: Uint8Array,
  proof: readonly Uint8Array[],
): boolean {
  if (!Number.isSafeInteger(older) || !Number.isSafeInteger(newer) || older < 0 || older > newer) return false;
  if (proof.some((node) => node.length !== 32)) return false;
  if (older === newer) return proof.length === 0 && equalBytes(olderRoot, newerRoot);
  if (older === 0) return proof.length === 0 && equalBytes(olderRoot, emptyRoot());
  // A whole subtree as the older tree is not repeated in the proof.
  const whole = Number.isInteger(Math.log2(older)) && 2 ** Math.log2(older) === older;
  const path = whole ? [olderRoot, ...proof] : [...proof];
  const first = path.shift();
  if (!first) return false;
  let fn = older - 1;
  let sn = newer - 1;
  while (fn % 2 === 1) {
    fn = half(fn);
    sn = half(sn);
  }
  let fr = first;
  let sr = first;
  for (const node of path) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      fr = nodeHash(node, fr);
      sr = nodeHash(node, sr);
      while (fn % 2 === 0 && fn !== 0) {
        fn = half(fn);
        sn = half(sn);
      }
    } else {
      sr = nodeHash(sr, node);
    }
    fn = half(fn);
    sn = half(sn);
  }
  return sn === 0 && equalBytes(fr, olderRoot) && equalBytes(sr, newerRoot);
}

/** Whether [start, end) is a subtree: not empty, and `start` is where a complete subtree of that width would begin. */
function isSubtree(start: number, end: number): boolean {
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || start >= end) return false;
  let width = 1;
  while (width < end - start) width *= 2;
  return start % width === 0;
}

/**
 * From the root down to the subtree, the ranges beside the way; `ends` is what the way ends at, which is the right edge of
 * a subtree that is no node of the tree, else the subtree itself. A range left of `ends` is in the subtree when the
 * subtree begins no later than it.
 */
function subtreeRanges(start: number, end: number, size: number): { ranges: Range[]; ends: Range } {
  const ranges: Range[] = [];
  let low = 0;
  let high = size;
  while (!(high === end && low >= start)) {
    const middle = low + splitPoint(high - low);
    if (end <= middle) {
      ranges.push([middle, high]);
      high = middle;
    } else {
      ranges.push([low, middle]);
      low = middle;
    }
  }
  return { ranges: ranges.reverse(), ends: [low, high] };
}

/**
 * SUBTREE_PROOF(start, end, D[size]) of draft-ietf-plants-merkle-tree-certs, section 4: that MTH(D[start:end]) is of the
 * leaves that the tree of `size` has there. Throws Problem `bad-sizes`.
 */
export function subtreeProof(start: number, end: number, size: number, read: HashReader): Uint8Array[] {
  if (!isSubtree(start, end) || end > size) throw new Problem('bad-sizes', { start, end, size });
  const { ranges, ends } = subtreeRanges(start, end, size);
  const first: Range[] = ends[0] > start ? [ends] : [];
  return [...first, ...ranges].map(([from, to]) => rangeHash(from, to, read).slice());
}

/** Whether a proof shows that the tree of this size and root has the subtree [start, end) with this hash. */
export function verifySubtree(
  start: number,
  end: number,
  hash: Uint8Array,
  size: number,
  root: Uint8Array,
  proof: readonly Uint8Array[],
): boolean {
  if (!isSubtree(start, end) || !Number.isSafeInteger(size) || end > size) return false;
  const { ranges, ends } = subtreeRanges(start, end, size);
  const path = [...proof];
  const first = ends[0] > start ? path.shift() : hash;
  if (!first || path.length !== ranges.length || proof.some((node) => node.length !== 32)) return false;
  let inSubtree = first;
  let inTree = first;
  for (const [i, [from, to]] of ranges.entries()) {
    const node = path[i] as Uint8Array;
    const left = to <= ends[0];
    if (left && from >= start) inSubtree = nodeHash(node, inSubtree);
    inTree = left ? nodeHash(node, inTree) : nodeHash(inTree, node);
  }
  return equalBytes(inSubtree, hash) && equalBytes(inTree, root);
}
