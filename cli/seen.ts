// What an audit keeps for the next one: a small file that anyone can read, and beside it (`.state`) the rules' state, so
// that the next audit reads only the notes that came since.

import { writeFile } from 'node:fs/promises';
import { type AuditedNotes, fromBase64, Problem, type Rulebook } from '@sulh/record';
import { disk } from '@sulh/record/files';
import { readSnapshot, type SnapshotHeader, writeSnapshot } from '@sulh/record/snapshot';
import { readJson } from './files.ts';

interface SeenHeader extends SnapshotHeader {
  readonly format: 'sulh/audited/v1';
  readonly lastMs: number;
  readonly complete: boolean;
}
type Line = { readonly ids: string[] } | { readonly rule: unknown } | Uint8Array;

const FORMAT = 'sulh/audited/v1';
const IDS = 1000;
const stateOf = (file: string): string => `${file}.state`;

/** What an earlier audit saw; `at` where log witnesses had cosigned it: when, in milliseconds since 1970. */
export interface Seen {
  readonly size: number;
  /** Base 64. */
  readonly root: string;
  readonly at?: number;
}

/** What an earlier audit saw. Throws Problem `bad-json`. */
export async function seen(file: string): Promise<Seen> {
  const { size, root, at } = ((await readJson(file, 4096)) ?? {}) as Record<string, unknown>;
  const bad = !isCount(size) || typeof root !== 'string' || !isRoot(root) || (at !== undefined && !isCount(at));
  if (bad) throw new Problem('bad-json', { file, why: 'not what an audit keeps' });
  return { size, root, ...(at === undefined ? {} : { at }) };
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function isRoot(text: string): boolean {
  try {
    return fromBase64(text).length === 32;
  } catch {
    return false;
  }
}

/** Keeps what an audit saw. The state may hold what only members may read: it is for its owner alone. */
export async function keepSeen(
  file: string,
  origin: string,
  rules: Rulebook,
  notes: AuditedNotes,
  at?: number,
): Promise<void> {
  const { size, root, lastMs, complete } = notes;
  if (size > 0 && rules.version !== undefined && rules.save) {
    const header: SeenHeader = { format: FORMAT, origin, size, root, rules: rules.version, lastMs, complete };
    await writeSnapshot(disk, stateOf(file), header, linesOf(notes.ids, rules.save()));
  }
  await writeFile(file, `${JSON.stringify({ size, root, at })}\n`);
}

/**
 * Loads into fresh rules what an audit kept beside its file; undefined, and the rules stay fresh, where nothing is kept or it
 * is of other rules, another place than the file says, or damaged: then every note is read again.
 */
export function loadSeen(
  file: string,
  origin: string,
  rules: Rulebook,
  at: { size: number; root: string },
): AuditedNotes | undefined {
  try {
    const kept = readSnapshot<SeenHeader>(disk, stateOf(file), { format: FORMAT, origin });
    if (!kept) return undefined;
    try {
      const { size, root, lastMs, complete } = kept.header;
      if (kept.header.rules !== rules.version || size !== at.size || root !== at.root) return undefined;
      const ids: string[] = [];
      rules.load?.(statesOf(kept.lines as Generator<Line>, ids));
      return { size, root, lastMs, complete, ids };
    } finally {
      kept.close();
    }
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

function* linesOf(ids: Iterable<string>, states: Iterable<unknown>): Generator<Line> {
  let some: string[] = [];
  for (const id of ids) {
    some.push(id);
    if (some.length < IDS) continue;
    yield { ids: some };
    some = [];
  }
  yield { ids: some };
  for (const rule of states) yield rule instanceof Uint8Array ? rule : { rule };
}

function* statesOf(lines: Iterable<Line>, ids: string[]): Generator<unknown> {
  for (const line of lines) {
    if (line instanceof Uint8Array) yield line;
    else if ('rule' in line) yield line.rule;
    else for (const id of line.ids) ids.push(id);
  }
}
