/**
 * Grows a forest: gradient boosting with the logistic loss (Friedman 2001), over histograms of 32 bins, each tree with a few
 * leaves, the best split first (Shi 2007). The same rows and seed give the same forest.
 */
import type { Forest, Tree } from '../forest.ts';

export interface Grown {
  readonly trees: number;
  readonly leaves: number;
  /** How much of what a tree says is taken. */
  readonly rate: number;
  /** Large sayings cost; */
  readonly cost: number;
  /** and a leaf has at least so many rows. */
  readonly least: number;
  /** Of the features, how many each tree may ask: of 1. */
  readonly share: number;
}
export const USUAL: Grown = { trees: 180, leaves: 10, rate: 0.05, cost: 10, least: 60, share: 0.5 };
const BINS = 32;

export interface Row {
  readonly x: readonly number[];
  readonly y: 0 | 1;
  /** How much the row counts: 1 on average. */
  readonly by: number;
}

export function grow(rows: readonly Row[], how: Grown = USUAL, seed = 1): Forest {
  const width = rows[0]!.x.length;
  const cuts = Array.from({ length: width }, (_, k) => cutsOf(rows.map((r) => r.x[k]!)));
  const bins = cuts.map((c, k) => Uint8Array.from(rows, (r) => binOf(c, r.x[k]!)));
  const all = rows.reduce((n, r) => n + r.by, 0);
  const right = rows.reduce((n, r) => n + r.by * r.y, 0) / all;
  const base = Math.log(right / (1 - right));
  const z = new Float64Array(rows.length).fill(base);
  const [g, h] = [new Float64Array(rows.length), new Float64Array(rows.length)];
  const random = randomOf(seed);
  const trees: Tree[] = [];
  for (let t = 0; t < how.trees; t++) {
    for (const [i, { y, by }] of rows.entries()) {
      const p = 1 / (1 + Math.exp(-z[i]!));
      g[i] = by * (y - p);
      h[i] = by * p * (1 - p);
    }
    const asked = Array.from({ length: width }, (_, k) => k).filter(() => random() < how.share);
    trees.push(treeOf(rows.length, asked, cuts, bins, g, h, z, how));
  }
  return { base, trees };
}

/** Cuts between the values, so that each bin has about as many rows. */
function cutsOf(values: number[]): number[] {
  values.sort((a, b) => a - b);
  const out = new Set<number>();
  for (let k = 1; k < BINS; k++) {
    const at = Math.floor((k * values.length) / BINS);
    const [below, above] = [values[at - 1]!, values[at]!];
    out.add(below === above ? below : (below + above) / 2);
  }
  out.delete(values.at(-1)!);
  return [...out];
}
function binOf(cuts: readonly number[], x: number): number {
  let b = 0;
  while (b < cuts.length && x > cuts[b]!) b++;
  return b;
}
/** Numbers of 0 to 1 that follow from a seed (mulberry32). */
function randomOf(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

interface Split {
  readonly gain: number;
  readonly feature: number;
  readonly bin: number;
}
function treeOf(
  n: number,
  asked: readonly number[],
  cuts: readonly (readonly number[])[],
  bins: readonly Uint8Array[],
  g: Float64Array,
  h: Float64Array,
  z: Float64Array,
  { leaves, rate, cost, least }: Grown,
): Tree {
  const tree = { feature: [-1], cut: [0], left: [-1], right: [-1] };
  const splitOf = (rows: readonly number[]): Split | null => {
    let best: Split | null = null;
    let [G, H] = [0, 0];
    for (const i of rows) {
      G += g[i]!;
      H += h[i]!;
    }
    for (const k of asked) {
      const [sg, sh, sn] = [new Float64Array(BINS), new Float64Array(BINS), new Uint32Array(BINS)];
      const of = bins[k]!;
      for (const i of rows) {
        const b = of[i]!;
        sg[b]! += g[i]!;
        sh[b]! += h[i]!;
        sn[b]!++;
      }
      let [lg, lh, ln] = [0, 0, 0];
      for (let b = 0; b < cuts[k]!.length; b++) {
        lg += sg[b]!;
        lh += sh[b]!;
        ln += sn[b]!;
        if (ln < least || rows.length - ln < least) continue;
        const gain = lg ** 2 / (lh + cost) + (G - lg) ** 2 / (H - lh + cost) - G ** 2 / (H + cost);
        if (gain > (best?.gain ?? 1e-9)) best = { gain, feature: k, bin: b };
      }
    }
    return best;
  };
  const first = Array.from({ length: n }, (_, i) => i);
  const open = [{ at: 0, rows: first, split: splitOf(first) }];
  const ended: { at: number; rows: number[] }[] = [];
  while (open.length > 0 && open.length + ended.length < leaves) {
    open.sort((a, b) => (b.split?.gain ?? -1) - (a.split?.gain ?? -1));
    const { at, rows, split } = open.shift()!;
    if (!split) {
      ended.push({ at, rows });
      continue;
    }
    const of = bins[split.feature]!;
    tree.feature[at] = split.feature;
    tree.cut[at] = cuts[split.feature]![split.bin]!;
    for (const [way, part] of [
      ['left', rows.filter((i) => of[i]! <= split.bin)],
      ['right', rows.filter((i) => of[i]! > split.bin)],
    ] as const) {
      const to = tree.feature.length;
      tree[way][at] = to;
      tree.feature.push(-1);
      tree.cut.push(0);
      tree.left.push(-1);
      tree.right.push(-1);
      open.push({ at: to, rows: part, split: splitOf(part) });
    }
  }
  for (const { at, rows } of [...open, ...ended]) {
    let [G, H] = [0, 0];
    for (const i of rows) {
      G += g[i]!;
      H += h[i]!;
    }
    const say = (rate * G) / (H + cost);
    tree.cut[at] = say;
    for (const i of rows) z[i]! += say;
  }
  return tree;
}
