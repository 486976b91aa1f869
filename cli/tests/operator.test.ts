// What an operator does, by the commands of docs/guides/operator.md as they stand: founds a record that is no demonstration, with
// a PostgreSQL and a bucket behind it, goes on from another machine, replaces the log's key.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { testPostgres } from '../../server/tests/postgres.ts';
import { SECRETS, startStore } from '../../server/tests/store.ts';
import { guide, ROOT, type Started, started } from './command.ts';

const operator = guide('operator.md');

test('the operator’s guide founds a record, keeps it through a crash, and replaces its log’s key', async (t) => {
  const home = mkdtempSync(join(tmpdir(), 'sulh-operator-'));
  let data = join(home, 'data');
  let host: Started | undefined;
  const postgres = await testPostgres();
  mkdirSync(join(home, 'store'));
  const store = await startStore(join(home, 'store'));
  t.after(async () => {
    await host?.stop('SIGKILL');
    if ('url' in postgres) await postgres.stop();
    await store.close();
    rmSync(home, { recursive: true, force: true });
  });
  const env = {
    SULH_BUCKET: store.address,
    AWS_ACCESS_KEY_ID: SECRETS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: SECRETS.secretAccessKey,
    ...('url' in postgres ? { SULH_DATABASE_URL: postgres.url } : {}),
  };
  const start = async () => {
    host = await started(data, ['--no-demo'], env);
    return host;
  };
  const must = (line: string) =>
    new Promise<string>((resolve, reject) => {
      const own = line
        .replaceAll('npx sulh', `node ${join(ROOT, 'cli/sulh.mjs')}`)
        .replaceAll('/var/lib/sulh', data)
        .replaceAll('http://127.0.0.1:7800', host?.url ?? '');
      execFile('bash', ['--norc', '-euc', own], { cwd: home }, (error, stdout, stderr) =>
        error ? reject(new Error(`${own}\n${stdout}${stderr}`)) : resolve(stdout),
      );
    });
  const follow = async (heading: string, block: number, edit = (line: string) => line) => {
    let said = '';
    for (const line of operator(heading)[block] ?? assert.fail(`${heading} ${block}`))
      if (!line.startsWith('npx sulh start')) said += await must(edit(line));
    return said;
  };
  const policy = async () => (await fetch(`${host?.url}/records/valley/policy`)).text();
  const organisations = ['north', 'south', 'mediator'];

  await follow('Found a record', 0);
  await start();
  let terms = readFileSync(join(ROOT, 'docs/examples/terms.json'), 'utf8');
  for (const one of organisations) {
    await follow('Found a record', 1, (line) => line.replaceAll('north', one));
    terms = terms.replace(`ROOT KEY OF ${one}`, (await must(`npx sulh key show ${one}.root.key`)).trim());
  }
  writeFileSync(join(home, 'terms.json'), terms);
  await follow('Found a record', 2);
  const [sign = '', send = ''] = operator('Found a record')[3] ?? [];
  for (const one of organisations) {
    await assert.rejects(must(send), /not signed|signature-missing/);
    await must(sign.replace('north', one));
  }
  assert.match(await must(send), /entry 0/);
  const enrol = async (organisation: string, seat: string) => {
    const file = `${organisation}.${seat}`;
    await must(`npx sulh key new sulh.example/valley/${organisation}/${seat} --out ${file}.key`);
    const key = (await must(`npx sulh key show ${file}.key`)).trim();
    writeFileSync(join(home, 'enrol.json'), JSON.stringify({ member: `${organisation}/${seat}`, key, seats: [seat] }));
    await must(`npx sulh entry draft member.enrol enrol.json --origin sulh.example/valley --out ${file}.note`);
    await must(`npx sulh entry sign ${file}.note --key ${organisation}.root.key`);
    await must(`npx sulh entry send ${file}.note --to http://127.0.0.1:7800`);
  };
  await enrol('mediator', 'chair');

  // The machine burns down. Another one has the log's key and the bucket.
  await host?.stop('SIGKILL');
  const burnt = join(data, 'records/valley/log.key');
  data = join(home, 'another');
  mkdirSync(join(data, 'records/valley'), { recursive: true });
  copyFileSync(burnt, join(data, 'records/valley/log.key'));
  await start();
  assert.match(
    await must('npx sulh audit http://127.0.0.1:7800/records/valley --key mediator.chair.key'),
    /valley: 2 entries/,
  );
  await enrol('north', 'lead');

  await follow('Keep it', 0);
  const [before = ''] = (await policy()).split('\n');
  await host?.stop();
  await start();
  const both = (await policy()).split('\n').filter((line) => line.startsWith('log '));
  assert.equal(both.length, 2);
  assert.equal(both[0], before);
  await host?.stop();
  await follow('Keep it', 1);
  assert.ok(existsSync(join(home, 'old-log.key')));
  await start();
  assert.deepEqual((await policy()).split('\n').slice(0, 2), [both[1], 'quorum none']);
  await enrol('south', 'lead');
  await host?.stop();
  assert.match(await must('npx sulh audit /var/lib/sulh'), /Nothing was found wrong/);
});
