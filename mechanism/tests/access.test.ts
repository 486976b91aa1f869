import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessAt, counted, coverageOf, denied } from '../index.ts';
import { type Field, field } from './field.ts';
import { NOBODY, openCase } from './steps.ts';

const ask = (more = {}) => ({
  of: 'south',
  what: 'visit',
  where: { ref: 'hill', known: 'told' },
  purpose: 'To see it.',
  ...more,
});
const statusOf = (one: Field, id: string) => accessAt(one.state, one.state.get('access', id)!, one.now).status;

test('a request that is not answered in time has lapsed, and nobody has to say so', () => {
  const one = field();
  const id = one.does('mediator/monitor', 'access.ask', ask());
  assert.equal(statusOf(one, id), 'asked');
  one.wait(25);
  assert.equal(statusOf(one, id), 'lapsed');
  assert.ok(denied('lapsed', one.state.get('access', id)!));
  one.does('south/lead', 'access.answer', { access: id, answer: 'granted', authority: 'Ministry of defence' });
  const late = accessAt(one.state, one.state.get('access', id)!, one.now);
  assert.deepEqual([late.status, late.clock.state], ['granted', 'late']);
});

test('a refusal names its ground and the authority, and only the side that was asked answers', () => {
  const one = field();
  const id = one.does('mediator/monitor', 'access.ask', ask());
  const answer = (by: string, body: object) =>
    one.say(by, 'access.answer', { access: id, authority: 'Corps', ...body });
  assert.equal(answer('north/lead', { answer: 'granted' }), 'not-yours');
  assert.equal(answer('south/lead', { answer: 'refused' }), 'ground-missing');
  assert.equal(answer('south/lead', { answer: 'conditional' }), 'conditions-missing');
  answer('south/lead', { answer: 'refused', ground: 'clearance' });
  assert.equal(statusOf(one, id), 'refused');
});

test('access that was granted and denied on the spot counts as denied', () => {
  const one = field();
  const id = one.does('mediator/monitor', 'access.ask', ask());
  one.does('south/lead', 'access.answer', { access: id, answer: 'granted', authority: 'Corps' });
  const outcome = { access: id, outcome: 'denied-on-site', account: 'Turned back at the bridge.' };
  assert.equal(one.say('mediator/monitor', 'access.outcome', outcome), 'ground-missing');
  one.does('mediator/monitor', 'access.outcome', { ...outcome, ground: 'security' });
  assert.ok(denied(statusOf(one, id), one.state.get('access', id)!));
});

test('access is asked of another, who can read the request', () => {
  const one = field();
  assert.equal(one.say('south/lead', 'access.ask', ask()), 'asked-of-oneself');
  assert.equal(one.say('north/lead', 'access.ask', ask({ of: 'nowhere' })), 'not-a-member');
  assert.equal(
    one.say('north/lead', 'access.ask', ask(), { audience: ['mediator', 'north'] }),
    'audience-without-party',
  );
  assert.equal(one.say('north/lead', 'access.ask', ask({ case: NOBODY })), 'not-found');
  const id = openCase(one);
  assert.equal(
    one.say('north/lead', 'access.ask', ask({ case: id }), { audience: ['north', 'south'] }),
    'audience-differs',
  );
  one.does('mediator/chair', 'case.close', { case: id, outcome: 'withdrawn', because: 'By its opener.' });
  assert.equal(one.say('north/lead', 'access.ask', ask({ case: id })), 'case-closed');
});

test('no incident with no coverage is not observed, and is never nought', () => {
  const one = field();
  const window = { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' };
  const log = (ref: string, patrolHours: number) =>
    one.does('watch/monitor', 'coverage.log', {
      place: { ref, known: 'measured' },
      when: { from: '2026-01-01T01:00:00Z', to: '2026-01-01T05:00:00Z', certainty: 'exact' },
      effort: { patrolHours },
      denials: 1,
    });
  assert.equal(counted(0, coverageOf(one.state, window)), 'not-observed');
  log('hill', 0);
  assert.equal(counted(0, coverageOf(one.state, window)), 'not-observed', 'only denials');
  const id = log('hill', 4);
  assert.equal(counted(0, coverageOf(one.state, window)), 0);
  assert.equal(counted(0, coverageOf(one.state, window, { ref: 'river', known: 'told' })), 'not-observed');
  assert.equal(coverageOf(one.state, window).denials, 2);
  assert.equal(one.say('north/monitor', 'coverage.withdraw', { coverage: id, because: 'x' }), 'not-yours');
  one.does('watch/monitor', 'coverage.withdraw', { coverage: id, because: 'Typed twice.' });
  assert.equal(counted(0, coverageOf(one.state, window)), 'not-observed');
  assert.equal(one.say('watch/monitor', 'coverage.withdraw', { coverage: id, because: 'x' }), 'withdrawn');
});
