// Signing in: proving possession of an enrolled key. No passwords. The challenge carries its own proof of where it came
// from, so that asking for many of them fills no memory; a session is a random token, of which only the hash is kept.

import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { keyRef, type Reader, type Viewer } from '@sulh/mechanism';
import { fromBase64, keyIdHex, type Note, Problem, parseNote, verifyNote } from '@sulh/record';

export const SIGN_IN_FORMAT = 'sulh/sign-in/v1';
const CHALLENGE_MS = 5 * 60_000;
export const SESSION_MS = 12 * 60 * 60_000;
const MAX_SESSIONS = 20_000;
const MAX_NOTE = 2_048;

/** What a member signs to sign in. */
export const signInText = (origin: string, challenge: string): string => `${SIGN_IN_FORMAT}\n${origin}\n${challenge}\n`;

interface Session {
  readonly record: string;
  /** `<key name>+<key id>` of the key that signed in; when it is revoked, the session is over. */
  readonly key: string;
  readonly expires: number;
}

/** Who holds a key now, if it may still sign. */
export function viewerOfKey(reader: Reader, ref: string): Viewer | undefined {
  const key = reader.get('key', ref);
  if (!key || key.revoked || reader.get('organisation', key.organisation)?.status !== 'member') return undefined;
  if (key.root) return { member: key.member, organisation: key.organisation, seats: [] };
  const member = reader.get('member', key.member);
  if (member?.status !== 'enrolled' || member.keys[0] !== ref) return undefined;
  return { member: key.member, organisation: key.organisation, seats: member.seats };
}

export class Sessions {
  readonly #now: () => Date;
  readonly #secret = randomBytes(32);
  readonly #sessions = new Map<string, Session>();
  /** Challenges that were used to open a session, with their expiry: each opens one. */
  readonly #used = new Map<string, number>();

  constructor(now: () => Date) {
    this.#now = now;
  }

  challenge(record: string): { challenge: string; expires: string } {
    const expires = this.#now().getTime() + CHALLENGE_MS;
    const head = Buffer.alloc(24);
    head.writeBigUInt64BE(BigInt(expires));
    randomBytes(16).copy(head, 8);
    const challenge = Buffer.concat([head, this.#seal(record, head)]).toString('base64url');
    return { challenge, expires: new Date(expires).toISOString() };
  }

  #seal(record: string, head: Uint8Array): Buffer {
    return createHmac('sha256', this.#secret).update(record).update('\n').update(head).digest().subarray(0, 16);
  }

  #check(record: string, challenge: string): number {
    const bytes = Buffer.from(challenge, 'base64url');
    if (bytes.length !== 40 || bytes.toString('base64url') !== challenge)
      throw new Problem('bad-sign-in', { why: 'challenge' });
    const head = bytes.subarray(0, 24);
    if (!timingSafeEqual(bytes.subarray(24), this.#seal(record, head)))
      throw new Problem('bad-sign-in', { why: 'challenge' });
    const expires = Number(head.readBigUInt64BE());
    if (expires <= this.#now().getTime()) throw new Problem('challenge-expired');
    return expires;
  }

  /**
   * Whose sign-in a note is, for one record. Throws Problem `bad-sign-in`, `challenge-expired`, `unknown-key`,
   * `revoked-key` or `bad-signature`.
   */
  verify(
    record: string,
    reader: Reader,
    text: string,
  ): { key: string; viewer: Viewer; challenge: string; expires: number } {
    if (text.length > MAX_NOTE) throw new Problem('bad-sign-in', { why: 'too-large' });
    let note: Note;
    try {
      note = parseNote(text);
    } catch {
      throw new Problem('bad-sign-in', { why: 'note' });
    }
    const [format, origin, challenge, ...rest] = note.text.split('\n');
    if (format !== SIGN_IN_FORMAT || rest.length !== 1 || rest[0] !== '' || challenge === undefined) {
      throw new Problem('bad-sign-in', { why: 'text' });
    }
    if (origin !== reader.origin) throw new Problem('bad-sign-in', { why: 'origin' });
    const expires = this.#check(record, challenge);
    const [signature, ...more] = note.signatures;
    if (!signature || more.length > 0) throw new Problem('bad-sign-in', { why: 'signatures' });
    const ref = keyRef(signature);
    const key = reader.get('key', ref);
    if (!key) throw new Problem('unknown-key', { name: signature.name, keyId: keyIdHex(signature.keyId) });
    verifyNote(note, [key.vkey]);
    const viewer = viewerOfKey(reader, ref);
    if (!viewer) throw new Problem('revoked-key', { name: signature.name });
    return { key: ref, viewer, challenge, expires };
  }

  /** Opens a session by a sign-in note; a challenge opens one session only. */
  open(record: string, reader: Reader, text: string): { token: string; viewer: Viewer; expires: Date } {
    const { key, viewer, challenge, expires } = this.verify(record, reader, text);
    this.#sweep();
    if (this.#used.has(challenge)) throw new Problem('bad-sign-in', { why: 'used' });
    this.#used.set(challenge, expires);
    const token = randomBytes(32).toString('base64url');
    const until = this.#now().getTime() + SESSION_MS;
    this.#sessions.set(hash(token), { record, key, expires: until });
    return { token, viewer, expires: new Date(until) };
  }

  /** Whose session a token is, as the record stands now; undefined when it is nobody's any more. */
  viewer(record: string, reader: Reader, token: string): Viewer | undefined {
    const id = hash(token);
    const session = this.#sessions.get(id);
    if (session?.record !== record) return undefined;
    const viewer = session.expires > this.#now().getTime() ? viewerOfKey(reader, session.key) : undefined;
    if (!viewer) this.#sessions.delete(id);
    return viewer;
  }

  close(token: string): void {
    this.#sessions.delete(hash(token));
  }

  #sweep(): void {
    const now = this.#now().getTime();
    for (const [challenge, expires] of this.#used) if (expires <= now) this.#used.delete(challenge);
    if (this.#sessions.size < MAX_SESSIONS) return;
    for (const [id, session] of this.#sessions) if (session.expires <= now) this.#sessions.delete(id);
    // Still full: the oldest go first, and sign in again.
    for (const id of this.#sessions.keys()) {
      if (this.#sessions.size < MAX_SESSIONS) break;
      this.#sessions.delete(id);
    }
  }
}

const hash = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** The sign-in note of an `Authorization: Sulh <base64>` header, or undefined when the header is another one. */
export function noteOfHeader(header: string | undefined): string | undefined {
  if (header === undefined || !header.startsWith('Sulh ')) return undefined;
  if (header.length > 2 * MAX_NOTE) throw new Problem('bad-sign-in', { why: 'too-large' });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(fromBase64(header.slice(5).trim()));
  } catch {
    throw new Problem('bad-sign-in', { why: 'base64' });
  }
}
