// Documents are read in a thread beside, in bounded time, and each set of them once.

import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { type Reader, termsInForce } from '@sulh/mechanism';
import type { Lexicon, Reading, SourceFile } from '@sulh/reading';
import { Problem } from '@sulh/record';

const WITHIN_MS = 15_000;
const MAX_CHARACTERS = 4_000_000;
const KEPT = 256;

interface Job {
  readonly files: readonly SourceFile[];
  readonly lexicon: Lexicon;
  readonly characters: number;
  resolve(reading: Reading): void;
  reject(error: Error): void;
}

export class ReadingDesk {
  readonly #withinMs: number;
  readonly #thread: URL;
  #worker: Worker | undefined;
  /** Gives up what is read now, if something is; and what waits. */
  #giveUp: ((error: Error) => void) | undefined;
  readonly #waiting: Job[] = [];
  /** Readings by hash of the texts and the names, the most lately used last. What was too large stays so, and is not tried again. */
  readonly #kept = new Map<string, Promise<Reading>>();

  constructor(withinMs = WITHIN_MS, thread = new URL('./reading-worker.ts', import.meta.url)) {
    this.#withinMs = withinMs;
    this.#thread = thread;
  }

  /** Reads documents side by side with the mechanism's own names. Throws Problem `too-large-to-read`. */
  read(files: readonly SourceFile[], reader: Reader): Promise<Reading> {
    const characters = files.reduce((sum, { text }) => sum + text.length, 0);
    if (characters > MAX_CHARACTERS) throw new Problem('too-large-to-read', {});
    const lexicon = lexiconOf(reader);
    const key = createHash('sha256')
      .update(JSON.stringify([files, lexicon]))
      .digest('hex');
    const known = this.#kept.get(key);
    this.#kept.delete(key);
    const reading = known ?? this.#ask(files, lexicon, characters);
    this.#kept.set(key, reading);
    if (!known)
      reading.catch((error: Error) => {
        if (!(error instanceof Problem && error.code === 'too-large-to-read')) this.#kept.delete(key);
      });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT) break;
      this.#kept.delete(oldest);
    }
    return reading;
  }

  #ask(files: readonly SourceFile[], lexicon: Lexicon, characters: number): Promise<Reading> {
    const { promise, resolve, reject } = Promise.withResolvers<Reading>();
    this.#waiting.push({ files, lexicon, characters, resolve, reject });
    this.#next();
    return promise;
  }

  /** One after another, the shortest first: who has everything read side by side keeps nobody's one document waiting. */
  #next(): void {
    if (this.#giveUp || this.#waiting.length === 0) return;
    const job = this.#waiting.reduce((least, one) => (one.characters < least.characters ? one : least));
    this.#waiting.splice(this.#waiting.indexOf(job), 1);
    this.#worker ??= this.#start();
    const worker = this.#worker;
    const done = (say: () => void): void => {
      clearTimeout(timer);
      worker.off('message', heard).off('error', giveUp);
      this.#giveUp = undefined;
      say();
      this.#next();
    };
    const heard = ({ reading, failed }: { reading?: Reading; failed?: string }): void =>
      done(() => (reading ? job.resolve(reading) : job.reject(new Error(failed))));
    // What takes too long is not waited for; the thread is ended, since a reading cannot be interrupted.
    const giveUp = (error: unknown): void => {
      this.#worker = undefined;
      void worker.terminate();
      done(() => job.reject(error instanceof Error ? error : new Error(String(error))));
    };
    const timer = setTimeout(() => giveUp(new Problem('too-large-to-read', {})), this.#withinMs);
    worker.on('message', heard).on('error', giveUp);
    this.#giveUp = giveUp;
    worker.postMessage({ files: job.files, lexicon: job.lexicon });
  }

  #start(): Worker {
    const worker = new Worker(this.#thread);
    worker.unref();
    worker.on('error', () => undefined);
    return worker;
  }

  async close(): Promise<void> {
    const closed = new Problem('not-ready', {});
    for (const job of this.#waiting.splice(0)) job.reject(closed);
    this.#giveUp?.(closed);
    await this.#worker?.terminate();
  }
}

/** The names by which the terms know parties, mediators and places, in every language. */
export function lexiconOf(reader: Reader): Lexicon {
  const terms = termsInForce(reader);
  const role = { party: 'party', guarantor: 'mediator', observer: 'monitor' } as const;
  return {
    parties: (terms?.organisations ?? []).map((one) => ({
      id: one.id,
      names: [...new Set(Object.values(one.name))],
      role: role[one.role],
    })),
    places: [
      ...new Set(
        (terms?.places ?? []).flatMap(({ name, sideNames = {} }) =>
          // "Chaman / Spin Boldak": two sides' names of one place.
          [name, ...Object.values(sideNames)].flatMap((one) =>
            Object.values(one).flatMap((words) => words.split(' / ')),
          ),
        ),
      ),
    ],
  };
}
