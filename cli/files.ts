// Files from outside: bounded before they are read, and named in every problem.

import { open, writeFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { Problem } from '@sulh/record';

/** The largest file that a command reads whole, unless it says otherwise. */
export const MOST_BYTES = 32 * 1024 * 1024;
/** The deepest nesting of JSON that is taken in. */
const MOST_DEPTH = 64;

/** A file's bytes; `-` is standard input. Throws Problem `cannot-read` or `file-too-large`. */
export async function readBytes(path: string, limit = MOST_BYTES): Promise<Uint8Array> {
  const tooLarge = () => new Problem('file-too-large', { file: path, limit });
  if (path === '-') {
    const parts: Uint8Array[] = [];
    let size = 0;
    for await (const part of process.stdin) {
      size += (part as Uint8Array).length;
      if (size > limit) throw tooLarge();
      parts.push(part as Uint8Array);
    }
    return Buffer.concat(parts);
  }
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      if (size > limit) throw tooLarge();
      // What is no plain file tells no size: read one byte more than allowed and look.
      const buffer = Buffer.alloc(size > 0 ? size + 1 : limit + 1);
      let length = 0;
      for (;;) {
        const { bytesRead } = await file.read(buffer, length, buffer.length - length);
        length += bytesRead;
        if (bytesRead === 0 || length === buffer.length) break;
      }
      if (length > limit) throw tooLarge();
      return buffer.subarray(0, length);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem('cannot-read', { file: path, why: (error as NodeJS.ErrnoException).code ?? String(error) });
  }
}

/** A file's text, unpacked if it is gzip. Throws Problem `not-utf8` on what is not UTF-8, besides those of `readBytes`. */
export async function readText(path: string, limit = MOST_BYTES): Promise<string> {
  const raw = await readBytes(path, limit);
  const bytes = raw[0] === 0x1f && raw[1] === 0x8b ? unpacked(raw, path, limit) : raw;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Problem('not-utf8', { file: path });
  }
}

function unpacked(raw: Uint8Array, file: string, limit: number): Uint8Array {
  try {
    return gunzipSync(raw, { maxOutputLength: limit });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw new Problem('file-too-large', { file, limit });
    throw new Problem('cannot-read', { file, why: (error as Error).message });
  }
}

/** A JSON value. Throws Problem `bad-json` with the place, besides those of `readText`. */
export function parseJson(text: string, file: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Problem('bad-json', { file, why: (error as Error).message });
  }
  if (depth(value) > MOST_DEPTH) throw new Problem('bad-json', { file, why: `nested deeper than ${MOST_DEPTH}` });
  return value;
}

export const readJson = async (path: string, limit = MOST_BYTES): Promise<unknown> =>
  parseJson(await readText(path, limit), path);

/** How deep a value is nested, without recursion: a hostile file must not overflow the stack. */
function depth(value: unknown): number {
  let deepest = 0;
  const waiting: [unknown, number][] = [[value, 0]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [one, level] = next;
    if (typeof one !== 'object' || one === null) continue;
    deepest = Math.max(deepest, level + 1);
    if (deepest > MOST_DEPTH) return deepest;
    for (const inner of Object.values(one)) waiting.push([inner, level + 1]);
  }
  return deepest;
}

/** Writes a new file. Throws Problem `cannot-write`, also when it is there already. */
export async function writeNew(path: string, content: string | Uint8Array, mode = 0o644): Promise<void> {
  try {
    await writeFile(path, content, { flag: 'wx', mode });
  } catch (error) {
    throw new Problem('cannot-write', { file: path, why: (error as NodeJS.ErrnoException).code ?? String(error) });
  }
}
