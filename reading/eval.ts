/**
 * Scores a reading against annotated documents: precision, recall and F1 per task. Pure; the caller brings the texts.
 * Quotes, speakers, dates and figures are hard facts; `kind` and the splitting of claims are soft (annotation rule 12).
 */
import type { Claim, Figure, FileSpan, Reading } from './shape.ts';
import { skeleton } from './speakers.ts';
import { fold } from './text.ts';

export interface GoldClaim {
  readonly speaker: string;
  readonly speaker_surface?: string | null;
  /** Accepted as well: who issues a release speaks in it, and so does the outlet. */
  readonly speaker_alt?: string | null;
  readonly speaker_side?: string;
  readonly speech: string;
  readonly verb: string | null;
  readonly quote: string | null;
  readonly text: string;
  readonly kind: string;
  readonly kind_alt?: string | null;
}
export interface GoldDocument {
  readonly file: string;
  readonly title: string | null;
  readonly published: string | null;
  readonly boilerplate_spans: readonly string[];
  readonly claims: readonly GoldClaim[];
  /** `furniture`: stands in the furniture of the page, so that it need not be found. */
  readonly dates: readonly { readonly text: string; readonly iso: string | null; readonly furniture?: boolean }[];
  readonly figures: readonly {
    readonly text: string;
    readonly value: string | number | null;
    readonly unit: string;
    readonly furniture?: boolean;
  }[];
  readonly places: readonly string[];
  readonly commitments?: readonly { readonly text: string }[];
}
export interface GoldCross {
  readonly clusters: readonly {
    readonly members: readonly string[];
    /** Words of the statement as documents have them. */
    readonly evidence?: readonly { readonly file: string; readonly text: string }[];
  }[];
  readonly contradictions: readonly {
    readonly id: string;
    readonly topic: string;
    readonly assessment: string;
    /** Where the words stand; without it, their first place in the document. */
    readonly values: readonly { readonly doc: string; readonly text: string; readonly start?: number }[];
  }[];
}

/** Counts of one task. `right / (right + extra)` is precision, `right / (right + missed)` recall. */
export interface Score {
  readonly task: string;
  readonly right: number;
  readonly missed: number;
  readonly extra: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** What went wrong, for a reader of the table. */
  readonly faults: readonly string[];
}

class Tally {
  right = 0;
  missed = 0;
  extra = 0;
  readonly faults: string[] = [];
  score(task: string): Score {
    const p = this.right + this.extra === 0 ? 1 : this.right / (this.right + this.extra);
    const r = this.right + this.missed === 0 ? 1 : this.right / (this.right + this.missed);
    const f1 = p + r === 0 ? 0 : (2 * p * r) / (p + r);
    return {
      task,
      right: this.right,
      missed: this.missed,
      extra: this.extra,
      precision: p,
      recall: r,
      f1,
      faults: this.faults,
    };
  }
}

const plain = (s: string): string =>
  fold(s)
    .replace(/[“”"«»„]/g, '')
    .replace(/[\s,.;:!?]+$/g, '')
    .replace(/\s+/g, ' ')
    .trim();

/** Two names for one speaker: a shared word that matters, in whatever spelling. */
export function sameSpeaker(found: string, gold: string): boolean {
  const words = (s: string): string[] =>
    (fold(s).match(/[\p{L}\p{N}]+/gu) ?? []).filter(
      (w) =>
        w.length > 1 &&
        !/^(?:the|of|for|in|and|an?|via|statement|government|authorities|unnamed|s|minister|general|quot|rsquo)$/.test(
          w,
        ),
    );
  const bare = (s: string): string => fold(s).replace(/^(?:the|an?) /, '');
  if (bare(found) === bare(gold).trim()) return true;
  // "IMF" is the International Monetary Fund.
  const short = (s: string): string => (s.match(/\p{Lu}(?=\p{Ll})/gu) ?? []).join('');
  const isShort = (s: string, full: string): boolean =>
    /^[A-Z]{2,6}$/.test(s.replace(/^the /i, '')) && short(full).includes(s.replace(/^the /i, ''));
  if (isShort(found, gold) || isShort(gold.trim(), found)) return true;
  // "the government" for "Orlan government (ministry)"
  const all = (x: string): string[] => fold(x).match(/[\p{L}\p{N}]+/gu) ?? [];
  const rest = all(bare(found));
  if (words(found).length === 0 && rest.length > 0 && rest.every((w) => all(gold).includes(w))) return true;
  const a = words(found).map(alike);
  const b = words(gold).map(alike);
  return a.some((x) => b.some((y) => x === y || (x.length > 4 && skeleton(x) === skeleton(y))));
}
function alike(w: string): string {
  if (/^spokes/.test(w)) return 'spokesperson';
  if (w === 'office') return 'ministry';
  if (w === 'affairs') return 'foreign';
  return w;
}

/** Scores one set of documents. `texts` maps file name to text. */
export function evaluate(
  gold: readonly GoldDocument[],
  cross: GoldCross | null,
  reading: Reading,
  texts: ReadonlyMap<string, string>,
): Score[] {
  const quotes = new Tally();
  const direct = new Tally();
  const speaker = new Tally();
  const side = new Tally();
  const indirect = new Tally();
  const kind = new Tally();
  const dates = new Tally();
  const figures = new Tally();
  const places = new Tally();
  const furniture = new Tally();
  const article = new Tally();
  const heads = new Tally();

  for (const g of gold) {
    const doc = reading.documents.find((d) => d.file === g.file);
    const text = texts.get(g.file);
    if (!doc || text === undefined) continue;
    const fault = (t: Tally, s: string): void => void t.faults.push(`${g.file.slice(0, 12)}: ${s}`);

    if (g.title !== null) {
      const hit = doc.title !== null && plain(doc.title) === plain(g.title);
      hit ? heads.right++ : heads.missed++;
      if (!hit) fault(heads, `title ${doc.title}`);
    } else if (doc.title !== null) heads.extra++;
    if (g.published !== null) {
      doc.published === g.published ? heads.right++ : heads.missed++;
      if (doc.published !== g.published) fault(heads, `published ${doc.published}`);
    } else if (doc.published !== null) heads.extra++;

    const goldQuotes = new Map<string, GoldClaim>();
    for (const c of g.claims)
      if (c.quote && !goldQuotes.has(`${plain(c.quote)}|${c.text}`)) goldQuotes.set(`${plain(c.quote)}|${c.text}`, c);
    const foundQuotes = doc.claims.filter((c) => c.quote !== null);
    const used = new Set<Claim>();
    // What one side splits by sentences and the other does not is the same quotation (annotation rule 12).
    const whole = new Set<Claim>();
    for (const f of foundQuotes) {
      const parts = [...goldQuotes.values()].filter((c) => isWithin(c.quote!, f.quote!));
      if (parts.length > 1 && sizeOf(parts.map((c) => c.quote!)) >= 0.6 * sizeOf([f.quote!])) whole.add(f);
    }
    for (const c of goldQuotes.values()) {
      const at = text.indexOf(c.text);
      const near = (f: Claim): boolean => overlaps(f.start, f.end, at, at + c.text.length);
      let hit =
        foundQuotes.find((f) => !used.has(f) && sameQuote(f.quote!, c.quote!) && near(f)) ??
        foundQuotes.find((f) => !used.has(f) && sameQuote(f.quote!, c.quote!)) ??
        foundQuotes.find((f) => whole.has(f) && isWithin(c.quote!, f.quote!));
      if (!hit) {
        const parts = foundQuotes.filter((f) => !used.has(f) && near(f) && isWithin(f.quote!, c.quote!));
        if (parts.length > 1 && sizeOf(parts.map((f) => f.quote!)) >= 0.9 * sizeOf([c.quote!])) {
          hit = parts[0];
          for (const f of parts) used.add(f);
        }
      }
      if (!hit) {
        quotes.missed++;
        fault(quotes, `missed “${c.quote}”`);
        if (c.speech === 'direct') {
          direct.missed++;
        }
        continue;
      }
      used.add(hit);
      quotes.right++;
      if (c.speech === 'direct') {
        if (hit.speech === 'direct') direct.right++;
        else {
          direct.missed++;
          fault(direct, `called ${hit.speech}: “${c.quote}”`);
        }
      } else if (hit.speech === 'direct') {
        direct.extra++;
        fault(direct, `called direct: “${c.quote}”`);
      }
      const right =
        sameSpeaker(hit.speaker, `${c.speaker} ${c.speaker_surface ?? ''}`) ||
        (hit.speaker === 'outlet' && (c.speaker === 'outlet' || c.speaker_alt === 'outlet'));
      right ? speaker.right++ : speaker.missed++;
      if (!right) {
        speaker.extra++;
        fault(speaker, `${hit.speaker} for ${c.speaker}: “${c.quote!.slice(0, 50)}”`);
      }
      if (c.speaker_side) {
        hit.side === c.speaker_side ? side.right++ : side.missed++;
        if (hit.side !== c.speaker_side) {
          side.extra++;
          fault(side, `${hit.speaker}: ${hit.side} for ${c.speaker_side}`);
        }
      }
      hit.kind === c.kind || hit.kind === c.kind_alt ? kind.right++ : kind.missed++;
      if (!(hit.kind === c.kind || hit.kind === c.kind_alt))
        fault(kind, `${hit.kind} for ${c.kind}: “${c.quote!.slice(0, 60)}”`);
    }
    for (const f of foundQuotes)
      if (!used.has(f)) {
        quotes.extra++;
        fault(quotes, `extra “${f.quote!.slice(0, 80)}”`);
        if (f.speech === 'direct') direct.extra++;
      }

    const foundIndirect = doc.claims.filter((c) => c.speech === 'indirect');
    const taken = new Set<Claim>();
    for (const c of g.claims) {
      if (c.speech !== 'indirect') continue;
      const at = text.indexOf(c.text);
      const near = foundIndirect.filter((f) => !taken.has(f) && overlaps(f.start, f.end, at, at + c.text.length));
      const agrees = (f: Claim): boolean =>
        f.speaker === c.speaker ||
        f.speaker === c.speaker_alt ||
        sameSpeaker(f.speaker, `${c.speaker} ${c.speaker_surface ?? ''}`) ||
        (f.side !== 'outlet' && f.side === c.speaker_side);
      const hit =
        near.find((f) => agrees(f) && (f.verb ?? '').toLowerCase() === (c.verb ?? '').toLowerCase()) ??
        near.find(agrees);
      if (hit) {
        taken.add(hit);
        indirect.right++;
        if (c.speaker_side) {
          hit.side === c.speaker_side ? side.right++ : side.missed++;
          if (hit.side !== c.speaker_side) {
            side.extra++;
            fault(side, `${hit.speaker}: ${hit.side} for ${c.speaker_side}`);
          }
        }
        hit.kind === c.kind || hit.kind === c.kind_alt ? kind.right++ : kind.missed++;
        if (!(hit.kind === c.kind || hit.kind === c.kind_alt))
          fault(kind, `${hit.kind} for ${c.kind}: ${c.verb} ${c.text.slice(0, 60)}`);
      } else {
        indirect.missed++;
        fault(indirect, `missed ${c.speaker} ${c.verb}: ${c.text.slice(0, 90)}`);
      }
    }
    for (const f of foundIndirect)
      if (!taken.has(f)) {
        indirect.extra++;
        fault(indirect, `extra ${f.speaker} ${f.verb}: ${text.slice(f.start, f.start + 90)}`);
      }

    for (const d of g.dates) {
      const same = doc.dates.filter(
        (f) =>
          plain(f.text) === plain(d.text) ||
          (fold(f.text).includes(fold(d.text)) && d.text.length > 5) ||
          fold(d.text).includes(fold(f.text)),
      );
      if (same.some((f) => f.iso === d.iso)) dates.right++;
      else if (!d.furniture && (d.iso !== null || same.some((f) => f.iso !== null))) {
        dates.missed++;
        fault(dates, `${d.text}: ${same.map((f) => f.iso).join() || 'not found'} for ${d.iso}`);
      }
    }
    for (const f of doc.dates)
      if (
        f.iso !== null &&
        !g.dates.some((d) => fold(f.text).includes(fold(d.text)) || fold(d.text).includes(fold(f.text)))
      ) {
        dates.extra++;
        fault(dates, `extra ${f.text} ${f.iso}`);
      }

    const figuresLeft = [...doc.figures];
    const take = (c: GoldDocument['figures'][number], alike: (f: Figure) => boolean): Figure | undefined => {
      const want = c.value === null ? null : valueIn(c.value);
      const i = figuresLeft.findIndex(
        (f) =>
          f.value === want &&
          (want !== null
            ? plain(f.text).includes(plain(c.text)) ||
              plain(c.text).includes(plain(f.text)) ||
              sharesDigits(f.text, c.text)
            : plain(c.text).includes(plain(f.text).split(' ')[0]!)) &&
          alike(f),
      );
      return i < 0 ? undefined : figuresLeft.splice(i, 1)[0];
    };
    // Of several with one number, each goes to what counts the same; only then to another.
    const unmet = g.figures.filter((c) => !take(c, (f) => sharesWord(f.unit, c.unit)));
    figures.right += g.figures.length - unmet.length;
    for (const c of unmet) {
      const f = take(c, () => true);
      if (!f && c.furniture) continue;
      figures.missed++;
      if (f) figures.extra++;
      fault(figures, f ? `${f.text}: counts “${f.unit}” for “${c.unit}”` : `missed ${c.text} (${c.unit})`);
    }
    for (const f of figuresLeft) {
      figures.extra++;
      fault(figures, `extra ${f.text} (${f.unit})`);
    }

    const placeForms = new Set(doc.places.map((p) => p.text));
    for (const p of new Set(g.places)) {
      if (placeForms.has(p)) places.right++;
      else {
        places.missed++;
        fault(places, `missed ${p}`);
      }
    }
    for (const p of placeForms)
      if (!g.places.includes(p)) {
        places.extra++;
        fault(places, `extra ${p}`);
      }

    const isFurniture = new Uint8Array(text.length);
    let from = 0;
    for (const b of g.boilerplate_spans) {
      let at = text.indexOf(b, from);
      if (at < 0) at = text.indexOf(b);
      if (at >= 0) {
        isFurniture.fill(1, at, at + b.length);
        from = at;
      }
    }
    const called = new Uint8Array(text.length);
    for (const [s, e] of doc.furniture) called.fill(1, s, e);
    for (let i = 0; i < text.length; i++) {
      if (/\s/.test(text[i]!)) continue;
      if (isFurniture[i] && called[i]) furniture.right++;
      else if (isFurniture[i]) furniture.missed++;
      else if (called[i]) furniture.extra++;
      if (!isFurniture[i]) called[i] ? article.missed++ : article.right++;
      const wrong = isFurniture[i] !== called[i];
      if (wrong && (i === 0 || isFurniture[i - 1] === called[i - 1] || text[i - 1] === '\n'))
        fault(furniture, `${called[i] ? 'extra' : 'missed'} ${text.slice(i, i + 60).split('\n')[0]}`);
    }
  }

  const scores = [
    heads.score('title and day of publication'),
    furniture.score('furniture (characters)'),
    article.score('article left in (characters)'),
    quotes.score('quotations'),
    direct.score('direct quotations'),
    speaker.score('speaker of a quotation'),
    side.score('side of a speaker'),
    indirect.score('indirect claims'),
    kind.score('kind of claim'),
    dates.score('dates made absolute'),
    figures.score('figures'),
    places.score('places'),
  ];
  if (cross)
    scores.push(
      scoreOrigins(gold, cross, reading),
      scoreEachOrigin(gold, cross, reading),
      scoreWordings(gold, cross, reading, texts),
      scoreContradictions(gold, cross, reading, texts),
    );
  return scores;
}

/** Pairs of documents that share an origin. */
function scoreOrigins(gold: readonly GoldDocument[], cross: GoldCross, reading: Reading): Score {
  const t = new Tally();
  const fileOf = (member: string): string =>
    gold.find((g) => g.file.startsWith(member.replace(/^s/, '')))?.file ?? member;
  const want = pairs(cross.clusters.map((c) => c.members.map(fileOf)));
  const have = pairs(reading.origins.map((o) => o.documents));
  for (const p of want) {
    if (have.has(p)) t.right++;
    else {
      t.missed++;
      t.faults.push(`missed ${p}`);
    }
  }
  for (const p of have) {
    if (want.has(p)) continue;
    t.extra++;
    t.faults.push(`extra ${p}`);
  }
  return t.score('origins (pairs)');
}
/**
 * Pairs of documents of each origin by itself. Where all documents share some statement, pairs alone are right though two
 * statements are put into one: here each origin found stands for one annotated origin at most, that with which it shares most.
 */
function scoreEachOrigin(gold: readonly GoldDocument[], cross: GoldCross, reading: Reading): Score {
  const t = new Tally();
  const fileOf = (member: string): string =>
    gold.find((g) => g.file.startsWith(member.replace(/^s/, '')))?.file ?? member;
  const want = cross.clusters.map((c) => pairs([c.members.map(fileOf)])).filter((p) => p.size > 0);
  const have = reading.origins.map((o) => pairs([o.documents])).filter((p) => p.size > 0);
  const both = want
    .flatMap((w, i) => have.map((h, j) => ({ i, j, n: w.intersection(h).size, of: w.union(h).size })))
    .filter(({ n }) => n > 0)
    .sort((x, y) => y.n / y.of - x.n / x.of || y.n - x.n);
  const [wanted, had] = [new Set<number>(), new Set<number>()];
  for (const { i, j, n } of both) {
    if (wanted.has(i) || had.has(j)) continue;
    wanted.add(i);
    had.add(j);
    t.right += n;
  }
  const all = (list: readonly ReadonlySet<string>[]): number => list.reduce((sum, p) => sum + p.size, 0);
  t.missed = all(want) - t.right;
  t.extra = all(have) - t.right;
  return t.score('origins, each by itself (pairs)');
}
function pairs(groups: readonly (readonly string[])[]): Set<string> {
  const out = new Set<string>();
  for (const g of groups) for (const a of g) for (const b of g) if (a < b) out.add(`${a} ${b}`);
  return out;
}

/** Pairs of wordings that stand in one sentence of a common statement: of one topic right, of two topics extra. */
function scoreWordings(
  gold: readonly GoldDocument[],
  cross: GoldCross,
  reading: Reading,
  texts: ReadonlyMap<string, string>,
): Score {
  const t = new Tally();
  const values = cross.contradictions
    .filter((c) => /variant/.test(c.assessment))
    .flatMap((c) =>
      c.values.map((v) => {
        const file = gold.find((g) => g.file.startsWith(v.doc.replace(/^s/, '')))?.file ?? v.doc;
        const start = v.start ?? texts.get(file)?.indexOf(v.text) ?? -1;
        return { topic: c.topic, file, start, end: start + v.text.length, text: v.text };
      }),
    );
  // Where each is told: by sentence of a statement, and by variant of it.
  const variants = reading.origins.flatMap((o) => o.statement).flatMap((s) => s.variants.map((v) => ({ s, v })));
  const told = values.map((v) =>
    variants.filter(({ v: x }) => x.file === v.file && overlaps(x.start, x.end, v.start, v.end)),
  );
  const homes = told.map((list) => new Set(list.map(({ s }) => s)));
  // Phrases are marked, and a statement is laid out by sentences: two sentences that word one topic are rightly laid beside
  // each other, and what else the two hold is no fault.
  const topicsOf = told.map(
    (list) => new Set(values.flatMap((v, k) => (told[k]!.some((x) => list.some((y) => x.v === y.v)) ? [v.topic] : []))),
  );
  for (const [i, a] of values.entries())
    for (const [j, b] of values.entries()) {
      if (j <= i || a.file === b.file) continue;
      const one = [...homes[i]!].some((s) => homes[j]!.has(s));
      if (a.topic === b.topic) {
        if (one) t.right++;
        else {
          t.missed++;
          t.faults.push(`missed “${a.text.slice(0, 60)}” / “${b.text.slice(0, 60)}”`);
        }
      } else if (one && topicsOf[i]!.isDisjointFrom(topicsOf[j]!)) {
        t.extra++;
        t.faults.push(`extra “${a.text.slice(0, 60)}” / “${b.text.slice(0, 60)}”`);
      }
    }
  return t.score('wordings of one sentence');
}

/** Does an assessment, marked or reported, call two values contradictory? */
const isHit = (assessment: string): boolean => /^(?:contradiction|characterisation[- ]differs)/.test(assessment);

/** A contradiction as marked, with where its values stand. */
export interface Marked {
  readonly id: string;
  readonly topic: string;
  readonly spans: readonly FileSpan[];
}
/** The contradictions that are marked in documents of these texts; `fileOf` names the file of a document as marked. */
export function markedIn(
  cross: GoldCross,
  texts: ReadonlyMap<string, string>,
  fileOf: (doc: string) => string = (doc) => doc,
): Marked[] {
  return cross.contradictions
    .filter((c) => isHit(c.assessment))
    .map(({ id, topic, values }) => ({
      id,
      topic,
      spans: values.map((v) => {
        const file = fileOf(v.doc);
        const start = v.start ?? texts.get(file)?.indexOf(v.text) ?? -1;
        return { file, start, end: start + v.text.length };
      }),
    }));
}
/** A contradiction is found when what is shown touches two of its values. */
export const isFound = ({ spans }: Marked, shown: readonly FileSpan[]): boolean =>
  spans.filter((s) => shown.some((v) => v.file === s.file && overlaps(v.start, v.end, s.start, s.end))).length > 1;

function scoreContradictions(
  gold: readonly GoldDocument[],
  cross: GoldCross,
  reading: Reading,
  texts: ReadonlyMap<string, string>,
): Score {
  const t = new Tally();
  const fileOf = (doc: string): string => gold.find((g) => g.file.startsWith(doc.replace(/^s/, '')))?.file ?? doc;
  const reported = reading.contradictions.filter((c) => isHit(c.assessment));
  const matched = new Set<(typeof reported)[number]>();
  for (const marked of markedIn(cross, texts, fileOf)) {
    const hits = reported.filter((r) => isFound(marked, r.values));
    for (const h of hits) matched.add(h);
    if (hits.length > 0) t.right++;
    else {
      t.missed++;
      t.faults.push(`missed ${marked.id} ${marked.topic}`);
    }
  }
  for (const r of reported)
    if (!matched.has(r)) {
      t.extra++;
      t.faults.push(`extra ${r.type} ${r.about}: ${r.values.map((v) => v.says).join(' / ')}`);
    }
  const p = reported.length === 0 ? 1 : matched.size / reported.length;
  const s = t.score('contradictions');
  return { ...s, precision: p, f1: p + s.recall === 0 ? 0 : (2 * p * s.recall) / (p + s.recall) };
}

const overlaps = (a: number, b: number, c: number, d: number): boolean => a < d && c < b;
function sameQuote(a: string, b: string): boolean {
  const x = plain(a);
  const y = plain(b);
  if (x === y) return true;
  const [short, long] = x.length < y.length ? [x, y] : [y, x];
  return short.length > 20 && long.includes(short) && short.length >= long.length * 0.9;
}
const sizeOf = (quotes: readonly string[]): number => quotes.reduce((sum, one) => sum + plain(one).length, 0);
const isWithin = (part: string, whole: string): boolean => plain(part).length > 3 && plain(whole).includes(plain(part));
const sharesDigits = (a: string, b: string): boolean => {
  const d =
    /[\d,.]*\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\w+)?)\b/i;
  const x = d.exec(a)?.[0].toLowerCase();
  return x !== undefined && x === d.exec(b)?.[0].toLowerCase();
};
/** "1/3" is a share; of a range ("15-29") the upper end. */
function valueIn(value: string | number): number {
  const [, over, under] = /^(\d+)\/(\d+)$/.exec(String(value)) ?? [];
  if (over && under) return Math.round((1000 * Number(over)) / Number(under)) / 1000;
  return Number(/^\d+-(\d+)$/.exec(String(value))?.[1] ?? value);
}
function sharesWord(a: string, b: string): boolean {
  const words = (s: string): string[] =>
    (fold(s.replace(/\bkm\b/g, 'kilometres').replace(/\bper cent\b/g, 'percent')).match(/[\p{L}]+/gu) ?? [])
      .map((w) => w.replace(/s$/, ''))
      .filter((w) => w.length > 2);
  if (plain(a) === plain(b)) return true;
  const y = words(b);
  return words(a).some(
    (w) => y.includes(w) || (/^(?:dead|died|killed)$/.test(w) && y.some((z) => /^(?:dead|died|killed)$/.test(z))),
  );
}
