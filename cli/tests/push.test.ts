// A mirror that the host cannot be asked by, and is pushed to: `sulh mirror run` as a process of its own.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { leafOf, newCosignerKey, parseCheckpoint, parseVkey, utf8, verifyCosignature } from '@sulh/record';
import { FolderLog } from '@sulh/record/folder';
import { Mirroring } from '../../server/mirroring.ts';
import { freePort } from '../../tests/port.ts';
import { until } from '../../tests/until.ts';

const origin = 'sulh.example/valley';

test('a mirror that comes late is pushed the whole record, signs it, serves it, and takes gzip', async (t) => {
  const home = mkdtempSync(join(tmpdir(), 'sulh-push-'));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  const log = FolderLog.open({ folder: join(home, 'log'), origin });
  t.after(async () => (await log).close());
  const opened = await log;
  let notes = 0;
  const grow = async (to: number) => {
    const entries = Array.from({ length: to - notes }, (_, i) => {
      const note = Buffer.from(`entry ${notes + i}`);
      return { note, leaf: leafOf(note), receivedAtMs: 1_763_700_000_000 + notes + i };
    });
    for (let at = 0; at < entries.length; at += 100) await opened.commit(entries.slice(at, at + 100));
    notes = to;
  };
  await grow(600);

  const key = newCosignerKey('mirror.example/north', new Uint8Array(32).fill(2), 'ed25519');
  writeFileSync(join(home, 'mirror.key'), `${key.skey}\n`, { mode: 0o600 });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const config = {
    url: 'http://127.0.0.1:1',
    origin,
    vkeys: opened.vkeys,
    folder: './copy',
    key: './mirror.key',
    listen: `127.0.0.1:${port}`,
  };
  writeFileSync(join(home, 'mirror.json'), JSON.stringify(config));

  const mirroring = new Mirroring([url], {
    checkpoint: () => opened.checkpoint,
    consistency: (older, newer) => opened.tree.consistency(older, newer),
    leaf: (index) => leafOf(opened.note(index)),
    node: (level, index) => opened.tree.node(level, index),
  });
  t.after(() => mirroring.close());
  mirroring.advance();
  await until('it is not there', () => mirroring.states[0]?.failing);
  assert.deepEqual(mirroring.states, [{ url, failing: 'mirror-unreachable' }]);

  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, '../sulh.ts'), 'mirror', 'run', join(home, 'mirror.json')],
    { stdio: 'ignore' },
  );
  t.after(async () => {
    const ended = once(child, 'exit');
    child.kill();
    await ended;
  });
  const reached = async (size: number) => {
    await until(`it has ${size}`, () => mirroring.states[0]?.size === size);
    assert.deepEqual(mirroring.states, [{ url, size }]);
  };
  await reached(600);
  await grow(700);
  mirroring.advance();
  await reached(700);

  const below = `${url}/${createHash('sha256').update(origin).digest('hex')}`;
  const shown = parseCheckpoint(await (await fetch(`${below}/checkpoint`)).text());
  assert.deepEqual(shown.root, opened.tree.root());
  const line = shown.note.signatures.find(({ name }) => name === 'mirror.example/north');
  assert.ok(line && verifyCosignature(shown, line, parseVkey(key.vkey)) > 0);
  const tile = 'tile/entries/002.p/188';
  assert.deepEqual(
    Buffer.from(await (await fetch(`${below}/${tile}`)).arrayBuffer()),
    readFileSync(join(home, 'log', tile)),
  );

  const post = (path: string, body: Uint8Array, encoding?: string) =>
    fetch(`${url}/${path}`, {
      method: 'POST',
      body: body as Uint8Array<ArrayBuffer>,
      headers: encoding ? { 'content-encoding': encoding } : {},
    });
  const again = gzipSync(utf8(`old 700\n\n${opened.checkpoint}`));
  assert.equal((await post('add-checkpoint', again, 'gzip')).status, 200);
  assert.equal((await post('add-checkpoint', again)).status, 400);
  assert.equal((await post('add-entries', utf8('not gzip'), 'gzip')).status, 400);
  assert.equal((await post('add-entries', again, 'br')).status, 415);
  assert.equal((await fetch(`${url}/add-entries`)).status, 405);
  // Broken off in the middle: the mirror goes on.
  await new Promise<void>((resolve) => {
    const cut = request(`${url}/add-entries`, {
      method: 'POST',
      headers: { 'content-encoding': 'gzip', 'content-length': 9999 },
    });
    cut.once('error', () => resolve());
    cut.write(again.subarray(0, 30), () => setTimeout(() => cut.destroy(new Error('cut')), 50));
  });
  assert.equal((await post('add-checkpoint', again, 'gzip')).status, 200);
});
