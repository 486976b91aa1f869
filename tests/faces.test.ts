// The faces as their readers meet them: the office, the public page and the field app over one host, in a real browser.

import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { sulh } from '../cli/tests/command.ts';
import { type Office, openOffice, openPage, putAway, signIn, visit } from '../web/tests/office.ts';
import { withoutBrowser } from './browser.ts';
import { leftOver, Said } from './english.ts';
import { Guide } from './guide.ts';
import { pathsOf } from './pages.ts';

describe('the faces, as their readers meet them', { skip: withoutBrowser() }, () => {
  let office: Office;
  before(async () => {
    office = await openOffice({ field: true });
  });
  after(() => office?.close());

  /** Signs what is in the form of a kind, and waits until the record has it. */
  async function signed(page: Page, kind: string): Promise<void> {
    await page.locator(`form[data-kind="${kind}"] button[type=submit]`).click();
    await page.locator('.receipt, .trouble').first().waitFor();
    assert.deepEqual(await page.locator('.trouble').allTextContents(), [], kind);
    await putAway(page);
  }
  const places = (page: Page) => page.locator('#places');
  /** Runs commands of a guide one after the other, in a folder of their own, against this host; gives it to be looked into. */
  async function runs(commands: readonly (readonly string[])[], then: (folder: string) => void): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'sulh-guide-'));
    try {
      const env = { SULH_URL: new URL(office.url).origin };
      for (const command of commands) {
        const { code, err } = await sulh(command, { cwd: folder, env });
        assert.equal(code, 0, `${command.join(' ')}: ${err}`);
      }
      then(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  it('are as the chair’s guide says, from the brief to the bulletin', async () => {
    const guide = new Guide('chair.md');
    const page = await openPage(office);
    await signIn(office, page, 'tur/chair');
    const menu = places(page);
    await guide.sees(menu, 'Cases', 'Bulletins');

    guide.says('It says, in this order, what could end the ceasefire overnight');
    await guide.press(menu, 'Morning brief');
    const order = 'overnight unanswered stops people crossings due positions notices statements blind health'.split(
      ' ',
    );
    await page.locator('[data-section=health]').waitFor();
    assert.deepEqual(
      await page.locator('[data-section]').evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.section)),
      order,
    );
    guide.says('Every line opens what it rests on.');
    const lines = page.locator('.brief-line');
    assert.ok((await lines.count()) > 15);
    assert.equal(await lines.filter({ hasNot: page.locator('a') }).count(), 0);

    // From what is proposed to a case whose team is named and whose clock is stopped, with what is shown of it.
    await guide.press(menu, 'Incidents');
    await guide.sees(page, 'Not one event');
    guide.says('and on the page of each report that is meant');
    await guide.press(menu, 'Morning brief');
    // Whoever comes by the brief to one side's account finds the other's beside it, and does not open an incident of one alone.
    await page.getByRole('link', { name: /in no incident yet: .Movement or new positions.*Afghanistan/ }).click();
    await page.waitForURL(/\/report\//);
    for (const side of ['Pakistan', 'Afghanistan'])
      await page.locator('[data-proposal] a', { hasText: side }).first().waitFor();
    await guide.press(page, 'Open as one incident');
    await page.getByRole('button', { name: 'Sign and open the incident' }).click();
    await page.waitForURL(/\/incident\/[0-9a-f-]{36}$/);
    await guide.press(page, 'Open a case');
    await page.locator('textarea[name=question]').fill('What was built or mended above the crossing, and by whom?');
    await signed(page, 'case.open');
    await page.getByRole('link', { name: 'To the case' }).click();
    await guide.press(page, 'Name team members');
    await page.locator('input[name=members][value="tur/monitor"]').check();
    await page.locator('select[name=chair]').selectOption('tur/chair');
    await signed(page, 'case.name-team');
    await page.locator('.case-top .tag', { hasText: 'Chair' }).waitFor();
    guide.says('with a reason and the name of whoever holds it up (*Stop a clock*); both are shown.');
    await guide.press(page, 'Stop a clock');
    await page.locator('select[name=clock]').selectOption('draft');
    await page.locator('select[name=holder]').selectOption('afg');
    await page.locator('form textarea[name=words]').fill('The road is closed until tomorrow.');
    await signed(page, 'case.stop-clock');
    const stopped = page.locator('.running [data-clock=draft][data-state=stopped]');
    await stopped.waitFor();
    assert.match((await stopped.textContent()) ?? '', /Draft: stopped.*access denied.*held by Afghanistan/);
    assert.match((await page.locator('.trail').textContent()) ?? '', /Draft: access denied, held by Afghanistan/);

    await guide.press(menu, 'Bulletins');
    await guide.press(page, 'New bulletin');
    await guide.press(page, 'Compose from the record');
    await guide.on(page, 'Sign and put forward').waitFor();
    guide.says('Every figure opens its entries.');
    const figures = page.locator('.bulletin-text .figures li');
    assert.ok((await figures.count()) > 0);
    assert.equal(await figures.filter({ hasNot: page.locator('a') }).count(), 0);
    await guide.press(page, 'Sign and put forward');
    await page.getByRole('heading', { name: 'Waiting for approvals' }).waitFor();
    await guide.press(menu, 'Bulletins');
    await page.locator('main tr', { hasText: 'Published' }).locator('a').first().click();
    await guide.sees(page, 'Correct it in the open');

    await guide.press(menu, 'To sign');
    await page.getByText('Nothing waits for your signature.').waitFor();
    await guide.press(menu, 'Members and terms');
    await guide.press(page, 'Change the terms');
    guide.says('begins with the terms in force');
    await page.locator('[data-field="clocks.acknowledge"] input').waitFor();
    assert.equal(await page.locator('[data-field="clocks.acknowledge"] input').inputValue(), '24');
    await page.locator('input[name=root-key]').waitFor();
    await page.locator('input[name=cosigner]').first().check();
    await guide.sees(page, 'Sign and pass on');
    await guide.press(menu, 'Other acts');
    await guide.sees(page, 'Draft the findings', 'Adopt the findings');

    const bulletin = guide.command('bulletin');
    // The guide's days are of its writing.
    const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
    for (const [option, value] of [
      ['--from', day(7)],
      ['--to', day(0)],
    ] as const)
      bulletin[bulletin.indexOf(option) + 1] = value;
    await runs([guide.command('key demo tur/chair'), guide.command('key demo pak/lead'), bulletin], (folder) =>
      assert.ok(existsSync(join(folder, 'bulletin.json'))),
    );
    guide.walked();
    assert.deepEqual(page.thrown, []);
    await page.context().close();
  });

  it('are as the liaison officer’s guide says, on a phone', async () => {
    const guide = new Guide('liaison.md');
    const page = await openPage(office, { phone: true });
    await signIn(office, page, 'pak/liaison');
    const menu = places(page);
    const go = async (name: string) => {
      await page.locator('.menu-button').click();
      await guide.press(menu, name);
      await page.locator('.top:not(.open)').waitFor();
    };

    guide.says('marks what waits for your side, with the time that is left');
    await go('Morning brief');
    const waits = page.locator('[data-section=unanswered] .brief-line', { hasText: 'Waits for your side' });
    await waits.first().waitFor();
    const others = page.locator('[data-section=unanswered] .brief-line', { hasNotText: 'Waits for your side' });
    for (const one of await waits.allTextContents()) assert.match(one, /Pakistan.*\((?:in )?\d+ \w+(?: ago)?\)/s);
    for (const one of await others.allTextContents()) assert.doesNotMatch(one, /^\s*Pakistan/);
    await waits.filter({ hasText: 'has not answered a request' }).locator('a').first().click();
    await page.waitForURL(/\/case\//);
    guide.says('a refusal has a ground and an authority');
    await guide.press(page, 'Answer a request');
    await page.locator('select[name=answer]').selectOption('refused');
    await page.locator('select[name=ground]').selectOption('security');
    await page.locator('input[name=authority]').fill('Provincial liaison office');
    await signed(page, 'access.answer');
    await page.locator('[data-access][data-status=refused]').nth(1).waitFor();
    await guide.press(page, 'Acknowledge the case');
    await signed(page, 'case.acknowledge');
    await go('Morning brief');
    await page.locator('[data-section=health]').waitFor();
    await waits.filter({ hasText: 'has not answered a request' }).waitFor({ state: 'detached' });

    await visit(office, page, '/incidents');
    await page
      .getByRole('link', { name: 'Exchange of fire during the third round, as one document reports it' })
      .click();
    await guide.press(page, 'Open a case');
    guide.says('say which obligation you hold to be at issue');
    await page.locator('summary', { hasText: 'Obligations said to be at issue' }).click();
    await page.locator('input[name=alleged]').first().check();

    await go('Crossings');
    await guide.sees(page, 'Observe');
    await guide.press(page, 'Declare');
    await page.locator('form[data-kind="crossing.declare"]').waitFor();
    await go('Notices');
    await guide.sees(page, 'Give notice');
    await go('Hotline');
    await guide.sees(page, 'Call');
    await go('Hand-overs');
    await guide.sees(page, 'Open a hand-over');
    await page.getByRole('link', { name: 'P-D3M0B' }).click();
    guide.says('Each safeguard names whose word it needs, and shows whose is missing.');
    const gates = page.locator('table.grid tbody tr');
    await gates.first().waitFor();
    assert.equal(await gates.count(), 8);
    for (const gate of await gates.allTextContents()) assert.match(gate, /said so|awaited/);
    await guide.sees(page, 'Say that it is done');
    await page.getByRole('button', { name: 'Take it back' }).first().waitFor();
    await go('Sharing');
    await guide.sees(page, 'Release to all');
    await guide.press(page, 'Offer a share');
    // A seal key is needed of either, as the guide says: the pilot's organisations have one but for some.
    for (const box of await page.locator('form[data-kind="share.offer"] .choice-box').all())
      assert.equal(await box.locator('input').isDisabled(), /no seal key/i.test((await box.textContent()) ?? ''));
    await go('What is sealed');
    await go('To sign');
    await page.getByText('Nothing waits for your signature.').waitFor();
    await go('File a report');
    await page.locator('input[name=event][value=overflight]').check();
    for (let step = 1; step < 3; step++) await page.getByRole('button', { name: 'Next' }).click();
    await guide.sees(page, 'Named organisations');
    await page.locator('select[name=audience]').selectOption('some');
    assert.equal(await page.locator('input[type=hidden][name=recipient][value=pak]').count(), 1, 'one’s own always');

    const lead = await openPage(office);
    await signIn(office, lead, 'pak/lead');
    await guide.press(places(lead), 'Members and terms');
    await guide.sees(lead, 'Enrol a member', 'Revoke a member');
    await visit(office, lead, '/act');
    await guide.sees(lead, 'Reply to the draft', 'Take a position');
    await runs([guide.command('key new').concat('--help')], () => {});
    guide.walked();
    assert.deepEqual([...page.thrown, ...lead.thrown], []);
    for (const one of [page, lead]) await one.context().close();
  });

  it('are as the monitor’s guide says, on the phone’s own app and in its browser', async () => {
    const guide = new Guide('monitor.md');
    const phone = await openPage(office, { phone: true });
    await phone.goto(`${new URL(office.url).origin}/field/`);
    await phone.selectOption('#organisation', 'afg');
    await phone.click('form button.first');
    await phone.locator('.vkey').waitFor();
    await phone.locator('main button:not(.first)').first().click();
    await guide.sees(phone, 'Wipe everything');
    await guide.press(phone, 'File a report');
    await phone.getByText('Sexual violence and child recruitment are not filed here').waitFor();
    await phone.getByRole('button', { name: 'Movement or new positions' }).click();
    await phone.fill('#place', 'Northern sector');
    await phone.click('button.first');
    await phone.fill('#account', 'Engines were heard, at seven kilometres or more.');
    guide.says('every side, unless you keep it to your own organisation and the chair');
    await guide.sees(phone, 'Who will read it');
    assert.deepEqual(await phone.locator('#readers option').allTextContents(), [
      'All members of the mechanism, of every side',
      'Only \u2068Afghanistan\u2069 and \u2068Türkiye\u2069',
    ]);
    await phone.click('button.first');
    const state = phone.locator('.outbox .state');
    await phone.locator('.outbox li.recorded').waitFor();
    await guide.sees(phone.locator('.outbox'), 'recorded');
    assert.equal(await state.count(), 1);

    const page = await openPage(office, { phone: true });
    await signIn(office, page, 'afg/monitor');
    const menu = places(page);
    const go = async (name: string) => {
      await page.locator('.menu-button').click();
      await guide.press(menu, name);
    };
    await go('Map and timeline');
    await guide.sees(page, 'Log an observation');
    await go('Confidential route');
    guide.says('It says who will read it, and what others can still see, before you write.');
    await page.locator('input[name=to]').first().waitFor();
    assert.equal(await page.locator('textarea[name=words]').count(), 0);
    await page.locator('input[name=to]').first().check();
    await page.locator('[data-readers]').waitFor();
    await page.locator('textarea[name=words]').waitFor();
    await go('Hotline');
    await guide.press(page, 'Call');
    guide.says('Both sides must be among those who hear it');
    await page.locator('select[name=audience]').selectOption('some');
    assert.ok(await page.locator('input[name=recipient][value=pak]').first().isChecked());
    await visit(office, page, '/file');
    await page.locator('input[name=event][value=overflight]').check();
    for (let step = 1; step < 3; step++) await page.getByRole('button', { name: 'Next' }).click();
    await guide.sees(page, 'Named organisations');
    await runs([guide.command('key demo'), guide.command('report')], () => {});
    // The report of the phone is there for its author's side to correct.
    await visit(office, page, '/reports');
    await page.locator('main tr', { hasText: 'Afghanistan' }).locator('a').first().click();
    await guide.sees(page, 'Correct');
    guide.says('two when it is *witnessed*');
    guide.on(phone, 'witnessed');
    guide.walked();
    assert.deepEqual([...phone.thrown, ...page.thrown], []);
    for (const one of [phone, page]) await one.context().close();
  });

  it('have no English left over on any page of a language that is written from the right', async () => {
    const page = await openPage(office, { language: 'ar' });
    const said = new Said(page, 'ar');
    const wrong: string[] = [];
    const look = async (where: string) => {
      for (const left of new Set(await leftOver(page, said))) wrong.push(`${where}: ${left}`);
    };
    for (const path of ['/public', '/brief', '/bulletins', '/verify', '/sign-in']) {
      await visit(office, page, path);
      await look(`everybody ${path}`);
    }
    await signIn(office, page, 'tur/chair');
    const api = office.url.replace(/\/([^/]+)$/, '/api/records/$1');
    const paths = await pathsOf(async (question) => {
      const answer = await page.request.get(`${api}/${question}`);
      return { status: answer.status(), text: await answer.text() };
    });
    for (const path of paths) {
      await visit(office, page, path);
      await page.evaluate(() => {
        for (const one of document.querySelectorAll('main details')) (one as HTMLDetailsElement).open = true;
      });
      await look(path);
      for (const step of await page.locator('button[data-step]').all()) {
        await step.click();
        await page.locator('.next form').first().waitFor();
        await look(`${path} ${await step.getAttribute('data-step')}`);
      }
    }
    assert.deepEqual([...new Set(wrong)], []);
    assert.ok(paths.length > 40, 'it looked at them');
    // English of the interface is found wherever it stands, also in a label that is only read out; a person’s words are not.
    await visit(office, page, '/brief');
    await page.evaluate(() => {
      document.querySelector('h1')!.textContent = 'الموجز Morning brief';
      document.querySelector('input')!.placeholder = 'Search';
    });
    const found = (await leftOver(page, said)).map((one) => one.replace(/^.*: /, ''));
    assert.deepEqual(found.sort(), ['Morning brief', 'Search']);
    assert.ok(await page.locator('.brief q').count());
    assert.deepEqual(page.thrown, []);
    await page.context().close();
  });

  it('have none on the phone either, from the first screen of the field app to the last', async () => {
    const page = await openPage(office, { phone: true });
    const said = new Said(page, 'ps');
    await page.goto(`${new URL(office.url).origin}/field/`);
    await page.locator('header select').selectOption('ps');
    await page.locator('h1', { hasText: /[\u0600-\u06ff]/ }).waitFor();
    const wrong: string[] = [];
    const look = async (where: string) => {
      for (const left of new Set(await leftOver(page, said))) wrong.push(`${where}: ${left}`);
    };
    await page.selectOption('#organisation', 'pak');
    await look('organisation');
    await page.click('form button.first');
    await page.locator('.vkey').waitFor();
    await look('key');
    await page.locator('main button:not(.first)').first().click();
    await page.locator('.wipe').waitFor();
    await look('home');
    await page.click('button.first');
    await page.locator('button.choice').first().waitFor();
    await look('what');
    await page.locator('button.choice').first().click();
    await page.fill('#place', 'تورخم');
    await look('where');
    await page.locator('button.first').click();
    await page.fill('#account', 'ما د غره پر سر درې ډزې واورېدې.');
    await look('account');
    await page.locator('button.first').click();
    await page.locator('.outbox li').waitFor();
    await look('sent');
    assert.deepEqual(wrong, []);
    await page.evaluate(() =>
      document.body.append(Object.assign(document.createElement('p'), { textContent: 'Wipe it' })),
    );
    assert.deepEqual(await leftOver(page, said), ['p.: Wipe it']);
    assert.deepEqual(page.thrown, []);
    await page.context().close();
  });
});
