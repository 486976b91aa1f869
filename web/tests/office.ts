// The office over a real host: the pilot founded in a folder of its own, gone afterwards.

import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PILOT } from '@sulh/pilot';
import { foundIn, type Host, openHost } from '@sulh/server';

export interface Opened {
  readonly url: string;
  readonly record: string;
  readonly host: Host;
  close(): Promise<void>;
}

/** Founds the pilot and serves it; port 0 for any free one. */
export async function openOffice(port = 0): Promise<Opened> {
  const data = mkdtempSync(join(tmpdir(), 'sulh-office-'));
  const files = Object.fromEntries(
    Object.entries(PILOT.files).map(([name, address]) => [name, readFileSync(new URL(address))]),
  );
  await foundIn(data, PILOT.record, {
    origin: PILOT.origin,
    acts: PILOT.acts,
    files,
    now: () => new Date(),
    random: (length) => randomBytes(length),
    demo: true,
  });
  const host = await openHost({ data, port, demo: true, log: () => {} });
  return {
    url: host.url,
    record: PILOT.record,
    host,
    async close() {
      await host.close();
      rmSync(data, { recursive: true, force: true });
    },
  };
}
