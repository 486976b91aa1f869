/**
 * What a stretch of text says, as words that can be compared: their lemmas, and what may stand for them in another's wording.
 */

import { wordsOf } from './characters.ts';
import type { Names } from './lexicon.ts';
import { namesIn } from './speakers.ts';
import { fold, STOP } from './text.ts';
import { lemmaOf, standsFor } from './words.ts';

/** Words of the telling, of time and of number, which most texts have. */
const PLAIN = new Set(
  'say tell add state note statement spokesperson spokesman spokeswoman minister ministry foreign office accord report announce declare quote agency news monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december mr mrs ms dr'.split(
    ' ',
  ),
);

/** The words of a stretch that say something, without the names of states and bodies. */
export function lemmasIn(view: string, start: number, end: number, names: Names): Set<string> {
  const to = Math.min(end, start + 1500);
  const out = new Set<string>();
  const take = (from: number, upTo: number): void => {
    for (const word of wordsOf(fold(view.slice(from, upTo)).replace(/\bcease-fire/g, 'ceasefire'))) {
      const w = word.endsWith("'s") ? word.slice(0, -2) : word;
      if (w.length < 2 || STOP.has(w)) continue;
      const lemma = lemmaOf(w);
      if (!PLAIN.has(lemma)) out.add(lemma);
    }
  };
  let from = start;
  for (const h of namesIn(view, start, to, names)) {
    if (h.named.kind === 'place') continue;
    take(from, h.start);
    from = h.end;
  }
  take(from, to);
  return out;
}

/** Stretches compared by their words, rare ones first; a word may be stood for by another of its meaning or company. */
export class Alike {
  readonly #bags: readonly ReadonlySet<string>[];
  readonly #holders = new Map<string, number[]>();
  readonly #weights = new Map<string, number>();
  readonly #near = new Map<string, { readonly list: readonly number[]; readonly by: number }[]>();
  constructor(bags: readonly ReadonlySet<string>[]) {
    this.#bags = bags;
    for (const [i, bag] of bags.entries())
      for (const w of bag) {
        const list = this.#holders.get(w);
        if (list) list.push(i);
        else this.#holders.set(w, [i]);
      }
  }
  of(word: string): number {
    let known = this.#weights.get(word);
    if (known === undefined) {
      known = Math.log(1 + this.#bags.length / (this.#holders.get(word)?.length ?? 1));
      this.#weights.set(word, known);
    }
    return known;
  }
  whole(i: number): number {
    let sum = 0;
    for (const w of this.#bags[i]!) sum += this.of(w);
    return sum;
  }
  /** Where a word and those that stand for it are held, with what they share. */
  #stand(word: string): { readonly list: readonly number[]; readonly by: number }[] {
    let known = this.#near.get(word);
    if (!known) {
      known = [];
      for (const [other, by] of standsFor(word)) {
        const list = this.#holders.get(other);
        // The matter's own words, which most stretches have, find nothing.
        if (list && list.length <= 400) known.push({ list, by: by * Math.min(this.of(word), this.of(other)) });
      }
      this.#near.set(word, known);
    }
    return known;
  }
  /** What each later stretch shares with this one: by weight, and in how many words. */
  shared(i: number): Map<number, { weight: number; count: number }> {
    const out = new Map<number, { weight: number; count: number }>();
    for (const w of this.#bags[i]!) {
      const best = new Map<number, number>();
      for (const { list, by } of this.#stand(w))
        for (const j of list) if (j > i && by > (best.get(j) ?? 0)) best.set(j, by);
      for (const [j, v] of best) {
        const sum = out.get(j) ?? { weight: 0, count: 0 };
        sum.weight += v;
        sum.count += 1;
        out.set(j, sum);
      }
    }
    return out;
  }
}
