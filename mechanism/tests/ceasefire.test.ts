import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { absences, ceasefireAt } from '../index.ts';
import { type Field, field } from './field.ts';

const own = { kind: 'own-act' } as const;
const body = { title: { en: 'Ceasefire' }, type: 'ceasefire', from: '2026-01-02T00:00:00Z', basis: own };
const LATER = '2026-01-03T00:00:00Z';

const stand = (made: Field, ceasefire: string, at = made.now) => {
  const { whole, sectors } = ceasefireAt(made.state.get('ceasefire', ceasefire)!, at);
  return { whole: whole.state, ...Object.fromEntries(sectors.map((one) => [one.sector, one.state])) };
};

describe('A ceasefire', () => {
  it('that one side declares is proposed until the other has accepted it', () => {
    const made = field();
    const ceasefire = made.does('north/lead', 'ceasefire.declare', body);
    assert.deepEqual(stand(made, ceasefire, LATER), { whole: 'proposed' });
    assert.equal(made.say('mediator/chair', 'ceasefire.accept', { ceasefire }), 'not-a-party');
    made.does('south/lead', 'ceasefire.accept', { ceasefire });
    assert.deepEqual(stand(made, ceasefire, '2026-01-01T12:00:00Z'), { whole: 'proposed' });
    assert.deepEqual(stand(made, ceasefire, LATER), { whole: 'in-force' });
  });

  it('is announced by a guarantor, and rests on the parties', () => {
    const made = field();
    assert.equal(made.say('watch/lead', 'ceasefire.declare', body), 'observer-declares');
    assert.equal(made.say('north/liaison', 'ceasefire.declare', body), 'wrong-seat');
    const ceasefire = made.does('mediator/chair', 'ceasefire.declare', body);
    made.does('north/lead', 'ceasefire.accept', { ceasefire });
    assert.deepEqual(stand(made, ceasefire, LATER), { whole: 'proposed' });
    made.does('south/lead', 'ceasefire.accept', { ceasefire });
    assert.deepEqual(stand(made, ceasefire, LATER), { whole: 'in-force' });
  });

  it('is suspended by sector, contested while only one side says so', () => {
    const made = field();
    const ceasefire = made.does(['north/lead', 'south/lead'], 'ceasefire.declare', body);
    made.wait(24);
    made.does('north/lead', 'ceasefire.suspend', { ceasefire, sectors: ['hill'], because: 'Fire.' });
    assert.deepEqual(stand(made, ceasefire), { whole: 'in-force', hill: 'contested' });
    made.does('south/lead', 'ceasefire.suspend', { ceasefire, sectors: ['hill'] });
    assert.deepEqual(stand(made, ceasefire), { whole: 'in-force', hill: 'suspended' });
    made.does(['north/lead', 'south/lead'], 'ceasefire.resume', { ceasefire, sectors: ['hill'] });
    assert.deepEqual(stand(made, ceasefire), { whole: 'in-force', hill: 'in-force' });
    assert.equal(made.say('north/lead', 'ceasefire.suspend', { ceasefire, sectors: ['moon'] }), 'not-found');
  });

  it('expires unless both sides extend it', () => {
    const made = field();
    const until = '2026-01-03T00:00:00Z';
    const ceasefire = made.does(['north/lead', 'south/lead'], 'ceasefire.declare', { ...body, until });
    made.wait(20);
    assert.deepEqual(stand(made, ceasefire, '2026-01-03T12:00:00Z'), { whole: 'expired' });
    made.does('north/lead', 'ceasefire.extend', { ceasefire, until: '2026-01-10T00:00:00Z' });
    assert.deepEqual(stand(made, ceasefire, '2026-01-03T12:00:00Z'), { whole: 'contested' });
    made.does('south/lead', 'ceasefire.extend', { ceasefire, until: '2026-01-10T00:00:00Z' });
    assert.deepEqual(stand(made, ceasefire, '2026-01-03T12:00:00Z'), { whole: 'in-force' });
    assert.deepEqual(stand(made, ceasefire, '2026-01-10T12:00:00Z'), { whole: 'expired' });
    assert.equal(made.say('north/lead', 'ceasefire.extend', { ceasefire, until }).length, 36);
    made.wait(48);
    assert.equal(made.say('north/lead', 'ceasefire.extend', { ceasefire, until }), 'in-the-past');
  });

  it('is never changed by incidents, nor by the end of talks', () => {
    const made = field();
    const ceasefire = made.does(['north/lead', 'south/lead'], 'ceasefire.declare', body);
    made.wait(48);
    const before = stand(made, ceasefire);
    for (let i = 0; i < 20; i++) {
      made.does('south/monitor', 'report.file', {
        event: 'shelling',
        when: { from: LATER, to: LATER, certainty: 'exact' },
        place: { ref: 'hill', known: 'seen' },
        account: 'Shelling.',
        language: 'en',
        source: { type: 'party', directness: 'saw' },
      });
    }
    const round = made.does('mediator/chair', 'talks.open', {
      name: { en: 'Round' },
      place: { name: { en: 'Here' } },
      when: { from: '2026-01-03', to: '2026-01-03' },
      basis: own,
    });
    made.does('mediator/chair', 'talks.close', { round, outcome: 'nothing', basis: own });
    assert.deepEqual(stand(made, ceasefire), before);
    assert.equal(before.whole, 'in-force');
  });

  it('ends when both sides say so; one side’s contesting is shown', () => {
    const made = field();
    const ceasefire = made.does(['north/lead', 'south/lead'], 'ceasefire.declare', body);
    made.wait(24);
    made.does('south/lead', 'ceasefire.contest', { ceasefire, because: 'It was not kept.' });
    assert.deepEqual(stand(made, ceasefire), { whole: 'contested' });
    made.does('south/lead', 'ceasefire.resume', { ceasefire });
    made.does('north/lead', 'ceasefire.end', { ceasefire });
    assert.deepEqual(stand(made, ceasefire), { whole: 'contested' });
    made.does('south/lead', 'ceasefire.end', { ceasefire });
    assert.deepEqual(stand(made, ceasefire), { whole: 'ended' });
  });
});

describe('Participation', () => {
  it('of a side that walks out is a recorded state, and nothing stops', () => {
    const made = field();
    made.does('south/lead', 'participation.leave', { scopes: ['teams'], how: 'walk-out', because: 'A protest.' });
    assert.equal(made.say('south/lead', 'participation.leave', { scopes: ['teams'], how: 'strike' }), 'already-absent');
    const absent = (scope: 'teams' | 'talks') => absences(made.state, scope, made.now).map((one) => one.organisation);
    assert.deepEqual(absent('teams'), ['south']);
    assert.deepEqual(absences(made.state, 'talks', made.now), []);
    // It can go on reporting and calling.
    made.does('south/monitor', 'hotline.call', { subject: 'fire-now', words: 'Fire.', language: 'en' });
    const before = made.now;
    // It goes further, and is still absent from teams since the first day.
    const since = absences(made.state, 'teams', before)[0]!.left.at;
    made.does(
      'south/lead',
      'participation.leave',
      { scopes: ['mechanism'], how: 'suspension' },
      { audience: 'public' },
    );
    assert.deepEqual([absent('teams'), absent('talks')], [['south'], ['south']]);
    assert.equal(absences(made.state, 'teams', made.now)[0]!.left.at, since);
    assert.equal(made.say('south/lead', 'participation.resume', {}), 'audience-differs');
    made.does('south/lead', 'participation.resume', {}, { audience: 'public' });
    assert.deepEqual(absences(made.state, 'teams', made.now), []);
    assert.equal(absences(made.state, 'teams', before).length, 1);
    assert.equal(made.say('south/lead', 'participation.resume', {}), 'not-absent');
  });

  it('that the chair notes as absent can be answered and ended by the side itself', () => {
    const made = field();
    const note = { organisation: 'north', scopes: ['talks'], because: 'The seat was empty.', basis: own };
    assert.equal(made.say('south/lead', 'participation.note', note), 'wrong-seat');
    assert.equal(made.say('mediator/chair', 'participation.note', { ...note, organisation: 'west' }), 'not-a-member');
    const participation = made.does('mediator/chair', 'participation.note', note);
    assert.equal(made.say('mediator/chair', 'participation.note', note), 'already-absent');
    assert.equal(made.say('south/lead', 'participation.answer', { participation, words: 'x' }), 'not-yours');
    made.does('north/lead', 'participation.answer', { participation, words: 'We were not invited.' });
    made.does('north/lead', 'participation.resume', {});
    const row = made.state.get('participation', participation)!;
    assert.equal(row.saidBy, 'chair');
    assert.equal(row.answer!.words, 'We were not invited.');
    assert.equal(row.status, 'resumed');
  });
});
