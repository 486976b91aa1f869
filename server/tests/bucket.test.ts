// A record in an S3-compatible bucket: what is acknowledged is there, on any machine, and two sequencers never both win.

import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import {
  audit,
  leafOf,
  type Problem,
  parseCheckpoint,
  parsePolicy,
  verifyConsistency,
  verifyProof,
} from '@sulh/record';
import { bucketBacking, bucketSecrets, parseBucket } from '@sulh/record/bucket';
import { folderSource } from '@sulh/record/source';
import type { Sequencer } from '../sequencer.ts';
import { author, keyRules, newFolder, newNote, open } from './sequencer-helpers.ts';
import { SECRETS, startStore, type TestStore } from './store.ts';

const newStore = async (t: TestContext): Promise<TestStore> => {
  const store = await startStore(newFolder(t));
  t.after(() => store.close());
  return store;
};
/** A sequencer on a machine that has the log's key and nothing else. */
const elsewhere = (t: TestContext, folder: string): string => {
  const fresh = newFolder(t);
  copyFileSync(join(folder, 'log.key'), join(fresh, 'log.key'));
  return fresh;
};
const policyOf = (sequencer: Sequencer) => parsePolicy(`log ${sequencer.vkey}\nquorum none\n`);
const reports = (count: number) => Array.from({ length: count }, (_, i) => newNote(author(i % 20)));

test('a record goes on from its bucket on another machine: same entries, same tree, no second history', async (t) => {
  const store = await newStore(t);
  const folder = newFolder(t);
  const first = await open(folder, { backing: store.backing() });
  const notes = reports(530);
  const receipts = await Promise.all(notes.map((note) => first.submit(note)));
  for (const note of reports(3)) notes.push(note) && receipts.push(await first.submit(note));
  const checkpoint = first.checkpoint();
  await first.close();

  const other = elsewhere(t, folder);
  const second = await open(other, { backing: store.backing() });
  t.after(() => second.close());
  assert.equal(second.checkpoint(), checkpoint);
  for (const [i, note] of notes.entries()) {
    assert.equal(second.note(receipts[i]?.index ?? -1), note);
    assert.equal(second.receivedAt(i), receipts.find(({ index }) => index === i)?.receivedAt);
  }
  const next = newNote(author(3));
  const { index, proof } = await second.submit(next);
  assert.equal(index, 533);
  assert.ok(verifyProof(proof, leafOf(next), policyOf(second)));
  const now = parseCheckpoint(second.checkpoint());
  const old = parseCheckpoint(checkpoint);
  assert.ok(verifyConsistency(533, old.root, 534, now.root, second.consistency(533, 534)));
  const rules = keyRules(Array.from({ length: 20 }, (_, n) => author(n).vkey));
  const { ok, checked } = await audit(folderSource(other), rules, { policy: policyOf(second) });
  assert.deepEqual([ok, checked], [true, 534]);
});

test('of two sequencers on one bucket one wins; the other says so, stops, and acknowledged nothing that is lost', async (t) => {
  const store = await newStore(t);
  const folder = newFolder(t);
  const one = await open(folder, { backing: store.backing() });
  const kept = newNote(author(0));
  await one.submit(kept);
  const two = await open(elsewhere(t, folder), { backing: store.backing() });
  const acknowledged: string[] = [kept];
  const refused: Problem[] = [];
  const many = reports(40);
  await Promise.all(
    many.map((note, i) =>
      (i % 2 === 0 ? one : two).submit(note).then(
        () => acknowledged.push(note),
        (error: Problem) => refused.push(error),
      ),
    ),
  );
  const stopped = [one, two].filter(({ problem }) => problem !== undefined);
  assert.equal(stopped.length, 1);
  assert.equal(stopped[0]?.problem?.code, 'another-sequencer');
  assert.deepEqual([...new Set(refused.map(({ code }) => code))], ['another-sequencer']);
  assert.equal(acknowledged.length, 21);
  await one.close();
  await two.close();
  const third = await open(elsewhere(t, folder), { backing: store.backing() });
  const there = new Set(Array.from({ length: third.size }, (_, i) => third.note(i)));
  for (const note of acknowledged) assert.ok(there.has(note));
  await third.close();
  // The loser's own folder is none the worse: it opens and goes on from the bucket.
  const again = await open(folder, { backing: store.backing() });
  assert.equal(again.size, there.size);
  await again.close();
});

test('a sequencer that slept while another took its place loses at its next entry', async (t) => {
  const store = await newStore(t);
  const folder = newFolder(t);
  const sleeper = await open(folder, { backing: store.backing() });
  await sleeper.submit(newNote(author(0)));
  const successor = await open(elsewhere(t, folder), { backing: store.backing() });
  for (const note of reports(3)) await successor.submit(note);
  await assert.rejects(sleeper.submit(newNote(author(1))), { code: 'another-sequencer' });
  assert.equal(sleeper.size, 1);
  await successor.submit(newNote(author(2)));
  assert.equal(successor.size, 5);
  await sleeper.close();
  await successor.close();
});

for (const way of ['answer-lost', 'lost', 'overloaded'] as const) {
  test(`a request that is ${way === 'overloaded' ? 'turned away' : way} on the way is sent again and never counted twice`, async (t) => {
    const store = await newStore(t);
    const folder = newFolder(t);
    const sequencer = await open(folder, { backing: store.backing() });
    let count = 0;
    store.way = (method) => (method === 'PUT' && count++ % 3 === 0 ? way : 'through');
    const notes = reports(4);
    for (const [i, note] of notes.entries()) assert.equal((await sequencer.submit(note)).index, i);
    await sequencer.close();
    store.way = () => 'through';
    const again = await open(elsewhere(t, folder), { backing: store.backing() });
    assert.deepEqual(
      Array.from({ length: again.size }, (_, i) => again.note(i)),
      notes,
    );
    await again.close();
  });
}

test('killed at any request to the store, the record comes back with every acknowledged entry', async (t) => {
  const store = await newStore(t);
  const folder = newFolder(t);
  const acknowledged: string[] = [];
  const closing: Promise<void>[] = [];
  let here = folder;
  for (let at = 0; at < 9; at++) {
    // To the bucket, a sequencer whose requests stop at the n-th is one that was killed there.
    let count = 0;
    let alive = Number.POSITIVE_INFINITY;
    const killed = Promise.withResolvers<void>();
    const asked: Promise<unknown>[] = [];
    const dying: typeof fetch = (...request) => {
      if (count++ >= alive) {
        killed.resolve();
        return Promise.reject(new TypeError('killed'));
      }
      const answer = fetch(...request);
      asked.push(answer);
      return answer;
    };
    const sequencer = await open(here, { backing: bucketBacking(parseBucket(store.address), SECRETS, dying) });
    alive = count + at;
    for (const note of reports(3)) {
      const sent = sequencer.submit(note).then(() => true);
      sent.catch(() => {});
      if (await Promise.race([sent, killed.promise.then(() => false)])) acknowledged.push(note);
      else break;
    }
    // What it asked for before it was killed has been done or not: the next one comes after that.
    alive = 0;
    await Promise.allSettled(asked);
    here = elsewhere(t, folder);
    const next = await open(here, { backing: store.backing() });
    const there = new Set(Array.from({ length: next.size }, (_, i) => next.note(i)));
    for (const note of acknowledged) assert.ok(there.has(note), `killed at request ${at}`);
    await next.close();
    closing.push(sequencer.close());
  }
  await Promise.all(closing);
  assert.ok(acknowledged.length > 0);
});

test('a record that lived in its folder moves into an empty bucket whole; a bucket behind its folder is refused', async (t) => {
  const store = await newStore(t);
  const folder = newFolder(t);
  const before = await open(folder);
  await Promise.all(reports(300).map((note) => before.submit(note)));
  await before.close();
  const moved = await open(folder, { backing: store.backing() });
  await moved.submit(newNote(author(0)));
  const checkpoint = moved.checkpoint();
  await moved.close();
  const fresh = await open(elsewhere(t, folder), { backing: store.backing() });
  assert.deepEqual([fresh.size, fresh.checkpoint()], [301, checkpoint]);
  await fresh.close();
  // The folder runs on without its bucket: what it took in there is not in the bucket's record.
  const alone = await open(folder);
  await alone.submit(newNote(author(0)));
  await alone.close();
  await assert.rejects(open(folder, { backing: store.backing() }), (error: Problem) => {
    assert.deepEqual([error.code, error.details.why], ['record-damaged', 'behind-the-folder']);
    return true;
  });
});

test('a machine without the log’s key, with another’s, or with another record never writes to the bucket', async (t) => {
  const store = await newStore(t);
  const folder = newFolder(t);
  const sequencer = await open(folder, { backing: store.backing() });
  await sequencer.submit(newNote(author(0)));
  await sequencer.close();
  const puts = store.asked.get('PUT');
  const keyless = newFolder(t);
  await assert.rejects(open(keyless, { backing: store.backing() }), (error: Problem) => {
    assert.deepEqual([error.code, error.details.what, error.details.why], ['record-damaged', 'log.key', 'missing']);
    return true;
  });
  const stranger = newFolder(t);
  await open(stranger).then((one) => one.close());
  await assert.rejects(open(stranger, { backing: store.backing() }), { code: 'record-damaged' });
  const other = newFolder(t);
  mkdirSync(join(other, 'notes'), { recursive: true });
  copyFileSync(join(folder, 'log.key'), join(other, 'log.key'));
  const diverged = await open(other);
  await diverged.submit(newNote(author(5)));
  await diverged.close();
  await assert.rejects(open(other, { backing: store.backing() }), (error: Problem) => {
    assert.deepEqual([error.code, error.details.what], ['record-damaged', 'bucket']);
    return true;
  });
  assert.equal(store.asked.get('PUT'), puts);
  rmSync(other, { recursive: true });
});

test('a bucket’s address is read strictly, and no secret is in any problem', async (t) => {
  assert.deepEqual(parseBucket('s3://records/a/b/?endpoint=https://s3.example.org&region=eu-1'), {
    endpoint: 'https://s3.example.org',
    bucket: 'records',
    prefix: 'a/b/',
    region: 'eu-1',
  });
  assert.equal(parseBucket('s3://records').endpoint, 'https://s3.us-east-1.amazonaws.com');
  for (const address of [
    'records',
    'https://records',
    's3://key:secret@records',
    's3://records?key=x',
    's3://records/a b?',
  ])
    assert.throws(() => parseBucket(address), { code: 'bad-bucket' }, address);
  assert.throws(() => bucketSecrets({ AWS_ACCESS_KEY_ID: 'x' }), { code: 'bad-bucket' });
  const store = await newStore(t);
  store.way = () => 'lost';
  const secrets = { accessKeyId: 'S3RVER', secretAccessKey: 'not-for-anyone' };
  await assert.rejects(bucketBacking(parseBucket(store.address), secrets).checkpoint(), (error: Problem) => {
    assert.equal(error.code, 'record-unavailable');
    assert.ok(!JSON.stringify([error.message, error.details, error.stack]).includes('not-for-anyone'));
    return true;
  });
});
