// Sending a file to the host: in parts, and on from where the line broke.

import { upload } from '@sulh/exchange/upload';

/** Sends the bytes of a file by its SHA-256 (hex). `progress` is told how much of it is there, 0 to 1. */
export async function sendFile(
  record: string,
  bytes: Uint8Array,
  sha256: string,
  progress?: (done: number) => void,
): Promise<void> {
  const kept = `sulh-upload-${record}-${sha256}`;
  const begun = sessionStorage.getItem(kept);
  await upload({
    host: '',
    record,
    size: bytes.length,
    sha256,
    fetch: (path, init) => fetch(path, { credentials: 'same-origin', ...init }),
    read: async (from, to) => bytes.subarray(from, to),
    ...(begun ? { begun } : {}),
    onBegun: (address) => sessionStorage.setItem(kept, address),
    onProgress: (done, size) => progress?.(done / size),
  });
  sessionStorage.removeItem(kept);
}
