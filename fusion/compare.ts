import { type Counts, DAY, distanceKm, type Frequencies, gapDays, type Prepared, type Range } from './report.ts';
import { CROWDS, FEATURES, type Feature, probability, type Weights } from './weights.ts';

const AT = Object.freeze(Object.fromEntries(FEATURES.map((f, i) => [f, i]))) as Readonly<Record<Feature, number>>;

/** Beyond these two reports are never compared: the reach in kilometres, given the two radii. */
export function reachKm(a: number, b: number): number {
  return 25 + 1.5 * Math.sqrt(a * a + b * b); // Math.hypot takes many times as long
}
/** Days of gap (beyond vagueness) within which two reports are compared. */
export const REACH_DAYS = 3;

/** How near a report of unknown place is taken to be. */
const UNPLACED = 0.3;

/** How two reports count in the crowd around each other, and how a crowd counts between them. */
export type Closeness = {
  /** Which part of a crowd could lie as near in time as these two. */
  part: number;
  /** How near their places are: 1 the same, falling to 0. */
  near: number;
  /** Whether they lie within a day, and neither kind nor actors say that they are of two sorts. */
  alike: boolean;
  /** Whether both give one place name, and coordinates. */
  named: boolean;
  /** Whether both give a time, and coordinates or one place name: else the crowd around them cannot be counted. */
  counted: boolean;
};

/**
 * Fills `out` with the evidence for and against two reports being of one incident, one number per feature of FEATURES, and
 * `close` with how they count in a crowd; the crowd's own features are left 0. No feature looks at a side, and names are only
 * ever compared for being equal and rare.
 */
export function features(a: Prepared, b: Prepared, seen: Frequencies, out: Float64Array, close: Closeness): void {
  out.fill(0);

  const placed = !Number.isNaN(a.lat) && !Number.isNaN(b.lat);
  const named = a.place >= 0 && a.place === b.place;
  const nameRarity = named ? seen.places.rarity(a.place) : 0;
  close.named = named && placed;
  close.near = UNPLACED;
  if (!placed) out[named ? AT.place_by_name : AT.place_unknown] = 1;
  else {
    const spread = Math.max(1, Math.sqrt(a.radius * a.radius + b.radius * b.radius));
    const z = distanceKm(a.lat, a.lon, b.lat, b.lon) / spread;
    const apart = Math.log(1 + 3 * z * z);
    const sharp = Math.max(-2, Math.log(10 / spread));
    close.near = 1 / (1 + z * z);
    out[AT.place_sharp] = sharp;
    out[AT.place_apart] = apart;
    out[AT.place_beyond] = Math.min(3, Math.max(0, z - 1));
    if (named) {
      out[AT.place_sharp_named] = sharp;
      out[AT.place_apart_named] = apart * nameRarity;
    }
  }
  if (named) out[AT.place_name_same] = nameRarity;
  else if (a.place >= 0 && b.place >= 0) {
    const share = overlap(a.placeWords, b.placeWords, seen.placeWords);
    out[AT.place_name_shared] = share;
    out[placed ? AT.place_name_differs : AT.place_only_differs] = 1 - share;
    if (placed) {
      const [one, other] = [seen.widthOfPlace(a.place), seen.widthOfPlace(b.place)];
      out[AT.place_name_wide] = Math.max(one, other);
      out[AT.place_names_wide] = Math.min(one, other);
    }
  }

  close.part = 1; // all of the crowd when only days are known
  const gap = gapDays(a, b);
  if (Number.isNaN(gap)) out[AT.time_unknown] = 1;
  else {
    out[AT.time_gap] = Math.min(3, gap);
    out[AT.time_other_day] = Math.min(1, gap / 0.75);
    const vague = (a.width + b.width) / DAY;
    close.part = Math.min(1, Math.max(gap, vague / 2, 1 / 24));
    out[AT.time_to_the_hour] = Math.max(0, 1 - vague * 2) * Math.max(0, 1 - gap * 6);
  }

  if (a.kind >= 0 && b.kind >= 0) {
    if (a.kind === b.kind) out[AT.kind_same] = Math.min(3, seen.kinds.rarity(a.kind));
    else out[AT.kind_differs] = 1;
  }

  let alike = gap <= 1 && (a.kind === b.kind || a.kind < 0 || b.kind < 0);
  if (a.actors.length > 0 && b.actors.length > 0) {
    let shared = 0;
    let sharedRarity = 0;
    for (const actor of a.actors) {
      if (!b.actors.includes(actor)) continue;
      shared += 1;
      sharedRarity += seen.actors.rarity(actor);
    }
    if (shared === 0) alike = false;
    out[AT.actors_shared] = Math.min(8, sharedRarity);
    // Only what each names beyond the other conflicts: a report that names fewer merely says less.
    out[AT.actors_conflict] = Math.min(2, a.actors.length - shared, b.actors.length - shared);
  }

  close.alike = alike;
  close.counted = (placed || named) && !Number.isNaN(gap);

  if (a.killed && b.killed) {
    const ratio = figureGap(a.killed, b.killed);
    if (ratio === 0) {
      out[AT.killed_same] = 1;
      out[AT.killed_rarity] = Math.min(5, seen.killed.rarity(a.killedFigure));
    } else if (a.killed.max === 0 || b.killed.max === 0) out[AT.killed_none] = 1;
    else {
      out[AT.killed_differs] = 1;
      out[AT.killed_gap] = Math.min(3, ratio);
    }
  }
  if (a.wounded && b.wounded) {
    const ratio = figureGap(a.wounded, b.wounded);
    out[ratio === 0 ? AT.wounded_same : AT.wounded_differs] = 1;
    if (ratio === 0) out[AT.wounded_rarity] = Math.min(5, seen.wounded.rarity(a.woundedFigure));
    else out[AT.wounded_gap] = Math.min(3, ratio);
  }

  if (a.words.length > 0 && b.words.length > 0) {
    let rare = 0;
    out[AT.text_shared] = overlap(a.words, b.words, seen.words, (rarity) => {
      if (rarity > 3) rare += rarity - 3;
    });
    out[AT.text_rare] = Math.min(9, rare);
  }
  if (a.source >= 0 && a.source === b.source) {
    out[AT.source_same] = 1;
    out[AT.text_of_one_source] = out[AT.text_rare] as number;
  }
  if (a.origin >= 0 && a.origin === b.origin) out[AT.origin_same] = 1;
}

/** 0 when the two ranges meet, else the natural logarithm of the ratio of their nearest ends (each plus one). */
export function figureGap(a: Range, b: Range): number {
  const low = Math.min(a.max, b.max);
  const high = Math.max(a.min, b.min);
  return high <= low ? 0 : Math.log((high + 1) / (low + 1));
}

/** Weighted share of common members of two ascending lists: 0 none, 1 all (of their union). */
function overlap(a: readonly number[], b: readonly number[], seen: Counts, common?: (rarity: number) => void): number {
  let shared = 0;
  let all = 0;
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const x = a[i] ?? Number.POSITIVE_INFINITY;
    const y = b[j] ?? Number.POSITIVE_INFINITY;
    const w = seen.rarity(Math.min(x, y));
    all += w;
    if (x === y) {
      shared += w;
      common?.(w);
    }
    if (x <= y) i += 1;
    if (y <= x) j += 1;
  }
  return all > 0 ? shared / all : 0;
}

/** The crowd supposed while it is being counted, and where a place or time is unknown: around either report. */
export const TYPICAL_CROWD = 10;

/**
 * Fills `out` with the features of a crowd: how many of likely other incidents lie around one report and the other, of all
 * sorts and of those alike. At least `least` are supposed.
 */
export function crowdFeatures(
  one: number,
  other: number,
  alikeOne: number,
  alikeOther: number,
  part: number,
  named: boolean,
  least: number,
  out: Float64Array,
): void {
  const most = Math.log1p(Math.max(least, Math.max(one, other) * part));
  out[0] = most;
  out[1] = Math.log1p(Math.max(least, Math.min(one, other) * part));
  out[2] = Math.log1p(Math.max(least / 2, Math.max(alikeOne, alikeOther) * part));
  out[3] = Math.log1p(Math.max(least / 2, Math.min(alikeOne, alikeOther) * part));
  out[4] = named ? most : 0;
}

/** Weights made ready for scoring many pairs. */
export class Model {
  readonly #terms: Float64Array;
  readonly #weights: Weights;
  /** What a crowd of the usual size adds to the score. */
  readonly #typical: number;
  readonly #typicalNamed: number;

  constructor(weights: Weights) {
    this.#weights = weights;
    this.#terms = Float64Array.from(FEATURES, (f) => weights.terms[f]);
    const usual = (named: boolean): number => {
      const crowds = new Float64Array(CROWDS);
      crowdFeatures(0, 0, 0, 0, 1, named, TYPICAL_CROWD, crowds);
      return this.score(0, crowds);
    };
    this.#typical = usual(false);
    this.#typicalNamed = usual(true);
  }

  /** The log odds that the weights give to these features, but for the crowd. */
  evidence(x: Float64Array): number {
    let sum = this.#weights.bias;
    for (let i = 0; i < x.length; i += 1) sum += (x[i] as number) * (this.#terms[i] as number);
    return sum;
  }

  /** The first score: the evidence, less for the crowd. `crowds` has the CROWDS last features. */
  score(evidence: number, crowds: Float64Array): number {
    let sum = evidence;
    for (let i = 0, at = FEATURES.length - CROWDS; i < CROWDS; i += 1)
      sum += (crowds[i] as number) * (this.#terms[at + i] as number);
    return sum;
  }

  /** How likely a pair is of two incidents, as far as can be told before the crowd is known. */
  apart(evidence: number, named: boolean): number {
    return 1 - logistic(evidence + (named ? this.#typicalNamed : this.#typical));
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
