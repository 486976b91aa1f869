/**
 * Reading: articles a second of one core, and a night of retellings read side by side, beside two limits of the same run:
 * splitting the same texts into sentences with the platform's own Intl.Segmenter, and one regular expression that finds words.
 * Neither says who spoke. Times are of the processor, so that a busy machine does not count.
 *
 *     node bench/reading.ts [articles, default 400]
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { read, readDocument } from '@sulh/reading';

const count = Number(process.argv[2] ?? 400);
const folder = join(import.meta.dirname, '../reading/tests/articles');
const bodies = ['.', 'second', 'night'].flatMap((one) =>
  readdirSync(join(folder, one))
    .filter((file) => file.endsWith('.txt'))
    .map((file) => readFileSync(join(folder, one, file), 'utf8')),
);

/** Articles of about 4 KB: one of the texts written for the tests, with the paragraphs of others after it. */
const articles = Array.from({ length: count }, (_, i) => {
  let text = bodies[i % bodies.length]!;
  for (let k = 1; text.length < 4_000; k++)
    text += `\n\n${bodies[(i + k * 7) % bodies.length]!.split('\n').slice(2).join('\n')}`;
  return { file: `${i}.txt`, text: text.slice(0, 4_200) };
});
const size = articles.reduce((sum, one) => sum + one.text.length, 0) / count;

/** Seconds of processor time that some work takes, warmed up. */
function seconds(work: () => void): number {
  work();
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
const rate = (work: () => void): number => count / seconds(work);
const show = (name: string, perSecond: number): void =>
  console.log(`${name.padEnd(64)} ${Math.round(perSecond).toString().padStart(8)} articles/s of processor time`);

console.log(`${count} articles of ${Math.round(size)} characters`);
let claims = 0;
const reading = rate(() => {
  claims = 0;
  for (const one of articles) claims += readDocument(one.file, one.text).claims.length;
});
show('reading: claims, dates, figures, places, furniture', reading);
show(
  'the same, with what one document contradicts in itself',
  rate(() => {
    for (const one of articles) read([one]);
  }),
);
const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });
export let pieces = 0;
const sentences = rate(() => {
  for (const { text } of articles) pieces += [...segmenter.segment(text)].length;
});
show('limit: Intl.Segmenter, sentences only', sentences);
const words = rate(() => {
  for (const { text } of articles) pieces += [...text.matchAll(/[\p{L}\p{N}]+/gu)].length;
});
show('limit: one regular expression for words', words);
const night = articles.slice(0, 40);
const together = seconds(() => void read(night));
console.log(
  `40 articles read side by side, with origins, statements and contradictions: ${together.toFixed(2)} s of processor time`,
);
console.log(
  `${(claims / count).toFixed(1)} claims an article; reading is ${(sentences / reading).toFixed(1)} times the cost of splitting sentences`,
);
