// The confidential route, walked from a terminal against a running host: a monitor tells one adviser, and nobody else learns
// anything; the adviser says that it was read; whoever told it takes it back, and the words are gone.

import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pilotIn } from '../../tests/prepared.ts';
import { Client } from '../client.ts';
import { readKey } from '../keys.ts';
import { demoKeyFile, type Started, started, sulh } from './command.ts';

const RECORD = 'doha-istanbul';
const ORIGIN = `sulh.example/${RECORD}`;
const WORDS = 'What the woman said, and that she wants a doctor.';
const NOWHERE = '01980000-0000-7000-8000-00000000ffff';
/** Who is not of the organisations to which the entry goes; and who is, but is neither the monitor nor the adviser. */
const STRANGERS = [undefined, 'afg/lead', 'afg/monitor', 'tur/chair', 'tur/secretary', 'qat/lead'];
const COLLEAGUES = ['pak/lead', 'pak/liaison', 'obs/lead', 'obs/monitor'];

const folder = mkdtempSync(join(tmpdir(), 'sulh-confidential-'));
const data = join(folder, 'data');
const path = (name: string) => join(folder, name);
let host: Started;

const keyOf = (member: string) => demoKeyFile(folder, data, member);
const as = (member: string) => ['--key', keyOf(member), '--to', host.url];
async function does(...args: string[]): Promise<string> {
  const { code, out, err } = await sulh(args);
  assert.equal(code, 0, `${args.join(' ')}: ${err}`);
  return out;
}
/** An entry drafted, signed and sent, for the monitor’s and the adviser’s organisations; its outcome. */
async function says(member: string, kind: string, body: object) {
  writeFileSync(path('body.json'), JSON.stringify(body));
  rmSync(path('entry.note'), { force: true });
  const to = ['--origin', ORIGIN, '--audience', 'obs,pak', '--out', path('entry.note')];
  await does('entry', 'draft', kind, path('body.json'), ...to);
  await does('entry', 'sign', path('entry.note'), '--key', keyOf(member));
  return sulh(['entry', 'send', path('entry.note'), '--to', host.url]);
}

/** What the host tells somebody of the record: rows and counts of lists, and the brief; without its size and the time of asking. */
async function told(member: string | undefined): Promise<Map<string, string>> {
  const client = new Client(host.url, RECORD);
  if (member) await client.signIn(await readKey(keyOf(member)));
  const answers = new Map<string, string>();
  for (const question of [
    'confidential',
    'sealed',
    'erasure',
    'evidence',
    'report',
    'entry',
    'brief',
    'entry?q=confidential',
  ]) {
    const separator = question.includes('?') ? '&' : '?';
    const limit = question === 'brief' ? '' : `${separator}limit=500`;
    const { text } = await client.ask('GET', `/api/records/${RECORD}/${question}${limit}`);
    const { rows, sections, total } = JSON.parse(text) as {
      rows: unknown;
      sections?: { id: string }[];
      total: unknown;
    };
    const lines = sections?.filter((one) => one.id !== 'health');
    const said = JSON.stringify({ rows, lines, total });
    answers.set(question, question === 'brief' ? said.replace(/\d{4}-\d\d-\d\d[T ][\d:.]+(?:Z| UTC)/g, 'TIME') : said);
  }
  return answers;
}
/** The status and words with which something is answered, whatever its id is. */
async function answered(member: string | undefined, address: string, id: string): Promise<string> {
  const client = new Client(host.url, RECORD);
  if (member) await client.signIn(await readKey(keyOf(member)));
  const headers: Record<string, string> = client.authorization ? { authorization: client.authorization } : {};
  const answer = await fetch(`${host.url}${address.replace('ID', id)}`, { headers });
  return `${answer.status} ${(await answer.text()).replaceAll(id, 'ID')}`;
}

before(async () => {
  await pilotIn(data);
  host = await started(data);
});
after(async () => {
  await host?.stop();
  rmSync(folder, { recursive: true, force: true });
});

let id: string;
let file: string;

test('an adviser puts a key of its own on record, and a monitor files to it alone', async () => {
  await does('key', 'seal', '--adviser', '--out', path('adviser.identity'), ...as('obs/adviser'));
  // A lead has no such key to give.
  const lead = await sulh(['key', 'seal', '--adviser', '--out', path('lead.identity'), ...as('obs/lead')]);
  assert.match(lead.err, /wrong-seat/);
  writeFileSync(path('words.txt'), WORDS);
  const wrong = await sulh(['seal', path('words.txt'), '--adviser', 'obs/lead', ...as('pak/monitor')]);
  assert.match(wrong.err, /no-seal-key/);

  const before = new Map<string | undefined, Map<string, string>>();
  for (const one of STRANGERS) before.set(one, await told(one));
  const filed = await does('seal', path('words.txt'), '--adviser', 'obs/adviser', '--json', ...as('pak/monitor'));
  const answer = JSON.parse(filed) as { id: string; sealed: { file: string; recipients: string[] } };
  ({ id } = answer);
  ({ file } = answer.sealed);
  assert.deepEqual(answer.sealed.recipients, ['obs']);
  for (const one of STRANGERS)
    for (const [question, said] of await told(one))
      assert.ok(said === before.get(one)!.get(question), `${one} is told something new by ${question}`);
});

test('the adviser opens it; to all others it is as if it were not there', async () => {
  const open = (member: string, identity: string) => sulh(['unseal', id, '--identity', identity, ...as(member)]);
  assert.equal((await open('obs/adviser', path('adviser.identity'))).out, WORDS);
  for (const member of [...COLLEAGUES, 'tur/chair'])
    assert.match((await open(member, path('adviser.identity'))).err, /nothing-here/, member);

  for (const one of STRANGERS) {
    for (const address of [
      `/records/${RECORD}/entries/ID`,
      `/api/records/${RECORD}/entry/ID`,
      `/api/records/${RECORD}/confidential/ID`,
    ])
      assert.equal(await answered(one, address, id), await answered(one, address, NOWHERE), `${one} ${address}`);
    const address = `/records/${RECORD}/files/ID`;
    assert.equal(await answered(one, address, file), await answered(one, address, 'f'.repeat(64)), `${one} the file`);
  }
  // Colleagues can read that an entry of this kind was written, and no more: no row, no file, nothing in a brief.
  for (const one of COLLEAGUES) {
    const answers = await told(one);
    for (const question of ['confidential', 'sealed', 'brief'])
      assert.ok(!answers.get(question)!.includes(id), `${one} ${question}`);
    assert.ok(answers.get('entry')!.includes(id), one);
  }
  for (const one of ['pak/monitor', 'obs/adviser']) assert.ok((await told(one)).get('confidential')!.includes(id), one);
  // In the host’s folder the words are nowhere.
  for (const one of readdirSync(data, { recursive: true, withFileTypes: true }))
    if (one.isFile()) assert.ok(!readFileSync(join(one.parentPath, one.name)).includes('wants a doctor'), one.name);
});

test('the adviser says that it was read, the monitor takes it back, and the words are destroyed; the audit says nothing of it to others', async () => {
  assert.match((await says('obs/lead', 'confidential.receive', { file: id })).err, /wrong-seat/);
  assert.equal((await says('obs/adviser', 'confidential.receive', { file: id })).code, 0);
  assert.match((await says('obs/adviser', 'confidential.receive', { file: id })).err, /acknowledged-before/);
  const withdrawal = { file: id, ground: 'request-of-the-person' };
  // A colleague is answered as if there were no such file.
  assert.match((await says('pak/lead', 'confidential.withdraw', withdrawal)).err, /not-found/);
  assert.equal((await says('pak/monitor', 'confidential.withdraw', withdrawal)).code, 0);
  const gone = await sulh(['unseal', id, '--identity', path('adviser.identity'), ...as('obs/adviser')]);
  assert.match(gone.err, /nothing-here/);
  const files = join(data, 'records', RECORD, 'files');
  assert.ok(!readdirSync(files, { recursive: true }).some((name) => String(name).replace('/', '') === file));

  const audit = (member: string) => sulh(['audit', `${host.url}/records/${RECORD}`, '--key', keyOf(member)]);
  const whole = await audit('afg/lead');
  assert.equal(whole.code, 0, whole.out);
  assert.doesNotMatch(whole.out, new RegExp(id));
});
