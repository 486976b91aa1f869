// Instants as people of a language write them: the Gregorian date, and beside it the calendar of the country where there is
// another in daily use. Always UTC, and said so by the page.

import { type Language, localeOf } from './messages.ts';

const BESIDE: Partial<Record<Language, string>> = {
  prs: 'fa-AF-u-ca-persian-nu-arabext',
  ps: 'ps-AF-u-ca-persian-nu-arabext',
  ar: 'ar-SA-u-ca-islamic-umalqura-nu-arab',
  ur: 'ur-PK-u-ca-islamic-umalqura-nu-latn',
};
const DAY = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  let found = formats.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(locale, options);
    formats.set(key, found);
  }
  return found;
}

/** Pashto by its parts: the data puts the year first and a Latin era before it, which no preposition fits. */
function written(locale: string, at: Date): string {
  if (!locale.startsWith('ps')) return format(locale, DAY).format(at);
  const parts = format(locale, DAY).formatToParts(at);
  return ['day', 'month', 'year'].map((of) => parts.find(({ type }) => type === of)?.value ?? '').join(' ');
}

/** Date, time and the date of the other calendar, each to be isolated on its own in right-to-left text. */
export function instantParts(language: Language, instant: string): { date: string; time: string; beside?: string } {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return { date: instant, time: '' };
  // Persian and Pashto default to the Solar Hijri calendar, so the Gregorian one is asked for by name.
  const [base = '', extension] = localeOf(language).split('-u-');
  const gregorian = `${base}-u-ca-gregory${extension ? `-${extension}` : ''}`;
  const beside = BESIDE[language];
  return {
    date: written(gregorian, at),
    time: format(gregorian, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'UTC' }).format(at),
    ...(beside ? { beside: written(beside, at) } : {}),
  };
}

/** A number as people of the language write it. */
export const numberIn = (language: Language, value: number): string =>
  new Intl.NumberFormat(localeOf(language)).format(value);

/** The name of a language, in another. */
export function languageName(language: Language, tag: string): string {
  try {
    const name = tag === 'prs' ? 'fa-AF' : tag;
    return new Intl.DisplayNames([localeOf(language)], { type: 'language' }).of(name) ?? tag;
  } catch {
    return tag;
  }
}
