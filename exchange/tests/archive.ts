// A record in memory for tests: real keys, real signatures, a real tree and checkpoint, the real rules.

import { Mechanism } from '@sulh/mechanism';
import {
  type Audience,
  formatProof,
  inclusionProof,
  leafHash,
  leafOf,
  newId,
  newKey,
  parseEntry,
  signCheckpoint,
  signEntry,
  Tree,
  toBase64,
  verifyEntry,
} from '@sulh/record';
import type { RecordSource } from '../bulletin-file.ts';

export const ORIGIN = 'sulh.test/archive';

const seed = (name: string): Uint8Array => leafOf(`a test's key of ${name}`);
/** A member's key; a later one where the name ends in a number sign and a version. */
export const member = (name: string) => newKey(`${ORIGIN}/${name.split('#')[0]}`, seed(name));
export const logKey = newKey(ORIGIN, seed('the log'));

export class Archive implements RecordSource {
  readonly name = 'archive';
  readonly mechanism = new Mechanism(ORIGIN);
  readonly notes: string[] = [];
  readonly #tree = new Tree();
  readonly #ids = new Map<string, number>();
  #minute = 0;
  policy = `log ${logKey.vkey}\nquorum none\n`;

  constructor(names: { north: string; south: string } = { north: 'north', south: 'south' }) {
    const of = (id: string) => names[id as 'north' | 'south'] ?? id;
    const organisation = (id: string, role: string) => ({
      id: of(id),
      role,
      name: { en: `The ${of(id)}`, ur: `تنظیم ${of(id)}`, tr: `${of(id)} tarafı` },
      root: member(`${of(id)}/root`).vkey,
    });
    this.say(
      ['north/root', 'south/root', 'mediator/root'].map((one) => one.replace(/^\w+/, of)),
      'terms.adopt',
      {
        name: { en: 'The archive' },
        purpose: { en: 'To try bulletins.' },
        organisations: [
          organisation('north', 'party'),
          organisation('south', 'party'),
          organisation('mediator', 'guarantor'),
          organisation('facilitator', 'guarantor'),
        ],
        chair: 'mediator',
        partyOrder: 'listed',
        bulletin: { approvals: 2, seats: ['lead', 'chair', 'secretary'], differentOrganisations: true },
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
      'public',
    );
    for (const [name, seats] of [
      ['north/monitor', ['monitor']],
      ['south/lead', ['lead']],
      ['mediator/secretary', ['secretary']],
      ['mediator/chair', ['chair', 'lead']],
      ['facilitator/lead', ['lead']],
    ] as const) {
      const who = name.replace(/^\w+/, of);
      this.say(`${who.split('/')[0]}/root`, 'member.enrol', { member: who, key: member(who).vkey, seats }, 'public');
    }
  }

  /** Lets hours pass. */
  wait(hours: number): void {
    this.#minute += hours * 60;
  }

  /** Signs an entry, lets the rules judge it, and takes it in. Returns its id; throws the refusal. */
  say(by: string | readonly string[], kind: string, body: unknown, audience: Audience = 'members'): string {
    this.#minute += 1;
    const at = new Date(Date.UTC(2025, 10, 1, 0, this.#minute)).toISOString();
    const random = new Uint8Array(10);
    new DataView(random.buffer).setUint32(6, this.#minute);
    const id = newId(Date.parse(at), random);
    const salt = toBase64(seed(id).slice(0, 16));
    const keys = [by].flat().map((one) => member(one).skey);
    const note = signEntry(ORIGIN, { kind, id, at, audience, refs: [], body, salt }, keys);
    const parsed = parseEntry(note, ORIGIN);
    const vkeys = this.mechanism.keysFor(parsed.entry, parsed.signatures);
    verifyEntry(parsed, vkeys);
    const index = this.notes.length;
    const signers = parsed.signatures.map(({ name }, i) => ({ name, vkey: vkeys[i]! }));
    const leaf = leafOf(note);
    const refusal = this.mechanism.admit({ index, receivedAt: at, entry: parsed.entry, signers, leaf: toBase64(leaf) });
    if (refusal) throw refusal;
    this.notes.push(note);
    this.#ids.set(id, index);
    this.#tree.append(leafHash(leaf));
    return id;
  }

  indexOf(id: string): number | undefined {
    return this.#ids.get(id);
  }

  at(index: number) {
    const note = this.notes[index]!;
    return { note, leaf: toBase64(leafOf(note)), audience: parseEntry(note, ORIGIN).entry.audience };
  }

  proof(index: number): string {
    const size = this.notes.length;
    const read = (level: number, at: number) => this.#tree.node(level, at);
    const checkpoint = signCheckpoint({ origin: ORIGIN, size, root: this.#tree.root() }, [logKey.skey]);
    return formatProof({ index, hashes: inclusionProof(index, size, read), checkpoint });
  }
}

export const now = '2025-11-02T00:00:00.000Z';
