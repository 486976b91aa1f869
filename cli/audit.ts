// sulh audit: checks a whole record, trusting nobody: tiles, checkpoint, every signature, and the rules replayed.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  type AuditedNotes,
  type AuditResult,
  audit as auditRecord,
  fromUtf8,
  parseCheckpoint,
  parsePolicy,
  type Tree,
} from '@sulh/record';
import { folderSource, httpSource, type SourceWithPolicy } from '@sulh/record/source';
import { startVerifiers } from '@sulh/record/verifiers';
import { Rules } from '@sulh/server/rules';
import { Command } from 'commander';
import { auditFiles } from './auditfiles.ts';
import { Client } from './client.ts';
import { doubtedEntries } from './doubted.ts';
import { readText } from './files.ts';
import { readKey } from './keys.ts';
import { clean, data, FAILED, progressBar, say, sentenceOf, UsageError } from './out.ts';
import { keepSeen, loadSeen, seen } from './seen.ts';

interface Options {
  record: string;
  policy?: string;
  vkey?: string;
  key?: string;
  passphraseFile?: string;
  earlier?: string;
  full?: boolean;
  keep?: string;
  against?: string;
  json?: boolean;
}

export const audit = (): Command =>
  new Command('audit')
    .description('Check a whole record: the tree, the checkpoint, every signature, and every rule, entry by entry.')
    .argument('<url or folder>', 'a host, a record there (https://host/records/name), a record’s folder, or a mirror’s')
    .option('--record <name>', 'the record, where the address does not name it', 'doha-istanbul')
    .option('--policy <file>', 'your own tlog-policy: the log’s key, the log witnesses, the quorum')
    .option('--vkey <key>', 'your own copy of the log’s verifier key, in place of a policy')
    .option('--key <file>', 'your signer key, to be shown a member’s entries and not only the public ones')
    .option('--passphrase-file <file>', 'the passphrase of an encrypted key (or set SULH_PASSPHRASE)')
    .option(
      '--earlier <file>',
      'what an earlier audit kept: the record must have grown from it, and only what is new is read',
    )
    .option(
      '--against <folder>',
      'your own mirror’s folder: what it was shown must be shown again, received at the same times',
    )
    .option('--full', 'read every entry again, whatever an earlier audit kept')
    .option('--keep <file>', 'keep what this audit saw, for the next one')
    .option('--json', 'print data')
    .addHelpText(
      'after',
      `
Exit code 1 when anything is wrong, with the entry to blame.

Example: sulh audit ./.sulh
         sulh audit https://host.example/records/doha-istanbul --policy policy.txt --keep seen.json`,
    )
    .action(run);

async function run(target: string, options: Options): Promise<void> {
  const source = await sourceOf(target, options);
  const own = options.policy
    ? await readText(options.policy, 256 * 1024)
    : options.vkey
      ? `log ${options.vkey}\nquorum none\n`
      : undefined;
  const policy = parsePolicy(own ?? (await source.policy()));
  if (policy.logs.length === 0)
    throw new UsageError('a mirror’s folder does not say whose it is: give --policy FILE or --vkey KEY.');
  const { origin } = parseCheckpoint(fromUtf8(await source.checkpoint()));
  const earlier = options.earlier ? await seen(options.earlier) : undefined;
  const rules = new Rules(origin);
  const since =
    options.earlier && earlier && !options.full ? loadSeen(options.earlier, origin, rules, earlier) : undefined;
  const bar = options.json ? undefined : progressBar('entries');
  const verifiers = startVerifiers();
  let audited: AuditedNotes | undefined;
  let tree: Tree | undefined;
  let result: AuditResult;
  try {
    result = await auditRecord(source, rules, {
      policy,
      verify: verifiers.verify,
      now: Date.now(),
      ...(options.against ? { held: folderSource(options.against) } : {}),
      ...(earlier ? { earlier } : {}),
      ...(since ? { since } : {}),
      ...(bar ? { onProgress: bar.show } : {}),
      onAudited: (notes) => {
        audited = notes;
      },
      onTree: (read) => {
        tree = read;
      },
    });
  } finally {
    await verifiers.close();
    bar?.clear();
  }
  const folder = /^https?:\/\//.test(target) ? undefined : await folderOf(target, options.record);
  const files = folder === undefined ? undefined : await auditFiles(folder);
  const altered = (files?.altered ?? []).map((sha256) => ({ what: 'file', code: 'file-differs', details: { sha256 } }));
  const whole: Found = { ...result, ok: result.ok && altered.length === 0, findings: [...result.findings, ...altered] };
  if (whole.findings.length > 0) process.exitCode = FAILED;
  else if (options.keep && audited) {
    // All who cosigned had seen no more by then. None has cosigned yet what is still to come.
    const at = Math.min(Date.now(), ...result.cosigned.map(({ time }) => time * 1000));
    await keepSeen(options.keep, origin, rules, audited, result.cosigned.length > 0 ? at : undefined);
  }
  // Of a tree that could not be read whole, nothing can be said but what is wrong with it.
  const doubted = tree ? await doubtedEntries(source, rules.mechanism.state, tree) : [];
  const withdrawn = rules.mechanism.state
    .all('erasure')
    .map(({ of, sha256, ground, by }) => ({ of, sha256, ground, by }));
  if (options.json)
    return data({
      ...whole,
      ownPolicy: own !== undefined,
      withdrawn,
      doubted,
      ...(files ? { files: files.checked } : {}),
    });
  await print(whole, own !== undefined, earlier, files?.checked);
  // Of what this auditor was shown: the entry is whole, its place in the tree too; only its content is gone, by a signed act.
  for (const { of, ground, by } of withdrawn)
    say(`  Entry ${of}: content withdrawn on ground ${ground} by ${by.map(clean).join(', ')}.`);
  for (const { index, id, authors, since } of doubted)
    say(
      `  Entry ${index}, ${id}, of ${authors.join(', ')}: its organisation says the key was in other hands since ${since}.`,
    );
}

async function sourceOf(target: string, options: Options): Promise<SourceWithPolicy> {
  if (/^https?:\/\//.test(target)) {
    const [, host, name = options.record] = /^(.*?)(?:\/records\/([a-z0-9-]+))?\/*$/.exec(target)!;
    let authorization: string | undefined;
    if (options.key) {
      const client = new Client(host!, name);
      await client.signIn(await readKey(options.key, options.passphraseFile));
      authorization = client.authorization;
    }
    return httpSource(`${host}/records/${name}`, fetch, authorization ? { authorization } : {});
  }
  return folderSource(await folderOf(target, options.record));
}

/** The record’s folder that a path names: itself, or one of a data folder’s. */
async function folderOf(target: string, record: string): Promise<string> {
  if (existsSync(join(target, 'checkpoint'))) return target;
  const { recordsIn } = await import('@sulh/server');
  const names = existsSync(target) ? recordsIn(target) : [];
  const named = names.includes(record) ? record : names.length === 1 ? names[0] : undefined;
  if (named !== undefined) return join(target, 'records', named);
  throw new UsageError(
    names.length > 0
      ? `${target} holds the records ${names.join(', ')}: choose one with --record.`
      : `${target} is no record’s folder and no data folder.`,
  );
}

/** What is wrong may also be a file beside the record. */
type Found = Omit<AuditResult, 'findings'> & {
  readonly findings: readonly {
    index?: number;
    what: string;
    code: string;
    details: Readonly<Record<string, unknown>>;
  }[];
};

async function print(
  result: Found,
  ownPolicy: boolean,
  earlier: { size: number } | undefined,
  files = 0,
): Promise<void> {
  say(`Record ${clean(result.origin)}: ${result.size} entries.`);
  say(
    `  ${result.checked} entries shown and checked, ${result.withheld} not shown to you; their places in the tree were checked.`,
  );
  if (files > 0) say(`  ${files} files beside the record were read: each must have the hash that entries cite.`);
  if (result.unreplayed > 0)
    say(`  ${result.unreplayed} entries may rest on some not shown, so their rules could not be judged.`);
  if (result.since > 0)
    say(`  ${result.since} entries before them were checked by the earlier audit, and are still in their places.`);
  else if (earlier) say(`  Held against an earlier audit at ${earlier.size} entries.`);
  say(
    result.cosigned.length > 0
      ? `  Cosigned by ${result.cosigned.map((one) => clean(one.name)).join(', ')}: ${result.witnessed ? 'witnessed as the policy asks' : 'fewer than the policy asks'}.`
      : '  No log witness has cosigned this checkpoint.',
  );
  if (!ownPolicy)
    say(
      '  The log’s key was taken from the record itself: it shows that the record holds together, not whose it is. Give --vkey or --policy.',
    );
  if (result.findings.length === 0) {
    say('Nothing was found wrong.');
    return;
  }
  const wrong = result.findings.length + result.moreFindings;
  say(`\n${wrong} ${wrong === 1 ? 'thing is' : 'things are'} wrong:`);
  for (const { index, what, code, details } of result.findings.slice(0, 50)) {
    const sentence = await sentenceOf(code, details);
    say(`  - ${index === undefined ? what : `entry ${index}`}: ${code}: ${sentence} ${clean(JSON.stringify(details))}`);
  }
  if (result.findings.length > 50)
    say(`  ... and ${result.findings.length - 50 + result.moreFindings} more (--json gives all).`);
}
