// Who may read a file that is kept beside the record. Nobody by knowing its hash: only those to whom an entry that cites it
// goes, and the entry counts only when its organisation brought the file itself. So a hash that was read somewhere opens
// nothing to whoever cites it, and nobody passes on what it was shown: that is its originator's to do.

import type { Audience } from '@sulh/record';
import type { Reader, Row } from './state.ts';

/** A row's word on a file. */
export interface FileCitation {
  /** SHA-256, hex. */
  readonly sha256: string;
  readonly organisation: string;
  /** To whom the entry goes; of a sealed text, for whom it was sealed. */
  readonly audience: Audience;
  /** Organisations that may have the original and not only a working copy of it. */
  readonly originals: readonly string[];
}

const HASH = /^[0-9a-f]{64}$/;
/** Rows that name hashes and cite no file. */
const NO_FILES = new Set<string>(['erasure', 'terms', 'organisation', 'key', 'member', 'seal-key']);

/** Which files a row cites. Any `sha256` in it, under the organisation nearest above it, whatever kind of entry put it there. */
export function filesIn(table: string, row: Row): FileCitation[] {
  if (NO_FILES.has(table)) return [];
  const { audience } = row;
  const own = (row as { organisation?: string }).organisation ?? '';
  if (table === 'report') {
    // Most rows of a large record are reports without a file.
    const { evidence, earlier } = row as unknown as { evidence?: unknown[]; earlier?: unknown[] };
    if (!evidence?.length && !earlier?.length) return [];
  }
  const named = typeof audience === 'string' ? [] : audience;
  if (table === 'sealed') {
    const { file, recipients } = row as unknown as { file: string; recipients: readonly string[] };
    // What takes the confidential route names its readers member by member.
    const readers = named.some((one) => one.includes('/')) ? [...named] : [...new Set([...recipients, own])].sort();
    return [{ sha256: file, organisation: own, audience: readers, originals: readers }];
  }
  const cited: FileCitation[] = [];
  const visit = (value: unknown, organisation: string): void => {
    if (Array.isArray(value)) {
      for (const one of value) visit(one, organisation);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const bag = value as Record<string, unknown>;
    const whose = typeof bag.organisation === 'string' ? bag.organisation : organisation;
    const { sha256 } = bag;
    if (
      typeof sha256 === 'string' &&
      HASH.test(sha256) &&
      !cited.some((one) => one.sha256 === sha256 && one.organisation === whose)
    )
      cited.push({ sha256, organisation: whose, audience, originals: named });
    for (const one of Object.values(bag)) if (typeof one === 'object') visit(one, whose);
  };
  visit(row, own);
  if (table !== 'evidence') return cited;
  // Whoever the original was handed on to may have it.
  const { sha256, custody } = row as unknown as { sha256: string; custody: readonly { step: string; to?: string }[] };
  const handed = custody.flatMap((one) => (one.step === 'handed-on' && one.to ? [one.to] : []));
  return cited.map((one) =>
    one.sha256 === sha256 && one.organisation === own ? { ...one, originals: [...named, ...handed] } : one,
  );
}

/**
 * A row's word on a file as it stands: what a share sealed is read, once it is withdrawn, by its originator alone. Whoever
 * opened it before has it still; the host hands it out no more.
 */
export function standingCitation(reader: Reader, table: string, id: string, one: FileCitation): FileCitation {
  const share = table === 'sealed' ? reader.get('share', id) : undefined;
  return share?.withdrawn ? { ...one, audience: [share.originator], originals: [share.originator] } : one;
}

/** Who may read one file. */
export interface FileReaders {
  /** Everybody, all members, or these organisations and members (sorted; may be none). */
  readonly readers: Audience;
  /** Those of them who may have the original. */
  readonly originals: readonly string[];
}

/**
 * Who may read a file, from all that is said of it and from whom it came. `depositors` brought its very bytes and have not
 * had it erased since; they alone let others in. Whoever was let in and would pass it on asks them. What a depositor cites for
 * members by name (the confidential route) is for those members, and not for the rest of its own organisation.
 */
export function fileReaders(citations: readonly FileCitation[], depositors: readonly string[]): FileReaders {
  const byName = (one: FileCitation) => typeof one.audience !== 'string' && one.audience.some((it) => it.includes('/'));
  const inPrivate = new Set(citations.filter(byName).map((one) => one.organisation));
  const readers = new Set(depositors.filter((one) => !inPrivate.has(one)));
  const originals = new Set(readers);
  let everyone: 'public' | 'members' | undefined;
  for (const one of citations) {
    if (!depositors.includes(one.organisation)) continue;
    if (one.audience === 'public') everyone = 'public';
    else if (one.audience === 'members') everyone ??= 'members';
    else for (const reader of one.audience) readers.add(reader);
    for (const organisation of one.originals) originals.add(organisation);
  }
  return { readers: everyone ?? [...readers].sort(), originals: [...originals].sort() };
}

/** Whether, and by whom, a file’s content was withdrawn: organisations whose deposit of it was erased. */
export const erasedFor = (reader: Reader, sha256: string): string[] =>
  reader.by('erasure', 'sha256', sha256).map((one) => one.originator);
