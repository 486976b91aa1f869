// sulh witness: a party's own log witness. It cosigns the record's checkpoints as long as each follows from the one before.

import { randomBytes } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import { encryptKey, newCosignerKey, parsePolicy, parseVkey } from '@sulh/record';
import { startWitness } from '@sulh/record/witness-server';
import { Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { readConfig } from './config.ts';
import { readText, writeNew } from './files.ts';
import { passphraseOf, readSkey } from './keys.ts';
import { data, say } from './out.ts';

/** The one file that a witness is run by. Paths are relative to it. */
const Config = z.strictObject({
  /** Where it keeps what it cosigned. */
  folder: z.string().min(1),
  /** `address:port` to listen on. */
  listen: z.string().regex(/^(?:[\d.]+|\[[\da-f:]+\]|[\w.-]+):\d{1,5}$/i),
  /** Files of its cosigner keys. */
  keys: z.array(z.string().min(1)).min(1).max(4),
  logs: z
    .array(z.strictObject({ origin: z.string().min(1), vkeys: z.array(z.string()).min(1).max(8) }))
    .min(1)
    .max(100),
});

const algorithm = (text: string): 'ed25519' | 'ml-dsa-44' => {
  if (text !== 'ed25519' && text !== 'ml-dsa-44') throw new InvalidArgumentError('ed25519 or ml-dsa-44.');
  return text;
};

export const witness = (): Command =>
  new Command('witness')
    .description('Run a log witness: the proof, on a machine of your own, that the record was never rewritten.')
    .addCommand(
      new Command('new')
        .description('Make a witness’s key and its one config file.')
        .argument('<name>', 'name of the witness, like a web address of yours: witness.example/north')
        .requiredOption('--policy <file>', 'the record’s policy, as the host serves it under /records/<name>/policy')
        .option('--out <file>', 'config file to write; the key goes beside it', 'witness.json')
        .option('--listen <address:port>', 'where to listen', '127.0.0.1:7850')
        .option('--algorithm <name>', 'ed25519, or ml-dsa-44 which withstands quantum computers', algorithm, 'ed25519')
        .option('--passphrase-file <file>', 'encrypt the key with the passphrase in this file (or set SULH_PASSPHRASE)')
        .option('--json', 'print data')
        .addHelpText('after', '\nExample: sulh witness new witness.example/north --policy policy.txt')
        .action(create),
    )
    .addCommand(
      new Command('run')
        .description('Run the witness until it is stopped.')
        .argument('<config>', 'the config file')
        .option('--passphrase-file <file>', 'the passphrase of an encrypted key (or set SULH_PASSPHRASE)')
        .addHelpText('after', '\nExample: sulh witness run witness.json')
        .action(run),
    );

interface NewOptions {
  policy: string;
  out: string;
  listen: string;
  algorithm: 'ed25519' | 'ml-dsa-44';
  passphraseFile?: string;
  json?: boolean;
}

async function create(name: string, options: NewOptions): Promise<void> {
  const { logs } = parsePolicy(await readText(options.policy, 256 * 1024));
  const byOrigin = Map.groupBy(logs, ({ vkey }) => parseVkey(vkey).name);
  const { skey, vkey } = newCosignerKey(name, randomBytes(32), options.algorithm);
  const passphrase = passphraseOf(options.passphraseFile);
  const keyFile = `${options.out.replace(/\.json$/, '')}.key`;
  const config = {
    folder: './witness',
    listen: options.listen,
    keys: [`./${keyFile.split(/[\\/]/).at(-1)}`],
    logs: [...byOrigin].map(([origin, found]) => ({ origin, vkeys: found.map((one) => one.vkey) })),
  };
  await writeNew(keyFile, passphrase === undefined ? `${skey}\n` : await encryptKey(skey, passphrase), 0o600);
  await writeNew(options.out, `${JSON.stringify(config, undefined, 2)}\n`);
  if (options.json) return data({ name, vkey, config: options.out, key: keyFile });
  say(`The config is in ${options.out}, the key in ${keyFile}. Keep the key to yourself.`);
  say('The witness’s verifier key, for the terms’ witness policy:');
  say(vkey);
}

async function run(path: string, { passphraseFile }: { passphraseFile?: string }): Promise<void> {
  const config = await readConfig(path, Config);
  const home = dirname(resolve(path));
  const skeys = await Promise.all(config.keys.map((file) => readSkey(resolve(home, file), passphraseFile)));
  const at = config.listen.lastIndexOf(':');
  const running = await startWitness({
    folder: resolve(home, config.folder),
    logs: config.logs,
    skeys,
    host: config.listen.slice(0, at).replace(/^\[|\]$/g, ''),
    port: Number(config.listen.slice(at + 1)),
    log: (line) => say(`${new Date().toISOString()} ${line}`),
  });
  say(`The witness listens at ${running.url} for ${config.logs.map(({ origin }) => origin).join(', ')}.`);
  say('Stop with Ctrl-C.');
  const stop = () => {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    void running.close().then(() => process.exit(0));
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
}
