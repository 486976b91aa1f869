// The pilot founded twice with the same times, ids and random bytes: as it is, and with the two parties exchanged.

import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PILOT } from '@sulh/pilot';
import { foundIn, type Host, openHost } from '@sulh/server';
import { pilotFiles } from '../pilot/tests/founding.ts';
import { emptyModelIn } from './prepared.ts';
import { until } from './until.ts';

export const NOW = new Date('2026-11-21T08:00:00.000Z');

/** The two parties' ids exchanged, wherever they stand as ids: alone, in a member's name, in a key or a path. */
export const exchanged = (text: string): string =>
  text.replace(/(?<![a-z0-9])(pak|afg)(?![a-z0-9])/g, (id) => (id === 'pak' ? 'afg' : 'pak'));

/** Random bytes that are the same in every founding. */
function countedRandom(): (length: number) => Uint8Array {
  let count = 0;
  return (length) => createHash('sha256').update(`swap ${count++}`).digest().subarray(0, length);
}

export interface Twin {
  readonly host: Host;
  /** Signer keys by member. */
  readonly keys: ReadonlyMap<string, string>;
  close(): Promise<void>;
}

/** A host of its own over the pilot, with the parties' ids (their names go with them) exchanged where `swap` says so. */
export async function openTwin(
  swap: boolean,
  faces: { readonly office?: string; readonly field?: string } = {},
): Promise<Twin> {
  const data = mkdtempSync(join(tmpdir(), 'sulh-swap-'));
  const gone = () => rmSync(data, { recursive: true, force: true });
  try {
    const acts = swap ? (JSON.parse(exchanged(JSON.stringify(PILOT.acts))) as typeof PILOT.acts) : PILOT.acts;
    await emptyModelIn(data);
    const founded = await foundIn(data, PILOT.record, {
      origin: PILOT.origin,
      acts,
      files: pilotFiles(),
      now: () => NOW,
      random: countedRandom(),
      demo: true,
    });
    const host = await openHost({ data, port: 0, demo: true, now: () => NOW, log: () => {}, ...faces });
    // A list may be a moment behind the record on a busy machine; which moment is no matter of the parties.
    await until('the read model has the pilot', () => host.records.get(PILOT.record)?.behind === 0);
    return {
      host,
      keys: founded!.keys,
      async close() {
        await host.close();
        gone();
      },
    };
  } catch (error) {
    gone();
    throw error;
  }
}

/** A text without what says nothing about the parties: hashes, signatures and keys, which differ when bytes do; the port. */
export const bare = (text: string): string =>
  text
    .replace(/[A-Za-z0-9+/]{60,}={0,2}/g, '(signature)')
    .replace(/[A-Za-z0-9+/]{43}=/g, '(hash)')
    .replace(/\b[0-9a-f]{64}\b/g, '(hash)')
    .replace(/\+[0-9a-f]{8}\+\(?[A-Za-z0-9+/]{0,44}(?:signature\))?/g, '(key)')
    .replace(/\+[0-9a-f]{8}(?![0-9a-f])/g, '(key id)')
    .replace(/127\.0\.0\.1:\d+/g, '(host)');
