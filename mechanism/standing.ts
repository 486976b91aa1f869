// What stands between parties, read from what each of them last said. Nothing stands because one side, or the host, says so:
// it is in force when all say so, suspended or ended when all say that, and contested as soon as they differ.

import type { Side } from './schema.ts';

export const SAYS = ['in-force', 'suspended', 'ended', 'not-in-force'] as const;
export type Says = (typeof SAYS)[number];

/** One thing that one side said of it. */
export interface Said {
  /** Organisation, or the side that a document names. */
  readonly whose: Side;
  readonly says: Says;
  /** From when, UTC. */
  readonly from: string;
  /** Until when, if that was said. */
  readonly until?: string;
  /** By an act of its own, or by a document that reports it. */
  readonly rests: 'act' | 'report';
  readonly entry: string;
}

export interface Standing {
  readonly state: 'proposed' | 'in-force' | 'suspended' | 'contested' | 'expired' | 'ended';
  /** Whether it rests on the parties' own acts in the record or on documents that report them. */
  readonly rests: 'acts' | 'reports' | 'nothing';
  /** What every side last said by that time, parties first, in the order given. */
  readonly said: readonly (Said & { readonly expired: boolean })[];
  /** Parties that have said nothing. */
  readonly silent: readonly string[];
  readonly entries: readonly string[];
}

const keyOf = (side: Side): string =>
  side.kind === 'organisation' ? side.organisation : `${side.kind} ${'name' in side ? side.name : ''}`;

/**
 * How something stands at an instant. A party's own acts speak for it, and documents only where it has not acted; the answer
 * says when it rests on reports. Words of others decide only where no party has any. `statements` are oldest first.
 */
export function standingAt(statements: readonly Said[], parties: readonly string[], at: string): Standing {
  const acts = new Map<string, Said>();
  const reports = new Map<string, Said>();
  for (const one of statements) {
    if (one.from <= at) (one.rests === 'act' ? acts : reports).set(keyOf(one.whose), one);
  }
  const order = [...new Set([...parties, ...reports.keys(), ...acts.keys()])];
  const said = order.flatMap((key) => {
    const one = acts.get(key) ?? reports.get(key);
    const expired = one?.says === 'in-force' && one.until !== undefined && one.until <= at;
    return one ? [{ ...one, expired }] : [];
  });
  const ofParties = said.filter((one) => parties.includes(keyOf(one.whose)));
  const deciding = ofParties.length > 0 ? ofParties : said;
  const words = new Set(deciding.map((one) => (one.expired ? 'expired' : one.says)));
  const silent = parties.filter((party) => !acts.has(party) && !reports.has(party));
  // By acts all parties must have said it; a report may tell of all of them in one word.
  const unsaid = silent.length > 0 && deciding.some((one) => one.rests === 'act');
  const rests = said.length === 0 ? 'nothing' : deciding.every((one) => one.rests === 'act') ? 'acts' : 'reports';

  let state: Standing['state'];
  if (words.size === 0) state = 'proposed';
  else if (words.size > 1) state = 'contested';
  else if (unsaid) state = words.has('in-force') || words.has('expired') ? 'proposed' : 'contested';
  else if (words.has('not-in-force')) state = 'ended';
  else state = [...words][0] as Standing['state'];
  return Object.freeze({ state, rests, said, silent, entries: said.map((one) => one.entry) });
}
