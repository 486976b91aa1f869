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
  /** Rows whose field has the value, in the order in which they were opened, from an index. For fields that never change. */
  by<T extends TableName>(table: T, field: keyof Tables[T] & string, value: string): Tables[T][];
  /** Who may read an entry that made some row; undefined when it made none, or none that this reader may see. */
  audienceOf(entry: string): Audience | undefined;
}

export class State implements Reader {
  readonly origin: string;
  index = -1;
  now = '';
  /** Rows put since the last `drain`, for the read model. */
  #changed = new Map<TableName, Set<string>>();
  #tables = new Map<string, Map<string, Row>>();
  /** Indexes by `table field`, each made when it is first asked for and kept from then on: value to row ids. */
  #indexes = new Map<string, { table: string; field: string; ids: Map<unknown, Set<string>> }>();
  /** Entry to audience, made when it is first asked for and kept from then on. */
  #audiences: Map<string, Audience> | undefined;

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

  by<T extends TableName>(table: T, field: keyof Tables[T] & string, value: string): Tables[T][] {
    const name = `${table} ${field}`;
    let index = this.#indexes.get(name);
    if (!index) {
      index = { table, field, ids: new Map() };
      this.#indexes.set(name, index);
      for (const row of this.#tables.get(table)?.values() ?? []) file(index, row, undefined);
    }
    return [...(index.ids.get(value) ?? [])].map((id) => this.get(table, id)!);
  }

  audienceOf(entry: string): Audience | undefined {
    if (!this.#audiences) {
      this.#audiences = new Map();
      for (const rows of this.#tables.values()) {
        for (const row of rows.values()) for (const one of row.entries) this.#note(one, row.audience);
      }
    }
    return this.#audiences.get(entry);
  }

  /** An entry that made rows of several audiences counts for the narrowest: in whatever order it is asked, one answer. */
  #note(entry: string, audience: Audience): void {
    const before = this.#audiences?.get(entry);
    this.#audiences?.set(entry, before === undefined ? audience : narrower(before, audience));
  }

  put<T extends TableName>(table: T, row: Tables[T] & Row): void {
    let rows = this.#tables.get(table);
    if (!rows) {
      rows = new Map();
      this.#tables.set(table, rows);
    }
    const before = rows.get(row.id);
    rows.set(row.id, Object.freeze(row));
    for (const index of this.#indexes.values()) if (index.table === table) file(index, row, before);
    for (const entry of row.entries.slice(-1)) this.#note(entry, row.audience);
    const changed = this.#changed.get(table);
    if (changed) changed.add(row.id);
    else this.#changed.set(table, new Set([row.id]));
  }

  /** `[table, id]` of the rows put since the last call, each once, table by table. */
  drain(): [TableName, string][] {
    const changed = [...this.#changed].flatMap(([table, ids]) =>
      [...ids].map((id): [TableName, string] => [table, id]),
    );
    this.#changed.clear();
    return changed;
  }

  /** Everything in it as plain data, for comparing two replays. */
  snapshot(): Record<string, Row[]> {
    return Object.fromEntries([...this.#tables].map(([table, rows]) => [table, [...rows.values()]]));
  }
}

function file(index: { field: string; ids: Map<unknown, Set<string>> }, row: Row, before: Row | undefined): void {
  const at = (one: Row): unknown => (one as unknown as Record<string, unknown>)[index.field];
  const value = at(row);
  if (before) {
    if (at(before) === value) return;
    index.ids.get(at(before))?.delete(row.id);
  }
  const ids = index.ids.get(value);
  if (ids) ids.add(row.id);
  else index.ids.set(value, new Set([row.id]));
}

/** Who is reading. `undefined` is the public. */
export interface Viewer {
  readonly member: string;
  readonly organisation: string;
  readonly seats: readonly string[];
}

/** Whether a viewer belongs to an audience. A row may name members (`<organisation>/<seat>`); an entry names organisations. */
export function maySee(audience: Audience, viewer: Pick<Viewer, 'member' | 'organisation'> | undefined): boolean {
  if (audience === 'public') return true;
  if (!viewer) return false;
  return audience === 'members' || audience.includes(viewer.organisation) || audience.includes(viewer.member);
}

const width = (audience: Audience): string =>
  audience === 'public' ? '2' : audience === 'members' ? '1' : `0 ${audience.length} ${audience.join(' ')}`;
const narrower = (a: Audience, b: Audience): Audience => (width(a) <= width(b) ? a : b);

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
    by(table, field, value) {
      return state.by(table, field, value).filter((row) => maySee((row as Row).audience, viewer));
    },
    audienceOf(entry) {
      const audience = state.audienceOf(entry);
      return audience && maySee(audience, viewer) ? audience : undefined;
    },
  };
}
