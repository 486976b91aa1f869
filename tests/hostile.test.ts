// Content of ill will, planted through the doors that everybody has, and every page that shows it in a real browser: nothing of
// it runs, leaves the host, breaks the page, or turns, covers and imitates the words that stand beside it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { WrittenOf } from '@sulh/mechanism';
import type { Browser, Page } from 'playwright-core';
import { launch, picture, standing, withoutBrowser } from './browser.ts';
import { deadlyPicture, hostile, WORDS } from './hostile.ts';
import { pathsOf } from './pages.ts';
import { built } from './prepared.ts';
import { countAsked, settled } from './settled.ts';
import { tell } from './story.ts';
import { Teller } from './teller.ts';

const skip = withoutBrowser();
const SEAT = 'mediator/chair';
let it: Teller;
let browser: Browser;
/** Kinds that were told in words of ill will. */
const planted = new Set<string>();
let report: string;

before(async () => {
  if (skip) return;
  const faces = { office: await built('web'), field: await built('field') };
  const told = (kind: Parameters<typeof hostile>[0], body: object) => {
    planted.add(kind);
    return hostile(kind, body);
  };
  it = await Teller.open({ north: 'north', south: 'south' }, told, faces);
  await tell(it);
  const files: [string, Uint8Array][] = [
    ['image/png', deadlyPicture()],
    ['text/html', Buffer.from('<!doctype html><script>alert(8)</script><body onload="alert(9)">')],
    [
      'image/svg+xml',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(10)"><script>alert(11)</script></svg>'),
    ],
    ['image/jpeg', Buffer.from('<script>alert(12)</script>, which says that it is a picture')],
  ];
  const evidence = [];
  for (const [type, bytes] of files)
    evidence.push({ sha256: await it.sends('north/monitor', bytes), size: bytes.length, type, note: WORDS[4]! });
  const body: WrittenOf<'report.file'> = {
    event: 'x-constructor',
    when: { from: it.ago(2), to: it.ago(1), certainty: 'about' },
    place: { ref: 'constructor', known: 'seen' },
    account: 'With files.',
    language: 'en',
    source: { type: 'monitor', directness: 'saw', origin: '__proto__' },
    evidence,
  };
  report = await it.does('north/monitor', 'report.file', body, { audience: 'public' });
  await it.town.caughtUp();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await it?.town.close();
});

/** A page whose every attempt to do something of its own is taken down. */
async function watched(attempts: string[], phone: boolean, language: string): Promise<Page> {
  const { url } = it.town.host;
  const context = await standing(browser, phone);
  const page = await context.newPage();
  const say = (what: string) => attempts.push(`${page.url().slice(url.length)}: ${what}`);
  page.on('dialog', async (dialog) => {
    say(`dialog ${dialog.message()}`);
    await dialog.dismiss();
  });
  page.on('pageerror', (error) => say(`error ${error.message}`));
  page.on('popup', (popup) => say(`opens ${popup.url()}`));
  page.on('crash', () => say('crashed'));
  page.on('request', (request) => {
    if (!request.url().startsWith(`${url}/`) && !/^(?:blob|data):/.test(request.url())) say(`asks ${request.url()}`);
  });
  page.on('console', (message) => {
    if (message.text().startsWith('policy ')) say(message.text());
  });
  await page.clock.setFixedTime(new Date(it.ago(0)));
  await page.addInitScript(countAsked);
  await page.addInitScript((language) => {
    addEventListener('securitypolicyviolation', (event) => {
      console.warn(`policy ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    });
    localStorage.setItem('sulh.language', language);
  }, language);
  return page;
}

test('every kind of entry can be told in words of ill will', { skip }, () => {
  const untold = [...planted].filter((kind) => it.reached.has(kind));
  // A bulletin repeats what others wrote, so that it is as ill as they are.
  assert.deepEqual(
    untold.filter((kind) => !kind.startsWith('bulletin.') && kind !== 'report.file'),
    [],
  );
  assert.ok(planted.size > 90, `${planted.size}`);
});

test('no page of the office runs it, leaves the host, breaks, or lets it out of its place', { skip }, async () => {
  const attempts: string[] = [];
  const page = await watched(attempts, true, 'ur');
  const base = `${it.town.host.url}/town`;
  await page.goto(`${base}/sign-in`);
  await page.locator(`[data-member="${SEAT}"]`).click();
  await page.waitForURL((url) => !url.pathname.endsWith('/sign-in'));
  await page.locator('.who .party').waitFor();
  const paths = await pathsOf((question) => it.asks(question, SEAT));
  assert.ok(paths.length > 40, `only ${paths.length} pages`);
  const acts = ['/act/report/file', '/act/terms/adopt', '/act/handover/open'];
  const searches = ['/search?q=constructor', '/search?q=turned', `/search?q=${encodeURIComponent(WORDS[0]!)}`];
  const wrong: string[] = [];
  let shown = 0;
  for (const path of [...paths, ...acts, ...searches, `/report/${report}`]) {
    await page.evaluate(settled, `/town${path}`);
    const { found, ill } = await page.evaluate(outOfPlace);
    if (ill) shown += 1;
    wrong.push(...found.map((what) => `${path}: ${what}`));
  }
  await picture(page, 'hostile');
  assert.deepEqual(wrong.slice(0, 20), []);
  assert.deepEqual(attempts, []);
  assert.ok(shown > 25, `only ${shown} pages showed any of it`);
  await page.context().close();
});

test('nor a bulletin’s page, the field app, or a file that is opened by its address', { skip }, async () => {
  const attempts: string[] = [];
  const page = await watched(attempts, false, 'en');
  const { url } = it.town.host;
  const bulletins = it.town.record.state.all('bulletin');
  assert.ok(bulletins.length > 0);
  const wrong: string[] = [];
  const addresses = [
    ...bulletins.flatMap(({ id }) => [
      `/api/records/town/bulletin/${id}/page`,
      `/api/records/town/bulletin/${id}/page?lang=ar`,
    ]),
    '/field/',
    `/town/report/${report}`,
  ];
  for (const address of addresses) {
    await page.goto(url + address);
    if (!address.startsWith('/api/')) await page.evaluate(settled, undefined);
    wrong.push(...(await page.evaluate(outOfPlace)).found.map((what) => `${address}: ${what}`));
  }
  assert.deepEqual(wrong.slice(0, 20), []);
  // None of its files is drawn on the report's page, and none is opened by the browser: each is handed out to be saved.
  assert.equal(await page.locator('main img').count(), 0);
  let saved = 0;
  for (const { sha256 } of it.town.record.state.get('report', report)!.evidence)
    for (const copy of ['', '?copy=working', '?copy=shown']) {
      const address = `/records/town/files/${sha256}${copy}`;
      const answer = await fetch(url + address);
      if (answer.status !== 200) continue;
      const download = page.waitForEvent('download');
      await page.goto(url + address).catch(() => undefined);
      await (await download).cancel();
      saved += 1;
    }
  assert.ok(saved > 3, `only ${saved} files can be had`);
  assert.deepEqual(attempts, []);
  await page.context().close();
});

/** What of others' words is where it should not be; and whether there are any. Runs in the browser. */
function outOfPlace(): { found: string[]; ill: boolean } {
  const found = new Set<string>();
  for (const element of document.querySelectorAll('*')) {
    if (element.matches('iframe, object, embed, base, frame, portal, meta[http-equiv]:not([http-equiv*=Policy])'))
      found.add(element.localName);
    for (const { name, value } of element.attributes) {
      if (/^on/.test(name)) found.add(`${element.localName} ${name}`);
      const leads = /^(?:href|src|srcdoc|action|formaction|xlink:href)$/.test(name);
      if (
        leads &&
        !/^(?:[/#?.]|blob:|data:image\/|bulletin\.json$)/.test(value) &&
        new URL(value, location.href).origin !== location.origin
      )
        found.add(`${element.localName} ${name}=${value.slice(0, 60)}`);
    }
  }
  const wider = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wider > 0) found.add(`${wider} pixels wider than its window`);
  const polluted = Object.keys(Object.prototype).join();
  if (polluted) found.add(`every object has ${polluted}`);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const text = node.textContent ?? '';
    const parent = node.parentElement!;
    const where = `${parent.localName}.${parent.className}`;
    // Controls that turn the rest of the line, or end the isolation that they stand in; marks that cover other lines.
    if (/[\u202d\u202e]|\u2069\u2069|\u2067\u2067/.test(text)) found.add(`turns in ${where}`);
    if (/\p{M}{12}/u.test(text)) found.add(`covers from ${where}`);
    if (!text.trim() || parent.closest('select, svg, textarea, script, style, noscript')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const rect = range.getBoundingClientRect();
    let box: Element = parent;
    let scrolls = false;
    while (getComputedStyle(box).display.startsWith('inline') && box.parentElement) box = box.parentElement;
    for (let at: Element | null = parent; at && at !== document.body; at = at.parentElement)
      if (getComputedStyle(at).overflowX !== 'visible') scrolls = true;
    const { left, right, width } = box.getBoundingClientRect();
    if (!scrolls && width > 0 && rect.width > 0 && (rect.right > right + 3 || rect.left < left - 3))
      found.add(`${Math.round(rect.width - width)} pixels beside ${where}`);
  }
  const ill = /alert\(|turned|constructor|__proto__|W{40}|elsewhere\.example/.test(document.body.textContent ?? '');
  return { found: [...found], ill };
}
