// A lost root key: how an organisation gets a new one, and how nobody takes an organisation over.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Mechanism, ROOT_WAIT_HOURS, type Successor, seenBy, successorsOpen } from '../index.ts';
import { type Field, field, ORIGIN, vkeyOf } from './field.ts';

const of = (organisation: string, version = 2) => ({
  organisation,
  key: vkeyOf(`${organisation}/root`, version),
  reason: 'The machine with the key was lost in the fire.',
});
/** What the terms require of others, and a lead of the organisation itself. */
const SIGNERS: Record<string, string[]> = {
  north: ['south/root', 'mediator/root', 'north/lead'],
  mediator: ['north/root', 'south/root', 'mediator/chair'],
  watch: ['north/root', 'south/root', 'mediator/root', 'watch/lead'],
};
const rootOf = (made: Field, organisation: string) => made.state.get('organisation', organisation)?.root;
const successor = (made: Field, id: string) => made.state.get('successor', id) as Successor;
/** The new key signs. */
const take = (made: Field, organisation: string, proposal: string, version = 2): string => {
  const before = made.version.get(`${organisation}/root`) ?? 1;
  made.version.set(`${organisation}/root`, version);
  const answer = made.say(`${organisation}/root`, 'root.take', { proposal });
  if (made.refusal) made.version.set(`${organisation}/root`, before);
  return answer;
};

describe('A lost root key', () => {
  it('is replaced by those whose signatures change the terms and the organisation’s own lead, after two weeks', () => {
    for (const organisation of Object.keys(SIGNERS)) {
      const made = field();
      const old = rootOf(made, organisation);
      const id = made.does(SIGNERS[organisation]!, 'root.propose', of(organisation));
      assert.equal(rootOf(made, organisation), old);
      assert.deepEqual(
        successorsOpen(seenBy(made.state, undefined)).map((one) => [one.organisation, one.lost]),
        [[organisation, old]],
        'everybody sees it',
      );
      assert.equal(take(made, organisation, id), 'time-to-object');
      assert.equal(made.refusal?.details.from, successor(made, id).from);
      made.wait(ROOT_WAIT_HOURS);
      assert.equal(take(made, organisation, id).length, 36);
      assert.equal(rootOf(made, organisation), vkeyOf(`${organisation}/root`, 2));
      assert.equal(successor(made, id).status, 'taken');
      assert.deepEqual(successorsOpen(made.state), []);
      // The new key acts for the organisation, the lost one no more; a replay of the record comes to the same.
      const enrol = { member: `${organisation}/desk`, key: vkeyOf(`${organisation}/desk`), seats: ['monitor'] };
      made.does(`${organisation}/root`, 'member.enrol', enrol);
      made.version.set(`${organisation}/root`, 1);
      assert.equal(made.say(`${organisation}/root`, 'member.enrol', enrol), 'revoked-key');
      assert.deepEqual(Mechanism.replay(ORIGIN, made.received).state.snapshot(), made.state.snapshot());
    }
  });

  it('is proposed by all of them or not at all', () => {
    const made = field();
    for (const left of SIGNERS.north!) {
      const others = SIGNERS.north!.filter((one) => one !== left);
      assert.equal(made.say(others, 'root.propose', of('north')), 'signature-missing', left);
      assert.deepEqual(made.refusal?.details.organisations, [left.split('/')[0]]);
    }
    // A lead in the place of a root key, the root key itself, a lead of another organisation.
    assert.equal(made.say(['south/lead', 'mediator/root', 'north/lead'], 'root.propose', of('north')), 'wrong-seat');
    assert.equal(made.say(['south/root', 'mediator/root', 'north/root'], 'root.propose', of('north')), 'wrong-seat');
    assert.equal(made.say([...SIGNERS.north!, 'watch/lead'], 'root.propose', of('north')), 'wrong-seat');
    assert.equal(made.say(SIGNERS.north!, 'root.propose', of('elsewhere')), 'not-found');
  });

  it('is replaced by a key of the organisation’s name that the record has never seen, under whatever name', () => {
    const made = field();
    const propose = (key: string) => made.say(SIGNERS.north!, 'root.propose', { ...of('north'), key });
    assert.equal(propose(vkeyOf('south/root', 2)), 'bad-root-key');
    assert.equal(propose('x'.repeat(60)), 'bad-root-key');
    assert.equal(propose(vkeyOf('north/root')), 'key-used');
    assert.equal(propose(vkeyOf('north/root', 2)).length, 36);
  });

  it('is kept when any key of the organisation objects, or the one said to be lost, and only then', () => {
    for (const objector of ['north/monitor', 'north/liaison', 'north/lead', 'north/root']) {
      const made = field();
      const id = made.does(SIGNERS.north!, 'root.propose', of('north'));
      assert.equal(made.say('south/lead', 'root.object', { proposal: id }), 'not-yours');
      assert.equal(made.say('mediator/chair', 'root.object', { proposal: id }), 'not-yours');
      // Also late, as long as the new key has not taken over.
      made.wait(2 * ROOT_WAIT_HOURS);
      made.does(objector, 'root.object', { proposal: id, reason: 'It is in my hand.' });
      assert.equal(successor(made, id).objection?.member, objector);
      assert.equal(take(made, 'north', id), 'unknown-key');
      assert.equal(rootOf(made, 'north'), vkeyOf('north/root'));
      assert.equal(made.say(objector, 'root.object', { proposal: id }), 'not-found');
    }
  });

  it('that has rotated itself was not lost', () => {
    const made = field();
    const id = made.does(SIGNERS.north!, 'root.propose', of('north', 3));
    made.does('north/root', 'member.rotate', { member: 'north/root', key: vkeyOf('north/root', 2) });
    made.wait(ROOT_WAIT_HOURS);
    assert.deepEqual(successorsOpen(made.state), []);
    assert.equal(take(made, 'north', id, 3), 'root-changed');
    assert.equal(rootOf(made, 'north'), vkeyOf('north/root', 2));
  });

  it('is proposed anew when the new key is lost too; the time begins again', () => {
    const made = field();
    const first = made.does(SIGNERS.north!, 'root.propose', of('north', 2));
    made.wait(ROOT_WAIT_HOURS);
    const second = made.does(SIGNERS.north!, 'root.propose', of('north', 3));
    assert.equal(take(made, 'north', first, 2), 'unknown-key');
    assert.equal(take(made, 'north', second, 3), 'time-to-object');
    made.wait(ROOT_WAIT_HOURS);
    assert.equal(take(made, 'north', second, 3).length, 36);
    assert.equal(successor(made, first).status, 'replaced');
  });

  it('of an organisation without any lead is proposed by the others alone; whoever is left in it can object', () => {
    const made = field();
    made.does('north/root', 'member.revoke', { member: 'north/lead', reason: 'gone' });
    const others = ['south/root', 'mediator/root'];
    const first = made.does(others, 'root.propose', of('north'));
    made.does('north/monitor', 'root.object', { proposal: first });
    const second = made.does(others, 'root.propose', of('north'));
    made.wait(ROOT_WAIT_HOURS);
    assert.equal(take(made, 'north', second).length, 36);
  });

  it('nobody signs in its name with the proposed key before, and only that key takes over', () => {
    const made = field();
    const id = made.does(SIGNERS.north!, 'root.propose', of('north'));
    made.wait(ROOT_WAIT_HOURS);
    assert.equal(made.say('north/root', 'root.take', { proposal: id }), 'unknown-key', 'the lost one');
    assert.equal(made.say('south/root', 'root.take', { proposal: id }), 'unknown-key');
    assert.equal(made.say('north/lead', 'root.take', { proposal: id }), 'unknown-key');
    made.version.set('north/root', 2);
    for (const proposal of ['x', 7, null, undefined, made.received[0]!.entry.id])
      assert.equal(made.say('north/root', 'root.take', { proposal }), 'unknown-key');
    assert.equal(made.say('north/root', 'member.revoke', { member: 'north/lead', reason: 'x' }), 'unknown-key');
    assert.equal(take(made, 'north', id).length, 36);
  });
});

/** One who tries: some signers, an organisation, a version of its key. */
const WHO = ['north/root', 'south/root', 'mediator/root', 'watch/root', 'north/lead', 'south/lead', 'north/monitor'];
const move = fc.record({
  kind: fc.constantFrom('propose', 'propose', 'object', 'take', 'take', 'rotate', 'revoke'),
  who: fc.oneof(fc.subarray(WHO, { minLength: 1 }), fc.constant(SIGNERS.north!)),
  organisation: fc.constantFrom('north', 'north', 'south'),
  version: fc.integer({ min: 2, max: 4 }),
  which: fc.nat(20),
  wait: fc.constantFrom(0, 0, 100, ROOT_WAIT_HOURS),
});

it('whoever tries whatever, a root key changes by itself, or as all of this says', () => {
  let taken = 0;
  fc.assert(
    fc.property(fc.array(move, { maxLength: 25 }), (moves) => {
      const made = field();
      const proposals: { id: string; at: number; organisation: string; version: number; open: boolean }[] = [];
      for (const { kind, who, organisation, version, which, wait } of moves) {
        made.wait(wait);
        const before = { north: rootOf(made, 'north'), south: rootOf(made, 'south') };
        const lead = made.state.get('member', `${organisation}/lead`)?.status === 'enrolled';
        const proposal = proposals.length > 0 ? proposals[which % proposals.length] : undefined;
        if (kind === 'propose') {
          const answer = made.say(who, 'root.propose', of(organisation, version));
          if (answer.length !== 36) continue;
          const others = ['north', 'south', 'mediator'].filter((one) => one !== organisation);
          for (const one of others) assert.ok(who.includes(`${one}/root`));
          assert.ok(!lead || who.includes(`${organisation}/lead`));
          for (const one of proposals) if (one.organisation === organisation) one.open = false;
          proposals.push({ id: answer, at: Date.parse(made.now), organisation, version, open: true });
        } else if (kind === 'object' && proposal) {
          if (made.say(who[0]!, 'root.object', { proposal: proposal.id }).length !== 36) continue;
          assert.equal(who[0]!.split('/')[0], proposal.organisation);
          proposal.open = false;
        } else if (kind === 'take' && proposal) {
          if (take(made, proposal.organisation, proposal.id, proposal.version).length !== 36) continue;
          taken++;
          assert.ok(proposal.open);
          assert.ok(Date.parse(made.now) >= proposal.at + ROOT_WAIT_HOURS * 3_600_000);
          assert.equal(rootOf(made, proposal.organisation), vkeyOf(`${proposal.organisation}/root`, proposal.version));
          proposal.open = false;
          continue;
        } else if (kind === 'rotate') {
          const root = `${organisation}/root`;
          const answer = made.say(who[0]!, 'member.rotate', { member: root, key: vkeyOf(root, version) });
          if (answer.length !== 36) continue;
          assert.equal(who[0], root);
          made.version.set(root, version);
          for (const one of proposals) if (one.organisation === organisation) one.open = false;
          continue;
        } else if (kind === 'revoke') {
          made.say(who[0]!, 'member.revoke', { member: `${organisation}/lead`, reason: 'gone' });
        }
        assert.deepEqual({ north: rootOf(made, 'north'), south: rootOf(made, 'south') }, before, kind);
      }
      assert.deepEqual(Mechanism.replay(ORIGIN, made.received).state.snapshot(), made.state.snapshot());
    }),
    { numRuns: 300 },
  );
  assert.ok(taken > 10, String(taken));
});
