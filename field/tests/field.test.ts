import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { PILOT } from '@sulh/pilot';
import { foundIn, openHost } from '@sulh/server';
import type { BrowserContext, Page } from 'playwright-core';
import { openBrowser } from '../../tests/browser.ts';

const ROOM = join(import.meta.dirname, '..');
const PICTURES = join(ROOM, '..', '.artefacts');

const PHOTO = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(300_000)]);
const PHOTO_HASH = createHash('sha256').update(PHOTO).digest('hex');

test('a monitor enrols a phone, files a report with a photo without network, and sees the tick when it is back', {
  timeout: 120_000,
}, async (t) => {
  const browser = await openBrowser(t);
  if (!browser) return;
  t.after(() => browser.close());
  const data = mkdtempSync(join(tmpdir(), 'sulh-field-'));
  t.after(() => rmSync(data, { recursive: true, force: true }));
  const built = join(data, 'dist');
  execFileSync(
    process.execPath,
    [join(ROOM, '../node_modules/vite/bin/vite.js'), 'build', '--outDir', built, '--logLevel', 'error'],
    { cwd: ROOM },
  );
  mkdirSync(PICTURES, { recursive: true });
  await foundIn(data, PILOT.record, {
    origin: PILOT.origin,
    acts: PILOT.acts,
    files: Object.fromEntries(Object.entries(PILOT.files).map(([name, at]) => [name, readFileSync(new URL(at))])),
    now: () => new Date(),
    random: (length) => randomBytes(length),
    demo: true,
  });
  const host = await openHost({ data, port: 0, demo: true, field: built, log: () => {} });
  t.after(() => host.close());

  const phone = await browser.newContext({
    viewport: { width: 360, height: 740 },
    locale: 'ps-AF',
    geolocation: { latitude: 34.12345, longitude: 71.09876, accuracy: 40 },
    permissions: ['geolocation'],
  });
  const page = await phone.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  const picture = (name: string) => page.screenshot({ path: join(PICTURES, `field-${name}.png`), fullPage: true });
  await page.goto(`${host.url}/field/`);

  await page.selectOption('#organisation', 'afg');
  assert.deepEqual(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]), [
    'ps',
    'rtl',
  ]);
  await page.click('form button.first');
  await page.locator('.vkey').waitFor();
  const vkey = (await page.locator('.vkey').textContent()) ?? '';
  assert.match(vkey, /^sulh\.example\/doha-istanbul\/afg\/phone-[a-z0-9]+\+[0-9a-f]{8}\+/);
  await picture('enrol');
  await page.click('button.first');
  await page.locator('[role=alert]').waitFor();
  await page.locator('main button:not(.first)').first().click();
  await page.locator('.wipe').waitFor();

  const size = async () =>
    ((await (await fetch(`${host.url}/healthz`)).json()) as { records: { size: number }[] }).records[0]?.size;
  const before = await size();
  await phone.setOffline(true);
  await fileReport(page, picture);
  assert.equal(await page.locator('.outbox li.waiting').count(), 1);
  await picture('waiting');

  // The phone is switched off and on in the hills: the app and the report are still there.
  await page.reload();
  await page.locator('.outbox li.waiting').waitFor();
  assert.equal(await size(), before);

  // The line breaks in the middle of the photo, and comes back.
  let parts = 0;
  await phone.route('**/files/upload/*', (route) =>
    route.request().method() === 'PATCH' && ++parts === 2 ? route.abort() : route.continue(),
  );
  await backOnline(phone, page);
  await page.locator('.outbox li.recorded').waitFor();
  await page.waitForFunction(() => !!document.querySelector('.outbox .files progress'));
  await picture('half-sent');
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await page.locator('.outbox .files[data-left="0"]').waitFor();
  // Three parts of the photo, the second of which was sent twice: what had arrived was not sent again.
  assert.equal(parts, 4);
  await picture('recorded');
  assert.equal(await size(), (before ?? 0) + 1);
  assert.equal(await page.locator('.outbox .index').textContent(), `#${before}`);
  const report = [...host.records.values()][0]?.state.all('report').at(-1);
  assert.equal(report?.event, 'shelling');
  assert.equal(report?.place.ref, 'torkham');
  assert.deepEqual(report?.place.point, { lat: 34.123, lon: 71.099, radiusKm: 0.1 });
  assert.equal(report?.language, 'ps');
  assert.deepEqual(report?.evidence, [{ sha256: PHOTO_HASH, size: PHOTO.length, type: 'image/jpeg' }]);
  const { vault } = [...host.records.values()][0]!;
  assert.equal(
    vault.find(PHOTO_HASH, { member: 'afg/lead', organisation: 'afg', seats: [] })?.facts.type,
    'image/jpeg',
  );

  await page.locator('.outbox .code').click();
  await page.locator('.qr.receipt').waitFor();
  assert.match((await page.locator('.qr.receipt').getAttribute('alt'))!, /^sulh\/receipt\/v1\n/);
  await picture('receipt');
  await page.locator('button.first').click();
  await page.locator('.outbox').waitFor();

  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await page.waitForTimeout(300);
  assert.equal(await size(), (before ?? 0) + 1, 'nothing is sent twice');

  for (const language of ['en', 'ur', 'ar', 'prs', 'tr']) {
    await page.selectOption('header select', language);
    await page.locator('.outbox').waitFor();
    await picture(`home-${language}`);
  }

  page.on('dialog', (dialog) => dialog.accept());
  await page.click('.wipe');
  await page.locator('#organisation').waitFor();
  assert.equal(await page.evaluate(async () => (await indexedDB.databases()).length <= 1 && localStorage.length), 0);
  assert.deepEqual(faults, []);
});

async function fileReport(page: Page, picture: (name: string) => Promise<unknown>): Promise<void> {
  await page.locator('main button.first').click();
  await page.locator('button.choice').nth(6).click();
  await page.fill('#place', 'تورخم');
  await page.locator('form button[type=button]').first().click();
  await page.waitForFunction(() => (document.querySelector('#latitude') as HTMLInputElement).value !== '');
  await picture('where');
  await page.locator('button.first').click();
  await page.fill('#account', 'ما د غره پر سر درې ډزې واورېدې، یو تن ټپي شو.');
  await page.fill('#woundedMin', '1');
  await page.setInputFiles('#files', { name: 'my-village.jpg', mimeType: 'image/jpeg', buffer: PHOTO });
  await page.locator('ul.files li').waitFor();
  await picture('account');
  await page.locator('button.first').click();
  await page.locator('.outbox').waitFor();
}

async function backOnline(phone: BrowserContext, page: Page): Promise<void> {
  await phone.setOffline(false);
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
}
