import { createReadStream, existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { RecordSource, ServedNote } from './audit.ts';
import { bodyWithin, fromUtf8 } from './bytes.ts';
import { MAX_ENTRY_BYTES } from './entry.ts';
import { FRAME_OVERHEAD, readFrame } from './frame.ts';
import { formatVkey, parseSkey } from './note.ts';
import { Problem } from './problem.ts';
import { parseTilePath } from './tiles.ts';

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
  return {
    checkpoint: () => readFile(join(folder, 'checkpoint')),
    async tile(path) {
      parseTilePath(path);
      return readFile(join(folder, path)).catch((error) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      });
    },
    notes: (from, to) =>
      existsSync(join(folder, 'notes')) ? folderNotes(folder, from, to) : mirrorNotes(folder, from, to),
    async policy() {
      const files = ['log.key', 'log.key.next'].filter((name) => existsSync(join(folder, name)));
      const skeys = await Promise.all(
        files.map(async (name) => fromUtf8(await readFile(join(folder, name))).trimEnd()),
      );
      return `${skeys.map((skey) => `log ${formatVkey(parseSkey(skey))}\n`).join('')}quorum none\n`;
    },
  };
}

async function* folderNotes(folder: string, from: number, to: number): AsyncGenerator<ServedNote> {
  let next = 0;
  let ms = -1;
  let receivedAt = '';
  const names = (await readdir(join(folder, 'notes'))).filter((name) => /^\d{12}\.seg$/.test(name)).sort();
  if (to <= from) return;
  for (const [i, name] of names.entries()) {
    const following = names[i + 1];
    if (following !== undefined && Number(following.slice(0, 12)) <= from) continue;
    const file = await readFile(join(folder, 'notes', name));
    // Windows on a Buffer cost more.
    const bytes = new Uint8Array(file.buffer, file.byteOffset, file.length);
    for (let offset = 0; offset < bytes.length; ) {
      const frame = readFrame(bytes, offset);
      // Notes are flushed before a checkpoint speaks of them: up to there, each must be whole and in its place.
      if (!frame || (frame.index !== next && offset > 0)) {
        throw new Problem('record-damaged', { what: 'notes', why: 'broken', file: `notes/${name}`, offset });
      }
      next = frame.index + 1;
      offset += frame.note.length + FRAME_OVERHEAD.total;
      if (frame.receivedAtMs !== ms) {
        ms = frame.receivedAtMs;
        receivedAt = new Date(ms).toISOString();
      }
      if (frame.index >= from) yield { index: frame.index, note: frame.note, receivedAt };
      if (next >= to) return;
    }
  }
  if (next < to)
    throw new Problem('record-damaged', { what: 'notes', why: 'notes-missing', promised: to, found: next });
}

/** The notes that a mirror keeps: as far as its cursor says, since what stands behind it may be half written. */
async function* mirrorNotes(folder: string, from: number, to: number): AsyncGenerator<ServedNote> {
  const cursor = await readFile(join(folder, 'notes.cursor'), 'utf8').catch(() => '{"bytes":0}');
  const { bytes } = JSON.parse(cursor) as { bytes: number };
  if (bytes === 0) return;
  const lines = createInterface({ input: createReadStream(join(folder, 'notes.jsonl'), { end: bytes - 1 }) });
  for await (const line of lines) {
    const served = parseLine(line);
    if (served.index >= to) return;
    if (served.index >= from) yield served;
  }
}

const PAGE = 500;
const MAX_TILE = 256 * (2 + 0xffff);
const TIMEOUT = 30_000;

export interface HttpOptions {
  /** The Authorization header's value with which the host shows a member's notes; none for the public's. */
  readonly authorization?: string;
}

/**
 * A record at a URL such as `https://host.example/records/doha-istanbul`. Answers are bounded in size and time. Its
 * methods throw Problem `host-unreachable` with the status, or `too-large`.
 */
export function httpSource(
  url: string,
  fetcher: typeof fetch = fetch,
  { authorization }: HttpOptions = {},
): SourceWithPolicy {
  const prefix = url.replace(/\/+$/, '');
  const get = async (path: string, limit: number, headers: Record<string, string> = {}) => {
    let answer: Response;
    try {
      answer = await fetcher(`${prefix}/${path}`, { headers, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT) });
    } catch (error) {
      throw new Problem('host-unreachable', { path, why: error instanceof Error ? error.message : String(error) });
    }
    if (answer.status === 404) return undefined;
    if (!answer.ok || !answer.body) throw new Problem('host-unreachable', { path, status: answer.status });
    return bodyWithin(answer, limit, () => new Problem('too-large', { path, limit }));
  };
  const must = async (path: string, limit: number, headers?: Record<string, string>) => {
    const bytes = await get(path, limit, headers);
    if (!bytes) throw new Problem('host-unreachable', { path, status: 404 });
    return bytes;
  };
  async function* notes(from: number, to: number): AsyncGenerator<ServedNote> {
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    for (let next = from; next < to; ) {
      // JSON may double a note's bytes; a page is all that is held at once.
      const page = await must(`notes?from=${next}&limit=${PAGE}`, PAGE * (2 * MAX_ENTRY_BYTES + 200), headers);
      const lines = fromUtf8(page).split('\n').filter(Boolean);
      if (lines.length === 0) return;
      for (const line of lines) {
        const served = parseLine(line);
        if (served.index >= to) return;
        // Else a hostile host could keep its auditor busy for ever.
        if (served.index < next) throw new Problem('bad-notes', { index: served.index });
        yield served;
        next = served.index + 1;
      }
    }
  }
  return {
    checkpoint: () => must('checkpoint', 1024 * 1024),
    tile: (path) => get(path, MAX_TILE),
    notes,
    policy: async () => fromUtf8(await must('policy', 256 * 1024)),
  };
}

function parseLine(line: string): ServedNote {
  const bad = () => new Problem('bad-notes', { line: line.slice(0, 100) });
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw bad();
  }
  const { index, note, receivedAt } = (value ?? {}) as Record<string, unknown>;
  if (typeof index !== 'number' || !Number.isSafeInteger(index) || index < 0) throw bad();
  if (note === undefined) return { index };
  if (typeof note !== 'string' || typeof receivedAt !== 'string') throw bad();
  return { index, note, receivedAt };
}
