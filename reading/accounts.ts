/**
 * What several accounts tell of one happening, and where they part. Clauses are compared with one another (`conflicts.ts`);
 * on whose ground it was, and states that cannot both hold, have rules of their own.
 */
import { agentsIn } from './agents.ts';
import { blamed } from './blame.ts';
import { type Clause, clausesOf } from './clauses.ts';
import { type Candidate, type Conflict, candidatesOf, conflictsOf } from './conflicts.ts';
import { doneBy } from './doers.ts';
import { datesOf, lengthsOf, momentsOf } from './moments.ts';
import { type Facing, facingOf, likelihoodOf, type Passage, partedBy } from './passages.ts';
import type { Contradiction } from './shape.ts';
import { type Ask, find, make, slot, type Told, type Value, valueAround } from './slots.ts';
import { states } from './states.ts';
import { tollsOf } from './tolls.ts';
import { lemmasIn } from './wording.ts';

export function differingAccounts(a: Ask, seen: Compared): Contradiction[] {
  const found = general(a, seen);
  // The others set document against document.
  if (a.docs.length === 1) return found;
  const told = takeIn(a);
  return [...found, ...soil(a, told), ...quarters(a), ...states(a, told)];
}

/** Two passages, and how likely it is, of 1, that they tell one thing otherwise. */
interface Rated {
  readonly of: Facing;
  readonly p: number;
}
export interface Compared {
  readonly clauses: readonly Clause[];
  /** Pairs of clauses that tell of one thing and may not both be right, */
  readonly candidates: readonly Candidate[];
  /** and passages of different documents that stand nearest each other, the likeliest first. */
  readonly facing: readonly Rated[];
}

/** The clauses and passages of all documents, set against each other. */
export function compared(a: Ask): Compared {
  const clauses = a.docs.flatMap((d, doc) =>
    clausesOf(
      d,
      doc,
      a.sentences.filter((s) => s.doc === doc),
      (s, from, to, claim) =>
        agentsIn(a, s, from, to, claim ?? undefined).map((x) => ({
          ...x,
          start: x.start + s.start,
          end: x.end + s.start,
        })),
    ),
  );
  // Clauses that stand in one sentence of a common statement word one thing.
  const homes = new Map<string, { start: number; end: number; key: string }[]>();
  for (const [i, o] of a.origins.entries())
    for (const [k, { variants }] of o.statement.entries())
      if (variants.length > 1)
        for (const v of variants)
          homes.set(v.file, [...(homes.get(v.file) ?? []), { start: v.start, end: v.end, key: `${i} ${k}` }]);
  const keysOf = (c: Clause): string[] =>
    (homes.get(a.docs[c.doc]!.reading.file) ?? []).filter((h) => h.start < c.end && c.start < h.end).map((h) => h.key);
  const keys = new Map(clauses.map((c) => [c, keysOf(c)]));
  const aligned = (x: Clause, y: Clause): boolean => keys.get(x)!.some((k) => keys.get(y)!.includes(k));
  const candidates = candidatesOf(clauses, aligned);
  const facing = a.docs.length === 1 ? [] : facingOf(a, clauses, candidates, aligned);
  return {
    clauses,
    candidates,
    facing: facing.map((of) => ({ of, p: likelihoodOf(of) })).sort((x, y) => y.p - x.p),
  };
}

/** What the clauses of all documents, compared with one another, cannot both say. */
function general(a: Ask, { clauses, candidates, facing }: Compared): Contradiction[] {
  // What is asked of each account of a happening; what clauses tell besides.
  const asked =
    a.docs.length === 1
      ? []
      : [tollsOf, blamed, doneBy, momentsOf, datesOf, lengthsOf].flatMap((ask): Conflict[] => ask(clauses));
  const besides = conflictsOf(candidates).filter(
    (c) => !asked.some((t) => t.kind === c.kind && c.clauses.every((x) => t.clauses.includes(x))),
  );
  return [...asked, ...besides.filter(upheldBy(facing))].map(({ kind, clauses: group }) =>
    make(
      TYPES[kind],
      { code: CODES[kind], what: short(group[0]!.text) },
      'contradiction',
      group.map((c) => ({ file: a.docs[c.doc]!.reading.file, start: c.start, end: c.end, says: c.text, cls: '' })),
    ),
  );
}
const TYPES = {
  figure: 'figure',
  day: 'date',
  hour: 'date',
  not: 'status',
  attack: 'actor',
  otherwise: 'characterisation',
} as const;
const CODES = {
  figure: 'how-many',
  day: 'day',
  hour: 'hour',
  not: 'whether',
  attack: 'who',
  otherwise: 'otherwise',
} as const;

/** What clauses of several documents part on stands only where two of their passages may tell one thing otherwise. */
function upheldBy(facing: readonly Rated[]): (c: Conflict) => boolean {
  const key = ({ doc, sentence }: Clause): string => `${doc} ${sentence}`;
  const likely = facing
    .filter(({ p }) => p >= POSSIBLE)
    .map(({ of }) => [key(of.a.clauses[0]!), key(of.b.clauses[0]!)] as const);
  return ({ clauses }) => {
    // What one document itself sets side by side has no second to be held against.
    if (clauses.every((c) => c.doc === clauses[0]!.doc)) return true;
    const own = new Set(clauses.map(key));
    return likely.some(([x, y]) => own.has(x) && own.has(y));
  };
}
/** How likely, of 1, it must be at least that passages tell one thing otherwise; */
const POSSIBLE = 0.15;
/** where no rule has found anything; */
const LIKELY = 0.4;
/** and so much is shown of one happening at most. */
const SHOWN = 6;

/** Passages that likely tell one thing otherwise, of what `found` does not tell already. */
export function toldOtherwise(a: Ask, { facing }: Compared, found: readonly Contradiction[]): Contradiction[] {
  const fileOf = (p: Passage): string => a.docs[p.s.doc]!.reading.file;
  const holds = (c: Contradiction, p: Passage): boolean =>
    c.values.some((v) => v.file === fileOf(p) && v.start < p.s.end && p.s.start < v.end);
  // What one says in two wordings, or two documents that retell one statement, is a variant.
  const isOne = ({ a: x, b: y, features }: Facing): boolean =>
    features['one speaker'] === 1 ||
    features.aligned === 1 ||
    (features['one side'] === 1 &&
      a.origins.some(
        (o) => o.side === x.claim?.side && [x, y].every((passage) => o.documents.includes(fileOf(passage))),
      ));
  const out: { kind: Exclude<ReturnType<typeof partedBy>, 'toll'>; passages: Passage[] }[] = [];
  for (const { of, p } of facing) {
    if (p < LIKELY) break;
    const both = [of.a, of.b];
    if (found.some((c) => both.every((x) => holds(c, x)))) continue;
    const kind = partedBy(of);
    if (kind === 'toll') continue;
    if (!isPlain(kind) && isOne(of)) continue;
    // What several tell is told of once: a passage of each.
    const home = out.find((x) => x.kind === kind && both.some((y) => x.passages.includes(y)));
    if (!home) {
      if (out.length < SHOWN) out.push({ kind, passages: both });
      continue;
    }
    for (const x of both) if (home.passages.every((y) => y.s.doc !== x.s.doc)) home.passages.push(x);
  }
  return out.map(({ kind, passages }) => {
    const plain = isPlain(kind);
    return make(
      TYPES[kind],
      { code: CODES[plain ? kind : 'otherwise'], what: short(passages[0]!.s.text) },
      plain ? 'contradiction' : 'characterisation-differs',
      passages.map((x) => ({ file: fileOf(x), start: x.s.start, end: x.s.end, says: x.s.text, cls: '' })),
    );
  });
}

/** Numbers and days part for all to see. */
const isPlain = (kind: string): boolean => kind === 'figure' || kind === 'day';

const takeIn = (a: Ask): Told[] =>
  a.sentences.map((s) => {
    const d = a.docs[s.doc]!;
    return {
      s,
      concepts: lemmasIn(d.view, s.start, s.end, d.names),
      claim: d.reading.claims.find((c) => c.start <= s.start && c.end >= s.end - 1 && c.side !== 'outlet'),
    };
  });

/** A sentence, as short as it still tells what is meant. */
const words = (t: Told): string => short(t.s.text);
const short = (said: string): string => {
  const text = said.replace(/\s+/g, ' ').trim();
  return text.length > 90 ? `${text.slice(0, 90).replace(/\s\S*$/, '')} …` : text;
};

const SOIL =
  /\b(?:crash(?:ed|es)|fell|c[ao]me down|went down|goes down|landed) (?:in|on|inside|over) (?=\p{Lu})|\b(?:on|in|inside|within|into|over|from) (?:the )?(?:territory|soil|airspace|waters|side) of (?=\p{Lu}|the )|\b(?:met(?:re|er)s|kilomet(?:re|er)s|miles|deep|well) (?:inside|within|into) (?:the territory of |the soil of )?(?=\p{Lu}|our|their)|\b(?:on|in|inside|within|into|over|from) (?=(?:our|their|its|his|\p{Lu}[\p{L}-]+(?:['’]s)?) (?:own )?(?:soil|territory|side of|airspace))/gu;

/** Whose ground, air or water it happened on. */
function soil(a: Ask, told: readonly Told[]): Contradiction[] {
  const values = told.flatMap((t) =>
    [...find(t.s, SOIL)].flatMap((m) => {
      const end = m.index + m[0].length;
      const own = /^(?:its|his|their) own\b/.test(t.s.text.slice(end))
        ? agentsIn(a, t.s, 0, m.index, t.claim).filter((x) => !/both|neither/.test(x.id))[0]
        : agentsIn(a, t.s, end, Math.min(t.s.text.length, end + 30), t.claim)[0];
      return own ? [{ t, v: valueAround(a, t.s, m.index, m[0].length, own.id) }] : [];
    }),
  );
  const kept = values.filter((x) =>
    values.some(
      (y) => x.v.cls !== y.v.cls && x.t.s !== y.t.s && [...x.t.concepts].filter((c) => y.t.concepts.has(c)).length >= 1,
    ),
  );
  if (new Set(kept.map((x) => x.v.file)).size < 2) return [];
  return slot(
    'place',
    { code: 'where', what: words(kept[0]!.t) },
    'contradiction',
    kept.map((x) => x.v),
  );
}

/** "in central Orland", "in Orland's southern Tarvel province" */
const QUARTER =
  /\b(?:in|near|of) (?:the )?(north|south|east|west|centr)(?:ern|east\p{L}*|west\p{L}*|al)? (?!of\b)(?:and \p{L}+ )?(\p{Lu}[\p{L}-]+)|\b(?:in|near) (\p{Lu}[\p{L}-]+)[’']?s (north|south|east|west|centr)(?:ern|east\p{L}*|west\p{L}*|al)? /gu;
const HAPPENED =
  /\b(?:raid\w*|operations?|rescue|attempt|attack\w*|ambush\w*|shell\w*|bomb\w*|str(?:ike|ikes|uck)|explo\w+|clash\w*|crash\w*|shot down|killed|abduct\w*|kidnap\w*|seized|captured)\b/i;

/** In which part of a country it happened: where each account first says so. */
function quarters(a: Ask): Contradiction[] {
  const first = new Map<string, { doc: number; of: string; v: Value }>();
  for (const s of a.sentences)
    if (HAPPENED.test(s.text))
      for (const m of find(s, QUARTER)) {
        const [part, of] = [m[1] ?? m[4]!, m[2] ?? m[3]!];
        const key = `${s.doc} ${of}`;
        if (!first.has(key)) first.set(key, { doc: s.doc, of, v: valueAround(a, s, m.index, m[0].length, part) });
      }
  const all = [...first.values()];
  const parted = all.filter((x) => all.some((y) => x.of === y.of && x.v.cls !== y.v.cls));
  return slot(
    'place',
    { code: 'where', what: parted[0]?.of ?? '' },
    'contradiction',
    parted.map((x) => x.v),
  );
}
