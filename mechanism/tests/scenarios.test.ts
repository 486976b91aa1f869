// Stories from the record of real mechanisms, told with two neutral parties: what went wrong there, and what the rules do
// here. The mechanism's name stands in each test; the sources are in the design's field research.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  accessAt,
  caseClocks,
  crossingAt,
  draftBulletin,
  findings,
  incidentStory,
  morningBrief,
  publishedVersion,
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
