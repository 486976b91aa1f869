import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { bucketObjects, parseBucket } from '@sulh/record/bucket';
import { BucketStore } from '../bucketstore.ts';
import { SECRETS, startStore, type TestStore } from './store.ts';

const folder = mkdtempSync(join(tmpdir(), 'sulh-bucketstore-'));
let store: TestStore;
before(async () => {
  store = await startStore(join(folder, 's3'));
});
after(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const files = () => new BucketStore(bucketObjects(parseBucket(store.address), SECRETS));
const facts = (size: number) => ({ size, type: 'audio/ogg', by: { north: '2026-11-21T10:00:00.000Z' } });
const finished = (bytes: Uint8Array) => {
  const path = join(folder, randomBytes(8).toString('hex'));
  writeFileSync(path, bytes);
  return { path, sha256: createHash('sha256').update(bytes).digest('hex') };
};
const listed = async () => {
  const all: [string, unknown][] = [];
  for await (const one of files().list()) all.push(one);
  return all;
};

test('evidence in a bucket comes back byte for byte, with what is known of it, to whoever opens the bucket next', async () => {
  const bytes = randomBytes(3_000_000);
  const { path, sha256 } = finished(bytes);
  await files().setFacts(sha256, facts(bytes.length));
  assert.deepEqual(await listed(), [], 'facts alone are of a file that never arrived');
  await files().put(sha256, path);
  assert.equal(existsSync(path), false, 'it was taken in');
  assert.deepEqual(await listed(), [[sha256, facts(bytes.length)]]);
  assert.ok((await buffer(files().read(sha256))).equals(bytes));
  await files().remove(sha256);
  assert.deepEqual(await listed(), []);
  await assert.rejects(buffer(files().read(sha256)), { code: 'nothing-here' });
});

test('a lost answer and an overloaded bucket are tried again; a bucket that is away is named and nothing is lost', async () => {
  const bytes = randomBytes(50_000);
  const { path, sha256 } = finished(bytes);
  let asked = 0;
  store.way = (method) =>
    method === 'PUT' ? ((['overloaded', 'answer-lost'] as const)[asked++] ?? 'through') : 'through';
  await files().put(sha256, path);
  store.way = () => 'through';
  assert.ok((await buffer(files().read(sha256))).equals(bytes));

  const other = finished(randomBytes(10));
  store.way = () => 'lost';
  await assert.rejects(files().put(other.sha256, other.path), { code: 'record-unavailable' });
  store.way = () => 'through';
  assert.equal(existsSync(other.path), true);
  assert.deepEqual(await listed(), [[sha256, undefined]], 'what has no facts was never finished, and is swept');
});
