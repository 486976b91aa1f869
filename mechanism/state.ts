// What the entries so far add up to. A bag of tables of frozen rows: `evolve` puts new rows in, nothing is changed in
// place, and whoever keeps a State (sequencer, auditor, browser) can rebuild it from the entries alone.

import type { Audience } from '@sulh/record';
import { type Lexis, PackedRows } from './packed.ts';

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
  /** The same, the one opened last first, made as they are taken: for readings that need not see every row of a large table. */
  latest<T extends TableName>(table: T): Generator<Tables[T]>;
  /** Rows whose field has the value, in the order in which they were opened, from an index. For fields that never change. */
  by<T extends TableName>(table: T, field: keyof Tables[T] & string, value: string): Tables[T][];
  /** Who may read an entry that made some row; undefined when it made none, or none that this reader may see. */
  audienceOf(entry: string): Audience | undefined;
}

/**
 * From how many rows in all on tables are packed, all but the newest of each; how many of these stay objects; and how many are
 * packed at a time. Most records never come to that: their rows are objects, which every reading has at once.
 */
const LARGE = 65_536;
const LIVE = 8_192;
const AT_ONCE = 512;

/** What a State may be told of where it runs. */
export interface StateOptions {
  readonly large?: number;
  readonly live?: number;
  readonly atOnce?: number;
  /** A number that nobody can guess who chooses ids: else they could make a large table slow. */
  readonly seed?: number;
}

interface Table {
  /** Rows as objects, in the order in which they were opened; those that are packed came before them. */
  readonly live: Map<string, Row>;
  packed?: PackedRows;
  /** Rows that were put again after they had been packed. */
  readonly renewed: Map<string, Row>;
}

export class State implements Reader {
  readonly origin: string;
  index = -1;
  now = '';
  #options: StateOptions;
  /** Rows put since the last `drain`, for the read model; nobody asked for them before the first. */
  #changed: Map<TableName, Set<string>> | undefined;
  #tables = new Map<string, Table>();
  /** How many rows there are in all. */
  #size = 0;
  /** Indexes by `table field`, each made when it is first asked for and kept from then on: value to row ids. */
  #indexes = new Map<string, { table: string; field: string; ids: Map<unknown, Set<string>> }>();
  /** Entry to audience, of the rows that are objects: made when it is first asked for. */
  #audiences: Map<string, Audience> | undefined;
  /** How many entries it had when it was made. */
  #noted = 0;
  /** The same of packed rows, but for the entry that opened the row and gave it its id. */
  #packedAudiences = new Map<string, Audience>();

  constructor(origin: string, options: StateOptions = {}) {
    this.origin = origin;
    this.#options = options;
  }

  get<T extends TableName>(table: T, id: string): Tables[T] | undefined {
    return this.#row(table, id) as Tables[T] | undefined;
  }

  #row(table: string, id: string): Row | undefined {
    const rows = this.#tables.get(table);
    const row = rows?.live.get(id) ?? rows?.renewed.get(id);
    if (row || !rows?.packed) return row;
    const at = rows.packed.indexOf(id);
    return at === undefined ? undefined : rows.packed.row(at);
  }

  /** Rows in the order in which they were opened. */
  all<T extends TableName>(table: T): Tables[T][] {
    const rows = this.#tables.get(table);
    return [...(rows?.packed ? this.#rowsOf(table) : (rows?.live.values() ?? []))] as Tables[T][];
  }

  *latest<T extends TableName>(table: T): Generator<Tables[T]> {
    const rows = this.#tables.get(table);
    if (!rows) return;
    yield* [...rows.live.values()].reverse() as Tables[T][];
    for (let at = (rows.packed?.size ?? 0) - 1; at >= 0; at--) yield packedRow(rows, at) as Tables[T];
  }

  *#rowsOf(table: string): Generator<Row> {
    const rows = this.#tables.get(table);
    if (!rows) return;
    for (let at = 0; at < (rows.packed?.size ?? 0); at++) yield packedRow(rows, at);
    yield* rows.live.values();
  }

  by<T extends TableName>(table: T, field: keyof Tables[T] & string, value: string): Tables[T][] {
    const name = `${table} ${field}`;
    let index = this.#indexes.get(name);
    if (!index) {
      index = { table, field, ids: new Map() };
      this.#indexes.set(name, index);
      for (const row of this.#rowsOf(table)) file(index, row, undefined);
    }
    return [...(index.ids.get(value) ?? [])].map((id) => this.get(table, id)!);
  }

  audienceOf(entry: string): Audience | undefined {
    if (!this.#audiences) {
      this.#audiences = new Map();
      for (const { live, renewed } of this.#tables.values()) {
        for (const rows of [live, renewed]) for (const row of rows.values()) noteAll(this.#audiences, row);
      }
      this.#noted = this.#audiences.size;
    }
    const found = [this.#audiences.get(entry), this.#packedAudiences.get(entry)];
    for (const [table, { packed }] of this.#tables) {
      const row = packed && packed.indexOf(entry) !== undefined ? this.#row(table, entry) : undefined;
      if (row?.entries.includes(entry)) found.push(row.audience);
    }
    return found.reduce((a, b) => (a && b ? narrower(a, b) : (a ?? b)));
  }

  put<T extends TableName>(table: T, row: Tables[T] & Row): void {
    let rows = this.#tables.get(table);
    if (!rows) {
      rows = { live: new Map(), renewed: new Map() };
      this.#tables.set(table, rows);
    }
    const { live, packed, renewed } = rows;
    for (const index of this.#indexes.values()) if (index.table === table) file(index, row, this.#row(table, row.id));
    const isLive = live.has(row.id);
    const again = !isLive && packed?.indexOf(row.id) !== undefined;
    if (!isLive && !again) this.#size++;
    (again ? renewed : live).set(row.id, Object.freeze(row));
    for (const entry of row.entries.slice(-1)) if (this.#audiences) note(this.#audiences, entry, row.audience);
    if (this.#changed) {
      const changed = this.#changed.get(table);
      if (changed) changed.add(row.id);
      else this.#changed.set(table, new Set([row.id]));
    }
    const { large = LARGE, live: most = LIVE, atOnce = AT_ONCE } = this.#options;
    const full = this.#size >= large && live.size >= most + atOnce;
    if (full || renewed.size >= most) this.#pack(rows, atOnce);
  }

  /** Packs the rows that were opened first, and those that were put again since they were packed. */
  #pack(rows: Table, atOnce: number): void {
    rows.packed ??= new PackedRows(this.#options.seed ?? 0);
    const { live, packed, renewed } = rows;
    const take = (from: Map<string, Row>, row: Row): boolean => {
      if (!packed.fits(row)) return false;
      if (from === live) packed.add(row);
      else packed.renew(row);
      from.delete(row.id);
      for (const entry of row.entries) if (entry !== row.id) note(this.#packedAudiences, entry, row.audience);
      return true;
    };
    for (const row of renewed.values()) if (!take(renewed, row)) return;
    let left = atOnce;
    for (const row of live.values()) if (left-- === 0 || !take(live, row)) break;
    // Of rows that are packed now it is right as well, and only larger than it need be: made anew when it has doubled.
    if (this.#audiences && this.#audiences.size > LARGE + 2 * this.#noted) this.#audiences = undefined;
  }

  /** `[table, id]` of the rows put since the last call, each once, table by table; the first call begins to note them. */
  drain(): [TableName, string][] {
    const changed = [...(this.#changed ?? [])].flatMap(([table, ids]) =>
      [...ids].map((id): [TableName, string] => [table, id]),
    );
    this.#changed = new Map();
    return changed;
  }

  /** Everything in it as plain data, for comparing two replays. */
  snapshot(): Record<string, Row[]> {
    return Object.fromEntries([...this.#tables.keys()].map((table) => [table, [...this.#rowsOf(table)]]));
  }

  /** Every row, table by table. */
  *rows(): Generator<readonly [table: string, row: Row]> {
    for (const table of this.#tables.keys()) for (const row of this.#rowsOf(table)) yield [table, row];
  }

  /** Another state of the same rows, which are frozen and shared. */
  copy(): State {
    const copy = new State(this.origin, this.#options);
    copy.index = this.index;
    copy.now = this.now;
    copy.#size = this.#size;
    for (const [table, { live, packed, renewed }] of this.#tables) {
      const rows = { live: new Map(live), renewed: new Map(renewed) };
      copy.#tables.set(table, packed ? { ...rows, packed: packed.copy() } : rows);
    }
    copy.#packedAudiences = new Map(this.#packedAudiences);
    return copy;
  }

  /** All that it knows as plain JSON values, and bytes: as of this call, however late they are read. */
  save(): Iterable<unknown> {
    const { index, now } = this;
    const audiences = [...this.#packedAudiences];
    const tables = [...this.#tables].map(([table, { live, packed, renewed }]) => ({
      table,
      packed: packed?.saved(),
      rows: [...renewed.values(), ...live.values()],
    }));
    return savedLines({ index, now, audiences }, tables);
  }

  /** What `save` gave, as a new state; undefined when it is not that. */
  static load(origin: string, saved: Iterable<unknown>, options: StateOptions = {}): State | undefined {
    const state = new State(origin, options);
    const lines = saved[Symbol.iterator]();
    const next = (): unknown => lines.next().value;
    const first = next() as SavedState | undefined;
    if (!first) return undefined;
    for (let line = next() as SavedLine | undefined; line; line = next() as SavedLine | undefined) {
      if (Array.isArray(line)) {
        state.put(line[0] as TableName, line[1] as never);
        continue;
      }
      const [rows, ...pages] = Array.from({ length: 1 + line.pages }, () => next() as Uint8Array);
      const packed = new PackedRows(options.seed ?? 0, { lexis: line.lexis, rows: rows!, pages });
      state.#size += packed.size;
      state.#tables.set(line.packed, { live: new Map(), packed, renewed: new Map() });
    }
    state.index = first.index;
    state.now = first.now;
    state.#packedAudiences = new Map(first.audiences);
    return state;
  }
}

/** A row of those that are packed, or what was put in its place since. */
const packedRow = ({ packed, renewed }: Table, at: number): Row =>
  (renewed.size > 0 ? renewed.get(packed!.id(at)) : undefined) ?? packed!.row(at);

interface SavedState {
  readonly index: number;
  readonly now: string;
  readonly audiences: [entry: string, audience: Audience][];
}
/** A row; or the head of a packed table: then its table of rows follows, and so many pages, as bytes. */
type SavedLine = [table: string, row: Row] | { readonly packed: string; readonly lexis: Lexis; readonly pages: number };

function* savedLines(
  at: SavedState,
  tables: readonly { table: string; packed: ReturnType<PackedRows['saved']> | undefined; rows: readonly Row[] }[],
): Generator<SavedState | SavedLine | Uint8Array> {
  yield at;
  for (const { table, packed, rows } of tables) {
    if (packed) {
      const { lexis, pages } = packed;
      yield { packed: table, lexis, pages: pages.length };
      yield packed.rows;
      yield* pages;
    }
    for (const row of rows) yield [table, row];
  }
}

const noteAll = (audiences: Map<string, Audience>, { entries, audience }: Row): void => {
  for (const entry of entries) note(audiences, entry, audience);
};

/** An entry that made rows of several audiences counts for the narrowest: in whatever order it is asked, one answer. */
function note(audiences: Map<string, Audience>, entry: string, audience: Audience): void {
  const before = audiences.get(entry);
  audiences.set(entry, before === undefined ? audience : narrower(before, audience));
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
    *latest(table) {
      for (const row of state.latest(table)) if (maySee((row as Row).audience, viewer)) yield row;
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

/** What all members may read, and no narrower audience: a reader of no organisation. */
export const membersOnly = (reader: Reader): Reader => seenBy(reader, { member: '', organisation: '', seats: [] });
