/**
 * Who retells whom. Accounts share an origin when they put the same words, though worded or translated differently,
 * into the mouth of the same side. An origin is a statement, a speech or a witness; outlets are never counted.
 */
import { dayOfIso } from './dates.ts';
import type { DocumentReading, EvidenceKind, FileSpan, Origin } from './shape.ts';
import { statementOf, type Telling } from './statement.ts';
import { contentWords, fold, stem } from './text.ts';
import { SURE, surenessOf, TIE_WEIGHTS, type Tie, type TieWeights } from './ties.ts';
import {
  hear,
  identity,
  identityOf,
  NO_SIDE,
  NOBODYS,
  type Piece,
  type ReadDocument,
  strangers,
  UNSPOKEN,
  type Voice,
} from './voices.ts';
import { Alike } from './wording.ts';
import { standsFor } from './words.ts';

interface Match {
  readonly a: Piece;
  readonly b: Piece;
  readonly kind: EvidenceKind;
  /** What speaks for it by itself; 0 where the words alone would not. */
  readonly weight: number;
  /** How alike, where it is known otherwise that one may be speaking. */
  readonly alikeness: number;
}

/** Shared wording that makes two tellings one. */
const ENOUGH = 2;
/** and more of it where nobody is said to have spoken it, */
const ENOUGH_UNSPOKEN = 3;
const MAX_PIECES = 300;

/** All voices of documents that are `near` (may tell of one matter), what they share, and which may be one. */
export function heard(docs: readonly ReadDocument[], near: (a: number, b: number) => boolean) {
  const voices: Voice[] = [];
  const pieces: Piece[] = [];
  // One document alone retells nothing that could be seen.
  const most = docs.length > 1 ? MAX_PIECES : 0;
  for (const [d, doc] of docs.entries()) hear(d, doc, voices, pieces, most);
  const matches = docs.length > 1 ? matchesOf(docs, pieces, voices, near) : [];
  return { voices, pieces, matches, ties: docs.length > 1 ? tiesOf(docs, voices, pieces, matches, near) : [] };
}

/** Groups the voices of all documents by origin; single voices are origins of their own. */
export function findOrigins(
  docs: readonly ReadDocument[],
  near: (a: number, b: number) => boolean,
  weights: TieWeights = TIE_WEIGHTS,
  sure: Readonly<Record<Tie['kind'], number>> = SURE,
): Origin[] {
  const { voices, matches, ties } = heard(docs, near);
  const parent = voices.map((_, i) => i);
  const root = (i: number): number => {
    let r = i;
    while (parent[r] !== r) r = parent[r]!;
    parent[i] = r;
    return r;
  };
  // A document that bears a body's name at its head, or a person's at its foot, is that speaker's own.
  const own = new Map<number, number[]>();
  const held = new Map<string, number>();
  const rated = ties
    .map((tie) => ({ tie, p: surenessOf(tie, weights) }))
    .filter(({ p }) => p >= LEAST)
    .sort((x, y) => y.p - x.p);
  // A document tells a statement once: what is likelier of another voice of it is hardly of this one too.
  const best = new Map<string, number>();
  for (const { tie, p: by } of rated) {
    const { a, b } = tie;
    const [x, y] = [`${a} ${voices[b]!.doc}`, `${b} ${voices[a]!.doc}`];
    const p = tie.kind === 'spoken' && (best.has(x) || best.has(y)) ? by * ANOTHER : by;
    if (tie.kind === 'spoken') {
      if (!best.has(x)) best.set(x, p);
      if (!best.has(y)) best.set(y, p);
    }
    if (tie.kind === 'spoken') held.set(`${Math.min(a, b)} ${Math.max(a, b)}`, p);
    else if (p >= sure.own) {
      const [mine, other] = UNSPOKEN.test(voices[a]!.key) ? [a, b] : [b, a];
      own.set(mine, [...(own.get(mine) ?? []), other]);
    }
  }
  // Whose statements are joined must mostly be alike, each with each: who speaks twice says two things.
  const members = voices.map((_, i) => [i]);
  for (const [key, p] of held) {
    if (p < sure.spoken) continue;
    const [a, b] = key.split(' ').map(Number).map(root) as [number, number];
    if (a === b) continue;
    let [sum, all] = [0, 0];
    for (const i of members[a]!)
      for (const j of members[b]!) {
        if (voices[i]!.doc === voices[j]!.doc) continue;
        all++;
        sum += held.get(`${Math.min(i, j)} ${Math.max(i, j)}`) ?? 0;
      }
    if (all === 0 || sum < LINKED * sure.spoken * all) continue;
    parent[a] = b;
    members[b] = [...members[b]!, ...members[a]!];
  }
  const unspoken = attach(matches, voices, root, own);

  const homes = new Map<Piece, number>();
  for (const [home, list] of unspoken) for (const p of list) if (!homes.has(p)) homes.set(p, home);

  const groups = new Map<number, number[]>();
  for (const [i, v] of voices.entries()) {
    if (UNSPOKEN.test(v.key)) continue;
    groups.set(root(i), [...(groups.get(root(i)) ?? []), i]);
  }
  const homeOf = (p: Piece): number => (UNSPOKEN.test(voices[p.voice]!.key) ? (homes.get(p) ?? -1) : root(p.voice));
  const matchesAt = Map.groupBy(matches, (m) => (homeOf(m.a) === homeOf(m.b) ? homeOf(m.a) : -1));
  const made = [...groups].flatMap(([r, members]) => {
    const own = members.map((i) => voices[i]!);
    const more = unspoken.get(r) ?? [];
    const files = [...new Set([...own.map((v) => v.doc), ...more.map((p) => p.doc)])]
      .sort((a, b) => a - b)
      .map((d) => docs[d]!.reading.file);
    // Who is of no side and nobody's name is no origin that could be counted, unless several tell of it.
    if (files.length === 1 && own.every((v) => v.side === 'unknown' && !v.key.startsWith('person:'))) return [];
    const within = (matchesAt.get(r) ?? []).sort((x, y) => y.weight - x.weight || y.alikeness - x.alikeness);
    const evidence = within.filter((m) => m.weight > 0 || m.alikeness >= 0.5);
    // Of a document whose words are less alike, the likest are shown.
    const shown = new Set(evidence.flatMap((m) => [m.a.doc, m.b.doc]));
    for (const m of within) {
      if (shown.has(m.a.doc) && shown.has(m.b.doc)) continue;
      evidence.push(m);
      shown.add(m.a.doc).add(m.b.doc);
    }
    const lead = [...own].sort(
      (x, y) => Number(x.side === 'unknown') - Number(y.side === 'unknown') || y.claims.length - x.claims.length,
    )[0]!;
    return [{ files, own, more, lead, size: own.reduce((n, v) => n + v.claims.length, 0), evidence }];
  });
  made.sort((x, y) => y.files.length - x.files.length || y.size - x.size);
  return made.slice(0, 400).map((o, i) => ({
    id: `O${i + 1}`,
    label: labelOf(o.lead, o.files.length),
    speaker: o.lead.name,
    side: o.lead.side,
    documents: o.files,
    evidence:
      o.evidence.length > 0
        ? together(o.evidence.map((m) => ({ kind: m.kind, spans: [spanOf(docs, m.a), spanOf(docs, m.b)] })))
        : [attribution(docs, o.lead)],
    statement:
      o.files.length > 1
        ? statementOf(
            docs,
            tellingsOf(o.own, o.more),
            o.evidence.map((m) => [spanOf(docs, m.a), spanOf(docs, m.b)]),
          )
        : [],
  }));
}

/** How sure the pairs between two groups of voices must be on average for them to be one, as a part of the cut; */
const LINKED = 0.93;
/** what counts at all, */
const LEAST = 0.05;
/** and how much of what is left where another voice of the same document is likelier. */
const ANOTHER = 0.4;

function tiesOf(
  docs: readonly ReadDocument[],
  voices: readonly Voice[],
  pieces: readonly Piece[],
  matches: readonly Match[],
  near: (a: number, b: number) => boolean,
): Tie[] {
  const who = voices.map((v) => identityOf(v, docs[v.doc]!));
  const links = new Map<number, Linked>();
  const link = (x: number, y: number): Linked => {
    const [a, b] = x < y ? [x, y] : [y, x];
    const key = a * voices.length + b;
    let known = links.get(key);
    if (!known) {
      known = { a, b, weight: 0, alikeness: 0, count: 0, quoted: 0 };
      links.set(key, known);
    }
    return known;
  };
  for (const m of matches) {
    const l = link(m.a.voice, m.b.voice);
    l.weight += m.weight;
    l.alikeness += m.alikeness;
    l.count += 1;
    if (m.a.quoted && m.b.quoted) l.quoted = Math.max(l.quoted, m.alikeness, m.weight);
  }
  // Who bears one name may be one, whatever the wording.
  const named = new Map<string, number[]>();
  for (const [i, w] of who.entries())
    for (const key of [
      ...[...w.persons].map((p) => `person ${p}`),
      ...[...w.initials].map((x) => `initials ${x}`),
      ...w.bodies.map((b) => `body ${[...b].sort().join(' ')}`),
      ...(w.head === null || w.issued ? [`side ${w.side}`] : []),
    ])
      named.set(key, [...(named.get(key) ?? []), i]);
  for (const list of named.values())
    for (const [n, a] of list.slice(0, 60).entries())
      for (const b of list.slice(n + 1, 60))
        if (voices[a]!.doc !== voices[b]!.doc && near(voices[a]!.doc, voices[b]!.doc)) link(a, b);
  const size = new Map<number, Set<string>>();
  for (const p of pieces) size.set(p.voice, (size.get(p.voice) ?? new Set()).add(p.group));
  // All that a voice says, as one: a retelling may put three sentences into one.
  const bags = voices.map(() => new Set<string>());
  for (const p of pieces) for (const c of p.concepts) bags[p.voice]!.add(c);
  const told = new Alike(bags);
  // What few documents tell, tells who retells whom: words and numbers by how many documents have them.
  const held = new Map<string, Set<number>>();
  for (const [i, bag] of bags.entries())
    for (const w of bag) {
      const docs = held.get(w);
      if (docs) docs.add(voices[i]!.doc);
      else held.set(w, new Set([voices[i]!.doc]));
    }
  const counted = new Map<number, Set<number>>();
  for (const [d, { reading }] of docs.entries())
    for (const { value } of reading.figures)
      if (value !== null) counted.set(value, (counted.get(value) ?? new Set()).add(d));
  const most = Math.log((docs.length + 1) / 2);
  const rarity = docs.map((_, n) => Math.max(0, Math.log((docs.length + 1) / Math.max(2, n + 1)) / most));
  const rare = (n: number | undefined): number => rarity[(n ?? 2) - 1]!;
  const standIns = new Map<string, readonly string[]>();
  const standInFor = (w: string, within: ReadonlySet<string>): string | undefined => {
    if (within.has(w)) return w;
    let words = standIns.get(w);
    if (!words) {
      words = [...standsFor(w)].filter(([, by]) => by >= 0.9).map(([o]) => o);
      standIns.set(w, words);
    }
    return words.find((o) => within.has(o));
  };
  const numbers = voices.map((v) => numbersOf(v, docs[v.doc]!.reading));
  const tolls = voices.map((v) => tollsOf(v, docs[v.doc]!));
  const ofSide = new Map<string, number>();
  for (const v of voices) ofSide.set(`${v.doc} ${v.side}`, (ofSide.get(`${v.doc} ${v.side}`) ?? 0) + 1);
  return [...links.values()].flatMap(({ a, b, weight, alikeness, count, quoted }): Tie[] => {
    const [x, y] = [voices[a]!, voices[b]!];
    const kind = UNSPOKEN.test(x.key) || UNSPOKEN.test(y.key) ? 'own' : 'spoken';
    const same = identity(who[a]!, who[b]!);
    // An outlet tells of what happened as a speaker does: that alone makes it nobody's paper.
    if (kind === 'own' && same === null && !who[a]!.issued && !who[b]!.issued) return [];
    const least = Math.min(size.get(a)?.size ?? 1, size.get(b)?.size ?? 1);
    const [small, large] = bags[a]!.size < bags[b]!.size ? [bags[a]!, bags[b]!] : [bags[b]!, bags[a]!];
    let [shared, whole, few, all] = [0, 0, 0, 0];
    for (const w of small) {
      const r = rare(held.get(w)?.size);
      whole += told.of(w);
      all += r;
      const stand = standInFor(w, large);
      if (stand === undefined) continue;
      shared += told.of(w);
      few += Math.min(r, rare(held.get(stand)?.size));
    }
    const contained = small.size < 3 ? 0 : shared / whole;
    let [agree, differ] = [0, 0];
    for (const [unit, values] of numbers[a]!) {
      const others = numbers[b]!.get(unit);
      for (const v of values) if (others?.has(v)) agree += 0.3 + rare(counted.get(v)?.size);
      if (others && ![...values].some((v) => others.has(v))) differ++;
    }
    const apart = daysApart(docs[x.doc]!.reading, docs[y.doc]!.reading);
    const [sides, log] = [[x.side, y.side], (n: number): number => Math.log1p(n)];
    const known = sides.every((s) => !NO_SIDE.test(s));
    const share = Math.min(1, alikeness / Math.max(1, least));
    const late = Number(apart > 4);
    const is = (one: string | null): number => Number(same === one);
    const [dead, others] = [tolls[a]!, tolls[b]!];
    const sameToll = Number([...dead].some((v) => others.has(v)));
    const [mine, theirs] = [who[a]!, who[b]!];
    const offices = [...mine.offices].some((o) => theirs.offices.has(o));
    const opposed = known && x.side !== y.side && kind === 'spoken';
    const office = Number(offices && !opposed && !strangers(mine, theirs));
    const otherOffice = Number(!offices && mine.offices.size > 0 && theirs.offices.size > 0);
    const common = [
      log(weight),
      Math.min(4, alikeness),
      share,
      contained,
      log(few),
      all === 0 ? 0 : few / all,
      office,
      otherOffice,
      office * contained,
      log(agree),
      Math.min(3, differ),
      sameToll,
      Number(dead.size > 0 && others.size > 0 && !sameToll),
      log(count),
    ];
    if (kind === 'own') {
      const issued = Number(who[a]!.issued || who[b]!.issued);
      return [
        {
          kind,
          a,
          b,
          apart: false,
          features: [
            1,
            is('person'),
            is('body'),
            is('side'),
            is(null),
            issued,
            ...common,
            log(least),
            late,
            issued * contained,
            issued * log(few),
            issued * (1 - is(null)),
          ],
        },
      ];
    }
    // Without a word or a number in common there is nothing to show.
    if (same !== 'person' && alikeness === 0 && agree === 0 && few < 0.8) return [];
    const two = Number(same === null && x.side !== y.side && known);
    const persons = Number(x.persons.size > 0 && y.persons.size > 0 && ![...x.persons].some((p) => y.persons.has(p)));
    const none = Number(same === null);
    const full = Number(x.full.size === 1 && y.full.size === 1 && [...x.full].every((p) => y.full.has(p)));
    const occasions = x.occasions.size > 0 && y.occasions.size > 0;
    const met = [...x.occasions].some((o) => y.occasions.has(o));
    const alone =
      !sides.some((s) => NOBODYS.test(s)) &&
      x.side === y.side &&
      sides.every((s, i) => ofSide.get(`${(i === 0 ? x : y).doc} ${s}`) === 1);
    return [
      {
        kind,
        a,
        b,
        apart: same === null && x.side !== y.side && sides.every((s) => s === 'witness' || !NO_SIDE.test(s)),
        features: [
          1,
          is('person'),
          full,
          is('body'),
          is('side'),
          Number(same === 'side' && !known),
          two,
          persons,
          none * (1 - two),
          ...common,
          Math.min(2, quoted),
          log(least),
          late,
          Number(x.occasions.has('again') || y.occasions.has('again')),
          Number(occasions && !met),
          Number(occasions && met),
          Number(alone),
          is('person') * contained,
          (is('body') + is('side')) * contained,
          none * contained,
          is('person') * alikeness,
          none * Math.min(4, alikeness),
        ],
      },
    ];
  });
}

interface Linked {
  readonly a: number;
  readonly b: number;
  weight: number;
  alikeness: number;
  count: number;
  quoted: number;
}
/** How many dead a voice tells of. */
function tollsOf(v: Voice, { reading, view }: ReadDocument): Set<number> {
  const own = UNSPOKEN.test(v.key) ? reading.claims.filter((c) => c.side === 'outlet') : v.claims;
  const out = new Set<number>();
  for (const f of reading.figures)
    if (
      f.value !== null &&
      own.some((c) => c.start <= f.start && f.end <= c.end) &&
      /\b(?:kill|dead\b|deaths?\b|died\b|bodies\b|lives\b|fatalit|martyr|slain|toll\b)/.test(
        view.slice(Math.max(0, f.start - 40), f.end + 40),
      )
    )
      out.add(f.value);
  return out;
}
/** The numbers that a voice tells, by what they count. */
function numbersOf(v: Voice, d: DocumentReading): Map<string, Set<number>> {
  const out = new Map<string, Set<number>>();
  const own = UNSPOKEN.test(v.key) ? d.claims.filter((c) => c.side === 'outlet') : v.claims;
  for (const f of d.figures)
    if (f.value !== null && own.some((c) => c.start <= f.start && f.end <= c.end)) {
      const unit = f.unit.split(' ').at(-1)!;
      out.set(unit, (out.get(unit) ?? new Set()).add(f.value));
    }
  return out;
}

const spanOf = (docs: readonly ReadDocument[], p: Piece): FileSpan => ({
  file: docs[p.doc]!.reading.file,
  start: p.start,
  end: p.end,
});

/**
 * Words that a document gives without saying whose they are belong to the one origin that others quote them from: the
 * document is that statement itself, or retells it.
 */
function attach(
  matches: readonly Match[],
  voices: readonly Voice[],
  root: (voice: number) => number,
  owned: ReadonlyMap<number, readonly number[]>,
): Map<number, Piece[]> {
  const sums = new Map<string, { voice: number; home: number; weight: number; pieces: Set<Piece> }>();
  for (const m of matches)
    for (const [mine, other] of [
      [m.a, m.b],
      [m.b, m.a],
    ] as const) {
      const [x, y] = [voices[mine.voice]!, voices[other.voice]!];
      if (!UNSPOKEN.test(x.key) || UNSPOKEN.test(y.key) || !other.quoted) continue;
      if (m.weight === 0) continue;
      const key = `${mine.voice} ${root(other.voice)}`;
      const sum = sums.get(key) ?? { voice: mine.voice, home: root(other.voice), weight: 0, pieces: new Set() };
      // The outlet's own words may be anybody's: only the very same words tell.
      sum.weight += x.key === 'outlet' ? (m.weight >= 2 ? m.weight : 0) : m.weight;
      sum.pieces.add(mine);
      sums.set(key, sum);
    }
  const best = new Map<number, { home: number; weight: number; pieces: Set<Piece> }>();
  for (const { voice, ...sum } of sums.values()) {
    const enough = voices[voice]!.key === 'outlet' ? ENOUGH_UNSPOKEN : ENOUGH;
    if (sum.weight >= enough && sum.weight > (best.get(voice)?.weight ?? 0)) best.set(voice, sum);
  }
  for (const [voice, [home]] of owned) {
    const sum = { home: root(home!), weight: 0, pieces: new Set<Piece>() };
    for (const { a, b } of matches)
      for (const [mine, other] of [
        [a, b],
        [b, a],
      ] as const)
        if (mine.voice === voice && root(other.voice) === sum.home) sum.pieces.add(mine);
    best.set(voice, sum);
  }
  const out = new Map<number, Piece[]>();
  for (const { home, pieces } of best.values()) out.set(home, [...(out.get(home) ?? []), ...pieces]);
  return out;
}

/** All that each document lets an origin say, whatever it calls the speaker. */
function tellingsOf(voices: readonly Voice[], more: readonly Piece[]): Telling[] {
  const docs = [...new Set([...voices.map((v) => v.doc), ...more.map((p) => p.doc)])];
  return docs.map((doc) => ({
    doc,
    claims: voices.filter((v) => v.doc === doc).flatMap((v) => v.claims),
    spans: more.filter((p) => p.doc === doc).map((p) => [p.start, p.end] as const),
  }));
}

function labelOf(v: Voice, files: number): string {
  return files > 1 ? `Statement of ${v.name}, told by ${files} documents` : `Words of ${v.name}`;
}
function attribution(docs: readonly ReadDocument[], v: Voice): Origin['evidence'][number] {
  const file = docs[v.doc]!.reading.file;
  return { kind: 'attribution', spans: v.claims.slice(0, 3).map((c) => ({ file, start: c.start, end: c.end })) };
}

/** How many days lie between two documents: by publication, else between the days at their heads. 0 where one tells none. */
export function daysApart(a: DocumentReading, b: DocumentReading): number {
  if (a.published && b.published) return Math.abs(Date.parse(a.published) - Date.parse(b.published)) / 86400000;
  const gaps = daysOf(a).flatMap(([from, to]) => daysOf(b).map(([start, end]) => Math.max(from - end, start - to, 0)));
  const gap = gaps.length === 0 ? 0 : Math.min(...gaps);
  // A day that is named may be of something else.
  return gap > 10 ? gap : 0;
}
const dayCache = new WeakMap<DocumentReading, (readonly [number, number])[]>();
function daysOf(d: DocumentReading): (readonly [number, number])[] {
  const known = dayCache.get(d);
  if (known) return known;
  const days = new Map<string, readonly [number, number]>();
  // A year that was inferred tells nothing, nor a day far down.
  for (const iso of [d.published, ...d.dates.filter((x) => !x.inferred && x.start < 400).map((x) => x.iso)]) {
    if (!iso || iso.length < 10) continue;
    const [x = '', y = x] = iso.split('/');
    const [from, to] = [dayOfIso(x), dayOfIso(y)];
    if (from !== null && to !== null && to - from <= 5) days.set(iso, [from, to]);
    if (days.size > 60) break;
  }
  dayCache.set(d, [...days.values()]);
  return [...days.values()];
}

/** Pieces of different documents that say the same: in the same words, or in others. */
function matchesOf(
  docs: readonly ReadDocument[],
  pieces: readonly Piece[],
  voices: readonly Voice[],
  near: (a: number, b: number) => boolean,
): Match[] {
  const wording = new Alike(pieces.map((p) => p.concepts));
  const whole = pieces.map((_, i) => wording.whole(i));
  const numbers = new Map<string, number>();
  const words = pieces.map((p) => wordsOf(docs[p.doc]!.view.slice(p.start, Math.min(p.end, p.start + 1500)), numbers));
  const found: Match[] = [];
  for (const [i, a] of pieces.entries()) {
    for (const [j, { weight, count }] of wording.shared(i)) {
      const b = pieces[j]!;
      if (count < 2 || b.doc === a.doc || !near(a.doc, b.doc)) continue;
      const unspoken = [a, b].map((p) => UNSPOKEN.test(voices[p.voice]!.key));
      if (unspoken[0] && unspoken[1]) continue;
      const run = longestRun(words[i]!, words[j]!);
      const share = weight / Math.min(whole[i]!, whole[j]!);
      const both = a.quoted && b.quoted;
      const one = a.quoted || b.quoted;
      const verbatim = run >= 8 ? 3 : run >= 6 ? 2 : run >= 4 ? 1 : 0;
      const alike = share >= (count >= 4 ? 0.5 : count === 3 ? 0.6 : 0.99) ? (count >= 4 && share >= 0.8 ? 2 : 1) : 0;
      const value = Math.max(verbatim * (one ? 1 : 0.5), alike * (both ? 1 : 0.5));
      const alikeness = Math.min(1, Math.max(0, (share - 0.2) / 0.5)) * Math.min(1.5, weight / 12) + verbatim * 0.5;
      if (alikeness > 0.1)
        found.push({
          a,
          b,
          kind: (one && verbatim > 0) || both ? 'shared-quote' : 'shared-wording',
          weight: value,
          alikeness,
        });
    }
  }
  // Each piece is told once by the other document: by what is likest to it. A sentence may hold several quotations.
  found.sort((x, y) => y.weight - x.weight || y.alikeness - x.alikeness);
  const used = new Set<string>();
  return found.filter((m) => {
    const keys = [
      m.a.quoted || !m.b.quoted ? `${m.a.group} ${m.b.doc}` : '',
      m.b.quoted || !m.a.quoted ? `${m.b.group} ${m.a.doc}` : '',
    ].filter((k) => k !== '');
    if (keys.some((k) => used.has(k))) return false;
    for (const k of keys) used.add(k);
    return true;
  });
}

/** The folded stems of a stretch by number, where each of them stands, and how many before a place carry meaning. */
interface Words {
  readonly stems: readonly number[];
  readonly places: ReadonlyMap<number, readonly number[]>;
  readonly content: readonly number[];
}
function wordsOf(text: string, numbers: Map<string, number>): Words {
  const stems: number[] = [];
  const content = [0];
  const places = new Map<number, number[]>();
  for (const [m] of text.matchAll(/[\p{L}\p{N}]+(?:['’][\p{L}]+)?/gu)) {
    const w = stem(fold(m).replace(/'s$/, ''));
    const n = numbers.get(w) ?? numbers.size;
    numbers.set(w, n);
    const at = places.get(n);
    if (at) at.push(stems.length);
    else places.set(n, [stems.length]);
    stems.push(n);
    content.push(content.at(-1)! + Number(contentWords(m).length > 0));
  }
  return { stems, places, content };
}

/** The longest run of words that two pieces share; 0 unless two of its words carry meaning. */
function longestRun(a: Words, b: Words): number {
  let best = 0;
  for (const [i, w] of a.stems.entries())
    for (const j of b.places.get(w) ?? []) {
      if (i > 0 && a.stems[i - 1] === b.stems[j - 1]) continue;
      let n = 1;
      while (i + n < a.stems.length && a.stems[i + n] === b.stems[j + n]) n++;
      if (n > 3 && n > best && a.content[i + n]! - a.content[i]! > 1) best = n;
    }
  return best;
}

/** Evidence that touches the same words is one sentence of the common statement with its variants. */
function together(matches: readonly { kind: EvidenceKind; spans: FileSpan[] }[]): Origin['evidence'] {
  // A sentence with two quotations is not thereby one sentence of the statement.
  const overlap = (x: FileSpan, y: FileSpan): boolean =>
    x.file === y.file &&
    Math.min(x.end, y.end) - Math.max(x.start, y.start) > 0.4 * Math.max(x.end - x.start, y.end - y.start);
  const groups: { kind: EvidenceKind; spans: FileSpan[] }[] = [];
  for (const { kind, spans } of matches.slice(0, 400)) {
    const g = groups.find((x) => x.spans.some((s) => spans.some((p) => overlap(p, s))));
    if (!g) groups.push({ kind, spans });
    else for (const p of spans) if (!g.spans.some((s) => overlap(p, s))) g.spans.push(p);
  }
  return groups.slice(0, 60);
}
