import assert from 'node:assert/strict';
import { appendFileSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import {
  leafHash,
  leafOf,
  newKey,
  Problem,
  parseBundle,
  parseCheckpoint,
  parsePolicy,
  signNote,
  toBase64,
  verifyConsistency,
  verifyProof,
} from '@sulh/record';
import { type Committed, Sequencer } from '../sequencer.ts';
import { author, keyRules, newEntry, newFolder, newNote, ORIGIN, open } from './sequencer-helpers.ts';

const refusal = async (code: string, attempt: Promise<unknown>): Promise<Problem> => {
  try {
    await attempt;
  } catch (error) {
    assert.ok(error instanceof Problem, String(error));
    assert.equal(error.code, code, JSON.stringify(error.details));
    return error;
  }
  assert.fail(`expected the problem ${code}`);
};
const policyOf = (sequencer: Sequencer) => parsePolicy(`log ${sequencer.vkey}\nquorum none\n`);
const segment = (folder: string) => {
  const name = readdirSync(join(folder, 'notes')).sort().at(-1) as string;
  return join(folder, 'notes', name);
};

test('an author gets back a proof that anyone can check against the record’s key', async (t) => {
  const folder = newFolder(t);
  const sequencer = await open(folder);
  const note = newNote(author(0));
  const receipt = await sequencer.submit(note);
  assert.deepEqual([receipt.index, receipt.duplicate], [0, false]);
  const proven = verifyProof(receipt.proof, leafOf(note), policyOf(sequencer));
  assert.deepEqual([proven.origin, proven.index, proven.size], [ORIGIN, 0, 1]);
  assert.equal(sequencer.note(0), note);
  assert.equal(sequencer.indexOf(newEntry().id), undefined);
  await sequencer.close();
  await refusal('record-closed', sequencer.submit(newNote(author(0))));
});

test('a record survives closing: the same entries, key and tree, and receipts once given stay true', async (t) => {
  const folder = newFolder(t);
  const first = await open(folder);
  const notes = Array.from({ length: 300 }, (_, i) => newNote(author(i % 20)));
  const receipts = await Promise.all(notes.map((note) => first.submit(note)));
  const checkpoint = first.checkpoint();
  await first.close();
  const seen: Committed[] = [];
  const second = await open(folder, { onReplayed: (entry) => seen.push(entry) });
  t.after(() => second.close());
  assert.deepEqual(second.recovery, { tornBytes: 0, rewritten: 0 });
  assert.equal(second.checkpoint(), checkpoint);
  assert.deepEqual(
    seen.map(({ note, index, receivedAt }) => [note, index, receivedAt]),
    notes.map((note, i) => [note, receipts[i]?.index, receipts[i]?.receivedAt]),
  );
  for (const [i, note] of notes.entries()) {
    assert.ok(verifyProof(second.proof(i), leafOf(note), policyOf(second)));
    assert.ok(verifyProof((receipts[i] as { proof: string }).proof, leafOf(note), policyOf(second)));
  }
  const next = await second.submit(newNote(author(1)));
  assert.equal(next.index, 300);
});

test('the folder holds the static files of tlog-tiles and nothing public gives a note away', async (t) => {
  const folder = newFolder(t);
  const sequencer = await open(folder);
  const notes = Array.from({ length: 600 }, (_, i) => newNote(author(i % 20)));
  for (let i = 0; i < 600; i += 150) await Promise.all(notes.slice(i, i + 150).map((note) => sequencer.submit(note)));
  await sequencer.close();
  const leaves = ['000', '001', '002.p/88'].flatMap((name, i) =>
    parseBundle(readFileSync(join(folder, 'tile/entries', name)), i < 2 ? 256 : 88),
  );
  const inTree = ['000', '001', '002.p/88'].map((name) => readFileSync(join(folder, 'tile/0', name)));
  assert.deepEqual(Buffer.concat(leaves.map(leafHash)), Buffer.concat(inTree));
  assert.deepEqual(new Set(leaves.map(toBase64)), new Set(notes.map((note) => toBase64(leafOf(note)))));
  assert.deepEqual(readdirSync(join(folder, 'tile/1/000.p')), ['1', '2']);
  // Partial tiles are gone once their full tile is there.
  assert.deepEqual(readdirSync(join(folder, 'tile/0')).sort(), ['000', '001', '002.p']);
  assert.equal(statSync(join(folder, 'log.key')).mode & 0o777, 0o600);
  assert.equal(statSync(segment(folder)).mode & 0o777, 0o600);
});

test('the same note again gives its first receipt, however often and whenever it comes', async (t) => {
  const folder = newFolder(t);
  const sequencer = await open(folder);
  const note = newNote(author(0));
  const storm = await Promise.all(Array.from({ length: 50 }, () => sequencer.submit(note)));
  assert.equal(storm.filter(({ duplicate }) => !duplicate).length, 1);
  const later = await sequencer.submit(note);
  assert.deepEqual([...new Set([...storm, later].map(({ index, receivedAt }) => `${index} ${receivedAt}`))].length, 1);
  assert.ok(later.duplicate);
  // Also where a forged twin under its id came first, and all three wait for one batch.
  const other = newNote(author(1));
  const three = [other.replace('east', 'west'), other, other].map((one) => sequencer.submit(one));
  const [forged, taken, twin] = await Promise.allSettled(three);
  assert.equal(forged?.status, 'rejected');
  assert.ok(taken?.status === 'fulfilled' && twin?.status === 'fulfilled');
  assert.deepEqual([taken.value.index, twin.value.index, twin.value.duplicate], [1, 1, true]);
  await sequencer.close();
  const again = await open(folder);
  t.after(() => again.close());
  assert.deepEqual(await again.submit(note).then(({ index, duplicate }) => ({ index, duplicate })), {
    index: 0,
    duplicate: true,
  });
  assert.equal(again.size, 2);
});

test('another note under the same id is refused, but only its signer learns that the id is taken', async (t) => {
  const sequencer = await open(newFolder(t));
  t.after(() => sequencer.close());
  const { id } = newEntry();
  const both = await Promise.allSettled([
    sequencer.submit(newNote(author(0), { id })),
    sequencer.submit(newNote(author(1), { id })),
  ]);
  assert.deepEqual(
    both.map(({ status }) => status),
    ['fulfilled', 'rejected'],
  );
  await refusal('duplicate-id', sequencer.submit(newNote(author(1), { id })));
  await refusal('unknown-key', sequencer.submit(newNote(author(99), { id })));
});

test('what must not come in does not, and leaves no trace', async (t) => {
  const folder = newFolder(t);
  const sequencer = await open(folder);
  t.after(() => sequencer.close());
  const note = newNote(author(0));
  await refusal('bad-signature', sequencer.submit(note.replace('east', 'west')));
  await refusal('unknown-key', sequencer.submit(newNote(author(99))));
  const impostor = newKey(author(0).name, new Uint8Array(32).fill(9));
  await refusal('unknown-key', sequencer.submit(newNote(impostor)));
  await refusal('not-allowed', sequencer.submit(newNote(author(0), { kind: 'report.refuse' })));
  await refusal('other-record', sequencer.submit(note.replace(ORIGIN, 'sulh.example/other')));
  await refusal('too-large', sequencer.submit(new Uint8Array(70_000)));
  await refusal('bad-note', sequencer.submit('hello\n'));
  await refusal('not-an-entry', sequencer.submit(signNote('hello\n', [author(0).skey])));
  // An extra signature line that nobody can check would let one text be two leaves.
  const extra = newNote(author(99)).split('\n').at(-2);
  await refusal('unknown-key', sequencer.submit(`${note}${extra}\n`));
  assert.equal(sequencer.size, 0);
  assert.equal(readdirSync(join(folder, 'notes')).length, 0);
});

test('keys count as they stand at an entry’s own turn, not when it arrived', async (t) => {
  const sequencer = await open(newFolder(t));
  t.after(() => sequencer.close());
  const newcomer = author(50);
  const outcomes = await Promise.allSettled([
    sequencer.submit(newNote(author(0), { kind: 'member.enrol', body: newcomer.vkey })),
    sequencer.submit(newNote(newcomer)),
    sequencer.submit(newNote(author(0), { kind: 'member.revoke', body: newcomer.name })),
    sequencer.submit(newNote(newcomer)),
    sequencer.submit(newNote(author(0), { kind: 'member.revoke', body: author(1).name })),
    sequencer.submit(newNote(author(1))),
  ]);
  assert.deepEqual(
    outcomes.map((o) => (o.status === 'fulfilled' ? o.value.index : (o.reason as Problem).code)),
    [0, 1, 2, 'unknown-key', 3, 'unknown-key'],
  );
});

test('receipt times never go back, though the host’s clock does', async (t) => {
  const folder = newFolder(t);
  const times = [3000, 1000, 2000, 4000];
  let turn = 0;
  const sequencer = await open(folder, { now: () => new Date(times[turn++] ?? 0) });
  const received: string[] = [];
  for (let i = 0; i < 4; i++) received.push((await sequencer.submit(newNote(author(0)))).receivedAt);
  await sequencer.close();
  const again = await open(folder, { now: () => new Date(500) });
  t.after(() => again.close());
  received.push((await again.submit(newNote(author(0)))).receivedAt);
  assert.deepEqual(
    received.map((at) => Date.parse(at)),
    [3000, 3000, 3000, 4000, 4000],
  );
});

test('listeners see every entry once and in order, and one that fails harms nobody', async (t) => {
  const errors: unknown[] = [];
  const sequencer = await open(newFolder(t), { onError: (error) => errors.push(error) });
  t.after(() => sequencer.close());
  const seen: number[] = [];
  sequencer.onCommitted(() => assert.fail('listener'));
  const stop = sequencer.onCommitted((entries) => seen.push(...entries.map(({ index }) => index)));
  await Promise.all(Array.from({ length: 100 }, (_, i) => sequencer.submit(newNote(author(i % 20)))));
  assert.deepEqual(
    seen,
    Array.from({ length: 100 }, (_, i) => i),
  );
  assert.ok(errors.length > 0);
  stop();
  await sequencer.submit(newNote(author(0)));
  assert.equal(seen.length, 100);
});

test('tiles that were lost are made again, also the partial ones that earlier checkpoints speak of', async (t) => {
  const folder = newFolder(t);
  const sequencer = await open(folder);
  for (const count of [200, 100, 7, 1]) {
    await Promise.all(Array.from({ length: count }, (_, i) => sequencer.submit(newNote(author(i % 20)))));
  }
  await sequencer.close();
  const files = () =>
    readdirSync(join(folder, 'tile'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path, readFileSync(path).toString('base64')]);
  const before = files();
  assert.ok(before.length >= 2 + 2 * 2 + 1, String(before.length));
  rmSync(join(folder, 'tile'), { recursive: true });
  const again = await open(folder);
  t.after(() => again.close());
  assert.equal(again.recovery.rewritten, before.length);
  assert.deepEqual(files(), before);
});

test('a full queue says so instead of growing, and closing answers those that wait', async (t) => {
  const sequencer = await open(newFolder(t), { maxQueue: 10 });
  const outcomes = Promise.allSettled(Array.from({ length: 30 }, () => sequencer.submit(newNote(author(0)))));
  await sequencer.close();
  const codes = (await outcomes).map((o) => (o.status === 'fulfilled' ? 'in' : (o.reason as Problem).code));
  const narrow = await open(newFolder(t), { maxQueueBytes: 1000 });
  t.after(() => narrow.close());
  const large = () => narrow.submit(newNote(author(0), { body: 'x'.repeat(600) }));
  assert.deepEqual(
    (await Promise.allSettled([large(), large()])).map(({ status }) => status),
    ['fulfilled', 'rejected'],
  );
  await large();
  assert.deepEqual([codes.filter((c) => c === 'in').length, codes.filter((c) => c === 'too-busy').length], [10, 20]);
});

test('a folder has one sequencer at a time and one record', async (t) => {
  const folder = newFolder(t);
  const both = await Promise.allSettled([open(folder), open(folder)]);
  const winner = both.find((o) => o.status === 'fulfilled');
  const loser = both.find((o) => o.status === 'rejected');
  assert.equal(loser?.reason.code, 'folder-in-use');
  assert.match(loser?.reason.details.holder, new RegExp(`process ${process.pid}`));
  await winner?.value.close();
  const other = Sequencer.open({ folder, origin: 'sulh.example/other', rulebook: keyRules([]), now: () => new Date() });
  await refusal('other-record', other);
  await open(folder).then((sequencer) => sequencer.close());
});

test('a torn last batch is cut off, at whatever byte it was torn', async (t) => {
  const folder = newFolder(t);
  const sequencer = await open(folder);
  for (let i = 0; i < 3; i++) await sequencer.submit(newNote(author(0)));
  await sequencer.close();
  const before = readFileSync(join(folder, 'checkpoint'), 'utf8');
  const whole = readFileSync(segment(folder));
  const another = await open(folder);
  await another.submit(newNote(author(0)));
  await another.close();
  const longer = readFileSync(segment(folder));
  for (let cut = whole.length; cut < longer.length; cut += 13) {
    writeFileSync(segment(folder), longer.subarray(0, cut));
    writeFileSync(join(folder, 'checkpoint'), before);
    const reopened = await open(folder);
    assert.equal(reopened.size, 3);
    assert.equal(reopened.recovery.tornBytes, cut - whole.length);
    await reopened.close();
    assert.equal(statSync(segment(folder)).size, whole.length);
  }
  // A batch that came whole to the disk but was not yet in a checkpoint is kept.
  writeFileSync(segment(folder), longer);
  writeFileSync(join(folder, 'checkpoint'), before);
  rmSync(join(folder, 'tile'), { recursive: true });
  const kept = await open(folder);
  t.after(() => kept.close());
  assert.equal(kept.size, 4);
  assert.ok(kept.recovery.rewritten > 0);
  const [old, now] = [parseCheckpoint(before), parseCheckpoint(kept.checkpoint())];
  const tree = readFileSync(join(folder, 'tile/0/000.p/4'));
  assert.equal(tree.length, 128);
  assert.ok(old.size < now.size);
});

test('zeros and rubbish that a power cut leaves after the last batch are cut off', async (t) => {
  const folder = newFolder(t);
  const sequencer = await open(folder);
  await sequencer.submit(newNote(author(0)));
  await sequencer.close();
  appendFileSync(segment(folder), Buffer.alloc(5000));
  appendFileSync(segment(folder), Buffer.from('95534c01000000ff', 'hex'));
  const again = await open(folder);
  assert.equal(again.recovery.tornBytes, 5008);
  await again.submit(newNote(author(0)));
  await again.close();
  const last = await open(folder);
  t.after(() => last.close());
  assert.equal(last.size, 2);
});

test('damage to acknowledged entries is named with its place and nothing is cut off or mended', async (t) => {
  const folder = newFolder(t);
  const sequencer = await open(folder);
  for (let i = 0; i < 5; i++) await sequencer.submit(newNote(author(0)));
  await sequencer.close();
  const whole = readFileSync(segment(folder));
  const checkpoint = readFileSync(join(folder, 'checkpoint'));
  const damaged = async (why: string): Promise<Problem> => {
    const bytes = readFileSync(segment(folder));
    const problem = await refusal('record-damaged', open(folder));
    assert.equal(problem.details.why, why);
    assert.deepEqual(readFileSync(segment(folder)), bytes);
    return problem;
  };
  // One bit, anywhere before the last batch.
  for (let at = 0; at < whole.length * 0.8 - 1; at += 97) {
    const bent = Buffer.from(whole);
    bent[at]! ^= 4;
    writeFileSync(segment(folder), bent);
    const { details } = await damaged('broken');
    assert.equal(details.index, Math.floor((at * 5) / whole.length));
  }
  // In the last batch the checkpoint tells that it was acknowledged.
  const bent = Buffer.from(whole);
  bent[whole.length - 50]! ^= 4;
  writeFileSync(segment(folder), bent);
  assert.deepEqual((await damaged('notes-missing')).details, {
    what: 'checkpoint',
    why: 'notes-missing',
    promised: 5,
    found: 4,
  });
  truncateSync(segment(folder), 0);
  await damaged('notes-missing');
  writeFileSync(segment(folder), whole);
  writeFileSync(join(folder, 'checkpoint'), checkpoint.subarray(0, 60));
  await damaged('bad-checkpoint');
  writeFileSync(join(folder, 'checkpoint'), checkpoint);
  rmSync(join(folder, 'log.key'));
  assert.equal((await refusal('record-damaged', open(folder))).details.what, 'log.key');
});

test('notes run on over segments, and a missing one is noticed', async (t) => {
  const folder = newFolder(t);
  // Only the folder knows of segments, so a small one is made by filling it.
  const { FolderLog } = await import('@sulh/record/folder');
  const make = () => FolderLog.open({ folder, origin: ORIGIN, segmentBytes: 1000 });
  const log = await make();
  const notes = Array.from({ length: 10 }, () => new TextEncoder().encode(newNote(author(0))));
  for (const note of notes) await log.commit([{ note, leaf: leafOf(note), receivedAtMs: 1 }]);
  const checkpoint = log.checkpoint;
  log.close();
  const segments = readdirSync(join(folder, 'notes')).sort();
  assert.ok(segments.length >= 3, String(segments));
  const again = await make();
  for (const [i, note] of notes.entries()) assert.deepEqual(Buffer.from(again.note(i)), Buffer.from(note));
  const older = parseCheckpoint(checkpoint);
  const more = new TextEncoder().encode(newNote(author(0)));
  await again.commit([{ note: more, leaf: leafOf(more), receivedAtMs: 1 }]);
  const newer = parseCheckpoint(again.checkpoint);
  assert.ok(verifyConsistency(older.size, older.root, newer.size, newer.root, again.tree.consistency(10, 11)));
  again.close();
  rmSync(join(folder, 'notes', segments[1] as string));
  assert.equal((await refusal('record-damaged', make())).details.why, 'missing-entries');
});

test('entries that the rules no longer admit stop the opening and are named', async (t) => {
  const folder = newFolder(t);
  const sequencer = await open(folder);
  await sequencer.submit(newNote(author(0)));
  await sequencer.submit(newNote(author(1)));
  await sequencer.close();
  const { details } = await refusal('replay-refused', open(folder, { rulebook: keyRules([author(0).vkey]) }));
  assert.deepEqual([details.index, details.code], [1, 'unknown-key']);
});
