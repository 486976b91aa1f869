// Records to measure: grown in a folder as the sequencer would have left them.

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PILOT } from '@sulh/pilot';
import { ENTRY_FORMAT, leafOf, newId, parseEntry, signEntry, toBase64, utf8 } from '@sulh/record';
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

/**
 * The pilot with entries of the mechanism up to so many in all, of twenty seventeen reports, an incident of two of them, a
 * report linked to it, and a correction. The rules admit each; the signatures are those of another, since signing and verifying
 * a million takes minutes, and a start verifies none.
 */
export async function pilotGrown(root: string, size: number): Promise<{ folder: string; origin: string }> {
  const { folder, origin } = await pilotWith(root, 0);
  const keys = JSON.parse(readFileSync(join(root, 'demo-keys.json'), 'utf8'))[PILOT.record] as Record<string, string>;
  const authors = ['pak/monitor', 'afg/monitor', 'tur/monitor', 'obs/monitor'].map((seat) => {
    const [, skey = ''] = Object.entries(keys).find(([name]) => name.startsWith(seat)) ?? [];
    const [, line = ''] = report(origin, skey).split('\n\n');
    return line;
  });
  const rules = new Rules(origin);
  const admit = (index: number, note: Uint8Array, receivedAtMs: number): NewEntry => {
    const parsed = parseEntry(note, origin);
    const vkeys = rules.keysFor(parsed.entry, parsed.signatures);
    const signers = parsed.signatures.map(({ name }, i) => ({ name, vkey: vkeys[i] ?? '' }));
    const leaf = leafOf(note);
    const receivedAt = new Date(receivedAtMs).toISOString();
    const refusal = rules.admit({ index, receivedAt, entry: parsed.entry, signers, leaf: toBase64(leaf) });
    if (refusal) throw refusal;
    return { note, leaf, receivedAtMs, id: parsed.entry.id };
  };
  const log = await FolderLog.open({
    folder,
    origin,
    onEntry: ({ index, note, receivedAtMs }) => admit(index, note, receivedAtMs).id as string,
  });
  const began = log.receivedAtMs(log.size - 1);
  const then = (at: number, later = 0) => new Date(began - 86_400_000 + (at % 20_000) * 3_600 + later).toISOString();
  let last: string[] = [];
  let incident = '';
  for (let at = log.size; at < size; at = log.size) {
    const batch = Array.from({ length: Math.min(BATCH, size - at) }, (_, i): NewEntry => {
      const n = at + i;
      const turn = n % 20;
      const what = {
        event: (['shelling', 'overflight', 'ground-attack', 'infiltration'] as const)[n % 4],
        when: { from: then(n), to: then(n, 600_000), certainty: 'about' },
        place: { name: { en: `Post ${n % 300}` }, known: 'seen' },
      };
      const account = `Account ${n}: fire was heard for ${n % 50} minutes, ${n % 9} to ${10 + (n % 7)} km east of the post; seen from ${n % 100} m.`;
      const told = {
        ...what,
        account,
        language: 'en',
        source: { type: 'monitor', directness: n % 3 ? 'heard' : 'saw' },
        figures: [{ what: 'wounded', whom: 'civilians', count: { min: n % 3, max: 3 + (n % 5) } }],
      };
      const id = newId(began + n, randomBytes(10));
      // A correction is the author's own: the turn's author filed it four entries before. The first round, which begins where
      // the pilot ends, may have too few reports: it files some more instead.
      const [kind, body] =
        turn === 17 && last.length > 3
          ? ['incident.open', { ...what, title: { en: `Event ${n}` }, reports: last.slice(-2) }]
          : turn === 18 && incident
            ? ['incident.link', { incident, reports: [last.at(-4)], because: 'Near in time and place.' }]
            : turn === 19 && incident
              ? ['report.correct', { report: last.at(-2), because: `Misheard: ${n}.`, body: told }]
              : ['report.file', told];
      if (kind === 'report.file') last = [...last.slice(-8), id];
      if (kind === 'incident.open') incident = id;
      const entry = { kind, id, at: then(n), audience: 'members', refs: [], body, salt: toBase64(randomBytes(16)) };
      const note = utf8(`${ENTRY_FORMAT}\n${origin}\n${JSON.stringify(entry)}\n\n${authors[n % authors.length]}`);
      return admit(n, note, began + n);
    });
    await log.commit(batch);
  }
  await log.keep(rules.version, rules.save());
  log.close();
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
