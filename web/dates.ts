// Dates as people write them. Every instant is stored in UTC and shown in UTC unless a zone is asked for, because two
// sides in two zones read one page; the second calendar stands beside the Gregorian where readers use one.

import { LANGUAGES, type Language } from './languages.ts';

// Browsers ship no Pashto month names, so they are here.
const PASHTO_GREGORIAN = [
  'جنوري',
  'فبروري',
  'مارچ',
  'اپرېل',
  'مې',
  'جون',
  'جولای',
  'اګست',
  'سپتمبر',
  'اکتوبر',
  'نومبر',
  'ډسمبر',
];
const PASHTO_SOLAR = [
  'وری',
  'غویی',
  'غبرګولی',
  'چنګاښ',
  'زمری',
  'وږی',
  'تله',
  'لړم',
  'لیندۍ',
  'مرغومی',
  'سلواغه',
  'کب',
];
const DARI_SOLAR = ['حمل', 'ثور', 'جوزا', 'سرطان', 'اسد', 'سنبله', 'میزان', 'عقرب', 'قوس', 'جدی', 'دلو', 'حوت'];

const localeOf = (language: Language): string => `${LANGUAGES[language].locale}-u-nu-${LANGUAGES[language].figures}`;

const made = new Map<string, Intl.DateTimeFormat>();
function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  let found = made.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(locale, options);
    made.set(key, found);
  }
  return found;
}

const partsOf = (date: Date, calendar: string, timeZone: string): Record<string, number> =>
  Object.fromEntries(
    format(`en-u-nu-latn-ca-${calendar}`, { timeZone, year: 'numeric', month: 'numeric', day: 'numeric' })
      .formatToParts(date)
      .filter((part) => /^\d+$/.test(part.value))
      .map((part) => [part.type, Number(part.value)]),
  );

export const number = (language: Language, value: number, options?: Intl.NumberFormatOptions): string =>
  new Intl.NumberFormat(localeOf(language), options).format(value);

const plain = (language: Language, value: number): string => number(language, value, { useGrouping: false });

/** `21 November 2026`. */
export function day(language: Language, iso: string, timeZone = 'UTC', short = false): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  if (language === 'ps') {
    const { day, month, year } = partsOf(date, 'gregory', timeZone);
    return `${plain('ps', day!)} ${PASHTO_GREGORIAN[month! - 1]} ${plain('ps', year!)}`;
  }
  // Browsers turn the short Dari form round and put a Latin comma into it.
  const month = short && language !== 'prs' ? 'short' : 'long';
  return format(`${localeOf(language)}-ca-gregory`, { timeZone, day: 'numeric', month, year: 'numeric' }).format(date);
}

/** `21 Nov`: for the marks of a timeline. */
export function dayMark(language: Language, iso: string): string {
  const date = new Date(iso);
  if (language === 'ps') {
    const { day, month } = partsOf(date, 'gregory', 'UTC');
    return `${plain('ps', day!)} ${PASHTO_GREGORIAN[month! - 1]}`;
  }
  return format(`${localeOf(language)}-ca-gregory`, { timeZone: 'UTC', day: 'numeric', month: 'short' }).format(date);
}

/** The same day in the calendar that stands beside, or undefined where none does. */
export function dayBeside(language: Language, iso: string, timeZone = 'UTC'): string | undefined {
  const { calendar } = LANGUAGES[language];
  const date = new Date(iso);
  if (!calendar || Number.isNaN(date.getTime())) return undefined;
  if (calendar === 'persian') {
    const { day, month, year } = partsOf(date, 'persian', timeZone);
    const months = language === 'ps' ? PASHTO_SOLAR : DARI_SOLAR;
    return `${plain(language, day!)} ${months[month! - 1]} ${plain(language, year!)}`;
  }
  return format(`${localeOf(language)}-ca-${calendar}`, {
    timeZone,
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  }).format(date);
}

/** `07:00`, always of 24 hours. */
export function time(language: Language, iso: string, timeZone = 'UTC'): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '';
  return format(localeOf(language), { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(date);
}

export interface Span {
  readonly unit: 'minute' | 'hour' | 'day';
  readonly count: number;
  readonly past: boolean;
}

/** How far an instant is from another, in the unit a person would use. */
export function apart(iso: string, now: string): Span {
  const ms = Date.parse(iso) - Date.parse(now);
  const minutes = Math.round(Math.abs(ms) / 60_000);
  const past = ms <= 0;
  if (minutes < 90) return { unit: 'minute', count: minutes, past };
  const hours = Math.round(minutes / 60);
  return hours < 48 ? { unit: 'hour', count: hours, past } : { unit: 'day', count: Math.round(hours / 24), past };
}
