// Every list filters, sorts and exports what it shows. On a narrow screen each row becomes a small sheet of its own.

import type { Tables } from '@sulh/mechanism';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import { apiPath, askJson, type Query, type Rows, type Table, useHere } from './api.ts';
import { useWords } from './i18n.tsx';
import { download, Empty, Loading, Trouble } from './parts.tsx';

export interface Column<R> {
  readonly key: string;
  readonly name: string;
  cell(row: R): ReactNode;
  /** What the list sorts and exports by; a column without it does neither. */
  value?(row: R): string | number | undefined;
}

/** A cell of CSV; a text that a spreadsheet would run as a formula is disarmed. */
const csvCell = (value: string | number | undefined): string => {
  const text = value === undefined ? '' : String(value);
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

export function ListOf<R extends { id: string }>({
  rows,
  columns,
  label,
  file,
  total,
  more,
  empty,
  first,
  filters,
}: {
  rows: readonly R[];
  columns: readonly Column<R>[];
  label: string;
  file: string;
  total?: number | undefined;
  more?: (() => void) | undefined;
  empty: string;
  /** The column by which it is sorted at first; a leading `-` turns it round. */
  first?: string;
  filters?: ReactNode;
}) {
  const { t, n } = useWords();
  const [filter, setFilter] = useState('');
  const [order, setOrder] = useState<{ key: string; down: boolean } | undefined>(
    first ? { key: first.replace(/^-/, ''), down: first.startsWith('-') } : undefined,
  );
  const shown = useMemo(() => {
    const wanted = filter.trim().toLowerCase();
    const kept = wanted
      ? rows.filter((row) =>
          columns.some((column) =>
            String(column.value?.(row) ?? '')
              .toLowerCase()
              .includes(wanted),
          ),
        )
      : [...rows];
    const by = columns.find((column) => column.key === order?.key)?.value;
    if (by) {
      kept.sort((a, b) => {
        const [x, y] = [by(a) ?? '', by(b) ?? ''];
        const compared = typeof x === 'number' && typeof y === 'number' ? x - y : String(x).localeCompare(String(y));
        return order?.down ? -compared : compared;
      });
    }
    return kept;
  }, [rows, columns, filter, order]);
  return (
    <div className="list">
      <div className="list-tools">
        <label>
          <span className="unseen">{t('list.filter')}</span>
          <input
            type="search"
            value={filter}
            placeholder={t('list.filter')}
            onChange={(event) => setFilter(event.target.value)}
            dir="auto"
          />
        </label>
        {filters}
        <span className="muted" role="status">
          {t('list.count', { shown: shown.length, total: total ?? rows.length })}
        </span>
        <button
          type="button"
          className="quiet"
          onClick={() => {
            const kept = columns.filter((column) => column.value);
            const lines = [
              kept.map((column) => csvCell(column.name)),
              ...shown.map((row) => kept.map((column) => csvCell(column.value?.(row)))),
            ];
            download(`${file}.csv`, `${lines.map((line) => line.join(',')).join('\r\n')}\r\n`, 'text/csv');
          }}
        >
          {t('list.export')}
        </button>
      </div>
      {shown.length === 0 ? (
        <Empty>{empty}</Empty>
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
                    {column.value ? (
                      <button
                        type="button"
                        className="sort"
                        onClick={() =>
                          setOrder({ key: column.key, down: order?.key === column.key ? !order.down : false })
                        }
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
      {more && (
        <button type="button" onClick={more}>
          {t('list.more', { rest: n(Math.max(0, (total ?? 0) - rows.length)) })}
        </button>
      )}
    </div>
  );
}

/** A list over a table of the host, page by page. */
export function ListTable<T extends Table>({
  table,
  query = {},
  ...rest
}: {
  table: T;
  query?: Query;
  columns: readonly Column<Tables[T]>[];
  label: string;
  empty: string;
  first?: string;
  filters?: ReactNode;
}) {
  const here = useHere();
  const asked = useInfiniteQuery({
    queryKey: [here.record, table, { ...query, pages: 'all' }, here.language],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      askJson<Rows<Tables[T]>>(apiPath(here.record, table, { limit: 200, ...query, after: pageParam }), here.language, {
        signal,
      }),
    getNextPageParam: (last) => last.next,
    staleTime: 30_000,
  });
  if (asked.error) return <Trouble error={asked.error} again={() => asked.refetch()} />;
  if (!asked.data) return <Loading />;
  return (
    <ListOf
      {...rest}
      file={`${here.record}-${table}`}
      rows={asked.data.pages.flatMap((one) => one.rows as readonly (Tables[T] & { id: string })[])}
      total={asked.data.pages[0]?.total}
      more={asked.hasNextPage ? () => asked.fetchNextPage() : undefined}
    />
  );
}
