// sulh seal, unseal, erase: what is for named organisations alone. The words are encrypted here, before anything leaves; the
// host keeps a file that it cannot read, and the record a commitment to it.

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adviserRecipients, ERASE_GROUNDS, recipientsOf, SHARE_SUBJECTS, TLP } from '@sulh/mechanism';
import {
  type Audience,
  type Entry,
  fromUtf8,
  leafOf,
  newId,
  Problem,
  parseEntry,
  parsePolicy,
  seal as sealBytes,
  sha256,
  signEntry,
  toBase64,
  toHex,
  unseal as unsealBytes,
  verifyProof,
} from '@sulh/record';
import { Command } from 'commander';
import { Client, DEFAULT_URL } from './client.ts';
import { readBytes, readJson, readText, writeNew } from './files.ts';
import { readIdentities } from './identity.ts';
import { readKey, type Signer } from './keys.ts';
import { data, SULH, say, UsageError } from './out.ts';
import { send } from './put.ts';
import { checkedState, type TrustOptions } from './trust.ts';

interface Common extends TrustOptions {
  key: string;
  passphraseFile?: string;
  to: string;
  json?: boolean;
}

/** What every command that speaks to a host as a member takes. */
const asMember = (command: Command): Command =>
  command
    .requiredOption('--key <file>', 'your signer key')
    .option('--passphrase-file <file>', 'the passphrase of an encrypted key (or set SULH_PASSPHRASE)')
    .option('--to <url>', 'the host, or the record there (SULH_URL)', DEFAULT_URL)
    .option('--policy <file>', 'your own tlog-policy')
    .option('--vkey <key>', 'your own copy of the log’s verifier key')
    .option('--json', 'print data');

// --- sealing

interface SealOptions extends Common {
  for: string;
  adviser: string;
  kind: string;
  body?: string;
  tlp: string;
  subject: string;
  purpose?: string;
  expires?: string;
}

const namesIn = (text: string): string[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');

export const seal = (): Command =>
  asMember(
    new Command('seal')
      .description(
        'Seal a text to organisations and file it, by default as a share. `sulh key seal` makes the identity for opening.',
      )
      .argument('<file>', 'the text; - for standard input'),
  )
    .option('--for <organisations>', 'who may read it, with commas; your own organisation is added')
    .option('--adviser <members>', 'in place of --for: the confidential route, to these advisers alone, with commas')
    .option(
      '--kind <kind>',
      'kind of entry that carries it: share.offer, evidence.deposit, report.file, ...',
      'share.offer',
    )
    .option('--body <file>', 'the body of the entry (JSON), for another kind than share.offer')
    .option('--tlp <marking>', `TLP 2.0: ${TLP.join(', ')}`, 'AMBER')
    .option('--subject <what>', SHARE_SUBJECTS.join(', '), 'other')
    .option('--purpose <words>', 'for what it may be used, and for nothing else')
    .option('--expires <instant>', 'until when the offer stands')
    .addHelpText(
      'after',
      `
The record is audited first, so that the seal keys are those that the organisations signed, whatever the host says.

On the confidential route nobody but the advisers opens it, your own organisation included; keep your own copy, or none.

Example: sulh seal movement.txt --key lead.key --for mediator --subject movement --purpose "For the joint team."
         sulh seal words.txt --key monitor.key --adviser observers/adviser`,
    )
    .action(sealFile);

async function sealFile(file: string, options: Partial<SealOptions> & Common): Promise<void> {
  const { for: whom = '', adviser = '' } = options;
  if ((whom === '') === (adviser === ''))
    throw new UsageError('say for whom it is: --for mediator, or --adviser MEMBER.');
  const signer = await readKey(options.key, options.passphraseFile);
  const advisers = namesIn(adviser);
  const kind = adviser ? 'confidential.file' : (options.kind ?? 'share.offer');
  const to = adviser
    ? advisers.map((one) => one.split('/')[0]!)
    : namesIn(whom).filter((one) => one !== signer.organisation);
  const body = adviser
    ? { to: advisers }
    : options.body
      ? await readJson(options.body, 64 * 1024)
      : offerOf(kind, to, options);
  const client = new Client(options.to, signer.record);
  await client.signIn(signer);
  const audience = [...new Set([...to, signer.organisation])].sort();
  const state = await checkedState(client, signer, options);
  const recipients = adviser ? adviserRecipients(state, advisers) : recipientsOf(state, audience);
  const salt = toBase64(randomBytes(16));
  const { sealed, file: age } = await sealBytes(await readBytes(file, 1024 * 1024), salt, recipients);
  await sendBytes(client, signer, age);
  const now = new Date();
  const id = newId(now.getTime(), randomBytes(10));
  const entry: Entry = { kind, id, at: now.toISOString(), audience, refs: [], body, sealed, salt };
  const receipt = await client.ask(
    'POST',
    `/records/${client.record}/entries`,
    signEntry(signer.origin, entry, [signer.skey]),
    'text/plain; charset=utf-8',
  );
  if (options.json) return data({ id, index: Number(receipt.headers.get('sulh-index')), sealed });
  say(`On record, sealed to ${adviser ? advisers.join(', ') : audience.join(', ')}: ${id}`);
  say(`  Opened with: ${SULH} unseal ${id} --identity FILE --key FILE`);
}

function offerOf(kind: string, to: string[], options: Partial<SealOptions>): unknown {
  if (kind !== 'share.offer') throw new UsageError(`the body of ${kind} is given by --body FILE.`);
  const { tlp, subject, purpose, expires } = options;
  if (!purpose) throw new UsageError('a share says for what it may be used: --purpose WORDS.');
  if (expires && Number.isNaN(Date.parse(expires))) throw new UsageError('--expires is an instant: 2026-12-01T00:00Z.');
  return { to, tlp, subject, purpose, ...(expires ? { expires: new Date(expires).toISOString() } : {}) };
}

/** Sends bytes that are encrypted already; a file of them on this disk gives nothing away. */
async function sendBytes(client: Client, signer: Signer, bytes: Uint8Array): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sulh-seal-'));
  try {
    const path = join(folder, 'sealed.age');
    await writeFile(path, bytes, { mode: 0o600 });
    await send(client, signer, path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

// --- opening

export const unseal = (): Command =>
  asMember(
    new Command('unseal')
      .description('Open what was sealed to your organisation, and check that it is what the record committed to.')
      .argument('<entry>', 'id of the entry'),
  )
    .requiredOption('--identity <file>', 'your organisation’s seal identity')
    .option('--out <file>', 'write the text to a new file, in place of the screen')
    .addHelpText(
      'after',
      '\nExample: sulh unseal 01980000-0000-7000-8000-000000000001 --identity seal.identity --key lead.key',
    )
    .action(async (id: string, options: Common & { identity: string; out?: string }) => {
      if (!/^[0-9a-f-]{36}$/.test(id)) throw new UsageError('give the id of an entry.');
      const signer = await readKey(options.key, options.passphraseFile);
      const identities = await readIdentities(options.identity, options.passphraseFile);
      const client = new Client(options.to, signer.record);
      await client.signIn(signer);
      const { text: note } = await client.ask('GET', `/records/${client.record}/entries/${id}`);
      const { entry } = parseEntry(note, signer.origin);
      if (entry.id !== id || !entry.sealed) throw new Problem('not-sealed', { id });
      const { text: proof } = await client.ask('GET', `/records/${client.record}/entries/${id}/proof`);
      const policy = options.vkey
        ? `log ${options.vkey}\nquorum none\n`
        : options.policy
          ? await readText(options.policy, 256 * 1024)
          : (await client.ask('GET', `/records/${client.record}/policy`)).text;
      const { index } = verifyProof(proof, leafOf(note), { ...parsePolicy(policy), quorum: 'none' });
      const file = await client.bytes(`/records/${client.record}/files/${entry.sealed.file}`);
      if (toHex(sha256(file)) !== entry.sealed.file) throw new Problem('commitment-broken');
      let plain: Uint8Array | undefined;
      for (const identity of identities) {
        try {
          plain = await unsealBytes(file, entry.sealed, entry.salt, identity);
          break;
        } catch (error) {
          if (!(error instanceof Problem) || error.code !== 'not-for-you') throw error;
        }
      }
      if (!plain) throw new Problem('not-for-you');
      if (options.out) await writeNew(options.out, plain, 0o600);
      if (options.json) return data({ id, index, kind: entry.kind, text: options.out ? undefined : fromUtf8(plain) });
      if (options.out) return say(`Entry ${index}, as it was committed to: the text is in ${options.out}.`);
      process.stdout.write(plain);
    });

// --- withdrawing

export const erase = (): Command =>
  asMember(
    new Command('erase')
      .description(
        'Withdraw a sealed text or a file: it is destroyed at the host, and the record says on which ground and by whom.',
      )
      .argument('<entry>', 'id of the entry that sealed it, deposited it or reported with it'),
  )
    .option('--file <sha256>', 'which file, where the entry has several')
    .requiredOption('--ground <ground>', ERASE_GROUNDS.join(', '))
    .requiredOption('--authority <words>', 'by which rule, decision or request')
    .option('--because <words>', 'more')
    .option('--with <files...>', 'signer keys of others who sign too, where the terms ask for them')
    .addHelpText(
      'after',
      `
Copies that others made before are not in the host’s hands. The tree stays as it is: every proof still holds.

Example: sulh erase 01980000-0000-7000-8000-000000000001 --ground source-at-risk --authority "The source asked." --key lead.key`,
    )
    .action(
      async (
        id: string,
        options: Common & { file?: string; ground: string; authority: string; because?: string; with?: string[] },
      ) => {
        if (!/^[0-9a-f-]{36}$/.test(id)) throw new UsageError('give the id of an entry.');
        const signer = await readKey(options.key, options.passphraseFile);
        const others = await Promise.all((options.with ?? []).map((file) => readKey(file, options.passphraseFile)));
        const client = new Client(options.to, signer.record);
        await client.signIn(signer);
        const { text: note } = await client.ask('GET', `/records/${client.record}/entries/${id}`);
        const { entry } = parseEntry(note, signer.origin);
        const hash = options.file ?? entry.sealed?.file ?? onlyFile(entry.body);
        if (hash === undefined) throw new UsageError('the entry has several files, or none: give --file SHA256.');
        const now = new Date();
        const erasing: Entry = {
          kind: 'file.erase',
          id: newId(now.getTime(), randomBytes(10)),
          at: now.toISOString(),
          audience: entry.audience as Audience,
          refs: [],
          body: {
            entry: id,
            sha256: hash,
            ground: options.ground,
            authority: options.authority,
            ...(options.because ? { because: options.because } : {}),
          },
          salt: toBase64(randomBytes(16)),
        };
        const keys = [signer, ...others].map(({ skey }) => skey);
        await client.ask(
          'POST',
          `/records/${client.record}/entries`,
          signEntry(signer.origin, erasing, keys),
          'text/plain; charset=utf-8',
        );
        if (options.json) return data({ id: erasing.id, entry: id, sha256: hash });
        say(`Withdrawn on ground ${options.ground}: ${erasing.id}`);
      },
    );

/** The one file that a body cites, if it is one. */
function onlyFile(body: unknown): string | undefined {
  const found = new Set<string>();
  for (const [, hash] of JSON.stringify(body ?? {}).matchAll(/"sha256":"([0-9a-f]{64})"/g)) found.add(hash!);
  return found.size === 1 ? [...found][0] : undefined;
}
