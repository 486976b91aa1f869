// What a bulletin's page and its verdict say in the six languages. ICU messages, the same keys in each file.

import { LANGUAGES, type Language } from '@sulh/mechanism';
import { IntlMessageFormat } from 'intl-messageformat';
import { contained } from './contained.ts';
import ar from './messages/ar.json' with { type: 'json' };
import en from './messages/en.json' with { type: 'json' };
import prs from './messages/prs.json' with { type: 'json' };
import ps from './messages/ps.json' with { type: 'json' };
import tr from './messages/tr.json' with { type: 'json' };
import ur from './messages/ur.json' with { type: 'json' };

export const MESSAGES: Readonly<Record<Language, Readonly<Record<string, string>>>> = { ar, en, prs, ps, tr, ur };

/** Numbers as people of the language write them; Urdu in Latin digits, as is usual in Pakistan. */
const LOCALE: Record<Language, string> = {
  en: 'en-GB',
  tr: 'tr-TR',
  ar: 'ar-u-nu-arab',
  prs: 'fa-AF-u-nu-arabext',
  ps: 'ps-AF-u-nu-arabext',
  ur: 'ur-PK-u-nu-latn',
};
export const localeOf = (language: Language): string => LOCALE[language];
export const directionOf = (language: string): 'rtl' | 'ltr' =>
  ['ar', 'prs', 'ps', 'ur', 'fa', 'he', 'ckb', 'sd', 'ug', 'dv', 'yi'].includes(language.split('-')[0]!.toLowerCase())
    ? 'rtl'
    : 'ltr';

const compiled = new Map<string, IntlMessageFormat>();

/** Whether there is a message of this code. */
export const hasMessage = (code: string): boolean => Object.hasOwn(en, code);

/** A message in a language, filled. A code that does not exist is said as it is, so that nothing is lost. */
export function say(language: Language, code: string, values: Readonly<Record<string, string | number>> = {}): string {
  const text = MESSAGES[language][code] ?? MESSAGES.en[code];
  if (text === undefined) return code;
  const key = `${language} ${code}`;
  let message = compiled.get(key);
  if (!message) {
    message = new IntlMessageFormat(text, LOCALE[language], undefined, { ignoreTag: true });
    compiled.set(key, message);
  }
  const filled = Object.entries(values).map(([name, one]) => [name, typeof one === 'string' ? contained(one) : one]);
  return String(message.format(Object.fromEntries(filled)));
}

export { LANGUAGES, type Language };
