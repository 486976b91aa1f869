import { Problem } from '@sulh/record';

/**
 * What two reports are compared by. Each weight is what one unit of the feature adds to the log odds (in nats) that
 * both speak of one incident. An unknown value makes its features 0: it speaks neither for nor against.
 */
export const FEATURES = Object.freeze([
  /** How precise both places are (log of 10 km over the joint radius). */
  'place_sharp',
  /** The same where both give one place name: all that happens at one town is put at one point. */
  'place_sharp_named',
  /** Distance measured in joint radii, as log(1 + 3 z^2). */
  'place_apart',
  /** The same where both give one place name, times its rarity. */
  'place_apart_named',
  /** How far z lies beyond 1, up to 3. */
  'place_beyond',
  /** One or both give no coordinates, and the place names are not the same. Never speaks for a match. */
  'place_unknown',
  /** One or both give no coordinates, but the place names are the same. */
  'place_by_name',
  /** One or both give no coordinates, and the place names have nothing in common (or less, the more words they share). */
  'place_only_differs',
  /** The same place name, by how rare it is. */
  'place_name_same',
  /** Share of the words of two different place names, by rarity. */
  'place_name_shared',
  /** The rest of that share. */
  'place_name_differs',
  /** Two different names: how widely the wider is used (log of 1 + km): a district's name is no word against its town's. */
  'place_name_wide',
  /** The same of the narrower. */
  'place_names_wide',
  /** Days apart beyond vagueness, up to 3. */
  'time_gap',
  /** Rises to 1 as the gap reaches three quarters of a day. */
  'time_other_day',
  /** Both give the hour and the hours are close. */
  'time_to_the_hour',
  'time_unknown',
  /** Same kind, by how rare the kind is. */
  'kind_same',
  'kind_differs',
  /** Rarity of the actors that both name. */
  'actors_shared',
  /** How many actors each names that the other, naming others, does not; up to 2. */
  'actors_conflict',
  /** Numbers of killed that agree (their ranges meet). */
  'killed_same',
  /** How rare the agreeing number is. */
  'killed_rarity',
  /** Numbers of killed that do not agree, though both say that some were. */
  'killed_differs',
  /** By how much: the log of their ratio, up to 3. */
  'killed_gap',
  /** One says that nobody was killed, the other that some were. */
  'killed_none',
  'wounded_same',
  'wounded_rarity',
  'wounded_differs',
  'wounded_gap',
  /** Share of common words of the texts, by rarity. */
  'text_shared',
  /** How rare the words are that both texts have: the sum of what each exceeds 3 nats by, up to 9. */
  'text_rare',
  /** The same again where both are of one source, whose bulletins are headed alike. */
  'text_of_one_source',
  /** One source reported twice. */
  'source_same',
  'origin_same',
  /**
   * Log of (1 + how many reports of likely other incidents lie around one of the two, the nearer the more, in the time within
   * which these two could lie so near): in a crowd, nearness says less. Around the one with more of them, and with fewer.
   */
  'crowd',
  'crowd_both',
  /** The same, of those within a day of which neither kind nor actors say that they are of another sort. */
  'crowd_alike',
  'crowd_alike_both',
  /** `crowd` where both give one place name. */
  'crowd_named',
] as const);

export type Feature = (typeof FEATURES)[number];

/**
 * What no judged pairs may make of a weight, since they are never all of the field: an unknown place is no better than that
 * of reports that merely lie within reach of each other, and what differs does not speak for a match.
 */
export const AT_MOST: Readonly<Partial<Record<Feature, number>>> = Object.freeze({
  place_unknown: -3,
  place_only_differs: 0,
  place_name_differs: 0,
  time_gap: 0,
  time_unknown: 0,
  kind_differs: 0,
  actors_conflict: 0,
  killed_differs: 0,
  killed_gap: 0,
  killed_none: 0,
  wounded_differs: 0,
  wounded_gap: 0,
  text_of_one_source: 0,
});
/** The same the other way: what agrees does not speak against. */
export const AT_LEAST: Readonly<Partial<Record<Feature, number>>> = Object.freeze({
  place_name_same: 0,
  kind_same: 0,
  actors_shared: 0,
  killed_rarity: 0,
  wounded_rarity: 0,
  text_shared: 0,
  text_rare: 0,
  origin_same: 0,
});

/** Features that depend on who else is there. They come last. */
export const CROWDS = FEATURES.length - FEATURES.indexOf('crowd');

export const COMPANY = Object.freeze(['bias', 'score', 'agreeing', 'rivalling'] as const);
export type Company = (typeof COMPANY)[number];

/** Weights that a person can read and a mechanism can sign. */
export type Weights = {
  readonly format: 'sulh-fusion-weights/1';
  /** Log odds of two comparable reports before anything else is known. */
  readonly bias: number;
  readonly terms: Readonly<Record<Feature, number>>;
  /**
   * Second look at each pair, at the company it keeps, and a third, at the company after the second: `score` times the first log odds, plus `agreeing` per log(1 + other
   * reports likely of one incident with both), plus `rivalling` per log(1 + others likely with one but not the other).
   */
  readonly company: Readonly<Record<Company, number>>;
  /** Optional last step: score (log odds) to probability, rising in both; straight lines between. */
  readonly calibration?: readonly (readonly [score: number, probability: number])[];
  /** What the weights rest on, in words. */
  readonly basis: string;
};

/**
 * Used when nothing else was fitted. Fitted on developing data by `node fusion/tests/eval-data.ts --fit`, rounded, and set
 * by judgement where those data are silent or one-sided; `basis` says which.
 */
export const DEFAULT_WEIGHTS: Weights = Object.freeze({
  format: 'sulh-fusion-weights/1',
  bias: 3.73,
  terms: Object.freeze({
    place_sharp: 0.57,
    place_sharp_named: -0.51,
    place_apart: -1.53,
    place_apart_named: 0.22,
    place_beyond: -1.29,
    place_unknown: -3,
    place_by_name: -0.43,
    place_only_differs: -1,
    place_name_same: 0.04,
    place_name_shared: -1.5,
    place_name_differs: -3.8,
    place_name_wide: 0.84,
    place_names_wide: 0.23,
    time_gap: -2.22,
    time_other_day: 1.67,
    time_to_the_hour: 2,
    time_unknown: -3,
    kind_same: 0.14,
    kind_differs: -3,
    actors_shared: 0.06,
    actors_conflict: -0.99,
    killed_same: -0.17,
    killed_rarity: 0.7,
    killed_differs: -1,
    killed_gap: -2,
    killed_none: -0.77,
    wounded_same: 0,
    wounded_rarity: 0.3,
    wounded_differs: -0.5,
    wounded_gap: -0.3,
    text_shared: 2.37,
    text_rare: 1.56,
    text_of_one_source: -1.2,
    source_same: -0.1,
    origin_same: 1,
    crowd: -1.49,
    crowd_both: 0.56,
    crowd_alike: -1.17,
    crowd_alike_both: 0.76,
    crowd_named: -0.38,
  }),
  company: Object.freeze({ bias: 1.28, score: 0.76, agreeing: 0.29, rivalling: -2.26 }),
  basis:
    'fitted on 6,436 structured reports of 3,926 incidents (derived from UCDP GED, with stated noise), whole, thinned, and ' +
    'with columns left out; by judgement: what those data never vary (hours, wounded, origin, unknown times), and, ' +
    'milder than fitted: kinds and numbers that differ, names of places; an unknown place at its bound; texts as fitted on headlines',
} as const);

/** Score (log odds) to probability by the weights' own calibration, or by the logistic function when there is none. */
export function probability(score: number, weights: Weights): number {
  const points = weights.calibration;
  if (points === undefined || points.length < 2) return 1 / (1 + Math.exp(-score));
  const first = points[0] as readonly [number, number];
  const last = points[points.length - 1] as readonly [number, number];
  if (score <= first[0]) return first[1];
  if (score >= last[0]) return last[1];
  let lo = 0;
  let hi = points.length - 1;
  while (hi - lo > 1) {
    const mid = (lo + hi) >> 1;
    if ((points[mid] as readonly [number, number])[0] <= score) lo = mid;
    else hi = mid;
  }
  const [x0, y0] = points[lo] as readonly [number, number];
  const [x1, y1] = points[hi] as readonly [number, number];
  return x1 === x0 ? y1 : y0 + ((y1 - y0) * (score - x0)) / (x1 - x0);
}

/**
 * Weights from a file, as `sulh fuse --fit` writes them. What is missing of `terms` and `company` is as in the defaults, so
 * that a person may write down only what differs. Throws Problem `bad-weights` with the field.
 */
export function parseWeights(value: unknown): Weights {
  const bad = (field: string): Problem => new Problem('bad-weights', { field });
  const given = record(value) ?? {};
  if (given.format !== DEFAULT_WEIGHTS.format) throw bad('format');
  const number = (n: unknown, field: string): number => {
    if (typeof n !== 'number' || !Number.isFinite(n) || Math.abs(n) > 1000) throw bad(field);
    return n;
  };
  const numbers = <K extends string>(field: string, standing: Readonly<Record<K, number>>): Record<K, number> => {
    const own = given[field] === undefined ? {} : record(given[field]);
    if (own === undefined) throw bad(field);
    for (const key of Object.keys(own)) if (!Object.hasOwn(standing, key)) throw bad(`${field}.${key.slice(0, 60)}`);
    const out: Record<K, number> = { ...standing };
    for (const key of Object.keys(standing) as K[])
      if (own[key] !== undefined) out[key] = number(own[key], `${field}.${key}`);
    return out;
  };
  const points = given.calibration;
  if (points !== undefined && (!Array.isArray(points) || points.length > 1000)) throw bad('calibration');
  const calibration = points?.map((point: unknown, i): [number, number] => {
    const before = i > 0 ? (points[i - 1] as number[]) : [Number.NEGATIVE_INFINITY, 0];
    if (!Array.isArray(point) || point.length !== 2) throw bad('calibration');
    const [score, probability] = [number(point[0], 'calibration'), number(point[1], 'calibration')];
    if (score <= before[0]! || probability < before[1]! || probability > 1) throw bad('calibration');
    return [score, probability];
  });
  return Object.freeze({
    format: DEFAULT_WEIGHTS.format,
    bias: given.bias === undefined ? DEFAULT_WEIGHTS.bias : number(given.bias, 'bias'),
    terms: numbers('terms', DEFAULT_WEIGHTS.terms),
    company: numbers('company', DEFAULT_WEIGHTS.company),
    ...(calibration === undefined ? {} : { calibration }),
    basis: typeof given.basis === 'string' ? given.basis.slice(0, 1000) : '',
  });
}

function record(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
