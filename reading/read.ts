/** One document, then many: the order in which the rules are asked. */
import { type Anchor, dayOfIso, findDates, inferAnchor } from './dates.ts';
import { layOut } from './furniture.ts';
import { DEFAULT_LEXICON, type Lexicon } from './lexicon.ts';
import type { DocumentReading, Reading, SourceFile, Span } from './shape.ts';
import { quotesIn, sentencesIn, viewOf } from './text.ts';

export interface ReadOptions {
  /** Names of the mechanism's parties and mediators, and a gazetteer, where the caller has them. */
  readonly lexicon?: Lexicon;
}

/** Reads one document. Never throws on any text. */
export function readDocument(file: string, text: string, options: ReadOptions = {}): DocumentReading {
  void (options.lexicon ?? DEFAULT_LEXICON);
  const view = viewOf(text);
  const layout = layOut(view);
  const stated = layout.published ? dayOfIso(layout.published) : null;
  const anchor: Anchor = stated !== null ? { day: stated, stated: true } : inferAnchor(view, null);
  const sentences: Span[] = [];
  for (const p of layout.paragraphs)
    for (const s of sentencesIn(view, p.start, p.end, quotesIn(view, p.start, p.end))) sentences.push([s.start, s.end]);
  return {
    file,
    title: layout.title ? text.slice(layout.title.start, layout.title.end) : null,
    published: layout.published,
    outlet: layout.outlet,
    language: 'en',
    furniture: layout.furniture,
    sentences,
    claims: [],
    dates: findDates(text, view, anchor),
    figures: [],
    places: [],
    commitments: [],
    older: [],
  };
}

/** Reads documents side by side: what each says, whose statements they retell, where they cannot both be right. */
export function read(files: readonly SourceFile[], options: ReadOptions = {}): Reading {
  return {
    documents: files.map((f) => readDocument(f.file, f.text, options)),
    origins: [],
    contradictions: [],
    unheard: [],
  };
}
