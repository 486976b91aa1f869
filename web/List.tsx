// Every list filters, sorts and exports what it shows. What fits on one page does so here, in the reader's own words; of
// what does not, the host gives one page after the other, and the address says which, so that back goes back. On a
// narrow screen each row becomes a small sheet of its own.

import type { Tables } from '@sulh/mechanism';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { apiPath, askJson, type EntryRow, type Query, type Rows, type Table, useHere } from './api.ts';
import { useWords } from './i18n.tsx';
import { download, Empty, Loading, Trouble } from './parts.tsx';

type Sort = 'newest' | 'oldest' | 'latest' | 'earliest' | 'changed';

export interface Column<R> {
  readonly key: string;
  readonly name: string;
  cell(row: R): ReactNode;
  /** What the list sorts and exports by; a column without it does neither. */
  value?(row: R): string | number | undefined;
  /** How the host sorts by it, rising and falling; without it only a list that fits on one page is sorted by it. */
  readonly sorts?: readonly [up: Sort, down: Sort];
}

type Listed = Table | 'entry';
type RowOf<T extends Listed> = T extends Table ? Tables[T] : EntryRow;

/** Rows of one page. */
const PAGE = 25;
/** Rows that are exported at the most. */
const EXPORTED = 20_000;

/** A cell of CSV; a text that a spreadsheet would run as a formula is disarmed. */
const csvCell = (value: string | number | undefined): string => {
  const text = value === undefined ? '' : String(value);
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

const csv = <R,>(columns: readonly Column<R>[], rows: readonly R[]): string => {
  const kept = columns.filter((column) => column.value);
  const lines = [
    kept.map((column) => csvCell(column.name)),
    ...rows.map((row) => kept.map((column) => csvCell(column.value?.(row)))),
  ];
  return `${lines.map((line) => line.join(',')).join('\r\n')}\r\n`;
};

interface Order {
  readonly key: string;
  readonly down: boolean;
}

/** A list over a table of the host. */
export function ListTable<T extends Listed>({
  table,
  query = {},
  columns,
  label,
  empty,
  first,
  filters,
}: {
  table: T;
  query?: Query;
  columns: readonly Column<RowOf<T>>[];
  label: string;
  empty: string;
  /** The column by which it is sorted at first; a leading `-` turns it round. */
  first?: string;
  filters?: ReactNode;
}) {
  const { t } = useWords();
  const here = useHere();
  const [path, go] = useLocation();
  const search = new URLSearchParams(useSearch());
  const at = (name: string) => search.get(`${table}-${name}`) ?? undefined;
  /** This page's address with other words for this list; a page of the list is never kept when its order or filter changes. */
  const address = (words: Record<string, string | undefined>) => {
    const next = new URLSearchParams(search);
    for (const name of ['after', 'before', ...Object.keys(words)]) next.delete(`${table}-${name}`);
    for (const [name, word] of Object.entries(words)) if (word) next.set(`${table}-${name}`, word);
    const said = next.toString();
    return said ? `${path}?${said}` : path;
  };
  const [q, after, before] = [at('q'), at('after'), at('before')];
  const preset: Order | undefined = first ? { key: first.replace(/^-/, ''), down: first.startsWith('-') } : undefined;
  const sortOf = (order: Order | undefined): Sort | undefined =>
    columns.find(({ key }) => key === order?.key)?.sorts?.[order?.down ? 1 : 0];
  const sort = (at('sort') as Sort | undefined) ?? sortOf(preset) ?? 'newest';

  const askFor = (more: Query, signal?: AbortSignal) =>
    askJson<Rows<RowOf<T>>>(apiPath(here.record, table, { ...query, q, sort, ...more }), here.language, {
      ...(signal ? { signal } : {}),
    });
  const asked = useQuery({
    queryKey: [here.record, table, { ...query, q, sort, after, before, paged: PAGE }, here.language],
    queryFn: ({ signal }) => askFor({ limit: PAGE, after, before }, signal),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
  const found = asked.data;
  const whole = found !== undefined && !q && !after && !before && !found.next;

  // On one page: filtered and sorted here.
  const [filter, setFilter] = useState('');
  const [chosen, setChosen] = useState<Order | undefined>();
  const order: Order | undefined = whole
    ? (chosen ?? preset)
    : columns.flatMap(({ key, sorts }) => (sorts?.includes(sort) ? [{ key, down: sorts[1] === sort }] : []))[0];
  const shown = useMemo(() => {
    const rows = found?.rows ?? [];
    return whole ? arranged(rows, columns, filter, order) : rows;
  }, [found, whole, columns, filter, order]);

  const status = useRef<HTMLSpanElement>(null);
  const page = `${after ?? ''} ${before ?? ''}`;
  const seen = useRef(page);
  const arrived = !asked.isPlaceholderData;
  useEffect(() => {
    // Another page of the list: the reader, and the screen reader, stand where it begins.
    if (!arrived || seen.current === page) return;
    seen.current = page;
    status.current?.focus({ preventScroll: true });
    status.current?.scrollIntoView({ block: 'nearest' });
  }, [page, arrived]);

  const exported = useMutation({
    mutationFn: async () => {
      const rows = whole ? [...shown] : [];
      for (let next: string | undefined; !whole; ) {
        const some: Rows<RowOf<T>> = await askFor({ limit: 500, after: next });
        rows.push(...some.rows);
        next = some.next;
        if (!next || rows.length >= EXPORTED) break;
      }
      download(`${here.record}-${table}.csv`, csv(columns, rows), 'text/csv');
    },
  });

  if (asked.error) return <Trouble error={asked.error} again={() => asked.refetch()} />;
  if (!found) return <Loading />;
  const start = found.start ?? 0;
  return (
    <div className="list" aria-busy={!arrived}>
      <div className="list-tools" hidden={whole && found.total === 0}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            const words = String(new FormData(event.currentTarget).get('q') ?? '').trim();
            if (!whole) go(address({ q: words }));
          }}
        >
          <label>
            <span className="unseen">{t('list.filter')}</span>
            <input
              key={q}
              name="q"
              type="search"
              defaultValue={q}
              placeholder={t('list.filter')}
              onChange={(event) => setFilter(event.target.value)}
              maxLength={200}
              dir="auto"
            />
          </label>
          {!whole && <button type="submit">{t('find')}</button>}
        </form>
        {filters}
        <span className="muted" role="status" tabIndex={-1} ref={status}>
          {whole || shown.length === 0
            ? t('list.count', { shown: shown.length, total: found.total })
            : t('list.range', { from: start + 1, to: start + shown.length, total: found.total })}
        </span>
        <button type="button" className="quiet" disabled={exported.isPending} onClick={() => exported.mutate()}>
          {t('list.export')}
        </button>
      </div>
      {exported.error && <Trouble error={exported.error} />}
      {shown.length === 0 ? (
        <Empty>{q || filter ? t('list.none') : empty}</Empty>
      ) : (
        <div className="table-frame">
          <table aria-label={label}>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th
                    key={column.key}
                    scope="col"
                    aria-sort={order?.key === column.key ? (order.down ? 'descending' : 'ascending') : undefined}
                  >
                    {(whole ? column.value : column.sorts) ? (
                      <button
                        type="button"
                        className="sort"
                        onClick={() => {
                          const next = { key: column.key, down: order?.key === column.key ? !order.down : false };
                          if (whole) setChosen(next);
                          else go(address({ sort: sortOf(next) }));
                        }}
                      >
                        {column.name}
                        <span aria-hidden="true">{order?.key === column.key ? (order.down ? ' ↓' : ' ↑') : ''}</span>
                      </button>
                    ) : (
                      column.name
                    )}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((row) => (
                <tr key={row.id}>
                  {columns.map((column, i) =>
                    i === 0 ? (
                      <th key={column.key} scope="row" data-label={column.name}>
                        {column.cell(row)}
                      </th>
                    ) : (
                      <td key={column.key} data-label={column.name}>
                        {column.cell(row)}
                      </td>
                    ),
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {(found.previous || found.next) && (
        <nav className="pager" aria-label={t('list.pages')}>
          {found.previous && start > 0 && (
            <>
              <Link href={address({})}>{t('list.first')}</Link>
              <Link href={address({ before: found.previous })} rel="prev">
                {t('list.previous')}
              </Link>
            </>
          )}
          <span className="muted" aria-hidden="true">
            {t('list.range', { from: start + 1, to: start + shown.length, total: found.total })}
          </span>
          {found.next && (
            <Link href={address({ after: found.next })} rel="next">
              {t('list.next')}
            </Link>
          )}
        </nav>
      )}
    </div>
  );
}

/** The rows that have the wanted words in a column, in the order of one. */
function arranged<R>(
  rows: readonly R[],
  columns: readonly Column<R>[],
  filter: string,
  order: Order | undefined,
): readonly R[] {
  const wanted = filter.trim().toLowerCase();
  const said = (row: R, column: Column<R>) => String(column.value?.(row) ?? '').toLowerCase();
  const kept = rows.filter((row) => !wanted || columns.some((column) => said(row, column).includes(wanted)));
  const by = columns.find((column) => column.key === order?.key)?.value;
  if (!by) return kept;
  return kept.sort((a, b) => {
    const [x, y] = [by(a) ?? '', by(b) ?? ''];
    const compared = typeof x === 'number' && typeof y === 'number' ? x - y : String(x).localeCompare(String(y));
    return order?.down ? -compared : compared;
  });
}
