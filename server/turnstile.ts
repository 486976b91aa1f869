// Who asks much at once waits for their own answers and not for those of others: so many questions of one key are worked on
// at a time, and so many in all; the rest stand in line, a line for each key, and the lines take turns.

import { Problem } from '@sulh/record';

/** The most that wait in one line. */
const LINE = 500;

export class Turnstile {
  readonly #each: number;
  readonly #all: number;
  #inside = 0;
  /** How many of a key are inside, and who of it waits. A key of which there is neither is forgotten. */
  readonly #keys = new Map<string, { inside: number; readonly line: (() => void)[] }>();

  constructor({ each, all }: { each: number; all: number }) {
    this.#each = each;
    this.#all = all;
  }

  /** Resolves when it is one's turn; what it gives is called when one is done. Throws Problem `too-many-requests`. */
  async enter(key: string): Promise<() => void> {
    const own = this.#keys.get(key) ?? { inside: 0, line: [] };
    if (own.line.length >= LINE) throw new Problem('too-many-requests', { seconds: 1 });
    this.#keys.set(key, own);
    if (own.inside < this.#each && this.#inside < this.#all) this.#admit(own);
    else await new Promise<void>((resolve) => own.line.push(resolve));
    let done = false;
    return () => {
      if (done) return;
      done = true;
      own.inside -= 1;
      this.#inside -= 1;
      if (own.inside === 0 && own.line.length === 0) this.#keys.delete(key);
      this.#next();
    };
  }

  #admit(own: { inside: number }): void {
    own.inside += 1;
    this.#inside += 1;
  }

  #next(): void {
    for (const [key, own] of this.#keys) {
      if (this.#inside >= this.#all) return;
      if (own.inside >= this.#each || own.line.length === 0) continue;
      this.#admit(own);
      own.line.shift()!();
      // Its next one comes after those of all others.
      this.#keys.delete(key);
      this.#keys.set(key, own);
    }
  }
}
