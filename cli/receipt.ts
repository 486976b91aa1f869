// sulh receipt: an entry's receipt as it stands now, with the cosignatures that came in since. From the host, or from a
// mirror of one's own when there is no host any more.

import { rename, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import {
  fromUtf8,
  isId,
  leafOf,
  Problem,
  parseCheckpoint,
  parseEntry,
  parsePolicy,
  parseProof,
  verifyProof,
} from '@sulh/record';
import { Mirror } from '@sulh/record/mirror';
import { folderSource } from '@sulh/record/source';
import { Command } from 'commander';
import { Client, DEFAULT_URL, type Filed } from './client.ts';
import { readConfig } from './config.ts';
import { readJson, readText, writeNew } from './files.ts';
import { readKey } from './keys.ts';
import { MirrorFile } from './mirror.ts';
import { clean, data, SULH, say } from './out.ts';

/** What a receipt's file holds. */
type Receipt = Pick<Filed, 'id' | 'index' | 'receivedAt' | 'note' | 'proof'> & { readonly policy?: string };

interface Options {
  to: string;
  record: string;
  key?: string;
  passphraseFile?: string;
  mirror?: string;
  policy?: string;
  out?: string;
  json?: boolean;
}

export const receipt = (): Command =>
  new Command('receipt')
    .description('Get an entry’s receipt, with the cosignatures that it has by now, from the host or your own mirror.')
    .argument('<entry>', 'the entry’s id, or the file of an earlier receipt, which is renewed in its place')
    .option('--to <url>', 'the host, or the record there (SULH_URL)', DEFAULT_URL)
    .option('--record <name>', 'the record, where the address does not name it', 'doha-istanbul')
    .option('--key <file>', 'your signer key, for an entry that is not public')
    .option('--passphrase-file <file>', 'the passphrase of an encrypted key (or set SULH_PASSPHRASE)')
    .option('--mirror <config>', 'your mirror’s config file, in place of a host; it may be running')
    .option('--policy <file>', 'the policy to put into the receipt; the host’s own without it')
    .option('--out <file>', 'file for the receipt (default: receipt.json, or the earlier one)')
    .option('--json', 'print data')
    .addHelpText(
      'after',
      `
Example: sulh receipt receipt.json --key lead.key --to https://host.example/records/doha-istanbul
         sulh receipt 01a1fd9f-8c4f-7272-ab4f-8b0876c49ba4 --mirror mirror.json --policy policy.txt`,
    )
    .action(run);

async function run(entry: string, options: Options): Promise<void> {
  const earlier = isId(entry) ? undefined : await earlierIn(entry);
  const id = earlier?.id ?? entry;
  const own = options.policy === undefined ? undefined : await readText(options.policy, 256 * 1024);
  const found = options.mirror ? await fromMirror(id, options.mirror) : await fromHost(id, options);
  const policy = own ?? found.policy ?? earlier?.policy;
  if (earlier && earlier.note !== found.note) throw new Problem('bad-answer', { url: options.to, why: 'another note' });
  // Nothing is kept that does not hold; how many log witnesses have cosigned is said, and not asked for.
  const origin = parseCheckpoint(parseProof(found.proof).checkpoint).origin;
  const judged = policy === undefined ? undefined : parsePolicy(policy);
  const proven = judged && verifyProof(found.proof, leafOf(found.note), { ...judged, quorum: 'none' });
  parseEntry(found.note, origin);
  const kept: Receipt = { ...found, ...(policy === undefined ? {} : { policy }) };
  const text = `${JSON.stringify(kept, undefined, 2)}\n`;
  const out = options.out ?? (earlier ? entry : 'receipt.json');
  if (earlier && out === entry) {
    await writeFile(`${out}.new`, text);
    await rename(`${out}.new`, out);
  } else await writeNew(out, text);
  const cosigned = proven?.cosigned.map(({ name }) => name) ?? [];
  if (options.json) return data({ ...kept, file: out, cosigned });
  say(`The receipt of entry ${found.index} is in ${out}.`);
  if (proven)
    say(
      cosigned.length > 0
        ? `  Cosigned by ${cosigned.map(clean).join(', ')}.`
        : '  No log witness of the policy has cosigned it yet.',
    );
  say(`  Check it with: ${SULH} verify ${out}${policy === undefined ? ' --policy policy.txt' : ''}`);
}

/** Keeps what the host answered to an entry, with the policy that it names. */
export async function keepReceipt(client: Client, file: string, filed: Filed): Promise<void> {
  const { text: policy } = await client.ask('GET', `/records/${client.record}/policy`);
  await writeNew(file, `${JSON.stringify({ ...filed, policy }, undefined, 2)}\n`);
}

async function earlierIn(file: string): Promise<Receipt> {
  const value = (await readJson(file, 1024 * 1024)) as Partial<Receipt> | null;
  if (typeof value?.id !== 'string' || !isId(value.id) || typeof value.note !== 'string')
    throw new Problem('bad-json', { file, why: 'not a receipt' });
  return value as Receipt;
}

async function fromHost(id: string, { to, record, key, passphraseFile }: Options): Promise<Receipt> {
  const signer = key === undefined ? undefined : await readKey(key, passphraseFile);
  const name = /\/records\/([a-z0-9-]+)\/*$/.exec(to)?.[1] ?? signer?.record ?? record;
  const client = new Client(to, name);
  if (signer) await client.signIn(signer);
  const answer = (await client.json('GET', `/api/records/${name}/entry/${id}/receipt`)) as Receipt;
  const { index, receivedAt, note, proof } = answer;
  if (typeof note !== 'string' || typeof proof !== 'string')
    throw new Problem('bad-answer', { url: to, why: 'no receipt' });
  const { text: policy } = await client.ask('GET', `/records/${name}/policy`);
  return { id, index, receivedAt, note, proof, policy };
}

async function fromMirror(id: string, path: string): Promise<Receipt> {
  const config = await readConfig(path, MirrorFile);
  const folder = resolve(dirname(resolve(path)), config.folder);
  const { size } = parseCheckpoint(await folderSource(folder).checkpoint());
  for await (const { index, note, receivedAt = '' } of folderSource(folder).notes(0, size)) {
    const text = typeof note === 'string' ? note : note && fromUtf8(note);
    if (!text?.includes(id) || parseEntry(text, config.origin).entry.id !== id) continue;
    return { id, index, receivedAt, note: text, proof: Mirror.proof({ ...config, folder }, index) };
  }
  throw new Problem('not-mirrored', { id });
}
