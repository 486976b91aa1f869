import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ceasefireAt, changePoints, type DayCount, FALSE_ALARM, strain } from '../index.ts';
import { field } from './field.ts';

/** Deterministic uniform numbers. */
function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 4_294_967_296;
  };
}
const poisson = (next: () => number, mean: number): number => {
  let product = next();
  let count = 0;
  for (const floor = Math.exp(-mean); product > floor; count++) product *= next();
  return count;
};
/** Days at rates per unit of effort; effort varies, and on some days nobody looks. */
const quiet = (next: () => number, days: number, rate: (day: number) => number): DayCount[] =>
  Array.from({ length: days }, (_, day) => {
    const effort = next() < 0.1 ? 0 : 0.5 + 1.5 * next();
    return { count: effort === 0 ? 0 : poisson(next, rate(day) * effort), effort };
  });

describe('The change of a rate', () => {
  it('is found in a quiet period no more often than stated', (t) => {
    const next = uniform(7);
    for (const days of [14, 30, 60, 120]) {
      for (const rate of [0.1, 0.5, 2, 8]) {
        const runs = 1_000;
        let alarms = 0;
        for (let i = 0; i < runs; i++) if (changePoints(quiet(next, days, () => rate)).length > 0) alarms++;
        t.diagnostic(`${days} days at ${rate} a day: ${((100 * alarms) / runs).toFixed(1)} % false alarms`);
        // Three standard errors of the simulation above the bound.
        assert.ok(
          alarms / runs <= FALSE_ALARM + 3 * Math.sqrt((FALSE_ALARM * (1 - FALSE_ALARM)) / runs),
          `${days} ${rate}`,
        );
      }
    }
  });

  it('is found where there is one, near its day', (t) => {
    const next = uniform(11);
    let found = 0;
    let near = 0;
    const runs = 300;
    for (let i = 0; i < runs; i++) {
      const changes = changePoints(quiet(next, 60, (day) => (day < 40 ? 0.5 : 2)));
      if (changes.length > 0) found++;
      if (changes.some(({ at }) => Math.abs(at - 40) <= 3)) near++;
    }
    t.diagnostic(
      `0.5 to 2 a day: found ${((100 * found) / runs).toFixed(0)} %, within 3 days ${((100 * near) / runs).toFixed(0)} %`,
    );
    assert.ok(found / runs > 0.95);
    assert.ok(near / runs > 0.8);
  });

  it('is none when only the looking has changed', () => {
    // Patrols cut to a tenth: counts fall, the rate does not.
    const days = Array.from({ length: 60 }, (_, day) =>
      day < 30 ? { count: 10, effort: 100 } : { count: 1, effort: 10 },
    );
    assert.deepEqual(changePoints(days), []);
    assert.equal(changePoints(days.map((day) => ({ ...day, effort: 1 }))).length, 1);
  });

  it('is not looked for in days on which nobody looked', () => {
    const days = Array.from({ length: 60 }, (_, day) => (day < 30 ? { count: 2, effort: 8 } : { count: 0, effort: 0 }));
    assert.deepEqual(changePoints(days), []);
    assert.deepEqual(changePoints([]), []);
  });
});

describe('Strain', () => {
  it('stands beside the ceasefire, says where nobody looked, and changes nothing', () => {
    const made = field();
    const own = { kind: 'own-act' };
    const ceasefire = made.does(['north/lead', 'south/lead'], 'ceasefire.declare', {
      title: { en: 'Ceasefire' },
      type: 'ceasefire',
      from: made.now,
      basis: own,
    });
    for (let day = 1; day <= 30; day++) {
      made.wait(24);
      const from = `2026-01-${String(day).padStart(2, '0')}T06:00:00Z`;
      const when = { from, to: from.replace('T06', 'T07'), certainty: 'about' };
      const place = { ref: 'hill', known: 'seen' };
      if (day !== 12) made.does('watch/monitor', 'coverage.log', { place, when, effort: { patrolHours: 8 } });
      for (let i = 0; i < (day > 20 ? 4 : day % 3 === 0 ? 1 : 0); i++) {
        const report = made.does('south/monitor', 'report.file', {
          event: 'shelling',
          when,
          place,
          account: 'Shelling.',
          language: 'en',
          source: { type: 'party', directness: 'heard' },
        });
        made.does('south/monitor', 'incident.open', {
          event: 'shelling',
          title: { en: 'Shelling' },
          when,
          place,
          reports: [report],
        });
      }
    }
    const read = strain(made.state, made.now, 31);
    assert.equal(read.days.find((one) => one.day === '2026-01-12')!.observed, false);
    assert.equal(read.days.find((one) => one.day === '2026-01-25')!.alleged, 4);
    assert.equal(read.days.find((one) => one.day === '2026-01-25')!.established, 0);
    assert.deepEqual(
      read.changes.map((one) => one.day),
      ['2026-01-21'],
    );
    assert.deepEqual(
      read.areas.map((one) => [one.area, one.effort]),
      [['hill', 232]],
    );
    assert.equal(ceasefireAt(made.state.get('ceasefire', ceasefire)!, made.now).whole.state, 'in-force');
    // No figure by party anywhere.
    assert.doesNotMatch(JSON.stringify(read), /north|south/u);
  });
});
