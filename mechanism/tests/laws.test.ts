// Laws that hold whatever anybody does. The acts are drawn at random and go through the real rulebook.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draftBulletin } from '@sulh/exchange';
import fc from 'fast-check';
import {
  type Case,
  capped,
  caseClocks,
  caseStory,
  crossingAt,
  draftOf,
  findings,
  incidentStory,
  KINDS,
  Mechanism,
  morningBrief,
  nextSteps,
  seenBy,
} from '../index.ts';
import {
  ACT_KINDS,
  acts,
  CASE_UNDER_WAY,
  founded,
  memberOf,
  play,
  ROLES,
  type RoleAct,
  type Sides,
  STRAIGHT,
  SWAPPED,
  saying,
} from './acts.ts';
import { exchanged, plain } from './exchanged.ts';
import { type Field, ORIGIN } from './field.ts';

const DEADLOCKS = ['chair-rules', 'refer', 'record-both'] as const;
const deadlock = fc.constantFrom(...DEADLOCKS);
const termsOf = (rule: (typeof DEADLOCKS)[number]) => ({ deadlock: rule, referTo: { en: 'The commission' } });

function played(
  list: readonly RoleAct[],
  sides: Sides = STRAIGHT,
  rule: (typeof DEADLOCKS)[number] = 'record-both',
): { field: Field; answers: string[] } {
  const field = founded(sides, termsOf(rule));
  return { field, answers: list.map((act) => play(field, act, sides)) };
}
const admitted = (answers: readonly string[]): number => answers.filter((one) => /^[0-9a-f]{8}-/.test(one)).length;
const runs = { numRuns: 60 };

test('a case can be brought under way with these acts', () => {
  assert.equal(admitted(played(CASE_UNDER_WAY).answers), CASE_UNDER_WAY.length);
});

test('whatever the rules let in is taken in without a fault, and what they refuse changes nothing', () => {
  let taken = 0;
  fc.assert(
    fc.property(acts(), deadlock, (list, rule) => {
      const field = founded(STRAIGHT, termsOf(rule));
      for (const act of [...CASE_UNDER_WAY, ...list]) {
        const before = JSON.stringify(field.state.snapshot());
        const answer = play(field, act, STRAIGHT);
        if (admitted([answer]) === 1) taken++;
        else assert.equal(JSON.stringify(field.state.snapshot()), before, answer);
      }
    }),
    runs,
  );
  assert.ok(taken > 60 * 15, `only ${taken} acts were admitted: the property would say little`);
});

test('a replay from the start, or from any prefix, ends in the same state', () => {
  fc.assert(
    fc.property(acts(), fc.nat(), (list, cut) => {
      const { field } = played([...CASE_UNDER_WAY, ...list]);
      const whole = field.state.snapshot();
      assert.deepEqual(Mechanism.replay(ORIGIN, field.received).state.snapshot(), whole);
      const at = cut % field.received.length;
      const prefix = Mechanism.replay(ORIGIN, field.received.slice(0, at));
      const { index, now } = prefix.state;
      const restored = Mechanism.restore(ORIGIN, {
        index,
        now,
        tables: JSON.parse(JSON.stringify(prefix.state.snapshot())),
      });
      for (const received of field.received.slice(at)) assert.equal(restored.admit(received), undefined);
      assert.deepEqual(JSON.parse(JSON.stringify(restored.state.snapshot())), JSON.parse(JSON.stringify(whole)));
    }),
    runs,
  );
});

test('a standard above plausible stands only with every party, or by a ruling with one where the terms allow it, or settled by all', () => {
  let seen = 0;
  fc.assert(
    fc.property(
      acts(undefined, ['case.position', 'case.position', 'case.adopt', 'case.draft', 'case.reply', 'case.settle']),
      deadlock,
      (list, rule) => {
        const { field } = played([...CASE_UNDER_WAY, ...list], STRAIGHT, rule);
        for (const finding of findings(field.state)) {
          if (finding.standard === capped(finding.standard)) continue;
          seen++;
          const concurring = ['north', 'south'].filter((party) => {
            const own = finding.positions.filter((one) => one.organisation === party).map((one) => one.position);
            return !own.includes('dissent') && (own.includes('concur') || own.includes('reservation'));
          });
          if (finding.basis === 'settled') assert.ok(finding.settled);
          else if (finding.basis === 'ruling') assert.ok(rule === 'chair-rules' && concurring.length > 0);
          else assert.deepEqual([finding.basis, concurring], ['joint', ['north', 'south']]);
        }
      },
    ),
    { numRuns: 150 },
  );
  assert.ok(seen > 0);
});

const OF_B = ROLES.filter((role) => role.startsWith('B/'));

test('nothing that one party does alone establishes a finding, removes another’s dissent, or changes another’s words', () => {
  fc.assert(
    fc.property(acts(OF_B), deadlock, (list, rule) => {
      const { field } = played([...CASE_UNDER_WAY, ...DISSENT_OF_A], STRAIGHT, rule);
      const [before] = field.state.all('case');
      const others = (one: Case) => one.given.filter((given) => given.organisation !== 'south');
      for (const act of list) play(field, act, STRAIGHT);
      const after = field.state.get('case', before!.id)!;
      assert.deepEqual(after.findings, []);
      assert.deepEqual(others(after), others(before!));
      assert.equal(draftOf(after), draftOf(before!));
      const of = (organisation: string) => field.state.all('report').filter((one) => one.organisation === organisation);
      assert.equal(of('north').length, 1);
      assert.equal(of('north')[0]!.status, 'filed');
    }),
    runs,
  );
});
const DISSENT_OF_A: readonly RoleAct[] = [
  { who: 'A/monitor', kind: 'case.position', picks: [0, 2, 0, 0, 0, 2], hours: 0 },
];

test('nothing that one party does, or leaves undone, keeps a draft from being adopted in the end, or a report from being filed', () => {
  fc.assert(
    fc.property(acts(OF_B), deadlock, (list, rule) => {
      const { field } = played(CASE_UNDER_WAY, STRAIGHT, rule);
      const id = field.state.all('case')[0]!.id;
      for (const act of list) play(field, act, STRAIGHT);
      field.wait(24 * 60);
      const report = play(field, { ...CASE_UNDER_WAY[0]!, picks: [0, 0, 0, 0, 0, 2] }, STRAIGHT);
      assert.equal(admitted([report]), 1, report);
      const draft = draftOf(field.state.get('case', id)!)!.entry;
      const adopted = field.say('mediator/chair', 'case.adopt', { case: id, draft });
      assert.equal(admitted([adopted]), 1, adopted);
    }),
    runs,
  );
});

test('a dissent that was given on a finding of the draft is in the finding that is adopted', () => {
  fc.assert(
    fc.property(
      acts(undefined, ['case.position', 'case.draft', 'case.reply', 'case.name-team', 'case.adopt']),
      (list) => {
        const { field } = played([...CASE_UNDER_WAY, ...list]);
        for (const one of field.state.all('case')) {
          for (const finding of one.findings) {
            const last = new Map<string, string>();
            for (const given of one.given) if (given.finding === finding.key) last.set(given.by, given.position);
            for (const [member, position] of last) {
              if (position !== 'dissent') continue;
              assert.ok(finding.positions.some((it) => it.member === member && it.position === 'dissent' && it.words));
            }
          }
        }
      },
    ),
    { numRuns: 150 },
  );
});

/** Every reading that a page, a bulletin or the API is made of. */
function readings({ state, now }: Field, sides: Sides): unknown {
  const viewer = (role: string) => {
    const member = memberOf(role, sides);
    return { member, organisation: member.split('/')[0]!, seats: state.get('member', member)!.seats };
  };
  return {
    briefs: ROLES.map((role) => morningBrief(state, viewer(role), now)),
    open: morningBrief(state, undefined, now),
    incidents: state.all('incident').map((one) => incidentStory(state, one.id, now)),
    cases: state.all('case').map((one) => [caseStory(state, one.id, now), caseClocks(state, one, now)]),
    steps: state.all('case').map((one) => ROLES.map((role) => nextSteps(state, one.id, viewer(role), now))),
    crossing: crossingAt(state, 'gate', now),
    bulletin: draftBulletin(state, '2026-01-01T00:00:00Z', now, 'daily', now),
  };
}

test('exchanging the parties exchanges them in every row, refusal and reading, and changes nothing else', () => {
  fc.assert(
    fc.property(acts(), deadlock, (list, rule) => {
      const all = [...CASE_UNDER_WAY, ...list];
      const [one, other] = [played(all, STRAIGHT, rule), played(all, SWAPPED, rule)];
      assert.deepEqual(one.answers, other.answers);
      assert.deepEqual(exchanged(one.field.state.snapshot()), plain(other.field.state.snapshot()));
      assert.deepEqual(exchanged(readings(one.field, STRAIGHT)), plain(readings(other.field, SWAPPED)));
    }),
    runs,
  );
});

test('a drafted bulletin is always one that the rules admit', () => {
  fc.assert(
    fc.property(acts(), (list) => {
      const { field } = played([...CASE_UNDER_WAY, ...list]);
      const body = draftBulletin(field.state, '2026-01-01T00:00:00Z', field.now, 'daily', field.now);
      const answer = field.say('mediator/secretary', 'bulletin.draft', body, { audience: 'public' });
      assert.equal(admitted([answer]), 1, `${answer} ${JSON.stringify(field.refusal?.details)}`);
    }),
    runs,
  );
});

test('a kind refuses with nothing but what it names', () => {
  const named = new Map<string, readonly string[]>(KINDS.map((one) => [one.name, one.refusals]));
  const ofAnyKind = [
    'wrong-seat',
    'one-signer',
    'same-signer',
    'audience-not-allowed',
    'audience-without-author',
    'invalid-body',
  ];
  fc.assert(
    fc.property(acts(), deadlock, (list, rule) => {
      const { answers } = played(list, STRAIGHT, rule);
      for (const [i, answer] of answers.entries()) {
        const { kind } = list[i]!;
        if (admitted([answer]) === 0)
          assert.ok([...ofAnyKind, ...named.get(kind)!].includes(answer), `${kind}: ${answer}`);
      }
    }),
    { numRuns: 150 },
  );
});

const SEALABLE = [
  'report.file',
  'incident.open',
  'incident.link',
  'access.ask',
  'coverage.log',
  'crossing.observe',
] as const;

test('what a side may not see changes nothing for it: no view, no count, no refusal', () => {
  const ofB = (role: string) => role.startsWith('B/');
  const viewer = { member: 'south/lead', organisation: 'south', seats: ['lead'] };
  const view = (field: Field) => {
    const reader = seenBy(field.state, viewer);
    return [
      morningBrief(field.state, viewer, field.now).sections,
      reader.all('incident').map((one) => incidentStory(reader, one.id, field.now)),
      reader
        .all('case')
        .map((one) => [caseStory(reader, one.id, field.now), nextSteps(reader, one.id, viewer, field.now)]),
      crossingAt(reader, 'gate', field.now),
    ];
  };
  let hidden = 0;
  fc.assert(
    fc.property(acts(undefined, [...SEALABLE, ...ACT_KINDS, ...SEALABLE, ...SEALABLE]), (list) => {
      const [whole, without] = [founded(STRAIGHT), founded(STRAIGHT)];
      for (const act of [...CASE_UNDER_WAY, ...list]) {
        whole.wait(act.hours);
        without.wait(act.hours);
        const { authors, kind, body, audience } = saying(whole, act, STRAIGHT);
        const answer = whole.say(authors, kind, body, { audience });
        const secret = Array.isArray(audience) && !audience.includes('south');
        // Others may know what the side does not, and be refused for it: of them only what was taken in is told.
        const told = ofB(act.who) || (admitted([answer]) === 1 && !secret);
        if (secret && admitted([answer]) === 1) hidden++;
        const same = without.say(told ? authors : [], kind, told ? body : {}, {
          audience: told ? audience : 'members',
        });
        if (told) assert.equal(same, answer, kind);
      }
      assert.deepEqual(view(whole), view(without));
    }),
    { numRuns: 100 },
  );
  assert.ok(hidden > 75, `only ${hidden} acts were hidden`);
});
