import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { after, before, describe, test } from 'node:test';
import { upload } from '@sulh/exchange/upload';
import { State } from '@sulh/mechanism';
import type { Audience } from '@sulh/record';
import * as tus from 'tus-js-client';
import { until } from '../../tests/until.ts';
import { RESERVE_BYTES, UNCITED_MS, Vault } from '../vault.ts';
import { jpeg } from './jpeg.ts';
import { reportBody, Town } from './town.ts';

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
/** A file that says of itself that it is a recording, and is noise. */
const recording = (size: number): Buffer => Buffer.concat([Buffer.from('OggS'), randomBytes(size - 4)]);

let town: Town;
before(async () => {
  town = await Town.open();
});
after(() => town.close());

const headersOf = async (member: string) => ({ cookie: await town.signIn(member) });

/** Sends a file with our own client. */
async function put(member: string, bytes: Uint8Array, more: object = {}): Promise<string> {
  const sha256 = hashOf(bytes);
  await upload({
    host: town.host.url,
    record: 'town',
    size: bytes.length,
    sha256,
    read: async (from, to) => bytes.subarray(from, to),
    fetch,
    headers: () => headersOf(member),
    ...more,
  });
  return sha256;
}

const filed = (by: string, sha256: string, audience: Audience = 'members') =>
  town.say(by, 'report.file', reportBody({ evidence: [{ sha256, size: 10, type: 'image/jpeg' }] }), audience);
const get = (sha256: string, member?: string, copy = '') =>
  town.get(`/records/town/files/${sha256}${copy && `?copy=${copy}`}`, member);
const status = async (sha256: string, member?: string, copy?: string) => (await get(sha256, member, copy)).status;
const files = (): string[] =>
  readdirSync(join(town.record.folder, 'files'), { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile() && !one.name.endsWith('.json'))
    .map((one) => one.parentPath.slice(-2) + one.name);

describe('A file', () => {
  test('is sent by the protocol’s own client, and comes back byte for byte', async () => {
    const bytes = recording(300_000);
    const sha256 = hashOf(bytes);
    const headers = await headersOf('north/monitor');
    await new Promise<void>((resolve, reject) => {
      new tus.Upload(Readable.from([bytes]) as never, {
        endpoint: `${town.host.url}/records/town/files`,
        uploadSize: bytes.length,
        chunkSize: 70_000,
        metadata: { sha256, filename: 'my-name-and-my-village.ogg' },
        headers,
        onSuccess: () => resolve(),
        onError: reject,
      }).start();
    });
    await filed('north/monitor', sha256, ['mediator', 'north']);
    const answer = await get(sha256, 'mediator/chair');
    assert.equal(hashOf(new Uint8Array(await answer.arrayBuffer())), sha256);
    // Its author's name for it is kept nowhere.
    assert.match(answer.headers.get('content-disposition')!, /^attachment; filename="[0-9a-f]{16}\.ogg"$/);
    const kept = readdirSync(town.data, { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile() && one.name.endsWith('.json'))
      .map((one) => readFileSync(join(one.parentPath, one.name), 'latin1'));
    assert.ok(kept.every((text) => !text.includes('village')));
  });

  test('is handed out to be saved: not run, not guessed at, not kept by anybody between', async () => {
    const bytes = Buffer.from('<html><script>alert(1)</script></html>');
    const sha256 = await put('north/monitor', bytes);
    await filed('north/monitor', sha256);
    const { headers } = await get(sha256, 'south/monitor');
    assert.equal(headers.get('content-type'), 'text/plain; charset=utf-8');
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('content-security-policy'), "default-src 'none'; sandbox");
    assert.match(headers.get('content-disposition')!, /^attachment/);
    assert.equal(headers.get('cache-control'), 'private, no-store');
  });

  test('of a type that is not taken, or not with the hash that was announced, leaves nothing behind', async () => {
    const before = files().length;
    await assert.rejects(put('north/monitor', Buffer.from('\x7fELF\x02\x01\x01\0\0')), { code: 'file-type' });
    await assert.rejects(put('north/monitor', recording(10), { sha256: hashOf(Buffer.from('x')) }), {
      code: 'file-differs',
    });
    assert.equal(files().length, before);
    assert.equal(readdirSync(join(town.record.folder, 'uploads')).filter((one) => unfinished(one)).length, 0);
  });

  test('is taken from enrolled members alone, of a size that is bounded', async () => {
    const begin = async (headers: Record<string, string>, length: string) => {
      const answer = await fetch(`${town.host.url}/records/town/files`, {
        method: 'POST',
        headers: {
          'tus-resumable': '1.0.0',
          'upload-length': length,
          'upload-metadata': `sha256 ${Buffer.from('a'.repeat(64)).toString('base64')}`,
          ...headers,
        },
      });
      return [answer.status, ((await answer.json().catch(() => ({}))) as { code?: string }).code];
    };
    assert.deepEqual(await begin({}, '10'), [401, 'sign-in-needed']);
    const own = await headersOf('north/liaison');
    assert.deepEqual(await begin(own, String(2 ** 40)), [413, 'upload-too-large']);
    assert.deepEqual(await begin(own, '-1'), [400, 'bad-request']);
    assert.deepEqual(await begin({ ...own, 'upload-metadata': 'filename YQ==' }, '10'), [400, 'bad-request']);
    assert.deepEqual(await begin({ ...own, 'tus-resumable': '0.2' }, '10'), [412, 'tus-version']);
    for (let i = 0; i < 20; i++) assert.deepEqual((await begin(own, '10'))[0], 201);
    assert.deepEqual(await begin(own, '10'), [429, 'too-many-uploads']);
    // One who fills its own places takes none of another's.
    assert.deepEqual((await begin(await headersOf('south/liaison'), '10'))[0], 201);
  });
});

const unfinished = (id: string): boolean => {
  const info = join(town.record.folder, 'uploads', id, 'info.json');
  return existsSync(info) && !readFileSync(info, 'utf8').includes('"done":true');
};

test('uploads leave room for the record on its disk, and many at once are counted one by one', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'sulh-room-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  let free = 2 * RESERVE_BYTES;
  const vault = await Vault.open({
    folder,
    state: () => new State('x'),
    now: () => new Date(),
    log: () => {},
    free: async () => free,
  });
  const by = (member: string) => ({ member, organisation: member.split('/')[0]!, seats: [] });
  const begin = (member: string, length: number) =>
    vault.begin(by(member), length, 'a'.repeat(64)).then(
      () => 'begun',
      (error: { code: string }) => error.code,
    );
  const many = await Promise.all(Array.from({ length: 25 }, () => begin('north/monitor', 100)));
  assert.deepEqual([many.filter((one) => one === 'begun').length, many.at(-1)], [20, 'too-many-uploads']);
  assert.equal(await begin('south/monitor', RESERVE_BYTES / 2), 'begun');
  free = RESERVE_BYTES + RESERVE_BYTES / 2 + 3_000;
  assert.equal(await begin('south/monitor', 2_000), 'store-full', 'what is under way may still come whole');
  assert.equal(await begin('south/monitor', 1_000), 'begun');
  await vault.close();
});

describe('Who may read a file', () => {
  test('is who may see an entry that cites it; to all others it is as if there were none', async () => {
    const bytes = jpeg();
    const sha256 = await put('north/monitor', bytes);
    const none = hashOf(randomBytes(8));
    // Not cited: not even for its own author.
    assert.equal(await status(sha256, 'south/monitor'), 404);
    await filed('north/monitor', sha256, ['mediator', 'north']);
    assert.deepEqual(
      await Promise.all(
        ['north/lead', 'mediator/chair', 'south/lead', 'watch/monitor', undefined].map((one) => status(sha256, one)),
      ),
      [200, 200, 404, 404, 404],
    );
    for (const member of ['south/lead', undefined]) {
      for (const path of ['/records/town/files/X', '/records/town/files/X?copy=original', 'custody/X']) {
        const [one, other] = await Promise.all([sha256, none].map((id) => town.get(path.replace('X', id), member)));
        assert.equal(one!.status, 404);
        assert.equal(await one!.text(), await other!.text());
        const plain = (answer: Response) =>
          [...answer.headers].filter(([name]) => !/^(?:date|x-ratelimit-)/.test(name));
        assert.deepEqual(plain(one!), plain(other!));
      }
    }
  });

  test('is not who cites a hash that it read somewhere, nor whom one lets in who was only let in', async () => {
    const bytes = jpeg();
    const sha256 = await put('north/monitor', bytes);
    await filed('north/monitor', sha256, ['mediator', 'north']);
    await filed('south/monitor', sha256, ['south']);
    await filed('south/monitor', sha256);
    assert.equal(await status(sha256, 'south/monitor'), 404);
    // Nor does whoever was let in let others in: what leaves is released by its originator.
    await filed('mediator/chair', sha256, ['mediator', 'watch']);
    await filed('mediator/chair', sha256, 'public');
    assert.deepEqual([await status(sha256, 'watch/monitor'), await status(sha256)], [404, 404]);
    await filed('north/lead', sha256, ['mediator', 'north', 'watch']);
    assert.equal(await status(sha256, 'watch/monitor'), 200);
    // And sending the very file again is answered as the first time: nobody learns that somebody has it.
    assert.equal(await status(sha256, 'facilitator/lead'), 404);
    assert.equal(await put('facilitator/lead', bytes), sha256);
    assert.equal(await status(sha256, 'facilitator/lead'), 200);
  });

  test('of the original is narrower: all others get a picture without place, time and device', async () => {
    const bytes = jpeg();
    const sha256 = await put('south/monitor', bytes);
    const { id: evidence } = await town.say('south/monitor', 'evidence.deposit', {
      file: { sha256, size: bytes.length, type: 'image/jpeg' },
      obtained: { when: { from: '2025-11-01T10:00:00Z', to: '2025-11-01T10:00:00Z', certainty: 'exact' } },
      means: 'photographed',
      described: 'A wall.',
    });
    const shown = async (member: string, copy?: string) => {
      const answer = await get(sha256, member, copy);
      if (!answer.ok) return answer.status;
      const body = Buffer.from(await answer.arrayBuffer());
      return [answer.headers.get('sulh-copy'), body.includes('GPS-POSITION'), body.includes('Exif')];
    };
    assert.deepEqual(await shown('south/lead'), ['original', true, true]);
    assert.deepEqual(await shown('south/lead', 'working'), ['working', false, false]);
    assert.deepEqual(await shown('mediator/chair'), ['working', false, false]);
    assert.equal(await shown('mediator/chair', 'original'), 403);
    await town.say('south/lead', 'evidence.transfer', { evidence, to: 'mediator', purpose: 'To examine it.' });
    assert.deepEqual(await shown('mediator/chair', 'original'), ['original', true, true]);
    await town.say('mediator/chair', 'evidence.receive', { evidence, sha256 });
    const custody = (await town.json(`custody/${sha256}`, 'north/lead')) as {
      deposits: { holder: string; steps: unknown[] }[];
      file: { original: boolean };
    };
    assert.equal(custody.deposits[0]!.holder, 'mediator');
    assert.equal(custody.deposits[0]!.steps.length, 3);
    assert.equal(custody.file.original, false);
    // A video may tell its place in ways that cannot be taken out here: only the original, only for those.
    const video = Buffer.concat([Buffer.from('\0\0\0\x18ftypmp42'), randomBytes(100)]);
    await filed('south/monitor', await put('south/monitor', video));
    assert.deepEqual(
      [await status(hashOf(video), 'south/lead'), await status(hashOf(video), 'north/lead')],
      [200, 403],
    );
  });
});

describe('An upload', () => {
  test('goes on where the line broke', async () => {
    const bytes = recording(400_000);
    const sha256 = hashOf(bytes);
    let begun = '';
    const dead = put('north/monitor', bytes, {
      chunk: 100_000,
      onBegun: (address: string) => {
        begun = address;
      },
      onProgress: (sent: number) => {
        if (sent >= 200_000) throw new Error('no network');
      },
    });
    await assert.rejects(dead, /no network/);
    // Half a request arrives, and then nothing more.
    await brokenPatch(begun, 200_000, bytes.subarray(200_000, 250_000), 200_000, await town.signIn('north/monitor'));
    const sent: number[] = [];
    await put('north/monitor', bytes, { begun, onProgress: (at: number) => sent.push(at) });
    assert.ok(sent[0]! >= 200_000, `began again at ${sent[0]}`);
    await filed('north/monitor', sha256, ['north']);
    assert.equal(hashOf(new Uint8Array(await (await get(sha256, 'north/lead')).arrayBuffer())), sha256);
    // To another member the upload's address is nothing, to its own it can be given up.
    const path = `${town.host.url}${begun}`;
    const ask = async (method: string, member: string) =>
      (await fetch(path, { method, headers: { 'tus-resumable': '1.0.0', ...(await headersOf(member)) } })).status;
    assert.equal(await ask('HEAD', 'north/lead'), 404);
    assert.equal(await ask('DELETE', 'south/monitor'), 404);
    assert.equal(await ask('DELETE', 'north/monitor'), 204);
    assert.equal(await ask('HEAD', 'north/monitor'), 404);
  });

  test('is answered with where it stands when its offset is another', async () => {
    let begun = '';
    const bytes = recording(1_000);
    await assert.rejects(
      put('north/monitor', bytes, {
        onBegun: (address: string) => {
          begun = address;
          throw new Error('enough');
        },
      }),
    );
    const answer = await fetch(town.host.url + begun, {
      method: 'PATCH',
      headers: {
        'tus-resumable': '1.0.0',
        'upload-offset': '10',
        'content-type': 'application/offset+octet-stream',
        ...(await headersOf('north/monitor')),
      },
      body: new Uint8Array(bytes.subarray(10)),
    });
    assert.equal(answer.status, 409);
    assert.equal(((await answer.json()) as { code: string }).code, 'wrong-offset');
  });
});

/** A PATCH whose line dies after some of its bytes. */
function brokenPatch(path: string, offset: number, bytes: Uint8Array, length: number, cookie: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const { port, hostname } = new URL(town.host.url);
    const socket = connect(Number(port), hostname, () => {
      socket.write(
        `PATCH ${path} HTTP/1.1\r\nhost: x\r\ntus-resumable: 1.0.0\r\nupload-offset: ${offset}\r\ncookie: ${cookie}\r\n` +
          `content-type: application/offset+octet-stream\r\ncontent-length: ${length}\r\n\r\n`,
      );
      socket.write(bytes, () => setTimeout(() => socket.destroy(), 100));
    });
    socket.on('error', reject);
    socket.on('close', () => resolve());
  });
}

describe('What is withdrawn', () => {
  test('is destroyed where it is kept, and the tree stays as it was', async () => {
    const bytes = jpeg();
    const sha256 = await put('north/monitor', bytes);
    const { id } = await filed('north/monitor', sha256, ['mediator', 'north']);
    assert.equal(await status(sha256, 'mediator/chair'), 200);
    const proof = await (await town.get(`/records/town/entries/${id}`, 'mediator/chair')).text();
    const body = { entry: id, sha256, ground: 'source-at-risk' as const, authority: 'The source asked for it.' };
    await town.say('north/lead', 'file.erase', body, ['mediator', 'north']);
    assert.equal(await status(sha256, 'mediator/chair'), 404);
    await until('the file is gone', () => !files().includes(sha256));
    assert.equal(await (await town.get(`/records/town/entries/${id}`, 'mediator/chair')).text(), proof);
    // Nor does it come back by its originator's hand.
    await assert.rejects(put('north/monitor', bytes), { code: 'erased-before' });
  });

  test('stays for those who deposited it themselves', async () => {
    const bytes = jpeg();
    const sha256 = await put('north/monitor', bytes);
    await put('south/monitor', bytes);
    const { id } = await filed('north/monitor', sha256, ['mediator', 'north']);
    await filed('south/monitor', sha256, ['mediator', 'south']);
    const body = { entry: id, sha256, ground: 'consent-withdrawn' as const, authority: 'The originator.' };
    await town.say('north/lead', 'file.erase', body, ['mediator', 'north']);
    await until('north is forgotten', () => !readFacts(sha256).includes('north'));
    assert.deepEqual(
      await Promise.all(['north/lead', 'south/lead', 'mediator/chair'].map((one) => status(sha256, one))),
      [404, 200, 200],
    );
  });
});

const readFacts = (sha256: string): string =>
  readFileSync(join(town.record.folder, 'files', sha256.slice(0, 2), `${sha256.slice(2)}.json`), 'utf8');

describe('After a stop at any moment', () => {
  test('a half-made file has no name, what was erased is gone, what nobody cites is purged when its time is over', async () => {
    const own = recording(2_000);
    const sha256 = await put('north/monitor', own);
    await filed('north/monitor', sha256, ['north']);
    const idle = recording(3_000);
    const uncited = await put('north/monitor', idle);
    const erased = await put('north/monitor', recording(4_000));
    const { id } = await filed('north/monitor', erased, ['north']);
    await town.say(
      'north/lead',
      'file.erase',
      { entry: id, sha256: erased, ground: 'schedule', authority: 'Article 9.' },
      ['north'],
    );
    await until('the file is gone', () => !files().includes(erased));
    const { folder } = town.record;
    await town.host.close();
    // As a stop would leave it: erased by the record, not yet from the disk; and a file whose facts were not written yet.
    const at = (hash: string) => join(folder, 'files', hash.slice(0, 2), hash.slice(2));
    mkdirSync(join(folder, 'files', erased.slice(0, 2)), { recursive: true });
    writeFileSync(at(erased), 'x');
    writeFileSync(
      `${at(erased)}.json`,
      JSON.stringify({ size: 1, type: 'audio/ogg', by: { north: '2025-01-01T00:00:00Z' } }),
    );
    const torn = hashOf(randomBytes(4));
    mkdirSync(join(folder, 'files', torn.slice(0, 2)), { recursive: true });
    writeFileSync(at(torn), 'half');
    await town.reopen();
    assert.deepEqual([existsSync(at(erased)), existsSync(at(torn)), existsSync(at(sha256))], [false, false, true]);
    assert.ok(existsSync(at(uncited)));
    await town.reopen({ now: () => new Date(Date.now() + UNCITED_MS + 60_000) });
    assert.deepEqual([existsSync(at(uncited)), existsSync(at(sha256))], [false, true]);
    assert.equal(readdirSync(join(folder, 'uploads')).length, 0);
    await town.reopen();
  });

  test('at the last byte, before the file had its name, it gets its name when its author asks', async () => {
    const folder = join(town.data, 'stopped');
    const viewer = { member: 'north/monitor', organisation: 'north', seats: ['monitor'] };
    const open = () => Vault.open({ folder, state: () => new State('x'), now: () => new Date(), log: () => {} });
    const bytes = recording(5_000);
    const sha256 = hashOf(bytes);
    const path = join(folder, 'files', sha256.slice(0, 2), sha256.slice(2));
    let vault = await open();
    const id = await vault.begin(viewer, bytes.length, sha256);
    await vault.close();
    writeFileSync(join(folder, 'uploads', id, 'data'), bytes);
    vault = await open();
    assert.ok(!existsSync(path));
    assert.equal((await vault.progress(id, viewer)).offset, bytes.length);
    assert.equal(hashOf(readFileSync(path)), sha256);
    // And with the bytes in their place, and not yet written down that it is done.
    const info = join(folder, 'uploads', id, 'info.json');
    const { done: _, ...begun } = JSON.parse(readFileSync(info, 'utf8')) as { done?: boolean };
    await vault.close();
    writeFileSync(info, JSON.stringify(begun));
    vault = await open();
    assert.equal((await vault.progress(id, viewer)).offset, bytes.length);
    assert.equal(vault.find(sha256, viewer)?.facts.size, bytes.length);
    await vault.close();
  });

  test('kill -9 in the middle of uploads, again and again: each goes on, and every file is whole', async () => {
    const folder = join(town.data, 'killed');
    mkdirSync(folder);
    const viewer = { member: 'north/monitor', organisation: 'north', seats: ['monitor'] };
    const noise = randomBytes(3_000_000);
    const bytes = Buffer.concat([Buffer.from('OggS'), noise]);
    const sha256 = hashOf(bytes);
    writeFileSync(join(folder, 'bytes'), bytes);
    let id = '';
    let kills = 0;
    let last = 0;
    for (let round = 0; ; round++) {
      assert.ok(round < 300);
      // It is struck while it sends, after a part by chance; of 150 it sends no more than 28 in a life.
      const parts = 12 + Math.floor(Math.random() * 12);
      const child = spawn(
        process.execPath,
        [join(import.meta.dirname, 'vault-child.ts'), folder, String(parts + 4), id],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      const ended = new Promise((resolve) => child.once('close', resolve));
      const lines = await said(child, 1 + parts);
      if (lines[0]?.startsWith('done')) break;
      child.kill('SIGKILL');
      await ended;
      kills++;
      const [, began, offset] = lines[0]!.split(' ');
      id = began!;
      assert.ok(Number(offset) >= last, `went back from ${last} to ${offset}`);
      last = Number(offset);
      const path = join(folder, 'files', sha256.slice(0, 2), sha256.slice(2));
      if (existsSync(path)) assert.equal(hashOf(readFileSync(path)), sha256);
    }
    assert.ok(kills >= 5, `only ${kills} kills`);
    const vault = await Vault.open({ folder, state: () => new State('x'), now: () => new Date(), log: () => {} });
    // Its author's own record does not cite it, so nobody reads it yet, the author neither.
    assert.deepEqual((await vault.progress(id, viewer)).offset, bytes.length);
    await vault.close();
    const path = join(folder, 'files', sha256.slice(0, 2), sha256.slice(2));
    assert.equal(hashOf(readFileSync(path)), sha256);
  });
});

/** The first lines that a child says: so many, or all until it ended or had nothing more to send. */
const said = (child: ChildProcess, count: number): Promise<string[]> =>
  new Promise((resolve) => {
    let text = '';
    const lines = () => text.split('\n').slice(0, -1);
    child.stdout!.on('data', (part) => {
      text += part;
      if (lines().length >= count || text.includes('all\n')) resolve(lines());
    });
    child.once('close', () => resolve(lines()));
  });
