// The documents are true: generated pages have not drifted, links lead somewhere, commands and examples exist and run.

import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { started } from '../cli/tests/command.ts';
import { pilotIn } from './prepared.ts';

const ROOT = dirname(import.meta.dirname);
const run = promisify(execFile);

const pages = (folder = ''): string[] =>
  readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((one) => {
    const path = folder ? `${folder}/${one.name}` : one.name;
    if (one.isDirectory()) return folder === '' && !['docs', 'pilot'].includes(one.name) ? [] : pages(path);
    return one.name.endsWith('.md') ? [path] : [];
  });

test('pages that are generated from the code have not drifted', async () => {
  await run(process.execPath, [join(ROOT, 'scripts/docs.ts'), '--check']);
});

test('every link of the documents leads to a file or a heading that is there', () => {
  const dead: string[] = [];
  let links = 0;
  for (const page of pages()) {
    const text = readFileSync(join(ROOT, page), 'utf8').replaceAll(/^ {4}.*$|```[\s\S]*?```/gm, '');
    for (const [, target] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^https?:/.test(target!)) continue;
      links++;
      const [path] = target!.split('#');
      if (!existsSync(join(ROOT, dirname(page), path!))) dead.push(`${page}: ${target}`);
    }
  }
  assert.ok(links > 30, `only ${links} links seen`);
  assert.deepEqual(dead, []);
});

test('every npm script and sulh command that the documents name is there', async () => {
  const scripts = Object.keys(
    (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object }).scripts,
  );
  const { stdout: help } = await run(process.execPath, [join(ROOT, 'cli/sulh.ts'), '--help']);
  const commands = [...help.matchAll(/^ {2}([a-z]+)[ [<]/gm)].map((one) => one[1]);
  const missing: string[] = [];
  for (const page of pages().filter((one) => one !== 'docs/entries.md')) {
    const text = readFileSync(join(ROOT, page), 'utf8');
    for (const [said, name] of text.matchAll(/npm (?:run )?([a-z]+)/g))
      if (!['ci', 'install', ...scripts].includes(name!) && said.includes('run')) missing.push(`${page}: ${said}`);
    for (const [said, name] of text.matchAll(/(?:npx |`)sulh ([a-z]+)/g))
      if (!commands.includes(name)) missing.push(`${page}: ${said}`);
  }
  assert.deepEqual(missing, []);
});

test('a report is filed with nothing but bash, openssl and curl, as docs/api.md says', async (t) => {
  const has = (command: string, ...args: string[]) => {
    try {
      return execFileSync(command, args, { encoding: 'utf8' });
    } catch {
      return undefined;
    }
  };
  const openssl = has('openssl', 'version');
  if (!has('curl', '--version') || !has('bash', '--version') || !/^OpenSSL ([3-9]|\d\d)/.test(openssl ?? '')) {
    const why = 'SKIPPED: needs bash, curl and openssl 3 or newer';
    if (process.env.SULH_REQUIRE_ALL === '1') assert.fail(why);
    return t.skip(why);
  }
  const folder = mkdtempSync(join(tmpdir(), 'sulh-example-'));
  await pilotIn(join(folder, 'data'));
  const host = await started(join(folder, 'data'));
  try {
    const answer = await fetch(`${host.url}/api/records/doha-istanbul/demo/keys`);
    const keys = (await answer.json()) as { member: string; skey: string }[];
    const key = join(folder, 'obs.key');
    writeFileSync(key, `${keys.find((one) => one.member === 'obs/monitor')!.skey}\n`);
    const script = join(ROOT, 'docs/examples/file-report.sh');
    const { stdout } = await run(script, [key, host.url, 'Four bursts "heard" from the north; a \\ too.']);
    assert.match(stdout, /^c2sp\.org\/tlog-proof@v1\n/);
    const refused = run(script, [key, host.url, '']);
    await assert.rejects(refused, ({ stdout: said }: { stdout: string }) => {
      assert.equal((JSON.parse(said) as { code: string }).code, 'invalid-body');
      return true;
    });
  } finally {
    await host.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
