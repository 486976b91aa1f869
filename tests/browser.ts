// A real browser for the tests of screens: Debian's Chromium, headless. Where it is missing the test is skipped loudly,
// or fails where nothing may be skipped.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const PATHS = [process.env.SULH_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];
/** How long a page is waited for: on a busy machine a second's work may take a minute. */
export const PATIENCE_MS = 120_000;

const chromiumPath = PATHS.find((path) => path && existsSync(path));

/** Why the tests of screens cannot run here, or undefined. Throws where nothing may be skipped. */
export function withoutBrowser(): string | undefined {
  if (chromiumPath) return undefined;
  if (process.env.SULH_REQUIRE_ALL === '1')
    throw new Error('Chromium is missing, and SULH_REQUIRE_ALL=1 lets nothing be skipped');
  return 'SKIPPED: needs Chromium (Debian: apt-get install chromium), or SULH_CHROMIUM=/path/to/it';
}

export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath ?? '', args: QUIET, timeout: PATIENCE_MS });

/** A browser, or undefined after the test was marked as skipped. */
export async function openBrowser(t: TestContext): Promise<Browser | undefined> {
  const why = withoutBrowser();
  if (!why) return launch();
  t.skip(why);
  return undefined;
}

/** A browser of its own, on a desk or a phone, for a host whose clock stands: a session does not end by the browser's own clock. */
export async function standing(browser: Browser, phone = false): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: phone ? { width: 360, height: 740 } : { width: 1280, height: 900 },
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(PATIENCE_MS);
  await context.route('**/session', async (route) => {
    const response = await route.fetch();
    const { 'set-cookie': cookie, ...headers } = response.headers();
    const kept = cookie && { 'set-cookie': cookie.replace(/; Expires=[^;]*/i, '') };
    await route.fulfill({ response, headers: { ...headers, ...kept } });
  });
  return context;
}

const PICTURES = join(import.meta.dirname, '../.artefacts');

/** Keeps a picture of a page as `.artefacts/NAME.png`, when SULH_PICTURES=1 asks for them: they are for people to look at. */
export async function picture(page: Page, name: string): Promise<void> {
  if (process.env.SULH_PICTURES === '1') await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
}
