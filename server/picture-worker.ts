// Looks at pictures beside the host's thread: {type, bytes} in, {look} out; no look where there is none to be had.

import { parentPort } from 'node:worker_threads';
import { lookOf } from './likeness.ts';
import { decodePicture } from './picture.ts';

parentPort!.on('message', ({ type, bytes }: { type: string; bytes: Uint8Array }) => {
  const pixels = decodePicture(type, bytes);
  parentPort!.postMessage({ look: pixels && lookOf(pixels) });
});
