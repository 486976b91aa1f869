// Founds the pilot as a host does, through the real sequencer and rules, in a folder that is gone afterwards.

import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { State } from '@sulh/mechanism';
import { type Entry, parseEntry } from '@sulh/record';
import { found, OpenRecord } from '@sulh/server';
import { FolderStore } from '../../server/vault.ts';
import { PILOT, type PilotAct } from '../index.ts';

/** The pilot's files as bytes, by the name that acts use. */
export const pilotFiles = (): Record<string, Uint8Array> =>
  Object.fromEntries(Object.entries(PILOT.files).map(([name, address]) => [name, readFileSync(new URL(address))]));

export interface Founding {
  readonly state: State;
  readonly ids: ReadonlyMap<string, string>;
  readonly entries: readonly Entry[];
  readonly identities: ReadonlyMap<string, string>;
  /** What lies in the record's store, by hash. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Throws the refusal of the first act that the rules do not admit, with its name. */
export async function foundPilot(acts: readonly PilotAct[] = PILOT.acts): Promise<Founding> {
  const data = mkdtempSync(join(tmpdir(), 'sulh-pilot-'));
  try {
    const folder = join(data, PILOT.record);
    const now = () => new Date();
    const { ids, identities } = await found({
      folder,
      origin: PILOT.origin,
      acts,
      files: pilotFiles(),
      now,
      random: (n) => randomBytes(n),
    });
    const record = await OpenRecord.open({ name: PILOT.record, folder, now, log: () => {} });
    const entries: Entry[] = [];
    for (let i = 0; i < record.size; i++) entries.push(parseEntry(record.sequencer.note(i), PILOT.origin).entry);
    await record.close();
    const store = new FolderStore(join(folder, 'files'));
    const files = new Map<string, Uint8Array>();
    for await (const [sha256] of store.list()) files.set(sha256, await buffer(store.read(sha256)));
    return { state: record.state, ids, entries, identities, files };
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}
