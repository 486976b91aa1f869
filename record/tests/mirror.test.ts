import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, describe, test } from 'node:test';
import { FolderLog } from '../folder.ts';
import {
  addSignatures,
  cosign,
  type Fork,
  leafOf,
  newCosignerKey,
  newKey,
  parsePolicy,
  verifyFork,
  verifyProof,
} from '../index.ts';
import { Mirror } from '../mirror.ts';
import { folderSource } from '../source.ts';

const origin = 'sulh.example/valley';
const root = mkdtempSync(join(tmpdir(), 'sulh-mirror-'));
let count = 0;
const fresh = () => join(root, String(count++));
const logKey = newKey(origin, new Uint8Array(32).fill(1));

/** A log in a folder with the one key, so that a second folder can be its other face. */
const openLog = async (folder: string) => {
  const { mkdirSync } = await import('node:fs');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'log.key'), `${logKey.skey}\n`, { mode: 0o600 });
  return FolderLog.open({ folder, origin });
};
let clock = 1_763_700_000_000;
const append = async (log: FolderLog, notes: string[]) => {
  for (let i = 0; i < notes.length; i += 100)
    await log.commit(
      notes.slice(i, i + 100).map((note) => ({ note: Buffer.from(note), leaf: leafOf(note), receivedAtMs: clock++ })),
    );
};
const words = (label: string, from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => `${label} ${from + i}`);

/** A host that serves a log's folder and shows a member every second note. */
const servers: Server[] = [];
const host = async (face: () => { log: FolderLog; folder: string }) => {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://host');
    const { log, folder } = face();
    if (url.pathname === '/notes') {
      const from = Number(url.searchParams.get('from'));
      const member = request.headers.authorization === 'Sulh north';
      const lines = Array.from({ length: Math.max(0, Math.min(50, log.size - from)) }, (_, i) => {
        const index = from + i;
        return index % 2 === 0 || member
          ? {
              index,
              receivedAt: new Date(log.receivedAtMs(index)).toISOString(),
              note: Buffer.from(log.note(index)).toString(),
            }
          : { index, withheld: true };
      });
      return void response.end(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    }
    try {
      response.end(readFileSync(join(folder, url.pathname)));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(server);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});
after(() => rmSync(root, { recursive: true }));

describe('a party’s mirror', () => {
  test('copies the record as it grows, with the notes of its audience, and resumes after a restart', async () => {
    const folder = fresh();
    const log = await openLog(folder);
    const url = await host(() => ({ log, folder }));
    const config = { folder: fresh(), url, origin, vkeys: [logKey.vkey], authorize: async () => 'Sulh north' };
    let mirror = Mirror.open(config);
    await append(log, words('entry', 0, 3));
    assert.deepEqual(await mirror.update(), { state: 'advanced', size: 3, notes: 3 });
    assert.deepEqual(await mirror.update(), { state: 'current', size: 3, notes: 3 });
    await append(log, words('entry', 3, 700));
    assert.deepEqual(await mirror.update(), { state: 'advanced', size: 700, notes: 700 });
    mirror.close();
    mirror = Mirror.open(config);
    assert.equal(mirror.size, 700);
    await append(log, words('entry', 700, 1000));
    assert.deepEqual(await mirror.update(), { state: 'advanced', size: 1000, notes: 1000 });
    mirror.close();
    for (const path of ['checkpoint', 'tile/0/002', 'tile/1/000.p/3', 'tile/entries/003.p/232']) {
      assert.deepEqual(readFileSync(join(config.folder, path)), readFileSync(join(folder, path)), path);
    }
    log.close();
  });

  test('keeps the notes that the public may read, and no more, when it is nobody’s', async () => {
    const folder = fresh();
    const log = await openLog(folder);
    await append(log, words('entry', 0, 11));
    const url = await host(() => ({ log, folder }));
    const mirror = Mirror.open({ folder: fresh(), url, origin, vkeys: [logKey.vkey] });
    assert.deepEqual(await mirror.update(), { state: 'advanced', size: 11, notes: 6 });
    mirror.close();
    log.close();
  });

  test('keeps the cosignatures that came after it had copied, and proves an entry from its folder alone', async () => {
    const folder = fresh();
    const log = await openLog(folder);
    await append(log, words('entry', 0, 300));
    const url = await host(() => ({ log, folder }));
    const config = { folder: fresh(), url, origin, vkeys: [logKey.vkey] };
    const mirror = Mirror.open(config);
    await mirror.update();
    const witness = newCosignerKey('witness.example/south', new Uint8Array(32).fill(3), 'ed25519');
    const cosigned = addSignatures(log.checkpoint, [cosign(log.checkpoint, witness.skey, 1_763_700_000)]);
    writeFileSync(join(folder, 'checkpoint'), cosigned);
    assert.equal((await mirror.update()).state, 'current');
    assert.equal(mirror.checkpoint, cosigned);
    // One that served fewer later takes none away.
    writeFileSync(join(folder, 'checkpoint'), log.checkpoint);
    await mirror.update();
    // The host is gone, the mirror still at work.
    const policy = parsePolicy(`log ${logKey.vkey}\nwitness south ${witness.vkey}\nquorum south\n`);
    const proven = verifyProof(Mirror.proof(config, 258), leafOf('entry 258'), policy);
    assert.deepEqual([proven.index, proven.size], [258, 300]);
    assert.throws(() => Mirror.proof(config, 300), { code: 'no-such-entry' });
    const notes: number[] = [];
    for await (const one of folderSource(config.folder).notes(3, 9)) notes.push(one.index);
    assert.deepEqual(notes, [4, 6, 8]);
    mirror.close();
    log.close();
  });

  for (const [name, shared, first, second] of [
    ['rewrites an old entry and goes on', 250, 300, 420],
    ['shows another history of the same length', 299, 300, 300],
    ['shows a shorter, other history', 100, 300, 280],
  ] as const) {
    test(`convicts a host that ${name}`, async () => {
      const [oneFolder, otherFolder] = [fresh(), fresh()];
      const one = await openLog(oneFolder);
      const other = await openLog(otherFolder);
      await append(one, words('entry', 0, first));
      await append(other, [...words('entry', 0, shared), ...words('rewritten', shared, second)]);
      let face = { log: one, folder: oneFolder };
      const url = await host(() => face);
      const config = { folder: fresh(), url, origin, vkeys: [logKey.vkey] };
      let mirror = Mirror.open(config);
      await mirror.update();
      face = { log: other, folder: otherFolder };
      const update = await mirror.update();
      assert.equal(update.state, 'forked');
      assert.ok(update.state === 'forked');
      const fork = JSON.parse(readFileSync(update.evidence, 'utf8')) as Fork;
      assert.equal(verifyFork(fork, [logKey.vkey]).origin, origin);
      // It stays with what it had, and stays convinced, whatever the host shows later.
      mirror.close();
      face = { log: one, folder: oneFolder };
      mirror = Mirror.open(config);
      assert.equal(mirror.size, 300);
      assert.equal((await mirror.update()).state, 'forked');
      mirror.close();
      one.close();
      other.close();
    });
  }

  test('says that the host is behind when an old backup was restored, and accuses nobody', async () => {
    const [newFolder, oldFolder] = [fresh(), fresh()];
    const newer = await openLog(newFolder);
    const older = await openLog(oldFolder);
    await append(newer, words('entry', 0, 300));
    await append(older, words('entry', 0, 257));
    let face = { log: newer, folder: newFolder };
    const url = await host(() => face);
    const mirror = Mirror.open({ folder: fresh(), url, origin, vkeys: [logKey.vkey] });
    await mirror.update();
    face = { log: older, folder: oldFolder };
    assert.deepEqual(await mirror.update(), { state: 'behind', size: 300, shown: 257 });
    mirror.close();
    newer.close();
    older.close();
  });

  test('finds out a host that shows each party its own history, by what another party’s mirror shows', async () => {
    const [northFolder, southFolder] = [fresh(), fresh()];
    const north = await openLog(northFolder);
    const south = await openLog(southFolder);
    await append(north, words('entry', 0, 400));
    await append(south, [...words('entry', 0, 250), ...words('other', 250, 380)]);
    const copy = fresh();
    const southMirror = Mirror.open({
      folder: copy,
      url: await host(() => ({ log: south, folder: southFolder })),
      origin,
      vkeys: [logKey.vkey],
    });
    assert.equal((await southMirror.update()).state, 'advanced');
    const peer = await host(() => ({ log: south, folder: copy }));
    const away = 'http://127.0.0.1:9';
    const url = await host(() => ({ log: north, folder: northFolder }));
    const mirror = Mirror.open({ folder: fresh(), url, origin, vkeys: [logKey.vkey], peers: [away, peer] });
    const update = await mirror.update();
    assert.ok(update.state === 'forked');
    const shown = verifyFork(JSON.parse(readFileSync(update.evidence, 'utf8')) as Fork, [logKey.vkey]);
    assert.deepEqual(shown, { origin, older: 380, newer: 400 });
    for (const one of [mirror, southMirror, north, south]) one.close();
  });

  test('notices that a host keeps from it what it shows to others, and accuses nobody of a moment’s delay', async () => {
    const [allFolder, someFolder] = [fresh(), fresh()];
    const all = await openLog(allFolder);
    const some = await openLog(someFolder);
    await append(all, words('entry', 0, 300));
    await append(some, words('entry', 0, 280));
    const peer = await host(() => ({ log: all, folder: allFolder }));
    let face = { log: some, folder: someFolder };
    const url = await host(() => face);
    const mirror = Mirror.open({ folder: fresh(), url, origin, vkeys: [logKey.vkey], peers: [peer] });
    assert.equal((await mirror.update()).state, 'advanced');
    assert.deepEqual(await mirror.update(), { state: 'behind', size: 300, shown: 280 });
    face = { log: all, folder: allFolder };
    assert.equal((await mirror.update()).state, 'advanced');
    assert.equal((await mirror.update()).state, 'current');
    for (const one of [mirror, all, some]) one.close();
  });

  test('keeps nothing of tiles that do not fold to the signed root, of another log’s checkpoint, or of altered notes', async () => {
    const folder = fresh();
    const log = await openLog(folder);
    await append(log, words('entry', 0, 300));
    const url = await host(() => ({ log, folder }));
    const bent =
      (change: (path: string, body: Buffer) => Buffer) => async (input: string | URL | Request, init?: RequestInit) => {
        const answer = await fetch(input, init);
        return new Response(new Uint8Array(change(String(input), Buffer.from(await answer.arrayBuffer()))), {
          status: answer.status,
        });
      };
    const attempt = async (change: (path: string, body: Buffer) => Buffer, vkeys = [logKey.vkey]) => {
      const mirror = Mirror.open({ folder: fresh(), url, origin, vkeys, fetch: bent(change) as typeof fetch });
      try {
        await mirror.update();
        assert.fail('taken');
      } catch (error) {
        return (error as { code: string }).code;
      } finally {
        mirror.close();
      }
    };
    const flip = (body: Buffer) => {
      body[5] = (body[5] ?? 0) ^ 1;
      return body;
    };
    assert.equal(await attempt((path, body) => (path.includes('entries/000') ? flip(body) : body)), 'tiles-differ');
    assert.equal(
      await attempt((_, body) => body, [newKey(origin, new Uint8Array(32).fill(2)).vkey]),
      'no-known-signature',
    );
    assert.equal(
      await attempt((path, body) =>
        path.includes('notes?') ? Buffer.from(String(body).replace('entry 4"', 'entry 5"')) : body,
      ),
      'notes-differ',
    );
    assert.equal(
      await attempt((path, body) => (path.includes('entries') ? Buffer.alloc(10_000_000) : body)),
      'too-large',
    );
    log.close();
  });
});
