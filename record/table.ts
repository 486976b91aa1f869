import { utf8 } from './bytes.ts';
import { Problem } from './problem.ts';

/** Bytes of a row: 16 of the id, 4 + 4 of the place in its segment and the length, 2 unused, 6 of the receipt time. */
export const ROW_BYTES = 32;

/**
 * Where each entry of a record lies and which id it has, in 32 bytes an entry and a hash table of numbers: an object and a
 * text for each of a million entries would cost ten times the memory. Its bytes are also how it is kept in a file.
 */
export class EntryTable {
  #bytes: Uint8Array;
  #view: DataView;
  #size: number;
  /** Index + 1 by hash of the id; 0 is free. At most half full, so that a search ends soon. */
  #slots: Uint32Array;
  /** Not known outside: whoever could guess it could choose ids that all fall on one slot. */
  #seed: number;

  /** `rows` is what `bytes` of a table gave; the table takes it over. */
  constructor(seed: number, rows: Uint8Array = new Uint8Array(0)) {
    this.#seed = seed >>> 0;
    this.#size = rows.length / ROW_BYTES;
    this.#bytes = rows;
    this.#view = new DataView(rows.buffer, rows.byteOffset, rows.byteLength);
    this.#slots = this.#filed();
  }

  get size(): number {
    return this.#size;
  }

  /** Adds the next entry's row. `offset` is where its note begins in its segment. The id must not be there yet, if it has one. */
  push(id: string | undefined, offset: number, length: number, receivedAtMs: number): void {
    if (this.#size * ROW_BYTES === this.#bytes.length) this.#grow();
    const at = this.#size * ROW_BYTES;
    const view = this.#view;
    for (const i of [0, 1, 2, 3] as const) view.setUint32(at + i * 4, id === undefined ? 0 : word(id, i));
    view.setUint32(at + 16, offset);
    view.setUint32(at + 20, length);
    view.setUint16(at + 26, Math.floor(receivedAtMs / 2 ** 32));
    view.setUint32(at + 28, receivedAtMs % 2 ** 32);
    this.#size++;
    if (this.#size * 2 > this.#slots.length) this.#slots = this.#filed();
    else this.#file(this.#size - 1);
  }

  /** The index of the entry with this id. */
  indexOf(id: string): number | undefined {
    const [a, b, c, d] = [word(id, 0), word(id, 1), word(id, 2), word(id, 3)];
    const view = this.#view;
    const mask = this.#slots.length - 1;
    for (let slot = this.#hash(a, b, c, d) & mask; ; slot = (slot + 1) & mask) {
      const found = this.#slots[slot] ?? 0;
      if (found === 0) return undefined;
      const at = (found - 1) * ROW_BYTES;
      if (view.getUint32(at + 12) !== d || view.getUint32(at + 8) !== c) continue;
      if (view.getUint32(at) === a && view.getUint32(at + 4) === b) return found - 1;
    }
  }

  /** The id of an entry; zeroes for one without. */
  id(index: number): string {
    return idAt(this.#bytes, index * ROW_BYTES);
  }

  /** Says anew where an entry lies. */
  move(index: number, offset: number, length: number): void {
    this.#view.setUint32(index * ROW_BYTES + 16, offset);
    this.#view.setUint32(index * ROW_BYTES + 20, length);
  }

  offset(index: number): number {
    return this.#view.getUint32(index * ROW_BYTES + 16);
  }

  /** Bytes of the note. */
  length(index: number): number {
    return this.#view.getUint32(index * ROW_BYTES + 20);
  }

  /** Milliseconds since 1970. */
  receivedAtMs(index: number): number {
    const at = index * ROW_BYTES;
    return this.#view.getUint16(at + 26) * 2 ** 32 + this.#view.getUint32(at + 28);
  }

  /** The rows from one index up to another: a window, valid until the next `push`. */
  bytes(from: number, to: number): Uint8Array {
    return this.#bytes.subarray(from * ROW_BYTES, to * ROW_BYTES);
  }

  #grow(): void {
    const grown = new Uint8Array(Math.max(256 * ROW_BYTES, Math.ceil(this.#size * 1.5) * ROW_BYTES));
    grown.set(this.#bytes);
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }

  #filed(): Uint32Array {
    let width = 512;
    while (width < this.#size * 2 + 2) width *= 2;
    this.#slots = new Uint32Array(width);
    for (let index = 0; index < this.#size; index++) this.#file(index);
    return this.#slots;
  }

  #file(index: number): void {
    const at = index * ROW_BYTES;
    const view = this.#view;
    // A UUIDv7 is never zero here: the row has no id.
    if (view.getUint32(at + 4) === 0 && view.getUint32(at + 8) === 0) return;
    const mask = this.#slots.length - 1;
    let slot =
      this.#hash(view.getUint32(at), view.getUint32(at + 4), view.getUint32(at + 8), view.getUint32(at + 12)) & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = index + 1;
  }

  #hash(a: number, b: number, c: number, d: number): number {
    let h = this.#seed;
    for (let i = 0; i < 4; i++) {
      h = Math.imul(h ^ (i === 0 ? a : i === 1 ? b : i === 2 ? c : d), 0x85eb_ca6b);
      h = Math.imul(h ^ (h >>> 13), 0xc2b2_ae35);
      h ^= h >>> 16;
    }
    return h >>> 0;
  }
}

const DIGITS = utf8('0123456789abcdef');
const codes = new Array<number>(36).fill(0x2d);

/** The id of which the 16 bytes stand at an offset. Made in one go: of pieces put together each would stay an object. */
export function idAt(bytes: Uint8Array, offset: number): string {
  let at = 0;
  for (let i = 0; i < 16; i++) {
    if (i === 4 || i === 6 || i === 8 || i === 10) at++;
    const byte = bytes[offset + i] as number;
    codes[at++] = DIGITS[byte >> 4] as number;
    codes[at++] = DIGITS[byte & 15] as number;
  }
  return String.fromCharCode.apply(null, codes);
}

/** Where the four words of a UUID begin in its text; the second and third have a hyphen in them. */
const WORDS = [0, 9, 19, 28] as const;

function word(id: string, i: 0 | 1 | 2 | 3): number {
  let value = 0;
  for (let at = WORDS[i], digits = 0; digits < 8; at++) {
    const code = id.charCodeAt(at);
    if (code === 0x2d) continue;
    const digit = code >= 0x30 && code <= 0x39 ? code - 0x30 : code >= 0x61 && code <= 0x66 ? code - 0x57 : Number.NaN;
    value = value * 16 + digit;
    digits++;
  }
  if (Number.isNaN(value)) throw new Problem('bad-entry', { why: 'format' }, 'id');
  return value;
}
