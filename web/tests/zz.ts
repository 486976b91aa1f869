import { openOffice, openPage, signIn, overflow, axe } from './office.ts';
const office = await openOffice();
try {
  for (const [name, looks] of [['en-desk', {}], ['ur-phone', { language: 'ur', phone: true, dark: true }]] as const) {
    const page = await openPage(office, looks);
    await signIn(office, page, 'tur/chair');
    for (const path of ['brief', 'incidents', 'documents']) {
      await page.goto(`${office.url}/${path}`);
      await page.waitForTimeout(path === 'documents' ? 5000 : 2500);
      if (path === 'incidents') console.log('proposals', await page.locator('[data-proposal]').count());
      if (path === 'brief') console.log('against', await page.locator('[data-code="statements.against"]').count());
      await page.screenshot({ path: `/tmp/shot-${name}-${path}.png`, fullPage: true });
      if (path === 'brief') await page.locator('[data-section="statements"]').screenshot({ path: `/tmp/shot-${name}-statements.png` });
      console.log(name, path, 'overflow', await overflow(page), (await axe(page)).join('\n'), page.thrown.join());
    }
  }
} finally { await office.close(); }
