// The six languages of the office: direction, the figures people write, and which calendar stands beside the Gregorian.

/** `calendar` stands beside the Gregorian date; `months` is given where browsers have no words of their own. */
export const LANGUAGES = {
  en: { name: 'English', dir: 'ltr', tag: 'en', locale: 'en-GB', figures: 'latn', calendar: undefined },
  ur: { name: 'اردو', dir: 'rtl', tag: 'ur', locale: 'ur-PK', figures: 'latn', calendar: 'islamic-umalqura' },
  ps: { name: 'پښتو', dir: 'rtl', tag: 'ps', locale: 'fa-AF', figures: 'arabext', calendar: 'persian' },
  prs: { name: 'دری', dir: 'rtl', tag: 'fa-AF', locale: 'fa-AF', figures: 'arabext', calendar: 'persian' },
  ar: { name: 'العربية', dir: 'rtl', tag: 'ar', locale: 'ar', figures: 'arab', calendar: 'islamic-umalqura' },
  tr: { name: 'Türkçe', dir: 'ltr', tag: 'tr', locale: 'tr-TR', figures: 'latn', calendar: undefined },
} as const;
export type Language = keyof typeof LANGUAGES;

export const isLanguage = (text: string | null | undefined): text is Language =>
  !!text && Object.hasOwn(LANGUAGES, text);

/** The language for a reader who has not chosen: the first of the browser's that the office has. `fa` reads Dari. */
export function languageFor(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const base = tag.toLowerCase().split('-')[0]!;
    if (isLanguage(base)) return base;
    if (base === 'fa') return 'prs';
  }
  return 'en';
}

/** Languages whose letters are Arabic, for text whose language is known by its tag alone. */
export const isArabicScript = (tag: string): boolean => /^(ar|fa|prs|ps|pus|ur|sd|ug|ckb)\b/.test(tag);
