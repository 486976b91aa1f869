// A snapshot: what a start, or the next audit, would otherwise compute again from every note. It is a cache: bound to a size,
// a root and the rules' code, checked when it is loaded, and left aside when anything differs. Lines of JSON: a header, then
// what the rules saved, then a checksum over all before.

import { createHash, type Hash } from 'node:crypto';
import { dirname } from 'node:path';
import { fromUtf8, toHex, utf8 } from './bytes.ts';
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

const CHUNK = 256 * 1024;
/** How long the thread is kept, in milliseconds, before others get their turn. */
const SLICE = 5;

/** Gives the thread back; resolves at its next turn. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Writes a snapshot in small slices and puts it in the former one's place, durably. `lines` are plain JSON values. Stops
 * with Problem `record-closed` when `closed` says so.
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
      text += `${JSON.stringify(line)}\n`;
      if (text.length > CHUNK) {
        append(out, text);
        text = '';
      }
      if (performance.now() < until) continue;
      await breathe();
      if (closed()) throw new Problem('record-closed');
      until = performance.now() + SLICE;
    }
    append(out, text);
    file.write(out.offset, utf8(`sha256 ${out.hash.digest('hex')}\n`));
    await file.sync();
  } finally {
    file.close();
  }
  files.rename(temporary, path);
  await files.sync(dirname(path));
}

function append(out: { file: OpenFile; offset: number; hash: Hash }, text: string): void {
  const bytes = utf8(text);
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
  if (files.size(path) === undefined) return undefined;
  const file = files.open(path);
  try {
    const texts = checkedLines(file);
    const first = texts.next();
    const header = first.done ? undefined : (parse(first.value) as H | null);
    if (header?.format !== of.format) throw new Problem('snapshot-unfit', { why: 'format' });
    if (header.origin !== of.origin || !Number.isSafeInteger(header.size) || header.size < 1)
      throw new Problem('snapshot-unfit', { why: 'other-record' });
    return { header, lines: values(texts), close: () => file.close() };
  } catch (error) {
    file.close();
    throw error;
  }
}

function* values(texts: Generator<string>): Generator<unknown> {
  for (const text of texts) yield parse(text);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem('snapshot-unfit', { why: 'json' });
  }
}

/** The lines before the checksum's, which must be the last and hold. */
function* checkedLines(file: OpenFile): Generator<string> {
  const hash = createHash('sha256');
  let rest: Uint8Array = new Uint8Array(0);
  for (let offset = 0; ; ) {
    const chunk = file.read(offset, CHUNK);
    offset += chunk.length;
    const bytes = Buffer.concat([rest, chunk]);
    // The last 73 bytes may be the checksum's line: they wait for the end.
    const whole = chunk.length < CHUNK ? bytes.length - 72 : bytes.lastIndexOf(10, bytes.length - 73) + 1;
    if (whole > 0) {
      const part = bytes.subarray(0, whole);
      hash.update(part);
      const lines = fromUtf8(part).split('\n');
      if (lines.pop() !== '') throw new Problem('snapshot-unfit', { why: 'cut-short' });
      yield* lines;
    }
    rest = bytes.subarray(Math.max(0, whole));
    if (chunk.length === CHUNK) continue;
    if (fromUtf8(rest) !== `sha256 ${toHex(hash.digest())}\n`) throw new Problem('snapshot-unfit', { why: 'checksum' });
    return;
  }
}
