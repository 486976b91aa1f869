/**
 * Scores what is read across documents: clusters of articles about invented conflicts, each told by both sides and a third,
 * annotated before they were ever read. `node reading/tests/eval-clusters.ts [--faults]`
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { evaluate, type GoldCross, type Score } from '../eval.ts';
import { read } from '../index.ts';

const FOLDER = join(import.meta.dirname, 'articles/clusters');
const TASKS = /^(?:origins|wordings|contradictions)/;

/** The clusters: each a set of files with its origins and contradictions. */
export function clusters(): { name: string; files: { file: string; text: string }[]; cross: GoldCross }[] {
  if (!existsSync(FOLDER)) return [];
  return readdirSync(FOLDER)
    .sort()
    .map((name) => {
      const folder = join(FOLDER, name);
      const files = readdirSync(folder)
        .filter((file) => file.endsWith('.txt'))
        .sort()
        .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));
      return { name, files, cross: JSON.parse(readFileSync(join(folder, 'cross.json'), 'utf8')) as GoldCross };
    });
}

/** The scores of the tasks across documents, for each cluster. */
export function scoreClusters(): { name: string; scores: Score[] }[] {
  return clusters().map(({ name, files, cross }) => {
    const texts = new Map(files.map((f) => [f.file, f.text]));
    return { name, scores: evaluate([], cross, read(files), texts).filter((one) => TASKS.test(one.task)) };
  });
}

/** Precision, recall and F1 of each task over all clusters. */
export function summed(
  all: readonly { scores: readonly Score[] }[],
): { task: string; right: number; missed: number; extra: number; precision: number; recall: number; f1: number }[] {
  const tasks = [...new Set(all.flatMap(({ scores }) => scores.map((s) => s.task)))];
  return tasks.map((task) => {
    const scores = all.flatMap((one) => one.scores.filter((s) => s.task === task));
    const sum = (of: (s: Score) => number): number => scores.reduce((n, s) => n + of(s), 0);
    const [right, missed, extra] = [sum((s) => s.right), sum((s) => s.missed), sum((s) => s.extra)];
    // A contradiction may be reported in parts: what each cluster called right is weighed by what it reported.
    const said = sum((s) => (s.precision < 1 ? s.extra / (1 - s.precision) : s.right));
    const precision = said === 0 ? 1 : 1 - extra / said;
    const recall = right / (right + missed);
    return { task, right, missed, extra, precision, recall, f1: (2 * precision * recall) / (precision + recall) };
  });
}

if (process.argv[1] === import.meta.filename) {
  const row = (task: string, ...n: number[]): void =>
    console.log(
      `${task.padEnd(34)} ${n.map((x) => (Number.isInteger(x) ? String(x) : x.toFixed(2)).padStart(7)).join(' ')}`,
    );
  console.log(`${''.padEnd(34)}   right  missed   extra  precis.  recall      F1`);
  const all = scoreClusters();
  for (const { name, scores } of all)
    for (const s of scores) {
      row(`${name}: ${s.task}`, s.right, s.missed, s.extra, s.precision, s.recall, s.f1);
      if (process.argv.includes('--faults')) for (const fault of s.faults) console.log(`      ${fault}`);
    }
  for (const s of summed(all)) row(`all: ${s.task}`, s.right, s.missed, s.extra, s.precision, s.recall, s.f1);
}
