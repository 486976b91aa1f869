// Photos, sound and video of a report. They are kept on the phone until the host has them; the report goes first, since it is
// small, and names them by their hash. Sending goes on where it broke off.

import { upload } from '@sulh/exchange/upload';
import type { Evidence } from '@sulh/mechanism';
import { sha256, toHex } from '@sulh/record';
import { attached, attachment, dropAttachment, type Enrolment, putAttachment } from './outbox.ts';

/** The largest file that is taken in on a phone, in bytes. */
export const MAX_ATTACHMENT = 100 * 1024 * 1024;
export const MAX_ATTACHMENTS = 8;

/** A file taken in, and not yet sent. */
export interface Attachment {
  readonly sha256: string;
  readonly size: number;
  readonly type: string;
  readonly bytes: Blob;
  /** The upload's address, once it was begun. */
  readonly begun?: string;
  /** So many bytes are at the host. */
  readonly sent: number;
}

/** Takes a file in; undefined when it is too large. Its name on the phone is not kept. */
export async function takeIn(file: Blob): Promise<Evidence | undefined> {
  if (file.size > MAX_ATTACHMENT || file.size === 0) return undefined;
  const bytes = new Uint8Array(await file.arrayBuffer());
  const hash = toHex(sha256(bytes));
  const type = file.type || 'application/octet-stream';
  await putAttachment({ sha256: hash, size: file.size, type, bytes: new Blob([bytes], { type }), sent: 0 });
  return { sha256: hash, size: file.size, type };
}

/** Sends what a report names, one file after another. Throws what the network or the host throws. */
export async function sendFiles(
  hashes: readonly string[],
  enrolment: Enrolment,
  signIn: () => Promise<unknown>,
  onProgress: () => void,
  fetcher: typeof fetch = fetch,
): Promise<void> {
  for (const hash of hashes) {
    const file = await attachment(hash);
    if (!file) continue;
    await signIn();
    let state = file;
    const note = async (change: Partial<Attachment>) => {
      state = { ...state, ...change };
      await putAttachment(state);
    };
    await upload({
      host: '',
      record: enrolment.record,
      size: file.size,
      sha256: file.sha256,
      // On a bad line a small part gets through where a large one never does.
      chunk: 128 * 1024,
      fetch: (path, init) => fetcher(path, init),
      read: async (from, to) => new Uint8Array(await file.bytes.slice(from, to).arrayBuffer()),
      ...(file.begun ? { begun: file.begun } : {}),
      onBegun: (begun) => note({ begun }),
      onProgress: (sent) => {
        void note({ sent }).then(onProgress);
      },
    });
    await dropAttachment(hash);
    onProgress();
  }
}

/** How much of a report's files is still here: number, bytes left, bytes in all of those. */
export async function filesLeft(hashes: readonly string[]): Promise<{ count: number; sent: number; size: number }> {
  const left = (await attached()).filter((one) => hashes.includes(one.sha256));
  return {
    count: left.length,
    sent: left.reduce((sum, one) => sum + one.sent, 0),
    size: left.reduce((sum, one) => sum + one.size, 0),
  };
}
