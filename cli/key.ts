// sulh key: make a signer key, or show the verifier key of one.

import { randomBytes } from 'node:crypto';
import { PILOT } from '@sulh/pilot';
import { encryptKey, formatVkey, newKey, parseSkey } from '@sulh/record';
import { Command } from 'commander';
import { Client, DEFAULT_URL } from './client.ts';
import { writeNew } from './files.ts';
import { sealIdentity } from './identity.ts';
import { passphraseOf, readSkey } from './keys.ts';
import { data, say, UsageError } from './out.ts';

interface DemoKey {
  readonly member: string;
  readonly skey: string;
}

export const key = (): Command =>
  new Command('key')
    .description('Make a key, or show the public half of one.')
    .addCommand(
      new Command('new')
        .description(
          'Make a new signer key. Its file is for you alone; the verifier key that is printed is for others to know you by.',
        )
        .argument(
          '<name>',
          'name of the key: a member’s is <origin>/<organisation>/<seat or device>, a log’s its origin',
        )
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
          say('Its verifier key, for your lead to enrol, or for the terms to name:');
          say(vkey);
        }),
    )
    .addCommand(
      new Command('show')
        .description('Show the verifier key of a key: a member’s, a log witness’s or a mirror’s.')
        .argument('<file>', 'the key file')
        .option('--passphrase-file <file>', 'the passphrase of an encrypted key (or set SULH_PASSPHRASE)')
        .option('--json', 'print data')
        .addHelpText('after', '\nExample: sulh key show monitor.key')
        .action(async (file: string, options: { passphraseFile?: string; json?: boolean }) => {
          const key = parseSkey(await readSkey(file, options.passphraseFile));
          const vkey = formatVkey(key);
          if (options.json) return data({ name: key.name, vkey });
          say(vkey);
        }),
    )
    .addCommand(
      new Command('demo')
        .description('Take the key of a member of a demonstration, whose host hands them all out.')
        .argument('<member>', 'the member, such as tur/chair')
        .requiredOption('--out <file>', 'file for the signer key, which must not be there yet')
        .option('--record <name>', 'the record', PILOT.record)
        .option('--to <url>', 'the host, or the record there (SULH_URL)', DEFAULT_URL)
        .option('--data <folder>', 'the data folder, for an organisation’s root key such as tur/root: no host gives it')
        .addHelpText('after', '\nExample: sulh key demo tur/chair --out chair.key')
        .action(async (member: string, options: { out: string; record: string; to: string; data?: string }) => {
          if (options.data !== undefined) {
            const { demoRootOf } = await import('@sulh/server');
            const skey = demoRootOf(options.data, options.record, member.replace(/\/root$/, ''));
            await writeNew(options.out, `${skey}\n`, 0o600);
            return say(`The root key of ${member} is in ${options.out}.`);
          }
          const path = `/api/records/${options.record}/demo/keys`;
          const keys = (await new Client(options.to, options.record).json('GET', path)) as DemoKey[];
          const found = keys.find((one) => one.member === member);
          if (!found) throw new UsageError(`there are the keys of ${keys.map((one) => one.member).join(', ')}.`);
          await writeNew(options.out, `${found.skey}\n`, 0o600);
          say(`The key of ${member} is in ${options.out}. It is a demonstration: everybody has it.`);
        }),
    )
    .addCommand(sealIdentity());
