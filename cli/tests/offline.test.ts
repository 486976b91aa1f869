// Commands that need no host.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { PROBLEMS } from '@sulh/server';
import { FOUND, OWN } from '../problems.ts';
import { inFolder, ROOT, sulh } from './command.ts';

const DOCUMENTS = [
  '000_0e6c3a45009ae241.txt',
  '001_087e1671cc316080.txt',
  '002_e799cd038898df58.txt',
  '003_fb830f3b7f9ee1e6.txt',
  '004_3880bb5bf419d4b3.txt',
].map((file) => `pilot/documents/${file}`);

test('every command tells how it is used, with an example', async () => {
  const { code, out } = await sulh(['--help']);
  assert.equal(code, 0);
  const commands = [...out.matchAll(/^ {2}([a-z]+) /gm)].map((one) => one[1]!).filter((name) => name !== 'help');
  for (const name of [
    'start',
    'report',
    'bulletin',
    'verify',
    'audit',
    'lint',
    'read',
    'fuse',
    'key',
    'rebuild',
    'docs',
  ])
    assert.ok(commands.includes(name), `no command ${name}`);
  for (const name of commands) {
    const help = await sulh([name, '--help']);
    assert.equal(help.code, 0, name);
    if (!help.out.includes('Commands:')) assert.match(help.out, /Examples?: sulh /, name);
  }
});

test('a command that does not exist, or is used wrongly, ends with 2 and says why', async () => {
  for (const args of [
    ['nonsense'],
    ['report'],
    ['verify'],
    ['lint', 'a', 'b'],
    ['start', '--port', 'seven'],
    ['docs', 'x'],
  ]) {
    const { code, err, out } = await sulh(args);
    assert.equal(code, 2, args.join(' '));
    assert.ok(err.length > 0);
    assert.equal(out, '');
  }
});

test('sulh lint passes the model agreement and finds the words at fault in the one that documents report', async () => {
  const model = await sulh(['lint', 'pilot/model-agreement.json']);
  assert.equal(model.code, 0, model.out);
  const reported = await sulh(['lint', '-', '--json'], {
    input:
      'Article 1\nBoth parties shall endeavour to refrain from hostile acts as soon as possible.\nArticle 2\nParty A shall take appropriate measures.\n',
  });
  assert.equal(reported.code, 1);
  const { obligations, counts } = JSON.parse(reported.out) as {
    obligations: {
      text: string;
      findings: { result: string; spans: { start: number; end: number; text: string }[] }[];
    }[];
    counts: Record<string, { missing: number; doubtful: number }>;
  };
  assert.ok(obligations.length >= 2);
  for (const one of obligations)
    for (const { spans } of one.findings)
      for (const span of spans) assert.equal(one.text.slice(span.start, span.end), span.text);
  assert.ok(
    obligations.some((one) =>
      one.findings.some((finding) => finding.spans.some((span) => /appropriate|endeavour|soon/.test(span.text))),
    ),
  );
  assert.ok(counts['time-bound']!.missing + counts['time-bound']!.doubtful > 0);
});

test('sulh read gives the documents’ claims with exact spans', async () => {
  const { code, out } = await sulh(['read', ...DOCUMENTS, '--json']);
  assert.equal(code, 0);
  const { documents } = JSON.parse(out) as {
    documents: {
      file: string;
      title: string | null;
      claims: { quote: string | null; quoteStart: number; quoteEnd: number }[];
    }[];
  };
  assert.equal(documents.length, 5);
  let quotes = 0;
  for (const { file, claims } of documents) {
    const text = readFileSync(join(ROOT, 'pilot/documents', file), 'utf8');
    for (const { quote, quoteStart, quoteEnd } of claims)
      if (quote !== null) {
        quotes++;
        assert.equal(text.slice(quoteStart, quoteEnd), quote);
      }
  }
  assert.ok(quotes > 30, `only ${quotes} quotations`);
});

test('sulh fuse puts two reports of one event together and says why', async () => {
  const csv = [
    'id,source,kind,from,to,lat,lon,killed_min,killed_max',
    'r1,liaison of one side,shelling,2025-11-01T06:00:00Z,2025-11-01T06:30:00Z,34.10,71.10,2,2',
    'r2,liaison of the other,shelling,2025-11-01T06:10:00Z,2025-11-01T06:40:00Z,34.11,71.11,2,2',
    'r3,monitor,overflight,2025-11-09T06:00:00Z,2025-11-09T06:30:00Z,31.00,66.40,,',
  ].join('\n');
  const { code, out } = await sulh(['fuse', '-', '--format', 'csv', '--json'], { input: csv });
  assert.equal(code, 0);
  const { incidents } = JSON.parse(out) as { incidents: { reports: string[]; why: string[] }[] };
  const together = incidents.find((one) => one.reports.length === 2);
  assert.deepEqual([...together!.reports].sort(), ['r1', 'r2']);
  assert.ok(together!.why.length > 0);
});

test('sulh fuse reads other data sets’ columns, fits weights to what was judged, and uses them', () =>
  inFolder(async (folder) => {
    const [reports, links, weights] = ['reports.csv.gz', 'links.csv', 'weights.json'].map((name) => join(folder, name));
    const rows = ['report_id,source_office,event_date,latitude,longitude,deaths,split'];
    const judged = ['report_id,incident_id'];
    for (let i = 0; i < 60; i += 1)
      for (const n of [0, 1]) {
        rows.push(
          `r${i}-${n},outlet ${n},2025-11-${String(1 + (i % 28)).padStart(2, '0')},${34 + (i % 7) * 0.1},${70 + (i % 5) * 0.1},${i % 9},dev`,
        );
        judged.push(`r${i}-${n},i${i}`);
      }
    writeFileSync(reports!, gzipSync(rows.join('\n')));
    writeFileSync(links!, judged.join('\n'));
    const fitted = await sulh(['fuse', reports!, '--judged', links!, '--fit', weights!]);
    assert.equal(fitted.code, 0, fitted.err);
    assert.match(fitted.out, /Fitted on the rest: +precision/);
    assert.match(fitted.err, /event_date as from.*\n.*left aside: split/);
    const used = await sulh(['fuse', reports!, '--weights', weights!, '--json']);
    assert.equal(used.code, 0, used.err);
    assert.equal(JSON.parse(used.out).incidents.flatMap((one: { reports: string[] }) => one.reports).length, 120);
    writeFileSync(join(folder, 'bad.json'), '{"format":"sulh-fusion-weights/1","terms":{"side":5}}');
    const bad = await sulh(['fuse', reports!, '--weights', join(folder, 'bad.json')]);
    assert.equal(bad.code, 2);
    assert.match(bad.err, /terms\.side/);
  }));

test('a line of a report file that cannot be read is named, and the rest is fused', async () => {
  const lines = ['{"id":"a","source":"x","from":"2025-11-01T06:00:00Z"}', '{"id":', '{"id":"b","source":"y"}'].join(
    '\n',
  );
  const { code, err, out } = await sulh(['fuse', '-', '--format', 'jsonl', '--json'], { input: lines });
  assert.equal(code, 1);
  assert.match(err, /line 2/);
  assert.equal((JSON.parse(out) as { incidents: unknown[] }).incidents.length, 2);
});

test('a new key is for its owner alone, and is never written over', () =>
  inFolder(async (folder) => {
    const file = join(folder, 'monitor.key');
    const name = 'sulh.example/doha-istanbul/qat/monitor';
    const made = await sulh(['key', 'new', name, '--out', file, '--json']);
    assert.equal(made.code, 0);
    const { vkey } = JSON.parse(made.out) as { vkey: string };
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.doesNotMatch(made.out + made.err, /PRIVATE\+KEY/);
    const shown = await sulh(['key', 'show', file]);
    assert.equal(shown.out.trim(), vkey);
    const before = readFileSync(file, 'utf8');
    const again = await sulh(['key', 'new', name, '--out', file]);
    assert.equal(again.code, 2);
    assert.match(again.err, /cannot-write/);
    assert.equal(readFileSync(file, 'utf8'), before);
  }));

test('an encrypted key opens with its passphrase and with no other', () =>
  inFolder(async (folder) => {
    const file = join(folder, 'lead.key');
    const made = await sulh(['key', 'new', 'sulh.example/doha-istanbul/pak/lead', '--out', file], {
      env: { SULH_PASSPHRASE: 'correct horse battery' },
    });
    assert.equal(made.code, 0, made.err);
    assert.doesNotMatch(readFileSync(file, 'utf8'), /PRIVATE\+KEY/);
    assert.equal((await sulh(['key', 'show', file], { env: { SULH_PASSPHRASE: 'correct horse battery' } })).code, 0);
    const wrong = await sulh(['key', 'show', file], { env: { SULH_PASSPHRASE: 'something else here' } });
    assert.equal(wrong.code, 2);
    assert.match(wrong.err, /wrong-passphrase/);
    assert.equal((await sulh(['key', 'show', file])).code, 2);
  }));

test('hostile files are refused by name, in bounded time', () =>
  inFolder(async (folder) => {
    const file = (name: string, content: string | Uint8Array) => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    const deep = file('deep.json', `{"note":${'['.repeat(200_000)}${']'.repeat(200_000)}}`);
    const binary = file('binary.json', Uint8Array.of(0xff, 0xfe, 0x00, 0x80, 0x81));
    const large = file('large.json', Buffer.alloc(40 * 1024 * 1024, 0x20));
    const broken = file('broken.json', '{"note": "x"');
    const empty = file('empty.json', '');
    const cases: [string[], RegExp][] = [
      [['verify', deep], /bad-json/],
      [['verify', binary], /not-utf8/],
      [['verify', large], /file-too-large/],
      [['verify', broken], /bad-json/],
      [['verify', empty], /--note/],
      [['verify', join(folder, 'none')], /cannot-read/],
      [['verify', folder], /cannot-read/],
      [['lint', deep], /bad-json/],
      [['fuse', binary], /not-utf8/],
      [['read', join(folder, 'none')], /cannot-read/],
      [['audit', folder], /no record/],
    ];
    for (const [args, why] of cases) {
      const { code, err } = await sulh(args);
      assert.equal(code, 2, `${args.join(' ')}: ${err}`);
      assert.match(err, why, args.join(' '));
    }
  }));

test('what a file says cannot rewrite the screen', () =>
  inFolder(async (folder) => {
    const file = join(folder, 'a.txt');
    writeFileSync(
      file,
      'Minister \u001b[2J\u001b]0;x\u0007 said on Monday: “We \u202e\u001b[31mwill hold the ceasefire.”\n',
    );
    const { out } = await sulh(['read', file]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    assert.doesNotMatch(out, /[\u001b\u0007\u202e]/);
  }));

test('whatever the record’s room finds wrong has a sentence', () => {
  // What no command meets: a caller's fault, or between two programs.
  const inside = ['bad-sizes', 'no-such-node', 'snapshot-unfit', 'bad-mirror-info'];
  const between = ['mirror-ahead', 'mirror-refuses', 'mirror-unreachable'];
  const silent: string[] = [];
  for (const room of ['record', 'cli']) {
    for (const file of readdirSync(join(ROOT, room)).filter((name) => name.endsWith('.ts')))
      for (const [, code = ''] of readFileSync(join(ROOT, room, file), 'utf8').matchAll(
        /new Problem\(\s*'([a-z0-9-]+)'/g,
      ))
        if (![OWN, FOUND, PROBLEMS].some((known) => Object.hasOwn(known, code))) silent.push(code);
  }
  assert.deepEqual(
    silent.filter((code) => ![...inside, ...between].includes(code)),
    [],
  );
});
