// The rules' own readings, run here: rows that the host gave this viewer make up a state, and the same pure code as the
// host's and the auditor's reads clocks, crossings and compliance from it.

import { type Row, State, type TableName, type Tables } from '@sulh/mechanism';
import { queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { apiPath, askJson, type Place, type Query, type Rows, useHere } from './api.ts';
import { useMechanism } from './names.tsx';

/** Every row of a table that the viewer may see, oldest first. */
async function allRows<T extends TableName>(
  { record, language }: Place,
  table: T,
  query: Query,
  signal: AbortSignal,
): Promise<Tables[T][]> {
  const rows: Tables[T][] = [];
  let after: string | undefined;
  do {
    const page: Rows<Tables[T]> = await askJson(
      apiPath(record, table, { ...query, limit: 500, sort: 'oldest', after }),
      language,
      { signal },
    );
    rows.push(...page.rows);
    after = page.next;
  } while (after !== undefined && rows.length < 20_000);
  return rows;
}

const all = <T extends TableName>(here: Place, table: T, query: Query = {}) =>
  queryOptions({
    queryKey: [here.record, table, 'all', here.language, query] as const,
    queryFn: ({ signal }) => allRows(here, table, query, signal),
    staleTime: 30_000,
  });

/** Every row of a table, or of those that a query asks for, page after page; oldest first. */
export const useAll = <T extends TableName>(table: T, query: Query = {}, enabled = true) =>
  useQuery({ ...all(useHere(), table, query), enabled });

/** A row of a table, which may not be here yet. */
type Given = { [T in TableName]: readonly [table: T, row: Tables[T] | undefined] }[TableName];

/**
 * A state over whole tables, and over single rows that a page has: what the rules and readings look at, run here. Undefined
 * until they are here.
 */
export function useReader(tables: readonly TableName[], given: readonly Given[] = []): State | undefined {
  const here = useHere();
  const { origin } = useMechanism();
  const asked = useQueries({
    queries: ['terms' as const, 'organisation' as const, 'member' as const, ...tables].map((table) =>
      all<TableName>(here, table),
    ),
    combine: (results) => ({
      ready: results.every((one) => one.data !== undefined),
      rows: results.map((one) => one.data),
    }),
  });
  const names = tables.join();
  // A row changes with the entries that made it, and not otherwise.
  const rows = given.map(([table, row]) => `${table} ${row?.id} ${row?.entries.length}`).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `rows` stands for the rows given.
  return useMemo(() => {
    if (!asked.ready || given.some(([, row]) => !row)) return undefined;
    const state = new State(origin);
    const asking: TableName[] = [
      'terms',
      'organisation',
      'member',
      ...(names ? (names.split(',') as TableName[]) : []),
    ];
    asking.forEach((table, i) => {
      for (const row of asked.rows[i] ?? []) state.put(table, { ...row } as Tables[typeof table] & Row);
    });
    for (const [table, row] of given) state.put(table, { ...row } as Tables[typeof table] & Row);
    return state;
  }, [asked, origin, names, rows]);
}

/** The time, UTC, moved on every half minute so that clocks run. */
export function useNow(): string {
  const [now, setNow] = useState(() => new Date().toISOString());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date().toISOString()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
