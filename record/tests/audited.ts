// Records to be audited, as hosts write them that check nothing, and the smallest rules that an audit can replay.

import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { FolderLog } from '../folder.ts';
import {
  type AuditFinding,
  type AuditOptions,
  audit,
  type Entry,
  leafOf,
  newId,
  newKey,
  Problem,
  parsePolicy,
  parseVkey,
  type RecordSource,
  type Rulebook,
  type ServedNote,
  signEntry,
  toBase64,
  utf8,
} from '../index.ts';

export const ORIGIN = 'sulh.example/audited';
export const members = ['afg', 'pak', 'tur'].map((o) => newKey(`${ORIGIN}/${o}/lead`, randomBytes(32)));
export const [afg, pak, tur] = members as [(typeof members)[0], (typeof members)[0], (typeof members)[0]];

export function note(by: { skey: string }, change: Partial<Entry> = {}): Uint8Array {
  const entry: Entry = {
    kind: 'report.file',
    id: newId(Date.now(), randomBytes(10)),
    at: '2025-11-07T09:30:00Z',
    audience: 'members',
    refs: [],
    body: { account: 'quiet' },
    salt: toBase64(randomBytes(16)),
    ...change,
  };
  return utf8(signEntry(ORIGIN, entry, [by.skey]));
}

/** Everyone may report; only Türkiye's lead may open a case, and a key that was revoked is out. */
export function rules(): Rulebook {
  const keys = new Map(members.map(({ vkey }) => [parseVkey(vkey).name, vkey]));
  return {
    keysFor: (_, signatures) =>
      signatures.map(({ name }) => {
        const vkey = keys.get(name);
        if (!vkey) throw new Problem('unknown-key', { name });
        return vkey;
      }),
    admit: ({ entry, signers }) => {
      if (entry.kind === 'case.open' && signers[0]?.vkey !== tur.vkey) return new Problem('not-allowed');
      if (entry.kind === 'member.revoke') keys.delete(String(entry.body));
      return undefined;
    },
  };
}

export interface Written {
  folder: string;
  vkey: string;
}

/** A record as a host wrote it that checks nothing: an honest one only if the notes are. */
export async function written(
  t: TestContext,
  notes: Uint8Array[],
  times: number[] = [],
  segmentBytes?: number,
): Promise<Written> {
  const folder = mkdtempSync(join(tmpdir(), 'sulh-audit-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const log = await FolderLog.open({ folder, origin: ORIGIN, ...(segmentBytes && { segmentBytes }) });
  for (let i = 0; i < notes.length; i += 50) {
    await log.commit(
      notes
        .slice(i, i + 50)
        .map((note, k) => ({ note, leaf: leafOf(note), receivedAtMs: times[i + k] ?? 1_762_500_000_000 + i })),
    );
  }
  log.close();
  return { folder, vkey: log.vkey };
}

export const run = (source: RecordSource, { vkey }: { vkey: string }, options: Partial<AuditOptions> = {}) =>
  audit(source, rules(), { policy: parsePolicy(`log ${vkey}\nquorum none\n`), ...options });
export const brief = (findings: readonly AuditFinding[]) =>
  findings.map(({ index, what, code }) => `${index ?? '-'} ${what} ${code}`);
export const reports = (count: number) =>
  Array.from({ length: count }, (_, i) => note(members[i % 3] as { skey: string }));

/** A host that shows some of a folder otherwise than it is. */
export const altered = (source: RecordSource, change: Partial<RecordSource>): RecordSource => ({
  ...source,
  ...change,
});
export async function* changed(notes: AsyncIterable<ServedNote>, change: (note: ServedNote) => ServedNote | undefined) {
  for await (const served of notes) {
    const other = change(served);
    if (other) yield other;
  }
}
