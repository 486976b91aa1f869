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
  if ([...passphrase].length < 12) throw new Problem('weak-passphrase', { atLeast: 12 });
  parseSkey(skey);
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(workFactor);
  return `${armor.encode(await encrypter.encrypt(skey)).trimEnd()}\n`;
}

/** The signer key in a key file, bare or encrypted. Throws Problem `wrong-passphrase` or `bad-key`. */
export async function decryptKey(file: string, passphrase?: string): Promise<string> {
  if (file.length > MAX_KEYFILE) throw new Problem('bad-key', { why: 'too-large' });
  let skey = file.trim();
  if (isEncryptedKey(skey)) {
    if (passphrase === undefined) throw new Problem('wrong-passphrase', { why: 'none' });
    const decrypter = new Decrypter();
    decrypter.addPassphrase(passphrase);
    try {
      skey = await decrypter.decrypt(armor.decode(skey), 'text');
    } catch {
      throw new Problem('wrong-passphrase');
    }
  }
  parseSkey(skey);
  return skey;
}
