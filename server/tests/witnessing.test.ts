import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { evaluatePolicy, leafOf, newCosignerKey, parsePolicy, verifyProof } from '@sulh/record';
import { startWitness } from '@sulh/record/witness-server';
import { freePort } from '../../tests/port.ts';
import { Listener } from './listener.ts';
import { testPostgres } from './postgres.ts';
import { acts, ORIGIN, reportBody, Town } from './town.ts';

test('an entry has its second tick once the log witnesses of the terms cosigned, and keeps it over a restart', async () => {
  const postgres = await testPostgres();
  const database = 'missing' in postgres ? {} : { database: postgres.url };
  const folder = mkdtempSync(join(tmpdir(), 'sulh-witness-'));
  const port = await freePort();
  const keys = newCosignerKey('north.test/witness', new Uint8Array(32).fill(7), 'ed25519');
  const [terms, ...others] = acts();
  const witnessPolicy = `witness north ${keys.vkey} http://127.0.0.1:${port}\nquorum north\n`;
  const town = await Town.open({
    acts: [{ ...terms!, body: { ...(terms!.body as object), witnessPolicy } }, ...others],
    ...database,
  });
  try {
    const ear = await Listener.open(town);
    const { id, note, proof } = await town.say('north/monitor', 'report.file', reportBody());
    const policy = parsePolicy(await (await town.get('/records/town/policy')).text());
    assert.equal(policy.witnesses.length, 1);
    // The witness is not there yet: the entry was taken all the same, with one tick.
    assert.throws(() => verifyProof(proof, leafOf(note), policy), { code: 'quorum-missing' });
    const receipt = async () =>
      (await town.json(`entry/${id}/receipt`, 'south/lead')) as {
        witnessed: boolean;
        proof: string;
        cosignatures: { name: string }[];
      };
    assert.equal((await receipt()).witnessed, false);
    const health = async () => JSON.stringify(await town.json('brief'));
    assert.match(await health(), /health\.waiting/);

    const log = parsePolicy(`log ${town.record.sequencer.vkey}\nquorum none\n`).logs[0]!.vkey;
    const witness = await startWitness({ folder, logs: [{ origin: ORIGIN, vkeys: [log] }], skeys: [keys.skey], port });
    let event = await ear.next('checkpoint');
    while (event && !event.data.witnessed) event = await ear.next('checkpoint');
    assert.ok(event, 'said live');
    const second = await receipt();
    assert.equal(second.witnessed, true);
    assert.deepEqual(
      second.cosignatures.map((one) => one.name),
      ['north'],
    );
    assert.equal(verifyProof(second.proof, leafOf(note), policy).cosigned.length, 1);
    assert.equal(evaluatePolicy(policy, await (await town.get('/records/town/checkpoint')).text()).witnessed, true);
    assert.match(await health(), /health\.witnessed/);
    ear.close();

    await witness.close();
    await town.reopen(database);
    assert.equal((await receipt()).witnessed, true, 'kept');
    const later = await town.say('north/monitor', 'report.file', reportBody());
    assert.equal(
      ((await town.json(`entry/${later.id}/receipt`, 'south/lead')) as { witnessed: boolean }).witnessed,
      false,
    );
    assert.equal((await receipt()).witnessed, true, 'the earlier one is in the cosigned checkpoint still');
  } finally {
    await town.close();
    if (!('missing' in postgres)) await postgres.stop();
    rmSync(folder, { recursive: true });
  }
});
