// The office over a real host: built from the sources, on the pilot founded in a folder of its own, gone afterwards.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PILOT } from '@sulh/pilot';
import { openHost } from '@sulh/server';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launch, PATIENCE_MS } from '../../tests/browser.ts';
import { built, pilotIn } from '../../tests/prepared.ts';
import { countAsked, settled } from '../../tests/settled.ts';

export interface Office {
  readonly url: string;
  readonly browser: Browser;
  /** The host's data folder. */
  readonly data: string;
  close(): Promise<void>;
}

/** `field`: with the field app beside it. */
export async function openOffice({ field = false } = {}): Promise<Office> {
  const data = mkdtempSync(join(tmpdir(), 'sulh-office-'));
  const gone = () => rmSync(data, { recursive: true, force: true });
  try {
    await pilotIn(data);
    const faces = { office: await built('web'), ...(field ? { field: await built('field') } : {}) };
    const host = await openHost({ data, port: 0, demo: true, ...faces, log: () => {} });
    const browser = await launch();
    return {
      url: `${host.url}/${PILOT.record}`,
      browser,
      data,
      async close() {
        await browser.close();
        await host.close();
        gone();
      },
    };
  } catch (error) {
    gone();
    throw error;
  }
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
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const thrown: string[] = [];
  page.on('pageerror', (error) => thrown.push(String(error)));
  await page.addInitScript(countAsked);
  await page.addInitScript((language) => localStorage.setItem('sulh.language', language), looks.language ?? 'en');
  return Object.assign(page, { thrown });
}

/** Signs in with a demonstration key, as a person does. */
export async function signIn(office: Office, page: Page, member: string): Promise<void> {
  await page.goto(`${office.url}/sign-in`);
  await page.locator(`[data-member="${member}"]`).click();
  // It leads to the brief by itself, a moment after the member's name stands above: not over a page that is opened then.
  await page.waitForURL((url) => !url.pathname.endsWith('/sign-in'));
  await page.locator('.who .party').waitFor();
}

/** Opens an address below the record’s, as a link does where the office is open already, and waits until all of it is there. */
export async function visit(office: Office, page: Page, address: string): Promise<void> {
  const to = office.url + address;
  const here = page.url().startsWith(office.url);
  if (!here) await page.goto(to);
  await putAway(page);
  await page.evaluate(settled, here ? to.slice(new URL(to).origin.length) : undefined);
}

/** Waits until all is there of what the page came to by itself: before what is on it is counted or read at once. */
export const atRest = (page: Page): Promise<void> => page.evaluate(settled, undefined);

/** Closes the receipts of what was sent. */
export async function putAway(page: Page): Promise<void> {
  while ((await page.locator('.receipt').count()) > 0) await page.locator('.receipt button:last-child').first().click();
}
const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** Violations of WCAG 2.2 AA on the page, in words. */
export async function axe(page: Page): Promise<string[]> {
  await atRest(page);
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
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
  await putAway(page);
}
