// The evidence store of one record: files by the SHA-256 of their bytes, beside the record. What arrives is written where
// nobody reads, hashed on its way, and only a whole file of a known type is given its name, by one rename after its bytes
// are on the disk: a torn file has no name under which it could be served.

import { createHash, type Hash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import {
  erasedFor,
  type FileCitation,
  type FileReaders,
  fileReaders,
  filesIn,
  maySee,
  type Row,
  type State,
  standingCitation,
  type Viewer,
} from '@sulh/mechanism';
import { Problem } from '@sulh/record';
import { sniff } from './filetype.ts';

/** The largest file, in bytes. */
export const MAX_FILE_BYTES = 1024 ** 3;
/** How much one organisation may have lying there that no entry cites, finished or under way. */
export const MAX_UNCITED_BYTES = 8 * 1024 ** 3;
/** How much of the disk uploads leave free: the record itself is written there, and must go on whatever evidence comes. */
export const RESERVE_BYTES = 1024 ** 3;
/** Uploads of one member that may be under way at once. */
export const MAX_UPLOADS = 20;
/** A file that no entry cites, and an upload in which nothing moves, are purged after so long. */
export const UNCITED_MS = 7 * 86_400_000;
const SWEEP_MS = 3_600_000;

/** What is known of a stored file. No name that its author gave it: names tell about people. */
export interface Facts {
  readonly size: number;
  /** As its bytes say, whatever the author said. */
  readonly type: string;
  /** Organisations that brought these bytes, with the instant of the last time. */
  readonly by: Readonly<Record<string, string>>;
}

/** Where files lie: a folder here, or a bucket (bucketstore.ts). */
export interface FileStore {
  /** Takes a finished file in, from a path on the same disk; durable when it returns. */
  put(sha256: string, from: string): Promise<void>;
  setFacts(sha256: string, facts: Facts): Promise<void>;
  /** Files with their facts; what has none was never finished. */
  list(): AsyncIterable<[sha256: string, facts: Facts | undefined]>;
  read(sha256: string): Readable;
  remove(sha256: string): Promise<void>;
}

const HASH = /^[0-9a-f]{64}$/;

/** `<folder>/ab/cdef...`, with its facts beside it. */
export class FolderStore implements FileStore {
  readonly #folder: string;
  constructor(folder: string) {
    this.#folder = folder;
  }

  #path(sha256: string): string {
    if (!HASH.test(sha256)) throw new Problem('nothing-here', {});
    return join(this.#folder, sha256.slice(0, 2), sha256.slice(2));
  }

  async put(sha256: string, from: string): Promise<void> {
    const path = this.#path(sha256);
    await mkdir(dirname(path), { recursive: true });
    await rename(from, path);
    await flushFolder(dirname(path));
    await flushFolder(this.#folder);
  }

  async setFacts(sha256: string, facts: Facts): Promise<void> {
    const path = this.#path(sha256);
    await mkdir(dirname(path), { recursive: true });
    await replace(`${path}.json`, JSON.stringify(facts));
  }

  async *list(): AsyncIterable<[string, Facts | undefined]> {
    for (const two of await readdir(this.#folder).catch(() => [])) {
      if (!/^[0-9a-f]{2}$/.test(two)) continue;
      const names = new Set(await readdir(join(this.#folder, two)));
      for (const name of names) {
        const sha256 = two + name;
        if (!HASH.test(sha256)) continue;
        const facts = names.has(`${name}.json`) ? await readJson<Facts>(`${this.#path(sha256)}.json`) : undefined;
        yield [sha256, facts];
      }
    }
  }

  read(sha256: string): Readable {
    return createReadStream(this.#path(sha256));
  }

  async remove(sha256: string): Promise<void> {
    const path = this.#path(sha256);
    // Its facts last: without them it would be a file that nobody may read, with them one that is to be removed.
    await rm(path, { force: true });
    await rm(`${path}.json`, { force: true });
    await flushFolder(dirname(path)).catch(() => undefined);
  }
}

/** An upload under way. */
interface Upload {
  readonly id: string;
  readonly member: string;
  readonly organisation: string;
  readonly length: number;
  /** The hash that the author says the file has. */
  readonly sha256: string;
  readonly created: string;
  /** It is in the store; kept for a while, for an author who did not hear so. */
  readonly done?: boolean;
}

export interface VaultOptions {
  /** The record's folder. */
  readonly folder: string;
  readonly store?: FileStore;
  /** What is committed. */
  readonly state: () => State;
  readonly now: () => Date;
  readonly log: (message: string, details?: Record<string, unknown>) => void;
  /** Bytes that are free where uploads lie; by default as the disk says. */
  readonly free?: () => Promise<number>;
}

export class Vault {
  readonly #options: VaultOptions;
  readonly #store: FileStore;
  readonly #uploads = new Map<string, Upload>();
  readonly #files = new Map<string, Facts>();
  /** The hash of what an upload has so far, while it goes on in one process. */
  readonly #hashes = new Map<string, { hash: Hash; at: number }>();
  /** Who writes to an upload now: the next one stops it, since its line may be dead without anybody's having noticed. */
  readonly #writers = new Map<string, { stop: () => void; over: Promise<unknown> }>();
  /** Files by hash, with what each row says of them; made when it is first asked for. */
  #cited: Map<string, Map<string, FileCitation[]>> | undefined;
  /** What changes the store goes one after another. */
  #turn: Promise<unknown> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  private constructor(options: VaultOptions) {
    this.#options = options;
    this.#store = options.store ?? new FolderStore(join(options.folder, 'files'));
  }

  get #uploadFolder(): string {
    return join(this.#options.folder, 'uploads');
  }

  /** Opens it, finishes erasures that a stop cut short, and purges what is due. */
  static async open(options: VaultOptions): Promise<Vault> {
    const vault = new Vault(options);
    for await (const [sha256, facts] of vault.#store.list()) {
      if (facts) vault.#files.set(sha256, facts);
      else await vault.#store.remove(sha256);
    }
    for (const id of await readdir(vault.#uploadFolder).catch(() => [] as string[])) {
      const upload = await readJson<Upload>(join(vault.#uploadFolder, id, 'info.json'));
      if (upload) await vault.#resume(upload);
      else await rm(join(vault.#uploadFolder, id), { recursive: true, force: true });
    }
    await vault.sweep();
    vault.#timer = setInterval(() => {
      vault.sweep().catch((error) => options.log('files were not purged', { message: String(error) }));
    }, SWEEP_MS).unref();
    return vault;
  }

  /** An upload as it lies there after a start. */
  async #resume(upload: Upload): Promise<void> {
    const { id, organisation, sha256 } = upload;
    const there = upload.done || (await stat(this.#data(id)).catch(() => undefined)) !== undefined;
    if (there) this.#uploads.set(id, upload);
    // Its bytes were moved into the store, and that was not written down any more.
    else if (organisation in (this.#files.get(sha256)?.by ?? {})) this.#uploads.set(id, { ...upload, done: true });
    else await this.#drop(id);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    for (const { stop } of this.#writers.values()) stop();
    await Promise.allSettled([...this.#writers.values()].map(({ over }) => over));
    await this.#turn.catch(() => undefined);
  }

  /** One after another, whatever became of the one before. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#turn.then(work, work);
    this.#turn = next.catch(() => undefined);
    return next;
  }

  // --- who may read what

  #index(): Map<string, Map<string, FileCitation[]>> {
    if (!this.#cited) {
      this.#cited = new Map();
      for (const [table, row] of this.#options.state().rows()) this.#cite(this.#cited, table, row);
    }
    return this.#cited;
  }

  #cite(index: Map<string, Map<string, FileCitation[]>>, table: string, row: Row): void {
    for (const one of filesIn(table, row)) {
      const rows = index.get(one.sha256) ?? new Map<string, FileCitation[]>();
      index.set(one.sha256, rows);
      const name = `${table} ${row.id}`;
      const before = rows.get(name) ?? [];
      // A correction does not take back what was cited before it: the earlier entry is still there for its audience.
      if (!before.some((it) => JSON.stringify(it) === JSON.stringify(one))) rows.set(name, [...before, one]);
    }
  }

  /** Rows that a committed entry put. What was erased is destroyed. */
  taken(rows: readonly (readonly [table: string, row: object])[]): void {
    for (const [table, row] of rows) {
      if (this.#cited) this.#cite(this.#cited, table, row as Row);
      if (table !== 'erasure') continue;
      this.#inTurn(() => this.#destroyErased(row as { sha256: string })).catch((error) =>
        this.#options.log('an erased file could not be destroyed', { message: String(error) }),
      );
    }
  }

  #readers(sha256: string, facts: Facts | undefined): FileReaders {
    const state = this.#options.state();
    const citations = [...(this.#index().get(sha256) ?? [])].flatMap(([name, said]) => {
      const [table, id] = name.split(' ') as [string, string];
      return said.map((one) => standingCitation(state, table, id, one));
    });
    const erased = erasedFor(state, sha256);
    return fileReaders(
      citations,
      Object.keys(facts?.by ?? {}).filter((one) => !erased.includes(one)),
    );
  }

  /**
   * A file for a viewer: undefined alike when it is not there, not cited, erased, or not for the viewer. The same is
   * worked out in each case.
   */
  find(sha256: string, viewer: Viewer | undefined): { facts: Facts; original: boolean } | undefined {
    if (!HASH.test(sha256)) return undefined;
    const facts = this.#files.get(sha256);
    const { readers, originals } = this.#readers(sha256, facts);
    if (!facts || !maySee(readers, viewer)) return undefined;
    return { facts, original: maySee([...originals], viewer) };
  }

  read(sha256: string): Readable {
    return this.#store.read(sha256);
  }

  // --- taking files in

  /**
   * Begins an upload. Throws Problem `upload-too-large`, `too-many-uploads` or `store-full`. Whether the file is known here
   * already plays no part: the answer would tell that somebody has it.
   */
  async begin(viewer: Viewer, length: number, sha256: string): Promise<string> {
    const { member, organisation } = viewer;
    if (length > MAX_FILE_BYTES) throw new Problem('upload-too-large', { limit: MAX_FILE_BYTES });
    const free = await this.#free().catch((error: unknown) => {
      throw asStoreProblem(error);
    });
    // From here to where it is noted nothing is waited for: many at once are counted one after another.
    const going = [...this.#uploads.values()].filter((one) => !one.done);
    if (going.filter((one) => one.member === member).length >= MAX_UPLOADS)
      throw new Problem('too-many-uploads', { limit: MAX_UPLOADS });
    const waiting = going.filter((one) => one.organisation === organisation).reduce((sum, one) => sum + one.length, 0);
    if (waiting + this.#uncited(organisation) + length > MAX_UNCITED_BYTES)
      throw new Problem('store-full', { limit: MAX_UNCITED_BYTES });
    // All that is under way may still come whole.
    const coming = going.reduce((sum, one) => sum + one.length, 0);
    if (free - coming - length < RESERVE_BYTES) throw new Problem('store-full', {});
    const id = randomBytes(16).toString('hex');
    const upload: Upload = { id, member, organisation, length, sha256, created: this.#options.now().toISOString() };
    this.#uploads.set(id, upload);
    try {
      const folder = join(this.#uploadFolder, id);
      await mkdir(folder, { recursive: true });
      await (await open(join(folder, 'data'), 'w')).close();
      await replace(join(folder, 'info.json'), JSON.stringify(upload));
    } catch (error) {
      this.#uploads.delete(id);
      throw asStoreProblem(error);
    }
    if (length === 0) await this.#finish(upload);
    return id;
  }

  async #free(): Promise<number> {
    const { free } = this.#options;
    if (free) return free();
    await mkdir(this.#uploadFolder, { recursive: true });
    const { bavail, bsize } = await statfs(this.#uploadFolder);
    return bavail * bsize;
  }

  #uncited(organisation: string): number {
    let sum = 0;
    for (const [sha256, { by, size }] of this.#files) {
      if (organisation in by && !this.#index().has(sha256)) sum += size;
    }
    return sum;
  }

  #upload(id: string, viewer: Viewer): Upload {
    const upload = this.#uploads.get(id);
    if (upload?.member !== viewer.member) throw new Problem('nothing-here', {});
    return upload;
  }

  #data(id: string): string {
    return join(this.#uploadFolder, id, 'data');
  }

  /** How far an upload is: what is on the disk. Stops a writer that is still at it. Throws as `append` does. */
  async progress(id: string, viewer: Viewer): Promise<{ offset: number; length: number }> {
    const upload = this.#upload(id, viewer);
    await this.#stopWriter(id);
    const offset = await this.#offset(this.#upload(id, viewer));
    // The last byte came before a stop, and the check after it: now it is made up for.
    if (offset === upload.length && !this.#upload(id, viewer).done) await this.#finish(upload);
    return { offset, length: upload.length };
  }

  async #offset(upload: Upload): Promise<number> {
    return upload.done ? upload.length : (await stat(this.#data(upload.id))).size;
  }

  async #stopWriter(id: string): Promise<void> {
    const writer = this.#writers.get(id);
    writer?.stop();
    await writer?.over;
  }

  /**
   * Appends what arrives at an offset; what has arrived stays when the line breaks. With the last byte the file is checked
   * and stored. Throws Problem `nothing-here`, `wrong-offset`, `file-differs`, `file-type`, `store-full` or `erased-before`.
   */
  async append(id: string, viewer: Viewer, offset: number, body: Readable): Promise<{ offset: number }> {
    await this.#stopWriter(id);
    const upload = this.#upload(id, viewer);
    const over = this.#write(upload, offset, body);
    const writer = { stop: () => body.destroy(), over: over.catch(() => undefined) };
    this.#writers.set(id, writer);
    try {
      return { offset: await over };
    } finally {
      if (this.#writers.get(id) === writer) this.#writers.delete(id);
    }
  }

  async #write(upload: Upload, offset: number, body: Readable): Promise<number> {
    const { id, length } = upload;
    let at = await this.#offset(upload);
    if (offset !== at) throw new Problem('wrong-offset', { offset: at });
    if (upload.done) return at;
    const running = await this.#hashSoFar(id, at);
    let file: FileHandle | undefined;
    try {
      file = await open(this.#data(id), 'r+');
      for await (const chunk of body) {
        const bytes = chunk as Uint8Array;
        if (this.#closed) break;
        if (at + bytes.length > length) throw new Problem('upload-too-large', { limit: length });
        await writeAll(file, bytes, at);
        running.hash.update(bytes);
        at += bytes.length;
        running.at = at;
      }
      await file.datasync();
    } catch (error) {
      // A broken line: what is written stays, and is where the author goes on.
      if (!(error instanceof Problem) && (body.errored || body.destroyed)) {
        await file?.datasync().catch(() => undefined);
        throw new Problem('upload-broken', { offset: at });
      }
      this.#hashes.delete(id);
      throw asStoreProblem(error);
    } finally {
      await file?.close();
    }
    if (at === length) await this.#finish(upload);
    return at;
  }

  /** The hash of what is there, worked out from the disk where another process wrote it. */
  async #hashSoFar(id: string, at: number): Promise<{ hash: Hash; at: number }> {
    const known = this.#hashes.get(id);
    if (known?.at === at) return known;
    const hash = createHash('sha256');
    if (at > 0)
      for await (const chunk of createReadStream(this.#data(id), { end: at - 1 })) hash.update(chunk as Buffer);
    const running = { hash, at };
    this.#hashes.set(id, running);
    return running;
  }

  async #finish(upload: Upload): Promise<void> {
    const { id, organisation, length } = upload;
    const { hash } = await this.#hashSoFar(id, length);
    this.#hashes.delete(id);
    const sha256 = hash.digest('hex');
    const type = sniff(await head(this.#data(id)));
    try {
      if (sha256 !== upload.sha256) throw new Problem('file-differs', { sha256 });
      if (!type) throw new Problem('file-type', {});
      if (erasedFor(this.#options.state(), sha256).includes(organisation))
        throw new Problem('erased-before', { id: sha256 });
    } catch (error) {
      await this.#drop(id);
      throw error;
    }
    await this.#inTurn(async () => {
      const before = this.#files.get(sha256);
      const by = { ...before?.by, [organisation]: this.#options.now().toISOString() };
      const facts: Facts = { size: length, type: type!, by };
      // The facts first: a stop in between leaves the bytes where they are, to be taken in when their author asks.
      await this.#store.setFacts(sha256, facts);
      await this.#store.put(sha256, this.#data(id));
      this.#files.set(sha256, facts);
      const done = { ...upload, done: true };
      this.#uploads.set(id, done);
      await replace(join(this.#uploadFolder, id, 'info.json'), JSON.stringify(done));
    });
  }

  /** Gives an upload up. Throws Problem `nothing-here`. */
  async terminate(id: string, viewer: Viewer): Promise<void> {
    this.#upload(id, viewer);
    await this.#stopWriter(id);
    await this.#drop(id);
  }

  async #drop(id: string): Promise<void> {
    this.#uploads.delete(id);
    this.#hashes.delete(id);
    await rm(join(this.#uploadFolder, id), { recursive: true, force: true });
  }

  // --- letting files go

  /** The originator's deposit is over; with the last deposit the file is destroyed. */
  async #destroyErased({ sha256 }: { sha256: string }): Promise<void> {
    const facts = this.#files.get(sha256);
    if (!facts) return;
    const erased = erasedFor(this.#options.state(), sha256);
    const by = Object.fromEntries(Object.entries(facts.by).filter(([one]) => !erased.includes(one)));
    if (Object.keys(by).length === Object.keys(facts.by).length) return;
    if (Object.keys(by).length > 0) {
      this.#files.set(sha256, { ...facts, by });
      await this.#store.setFacts(sha256, { ...facts, by });
    } else {
      this.#files.delete(sha256);
      await this.#store.remove(sha256);
    }
  }

  /** Purges what is due: erased files, files that no entry cites, uploads that nobody goes on with. Returns how many went. */
  sweep(): Promise<number> {
    return this.#inTurn(async () => {
      const before = this.#files.size + this.#uploads.size;
      for (const one of this.#options.state().all('erasure')) await this.#destroyErased(one);
      const due = this.#options.now().getTime() - UNCITED_MS;
      for (const [sha256, { by }] of this.#files) {
        if (this.#index().has(sha256) || Object.values(by).some((at) => Date.parse(at) > due)) continue;
        this.#files.delete(sha256);
        await this.#store.remove(sha256);
      }
      for (const { id, created } of this.#uploads.values()) {
        if (this.#writers.has(id)) continue;
        const moved = await stat(this.#data(id)).catch(() => undefined);
        if (Math.max(Date.parse(created), moved?.mtimeMs ?? 0) <= due) await this.#drop(id);
      }
      return before - this.#files.size - this.#uploads.size;
    });
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, at + done);
    done += bytesWritten;
  }
}

async function head(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4_096), 0, 4_096, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** A small file replaced whole, durable when it returns. */
async function replace(path: string, text: string): Promise<void> {
  const next = `${path}.next`;
  const file = await open(next, 'w');
  try {
    await file.writeFile(text);
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(next, path);
  await flushFolder(dirname(path));
}

async function flushFolder(path: string): Promise<void> {
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function readJson<T>(path: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as T;
  } catch {
    return undefined;
  }
}

function asStoreProblem(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'EROFS' ? new Problem('store-full', {}) : error;
}
