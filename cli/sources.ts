// Documents that are named on the command line: files, web addresses, or standard input, as text.

import { basename } from 'node:path';
import { decodeText, MAX_BYTES } from '@sulh/reading';
import { Problem } from '@sulh/record';
import { fetchBytes } from './fetch.ts';
import { readBytes } from './files.ts';

export const isAddress = (from: string): boolean => /^https?:\/\//i.test(from);

/** What the commands that take addresses say of them. */
export const ADDRESSES = `A web address is fetched within 20 seconds, 5 redirects and ${MAX_BYTES / 1024 / 1024} MiB, and never from a private network unless --inside is given.`;

/** One document. Throws Problem `no-text` for what is none, and what fetching and reading of files throw. */
export async function source(
  from: string,
  inside: boolean,
): Promise<{ name: string; bytes: Uint8Array; text: string }> {
  const bytes = isAddress(from)
    ? await fetchBytes(from, { limit: MAX_BYTES, inside })
    : await readBytes(from, MAX_BYTES);
  const decoded = decodeText(bytes);
  if (decoded.kind === 'not-text') throw new Problem('no-text', { file: from, why: decoded.reason });
  const name = isAddress(from) ? from : from === '-' ? 'standard input' : basename(from);
  return { name, bytes, text: decoded.text };
}
