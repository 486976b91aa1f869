import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Brief } from '@sulh/mechanism';
import type { AgainstRecord } from '@sulh/reading/against';
import { keep, namedActs } from './documents.ts';
import { Town } from './town.ts';

describe('a host that reads the documents kept in it', () => {
  let town: Town;
  before(async () => {
    town = await Town.open({ acts: namedActs() });
  });
  after(() => town.close());

  test('names sides and places as the terms do, and sets claims against what is on record for the one who asks', async () => {
    const day = new Date().toISOString().slice(0, 10);
    const id = await keep(
      town,
      `Trade resumes at the border\n\n${day}\n\nNorvia’s customs office said the Ostrom crossing was open to trade.\n\n“Our trucks have passed since morning,” said Petra Lind, a Sudorian trader at Ostrom.`,
    );
    await town.say(
      'south/lead',
      'crossing.declare',
      {
        crossing: 'gate',
        direction: 'both',
        categories: ['cargo'],
        window: { from: `${day}T00:00:00Z` },
        status: 'closed',
      },
      ['mediator', 'south'],
    );
    const read = async (member: string) =>
      (await town.json(`document/${id}/reading`, member)) as {
        claims: { side: string }[];
        places: { text: string }[];
        againstRecord: AgainstRecord[];
      };
    const seen = await read('mediator/chair');
    assert.equal(seen.claims[0]!.side, 'north');
    assert.ok(seen.places.some((one) => one.text === 'Ostrom'));
    const [one, ...more] = seen.againstRecord;
    assert.deepEqual(more, []);
    assert.deepEqual(
      [one!.type, one!.assessment, one!.claim.side, one!.claim.says],
      ['crossing', 'contradiction', 'north', 'open'],
    );
    assert.deepEqual(one!.record[0]!.whose, [{ kind: 'organisation', organisation: 'south' }]);
    assert.deepEqual(
      (await read('north/lead')).againstRecord,
      [],
      'what north may not see is not set against its words',
    );

    // The morning brief says so too, to the same readers and to nobody else.
    const lines = async (member?: string) =>
      ((await town.json('brief', member)) as Brief).sections
        .find((section) => section.id === 'statements')!
        .lines.filter((line) => line.code === 'statements.against');
    const [line, ...others] = await lines('mediator/chair');
    assert.deepEqual(others, []);
    assert.deepEqual(line!.about, { table: 'document', id });
    assert.equal(line!.values.matter, 'crossing');
    assert.deepEqual(
      line!.sides!.map((side) => [side.organisation, side.status]),
      [['south', 'closed']],
    );
    assert.deepEqual(await lines('north/lead'), []);
    assert.deepEqual(await lines(), []);
  });

  test('puts a statement together from the documents that retell it', async () => {
    await keep(
      town,
      'Norvia speaks\n\n5 May 2025\n\nNorvia’s army said that fighters of Sudoria had “burned three farms and driven off the herds” near Lipnik.',
    );
    await keep(
      town,
      'Farms burn\n\n5 May 2025\n\nSudoria had “burned three farms and driven the herds off”, Norvia’s army said on Monday.',
    );
    const { origins } = (await town.json('reading', 'north/lead')) as {
      origins: { side: string; documents: string[]; statement: { variants: object[] }[] }[];
    };
    const shared = origins.filter((one) => one.documents.length > 1);
    assert.deepEqual(
      shared.map((one) => one.side),
      ['north'],
    );
    assert.equal(shared[0]!.statement[0]!.variants.length, 2);
  });
});
