import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { equalBytes, fromUtf8, utf8 } from './bytes.ts';
import { signCheckpoint, verifyCheckpoint } from './checkpoint.ts';
import { leafOf } from './entry.ts';
import { disk, type Files, type OpenFile, replaceFile, replaceFileDurably } from './files.ts';
import { FRAME_OVERHEAD, type Frame, findFrameAfter, formatFrame, readFrame } from './frame.ts';
import { lockFolder } from './lock.ts';
import { formatVkey, newKey, parseSkey, type SignerKey } from './note.ts';
import { Problem } from './problem.ts';
import { formatProof } from './proof.ts';
import { formatBundle, newTiles, TILE_WIDTH, type Tile, tileData, tilePath } from './tiles.ts';
import { inclusionProofs, leafHash, Tree } from './tree.ts';

export { disk, type Files, type OpenFile } from './files.ts';

/**
 * A record in a folder:
 *
 *     log.key            the log's signer key, only for its owner
 *     notes/<first>.seg  the entries' notes, private, append-only; <first> is the index of the segment's first entry
 *     checkpoint         the newest signed checkpoint, public
 *     tile/...           tiles and entry bundles as tlog-tiles lays them out, public and static
 *     lock               held while a sequencer has the folder
 *
 * The notes are the record; all else is computed from them. A batch is written to the notes and flushed once, before
 * anything that speaks of it is written: a checkpoint never covers an entry that a power cut could take away.
 */
export interface FolderOptions {
  /** The path of the folder; made when it is not there. */
  readonly folder: string;
  readonly origin: string;
  /** The disk, unless a test puts faults into it. */
  readonly files?: Files;
  /** Called for every entry that is already there, in order. What it throws ends the opening. */
  readonly onEntry?: (entry: StoredEntry) => void;
  /** How many bytes a segment of notes may reach before the next is begun. */
  readonly segmentBytes?: number;
}

export interface StoredEntry {
  readonly index: number;
  /** Milliseconds since 1970 by the sequencer's clock. */
  readonly receivedAtMs: number;
  readonly note: Uint8Array;
  /** SHA-256 of the note. */
  readonly leaf: Uint8Array;
}

/** What opening found and mended: bytes of a torn last batch that were cut off, and public files written anew. */
export interface Recovery {
  readonly tornBytes: number;
  readonly rewritten: number;
}

interface Segment {
  readonly path: string;
  readonly first: number;
  readonly file: OpenFile;
  size: number;
}

const SEGMENT_BYTES = 64 * 1024 * 1024;

/** The durable log of one record. Only the sequencer writes it. */
export class FolderLog {
  readonly origin: string;
  /** The log's verifier key. */
  readonly vkey: string;
  readonly tree = new Tree();
  readonly recovery: Recovery;
  #files: Files;
  #folder: string;
  #key: SignerKey;
  #segments: Segment[] = [];
  #segmentBytes: number;
  /** Where each note begins in its segment, its length, and when it was received. */
  #places = new Numbers(3);
  /** Leaf values of the last, partial entry bundle. */
  #tail: Uint8Array[] = [];
  #checkpoint = '';
  #size = 0;
  #folders = new Set<string>();
  /** While opening: the partial tiles, by level, that checkpoints have spoken of and no full tile has replaced. */
  #promised = new Map<number, { index: number; widths: Set<number> }>();
  #unlock: () => void;

  private constructor(options: FolderOptions, skey: string, unlock: () => void, recovery: Recovery) {
    const key = parseSkey(skey);
    this.origin = options.origin;
    this.vkey = formatVkey(key);
    this.#files = options.files ?? disk;
    this.#folder = options.folder;
    this.#segmentBytes = options.segmentBytes ?? SEGMENT_BYTES;
    this.#key = key;
    this.#unlock = unlock;
    this.recovery = recovery;
  }

  /**
   * Opens a record's folder, or makes it. Throws Problem `folder-in-use`, `other-record` (the folder holds another
   * origin's record), `record-damaged` (with `what` and where), `record-unavailable` (the disk refuses), or what
   * `onEntry` throws.
   */
  static async open(options: FolderOptions): Promise<FolderLog> {
    const files = options.files ?? disk;
    const { folder } = options;
    let unlock: (() => void) | undefined;
    let log: FolderLog | undefined;
    try {
      files.makeFolder(join(folder, 'notes'));
      files.makeFolder(join(folder, 'tile'));
      unlock = lockFolder(folder);
      const recovery = { tornBytes: 0, rewritten: 0 };
      log = new FolderLog(options, await openKey(files, options), unlock, recovery);
      const stale = await log.#readNotes(options.onEntry, recovery);
      await log.#checkPublished(stale, recovery);
      return log;
    } catch (error) {
      if (log) log.#closeFiles();
      unlock?.();
      throw asUnavailable(error);
    }
  }

  /** How many entries the newest checkpoint covers: those that are acknowledged. */
  get size(): number {
    return this.#size;
  }

  /** The newest signed checkpoint. */
  get checkpoint(): string {
    return this.#checkpoint;
  }

  /** The note of an entry, as it came. Throws Problem `no-such-entry`. */
  note(index: number): Uint8Array {
    if (!(index >= 0 && index < this.size)) throw new Problem('no-such-entry', { index, size: this.size });
    return this.#readNote(index);
  }

  /** When an entry was received, in milliseconds since 1970. */
  receivedAtMs(index: number): number {
    if (!(index >= 0 && index < this.size)) throw new Problem('no-such-entry', { index, size: this.size });
    return this.#places.get(index, 2);
  }

  /** A tlog-proof of an entry in the newest checkpoint. */
  proof(index: number): string {
    return this.proofs([index])[0] as string;
  }

  /** The same for several entries at once, which share most of the work. */
  proofs(indices: readonly number[]): string[] {
    const checkpoint = this.#checkpoint;
    const read = (level: number, index: number) => this.tree.node(level, index);
    const proofs = inclusionProofs(indices, this.size, read);
    return proofs.map((hashes, i) => formatProof({ index: indices[i] as number, hashes, checkpoint }));
  }

  /**
   * Makes entries durable, takes them into the tree, and publishes tiles and a checkpoint that cover them. When this
   * throws, the log must be closed: the disk may or may not hold the entries, and opening it again finds out.
   */
  async commit(batch: readonly Pick<StoredEntry, 'note' | 'leaf' | 'receivedAtMs'>[]): Promise<void> {
    if (batch.length === 0) return;
    const start = this.tree.size;
    const segment = await this.#segmentFor(start);
    const frames = batch.map(({ note, receivedAtMs }, i) =>
      formatFrame({ index: start + i, batchStart: start, receivedAtMs, note }),
    );
    try {
      segment.file.write(segment.size, Buffer.concat(frames));
      await segment.file.sync();
    } catch (error) {
      this.#undo(segment);
      throw error;
    }
    batch.forEach((entry, i) => {
      this.#take(entry, segment.size);
      segment.size += (frames[i] as Uint8Array).length;
    });
    this.#publish(start);
  }

  /** Takes back what a refused batch may have left, so that it does not come alive at the next start. */
  #undo(segment: Segment): void {
    try {
      segment.file.truncate(segment.size);
    } catch {
      // The disk refuses this too. Opening the folder again will cut off what is torn.
    }
  }

  /** Gives the folder back. */
  close(): void {
    this.#closeFiles();
    this.#unlock();
  }

  #closeFiles(): void {
    for (const segment of this.#segments) segment.file.close();
    this.#segments = [];
  }

  #take(entry: Pick<StoredEntry, 'note' | 'leaf' | 'receivedAtMs'>, frameOffset: number): void {
    this.#places.push(frameOffset + FRAME_OVERHEAD.header, entry.note.length, entry.receivedAtMs);
    if (this.#tail.length === TILE_WIDTH) this.#tail = [];
    this.#tail.push(entry.leaf);
    this.tree.append(leafHash(entry.leaf));
  }

  #readNote(index: number): Uint8Array {
    return this.#segmentOf(index).file.read(this.#places.get(index, 0), this.#places.get(index, 1));
  }

  #segmentOf(index: number): Segment {
    let low = 0;
    let high = this.#segments.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#segments[middle] as Segment).first <= index) low = middle;
      else high = middle - 1;
    }
    return this.#segments[low] as Segment;
  }

  async #segmentFor(index: number): Promise<Segment> {
    const last = this.#segments.at(-1);
    if (last && last.size < this.#segmentBytes) return last;
    const path = join(this.#folder, 'notes', `${String(index).padStart(12, '0')}.seg`);
    const segment = { path, first: index, file: this.#files.open(path), size: 0 };
    this.#segments.push(segment);
    // The segment's name must survive a power cut as surely as the notes in it.
    await this.#files.sync(dirname(path));
    return segment;
  }

  /** Reads every note; returns the full entry bundles that are not as published. */
  async #readNotes(
    onEntry: FolderOptions['onEntry'],
    recovery: { tornBytes: number },
  ): Promise<Map<string, Uint8Array>> {
    const stale = new Map<string, Uint8Array>();
    const folder = join(this.#folder, 'notes');
    const names = this.#files.list(folder).sort();
    let batchStart = -1;
    let receivedAtMs = 0;
    for (const [i, name] of names.entries()) {
      const next = () => this.tree.size;
      const damaged = (why: string, offset: number) =>
        new Problem('record-damaged', { what: 'notes', why, file: `notes/${name}`, offset, index: next() }, name);
      if (!/^\d{12}\.seg$/.test(name)) throw damaged('unknown-file', 0);
      if (Number(name.slice(0, 12)) !== next()) throw damaged('missing-entries', 0);
      const path = join(folder, name);
      const segment: Segment = { path, first: next(), file: this.#files.open(path), size: 0 };
      this.#segments.push(segment);
      const bytes = this.#files.read(path) ?? new Uint8Array(0);
      while (segment.size < bytes.length) {
        const frame = readFrame(bytes, segment.size);
        if (!frame || !this.#follows(frame, batchStart)) {
          if (i < names.length - 1) throw damaged('broken', segment.size);
          this.#checkTorn(bytes, segment.size, batchStart, damaged);
          recovery.tornBytes = bytes.length - segment.size;
          break;
        }
        if (frame.batchStart === next()) this.#promise(next());
        if (frame.receivedAtMs < receivedAtMs) throw damaged('receipt-time', segment.size);
        ({ receivedAtMs, batchStart } = frame);
        const entry = { index: frame.index, receivedAtMs, note: frame.note, leaf: leafOf(frame.note) };
        onEntry?.(entry);
        this.#take(entry, segment.size);
        segment.size += frame.note.length + FRAME_OVERHEAD.total;
        if (this.#tail.length === TILE_WIDTH)
          this.#compare({ level: -1, index: next() / TILE_WIDTH - 1, width: TILE_WIDTH }, stale);
      }
    }
    return stale;
  }

  /** A checkpoint was signed at this size, so its partial tiles must be there until they are full (tlog-tiles). */
  #promise(size: number): void {
    for (let level = -1; level === -1 || TILE_WIDTH ** level <= size; level++) {
      const count = Math.floor(size / TILE_WIDTH ** Math.max(level, 0));
      const index = Math.floor(count / TILE_WIDTH);
      const promised = this.#promised.get(level);
      const widths = promised?.index === index ? promised.widths : new Set<number>();
      if (count % TILE_WIDTH > 0) widths.add(count % TILE_WIDTH);
      this.#promised.set(level, { index, widths });
    }
  }

  #follows(frame: Frame, batchStart: number): boolean {
    const next = this.tree.size;
    return frame.index === next && (frame.batchStart === next || frame.batchStart === batchStart);
  }

  /**
   * A batch is written only after the one before was flushed. So a power cut can tear only the last batch, though in any
   * pattern of its blocks. Anything whole after the break that is not of that batch shows that the break came later, to
   * entries that were acknowledged: that is damage, and never cut off.
   */
  #checkTorn(bytes: Uint8Array, offset: number, batchStart: number, damaged: (why: string, offset: number) => Problem) {
    for (let at = offset + 1; ; ) {
      const found = findFrameAfter(bytes, at);
      if (!found) return;
      const { frame } = found;
      const sameBatch = frame.batchStart === batchStart || frame.batchStart === this.tree.size;
      if (!sameBatch || frame.index <= this.tree.size) throw damaged('broken', offset);
      at = found.offset + 1;
    }
  }

  /** Checks what was published against the notes; only when nothing is damaged does it mend what a crash left undone. */
  async #checkPublished(
    stale: Map<string, Uint8Array>,
    recovery: { tornBytes: number; rewritten: number },
  ): Promise<void> {
    const { size } = this.tree;
    const bytes = this.#files.read(join(this.#folder, 'checkpoint'));
    // Some file systems leave an empty file when the power fails between the renaming and the flush.
    if (bytes && bytes.length > 0) this.#checkCheckpoint(bytes);
    const segment = this.#segments.at(-1);
    if (segment && recovery.tornBytes > 0) {
      segment.file.truncate(segment.size);
      await segment.file.sync();
    }
    for (const tile of newTiles(0, size)) {
      if (tile.level >= 0 && tile.width === TILE_WIDTH) this.#compare(tile, stale);
    }
    this.#promise(size);
    for (const [level, { index, widths }] of this.#promised) {
      for (const width of widths) this.#compare({ level, index, width }, stale);
    }
    this.#promised.clear();
    for (const [path, expected] of stale) this.#writeTile(path, expected);
    recovery.rewritten = stale.size;
    if (this.#checkpoint !== '' && this.#size === size) return;
    this.#writeCheckpoint();
  }

  #compare(tile: Tile, stale: Map<string, Uint8Array>): void {
    const path = tilePath(tile);
    const expected = this.#tileBytes(tile);
    const found = this.#files.read(join(this.#folder, path));
    if (!found || !equalBytes(found, expected)) stale.set(path, expected);
  }

  #checkCheckpoint(bytes: Uint8Array): void {
    const damaged = (why: string, details: object = {}) =>
      new Problem('record-damaged', { what: 'checkpoint', why, ...details }, 'checkpoint');
    let published: ReturnType<typeof verifyCheckpoint>;
    try {
      published = verifyCheckpoint(bytes, [this.vkey], this.origin);
    } catch (error) {
      throw damaged(error instanceof Problem ? error.code : String(error));
    }
    const found = this.tree.size;
    if (published.size > found) throw damaged('notes-missing', { promised: published.size, found });
    if (!equalBytes(this.tree.root(published.size), published.root))
      throw damaged('other-root', { size: published.size });
    this.#checkpoint = fromUtf8(bytes);
    this.#size = published.size;
  }

  /** A tile of the tree as it stands; entry bundles only of the last 256 entries. */
  #tileBytes(tile: Tile): Uint8Array {
    if (tile.level >= 0) return tileData(tile, (level, index) => this.tree.node(level, index));
    const first = tile.index * TILE_WIDTH;
    const behind = this.tree.size - this.#tail.length - first;
    if (behind === 0) return formatBundle(this.#tail.slice(0, tile.width));
    const leaves = Array.from({ length: tile.width }, (_, i) => leafOf(this.#readNote(first + i)));
    return formatBundle(leaves);
  }

  /** Tiles first, then the checkpoint that makes others ask for them. */
  #publish(oldSize: number): void {
    const tiles = newTiles(oldSize, this.tree.size);
    for (const tile of tiles) this.#writeTile(tilePath(tile), this.#tileBytes(tile));
    this.#writeCheckpoint();
    for (const tile of tiles) {
      // Its partial tiles have served their time (tlog-tiles, Partial Tiles).
      if (tile.width === TILE_WIDTH) this.#files.remove(`${join(this.#folder, tilePath(tile))}.p`);
    }
  }

  #writeTile(path: string, bytes: Uint8Array): void {
    const file = join(this.#folder, path);
    const folder = dirname(file);
    if (!this.#folders.has(folder)) {
      this.#files.makeFolder(folder);
      if (this.#folders.size > 100) this.#folders.clear();
      this.#folders.add(folder);
    }
    // Nobody asks for a partial tile before a checkpoint speaks of it; a full one may be tried early, and cached.
    if (path.includes('.p/')) this.#files.write(file, bytes);
    else replaceFile(this.#files, file, bytes);
  }

  #writeCheckpoint(): void {
    const { origin } = this;
    const { size } = this.tree;
    const checkpoint = signCheckpoint({ origin, size, root: this.tree.root() }, [this.#key]);
    replaceFile(this.#files, join(this.#folder, 'checkpoint'), utf8(checkpoint));
    this.#checkpoint = checkpoint;
    this.#size = size;
  }
}

async function openKey(files: Files, { folder, origin }: FolderOptions): Promise<string> {
  const path = join(folder, 'log.key');
  const bytes = files.read(path);
  if (!bytes || bytes.length === 0) {
    if (files.read(join(folder, 'checkpoint')) || files.list(join(folder, 'notes')).length > 0) {
      throw new Problem('record-damaged', { what: 'log.key', why: 'missing' }, 'log.key');
    }
    const { skey } = newKey(origin, randomBytes(32));
    await replaceFileDurably(files, path, utf8(`${skey}\n`), 0o600);
    await files.sync(dirname(folder));
    return skey;
  }
  let skey: string;
  let name: string;
  try {
    skey = fromUtf8(bytes).trimEnd();
    name = parseSkey(skey).name;
  } catch {
    throw new Problem('record-damaged', { what: 'log.key', why: 'unreadable' }, 'log.key');
  }
  if (name !== origin) throw new Problem('other-record', { expected: origin, found: name });
  return skey;
}

/** What the disk refused, as a problem with the system's own code; problems stay what they are. */
export function asUnavailable(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { code, errstr, syscall, path, message } = error as NodeJS.ErrnoException & { errstr?: string };
  return new Problem('record-unavailable', { why: errstr ?? code ?? message, operation: syscall, path });
}

/** Rows of numbers in one growing array: an object for each of a million entries would cost ten times the memory. */
class Numbers {
  #width: number;
  #data: Float64Array;
  #length = 0;

  constructor(width: number) {
    this.#width = width;
    this.#data = new Float64Array(width * 256);
  }

  push(...row: number[]): void {
    if (this.#length + this.#width > this.#data.length) {
      const grown = new Float64Array(this.#data.length * 2);
      grown.set(this.#data);
      this.#data = grown;
    }
    this.#data.set(row, this.#length);
    this.#length += this.#width;
  }

  get(row: number, column: number): number {
    return this.#data[row * this.#width + column] ?? Number.NaN;
  }
}
