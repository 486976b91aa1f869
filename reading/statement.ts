/**
 * The common statement behind retellings: its sentences in order, each with how every document puts it. No document need
 * hold it in full. A sentence that one document alone gives stands there with that one variant.
 */

import type { Claim, Contradiction, FileSpan, Origin, Span, StatementSentence, Variant } from './shape.ts';
import { UNREAD } from './slots.ts';
import { contentWords, sentencesIn } from './text.ts';
import type { ReadDocument } from './voices.ts';
import { Alike, lemmasIn } from './wording.ts';

/** One sentence of the statement as one document tells it. */
interface Unit {
  readonly doc: number;
  /** Its place among the document's sentences of the statement. */
  readonly at: number;
  readonly start: number;
  readonly end: number;
  readonly words: ReadonlySet<string>;
}

/** What one document lets the origin say. */
export interface Telling {
  readonly doc: number;
  readonly claims: readonly Claim[];
  /** Quotations of the document that it attributes to nobody, and that are of this origin. */
  readonly spans: readonly Span[];
}

const MAX_UNITS = 150;
/** Two sentences are one when so much of the shorter one's weight is shared, */
const ALIKE = 0.22;
/** and, for a neighbour of one that is already there, so much. */
const ALIKE_BESIDE = 0.5;

/** Lays the tellings of one origin beside each other, sentence by sentence. `shared` are spans known to say the same. */
export function statementOf(
  docs: readonly ReadDocument[],
  tellings: readonly Telling[],
  shared: readonly (readonly FileSpan[])[],
): StatementSentence[] {
  const units = tellings.flatMap((t) => unitsOf(docs[t.doc]!, t));
  const group = units.map((_, i) => i);
  const members = new Map(units.map((_, i) => [i, [i]]));
  const pairs = alike(docs, units, shared);
  const scores = new Map(pairs.map(({ a, b, score }) => [a * units.length + b, score]));
  const between = (i: number, j: number): number => scores.get(Math.min(i, j) * units.length + Math.max(i, j)) ?? 0;
  for (const { a, b, score } of pairs) {
    const [x, y] = [group[a]!, group[b]!];
    if (x === y) continue;
    const [left, right] = [members.get(x)!, members.get(y)!];
    // A document says a sentence once, or in two that follow each other.
    const clash = left.some((i) =>
      right.some(
        (j) => units[i]!.doc === units[j]!.doc && (Math.abs(units[i]!.at - units[j]!.at) > 1 || score < ALIKE_BESIDE),
      ),
    );
    if (clash) continue;
    // Alike to one of a group and to none of the others is not enough.
    let sum = 0;
    for (const i of left) for (const j of right) sum += between(i, j);
    if (sum / (left.length * right.length) < ALIKE * 0.6) continue;
    for (const j of right) group[j] = x;
    left.push(...right);
    members.delete(y);
  }
  return ordered(units, group, tellings).map((g) => ({
    variants: members
      .get(g)!
      .map((i) => units[i]!)
      .sort((a, b) => a.doc - b.doc || a.start - b.start)
      .map((u) => variantOf(docs[u.doc]!, u)),
  }));
}

const variantOf = (d: ReadDocument, u: { start: number; end: number }): Variant => ({
  file: d.reading.file,
  start: u.start,
  end: u.end,
  text: d.text.slice(u.start, u.end),
});

/** The sentences of a telling: of a direct quotation its own, else the sentence that tells. */
function unitsOf(d: ReadDocument, { doc, claims, spans: more }: Telling): Unit[] {
  const said = claims.flatMap((c) =>
    c.speech !== 'direct' || c.quoteStart === null || c.quoteEnd === null
      ? [[c.start, c.end] as const]
      : sentencesIn(d.view, c.quoteStart, c.quoteEnd, []).map((s) => [s.start, s.end] as const),
  );
  const spans = [...said, ...more].sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const out: Unit[] = [];
  let to = -1;
  for (const [start, end] of spans) {
    if (start < to || out.length >= MAX_UNITS) continue;
    to = end;
    const words = lemmasIn(d.view, start, end, d.names);
    if (words.size > 0) out.push({ doc, at: out.length, start, end, words });
  }
  return out;
}
/** Pairs of sentences of different documents that say the same, the likest first. */
function alike(docs: readonly ReadDocument[], units: readonly Unit[], shared: readonly (readonly FileSpan[])[]) {
  const wording = new Alike(units.map((u) => u.words));
  const whole = units.map((_, i) => wording.whole(i));
  const known = new Set<string>();
  for (const spans of shared.slice(0, 200)) {
    const touched = units.flatMap((u, i) =>
      spans.some((s) => s.file === docs[u.doc]!.reading.file && s.start < u.end && u.start < s.end) ? [i] : [],
    );
    for (const a of touched)
      for (const b of touched) if (a < b && units[a]!.doc !== units[b]!.doc) known.add(`${a} ${b}`);
  }
  const pairs: { a: number; b: number; score: number }[] = [];
  for (const [a, u] of units.entries()) {
    for (const [b, sum] of wording.shared(a)) {
      if (units[b]!.doc === u.doc) continue;
      const score = sum.weight / Math.min(whole[a]!, whole[b]!);
      const phrase = known.has(`${a} ${b}`);
      if (
        phrase
          ? score >= ALIKE / 2
          : score >= ALIKE * (sum.count >= 4 ? 0.85 : sum.count === 3 ? 1 : sum.count === 2 ? 1.3 : 1.8)
      )
        pairs.push({ a, b, score: score + (phrase ? 0.3 : 0) });
    }
  }
  return pairs.sort((x, y) => y.score - x.score || x.a - y.a || x.b - y.b);
}

/** The order of the statement: that of the fullest telling, what others have between put after what they have before it. */
function ordered(units: readonly Unit[], group: readonly number[], tellings: readonly Telling[]): number[] {
  const byDoc = new Map<number, number[]>();
  for (const [i, u] of units.entries()) byDoc.set(u.doc, [...(byDoc.get(u.doc) ?? []), group[i]!]);
  const rows = [...new Set(tellings.map((t) => t.doc))]
    .map((doc) => byDoc.get(doc) ?? [])
    .sort((a, b) => b.length - a.length);
  const order: number[] = [];
  for (const row of rows) {
    let after = -1;
    for (const g of row) {
      const at = order.indexOf(g);
      if (at >= 0) after = at;
      else {
        after += 1;
        order.splice(after, 0, g);
      }
    }
  }
  return order;
}

/** Documents that tell one origin differ in wording (`variant`) and leave parts of it out (`omission`): no contradiction. */
export function findVariants(origins: readonly Origin[]): Contradiction[] {
  return origins.flatMap((o) => {
    if (o.documents.length < 2) return [];
    const shared = o.statement.filter((s) => filesOf(s).length > 1);
    const variants = shared
      .filter((s) => new Set(s.variants.map((v) => contentWords(v.text).join(' '))).size > 1)
      .sort((a, b) => filesOf(b).length - filesOf(a).length)
      .slice(0, MOST)
      .map(
        (s): Contradiction => ({
          type: 'characterisation',
          topic: { code: 'wording', sides: [o.side], what: String(o.statement.indexOf(s) + 1) },
          about: '',
          assessment: 'variant',
          values: s.variants.slice(0, 12).map(said),
        }),
      );
    const omissions = o.documents.flatMap((file): Contradiction[] => {
      const without = shared.filter((s) => !filesOf(s).includes(file));
      if (without.length === 0) return [];
      return [
        {
          type: 'characterisation',
          topic: { code: 'left-out', sides: [o.side], what: String(without.length), file },
          about: '',
          assessment: 'omission',
          values: without.slice(0, 6).map((s) => said(s.variants[0]!)),
        },
      ];
    });
    return [...variants, ...omissions];
  });
}
const MOST = 20;
const filesOf = (s: StatementSentence): string[] => [...new Set(s.variants.map((v) => v.file))];
const said = ({ file, start, end, text }: Variant) => ({
  file,
  start,
  end,
  ...UNREAD,
  says: text.replace(/\s+/g, ' ').slice(0, 160),
});
