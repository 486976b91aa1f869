// A small mechanism for tests: two parties, two guarantors of which one chairs, an observer, their members. Keys, ids and
// the clock are deterministic. Entries go through the real rulebook; only the signing itself is left out.

import { writeFileSync } from 'node:fs';
import { type Audience, type Entry, newKey, Problem, parseVkey, type Received, type Sealed } from '@sulh/record';
import type { z } from 'zod';
import { type KindName, kindOf, Mechanism, type TermsBody, type WrittenOf } from '../index.ts';

export const ORIGIN = 'sulh.example/test';
export const NORTH = 'north';
export const SOUTH = 'south';

export interface Saying {
  audience?: Audience;
  /** Receipt time; by default one minute after the last entry. */
  at?: string;
  refs?: string[];
  /** For whom a text is sealed besides the body. */
  sealed?: readonly string[];
}

const MEMBERS: Record<string, string[]> = {
  'north/lead': ['lead'],
  'north/liaison': ['liaison'],
  'north/monitor': ['monitor', 'team'],
  'south/lead': ['lead'],
  'south/liaison': ['liaison'],
  'south/monitor': ['monitor', 'team'],
  'mediator/chair': ['chair', 'lead'],
  'mediator/secretary': ['secretary'],
  'mediator/monitor': ['monitor', 'team'],
  'facilitator/lead': ['lead'],
  'facilitator/monitor': ['monitor', 'team'],
  'watch/lead': ['lead'],
  'watch/monitor': ['monitor'],
};

export const ORGANISATIONS = ['north', 'south', 'mediator', 'facilitator', 'watch'] as const;
export const ROOTS_THAT_BIND = ['north/root', 'south/root', 'mediator/root'];

/** A deterministic UUIDv7 of a count. */
export function idOf(count: number): string {
  const hex = count.toString(16).padStart(12, '0');
  return `01980000-0000-7000-8000-${hex}`;
}

/** What an entry holds of a text sealed for organisations: the file is named by a count. */
export const sealedFor = (recipients: readonly string[], count: number): Sealed => ({
  commitment: `${'B'.repeat(43)}=`,
  file: count.toString(16).padStart(64, 'f'),
  recipients: [...recipients].sort(),
});

/** An age recipient as the rules take it, one for each count. */
export const recipientOf = (count: number): string =>
  `age1${'q'.repeat(56)}${'qpzry9x8gf'[Math.floor(count / 10)]}${'qpzry9x8gf'[count % 10]}`;

function seedOf(name: string, version: number): Uint8Array {
  const seed = new Uint8Array(32);
  for (let i = 0; i < name.length; i++) seed[i % 32] = (seed[i % 32]! * 31 + name.charCodeAt(i)) % 256;
  seed[31] = version;
  return seed;
}

const vkeys = new Map<string, string>();
/** The verifier key of a member, in its first or a later version. */
export function vkeyOf(member: string, version = 1): string {
  const at = `${member} ${version}`;
  let vkey = vkeys.get(at);
  if (!vkey) {
    vkey = newKey(`${ORIGIN}/${member}`, seedOf(member, version)).vkey;
    vkeys.set(at, vkey);
  }
  return vkey;
}

export const termsBody = (more: Partial<z.input<typeof TermsBody>> = {}): z.input<typeof TermsBody> => ({
  name: { en: 'Test mechanism' },
  purpose: { en: 'To try the rules.' },
  organisations: [
    { id: 'north', role: 'party', name: { en: 'North' }, root: vkeyOf('north/root'), hue: 'slate' },
    { id: 'south', role: 'party', name: { en: 'South' }, root: vkeyOf('south/root'), hue: 'ochre' },
    { id: 'mediator', role: 'guarantor', name: { en: 'Mediator' }, root: vkeyOf('mediator/root') },
    { id: 'facilitator', role: 'guarantor', name: { en: 'Facilitator' }, root: vkeyOf('facilitator/root') },
    { id: 'watch', role: 'observer', name: { en: 'Watch' }, root: vkeyOf('watch/root') },
  ],
  chair: 'mediator',
  partyOrder: 'listed',
  places: [
    {
      id: 'gate',
      kind: 'crossing',
      name: { en: 'Gate' },
      point: { lat: 34.1, lon: 71.1, radiusKm: 1 },
      source: 'test',
    },
    { id: 'hill', kind: 'sector', name: { en: 'Hill sector' }, source: 'test' },
    { id: 'river', kind: 'sector', name: { en: 'River sector' }, source: 'test' },
  ],
  ...more,
});

/** Kinds that were admitted here, and `kind code` of those refused: reach.test.ts asks for them. */
const reached = new Set<string>();
const { SULH_REACHED } = process.env;
if (SULH_REACHED) process.on('exit', () => writeFileSync(SULH_REACHED, JSON.stringify([...reached])));

export class Field {
  readonly mechanism = new Mechanism(ORIGIN);
  /** Every entry that was admitted, as a sequencer hands it over. */
  readonly received: Received[] = [];
  /** The last refusal, with its details. */
  refusal: Problem | undefined;
  /** Which version of its key a member signs with. */
  readonly version = new Map<string, number>();
  #count = 0;
  #skipped = 0;
  #now = Date.parse('2026-01-01T08:00:00Z');

  get state() {
    return this.mechanism.state;
  }

  get now(): string {
    return new Date(this.#now).toISOString();
  }

  /** Lets hours pass. */
  wait(hours: number): void {
    this.#now += hours * 3_600_000;
  }

  /** Lets a place in the record and an id go by, as if an entry that was not admitted, or is not known here, stood there. */
  skip(admitted: boolean): void {
    this.#count++;
    if (admitted) this.#skipped++;
  }

  /** Says something in the record: the entry's id, or the code of the refusal. Several authors sign one entry together. */
  say<N extends KindName>(
    authors: string | readonly string[],
    kind: N,
    body: WrittenOf<N> | object,
    saying: Saying = {},
  ): string {
    if (saying.at) this.#now = Date.parse(saying.at);
    else this.#now += 60_000;
    const id = idOf(++this.#count);
    const at = this.now;
    const { audience = kindOf(kind)?.audience === 'public' ? 'public' : 'members', refs = [] } = saying;
    const sealed = saying.sealed && sealedFor(saying.sealed, this.#count);
    const salt = 'AAAAAAAAAAAAAAAAAAAAAA==';
    const entry: Entry = { kind, id, at, audience, refs, body, ...(sealed ? { sealed } : {}), salt };
    const signatures = (typeof authors === 'string' ? [authors] : authors).map((author) =>
      parseVkey(vkeyOf(author, this.version.get(author) ?? 1)),
    );
    this.refusal = undefined;
    try {
      const signers = this.mechanism.keysFor(entry, signatures).map((vkey) => ({ name: parseVkey(vkey).name, vkey }));
      const received = { index: this.received.length + this.#skipped, receivedAt: at, entry, signers, leaf: id };
      this.refusal = this.mechanism.admit(received);
      if (!this.refusal) this.received.push(received);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.refusal = error;
    }
    reached.add(this.refusal ? `${kind} ${this.refusal.code}` : kind);
    return this.refusal?.code ?? id;
  }

  /** Says something that must be admitted. */
  does<N extends KindName>(
    authors: string | readonly string[],
    kind: N,
    body: WrittenOf<N> | object,
    saying: Saying = {},
  ): string {
    const id = this.say(authors, kind, body, saying);
    if (this.refusal) throw new Error(`${kind}: ${this.refusal.code} ${JSON.stringify(this.refusal.details)}`);
    return id;
  }
}

/** A mechanism that is founded, with all its members enrolled; those of `sides` first, in this order. */
export function field(
  terms: Partial<z.input<typeof TermsBody>> = {},
  sides: readonly string[] = [NORTH, SOUTH],
): Field {
  const made = new Field();
  made.does(ROOTS_THAT_BIND, 'terms.adopt', termsBody(terms));
  const rank = ([member]: readonly [string, string[]]) => {
    const at = sides.indexOf(member.split('/')[0]!);
    return at < 0 ? sides.length : at;
  };
  for (const [member, seats] of Object.entries(MEMBERS).sort((a, b) => rank(a) - rank(b))) {
    made.does(`${member.split('/')[0]}/root`, 'member.enrol', { member, key: vkeyOf(member), seats });
  }
  const inOrder = [...ORGANISATIONS].sort((a, b) => rank([a, []]) - rank([b, []]));
  for (const [i, one] of inOrder.entries())
    made.does(`${one}/root`, 'organisation.seal-key', { recipient: recipientOf(i) }, { at: made.now });
  return made;
}
