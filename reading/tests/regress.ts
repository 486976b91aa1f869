/** Weights by logistic regression; large weights cost. */
export function regress(
  rows: readonly { x: readonly number[]; y: number; by: number }[],
  n: number,
  cost: number,
): number[] {
  const total = rows.reduce((sum, r) => sum + r.by, 0);
  const w = new Array<number>(n).fill(0);
  const m = new Array<number>(n).fill(0);
  const v = new Array<number>(n).fill(0);
  for (let step = 1; step <= 400; step++) {
    const g = w.map((x, k) => (k === 0 ? 0 : (cost * x) / total));
    for (const { x, y, by } of rows) {
      let z = 0;
      for (let k = 0; k < n; k++) z += w[k]! * x[k]!;
      const e = ((1 / (1 + Math.exp(-z)) - y) * by) / total;
      for (let k = 0; k < n; k++) g[k]! += e * x[k]!;
    }
    for (let k = 0; k < n; k++) {
      m[k] = 0.9 * m[k]! + 0.1 * g[k]!;
      v[k] = 0.99 * v[k]! + 0.01 * g[k]! ** 2;
      w[k]! -= (0.05 * (m[k]! / (1 - 0.9 ** step))) / (Math.sqrt(v[k]! / (1 - 0.99 ** step)) + 1e-8);
    }
  }
  return w;
}
