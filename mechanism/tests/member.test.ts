import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatVkey, parseVkey } from '@sulh/record';
import { doubtedSince, doubtsIn, Mechanism, seenBy } from '../index.ts';
import { field, ORIGIN, vkeyOf } from './field.ts';

const phone = (version = 1) => ({ member: 'north/phone-1', key: vkeyOf('north/phone-1', version), seats: ['monitor'] });

const report = {
  event: 'shelling',
  when: { from: '2026-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z', certainty: 'exact' },
  place: { known: 'seen', ref: 'hill' },
  account: 'Three detonations were heard.',
  language: 'en',
  source: { type: 'monitor', directness: 'heard' },
} as const;

describe('Members', () => {
  it('are enrolled by the lead or the root of their own organisation, and by nobody else', () => {
    const made = field();
    assert.equal(made.say('south/lead', 'member.enrol', phone()), 'not-yours');
    assert.equal(made.say('mediator/chair', 'member.enrol', phone()), 'not-yours');
    assert.equal(made.say('north/monitor', 'member.enrol', phone()), 'wrong-seat');
    made.does('north/lead', 'member.enrol', phone());
    made.does('north/phone-1', 'report.file', report);
    assert.equal(made.say('north/lead', 'member.enrol', phone()), 'name-taken');
    assert.equal(made.say('north/lead', 'member.enrol', { ...phone(), member: 'north/root' }), 'name-taken');
  });

  it('have keys of their own name that were never used before', () => {
    const made = field();
    const enrol = (key: string) => made.say('north/lead', 'member.enrol', { ...phone(), key });
    assert.equal(enrol(vkeyOf('north/lead')), 'bad-member-key');
    assert.equal(enrol(`x${'y'.repeat(60)}`), 'bad-member-key');
    made.does('north/lead', 'member.enrol', phone());
    made.does('north/lead', 'member.revoke', { member: 'north/phone-1', reason: 'lost' });
    assert.equal(enrol(vkeyOf('north/phone-1')), 'key-used');
    made.does('north/lead', 'member.enrol', phone(2));
  });

  it('sign under one name alone: no key of another is put on record under a second name', () => {
    const made = field();
    // The same key under a name of one’s own, whose signatures would be the other’s.
    const under = (member: string, vkey: string) => formatVkey({ ...parseVkey(vkey), name: `${ORIGIN}/${member}` });
    for (const other of ['south/lead', 'south/root', 'north/lead', 'north/root']) {
      const key = under('north/phone-1', vkeyOf(other));
      assert.equal(made.say('north/lead', 'member.enrol', { ...phone(), key }), 'key-used', other);
      const rotated = { member: 'north/monitor', key: under('north/monitor', vkeyOf(other)) };
      assert.equal(made.say('north/lead', 'member.rotate', rotated), 'key-used', other);
    }
    const root = { member: 'north/root', key: under('north/root', vkeyOf('south/root')) };
    assert.equal(made.say('north/root', 'member.rotate', root), 'key-used');
  });

  it('hold only seats that their organisation can fill', () => {
    const made = field();
    const enrol = (lead: string, member: string, seats: string[]) =>
      made.say(lead, 'member.enrol', { member, key: vkeyOf(member), seats });
    assert.equal(enrol('north/lead', 'north/chair', ['chair']), 'seat-not-for-role');
    assert.equal(enrol('facilitator/lead', 'facilitator/chair', ['chair']), 'seat-not-for-role');
    assert.equal(enrol('watch/lead', 'watch/team', ['team']), 'seat-not-for-role');
    assert.equal(enrol('mediator/chair', 'mediator/chair-2', ['chair']).length, 36);
  });

  it('are let go, and enrolled again, in words that reach nobody to whom they were not said', () => {
    const made = field();
    const open = { audience: 'public' } as const;
    const keyOf = (version: number) =>
      made.state.all('key').find((one) => one.vkey === vkeyOf('north/phone-1', version));
    made.does('north/lead', 'member.enrol', phone(), open);
    made.does('north/lead', 'member.rotate', {
      member: 'north/phone-1',
      key: vkeyOf('north/phone-1', 2),
      reason: 'At the well.',
    });
    assert.equal(keyOf(1)?.audience, 'public');
    assert.deepEqual([keyOf(1)?.revoked?.at, keyOf(1)?.revoked?.reason], [made.now, undefined]);
    made.does('north/lead', 'member.revoke', { member: 'north/phone-1', reason: 'Taken at the gate.' });
    assert.equal(keyOf(2)?.revoked?.reason, 'Taken at the gate.', 'the key itself is known to members alone');
    made.does('north/lead', 'member.enrol', { ...phone(3), title: { en: 'The post at the well' } });
    assert.equal(made.state.get('member', 'north/phone-1')?.audience, 'members');
    const seen = JSON.stringify(['key', 'member'].map((table) => seenBy(made.state, undefined).all(table as 'key')));
    assert.ok(seen.includes('north/phone-1') && !/well|Taken/.test(seen));
  });

  it('sign nothing after they were revoked, and what they signed before stays', () => {
    const made = field();
    const filed = made.does('north/monitor', 'report.file', report);
    assert.equal(made.say('south/lead', 'member.revoke', { member: 'north/monitor', reason: 'x' }), 'not-yours');
    assert.equal(made.say('north/liaison', 'member.revoke', { member: 'north/monitor', reason: 'x' }), 'wrong-seat');
    assert.equal(made.say('north/lead', 'member.revoke', { member: 'north/nobody', reason: 'x' }), 'not-found');
    made.does('north/lead', 'member.revoke', { member: 'north/monitor', reason: 'phone lost' });
    assert.equal(made.say('north/monitor', 'report.file', report), 'revoked-key');
    assert.equal(made.state.get('report', filed)!.by, 'north/monitor');
    // An auditor who replays from the start comes to the same.
    const replayed = Mechanism.replay(ORIGIN, made.received);
    assert.deepEqual(replayed.state.snapshot(), made.state.snapshot());
  });

  it('can give up their own key, and can replace it', () => {
    const made = field();
    made.does('south/monitor', 'member.rotate', { member: 'south/monitor', key: vkeyOf('south/monitor', 2) });
    assert.equal(made.say('south/monitor', 'report.file', report), 'revoked-key');
    made.version.set('south/monitor', 2);
    made.does('south/monitor', 'report.file', report);
    made.does('south/monitor', 'member.revoke', { member: 'south/monitor', reason: 'leaving' });
    assert.equal(made.say('south/monitor', 'report.file', report), 'revoked-key');
  });

  it('whose key was in other hands have what it signed since then marked, and nothing else, and nothing is erased', () => {
    const made = field();
    const before = made.does('north/monitor', 'report.file', report);
    made.wait(1);
    const since = made.now;
    const stolen = made.does('north/monitor', 'report.file', report);
    const another = made.does('north/liaison', 'report.file', report);
    const rotate = { member: 'north/monitor', key: vkeyOf('north/monitor', 2), compromisedSince: since };
    made.does('north/lead', 'member.rotate', rotate);
    made.version.set('north/monitor', 2);
    const after = made.does('north/monitor', 'report.file', report);
    const marked = [before, stolen, another, after].filter((id) => {
      const row = made.state.get('report', id)!;
      return doubtedSince(doubtsIn(made.state), [row.by], row.since) !== undefined;
    });
    assert.deepEqual(marked, [stolen]);
  });

  it('leave the root key to itself', () => {
    const made = field();
    const rotate = { member: 'north/root', key: vkeyOf('north/root', 2) };
    assert.equal(made.say('north/lead', 'member.rotate', rotate), 'wrong-seat');
    assert.equal(made.say('south/root', 'member.rotate', rotate), 'not-yours');
    made.does('north/root', 'member.rotate', rotate);
    assert.equal(made.say('north/root', 'member.enrol', phone()), 'revoked-key');
    made.version.set('north/root', 2);
    made.does('north/root', 'member.enrol', phone());
  });
});

describe('An entry of any kind', () => {
  it('is refused when nobody could know its kind, its author or its audience', () => {
    const made = field();
    const file = (author: string | string[], audience: string[]) =>
      made.say(author, 'report.file', report, { audience });
    assert.equal(made.say('north/lead', 'report.sing' as 'report.file', report), 'unknown-kind');
    assert.equal(file('north/stranger', ['north']), 'unknown-key');
    assert.equal(file('north/monitor', ['elsewhere', 'north']), 'unknown-audience');
    assert.equal(file('north/monitor', ['south']), 'audience-without-author');
    assert.equal(file(['north/monitor', 'south/monitor'], ['north', 'south']), 'one-signer');
    assert.equal(file(['north/monitor', 'north/monitor'], ['north']), 'same-signer');
    assert.equal(file('north/root', ['north']), 'wrong-seat');
    assert.equal(made.say('north/monitor', 'report.file', { ...report, account: '' }), 'invalid-body');
    assert.equal(made.refusal!.details.path, 'account');
  });

  it('is not taken sealed where the rules have to read it', () => {
    const made = field();
    made.does('north/lead', 'participation.leave', { scopes: ['talks'], how: 'strike' });
    const last = made.received.at(-1)!;
    const sealed = { commitment: 'x', to: ['north'] } as never;
    const refusal = made.mechanism.admit({ ...last, entry: { ...last.entry, sealed } });
    assert.equal(refusal!.code, 'cannot-be-sealed');
  });
});
