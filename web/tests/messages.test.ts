import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  BRIEF_SENTENCES,
  COMPLIANCE,
  COMPLIANCE_REASONS,
  EVENT_KINDS,
  KINDS,
  SEATS,
  STANDARDS,
  schemaOf,
} from '@sulh/mechanism';
import { HEALTH_SENTENCES } from '@sulh/server';
import { IntlMessageFormat } from 'intl-messageformat';
import { catalogueOf, codedFields } from '../codes.ts';
import { apart, day, dayBeside, number, time } from '../dates.ts';
import { LANGUAGES, type Language, languageFor } from '../languages.ts';
import { formOf, isFile, isSpan, type Shape } from '../shape.ts';

const LANGUAGE_NAMES = Object.keys(LANGUAGES) as Language[];
const messages = Object.fromEntries(
  LANGUAGE_NAMES.map((language) => [
    language,
    JSON.parse(readFileSync(new URL(`../messages/${language}.json`, import.meta.url), 'utf8')) as Record<
      string,
      string
    >,
  ]),
) as Record<Language, Record<string, string>>;

/** Names of the values in a message, at any depth. */
function placeholders(text: string): string[] {
  const found = new Set<string>();
  const walk = (parts: readonly unknown[]) => {
    for (const part of parts as { type: number; value?: string; options?: Record<string, { value: unknown[] }> }[]) {
      if (part.type >= 1 && part.type <= 6) found.add(part.value!);
      for (const option of Object.values(part.options ?? {})) walk(option.value);
    }
  };
  walk(new IntlMessageFormat(text, 'en').getAst());
  return [...found].sort();
}

describe('the words of the office', () => {
  for (const language of LANGUAGE_NAMES) {
    it(`are all there in ${language}, with the same values in each sentence`, () => {
      assert.deepEqual(Object.keys(messages[language]).sort(), Object.keys(messages.en).sort());
      for (const [key, text] of Object.entries(messages[language])) {
        assert.ok(text.trim() !== '' || key === 'comma', key);
        assert.deepEqual(placeholders(text), placeholders(messages.en[key]!), key);
      }
    });
  }

  // Words that are the same in Turkish and English, or that are names of formats.
  const SAME: Partial<Record<Language, readonly string[]>> = { tr: [] };
  for (const language of LANGUAGE_NAMES.filter((one) => one !== 'en')) {
    it(`leave no English over in ${language}`, () => {
      const left = Object.entries(messages[language]).filter(
        ([key, text]) =>
          text === messages.en[key] &&
          /[a-z]{3}/i.test(text.replace(/\{[^}]*\}/g, '')) &&
          !SAME[language]?.includes(key),
      );
      assert.deepEqual(left, []);
      if (LANGUAGES[language].dir === 'rtl') {
        const latin = Object.entries(messages[language]).filter(([, text]) => {
          const words = text
            .replace(/\{[^{}]*(\{[^{}]*\}[^{}]*)*\}/g, '')
            .replace(
              /SHA-256|CSV|HXL|GeoJSON|JSON|Feed|QR|UTC|UTF-8|https|localhost|Ctrl|MB|sulh|A–F|Natural Earth/g,
              '',
            );
          return /[a-z]{2}/i.test(words);
        });
        assert.deepEqual(latin, []);
      }
    });
  }

  it('have a sentence for every line of the brief, kind of entry, event, seat and standard', () => {
    const wanted = [
      ...[...Object.keys(BRIEF_SENTENCES), ...Object.keys(HEALTH_SENTENCES)].map((code) => `brief.${code}`),
      ...KINDS.flatMap(({ name }) => [`kind.${name}`, `do.${name}`]),
      ...EVENT_KINDS.map((kind) => `event.${kind}`),
      ...SEATS.map((seat) => `seat.${seat}`),
      ...STANDARDS.map((standard) => `standard.${standard}`),
      ...COMPLIANCE.map((state) => `compliance.${state}`),
      ...COMPLIANCE_REASONS.map((reason) => `reason.${reason}`),
    ];
    assert.deepEqual(
      wanted.filter((key) => messages.en[key] === undefined),
      [],
    );
  });

  // Grades are letters everywhere, and languages say their own names.
  const itself = /(?:^|\.)(?:grade\.reliability|languages)$/;
  const coded = KINDS.flatMap(({ name }) =>
    [...codedFields(schemaOf(name)!)].flatMap(([path, codes]) =>
      itself.test(path) ? [] : codes.map((code) => `${catalogueOf(name, path)}.${code}`),
    ),
  );
  it('have words for every code that the schema of any kind of entry allows', () => {
    assert.deepEqual(
      [...new Set(coded)].filter((key) => messages.en[key] === undefined),
      [],
    );
  });

  it('have a name for every field of the kinds that a made form writes', () => {
    const fields = new Set<string>();
    const walk = (shape: Shape): void => {
      for (const [name, one] of Object.entries(shape.properties ?? {})) {
        // Clocks have their names as clocks; a span is a document and its words; a file is chosen.
        if (name !== 'clocks' && !isSpan(one) && !isFile(one)) walk(one);
        if (one.const === undefined) fields.add(name);
      }
      for (const one of [...(shape.anyOf ?? []), ...(shape.oneOf ?? [])]) walk(one);
      if (shape.items && !isSpan(shape.items) && !isFile(shape.items)) walk(shape.items);
      if (typeof shape.additionalProperties === 'object') walk(shape.additionalProperties);
    };
    for (const { name } of KINDS)
      if (name === 'terms.adopt' || formOf(name) === undefined) walk(schemaOf(name) as Shape);
    assert.ok(fields.size > 100);
    assert.deepEqual(
      [...fields].filter((name) => !messages.en[`field.${name}`] && !messages.en[name]),
      [],
    );
  });

  it('are all used: no sentence that nothing says', () => {
    const folder = fileURLToPath(new URL('..', import.meta.url));
    const source = readdirSync(folder)
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => readFileSync(folder + name, 'utf8'))
      .join('\n');
    const unused = Object.keys(messages.en).filter((key) => {
      if (source.includes(`'${key}'`) || coded.includes(key)) return false;
      // Keys made at run time: some beginning of the key stands in a template.
      return (
        !key.split('.').some((_, i, parts) => i > 0 && source.includes(`\`${parts.slice(0, i).join('.')}.\${`)) &&
        !/^(kind|brief|access|position|ceasefire|clock|absent|stop|ground|claim|subject)\./.test(key)
      );
    });
    assert.deepEqual(unused, []);
  });

  it('never call anything a violation, a terrorist or an aggressor', () => {
    for (const [key, text] of Object.entries(messages.en)) {
      if (key === 'foot.neutral') continue;
      assert.doesNotMatch(text, /violat|terror|aggress|martyr|regime|militant/i, key);
    }
  });
});

describe('dates', () => {
  const instant = '2026-11-21T07:05:00Z';
  it('stand in the reader’s figures, with the second calendar beside', () => {
    assert.equal(day('en', instant), '21 November 2026');
    assert.equal(dayBeside('en', instant), undefined);
    assert.equal(day('prs', instant), '۲۱ نومبر ۲۰۲۶');
    assert.equal(day('prs', instant, 'UTC', true), '۲۱ نومبر ۲۰۲۶');
    assert.equal(dayBeside('prs', instant), '۳۰ عقرب ۱۴۰۵');
    assert.equal(day('ps', instant), '۲۱ نومبر ۲۰۲۶');
    assert.equal(dayBeside('ps', instant), '۳۰ لړم ۱۴۰۵');
    assert.match(dayBeside('ar', instant) ?? '', /١٤٤٨/);
    assert.match(dayBeside('ur', instant) ?? '', /1448/);
    assert.equal(time('ar', instant), '٠٧:٠٥');
    assert.equal(time('ur', instant), '07:05');
    assert.equal(number('ps', 1234), '۱٬۲۳۴');
    assert.equal(number('ur', 1234), '1,234');
  });
  it('say how far away something is in the unit a person would use', () => {
    assert.deepEqual(apart('2026-11-21T06:30:00Z', instant), { unit: 'minute', count: 35, past: true });
    assert.deepEqual(apart('2026-11-22T07:05:00Z', instant), { unit: 'hour', count: 24, past: false });
    assert.deepEqual(apart('2026-11-25T07:05:00Z', instant), { unit: 'day', count: 4, past: false });
  });
  it('choose the reader’s language from the browser’s, and Dari for fa', () => {
    assert.equal(languageFor(['fa-IR', 'en']), 'prs');
    assert.equal(languageFor(['de', 'tr-TR']), 'tr');
    assert.equal(languageFor(['de']), 'en');
  });
});
