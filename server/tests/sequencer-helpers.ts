import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type Entry, newId, newKey, Problem, parseVkey, type Rulebook, signEntry, toBase64 } from '@sulh/record';
import { Sequencer, type SequencerOptions } from '../sequencer.ts';

export const ORIGIN = 'sulh.example/test';

/** A key of the record whose seed is the same in every run, so that a child process can sign with it too. */
export function author(n: number): { name: string; skey: string; vkey: string } {
  const seed = new Uint8Array(32);
  new DataView(seed.buffer).setUint32(0, n + 1);
  const name = `${ORIGIN}/org-${n}/monitor`;
  return { name, ...newKey(name, seed) };
}

export function newEntry(change: Partial<Entry> = {}): Entry {
  return {
    kind: 'report.file',
    id: newId(Date.now(), randomBytes(10)),
    at: new Date().toISOString(),
    audience: 'members',
    refs: [],
    body: { account: 'shots heard east of the post' },
    salt: toBase64(randomBytes(16)),
    ...change,
  };
}

export function newNote(by: { skey: string }, change: Partial<Entry> = {}): string {
  return signEntry(ORIGIN, newEntry(change), [by.skey]);
}

/**
 * The smallest rules that a record can have: a fixed set of keys, of which `member.revoke` ends one and `member.enrol`
 * adds one (`body` is the key's name or verifier key), and `report.refuse` is always refused.
 */
export function keyRules(vkeys: readonly string[]): Rulebook {
  const byName = new Map(vkeys.map((vkey) => [parseVkey(vkey).name, vkey]));
  return {
    keysFor: (_entry, signatures) =>
      signatures.map(({ name, keyId }) => {
        const vkey = byName.get(name);
        if (!vkey || parseVkey(vkey).keyId !== keyId) throw new Problem('unknown-key', { name });
        return vkey;
      }),
    admit: ({ entry }) => {
      if (entry.kind === 'report.refuse') return new Problem('not-allowed');
      if (entry.kind === 'member.revoke') byName.delete(String(entry.body));
      if (entry.kind === 'member.enrol') byName.set(parseVkey(String(entry.body)).name, String(entry.body));
      return undefined;
    },
  };
}

export function newFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'sulh-record-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function open(folder: string, options: Partial<SequencerOptions> = {}): Promise<Sequencer> {
  return Sequencer.open({
    folder,
    origin: ORIGIN,
    rulebook: keyRules(Array.from({ length: 20 }, (_, n) => author(n).vkey)),
    now: () => new Date(),
    ...options,
  });
}
