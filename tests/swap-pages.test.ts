// The parties are equal on every screen: two hosts, one founded from the pilot as it is and one with the parties
// exchanged, and every page of the office and the field app in a real browser. What is written there, how it is built
// (elements, classes, roles, labels, links, their order) and where it lies must be the same up to the exchange.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { PILOT } from '@sulh/pilot';
import type { Browser } from 'playwright-core';
import { build } from 'vite';
import { openBrowser } from './browser.ts';
import { bare, exchanged, NOW, openTwin, type Twin } from './swapped.ts';

const room = (name: string) => fileURLToPath(new URL(`../${name}/`, import.meta.url));

/** Every page that the office has, from its own list. */
const ROUTES = [...readFileSync(`${room('web')}Office.tsx`, 'utf8').matchAll(/<Route path="([^"]+)"/g)].map(
  ([, path]) => path!,
);
const SEARCHES = ['/search?q=Torkham', '/search?q=Pakistan'];

interface Look {
  readonly seat?: string;
  readonly language: string;
  readonly phone?: boolean;
}
const LOOKS: readonly Look[] = [
  { language: 'ur', phone: true },
  { language: 'en', seat: 'pak/lead' },
];
const nameOf = ({ seat, language, phone }: Look) => `${seat ?? 'public'}, ${language}${phone ? ', phone' : ''}`;

type Seen = Map<string, string[]>;

test('every page of the office, and the field app, is the same with the parties exchanged', {
  timeout: 240_000,
}, async (t) => {
  const browser = await openBrowser(t);
  if (!browser) return;
  const folder = mkdtempSync(join(tmpdir(), 'sulh-faces-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  t.after(() => browser.close());
  const faces = { office: join(folder, 'web'), field: join(folder, 'field') };
  for (const [name, outDir] of [
    ['web', faces.office],
    ['field', faces.field],
  ] as const)
    await build({
      root: room(name),
      configFile: `${room(name)}vite.config.ts`,
      logLevel: 'error',
      build: { outDir, emptyOutDir: true },
    });
  const twins = await Promise.all([openTwin(false, faces), openTwin(true, faces)]);
  t.after(() => Promise.all(twins.map((twin) => twin.close())));

  const paths = await pathsFor(twins[0]);
  const differing: string[] = [];
  const thrown: string[] = [];
  let pages = 0;
  for (const look of LOOKS) {
    const [plain, swapped] = await Promise.all([
      walk(browser, twins[0], look, paths, thrown),
      walk(browser, twins[1], { ...look, ...(look.seat ? { seat: exchanged(look.seat) } : {}) }, paths, thrown),
    ]);
    for (const [path, mine] of plain) {
      pages += 1;
      const theirs = (swapped.get(path) ?? []).map(exchanged);
      const at = mine.findIndex((line, i) => line !== theirs[i]);
      if (at < 0 && mine.length === theirs.length) continue;
      const from = Math.max(0, (at < 0 ? Math.min(mine.length, theirs.length) : at) - 2);
      const some = (lines: string[]) => lines.slice(from, from + 5).join('\n      ');
      differing.push(`${nameOf(look)} ${path}:\n      ${some(mine)}\n    but swapped\n      ${some(theirs)}`);
    }
  }
  assert.deepEqual(thrown, []);
  assert.ok(pages > LOOKS.length * ROUTES.length * 0.8, `only ${pages} pages were seen`);
  assert.equal(
    differing.length,
    0,
    `${differing.length} of ${pages} pages differ:\n${differing.slice(0, 6).join('\n')}`,
  );
});

/** The pages to look at: each route, with a row where it takes an id. */
async function pathsFor({ host }: Twin): Promise<string[]> {
  const api = `${host.url}/api/records/${PILOT.record}`;
  const found = await Promise.all(
    ROUTES.map(async (route) => {
      if (!route.includes(':')) return [route];
      const [, table = '', column = ''] = /^\/(\w+)\/:(\w+)$/.exec(route) ?? [];
      const answer = await fetch(`${api}/${table}?limit=1`);
      // A page that is not about a row of a table: what it says of nothing is looked at.
      if (answer.status !== 200) return [route.replace(/:\w+/g, 'none')];
      const { rows } = (await answer.json()) as { rows: Record<string, string>[] };
      return rows.map((row) => `/${table}/${row[column]}`);
    }),
  );
  return [...found.flat(), ...SEARCHES];
}

/** Goes from page to page as a reader does, and takes down what each shows. */
async function walk(
  browser: Browser,
  { host }: Twin,
  look: Look,
  paths: readonly string[],
  thrown: string[],
): Promise<Seen> {
  const context = await browser.newContext({
    viewport: look.phone ? { width: 360, height: 740 } : { width: 1280, height: 900 },
    reducedMotion: 'reduce',
  });
  try {
    const page = await context.newPage();
    page.on('pageerror', (error) => thrown.push(`${nameOf(look)} ${page.url()}: ${error.message}`));
    await page.clock.setFixedTime(NOW);
    await page.addInitScript(countAsked);
    await page.addInitScript((language) => localStorage.setItem('sulh.language', language), look.language);
    const base = `${host.url}/${PILOT.record}`;
    if (look.seat) {
      await page.goto(`${base}/sign-in`);
      await page.locator(`[data-member="${look.seat}"]`).click();
      await page.locator('.who .party').waitFor();
    } else await page.goto(`${base}/public`);
    const seen: Seen = new Map();
    for (const path of paths) {
      await page.evaluate(arrive, `/${PILOT.record}${path}`);
      seen.set(path, (await page.evaluate(takeDown)).map(bare));
    }
    if (!look.seat) {
      await page.goto(`${host.url}/field/`);
      await page.locator('main form, main button').first().waitFor();
      const lines = (await page.evaluate(takeDown)).map(bare);
      // The name that the phone proposes for itself is random.
      seen.set(
        '/field/',
        lines.map((line) => line.replace(/phone-[a-z0-9]+/g, 'phone')),
      );
    }
    return seen;
  } finally {
    await context.close();
  }
}

/** Counts what the page asks for, so that `arrive` knows when it has everything. Runs in the browser, before the page. */
function countAsked(): void {
  const ask = globalThis.fetch;
  let open = 0;
  Object.assign(globalThis, { asking: () => open > 0 });
  globalThis.fetch = async (...args) => {
    open += 1;
    try {
      return await ask(...args);
    } finally {
      open -= 1;
    }
  };
}

/** Goes to a page of the office as a link does, and waits until it has what it asked for and stands still. In the browser. */
async function arrive(path: string): Promise<void> {
  const { asking } = globalThis as unknown as { asking(): boolean };
  let still = 0;
  const moved = new MutationObserver(() => {
    still = 0;
  });
  moved.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  history.pushState(null, '', path);
  for (let tries = 0; still < 4 && tries < 1_000; tries += 1) {
    await new Promise((done) => setTimeout(done, 20));
    still = asking() || document.querySelector('.loading') || !document.querySelector('main h1') ? 0 : still + 1;
  }
  moved.disconnect();
}

/** What stands on the page: a line for each element with its place and size, and one for each text. Runs in the browser. */
function takeDown(): string[] {
  const lines: string[] = [];
  // Ids that were made for this visit alone.
  const made = /^(?:id|for|aria-labelledby|aria-controls|aria-describedby|style|d|nonce)$/;
  const look = (node: Node): void => {
    if (node.nodeType === Node.TEXT_NODE) {
      const text = (node.textContent ?? '').replace(/\s+/g, ' ').trim();
      if (text) lines.push(`“${text}”`);
      return;
    }
    if (!(node instanceof Element) || node.matches('script, style, noscript')) return;
    const told = [...node.attributes]
      .filter((one) => !made.test(one.name))
      .map((one) => `${one.name}=${one.value}`)
      .sort();
    const { x, y, width, height } = node.getBoundingClientRect();
    const place = [x, y, width, height].map(Math.round).join(' ');
    lines.push(`<${node.localName} ${told.join(' ')}> at ${place}`);
    for (const child of node.childNodes) look(child);
  };
  scrollTo(0, 0);
  look(document.body);
  return lines;
}
