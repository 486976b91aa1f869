// The office over a real host: built from the sources, the pilot founded in a folder of its own, gone afterwards.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PILOT } from '@sulh/pilot';
import { foundIn, openHost } from '@sulh/server';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { build } from 'vite';

export const CHROMIUM = process.env.SULH_CHROMIUM ?? '/usr/bin/chromium';
/** Why the browser's tests cannot run, or undefined. With SULH_REQUIRE_ALL=1 that is a failure, not a skip. */
export const without = (): string | undefined => {
  if (existsSync(CHROMIUM)) return undefined;
  const why = `SKIPPED: needs Chromium at ${CHROMIUM} (set SULH_CHROMIUM)`;
  if (process.env.SULH_REQUIRE_ALL === '1') throw new Error(why);
  return why;
};

const web = fileURLToPath(new URL('..', import.meta.url));
export const artefacts = join(web, '.artefacts');

export interface Office {
  readonly url: string;
  readonly browser: Browser;
  /** The host's data folder. */
  readonly data: string;
  close(): Promise<void>;
}

export async function openOffice(): Promise<Office> {
  const folder = mkdtempSync(join(tmpdir(), 'sulh-office-'));
  mkdirSync(artefacts, { recursive: true });
  const office = join(folder, 'office');
  await build({
    configFile: join(web, 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir: office, emptyOutDir: true },
  });
  const data = join(folder, 'data');
  mkdirSync(data);
  await foundIn(data, PILOT.record, {
    origin: PILOT.origin,
    acts: PILOT.acts,
    files: Object.fromEntries(
      Object.entries(PILOT.files).map(([name, address]) => [name, readFileSync(new URL(address))]),
    ),
    now: () => new Date(),
    random: (length) => randomBytes(length),
    demo: true,
  });
  const host = await openHost({ data, port: 0, demo: true, office, log: () => {} });
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--use-gl=angle',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
    ],
  });
  return {
    url: `${host.url}/${PILOT.record}`,
    browser,
    data,
    async close() {
      await browser.close();
      await host.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface Looks {
  readonly language?: string;
  readonly dark?: boolean;
  readonly phone?: boolean;
}

/** A page of its own, with no cookies of another; whatever it throws fails the test that uses it. */
export async function openPage(office: Office, looks: Looks = {}): Promise<Page & { readonly thrown: string[] }> {
  const context: BrowserContext = await office.browser.newContext({
    viewport: looks.phone ? { width: 360, height: 740 } : { width: 1280, height: 900 },
    colorScheme: looks.dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    acceptDownloads: true,
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const thrown: string[] = [];
  page.on('pageerror', (error) => thrown.push(String(error)));
  await page.addInitScript((language) => localStorage.setItem('sulh.language', language), looks.language ?? 'en');
  return Object.assign(page, { thrown });
}

/** Signs in with a demonstration key, as a person does. */
export async function signIn(office: Office, page: Page, member: string): Promise<void> {
  await page.goto(`${office.url}/sign-in`);
  await page.locator(`[data-member="${member}"]`).click();
  await page.locator('.who .party').waitFor();
}

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** Violations of WCAG 2.2 AA on the page, in words. */
export async function axe(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const found = await (
      globalThis as unknown as {
        axe: {
          run(
            options: object,
          ): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }>;
        };
      }
    ).axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.slice(0, 3).map((node) => `${id}: ${node.html.slice(0, 160)} — ${node.failureSummary.slice(0, 200)}`),
    );
  });
}

/** How many pixels the page is wider than its window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Opens a step on a page, fills it in, signs and waits for the receipt. */
export async function step(page: Page, kind: string, fill: () => Promise<unknown> = async () => {}): Promise<void> {
  await page.locator(`button[data-step="${kind}"]`).click();
  const form = page.locator(`form[data-kind="${kind}"]`);
  await form.waitFor();
  await fill();
  await form.locator('button[type=submit]').click();
  await page.locator('.receipt, .trouble').first().waitFor();
  assert.deepEqual(await page.locator('.trouble').allTextContents(), [], kind);
  while ((await page.locator('.receipt').count()) > 0) await page.locator('.receipt button:last-child').first().click();
}
