import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { EVENT_KINDS } from '@sulh/mechanism';
import { instant, LANGUAGES, type Language, speak } from '../words.ts';

const folder = new URL('../messages/', import.meta.url);
const languages = Object.fromEntries(
  readdirSync(folder).map((file) => [
    file.slice(0, -5),
    JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Record<string, string>,
  ]),
);
const english = languages.en ?? {};

test('the field app speaks six languages, each of them whole', () => {
  assert.deepEqual(Object.keys(languages).sort(), ['ar', 'en', 'prs', 'ps', 'tr', 'ur']);
  for (const [language, words] of Object.entries(languages)) {
    assert.deepEqual(Object.keys(words), Object.keys(english), language);
    for (const [key, text] of Object.entries(words)) {
      assert.ok(text.trim(), `${language} ${key}`);
      const places = (one: string) => (one.match(/\{\w+\}/g) ?? []).sort();
      assert.deepEqual(places(text), places(english[key] ?? ''), `${language} ${key}`);
      if (language !== 'en') assert.notEqual(text, english[key], `${language} ${key} is still English`);
    }
  }
});

test('every kind of event can be chosen by name', () => {
  for (const kind of EVENT_KINDS) assert.ok(english[`event.${kind}`], kind);
});

test('a moment is written the year first and by twenty-four hours in every language, in its own figures', (t) => {
  // All that speaking does beside: it tells the page.
  Object.assign(globalThis, { document: { documentElement: {} } });
  t.after(() => Reflect.deleteProperty(globalThis, 'document'));
  const at = new Date(2026, 10, 5, 20, 7).toISOString();
  for (const language of Object.keys(LANGUAGES) as Language[]) {
    speak(language);
    const latin = instant(at).replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 15));
    assert.equal(latin, '2026-11-05 20:07', language);
  }
  speak('ps');
  assert.match(instant(at), /^[۰-۹]{4}-/);
});
