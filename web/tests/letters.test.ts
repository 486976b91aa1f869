import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { IntlMessageFormat } from 'intl-messageformat';

// docs/languages.md tells why; the messages of every room are held to it.
const ROOMS = ['exchange', 'field', 'server', 'web'] as const;
/** What is never written in a language: letters of another one, its stops, commas and quotation marks. */
const NEVER: Readonly<Record<string, RegExp>> = {
  ar: /[یکہگپچےۀ,;?۔“”"]/,
  prs: /[يكىۀےہ,;?۔“”"]/,
  ps: /[كىۀےہھ,;?۔“”"]/,
  tr: /[«»"]|\u2063['’]/,
  ur: /[يكىةۀهځټښۍې,;?«»"]/,
};

type Part = { type: number; value?: string; options?: Record<string, { value: Part[] }>; pluralType?: string };

/** The words of a message without its values (each a U+2063), and the forms of each count in it. */
function read(text: string): { words: string; counts: string[][] } {
  const counts: string[][] = [];
  const walk = (parts: readonly Part[]): string =>
    parts
      .map(({ type, value, options, pluralType }) => {
        if (pluralType) counts.push(Object.keys(options ?? {}).filter((form) => !form.startsWith('=')));
        if (options)
          return Object.values(options)
            .map((one) => walk(one.value))
            .join(' ');
        return type === 0 ? (value ?? '') : '\u2063';
      })
      .join('');
  const words = walk(new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true }).getAst() as Part[]);
  return { words: words.replace(/\u2066[^\u2069]*\u2069/g, ''), counts };
}

describe('the letters, marks and counts of each language', () => {
  for (const [language, never] of Object.entries(NEVER))
    it(`are its own in ${language}, in every room`, () => {
      const forms = new Intl.PluralRules(language === 'prs' ? 'fa' : language).resolvedOptions().pluralCategories;
      const wrong: string[] = [];
      for (const room of ROOMS) {
        const file = new URL(`../../${room}/messages/${language}.json`, import.meta.url);
        for (const [key, text] of Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>)) {
          const { words, counts } = read(text);
          if (never.test(words)) wrong.push(`${room} ${key}: ${text}`);
          for (const one of counts)
            if (
              !one.every((form) => (forms as string[]).includes(form)) ||
              (language === 'ar' && one.length !== forms.length)
            )
              wrong.push(`${room} ${key}: forms ${one.join(', ')}`);
        }
      }
      assert.deepEqual(wrong, []);
    });
});
