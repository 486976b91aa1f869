import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Brief, State } from '@sulh/mechanism';
import type { AgainstRecord } from '@sulh/reading/against';
import type { ProposalRow } from '../proposals.ts';
import { ReadingDesk } from '../readingdesk.ts';
import type { Compared } from '../together.ts';
import { keep, namedActs } from './documents.ts';
import { reportBody, Town } from './town.ts';

test('one document that takes too long is given up alone, once; what waits beside it is read, the shortest first', async () => {
  const desk = new ReadingDesk(4_000, new URL('./stuck-reader.ts', import.meta.url));
  const reader = new State('sulh.test/desk');
  const order: string[] = [];
  const read = (file: string, text: string) =>
    desk.read([{ file, text }], reader).then(
      () => order.push(file),
      (error: { code: string }) => order.push(`${file} ${error.code}`),
    );
  await Promise.all([read('endless', 'x'), read('longer', 'xxx'), read('short', 'xx')]);
  assert.deepEqual(order, ['endless too-large-to-read', 'short', 'longer']);
  await Promise.all([read('endless', 'x'), read('another', 'x')]);
  assert.deepEqual(order.slice(3), ['endless too-large-to-read', 'another'], 'it is known by now, and not tried again');
  await desk.close();
});

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
    const said = ((await town.json('brief', 'mediator/chair')) as Brief).sections.find(
      (one) => one.id === 'statements',
    )!;
    assert.deepEqual(
      said.lines.filter((one) => one.code === 'statements.none').map((one) => one.values.organisation),
      ['south'],
      'who is heard above is not called silent',
    );
    assert.deepEqual(await lines('north/lead'), []);
    assert.deepEqual(await lines(), []);
  });

  test('takes the day of publication from whoever kept the document, and says which documents it read together', async () => {
    const id = await keep(town, 'The hospital at Halvek said that two men came in on Tuesday.', 'members', {
      published: '2025-05-08',
      title: 'Two men at Halvek',
    });
    const { dates } = (await town.json(`document/${id}/reading`, 'north/lead')) as { dates: { iso: string }[] };
    assert.deepEqual(
      dates.map((one) => one.iso),
      ['2025-05-06'],
    );
    const { compared } = (await town.json(`reading?around=${id}`, 'north/lead')) as { compared: Compared };
    // Documents of other days came with it.
    assert.deepEqual([compared.from, compared.to], ['2025-05-01', '2025-05-15']);
    assert.ok(compared.documents.some((one) => one.id === id && one.title === 'Two men at Halvek'));
    assert.equal(compared.documents.length, compared.within);
    assert.ok(compared.within > 1);
    const of = (await town.json('reading?from=2025-05-01&to=2025-05-31', 'north/lead')) as { compared: Compared };
    assert.deepEqual(
      of.compared.documents.map((one) => one.id),
      [id],
    );
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

  test('proposes nine reports as two incidents, with probability and reasons, and follows what people decide', async () => {
    const file = async (by: string, hill: boolean, minute: number, killed?: number, source?: object) =>
      (
        await town.say(by, 'report.file', {
          ...reportBody({
            event: hill ? 'shelling' : 'abduction-or-detention',
            when: {
              from: `2025-10-20T${hill ? '04' : '15'}:${minute}:00Z`,
              to: `2025-10-20T${hill ? '05' : '16'}:${minute}:00Z`,
              certainty: 'about',
            },
            place: hill
              ? { name: { en: 'Sarn' }, point: { lat: 34.3 + minute / 9000, lon: 71.6, radiusKm: 2 }, known: 'seen' }
              : {
                  name: { en: 'Kolt Bridge' },
                  point: { lat: 34.61, lon: 71.2 + minute / 9000, radiusKm: 2 },
                  known: 'seen',
                },
            account: hill
              ? `Shells fell on Sarn; told at minute ${minute}.`
              : `Two shepherds were led away at the bridge, ${minute}.`,
            ...(killed === undefined
              ? {}
              : { figures: [{ what: 'killed', whom: 'civilians', count: { min: killed, max: killed } }] }),
          } as Parameters<typeof reportBody>[0]),
          ...(source ? { source } : {}),
        } as never)
      ).id;
    const press = { type: 'press', directness: 'told-by-press', origin: 'North Hill Radio' };
    const sarn = [
      await file('north/monitor', true, 10, 2),
      await file('south/monitor', true, 15, 3),
      await file('north/lead', true, 20, 2, press),
      await file('south/lead', true, 25, 2, press),
      await file('north/monitor', true, 30, 2),
    ];
    const bridge = [
      await file('north/monitor', false, 12),
      await file('south/monitor', false, 18),
      await file('north/lead', false, 24),
      await file('south/lead', false, 36),
    ];
    const rows = async () =>
      ((await town.json('proposal', 'mediator/chair')) as { rows: ProposalRow[] }).rows.filter((one) =>
        one.reports.some((id) => [...sarn, ...bridge].includes(id)),
      );
    const of = async (id: string) => (await rows()).find((one) => one.reports.includes(id));

    const first = await of(sarn[0]!);
    assert.deepEqual([...first!.reports].sort(), [...sarn].sort());
    assert.deepEqual([...(await of(bridge[0]!))!.reports].sort(), [...bridge].sort());
    assert.ok(first!.probability > 0.5 && first!.probability < 1, `${first!.probability}`);
    assert.ok(first!.reasons.some((one) => one.code === 'same-kind') && first!.why.length > 2, first!.why.join('; '));
    assert.ok(
      first!.disagreements.some((one) => one.code === 'killed'),
      'two and three killed both stand',
    );
    assert.ok(first!.origins < sarn.length, 'two that relay one broadcast are one origin');

    // Turning down is an entry too: for one's own organisation, or for all where the chair does.
    const untold = { reports: bridge, because: 'Two bridges.' };
    await town.say('south/monitor', 'incident.keep-apart', untold);
    const asked = async (member: string) => {
      const { rows } = (await town.json('proposal', member)) as { rows: ProposalRow[] };
      return rows.some((one) => one.reports.filter((id) => bridge.includes(id)).length > 1);
    };
    assert.deepEqual(
      [await asked('south/lead'), await asked('north/lead'), await asked('mediator/chair')],
      [false, true, true],
    );

    // Accepting is an entry. One report is left out, and then may be added to what is open.
    const what = {
      event: 'shelling',
      title: { en: 'At Sarn' },
      when: reportBody().when,
      place: reportBody().place,
    } as const;
    const incident = (await town.say('mediator/chair', 'incident.open', { ...what, reports: sarn.slice(0, 4) })).id;
    const left = await of(sarn[4]!);
    assert.deepEqual(left!.incidents, [incident]);
    assert.ok(
      left!.reasons.every((one) => one.code !== 'decided-same'),
      'nobody has said it of the fifth',
    );

    // Linked by mistake and taken out again: it is not proposed for that incident any more, until it is put back.
    const because = 'Another time of day.';
    await town.say('mediator/chair', 'incident.link', { incident, reports: [sarn[4]!], because });
    assert.equal(await of(sarn[4]!), undefined);
    await town.say('mediator/chair', 'incident.unlink', { incident, reports: [sarn[4]!], because });
    assert.deepEqual((await of(sarn[4]!))!.incidents, []);
    await town.say('mediator/chair', 'incident.link', { incident, reports: [sarn[4]!], because });

    // Split, merged and parted again: each is undone by an entry, and nothing is lost.
    const split = await town.say('mediator/chair', 'incident.split', {
      ...what,
      incident,
      reports: [sarn[4]!],
      because,
    });
    await town.say('mediator/chair', 'incident.merge', { incident, other: split.id, because });
    await town.say('mediator/chair', 'incident.unmerge', { incident, other: split.id, because });
    assert.equal(await of(sarn[4]!), undefined, 'it stands in the incident that was split off');
    assert.deepEqual([...(await of(bridge[0]!))!.reports].sort(), [...bridge].sort());
    await town.say('mediator/chair', 'incident.keep-apart', untold);
    assert.deepEqual([await asked('north/lead'), await asked('mediator/chair')], [false, false]);
    // Whoever finds that they are of one event after all links them, and that stands.
    await town.say('north/monitor', 'incident.open', {
      ...what,
      title: { en: 'At the bridge' },
      reports: bridge.slice(0, 1),
    });
    const together = (
      await town.say('north/monitor', 'incident.open', {
        ...what,
        title: { en: 'At the bridge' },
        reports: bridge.slice(0, 2),
      })
    ).id;
    const rest = await of(bridge[2]!);
    assert.ok(!rest?.incidents.includes(together), 'the third is kept apart still');
  });
});
