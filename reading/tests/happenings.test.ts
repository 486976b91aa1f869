import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { read } from '../index.ts';
import { clusters, together } from './eval-clusters.ts';

describe('a night of documents on several happenings', () => {
  test('hardly anything that one tells is set against what another tells', () => {
    const { shown, crossing } = together();
    assert.ok(shown > 100, `${shown} are shown`);
    assert.ok(crossing < 0.03 * shown, `${crossing} of ${shown} cross`);
  });

  test('accounts of one happening are still set against each other among documents on others', () => {
    const [one, ...others] = clusters();
    const alone = read(one!.files).contradictions.length;
    const among = read([
      ...one!.files,
      ...others.slice(0, 3).flatMap((c) => c.files.map((f) => ({ ...f, file: `${c.name}-${f.file}` }))),
    ]);
    const own = new Set(one!.files.map((f) => f.file));
    assert.ok(alone > 0);
    assert.ok(among.contradictions.filter((c) => c.values.every((v) => own.has(v.file))).length >= 0.8 * alone);
  });

  test('two raids told in the same words, a month apart, are two', () => {
    const raid = (file: string, day: string, dead: number) => ({
      file,
      text: `Raid on Velmar\n\nVELMAR, ${day}\n\nThe Upland Guard raided the village of Velmar at dawn, the mayor, Ilse Orban, said. The raid killed ${dead} people in Velmar, she said.`,
    });
    const of = (second: string) =>
      read([raid('a.txt', '3 May 2031', 4), raid('b.txt', second, 9)]).contradictions.filter(
        (c) => c.topic.code === 'how-many',
      );
    assert.equal(of('4 May 2031').length, 1);
    assert.equal(of('9 June 2031').length, 0);
  });
});
