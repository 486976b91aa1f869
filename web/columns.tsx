// Columns that more than one list has: whose a row is, when it came in, who acknowledged it by when.

import { acknowledgementClocks, type Reader } from '@sulh/mechanism';
import { ClockMarks } from './Clocks.tsx';
import { useWords } from './i18n.tsx';
import type { Column } from './List.tsx';
import { useNames } from './names.tsx';
import { Instant, Party } from './parts.tsx';
import { useNow } from './reader.ts';

export const sinceColumn = (name: string): Column<{ readonly since: string }> => ({
  key: 'since',
  sorts: ['oldest', 'newest'],
  name,
  value: (row) => row.since,
  cell: (row) => <Instant iso={row.since} />,
});

/** Whose a row is; it sorts by the name that the reader sees. */
export function useByColumn(): (name: string) => Column<{ readonly organisation: string }> {
  const names = useNames();
  return (name) => ({
    key: 'by',
    name,
    value: (row) => names.organisation(row.organisation),
    cell: (row) => <Party id={row.organisation} />,
  });
}

export function useAcknowledgedColumn(reader: Reader | undefined): Column<Parameters<typeof acknowledgementClocks>[1]> {
  const { t } = useWords();
  const now = useNow();
  return {
    key: 'clocks',
    name: t('acknowledged'),
    cell: (row) => <ClockMarks clocks={reader ? acknowledgementClocks(reader, row, now) : []} />,
  };
}
