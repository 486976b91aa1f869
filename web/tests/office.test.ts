// The main way through the office, in a real browser over a real host: no mock anywhere.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { picture, withoutBrowser } from '../../tests/browser.ts';
import { atRest, axe, type Office, openOffice, openPage, overflow, signIn, step, visit } from './office.ts';

const skip = withoutBrowser();
describe('the office', { skip }, () => {
  let office: Office;
  before(async () => {
    office = await openOffice();
  });
  after(async () => {
    await office?.close();
  });

  it('shows the public what is public, without signing in, and says loudly that it is a demonstration', async () => {
    const page = await openPage(office);
    // The host's bare address, as the README gives it.
    await page.goto(new URL('/', office.url).href);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await atRest(page);
    assert.match((await page.locator('.demo').textContent()) ?? '', /Demonstration/);
    await page.locator('.bulletin-text').waitFor();
    await atRest(page);
    assert.equal(await page.locator('.who').count(), 0);
    await picture(page, 'public');
    assert.deepEqual(page.thrown, []);
    await page.context().close();
  });

  it('has a report, filed in three steps by a monitor, in the chair’s open brief at once, without a reload', async () => {
    const chair = await openPage(office);
    await signIn(office, chair, 'tur/chair');
    await visit(office, chair, '/brief');
    await chair.locator('[data-section=overnight]').waitFor();
    const monitor = await openPage(office);
    await signIn(office, monitor, 'pak/monitor');
    await visit(office, monitor, '/file');
    await monitor.locator('input[name=event][value=shelling]').check();
    await monitor.getByRole('button', { name: 'Next' }).click();
    await monitor.locator('select[name=ref]').selectOption('ghulam-khan');
    await monitor.getByRole('button', { name: 'Next' }).click();
    const words = `Four impacts counted from the post, ${Date.now()}.`;
    await monitor.locator('textarea[name=account]').fill(words);
    await monitor.getByRole('button', { name: 'Sign and send' }).click();
    await monitor.locator('.receipt').waitFor();
    await chair.locator('[data-section=overnight]', { hasText: words }).waitFor();
    await atRest(monitor);
    assert.match((await monitor.locator('.receipt').textContent()) ?? '', /The proof was checked here/);
    // The report's own page, and the entry with its checks.
    await monitor.locator('.account').waitFor();
    await monitor.locator('.receipt a').first().click();
    await monitor.locator('[data-checks]').getByText('The signature holds').waitFor();
    await atRest(monitor);
    const checks = (await monitor.locator('[data-checks]').textContent()) ?? '';
    assert.match(checks, /The signature holds/);
    assert.match(checks, /The proof holds/);
    await picture(monitor, 'entry');
    const [download] = await Promise.all([
      monitor.waitForEvent('download'),
      monitor.locator('.actions').getByRole('button', { name: 'Save the proof' }).click(),
    ]);
    assert.match(readFileSync((await download.path())!, 'utf8'), /^c2sp\.org\/tlog-proof@v1\n/);
    // The same receipt as a code, and what a scanner reads of it checked again without the entry.
    await monitor.getByRole('button', { name: 'Show as a QR code' }).click();
    const scanned = (await monitor.locator('.code img').getAttribute('alt')) ?? '';
    await visit(office, monitor, '/verify');
    await monitor.locator('textarea[name=scanned]').fill(scanned);
    await monitor.getByRole('button', { name: 'Check the code' }).click();
    await monitor.getByText(/This leaf is entry .* in the signed checkpoint/).waitFor();
    assert.deepEqual([...chair.thrown, ...monitor.thrown], []);
    await chair.context().close();
    await monitor.context().close();
  });

  it('takes a case to a finding with a dissent, by three members each signing in their own browser', async () => {
    const [pak, afg, chair] = [await openPage(office), await openPage(office), await openPage(office)];
    await Promise.all([
      signIn(office, pak, 'pak/lead'),
      signIn(office, afg, 'afg/lead'),
      signIn(office, chair, 'tur/chair'),
    ]);

    await visit(office, chair, '/reports');
    await chair.getByRole('link', { name: 'Shelling' }).first().click();
    await chair.getByRole('link', { name: 'Open an incident' }).click();
    await chair.getByLabel('Title').fill('Impacts near Ghulam Khan');
    await chair.getByRole('button', { name: 'Sign and open the incident' }).click();
    await chair.getByRole('heading', { name: 'Impacts near Ghulam Khan' }).waitFor();
    await chair.getByRole('button', { name: 'Open a case' }).click();
    await chair.getByLabel('What the case is to find out').fill('Whether impacts occurred, and of what.');
    await chair.getByRole('button', { name: 'Sign and open the case' }).click();
    await chair.getByRole('link', { name: 'To the case' }).click();
    await chair.locator('.next').waitFor();
    const address = chair.url();

    for (const [page, member] of [
      [pak, 'pak/lead'],
      [afg, 'afg/lead'],
    ] as const) {
      await page.goto(address);
      await step(page, 'case.acknowledge');
      await step(page, 'case.name-team', () => page.locator(`input[name=members][value="${member}"]`).check());
    }
    await step(chair, 'case.name-team', () => chair.locator('input[name=members][value="tur/chair"]').check());
    await step(chair, 'access.ask', async () => {
      await chair.locator('select[name=of]').selectOption('afg');
      await chair.locator('textarea[name=purpose]').fill('To see the impacts from the other side of the line.');
    });
    await step(afg, 'access.answer', async () => {
      await afg.locator('select[name=answer]').selectOption('refused');
      await afg.locator('select[name=ground]').selectOption('security');
      await afg.locator('input[name=authority]').fill('Provincial liaison office');
    });
    await step(chair, 'case.draft', async () => {
      for (const [i, [standard, words]] of [
        ['established', 'Four impacts occurred near Ghulam Khan.'],
        ['unable-to-verify', 'Who fired is not determined.'],
      ].entries()) {
        await chair.locator(`select[name=standard${i}]`).selectOption(standard!);
        await chair.locator(`textarea[name=statement${i}]`).fill(words!);
        await chair.locator(`textarea[name=because${i}]`).fill('The accounts agree on time and place.');
      }
      await chair.locator('form textarea[name=account]').fill('The team visited one side.');
      await chair.locator('form textarea[name=limits]').fill('Access to the other side was refused.');
    });
    await step(pak, 'case.reply');
    await step(afg, 'case.reply', () => afg.locator('textarea[name=words]').fill('The draft leaves out our account.'));
    await step(pak, 'case.position');
    await step(chair, 'case.position');
    await step(afg, 'case.position', async () => {
      await afg.locator('select[name=position]').selectOption('dissent');
      await afg.locator('textarea[name=words]').fill('No impact was seen from our post.');
    });
    await step(chair, 'case.adopt');

    // Everybody sees it, live, and nobody sees the finding without the dissent.
    for (const page of [pak, afg, chair]) {
      const finding = page.locator('.finding[data-on=occurrence]');
      await finding.getByText('contested').waitFor();
      assert.match((await finding.textContent()) ?? '', /Plausible/);
      assert.match(
        (await finding.locator('[data-position=dissent]').textContent()) ?? '',
        /No impact was seen from our post/,
      );
    }
    await atRest(chair);
    assert.equal(await chair.locator('[data-access][data-status=refused]').count(), 1);
    await picture(chair, 'case-adopted');
    assert.deepEqual([...pak.thrown, ...afg.thrown, ...chair.thrown], []);
    for (const page of [pak, afg, chair]) await page.context().close();
  });

  it('says a refusal of the rules in words, with its code, and sends nothing', async () => {
    const page = await openPage(office);
    await signIn(office, page, 'pak/lead');
    await visit(office, page, '/crossings');
    await page.locator('section', { hasText: 'Torkham' }).getByRole('button', { name: 'Declare' }).first().click();
    for (const box of await page.locator('input[name=category]:checked').all()) await box.uncheck();
    await page.locator('form[data-kind="crossing.declare"] button[type=submit]').click();
    await page.locator('.trouble').waitFor();
    await atRest(page);
    assert.match((await page.locator('.trouble').textContent()) ?? '', /does not fit.*invalid-body/s);
    assert.equal(await page.locator('.receipt').count(), 0);
    await page.context().close();
  });

  it('publishes a bulletin drafted from the record, approved by two, that holds when it is checked in the browser', async () => {
    const secretary = await openPage(office);
    await signIn(office, secretary, 'tur/secretary');
    await visit(office, secretary, '/bulletins');
    await secretary.getByRole('button', { name: 'New bulletin' }).click();
    await secretary.getByRole('button', { name: 'Compose from the record' }).click();
    await secretary.getByRole('button', { name: 'Sign and put forward' }).click();
    await secretary.getByRole('heading', { name: 'Waiting for approvals' }).waitFor();
    const address = secretary.url();
    for (const member of ['tur/chair', 'pak/lead']) {
      const page = await openPage(office);
      await signIn(office, page, member);
      await page.goto(address);
      await page.locator('form[data-kind="bulletin.approve"] button').click();
      await page.locator('.receipt').waitFor();
      await page.context().close();
    }
    await secretary.getByText('2 of 2 approvals given').waitFor();
    await secretary.getByRole('button', { name: 'Check it in this browser' }).click();
    await secretary.locator('[data-verdict=holds]').waitFor();
    await picture(secretary, 'bulletin');
    // The public reads it without a sign-in, dissent included.
    const reader = await openPage(office);
    await reader.goto(address);
    await reader.locator('.bulletin-text').waitFor();
    await atRest(reader);
    assert.match((await reader.locator('.bulletin-text').textContent()) ?? '', /Dissents/);
    assert.deepEqual([...secretary.thrown, ...reader.thrown], []);
    await reader.context().close();
    await secretary.context().close();
  });

  it('never shows one party what is addressed to the other, nor to the public what is for members', async () => {
    const pak = await openPage(office);
    await signIn(office, pak, 'pak/monitor');
    await visit(office, pak, '/file');
    await pak.locator('input[name=event][value=overflight]').check();
    await pak.getByRole('button', { name: 'Next' }).click();
    await pak.getByRole('button', { name: 'Next' }).click();
    await pak.locator('textarea[name=account]').fill('Sealed words for the chair alone.');
    await pak.locator('select[name=audience]').selectOption('some');
    await pak.locator('input[name=recipient][value=tur]').check();
    await pak.getByRole('button', { name: 'Sign and send' }).click();
    await pak.locator('.account, .trouble').first().waitFor();
    await atRest(pak);
    assert.deepEqual(await pak.locator('.trouble').allTextContents(), []);
    const address = pak.url();
    const afg = await openPage(office);
    await signIn(office, afg, 'afg/lead');
    for (const path of ['/brief', '/reports', '/search?q=Sealed', '/record', '/map']) {
      await visit(office, afg, path);
      await atRest(afg);
      assert.doesNotMatch((await afg.locator('main').textContent()) ?? '', /Sealed words/, path);
    }
    await afg.goto(address);
    await afg.locator('.trouble').waitFor();
    await atRest(afg);
    assert.match((await afg.locator('.trouble').textContent()) ?? '', /nothing-here/);
    await afg.context().close();
    await pak.context().close();
  });

  it('pages a long list: forth by keyboard, back by the browser, found by words, sorted by the host', async () => {
    const page = await openPage(office);
    await visit(office, page, '/record');
    const rows = page.locator('.list tbody tr');
    const firstIndex = async () => Number(await rows.first().locator('th').textContent());
    const status = page.locator('.list-tools [role=status]');
    await rows.first().waitFor();
    assert.equal(await rows.count(), 25);
    const newest = await firstIndex();
    const shown = page.locator('.list[aria-busy=false]');
    await page.getByRole('link', { name: 'Next page' }).focus();
    await page.keyboard.press('Enter');
    await status.getByText(/^26 to 50 of/).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('role')), 'status');
    const second = await firstIndex();
    assert.ok(second < newest);
    await page.getByRole('link', { name: 'Next page' }).click();
    await status.getByText(/^51 to 75 of/).waitFor();
    await page.getByRole('link', { name: 'Previous page' }).click();
    await status.getByText(/^26 to 50 of/).waitFor();
    await shown.waitFor();
    assert.equal(await firstIndex(), second);
    await page.goBack();
    await page.goBack();
    await page.goBack();
    await status.getByText(/^1 to 25 of/).waitFor();
    await shown.waitFor();
    assert.equal(await firstIndex(), newest);
    await page.locator('.list thead button').first().click();
    await page.locator('.list tbody tr:first-child th').getByText(/^0$/).waitFor();
    await page.locator('.list-tools input').fill('Torkham');
    await page.keyboard.press('Enter');
    await page.waitForURL(/entry-q=Torkham/);
    await shown.waitFor();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export (CSV)' }).click(),
    ]);
    const lines =
      readFileSync((await file.path())!, 'utf8')
        .trimEnd()
        .split('\r\n').length - 1;
    assert.match((await status.textContent()) ?? '', new RegExp(`of ${lines}$|${lines} of ${lines}`));
    assert.deepEqual(page.thrown, []);
    await page.context().close();
  });

  it('is reached by keyboard: skip link, search by slash, pages by two letters, and a list of them', async () => {
    const page = await openPage(office);
    await signIn(office, page, 'afg/liaison');
    await page.goto(`${office.url}/brief`);
    await page.locator('[data-section=health]').waitFor();
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.className), 'skip');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'main');
    await page.keyboard.press('g');
    await page.keyboard.press('c');
    await page.waitForURL(/\/cases$/);
    // What is done in between takes the first letter back: another key, a click, another window.
    for (const between of [
      () => page.keyboard.press('Escape'),
      () => page.locator('h1').click(),
      () => page.evaluate(() => dispatchEvent(new Event('blur'))),
    ]) {
      await page.keyboard.press('g');
      await between();
      await page.keyboard.press('b');
      await atRest(page);
      assert.match(page.url(), /\/cases$/);
    }
    await page.keyboard.press('?');
    await page.locator('dialog[open]').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('dialog[open]').waitFor({ state: 'hidden' });
    await page.keyboard.press('/');
    await page.locator('#find:focus').waitFor();
    await page.keyboard.type('Torkham');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/search\?q=Torkham/);
    await page.locator('main section li').first().waitFor();
    await page.context().close();
  });

  // Every page in one language of each direction; the others where words are longest and both sides stand together.
  for (const looks of [
    { language: 'en', dark: false, phone: false, all: true },
    { language: 'ar', dark: true, phone: true, all: true },
    { language: 'ur', dark: false, phone: true, all: false },
    { language: 'ps', dark: true, phone: false, all: false },
    { language: 'prs', dark: false, phone: false, all: false },
    { language: 'tr', dark: true, phone: true, all: false },
  ]) {
    const name = `${looks.language}, ${looks.dark ? 'dark' : 'light'}, ${looks.phone ? 'phone' : 'desk'}`;
    it(`meets WCAG 2.2 AA and fits its screen: ${name}`, async () => {
      const page = await openPage(office, looks);
      await signIn(office, page, 'tur/chair');
      const rows = async (table: string) =>
        (
          (await (
            await page.request.get(`${office.url.replace(/\/([^/]+)$/, '/api/records/$1')}/${table}?limit=1`)
          ).json()) as { rows: { id: string }[] }
        ).rows[0]!.id;
      const both = [
        '/brief',
        '/map',
        `/incident/${await rows('incident')}`,
        `/case/${await rows('case')}`,
        `/agreement/${await rows('agreement')}`,
        '/file',
      ];
      const rest = [
        ...['/talks', '/crossings', '/documents', `/document/${await rows('document')}`, '/agreements'],
        ...[
          `/bulletin/${await rows('bulletin')}`,
          '/bulletins',
          '/record',
          `/entry/${await rows('entry')}`,
          '/members',
        ],
        ...['/reports', '/incidents', '/cases', '/sign-in', '/public', '/verify'],
      ];
      const dir = ['en', 'tr'].includes(looks.language) ? 'ltr' : 'rtl';
      const wrong: string[] = [];
      for (const path of looks.all ? [...both, ...rest] : both) {
        await visit(office, page, path);
        assert.equal(await page.evaluate(() => document.documentElement.dir), dir);
        for (const found of await axe(page)) wrong.push(`${path}: ${found}`);
        const over = await overflow(page);
        if (over > 0) wrong.push(`${path}: ${over} px wider than the screen`);
        await picture(page, `${path.split('/')[1]}-${name.replaceAll(', ', '-')}`);
      }
      assert.deepEqual(wrong, []);
      assert.deepEqual(page.thrown, []);
      await page.context().close();
    });
  }
});
