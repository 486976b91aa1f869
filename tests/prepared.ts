// What takes seconds to make and is the same for many tests is made once in a run, and copied by each that needs it: the
// faces as they are built, the pilot as it is founded, a database with nothing in it.

import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PILOT } from '@sulh/pilot';
import { foundIn, openHost } from '@sulh/server';
import { pilotFiles } from '../pilot/tests/founding.ts';
import { openDatabase } from '../server/database.ts';
import { until } from './until.ts';

/** The run's own folder, which `npm test` names and removes; without one, this process has its own. */
const home = process.env.SULH_TEST_CACHE ?? mkdtempSync(join(tmpdir(), 'sulh-prepared-'));
if (!process.env.SULH_TEST_CACHE) process.on('exit', () => rmSync(home, { recursive: true, force: true }));

/** A folder that `make` fills, once. Two that come at the same time both make it, and the first one's stays. */
async function once(name: string, make: (folder: string) => Promise<unknown>): Promise<string> {
  const folder = join(home, name);
  if (existsSync(folder)) return folder;
  mkdirSync(home, { recursive: true });
  const making = mkdtempSync(`${folder}.`);
  await make(making);
  try {
    renameSync(making, folder);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/** The office or the field app, built from the sources. */
export const built = (room: 'web' | 'field'): Promise<string> =>
  once(`built-${room}`, async (outDir) => {
    const { build } = await import('vite');
    const root = fileURLToPath(new URL(`../${room}/`, import.meta.url));
    const configFile = join(root, 'vite.config.ts');
    await build({ root, configFile, logLevel: 'error', build: { outDir, emptyOutDir: true } });
  });

/** Makes `data` the folder of a host on which the pilot was founded a moment ago, with its read model. */
export async function pilotIn(data: string): Promise<void> {
  const folder = await once('pilot', async (made) => {
    await emptyModelIn(made);
    await foundIn(made, PILOT.record, {
      origin: PILOT.origin,
      acts: PILOT.acts,
      files: pilotFiles(),
      now: () => new Date(),
      random: (length) => new Uint8Array(randomBytes(length)),
      demo: true,
    });
    const host = await openHost({ data: made, port: 0, demo: true, log: () => {} });
    const record = host.records.get(PILOT.record)!;
    await until('the read model has the pilot', () => record.behind === 0);
    await host.close();
  });
  cpSync(folder, data, { recursive: true });
}

/** Puts a database of PGlite, with nothing in it, where a host on `data` looks for its own. */
export async function emptyModelIn(data: string): Promise<void> {
  const folder = await once('model', async (made) => {
    await (await openDatabase({ folder: join(made, 'model') })).destroy();
  });
  cpSync(folder, data, { recursive: true });
}
