// Rows that have not changed for long, as bytes: an object and its texts take some 800 bytes a report, its bytes a third of it.
// A record of a million entries stays in the memory of a small machine, and a start need not build its rows again.

import { fromUtf8, isId } from '@sulh/record';
import { EntryTable, idAt } from '@sulh/record/table';
import type { Row } from './state.ts';

const PAGE = 1024 * 1024;
/** Texts of at most so many letters are kept once, as words; at most so many of them. */
const WORD = 32;
const MOST_WORDS = 16_384;
/** Addresses are 32 bits wide. */
const MOST_PAGES = 4096;

// What stands before each value.
const NULL = 0;
const TRUE = 1;
const FALSE = 2;
const ABSENT = 3;
const COUNT = 4;
const NUMBER = 5;
const TEXT = 6;
const AS_WORD = 7;
const ID = 8;
const INSTANT = 9;
const LIST = 10;
const OBJECT = 11;
/** The id of the row itself. */
const SELF = 12;
/** A text with half a surrogate pair, which UTF-8 cannot say: two bytes a unit. */
const UNITS = 13;

/** What rows share: their short texts, and the keys of their objects in order. It only grows. */
export interface Lexis {
  readonly words: string[];
  readonly shapes: (readonly string[])[];
}

interface Numbered extends Lexis {
  readonly wordNumbers: Map<string, number>;
  /** The numbers of the shapes that begin with a key. */
  readonly shapesBy: Map<string, number[]>;
}

/** Some rows of one table, in the order in which they were opened; all have ids and entries that are ids of entries. */
export class PackedRows {
  #lexis: Numbered;
  #pages: Uint8Array[] = [];
  /** How much of the last page is written. None is to be written that came from others: what comes next begins its own. */
  #end = Number.POSITIVE_INFINITY;
  #table: EntryTable;
  #seed: number;

  /** `seed` is a number that nobody can guess who chooses ids (see EntryTable). */
  constructor(seed: number, from?: { readonly lexis: Lexis; readonly rows: Uint8Array; readonly pages: Uint8Array[] }) {
    this.#seed = seed;
    this.#table = new EntryTable(seed, from?.rows);
    this.#pages = from?.pages ?? [];
    const { words = [], shapes = [] } = from?.lexis ?? {};
    this.#lexis = {
      words,
      shapes,
      wordNumbers: new Map(words.map((word, i) => [word, i])),
      shapesBy: new Map(),
    };
    for (const [i, keys] of shapes.entries()) fileShape(this.#lexis, keys, i);
  }

  /** Another of the same rows; what is written to one is not in the other. */
  copy(): PackedRows {
    const { lexis, rows, pages } = this.saved();
    // Pages are written at their ends only: full ones can be shared, and each goes on with a page of its own.
    return new PackedRows(this.#seed, { lexis, rows, pages });
  }

  /** What makes the same rows again: as of this call. */
  saved(): { lexis: Lexis; rows: Uint8Array<ArrayBuffer>; pages: Uint8Array[] } {
    const { words, shapes } = this.#lexis;
    const pages = [...this.#pages];
    const last = pages.pop();
    if (last) pages.push(last.subarray(0, Math.min(this.#end, last.length)));
    return { lexis: { words: [...words], shapes: [...shapes] }, rows: this.#table.bytes(0, this.size).slice(), pages };
  }

  get size(): number {
    return this.#table.size;
  }

  indexOf(id: string): number | undefined {
    return isId(id) ? this.#table.indexOf(id) : undefined;
  }

  id(index: number): string {
    return this.#table.id(index);
  }

  /** Whether a row can be taken in. */
  fits(row: Row): boolean {
    return this.#pages.length < MOST_PAGES && isId(row.id);
  }

  /** Takes in a row that is not there yet. */
  add(row: Row): void {
    const { address, length } = this.#write(row);
    this.#table.push(row.id, address, length, 0);
  }

  /** Puts a newer row in the place of one that is there. */
  renew(row: Row): void {
    const { address, length } = this.#write(row);
    this.#table.move(this.#table.indexOf(row.id) as number, address, length);
  }

  row(index: number): Row {
    const address = this.#table.offset(index);
    const page = this.#pages[Math.floor(address / PAGE)] as Uint8Array;
    return Object.freeze(new Unpacking(page, address % PAGE, this.#lexis, this.id(index)).value() as Row);
  }

  #write(row: Row): { address: number; length: number } {
    for (let size = PAGE; ; size *= 2) {
      const page = this.#pages.at(-1);
      if (page && this.#end < page.length) {
        const packing = new Packing(page, this.#end, this.#lexis, row.id);
        packing.value(row);
        if (packing.at <= page.length) {
          const address = (this.#pages.length - 1) * PAGE + this.#end;
          const length = packing.at - this.#end;
          // In a page above the usual size nothing else begins: its address would be another page's.
          this.#end = page.length > PAGE ? page.length : packing.at;
          return { address, length };
        }
        // A page that begins with this row and yet cannot hold it is put away for a larger one.
        if (this.#end === 0) this.#pages.pop();
      }
      this.#pages.push(new Uint8Array(size));
      this.#end = 0;
    }
  }
}

/** Writes values behind one another; past the end of the page it only counts. */
class Packing {
  at: number;
  readonly #page: Uint8Array;
  readonly #lexis: Numbered;
  readonly #self: string;

  constructor(page: Uint8Array, at: number, lexis: Numbered, self: string) {
    this.#page = page;
    this.at = at;
    this.#lexis = lexis;
    this.#self = self;
  }

  value(value: unknown): void {
    if (typeof value === 'string') this.#text(value);
    else if (typeof value === 'number') this.#number(value);
    else if (value === null) this.#byte(NULL);
    else if (value === undefined) this.#byte(ABSENT);
    else if (typeof value === 'boolean') this.#byte(value ? TRUE : FALSE);
    else if (Array.isArray(value)) {
      this.#byte(LIST);
      this.#count(value.length);
      for (const one of value) this.value(one);
    } else {
      const keys = Object.keys(value);
      this.#byte(OBJECT);
      this.#count(shapeOf(this.#lexis, keys));
      for (const one of keys) this.value((value as Record<string, unknown>)[one]);
    }
  }

  #byte(byte: number): void {
    this.#page[this.at++] = byte;
  }

  #count(count: number): void {
    let rest = count;
    for (; rest > 127; rest = Math.floor(rest / 128)) this.#byte((rest % 128) + 128);
    this.#byte(rest);
  }

  #number(number: number): void {
    if (Number.isSafeInteger(number) && number >= 0 && !Object.is(number, -0)) {
      this.#byte(COUNT);
      this.#count(number);
      return;
    }
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setFloat64(0, number);
    this.#byte(NUMBER);
    for (const byte of bytes) this.#byte(byte);
  }

  #text(text: string): void {
    if (text === this.#self) {
      this.#byte(SELF);
      return;
    }
    if (text.length === 36 && isId(text)) {
      this.#byte(ID);
      for (let i = 0; i < 36; i += 2) {
        if (i === 8 || i === 13 || i === 18 || i === 23) i++;
        this.#byte(hexDigit(text, i) * 16 + hexDigit(text, i + 1));
      }
      return;
    }
    if (text.length === 24 && INSTANT_TEXT.test(text)) {
      this.#byte(INSTANT);
      for (const at of INSTANT_PAIRS) this.#byte(digit(text, at) * 10 + digit(text, at + 1));
      this.#byte(digit(text, 22));
      return;
    }
    const word = text.length <= WORD ? wordOf(this.#lexis, text) : undefined;
    if (word !== undefined) {
      this.#byte(AS_WORD);
      this.#count(word);
    } else this.#plain(text);
  }

  #plain(text: string): void {
    this.#byte(TEXT);
    const start = this.at;
    this.#count(text.length);
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code < 128) {
        this.#page[this.at++] = code;
        continue;
      }
      this.at = start;
      if (!text.isWellFormed()) {
        this.#page[start - 1] = UNITS;
        this.#count(text.length);
        for (let at = 0; at < text.length; at++) {
          this.#byte(text.charCodeAt(at) >> 8);
          this.#byte(text.charCodeAt(at) & 255);
        }
        return;
      }
      const bytes = encoder.encode(text);
      this.#count(bytes.length);
      if (this.at + bytes.length <= this.#page.length) this.#page.set(bytes, this.at);
      this.at += bytes.length;
      return;
    }
  }
}

function fileShape({ shapesBy }: Numbered, keys: readonly string[], number: number): void {
  const numbers = shapesBy.get(keys[0] ?? '');
  if (numbers) numbers.push(number);
  else shapesBy.set(keys[0] ?? '', [number]);
}

function shapeOf(lexis: Numbered, keys: readonly string[]): number {
  const { shapes, shapesBy } = lexis;
  for (const number of shapesBy.get(keys[0] ?? '') ?? []) {
    const shape = shapes[number] as readonly string[];
    let same = shape.length === keys.length;
    for (let i = 0; same && i < keys.length; i++) same = shape[i] === keys[i];
    if (same) return number;
  }
  fileShape(lexis, keys, shapes.length);
  return shapes.push(keys) - 1;
}

function wordOf({ words, wordNumbers }: Numbered, text: string): number | undefined {
  const number = wordNumbers.get(text);
  if (number !== undefined || words.length >= MOST_WORDS) return number;
  wordNumbers.set(text, words.length);
  return words.push(text) - 1;
}

const encoder = new TextEncoder();
const INSTANT_TEXT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
/** Where the pairs of digits of an instant stand; the last digit is alone. */
const INSTANT_PAIRS = [0, 2, 5, 8, 11, 14, 17, 20];
const digit = (text: string, at: number): number => text.charCodeAt(at) - 48;
const hexDigit = (text: string, at: number): number => {
  const code = text.charCodeAt(at);
  return code < 58 ? code - 48 : code - 87;
};
/** The letters of an instant, of which the digits are set anew for each: one text made in one go. */
const instant = Array.from('0000-00-00T00:00:00.000Z', (letter) => letter.charCodeAt(0));

/** Reads what Packing wrote. */
class Unpacking {
  #at: number;
  readonly #page: Uint8Array;
  readonly #lexis: Lexis;
  readonly #self: string;

  constructor(page: Uint8Array, at: number, lexis: Lexis, self: string) {
    this.#page = page;
    this.#at = at;
    this.#lexis = lexis;
    this.#self = self;
  }

  value(): unknown {
    switch (this.#byte()) {
      case NULL:
        return null;
      case TRUE:
        return true;
      case FALSE:
        return false;
      case ABSENT:
        return undefined;
      case COUNT:
        return this.#count();
      case NUMBER:
        return new DataView(this.#take(8).slice().buffer).getFloat64(0);
      case TEXT:
        return fromUtf8(this.#take(this.#count()));
      case UNITS: {
        let text = '';
        for (let left = this.#count(); left > 0; left--) text += String.fromCharCode(this.#byte() * 256 + this.#byte());
        return text;
      }
      case AS_WORD:
        return this.#lexis.words[this.#count()];
      case ID:
        return this.#id();
      case INSTANT:
        return this.#instant();
      case SELF:
        return this.#self;
      case LIST: {
        const list: unknown[] = [];
        for (let left = this.#count(); left > 0; left--) list.push(this.value());
        return list;
      }
      default: {
        const object: Record<string, unknown> = {};
        for (const one of this.#lexis.shapes[this.#count()] as readonly string[]) {
          const value = this.value();
          // Set in the common way, this one would become what the object inherits from.
          if (one === '__proto__') Object.defineProperty(object, one, { value, enumerable: true });
          else object[one] = value;
        }
        return object;
      }
    }
  }

  #byte(): number {
    return this.#page[this.#at++] as number;
  }

  #count(): number {
    let count = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.#byte();
      count += (byte % 128) * scale;
      if (byte < 128) return count;
    }
  }

  #take(length: number): Uint8Array {
    this.#at += length;
    return this.#page.subarray(this.#at - length, this.#at);
  }

  #id(): string {
    this.#at += 16;
    return idAt(this.#page, this.#at - 16);
  }

  #instant(): string {
    for (const at of INSTANT_PAIRS) {
      const pair = this.#byte();
      instant[at] = 48 + Math.floor(pair / 10);
      instant[at + 1] = 48 + (pair % 10);
    }
    instant[22] = 48 + this.#byte();
    return String.fromCharCode.apply(null, instant);
  }
}
