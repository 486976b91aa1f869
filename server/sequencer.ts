import {
  equalBytes,
  formatProof,
  fromUtf8,
  leafHash,
  leafOf,
  type ParsedEntry,
  Problem,
  parseCheckpoint,
  parseEntry,
  type Received,
  type Rulebook,
  toBase64,
  utf8,
  verifyEntry,
  verifyEntryAsync,
} from '@sulh/record';
import type { Backing } from '@sulh/record/bucket';
import { asUnavailable, type Files, FolderLog, lacksRoom, type Recovery, type Resumed } from '@sulh/record/folder';
import type { Allowance } from './allowance.ts';

/**
 * The only writer of one record. The way of a note: parsed, its signatures verified beside this thread while earlier
 * notes are written, then in order of arrival: keys as they stand, duplicate, rules; then with all others of its batch
 * made durable by one flush, taken into the tree, covered by a signed checkpoint; and only then acknowledged.
 */
export interface SequencerOptions {
  readonly folder: string;
  readonly origin: string;
  /**
   * Fresh: the notes that are already there are replayed through it; where it can save and load, a snapshot spares those
   * before it, and their check goes on behind the opened record.
   */
  readonly rulebook: Rulebook;
  /** The host's clock. */
  readonly now: () => Date;
  /** The disk, unless a test puts faults into it. */
  readonly files?: Files;
  /** A store behind the folder, in which an entry must be durable before it is acknowledged. */
  readonly backing?: Backing;
  /** Called for every entry already there that no snapshot covers, in order, while opening. */
  readonly onReplayed?: (entry: Committed) => void;
  /** What a listener threw; an entry that is in the record stays there whatever a listener thinks of it. */
  readonly onError?: (error: unknown) => void;
  /** Called when the disk fails and the record takes no more entries. */
  readonly onUnavailable?: (problem: Problem) => void;
  /** Called when a disk that was full has room again, and the record takes entries as before. */
  readonly onAvailable?: () => void;
  /** How often a full disk is asked for room, in milliseconds. */
  readonly roomEveryMs?: number;
  /** How much each author may put on the record; without it, what they like. */
  readonly allowance?: Pick<Allowance, 'refuses' | 'spend'>;
  /** Most notes that may wait; above it `too-busy`. */
  readonly maxQueue?: number;
  /** Most bytes of notes that may wait. */
  readonly maxQueueBytes?: number;
  /** Most notes that one flush covers. */
  readonly maxBatch?: number;
  /** How long a batch may wait, in milliseconds, for notes that arrived with it and are still being verified. */
  readonly maxGatherMs?: number;
  /** After how many entries a snapshot is written, when writing them does not cost more than a twentieth of the time. */
  readonly snapshotEvery?: number;
}

/** What an author gets back. */
export interface Receipt {
  readonly index: number;
  /** ISO 8601, UTC, milliseconds. */
  readonly receivedAt: string;
  /** A tlog-proof in the newest checkpoint. */
  readonly proof: string;
  /** The same note was already in the record, at this index. */
  readonly duplicate: boolean;
}

/** An entry in the record, with its note. */
export interface Committed extends Received {
  readonly note: string;
}

interface Waiting {
  readonly parsed: ParsedEntry;
  readonly bytes: Uint8Array;
  readonly leaf: Uint8Array;
  /** The keys at the time of arrival, if they were all known then. */
  keys?: string[];
  /** What the verification with those keys found. */
  verified: Promise<Problem | undefined>;
  settled: boolean;
  readonly answer: Promise<Receipt>;
  readonly resolve: (receipt: Receipt) => void;
  readonly reject: (problem: Problem) => void;
}

/** Replaying so many takes about a second with the heaviest rules. */
const SNAPSHOT_EVERY = 10_000;

const ROOM_EVERY_MS = 5_000;

interface Admitted {
  readonly waiting: Waiting;
  readonly received: Received;
}

export class Sequencer {
  readonly origin: string;
  #log: FolderLog;
  #options: SequencerOptions;
  /** Ids that the batch under way has taken. */
  #taken = new Map<string, number>();
  #lastMs: number;
  #queue: Waiting[] = [];
  #queueBytes = 0;
  /** Notes that wait, by id: a note sent again while it waits shares the first one's answer. */
  #waiting = new Map<string, Waiting>();
  #listeners = new Set<(entries: Committed[]) => void>();
  #running: Promise<void> | undefined;
  #closed = false;
  #failure: Problem | undefined;
  /** What the rules have admitted and a full disk did not take. */
  #unfinished: readonly Admitted[] = [];
  #asking: Promise<void> | undefined;
  #askAgain: NodeJS.Timeout | undefined;
  /** The snapshot under way; and how many entries the last covered, when it was done, and how long it took. */
  #keeping: Promise<void> | undefined;
  #kept: { size: number; at: number; took: number };

  private constructor(options: SequencerOptions, log: FolderLog) {
    this.origin = options.origin;
    this.#options = options;
    this.#log = log;
    this.#lastMs = log.size > 0 ? log.receivedAtMs(log.size - 1) : 0;
    this.#kept = { size: log.resumed.size, at: 0, took: 0 };
    if (log.resumed.size > 0) log.checkNotes().catch((error) => this.#fail(error));
    this.#keep();
  }

  /**
   * Opens the record, or begins it, and replays its notes through the rulebook. Throws Problem `folder-in-use`,
   * `other-record`, `record-damaged`, `record-unavailable`, or `replay-refused` with the index and the refusal when the
   * rules no longer admit what is in the record.
   */
  static async open(options: SequencerOptions): Promise<Sequencer> {
    const { folder, origin, rulebook, files, backing, onReplayed } = options;
    const { version } = rulebook;
    const log = await FolderLog.open({
      folder,
      origin,
      ...(files && { files }),
      ...(backing && { backing }),
      ...(version !== undefined &&
        rulebook.load && { resume: { version, load: (lines: Iterable<unknown>) => rulebook.load?.(lines) } }),
      onEntry: ({ index: at, receivedAtMs, note, leaf }) => {
        let parsed: ParsedEntry;
        let received: Received;
        try {
          parsed = parseEntry(note, origin);
          const vkeys = rulebook.keysFor(parsed.entry, parsed.signatures);
          received = receivedOf(parsed, vkeys, at, receivedAtMs, leaf);
          const refusal = rulebook.admit(received);
          if (refusal) throw refusal;
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          throw new Problem('replay-refused', { index: at, code: error.code, ...error.details }, error.at);
        }
        onReplayed?.({ ...received, note: parsed.note });
        return parsed.entry.id;
      },
    });
    return new Sequencer(options, log);
  }

  /** How many entries the record has. */
  get size(): number {
    return this.#log.size;
  }

  /** The log's verifier key. */
  get vkey(): string {
    return this.#log.vkey;
  }

  /** The keys with which the log signs: its own, and the next one's while the key is being replaced. */
  get vkeys(): readonly string[] {
    return this.#log.vkeys;
  }

  /** What opening had to mend. */
  get recovery(): Recovery {
    return this.#log.recovery;
  }

  /** How many entries opening took from a snapshot, and why one that was there did not fit. */
  get resumed(): Resumed {
    return this.#log.resumed;
  }

  /** Why the record takes no entries, if so: `record-unavailable` or `record-closed`. */
  get problem(): Problem | undefined {
    return this.#failure ?? (this.#closed ? new Problem('record-closed') : undefined);
  }

  /** The newest signed checkpoint. */
  checkpoint(): string {
    return this.#log.checkpoint;
  }

  /** A tlog-proof of an entry in the newest checkpoint. Throws Problem `no-such-entry`. */
  proof(index: number): string {
    return this.#log.proof(index);
  }

  /** A tlog-proof of an entry in an older checkpoint of this log, such as one that witnesses cosigned. */
  proofIn(index: number, checkpoint: string): string {
    const { size } = parseCheckpoint(checkpoint);
    return formatProof({ index, hashes: this.#log.tree.inclusion(index, size), checkpoint });
  }

  /** The proof that an older tree of this log is the beginning of a newer one (RFC 6962, 2.1.2). */
  consistency(older: number, newer: number): Uint8Array[] {
    return this.#log.tree.consistency(older, newer);
  }

  /** The hash of a complete subtree. Throws Problem `no-such-node`. */
  node(level: number, index: number): Uint8Array {
    return this.#log.tree.node(level, index);
  }

  /** An entry's note, as it came. Who may see it is for the caller to decide. Throws Problem `no-such-entry`. */
  note(index: number): string {
    return fromUtf8(this.#log.note(index));
  }

  /** When an entry was received. Throws Problem `no-such-entry`. */
  receivedAt(index: number): string {
    return new Date(this.#log.receivedAtMs(index)).toISOString();
  }

  /** The index of the entry with this id. */
  indexOf(id: string): number | undefined {
    const index = this.#log.indexOf(id);
    return index !== undefined && index < this.size ? index : undefined;
  }

  /** Calls a listener after every commit with its entries, in order; returns what ends that. */
  onCommitted(listener: (entries: Committed[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Takes a note into the record. Rejects with a Problem: those of `parseEntry`, `unknown-key`, `bad-signature`,
   * `duplicate-id`, `allowance-used`, what the rulebook says, `too-busy`, `record-unavailable`, `record-closed`. After
   * `record-unavailable` the entry may or may not be in the record; sending the same note again finds out.
   */
  submit(note: string | Uint8Array): Promise<Receipt> {
    let waiting: Waiting;
    try {
      if (this.problem) throw this.problem;
      const bytes = typeof note === 'string' ? utf8(note) : note.slice();
      const parsed = parseEntry(bytes, this.origin);
      const leaf = leafOf(bytes);
      const { id } = parsed.entry;
      const known = this.indexOf(id);
      if (known !== undefined && this.#holds(known, leaf))
        return Promise.resolve(this.#receipts([known], true)[0] as Receipt);
      const first = this.#waiting.get(id);
      if (first && equalBytes(first.leaf, leaf))
        return first.answer.then((receipt) => ({ ...receipt, duplicate: true }));
      const { maxQueue = 10_000, maxQueueBytes = 64 * 1024 * 1024 } = this.#options;
      if (this.#queue.length >= maxQueue || this.#queueBytes + bytes.length > maxQueueBytes) {
        throw new Problem('too-busy', { waiting: this.#queue.length });
      }
      waiting = this.#wait(parsed, bytes, leaf);
      if (!first) this.#waiting.set(id, waiting);
    } catch (error) {
      return Promise.reject(error);
    }
    this.#queue.push(waiting);
    this.#queueBytes += waiting.bytes.length;
    this.#running ??= this.#run();
    return waiting.answer;
  }

  /** Takes no more notes, answers those that wait, and gives the folder back. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#askAgain);
    await this.#asking;
    await this.#running;
    await this.#keeping;
    // What came since would have to be replayed at the next start.
    this.#kept.took = 0;
    this.#keep();
    await this.#keeping;
    this.#log.close();
  }

  /** Begins a snapshot if it is time. The rules' state is that of the committed entries just now, and only just now. */
  #keep(): void {
    const { rulebook, snapshotEvery = SNAPSHOT_EVERY } = this.#options;
    const { size } = this.#log;
    const { size: before, at, took } = this.#kept;
    if (this.#keeping || this.#failure || size - before < snapshotEvery || performance.now() < at + 20 * took) return;
    if (rulebook.version === undefined || !rulebook.save) return;
    const start = performance.now();
    this.#keeping = this.#log
      .keep(rulebook.version, rulebook.save())
      .catch((error) => this.#options.onError?.(error))
      .then(() => {
        const now = performance.now();
        this.#kept = { size, at: now, took: now - start };
        this.#keeping = undefined;
      });
  }

  #wait(parsed: ParsedEntry, bytes: Uint8Array, leaf: Uint8Array): Waiting {
    const { promise, resolve, reject } = Promise.withResolvers<Receipt>();
    const waiting: Waiting = {
      parsed,
      bytes,
      leaf,
      verified: Promise.resolve(undefined),
      settled: true,
      answer: promise,
      resolve,
      reject,
    };
    try {
      waiting.keys = this.#options.rulebook.keysFor(parsed.entry, parsed.signatures);
    } catch {
      // Perhaps the entry that enrols its key waits before it: its turn will tell.
      return waiting;
    }
    waiting.settled = false;
    waiting.verified = verifyEntryAsync(parsed, waiting.keys).finally(() => {
      waiting.settled = true;
    });
    return waiting;
  }

  #holds(index: number, leaf: Uint8Array): boolean {
    return equalBytes(this.#log.tree.node(0, index), leafHash(leaf));
  }

  async #run(): Promise<void> {
    try {
      while (this.#queue.length > 0) await this.#commit(await this.#gather());
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#running = undefined;
    }
  }

  /** The notes of the next batch: at once when one waits alone, more when many arrive together. */
  async #gather(): Promise<Waiting[]> {
    const { maxBatch = 1000, maxGatherMs = 5 } = this.#options;
    const until = performance.now() + maxGatherMs;
    let count = 0;
    while (count < this.#queue.length && count < maxBatch) {
      const waiting = this.#queue[count] as Waiting;
      if (!waiting.settled) {
        if (count > 0 && performance.now() > until) break;
        await waiting.verified;
      }
      count++;
    }
    const batch = this.#queue.splice(0, count);
    for (const { bytes } of batch) this.#queueBytes -= bytes.length;
    return batch;
  }

  async #commit(batch: Waiting[]): Promise<void> {
    const admitted: Admitted[] = [];
    const again: { waiting: Waiting; index: number }[] = [];
    for (const waiting of batch) {
      try {
        const index = this.#log.size + admitted.length;
        const outcome = this.#judge(waiting, await waiting.verified, index, admitted);
        if (typeof outcome === 'number') again.push({ waiting, index: outcome });
        else admitted.push({ waiting, received: outcome });
      } catch (error) {
        this.#forget(waiting);
        waiting.reject(error instanceof Problem ? error : new Problem('rules-failed', { why: String(error) }));
      }
    }
    try {
      await this.#log.commit(
        admitted.map(({ waiting, received }) => ({
          note: waiting.bytes,
          leaf: waiting.leaf,
          receivedAtMs: Date.parse(received.receivedAt),
          id: received.entry.id,
        })),
      );
    } catch (error) {
      // The rulebook is now ahead of the record, and the disk cannot be trusted: nothing more until a restart, or until a full
      // disk has room for this very batch.
      const problem = asUnavailable(error);
      for (const { waiting } of [...admitted, ...again]) waiting.reject(problem);
      this.#unfinished = admitted;
      throw problem;
    }
    this.#committed(admitted);
    this.#answer(
      admitted.map(({ waiting }) => waiting),
      this.#receipts(
        admitted.map(({ received }) => received.index),
        false,
      ),
    );
    this.#answer(
      again.map(({ waiting }) => waiting),
      this.#receipts(
        again.map(({ index }) => index),
        true,
      ),
    );
  }

  #committed(admitted: readonly Admitted[]): void {
    this.#taken.clear();
    this.#keep();
    this.#notify(admitted.map(({ waiting, received }) => ({ ...received, note: waiting.parsed.note })));
  }

  /**
   * Writes the batch that a full disk refused, once it has room. Its authors were told that their entries may be in the record
   * or not, and learn that they are by sending them again; as after a restart.
   */
  async #askForRoom(): Promise<void> {
    try {
      await this.#log.goOn();
    } catch (error) {
      const problem = asUnavailable(error);
      if (!lacksRoom(problem)) this.#fail(problem);
      else if (!this.#closed) this.#waitForRoom();
      return;
    }
    this.#failure = undefined;
    const admitted = this.#unfinished;
    this.#unfinished = [];
    this.#committed(admitted);
    this.#options.onAvailable?.();
  }

  #waitForRoom(): void {
    const { roomEveryMs = ROOM_EVERY_MS } = this.#options;
    this.#askAgain = setTimeout(() => {
      if (this.#closed || !this.#failure || !lacksRoom(this.#failure)) return;
      this.#asking = this.#askForRoom();
    }, roomEveryMs).unref();
  }

  /** What becomes of a note at its turn: its place, or the index where the same note already is. Throws Problem. */
  #judge(
    waiting: Waiting,
    verified: Problem | undefined,
    index: number,
    before: readonly Admitted[],
  ): Received | number {
    const { parsed, leaf } = waiting;
    const { rulebook, allowance } = this.#options;
    const keys = rulebook.keysFor(parsed.entry, parsed.signatures);
    if (!waiting.keys || !sameTexts(keys, waiting.keys)) verifyEntry(parsed, keys);
    else if (verified) throw verified;
    const known = this.#taken.get(parsed.entry.id) ?? this.#log.indexOf(parsed.entry.id);
    if (known !== undefined) {
      const { size } = this.#log;
      const same =
        known < size ? this.#holds(known, leaf) : equalBytes(before[known - size]?.waiting.leaf ?? leaf, leaf);
      if (same) return known;
      throw new Problem('duplicate-id', { id: parsed.entry.id });
    }
    const ms = Math.max(this.#options.now().getTime(), this.#lastMs);
    const received = receivedOf(parsed, keys, index, ms, leaf);
    const refusal = allowance?.refuses(received) ?? rulebook.admit(received);
    if (refusal) throw refusal;
    allowance?.spend(received);
    this.#lastMs = ms;
    this.#taken.set(parsed.entry.id, index);
    return received;
  }

  #receipts(indices: number[], duplicate: boolean): Receipt[] {
    const proofs = this.#log.proofs(indices);
    return indices.map((index, i) => ({
      index,
      receivedAt: this.receivedAt(index),
      proof: proofs[i] as string,
      duplicate,
    }));
  }

  #answer(waiting: Waiting[], receipts: Receipt[]): void {
    waiting.forEach((item, i) => {
      this.#forget(item);
      item.resolve(receipts[i] as Receipt);
    });
  }

  #forget(waiting: Waiting): void {
    const { id } = waiting.parsed.entry;
    if (this.#waiting.get(id) === waiting) this.#waiting.delete(id);
  }

  #notify(entries: Committed[]): void {
    if (entries.length === 0) return;
    for (const listener of this.#listeners) {
      try {
        listener(entries);
      } catch (error) {
        this.#options.onError?.(error);
      }
    }
  }

  #fail(error: unknown): void {
    if (this.#closed && error instanceof Problem && error.code === 'record-closed') return;
    const problem = asUnavailable(error);
    this.#failure = problem;
    for (const waiting of this.#queue.splice(0)) waiting.reject(problem);
    this.#queueBytes = 0;
    this.#waiting.clear();
    this.#options.onUnavailable?.(problem);
    if (lacksRoom(problem) && !this.#closed) this.#waitForRoom();
  }
}

/** A parsed note as the rules take it, with the keys that its signatures were verified with, in their order. */
export function receivedOf(
  parsed: ParsedEntry,
  vkeys: readonly string[],
  index: number,
  receivedAtMs: number,
  leaf: Uint8Array,
): Received {
  return {
    index,
    receivedAt: new Date(receivedAtMs).toISOString(),
    entry: parsed.entry,
    signers: parsed.signatures.map(({ name }, i) => ({ name, vkey: vkeys[i] ?? '' })),
    leaf: toBase64(leaf),
  };
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, i) => text === b[i]);
}
