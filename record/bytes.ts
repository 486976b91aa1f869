import { Problem } from './problem.ts';

const encoder = new TextEncoder();
// ignoreBOM keeps a leading U+FEFF in the text: dropping it would make two different byte strings parse as one text.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** UTF-8 bytes of a text. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** The text of UTF-8 bytes; throws Problem `not-utf8`. */
export function fromUtf8(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new Problem('not-utf8');
  }
}

export function concat(...parts: Uint8Array[]): Uint8Array {
  return joined(parts);
}

/**
 * All bytes of an answer, as long as they are not more than `limit`; else throws what `tooLarge` gives, as soon as that is
 * known, which ends the connection.
 */
export async function bodyWithin(answer: Response, limit: number, tooLarge: () => Error): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of (answer.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > limit) throw tooLarge();
    parts.push(part);
  }
  return joined(parts);
}

/**
 * All bytes of a request that is arriving, or undefined when they are more than `limit`: then the rest is not waited for, and
 * an answer can still be given.
 */
export async function arrivedWithin(body: AsyncIterable<Uint8Array>, limit: number): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = [];
  let size = 0;
  // By hand: leaving a `for await` would take the connection down before the answer.
  const source = body[Symbol.asyncIterator]();
  for (let next = await source.next(); !next.done; next = await source.next()) {
    size += next.value.length;
    if (size > limit) return undefined;
    parts.push(next.value);
  }
  return joined(parts);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const out = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    out.set(part, offset);
    offset += part.length;
  }
  return out;
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const native = 'fromBase64' in Uint8Array && 'toBase64' in Uint8Array.prototype;

/** Standard base 64 with padding (RFC 4648, section 4). */
export function toBase64(bytes: Uint8Array): string {
  if (native) return bytes.toBase64();
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** The only bytes that `toBase64` writes as this text; throws Problem `bad-base64` on any other spelling. */
export function fromBase64(text: string): Uint8Array {
  if (native) {
    let bytes: Uint8Array;
    try {
      bytes = Uint8Array.fromBase64(text, { lastChunkHandling: 'strict' });
    } catch {
      throw new Problem('bad-base64');
    }
    const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
    // It passes over white space: then there are fewer bytes than the length promises.
    if (bytes.length !== (text.length / 4) * 3 - padding) throw new Problem('bad-base64');
    return bytes;
  }
  if (!BASE64.test(text)) throw new Problem('bad-base64');
  const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  if (toBase64(bytes) !== text) throw new Problem('bad-base64');
  return bytes;
}

/** Lowercase base 16. */
export function toHex(bytes: Uint8Array): string {
  let out = '';
  for (const byte of bytes) out += byte.toString(16).padStart(2, '0');
  return out;
}

/** The big-endian uint32 at an offset; 0 for bytes that are not there. */
export function uint32(bytes: Uint8Array, offset = 0): number {
  let value = 0;
  for (let i = 0; i < 4; i++) value = value * 256 + (bytes[offset + i] ?? 0);
  return value;
}

/** The big-endian uint64 at an offset; beyond 2^53 only nearly. */
export function uint64(bytes: Uint8Array, offset = 0): number {
  return uint32(bytes, offset) * 2 ** 32 + uint32(bytes, offset + 4);
}

/** Eight bytes, big-endian; `value` is a safe integer that is not negative. */
export function uint64Bytes(value: number): Uint8Array {
  const out = new Uint8Array(8);
  new DataView(out.buffer).setBigUint64(0, BigInt(value));
  return out;
}

/** ASCII decimal without leading zeroes, up to 2^53 - 1; throws Problem `bad-number`. */
export function parseDecimal(text: string): number {
  const value = /^(?:0|[1-9][0-9]{0,15})$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value)) throw new Problem('bad-number', { text: text.slice(0, 40) });
  return value;
}
