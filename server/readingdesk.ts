// Documents are read in a thread beside, in bounded time, and each set of them once.

import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { type Reader, termsInForce } from '@sulh/mechanism';
import type { Lexicon, Reading, SourceFile } from '@sulh/reading';
import { Problem } from '@sulh/record';

const WITHIN_MS = 15_000;
const MAX_CHARACTERS = 4_000_000;
const KEPT = 64;

export class ReadingDesk {
  #worker: Worker | undefined;
  #asked = 0;
  readonly #waiting = new Map<number, { resolve(reading: Reading): void; reject(error: Error): void }>();
  /** Readings by hash of the texts and the names, the most lately used last. */
  readonly #kept = new Map<string, Promise<Reading>>();

  /** Reads documents side by side with the mechanism's own names. Throws Problem `too-large-to-read`. */
  read(files: readonly SourceFile[], reader: Reader): Promise<Reading> {
    if (files.reduce((sum, { text }) => sum + text.length, 0) > MAX_CHARACTERS)
      throw new Problem('too-large-to-read', {});
    const lexicon = lexiconOf(reader);
    const key = createHash('sha256')
      .update(JSON.stringify([files, lexicon]))
      .digest('hex');
    const known = this.#kept.get(key);
    this.#kept.delete(key);
    const reading = known ?? this.#ask(files, lexicon);
    this.#kept.set(key, reading);
    reading.catch(() => this.#kept.delete(key));
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT) break;
      this.#kept.delete(oldest);
    }
    return reading;
  }

  #ask(files: readonly SourceFile[], lexicon: Lexicon): Promise<Reading> {
    this.#worker ??= this.#start();
    const worker = this.#worker;
    const id = this.#asked++;
    const { promise, resolve, reject } = Promise.withResolvers<Reading>();
    const timer = setTimeout(() => {
      // What takes this long is not waited for; the thread is ended, since a reading cannot be interrupted.
      this.#lost(new Problem('too-large-to-read', {}));
      void worker.terminate();
    }, WITHIN_MS);
    this.#waiting.set(id, {
      resolve: (reading) => {
        clearTimeout(timer);
        resolve(reading);
      },
      reject: (error) => {
        clearTimeout(timer);
        reject(error);
      },
    });
    worker.postMessage({ id, files, lexicon });
    return promise;
  }

  #start(): Worker {
    const worker = new Worker(new URL('./reading-worker.ts', import.meta.url));
    worker.unref();
    worker.on('message', ({ id, reading, failed }: { id: number; reading?: Reading; failed?: string }) => {
      const one = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (reading) one?.resolve(reading);
      else one?.reject(new Error(failed));
    });
    worker.on('error', (error) => this.#lost(error instanceof Error ? error : new Error(String(error))));
    return worker;
  }

  #lost(error: Error): void {
    this.#worker = undefined;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
    this.#lost(new Problem('not-ready', {}));
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
