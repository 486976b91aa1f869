// The log witness as a program that a party runs on a machine of its own: tlog-witness over HTTP, one file per log.

import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fromUtf8, utf8 } from './bytes.ts';
import { disk, type Files, replaceFileDurably } from './files.ts';
import { lockFolder } from './lock.ts';
import { Problem } from './problem.ts';
import { addCheckpoint, MAX_WITNESS_REQUEST, type WitnessedLog } from './witness.ts';

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

const originHash = (origin: string) => createHash('sha256').update(origin).digest('hex');

/**
 * Serves `POST /add-checkpoint` and `GET /<origin hash>/checkpoint` (c2sp.org/tlog-witness). What it cosigned is on the
 * disk before the answer leaves. Requests are handled one after the other, so that the check against the latest
 * checkpoint and its replacement are one step.
 */
export async function startWitness(config: WitnessConfig): Promise<RunningWitness> {
  const { folder, logs, skeys, files = disk, now = () => new Date(), log = () => {} } = config;
  files.makeFolder(folder);
  const unlock = lockFolder(folder);
  const pathOf = (origin: string) => join(folder, `${originHash(origin)}.checkpoint`);
  const latest = (origin: string) => {
    const bytes = files.read(pathOf(origin));
    return bytes && fromUtf8(bytes);
  };

  const add = async (body: Uint8Array, response: ServerResponse) => {
    const answer = addCheckpoint(body, logs, latest, skeys, Math.floor(now().getTime() / 1000));
    if (answer.keep) {
      await replaceFileDurably(files, pathOf(answer.keep.origin), utf8(answer.keep.checkpoint));
      log(`cosigned ${answer.keep.checkpoint.split('\n', 2).join(' at size ')}`);
    }
    if (answer.suspect) {
      const seen = createHash('sha256').update(answer.suspect.checkpoint).digest('hex').slice(0, 16);
      await replaceFileDurably(files, join(folder, `suspect-${seen}.checkpoint`), utf8(answer.suspect.checkpoint));
      log(`REFUSED a checkpoint that does not follow from what was cosigned; kept as suspect-${seen}.checkpoint`);
    }
    reply(response, answer.status, answer.body, answer.type);
  };
  let turn = Promise.resolve();
  /** One after the other: no request comes between another's check against the latest checkpoint and its replacement. */
  const inTurn = (body: Uint8Array, response: ServerResponse) => {
    turn = turn
      .then(() => add(body, response))
      .catch((error: unknown) => {
        log(`could not keep the checkpoint: ${error instanceof Error ? error.message : String(error)}`);
        reply(response, 500, 'the witness could not keep the checkpoint\n');
      });
  };

  const server = createServer(
    { requestTimeout: 20_000, headersTimeout: 10_000, maxHeaderSize: 16_384 },
    (request, response) => {
      const path = (request.url ?? '').split('?', 1)[0] ?? '';
      if (path === '/add-checkpoint') {
        if (request.method !== 'POST') return reply(response, 405, 'POST only\n');
        bodyOf(request).then(
          (body) => (body ? inTurn(body, response) : reply(response, 400, 'request too large\n')),
          () => response.destroy(),
        );
        return;
      }
      const origin = logs.find((one) => path === `/${originHash(one.origin)}/checkpoint`)?.origin;
      const checkpoint = origin && request.method === 'GET' ? latest(origin) : undefined;
      checkpoint === undefined ? reply(response, 404, 'not found\n') : reply(response, 200, checkpoint);
    },
  );
  try {
    return await listening(server, config.port, config.host, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_WITNESS_REQUEST) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function reply(response: ServerResponse, status: number, body: string, type = 'text/plain; charset=utf-8'): void {
  response.writeHead(status, { 'content-type': type, 'x-content-type-options': 'nosniff' }).end(body);
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
