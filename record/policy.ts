import { equalBytes, fromUtf8, utf8 } from './bytes.ts';
import { type ParsedCheckpoint, parseCheckpoint, verifyCheckpoint } from './checkpoint.ts';
import { verifyCosignature } from './cosignature.ts';
import { ED25519, ED25519_COSIGNATURE, MLDSA44_COSIGNATURE, parseVkey, type VerifierKey } from './note.ts';
import { Problem } from './problem.ts';

/** Whom to trust for a checkpoint, as c2sp.org/tlog-policy says. */
export interface Policy {
  readonly logs: readonly { vkey: string; url?: string }[];
  readonly witnesses: readonly { name: string; vkey: string; url?: string }[];
  /** Each needs `k` of its members, which are witnesses or earlier groups. */
  readonly groups: readonly { name: string; k: number; members: readonly string[] }[];
  /** A witness, a group, or `none`. */
  readonly quorum: string;
}

const MAX_POLICY = 256 * 1024;
const MAX_LINES = 2048;

/** Parses a policy of at most 256 KiB. Throws Problem `bad-policy` with the line's number in `at`. */
export function parsePolicy(policy: string | Uint8Array): Policy {
  const bytes = typeof policy === 'string' ? utf8(policy) : policy;
  if (bytes.length > MAX_POLICY) throw new Problem('bad-policy', { why: 'too-large' });
  const lines = fromUtf8(bytes).split('\n');
  // The specification ends every line in a newline.
  if (lines.pop() !== '') throw new Problem('bad-policy', { why: 'last-newline' });
  if (lines.length > MAX_LINES) throw new Problem('bad-policy', { why: 'too-large' });

  const logs: { vkey: string; url?: string }[] = [];
  const witnesses: { name: string; vkey: string; url?: string }[] = [];
  const groups: { name: string; k: number; members: string[] }[] = [];
  let quorum: string | undefined;
  const defined = new Set<string>();
  const grouped = new Set<string>();
  const keys: Record<'log' | 'witness', VerifierKey[]> = { log: [], witness: [] };

  lines.forEach((line, i) => {
    const bad = (why: string) => new Problem('bad-policy', { why }, `line ${i + 1}`);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what the specification forbids.
    if (/[\u0000-\u0008\u000b-\u001f\u007f]/.test(line)) throw bad('control-character');
    const items = line.split(/[ \t]+/).filter((item) => item !== '');
    const [word, ...rest] = items;
    if (word === undefined || word.startsWith('#')) return;

    const addKey = (kind: 'log' | 'witness', vkey: string) => {
      let key: VerifierKey;
      try {
        key = parseVkey(vkey);
      } catch {
        throw bad('key');
      }
      const types = kind === 'log' ? [ED25519, MLDSA44_COSIGNATURE] : [ED25519_COSIGNATURE, MLDSA44_COSIGNATURE];
      if (!types.includes(key.type)) throw bad('key-type');
      if (keys[kind].some((other) => equalBytes(other.key, key.key))) throw bad('duplicate-key');
      keys[kind].push(key);
    };
    const define = (name: string) => {
      if (name === 'none' || defined.has(name)) throw bad('name');
      defined.add(name);
    };

    switch (word) {
      case 'log': {
        const [vkey, url, ...more] = rest;
        if (!vkey || more.length > 0) throw bad('log');
        addKey('log', vkey);
        logs.push(url === undefined ? { vkey } : { vkey, url });
        return;
      }
      case 'witness': {
        const [name, vkey, url, ...more] = rest;
        if (!name || !vkey || more.length > 0) throw bad('witness');
        define(name);
        addKey('witness', vkey);
        witnesses.push(url === undefined ? { name, vkey } : { name, vkey, url });
        return;
      }
      case 'group': {
        const [name, threshold, ...members] = rest;
        if (!name || !threshold || members.length === 0) throw bad('group');
        for (const member of members) {
          if (!defined.has(member)) throw bad('unknown-name');
          if (grouped.has(member)) throw bad('member-of-two');
          grouped.add(member);
        }
        define(name);
        const number = /^[1-9]\d{0,4}$/.test(threshold) ? Number(threshold) : Number.NaN;
        const k = threshold === 'any' ? 1 : threshold === 'all' ? members.length : number;
        if (!(k >= 1 && k <= members.length)) throw bad('threshold');
        groups.push({ name, k, members });
        return;
      }
      case 'quorum': {
        const [name, ...more] = rest;
        if (!name || more.length > 0) throw bad('quorum');
        if (quorum !== undefined) throw bad('two-quorums');
        if (name !== 'none' && !defined.has(name)) throw bad('unknown-name');
        quorum = name;
        return;
      }
      default:
        throw bad('unknown-word');
    }
  });
  if (quorum === undefined) throw new Problem('bad-policy', { why: 'no-quorum' });
  return { logs, witnesses, groups, quorum };
}

/** The policy as text; what it returns parses to an equal policy, or it throws Problem `bad-policy`. */
export function formatPolicy(policy: Policy): string {
  const url = (item: { url?: string }) => (item.url === undefined ? '' : ` ${item.url}`);
  const text = [
    ...policy.logs.map((log) => `log ${log.vkey}${url(log)}\n`),
    ...policy.witnesses.map((witness) => `witness ${witness.name} ${witness.vkey}${url(witness)}\n`),
    ...policy.groups.map(({ name, k, members }) => `group ${name} ${k} ${members.join(' ')}\n`),
    `quorum ${policy.quorum}\n`,
  ].join('');
  parsePolicy(text);
  return text;
}

/** Whether the witnesses named suffice. */
export function quorumMet(policy: Policy, cosigned: ReadonlySet<string>): boolean {
  if (policy.quorum === 'none') return true;
  const met = new Set(policy.witnesses.map(({ name }) => name).filter((name) => cosigned.has(name)));
  for (const { name, k, members } of policy.groups) {
    if (members.filter((member) => met.has(member)).length >= k) met.add(name);
  }
  return met.has(policy.quorum);
}

/** What a policy says of a checkpoint. */
export interface Judgement {
  readonly checkpoint: ParsedCheckpoint;
  /** The policy's witnesses that cosigned, each with its POSIX time in seconds. */
  readonly cosigned: readonly { name: string; time: number }[];
  /** Whether they meet the quorum: the second tick. */
  readonly witnessed: boolean;
}

/**
 * Judges a checkpoint: it must be signed by one of the policy's logs under the log's own name, and every cosignature of
 * a known witness must hold. Throws Problem `bad-checkpoint`, `no-known-signature`, `bad-signature`, `other-log` or
 * `bad-cosignature`; too few witnesses are no error here (see `witnessed`).
 */
export function evaluatePolicy(policy: Policy, note: string | Uint8Array | ParsedCheckpoint): Judgement {
  const checkpoint = typeof note === 'string' || note instanceof Uint8Array ? parseCheckpoint(note) : note;
  verifyLog(policy, checkpoint);
  const times = new Map<string, number>();
  for (const witness of policy.witnesses) {
    const key = parseVkey(witness.vkey);
    for (const signature of checkpoint.note.signatures) {
      if (signature.name !== key.name || signature.keyId !== key.keyId) continue;
      const time = verifyCosignature(checkpoint, signature, key);
      times.set(witness.name, Math.max(time, times.get(witness.name) ?? 0));
    }
  }
  return {
    checkpoint,
    cosigned: [...times].map(([name, time]) => ({ name, time })),
    witnessed: quorumMet(policy, new Set(times.keys())),
  };
}

/** tlog-checkpoint lets a log sign with Ed25519 or with an ML-DSA-44 cosignature of its own. */
function verifyLog(policy: Policy, checkpoint: ParsedCheckpoint): void {
  const keys = policy.logs.map(({ vkey }) => parseVkey(vkey));
  let signed = false;
  for (const key of keys.filter((key) => key.type === MLDSA44_COSIGNATURE && key.name === checkpoint.origin)) {
    for (const signature of checkpoint.note.signatures) {
      if (signature.name !== key.name || signature.keyId !== key.keyId) continue;
      verifyCosignature(checkpoint, signature, key);
      signed = true;
    }
  }
  if (signed) return;
  verifyCheckpoint(
    checkpoint.note,
    policy.logs.map(({ vkey }) => vkey),
  );
}
