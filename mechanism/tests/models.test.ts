// One dispute under five sets of terms: a team with members of both sides has found a breach; one side does not carry it.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compliance, type Finding, TERMS_MODELS, type TermsModelName, termsInForce, versionAt } from '../index.ts';
import { type Field, field } from './field.ts';
import { draft, incident, openCase, position, replies, team, theCase } from './steps.ts';

const WHEN = '2026-01-01T09:30:00Z';

function dispute(name: TermsModelName): {
  made: Field;
  id: string;
  on: string;
  agreement: string;
  breach: () => Finding;
} {
  const made = field(TERMS_MODELS[name].terms);
  const agreement = made.does('mediator/chair', 'agreement.record', {
    title: { en: 'Agreement' },
    known: 'text',
    articles: [{ id: 'a1', text: { en: 'No party shells the other.' } }],
    obligations: [
      {
        id: 'no-fire',
        article: 'a1',
        obligors: ['north', 'south'],
        beneficiaries: ['north', 'south'],
        nature: 'forbearance',
        words: { en: 'No party shells the other.' },
        measure: { kind: 'refrain', events: ['shelling'] },
      },
    ],
  });
  made.does(['north/lead', 'south/lead'], 'agreement.sign', { agreement, version: 1 }, { at: '2026-01-01T08:30:00Z' });
  made.wait(3);
  const report = made.does('north/monitor', 'report.file', {
    event: 'shelling',
    when: { from: WHEN, to: WHEN, certainty: 'exact' },
    place: { ref: 'hill', known: 'seen' },
    account: 'Shelling.',
    language: 'en',
    source: { type: 'party', directness: 'saw' },
  });
  const on = made.does('mediator/secretary', 'incident.open', {
    event: 'shelling',
    title: { en: 'Shelling' },
    when: { from: WHEN, to: WHEN, certainty: 'exact' },
    place: { ref: 'hill', known: 'seen' },
    reports: [report],
  });
  const id = openCase(made, on);
  const version = versionAt(made.state.get('agreement', agreement)!, WHEN)!.entry;
  team(made, id);
  const drafted = draft(made, id, [
    {
      on: 'breach',
      party: 'south',
      agreement,
      obligation: 'no-fire',
      version,
      statement: { en: 'South shelled the hill.' },
      standard: 'established',
      because: 'Craters.',
    },
  ]);
  return { made, id, on: drafted, agreement, breach: () => theCase(made, id).findings[0]! };
}

const stands = ({ made, agreement }: ReturnType<typeof dispute>) =>
  compliance(made.state, agreement, made.now)!.rows[0]!.cells.find((one) => one.party === 'south')!.state;

/** North concurs, South dissents, the third parties concur. */
function divided(name: TermsModelName) {
  const one = dispute(name);
  const { made, id, on } = one;
  replies(made, id, on);
  for (const who of ['north/monitor', 'mediator/monitor', 'mediator/chair']) position(made, who, id, on, 'concur');
  position(made, 'south/monitor', id, on, 'dissent');
  made.does('mediator/chair', 'case.adopt', { case: id, draft: on });
  return one;
}

describe('Terms to begin with', () => {
  it('are adopted as they are', () => {
    for (const [name, { terms }] of Object.entries(TERMS_MODELS)) {
      assert.equal(termsInForce(field(terms).state)!.deadlock, terms.deadlock, name);
    }
  });

  it('by default keep both views in the finding, and establish nothing on one side’s word', () => {
    const one = divided('default');
    assert.equal(one.breach().basis, 'contested');
    assert.equal(one.breach().standard, 'plausible');
    const { made, id } = one;
    const { case: _c, incident: _i, key: _k, ...rest } = one.breach();
    const { on, party, agreement, obligation, version, statement, standard, because, entries } = rest as never;
    const finding = { on, party, agreement, obligation, version, statement, standard, because, entries };
    const again = (to: string, more: object = {}) =>
      made.say('mediator/chair', 'case.draft', {
        case: to,
        findings: [{ ...finding, ...more }],
        account: 'x',
        limits: 'x',
      });
    assert.equal(again(id), 'case-adopted');
    // A breach is of the version that was in force then, and of an obligation that bound the party.
    const other = openCase(made);
    team(made, other);
    assert.equal(again(other, { obligation: 'something-else' }), 'not-in-force');
    assert.equal(again(other, { version: id }), 'not-in-force');
    assert.equal(one.breach().positions.find((it) => it.organisation === 'south')!.position, 'dissent');
    assert.equal(stands(one), 'disputed');
  });

  it('after Aceh let the chair rule where the parties differ, and keep the dissent in the finding', () => {
    const one = divided('chair-rules');
    assert.equal(one.breach().basis, 'ruling');
    assert.equal(one.breach().standard, 'established');
    assert.equal(one.breach().positions.find((it) => it.organisation === 'south')!.position, 'dissent');
    assert.equal(stands(one), 'breached');
  });

  it('after Aceh let nobody rule where no party concurs', () => {
    const one = dispute('chair-rules');
    const { made, id, on } = one;
    replies(made, id, on);
    for (const who of ['north/monitor', 'south/monitor']) position(made, who, id, on, 'dissent');
    for (const who of ['mediator/monitor', 'mediator/chair']) position(made, who, id, on, 'concur');
    made.does('mediator/chair', 'case.adopt', { case: id, draft: on });
    assert.equal(one.breach().standard, 'plausible');
  });

  it('after Nepal report what is not agreed as not agreed, and resolve it by consensus', () => {
    const one = divided('consensus');
    const { made, id } = one;
    assert.equal(one.breach().basis, 'contested');
    const settle = (who: string[]) =>
      made.say(who, 'case.settle', {
        case: id,
        findings: [{ finding: one.breach().key, standard: 'established' }],
        words: 'Resolved by the local team.',
      });
    assert.equal(settle(['north/lead', 'mediator/chair']), 'signature-missing');
    settle(['north/lead', 'south/lead', 'mediator/chair']);
    assert.equal(one.breach().basis, 'settled');
    assert.equal(stands(one), 'breached');
  });

  it('after CTSAMVM refer it upward, and a strike of national monitors does not keep the report back', () => {
    const one = dispute('tiers');
    const { made, id, on } = one;
    made.does('south/lead', 'participation.leave', { scopes: ['teams'], how: 'strike', because: 'Unpaid.' });
    replies(made, id, on, ['north']);
    for (const who of ['north/monitor', 'mediator/monitor', 'mediator/chair']) position(made, who, id, on, 'concur');
    assert.equal(made.say('mediator/chair', 'case.adopt', { case: id, draft: on }), 'reply-open');
    made.wait(169);
    assert.equal(made.say('mediator/chair', 'case.adopt', { case: id, draft: on }), 'positions-open');
    made.wait(337);
    made.does('mediator/chair', 'case.adopt', { case: id, draft: on });
    const finding = one.breach();
    assert.equal(finding.basis, 'one-side');
    assert.equal(finding.referred, true);
    assert.deepEqual(
      finding.notJoint.map((it) => [it.organisation, it.why]),
      [['south', 'absent']],
    );
    assert.equal(finding.positions.find((it) => it.organisation === 'south')!.position, 'silent');
    assert.equal(stands(one), 'disputed');
  });

  it('after Colombia leave what follows to the parties together', () => {
    const one = divided('talks-decide');
    const { made, id } = one;
    const ask = { case: id, to: 'south', words: 'Pull the guns back.' };
    assert.equal(made.say('mediator/chair', 'case.recommend', ask), 'signature-missing');
    assert.equal(made.say(['north/lead', 'mediator/chair'], 'case.recommend', ask), 'signature-missing');
    assert.equal(made.say(['north/lead', 'south/lead'], 'case.recommend', ask).length, 36);
  });

  it('keep an incident of both sides’ reports whole whatever they are', () => {
    for (const name of Object.keys(TERMS_MODELS) as TermsModelName[]) {
      const made = field(TERMS_MODELS[name].terms);
      assert.equal(made.state.get('incident', incident(made))!.reports.length, 2);
    }
  });
});
