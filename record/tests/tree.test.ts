import assert from 'node:assert/strict';
import test from 'node:test';
import {
  consistencyNodes,
  emptyRoot,
  formatBundle,
  inclusionNodes,
  leafHash,
  newTiles,
  nodeFromTile,
  nodeHash,
  parseBundle,
  parseTilePath,
  Tree,
  tileAt,
  tileData,
  tileOfNode,
  tilePath,
  toHex,
  utf8,
  verifyConsistency,
  verifyInclusion,
} from '../index.ts';
import { fc, problem } from './helpers.ts';

const MAX = 70;
const values = Array.from({ length: MAX }, (_, i) => utf8(`entry ${i}`));

/** MTH as RFC 6962 words it, without any of the code under test but the two hashes. */
function mth(data: Uint8Array[]): Uint8Array {
  if (data.length === 0) return emptyRoot();
  if (data.length === 1) return leafHash(data[0] as Uint8Array);
  let k = 1;
  while (k * 2 < data.length) k *= 2;
  return nodeHash(mth(data.slice(0, k)), mth(data.slice(k)));
}

function treeOf(data: Uint8Array[]): Tree {
  const tree = new Tree();
  for (const value of data) tree.append(leafHash(value));
  return tree;
}

test('the roots published with Certificate Transparency come out', () => {
  const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
  const roots = [
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ];
  const tree = new Tree();
  assert.equal(toHex(tree.root()), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  leaves.forEach((leaf, i) => {
    tree.append(leafHash(Uint8Array.from(Buffer.from(leaf, 'hex'))));
    assert.equal(toHex(tree.root()), roots[i]);
  });
});

test('every inclusion proof of every tree up to 70 leaves verifies, and only for its own leaf, place, size and root', () => {
  const tree = treeOf(values);
  const roots = Array.from({ length: MAX + 1 }, (_, size) => tree.root(size));
  for (let size = 1; size <= MAX; size++) {
    const root = roots[size] as Uint8Array;
    assert.deepEqual(root, mth(values.slice(0, size)));
    for (let index = 0; index < size; index++) {
      const proof = tree.inclusion(index, size);
      const leaf = leafHash(values[index] as Uint8Array);
      assert.ok(verifyInclusion(leaf, index, size, proof, root), `${index} in ${size}`);
      assert.ok(!verifyInclusion(leafHash(utf8('other')), index, size, proof, root));
      assert.ok(!verifyInclusion(leaf, index, size, proof, roots[size - 1] as Uint8Array));
      assert.ok(!verifyInclusion(leaf, index, size, [...proof, leaf], root));
      for (let other = 0; other < size; other++) {
        if (other !== index) assert.ok(!verifyInclusion(leaf, other, size, proof, root));
      }
      for (let i = 0; i < proof.length; i++) {
        assert.ok(!verifyInclusion(leaf, index, size, proof.toSpliced(i, 1), root));
        const bent = proof.map((hash) => hash.slice());
        (bent[i] as Uint8Array)[i % 32]! ^= 1;
        assert.ok(!verifyInclusion(leaf, index, size, bent, root));
      }
    }
  }
  assert.ok(!verifyInclusion(leafHash(utf8('x')), 0, 0, [], emptyRoot()));
  problem('no-such-entry', () => tree.inclusion(70));
});

test('every consistency proof between trees up to 70 leaves verifies, and none between trees that differ', () => {
  const tree = treeOf(values);
  const forked = treeOf(values.map((value, i) => (i === 0 ? utf8('altered') : value)));
  for (let newer = 0; newer <= MAX; newer++) {
    const newerRoot = tree.root(newer);
    for (let older = 0; older <= newer; older++) {
      const olderRoot = tree.root(older);
      const proof = tree.consistency(older, newer);
      assert.ok(verifyConsistency(older, olderRoot, newer, newerRoot, proof), `${older} to ${newer}`);
      if (older === 0) continue;
      assert.ok(!verifyConsistency(older, forked.root(older), newer, newerRoot, proof));
      assert.ok(!verifyConsistency(older, olderRoot, newer, forked.root(newer), proof));
      assert.ok(!verifyConsistency(older, olderRoot, newer, forked.root(newer), forked.consistency(older, newer)));
      assert.ok(!verifyConsistency(older, olderRoot, newer, newerRoot, [...proof, newerRoot]));
      for (let i = 0; i < proof.length; i++) {
        assert.ok(!verifyConsistency(older, olderRoot, newer, newerRoot, proof.toSpliced(i, 1)));
        const bent = proof.map((hash) => hash.slice());
        (bent[i] as Uint8Array)[i % 32]! ^= 1;
        assert.ok(!verifyConsistency(older, olderRoot, newer, newerRoot, bent));
      }
    }
  }
  problem('bad-sizes', () => tree.consistency(71, 70));
});

test('tile paths are those of c2sp.org/tlog-tiles, each in its one spelling', () => {
  assert.equal(tilePath({ level: 0, index: 1234067, width: 256 }), 'tile/0/x001/x234/067');
  assert.equal(tilePath({ level: 1, index: 0, width: 17 }), 'tile/1/000.p/17');
  assert.equal(tilePath({ level: -1, index: 999, width: 1 }), 'tile/entries/999.p/1');
  fc.assert(
    fc.property(fc.integer({ min: -1, max: 63 }), fc.nat(2 ** 31 - 1), fc.integer({ min: 1, max: 256 }), (l, n, w) => {
      const tile = { level: l, index: n, width: w };
      assert.deepEqual(parseTilePath(tilePath(tile)), tile);
    }),
  );
  for (const path of [
    'tile/00/000',
    'tile/0/00',
    'tile/0/x000/000',
    'tile/64/000',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/01',
    'tile/0/../checkpoint',
    'tile/0/000/',
    'tile/0/x001/x234/067\n',
  ]) {
    problem('bad-tile-path', () => parseTilePath(path));
  }
});

test('a tree of 70,000 has the tiles that the specification counts, and a tree of 256 a level 1 tile of width 1', () => {
  const tiles = newTiles(0, 70_000).filter(({ level }) => level >= 0);
  const count = (level: number, full: boolean) =>
    tiles.filter((tile) => tile.level === level && (tile.width === 256) === full).length;
  assert.deepEqual(
    [count(0, true), count(0, false), count(1, true), count(1, false), count(2, true), count(2, false)],
    [273, 1, 1, 1, 0, 1],
  );
  assert.equal(tileAt(0, 273, 70_000)?.width, 112);
  assert.equal(tileAt(1, 1, 70_000)?.width, 17);
  assert.equal(tileAt(2, 0, 70_000)?.width, 1);
  assert.deepEqual(newTiles(255, 256).map(tilePath), ['tile/0/000', 'tile/1/000.p/1', 'tile/entries/000']);
  assert.deepEqual(newTiles(256, 256), []);
});

test('every proof can be built from tiles alone', () => {
  const size = 66_000;
  const tree = new Tree();
  for (let i = 0; i < size; i++) tree.append(leafHash(Uint8Array.of(i >> 16, i >> 8, i)));
  const read = (level: number, index: number) => {
    const tile = tileOfNode(level, index, size);
    return nodeFromTile(
      tileData(tile, (l, i) => tree.node(l, i)),
      level,
      index,
    );
  };
  for (const index of [0, 255, 256, 40_000, 65_535, 65_536, 65_999]) {
    for (const { level, index: at } of inclusionNodes(index, size))
      assert.deepEqual(read(level, at), tree.node(level, at));
    for (const { level, index: at } of consistencyNodes(index, size))
      assert.deepEqual(read(level, at), tree.node(level, at));
  }
});

test('entry bundles come back as they went in, and torn ones are refused', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 20 }), (entries) => {
      assert.deepEqual(
        parseBundle(formatBundle(entries), entries.length).map((e) => [...e]),
        entries.map((e) => [...e]),
      );
    }),
  );
  const bundle = formatBundle([new Uint8Array(32)]);
  problem('bad-bundle', () => parseBundle(bundle.subarray(0, 33), 1));
  problem('bad-bundle', () => parseBundle(bundle, 2));
  problem('bad-bundle', () => parseBundle(formatBundle([new Uint8Array(1), new Uint8Array(1)]), 1));
});
