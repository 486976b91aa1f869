import { Problem } from '@sulh/record';
import { Archive, type FusionOptions } from './archive.ts';
import type { FusionReport } from './report.ts';
import {
  AT_LEAST,
  AT_MOST,
  COMPANY,
  type Company,
  DEFAULT_WEIGHTS,
  FEATURES,
  type Feature,
  type Weights,
} from './weights.ts';

/** A pair of reports that people judged: of one incident, or not. */
export type LabelledPair = { readonly a: string; readonly b: string; readonly same: boolean };

/** Reports with the judged pairs among them. */
export type Judged = { readonly reports: readonly FusionReport[]; readonly pairs: readonly LabelledPair[] };

export type FitOptions = FusionOptions & {
  /** How strongly the starting weights are held where the pairs say little; 1 is about one pair's worth per feature. */
  readonly hold?: number;
  /** The features whose weights are fitted; all else stays as it was. By default everything is fitted. */
  readonly only?: readonly Feature[];
  /** What the weights rest on, in words; by default the number of pairs. */
  readonly basis?: string;
};

/** Fewer judged pairs of either answer than this cannot carry the weights. */
const FEWEST = 20;
/** Fewer pairs than this cannot carry a calibration curve beside the weights. */
const FEWEST_TO_CALIBRATE = 400;

/**
 * Weights that fit judged pairs of these reports: logistic regression that starts from, and is held to, the weights
 * given (or the defaults), so that what the pairs do not speak of stays as it was; the second look likewise; then a rising
 * calibration curve. The judged pairs should be all comparable pairs of some reports, or a fair sample of them.
 * Throws Problem `unknown-report` or `too-few-pairs`.
 */
export function fit(
  pairs: readonly LabelledPair[],
  reports: readonly FusionReport[],
  options: FitOptions = {},
): Weights {
  return fitAcross([{ reports, pairs }], options);
}

/** The same over several sets of reports that must not be mixed, for instance of different regions. */
export function fitAcross(sets: readonly Judged[], options: FitOptions = {}): Weights {
  const all = sets.flatMap((set) => set.pairs);
  const same = all.filter((p) => p.same).length;
  if (same < FEWEST || all.length - same < FEWEST) {
    throw new Problem('too-few-pairs', { same, different: all.length - same, atLeast: FEWEST });
  }
  const start = options.weights ?? DEFAULT_WEIGHTS;
  const hold = options.hold ?? 1;

  const first = rowsOf(sets, start, (archive, { a, b }) => archive.evidence(a, b));
  const w = within(first, [start.bias, ...FEATURES.map((f) => start.terms[f])], hold, options.only);
  const terms = Object.fromEntries(FEATURES.map((f, i) => [f, rounded(w[i + 1] as number)])) as Record<Feature, number>;
  const { calibration: _, ...uncalibrated } = start;
  const once: Weights = {
    ...uncalibrated,
    bias: rounded(w[0] as number),
    terms,
    basis: options.basis ?? `${same} pairs of one incident and ${all.length - same} of two`,
  };

  if (options.only !== undefined) return { ...start, terms };

  const second = rowsOf(sets, once, (archive, { a, b }) => {
    const { score, agreeing, rivalling } = archive.secondLook(a, b);
    return Float64Array.of(score, Math.log1p(agreeing), Math.log1p(rivalling));
  });
  const c = regress(
    second,
    COMPANY.map((name) => start.company[name]),
    hold,
  );
  const company = Object.fromEntries(COMPANY.map((name, i) => [name, rounded(c[i] as number)])) as Record<
    Company,
    number
  >;
  const twice: Weights = { ...once, company };
  if (all.length < FEWEST_TO_CALIBRATE) return twice;
  return { ...twice, calibration: curve(second.map((row) => ({ score: dot(c, row.x), same: row.same }))) };
}

type Row = { readonly x: Float64Array; readonly same: boolean };

function rowsOf(
  sets: readonly Judged[],
  weights: Weights,
  of: (archive: Archive, pair: LabelledPair) => Float64Array,
): Row[] {
  const rows: Row[] = [];
  for (const { reports, pairs } of sets) {
    const archive = new Archive({ weights });
    archive.addAll(reports);
    for (const pair of pairs) rows.push({ x: of(archive, pair), same: pair.same });
  }
  return rows;
}

function rounded(n: number): number {
  return Math.round(n * 1000) / 1000;
}

function dot(w: ArrayLike<number>, x: Float64Array): number {
  let sum = w[0] as number;
  for (let i = 0; i < x.length; i += 1) sum += (w[i + 1] as number) * (x[i] as number);
  return sum;
}

/** The regression of the features, with no weight beyond its bound: each that would be is put there, and the others fitted anew. */
function within(rows: readonly Row[], prior: readonly number[], hold: number, only?: readonly Feature[]): Float64Array {
  const fixed = [only !== undefined, ...FEATURES.map((f) => only?.includes(f) === false)];
  for (;;) {
    const w = regress(rows, prior, hold, fixed);
    const moved = FEATURES.filter((f, i) => {
      const bounded = Math.max(AT_LEAST[f] ?? -Infinity, Math.min(AT_MOST[f] ?? Infinity, w[i + 1] as number));
      if (bounded === w[i + 1]) return false;
      prior = prior.with(i + 1, bounded);
      fixed[i + 1] = true;
      return true;
    });
    if (moved.length === 0) return w;
  }
}

/** Logistic regression by Newton's method, with a quadratic pull of `hold` towards `prior`; what is `fixed` stays there. */
function regress(
  rows: readonly Row[],
  prior: readonly number[],
  hold: number,
  fixed: readonly boolean[] = [],
): Float64Array {
  const n = prior.length;
  let w = Float64Array.from(prior);
  let best = objective(rows, prior, hold, w);
  for (let round = 0; round < 30; round += 1) {
    const gradient = new Float64Array(n);
    const hessian = Array.from({ length: n }, () => new Float64Array(n));
    for (const { x, same } of rows) {
      const p = 1 / (1 + Math.exp(-dot(w, x)));
      const miss = (same ? 1 : 0) - p;
      const weight = p * (1 - p);
      for (let i = 0; i < n; i += 1) {
        const xi = i === 0 ? 1 : (x[i - 1] as number);
        if (xi === 0) continue;
        gradient[i] = (gradient[i] as number) + miss * xi;
        const row = hessian[i] as Float64Array;
        for (let j = 0; j <= i; j += 1)
          row[j] = (row[j] as number) + weight * xi * (j === 0 ? 1 : (x[j - 1] as number));
      }
    }
    for (let i = 0; i < n; i += 1) {
      gradient[i] = (gradient[i] as number) - hold * ((w[i] as number) - (prior[i] as number));
      (hessian[i] as Float64Array)[i] = ((hessian[i] as Float64Array)[i] as number) + hold;
      for (let j = 0; j < i; j += 1) (hessian[j] as Float64Array)[i] = (hessian[i] as Float64Array)[j] as number;
    }
    for (let i = 0; i < n; i += 1) {
      if (!fixed[i]) continue;
      gradient[i] = 0;
      for (let j = 0; j < n; j += 1)
        (hessian[i] as Float64Array)[j] = (hessian[j] as Float64Array)[i] = i === j ? 1 : 0;
    }
    const step = solve(hessian, gradient);
    // Newton's step overshoots where a few features part the pairs: it is halved until the fit gets no worse.
    let next = w.map((v, i) => v + (step[i] as number));
    let reached = objective(rows, prior, hold, next);
    for (let tries = 0; reached < best && tries < 30; tries += 1) {
      next = next.map((v, i) => (v + (w[i] as number)) / 2);
      reached = objective(rows, prior, hold, next);
    }
    const gained = reached - best;
    if (!(gained > 0)) break;
    w = next;
    best = reached;
    if (gained < 1e-7 * Math.abs(best)) break;
  }
  return w;
}

/** Log likelihood of the answers less the pull: what the regression makes as large as it can. */
function objective(rows: readonly Row[], prior: readonly number[], hold: number, w: Float64Array): number {
  let sum = 0;
  for (const { x, same } of rows) {
    const z = same ? dot(w, x) : -dot(w, x);
    sum -= z > 0 ? Math.log1p(Math.exp(-z)) : Math.log1p(Math.exp(z)) - z;
  }
  for (let i = 0; i < w.length; i += 1) sum -= (hold / 2) * ((w[i] as number) - (prior[i] as number)) ** 2;
  return sum;
}

/** Solves a symmetric positive definite system by elimination (`hold` > 0 makes it so). */
function solve(matrix: Float64Array[], right: Float64Array): Float64Array {
  const n = right.length;
  const m = matrix.map((row, i) => Float64Array.from([...row, right[i] as number]));
  for (let i = 0; i < n; i += 1) {
    const pivot = m[i] as Float64Array;
    for (let k = i + 1; k < n; k += 1) {
      const row = m[k] as Float64Array;
      const factor = (row[i] as number) / (pivot[i] as number);
      if (factor === 0) continue;
      for (let j = i; j <= n; j += 1) row[j] = (row[j] as number) - factor * (pivot[j] as number);
    }
  }
  const x = new Float64Array(n);
  for (let i = n - 1; i >= 0; i -= 1) {
    const row = m[i] as Float64Array;
    let sum = row[n] as number;
    for (let j = i + 1; j < n; j += 1) sum -= (row[j] as number) * (x[j] as number);
    x[i] = sum / (row[i] as number);
  }
  return x;
}

type Scored = { readonly score: number; readonly same: boolean };

/** Isotonic regression (pool adjacent violators) over at most twenty equal groups of scores, as points of a rising curve. */
function curve(scored: readonly Scored[]): [number, number][] {
  const sorted = [...scored].sort((a, b) => a.score - b.score);
  const size = Math.max(40, Math.ceil(sorted.length / 20));
  const blocks: { score: number; same: number; n: number }[] = [];
  for (let i = 0; i < sorted.length; i += size) {
    const part = sorted.slice(i, i + size);
    // One pair's worth of doubt either way: no group is ever certain.
    const same = part.filter((s) => s.same).length + 0.5;
    blocks.push({ score: part.reduce((sum, s) => sum + s.score, 0) / part.length, same, n: part.length + 1 });
    for (let k = blocks.length - 1; k > 0; k -= 1) {
      const [a, b] = [blocks[k - 1], blocks[k]] as [(typeof blocks)[number], (typeof blocks)[number]];
      if (a.same / a.n < b.same / b.n) break;
      const n = a.n + b.n;
      blocks.splice(k - 1, 2, { score: (a.score * a.n + b.score * b.n) / n, same: a.same + b.same, n });
    }
  }
  return blocks.map((b) => [rounded(b.score), rounded(b.same / b.n)]);
}

/** How far probabilities can be taken at their word. */
export type Calibration = {
  /** Expected calibration error: the mean gap, over all pairs, between what a bin was called and how often it was right. */
  readonly error: number;
  readonly pairs: number;
  readonly bins: readonly {
    readonly from: number;
    readonly to: number;
    readonly pairs: number;
    readonly called: number;
    readonly right: number;
  }[];
};

/** Compares probabilities with what was so, in ten equal bins. */
export function calibration(pairs: readonly { readonly probability: number; readonly same: boolean }[]): Calibration {
  const sums = Array.from({ length: 10 }, () => ({ pairs: 0, called: 0, right: 0 }));
  for (const { probability, same } of pairs) {
    const bin = sums[Math.min(9, Math.max(0, Math.floor(probability * 10)))] as (typeof sums)[number];
    bin.pairs += 1;
    bin.called += probability;
    bin.right += same ? 1 : 0;
  }
  const gap = sums.reduce((sum, b) => sum + Math.abs(b.called - b.right), 0);
  return {
    error: pairs.length === 0 ? 0 : gap / pairs.length,
    pairs: pairs.length,
    bins: sums.map((b, i) => ({
      from: i / 10,
      to: (i + 1) / 10,
      pairs: b.pairs,
      called: b.pairs === 0 ? 0 : b.called / b.pairs,
      right: b.pairs === 0 ? 0 : b.right / b.pairs,
    })),
  };
}
