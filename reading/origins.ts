/**
 * Who retells whom. Accounts share an origin when they put the same words, though worded or translated differently,
 * into the mouth of the same side. An origin is a statement, a speech or a witness; outlets are never counted.
 */
import type { Names } from './lexicon.ts';
import type { Claim, DocumentReading, EvidenceKind, FileSpan, Origin } from './shape.ts';
import { namesIn, skeleton } from './speakers.ts';
import { statementOf, type Telling } from './statement.ts';
import { contentWords, fold, stem } from './text.ts';

/** A document as read, with what the cross-reading needs of it. */
export interface ReadDocument {
  readonly reading: DocumentReading;
  readonly text: string;
  readonly view: string;
  readonly names: Names;
}

/** One speaker of one document: everything that document lets it say. */
interface Voice {
  readonly doc: number;
  readonly side: string;
  readonly key: string;
  readonly name: string;
  readonly claims: Claim[];
}

interface Word {
  readonly w: string;
  readonly start: number;
  readonly end: number;
  /** Carries meaning and is no name: what a shared phrase must have. */
  readonly content: boolean;
}

interface Match {
  readonly a: { voice: number; span: FileSpan };
  readonly b: { voice: number; span: FileSpan };
  readonly kind: EvidenceKind;
  readonly weight: number;
}

/** Shared wording that makes two tellings one. */
const ENOUGH = 2;
const MAX_WORDS = 6000;
const SILENT = /^(?:outlet|unknown)$/;

/** Groups the voices of all documents that are `near` (may tell of one matter) by origin; single voices are origins of their own. */
export function findOrigins(docs: readonly ReadDocument[], near: (a: number, b: number) => boolean): Origin[] {
  const voices: Voice[] = [];
  const voiceOf: (number | undefined)[][] = docs.map(() => []);
  for (const [d, doc] of docs.entries()) {
    const local = new Map<string, number>();
    for (const [c, claim] of doc.reading.claims.entries()) {
      if (SILENT.test(claim.side)) continue;
      const key = keyOf(claim);
      let v = local.get(key);
      if (v === undefined) {
        v = voices.length;
        local.set(key, v);
        voices.push({ doc: d, side: claim.side, key, name: claim.speaker, claims: [] });
      }
      voices[v]!.claims.push(claim);
      voiceOf[d]![c] = v;
    }
  }
  // One document alone retells nothing that could be seen.
  const compared = docs.length > 1 ? docs : [];
  const words = compared.map((d) => wordsOf(d));
  const common = commonWords(words);
  const grams = words.map(gramsOf);
  const bagsOf = compared.map((d) => bags(d.reading.claims, d, common));
  const matches: Match[] = [];
  const linked = new Map<string, number>();
  for (let a = 0; a < docs.length; a++)
    for (let b = a + 1; b < docs.length; b++) {
      if (!near(a, b)) continue;
      for (const m of matchesOf(docs, words, common, voices, voiceOf, grams, bagsOf, a, b)) {
        matches.push(m);
        const pair = `${m.a.voice} ${m.b.voice}`;
        // The same named person within days: the same words weigh double.
        const same = voices[m.a.voice]!.key === voices[m.b.voice]!.key && voices[m.a.voice]!.key.startsWith('person:');
        linked.set(pair, (linked.get(pair) ?? 0) + m.weight * (same ? 2 : 1));
      }
    }
  const parent = voices.map((_, i) => i);
  const root = (i: number): number => {
    let r = i;
    while (parent[r] !== r) r = parent[r]!;
    parent[i] = r;
    return r;
  };
  for (const [pair, weight] of linked) {
    const [a = 0, b = 0] = pair.split(' ').map(Number);
    const far = daysApart(docs[voices[a]!.doc]!.reading, docs[voices[b]!.doc]!.reading) > 4;
    if (weight >= (far ? ENOUGH * 2 : ENOUGH)) parent[root(a)] = root(b);
  }
  const proof = new Map<number, Match[]>();
  for (const m of matches) {
    const r = root(m.a.voice);
    if (r !== root(m.b.voice)) continue;
    const list = proof.get(r);
    if (list) list.push(m);
    else proof.set(r, [m]);
  }
  const groups = new Map<number, number[]>();
  for (let i = 0; i < voices.length; i++) groups.set(root(i), [...(groups.get(root(i)) ?? []), i]);
  const made = [...groups.values()].map((members) => {
    const files = [...new Set(members.map((i) => docs[voices[i]!.doc]!.reading.file))];
    const evidence = (proof.get(root(members[0]!)) ?? []).sort((x, y) => y.weight - x.weight);
    const lead = members.map((i) => voices[i]!).sort((x, y) => y.claims.length - x.claims.length)[0]!;
    return { files, lead, size: members.reduce((n, i) => n + voices[i]!.claims.length, 0), evidence, members };
  });
  made.sort((x, y) => y.files.length - x.files.length || y.size - x.size);
  return made.slice(0, 400).map((o, i) => ({
    id: `O${i + 1}`,
    label: labelOf(o.lead, o.files.length),
    side: o.lead.side,
    documents: o.files,
    evidence: o.evidence.length > 0 ? together(o.evidence) : [attribution(docs, voices[o.members[0]!]!)],
    statement:
      o.files.length > 1
        ? statementOf(
            docs,
            tellingsOf(o.members.map((m) => voices[m]!)),
            o.evidence.map((m) => [m.a.span, m.b.span]),
          )
        : [],
  }));
}

/** All that each document lets an origin say, whatever it calls the speaker. */
function tellingsOf(voices: readonly Voice[]): Telling[] {
  const byDoc = new Map<number, Claim[]>();
  for (const v of voices) byDoc.set(v.doc, [...(byDoc.get(v.doc) ?? []), ...v.claims]);
  return [...byDoc].map(([doc, claims]) => ({ doc, claims }));
}

function labelOf(v: Voice, files: number): string {
  return files > 1 ? `Statement of ${v.name}, told by ${files} documents` : `Words of ${v.name}`;
}
function attribution(docs: readonly ReadDocument[], v: Voice): Origin['evidence'][number] {
  const file = docs[v.doc]!.reading.file;
  return { kind: 'attribution', spans: v.claims.slice(0, 3).map((c) => ({ file, start: c.start, end: c.end })) };
}

/** A named person speaks for itself; bodies, states and spokespersons of one side speak with one voice. */
function keyOf(c: Claim): string {
  const name = fold(c.speaker).replace(/^(?:mr|mrs|ms|dr)\.? /, '');
  const person =
    /\p{Lu}[\p{L}’'-]+ \p{Lu}[\p{L}’'-]+$/u.test(c.speaker) &&
    !/(?:ministry|office|affairs|government|statement|council|forces|army|taliban|front|movement|republic|nations|cross|union|group|party|committee|agency|command)s?$/.test(
      name,
    );
  if (person && !c.spokesperson) return `person:${skeleton(name.split(' ').at(-1)!)}`;
  if (/^(?:witness|unnamed-source|third-party|ngo)$/.test(c.side) || c.anonymous) return `${c.side}:${name}`;
  return `side:${c.side}`;
}

/** Folded words of the article's sentences, names marked as no content. */
function wordsOf(d: ReadDocument): Word[] {
  const out: Word[] = [];
  for (const [start, end] of d.reading.sentences) {
    if (out.length > MAX_WORDS) break;
    const hits = namesIn(d.view, start, end, d.names);
    let h = 0;
    for (const m of d.view.slice(start, end).matchAll(/[\p{L}\p{N}]+(?:['’][\p{L}]+)?/gu)) {
      const at = start + m.index;
      while (h < hits.length && hits[h]!.end <= at) h++;
      const inName = hits[h] !== undefined && hits[h]!.start <= at;
      const w = fold(m[0]).replace(/'s$/, '');
      out.push({ w: stem(w), start: at, end: at + m[0].length, content: !inName && contentWords(m[0]).length > 0 });
    }
    out.push({ w: '|', start: end, end, content: false });
  }
  return out;
}

const N = 4;

/** The run of four words at a place, as a key; null across the end of a sentence. */
function gramAt(list: readonly Word[], i: number): string | null {
  let s = '';
  for (let k = 0; k < N; k++) {
    const w = list[i + k];
    if (!w || w.w === '|') return null;
    s += `${w.w} `;
  }
  return s;
}
function gramsOf(list: readonly Word[]): Map<string, number[]> {
  const at = new Map<string, number[]>();
  for (let i = 0; i + N <= list.length; i++) {
    const key = gramAt(list, i);
    if (!key) continue;
    const seen = at.get(key);
    if (!seen) at.set(key, [i]);
    else if (seen.length < 6) seen.push(i);
  }
  return at;
}

/** Words that most documents use say nothing of one origin: the topic's own words. */
function commonWords(words: readonly (readonly Word[])[]): Set<string> {
  if (words.length < 4) return new Set();
  const count = new Map<string, number>();
  for (const list of words)
    for (const w of new Set(list.filter((x) => x.content).map((x) => x.w))) count.set(w, (count.get(w) ?? 0) + 1);
  return new Set([...count].filter(([, n]) => n > words.length * 0.7).map(([w]) => w));
}

function daysApart(a: DocumentReading, b: DocumentReading): number {
  if (!a.published || !b.published) return 0;
  return Math.abs(Date.parse(a.published) - Date.parse(b.published)) / 86400000;
}

/** Shared runs of four words or more, and claims that say the same in other words. */
function matchesOf(
  docs: readonly ReadDocument[],
  words: readonly (readonly Word[])[],
  common: ReadonlySet<string>,
  voices: readonly Voice[],
  voiceOf: readonly (readonly (number | undefined)[])[],
  grams: readonly ReadonlyMap<string, readonly number[]>[],
  bagsOf: readonly (readonly [number, Set<string>][])[],
  a: number,
  b: number,
): Match[] {
  const out: Match[] = [];
  const A = words[a]!;
  const B = words[b]!;
  const at = grams[b]!;
  for (let i = 0; i + N <= A.length; ) {
    const key = gramAt(A, i);
    let best = 0;
    let bestAt = -1;
    for (const j of (key && at.get(key)) || []) {
      let n = N;
      while (i + n < A.length && j + n < B.length && A[i + n]!.w === B[j + n]!.w && A[i + n]!.w !== '|') n++;
      if (n > best) {
        best = n;
        bestAt = j;
      }
    }
    if (best < N) {
      i++;
      continue;
    }
    const run = A.slice(i, i + best);
    const content = run.filter((w) => w.content).length;
    const rare = run.filter((w) => w.content && !common.has(w.w)).length;
    const sa = { file: docs[a]!.reading.file, start: run[0]!.start, end: run.at(-1)!.end };
    const sb = { file: docs[b]!.reading.file, start: B[bestAt]!.start, end: B[bestAt + best - 1]!.end };
    i += best;
    // A run of six words is no coincidence, even where everybody retells it.
    if (content < 2 || (rare < 1 && best < 6)) continue;
    const ca = claimAt(docs[a]!.reading.claims, sa);
    const cb = claimAt(docs[b]!.reading.claims, sb);
    const va = ca === null ? undefined : voiceOf[a]![ca];
    const vb = cb === null ? undefined : voiceOf[b]![cb];
    if (va === undefined || vb === undefined || voices[va]!.side !== voices[vb]!.side) continue;
    const quoted = inQuote(docs[a]!.reading.claims[ca!]!, sa) || inQuote(docs[b]!.reading.claims[cb!]!, sb);
    const base = best >= 8 ? 3 : best >= 6 ? 2 : 1;
    out.push({
      a: { voice: va, span: sa },
      b: { voice: vb, span: sb },
      kind: quoted ? 'shared-quote' : 'shared-wording',
      weight: quoted ? base : base * 0.5,
    });
  }
  // The same said in other words: claims of one side whose content words largely agree.
  const bagA = bagsOf[a]!;
  const bagB = bagsOf[b]!;
  for (const [ia, wa] of bagA) {
    let best: { ib: number; score: number } | null = null;
    for (const [ib, wb] of bagB) {
      const va = voiceOf[a]![ia];
      const vb = voiceOf[b]![ib];
      if (va === undefined || vb === undefined || voices[va]!.side !== voices[vb]!.side) continue;
      let shared = 0;
      for (const w of wa) if (wb.has(w)) shared++;
      const score = shared / Math.min(wa.size, wb.size);
      if (
        shared >= 2 &&
        wa.size >= 2 &&
        score >= (shared >= 4 ? 0.5 : shared === 3 ? 0.6 : 0.99) &&
        (!best || score > best.score)
      )
        best = { ib, score };
    }
    if (!best) continue;
    const ca = docs[a]!.reading.claims[ia]!;
    const cb = docs[b]!.reading.claims[best.ib]!;
    const va = voiceOf[a]![ia]!;
    const vb = voiceOf[b]![best.ib]!;
    const sa = wordsSpan(docs[a]!.reading.file, ca);
    const sb = wordsSpan(docs[b]!.reading.file, cb);
    if (out.some((m) => overlap(m.a.span, sa) && overlap(m.b.span, sb))) continue;
    out.push({
      a: { voice: va, span: sa },
      b: { voice: vb, span: sb },
      kind: ca.quote && cb.quote ? 'shared-quote' : 'shared-wording',
      weight: ca.quote && cb.quote ? 1 : 0.5,
    });
  }
  return out;
}

function bags(claims: readonly Claim[], d: ReadDocument, common: ReadonlySet<string>): [number, Set<string>][] {
  const out: [number, Set<string>][] = [];
  for (const [i, c] of claims.entries()) {
    if (SILENT.test(c.side) || out.length > 300) continue;
    const [s, e] =
      c.speech === 'direct' && c.quoteStart !== null && c.quoteEnd !== null
        ? [c.quoteStart, c.quoteEnd]
        : [c.start, c.end];
    let piece = d.view.slice(s, Math.min(e, s + 1500));
    for (const h of namesIn(piece, 0, piece.length, d.names).reverse())
      piece = `${piece.slice(0, h.start)} ${piece.slice(h.end)}`;
    const set = new Set(contentWords(piece).filter((w) => !common.has(w)));
    if (set.size >= 2) out.push([i, set]);
  }
  return out;
}

const wordsSpan = (file: string, c: Claim): FileSpan => ({
  file,
  start: c.quoteStart ?? c.start,
  end: c.quoteEnd ?? c.end,
});
const overlap = (x: FileSpan, y: FileSpan): boolean => x.start < y.end && y.start < x.end;
const inQuote = (c: Claim, s: FileSpan): boolean =>
  c.quoteStart !== null && c.quoteStart < s.end && s.start < (c.quoteEnd ?? 0);

/** The claim that a stretch belongs to: the one whose quotation holds it, else the one of its sentence. */
function claimAt(claims: readonly Claim[], s: FileSpan): number | null {
  let found: number | null = null;
  for (const [i, c] of claims.entries()) {
    if (c.start > s.start) break;
    if (c.end < s.end) continue;
    if (inQuote(c, s)) return i;
    found ??= i;
  }
  return found;
}

/** Evidence that touches the same words is one sentence of the common statement with its variants. */
function together(matches: readonly Match[]): Origin['evidence'] {
  const groups: { kind: EvidenceKind; spans: FileSpan[] }[] = [];
  for (const m of matches.slice(0, 400)) {
    const pair = [m.a.span, m.b.span];
    const g = groups.find((x) => x.spans.some((s) => pair.some((p) => p.file === s.file && overlap(p, s))));
    if (!g) groups.push({ kind: m.kind, spans: pair });
    else for (const p of pair) if (!g.spans.some((s) => s.file === p.file && overlap(p, s))) g.spans.push(p);
  }
  return groups.slice(0, 60);
}
