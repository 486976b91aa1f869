// The rules of the mechanism: every kind of entry, and the rulebook that a sequencer, an auditor or a browser replays.

import { type Entry, keyIdHex, Problem, type Received, type Rulebook } from '@sulh/record';
import { z } from 'zod';
import { accessKinds } from './access.ts';
import { agreementKinds } from './agreement.ts';
import { bulletinKinds } from './bulletin.ts';
import { caseKinds } from './case.ts';
import { ceasefireKinds } from './ceasefire.ts';
import { confidentialKinds } from './confidential.ts';
import { coverageKinds } from './coverage.ts';
import { crossingKinds } from './crossing.ts';
import { documentKinds } from './document.ts';
import { eraseKinds } from './erase.ts';
import { evidenceKinds } from './evidence.ts';
import { handoverKinds } from './handover.ts';
import { incidentKinds } from './incident.ts';
import { memberKinds } from './member.ts';
import { noticeKinds } from './notice.ts';
import { participationKinds } from './participation.ts';
import { reportKinds } from './report.ts';
import { rootKinds, succeeding, successorRef } from './root.ts';
import { type Act, type Kind, refuse, type Signer } from './rule.ts';
import { keepSealed, sealKinds, wrongSealing } from './seal.ts';
import { shareKinds } from './share.ts';
import { type Row, State, type TableName } from './state.ts';
import { talksKinds } from './talks.ts';
import { rootKey, TermsBody, termsKinds } from './terms.ts';

export * from './access.ts';
export * from './agreement.ts';
export * from './basis.ts';
export * from './brief.ts';
export * from './bulletin.ts';
export * from './case.ts';
export * from './ceasefire.ts';
export * from './clock.ts';
export * from './compliance.ts';
export * from './confidential.ts';
export * from './coverage.ts';
export * from './crossing.ts';
export * from './document.ts';
export * from './erase.ts';
export * from './evidence.ts';
export * from './files.ts';
export * from './finding.ts';
export * from './handover.ts';
export * from './incident.ts';
export * from './key.ts';
export * from './lexicon.ts';
export * from './lint.ts';
export * from './member.ts';
export * from './models.ts';
export * from './notice.ts';
export { tellableFrom } from './openly.ts';
export * from './origins.ts';
export * from './participation.ts';
export * from './place.ts';
export * from './refer.ts';
export * from './refusals.ts';
export * from './report.ts';
export * from './root.ts';
export type { Act, Kind, Seat, Signer } from './rule.ts';
export { SEATS } from './rule.ts';
export * from './schema.ts';
export * from './seal.ts';
export * from './share.ts';
export * from './standing.ts';
export * from './state.ts';
export * from './story.ts';
export * from './strain.ts';
export * from './talks.ts';
export * from './terms.ts';

/** Every kind of entry. An aggregate is added here, in one line. */
export const KINDS = [
  ...termsKinds,
  ...memberKinds,
  ...rootKinds,
  ...reportKinds,
  ...documentKinds,
  ...incidentKinds,
  ...caseKinds,
  ...accessKinds,
  ...coverageKinds,
  ...crossingKinds,
  ...talksKinds,
  ...agreementKinds,
  ...ceasefireKinds,
  ...participationKinds,
  ...noticeKinds,
  ...handoverKinds,
  ...shareKinds,
  ...sealKinds,
  ...confidentialKinds,
  ...evidenceKinds,
  ...eraseKinds,
  ...bulletinKinds,
] as const;
export type KindName = (typeof KINDS)[number]['name'];
type OfName<N extends KindName> = Extract<(typeof KINDS)[number], { name: N }>;
/** The body of an entry of kind `N`, as the rules see it: checked, with defaults filled in. */
export type BodyOf<N extends KindName> = z.output<OfName<N>['schema']>;
/** The body of an entry of kind `N`, as an author writes it. */
export type WrittenOf<N extends KindName> = z.input<OfName<N>['schema']>;

const byName = new Map<string, Kind>(KINDS.map((one) => [one.name, one as unknown as Kind]));
export const kindOf = (name: string): Kind | undefined => byName.get(name);

/** A rulebook over a state: admits an entry or says why not, and takes in what it admitted. */
export class Mechanism implements Rulebook {
  readonly state: State;
  /** Who signed the entry that `keysFor` was asked about last: mostly the one that comes next, with nothing between. */
  #named: { entry: Entry; index: number; signers: (Signer & { vkey: string })[] } | undefined;

  constructor(origin: string, state: State = new State(origin)) {
    this.state = state;
  }

  /** A mechanism over entries that were admitted before, in their order. Throws the first Problem. */
  static replay(origin: string, entries: Iterable<Received>): Mechanism {
    const mechanism = new Mechanism(origin);
    for (const received of entries) {
      const refusal = mechanism.admit(received);
      if (refusal)
        throw new Problem(refusal.code, { ...refusal.details, index: received.index, id: received.entry.id });
    }
    return mechanism;
  }

  /** A mechanism over a state that `snapshot` gave, so that a browser or a restart need not replay. */
  static restore(
    origin: string,
    at: { index: number; now: string; tables: Record<string, readonly Row[]> },
  ): Mechanism {
    const state = new State(origin);
    for (const [table, rows] of Object.entries(at.tables)) {
      for (const row of rows) state.put(table as TableName, row as never);
    }
    state.index = at.index;
    state.now = at.now;
    return new Mechanism(origin, state);
  }

  /** The keys with which the signatures must verify, in their order. Throws a Problem (`unknown-key`, `revoked-key`). */
  keysFor(entry: Entry, signatures: readonly { name: string; keyId: number }[]): string[] {
    const signers = signersOf(this.state, entry, signatures);
    this.#named = { entry, index: this.state.index, signers };
    return signers.map((one) => one.vkey);
  }

  /** What `keysFor` found, if it was asked about this very entry with these keys and nothing was admitted since. */
  #signersOf({ entry, signers }: Received): readonly (Signer & { vkey: string })[] | undefined {
    const named = this.#named;
    if (named?.entry !== entry || named.index !== this.state.index) return undefined;
    if (named.signers.length !== signers.length) return undefined;
    return named.signers.every(({ vkey }, i) => vkey === signers[i]?.vkey) ? named.signers : undefined;
  }

  /** Why an entry would be refused now, or undefined. Changes nothing. */
  decide(received: Received): Problem | undefined {
    const act = actOf(this.state, received, this.#signersOf(received));
    return act instanceof Problem ? act : kindOf(act.kind)!.decide(this.state, act);
  }

  /** Decides, and evolves the state when it admits. */
  admit(received: Received): Problem | undefined {
    const act = actOf(this.state, received, this.#signersOf(received));
    if (act instanceof Problem) return act;
    const rule = kindOf(act.kind)!;
    const refusal = rule.decide(this.state, act);
    if (refusal) return refusal;
    rule.evolve(this.state, act);
    if (act.sealed) keepSealed(this.state, act, act.sealed);
    this.state.index = received.index;
    this.state.now = received.receivedAt;
    return undefined;
  }
}

/** An entry as the rules see it, or why it cannot be one. What holds for every kind is checked here, once. */
function actOf(state: State, received: Received, named: readonly Signer[] | undefined): Act | Problem {
  const { entry } = received;
  const rule = kindOf(entry.kind);
  if (!rule) return refuse('unknown-kind', { kind: entry.kind });
  const founding = state.all('terms').length === 0;
  if (founding && rule.name !== 'terms.adopt') return refuse('no-terms');
  if (entry.sealed && rule.sealable === 'never') return refuse('cannot-be-sealed', { kind: entry.kind });
  const body = rule.schema.safeParse(entry.body);
  if (!body.success) return invalidBody(body.error);

  let signers: Signer[];
  try {
    const signing =
      named ??
      signersOf(
        state,
        entry,
        received.signers.map(({ vkey }) => namedIn(vkey)),
      );
    signers = signing.map(({ member, organisation, seats, root }) => ({
      member,
      organisation,
      seats,
      root,
    }));
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  const wrong =
    wrongSigners(rule, signers) ??
    wrongAudience(state, rule, entry, signers, founding) ??
    wrongSealing(state, rule, entry);
  if (wrong) return wrong;
  const { kind, id, at, audience, refs } = entry;
  return {
    index: received.index,
    id,
    kind,
    at,
    receivedAt: received.receivedAt,
    audience,
    refs,
    body: body.data,
    ...(entry.sealed ? { sealed: entry.sealed } : {}),
    signers,
  };
}

/** The name and key id that a verifier key carries. It verified before it came here, so its key is not decoded again. */
function namedIn(vkey: string): { name: string; keyId: number } {
  const plus = vkey.indexOf('+');
  return { name: vkey.slice(0, plus), keyId: Number.parseInt(vkey.slice(plus + 1, plus + 9), 16) };
}

function invalidBody(error: z.ZodError): Problem {
  const issue = error.issues[0]!;
  return refuse('invalid-body', { path: issue.path.join('.') || 'body', message: issue.message });
}

function wrongSigners(rule: Kind, signers: readonly Signer[]): Problem | undefined {
  const members = signers.map((one) => one.member);
  if (members.some((one, i) => members.indexOf(one) !== i)) return refuse('same-signer');
  if (rule.signers === 'one' && signers.length !== 1) return refuse('one-signer');
  const wrong = signers.find((one) =>
    one.root ? !rule.seats.includes('root') : !one.seats.some((seat) => rule.seats.includes(seat)),
  );
  return wrong && refuse('wrong-seat', { seats: rule.seats, member: wrong.member });
}

function wrongAudience(
  state: State,
  rule: Kind,
  { audience }: Entry,
  signers: readonly Signer[],
  founding: boolean,
): Problem | undefined {
  const named = typeof audience === 'string' ? [] : audience;
  if (rule.audience === 'public' && audience !== 'public') {
    return refuse('audience-not-allowed', { kind: rule.name, audience: ['public'] });
  }
  if (rule.audience === 'open' && typeof audience !== 'string') {
    return refuse('audience-not-allowed', { kind: rule.name, audience: ['public', 'members'] });
  }
  if (founding || typeof audience === 'string') return undefined;
  const unknown = named.find((one) => state.get('organisation', one)?.status !== 'member');
  if (unknown) return refuse('unknown-audience', { organisation: unknown });
  const without = signers.find((one) => !named.includes(one.organisation));
  return without && refuse('audience-without-author', { organisation: without.organisation });
}

/**
 * Who signed, as the record knows the keys now. The founding entry brings its own root keys, later terms may bring those
 * of organisations that join, and a root key that takes a lost one's place comes by its own act. Throws a Problem (`unknown-key`, `revoked-key`, `invalid-body`).
 */
function signersOf(
  state: State,
  entry: Entry,
  signatures: readonly { name: string; keyId: number }[],
): (Signer & { vkey: string })[] {
  if (entry.kind === 'root.take') return [successorOf(state, entry, signatures)];
  const joining =
    entry.kind === 'terms.adopt' ? joiningKeys(state, entry) : new Map<string, Signer & { vkey: string }>();
  return signatures.map(({ name, keyId }) => {
    const ref = `${name}+${keyIdHex(keyId)}`;
    const key = state.get('key', ref);
    if (!key) {
      const root = joining.get(ref);
      if (!root) throw refuse('unknown-key', { name });
      return root;
    }
    const { member, organisation, root, vkey } = key;
    const seats = state.get('member', member)?.seats ?? [];
    if (key.revoked || state.get('organisation', organisation)?.status !== 'member')
      throw refuse('revoked-key', { name });
    return { member, organisation, root, vkey, seats: root ? [] : seats };
  });
}

/** The proposed root key that takes over: no other key signs that, and this one signs nothing else before. */
function successorOf(
  state: State,
  entry: Entry,
  signatures: readonly { name: string; keyId: number }[],
): Signer & { vkey: string } {
  const row = succeeding(state, (entry.body as { proposal?: unknown } | undefined)?.proposal);
  const key = row && successorRef(row);
  const other = signatures.find(({ name, keyId }) => name !== key?.name || keyId !== key.keyId);
  if (!row || other || signatures.length !== 1) throw refuse('unknown-key', { name: (other ?? signatures[0])?.name });
  const { organisation, key: vkey } = row;
  return { member: `${organisation}/root`, organisation, root: true, seats: [], vkey };
}

/** Root keys that terms bring with them, for organisations that the record does not have yet. */
function joiningKeys(state: State, entry: Entry): Map<string, Signer & { vkey: string }> {
  const body = TermsBody.safeParse(entry.body);
  if (!body.success) throw invalidBody(body.error);
  const keys = new Map<string, Signer & { vkey: string }>();
  for (const one of body.data.organisations) {
    const ref = rootKey(state.origin, one);
    if (!ref || state.get('organisation', one.id)) continue;
    keys.set(ref, { member: `${one.id}/root`, organisation: one.id, root: true, seats: [], vkey: one.root });
  }
  return keys;
}

/** One row of the table of kinds, for documents and forms. */
export interface KindRow {
  readonly name: KindName;
  readonly says: string;
  readonly seats: Kind['seats'];
  readonly signers: Kind['signers'];
  readonly audience: Kind['audience'];
  readonly sealable: Kind['sealable'];
  readonly refusals: Kind['refusals'];
  /** JSON Schema of the body as an author writes it. */
  readonly schema: Record<string, unknown>;
}

/** JSON Schema of a kind's body as an author writes it; undefined when there is no such kind. */
export function schemaOf(name: string): Record<string, unknown> | undefined {
  const rule = kindOf(name);
  return rule && (z.toJSONSchema(rule.schema, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>);
}

/** Every kind of entry as data: who may write it, what it needs, how it is refused. */
export const kindsTable = (): KindRow[] =>
  KINDS.map(({ name, says, seats, signers, audience, sealable, refusals }) => ({
    name,
    says,
    seats,
    signers,
    audience,
    sealable,
    refusals,
    schema: schemaOf(name)!,
  }));
