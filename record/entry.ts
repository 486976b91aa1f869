import { sha256 } from '#crypto';
import { concat, fromBase64, toBase64, utf8 } from './bytes.ts';
import { type Note, type NoteSignature, noteBytes, parseNoteBytes, signNote } from './note.ts';
import { Problem } from './problem.ts';

/** Who may see an entry's note: everyone, every member, or the organisations named (sorted, at least one). */
export type Audience = 'public' | 'members' | string[];

/** What an entry holds for those outside its audience: a commitment, and for whom the plaintext was encrypted. */
export interface Sealed {
  /** Base 64 of SHA-256 over the entry's salt and the plaintext. */
  commitment: string;
  /** SHA-256 (hex) of the encrypted file that holds the plaintext, which is kept apart and can be destroyed. */
  file: string;
  /** Organisation ids, sorted, at least one. */
  recipients: string[];
}

/** One signed act. It has a `body`, a `sealed` commitment, or both. */
export interface Entry<B = unknown> {
  /** `aggregate.verb`, such as `report.file`. */
  kind: string;
  /** UUIDv7 made by the author. */
  id: string;
  /** The author's clock: an ISO 8601 instant in UTC, `2025-11-07T09:30:00Z` or with milliseconds. */
  at: string;
  audience: Audience;
  /** Ids of entries and things that this entry speaks of. */
  refs: string[];
  body?: B;
  sealed?: Sealed;
  /** Base 64 of 16 random bytes. */
  salt: string;
}

export interface ParsedEntry {
  readonly entry: Entry;
  /** The whole note, as it came. */
  readonly note: string;
  /** What the authors signed. */
  readonly text: string;
  /** The same as bytes. */
  readonly message: Uint8Array;
  readonly signatures: readonly NoteSignature[];
}

export const ENTRY_FORMAT = 'sulh/entry/v1';
/** The largest entry, as the bytes of its note. */
export const MAX_ENTRY_BYTES = 64 * 1024;
export const MAX_ENTRY_SIGNATURES = 8;
/** How deep arrays and objects may be nested in an entry's JSON, the entry itself being the first. */
export const MAX_ENTRY_DEPTH = 24;
const MAX_REFS = 256;
const MAX_NAMES = 64;

const KIND = /^[a-z][a-z-]{0,31}\.[a-z][a-z-]{0,31}$/;
const UUID7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z$/;
const ORGANISATION = /^[a-z0-9][a-z0-9-]{0,62}$/;
// The last letter holds the bits that are left over, and zeroes.
const BASE64_OF_16 = /^[A-Za-z0-9+/]{21}[AQgw]==$/;
const BASE64_OF_32 = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;
const KEYS = ['kind', 'id', 'at', 'audience', 'refs', 'body', 'sealed', 'salt'];

/** Whether a text is a UUIDv7 in its one spelling. */
export function isId(text: string): boolean {
  return UUID7.test(text);
}

/** Whether a text is a real instant in UTC, spelt as entries spell them. */
export function isInstant(text: string): boolean {
  if (!INSTANT.test(text)) return false;
  const two = (at: number): number => (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;
  const [month, day] = [two(5), two(8)];
  if (month < 1 || month > 12 || day < 1 || two(11) > 23 || two(14) > 59 || two(17) > 59) return false;
  if (day <= 28) return true;
  const year = two(0) * 100 + two(2);
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= (month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31);
}

/** Whether a text may be an organisation's id. */
export function isOrganisation(text: string): boolean {
  return ORGANISATION.test(text);
}

/** A UUIDv7 of a time in milliseconds since 1970 and ten random bytes. */
export function newId(nowMs: number, random10: Uint8Array): string {
  if (random10.length !== 10) throw new Problem('bad-entry', { why: 'random' }, 'id');
  const time = Math.floor(nowMs).toString(16).padStart(12, '0');
  const hex = Array.from(random10, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const variant = ((Number.parseInt(hex[4] ?? '0', 16) & 3) | 8).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex.slice(1, 4)}-${variant}${hex.slice(5, 8)}-${hex.slice(8)}`;
}

/** The time in milliseconds since 1970 that a UUIDv7 carries. */
export function timeOfId(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

/** The commitment of a sealed text: base 64 of SHA-256 over the 16 bytes of the entry's salt and the plaintext. */
export function sealedCommitment(salt: string, plaintext: Uint8Array): string {
  return toBase64(sha256(concat(fromBase64(salt), plaintext)));
}

/** What authors sign. Throws Problem `bad-entry` or `too-large` for an entry that `parseEntry` would refuse. */
export function entryText(origin: string, entry: Entry): string {
  const { kind, id, at, audience, refs, body, sealed, salt } = entry;
  const json = JSON.stringify({ kind, id, at, audience, refs, body, sealed, salt });
  checkEntry(parseJson(json));
  const text = `${ENTRY_FORMAT}\n${origin}\n${json}\n`;
  if (utf8(text).length > MAX_ENTRY_BYTES) throw new Problem('too-large', { limit: MAX_ENTRY_BYTES });
  return text;
}

/** The note: the entry signed by one to eight keys. Throws Problem `bad-entry`, `too-large` or `bad-key`. */
export function signEntry(origin: string, entry: Entry, skeys: readonly string[]): string {
  if (skeys.length < 1 || skeys.length > MAX_ENTRY_SIGNATURES) throw new Problem('bad-entry', { why: 'signatures' });
  const note = signNote(entryText(origin, entry), skeys);
  if (utf8(note).length > MAX_ENTRY_BYTES) throw new Problem('too-large', { limit: MAX_ENTRY_BYTES });
  return note;
}

/**
 * Parses an entry's note and checks its shape, not its signatures. Throws Problem `too-large`, `not-utf8`, `bad-note`,
 * `not-an-entry` (first line), `other-record` (second line), or `bad-entry` with the field in `at`.
 */
export function parseEntry(note: string | Uint8Array, origin: string): ParsedEntry {
  const tooLarge = () => new Problem('too-large', { limit: MAX_ENTRY_BYTES });
  if (note.length > MAX_ENTRY_BYTES) throw tooLarge();
  const bytes = noteBytes(note);
  if (bytes.length > MAX_ENTRY_BYTES) throw tooLarge();
  const { text, signatures, message, block } = parseNoteBytes(bytes);
  checkSignatures(signatures);
  const head = `${ENTRY_FORMAT}\n${origin}\n`;
  if (!text.startsWith(head)) {
    const [format, , ...rest] = text.split('\n');
    if (format !== ENTRY_FORMAT || rest.length === 0) throw new Problem('not-an-entry', { expected: ENTRY_FORMAT });
    throw new Problem('other-record', { expected: origin });
  }
  const json = text.slice(head.length, -1);
  if (json === '' || json.includes('\n')) throw new Problem('bad-entry', { why: 'one-line' });
  return { entry: checkEntry(parseJson(json)), note: `${text}\n${block}`, text, message, signatures };
}

/** The 32-byte value that the tree holds for an entry: SHA-256 of its note's bytes. */
export function leafOf(note: string | Uint8Array): Uint8Array {
  return sha256(typeof note === 'string' ? utf8(note) : note);
}

/** The member that a key name speaks for, or undefined when the name is not of this record. */
export function memberOf(origin: string, keyName: string): { organisation: string; seat: string } | undefined {
  if (!keyName.startsWith(`${origin}/`)) return undefined;
  const [organisation, seat, ...rest] = keyName.slice(origin.length + 1).split('/');
  if (!organisation || !seat || rest.length > 0 || !isOrganisation(organisation)) return undefined;
  return { organisation, seat };
}

function checkSignatures(signatures: Note['signatures']): void {
  if (signatures.length > MAX_ENTRY_SIGNATURES) throw new Problem('bad-entry', { why: 'too-many-signatures' });
  for (const [i, { name, signature }] of signatures.entries()) {
    if (signature.length !== 64) throw new Problem('bad-entry', { why: 'signature-length', name });
    for (let before = 0; before < i; before++)
      if (signatures[before]?.name === name) throw new Problem('bad-entry', { why: 'signed-twice', name });
  }
}

function checkEntry(value: unknown): Entry {
  const bad = (at: string, why = 'format') => new Problem('bad-entry', { why }, at);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw bad('', 'not-an-object');
  const entry = value as Record<string, unknown>;
  for (const key of Object.keys(entry)) if (!KEYS.includes(key)) throw bad(key.slice(0, 100), 'unknown-field');
  const { kind, id, at, audience, refs, body, sealed, salt } = entry;
  if (typeof kind !== 'string' || !KIND.test(kind)) throw bad('kind');
  if (typeof id !== 'string' || !isId(id)) throw bad('id');
  if (typeof at !== 'string' || !isInstant(at)) throw bad('at');
  if (audience !== 'public' && audience !== 'members') checkOrganisations(audience, 'audience');
  if (!Array.isArray(refs) || refs.length > MAX_REFS) throw bad('refs');
  for (const ref of refs) if (typeof ref !== 'string' || ref.length < 1 || ref.length > 200) throw bad('refs');
  if (refs.length > 1 && new Set(refs).size !== refs.length) throw bad('refs', 'repeated');
  if (typeof salt !== 'string' || !BASE64_OF_16.test(salt)) throw bad('salt');
  if (body === undefined && sealed === undefined) throw bad('body', 'missing');
  if (sealed !== undefined) checkSealed(sealed);
  return entry as unknown as Entry;
}

function checkOrganisations(value: unknown, at: string): void {
  const bad = (why: string) => new Problem('bad-entry', { why }, at);
  if (!Array.isArray(value) || value.length < 1 || value.length > MAX_NAMES) throw bad('format');
  let before = '';
  for (const name of value) {
    if (typeof name !== 'string' || !isOrganisation(name)) throw bad('format');
    if (name <= before) throw bad('not-sorted');
    before = name;
  }
}

function checkSealed(value: unknown): void {
  const bad = (why: string) => new Problem('bad-entry', { why }, 'sealed');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw bad('format');
  const sealed = value as Record<string, unknown>;
  for (const key of Object.keys(sealed))
    if (!['commitment', 'file', 'recipients'].includes(key)) throw bad('unknown-field');
  if (typeof sealed.commitment !== 'string' || !BASE64_OF_32.test(sealed.commitment)) throw bad('format');
  if (typeof sealed.file !== 'string' || !/^[0-9a-f]{64}$/.test(sealed.file)) throw bad('format');
  checkOrganisations(sealed.recipients, 'sealed.recipients');
}

/**
 * JSON that means the same to every reader: no key twice in an object (readers differ in which one wins), no `__proto__`,
 * no number beyond what a double holds, no NUL or half a surrogate pair in a string (databases refuse them), and
 * bounded depth.
 */
function parseJson(json: string): unknown {
  const value = asWritten(json);
  if (value !== undefined) return value;
  scanJson(json);
  try {
    return JSON.parse(json);
  } catch {
    throw new Problem('bad-entry', { why: 'json' });
  }
}

/**
 * The value of a text that is just as JSON.stringify writes it: so each key stands once, and each number is one that a double
 * holds. Undefined for all others, which the scan below must judge; it costs more than twice the time.
 */
function asWritten(json: string): unknown {
  if (json.includes('\\u') || json.includes('__proto__')) return undefined;
  try {
    const value = JSON.parse(json) as unknown;
    return isShallow(value, MAX_ENTRY_DEPTH) && JSON.stringify(value) === json ? value : undefined;
  } catch {
    return undefined;
  }
}

function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (levels === 0) return false;
  for (const one of Array.isArray(value) ? value : Object.values(value))
    if (typeof one === 'object' && one !== null && !isShallow(one, levels - 1)) return false;
  return true;
}

// The scan runs before JSON.parse, to bound its depth, so it must stand any text; what is not JSON is left to JSON.parse.
function scanJson(json: string): void {
  const bad = (why: string) => new Problem('bad-entry', { why });
  const open: (Set<string> | undefined)[] = [];
  for (let i = 0; i < json.length; ) {
    const code = json.charCodeAt(i);
    if (code === 0x22) {
      const end = endOfString(json, i);
      if (end < 0) throw bad('json');
      const keys = open.at(-1);
      const isKey = keys !== undefined && json.charCodeAt(skip(json, end)) === 0x3a;
      const raw = json.slice(i, end);
      const escaped = raw.includes('\\');
      if (isKey || escaped) {
        const text = escaped ? unquote(raw) : raw.slice(1, -1);
        if (text.includes('\u0000') || !text.isWellFormed()) throw bad('character');
        if (isKey) {
          if (text === '__proto__') throw bad('key');
          if (keys.has(text)) throw bad('repeated-key');
          keys.add(text);
        }
      }
      i = end;
      continue;
    }
    if (code === 0x7b || code === 0x5b) {
      open.push(code === 0x7b ? new Set() : undefined);
      if (open.length > MAX_ENTRY_DEPTH) throw bad('too-deep');
    } else if (code === 0x7d || code === 0x5d) {
      open.pop();
    } else if (code === 0x2d || (code >= 0x30 && code <= 0x39)) {
      let end = i + 1;
      while (end < json.length && '0123456789+-.eE'.includes(json[end] as string)) end++;
      if (!Number.isFinite(Number(json.slice(i, end)))) throw bad('number');
      i = end;
      continue;
    }
    i++;
  }
}

function skip(json: string, from: number): number {
  let i = from;
  while (json.charCodeAt(i) === 0x20) i++;
  return i;
}

/** Where the string that begins at `start` ends: after the first quote that no backslash takes away. */
function endOfString(json: string, start: number): number {
  for (let quote = json.indexOf('"', start + 1); quote >= 0; quote = json.indexOf('"', quote + 1)) {
    let slashes = 0;
    while (json.charCodeAt(quote - 1 - slashes) === 0x5c) slashes++;
    if (slashes % 2 === 0) return quote + 1;
  }
  return -1;
}

function unquote(raw: string): string {
  try {
    return JSON.parse(raw) as string;
  } catch {
    throw new Problem('bad-entry', { why: 'json' });
  }
}
