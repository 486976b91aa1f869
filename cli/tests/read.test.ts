import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { fetchBytes, isPublic } from '../fetch.ts';
import { sulh } from './command.ts';

const ARTICLE =
  'Border quiet, says ministry\n\n5 May 2025\n\nNorvia’s foreign ministry said that the border was quiet. “Not a shot was fired tonight,” said Petra Lind, the ministry’s spokeswoman.';

describe('sulh read of web addresses', () => {
  let server: Server;
  let base: string;
  before(async () => {
    server = createServer((request, response) => {
      if (request.url === '/article') response.setHeader('content-encoding', 'gzip').end(gzipSync(ARTICLE));
      else if (request.url === '/moved') response.writeHead(302, { location: '/article' }).end();
      else if (request.url === '/round') response.writeHead(302, { location: '/round' }).end();
      else if (request.url === '/huge')
        response.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(40 << 20, 32)));
      else if (request.url === '/away') response.writeHead(302, { location: 'file:///etc/passwd' }).end();
      else if (request.url === '/broken') response.writeHead(302, { location: 'http://[' }).end();
      else response.writeHead(404).end();
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());

  test('an article is fetched, also where it has moved, and read', async () => {
    const { code, out } = await sulh(['read', `${base}/moved`, '--inside', '--json']);
    assert.equal(code, 0);
    const [document] = JSON.parse(out).documents;
    assert.equal(document.file, `${base}/moved`);
    assert.equal(document.claims.find((one: { quote: string }) => one.quote)?.quote, 'Not a shot was fired tonight');
    const told = await sulh(['read', `${base}/article`, '--inside', '--claims']);
    assert.match(told.out, /1 quotation, all attributed[\s\S]*Petra Lind.*“Not a shot was fired tonight”/);
    assert.match(told.out, /NOT HEARD/);
  });

  test('nothing inside a network is asked unless one says so, by number or by name', async () => {
    const { code, err } = await sulh(['read', `${base}/article`]);
    assert.equal(code, 2);
    assert.match(err, /cannot-fetch/);
    assert.match(err, /not a public address/);
    const port = new URL(base).port;
    for (const host of ['localhost', '[::1]', '[::ffff:127.0.0.1]', '0x7f.1', '2130706433'])
      await assert.rejects(
        fetchBytes(`http://${host}:${port}/article`, { limit: 1000 }),
        { code: 'cannot-fetch' },
        host,
      );
  });

  test('what never ends, is too large, leads elsewhere or is missing is refused by name', async () => {
    const refused = async (path: string, code: string, why: RegExp) =>
      assert.rejects(
        fetchBytes(`${base}${path}`, { limit: 1 << 20, inside: true }),
        (error: { code: string; details: object }) => {
          assert.equal(error.code, code);
          assert.match(JSON.stringify(error.details), why);
          return true;
        },
      );
    await refused('/round', 'cannot-fetch', /redirects/);
    await refused('/huge', 'file-too-large', /1048576/);
    await refused('/away', 'cannot-fetch', /not a web address/);
    await refused('/broken', 'cannot-fetch', /no address/);
    await refused('/nothing', 'cannot-fetch', /404/);
  });

  test('private, shared, local and carried addresses are told from public ones', () => {
    for (const inside of [
      '10.1.2.3',
      '100.64.0.1',
      '127.9.9.9',
      '169.254.169.254',
      '172.31.0.1',
      '192.168.1.1',
      '224.0.0.1',
      '0.0.0.0',
      '::1',
      '::',
      'fe80::1',
      'fc00::1',
      '::ffff:8.8.8.8',
      '64:ff9b::7f00:1',
      '2002:7f00:1::',
      '2001:db8::1',
      'nobody',
    ])
      assert.equal(isPublic(inside), false, inside);
    for (const outside of ['8.8.8.8', '172.32.0.1', '2606:4700::1']) assert.equal(isPublic(outside), true, outside);
  });
});
