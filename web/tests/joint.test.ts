// Acts that several sign, and acts without a page of their own: three members in three browsers over a real host.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { PILOT } from '@sulh/pilot';
import { parseEntry } from '@sulh/record';
import { demoRootOf } from '@sulh/server';
import type { Locator, Page } from 'playwright-core';
import { picture, withoutBrowser } from '../../tests/browser.ts';
import { atRest, axe, type Office, openOffice, openPage, overflow, putAway, signIn, visit } from './office.ts';

const skip = withoutBrowser();
/** The day so many days from today. */
const day = (from: number): string => new Date(Date.now() + from * 86_400_000).toISOString().slice(0, 10);
type Opened = Page & { readonly thrown: string[] };

describe('the acts of the office', { skip }, () => {
  let office: Office;
  const open: Opened[] = [];
  before(async () => {
    office = await openOffice();
  });
  after(async () => {
    for (const page of open) assert.deepEqual(page.thrown, []);
    await office?.close();
  });

  /** A browser of a member’s own, kept from test to test. */
  const members = new Map<string, Opened>();
  async function as(member: string): Promise<Opened> {
    const known = members.get(member);
    if (known) return known;
    const page = await openPage(office);
    open.push(page);
    members.set(member, page);
    await signIn(office, page, member);
    return page;
  }
  const field = (form: Page | Locator, path: string): Locator => form.locator(`[data-field="${path}"]`);
  /** Presses a button that signs, and waits until what it does is done. */
  async function sent(page: Page, form: Locator, button: string): Promise<void> {
    await form.locator(`button[value="${button}"]`).click();
    await page.locator('.receipt, .trouble').first().waitFor();
    await atRest(page);
    assert.deepEqual(await page.locator('.trouble').allTextContents(), []);
    await putAway(page);
  }
  const rootFile = (organisation: string): string => {
    const path = join(office.data, `${organisation}.key`);
    writeFileSync(path, `${demoRootOf(office.data, PILOT.record, organisation)}\n`);
    return path;
  };

  it('open a round by a form that says at each field what is missing, and in whose time an instant is', async () => {
    const chair = await as('tur/chair');
    await visit(office, chair, '/talks');
    await chair.locator('[data-act="talks.open"]').click();
    const form = chair.locator('form[data-kind="talks.open"]');
    await form.locator('button[value="send"]').click();
    await chair.locator('.trouble').waitFor();
    await atRest(chair);
    assert.match((await field(form, 'when.from').textContent()) ?? '', /This is needed/);
    await atRest(chair);
    assert.match((await chair.locator('.trouble').textContent()) ?? '', /Nothing was signed/);
    // The first field that is wrong has the focus.
    assert.equal(await chair.evaluate(() => document.activeElement?.getAttribute('aria-invalid')), 'true');
    assert.deepEqual(await axe(chair), []);
    await field(form, 'name').locator('input').fill('Round on crossings');
    await field(form, 'place.name').locator('input').fill('Doha');
    await field(form, 'when.from').locator('input').fill(day(-20));
    await field(form, 'when.to').locator('input').fill(day(-19));
    for (const party of ['Pakistan', 'Afghanistan']) {
      await field(form, 'delegations').locator('> button').click();
      await field(form, 'delegations').locator('select').last().selectOption({ label: party });
    }
    await sent(chair, form, 'send');
    await chair.getByRole('heading', { name: 'Round on crossings' }).waitFor();
  });

  it('pass minutes from one party to the other: read in words, signed by both, sent once, seen by nobody else before', async () => {
    const one = await as('pak/lead');
    await visit(office, one, '/talks');
    const round = one.locator('section').filter({ has: one.getByRole('heading', { name: 'Round on crossings' }) });
    await round.locator('[data-act="talks.minutes"]').click();
    const form = one.locator('form[data-kind="talks.minutes"]');
    await field(form, 'words').locator('textarea').fill('Both sides open the gate at eight in the morning.');
    await form.locator('input[name=cosigner][value="afg/lead"]').check();
    await form.locator('button.primary', { hasText: 'Sign and pass on' }).waitFor();
    const other = await as('afg/lead');
    await visit(office, other, '/brief');
    await other.locator('[data-section=overnight]').waitFor();
    await atRest(other);
    assert.equal(await other.locator('[data-waiting]').count(), 0);
    await form.locator('button[value="pass"]').click();
    await one.locator('[data-refusal="signature-missing"]').waitFor();
    const address = one.url();
    // It is in the other’s open brief without a reload.
    await other.locator('[data-waiting] a').first().click();
    await other.getByText('Both sides open the gate at eight in the morning.').first().waitFor();
    assert.deepEqual(await axe(other), []);
    await picture(other, 'draft');
    // Who was not asked finds nothing, as at any address that is not theirs.
    const third = await as('tur/chair');
    await third.goto(address);
    await third.getByText('This draft is not here').waitFor();
    await visit(office, third, '/drafts');
    await third.getByText('Nothing waits for your signature.').waitFor();
    await visit(office, third, '/talks');
    await third.getByRole('heading', { name: 'Round on crossings' }).waitFor();
    await atRest(third);
    assert.equal(await third.getByText('at eight in the morning').count(), 0);
    await other.locator('button[value="sign"]').click();
    await other.locator('[data-refusal=""]').waitFor();
    await one.locator('[data-refusal=""]').waitFor();
    await sent(other, other.locator('form.deed'), 'send');
    await other.locator('[data-checks]').getByText('Both').or(other.locator('[data-checks]')).first().waitFor();
    await third.locator('section').filter({ hasText: 'at eight in the morning' }).first().waitFor();
    await visit(office, one, '/drafts');
    await one.getByText('No draft is under way.').waitFor();
  });

  it('change the terms beside those in force, each organisation with a root key that stays in its file', async () => {
    const one = await as('pak/lead');
    await visit(office, one, '/terms');
    const form = one.locator('form[data-kind="terms.adopt"]');
    await field(form, 'clocks.acknowledge').locator('input').fill('36');
    await form.locator('summary', { hasText: 'The other fields, as text' }).click();
    const rest = form.locator('textarea.raw');
    await atRest(one);
    const text = await rest.inputValue();
    await rest.fill(text.slice(0, -1));
    await form.locator('input[name=root-key]').setInputFiles(rootFile('pak'));
    await form.locator('button[value="send"]').click();
    await one.getByText('a quotation mark, a comma or a bracket is missing').waitFor();
    await rest.fill(JSON.stringify({ ...JSON.parse(text), chair: 7 }));
    await form.locator('button[value="send"]').click();
    await form.locator('li.fault', { hasText: 'chair' }).waitFor();
    await rest.fill(text);
    for (const member of ['afg/lead', 'tur/chair']) await form.locator(`input[value="${member}"]`).check();
    await form.locator('button[value="pass"]').click();
    await one.locator('[data-refusal]').waitFor();
    for (const member of ['afg/lead', 'tur/chair']) {
      const page = await as(member);
      await visit(office, page, '/drafts');
      await page.locator('[data-draft] a').first().click();
      const change = page.locator('.beside-table tbody tr');
      await change.first().waitFor();
      assert.equal(await change.count(), 1);
      assert.match((await change.textContent()) ?? '', /Clocks.*Acknowledgement.*24.*36/);
      await page.locator('input[name=root-key]').setInputFiles(rootFile(member.split('/')[0]!));
      await page.locator('button[value="sign"]').click();
      await page.locator('button[value="send"]').waitFor();
    }
    const chair = await as('tur/chair');
    await chair.locator('[data-refusal=""]').waitFor();
    await picture(chair, 'terms-draft');
    await sent(chair, chair.locator('form.deed'), 'send');
    await visit(office, one, '/members');
    await one.getByText('Acknowledgement: 36 hours').waitFor();
    // The root key was used and not kept.
    await visit(office, one, '/sign-in');
    await one.getByText('Keys in this browser').or(one.locator('main')).first().waitFor();
    await atRest(one);
    assert.equal(await one.getByText('/root').count(), 0);
  });

  it('carry a draft as a file, which the command line reads too', async () => {
    const one = await as('afg/lead');
    await visit(office, one, '/act/ceasefire/declare');
    const form = one.locator('form[data-kind="ceasefire.declare"]');
    await field(form, 'title').locator('input').fill('Quiet at the gate');
    await field(form, 'type').locator('select').selectOption('local');
    await field(form, 'from')
      .locator('input')
      .fill(`${day(9)}T06:00`);
    await atRest(one);
    const zones = (await field(form, 'from').locator('.zones').textContent()) ?? '';
    assert.match(zones, /UTC: 06:00/);
    assert.match(zones, /Pakistan: 11:00/);
    assert.match(zones, /Afghanistan: 10:30/);
    assert.match(zones, /This device/);
    await form.locator('select[name=audience]').selectOption('public');
    const [download] = await Promise.all([one.waitForEvent('download'), form.locator('button[value="save"]').click()]);
    const path = (await download.path())!;
    const { entry, signatures } = parseEntry(readFileSync(path, 'utf8'), PILOT.origin);
    assert.deepEqual([entry.kind, signatures.length], ['ceasefire.declare', 1]);
    const other = await as('pak/lead');
    await visit(office, other, '/drafts');
    await other.locator('input[name=draft]').setInputFiles(path);
    await other.getByText('Quiet at the gate').first().waitFor();
    const opened = other.locator('form[data-kind="ceasefire.declare"]');
    await opened.locator('button[value="sign"]').click();
    await sent(other, opened, 'send');
    await visit(office, other, '/agreements');
    await other.getByRole('heading', { name: 'Quiet at the gate' }).waitFor();
    // What is no draft of this record is said to be none.
    const wrong = join(office.data, 'wrong.note');
    writeFileSync(wrong, readFileSync(path, 'utf8').replace('local', 'lokal'));
    await visit(office, other, '/drafts');
    await other.locator('input[name=draft]').setInputFiles(wrong);
    await opened.locator('button[value="sign"]').click();
    await opened.locator('button[value="send"]').click();
    await other.locator('.trouble').waitFor();
  });

  it('log an observation, undo a merger, split an incident and mend a claim, where each stands', async () => {
    const monitor = await as('pak/liaison');
    await visit(office, monitor, '/map');
    await monitor.locator('[data-act="coverage.log"]').click();
    let form = monitor.locator('form[data-kind="coverage.log"]');
    await field(form, 'place.ref').locator('select').selectOption({ index: 1 });
    await field(form, 'place.known').locator('select').selectOption('seen');
    await field(form, 'when.from')
      .locator('input')
      .fill(`${day(-21)}T06:00`);
    await field(form, 'when.to')
      .locator('input')
      .fill(`${day(-21)}T05:00`);
    await field(form, 'when.certainty').locator('select').selectOption('exact');
    await field(form, 'effort.patrolHours').locator('input').fill('3.5');
    await form.locator('button[value="send"]').click();
    await form.getByText('It ends before it starts.').waitFor();
    await field(form, 'when.to')
      .locator('input')
      .fill(`${day(-21)}T10:00`);
    await sent(monitor, form, 'send');

    const chair = await as('tur/chair');
    await visit(office, chair, '/incidents');
    await chair
      .getByRole('link', { name: /Fall of a small drone/ })
      .first()
      .click();
    await chair.locator('[data-act="incident.unmerge"]').click();
    form = chair.locator('form[data-kind="incident.unmerge"]');
    await field(form, 'because').locator('textarea').fill('The two places are far apart.');
    await sent(chair, form, 'send');
    await chair.locator('[data-act="incident.merge"]').click();
    form = chair.locator('form[data-kind="incident.merge"]');
    await field(form, 'other').locator('option', { hasText: 'third round' }).waitFor({ state: 'attached' });
    // What is not there for the same members is refused by name, and nothing is written.
    await field(form, 'other').locator('select').selectOption({ index: 1 });
    await form.locator('button[value="send"]').click();
    await field(form, 'because').getByText('This is needed.').waitFor();
    await visit(office, chair, '/incidents');
    await chair
      .getByRole('link', { name: /Wreck of a small drone/ })
      .first()
      .click();
    await chair.locator('[data-act="incident.split"]').click();
    form = chair.locator('form[data-kind="incident.split"]');
    await field(form, 'because').locator('textarea').fill('One account is of the day before.');
    await field(form, 'reports').locator('input[type=checkbox]').first().waitFor();
    assert.deepEqual(await axe(chair), []);
    await field(form, 'reports').locator('label', { hasText: 'wreck' }).first().locator('input').check();
    await sent(chair, form, 'send');

    await visit(office, chair, '/documents');
    // The list moves while readings come in, so the way is taken from the link.
    const document = chair.locator('main a[href*="/document/"]').first();
    await document.waitFor();
    await chair.goto(new URL((await document.getAttribute('href'))!, office.url).href);
    const mend = chair.locator('[data-act="document.mend-claim"]').first();
    await mend.click();
    form = chair.locator('form[data-kind="document.mend-claim"]');
    await atRest(chair);
    assert.notEqual(await field(form, 'body.speaker').locator('input').inputValue(), '');
    assert.notEqual(await form.locator('.span-field textarea').first().inputValue(), '');
    await field(form, 'because').locator('textarea').fill('The outlet names the speaker otherwise.');
    await sent(chair, form, 'send');
  });

  it('have a form for every kind that a seat may write, in six languages, with nothing left unnamed', async () => {
    const lead = await as('pak/lead');
    await visit(office, lead, '/act');
    await lead.locator('.act-groups').waitFor();
    await atRest(lead);
    const kinds = await lead
      .locator('.act-groups a[href*="/act/"]')
      .evaluateAll((links) => links.map((one) => (one as HTMLAnchorElement).href));
    assert.ok(kinds.length > 30, String(kinds.length));
    for (const href of kinds) {
      await lead.evaluate((to) => history.pushState(null, '', to), href);
      const [, of, verb] = /act\/([a-z-]+)\/([a-z-]+)$/.exec(href)!;
      await lead.locator(`form[data-kind="${of}.${verb}"] button[value="send"]`).waitFor();
    }
    for (const [language, phone, dark] of [
      ['ur', true, false],
      ['prs', false, true],
    ] as const) {
      const page = await openPage(office, { language, phone, dark });
      open.push(page);
      await signIn(office, page, 'afg/lead');
      for (const path of ['/act', '/act/agreement/record', '/act/case/recommend', '/drafts', '/terms']) {
        await visit(office, page, path);
        await page.locator('main form.deed, main .act-groups, main .empty').first().waitFor();
        assert.ok((await overflow(page)) <= 0, `${path} in ${language}`);
        assert.deepEqual(await axe(page), [], `${path} in ${language}`);
        const left = await page.locator('main label, main legend, main button').allTextContents();
        assert.deepEqual(
          left.filter((one) => /[a-z]{3}/i.test(one.replace(/English|Türkçe|SHA-256|UTC|JSON|sulh/g, ''))),
          [],
          `${path} in ${language}`,
        );
        await picture(page, `${path.slice(1).replaceAll('/', '-')}-${language}`);
      }
    }
  });
});
