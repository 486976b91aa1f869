/**
 * Who speaks: noun phrases beside a reporting verb, the person or body they stand for through the document, and the
 * side that person or body belongs to. Sides come from the lexicon and from the document's own words.
 */

import { beginningAt, patternsOfWords } from './beginnings.ts';
import {
  CAPITAL_LETTER,
  DIGIT,
  isCapital,
  kindAt,
  LETTER,
  MARK,
  matchesOf,
  ofWords,
  remembered,
  SMALL_LETTER,
  WITHIN,
  wordsLike,
} from './characters.ts';
import { BODY_ROLES, keyOf, type Named, type Names, nameKey, namesWith, PAPER_ROLES, PERSON_ROLES } from './lexicon.ts';
import { fold, SHORT_TITLES } from './text.ts';
import { isWord, lemmaOf, wordOf } from './words.ts';

export type SpeakerKind = 'person' | 'body' | 'paper' | 'group' | 'state';

/** A speaker of one document. */
export interface Speaker {
  /** The fullest name the document gives. */
  name: string;
  kind: SpeakerKind;
  side: string;
  anonymous: boolean;
  plural: boolean;
  /** Folded words of every name used for it. */
  words: Set<string>;
  /** Folded surname, for persons. */
  surname: string | null;
  /** The surname without its vowels, for other spellings of it. */
  bones: string | null;
  /** As titles, roles or a pronoun told it. */
  gender: 'm' | 'f' | null;
}

const plural = (roles: string): RegExp => new RegExp(`^(?:${roles})(?:s|es)?$`, 'iu');
const PERSON = plural(PERSON_ROLES);
const BODY = plural(`${BODY_ROLES}|ministries|authorities|parties|armies|agencies|committees`);
const PAPER = plural(PAPER_ROLES);
const PEOPLE =
  /^(?:people|residents|villagers|witnesses|eyewitnesses|sources|analysts|critics|family|families|relatives|others|supporters|protesters|survivors|insiders|rebels|men|women|neighbou?rs|locals|many|several|both|experts|farmers|locals|children|parents|partners|medics|rescuers|teams|units|generals|troops|elders|victims|groups|leaders|colleagues|activists|mediators|fishermen|displaced)$/i;

/** Nouns made for who does something (reporter, activist, politician, deckhand), as the dictionary has them or as they are made. */
const AGENT = /^\p{Ll}{2,}(?:er|or|ist|ian|eer|ee|ent|ant|m[ae]n)s?$/u;
const MADE =
  /^\p{Ll}{2,}(?:(?<![sx])ist|ician|strator|person|(?:crafts|fire|police|herds|boat|fisher|service|tribes)m[ae]n|keeper|maker|hand(?<=deckhand|farmhand))s?$/u;
const isAgent = (w: string): boolean => MADE.test(w) || (AGENT.test(w) && wordOf(lemmaOf(w))?.kind === 'p');

/** president-elect, ex-minister, commander-in-chief: what stands for the office. */
const officeIn = (w: string): string =>
  w.includes('-') ? w.replace(/^(?:vice|ex|co|deputy)-|-(?:elect|designate|in-chief|of-\p{L}+)$/giu, '') : w;
/** What kinds of speaker a word can head a noun phrase for. */
const heads = (pattern: (w: string) => boolean): ((w: string) => boolean) => {
  const of = (w: string): boolean => {
    const made = officeIn(w);
    return made === w ? pattern(w) : of(made);
  };
  return ofWords(of).test;
};
export const isPersonRole = heads((w) => PERSON.test(w) || PEOPLE.test(w) || isAgent(w));
export const isBodyRole = heads((w) => BODY.test(w));
export const isPaperRole = heads((w) => PAPER.test(w));
/** As the head of a phrase: any noun that the dictionary has for a person. */
export const isPersonNoun = (w: string): boolean =>
  isPersonRole(w) || (/^\p{Ll}{4,}$/u.test(w) && wordOf(lemmaOf(w))?.kind === 'p');
/** A word that can head a noun phrase that speaks. */
export const isRole = ofWords((w) => isPersonRole(w) || isBodyRole(w) || isPaperRole(w)).test;

const TITLE =
  /^(?:(?:Mr|Mrs|Ms|Dr|Prof|Professor|Sir|Lord|Lady|Lt|Col|Gen|Maj|Brig|Capt|Sgt|Adm|Cmdr|Lieutenant|Colonel|General|Major|Brigadier|Captain|Sergeant|Admiral|Commander|Mullah|Mawlawi|Maulvi|Maulana|Sheikh|Shaikh|Ayatollah|Imam|Haji|President|Prime|Minister|Premier|Chancellor|Secretary|Senator|Sen|Rep|Gov|Amb|Ambassador|King|Prince|Pope|Bishop|Archbishop|Father|Sister|Justice|Judge)\.?(?:[ -](?=\p{Lu})|$))+/u;

/** "Mr. Kerry", "Donald Trump": a title, or several names of which one is no word. */
export function isPersonName(text: string, names: Names): boolean {
  if (TITLE.test(text)) return true;
  const words = text.split(' ');
  return (
    words.length > 1 &&
    words.length < 5 &&
    words.every((w) => /^\p{Lu}(?:\.|\p{Ll})/u.test(w) && !isRole(w) && !NOT_LAND.test(w)) &&
    words.some((w) => !isWord(fold(w))) &&
    !/^(?:A|An|Not)$/.test(words[0]!) &&
    !words.some((w) => names.table.has(nameKey(w)))
  );
}

/** A token of a sentence: letters, digits, inner marks. */
export interface Token {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const OF_WORD = LETTER | MARK | DIGIT;
const { charCodeAt } = String.prototype;
const DOTTED = new RegExp(
  `^(?:(?:${SHORT_TITLES}|Jr|Sr|Nov|Oct|Sept|Sep|Aug|Dec|Jan|Feb|Mar|Apr)\\.|(?:\\p{Lu}\\.)+\\p{Lu}?\\.?)$`,
  'u',
);

/** Where the tokens of a stretch begin and end, in turn; a final full stop is kept only on abbreviations and initials. */
function boundsOf(view: string, from: number, to: number): number[] {
  const out: number[] = [];
  for (let at = from; at < to; at++) {
    if ((kindAt(view, at) & OF_WORD) === 0) continue;
    const end = endOfToken(view, at);
    if (end > to) break;
    out.push(at, end);
    at = end - 1;
  }
  return out;
}
function endOfToken(view: string, start: number): number {
  const { length } = view;
  let at = start + 1;
  for (; at < length; at++) {
    const kind = kindAt(view, at);
    if ((kind & OF_WORD) !== 0) continue;
    if ((kind & WITHIN) === 0 || at + 1 >= length || (kindAt(view, at + 1) & OF_WORD) === 0) break;
  }
  // The apostrophe of "sides'", the full stop of "Gen." and "U.S."
  const mark = charCodeAt.call(view, at);
  if (mark === 39 || mark === 0x2019) return charCodeAt.call(view, at - 1) === 115 ? at + 1 : at;
  if (mark !== 46 || (kindAt(view, start) & CAPITAL_LETTER) === 0) return at;
  return DOTTED.test(view.slice(start, at + 1)) ? at + 1 : at;
}
/** Does a token begin at this character of a word? */
const beginsToken = (view: string, at: number, from: number): boolean =>
  at === from ||
  ((kindAt(view, at - 1) & OF_WORD) === 0 &&
    ((kindAt(view, at - 1) & WITHIN) === 0 || at - 1 === from || (kindAt(view, at - 2) & OF_WORD) === 0));

/** Tokens of a stretch. */
export function tokensOf(view: string, from: number, to: number): Token[] {
  const bounds = boundsOf(view, from, to);
  const out: Token[] = [];
  for (let i = 0; i < bounds.length; i += 2) {
    const [start, end] = [bounds[i]!, bounds[i + 1]!];
    out.push({ start, end, text: view.slice(start, end) });
  }
  return out;
}

export interface NameHit extends Token {
  readonly named: Named;
}

const POSSESSIVE = /(?:['’]s|(?<=s)['’])$/;
/** A word without the mark of a possessor. */
function withoutMark(word: string): string {
  const [before, last] = [word.charCodeAt(word.length - 2), word.charCodeAt(word.length - 1)];
  const isMark = (code: number): boolean => code === 39 || code === 0x2019;
  if (last === 115 && isMark(before)) return word.slice(0, -2);
  return isMark(last) && before === 115 ? word.slice(0, -1) : word;
}
/** What is no name as it stands may hold one: "Orlan's", "Orlan-led". */
function holdsMark(view: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const code = charCodeAt.call(view, at);
    if (code === 39 || code === 45 || code === 47 || code === 0x2019 || code === 0x2013) return true;
  }
  return false;
}

/** The last long text scanned with each set of names: a document asks again and again for parts of itself. */
const scanned = new WeakMap<Names, { view: string; hits: NameHit[] }>();

/** Names of the lexicon in a stretch of text, longest first, in order. */
export function namesIn(view: string, from: number, to: number, names: Names): NameHit[] {
  if (view.length < 600) return scanNames(view, from, to, names);
  let known = scanned.get(names);
  if (known?.view !== view) {
    known = { view, hits: scanNames(view, 0, view.length, names) };
    scanned.set(names, known);
  }
  const { hits } = known;
  let low = 0;
  let high = hits.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (hits[mid]!.start < from) low = mid + 1;
    else high = mid;
  }
  let end = low;
  while (end < hits.length && hits[end]!.end <= to) end++;
  return hits.slice(low, end);
}

const LONGEST_NAME = 60;
function scanNames(view: string, from: number, to: number, names: Names): NameHit[] {
  const hits: NameHit[] = [];
  let next = from;
  for (let start = from; start < to; start = Math.max(start + 1, next)) {
    if ((kindAt(view, start) & CAPITAL_LETTER) === 0 || !beginsToken(view, start, from)) continue;
    const stop = endOfToken(view, start);
    if (stop > to) break;
    next = stop;
    const marked = holdsMark(view, start, stop);
    if (!marked && names.begins[beginningAt(view, start)] === 0) continue;
    const key = nameKey(view.slice(start, stop));
    const most = names.starts.get(key.toLowerCase()) || (marked ? 1 : 0);
    const bounds = most > 1 ? boundsOf(view, start, Math.min(to, start + LONGEST_NAME)) : [start, stop];
    for (let n = Math.min(most, bounds.length / 2); n > 0; n--) {
      const end = bounds[2 * n - 1]!;
      if (end - start > LONGEST_NAME) continue;
      let text = view.slice(start, end);
      let named = names.table.get(n === 1 ? key : keyOf(text));
      // KYIV, BAKU, OSLO in datelines: short capitals that are no acronym.
      if (!named && n === 1 && /^[A-Z]{4}$/.test(text)) {
        const place = names.table.get(text.toLowerCase());
        if (place?.place) named = place;
      }
      if (!named && POSSESSIVE.test(text)) {
        text = text.replace(POSSESSIVE, '');
        named = names.table.get(nameKey(text));
      }
      if (!named && n === 1 && /^\p{Lu}[\p{L}.]*[-–/]/u.test(text)) {
        // "Afghan-Pakistani", "Qatar-mediated": the parts are names.
        let at = start;
        for (const part of text.split(/[-–/]/)) {
          const inner = names.table.get(nameKey(part));
          if (inner && part) hits.push({ start: at, end: at + part.length, text: part, named: inner });
          at += part.length + 1;
        }
        break;
      }
      if (named) {
        hits.push({ start, end: start + text.length, text, named });
        next = end;
        break;
      }
    }
  }
  return hits;
}

/** What is of a land; the name stands before it, or after "republic of". */
const LAND_CUE =
  /(?:(?:['’]s|(?<=s)['’]) (?:\p{Ll}+ ){0,2}?|['’]? (?:(?:deputy|acting|state|foreign|defen[cs]e|interior|health|information|prime|government|military|army|security|border|armed|air|federal|Foreign|Defen[cs]e|Interior|Health|Prime|Information|Deputy|Acting|Armed|General|State) ){0,3})(?:ministry|commissariat|government|army|military|authorities|officials?|office|minister|president|premier|spokes(?:man|woman|person)|forces|soldiers|servicemen|troops|delegation|guards|navy|diplomats?|ambassador|embassy|parliament|Ministry|Commissariat|Government|Minister|President|Premier|Office|Army|Forces|Staff|Navy|delegates|negotiators?|leaders?|side)\b/gu;
const LAND_BEFORE = /(?<!\p{L})\p{Lu}\p{Ll}{2,}(?:[ -]\p{Lu}\p{Ll}{2,})?$/u;
const introduces = patternsOfWords();
const LAND_AFTER = introduces(
  /\b(?:[Rr]epublic|[Kk]ingdom|[Ee]mirate|[Ss]ultanate|[Ff]ederation|[Gg]overnment|[Pp]resident|[Aa]rmy|[Aa]rmed [Ff]orces|[Ee]mbassy|[Aa]mbassador|[Ff]oreign [Mm]inist(?:er|ry)|[Dd]efen[cs]e [Mm]inist(?:er|ry)|[Cc]itizens|[Nn]ationals|[Mm]inist(?:ry|er) (?:of|for) \p{Lu}\p{L}+(?:(?:,| and) \p{Lu}\p{L}+){0,2}|REPUBLIC|KINGDOM|GOVERNMENT|ARMY) (?:of|OF) (?:(?:the|THE) )?(\p{Lu}[\p{L}]{2,}(?: \p{Lu}[\p{L}]{2,})?)(?![’'\p{L}])/u,
);
/** "Orlan and Narra agree", "blamed Narra for", "Narra denied any": each begins with what is rare. */
const BESIDE_LAND =
  / and (?<=\b(\p{Lu}\p{Ll}{2,}) and )(\p{Lu}\p{Ll}{2,})\b(?= (?:trade|exchange|agree|accuse|sign|meet|met|blame|resume|hold|held|began|have|are|were|on|in|to|over|after))/gu;
const BLAMED = introduces(/\b(?:accuse[sd]?|blame[sd]?|accusing|blaming) (\p{Lu}\p{Ll}{2,}) (?:of|for)\b/u);
const DENIES =
  / (?:denie[sd]|rejected|dismissed) (?:the|any|all)\b(?<=(?:^|[.”"]\s+)(\p{Lu}\p{Ll}{2,}) (?:denie[sd]|rejected|dismissed) (?:the|any|all))/gmu;
const GROUP_CUE =
  / (?:Movement|Front|Forces?|Militia|Brigades?|Coalition|Alliance|Council|Army|Party|Fighters|Guard|Resistance|Faction|Command)\b/g;
const GROUP_BEFORE =
  /(?<![\p{L}\p{N}_])(?:\p{Lu}[\p{L}’'-]{1,30} (?:of |\d{1,2} )?){0,3}\p{Lu}[\p{L}’'-]{1,30}(?: \d{1,2})?$/u;
const GROUP_CALLED =
  /\b[Tt]he (\p{Lu}\p{Ll}{2,}) (?:council|rebels|militia|separatists|insurgents|militants|movement|faction)\b/gu;
/** "the rebel movement Tierra Alta", "the Tierra Alta rebels": groups whose names are no words for a group. */
const GROUP_NAMED = introduces(
  /\b(?:movement|militia|faction|guerrillas?|rebels?|insurgents?|separatists?|group),? (?:of |called |named )?(\p{Lu}\p{Ll}{2,}(?: \p{Lu}\p{Ll}{2,})?)(?=[ ,.;])|\b[Tt]he (\p{Lu}\p{Ll}{2,} \p{Lu}\p{Ll}{2,}) (?:rebels?|militia|separatists|insurgents|militants|guerrillas?|movement|faction)\b/u,
);
const NOT_LAND =
  /^(?:Provisional|Transitional|Ruling|Governing|The|This|That|These|Those|Each|Neither|Every|All|No|One|His|Her|Its|Their|Our|Some|Many|Several|Two|Three|Both|Senior|Top|Local|Deputy|Foreign|Interior|Defen[cs]e|Prime|State|Former|Acting|Military|Army|Police|Security|Government|Ministry|Border|Western|Eastern|Northern|Southern|Other|Another|But|And|While|When|After|Before|In|On|At|As|For|From|With|Separatist|Rebel|Mr|Mrs|Ms|Dr|General|Colonel|President|Minister|Federal|Provincial|Regional|National|Supreme|Joint|Chief|Vice|Health|Finance|Trade|Education|Information|Coalition|Allied|Opposition|Caretaker|Interim|Press|Home|External|Armed|Special|According|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|October|November|December|Islamic|Arab|European|African|Asian|Kurdish|Muslim|Christian|Jewish|Ground|Air|Naval|Central|United|Democratic|Republic|Hospital|Intelligence|Civil)$/;

/** What a document introduces as sides by what stands beside the name, where no lexicon knows it. */
export interface Introduced {
  readonly groups: readonly string[];
  readonly lands: readonly string[];
  /** Its words with a capital that begin with any of these three letters. */
  readonly wordsOn: (letters: ReadonlySet<string>) => ReadonlySet<string>;
}

/** Lands and groups that a document introduces ("Morvane's defence ministry", "the Lowland Front"). */
export function introducedIn(view: string, names: Names): Introduced {
  const head = view.slice(0, 200_000);
  const groups = new Set<string>();
  const lands = new Set<string>();
  const asked = new Set<string>();
  const known = (w: string, plain = true): boolean =>
    names.table.has(nameKey(w)) || w.split(' ').some((x) => (plain && NOT_LAND.test(x)) || names.table.has(nameKey(x)));
  const group = (w: string, ownName: boolean): void => {
    const words = w.split(' ');
    if (NOT_LAND.test(w) || names.table.has(nameKey(w))) return;
    // "Eastern Hills Army", "National Salvation Council" have names of their own; "Supreme Military Council" has none.
    if (NOT_LAND.test(words[0]!) && (words.length < 3 || words.slice(0, -1).every((x) => NOT_LAND.test(x)))) return;
    if (ownName && (words.length < 2 || names.table.has(nameKey(words[0]!)))) return;
    groups.add(w);
  };
  for (const m of matchesOf(GROUP_CUE, head)) {
    const before = GROUP_BEFORE.exec(head.slice(Math.max(0, m.index - 130), m.index))?.[0];
    if (!before) continue;
    const name = `${before}${m[0]}`.replace(/^(?:The|But|And|While) /, '');
    // "United Provincial Forces (UPF)": what has initials of its own is a name, whatever its words.
    const short = /^ \(([A-Z]{2,6})\)/.exec(head.slice(m.index + m[0].length, m.index + m[0].length + 10))?.[1];
    if (short && short === initialsOf(name) && !names.table.has(nameKey(name)) && !known(name.split(' ')[0]!, false))
      groups.add(name);
    else group(name, true);
  }
  for (const m of matchesOf(GROUP_CALLED, head)) group(m[1]!, false);
  for (const m of GROUP_NAMED.all(head)) {
    const name = m[1] ?? m[2]!;
    // A person's name follows "the rebel" as well.
    if (!name.split(' ').every((w) => isWord(fold(w))) && !TITLE.test(name) && !isSurname(head, name))
      group(name, false);
  }
  const land = (w: string): void => {
    const bare = w.split(' ').length > 1 && NOT_LAND.test(w.split(' ')[0]!) ? w.split(' ').slice(1).join(' ') : w;
    if (lands.size >= MOST_LANDS || asked.has(bare)) return;
    asked.add(bare);
    // "First", "Relief", "Camp": words that a heading has with a capital.
    if (!bare.includes(' ') && isWord(fold(bare))) return;
    if (!known(bare) && !bare.split(' ').some(isRole) && !groups.has(bare) && !isSurname(head, bare)) lands.add(bare);
  };
  for (const m of matchesOf(LAND_CUE, head)) {
    const before = capitalEndsAt(head, m.index)
      ? LAND_BEFORE.exec(head.slice(Math.max(0, m.index - 70), m.index))?.[0]
      : undefined;
    if (before) land(before);
  }
  for (const m of LAND_AFTER.all(head)) {
    const name =
      m[1] === m[1]!.toUpperCase() ? m[1]!.replace(/\p{L}+/gu, (w) => w[0]! + w.slice(1).toLowerCase()) : m[1]!;
    const words = name.split(' ');
    if (words.length > 1 && BEFORE_LAND.test(words[0]!) && !isWord(fold(words[1]!))) lands.add(name);
    else if (!isWord(fold(words[0]!))) land(words.length > 1 && isWord(fold(words[1]!)) ? words[0]! : name);
  }
  if (lands.size > 0)
    for (const m of [matchesOf(BESIDE_LAND, head), BLAMED.all(head), matchesOf(DENIES, head)]
      .flat()
      .sort((a, b) => a.index - b.index))
      for (const w of m.slice(1)) land(w);
  return { groups: [...groups], lands: [...lands], wordsOn: (letters) => capitalised(head, letters) };
}
const CAPITALISED = /(?<=^|[\s(“"‘'—-])\p{Lu}\p{Ll}{2,}(?=['’]s|\b)/uy;
function capitalised(head: string, letters: ReadonlySet<string>): Set<string> {
  const out = new Set<string>();
  for (const three of letters)
    for (let at = head.indexOf(three); at >= 0 && out.size < 3000; at = head.indexOf(three, at + 1)) {
      CAPITALISED.lastIndex = at;
      const word = CAPITALISED.exec(head)?.[0];
      if (word) out.add(word);
    }
  return out;
}
/** What words are alike by that may be of one land. */
const lettersOf = (words: Iterable<string>): Set<string> => new Set([...words].map((w) => w.slice(0, 3)));
const MOST_LANDS = 60;
/** Does a word with a capital end here? */
function capitalEndsAt(s: string, end: number): boolean {
  let at = end - 1;
  while (at > 0 && (kindAt(s, at) & SMALL_LETTER) !== 0) at--;
  return at < end - 1 && (kindAt(s, at) & CAPITAL_LETTER) !== 0;
}

/** "Karim Saade": a surname is no land. Others' word that it is one weighs more than a single "Radio Orlan". */
function isSurname(head: string, bare: string, share = 0): boolean {
  if (bare.includes(' ')) return false;
  let [named, all] = [0, 0];
  for (let at = head.indexOf(bare); at >= 0; at = head.indexOf(bare, at + bare.length)) {
    if (/^\p{L}$/u.test(head[at - 1] ?? ' ') || /^\p{L}$/u.test(head[at + bare.length] ?? ' ')) continue;
    all++;
    const before = /(\p{Lu}\p{Ll}+) $/u.exec(head.slice(Math.max(0, at - 32), at))?.[1];
    if (before && !BEFORE_LAND.test(before)) named++;
  }
  return named > share * all;
}
const BEFORE_LAND = /^(?:North|South|East|West|New|Upper|Lower|Greater|The|In|On|At|But|And|Both)$/;

/** The sides that documents read together introduce: groups, and lands with all that is formed of their names. */
export interface Shared {
  readonly groups: readonly string[];
  /** Land to its words: the land as its people call it first. */
  readonly lands: ReadonlyMap<string, readonly string[]>;
}

/** Puts together what several documents introduce: "Tavrian" in one is of "Tavria" in another. */
export function sharedBy(all: readonly Introduced[]): Shared {
  const lands = new Map<string, string[]>();
  const introduced = new Set(all.flatMap((one) => one.lands));
  if (introduced.size > 0) {
    const letters = lettersOf(introduced);
    const byStart = new Map<string, string[]>();
    for (const w of new Set([...all.flatMap((one) => [...one.wordsOn(letters)]), ...introduced])) {
      const list = byStart.get(w.slice(0, 3));
      if (list) list.push(w);
      else byStart.set(w.slice(0, 3), [w]);
    }
    for (const one of [...introduced].slice(0, MOST_SHARED)) {
      const near = byStart.get(one.slice(0, 3))!;
      const base = near.find((w) => w !== one && isDemonymOf(one, w)) ?? one;
      if (!lands.has(base)) lands.set(base, [base, ...near.filter((w) => w !== base && isDemonymOf(w, base))]);
      if (!lands.get(base)!.includes(one)) lands.get(base)!.push(one);
    }
  }
  const called = new Set(all.flatMap((one) => one.groups));
  for (const base of [...lands.keys()]) if (called.has(base)) lands.delete(base);
  // "Orlan Armed Forces" are Orlan's.
  const words = new Set([...lands.values()].flat());
  const groups = new Set(
    [...called].filter((g) => !words.has(g.split(' ')[0]!) || AGAINST_LAND.test(g.slice(g.indexOf(' ')))),
  );
  return { groups: [...groups].slice(0, MOST_SHARED), lands };
}
const MOST_SHARED = 400;
/** but the Orlan People's Front is its own. */
const AGAINST_LAND =
  /\b(?:Front|Movement|Resistance|Liberation|Salvation|Revolutionary|Free|People['’]s|Militia|Fighters)\b/;

/**
 * The names that a document uses as sides: those that it introduces itself, and those that others read beside it do
 * (`shared`) and that it uses; with their demonyms ("Tavrian" of "Tavria").
 */
export function documentNames(view: string, names: Names, own: Introduced, shared: Shared): Names {
  return shortNames(view, sidesNamed(view, names, own, shared));
}

/** "UN Support Mission in Libya (UNSMIL)": what is put in brackets is of the side that the full name tells. */
function shortNames(view: string, names: Names): Names {
  const added = new Map<string, Named>();
  for (const m of view.slice(0, 200_000).matchAll(/\(([A-Z][A-Z0-9-]{1,8})\)/g)) {
    const short = m[1]!;
    if (added.has(short) || names.table.has(nameKey(short))) continue;
    const full = FULL_NAME.exec(view.slice(Math.max(0, m.index - 90), m.index))?.[0] ?? '';
    const hit = scanNames(full, 0, full.length, names).findLast(
      (h) => h.named.kind !== 'place' && initialsOf(full.slice(h.start)).length >= Math.min(2, short.length),
    );
    if (hit && initialsOf(full).includes(short.replace(/[^A-Z]/g, '').slice(-2)))
      added.set(nameKey(short), { ...hit.named, place: false, capital: false });
  }
  return added.size > 0 ? namesWith(names, added) : names;
}
const FULL_NAME = /(?:(?:\p{Lu}[\p{L}’'.-]*|of|for|and|the|in|on|to) ){1,9}$/u;
const initialsOf = (s: string): string => (s.match(/(?<![\p{L}])\p{Lu}/gu) ?? []).join('');

function sidesNamed(view: string, names: Names, own: Introduced, shared: Shared): Names {
  if (shared.groups.length === 0 && shared.lands.size === 0) return names;
  const head = view.slice(0, 200_000);
  const added = new Map<string, Named>();
  for (const w of shared.groups)
    if (head.includes(w)) added.set(nameKey(w), { id: fold(w), kind: 'party', place: false, capital: false });
  const written = own.wordsOn(lettersOf([...shared.lands.values()].flat()));
  for (const [base, words] of shared.lands) {
    if (added.has(nameKey(base))) continue;
    const used = words.filter((w) => written.has(w) || own.lands.includes(w) || (w.includes(' ') && head.includes(w)));
    if (used.length === 0 || !(used.some((w) => own.lands.includes(w)) || used.some((w) => !isSurname(head, w, 0.5))))
      continue;
    for (const w of words)
      added.set(nameKey(w), { id: fold(base), kind: 'country', place: w === base, capital: false });
  }
  if (added.size === 0) return names;
  return namesWith(names, added);
}

/** "Orlanian" of "Orlan", "Tavrian" of "Tavria", "Kestrian" of "Kestria". */
function isDemonymOf(demonym: string, land: string): boolean {
  const bare = land.replace(/(?:ia|land|stan|a|ya|ica|o|e|y)$/u, '');
  // A Croat is of Croatia.
  if (/[^i]ia$/.test(land) && bare.length > 3 && (demonym === bare || demonym === `${bare}s`)) return true;
  if (bare.length < 3 || !demonym.startsWith(bare) || demonym.length <= bare.length) return false;
  return /^(?:n|an|ian|ians|ans|ish|ese|i|is|ic|ite|ites|ien|er|ers|ani|anis|landers?|landic|nese|ene)$/.test(
    demonym.slice(bare.length),
  );
}

/** "Britain-based", "Iran-backed": of no side that is named there; "Hamas-run" is. */
const ASIDE_OF = /^[-–](?!(?:led|run|ruled|controlled)\b)\p{Ll}/u;
/** Those who bear arms against a state are not of its side, though they bear its name. */
const AGAINST_STATE =
  /\b(?:[Rr]ebels?|[Ss]eparatists?|[Ii]nsurgents?|[Mm]ilitants?|[Gg]uerrillas?|[Jj]ihadists?|[Oo]pposition|[Mm]ilitiamen)\b/;
const NOBODYS =
  /^(?:un|ngo|witness|monitor|third-party|mediator|outlet|unnamed-source|unknown|both-parties|opposition)$/;
/** What groups beside states are called for short. */
const OF_GROUPS =
  /\b(?:movement|front|militia|coalition|alliance|council|party|resistance|faction|command|brigades?)\b/i;
const NO_PARTY = /^(?:un|ngo|monitor|mediator|third-party)$/;

/** Words that tell of a state's people and bodies. */
const OF_STATES =
  /\b(?:minister|ministry|president|presidency|spokes\w+|general|colonel|army|armed|military|navy|air force|forces|troops|soldiers?|police|guards?|government|authorit(?:y|ies)|administration|cabinet|parliament|command(?:er)?|chief|ambassador|embassy|secretary|premier|officials?|officers?|governor|deputy|mayor|office|committee|commission|department|intelligence|delegation|negotiators?|staff|defen[cs]e)\b/i;
const LEADS = /\b(?:President|Premier|Prime Minister|Chancellor|Secretary of State|King|Foreign Minister)\b/;
/** Between a land and a name: titles alone. */
const TITLED =
  /^(?:['’]s?)? (?:(?:acting|deputy|caretaker|then|former|prime|foreign|defen[cs]e|interior|information|health|finance|state|army|military|senior|top|Acting|Deputy|Vice|Prime|Foreign|Defen[cs]e|Interior|Information|Health|Finance|State) ){0,3}(?:president|premier|minister|chancellor|leader|king|ambassador|envoy|spokes\w+|general|secretary|chief|commander|official|President|Premier|Minister|Chancellor|Leader|King|Ambassador|Spokes\w+|Gen\.|General|Secretary(?: of State)?|Col\.|Colonel|Brig\.)(?: of State| for \w+(?: \w+)?)?,?(?: \p{Lu}[\p{L}.’'-]*){0,3}$/u;

/** What a document has told so far about its speakers. */
export class Cast {
  readonly speakers: Speaker[] = [];
  /** The last to speak, newest last. */
  readonly recent: Speaker[] = [];
  readonly names: Names;
  /** Maps a country to the part it has here: itself when a party, else mediator or third-party. */
  readonly partOf: (id: string, named: Named) => string;
  home: string | null;
  /** Sides that are states, and those whose government the text calls so. */
  readonly states: ReadonlySet<string>;
  readonly governments: readonly string[];
  /** Whoever issued the statement that the document goes on quoting. */
  issuer: Speaker | null = null;
  /** In whose voice the document speaks, where that is not the outlet's. */
  voice: Speaker | null = null;
  /** The whole document. */
  view = '';
  /** What was looked for in it. */
  private readonly toldNames = new Map<string, PersonName | null>();
  private readonly untitled = new Set<string>();
  private readonly called = new Map<string, string | null>();
  private groups: Set<string> | null = null;
  /** Where the sentence begins. */
  at = 0;
  /** Who answers in an interview. */
  answers: Speaker | null = null;
  /** The body that the sentence before was about. */
  topic: Speaker | null = null;
  /** `home` is told by the dateline, not guessed. */
  datelined = false;
  /** The sentence opens a paragraph: "it" is then a body rather than whoever spoke last. */
  freshParagraph = false;

  constructor(
    names: Names,
    home: string | null,
    partOf: (id: string, named: Named) => string,
    states: ReadonlySet<string>,
    governments: readonly string[],
  ) {
    this.states = states;
    this.governments = governments;
    this.names = names;
    this.home = home;
    this.partOf = partOf;
  }

  spoke(s: Speaker): void {
    const at = this.recent.indexOf(s);
    if (at >= 0) this.recent.splice(at, 1);
    this.recent.push(s);
    if (this.recent.length > 40) this.recent.shift();
  }

  last(test: (s: Speaker) => boolean): Speaker | null {
    for (let i = this.recent.length - 1; i >= 0; i--) if (test(this.recent[i]!)) return this.recent[i]!;
    return null;
  }

  /** The group that the text before names last: no state, no people. */
  private groupBefore(): Speaker | null {
    const hit = namesIn(this.view, Math.max(0, this.at - 600), this.at, this.names).findLast(
      (h) => h.named.kind === 'party' || h.named.kind === 'non-party' || h.named.kind === 'ngo',
    );
    return hit ? this.resolve(hit.text, null) : null;
  }

  /** Someone without a name whom the text before brings in: "a Damascus doctor we met", "the girls". */
  private introduced(gender: 'm' | 'f' | null, plural = false): Speaker | null {
    const before = this.view.slice(Math.max(0, this.at - 400), this.at);
    const last = [
      ...before.matchAll(
        /(?<=^|[\s“"])(?:[Aa]n?|[Oo]ne|[Tt]he|[Ss]ome|[Tt]wo|[Mm]any) ((?:[\p{L}’'-]+ ){0,3}?)(\p{Ll}{3,})(?=[\s,.])/gu,
      ),
    ].findLast(
      ([all, , role]) =>
        (plural ? isPersonNoun(role!) : isPersonRole(role!)) &&
        /[^s]s$|^(?:people|men|women|children)$/.test(role!) === plural &&
        (gender === null || genderOf(all) !== (gender === 'm' ? 'f' : 'm')),
    );
    return last ? this.resolve(last[0], null) : null;
  }

  /** The last person named in the text before, who has not spoken yet. */
  private mentioned(): Speaker | null {
    const before = this.view.slice(Math.max(0, this.at - 1500), this.at);
    const name = [...before.matchAll(ANY_NAME)].findLast(([one]) => isPersonName(one, this.names))?.[0];
    return name ? this.resolve(name, null) : null;
  }

  /** Someone of whom only the name is known. */
  speaks(name: string): Speaker {
    return this.resolve(name, null) ?? this.add(name, 'person', 'unknown', false, false, fold(name));
  }

  /** The side a noun phrase names, or null. Names before the head count first: "US envoy to Sudan" is of the US. */
  sideIn(phrase: string): string | null {
    const hits = namesIn(phrase, 0, phrase.length, this.names).filter(
      (h) =>
        h.named.kind !== 'place' && !/^(?:IS|WHO)$/.test(h.text) && !ASIDE_OF.test(phrase.slice(h.end, h.end + 12)),
    );
    // "ambassador to X", "envoy for X", "expert on X" do not speak for X.
    const own = hits.filter(
      (h) =>
        !/(?:\b(?:to|on|against|over|into|toward|towards|about|with)(?: the)? |\b(?:pro|anti|non)-)$/.test(
          phrase.slice(0, h.start),
        ),
    );
    const body = own.find((h) => h.named.kind !== 'country');
    // "Afghan Taliban", "Pakistani Taliban": the longer name is in the table; else the first name decides.
    const first = own[0];
    const joint = new Set(own.map((h) => this.partOf(h.named.id, h.named)));
    if (
      joint.size === 2 &&
      own.length === 2 &&
      /^[^,]{0,40} and [^,]{0,30}$/.test(phrase.slice(own[0]!.end, own[1]!.start)) &&
      ![...joint].some((s) => NO_PARTY.test(s))
    )
      return 'both-parties';
    if (body && first && body !== first && /\b(?:of|for|from) (?:the )?$/.test(phrase.slice(0, body.start)))
      return this.partOf(body.named.id, body.named);
    if (first?.named.kind === 'country' && AGAINST_STATE.test(phrase)) return 'opposition';
    if (first) return this.partOf(first.named.id, first.named);
    return AGAINST_STATE.test(phrase) ? 'opposition' : null;
  }

  /** Resolves a noun phrase to a speaker; `beside` is what stands there between commas. */
  resolve(phrase: string, beside: string | null): Speaker | null {
    // Of which party and state a member of Congress is.
    const apposed = beside !== null && /^[RDI]-/.test(beside) ? null : beside;
    const bare = evenSpaces(phrase)
      .replace(
        /^(?:the|a|an|his|her|its|their|another|this|that|these|those|one|two|three|some|several|many|both|other|also|but|and|meanwhile|however)\s+(?=\S)(?:of (?:the |his |her |its |their |our )?)?/i,
        '',
      )
      // "Omar Bey in a statement", "the government in its daily report on the line"
      .replace(
        /(?<=\S) (?:in|at|on|during|through|via) (?:an?|the|his|her|its|their|another) (?:[^\s,]+ ){0,3}?(?:statement|tweet|post|interview|conference|briefing|message|speech|address|letter|report|communiqué|release|broadcast)\b.*$/u,
        '',
      )
      .trim();
    const word = bare.toLowerCase();
    const tokens = tokensOf(bare, 0, bare.length);
    if (/^(?:he|she|himself|herself)$/.test(word)) {
      const gender = word.startsWith('h') && !word.startsWith('her') ? 'm' : 'f';
      const other = gender === 'm' ? 'f' : 'm';
      const fits = (s: Speaker): boolean =>
        (s.kind === 'person' || this.byName(s)) && !s.plural && s.gender !== other && s !== this.voice;
      const person =
        this.last(fits) ??
        this.speakers.findLast(fits) ??
        this.introduced(gender) ??
        this.mentioned() ??
        this.last((s) => s.kind === 'body' || s.kind === 'group') ??
        this.speakers.findLast((s) => s.kind === 'person' && s !== this.voice);
      if (person && this.byName(person))
        Object.assign(person, { kind: 'person', surname: fold(person.name), bones: skeleton(fold(person.name)) });
      if (person?.kind === 'person') person.gender ??= gender;
      return person ?? null;
    }
    if (/^(?:we|i)$/.test(word)) return this.voice;
    if (/^it$/.test(word)) {
      if (this.topic && this.topic.kind !== 'person') return this.topic;
      if (this.voice && this.voice.kind !== 'person') return this.voice;
      if (this.freshParagraph && this.issuer) return this.issuer;
      return this.last((s) => s.kind !== 'person' && !s.plural) ?? this.last((s) => s.kind !== 'person');
    }
    if (
      /^(?:both|two)? ?(?:sides|parties|countries|governments|neighbou?rs|armies|capitals|delegations|nations|armed forces)$/.test(
        word,
      ) &&
      !this.sideIn(phrase)
    )
      return this.find(bare) ?? this.add(bare, 'group', 'both-parties', false, true, null);
    if (/^(?:they|themselves|others|both|many|some|several|all)$/.test(word))
      return (
        this.last((s) => s.plural) ??
        (word === 'they' ? this.introduced(null, true) : null) ??
        this.last((s) => s.kind !== 'person')
      );
    if (
      phrase !== 'WHO' &&
      /^(?:you|who|which|that|what|there|this|these|those|nobody|no one|everyone|anyone|someone|some|one)$/.test(word)
    )
      return null;

    const head = headOf(tokens);
    const properWords = tokens.filter((t) => CAPITAL.test(t.text));
    const named = this.sideIn(`${phrase}${apposed ? `, ${apposed}` : ''}`);
    // Who mediates or monitors does so for no side, whatever names stand beside.
    const side = /\b(?:both|two) (?:countries|sides|governments|parties|armies|nations)\b/i.test(phrase)
      ? 'both-parties'
      : /^(?:mediators?|facilitators?|monitors?|observers?|guarantors?|residents?|(?:eye)?witness(?:es)?|villagers?|survivors?)$/i.test(
            head,
          ) && named !== 'un'
        ? this.roleSide(head, head)
        : /^(?:its|their) /i.test(phrase) && named === null
          ? (this.last((s) => s.kind !== 'person')?.side ?? null)
          : named;

    if (isPaperRole(head) && head !== 'Post') {
      // A paper speaks for whoever issued it.
      const from = /\b(?:of|from|by|issued by) (?:the )?(.+)$/.exec(bare)?.[1];
      const possessor = /^(.+?)['’]s?\s/.exec(bare)?.[1];
      const issuer = from ?? possessor;
      if (issuer && (/\p{Lu}/u.test(issuer) || isBodyRole(headOf(tokensOf(issuer, 0, issuer.length)))))
        return this.resolve(issuer, null);
      // "a foreign ministry statement"; "his statement", whoever he is
      const before = bare.slice(0, bare.lastIndexOf(head)).trim();
      if (
        before &&
        !issuer &&
        !/^(?:estimates?|figures|data|statistics|records|tally)$/i.test(head) &&
        isBodyRole(headOf(tokensOf(before, 0, before.length)))
      )
        return this.resolve(`the ${before}`, null);
      const own = /^(?:his|her) /i.exec(phrase)?.[0];
      const writer =
        own && side === null ? this.resolve(own.startsWith('h') && own !== 'her ' ? 'he' : 'she', null) : null;
      if (writer) return writer;
      const known =
        /^statements?$/.test(head.toLowerCase()) && this.issuer
          ? this.issuer
          : (this.last((s) => s.kind === 'body' || s.kind === 'paper') ??
            this.last((s) => s.kind === 'state' || s.kind === 'group'));
      // "A message posted in her name" is nobody's who has spoken.
      const other = (/^an? /i.test(phrase) && tokens.length > 1) || /^one /i.test(phrase);
      if (side === null && known && !other && !/estimates?|report/i.test(head)) return known;
      if (side === null && /^(?:statement|it)$/i.test(word)) {
        const any = this.last((s) => s.kind !== 'group');
        if (any) return any;
      }
      return this.add(
        bare,
        'paper',
        side ?? this.unqualifiedSide(bare, head),
        true,
        /s$/.test(head) && !/ss$/.test(head),
        null,
      );
    }

    // "the envoy, Amadou Ba": the name stands in the apposition.
    const titled = apposed !== null && TITLE.test(apposed.replace(/^(?:Rear|Vice|Air|Field|Chief|Deputy) /, ''));
    const inner =
      apposed && (titled ? !TITLE.test(bare) : isPersonRole(head) && !personName(bare, head, null))
        ? personName(apposed, headOf(tokensOf(apposed, 0, apposed.length)), bare)
        : null;
    const person = inner ?? personName(bare, head, apposed) ?? this.bareSurname(bare);
    if (person) {
      const known = this.speakers.find((s) => s.kind === 'person' && s.surname !== null && sameName(s, person));
      if (known) {
        if (person.full.length > known.name.length && person.given) known.name = person.full;
        for (const w of wordsOf(bare)) known.words.add(w);
        if (known.side === 'unknown')
          known.side = side ?? (wordsOf(bare).size > 2 ? this.personSide(bare, apposed, head) : 'unknown');
        if (apposed) for (const w of wordsOf(apposed)) known.words.add(w);
        known.gender ??= genderOf(bare) ?? genderOf(apposed ?? '');
        return known;
      }
      const told = person.given || apposed ? null : this.toldOf(bare.split(' ').at(-1)!);
      const s = this.add(
        told?.full ?? person.full,
        'person',
        side ?? this.sideIn(told?.full ?? person.full) ?? this.personSide(told?.full ?? bare, apposed, head),
        false,
        false,
        person.surname,
      );
      if (apposed) for (const w of wordsOf(apposed)) s.words.add(w);
      for (const w of wordsOf(bare)) s.words.add(w);
      s.gender ??= genderOf(bare) ?? genderOf(apposed ?? '');
      return s;
    }

    const lowerHead = head.toLowerCase();
    const isPerson = isPersonNoun(head);
    const isPlural = /(?:s|people|men|women|children|police|many|both)$/i.test(head) && !/(?:ss|us|press)$/i.test(head);
    if (isPerson || isBodyRole(head)) {
      const kind: SpeakerKind =
        (isBodyRole(head) && !/^(?:leadership)$/i.test(head)) ||
        /\b(?:coast|national|border|presidential|republican) guards?$/i.test(bare)
          ? 'body'
          : 'person';
      // "the spokesman", "the ministry": whoever was called so before.
      const wanted = [...wordsOf(bare)];
      const definite = /^(?:the|this|that|his|her|its|their)\s/i.test(phrase) || properWords.length > 0;
      if (definite || apposed === null) {
        const match = this.speakers.findLast(
          (s) =>
            wanted.every((w) => s.words.has(w) || synonyms(w).some((x) => s.words.has(x))) &&
            (side === null || s.side === side || s.side === 'unknown') &&
            // Two together are neither of them alone.
            (s.side !== 'both-parties' || side === s.side) &&
            s.plural === isPlural &&
            (kind === 'body') !== (s.kind === 'person'),
        );
        if (match && (definite || isPlural)) {
          if (bare.length > match.name.length && match.kind !== 'person') match.name = bare;
          return match;
        }
      }
      // "the secretary-general": who has the title in the text.
      const titled =
        /^the \S+$/i.test(phrase) && apposed === null && !isPlural && isPersonRole(head) ? this.titled(head) : null;
      if (titled) return titled;
      // "the diplomat said": a word for whoever was just named.
      if (/^the /i.test(phrase) && properWords.length === 0 && apposed === null && DESCRIBES.test(word)) {
        const one = this.last((s) => s.kind === 'person' && s.surname !== null);
        if (one && !one.plural && genderOf(word) !== (one.gender === 'm' ? 'f' : 'm')) {
          one.words.add(lowerHead);
          return one;
        }
      }
      if (
        /^the /i.test(phrase) &&
        apposed === null &&
        /^(?:agency|office|body|organi[sz]ation|group|institution|charity|team|mission|watchdog|monitor|movement|network|(?:news )?wire|(?:news|wire) service|news agency|newspaper|paper|outlet|broadcaster|station)$/.test(
          bare,
        )
      ) {
        const named = /^(?:group|movement|organi[sz]ation)$/.test(bare) ? this.groupBefore() : null;
        if (named) return named;
        const one = this.last((s) => s.kind === 'body' || s.kind === 'group' || (word === 'team' && s.plural));
        if (one && (!one.plural || word === 'team')) return one;
      }
      if (properWords.length === 0 && side === null && /^spokes/.test(lowerHead)) {
        const body = this.last((s) => s.kind === 'body' || s.kind === 'state' || s.kind === 'paper');
        if (body) {
          const s = this.add(`${body.name} ${bare}`, 'person', body.side, false, false, null);
          return s;
        }
      }
      const anonymous = kind === 'person' && properWords.length === wordsWithSide(bare, this).length;
      return this.add(
        bare,
        kind,
        side ?? this.unqualifiedSide(bare, head),
        anonymous && !/^spokes/.test(lowerHead) && !/\b(?:minister|president|chief|secretary|ambassador)\b/i.test(bare),
        isPlural,
        null,
      );
    }
    if (properWords.length === 0) return null;
    const hits = namesIn(bare, 0, bare.length, this.names);
    const whole = hits.find((h) => h.start === 0 && h.end >= bare.length - 2);
    if (whole && whole.named.kind === 'country' && /^(?:an?|one|another) /i.test(phrase))
      return this.add(bare, 'person', 'unknown', true, false, null);
    if (whole) {
      const kind: SpeakerKind = whole.named.kind === 'country' ? 'state' : 'group';
      const key = nameKey(bare);
      const s = this.speakers.find((x) => x.kind === kind && nameKey(x.name) === key);
      return s ?? this.add(bare, kind, side ?? 'unknown', false, false, null);
    }
    const [key, wanted] = [nameKey(bare), [...wordsOf(bare)]];
    const again = this.speakers.findLast(
      (s) =>
        nameKey(s.name) === key || (s.kind !== 'person' && wanted.length > 0 && wanted.every((w) => s.words.has(w))),
    );
    if (again) return again;
    const acronym = /^[A-Z]{2,6}$/.test(bare);
    if (acronym) {
      const full = this.speakers.find((s) => initials(s.name) === bare);
      if (full) return full;
    }
    const group = this.add(bare, 'group', side ?? this.ownSide(bare), false, false, null);
    if (apposed) for (const w of wordsOf(apposed)) group.words.add(w);
    return group;
  }

  /** A name of the document's own (no lexicon knows it) is its own side. */
  private ownSide(bare: string): string {
    return this.names.table.get(nameKey(bare.replace(POSSESSIVE, '')))?.id ?? 'unknown';
  }

  /** "Maar said": one capitalised word that is the surname of someone already named. */
  private bareSurname(bare: string): PersonName | null {
    if (!/^(?:(?:[aA]l|[eE]l|[uU]l)-)?\p{Lu}[\p{L}’'-]+$/u.test(bare)) return null;
    const one: PersonName = { full: bare, surname: fold(bare), given: false };
    if (this.speakers.some((s) => s.kind === 'person' && sameName(s, one))) return one;
    return this.names.table.has(nameKey(bare)) || /^[A-Z]+$/.test(bare) ? null : this.toldOf(bare);
  }

  /** "the president": whoever the text names with that title. */
  private titled(role: string): Speaker | null {
    if (/^(?:spokes|official|man|woman|leader|source)/i.test(role)) return null;
    if (this.untitled.has(role)) return null;
    // Only a title, with a capital: "President Ilya Roman".
    const name = this.namedAfter(role.replace(/[^\p{L}-]/gu, ''));
    if (!name || !isCapital(name)) {
      this.untitled.add(role);
      return null;
    }
    const one = this.resolve(name.trim(), null);
    return one?.kind === 'person' && one.surname !== null && !one.plural ? one : null;
  }

  /** A role with the words after it where two may be a name, as the text has it first. */
  private namedAfter(role: string): string | null {
    const head = this.view.slice(0, 20_000);
    const low = head.toLowerCase();
    const wanted = role.toLowerCase();
    if (low.length !== head.length || wanted === '') return null;
    for (let at = low.indexOf(wanted); at >= 0; at = low.indexOf(wanted, at + 1)) {
      if (at > 0 && (head[at - 1] === '-' || (kindAt(head, at - 1) & LETTER) !== 0)) continue;
      FOLLOWING.lastIndex = at + wanted.length;
      const m = FOLLOWING.exec(head);
      if (m) return head.slice(at, at + wanted.length) + m[0];
    }
    return null;
  }

  /** A surname that the text tells in full somewhere: "General Khalil Harb", "the spokesman Omar Dessalin". */
  private toldOf(surname: string): PersonName | null {
    const known = this.toldNames.get(surname);
    if (known !== undefined) return known;
    const told = this.lookUp(surname);
    this.toldNames.set(surname, told);
    return told;
  }
  private lookUp(surname: string): PersonName | null {
    let at = this.view.indexOf(` ${surname}`);
    for (let i = 0; at >= 0 && i < 12; i++, at = this.view.indexOf(` ${surname}`, at + 1)) {
      if (/^\p{L}/u.test(this.view.slice(at + 1 + surname.length))) continue;
      const run = /(?:\p{Ll}+ )?\p{Lu}[\p{L}’'.-]*(?: (?:\p{Lu}[\p{L}’'.-]*|al|el|bin|bint|de|van|von))* ?$/u.exec(
        this.view.slice(Math.max(0, at - 60), at),
      )?.[0];
      if (!run || ENDS_BEFORE.test(`${run} `)) continue;
      const full = `${run} ${surname}`
        .replace(OPENS_SENTENCE, '')
        .replace(/^\p{Ll}+ /u, (w) => (isPersonRole(w.trim()) ? w : ''));
      const tokens = tokensOf(full, 0, full.length);
      const titled = tokens.slice(0, -1).some((t) => isPersonRole(t.text) || TITLE.test(`${t.text} X`));
      const given = tokens.slice(0, -1);
      // "Vadim Prost, the mayor": names that are no words.
      const strange =
        given.length > 0 &&
        given.length < 3 &&
        given.every((t) => CAPITAL.test(t.text) && !isWord(fold(t.text)) && !this.names.table.has(nameKey(t.text)));
      const name = titled
        ? personName(full, surname, null)
        : strange
          ? { full, surname: fold(surname), given: true }
          : null;
      if (name?.given) return { ...name, full };
    }
    return null;
  }

  /** One name that nothing tells the kind of: "he" may be who has it. */
  private byName(s: Speaker): boolean {
    return (
      s.kind === 'group' && s.side === 'unknown' && /^\p{Lu}\p{Ll}[\p{L}’'-]+$/u.test(s.name) && !/s$/.test(s.name)
    );
  }

  /** Whether this name has been met as a person, in full or by surname. */
  knows(name: string): boolean {
    const words = name.split(' ');
    const key = nameKey(name);
    const surname = words.length < 4 ? fold(words.at(-1)!) : null;
    return this.speakers.some((s) => (s.surname !== null && s.surname === surname) || nameKey(s.name) === key);
  }

  private find(name: string): Speaker | null {
    return this.speakers.find((s) => s.name === name) ?? null;
  }

  /** A person whose phrase names no side: by role, else by the body the role belongs to. */
  private personSide(bare: string, apposed: string | null, head: string): string {
    const all = `${bare} ${apposed ?? ''}`;
    const role = this.roleSide(all, head);
    if (role) return role;
    if (!apposed && /^spokes\p{Ll}+ \p{Lu}/u.test(bare)) {
      const of = this.last((s) => s.kind !== 'person' || s.plural);
      if (of) return of.side;
    }
    const body =
      /\b(council|committee|movement|front|group|commission|coalition|party|union|alliance|mission|agency)\b/i.exec(
        all,
      )?.[1];
    if (body) {
      const of = this.speakers.findLast((s) => s.words.has(body.toLowerCase()) && s.side !== 'unknown');
      if (of) return of.side;
    }
    if (OF_STATES.test(all)) {
      const surname = bare.split(' ').at(-1)!;
      const told = this.landOf(surname);
      if (told) return told;
      // Whose president or minister somebody is, no neighbour tells.
      return LEADS.test(all) && CAPITAL.test(surname) && this.states.size > 1 ? 'unknown' : this.stateSide(all);
    }
    // "..., the head of the mission has said. Erik Lindqvist said ...": the name of whoever just spoke unnamed.
    const before = this.recent.at(-1);
    if (
      before?.kind === 'person' &&
      before.surname === null &&
      !before.plural &&
      this.freshParagraph &&
      !bare.split(' ').some(isPersonRole)
    )
      return before.side;
    return 'unknown';
  }

  /** "the Front", "the council": the one group of the text whose name ends so; null where none or several do. */
  private groupCalled(word: string): string | null {
    const known = this.called.get(word);
    if (known !== undefined) return known;
    const ids = new Set<string>();
    for (const h of namesIn(this.view, 0, this.view.length, this.names))
      if (h.named.kind === 'party' && fold(h.text).endsWith(` ${word}`)) ids.add(this.partOf(h.named.id, h.named));
    const one = ids.size === 1 ? [...ids][0]! : null;
    this.called.set(word, one);
    return one;
  }

  /** The state that an unqualified "army" or "minister" belongs to here. */
  private stateSide(phrase: string): string {
    const group = OF_GROUPS.exec(phrase)?.[0].toLowerCase();
    const called = group ? this.groupCalled(group) : null;
    if (called) return called;
    // No state is called a front.
    if (group && !/^(?:council|coalition|command|party)$/.test(group))
      return AGAINST_STATE.test(phrase) ? 'opposition' : 'unknown';
    if (/\bgovernment\b/i.test(phrase) && this.governments.length === 1) return this.governments[0]!;
    if (this.datelined && this.home) return this.home;
    const recent = this.last((s) => this.states.has(s.side));
    return (
      recent?.side ?? this.home ?? this.last((s) => !NOBODYS.test(s.side) && !this.isGroup(s.side))?.side ?? 'unknown'
    );
  }

  /** A front or a movement has no ministers, and no army that is called so alone. */
  private isGroup(side: string): boolean {
    if (this.states.has(side)) return false;
    this.groups ??= new Set(
      namesIn(this.view, 0, this.view.length, this.names)
        .filter((h) => h.named.kind === 'party')
        .map((h) => h.named.id),
    );
    return this.groups.has(side);
  }

  private unqualifiedSide(bare: string, head: string): string {
    const role = this.roleSide(bare, head);
    if (role) return role;
    // "Saade's office" speaks for Saade.
    const owner = /^(\p{Lu}[\p{L}-]+)['’]s? /u.exec(bare)?.[1];
    const person = owner ? this.speakers.find((s) => s.surname === fold(owner)) : undefined;
    return (
      person?.side ??
      ((OF_STATES.test(bare) || OF_GROUPS.test(bare)) && !/\binternational\b/i.test(bare)
        ? this.stateSide(bare)
        : 'unknown')
    );
  }

  /** The side whose name stands before the titles of this surname somewhere in the text: "Estrian President Ilva Berg". */
  private landOf(surname: string): string | null {
    if (!CAPITAL.test(surname)) return null;
    for (
      let at = this.view.indexOf(` ${surname}`), i = 0;
      at >= 0 && i < 12;
      at = this.view.indexOf(` ${surname}`, at + 1), i++
    ) {
      const before = this.view.slice(Math.max(0, at - 90), at);
      const hit = namesIn(before, 0, before.length, this.names).findLast(
        (h) => h.named.kind === 'country' || h.named.kind === 'party',
      );
      if (hit && TITLED.test(before.slice(hit.end))) return this.partOf(hit.named.id, hit.named);
    }
    return null;
  }

  /** Sides that a role alone tells. */
  private roleSide(phrase: string, head: string): string | null {
    // The Herald Monitor is a paper.
    const s = phrase.replace(/(?<=\p{Lu}\p{Ll}+ )(?:Monitor|Observer)\b/gu, '').toLowerCase();
    if (
      /\b(?:eye)?witness(?:es)?\b|\bvictims?\b|\brefugees?\b|\bresidents?\b|\bvillagers?\b|\bsurvivors?\b|\bshopkeeper|\bfarmers?\b|\blocals\b|-year-old\b|\b(?:school)?teacher\b|\b(?:truck |taxi |bus )?drivers?\b|\btraders?\b|\bneighbou?rs?\b|\brelatives?\b/.test(
        s,
      )
    )
      return 'witness';
    if (/\bmediators?\b|\bmediation team\b|\bguarantors?\b/.test(s)) return 'mediator';
    if (
      /\bmonitors?\b|\bmonitoring\b|\bobservers?\b|\bobservatory\b|\bverification\b|\bobservation mission\b|\bof the mission$|\btruce committee\b|\bthe mission$|^head of (?:the|its) mission/.test(
        s,
      )
    )
      return 'monitor';
    if (
      /\b(?:aid|relief) (?:group|agenc|worker|organi[sz]|operation|effort|convoy)|\b(?:rights|relief) (?:group|organi[sz]|watchdog|activist|commission|committee|league)|\bcharit|\bngo\b|\bmedical organi[sz]|\bhumanitarian (?:group|organi[sz]|worker|agenc)/.test(
        s,
      )
    )
      return 'ngo';
    if (/\bsources?\b/.test(s)) return 'unnamed-source';
    if (/\banalysts?\b|\bexperts?\b|\bprofessor\b|\bresearchers?\b|\bfellow\b|\bthink[- ]tank/.test(s))
      return 'third-party';
    if (
      /\b(?:officials?|diplomats?|people|persons?|insiders?)\b.*\b(?:familiar|close to|briefed|aware|speaking on condition)\b|\bdiplomats?\b/.test(
        s,
      )
    )
      return 'unnamed-source';
    if (
      /^(?:people|many|others|critics|man|woman|mother|father|teacher|student|nurse|driver|trader|worker)$/i.test(head)
    )
      return 'witness';
    return null;
  }

  private add(
    name: string,
    kind: SpeakerKind,
    side: string,
    anonymous: boolean,
    isPlural: boolean,
    surname: string | null,
  ): Speaker {
    const s: Speaker = {
      name,
      kind,
      side,
      anonymous,
      plural: isPlural,
      words: wordsOf(name),
      surname,
      bones: surname === null ? null : skeleton(surname),
      gender: kind === 'person' ? genderOf(name) : null,
    };
    this.speakers.push(s);
    if (this.speakers.length > 400) this.speakers.shift();
    return s;
  }
}

const evenSpaces = (s: string): string => (/\s\s|[^\S ]/.test(s) ? s.replace(/\s+/g, ' ') : s);
const ENDS_BEFORE = new RegExp(`\\p{Ll}s |(?<!\\b(?:${SHORT_TITLES}|\\p{Lu}))\\. `, 'u');
/** Two or three words, and no space after them. */
const ANY_NAME = /(?<![\p{L}’'-])\p{Lu}\p{Ll}[\p{L}’'-]*(?: \p{Lu}\.)? \p{Lu}\p{Ll}[\p{L}’'-]+/gu;
const FOLLOWING = / (?:\p{Lu}[\p{L}.’'-]+ ?){2,3}(?<! )/iuy;
const OPENS_SENTENCE =
  /^(?:What|But|And|When|While|If|As|In|On|At|After|Before|The|That|This|For|With|By|To|From|Since|Though|Although|Like|Yet) /;
/** Words that describe someone already named rather than bring in another. */
const DESCRIBES =
  /^(?:senior |top |veteran )?(?:cleric|monarch|ruler|chieftain|prelate|clergyman|veteran|lawyer|physician|surgeon|medic|fisherman|skipper|shepherd|trader|widow|survivor|soldier|captain|general|colonel|admiral|diplomat|official|envoy|politician|leader|lawmaker|legislator|nominee|candidate|businessman|businesswoman|officer|analyst|expert|academic|researcher|activist|negotiator|mediator|economist|author|scholar)$/;
const MALE =
  /^(?:mr|sir|lord|king|prince|sheikh|shaikh|mullah|father|imam|bishop|priest|monk|brother|son|husband|grandfather|\p{Ll}*(?<!wo)man)\.?$/u;
const FEMALE =
  /^(?:mrs|ms|miss|lady|queen|princess|sister|nun|mother|daughter|wife|widow|grandmother|\p{Ll}*woman)\.?$/u;
const genderSaid: (phrase: string) => 'm' | 'f' | '' = remembered((phrase) => {
  for (const w of phrase.toLowerCase().split(/[\s,]+/, 8)) {
    // "a friend of Ms Ruiz" is not she.
    if (/^(?:of|for|to|with|by|who|whose)$/.test(w)) return '';
    if (FEMALE.test(w)) return 'f';
    if (MALE.test(w) && !/^(?:oman|german|roman|human|norman|ottoman|yeoman)$/.test(w)) return 'm';
  }
  return '';
});
const genderOf = (phrase: string): Speaker['gender'] => genderSaid(phrase) || null;

const SYNONYMS: readonly (readonly string[])[] = [
  ['spokesman', 'spokesperson', 'spokeswoman'],
  ['ministry', 'office'],
  ['defence', 'defense'],
  ['army', 'military', 'forces'],
];
function synonyms(w: string): readonly string[] {
  for (const row of SYNONYMS) if (row.includes(w)) return row;
  return [];
}

function wordsOf(s: string): Set<string> {
  const out = new Set<string>();
  for (const t of tokensOf(s, 0, s.length)) {
    const w = foldedName(t.text);
    if (w !== '') out.add(w);
  }
  return out;
}
/** A word of a name as names are compared; '' where it tells nothing. */
const foldedName: (w: string) => string = remembered((word) => {
  const w = fold(withoutMark(word));
  const tells = w.length > 1 && !/^(?:the|of|for|in|and|a|an|at|from|to|its|his|her|senior|top|former|new)$/.test(w);
  return tells ? w.replace(/\.$/, '') : '';
});
function wordsWithSide(s: string, cast: Cast): NameHit[] {
  return namesIn(s, 0, s.length, cast.names);
}
function initials(s: string): string {
  return tokensOf(s, 0, s.length)
    .filter((t) => isCapital(t.text))
    .map((t) => t.text[0])
    .join('');
}

/** After a noun: what was done with it, or what it is like. */
export const AFTER_NOUN = wordsLike(
  /^(?:\p{Ll}{3,}(?:ed|ing)|held|led|known|seen|made|given|taken|sent|written|run|loyal|close|familiar|responsible|present|opposed|allied|friendly|sympathetic|hostile)$/u,
);

/** The word that heads a noun phrase: the last before a preposition, comma or relative. */
export function headOf(tokens: readonly Token[]): string {
  let head = '';
  for (const [i, t] of tokens.entries()) {
    // "one of the advisers", "dozens of residents"
    if (head && t.text === 'of' && i < 3 && PART_OF.test(head)) {
      head = '';
      continue;
    }
    if (!head && DETERMINER.test(t.text)) continue;
    if (head && AFTER_NOUN.test(t.text) && isRole(head)) break;
    if (head && AFTER_HEAD.test(t.text)) break;
    head = withoutMark(t.text);
  }
  return head;
}
const AFTER_HEAD = wordsLike(
  /^(?:of|for|in|from|at|to|with|on|near|who|that|which|familiar|close|involved|briefed|aware|by|inside|along|under|speaking|based|present|quoted|there|here)$/,
);

const PART_OF =
  /^(?:one|two|three|four|five|six|seven|eight|nine|ten|some|many|several|most|all|both|any|each|none|few|dozens|hundreds|thousands|scores|number|majority|couple|half|rest|handful)$/i;
const DETERMINER = wordsLike(/^(?:the|his|her|its|their|our|these|those)$/);
interface PersonName {
  readonly full: string;
  readonly surname: string;
  readonly given: boolean;
}

const PARTICLE =
  /^(?:al|el|bin|ibn|bint|abu|de|da|di|la|le|van|von|der|den|ul|ur|ud|ad|y|e|dos|del|Al|El|Bin|Abu|De|Van|Von)$/;

/** A word of a name: with a capital, after an article that is written small (al-Hadi, ash-Sharif). */
export const CAPITAL = {
  test: (w: string): boolean =>
    isCapital(w) || (w.includes('-') && /^(?:al|el|ul|an|ar|as|at|az|ash|bin|ad|ed)-\p{Lu}/u.test(w)),
};

/** The person named by a phrase, or null when it names a body, a role or a state. */
function personName(bare: string, head: string, apposed: string | null): PersonName | null {
  if (isBodyRole(head) || isPaperRole(head)) return null;
  // "Jens Laurits of the rights office"
  const cut = CAPITAL.test(head) && !isRole(head) ? bare.indexOf(`${head} of `) : -1;
  if (cut > 0) return personName(bare.slice(0, cut + head.length), head, apposed ?? bare.slice(cut + head.length + 4));
  const tokens = tokensOf(bare, 0, bare.length);
  if (/\b(?:of|for|in) /.test(bare) && isRole(head) && !/\p{Lu}\S* \p{Lu}\S*$/u.test(bare)) return null;
  // The run of capitalised words at the end, after any role noun: "Defence Minister Khawaja Asif".
  let i = tokens.length - 1;
  if (i < 0 || !CAPITAL.test(tokens[i]!.text)) return null;
  const run: Token[] = [];
  for (; i >= 0; i--) {
    const t = tokens[i]!;
    if (
      isRole(t.text) ||
      /^(?:Prime|Foreign|Defen[cs]e|Interior|Deputy|Lt|Gen|Director|General|Vice|State|Major|Brigadier)\.?$/.test(
        t.text,
      ) ||
      /['’]s$/.test(t.text)
    )
      break;
    if (!CAPITAL.test(t.text) && !PARTICLE.test(t.text)) break;
    run.unshift(t);
  }
  // "advisers to Mrs Ruiz": she is not the one.
  let before = i;
  while (before > 0 && CAPITAL.test(tokens[before]!.text) && isRole(tokens[before]!.text)) before--;
  if (before > 0 && /^(?:of|for|to|from|with|by|under|near)$/.test(tokens[before]!.text) && isRole(head)) return null;
  while (run.length && !CAPITAL.test(run[0]!.text) && !PARTICLE.test(run[0]!.text)) run.shift();
  const words = run.map((t) => t.text).filter((w) => !DOTTED.test(w) || /^\p{Lu}\.$/u.test(w));
  if (words.length === 0 || words.length > 6) return null;
  const roleBefore = i >= 0 && (isRole(tokens[i]!.text) || TITLE.test(tokens[i]!.text));
  const titled = TITLE.test(run.map((t) => t.text).join(' ')) || (i >= 0 && TITLE.test(tokens[i]!.text));
  const surname = words.at(-1)!;
  if (isRole(surname) && !(words.length > 1 && NAME_TOO.test(surname) && !isRole(words[0]!))) return null;
  if (/^[A-Z0-9/&-]{2,}$/.test(surname) && words.length === 1) return null;
  if (words.length === 1 && !roleBefore && !titled && !apposed) return null;
  if (apposed && words.length === 1 && !roleBefore && !isRole(headOf(tokensOf(apposed, 0, apposed.length))))
    return null;
  return { full: bare, surname: fold(surname), given: words.length > 1 };
}

/** Roles that are surnames as well. */
const NAME_TOO =
  /^(?:King|Pope|Bishop|Baker|Miner|Driver|Farmer|Shepherd|Monk|Judge|Marshal|Major|Guard|Head|House|Wing|Press)$/;
/** Same person: same surname, allowing for another spelling of it. */
function sameName(s: Speaker, p: PersonName): boolean {
  return s.surname !== null && (s.surname === p.surname || (s.surname.length > 4 && s.bones === skeleton(p.surname)));
}

/** Consonants only, alike ones merged: Muttaqi, Mottaki and Motaqi are one. */
export const skeleton: (name: string) => string = remembered((name) =>
  fold(name)
    .replace(/^(?:al|el|ul)-/, '')
    .replace(/ph/g, 'f')
    .replace(/[gk]h/g, 'k')
    .replace(/[qc]/g, 'k')
    .replace(/z/g, 's')
    .replace(/w/g, 'v')
    .replace(/[dj]h?/g, 'd')
    .replace(/(?!^)[aeiouyh'-]/g, '')
    .replace(/(.)\1+/g, '$1'),
);
