// sulh entry: any kind of entry from a terminal, also one that several sign: a draft is a file that goes from one signer to
// the next, each on a machine of its own, and then to the host. Nothing is sent that was not shown before it was signed.

import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { kindOf } from '@sulh/mechanism';
import {
  type Entry,
  entryText,
  MAX_ENTRY_BYTES,
  newId,
  Problem,
  parseEntry,
  signatureLine,
  signText,
  toBase64,
} from '@sulh/record';
import { Command } from 'commander';
import { Client, DEFAULT_URL } from './client.ts';
import { readJson, readText, writeNew } from './files.ts';
import { namesIn, readSkey } from './keys.ts';
import { audienceOf, clean, data, SULH, say, UsageError } from './out.ts';
import { keepReceipt } from './receipt.ts';

export const entry = (): Command =>
  new Command('entry')
    .description('Write an entry of any kind: draft it, sign it, one or several, and send it.')
    .addCommand(
      new Command('draft')
        .description('Draft an entry. Its body is checked against its kind; nothing is signed or sent yet.')
        .argument('<kind>', 'kind of entry, such as member.enrol; docs/entries.md has them all')
        .argument('<body.json>', 'the body; - for standard input')
        .requiredOption('--origin <line>', 'the record’s origin, such as sulh.example/doha-istanbul')
        .option('--audience <who>', 'members, public, or organisations with commas', 'members')
        .option('--refs <ids>', 'ids that it speaks of, with commas', '')
        .option('--out <file>', 'file for the draft', 'entry.note')
        .addHelpText(
          'after',
          '\nExample: sulh entry draft coverage.log patrol.json --origin sulh.example/doha-istanbul',
        )
        .action(draft),
    )
    .addCommand(
      new Command('sign')
        .description('Add a signature to a draft. Shows first what is signed.')
        .argument('<file>', 'the draft')
        .requiredOption('--key <file>', 'your signer key')
        .option('--passphrase-file <file>', 'the passphrase of an encrypted key (or set SULH_PASSPHRASE)')
        .addHelpText('after', '\nExample: sulh entry sign entry.note --key lead.key')
        .action(sign),
    )
    .addCommand(
      new Command('send')
        .description('Send a signed draft to the host.')
        .argument('<file>', 'the draft')
        .option('--to <url>', 'the host, or the record there (SULH_URL)', DEFAULT_URL)
        .option('--receipt <file>', 'keep the receipt, the note and its proof, in this file')
        .option('--json', 'print data')
        .addHelpText('after', '\nExample: sulh entry send entry.note --receipt receipt.json')
        .action(send),
    );

async function draft(
  kind: string,
  file: string,
  options: { origin: string; audience: string; refs: string; out: string },
): Promise<void> {
  const rule = kindOf(kind);
  if (!rule) throw new Problem('unknown-kind', { kind });
  const body = await readJson(file, MAX_ENTRY_BYTES);
  const checked = rule.schema.safeParse(body);
  if (!checked.success) {
    const issue = checked.error.issues[0];
    throw new Problem('invalid-body', { path: issue?.path.join('.') || 'body', message: issue?.message ?? '' });
  }
  const now = new Date();
  const text = entryText(options.origin, {
    kind,
    id: newId(now.getTime(), randomBytes(10)),
    at: now.toISOString(),
    audience: audienceOf(options.audience),
    refs: options.refs.split(',').filter(Boolean),
    body,
    salt: toBase64(randomBytes(16)),
  });
  await writeNew(options.out, text);
  say(`The draft is in ${options.out}, not signed yet. ${clean(rule.says)}`);
  say(
    rule.signers === 'several'
      ? 'Several may sign it, one after the other, with `sulh entry sign`; then one of them sends it.'
      : `Sign it with \`${SULH} entry sign\`, and send it with \`${SULH} entry send\`.`,
  );
}

/** Adds a signature to a draft and returns the note. `show` is called with what is signed before anything is written. */
export async function addSignature(
  file: string,
  { key, passphraseFile }: { key: string; passphraseFile?: string },
  show: (entry: Entry, origin: string) => void,
): Promise<void> {
  const before = await readText(file, MAX_ENTRY_BYTES);
  const skey = await readSkey(key, passphraseFile);
  const split = before.lastIndexOf('\n\n');
  const text = split < 0 ? before : before.slice(0, split + 1);
  const signature = signText(text, skey);
  const { origin } = namesIn(signature.name);
  const note = `${split < 0 ? `${text}\n` : before}${signatureLine(signature)}`;
  const parsed = parseEntry(note, origin);
  show(parsed.entry, origin);
  await writeFile(file, note);
  say(`Signed by ${parsed.signatures.map((one) => clean(one.name)).join(', ')}.`);
}

const sign = (file: string, options: { key: string; passphraseFile?: string }): Promise<void> =>
  addSignature(file, options, (entry, origin) => {
    const { kind, audience, refs, body } = entry;
    say(`You sign, in the record ${clean(origin)}, an entry of the kind ${kind}, for ${audienceIn(audience)}:`);
    if (refs.length > 0) say(`speaking of ${clean(refs.join(', '))}`);
    say(clean(JSON.stringify(body, undefined, 2)));
  });

const audienceIn = (audience: Entry['audience']): string =>
  typeof audience === 'string' ? audience : audience.map(clean).join(' and ');

/** A draft that is signed. Throws UsageError where nobody has signed it. */
export async function readDraft(file: string): Promise<{ note: string; id: string; origin: string }> {
  const note = await readText(file, MAX_ENTRY_BYTES);
  if (!note.includes('\n\n')) throw new UsageError(`${file} is not signed yet.`);
  const [, origin = ''] = note.split('\n', 2);
  return { note, id: parseEntry(note, origin).entry.id, origin };
}

async function send(file: string, options: { to: string; receipt?: string; json?: boolean }): Promise<void> {
  const { id, note, origin } = await readDraft(file);
  const client = new Client(options.to, origin.split('/').at(-1) ?? '');
  const filed = await client.submit(id, note);
  if (options.receipt) await keepReceipt(client, options.receipt, filed);
  if (options.json) return data(filed);
  say(`On record: entry ${filed.index}, ${filed.id}`);
  if (options.receipt) say(`  Its receipt is in ${options.receipt}; check it with: ${SULH} verify ${options.receipt}`);
}
