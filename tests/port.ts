// A port for whom the address must be known before it is there, or who comes back at the same one.

import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** A free port below those that the system hands out by itself, so that nothing else takes it in between. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(15_000, 32_000);
    const free = await new Promise<boolean>((resolve) => {
      const server = createServer();
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (free) return port;
  }
}
