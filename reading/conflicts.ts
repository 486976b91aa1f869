/**
 * Clauses of several accounts that tell of one matter, and what in them cannot both be so: a number, a day, an hour, that it
 * is so or not, who does it. Each kind has features that can be read, and weights fitted on annotated documents.
 */
import type { Clause, Sign } from './clauses.ts';
import { hoursPart } from './hours.ts';
import type { Figure } from './shape.ts';
import { fold, STOP } from './text.ts';
import { lemmaOf, likeness, standsFor, wordOf } from './words.ts';

/** Kinds that are weighed; */
export type Fitted = 'figure' | 'day' | 'hour';
/** and those that are told by rule. */
export type Kind = Fitted | 'not' | 'attack';
export interface Candidate {
  readonly kind: Kind;
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
  ],
  day: ['gap', 'act of one day', 'also given'],
  hour: ['act of one day', 'one day'],
};

/** Fitted on annotated clusters of articles: what each feature speaks for or against, in the order above. */
const WEIGHTS: Readonly<Record<Fitted, readonly number[]>> = {
  figure: [
    -3.05, 0.16, 0.41, -0.19, 0.64, -0.7, 0.62, -0.33, 0.5, -0.05, -0.41, 0.27, 0.28, 2.65, -0.65, 0.23, 0.35, 0.61,
    0.14, 0.37, 0.04,
  ],
  day: [-1.77, 0.09, 0.35, 0.81, 1.7, -0.27, 0.16, 0.1, -0.1, 0.06, -0.26, 0.25, -0.1, -0.25],
  hour: [-0.96, -0.17, 0.19, -0.02, 0.1, -0.19, -0.38, -0.16, -0.23, 0, 0, -0.23, -0.11],
};
/** How sure one must be, of 1, to call two clauses contradictory. */
const SURE: Readonly<Record<Fitted, number>> = { figure: 0.25, day: 0.22, hour: 0.25 };

/** A word that most clauses have finds nothing, */
const MOST = 80;
/** and of the clauses that share something with one, the likest are looked at. */
const PARTNERS = 30;

interface Ground {
  readonly clauses: readonly Clause[];
  readonly weight: (lemma: string) => number;
}

export function candidatesOf(clauses: readonly Clause[], aligned: (a: Clause, b: Clause) => boolean): Candidate[] {
  const holders = new Map<string, number[]>();
  const own = clauses.map((c) => [...new Set(c.signs.filter((s) => !s.given).map((s) => s.lemma))]);
  for (const [i, lemmas] of own.entries())
    for (const l of lemmas) {
      const list = holders.get(l);
      if (list) list.push(i);
      else holders.set(l, [i]);
    }
  const weight = (l: string): number => Math.log(1 + clauses.length / (holders.get(l)?.length ?? 1));
  const near = new Map([...holders.keys()].map((l) => [l, [...standsFor(l)].filter(([o]) => holders.has(o))] as const));
  const whole = own.map((lemmas) => lemmas.reduce((n, l) => n + weight(l), 0));
  const ground = { clauses, weight };
  const sums: Map<number, number>[] = [];
  const sentences = new Map<string, number>();
  const sid = (c: Clause): string => `${c.doc}.${c.sentence}`;
  for (const [i, c] of clauses.entries()) {
    const sum = new Map<number, number>();
    for (const l of own[i]!) {
      const best = new Map<number, number>();
      for (const [o, by] of near.get(l) ?? []) {
        const list = holders.get(o)!;
        if (list.length > MOST) continue;
        for (const j of list) if (j > i) best.set(j, Math.max(best.get(j) ?? 0, by * Math.min(weight(l), weight(o))));
      }
      for (const [j, v] of best) sum.set(j, (sum.get(j) ?? 0) + v);
    }
    for (const [j, v] of sum) {
      const key = `${sid(c)} ${sid(clauses[j]!)}`;
      sentences.set(key, (sentences.get(key) ?? 0) + v);
    }
    sums.push(sum.size > PARTNERS ? new Map([...sum].sort((x, y) => y[1] - x[1]).slice(0, PARTNERS)) : sum);
  }
  const out: Candidate[] = [];
  for (const [i, sum] of sums.entries())
    for (const [j, shared] of sum) {
      const [a, b] = [clauses[i]!, clauses[j]!];
      const within = a.doc === b.doc;
      if (within && (a.sentence === b.sentence || a.claim?.side === b.claim?.side)) continue;
      const cover = Math.min(1, shared / Math.max(1, Math.min(whole[i]!, whole[j]!)));
      if (shared < 1.2 || (cover < 0.12 && shared < 6)) continue;
      const matched = match(a, b);
      const acts = matched.filter(([x, y, l]) => l >= 0.5 && x.act && y.act);
      const rival = a.claim && b.claim && a.claim.side !== b.claim.side && a.claim.speaker !== b.claim.speaker ? 1 : 0;
      const common = [
        1,
        cover,
        shared / Math.max(1, whole[i]!, whole[j]!),
        Math.min(shared, 20) / 10,
        Math.min([...a.names].filter((n) => b.names.has(n)).length, 3) / 2,
        Math.min(30, (sentences.get(`${sid(a)} ${sid(b)}`) ?? 0) - shared) / 10,
        rival,
        a.claim && b.claim && a.claim.side === b.claim.side ? 1 : 0,
        acts.length > 0 ? 1 : 0,
        aligned(a, b) ? 1 : 0,
        within ? 1 : 0,
      ];
      const add = (kind: Kind, features: readonly number[] | null, key?: string): void => {
        if (features) out.push({ kind, a, b, features: [...common, ...features], ...(key ? { key } : {}) });
      };
      const counted = figures(ground, a, b, cover, matched);
      add('figure', counted?.features ?? null, counted?.key);
      add('day', days(ground, a, b, acts));
      add('hour', hours(a, b, acts));
      // What one statement says in two wordings is no contradiction.
      const one =
        a.claim &&
        b.claim &&
        (a.claim.speaker === b.claim.speaker || (a.claim.side === b.claim.side && a.claim.side !== 'unknown'));
      if (!one && !aligned(a, b) && denied(ground, a, b, cover, matched)) add('not', []);
    }
  return out;
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
const unitOf = (f: Figure): string[] =>
  (fold(f.unit).match(/\p{L}{3,}/gu) ?? [])
    .filter((w) => !STOP.has(w))
    .slice(0, 3)
    .map(lemmaOf);
const ORDINAL = /\d(?:st|nd|rd|th)\b|\b(?:first|second|third|\w+th)\b/i;

function figures(g: Ground, a: Clause, b: Clause, cover: number, matched: readonly Match[]) {
  let best: { score: number; features: number[]; key: string } | null = null;
  for (const f of a.figures)
    for (const h of b.figures) {
      if (!differ(f, h) || b.figures.some((x) => x.value === f.value) || a.figures.some((x) => x.value === h.value))
        continue;
      if (ORDINAL.test(f.text) || ORDINAL.test(h.text)) continue;
      const [p, q] = [unitOf(f), unitOf(h)];
      if (p[0] === 'time' || q[0] === 'time') continue;
      let unit = 0;
      let rare = 0;
      for (const v of p)
        for (const u of q) {
          const persons = wordOf(v)?.kind === 'p' && wordOf(u)?.kind === 'p' ? 0.5 : 0;
          const l = Math.max(likeness(v, u), persons);
          if (l > unit) unit = l;
          if (l === 1) rare = Math.max(rare, Math.min(g.weight(v), 4) / 4);
        }
      const [t, s] = [p.some((w) => TIME.test(w)), q.some((w) => TIME.test(w))];
      if (
        t !== s ||
        (t && unit < 0.9 && !(p.some((w) => /minute|hour/.test(w)) && q.some((w) => /minute|hour/.test(w))))
      )
        continue;
      const [low = 0, high = 0] = [f, h].map((x) => x.value ?? spanOf(x)?.[1] ?? 0).sort((x, y) => x - y);
      const size = low <= 0 ? 0 : Math.max(0, 1 - Math.log(high / low) / 2);
      // What else is said of what is counted: killed, freed, evacuated.
      const of = matched.filter(([x, , l]) => l >= 0.5 && !p.includes(x.lemma) && x.act).length > 0 ? 1 : 0;
      const also =
        g.clauses.some(
          (c) => c.doc === a.doc && c !== a && c.figures.some((x) => x.value === h.value && meets(unitOf(x), q)),
        ) ||
        g.clauses.some(
          (c) => c.doc === b.doc && c !== b && c.figures.some((x) => x.value === f.value && meets(unitOf(x), p)),
        )
          ? 1
          : 0;
      const units = [...p, ...q];
      const firm = Math.min(
        1,
        matched
          .filter(([x, y, l]) => l >= 0.8 && !units.includes(x.lemma) && !units.includes(y.lemma))
          .reduce((n, [x, y, l]) => n + l * Math.min(g.weight(x.lemma), g.weight(y.lemma)), 0) / 8,
      );
      const tens = low >= 10 ? 1 : 0;
      const score = unit + size + of - also + firm;
      if (!best || score > best.score)
        best = {
          score,
          features: [unit, unit * cover, size, also, t ? 1 : 0, of, rare, firm, firm * unit, tens],
          key: `${low} ${high}`,
        };
    }
  return best;
}
const meets = (x: readonly string[], y: readonly string[]): boolean => x.some((v) => y.includes(v));
/** Can two figures not both be right? "Scores" and the like are spans. */
function differ(p: Figure, q: Figure): boolean {
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
function spanOf({ value, bound, text }: Figure): readonly [number, number] | null {
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
      const gap = Math.max(
        x.from - y.to,
        y.from - x.to,
        x.from === y.from && x.to === y.to ? 0 : x.from !== y.from && x.to === y.to ? 0.5 : 0,
      );
      if (gap <= 0 || gap > 8) continue;
      const given = (doc: number, d: { from: number }): boolean =>
        g.clauses.some((c) => c.doc === doc && c.days.some((z) => z.from === d.from));
      const also = given(a.doc, y) && given(b.doc, x) ? 1 : 0;
      return [Math.min(gap, 4) / 4, acts.length > 0 ? 1 : 0, also];
    }
  return null;
}
function hours(a: Clause, b: Clause, acts: readonly Match[]): number[] | null {
  if (a.hours.length === 0 || b.hours.length === 0 || a.hours.some((p) => b.hours.some((q) => !hoursPart(p, q))))
    return null;
  const one = a.days.some((x) => b.days.some((y) => x.from <= y.to && y.from <= x.to)) ? 1 : 0;
  return [acts.length > 0 ? 1 : 0, one];
}

// ---- so or not so

/** One is said not to be what the other says: what is denied and the most of the clause besides are the same. */
function denied(g: Ground, a: Clause, b: Clause, cover: number, matched: readonly Match[]): boolean {
  if (a.negated === b.negated || cover < 0.5) return false;
  const firm = matched.filter(([, , l]) => l >= 0.6);
  if (firm.length + ([...a.names].some((n) => b.names.has(n)) ? 1 : 0) < 2) return false;
  const by = ([x, y, l]: Match): number => l * Math.min(g.weight(x.lemma), g.weight(y.lemma));
  return (
    firm.some((m) => (m[0].not !== m[1].not || m[0].denied !== m[1].denied) && by(m) >= 2) &&
    firm.reduce((n, m) => n + by(m), 0) >= 4
  );
}

// ---- put together

export interface Conflict {
  readonly kind: Kind;
  readonly clauses: readonly Clause[];
}

/** What of the candidates is sure enough, those that share a clause put together. */
export function conflictsOf(candidates: readonly Candidate[]): Conflict[] {
  const sure = candidates
    .map((c) => ({ c, p: scoreOf(c) }))
    .filter(({ c, p }) => c.kind === 'not' || c.kind === 'attack' || p >= SURE[c.kind])
    .sort((x, y) => y.p - x.p);
  const out: { kind: Kind; clauses: Clause[]; keys: Set<string> }[] = [];
  for (const { c } of sure) {
    const home =
      out.find(
        (x) =>
          x.kind === c.kind &&
          // One pair of numbers above ten is hardly of two things.
          (x.clauses.includes(c.a) ||
            x.clauses.includes(c.b) ||
            (c.key !== undefined && /^\d\d/.test(c.key) && x.keys.has(c.key))),
      ) ?? out.find((x) => x.clauses.includes(c.a) && x.clauses.includes(c.b));
    if (!home) out.push({ kind: c.kind, clauses: [c.a, c.b], keys: new Set(c.key ? [c.key] : []) });
    else {
      if (c.key) home.keys.add(c.key);
      for (const x of [c.a, c.b]) if (!home.clauses.includes(x)) home.clauses.push(x);
    }
  }
  return out;
}
function scoreOf({ kind, features }: Candidate): number {
  if (kind === 'not' || kind === 'attack') return 0.5;
  const weights = WEIGHTS[kind];
  let z = 0;
  for (const [i, x] of features.entries()) z += weights[i]! * x;
  return 1 / (1 + Math.exp(-z));
}

// ---- who

interface Deed {
  readonly c: Clause;
  readonly s: Sign;
  readonly doer: string;
}

/** Attacks that are given to different doers, or to one and denied; told apart by what else the clauses share. */
export function attacksOf(clauses: readonly Clause[]): Conflict[] {
  const deeds = clauses.flatMap((c): Deed[] => {
    // One attack, not attacks in general.
    const s = c.signs.find(
      (x) => !x.given && x.act && isAttack(x.lemma) && !/s$/.test(c.text.slice(x.start - c.start, x.end - c.start)),
    );
    const doer = s && doerOf(c, s);
    return s && doer ? [{ c, s, doer }] : [];
  });
  const out: { kind: 'attack'; clauses: Clause[] }[] = [];
  for (const [i, x] of deeds.entries())
    for (const y of deeds.slice(i + 1)) {
      if (x.c.sentence === y.c.sentence && x.c.doc === y.c.doc) continue;
      if (x.c.doc === y.c.doc && x.c.claim?.side === y.c.claim?.side) continue;
      const one = x.doer === y.doer || /^(?:both|neither)$/.test(x.doer) || /^(?:both|neither)$/.test(y.doer);
      if (x.doer === 'neither' || y.doer === 'neither' || (x.s.not === y.s.not ? one || x.s.not : !one)) continue;
      const shared = match(x.c, y.c).filter(([p, q, l]) => l >= 0.9 && !isAttack(p.lemma) && !isAttack(q.lemma)).length;
      const places = [...x.c.names].filter((n) => n !== x.doer && n !== y.doer && y.c.names.has(n)).length;
      if (shared + places === 0) continue;
      if (x.c.days.some((d) => y.c.days.every((e) => e.from > d.to + 3 || d.from > e.to + 3)) && y.c.days.length > 0)
        continue;
      const home = out.find((h) => h.clauses.includes(x.c) || h.clauses.includes(y.c));
      if (!home) out.push({ kind: 'attack', clauses: [x.c, y.c] });
      else for (const c of [x.c, y.c]) if (!home.clauses.includes(c)) home.clauses.push(c);
    }
  return out;
}
const ATTACK = [
  'attack',
  'fire',
  'shoot',
  'shot',
  'shell',
  'bomb',
  'strike',
  'hit',
  'ambush',
  'assault',
  'raid',
  'bombard',
];
const isAttack = (lemma: string): boolean => ATTACK.includes(lemma);

/** The side that does it: by or from whom, else who stands before. */
function doerOf(c: Clause, s: Sign): string | null {
  const between = (x: { start: number }): string =>
    c.text.slice(Math.max(0, s.end - c.start), Math.max(0, x.start - c.start));
  const after = c.agents.find(
    (x) => x.start >= s.end && /^[^,]{0,40}\b(?:by|from)(?: the| our| their| an?)? (?:\S+ ){0,3}$/.test(between(x)),
  );
  if (after) return after.id;
  const before = c.agents.filter(
    (x) =>
      x.end <= s.start &&
      !/\b(?:from|against|with|to|on|at|near|for|into)(?: the| our| their)? (?:\S+ )?$/.test(
        c.text.slice(0, Math.max(0, x.start - c.start)),
      ),
  );
  return before.at(-1)?.id ?? null;
}
