// What a kind of entry is: a schema, the seats that may write it, what must hold (`decide`), what it changes (`evolve`).
// Rules read no clock: the time is the entry's receipt time, which the sequencer recorded and an auditor replays.

import { type Audience, Problem, type Sealed } from '@sulh/record';
import type { z } from 'zod';
import type { RefusalCode } from './refusals.ts';
import { maySee, type Row, type State, type TableName, type Tables } from './state.ts';

/** Positions that may act for an organisation. They bound powers; the terms say who must hold which. */
export const SEATS = ['lead', 'liaison', 'monitor', 'team', 'chair', 'secretary', 'adviser', 'auditor'] as const;
export type Seat = (typeof SEATS)[number];

/** One who signed an entry, as the record knew the key at that index. */
export interface Signer {
  /** `<organisation>/<seat or device>`; for an organisation's root key `<organisation>/root`. */
  readonly member: string;
  readonly organisation: string;
  readonly seats: readonly Seat[];
  readonly root: boolean;
}

/** An entry as the rules see it: its signatures verified, its signers known, its body of the kind's schema. */
export interface Act<B = unknown> {
  readonly index: number;
  readonly id: string;
  readonly kind: string;
  /** The author's clock, UTC. Shown, never trusted. */
  readonly at: string;
  /** The sequencer's receipt time, UTC; never goes back. Clocks run on this. */
  readonly receivedAt: string;
  readonly audience: Audience;
  readonly refs: readonly string[];
  readonly body: B;
  /** What of it is sealed, where the kind allows that. */
  readonly sealed?: Sealed;
  /** At least one. */
  readonly signers: readonly Signer[];
}

/** Why an entry is refused: a code of the catalogue in refusals.ts, with what the sentence needs. */
export const refuse = (code: RefusalCode, details: Record<string, unknown> = {}): Problem => new Problem(code, details);

/** `B` is the body as the rules see it, `I` as an author writes it: defaults left out. */
export interface Kind<N extends string = string, B = unknown, I = unknown> {
  /** `aggregate.verb`. */
  readonly name: N;
  /** What the entry does, in one sentence for the docs and the forms. */
  readonly says: string;
  readonly schema: z.ZodType<B, I>;
  /** The seats of which a signer must hold one; `root` lets an organisation's root key sign too. */
  readonly seats: readonly (Seat | 'root')[];
  /** How many may sign one entry of this kind: one author, or several for one act. */
  readonly signers: 'one' | 'several';
  /** What an entry of this kind may be addressed to: anyone; the public or all members (`open`); the public alone. */
  readonly audience: 'any' | 'open' | 'public';
  /** Whether an entry of this kind may, or must, carry a sealed text besides its body. */
  readonly sealable: 'never' | 'may' | 'must';
  /** Named refusals that `decide` can return, for the docs and their test. */
  readonly refusals: readonly RefusalCode[];
  /** Why not, or undefined. Looks, changes nothing. */
  decide(state: State, act: Act<B>): Problem | undefined;
  /** Puts new rows. Never throws on what `decide` let in. */
  evolve(state: State, act: Act<B>): void;
}

/** Defines a kind, so that `decide` and `evolve` know the body's type from the schema. */
export function kind<const N extends string, S extends z.ZodType>(definition: {
  name: N;
  says: string;
  schema: S;
  seats: readonly (Seat | 'root')[];
  signers?: 'one' | 'several';
  audience?: 'any' | 'open' | 'public';
  sealable?: 'never' | 'may' | 'must';
  refusals: readonly RefusalCode[];
  decide(state: State, act: Act<z.output<S>>): Problem | undefined;
  evolve(state: State, act: Act<z.output<S>>): void;
}): Kind<N, z.output<S>, z.input<S>> {
  return { signers: 'one', audience: 'any', sealable: 'never', ...definition } as unknown as Kind<
    N,
    z.output<S>,
    z.input<S>
  >;
}

/** The organisation that an act of one author speaks for. */
export const organisationOf = (act: Act): string => act.signers[0]!.organisation;

/** What every row that an act opens starts with. */
export const opened = (act: Act) => ({
  id: act.id,
  audience: act.audience,
  entries: [act.id],
  since: act.receivedAt,
});

/** A row with an act added to the entries that made it. */
export const touched = <R extends { entries: readonly string[] }>(row: R, act: Act): R => ({
  ...row,
  entries: [...row.entries, act.id],
});

/** Whether two audiences are the same: an entry on an aggregate goes to the audience of the aggregate. */
export const sameAudience = (a: Audience, b: Audience): boolean =>
  typeof a === 'string' || typeof b === 'string' ? a === b : a.length === b.length && a.every((one, i) => one === b[i]);

/** Whether every organisation that signed an act may see a row's audience. */
export const seenBySigners = (act: Act, audience: Audience): boolean =>
  act.signers.every((signer) => maySee(audience, signer));

/**
 * The row that an act refers to, if it exists and its signers' organisations may see it. Undefined in both other cases, so
 * that a refusal tells nobody that something exists which they may not see.
 */
export function found<T extends TableName>(state: State, act: Act, table: T, id: string): Tables[T] | undefined {
  const row = state.get(table, id);
  return row && seenBySigners(act, (row as Row).audience) ? row : undefined;
}
