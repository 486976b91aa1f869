/**
 * Who speaks in a document, and what it lets each say. Whoever it calls by several names is one voice; a paper that a body
 * puts out is that body's own.
 */
import type { Names } from './lexicon.ts';
import type { Claim, DocumentReading } from './shape.ts';
import { namesIn, skeleton } from './speakers.ts';
import { contentWords, fold, sentencesIn, stem } from './text.ts';
import { lemmasIn } from './wording.ts';

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
  /** Of a document's own voice: the words at its head and foot, and the first side named there. */
  readonly head: ReadonlySet<string> | null;
  /** Is it a paper that bodies put out, by its head: a statement, a bulletin? */
  readonly issued: boolean;
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
  if (UNSPOKEN.test(v.key)) {
    // What stands before the first sentence and after the last, and who signs.
    const own = d.reading.claims.filter((c) => c.side === 'outlet').length;
    const { sentences, title } = d.reading;
    const from = Math.min(sentences[0]?.[0] ?? 0, 600);
    const head = `${d.view.slice(0, from)} ${title ?? ''} ${d.view.slice(sentences.at(-1)?.[1] ?? 0).slice(0, 300)}`;
    const side = namesIn(d.view, 0, Math.min(from + 60, d.view.length), d.names).find((h) =>
      /^(?:country|party)$/.test(h.named.kind),
    );
    return {
      persons: new Set(),
      bodies: [],
      side: side?.named.id ?? 'unknown',
      full: new Set(v.key === 'outlet' ? [...head.matchAll(FULL)].map((m) => fullName(m[0])) : []),
      initials: new Set(v.key === 'outlet' ? initialsIn(head) : []),
      head: new Set(v.key === 'outlet' ? bodyWords(head) : []),
      // Who puts out a paper seldom quotes others in it.
      offices: v.key === 'outlet' ? officesIn(head) : new Set(),
      issued: v.key === 'outlet' && own >= 0.6 * d.reading.claims.length && ISSUED.test(d.view.slice(0, from)),
    };
  }
  const bodies = [...new Set(v.claims.map((c) => c.speaker))].map((speaker) => {
    let rest = speaker;
    for (const h of namesIn(speaker, 0, speaker.length, d.names).reverse())
      if (h.named.kind === 'country') rest = `${rest.slice(0, h.start)} ${rest.slice(h.end)}`;
    return bodyWords(rest);
  });
  return {
    persons: v.persons,
    bodies: bodies.filter((b) => b.length > 0),
    side: v.side,
    full: v.full,
    initials: new Set(
      v.claims.flatMap((c) => [
        ...(c.speaker.match(/\b\p{Lu}{3,6}\b/gu) ?? []),
        ...(surname(c.speaker) ? [] : initialsIn(c.speaker)),
      ]),
    ),
    head: null,
    issued: false,
    offices: officesIn([...new Set(v.claims.map((c) => c.speaker))].join(' ')),
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
const ISSUED =
  /\b(?:statement|communiqu[ée]|bulletin|press (?:release|centre|center|office|service)|spokes\w+|ministry|command|bureau|directorate|presidency|general staff|flash update|situation report)\b/i;
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
    if (apart) return null;
    if ([...other.full].some((p) => own.full.has(p)) && own.issued) return 'person';
    if (own.issued && [...other.initials].some((i) => own.initials.has(i))) return 'body';
    if (own.issued && other.bodies.some((b) => b.length === 1 && OFSTATE.test(b[0]!) && own.head!.has(b[0]!)))
      return 'side';
    return own.issued && own.side !== 'unknown' && own.side === other.side && other.persons.size === 0 ? 'side' : null;
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
  const two = x.persons.size > 0 && y.persons.size > 0;
  const plain = x.bodies.some((b) => b.length === 1 && y.bodies.some((c) => c.length === 1 && b[0] === c[0]));
  if (!two && !apart && plain) return 'side';
  return !two && !strangers(x, y) && x.side !== 'unknown' && x.side === y.side ? 'side' : null;
}

/** Two bodies of no side that have names of their own. */
export const strangers = (x: Identity, y: Identity): boolean =>
  x.side === y.side && NOBODYS.test(x.side) && [x, y].every((one) => one.bodies.some((b) => b.length > 1));

/** Takes in a document's voices, and what each is let say, piece by piece. */
export function hear(d: number, doc: ReadDocument, voices: Voice[], pieces: Piece[], most: number): void {
  const local = new Map<string, number>();
  const { claims, quotes, sentences } = doc.reading;
  const from = pieces.length;
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
  // Two named spokespersons of one side speak for two bodies of it, or one of them for another side.
  const apart = new Set(
    claims
      .filter((c) => c.spokesperson && claims.some((o) => o.spokesperson && o.side === c.side && differ(o, c)))
      .map((c) => c.side),
  );
  for (const [c, claim] of claims.entries()) {
    if (claim.side === 'outlet') continue;
    const voice = voiceOf(keyOf(claim, apart.has(claim.side)), claim.side, claim.speaker);
    voices[voice]!.claims.push(claim);
    const person = surname(claim.speaker);
    if (person) {
      voices[voice]!.persons.add(person);
      voices[voice]!.full.add(skeleton(fold(claim.speaker).split(' ').at(-2) ?? '') + person);
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
    claims.some((c) => c.start < end && start < c.end && c.side !== 'outlet');
  for (const [n, [start, end]] of quotes.entries())
    if (!covered(start, end))
      for (const [k, s] of sentencesIn(doc.view, start, end, []).entries())
        take(voiceOf('quotes', 'unknown', ''), s.start, s.end, true, `${d} q${n} ${k}`);
  for (const [n, [start, end]] of sentences.entries())
    if (!covered(start, end) && !quotes.some(([s, e]) => s < end && start < e))
      take(voiceOf('outlet', 'outlet', ''), start, end, false, `${d} o${n}`);
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

const BODY =
  /(?:ministry|office|affairs|government|statement|council|forces?|army|navy|taliban|front|movement|republic|nations|cross|crescent|union|group|party|committee|agency|command|mission|service|embassy|intelligence|authority|authorities|police|staff|headquarters|bureau|directorate|commission|court|observers?|observatory|monitor|federation|confederation|communes|news|now|coalition|alliance|organi[sz]ation|rights|defen[cs]e|cent(?:re|er)|society|association|network|programme|program|fund|foundation|assembly|parliament|senate|house|department|administration|media|television|radio|tv|hospital|institute|league|congress|brigades?|corps|guards?|units?|regime|opposition|militia|officials?|sources?|side|delegation|team)s?$/;

/** The folded last name of a person named in full, in whatever spelling; null for a body. */
function surname(speaker: string): string | null {
  // "Captain N. N. of the Naval Command"
  const named = speaker.replace(/,? (?:of|from|at|for) .*$/u, '');
  if (!/\p{Lu}[\p{L}’'-]+ \p{Lu}[\p{L}’'-]+$/u.test(named) && !/^(?:Mr|Mrs|Ms|Dr)\.? \p{Lu}/u.test(named)) return null;
  const name = fold(named);
  return BODY.test(name) ? null : skeleton(name.split(' ').at(-1)!);
}

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
const OFSTATE =
  /^(?:ministr|foreign|affair|defenc|interior|army|arm|forc|militar|governmen|general|staff|command|author|national|office|press|republic|state|kingdom|side|delegat|team|of)/;
