// Findings: four separate statements on an incident, never one verdict. Did it happen; was an obligation breached; who
// did it; did a party do its duty. Each has its own standard of proof, and each carries the positions of every seat:
// there is no type, and no function, that has a finding without its dissents.

import { z } from 'zod';
import type { Mark } from './refer.ts';
import { Id, Line, OrganisationId, Passage, Slug, STANDARDS, type Standard, Words } from './schema.ts';

export const DUTIES = ['prevent', 'act', 'cooperate', 'give-access'] as const;
export const POSITIONS = ['concur', 'reservation', 'dissent', 'abstain'] as const;

const common = {
  /** What is found, in neutral words. */
  statement: Words,
  standard: z.enum(STANDARDS),
  /** The reasoning; for `unable-to-verify`, what kept the team from verifying. */
  because: Passage,
  /** Ids of the entries that it rests on. */
  entries: z.array(Id).max(200).default([]),
};

/** A finding as a team drafts it. */
export const DraftFinding = z.discriminatedUnion('on', [
  z.strictObject({ on: z.literal('occurrence'), ...common }),
  z.strictObject({
    on: z.literal('breach'),
    party: OrganisationId,
    agreement: Id,
    obligation: Slug,
    /** The entry that made the version of the agreement in force when the incident happened. */
    version: Id,
    ...common,
  }),
  z.strictObject({
    on: z.literal('attribution'),
    to: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('party'), organisation: OrganisationId }),
      z.strictObject({ kind: z.literal('non-party'), name: Line }),
      z.strictObject({ kind: z.literal('undetermined') }),
    ]),
    ...common,
  }),
  z.strictObject({
    on: z.literal('duty'),
    party: OrganisationId,
    duty: z.enum(DUTIES),
    answer: z.enum(['met', 'not-met']),
    ...common,
  }),
]);
export type DraftFinding = z.infer<typeof DraftFinding>;

/** What a finding is about, computed and not chosen, so that a redraft cannot shake off the positions on it. */
export function findingKey(finding: DraftFinding): string {
  switch (finding.on) {
    case 'occurrence':
      return 'occurrence';
    case 'breach':
      return `breach:${finding.party}:${finding.agreement}:${finding.obligation}`;
    case 'attribution':
      return finding.to.kind === 'undetermined'
        ? 'attribution:undetermined'
        : `attribution:${finding.to.kind}:${finding.to.kind === 'party' ? finding.to.organisation : finding.to.name}`;
    case 'duty':
      return `duty:${finding.party}:${finding.duty}`;
  }
}

/** What a seat said on a finding. Silence by the deadline is a position too, and shown as silence. */
export interface Position {
  readonly member: string;
  readonly organisation: string;
  readonly position: (typeof POSITIONS)[number] | 'silent';
  readonly words?: string;
  readonly language?: string;
  /** The entry with which it was given; a silence has none. */
  readonly entry?: string;
  readonly at?: string;
  /** The draft on which it was given, if the text was redrafted since. */
  readonly onDraft?: string;
}

/**
 * On what a finding stands. `joint`: every party concurs. `ruling`: the chair's, with a party, as the terms allow.
 * `one-side`: not every party concurs and none dissents. `contested`: a party dissents. `none`: no party concurs.
 * `settled`: decided later by all parties and the chair.
 */
export type FindingBasis = 'joint' | 'ruling' | 'one-side' | 'contested' | 'none' | 'settled';

/** An adopted finding, always with the positions of every seat. */
export type Finding = DraftFinding & {
  readonly case: string;
  readonly incident: string;
  readonly key: string;
  /** The standard at which it stands; lower than drafted when only one side signed on. */
  readonly standard: Standard;
  /** The standard that the draft proposed. */
  readonly drafted: Standard;
  readonly basis: FindingBasis;
  /** Whether it was referred upward by the deadlock rule of the terms and is not settled yet. */
  readonly referred: boolean;
  readonly positions: readonly Position[];
  /** Who was absent when it was adopted, and why it is not joint. */
  readonly notJoint: readonly NotJoint[];
  readonly adopted: Mark;
  readonly settled?: Mark & { readonly words: string };
};

/** Why an output is not joint: an organisation is away since a day, or did not take part in time. */
export interface NotJoint {
  readonly organisation: string;
  readonly why: 'absent' | 'no-team' | 'silent';
  readonly since?: string;
  readonly entry?: string;
}

/** What a standard comes down to when only one side signed on: nothing is established by one side alone. */
export const capped = (standard: Standard): Standard =>
  standard === 'reasonable-grounds' || standard === 'established'
    ? 'plausible'
    : standard === 'disproved'
      ? 'unsubstantiated'
      : standard;

/** Where one organisation stands on a finding: any dissent of its seats speaks louder than a concurrence of others. */
function stance(positions: readonly Position[], organisation: string): 'concurs' | 'dissents' | 'neither' {
  const own = positions.filter((one) => one.organisation === organisation).map((one) => one.position);
  if (own.includes('dissent')) return 'dissents';
  return own.includes('concur') || own.includes('reservation') ? 'concurs' : 'neither';
}

/**
 * At what standard a drafted finding stands, given the positions of every seat. Above `plausible` (and at `disproved`) it
 * stands when every party concurs; or, where the terms let the chair rule, when the chair's organisation does not dissent
 * and at least one party concurs. Otherwise it is capped: it stays on record, with every dissent, but nothing is
 * established by one side alone, and nobody can keep it off the record by staying away.
 */
export function standingOf(
  drafted: Standard,
  positions: readonly Position[],
  rule: { parties: readonly string[]; chair: string; deadlock: 'chair-rules' | 'refer' | 'record-both' },
): { standard: Standard; basis: FindingBasis; referred: boolean } {
  const stances = rule.parties.map((party) => stance(positions, party));
  const concurring = stances.filter((one) => one === 'concurs').length;
  if (concurring === rule.parties.length) return { standard: drafted, basis: 'joint', referred: false };
  if (rule.deadlock === 'chair-rules' && concurring > 0 && stance(positions, rule.chair) !== 'dissents') {
    return { standard: drafted, basis: 'ruling', referred: false };
  }
  const basis = stances.includes('dissents') ? 'contested' : concurring > 0 ? 'one-side' : 'none';
  const standard = capped(drafted);
  return { standard, basis, referred: rule.deadlock === 'refer' && standard !== drafted };
}
