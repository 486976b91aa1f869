import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LANGUAGES, REFUSALS } from '@sulh/mechanism';
import { Problem } from '@sulh/record';
import { languageOf, sentencesIn } from '../language.ts';
import { PROBLEMS, problemBody } from '../problems.ts';

const values = (sentence: string) => [...new Set([...sentence.matchAll(/\{(\w+)\}/g)].map((one) => one[1]))].sort();

test('every problem has a code, a status, a sentence and what to do about it', () => {
  for (const code of Object.keys(REFUSALS)) assert.ok(PROBLEMS[code], code);
  for (const [code, { status, says, todo }] of Object.entries(PROBLEMS)) {
    assert.match(code, /^[a-z0-9]+(?:-[a-z0-9]+)*$/);
    assert.ok(status >= 400 && status < 600, code);
    assert.match(says, /^[A-Z{“].*\.$/, code);
    assert.match(todo, /\.$/, code);
  }
});

test('every problem has its sentence and what to do in each of the six languages, made of the same details', () => {
  for (const language of LANGUAGES) {
    if (language === 'en') continue;
    const sentences = sentencesIn(language);
    const english = new Map(
      Object.entries(PROBLEMS).flatMap(([code, { says, todo }]) => [[code, says] as const, [todo, todo] as const]),
    );
    const missing = [...english.keys()].filter((one) => sentences[one] === undefined);
    assert.deepEqual(missing, [], `server/messages/${language}.json`);
    for (const [of, sentence] of Object.entries(sentences)) {
      const says = english.get(of);
      assert.ok(says, `${language}: there is no problem ${of}`);
      assert.deepEqual(values(sentence), values(says), `${language} ${of}`);
      assert.notEqual(sentence, says, `${language} ${of}`);
    }
  }
});

test('a problem is said in the language that is asked for, with its details', () => {
  const problem = new Problem('not-a-member', { organisation: 'north', type: 'overridden' });
  const body = problemBody(problem, sentencesIn('ur'));
  assert.match(body.detail, /north/);
  assert.match(body.detail, /[\u0600-\u06ff]/);
  assert.match(body.todo, /[\u0600-\u06ff]/);
  assert.equal(body.type, 'https://sulh.example/problems/not-a-member');
  assert.equal(body.organisation, 'north');
  for (const [header, language] of [
    ['ps', 'ps'],
    ['fa-IR,fa;q=0.9', 'prs'],
    ['de,tr;q=0.5,en;q=0.4', 'tr'],
    ['ur;q=0,ar', 'ar'],
    ['xx', 'en'],
    [undefined, 'en'],
    [`${'a,'.repeat(10_000)}tr`, 'en'],
  ] as const) {
    assert.equal(languageOf(header), language, String(header));
  }
});

test('what is in no catalogue is internal, without a word of what it was', () => {
  for (const error of [
    new Error('secret at /home/x'),
    'secret',
    undefined,
    new Problem('no-such-code', { secret: 'secret' }),
  ]) {
    const text = JSON.stringify(problemBody(error));
    assert.match(text, /"code":"internal"/);
    assert.doesNotMatch(text, /secret/);
  }
});
