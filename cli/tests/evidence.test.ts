// Evidence and sealed texts from the command line, against a running host: what is sent, sealed, opened and withdrawn.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pilotIn } from '../../tests/prepared.ts';
import { Client } from '../client.ts';
import { readKey } from '../keys.ts';
import { demoKeyFile, guide, ROOT, type Started, started, sulh } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'sulh-evidence-'));
const data = join(folder, 'data');
const path = (name: string) => join(folder, name);
let host: Started;

const keyOf = (member: string) => demoKeyFile(folder, data, member);
const as = (member: string, url = host.url) => ['--key', keyOf(member), '--to', url];
async function does(...args: string[]): Promise<string> {
  const { code, out, err } = await sulh(args);
  assert.equal(code, 0, `${args.join(' ')}: ${err}`);
  return out;
}

before(async () => {
  await pilotIn(data);
  host = await started(data);
});
after(async () => {
  await host?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('a text is sealed to an organisation, opened by it and by nobody else, and withdrawn; the audit says so', async () => {
  // The chair's lies encrypted, as it should.
  writeFileSync(path('pass'), 'four words of a song\n');
  const leads = { pak: 'pak/lead', tur: 'tur/chair', afg: 'afg/lead' };
  for (const [organisation, lead] of Object.entries(leads)) {
    const passphrase = organisation === 'tur' ? ['--passphrase-file', path('pass')] : [];
    await does('key', 'seal', '--out', path(`${organisation}.identity`), ...passphrase, ...as(lead));
  }
  assert.doesNotMatch(readFileSync(path('tur.identity'), 'utf8'), /AGE-SECRET/);
  writeFileSync(path('words.txt'), 'Forty men were seen at the upper ford.');
  const offer = [
    'seal',
    path('words.txt'),
    '--for',
    'tur',
    '--subject',
    'movement',
    '--purpose',
    'For the team.',
    '--json',
  ];
  const { id, sealed } = JSON.parse(await does(...offer, ...as('pak/lead'))) as {
    id: string;
    sealed: { file: string; recipients: string[] };
  };
  assert.deepEqual(sealed.recipients, ['pak', 'tur']);
  const open = (member: string, identity: string) =>
    sulh(['unseal', id, '--identity', path(`${identity}.identity`), '--passphrase-file', path('pass'), ...as(member)]);
  assert.equal((await open('tur/chair', 'tur')).out, 'Forty men were seen at the upper ford.');
  assert.equal((await open('pak/lead', 'pak')).out, 'Forty men were seen at the upper ford.');
  const wrong = await open('tur/chair', 'afg');
  assert.match(wrong.err, /not-for-you/);
  const other = await open('afg/lead', 'afg');
  assert.match(other.err, /nothing-here/);
  // To one who has no seal key on record nothing is sealed, and nothing is sent.
  const keyless = await sulh(['seal', path('words.txt'), '--for', 'obs', '--purpose', 'x', ...as('pak/lead')]);
  assert.match(keyless.err, /no-seal-key/);
  // In the host's folder the words are nowhere.
  for (const one of readdirSync(data, { recursive: true, withFileTypes: true }))
    if (one.isFile()) assert.ok(!readFileSync(join(one.parentPath, one.name)).includes('upper ford'), one.name);

  const ground = ['--ground', 'source-at-risk', '--authority', 'The source asked for it.'];
  await does('erase', id, ...ground, ...as('pak/lead'));
  assert.match((await open('tur/chair', 'tur')).err, /nothing-here/);
  const audit = await sulh(['audit', `${host.url}/records/doha-istanbul`, '--key', keyOf('tur/chair')]);
  assert.equal(audit.code, 0, audit.err);
  assert.match(audit.out, /Nothing was found wrong/);
  assert.match(audit.out, /content withdrawn on ground source-at-risk by pak/);
  // One who was not let in is told nothing of it.
  const outside = await sulh(['audit', `${host.url}/records/doha-istanbul`, '--key', keyOf('afg/lead')]);
  assert.doesNotMatch(outside.out, new RegExp(`${id}|withdrawn on ground source-at-risk`));
});

test('a file is sent, goes on after the line broke, and is deposited as evidence', async (t) => {
  const bytes = Buffer.concat([Buffer.from('OggS'), randomBytes(3_500_000)]);
  writeFileSync(path('voice.ogg'), bytes);
  // A line that breaks after the second part of the file.
  const { server, url } = await breaking(host.url, 2);
  t.after(() => server.close());
  const cut = await sulh(['put', path('voice.ogg'), ...as('obs/monitor', url)]);
  assert.notEqual(cut.code, 0);
  assert.ok(existsSync(path('voice.ogg.sulh-upload')), cut.err);
  const note = JSON.parse(readFileSync(path('voice.ogg.sulh-upload'), 'utf8')) as { host: string };
  writeFileSync(path('voice.ogg.sulh-upload'), JSON.stringify({ ...note, host: host.url }));
  const deposit = [
    '--described',
    'A voice.',
    '--means',
    'recorded',
    '--obtained',
    new Date(Date.now() - 86_400_000).toISOString(),
    '--json',
  ];
  const out = await does('put', path('voice.ogg'), ...deposit, ...as('obs/monitor'));
  const { sha256, deposit: id } = JSON.parse(out) as { sha256: string; deposit: string };
  assert.equal(sha256, createHash('sha256').update(bytes).digest('hex'));
  assert.match(id, /^[0-9a-f-]{36}$/);
  assert.ok(!existsSync(path('voice.ogg.sulh-upload')));

  // One byte of it changed in the host's folder: an audit of the folder says which file.
  const kept = join(data, 'records/doha-istanbul/files', sha256.slice(0, 2), sha256.slice(2));
  const whole = await sulh(['audit', data, '--json']);
  assert.equal(whole.code, 0, whole.out);
  assert.ok((JSON.parse(whole.out) as { files: number }).files >= 1);
  const altered = readFileSync(kept);
  altered[1_000]! ^= 1;
  writeFileSync(kept, altered);
  const found = await sulh(['audit', data]);
  assert.equal(found.code, 1);
  assert.match(found.out, new RegExp(`file: file-differs: .*${sha256}`));
});

/** A proxy that lets so many parts of an upload through, and then is dead to them. */
function breaking(to: string, parts: number): Promise<{ server: Server; url: string }> {
  let seen = 0;
  const server = createServer(async (request, response) => {
    if (request.method === 'PATCH' && ++seen > parts) return request.socket.destroy();
    const body: Buffer[] = [];
    for await (const part of request) body.push(part as Buffer);
    const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers;
    const answer = await fetch(to + request.url, {
      method: request.method!,
      headers: headers as Record<string, string>,
      ...(body.length > 0 ? { body: Buffer.concat(body) } : {}),
    });
    response.writeHead(
      answer.status,
      [...answer.headers].filter(
        ([name]) => !/^(?:content-encoding|transfer-encoding|connection|keep-alive|content-length)$/.test(name),
      ),
    );
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  return new Promise((done) =>
    server.listen(0, '127.0.0.1', () =>
      done({ server, url: `http://127.0.0.1:${(server.address() as { port: number }).port}` }),
    ),
  );
}

test('the documents of a night are kept at once, each by what it says of itself, and none of them twice', async () => {
  writeFileSync(
    path('quiet.txt'),
    'Quiet at the fords, says ministry\n\n5 May 2025\n\nPakistan’s foreign ministry said that the fords were quiet.\n',
  );
  writeFileSync(
    path('page.html'),
    `<!DOCTYPE html><html><head><title>Two hurt at the upper ford | The Courier</title>
<meta property="og:site_name" content="The Courier"><meta property="article:published_time" content="2025-05-06T05:00Z"></head>
<body><nav><a href="/">Home</a></nav><h1>Two hurt at the upper ford</h1>
<p>Two shepherds were hurt on Monday, the district&rsquo;s hospital said, and were taken to the town.</p></body></html>`,
  );
  writeFileSync(path('long.txt'), `${'It was quiet at the fords all day, the ministry said. '.repeat(1_200)}\n`);
  writeFileSync(path('picture.txt'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]));
  const night = ['quiet.txt', 'picture.txt', 'page.html', 'long.txt'].map(path);
  const keep = async () => {
    const { code, out, err } = await sulh(['keep', ...night, '--json', ...as('pak/monitor')]);
    assert.equal(code, 2, 'what is no text is told, and holds up nothing');
    assert.match(err, /picture\.txt:\n.*no-text/);
    return JSON.parse(out) as { id: string; title?: string; already: boolean }[];
  };
  const kept = await keep();
  assert.deepEqual(
    kept.map((one) => [one.title, one.already]),
    [
      ['Quiet at the fords, says ministry', false],
      ['Two hurt at the upper ford', false],
      [undefined, false],
    ],
  );
  const again = await keep();
  assert.deepEqual(
    again.map((one) => [one.id, one.already]),
    kept.map((one) => [one.id, true]),
  );
  const client = new Client(host.url, 'doha-istanbul');
  await client.signIn(await readKey(keyOf('tur/chair')));
  const [quiet, page, long] = (await Promise.all(
    kept.map(({ id }) => client.json('GET', `/api/records/doha-istanbul/document/${id}`)),
  )) as Record<string, string>[];
  assert.deepEqual([quiet!.published, quiet!.language], ['2025-05-05', 'en']);
  assert.deepEqual([page!.published, page!.outlet], ['2025-05-06', 'The Courier']);
  assert.equal(
    page!.text,
    'Two hurt at the upper ford\n\nTwo shepherds were hurt on Monday, the district’s hospital said, and were taken to the town.\n',
  );
  const hash = createHash('sha256')
    .update(readFileSync(path('page.html')))
    .digest('hex');
  assert.match(page!.note!, new RegExp(hash));
  assert.equal(long!.text, undefined, 'what is too long for an entry is a file beside it');
  assert.equal(
    (await client.bytes(`/records/doha-istanbul/files/${long!.sha256}`)).length,
    readFileSync(path('long.txt')).length,
  );
});

test('the analyst’s guide is followed as it stands', async () => {
  const page = guide('analyst.md');
  const night = path('tonight');
  mkdirSync(night);
  for (const name of readdirSync(join(ROOT, 'pilot/documents')))
    if (name.endsWith('.txt')) cpSync(join(ROOT, 'pilot/documents', name), join(night, name));
  cpSync(keyOf('tur/monitor'), path('analyst.key'));
  writeFileSync(
    path('reports.csv'),
    'id,from,to,lat,lon,kind\na,2025-10-20T04:00Z,2025-10-20T05:00Z,34.3,71.6,shelling\nb,2025-10-20T04:10Z,2025-10-20T05:00Z,34.3,71.6,shelling\n',
  );
  const script = ['Keep the night', 'Without a host']
    .flatMap((heading) => page(heading).flat())
    .join('\n')
    .replaceAll('npx sulh', `node ${join(ROOT, 'cli/sulh.mjs')}`);
  const { code, out } = await new Promise<{ code: number; out: string }>((done) =>
    execFile(
      'bash',
      ['--norc', '-euc', script],
      { cwd: folder, env: { ...process.env, SULH_URL: host.url } },
      (error, stdout, stderr) => done({ code: error ? Number(error.code) : 0, out: stdout + stderr }),
    ),
  );
  assert.equal(code, 0, out);
  // The pilot's record holds these five already, word for word.
  assert.equal(out.match(/On record already/g)?.length, 5, out);
  assert.match(out, /WHERE IT COMES FROM/);
  assert.equal(JSON.parse(readFileSync(path('reading.json'), 'utf8')).documents.length, 5);
  const { incidents } = JSON.parse(readFileSync(path('incidents.json'), 'utf8')) as {
    incidents: { reports: string[] }[];
  };
  assert.deepEqual(
    incidents.map((one) => one.reports.toSorted()),
    [['a', 'b']],
  );
});
