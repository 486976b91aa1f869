// Drafts that wait for further signatures. A draft is the note that will be sent, signed by some of those who must sign it. It
// is no entry: it lies beside the record, is shown to whoever opened it and to those who are asked, and goes away by itself.
// Nothing here is trusted: each signature is over the whole text, so a draft cannot be changed on its way, only withheld.

import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { keyRef, kindOf, type Viewer } from '@sulh/mechanism';
import {
  formatNote,
  isId,
  MAX_ENTRY_SIGNATURES,
  type NoteSignature,
  newId,
  type ParsedEntry,
  Problem,
  parseEntry,
  utf8,
} from '@sulh/record';
import { disk, replaceFile } from '@sulh/record/files';
import type { OpenRecord } from './records.ts';

/** How long a draft waits, in milliseconds. */
const WAITS = 14 * 24 * 60 * 60_000;
/** Drafts that one member, and that all members of one organisation, may have waiting at once. */
export const MAX_DRAFTS = { member: 12, organisation: 30 };

/** A draft as it lies here. */
export interface Draft {
  readonly id: string;
  /** Who opened it, `<organisation>/<seat or device>`. */
  readonly by: string;
  /** The members who are asked to sign. */
  readonly asked: readonly string[];
  /** When it was opened and when it goes away, UTC. */
  readonly opened: string;
  readonly expires: string;
  /** The id that the entry will have. */
  readonly entry: string;
  /** The note: what is signed, and the signatures so far. */
  readonly note: string;
}

/** A draft as a list shows it. */
export interface DraftRow extends Omit<Draft, 'note'> {
  readonly kind: string;
  /** The members who have signed. */
  readonly signed: readonly string[];
  /** Whether the viewer is asked and nobody of the viewer’s organisation has signed. */
  readonly waits: boolean;
}

const organisationOf = (member: string): string => member.split('/', 1)[0]!;
const maySee = (draft: Draft, viewer: Viewer): boolean =>
  draft.by === viewer.member || draft.asked.includes(viewer.member);

/** The drafts of one record, in a folder of their own. */
export class Drafts {
  readonly #folder: string;
  readonly #now: () => Date;
  readonly #random: (length: number) => Uint8Array;
  readonly #drafts = new Map<string, Draft>();

  constructor(folder: string, now: () => Date, random: (length: number) => Uint8Array) {
    this.#folder = folder;
    this.#now = now;
    this.#random = random;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(folder)) {
      const id = name.replace(/\.json$/, '');
      if (!isId(id)) continue;
      try {
        const draft = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Draft;
        parseEntry(draft.note, draft.note.split('\n', 2)[1]!);
        this.#drafts.set(id, draft);
      } catch {
        // Torn by a power cut. Nothing that is on record is lost; it is passed on again.
        rmSync(join(folder, name), { force: true });
      }
    }
  }

  /** The drafts that the viewer opened or is asked to sign, newest first. */
  list(record: OpenRecord, viewer: Viewer): DraftRow[] {
    this.#sweep(record);
    return [...this.#drafts.values()]
      .filter((draft) => maySee(draft, viewer))
      .sort((a, b) => (a.id < b.id ? 1 : -1))
      .map((draft) => rowOf(record, draft, viewer));
  }

  /** A draft with its note, and why the rules would refuse it now (null: they would take it). Undefined when it is not there or not for the viewer. */
  get(
    record: OpenRecord,
    viewer: Viewer,
    id: string,
  ): (DraftRow & { readonly note: string; readonly refusal: Problem | null }) | undefined {
    const draft = this.#find(record, viewer, id);
    if (!draft) return undefined;
    return { ...rowOf(record, draft, viewer), note: draft.note, refusal: refusalOf(record, draft.note) };
  }

  /**
   * Takes in a signed draft for members who are asked to sign too. Throws Problem `invalid-body`, `one-signer`, `bad-signature`,
   * `draft-not-signed`, `not-a-member`, `audience-without-author`, `draft-full`, `too-many-drafts`, or what a note that is no entry of
   * this record is refused as.
   */
  open(record: OpenRecord, viewer: Viewer, note: string | Uint8Array, asked: readonly string[]): DraftRow {
    this.#sweep(record);
    const { parsed, refusal } = record.judge(note);
    checkKind(parsed);
    checkSigners(refusal);
    if (!signersOf(record, parsed).some((one) => organisationOf(one) === viewer.organisation))
      throw new Problem('draft-not-signed', {});
    const members = new Set(
      record.state
        .all('key')
        .filter((one) => !one.revoked)
        .map((one) => one.member),
    );
    const stranger = asked.find((one) => !members.has(one));
    if (stranger !== undefined) throw new Problem('not-a-member', { organisation: stranger });
    const { audience } = parsed.entry;
    const outside = asked.map(organisationOf).find((one) => typeof audience !== 'string' && !audience.includes(one));
    if (outside !== undefined) throw new Problem('audience-without-author', { organisation: outside });
    checkRoom(signersOf(record, parsed), asked);
    const own = [...this.#drafts.values()].filter((one) => organisationOf(one.by) === viewer.organisation);
    if (own.length >= MAX_DRAFTS.organisation) throw new Problem('too-many-drafts', { limit: MAX_DRAFTS.organisation });
    if (own.filter((one) => one.by === viewer.member).length >= MAX_DRAFTS.member)
      throw new Problem('too-many-drafts', { limit: MAX_DRAFTS.member });
    const now = this.#now().getTime();
    const draft: Draft = {
      id: newId(now, this.#random(10)),
      by: viewer.member,
      asked: [...new Set(asked)].filter((one) => one !== viewer.member),
      opened: new Date(now).toISOString(),
      expires: new Date(now + WAITS).toISOString(),
      entry: parsed.entry.id,
      note: parsed.note,
    };
    this.#keep(draft);
    return rowOf(record, draft, viewer);
  }

  /**
   * Adds the signatures of a note over the same text; those of keys that were revoked since go. Throws Problem `draft-differs`,
   * `bad-signature`, `draft-full`, or the refusal of a signer who may not sign it. `changed` says whether there was one to add.
   */
  sign(
    record: OpenRecord,
    viewer: Viewer,
    id: string,
    note: string | Uint8Array,
  ): { readonly row: DraftRow; readonly changed: boolean } | undefined {
    const draft = this.#find(record, viewer, id);
    if (!draft) return undefined;
    const given = parseEntry(note, record.origin);
    const { text, signatures } = parseEntry(draft.note, record.origin);
    if (given.text !== text) throw new Problem('draft-differs', {});
    const held = signatures.filter((one) => holds(record, one));
    const more = given.signatures.filter(({ name }) => !held.some((one) => one.name === name));
    if (more.length === 0) return { row: rowOf(record, draft, viewer), changed: false };
    checkRoom(signersOf(record, { signatures: [...held, ...more] }), [draft.by, ...draft.asked]);
    const whole = formatNote({ text, signatures: [...held, ...more] });
    checkSigners(record.judge(whole).refusal);
    const signed = { ...draft, note: whole };
    this.#keep(signed);
    return { row: rowOf(record, signed, viewer), changed: true };
  }

  /** Whoever opened a draft takes it back; whoever is asked declines. Undefined when it is not there for the viewer. */
  leave(record: OpenRecord, viewer: Viewer, id: string): Draft | undefined {
    const draft = this.#find(record, viewer, id);
    if (!draft) return undefined;
    if (draft.by === viewer.member) this.#drop(id);
    else this.#keep({ ...draft, asked: draft.asked.filter((one) => one !== viewer.member) });
    return draft;
  }

  #find(record: OpenRecord, viewer: Viewer, id: string): Draft | undefined {
    this.#sweep(record);
    const draft = this.#drafts.get(id);
    return draft && maySee(draft, viewer) ? draft : undefined;
  }

  /** What is on record by now, or has waited too long, is gone. */
  #sweep(record: OpenRecord): void {
    const now = this.#now().toISOString();
    for (const { id, expires, entry } of this.#drafts.values()) {
      if (expires <= now || record.sequencer.indexOf(entry) !== undefined) this.#drop(id);
    }
  }

  #keep(draft: Draft): void {
    replaceFile(disk, join(this.#folder, `${draft.id}.json`), utf8(JSON.stringify(draft)));
    this.#drafts.set(draft.id, draft);
  }

  #drop(id: string): void {
    rmSync(join(this.#folder, `${id}.json`), { force: true });
    this.#drafts.delete(id);
  }
}

function checkKind({ entry }: ParsedEntry): void {
  const rule = kindOf(entry.kind);
  if (!rule) throw new Problem('unknown-kind', { kind: entry.kind });
  if (rule.signers === 'one') throw new Problem('one-signer', {});
  const checked = rule.schema.safeParse(entry.body);
  if (checked.success) return;
  const issue = checked.error.issues[0];
  throw new Problem('invalid-body', { path: issue?.path.join('.') || 'body', message: issue?.message ?? '' });
}

/** A signature of who may not sign this would make the whole unfit to be sent, so it is not taken in. */
function checkSigners(refusal: Problem | undefined): void {
  if (refusal && ['wrong-seat', 'same-signer', 'audience-without-author'].includes(refusal.code)) throw refusal;
}

/** Whether the key of a signature that was taken in still signs. Keys that the draft itself would enrol are not known yet. */
const holds = (record: OpenRecord, signature: NoteSignature): boolean =>
  !record.state.get('key', keyRef(signature))?.revoked;

/** Why the rules would refuse the note now; a key that signed may have been revoked since. */
function refusalOf(record: OpenRecord, note: string): Problem | null {
  try {
    return record.judge(note).refusal ?? null;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

/**
 * An entry has room for so many signatures. Of those, each organisation that is to sign has one, and what is left goes to whoever
 * comes: so nobody can sign with many keys of its own and leave another no room. Throws Problem `draft-full`.
 */
function checkRoom(signed: readonly string[], named: readonly string[]): void {
  const has = new Set(signed.map(organisationOf));
  const owed = new Set(named.map(organisationOf).filter((one) => !has.has(one)));
  if (signed.length + owed.size > MAX_ENTRY_SIGNATURES)
    throw new Problem('draft-full', { limit: MAX_ENTRY_SIGNATURES });
}

const signersOf = (record: OpenRecord, { signatures }: Pick<ParsedEntry, 'signatures'>): string[] =>
  signatures.map(({ name }) => name.slice(record.origin.length + 1));

function rowOf(record: OpenRecord, draft: Draft, viewer: Viewer): DraftRow {
  const { note, ...row } = draft;
  const parsed = parseEntry(note, record.origin);
  const signed = signersOf(record, parsed);
  return {
    ...row,
    kind: parsed.entry.kind,
    signed,
    waits: draft.asked.includes(viewer.member) && !signed.some((one) => organisationOf(one) === viewer.organisation),
  };
}
