// The push side of c2sp.org/tlog-mirror: `add-entries` requests, read and written, and the client that brings a mirror up to
// the log. Pure: the bytes and the fetch are handed in. What the mirror does with them is in mirror.ts.

import { bodyWithin, concat, fromBase64, fromUtf8, parseDecimal, toBase64, uint64Bytes, utf8 } from './bytes.ts';
import { parseCheckpoint } from './checkpoint.ts';
import { verifyCosignature } from './cosignature.ts';
import { parseNote, parseVkey } from './note.ts';
import { Problem } from './problem.ts';
import { formatBundle, TILE_WIDTH } from './tiles.ts';
import { type HashReader, subtreeProof } from './tree.ts';

/** At most so many packages go in one request, and a mirror takes no more of one. */
export const MAX_PACKAGES = 32;
/** Hashes of a subtree's proof; the protocol's bound. */
const MAX_HASHES = 63;

/** The head of an `add-entries` request. */
export interface PushHead {
  readonly origin: string;
  readonly start: number;
  readonly end: number;
  readonly ticket: Uint8Array;
}

/** One entry package: the values of the entries [start, end) and the proof of the subtree [roundedStart, end). */
export interface Package {
  readonly values: readonly Uint8Array[];
  readonly proof: readonly Uint8Array[];
}

/** The canonical sequence of packages of [start, end): each a range of entries that ends at a multiple of 256, or at `end`. */
export function* packageRanges(start: number, end: number): Generator<readonly [start: number, end: number]> {
  for (let at = start; at < end; ) {
    const next = Math.min(end, (Math.floor(at / TILE_WIDTH) + 1) * TILE_WIDTH);
    yield [at, next];
    at = next;
  }
}

/** The bytes of a request's head. */
export function formatPushHead({ origin, start, end, ticket }: PushHead): Uint8Array {
  const name = utf8(origin);
  return concat(uint16(name.length), name, uint64Bytes(start), uint64Bytes(end), uint16(ticket.length), ticket);
}

/** The bytes of a package. */
export function formatPackage({ values, proof }: Package): Uint8Array {
  return concat(formatBundle(values), Uint8Array.of(proof.length), ...proof);
}

/** Takes exactly so many bytes of a body that is still arriving. Throws Problem `bad-request` when it ends before. */
export type TakeBytes = (length: number) => Promise<Uint8Array>;

/**
 * The bytes of a stream by lengths; it holds no more than what was asked for and one chunk.
 */
export function taking(chunks: AsyncIterable<Uint8Array>): TakeBytes {
  const source = chunks[Symbol.asyncIterator]();
  let held: Uint8Array = new Uint8Array(0);
  return async (length) => {
    const parts = [held];
    let have = held.length;
    while (have < length) {
      const { done, value } = await source.next();
      if (done) throw new Problem('bad-request', { why: 'ends-early' });
      parts.push(value);
      have += value.length;
    }
    const all = parts.length === 1 ? held : concat(...parts);
    held = all.subarray(length);
    return all.slice(0, length);
  };
}

/**
 * Reads a request's head. Sizes above the safe integers, which no log of ours reaches, become Infinity. Throws Problem
 * `bad-request`.
 */
export async function readPushHead(take: TakeBytes): Promise<PushHead> {
  const name = await take(asUint16(await take(2)));
  const start = asUint64(await take(8));
  const end = asUint64(await take(8));
  const ticket = await take(asUint16(await take(2)));
  if (start > end) throw new Problem('bad-request', { why: 'start-above-end' });
  try {
    return { origin: fromUtf8(name), start, end, ticket };
  } catch {
    throw new Problem('bad-request', { why: 'not-utf8' });
  }
}

/** Reads one package of `count` entries. Entries of a record are 32 bytes each. Throws Problem `bad-request`. */
export async function readPackage(take: TakeBytes, count: number): Promise<Package> {
  const values: Uint8Array[] = [];
  for (let i = 0; i < count; i++) {
    if (asUint16(await take(2)) !== 32) throw new Problem('bad-request', { why: 'entry-size' });
    values.push(await take(32));
  }
  const hashes = (await take(1))[0] as number;
  if (hashes > MAX_HASHES) throw new Problem('bad-request', { why: 'too-many-hashes' });
  const proof: Uint8Array[] = [];
  for (let i = 0; i < hashes; i++) proof.push(await take(32));
  return { values, proof };
}

/** What a mirror tells with a 202 or a 409: a size to push up to, and the entry to go on from. */
export interface MirrorInfo {
  readonly size: number;
  readonly next: number;
  readonly ticket: Uint8Array;
}

/** `text/x.tlog.mirror-info`. */
export function formatMirrorInfo({ size, next, ticket }: MirrorInfo): string {
  return `${size}\n${next}\n${toBase64(ticket)}\n`;
}

/** Reads `text/x.tlog.mirror-info`. Throws Problem `bad-mirror-info`. */
export function parseMirrorInfo(text: string): MirrorInfo {
  const lines = text.split('\n');
  if (lines.length !== 4 || lines[3] !== '') throw new Problem('bad-mirror-info');
  try {
    const [size = '', next = '', ticket = ''] = lines;
    return { size: parseDecimal(size), next: parseDecimal(next), ticket: fromBase64(ticket) };
  } catch {
    throw new Problem('bad-mirror-info');
  }
}

/** A log as a pusher needs it. */
export interface PushedLog {
  /** The newest checkpoint that the log signed. */
  checkpoint(): string;
  consistency(older: number, newer: number): Uint8Array[];
  /** An entry's value: 32 bytes. */
  leaf(index: number): Uint8Array;
  readonly node: HashReader;
}

/** What a push came to: the size that the mirror cosigned, and its cosignature lines. */
export interface Pushed {
  readonly size: number;
  readonly signatures: string;
}

/** Requests that one push may take beyond those that carry entries: sizes learnt, other pushers in between. */
const PATIENCE = 8;
const ANSWER_LIMIT = 64 * 1024;

/**
 * Brings a mirror up to the log's newest checkpoint: `add-checkpoint`, then `add-entries` from where the mirror is, by 32
 * packages at a time. `vkey` is the mirror's, when known: its cosignature is then checked. Throws Problem
 * `mirror-unreachable`, `mirror-ahead`, `mirror-refuses`, `bad-mirror-info` or `bad-cosignature`.
 */
export async function pushTo(
  url: string,
  log: PushedLog,
  options: { fetch?: typeof fetch; vkey?: string; timeout?: (ms: number) => AbortSignal } = {},
): Promise<Pushed> {
  const call = options.fetch ?? fetch;
  const post = async (path: string, body: Uint8Array, type: string) => {
    let answer: Response;
    try {
      answer = await call(`${url.replace(/\/$/, '')}/${path}`, {
        method: 'POST',
        body: body as Uint8Array<ArrayBuffer>,
        headers: { 'content-type': type },
        redirect: 'error',
        signal: (options.timeout ?? AbortSignal.timeout)(30_000),
      });
      return { status: answer.status, text: await bounded(answer) };
    } catch (error) {
      throw error instanceof Problem ? error : new Problem('mirror-unreachable');
    }
  };
  const checkpoint = log.checkpoint();
  const { origin, size } = parseCheckpoint(checkpoint);

  let old = 0;
  for (let attempt = 0; ; attempt++) {
    const proof = old === 0 ? [] : log.consistency(old, size);
    const lines = proof.map((hash) => `${toBase64(hash)}\n`).join('');
    const { status, text } = await post('add-checkpoint', utf8(`old ${old}\n${lines}\n${checkpoint}`), 'text/plain');
    if (status === 200) break;
    if (status === 422) throw new Problem('mirror-refuses', { size });
    if (status !== 409 || !/^\d{1,16}\n$/.test(text) || attempt === PATIENCE)
      throw new Problem('mirror-unreachable', { status });
    old = Number(text);
    if (old > size) throw new Problem('mirror-ahead', { known: old, size });
  }

  let start = size;
  let ticket: Uint8Array = new Uint8Array(0);
  let wasted = 0;
  for (;;) {
    const ranges = [...packageRanges(start, Math.min(size, start + MAX_PACKAGES * TILE_WIDTH))].slice(0, MAX_PACKAGES);
    const packages = ranges.map(([from, to]) =>
      formatPackage({
        values: Array.from({ length: to - from }, (_, i) => log.leaf(from + i)),
        proof: subtreeProof(from - (from % TILE_WIDTH), to, size, log.node),
      }),
    );
    const body = concat(formatPushHead({ origin, start, end: size, ticket }), ...packages);
    const { status, text } = await post('add-entries', body, 'application/octet-stream');
    if (status === 200) {
      if (options.vkey !== undefined) checkCosignature(checkpoint, text, options.vkey);
      return { size, signatures: text };
    }
    if (status === 422) throw new Problem('mirror-refuses', { size });
    if (status !== 202 && status !== 409) throw new Problem('mirror-unreachable', { status });
    const info = parseMirrorInfo(text);
    if (info.size > size) throw new Problem('mirror-ahead', { known: info.size, size });
    // Each answer takes it on by a whole package, or it is one of few.
    const [, further = size] = ranges[0] ?? [];
    if ((status !== 202 || info.next < further) && ++wasted > PATIENCE)
      throw new Problem('mirror-unreachable', { status });
    // A mirror that has more than we push already is told of the last package once more, so that it commits.
    start = Math.min(info.next, size);
    ticket = info.ticket;
  }
}

function checkCosignature(checkpoint: string, lines: string, vkey: string): void {
  const key = parseVkey(vkey);
  const { signatures } = parseNote(`${parseNote(checkpoint).text}\n${lines}`);
  const own = signatures.filter(({ name, keyId }) => name === key.name && keyId === key.keyId);
  if (own.length === 0) throw new Problem('bad-cosignature', { why: 'missing' });
  for (const line of own) verifyCosignature(parseCheckpoint(checkpoint), line, key);
}

async function bounded(answer: Response): Promise<string> {
  return fromUtf8(await bodyWithin(answer, ANSWER_LIMIT, () => new Problem('too-large', { limit: ANSWER_LIMIT })));
}

const uint16 = (value: number): Uint8Array => Uint8Array.of(value >> 8, value & 255);
const asUint16 = (bytes: Uint8Array): number => ((bytes[0] as number) << 8) | (bytes[1] as number);
function asUint64(bytes: Uint8Array): number {
  const value = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0);
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : Number.POSITIVE_INFINITY;
}
