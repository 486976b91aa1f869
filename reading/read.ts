/** One document, then many: the order in which the rules are asked. */
import { withNames } from './capitals.ts';
import { findClaims } from './claims.ts';
import { findContradictions } from './contradictions.ts';
import { type Anchor, dayOfIso, findDates, inferAnchor } from './dates.ts';
import { findFigures } from './figures.ts';
import { type Layout, layOut } from './furniture.ts';
import { happeningsOf } from './happenings.ts';
import { languageOf } from './language.ts';
import { DEFAULT_LEXICON, type Lexicon, type Names, namesOf, namesOfSides } from './lexicon.ts';
import { findOrigins } from './origins.ts';
import { isPage, type Page, pageOf, plainOf, textOfPage } from './page.ts';
import { findPlaces } from './places.ts';
import type { DocumentReading, Reading, SourceFile } from './shape.ts';
import { inferSides, partFor, type Sides } from './sides.ts';
import { aboutOf } from './slots.ts';
import { Cast, documentNames, introducedIn, namesIn, sharedBy } from './speakers.ts';
import { findVariants } from './statement.ts';
import { type Line, type Quoted, quotesOf, sentencesIn, viewOf } from './text.ts';
import { findCommitments, findOlder, findUnheard } from './undertakings.ts';
import { voiceOf } from './voice.ts';
import { whoSays } from './whose.ts';
import { evenCase } from './words.ts';

export interface ReadOptions {
  /** Names of the mechanism's parties and mediators, and a gazetteer, where the caller has them. */
  readonly lexicon?: Lexicon;
}

/** What is read of one document, in UTF-16 code units: some two hundred pages. The rest is kept, and said to be unread. */
export const MAX_READ = 400_000;
/** What is read of a web page, of which most is no words. */
const MAX_PAGE = 4_000_000;

/** A document laid out, before anything is read in it. */
interface Opened {
  readonly file: string;
  readonly text: string;
  /** It came as a web page. */
  readonly page: boolean;
  readonly view: string;
  readonly layout: Layout;
  /** The lexicon's names and the document's own. */
  readonly names: Names;
}

/** Reads one document. Never throws on any text. */
export function readDocument(file: string, text: string, options: ReadOptions = {}): DocumentReading {
  const opened = openFiles([{ file, text }], namesOf(options.lexicon ?? DEFAULT_LEXICON))[0]!;
  return readOpened(opened, 0, inferSides([partsOf(opened)], opened.names), null);
}

/** What is kept of a document: of a web page its words; and what it says of itself, each on one line of at most 300 characters. */
export function introduce(file: string, came: string) {
  const page = isPage(came) ? textOfPage(came) : null;
  const text = page?.text ?? came;
  const { title, outlet, published, language } = readDocument(file, text);
  const line = (words: string | null): string => (words ?? '').replace(/\s+/g, ' ').trim().slice(0, 300);
  return {
    text,
    page: page !== null,
    title: line(title),
    outlet: line(page?.outlet ?? outlet),
    published: page?.published ?? published,
    language,
  };
}

/** Documents read side by side, by the happening they tell of, with the origins they share. */
export function lay(files: readonly SourceFile[], options: ReadOptions = {}) {
  const lexicon = options.lexicon ?? DEFAULT_LEXICON;
  const opened = openFiles(files, namesOf(lexicon));
  const own = opened.map((o) => inferSides([partsOf(o)], o.names));
  // A document without a year is read in the year that the documents on the same sides state.
  const yearFor = (i: number): number | null => {
    let best: { shared: number; year: number } | null = null;
    for (const [j, o] of opened.entries()) {
      if (j === i || !o.layout.published) continue;
      const shared = [...own[i]!.parties].filter((p) => own[j]!.parties.has(p)).length;
      const year = Number(o.layout.published.slice(0, 4));
      if (!best || shared > best.shared || (shared === best.shared && year > best.year)) best = { shared, year };
    }
    return best?.year ?? null;
  };
  const documents = opened.map((o, i) => readOpened(o, i, own[i]!, yearFor(i)));
  const docs = opened.map((o, i) => ({ reading: documents[i]!, text: o.text, view: o.view, names: o.names }));
  const groups = happeningsOf(docs);
  const home = new Map(groups.flatMap((of, h) => of.map((i) => [i, h])));
  const near = (a: number, b: number): boolean => home.get(a) === home.get(b);
  const happenings = groups.map((of) => ({
    docs: of.map((i) => docs[i]!),
    // The sides of a matter are told by all documents on it together.
    sides:
      of.length === 1
        ? own[of[0]!]!
        : inferSides(
            of.map((i) => ({ ...partsOf(opened[i]!), names: opened[i]!.names })),
            namesOf(lexicon),
          ),
  }));
  return { docs, documents, happenings, near, origins: findOrigins(docs, near) };
}

/** Reads documents side by side: what each says, whose statements they retell, where they cannot both be right. */
export function read(files: readonly SourceFile[], options: ReadOptions = {}): Reading {
  const { documents, happenings, origins } = lay(files, options);
  const nameOf = namesOfSides(options.lexicon ?? DEFAULT_LEXICON);
  const textOf = new Map(files.map((f) => [f.file, f.text]));
  const readingOf = new Map(documents.map((d) => [d.file, d]));
  const contradictions = [
    // Only accounts of one happening can contradict one another.
    ...happenings.flatMap(({ docs }) => findContradictions(docs, origins)),
    ...findVariants(origins),
  ].map((one) => ({
    ...one,
    about: aboutOf(one.topic, nameOf),
    values: one.values.map((v) => ({
      ...v,
      text: textOf.get(v.file)!.slice(v.start, v.end),
      ...whoSays(readingOf.get(v.file)!, v.start, v.end),
    })),
  }));
  return {
    documents,
    happenings: happenings.map(({ docs }) => docs.map((d) => d.reading.file)),
    origins,
    contradictions,
    // One document among others need not let everybody speak.
    unheard: happenings.flatMap(({ docs, sides }) =>
      docs.length === 1 && documents.length > 1 ? [] : findUnheard(docs, sides.parties, sides.mediators, nameOf),
    ),
  };
}

/** Lays documents out. A side that one of them introduces has its name in all of them. */
function openFiles(files: readonly SourceFile[], names: Names): Opened[] {
  const laid = files.map(({ file, text, published = null }) => {
    const page = isPage(text) ? pageOf(text.slice(0, MAX_PAGE)) : null;
    const plain = viewOf(page ? page.view : text.slice(0, MAX_READ));
    const even = evenCase(plain);
    const broken = even === plain ? plain : withNames(even, names);
    const laidOut = page ? layOutPage(page, broken) : layOut(broken);
    const view = unbroken(broken, laidOut.paragraphs);
    const layout = published === null ? laidOut : { ...laidOut, published };
    return { file, text, page: page !== null, view, layout, own: introducedIn(view, names) };
  });
  const shared = sharedBy(laid.map((l) => l.own));
  return laid.map(({ own, ...l }) => ({ ...l, names: documentNames(l.view, names, own, shared) }));
}
/** Paragraphs that were broken by width, each on one line. */
function unbroken(view: string, paragraphs: readonly Line[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of paragraphs) {
    const line = view.indexOf('\n', start);
    if (line < 0 || line >= end) continue;
    parts.push(view.slice(at, start), view.slice(start, end).replaceAll('\n', ' '));
    at = end;
  }
  return parts.length === 0 ? view : parts.join('') + view.slice(at);
}
/** A web page is laid out by its tags first, and what they leave as any text. */
function layOutPage({ head, left, published, outlet }: Page, view: string): Layout {
  const laid = layOut(view);
  const isHead = (l: Line): boolean => head !== null && l.start < head.end && head.start < l.end;
  return {
    ...laid,
    lines: laid.lines.map((l) => (isHead(l) ? { ...l, role: 'title' } : l)),
    paragraphs: laid.paragraphs.filter((l) => !isHead(l)),
    title: head ?? laid.title,
    published: published ?? laid.published,
    outlet: outlet ?? laid.outlet,
    furniture: [...left, ...laid.furniture].sort((a, b) => a[0] - b[0]),
  };
}
const partsOf = (o: Opened): { view: string; lines: readonly Line[] } => ({
  view: o.view,
  lines: o.layout.lines.filter((l) => l.role === 'prose' || l.role === 'title' || l.role === 'heading'),
});

function readOpened(o: Opened, index: number, sides: Sides, yearHint: number | null): DocumentReading {
  const { file, text, view, layout, names } = o;
  const stated = layout.published ? dayOfIso(layout.published) : null;
  const anchor: Anchor =
    stated !== null
      ? { day: stated, stated: true }
      : inferAnchor(view, yearHint, layout.paragraphs[0]?.start ?? 0, layout.furniture);
  const dates = findDates(text, view, anchor);
  const paragraphs: { line: Line; quotes: Quoted[]; sentences: Line[] }[] = [];
  for (const [i, quotes] of quotesOf(view, layout.paragraphs).entries()) {
    const line = layout.paragraphs[i]!;
    paragraphs.push({ line, quotes, sentences: sentencesIn(view, line.start, line.end, quotes) });
  }
  const part = partFor(sides);
  const home = homeOf(o, part, names);
  const cast = new Cast(names, home?.side ?? null, part, sides.states, governmentsOf(view, names));
  cast.datelined = home?.stated ?? false;
  cast.view = view;
  const voice = voiceOf(view, layout, cast);
  cast.voice = voice;
  const headline = layout.title && (o.page ? view : text).slice(layout.title.start, layout.title.end);
  const title = headline === null ? null : o.page ? plainOf(headline) : headline;
  // Other languages are kept, with their quotations; no claim is invented in them.
  const language = languageOf(view);
  const claims =
    language === 'en' || language === 'und'
      ? findClaims({
          text,
          view,
          paragraphs,
          names,
          cast,
          title,
          idPrefix: `d${String(index).padStart(2, '0')}`,
        })
      : [];
  const sentences = paragraphs.flatMap((p) => p.sentences.map((s) => [s.start, s.end] as const));
  return {
    file,
    title,
    published: layout.published,
    outlet: layout.outlet,
    language,
    furniture: layout.furniture,
    sentences,
    unread: Math.max(0, text.length - (o.page ? MAX_PAGE : MAX_READ)),
    claims,
    dates,
    quotes: paragraphs.flatMap((p) => p.quotes.filter((q) => q.end > q.start).map((q) => [q.start, q.end] as const)),
    figures:
      language === 'en'
        ? findFigures(text, view, layout.title ? [layout.title, ...layout.paragraphs] : layout.paragraphs, dates)
        : [],
    places: findPlaces(text, view, layout.paragraphs, names, language === 'en'),
    commitments: findCommitments(claims, view),
    older: findOlder(
      view,
      sentences,
      layout.lines.filter((l) => l.role === 'heading').map((l) => [l.start, l.end] as const),
    ),
  };
}

/** The side of a dateline, for bodies named without a country ("the Foreign Ministry said"). */
function homeOf(
  o: Opened,
  part: ReturnType<typeof partFor>,
  names: ReturnType<typeof namesOf>,
): { side: string; stated: boolean } | null {
  const first = o.layout.paragraphs.find((p) => !/[•▪●*–-]/.test(o.view[p.start]!)) ?? o.layout.paragraphs[0];
  if (!first) return null;
  const hit = namesIn(o.view, first.start, Math.min(first.end, first.start + 40), names)[0];
  // "NARRA, 3 May": a place; "The Upland Front has ..." is none.
  const placed = hit && hit.start <= first.start + 2 && (hit.named.kind === 'country' || hit.named.place);
  const dateline = placed ? part(hit.named.id, hit.named) : null;
  if (dateline && !OUTSIDE.test(dateline)) return { side: dateline, stated: true };
  let paper: string | null = null;
  // A letterhead says whose word it is: "Ministry of Defence of ...".
  for (const l of o.layout.lines) {
    if (l.start >= first.start) break;
    const line = o.view.slice(l.start, l.end);
    if (line.length > 120) continue;
    const own = namesIn(o.view, l.start, l.end, names).find((h) => h.named.kind === 'country');
    const side = own && part(own.named.id, own.named);
    if (!side || OUTSIDE.test(side)) continue;
    if (LETTERHEAD.test(line)) return { side, stated: true };
    // "The Orlan Chronicle", "Lighthouse of Orlan": the masthead names its land.
    if (PAPER_NAME.test(line) || (line.length < 50 && l.role !== 'title' && MASTHEAD.test(line))) paper ??= side;
  }
  if (paper) return { side: paper, stated: false };
  // Without one, the first side that the article names is the one it tells of.
  for (const h of namesIn(o.view, first.start, Math.min(first.end, first.start + 600), names)) {
    const side = part(h.named.id, h.named);
    if (h.named.kind === 'country' && !OUTSIDE.test(side)) return { side, stated: false };
  }
  return null;
}

/** "The Orlan Times": a paper named after a land is mostly of it. */
const PAPER_NAME =
  /^(?:The |Radio )?(?:\p{Lu}[\p{L}’'-]+ ){1,3}(?:News|Agency|Times|Post|Daily|Herald|Today|Tribune|Gazette|Television|TV|Radio|International|Observer|Journal|Press|Mail|Star|Courier)\b/u;
const MASTHEAD = /^(?:THE )?[\p{Lu}’' -]+$|^(?:The |Voice |Radio )?\p{Lu}\p{L}+ of (?:the )?\p{Lu}/u;
const LETTERHEAD =
  /\b(?:Ministry|Republic|Kingdom|Government|General Staff|Armed Forces|Army|Navy|Presidency|Embassy)\b/;
const OUTSIDE = /^(?:mediator|third-party|un|ngo|monitor)$/;

/** Sides whose government the text names ("the Congolese government"). */
function governmentsOf(view: string, names: Names): string[] {
  const out = new Set<string>();
  for (const m of view.slice(0, 100_000).matchAll(/ [Gg]overnment\b/g)) {
    const name = /(\p{Lu}\p{L}+(?: \p{Lu}\p{L}+)?)(?:['’]s)?$/u.exec(
      view.slice(Math.max(0, m.index - 80), m.index),
    )?.[1];
    const hit = name && namesIn(name, 0, name.length, names)[0];
    if (hit && hit.named.kind === 'country') out.add(hit.named.id);
  }
  return [...out];
}
