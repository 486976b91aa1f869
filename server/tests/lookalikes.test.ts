import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { upload } from '@sulh/exchange/upload';
import type { Audience } from '@sulh/record';
import jpeg from 'jpeg-js';
import type { Lookalikes } from '../lookalikes.ts';
import { crop, type Picture, random, resize, scene, toPixels } from './scenes.ts';
import { reportBody, Town } from './town.ts';

const fileOf = (picture: Picture, quality: number): Uint8Array =>
  new Uint8Array(jpeg.encode(toPixels(picture, 4), quality).data);

describe('pictures among the evidence', () => {
  let town: Town;
  before(async () => {
    town = await Town.open();
  });
  after(() => town.close());

  async function sent(by: string, bytes: Uint8Array, audience: Audience = 'members') {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const cookie = await town.signIn(by);
    const read = async (from: number, to: number) => bytes.subarray(from, to);
    await upload({
      host: town.host.url,
      record: 'town',
      size: bytes.length,
      sha256,
      read,
      fetch,
      headers: async () => ({ cookie }),
    });
    const body = reportBody({ evidence: [{ sha256, size: bytes.length, type: 'image/jpeg' }] });
    const { id } = await town.say(by, 'report.file', body, audience);
    return { sha256, id };
  }
  type Found = Lookalikes & { alike: { sha256: string; cited: { table: string; id: string }[] }[] };
  /** Asks until all is looked at. */
  async function alike(sha256: string, member: string): Promise<Found> {
    for (let i = 0; i < 40; i++) {
      const found = (await town.json(`custody/${sha256}/alike`, member)) as Found;
      if (found.waiting === 0) return found;
    }
    assert.fail('still waiting');
  }

  test('the same photograph sent again by another, cropped and smaller, is hinted at with the report it is of', async () => {
    const picture = scene(random(41), 600, 400);
    const first = await sent('north/monitor', fileOf(picture, 90));
    const again = await sent('south/monitor', fileOf(resize(crop(picture, 0.1, 0.02, 0.95, 0.9), 300, 200), 60));
    await sent('south/monitor', fileOf(scene(random(42), 600, 400), 90));
    const { alike: found, compared, passed } = await alike(first.sha256, 'mediator/chair');
    assert.deepEqual([found.length, compared, passed], [1, 2, 0]);
    assert.equal(found[0]!.sha256, again.sha256);
    assert.ok(found[0]!.likeness > 0.9);
    assert.deepEqual(
      found[0]!.cited.map(({ table, id }) => [table, id]),
      [['report', again.id]],
    );
  });

  test('what the viewer may not have is neither found, nor compared, nor counted', async () => {
    const picture = scene(random(51), 500, 400);
    const open = await sent('north/monitor', fileOf(picture, 90));
    const few = await sent('south/monitor', fileOf(resize(picture, 250, 200), 70), ['mediator', 'south']);
    const seen = await alike(open.sha256, 'mediator/chair');
    assert.deepEqual(
      seen.alike.map((one) => one.sha256),
      [few.sha256],
    );
    const hidden = await alike(open.sha256, 'north/lead');
    assert.deepEqual(hidden.alike, []);
    assert.equal(hidden.compared, seen.compared - 1);
    assert.equal((await town.get(`custody/${few.sha256}/alike`, 'north/lead')).status, 404);
    assert.equal((await town.get(`custody/${'a'.repeat(64)}/alike`, 'north/lead')).status, 404);
  });

  test('a file that only begins like a picture is passed over, and the rest is still compared', async () => {
    const picture = scene(random(61), 400, 300);
    const open = await sent('north/monitor', fileOf(picture, 90));
    const broken = await sent('north/monitor', new Uint8Array([0xff, 0xd8, 0xff, 0xe0, ...Array(500).fill(7)]));
    const again = await sent('south/monitor', fileOf(picture, 50));
    const found = await alike(open.sha256, 'mediator/chair');
    assert.equal(found.passed, 1);
    assert.deepEqual(
      found.alike.map((one) => one.sha256),
      [again.sha256],
    );
    assert.deepEqual((await alike(broken.sha256, 'mediator/chair')).alike, []);
  });
});
