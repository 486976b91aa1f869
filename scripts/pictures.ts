// Takes the pictures of docs/pictures from a demonstration founded for it: `node scripts/pictures.ts`, after `npm run build`.
// Needs Chromium; CHROMIUM names another than Debian's.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { chromium } from 'playwright-core';
import { started } from '../cli/tests/command.ts';

const FOLDER = join(dirname(import.meta.dirname), 'docs/pictures');
const data = mkdtempSync(join(tmpdir(), 'sulh-pictures-'));
const host = await started(join(data, 'data'));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
  const office = `${host.url}/doha-istanbul`;
  const take = async (name: string) => {
    await page.waitForTimeout(1500);
    await page.screenshot({ path: join(FOLDER, `${name}.png`) });
    console.log(`docs/pictures/${name}.png`);
  };
  await page.goto(`${office}/sign-in`, { waitUntil: 'networkidle' });
  await page
    .getByRole('button', { name: /^Chair/ })
    .first()
    .click();
  await page.waitForURL(`${office}/`);
  await take('office');
  await page.goto(`${office}/cases`, { waitUntil: 'networkidle' });
  await page
    .getByRole('link', { name: /Ghulam Khan/ })
    .first()
    .click();
  await page.getByText('Attribution: undetermined').scrollIntoViewIfNeeded();
  await page.mouse.wheel(0, 400);
  await take('findings');
} finally {
  await browser.close();
  await host.stop();
  rmSync(data, { recursive: true, force: true });
}
