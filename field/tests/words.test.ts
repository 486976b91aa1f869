import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { EVENT_KINDS } from '@sulh/mechanism';

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
