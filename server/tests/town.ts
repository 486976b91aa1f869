// A small mechanism behind a real host on a temp folder: founded by acts, spoken to over HTTP, as any client would.

import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KindName, WrittenOf } from '@sulh/mechanism';
import { type Audience, newId, newKey, signEntry, signNote, toBase64 } from '@sulh/record';
import { emptyModelIn } from '../../tests/prepared.ts';
import { until } from '../../tests/until.ts';
import { type Act, type Founded, foundIn } from '../founding.ts';
import { type Host, type HostOptions, openHost } from '../host.ts';
import { signInText } from '../session.ts';

export const ORIGIN = 'sulh.test/town';
const SEATS: Record<string, string[]> = {
  'north/lead': ['lead'],
  'north/liaison': ['liaison'],
  'north/monitor': ['monitor', 'team'],
  'south/lead': ['lead'],
  'south/liaison': ['liaison'],
  'south/monitor': ['monitor', 'team'],
  'mediator/chair': ['chair', 'lead'],
  'mediator/secretary': ['secretary'],
  'facilitator/lead': ['lead'],
  'watch/monitor': ['monitor'],
};

/** The founding acts; `names` exchanges the parties for the swap test. */
export function acts(names: { north: string; south: string } = { north: 'north', south: 'south' }): Act[] {
  const of = (member: string) => member.replace(/^(north|south)/, (one) => names[one as 'north' | 'south']);
  const organisation = (id: string, role: string, more: object = {}) => ({
    id: of(id),
    role,
    name: { en: `The ${of(id)}` },
    root: { $vkey: of(`${id}/root`) },
    ...more,
  });
  return [
    {
      as: 'terms',
      by: ['north/root', 'south/root', 'mediator/root'].map(of),
      kind: 'terms.adopt',
      audience: 'public',
      body: {
        name: { en: 'Town' },
        purpose: { en: 'To try the host.' },
        organisations: [
          organisation('north', 'party', { hue: 'slate' }),
          organisation('south', 'party', { hue: 'ochre' }),
          organisation('mediator', 'guarantor'),
          organisation('facilitator', 'guarantor'),
          organisation('watch', 'observer'),
        ],
        chair: 'mediator',
        partyOrder: 'listed',
        places: [
          {
            id: 'gate',
            kind: 'crossing',
            name: { en: 'Gate' },
            point: { lat: 34.1, lon: 71.1, radiusKm: 1 },
            source: 'made up',
          },
        ],
      },
    },
    ...Object.entries(SEATS).map(
      ([member, seats]): Act => ({
        as: `member:${member}`,
        by: of(`${member.split('/')[0]}/root`),
        kind: 'member.enrol',
        audience: 'public',
        body: { member: of(member), key: { $vkey: of(member) }, seats },
      }),
    ),
  ];
}

export const reportBody = (more: Partial<WrittenOf<'report.file'>> = {}): WrittenOf<'report.file'> => ({
  event: 'shelling',
  when: { from: '2025-11-01T10:00:00Z', to: '2025-11-01T10:20:00Z', certainty: 'about' },
  place: { name: { en: 'Hill' }, point: { lat: 34.05, lon: 71.05, radiusKm: 2 }, known: 'seen' },
  account: 'Four rounds fell north of the village.',
  language: 'en',
  source: { type: 'monitor', directness: 'saw' },
  ...more,
});

export interface Posted {
  readonly status: number;
  readonly id: string;
  readonly index: number;
  readonly proof: string;
  readonly note: string;
  readonly problem: { code: string; detail: string; [key: string]: unknown } | undefined;
}

export class Town {
  readonly data: string;
  readonly founded: Founded;
  host: Host;
  readonly log: { message: string; details?: Record<string, unknown> }[] = [];
  readonly #cookies = new Map<string, string>();
  readonly #keys = new Map<string, { readonly skey: string; readonly vkey: string }>();

  private constructor(data: string, founded: Founded, host: Host, log: Town['log']) {
    this.data = data;
    this.founded = founded;
    this.host = host;
    this.log = log;
  }

  static async open(more: Partial<HostOptions> & { acts?: Act[] } = {}): Promise<Town> {
    const data = mkdtempSync(join(tmpdir(), 'sulh-town-'));
    const log: Town['log'] = [];
    if (more.database === undefined) await emptyModelIn(data);
    const founded = await foundIn(data, 'town', {
      origin: ORIGIN,
      acts: more.acts ?? acts(),
      now: more.now ?? (() => new Date()),
      random: (length) => new Uint8Array(randomBytes(length)),
      demo: true,
    });
    const host = await openHost({
      data,
      port: 0,
      demo: true,
      log: (message, details) => log.push({ message, ...(details ? { details } : {}) }),
      ...more,
    });
    return new Town(data, founded!, host, log);
  }

  get record() {
    return this.host.records.get('town')!;
  }

  async reopen(more: Partial<HostOptions> = {}): Promise<void> {
    await this.host.close();
    this.#cookies.clear();
    const log = (message: string, details?: Record<string, unknown>) =>
      this.log.push({ message, ...(details ? { details } : {}) });
    this.host = await openHost({ data: this.data, port: 0, demo: true, log, ...more });
    await this.caughtUp();
  }

  /** Waits until lists have all that is on record: a busy host answers with what they have so far. */
  caughtUp(): Promise<void> {
    return until('the read model has it all', () => this.record.behind === 0);
  }

  async close(): Promise<void> {
    await this.host.close();
    rmSync(this.data, { recursive: true, force: true });
  }

  skey(member: string): string {
    return this.founded.keys.get(member) ?? this.#made(member).skey;
  }

  /** The verifier key of a member who is yet to be enrolled. */
  vkey(member: string): string {
    return this.#made(member).vkey;
  }

  #made(member: string) {
    const made = this.#keys.get(member) ?? newKey(`${ORIGIN}/${member}`, new Uint8Array(randomBytes(32)));
    this.#keys.set(member, made);
    return made;
  }

  /** A signed entry, ready to be sent. */
  entry<N extends KindName>(
    by: string | string[],
    kind: N,
    body: WrittenOf<N>,
    audience: Audience = 'members',
    more: { id?: string; origin?: string; refs?: string[] } = {},
  ) {
    const now = Date.now();
    const id = more.id ?? newId(now, new Uint8Array(randomBytes(10)));
    const entry = {
      kind,
      id,
      at: new Date(now).toISOString(),
      audience,
      refs: more.refs ?? [],
      body,
      salt: toBase64(new Uint8Array(randomBytes(16))),
    };
    const keys = [by].flat().map((member) => this.skey(member));
    return { id, note: signEntry(more.origin ?? ORIGIN, entry, keys) };
  }

  async send(note: string | Uint8Array<ArrayBuffer>, id = '', headers: Record<string, string> = {}): Promise<Posted> {
    const response = await fetch(`${this.host.url}/records/town/entries`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain; charset=utf-8', ...headers },
      body: note as BodyInit,
    });
    const text = await response.text();
    const ok = response.status === 200;
    return {
      status: response.status,
      id,
      index: Number(response.headers.get('sulh-index') ?? -1),
      proof: ok ? text : '',
      note: typeof note === 'string' ? note : '',
      problem: ok ? undefined : JSON.parse(text),
    };
  }

  /** Signs and sends, and expects it to be taken, into the lists too. */
  async say<N extends KindName>(
    by: string | string[],
    kind: N,
    body: WrittenOf<N>,
    audience: Audience = 'members',
  ): Promise<Posted> {
    const { id, note } = this.entry(by, kind, body, audience);
    const posted = await this.send(note, id);
    if (posted.problem) throw new Error(`${kind} by ${by}: ${JSON.stringify(posted.problem)}`);
    await this.caughtUp();
    return posted;
  }

  async signIn(member: string): Promise<string> {
    const known = this.#cookies.get(member);
    if (known) return known;
    const { challenge } = (await this.json('session/challenge')) as { challenge: string };
    const note = signNote(signInText(ORIGIN, challenge), [this.skey(member)]);
    const response = await fetch(`${this.host.url}/api/records/town/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ note }),
    });
    if (response.status !== 200) throw new Error(await response.text());
    const cookie = response.headers.getSetCookie()[0]!.split(';')[0]!;
    this.#cookies.set(member, cookie);
    return cookie;
  }

  /** GET under /api/records/town/ as a member, or as the public. */
  async get(path: string, member?: string, headers: Record<string, string> = {}): Promise<Response> {
    const cookie = member === undefined ? {} : { cookie: await this.signIn(member) };
    const url = path.startsWith('/') ? path : `/api/records/town/${path}`;
    return fetch(this.host.url + url, { headers: { ...cookie, ...headers } as Record<string, string> });
  }

  async json(path: string, member?: string): Promise<unknown> {
    const response = await this.get(path, member);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }
}
