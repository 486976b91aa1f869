// So many of something per key in a window of time; old keys are forgotten, and there are never too many of them.

const MAX_KEYS = 20_000;

export class Budget {
  readonly #limit: number;
  readonly #windowMs: number;
  readonly #now: () => Date;
  #spent = new Map<string, { count: number; until: number }>();

  constructor(limit: number, windowMs: number, now: () => Date) {
    this.#limit = limit;
    this.#windowMs = windowMs;
    this.#now = now;
  }

  /** Seconds until the key may spend again; 0 when it may now. */
  wait(key: string): number {
    const spent = this.#spent.get(key);
    const left = spent ? spent.until - this.#now().getTime() : 0;
    if (!spent || left <= 0) return 0;
    return spent.count < this.#limit ? 0 : Math.ceil(left / 1_000);
  }

  /** Spends one at `now`, in milliseconds: this moment, or one that is past. */
  spend(key: string, now = this.#now().getTime()): void {
    const spent = this.#spent.get(key);
    if (spent && spent.until > now) {
      spent.count += 1;
      return;
    }
    if (this.#spent.size >= MAX_KEYS) {
      for (const [key, { until }] of this.#spent) if (until <= now) this.#spent.delete(key);
      if (this.#spent.size >= MAX_KEYS) this.#spent.clear();
    }
    this.#spent.set(key, { count: 1, until: now + this.#windowMs });
  }
}
