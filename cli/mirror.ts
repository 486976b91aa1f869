// sulh mirror: a party's own copy of the record, checked as it is copied.

import { createHash, randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { dirname, join, resolve } from 'node:path';
import { createGunzip } from 'node:zlib';
import {
  arrivedWithin,
  MAX_WITNESS_REQUEST,
  newCosignerKey,
  Problem,
  parsePolicy,
  parseTilePath,
  parseVkey,
} from '@sulh/record';
import { Mirror, type MirrorUpdate } from '@sulh/record/mirror';
import { listening } from '@sulh/record/witness-server';
import { Command } from 'commander';
import { z } from 'zod';
import { Client } from './client.ts';
import { readConfig } from './config.ts';
import { readText, writeNew } from './files.ts';
import { readKey, readSkey } from './keys.ts';
import { data, FAILED, fail, say } from './out.ts';

/** The one file that a mirror is run by. Paths are relative to it. */
export const MirrorFile = z.strictObject({
  /** The record, such as `https://host.example/records/doha-istanbul`. */
  url: z.url({ protocol: /^https?$/ }),
  origin: z.string().min(1),
  vkeys: z.array(z.string()).min(1).max(8),
  /** Where the copy is kept. */
  folder: z.string().min(1),
  /** Seconds between two looks at the host. */
  every: z.int().min(1).max(86_400).default(30),
  /** A member's key file: the mirror then keeps the notes that this member may read. */
  member: z.string().optional(),
  /** Where others show what the log showed them: `https://mirror.example/south`, `https://witness.example/<origin hash>`. */
  peers: z
    .array(z.url({ protocol: /^https?$/ }))
    .max(16)
    .optional(),
  /** Verifier keys of the log witnesses whose cosignatures are kept from whoever pushes. */
  cosigners: z.array(z.string()).max(32).optional(),
  /** The mirror's own cosigner key file. */
  key: z.string().optional(),
  /** `address:port`: serve the copy to others, as tlog-tiles, and with a `key` let them push (tlog-mirror). */
  listen: z
    .string()
    .regex(/^[\w.-]+:\d{1,5}$/)
    .optional(),
});

export const mirror = (): Command =>
  new Command('mirror')
    .description('Run a mirror: a checked copy of the record, on a machine of your own.')
    .addCommand(
      new Command('new')
        .description('Make a mirror’s one config file and its key.')
        .argument('<name>', 'name of the mirror, like a web address of yours: mirror.example/north')
        .requiredOption('--url <url>', 'the record, such as https://host.example/records/doha-istanbul')
        .requiredOption('--policy <file>', 'the record’s policy, obtained by a way that you trust')
        .option('--member <file>', 'a member’s key file, to keep the notes that this member may read')
        .option('--out <file>', 'config file to write; the key goes beside it', 'mirror.json')
        .option('--json', 'print data')
        .addHelpText(
          'after',
          '\nExample: sulh mirror new mirror.example/north --url http://127.0.0.1:7800/records/doha-istanbul --policy policy.txt',
        )
        .action(create),
    )
    .addCommand(
      new Command('run')
        .description('Copy what is new, again and again, until stopped. Exit code 1 when the log signed two histories.')
        .argument('<config>', 'the config file')
        .option('--once', 'look once and end')
        .option('--json', 'print each look as a line of JSON')
        .option('--passphrase-file <file>', 'the passphrase of encrypted keys (or set SULH_PASSPHRASE)')
        .addHelpText('after', '\nExample: sulh mirror run mirror.json --once')
        .action(run),
    );

async function create(
  name: string,
  options: { url: string; policy: string; member?: string; out: string; json?: boolean },
): Promise<void> {
  const { logs, witnesses } = parsePolicy(await readText(options.policy, 256 * 1024));
  const origin = logs[0] && parseVkey(logs[0].vkey).name;
  if (!origin) throw new Problem('bad-policy', { why: 'no-log' });
  const { skey, vkey } = newCosignerKey(name, randomBytes(32), 'ed25519');
  const keyFile = `${options.out.replace(/\.json$/, '')}.key`;
  const config = {
    url: options.url,
    origin,
    vkeys: logs.map((log) => log.vkey),
    folder: './mirror',
    every: 30,
    ...(options.member ? { member: resolve(options.member) } : {}),
    ...(witnesses.length > 0 ? { cosigners: witnesses.map((one) => one.vkey) } : {}),
    key: `./${keyFile.split(/[\\/]/).at(-1)}`,
  };
  await writeNew(keyFile, `${skey}\n`, 0o600);
  await writeNew(options.out, `${JSON.stringify(config, undefined, 2)}\n`);
  if (options.json) return data({ name, vkey, config: options.out, key: keyFile });
  say(`The config is in ${options.out}, the key in ${keyFile}.`);
  say('The mirror’s verifier key, for others who want to count on it:');
  say(vkey);
}

async function run(path: string, options: { once?: boolean; json?: boolean; passphraseFile?: string }): Promise<void> {
  const config = await readConfig(path, MirrorFile);
  const home = dirname(resolve(path));
  const member =
    config.member === undefined ? undefined : await readKey(resolve(home, config.member), options.passphraseFile);
  const skeys = config.key === undefined ? [] : [await readSkey(resolve(home, config.key), options.passphraseFile)];
  const folder = resolve(home, config.folder);
  const copy = Mirror.open({
    folder,
    url: config.url,
    origin: config.origin,
    vkeys: config.vkeys,
    skeys,
    ...(config.peers ? { peers: config.peers } : {}),
    ...(config.cosigners ? { cosigners: config.cosigners } : {}),
    ...(member ? { authorize: () => new Client(config.url, member.record).challenged(member) } : {}),
  });
  const tell = (update: MirrorUpdate) =>
    options.json
      ? process.stdout.write(`${JSON.stringify(update)}\n`)
      : say(`${new Date().toISOString()} ${inWords(update)}`);
  let server: { url: string; close(): Promise<void> } | undefined;
  try {
    if (config.listen && !options.once) {
      server = await serve(folder, config.origin, config.listen, skeys.length > 0 ? copy : undefined);
      say(`The copy is served at ${server.url}.`);
    }
    let stopped = false;
    let wake = () => {};
    const stop = () => {
      stopped = true;
      wake();
    };
    process.once('SIGINT', stop).once('SIGTERM', stop);
    for (;;) {
      let state: MirrorUpdate['state'] | undefined;
      try {
        const update = await copy.update();
        state = update.state;
        if (state !== 'current' || options.once) tell(update);
      } catch (error) {
        // A host that cannot be reached, or shows what does not fit, is tried again; only --once ends with it.
        const code = await fail(error);
        if (options.once) process.exitCode = code;
      }
      if (state === 'forked') {
        process.exitCode = FAILED;
        return;
      }
      if (options.once || stopped) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, config.every * 1000);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      if (stopped) return;
    }
  } finally {
    await server?.close();
    copy.close();
  }
}

function inWords(update: MirrorUpdate): string {
  switch (update.state) {
    case 'current':
      return `nothing new: ${update.size} entries, ${update.notes} notes; all as the log signed it.`;
    case 'advanced':
      return `copied up to ${update.size} entries, ${update.notes} notes; all as the log signed it.`;
    case 'behind':
      return `THE HOST IS BEHIND: it shows ${update.shown} entries and signed ${update.size} before. An old backup may have been restored.`;
    case 'forked':
      return `THE LOG SIGNED TWO HISTORIES. The evidence is in ${update.evidence}; \`sulh verify\` explains it. The mirror stays with what it has: ${update.size} entries.`;
  }
}

/**
 * Serves the public part of the copy, as tlog-tiles lays it out, at the root and below the hash of the origin. What has a
 * key of its own may be pushed to: POST add-checkpoint and add-entries.
 */
function serve(folder: string, origin: string, listen: string, pushed: Mirror | undefined) {
  const below = `${createHash('sha256').update(origin).digest('hex')}/`;
  const server = createServer(
    { requestTimeout: 20_000, headersTimeout: 10_000, connectionsCheckingInterval: 5_000, maxHeaderSize: 16_384 },
    (request, response) => {
      const asked = (request.url ?? '').split('?', 1)[0]?.slice(1) ?? '';
      if (asked === 'add-checkpoint' || asked === 'add-entries') {
        if (!pushed) return void response.writeHead(404).end();
        if (request.method !== 'POST') return void response.writeHead(405, { allow: 'POST' }).end();
        return void push(pushed, asked, request, response);
      }
      const path = asked.startsWith(below) ? asked.slice(below.length) : asked;
      const answer = async () => {
        if (path !== 'checkpoint') parseTilePath(path);
        const file = join(folder, path);
        if (!(await stat(file)).isFile()) throw new Problem('not-found');
        response.writeHead(200, {
          'content-type': path === 'checkpoint' ? 'text/plain; charset=utf-8' : 'application/octet-stream',
        });
        response.end(await readFile(file));
      };
      answer().catch(() => response.writeHead(404).end());
    },
  );
  const at = listen.lastIndexOf(':');
  return listening(server, Number(listen.slice(at + 1)), listen.slice(0, at));
}

async function push(
  copy: Mirror,
  path: 'add-checkpoint' | 'add-entries',
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const send = (status: number, body: string, type = 'text/plain; charset=utf-8') =>
    response
      .writeHead(status, {
        'content-type': type,
        'accept-encoding': 'gzip',
        'x-content-type-options': 'nosniff',
        // The answer may come before all of the request has; the rest of it is not waited for.
        ...(request.complete ? {} : { connection: 'close' }),
      })
      .end(body);
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity' && encoding !== 'gzip') return void send(415, 'gzip or nothing\n');
  try {
    const body = encoding === 'gzip' ? arriving(request.pipe(createGunzip()), request) : arriving(request);
    const checkpoint = path === 'add-checkpoint' ? await arrivedWithin(body, MAX_WITNESS_REQUEST) : undefined;
    if (path === 'add-checkpoint' && !checkpoint) return void send(400, 'too large\n');
    const answer = checkpoint ? await copy.addCheckpoint(checkpoint) : await copy.addEntries(body);
    send(answer.status, answer.body, answer.type);
  } catch {
    // The disk, not the pusher: nothing was signed, and what is kept is whole.
    send(500, 'the mirror could not keep it\n');
  }
}

/** A body that was broken off, or is not gzip, ends where it breaks. */
async function* arriving(body: AsyncIterable<Buffer>, wire?: IncomingMessage): AsyncGenerator<Uint8Array> {
  const closed = () => (body as Partial<{ destroy(): void }>).destroy?.();
  wire?.once('error', closed).once('aborted', closed);
  try {
    yield* body;
  } catch {
    return;
  }
}
