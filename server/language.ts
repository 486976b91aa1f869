// The sentences of problems in the languages of the interface.

import { LANGUAGES, type Language } from '@sulh/mechanism';
import ar from './messages/ar.json' with { type: 'json' };
import prs from './messages/prs.json' with { type: 'json' };
import ps from './messages/ps.json' with { type: 'json' };
import tr from './messages/tr.json' with { type: 'json' };
import ur from './messages/ur.json' with { type: 'json' };
import type { Sentences } from './problems.ts';

const SENTENCES: Record<Language, Sentences> = { en: {}, ar, prs, ps, tr, ur };

/** The best of the six languages for an Accept-Language header; Persian of any country is answered in Dari. */
export function languageOf(header: string | undefined): Language {
  const wanted = (header ?? '')
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const q = parameters.map((one) => /^\s*q=([\d.]+)$/.exec(one)?.[1]).find((one) => one !== undefined);
      return { tag: tag.split('-')[0]!, q: q === undefined ? 1 : Number(q) };
    })
    .filter(({ q }) => q > 0)
    .sort((a, b) => b.q - a.q);
  for (const { tag } of wanted) {
    const language = tag === 'fa' ? 'prs' : tag;
    if ((LANGUAGES as readonly string[]).includes(language)) return language as Language;
  }
  return 'en';
}

export const sentencesIn = (language: Language): Sentences => SENTENCES[language];
