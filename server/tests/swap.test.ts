import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Audience } from '@sulh/record';
import { testPostgres } from './postgres.ts';
import { acts, reportBody, Town } from './town.ts';

// Exchanging the two parties in what goes in exchanges them in what comes out, and changes nothing else.

type Names = { north: string; south: string };
const other = { north: 'south', south: 'north' } as const;

/** What both sides do, by the names that they have in this telling. */
async function tell(town: Town, names: Names): Promise<void> {
  const of = (text: string) => text.replace(/\b(north|south)\b/g, (name) => names[name as 'north' | 'south']);
  const say = async (by: string, kind: string, body: object, audience: Audience = 'members') => {
    const sorted = Array.isArray(audience) ? audience.map(of).sort() : audience;
    return (await town.say(of(by), kind as never, JSON.parse(of(JSON.stringify(body))) as never, sorted)).id;
  };
  const source = { type: 'party', directness: 'saw' };
  const when = { from: '2026-01-01T00:00:00Z', to: '2026-01-01T01:00:00Z', certainty: 'exact' };
  const first = await say(
    'north/monitor',
    'report.file',
    reportBody({ account: 'Fire from the ridge.', source: source as never }),
  );
  const second = await say(
    'south/monitor',
    'report.file',
    reportBody({ account: 'Fire from the valley.', source: source as never }),
  );
  await say('north/lead', 'report.file', reportBody({ account: 'For our eyes.' }), ['north']);
  const incident = await say('mediator/chair', 'incident.open', {
    event: 'fire-across-line',
    title: { en: 'Exchange of fire' },
    when: reportBody().when,
    place: reportBody().place,
    reports: [first, second],
  });
  const opened = await say('south/lead', 'case.open', { incident, question: 'Who fired first?' });
  await say('north/liaison', 'case.acknowledge', { case: opened });
  const access = {
    case: opened,
    of: 'north',
    where: { ref: 'gate', known: 'told' },
    what: 'visit',
    purpose: 'A visit.',
  };
  await say('mediator/secretary', 'access.ask', access);
  await say('north/lead', 'crossing.declare', {
    crossing: 'gate',
    direction: 'both',
    categories: ['cargo'],
    window: { from: '2025-11-01T00:00:00Z' },
    status: 'open',
  });
  await say('south/lead', 'crossing.declare', {
    crossing: 'gate',
    direction: { from: 'south', to: 'north' },
    categories: ['cargo'],
    window: { from: '2025-11-01T00:00:00Z' },
    status: 'closed',
  });
  await say('south/monitor', 'coverage.log', {
    place: { ref: 'gate', known: 'seen' },
    when,
    effort: { patrolHours: 3 },
  });
}

/** An answer with what must differ between two records taken out, and the parties' names exchanged back. */
function plain(text: string, names: Names): string {
  const seen = new Map<string, string>();
  const number = (id: string) => {
    if (!seen.has(id)) seen.set(id, `id${seen.size}`);
    return seen.get(id)!;
  };
  return text
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21}/g, number)
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (at) =>
      at.startsWith('2025-11-01T1') || at.startsWith('2026-01') ? at : 'TIME',
    )
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, 'TIME')
    .replace(/"hoursLeft":[-\d.e]+/g, '"hoursLeft":0')
    .replace(/127\.0\.0\.1:\d+/g, 'HOST')
    .replace(/\b(north|south)\b/g, (name) => (names.north === 'south' ? other[name as 'north'] : name))
    .replace(/\+[0-9a-f]{8}\+[A-Za-z0-9+/=]{44}/g, '+KEY')
    .replace(/\+[0-9a-f]{8}\b/g, '+KEYID');
}

test('exchanging the two parties exchanges them in every answer of the host, and changes nothing else', async () => {
  const postgres = await testPostgres();
  const url = 'missing' in postgres ? undefined : postgres.url;
  const answers: Record<string, string>[] = [];
  let asked: string[] = [];
  try {
    for (const names of [
      { north: 'north', south: 'south' },
      { north: 'south', south: 'north' },
    ]) {
      const town = await Town.open({ acts: acts(names), ...(url ? { database: url } : {}) });
      try {
        await tell(town, names);
        const all: Record<string, string> = {};
        const page = async (table: string) =>
          (await town.json(`${table}?sort=oldest`, 'mediator/chair')) as { rows: { id: string }[] };
        asked = [
          'brief',
          'map',
          'proposal',
          'mechanism',
          'feed.json',
          'export/report.csv',
          'export/incident.geojson',
          'entry',
          'crossing/gate/at?instant=2025-11-02T00:00:00Z',
        ];
        for (const table of [
          'report',
          'incident',
          'case',
          'crossing',
          'coverage',
          'access',
          'member',
          'organisation',
          'terms',
          'participation',
        ]) {
          asked.push(`${table}?sort=oldest`);
        }
        for (const who of ['mediator/chair', 'north/monitor', 'south/monitor', undefined]) {
          const reader = who?.replace(/^(north|south)/, (name) => names[name as 'north']);
          const paths = [...asked];
          for (const { id } of (await page('incident')).rows) paths.push(`incident/${id}/story`);
          for (const { id } of (await page('case')).rows) paths.push(`case/${id}/story`);
          for (const [i, path] of paths.entries()) {
            const response = await town.get(path, reader);
            all[`${who} ${i} ${path.replace(/[0-9a-f-]{36}/, 'ID')}`] = plain(
              `${response.status} ${await response.text()}`,
              names,
            );
          }
          const draft = await fetch(`${town.host.url}/api/records/town/bulletin/draft`, {
            method: 'POST',
            headers: {
              'content-type': 'application/json',
              ...(reader ? { cookie: await town.signIn(reader) } : {}),
            } as Record<string, string>,
            body: JSON.stringify({
              from: '2025-11-01T00:00:00.000Z',
              to: new Date(Date.now() + 60_000).toISOString(),
              type: 'daily',
            }),
          });
          all[`${who} draft`] = plain(`${draft.status} ${await draft.text()}`, names);
        }
        answers.push(all);
      } finally {
        await town.close();
      }
    }
  } finally {
    if (!('missing' in postgres)) await postgres.stop();
  }
  const [one, two] = answers as [Record<string, string>, Record<string, string>];
  assert.ok(Object.keys(one).length > 80);
  for (const [path, text] of Object.entries(one)) {
    const other = two[path]!;
    const at = [...text].findIndex((letter, i) => letter !== other[i]);
    if (text !== other)
      assert.fail(`${path} differs: ${text.slice(Math.max(0, at - 200), at + 100)} | ${other.slice(at, at + 100)}`);
  }
});
