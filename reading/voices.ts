/**
 * Who speaks in a document, and what it lets each say. Whoever it calls by several names is one voice; a paper that a body
 * puts out is that body's own.
 */
import type { Names } from './lexicon.ts';
import type { Claim, DocumentReading } from './shape.ts';
import { isBodyRole, isPersonRole, isRole, namesIn, skeleton } from './speakers.ts';
import { contentWords, fold, sentencesIn, stem } from './text.ts';
import { lemmasIn } from './wording.ts';
import { isWord } from './words.ts';

/** A document as read, with what the cross-reading needs of it. */
export interface ReadDocument {
  readonly reading: DocumentReading;
  readonly text: string;
  readonly view: string;
  readonly names: Names;
}

/** One speaker of one document: everything that document lets it say. */
export interface Voice {
  readonly doc: number;
  readonly side: string;
  readonly key: string;
  readonly name: string;
  /** Last names of the persons who speak for it in the document. */
  readonly persons: Set<string>;
  /** Their names in full, where the document gives them. */
  readonly full: Set<string>;
  /** On which kind of occasion it speaks, where that is said. */
  readonly occasions: Set<string>;
  readonly claims: Claim[];
}

/** Words that nobody is said to have spoken: quotations without a speaker, or the outlet's own. */
export const UNSPOKEN = /^(?:quotes|outlet)$/;

/** A sentence, or the quoted part of one, that a document lets somebody say. */
export interface Piece {
  readonly doc: number;
  readonly voice: number;
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
  /** What is one sentence of one claim, in full or in part, is counted once. */
  readonly group: string;
  readonly concepts: ReadonlySet<string>;
}

/** Bodies of which there are several on no side. */
export const NOBODYS =
  /^(?:unknown|unnamed-source|witness|third-party|ngo|opposition|outlet|monitor|un|mediator|both-parties)$/;
/** Roles, of which there may be many. */
export const NO_SIDE = /^(?:unknown|unnamed-source|witness|third-party|ngo|opposition|outlet)$/;

export interface Identity {
  readonly persons: ReadonlySet<string>;
  /** The words of the bodies it is called by, without the state's. */
  readonly bodies: readonly (readonly string[])[];
  readonly side: string;
  /** Persons named in full, and bodies by their initials. */
  readonly full: ReadonlySet<string>;
  readonly initials: ReadonlySet<string>;
  /** Of a paper that a body puts out: the words at its head and foot. */
  readonly head: ReadonlySet<string> | null;
  /** Which office speaks, however it is called: the presidency, the palace and the president are one. */
  readonly offices: ReadonlySet<string>;
}
const OFFICES: readonly (readonly [string, RegExp])[] = [
  ['head', /\b(?:presiden(?:t|cy|tial)|palace|head of state)\b/i],
  ['premier', /\b(?:prime minister|premier|chancellery|cabinet)\b/i],
  ['foreign', /\b(?:foreign (?:ministry|minister|office|affairs)|external (?:relations|affairs))\b|\bMFA\b/i],
  ['army', /\b(?:army|military|armed forces|defen[cs]e|general staff|generals?|colonel|brigadier|major|troops)\b/i],
  ['police', /\b(?:police|interior)\b/i],
  ['rebels', /\b(?:rebels?|insurgents?|guerrillas?|separatists?|movement|front|militia)\b/i],
  ['council', /\bcouncil\b/i],
  ['mission', /\b(?:mission|observers?|monitors?|observatory)\b/i],
  ['hospital', /\b(?:hospital|doctors?|medics?|medical|surgeons?|health)\b/i],
  ['governor', /\b(?:governor|provincial|province)\b/i],
];
const officesIn = (text: string): Set<string> =>
  new Set(OFFICES.filter(([, pattern]) => pattern.test(text)).map(([office]) => office));

/** By what a speaker could be known again in another document. */
export function identityOf(v: Voice, d: ReadDocument): Identity {
  const paper = v.key === 'paper' ? paperIn(d) : null;
  if (UNSPOKEN.test(v.key))
    return { persons: NONE, bodies: [], side: 'unknown', full: NONE, initials: NONE, head: null, offices: NONE };
  const bodies = new Map<string, readonly string[]>();
  for (const c of v.claims)
    if (c.side !== 'outlet') {
      const core = coreOf(c, d.names);
      if (core.length > 0) bodies.set([...core].sort().join(' '), core);
    }
  if (paper && paper.body.length > 0) bodies.set('paper', paper.body);
  return {
    persons: v.persons,
    bodies: [...bodies.values()],
    side: v.side,
    full: paper ? new Set([...v.full, ...[...paper.head.matchAll(FULL)].map((m) => fullName(m[0]))]) : v.full,
    initials: new Set([
      ...(paper ? initialsIn(paper.head) : []),
      ...v.claims.flatMap((c) => [
        ...(c.speaker.match(/\b\p{Lu}{3,6}\b/gu) ?? []),
        ...(surname(c.speaker) ? [] : initialsIn(c.speaker)),
      ]),
    ]),
    head: paper ? paper.words : null,
    offices: officesIn([paper?.head ?? '', ...new Set(v.claims.map((c) => c.speaker))].join(' ')),
  };
}
const FULL = /\p{Lu}[\p{L}’'-]+ \p{Lu}[\p{L}’'-]+/gu;
const fullName = (name: string): string => {
  const words = fold(name).split(' ');
  return skeleton(words.at(-2) ?? '') + skeleton(words.at(-1)!);
};
/** Initials as they stand, and of names of several words: Kessem People's Defence is the KPD. */
const initialsIn = (text: string): string[] => [
  ...(text.match(/\b\p{Lu}{3,6}\b/gu) ?? []),
  ...[...text.matchAll(/\p{Lu}[\p{L}’'-]+(?: (?:of|the|for|and)(?: the)?)*(?: \p{Lu}[\p{L}’'-]+){1,5}/gu)].flatMap(
    (m) => {
      const letters = (m[0].match(/(?<![\p{L}'’])\p{Lu}/gu) ?? []).join('');
      return [3, 4, 5, 6].filter((n) => n <= letters.length).map((n) => letters.slice(0, n));
    },
  ),
];
const NONE: ReadonlySet<string> = new Set();

/** A paper that a body puts out itself: what stands at its head and foot, its own name for itself, its side. */
interface Paper {
  readonly head: string;
  readonly words: ReadonlySet<string>;
  readonly side: string;
  readonly name: string;
  /** The words of the body that puts it out. */
  readonly body: readonly string[];
  /** Is this claim the paper's own? */
  readonly says: (c: Claim) => boolean;
}
const papers = new WeakMap<DocumentReading, Paper | { readonly none: true }>();
function paperIn(d: ReadDocument): Paper | null {
  const known = papers.get(d.reading);
  if (known) return 'none' in known ? null : known;
  const made = paperOf(d);
  papers.set(d.reading, made ?? { none: true });
  return made;
}
function paperOf({ reading, view, names }: ReadDocument): Paper | null {
  const { sentences, title, claims } = reading;
  const from = Math.min(sentences[0]?.[0] ?? 0, 600);
  // "The Commissariat has made the following statement."
  const [start, end] = sentences[0] ?? [0, 0];
  const opening = view.slice(start, end);
  const told = FOLLOWS.test(opening) ? opening : '';
  const above = view.slice(0, from);
  const head = `${above} ${title ?? ''} ${told} ${view.slice(sentences.at(-1)?.[1] ?? 0).slice(0, 300)}`;
  const lines = above
    .split(/\n|[|—–]| - /)
    .map((l) => l.trim())
    .filter((l) => l !== '' && l !== title && l.split(/\s+/).length <= 12);
  // Lines that are the name of a body, and not of one that prints news.
  const isBody = (l: string): boolean => {
    const words = l.match(/\p{L}[\p{L}’'-]*/gu) ?? [];
    return (
      words.length > 1 &&
      !NEWS.test(l) &&
      words.every((w) => CASED.test(w)) &&
      words.some((w) => isBodyRole(w.toLowerCase()))
    );
  };
  const bodies = lines.filter(isBody);
  const maker = /^(.{4,120}?) (?:has|have|had) /su.exec(told)?.[1];
  const titled = [title ?? '', ...lines].map((l) => TITLED.exec(l)).find((m) => m !== null);
  const called = [...(maker ? [maker] : []), ...(titled?.[1] ? [titled[1]] : []), ...bodies];
  const words = new Set(bodyWords(head));
  const bearer = [...called, ...(title && isBody(title) ? [title] : [])]
    .flatMap((l) => namesIn(l, 0, l.length, names))
    // "Terre Commune" alone on its line.
    .concat(
      [...lines, title ?? ''].flatMap((l) =>
        namesIn(l, 0, l.length, names).filter((h) => h.end - h.start > 0.8 * l.length),
      ),
    )
    .find((h) => /^(?:country|party|un|ngo|monitor)$/.test(h.named.kind))?.named;
  const side = bearer && (/^(?:country|party)$/.test(bearer.kind) ? bearer.id : bearer.kind);
  const full = new Set([...head.matchAll(FULL)].map((m) => fullName(m[0])));
  const offices = officesIn(head);
  const state = /\b(?:republic|government|presidency|ministry|kingdom|emirate|state)\b/i.test(head);
  const says = (c: Claim): boolean => {
    if (c.side === 'outlet') return true;
    if (c.anonymous || ANYBODY.test(c.side)) return false;
    if (surname(c.speaker)) return full.has(personIn(c.speaker)?.full ?? '');
    if (side !== undefined && c.side === side) return true;
    const own = bodyWords(c.speaker);
    return own.length > 0
      ? own.every((w) => words.has(w) || (state && OFSTATE.test(w)))
      : [...officesIn(c.speaker)].some((o) => offices.has(o));
  };
  const unquoted = sentences.filter(([s, e]) => !reading.quotes.some(([a, b]) => a < e && s < b));
  const first = unquoted.filter(([s, e]) => /\b(?:[Ww]e|[Oo]urs?|us)\b/.test(view.slice(s, e))).length;
  const ours = first >= 2 && first >= 0.1 * unquoted.length;
  const issued =
    called.length > 0 ||
    titled !== undefined ||
    lines.some((l) => ISSUED.test(l) && !NEWS.test(l)) ||
    (ours && above.trim() !== '' && !NEWS.test(above));
  if (!issued || claims.length === 0 || claims.filter(says).length < 0.6 * claims.length) return null;
  return {
    head,
    words,
    side: side ?? 'unknown',
    name: called[0] ?? lines.find((l) => !/\d/.test(l)) ?? title ?? reading.file,
    body: called[0] === undefined ? [] : bodyOf(called[0], names),
    says,
  };
}
const TITLED =
  /^(?:(?:[Jj]oint|[Pp]ress|[Oo]fficial|JOINT|PRESS|OFFICIAL) )?(?:[Ss]tatement|[Cc]ommuniqu[ée]|[Dd]eclaration|[Rr]emarks|[Mm]essage|[Nn]ote|[Bb]ulletin|STATEMENT|COMMUNIQU[ÉE]|DECLARATION|REMARKS) (?:by|of|from|no|BY|OF|FROM)\b(?: (?:[Tt]he |THE )?(\p{Lu}[^,.;:\d]{2,60}))?/u;
const FOLLOWS = /\b(?:following|this) (?:statement|communiqu[ée]|declaration|message)\b|\bstatement (?:says|reads):?/i;
const NEWS =
  /\b(?:news|wire|newswire|post|herald|times|telegraph|courier|gazette|chronicle|daily|weekly|radio|tv|television|channel|media|magazine|mail|journal|tribune|digest|live|correspondent)\b/i;
const ISSUED =
  /\b(?:statement|communiqu[ée]|communication of|bulletin|press (?:release|note|centre|center|office|service)|flash update|(?:situation|spot) report|remarks by|message to)\b/i;
/** A word of a name, as at the head of a paper: with a capital, or small between two that have one. */
const CASED = /^(?:\p{Lu}|(?:of|the|and|for|in|on|to|by|de|du|des|la|le)$)/u;
const bodyWords = (name: string): string[] =>
  contentWords(name)
    .filter(
      (w) =>
        !/^(?:spokes\w+|official|sourc\w*|statement|senior|head|chief|deput\w*|colonel|general|minister|president)$/.test(
          w,
        ),
    )
    .map((w) => (/^offic/.test(w) ? 'ministry' : w.replace('defens', 'defenc')));

/** Is it one and the same who speaks: a person, a body, or at least somebody of one side? */
export function identity(x: Identity, y: Identity): 'person' | 'body' | 'side' | null {
  if ([...x.persons].some((p) => y.persons.has(p))) return 'person';
  const apart = x.side !== y.side && x.side !== 'unknown' && y.side !== 'unknown';
  const within = (b: readonly string[], all: readonly string[] | ReadonlySet<string>): boolean =>
    b.length > 1 && b.every((w) => (all instanceof Set ? all.has(w) : (all as readonly string[]).includes(w)));
  const [own, other] = x.head ? [x, y] : [y, x];
  if (own.head) {
    if (other.head) return null;
    // Every state has a ministry of foreign affairs.
    const oneState = own.side !== 'unknown' && own.side === other.side;
    const named = other.bodies.filter((b) => oneState || !b.every((w) => OFSTATE.test(w)));
    if (named.some((b) => within(b, own.head!))) return 'body';
    if ([...other.full].some((p) => own.full.has(p))) return 'person';
    if (apart) return null;
    if ([...other.initials].some((i) => own.initials.has(i))) return 'body';
    if (other.bodies.some((b) => b.length === 1 && OFSTATE.test(b[0]!) && own.head!.has(b[0]!))) return 'side';
    return oneState && (other.persons.size === 0 || other.bodies.length > 0) ? 'side' : null;
  }
  if ([...x.initials].some((i) => y.initials.has(i))) return 'body';
  // Every state has a ministry of foreign affairs.
  if (
    x.bodies.some((b) =>
      y.bodies.some((c) => (!apart || !b.every((w) => OFSTATE.test(w))) && (within(b, c) || within(c, b))),
    )
  )
    return 'body';
  // Two persons of one side have said two things.
  const two = [x, y].every((one) => one.persons.size > 0 && one.bodies.length === 0);
  const plain = x.bodies.some((b) => b.length === 1 && y.bodies.some((c) => c.length === 1 && b[0] === c[0]));
  if (!two && !apart && plain) return 'side';
  return !two && !strangers(x, y) && x.side !== 'unknown' && x.side === y.side ? 'side' : null;
}

/** Two bodies of no side that have names of their own. */
export const strangers = (x: Identity, y: Identity): boolean =>
  x.side === y.side && NOBODYS.test(x.side) && [x, y].every((one) => one.bodies.some((b) => b.length > 1));

interface Called {
  readonly key: string;
  readonly side: string;
  readonly name: string;
}

/** Which voice says each claim; null for the outlet's own. Whoever is called by several names is one. */
function keysOf(claims: readonly Claim[], { names }: ReadDocument, paper: Paper | null): (Called | null)[] {
  // Two named spokespersons of one side speak for two bodies of it, or one of them for another side.
  const apart = new Set(
    claims
      .filter((c) => c.spokesperson && claims.some((o) => o.spokesperson && o.side === c.side && differ(o, c)))
      .map((c) => c.side),
  );
  const own = claims.map((c) => (c.side === 'outlet' || paper?.says(c) ? null : keyOf(c, apart.has(c.side))));
  const itself = paper ? { key: 'paper', side: paper.side, name: paper.name } : null;
  const groups = new Map<string, { claims: Claim[]; cores: string[][]; initials: Set<string>; short: Set<string> }>();
  for (const [i, key] of own.entries()) {
    if (key === null) continue;
    const c = claims[i]!;
    const g = groups.get(key) ?? { claims: [], cores: [], initials: new Set(), short: new Set() };
    groups.set(key, g);
    g.claims.push(c);
    if (g.claims.some((o) => o !== c && o.speaker === c.speaker) || ANYBODY.test(c.side) || c.anonymous) continue;
    const core = coreOf(c, names);
    if (core.length > 0) g.cores.push(core);
    for (const x of c.speaker.match(/\b\p{Lu}{3,6}\b/gu) ?? []) g.short.add(x);
    if (!surname(c.speaker)) for (const x of initialsIn(c.speaker)) g.initials.add(x);
  }
  const within = (x: readonly string[], y: readonly string[]): boolean => x.every((w) => y.includes(w));
  const to = new Map<string, string>();
  const list = [...groups];
  const home = (key: string): string => {
    let at = key;
    while (to.has(at)) at = to.get(at)!;
    return at;
  };
  for (const [key, g] of list) {
    const wider = (least: number): string[] =>
      list
        .filter(
          ([other, o]) =>
            other !== key &&
            (g.cores.some(
              (x) =>
                x.length >= least &&
                o.cores.some((y) => (y.length > x.length || (y.length === x.length && other > key)) && within(x, y)) &&
                (!x.every((w) => OFSTATE.test(w)) || sameSide(g.claims[0]!.side, o.claims[0]!.side)),
            ) ||
              [...g.short].some((x) => o.initials.has(x) && !o.short.has(x))),
        )
        .map(([other]) => other);
    // "The Front" is whichever of the bodies named has it in its name, if there is but one.
    const found = [...new Set([...wider(2), ...wider(1)].map(home))].filter((h) => h !== home(key));
    if (found.length === 1) to.set(home(key), found[0]!);
  }
  const called = new Map<string, Called>();
  for (const [key, g] of list) {
    const at = home(key);
    const side = g.claims[0]!.side;
    const known = called.get(at);
    // The fullest name, and a side that is known.
    const name = !known || g.claims[0]!.speaker.length > known.name.length ? g.claims[0]!.speaker : known.name;
    called.set(at, { key: at, side: !known || NO_SIDE.test(known.side) ? side : known.side, name });
  }
  return own.map((key) => (key === null ? itself : called.get(home(key))!));
}
const ANYBODY = /^(?:witness|unnamed-source|both-parties)$/;
const sameSide = (x: string, y: string): boolean => x === y || x === 'unknown' || y === 'unknown';

/** The words of the body that a claim's speaker is or speaks for; none for a person who speaks for himself. */
function coreOf(c: Claim, names: Names): string[] {
  let name = c.speaker.replace(/\b(?:so-called|[\p{L}.]+-based)\b/giu, ' ');
  const person = personIn(name);
  if (person) {
    const before = c.spokesperson ? /^(.+?)(?:['’]s)? spokes\p{L}+/iu.exec(name)?.[1] : undefined;
    if (!before) return [];
    name = before;
  }
  return bodyOf(name, names);
}
/** The words of a body's name that are its own and not the state's. */
function bodyOf(called: string, names: Names): string[] {
  let name = called;
  for (const h of namesIn(name, 0, name.length, names).reverse())
    if (h.named.kind === 'country') name = `${name.slice(0, h.start)} ${name.slice(h.end)}`;
  const proper = name.match(/\p{Lu}[\p{L}’'-]+/gu) ?? [];
  return bodyWords(proper.length > 0 ? proper.join(' ') : name);
}

/** Takes in a document's voices, and what each is let say, piece by piece. */
export function hear(d: number, doc: ReadDocument, voices: Voice[], pieces: Piece[], most: number): void {
  const { claims, quotes, sentences } = doc.reading;
  const from = pieces.length;
  const local = new Map<string, number>();
  const voiceOf = (key: string, side: string, name: string): number => {
    const known = local.get(key);
    if (known !== undefined) return known;
    local.set(key, voices.length);
    voices.push({ doc: d, side, key, name, persons: new Set(), full: new Set(), occasions: new Set(), claims: [] });
    return voices.length - 1;
  };
  const take = (voice: number, start: number, end: number, quoted: boolean, group: string): void => {
    if (pieces.length - from >= most) return;
    const concepts = lemmasIn(doc.view, start, end, doc.names);
    if (concepts.size > 1) pieces.push({ doc: d, voice, start, end, quoted, group, concepts });
  };
  const paper = paperIn(doc);
  const keys = keysOf(claims, doc, paper);
  for (const [c, claim] of claims.entries()) {
    const called = keys[c];
    if (!called) continue;
    const voice = voiceOf(called.key, called.side, called.name);
    voices[voice]!.claims.push(claim);
    const person = claim.side === 'outlet' ? null : personIn(claim.speaker);
    if (person) {
      voices[voice]!.persons.add(person.surname);
      if (person.full) voices[voice]!.full.add(person.full);
    }
    if (most === 0) continue;
    const occasion = occasionOf(doc.view.slice(claim.start, Math.min(claim.end, claim.start + 600)));
    if (occasion) voices[voice]!.occasions.add(occasion);
    const { quoteStart, quoteEnd } = claim;
    const id = `${d} ${c}`;
    if (quoteStart !== null && quoteEnd !== null)
      for (const [n, s] of sentencesIn(doc.view, quoteStart, quoteEnd, []).entries())
        take(voice, s.start, s.end, true, claim.speech === 'direct' ? `${id} ${n}` : id);
    if (claim.speech !== 'direct') take(voice, claim.start, claim.end, false, id);
  }
  if (most === 0) return;
  const covered = (start: number, end: number): boolean =>
    claims.some((c, i) => c.start < end && start < c.end && keys[i] !== null);
  for (const [n, [start, end]] of quotes.entries())
    if (!covered(start, end))
      for (const [k, s] of sentencesIn(doc.view, start, end, []).entries())
        take(
          paper ? voiceOf('paper', paper.side, paper.name) : voiceOf('quotes', 'unknown', ''),
          s.start,
          s.end,
          true,
          `${d} q${n} ${k}`,
        );
  for (const [n, [start, end]] of sentences.entries())
    if (!covered(start, end) && !quotes.some(([s, e]) => s < end && start < e))
      take(
        paper ? voiceOf('paper', paper.side, paper.name) : voiceOf('outlet', 'outlet', ''),
        start,
        end,
        false,
        `${d} o${n}`,
      );
}

const OCCASIONS: readonly (readonly [string, RegExp])[] = [
  ['again', /\b(?:said|says|told|insisted|stated) again\b|\b(?:repeated|reiterated)\b/i],
  ['interview', /\b(?:interview\w*|told (?:this station|this newspaper|our reporter))\b/i],
  ['post', /\b(?:posted|tweet\w*|wrote on|post on|social media)\b/i],
  [
    'speech',
    /\b(?:speech|address(?:ed|ing)? (?:to )?(?:the )?(?:nation|parliament|assembly|crowd|rally)|told (?:parliament|lawmakers|the assembly|a rally)|televised)\b/i,
  ],
  ['briefing', /\b(?:briefing|news conference|press conference|told (?:reporters|journalists))\b/i],
  ['statement', /\b(?:in a (?:\w+ )?statement|communiqu[ée]|press release)\b/i],
];
const occasionOf = (words: string): string | null => OCCASIONS.find(([, pattern]) => pattern.test(words))?.[0] ?? null;

/** A person as named: the words of the name from the first, and how far into the speaker's words it reaches. */
interface Person {
  readonly surname: string;
  readonly full: string;
}
const asPerson = new Map<string, Person | null>();

/** The person that a speaker is, by name, in whatever spelling; null for a body or somebody not named. */
function personIn(speaker: string): Person | null {
  const known = asPerson.get(speaker);
  if (known !== undefined) return known;
  // "Captain N. N. of the Naval Command", "N. N., director of the Observatory"
  const cut = /,| (?:of|from|at|for|director|head|chief|leader) /u.exec(speaker)?.index ?? speaker.length;
  const found = named(speaker, cut) ?? (cut < speaker.length ? named(speaker, speaker.length) : null);
  if (asPerson.size > 20_000) asPerson.clear();
  asPerson.set(speaker, found);
  return found;
}
function named(speaker: string, to: number): Person | null {
  const m = /((?:\p{Lu}[\p{L}’'.-]*|al|el|bin|ibn|van|von|de|da|di|ag|abu) )*\p{Lu}[\p{L}’'-]+$/u.exec(
    speaker.slice(0, to),
  );
  const words = m?.[0].split(' ').filter((w) => /^\p{Lu}/u.test(w)) ?? [];
  const [given = '', last = ''] = words.slice(-2);
  if (words.length < 2 || NO_NAME.test(fold(last)) || isRole(last.toLowerCase())) return null;
  const titled =
    /^(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Maj|Sgt|Capt|Rev|Sir)\.?$/.test(given) || isPersonRole(given.toLowerCase());
  // "White Helmets", "Joint Relief": words of the language are no name, unless a title stands before them.
  const plain = (w: string): boolean => isWord(fold(w));
  if (plain(last) && plain(given) && !titled && !(words.length > 2 && isPersonRole(words.at(-3)!.toLowerCase())))
    return null;
  const surname = skeleton(fold(last));
  if (surname === '') return null;
  return {
    surname,
    full: titled ? '' : skeleton(fold(given)) + surname,
  };
}
const NO_NAME =
  /(?:ministry|office|affairs|government|statement|council|forces?|army|navy|taliban|front|movement|republic|nations|states|kingdom|cross|crescent|union|group|party|committee|agency|command|mission|service|authority|authorities|rights|department|administration|staff|now|house|league|brigades?|sources?)$/;
const surname = (speaker: string): string | null => personIn(speaker)?.surname ?? null;

function differ(x: Claim, y: Claim): boolean {
  const [a, b] = [surname(x.speaker), surname(y.speaker)];
  return a !== null && b !== null && a !== b;
}

/** A named person speaks for itself; bodies, states and spokespersons of one side speak with one voice. */
function keyOf(c: Claim, apart: boolean): string {
  const person = surname(c.speaker);
  if (person && (!c.spokesperson || apart)) return `person:${person}`;
  const name = fold(c.speaker);
  if (/^(?:witness|unnamed-source|third-party|ngo|unknown)$/.test(c.side) || c.anonymous) return `${c.side}:${name}`;
  // What a state's ministries and army say is one side's word; a council or a service of its own name speaks for itself.
  const body = person ? [] : bodyWords(c.speaker).filter((w) => !OFSTATE.test(w) && w !== stem(fold(c.side)));
  return body.length > 1 ? `body:${body.join(' ')}` : `side:${c.side}`;
}
export const OFSTATE =
  /^(?:ministr|foreign|affair|defenc|interior|army|arm|forc|militar|governmen|general|staff|command|author|national|office|press|republic|state|kingdom|side|delegat|team|of)/;
