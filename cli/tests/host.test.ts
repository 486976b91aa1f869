// The commands against a running host: a record founded, reported to, audited, published from, and tampered with.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Client } from '../client.ts';
import { readKey } from '../keys.ts';
import { demoKeyFile, guide, ROOT, type Started, started, sulh } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'sulh-host-'));
const data = join(folder, 'data');
const path = (name: string) => join(folder, name);
let host: Started;

const keyOf = (member: string) => demoKeyFile(folder, data, member);

const report = (key: string, ...more: string[]) => [
  'report',
  '--key',
  key,
  '--to',
  host.url,
  '--event',
  'fire-across-line',
  '--at',
  new Date(Date.now() - 60_000).toISOString(),
  '--ref',
  'torkham',
  '--account',
  'Four bursts heard from the north.',
  '--directness',
  'heard',
  '--demonstration',
  ...more,
];

before(async () => {
  host = await started(data);
});
after(async () => {
  await host?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('the first start founds the pilot and says what to look at', () => {
  assert.match(host.said(), /Founding the pilot/);
  assert.match(host.said(), /demonstration/);
  assert.match(host.said(), /morning brief/);
});

test('an entry of any kind is drafted, signed by two on machines of their own, and sent', async () => {
  const body = path('act.json');
  writeFileSync(body, JSON.stringify({ member: 'afg/second-desk', key: 'not a key', seats: ['liaison'] }));
  const note = path('entry.note');
  const draft = ['entry', 'draft', 'member.enrol', body, '--origin', 'sulh.example/doha-istanbul', '--out', note];
  const wrong = await sulh(draft);
  assert.equal(wrong.code, 1);
  assert.match(wrong.err, /invalid-body/);

  const made = await sulh([
    'key',
    'new',
    'sulh.example/doha-istanbul/afg/second-desk',
    '--out',
    path('desk.key'),
    '--json',
  ]);
  const { vkey } = JSON.parse(made.out) as { vkey: string };
  writeFileSync(body, JSON.stringify({ member: 'afg/second-desk', key: vkey, seats: ['liaison'] }));
  assert.equal((await sulh(draft)).code, 0);
  const send = ['entry', 'send', note, '--to', host.url, '--receipt', path('enrolled.json')];
  const unsigned = await sulh(send);
  assert.notEqual(unsigned.code, 0);

  const signed = await sulh(['entry', 'sign', note, '--key', keyOf('afg/lead')]);
  assert.equal(signed.code, 0, signed.err);
  assert.match(signed.out, /second-desk/);
  // What one author alone may sign is refused with two signatures, and nothing is written.
  const twice = path('twice.note');
  cpSync(note, twice);
  await sulh(['entry', 'sign', twice, '--key', keyOf('pak/lead')]);
  const refused = await sulh(['entry', 'send', twice, '--to', host.url]);
  assert.equal(refused.code, 1);
  assert.match(refused.err, /one-signer/);

  const sent = await sulh(send);
  assert.equal(sent.code, 0, sent.err);
  assert.equal((await sulh(['verify', path('enrolled.json')])).code, 0);
});

test('a report is filed, and its receipt holds offline', async () => {
  const receipt = path('receipt.json');
  const filed = await sulh([...report(keyOf('obs/monitor')), '--receipt', receipt, '--json']);
  assert.equal(filed.code, 0, filed.err);
  const { id } = JSON.parse(filed.out) as { id: string };
  const held = await sulh(['verify', receipt, '--json']);
  assert.equal(held.code, 0, held.err);
  assert.equal((JSON.parse(held.out) as { entry: { id: string } }).entry.id, id);

  // One letter of the account changed, or another log's key: it holds no more.
  const text = readFileSync(receipt, 'utf8');
  writeFileSync(path('altered.json'), text.replace('Four bursts', 'Five bursts'));
  const altered = await sulh(['verify', path('altered.json')]);
  assert.equal(altered.code, 1);
  assert.match(altered.err, /not-included/);
  const other = await sulh([
    'verify',
    receipt,
    '--vkey',
    'sulh.example/doha-istanbul+f1a2b3c4+AUAw1K1y3gkHnDRX8bRBz1i8uD1vU0a9wq3RZrG2c1pE',
  ]);
  assert.notEqual(other.code, 0);
});

test('a report is in the morning brief of the other members as soon as it is filed', async () => {
  const signer = await readKey(keyOf('obs/monitor'));
  const reader = new Client(host.url, 'doha-istanbul');
  await reader.signIn(await readKey(keyOf('pak/lead')));
  const filed = await new Client(host.url, 'doha-istanbul').file(signer, 'report.file', {
    event: 'fire-across-line',
    when: { from: new Date().toISOString(), to: new Date().toISOString(), certainty: 'about' },
    place: { ref: 'torkham', known: 'told' },
    account: 'Heard just now.',
    language: 'en',
    source: { type: 'monitor', directness: 'heard' },
    demonstration: true,
  });
  const brief = JSON.stringify(await reader.json('GET', '/api/records/doha-istanbul/brief'));
  assert.ok(brief.includes(filed.id));
});

test('a report that the rules refuse is refused by name, and nothing is on record', async () => {
  const size = async () =>
    ((await (await fetch(`${host.url}/healthz`)).json()) as { records: { size: number }[] }).records[0]!.size;
  const before = await size();
  const key = keyOf('obs/monitor');
  const future = await sulh([...report(key), '--at', '2099-01-01T00:00Z']);
  assert.equal(future.code, 1);
  assert.match(future.err, /in-the-future/);
  const unknown = path('unknown.key');
  await sulh(['key', 'new', 'sulh.example/doha-istanbul/obs/stranger', '--out', unknown]);
  const stranger = await sulh(report(unknown));
  assert.equal(stranger.code, 1);
  assert.match(stranger.err, /unknown-key/);
  assert.equal(await size(), before);
});

test('a host that is not there is named', async () => {
  const { code, err } = await sulh([...report(keyOf('obs/monitor')), '--to', 'http://127.0.0.1:9']);
  assert.equal(code, 2);
  assert.match(err, /unreachable/);
});

test('an audit from outside counts what it was not shown; a member’s audit sees more', async () => {
  const audited = async (...who: string[]) => {
    const { code, out, err } = await sulh(['audit', host.url, ...who, '--json']);
    assert.equal(code, 0, out + err);
    return JSON.parse(out) as Record<string, number>;
  };
  const outside = await audited();
  const member = await audited('--key', keyOf('pak/lead'));
  assert.ok(outside.withheld! > 0);
  assert.ok(member.checked! > outside.checked!);
  assert.equal(outside.size, member.size);
  // The other side's report for the guarantors alone is not shown to this side.
  assert.ok(member.withheld! > 0);
});

test('a bulletin is drafted, published by two, saved, and verified offline; an altered one does not hold', async () => {
  const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString();
  const window = ['--from', day(8), '--to', day(0), '--host', host.url];
  assert.equal((await sulh(['bulletin', ...window])).code, 2, 'a bulletin is drafted by a member');
  const shown = await sulh(['bulletin', ...window, '--key', keyOf('tur/chair'), '--show']);
  assert.equal(shown.code, 0, shown.err);
  assert.match(shown.out, /Limits:/);
  const file = path('bulletin.json');
  const made = await sulh([
    'bulletin',
    '--from',
    day(8),
    '--to',
    day(0),
    '--host',
    host.url,
    '--key',
    keyOf('tur/chair'),
    '--key',
    keyOf('qat/lead'),
    '--out',
    file,
  ]);
  assert.equal(made.code, 0, made.err);
  assert.match(made.out, /published/);
  const held = await sulh(['verify', file]);
  assert.equal(held.code, 0, held.out + held.err);
  assert.match(held.out, /key was taken from the file itself/);
  const text = readFileSync(file, 'utf8');
  assert.match(text, /"dissent"/);
  writeFileSync(path('forged.json'), text.replaceAll('"dissent"', '"concur"'));
  const forged = await sulh(['verify', path('forged.json')]);
  assert.equal(forged.code, 1);
  assert.match(forged.out, /does NOT hold/);
});

test('a second host on the same folder, and one on a taken port, are refused by name', async () => {
  const folderTaken = await sulh(['start', '--port', '0', '--data', data]);
  assert.equal(folderTaken.code, 2);
  assert.match(folderTaken.err, /folder-in-use/);
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((ready) => server.once('listening', ready));
  const { port } = server.address() as { port: number };
  const portTaken = await sulh(['start', '--port', String(port), '--data', path('other')]);
  server.close();
  assert.equal(portTaken.code, 2);
  assert.match(portTaken.err, /port-busy/);
});

test('a folder that cannot be written, and a record that is damaged, are named and left as they are', async () => {
  writeFileSync(path('a-file'), '');
  const unwritable = await sulh(['start', '--port', '0', '--data', path('a-file/data')]);
  assert.equal(unwritable.code, 2);
  assert.match(unwritable.err, /folder-not-writable/);

  const damaged = path('damaged');
  cpSync(join(data, 'records'), join(damaged, 'records'), { recursive: true });
  const notes = join(damaged, 'records/doha-istanbul/notes');
  const segment = join(notes, readdirSync(notes).sort()[0]!);
  const bytes = readFileSync(segment);
  bytes.fill(0, 5_000, 5_100);
  writeFileSync(segment, bytes);
  const broken = await sulh(['start', '--port', '0', '--data', damaged]);
  assert.equal(broken.code, 1);
  assert.match(broken.err, /record-damaged/);
  assert.deepEqual(readFileSync(segment), bytes);
});

test('the host stops politely, and the next start goes on with the same record', async () => {
  const size = /\((\d+) entries\)/;
  const health = (await (await fetch(`${host.url}/healthz`)).json()) as { records: { size: number }[] };
  assert.equal(await host.stop('SIGTERM'), 0);
  host = await started(data);
  assert.doesNotMatch(host.said(), /Founding/);
  assert.equal(Number(size.exec(host.said())![1]), health.records[0]!.size);
});

test('an audit of a copied folder holds, and names what was changed in one that was tampered with', async () => {
  const copy = path('copy');
  cpSync(join(data, 'records/doha-istanbul'), copy, { recursive: true });
  const seen = path('seen.json');
  assert.equal((await sulh(['audit', copy, '--keep', seen])).code, 0);
  assert.equal((await sulh(['audit', copy, '--earlier', seen])).code, 0);
  const again = JSON.parse((await sulh(['audit', copy, '--earlier', seen, '--json'])).out) as Record<string, number>;
  assert.deepEqual([again.since, again.checked], [again.size, 0]);
  const full = await sulh(['audit', copy, '--earlier', seen, '--full', '--json']);
  assert.equal((JSON.parse(full.out) as { checked: number }).checked, again.size);

  const segment = join(copy, 'notes', readdirSync(join(copy, 'notes')).sort()[0]!);
  const notes = readFileSync(segment);
  const at = notes.indexOf('"case.open"');
  assert.ok(at > 0);
  notes.write('"case.shut"', at);
  writeFileSync(segment, notes);
  const altered = await sulh(['audit', copy]);
  assert.equal(altered.code, 1);
  assert.match(altered.out, /wrong/);

  const tile = path('tile');
  cpSync(join(data, 'records/doha-istanbul'), tile, { recursive: true });
  // The first 256 leaves, of which the checkpoint's tree is made.
  const leaves = join(tile, 'tile/0/000');
  const bytes = readFileSync(leaves);
  bytes[40]! ^= 1;
  writeFileSync(leaves, bytes);
  const broken = await sulh(['audit', tile]);
  assert.equal(broken.code, 1);
  assert.match(broken.out, /entry 1: tile-differs/);
});

test('the auditor’s guide is followed as it stands, by somebody without a key', async () => {
  const page = guide('auditor.md');
  const script = ['For an auditor', 'The key', 'A bulletin', 'The whole record']
    .flatMap((heading) => page(heading).flat())
    .join('\n')
    .replaceAll('https://host.example', host.url)
    .replaceAll('npx sulh', `node ${join(ROOT, 'cli/sulh.mjs')}`);
  const { code, out, err } = await new Promise<{ code: number; out: string; err: string }>((done) =>
    execFile('bash', ['--norc', '-euc', script], { cwd: folder }, (error, out, err) =>
      done({ code: error ? Number(error.code) : 0, out, err }),
    ),
  );
  assert.equal(code, 0, out + err);
  assert.match(out, /This bulletin of sulh.example\/doha-istanbul holds/);
  assert.equal(out.match(/Nothing was found wrong/g)?.length, 2);
});

test('the read model is rebuilt from the record while the host is stopped', async () => {
  await host.stop();
  const { code, out, err } = await sulh(['rebuild', '--data', data, '--json']);
  assert.equal(code, 0, err);
  const [{ record, entries } = { record: '', entries: 0 }] = JSON.parse(out) as { record: string; entries: number }[];
  assert.equal(record, 'doha-istanbul');
  assert.ok(entries > 150);
  host = await started(data);
});

test('without --no-demo alone the keys are handed out', async () => {
  const keys = await fetch(`${host.url}/api/records/doha-istanbul/demo/keys`);
  assert.equal(keys.status, 200);
  await host.stop();
  host = await started(data, ['--no-demo']);
  const none = await fetch(`${host.url}/api/records/doha-istanbul/demo/keys`);
  assert.equal(none.status, 404);
});
