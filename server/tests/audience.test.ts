import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { type Audience, newId } from '@sulh/record';
import { Listener } from './listener.ts';
import { reportBody, Town } from './town.ts';

// What each audience holds is told apart by a word that is nowhere else.
const SECRETS = {
  public: { audience: 'public' as Audience, by: 'mediator/chair', word: 'openquartz' },
  members: { audience: 'members' as Audience, by: 'mediator/chair', word: 'memberbasalt' },
  north: { audience: ['north'] as Audience, by: 'north/lead', word: 'northgranite' },
  south: { audience: ['south'] as Audience, by: 'south/lead', word: 'southmarble' },
  both: { audience: ['mediator', 'north'] as Audience, by: 'mediator/chair', word: 'sharedslate' },
};
type Secret = keyof typeof SECRETS;
const MAY: Record<string, Secret[]> = {
  '': ['public'],
  'north/monitor': ['public', 'members', 'north', 'both'],
  'south/monitor': ['public', 'members', 'south'],
  'mediator/secretary': ['public', 'members', 'both'],
  'watch/monitor': ['public', 'members'],
};

let town: Town;
const held = new Map<Secret, string[]>();

async function fill(secret: Secret): Promise<void> {
  const { audience, by, word } = SECRETS[secret];
  const ids: string[] = [];
  const say = async (kind: Parameters<Town['say']>[1], body: object) => {
    const { id } = await town.say(by, kind, body as never, audience);
    ids.push(id);
    return id;
  };
  const place = { area: { name: { en: `${word} district` }, level: 'district' as const }, known: 'told' as const };
  const account = `What ${word} saw near ${word}.`;
  const report = await say('report.file', reportBody({ account, place, actorsAsNamed: [word] }));
  const second = await say('report.file', reportBody({ account, source: { type: 'party', directness: 'saw' } }));
  await say('report.correct', { report: second, because: `For ${word}.`, body: reportBody({ account }) });
  await say('report.file', reportBody({ account: `Alone with ${word}.` }));
  await say('incident.open', {
    event: 'shelling',
    title: { en: `At ${word}` },
    when: reportBody().when,
    place,
    reports: [report, second],
  });
  const text = `“We of ${word} deny it,” said the spokesman of ${word} on 1 November 2025.`;
  const bytes = Buffer.from(text);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await say('document.keep', {
    file: `${word}.txt`,
    sha256,
    size: bytes.length,
    media: 'text/plain',
    language: 'en',
    text,
  });
  held.set(secret, ids);
}

before(async () => {
  town = await Town.open();
  for (const secret of Object.keys(SECRETS) as Secret[]) await fill(secret);
});
after(() => town.close());

const hiddenFrom = (who: string): Secret[] =>
  (Object.keys(SECRETS) as Secret[]).filter((one) => !MAY[who]!.includes(one));
const as = (who: string) => (who === '' ? undefined : who);

/** Every address that can be asked, from the host's own description of itself. */
async function addresses(): Promise<string[]> {
  const { paths } = (await (await town.get('/api/openapi.json')).json()) as {
    paths: Record<string, { get?: unknown }>;
  };
  return Object.entries(paths).flatMap(([path, { get }]) =>
    get && !path.endsWith('/live') ? [path.replace('{name}', 'town')] : [],
  );
}

const TABLES = ['report', 'incident', 'document', 'entry', 'case', 'member', 'terms', 'key', 'claim'];

describe('what one side may not see', () => {
  test('is in no answer of the host: no list, count, story, map, export, note or reading', async () => {
    const paths = await addresses();
    assert.ok(paths.length > 25, `${paths.length}`);
    let asked = 0;
    for (const who of Object.keys(MAY)) {
      const hidden = hiddenFrom(who).flatMap((one) => [SECRETS[one].word, ...held.get(one)!]);
      const shown = MAY[who]!.flatMap((one) => held.get(one)!);
      const ids = [...shown, ...hiddenFrom(who).flatMap((one) => held.get(one)!)];
      const filled = paths.flatMap((path) => {
        // Nothing in these is of a record; the public asks for them once.
        if (!path.includes('town') && who !== '') return [];
        if (path.includes('{table}/{id}')) {
          return ids.flatMap((id) =>
            ['report', 'incident', 'document'].map((table) => path.replace('{table}', table).replace('{id}', id)),
          );
        }
        if (path.includes('{table}')) return TABLES.map((table) => `${path.replace('{table}', table)}?limit=500`);
        if (path.includes('{id}')) return ids.map((id) => path.replace('{id}', id));
        return [path.replace('{place}', 'gate')];
      });
      for (const word of Object.values(SECRETS).map((one) => one.word)) {
        filled.push(`/api/records/town/report?q=${word}`, `/api/records/town/entry?q=${word}`);
      }
      filled.push('/records/town/notes?limit=1000', '/api/records/town/entry?limit=500');
      for (const path of filled) {
        const response = await town.get(path, as(who));
        const text = `${await response.text()} ${JSON.stringify([...response.headers])}`;
        asked += 1;
        for (const word of hidden) {
          // A name that was asked for may come back in the answer that there is nothing of it, or that one must sign in first.
          if (path.includes(word))
            assert.ok(
              response.status === 404 || (who === '' && response.status === 401) || path.includes('?q='),
              `${who}: ${path} ${response.status}`,
            );
          assert.ok(!text.includes(word), `${who || 'the public'} is told ${word} by ${path}: ${text.slice(0, 300)}`);
        }
      }
    }
    assert.ok(asked > 500, `${asked}`);
  });

  test('is there for those whom it is meant for', async () => {
    for (const [who, may] of Object.entries(MAY)) {
      const { rows, total } = (await town.json('report?limit=500', as(who))) as {
        rows: { account: string }[];
        total: number;
      };
      assert.equal(total, rows.length);
      assert.equal(total, may.length * 3, who);
      for (const one of may)
        assert.ok(
          rows.some((row) => row.account.includes(SECRETS[one].word)),
          `${who} ${one}`,
        );
      const map = (await town.json('map', as(who))) as { features: { properties: { table: string } }[] };
      assert.equal(map.features.filter((one) => one.properties.table === 'report').length, may.length * 3);
      const { rows: proposals } = (await town.json('proposal', as(who))) as {
        rows: { reports: string[]; incidents: string[] }[];
      };
      const seen = new Set(may.flatMap((one) => held.get(one)!));
      for (const one of proposals) for (const id of [...one.reports, ...one.incidents]) assert.ok(seen.has(id));
      assert.equal(new Set(proposals.flatMap((one) => one.reports)).size >= may.length, true);
    }
  });

  test('is answered like what does not exist, to the byte', async () => {
    const [secret] = held.get('south')!;
    const none = newId(Date.now(), new Uint8Array(randomBytes(10)));
    for (const path of [
      `/records/town/entries/X`,
      `/records/town/entries/X/proof`,
      'entry/X',
      'entry/X/receipt',
      'report/X',
      'incident/X/story',
    ]) {
      const [one, other] = await Promise.all(
        [secret!, none].map((id) => town.get(path.replace('X', id), 'north/monitor')),
      );
      assert.equal(one!.status, 404);
      assert.equal(await one!.text(), await other!.text(), path);
    }
    // Nor does the time that it takes tell them apart: in both cases one note is read, by the same measure of length.
    const { sequencer } = town.record;
    const read: number[] = [];
    const note = sequencer.note.bind(sequencer);
    sequencer.note = (index) => {
      read.push(index);
      return note(index);
    };
    const ask = (id: string) => town.record.find(id, undefined);
    for (const id of [secret!, none, secret!, none]) assert.equal(ask(id), undefined);
    assert.equal(read.length, 4);
    assert.deepEqual(read.slice(0, 2), read.slice(2), 'for one id always the same');
    delete (sequencer as { note?: unknown }).note;
    const refer = (report: string) => town.entry('north/monitor', 'report.withdraw', { report, because: 'x' }).note;
    const [one, other] = [await town.send(refer(secret!)), await town.send(refer(none))];
    assert.equal(
      JSON.stringify(one.problem).replaceAll(secret!, 'ID'),
      JSON.stringify(other.problem).replaceAll(none, 'ID'),
    );
  });

  test('is not heard live', async () => {
    const listeners = await Promise.all(
      Object.keys(MAY).map(async (who) => ({ who, ear: await Listener.open(town, as(who)) })),
    );
    for (const secret of Object.keys(SECRETS) as Secret[]) {
      const { audience, by, word } = SECRETS[secret];
      const { id } = await town.say(by, 'report.file', reportBody({ account: word }), audience);
      held.get(secret)!.push(id);
      for (const { who, ear } of listeners) {
        const heard = await ear.next('checkpoint');
        assert.ok(heard);
        const told = ear.entries.map((one) => one.id).includes(id);
        assert.equal(told, MAY[who]!.includes(secret), `${who} ${secret}`);
      }
    }
    for (const { who, ear } of listeners) {
      for (const one of hiddenFrom(who)) for (const id of held.get(one)!) assert.ok(!ear.text.includes(id));
      ear.close();
    }
  });
});

test('the log says nothing of what was asked, of keys, or of what is sealed', async () => {
  const said = JSON.stringify(town.log);
  assert.doesNotMatch(said, /PRIVATE|granite|marble|slate/);
});
