// Strain: how often incidents are established and alleged, per day and area, against what was usual, with how much was
// looked. It is shown beside the state of a ceasefire and never changes it; it counts incidents, never parties.
//
// Where the rate changed is found by testing every day as the day of a change: the log-likelihood ratio of two Poisson rates
// before and after against one rate throughout, each day weighed by its observation effort. The best day is a change when its
// ratio passes a threshold; then both parts are searched again. The threshold grows with the logarithm of the days searched
// so that the chance of a change found where there is none stays near the stated false-alarm rate whatever the length.

import type { Incident } from './incident.ts';
import { placeKey } from './place.ts';
import type { Reader } from './state.ts';

/** One day (UTC) as the search sees it: how many, and the effort in hours with which they were looked for. */
export interface DayCount {
  readonly count: number;
  readonly effort: number;
}

export interface Change {
  /** Index of the first day of the new rate. */
  readonly at: number;
  /** Incidents per unit of effort before and after, within the part that was searched. */
  readonly before: number;
  readonly after: number;
  /** Log-likelihood ratio. */
  readonly ratio: number;
}

/**
 * Upper bound of the chance that a change is found in a quiet period of 14 to 120 days, measured by simulation
 * (tests/strain.test.ts). Incidents that come in clusters are not quiet in this sense: there it finds more.
 */
export const FALSE_ALARM = 0.03;
/** Shortest stretch on either side of a change, in observed days. */
const SHORTEST = 3;
const BASE = 4.3;

/** The ratio above which the best of `days` days is a change. */
export const thresholdFor = (days: number): number => BASE + 0.55 * Math.log(Math.max(days, 10) / 10);

const xlogx = (count: number, effort: number): number => (count === 0 ? 0 : count * Math.log(count / effort));

/**
 * Days on which the rate changed, oldest first. Days without effort are left out: nobody looked, so nothing is known of
 * them. Pure and deterministic; quadratic only in the number of changes.
 */
export function changePoints(days: readonly DayCount[]): Change[] {
  const seen = days.map((day, at) => ({ ...day, at })).filter((day) => day.effort > 0);
  const threshold = thresholdFor(seen.length);
  const found: Change[] = [];
  const search = (from: number, to: number): void => {
    let count = 0;
    let effort = 0;
    for (let i = from; i < to; i++) {
      count += seen[i]!.count;
      effort += seen[i]!.effort;
    }
    let best: { at: number; ratio: number; before: number; after: number } | undefined;
    let [leftCount, leftEffort] = [0, 0];
    for (let i = from; i < to - SHORTEST; i++) {
      leftCount += seen[i]!.count;
      leftEffort += seen[i]!.effort;
      if (i - from + 1 < SHORTEST) continue;
      const [rightCount, rightEffort] = [count - leftCount, effort - leftEffort];
      const ratio = xlogx(leftCount, leftEffort) + xlogx(rightCount, rightEffort) - xlogx(count, effort);
      if (!best || ratio > best.ratio)
        best = { at: i + 1, ratio, before: leftCount / leftEffort, after: rightCount / rightEffort };
    }
    if (!best || best.ratio < threshold) return;
    search(from, best.at);
    const { before, after, ratio } = best;
    found.push(Object.freeze({ at: seen[best.at]!.at, before, after, ratio }));
    search(best.at, to);
  };
  search(0, seen.length);
  return found;
}

export interface StrainDay {
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string;
  /** Incidents whose occurrence a case found at reasonable grounds or above. */
  readonly established: number;
  /** Incidents reported, not (yet) established and not disproved. */
  readonly alleged: number;
  /** Hours of effort; 0: not observed, and then the counts say nothing. */
  readonly effort: number;
  readonly observed: boolean;
  readonly entries: readonly string[];
}

export interface Strain {
  readonly from: string;
  readonly to: string;
  readonly days: readonly StrainDay[];
  /** Alleged and established per observed day over the whole, and over the last seven days. */
  readonly baseline?: number;
  readonly lately?: number;
  /** Changes of the rate of all incidents, weighed by effort. */
  readonly changes: readonly { readonly day: string; readonly before: number; readonly after: number }[];
  readonly areas: readonly {
    readonly area: string;
    readonly established: number;
    readonly alleged: number;
    readonly effort: number;
    readonly entries: readonly string[];
  }[];
  /** Whether the days were weighed by logged effort, or, where none is logged at all, counted as they are. */
  readonly weighed: boolean;
}

const DAY = 86_400_000;
const dayOf = (instant: string): string => instant.slice(0, 10);

type Stage = 'established' | 'alleged' | 'disproved';

function stageOf(reader: Reader, incident: Incident): Stage {
  const found = reader
    .by('case', 'incident', incident.id)
    .flatMap((one) => one.findings)
    .filter((one) => one.on === 'occurrence')
    .map((one) => one.standard);
  if (found.some((one) => one === 'established' || one === 'reasonable-grounds')) return 'established';
  return found.includes('disproved') ? 'disproved' : 'alleged';
}

/**
 * Strain over the `days` days that end at `now`, of what the reader may see. The interval of an incident counts on the day on
 * which it began; effort is spread over the days of its interval.
 */
export function strain(reader: Reader, now: string, days = 60): Strain {
  const last = Date.parse(dayOf(now));
  const list = Array.from({ length: days }, (_, i) => new Date(last - (days - 1 - i) * DAY).toISOString().slice(0, 10));
  const index = new Map(list.map((day, i) => [day, i]));
  const rows = list.map((day) => ({ day, established: 0, alleged: 0, effort: 0, entries: [] as string[] }));
  const areas = new Map<string, { established: number; alleged: number; effort: number; entries: string[] }>();
  const area = (name: string) => {
    const there = areas.get(name) ?? { established: 0, alleged: 0, effort: 0, entries: [] };
    areas.set(name, there);
    return there;
  };

  for (const one of reader.all('incident')) {
    const at = index.get(dayOf(one.when.from));
    const stage = one.status === 'open' ? stageOf(reader, one) : 'disproved';
    if (at === undefined || stage === 'disproved') continue;
    for (const it of [rows[at]!, area(placeKey(one.place))]) {
      it[stage]++;
      it.entries.push(one.id);
    }
  }
  for (const one of reader.all('coverage')) {
    if (one.status === 'withdrawn') continue;
    const { patrolHours, postHours, sensorHours } = one.effort;
    const hours = patrolHours + postHours + sensorHours;
    const [from, to] = [Date.parse(one.when.from), Date.parse(one.when.to)];
    for (let day = Date.parse(dayOf(one.when.from)); day <= to; day += DAY) {
      const at = index.get(new Date(day).toISOString().slice(0, 10));
      const share = to === from ? 1 : (Math.min(to, day + DAY) - Math.max(from, day)) / (to - from);
      if (at === undefined || share <= 0) continue;
      rows[at]!.effort += hours * share;
      area(placeKey(one.place)).effort += hours * share;
    }
  }

  const weighed = rows.some((row) => row.effort > 0);
  const observed = rows.map((row) => ({ ...row, observed: row.effort > 0 }));
  const counts = observed.map((row) => ({
    count: row.established + row.alleged,
    effort: weighed ? row.effort : 1,
  }));
  const rate = (some: typeof counts): number | undefined => {
    const looked = some.filter((one) => one.effort > 0);
    return looked.length === 0 ? undefined : looked.reduce((sum, one) => sum + one.count, 0) / looked.length;
  };
  const [baseline, lately] = [rate(counts), rate(counts.slice(-7))];
  return Object.freeze({
    from: list[0]!,
    to: list.at(-1)!,
    days: observed,
    changes: changePoints(counts).map(({ at, before, after }) => ({ day: list[at]!, before, after })),
    areas: [...areas].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, one]) => ({ area: name, ...one })),
    weighed,
    ...(baseline === undefined ? {} : { baseline }),
    ...(lately === undefined ? {} : { lately }),
  });
}
