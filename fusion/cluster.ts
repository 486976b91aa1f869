/** One comparison inside a group of reports: positions `a < b`, and the probability that both are of one incident. */
export type Link = { readonly a: number; readonly b: number; readonly p: number };

/** What a person decided about a pair of reports. */
export type Verdict = 'same' | 'different';
export type Decided = { readonly a: number; readonly b: number; readonly verdict: Verdict };

/** Two groups are joined while a pair drawn from both is more likely of one incident than not. */
export const JOIN_AT = 0.5;

/**
 * Groups `n` reports into incidents: those that people called the same first, then the two groups with the highest mean
 * probability over all their pairs, again and again, down to JOIN_AT (average linkage). Two reports that people
 * called different never end in one group. The answer depends only on the arguments, not on the order of `links`.
 */
export function cluster(n: number, links: readonly Link[], decided: readonly Decided[] = []): number[][] {
  const members: number[][] = Array.from({ length: n }, (_, i) => [i]);
  const home = Array.from({ length: n }, (_, i) => i);
  // Sum of the probabilities between two groups; NaN once a decision keeps them apart.
  const between: Map<number, number>[] = Array.from({ length: n }, () => new Map());
  const version = new Int32Array(n);
  const put = (a: number, b: number, sum: number): void => {
    (between[a] as Map<number, number>).set(b, sum);
    (between[b] as Map<number, number>).set(a, sum);
  };
  for (const { a, b, p } of links) put(a, b, p);
  for (const { a, b, verdict } of decided) if (verdict === 'different') put(a, b, Number.NaN);

  const heap = new Heap();
  const offer = (a: number, b: number, sum: number): void => {
    const x = Math.min(a, b);
    const y = Math.max(a, b);
    const pairs = (members[x] as number[]).length * (members[y] as number[]).length;
    // Pairs that were never compared add nothing to the sum: they count as improbable.
    const mean = sum / pairs;
    if (mean > JOIN_AT) heap.push({ mean, x, y, vx: version[x] as number, vy: version[y] as number });
  };
  const join = (x: number, y: number): void => {
    const mine = between[x] as Map<number, number>;
    const theirs = between[y] as Map<number, number>;
    for (const m of members[y] as number[]) home[m] = x;
    members[x] = [...(members[x] as number[]), ...(members[y] as number[])];
    members[y] = [];
    version[x] = (version[x] as number) + 1;
    version[y] = (version[y] as number) + 1;
    mine.delete(y);
    theirs.delete(x);
    for (const [z, sum] of theirs) {
      (between[z] as Map<number, number>).delete(y);
      put(x, z, (mine.get(z) ?? 0) + sum);
    }
    theirs.clear();
  };

  for (const { a, b, verdict } of decided) {
    const x = home[a] as number;
    const y = home[b] as number;
    if (verdict === 'same' && x !== y && !Number.isNaN(between[x]?.get(y) ?? 0)) join(Math.min(x, y), Math.max(x, y));
  }
  for (let a = 0; a < n; a += 1) {
    for (const [b, sum] of between[a] as Map<number, number>) if (a < b) offer(a, b, sum);
  }
  for (let best = heap.pop(); best !== undefined; best = heap.pop()) {
    const { x, y } = best;
    if (best.vx !== version[x] || best.vy !== version[y]) continue;
    join(x, y);
    for (const [z, sum] of between[x] as Map<number, number>) offer(x, z, sum);
  }
  return members.filter((m) => m.length > 0).map((m) => m.sort((a, b) => a - b));
}

type Candidate = {
  readonly mean: number;
  readonly x: number;
  readonly y: number;
  readonly vx: number;
  readonly vy: number;
};

/** Whether `a` is to be joined before `b`: the likelier first, then the one that comes first, so that ties are settled. */
function before(a: Candidate, b: Candidate): boolean {
  if (a.mean !== b.mean) return a.mean > b.mean;
  if (a.x !== b.x) return a.x < b.x;
  return a.y < b.y;
}

class Heap {
  readonly #items: Candidate[] = [];

  push(item: Candidate): void {
    const items = this.#items;
    let i = items.length;
    items.push(item);
    while (i > 0) {
      const up = (i - 1) >> 1;
      const parent = items[up] as Candidate;
      if (!before(item, parent)) break;
      items[i] = parent;
      i = up;
    }
    items[i] = item;
  }

  pop(): Candidate | undefined {
    const items = this.#items;
    const top = items[0];
    const last = items.pop();
    if (top === undefined || last === undefined || items.length === 0) return top;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && before(items[child + 1] as Candidate, items[child] as Candidate)) child += 1;
      const c = items[child] as Candidate;
      if (!before(c, last)) break;
      items[i] = c;
      i = child;
    }
    items[i] = last;
    return top;
  }
}
