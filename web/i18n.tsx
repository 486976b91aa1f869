// The words of the office. Every value that enters a sentence is isolated, so that an id, a number or a name of the other
// direction cannot turn the words around it.

import { IntlMessageFormat } from 'intl-messageformat';
import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import * as dates from './dates.ts';
import { isLanguage, LANGUAGES, type Language, languageFor } from './languages.ts';
import type en from './messages/en.json';

export type Key = keyof typeof en;
export type Messages = Record<string, string>;
export type Values = Record<string, string | number | undefined>;

const files: Record<Language, () => Promise<{ default: Messages }>> = {
  en: () => import('./messages/en.json'),
  ur: () => import('./messages/ur.json'),
  ps: () => import('./messages/ps.json'),
  prs: () => import('./messages/prs.json'),
  ar: () => import('./messages/ar.json'),
  tr: () => import('./messages/tr.json'),
};
/** The words of one language; the file comes with the first reader who needs it. */
export const messagesOf = async (language: Language): Promise<Messages> => (await files[language]()).default;

const isolate = (value: string): string => `\u2068${value}\u2069`;

export interface Words {
  readonly language: Language;
  readonly dir: 'ltr' | 'rtl';
  /** A message of the catalogue. */
  t(key: Key, values?: Values): string;
  /** A message whose key is known only at run time, or `otherwise`. */
  maybe(key: string, values?: Values, otherwise?: string): string;
  has(key: string): boolean;
  n(value: number, options?: Intl.NumberFormatOptions): string;
  /** A text with its figures as the language writes them. */
  figures(text: string): string;
  /** One of several wordings: the reader's language, else English, else the first. */
  of(words: Readonly<Record<string, string>> | undefined): string;
  /** The tag of the language in which `of` says it. */
  tagOf(words: Readonly<Record<string, string>> | undefined): string | undefined;
  day(iso: string, short?: boolean): string;
  dayMark(iso: string): string;
  dayBeside(iso: string): string | undefined;
  time(iso: string): string;
  /** `in 3 hours`, `2 days ago`. */
  ago(iso: string, now: string): string;
}

/** Words over a loaded catalogue; separate from React so that tests can read it. */
export function wordsOf(language: Language, messages: Messages): Words {
  const compiled = new Map<string, IntlMessageFormat>();
  const { locale, figures, dir } = LANGUAGES[language];
  const say = (key: string, values: Values = {}): string => {
    const text = messages[key];
    if (text === undefined) return key;
    if (!text.includes('{') && !text.includes("'")) return text;
    let message = compiled.get(key);
    if (!message) {
      message = new IntlMessageFormat(text, `${locale}-u-nu-${figures}`);
      compiled.set(key, message);
    }
    const safe = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        // A value that chooses between forms must stay as it is; only what is printed is isolated.
        typeof value === 'string' && !text.includes(`{${name}, select`) ? isolate(value) : value,
      ]),
    );
    try {
      return String(message.format(safe));
    } catch {
      // A value is missing: the sentence without it is better than no sentence.
      return text.replace(/\{(\w+)[^{}]*\}/g, (_, name: string) => String(safe[name] ?? '…'));
    }
  };
  return {
    language,
    dir,
    t: say,
    maybe: (key, values, otherwise) => (messages[key] === undefined ? (otherwise ?? key) : say(key, values)),
    has: (key) => messages[key] !== undefined,
    n: (value, options) => dates.number(language, value, options),
    figures: (text) => text.replace(/\d/g, (one) => dates.number(language, Number(one))),
    of: (words) => (words ? (words[language] ?? words.en ?? Object.values(words)[0] ?? '') : ''),
    tagOf(words) {
      const found =
        words && (words[language] !== undefined ? language : words.en !== undefined ? 'en' : Object.keys(words)[0]);
      return found && (LANGUAGES[found as Language]?.tag ?? found);
    },
    day: (iso, short) => dates.day(language, iso, 'UTC', short),
    dayMark: (iso) => dates.dayMark(language, iso),
    dayBeside: (iso) => dates.dayBeside(language, iso),
    time: (iso) => dates.time(language, iso),
    ago(iso, now) {
      const { unit, count, past } = dates.apart(iso, now);
      return say(past ? `ago.${unit}` : `in.${unit}`, { count });
    },
  };
}

interface Speech extends Words {
  choose(language: Language): void;
}
const Speech = createContext<Speech | undefined>(undefined);

/** The reader's words. */
export function useWords(): Speech {
  const words = use(Speech);
  if (!words) throw new Error('useWords outside of <Speaking>');
  return words;
}

function chosen(): Language {
  const asked = new URLSearchParams(location.search).get('lang');
  if (isLanguage(asked)) return asked;
  const kept = localStorage.getItem('sulh.language');
  return isLanguage(kept) ? kept : languageFor(navigator.languages);
}

/** Loads the reader's language, and sets `lang` and `dir` on the page. */
export function Speaking({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(chosen);
  const [loaded, setLoaded] = useState<{ language: Language; messages: Messages }>();
  useEffect(() => {
    let current = true;
    messagesOf(language).then((messages) => {
      if (current) setLoaded({ language, messages });
    });
    return () => {
      current = false;
    };
  }, [language]);
  const speech = useMemo<Speech | undefined>(
    () =>
      loaded && {
        ...wordsOf(loaded.language, loaded.messages),
        choose(next) {
          localStorage.setItem('sulh.language', next);
          setLanguage(next);
        },
      },
    [loaded],
  );
  useEffect(() => {
    if (!speech) return;
    document.documentElement.lang = LANGUAGES[speech.language].tag;
    document.documentElement.dir = speech.dir;
    document.documentElement.dataset.language = speech.language;
  }, [speech]);
  return speech ? <Speech value={speech}>{children}</Speech> : null;
}
