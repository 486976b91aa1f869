// sulh lint: an agreement, article by article: reciprocal, measurable, verifiable, time-bound, enforceable, unambiguous?

import { AgreementBody, LINT_CHECKS, type LintReport, lintAgreement, lintText } from '@sulh/mechanism';
import { Problem } from '@sulh/record';
import { Command } from 'commander';
import { parseJson, readText } from './files.ts';
import { clean, columns, data, FAILED, say } from './out.ts';

const MOST_BYTES = 8 * 1024 * 1024;
const MARKS = { ok: 'ok', missing: 'missing', doubtful: 'doubtful' } as const;

export const lint = (): Command =>
  new Command('lint')
    .description('Say which obligations of an agreement lack a measure, a mirror, a verifier, a time, a consequence.')
    .argument('<agreement>', 'a structured agreement (JSON), or the plain text of one, or - for standard input')
    .option('--json', 'print data: every check of every obligation with the words at fault')
    .addHelpText(
      'after',
      `
Exit code 1 when any check of any obligation is missing or doubtful.

Example: sulh lint pilot/model-agreement.json
         sulh lint agreement.txt --json`,
    )
    .action(async (file: string, options: { json?: boolean }) => {
      const text = await readText(file, MOST_BYTES);
      const report = text.trimStart().startsWith('{') ? structured(parseJson(text, file)) : lintText(text);
      const wrong = report.obligations.flatMap((one) => one.findings).filter((one) => one.result !== 'ok').length;
      if (wrong > 0 || report.obligations.length === 0) process.exitCode = FAILED;
      if (options.json) return data(report);
      print(report, wrong);
    });

/** A body of `agreement.record`, or the row of an agreement as the office and the API give it. */
function structured(value: unknown): LintReport {
  const versions = (value as { versions?: unknown[] }).versions;
  const body = Array.isArray(versions) ? { ...(value as object), ...(versions.at(-1) as object) } : value;
  const parsed = Array.isArray(versions) ? AgreementBody.loose().safeParse(body) : AgreementBody.safeParse(body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw new Problem('invalid-body', { path: issue.path.join('.') || 'body', message: issue.message });
  }
  const { articles, obligations, parties } = parsed.data;
  const bound = parties.length > 0 ? parties : [...new Set(obligations.flatMap((one) => one.obligors))];
  return lintAgreement({ articles, obligations }, bound);
}

function print(report: LintReport, wrong: number): void {
  const widths = [28, ...LINT_CHECKS.map((check) => Math.max(check.length, 8))];
  say(columns(['obligation', ...LINT_CHECKS], widths));
  for (const one of report.obligations) {
    const result = (check: string) => {
      const found = one.findings.filter((finding) => finding.check === check && finding.result !== 'ok');
      return found.length === 0
        ? MARKS.ok
        : found.some((finding) => finding.result === 'missing')
          ? MARKS.missing
          : MARKS.doubtful;
    };
    say(columns([clean(one.id).slice(0, 28), ...LINT_CHECKS.map(result)], widths));
  }
  for (const one of report.obligations) {
    const faults = one.findings.filter((finding) => finding.result !== 'ok');
    if (faults.length === 0) continue;
    say(
      `\n${clean(one.id)} (${clean(one.obligors.join(', ') || 'nobody is named')}): ${clean(one.text.slice(0, 200))}`,
    );
    for (const { check, result, sentence, spans } of faults) {
      const words = spans.map((span) => `“${clean(span.text)}”`).join(', ');
      say(`  - ${check}, ${result}: ${clean(sentence)}${words ? ` ${words}` : ''}`);
    }
  }
  say(`\n${report.obligations.length} obligations, ${wrong} checks not met.`);
  if (report.withoutObligation.length > 0)
    say(`Articles that bind nobody: ${report.withoutObligation.map(clean).join(', ')}`);
  if (report.obligations.length === 0) say('Nothing was found that binds anybody.');
}
