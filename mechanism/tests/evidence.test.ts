import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { custodyOf, erasuresOf, holderOf, seenBy } from '../index.ts';
import { type Field, field, idOf, ORGANISATIONS, recipientOf, type Saying } from './field.ts';

const HASH = 'a'.repeat(64);
const deposit = (more: object = {}) => ({
  file: { sha256: HASH, size: 40_000, type: 'image/jpeg' },
  obtained: { when: { from: '2025-12-30T10:00:00Z', to: '2025-12-30T10:00:00Z', certainty: 'exact' } },
  means: 'photographed',
  described: 'A wall with four impacts.',
  ...more,
});
const BOTH: Saying = { audience: ['mediator', 'north'] };
const as = (made: Field, organisation: string) =>
  seenBy(made.state, { member: `${organisation}/lead`, organisation, seats: ['lead'] });

describe('The custody of a piece of evidence', () => {
  it('reads from the one who photographed it to the one who holds it, step by step', () => {
    const made = field();
    const id = made.does('north/monitor', 'evidence.deposit', deposit());
    const hand = (by: string, to: string) =>
      made.say(by, 'evidence.transfer', { evidence: id, to, purpose: 'To examine it.' });
    const receive = (by: string, sha256 = HASH) => made.say(by, 'evidence.receive', { evidence: id, sha256 });
    assert.equal(receive('mediator/chair'), 'not-handed-on');
    assert.equal(hand('mediator/chair', 'south'), 'not-the-holder');
    assert.equal(hand('north/lead', 'north'), 'to-oneself');
    assert.equal(hand('north/lead', 'nobody'), 'not-a-member');
    assert.equal(hand('north/lead', 'mediator').length, 36);
    // Handed on and not yet received: it is still held where it was.
    assert.equal(holderOf(made.state.get('evidence', id)!), 'north');
    assert.equal(receive('south/lead'), 'not-handed-on');
    assert.equal(receive('mediator/chair').length, 36);
    made.does('mediator/monitor', 'evidence.examine', {
      evidence: id,
      method: 'Compared with the wall.',
      result: 'The impacts are the same.',
    });
    assert.equal(hand('north/lead', 'south'), 'not-the-holder');
    const report = made.does('north/monitor', 'report.file', {
      event: 'shelling',
      when: { from: '2025-12-30T10:00:00Z', to: '2025-12-30T10:00:00Z', certainty: 'about' },
      place: { ref: 'hill', known: 'seen' },
      account: 'Four impacts on a wall.',
      language: 'en',
      source: { type: 'monitor', directness: 'saw' },
      evidence: [{ sha256: HASH, size: 40_000, type: 'image/jpeg' }],
    });
    const { deposits, cited } = custodyOf(made.state, HASH);
    assert.equal(deposits.length, 1);
    const [one] = deposits;
    assert.deepEqual(
      one!.steps.map((step) => [step.step, step.organisation]),
      [
        ['deposited', 'north'],
        ['handed-on', 'north'],
        ['received', 'mediator'],
        ['examined', 'mediator'],
      ],
    );
    assert.deepEqual([one!.holder, one!.intact], ['mediator', true]);
    assert.deepEqual(
      cited.map(({ table, id: of }) => [table, of]),
      [['report', report]],
    );
  });

  it('shows that other bytes arrived than were deposited', () => {
    const made = field();
    const evidence = made.does('north/monitor', 'evidence.deposit', deposit());
    made.does('north/lead', 'evidence.transfer', { evidence, to: 'mediator', purpose: 'To examine it.' });
    made.does('mediator/chair', 'evidence.receive', { evidence, sha256: 'b'.repeat(64), note: 'Cut short.' });
    assert.equal(custodyOf(made.state, HASH).deposits[0]!.intact, false);
  });

  it('is not there for those to whom the deposit is not addressed, as if the file did not exist', () => {
    const made = field();
    const evidence = made.does('north/monitor', 'evidence.deposit', deposit(), BOTH);
    const none = custodyOf(as(made, 'south'), 'c'.repeat(64));
    assert.deepEqual({ ...custodyOf(as(made, 'south'), HASH), sha256: none.sha256 }, none);
    assert.equal(custodyOf(as(made, 'mediator'), HASH).deposits.length, 1);
    const examine = { evidence, method: 'Looked at.', result: 'Nothing.' };
    assert.equal(made.say('south/monitor', 'evidence.examine', examine), 'not-found');
    assert.equal(
      made.say('north/lead', 'evidence.transfer', { evidence, to: 'south', purpose: 'To see it.' }, BOTH),
      'recipient-left-out',
    );
    assert.equal(made.say('south/monitor', 'evidence.deposit', deposit({ original: evidence })), 'not-found');
  });
});

describe('A seal key', () => {
  it('is set by the organisation itself, is new each time, and earlier ones stay readable', () => {
    const made = field();
    const set = (by: string, count: number) => made.say(by, 'organisation.seal-key', { recipient: recipientOf(count) });
    assert.equal(set('north/monitor', 30), 'wrong-seat');
    // Nobody registers the other side's recipient as its own, nor one that was in use before.
    assert.equal(set('north/lead', ORGANISATIONS.indexOf('south')), 'seal-key-used');
    assert.equal(set('north/lead', 30).length, 36);
    assert.equal(set('north/lead', ORGANISATIONS.indexOf('north')), 'seal-key-used');
    const key = made.state.get('seal-key', 'north')!;
    assert.equal(key.recipient, recipientOf(30));
    assert.deepEqual(
      key.earlier.map((one) => one.recipient),
      [recipientOf(0)],
    );
  });
});

describe('A sealed text', () => {
  const offer = { to: ['mediator'], tlp: 'AMBER', subject: 'movement', purpose: 'For the joint team.' };

  it('goes with a share always, with a deposit when its source must be kept, and with nothing that the rules must read', () => {
    const made = field();
    assert.equal(made.say('north/lead', 'share.offer', offer, BOTH), 'seal-missing');
    const sealed = ['mediator', 'north'];
    const id = made.does('north/monitor', 'evidence.deposit', deposit({ from: 'A witness.' }), { sealed });
    assert.deepEqual(made.state.get('sealed', id)!.recipients, sealed);
    assert.equal(
      made.say('north/lead', 'member.revoke', { member: 'north/liaison', reason: 'Left.' }, { sealed }),
      'cannot-be-sealed',
    );
  });

  it('is sealed to organisations that can open it and to which the entry goes, and to the whole list of a share', () => {
    const made = field();
    const say = (sealed: string[], audience = BOTH) =>
      made.say('north/lead', 'share.offer', offer, { ...audience, sealed });
    assert.equal(say(['mediator', 'south']), 'recipient-left-out');
    // No hidden reader, and no reader who is shown and left without.
    assert.equal(say(['mediator']), 'audience-is-recipients');
    assert.equal(say(['mediator', 'north']).length, 36);
    assert.equal(made.say('north/monitor', 'evidence.deposit', deposit(), { sealed: ['nobody'] }), 'no-seal-key');
  });
});

describe('Erasing', () => {
  const body = (entry: string, sha256 = HASH) => ({
    entry,
    sha256,
    ground: 'source-at-risk',
    authority: 'Article 9 of the terms.',
  });

  it('is the originator’s word, and the record says on which ground and by whom', () => {
    const made = field();
    const entry = made.does('north/monitor', 'evidence.deposit', deposit(), BOTH);
    const erase = (by: string | string[], saying = BOTH) => made.say(by, 'file.erase', body(entry), saying);
    assert.equal(erase('south/lead', { audience: ['mediator', 'south'] }), 'not-found');
    assert.equal(made.say('north/lead', 'file.erase', body(idOf(0xffff)), BOTH), 'not-found');
    assert.equal(made.say('north/lead', 'file.erase', body(entry, 'c'.repeat(64)), BOTH), 'not-found');
    assert.equal(erase('north/lead', { audience: 'members' }), 'audience-differs');
    const id = erase('north/lead');
    assert.equal(erase('north/lead'), 'erased-before');
    assert.deepEqual(
      erasuresOf(made.state, entry).map(({ id, ground, by }) => [id, ground, by]),
      [[id, 'source-at-risk', ['north']]],
    );
    // The deposit and its chain stay readable; the other side learns nothing of it.
    assert.equal(custodyOf(made.state, HASH).deposits.length, 1);
    assert.equal(custodyOf(as(made, 'south'), HASH).withdrawn.length, 0);
  });

  it('without the originator needs all others who were let in, together', () => {
    const made = field();
    const entry = made.does('north/monitor', 'evidence.deposit', deposit());
    const erase = (by: string | string[]) => made.say(by, 'file.erase', body(entry), { audience: 'members' });
    assert.equal(erase('south/lead'), 'not-yours');
    assert.equal(erase('mediator/chair'), 'not-yours');
    assert.equal(erase(['south/lead', 'facilitator/lead']), 'signature-missing');
    assert.equal(erase(['south/lead', 'mediator/chair']).length, 36);
  });

  it('needs everybody where the terms say so: no side alone makes evidence vanish', () => {
    const made = field({ erasure: 'all' });
    const entry = made.does('north/monitor', 'evidence.deposit', deposit());
    const erase = (by: string | string[]) => made.say(by, 'file.erase', body(entry), { audience: 'members' });
    assert.equal(erase('north/lead'), 'signature-missing');
    assert.deepEqual(made.refusal!.details.organisations, ['mediator', 'south']);
    assert.equal(erase(['south/lead', 'mediator/chair']), 'signature-missing');
    assert.equal(erase(['north/lead', 'south/lead', 'mediator/chair']).length, 36);
  });

  it('takes what rests on the originator’s word, and not what another organisation deposited itself', () => {
    const made = field();
    const own = made.does('north/monitor', 'evidence.deposit', deposit());
    const other = made.does('south/monitor', 'evidence.deposit', deposit());
    made.does('north/lead', 'file.erase', body(own), { audience: 'members' });
    assert.equal(made.say('north/lead', 'file.erase', body(other), { audience: 'members' }), 'not-yours');
    made.does('south/lead', 'file.erase', body(other), { audience: 'members' });
    assert.deepEqual(
      made.state.all('erasure').map((one) => one.originator),
      ['north', 'south'],
    );
  });

  it('is part of purging a hand-over whose identity was sealed', () => {
    const made = field();
    const audience = ['mediator', 'north', 'south'];
    const docket = made.does(
      'north/liaison',
      'handover.open',
      { pseudonym: 'P-7K2M', what: 'person', transferring: 'north', receiving: 'south', crossing: 'gate' },
      { audience, sealed: audience },
    );
    made.does('north/liaison', 'handover.end', { docket, because: 'withdrawn' }, { audience });
    made.does('north/liaison', 'handover.purge', { docket, ground: 'schedule' }, { audience });
    const [erasure] = erasuresOf(made.state, docket);
    assert.equal(erasure!.sha256, made.state.get('sealed', docket)!.file);
    assert.equal(erasure!.ground, 'schedule');
  });
});
