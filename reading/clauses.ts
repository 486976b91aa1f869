/**
 * Clauses: what each part of a sentence says, in words that can be compared, with whose word it is, where and when, how many,
 * and whether it is said to be so or not.
 */
import { isCapital } from './characters.ts';
import { dayOfIso } from './dates.ts';
import { type Hour, hoursIn } from './hours.ts';
import type { Claim, Figure, Span } from './shape.ts';
import { eventDates, type Sentence, tells } from './slots.ts';
import { namesIn } from './speakers.ts';
import { fold, STOP } from './text.ts';
import type { ReadDocument } from './voices.ts';
import { lemmaOf, wordOf } from './words.ts';

/** A word that says something, within its clause. */
export interface Sign {
  readonly lemma: string;
  readonly start: number;
  readonly end: number;
  /** Said not to be; */
  readonly not: boolean;
  /** or denied, refused, rejected. */
  readonly denied: boolean;
  /** Part of a name, a number or a time: not what is done or told of. */
  readonly given: boolean;
  /** Something is done: a verb that is bent or led, or the noun of an act. */
  readonly act: boolean;
}

export interface Day {
  readonly from: number;
  readonly to: number;
  /** A day of the week, in a document that does not say of which day it is: no more than that is known. */
  readonly weekday: boolean;
}
/** How many days lie between two: of two that are days of some week, at least so many. Half a day where one is within the other. */
export function daysBetween(x: Day, y: Day): number {
  if (x.weekday || y.weekday) {
    if (x.to - x.from > 1 || y.to - y.from > 1) return 0;
    const gap = (((x.from - y.from) % 7) + 7) % 7;
    return Math.min(gap, 7 - gap);
  }
  if (x.from === y.from && x.to === y.to) return 0;
  return Math.max(x.from - y.to, y.from - x.to, x.from !== y.from && x.to === y.to ? 0.5 : 0);
}

export interface Clause {
  readonly doc: number;
  readonly sentence: number;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Something in it is said not to be. */
  readonly negated: boolean;
  readonly signs: readonly Sign[];
  /** Sides and bodies by id, and other names folded. */
  readonly names: ReadonlySet<string>;
  readonly figures: readonly Figure[];
  readonly days: readonly Day[];
  readonly hours: readonly Hour[];
  /** Whose word it is: null for the outlet's. */
  readonly claim: Claim | null;
  /** Who does, in order of standing, by place in the document. */
  readonly agents: readonly { id: string; start: number; end: number }[];
}

const CUT =
  /[;“”"«»]|:(?!\d)|(?<=\S)\s[—–-]+\s|,\s(?=(?:and|but|while|who|which|whose|though|although|where|when|saying|adding|accusing|killing|leaving|wounding|as|so|yet|nor|or|with|in what)\b)|\s(?=(?:but|while|whereas|because|although|though|after|before|when|unless|until)\s)|(?<=\bsaid|\bsays|\btold \w+|\badded|\bstated|\bclaimed|\binsisted) that\s|(?<=\p{L}{2}[.!?]”?)\s+(?=\p{Lu})/gu;
const NOT = new Set(
  "not never no without none nobody nothing neither nor cannot deny denied denies denying denial refuse refused refuses refusing fail failed fails reject rejected rejects rejecting dismissed unable hardly nowhere n't".split(
    ' ',
  ),
);
/** What a negation reaches over, in words. */
const REACH = 7;
const TELLING = new Set(
  'say tell add state note statement spokesperson spokesman spokeswoman minister ministry accord report claim announce declare insist quote agency news monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december today yesterday tomorrow local time day week hour minute year month morning evening night mr mrs ms dr'.split(
    ' ',
  ),
);

const NUMBERS = new Set(
  'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million first second third half number figure people person'.split(
    ' ',
  ),
);

/** The clauses of all sentences of a document, in order. */
export function clausesOf(d: ReadDocument, doc: number, sentences: readonly Sentence[], agentsIn: AgentsIn): Clause[] {
  const out: Clause[] = [];
  let f = 0;
  const figures = d.reading.figures;
  for (const [n, s] of sentences.entries()) {
    const cuts: number[] = [];
    for (const m of s.text.matchAll(CUT)) cuts.push(m.index + m[0].length);
    cuts.push(s.text.length);
    const dates = [...eventDates({ docs: [d], sentences: [], origins: [] }, { ...s, doc: 0 }), ...weekdaysOf(d, s)];
    const hours = hoursIn(s.text);
    let from = 0;
    for (const to of cuts) {
      const piece = s.text.slice(from, to);
      const lead = /^[\s,.;:“”"«»—–-]*/.exec(piece)![0].length;
      const start = s.start + from + lead;
      const end = s.start + from + piece.trimEnd().replace(/[\s,;:“”"«»—–-]+$/, '').length;
      const at = from;
      from = to;
      if (end - start < 8) continue;
      const within = (x: { start: number; end: number }): boolean => x.start < end && x.end > start;
      while (f > 0 && figures[f - 1]!.end > start) f--;
      while (f < figures.length && figures[f]!.end <= start) f++;
      const counted: Figure[] = [];
      for (let k = f; k < figures.length && figures[k]!.start < end; k++) counted.push(figures[k]!);
      const hits = namesIn(d.view, s.start + at, s.start + Math.min(to, s.text.length), d.names);
      const days = dates.filter(
        (x) =>
          within(x) &&
          !tells(s, x.start, x.end) &&
          // "Thursday Market", "the Tuesday market"
          !/^ (?:\p{Lu}\p{Ll}|market\b|prayers?\b|mass\b)/u.test(s.text.slice(x.end - s.start)) &&
          !(x.iso === d.reading.published && isHead(d.view.slice(start, end))),
      );
      const clock = hours
        .map((h) => ({ ...h, start: s.start + h.start, end: s.start + h.end }))
        .filter((h) => within(h) && !tells(s, h.start, h.end));
      const names = new Set(hits.map((h) => (h.named.kind === 'place' ? fold(h.named.id) : h.named.id)));
      const given: Span[] = [
        ...hits.map((h) => [h.start, h.end] as const),
        ...dates.map((x) => [x.start, x.end] as const),
        ...clock.map((x) => [x.start, x.end] as const),
        ...counted.map((x) => [x.start, x.end] as const),
      ];
      const signs = signsOf(d.view.slice(start, end), start, given, names);
      if (signs.length === 0) continue;
      const claim = claimOver(d, start, end);
      // Asked of few clauses.
      let agents: Clause['agents'] | null = null;
      out.push({
        doc,
        sentence: n,
        start,
        end,
        text: d.view.slice(start, end),
        negated:
          signs.some((s) => s.not) ||
          /\b(?:no(?! (?:fewer|more|less|later)|\. ?\d)|not(?! (?:only|yet))|never|none|nobody|nothing|neither|without)\b|n[’']t\b/i.test(
            d.view.slice(start, end),
          ),
        signs,
        names,
        figures: counted,
        days: days.flatMap((x) => {
          const [a = '', b = a] = x.iso.split('/');
          const [i, j] = [dayOfIso(a), dayOfIso(b)];
          return i === null || j === null
            ? []
            : [{ from: i, to: j, weekday: d.reading.published === null && WEEKDAY.test(x.text) }];
        }),
        hours: clock,
        claim,
        get agents() {
          agents ??= agentsIn(s, at, Math.min(to, s.text.length), claim);
          return agents;
        },
      });
    }
  }
  return out;
}
const WEEKDAY = /\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b(?! *,? *\d)/i;
/** Days of some week, of which more is not known: as days of the first week of all. */
const weekdaysOf = (d: ReadDocument, s: Sentence): { start: number; end: number; iso: string; text: string }[] =>
  d.reading.dates.flatMap((x) => {
    if (x.iso !== null || x.start < s.start || x.end > s.end) return [];
    const day = WEEKDAY.exec(x.text)?.[0].slice(0, 3).toLowerCase();
    return day ? [{ ...x, iso: `1970-01-0${1 + WEEK.indexOf(day)}` }] : [];
  });
const WEEK = ['thu', 'fri', 'sat', 'sun', 'mon', 'tue', 'wed'];
/** A dateline, a byline, a heading: the day there is the day of the writing. */
const isHead = (text: string): boolean =>
  !/\b(?:was|were|is|are|has|have|had|be|been|will|met|said|went|came|left|took|began|held|fell|shot|hit|cut|shut)\b|\b\p{Ll}{2,}ed\b/u.test(
    text,
  );
export type AgentsIn = (
  s: Sentence,
  from: number,
  to: number,
  claim: Claim | null,
) => { id: string; start: number; end: number }[];

function claimOver(d: ReadDocument, start: number, end: number): Claim | null {
  const { claims } = d.reading;
  // Claims are in the order of the text; the narrowest that covers the middle says whose word it is.
  const mid = (start + end) / 2;
  let best: Claim | null = null;
  let low = 0;
  let high = claims.length;
  while (low < high) {
    const m = (low + high) >> 1;
    if (claims[m]!.start <= mid) low = m + 1;
    else high = m;
  }
  for (let i = low - 1; i >= 0 && i >= low - 6; i--) {
    const c = claims[i]!;
    if (c.side === 'outlet' || c.end < mid) continue;
    const quoted = c.quoteStart !== null && c.quoteStart <= mid && mid <= c.quoteEnd!;
    if (quoted) return c;
    best ??= c;
  }
  return best;
}

const LEADS = new Set(
  "to will would not did does do can could must may should never they we who he she i it cannot n't didn't".split(' '),
);
const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}’'-]*/gu;
function signsOf(text: string, start: number, given: readonly Span[], names: Set<string>): Sign[] {
  const out: Sign[] = [];
  let not = 0;
  let first = true;
  let before = '';
  let denied = false;
  for (const m of text.matchAll(WORD)) {
    const begin = start + m.index;
    const end = begin + m[0].length;
    const folded = fold(m[0]);
    const word = folded.endsWith("'s") ? folded.slice(0, -2) : folded;
    if (
      (NOT.has(word) || word.endsWith("n't")) &&
      !/^(?: (?:fewer|more|less|later|only|yet)\b|\. ?\d)/.test(
        text.slice(m.index + m[0].length, m.index + m[0].length + 8),
      )
    ) {
      not = REACH;
      denied = /^(?:den|refus|reject|fail|dismiss)/.test(word);
      if (!denied) continue;
    } else if (not > 0) not--;
    const isGiven = given.some(([a, b]) => a < end && begin < b);
    const led = LEADS.has(before);
    before = word;
    const capital = isCapital(m[0]) && !first;
    first = false;
    if (STOP.has(word) || word.length < 2) continue;
    for (const part of word.includes('-') && !wordOf(lemmaOf(word)) ? word.split('-') : [word]) {
      if (part.length < 2 || STOP.has(part)) continue;
      const lemma = lemmaOf(part);
      if (TELLING.has(lemma) || NUMBERS.has(lemma) || /^\d/.test(lemma)) continue;
      if (capital && !isGiven) names.add(lemma);
      const of = wordOf(lemma);
      const act =
        !isGiven &&
        of !== undefined &&
        ((of.verb && (led || (part !== lemma && !/s$/.test(part)))) || of.kind === 'a' || of.kind === 'e');
      out.push({
        lemma,
        start: begin,
        end,
        not: not > 0 && not < REACH,
        denied: denied && not > 0 && not < REACH,
        given: isGiven,
        act,
      });
    }
  }
  return out;
}
