import { ed25519Sign, ed25519Verify, mldsa44Sign, mldsa44Verify } from '#crypto';
import { concat, uint64Bytes, utf8 } from './bytes.ts';
import { type ParsedCheckpoint, parseCheckpoint } from './checkpoint.ts';
import {
  ED25519_COSIGNATURE,
  MLDSA44_COSIGNATURE,
  type NoteSignature,
  newKey,
  parseSkey,
  parseVkey,
  type VerifierKey,
} from './note.ts';
import { Problem } from './problem.ts';

/** Timestamped cosignatures of checkpoints, as c2sp.org/tlog-cosignature says: Ed25519 and ML-DSA-44. */

const LAST_TIME = 253_402_300_799n;

/** A cosigner's key pair from 32 random bytes. */
export function newCosignerKey(name: string, seed32: Uint8Array, algorithm: 'ed25519' | 'ml-dsa-44') {
  return newKey(name, seed32, algorithm === 'ed25519' ? ED25519_COSIGNATURE : MLDSA44_COSIGNATURE);
}

/** The `cosigned_message` of a subtree or, with `start` 0, of a checkpoint. */
export function mldsaMessage(
  cosigner: string,
  time: number,
  log: string,
  start: number,
  end: number,
  hash: Uint8Array,
): Uint8Array {
  return concat(
    utf8('subtree/v1\n\0'),
    short(cosigner),
    uint64Bytes(time),
    short(log),
    uint64Bytes(start),
    uint64Bytes(end),
    hash,
  );
}

function short(text: string): Uint8Array {
  const bytes = utf8(text);
  if (bytes.length < 1 || bytes.length > 255) throw new Problem('bad-cosignature', { why: 'name-length' });
  return concat(Uint8Array.of(bytes.length), bytes);
}

function message(key: { type: number; name: string }, checkpoint: ParsedCheckpoint, time: number): Uint8Array {
  if (key.type === ED25519_COSIGNATURE) return utf8(`cosignature/v1\ntime ${time}\n${checkpoint.note.text}`);
  return mldsaMessage(key.name, time, checkpoint.origin, 0, checkpoint.size, checkpoint.root);
}

/**
 * A cosignature of a checkpoint at a POSIX time in seconds. Whoever calls has checked that the checkpoint is consistent
 * with all it saw before. Throws Problem `bad-key` or `bad-checkpoint`.
 */
export function cosign(checkpoint: string | Uint8Array | ParsedCheckpoint, skey: string, time: number): NoteSignature {
  if (!Number.isSafeInteger(time) || time < 0) throw new Problem('bad-cosignature', { why: 'time' });
  const parsed =
    typeof checkpoint === 'string' || checkpoint instanceof Uint8Array ? parseCheckpoint(checkpoint) : checkpoint;
  const key = parseSkey(skey);
  const sign =
    key.type === ED25519_COSIGNATURE ? ed25519Sign : key.type === MLDSA44_COSIGNATURE ? mldsa44Sign : undefined;
  if (!sign) throw new Problem('bad-key', { why: 'type' });
  const signature = concat(uint64Bytes(time), sign(key.seed, message(key, parsed, time)));
  return { name: key.name, keyId: key.keyId, signature };
}

/**
 * Verifies one cosignature with the key that made it and returns its POSIX time in seconds. Throws Problem
 * `bad-cosignature` when it does not hold, or `bad-key` when the key is not a cosigner's.
 */
export function verifyCosignature(
  checkpoint: ParsedCheckpoint,
  signature: NoteSignature,
  cosigner: string | VerifierKey,
): number {
  const key = typeof cosigner === 'string' ? parseVkey(cosigner) : cosigner;
  const verify =
    key.type === ED25519_COSIGNATURE ? ed25519Verify : key.type === MLDSA44_COSIGNATURE ? mldsa44Verify : undefined;
  if (!verify) throw new Problem('bad-key', { why: 'type' });
  const bad = (why: string) => new Problem('bad-cosignature', { why, name: signature.name });
  if (signature.name !== key.name || signature.keyId !== key.keyId) throw bad('other-key');
  const bytes = signature.signature;
  if (bytes.length < 9) throw bad('length');
  const time = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0);
  // Beyond the year 9999 no calendar can say it.
  if (time > LAST_TIME) throw bad('time');
  if (!verify(key.key, message(key, checkpoint, Number(time)), bytes.subarray(8))) throw bad('signature');
  return Number(time);
}
