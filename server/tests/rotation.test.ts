// The log's own key is replaced: a while with two signatures, so that nobody's proof or witness stops on the day.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import {
  audit,
  evaluatePolicy,
  leafOf,
  newCosignerKey,
  newKey,
  parseCheckpoint,
  parsePolicy,
  toBase64,
  verifyProof,
} from '@sulh/record';
import { folderSource } from '@sulh/record/source';
import { startWitness } from '@sulh/record/witness-server';
import { author, keyRules, newFolder, newNote, ORIGIN, open } from './sequencer-helpers.ts';

const policyOf = (...vkeys: string[]) => parsePolicy(`${vkeys.map((vkey) => `log ${vkey}\n`).join('')}quorum none\n`);

test('while the log’s key is replaced both keys sign; before and after, one; receipts of every time stay good', async (t) => {
  const folder = newFolder(t);
  const rules = () => keyRules(Array.from({ length: 20 }, (_, n) => author(n).vkey));
  const notes = Array.from({ length: 3 }, (_, i) => newNote(author(i)));
  const proofs: string[] = [];
  const first = await open(folder);
  const old = first.vkey;
  proofs.push((await first.submit(notes[0] ?? '')).proof);
  await first.close();

  const next = newKey(ORIGIN, randomBytes(32));
  writeFileSync(join(folder, 'log.key.next'), `${next.skey}\n`, { mode: 0o600 });
  const overlap = await open(folder);
  assert.deepEqual(overlap.vkeys, [old, next.vkey]);
  // At once, before any new entry: whoever has only the new key can already check what is there.
  evaluatePolicy(policyOf(next.vkey), overlap.checkpoint());
  proofs.push((await overlap.submit(notes[1] ?? '')).proof);
  for (const vkey of [old, next.vkey]) verifyProof(proofs[1] ?? '', leafOf(notes[1] ?? ''), policyOf(vkey));
  // A witness that was told of both goes on from what it cosigned under the old one.
  const cosigner = newCosignerKey('witness.example/north', new Uint8Array(32).fill(3), 'ed25519');
  const witness = await startWitness({
    folder: newFolder(t),
    logs: [{ origin: ORIGIN, vkeys: [old, next.vkey] }],
    skeys: [cosigner.skey],
    port: 0,
  });
  t.after(() => witness.close());
  const ask = async (size: number, proof: Uint8Array[], checkpoint: string) =>
    (
      await fetch(`${witness.url}/add-checkpoint`, {
        method: 'POST',
        body: `old ${size}\n${proof.map((hash) => `${toBase64(hash)}\n`).join('')}\n${checkpoint}`,
      })
    ).status;
  assert.equal(await ask(0, [], overlap.checkpoint()), 200);
  await overlap.close();

  renameSync(join(folder, 'log.key.next'), join(folder, 'log.key'));
  const after = await open(folder);
  assert.deepEqual(after.vkeys, [next.vkey]);
  proofs.push((await after.submit(notes[2] ?? '')).proof);
  assert.equal(await ask(2, after.consistency(2, 3), after.checkpoint()), 200);
  assert.equal(parseCheckpoint(after.checkpoint()).note.signatures.length, 1);
  assert.throws(() => evaluatePolicy(policyOf(old), after.checkpoint()), { code: 'no-known-signature' });
  for (const [i, note] of notes.entries()) {
    verifyProof(proofs[i] ?? '', leafOf(note), policyOf(old, next.vkey));
    verifyProof(after.proof(i), leafOf(note), policyOf(next.vkey));
  }
  await after.close();
  const result = await audit(folderSource(folder), rules(), { policy: policyOf(next.vkey) });
  assert.deepEqual([result.ok, result.checked], [true, 3]);
});

test('a key that jumps in without an overlap, or of another name, does not open the record', async (t) => {
  const folder = newFolder(t);
  const first = await open(folder);
  await first.submit(newNote(author(0)));
  await first.close();
  const kept = readFileSync(join(folder, 'log.key'));
  writeFileSync(join(folder, 'log.key'), `${newKey(ORIGIN, randomBytes(32)).skey}\n`);
  await assert.rejects(open(folder), { code: 'record-damaged' });
  writeFileSync(join(folder, 'log.key'), kept);
  writeFileSync(join(folder, 'log.key.next'), `${newKey('sulh.example/other', randomBytes(32)).skey}\n`);
  await assert.rejects(open(folder), { code: 'other-record' });
});
