// A reading thread that never comes to an end with a file of one name, and is done at once with every other.

import { parentPort } from 'node:worker_threads';

parentPort!.on('message', ({ files }: { files: { file: string }[] }) => {
  while (files[0]?.file === 'endless');
  parentPort!.postMessage({ reading: { documents: files } });
});
