// The log witness as a program that a party runs on a machine of its own: tlog-witness over HTTP, one file per log.

import { createHash } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { arrivedWithin, fromUtf8, utf8 } from './bytes.ts';
import { parseCheckpoint } from './checkpoint.ts';
import { disk, type Files, replaceFileDurably } from './files.ts';
import { lockFolder } from './lock.ts';
import { Problem } from './problem.ts';
import { addCheckpoint, MAX_WITNESS_REQUEST, type WitnessAnswer, type WitnessedLog } from './witness.ts';

export interface WitnessConfig {
  /** Where it keeps what it cosigned. One process a folder. */
  readonly folder: string;
  readonly logs: readonly WitnessedLog[];
  /** The cosigner keys (types 0x04 and 0x06). */
  readonly skeys: readonly string[];
  readonly host?: string;
  readonly port: number;
  readonly files?: Files;
  readonly now?: () => Date;
  /** A line a person may read about each thing that matters: a cosigned size, a suspect. */
  readonly log?: (line: string) => void;
}

export interface RunningWitness {
  readonly url: string;
  close(): Promise<void>;
}

/** More would let whoever holds the log's key fill the disk. */
const SUSPECTS_KEPT = 16;
/** Requests that may wait for those before them, each of which waits for the disk. */
const WAITING = 64;

const originHash = (origin: string) => createHash('sha256').update(origin).digest('hex');

/**
 * Serves `POST /add-checkpoint` and `GET /<origin hash>/checkpoint` (c2sp.org/tlog-witness). What it cosigned is on the
 * disk before the answer leaves. Requests are handled one after the other, so that the check against the latest
 * checkpoint and its replacement are one step. Throws Problem `folder-in-use`, `port-busy`, or `record-damaged` when what it
 * cosigned cannot be read: it would have to begin anew, and cosign what it must not.
 */
export async function startWitness(config: WitnessConfig): Promise<RunningWitness> {
  const { folder, logs, skeys, files = disk, now = () => new Date(), log = () => {} } = config;
  files.makeFolder(folder);
  const unlock = lockFolder(folder);
  const nameOf = (origin: string) => `${originHash(origin)}.checkpoint`;
  const latest = (origin: string): string | undefined => {
    const bytes = files.read(join(folder, nameOf(origin)));
    if (!bytes) return undefined;
    try {
      const text = fromUtf8(bytes);
      if (parseCheckpoint(text).origin === origin) return text;
    } catch {
      // Said below.
    }
    throw new Problem('record-damaged', { what: nameOf(origin), why: 'unreadable' }, nameOf(origin));
  };

  const keepSuspect = async ({ checkpoint, certain }: NonNullable<WitnessAnswer['suspect']>): Promise<void> => {
    const start = certain ? 'suspect-rewritten-' : 'suspect-';
    const name = `${start}${createHash('sha256').update(checkpoint).digest('hex').slice(0, 16)}.checkpoint`;
    const kept = files
      .list(folder)
      .filter((one) => one.startsWith('suspect-rewritten-') === certain && one.startsWith(start));
    const few = kept.length < SUSPECTS_KEPT || kept.includes(name);
    if (few) await replaceFileDurably(files, join(folder, name), utf8(checkpoint));
    const why = certain ? 'THE LOG SIGNED TWO HISTORIES' : 'nothing showed that it follows from what was cosigned';
    log(`REFUSED a checkpoint: ${why}; ${few ? `kept as ${name}` : 'enough of them are kept'}`);
  };

  const add = async (body: Uint8Array, response: ServerResponse) => {
    const answer = addCheckpoint(body, logs, latest, skeys, Math.floor(now().getTime() / 1000));
    if (answer.keep) {
      await replaceFileDurably(files, join(folder, nameOf(answer.keep.origin)), utf8(answer.keep.checkpoint));
      log(`cosigned ${answer.keep.checkpoint.split('\n', 2).join(' at size ')}`);
    }
    if (answer.suspect) await keepSuspect(answer.suspect);
    reply(response, answer.status, answer.body, answer.type);
  };
  let turn = Promise.resolve();
  let waiting = 0;
  /** One after the other: no request comes between another's check against the latest checkpoint and its replacement. */
  const inTurn = (body: Uint8Array, response: ServerResponse) => {
    if (waiting >= WAITING) return reply(response, 503, 'too many at once\n');
    waiting++;
    turn = turn
      .then(() => add(body, response))
      .catch((error: unknown) => {
        log(`could not check or keep the checkpoint: ${error instanceof Error ? error.message : String(error)}`);
        reply(response, 500, 'the witness could not check or keep the checkpoint\n');
      })
      .finally(() => {
        waiting--;
      });
  };

  const server = createServer(
    { requestTimeout: 20_000, headersTimeout: 10_000, connectionsCheckingInterval: 5_000, maxHeaderSize: 16_384 },
    (request, response) => {
      const path = (request.url ?? '').split('?', 1)[0] ?? '';
      if (path === '/add-checkpoint') {
        if (request.method !== 'POST') return reply(response, 405, 'POST only\n');
        arrivedWithin(request, MAX_WITNESS_REQUEST).then(
          (body) => (body ? inTurn(body, response) : reply(response, 400, 'request too large\n')),
          () => response.destroy(),
        );
        return;
      }
      const origin = logs.find((one) => path === `/${originHash(one.origin)}/checkpoint`)?.origin;
      try {
        const kept = origin && request.method === 'GET' ? latest(origin) : undefined;
        kept === undefined ? reply(response, 404, 'not found\n') : reply(response, 200, kept);
      } catch (error) {
        log(`could not read what it cosigned: ${error instanceof Error ? error.message : String(error)}`);
        reply(response, 500, 'the witness cannot read what it cosigned\n');
      }
    },
  );
  try {
    for (const { origin } of logs) latest(origin);
    return await listening(server, config.port, config.host, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

function reply(response: ServerResponse, status: number, body: string, type = 'text/plain; charset=utf-8'): void {
  // The answer may come before all of the request has; the rest of it is not waited for.
  const close = response.req.complete ? {} : { connection: 'close' };
  response.writeHead(status, { 'content-type': type, 'x-content-type-options': 'nosniff', ...close }).end(body);
}

/** Resolves when the server listens. Throws Problem `port-busy` where another program has the port. */
export function listening(
  server: Server,
  port: number,
  host = '127.0.0.1',
  whenClosed: () => void = () => {},
): Promise<RunningWitness> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new Problem('port-busy', { port }) : error),
    );
    server.listen(port, host, () => {
      const { port: bound } = server.address() as AddressInfo;
      resolve({
        url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
        close: () =>
          new Promise((done) => {
            server.close(() => {
              whenClosed();
              done();
            });
            server.closeAllConnections();
          }),
      });
    });
  });
}
