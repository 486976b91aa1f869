// sulh key: make a signer key, or show the verifier key of one.

import { randomBytes } from 'node:crypto';
import { encryptKey, formatVkey, newKey, parseSkey } from '@sulh/record';
import { Command } from 'commander';
import { writeNew } from './files.ts';
import { sealIdentity } from './identity.ts';
import { passphraseOf, readKey } from './keys.ts';
import { data, say } from './out.ts';

export const key = (): Command =>
  new Command('key')
    .description('Make a key, or show the public half of one.')
    .addCommand(
      new Command('new')
        .description(
          'Make a new signer key. Its file is for you alone; your lead enrols the verifier key that is printed.',
        )
        .argument('<name>', 'name of the key; of a member <origin>/<organisation>/<seat or device>')
        .requiredOption('--out <file>', 'file for the signer key, which must not be there yet')
        .option('--passphrase-file <file>', 'encrypt the key with the passphrase in this file (or set SULH_PASSPHRASE)')
        .option('--json', 'print data')
        .addHelpText('after', '\nExample: sulh key new sulh.example/doha-istanbul/qat/monitor --out monitor.key')
        .action(async (name: string, options: { out: string; passphraseFile?: string; json?: boolean }) => {
          const { skey, vkey } = newKey(name, randomBytes(32));
          const passphrase = passphraseOf(options.passphraseFile);
          const content = passphrase === undefined ? `${skey}\n` : await encryptKey(skey, passphrase);
          await writeNew(options.out, content, 0o600);
          if (options.json) return data({ name, vkey, file: options.out, encrypted: passphrase !== undefined });
          say(
            `The signer key is in ${options.out}, ${passphrase === undefined ? 'not encrypted' : 'encrypted'}. Keep it to yourself.`,
          );
          say('The verifier key, for your lead to enrol:');
          say(vkey);
        }),
    )
    .addCommand(
      new Command('show')
        .description('Show the name and the verifier key of a signer key.')
        .argument('<file>', 'the key file')
        .option('--passphrase-file <file>', 'the passphrase of an encrypted key (or set SULH_PASSPHRASE)')
        .option('--json', 'print data')
        .addHelpText('after', '\nExample: sulh key show monitor.key')
        .action(async (file: string, options: { passphraseFile?: string; json?: boolean }) => {
          const { skey, name } = await readKey(file, options.passphraseFile);
          const vkey = formatVkey(parseSkey(skey));
          if (options.json) return data({ name, vkey });
          say(vkey);
        }),
    )
    .addCommand(sealIdentity());
