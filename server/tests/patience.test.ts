// Requests that never end, at a host that others need.

import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import test from 'node:test';
import { buildApp } from '../http.ts';
import { Sessions } from '../session.ts';
import type { Site } from '../site.ts';

test('requests that begin and do not end are closed, and keep nobody else waiting', async (t) => {
  const now = () => new Date();
  const site = {
    records: new Map(),
    sessions: new Sessions(now),
    demo: false,
    demoKeys: () => [],
    now,
    log: () => {},
    office: '/nowhere',
    field: '/nowhere',
    https: false,
    trustProxy: false,
    ready: () => true,
  } as unknown as Site;
  const app = await buildApp(site, { headers: 2_000, request: 4_000, every: 200 });
  t.after(() => app.close());
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const begun = (words: string): Socket => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.on('error', () => {});
    socket.on('connect', () => socket.write(words));
    return socket;
  };
  const post = 'POST /records/valley/entries HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\n';
  const slow = [
    ...Array.from({ length: 100 }, () => begun(`${post}content-length: 5000\r\n\r\n`)),
    ...Array.from({ length: 20 }, () => begun(`${post}transfer-encoding: chunked\r\n\r\n5\r\nhello\r\n`)),
    ...Array.from({ length: 20 }, () => begun(post)),
  ];
  const closed = Promise.all(slow.map((socket) => new Promise((resolve) => socket.on('close', resolve))));
  // One byte now and then does not buy time.
  const bytes = setInterval(() => {
    for (const socket of slow) if (socket.writable) socket.write('1');
  }, 50);
  t.after(() => clearInterval(bytes));
  assert.equal((await fetch(`${url}/healthz`)).status, 200);
  await closed;
  assert.equal((await fetch(`${url}/healthz`)).status, 200);
});
