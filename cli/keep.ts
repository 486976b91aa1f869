// sulh keep: documents into the record, as many as came in the night: each an entry, with the title, the day, the outlet and
// the language that reading finds in it, unless they are given.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TEXT_LIMIT } from '@sulh/mechanism';
import { introduce } from '@sulh/reading';
import { Problem, sha256, toHex, utf8 } from '@sulh/record';
import { Command } from 'commander';
import { Client, DEFAULT_URL } from './client.ts';
import { readKey, type Signer } from './keys.ts';
import { audienceOf, clean, data, FAILED, fail, say } from './out.ts';
import { send } from './put.ts';
import { ADDRESSES, isAddress, source } from './sources.ts';

interface Options {
  key: string;
  passphraseFile?: string;
  to: string;
  title?: string;
  outlet?: string;
  published?: string;
  language?: string;
  audience: string;
  inside?: boolean;
  json?: boolean;
}

export const keep = (): Command =>
  new Command('keep')
    .description('Keep documents from outside as they came, each with the title, day and outlet that it states.')
    .argument('<documents...>', 'text files, web addresses, or - for standard input')
    .requiredOption('--key <file>', 'your signer key')
    .option('--passphrase-file <file>', 'the passphrase of an encrypted key (or set SULH_PASSPHRASE)')
    .option('--to <url>', 'the host, or the record there (SULH_URL)', DEFAULT_URL)
    .option('--title <words>', 'its title, in place of the one that is read')
    .option('--outlet <name>', 'who published them, likewise')
    .option('--published <day>', 'when: 2026-11-20, likewise')
    .option('--language <tag>', 'language: en, ur, ar ..., likewise')
    .option('--audience <who>', 'members, public, or organisations with commas', 'members')
    .option('--inside', 'take web addresses also from private networks and this machine')
    .option('--json', 'print data')
    .addHelpText(
      'after',
      `
What is on record already, word for word, is not kept twice. Of a web page its words are kept, with the page's address and hash.
${ADDRESSES}

Example: sulh keep --key analyst.key tonight/*.txt https://news.example/article`,
    )
    .action(run);

interface Kept {
  readonly document: string;
  readonly id: string;
  readonly title?: string;
  /** It stood there before. */
  readonly already: boolean;
}

async function run(documents: string[], options: Options): Promise<void> {
  const signer = await readKey(options.key, options.passphraseFile);
  const client = new Client(options.to, signer.record);
  await client.signIn(signer);
  const known = await onRecord(client);
  const kept: Kept[] = [];
  for (const from of documents) {
    try {
      const one = await keepOne(client, signer, from, options, known);
      kept.push(one);
      if (!options.json)
        say(`${one.already ? 'On record already' : 'Kept'}: ${clean(one.title ?? from)}\n  ${clean(one.id)}`);
    } catch (error) {
      // One that cannot be kept does not hold up the others.
      if (!(error instanceof Problem)) throw error;
      if (documents.length > 1) process.stderr.write(`${clean(from)}:\n`);
      process.exitCode = Math.max(FAILED, await fail(error));
    }
  }
  if (options.json) data(kept);
}

/** The documents on record, by hash: those that the key's member may read. */
async function onRecord(client: Client): Promise<Map<string, { id: string; title?: string }>> {
  const known = new Map<string, { id: string; title?: string }>();
  for (let after = ''; ; ) {
    const { rows, next } = (await client.json(
      'GET',
      `/api/records/${client.record}/document?limit=500${after && `&after=${encodeURIComponent(after)}`}`,
    )) as { rows: { id: string; sha256: string; title?: string }[]; next?: string };
    for (const { id, sha256: hash, title } of rows) known.set(hash, { id, ...(title ? { title } : {}) });
    if (!next) return known;
    after = next;
  }
}

async function keepOne(
  client: Client,
  signer: Signer,
  from: string,
  options: Options,
  known: Map<string, { id: string; title?: string }>,
): Promise<Kept> {
  const came = await source(from, options.inside === true);
  const read = introduce(from, came.text);
  const { text, page } = read;
  const words = utf8(text);
  const short = words.length <= TEXT_LIMIT;
  // What is longer than an entry is kept as a file, as its bytes came.
  const bytes = short ? words : came.bytes;
  const hash = toHex(sha256(bytes));
  const before = known.get(hash);
  if (before) return { document: from, already: true, ...before };

  const title = oneLine(options.title ?? read.title);
  const outlet = oneLine(options.outlet ?? read.outlet);
  const published = options.published ?? read.published;
  const body = {
    file: came.name.slice(-300),
    sha256: hash,
    size: bytes.length,
    media: 'text/plain',
    language: options.language ?? read.language,
    ...(title ? { title } : {}),
    ...(outlet ? { outlet } : {}),
    ...(published ? { published } : {}),
    ...(isAddress(from) && from.length <= 2_000 ? { url: from } : {}),
    ...(page && short
      ? { note: `The words of a web page of ${came.bytes.length} bytes, SHA-256 ${toHex(sha256(came.bytes))}.` }
      : {}),
    ...(short ? { text } : {}),
  };
  if (!short) await sendBytes(client, signer, bytes);
  const { id } = await client.file(signer, 'document.keep', body, audienceOf(options.audience));
  const named = { id, ...(title ? { title } : {}) };
  known.set(hash, named);
  return { document: from, already: false, ...named };
}

const oneLine = (words: string): string => words.replace(/\s+/g, ' ').trim().slice(0, 300);

async function sendBytes(client: Client, signer: Signer, bytes: Uint8Array): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sulh-keep-'));
  try {
    const path = join(folder, 'document');
    await writeFile(path, bytes, { mode: 0o600 });
    await send(client, signer, path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
