// A record that was begun and has no terms: the page says what comes first, and its commands, as they stand, bring it about.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { newKey } from '@sulh/record';
import { type Host, openHost } from '@sulh/server';
import type { Browser } from 'playwright-core';
import { ROOT, sulh } from '../../cli/tests/command.ts';
import { launch, picture, withoutBrowser } from '../../tests/browser.ts';
import { built, emptyModelIn } from '../../tests/prepared.ts';
import { axe, openPage, overflow } from './office.ts';

const skip = withoutBrowser();
const ORIGIN = 'sulh.example/valley';
const ORGANISATIONS = ['north', 'south', 'mediator'];
let home: string;
let host: Host;
let browser: Browser;

before(async () => {
  if (skip) return;
  home = mkdtempSync(join(tmpdir(), 'sulh-unfounded-'));
  const data = join(home, 'data');
  mkdirSync(join(data, 'records/valley'), { recursive: true });
  const key = newKey(ORIGIN, new Uint8Array(randomBytes(32))).skey;
  writeFileSync(join(data, 'records/valley/log.key'), `${key}\n`, { mode: 0o600 });
  await emptyModelIn(data);
  host = await openHost({ data, port: 0, demo: false, office: await built('web'), log: () => {} });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await host?.close();
  if (home) rmSync(home, { recursive: true, force: true });
});

/** Runs a command of the page as it stands there, in the folder of one organisation. */
async function run(command: string, of: string): Promise<string> {
  const cwd = join(home, of);
  mkdirSync(cwd, { recursive: true });
  assert.match(command, /^npx sulh /);
  const { code, out, err } = await sulh(command.replace('ORGANISATION', of).split(' ').slice(2), { cwd });
  assert.equal(code, 0, `${command}: ${err}`);
  return out;
}

test('a record without terms says what comes first, by commands that bring it about, and goes on by itself', {
  skip,
}, async () => {
  const office = { url: `${host.url}/valley`, browser, data: join(home, 'data'), close: async () => {} };
  const page = await openPage(office);
  // Whatever is asked for, it is this page.
  for (const path of ['', '/brief', '/record']) {
    await page.goto(office.url + path);
    await page.locator('.unfounded h1', { hasText: 'has no terms yet' }).waitFor();
  }
  const text = await page.locator('.unfounded').innerText();
  assert.ok(text.includes(ORIGIN), 'the origin, for the keys’ names');
  assert.match(text, /sulh\.example\/valley\+[0-9a-f]{8}\+/, 'the log’s key');
  assert.deepEqual([await axe(page), await overflow(page)], [[], 0]);
  const phone = await openPage(office, { language: 'ur', phone: true, dark: true });
  await phone.goto(office.url);
  await phone.locator('.unfounded h1').waitFor();
  assert.deepEqual([await axe(phone), await overflow(phone)], [[], 0]);
  await picture(phone, 'unfounded-ur-dark-phone');
  await picture(page, 'unfounded');

  const [make = '', draft = '', sign = '', send = ''] = (await page.locator('.unfounded code').allInnerTexts())
    .join('\n')
    .split('\n');
  let terms = readFileSync(join(ROOT, 'docs/examples/terms.json'), 'utf8');
  for (const one of ORGANISATIONS) {
    await run(make, one);
    terms = terms.replace(`ROOT KEY OF ${one}`, (await run('npx sulh key show root.key', one)).trim());
  }
  writeFileSync(join(home, 'north/terms.json'), terms);
  await run(draft, 'north');
  for (const [i, one] of ORGANISATIONS.entries()) {
    await run(sign, one);
    const next = ORGANISATIONS[i + 1];
    if (next) writeFileSync(join(home, next, 'terms.note'), readFileSync(join(home, one, 'terms.note')));
    else assert.match(await run(send, one), /entry 0/);
  }
  for (const one of [page, phone]) {
    await one.locator('nav').first().waitFor({ state: 'attached' });
    assert.equal(await one.locator('.unfounded').count(), 0);
    assert.deepEqual(one.thrown, []);
  }
});
