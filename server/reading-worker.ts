// Reads documents beside the host's thread: {files, lexicon} in, {reading} or {failed} out.

import { parentPort } from 'node:worker_threads';
import { type Lexicon, read, type SourceFile } from '@sulh/reading';

parentPort!.on('message', ({ files, lexicon }: { files: SourceFile[]; lexicon: Lexicon }) => {
  try {
    parentPort!.postMessage({ reading: read(files, { lexicon }) });
  } catch (error) {
    parentPort!.postMessage({ failed: error instanceof Error ? error.message : String(error) });
  }
});
