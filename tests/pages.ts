// Which pages the office has, from its own list.

import { readFileSync } from 'node:fs';

const OFFICE = readFileSync(new URL('../web/Office.tsx', import.meta.url), 'utf8');
export const ROUTES = [...OFFICE.matchAll(/<Route path="([^"]+)"/g)].map(([, path]) => path!);

/** The pages to look at: each route, with the first rows of its table where it takes one. */
export async function pathsOf(
  ask: (question: string) => Promise<{ status: number; text: string }>,
  most = 1,
): Promise<string[]> {
  const found = await Promise.all(
    ROUTES.map(async (route) => {
      if (!route.includes(':')) return [route];
      const [, table = '', column = ''] = /^\/(\w+)\/:(\w+)$/.exec(route) ?? [];
      const { status, text } = await ask(`${table}?limit=${most}`);
      // A page that is not about a row of a table: what it says of nothing is looked at.
      if (status !== 200) return [route.replace(/:\w+/g, 'none')];
      const { rows } = JSON.parse(text) as { rows: (Record<string, string> & { file?: Record<string, string> })[] };
      return rows.map((row) => `/${table}/${row[column] ?? row.file?.[column]}`);
    }),
  );
  return found.flat();
}
