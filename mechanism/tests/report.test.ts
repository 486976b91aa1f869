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
