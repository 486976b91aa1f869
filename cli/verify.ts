// sulh verify: checks a bulletin, a receipt or a proof offline, and says in words what it shows and what it does not.

import { parseReceiptCode, RECEIPT_FORMAT, type Trust, type Verdict, verifyBulletin } from '@sulh/exchange';
import {
  evaluatePolicy,
  type Fork,
  leafOf,
  Problem,
  parseCheckpoint,
  parseEntry,
  parsePolicy,
  parseProof,
  parseVkey,
  toHex,
  verifyFork,
  verifyProof,
} from '@sulh/record';
import { Command } from 'commander';
import { parseJson, readText } from './files.ts';
import { clean, data, FAILED, say, UsageError } from './out.ts';

interface Options {
  policy?: string;
  vkey?: string;
  note?: string;
  json?: boolean;
}

export const verify = (): Command =>
  new Command('verify')
    .description('Check a bulletin, a receipt, a proof, or the evidence that a log signed two histories, offline.')
    .argument('<file>', 'bulletin.json, a receipt (JSON), a tlog-proof, or a mirror’s fork file; - for standard input')
    .option('--policy <file>', 'your own tlog-policy: the log’s key, the log witnesses, the quorum')
    .option('--vkey <key>', 'your own copy of the log’s verifier key, in place of a policy')
    .option('--note <file>', 'the note that a bare tlog-proof is about')
    .option('--json', 'print data')
    .addHelpText(
      'after',
      `
Without --policy or --vkey the key in the file itself is used, and that is said: it shows that the file holds together,
not whose record it is from.

Example: sulh verify bulletin.json --vkey "$(cat log.vkey)"`,
    )
    .action(run);

async function run(file: string, options: Options): Promise<void> {
  const text = await readText(file);
  const own = await ownPolicy(options);
  if (text.startsWith(`${RECEIPT_FORMAT}\n`)) return scanned(text, own, options);
  if (!text.trimStart().startsWith('{')) {
    if (!options.note) throw new UsageError('a bare proof needs the note that it is about: --note FILE.');
    return receipt({ note: await readText(options.note, 64 * 1024), proof: text }, own, options);
  }
  const value = parseJson(text, file) as { note?: unknown; proof?: unknown; policy?: unknown };
  if (typeof value.note === 'string' && typeof value.proof === 'string') {
    const { note, proof, policy } = value;
    return receipt({ note, proof, ...(typeof policy === 'string' ? { policy } : {}) }, own, options);
  }
  if ((value as { format?: unknown }).format === 'sulh/fork/v1') return fork(value as unknown as Fork, own, options);
  if (typeof (value as { format?: unknown }).format !== 'string')
    throw new Problem('bad-json', { file, why: 'neither a bulletin nor a receipt' });
  bulletin(verifyBulletin(value, own === undefined ? {} : ({ policy: own } satisfies Trust)), options);
}

async function ownPolicy({ policy, vkey }: Options): Promise<string | undefined> {
  if (policy && vkey) throw new UsageError('give --policy or --vkey, not both.');
  if (policy) return await readText(policy, 256 * 1024);
  if (vkey === undefined) return undefined;
  parseVkey(vkey);
  return `log ${vkey}\nquorum none\n`;
}

/** Evidence against a log: exit code 1 when it convicts, since then something is badly wrong. */
function fork(evidence: Fork, own: string | undefined, options: Options): void {
  if (own === undefined)
    throw new UsageError('evidence is judged by your own copy of the log’s key: give --vkey or --policy.');
  const vkeys = parsePolicy(own).logs.map(({ vkey }) => vkey);
  const shown = verifyFork(evidence, vkeys);
  process.exitCode = FAILED;
  if (options.json) {
    data({ ok: false, fork: true, ...shown });
    return;
  }
  const [older, newer] = [evidence.older, evidence.newer].map((note) => parseCheckpoint(note));
  say(`The log of ${clean(shown.origin)} signed two histories. This file proves it to anyone who has the log’s key.`);
  say(
    `  It signed one tree of ${shown.older} entries, and another of ${shown.newer} entries that does not begin with it.`,
  );
  say(
    `  Both checkpoints carry the log’s own signature: ${clean(older?.note.text.split('\n')[2] ?? '')} and ${clean(newer?.note.text.split('\n')[2] ?? '')}.`,
  );
  say('  An honest log cannot come to this, neither by a crash nor by a restored backup that signs nothing new.');
  say('Keep this file, and show it to the other organisations and their log witnesses.');
}

/** What was scanned from a receipt's code: a leaf and its proof, without the entry. */
async function scanned(text: string, own: string | undefined, options: Options): Promise<void> {
  const { leaf, proof } = parseReceiptCode(text);
  if (options.note) return receipt({ note: await readText(options.note, 64 * 1024), proof }, own, options);
  if (own === undefined) throw new UsageError('a code names no key: give --vkey KEY or --policy FILE.');
  const proven = holding(() => verifyProof(proof, leaf, { ...parsePolicy(own), quorum: 'none' }));
  if (options.json) return data({ ok: true, ...proven, leaf: toHex(leaf) });
  say(`An entry is in the record ${clean(proven.origin)}, at place ${proven.index} of ${proven.size}. Its leaf is`);
  say(`  ${toHex(leaf)}`);
  say('Whoever has the entry’s note can compare: it is the SHA-256 of its bytes (--note FILE does so).');
}

function receipt(
  { note, proof, policy: brought }: { note: string; proof: string; policy?: string },
  own: string | undefined,
  options: Options,
): void {
  const text = own ?? brought;
  if (text === undefined) throw new UsageError('this file names no key: give --vkey KEY or --policy FILE.');
  const policy = parsePolicy(text);
  const proven = holding(() => verifyProof(proof, leafOf(note), { ...policy, quorum: 'none' }));
  const { witnessed } = evaluatePolicy(policy, parseProof(proof).checkpoint);
  if (!witnessed) process.exitCode = FAILED;
  const { entry, signatures } = parseEntry(note, proven.origin);
  const authors = signatures.map((one) => one.name);
  if (options.json) {
    data({
      ok: witnessed,
      ...(witnessed ? {} : { code: 'quorum-missing' }),
      ...proven,
      entry: { kind: entry.kind, id: entry.id, at: entry.at, audience: entry.audience },
      authors,
      ownKey: own !== undefined,
    });
    return;
  }
  say(`This entry is in the record ${clean(proven.origin)}, at place ${proven.index} of ${proven.size}.`);
  say(
    `  ${clean(entry.kind)} ${entry.id}, signed by ${authors.map(clean).join(' and ')}; the author’s clock said ${entry.at}.`,
  );
  say(
    proven.cosigned.length > 0
      ? `  Cosigned by ${proven.cosigned.map((one) => clean(one.name)).join(', ')} before ${new Date(proven.time! * 1000).toISOString()}.`
      : '  No log witness has cosigned it: the record’s own signature alone says so.',
  );
  if (!witnessed)
    say(
      '  NOT WITNESSED: fewer log witnesses cosigned than the policy asks for (quorum-missing). It is recorded, no more. A\n  receipt that was kept at once has no cosignatures yet: `sulh receipt` renews it.',
    );
  if (own === undefined) say('  The log’s key came with the file: compare it with a copy that you trust (--vkey).');
  say(
    'It shows that these very bytes were recorded. It does not show that what they say is true, and the author’s own',
  );
  say('signature is checked against the enrolled keys by an audit of the record, not here.');
}

/** A proof that no key of the policy signed is another record's or a forgery: that is said, not that a key is missing. */
function holding<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (error instanceof Problem && error.code === 'no-known-signature') throw new Problem('not-of-this-log', {});
    throw error;
  }
}

function bulletin(verdict: Verdict, options: Options): void {
  const { ok, keyFromFile, checks, proves, doesNot, file } = verdict;
  if (!ok) process.exitCode = FAILED;
  if (options.json) {
    data({ ok, keyFromFile, checks, proves, doesNot });
    return;
  }
  if (keyFromFile)
    say('The record’s key was taken from the file itself. Compare it with a copy that you trust (--vkey or --policy).');
  say(ok ? `This bulletin${file ? ` of ${clean(file.record.origin)}` : ''} holds.` : 'This bulletin does NOT hold.');
  const made = checks.filter((one) => !one.unmade);
  for (const { ok: well, english } of made) say(`  ${well ? 'ok ' : 'NO '} ${clean(english)}`);
  const unmade = checks.length - made.length;
  if (unmade > 0) say(`      ${unmade} more checks rest on these and were not made.`);
  if (!ok) {
    say(
      checks.some(({ code, ok: well }) => code === 'check.checkpoint' && !well)
        ? 'Either it is from another record than the key that it was checked with, or it was changed. Rely on nothing in it.'
        : 'It was changed after it was signed, or never was in the record. Rely on nothing in it.',
    );
    return;
  }
  say('It shows:');
  for (const { english } of proves) say(`  - ${clean(english)}`);
  say('It does not show:');
  for (const { english } of doesNot) say(`  - ${clean(english)}`);
}
