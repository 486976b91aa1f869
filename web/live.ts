// The live stream: each entry that the viewer may see says which rows it changed, and what was read from them is asked
// again. Nothing is reloaded.

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { apiPath, hear, tablesOf, useHere } from './api.ts';

export interface LiveEntry {
  readonly id: string;
  readonly index: number;
  readonly kind: string;
  readonly receivedAt: string;
  readonly rows: readonly (readonly [string, string])[];
}

/** Keeps the page up to date while it is open; says whether the stream stands. `who` reopens it for another viewer. */
export function useLive(who: string | undefined): boolean {
  const client = useQueryClient();
  const { record } = useHere();
  const [standing, setStanding] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `who` reopens the stream, because the host decides by session.
  useEffect(() => {
    const source = new EventSource(apiPath(record, 'live'));
    const changed = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = () => {
      timer = undefined;
      const tables = new Set(changed);
      changed.clear();
      client.invalidateQueries({
        predicate: ({ queryKey: [of, path] }) => {
          if (of !== record || typeof path !== 'string') return false;
          if (tables.has(path.split(/[/?]/)[0]!)) return true;
          return tablesOf(path).some((table) => table === '*' || tables.has(table));
        },
      });
    };
    const soon = (...tables: string[]) => {
      for (const table of tables) changed.add(table);
      timer ??= setTimeout(flush, 60);
    };
    let dropped = false;
    source.onopen = () => {
      setStanding(true);
      // Whatever was missed while the stream was down.
      if (dropped) client.invalidateQueries();
    };
    source.onerror = () => {
      dropped = true;
      setStanding(false);
    };
    source.addEventListener('entry', (event) => {
      try {
        const entry = JSON.parse(event.data) as LiveEntry;
        hear(record, entry.index);
        soon('entry', ...entry.rows.map(([table]) => table));
      } catch {
        soon('entry');
      }
    });
    source.addEventListener('reset', () =>
      client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === record }),
    );
    source.addEventListener('draft', () => soon('drafts'));
    source.addEventListener('checkpoint', () => soon('entry', 'mechanism'));
    return () => {
      source.close();
      clearTimeout(timer);
    };
  }, [client, record, who]);
  return standing;
}
