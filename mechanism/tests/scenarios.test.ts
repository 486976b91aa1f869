// Stories from the record of real mechanisms, told with two neutral parties: what went wrong there, and what the rules do
// here. The mechanism's name stands in each test; the sources are in the design's field research.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draftBulletin } from '@sulh/exchange';
import {
  accessAt,
  acknowledgementClocks,
  caseClocks,
  ceasefireAt,
  compliance,
  crossingAt,
  docketCounts,
  explanations,
  findings,
  GATES,
  type Gate,
  hindrances,
  incidentStory,
  listClock,
  morningBrief,
  publishedVersion,
  strain,
} from '../index.ts';
import { type Field, field } from './field.ts';
import {
  attribution,
  draft,
  incident,
  incidentBody,
  occurrence,
  openCase,
  position,
  replies,
  report,
  team,
  theCase,
} from './steps.ts';

const PUBLIC = { audience: 'public' } as const;
const MORNING = '2026-01-01T00:00:00Z';
const brief = (one: Field, id: string) =>
  morningBrief(
    one.state,
    { member: 'mediator/chair', organisation: 'mediator', seats: ['chair'] },
    one.now,
  ).sections.find((section) => section.id === id)!.lines;
const bulletin = (one: Field) => {
  // The end of the window is not in it.
  one.wait(1);
  return draftBulletin(one.state, MORNING, one.now, 'weekly', one.now);
};

test('Nuba Mountains: one side pulls its monitors out, and the work goes on as not joint instead of stopping', () => {
  const one = field();
  const id = openCase(one);
  const left = one.does('south/lead', 'participation.leave', {
    scopes: ['teams'],
    how: 'walk-out',
    because: 'A dispute elsewhere.',
  });
  team(one, id, ['north', 'mediator']);
  one.wait(49);
  const on = draft(one, id, [occurrence('established')]);
  replies(one, id, on, ['north']);
  for (const by of ['north/monitor', 'mediator/monitor']) position(one, by, id, on, 'concur');
  // The absent side’s clocks run out; they hold nothing up.
  one.wait(73);
  one.wait(73);
  one.does('mediator/chair', 'case.adopt', { case: id, draft: on });
  const [finding] = findings(one.state);
  assert.deepEqual([finding!.standard, finding!.drafted, finding!.basis], ['plausible', 'established', 'one-side']);
  assert.deepEqual(
    finding!.notJoint.map((it) => [it.organisation, it.why, it.entry]),
    [['south', 'absent', left]],
  );
  // It comes back, and what both now agree on can stand higher.
  one.does('south/lead', 'participation.resume', {});
  one.does(['north/lead', 'south/lead', 'mediator/chair'], 'case.settle', {
    case: id,
    findings: [{ finding: 'occurrence', standard: 'established' }],
    words: 'The south has read the evidence.',
  });
  assert.equal(findings(one.state)[0]!.standard, 'established');
});

test('South Sudan: flights are not cleared; the clock stands still with a name on it, and the denial is on the ledger', () => {
  const one = field();
  const id = openCase(one);
  team(one, id);
  const flight = one.does('mediator/monitor', 'access.ask', {
    case: id,
    of: 'south',
    what: 'flight',
    where: { ref: 'hill', known: 'told' },
    purpose: 'To reach the site of the killings.',
  });
  one.does('mediator/chair', 'case.stop-clock', {
    case: id,
    clock: 'draft',
    reason: 'flight-clearance',
    holder: 'south',
    words: 'The flight is not cleared.',
  });
  one.wait(25);
  assert.equal(accessAt(one.state, one.state.get('access', flight)!, one.now).status, 'lapsed');
  assert.deepEqual(
    brief(one, 'stops').map((line) => line.code),
    ['stops.access', 'stops.clock'],
  );
  assert.equal(brief(one, 'stops')[1]!.values.holder, 'south');
  one.wait(24 * 30);
  const clock = () => caseClocks(one.state, theCase(one, id), one.now).find((it) => it.name === 'draft')!;
  assert.equal(clock().state, 'stopped', 'a month later it is still not the chair’s delay');
  one.does('mediator/chair', 'case.start-clock', { case: id, clock: 'draft' });
  assert.equal(clock().state, 'running');
});

test('South Sudan: a report cannot be blocked by a strike, only be given as not joint, with the silence in it', () => {
  const one = field();
  const id = openCase(one);
  team(one, id);
  const on = draft(one, id, [occurrence('reasonable-grounds')]);
  one.does('north/lead', 'participation.leave', { scopes: ['teams'], how: 'strike' });
  replies(one, id, on, ['south']);
  for (const by of ['south/monitor', 'mediator/monitor']) position(one, by, id, on, 'concur');
  assert.equal(one.say('mediator/chair', 'case.adopt', { case: id, draft: on }), 'reply-open');
  one.wait(73);
  assert.equal(one.say('mediator/chair', 'case.adopt', { case: id, draft: on }), 'positions-open');
  one.wait(73);
  one.does('mediator/chair', 'case.adopt', { case: id, draft: on });
  const body = bulletin(one);
  assert.ok(body.findings[0]!.positions.some((it) => it.member === 'north/monitor' && it.position === 'silent'));
  const published = one.does('mediator/secretary', 'bulletin.draft', body, PUBLIC);
  for (const by of ['mediator/chair', 'south/lead'])
    one.does(by, 'bulletin.approve', { bulletin: published, version: published }, PUBLIC);
  assert.equal(publishedVersion(one.state.get('bulletin', published)!)!.body.findings.length, 1);
});

test('Mamasapano: late, denied the key site, and saying so; a finding on the organisation, and none on what some members did', () => {
  const one = field();
  const id = openCase(one);
  team(one, id);
  const site = one.does('mediator/monitor', 'access.ask', {
    case: id,
    of: 'south',
    what: 'visit',
    where: { ref: 'hill', known: 'told' },
    purpose: 'The key site.',
  });
  one.does('south/liaison', 'access.answer', {
    access: site,
    answer: 'refused',
    ground: 'security',
    authority: 'Local command',
  });
  one.wait(24 * 70);
  const late = caseClocks(one.state, theCase(one, id), one.now).find((clock) => clock.name === 'draft')!;
  assert.equal(late.state, 'missed');
  const duty = {
    on: 'duty',
    party: 'south',
    duty: 'give-access',
    answer: 'not-met',
    statement: { en: 'Access to the key site was not given.' },
    standard: 'established',
    because: 'The refusal is on record.',
    entries: [site],
  } as const;
  const on = draft(one, id, [
    occurrence('established'),
    attribution('south', 'unsubstantiated'),
    { ...duty, entries: [site] },
  ]);
  replies(one, id, on);
  position(one, 'north/monitor', id, on, 'reservation', ['attribution:party:south']);
  position(one, 'north/monitor', id, on, 'concur', ['occurrence', 'duty:south:give-access']);
  for (const by of ['south/monitor', 'mediator/monitor']) position(one, by, id, on, 'concur');
  one.does('mediator/chair', 'case.adopt', { case: id, draft: on });
  assert.deepEqual(
    findings(one.state).map((it) => `${it.key} ${it.standard} ${it.basis}`),
    [
      'occurrence established joint',
      'attribution:party:south unsubstantiated joint',
      'duty:south:give-access established joint',
    ],
  );
  const story = incidentStory(one.state, theCase(one, id).incident, one.now)!;
  assert.equal(story.violation, false, 'three findings, and none of them a breach');
  assert.equal(story.cases[0]!.access[0]!.status, 'refused');
});

test('Minsk: two sides keep two logs of one night; in one record both stay whole, and nobody adds them up', () => {
  const one = field();
  const night = (by: string, killed: number) =>
    report(one, by, {
      account: `Seen from ${by.split('/')[0]}.`,
      figures: [{ what: 'killed', whom: 'combatants', count: { min: killed, max: killed } }],
    });
  const log = (by: string, killed: number) =>
    one.does(by, 'incident.open', { ...incidentBody([night(by, killed)]), title: { en: 'A night on the hill' } });
  const [ours, theirs] = [log('north/monitor', 2), log('south/monitor', 7)];
  one.does('mediator/secretary', 'incident.merge', { incident: ours, other: theirs, because: 'Same hill, same hour.' });
  const story = incidentStory(one.state, ours!, one.now)!;
  assert.deepEqual(
    story.sides.map((side) => [side.organisation, side.reports.map((it) => it.figures[0]!.count.min)]),
    [
      ['north', [2]],
      ['south', [7]],
    ],
  );
  assert.deepEqual([story.merged[0]!.id, story.origins.count], [theirs, 2]);
  const [line, ...more] = brief(one, 'overnight');
  assert.equal(more.length, 0, 'one incident, one line');
  assert.deepEqual(
    line!.sides!.map((side) => side.figures![0]!.count.min),
    [2, 7],
  );
  const said = JSON.stringify([bulletin(one), brief(one, 'overnight')]);
  assert.ok(!/"(?:value|min|max)":9\b/.test(said), 'two and seven are not nine');
});

test('Torkham: reopened for returnees only, one way, while trade stays shut: no single word says open or closed', () => {
  const one = field();
  const base = { crossing: 'gate', window: { from: '2026-01-01T03:00:00Z' } };
  one.does('north/lead', 'crossing.declare', {
    ...base,
    direction: 'both',
    categories: ['cargo', 'transit', 'pedestrians'],
    status: 'closed',
  });
  one.does('north/lead', 'crossing.declare', {
    ...base,
    direction: { from: 'north', to: 'south' },
    categories: ['returnees'],
    status: 'open',
    words: 'Only for repatriation.',
  });
  one.does('south/lead', 'crossing.declare', { ...base, direction: 'both', categories: ['cargo'], status: 'closed' });
  const cells = crossingAt(one.state, 'gate', one.now);
  const of = (category: string, from: string) =>
    cells.find((it) => it.category === category && it.direction.from === from);
  assert.equal(of('returnees', 'north')!.declared[0]!.status, 'open');
  assert.equal(of('returnees', 'south'), undefined);
  assert.equal(of('cargo', 'north')!.accord, 'same');
  assert.equal(of('pedestrians', 'north')!.accord, 'not-all-declared');
  const lines = brief(one, 'crossings').map(
    (line) => `${line.code} ${(line.values.categories as string[] | undefined)?.join('+') ?? ''}`,
  );
  assert.ok(lines.includes('crossings.one-sided returnees'));
  assert.ok(lines.includes('crossings.one-sided transit+pedestrians'));
  const text = bulletin(one).sections.find((section) => section.id === 'crossings')!.items[0]!.text.en!;
  assert.match(text, /returnees, from North to South: North declares open, South silent/);
  assert.match(text, /cargo, every way: North declares closed, South declares closed/);
});

test('Kashmir: one side lodges everything and the other nothing; silence is neither agreement nor guilt, and there is no tally', () => {
  const one = field();
  for (let i = 0; i < 30; i++) one.does('north/lead', 'incident.open', incidentBody([report(one, 'north/monitor')]));
  for (const line of brief(one, 'overnight')) {
    assert.deepEqual(
      line.sides!.map((side) => [side.organisation, side.said]),
      [
        ['north', true],
        ['south', false],
      ],
    );
  }
  const body = bulletin(one);
  const figures = body.sections.flatMap((section) => section.items.flatMap((item) => item.figures));
  assert.deepEqual(
    figures.map((figure) => [figure.code, figure.value]),
    [
      ['incidents.reported', 30],
      ['reports.filed', 30],
    ],
  );
  assert.ok(
    figures.every((figure) => figure.entries.length === 30),
    'each number opens what it counts',
  );
  assert.ok(figures.every((figure) => !/north|south/i.test(figure.what.en!)));
  assert.deepEqual(findings(one.state), [], 'thirty allegations are no violation');
  assert.ok(incidentStory(one.state, incident(one), one.now)!.violation === false);
});

test('Yemen: lists within a week, an answer within a week, interviews, then the hand-over; a late list is late for whom it is', () => {
  const one = field();
  const agreement = one.does('mediator/chair', 'agreement.record', {
    title: { en: 'Exchange of detained persons' },
    known: 'text',
    articles: [{ id: 'a1', text: { en: 'Each side hands over its list within one week of signature.' } }],
    obligations: ['north', 'south'].map((party, i) => ({
      id: `list-of-${party}`,
      article: 'a1',
      obligors: [party],
      beneficiaries: [['south', 'north'][i]!],
      mirror: `list-of-${['south', 'north'][i]}`,
      nature: 'act',
      words: { en: 'Each side hands over its list within one week of signature.' },
      measure: { kind: 'deliver', what: 'The list of persons held', withinHours: 168 },
    })),
  });
  one.does(['north/lead', 'south/lead'], 'agreement.sign', { agreement, version: 1 });
  const stands = () =>
    compliance(one.state, agreement, one.now)!.rows.flatMap((row) => row.cells.map((cell) => [cell.party, cell.state]));
  one.wait(100);
  const held = { to: 'south', holds: 'held-by-us', persons: ['P-0001', 'P-0002', 'P-0003'] } as const;
  const list = one.does('north/lead', 'handover.list', held);
  const given = { agreement, obligation: 'list-of-north', words: 'The list of this morning.' };
  const delivery = one.does('north/lead', 'agreement.deliver', given);
  one.does('south/lead', 'agreement.acknowledge', { agreement, delivery, answer: 'received' });
  assert.deepEqual(stands(), [
    ['north', 'kept'],
    ['south', 'not-due'],
  ]);
  one.wait(69);
  assert.deepEqual(
    stands().find(([party]) => party === 'south'),
    ['south', 'overdue'],
  );
  // The answer: person by person; the clock is met when everyone on the list has one.
  const clock = () => listClock(one.state, one.state.get('list', list)!, one.now);
  const answer = (pseudonym: string, what: string) =>
    one.does('south/lead', 'handover.answer-list', { list, answers: [{ pseudonym, answer: what }] });
  answer('P-0001', 'known');
  answer('P-0002', 'not-known');
  assert.deepEqual([clock().state, clock().holders], ['running', ['south']]);
  one.wait(120);
  assert.equal(clock().state, 'missed');
  answer('P-0003', 'under-examination');
  assert.equal(clock().state, 'late', 'an answer after the week is an answer, and late');

  // One of three goes home. The intermediary offers the interview; an objection of the person stops everything.
  const docket = one.does('watch/lead', 'handover.open', {
    pseudonym: 'P-0001',
    what: 'person',
    transferring: 'north',
    receiving: 'south',
    crossing: 'gate',
    list,
  });
  one.does('south/lead', 'handover.accept', { docket });
  const voices: Partial<Record<Gate, string[]>> = {
    identity: ['north', 'south'],
    'reception-agreed': ['north', 'south'],
    'interview-offered': ['watch'],
    'no-risk-found': ['watch'],
    'follow-up-set': ['south', 'watch'],
  };
  for (const gate of GATES) {
    for (const by of voices[gate] ?? ['north', 'watch'])
      one.does(`${by}/lead`, 'handover.gate', { docket, gate, set: true, day: '2026-03-01' });
  }
  const both = ['north/lead', 'south/lead'];
  const receipt = { docket };
  const objection = one.does('watch/lead', 'handover.object', { docket, ground: 'of-the-person' });
  assert.equal(one.say(both, 'handover.receipt', receipt), 'objection-open');
  assert.equal(hindrances(one.state.get('docket', docket)!).objections.length, 1);
  one.does('watch/lead', 'handover.lift-objection', { docket, objection, because: 'withdrawn-by-the-person' });
  one.does(both, 'handover.receipt', receipt);
  assert.equal(docketCounts(one.state)['handed-over'], 1);
});

test('Georgia: a call at night, two acknowledgements, an explanation; an incident is prevented and nobody opens a case', () => {
  const one = field();
  const notice = one.does('north/liaison', 'notice.give', {
    what: 'works',
    when: { from: '2026-01-02T06:00:00Z', to: '2026-01-02T12:00:00Z', certainty: 'about' },
    place: { ref: 'river', known: 'told' },
    words: 'A fence is repaired; workers come without arms.',
    language: 'en',
  });
  one.does('south/liaison', 'notice.acknowledge', { notice, answer: 'no-objection' });
  const call = one.does(
    'south/monitor',
    'hotline.call',
    {
      subject: 'movement-seen',
      words: 'Men in the field at the river, near the line.',
      language: 'en',
      place: { ref: 'river', known: 'seen' },
    },
    { at: '2026-01-02T06:10:00Z' },
  );
  one.does('mediator/secretary', 'hotline.acknowledge', { hotline: call }, { at: '2026-01-02T06:12:00Z' });
  one.does('north/liaison', 'hotline.acknowledge', { hotline: call }, { at: '2026-01-02T06:20:00Z' });
  const [clock] = acknowledgementClocks(one.state, one.state.get('hotline', call)!, one.now);
  assert.deepEqual([clock!.state, clock!.holders, clock!.metAt], ['met', ['north'], '2026-01-02T06:20:00.000Z']);
  one.does('north/liaison', 'hotline.say', {
    hotline: call,
    words: 'These are the workers of our notice.',
    language: 'en',
  });
  const seen = { from: '2026-01-02T06:05:00Z', to: '2026-01-02T06:10:00Z', certainty: 'about' } as const;
  const [offered] = explanations(one.state, { when: seen, place: { ref: 'river', known: 'seen' } });
  assert.deepEqual([offered!.notice, offered!.before, offered!.hours], [notice, true, 0]);
  one.does('south/monitor', 'hotline.close', { hotline: call, outcome: 'explained' });
  assert.deepEqual([one.state.all('incident'), one.state.all('case')], [[], []]);
  // Everyone reads the same times afterwards, however late they came in.
  const row = one.state.get('hotline', call)!;
  assert.deepEqual(
    row.acknowledged.map((it) => [it.organisation, it.at.slice(11, 16)]),
    [
      ['mediator', '06:12'],
      ['north', '06:20'],
    ],
  );
});

test('Lebanon: strikes nearly every day under a ceasefire; it stays in force by acts, and the strain is shown beside it', () => {
  const one = field();
  const ceasefire = one.does(['north/lead', 'south/lead'], 'ceasefire.declare', {
    title: { en: 'Ceasefire' },
    type: 'ceasefire',
    from: '2026-01-01T00:00:00Z',
    basis: { kind: 'own-act' },
  });
  for (let day = 0; day < 20; day++) {
    const at = `2026-01-${String(day + 2).padStart(2, '0')}T`;
    const when = { from: `${at}05:00:00Z`, to: `${at}05:10:00Z`, certainty: 'exact' } as const;
    one.does(
      'watch/monitor',
      'coverage.log',
      { place: { ref: 'hill', known: 'seen' }, when, effort: { postHours: 12 } },
      { at: `${at}19:30:00Z` },
    );
    if (day < 10) continue;
    for (let i = 0; i < 3; i++) {
      const told = one.does('north/monitor', 'report.file', {
        event: 'air-or-drone-strike',
        when,
        place: { ref: 'hill', known: 'seen' },
        account: 'A strike on a vehicle.',
        language: 'en',
        source: { type: 'party', directness: 'saw' },
      });
      one.does('north/lead', 'incident.open', {
        event: 'air-or-drone-strike',
        title: { en: 'Strike reported at the hill' },
        when,
        place: { ref: 'hill', known: 'seen' },
        reports: [told],
      });
    }
  }
  const state = () => ceasefireAt(one.state.get('ceasefire', ceasefire)!, one.now).whole;
  const whole = state();
  assert.deepEqual([whole.state, whole.rests], ['in-force', 'acts'], 'thirty strikes are not an act of those entitled');
  const shown = strain(one.state, one.now, 20);
  assert.ok(shown.changes.length > 0, 'the change is seen');
  assert.ok(shown.changes.every((it) => it.day >= '2026-01-12'));
  // One side’s word alone, whatever the count: nothing is a violation, and the other side’s silence is shown.
  assert.deepEqual(findings(one.state), []);
  assert.ok(
    brief(one, 'overnight').every((line) => line.sides!.some((side) => side.organisation === 'south' && !side.said)),
  );
  // Only what one side does changes it, and then by name: contested, and not over.
  one.does('north/lead', 'ceasefire.suspend', { ceasefire });
  one.wait(1);
  assert.equal(state().state, 'contested');
});
