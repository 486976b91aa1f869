/**
 * Scores what is taken for the article of a web page, on 181 pages whose article bodies others have marked, beside what other
 * extractors make of the same pages: `npm run eval pages -- FOLDER`, the folder being a copy of
 * github.com/scrapinghub/article-extraction-benchmark. Its measure: runs of four words, precision and recall of each page,
 * then their means.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { decodeText, readDocument, textOfPage } from '../index.ts';

type Bodies = Readonly<Record<string, { readonly articleBody?: string }>>;

function runsOfFour(text: string): Map<string, number> {
  const words = text.match(/[\p{L}\p{N}_]+/gu) ?? [];
  const runs = new Map<string, number>();
  for (let i = 0; i < Math.max(1, words.length - 3); i++) {
    const run = words.slice(i, i + 4).join(' ');
    if (run !== '') runs.set(run, (runs.get(run) ?? 0) + 1);
  }
  return runs;
}

/** Means over the pages. A page of which nothing was taken has no precision. */
export function score(truth: Bodies, found: Bodies): { precision: number; recall: number; f1: number } {
  const precisions: number[] = [];
  const recalls: number[] = [];
  for (const key of Object.keys(truth)) {
    const want = runsOfFour(truth[key]!.articleBody ?? '');
    const have = runsOfFour(found[key]?.articleBody ?? '');
    const sum = (of: Map<string, number>): number => [...of.values()].reduce((a, b) => a + b, 0);
    const right = [...have].reduce((n, [run, count]) => n + Math.min(count, want.get(run) ?? 0), 0);
    if (sum(have) > 0) precisions.push(right / sum(have));
    if (sum(want) > 0) recalls.push(right / sum(want));
  }
  const mean = (of: readonly number[]): number => of.reduce((a, b) => a + b, 0) / of.length;
  const [precision, recall] = [mean(precisions), mean(recalls)];
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall) };
}

/** The article without its headline, as it is read here. */
function articleOf(html: string): string {
  const { text } = textOfPage(html);
  const { title, furniture } = readDocument('page', text);
  let left = '';
  let at = 0;
  for (const [start, end] of furniture) {
    left += `${text.slice(at, start)}\n`;
    at = Math.max(at, end);
  }
  left += text.slice(at);
  return title === null ? left : left.replace(title, '');
}

const [folder] = process.argv.slice(2).filter((one) => !one.startsWith('--'));
if (process.argv[1] === import.meta.filename) {
  if (!folder || !existsSync(join(folder, 'ground-truth.json'))) {
    console.log('eval pages: no pages here: hand in a copy of github.com/scrapinghub/article-extraction-benchmark.');
  } else {
    const json = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
    const truth = json('ground-truth.json') as Bodies;
    const began = process.cpuUsage();
    const ours: Record<string, { articleBody: string }> = {};
    for (const key of Object.keys(truth)) {
      const decoded = decodeText(gunzipSync(readFileSync(join(folder, 'html', `${key}.html.gz`))));
      ours[key] = { articleBody: decoded.kind === 'text' ? articleOf(decoded.text) : '' };
    }
    const { user, system } = process.cpuUsage(began);
    const rows = [{ name: 'sulh', ...score(truth, ours) }];
    for (const file of readdirSync(join(folder, 'output'))) {
      const found = json(join('output', file)) as Bodies & { readonly output?: Bodies };
      rows.push({ name: file.replace(/\.json$/, ''), ...score(truth, found.output ?? found) });
    }
    console.log(`${'extractor'.padEnd(24)} precision recall     F1`);
    for (const { name, precision, recall, f1 } of rows.sort((a, b) => b.f1 - a.f1))
      console.log(`${name.padEnd(24)} ${[precision, recall, f1].map((n) => n.toFixed(3).padStart(8)).join(' ')}`);
    const each = (user + system) / 1000 / Object.keys(truth).length;
    console.log(
      `${Object.keys(truth).length} pages, ${each.toFixed(0)} ms of processor time each, unpacking and scoring apart.`,
    );
  }
}
