// Sealing: a text encrypted with age to the organisations that may read it. The record holds a commitment to the plaintext
// and the name of the encrypted file; the file travels apart and can be destroyed without touching the tree.

import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { sha256 } from '#crypto';
import { toHex, utf8 } from './bytes.ts';
import { type Sealed, sealedCommitment } from './entry.ts';
import { Problem } from './problem.ts';

/** The largest plaintext, in bytes. What is larger goes into the evidence store and is named here. */
export const MAX_SEALED_BYTES = 1024 * 1024;

/** A new identity (`AGE-SECRET-KEY-1...`, secret) and its recipient (`age1...`, for the terms). */
export async function newSealIdentity(): Promise<{ identity: string; recipient: string }> {
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

/** The recipient to which others seal what an identity opens. */
export const sealRecipient = (identity: string | CryptoKey): Promise<string> => identityToRecipient(identity);

/**
 * Seals a plaintext for organisations, each with its age recipient. `salt` is the entry's. The order of recipients gives
 * nothing away: it is that of their ids. Throws Problem `too-large` or `bad-recipient`.
 */
export async function seal(
  plaintext: Uint8Array,
  salt: string,
  recipients: Readonly<Record<string, string>>,
): Promise<{ sealed: Sealed; file: Uint8Array }> {
  if (plaintext.length > MAX_SEALED_BYTES) throw new Problem('too-large', { limit: MAX_SEALED_BYTES });
  const organisations = Object.keys(recipients).sort();
  if (organisations.length === 0) throw new Problem('bad-recipient', { why: 'none' });
  const encrypter = new Encrypter();
  for (const organisation of organisations) {
    try {
      encrypter.addRecipient(recipients[organisation] as string);
    } catch {
      throw new Problem('bad-recipient', { organisation });
    }
  }
  const file = await encrypter.encrypt(padded(plaintext));
  const commitment = sealedCommitment(salt, plaintext);
  return { sealed: { commitment, file: toHex(sha256(file)), recipients: organisations }, file };
}

/**
 * Opens a sealed file with one identity (a browser's may be an X25519 CryptoKey that cannot be read out) and checks that it is what the entry committed to. Throws Problem `not-for-you`
 * or `commitment-broken`.
 */
export async function unseal(
  file: Uint8Array,
  sealed: Sealed,
  salt: string,
  identity: string | CryptoKey,
): Promise<Uint8Array> {
  const decrypter = new Decrypter();
  let plaintext: Uint8Array;
  try {
    decrypter.addIdentity(identity);
    plaintext = unpadded(await decrypter.decrypt(file, 'uint8array'));
  } catch {
    throw new Problem('not-for-you');
  }
  if (sealedCommitment(salt, plaintext) !== sealed.commitment) throw new Problem('commitment-broken');
  return plaintext;
}

/** The size of a file would tell short from long: plaintexts are padded to a power of two, 256 bytes at least. */
function padded(plaintext: Uint8Array): Uint8Array {
  let size = 256;
  while (size < plaintext.length + 4) size *= 2;
  const whole = new Uint8Array(size);
  new DataView(whole.buffer).setUint32(0, plaintext.length);
  whole.set(plaintext, 4);
  return whole;
}

function unpadded(whole: Uint8Array): Uint8Array {
  const length = new DataView(whole.buffer, whole.byteOffset).getUint32(0);
  if (length > whole.length - 4) throw new Problem('commitment-broken');
  return whole.slice(4, 4 + length);
}

/** A plaintext for `seal` from plain data. */
export const sealedText = (value: unknown): Uint8Array => utf8(JSON.stringify(value));
