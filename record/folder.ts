import { createHash, randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { Backing } from './bucket.ts';
import { equalBytes, fromBase64, fromUtf8, toBase64, uint32, utf8 } from './bytes.ts';
import { signCheckpoint, verifyCheckpoint } from './checkpoint.ts';
import { leafOf } from './entry.ts';
import { disk, type Files, type OpenFile, replaceFile, replaceFileDurably } from './files.ts';
import { FRAME_OVERHEAD, type Frame, findFrameAfter, formatFrame, readFrame } from './frame.ts';
import { lockFolder } from './lock.ts';
import { formatVkey, newKey, parseSkey, type SignerKey, verifyNote } from './note.ts';
import { Problem } from './problem.ts';
import { formatProof } from './proof.ts';
import { breathe, readSnapshot, type SnapshotHeader, writeSnapshot } from './snapshot.ts';
import { EntryTable, ROW_BYTES } from './table.ts';
import { formatBundle, newTiles, TILE_WIDTH, type Tile, tileAt, tileData, tilePath } from './tiles.ts';
import { inclusionProofs, leafHash, Tree } from './tree.ts';

export { disk, type Files, type OpenFile } from './files.ts';

/**
 * A record in a folder:
 *
 *     log.key            the log's signer key, only for its owner
 *     log.key.next       while the log's key is being replaced: the next one, with which it signs as well
 *     notes/<first>.seg  the entries' notes, private, append-only; <first> is the index of the segment's first entry
 *     checkpoint         the newest signed checkpoint, public
 *     tile/...           tiles and entry bundles as tlog-tiles lays them out, public and static
 *     snapshot, places   what spares a start the reading of every note; may be deleted at any time
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
  /**
   * Called for every entry that is already there and that no snapshot covers, in order. Returns the entry's id. What it
   * throws ends the opening.
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: a listener that looks on knows no ids
  readonly onEntry?: (entry: StoredEntry) => string | void;
  /** The rules whose state a snapshot may hold. `load` takes it in, all or nothing; before `onEntry` is first called. */
  readonly resume?: { readonly version: string; load(lines: Iterable<unknown>): void };
  /** A store behind the folder, which the folder is brought up to; an entry is then acknowledged when it is durable there. */
  readonly backing?: Backing;
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

/** What a commit takes of an entry; `id` where the log is to find the entry by it. */
export type NewEntry = Pick<StoredEntry, 'note' | 'leaf' | 'receivedAtMs'> & { readonly id?: string | undefined };

interface FolderSnapshot extends SnapshotHeader {
  readonly format: 'sulh/snapshot/v1';
  /** SHA-256 (hex) of the table's rows up to that size, in the file `places`. */
  readonly places: string;
}

/** What opening took from a snapshot. */
export interface Resumed {
  readonly size: number;
  readonly unfit?: string;
}

const FORMAT = 'sulh/snapshot/v1';
const SEGMENT_BYTES = 64 * 1024 * 1024;
const SEGMENT = /^\d{12}\.seg$/;
/** How long the thread is kept by work that has time, in milliseconds. */
const SLICE = 5;

/** The durable log of one record. Only the sequencer writes it. */
export class FolderLog {
  readonly origin: string;
  /** The log's verifier key. */
  readonly vkey: string;
  /** The verifier keys with which it signs: the log's, and the next one's while the key is being replaced. */
  readonly vkeys: readonly string[];
  readonly recovery: Recovery;
  #tree = new Tree();
  #files: Files;
  #folder: string;
  #keys: readonly SignerKey[];
  #segments: Segment[] = [];
  #segmentBytes: number;
  /** Where each note lies, when it was received, and its id. */
  #table = new EntryTable(uint32(randomBytes(4)));
  /** How many entries the snapshot on the disk covers, and the hash of their rows. */
  #kept = 0;
  #keptRows = createHash('sha256');
  #resumed: Resumed = { size: 0 };
  #closed = false;
  #backing: Backing | undefined;
  /** Leaf values of the last, partial entry bundle. */
  #tail: Uint8Array[] = [];
  #checkpoint = '';
  #size = 0;
  /** The batch that is being written, or that the disk refused. */
  #unfinished: { readonly start: number; readonly batch: readonly NewEntry[] } | undefined;
  /** The first index of the last batch that is durable behind the folder. */
  #appended = -1;
  #folders = new Set<string>();
  /** While opening: the partial tiles, by level, that checkpoints have spoken of and no full tile has replaced. */
  #promised = new Map<number, { index: number; widths: Set<number> }>();
  #unlock: () => void;

  private constructor(options: FolderOptions, skeys: readonly string[], unlock: () => void, recovery: Recovery) {
    this.#keys = skeys.map(parseSkey);
    this.vkeys = this.#keys.map(formatVkey);
    this.origin = options.origin;
    this.vkey = this.vkeys[0] as string;
    this.#files = options.files ?? disk;
    this.#folder = options.folder;
    this.#segmentBytes = options.segmentBytes ?? SEGMENT_BYTES;
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
      const behind = await options.backing?.checkpoint();
      const skeys = [await openKey(files, options, behind !== undefined), ...nextKey(files, options)];
      log = new FolderLog(options, skeys, unlock, recovery);
      if (options.resume) log.#resume(options.resume);
      const stale = await log.#readNotes(options.onEntry, recovery);
      await log.#checkPublished(stale, recovery);
      if (options.backing) await log.#joinBacking(options.backing, behind, options.onEntry);
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

  get tree(): Tree {
    return this.#tree;
  }

  /** How many entries the opening took from a snapshot; and why a snapshot that was there did not fit. */
  get resumed(): Resumed {
    return this.#resumed;
  }

  /** The index of the entry with this id, where `onEntry` and `commit` told its id. */
  indexOf(id: string): number | undefined {
    return this.#table.indexOf(id);
  }

  /** The note of an entry, as it came. Throws Problem `no-such-entry`, or `record-damaged` when the disk lost it. */
  note(index: number): Uint8Array {
    if (!(index >= 0 && index < this.size)) throw new Problem('no-such-entry', { index, size: this.size });
    const note = this.#readNote(index);
    if (!equalBytes(leafHash(leafOf(note)), this.tree.node(0, index)))
      throw new Problem('record-damaged', { what: 'notes', why: 'broken', index });
    return note;
  }

  /** When an entry was received, in milliseconds since 1970. */
  receivedAtMs(index: number): number {
    if (!(index >= 0 && index < this.size)) throw new Problem('no-such-entry', { index, size: this.size });
    return this.#table.receivedAtMs(index);
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
   * throws, the disk may or may not hold the entries. The log must then be closed, and opening it again finds out; or, where
   * only room was wanting (`lacksRoom`), `goOn` writes the batch to its end.
   */
  async commit(batch: readonly NewEntry[]): Promise<void> {
    if (batch.length === 0) return;
    this.#unfinished = { start: this.tree.size, batch };
    await this.#finish(this.#unfinished);
  }

  /**
   * Writes to its end the batch that the disk had no room for, so that what was computed with it holds again; nothing is done
   * when there is none. The end of the notes is read again before. Throws as `commit` does, and may be called again; or Problem
   * `record-damaged` when the notes are not as they were written.
   */
  async goOn(): Promise<void> {
    const unfinished = this.#unfinished;
    if (!unfinished) return;
    const { start } = unfinished;
    const segment = this.#segments.at(-1);
    if (segment && this.tree.size === start) {
      if ((this.#files.size(segment.path) ?? 0) < segment.size) throw this.#lost(segment, start);
      segment.file.truncate(segment.size);
      await segment.file.sync();
    }
    // A segment may have been begun whose name was not made durable.
    await this.#files.sync(join(this.#folder, 'notes'));
    for (let index = Math.max(0, start - TILE_WIDTH); index < this.tree.size; index++) this.#checkNote(index);
    await this.#finish(unfinished);
  }

  async #finish({ start, batch }: { start: number; batch: readonly NewEntry[] }): Promise<void> {
    if (this.tree.size === start) await this.#append(start, batch);
    const tiles = this.#publish(start);
    if (this.#backing) await this.#publishBehind(this.#backing, tiles);
    this.#unfinished = undefined;
  }

  async #append(start: number, batch: readonly NewEntry[]): Promise<void> {
    const segment = await this.#segmentFor(start);
    const frames = batch.map(({ note, receivedAtMs }, i) =>
      formatFrame({ index: start + i, batchStart: start, receivedAtMs, note }),
    );
    const bytes = Buffer.concat(frames);
    try {
      // Behind the folder first: who loses there must not have the entries here. Once is enough: the same bytes come again.
      if (this.#backing && this.#appended !== start) {
        await this.#backing.append(start, bytes);
        this.#appended = start;
      }
      segment.file.write(segment.size, bytes);
      await segment.file.sync();
    } catch (error) {
      this.#undo(segment);
      throw error;
    }
    batch.forEach((entry, i) => {
      this.#take(entry, segment.size);
      segment.size += (frames[i] as Uint8Array).length;
    });
  }

  async #publishBehind(backing: Backing, tiles: readonly Tile[]): Promise<void> {
    await backing.publish(
      tiles.map((tile) => ({ path: tilePath(tile), bytes: this.#tileBytes(tile) })),
      this.#checkpoint,
    );
    for (const tile of tiles) if (tile.width === TILE_WIDTH) backing.forgetPartial(tilePath(tile));
  }

  /**
   * Brings the folder up to what stands behind it, and what stands behind it up to the folder's last batch. Throws Problem
   * `record-damaged` when the two are not one record.
   */
  async #joinBacking(
    backing: Backing,
    behind: Uint8Array | undefined,
    onEntry: FolderOptions['onEntry'],
  ): Promise<void> {
    const damaged = (why: string, details: object = {}) =>
      new Problem('record-damaged', { what: 'bucket', why, ...details }, 'checkpoint');
    const start = this.tree.size;
    let reached = 0;
    for await (const { first, frames } of backing.batches(start)) {
      if (first > this.tree.size) throw damaged('missing-entries', { index: this.tree.size });
      reached = await this.#adopt(frames, first, onEntry);
    }
    let published = { size: 0, root: this.tree.root(0) };
    let signed = 0;
    if (behind) {
      try {
        const shown = verifyCheckpoint(behind, this.vkeys, this.origin);
        published = shown;
        signed = shown.verified.length;
      } catch (error) {
        throw damaged(error instanceof Problem ? error.code : String(error));
      }
    }
    const { size } = this.tree;
    if (published.size > size) throw damaged('notes-missing', { promised: published.size, found: size });
    if (!equalBytes(this.tree.root(published.size), published.root))
      throw damaged('other-root', { size: published.size });
    if (reached === 0 && !behind) {
      // Nothing is there: the record has lived in its folder so far.
      for (const segment of this.#segments)
        if (segment.size > 0) await backing.append(segment.first, segment.file.read(0, segment.size));
    } else if (reached < size) throw damaged('behind-the-folder', { folder: size, bucket: reached });
    if (size > start) this.#publish(start);
    this.#backing = backing;
    // Also when a key has come that did not sign it yet: the other may be gone at the next start.
    if (signed < this.#keys.length || published.size < size)
      await this.#publishBehind(backing, newTiles(published.size, size));
  }

  /** Takes in those frames of a batch that the folder has not; returns the size that the batch reaches. */
  async #adopt(frames: Uint8Array, first: number, onEntry: FolderOptions['onEntry']): Promise<number> {
    const damaged = (why: string) => new Problem('record-damaged', { what: 'bucket', why, index: this.tree.size });
    const fresh: { entry: NewEntry; from: number; to: number }[] = [];
    let next = first;
    for (let offset = 0; offset < frames.length; next++) {
      const frame = readFrame(frames, offset);
      if (frame?.index !== next) throw damaged('broken');
      const end = offset + frame.note.length + FRAME_OVERHEAD.total;
      const leaf = leafOf(frame.note);
      if (next >= this.tree.size) {
        const entry = { index: next, receivedAtMs: frame.receivedAtMs, note: frame.note, leaf };
        const id = onEntry?.(entry) || undefined;
        fresh.push({ entry: { ...entry, id }, from: offset, to: end });
      } else if (!equalBytes(leafHash(leaf), this.tree.node(0, next))) throw damaged('other-notes');
      offset = end;
    }
    const [begin, last] = [fresh[0], fresh.at(-1)];
    if (!begin || !last) return next;
    const segment = await this.#segmentFor(this.tree.size);
    segment.file.write(segment.size, frames.subarray(begin.from, last.to));
    await segment.file.sync();
    for (const { entry, from, to } of fresh) {
      this.#take(entry, segment.size);
      segment.size += to - from;
    }
    return next;
  }

  /** Takes back what a refused batch may have left, so that it does not come alive at the next start. */
  #undo(segment: Segment): void {
    try {
      segment.file.truncate(segment.size);
    } catch {
      // The disk refuses this too. Opening the folder again will cut off what is torn.
    }
  }

  /**
   * Writes a snapshot of what is committed now, beside everything else that goes on. `lines` are what the rules save.
   * Whatever it throws, the record is none the worse for it.
   */
  async keep(version: string, lines: Iterable<unknown>): Promise<void> {
    const { size } = this;
    const rows = this.#table.bytes(this.#kept, size).slice();
    const hash = this.#keptRows.copy().update(rows);
    const header: FolderSnapshot = {
      format: FORMAT,
      origin: this.origin,
      size,
      root: toBase64(this.tree.root(size)),
      rules: version,
      places: hash.copy().digest('hex'),
    };
    const places = this.#files.open(join(this.#folder, 'places'));
    try {
      places.write(this.#kept * ROW_BYTES, rows);
      await places.sync();
    } finally {
      places.close();
    }
    await this.#syncTiles(this.#kept, size);
    await writeSnapshot(this.#files, join(this.#folder, 'snapshot'), header, lines, () => this.#closed);
    this.#kept = size;
    this.#keptRows = hash;
  }

  /** A start from a snapshot does not look at the tiles before it: they must not be lost with the power. */
  async #syncTiles(oldSize: number, size: number): Promise<void> {
    const folders = new Set<string>();
    for (const tile of newTiles(oldSize, size)) {
      const full = tilePath({ ...tile, width: TILE_WIDTH });
      const partial = this.#files.list(join(this.#folder, `${full}.p`)).map((width) => `${full}.p/${width}`);
      for (const path of [full, ...partial]) {
        const file = join(this.#folder, path);
        if (this.#closed) throw new Problem('record-closed');
        if (this.#files.size(file) === undefined) continue;
        // A partial tile may be removed meanwhile, when its full tile takes its place.
        await this.#files.sync(file).catch(() => {});
        for (let at = dirname(path); at !== '.'; at = dirname(at)) folders.add(at);
      }
    }
    for (const path of folders) await this.#files.sync(join(this.#folder, path)).catch(() => {});
  }

  /**
   * Reads again the notes that a snapshot spared the opening, a little at a time, and checks each against the tree. Throws
   * Problem `record-damaged` with the first that is not as it was, or `record-closed`.
   */
  async checkNotes(): Promise<void> {
    const { size } = this.#resumed;
    let until = performance.now() + SLICE;
    for (let index = 0; index < size; index++) {
      if (performance.now() > until) {
        // Half of the time is left to those who want something of the record now.
        await breathe();
        await new Promise((resolve) => setTimeout(resolve, SLICE));
        until = performance.now() + SLICE;
      }
      if (this.#closed) throw new Problem('record-closed');
      this.#checkNote(index);
    }
  }

  /** Throws Problem `record-damaged` when a note is not on the disk as it was taken. */
  #checkNote(index: number): void {
    const at = this.#table.offset(index) - FRAME_OVERHEAD.header;
    const segment = this.#segmentOf(index);
    const frame = readFrame(segment.file.read(at, this.#table.length(index) + FRAME_OVERHEAD.total), 0);
    if (frame?.index !== index || !equalBytes(leafHash(leafOf(frame.note)), this.tree.node(0, index)))
      throw this.#lost(segment, index, at);
  }

  #lost(segment: Segment, index: number, offset = segment.size): Problem {
    const file = segment.path.slice(this.#folder.length + 1);
    return new Problem('record-damaged', { what: 'notes', why: 'broken', file, offset, index }, file);
  }

  /** Gives the folder back. */
  close(): void {
    this.#closed = true;
    this.#closeFiles();
    this.#unlock();
  }

  #closeFiles(): void {
    for (const segment of this.#segments) segment.file.close();
    this.#segments = [];
  }

  #take(entry: NewEntry, frameOffset: number): void {
    this.#table.push(entry.id, frameOffset + FRAME_OVERHEAD.header, entry.note.length, entry.receivedAtMs);
    if (this.#tail.length === TILE_WIDTH) this.#tail = [];
    this.#tail.push(entry.leaf);
    this.tree.append(leafHash(entry.leaf));
  }

  #readNote(index: number): Uint8Array {
    return this.#segmentOf(index).file.read(this.#table.offset(index), this.#table.length(index));
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

  /**
   * Begins where a snapshot ends, if there is one and it fits what lies in the folder: the rows of its table are whole, the
   * tiles fold to its root, and each segment ends where its last row says.
   */
  #resume({ version, load }: NonNullable<FolderOptions['resume']>): void {
    const unfit = (why: string) => new Problem('snapshot-unfit', { why });
    const segments: Segment[] = [];
    let snapshot: ReturnType<typeof readSnapshot<FolderSnapshot>>;
    try {
      snapshot = readSnapshot<FolderSnapshot>(this.#files, join(this.#folder, 'snapshot'), {
        format: FORMAT,
        origin: this.origin,
      });
      if (!snapshot) return;
      const { size, root, rules, places } = snapshot.header;
      if (rules !== version) throw unfit('other-rules');
      const rows = this.#files.read(join(this.#folder, 'places'))?.subarray(0, size * ROW_BYTES);
      const hash = createHash('sha256').update(rows ?? '');
      if (rows?.length !== size * ROW_BYTES || hash.copy().digest('hex') !== places) throw unfit('places');
      const table = new EntryTable(uint32(randomBytes(4)), rows);
      const tree = Tree.of(this.#leafHashes(size));
      if (!equalBytes(tree.root(), fromBase64(root))) throw unfit('tiles');
      segments.push(...this.#segmentsOf(table));
      const tail: Uint8Array[] = [];
      for (let index = size - (size % TILE_WIDTH); index < size; index++) {
        const segment = segments.findLast(({ first }) => first <= index) as Segment;
        tail.push(leafOf(segment.file.read(table.offset(index), table.length(index))));
        if (!equalBytes(leafHash(tail.at(-1) as Uint8Array), tree.node(0, index))) throw unfit('notes');
      }
      load(snapshot.lines);
      this.#table = table;
      this.#tree = tree;
      this.#segments = segments;
      this.#tail = tail;
      this.#kept = size;
      this.#keptRows = hash;
      this.#resumed = { size };
    } catch (error) {
      for (const { file } of segments) file.close();
      if (!(error instanceof Problem)) throw error;
      this.#resumed = { size: 0, unfit: String(error.details.why ?? error.code) };
    } finally {
      snapshot?.close();
    }
  }

  /** The first leaf hashes of the tree, from the tiles of the lowest level. */
  #leafHashes(size: number): Uint8Array {
    const hashes = new Uint8Array(size * 32);
    for (let index = 0; index * TILE_WIDTH < size; index++) {
      const tile = tileAt(0, index, size) as Tile;
      const read = (width: number) => this.#files.read(join(this.#folder, tilePath({ ...tile, width })));
      const bytes = read(tile.width) ?? read(TILE_WIDTH);
      if (!bytes || bytes.length < tile.width * 32) throw new Problem('snapshot-unfit', { why: 'tiles' });
      hashes.set(bytes.subarray(0, tile.width * 32), index * TILE_WIDTH * 32);
    }
    return hashes;
  }

  /** The segments that hold the entries of a table; each but the last must end where its last entry does. */
  #segmentsOf(table: EntryTable): Segment[] {
    const folder = join(this.#folder, 'notes');
    const names = this.#files.list(folder).sort();
    const firsts = names.map((name) => (SEGMENT.test(name) ? Number(name.slice(0, 12)) : Number.NaN));
    const segments: Segment[] = [];
    for (const [i, first] of firsts.entries()) {
      if (!(first < table.size)) break;
      const next = Math.min(firsts[i + 1] ?? table.size, table.size);
      const path = join(folder, names[i] as string);
      const size = next > first ? table.offset(next - 1) + table.length(next - 1) + FRAME_OVERHEAD.checksum : -1;
      const found = this.#files.size(path) ?? 0;
      const begins = (i > 0 || first === 0) && table.offset(first) === FRAME_OVERHEAD.header;
      if (!begins || found < size || (found > size && next === firsts[i + 1])) {
        for (const { file } of segments) file.close();
        throw new Problem('snapshot-unfit', { why: 'notes' });
      }
      segments.push({ path, first, file: this.#files.open(path), size });
    }
    if (segments.length === 0) throw new Problem('snapshot-unfit', { why: 'notes' });
    return segments;
  }

  /** Reads every note; returns the full entry bundles that are not as published. */
  async #readNotes(
    onEntry: FolderOptions['onEntry'],
    recovery: { tornBytes: number },
  ): Promise<Map<string, Uint8Array>> {
    const stale = new Map<string, Uint8Array>();
    const folder = join(this.#folder, 'notes');
    const names = this.#files.list(folder).sort();
    // Those that a snapshot covers; of the last of them, what comes after.
    const before = this.#segments.length;
    let batchStart = -1;
    let receivedAtMs = this.tree.size > 0 ? this.#table.receivedAtMs(this.tree.size - 1) : 0;
    for (const [i, name] of names.entries()) {
      if (i < before - 1) continue;
      const next = () => this.tree.size;
      const damaged = (why: string, offset: number) =>
        new Problem('record-damaged', { what: 'notes', why, file: `notes/${name}`, offset, index: next() }, name);
      if (!SEGMENT.test(name)) throw damaged('unknown-file', 0);
      const path = join(folder, name);
      if (i >= before) {
        if (Number(name.slice(0, 12)) !== next()) throw damaged('missing-entries', 0);
        this.#segments.push({ path, first: next(), file: this.#files.open(path), size: 0 });
      }
      const segment = this.#segments[i] as Segment;
      const start = segment.size;
      const bytes = segment.file.read(start, Math.max(0, (this.#files.size(path) ?? 0) - start));
      while (segment.size < start + bytes.length) {
        const frame = readFrame(bytes, segment.size - start);
        if (!frame || !this.#follows(frame, batchStart)) {
          if (i < names.length - 1) throw damaged('broken', segment.size);
          this.#checkTorn(bytes, segment.size - start, batchStart, (why) => damaged(why, segment.size));
          recovery.tornBytes = start + bytes.length - segment.size;
          break;
        }
        if (frame.batchStart === next()) this.#promise(next());
        if (frame.receivedAtMs < receivedAtMs) throw damaged('receipt-time', segment.size);
        ({ receivedAtMs, batchStart } = frame);
        const entry = { index: frame.index, receivedAtMs, note: frame.note, leaf: leafOf(frame.note) };
        const id = onEntry?.(entry) || undefined;
        this.#take({ ...entry, id }, segment.size);
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
  #checkTorn(bytes: Uint8Array, offset: number, batchStart: number, damaged: (why: string) => Problem) {
    for (let at = offset + 1; ; ) {
      const found = findFrameAfter(bytes, at);
      if (!found) return;
      const { frame } = found;
      const sameBatch = frame.batchStart === batchStart || frame.batchStart === this.tree.size;
      if (!sameBatch || frame.index <= this.tree.size) throw damaged('broken');
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
      // The leaf hashes before a snapshot were read from these very tiles.
      const read = tile.level === 0 && (tile.index + 1) * TILE_WIDTH <= this.#resumed.size;
      if (tile.level >= 0 && tile.width === TILE_WIDTH && !read) this.#compare(tile, stale);
    }
    this.#promise(size);
    for (const [level, { index, widths }] of this.#promised) {
      for (const width of widths) this.#compare({ level, index, width }, stale);
    }
    this.#promised.clear();
    for (const [path, expected] of stale) this.#writeTile(path, expected);
    recovery.rewritten = stale.size;
    // A checkpoint that not every key has signed is signed anew, so that nobody waits for the next entry.
    const signed = this.#checkpoint === '' ? 0 : verifyNote(this.#checkpoint, this.vkeys).length;
    if (signed === this.#keys.length && this.#size === size) return;
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
      published = verifyCheckpoint(bytes, this.vkeys, this.origin);
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
  #publish(oldSize: number): Tile[] {
    const tiles = newTiles(oldSize, this.tree.size);
    for (const tile of tiles) this.#writeTile(tilePath(tile), this.#tileBytes(tile));
    this.#writeCheckpoint();
    for (const tile of tiles) {
      // Its partial tiles have served their time (tlog-tiles, Partial Tiles).
      if (tile.width === TILE_WIDTH) this.#files.remove(`${join(this.#folder, tilePath(tile))}.p`);
    }
    return tiles;
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
    const checkpoint = signCheckpoint({ origin, size, root: this.tree.root() }, this.#keys);
    replaceFile(this.#files, join(this.#folder, 'checkpoint'), utf8(checkpoint));
    this.#checkpoint = checkpoint;
    this.#size = size;
  }
}

async function openKey(files: Files, { folder, origin }: FolderOptions, behind: boolean): Promise<string> {
  const path = join(folder, 'log.key');
  const bytes = files.read(path);
  if (!bytes || bytes.length === 0) {
    // The key never goes to the store behind: a folder on another machine must be given it.
    if (behind || files.read(join(folder, 'checkpoint')) || files.list(join(folder, 'notes')).length > 0) {
      throw new Problem('record-damaged', { what: 'log.key', why: 'missing' }, 'log.key');
    }
    const { skey } = newKey(origin, randomBytes(32));
    await replaceFileDurably(files, path, utf8(`${skey}\n`), 0o600);
    await files.sync(dirname(folder));
    return skey;
  }
  return skeyOf(bytes, 'log.key', origin);
}

/** The key that will take the log's place: an operator puts it there, and the terms name it. */
function nextKey(files: Files, { folder, origin }: FolderOptions): string[] {
  const bytes = files.read(join(folder, 'log.key.next'));
  return bytes ? [skeyOf(bytes, 'log.key.next', origin)] : [];
}

function skeyOf(bytes: Uint8Array, file: string, origin: string): string {
  let skey: string;
  let name: string;
  try {
    skey = fromUtf8(bytes).trimEnd();
    name = parseSkey(skey).name;
  } catch {
    throw new Problem('record-damaged', { what: file, why: 'unreadable' }, file);
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

/** Whether the disk refused for want of room alone: then what was written before is as it was, and room may come. */
export const lacksRoom = ({ code, details }: Problem): boolean =>
  code === 'record-unavailable' && (details.why === 'ENOSPC' || details.why === 'EDQUOT');
