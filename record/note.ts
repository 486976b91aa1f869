import { ed25519Public, ed25519Sign, ed25519Verify, mldsa44Public, sha256 } from '#crypto';
import { concat, fromBase64, fromUtf8, toBase64, toHex, uint32, utf8 } from './bytes.ts';
import { Problem } from './problem.ts';

/** Signed notes, as c2sp.org/signed-note says. */
export interface Note {
  /** What was signed: ends in a newline, without the empty line that parts it from the signatures. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

export interface NoteSignature {
  readonly name: string;
  /** Big-endian uint32 of the key's identity. */
  readonly keyId: number;
  /** The signature's bytes, without the key id. */
  readonly signature: Uint8Array;
}

/** The signature types of signed-note that this room knows. */
export const ED25519 = 0x01;
export const ED25519_COSIGNATURE = 0x04;
export const MLDSA44_COSIGNATURE = 0x06;

export interface VerifierKey {
  readonly name: string;
  readonly keyId: number;
  readonly type: number;
  /** 32 bytes for the Ed25519 types, 1312 for ML-DSA-44. */
  readonly key: Uint8Array;
}

export interface SignerKey {
  readonly name: string;
  readonly keyId: number;
  readonly type: number;
  /** 32 bytes. */
  readonly seed: Uint8Array;
  /** The public key that belongs to the seed. */
  readonly key: Uint8Array;
}

const MAX_SIGNATURES = 100;
const MAX_NOTE = 1024 * 1024;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what the specification forbids.
const CONTROL = /[\u0000-\u0009\u000b-\u001f]/;
const SPACE_OR_PLUS = /[\p{White_Space}+]/u;

/** Whether a text may name a key: not empty, no Unicode space, no plus, no control character. */
export function isKeyName(name: string): boolean {
  return name.length > 0 && name.isWellFormed() && !SPACE_OR_PLUS.test(name) && !CONTROL.test(name);
}

/** Names that were found to be a key's: those who sign a record sign it again and again. Emptied when full. */
const names = new Set<string>();
const MOST_NAMES = 4096;

function isKnownName(name: string): boolean {
  if (names.has(name)) return true;
  if (!isKeyName(name)) return false;
  if (names.size >= MOST_NAMES) names.clear();
  names.add(name);
  return true;
}

/**
 * Parses a note of at most 1 MiB and 100 signatures. The text is not to be trusted before a signature was verified.
 * Throws Problem `bad-note` (with `why`) or `not-utf8`.
 */
export function parseNote(note: string | Uint8Array): Note {
  const { text, signatures } = parseNoteBytes(noteBytes(note));
  return { text, signatures };
}

/** A note as bytes; throws Problem `bad-note` (`too-large`) or `not-utf8`. */
export function noteBytes(note: string | Uint8Array): Uint8Array {
  if (note.length > MAX_NOTE) throw new Problem('bad-note', { why: 'too-large' });
  if (typeof note !== 'string') return note;
  if (!note.isWellFormed()) throw new Problem('not-utf8');
  return utf8(note);
}

/** As parseNote, with the signed bytes (a window on the note's) and the block of signature lines as they came. */
export function parseNoteBytes(note: Uint8Array): Note & { readonly message: Uint8Array; readonly block: string } {
  let split = note.length - 2;
  while (split >= 0 && !(note[split] === 10 && note[split + 1] === 10)) split--;
  const message = note.subarray(0, split + 1);
  // Apart, since a text in one alphabet takes half the room of one in which the signatures' dash stands.
  const text = fromUtf8(message);
  const block = fromUtf8(note.subarray(split < 0 ? 0 : split + 2));
  if (CONTROL.test(text) || CONTROL.test(block)) throw new Problem('bad-note', { why: 'control-character' });
  if (split < 0 || !block.endsWith('\n')) throw new Problem('bad-note', { why: 'no-signatures' });
  const lines = block.slice(0, -1).split('\n');
  if (lines.length > MAX_SIGNATURES) throw new Problem('bad-note', { why: 'too-many-signatures' });
  return { text, signatures: lines.map(parseSignatureLine), message, block };
}

/** Parses one signature line, without its newline. Throws Problem `bad-note`. */
export function parseSignatureLine(line: string): NoteSignature {
  const bad = () => new Problem('bad-note', { why: 'signature-line' });
  if (!line.startsWith('— ')) throw bad();
  const space = line.indexOf(' ', 2);
  if (space < 0) throw bad();
  const name = line.slice(2, space);
  if (!isKnownName(name)) throw bad();
  let bytes: Uint8Array;
  try {
    bytes = fromBase64(line.slice(space + 1));
  } catch {
    throw bad();
  }
  if (bytes.length < 5) throw bad();
  return { name, keyId: uint32(bytes), signature: bytes.subarray(4) };
}

/** One signature line with its newline. */
export function signatureLine(signature: NoteSignature): string {
  const id = new Uint8Array(4);
  new DataView(id.buffer).setUint32(0, signature.keyId);
  return `— ${signature.name} ${toBase64(concat(id, signature.signature))}\n`;
}

/** The note's only spelling: for every note n that parses, formatNote(parseNote(n)) is n. Throws Problem `bad-note`. */
export function formatNote(note: Note): string {
  checkText(note.text);
  for (const { name } of note.signatures) if (!isKeyName(name)) throw new Problem('bad-note', { why: 'key-name' });
  return `${note.text}\n${note.signatures.map(signatureLine).join('')}`;
}

function checkText(text: string): void {
  if (!text.endsWith('\n')) throw new Problem('bad-note', { why: 'text-without-newline' });
  if (CONTROL.test(text)) throw new Problem('bad-note', { why: 'control-character' });
  if (!text.isWellFormed()) throw new Problem('not-utf8');
}

/** SHA-256(name || 0x0A || type || public key)[:4] as a number. */
export function keyIdOf(name: string, type: number, key: Uint8Array): number {
  return uint32(sha256(concat(utf8(`${name}\n`), Uint8Array.of(type), key)));
}

const hexId = (keyId: number): string => keyId.toString(16).padStart(8, '0');

/** `<name>+<key id>+base64(type || public key)`. */
export function formatVkey(key: { name: string; type: number; key: Uint8Array }): string {
  return `${key.name}+${hexId(keyIdOf(key.name, key.type, key.key))}+${toBase64(concat(Uint8Array.of(key.type), key.key))}`;
}

/** Parses a verifier key of one of the three known types. Throws Problem `bad-key` (with `why`). */
export function parseVkey(vkey: string): VerifierKey {
  const { name, keyId, type, bytes } = parseKeyParts(vkey);
  const length = type === MLDSA44_COSIGNATURE ? 1312 : 32;
  if (bytes.length !== length) throw new Problem('bad-key', { why: 'length' });
  if (keyId !== keyIdOf(name, type, bytes)) throw new Problem('bad-key', { why: 'key-id' });
  if (type !== MLDSA44_COSIGNATURE && isSmallOrder(bytes)) throw new Problem('bad-key', { why: 'small-order' });
  return { name, keyId, type, key: bytes };
}

/** Every encoding of a point of small order on Curve25519 in Edwards form, without its sign bit. */
const SMALL_ORDER = [
  `00${'00'.repeat(31)}`,
  `01${'00'.repeat(31)}`,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  `ec${'ff'.repeat(30)}7f`,
  `ed${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(30)}7f`,
];

/** With such a key one signature fits many texts, so nothing signed with it binds anybody; and verifiers differ on it. */
function isSmallOrder(key: Uint8Array): boolean {
  const point = key.slice();
  point[31] = (point[31] ?? 0) & 0x7f;
  return SMALL_ORDER.includes(toHex(point));
}

/** `PRIVATE+KEY+<name>+<key id>+base64(type || seed)`. */
export function formatSkey(key: { name: string; type: number; seed: Uint8Array }): string {
  const id = hexId(keyIdOf(key.name, key.type, publicOf(key.type, key.seed)));
  return `PRIVATE+KEY+${key.name}+${id}+${toBase64(concat(Uint8Array.of(key.type), key.seed))}`;
}

/** Parses a signer key. Throws Problem `bad-key`; the key's text is never in the details. */
export function parseSkey(skey: string): SignerKey {
  if (!skey.startsWith('PRIVATE+KEY+')) throw new Problem('bad-key', { why: 'format' });
  const { name, keyId, type, bytes } = parseKeyParts(skey.slice('PRIVATE+KEY+'.length));
  if (bytes.length !== 32) throw new Problem('bad-key', { why: 'length' });
  const key = publicOf(type, bytes);
  if (keyId !== keyIdOf(name, type, key)) throw new Problem('bad-key', { why: 'key-id' });
  return { name, keyId, type, seed: bytes, key };
}

function parseKeyParts(text: string): { name: string; keyId: number; type: number; bytes: Uint8Array } {
  const bad = (why: string) => new Problem('bad-key', { why });
  // A key name has no plus, but base 64 may have some.
  const first = text.indexOf('+');
  const second = text.indexOf('+', first + 1);
  if (text.length > 8192 || first < 0 || second < 0) throw bad('format');
  const name = text.slice(0, first);
  const id = text.slice(first + 1, second);
  if (!isKeyName(name)) throw bad('name');
  if (!/^[0-9a-f]{8}$/.test(id)) throw bad('format');
  let bytes: Uint8Array;
  try {
    bytes = fromBase64(text.slice(second + 1));
  } catch {
    throw bad('base64');
  }
  const type = bytes[0];
  if (type !== ED25519 && type !== ED25519_COSIGNATURE && type !== MLDSA44_COSIGNATURE) throw bad('type');
  return { name, keyId: Number.parseInt(id, 16), type, bytes: bytes.slice(1) };
}

function publicOf(type: number, seed: Uint8Array): Uint8Array {
  return type === MLDSA44_COSIGNATURE ? mldsa44Public(seed) : ed25519Public(seed);
}

/**
 * A key pair from 32 random bytes, as texts. The type is Ed25519 for notes unless another is given (0x04 or 0x06 for
 * cosigners). Throws Problem `bad-key`.
 */
export function newKey(name: string, seed32: Uint8Array, type: number = ED25519): { skey: string; vkey: string } {
  if (!isKeyName(name)) throw new Problem('bad-key', { why: 'name' });
  if (seed32.length !== 32) throw new Problem('bad-key', { why: 'length' });
  return {
    skey: formatSkey({ name, type, seed: seed32 }),
    vkey: formatVkey({ name, type, key: publicOf(type, seed32) }),
  };
}

/** The note: `text` signed by every key, in this order. Throws Problem `bad-note` or `bad-key`. */
export function signNote(text: string, skeys: readonly (string | SignerKey)[]): string {
  checkText(text);
  return formatNote({ text, signatures: skeys.map((skey) => signText(text, skey)) });
}

/** One Ed25519 signature over a note's text, so that a second author can add theirs. Throws Problem `bad-key`. */
export function signText(text: string, skey: string | SignerKey): NoteSignature {
  const key = typeof skey === 'string' ? parseSkey(skey) : skey;
  if (key.type !== ED25519) throw new Problem('bad-key', { why: 'type' });
  return { name: key.name, keyId: key.keyId, signature: ed25519Sign(key.seed, utf8(text)) };
}

/** The same note with more signature lines. */
export function addSignatures(note: string | Uint8Array, signatures: readonly NoteSignature[]): string {
  const parsed = parseNote(note);
  return formatNote({ text: parsed.text, signatures: [...parsed.signatures, ...signatures] });
}

/**
 * Verifies the Ed25519 signatures (type 0x01) of known keys and returns those keys, in the order of the signatures.
 * Unknown keys are ignored, as the specification demands. Throws Problem `bad-signature` when a known key's signature
 * does not hold, and `no-known-signature` when no known key signed.
 */
export function verifyNote(note: Note | string | Uint8Array, vkeys: readonly string[]): VerifierKey[] {
  const { text, signatures } = typeof note === 'string' || note instanceof Uint8Array ? parseNote(note) : note;
  const known = vkeys.map(parseVkey).filter((key) => key.type === ED25519);
  const message = utf8(text);
  const verified: VerifierKey[] = [];
  for (const { name, keyId, signature } of signatures) {
    const key = known.find((key) => key.name === name && key.keyId === keyId);
    if (!key || verified.includes(key)) continue;
    if (!ed25519Verify(key.key, message, signature)) throw new Problem('bad-signature', { name });
    verified.push(key);
  }
  if (verified.length === 0) throw new Problem('no-known-signature', { names: signatures.map(({ name }) => name) });
  return verified;
}

/** For screens: a key's eight hexadecimal digits. */
export function keyIdHex(keyId: number): string {
  return hexId(keyId);
}
