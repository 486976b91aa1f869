// The second reader in the office: a language model that the terms allow and that a press of a button asks, in a real browser
// over a real host. A small server that speaks its protocol stands for it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { completes, Model } from '../../server/tests/chat.ts';
import { keep, namedActs } from '../../server/tests/documents.ts';
import { Town } from '../../server/tests/town.ts';
import { launch, picture, withoutBrowser } from '../../tests/browser.ts';
import { Guide } from '../../tests/guide.ts';
import { built } from '../../tests/prepared.ts';
import { atRest, axe, type Office, openPage, overflow, putAway, signIn, visit } from './office.ts';

const skip = withoutBrowser();
const QUOTED = '“They burned three farms,” Norvia’s army spokesman Petar Kolin said on Monday.';
const HEADLINE = 'Army blames raiders at Halvek ford';
const MILLER = 'For the miller it was the weather, and no raid at all, that took his roof.';
const WHEEL = 'Of the mill nothing is left but the wall, burned down to the wheel.';
const ONE = `${HEADLINE}\n\n5 May 2025\n\nRaiders crossed the river near Halvek on Sunday night. ${QUOTED} He added that four farmers were killed. ${MILLER}\n`;
const OTHER = `Sudoria rejects Norvia’s account of Halvek raid\n\n5 May 2025\n\nSudoria’s foreign ministry said on Monday that nobody had crossed the river near Halvek on Sunday night. Two farms burned there, a farmer said. “Two farmers were killed,” Sudoria’s spokeswoman Mira Dan said. ${WHEEL}\n`;

const CLAIMS = [
  {
    text: QUOTED,
    speaker: 'Petar Kolin',
    verb: 'said',
    speech: 'direct',
    kind: 'accusation',
    quote: 'They burned three farms',
  },
  { text: HEADLINE, speaker: 'Army', verb: 'blames', speech: 'indirect', kind: 'accusation', quote: null },
  { text: MILLER, speaker: 'the miller', verb: null, speech: 'indirect', kind: 'denial', quote: null },
  { text: 'Forty farms burned.', speaker: 'the miller', verb: null, speech: 'indirect', kind: 'figure', quote: null },
].map((one) => ({ ...one, about: null }));
const PARTED = [
  { type: 'figure', about: 'farms burned', values: ['They burned three farms', 'Two farms burned there'] },
  { type: 'actor', about: 'what took the mill', values: ['it was the weather', 'burned down to the wheel'] },
  { type: 'actor', about: 'made up', values: ['it was the weather', 'the raiders’ torches'] },
].map((one) => ({
  ...one,
  assessment: 'contradiction',
  values: one.values.map((text) => ({ document: ONE.includes(text) ? 1 : 2, text })),
}));

const RETOLD = {
  speaker: 'a farmer of Halvek',
  retold: [
    { document: 1, text: 'four farmers were killed' },
    { document: 2, text: 'Two farms burned there, a farmer said' },
  ],
};

let model: Model;
let town: Town;
let office: Office;
before(async () => {
  if (skip) return;
  model = await new Model().open();
  town = await Town.open({
    acts: namedActs(),
    extractor: { url: model.url, model: 'm-1' },
    office: await built('web'),
  });
  const browser = await launch();
  office = { url: `${town.host.url}/town`, browser, data: town.data, close: () => browser.close() };
});
after(async () => {
  await office?.close();
  await town?.close();
  model?.close();
});

test('an analyst asks the second reader, once the terms allow it, what a document claims and where two accounts part', {
  skip,
}, async () => {
  const one = await keep(town, ONE, 'members', { title: HEADLINE });
  const other = await keep(town, OTHER, 'public', { title: 'Sudoria rejects Norvia’s account of Halvek raid' });
  const few = await keep(town, 'Schools of the hills are shut, the council said.', ['mediator', 'watch']);
  const guide = new Guide('analyst.md');
  const page = await openPage(office);
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/extraction')) sent.push(new URL(request.url()).pathname);
  });
  const asks = page.locator('[data-second-reader] button');
  await signIn(office, page, 'watch/monitor');
  for (const path of [`/document/${one}`, '/documents']) {
    await visit(office, page, path);
    await atRest(page);
    assert.equal(await asks.count(), 0, 'nothing is offered before the terms allow it');
  }

  const {
    id: _id,
    audience: _a,
    entries: _e,
    since: _s,
    replaces: _r,
    ...terms
  } = town.record.state.all('terms').at(-1)!;
  await visit(office, page, `/document/${one}`);
  await town.say(
    ['north/root', 'south/root', 'mediator/root'],
    'terms.adopt',
    { ...terms, extractor: { allowed: true } },
    'public',
  );
  const claims = page.locator('aside.claims');
  const ask = guide.on(claims, 'Ask the second reader');
  await ask.waitFor();
  assert.match(
    (await claims.textContent()) ?? '',
    /text of this document is sent to a language model outside this host/,
  );
  guide.says('Nothing is sent before you press');
  assert.equal(await claims.locator('[data-proposed] .tag', { hasText: 'by rules' }).count(), 0);
  await picture(page, 'second-reader-offered');

  // Pressed twice while it is asked, it is sent once.
  const answered = Promise.withResolvers<void>();
  model.behave = (...asked) =>
    void answered.promise.then(() => completes(JSON.stringify({ claims: CLAIMS }))(...asked));
  await ask.click();
  await claims.locator('[role=status]', { hasText: 'Being asked' }).waitFor();
  await ask.click();
  answered.resolve();
  const status = claims.locator('[data-second-reader] [role=status]');
  await status.getByText('was asked. Proposals: 3.').waitFor();
  assert.match(
    (await status.textContent()) ?? '',
    /not shown again: 1\..*Dropped, because the words are not in the text: 1\./,
  );
  // The button is gone, and the reader stands where it is told.
  await claims.locator('[role=status]:focus').waitFor();
  assert.deepEqual(sent, [`/api/records/town/document/${one}/extraction`]);
  const proposed = claims.locator('[data-by=extractor]');
  assert.equal(await proposed.count(), 2);
  for (const text of await proposed.allTextContents()) assert.match(text, /by a language model/);
  assert.match(
    (await claims.locator('[data-by=rules]', { hasText: 'Petar Kolin' }).first().textContent()) ?? '',
    /by rules/,
  );
  assert.deepEqual(await page.locator('mark[data-how~=extracted]').allTextContents(), [HEADLINE, MILLER]);
  await page.locator('.legend', { hasText: 'Proposed by a language model' }).waitFor();
  assert.deepEqual([await axe(page), await overflow(page)], [[], 0]);
  await picture(page, 'second-reader-document');

  // What it proposed enters the record as the analyst's entry, and says who proposed it.
  const miller = proposed.filter({ hasText: 'the miller' });
  await miller.getByRole('button', { name: 'Accept' }).click();
  await miller.locator('form[data-kind="document.claim"] button[type=submit]').click();
  await page.locator('[data-claim]').waitFor();
  const [accepted] = town.record.state.all('claim');
  assert.deepEqual(
    [accepted?.proposedBy, accepted?.speaker, accepted?.by],
    ['extractor', 'the miller', 'watch/monitor'],
  );
  await putAway(page);
  await proposed.getByRole('button', { name: 'Reject' }).click();
  await proposed.locator('[name=because]').fill('A headline, and nobody’s words.');
  await proposed.locator('form[data-kind="document.reject-proposal"] button[type=submit]').click();
  await proposed.waitFor({ state: 'detached' });
  assert.deepEqual(
    town.record.state.get('document', one)?.rejected.flatMap(({ spans }) => spans.map(({ text }) => text)),
    [HEADLINE],
  );
  await putAway(page);

  // Where the two accounts part, beside what the rules say of it.
  model.behave = completes(JSON.stringify({ origins: [RETOLD], contradictions: PARTED }));
  await visit(office, page, '/documents');
  const parts = guide.on(page, 'Ask the second reader what these accounts share, and where they part');
  await parts.waitFor();
  assert.match((await page.locator('[data-second-reader]').first().textContent()) ?? '', /texts of these 2 documents/);
  assert.equal(model.asked.length, 1, 'it is asked of nothing that nobody asked');
  // Independent origins are counted by side.
  const origins = page.locator('section', { has: page.getByRole('heading', { name: 'Origins' }) }).first();
  assert.match(
    (await origins.textContent()) ?? '',
    /Norvia: 1 independent origin.*Sudoria: 1 independent origin.*Others: 1 independent origin/,
  );
  // Of the rules' contradictions too, whose words each value is.
  const ruled = page.locator('.contradiction', { hasText: 'How many' }).first();
  assert.match((await ruled.locator('.values').textContent()) ?? '', /Petar Kolin.*Norvia.*Mira Dan.*Sudoria/);
  await picture(page, 'second-reader-accounts-offered');
  await parts.click();
  const section = page.locator('section', { has: page.getByRole('heading', { name: 'Proposed by a language model' }) });
  await section.waitFor();
  const [origin, statement] = [section.locator('.origin'), section.locator('.origin summary')];
  assert.match((await origin.textContent()) ?? '', /Statement of .+a farmer of Halvek.+ by a language model/);
  await statement.click();
  await origin.locator('.statement q').first().waitFor();
  const worded = await origin.locator('.statement .values > div > q').allTextContents();
  assert.deepEqual(worded, ['four farmers were killed', 'Two farms burned there, a farmer said']);
  assert.deepEqual(
    await section
      .locator('.contradiction summary')
      .allTextContents()
      .then((all) => all.map((text) => text.replaceAll(/[\u2068\u2069]/g, ''))),
    [
      'Cannot both hold — figure — In the model’s words: “farms burned” by a language model',
      'Cannot both hold — actor — In the model’s words: “what took the mill” by a language model',
    ],
  );
  assert.deepEqual(await section.locator('.contradiction .values > div > q').allTextContents(), [
    'They burned three farms',
    'Two farms burned there',
    'it was the weather',
    'burned down to the wheel',
  ]);
  assert.match(
    (await page.locator('[data-second-reader] [role=status]').first().textContent()) ?? '',
    /Proposals: 3\. Dropped, because the words are not in the text: 1\. .*fewer than two accounts are left of it: 1\./,
  );
  assert.deepEqual([await axe(page), await overflow(page)], [[], 0]);
  await picture(page, 'second-reader-accounts');

  // What was answered stays, and is not asked for again; a text for some alone is never offered; a refusal is said in words.
  await visit(office, page, `/document/${one}`);
  await claims.getByText('was asked.').waitFor();
  await visit(office, page, `/document/${few}`);
  await atRest(page);
  assert.equal(await ask.count(), 0);
  assert.equal(sent.length, 2);
  model.behave = (_request, response) => void response.writeHead(401).end();
  await visit(office, page, `/document/${other}`);
  await ask.click();
  await claims.locator('.trouble', { hasText: 'refused to answer' }).waitFor();
  assert.equal(await ask.count(), 1, 'it can be asked again');

  const phone = await openPage(office, { language: 'ur', phone: true, dark: true });
  await signIn(office, phone, 'north/lead');
  model.behave = completes(JSON.stringify({ claims: CLAIMS }));
  for (const [path, name] of [
    [`/document/${one}`, 'document'],
    ['/documents', 'accounts'],
  ]) {
    await visit(office, phone, path!);
    await phone.locator('[data-second-reader] button').first().click();
    await phone.locator('[data-second-reader] [role=status]', { hasText: 'm-1' }).first().waitFor();
    assert.deepEqual([await axe(phone), await overflow(phone)], [[], 0]);
    await picture(phone, `second-reader-${name}-ur-dark-phone`);
  }
  const fair = (title: string) =>
    `${title}\n\n5 May 2025\n\nThe harvest fair of Ketten opened on Saturday, mayor Ilse Bram said.\n\n${'x'.repeat(46_000)}\n`;
  await keep(town, fair('Mayor opens harvest fair of Ketten'));
  await visit(office, page, `/document/${await keep(town, fair('Harvest fair of Ketten opens'))}`);
  await parts.click();
  await page.locator('.trouble', { hasText: 'more than is sent to the second reader at once: 90,000' }).waitFor();

  const reader = await openPage(office);
  await visit(office, reader, `/document/${other}`);
  await atRest(reader);
  assert.equal(
    await reader.locator('[data-second-reader]').count(),
    0,
    'nothing is offered to whoever is not signed in',
  );
  for (const each of [page, phone, reader]) assert.deepEqual(each.thrown, []);
});
