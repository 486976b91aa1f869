// The mechanism's rules as the sequencer takes them: with their state saved and loaded, and their code named.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Mechanism, type Row } from '@sulh/mechanism';
import { type Entry, Problem, type Received, type Rulebook } from '@sulh/record';

type Line = readonly [table: string, row: Row];

export class Rules implements Rulebook {
  readonly version = codeVersion();
  #origin: string;
  #mechanism: Mechanism;

  constructor(origin: string) {
    this.#origin = origin;
    this.#mechanism = new Mechanism(origin);
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

  /** Rows are frozen: what is listed now is not changed by what is admitted while the lines are written. */
  save(): Iterable<unknown> {
    const { index, now } = this.#mechanism.state;
    return lines({ index, now }, this.#mechanism.state.snapshot());
  }

  load(saved: Iterable<unknown>): void {
    const tables: Record<string, Row[]> = {};
    let at: { index: number; now: string } | undefined;
    for (const line of saved) {
      if (!at) {
        at = line as { index: number; now: string };
        continue;
      }
      const [table, row] = line as Line;
      tables[table] ??= [];
      tables[table].push(row);
    }
    if (!at) throw new Problem('snapshot-unfit', { why: 'rules' });
    this.#mechanism = Mechanism.restore(this.#origin, { ...at, tables });
  }
}

function* lines(at: { index: number; now: string }, tables: Record<string, readonly Row[]>): Generator<unknown> {
  yield at;
  for (const [table, rows] of Object.entries(tables)) for (const row of rows) yield [table, row] satisfies Line;
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
