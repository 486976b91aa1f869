/**
 * Scores what is read across documents: clusters of articles about invented conflicts, each told by both sides and a third,
 * annotated before they were ever read. `npm run eval clusters -- [FOLDER] [--faults] [--only NAME,NAME]`: of a folder of
 * clusters that is handed in, totals alone are told, so that it can be kept back.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { evaluate, type GoldCross, type Score } from '../eval.ts';
import { type FileSpan, read } from '../index.ts';

const FOLDER = join(import.meta.dirname, 'articles/clusters');
const TASKS = /^(?:origins|wordings|contradictions)/;

/** Two passages that a reader judged by themselves: do they tell one thing otherwise? */
export interface Judged {
  readonly spans: readonly [FileSpan, FileSpan];
  readonly parts: boolean;
}

/** The clusters: each a set of files with its origins and contradictions, and with passages that were judged two by two. */
export function clusters(
  folder = FOLDER,
): { name: string; files: { file: string; text: string }[]; cross: GoldCross; judged: Judged[] }[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'cross.json')))
    .sort()
    .map((name) => {
      const at = join(folder, name);
      const files = readdirSync(at)
        .filter((file) => file.endsWith('.txt'))
        .sort()
        .map((file) => ({ file, text: readFileSync(join(at, file), 'utf8') }));
      const pairs = existsSync(join(at, 'pairs.tsv'))
        ? readFileSync(join(at, 'pairs.tsv'), 'utf8').trim().split('\n')
        : [];
      const judged = pairs.map((line): Judged => {
        const [a = '', from, to, b = '', start, end, verdict = ''] = line.split('\t');
        return {
          spans: [
            { file: a, start: Number(from), end: Number(to) },
            { file: b, start: Number(start), end: Number(end) },
          ],
          parts: /^[cd]$/.test(verdict),
        };
      });
      return {
        name,
        files,
        cross: crossOf(JSON.parse(readFileSync(join(at, 'cross.json'), 'utf8')) as Written),
        judged,
      };
    });
}

/** An annotation as written: a document is called `doc` or `file`, those of an origin `members` or `documents`. */
interface Written {
  readonly clusters: readonly {
    readonly members?: readonly string[];
    readonly documents?: readonly string[];
    readonly evidence_quotes?: readonly { readonly file: string; readonly text: string }[];
  }[];
  readonly contradictions: readonly {
    readonly id: string;
    readonly topic: string;
    readonly assessment: string;
    readonly values: readonly {
      readonly doc?: string;
      readonly file?: string;
      readonly text: string;
      readonly start?: number;
    }[];
  }[];
}
const crossOf = (written: Written): GoldCross => ({
  clusters: written.clusters.map((c) => ({
    members: c.members ?? c.documents ?? [],
    evidence: c.evidence_quotes ?? [],
  })),
  contradictions: written.contradictions.map((c) => ({
    ...c,
    values: c.values.map((v) => ({ ...v, doc: v.doc ?? v.file ?? '' })),
  })),
});

/** The scores of the tasks across documents, for each cluster. */
export function scoreClusters(of = clusters()): { name: string; scores: Score[] }[] {
  return of.map(({ name, files, cross }) => {
    const texts = new Map(files.map((f) => [f.file, f.text]));
    return { name, scores: evaluate([], cross, read(files), texts).filter((one) => TASKS.test(one.task)) };
  });
}

/** All clusters read at once, as they come in a night: the scores, and how many contradictions are between documents of two. */
export function together(of = clusters()): { scores: Score[]; shown: number; crossing: number } {
  const files = of.flatMap(({ name, files }) => files.map((f) => ({ ...f, file: `${name}/${f.file}` })));
  const reading = read(files);
  const cross: GoldCross = {
    clusters: of.flatMap(({ name, cross }) =>
      cross.clusters.map((c) => ({
        members: c.members.map((m) => `${name}/${m}`),
        evidence: (c.evidence ?? []).map((e) => ({ ...e, file: `${name}/${e.file}` })),
      })),
    ),
    contradictions: of.flatMap(({ name, cross }) =>
      cross.contradictions.map((c) => ({
        ...c,
        id: `${name} ${c.id}`,
        values: c.values.map((v) => ({ ...v, doc: `${name}/${v.doc}` })),
      })),
    ),
  };
  const shown = reading.contradictions.filter((c) => !/^(?:variant|compatible|omission)$/.test(c.assessment));
  const crosses = (one: { values: readonly { file: string }[] }): boolean =>
    new Set(one.values.map((v) => v.file.split('/')[0])).size > 1;
  return {
    scores: evaluate([], cross, reading, new Map(files.map((f) => [f.file, f.text]))).filter((s) => TASKS.test(s.task)),
    shown: shown.length,
    crossing: shown.filter(crosses).length,
  };
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
  const args = process.argv.slice(2);
  const only = args.includes('--only') ? args[args.indexOf('--only') + 1]?.split(',') : undefined;
  const folder = args.find((arg, i) => !arg.startsWith('--') && args[i - 1] !== '--only');
  const faults = args.includes('--faults');
  const chosen = clusters(folder).filter(({ name }) => !only || only.includes(name));
  const all = scoreClusters(chosen);
  if (!folder || faults)
    for (const { name, scores } of all)
      for (const s of scores) {
        row(`${name}: ${s.task}`, s.right, s.missed, s.extra, s.precision, s.recall, s.f1);
        if (faults) for (const fault of s.faults) console.log(`      ${fault}`);
      }
  for (const s of summed(all)) row(`all: ${s.task}`, s.right, s.missed, s.extra, s.precision, s.recall, s.f1);
  const night = together(chosen);
  for (const s of night.scores) row(`at once: ${s.task}`, s.right, s.missed, s.extra, s.precision, s.recall, s.f1);
  console.log(
    `at once: ${night.crossing} of ${night.shown} contradictions are between documents on different happenings`,
  );
}
