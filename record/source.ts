import { closeSync, constants, existsSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordSource, ServedNote } from './audit.ts';
import { bodyWithin, concat, fromUtf8 } from './bytes.ts';
import { MAX_ENTRY_BYTES } from './entry.ts';
import { FRAME_OVERHEAD, readFrame } from './frame.ts';
import { formatVkey, parseSkey } from './note.ts';
import { Problem } from './problem.ts';
import { parseTilePath } from './tiles.ts';

/** What files of a record's folder may have: more than any that this software writes. */
const MOST = { checkpoint: 1024 * 1024, tile: 256 * (2 + 0xffff), key: 64 * 1024, segment: 512 * 1024 * 1024 };

/** A source, and the policy that it says of itself: for an auditor who brings no policy of their own. */
export interface SourceWithPolicy extends RecordSource {
  policy(): Promise<string>;
}

/**
 * A record's folder, or a mirror's, read as it lies there; a sequencer or mirror may be at work in it. A mirror's knows no
 * key: its policy names none. Throws Problem `no-record`.
 */
export function folderSource(folder: string): SourceWithPolicy {
  if (!existsSync(join(folder, 'checkpoint'))) throw new Problem('no-record', { folder });
  const must = async (path: string, limit: number) => {
    const bytes = fileWithin(folder, path, limit);
    if (!bytes) throw new Problem('record-damaged', { what: path, why: 'missing' }, path);
    return bytes;
  };
  return {
    checkpoint: () => must('checkpoint', MOST.checkpoint),
    async tile(path) {
      parseTilePath(path);
      return fileWithin(folder, path, MOST.tile);
    },
    notes: (from, to) =>
      existsSync(join(folder, 'notes')) ? folderNotes(folder, from, to) : mirrorNotes(folder, from, to),
    async policy() {
      const files = ['log.key', 'log.key.next'].filter((name) => existsSync(join(folder, name)));
      const skeys = await Promise.all(files.map(async (name) => fromUtf8(await must(name, MOST.key)).trimEnd()));
      return `${skeys.map((skey) => `log ${formatVkey(parseSkey(skey))}\n`).join('')}quorum none\n`;
    },
  };
}

/**
 * A file of a folder that may be another's: undefined when it is not there. Throws Problem `record-damaged` when it is no plain
 * file or larger than such a file can be: a folder that is audited may have been made to hold its auditor.
 */
function fileWithin(folder: string, path: string, limit: number): Uint8Array | undefined {
  const damaged = (why: string) => new Problem('record-damaged', { what: path, why }, path);
  let fd: number;
  try {
    // What waits for a writer, as a pipe does, is not waited for. At once, not beside: for small files that costs a fifth.
    fd = openSync(join(folder, path), constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw damaged(String(code));
  }
  try {
    const about = fstatSync(fd);
    if (!about.isFile()) throw damaged('no-file');
    if (about.size > limit) throw damaged('too-large');
    const bytes = readFileSync(fd);
    // Windows on a Buffer cost more.
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  } finally {
    closeSync(fd);
  }
}

async function* folderNotes(folder: string, from: number, to: number): AsyncGenerator<ServedNote> {
  let next: number | undefined;
  let ms = -1;
  let receivedAt = '';
  const names = (await readdir(join(folder, 'notes'))).filter((name) => /^\d{12}\.seg$/.test(name)).sort();
  if (to <= from) return;
  for (const [i, name] of names.entries()) {
    const following = names[i + 1];
    if (following !== undefined && Number(following.slice(0, 12)) <= from) continue;
    const path = `notes/${name}`;
    const bytes = fileWithin(folder, path, MOST.segment);
    for (let offset = 0; bytes && offset < bytes.length; ) {
      const frame = readFrame(bytes, offset);
      // Notes are flushed before a checkpoint speaks of them: up to there, each must be whole and in its place.
      if (!frame || (next !== undefined && offset > 0 && frame.index !== next))
        throw new Problem('record-damaged', { what: 'notes', why: 'broken', file: path, offset });
      // In a host's own folder nothing is kept from anybody: what is not there is lost.
      if (frame.index !== (next ?? Math.min(from, frame.index)))
        throw new Problem('record-damaged', { what: 'notes', why: 'notes-missing', promised: to, found: next ?? from });
      next = frame.index + 1;
      offset += frame.note.length + FRAME_OVERHEAD.total;
      if (frame.receivedAtMs !== ms) {
        ms = frame.receivedAtMs;
        receivedAt = timeOf(ms);
      }
      if (frame.index >= from) yield { index: frame.index, note: frame.note, receivedAt };
      if (next >= to) return;
    }
  }
  throw new Problem('record-damaged', { what: 'notes', why: 'notes-missing', promised: to, found: next ?? from });
}

/** A time as entries spell it; what is beyond any calendar is none, and the audit says so. */
const timeOf = (ms: number): string => (ms <= 253_402_300_799_999 ? new Date(ms).toISOString() : '');

/** The notes that a mirror keeps: as far as its cursor says, since what stands behind it may be half written. */
async function* mirrorNotes(folder: string, from: number, to: number): AsyncGenerator<ServedNote> {
  const cursor = fileWithin(folder, 'notes.cursor', 4096);
  const end = cursor === undefined ? 0 : cursorBytes(cursor);
  if (end === 0) return;
  const damaged = (why: string) => new Problem('record-damaged', { what: 'notes.jsonl', why }, 'notes.jsonl');
  const file = await open(join(folder, 'notes.jsonl'), constants.O_RDONLY | constants.O_NONBLOCK).catch((error) => {
    throw damaged(String(error.code));
  });
  try {
    if (!(await file.stat()).isFile()) throw damaged('no-file');
    let rest: Uint8Array = new Uint8Array(0);
    for (let at = 0; at < end; ) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(Math.min(CHUNK, end - at)), 0, undefined, at);
      if (bytesRead === 0) throw damaged('cut-short');
      at += bytesRead;
      const bytes = concat(rest, buffer.subarray(0, bytesRead));
      const whole = bytes.lastIndexOf(10) + 1;
      for (const served of parseLines(bytes.subarray(0, whole))) {
        if (served.index >= to) return;
        if (served.index >= from) yield served;
      }
      rest = bytes.slice(whole);
      if (rest.length > MOST_LINE) throw damaged('too-large');
    }
    if (rest.length > 0) throw damaged('cut-short');
  } finally {
    await file.close();
  }
}

function cursorBytes(cursor: Uint8Array): number {
  try {
    const { bytes } = JSON.parse(fromUtf8(cursor)) as { bytes: unknown };
    if (Number.isSafeInteger(bytes) && (bytes as number) >= 0) return bytes as number;
  } catch {
    // Said below.
  }
  throw new Problem('record-damaged', { what: 'notes.cursor', why: 'unreadable' }, 'notes.cursor');
}

/** JSON may double a note's bytes. */
const MOST_LINE = 2 * MAX_ENTRY_BYTES + 200;
const CHUNK = 1024 * 1024;
const PAGE = 500;
const TIMEOUT = 30_000;
/** One lost answer of thousands does not end an audit over a poor line: so often a question is asked, after a pause in milliseconds. */
const TRIES = 3;
const PAUSE = 250;

/**
 * One answer of a host, bounded in size and time. Throws Problem `too-large`, or `host-unreachable` with `why`, and with its `status` where it
 * answered, or `slow`.
 */
export async function askHost(
  fetcher: typeof fetch,
  url: string,
  path: string,
  limit: number,
  authorization?: string,
): Promise<Uint8Array> {
  const away = (details: object): Problem => new Problem('host-unreachable', { path, ...details });
  try {
    const answer = await fetcher(`${url.replace(/\/+$/, '')}/${path}`, {
      ...(authorization === undefined ? {} : { headers: { authorization } }),
      signal: AbortSignal.timeout(TIMEOUT),
      redirect: 'error',
    });
    const { ok, body, status } = answer;
    if (!ok || !body) throw away({ status, why: String(status) });
    return await bodyWithin(answer, limit, () => new Problem('too-large', { path, limit }));
  } catch (error) {
    if (error instanceof Problem) throw error;
    const { name, message, cause } = error as Error;
    // Not reached, or broken off, or too slow; behind `fetch failed` there is a reason.
    const why = cause instanceof Error ? cause.message : (message ?? String(error));
    throw away({ why, ...(name === 'TimeoutError' ? { slow: true } : {}) });
  }
}

const isAbsent = (error: unknown): boolean => error instanceof Problem && error.details.status === 404;

/** Whether the next try may go better: after a broken line, or an answer of too much work or of a fault. A slow host is not pressed. */
function mayPass(error: unknown): boolean {
  if (!(error instanceof Problem) || error.code !== 'host-unreachable') return false;
  const { status, slow } = error.details as { status?: number; slow?: boolean };
  return !slow && (status === undefined || status === 429 || status >= 500);
}

export interface HttpOptions {
  /** The Authorization header's value with which the host shows a member's notes; none for the public's. */
  readonly authorization?: string;
}

/**
 * A record at a URL such as `https://host.example/records/doha-istanbul`. Answers are bounded in size and time. Its
 * methods throw Problem `host-unreachable` with the reason, after some tries, or `too-large`.
 */
export function httpSource(
  url: string,
  fetcher: typeof fetch = fetch,
  { authorization }: HttpOptions = {},
): SourceWithPolicy {
  const get = async (path: string, limit: number, authorization?: string): Promise<Uint8Array> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await askHost(fetcher, url, path, limit, authorization);
      } catch (error) {
        if (attempt === TRIES || !mayPass(error)) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE * attempt));
    }
  };
  async function* notes(from: number, to: number): AsyncGenerator<ServedNote> {
    for (let next = from; next < to; ) {
      const page = await get(`notes?from=${next}&limit=${PAGE}`, PAGE * MOST_LINE, authorization);
      let came = 0;
      for (const served of parseLines(page)) {
        if (served.index >= to) return;
        // Else a hostile host could keep its auditor busy for ever.
        if (served.index < next || ++came > PAGE) throw new Problem('bad-notes', { index: served.index });
        yield served;
        next = served.index + 1;
      }
      if (came === 0) return;
    }
  }
  return {
    checkpoint: () => get('checkpoint', MOST.checkpoint),
    tile: (path) =>
      get(path, MOST.tile).catch((error: unknown) => {
        if (isAbsent(error)) return undefined;
        throw error;
      }),
    notes,
    policy: async () => fromUtf8(await get('policy', 256 * 1024)),
  };
}

/** Lines of JSON as hosts show them and mirrors keep them, one at a time. Throws Problem `bad-notes`. */
export function* parseLines(bytes: Uint8Array): Generator<ServedNote> {
  for (let at = 0; at < bytes.length; ) {
    const newline = bytes.indexOf(10, at);
    const end = newline < 0 ? bytes.length : newline;
    yield parseLine(bytes.subarray(at, end));
    at = end + 1;
  }
}

function parseLine(line: Uint8Array): ServedNote {
  const bad = () => new Problem('bad-notes', { line: new TextDecoder().decode(line.slice(0, 100)) });
  let value: unknown;
  try {
    value = JSON.parse(fromUtf8(line));
  } catch {
    throw bad();
  }
  const { index, note, receivedAt } = (value ?? {}) as Record<string, unknown>;
  if (typeof index !== 'number' || !Number.isSafeInteger(index) || index < 0) throw bad();
  if (note === undefined) return { index };
  if (typeof note !== 'string' || typeof receivedAt !== 'string' || receivedAt.length > 40) throw bad();
  return { index, note, receivedAt };
}
