import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import {
  addSignatures,
  concat,
  cosign,
  formatBundle,
  leafHash,
  newCosignerKey,
  newKey,
  parseCheckpoint,
  parseTilePath,
  sha256,
  signCheckpoint,
  subtreeProof,
  Tree,
  toBase64,
  utf8,
  verifyCosignature,
  verifyFork,
} from '../index.ts';
import { Mirror } from '../mirror.ts';
import {
  formatPackage,
  formatPushHead,
  type PushedLog,
  packageRanges,
  parseMirrorInfo,
  pushTo,
} from '../mirror-push.ts';
import { parseNote, parseVkey } from '../note.ts';

const origin = 'sulh.example/valley';
const key = newKey(origin, new Uint8Array(32).fill(1));
const own = newCosignerKey('mirror.example/north', new Uint8Array(32).fill(2), 'ed25519');
const root = mkdtempSync(join(tmpdir(), 'sulh-push-'));
after(() => rmSync(root, { recursive: true }));
let count = 0;

class TestLog implements PushedLog {
  readonly tree = new Tree();
  readonly leaves: Uint8Array[] = [];
  readonly node = (level: number, index: number) => this.tree.node(level, index);
  grow(to: number, label = 'entry'): this {
    while (this.leaves.length < to) {
      const leaf = sha256(utf8(`${label} ${this.leaves.length}`));
      this.leaves.push(leaf);
      this.tree.append(leafHash(leaf));
    }
    return this;
  }
  checkpoint() {
    return signCheckpoint({ origin, size: this.tree.size, root: this.tree.root() }, [key.skey]);
  }
  consistency(older: number, newer: number) {
    return this.tree.consistency(older, newer);
  }
  leaf(index: number) {
    return this.leaves[index] as Uint8Array;
  }
  add(old: number): Uint8Array {
    const proof = old === 0 ? [] : this.consistency(old, this.tree.size);
    return utf8(`old ${old}\n${proof.map((hash) => `${toBase64(hash)}\n`).join('')}\n${this.checkpoint()}`);
  }
  request(start: number, end = this.tree.size): Uint8Array[] {
    const packages = [...packageRanges(start, end)].map(([from, to]) =>
      formatPackage({
        values: this.leaves.slice(from, to),
        proof: subtreeProof(from - (from % 256), to, end, this.node),
      }),
    );
    return [formatPushHead({ origin, start, end, ticket: new Uint8Array(0) }), ...packages];
  }
}

const config = (folder = join(root, String(count++))) => ({
  folder,
  url: 'http://127.0.0.1:1',
  origin,
  vkeys: [key.vkey],
  skeys: [own.skey],
});

/** A body as it comes off the wire, in chunks of a size that fits nothing. */
async function* chunked(bytes: Uint8Array, by = 997): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += by) yield bytes.subarray(at, at + by);
}
const send = (mirror: Mirror, parts: Uint8Array[]) => mirror.addEntries(chunked(concat(...parts)));

/** The mirror behind a fetch; each cut takes so many bytes of one long add-entries request away. */
const through =
  (mirror: Mirror, cuts: number[] = []): typeof fetch =>
  async (url, init) => {
    const body = init?.body as Uint8Array;
    const add = String(url).endsWith('/add-checkpoint');
    const short = add || body.length < 10_000 ? 0 : (cuts.shift() ?? 0);
    const answer = add
      ? await mirror.addCheckpoint(body)
      : await mirror.addEntries(chunked(body.subarray(0, Math.max(0, body.length - short))));
    return new Response(answer.body, { status: answer.status, headers: { 'content-type': answer.type } });
  };

const tiles = (folder: string) =>
  readdirSync(folder, { recursive: true }).filter((name) => String(name).startsWith('tile/entries')).length;

/** A request without the proof that it needs. */
const bare = (log: TestLog, old: number): Uint8Array => utf8(`old ${old}\n\n${log.checkpoint()}`);

/** The log's own files, as a host serves them. */
function served(log: TestLog, url: string): Response {
  const path = new URL(url).pathname.slice(1);
  if (path === 'checkpoint') return new Response(log.checkpoint());
  if (path === 'notes') return new Response('');
  const { index, width } = parseTilePath(path);
  return new Response(formatBundle(log.leaves.slice(index * 256, index * 256 + width)) as Uint8Array<ArrayBuffer>);
}

describe('a mirror that is pushed to', () => {
  test('follows a growing record, is interrupted, resumes and survives a restart', async () => {
    const log = new TestLog();
    const where = config();
    let mirror = Mirror.open(where);
    const cuts = [5000, 40, 12_000, 1];
    for (const size of [1, 3, 255, 256, 257, 700, 1024, 1025, 9500, 9501]) {
      log.grow(size);
      const pushed = await pushTo('http://mirror', log, { fetch: through(mirror, cuts), vkey: own.vkey });
      assert.equal(pushed.size, size);
      assert.equal(mirror.size, size);
      const kept = parseCheckpoint(readFileSync(join(where.folder, 'checkpoint')));
      assert.deepEqual(kept.root, log.tree.root());
      const line = kept.note.signatures.find(({ name }) => name === 'mirror.example/north');
      assert.ok(line && verifyCosignature(kept, line, parseVkey(own.vkey)) > 0);
      if (size % 2 === 0) {
        mirror.close();
        mirror = Mirror.open(where);
        assert.equal(mirror.size, size);
      }
    }
    assert.deepEqual(cuts, []);
    mirror.close();
  });

  test('keeps the cosignatures of the log witnesses that it knows, whenever they come, and no others', async () => {
    const log = new TestLog().grow(300);
    const [known, other] = [3, 4].map((seed) =>
      newCosignerKey(`witness.example/${seed}`, new Uint8Array(32).fill(seed), 'ed25519'),
    );
    assert.ok(known && other);
    const where = { ...config(), cosigners: [known.vkey] };
    const mirror = Mirror.open(where);
    const names = () => parseNote(mirror.checkpoint ?? '').signatures.map(({ name }) => name);
    let bent = false;
    const cosigned = () => {
      const plain = TestLog.prototype.checkpoint.call(log);
      const lines = [known, other].map(({ skey }) => cosign(plain, skey, 1_763_700_000));
      if (bent) lines[0]!.signature[20]! ^= 1;
      return addSignatures(plain, lines);
    };
    await pushTo('http://mirror', log, { fetch: through(mirror) });
    assert.deepEqual(names(), [origin, own.vkey.split('+')[0]]);
    log.checkpoint = cosigned;
    bent = true;
    await pushTo('http://mirror', log, { fetch: through(mirror) });
    assert.deepEqual(names(), [origin, own.vkey.split('+')[0]]);
    bent = false;
    await pushTo('http://mirror', log, { fetch: through(mirror) });
    assert.deepEqual(names(), [origin, own.vkey.split('+')[0], 'witness.example/3']);
    log.grow(400);
    await pushTo('http://mirror', log, { fetch: through(mirror) });
    assert.deepEqual(names(), [origin, 'witness.example/3', own.vkey.split('+')[0]]);
    mirror.close();
  });

  test('says how far it came, and signs nothing, until it has all', async () => {
    const log = new TestLog().grow(1000);
    const where = config();
    const mirror = Mirror.open(where);
    assert.equal((await send(mirror, log.request(0))).status, 422, 'no checkpoint yet');
    assert.deepEqual(await mirror.addCheckpoint(log.add(0)), {
      status: 200,
      type: 'text/plain; charset=utf-8',
      body: '',
    });
    const [head, first, second] = log.request(0) as [Uint8Array, Uint8Array, Uint8Array];
    assert.equal((await send(mirror, [head])).status, 400);
    assert.equal((await send(mirror, [head, first.subarray(0, -1)])).status, 400);
    const part = await send(mirror, [head, first, second.subarray(0, 100)]);
    assert.equal(part.status, 202);
    assert.equal(part.type, 'text/x.tlog.mirror-info');
    assert.equal(part.body, '1000\n256\n\n');
    assert.ok(!existsSync(join(where.folder, 'checkpoint')));
    assert.equal(mirror.size, 0);
    // Pushed past what is here: told where to go on. Overlaps are skipped.
    assert.equal((await send(mirror, log.request(512))).body, '1000\n256\n\n');
    const done = await send(mirror, log.request(100));
    assert.equal(done.status, 200);
    assert.match(done.body, /^— mirror\.example\/north /);
    assert.equal(parseNote(`${parseNote(log.checkpoint()).text}\n${done.body}`).signatures.length, 1);
    // An older size that it once took is not gone back to; an unknown log is none of its business.
    assert.equal((await send(mirror, log.request(0, 500))).status, 409);
    const other = formatPushHead({ origin: 'other.example', start: 0, end: 1, ticket: new Uint8Array(0) });
    assert.equal((await send(mirror, [other])).status, 404);
    assert.equal((await send(mirror, [new Uint8Array(3)])).status, 400);
    mirror.close();
  });

  test('accepts a former pending size while a newer one is pending, from two pushers at once', async () => {
    const log = new TestLog().grow(600);
    const mirror = Mirror.open(config());
    await mirror.addCheckpoint(log.add(0));
    const older = log.request(0);
    log.grow(900);
    await mirror.addCheckpoint(log.add(600));
    const answers = await Promise.all([send(mirror, older), send(mirror, log.request(0))]);
    assert.ok(answers.every(({ status }) => status === 200 || status === 409));
    assert.equal(mirror.size, 900);
    assert.equal(parseMirrorInfo((await send(mirror, older)).body).size, 900);
    mirror.close();
  });

  test('refuses a tampered package, whatever is changed, and keeps nothing of it', async () => {
    const log = new TestLog().grow(300);
    const where = config();
    const mirror = Mirror.open(where);
    await mirror.addCheckpoint(log.add(0));
    const [head, first, second] = log.request(0) as [Uint8Array, Uint8Array, Uint8Array];
    for (let at = 2; at < first.length; at += 611) {
      const changed = first.slice();
      changed[at] = (changed[at] as number) ^ 1;
      const { status } = await send(mirror, [head, changed, second]);
      assert.ok(status === 422 || status === 400, `byte ${at}: ${status}`);
      assert.equal(mirror.size, 0);
    }
    assert.equal(tiles(where.folder), 0);
    assert.equal(parseMirrorInfo((await send(mirror, log.request(256))).body).next, 0);
    assert.equal((await send(mirror, log.request(0))).status, 200);
    mirror.close();
  });

  test('refuses a second history, stays with the first, and keeps the evidence where it can tell', async () => {
    const log = new TestLog().grow(300);
    const other = new TestLog().grow(200).grow(300, 'rewritten');
    const where = config();
    const mirror = Mirror.open(where);
    await pushTo('http://mirror', log, { fetch: through(mirror) });
    // A longer one with no proof that fits is kept to be looked at, and its entries are not taken.
    other.grow(400, 'rewritten');
    await assert.rejects(pushTo('http://mirror', other, { fetch: through(mirror) }), { code: 'mirror-refuses' });
    assert.ok(existsSync(join(where.folder, 'suspect-400.checkpoint')));
    assert.equal((await send(mirror, other.request(300))).status, 409);
    assert.equal(mirror.size, 300);
    // One of the same length convicts.
    const same = new TestLog().grow(200).grow(300, 'rewritten');
    assert.equal((await mirror.addCheckpoint(same.add(300))).status, 422);
    assert.ok(existsSync(join(where.folder, 'fork-300-300.json')));
    assert.equal((await mirror.addCheckpoint(log.grow(310).add(300))).status, 422, 'it has stopped');
    mirror.close();
  });

  test('judges what it was shown of a second history as soon as its own has come that far, and lets nothing take its place', async () => {
    const shown = (log: TestLog, mirror: Mirror) => pushTo('http://mirror', log, { fetch: through(mirror) });
    const suspects = (folder: string) => readdirSync(folder).filter((name) => name.startsWith('suspect-'));
    const other = () => new TestLog().grow(200).grow(400, 'rewritten');
    const refused = { code: 'mirror-refuses' };
    for (const pulled of [false, true]) {
      const log = new TestLog().grow(300);
      const where = config();
      const mirror = Mirror.open({ ...where, fetch: async (input) => served(log, String(input)) });
      await shown(log, mirror);
      await assert.rejects(shown(other(), mirror), refused);
      // Whoever leaves the proof out shows a suspect of the true history too: it is none once the mirror has come up to it.
      assert.equal((await mirror.addCheckpoint(bare(log.grow(350), 300))).status, 422);
      assert.deepEqual(suspects(where.folder), ['suspect-350.checkpoint', 'suspect-400.checkpoint']);
      // What somebody laid there proves nothing, and breaks nothing.
      writeFileSync(join(where.folder, 'suspect-7.checkpoint'), 'torn');
      log.grow(380);
      if (pulled) assert.equal((await mirror.update()).state, 'advanced');
      else await shown(log, mirror);
      assert.deepEqual(suspects(where.folder), ['suspect-400.checkpoint', 'suspect-7.checkpoint']);
      log.grow(500);
      if (pulled) assert.equal((await mirror.update()).state, 'forked');
      else await assert.rejects(shown(log, mirror), refused);
      const fork = JSON.parse(readFileSync(join(where.folder, 'fork-400-500.json'), 'utf8'));
      assert.deepEqual(verifyFork(fork, [key.vkey]), { origin, older: 400, newer: 500 });
      mirror.close();
    }
    // Two of one size convict at once: the one that the host would rather have there does not replace the other.
    for (const known of ['suspect', 'pending']) {
      const log = new TestLog().grow(300);
      const where = config();
      const mirror = Mirror.open(where);
      await shown(log, mirror);
      log.grow(400);
      if (known === 'pending') assert.equal((await mirror.addCheckpoint(log.add(300))).status, 200);
      else assert.equal((await mirror.addCheckpoint(bare(log, 300))).status, 422);
      const old = known === 'pending' ? 400 : 300;
      assert.equal((await mirror.addCheckpoint(bare(other(), old))).status, 422);
      const fork = JSON.parse(readFileSync(join(where.folder, 'fork-400-400.json'), 'utf8'));
      assert.deepEqual(verifyFork(fork, [key.vkey]), { origin, older: 400, newer: 400 });
      mirror.close();
    }
  });

  test('keeps to what was pending after a crash, so that two pushers cannot lead it two ways', async () => {
    const log = new TestLog().grow(300);
    const where = config();
    let mirror = Mirror.open(where);
    await mirror.addCheckpoint(log.add(0));
    mirror.close();
    mirror = Mirror.open(where);
    const other = new TestLog().grow(301, 'rewritten');
    assert.equal((await mirror.addCheckpoint(other.add(0))).status, 409);
    assert.equal((await mirror.addCheckpoint(other.add(300))).status, 422);
    assert.equal((await send(mirror, log.request(0))).status, 200);
    mirror.close();
  });
});
