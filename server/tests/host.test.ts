import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { signNote } from '@sulh/record';
import { type Kysely, sql } from 'kysely';
import { openDatabase } from '../database.ts';
import { foundIn } from '../founding.ts';
import { openHost, rebuildModel } from '../host.ts';
import { Model } from '../model.ts';
import { signInText } from '../session.ts';
import { Listener } from './listener.ts';
import { testPostgres } from './postgres.ts';
import { acts, ORIGIN, reportBody, Town } from './town.ts';

interface Page {
  rows: { id: string; status: string }[];
  total: number;
  asOf: number;
}

const postgres = await testPostgres();

describe('a host', () => {
  let town: Town;
  /** When the clock stands, what is counted by the minute is not forgotten on a slow machine. */
  let stopped: Date | undefined;
  before(async () => {
    town = await Town.open({ now: () => stopped ?? new Date() });
  });
  beforeEach(() => {
    stopped = undefined;
  });
  after(() => town.close());

  test('shows a report in the brief, in the lists and live as soon as it is filed', async () => {
    const ear = await Listener.open(town, 'south/liaison');
    await town.signIn('south/liaison');
    for (let i = 0; i < 5; i++) {
      const { id } = await town.say('north/monitor', 'report.file', reportBody({ when: recent() }));
      const heard = await ear.next('entry');
      assert.equal(heard?.data.id, id);
      assert.deepEqual(heard.data.rows, [['report', id]]);
      const brief = JSON.stringify(await town.json('brief', 'south/liaison'));
      assert.ok(brief.includes(id), 'in the brief');
      const page = (await town.json('report?limit=1', 'south/liaison')) as Page;
      assert.equal(page.rows[0]?.id, id, 'in the list');
      const found = (await town.json(`entry?limit=1`, 'south/liaison')) as Page;
      assert.equal(found.rows[0]?.id, id);
    }
    ear.close();
  });

  test('takes a burst of legal work from one address without turning anybody away', async () => {
    const notes = Array.from({ length: 400 }, () => town.entry('north/monitor', 'report.file', reportBody()).note);
    const answers = await Promise.all(notes.map((note) => town.send(note)));
    assert.deepEqual(new Set(answers.map((one) => one.status)), new Set([200]));
    assert.equal(new Set(answers.map((one) => one.index)).size, 400);
    await town.caughtUp();
    const page = (await town.json('report', 'north/lead')) as Page;
    assert.equal(page.asOf, town.record.state.index, 'the list has all of them');
  });

  test('turns away whoever sends rubbish without end, and not the member beside them', async () => {
    const bad = town.entry('north/monitor', 'report.file', reportBody()).note.replace('Four', 'Five');
    let turned = 0;
    stopped = new Date();
    for (let i = 0; i < 320; i++) if ((await town.send(bad)).problem?.code === 'too-many-requests') turned += 1;
    assert.ok(turned > 0 && turned <= 30, `${turned}`);
    assert.equal((await town.send(town.entry('south/monitor', 'report.file', reportBody()).note)).status, 200);
    const { id, note } = town.entry('north/monitor', 'report.file', reportBody());
    const cookie = await town.signIn('north/monitor');
    assert.equal((await town.send(note, id, { cookie })).status, 200, 'signed in, the member is known apart');
  });

  test('ends a session’s stream when its key is revoked, before the entry is told', async () => {
    const ear = await Listener.open(town, 'watch/monitor');
    await town.say('watch/root', 'member.revoke', { member: 'watch/monitor', reason: 'gone' }, 'public');
    assert.equal(await ear.next('entry'), undefined);
    assert.equal(ear.ended, true);
  });

  test('describes itself: every address it answers, and every problem it can answer with', async () => {
    const { openapi, paths } = (await (await town.get('/api/openapi.json')).json()) as {
      openapi: string;
      paths: object;
    };
    assert.match(openapi, /^3\.1/);
    assert.ok(Object.keys(paths).includes('/records/{name}/entries'));
    const kinds = (await (await town.get('/api/kinds')).json()) as { name: string; schema: object }[];
    assert.ok(kinds.find((one) => one.name === 'report.file')?.schema);
  });

  test('sends what guards a browser, and nothing that lets another page read for a member', async () => {
    const response = await town.get('brief', 'north/lead');
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.equal(response.headers.get('access-control-allow-origin'), null);
    assert.match(response.headers.get('content-security-policy') ?? '', /default-src 'self'/);
    const { challenge } = (await town.json('session/challenge')) as { challenge: string };
    assert.ok(challenge.length > 40);
    const { rows } = (await town.json('key')) as { rows: object[] };
    assert.doesNotMatch(JSON.stringify(rows), /PRIVATE/);
  });

  test('knows a member by a cookie only when this host’s own page asks', async () => {
    const who = async (headers: Record<string, string>) =>
      ((await (await town.get('session', 'north/lead', headers)).json()) as { viewer: object | null }).viewer;
    const { host, origin } = new URL(town.host.url);
    const own: Record<string, string>[] = [
      {},
      { 'sec-fetch-site': 'same-origin' },
      { 'sec-fetch-site': 'none' },
      { origin },
    ];
    for (const one of own) assert.ok(await who(one), JSON.stringify(one));
    // Another port of the same machine, or another name under the same domain, has the same cookies.
    const others: Record<string, string>[] = [
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'cross-site', origin },
      { origin: `http://other.${host}` },
      { origin: origin.replace(/\d+$/, '1') },
      { origin: 'null' },
    ];
    for (const one of others) assert.equal(await who(one), null, JSON.stringify(one));
  });

  test('turns away whoever sends sign-ins that do not hold, and nobody who is signed in beside them', async () => {
    const { challenge } = (await town.json('session/challenge')) as { challenge: string };
    const note = signNote(signInText(ORIGIN, challenge), [town.skey('north/lead')]);
    // The key of another: the signature has to be looked at to see that.
    const forged = note.replace('north/lead', 'south/lead');
    const headers = { authorization: `Sulh ${Buffer.from(forged).toString('base64')}` };
    const codes = [];
    stopped = new Date();
    for (let i = 0; i < 130; i++)
      codes.push(((await (await town.get('report', undefined, headers)).json()) as { code: string }).code);
    assert.deepEqual(new Set(codes), new Set(['unknown-key', 'too-many-requests']));
    assert.equal((await town.get('report?limit=1', 'south/lead')).status, 200);
    assert.equal((await town.get('report?limit=1')).status, 200);
  });

  test('turns away a member who sends rubbish without end, and not the member beside them', async () => {
    const bad = town.entry('mediator/secretary', 'report.file', reportBody()).note.replace('Four', 'Five');
    const cookie = await town.signIn('mediator/secretary');
    const codes = [];
    stopped = new Date();
    for (let i = 0; i < 310; i++) codes.push((await town.send(bad, '', { cookie })).problem?.code);
    assert.deepEqual(new Set(codes), new Set(['bad-signature', 'too-many-requests']));
    const { id, note } = town.entry('south/monitor', 'report.file', reportBody());
    assert.equal((await town.send(note, id, { cookie: await town.signIn('south/monitor') })).status, 200);
  });

  test('takes nothing that is packed, which would unpack to more than was looked at', async () => {
    const { note } = town.entry('north/monitor', 'report.file', reportBody());
    const posted = await town.send(gzipSync(note) as Uint8Array<ArrayBuffer>, '', { 'content-encoding': 'gzip' });
    assert.equal(posted.problem?.code, 'not-utf8');
  });

  test('closes though somebody neither ends what they send nor reads what they asked for', async (t) => {
    const other = await Town.open();
    const { port, hostname } = new URL(other.host.url);
    const stuck = ['POST /records/town/entries', 'GET /api/records/town/live', 'GET /'].map((line) => {
      const socket = connect(Number(port), hostname).pause();
      t.after(() => socket.destroy());
      socket.on('error', () => undefined);
      const headers = line.startsWith('POST') ? 'Content-Type: text/plain\r\nContent-Length: 900\r\n\r\nbegun' : '';
      socket.write(`${line} HTTP/1.1\r\nHost: town\r\n${headers || (line.endsWith(' /') ? 'X-Never: ' : '\r\n')}`);
      return once(socket, 'connect');
    });
    await Promise.all(stuck);
    await Listener.open(other).then((ear) => ear.close());
    await other.close();
  });

  test('over HTTPS gives a session’s cookie to this name alone, and says that keys of a demonstration are nobody’s', async () => {
    await town.reopen({ https: true, demo: false });
    const { challenge } = (await town.json('session/challenge')) as { challenge: string };
    const answer = await fetch(`${town.host.url}/api/records/town/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ note: signNote(signInText(ORIGIN, challenge), [town.skey('north/lead')]) }),
    });
    assert.match(
      answer.headers.get('set-cookie') ?? '',
      /^__Host-sulh_town=[^;]+; .*Path=\/; .*HttpOnly; Secure; SameSite=Strict$/,
    );
    const session = (await town.json('session', 'north/lead')) as { viewer: { member: string }; demo: boolean };
    assert.deepEqual([session.viewer.member, session.demo], ['north/lead', false]);
    assert.equal((await town.get('demo/keys')).status, 404);
    assert.ok(town.log.some((one) => one.message.includes('demonstration')));
    await town.reopen();
  });

  test('goes on with the same record after a restart, and asks nothing of the one before', async () => {
    const before = await town.json('report?limit=500', 'north/lead');
    const brief = (await town.json('brief', 'north/lead')) as { sections: { id: string; lines: object[] }[] };
    await town.reopen();
    assert.deepEqual(await town.json('report?limit=500', 'north/lead'), before);
    const again = (await town.json('brief', 'north/lead')) as typeof brief;
    for (const [i, section] of again.sections.entries()) {
      if (section.id !== 'health') assert.equal(section.lines.length, brief.sections[i]!.lines.length, section.id);
    }
    assert.deepEqual(
      town.log.filter((one) => /anew|wrong|not take/.test(one.message)),
      [],
    );
  });

  test('keeps demonstration keys from other eyes', () => {
    assert.equal(statSync(join(town.data, 'demo-keys.json')).mode & 0o777, 0o600);
  });
});

describe('a read model behind a host', () => {
  // On PostgreSQL where there is one, since each opening of PGlite takes its seconds; tests/model.test.ts has PGlite's own.
  const database = 'missing' in postgres ? {} : { database: postgres.url };
  let town: Town;
  before(async () => {
    town = await Town.open(database);
    for (let i = 0; i < 30; i++) await town.say('north/monitor', 'report.file', reportBody());
  });
  after(() => town.close());

  const opened = async <T>(use: (database: Kysely<unknown>) => Promise<T>): Promise<T> => {
    const folder = join(town.data, 'model');
    const one = await openDatabase<unknown>({ folder, ...('missing' in postgres ? {} : { url: postgres.url }) });
    try {
      return await use(one);
    } finally {
      await one.destroy();
    }
  };

  test('is brought up to the record when it is behind, of another record, of a longer one, or gone', async () => {
    const whole = (await town.json('report?limit=500', 'north/lead')) as Page;
    await town.host.close();
    const leaf = leafAt(town, 20);
    for (const [why, statements] of Object.entries({
      behind: [
        'delete from sulh_town.aggregate where opened > 21 * 65536',
        'delete from sulh_town.entry where index > 20',
        `update sulh_town.cursor set index = 20, leaf = '${leaf}'`,
      ],
      'of another record': [`update sulh_town.cursor set leaf = 'another'`, 'delete from sulh_town.aggregate'],
      'of a longer record': ['update sulh_town.cursor set index = 1000000'],
      'of another format': ['update sulh_town.cursor set format = 0'],
      gone: ['drop schema sulh_town cascade'],
    })) {
      await opened(async (one) => {
        for (const statement of statements) await sql.raw(statement).execute(one);
      });
      await town.reopen(database);
      assert.deepEqual(await town.json('report?limit=500', 'north/lead'), whole, why);
      await town.host.close();
    }
    await town.reopen(database);
  });

  test('is made anew by command, the same as it was live', async () => {
    await town.json('report', 'north/lead');
    await town.host.close();
    const dump = () => opened(async (one) => (await Model.open(one, 'town')).dump());
    const live = await dump();
    assert.ok(live.aggregate.length > 30);
    const [rebuilt] = await rebuildModel({ data: town.data, log: () => {}, ...database });
    assert.equal(rebuilt?.entries, live.entry.length);
    assert.deepEqual(await dump(), live);
    await town.reopen(database);
  });
});

function leafAt(town: Town, index: number): string {
  // What the cursor of that index would hold, taken from the record's own bundle of leaves.
  const size = Number(readFileSync(join(town.data, 'records/town/checkpoint'), 'utf8').split('\n')[1]);
  const name = size >= 256 ? '000' : `000.p/${size}`;
  const bundle = readFileSync(join(town.data, 'records/town/tile/entries', name));
  return bundle.subarray(index * 34 + 2, index * 34 + 34).toString('base64');
}

function recent() {
  const now = new Date(Date.now() - 60_000).toISOString();
  return { from: now, to: now, certainty: 'about' as const };
}

describe('a host that cannot be', () => {
  const data = () => mkdtempSync(join(tmpdir(), 'sulh-host-'));
  const options = { port: 0, demo: false, log: () => {}, ...('missing' in postgres ? {} : { database: postgres.url }) };

  test('says that its port is taken, and leaves the folder alone', async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
    });
    const folder = data();
    await assert.rejects(openHost({ ...options, data: folder, port }), { code: 'port-busy' });
    assert.deepEqual(readdirSync(join(folder, 'records')), []);
    server.close();
    rmSync(folder, { recursive: true });
  });

  test('says that its folder cannot be written', async () => {
    const folder = data();
    writeFileSync(join(folder, 'file'), '');
    await assert.rejects(openHost({ ...options, data: join(folder, 'file') }), { code: 'folder-not-writable' });
    rmSync(folder, { recursive: true });
  });

  test('says that its folder is in use, or its record damaged, and lets go of everything', async () => {
    const folder = data();
    const founding = {
      origin: ORIGIN,
      acts: acts(),
      now: () => new Date(),
      random: (n: number) => crypto.getRandomValues(new Uint8Array(n)),
      demo: true,
    };
    await foundIn(folder, 'town', founding);
    assert.equal(await foundIn(folder, 'town', founding), undefined, 'a record is founded once');
    const host = await openHost({ ...options, data: folder });
    await assert.rejects(openHost({ ...options, data: folder }), { code: 'folder-in-use' });
    await assert.rejects(rebuildModel({ data: folder, log: () => {} }), { code: 'folder-in-use' });
    assert.equal((await fetch(`${host.url}/healthz`)).status, 200, 'the first goes on');
    assert.equal((await fetch(`${host.url}/api/records/town/demo/keys`)).status, 404, 'no demonstration, no keys');
    await host.close();
    const notes = join(folder, 'records/town/notes/000000000000.seg');
    const bytes = readFileSync(notes);
    bytes[200]! ^= 1;
    writeFileSync(notes, bytes);
    await assert.rejects(openHost({ ...options, data: folder }), { code: 'record-damaged' });
    bytes[200]! ^= 1;
    writeFileSync(notes, bytes);
    await (await openHost({ ...options, data: folder })).close();
    rmSync(folder, { recursive: true });
  });

  test('opens nothing that is half founded', async () => {
    const folder = data();
    mkdirSync(join(folder, 'records/town.founding'), { recursive: true });
    const host = await openHost({ ...options, data: folder });
    assert.deepEqual(await (await fetch(`${host.url}/healthz`)).json(), { ready: true, records: [] });
    await host.close();
    const broken = acts();
    broken[3] = { ...broken[3]!, by: 'south/root' };
    const founding = {
      origin: ORIGIN,
      acts: broken,
      now: () => new Date(),
      random: (n: number) => crypto.getRandomValues(new Uint8Array(n)),
      demo: true,
    };
    await assert.rejects(foundIn(folder, 'town', founding), {
      code: 'not-yours',
      details: { organisation: 'north', act: 'member:north/monitor' },
    });
    assert.deepEqual(readdirSync(join(folder, 'records')), []);
    rmSync(folder, { recursive: true });
  });
});

if ('missing' in postgres) {
  test('a host on PostgreSQL', { skip: process.env.SULH_REQUIRE_ALL ? false : `SKIPPED: ${postgres.missing}` }, () => {
    assert.fail(`SULH_REQUIRE_ALL is set, and ${postgres.missing}`);
  });
} else {
  test('a host on PostgreSQL takes entries while the database is away, and its lists come back', async () => {
    let town: Town | undefined;
    try {
      town = await Town.open({ database: postgres.url });
      await town.say('north/monitor', 'report.file', reportBody());
      assert.equal(((await town.json('report', 'south/lead')) as Page).total, 1);
      await postgres.stop({ keep: true });
      const { id, note } = town.entry('north/monitor', 'report.file', reportBody({ when: recent() }));
      assert.equal((await town.send(note)).status, 200);
      assert.ok(JSON.stringify(await town.json('brief', 'south/lead')).includes(id), 'readings need no database');
      const away = await town.get('report', 'south/lead');
      assert.equal(away.status, 503);
      assert.equal(((await away.json()) as { code: string }).code, 'database-unavailable');
      await postgres.start();
      await town.caughtUp();
      assert.equal(((await town.json('report', 'south/lead')) as Page).total, 2);
    } finally {
      await town?.close();
      await postgres.stop();
    }
  });
}
