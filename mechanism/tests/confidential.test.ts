// The confidential route: what is filed on it is known to whoever filed it and to the advisers named, and to nobody else.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { draftBulletin } from '@sulh/exchange';
import { adviserRecipients, advisers, erasuresOf, membersOnly, morningBrief, REFUSALS, seenBy } from '../index.ts';
import { type Field, field, idOf, ORGANISATIONS, recipientOf, vkeyOf } from './field.ts';
import { incidentBody, report, reportBody } from './steps.ts';

const ADVISERS = ['mediator/adviser', 'watch/adviser', 'south/adviser'] as const;
const TO_WATCH = { audience: ['north', 'watch'], sealed: ['watch'] };

/** A mechanism with advisers of the chair, of an observer and of a party, each with a key of its own where it may have one. */
function advised(more: Parameters<typeof field>[0] = {}): Field {
  const made = field(more);
  for (const member of ADVISERS)
    made.does(`${member.split('/')[0]}/root`, 'member.enrol', { member, key: vkeyOf(member), seats: ['adviser'] });
  for (const [i, member] of ADVISERS.slice(0, 2).entries())
    made.does(member, 'confidential.key', { recipient: recipientOf(20 + i) });
  return made;
}
const viewer = (made: Field, member: string) => ({
  member,
  organisation: member.split('/')[0]!,
  seats: made.state.get('member', member)!.seats,
});

describe('The confidential route', () => {
  it('is the only one: sexual violence and child recruitment are no reports and no incidents', () => {
    const made = advised();
    for (const event of ['sexual-violence', 'child-recruitment', 'x-sexual-violence']) {
      assert.equal(made.say('north/monitor', 'report.file', reportBody({ event })), 'confidential-route');
      const body = { ...incidentBody([report(made, 'north/monitor')]), event };
      assert.equal(made.say('mediator/secretary', 'incident.open', body), 'confidential-route');
    }
    const filed = report(made, 'north/monitor');
    const corrected = { report: filed, because: 'It was this.', body: reportBody({ event: 'sexual-violence' }) };
    assert.equal(made.say('north/monitor', 'report.correct', corrected), 'confidential-route');
    assert.match(REFUSALS['confidential-route'], /never to the members/);
  });

  it('leads to advisers by their own keys, and not to the keys of their organisations', () => {
    const made = advised();
    assert.deepEqual(advisers(made.state), ['mediator/adviser', 'watch/adviser']);
    assert.deepEqual(adviserRecipients(made.state, ['watch/adviser']), { watch: recipientOf(21) });
    assert.notEqual(made.state.get('seal-key', 'watch')!.recipient, recipientOf(21));
    assert.throws(() => adviserRecipients(made.state, ['south/adviser']), { code: 'no-seal-key' });
    // A lead cannot put another key in its place, and no key serves twice.
    assert.equal(made.say('watch/lead', 'confidential.key', { recipient: recipientOf(30) }), 'wrong-seat');
    assert.equal(made.say('watch/adviser', 'confidential.key', { recipient: recipientOf(20) }), 'seal-key-used');
    assert.equal(made.say('watch/lead', 'organisation.seal-key', { recipient: recipientOf(21) }), 'seal-key-used');
    made.does('watch/adviser', 'confidential.key', { recipient: recipientOf(31), reason: 'A new phone.' });
    assert.deepEqual(made.state.get('adviser-key', 'watch/adviser')!.earlier, [recipientOf(21)]);
  });

  it('leads to no adviser of a party, unless all have named it in the terms', () => {
    const made = advised();
    assert.equal(made.say('south/adviser', 'confidential.key', { recipient: recipientOf(40) }), 'not-an-adviser');
    const named = advised({ advisers: ['mediator/adviser', 'watch/adviser', 'south/adviser'] });
    named.does('south/adviser', 'confidential.key', { recipient: recipientOf(40) });
    assert.deepEqual(advisers(named.state), [...ADVISERS]);
  });

  it('puts nothing on record of what was filed', () => {
    const made = advised();
    const id = made.does('north/monitor', 'confidential.file', { to: ['watch/adviser'] }, TO_WATCH);
    const text = JSON.stringify(made.received.at(-1)!.entry.body);
    assert.equal(text, '{"to":["watch/adviser"]}');
    const words = { to: ['watch/adviser'], account: 'words' };
    assert.equal(made.say('north/monitor', 'confidential.file', words, TO_WATCH), 'invalid-body');
    assert.deepEqual(made.state.get('confidential', id)!.audience, ['north/monitor', 'watch/adviser']);
  });

  it('is filed to those who get it and to no other', () => {
    const made = advised();
    const say = (to: string[], saying: object) => made.say('north/monitor', 'confidential.file', { to }, saying);
    assert.equal(say(['watch/adviser'], { ...TO_WATCH, audience: 'members' }), 'audience-is-recipients');
    assert.equal(say(['watch/adviser'], { ...TO_WATCH, sealed: ['north', 'watch'] }), 'audience-is-recipients');
    assert.equal(say(['watch/adviser'], { audience: ['north', 'watch'] }), 'seal-missing');
    assert.equal(say(['watch/lead'], TO_WATCH), 'not-an-adviser');
    assert.equal(say(['watch/adviser', 'watch/adviser'], TO_WATCH), 'twice-named');
    made.does('facilitator/root', 'member.enrol', {
      member: 'facilitator/adviser',
      key: vkeyOf('facilitator/adviser'),
      seats: ['adviser'],
    });
    const keyless = { audience: ['facilitator', 'north'], sealed: ['facilitator'] };
    assert.equal(say(['facilitator/adviser'], keyless), 'no-seal-key');
  });

  it('is known to whoever filed it and the adviser: to no lead, no chair, no list, no brief, no bulletin', () => {
    const made = advised();
    const id = made.does('north/monitor', 'confidential.file', { to: ['watch/adviser'] }, TO_WATCH);
    const knows = (member: string) => {
      const reader = seenBy(made.state, viewer(made, member));
      const tables = ['confidential', 'sealed'] as const;
      return tables.map((table) => reader.all(table).length + (reader.get(table, id) ? 1 : 0));
    };
    for (const member of made.state.all('member').map((one) => one.id)) {
      const expected = member === 'north/monitor' || member === 'watch/adviser' ? [2, 2] : [0, 0];
      assert.deepEqual(knows(member), expected, member);
      const brief = morningBrief(made.state, viewer(made, member), made.now);
      assert.ok(!JSON.stringify(brief).includes(id), member);
    }
    assert.equal(membersOnly(made.state).audienceOf(id), undefined);
    made.wait(1);
    const body = draftBulletin(made.state, '2026-01-01T00:00:00Z', made.now, 'daily', made.now);
    assert.ok(!JSON.stringify(body).includes(id));
    const [section] = body.sections;
    const cited = { ...body, sections: [{ ...section!, items: [{ text: { en: 'x' }, entries: [id] }] }] };
    assert.equal(made.say('mediator/secretary', 'bulletin.draft', cited, { audience: 'public' }), 'not-found');
    assert.equal(made.say('north/monitor', 'evidence.deposit', deposit(id), { audience: ['north'] }), 'not-found');
  });

  it('tells whoever filed it that an adviser has it, and is withdrawn by them alone, with its text destroyed', () => {
    const made = advised();
    const to = ['mediator/adviser', 'watch/adviser'];
    const all = { audience: ['mediator', 'north', 'watch'], sealed: ['mediator', 'watch'] };
    const file = made.does('north/monitor', 'confidential.file', { to }, all);
    const on = { audience: all.audience };
    assert.equal(made.say('north/lead', 'confidential.withdraw', { file, ground: 'source-at-risk' }, on), 'not-found');
    assert.equal(
      made.say('mediator/chair', 'confidential.withdraw', { file, ground: 'source-at-risk' }, on),
      'not-found',
    );
    made.does('watch/adviser', 'confidential.receive', { file }, on);
    assert.equal(made.say('watch/adviser', 'confidential.receive', { file }, on), 'acknowledged-before');
    assert.equal(made.say('watch/adviser', 'confidential.receive', { file }), 'audience-differs');
    assert.deepEqual(
      made.state.get('confidential', file)!.received.map((one) => one.by),
      ['watch/adviser'],
    );
    const taken = made.does('north/monitor', 'confidential.withdraw', { file, ground: 'consent-withdrawn' }, on);
    assert.equal(made.say('mediator/adviser', 'confidential.receive', { file }, on), 'withdrawn');
    const [erasure] = erasuresOf(made.state, file);
    assert.deepEqual([erasure!.id, erasure!.sha256], [taken, made.state.get('sealed', file)!.file]);
    for (const organisation of ORGANISATIONS) {
      const reader = seenBy(made.state, { member: `${organisation}/lead`, organisation, seats: ['lead'] });
      assert.deepEqual(reader.all('erasure'), []);
    }
  });
});

const deposit = (id: string) => ({
  file: { sha256: 'c'.repeat(64), size: 1, type: 'image/jpeg' },
  obtained: { when: { from: '2026-01-01T02:00:00Z', to: '2026-01-01T02:00:00Z', certainty: 'about' } },
  means: 'received',
  described: 'A picture.',
  original: idOf(0xfffff0),
  for: { table: 'report', id },
});
