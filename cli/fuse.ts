// sulh fuse: reports in, incidents out, with how likely and why, and what the reports disagree on.

import { fuse as fuseReports, parseReports } from '@sulh/fusion';
import { Problem } from '@sulh/record';
import { Command } from 'commander';
import { readText } from './files.ts';
import { clean, data, FAILED, say } from './out.ts';

const MOST_BYTES = 512 * 1024 * 1024;

export const fuse = (): Command =>
  new Command('fuse')
    .description('Match reports to incidents: which tell of one event, how likely, and why.')
    .argument('<reports>', 'CSV or JSON lines, or - for standard input')
    .option('--format <format>', 'csv or jsonl; by default from the file’s name or first character')
    .option('--json', 'print data: incidents with reasons, and pairs with their probability')
    .addHelpText(
      'after',
      `
Columns: id, source, origin, side, kind, from, to, lat, lon, radius_km, place, actors, killed_min, killed_max,
wounded_min, wounded_max, text. Absent columns are unknown; only id is needed.

Example: sulh fuse reports.csv --json > incidents.json`,
    )
    .action(async (file: string, options: { format?: string; json?: boolean }) => {
      const text = await readText(file, MOST_BYTES);
      const { reports, problems, problemCount, ignored } = parseReports(text, formatOf(file, text, options.format));
      for (const one of problems)
        process.stderr.write(`${file}: ${clean(`${one.at ?? ''} ${one.code} ${JSON.stringify(one.details)}`)}\n`);
      if (problemCount > problems.length) process.stderr.write(`${file}: ${problemCount - problems.length} more\n`);
      if (ignored.length > 0) process.stderr.write(`${file}: left aside: ${ignored.map(clean).join(', ')}\n`);
      if (reports.length === 0) throw new Problem('no-reports', { file });
      const fusion = fuseReports(reports);
      if (problemCount > 0) process.exitCode = FAILED;
      if (options.json) return data(fusion);
      for (const one of fusion.incidents) {
        if (one.reports.length === 1) continue;
        say(
          `${one.reports.map(clean).join(', ')}: ${Math.round(one.probability * 100)} in 100; ${one.origins} ${one.origins === 1 ? 'origin' : 'origins'}`,
        );
        for (const why of one.why) say(`  - ${clean(why)}`);
      }
      const alone = fusion.incidents.filter((one) => one.reports.length === 1).length;
      say(`${reports.length} reports, ${fusion.incidents.length} incidents, ${alone} of one report alone.`);
    });

function formatOf(file: string, text: string, given: string | undefined): 'csv' | 'jsonl' {
  if (given === 'csv' || given === 'jsonl') return given;
  if (/\.csv$/i.test(file)) return 'csv';
  if (/\.(jsonl|ndjson|json)$/i.test(file)) return 'jsonl';
  return text.trimStart().startsWith('{') ? 'jsonl' : 'csv';
}
