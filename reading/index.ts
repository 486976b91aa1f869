/** The reading room's public face: documents in, attributed claims, origins and contradictions out. Pure. */

export { DEFAULT_LEXICON, type Lexicon, type LexiconParty, sideName } from './lexicon.ts';
export { isPage, textOfPage } from './page.ts';
export { introduce, MAX_READ, type ReadOptions, read, readDocument } from './read.ts';
export * from './shape.ts';
export { type Decoded, decodeText, MAX_BYTES } from './text.ts';
export { whoSays } from './whose.ts';
