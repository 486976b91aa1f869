/**
 * Passages: sentences of two accounts that stand nearest each other by their words, and how likely it is that they tell one
 * thing otherwise. What is the same in them and what is not is put into numbers, which a forest of small trees weighs
 * (`forest.ts`), fitted on annotated clusters (`tests/fit-passages.ts`).
 */
import { wordsOf } from './characters.ts';
import { type Clause, daysBetween } from './clauses.ts';
import { type Candidate, differ, sureness } from './conflicts.ts';
import { type Forest, likelihood, planted } from './forest.ts';
import { FOREST } from './passages.data.ts';
import type { Claim, Figure } from './shape.ts';
import type { Ask, Sentence } from './slots.ts';
import { namesIn } from './speakers.ts';
import { fold, STOP } from './text.ts';
import { isToll } from './tolls.ts';
import { heldBy, weighed } from './weights.ts';
import { lemmaOf, likeness, standsFor, wordOf } from './words.ts';

/** A sentence with what it tells. */
export interface Passage {
  readonly s: Sentence;
  readonly clauses: readonly Clause[];
  /** Where in its document it stands, 0 to 1. */
  readonly at: number;
  /** Lemmas in their order, */
  readonly order: readonly string[];
  /** and what each weighs: of all together, squared, 1. */
  readonly words: ReadonlyMap<string, number>;
  /** The same, with what is known of each. */
  readonly known: readonly Known[];
  readonly figures: readonly Figure[];
  readonly numbers: ReadonlySet<number | null>;
  readonly names: ReadonlySet<string>;
  /** Names, and what is told with words of its own. */
  readonly told: ReadonlySet<string>;
  readonly days: readonly Clause['days'][number][];
  readonly places: ReadonlySet<string>;
  readonly claim: Claim | null;
  /** How often it says that something is not so, denies, leaves open, turns against what was said. */
  readonly marks: Readonly<Record<'not' | 'denies' | 'open' | 'turns', number>>;
  readonly quoted: boolean;
}

/** A lemma: what it weighs, of what kind it is, what it may stand for. */
interface Known {
  readonly w: string;
  readonly by: number;
  readonly kind: string;
  readonly of: ReadonlyMap<string, number>;
}

/** Two passages of different documents, and what may be said of them. */
export interface Facing {
  readonly a: Passage;
  readonly b: Passage;
  readonly features: Readonly<Record<string, number>>;
}

/** As many sentences on other things are imagined beside those at hand, so that what they share still counts. */
const OTHERS = 30;
/** A word that so many sentences have finds none; */
const MOST = 400;
/** less alike than this, of 1, two sentences are not set against each other, */
const LEAST = 0.08;
/** nor are more than so many of a document to one. */
const NEAREST = 2;
/** Of a happening that very many tell of, so many pairs are looked at: the likest. */
const FACING = 6_000;
/** How far down it is asked how near a sentence is among those of its document. */
const DEPTH = 6;
/** Alike enough to count as told again. */
const AGAIN = 0.25;

/** The passages of all documents. */
function passagesOf(a: Ask, clauses: readonly Clause[]): Passage[] {
  const own = Map.groupBy(clauses, ({ doc, sentence }) => `${doc} ${sentence}`);
  const numbers = a.docs.map(() => 0);
  const rows = a.sentences.flatMap((s) => {
    const n = numbers[s.doc]!++;
    // Where and when it was written is not what is told.
    const from = n === 0 ? (DATELINE.exec(s.text)?.[0].length ?? 0) : 0;
    const of = own.get(`${s.doc} ${n}`)?.filter((c) => c.start >= s.start + from);
    return of && of.length > 0 ? [{ s, n, from: s.start + from, of, order: lemmas(s.text.slice(from)) }] : [];
  });
  const held = heldBy(rows.map(({ order }) => new Set(order)));
  return rows.map(({ s, n, from, of, order }) => {
    const { view, names } = a.docs[s.doc]!;
    const words = weighed(timesOf(order), (w) => Math.log((rows.length + OTHERS) / held.get(w)!));
    const figures = of.flatMap((c) => c.figures);
    return {
      s,
      clauses: of,
      at: n / numbers[s.doc]!,
      order,
      words,
      known: [...words].map(([w, by]) => ({ w, by, kind: wordOf(w)?.kind ?? '-', of: standsFor(w) })),
      figures,
      numbers: new Set(figures.map((f) => f.value)),
      names: new Set(of.flatMap((c) => [...c.names])),
      told: new Set(of.flatMap((c) => [...c.names, ...c.signs.flatMap((y) => (y.given ? [] : [y.lemma]))])),
      days: of.flatMap((c) => c.days),
      places: new Set(
        namesIn(view, from, s.end, names).flatMap((h) => (h.named.kind === 'place' ? [fold(h.named.id)] : [])),
      ),
      claim: of.find((c) => c.claim)?.claim ?? null,
      marks: {
        not: count(s.text, NOT),
        denies: count(s.text, DENIES),
        open: count(s.text, OPEN),
        turns: count(s.text, TURNS),
      },
      quoted: /[“"«]/.test(s.text),
    };
  });
}
const DATELINE = /^\p{Lu}[^.;:“”!?]{1,60} [-–—] (?=\S)/u;
const lemmas = (text: string): string[] =>
  wordsOf(fold(text)).flatMap((word) => {
    const w = word.endsWith("'s") ? word.slice(0, -2) : word;
    return w.length > 1 && !STOP.has(w) ? [lemmaOf(w)] : [];
  });
function timesOf(order: readonly string[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const w of order) times.set(w, (times.get(w) ?? 0) + 1);
  return times;
}

/** What is alike to a sentence in another document: numbers of passages, the likest first. */
interface Near {
  readonly of: number;
  readonly by: number;
}

/** For each passage and each other document, what in it is alike. */
function nearest(all: readonly Passage[], docs: number): Near[][][] {
  const holders = new Map<string, Near[]>();
  for (const [i, p] of all.entries())
    for (const [w, by] of p.words) {
      const list = holders.get(w);
      if (list) list.push({ of: i, by });
      else holders.set(w, [{ of: i, by }]);
    }
  const row = new Float64Array(all.length);
  return all.map((p) => {
    const met = new Set<number>();
    for (const [w, x] of p.words) {
      const list = holders.get(w)!;
      if (list.length > MOST) continue;
      for (const { of, by } of list) {
        row[of]! += x * by;
        met.add(of);
      }
    }
    const out = Array.from({ length: docs }, (): Near[] => []);
    for (const of of met) {
      const by = row[of]!;
      row[of] = 0;
      const doc = all[of]!.s.doc;
      if (doc !== p.s.doc && by >= LEAST / 2) out[doc]!.push({ of, by });
    }
    for (const list of out) list.sort((x, y) => y.by - x.by || x.of - y.of).splice(DEPTH);
    return out;
  });
}

/** Sentences of different documents of which one is among the nearest to the other, or whose clauses may part. */
export function facingOf(
  a: Ask,
  clauses: readonly Clause[],
  candidates: readonly Candidate[],
  aligned: (x: Clause, y: Clause) => boolean,
): Facing[] {
  const all = passagesOf(a, clauses);
  const n = all.length;
  const near = nearest(all, a.docs.length);
  const keyOf = (i: number, j: number): number => Math.min(i, j) * n + Math.max(i, j);
  const found = new Map<number, number>();
  for (const [i, docs] of near.entries())
    for (const list of docs)
      for (const { of, by } of list.slice(0, NEAREST)) if (by >= LEAST) found.set(keyOf(i, of), by);
  const likest = [...found].sort(([k, x], [m, y]) => y - x || k - m).slice(0, FACING);
  const chosen = new Set(likest.map(([key]) => key));
  // How sure it is that clauses of the two part, by kind.
  const home = new Map(all.flatMap((p, i) => p.clauses.map((c) => [c, i] as const)));
  const parted = new Map<number, Record<Candidate['kind'], number>>();
  for (const c of candidates) {
    const [i, j] = [home.get(c.a), home.get(c.b)];
    if (i === undefined || j === undefined || c.a.doc === c.b.doc) continue;
    const key = keyOf(i, j);
    chosen.add(key);
    const of = parted.get(key) ?? { figure: 0, day: 0, not: 0 };
    of[c.kind] = Math.max(of[c.kind], sureness(c));
    parted.set(key, of);
  }
  // What each document tells anywhere.
  const told = a.docs.map((_, doc) => {
    const own = all.filter((p) => p.s.doc === doc);
    return {
      words: new Set(own.flatMap((p) => [...p.words.keys()])),
      numbers: new Set(own.flatMap((p) => p.figures.map((f) => f.value))),
      names: new Set(own.flatMap((p) => [...p.names])),
    };
  });
  const place = (i: number, j: number) => {
    const list = near[i]![all[j]!.s.doc]!;
    const rank = list.findIndex((x) => x.of === j);
    const by = rank < 0 ? 0 : list[rank]!.by;
    return { by, rank: Math.min(DEPTH - 1, rank < 0 ? DEPTH : rank), ahead: by - (list[rank === 0 ? 1 : 0]?.by ?? 0) };
  };
  const again = near.map((docs) => docs.filter((list) => list[0] && list[0].by > AGAIN).length);
  return [...chosen].flatMap((key) => {
    const [i, j] = [Math.floor(key / n), key % n];
    const [p, q] = [all[i]!, all[j]!];
    if (!parts(p, q)) return [];
    const [x, y] = [place(i, j), place(j, i)];
    const features = {
      alike: Math.max(x.by, y.by),
      ...two('rank', x.rank, y.rank),
      ...two('ahead', x.ahead, y.ahead),
      ...inWords(p, q, told[p.s.doc]!.words, told[q.s.doc]!.words),
      ...inNumbers(p, q, told[p.s.doc]!.numbers, told[q.s.doc]!.numbers),
      ...inTime(p, q),
      ...two('not', p.marks.not, q.marks.not),
      ...two('denies', p.marks.denies, q.marks.denies),
      ...two('open', p.marks.open, q.marks.open),
      ...two('turns', p.marks.turns, q.marks.turns),
      ...inNames(p, q, told[p.s.doc]!.names, told[q.s.doc]!.names),
      ...inVoice(p, q),
      aligned: p.clauses.some((c) => q.clauses.some((d) => aligned(c, d))) ? 1 : 0,
      ...two('again', again[i]!, again[j]!),
      documents: a.docs.length,
      ...two('at', p.at, q.at),
      ...two('length', p.s.text.length, q.s.text.length),
      ...(parted.get(key) ?? { figure: 0, day: 0, not: 0 }),
    };
    return [{ a: p, b: q, features }];
  });
}
/** What tells more than the other does not tell it otherwise: each has something in its place, or one says that it is not so. */
function parts(p: Passage, q: Passage): boolean {
  const each = (x: ReadonlySet<unknown>, y: ReadonlySet<unknown>): boolean => !x.isSubsetOf(y) && !y.isSubsetOf(x);
  return (
    each(p.told, q.told) ||
    each(p.numbers, q.numbers) ||
    p.marks.not > 0 !== q.marks.not > 0 ||
    p.days.some((x) => q.days.some((y) => daysBetween(x, y) >= 1))
  );
}
/** A thing asked of each of two, whichever comes first. */
const two = (name: string, x: number, y: number): Record<string, number> => ({
  [`${name}, least`]: Math.min(x, y),
  [`${name}, most`]: Math.max(x, y),
});
const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;
const NOT = /\b(?:no|not|never|none|nobody|nothing|neither|nor|without|cannot|unable|hardly)\b|n[’']t\b/gi;
const DENIES =
  /\b(?:den(?:y|ies|ied|ying|ial)|reject\w*|refus\w*|dismiss\w*|refut\w*|disput\w*|contradict\w*|false\w*|untrue|fabricat\w*|baseless|lies?|lied|propaganda|misleading|unfounded)\b/gi;
const OPEN =
  /\b(?:can|could|may|might|must|should|would|will|if|unless|until|whether|let|call(?:ed|s|ing)? (?:for|on)|demand\w*|urg\w+|want\w*|hop\w+)\b|\?/gi;
const TURNS =
  /\b(?:but|however|although|though|while|whereas|despite|instead|rather|contrary|only|actually|in fact|claim\w*|alleg\w*|insist\w*|so-called|said it)\b/gi;

/** What the words of each have that the other's have not: whether something like it, and whether the other document says it elsewhere. */
function inWords(p: Passage, q: Passage, inP: ReadonlySet<string>, inQ: ReadonlySet<string>): Record<string, number> {
  const left = p.known.filter(({ w }) => !q.words.has(w));
  const right = q.known.filter(({ w }) => !p.words.has(w));
  // How well each word of one is met by any of the other.
  const [metLeft, metRight] = [new Float64Array(left.length), new Float64Array(right.length)];
  let [kinds, akin] = [0, 0];
  for (let i = 0; i < left.length; i++) {
    const { w, kind, of } = left[i]!;
    for (let j = 0; j < right.length; j++) {
      const other = right[j]!;
      if (kind !== '-' && kind === other.kind) kinds++;
      const l = Math.max(of.get(other.w) ?? 0, other.of.get(w) ?? 0);
      if (l === 0) continue;
      if (l >= 0.3 && l < 0.9) akin++;
      if (l > metLeft[i]!) metLeft[i] = l;
      if (l > metRight[j]!) metRight[j] = l;
    }
  }
  const share = (of: typeof left, met: (w: string, i: number) => number, none: number): number => {
    let [sum, all] = [0, 0];
    for (const [i, { w, by }] of of.entries()) {
      sum += met(w, i) * by;
      all += by;
    }
    return all === 0 ? none : sum / all;
  };
  return {
    'words shared': p.words.size - left.length,
    ...two('words', p.words.size, q.words.size),
    ...two('words apart', left.length, right.length),
    ...two(
      'alike apart',
      share(left, (_, i) => metLeft[i]!, 0),
      share(right, (_, i) => metRight[i]!, 0),
    ),
    ...two(
      'elsewhere',
      share(left, (w) => (inQ.has(w) ? 1 : 0), 1),
      share(right, (w) => (inP.has(w) ? 1 : 0), 1),
    ),
    'one for another': Math.min(6, exchanged(p, q)),
    likest: Math.max(0, ...metLeft),
    'of one kind': kinds / Math.max(1, left.length * right.length),
    akin: Math.min(8, akin),
  };
}
/** How often one word stands where the other passage has another: beside the same neighbour. */
function exchanged(p: Passage, q: Passage): number {
  let found = 0;
  const others = q.order.flatMap((v, m) => (p.words.has(v) ? [] : [m]));
  for (let k = 0; k < p.order.length; k++) {
    if (q.words.has(p.order[k]!)) continue;
    const [before, after] = [p.order[k - 1], p.order[k + 1]];
    for (const m of others) {
      if ((before && before === q.order[m - 1]) || (after && after === q.order[m + 1])) found++;
    }
  }
  return found;
}

function inNumbers(
  p: Passage,
  q: Passage,
  inP: ReadonlySet<number | null>,
  inQ: ReadonlySet<number | null>,
): Record<string, number> {
  const [left, right] = numbersApart(p, q);
  let [unit, ratio] = [0, 0];
  for (const f of left)
    for (const g of right) {
      const l = differ(f, g) ? unitsAlike(f, g) : -1;
      if (l < unit) continue;
      unit = l;
      const [v, w] = [f.value ?? 0, g.value ?? 0];
      if (v > 0 && w > 0) ratio = Math.max(ratio, Math.min(v, w) / Math.max(v, w));
    }
  return {
    'numbers shared': p.figures.length - left.length,
    ...two('numbers', p.figures.length, q.figures.length),
    ...two('numbers apart', left.length, right.length),
    unit,
    ratio,
    'numbers elsewhere': left.filter((f) => inQ.has(f.value)).length + right.filter((f) => inP.has(f.value)).length,
  };
}
/** The numbers that only one of two passages gives. */
const numbersApart = (p: Passage, q: Passage): [Figure[], Figure[]] => [
  p.figures.filter((f) => !q.figures.some((g) => g.value === f.value)),
  q.figures.filter((f) => !p.figures.some((g) => g.value === f.value)),
];
function unitsAlike(f: Figure, g: Figure): number {
  let best = 0;
  for (const w of unitWords(f)) for (const v of unitWords(g)) best = Math.max(best, likeness(w, v));
  return best;
}
const units = new WeakMap<Figure, string[]>();
function unitWords(f: Figure): string[] {
  const known = units.get(f) ?? wordsOf(fold(f.unit)).map(lemmaOf);
  units.set(f, known);
  return known;
}

function inTime(p: Passage, q: Passage): Record<string, number> {
  const [days, others] = [p.days, q.days];
  const gaps = days.flatMap((x) => others.map((y) => Math.min(10, daysBetween(x, y))));
  const hours = (x: Passage): number => x.clauses.reduce((n, c) => n + c.hours.length, 0);
  return {
    ...two('days', days.length, others.length),
    'least gap': gaps.length === 0 ? -1 : Math.min(...gaps),
    'most gap': gaps.length === 0 ? -1 : Math.max(...gaps),
    ...two('hours', hours(p), hours(q)),
  };
}

function inNames(p: Passage, q: Passage, inP: ReadonlySet<string>, inQ: ReadonlySet<string>): Record<string, number> {
  const names = p.names.intersection(q.names).size;
  const places = p.places.intersection(q.places).size;
  return {
    'names shared': names,
    ...two('names apart', p.names.size - names, q.names.size - names),
    'places shared': places,
    ...two('places apart', p.places.size - places, q.places.size - places),
    ...two('names nowhere', p.names.difference(inQ).size, q.names.difference(inP).size),
  };
}

function inVoice({ claim: c, quoted: x }: Passage, { claim: d, quoted: y }: Passage): Record<string, number> {
  const both = c && d;
  return {
    voices: (c ? 1 : 0) + (d ? 1 : 0),
    'one speaker': both && c.speaker === d.speaker ? 1 : 0,
    'one side': both && c.side === d.side ? 1 : 0,
    'two sides': both && c.side !== d.side && c.side !== 'unknown' && d.side !== 'unknown' ? 1 : 0,
    quoted: (x ? 1 : 0) + (y ? 1 : 0),
  };
}

let forest: Forest | null = null;
/** How likely it is, of 1, that two passages tell one thing otherwise. */
export function likelihoodOf(f: Facing): number {
  forest ??= planted(FOREST);
  return likelihood(forest, Object.values(f.features));
}

/** In what two passages part: what one would look at first. Of the killed and the hurt it is asked elsewhere (`tolls.ts`). */
export function partedBy({ a, b, features }: Facing): 'toll' | 'figure' | 'day' | 'not' | 'otherwise' {
  const [left, right] = numbersApart(a, b);
  const apart = left.flatMap((f) =>
    right.filter((g) => differ(f, g) && unitsAlike(f, g) >= 0.9).map((g) => [f, g] as const),
  );
  if (apart.some(([f, g]) => counts(a, f) && counts(b, g))) return 'toll';
  if (apart.length > 0) return 'figure';
  if (features['least gap']! >= 1) return 'day';
  const no = (x: Passage): boolean => x.clauses.some((c) => c.negated);
  return no(a) !== no(b) && features.alike! >= AGAIN ? 'not' : 'otherwise';
}
/** Does a number count killed or hurt? */
const counts = (p: Passage, f: Figure): boolean => p.clauses.some((c) => c.figures.includes(f) && isToll(c, f));
