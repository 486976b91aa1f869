/** What the rules on contradictions have in common: sentences, the values that fill a slot, and the dates of events. */
import { mayHold } from './beginnings.ts';
import { matchesOf } from './characters.ts';
import { dayOfIso } from './dates.ts';
import type {
  Assessment,
  Claim,
  Contradiction,
  ContradictionType,
  FileSpan,
  Origin,
  Topic,
  TopicCode,
} from './shape.ts';
import type { ReadDocument } from './voices.ts';

/** One value of a slot: where it stands and what it says, by class. */
export interface Value extends FileSpan {
  readonly says: string;
  /** Two values of different class cannot both hold. */
  readonly cls: string;
}

export interface Sentence {
  readonly doc: number;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** How its words begin. */
  readonly begun: Uint16Array | null;
  /** The sentence before it in the same document, for what it leaves unsaid. */
  readonly before: string;
}

export interface Ask {
  readonly docs: readonly ReadDocument[];
  readonly sentences: readonly Sentence[];
  readonly origins: readonly Origin[];
}

/** What is taken from the document at the end. */
export const UNREAD = { text: '', speaker: '', side: '' };

export function make(
  type: ContradictionType,
  topic: Topic,
  assessment: Assessment,
  values: readonly Value[],
): Contradiction {
  return {
    type,
    topic,
    // The topic is put into words, and the words are taken from the documents, at the end.
    about: '',
    assessment,
    values: values.slice(0, 24).map(({ file, start, end, says }) => ({ file, start, end, says, ...UNREAD })),
  };
}
export function at(a: Ask, s: Sentence, from: number, length: number, says: string, cls: string): Value {
  return {
    file: a.docs[s.doc]!.reading.file,
    start: s.start + from,
    end: s.start + from + length,
    says: says.replace(/\s+/g, ' ').trim(),
    cls,
  };
}
/** One slot: reported when its values fall into more than one class. */
export function slot(
  type: ContradictionType,
  topic: Topic,
  assessment: Assessment,
  values: readonly Value[],
): Contradiction[] {
  const seen = new Set<string>();
  const distinct = values.filter((v) => {
    const key = `${v.file} ${v.cls}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  return new Set(distinct.map((v) => v.cls)).size > 1 ? [make(type, topic, assessment, distinct)] : [];
}
const sieves = new Map<RegExp, (begun: Uint16Array | null) => boolean>();
const NONE: readonly RegExpExecArray[] = [];
/** All matches in a sentence: many patterns are asked of each, and few find anything. */
export function find(s: Sentence, pattern: RegExp): readonly RegExpExecArray[] {
  let sieve = sieves.get(pattern);
  if (!sieve) {
    sieve = mayHold(pattern);
    sieves.set(pattern, sieve);
  }
  return sieve(s.begun) ? matchesOf(pattern, s.text) : NONE;
}

/** Do two sets share anything? */
export function meets<T>(x: ReadonlySet<T>, y: ReadonlySet<T>): boolean {
  for (const e of x) if (y.has(e)) return true;
  return false;
}

/** A match with the few words on either side: where it begins in the sentence, and how long it is. */
export function around(s: Sentence, from: number, length: number): [from: number, length: number] {
  const before = /(?:\S+ ){0,5}$/.exec(s.text.slice(0, from))![0].length;
  const after = /^(?:\S* ?){0,5}/.exec(s.text.slice(from + length))![0].trimEnd().length;
  return [from - before, before + length + after];
}
/** The value that a match and the few words around it give. */
export function valueAround(a: Ask, s: Sentence, from: number, length: number, cls: string): Value {
  const [start, n] = around(s, from, length);
  return at(a, s, start, n, s.text.slice(start, start + n), cls);
}

/** A sentence with what it shares with others. */
export interface Told {
  readonly s: Sentence;
  readonly concepts: ReadonlySet<string>;
  /** What the sentence says is somebody's word. */
  readonly claim: Claim | undefined;
}

export const TALKS = '(?:talks?|negotiations?|dialogue|discussions?|round|meeting|summit|conference)';
export const TRUCE = '(?:cease-?fire|truce|armistice|cessation of hostilities)';
export const REPORTING =
  /\b(?:said|says|told|announced|confirmed|stated|declared|warned|added|issued|published|released|statement|inquiries|wrote|accused)\b/i;

/** Full or month dates of a sentence that date its event, not the telling of it. */
export function eventDates(a: Ask, s: Sentence): { start: number; end: number; iso: string; text: string }[] {
  const d = a.docs[s.doc]!;
  return d.reading.dates
    .filter(
      (x) => x.start >= s.start && x.end <= s.end && x.iso !== null && x.iso.length >= 10 && !isTelling(s, x.start),
    )
    .map((x) => ({ start: x.start, end: x.end, iso: x.iso!, text: x.text }));
}
/** "said on Sunday", "In a statement on Sunday", "told the Orland News Agency on Sunday". */
export function isTelling(s: Sentence, start: number): boolean {
  const before = s.text.slice(Math.max(0, start - s.start - 64), start - s.start);
  return TELLING.test(before) && !/\bthat\b[^.;“”]{0,28}$/.test(before);
}
const TELLING =
  /\b(?:said|says|told|announced|confirmed|revealed|stated|declared|warned|added|issued|inquiries|statements?|wrote|accused|speech|address|remarks|interview|briefing|broadcast|briefed|communiqu[ée]|press conference)\b(?:[^,.;“”]{0,22}|(?: (?:the|a|an|to|on|in|of|at|its|his|her|and|news|agency|website|reporters|journalists|lawmakers|parliament|\p{Lu}[\p{L}’'-]*)){1,8} ?)$/iu;
export function span(iso: string): [number, number] {
  const [x = '', y = x] = iso.split('/');
  return [dayOfIso(x) ?? Number.NaN, dayOfIso(y) ?? dayOfIso(x) ?? Number.NaN];
}

export function tells(s: Sentence, start: number, end: number): boolean {
  const before = s.text.slice(Math.max(0, start - s.start - 60), start - s.start);
  const after = s.text.slice(end - s.start, end - s.start + 100);
  return (REPORTING.test(before) && isTelling(s, start)) || (/\bon $/i.test(before) && THEN_TOLD.test(after));
}
/** "On Sunday, the foreign minister, Ana Ruiz, said ..." */
const THEN_TOLD =
  /^[, ]*(?:(?:the|its|foreign|prime|defen[cs]e|interior|information|minister|ministry|president|secretary|spokes\p{L}+|general|state|of|and|for|army|\p{Lu}[\p{L}.’'-]*),? ){0,8}(?:said|told|accused|warned|announced|confirmed|rejected|denied|dismissed|urged|called|pledged|turned down|condemned|blamed|declared|issued|demanded|spoke|claimed|reported|insisted|admitted|acknowledged|revealed)\b/u;

/** What each topic is in English; `{a}` and `{b}` stand for sides, `{what}` for words of the documents or a number, `{file}` for a document. */
export const TOPICS: Readonly<Record<TopicCode, string>> = {
  'talks-days': 'days of the talks in {what}',
  'ceasefire-day': 'day of the ceasefire',
  'statement-day': 'day of the statement of {a}',
  'ceasefire-state': 'whether the ceasefire is in force',
  'talks-or-ceasefire': 'which came first, the talks or the ceasefire',
  'talks-outcome': 'how the talks ended',
  'groups-named': 'which armed groups are named',
  'commitments-broken': 'when commitments were broken',
  'talks-held': 'whether the talks have taken place',
  began: 'who began the fighting',
  'used-force': 'whether {a} used force',
  'asked-above-all': 'what {a} asks above all',
  'monitoring-asked': 'what monitoring is asked for',
  'talks-with': 'with whom {a} will talk',
  'last-words': 'last words of the statement of {a}',
  'how-many': 'how many or how long: {what}',
  day: 'on which day: {what}',
  where: 'where: {what}',
  whether: 'whether it is so: {what}',
  waters: 'in whose waters or airspace it was',
  treated: 'how people were treated',
  meant: 'whether it was meant',
  armed: 'whether those hit were armed',
  access: 'whether access was given',
  'promises-kept': 'whether promises were kept',
  'more-talks': 'whether more talks are agreed',
  hour: 'at what hour: {what}',
  who: 'who did it: {what}',
  otherwise: 'told otherwise: {what}',
  'people-called': 'what those who fight are called',
  'side-called': 'what a government is called',
  'act-called': 'what was done is called',
  'dead-called': 'how those who died are spoken of',
  means: 'with what it was done',
  wording: 'wordings of sentence {what} of the statement of {a}',
  'left-out': 'sentences of the statement of {a} that several tell and {file} leaves out: {what}',
  proposed: '{what}',
};

/** A topic in English, with the sides by the names that `nameOf` gives them. */
export function aboutOf({ code, sides = [], what = '', file = '' }: Topic, nameOf: (side: string) => string): string {
  const [a = '', b = ''] = sides.map(nameOf);
  const parts: Readonly<Record<string, string>> = { a, b, what, file };
  return TOPICS[code].replace(/\{(\w+)\}/g, (_, part: string) => parts[part] ?? '');
}
