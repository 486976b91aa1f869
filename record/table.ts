import { toHex } from './bytes.ts';
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
    for (let i = 0; i < 4; i++) view.setUint32(at + i * 4, id === undefined ? 0 : word(id, i));
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
    const words = [word(id, 0), word(id, 1), word(id, 2), word(id, 3)] as const;
    const mask = this.#slots.length - 1;
    for (let slot = this.#hash(...words) & mask; ; slot = (slot + 1) & mask) {
      const found = this.#slots[slot] ?? 0;
      if (found === 0) return undefined;
      const at = (found - 1) * ROW_BYTES;
      if (words.every((value, i) => this.#view.getUint32(at + i * 4) === value)) return found - 1;
    }
  }

  /** The id of an entry; zeroes for one without. */
  id(index: number): string {
    const at = index * ROW_BYTES;
    const hex = toHex(this.#bytes.subarray(at, at + 16));
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
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
    for (const value of [a, b, c, d]) {
      h = Math.imul(h ^ value, 0x85eb_ca6b);
      h = Math.imul(h ^ (h >>> 13), 0xc2b2_ae35);
      h ^= h >>> 16;
    }
    return h >>> 0;
  }
}

/** Where the four words of a UUID stand in its text; the second and third have a hyphen in them. */
function word(id: string, i: number): number {
  const hex =
    i === 0
      ? id.slice(0, 8)
      : i === 1
        ? id.slice(9, 13) + id.slice(14, 18)
        : i === 2
          ? id.slice(19, 23) + id.slice(24, 28)
          : id.slice(28, 36);
  const value = Number.parseInt(hex, 16);
  if (Number.isNaN(value)) throw new Problem('bad-entry', { why: 'format' }, 'id');
  return value;
}
