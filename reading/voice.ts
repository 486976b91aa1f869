/**
 * Whose words a document's own sentences are: an outlet's as a rule, but the issuer's in a statement, the author's in a
 * column, and in an interview or a transcript those of whoever has the word.
 */
import type { Layout } from './furniture.ts';
import { nameKey } from './lexicon.ts';
import { type Cast, headOf, isBodyRole, type Speaker, tokensOf } from './speakers.ts';
import { type Line, outsideMarks, type Quoted, sentencesIn } from './text.ts';

interface Paragraph {
  readonly line: Line;
  readonly quotes: readonly Quoted[];
  readonly sentences: readonly Line[];
}

/** What heads a paper that a body or movement issues in its own name. */
const ISSUED =
  /^(?:(?:joint |official |press |media |public |news )?(?:statement|communiqu[eé]|declaration|readout|release)\b|for immediate release|flash update|sitrep\b)|\bsituation report\b|\b(?:press|news|media) release\b|^(?:for )?release no\b/i;
const COLUMN =
  /^(?:opinion|op-?ed|comment(?:ary)?|column(?:ist)?|viewpoint|perspectives?|letters? from .{2,30}|diary|notebook|blog|my view|analysis & opinion|guest (?:column|essay|post))$/i;
const AUTHOR = /^by:? (\p{Lu}[\p{L}.’'-]*(?: \p{Lu}[\p{L}.’'-]*){1,4})$/iu;
const ISSUES =
  /\b(?:statement|communiqu[eé]|declaration|release|message) (?:by|from|of) (?:the )?(\p{Lu}[\p{L}’'& -]{3,60}?)(?: on | regarding | concerning | about |$)|\b(?:report|update|bulletin) is (?:produced|issued|compiled|published) by (?:the )?(\p{Lu}[\p{L}’'& -]{2,60}?)(?: in | with |[.,]|$)/iu;

/** The issuer or the author in whose voice the document speaks; null where it is the outlet's. */
export function voiceOf(view: string, layout: Layout, cast: Cast): Speaker | null {
  const first = layout.paragraphs[0]?.start ?? 0;
  const last = layout.paragraphs.at(-1)?.end ?? 0;
  const above = layout.lines.filter((l) => l.start < first && l.end - l.start < 200);
  const head = above.map((l) => view.slice(l.start, l.end));
  const issued = head.some((s) => ISSUED.test(s));
  // "NARRA, 14 August (UNMON) -- The mission's patrols": the body that stands where an agency would.
  const wire = /^\p{Lu}[^()\n]{2,50}\((\p{Lu}[\p{L}. ]{1,40})\) ?[–—-]{1,2} /u.exec(
    view.slice(first, first + 120),
  )?.[1];
  if (wire && /^(?:un|ngo|monitor|party)$/.test(cast.names.table.get(nameKey(wire))?.kind ?? ''))
    return cast.resolve(wire, null);
  const blog =
    head.find((s) => /\bblog\b/i.test(s)) &&
    head.map((s) => /\bby (\p{Lu}[\p{L}.’'-]*(?: \p{Lu}[\p{L}.’'-]+)*)/u.exec(s)?.[1]).find(Boolean);
  if (blog) return cast.speaks(blog);
  if (!issued) {
    const author = head.some((s) => COLUMN.test(s)) && head.map((s) => AUTHOR.exec(s)?.[1]).find(Boolean);
    return author ? cast.resolve(author === author.toUpperCase() ? capitals(author) : author, 'columnist') : null;
  }
  const named = [...head, ...layout.lines.slice(0, 12).map((l) => view.slice(l.start, Math.min(l.end, l.start + 200)))]
    .map((s) => ISSUES.exec(s))
    .map((m) => m?.[1] ?? m?.[2])
    .find(Boolean);
  const below = layout.lines
    .filter((l) => l.start >= last && l.end - l.start < 120)
    .map((l) => view.slice(l.start, l.end));
  const bodies = [...head, ...below].filter((s) => {
    const name = tokensOf(s, 0, s.length);
    return name.length < 9 && isBodyRole(headOf(name)) && /^\p{Lu}/u.test(s) && !ISSUED.test(s);
  });
  // A name above that the first paragraphs say something by.
  const opening = view.slice(first, first + 1500);
  const signs = head.find((s) => s.length > 4 && s.length < 60 && /^\p{Lu}/u.test(s) && opening.includes(`${s} said`));
  const name = named ?? signs ?? bodies.find((s) => !/^(?:Information|Press|Media|Public)\b/i.test(s)) ?? bodies[0];
  if (!name) return null;
  // "Information Office of the Nahari People's Front" writes for the Front.
  const of =
    /^(?:information|press|media) (?:office|service|department|bureau|cent(?:er|re)) (?:of|for) (?:the )?(.+)$/i.exec(
      name,
    );
  const plain = of?.[1] ?? name;
  return cast.resolve(plain === plain.toUpperCase() && plain.length > 6 ? capitals(plain) : plain, null);
}
/** MINISTRY OF DEFENCE as names are written. */
const capitals = (s: string): string =>
  s.toLowerCase().replace(/(?<![\p{L}’'])(?!(?:of|the|and|for|in|on)\b)\p{L}/gu, (c) => c.toUpperCase());

/** A post as pages show it: "Met the mediators today. — Ana Ruiz (@anaruiz) May 2, 2025". Who posted it, and where the words end. */
export function postIn(view: string, line: Line): { readonly by: string; readonly end: number } | null {
  const from = Math.max(line.start, line.end - 160);
  const tail = view.slice(from, line.end);
  const m = tail.includes('(@') ? POSTED.exec(tail) : null;
  return m && { by: m[1]!.trim(), end: from + m.index };
}
const POSTED =
  /(?:\s+(?:pic\.twitter\.com|https?:\/\/t\.co)\/\S+)?\s[—–-]{1,2} ?((?:[^\s()]+ ){1,8})\(@\w{1,30}\)(?: (?:on )?\p{Lu}\p{Ll}{2,8}\.? \d{1,2}, \d{4})?$/u;

/** A turn of an interview or a transcript: who has the word, and where the words begin. `asks`: the outlet's own. */
export interface Turn {
  readonly label: string | null;
  readonly from: number;
  readonly asks: boolean;
}
const LABELLED =
  /^["“]?(?:\d{1,3}\. )?((?:[QA]|\p{Lu}[\p{L}.’'-]*)(?:,? (?:of|for|the|\p{Lu}[\p{L}.’'-]*)){0,8}(?: \([^()]{2,60}\))?):\s+(?=[^\s“"«„‘])|^\[(\p{Lu}[\p{L}.’' -]{1,40})\]\s+(?=\p{Lu})/u;
const ASKER =
  /^(?:Q|question|presenter|host|anchor|moderator|interviewer|newsreader|studio|reporter|journalist|correspondent)s?\b/i;

/** "ANA RUIZ, HOST:": the outlet's own people on the air. */
const HOSTED = /^\p{Lu}[\p{L}.’' -]{1,40}?([\p{L}’'-]+), (?:HOST|ANCHOR|PRESENTER|BYLINE|CORRESPONDENT|MODERATOR)\b/gmu;
const ON_AIR = /, (?:HOST|ANCHOR|PRESENTER|BYLINE|CORRESPONDENT|MODERATOR):/;

/** Turns by the start of their paragraph: labelled ones that come again, or questions and what follows each. */
export function turnsIn(view: string, paragraphs: readonly Paragraph[]): ReadonlyMap<number, Turn> {
  const turns = new Map<number, Turn>();
  const counts = new Map<string, number>();
  const asked = new Map<string, number>();
  const hosts = new Set(
    ON_AIR.test(view) ? [...view.slice(0, 100_000).matchAll(HOSTED)].map((m) => m[1]!.toLowerCase()) : [],
  );
  /** "SPOKESPERSON (Ms Ana Ruiz)": who has a label that comes again alone. */
  const named = new Map<string, string>();
  for (const { line } of paragraphs) {
    const m = LABELLED.exec(view.slice(line.start, line.start + 140));
    if (!m) continue;
    // "The Minister of State (Mr Alun Ruiz)", "Mr Ruiz": told by the last name.
    const said = m[1] ?? m[2]!;
    const outer = said.replace(/ \([^()]*\)$/, '');
    const inner = /\(((?:Mr|Mrs|Ms|Dr|Sir|Lord|Lady|Baroness|Hon)\b[^()]+)\)$/.exec(said)?.[1];
    if (inner && !ASKER.test(outer)) named.set(outer, inner);
    const label = inner ?? named.get(outer) ?? outer;
    const last = label.split(' ').at(-1)!;
    const asks = ASKER.test(label) || hosts.has(last.toLowerCase()) || ON_AIR.test(`${label}:`);
    turns.set(line.start, { label, from: line.start + m[0].length, asks });
    counts.set(last, (counts.get(last) ?? 0) + 1);
    if (view[line.end - 1] === '?') asked.set(last, (asked.get(last) ?? 0) + 1);
  }
  // Of two, the one who mostly asks is the outlet's.
  if (counts.size === 2)
    for (const [start, t] of turns) {
      const last = t.label!.split(' ').at(-1)!;
      const [other] = [...counts.keys()].filter((one) => one !== last);
      if ((asked.get(last) ?? 0) >= counts.get(last)! / 4 && !asked.has(other!)) turns.set(start, { ...t, asks: true });
    }
  if ([...counts.values()].filter((n) => n >= 2).length >= 2 || (counts.size > 2 && turns.size > paragraphs.length / 2))
    return turns;
  turns.clear();
  const asks = (p: Paragraph): boolean =>
    p.line.end - p.line.start < 220 && p.quotes.length === 0 && view[p.line.end - 1] === '?';
  const questions = paragraphs.flatMap((p, i) => (asks(p) ? [i] : []));
  if (questions.length < 3 || questions.some((q) => questions.includes(q + 1) || q + 1 >= paragraphs.length))
    return turns;
  // Questions also head the parts of an explainer: who answers says "I" or "we", in no marks.
  const told = ({ line, quotes }: Paragraph): string => outsideMarks(view, [line.start, line.end], quotes);
  const owns = questions.filter((q) => FIRST_PERSON.test(told(paragraphs[q + 1]!)));
  if (owns.length < questions.length / 2) return turns;
  // Question and answer by turns: what stands where questions stand is one, if it asks or not.
  const [from, to] = [questions[0]!, questions.at(-1)! + 1];
  const inTurn = questions.every((q) => (q - from) % 2 === 0);
  for (let i = from; i <= to; i++) {
    const p = paragraphs[i]!;
    turns.set(p.line.start, {
      label: null,
      from: p.line.start,
      asks: inTurn ? (i - from) % 2 === 0 : questions.includes(i),
    });
  }
  return turns;
}

const FIRST_PERSON = /\b(?:I|[Ww]e|[Mm]y|[Oo]ur|me|us)\b(?!\.)/;

/** The sentences of a turn that tell something, each as words of whoever has the turn. */
export function wordsOfTurn(view: string, turn: Turn, line: Line, quotes: readonly Quoted[]): Quoted[] {
  return sentencesIn(view, turn.from, line.end, quotes).flatMap((s) => {
    let { start, end } = s;
    // (Laughs.)
    const aside = /^[([][^()[\]]{1,40}[)\]]\s*/.exec(view.slice(start, end));
    if (aside) start += aside[0].length;
    if (view[end - 1] === '?' && (turn.label === null || end - start < 25)) return [];
    const close = end;
    while (end > start && /[\s.,;]/.test(view[end - 1]!)) end--;
    const words = view.slice(start, end);
    if (!/\s/.test(words)) return [];
    return [{ open: start, close, start, end, unclosed: false, repaired: false, continues: false }];
  });
}
