// The mechanism's rules as the sequencer takes them: with their state saved and loaded, and their code named.

import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Mechanism, State } from '@sulh/mechanism';
import { type Entry, Problem, type Received, type Rulebook } from '@sulh/record';

/** Not known outside, so that nobody can choose ids that make a large table slow. */
const seed = randomBytes(4).readUInt32BE();

export class Rules implements Rulebook {
  readonly version = codeVersion();
  #origin: string;
  #mechanism: Mechanism;

  constructor(origin: string) {
    this.#origin = origin;
    this.#mechanism = new Mechanism(origin, new State(origin, { seed }));
  }

  get mechanism(): Mechanism {
    return this.#mechanism;
  }

  keysFor(entry: Entry, signatures: readonly { name: string; keyId: number }[]): string[] {
    return this.#mechanism.keysFor(entry, signatures);
  }

  admit(received: Received): Problem | undefined {
    return this.#mechanism.admit(received);
  }

  save(): Iterable<unknown> {
    return this.#mechanism.state.save();
  }

  load(saved: Iterable<unknown>): void {
    let state: State | undefined;
    try {
      state = State.load(this.#origin, saved, { seed });
    } catch (error) {
      // Altered lines fail in any way before the checksum after them does.
      throw error instanceof Problem ? error : new Problem('snapshot-unfit', { why: 'rules' });
    }
    if (!state) throw new Problem('snapshot-unfit', { why: 'rules' });
    this.#mechanism = new Mechanism(this.#origin, state);
  }
}

let version: string | undefined;

/**
 * SHA-256 over the files of the rooms that decide, of what they import, and the runtime's version: rules of other code must
 * judge every entry again.
 */
export function codeVersion(): string {
  if (version === undefined) {
    const hash = createHash('sha256').update(process.version);
    for (const room of ['@sulh/mechanism', '@sulh/record']) {
      const folder = dirname(fileURLToPath(import.meta.resolve(room)));
      for (const name of readdirSync(folder).sort()) {
        if (/\.[jt]s$/.test(name)) hash.update(`\n${room}/${name}\n`).update(readFileSync(join(folder, name)));
      }
    }
    hash.update(readFileSync(createRequire(import.meta.resolve('@sulh/mechanism')).resolve('zod/package.json')));
    version = hash.digest('hex');
  }
  return version;
}
