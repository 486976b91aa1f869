// Pushing the record to the mirrors that the operator names (c2sp.org/tlog-mirror). Each at its own pace: a slow or dead
// mirror holds nothing up, and catches up when it is back. Acknowledging an entry never waits for this.

import { Problem } from '@sulh/record';
import { type PushedLog, pushTo } from '@sulh/record/mirror-push';
import { delay, rest } from './pace.ts';

export interface MirrorState {
  readonly url: string;
  /** The size that it last cosigned as held; undefined before the first. */
  readonly size?: number;
  /** Why the last push failed, by name; undefined when it did not. */
  readonly failing?: string;
}

interface Pushed {
  state: MirrorState;
  /** The checkpoint that it cosigned last. */
  last: string;
  failures: number;
  busy: boolean;
}

export class Mirroring {
  readonly #log: PushedLog;
  readonly #mirrors: Pushed[];
  readonly #closed = new AbortController();

  constructor(urls: readonly string[], log: PushedLog) {
    this.#log = log;
    this.#mirrors = urls.map((url) => ({ state: { url }, last: '', failures: 0, busy: false }));
  }

  get states(): MirrorState[] {
    return this.#mirrors.map(({ state }) => state);
  }

  /** Tells that the log has a new checkpoint. Returns at once. */
  advance(): void {
    for (const mirror of this.#mirrors) if (!mirror.busy) void this.#push(mirror);
  }

  close(): void {
    this.#closed.abort();
  }

  async #push(mirror: Pushed): Promise<void> {
    mirror.busy = true;
    const { url } = mirror.state;
    while (!this.#closed.signal.aborted && mirror.last !== this.#log.checkpoint()) {
      const newest = this.#log.checkpoint();
      try {
        const timeout = (ms: number) => AbortSignal.any([AbortSignal.timeout(ms), this.#closed.signal]);
        const { size } = await pushTo(url, this.#log, { timeout });
        mirror.last = newest;
        mirror.failures = 0;
        mirror.state = { url, size };
      } catch (error) {
        if (this.#closed.signal.aborted) break;
        mirror.failures++;
        mirror.state = { ...mirror.state, failing: error instanceof Problem ? error.code : 'mirror-unreachable' };
        await delay(rest(mirror.failures));
      }
    }
    mirror.busy = false;
  }
}
