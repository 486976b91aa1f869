import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type Forest, likelihood, planted, pressed } from '../forest.ts';
import { read } from '../index.ts';
import { grow } from './grow.ts';

const night = (first: string, second: string) => [
  {
    file: 'a.txt',
    text: `The road through the Selm gorge\n\nSELM, 4 May 2026 - Lorries with flour for the hill villages of Orland waited at the Selm gorge on Monday.\n\n${first}\n\nVillagers said that bread had run out in the hills a week ago.`,
  },
  {
    file: 'b.txt',
    text: `Selm gorge road: what happened\n\nNARRA, 5 May 2026 - Flour for the hill villages has left the port of Narra, officials of the port said.\n\n${second}\n\nBakers in the hills said they had flour for three days.`,
  },
];
const shown = (files: ReturnType<typeof night>) =>
  read(files).contradictions.filter((c) => /^(?:contradiction|characterisation)/.test(c.assessment));

describe('passages of two accounts that tell one thing otherwise', () => {
  const first =
    'The drivers’ union said the convoy was plundered at the gorge by fighters of the Upland Front, who fired over the lorries.';
  const second =
    'The Upland Front said the convoy was guarded at the gorge by its fighters, who left every lorry as it was.';
  test('what no rule asks is shown where words alone part two passages, with both of them whole', () => {
    const found = shown(night(first, second)).find((c) => c.topic.code === 'otherwise');
    assert.ok(found, 'it is found');
    assert.deepEqual(found.values.map((v) => v.file).sort(), ['a.txt', 'b.txt']);
    for (const v of found.values) assert.match(v.text, /the convoy was/);
  });
  test('the same passage told twice is no difference', () => {
    assert.deepEqual(
      shown(night(first, first)).filter((c) => c.topic.code === 'otherwise'),
      [],
    );
  });
  test('which document comes first changes nothing', () => {
    const plain = (files: ReturnType<typeof night>): string[] =>
      shown(files)
        .map((c) => [c.type, ...c.values.map((v) => `${v.file} ${v.start}`).sort()].join())
        .sort();
    assert.deepEqual(plain(night(first, second).reverse()), plain(night(first, second)));
  });
});

describe('a forest', () => {
  const rows = Array.from({ length: 400 }, (_, i) => {
    const [a, b] = [i % 20, Math.floor(i / 20)];
    return { x: [a, b, (i * 7) % 13], y: a > 9 !== b > 9 ? (1 as const) : (0 as const), by: 1 };
  });
  test('finds what only two numbers together tell', () => {
    const forest = grow(rows, { trees: 60, leaves: 6, rate: 0.2, cost: 1, least: 5, share: 1 });
    for (const { x, y } of rows) assert.equal(likelihood(forest, x) > 0.5, y === 1, x.join());
  });
  test('is the same when it is grown again, and says the same when it was kept as text', () => {
    const forest: Forest = grow(rows);
    assert.deepEqual(grow(rows), forest);
    const kept = planted(pressed(forest));
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 25 }), { minLength: 3, maxLength: 3 }), (x) => {
        assert.ok(Math.abs(likelihood(kept, x) - likelihood(forest, x)) < 0.01);
      }),
    );
  });
});
