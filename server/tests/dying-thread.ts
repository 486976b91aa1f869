// Stands in for the thread of proposals: dies of the two reports it is first given, and answers when it is given three.

import { parentPort } from 'node:worker_threads';

parentPort!.on('message', ({ add }: { add: readonly unknown[] }) => {
  if (add.length < 3) throw new Error('died');
  parentPort!.postMessage([]);
});
