// A real browser for the tests of screens: Debian's Chromium, headless. Where it is missing the test is skipped loudly,
// or fails where nothing may be skipped.

import { existsSync } from 'node:fs';
import type { TestContext } from 'node:test';
import { type Browser, chromium } from 'playwright-core';

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

/** A browser, or undefined after the test was marked as skipped. */
export async function openBrowser(t: TestContext): Promise<Browser | undefined> {
  const executablePath = PATHS.find((path) => path && existsSync(path));
  if (executablePath) return chromium.launch({ executablePath, args: QUIET });
  if (process.env.SULH_REQUIRE_ALL === '1')
    throw new Error('Chromium is missing, and SULH_REQUIRE_ALL=1 lets nothing be skipped');
  t.skip('SKIPPED: needs Chromium (Debian: apt-get install chromium), or SULH_CHROMIUM=/path/to/it');
  return undefined;
}
