import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { acknowledgementClocks, explanations } from '../index.ts';
import { field } from './field.ts';

const blast = {
  what: 'exercise',
  when: { from: '2026-01-02T10:00:00Z', to: '2026-01-02T11:00:00Z', certainty: 'exact' },
  place: { point: { lat: 34.1, lon: 71.1, radiusKm: 2 }, known: 'measured' },
  words: 'Blasting at the quarry.',
  language: 'en',
};

describe('A notice', () => {
  it('is acknowledged by the other side under a clock, and its silence is shown', () => {
    const made = field();
    const notice = made.does('north/liaison', 'notice.give', blast);
    const clocks = () => acknowledgementClocks(made.state, made.state.get('notice', notice)!, made.now);
    assert.deepEqual(
      clocks().map((one) => [one.holders, one.state]),
      [[['south'], 'running']],
    );
    assert.equal(made.say('north/lead', 'notice.acknowledge', { notice, answer: 'noted' }), 'own-message');
    made.wait(7);
    assert.equal(clocks()[0]!.state, 'missed');
    made.does('south/liaison', 'notice.acknowledge', { notice, answer: 'objection', words: 'Too near.' });
    assert.equal(clocks()[0]!.state, 'late');
    assert.equal(made.say('south/liaison', 'notice.acknowledge', { notice, answer: 'noted' }), 'acknowledged-before');
  });

  it('is changed by its author alone, and then asks for acknowledgement anew', () => {
    const made = field();
    const notice = made.does('north/liaison', 'notice.give', blast);
    made.does('south/liaison', 'notice.acknowledge', { notice, answer: 'noted' });
    const { when, place } = blast;
    const change = { notice, when, place, words: 'Two blasts.' };
    assert.equal(made.say('south/liaison', 'notice.change', change), 'not-yours');
    made.does('north/liaison', 'notice.change', change);
    const row = made.state.get('notice', notice)!;
    assert.equal(row.changed[0]!.before.words, 'Blasting at the quarry.');
    assert.deepEqual(row.acknowledged, []);
    made.does('north/liaison', 'notice.cancel', { notice, because: 'Rain.' });
    assert.equal(made.say('south/liaison', 'notice.acknowledge', { notice, answer: 'noted' }), 'withdrawn');
    assert.equal(
      made.say('north/liaison', 'notice.give', {
        ...blast,
        when: { ...when, from: '2025-01-01T00:00:00Z', to: '2025-01-01T00:00:00Z' },
      }),
      'in-the-past',
    );
    assert.equal(
      made.say('north/liaison', 'notice.give', blast, { audience: ['mediator', 'north'] }),
      'parties-left-out',
    );
  });

  it('given before a blast within an hour and nearby is offered as an explanation; one given after is shown as that', () => {
    const made = field();
    const notice = made.does('north/liaison', 'notice.give', blast);
    const incident = {
      when: { from: '2026-01-02T11:40:00Z', to: '2026-01-02T11:40:00Z', certainty: 'about' as const },
      place: { point: { lat: 34.13, lon: 71.1, radiusKm: 1 }, known: 'told' as const },
    };
    const [found] = explanations(made.state, incident);
    assert.equal(found!.notice, notice);
    assert.ok(found!.hours > 0.6 && found!.hours < 0.7 && found!.km < 1 && found!.before);
    assert.deepEqual(
      explanations(made.state, {
        ...incident,
        place: { ...incident.place, point: { lat: 35, lon: 71.1, radiusKm: 1 } },
      }),
      [],
    );
    made.wait(29);
    made.does('south/liaison', 'notice.give', {
      ...blast,
      when: { from: '2026-01-02T11:00:00Z', to: '2026-01-03T23:00:00Z', certainty: 'exact' },
    });
    assert.deepEqual(
      explanations(made.state, incident).map((one) => one.before),
      [false, true],
    );
  });
});

describe('The hotline (Georgia: two holders, day and night)', () => {
  it('keeps each side’s time of acknowledgement, goes on while a side is away, and is closed by the caller or the chair', () => {
    const made = field();
    made.does('south/lead', 'participation.leave', { scopes: ['mechanism'], how: 'walk-out' });
    const hotline = made.does('north/monitor', 'hotline.call', {
      subject: 'detention',
      words: 'A herder is held.',
      language: 'en',
    });
    const clocks = () => acknowledgementClocks(made.state, made.state.get('hotline', hotline)!, made.now);
    made.wait(2);
    assert.deepEqual(
      clocks().map((one) => [one.holders[0], one.state]),
      [['south', 'missed']],
    );
    made.does('south/liaison', 'hotline.acknowledge', { hotline });
    made.does('south/liaison', 'hotline.say', { hotline, words: 'He is on his way.', language: 'en' });
    assert.equal(made.say('south/liaison', 'hotline.close', { hotline, outcome: 'settled' }), 'not-yours');
    made.does('mediator/chair', 'hotline.close', { hotline, outcome: 'settled' });
    assert.equal(made.say('north/liaison', 'hotline.say', { hotline, words: 'x', language: 'en' }), 'call-closed');
  });
});
