// sulh terms: name the record's log witnesses. The terms change only with the signatures of every party and of the chair, so
// the draft is a file that goes from one to the next, each on a machine of its own, and then to the host.

import { randomBytes } from 'node:crypto';
import { TermsBody } from '@sulh/mechanism';
import { entryText, newId, Problem, parsePolicy, toBase64 } from '@sulh/record';
import { Command } from 'commander';
import { Client } from './client.ts';
import { addSignature, readDraft } from './entry.ts';
import { readText, writeNew } from './files.ts';
import { clean, data, SULH, say, UsageError } from './out.ts';

const MOST = 64 * 1024;

export const terms = (): Command =>
  new Command('terms')
    .description('Change which log witnesses the terms name: a draft, signed by one organisation after the other.')
    .addCommand(
      new Command('draft')
        .description('Draft the terms in force with another witness policy.')
        .argument('<file>', 'the witness policy: lines of witness, group and quorum (c2sp.org/tlog-policy)')
        .requiredOption('--url <url>', 'the record, such as https://host.example/records/doha-istanbul')
        .option('--out <file>', 'file for the draft', 'terms.note')
        .addHelpText(
          'after',
          '\nExample: sulh terms draft witnesses.txt --url http://127.0.0.1:7800/records/doha-istanbul',
        )
        .action(draft),
    )
    .addCommand(
      new Command('sign')
        .description('Add an organisation’s signature to a draft. Says first what is signed.')
        .argument('<file>', 'the draft')
        .requiredOption('--key <file>', 'the organisation’s root key')
        .option('--passphrase-file <file>', 'the passphrase of an encrypted key (or set SULH_PASSPHRASE)')
        .addHelpText('after', '\nExample: sulh terms sign terms.note --key root.key')
        .action(sign),
    )
    .addCommand(
      new Command('send')
        .description('Send the signed draft to the host.')
        .argument('<file>', 'the draft')
        .requiredOption('--url <url>', 'the record, such as https://host.example/records/doha-istanbul')
        .option('--json', 'print data')
        .addHelpText('after', '\nExample: sulh terms send terms.note --url http://127.0.0.1:7800/records/doha-istanbul')
        .action(send),
    );

function clientOf(url: string): Client {
  const [, host, name] = /^(https?:\/\/.+)\/records\/([a-z0-9-]+)\/*$/.exec(url) ?? [];
  if (!host || !name) throw new UsageError('--url names a record: https://host.example/records/doha-istanbul');
  return new Client(host, name);
}

async function draft(file: string, { url, out }: { url: string; out: string }): Promise<void> {
  const witnessPolicy = await readText(file, MOST);
  parsePolicy(witnessPolicy);
  const client = clientOf(url);
  const reading = (await client.json('GET', `/api/records/${client.record}/mechanism`)) as {
    terms?: Record<string, unknown>;
    organisations?: { id: string; root: string }[];
  };
  if (!reading.terms) throw new Problem('bad-answer', { url, why: 'no terms' });
  const origin = (await client.ask('GET', `/records/${client.record}/checkpoint`)).text.split('\n', 1)[0] ?? '';
  const inForce = reading.terms;
  const body = Object.fromEntries(
    Object.keys(TermsBody.shape).flatMap((name) => (inForce[name] === undefined ? [] : [[name, inForce[name]]])),
  );
  // Root keys that were replaced since the terms were signed: new terms name those in force.
  const root = new Map(reading.organisations?.map((one) => [one.id, one.root]));
  const organisations = (inForce.organisations as { id: string; root: string }[]).map((one) => ({
    ...one,
    root: root.get(one.id) ?? one.root,
  }));
  const now = new Date();
  const text = entryText(origin, {
    kind: 'terms.adopt',
    id: newId(now.getTime(), randomBytes(10)),
    at: now.toISOString(),
    audience: 'public',
    refs: [],
    body: TermsBody.parse({ ...body, organisations, witnessPolicy }),
    salt: toBase64(randomBytes(16)),
  });
  await writeNew(out, text);
  say(`The draft is in ${out}, not signed yet. It is the terms in force with this witness policy:`);
  say(clean(witnessPolicy));
  say(`Every party and the chair sign it with \`${SULH} terms sign\`, one after the other; then one of them sends it.`);
}

const sign = (file: string, options: { key: string; passphraseFile?: string }): Promise<void> =>
  addSignature(file, options, ({ kind, body }, origin) => {
    if (kind !== 'terms.adopt') throw new UsageError(`${file} is no draft of terms but ${clean(kind)}.`);
    const { name, witnessPolicy, organisations } = TermsBody.parse(body);
    say(
      `You sign the terms of ${clean(origin)}${name.en ? ` (${clean(name.en)})` : ''}, of ${organisations.length} organisations, with this witness policy:`,
    );
    say(clean(witnessPolicy));
  });

async function send(file: string, { url, json }: { url: string; json?: boolean }): Promise<void> {
  const { id, note } = await readDraft(file);
  const filed = await clientOf(url).submit(id, note);
  if (json) return data(filed);
  say(`The terms are on record as entry ${filed.index}, and in force. The host asks these log witnesses from now on.`);
}
