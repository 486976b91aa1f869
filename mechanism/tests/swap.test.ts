// Exchanging the two parties in the input exchanges them in every row, refusal and reading, and changes nothing else.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  absences,
  acknowledgementClocks,
  ceasefireAt,
  compliance,
  disclosures,
  docketCounts,
  dueUntil,
  explanations,
  hindrances,
  partiesInOrder,
  pledges,
  purgeDue,
  strain,
} from '../index.ts';
import { exchanged, plain } from './exchanged.ts';
import type { Field } from './field.ts';
import { play, SIDES, scripts, TURNED } from './script.ts';

/** Every reading of this room that a page is made of. */
function readings({ state, now }: Field): unknown {
  const later = new Date(Date.parse(now) + 50 * 3_600_000).toISOString();
  return {
    order: partiesInOrder(state, now),
    compliance: state.all('agreement').map((one) => compliance(state, one.id, now)),
    due: dueUntil(state, now, later),
    ceasefires: state.all('ceasefire').map((one) => ceasefireAt(one, now)),
    absent: (['teams', 'talks', 'bulletins', 'mechanism'] as const).map((scope) => absences(state, scope, now)),
    pledges: pledges(state),
    clocks: [...state.all('notice'), ...state.all('hotline')].map((one) => acknowledgementClocks(state, one, later)),
    explanations: state.all('incident').map((one) => explanations(state, one)),
    purge: purgeDue(state, later),
    dockets: [docketCounts(state), state.all('docket').map(hindrances)],
    disclosed: Object.fromEntries(SIDES.map((side) => [side, disclosures(state, side)])),
    strain: strain(state, later),
  };
}

describe('Exchanging the parties', () => {
  it('exchanges them in every row, refusal and reading, and changes nothing else', () => {
    let admitted = 0;
    fc.assert(
      fc.property(scripts(80), (script) => {
        const one = play(script, SIDES);
        const other = play(script, TURNED);
        assert.deepEqual(exchanged(one.said), plain(other.said));
        assert.deepEqual(exchanged(one.made.state.snapshot()), plain(other.made.state.snapshot()));
        assert.deepEqual(exchanged(readings(one.made)), plain(readings(other.made)));
        admitted += one.said.filter((it) => it.length === 36).length;
      }),
      { numRuns: 60 },
    );
    assert.ok(admitted > 300, `only ${admitted} acts were admitted`);
  });
});
