// What somebody tries who wants an audit, a mirror or a log witness to pass something over, to blame another, or to stop.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import {
  addSignatures,
  cosign,
  leafHash,
  newCosignerKey,
  newKey,
  Problem,
  parseCheckpoint,
  parseNote,
  parsePolicy,
  type RecordSource,
  type ServedNote,
  signCheckpoint,
  Tree,
  toBase64,
  utf8,
  verifyCosignature,
  verifyProof,
} from '../index.ts';
import { Mirror } from '../mirror.ts';
import { type PushedLog, pushTo } from '../mirror-push.ts';
import { folderSource, httpSource } from '../source.ts';
import { startWitness } from '../witness-server.ts';
import { afg, altered, brief, changed, note, ORIGIN, reports, run, written } from './audited.ts';

const textOf = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);
const cpOf = (checkpoint: string | undefined) => parseCheckpoint(checkpoint ?? '');

/** A host as one function; its address. */
async function host(t: TestContext, listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function newFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'sulh-hostile-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder as a host serves it, but for the paths that `other` answers itself. */
const serving =
  (source: RecordSource & { policy(): Promise<string> }, size: number, other: RequestListener): RequestListener =>
  async (request, response) => {
    other(request, response);
    if (response.writableEnded || response.headersSent || response.destroyed) return;
    const url = new URL(request.url ?? '/', 'http://x');
    const path = url.pathname.slice(1);
    if (path === 'notes') {
      const from = Number(url.searchParams.get('from'));
      for await (const { index, note, receivedAt } of source.notes(from, Math.min(size, from + 100)))
        response.write(`${JSON.stringify({ index, receivedAt, note: textOf(note as Uint8Array) })}\n`);
      return void response.end();
    }
    const body = path === 'checkpoint' ? await source.checkpoint() : await source.tile(path);
    response.statusCode = body ? 200 : 404;
    response.end(body);
  };

describe('an auditor is not deceived', () => {
  test('by a tile that goes on after its last hash', async (t) => {
    const record = await written(t, reports(300));
    for (const path of ['tile/0/000', 'tile/0/001.p/44', 'tile/1/000.p/1']) {
      const file = join(record.folder, path);
      const bytes = readFileSync(file);
      writeFileSync(file, Buffer.concat([bytes, Buffer.alloc(32, 7)]));
      assert.deepEqual(brief((await run(folderSource(record.folder), record)).findings), ['- tile tile-differs'], path);
      writeFileSync(file, bytes);
    }
    assert.ok((await run(folderSource(record.folder), record)).ok);
  });

  test('by notes that are missing in a folder, as if they were of another audience', async (t) => {
    const record = await written(t, reports(300), [], 10_000);
    const segments = readdirSync(join(record.folder, 'notes')).sort();
    assert.ok(segments.length > 3);
    for (const lost of [segments[0], segments[1], segments.at(-1)] as string[]) {
      const file = join(record.folder, 'notes', lost);
      const bytes = readFileSync(file);
      rmSync(file);
      const { ok, findings } = await run(folderSource(record.folder), record);
      assert.equal(ok, false, lost);
      assert.deepEqual(
        findings.map(({ code, details }) => [code, details.why]),
        [['record-damaged', 'notes-missing']],
      );
      writeFileSync(file, bytes);
    }
  });

  test('by one entry that stands twice in the tree, though neither is shown', async (t) => {
    const notes = reports(300);
    notes[270] = notes[30] as Uint8Array;
    notes[299] = notes[31] as Uint8Array;
    const record = await written(t, notes);
    const source = folderSource(record.folder);
    const hidden = (but: number[]) =>
      altered(source, {
        notes: (from, to) => changed(source.notes(from, to), (s) => (but.includes(s.index) ? { index: s.index } : s)),
      });
    assert.deepEqual(brief((await run(source, record)).findings), ['270 entry duplicate-id', '299 entry duplicate-id']);
    for (const but of [
      [30, 31, 270, 299],
      [30, 31],
      [270, 299],
    ])
      assert.deepEqual(brief((await run(hidden(but), record)).findings), [
        '270 entry recorded-twice',
        '299 entry recorded-twice',
      ]);
  });

  test('by receipt times that clocks other than the host’s contradict', async (t) => {
    const hour = 3_600_000;
    const start = 1_762_500_000_000;
    const fortnight = 14 * 24 * hour;
    // So that a deadline passes, or a wait is over, before anybody can do anything.
    const jumped = Array.from({ length: 300 }, (_, i) => start + (i < 150 ? 0 : fortnight));
    const forward = await written(t, reports(300), jumped);
    const source = folderSource(forward.folder);
    const find = async (record: typeof forward, ...more: Parameters<typeof run>[2][]) =>
      brief((await run(folderSource(record.folder), record, ...more)).findings);
    assert.deepEqual(await find(forward, { now: start + hour }), ['150 entry receipt-time-ahead']);
    assert.deepEqual(await find(forward, { now: start - 2 * hour }), ['0 entry receipt-time-ahead']);
    assert.deepEqual(await find(forward, { now: start + fortnight - hour / 2 }), []);
    assert.deepEqual(await find(forward), []);
    // Years later too, by when log witnesses cosigned it.
    const witnesses = [3, 4].map((n) =>
      newCosignerKey(`witness.example/${n}`, new Uint8Array(32).fill(n), 'ed25519'),
    ) as [{ skey: string; vkey: string }, { skey: string; vkey: string }];
    const cosigned = async (...times: number[]) => {
      const checkpoint = textOf(await source.checkpoint());
      const lines = times.map((ms, i) => cosign(checkpoint, witnesses[i]!.skey, ms / 1000));
      const policy = parsePolicy(
        `log ${forward.vkey}\n${witnesses.map(({ vkey }, i) => `witness w${i} ${vkey}\n`).join('')}quorum none\n`,
      );
      const shown = altered(source, { checkpoint: async () => utf8(addSignatures(checkpoint, lines)) });
      return brief((await run(shown, forward, { policy, now: start + 100 * fortnight })).findings);
    };
    assert.deepEqual(await cosigned(start + hour, start + 2 * hour), ['150 entry receipt-time-ahead']);
    // One of them may have a slow clock: that is not the host’s fault.
    assert.deepEqual(await cosigned(start, start + fortnight), []);

    // So that what came too late seems to have come in time.
    const late = Array.from({ length: 300 }, (_, i) => start + i);
    const back = await written(t, reports(300), late);
    let root = '';
    await run(folderSource(back.folder), back, { onTree: (tree) => (root = toBase64(tree.root(200))) });
    const seenAt = (at: number) => ({ earlier: { size: 200, root, at } });
    assert.deepEqual(await find(back, seenAt(start + 10 * hour)), ['200 entry receipt-time-behind']);
    assert.deepEqual(await find(back, seenAt(start + hour / 2)), []);
    const since = { size: 200, root, lastMs: start + 199, complete: true, ids: [] };
    assert.deepEqual(await find(back, { ...seenAt(start + 10 * hour), since }), ['200 entry receipt-time-behind']);
  });

  test('by a host that changes receipt times, keeps notes back or shows others, to who holds what it was shown before', async (t) => {
    const record = await written(t, reports(600));
    const source = folderSource(record.folder);
    // A mirror's copy: some were never shown to it, and it is behind.
    const held = altered(source, {
      notes: (from, to) => changed(source.notes(from, Math.min(to, 500)), (s) => (s.index % 10 ? s : undefined)),
    });
    const find = async (change: (note: ServedNote) => ServedNote | undefined, more: object = {}) => {
      const shown = altered(source, { notes: (from, to) => changed(source.notes(from, to), change) });
      return brief((await run(shown, record, { held, ...more })).findings);
    };
    assert.deepEqual(await find((s) => s), []);
    // Within what never goes back: by itself nobody could tell.
    const later = (s: ServedNote) => ({ ...s, receivedAt: '2025-11-07T07:20:01.000Z' });
    const [first] = await Array.fromAsync(source.notes(0, 1));
    assert.equal(first?.receivedAt, '2025-11-07T07:20:00.000Z');
    assert.deepEqual(await find((s) => (s.index < 3 ? { ...s, receivedAt: '2025-11-07T07:19:59.000Z' } : s)), [
      '1 entry receipt-time-differs',
      '2 entry receipt-time-differs',
    ]);
    assert.equal((await find((s) => (s.index >= 495 ? later(s) : s))).length, 5);
    assert.deepEqual(await find((s) => (s.index === 257 || s.index === 511 ? { index: s.index } : s)), [
      '257 entry kept-back',
    ]);
    assert.deepEqual(await find((s) => (s.index === 255 || s.index === 260 ? undefined : s)), ['255 entry kept-back']);
    assert.equal((await find((s) => (s.index < 300 ? s : undefined))).length, 180);
    // Only what is read again is held against it.
    const lastMs = 1_762_500_000_000 + 250;
    const ids: string[] = [];
    let root = '';
    await run(source, record, { onTree: (tree) => (root = toBase64(tree.root(300))) });
    const since = { size: 300, root, lastMs, complete: true, ids };
    assert.deepEqual(await find((s) => (s.index === 301 ? { index: s.index } : s), { since }), ['301 entry kept-back']);
    // Of another history the auditor's own notes are not.
    const other = await written(t, reports(600));
    const theirs = folderSource(other.folder);
    const { findings } = await run(source, record, { held: { notes: (_, to) => theirs.notes(0, Math.min(to, 3)) } });
    assert.deepEqual(brief(findings), ['0 entry rewritten', '1 entry rewritten', '2 entry rewritten']);
    // What is wrong with the auditor's own copy is blamed on nobody.
    rmSync(join(other.folder, 'notes'), { recursive: true });
    mkdirSync(join(other.folder, 'notes'));
    await assert.rejects(run(source, record, { held: theirs }), { code: 'record-damaged' });
    const breaks = altered(source, {
      async *notes(from, to) {
        yield* source.notes(from, Math.min(to, 400));
        throw new Problem('record-damaged', { what: 'notes.jsonl' });
      },
    });
    await assert.rejects(run(source, record, { held: breaks }), { code: 'record-damaged' });
  });

  test('by words that are no text, shown in place of what was recorded', async (t) => {
    const notes = reports(3);
    notes[1] = note(afg, { body: { account: 'quiet \ufffd' } });
    const record = await written(t, notes);
    const source = folderSource(record.folder);
    const shown = altered(source, {
      notes: (from, to) =>
        changed(source.notes(from, to), (s) => ({
          ...s,
          note: textOf(s.note as Uint8Array).replace('\ufffd', '\ud800'),
        })),
    });
    assert.deepEqual(brief((await run(shown, record)).findings), ['1 entry note-differs']);
  });
});

describe('an auditor blames nobody', () => {
  test('for a host that is away, at whatever it is asked', async (t) => {
    const record = await written(t, reports(300));
    const source = folderSource(record.folder);
    for (const lost of ['/notes?from=100', '/tile/entries/001', '/tile/0/000', '/checkpoint']) {
      const url = await host(
        t,
        serving(source, 300, (request, response) => {
          if (request.url?.startsWith(lost)) response.writeHead(502).end();
        }),
      );
      await assert.rejects(run(httpSource(url), record), { code: 'host-unreachable' }, lost);
    }
  });

  test('for an answer that is lost now and then: it is asked for again', async (t) => {
    const record = await written(t, reports(3));
    const asked = new Map<string, number>();
    const lost: ((response: ServerResponse) => void)[] = [
      (response) => void response.destroy(),
      (response) => void response.writeHead(503).end(),
    ];
    const url = await host(
      t,
      serving(folderSource(record.folder), 3, ({ url }, response) => {
        const times = (asked.get(url ?? '') ?? 0) + 1;
        asked.set(url ?? '', times);
        lost[times - 1]?.(response);
      }),
    );
    assert.equal((await run(httpSource(url), record)).ok, true);
    assert.deepEqual(new Set(asked.values()), new Set([3]));
    const away = await host(t, (_, response) => void response.writeHead(502).end());
    const named = { code: 'host-unreachable', details: { path: 'checkpoint', status: 502, why: '502' } };
    await assert.rejects(httpSource(away).checkpoint(), named);
  });

  test('for an answer that breaks off, or is not packed as it says', async (t) => {
    const record = await written(t, reports(3));
    const answers: RequestListener[] = [
      (_, response) =>
        void response.writeHead(200, { 'content-length': '1000' }).write('sulh', () => response.destroy()),
      (_, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip'),
    ];
    for (const answer of answers) {
      const url = await host(t, answer);
      await assert.rejects(run(httpSource(url), record), { code: 'host-unreachable' });
      const mirror = Mirror.open({ folder: newFolder(t), url, origin: ORIGIN, vkeys: [record.vkey] });
      t.after(() => mirror.close());
      await assert.rejects(mirror.update(), ({ code, details }: Problem) => {
        assert.deepEqual([code, typeof details.why], ['host-unreachable', 'string']);
        return true;
      });
    }
  });

  test('when a redirect leads elsewhere', async (t) => {
    const record = await written(t, reports(3));
    const honest = await host(
      t,
      serving(folderSource(record.folder), 3, () => {}),
    );
    const url = await host(t, (request, response) =>
      response.writeHead(302, { location: `${honest}${request.url}` }).end(),
    );
    await assert.rejects(run(httpSource(url), record), { code: 'host-unreachable' });
  });
});

describe('an auditor is not held', () => {
  const pages = (page: string | Uint8Array): typeof fetch =>
    (async () => new Response(page as BodyInit)) as typeof fetch;
  const read = async (page: string | Uint8Array, to = 1e6) => {
    const got: ServedNote[] = [];
    for await (const one of httpSource('http://host.example/r', pages(page)).notes(0, to)) got.push(one);
    return got;
  };

  test('by a page of more lines than were asked for, or of empty ones', async () => {
    const lines = (count: number) => Array.from({ length: count }, (_, index) => `{"index":${index}}\n`).join('');
    await assert.rejects(read(lines(501)), { code: 'bad-notes' });
    await assert.rejects(read('\n'.repeat(40_000_000)), { code: 'bad-notes' });
    assert.equal((await read(lines(500), 500)).length, 500);
  });

  test('by findings that hold what the host wrote, without end', async (t) => {
    const record = await written(t, reports(20));
    const source = folderSource(record.folder);
    const shown = altered(source, {
      notes: (from, to) => changed(source.notes(from, to), (s) => ({ ...s, receivedAt: `x${'y'.repeat(1e6)}` })),
    });
    const { findings } = await run(shown, record);
    assert.equal(findings.length, 20);
    assert.ok(JSON.stringify(findings).length < 10_000);
    await assert.rejects(read(`{"index":0,"note":"x","receivedAt":"${'y'.repeat(100)}"}\n`), { code: 'bad-notes' });
  });

  test('by a packed answer that unpacks without end', async (t) => {
    const bomb = gzipSync(Buffer.alloc(30_000_000));
    const url = await host(t, (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
    await assert.rejects(httpSource(url).checkpoint(), { code: 'too-large' });
  });

  test('by a file in a folder that never ends, or is none', async (t) => {
    const record = await written(t, reports(3));
    const source = folderSource(record.folder);
    const refused = { code: 'record-damaged' };
    rmSync(join(record.folder, 'checkpoint'));
    symlinkSync('/dev/zero', join(record.folder, 'checkpoint'));
    await assert.rejects(source.checkpoint(), refused);
    const tile = join(record.folder, 'tile/0/000.p/3');
    rmSync(tile);
    symlinkSync('/dev/zero', tile);
    await assert.rejects(source.tile('tile/0/000.p/3'), refused);
    rmSync(tile);
    mkdirSync(tile);
    await assert.rejects(source.tile('tile/0/000.p/3'), refused);
  });

  test('by what a mirror’s folder says of itself', async (t) => {
    const folder = newFolder(t);
    writeFileSync(join(folder, 'checkpoint'), '');
    writeFileSync(join(folder, 'notes.jsonl'), `{"index":0${' '.repeat(20_000_000)}`);
    const all = async () => {
      for await (const _ of folderSource(folder).notes(0, 10));
    };
    for (const cursor of ['', '{', 'null', '{"bytes":-1}', '{"bytes":1.5}', '{"bytes":"x"}', '{"bytes":20000000}']) {
      writeFileSync(join(folder, 'notes.cursor'), cursor);
      await assert.rejects(
        all(),
        (error: { code?: string }) => /^(record-damaged|bad-notes)$/.test(error.code ?? ''),
        cursor,
      );
    }
  });
});

describe('a mirror', () => {
  const key = newKey(ORIGIN, new Uint8Array(32).fill(1));
  const witness = newCosignerKey('witness.example/north', new Uint8Array(32).fill(2), 'ed25519');
  const leaf = new Uint8Array(32).fill(3);
  const tree = new Tree();
  tree.append(leafHash(leaf));
  const checkpoint = signCheckpoint({ origin: ORIGIN, size: 1, root: tree.root() }, [key.skey]);
  const bundle = Uint8Array.of(0, 32, ...leaf);
  const mirrorOf = (t: TestContext, shown: () => string, notes = '', more = {}) => {
    const answer = (async (input: string) => {
      const path = new URL(input).pathname.slice(1);
      if (path === 'checkpoint') return new Response(shown());
      if (path === 'tile/entries/000.p/1') return new Response(bundle);
      return path === 'notes' ? new Response(notes) : new Response('', { status: 404 });
    }) as typeof fetch;
    const config = { folder: newFolder(t), url: 'http://host.example', origin: ORIGIN, vkeys: [key.vkey], ...more };
    const mirror = Mirror.open({ ...config, fetch: answer });
    t.after(() => mirror.close());
    return { mirror, config };
  };

  test('keeps no cosignature of a witness that it knows and that does not hold, so that the true one can come', async (t) => {
    const line = cosign(checkpoint, witness.skey, 1_763_700_000);
    const bent = { ...line, signature: line.signature.map((byte, i) => (i === 20 ? byte ^ 1 : byte)) };
    let shown = addSignatures(checkpoint, [bent]);
    const { mirror, config } = mirrorOf(t, () => shown, '', { cosigners: [witness.vkey] });
    await mirror.update();
    const holds = () => {
      for (const one of parseNote(mirror.checkpoint ?? '').signatures)
        if (one.name === line.name) verifyCosignature(cpOf(mirror.checkpoint), one, witness.vkey);
    };
    holds();
    shown = addSignatures(checkpoint, [bent, line]);
    await mirror.update();
    holds();
    shown = addSignatures(checkpoint, [line]);
    await mirror.update();
    const policy = parsePolicy(`log ${key.vkey}\nwitness north ${witness.vkey}\nquorum north\n`);
    assert.equal(verifyProof(Mirror.proof(config, 0), leaf, policy).cosigned.length, 1);
  });

  test('names a size that no machine could hold, and stays as it is', async (t) => {
    for (const size of [2 ** 40, Number.MAX_SAFE_INTEGER]) {
      const { mirror } = mirrorOf(t, () => signCheckpoint({ origin: ORIGIN, size, root: leaf }, [key.skey]));
      await assert.rejects(mirror.update(), (error: { code?: string }) => error.code !== undefined);
      assert.equal(mirror.size, 0);
    }
  });

  test('takes nothing for a note that is none', async (t) => {
    for (const notes of [
      'x\n',
      'null\n',
      '[]\n',
      '{"index":0,"note":7,"receivedAt":"2025-11-07T09:30:00.000Z"}\n',
      '{"index":0,"note":"x"}\n',
      `{"index":0,"note":"x","receivedAt":"${'y'.repeat(100)}"}\n`,
    ]) {
      const { mirror } = mirrorOf(t, () => checkpoint, notes);
      await assert.rejects(
        mirror.update(),
        (error: { code?: string }) => /^(bad-notes|notes-differ)$/.test(error.code ?? ''),
        notes,
      );
      assert.equal(mirror.notes, 0);
    }
  });

  test('that takes one entry at a time does not keep its pusher busy', async () => {
    const grown = new Tree();
    for (let i = 0; i < 3000; i++) grown.append(leafHash(leaf));
    const log: PushedLog = {
      checkpoint: () => signCheckpoint({ origin: ORIGIN, size: grown.size, root: grown.root() }, [key.skey]),
      consistency: (older, newer) => grown.consistency(older, newer),
      leaf: () => leaf,
      node: (level, index) => grown.node(level, index),
    };
    let asked = 0;
    const slow = (async (url: string) => {
      if (url.endsWith('add-checkpoint')) return new Response('');
      asked++;
      return new Response(`3000\n${asked}\n\n`, { status: 202 });
    }) as typeof fetch;
    await assert.rejects(pushTo('http://mirror.example', log, { fetch: slow }), { code: 'mirror-unreachable' });
    assert.ok(asked < 20, String(asked));
  });
});

describe('a log witness', () => {
  const key = newKey(ORIGIN, new Uint8Array(32).fill(1));
  const own = newCosignerKey('witness.example/north', new Uint8Array(32).fill(2), 'ed25519');
  const treeOf = (size: number, label = 'entry') => {
    const tree = new Tree();
    for (let i = 0; i < size; i++) tree.append(leafHash(utf8(`${label} ${i}`)));
    return tree;
  };
  const asked = (old: number, tree: Tree, proof = old === 0 ? [] : tree.consistency(old, tree.size)) =>
    `old ${old}\n${proof.map((hash) => `${toBase64(hash)}\n`).join('')}\n${signCheckpoint({ origin: ORIGIN, size: tree.size, root: tree.root() }, [key.skey])}`;
  const witness = async (t: TestContext, folder = newFolder(t)) => {
    const running = await startWitness({
      folder,
      logs: [{ origin: ORIGIN, vkeys: [key.vkey] }],
      skeys: [own.skey],
      port: 0,
    });
    t.after(() => running.close());
    const add = async (body: string) => {
      const answer = await fetch(`${running.url}/add-checkpoint`, { method: 'POST', body });
      return { status: answer.status, text: await answer.text() };
    };
    return { ...running, folder, add };
  };

  test('asked for two histories at once, again and again, cosigns one of them', async (t) => {
    const { add } = await witness(t);
    let words: string[] = [];
    for (let round = 1; round <= 12; round++) {
      const both = ['one', 'other'].map((last) => [...words, `a ${round}`, `b ${round}`, last]);
      const bodies = both.map((leaves) => {
        const tree = new Tree();
        for (const word of leaves) tree.append(leafHash(utf8(word)));
        return asked(words.length, tree);
      });
      const four = [...bodies, ...bodies];
      const answers = await Promise.all((round % 2 === 0 ? four : four.toReversed()).map(add));
      assert.equal(answers.filter(({ status }) => status === 200).length, 1);
      assert.ok(answers.every(({ status, text }) => status === 200 || (status === 409 && text === `${round * 3}\n`)));
      const won = answers.findIndex(({ status }) => status === 200);
      words = both[round % 2 === 0 ? won % 2 : 1 - (won % 2)] as string[];
    }
  });

  test('says nothing about an older size than it knows, and goes on', async (t) => {
    const { add } = await witness(t);
    const tree = treeOf(9);
    assert.equal((await add(asked(0, treeOf(5)))).status, 200);
    assert.deepEqual(await add(asked(7, tree)), { status: 409, text: '5\n' });
    assert.equal((await add(asked(5, tree))).status, 200);
    assert.deepEqual(await add(asked(0, treeOf(3))), { status: 409, text: '9\n' });
  });

  test('keeps few suspects, though the log sends it many, and keeps the ones that show two histories', async (t) => {
    const { add, folder } = await witness(t);
    await add(asked(0, treeOf(5)));
    for (let i = 6; i < 60; i++) assert.equal((await add(asked(5, treeOf(i), []))).status, 422);
    assert.equal((await add(asked(5, treeOf(5, 'rewritten'), []))).status, 422);
    const kept = readdirSync(folder).filter((name) => name.startsWith('suspect-'));
    assert.ok(kept.length <= 33, String(kept.length));
    const sizes = kept.map((name) => readFileSync(join(folder, name), 'utf8').split('\n')[1]);
    assert.ok(sizes.includes('5'));
    assert.equal((await add(asked(5, treeOf(9)))).status, 200);
  });

  test('that no longer knows what it cosigned cosigns nothing, and says at its start what is wrong', async (t) => {
    const { add, folder, close, url } = await witness(t);
    await add(asked(0, treeOf(5)));
    const [file = ''] = readdirSync(folder).filter((name) => name.endsWith('.checkpoint'));
    const whole = readFileSync(join(folder, file), 'utf8');
    const foreign = newKey('elsewhere.example/log', new Uint8Array(32).fill(9));
    const other = signCheckpoint({ origin: 'elsewhere.example/log', size: 1, root: treeOf(1).root() }, [foreign.skey]);
    for (const torn of [
      '',
      Buffer.from([0xff, 0xfe]),
      whole.slice(0, 40),
      whole.replace(/\n5\n/, '\n500000000000000000000\n'),
      other,
    ]) {
      writeFileSync(join(folder, file), torn);
      assert.equal((await add(asked(5, treeOf(9)))).status, 500);
      assert.equal((await add(asked(0, treeOf(9)))).status, 500);
      const shown = `${url}/${file}`.replace('.checkpoint', '/checkpoint');
      assert.equal((await fetch(shown)).status, 500);
    }
    await close();
    await assert.rejects(witness(t, folder), { code: 'record-damaged' });
    writeFileSync(join(folder, file), whole);
    const again = await witness(t, folder);
    assert.equal((await again.add(asked(5, treeOf(9)))).status, 200);
  });

  test('that dates its cosignature beyond any calendar is not believed', () => {
    const checkpoint = signCheckpoint({ origin: ORIGIN, size: 5, root: treeOf(5).root() }, [key.skey]);
    for (const time of [253_402_300_800, Number.MAX_SAFE_INTEGER]) {
      const line = cosign(checkpoint, own.skey, time);
      assert.throws(() => verifyCosignature(cpOf(checkpoint), line, own.vkey), { code: 'bad-cosignature' });
    }
    assert.equal(
      verifyCosignature(cpOf(checkpoint), cosign(checkpoint, own.skey, 253_402_300_799), own.vkey),
      253_402_300_799,
    );
  });
});
