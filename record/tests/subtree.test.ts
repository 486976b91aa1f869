import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { leafHash, nodeHash, subtreeProof, Tree, verifySubtree } from '../index.ts';

const SIZE = 40;
const leaves = Array.from({ length: SIZE }, (_, i) => leafHash(Buffer.from(`entry ${i}`)));
const tree = new Tree();
for (const leaf of leaves) tree.append(leaf);
const read = (level: number, index: number) => tree.node(level, index);

/** MTH of RFC 6962, by its definition. */
const mth = (hashes: Uint8Array[]): Uint8Array => {
  if (hashes.length === 1) return hashes[0] as Uint8Array;
  let k = 1;
  while (k * 2 < hashes.length) k *= 2;
  return nodeHash(mth(hashes.slice(0, k)), mth(hashes.slice(k)));
};

/** SUBTREE_SUBPROOF of the draft, by its definition. */
const subproof = (start: number, end: number, hashes: Uint8Array[], known: boolean): Uint8Array[] => {
  const n = hashes.length;
  if (start === 0 && end === n) return known ? [] : [mth(hashes)];
  let k = 1;
  while (k * 2 < n) k *= 2;
  const [left, right] = [hashes.slice(0, k), hashes.slice(k)];
  if (end <= k) return [...subproof(start, end, left, known), mth(right)];
  if (start >= k) return [...subproof(start - k, end - k, right, known), mth(left)];
  assert.equal(start, 0);
  return [...subproof(0, end - k, right, false), mth(left)];
};

function* subtrees(size: number): Generator<[number, number]> {
  for (let start = 0; start < size; start++)
    for (let end = start + 1; end <= size; end++) {
      const width = 2 ** Math.ceil(Math.log2(end - start));
      if (start % width === 0) yield [start, end];
    }
}

describe('a subtree of the record', () => {
  test('is proven as the draft defines it, for every subtree of every small tree', () => {
    let proven = 0;
    for (let size = 1; size <= SIZE; size++)
      for (const [start, end] of subtrees(size)) {
        const proof = subtreeProof(start, end, size, read);
        assert.deepEqual(proof, subproof(start, end, leaves.slice(0, size), true));
        assert.ok(verifySubtree(start, end, mth(leaves.slice(start, end)), size, tree.root(size), proof));
        proven++;
      }
    assert.ok(proven > 2000);
  });

  test('is the consistency proof of the record where it begins at the first entry', () => {
    for (let size = 1; size <= SIZE; size++)
      for (let older = 1; older <= size; older++)
        assert.deepEqual(subtreeProof(0, older, size, read), tree.consistency(older, size));
  });

  test('is not proven by a proof that is changed, shortened, lengthened, or of another place', () => {
    const other = leafHash(Buffer.from('another'));
    for (let size = 1; size <= 20; size++)
      for (const [start, end] of subtrees(size)) {
        const hash = mth(leaves.slice(start, end));
        const root = tree.root(size);
        const proof = subtreeProof(start, end, size, read);
        const holds = (more: Uint8Array[], of = hash, in_ = root, at = start, to = end) =>
          verifySubtree(at, to, of, size, in_, more);
        assert.ok(!holds(proof, other) && !holds(proof, hash, other) && !holds([...proof, other]));
        if (proof.length > 0) assert.ok(!holds(proof.slice(1)) && !holds(proof.slice(0, -1)));
        for (let i = 0; i < proof.length; i++) assert.ok(!holds(proof.map((node, at) => (at === i ? other : node))));
        for (const [at, to] of subtrees(size))
          if (at !== start || to !== end) assert.ok(!holds(proof, hash, root, at, to), `${at}-${to} of ${size}`);
      }
  });

  test('must begin where a complete subtree of its width would, and end within the record', () => {
    for (const [start, end] of [
      [1, 3],
      [2, 5],
      [3, 3],
      [4, 3],
      [0, 41],
      [-1, 1],
      [0.5, 1],
    ] as const) {
      assert.throws(() => subtreeProof(start, end, SIZE, read), { code: 'bad-sizes' });
      assert.ok(!verifySubtree(start, end, leaves[0] as Uint8Array, SIZE, tree.root(), []));
    }
  });
});
