// Reads documents beside the host's thread: {id, files, lexicon} in, {id, reading} or {id, failed} out.

import { parentPort } from 'node:worker_threads';
import { type Lexicon, read, type SourceFile } from '@sulh/reading';

parentPort!.on('message', ({ id, files, lexicon }: { id: number; files: SourceFile[]; lexicon: Lexicon }) => {
  try {
    parentPort!.postMessage({ id, reading: read(files, { lexicon }) });
  } catch (error) {
    parentPort!.postMessage({ id, failed: error instanceof Error ? error.message : String(error) });
  }
});
