/**
 * Whether two voices of different documents tell one statement: weighed by what they share that few others tell, by who is
 * said to speak, by days and occasions. The weights are fitted on annotated clusters (`tests/fit-origins.ts`).
 */

/** Two voices of different documents that may be one: both speak, or one is a document that may be the other's own. */
export interface Tie {
  readonly kind: 'spoken' | 'own';
  readonly a: number;
  readonly b: number;
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
  'the likest words',
  'numbers in one sentence',
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
  'a paper put out',
  'contained, a paper put out',
  'shared by few, a paper put out',
  'known, a paper put out',
] as const;
export const OWN = ['always', 'a paper put out', ...COMMON, 'size of the lesser', 'late', 'names who says it'] as const;

export interface TieWeights {
  readonly spoken: readonly number[];
  readonly own: readonly number[];
}
// biome-ignore format: weights, in the order of their names
export const TIE_WEIGHTS: TieWeights = {
  spoken: [-1.57, 0.93, 0.4, 0.43, 0.16, 0.21, -2.6, -0.36, -0.87, 0.36, 0.75, 0.11, 0.98, 0.53, 0.89, 0.94, 0, -0.18, 0.07, -0.69, 1.57, -0.8, -0.48, 0.53, 0.7, 0.5, -0.71, -1.2, -0.92, -0.92, 0.08, 0.37, 0.81, 0.55, -0.39, 0.56, 0.03, -0.59, 0.23, -0.29, 0.71],
  own: [-2.08, 0.39, 0.3, 0.06, 0.12, 0.22, 0.13, 0.39, 0, 0, 0, 0.93, -0.09, 0.35, -0.8, 0.01, 0.03, 0.99, 0.03, -1.2, 0.71],
};
/** How sure one must be, of 1, to call two voices one. */
export const SURE: Readonly<Record<Tie['kind'], number>> = { spoken: 0.36, own: 0.36 };

/** How sure it is, of 1, that two voices are one. */
export function surenessOf({ kind, features }: Tie, weights: TieWeights = TIE_WEIGHTS): number {
  let z = 0;
  for (const [i, x] of features.entries()) z += (weights[kind][i] ?? 0) * x;
  return 1 / (1 + Math.exp(-z));
}
