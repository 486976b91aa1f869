// Words that only one side uses appear in what the mechanism says only inside quotations. The terms list them; here a
// text is checked against the list.

import { refuse } from './rule.ts';
import type { Words } from './schema.ts';
import type { Reader } from './state.ts';
import { termsInForce } from './terms.ts';

/** Quotation marks in pairs; an opening mark without its closing one quotes nothing. */
const QUOTED = /“[^”]*”|”[^“]*“|"[^"]*"|«[^»]*»|»[^«]*«|„[^“”]*[“”]|‹[^›]*›|‘[^’]*’(?![\p{L}\p{N}])/gu;

/** A text with what it quotes taken out. */
export const unquoted = (text: string): string => text.normalize('NFC').replace(QUOTED, ' ');

const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+');

export interface OneSided {
  readonly language: string;
  readonly word: string;
  readonly instead?: string;
}

/** Words of the terms' lexicon that a text uses outside quotations, in its language. */
export function oneSided(reader: Reader, text: Words): OneSided[] {
  const lexicon = termsInForce(reader)?.lexicon ?? [];
  if (lexicon.length === 0) return [];
  return Object.entries(text).flatMap(([tag, words]) => {
    const plain = unquoted(words);
    return lexicon.filter(
      ({ language, word }) =>
        tag.split('-')[0] === language &&
        new RegExp(`(?<![\\p{L}\\p{M}\\p{N}])${escaped(word.normalize('NFC'))}(?![\\p{L}\\p{M}\\p{N}])`, 'iu').test(
          plain,
        ),
    );
  });
}

/** Why a text that the mechanism itself says cannot stand: `word-of-one-side`. */
export function neutral(reader: Reader, ...texts: readonly Words[]) {
  for (const text of texts) {
    const [wrong] = oneSided(reader, text);
    if (wrong)
      return refuse('word-of-one-side', { word: wrong.word, language: wrong.language, instead: wrong.instead ?? '' });
  }
  return undefined;
}
