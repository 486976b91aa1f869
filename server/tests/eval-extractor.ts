/**
 * What a language model adds: annotated clusters, with the origins and contradictions that rules find, those that the extractor
 * proposes, and both. `SULH_EXTRACTOR_URL=… SULH_EXTRACTOR_MODEL=… npm run eval extractor -- [FOLDER...]`: the texts are
 * sent to that address. Totals alone are told.
 */
import { type Contradiction, type Origin, read } from '@sulh/reading';
import { evaluate, type Score } from '@sulh/reading/eval';
import { clusters, summed } from '../../reading/tests/eval-clusters.ts';
import { Extractor, extractorOf } from '../extractor.ts';
import { MAX_ACCOUNTS } from '../questions.ts';

const TASKS = /^(?:origins|contradictions)/;
/** A model on a machine of one's own may take its time: milliseconds. */
const PATIENCE = 600_000;

const options = extractorOf(process.env);
if (!options) {
  console.log('No extractor is named, so none is scored: set SULH_EXTRACTOR_URL and SULH_EXTRACTOR_MODEL.');
  process.exit(0);
}
const extractor = new Extractor({ ...options, timeoutMs: PATIENCE });
const folders = process.argv.slice(2);
const rows: Record<string, { scores: Score[] }[]> = { rules: [], extractor: [], both: [] };
const dropped: Record<string, number> = {};
for (const { files, cross } of folders.length > 0 ? folders.flatMap((f) => clusters(f)) : clusters()) {
  const reading = read(files);
  const proposed: Contradiction[] = [];
  const origins: Origin[] = [];
  for (const happening of reading.happenings.filter((of) => of.length > 1)) {
    const found = await extractor.compare(files.filter(({ file }) => happening.includes(file)).slice(0, MAX_ACCOUNTS));
    proposed.push(...found.contradictions);
    origins.push(...found.origins);
    for (const [why, n] of Object.entries(found.dropped)) dropped[why] = (dropped[why] ?? 0) + n;
  }
  const texts = new Map(files.map((f) => [f.file, f.text]));
  for (const [name, said] of Object.entries({
    rules: reading,
    extractor: { origins, contradictions: proposed },
    both: {
      origins: [...reading.origins, ...origins],
      contradictions: [...reading.contradictions, ...proposed],
    },
  })) {
    const { contradictions } = said;
    const scores = evaluate([], cross, { ...reading, origins: said.origins, contradictions }, texts);
    rows[name]!.push({ scores: scores.filter(({ task }) => TASKS.test(task)) });
  }
}
console.log(`${extractor.model.padEnd(48)}   right  missed   extra  precis.  recall      F1`);
for (const [name, of] of Object.entries(rows))
  for (const { task, right, missed, extra, precision, recall, f1 } of summed(of))
    console.log(
      `${`${name}: ${task}`.padEnd(48)} ${[right, missed, extra].map((n) => String(n).padStart(7)).join(' ')}  ${[precision, recall, f1].map((n) => n.toFixed(2).padStart(7)).join(' ')}`,
    );
console.log(
  `dropped: ${Object.entries(dropped)
    .map(([why, n]) => `${why} ${n}`)
    .join(', ')}`,
);
