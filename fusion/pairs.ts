import type { Closeness } from './compare.ts';

const ALIKE = 1;
const NAMED = 2;
const COUNTED = 4;

/** Compared pairs of reports, by number, in columns: a million of them are no million objects. */
export class Pairs {
  #room = 64;
  /** How many numbers were given out, those of dropped pairs included. */
  length = 0;
  #free: number[] = [];
  a = new Int32Array(this.#room);
  b = new Int32Array(this.#room);
  evidence = new Float64Array(this.#room);
  /** What each report adds to the crowd around the other: the likelier of another incident and the nearer, the more. */
  weight = new Float64Array(this.#room);
  part = new Float64Array(this.#room);
  #flags = new Uint8Array(this.#room);
  /** The first score (log odds), the likelihood that it gives, and the likelihood after the second look. */
  score = new Float64Array(this.#room);
  p = new Float64Array(this.#room);
  likely = new Float64Array(this.#room);

  add(a: number, b: number, evidence: number, weight: number, close: Closeness): number {
    const at = this.#free.pop() ?? this.length++;
    if (at >= this.#room) this.#grow();
    this.a[at] = a;
    this.b[at] = b;
    this.evidence[at] = evidence;
    this.weight[at] = weight;
    this.part[at] = close.part;
    this.#flags[at] = (close.alike ? ALIKE : 0) | (close.named ? NAMED : 0) | (close.counted ? COUNTED : 0);
    return at;
  }

  /** Takes over one pair of another set. */
  take(from: Pairs, pair: number): number {
    const at = this.#free.pop() ?? this.length++;
    if (at >= this.#room) this.#grow();
    for (const column of ['a', 'b', 'evidence', 'weight', 'part', 'score', 'p', 'likely'] as const)
      this[column][at] = from[column][pair] as number;
    this.#flags[at] = from.#flags[pair] as number;
    return at;
  }

  drop(pair: number): void {
    this.#free.push(pair);
  }

  clear(): void {
    this.length = 0;
    this.#free = [];
  }

  /** The other report of a pair. */
  other(pair: number, slot: number): number {
    const a = this.a[pair] as number;
    return a === slot ? (this.b[pair] as number) : a;
  }

  alike(pair: number): boolean {
    return ((this.#flags[pair] as number) & ALIKE) !== 0;
  }

  named(pair: number): boolean {
    return ((this.#flags[pair] as number) & NAMED) !== 0;
  }

  counted(pair: number): boolean {
    return ((this.#flags[pair] as number) & COUNTED) !== 0;
  }

  #grow(): void {
    this.#room *= 2;
    const wider = <T extends Int32Array | Float64Array | Uint8Array>(old: T, fresh: T): T => {
      fresh.set(old);
      return fresh;
    };
    this.a = wider(this.a, new Int32Array(this.#room));
    this.b = wider(this.b, new Int32Array(this.#room));
    this.#flags = wider(this.#flags, new Uint8Array(this.#room));
    for (const column of ['evidence', 'weight', 'part', 'score', 'p', 'likely'] as const)
      this[column] = wider(this[column], new Float64Array(this.#room));
  }
}
