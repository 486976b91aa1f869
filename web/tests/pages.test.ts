// Notices, the hotline, hand-overs, sharing and the confidential route, each walked by those whose seats do it, in a real
// browser over a real host; and looked at by those whom they do not concern.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { PILOT } from '@sulh/pilot';
import { type Audience, newId, signEntry, toBase64 } from '@sulh/record';
import type { Page } from 'playwright-core';
import { picture, withoutBrowser } from '../../tests/browser.ts';
import { until } from '../../tests/until.ts';
import { atRest, axe, type Office, openOffice, openPage, overflow, signIn, step, visit } from './office.ts';

const skip = withoutBrowser();
const days = (ago: number): string => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
const SEATS = ['pak/lead', 'afg/lead', 'pak/monitor', 'tur/chair', 'obs/adviser'];

describe('the pages of notices, calls, hand-overs, shares and the confidential route', { skip }, () => {
  let office: Office;
  let api: string;
  const pages = new Map<string, Page & { readonly thrown: string[] }>();
  const keys = new Map<string, string>();
  /** Addresses of single pages, by what they are of. */
  const made: Record<string, string> = {};

  before(async () => {
    office = await openOffice();
    api = office.url.replace(/\/([^/]+)$/, '/api/records/$1');
    const answer = await fetch(`${api}/demo/keys`);
    for (const { member, skey } of (await answer.json()) as { member: string; skey: string }[]) keys.set(member, skey);
  });
  after(() => office?.close());

  /** The page of a member, who stays signed in. */
  async function as(member: string): Promise<Page & { readonly thrown: string[] }> {
    const open = pages.get(member);
    if (open) return open;
    const page = await openPage(office);
    await signIn(office, page, member);
    pages.set(member, page);
    return page;
  }

  /** Signs and sends an entry as a member's own software does. */
  async function say(by: string, kind: string, body: object, audience: Audience): Promise<string> {
    const id = newId(Date.now(), new Uint8Array(randomBytes(10)));
    const salt = toBase64(new Uint8Array(randomBytes(16)));
    const entry = { kind, id, at: new Date().toISOString(), audience, refs: [], body, salt };
    const answer = await fetch(new URL(`/records/${PILOT.record}/entries`, office.url), {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: signEntry(PILOT.origin, entry, [keys.get(by)!]),
    });
    assert.equal(answer.status, 200, await answer.text());
    return id;
  }

  const path = (page: Page): string => new URL(page.url()).pathname.replace(`/${PILOT.record}`, '');
  const shot = (page: Page, name: string) => picture(page, `pages-${name}`);
  const text = async (page: Page): Promise<string> => {
    await atRest(page);
    return (await page.locator('main').textContent()) ?? '';
  };
  /** Takes the step that adds a row to the list on the page, opens that row when it is there, and remembers its address. */
  async function adds(page: Page, what: string, kind: string, fill: () => Promise<unknown>): Promise<void> {
    const links = page.locator(`main a[href*="/${what}/"]`);
    await atRest(page);
    const before = (await links.count()) > 0 ? await links.first().getAttribute('href') : null;
    await step(page, kind, fill);
    await until(`a new ${what}`, async () => {
      const href = (await links.count()) > 0 ? await links.first().getAttribute('href') : before;
      return href !== before;
    });
    await links.first().click();
    await page.waitForURL(new RegExp(`/${what}/`));
    await page.locator('main h1').waitFor();
    made[what] = path(page);
  }
  const notHere = async (page: Page, address: string) => {
    await visit(office, page, address);
    await page.locator('.trouble').getByText('nothing-here').waitFor();
  };

  it('show a notice with each side’s answer and clock, from whoever gave it to whoever acknowledges it', async () => {
    const [pak, afg] = [await as('pak/liaison'), await as('afg/liaison')];
    await visit(office, pak, '/notices');
    await pak.locator('table').waitFor();
    await step(pak, 'notice.give', async () => {
      await pak.locator('select[name=what]').selectOption('exercise');
      await pak.locator('select[name=ref]').selectOption('torkham');
      await pak.locator('textarea[name=words]').fill('Loud reports from a closed range.');
      await pak.locator('textarea[name=asks]').fill('Keep herders away until evening.');
      await shot(pak, 'notice-form');
    });
    await visit(office, pak, '/notices');
    await pak.locator('main tr', { hasText: 'Torkham' }).filter({ hasText: 'exercise' }).locator('a').click();
    await pak.getByText('Loud reports').waitFor();
    made.notice = path(pak);
    // Nobody acknowledges a notice of one's own; its author may change or cancel it.
    await atRest(pak);
    assert.deepEqual(
      await pak.locator('[data-step]').evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.step)),
      ['notice.change', 'notice.cancel'],
    );
    await visit(office, afg, made.notice);
    await afg.locator('.clocks [data-hue]').waitFor();
    await atRest(afg);
    assert.match((await afg.locator('.clocks').textContent()) ?? '', /Afghanistan\s*running/);
    await step(afg, 'notice.acknowledge', async () => {
      await afg.locator('select[name=answer]').selectOption('asks-to-talk');
      await afg.locator('form textarea[name=words]').fill('Which valley?');
    });
    await afg.locator('.sides').getByText('asks to talk').waitFor();
    await pak.locator('.sides').getByText('asks to talk').waitFor();
    await atRest(pak);
    assert.match((await pak.locator('.clocks').textContent()) ?? '', /Afghanistan\s*done in time/);
    // A change starts the acknowledgements anew, and what stood before stays.
    await step(pak, 'notice.change', () => pak.locator('form textarea[name=words]').fill('Loud reports; one valley.'));
    await afg.locator('button[data-step="notice.acknowledge"]').waitFor();
    await afg.locator('summary', { hasText: 'What stood before' }).click();
    await afg.locator('.superseded').getByText('Loud reports from a closed range.').waitFor();
    await shot(afg, 'notice');
    // The brief leads to it.
    await visit(office, afg, '/brief');
    await afg.locator(`[data-section=unanswered] a[href$="${made.notice}"]`).first().waitFor();
    assert.deepEqual([...pak.thrown, ...afg.thrown], []);
  });

  it('show a call with its subject in words, who answered, and the incident near it; the incident shows the call', async () => {
    const [monitor, pak, chair] = [await as('pak/monitor'), await as('afg/liaison'), await as('tur/chair')];
    await visit(office, monitor, '/hotline');
    await monitor.locator('table').waitFor();
    await adds(monitor, 'hotline', 'hotline.call', async () => {
      await monitor.locator('select[name=subject]').selectOption('fire-now');
      await monitor.locator('textarea[name=words]').fill('Single shots since ten minutes.');
      await monitor.locator('input[name=placed][value=terms]').check();
      await monitor.locator('select[name=ref]').selectOption('torkham');
      await shot(monitor, 'hotline-form');
    });
    const now = new Date().toISOString();
    const when = { from: now, to: now, certainty: 'about' };
    const place = { ref: 'torkham', known: 'told' };
    const event = { event: 'fire-across-line', when, place };
    const report = await say(
      'afg/monitor',
      'report.file',
      {
        ...event,
        account: 'Shots were heard.',
        language: 'en',
        source: { type: 'monitor', directness: 'heard' },
        figures: [],
        demonstration: true,
      },
      'members',
    );
    const incident = await say(
      'tur/chair',
      'incident.open',
      { ...event, title: { en: 'Shots near Torkham' }, reports: [report], because: 'One account so far.' },
      'members',
    );
    await visit(office, pak, made.hotline!);
    await pak.locator(`[data-near="${incident}"]`).waitFor();
    await step(pak, 'hotline.acknowledge', () => pak.locator('form textarea[name=words]').fill('We look into it.'));
    await step(monitor, 'hotline.say', () => monitor.locator('form textarea[name=words]').fill('It has stopped.'));
    // In words in the brief too, in a language of the other direction, and it opens the call.
    await chair.goto(`${office.url}/brief?lang=ar`);
    const line = chair.locator('[data-code="overnight.hotline"]', { hasText: 'إطلاق نار الآن' });
    await line.waitFor();
    await atRest(chair);
    assert.doesNotMatch((await chair.locator('.brief').textContent()) ?? '', /fire-now|movement-seen|aircraft-seen/);
    await line.locator('a').first().click();
    await chair.waitForURL(new RegExp(`${made.hotline}$`));
    await chair.goto(`${office.url}${made.hotline}?lang=en`);
    await chair.getByText('It has stopped.').waitFor();
    await step(chair, 'hotline.close', () => chair.locator('select[name=outcome]').selectOption('handed-to-case'));
    await monitor.locator('.kicker').getByText('handed to a case').waitFor();
    await atRest(monitor);
    assert.equal(await monitor.locator('[data-step]').count(), 0);
    await shot(monitor, 'hotline');
    await visit(office, chair, `/incident/${incident}`);
    await chair.locator(`a[href$="${made.hotline}"]`).waitFor();
    await chair.locator(`a[href$="${made.notice}"]`).waitFor();
    assert.deepEqual([...monitor.thrown, ...pak.thrown, ...chair.thrown], []);
  });

  it('take a person through lists, gates and an objection, with nothing on any page to pass a gate by', async () => {
    const [pak, afg, chair] = [await as('pak/liaison'), await as('afg/liaison'), await as('tur/chair')];
    await visit(office, pak, '/handovers');
    await pak.locator('table').first().waitFor();
    await adds(pak, 'list', 'handover.list', async () => {
      await pak.locator('textarea[name=persons]').fill('p-7k2m, P-9X4Q');
      await shot(pak, 'list-form');
    });
    await visit(office, afg, made.list!);
    await step(afg, 'handover.answer-list', () =>
      afg.locator('select[name="P-7K2M"]').selectOption('under-examination'),
    );
    await afg.locator('tr', { hasText: 'P-7K2M' }).getByText('being examined').waitFor();
    await afg.locator('.clock-line').getByText('running').waitFor();
    await step(afg, 'handover.answer-list', async () => {
      await afg.locator('select[name="P-9X4Q"]').selectOption('known');
    });
    await pak.locator('.clock-line').getByText('done in time').waitFor();

    await visit(office, pak, '/handovers');
    await step(pak, 'handover.open', async () => {
      await pak.locator('input[name=pseudonym]').fill('P-7K2M');
      await pak.locator('select[name=crossing]').selectOption('torkham');
      await pak.locator('input[name=minor]').check();
      await pak.locator('textarea[name=identity]').fill('Who it is, for two sides.');
      await shot(pak, 'docket-form');
    });
    await pak.locator('main a', { hasText: 'P-7K2M' }).click();
    await pak.locator('[data-gate]').first().waitFor();
    made.docket = path(pak);
    await visit(office, afg, made.docket);
    await step(afg, 'handover.accept');
    // Only the gates that are one's own to speak on have a button.
    const mine = async (page: Page) => {
      await atRest(page);
      return page
        .locator('[data-gate]:has(form)')
        .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.gate ?? ''));
    };
    assert.deepEqual(await mine(afg), ['identity', 'reception-agreed', 'follow-up-set']);
    await visit(office, chair, made.docket);
    await chair.locator('[data-gate=medical] form').waitFor();
    const gate = async (page: Page, name: string) => {
      const row = page.locator(`[data-gate="${name}"]`);
      await atRest(page);
      const day = row.locator('input[type=date]');
      if ((await day.count()) > 0) await day.fill(days(-400));
      await row.locator('form button').click();
      await row.locator('form button', { hasText: 'Take it back' }).waitFor();
    };
    await gate(pak, 'identity');
    await atRest(pak);
    assert.match((await pak.locator('[data-gate=identity]').textContent()) ?? '', /not set/);
    await gate(afg, 'identity');
    await pak.locator('[data-gate=identity] td:last-child', { hasText: /^set/ }).waitFor();
    for (const name of ['legal-basis', 'family-and-child', 'medical', 'reception-agreed']) await gate(pak, name);
    for (const name of ['reception-agreed', 'follow-up-set']) await gate(afg, name);
    for (const name of await mine(chair)) await gate(chair, name);
    await step(chair, 'handover.object', () => chair.locator('select[name=ground]').selectOption('risk-found'));
    await pak.locator('.running').getByText('a risk was found').waitFor();
    // The other sides have no way to lift it.
    await atRest(pak);
    assert.equal(await pak.locator('[data-objection] form').count(), 0);
    await shot(pak, 'docket');
    await chair.locator('[data-objection] select[name=because]').selectOption('resolved');
    await chair.locator('[data-objection] form button').click();
    await pak.locator('.running').getByText('Nothing. Both sides can sign the receipt.').waitFor();
    // One side signs the receipt and passes it on; the other reads it, signs, and sends the one entry.
    await pak.locator('[data-act="handover.receipt"]').click();
    const receipt = pak.locator('form[data-kind="handover.receipt"]');
    await receipt.locator('input[name=cosigner][value="afg/liaison"]').check();
    await receipt.locator('button[value=pass]').click();
    await pak.locator('[data-refusal="signature-missing"]').waitFor();
    await visit(office, afg, '/drafts');
    await afg.locator('[data-draft] a').first().click();
    await afg.locator('button[value=sign]').click();
    await afg.locator('[data-refusal=""]').waitFor();
    await afg.locator('form.deed button[value=send]').click();
    await afg.locator('.receipt').waitFor();
    await visit(office, pak, made.docket);
    await visit(office, afg, made.docket);
    await pak
      .locator('section', { hasText: 'Receipt of two sides' })
      .getByText('Signed by both sides')
      .first()
      .waitFor();
    await chair.locator('.running [data-clock="hand-over-follow-up"]').waitFor();
    await chair.locator('.running [data-clock="purge"]').waitFor();
    await step(chair, 'handover.follow-up', () => chair.locator('select[name=result]').selectOption('seen-and-well'));
    await pak.getByText('seen, and well').waitFor();
    // The identity is destroyed by an entry, and is then gone for those who could open it.
    await pak.locator('[data-sealed] button').waitFor();
    await step(pak, 'handover.purge');
    await afg.locator('.running').getByText('Identity destroyed').waitFor();
    await atRest(afg);
    assert.equal(await afg.locator('[data-sealed]').count(), 0);
    await shot(chair, 'docket-over');
    assert.deepEqual([...pak.thrown, ...afg.thrown, ...chair.thrown], []);
    // A guarantor who is not among its readers, and the public, learn nothing.
    const qat = await as('qat/lead');
    await notHere(qat, made.docket);
    await visit(office, qat, '/handovers');
    await qat.locator('table').first().waitFor();
    assert.doesNotMatch(await text(qat), /P-7K2M/);
  });

  it('share what is sealed with whom it names, pass it on by consent alone, and keep the ledger', async () => {
    const [pak, chair, qat] = [await as('pak/lead'), await as('tur/chair'), await as('qat/lead')];
    const secret = 'Vehicles gather behind the ridge.';
    await visit(office, pak, '/sharing');
    await pak.locator('table').waitFor();
    await adds(pak, 'share', 'share.offer', async () => {
      await pak.locator('form input[name=to][value=tur]').check();
      // Who will read it stands there before it is written.
      await pak.locator('form [role=status]', { hasText: 'Pakistan, Türkiye' }).waitFor();
      await pak.locator('select[name=subject]').selectOption('preparation');
      await pak.locator('textarea[name=purpose]').fill('For the patrol of tomorrow.');
      await pak.locator('textarea[name=words]').fill(secret);
      await shot(pak, 'share-form');
    });
    await identity(chair, 'tur');
    await visit(office, chair, made.share!);
    await atRest(chair);
    assert.equal(await chair.locator('form[data-kind="share.receive"] button').isDisabled(), true);
    await chair.locator('[data-sealed] button').click();
    await chair.locator('[data-opened]').getByText(secret).waitFor();
    await chair.locator('form[data-kind="share.receive"] button').click();
    await pak.locator('[data-disclosure]').getByText('opened', { exact: true }).waitFor();
    await step(chair, 'share.ask', async () => {
      await chair.locator('form select[name=to]').selectOption('qat');
      await chair.locator('form textarea[name=purpose]').fill('Its monitor goes along.');
    });
    await pak.locator('[data-ask] select[name=answer]').selectOption('granted');
    await pak.locator('[data-ask] textarea[name=conditions]').fill('Read by one monitor.');
    await pak.locator('[data-ask] form button[type=submit]').click();
    await chair.locator('[data-ask]').getByText('Granted').waitFor();
    await shot(chair, 'share');
    await step(chair, 'share.pass-on');
    await identity(qat, 'qat');
    await visit(office, qat, '/sharing');
    await qat.locator('main tr', { hasText: 'preparation' }).locator('a').click();
    await qat.locator('[data-sealed] button').click();
    await qat.locator('[data-opened]').getByText(secret).waitFor();
    // The originator reads of both disclosures, with the consent to the second.
    await visit(office, pak, '/sharing');
    await pak.locator('[data-disclosure]', { hasText: 'Türkiye to' }).last().getByText('The consent').waitFor();
    await visit(office, pak, made.share!);
    await step(pak, 'share.withdraw', () => pak.locator('form textarea[name=because]').fill('The patrol is over.'));
    await chair.locator('.notice', { hasText: 'The patrol is over.' }).waitFor();
    await atRest(chair);
    assert.equal(await chair.locator('[data-step]').count(), 0);
    // To the other side it never was.
    const afg = await as('afg/lead');
    await notHere(afg, made.share!);
    await visit(office, afg, '/sharing');
    await afg.locator('table').waitFor();
    assert.doesNotMatch(await text(afg), /preparation|patrol of tomorrow/);

    // A release is held against the terms before it is signed.
    await visit(office, pak, '/sharing');
    await step(pak, 'share.release', async () => {
      const form = pak.locator('form[data-kind="share.release"]');
      await form.locator('input[name=name]').fill('Khyber');
      await form.locator('input[name=from]').fill(days(0));
      await form.locator('textarea[name=words]').fill('Works were seen.');
      await form.locator('[data-check]').click();
      await form.locator('.trouble', { hasText: 'release-too-soon' }).waitFor();
      await form.locator('input[name=from]').fill(days(6));
      await form.locator('[data-check]').click();
      await form.getByText('The terms allow it.').waitFor();
      await form.locator('select[name=audience]').selectOption('public');
      await shot(pak, 'release-form');
    });
    const reader = await openPage(office);
    await visit(office, reader, '/sharing');
    await reader.locator('[data-release]').getByText('Works were seen.').waitFor();
    assert.doesNotMatch(await text(reader), /Vehicles gather|TLP/);
    assert.deepEqual([...pak.thrown, ...chair.thrown, ...qat.thrown, ...reader.thrown], []);
  });

  it('say who will read it before a word is written to an adviser, and tell nobody else', async () => {
    const [monitor, adviser] = [await as('pak/monitor'), await as('obs/adviser')];
    const secret = 'Somebody came to me about a child.';
    await visit(office, monitor, '/confidential');
    const form = monitor.locator('form[data-kind="confidential.file"]');
    await form.waitFor();
    assert.equal(await form.locator('textarea').count(), 0);
    await form.locator('input[value="obs/adviser"]').check();
    await form.locator('[data-readers]', { hasText: /Will read it: .?International observers, Adviser/ }).waitFor();
    await form.locator('[data-readers]', { hasText: /What can still be seen: members of .*Pakistan/s }).waitFor();
    await form.locator('textarea').fill(secret);
    await shot(monitor, 'confidential-form');
    await form.locator('button[type=submit]').click();
    await monitor.locator('main [role=status] a', { hasText: 'Show' }).click();
    await monitor.locator('main h1').waitFor();
    made.confidential = path(monitor);
    await atRest(monitor);
    assert.equal(await monitor.locator('[data-sealed] button').count(), 0, 'who filed it has no key to it');
    await identity(adviser, 'obs-adviser');
    await visit(office, adviser, made.confidential);
    await adviser.locator('[data-sealed] button').click();
    await adviser.locator('[data-opened]').getByText(secret).waitFor();
    await adviser.locator('form[data-kind="confidential.receive"] button').click();
    await monitor.locator('.kicker').getByText('opened').waitFor();
    await shot(adviser, 'confidential');
    for (const other of ['pak/lead', 'afg/lead', 'tur/chair']) {
      const page = await as(other);
      await notHere(page, made.confidential);
      await visit(office, page, '/confidential');
      await page.locator('.list .empty').waitFor();
    }
    await step(monitor, 'confidential.withdraw');
    await adviser.locator('.notice', { hasText: 'the text is destroyed' }).waitFor();
    assert.deepEqual([...monitor.thrown, ...adviser.thrown], []);
  });

  it('tell the public nothing that is not for it, and offer it nothing to do', async () => {
    const reader = await openPage(office);
    for (const address of ['/notices', '/hotline', '/handovers', '/sharing', '/confidential']) {
      await visit(office, reader, address);
      await atRest(reader);
      assert.equal(await reader.locator('main form[data-kind], main [data-step]').count(), 0, address);
      assert.doesNotMatch(await text(reader), /P-[0-9A-Z]{4}|Torkham|TLP|Adviser/, address);
    }
    for (const address of Object.values(made)) await notHere(reader, address);
    assert.deepEqual(reader.thrown, []);
    await reader.context().close();
  });

  it('have each seat’s acts as the rules have them, and no other', async () => {
    const offered: Record<string, string[]> = {};
    for (const member of SEATS) {
      const page = await as(member);
      offered[member] = [];
      for (const address of ['/notices', '/hotline', '/handovers', '/sharing']) {
        await visit(office, page, address);
        const found = page.locator('[data-step]');
        offered[member].push(
          ...(await found.evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.step!))),
        );
      }
    }
    const party = ['notice.give', 'hotline.call', 'handover.open', 'handover.list', 'share.offer', 'share.release'];
    assert.deepEqual(offered['pak/lead'], party);
    assert.deepEqual(offered['afg/lead'], party);
    assert.deepEqual(offered['pak/monitor'], ['hotline.call', 'handover.open']);
    assert.deepEqual(
      offered['tur/chair'],
      party.filter((one) => one !== 'handover.list'),
    );
    assert.deepEqual(offered['obs/adviser'], ['handover.open', 'share.offer']);
  });

  for (const looks of [
    { language: 'en', dark: false, phone: false },
    { language: 'ar', dark: true, phone: true },
    { language: 'ur', dark: false, phone: true },
    { language: 'ps', dark: true, phone: false },
    { language: 'prs', dark: false, phone: true },
    { language: 'tr', dark: true, phone: true },
  ]) {
    const name = `${looks.language}, ${looks.dark ? 'dark' : 'light'}, ${looks.phone ? 'phone' : 'desk'}`;
    it(`meet WCAG 2.2 AA and fit their screen, forms open: ${name}`, async () => {
      const page = await openPage(office, looks);
      await signIn(office, page, looks.language === 'ur' ? 'pak/liaison' : 'pak/lead');
      const all = looks.language === 'en' || looks.language === 'ar';
      const wrong: string[] = [];
      const lists = ['/notices', '/hotline', '/handovers', '/sharing', '/confidential'];
      const singles = Object.entries(made).flatMap(([what, one]) => (what === 'confidential' ? [] : [one]));
      for (const address of all ? [...lists, ...singles] : [made.docket!, '/sharing']) {
        await visit(office, page, address);
        for (let i = -1; i < (await page.locator('[data-step]').count()); i++) {
          if (i >= 0) await page.locator('[data-step]').nth(i).click();
          const first = page.locator('main form input[type=checkbox][name=to]').first();
          if (i >= 0 && (await first.count()) > 0 && (await first.isEnabled())) await first.check();
          for (const found of await axe(page)) wrong.push(`${address} ${i}: ${found}`);
          const over = await overflow(page);
          if (over > 0) wrong.push(`${address} ${i}: ${over} px wider than the screen`);
          if (i >= 0) await shot(page, `${name.replaceAll(', ', '-')}-${address.split('/')[1]}-${i}`);
        }
        await shot(page, `${name.replaceAll(', ', '-')}-${address.split('/')[1]}`);
      }
      assert.deepEqual(wrong, []);
      assert.deepEqual(page.thrown, []);
      await page.context().close();
    });
  }

  it('are reached and used by keyboard alone', async () => {
    const page = await as('afg/liaison');
    await visit(office, page, '/brief');
    await page.locator('[data-section=health]').waitFor();
    for (const [letter, address] of [
      ['n', '/notices'],
      ['k', '/hotline'],
      ['h', '/handovers'],
      ['q', '/sharing'],
      ['f', '/confidential'],
    ] as const) {
      await page.keyboard.press('g');
      await page.keyboard.press(letter);
      await page.waitForURL(`${office.url}${address}`);
    }
    await visit(office, page, '/hotline');
    await page.locator('[data-step="hotline.call"]').focus();
    await page.keyboard.press('Enter');
    const words = page.locator('form textarea[name=words]');
    for (let i = 0; i < 12 && !(await words.evaluate((one) => one === document.activeElement)); i++)
      await page.keyboard.press('Tab');
    await page.keyboard.type('Farmers cross with their herds.');
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press('Tab');
      if (await page.evaluate(() => document.activeElement?.matches('form button[type=submit]'))) break;
    }
    await page.keyboard.press('Enter');
    await page.locator('.receipt').waitFor();
    await page.locator('main tr', { hasText: 'fire now' }).first().waitFor();
  });

  it('mark what was signed with a key that was in other hands: in the brief, on a case, and at the positions on its findings', async () => {
    const compromisedSince = '2020-01-01T00:00:00Z';
    await say(
      'pak/lead',
      'member.revoke',
      { member: 'pak/monitor', reason: 'Its phone is gone.', compromisedSince },
      'members',
    );
    for (const by of ['tur/chair', 'afg/lead']) {
      const page = await as(by);
      await page.goto(`${office.url}/brief`);
      const told = page.locator('[data-code="health.doubted"]');
      await told.waitFor();
      assert.match((await told.textContent()) ?? '', /Pakistan, Monitor/);
      await visit(office, page, '/cases');
      await page
        .locator('main table')
        .getByRole('link', { name: /Ghulam Khan/ })
        .click();
      const position = page.locator('.position', { hasText: 'Pakistan, Monitor' }).first();
      await position.getByText('signed with a key in doubt').waitFor();
      const other = page.locator('.position', { hasText: 'Afghanistan, Monitor' }).first();
      assert.equal(await other.getByText('in doubt').count(), 0);
    }
    const stranger = await fetch(`${api}/doubted`);
    assert.deepEqual(await stranger.json(), { entries: [] }, 'the public sees no key of a member');
    await shot(await as('tur/chair'), 'doubted');
  });

  /** Takes the identity of an organisation or adviser, which the demonstration keeps beside its keys, into a browser. */
  async function identity(page: Page, whose: string): Promise<void> {
    await visit(office, page, '/sealed');
    await page.setInputFiles('[data-identity]', {
      name: `${whose}.identity`,
      mimeType: 'text/plain',
      buffer: readFileSync(join(office.data, 'demo-seals', PILOT.record, `${whose}.identity`)),
    });
    await page.getByRole('button', { name: 'Forget' }).first().waitFor();
  }
});
