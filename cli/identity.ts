// sulh key seal: the identity with which an organisation opens what is sealed to it.

import { decryptIdentities, encryptIdentities, isEncryptedKey, newSealIdentity } from '@sulh/record';
import { Command } from 'commander';
import { Client, DEFAULT_URL } from './client.ts';
import { readText, writeNew } from './files.ts';
import { passphraseOf, readKey } from './keys.ts';
import { data, say, UsageError } from './out.ts';

interface Options {
  key?: string;
  passphraseFile?: string;
  json?: boolean;
  out: string;
  to: string;
  earlier?: string;
  reason?: string;
  adviser?: boolean;
}

export const sealIdentity = (): Command =>
  new Command('seal')
    .description('Make a new seal identity for your organisation, and put its public half on record.')
    .requiredOption(
      '--out <file>',
      'file for the identity, which must not be there yet; whoever has it reads what is sealed',
    )
    .option('--passphrase-file <file>', 'encrypt it with the passphrase in this file (or set SULH_PASSPHRASE)')
    .option('--earlier <file>', 'the identity file that this one replaces; its identities are taken over')
    .option('--key <file>', 'the lead’s signer key: puts the recipient on record')
    .option('--to <url>', 'the host, or the record there (SULH_URL)', DEFAULT_URL)
    .option('--adviser', 'your own, as an adviser of the confidential route; --key is then your own key')
    .option('--reason <words>', 'why the former one is replaced')
    .option('--json', 'print data')
    .addHelpText('after', '\nExample: sulh key seal --out seal.identity --passphrase-file pass --key lead.key')
    .action(async (options: Options) => {
      const passphrase = passphraseOf(options.passphraseFile);
      const earlier = options.earlier ? await readIdentities(options.earlier, options.passphraseFile) : [];
      const { identity, recipient } = await newSealIdentity();
      const all = [identity, ...earlier];
      await writeNew(
        options.out,
        passphrase === undefined ? `${all.join('\n')}\n` : await encryptIdentities(all, passphrase),
        0o600,
      );
      let entry: string | undefined;
      if (options.key) {
        const signer = await readKey(options.key, options.passphraseFile);
        const kind = options.adviser ? 'confidential.key' : 'organisation.seal-key';
        const body = { recipient, ...(options.reason ? { reason: options.reason } : {}) };
        ({ id: entry } = await new Client(options.to, signer.record).file(signer, kind, body));
      }
      if (options.json) return data({ recipient, file: options.out, encrypted: passphrase !== undefined, entry });
      say(
        `The identity is in ${options.out}, ${passphrase === undefined ? 'not encrypted' : 'encrypted'}. Back it up: without it nothing that is sealed to you can be opened.`,
      );
      say(entry ? `Its recipient is on record (${entry}):` : 'Its recipient, for your lead to put on record (--key):');
      say(recipient);
    });

/** The identities in a file, newest first. The passphrase of an encrypted one comes from SULH_PASSPHRASE or from a file. */
export async function readIdentities(file: string, passphraseFile?: string): Promise<string[]> {
  const text = await readText(file, 16 * 1024);
  const passphrase = passphraseOf(passphraseFile);
  if (isEncryptedKey(text) && passphrase === undefined)
    throw new UsageError(`${file} is encrypted: give --passphrase-file FILE, or set SULH_PASSPHRASE.`);
  return decryptIdentities(text, passphrase);
}
