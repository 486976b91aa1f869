// The parties are equal on every screen: two hosts, one founded from the pilot as it is and one with the parties
// exchanged, and every page of the office and the field app in a real browser. What is written there, how it is built
// (elements, classes, roles, labels, links, their order) and where it lies must be the same up to the exchange.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PILOT } from '@sulh/pilot';
import type { Browser } from 'playwright-core';
import { openBrowser, standing } from './browser.ts';
import { pathsOf, ROUTES } from './pages.ts';
import { built } from './prepared.ts';
import { countAsked, settled } from './settled.ts';
import { bare, exchanged, NOW, openTwin, type Twin } from './swapped.ts';

const FIELD = '/field/';
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

test('every page of the office, and the field app, is the same with the parties exchanged', async (t) => {
  const browser = await openBrowser(t);
  if (!browser) return;
  t.after(() => browser.close());
  const faces = { office: await built('web'), field: await built('field') };
  const twins = await Promise.all([openTwin(false, faces), openTwin(true, faces)]);
  t.after(() => Promise.all(twins.map((twin) => twin.close())));

  const api = `${twins[0].host.url}/api/records/${PILOT.record}`;
  const ask = async (question: string) => {
    const answer = await fetch(`${api}/${question}`);
    return { status: answer.status, text: await answer.text() };
  };
  const paths = [...(await pathsOf(ask)), ...SEARCHES];
  const differing: string[] = [];
  const thrown: string[] = [];
  let pages = 0;
  for (const look of LOOKS) {
    const other = look.seat ? { ...look, seat: exchanged(look.seat) } : look;
    let left = look.seat ? paths : [...paths, FIELD];
    pages += left.length;
    // What differs by the parties differs each time; what differs once was a moment of the machine's, and is looked at again.
    for (let round = 1; left.length > 0; round += 1) {
      const [plain, swapped] = await Promise.all([
        walk(browser, twins[0], look, left, thrown),
        walk(browser, twins[1], other, left, thrown),
      ]);
      const found = left.flatMap((path) => difference(path, plain.get(path)!, swapped.get(path)!.map(exchanged)) ?? []);
      left = found.map(({ path }) => path);
      if (round < 3) for (const { says } of found) t.diagnostic(`looked at again: ${nameOf(look)} ${says}`);
      else {
        differing.push(...found.map(({ says }) => `${nameOf(look)} ${says}`));
        break;
      }
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

/** What is written on a page and not on its counterpart. */
function difference(path: string, mine: readonly string[], theirs: readonly string[]) {
  const at = mine.findIndex((line, i) => line !== theirs[i]);
  if (at < 0 && mine.length === theirs.length) return undefined;
  const from = Math.max(0, (at < 0 ? Math.min(mine.length, theirs.length) : at) - 2);
  const some = (lines: readonly string[]) => lines.slice(from, from + 5).join('\n      ');
  return { path, says: `${path}:\n      ${some(mine)}\n    but swapped\n      ${some(theirs)}` };
}

/** Goes from page to page as a reader does, and takes down what each shows. */
async function walk(
  browser: Browser,
  { host }: Twin,
  look: Look,
  paths: readonly string[],
  thrown: string[],
): Promise<Seen> {
  const context = await standing(browser, look.phone);
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
      await page.waitForURL((url) => !url.pathname.endsWith('/sign-in'));
      await page.locator('.who .party').waitFor();
    } else await page.goto(`${base}/public`);
    const seen: Seen = new Map();
    for (const path of paths) {
      if (path === FIELD) await page.goto(`${host.url}${path}`);
      await page.evaluate(settled, path === FIELD ? undefined : `/${PILOT.record}${path}`);
      const lines = (await page.evaluate(takeDown)).map(bare);
      // The name that the phone proposes for itself is random.
      seen.set(path, path === FIELD ? lines.map((line) => line.replace(/phone-[a-z0-9]+/g, 'phone')) : lines);
    }
    return seen;
  } finally {
    await context.close();
  }
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
