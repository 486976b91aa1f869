import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type Audience, newId } from '@sulh/record';
import type { Kysely } from 'kysely';
import { openDatabase } from '../database.ts';
import { Model, type Taken } from '../model.ts';
import { testPostgres } from './postgres.ts';

let made = 0;
const id = () => {
  made += 1;
  const random = new Uint8Array(10);
  new DataView(random.buffer).setUint32(4, made);
  return newId(1_700_000_000_000 + made, random);
};
const at = (minute: number) => new Date(Date.UTC(2025, 9, 19, 0, minute)).toISOString();

const as = (organisation: string, member = `${organisation}/monitor`) => ({ organisation, member });

/** One committed report, and the row that it put. */
function report(index: number, audience: Audience, more: Record<string, unknown> = {}): Taken {
  const organisation = audience === 'public' ? 'tur' : Array.isArray(audience) ? audience[0]! : 'pak';
  const entry = { kind: 'report.file', id: id(), at: at(index), audience, refs: [], salt: '', body: more };
  const row = {
    id: entry.id,
    audience,
    entries: [entry.id],
    since: at(index),
    organisation,
    event: 'shelling',
    status: 'filed',
    ...more,
  };
  return {
    index,
    receivedAt: at(index),
    entry,
    leaf: `leaf ${index}`,
    authors: [`${organisation}/monitor-1`],
    organisation,
    rows: [['report', row]],
  };
}

const near = (lon: number, lat: number) => ({ place: { point: { lon, lat, radiusKm: 1 }, known: 'seen' } });
const ids = (page: { rows: unknown[] }) => page.rows.map((row) => (row as { id: string }).id);

function story(open: () => Promise<Kysely<unknown>>) {
  let database: Kysely<unknown>;
  before(async () => {
    database = await open();
  });
  after(() => database?.destroy());

  const fresh = async (name: string) => {
    const model = await Model.open(database, name);
    await model.clear();
    return model;
  };

  test('a list holds what its reader is in the audience of, in rows and in counts', async () => {
    const model = await fresh('audience');
    const all = [
      report(0, 'public'),
      report(1, 'members'),
      report(2, ['pak', 'tur']),
      report(3, ['afg', 'tur']),
      // For one member alone, whatever else its organisation reads.
      report(4, ['tur/adviser']),
    ];
    await model.take(all);
    const [open, members, pak, afg, adviser] = all.map((one) => one.entry.id);
    for (const [asker, seen] of [
      [undefined, [open]],
      [as('pak'), [pak, members, open]],
      [as('afg'), [afg, members, open]],
      [as('tur'), [afg, pak, members, open]],
      [as('tur', 'tur/adviser'), [adviser, afg, pak, members, open]],
      // An id that means something to the model means nothing to who claims it as an organisation.
      [as('public'), [members, open]],
    ] as const) {
      const page = await model.list('report', asker);
      assert.deepEqual(ids(page), seen, String(asker?.member));
      assert.equal(page.total, seen.length);
      const entries = await model.entries(asker, {});
      assert.deepEqual(ids(entries), seen);
      assert.equal(entries.total, seen.length);
      assert.deepEqual(page.asOf, 4);
    }
  });

  test('a box, a window, a kind, a status and an organisation narrow a list', async () => {
    const model = await fresh('filters');
    const when = (from: string, to: string) => ({ when: { from, to, certainty: 'exact' } });
    const torkham = report(0, 'public', { ...near(71.1, 34.1), ...when(at(0), at(10)) });
    const chaman = report(1, 'public', { ...near(66.4, 30.9), ...when(at(60), at(60)), event: 'overflight' });
    const district = report(2, 'public', {
      place: { area: { name: { en: 'Spin Boldak' }, level: 'district' }, known: 'told' },
      status: 'withdrawn',
    });
    const pacific = report(3, 'public', near(-179.5, 10));
    await model.take([torkham, chaman, district, pacific]);
    const of = async (query: Parameters<Model['list']>[2]) => ids(await model.list('report', as('pak'), query));
    assert.deepEqual(await of({ box: [70, 33, 72, 35] }), [torkham.entry.id]);
    assert.deepEqual(await of({ box: [179, 0, -179, 20] }), [pacific.entry.id], 'across the antimeridian');
    assert.deepEqual(await of({ kind: 'overflight' }), [chaman.entry.id]);
    assert.deepEqual(await of({ status: 'withdrawn' }), [district.entry.id]);
    assert.deepEqual(await of({ from: at(5), to: at(9) }), [torkham.entry.id], 'an interval that overlaps the window');
    assert.deepEqual(await of({ organisation: 'afg' }), []);
    assert.deepEqual(await of({ sort: 'latest', kind: 'shelling' }), [
      pacific.entry.id,
      district.entry.id,
      torkham.entry.id,
    ]);
  });

  test('words are found whatever letters the keyboard had for them', async () => {
    const model = await fresh('words');
    const urdu = report(0, 'public', { account: 'جنگ بندی کی خلاف ورزی کی اطلاع' });
    const dari = report(1, 'public', { account: 'آتش‌بس در اسپین بولدک برقرار است' });
    const turkish = report(2, 'public', { account: 'İSTANBUL görüşmeleri, 7 KASIM' });
    await model.take([urdu, dari, turkish]);
    const find = async (q: string) => ids(await model.list('report', undefined, { q }));
    assert.deepEqual(await find('بندي كي'), [urdu.entry.id], 'Arabic yeh and kaf');
    assert.deepEqual(await find('آتش بس'), [dari.entry.id], 'without the joiner');
    assert.deepEqual(await find('istanbul kasım'), [turkish.entry.id]);
    assert.deepEqual(await find('GORUS'), [turkish.entry.id], 'the beginning of a word, without its dots');
    assert.deepEqual(await find('۷'), [turkish.entry.id], 'digits of another script');
    assert.deepEqual(await find("x' | 'istanbul"), [], 'what was asked is words, never a query');
  });

  test('pages follow one another without gap or repeat, also while entries come in', async () => {
    const model = await fresh('pages');
    const all = Array.from({ length: 25 }, (_, i) => report(i, i % 5 === 4 ? ['afg'] : 'members'));
    await model.take(all);
    for (const sort of ['newest', 'oldest', 'latest', 'earliest', 'changed'] as const) {
      const seen: string[] = [];
      const pages: string[][] = [];
      let after: string | undefined;
      let last: Awaited<ReturnType<typeof model.list>> | undefined;
      do {
        const page = await model.list('report', as('pak'), { limit: 7, sort, ...(after ? { after } : {}) });
        assert.equal(page.total, 20);
        assert.equal(page.start, seen.length);
        assert.equal(page.previous === undefined, pages.length === 0);
        seen.push(...ids(page));
        pages.push(ids(page));
        after = page.next;
        last = page;
      } while (after);
      // And back: the same pages, and the first one whole.
      for (const earlier of pages.slice(0, -1).reverse()) {
        last = await model.list('report', as('pak'), { limit: 7, sort, before: last!.previous! });
        assert.deepEqual(ids(last), earlier, sort);
        assert.equal(last.start, pages.indexOf(earlier) * 7);
        assert.ok(last.next);
      }
      assert.deepEqual(
        [...seen].sort(),
        all.filter((_, i) => i % 5 !== 4).map((one) => one.entry.id),
        sort,
      );
    }
    const first = await model.list('report', as('pak'), { limit: 7 });
    await model.take([report(25, 'members')]);
    const second = await model.list('report', as('pak'), { limit: 7, after: first.next! });
    assert.equal(new Set([...ids(first), ...ids(second)]).size, 14);
    await assert.rejects(model.list('report', as('pak'), { after: 'e30', sort: 'newest' }), RangeError);
    await assert.rejects(model.list('report', as('pak'), { after: first.next!, sort: 'oldest' }), RangeError);
  });

  test('the record’s entries are paged forth and back, newest or oldest first', async () => {
    const model = await fresh('entries');
    await model.take(Array.from({ length: 12 }, (_, i) => report(i, i % 5 === 4 ? ['afg'] : 'members')));
    const at = async (query: object) => {
      const page = await model.entries(as('pak'), { limit: 4, ...query });
      return { ...page, rows: page.rows.map(({ index }) => index) };
    };
    const first = await at({});
    assert.deepEqual([first.rows, first.total, first.start], [[11, 10, 8, 7], 10, 0]);
    const second = await at({ after: first.next });
    assert.deepEqual([second.rows, second.start], [[6, 5, 3, 2], 4]);
    assert.deepEqual((await at({ after: second.next })).rows, [1, 0]);
    assert.deepEqual((await at({ before: second.previous })).rows, first.rows);
    assert.deepEqual((await at({ sort: 'oldest' })).rows, [0, 1, 2, 3]);
  });

  test('rows about another row are those that name it, alone or among others', async () => {
    const model = await fresh('about');
    const one = report(0, 'members');
    const other = report(1, 'members', { seen: [{ id: one.entry.id }] });
    await model.take([one, other]);
    const about = async (id: string) => ids(await model.list('report', as('pak'), { about: id }));
    assert.deepEqual(await about(one.entry.id), [other.entry.id]);
    assert.deepEqual(await about('nobody'), []);
  });

  test('a cursor with a time that no page can have given is refused before it is asked', async () => {
    const model = await fresh('cursors');
    await model.take([report(0, 'members')]);
    for (const time of ['1/1/2020 (x)', '2020-02-31 00:00:00+00', '0000-01-01 00:00:00+00', '13:00 1 May 2020 EST']) {
      const after = Buffer.from(JSON.stringify(['latest', time, 1, 1])).toString('base64url');
      await assert.rejects(model.list('report', as('pak'), { sort: 'latest', after }), RangeError, time);
    }
  });

  test('a row keeps its place when a later entry changes it', async () => {
    const model = await fresh('changed');
    const opened = report(0, 'members');
    await model.take([opened, report(1, 'members')]);
    const row = { ...opened.rows[0]![1], status: 'withdrawn', entries: [opened.entry.id, 'x'] };
    await model.take([{ ...report(2, 'members'), rows: [['report', row]] }]);
    const page = await model.list('report', as('pak'));
    assert.equal(ids(page)[1], opened.entry.id);
    assert.deepEqual(page.rows[1], row);
    assert.deepEqual(ids(await model.list('report', as('pak'), { status: 'withdrawn' })), [opened.entry.id]);
    assert.deepEqual(await model.cursor(), { index: 2, leaf: 'leaf 2' });
  });

  test('entries taken in one by one and all at once make the same model', async () => {
    const all = Array.from({ length: 30 }, (_, i) => report(i, 'members', near(60 + i / 10, 30)));
    const touch = {
      ...report(30, 'members'),
      rows: [['report', { ...all[3]!.rows[0]![1], status: 'corrected' }]] as unknown as Taken['rows'],
    };
    const one = await fresh('one_by_one');
    for (const taken of [...all, touch]) await one.take([taken]);
    const live = await one.dump();
    await one.clear();
    await one.take([...all, touch]);
    assert.deepEqual(await one.dump(), live);
    assert.equal(live.aggregate.length, 30);
  });
}

describe('the read model on PGlite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sulh-model-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  story(() => openDatabase({ folder: join(folder, 'model') }));

  test('a folder that is torn is made anew', async () => {
    const torn = join(folder, 'torn');
    const first = await openDatabase<unknown>({ folder: torn });
    await (await Model.open(first, 'torn')).take([report(0, 'public')]);
    await first.destroy();
    writeFileSync(join(torn, 'global', 'pg_control'), 'torn');
    const said: string[] = [];
    const again = await openDatabase<unknown>({ folder: torn, log: (message) => said.push(message) });
    assert.equal(await (await Model.open(again, 'torn')).cursor(), undefined);
    await again.destroy();
    assert.equal(said.length, 1);
  });
});

const postgres = await testPostgres();
if ('missing' in postgres) {
  test('the read model on PostgreSQL', {
    skip: process.env.SULH_REQUIRE_ALL ? false : `SKIPPED: ${postgres.missing}`,
  }, () => {
    assert.fail(`SULH_REQUIRE_ALL is set, and ${postgres.missing}`);
  });
} else {
  describe('the read model on PostgreSQL', () => {
    after(() => postgres.stop());
    story(() => openDatabase({ folder: 'unused', url: postgres.url }));

    test('a server that is not there is a named problem', async () => {
      await assert.rejects(openDatabase({ folder: 'unused', url: 'postgres://sulh@127.0.0.1:1/none' }), {
        code: 'database-unavailable',
      });
    });
  });
}
