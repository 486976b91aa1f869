// A mirror: a party's own copy of the record's tree, and of the notes that the party may read, kept on a machine of its own.
// It takes nothing on trust: every bundle it copies must fold to the root that the log signed, every note to its leaf. When
// the log signs a second history, the mirror stops there and keeps the evidence (fork.ts).

import { dirname, join } from 'node:path';
import { concat, equalBytes, fromUtf8, utf8 } from './bytes.ts';
import { verifyCheckpoint } from './checkpoint.ts';
import { cosign } from './cosignature.ts';
import { leafOf } from './entry.ts';
import { disk, type Files, replaceFile, replaceFileDurably } from './files.ts';
import { composeFork, type Fork, verifyFork } from './fork.ts';
import { lockFolder } from './lock.ts';
import { addSignatures } from './note.ts';
import { Problem } from './problem.ts';
import { formatBundle, newTiles, parseBundle, TILE_WIDTH, type Tile, tileAt, tileData, tilePath } from './tiles.ts';
import { leafHash, Tree } from './tree.ts';

export interface MirrorConfig {
  readonly folder: string;
  /** The record's prefix, such as `https://host.example/records/doha-istanbul`. */
  readonly url: string;
  readonly origin: string;
  readonly vkeys: readonly string[];
  readonly fetch?: typeof fetch;
  readonly files?: Files;
  /** The value of an Authorization header with which the host shows a member's notes; none for the public's. */
  readonly authorize?: () => Promise<string | undefined>;
  /**
   * Addresses below which others show, as `checkpoint`, what the log showed them: mirrors of other organisations, or log
   * witnesses. A host that shows each its own history is found out by comparing.
   */
  readonly peers?: readonly string[];
  /** The mirror's own cosigner keys: its cosignature says that it holds all that the checkpoint covers (tlog-mirror). */
  readonly skeys?: readonly string[];
  readonly now?: () => Date;
}

/** How an update ended. */
export type MirrorUpdate =
  | { readonly state: 'current' | 'advanced'; readonly size: number; readonly notes: number }
  /** The host shows an older checkpoint than it signed before: it serves stale files, or restored an old backup. */
  | { readonly state: 'behind'; readonly size: number; readonly shown: number }
  /** The log signed two histories. `evidence` is the file that shows it. */
  | { readonly state: 'forked'; readonly size: number; readonly evidence: string };

/** One line of the notes that a mirror keeps. */
export interface MirroredNote {
  readonly index: number;
  readonly receivedAt: string;
  readonly note: string;
}

const TIMEOUT = 30_000;
const PAGE = 500;
/** How many bundles are under way at once: a host far away is not waited for one by one. */
const AT_ONCE = 8;

export class Mirror {
  readonly #config: MirrorConfig;
  readonly #files: Files;
  readonly #unlock: () => void;
  #tree = new Tree();
  /** Leaf values, for the notes' check and the bundles: 32 bytes each, one after the other. */
  #leaves: Uint8Array = new Uint8Array(0);
  #checkpoint: string | undefined;
  /** The largest sizes that the log showed to others. */
  #heard = new Map<string, number>();
  #notes = 0;
  #nextNote = 0;
  #notesBytes = 0;

  private constructor(config: MirrorConfig, unlock: () => void) {
    this.#config = config;
    this.#files = config.files ?? disk;
    this.#unlock = unlock;
  }

  /** Opens a mirror's folder, or makes it, and checks what is there. Throws Problem `folder-in-use` or `mirror-damaged`. */
  static open(config: MirrorConfig): Mirror {
    const files = config.files ?? disk;
    files.makeFolder(config.folder);
    const unlock = lockFolder(config.folder);
    try {
      const mirror = new Mirror(config, unlock);
      mirror.#load();
      return mirror;
    } catch (error) {
      unlock();
      throw error;
    }
  }

  get size(): number {
    return this.#tree.size;
  }

  /** How many notes it holds. */
  get notes(): number {
    return this.#notes;
  }

  get checkpoint(): string | undefined {
    return this.#checkpoint;
  }

  close(): void {
    this.#unlock();
  }

  /**
   * Copies what the log has more than the mirror. Throws Problem `host-unreachable`, `bad-checkpoint` and its kin, or
   * `tiles-differ` when the host's files do not fold to the root that it signed; what was there stays as it was.
   */
  async update(): Promise<MirrorUpdate> {
    const update = await this.#look();
    return update.state === 'forked' ? update : ((await this.#compare()) ?? update);
  }

  async #look(): Promise<MirrorUpdate> {
    const kept = this.#files.list(this.#config.folder).find((name) => name.startsWith('fork-'));
    if (kept) return { state: 'forked', size: this.size, evidence: join(this.#config.folder, kept) };
    const shown = fromUtf8(await this.#get('checkpoint', 64 * 1024));
    const { size, root } = verifyCheckpoint(shown, this.#config.vkeys, this.#config.origin);
    if (size <= this.size) {
      const same = equalBytes(this.#tree.root(size), root);
      if (!same && size > 0) return this.#convict(shown, this.#checkpoint as string, size, this.size, this.#tree);
      if (size < this.size) return { state: 'behind', size: this.size, shown: size };
    }
    const before = this.size;
    const convicted = size > before ? await this.#advance(shown, size, root) : undefined;
    if (convicted) return convicted;
    const notes = await this.#copyNotes();
    return { state: size > before || notes > 0 ? 'advanced' : 'current', size: this.size, notes: this.#notes };
  }

  /** Holds what the log showed to others against the mirror's tree; what is newer than that, against the next look. */
  async #compare(): Promise<MirrorUpdate | undefined> {
    const before = new Map(this.#heard);
    for (const peer of this.#config.peers ?? []) {
      let shown: string;
      let heard: { size: number; root: Uint8Array };
      try {
        shown = fromUtf8(await this.#get('checkpoint', 64 * 1024, undefined, peer));
        heard = verifyCheckpoint(shown, this.#config.vkeys, this.#config.origin);
      } catch (error) {
        // Nobody is accused of being away, or of showing what the log did not sign.
        if (error instanceof Problem) continue;
        throw error;
      }
      this.#heard.set(peer, heard.size);
      if (heard.size > 0 && heard.size <= this.size && !equalBytes(this.#tree.root(heard.size), heard.root))
        return this.#convict(shown, this.#checkpoint as string, heard.size, this.size, this.#tree);
    }
    // The log signed this before the host was looked at now, and the host does not show it.
    const ahead = Math.max(0, ...before.values());
    return ahead > this.size ? { state: 'behind', size: ahead, shown: this.size } : undefined;
  }

  async #advance(shown: string, size: number, root: Uint8Array): Promise<MirrorUpdate | undefined> {
    const before = this.size;
    const leaves = concat(this.#leaves, await this.#bundles(before, size));
    const tree = before * 2 < size ? treeOf(leaves) : this.#tree;
    for (let i = tree.size; i < size; i++) tree.append(leafHash(leafAt(leaves, i)));
    if (!equalBytes(tree.root(), root)) {
      this.#tree = treeOf(this.#leaves);
      return this.#judge(shown, size, root);
    }
    this.#tree = tree;
    this.#leaves = leaves;
    for (const tile of newTiles(before, size)) {
      const path = join(this.#config.folder, tilePath(tile));
      this.#files.makeFolder(dirname(path));
      const bytes =
        tile.level < 0
          ? formatBundle(Array.from({ length: tile.width }, (_, i) => leafAt(leaves, tile.index * TILE_WIDTH + i)))
          : tileData(tile, (level, index) => this.#tree.node(level, index));
      // Only entry bundles are read back; they must be on the disk before the checkpoint that speaks of them.
      if (tile.level < 0) await replaceFileDurably(this.#files, path, bytes);
      else replaceFile(this.#files, path, bytes);
    }
    // The mirror signs only now that all the checkpoint covers is on its disk.
    const { skeys = [], now = () => new Date() } = this.#config;
    const time = Math.floor(now().getTime() / 1000);
    const cosigned = addSignatures(
      shown,
      skeys.map((skey) => cosign(shown, skey, time)),
    );
    await replaceFileDurably(this.#files, join(this.#config.folder, 'checkpoint'), utf8(cosigned));
    this.#checkpoint = cosigned;
    for (const tile of newTiles(before, size)) {
      if (tile.width === TILE_WIDTH) this.#files.remove(`${join(this.#config.folder, tilePath(tile))}.p`);
    }
    return undefined;
  }

  /** The new leaves do not continue the mirror's tree. Is the host's own tree the one it signed? Then it signed two. */
  async #judge(shown: string, size: number, root: Uint8Array): Promise<MirrorUpdate> {
    const theirs = treeOf(await this.#bundles(0, size));
    if (!equalBytes(theirs.root(), root) || this.#checkpoint === undefined) throw new Problem('tiles-differ', { size });
    return this.#convict(this.#checkpoint, shown, this.size, size, theirs);
  }

  async #convict(
    older: string,
    newer: string,
    olderSize: number,
    newerSize: number,
    tree: Tree,
  ): Promise<MirrorUpdate> {
    const fork = composeFork(older, newer, { older: olderSize, newer: newerSize }, (level, index) =>
      tree.node(level, index),
    );
    verifyFork(fork, this.#config.vkeys);
    const path = join(this.#config.folder, `fork-${olderSize}-${newerSize}.json`);
    await replaceFileDurably(this.#files, path, utf8(`${JSON.stringify(fork satisfies Fork, null, 2)}\n`));
    return { state: 'forked', size: this.size, evidence: path };
  }

  /** The leaf values from `start` to `end`, by entry bundles, some of which are fetched at once. */
  async #bundles(start: number, end: number): Promise<Uint8Array> {
    const leaves = new Uint8Array((end - start) * 32);
    let next = Math.floor(start / TILE_WIDTH);
    const fetchNext = async (): Promise<void> => {
      for (let tile = tileAt(-1, next, end); tile; tile = tileAt(-1, next, end)) {
        next++;
        const values = await this.#bundle(tile);
        for (const [i, value] of values.entries()) {
          if (value.length !== 32) throw new Problem('tiles-differ', { size: end });
          const at = tile.index * TILE_WIDTH + i - start;
          if (at >= 0) leaves.set(value, at * 32);
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, fetchNext));
    return leaves;
  }

  /** A bundle's values; those of the full one when that has taken a partial one's place meanwhile (tlog-tiles). */
  async #bundle(tile: Tile): Promise<Uint8Array[]> {
    try {
      return parseBundle(await this.#get(tilePath(tile), TILE_WIDTH * 34), tile.width);
    } catch (error) {
      const gone = error instanceof Problem && error.details.status === 404 && tile.width < TILE_WIDTH;
      if (!gone) throw error;
      const full = tilePath({ ...tile, width: TILE_WIDTH });
      return parseBundle(await this.#get(full, TILE_WIDTH * 34), TILE_WIDTH).slice(0, tile.width);
    }
  }

  /** Copies the notes that the host shows to this member, each checked against its leaf. Returns how many came. */
  async #copyNotes(): Promise<number> {
    const authorization = await this.#config.authorize?.();
    let came = 0;
    while (this.#nextNote < this.size) {
      const answer = await this.#get(`notes?from=${this.#nextNote}&limit=${PAGE}`, PAGE * 96 * 1024, authorization);
      const lines = fromUtf8(answer).split('\n').filter(Boolean);
      if (lines.length === 0) break;
      const kept: string[] = [];
      let next = this.#nextNote;
      for (const line of lines) {
        const { index, receivedAt, note } = JSON.parse(line) as Partial<MirroredNote>;
        if (index !== next) throw new Problem('notes-differ', { index: next });
        // Entries newer than the mirrored checkpoint wait for the next one.
        if (index >= this.size) break;
        next++;
        if (note === undefined) continue;
        if (!equalBytes(leafOf(note), leafAt(this.#leaves, index))) throw new Problem('notes-differ', { index });
        kept.push(`${JSON.stringify({ index, receivedAt: String(receivedAt), note })}\n`);
      }
      if (next === this.#nextNote) break;
      await this.#appendNotes(kept.join(''), next);
      this.#notes += kept.length;
      came += kept.length;
    }
    return came;
  }

  /** The notes first, then how far they go: after a crash in between, the same page is copied again over the same place. */
  async #appendNotes(lines: string, next: number): Promise<void> {
    const file = this.#files.open(join(this.#config.folder, 'notes.jsonl'));
    try {
      const bytes = utf8(lines);
      file.truncate(this.#notesBytes);
      file.write(this.#notesBytes, bytes);
      await file.sync();
      this.#notesBytes += bytes.length;
      this.#nextNote = next;
    } finally {
      file.close();
    }
    const cursor = { next, bytes: this.#notesBytes, notes: this.#notes + lines.split('\n').length - 1 };
    await replaceFileDurably(this.#files, join(this.#config.folder, 'notes.cursor'), utf8(JSON.stringify(cursor)));
  }

  async #get(path: string, limit: number, authorization?: string, base = this.#config.url): Promise<Uint8Array> {
    const call = this.#config.fetch ?? fetch;
    let answer: Response;
    try {
      answer = await call(`${base.replace(/\/$/, '')}/${path}`, {
        ...(authorization === undefined ? {} : { headers: { authorization } }),
        signal: AbortSignal.timeout(TIMEOUT),
        redirect: 'error',
      });
    } catch {
      throw new Problem('host-unreachable', { path });
    }
    if (!answer.ok || !answer.body) throw new Problem('host-unreachable', { path, status: answer.status });
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > limit) throw new Problem('too-large', { path, limit });
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }

  #load(): void {
    const { folder, vkeys, origin } = this.#config;
    const damaged = (what: string) => new Problem('mirror-damaged', { what });
    const checkpoint = this.#files.read(join(folder, 'checkpoint'));
    if (!checkpoint) return;
    const { size, root } = verifyCheckpoint(checkpoint, vkeys, origin);
    const leaves = new Uint8Array(size * 32);
    for (let index = 0; index * TILE_WIDTH < size; index++) {
      const tile = tileAt(-1, index, size);
      // The whole bundle may be there already if a crash came before the next checkpoint.
      const bytes = tile && (this.#files.read(join(folder, tilePath(tile))) ?? this.#wider(index));
      if (!tile || !bytes) throw damaged(`bundle ${index}`);
      const width = bytes.length / 34;
      for (const [i, value] of parseBundle(bytes, width).slice(0, tile.width).entries())
        leaves.set(value.subarray(0, 32), (index * TILE_WIDTH + i) * 32);
    }
    this.#leaves = leaves;
    this.#tree = treeOf(this.#leaves);
    if (!equalBytes(this.#tree.root(), root)) throw damaged('tiles');
    this.#checkpoint = fromUtf8(checkpoint);
    const cursor = this.#files.read(join(folder, 'notes.cursor'));
    if (!cursor) return;
    const { next, bytes, notes } = JSON.parse(fromUtf8(cursor)) as { next: number; bytes: number; notes: number };
    this.#nextNote = next;
    this.#notesBytes = bytes;
    this.#notes = notes;
  }

  #wider(index: number): Uint8Array | undefined {
    return this.#files.read(join(this.#config.folder, tilePath({ level: -1, index, width: TILE_WIDTH })));
  }
}

const leafAt = (leaves: Uint8Array, index: number): Uint8Array => leaves.subarray(index * 32, index * 32 + 32);

function treeOf(leaves: Uint8Array): Tree {
  const hashes = new Uint8Array(leaves.length);
  for (let at = 0; at < leaves.length; at += 32) hashes.set(leafHash(leaves.subarray(at, at + 32)), at);
  return Tree.of(hashes);
}
