// One SQL dialect, two places to run it: PGlite in a worker thread over a folder, or a PostgreSQL server by URL.
// Both are given to Kysely as a pool, so that everything above is one code path.

import { rm } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { Problem } from '@sulh/record';
import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient, sql } from 'kysely';
import pg from 'pg';
import type { Answer, Ask } from './pglite-worker.ts';
import { PARSERS } from './sql-types.ts';

export interface DatabaseOptions {
  /** Folder of the embedded database; it is a cache and may be deleted at any time while nothing runs. */
  readonly folder: string;
  /** `postgres://...`: a server in its place. */
  readonly url?: string;
  readonly log?: (message: string, details?: Record<string, unknown>) => void;
}

/**
 * Opens the database. A folder that cannot be opened is emptied and made anew, since all in it can be rebuilt.
 * Throws Problem `database-unavailable`.
 */
export async function openDatabase<Tables>(options: DatabaseOptions): Promise<Kysely<Tables>> {
  const pool = options.url === undefined ? await embedded(options) : await server(options.url, options.log);
  const database = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  // Kysely ends a pool only if it has used it.
  await sql`select 1`.execute(database);
  return database;
}

async function server(url: string, log: DatabaseOptions['log']): Promise<PostgresPool> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 8,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 20_000,
    options: '-c timezone=UTC',
    types: {
      getTypeParser: (oid, format) =>
        (format === 'binary' ? undefined : PARSERS[oid]) ?? pg.types.getTypeParser(oid, format),
    },
  });
  // A connection that breaks while idle must not end the process; the next query says what is wrong.
  pool.on('error', (error) => log?.('database connection lost', { message: error.message }));
  try {
    (await pool.connect()).release();
  } catch (error) {
    await pool.end();
    throw new Problem('database-unavailable', { why: error instanceof Error ? error.message : String(error) });
  }
  return pool as unknown as PostgresPool;
}

async function embedded({ folder, log }: DatabaseOptions): Promise<PostgresPool> {
  try {
    return await startWorker(folder);
  } catch (error) {
    log?.('the read model cannot be opened and is made anew', {
      message: error instanceof Error ? error.message : String(error),
    });
    await rm(folder, { recursive: true, force: true });
    return startWorker(folder);
  }
}

const OPEN_WITHIN_MS = 60_000;

function startWorker(folder: string): Promise<PostgresPool> {
  const worker = new Worker(new URL('./pglite-worker.ts', import.meta.url), { workerData: { folder } });
  const { promise, resolve, reject } = Promise.withResolvers<PostgresPool>();
  const waiting = new Map<
    number,
    { resolve(value: { rows: unknown[]; count: number }): void; reject(error: Error): void }
  >();
  const closed = Promise.withResolvers<void>();
  let asked = 0;
  let gone: Error | undefined;
  const lost = (why: string) => {
    gone ??= new Problem('database-unavailable', { why });
    reject(gone);
    for (const { reject } of waiting.values()) reject(gone);
    waiting.clear();
    closed.resolve();
  };
  const slow = setTimeout(() => {
    void worker.terminate();
    lost('it did not open in time');
  }, OPEN_WITHIN_MS);
  worker.on('error', (error) => lost(error instanceof Error ? error.message : String(error)));
  worker.on('exit', () => lost('its thread ended'));
  worker.on('message', (answer: Answer) => {
    if ('ready' in answer) {
      clearTimeout(slow);
      resolve(pool);
    } else if ('failed' in answer) {
      clearTimeout(slow);
      void worker.terminate();
      lost(answer.failed);
    } else if ('closed' in answer) closed.resolve();
    else {
      const one = waiting.get(answer.id);
      waiting.delete(answer.id);
      if ('error' in answer) one?.reject(Object.assign(new Error(answer.error.message), { code: answer.error.code }));
      else one?.resolve(answer);
    }
  });

  const query = (sql: string, parameters: readonly unknown[]) =>
    new Promise<{ rows: unknown[]; count: number }>((resolve, reject) => {
      if (gone) return reject(gone);
      const id = asked++;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, sql, parameters } satisfies Ask);
    });

  // The one connection is held by one borrower at a time, or a transaction would have strangers in it.
  let free: Promise<void> = Promise.resolve();
  const pool: PostgresPool = {
    options: {},
    async connect() {
      const before = free;
      const { promise: after, resolve: release } = Promise.withResolvers<void>();
      free = after;
      await before;
      const client: PostgresPoolClient = {
        query: (async (sql: string, parameters: readonly unknown[] = []) => {
          const { rows, count } = await query(sql, parameters);
          return { command: sql.trimStart().split(/\s/, 1)[0]!.toUpperCase(), rowCount: count, rows };
        }) as PostgresPoolClient['query'],
        release: () => release(),
      };
      return client;
    },
    async end() {
      if (!gone) {
        worker.postMessage('close');
        await closed.promise;
        await worker.terminate();
      }
    },
  };
  return promise;
}
