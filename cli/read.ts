// sulh read: documents in, attributed claims, origins and contradictions out.

import { basename } from 'node:path';
import { decodeText, MAX_BYTES, type Reading, read as readDocuments } from '@sulh/reading';
import { Problem } from '@sulh/record';
import { Command } from 'commander';
import { readBytes } from './files.ts';
import { clean, data, say } from './out.ts';

export const read = (): Command =>
  new Command('read')
    .description('Read documents: who says what about whom, retold by whom, and where they cannot both be right.')
    .argument('<files...>', 'text files, or - for standard input')
    .option('--json', 'print data: documents with spans, origins, contradictions, and who is not heard')
    .addHelpText('after', '\nExample: sulh read pilot/documents/*.txt --json > reading.json')
    .action(async (files: string[], options: { json?: boolean }) => {
      const sources = [];
      for (const file of files) {
        const decoded = decodeText(await readBytes(file, MAX_BYTES));
        if (decoded.kind === 'not-text') throw new Problem('no-text', { file, why: decoded.reason });
        sources.push({ file: file === '-' ? 'standard input' : basename(file), text: decoded.text });
      }
      const reading = readDocuments(sources);
      if (options.json) return data(reading);
      print(reading);
    });

function print({ documents, origins, contradictions, unheard }: Reading): void {
  for (const one of documents) {
    say(`${clean(one.file)}: ${clean(one.title ?? 'no title')}${one.published ? `, ${one.published}` : ''}`);
    say(
      `  ${one.claims.length} claims, ${one.dates.length} dates, ${one.figures.length} figures, ${one.places.length} places`,
    );
    for (const claim of one.claims)
      say(
        `  - ${clean(claim.speaker ?? 'unknown')} (${claim.side ?? 'side unknown'}) ${clean(claim.verb ?? '')} [${claim.kind}, ${claim.speech}]${claim.quote ? `: “${clean(claim.quote)}”` : ''}`,
      );
  }
  for (const one of origins) say(`Origin: ${clean(one.label)}: ${one.documents.map(clean).join(', ')}`);
  for (const one of contradictions) {
    say(`${one.assessment} (${one.type}): ${clean(one.about)}`);
    for (const value of one.values) say(`  - ${clean(value.file)}: ${clean(value.says)}`);
  }
  for (const one of unheard) say(`Not heard: ${clean(one.side)}: ${clean(one.note)}`);
}
