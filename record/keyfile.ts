// Keys at rest: a signer key encrypted with a passphrase, as an armoured age file (age-encryption.org/v1).

import { armor, Decrypter, Encrypter } from 'age-encryption';
import { parseSkey } from './note.ts';
import { Problem } from './problem.ts';

const MAX_KEYFILE = 16 * 1024;

/** Whether a text is an armoured age file rather than a bare key. */
export const isEncryptedKey = (text: string): boolean =>
  text.trimStart().startsWith('-----BEGIN AGE ENCRYPTED FILE-----');

/**
 * Encrypts a signer key with a passphrase of at least 12 characters. `workFactor` is the base-2 logarithm of scrypt's N
 * (18 takes about a second). Throws Problem `weak-passphrase` or `bad-key`.
 */
export async function encryptKey(skey: string, passphrase: string, workFactor = 18): Promise<string> {
  parseSkey(skey);
  return encrypted(skey, passphrase, workFactor);
}

/** The signer key in a key file, bare or encrypted. Throws Problem `wrong-passphrase` or `bad-key`. */
export async function decryptKey(file: string, passphrase?: string): Promise<string> {
  const skey = await decrypted(file, passphrase);
  parseSkey(skey);
  return skey;
}

const IDENTITY = /^AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}$/;

/** Encrypts the identities that open what is sealed (`AGE-SECRET-KEY-1...`), as `encryptKey` a signer key. */
export async function encryptIdentities(
  identities: readonly string[],
  passphrase: string,
  workFactor = 18,
): Promise<string> {
  if (identities.length === 0 || !identities.every((one) => IDENTITY.test(one)))
    throw new Problem('bad-key', { why: 'identity' });
  return encrypted(identities.join('\n'), passphrase, workFactor);
}

/**
 * The identities in a file, bare or encrypted, newest first as they stand there: earlier ones open what was sealed to them.
 * Lines that begin with # are remarks. Throws Problem `wrong-passphrase` or `bad-key`.
 */
export async function decryptIdentities(file: string, passphrase?: string): Promise<string[]> {
  const lines = (await decrypted(file, passphrase)).split('\n').map((line) => line.trim());
  const identities = lines.filter((line) => line !== '' && !line.startsWith('#'));
  if (identities.length === 0 || !identities.every((one) => IDENTITY.test(one)))
    throw new Problem('bad-key', { why: 'identity' });
  return identities;
}

async function encrypted(text: string, passphrase: string, workFactor: number): Promise<string> {
  if ([...passphrase].length < 12) throw new Problem('weak-passphrase', { atLeast: 12 });
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(workFactor);
  return `${armor.encode(await encrypter.encrypt(text)).trimEnd()}\n`;
}

async function decrypted(file: string, passphrase: string | undefined): Promise<string> {
  if (file.length > MAX_KEYFILE) throw new Problem('bad-key', { why: 'too-large' });
  const text = file.trim();
  if (!isEncryptedKey(text)) return text;
  if (passphrase === undefined) throw new Problem('wrong-passphrase', { why: 'none' });
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  try {
    return await decrypter.decrypt(armor.decode(text), 'text');
  } catch {
    throw new Problem('wrong-passphrase');
  }
}
