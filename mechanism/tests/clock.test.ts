import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type ClockFacts, clockAt, type Stop } from '../index.ts';

const HOUR = 3_600_000;
const at = (hours: number): string => new Date(Date.parse('2026-01-01T00:00:00Z') + hours * HOUR).toISOString();
const clock = (more: Partial<ClockFacts> = {}): ClockFacts => ({
  name: 'reply',
  holders: ['north'],
  startedAt: at(0),
  hours: 72,
  entries: [],
  about: { table: 'case', id: 'x' },
  ...more,
});
const stop = (from: number, to?: number): Stop => ({
  from: at(from),
  reason: 'access-denied',
  holder: 'south',
  entries: [],
  ...(to === undefined ? {} : { to: at(to) }),
});

describe('A clock', () => {
  it('runs, is met in time, late, or missed', () => {
    assert.deepEqual([clockAt(clock(), at(10)).state, clockAt(clock(), at(10)).hoursLeft], ['running', 62]);
    assert.equal(clockAt(clock(), at(72)).state, 'running');
    assert.equal(clockAt(clock(), at(73)).state, 'missed');
    assert.equal(clockAt(clock({ metAt: at(70) }), at(500)).state, 'met');
    assert.equal(clockAt(clock({ metAt: at(80) }), at(500)).state, 'late');
  });

  it('stops with a reason and a holder, and its deadline moves by that time alone', () => {
    const stopped = clockAt(clock({ stops: [stop(10)] }), at(500));
    assert.equal(stopped.state, 'stopped');
    assert.equal(stopped.due, undefined);
    assert.equal(clockAt(clock({ stops: [stop(10, 30)] }), at(50)).due, at(92));
    // Two stops at once count once.
    assert.equal(clockAt(clock({ stops: [stop(10, 30), stop(20, 40)] }), at(50)).due, at(102));
  });

  it('that starts while a stop stands is held from its start, and by what was over before not at all', () => {
    assert.equal(clockAt(clock({ stops: [stop(-20)] }), at(500)).state, 'stopped');
    assert.equal(clockAt(clock({ stops: [stop(-20, 10)] }), at(50)).due, at(82));
    assert.equal(clockAt(clock({ stops: [stop(-20, -5)] }), at(50)).due, at(72));
  });

  it('that was missed is not brought back by a stop', () => {
    assert.equal(clockAt(clock({ stops: [stop(80)] }), at(100)).state, 'missed');
    assert.equal(clockAt(clock({ stops: [stop(80, 90)] }), at(100)).state, 'missed');
  });

  it('never moves its deadline by more than it stood, and never turns back from missed', () => {
    const stops = fc.array(fc.tuple(fc.nat(200), fc.nat(60)), { maxLength: 5 });
    fc.assert(
      fc.property(stops, fc.nat(400), fc.nat(400), (pairs, one, other) => {
        const facts = clock({ stops: pairs.map(([from, length]) => stop(from, from + length)) });
        const [now, later] = [Math.min(one, other), Math.max(one, other)];
        const [first, second] = [clockAt(facts, at(now)), clockAt(facts, at(later))];
        const stood = pairs.reduce((sum, [, length]) => sum + length, 0);
        if (second.due) assert.ok(Date.parse(second.due) <= Date.parse(at(72 + stood)));
        if (second.due) assert.ok(second.due >= at(72));
        if (first.state === 'missed') assert.equal(second.state, 'missed');
      }),
    );
  });
});
