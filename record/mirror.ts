// A mirror: a party's own copy of the record's tree, and of the notes that the party may read, kept on a machine of its own.
// It takes nothing on trust: every bundle it copies must fold to the root that the log signed, every note to its leaf. When
// the log signs a second history, the mirror stops there and keeps the evidence (fork.ts).

import { dirname, join } from 'node:path';
import { concat, equalBytes, fromUtf8, utf8 } from './bytes.ts';
import { type ParsedCheckpoint, parseCheckpoint, verifyCheckpoint } from './checkpoint.ts';
import { cosign, verifyCosignature } from './cosignature.ts';
import { leafOf } from './entry.ts';
import { disk, type Files, replaceFile, replaceFileDurably } from './files.ts';
import { composeFork, type Fork, verifyFork } from './fork.ts';
import { lockFolder } from './lock.ts';
import {
  formatMirrorInfo,
  MAX_PACKAGES,
  type Package,
  type PushHead,
  packageRanges,
  readPackage,
  readPushHead,
  taking,
} from './mirror-push.ts';
import {
  addSignatures,
  formatNote,
  formatVkey,
  type NoteSignature,
  parseNote,
  parseSkey,
  parseVkey,
  signatureLine,
  type VerifierKey,
} from './note.ts';
import { Problem } from './problem.ts';
import { formatProof } from './proof.ts';
import { askHost, parseLines } from './source.ts';
import { formatBundle, newTiles, parseBundle, TILE_WIDTH, type Tile, tileAt, tileData, tilePath } from './tiles.ts';
import { leafHash, Tree, verifySubtree } from './tree.ts';
import { addCheckpoint, type WitnessAnswer } from './witness.ts';

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
  /** Verifier keys of the log witnesses: their cosignatures are kept from whoever pushes, others only from the host itself. */
  readonly cosigners?: readonly string[];
  readonly now?: () => Date;
}

/** How an update ended. */
export type MirrorUpdate =
  | { readonly state: 'current' | 'advanced'; readonly size: number; readonly notes: number }
  /** The host shows an older checkpoint than it signed before: it serves stale files, or restored an old backup. */
  | { readonly state: 'behind'; readonly size: number; readonly shown: number }
  /** The log signed two histories. `evidence` is the file that shows it. */
  | { readonly state: 'forked'; readonly size: number; readonly evidence: string };

/** What a mirror answers to a pusher. */
export interface PushAnswer {
  readonly status: WitnessAnswer['status'] | 202;
  readonly type: WitnessAnswer['type'] | 'text/x.tlog.mirror-info';
  readonly body: string;
}

/** How many pending checkpoints a pusher may push up to. */
const PENDING_KEPT = 16;
const SUSPECTS_KEPT = 16;
/** Fewer than a note may carry, so that what is kept can always be read again. */
const COSIGNATURES_KEPT = 64;
/** Bytes of notes that may be fetched before they are kept. */
const KEPT_AT_ONCE = 4 * 1024 * 1024;
/** How many files are flushed at a time. */
const SYNCS = 32;
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
  /** What the log signed and pushers showed, by size: the newest is on the disk and never taken back. */
  #pending = new Map<number, { checkpoint: string; root: Uint8Array }>();
  /** Leaf values beyond the tree that are proven to be in a pending checkpoint. They are pushed again after a restart. */
  #pendingLeaves: Uint8Array = new Uint8Array(0);
  #turn: Promise<unknown> = Promise.resolve();
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

  /**
   * A tlog-proof of an entry's place in the checkpoint that a mirror keeps, from its folder alone: the host may be long gone,
   * and a mirror at work in it. Throws Problem `mirror-damaged` or `no-such-entry`.
   */
  static proof(config: MirrorConfig, index: number): string {
    const mirror = new Mirror(config, () => {});
    mirror.#load();
    if (mirror.#checkpoint === undefined || index >= mirror.size) throw new Problem('no-such-entry', { index });
    return formatProof({ index, hashes: mirror.#tree.inclusion(index), checkpoint: mirror.#checkpoint });
  }

  get size(): number {
    return this.#leaves.length / 32;
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
    const kept = this.#fork();
    if (kept) return { state: 'forked', size: this.size, evidence: kept };
    // The host may be far away or silent: pushes do not wait for it.
    const shown = this.#sound(fromUtf8(await this.#get('checkpoint', 64 * 1024)));
    const update = await this.#inTurn(() => this.#look(shown));
    return update.state === 'forked' ? update : ((await this.#compare()) ?? update);
  }

  /** `add-checkpoint` of tlog-mirror: the log signed this, and its entries may be pushed. It is on the disk when answered. */
  addCheckpoint(request: Uint8Array): Promise<PushAnswer> {
    return this.#inTurn(async () => {
      if (this.#fork()) return plain(422, 'the log signed two histories\n');
      const { folder, origin, vkeys } = this.#config;
      const answer = addCheckpoint(request, [{ origin, vkeys }], () => this.#newest(), [], 0);
      if (answer.keep) {
        const checkpoint = addSignatures(answer.keep.checkpoint, this.#cosignatures(request));
        await replaceFileDurably(this.#files, join(folder, 'pending'), utf8(checkpoint));
        this.#pend(checkpoint);
        if (parseCheckpoint(checkpoint).size === this.size) await this.#gather(checkpoint);
      }
      if (answer.suspect) await this.#suspect(answer.suspect.checkpoint);
      return { status: answer.status, type: answer.type, body: answer.body };
    });
  }

  /**
   * `add-entries` of tlog-mirror, its body as it arrives. Each package is proven to be in a pending checkpoint before it is
   * kept. It takes at most 32 packages of one request, and signs when all is here and on the disk.
   */
  async addEntries(body: AsyncIterable<Uint8Array>): Promise<PushAnswer> {
    const take = taking(body);
    let head: PushHead;
    try {
      head = await readPushHead(take);
    } catch {
      return plain(400, 'bad-request\n');
    }
    const { start, end } = head;
    if (head.origin !== this.#config.origin) return plain(404, 'unknown log\n');
    const newest = this.#newest();
    if (newest === undefined) return plain(422, 'no checkpoint yet\n');
    if (this.#fork()) return plain(422, 'the log signed two histories\n');
    const info = (status: 202 | 409, size: number): PushAnswer => ({
      status,
      type: 'text/x.tlog.mirror-info',
      body: formatMirrorInfo({ size, next: this.#next, ticket: new Uint8Array(0) }),
    });
    const target = this.#target(end);
    if (!target || end < this.size) return info(409, parseCheckpoint(newest).size);
    const excess = Math.min(end, this.#next) - start;
    if (start > this.#next || excess > MAX_PACKAGES * TILE_WIDTH) return info(409, end);

    let taken = 0;
    for (const [from, to] of packageRanges(start, end)) {
      if (taken === MAX_PACKAGES) break;
      let one: Package;
      try {
        one = await readPackage(take, to - from);
      } catch {
        // Cut off, or no package: what came before it counts.
        break;
      }
      if (!(await this.#inTurn(async () => this.#keep(one, from, to, end, target.root))))
        return plain(422, 'not in the checkpoint\n');
      taken++;
    }
    if (start < end && taken === 0) return plain(400, 'bad-request\n');
    if (this.#next < end) return info(202, end);
    return this.#inTurn(async () => {
      if (end < this.size) return info(409, parseCheckpoint(this.#newest() as string).size);
      if (this.#fork()) return plain(422, 'the log signed two histories\n');
      if (end > this.size || this.#checkpoint === undefined) {
        const leaves = concat(this.#leaves, this.#pendingLeaves.subarray(0, (end - this.size) * 32));
        const tree = this.#grown(leaves);
        // Each package was proven with what was here before it, so this holds unless memory fails.
        if (!equalBytes(tree.root(), target.root)) {
          this.#tree = treeOf(this.#leaves);
          this.#pendingLeaves = new Uint8Array(0);
          return info(409, end);
        }
        await this.#commit(target.checkpoint, tree, leaves);
        if (await this.#judgeSuspects()) return plain(422, 'the log signed two histories\n');
      }
      const { skeys = [], now = () => new Date() } = this.#config;
      const time = Math.floor(now().getTime() / 1000);
      const checkpoint = this.#checkpoint as string;
      return plain(200, skeys.map((skey) => signatureLine(cosign(checkpoint, skey, time))).join(''));
    });
  }

  /** The log signed this, and no proof came with it that it continues what is here. Where the mirror can tell, it judges. */
  async #suspect(checkpoint: string): Promise<void> {
    const { size, root } = parseCheckpoint(checkpoint);
    const { folder } = this.#config;
    if (size > 0 && size <= this.size) {
      if (!equalBytes(this.#tree.root(size), root))
        await this.#convict(checkpoint, this.#checkpoint as string, size, this.size, this.#tree);
      return;
    }
    // Of one size with what is pending, or with another suspect, it needs no tree to judge by; nor may it take that one's place.
    const path = join(folder, `suspect-${size}.checkpoint`);
    const there = this.#files.read(path);
    for (const other of [this.#pending.get(size)?.checkpoint, there && fromUtf8(there)])
      if (other && !equalBytes(parseCheckpoint(other).root, root)) {
        await this.#convict(other, checkpoint, size, size, this.#tree);
        return;
      }
    // Few are enough, or a pusher could fill the disk.
    const kept = this.#files.list(folder).filter(isSuspect);
    if (!there && kept.length < SUSPECTS_KEPT) await replaceFileDurably(this.#files, path, utf8(checkpoint));
  }

  /** Suspects that the tree has come up to: one of another history convicts, one of this is none any more. */
  async #judgeSuspects(): Promise<MirrorUpdate | undefined> {
    const { folder, vkeys, origin } = this.#config;
    for (const name of this.#files.list(folder).filter(isSuspect)) {
      const bytes = this.#files.read(join(folder, name)) ?? new Uint8Array(0);
      let suspect: ParsedCheckpoint;
      try {
        suspect = verifyCheckpoint(bytes, vkeys, origin);
      } catch {
        // Altered on this disk, or of a key that is the log's no more: it shows nothing.
        continue;
      }
      const { size, root } = suspect;
      if (size > this.size) continue;
      if (!equalBytes(this.#tree.root(size), root))
        return this.#convict(fromUtf8(bytes), this.#checkpoint as string, size, this.size, this.#tree);
      this.#files.remove(join(folder, name));
    }
    return undefined;
  }

  /** Keeps a package's new entries if they are in the checkpoint. */
  #keep({ values, proof }: Package, from: number, to: number, end: number, root: Uint8Array): boolean {
    const rounded = from - (from % TILE_WIDTH);
    const subtree = new Tree();
    for (let i = rounded; i < from; i++) subtree.append(leafHash(this.#value(i)));
    for (const value of values) subtree.append(leafHash(value));
    if (!verifySubtree(rounded, to, subtree.root(), end, root, proof)) return false;
    const next = this.#next;
    if (to > next) this.#pendingLeaves = concat(this.#pendingLeaves, ...values.slice(next - from));
    return true;
  }

  /** The first entry that is neither in the tree nor pending. */
  get #next(): number {
    return this.size + this.#pendingLeaves.length / 32;
  }

  #value(index: number): Uint8Array {
    return index < this.size ? leafAt(this.#leaves, index) : leafAt(this.#pendingLeaves, index - this.size);
  }

  /** The newest of what was mirrored and what is pending. */
  #newest(): string | undefined {
    const pending = [...this.#pending.keys()].at(-1) ?? -1;
    return pending > this.size
      ? this.#pending.get(pending)?.checkpoint
      : (this.#checkpoint ?? this.#pending.get(0)?.checkpoint);
  }

  #target(size: number): { checkpoint: string; root: Uint8Array } | undefined {
    return size === this.size && this.#checkpoint !== undefined
      ? { checkpoint: this.#checkpoint, root: this.#tree.root(size) }
      : this.#pending.get(size);
  }

  #pend(checkpoint: string): void {
    const { size, root } = parseCheckpoint(checkpoint);
    this.#pending.delete(size);
    this.#pending.set(size, { checkpoint, root });
    for (const old of [...this.#pending.keys()].slice(0, -PENDING_KEPT)) this.#pending.delete(old);
  }

  #fork(): string | undefined {
    const kept = this.#files.list(this.#config.folder).find((name) => name.startsWith('fork-'));
    return kept && join(this.#config.folder, kept);
  }

  /** One change after the other: pulls, and pushes of several clients. */
  #inTurn<T>(change: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(change);
    this.#turn = turn.catch(() => {});
    return turn;
  }

  async #look(shown: string): Promise<MirrorUpdate> {
    const { size, root } = verifyCheckpoint(shown, this.#config.vkeys, this.#config.origin);
    if (size <= this.size) {
      const same = equalBytes(this.#tree.root(size), root);
      if (!same && size > 0) return this.#convict(shown, this.#checkpoint as string, size, this.size, this.#tree);
      if (size < this.size) return { state: 'behind', size: this.size, shown: size };
      await this.#gather(shown);
    }
    const before = this.size;
    const convicted =
      size > before ? ((await this.#advance(shown, size, root)) ?? (await this.#judgeSuspects())) : undefined;
    if (convicted) return convicted;
    const notes = await this.#copyNotes();
    return { state: size > before || notes > 0 ? 'advanced' : 'current', size: this.size, notes: this.#notes };
  }

  /** The cosignatures that came with a push and hold: whoever pushes must not fill a checkpoint with others. */
  #cosignatures(request: Uint8Array): NoteSignature[] {
    const text = fromUtf8(request);
    const checkpoint = parseCheckpoint(text.slice(text.indexOf('\n\n') + 2));
    const known = (this.#config.cosigners ?? []).map(parseVkey);
    return checkpoint.note.signatures.filter((line) => known.some((key) => holds(checkpoint, line, key)));
  }

  /**
   * A checkpoint without those cosignatures that are said to be of a log witness that the mirror knows, or of the mirror
   * itself, and are not: one that does not hold would keep the true one out, and every proof from holding. Throws Problem
   * `bad-checkpoint`.
   */
  #sound(shown: string): string {
    const checkpoint = parseCheckpoint(shown);
    const { cosigners = [], skeys = [] } = this.#config;
    const known = [...cosigners, ...skeys.map((skey) => formatVkey(parseSkey(skey)))].map(parseVkey);
    const signatures = checkpoint.note.signatures.filter((line) => {
      const key = known.find(({ name, keyId }) => name === line.name && keyId === line.keyId);
      return key === undefined || holds(checkpoint, line, key);
    });
    return formatNote({ text: checkpoint.note.text, signatures });
  }

  /** Log witnesses cosign after the log has signed: what came in since for the checkpoint that is kept is kept with it. */
  async #gather(shown: string): Promise<void> {
    if (this.#checkpoint === undefined) return;
    const kept = parseNote(this.#checkpoint).signatures;
    const more = parseNote(shown).signatures.filter(
      (line, i, all) =>
        ![...kept, ...all.slice(0, i)].some(({ name, keyId }) => name === line.name && keyId === line.keyId),
    );
    if (more.length === 0 || kept.length + more.length > COSIGNATURES_KEPT) return;
    const cosigned = addSignatures(this.#checkpoint, more);
    await replaceFileDurably(this.#files, join(this.#config.folder, 'checkpoint'), utf8(cosigned));
    this.#checkpoint = cosigned;
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
    const tree = this.#grown(leaves);
    if (!equalBytes(tree.root(), root)) {
      this.#tree = treeOf(this.#leaves);
      return this.#judge(shown, size, root);
    }
    // What pushers showed was signed too: it must be of this history.
    for (const [at, pending] of this.#pending) {
      if (at > 0 && at <= size && !equalBytes(tree.root(at), pending.root)) {
        this.#tree = treeOf(this.#leaves);
        return this.#convict(pending.checkpoint, shown, at, size, tree);
      }
    }
    await this.#commit(shown, tree, leaves);
    return undefined;
  }

  /** The tree over more leaves: the mirror's own, grown, unless it is as well made anew. */
  #grown(leaves: Uint8Array): Tree {
    const size = leaves.length / 32;
    const tree = this.size * 2 < size ? treeOf(leaves) : this.#tree;
    for (let i = tree.size; i < size; i++) tree.append(leafHash(leafAt(leaves, i)));
    return tree;
  }

  /** Puts a tree that folds to the root of what the log signed on the disk, signs it, and only then shows it. */
  async #commit(shown: string, tree: Tree, leaves: Uint8Array): Promise<void> {
    try {
      await this.#publish(shown, tree, leaves);
    } catch (error) {
      this.#tree = treeOf(this.#leaves);
      throw error;
    }
  }

  async #publish(shown: string, tree: Tree, leaves: Uint8Array): Promise<void> {
    const { size } = tree;
    const before = this.size;
    const bundles: string[] = [];
    for (const tile of newTiles(before, size)) {
      const path = join(this.#config.folder, tilePath(tile));
      this.#files.makeFolder(dirname(path));
      const bytes =
        tile.level < 0
          ? formatBundle(Array.from({ length: tile.width }, (_, i) => leafAt(leaves, tile.index * TILE_WIDTH + i)))
          : tileData(tile, (level, index) => tree.node(level, index));
      replaceFile(this.#files, path, bytes);
      if (tile.level < 0) bundles.push(path);
    }
    // Only entry bundles are read back; they must be on the disk before the checkpoint that speaks of them.
    for (const paths of [bundles, [...new Set(bundles.map(dirname))]])
      for (let at = 0; at < paths.length; at += SYNCS)
        await Promise.all(paths.slice(at, at + SYNCS).map((path) => this.#files.sync(path)));
    // The mirror signs only now that all the checkpoint covers is on its disk.
    const { skeys = [], now = () => new Date() } = this.#config;
    const time = Math.floor(now().getTime() / 1000);
    const cosigned = addSignatures(
      shown,
      skeys.map((skey) => cosign(shown, skey, time)),
    );
    await replaceFileDurably(this.#files, join(this.#config.folder, 'checkpoint'), utf8(cosigned));
    this.#checkpoint = cosigned;
    this.#pendingLeaves = this.#pendingLeaves.slice((size - before) * 32);
    this.#tree = tree;
    this.#leaves = leaves;
    for (const tile of newTiles(before, size)) {
      if (tile.width === TILE_WIDTH) this.#files.remove(`${join(this.#config.folder, tilePath(tile))}.p`);
    }
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
    // A log may sign any size; memory is taken for what has come.
    let leaves = new Uint8Array(32 * TILE_WIDTH * AT_ONCE);
    let next = Math.floor(start / TILE_WIDTH);
    const fetchNext = async (): Promise<void> => {
      for (let tile = tileAt(-1, next, end); tile; tile = tileAt(-1, next, end)) {
        next++;
        const values = await this.#bundle(tile);
        for (const [i, value] of values.entries()) {
          if (value.length !== 32) throw new Problem('tiles-differ', { size: end });
          const at = (tile.index * TILE_WIDTH + i - start) * 32;
          if (at < 0) continue;
          if (at >= leaves.length) {
            const grown = new Uint8Array(Math.max(at + 32, Math.ceil(leaves.length / 32) * 48));
            grown.set(leaves);
            leaves = grown;
          }
          leaves.set(value, at);
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, fetchNext));
    return leaves.slice(0, (end - start) * 32);
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
    let kept: string[] = [];
    let length = 0;
    let next = this.#nextNote;
    const keep = async (): Promise<void> => {
      if (next === this.#nextNote) return;
      await this.#appendNotes(kept.join(''), next);
      this.#notes += kept.length;
      came += kept.length;
      [kept, length] = [[], 0];
    };
    while (next < this.size) {
      const answer = await this.#get(`notes?from=${next}&limit=${PAGE}`, PAGE * 96 * 1024, authorization);
      const before = next;
      for (const { index, receivedAt, note } of parseLines(answer)) {
        if (index !== next) throw new Problem('notes-differ', { index: next });
        // Entries newer than the mirrored checkpoint wait for the next one.
        if (index >= this.size) break;
        next++;
        if (note === undefined) continue;
        // What is no text is none that was recorded, though its bytes be taken for another's.
        if (
          (typeof note === 'string' && !note.isWellFormed()) ||
          !equalBytes(leafOf(note), leafAt(this.#leaves, index))
        )
          throw new Problem('notes-differ', { index });
        kept.push(`${JSON.stringify({ index, receivedAt, note })}\n`);
      }
      if (next === before) break;
      // Each keeping waits for the disk three times.
      length += answer.length;
      if (length >= KEPT_AT_ONCE) await keep();
    }
    await keep();
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

  #get(path: string, limit: number, authorization?: string, base = this.#config.url): Promise<Uint8Array> {
    return askHost(this.#config.fetch ?? fetch, base, path, limit, authorization);
  }

  #load(): void {
    const { folder, vkeys, origin } = this.#config;
    const damaged = (what: string) => new Problem('mirror-damaged', { what });
    const pending = this.#files.read(join(folder, 'pending'));
    if (pending) {
      verifyCheckpoint(pending, vkeys, origin);
      this.#pend(fromUtf8(pending));
    }
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
    this.#checkpoint = this.#sound(fromUtf8(checkpoint));
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

const isSuspect = (name: string): boolean => /^suspect-\d+\.checkpoint$/.test(name);

const plain = (status: WitnessAnswer['status'], body: string): PushAnswer => ({
  status,
  type: 'text/plain; charset=utf-8',
  body,
});

/** Whether a line is the cosignature of this key over this checkpoint. */
function holds(checkpoint: ParsedCheckpoint, line: NoteSignature, key: VerifierKey): boolean {
  if (line.name !== key.name || line.keyId !== key.keyId) return false;
  try {
    return verifyCosignature(checkpoint, line, key) >= 0;
  } catch {
    return false;
  }
}

const leafAt = (leaves: Uint8Array, index: number): Uint8Array => leaves.subarray(index * 32, index * 32 + 32);

function treeOf(leaves: Uint8Array): Tree {
  const hashes = new Uint8Array(leaves.length);
  for (let at = 0; at < leaves.length; at += 32) hashes.set(leafHash(leaves.subarray(at, at + 32)), at);
  return Tree.of(hashes);
}
