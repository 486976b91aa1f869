// The read model: tables of aggregates as of an index of the record, for lists, maps and search. It is a cache with a
// cursor. What it holds came from committed entries alone, and all of it can be dropped and made again from them.

import type { Doubt, Viewer } from '@sulh/mechanism';
import type { Entry } from '@sulh/record';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { facetsOf } from './facets.ts';
import { searchFor, textOf, words } from './fold.ts';

/** Raised when the tables change: a model of another format is dropped and made again. */
export const MODEL_FORMAT = 2;

/** What the model takes in for one committed entry. */
export interface Taken {
  readonly index: number;
  readonly receivedAt: string;
  readonly entry: Entry;
  /** Base 64 of the leaf, so that a cursor can be held against the record. */
  readonly leaf: string;
  /** `<organisation>/<seat>` of each signer. */
  readonly authors: readonly string[];
  readonly organisation: string;
  /** Rows that the entry put: table, row, in the order in which it put them. */
  readonly rows: readonly (readonly [table: string, row: ModelRow])[];
}

export interface ModelRow {
  readonly id: string;
  readonly audience: Entry['audience'];
  readonly entries: readonly string[];
  readonly since: string;
}

/** Who asks, or undefined for the public. */
export type Asker = Pick<Viewer, 'organisation' | 'member'> | undefined;

export interface ListQuery {
  readonly q?: string;
  /** UTC instants; a row is in the window when its own time overlaps it. */
  readonly from?: string;
  readonly to?: string;
  /** West, south, east, north in degrees; west may be above east, across the antimeridian. */
  readonly box?: readonly [number, number, number, number];
  readonly kind?: string;
  readonly status?: string;
  readonly organisation?: string;
  readonly place?: string;
  /** The id of another row: the other rows that name it anywhere. */
  readonly about?: string;
  readonly sort?: Sort;
  /** 1 to 500. */
  readonly limit?: number;
  /** The cursor of a page's `next`, or (`before`) of its `previous`. */
  readonly after?: string;
  readonly before?: string;
}
/** `newest` and `oldest` by the entry that opened the row; `latest` and `earliest` by the time of what it is about; `changed` by its last entry. */
export const SORTS = ['newest', 'oldest', 'latest', 'earliest', 'changed'] as const;
export type Sort = (typeof SORTS)[number];

export interface Page<R> {
  readonly rows: R[];
  readonly total: number;
  /** How many rows stand before this page, as counted when its cursor was made. */
  readonly start: number;
  readonly next?: string;
  readonly previous?: string;
  /** The record's index that the answer is as of. */
  readonly asOf: number;
}

interface Tables {
  cursor: { one: boolean; index: number; leaf: string; format: number };
  entry: {
    index: number;
    id: string;
    kind: string;
    at: string;
    received_at: string;
    audience: string[];
    organisation: string;
    authors: string[];
    rows: unknown;
    words: string;
  };
  aggregate: {
    of: string;
    id: string;
    audience: string[];
    organisation: string | null;
    kind: string | null;
    status: string | null;
    place: string | null;
    starts: string | null;
    ends: string | null;
    spot: string | null;
    words: string;
    doc: unknown;
    /** Where its row came first: the entry's index and the row's place among those that the entry put. */
    opened: number;
    /** Index of the last entry that put it. */
    changed: number;
  };
}

// A name that no organisation can have.
const PUBLIC = '@public';
const MEMBERS = '@members';

const audienceOf = (audience: Entry['audience']): string[] =>
  audience === 'public' ? [PUBLIC] : audience === 'members' ? [MEMBERS] : [...audience];

/** Every query carries this: what the asker is not in the audience of does not exist, in lists and in counts. */
const seenBy = (asker: Asker): RawBuilder<boolean> =>
  sql`audience && ${asker === undefined ? [PUBLIC] : [PUBLIC, MEMBERS, asker.organisation, asker.member]}::text[]`;

const BATCH = 400;
/** Entries of one key in doubt that are named at the most. */
const DOUBTED = 2_000;
/** More rows than any entry puts. */
const ROWS_AN_ENTRY = 65_536;

export class Model {
  readonly #db: Kysely<Tables>;
  readonly #schema: string;

  private constructor(db: Kysely<Tables>, schema: string) {
    this.#schema = schema;
    this.#db = db.withSchema(schema);
  }

  /** The model of one record; `database` may hold several. Makes its tables where they are missing. */
  static async open(database: Kysely<unknown>, record: string): Promise<Model> {
    const model = new Model(database as Kysely<Tables>, `sulh_${record.replaceAll(/[^a-z0-9]/g, '_')}`.slice(0, 63));
    await model.#make();
    const cursor = await model.#cursorRow();
    if (cursor && cursor.format !== MODEL_FORMAT) await model.clear();
    return model;
  }

  async #make(): Promise<void> {
    const schema = sql.id(this.#schema);
    const statements = [
      sql`create schema if not exists ${schema}`,
      sql`create table if not exists ${schema}.cursor (one boolean primary key check (one), index bigint not null,
            leaf text not null, format int not null)`,
      sql`create table if not exists ${schema}.entry (index bigint primary key, id text not null unique, kind text not null,
            at text not null, received_at timestamptz not null, audience text[] not null, organisation text not null,
            authors text[] not null, rows jsonb not null, words tsvector not null)`,
      sql`create table if not exists ${schema}.aggregate ("of" text not null, id text collate "C" not null,
            audience text[] not null, organisation text, kind text, status text, place text, starts timestamptz,
            ends timestamptz, spot point, words tsvector not null, doc jsonb not null, opened bigint not null,
            changed bigint not null, primary key ("of", id))`,
      sql`create index if not exists aggregate_opened on ${schema}.aggregate ("of", opened)`,
      sql`create index if not exists aggregate_starts on ${schema}.aggregate ("of", starts, opened)`,
      sql`create index if not exists aggregate_spot on ${schema}.aggregate using gist (spot)`,
      sql`create index if not exists aggregate_words on ${schema}.aggregate using gin (words)`,
      sql`create index if not exists entry_words on ${schema}.entry using gin (words)`,
    ];
    for (const statement of statements) await statement.execute(this.#db);
  }

  async #cursorRow() {
    return this.#db.selectFrom('cursor').selectAll().executeTakeFirst();
  }

  /** The last entry taken in, or undefined when there is none. */
  async cursor(): Promise<{ index: number; leaf: string } | undefined> {
    const row = await this.#cursorRow();
    return row && { index: row.index, leaf: row.leaf };
  }

  /** Empties the model. */
  async clear(): Promise<void> {
    await sql`drop schema if exists ${sql.id(this.#schema)} cascade`.execute(this.#db);
    await this.#make();
  }

  /** Takes in entries that follow the cursor, all or none of them. */
  async take(entries: readonly Taken[]): Promise<void> {
    const last = entries.at(-1);
    if (!last) return;
    // Of a row that several entries of the batch put, the first opened it (if it is new) and the last is how it stands.
    const rows = new Map<string, Tables['aggregate']>();
    for (const { index, rows: put } of entries) {
      for (const [at, [table, row]] of put.entries()) {
        const key = `${table} ${row.id}`;
        rows.set(key, aggregateOf(table, row, rows.get(key)?.opened ?? index * ROWS_AN_ENTRY + at, index));
      }
    }
    await this.#db.transaction().execute(async (db) => {
      for (const some of chunks(entries.map(entryRow))) {
        await sql`insert into ${sql.table(`${this.#schema}.entry`)} (index, id, kind, at, received_at, audience, organisation,
              authors, rows, words)
            select index, id, kind, at, received_at, audience, organisation, authors, rows, array_to_tsvector(words)
            from jsonb_to_recordset(${JSON.stringify(some)}::jsonb) as one (index bigint, id text, kind text, at text,
              received_at timestamptz, audience text[], organisation text, authors text[], rows jsonb, words text[])
            on conflict (index) do nothing`.execute(db);
      }
      for (const some of chunks([...rows.values()])) {
        await sql`insert into ${sql.table(`${this.#schema}.aggregate`)} ("of", id, audience, organisation, kind, status, place,
              starts, ends, spot, words, doc, opened, changed)
            select "of", id, audience, organisation, kind, status, place, starts, ends, spot::point, array_to_tsvector(words),
              doc, opened, changed
            from jsonb_to_recordset(${JSON.stringify(some)}::jsonb) as one ("of" text, id text, audience text[],
              organisation text, kind text, status text, place text, starts timestamptz, ends timestamptz, spot text,
              words text[], doc jsonb, opened bigint, changed bigint)
            on conflict ("of", id) do update set audience = excluded.audience, organisation = excluded.organisation,
              kind = excluded.kind, status = excluded.status, place = excluded.place, starts = excluded.starts,
              ends = excluded.ends, spot = excluded.spot, words = excluded.words, doc = excluded.doc,
              changed = excluded.changed`.execute(db);
      }
      const cursor = { one: true, index: last.index, leaf: last.leaf, format: MODEL_FORMAT };
      await db
        .insertInto('cursor')
        .values(cursor)
        .onConflict((on) => on.column('one').doUpdateSet(cursor))
        .execute();
    });
  }

  /** Rows of one table that the asker may see, a page at a time. Throws a RangeError for a cursor that is not one. */
  async list(table: string, asker: Asker, query: ListQuery = {}): Promise<Page<unknown>> {
    const where = [sql<boolean>`"of" = ${table}`, seenBy(asker)];
    const search = query.q === undefined ? undefined : searchFor(query.q);
    if (search !== undefined) where.push(sql`words @@ ${search}::tsquery`);
    for (const name of ['kind', 'status', 'organisation', 'place'] as const) {
      if (query[name] !== undefined) where.push(sql`${sql.ref(name)} = ${query[name]}`);
    }
    if (query.from !== undefined) where.push(sql`coalesce(ends, starts) >= ${query.from}::timestamptz`);
    if (query.to !== undefined) where.push(sql`starts <= ${query.to}::timestamptz`);
    if (query.box) where.push(inBox(query.box));
    if (query.about !== undefined)
      where.push(
        sql`id <> ${query.about} and jsonb_path_exists(doc, '$.** ? (@ == $id)', jsonb_build_object('id', ${query.about}::text))`,
      );
    const { by, up } = ORDER[query.sort ?? 'newest'];
    const key = sql.ref(by);
    const value = by === 'starts' ? sql`coalesce(starts, '-infinity')` : key;
    const { shown, ...page } = await paged<{ doc: unknown; opened: number; v: string | number }>(
      query,
      ({ v, at }) => {
        const bound = by === 'starts' ? sql`${v}::timestamptz` : sql`${v}::bigint`;
        return [sql`(${value}, opened)`, sql`(${bound}, ${at})`];
      },
      up,
      // Equals stand in the order in which they came, never in that of their names: no party comes first by its spelling.
      (bounds, direction, limit) =>
        sql<{ doc: unknown; opened: number; v: string | number }>`
          select doc, opened, ${by === 'starts' ? sql`${value}::text` : value} as v
          from ${sql.table(`${this.#schema}.aggregate`)} where ${sql.join([...where, ...bounds], sql` and `)}
          order by ${value} ${direction}, opened ${direction} limit ${sql.lit(limit)}`.execute(this.#db),
    );
    return { rows: shown.map((row) => row.doc), ...page, ...(await this.#counted('aggregate', where)) };
  }

  /** How many rows there are in all, and the index of the record that they are as of. */
  async #counted(table: string, where: readonly RawBuilder<unknown>[]): Promise<{ total: number; asOf: number }> {
    const { rows } = await sql<{ total: number; asOf: number }>`
      select count(*) as total, coalesce((select index from ${sql.table(`${this.#schema}.cursor`)}), -1) as "asOf"
      from ${sql.table(`${this.#schema}.${table}`)} where ${sql.join(where, sql` and `)}`.execute(this.#db);
    return rows[0]!;
  }

  /** Entries that the asker may see, newest or oldest first. Their `rows` name tables and ids; the caller checks each row's audience. */
  async entries(
    asker: Asker,
    query: Pick<ListQuery, 'q' | 'from' | 'to' | 'kind' | 'organisation' | 'sort' | 'limit' | 'after' | 'before'>,
  ) {
    const where = [seenBy(asker)];
    const search = query.q === undefined ? undefined : searchFor(query.q);
    if (search !== undefined) where.push(sql`words @@ ${search}::tsquery`);
    if (query.kind !== undefined) {
      where.push(query.kind.includes('.') ? sql`kind = ${query.kind}` : sql`starts_with(kind, ${`${query.kind}.`})`);
    }
    if (query.organisation !== undefined) where.push(sql`organisation = ${query.organisation}`);
    if (query.from !== undefined) where.push(sql`received_at >= ${query.from}::timestamptz`);
    if (query.to !== undefined) where.push(sql`received_at <= ${query.to}::timestamptz`);
    const sort = query.sort === 'oldest' ? 'oldest' : 'newest';
    const { shown, ...page } = await paged<EntryRow & { v: number; opened: number }>(
      { ...query, sort },
      ({ v }) => [sql`index`, sql`${v}::bigint`],
      sort === 'oldest',
      (bounds, direction, limit) =>
        sql<EntryRow & { v: number; opened: number }>`
          select index, id, kind, at, received_at as "receivedAt", audience, authors, organisation, rows,
            index as v, index as opened
          from ${sql.table(`${this.#schema}.entry`)} where ${sql.join([...where, ...bounds], sql` and `)}
          order by index ${direction} limit ${sql.lit(limit)}`.execute(this.#db),
    );
    const rows = shown.map(({ v: _v, opened: _opened, ...row }) => ({ ...row, audience: audienceFrom(row.audience) }));
    return { rows, ...page, ...(await this.#counted('entry', where)) } satisfies Page<unknown>;
  }

  /** Entries that the asker may see and that a key signed while it is said to have been in other hands, oldest first. */
  async doubted(asker: Asker, doubts: readonly Doubt[]): Promise<{ readonly id: string; readonly since: string }[]> {
    const found = doubts.map(async ({ member, since, until }) => {
      const { rows } = await sql<{ id: string }>`
        select id from ${sql.table(`${this.#schema}.entry`)}
        where ${seenBy(asker)} and ${member} = any(authors)
          and received_at >= ${since}::timestamptz and received_at < ${until}::timestamptz
        order by index limit ${sql.lit(DOUBTED)}`.execute(this.#db);
      return rows.map(({ id }) => ({ id, since }));
    });
    return (await Promise.all(found)).flat();
  }

  /** Who signed the entry at an index, and the rows that it put. */
  async entry(index: number): Promise<Pick<EntryRow, 'authors' | 'organisation' | 'rows'> | undefined> {
    return (await this.#db
      .selectFrom('entry')
      .select(['authors', 'organisation', 'rows'])
      .where('index', '=', index)
      .executeTakeFirst()) as Pick<EntryRow, 'authors' | 'organisation' | 'rows'> | undefined;
  }

  /** Everything in it, in a fixed order: for comparing a rebuilt model with a live one. */
  async dump(): Promise<{ entry: unknown[]; aggregate: unknown[]; cursor: unknown }> {
    const entry = await sql`select * from ${sql.table(`${this.#schema}.entry`)} order by index`.execute(this.#db);
    const aggregate =
      await sql`select * from ${sql.table(`${this.#schema}.aggregate`)} order by "of" collate "C", id`.execute(
        this.#db,
      );
    return { entry: entry.rows, aggregate: aggregate.rows, cursor: await this.#cursorRow() };
  }
}

export interface EntryRow {
  readonly index: number;
  readonly id: string;
  readonly kind: string;
  readonly at: string;
  readonly receivedAt: string;
  readonly audience: string[];
  readonly authors: string[];
  readonly organisation: string;
  readonly rows: [table: string, id: string][];
}

const audienceFrom = (stored: string[]): Entry['audience'] =>
  stored[0] === PUBLIC ? 'public' : stored[0] === MEMBERS ? 'members' : stored;

const ORDER = {
  newest: { by: 'opened', up: false },
  oldest: { by: 'opened', up: true },
  latest: { by: 'starts', up: false },
  earliest: { by: 'starts', up: true },
  changed: { by: 'changed', up: false },
} as const satisfies Record<Sort, { by: string; up: boolean }>;

function entryRow(taken: Taken) {
  const { index, receivedAt, entry, authors, organisation, rows } = taken;
  return {
    index,
    id: entry.id,
    kind: entry.kind,
    at: entry.at,
    received_at: receivedAt,
    audience: audienceOf(entry.audience),
    organisation,
    authors,
    rows: rows.map(([table, row]) => [table, row.id]),
    words: words(`${entry.kind} ${textOf(entry.body)}`),
  };
}

function aggregateOf(table: string, row: ModelRow, opened: number, changed: number) {
  const facets = facetsOf(table, row);
  return {
    of: table,
    id: row.id,
    audience: audienceOf(row.audience),
    organisation: facets.organisation ?? null,
    kind: facets.kind ?? null,
    status: facets.status ?? null,
    place: facets.place ?? null,
    starts: facets.starts ?? row.since,
    ends: facets.ends ?? null,
    spot: facets.spot ? `(${facets.spot.lon},${facets.spot.lat})` : null,
    words: words(textOf(row)) as unknown as string,
    doc: row,
    opened,
    changed,
  };
}

function* chunks<T>(all: readonly T[]): Generator<T[]> {
  for (let i = 0; i < all.length; i += BATCH) yield all.slice(i, i + BATCH);
}

function inBox([west, south, east, north]: readonly [number, number, number, number]): RawBuilder<boolean> {
  const box = (w: number, e: number) => sql`spot <@ box(point(${w}, ${south}), point(${e}, ${north}))`;
  return west <= east ? sql`${box(west, east)}` : sql`(${box(west, 180)} or ${box(-180, east)})`;
}

interface Cursor {
  readonly v: string | number;
  readonly at: number;
  /** Rows before the place that the cursor marks. */
  readonly behind: number;
}

/**
 * One page of rows in the order of `sort`, from a cursor on or back from one, and the cursors of its neighbours. Goes one
 * row further than the page to see whether there is more; back from a cursor near the start it gives the first page whole.
 */
async function paged<R extends { v: string | number; opened: number }>(
  query: Pick<ListQuery, 'sort' | 'limit' | 'after' | 'before'>,
  bound: (cursor: Cursor) => [RawBuilder<unknown>, RawBuilder<unknown>],
  up: boolean,
  ask: (bounds: RawBuilder<unknown>[], direction: RawBuilder<unknown>, limit: number) => Promise<{ rows: R[] }>,
): Promise<{ shown: R[] } & Pick<Page<R>, 'start' | 'next' | 'previous'>> {
  const sort = query.sort ?? 'newest';
  const limit = Math.max(1, Math.min(500, query.limit ?? 100));
  const back = query.before !== undefined;
  const given = query.before ?? query.after;
  const cursor = given === undefined ? undefined : decodeCursor(given, sort);
  const rising = up !== back;
  const bounds: RawBuilder<unknown>[] = [];
  if (cursor) {
    const [key, value] = bound(cursor);
    bounds.push(rising ? sql`${key} > ${value}` : sql`${key} < ${value}`);
  }
  const { rows } = await ask(bounds, sql.raw(rising ? 'asc' : 'desc'), limit + 1);
  const more = rows.length > limit;
  if (back && !more) return paged({ sort, limit }, bound, up, ask);
  const shown = rows.slice(0, limit);
  if (back) shown.reverse();
  const start = Math.max(0, (cursor?.behind ?? 0) - (back ? shown.length : 0));
  const [first, last] = [shown[0], shown.at(-1)];
  const mark = (row: R, behind: number) =>
    Buffer.from(JSON.stringify([sort, row.v, row.opened, behind])).toString('base64url');
  return {
    shown,
    start,
    ...(last && (more || back) ? { next: mark(last, start + shown.length) } : {}),
    ...(first && cursor ? { previous: mark(first, start) } : {}),
  };
}

/** A time as PostgreSQL writes it; JavaScript reads days that PostgreSQL refuses, so the day must be one of the calendar. */
function isTimeOfPage(text: string): boolean {
  const day = /^(\d{4}-\d\d-\d\d) \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d){0,2}$/.exec(text)?.[1];
  const midnight = Date.parse(`${day}T00:00:00Z`);
  if (!day || day < '0001' || Number.isNaN(midnight)) return false;
  return new Date(midnight).toISOString().startsWith(day) && !Number.isNaN(Date.parse(text));
}

function decodeCursor(cursor: string, sort: Sort): Cursor {
  try {
    const [of, v, at, behind = 0] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    const time = sort === 'latest' || sort === 'earliest';
    const fits = time ? typeof v === 'string' && (v === '-infinity' || isTimeOfPage(v)) : Number.isSafeInteger(v);
    if (of === sort && fits && Number.isSafeInteger(at) && Number.isSafeInteger(behind))
      return { v: v as string | number, at: at as number, behind: Math.max(0, behind as number) };
  } catch {}
  throw new RangeError('not a cursor of this list');
}
