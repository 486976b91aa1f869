// Tells a story to a running host: every sentence is a signed entry over HTTP, admitted or refused. A story names the two
// parties north and south; it can be told with them exchanged.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { upload } from '@sulh/exchange/upload';
import { type KindName, kindOf, type WrittenOf } from '@sulh/mechanism';
import {
  type Audience,
  type Entry,
  formatVkey,
  newId,
  newKey,
  newSealIdentity,
  parseSkey,
  seal,
  sealedText,
  signEntry,
  signNote,
  toBase64,
  utf8,
} from '@sulh/record';
import { type HostOptions, signInText } from '@sulh/server';
import { acts, ORIGIN, Town } from '../server/tests/town.ts';

export type Names = { readonly north: string; readonly south: string };
export type Who = string | readonly string[];
/** What is told is never changed. */
type Told<T> = T extends object ? { readonly [K in keyof T]: Told<T[K]> } : T;
/** In what other words something may be told, tried one after another before it is told as it is. */
export type Otherwise = (kind: KindName, body: object) => readonly object[];
export interface Saying {
  readonly audience?: Audience;
  /** A text sealed for organisations, or for advisers where members are named. */
  readonly sealed?: { readonly words: string; readonly for: readonly string[] };
}

const digest = (text: string | Uint8Array) => createHash('sha256').update(text);
const HOUR = 3_600_000;

export class Teller {
  readonly town: Town;
  readonly names: Names;
  /** Kinds that were admitted, and `kind code` of what was refused. */
  readonly reached = new Set<string>();
  readonly #clock: { ms: number };
  readonly #versions = new Map<string, number>();
  readonly #identities = new Map<string, { identity: string; recipient: string }>();
  readonly #otherwise: Otherwise;
  #count = 0;

  private constructor(town: Town, names: Names, clock: { ms: number }, otherwise: Otherwise) {
    this.town = town;
    this.names = names;
    this.#clock = clock;
    this.#otherwise = otherwise;
  }

  static async open(names: Names, otherwise: Otherwise = () => [], more: Partial<HostOptions> = {}): Promise<Teller> {
    const clock = { ms: Date.parse('2026-03-02T06:00:00Z') };
    const town = await Town.open({ acts: acts(names), now: () => new Date(clock.ms), ...more });
    return new Teller(town, names, clock, otherwise);
  }

  /** The parties' names as they are in this telling. */
  readonly of = (text: string): string =>
    text.replace(/\b(?:north|south)\b/g, (name) => this.names[name as keyof Names]);

  wait(hours: number): void {
    this.#clock.ms += hours * HOUR;
  }

  /** An instant so many hours ago (negative: ahead), to the minute. */
  ago(hours: number): string {
    return new Date(this.#clock.ms - hours * HOUR).toISOString();
  }

  day(hours: number): string {
    return this.ago(hours).slice(0, 10);
  }

  /** The verifier key of a member, in its present or another version, to be told in a body. */
  vkey(member: string, version = this.#versions.get(member) ?? 1): string {
    // Told, the names are exchanged once more.
    return this.of(formatVkey(parseSkey(this.#skey(member, version))));
  }

  /** From here on a member signs with its next key. */
  rotated(member: string): void {
    this.#versions.set(member, (this.#versions.get(member) ?? 1) + 1);
  }

  #skey(member: string, version = this.#versions.get(member) ?? 1): string {
    const name = this.of(member);
    if (name.endsWith('/root') && version === 1) return this.town.skey(name);
    const founded = version === 1 ? this.town.founded.keys.get(name) : undefined;
    return founded ?? newKey(`${ORIGIN}/${name}`, digest(`${name} ${version}`).digest()).skey;
  }

  /** The age recipient of an organisation or an adviser; made when it is first asked for. */
  async recipient(whose: string): Promise<string> {
    const known = this.#identities.get(whose) ?? (await newSealIdentity());
    this.#identities.set(whose, known);
    return known.recipient;
  }

  /** The identity that opens what was sealed to an organisation or an adviser. */
  identity(whose: string): string {
    return this.#identities.get(whose)!.identity;
  }

  /** The file of a member's signer key, for the command line. */
  skeyOf(member: string): string {
    return `${this.#skey(member)}\n`;
  }

  #bytes(what: string): Uint8Array {
    return digest(`${this.#count} ${what}`).digest();
  }

  /** Proof of a member's key, good for one request. */
  async #asMember(member: string): Promise<string> {
    const answer = await fetch(`${this.town.host.url}/api/records/town/session/challenge`);
    const { challenge } = (await answer.json()) as { challenge: string };
    return `Sulh ${toBase64(utf8(signNote(signInText(ORIGIN, challenge), [this.#skey(member)])))}`;
  }

  /** What the host answers to a question under the record's address, as text. */
  async asks(path: string, member?: string, body?: object): Promise<{ status: number; text: string }> {
    const authorization: Record<string, string> = member ? { authorization: await this.#asMember(member) } : {};
    const answer = await fetch(`${this.town.host.url}/api/records/town/${path}`, {
      headers: { ...authorization, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
    });
    return { status: answer.status, text: await answer.text() };
  }

  async json<T>(path: string, member?: string, body?: object): Promise<T> {
    const { status, text } = await this.asks(path, member, body);
    assert.equal(status, 200, `${path}: ${text}`);
    return JSON.parse(text) as T;
  }

  /** Sends a file to the host's store. */
  async sends(member: string, bytes: Uint8Array): Promise<string> {
    const sha256 = digest(bytes).digest('hex');
    const authorization = await this.#asMember(member);
    await upload({
      host: this.town.host.url,
      record: 'town',
      size: bytes.length,
      sha256,
      read: async (from, to) => bytes.subarray(from, to),
      fetch,
      headers: async () => ({ authorization }),
    });
    return sha256;
  }

  async #say(by: Who, kind: KindName, body: object, saying: Saying): Promise<{ id: string; code?: string }> {
    this.#count++;
    this.#clock.ms += 60_000;
    const authors = typeof by === 'string' ? [by] : by;
    const salt = toBase64(this.#bytes('salt').subarray(0, 16));
    const { audience = kindOf(kind)!.audience === 'public' ? 'public' : 'members', sealed: text } = saying;
    let sealed: Entry['sealed'];
    if (text) {
      const recipients: Record<string, string> = {};
      for (const one of text.for) recipients[this.of(one.split('/')[0]!)] = await this.recipient(one);
      const made = await seal(sealedText({ words: text.words }), salt, recipients);
      await this.sends(authors[0]!, made.file);
      ({ sealed } = made);
    }
    const id = newId(this.#clock.ms, this.#bytes('id').subarray(0, 10));
    const entry: Entry = {
      kind,
      id,
      at: this.ago(0),
      audience: typeof audience === 'string' ? audience : audience.map(this.of).sort(),
      refs: [],
      body: JSON.parse(this.of(JSON.stringify(body))),
      ...(sealed ? { sealed } : {}),
      salt,
    };
    const keys = authors.map((one) => this.#skey(one));
    const { problem } = await this.town.send(signEntry(ORIGIN, entry, keys), id);
    return { id, ...(problem ? { code: problem.code } : {}) };
  }

  /** Says what must be admitted; its id. */
  async does<N extends KindName>(by: Who, kind: N, body: Told<WrittenOf<N>>, saying: Saying = {}): Promise<string> {
    for (const other of this.#otherwise(kind, body as object)) {
      const said = await this.#say(by, kind, other, saying);
      if (said.code === undefined) return said.id;
    }
    const { id, code } = await this.#say(by, kind, body as object, saying);
    assert.equal(code, undefined, `${kind} by ${by}`);
    this.reached.add(kind);
    return id;
  }

  /** Says what must be refused, and by which name. */
  async cannot<N extends KindName>(
    code: string,
    by: Who,
    kind: N,
    body: Told<WrittenOf<N>>,
    saying: Saying = {},
  ): Promise<void> {
    const said = await this.#say(by, kind, body as object, saying);
    assert.equal(said.code, code, `${kind} by ${by}`);
    this.reached.add(`${kind} ${code}`);
  }
}
