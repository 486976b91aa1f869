// Records to measure: grown in a folder as the sequencer would have left them.

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PILOT } from '@sulh/pilot';
import { leafOf, newId, signEntry, toBase64, utf8 } from '@sulh/record';
import { FolderLog, type NewEntry } from '@sulh/record/folder';
import { foundIn } from '../../server/founding.ts';
import { Rules } from '../../server/rules.ts';
import { Sequencer } from '../../server/sequencer.ts';
import { authors, leanRules, newNote, ORIGIN } from './appending.ts';

const BATCH = 1000;
const START = Date.UTC(2026, 0, 1);

/** Commits entries without asking any rules, and keeps a snapshot at the end. Returns the log's verifier key. */
export async function grow(folder: string, size: number, note: (index: number) => Uint8Array): Promise<string> {
  const log = await FolderLog.open({ folder, origin: ORIGIN });
  for (let at = 0; at < size; at += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, size - at) }, (_, i): NewEntry => {
      const bytes = note(at + i);
      const id = (JSON.parse(new TextDecoder().decode(bytes).split('\n')[2] ?? '') as { id: string }).id;
      return { note: bytes, leaf: leafOf(bytes), receivedAtMs: START + at + i, id };
    });
    await log.commit(batch);
  }
  const { version = '', save } = leanRules();
  await log.keep(version, save?.() ?? []);
  log.close();
  return log.vkey;
}

/** Notes as authors sign them. */
export const signed = (index: number): Uint8Array => utf8(newNote(index % authors.length));

/** The same, of which the signature is that of another: for what verifies none. Signing a million takes a minute. */
export function unsigned(): (index: number) => Uint8Array {
  const templates = authors.slice(0, 100).map((_, n) => newNote(n));
  return (index) => {
    const id = newId(START + index, randomBytes(10));
    return utf8((templates[index % 100] as string).replace(/"id":"[^"]{36}"/, `"id":"${id}"`));
  };
}

/** The pilot with so many reports more, taken in by the mechanism's rules. Returns folder and origin. */
export async function pilotWith(root: string, reports: number): Promise<{ folder: string; origin: string }> {
  const { record, origin } = PILOT;
  await foundIn(root, record, {
    origin,
    acts: PILOT.acts,
    files: Object.fromEntries(Object.entries(PILOT.files).map(([name, at]) => [name, readFileSync(new URL(at))])),
    now: () => new Date(START),
    random: (length) => randomBytes(length),
    demo: true,
  });
  const keys = JSON.parse(readFileSync(join(root, 'demo-keys.json'), 'utf8'))[record] as Record<string, string>;
  const skey = Object.entries(keys).find(([name]) => name.startsWith('pak/monitor'))?.[1] ?? '';
  const folder = join(root, 'records', record);
  const sequencer = await Sequencer.open({ folder, origin, rulebook: new Rules(origin), now: () => new Date() });
  for (let at = 0; at < reports; at += BATCH) {
    const notes = Array.from({ length: Math.min(BATCH, reports - at) }, () => report(origin, skey));
    await Promise.all(notes.map((note) => sequencer.submit(note)));
  }
  await sequencer.close();
  return { folder, origin };
}

function report(origin: string, skey: string): string {
  const body = {
    event: 'shelling',
    when: { from: '2026-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z', certainty: 'about' },
    place: { name: { en: 'A pass' }, known: 'seen' },
    account: 'Small arms fire heard east of the post, about ten minutes, no casualties seen.',
    language: 'en',
    source: { type: 'monitor', directness: 'heard' },
    demonstration: true,
  };
  return signEntry(
    origin,
    {
      kind: 'report.file',
      id: newId(Date.now(), randomBytes(10)),
      at: new Date().toISOString(),
      audience: 'members',
      refs: [],
      body,
      salt: toBase64(randomBytes(16)),
    },
    [skey],
  );
}
