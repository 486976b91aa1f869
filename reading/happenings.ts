/**
 * Which documents tell of one happening, of a night's forty on several: by the names and words in which they begin, as
 * few others do, and by their days. Average linkage over cosines of weighted words, the field's usual way for news.
 */
import { isCapital, wordsOf } from './characters.ts';
import { daysApart } from './origins.ts';
import { skeleton } from './speakers.ts';
import { contentWords } from './text.ts';
import type { ReadDocument } from './voices.ts';
import { heldBy, weighed } from './weights.ts';

/** What an article is about it says first: characters. */
const LEAD = 2500;
/** How alike, of 1, the documents of one happening are on average: chosen on 38 annotated events, read one by one and all at once. */
const ALIKE = 0.13;
/** Days between documents after which likeness begins to count less, and at which none is left. */
const [SOON, LATE] = [4, 21];
/** As many documents on other things are imagined beside those at hand, so that what all of one night share still counts, */
const OTHERS = 30;
/** and in some of them a common word would stand. */
const COMMON = 6;

/** The documents of each happening, by number, in the order of their files; those on most first. */
export function happeningsOf(docs: readonly ReadDocument[]): number[][] {
  if (docs.length === 1) return [[0]];
  const order = docs.map((_, i) => i).sort((x, y) => (docs[x]!.reading.file < docs[y]!.reading.file ? -1 : 1));
  const words = weighedAll(order.map((i) => beginning(docs[i]!)));
  const n = docs.length;
  const alike = new Float64Array(n * n);
  for (let a = 0; a < n; a++)
    for (let b = 0; b < a; b++) {
      const apart = daysApart(docs[order[a]!]!.reading, docs[order[b]!]!.reading);
      const soon = Math.max(0, Math.min(1, (LATE - apart) / (LATE - SOON)));
      alike[a * n + b] = alike[b * n + a] = soon === 0 ? 0 : soon * cosine(words[a]!, words[b]!);
    }
  return linked(alike, n)
    .sort((a, b) => b.length - a.length || a[0]! - b[0]!)
    .map((group) => group.map((k) => order[k]!));
}

/** How often names and other words stand where a document begins. A name is what has a capital within a sentence. */
function beginning({ view, reading }: ReadDocument): Map<string, number> {
  const out = new Map<string, number>();
  const take = (piece: string): void => {
    for (const [i, word] of wordsOf(piece).entries())
      for (const key of i > 0 && isCapital(word) ? [`name ${skeleton(word.replace(/'s$/, ''))}`] : contentWords(word))
        out.set(key, (out.get(key) ?? 0) + 1);
  };
  take((reading.title ?? '').slice(0, LEAD));
  let left = LEAD;
  for (const [start, end] of reading.sentences) {
    if (left <= 0) break;
    take(view.slice(start, Math.min(end, start + left)));
    left -= end - start;
  }
  return out;
}

function weighedAll(all: readonly ReadonlyMap<string, number>[]): Map<string, number>[] {
  const held = heldBy(all.map((one) => one.keys()));
  return all.map((one) =>
    weighed(one, (key) =>
      Math.log((all.length + OTHERS) / (held.get(key)! + (key.startsWith('name ') ? 0.5 : COMMON))),
    ),
  );
}
function cosine(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  let sum = 0;
  for (const [key, x] of small) sum += x * (large.get(key) ?? 0);
  return sum;
}

/**
 * Groups that are alike on average, by chains of nearest neighbours: the same as joining the likest two again and again
 * (Murtagh 1983), in time of n².
 */
function linked(alike: Float64Array, n: number): number[][] {
  const groups = Array.from({ length: n }, (_, i): number[] => [i]);
  const alive = new Set(groups.keys());
  const chain: number[] = [];
  while (alive.size > 0) {
    if (chain.length === 0) chain.push(alive.values().next().value!);
    const top = chain.at(-1)!;
    const before = chain.at(-2);
    // Of several as near, the one the chain came from.
    let [next, best] = before === undefined ? [-1, 0] : [before, alike[top * n + before]!];
    for (const k of alive) if (k !== top && alike[top * n + k]! > best) [next, best] = [k, alike[top * n + k]!];
    if (best < ALIKE) {
      // Nobody is near enough to this one, nor will be to what it joins.
      alive.delete(chain.pop()!);
      continue;
    }
    if (next !== before) {
      chain.push(next);
      continue;
    }
    chain.length -= 2;
    const [x, y] = [groups[top]!, groups[next]!];
    for (const k of alive)
      alike[next * n + k] = alike[k * n + next] =
        (x.length * alike[top * n + k]! + y.length * alike[next * n + k]!) / (x.length + y.length);
    groups[next] = [...y, ...x].sort((a, b) => a - b);
    groups[top] = [];
    alive.delete(top);
  }
  return groups.filter((g) => g.length > 0);
}
