import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openHost } from '@sulh/server';
import type { BrowserContext, Page } from 'playwright-core';
import { openBrowser, PATIENCE_MS, picture } from '../../tests/browser.ts';
import { built, pilotIn } from '../../tests/prepared.ts';
import { until } from '../../tests/until.ts';

const PHOTO = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(300_000)]);
const PHOTO_HASH = createHash('sha256').update(PHOTO).digest('hex');

test('a monitor enrols a phone, files a report with a photo without network, and sees the tick when it is back', async (t) => {
  const browser = await openBrowser(t);
  if (!browser) return;
  t.after(() => browser.close());
  const data = mkdtempSync(join(tmpdir(), 'sulh-field-'));
  t.after(() => rmSync(data, { recursive: true, force: true }));
  await pilotIn(data);
  const host = await openHost({ data, port: 0, demo: true, field: await built('field'), log: () => {} });
  t.after(() => host.close());

  const phone = await browser.newContext({
    viewport: { width: 360, height: 740 },
    locale: 'ps-AF',
    geolocation: { latitude: 34.12345, longitude: 71.09876, accuracy: 40 },
    permissions: ['geolocation'],
  });
  phone.setDefaultTimeout(PATIENCE_MS);
  const page = await phone.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  const shot = (name: string) => picture(page, `field-${name}`);
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
  await shot('enrol');
  await page.click('button.first');
  await page.locator('[role=alert]').waitFor();
  await page.locator('main button:not(.first)').first().click();
  await page.locator('.wipe').waitFor();

  const size = async () =>
    ((await (await fetch(`${host.url}/healthz`)).json()) as { records: { size: number }[] }).records[0]?.size;
  const before = await size();
  await phone.setOffline(true);
  await fileReport(page, shot);
  assert.equal(await page.locator('.outbox li.waiting').count(), 1);
  await shot('waiting');

  // The phone is switched off and on in the hills: the app and the report are still there.
  await page.reload();
  await page.locator('.outbox li.waiting').waitFor();
  assert.equal(await size(), before);

  // The line breaks in the middle of the photo, stays broken for a while, and comes back.
  let broken = true;
  let breaks = 0;
  const arrived: string[] = [];
  await phone.route('**/files/upload/*', (route) => {
    if (route.request().method() !== 'PATCH') return route.continue();
    if (broken && arrived.length === 1) {
      breaks += 1;
      return route.abort();
    }
    arrived.push(route.request().headers()['upload-offset'] ?? '');
    return route.continue();
  });
  await backOnline(phone, page);
  await page.locator('.outbox li.recorded').waitFor();
  await until('the line broke', () => breaks > 0);
  await page.locator('.outbox .files progress').waitFor({ state: 'attached' });
  await shot('half-sent');
  broken = false;
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await page.locator('.outbox .files[data-left="0"]').waitFor();
  // Three parts of the photo, each of which arrived once: what had arrived was not sent again.
  assert.equal(arrived.length, 3);
  assert.equal(new Set(arrived).size, 3);
  await shot('recorded');
  assert.equal(await size(), (before ?? 0) + 1);
  // In Pashto, and in its figures.
  const figures = new Intl.NumberFormat('fa-AF-u-nu-arabext', { useGrouping: false }).format(before!);
  assert.equal(await page.locator('.outbox .index').textContent(), `#${figures}`);
  assert.match((await page.locator('.outbox').textContent()) ?? '', /[۰-۹]/);
  assert.doesNotMatch((await page.locator('.outbox').textContent()) ?? '', /[0-9]/);
  const report = [...host.records.values()][0]?.state.all('report').at(-1);
  assert.equal(report?.event, 'shelling');
  assert.equal(report?.place.ref, 'torkham');
  assert.deepEqual(report?.place.point, { lat: 34.123, lon: 71.099, radiusKm: 0.1 });
  assert.equal(report?.language, 'ps');
  assert.equal(report?.audience, 'members');
  assert.deepEqual(report?.evidence, [{ sha256: PHOTO_HASH, size: PHOTO.length, type: 'image/jpeg' }]);
  const { vault } = [...host.records.values()][0]!;
  assert.equal(
    vault.find(PHOTO_HASH, { member: 'afg/lead', organisation: 'afg', seats: [] })?.facts.type,
    'image/jpeg',
  );

  await page.locator('.outbox .code').click();
  await page.locator('.qr.receipt').waitFor();
  assert.match((await page.locator('.qr.receipt').getAttribute('alt'))!, /^sulh\/receipt\/v1\n/);
  await shot('receipt');
  await page.locator('button.first').click();
  await page.locator('.outbox').waitFor();

  // With all sent, the host is asked for newer proofs, and for nothing else.
  const asked = page.waitForResponse((answer) => answer.url().endsWith('/proof'));
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await asked;
  assert.equal(await size(), (before ?? 0) + 1, 'nothing is sent twice');

  // A phone whose clock is far ahead: the record does not take it, says why in the reader's words, and it is mended.
  await fileReport(page, async () => {}, '2099-01-01T00:00');
  const refused = page.locator('.outbox li.refused');
  await refused.waitFor();
  assert.equal(await refused.locator('code').textContent(), 'in-the-future');
  const words = await refused.locator('.problem p').allTextContents();
  assert.equal(words.length, 2);
  for (const one of words) assert.match(one, /[ټځښګېۍ]/, 'in Pashto');
  await shot('refused');
  await refused.locator('.mend').click();
  await page.locator('button.choice[aria-pressed=true]').click();
  for (const time of ['#from', '#to']) await page.fill(time, '2026-01-02T03:04');
  await page.locator('button.first').click();
  assert.match(await page.inputValue('#account'), /د غره پر سر/);
  await page.locator('button.first').click();
  await page.locator('.outbox li.recorded').nth(1).waitFor();
  assert.equal(await refused.count(), 0);
  assert.equal(await size(), (before ?? 0) + 2);

  // Who will read it is said before it is signed, and can be those of one’s own and the chair alone.
  await fileReport(page, async () => {}, '', 'few');
  await page.locator('.outbox li.recorded').nth(2).waitFor();
  const few = [...host.records.values()][0]!.state.all('report').at(-1);
  assert.deepEqual(few?.audience, ['afg', 'tur']);

  for (const language of ['en', 'ur', 'ar', 'prs', 'tr']) {
    await page.selectOption('header select', language);
    await page.locator('.outbox').waitFor();
    await shot(`home-${language}`);
  }

  page.on('dialog', (dialog) => dialog.accept());
  await page.click('.wipe');
  await page.locator('#organisation').waitFor();
  assert.equal(await page.evaluate(async () => (await indexedDB.databases()).length <= 1 && localStorage.length), 0);
  assert.deepEqual(faults, []);
});

async function fileReport(
  page: Page,
  shot: (name: string) => Promise<unknown>,
  ahead = '',
  readers = 'all',
): Promise<void> {
  await page.locator('main button.first').click();
  await shot('what');
  await page.locator('button.choice').nth(6).click();
  await page.fill('#place', 'تورخم');
  await page.locator('form button[type=button]').first().click();
  await until('the phone knows where it is', async () => (await page.inputValue('#latitude')) !== '');
  if (ahead) {
    await page.locator('#from').evaluate((input) => input.removeAttribute('max'));
    await page.fill('#to', ahead);
    await page.fill('#from', ahead);
  }
  await shot('where');
  await page.locator('button.first').click();
  await page.fill('#account', 'ما د غره پر سر درې ډزې واورېدې، یو تن ټپي شو.');
  await page.fill('#woundedMin', '1');
  await page.setInputFiles('#files', { name: 'my-village.jpg', mimeType: 'image/jpeg', buffer: PHOTO });
  await page.locator('ul.files li').waitFor();
  assert.equal(await page.inputValue('#readers'), 'all');
  await page.selectOption('#readers', readers);
  await shot('account');
  await page.locator('button.first').click();
  await page.locator('.outbox').waitFor();
}

async function backOnline(phone: BrowserContext, page: Page): Promise<void> {
  await phone.setOffline(false);
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
}
