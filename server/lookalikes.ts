// Which pictures among a record's files look like one another, as a hint beside each: the same photograph sent twice, cropped
// or made smaller, is one origin and not two. Pictures are looked at one after another in a thread beside, in bounded time;
// only a small grey square of each stays, in memory alone, and goes when the file goes.

import type { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { custodyOf, filesIn } from '@sulh/mechanism';
import { z } from 'zod';
import type { App } from './http.ts';
import { ALIKE, type Look, likeness } from './likeness.ts';
import { MAX_PICTURE_BYTES } from './picture.ts';
import type { OpenRecord } from './records.ts';
import { Named, nothing, recordOf, type Site } from './site.ts';

/** A file that the one who asks may have. */
export interface PictureFile {
  readonly sha256: string;
  readonly type: string;
  readonly size: number;
}

export interface Lookalikes {
  /** The likest first, from 0 to 1. */
  readonly alike: readonly { readonly sha256: string; readonly likeness: number }[];
  /** Pictures compared with; still to be looked at (ask again); and not comparable: too large, unread, or too plain. */
  readonly compared: number;
  readonly waiting: number;
  readonly passed: number;
}

const WITHIN_MS = 20_000;
/** Comparing goes on for so long before others have their turn. */
const TURN_MS = 10;
const KEPT = 5_000;
const MOST = 20;

export class LookalikeDesk {
  readonly #read: (sha256: string) => Readable;
  /** Looks by hash, the oldest first; `null` for what has none. */
  readonly #looks = new Map<string, Look | null>();
  readonly #waiting = new Map<string, PictureFile>();
  #busy: Promise<void> | undefined;
  #worker: Worker | undefined;
  /** Takes the answer for the picture that is looked at now. */
  #seen: (look: Look | null) => void = () => {};
  #closed = false;

  /** `read` gives a stored file's bytes. */
  constructor(read: (sha256: string) => Readable) {
    this.#read = read;
  }

  /** Those of `others` that look like `one`. All of them must be files that the asker may have: nothing else plays a part. */
  async alike(one: PictureFile, others: readonly PictureFile[]): Promise<Lookalikes> {
    const pictures = others.filter((file) => file.sha256 !== one.sha256 && isPicture(file)).slice(-KEPT + 1);
    if (!isPicture(one)) return { alike: [], compared: 0, waiting: 0, passed: pictures.length };
    this.#ask([one, ...pictures]);
    // A moment for what is quick; the rest goes on by itself.
    const soon = Date.now() + 1_500;
    while (
      this.#busy &&
      !this.#closed &&
      Date.now() < soon &&
      [one, ...pictures].some((file) => this.#waiting.has(file.sha256))
    )
      await Promise.race([this.#busy, new Promise((done) => setTimeout(done, 50))]);
    const look = this.#looks.get(one.sha256);
    const alike: { sha256: string; likeness: number }[] = [];
    let [compared, waiting, passed] = [0, 0, 0];
    let since = performance.now();
    for (const { sha256 } of pictures) {
      const other = this.#looks.get(sha256);
      if (look === undefined || other === undefined) waiting += 1;
      else if (look === null || other === null) passed += 1;
      else {
        compared += 1;
        const found = likeness(look, other);
        if (found >= ALIKE) alike.push({ sha256, likeness: Math.round(found * 100) / 100 });
        // Others wait too: comparing with thousands is done in turns.
        if (performance.now() - since > TURN_MS) {
          await new Promise((done) => setImmediate(done));
          since = performance.now();
        }
      }
    }
    alike.sort((a, b) => b.likeness - a.likeness);
    return { alike: alike.slice(0, MOST), compared, waiting, passed };
  }

  /** A file was destroyed: nothing of it stays. */
  forget(sha256: string): void {
    this.#looks.delete(sha256);
    this.#waiting.delete(sha256);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#waiting.clear();
    await this.#worker?.terminate();
    await this.#busy;
  }

  #ask(files: readonly PictureFile[]): void {
    for (const file of files) if (!this.#looks.has(file.sha256)) this.#waiting.set(file.sha256, file);
    this.#busy ??= this.#work().finally(() => {
      this.#busy = undefined;
    });
  }

  async #work(): Promise<void> {
    for (const [sha256, file] of this.#waiting) {
      if (this.#closed) return;
      const look = await this.#look(file).catch(() => null);
      // Forgotten while it was looked at: it is not taken up again.
      if (!this.#waiting.delete(sha256)) continue;
      this.#looks.set(sha256, look);
      for (const oldest of this.#looks.keys()) {
        if (this.#looks.size <= KEPT) break;
        this.#looks.delete(oldest);
      }
    }
  }

  async #look({ sha256, type, size }: PictureFile): Promise<Look | null> {
    if (size > MAX_PICTURE_BYTES) return null;
    const parts: Uint8Array[] = [];
    for await (const part of this.#read(sha256)) parts.push(part as Uint8Array);
    const bytes = Buffer.concat(parts);
    this.#worker ??= this.#start();
    const worker = this.#worker;
    const { promise, resolve } = Promise.withResolvers<Look | null>();
    this.#seen = resolve;
    // A picture that takes this long is passed over; the thread is ended, since decoding cannot be interrupted.
    const timer = setTimeout(() => void worker.terminate(), WITHIN_MS);
    worker.postMessage({ type, bytes: new Uint8Array(bytes) });
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
    }
  }

  #start(): Worker {
    const worker = new Worker(new URL('./picture-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    });
    worker.unref();
    const ended = () => {
      if (this.#worker === worker) this.#worker = undefined;
      this.#seen(null);
    };
    worker.on('message', ({ look }: { look?: Look }) => this.#seen(look ?? null));
    worker.on('error', ended).on('exit', ended);
    return worker;
  }
}

/** Kinds of picture that can be looked at. */
const isPicture = ({ type }: PictureFile): boolean => type === 'image/jpeg' || type === 'image/png';

const File = Named.extend({ sha256: z.string().max(100) });
/** Tables whose rows cite files. */
const CITING = ['evidence', 'report', 'case', 'agreement', 'document'] as const;
const FORGET_MS = 60_000;

export function lookalikeRoutes(app: App, site: Site): void {
  const desks = new Map<OpenRecord, LookalikeDesk>();
  const deskOf = (record: OpenRecord): LookalikeDesk => {
    const desk = desks.get(record) ?? new LookalikeDesk((sha256) => record.vault.read(sha256));
    desks.set(record, desk);
    return desk;
  };
  /** What was erased is not remembered either. */
  const forget = (): void => {
    for (const [record, desk] of desks) for (const { sha256 } of record.state.all('erasure')) desk.forget(sha256);
  };
  const timer = setInterval(forget, FORGET_MS).unref();
  app.addHook('onClose', async () => {
    clearInterval(timer);
    for (const desk of desks.values()) await desk.close();
  });

  app.get(
    '/api/records/:name/custody/:sha256/alike',
    {
      schema: {
        summary: 'Pictures that look like this one, as a hint: sent twice, cropped, made smaller. Nothing is joined.',
        description:
          'Only files that the viewer may have are compared. `waiting` pictures are still to be looked at: ask again; `passed` ones could not be.',
        params: File,
      },
    },
    async (request) => {
      const record = recordOf(site, request.params.name);
      const { viewer } = request;
      const reader = record.seenBy(viewer);
      const held = (sha256: string): PictureFile | undefined => {
        const found = record.vault.find(sha256, viewer);
        return found && { sha256, type: found.facts.type, size: found.facts.size };
      };
      const one = held(request.params.sha256);
      if (!one) throw nothing();
      const cited = new Set(
        CITING.flatMap((table) => reader.all(table).flatMap((row) => filesIn(table, row).map((file) => file.sha256))),
      );
      forget();
      const found = await deskOf(record).alike(
        one,
        [...cited].flatMap((sha256) => held(sha256) ?? []),
      );
      return {
        ...found,
        alike: found.alike.map((other) => ({ ...other, cited: custodyOf(reader, other.sha256).cited })),
      };
    },
  );
}
