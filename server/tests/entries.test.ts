import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { WrittenOf } from '@sulh/mechanism';
import { leafOf, parsePolicy, signNote, verifyProof } from '@sulh/record';
import { ORIGIN, reportBody, Town } from './town.ts';

let town: Town;
before(async () => {
  town = await Town.open();
});
after(() => town.close());

test('a host that is ready says so, with its records', async () => {
  const health = await (await town.get('/healthz')).json();
  assert.deepEqual(health, { ready: true, records: [{ name: 'town', size: 11 }] });
});

test('an entry that is sent comes back as a proof that anybody can check offline', async () => {
  const { id, note } = town.entry('north/monitor', 'report.file', reportBody());
  const posted = await town.send(note, id);
  assert.equal(posted.status, 200);
  const policy = parsePolicy(await (await town.get('/records/town/policy')).text());
  assert.equal(verifyProof(posted.proof, leafOf(note), policy).index, posted.index);
  const again = await town.send(note, id);
  assert.equal(again.index, posted.index, 'the same note again is the same entry');
  assert.equal(await (await town.get(`/records/town/entries/${id}`, 'south/lead')).text(), note);
  const receipt = (await town.json(`entry/${id}/receipt`, 'south/lead')) as Record<string, unknown>;
  assert.equal(receipt.recorded, true);
  assert.equal(receipt.witnessed, false, 'no log witness is set up');
  assert.equal(verifyProof(receipt.proof as string, leafOf(note), policy).index, posted.index);
});

test('what is not let in is said by name, in the language of who asks', async () => {
  const good = town.entry('north/monitor', 'report.file', reportBody());
  const refused = async (note: string | Uint8Array<ArrayBuffer>, code: string, status: number) => {
    const { problem, status: was } = await town.send(note);
    assert.equal(problem?.code, code, JSON.stringify(problem));
    assert.equal(was, status, code);
    assert.ok(problem.detail.length > 10 && !/\{\w+\}/.test(problem.detail), problem.detail);
  };
  const before = town.record.size;
  const words = { en: 'Words.' };
  const item = { text: words };
  const draft: WrittenOf<'bulletin.draft'> = {
    type: 'daily',
    title: words,
    from: '2025-11-01T00:00:00Z',
    to: '2025-11-02T00:00:00Z',
    sections: [{ id: 'one', heading: words, items: [item] }],
    limits: words,
    coverage: item,
  };
  await refused('hello', 'bad-note', 400);
  await refused(new Uint8Array([0xff, 0xfe, 0x0a]), 'not-utf8', 400);
  await refused(signNote('sulh/other/v1\n', [town.skey('north/monitor')]), 'not-an-entry', 400);
  await refused(
    town.entry('north/monitor', 'report.file', reportBody(), 'members', { origin: 'sulh.test/other' }).note,
    'other-record',
    400,
  );
  await refused(good.note.replace('Four rounds', 'Five rounds'), 'bad-signature', 403);
  await refused(town.entry('north/monitor', 'report.file', { ...reportBody(), account: '' }).note, 'invalid-body', 422);
  await refused(town.entry('north/monitor', 'case.adopt' as never, {} as never).note, 'invalid-body', 422);
  await refused(town.entry('north/monitor', 'no.such' as never, {} as never).note, 'unknown-kind', 422);
  await refused(town.entry('north/monitor', 'bulletin.draft', draft, 'public').note, 'wrong-seat', 403);
  await refused('x'.repeat(70_000), 'too-large', 413);
  const taken = await town.say('north/monitor', 'report.file', reportBody());
  await refused(
    town.entry('north/monitor', 'report.file', reportBody(), 'members', { id: taken.id }).note,
    'duplicate-id',
    409,
  );
  assert.equal(town.record.size, before + 1, 'nothing of what was refused is in the record');

  const wrong = await fetch(`${town.host.url}/records/town/entries`, {
    method: 'POST',
    body: '{}',
    headers: { 'content-type': 'application/json' },
  });
  assert.equal(((await wrong.json()) as { code: string }).code, 'wrong-media-type');
  const put = await fetch(`${town.host.url}/records/town/entries`, { method: 'PUT' });
  assert.equal(put.status, 405);
  const none = await fetch(`${town.host.url}/records/nowhere/checkpoint`);
  assert.equal(((await none.json()) as { code: string }).code, 'no-such-record');
  assert.equal(none.headers.get('content-type'), 'application/problem+json; charset=utf-8');
});

test('a key that is revoked signs nothing more, and its session is over at once', async () => {
  await town.signIn('facilitator/lead');
  const session = async () => ((await town.json('session', 'facilitator/lead')) as { viewer: unknown }).viewer;
  assert.deepEqual(await session(), { member: 'facilitator/lead', organisation: 'facilitator', seats: ['lead'] });
  await town.say('facilitator/root', 'member.revoke', { member: 'facilitator/lead', reason: 'left' }, 'public');
  assert.equal(await session(), null);
  const { problem } = await town.send(town.entry('facilitator/lead', 'report.file', reportBody()).note);
  assert.equal(problem?.code, 'revoked-key');
});

test('a session needs the signature of an enrolled key over a challenge of this host, once', async () => {
  const post = async (note: string) => {
    const response = await fetch(`${town.host.url}/api/records/town/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ note }),
    });
    return (await response.json()) as { code?: string; viewer?: { member: string } };
  };
  const { challenge } = (await town.json('session/challenge')) as { challenge: string };
  const text = `sulh/sign-in/v1\n${ORIGIN}\n${challenge}\n`;
  const key = town.skey('north/lead');
  assert.equal((await post(signNote(text.replace(ORIGIN, 'sulh.test/other'), [key]))).code, 'bad-sign-in');
  assert.equal((await post(signNote(text.replace(challenge, 'A'.repeat(54)), [key]))).code, 'bad-sign-in');
  assert.equal(
    (await post(signNote(text, [town.skey('north/monitor')]).replaceAll('north/monitor', 'north/lead'))).code,
    'unknown-key',
  );
  assert.equal((await post(signNote(text, [key]))).viewer?.member, 'north/lead');
  assert.equal((await post(signNote(text, [key]))).code, 'bad-sign-in', 'a challenge opens one session');
  const header = Buffer.from(signNote(text, [key])).toString('base64');
  const response = await town.get('session', undefined, { authorization: `Sulh ${header}` });
  assert.equal(((await response.json()) as { viewer: { member: string } }).viewer.member, 'north/lead');
  const bad = await town.get('report', undefined, { authorization: 'Sulh bm8=' });
  assert.equal(bad.status, 401);
});

test('the record is served as tlog-tiles lays it out', async () => {
  const checkpoint = await (await town.get('/records/town/checkpoint')).text();
  const size = Number(checkpoint.split('\n')[1]);
  assert.equal(size, town.record.size);
  const bundle = await town.get(`/records/town/tile/entries/000.p/${size}`);
  assert.equal(new Uint8Array(await bundle.arrayBuffer()).length, 34 * size);
  assert.equal((await town.get(`/records/town/tile/0/000.p/${size}`)).headers.get('access-control-allow-origin'), '*');
  for (const path of [
    'tile/../log.key',
    'tile/%2e%2e/log.key',
    'tile/..%2flog.key',
    'tile/0/000.p/0',
    'tile/9/9',
    'log.key',
    'notes/000000000000.seg',
  ]) {
    const response = await town.get(`/records/town/${path}`);
    assert.ok([404, 400].includes(response.status), `${path} ${response.status}`);
    assert.doesNotMatch(await response.text(), /PRIVATE/);
  }
});

test('what is asked for wrongly is answered by name', async () => {
  const ask = async (path: string, member?: string, init: RequestInit = {}) => {
    const cookie = member === undefined ? {} : { cookie: await town.signIn(member) };
    const headers = { ...(cookie as Record<string, string>), ...(init.headers as Record<string, string>) };
    const response = await fetch(`${town.host.url}${path}`, { ...init, headers });
    return ((await response.json()) as { code: string }).code;
  };
  const api = '/api/records/town';
  const json = { method: 'POST', headers: { 'content-type': 'application/json' } };
  const window = { from: '2025-11-01T00:00:00Z', to: '2025-11-02T00:00:00Z', type: 'daily' };
  assert.equal(await ask(`${api}/report?limit=0`), 'bad-request');
  assert.equal(await ask(`${api}/report?from=yesterday`), 'bad-request');
  assert.equal(await ask(`${api}/report?from=0000-01-01`), 'bad-request');
  assert.equal(await ask(`${api}/report?box=1,2,3`), 'bad-request');
  assert.equal(await ask(`${api}/report?after=e30`), 'bad-cursor');
  assert.equal(await ask(`${api}/no-such-table`), 'nothing-here');
  assert.equal(await ask(`${api}/constructor/x`), 'nothing-here');
  assert.equal(await ask(`${api}/crossing/hill/at`), 'nothing-here');
  assert.equal(await ask('/api/records/other/report'), 'no-such-record');
  assert.equal(await ask('/api/nothing'), 'nothing-here');
  assert.equal(
    await ask(`${api}/bulletin/draft`, undefined, { ...json, body: JSON.stringify(window) }),
    'sign-in-needed',
  );
  assert.equal(await ask(`${api}/bulletin/draft`, 'north/lead', { ...json, body: '{"a":' }), 'bad-request');
  assert.equal(
    await ask(`${api}/bulletin/draft`, 'north/lead', { ...json, body: JSON.stringify({ ...window, more: 1 }) }),
    'bad-request',
  );
  const document = { file: 'a.pdf', sha256: '0'.repeat(64), size: 9, media: 'application/pdf', language: 'en' };
  const { id } = await town.say('north/lead', 'document.keep', document);
  assert.equal(await ask(`${api}/document/${id}/reading`, 'north/lead'), 'not-text');
  const drafted = await fetch(`${town.host.url}${api}/bulletin/draft`, {
    ...json,
    headers: { ...json.headers, cookie: await town.signIn('mediator/secretary') },
    body: JSON.stringify(window),
  });
  const draft = await town.say('mediator/secretary', 'bulletin.draft', (await drafted.json()) as never, 'public');
  assert.equal(await ask(`${api}/bulletin/${draft.id}/file`), 'bulletin-not-published');
  assert.equal(await ask(`${api}/bulletin/${draft.id}/page?lang=xx`), 'bad-request');
});

test('a host whose record takes no entries is not ready, says by which problem, and still lets it be read', async (t) => {
  const broken = await Town.open();
  t.after(() => broken.close());
  // The disk no longer takes what the record must write: where the tiles lay is a file.
  const tiles = join(broken.data, 'records/town/tile');
  rmSync(tiles, { recursive: true });
  writeFileSync(tiles, '');
  const { id, note } = broken.entry('north/monitor', 'report.file', reportBody());
  assert.equal((await broken.send(note, id)).status, 503);
  const health = await broken.get('/healthz');
  assert.equal(health.status, 503);
  const { ready, records } = (await health.json()) as { ready: boolean; records: { problem?: string }[] };
  assert.deepEqual([ready, records[0]?.problem], [false, 'record-unavailable']);
  assert.equal((await broken.get('/api/records/town/brief', 'south/lead')).status, 200);
});
