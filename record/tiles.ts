import { concat } from './bytes.ts';
import { Problem } from './problem.ts';
import { type HashReader, nodeHash } from './tree.ts';

/** Tiles and entry bundles, as c2sp.org/tlog-tiles says. */

export const TILE_WIDTH = 256;

/** A tile's coordinates: `level` -1 stands for an entry bundle; `width` is 1 to 256. */
export interface Tile {
  readonly level: number;
  readonly index: number;
  readonly width: number;
}

const pow256 = (level: number): number => 256 ** level;

/** The path below the log's prefix, such as `tile/0/x001/234.p/5` or `tile/entries/000`. */
export function tilePath({ level, index, width }: Tile): string {
  const groups = [String(index % 1000).padStart(3, '0')];
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    groups.unshift(`x${String(rest % 1000).padStart(3, '0')}`);
  }
  const partial = width < TILE_WIDTH ? `.p/${width}` : '';
  return `tile/${level < 0 ? 'entries' : level}/${groups.join('/')}${partial}`;
}

/** The tile that a path names; its only spelling is accepted. Throws Problem `bad-tile-path`. */
export function parseTilePath(path: string): Tile {
  const match = /^tile\/(entries|0|[1-9]\d?)\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/.exec(path);
  const bad = () => new Problem('bad-tile-path', { path: path.slice(0, 100) });
  if (!match) throw bad();
  const level = match[1] === 'entries' ? -1 : Number(match[1]);
  const tile = {
    level,
    index: Number((match[2] ?? '').replace(/[x/]/g, '')),
    width: match[3] === undefined ? TILE_WIDTH : Number(match[3]),
  };
  if (level > 63 || !Number.isSafeInteger(tile.index) || tilePath(tile) !== path) throw bad();
  return tile;
}

/** The tiles that a tree of `size` has and the tree of `oldSize` had not: hash tiles of every level, then entry bundles. */
export function newTiles(oldSize: number, size: number): Tile[] {
  const tiles: Tile[] = [];
  for (let level = 0; level < 7 && pow256(level) <= size; level++) {
    tiles.push(...newTilesOfLevel(level, Math.floor(oldSize / pow256(level)), Math.floor(size / pow256(level))));
  }
  tiles.push(...newTilesOfLevel(-1, oldSize, size));
  return tiles;
}

function newTilesOfLevel(level: number, oldCount: number, count: number): Tile[] {
  const tiles: Tile[] = [];
  if (count === oldCount) return tiles;
  for (let index = Math.floor(oldCount / TILE_WIDTH); index * TILE_WIDTH < count; index++) {
    tiles.push({ level, index, width: Math.min(TILE_WIDTH, count - index * TILE_WIDTH) });
  }
  return tiles;
}

/** The tile of `level` (or -1) and `index` as it stands in a tree of `size`; undefined when the tree has none. */
export function tileAt(level: number, index: number, size: number): Tile | undefined {
  const count = Math.floor(size / pow256(Math.max(level, 0)));
  const width = Math.min(TILE_WIDTH, count - index * TILE_WIDTH);
  return width > 0 ? { level, index, width } : undefined;
}

/** The bytes of a hash tile. */
export function tileData(tile: Tile, read: HashReader): Uint8Array {
  const out = new Uint8Array(tile.width * 32);
  for (let i = 0; i < tile.width; i++) out.set(read(tile.level * 8, tile.index * TILE_WIDTH + i), i * 32);
  return out;
}

/** The tile of a tree of `size` that holds the complete subtree (level, index), in itself or folded from its hashes. */
export function tileOfNode(level: number, index: number, size: number): Tile {
  const tileLevel = Math.floor(level / 8);
  const first = index * 2 ** (level % 8);
  const tile = tileAt(tileLevel, Math.floor(first / TILE_WIDTH), size);
  if (!tile || (first % TILE_WIDTH) + 2 ** (level % 8) > tile.width)
    throw new Problem('no-such-node', { level, index });
  return tile;
}

/** The hash of the complete subtree (level, index) from the bytes of the tile that `tileOfNode` names. */
export function nodeFromTile(data: Uint8Array, level: number, index: number): Uint8Array {
  let width = 2 ** (level % 8);
  const first = (index * width) % TILE_WIDTH;
  if (data.length < (first + width) * 32) throw new Problem('no-such-node', { level, index });
  let row: Uint8Array[] = [];
  for (let i = 0; i < width; i++) row.push(data.subarray((first + i) * 32, (first + i + 1) * 32));
  for (; width > 1; width /= 2) {
    const above: Uint8Array[] = [];
    for (let i = 0; i < width; i += 2) above.push(nodeHash(row[i] as Uint8Array, row[i + 1] as Uint8Array));
    row = above;
  }
  return row[0] as Uint8Array;
}

/** An entry bundle: each value after its length as a big-endian uint16. Throws Problem `too-large`. */
export function formatBundle(values: readonly Uint8Array[]): Uint8Array {
  return concat(
    ...values.flatMap((value) => {
      if (value.length > 0xffff) throw new Problem('too-large', { limit: 0xffff });
      return [Uint8Array.of(value.length >> 8, value.length & 255), value];
    }),
  );
}

/** The values of an entry bundle of the given width. Throws Problem `bad-bundle`. */
export function parseBundle(data: Uint8Array, width: number): Uint8Array[] {
  const values: Uint8Array[] = [];
  let at = 0;
  while (at < data.length && values.length < width) {
    const length = ((data[at] ?? 0) << 8) | (data[at + 1] ?? 0);
    if (at + 2 + length > data.length) throw new Problem('bad-bundle', { at });
    values.push(data.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  if (at !== data.length || values.length !== width) throw new Problem('bad-bundle', { at, width });
  return values;
}
