import { parentPort } from 'node:worker_threads';
import { ed25519Verify } from '#crypto';
import { unpack } from './verifiers.ts';

parentPort?.on('message', ({ id, packed }: { id: number; packed: Uint8Array }) => {
  const held: number[] = [];
  for (const { key, message, signature } of unpack(packed)) held.push(ed25519Verify(key, message, signature) ? 1 : 0);
  parentPort?.postMessage({ id, held: Uint8Array.from(held) });
});
