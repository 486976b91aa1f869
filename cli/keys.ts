// Signer keys on the command line: read from a file, with a passphrase where it is encrypted, never printed.

import { readFileSync } from 'node:fs';
import { decryptKey, isEncryptedKey, Problem, parseSkey } from '@sulh/record';
import { readText } from './files.ts';
import { UsageError } from './out.ts';

export interface Signer {
  readonly skey: string;
  /** `<origin>/<organisation>/<seat>`. */
  readonly name: string;
  readonly origin: string;
  readonly organisation: string;
  /** Name of the record: the last part of its origin. */
  readonly record: string;
}

/** What a key's name says. Throws Problem `bad-key` when it is no member's name. */
export function namesIn(name: string): Omit<Signer, 'skey'> {
  const parts = name.split('/');
  const organisation = parts.at(-2);
  const record = parts.at(-3);
  if (parts.length < 4 || !organisation || !record) throw new Problem('bad-key', { why: 'name', name });
  return { name, origin: parts.slice(0, -2).join('/'), organisation, record };
}

/** A signer key's text from its file. The passphrase of an encrypted one comes from SULH_PASSPHRASE or from a file. */
export async function readSkey(file: string, passphraseFile?: string): Promise<string> {
  const text = await readText(file, 16 * 1024);
  const passphrase = passphraseOf(passphraseFile);
  if (isEncryptedKey(text) && passphrase === undefined)
    throw new UsageError(`${file} is encrypted: give --passphrase-file FILE, or set SULH_PASSPHRASE.`);
  return decryptKey(text, passphrase);
}

/** Reads a member's key file. */
export async function readKey(file: string, passphraseFile?: string): Promise<Signer> {
  const skey = await readSkey(file, passphraseFile);
  return { skey, ...namesIn(parseSkey(skey).name) };
}

export function passphraseOf(file?: string): string | undefined {
  if (file === undefined) return process.env.SULH_PASSPHRASE;
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    throw new Problem('cannot-read', { file, why: (error as NodeJS.ErrnoException).code });
  }
}
