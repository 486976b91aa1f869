/**
 * Grows the forest of `passages.ts` on annotated clusters: `node reading/tests/fit-passages.ts [FOLDER...] [--write]`. First it prints, for
 * clusters that it was not grown on (a fifth at a time), what is right among the pairs at each cut; with `--write`, it grows one on all and keeps it.
 * Where a reader judged two passages by themselves (`pairs.tsv`), that counts; elsewhere, whether they touch two values of a contradiction.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compared } from '../accounts.ts';
import { askOf } from '../contradictions.ts';
import { isFound, markedIn } from '../eval.ts';
import { type Forest, likelihood, planted, pressed } from '../forest.ts';
import { lay } from '../read.ts';
import { clusters } from './eval-clusters.ts';
import { grow, type Row } from './grow.ts';

const args = process.argv.slice(2);
const folders = args.filter((arg) => !arg.startsWith('--'));

interface Pair {
  readonly x: number[];
  /** The annotated contradictions that the two passages touch, */
  readonly of: readonly string[];
  /** and what readers say, on average: 1 where the two tell one thing otherwise. Each who differs has half a say. */
  readonly parts: number;
}
let names: string[] = [];
const cases: { name: string; pairs: Pair[]; all: number }[] = [
  ...clusters(),
  ...folders.flatMap((f) => clusters(f)),
].map(({ name, files, cross, judged }) => {
  const marked = markedIn(cross, new Map(files.map((f) => [f.file, f.text])));
  const { happenings, origins } = lay(files);
  const pairs = happenings.flatMap(({ docs }) =>
    compared(askOf(docs, origins)).facing.map(({ of: { a, b, features } }): Pair => {
      names = Object.keys(features);
      const spans = [a, b].map(({ s }) => ({ file: docs[s.doc]!.reading.file, start: s.start, end: s.end }));
      const of = marked.filter((m) => isFound(m, spans)).map(({ id }) => id);
      const verdict = judged.find((j) =>
        j.spans.every((x) => spans.some((y) => y.file === x.file && y.start < x.end && x.start < y.end)),
      );
      const touched = Number(of.length > 0);
      return { x: Object.values(features), of, parts: verdict?.parts ? 1 : verdict ? touched / 2 : touched };
    }),
  );
  return { name, pairs, all: marked.length };
});

/** A cluster of twice as many pairs counts for half as much again. What is half so stands on either side. */
function grownOn(of: typeof cases): Forest {
  const rows = of.flatMap(({ pairs }) =>
    pairs.flatMap(({ x, parts }): Row[] =>
      [
        { x, y: 1 as const, by: parts },
        { x, y: 0 as const, by: 1 - parts },
      ]
        .filter(({ by }) => by > 0)
        .map((row) => ({ ...row, by: row.by / Math.sqrt(pairs.length) })),
    ),
  );
  const mean = rows.reduce((n, r) => n + r.by, 0) / rows.length;
  return grow(rows.map((r) => ({ ...r, by: r.by / mean })));
}

const FOLDS = 5;
const rated = Array.from({ length: FOLDS }, (_, k) => {
  const forest = grownOn(cases.filter((_, i) => i % FOLDS !== k));
  return cases.filter((_, i) => i % FOLDS === k).map((c) => ({ c, p: c.pairs.map(({ x }) => likelihood(forest, x)) }));
}).flat();
const total = cases.reduce((n, c) => n + c.all, 0);
console.log(
  `${cases.length} clusters, ${total} contradictions, ${cases.reduce((n, c) => n + c.pairs.length, 0)} pairs`,
);
for (const cut of [0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6]) {
  let [right, shown, found] = [0, 0, 0];
  for (const { c, p } of rated) {
    const over = c.pairs.filter((_, i) => p[i]! >= cut);
    shown += over.length;
    right += over.filter(({ parts }) => parts > 0).length;
    found += new Set(over.flatMap(({ of }) => of)).size;
  }
  console.log(
    `  from ${cut.toFixed(2)}: ${right} of ${shown} right (${(right / shown).toFixed(2)}), ${found} of ${total} found`,
  );
}
if (args.includes('--write')) {
  const text = pressed(grownOn(cases));
  const asked = new Map<string, number>();
  for (const { feature } of planted(text).trees)
    for (const k of feature) if (k >= 0) asked.set(names[k]!, (asked.get(names[k]!) ?? 0) + 1);
  console.log(
    [...asked]
      .sort((a, b) => b[1] - a[1])
      .map(([name, n]) => `${name} ${n}`)
      .join(', '),
  );
  writeFileSync(
    join(import.meta.dirname, '../passages.data.ts'),
    `/** Grown by tests/fit-passages.ts on annotated clusters. Not to be edited by hand. */\n// biome-ignore format: data\nexport const FOREST = ${JSON.stringify(text)};\n`,
  );
}
