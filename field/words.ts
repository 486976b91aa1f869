// The words of the app in its six languages. Figures inside sentences are isolated so that no direction mark can turn them.

import { IntlMessageFormat } from 'intl-messageformat';
import ar from './messages/ar.json' with { type: 'json' };
import en from './messages/en.json' with { type: 'json' };
import prs from './messages/prs.json' with { type: 'json' };
import ps from './messages/ps.json' with { type: 'json' };
import tr from './messages/tr.json' with { type: 'json' };
import ur from './messages/ur.json' with { type: 'json' };

export const LANGUAGES = {
  en: { name: 'English', dir: 'ltr', locale: 'en-GB', figures: 'latn', words: en },
  ur: { name: 'اردو', dir: 'rtl', locale: 'ur-PK', figures: 'latn', words: ur },
  ps: { name: 'پښتو', dir: 'rtl', locale: 'ps-AF', figures: 'arabext', words: ps },
  prs: { name: 'دری', dir: 'rtl', locale: 'fa-AF', figures: 'arabext', words: prs },
  ar: { name: 'العربية', dir: 'rtl', locale: 'ar', figures: 'arab', words: ar },
  tr: { name: 'Türkçe', dir: 'ltr', locale: 'tr', figures: 'latn', words: tr },
} as const;
export type Language = keyof typeof LANGUAGES;
export type Word = keyof typeof en;

let language: Language = 'en';
export const speaking = (): Language => language;

/** The tag of a language for a browser and for the host. */
export const tagOf = (one: Language): string => (one === 'prs' ? 'fa-AF' : one);

export function speak(next: Language): void {
  language = next;
  document.documentElement.lang = tagOf(next);
  document.documentElement.dir = LANGUAGES[next].dir;
}

/** A count or size in the figures of the language. */
export const figures = (value: number): string =>
  new Intl.NumberFormat(LANGUAGES[language].locale, {
    numberingSystem: LANGUAGES[language].figures,
    useGrouping: false,
  }).format(value);

export function say(word: Word, values: Record<string, string | number> = {}): string {
  const text = LANGUAGES[language].words[word];
  if (!text.includes('{')) return text;
  const isolated = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      `\u2068${typeof value === 'number' ? figures(value) : value}\u2069`,
    ]),
  );
  return String(new IntlMessageFormat(text, LANGUAGES[language].locale).format(isolated));
}

/** One of several names by language: the reader's, else English, else the first. */
export const named = (names: Record<string, string>): string =>
  names[language] ?? names.en ?? Object.values(names)[0] ?? '';

/**
 * A moment of the phone's own clock, in figures: month names differ by calendar, and not every device has them all. The year first,
 * in every language: a device that does not know one would put day and month in an order of its own.
 */
export function instant(iso: string): string {
  const format = new Intl.DateTimeFormat(LANGUAGES[language].locale, {
    // As options: a browser that does not know the language would forget what its tag asks for.
    calendar: 'gregory',
    numberingSystem: LANGUAGES[language].figures,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const parts = Object.fromEntries(format.formatToParts(new Date(iso)).map(({ type, value }) => [type, value]));
  return `${parts.year}-${parts.month}-${parts.day} ${parts.hour}:${parts.minute}`;
}
