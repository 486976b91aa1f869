// A real S3-compatible server for tests: s3rver, behind a gate that adds what it lacks, the conditional writes of S3
// (`If-None-Match: *`, `If-Match`), and that can lose an answer or a request on the way.

import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { type BucketSecrets, bucketBacking, parseBucket } from '@sulh/record/bucket';

type S3rver = new (options: object) => { run(): Promise<AddressInfo>; close(): Promise<void> };
const S3rver = createRequire(import.meta.url)('s3rver') as S3rver;

export const SECRETS: BucketSecrets = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };

/** What happens to a request on its way: nothing, its answer is lost, it never arrives, or the store is overloaded. */
export type Way = 'through' | 'answer-lost' | 'lost' | 'overloaded';

export interface TestStore {
  readonly address: string;
  /** How many requests there were, by method. */
  readonly asked: Map<string, number>;
  /** Chooses what happens to a request. */
  way: (method: string, path: string) => Way;
  backing(): ReturnType<typeof bucketBacking>;
  close(): Promise<void>;
}

export async function startStore(directory: string): Promise<TestStore> {
  const upstream = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    configureBuckets: [{ name: 'records' }],
  });
  const { port: upstreamPort } = await upstream.run();
  const tags = new Map<string, string>();
  const asked = new Map<string, number>();
  let turn: Promise<unknown> = Promise.resolve();

  const pass = (incoming: IncomingMessage, body: Buffer) =>
    new Promise<{ status: number; headers: IncomingMessage['headers']; body: Buffer }>((resolve, reject) => {
      const { method, url, headers } = incoming;
      // The Host header stays as it was signed.
      const outgoing = request(
        { host: '127.0.0.1', port: upstreamPort, method, path: url, headers },
        async (answer) => {
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: await whole(answer) });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });

  const handle = async (incoming: IncomingMessage, response: ServerResponse) => {
    const { method = '', url = '', headers } = incoming;
    asked.set(method, (asked.get(method) ?? 0) + 1);
    const body = await whole(incoming);
    const way = store.way(method, url);
    if (way === 'lost') return void incoming.socket.destroy();
    if (way === 'overloaded') return void response.writeHead(503).end('<Error><Code>SlowDown</Code></Error>');
    if (method === 'PUT') {
      const there = tags.get(url);
      const fails =
        (headers['if-none-match'] === '*' && there !== undefined) ||
        (headers['if-match'] !== undefined && headers['if-match'] !== there);
      if (fails) return void response.writeHead(412).end('<Error><Code>PreconditionFailed</Code></Error>');
    }
    const answer = await pass(incoming, body);
    if (method === 'PUT' && answer.status === 200) tags.set(url, String(answer.headers.etag));
    if (method === 'DELETE') tags.delete(url);
    if (way === 'answer-lost') return void incoming.socket.destroy();
    response.writeHead(answer.status, answer.headers).end(answer.body);
  };
  const gate = createServer((incoming, response) => {
    // One after the other: the check of a condition and the write are one step, as in S3.
    turn = turn.then(() => handle(incoming, response)).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => gate.listen(0, '127.0.0.1', resolve));
  const { port } = gate.address() as AddressInfo;
  const address = `s3://records/test/valley?endpoint=http://127.0.0.1:${port}`;
  const store: TestStore = {
    address,
    asked,
    way: () => 'through',
    backing: () => bucketBacking(parseBucket(address), SECRETS),
    async close() {
      gate.closeAllConnections();
      await new Promise((resolve) => gate.close(resolve));
      await upstream.close();
    },
  };
  return store;
}

async function whole(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
