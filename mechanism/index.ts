// The rules of the mechanism: every kind of entry, and the rulebook that a sequencer, an auditor or a browser replays.

import { type Entry, parseVkey, Problem, type Received, type Rulebook } from '@sulh/record';
import { reportKinds } from './report.ts';
import { type Act, type Kind, refuse, type Signer } from './rule.ts';
import { State } from './state.ts';

export * from './refusals.ts';
export * from './report.ts';
export type { Act, Kind, Seat, Signer } from './rule.ts';
export { SEATS } from './rule.ts';
export * from './schema.ts';
export * from './state.ts';

/** Every kind of entry. An aggregate is added here, in one line. */
export const KINDS = [...reportKinds] as const;
export type KindName = (typeof KINDS)[number]['name'];
/** The body of an entry of kind `N`, as its author writes it. */
export type BodyOf<N extends KindName> = Extract<(typeof KINDS)[number], { name: N }> extends Kind<N, infer B> ? B : never;

const byName = new Map<string, Kind>(KINDS.map((one) => [one.name, one as unknown as Kind]));
export const kindOf = (name: string): Kind | undefined => byName.get(name);

/** A rulebook over a state: admits an entry or says why not, and takes in what it admitted. */
export class Mechanism implements Rulebook {
  readonly state: State;

  constructor(origin: string) {
    this.state = new State(origin);
  }

  /** The keys with which the signatures must verify. Throws a Problem (`unknown-key`, `revoked-key`). */
  keysFor(entry: Entry, signatures: readonly { name: string; keyId: number }[]): string[] {
    return signersOf(this.state, entry, signatures).map((one) => one.vkey);
  }

  /** Decides, and evolves the state when it admits. */
  admit(received: Received): Problem | undefined {
    const { entry } = received;
    const rule = byName.get(entry.kind);
    if (!rule) return refuse('unknown-kind', { kind: entry.kind });
    const body = rule.schema.safeParse(entry.body);
    if (!body.success) {
      const issue = body.error.issues[0]!;
      return refuse('invalid-body', { path: issue.path.join('.') || 'body', message: issue.message });
    }
    const act = { ...entry, index: received.index, receivedAt: received.receivedAt, body: body.data, signers: [] as Signer[] };
    // (members: signers with seats, one signer or several, seats allowed, audience known)
    const refusal = rule.decide(this.state, act as Act);
    if (refusal) return refusal;
    rule.evolve(this.state, act as Act);
    this.state.index = received.index;
    this.state.now = received.receivedAt;
    return undefined;
  }
}

declare function signersOf(state: State, entry: Entry, signatures: readonly { name: string; keyId: number }[]): (Signer & { vkey: string })[];
void parseVkey;
