// The faces as their readers meet them: the office, the public page and the field app over one host, in a real browser.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Office, openOffice, openPage, signIn, visit } from '../web/tests/office.ts';
import { withoutBrowser } from './browser.ts';
import { leftOver, Said } from './english.ts';
import { pathsOf } from './pages.ts';

describe('the faces, as their readers meet them', { skip: withoutBrowser() }, () => {
  let office: Office;
  before(async () => {
    office = await openOffice({ field: true });
  });
  after(() => office?.close());

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
    await page.locator('html[lang=ps]').waitFor();
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
    await page.locator('h1').evaluate((title) => {
      title.textContent = 'Field reports';
    });
    assert.match((await leftOver(page, said)).join(), /: Field reports/);
    assert.deepEqual(page.thrown, []);
    await page.context().close();
  });
});
