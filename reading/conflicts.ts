/**
 * Clauses of several accounts that tell of one matter, and what in them cannot both be so: a number, a day, that it is so or
 * not. Each kind has features that can be read, and weights fitted on annotated documents.
 */
import { type Clause, daysBetween, type Sign } from './clauses.ts';
import type { Figure } from './shape.ts';
import { fold, STOP } from './text.ts';
import { isToll } from './tolls.ts';
import { lemmaOf, likeness, standsFor, wordOf } from './words.ts';

/** Kinds that are weighed; */
export type Fitted = 'figure' | 'day' | 'not';
/** and those that are told by rule. */
export type Kind = Fitted | 'attack' | 'hour';
export interface Candidate {
  readonly kind: Fitted;
  readonly a: Clause;
  readonly b: Clause;
  readonly features: readonly number[];
  /** The two numbers, in order, where they are what parts them. */
  readonly key?: string;
}

/** What speaks for two clauses telling of one thing, whatever they differ in; */
export const COMMON = [
  'one',
  'cover',
  'cover of the longer',
  'shared',
  'names',
  'sentence',
  'rival',
  'one side',
  'act',
  'aligned',
  'same document',
  'rarest word',
  'names around',
  'names apart',
  'day shared',
  'days apart',
  'likest of both',
  'likest of one',
  'length',
] as const;
/** and what each kind looks at besides. */
export const OWN: Readonly<Record<Fitted, readonly string[]>> = {
  figure: [
    'unit',
    'unit × cover',
    'near in size',
    'also given',
    'share of time',
    'what of them',
    'rare unit',
    'firm besides',
    'firm × unit',
    'in tens',
    'fate',
    'other fate',
    'told often',
    'persons',
    'counted alone',
    'part',
  ],
  day: ['gap', 'act of one day', 'also given'],
  not: [
    'reached',
    'first denied',
    'the very word',
    'the very word × reached',
    'likest × reached',
    'asked',
    'act denied',
    'firm',
    'outright',
    'words',
    'rarest denied',
  ],
};

/** Fitted on annotated clusters of articles: what each feature speaks for or against, in the order above. */
export type Weights = Readonly<Record<Fitted, readonly number[]>>;
const WEIGHTS: Weights = {
  figure: [
    -3.33, -0.04, -0.01, 0.1, 0.21, -0.15, 0.23, 0.15, -0.05, 0.18, 0.04, 0.39, 0.03, -0.32, 0.47, 0.24, 0.36, 0.37,
    -0.31, 0.36, -0.06, 1.5, -0.45, -0.02, 0.07, 0.23, 0, 0, 0.23, 0.3, -0.09, 0.55, -0.18, 0.26, 0.01,
  ],
  day: [
    -1.88, -0.02, 0.19, -0.02, 0.47, -0.17, 0.15, 0.46, -0.01, 0.09, -0.21, 0.04, 0.17, -0.34, 0.58, -0.6, 1.08, 0.47,
    -0.59, -0.38, -0.01, -0.25,
  ],
  not: [
    -3.13, 0.27, 0.21, 0.22, -0.24, -0.22, -0.05, 0.1, 0.06, 0, -0.47, 0.02, -0.15, -0.14, 0.23, -0.08, 0.42, 0.43,
    -0.13, 0.32, -0.02, 0.6, 0.55, 0.54, 0.06, -0.08, 0.24, -0.1, 0.05, 0.03,
  ],
};
/** How sure one must be, of 1, to call two clauses contradictory. */
const SURE: Readonly<Record<Fitted, number>> = { figure: 0.25, day: 0.35, not: 0.35 };

/** A document that gives two numbers of a thing itself sets them side by side. */
const WITHIN = 0.5;
const LONE = 0.3;

/** A word that most clauses have finds nothing, */
const MOST = 80;
/** and of the clauses that share something with one, the likest are looked at. */
const PARTNERS = 30;

interface Ground {
  readonly weight: (lemma: string) => number;
  /** Does another clause of this one's document give the number, of what `unit` counts? */
  readonly given: (c: Clause, value: number | null, unit: readonly string[]) => boolean;
  /** The days on which something in a document begins. */
  readonly began: ReadonlyMap<number, ReadonlySet<number>>;
}

/** Two clauses that share something: by weight, and with what the rest of their sentences shares. */
interface Pair {
  readonly i: number;
  readonly j: number;
  readonly shared: number;
  around: number;
}

export function candidatesOf(clauses: readonly Clause[], aligned: (a: Clause, b: Clause) => boolean): Candidate[] {
  // One who speaks alone is not set against itself.
  const [one] = clauses;
  if (clauses.every((c) => c.doc === one!.doc && c.claim?.side === one!.claim?.side)) return [];
  const holders = new Map<string, { readonly clauses: number[]; later: number }>();
  const own = clauses.map((c) => [...new Set(c.signs.filter((s) => !s.given).map((s) => s.lemma))]);
  for (const [i, lemmas] of own.entries())
    for (const l of lemmas) {
      const holder = holders.get(l);
      if (holder) holder.clauses.push(i);
      else holders.set(l, { clauses: [i], later: 0 });
    }
  const weights = new Map([...holders].map(([l, h]) => [l, Math.log(1 + clauses.length / h.clauses.length)] as const));
  const weight = (l: string): number => weights.get(l) ?? Math.log(1 + clauses.length);
  const near = new Map(
    [...holders.keys()].map((l) => {
      const stand: { readonly of: { readonly clauses: number[]; later: number }; readonly by: number }[] = [];
      for (const [o, by] of standsFor(l)) {
        const of = holders.get(o);
        if (of && of.clauses.length <= MOST) stand.push({ of, by: by * Math.min(weight(l), weight(o)) });
      }
      return [l, stand] as const;
    }),
  );
  const whole = own.map((lemmas) => lemmas.reduce((n, l) => n + weight(l), 0));
  const counted = countedAlike(clauses);
  const found: Pair[] = [];
  // What one clause shares with each later one, by lemma and in sum; and by their sentences, whose clauses stand together.
  const best = new Sums(clauses.length);
  const sum = new Sums(clauses.length);
  const sentences = sentenceOf(clauses);
  const row = new Sums(clauses.length);
  let open = 0;
  for (const i of clauses.keys()) {
    for (const l of own[i]!) {
      for (const { of, by } of near.get(l)!) {
        while (of.later < of.clauses.length && of.clauses[of.later]! <= i) of.later++;
        for (let k = of.later; k < of.clauses.length; k++) best.most(of.clauses[k]!, by);
      }
      for (const j of best.keys) sum.add(j, best.of(j));
      best.clear();
    }
    for (const j of sum.keys) row.add(sentences[j]!, sum.of(j));
    const partners = sum.keys.map((j) => ({ i, j, shared: sum.of(j), around: 0 }));
    if (partners.length > PARTNERS) partners.sort((x, y) => y.shared - x.shared).length = PARTNERS;
    found.push(...partners);
    for (const j of counted.get(i) ?? [])
      if (!partners.some((x) => x.j === j)) found.push({ i, j, shared: 0, around: 0 });
    sum.clear();
    if (sentences[i] !== sentences[i + 1]) {
      for (; open < found.length; open++) found[open]!.around = row.of(sentences[found[open]!.j]!);
      row.clear();
    }
  }
  const pairs = found.flatMap((pair) => {
    const { i, j, shared } = pair;
    const [a, b] = [clauses[i]!, clauses[j]!];
    if (a.doc === b.doc && (a.sentence === b.sentence || a.claim?.side === b.claim?.side)) return [];
    const cover = Math.min(1, shared / Math.max(1, Math.min(whole[i]!, whole[j]!)));
    const alike = shared >= 1.2 && (cover >= 0.12 || shared >= 6);
    return alike || counted.get(i)?.has(j) ? [{ ...pair, cover, alike }] : [];
  });
  // What of another document is likest to a clause.
  const docs = 1 + Math.max(0, ...clauses.map((c) => c.doc));
  const likest = new Float64Array(clauses.length * docs);
  for (const { i, j, shared } of pairs)
    for (const key of [i * docs + clauses[j]!.doc, j * docs + clauses[i]!.doc])
      likest[key] = Math.max(likest[key]!, shared);
  const around = surroundings(clauses);
  const ground = groundOf(clauses, weight);
  const several = clauses.some((c) => c.doc !== clauses[0]!.doc);
  const out: (Candidate & { features: number[] })[] = [];
  for (const { i, j, shared, cover, alike, around: sentence } of pairs) {
    const [a, b] = [clauses[i]!, clauses[j]!];
    const numbered = a.figures.length > 0 && b.figures.length > 0;
    const dated = a.days.length > 0 && b.days.length > 0;
    // What one statement says in two wordings is no contradiction.
    const one =
      a.claim &&
      b.claim &&
      (a.claim.speaker === b.claim.speaker || (a.claim.side === b.claim.side && a.claim.side !== 'unknown'));
    const parted = alike && a.negated !== b.negated && !one && !aligned(a, b);
    if (!numbered && !(alike && dated) && !parted) continue;
    const matched = match(a, b);
    const acts = matched.filter(([x, y, l]) => l >= 0.5 && x.act && y.act);
    const [p, q] = [likest[i * docs + b.doc] === shared, likest[j * docs + a.doc] === shared];
    const numbers = numbered ? figures(ground, a, b, cover, matched, several) : null;
    const apart = alike ? days(ground, a, b, acts) : null;
    const no = parted ? denied(ground, a, b, cover, matched, p && q) : null;
    if (!numbers && !apart && !no) continue;
    const rival = a.claim && b.claim && a.claim.side !== b.claim.side && a.claim.speaker !== b.claim.speaker ? 1 : 0;
    const names = [...a.names].filter((n) => b.names.has(n)).length;
    const common = [
      1,
      cover,
      shared / Math.max(1, whole[i]!, whole[j]!),
      Math.min(shared, 20) / 10,
      Math.min(names, 3) / 2,
      Math.min(30, sentence - shared) / 10,
      rival,
      a.claim && b.claim && a.claim.side === b.claim.side ? 1 : 0,
      acts.length > 0 ? 1 : 0,
      aligned(a, b) ? 1 : 0,
      a.doc === b.doc ? 1 : 0,
      Math.max(
        0,
        ...matched.filter(([, , l]) => l >= 0.9).map(([x, y]) => Math.min(weight(x.lemma), weight(y.lemma))),
      ) / 5,
      around(a, b),
      a.names.size > 0 && b.names.size > 0 && names === 0 ? 1 : 0,
      dated && a.days.some((x) => b.days.some((y) => daysBetween(x, y) <= 0.5)) ? 1 : 0,
      dated && a.days.every((x) => b.days.every((y) => daysBetween(x, y) > 1)) ? 1 : 0,
      p && q ? 1 : 0,
      p || q ? 1 : 0,
      Math.min(60, own[i]!.length + own[j]!.length) / 20,
    ];
    if (numbers) out.push({ kind: 'figure', a, b, features: [...common, ...numbers.features], key: numbers.key });
    if (apart) out.push({ kind: 'day', a, b, features: [...common, ...apart] });
    if (no) out.push({ kind: 'not', a, b, features: [...common, ...no] });
  }
  // Two numbers that several tell apart are told of one thing.
  const often = new Map<string, Set<string>>();
  const column = COMMON.length + OWN.figure.indexOf('told often');
  for (const c of out) if (c.key) often.set(c.key, (often.get(c.key) ?? new Set()).add(`${c.a.doc} ${c.b.doc}`));
  for (const c of out) if (c.key) c.features[column] = Math.log(often.get(c.key)!.size);
  return out;
}

/** Sums by number, kept in the order in which they were begun; emptied at the cost of what they hold. */
class Sums {
  readonly keys: number[] = [];
  readonly #sums: Float64Array;
  readonly #held: Uint8Array;
  constructor(size: number) {
    this.#sums = new Float64Array(size);
    this.#held = new Uint8Array(size);
  }
  of(key: number): number {
    return this.#sums[key]!;
  }
  #hold(key: number): void {
    if (this.#held[key] === 1) return;
    this.#held[key] = 1;
    this.keys.push(key);
  }
  add(key: number, by: number): void {
    this.#hold(key);
    this.#sums[key]! += by;
  }
  most(key: number, one: number): void {
    this.#hold(key);
    if (one > this.#sums[key]!) this.#sums[key] = one;
  }
  clear(): void {
    for (const key of this.keys) this.#sums[key] = this.#held[key] = 0;
    this.keys.length = 0;
  }
}

/** The sentence of each clause, counted over all documents. */
function sentenceOf(clauses: readonly Clause[]): number[] {
  let n = -1;
  return clauses.map((c, i) => {
    const before = clauses[i - 1];
    if (!before || before.doc !== c.doc || before.sentence !== c.sentence) n++;
    return n;
  });
}

/** Clauses of two documents with numbers of one unit: they may be of one thing, whatever else is told in other words. */
function countedAlike(clauses: readonly Clause[]): Map<number, Set<number>> {
  const out = new Map<number, Set<number>>();
  if (!clauses.some((c) => c.doc !== clauses[0]!.doc)) return out;
  const counting = new Map<string, number[]>();
  for (const [i, c] of clauses.entries())
    for (const key of new Set(c.figures.flatMap((f) => countedAs(c, f)))) {
      const list = counting.get(key);
      if (!list) counting.set(key, [i]);
      else if (list.length < PARTNERS) list.push(i);
    }
  for (const list of counting.values())
    for (const [n, i] of list.entries())
      for (const j of list.slice(n + 1))
        if (clauses[i]!.doc !== clauses[j]!.doc) out.set(i, (out.get(i) ?? new Set()).add(j));
  return out;
}

/** What else is given in the documents of the clauses. */
function groundOf(clauses: readonly Clause[], weight: (lemma: string) => number): Ground {
  const began = new Map<number, Set<number>>();
  const numbers = new Map<string, { c: Clause; unit: readonly string[] }[]>();
  for (const c of clauses) {
    for (const { from } of c.days) began.set(c.doc, (began.get(c.doc) ?? new Set()).add(from));
    for (const f of c.figures) {
      const key = `${c.doc} ${f.value}`;
      const list = numbers.get(key);
      if (list) list.push({ c, unit: unitOf(f) });
      else numbers.set(key, [{ c, unit: unitOf(f) }]);
    }
  }
  return {
    weight,
    began,
    given: (c, value, unit) => numbers.get(`${c.doc} ${value}`)?.some((x) => x.c !== c && meets(x.unit, unit)) ?? false,
  };
}

/** How far the names that stand around two clauses, in their sentences and the ones before, are the same: the rarer the more. */
function surroundings(clauses: readonly Clause[]): (a: Clause, b: Clause) => number {
  const names = new Map<string, Set<string>>();
  const holders = new Map<string, Set<string>>();
  for (const c of clauses)
    for (const n of c.names) {
      for (const s of [c.sentence, c.sentence + 1]) {
        const key = `${c.doc}.${s}`;
        names.set(key, (names.get(key) ?? new Set()).add(n));
      }
      holders.set(n, (holders.get(n) ?? new Set()).add(`${c.doc}.${c.sentence}`));
    }
  return (a, b) => {
    const [x, y] = [names.get(`${a.doc}.${a.sentence}`), names.get(`${b.doc}.${b.sentence}`)];
    if (!x || !y) return 0;
    let sum = 0;
    for (const n of x) if (y.has(n)) sum += Math.log(1 + clauses.length / 2 / holders.get(n)!.size);
    return Math.min(sum, 12) / 6;
  };
}

type Match = readonly [Sign, Sign, number];
/** Each sign of one clause with what stands for it best in the other. */
function match(a: Clause, b: Clause): Match[] {
  const out: Match[] = [];
  for (const x of a.signs) {
    if (x.given) continue;
    let best: Match | null = null;
    for (const y of b.signs) {
      if (y.given) continue;
      const l = likeness(x.lemma, y.lemma);
      if (l > (best?.[2] ?? 0)) best = [x, y, l];
    }
    if (best) out.push(best);
  }
  return out;
}

// ---- how many

const TIME = /^(?:second|minute|hour|day|week|month|year|metre|meter|kilometre|kilometer|mile|km)$/;
/** The first words of what is counted. */
function unitOf(f: Figure): readonly string[] {
  const known = units.get(f);
  if (known) return known;
  const unit = (fold(f.unit).match(/\p{L}{3,}/gu) ?? [])
    .filter((w) => !STOP.has(w))
    .slice(0, 3)
    .map(lemmaOf);
  units.set(f, unit);
  return unit;
}
const units = new WeakMap<Figure, readonly string[]>();
/** By what a number may be found again: its unit, or what became of the persons counted. */
function countedAs(c: Clause, f: Figure): readonly string[] {
  const unit = unitOf(f);
  if (unit.some((w) => TIME.test(w))) return unit.filter((w) => TIME.test(w)).map((w) => SCALE[w]?.[0] ?? w);
  const fate = fateOf(c, f);
  return fate && isPersons(f, unit, fate) ? [...unit, `fate ${fate}`] : unit;
}
/** People: by a word for persons, by the name of a people, or by what became of them alone. */
const isPersons = (f: Figure, unit: readonly string[], fate: string | null): boolean =>
  unit.some((w) => wordOf(w)?.kind === 'p') ||
  /\p{Lu}\p{Ll}+s?\b/u.test(f.unit) ||
  (unit.length === 0 && fate !== null);
/** How many of the least of its family a unit of time or length is. */
const SCALE: Readonly<Record<string, readonly [string, number]>> = {
  second: ['hour', 1 / 60],
  minute: ['hour', 1],
  day: ['day', 1],
  week: ['day', 7],
  metre: ['km', 1],
  meter: ['km', 1],
  kilometre: ['km', 1000],
  kilometer: ['km', 1000],
  km: ['km', 1000],
  mile: ['km', 1609],
};
const same = (x: Figure, scaledOther: Figure): boolean => scaled(x, unitOf(x)).f.value === scaledOther.value;
function scaled(f: Figure, unit: readonly string[]): { f: Figure; family: string | null } {
  const scale = unit.map((w) => SCALE[w]).find((x) => x !== undefined);
  if (!scale || f.value === null) return { f, family: scale?.[0] ?? null };
  return { f: { ...f, value: f.value * scale[1] }, family: scale[0] };
}
const ORDINAL = /\d(?:st|nd|rd|th)\b|\b(?:first|second|third|\w+th)\b/i;

function figures(g: Ground, a: Clause, b: Clause, cover: number, matched: readonly Match[], several: boolean) {
  let best: { score: number; features: number[]; key: string } | null = null;
  for (const f of a.figures)
    for (const h of b.figures) {
      const [p, q] = [unitOf(f), unitOf(h)];
      const [v, w] = [scaled(f, p), scaled(h, q)];
      if (v.family !== w.family || !differ(v.f, w.f)) continue;
      if (b.figures.some((x) => same(x, v.f)) || a.figures.some((x) => same(x, w.f))) continue;
      if (ORDINAL.test(f.text) || ORDINAL.test(h.text) || isOfOne(a, f) || isOfOne(b, h)) continue;
      // The killed and the hurt are counted by themselves, and not set against those who live.
      const tolls = [isToll(a, f), isToll(b, h)];
      // In one document, what is told roughly and what somebody counts.
      if (several && a.doc === b.doc && ((f.value === null) === (h.value === null) || fateOf(a, f) !== fateOf(b, h)))
        continue;
      if (several && (a.doc === b.doc ? tolls[0] && tolls[1] : tolls[0] || tolls[1])) continue;
      if ((p[0] === 'time' || p[0] === 'occasion') !== (q[0] === 'time' || q[0] === 'occasion')) continue;
      if ((p[0] === 'share') !== (q[0] === 'share')) continue;
      let unit = 0;
      let rare = 0;
      for (const v of p)
        for (const u of q) {
          const persons = wordOf(v)?.kind === 'p' && wordOf(u)?.kind === 'p' ? 0.5 : 0;
          const l = Math.max(likeness(v, u), persons);
          if (l > unit) unit = l;
          if (l === 1) rare = Math.max(rare, Math.min(g.weight(v), 4) / 4);
        }
      const t = p.some((w) => TIME.test(w));
      if (t !== q.some((w) => TIME.test(w)) || (t && unit < 0.9 && v.family === null)) continue;
      const [low = 0, high = 0] = [v.f, w.f].map((x) => x.value ?? spanOf(x)?.[1] ?? 0).sort((x, y) => x - y);
      const size = low <= 0 ? 0 : Math.max(0, 1 - Math.log(high / low) / 2);
      // What else is said of what is counted: killed, freed, evacuated.
      const of = matched.filter(([x, , l]) => l >= 0.5 && !p.includes(x.lemma) && x.act).length > 0 ? 1 : 0;
      const also = g.given(a, h.value, q) || g.given(b, f.value, p) ? 1 : 0;
      const units = [...p, ...q];
      const firm = Math.min(
        1,
        matched
          .filter(([x, y, l]) => l >= 0.8 && !units.includes(x.lemma) && !units.includes(y.lemma))
          .reduce((n, [x, y, l]) => n + l * Math.min(g.weight(x.lemma), g.weight(y.lemma)), 0) / 8,
      );
      const tens = low >= 10 ? 1 : 0;
      const [x, y] = [fateOf(a, f), fateOf(b, h)];
      const fate = x !== null && x === y ? 1 : 0;
      const other = x !== null && y !== null && x !== y ? 1 : 0;
      const persons = isPersons(f, p, x) && isPersons(h, q, y) ? 1 : 0;
      const alone = a.figures.length === 1 && b.figures.length === 1 ? 1 : 0;
      const part = isPart(a, f) !== isPart(b, h) ? 1 : 0;
      const score = unit + size + of - also + firm + fate - other;
      if (!best || score > best.score)
        best = {
          score,
          features: [
            unit,
            unit * cover,
            size,
            also,
            t ? 1 : 0,
            of,
            rare,
            firm,
            firm * unit,
            tens,
            fate,
            other,
            0,
            persons,
            alone,
            part,
          ],
          key: `${low} ${high} ${persons ? (x ?? y ?? 'p') : (p.find((w) => q.some((u) => likeness(w, u) >= 0.9)) ?? [...p, ...q].sort().join(' '))}`,
        };
    }
  return best;
}
/** "A father of seven" tells of one. */
const isOfOne = (c: Clause, f: Figure): boolean =>
  /\b(?:father|mother|parents?|widow\w*) of $/i.test(
    c.text.slice(Math.max(0, f.start - c.start - 12), f.start - c.start),
  );
/** Some of those told of: "two of them", "a further 300", "the other six". */
const isPart = (c: Clause, f: Figure): boolean =>
  /^ (?:\p{L}+ )?of (?:the|them|whom|those|these|our|its|his|her|their|which)\b/iu.test(
    c.text.slice(f.start - c.start).replace(/^\S+/, ''),
  ) ||
  /\b(?:further|another|other|additional|more|remaining|next)\b/i.test(
    c.text.slice(Math.max(0, f.start - c.start - 12), f.end - c.start + 12),
  );
const FATES: readonly (readonly [string, RegExp])[] = [
  [
    'dead',
    /\b(?:kill\w*|dead|deaths?|died|dies|bod(?:y|ies)|corpses?|lives|remains|fallen|martyr\w*|slain|liquidated|fatalit\w*|casualt\w*)\b/gi,
  ],
  ['hurt', /\b(?:wound\w*|injur\w*|hurt|hospital\w*)\b/gi],
  ['gone', /\b(?:missing|unaccounted|disappear\w*)\b/gi],
  ['held', /\b(?:captur\w*|captive\w*|held|detain\w*|arrest\w*|abduct\w*|kidnap\w*|taken|seiz\w*)\b/gi],
  ['freed', /\b(?:freed|free|releas\w*|return\w*|hand(?:ed|ing)?|exchang\w*|swap\w*|repatriat\w*|home)\b/gi],
  ['left', /\b(?:evacuat\w*|fled|flee\w*|displac\w*)\b/gi],
];
/** What became of those who are counted: by the word nearest to the number. */
function fateOf(c: Clause, f: Figure): string | null {
  const at = f.start - c.start;
  let told = fates.get(c);
  if (!told) {
    told = FATES.flatMap(([fate, pattern]) => [...c.text.matchAll(pattern)].map((m) => ({ fate, index: m.index })));
    fates.set(c, told);
  }
  let found: { gap: number; fate: string } | null = null;
  for (const { fate, index } of told) {
    const gap = index >= at ? index - at : (at - index) * 1.2;
    if (gap < 90 && (!found || gap < found.gap)) found = { gap, fate };
  }
  return found?.fate ?? null;
}
const fates = new WeakMap<Clause, { readonly fate: string; readonly index: number }[]>();
const meets = (x: readonly string[], y: readonly string[]): boolean => x.some((v) => y.includes(v));
/** Can two figures not both be right? "Scores" and the like are spans. */
export function differ(p: Figure, q: Figure): boolean {
  const [x, y] = [spanOf(p), spanOf(q)];
  if (x === null || y === null || (p.value === null && q.value === null)) return false;
  return x[1] < y[0] || y[1] < x[0];
}
const VAGUE: readonly (readonly [RegExp, number, number])[] = [
  [/^scores/i, 20, 100],
  [/^dozens/i, 24, 150],
  [/^hundreds/i, 200, 1000],
  [/^thousands/i, 2000, 10000],
];
/** From how many to how many a figure may mean. */
export function spanOf({ value, bound, text }: Figure): readonly [number, number] | null {
  if (value === null) {
    const vague = VAGUE.find(([pattern]) => pattern.test(text));
    return vague ? [vague[1], vague[2]] : null;
  }
  // "At least six" leaves room for one more or some.
  if (bound === 'at-least') return [value, Math.max(value + 1, value * 1.15)];
  if (bound === 'at-most') return [0, value];
  return bound === 'about' ? [value * 0.9, value * 1.1] : [value, value];
}

// ---- when

function days(g: Ground, a: Clause, b: Clause, acts: readonly Match[]): number[] | null {
  for (const x of a.days)
    for (const y of b.days) {
      // "This week" is hardly when it happened.
      if (x.to - x.from > 5 || y.to - y.from > 5) continue;
      const gap = daysBetween(x, y);
      if (gap <= 0 || gap > 8) continue;
      const also = g.began.get(a.doc)?.has(y.from) && g.began.get(b.doc)?.has(x.from) ? 1 : 0;
      return [Math.min(gap, 4) / 4, acts.length > 0 ? 1 : 0, also];
    }
  return null;
}

// ---- so or not so

/** One is said not to be what the other says: what is denied, and what of the clauses besides is the same. */
function denied(
  g: Ground,
  a: Clause,
  b: Clause,
  cover: number,
  matched: readonly Match[],
  likest: boolean,
): number[] | null {
  if (a.negated === b.negated || cover < 0.25) return null;
  const firm = matched.filter(([, , l]) => l >= 0.6);
  if (firm.length + ([...a.names].some((n) => b.names.has(n)) ? 1 : 0) < 2) return null;
  const by = ([x, y, l]: Match): number => l * Math.min(g.weight(x.lemma), g.weight(y.lemma));
  const parted = firm.filter((m) => m[0].not !== m[1].not || m[0].denied !== m[1].denied);
  const most = Math.max(0, ...parted.map(by));
  if (most < 1.2) return null;
  // What is said not to be must be what the other says, not something beside it.
  const [no, yes] = a.negated ? [a, b] : [b, a];
  // A wish, a condition, a word or two deny nothing that is told elsewhere.
  if (OPEN.test(no.text) || OPEN.test(yes.text) || [no, yes].some((c) => c.signs.filter((x) => !x.given).length < 3))
    return null;
  const under = no.signs.filter((x) => (x.not || x.denied) && !x.given);
  const met = (x: Sign): number => {
    const l = Math.max(0, ...yes.signs.filter((y) => !y.given).map((y) => likeness(x.lemma, y.lemma)));
    return l >= 0.5 ? l : 0;
  };
  const all = under.reduce((n, x) => n + g.weight(x.lemma), 0);
  const reached = all === 0 ? 0 : under.reduce((n, x) => n + g.weight(x.lemma) * met(x), 0) / all;
  const first = under[0] ? met(under[0]) : 0;
  const whole = first >= 0.95 && likest ? 1 : 0;
  return [
    reached,
    first,
    whole,
    whole * reached,
    likest ? reached : 0,
    /\?|\b(?:whether|if|asked|unless|until|when|will|would|can|could|may|might|should)\b/i.test(yes.text) ? 1 : 0,
    parted.some(([x, y]) => x.act && y.act) ? 1 : 0,
    Math.min(
      16,
      firm.reduce((n, m) => n + by(m), 0),
    ) / 8,
    parted.some(([x, y]) => x.denied !== y.denied) ? 1 : 0,
    Math.min(6, firm.length) / 3,
    most / 4,
  ];
}

const OPEN =
  /\b(?:can|could|may|might|must|should|would|if|unless|until|whether|let|call(?:ed|s|ing)? (?:for|on)|demand\w*|urg\w+|unacceptable)\b|\?/i;

// ---- put together

export interface Conflict {
  readonly kind: Kind;
  readonly clauses: readonly Clause[];
}

/** What of the candidates is sure enough, those that share a clause put together. */
export function conflictsOf(
  candidates: readonly Candidate[],
  weights: Weights = WEIGHTS,
  least: Readonly<Record<Fitted, number>> = SURE,
): Conflict[] {
  const sure = candidates
    .map((c) => ({ c, p: sureness(c, weights) }))
    .filter(({ c, p }) => p >= (c.kind === 'figure' && c.a.doc === c.b.doc ? WITHIN : 1) * least[c.kind])
    .sort((x, y) => y.p - x.p);
  const out: { kind: Kind; clauses: Clause[]; keys: Set<string>; p: number }[] = [];
  for (const { c, p } of sure) {
    const home =
      out.find(
        (x) =>
          x.kind === c.kind &&
          // Two numbers of one thing are told apart once, and a pair above ten is hardly of two things.
          (x.clauses.includes(c.a) ||
            x.clauses.includes(c.b) ||
            (c.key !== undefined &&
              [...x.keys].some((k) => k === c.key || (/^\d\d/.test(k) && bare(k) === bare(c.key!))))),
      ) ?? out.find((x) => x.clauses.includes(c.a) && x.clauses.includes(c.b));
    if (!home) out.push({ kind: c.kind, clauses: [c.a, c.b], keys: new Set(c.key ? [c.key] : []), p });
    else {
      if (c.key) home.keys.add(c.key);
      for (const x of [c.a, c.b]) if (!home.clauses.includes(x)) home.clauses.push(x);
    }
  }
  // Two numbers of which no third account tells must be surer.
  return out.filter((x) => x.kind !== 'figure' || x.clauses.length > 2 || within(x) || x.p >= LONE);
}
const within = ({ clauses }: Conflict): boolean => clauses.every((c) => c.doc === clauses[0]!.doc);
const bare = (key: string): string => key.split(' ').slice(0, 2).join(' ');
/** How sure one may be, of 1, that two clauses cannot both be right. */
export function sureness({ kind, features }: Candidate, weights: Weights = WEIGHTS): number {
  let z = 0;
  for (const [i, x] of features.entries()) z += (weights[kind][i] ?? 0) * x;
  return 1 / (1 + Math.exp(-z));
}
