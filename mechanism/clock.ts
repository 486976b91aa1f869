// Clocks: a time limit that the terms set on a step. A clock runs from the receipt of the entry that started it; it stops
// only with a named reason and a named holder; it is met or missed by somebody. No clock changes anything by itself: that a
// deadline passed is read, never written.

import { z } from 'zod';
import type { ClockName } from './terms.ts';

export const STOP_REASONS = [
  'access-denied',
  'access-conditional',
  'security',
  'weather',
  'flight-clearance',
  'funding',
  'party-absent',
  'request-of-holder',
  'other',
] as const;
export const StopReason = z.enum(STOP_REASONS);
export type StopReason = z.infer<typeof StopReason>;

/** A stretch in which a clock did not run: why, and who holds the reason. `to` is missing while it lasts. */
export interface Stop {
  readonly from: string;
  readonly to?: string;
  readonly reason: StopReason;
  /** Organisation that the reason lies with, or `nobody` for weather and the like. */
  readonly holder: string;
  /** The entry that stopped it, and the one that started it again. */
  readonly entries: readonly string[];
}

/** What a clock is made of, taken from a row. */
export interface ClockFacts {
  readonly name: ClockName;
  /** Organisations whose step it is. */
  readonly holders: readonly string[];
  readonly startedAt: string;
  /** The limit, in hours, of the terms in force when it started. */
  readonly hours: number;
  readonly stops?: readonly Stop[];
  /** Receipt time of the entry that did the step. */
  readonly metAt?: string;
  /** Ids of the entries that started and met it. */
  readonly entries: readonly string[];
  /** The row whose step it is. */
  readonly about: { readonly table: string; readonly id: string };
}

export interface Clock extends ClockFacts {
  /** `late`: done, but after the deadline. */
  readonly state: 'running' | 'stopped' | 'met' | 'late' | 'missed';
  /** The deadline as it stands, every stop added; missing while the clock is stopped. */
  readonly due?: string;
  /** Hours left (negative: over) at `now` for one that runs. */
  readonly hoursLeft?: number;
}

const HOUR = 3_600_000;
const ms = (instant: string): number => Date.parse(instant);

/** A clock as it stands at `now` (UTC instant). Pure: the same facts and `now` give the same answer. */
export function clockAt(facts: ClockFacts, now: string): Clock {
  const end = facts.metAt ?? now;
  // A stop that already stands when the clock starts holds it from the start.
  const stops = (facts.stops ?? []).filter((stop) => stop.from <= end && (stop.to ?? end) >= facts.startedAt);
  const stopped = stops.some((stop) => stop.to === undefined || stop.to > end);
  // Stops may overlap: what counts is the time in which at least one stood.
  let lost = 0;
  let until = ms(facts.startedAt);
  for (const stop of [...stops].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))) {
    const from = Math.max(ms(stop.from), until);
    const to = Math.min(ms(stop.to ?? end), ms(end));
    if (to > from) lost += to - from;
    until = Math.max(until, to);
  }
  const due = new Date(ms(facts.startedAt) + facts.hours * HOUR + lost).toISOString();
  if (facts.metAt !== undefined)
    return Object.freeze({ ...facts, state: ms(facts.metAt) <= ms(due) ? 'met' : 'late', due });
  // What was over before the stop stays over: a stop cannot undo a missed deadline.
  if (ms(now) > ms(due))
    return Object.freeze({ ...facts, state: 'missed', due, hoursLeft: (ms(due) - ms(now)) / HOUR });
  if (stopped) return Object.freeze({ ...facts, state: 'stopped' });
  return Object.freeze({ ...facts, state: 'running', due, hoursLeft: (ms(due) - ms(now)) / HOUR });
}
