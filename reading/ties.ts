/**
 * Whether two voices of different documents tell one statement: weighed by what they share that few others tell, by who is
 * said to speak, by days and occasions. The weights are fitted on annotated clusters (`tests/fit-origins.ts`).
 */

/** Two voices of different documents that may be one: both speak, or one is a document that may be the other's own. */
export interface Tie {
  readonly kind: 'spoken' | 'own';
  readonly a: number;
  readonly b: number;
  /** Who speaks is of two sides, or of one and a witness. */
  readonly apart: boolean;
  readonly features: readonly number[];
}

/** What is looked at whether both speak or one is a paper; */
const COMMON = [
  'same words',
  'alike wording',
  'alike wording of the lesser',
  'contained',
  'shared by few',
  'shared by few, of the lesser',
  'one office',
  'another office',
  'contained, one office',
  'shared numbers',
  'other numbers',
  'one toll',
  'another toll',
  'matches',
] as const;
/** and all of it, in the order of the weights. */
export const SPOKEN = [
  'always',
  'one person',
  'a person named in full',
  'one body',
  'one side',
  'one of no known side',
  'two sides',
  'two persons',
  'nobody by a side or name',
  ...COMMON,
  'quoted in both',
  'size of the lesser',
  'late',
  'again',
  'another occasion',
  'one occasion',
  'alone of its side',
  'contained, one person',
  'contained, one side or body',
  'contained, two sides or none',
  'alike, one person',
  'alike, two sides or none',
] as const;
export const OWN = [
  'always',
  'one person',
  'one body',
  'one side',
  'nobody known',
  'a paper put out',
  ...COMMON,
  'size of the lesser',
  'late',
  'contained, a paper put out',
  'shared by few, a paper put out',
  'known, a paper put out',
] as const;

export interface TieWeights {
  readonly spoken: readonly number[];
  readonly own: readonly number[];
}
// biome-ignore format: weights, in the order of their names
export const TIE_WEIGHTS: TieWeights = {
  spoken: [-1.76, 1.26, 0.45, -0.28, -0.1, 0.68, -1.2, -1.03, -0.75, 0.65, 0.75, 0.15, 0.2, 0.31, 1.23, 0.78, 0, 0.41, 1.16, -0.51, 1.16, 0, 0.05, 0.8, -0.44, -1.2, -1.04, -0.56, 0.54, 0.43, 0.28, -0.17, 0.09, 0.3, -0.12],
  own: [-2.38, 0, 1.05, -0.15, -0.9, -0.15, 0.06, 0.02, 0.06, 0.56, 0.93, 0.49, 0.6, -0.86, 0.38, 0.1, 0, 0.75, -0.26, 0.39, -0.35, -1.2, 0.31, -0.13, 0.75],
};
/**
 * How sure one must be, of 1, to call two voices one: chosen on real clusters, which the weights were not fitted on.
 */
export const SURE: Readonly<Record<Tie['kind'], number>> = { spoken: 0.28, own: 0.34 };

/** To put the words of two sides into one is the worse fault: it must be surer by so much, in log odds. */
const HARDER = 0.65;

/** How sure it is, of 1, that two voices are one. */
export function surenessOf({ kind, features, apart }: Tie, weights: TieWeights = TIE_WEIGHTS): number {
  let z = 0;
  for (const [i, x] of features.entries()) z += (weights[kind][i] ?? 0) * x;
  if (apart) z -= HARDER;
  return 1 / (1 + Math.exp(-z));
}
