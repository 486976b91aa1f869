import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { upload } from '@sulh/exchange/upload';
import { PILOT } from '@sulh/pilot';
import {
  type Audience,
  newId,
  newSealIdentity,
  seal,
  sealedText,
  signEntry,
  signNote,
  toBase64,
  utf8,
} from '@sulh/record';
import { picture, withoutBrowser } from '../../tests/browser.ts';
import { until } from '../../tests/until.ts';
import { atRest, axe, type Office, openOffice, openPage, overflow, signIn, visit } from './office.ts';

const skip = withoutBrowser();

/** A PNG of one grey pixel, with a place in a text chunk. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
);
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('evidence and sealed texts in the office', { skip }, () => {
  let office: Office;
  let host: string;
  const keys = new Map<string, string>();
  const identities: Record<string, { identity: string; recipient: string }> = {};
  before(async () => {
    office = await openOffice();
    host = new URL(office.url).origin;
    const answer = await fetch(`${host}/api/records/${PILOT.record}/demo/keys`);
    for (const { member, skey } of (await answer.json()) as { member: string; skey: string }[]) keys.set(member, skey);
  });
  after(() => office?.close());

  async function say(by: string, kind: string, body: unknown, audience: Audience, more: object = {}): Promise<string> {
    const id = newId(Date.now(), new Uint8Array(randomBytes(10)));
    const salt = toBase64(new Uint8Array(randomBytes(16)));
    const entry = { kind, id, at: new Date().toISOString(), audience, refs: [], body, salt, ...more };
    const answer = await fetch(`${host}/records/${PILOT.record}/entries`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: signEntry(PILOT.origin, entry, [keys.get(by)!]),
    });
    assert.equal(answer.status, 200, await answer.text());
    return id;
  }

  it('open what was sealed to the reader’s organisation, with an identity that the browser keeps and cannot give away', async () => {
    for (const [organisation, lead] of [
      ['pak', 'pak/lead'],
      ['tur', 'tur/chair'],
    ] as const) {
      identities[organisation] = await newSealIdentity();
      await say(lead, 'organisation.seal-key', { recipient: identities[organisation].recipient }, 'members');
    }
    const salt = toBase64(new Uint8Array(randomBytes(16)));
    const recipients = Object.fromEntries(Object.entries(identities).map(([one, { recipient }]) => [one, recipient]));
    const { sealed, file } = await seal(sealedText({ words: 'Forty men at the upper ford.' }), salt, recipients);
    const authorization = async () => {
      const answer = await fetch(`${host}/api/records/${PILOT.record}/session/challenge`);
      const { challenge } = (await answer.json()) as { challenge: string };
      const note = signNote(`sulh/sign-in/v1\n${PILOT.origin}\n${challenge}\n`, [keys.get('pak/lead')!]);
      return { authorization: `Sulh ${toBase64(utf8(note))}` };
    };
    await upload({
      host,
      record: PILOT.record,
      size: file.length,
      sha256: sealed.file,
      read: async (from, to) => file.subarray(from, to),
      fetch,
      headers: authorization,
    });
    const offer = { to: ['tur'], tlp: 'RED', subject: 'movement', purpose: 'For the team.' };
    const id = await say('pak/lead', 'share.offer', offer, ['pak', 'tur'], { sealed, salt });

    const page = await openPage(office);
    await signIn(office, page, 'tur/chair');
    await visit(office, page, '/sealed');
    await page.locator(`[data-sealed="${id}"] button`).click();
    // Without the identity it stays closed, and says why.
    await page.locator(`[data-sealed="${id}"] [role=alert]`).getByText('not-for-you').waitFor();
    const text = `# the chair\n${identities.tur!.identity}\n`;
    await page.setInputFiles('[data-identity]', {
      name: 'seal.identity',
      mimeType: 'text/plain',
      buffer: Buffer.from(text),
    });
    await page.getByText('your organisation’s', { exact: true }).waitFor();
    await page.locator(`[data-sealed="${id}"] button`).click();
    await page.locator('[data-opened]').getByText('upper ford').waitFor();
    await picture(page, 'sealed');
    // It is kept, and no script can read it out.
    await page.reload();
    await page.locator(`[data-sealed="${id}"] button`).click();
    await page.locator('[data-opened]').waitFor();
    const extractable = await page.evaluate(async () => {
      const open = indexedDB.open('sulh-seal', 1);
      await new Promise((done) => (open.onsuccess = done));
      const all = open.result.transaction('identity').objectStore('identity').getAll();
      await new Promise((done) => (all.onsuccess = done));
      return (all.result as { key: CryptoKey }[]).map(({ key }) => key.extractable);
    });
    assert.deepEqual(extractable, [false]);
    assert.deepEqual(page.thrown, []);

    const other = await openPage(office);
    await signIn(office, other, 'afg/lead');
    await visit(office, other, '/sealed');
    // Its own sealed texts of the demonstration are there, and nothing of the other's.
    await other.locator('[data-sealed], .empty').first().waitFor();
    await atRest(other);
    assert.equal(await other.locator(`[data-sealed="${id}"]`).count(), 0);
  });

  it('attach a file to a report, show its custody, and follow it from hand to hand', async () => {
    const sha256 = hashOf(PIXEL);
    const rows = (await (await fetch(`${host}/api/records/${PILOT.record}/report?limit=1`)).json()) as {
      rows: { id: string }[];
    };
    const page = await openPage(office);
    await signIn(office, page, 'pak/monitor');
    await visit(office, page, '/reports');
    const id =
      rows.rows[0]?.id ?? (await page.locator('a[href*="/report/"]').first().getAttribute('href'))!.split('/').at(-1)!;
    await visit(office, page, `/report/${id}`);
    await page.locator('summary', { hasText: 'Attach a file' }).click();
    await page.setInputFiles('[data-attach] input[type=file]', {
      name: 'wall.png',
      mimeType: 'image/png',
      buffer: PIXEL,
    });
    await page.fill('[data-attach] [name=described]', 'A wall with four impacts.');
    await page.locator('[data-attach] button[type=submit]').click();
    await page.locator(`[data-file="${sha256}"] img`).waitFor();
    await until('the pictures are there', () =>
      page
        .locator('[data-file] img')
        .evaluateAll((all) => all.every((one) => (one as HTMLImageElement).naturalWidth > 0)),
    );
    await page.locator(`[data-file="${sha256}"] a`).last().click();
    await page.locator('[data-deposit]').waitFor();
    await page.locator('summary', { hasText: 'Hand on' }).click();
    await page.selectOption('[data-deposit] [name=to]', 'tur');
    await page.fill('[data-deposit] [name=purpose]', 'To examine it.');
    await page.locator('[data-deposit] button[type=submit]').click();
    await page.locator('[data-deposit] li', { hasText: 'handed on' }).waitFor();

    const chair = await openPage(office);
    await signIn(office, chair, 'tur/chair');
    await visit(office, chair, `/evidence/${sha256}`);
    await chair.locator('[data-receive]').click();
    await chair.locator('[data-deposit] li', { hasText: 'received' }).waitFor();
    // The chair says how it was examined, and to the one who brought it alone what must not be read by others.
    await chair.locator('[data-deposit] [data-act="evidence.examine"]').click();
    const form = chair.locator('form[data-kind="evidence.examine"]');
    await form.locator('[data-field=method] textarea').fill('Enlarged.');
    await form.locator('[data-field=result] textarea').fill('Four impacts.');
    await form.locator('[data-seal-part] summary').click();
    await form.locator('[name="sealed-words"]').fill('The shadow of whoever took it is on the wall.');
    await form.locator('[name="sealed-to"][value=pak]').check();
    await picture(chair, 'evidence-examine');
    await form.locator('button[type=submit]').click();
    const examined = chair.locator('[data-deposit] li', { hasText: 'Enlarged.' });
    await examined.locator('[data-sealed]').waitFor();
    assert.equal((await examined.textContent())!.includes('shadow'), false);
    await visit(office, page, '/sealed');
    await page.setInputFiles('[data-identity]', {
      name: 'seal.identity',
      mimeType: 'text/plain',
      buffer: Buffer.from(`${identities.pak!.identity}\n`),
    });
    await page.getByText('your organisation’s', { exact: true }).waitFor();
    await visit(office, page, `/evidence/${sha256}`);
    // This page was looked at before, and shows what came since.
    await page.locator('[data-deposit] [data-sealed] button').click();
    await page.locator('[data-opened]').getByText('The shadow of whoever').waitFor();
    await picture(chair, 'evidence');
    assert.deepEqual([...page.thrown, ...chair.thrown], []);

    // Right to left, dark, on a phone: within its screen, and within WCAG 2.2 AA.
    const phone = await openPage(office, { language: 'ar', dark: true, phone: true });
    await signIn(office, phone, 'tur/chair');
    const wrong: string[] = [];
    for (const path of ['/sealed', `/evidence/${sha256}`, `/report/${id}`]) {
      await visit(office, phone, path);
      for (const one of await phone.locator('main details summary').all()) await one.click();
      wrong.push(...(await axe(phone)).map((one) => `${path} ${one}`));
      const over = await overflow(phone);
      if (over > 0) wrong.push(`${path}: ${over} px wider than the screen`);
      await picture(phone, `${path.split('/')[1]}-ar-dark-phone-evidence`);
    }
    assert.deepEqual(wrong, []);
    assert.deepEqual(phone.thrown, []);
  });

  it('seal with a report who its source is, to those whom its author chooses', async () => {
    const page = await openPage(office);
    await signIn(office, page, 'pak/monitor');
    await visit(office, page, '/file');
    await page.locator('input[name=event][value=shelling]').check();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.locator('select[name=ref]').selectOption('ghulam-khan');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.locator('textarea[name=account]').fill('Told by somebody who lives there.');
    await page.locator('[data-seal-part] summary').click();
    await page.locator('[name="sealed-words"]').fill('The keeper of the upper mill.');
    await page.locator('[name="sealed-to"][value=tur]').check();
    await page.getByRole('button', { name: 'Sign and send' }).click();
    await page.locator('.account').waitFor();
    await page.locator('[data-sealed]').waitFor();
    const { pathname } = new URL(page.url());
    const chair = await openPage(office);
    await signIn(office, chair, 'tur/chair');
    await visit(office, chair, '/sealed');
    await chair.setInputFiles('[data-identity]', {
      name: 'seal.identity',
      mimeType: 'text/plain',
      buffer: Buffer.from(`${identities.tur!.identity}\n`),
    });
    await chair.getByText('your organisation’s', { exact: true }).waitFor();
    await visit(office, chair, pathname.replace(`/${PILOT.record}`, ''));
    await chair.locator('[data-sealed] button').click();
    await chair.locator('[data-opened]').getByText('keeper of the upper mill').waitFor();
    // Whoever may read the report, and is none of those chosen, sees that something is sealed, and no way in.
    const afg = await openPage(office);
    await signIn(office, afg, 'afg/lead');
    await visit(office, afg, pathname.replace(`/${PILOT.record}`, ''));
    await afg.locator('[data-sealed]').waitFor({ state: 'attached' });
    assert.equal(await afg.locator('[data-sealed] button').count(), 0);
    assert.deepEqual([...page.thrown, ...chair.thrown, ...afg.thrown], []);
  });

  it('keep the documents of a night at once: files, a saved web page and pasted words, each by what it says of itself', async () => {
    const page = await openPage(office);
    await signIn(office, page, 'pak/monitor');
    await visit(office, page, '/documents');
    // The pilot's five came in one night: four retell one statement.
    await page.getByText('5 documents of these days').waitFor();
    assert.equal(await page.locator('.origins .origin').first().locator(':scope > ul > li').count(), 4);
    await page.locator('main button[aria-expanded]').click();
    const article = (title: string) =>
      `${title}\n\n5 May 2025\n\nThe hospital of the town said that two shepherds were hurt.\n`;
    const html = `<!DOCTYPE html><html><head><title>Schools are shut | The Courier</title><meta property="og:site_name" content="The Courier">
<meta property="article:published_time" content="2025-05-06T05:00Z"></head><body><nav><a href="/">Home</a></nav>
<h1>Schools are shut</h1><p>The council said on Tuesday that lessons would begin again in autumn.</p></body></html>`;
    await page.locator('input[type=file]').setInputFiles([
      { name: 'one.txt', mimeType: 'text/plain', buffer: Buffer.from(article('Two hurt at the upper ford')) },
      { name: 'page.html', mimeType: 'text/html', buffer: Buffer.from(html) },
      { name: 'wall.txt', mimeType: 'text/plain', buffer: PIXEL },
    ]);
    await page.locator('[role=alert]', { hasText: 'wall.txt' }).waitFor();
    await page.locator('textarea').fill(article('The other bank is quiet'));
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.locator('.kept-item').nth(2).waitFor();
    const fields = await page
      .locator('.kept-item')
      .evaluateAll((all) => all.map((one) => [...one.querySelectorAll('input')].map((input) => input.value)));
    assert.deepEqual(fields, [
      ['Two hurt at the upper ford', '', '2025-05-05', 'en'],
      ['Schools are shut', 'The Courier', '2025-05-06', 'en'],
      ['The other bank is quiet', '', '2025-05-05', 'en'],
    ]);
    await page.locator('.kept-item').nth(2).locator('input').first().fill('All quiet');
    await page.locator('form[data-kind="document.keep"] button[type=submit]').click();
    await page.locator('[data-kept]').nth(2).waitFor();
    const ids = await page.locator('[data-kept]').evaluateAll((all) => all.map((one) => one.getAttribute('data-kept')));
    const kept = await Promise.all(
      ids.map(async (id) =>
        page.evaluate(
          async (path) => (await (await fetch(path)).json()) as { title: string; text: string; note?: string },
          `/api/records/${PILOT.record}/document/${id}`,
        ),
      ),
    );
    assert.deepEqual(
      kept.map((one) => one.title),
      ['Two hurt at the upper ford', 'Schools are shut', 'All quiet'],
    );
    assert.equal(
      kept[1]!.text,
      'Schools are shut\n\nThe council said on Tuesday that lessons would begin again in autumn.\n',
    );
    assert.match(kept[1]!.note!, new RegExp(hashOf(Buffer.from(html))));
    assert.equal(kept[2]!.text, article('The other bank is quiet'));

    // They are read together by their days: those of May by default or when asked for, and each beside its neighbours.
    await visit(office, page, `/document/${ids[1]}`);
    await page.locator('[data-how~="proposed"]').first().waitFor();
    await visit(office, page, '/documents');
    await page.locator('input[type=date]').first().fill('2025-05-01');
    await page.locator('input[type=date]').last().fill('2025-05-31');
    await page.getByText('3 documents of these days').waitFor();
    // Two tell of one happening, the third of another.
    await page.locator('.happening > summary', { hasText: '2 documents tell of it' }).waitFor();
    await page.locator('.happening > summary', { hasText: 'Told by one document each (1)' }).waitFor();
    assert.equal(await page.locator('.happening').count(), 2);
    assert.deepEqual(
      await page.locator('input[type=date]').evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value)),
      ['2025-05-01', '2025-05-31'],
    );
    assert.deepEqual(page.thrown, []);
  });
});
