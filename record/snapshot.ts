// A snapshot: what a start, or the next audit, would otherwise compute again from every note. It is a cache: bound to a size,
// a root and the rules' code, checked when it is loaded, and left aside when anything differs. Lines of JSON: a header, then
// what the rules saved, then a checksum over all before. Bytes stand as they are behind a line `#<how many>`.

import { createHash, type Hash } from 'node:crypto';
import { dirname } from 'node:path';
import { fromUtf8, parseDecimal, toHex, utf8 } from './bytes.ts';
import type { Files, OpenFile } from './files.ts';
import { Problem } from './problem.ts';

/** What every snapshot says of itself in its first line. */
export interface SnapshotHeader {
  readonly format: string;
  readonly origin: string;
  /** How many entries it covers. */
  readonly size: number;
  /** Base 64 of the tree's root at that size. */
  readonly root: string;
  /** The code of the rules whose state follows. */
  readonly rules: string;
}

const CHUNK = 64 * 1024;
/** Bytes of the checksum's line: `sha256 `, 64 digits, a newline. */
const CHECKSUM = 72;
/** How long the thread is kept, in milliseconds, before others get their turn. */
const SLICE = 5;

/** Gives the thread back; resolves at its next turn. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Writes a snapshot in small slices and puts it in the former one's place, durably. `lines` are plain JSON values, or bytes.
 * Stops with Problem `record-closed` when `closed` says so.
 */
export async function writeSnapshot(
  files: Files,
  path: string,
  header: SnapshotHeader,
  lines: Iterable<unknown>,
  closed: () => boolean = () => false,
): Promise<void> {
  const temporary = `${path}.tmp`;
  const file = files.open(temporary);
  try {
    file.truncate(0);
    const out = { file, offset: 0, hash: createHash('sha256') };
    let text = `${JSON.stringify(header)}\n`;
    let until = performance.now() + SLICE;
    for (const line of lines) {
      text += line instanceof Uint8Array ? `#${line.length}\n` : `${JSON.stringify(line)}\n`;
      if (text.length > CHUNK || line instanceof Uint8Array) {
        append(out, utf8(text));
        text = '';
      }
      if (line instanceof Uint8Array) append(out, line);
      if (performance.now() < until) continue;
      await breathe();
      if (closed()) throw new Problem('record-closed');
      until = performance.now() + SLICE;
    }
    append(out, utf8(text));
    file.write(out.offset, utf8(`sha256 ${out.hash.digest('hex')}\n`));
    await file.sync();
  } finally {
    file.close();
  }
  files.rename(temporary, path);
  await files.sync(dirname(path));
}

function append(out: { file: OpenFile; offset: number; hash: Hash }, bytes: Uint8Array): void {
  out.file.write(out.offset, bytes);
  out.hash.update(bytes);
  out.offset += bytes.length;
}

/**
 * A snapshot: its header, then its lines as a generator, which throws Problem `snapshot-unfit` at its end when the checksum
 * is not that of what was read. Undefined when there is none. `close` it. Throws Problem `snapshot-unfit` when it is of
 * another format or another record.
 */
export function readSnapshot<H extends SnapshotHeader>(
  files: Files,
  path: string,
  of: { readonly format: H['format']; readonly origin: string },
): { header: H; lines: Generator<unknown>; close(): void } | undefined {
  const size = files.size(path);
  if (size === undefined) return undefined;
  const file = files.open(path);
  try {
    const lines = checkedLines(file, size - CHECKSUM);
    const header = lines.next().value as H | null | undefined;
    if (header?.format !== of.format) throw new Problem('snapshot-unfit', { why: 'format' });
    if (header.origin !== of.origin || !Number.isSafeInteger(header.size) || header.size < 1)
      throw new Problem('snapshot-unfit', { why: 'other-record' });
    return { header, lines, close: () => file.close() };
  } catch (error) {
    file.close();
    throw error;
  }
}

/** The lines up to the checksum's, which must hold. What is read is taken line by line: nothing of it stays. */
function* checkedLines(file: OpenFile, end: number): Generator<unknown> {
  const hash = createHash('sha256');
  const unfit = (why: string) => new Problem('snapshot-unfit', { why });
  for (let offset = 0, length = CHUNK; offset < end; ) {
    const chunk = file.read(offset, Math.min(length, end - offset));
    let taken = 0;
    let bytes: Uint8Array | undefined;
    for (let next = chunk.indexOf(10); next >= 0 && !bytes; next = chunk.indexOf(10, taken)) {
      const text = fromUtf8(chunk.subarray(taken, next));
      taken = next + 1;
      if (text.startsWith('#')) bytes = file.read(offset + taken, countOf(text, end - offset - taken));
      else yield parse(text);
    }
    if (taken === 0 && chunk.length < length) throw unfit('cut-short');
    length = taken === 0 ? length * 2 : CHUNK;
    hash.update(chunk.subarray(0, taken));
    offset += taken;
    if (!bytes) continue;
    hash.update(bytes);
    offset += bytes.length;
    yield bytes;
  }
  const sum = file.read(Math.max(0, end), CHECKSUM);
  if (fromUtf8(sum) !== `sha256 ${toHex(hash.digest())}\n`) throw unfit('checksum');
}

/** The count in a line that stands before bytes; no more than there are. */
function countOf(text: string, most: number): number {
  const count = parseDecimal(text.slice(1));
  if (count > most) throw new Problem('snapshot-unfit', { why: 'cut-short' });
  return count;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem('snapshot-unfit', { why: 'json' });
  }
}
