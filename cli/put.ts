// sulh put: sends a file as evidence. It goes on where an earlier call broke off; the address of the upload is kept beside
// the file until it is done.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, readFile, rm, writeFile } from 'node:fs/promises';
import { upload } from '@sulh/exchange/upload';
import { MEANS } from '@sulh/mechanism';
import { Problem } from '@sulh/record';
import { Command } from 'commander';
import { Client, DEFAULT_URL } from './client.ts';
import { readKey, type Signer } from './keys.ts';
import { audienceOf, data, say, UsageError } from './out.ts';

interface Options {
  key: string;
  passphraseFile?: string;
  to: string;
  described?: string;
  means: string;
  obtained?: string;
  from?: string;
  audience: string;
  json?: boolean;
}

export const put = (): Command =>
  new Command('put')
    .description('Send a file as evidence, and go on where an earlier call broke off.')
    .argument('<file>', 'picture, sound, video, PDF, text, ZIP or sealed (age) file')
    .requiredOption('--key <file>', 'your signer key')
    .option('--passphrase-file <file>', 'the passphrase of an encrypted key (or set SULH_PASSPHRASE)')
    .option('--to <url>', 'the host, or the record there (SULH_URL)', DEFAULT_URL)
    .option('--described <words>', 'deposit it as evidence, in the record: what it is and what it shows')
    .option('--means <how>', `by what means it was obtained: ${MEANS.join(', ')}`, 'received')
    .option('--obtained <instant>', 'when: 2026-11-21T06:30Z')
    .option('--from <words>', 'from whom or where, without a name')
    .option('--audience <who>', 'members, public, or organisations with commas', 'members')
    .option('--json', 'print data')
    .addHelpText(
      'after',
      `
Until an entry cites the file nobody but your organisation can read it, and after seven days it is purged.

Example: sulh put wall.jpg --key monitor.key --described "A wall with four impacts." --means photographed \\
           --obtained 2026-11-21T06:30Z --audience mediator,north`,
    )
    .action(run);

async function run(file: string, options: Options): Promise<void> {
  if (options.described !== undefined && (!options.obtained || Number.isNaN(Date.parse(options.obtained))))
    throw new UsageError('a deposit says when it was obtained: --obtained 2026-11-21T06:30Z.');
  const signer = await readKey(options.key, options.passphraseFile);
  const client = new Client(options.to, signer.record);
  const sent = await send(client, signer, file, process.stderr.isTTY && !options.json);
  let deposit: string | undefined;
  if (options.described !== undefined) {
    const at = new Date(options.obtained!).toISOString();
    const body = {
      file: { sha256: sent.sha256, size: sent.size, type: 'application/octet-stream' },
      obtained: { when: { from: at, to: at, certainty: 'about' } },
      means: options.means,
      described: options.described,
      ...(options.from ? { from: options.from } : {}),
    };
    ({ id: deposit } = await client.file(signer, 'evidence.deposit', body, audienceOf(options.audience)));
  }
  if (options.json) return data({ ...sent, ...(deposit ? { deposit } : {}) });
  say(`${file} is at the host: ${sent.size} bytes, SHA-256`);
  say(`  ${sent.sha256}`);
  say(
    deposit
      ? `Deposited as evidence: ${deposit}`
      : 'Cite it in an entry within seven days (sulh put --described, a report, a case), or it is purged.',
  );
}

/** Sends a file by its path; the upload's address is kept in `<file>.sulh-upload` until it is done. */
export async function send(
  client: Client,
  signer: Signer,
  path: string,
  progress = false,
): Promise<{ sha256: string; size: number }> {
  const kept = `${path}.sulh-upload`;
  let file: FileHandle | undefined;
  try {
    file = await open(path);
    const { size } = await file.stat();
    const sha256 = await hashOf(path);
    const begun = await readKept(kept, sha256, client);
    const handle = file;
    await upload({
      host: client.url,
      record: client.record,
      size,
      sha256,
      fetch,
      // A proof of the key holds for five minutes; a long upload needs many.
      headers: () => authorization(client, signer),
      read: async (from, to) => {
        const bytes = new Uint8Array(to - from);
        const { bytesRead } = await handle.read(bytes, 0, to - from, from);
        if (bytesRead < to - from) throw new Problem('cannot-read', { file: path, why: 'it became shorter' });
        return bytes;
      },
      ...(begun ? { begun } : {}),
      onBegun: (address) =>
        writeFile(kept, JSON.stringify({ host: client.url, sha256, address }), { mode: 0o600 }).catch(() => undefined),
      onProgress: (sent) => {
        if (progress) process.stderr.write(`\r${Math.floor((100 * sent) / Math.max(size, 1))} %`);
      },
    });
    if (progress) process.stderr.write('\r\u001b[K');
    await rm(kept, { force: true });
    return { sha256, size };
  } catch (error) {
    if (error instanceof Problem) throw error;
    const { code, cause, message } = error as NodeJS.ErrnoException & { cause?: NodeJS.ErrnoException };
    if (message === 'fetch failed') throw new Problem('unreachable', { url: client.url, why: cause?.code ?? message });
    throw new Problem('cannot-read', { file: path, why: code ?? message });
  } finally {
    await file?.close();
  }
}

const proofs = new WeakMap<Client, { at: number; value: string }>();
async function authorization(client: Client, signer: Signer): Promise<Record<string, string>> {
  let known = proofs.get(client);
  if (!known || Date.now() - known.at > 120_000) {
    known = { at: Date.now(), value: await client.challenged(signer) };
    proofs.set(client, known);
  }
  return { authorization: known.value };
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(path)) hash.update(part as Buffer);
  return hash.digest('hex');
}

async function readKept(path: string, sha256: string, client: Client): Promise<string | undefined> {
  try {
    const kept = JSON.parse(await readFile(path, 'utf8')) as { host: string; sha256: string; address: string };
    const ours = kept.host === client.url && kept.sha256 === sha256;
    return ours && kept.address.startsWith(`/records/${client.record}/files/`) ? kept.address : undefined;
  } catch {
    return undefined;
  }
}
