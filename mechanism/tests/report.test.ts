import assert from 'node:assert/strict';
import { test } from 'node:test';
import { field } from './field.ts';

const report = (from: string) => ({
  event: 'fire-across-line',
  when: { from, to: from, certainty: 'exact' },
  place: { ref: 'gate', known: 'told' },
  account: 'Four bursts were heard.',
  language: 'en',
  source: { type: 'monitor', directness: 'heard' },
});

test('an event of this very second, written without its milliseconds, is not in the future', () => {
  const one = field();
  const at = '2026-02-01T10:00:00.500Z';
  const id = one.does('north/monitor', 'report.file', report('2026-02-01T10:00:00Z'), { at });
  assert.equal(one.state.get('report', id)!.when.from, '2026-02-01T10:00:00.000Z');
});

test('an event of the next second is', () => {
  const one = field();
  const at = '2026-02-01T10:00:00.500Z';
  assert.equal(one.say('north/monitor', 'report.file', report('2026-02-01T10:00:01Z'), { at }), 'in-the-future');
  assert.equal(one.say('north/monitor', 'report.file', report('2026-13-01T10:00:01Z'), { at }), 'invalid-body');
});

test('a movement goes to the public no finer and no sooner than the terms allow, and to the members as it is', () => {
  const one = field();
  const body = {
    ...report('2026-02-01T10:00:00Z'),
    event: 'movement-or-new-positions',
    place: { ref: 'hill', known: 'seen' },
  };
  const at = (hours: number) => new Date(Date.parse('2026-02-01T10:00:00Z') + hours * 3_600_000).toISOString();
  const say = (more: object, hours: number, audience: 'public' | 'members' = 'public') =>
    one.say('north/monitor', 'report.file', { ...body, ...more }, { at: at(hours), audience });
  const point = (radiusKm: number) => ({ place: { point: { lat: 34.1, lon: 71.1, radiusKm }, known: 'seen' } });
  assert.equal(say({}, 1), 'release-too-soon');
  assert.equal(say(point(1), 1, 'members').length, 36);
  assert.equal(say({}, 25).length, 36);
  assert.equal(say(point(1), 26), 'release-too-fine');
  assert.equal(say({ place: { ref: 'gate', known: 'seen' } }, 27), 'release-too-fine');
  assert.equal(say({ account: 'Twenty men at 34.1234, 71.0942.' }, 28), 'release-too-fine');
  const filed = say(point(20), 29);
  assert.equal(filed.length, 36);
  // No correction, and no incident, tells what the report could not.
  const finer = { report: filed, because: 'Nearer.', body: { ...body, ...point(1) } };
  assert.equal(one.say('north/monitor', 'report.correct', finer, { audience: 'public' }), 'release-too-fine');
  const { event, when, place } = { ...body, ...point(1) };
  const incident = { event, when, place, title: { en: 'Movement' }, reports: [filed] };
  assert.equal(one.say('mediator/secretary', 'incident.open', incident, { audience: 'public' }), 'release-too-fine');
  // What happened to people and places is told at once.
  assert.equal(say({ event: 'shelling', ...point(1) }, 30).length, 36);
});
