import { DAY, distanceKm, type Frequencies, gapDays, type Prepared, type Range } from './report.ts';
import { FEATURES, type Feature, probability, type Weights } from './weights.ts';

const AT = Object.freeze(Object.fromEntries(FEATURES.map((f, i) => [f, i]))) as Readonly<Record<Feature, number>>;

/** Beyond these two reports are never compared: the reach in kilometres, given the two radii. */
export function reachKm(a: number, b: number): number {
  return 25 + 1.5 * Math.hypot(a, b);
}
/** Days of gap (beyond vagueness) within which two reports are compared. */
export const REACH_DAYS = 3;

/** Whether place and time leave open that both speak of one incident. An unknown place or time leaves it open. */
export function comparable(a: Prepared, b: Prepared): boolean {
  if (gapDays(a, b) > REACH_DAYS) return false; // NaN compares false: unknown stays open
  if (Number.isNaN(a.lat) || Number.isNaN(b.lat)) return true;
  const reach = reachKm(a.radius, b.radius);
  // Most are ruled out by latitude alone (a degree is never shorter than 110 km).
  return Math.abs(a.lat - b.lat) * 110 <= reach && distanceKm(a.lat, a.lon, b.lat, b.lon) <= reach;
}

/** Which part of a crowd could lie as near in time as two reports, and how near their places are (1 the same, falling to 0). */
type Closeness = { readonly part: number; readonly near: number };
/** How near a report of unknown place is taken to be. */
const UNPLACED = 0.3;

/**
 * Fills `out` with the evidence for and against two reports being of one incident, one number per feature of FEATURES,
 * and answers which part of a crowd around them could lie as near in time as these two, and how near their places are. The
 * feature `crowd` is left 0. No feature looks at a side, and names are only ever compared for being equal and rare.
 */
export function features(a: Prepared, b: Prepared, seen: Frequencies, out: Float64Array): Closeness {
  out.fill(0);

  // All of the crowd when only days are known.
  let part = 1;
  let near = UNPLACED;
  if (Number.isNaN(a.lat) || Number.isNaN(b.lat))
    out[a.place >= 0 && a.place === b.place ? AT.place_by_name : AT.place_unknown] = 1;
  else {
    const spread = Math.max(1, Math.hypot(a.radius, b.radius));
    const z = distanceKm(a.lat, a.lon, b.lat, b.lon) / spread;
    near = 1 / (1 + z * z);
    out[AT.place_sharp] = Math.max(-1.5, Math.min(2.5, Math.log(10 / spread))) * near;
    out[AT.place_apart] = Math.log(1 + 3 * z * z);
    out[AT.place_beyond] = Math.min(3, Math.max(0, z - 1));
  }
  if (a.place >= 0 && b.place >= 0) {
    if (a.place === b.place) out[AT.place_name_same] = seen.places.rarity(a.place);
    else {
      const placed = !Number.isNaN(a.lat) && !Number.isNaN(b.lat);
      const share = overlap(a.placeWords, b.placeWords, (w) => seen.placeWords.rarity(w));
      out[AT.place_name_shared] = share;
      out[placed ? AT.place_name_differs : AT.place_only_differs] = 1 - share;
      if (placed)
        out[AT.place_name_wide] =
          ((1 - share) * (6 - Math.min(seen.places.rarity(a.place), seen.places.rarity(b.place)))) / 3;
    }
  }

  const gap = gapDays(a, b);
  if (Number.isNaN(gap)) out[AT.time_unknown] = 1;
  else {
    out[AT.time_gap] = Math.min(3, gap);
    out[AT.time_other_day] = Math.min(1, gap / 0.75);
    const vague = (a.width + b.width) / DAY;
    part = Math.min(1, Math.max(gap, vague / 2, 1 / 24));
    out[AT.time_to_the_hour] = Math.max(0, 1 - vague * 2) * Math.max(0, 1 - gap * 6);
  }

  if (a.kind >= 0 && b.kind >= 0) {
    if (a.kind === b.kind) out[AT.kind_same] = Math.min(3, seen.kinds.rarity(a.kind));
    else out[AT.kind_differs] = 1;
  }

  if (a.actors.length > 0 && b.actors.length > 0) {
    let shared = 0;
    let sharedRarity = 0;
    for (const actor of a.actors) {
      if (!b.actors.includes(actor)) continue;
      shared += 1;
      sharedRarity += seen.actors.rarity(actor);
    }
    out[AT.actors_shared] = Math.min(8, sharedRarity);
    // Only what each names beyond the other conflicts: a report that names fewer merely says less.
    out[AT.actors_conflict] = Math.min(2, a.actors.length - shared, b.actors.length - shared);
  }

  if (a.killed && b.killed) {
    const ratio = figureGap(a.killed, b.killed);
    out[ratio === 0 ? AT.killed_same : AT.killed_differs] = 1;
    if (ratio === 0) out[AT.killed_rarity] = Math.min(5, seen.figureRarity(seen.killed, a.killed));
    else out[AT.killed_gap] = Math.min(3, ratio);
  }
  if (a.wounded && b.wounded) {
    const ratio = figureGap(a.wounded, b.wounded);
    out[ratio === 0 ? AT.wounded_same : AT.wounded_differs] = 1;
    if (ratio === 0) out[AT.wounded_rarity] = Math.min(5, seen.figureRarity(seen.wounded, a.wounded));
    else out[AT.wounded_gap] = Math.min(3, ratio);
  }

  if (a.words.length > 0 && b.words.length > 0) {
    out[AT.text_shared] = overlap(a.words, b.words, (w) => seen.words.rarity(w));
  }
  if (a.source >= 0 && a.source === b.source) out[AT.source_same] = 1;
  if (a.origin >= 0 && a.origin === b.origin) out[AT.origin_same] = 1;
  return { part, near };
}

/** 0 when the two ranges meet, else the natural logarithm of the ratio of their nearest ends (each plus one). */
export function figureGap(a: Range, b: Range): number {
  const low = Math.min(a.max, b.max);
  const high = Math.max(a.min, b.min);
  return high <= low ? 0 : Math.log((high + 1) / (low + 1));
}

/** Weighted share of common members of two ascending lists: 0 none, 1 all (of their union). */
function overlap(a: readonly number[], b: readonly number[], weight: (id: number) => number): number {
  let common = 0;
  let all = 0;
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const x = a[i] ?? Number.POSITIVE_INFINITY;
    const y = b[j] ?? Number.POSITIVE_INFINITY;
    const w = weight(Math.min(x, y));
    all += w;
    if (x === y) common += w;
    if (x <= y) i += 1;
    if (y <= x) j += 1;
  }
  return all > 0 ? common / all : 0;
}

/** The crowd supposed while it is being counted, and where a place or time is unknown. */
const TYPICAL_CROWD = 10;

/** The crowd around two reports; where one gives no place or no time, as large as usual though the archive may be small. */
export function crowdThatCounts(a: Prepared, b: Prepared, crowd: number): number {
  const placed = (!Number.isNaN(a.lat) && !Number.isNaN(b.lat)) || (a.place >= 0 && a.place === b.place);
  const timed = !Number.isNaN(a.mid) && !Number.isNaN(b.mid);
  return placed && timed ? crowd : Math.max(crowd, TYPICAL_CROWD);
}

/** Weights made ready for scoring many pairs. */
export class Model {
  readonly #terms: Float64Array;
  readonly #weights: Weights;

  constructor(weights: Weights) {
    this.#weights = weights;
    this.#terms = Float64Array.from(FEATURES, (f) => weights.terms[f]);
  }

  /** The log odds that the weights give to these features, but for the crowd. */
  evidence(x: Float64Array): number {
    let sum = this.#weights.bias;
    for (let i = 0; i < x.length; i += 1) sum += (x[i] as number) * (this.#terms[i] as number);
    return sum;
  }

  /** The first score: the evidence, less for the crowd. */
  score(evidence: number, crowd: number): number {
    return evidence + this.#weights.terms.crowd * Math.log1p(crowd);
  }

  /** How likely a pair is of two incidents, as far as can be told before the crowd is known. */
  apart(evidence: number): number {
    return 1 - logistic(this.score(evidence, TYPICAL_CROWD));
  }

  /** The same score, looked at again with the company that the pair keeps. */
  withCompany(score: number, company: CompanyKept): number {
    const c = this.#weights.company;
    return (
      c.bias + c.score * score + c.agreeing * Math.log1p(company.agreeing) + c.rivalling * Math.log1p(company.rivalling)
    );
  }

  /** A score (after the second look) as a probability. */
  probability(score: number): number {
    return probability(score, this.#weights);
  }
}

/** How many other reports are likely of one incident with both of a pair, and with only one of them (sums of likelihoods). */
export type CompanyKept = { readonly agreeing: number; readonly rivalling: number };

/** The likelihood that a first score gives. */
export function logistic(score: number): number {
  return 1 / (1 + Math.exp(-score));
}
