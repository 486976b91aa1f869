// What the entries so far add up to. A bag of tables of frozen rows: `evolve` puts new rows in, nothing is changed in
// place, and whoever keeps a State (sequencer, auditor, browser) can rebuild it from the entries alone.

import type { Audience } from '@sulh/record';

/** What every row carries: who may see it and which entries made it what it is, so that every number can open them. */
export interface Row {
  readonly id: string;
  readonly audience: Audience;
  /** Ids of the entries that made this row, oldest first. */
  readonly entries: readonly string[];
  /** Receipt time of the entry that opened it, UTC. */
  readonly since: string;
}

/** Table name to row type. Each aggregate's file adds its own by declaration merging. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the aggregates' files
export interface Tables {}
export type TableName = keyof Tables & string;

/** What a reading may look at: all of it (the rules), or what one viewer may see (`seenBy`). */
export interface Reader {
  /** The record's origin line. */
  readonly origin: string;
  /** Index of the last entry taken in; -1 before the first. */
  readonly index: number;
  /** Receipt time of the last entry taken in, UTC; empty before the first. */
  readonly now: string;
  get<T extends TableName>(table: T, id: string): Tables[T] | undefined;
  all<T extends TableName>(table: T): Tables[T][];
}

export class State implements Reader {
  readonly origin: string;
  index = -1;
  now = '';
  /** `[table, id]` of rows put since the last `drain`, for the read model. */
  #changed = new Map<string, [TableName, string]>();
  #tables = new Map<string, Map<string, Row>>();

  constructor(origin: string) {
    this.origin = origin;
  }

  get<T extends TableName>(table: T, id: string): Tables[T] | undefined {
    return this.#tables.get(table)?.get(id) as Tables[T] | undefined;
  }

  /** Rows in the order in which they were opened. */
  all<T extends TableName>(table: T): Tables[T][] {
    return [...(this.#tables.get(table)?.values() ?? [])] as Tables[T][];
  }

  put<T extends TableName>(table: T, row: Tables[T] & Row): void {
    let rows = this.#tables.get(table);
    if (!rows) {
      rows = new Map();
      this.#tables.set(table, rows);
    }
    rows.set(row.id, Object.freeze(row));
    this.#changed.set(`${table} ${row.id}`, [table, row.id]);
  }

  /** The rows put since the last call, each once. */
  drain(): [TableName, string][] {
    const changed = [...this.#changed.values()];
    this.#changed.clear();
    return changed;
  }

  /** Everything in it as plain data, for comparing two replays. */
  snapshot(): Record<string, Row[]> {
    return Object.fromEntries([...this.#tables].map(([table, rows]) => [table, [...rows.values()]]));
  }
}

/** Who is reading. `undefined` is the public. */
export interface Viewer {
  readonly member: string;
  readonly organisation: string;
  readonly seats: readonly string[];
}

/** Whether a viewer belongs to an audience. */
export function maySee(audience: Audience, viewer: Viewer | undefined): boolean {
  if (audience === 'public') return true;
  if (!viewer) return false;
  return audience === 'members' || audience.includes(viewer.organisation);
}

/**
 * The state as one viewer may see it: rows of other audiences are not there at all, so a reading built on this cannot
 * leak them in a list, a count or an error.
 */
export function seenBy(state: Reader, viewer: Viewer | undefined): Reader {
  return {
    origin: state.origin,
    index: state.index,
    now: state.now,
    get(table, id) {
      const row = state.get(table, id);
      return row && maySee((row as Row).audience, viewer) ? row : undefined;
    },
    all(table) {
      return state.all(table).filter((row) => maySee((row as Row).audience, viewer));
    },
  };
}
