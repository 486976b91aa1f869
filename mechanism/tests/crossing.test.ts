import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crossingAt, crossingTurns } from '../index.ts';
import { type Field, field } from './field.ts';

const said = (more = {}) => ({
  crossing: 'gate',
  direction: 'both',
  categories: ['cargo'],
  window: { from: '2026-01-02T00:00:00Z' },
  status: 'open',
  ...more,
});
const cell = (one: Field, at: string, category = 'cargo', from = 'north') =>
  crossingAt(one.state, 'gate', at).find((it) => it.category === category && it.direction.from === from);
const declared = (one: Field, at: string, category?: string, from?: string) =>
  cell(one, at, category, from)?.declared.map((it) => `${it.organisation} ${it.status}`);

test('open for returnees only, one way, by hours, declared by one side and confirmed by monitors, comes back as said', () => {
  const one = field();
  one.does('north/lead', 'crossing.declare', said({ categories: ['cargo', 'pedestrians'], status: 'closed' }));
  const returnees = {
    direction: { from: 'north', to: 'south' },
    categories: ['returnees'],
    window: { from: '2026-01-02T00:00:00Z', hours: { opens: '08:00', closes: '17:00', offset: '+05:00' } },
    words: 'Only for repatriation.',
  };
  one.does('north/lead', 'crossing.declare', said(returnees));
  one.does('watch/monitor', 'crossing.observe', said({ ...returnees, known: 'seen' }));
  const at = '2026-01-03T06:00:00Z';
  const found = cell(one, at, 'returnees')!;
  assert.deepEqual(
    found.declared.map((it) => it.status),
    ['open', 'silent'],
  );
  assert.deepEqual(
    found.observed.map((it) => `${it.organisation} ${it.status}`),
    ['watch open'],
  );
  assert.equal(found.accord, 'not-all-declared');
  assert.equal(cell(one, at, 'returnees', 'south'), undefined, 'the other way nobody says anything');
  assert.deepEqual(declared(one, at, 'pedestrians'), ['north closed', 'south silent']);
  const night = cell(one, '2026-01-03T20:00:00Z', 'returnees')!;
  assert.deepEqual(night.declared[0], { ...night.declared[0], status: 'closed', outsideHours: true });
});

test('two sides that declare differently are shown as differing, and so is an observer who saw otherwise', () => {
  const one = field();
  one.does('north/lead', 'crossing.declare', said());
  one.does('south/lead', 'crossing.declare', said());
  const at = '2026-01-03T00:00:00Z';
  assert.equal(cell(one, at)!.accord, 'same');
  one.does('watch/monitor', 'crossing.observe', said({ status: 'closed', known: 'seen' }));
  assert.equal(cell(one, at)!.accord, 'differs');
  one.does('south/lead', 'crossing.declare', said({ status: 'closed' }));
  assert.deepEqual(declared(one, at), ['north open', 'south closed']);
});

test('any instant can be replayed', () => {
  const one = field();
  one.does(
    'north/lead',
    'crossing.declare',
    said({ window: { from: '2026-01-02T00:00:00Z', to: '2026-01-05T00:00:00Z' } }),
  );
  const later = one.does(
    'north/lead',
    'crossing.declare',
    said({ status: 'closed', window: { from: '2026-01-04T00:00:00Z' } }),
  );
  assert.equal(declared(one, '2026-01-01T00:00:00Z'), undefined);
  assert.deepEqual(declared(one, '2026-01-03T00:00:00Z'), ['north open', 'south silent']);
  assert.deepEqual(declared(one, '2026-01-04T00:00:00Z'), ['north closed', 'south silent']);
  assert.deepEqual(crossingTurns(one.state, 'gate'), [
    '2026-01-02T00:00:00.000Z',
    '2026-01-04T00:00:00.000Z',
    '2026-01-05T00:00:00.000Z',
  ]);
  one.does('north/lead', 'crossing.withdraw', { statement: later, because: 'By mistake.' });
  assert.deepEqual(declared(one, '2026-01-04T00:00:00Z'), ['north open', 'south silent']);
  assert.equal(one.say('north/lead', 'crossing.withdraw', { statement: later, because: 'x' }), 'withdrawn');
});

test('a side declares for itself alone; what another is told to have declared is marked as told', () => {
  const one = field();
  assert.equal(one.say('watch/lead', 'crossing.declare', said()), 'not-a-party');
  assert.equal(one.say('north/lead', 'crossing.observe', said({ known: 'seen', declaredBy: 'south' })), 'told-only');
  one.does('north/lead', 'crossing.observe', said({ known: 'told', declaredBy: 'south', status: 'closed' }));
  const south = () => cell(one, '2026-01-03T00:00:00Z')!.declared[1]!;
  assert.deepEqual([south().status, south().told], ['closed', true]);
  one.does('south/lead', 'crossing.declare', said());
  one.does('north/lead', 'crossing.observe', said({ known: 'told', declaredBy: 'south', status: 'closed' }));
  assert.deepEqual([south().status, south().told], ['open', undefined], 'its own word goes before what others tell');
});

test('a crossing is one of the terms, and a direction leads from one side to another', () => {
  const one = field();
  assert.equal(one.say('north/lead', 'crossing.declare', said({ crossing: 'hill' })), 'not-found');
  const direction = (from: string, to: string) =>
    one.say('north/lead', 'crossing.declare', said({ direction: { from, to } }));
  assert.equal(direction('north', 'north'), 'same-side');
  assert.equal(direction('north', 'nowhere'), 'not-a-member');
  assert.equal(
    one.say(
      'north/lead',
      'crossing.declare',
      said({ window: { from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' } }),
    ),
    'invalid-body',
  );
});
