// What a row is called where somebody chooses it: its own title or words, whose it is, when.

import type { Row, TableName } from '@sulh/mechanism';
import { useWords } from './i18n.tsx';
import { useNames } from './names.tsx';

const MOST = 80;

export function useTitle(): (table: TableName, row: Row) => string {
  const words = useWords();
  const names = useNames();
  return (table, row) => {
    const given = row as unknown as Record<string, unknown>;
    const said = (name: string): string => {
      const value = given[name];
      if (typeof value === 'string') return value;
      return typeof value === 'object' && value !== null && !Array.isArray(value)
        ? words.of(value as Record<string, string>)
        : '';
    };
    const versions = given.versions as readonly { body?: { title?: Record<string, string> } }[] | undefined;
    const called =
      said('title') ||
      words.of(versions?.at(-1)?.body?.title) ||
      (table === 'document' ? said('file') : '') ||
      said('name') ||
      said('question') ||
      said('quote') ||
      said('account') ||
      said('words') ||
      said('described') ||
      said('pseudonym') ||
      said('purpose') ||
      said('because');
    const kind =
      typeof given.event === 'string'
        ? names.event(given.event)
        : typeof given.crossing === 'string'
          ? names.place(given.crossing)
          : typeof given.what === 'string' && table === 'access'
            ? words.maybe(`access.what.${given.what}`, {}, '')
            : typeof given.subject === 'string'
              ? words.maybe(`subject.${given.subject}`, {}, '')
              : '';
    const by = typeof given.organisation === 'string' ? names.organisation(given.organisation) : '';
    const title = called.length > MOST ? `${called.slice(0, MOST)}…` : called;
    return [kind, title, by, words.day(row.since, true)].filter((one) => one !== '').join(' — ');
  };
}
