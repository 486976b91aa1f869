// One record as the host holds it open: the sequencer that writes it, the rules' state of what is committed, the read
// model behind it, and those who listen. Readings see committed entries only, never one that the disk may yet refuse.

import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Mechanism, maySee, type Reader, type State, seenBy, type TableName, type Viewer } from '@sulh/mechanism';
import {
  type Entry,
  evaluatePolicy,
  fromUtf8,
  leafOf,
  type ParsedEntry,
  type Policy,
  Problem,
  parseCheckpoint,
  parseEntry,
  parseNote,
  parsePolicy,
  parseSkey,
  type Received,
  toBase64,
  utf8,
  verifyEntry,
} from '@sulh/record';
import type { Backing } from '@sulh/record/bucket';
import { disk, replaceFile } from '@sulh/record/files';
import type { Kysely } from 'kysely';
import { Allowance, ENTRIES_AN_HOUR } from './allowance.ts';
import { Cosigning, type WitnessState } from './cosigning.ts';
import { Hub, type LiveCheckpoint, type LiveEntry } from './live.ts';
import { Mirroring } from './mirroring.ts';
import { Model, type ModelRow, type Taken } from './model.ts';
import { Rules } from './rules.ts';
import { type Receipt, receivedOf, Sequencer } from './sequencer.ts';
import { type FileStore, Vault } from './vault.ts';

export type Log = (message: string, details?: Record<string, unknown>) => void;

export interface RecordOptions {
  readonly name: string;
  /** The record's folder. */
  readonly folder: string;
  /** Needed for a new record; an existing one knows its own. */
  readonly origin?: string;
  /** A store behind the folder. */
  readonly backing?: Backing;
  /** Where evidence lies, if not in the record's folder. */
  readonly files?: FileStore;
  /** Submission prefixes of mirrors that are pushed to. */
  readonly mirrors?: readonly string[];
  /** Entries of one member that are taken within an hour. */
  readonly entriesAnHour?: number;
  readonly now: () => Date;
  readonly log: Log;
}

/** How many entries are replayed before the thread is given back and the model takes them. */
const REPLAY = 500;

export class OpenRecord {
  readonly name: string;
  readonly folder: string;
  readonly origin: string;
  readonly sequencer: Sequencer;
  readonly hub = new Hub();
  /** The files that entries cite. */
  readonly vault: Vault;
  /** Rules' state of what is committed. */
  readonly #committed: Mechanism;
  readonly #secret = randomBytes(32);
  readonly #log: Log;
  readonly #now: () => Date;
  #signedAt: string;
  #model: Model | undefined;
  #feeding: Promise<void> = Promise.resolve();
  #pending: Taken[] = [];
  /** Index up to which the model has taken entries in. */
  #modelled = -1;
  #waiting: { index: number; resolve: () => void }[] = [];
  #closed = false;
  #cosigning: Cosigning | undefined;
  readonly #mirroring: Mirroring;
  /** The policy that it is asked by. */
  #cosignedBy = '';
  /** A commit could not be taken in: readings would no longer be those of the record. */
  broken = false;

  private constructor(
    options: RecordOptions,
    origin: string,
    sequencer: Sequencer,
    committed: Mechanism,
    vault: Vault,
  ) {
    this.name = options.name;
    this.folder = options.folder;
    this.origin = origin;
    this.sequencer = sequencer;
    this.vault = vault;
    this.#committed = committed;
    this.#log = options.log;
    this.#now = options.now;
    this.#signedAt = committed.state.now || options.now().toISOString();
    this.#mirroring = new Mirroring(options.mirrors ?? [], {
      checkpoint: () => this.checkpointText(),
      consistency: (older, newer) => sequencer.consistency(older, newer),
      leaf: (index) => leafOf(sequencer.note(index)),
      node: (level, index) => sequencer.node(level, index),
    });
    sequencer.onCommitted((entries) => this.#take(entries));
    this.#cosign();
  }

  /** Opens the folder and replays it. Throws the sequencer's problems (`folder-in-use`, `record-damaged`, ...). */
  static async open(options: RecordOptions): Promise<OpenRecord> {
    const origin = options.origin ?? originOf(options.folder);
    const rules = new Rules(origin);
    const allowance = new Allowance(options.entriesAnHour ?? ENTRIES_AN_HOUR, options.now);
    const sequencer = await Sequencer.open({
      folder: options.folder,
      origin,
      rulebook: rules,
      ...(options.backing && { backing: options.backing }),
      now: options.now,
      allowance,
      onError: (error) => options.log('a commit was not taken in', { record: options.name, message: String(error) }),
      onUnavailable: ({ details }) =>
        options.log('the record takes no more entries', { record: options.name, ...details }),
      onAvailable: () => options.log('the disk has room again, and the record goes on', { record: options.name }),
    });
    allowance.recall(sequencer);
    if (sequencer.recovery.tornBytes > 0)
      options.log('a torn last write was cut off', { record: options.name, ...sequencer.recovery });
    const { resumed } = sequencer;
    if (resumed.unfit !== undefined)
      options.log('a snapshot did not fit, so every entry was replayed', { record: options.name, why: resumed.unfit });
    // The sequencer's rules run ahead of the disk by one batch, so readings get a state of their own; its rows are frozen
    // and shared, so this costs the tables' maps only.
    const committed = new Mechanism(origin, rules.mechanism.state.copy());
    committed.state.drain();
    try {
      const vault = await Vault.open({
        ...options,
        ...(options.files && { store: options.files }),
        state: () => committed.state,
      });
      return new OpenRecord(options, origin, sequencer, committed, vault);
    } catch (error) {
      await sequencer.close();
      throw error;
    }
  }

  /** All that is committed. Readings for somebody go through `seenBy` of this class. */
  get state(): State {
    return this.#committed.state;
  }

  /** The committed state as one viewer may see it. */
  seenBy(viewer: Viewer | undefined): Reader {
    return seenBy(this.state, viewer);
  }

  get size(): number {
    return this.sequencer.size;
  }

  submit(note: Uint8Array): Promise<Receipt> {
    return this.sequencer.submit(note);
  }

  /**
   * What the rules say of a note now: parsed, and why they would refuse it. Nothing is written. Throws the Problem of a note
   * that is no entry, whose keys are not known, or whose signatures do not hold.
   */
  judge(note: string | Uint8Array): { parsed: ParsedEntry; refusal?: Problem } {
    const parsed = parseEntry(note, this.origin);
    const keys = this.#committed.keysFor(parsed.entry, parsed.signatures);
    verifyEntry(parsed, keys);
    const ms = Math.max(this.#now().getTime(), Date.parse(this.state.now || '1970-01-01'));
    const refusal = this.#committed.decide(receivedOf(parsed, keys, this.size, ms, leafOf(parsed.note)));
    return refusal ? { parsed, refusal } : { parsed };
  }

  /** The log's policy: its key, and the log witnesses that the terms in force name. */
  policyText(): string {
    const terms = this.state.all('terms').at(-1)?.witnessPolicy ?? '';
    const log = this.sequencer.vkeys.map((vkey) => `log ${vkey}\n`).join('');
    const lines = terms === '' ? 'quorum none\n' : terms.endsWith('\n') ? terms : `${terms}\n`;
    const text = /^log[ \t]/m.test(lines) ? lines : log + lines;
    try {
      parsePolicy(text);
      return text;
    } catch {
      // Terms that name witnesses in a way that cannot be read do not take the log's own key away.
      return `${log}quorum none\n`;
    }
  }

  policy(): Policy {
    return parsePolicy(this.policyText());
  }

  /** The newest checkpoint, and how far the log witnesses are. */
  checkpoint(): LiveCheckpoint & {
    cosigned: readonly { name: string; time: number }[];
    witnesses: readonly WitnessState[];
  } {
    const { size } = parseCheckpoint(this.sequencer.checkpoint());
    const { size: witnessedSize, cosigned } = this.#cosigned();
    return {
      size,
      signedAt: this.#signedAt,
      witnessed: witnessedSize === size && size > 0,
      witnessedSize,
      cosigned,
      witnesses: this.#cosigning?.states ?? [],
    };
  }

  /** The newest checkpoint as a note, with the witnesses' cosignatures where the quorum has cosigned it. */
  checkpointText(): string {
    const newest = this.sequencer.checkpoint();
    const witnessed = this.#cosigning?.witnessed;
    return witnessed !== undefined && parseNote(witnessed).text === parseNote(newest).text ? witnessed : newest;
  }

  /** A proof of an entry: in the newest witnessed checkpoint where that covers it, else in the newest. */
  proof(index: number): string {
    const witnessed = this.#cosigning?.witnessed;
    return witnessed !== undefined && index < parseCheckpoint(witnessed).size
      ? this.sequencer.proofIn(index, witnessed)
      : this.sequencer.proof(index);
  }

  #cosigned(): { size: number; cosigned: readonly { name: string; time: number }[] } {
    const witnessed = this.#cosigning?.witnessed;
    if (witnessed === undefined) return { size: 0, cosigned: [] };
    const { checkpoint, cosigned } = evaluatePolicy(this.policy(), witnessed);
    return { size: checkpoint.size, cosigned };
  }

  /**
   * Asks the log witnesses that the terms in force name. Terms that name others start anew: what the former quorum
   * cosigned is no quorum of these, unless it is by their measure too.
   */
  #cosign(): void {
    const text = this.policyText();
    if (text !== this.#cosignedBy) {
      this.#cosignedBy = text;
      this.#cosigning?.close();
      const policy = parsePolicy(text);
      const urls = policy.quorum !== 'none' && policy.witnesses.some(({ url }) => url !== undefined);
      this.#cosigning = urls ? this.#startCosigning(policy) : undefined;
    }
    this.#cosigning?.advance();
    this.#mirroring.advance();
  }

  #startCosigning(policy: Policy): Cosigning {
    const kept = readWitnessed(this.folder, policy);
    const log = {
      checkpoint: () => this.sequencer.checkpoint(),
      consistency: (older: number, newer: number) => this.sequencer.consistency(older, newer),
    };
    return new Cosigning(policy, log, {
      ...(kept === undefined ? {} : { witnessed: kept }),
      onWitnessed: (checkpoint) => {
        try {
          replaceFile(disk, join(this.folder, WITNESSED), utf8(checkpoint));
        } catch (error) {
          this.#log('the cosigned checkpoint was not kept', { record: this.name, message: String(error) });
        }
        this.hub.say([], this.checkpoint());
        this.#mirroring.advance();
      },
    });
  }

  /** The entry at an index as it came, with its receipt time. */
  at(index: number): { index: number; receivedAt: string; note: string; entry: Entry } {
    const note = this.sequencer.note(index);
    return { index, receivedAt: this.sequencer.receivedAt(index), note, entry: parseEntry(note, this.origin).entry };
  }

  /** The entry of an id, if it is there and the viewer is in its audience; undefined alike when not. */
  find(id: string, viewer: Viewer | undefined) {
    const index = this.sequencer.indexOf(id);
    if (this.size === 0) return undefined;
    // Where there is none another is read in its place, and told to nobody: how long it takes is what it would take if there were.
    const found = this.at(index ?? this.#instead(id));
    return index !== undefined && maySee(found.entry.audience, viewer) ? found : undefined;
  }

  /** An entry that is read in the place of one that is not there: for one id the same until the record has doubled, and nobody can say which. */
  #instead(id: string): number {
    const among = 2 ** Math.floor(Math.log2(this.size));
    return createHmac('sha256', this.#secret).update(id).digest().readUInt32BE() % among;
  }

  #take(entries: readonly Received[]): void {
    const live: LiveEntry[] = [];
    // Until all of them are in.
    const whole = this.broken;
    this.broken = true;
    for (const received of entries) {
      const taken = this.#admit(this.#committed, received);
      this.#pending.push(taken);
      this.vault.taken(taken.rows);
      live.push({
        index: taken.index,
        id: taken.entry.id,
        kind: taken.entry.kind,
        receivedAt: taken.receivedAt,
        audience: taken.entry.audience,
        rows: taken.rows.map(([table, row]) => [table, row.id, row.audience]),
      });
    }
    this.broken = whole;
    this.#signedAt = this.#now().toISOString();
    this.#cosign();
    this.hub.say(live, this.checkpoint());
    this.#feed();
  }

  /** Takes a committed entry into a state, and says which rows it put. */
  #admit(mechanism: Mechanism, received: Received): Taken {
    const refusal = mechanism.admit(received);
    // The same rules admitted it in the sequencer; if they differ now, the readings cannot be trusted.
    if (refusal) throw new Problem('record-damaged', { what: 'rules', why: refusal.code, index: received.index });
    const { state } = mechanism;
    const rows = state.drain().map(([table, id]) => [table, state.get(table as TableName, id) as ModelRow] as const);
    const authors = received.signers.map(({ name }) => name.slice(this.origin.length + 1));
    const { index, receivedAt, entry, leaf } = received;
    return { index, receivedAt, entry, leaf, authors, organisation: authors[0]!.split('/')[0]!, rows };
  }

  // --- the read model, behind the committed state by as little as it can ---

  /** Opens the model and begins to bring it up to the record; a model of another record or a longer one is made anew. */
  async openModel(database: Kysely<unknown>): Promise<void> {
    const model = await Model.open(database, this.name);
    const cursor = await model.cursor();
    const fits = cursor === undefined || (cursor.index < this.size && cursor.leaf === this.#leaf(cursor.index));
    if (!fits) {
      this.#log('the read model does not fit the record and is made anew', { record: this.name });
      await model.clear();
    }
    this.#model = model;
    this.#modelled = fits && cursor ? cursor.index : -1;
    // What is committed from here on is pending behind this; what came before is replayed from the notes.
    const upTo = this.state.index;
    this.#pending = this.#pending.filter((one) => one.index > upTo);
    this.#feeding = this.#replay(model, upTo);
    this.#feed();
  }

  #leaf(index: number): string {
    return toBase64(leafOf(this.sequencer.note(index)));
  }

  /** Replays entries 0..upTo from the notes and gives the model those after its cursor. */
  async #replay(model: Model, upTo: number): Promise<void> {
    if (this.#modelled >= upTo) return this.#settle();
    const rules = new Mechanism(this.origin);
    // From before the first entry on: the first call begins to note what is put.
    rules.state.drain();
    let some: Taken[] = [];
    for (let index = 0; index <= upTo && !this.#closed; index++) {
      const { note, receivedAt, entry } = this.at(index);
      const { signatures } = parseEntry(note, this.origin);
      const vkeys = rules.keysFor(entry, signatures);
      const signers = signatures.map(({ name }, i) => ({ name, vkey: vkeys[i]! }));
      const taken = this.#admit(rules, { index, receivedAt, entry, signers, leaf: toBase64(leafOf(note)) });
      if (index > this.#modelled) some.push(taken);
      if (some.length >= REPLAY || index === upTo) {
        await this.#give(model, some);
        some = [];
      } else if (index % REPLAY === 0) await new Promise(setImmediate);
    }
  }

  #feed(): void {
    if (!this.#model) return;
    const model = this.#model;
    this.#feeding = this.#feeding.then(async () => {
      const entries = this.#pending;
      if (entries.length === 0) return;
      this.#pending = [];
      await this.#give(model, entries);
    });
  }

  /** Gives entries to the model; while the database is away it is asked again, since nothing may be left out. */
  async #give(model: Model, entries: readonly Taken[]): Promise<void> {
    for (let wait = 200; !this.#closed; wait = Math.min(wait * 2, 10_000)) {
      try {
        await model.take(entries);
        this.#modelled = entries.at(-1)?.index ?? this.#modelled;
        return this.#settle();
      } catch (error) {
        this.#log('the read model could not take entries in', { record: this.name, message: String(error) });
        await new Promise((resolve) => setTimeout(resolve, wait).unref());
      }
    }
  }

  #settle(): void {
    this.#waiting = this.#waiting.filter(({ index, resolve }) => {
      if (index > this.#modelled) return true;
      resolve();
      return false;
    });
  }

  /** The model, once it has all that is committed now, or after `patience` ms as it is then. Throws Problem `model-behind`. */
  async model(patience = 900): Promise<Model> {
    const index = this.state.index;
    if (this.#modelled < index) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const waiting = { index, resolve };
      this.#waiting.push(waiting);
      const timer = setTimeout(resolve, patience);
      await promise;
      clearTimeout(timer);
      this.#waiting = this.#waiting.filter((one) => one !== waiting);
    }
    if (!this.#model) throw new Problem('model-behind', {});
    return this.#model;
  }

  /** Drops the model and makes it again from the record; resolves when it is whole. */
  async rebuild(): Promise<number> {
    const model = this.#model;
    if (!model) throw new Problem('model-behind', {});
    await this.#feeding;
    await model.clear();
    this.#modelled = -1;
    const upTo = this.state.index;
    this.#pending = this.#pending.filter((one) => one.index > upTo);
    this.#feeding = this.#replay(model, upTo);
    this.#feed();
    await this.#feeding;
    return upTo + 1;
  }

  /** How many committed entries the model has not taken in yet. */
  get behind(): number {
    return this.state.index - this.#modelled;
  }

  /** For the log: what went wrong with the database, without what was asked of it. */
  complain(error: unknown): void {
    this.#log('the read model could not answer', { record: this.name, message: String(error) });
  }

  async close(): Promise<void> {
    this.#cosigning?.close();
    this.#mirroring.close();
    this.hub.close();
    await this.vault.close();
    await this.sequencer.close();
    // What was committed last still goes into the model, or the next start would have to replay it.
    const patience = new Promise((resolve) => setTimeout(resolve, 3_000).unref());
    if (this.#model) await Promise.race([this.#feeding, patience]);
    this.#closed = true;
    for (const { resolve } of this.#waiting) resolve();
  }
}

/** The checkpoint that the quorum cosigned last. Without it nothing is lost: the witnesses cosign the next one. */
const WITNESSED = 'witnessed';

function readWitnessed(folder: string, policy: Policy): string | undefined {
  try {
    const kept = fromUtf8(readFileSync(join(folder, WITNESSED)));
    return evaluatePolicy(policy, kept).witnessed ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** The origin of an existing record: the name of its log's key. Throws Problem `record-damaged`. */
export function originOf(folder: string): string {
  try {
    return parseSkey(readFileSync(join(folder, 'log.key'), 'utf8').trimEnd()).name;
  } catch {
    throw new Problem('record-damaged', { what: 'log.key', why: 'unreadable' }, 'log.key');
  }
}
