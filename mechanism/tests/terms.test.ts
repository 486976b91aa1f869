import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatVkey, parseVkey } from '@sulh/record';
import { Mechanism, parties, partiesInOrder, termsInForce } from '../index.ts';
import { Field, field, ORIGIN, ROOTS_THAT_BIND, termsBody, vkeyOf } from './field.ts';

describe('Terms', () => {
  it('are the first entry of a record', () => {
    const made = new Field();
    assert.equal(made.say('north/root', 'report.withdraw', {}), 'unknown-key');
    // Nor does it let in an entry whose signatures somebody else took for good.
    const last = field().received.at(-1)!;
    assert.equal(new Mechanism(ORIGIN).admit(last)!.code, 'no-terms');
  });

  it('found a mechanism when every party and the chair have signed', () => {
    const made = new Field();
    assert.equal(made.say(['north/root', 'south/root'], 'terms.adopt', termsBody()), 'signature-missing');
    assert.deepEqual(made.refusal!.details.organisations, ['mediator']);
    assert.equal(made.say(['north/root', 'mediator/root'], 'terms.adopt', termsBody()), 'signature-missing');
    made.does(ROOTS_THAT_BIND, 'terms.adopt', termsBody());
    assert.deepEqual(parties(made.state), ['north', 'south']);
    assert.equal(termsInForce(made.state)!.clocks.reply, 72);
  });

  it('are refused when a signature is not of a root key that they name', () => {
    const made = new Field();
    made.version.set('south/root', 2);
    assert.equal(made.say(ROOTS_THAT_BIND, 'terms.adopt', termsBody()), 'unknown-key');
  });

  it('are refused when they cannot work', () => {
    const made = new Field();
    const organisations = termsBody().organisations;
    const say = (more: object) => made.say(ROOTS_THAT_BIND, 'terms.adopt', termsBody(more));
    assert.equal(say({ chair: 'watch' }), 'chair-not-guarantor');
    assert.equal(say({ organisations: [...organisations, organisations[0]!] }), 'twice-in-terms');
    assert.equal(
      say({ organisations: organisations.map((one) => (one.id === 'south' ? { ...one, role: 'observer' } : one)) }),
      'too-few-parties',
    );
    assert.equal(
      say({
        organisations: organisations.map((one) => (one.id === 'watch' ? { ...one, root: vkeyOf('west/root') } : one)),
      }),
      'bad-root-key',
    );
    const key = formatVkey({ ...parseVkey(vkeyOf('north/root')), name: `${ORIGIN}/south/root` });
    assert.equal(
      made.say(
        ['north/root', 'mediator/root'],
        'terms.adopt',
        termsBody({ organisations: organisations.map((one) => (one.id === 'south' ? { ...one, root: key } : one)) }),
      ),
      'twice-in-terms',
    );
    assert.equal(say({ deadlock: 'refer' }), 'refer-to-whom');
    assert.equal(say({ witnessPolicy: 'witness everybody\n' }), 'bad-witness-policy');
    assert.equal(say({ witnessPolicy: 'quorum none\n' }).length, 36);

    assert.equal(say({ organisations: [] }), 'invalid-body');
  });

  it('change only with the signatures that the terms in force require', () => {
    const made = field();
    const next = termsBody({ deadlock: 'chair-rules' });
    assert.equal(made.say(['north/root', 'mediator/root'], 'terms.adopt', next), 'signature-missing');
    assert.equal(made.say(['north/lead', 'south/lead', 'mediator/chair'], 'terms.adopt', next), 'wrong-seat');
    const first = termsInForce(made.state)!;
    made.does(ROOTS_THAT_BIND, 'terms.adopt', next);
    assert.equal(termsInForce(made.state)!.deadlock, 'chair-rules');
    assert.equal(termsInForce(made.state)!.replaces, first.id);
    assert.equal(made.state.get('terms', first.id)!.deadlock, 'record-both');
  });

  it('cannot leave a party out, change a role, or hand over a root key', () => {
    const made = field();
    const { organisations } = termsBody();
    const change = (to: typeof organisations) =>
      made.say(ROOTS_THAT_BIND, 'terms.adopt', termsBody({ organisations: to }));
    const third = { id: 'third', role: 'party' as const, name: { en: 'Third' }, root: vkeyOf('third/root') };
    assert.equal(change([...organisations.filter((one) => one.id !== 'south'), third]), 'party-missing');
    assert.equal(
      change(organisations.map((one) => (one.id === 'watch' ? { ...one, role: 'guarantor' } : one))),
      'role-changed',
    );
    assert.equal(
      change(organisations.map((one) => (one.id === 'watch' ? { ...one, root: vkeyOf('watch/root', 2) } : one))),
      'root-changed',
    );
  });

  it('take in a new party when that party signs too', () => {
    const made = field();
    const third = { id: 'third', role: 'party' as const, name: { en: 'Third' }, root: vkeyOf('third/root') };
    const next = termsBody({ organisations: [...termsBody().organisations, third] });
    assert.equal(made.say(ROOTS_THAT_BIND, 'terms.adopt', next), 'signature-missing');
    // A key of another, under a name of its own, would let it pass off what the other signs.
    const root = formatVkey({ ...parseVkey(vkeyOf('north/lead')), name: `${ORIGIN}/watcher/root` });
    const watcher = { id: 'watcher', role: 'observer' as const, name: { en: 'Watcher' }, root };
    const borrowed = termsBody({ organisations: [...termsBody().organisations, watcher] });
    assert.equal(made.say(ROOTS_THAT_BIND, 'terms.adopt', borrowed), 'key-used');
    made.does([...ROOTS_THAT_BIND, 'third/root'], 'terms.adopt', next);
    assert.deepEqual(parties(made.state), ['north', 'south', 'third']);
  });

  it('end the membership of an observer that they no longer name', () => {
    const made = field();
    const next = termsBody({ organisations: termsBody().organisations.filter((one) => one.id !== 'watch') });
    made.does(ROOTS_THAT_BIND, 'terms.adopt', next);
    assert.equal(made.say('watch/lead', 'member.revoke', { member: 'watch/monitor', reason: 'left' }), 'revoked-key');
    // When it comes back it is the same organisation, with the same key.
    const back = (root: string) =>
      made.say(
        ROOTS_THAT_BIND,
        'terms.adopt',
        termsBody({
          organisations: termsBody().organisations.map((one) => (one.id === 'watch' ? { ...one, root } : one)),
        }),
      );
    assert.equal(back(vkeyOf('watch/root', 2)), 'root-changed');
    assert.equal(back(vkeyOf('watch/root')).length, 36);
    made.does('watch/lead', 'member.revoke', { member: 'watch/monitor', reason: 'replaced' });
  });

  it('turn the order of the parties every day when they say so', () => {
    const made = field({ partyOrder: 'alternate-daily' });
    const monday = partiesInOrder(made.state, '2026-01-05T10:00:00Z');
    const tuesday = partiesInOrder(made.state, '2026-01-06T10:00:00Z');
    assert.deepEqual(monday, [...tuesday].reverse());
    assert.deepEqual(monday, partiesInOrder(made.state, '2026-01-07'));
  });

  it('go to the public', () => {
    const made = new Field();
    assert.equal(
      made.say(ROOTS_THAT_BIND, 'terms.adopt', termsBody(), { audience: 'members' }),
      'audience-not-allowed',
    );
  });
});
