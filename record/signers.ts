import { ed25519Verify, ed25519VerifyAsync } from '#crypto';
import type { ParsedEntry } from './entry.ts';
import { ED25519, parseVkey, type VerifierKey } from './note.ts';
import { Problem } from './problem.ts';

const MAX_CACHED = 4096;
const cache = new Map<string, VerifierKey>();

/** parseVkey, remembered: a record's members sign again and again, and checking a key's id costs a hash. */
function keyOf(vkey: string): VerifierKey {
  let key = cache.get(vkey);
  if (!key) {
    key = parseVkey(vkey);
    if (cache.size >= MAX_CACHED) cache.clear();
    cache.set(vkey, key);
  }
  return key;
}

/** Who signed; every signature line has its key, so none is left that nobody checked. Throws Problem `unknown-key`. */
function pair(parsed: ParsedEntry, vkeys: readonly string[]) {
  return parsed.signatures.map(({ name, keyId, signature }, i) => {
    const vkey = vkeys[i];
    const key = vkey === undefined ? undefined : keyOf(vkey);
    if (!key || key.name !== name || key.keyId !== keyId || key.type !== ED25519)
      throw new Problem('unknown-key', { name });
    return { name, key: key.key, signature };
  });
}

/** Verifies every signature of an entry, each with its key. Throws Problem `unknown-key` or `bad-signature`. */
export function verifyEntry(parsed: ParsedEntry, vkeys: readonly string[]): void {
  const { message } = parsed;
  for (const { name, key, signature } of pair(parsed, vkeys)) {
    if (!ed25519Verify(key, message, signature)) throw new Problem('bad-signature', { name });
  }
}

/** As verifyEntry, off this thread where the platform can; resolves to the Problem instead of throwing it. */
export async function verifyEntryAsync(parsed: ParsedEntry, vkeys: readonly string[]): Promise<Problem | undefined> {
  let jobs: SignatureJob[];
  try {
    jobs = signatureJobs(parsed, vkeys);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  const held = await verifyMany(jobs);
  const bad = jobs.find((_, i) => !held[i]);
  return bad && new Problem('bad-signature', { name: bad.name });
}

/** One Ed25519 signature to verify. */
export interface SignatureJob {
  readonly name: string;
  readonly key: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

/** Verifies many signatures off this thread; the answers stand in the order of the jobs. */
export type VerifyMany = (jobs: readonly SignatureJob[]) => Promise<readonly boolean[]>;

/** Verifies with what the platform has. */
export const verifyMany: VerifyMany = (jobs) =>
  Promise.all(jobs.map(({ key, message, signature }) => ed25519VerifyAsync(key, message, signature)));

/** The signatures of an entry, each with its key. Throws Problem `unknown-key`. */
export function signatureJobs(parsed: ParsedEntry, vkeys: readonly string[]): SignatureJob[] {
  const { message } = parsed;
  return pair(parsed, vkeys).map((one) => ({ ...one, message }));
}
