// PGlite in a thread of its own, since a query blocks the thread it runs on. Messages: {id, sql, parameters} to it,
// {id, rows, count} or {id, error} back; the first message back is {ready} or {failed}.

import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { PARSERS } from './sql-types.ts';

export interface Ask {
  readonly id: number;
  readonly sql: string;
  readonly parameters: readonly unknown[];
}
export type Answer =
  | { readonly ready: true }
  | { readonly failed: string }
  | { readonly closed: true }
  | { readonly id: number; readonly rows: unknown[]; readonly count: number }
  | { readonly id: number; readonly error: { readonly message: string; readonly code?: string } };

const port = parentPort!;
const say = (answer: Answer) => port.postMessage(answer);

try {
  const { folder } = workerData as { folder: string };
  const database = await PGlite.create({ dataDir: folder, parsers: PARSERS });
  await database.exec("set timezone = 'UTC'");
  port.on('message', async (message: Ask | 'close') => {
    if (message === 'close') {
      await database.close().catch(() => {});
      say({ closed: true });
      return port.close();
    }
    const { id, sql, parameters } = message;
    try {
      const { rows, affectedRows } = await database.query(sql, [...parameters]);
      say({ id, rows, count: affectedRows ?? rows.length });
    } catch (error) {
      const { message: text, code } = error as Error & { code?: string };
      say({ id, error: { message: text, ...(code === undefined ? {} : { code }) } });
    }
  });
  say({ ready: true });
} catch (error) {
  say({ failed: error instanceof Error ? error.message : String(error) });
}
