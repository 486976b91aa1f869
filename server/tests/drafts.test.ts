import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { addSignatures, parseNote, signText } from '@sulh/record';
import { MAX_DRAFTS } from '../drafts.ts';
import { Listener } from './listener.ts';
import { Town } from './town.ts';

interface Row {
  id: string;
  by: string;
  asked: string[];
  signed: string[];
  waits: boolean;
  entry: string;
  kind: string;
  note: string;
  refusal: { code: string } | null;
}

describe('a draft that several must sign', () => {
  let town: Town;
  let now = new Date('2026-03-01T09:00:00.000Z');
  before(async () => {
    town = await Town.open({ now: () => now });
  });
  after(() => town.close());

  const ask = async (method: string, member: string | undefined, path = '', note?: string): Promise<Response> =>
    fetch(`${town.host.url}/api/records/town/drafts${path}`, {
      method,
      headers: {
        ...(member ? { cookie: await town.signIn(member) } : {}),
        ...(note === undefined ? {} : { 'content-type': 'text/plain' }),
      },
      ...(note === undefined ? {} : { body: note }),
    });
  const list = async (member: string) => ((await (await ask('GET', member)).json()) as { drafts: Row[] }).drafts;
  const ceasefire = (by: string | string[], audience: 'public' | 'members' = 'public') =>
    town.entry(
      by,
      'ceasefire.declare',
      { title: { en: 'Quiet at the gate' }, type: 'local', from: '2026-03-02T00:00:00Z', basis: { kind: 'own-act' } },
      audience,
    );
  const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code;
  const signedToo = (note: string, member: string) =>
    addSignatures(note, [signText(parseNote(note).text, town.skey(member))]);

  it('goes from one party to the other and the chair, each signing with a key of their own, and becomes one entry', async () => {
    const { note, id } = town.entry(['north/lead'], 'terms.adopt', {} as never, 'public');
    assert.equal(await codeOf(await ask('POST', 'north/lead', '?asked=south/lead', note)), 'invalid-body');
    assert.ok(id);
    const draft = ceasefire('north/lead');
    const heard = await Listener.open(town, 'south/lead');
    const opened = await ask('POST', 'north/lead', '?asked=south/lead,mediator/chair', draft.note);
    assert.equal(opened.status, 201);
    await heard.next('draft');
    heard.close();
    const [waiting] = await list('south/lead');
    assert.deepEqual(
      [waiting?.waits, waiting?.kind, waiting?.entry, waiting?.signed],
      [true, 'ceasefire.declare', draft.id, ['north/lead']],
    );
    assert.equal((await list('north/lead'))[0]?.waits, false);
    for (const member of ['south/lead', 'mediator/chair']) {
      const one = (await (await ask('GET', member, `/${waiting!.id}`)).json()) as Row;
      const put = await ask('PUT', member, `/${one.id}`, signedToo(one.note, member));
      assert.equal(put.status, 200);
    }
    const whole = (await (await ask('GET', 'north/lead', `/${waiting!.id}`)).json()) as Row;
    assert.deepEqual(whole.signed, ['north/lead', 'south/lead', 'mediator/chair']);
    assert.equal(whole.refusal, null);
    const posted = await town.send(whole.note);
    assert.equal(posted.status, 200);
    assert.deepEqual(await list('south/lead'), []);
    assert.deepEqual(await list('north/lead'), []);
  });

  it('keeps both signatures when two sign the same draft at once', async () => {
    const { note } = ceasefire('north/lead');
    const { id } = (await (await ask('POST', 'north/lead', '?asked=south/lead,mediator/chair', note)).json()) as Row;
    await ask('PUT', 'south/lead', `/${id}`, signedToo(note, 'south/lead'));
    const last = (await (
      await ask('PUT', 'mediator/chair', `/${id}`, signedToo(note, 'mediator/chair'))
    ).json()) as Row;
    assert.deepEqual(last.signed, ['north/lead', 'south/lead', 'mediator/chair']);
    await ask('DELETE', 'north/lead', `/${id}`);
  });

  it('is nowhere for anybody else, whatever they ask, and for nobody signed out', async () => {
    const { note } = ceasefire('north/lead');
    const { id } = (await (await ask('POST', 'north/lead', '?asked=south/lead', note)).json()) as Row;
    const strange = '019bb1a0-0000-7000-8000-000000000000';
    for (const member of ['south/liaison', 'north/liaison', 'mediator/chair', 'watch/monitor']) {
      assert.deepEqual(await list(member), []);
      for (const [method, body] of [
        ['GET', undefined],
        ['DELETE', undefined],
        ['PUT', note],
      ] as const) {
        const here = await ask(method, member, `/${id}`, body);
        const nowhere = await ask(method, member, `/${strange}`, body);
        assert.deepEqual([here.status, await here.text()], [nowhere.status, await nowhere.text()]);
        assert.equal(here.status, 404);
      }
    }
    assert.equal((await ask('GET', undefined)).status, 401);
    assert.equal((await ask('GET', undefined, `/${id}`)).status, 401);
    const heard = await Listener.open(town, 'south/liaison');
    await ask('PUT', 'south/lead', `/${id}`, signedToo(note, 'south/lead'));
    await town.say('north/lead', 'participation.leave', { scopes: ['talks'], how: 'unable' });
    await heard.next('entry');
    assert.ok(!heard.text.includes('event: draft'));
    heard.close();
    await ask('DELETE', 'north/lead', `/${id}`);
  });

  it('is refused when it is not signed by who passes it on, changed on the way, of one signer, or for nobody', async () => {
    const { note } = ceasefire('north/lead');
    const post = async (member: string, asked: string, text: string) => codeOf(await ask('POST', member, asked, text));
    assert.equal(await post('south/lead', '?asked=north/lead', note), 'draft-not-signed');
    assert.equal(await post('north/lead', '?asked=elsewhere/lead', note), 'not-a-member');
    assert.equal(await post('north/lead', '?asked=south/lead', note.replace('Quiet', 'Noise')), 'bad-signature');
    assert.equal(
      await post('north/lead', '?asked=south/lead', town.entry('north/lead', 'case.close', {} as never).note),
      'one-signer',
    );
    const aside = town.entry(
      'north/lead',
      'talks.minutes',
      { round: '019bb1a0-0000-7000-8000-000000000000', words: 'Said.', language: 'en' },
      ['mediator', 'north'],
    );
    assert.equal(await post('north/lead', '?asked=south/lead', aside.note), 'audience-without-author');
    const { id } = (await (await ask('POST', 'north/lead', '?asked=south/lead', note)).json()) as Row;
    assert.equal(await codeOf(await ask('PUT', 'south/lead', `/${id}`, ceasefire('south/lead').note)), 'draft-differs');
    const broken = signedToo(note, 'south/lead').replace(/(— \S+south\/lead \S{8})../, '$1AA');
    assert.equal(await codeOf(await ask('PUT', 'south/lead', `/${id}`, broken)), 'bad-signature');
    await ask('DELETE', 'north/lead', `/${id}`);
  });

  it('keeps room for the signature of everybody who is asked, however many keys one side has', async () => {
    for (let i = 0; i < 8; i++) {
      const member = `south/lead${i}`;
      await town.say('south/root', 'member.enrol', { member, key: town.vkey(member), seats: ['lead'] }, 'public');
    }
    const { note } = ceasefire('north/lead');
    const { id } = (await (await ask('POST', 'north/lead', '?asked=south/lead,mediator/chair', note)).json()) as Row;
    let text = note;
    for (let i = 0; i < 6; i++) text = signedToo(text, `south/lead${i}`);
    assert.equal((await ask('PUT', 'south/lead', `/${id}`, text)).status, 200);
    assert.equal(await codeOf(await ask('PUT', 'south/lead', `/${id}`, signedToo(text, 'south/lead6'))), 'draft-full');
    assert.equal((await ask('PUT', 'mediator/chair', `/${id}`, signedToo(note, 'mediator/chair'))).status, 200);
    // Nor can a draft be opened on which those who are asked could not sign.
    const full = await ask('POST', 'south/lead', '?asked=mediator/chair', signedToo(text, 'south/lead6'));
    assert.equal(await codeOf(full), 'draft-full');
    await ask('DELETE', 'north/lead', `/${id}`);
  });

  it('takes no signature that would spoil it, and lets go of one whose key was revoked since', async () => {
    const { note } = ceasefire('north/lead');
    const { id } = (await (await ask('POST', 'north/lead', '?asked=south/lead,mediator/chair', note)).json()) as Row;
    const put = (member: string, by: string) => ask('PUT', member, `/${id}`, signedToo(note, by));
    assert.equal(await codeOf(await put('south/lead', 'south/monitor')), 'wrong-seat');
    const heard = await Listener.open(town, 'north/lead');
    assert.equal((await put('south/lead', 'south/lead7')).status, 200);
    assert.equal((await put('south/lead', 'south/lead7')).status, 200, 'the same again changes nothing');
    await town.say('south/lead', 'member.revoke', { member: 'south/lead7', reason: 'Left.' }, 'public');
    await heard.next('entry');
    assert.equal(heard.text.split('event: draft').length, 2, 'and nobody is called for nothing');
    heard.close();
    assert.equal((await put('mediator/chair', 'mediator/chair')).status, 200);
    const whole = (await (await ask('GET', 'north/lead', `/${id}`)).json()) as Row;
    assert.deepEqual([whole.signed, whole.refusal], [['north/lead', 'mediator/chair'], null]);
    await ask('DELETE', 'north/lead', `/${id}`);
  });

  it('says what the rules would say of it now, and writes nothing by that', async () => {
    const minutes = town.entry('north/lead', 'talks.minutes', {
      round: '019bb1a0-0000-7000-8000-000000000000',
      words: 'Said.',
      language: 'en',
    });
    const { id } = (await (await ask('POST', 'north/lead', '?asked=south/lead', minutes.note)).json()) as Row;
    const { size } = town.record;
    const one = (await (await ask('GET', 'south/lead', `/${id}`)).json()) as Row;
    assert.equal(one.refusal?.code, 'not-found');
    assert.equal(town.record.size, size);
    // Declining takes one’s own name off; the draft stays with who opened it.
    assert.equal((await ask('DELETE', 'south/lead', `/${id}`)).status, 204);
    assert.deepEqual(await list('south/lead'), []);
    assert.equal((await list('north/lead')).length, 1);
    assert.equal((await ask('DELETE', 'north/lead', `/${id}`)).status, 204);
    assert.deepEqual(await list('north/lead'), []);
  });

  it('outlives the host, goes away by itself after two weeks, and one organisation has no more than so many', async () => {
    const { note } = ceasefire('north/lead');
    await ask('POST', 'north/lead', '?asked=south/lead', note);
    await town.reopen({ now: () => now });
    assert.equal((await list('south/lead')).length, 1);
    for (let i = 1; i < MAX_DRAFTS.member; i++) await ask('POST', 'north/lead', '?asked=south/lead', note);
    assert.equal(await codeOf(await ask('POST', 'north/lead', '?asked=south/lead', note)), 'too-many-drafts');
    // Whoever fills it shuts out neither the other side nor the next seat of their own.
    const other = await ask('POST', 'south/lead', '?asked=north/lead', ceasefire('south/lead').note);
    assert.equal(other.status, 201);
    assert.equal((await ask('POST', 'north/liaison', '?asked=south/lead', note)).status, 201);
    now = new Date('2026-03-16T09:00:00.000Z');
    await town.reopen({ now: () => now });
    assert.deepEqual(await list('south/lead'), []);
  });
});
