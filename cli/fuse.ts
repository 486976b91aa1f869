// sulh fuse: reports in, incidents out, with how likely and why, and what the reports disagree on.

import {
  crossValidate,
  DEFAULT_WEIGHTS,
  type FusionReport,
  type FusionScore,
  fit,
  fuse as fuseReports,
  type Incident,
  judgedPairs,
  parseJudgement,
  parseReports,
  parseWeights,
  type Weights,
} from '@sulh/fusion';
import { Problem } from '@sulh/record';
import { Command } from 'commander';
import { parseJson, readText, writeNew } from './files.ts';
import { clean, data, FAILED, say, UsageError } from './out.ts';

const MOST_BYTES = 512 * 1024 * 1024;

interface Options {
  readonly format?: string;
  readonly json?: boolean;
  readonly weights?: string;
  readonly judged?: string;
  readonly fit?: string;
}

export const fuse = (): Command =>
  new Command('fuse')
    .description('Match reports to incidents: which tell of one event, how likely, and why.')
    .argument('<reports...>', 'CSV or JSON lines, also packed with gzip; or - for standard input')
    .option('--format <format>', 'csv or jsonl; by default from the file’s name or first character')
    .option('--json', 'print data: incidents with reasons, and pairs with their probability')
    .option('--weights <file>', 'weights as --fit writes them, instead of those that ship')
    .option('--judged <file>', 'what people judged, as CSV: columns a, b, same; or report, incident')
    .option('--fit <file>', 'fit weights to what was judged, and write them here for people to read')
    .addHelpText(
      'after',
      `
Columns: id, source, origin, side, kind, from, to, lat, lon, radius_km, place, actors, killed_min, killed_max,
wounded_min, wounded_max, text. Absent columns are unknown; only id is needed. Common other names are read too
(latitude, event_date, deaths, headline ...); docs/formats.md lists them.

With --judged, no incidents are printed but how well the weights do; with --fit too, on reports not fitted on.

Example: sulh fuse reports.csv --json > incidents.json
         sulh fuse reports.csv --judged links.csv --fit weights.json
         sulh fuse new-reports.csv --weights weights.json`,
    )
    .action(async (files: string[], options: Options) => {
      if (options.fit && !options.judged) throw new UsageError('--fit needs --judged.');
      const weights = options.weights ? await readWeights(options.weights) : DEFAULT_WEIGHTS;
      const reports: FusionReport[] = [];
      for (const file of files) for (const one of await reportsOf(file, options.format)) reports.push(one);
      if (reports.length === 0) throw new Problem('no-reports', { file: files.join(', ') });
      if (options.judged) return learn(reports, options.judged, weights, options);
      const fusion = fuseReports(reports, { weights });
      if (options.json) return data(fusion);
      print(fusion.incidents, reports);
    });

async function readWeights(file: string): Promise<Weights> {
  return parseWeights(parseJson(await readText(file), file));
}

async function reportsOf(file: string, format: string | undefined): Promise<readonly FusionReport[]> {
  const text = await readText(file, MOST_BYTES);
  const { reports, problems, problemCount, ignored, readAs } = parseReports(text, formatOf(file, text, format));
  const warn = (words: string): unknown => process.stderr.write(`${clean(file)}: ${clean(words)}\n`);
  for (const one of problems) warn(`${one.at ?? ''} ${one.code} ${JSON.stringify(one.details)}`);
  if (problemCount > problems.length) warn(`${problemCount - problems.length} more`);
  if (readAs.size > 0)
    warn(`read as: ${[...readAs].map(([field, as]) => (field === as ? field : `${field} as ${as}`)).join(', ')}`);
  if (ignored.length > 0) warn(`left aside: ${ignored.join(', ')}`);
  if (problemCount > 0) process.exitCode = FAILED;
  return reports;
}

function formatOf(file: string, text: string, given: string | undefined): 'csv' | 'jsonl' {
  if (given === 'csv' || given === 'jsonl') return given;
  const name = file.replace(/\.gz$/i, '');
  if (/\.csv$/i.test(name)) return 'csv';
  if (/\.(jsonl|ndjson|json)$/i.test(name)) return 'jsonl';
  return /^\s*[{[]/.test(text.slice(0, 1000)) ? 'jsonl' : 'csv';
}

/** Incidents of several reports, the likeliest to be one event first; what each report says, what they share, where they part. */
function print(incidents: readonly Incident[], reports: readonly FusionReport[]): void {
  const byId = new Map(reports.map((r) => [r.id, r]));
  const several = incidents.filter((one) => one.reports.length > 1).sort((a, b) => b.probability - a.probability);
  for (const one of several) {
    say(
      `${one.reports.length} reports of one incident: ${Math.min(99, Math.round(one.probability * 100))} in 100; ${one.origins} ${one.origins === 1 ? 'origin' : 'origins'}`,
    );
    for (const id of one.reports) {
      const r = byId.get(id);
      say(`    ${clean([id, r?.source, r?.from, r?.place, r?.text?.slice(0, 80)].filter(Boolean).join('  '))}`);
    }
    for (const why of one.why) say(`  + ${clean(why)}`);
    for (const { text } of one.disagreements) say(`  - ${clean(text)}`);
    say();
  }
  say(
    `${reports.length} reports, ${incidents.length} incidents, ${incidents.length - several.length} of one report alone.`,
  );
}

/** Says how well weights do on what was judged; fits and writes new ones if asked. */
async function learn(
  reports: readonly FusionReport[],
  file: string,
  weights: Weights,
  options: Options,
): Promise<void> {
  const judgement = parseJudgement(await readText(file, MOST_BYTES));
  const pairs = judgedPairs(reports, judgement);
  const same = pairs.filter((p) => p.same).length;
  if (!options.json) say(`${pairs.length} judged pairs that could be of one incident; ${same} are.`);
  const truth = judgement.kind === 'incidents' ? judgement.truth : undefined;
  const before = truth && crossValidate(reports, truth, weights);
  let after: FusionScore[] | undefined;
  if (options.fit) {
    const fitted = fit(pairs, reports, { weights });
    after = truth && crossValidate(reports, truth);
    await writeNew(options.fit, `${JSON.stringify(fitted, undefined, 2)}\n`);
  }
  if (options.json) return data({ pairs: pairs.length, same, before: before ?? null, after: after ?? null });
  if (before) say(`Weights as given:   ${said(before)}`);
  if (after) say(`Fitted on the rest: ${said(after)}`);
  if (options.fit)
    say(
      `Written to ${clean(options.fit)}. Each weight is what one unit of evidence adds to the log odds; docs/formats.md.`,
    );
}

function said(folds: readonly FusionScore[]): string {
  // Reports without coordinates make no near pairs: then all pairs are told of.
  const near = folds.some((s) => s.pairwiseNear.pairs > 0);
  const mean = (of: (s: FusionScore) => number): string =>
    (folds.reduce((sum, s) => sum + of(s), 0) / folds.length).toFixed(3);
  const [rates, error] = near
    ? [(s: FusionScore) => s.pairwiseNear, (s: FusionScore) => s.calibrationNear.error]
    : [(s: FusionScore) => s.pairwise, (s: FusionScore) => s.calibration.error];
  const over = near ? 'pairs within 25 km and a day' : 'all pairs';
  return `precision ${mean((s) => rates(s).precision)}, recall ${mean((s) => rates(s).recall)}, F1 ${mean((s) => rates(s).f1)}, calibration error ${mean(error)} (${over}; mean of three thirds of the incidents)`;
}
