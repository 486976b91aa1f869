// sulh read: documents in, attributed claims, origins and contradictions out.

import {
  type Contradiction,
  type DocumentReading,
  isPage,
  type Origin,
  type Reading,
  read as readDocuments,
  type SourceFile,
  sideName,
  textOfPage,
} from '@sulh/reading';
import { Command } from 'commander';
import { clean, data, say } from './out.ts';
import { ADDRESSES, source } from './sources.ts';

interface Options {
  readonly json?: boolean;
  readonly claims?: boolean;
  readonly all?: boolean;
  readonly inside?: boolean;
}

export const read = (): Command =>
  new Command('read')
    .description('Read documents: who says what about whom, retold by whom, and where they cannot both be right.')
    .argument('<documents...>', 'text files, web addresses, or - for standard input')
    .option('--json', 'print data: documents with spans, origins, contradictions, and who is not heard')
    .option('--claims', 'also list every claim, document by document')
    .option('--all', 'also give the statements sentence by sentence, other wordings, and what is left out')
    .option('--inside', 'take web addresses also from private networks and this machine')
    .addHelpText(
      'after',
      `
${ADDRESSES} Of a web page the article is read.

Examples: sulh read pilot/documents/*.txt
          sulh read https://news.example/article --json > reading.json`,
    )
    .action(async (documents: string[], options: Options) => {
      const sources: SourceFile[] = [];
      for (const from of documents) {
        const { name, text } = await source(from, options.inside === true);
        // Two files of one name in two folders are two documents.
        const file = sources.some((one) => one.file === name) ? from : name;
        // As data, spans are those of the page as it came; a person is shown its words.
        const words = isPage(text) && !options.json ? textOfPage(text) : undefined;
        sources.push(words ? { file, text: words.text, published: words.published ?? undefined } : { file, text });
      }
      const reading = readDocuments(sources);
      if (options.json) return data(reading);
      print(reading, new Map(sources.map((one) => [one.file, one.text])), options);
    });

type Span = { readonly file: string; readonly start: number; readonly end: number };

/** For a person: what was read, from whom it comes, where it does not fit, who is missing. Documents are cited by number. */
function print(reading: Reading, texts: ReadonlyMap<string, string>, options: Options): void {
  const { documents, happenings, origins, contradictions, unheard } = reading;
  const number = new Map(documents.map((one, i) => [one.file, `[${i + 1}]`]));
  const cite = (file: string): string => number.get(file) ?? clean(file);
  const words = ({ file, start, end }: Span, most = 200): string => {
    const text = clean((texts.get(file) ?? '').slice(start, end).replace(/\s+/g, ' ').trim());
    const short = text.length > most ? `${text.slice(0, most).replace(/\s+\S*$/, '')} …` : text;
    return /^[“"]/.test(short) ? short : `“${short}”`;
  };
  /** A few words are shown with those around them. */
  const inPlace = (span: Span): string => {
    if (span.end - span.start > 30) return words(span);
    const whole = texts.get(span.file) ?? '';
    const before = /(?:\S+ ){0,4}$/.exec(whole.slice(Math.max(0, span.start - 60), span.start))![0];
    const after = /^\S*(?: \S+){0,6}/.exec(whole.slice(span.end, span.end + 80))![0];
    return `“… ${clean(`${before}${whole.slice(span.start, span.end)}${after}`.trim())} …”`;
  };
  const title = (text: string): void => say(`\n${text}\n`);

  title(`DOCUMENTS: ${documents.length}`);
  for (const one of documents) document(one, cite(one.file), words, options);
  const cited = (files: readonly string[]): string => files.map(cite).join(' ');
  const several = happenings.length > 1;
  if (several) {
    say(`\n  They tell of ${happenings.length} happenings; only what is told of one is set side by side.`);
    for (const files of happenings) if (files.length > 1) say(`    of one: ${cited(files)}`);
    const alone = happenings.filter((files) => files.length === 1).flat();
    if (alone.length > 0) say(`    each by itself: ${cited(alone)}`);
  }

  const told = origins.filter((one) => one.documents.length > 1);
  const single = origins.filter((one) => one.documents.length === 1);
  title('WHERE IT COMES FROM');
  const bySide = Object.entries(Object.groupBy(origins, (one) => one.side)).map(
    ([side, list]) => `${sideName(side)} ${list!.length}`,
  );
  say(`  Origins, counted by side (not outlets): ${bySide.map(clean).join(', ') || 'none'}.`);
  for (const one of told) origin(one, cite, words, options);
  if (single.length > 0) say('\n  Told by one document alone:');
  for (const one of single)
    say(`    ${clean(one.label.replace(/^Words of /, ''))} (${clean(sideName(one.side))}) ${cite(one.documents[0]!)}`);

  const of = (assessment: Contradiction['assessment']) => contradictions.filter((one) => one.assessment === assessment);
  const listed = (heading: string, list: readonly Contradiction[]): void => {
    title(`${heading}: ${list.length}`);
    for (const { type, about, values } of list) {
      say(`  ${clean(about)} (${type})`);
      for (const value of values) {
        const text = inPlace(value);
        const [, who = '', rest = ''] = /^([^:]{1,80}): (.*)$/s.exec(clean(value.says)) ?? [];
        const same = (said: string): boolean => said !== '' && text.includes(said.slice(0, 30));
        const lead =
          same(clean(value.says)) || type === 'figure' ? '' : same(rest) ? `${who}: ` : `${clean(value.says)}: `;
        const whose = value.speaker === 'outlet' ? 'in its own voice' : clean(value.speaker);
        say(`    ${cite(value.file)} ${lead}${text} (${whose})`);
      }
    }
  };
  listed('CANNOT BOTH HOLD', of('contradiction'));
  listed('CALLED DIFFERENTLY', of('characterisation-differs'));
  const [variants, omissions] = [of('variant'), of('omission')];
  if (options.all) {
    listed('WORDED DIFFERENTLY, WHICH IS NO CONTRADICTION', variants);
    listed('LEFT OUT', omissions);
  } else if (variants.length + omissions.length > 0)
    say(
      `\n  No contradiction: ${variants.length} sentences that differ in wording or translation alone; sentences left out by ${omissions.length} documents (--all lists them).`,
    );

  title('NOT HEARD');
  if (unheard.length === 0) say('  Every side is heard in its own words.');
  for (const { note, documents: of } of unheard)
    say(
      `  ${several ? `${cited(of)}: ` : ''}${clean(documents.reduce((said, { file }) => said.replaceAll(file, cite(file)), note))}`,
    );
}

function document(one: DocumentReading, cited: string, words: (span: Span) => string, { claims }: Options): void {
  const from = [one.outlet, one.published].filter((part) => part !== null).join(', ');
  say(`  ${cited} ${clean(one.title ?? 'no title')}${from ? ` — ${clean(from)}` : ''}`);
  const open = one.quotes.filter(([start, end]) => !one.claims.some((c) => c.start < end && start < c.end));
  const quoted =
    one.quotes.length === 0
      ? 'no quotations'
      : `${one.quotes.length} ${one.quotes.length === 1 ? 'quotation' : 'quotations'}, ${open.length === 0 ? 'all attributed' : `${open.length} without a speaker`}`;
  say(`      ${clean(one.file)}; ${one.language}; ${one.claims.length} claims; ${quoted}`);
  if (one.unread > 0) say(`      The last ${one.unread} characters were not read.`);
  for (const [start, end] of open) say(`      Without a speaker: ${words({ file: one.file, start, end })}`);
  for (const { start, end, why } of one.older)
    say(`      Written earlier than the rest: ${words({ file: one.file, start, end })} (${clean(why)})`);
  if (!claims) return;
  for (const c of one.claims)
    say(
      `      - ${clean(c.speaker)} (${clean(sideName(c.side))})${c.verb ? ` ${clean(c.verb)}` : ''} [${c.kind}, ${c.speech}] ${c.quote ? `“${clean(c.quote)}”` : words({ file: one.file, start: c.start, end: c.end })}`,
    );
}

function origin(
  one: Origin,
  cite: (file: string) => string,
  words: (span: Span, most?: number) => string,
  { all }: Options,
): void {
  const several = one.statement.filter((s) => new Set(s.variants.map((v) => v.file)).size > 1);
  say(
    `\n  ${clean(one.label)} (${clean(sideName(one.side))}): ${one.documents.map(cite).join(' ')}; ${one.statement.length} sentences together, ${several.length} told by several`,
  );
  for (const { spans } of one.evidence.slice(0, all ? 60 : 3))
    say(`    shared: ${spans.map((span) => `${cite(span.file)} ${words(span, 90)}`).join('  ')}`);
  if (!all) return;
  for (const [i, { variants }] of one.statement.entries())
    for (const [k, v] of variants.entries())
      say(`    ${k === 0 ? String(i + 1).padStart(3) : '   '}  ${cite(v.file)} ${words(v, 400)}`);
}
