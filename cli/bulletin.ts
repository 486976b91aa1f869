// sulh bulletin: drafts a bulletin from the record for a window, and with keys signs, approves and fetches it.

import { LANGUAGES } from '@sulh/mechanism';
import { Command } from 'commander';
import { Client, DEFAULT_URL } from './client.ts';
import { writeNew } from './files.ts';
import { readKey, type Signer } from './keys.ts';
import { data, SULH, say, UsageError } from './out.ts';

interface Options {
  from: string;
  to: string;
  type: string;
  language: string[];
  host: string;
  show?: boolean;
  key: string[];
  passphraseFile?: string;
  out?: string;
  json?: boolean;
}

export const bulletin = (): Command =>
  new Command('bulletin')
    .description('Make a bulletin from the record, signed and approved with the keys that are given.')
    .requiredOption('--from <instant>', 'begin of the window, such as 2026-11-14 or 2026-11-14T06:00Z')
    .requiredOption('--to <instant>', 'end of the window')
    .option('--type <type>', 'flash, daily, weekly or thematic', 'weekly')
    .option(
      '--language <code>',
      `a language to word it in (${LANGUAGES.join(', ')}); give it once for each; those of the terms if left out`,
      collect,
      [],
    )
    .option('--host <url>', 'the host, or the record there (SULH_URL)', DEFAULT_URL)
    .option('--show', 'only show what would be drafted; sign nothing')
    .option(
      '--key <file>',
      'a signer key: the first drafts it, every one approves it; give it once for each',
      collect,
      [],
    )
    .option('--passphrase-file <file>', 'the passphrase of encrypted keys (or set SULH_PASSPHRASE)')
    .option('--out <file>', 'save the published bulletin (bulletin.json), which anyone can verify offline')
    .option('--json', 'print data')
    .addHelpText(
      'after',
      '\nExample: sulh bulletin --from 2026-11-14 --to 2026-11-21 --key chair.key --key lead.key --out bulletin.json',
    )
    .action(run);

function collect(one: string, all: string[]): string[] {
  return [...all, one];
}

async function run(options: Options): Promise<void> {
  const window = { from: instant(options.from, '--from'), to: instant(options.to, '--to') };
  if (window.from >= window.to) throw new UsageError('--from comes before --to.');
  const strange = options.language.find((one) => !(LANGUAGES as readonly string[]).includes(one));
  if (strange) throw new UsageError(`--language is one of ${LANGUAGES.join(', ')}, not ${strange}.`);
  const signers: Signer[] = [];
  for (const file of options.key) signers.push(await readKey(file, options.passphraseFile));
  const [drafter] = signers;
  if (!drafter) throw new UsageError('a bulletin is drafted by a member: give --key FILE, and --show to sign nothing.');
  const client = new Client(options.host, drafter.record);
  await client.signIn(drafter);
  const body = await client.json('POST', `/api/records/${client.record}/bulletin/draft`, {
    ...window,
    type: options.type,
    ...(options.language.length > 0 ? { languages: options.language } : {}),
  });
  if (options.show) {
    if (options.json) data(body);
    else printBody(body as Body, options.language);
    return;
  }
  const draft = await client.file(drafter, 'bulletin.draft', body, 'public');
  for (const one of signers)
    await client.file(one, 'bulletin.approve', { bulletin: draft.id, version: draft.id }, 'public');
  const row = (await client.json('GET', `/api/records/${client.record}/bulletin/${draft.id}`)) as { status: string };
  const published = row.status === 'published';
  if (published && options.out) {
    const { text } = await client.ask('GET', `/api/records/${client.record}/bulletin/${draft.id}/file`);
    await writeNew(options.out, text);
  }
  if (options.json)
    return data({
      id: draft.id,
      index: draft.index,
      status: row.status,
      ...(options.out ? { file: options.out } : {}),
    });
  printBody(body as Body, options.language);
  say(`\nBulletin ${draft.id}: ${row.status}.`);
  if (!published) say('The terms ask for more approvals before it is published.');
  else if (options.out) say(`Saved in ${options.out}; anyone can check it with: ${SULH} verify ${options.out}`);
}

interface Body {
  title: Record<string, string>;
  sections: { heading: Record<string, string>; items: Item[] }[];
  limits: Record<string, string>;
  coverage: Item;
}
interface Item {
  text: Record<string, string>;
  figures?: { what: Record<string, string>; value: number | string; entries: string[] }[];
}

/** Prints it in the first language asked for, in English if none was, and says in which others it is worded. */
function printBody({ title, sections, limits, coverage }: Body, asked: readonly string[]): void {
  const [shown = 'en'] = asked;
  const inIt = (words: Record<string, string>) => words[shown] ?? words.en ?? Object.values(words)[0] ?? '';
  const item = ({ text, figures = [] }: Item) => {
    say(`  - ${inIt(text)}`);
    for (const { what, value, entries } of figures) say(`      ${inIt(what)}: ${value} (${entries.length} entries)`);
  };
  say(inIt(title));
  for (const { heading, items } of sections) {
    say(`\n${inIt(heading)}`);
    items.forEach(item);
  }
  say('\nWhat was looked at');
  item(coverage);
  say(`\nLimits: ${inIt(limits)}`);
  say(`\nLanguages: ${Object.keys(limits).join(', ')}`);
}

function instant(text: string, option: string): string {
  const ms = Date.parse(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text);
  if (Number.isNaN(ms))
    throw new UsageError(`${option} is a day or an instant, such as 2026-11-14 or 2026-11-14T06:00Z.`);
  return new Date(ms).toISOString();
}
