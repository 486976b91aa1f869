import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  BRIEF_SECTIONS,
  BRIEF_SENTENCES,
  type Brief,
  type BriefLine,
  caseStory,
  incidentStory,
  morningBrief,
  nextSteps,
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
} from './steps.ts';

const viewer = (member: string) => ({ member, organisation: member.split('/')[0]!, seats: [member.split('/')[1]!] });
const brief = (one: Field, member = 'north/lead'): Brief => morningBrief(one.state, viewer(member), one.now);
const lines = (it: Brief, id: string): readonly BriefLine[] => it.sections.find((section) => section.id === id)!.lines;
const codes = (it: Brief, id: string): string[] => lines(it, id).map((one) => one.code);

test('the brief has its sections in the order in which a mediator asks', () => {
  assert.deepEqual(
    brief(field()).sections.map((one) => one.id),
    [...BRIEF_SECTIONS],
  );
});

test('what could end it stands first, with each side’s version, also of the side that said nothing', () => {
  const one = field();
  const reported = report(one, 'north/monitor', { account: 'Shells from over there.' });
  one.does('north/lead', 'incident.open', incidentBody([reported]));
  const [first] = lines(brief(one), 'overnight');
  assert.equal(first!.code, 'overnight.incident');
  assert.deepEqual(
    first!.sides!.map((side) => [side.organisation, side.said, side.words]),
    [
      ['north', true, 'Shells from over there.'],
      ['south', false, undefined],
    ],
  );
  assert.ok(first!.entries.includes(reported));
  assert.equal(first!.english, 'Shelling on the hill. Accounts: 1; independent origins: 1.');
});

test('a quiet night says whether anybody looked', () => {
  const one = field();
  assert.deepEqual(codes(brief(one), 'overnight'), ['overnight.unseen']);
  assert.deepEqual(codes(brief(one), 'blind'), ['blind.nothing']);
  one.does('watch/monitor', 'coverage.log', {
    place: { ref: 'hill', known: 'measured' },
    when: { from: '2026-01-01T02:00:00Z', to: '2026-01-01T06:00:00Z', certainty: 'exact' },
    effort: { patrolHours: 4 },
    denials: 2,
  });
  assert.deepEqual(codes(brief(one), 'overnight'), ['overnight.quiet']);
  assert.deepEqual(
    lines(brief(one), 'blind').map((it) => it.english),
    ['Not observed since 2025-12-31 08:15 UTC: Gate, River sector.', 'Observers were turned back 2 times.'],
  );
});

test('who has not answered is listed, longest first, and drops out when it answers', () => {
  const one = field();
  const id = openCase(one);
  one.wait(1);
  const access = one.does('mediator/monitor', 'access.ask', {
    of: 'south',
    what: 'visit',
    where: { ref: 'hill', known: 'told' },
    purpose: 'To see it.',
    case: id,
  });
  one.wait(30);
  const open = lines(brief(one), 'unanswered').map(
    (it) => `${it.values.organisation} ${it.values.step ?? it.values.what} ${it.values.state}`,
  );
  assert.deepEqual(open, [
    'north acknowledge missed',
    'south acknowledge missed',
    'north name-team running',
    'south name-team running',
    'mediator name-team running',
    'south visit missed',
  ]);
  const onCase = { table: 'case', id };
  assert.deepEqual(lines(brief(one), 'unanswered').at(-1)!.about, onCase, 'a request is answered on its case');
  one.does('south/lead', 'access.answer', { access, answer: 'refused', ground: 'security', authority: 'Corps' });
  assert.equal(lines(brief(one), 'unanswered').length, 5);
  assert.deepEqual(lines(brief(one), 'stops')[0]!.about, onCase);
  assert.equal(
    lines(brief(one), 'stops')[0]!.english,
    'Access (visit) asked of South by Mediator: refused, ground security, authority Corps.',
  );
});

test('a dissent stands in the brief in its own words, with the entry that made it', () => {
  const one = field();
  const id = openCase(one);
  team(one, id);
  const on = draft(one, id, [occurrence(), attribution('south')]);
  replies(one, id, on);
  const entry = position(one, 'south/monitor', id, on, 'dissent', ['attribution:party:south']);
  const found = lines(brief(one), 'positions');
  assert.deepEqual(
    found.map((it) => it.code),
    ['positions.awaited', 'positions.dissent'],
  );
  assert.deepEqual(found[0]!.values.organisations, ['north', 'south', 'mediator']);
  assert.equal(found[1]!.sides![0]!.words, 'south/monitor sees it otherwise.');
  assert.deepEqual(found[1]!.entries, [entry]);
});

test('crossings: disagreement first, declared beside observed', () => {
  const one = field();
  const said = {
    crossing: 'gate',
    direction: 'both',
    categories: ['cargo', 'aid'],
    window: { from: '2026-01-01T00:00:00Z' },
  };
  one.does('north/lead', 'crossing.declare', { ...said, status: 'open' });
  one.does('south/lead', 'crossing.declare', { ...said, categories: ['cargo'], status: 'closed' });
  const found = lines(brief(one), 'crossings');
  assert.deepEqual(
    found.map((it) => it.code),
    ['crossings.differs', 'crossings.changed', 'crossings.one-sided'],
  );
  assert.equal(found[0]!.english, 'Gate, cargo, every way: what is said differs.');
  assert.deepEqual(
    found[0]!.sides!.map((side) => [side.organisation, side.status]),
    [
      ['north', 'open'],
      ['south', 'closed'],
    ],
  );
});

test('a crossing that is closed for the night says its hours, and what is told of a side is told', () => {
  const one = field();
  const hours = { opens: '09:00', closes: '17:00', offset: '+00:00' };
  const said = {
    crossing: 'gate',
    direction: 'both',
    categories: ['cargo'],
    window: { from: '2026-01-01T00:00:00Z', hours },
    status: 'open',
  };
  one.does('north/lead', 'crossing.declare', said);
  const window = { from: said.window.from };
  one.does('watch/monitor', 'crossing.observe', { ...said, window, known: 'told', declaredBy: 'south' });
  const at = one.state.now;
  assert.equal(at.slice(11, 13), '08', 'the gate opens within the hour');
  const [north, south] = lines(brief(one), 'crossings').find((it) => it.sides)!.sides!;
  assert.deepEqual([north!.status, north!.outsideHours, north!.hours], ['closed', true, { ...hours, status: 'open' }]);
  assert.deepEqual([south!.status, south!.told, south!.hours], ['open', true, undefined]);
  assert.equal(north!.told, undefined);
  assert.ok(lines(brief(one), 'crossings').every((it) => one.state.get('crossing', it.about!.id)));
});

test('the side that says nothing in public is named beside the one that does', () => {
  const one = field();
  assert.deepEqual(
    lines(brief(one), 'statements').map((it) => it.english.slice(0, 31)),
    ['No statement of North was kept ', 'No statement of South was kept '],
  );
});

test('what one side may not see is not in its brief, and changes nothing in it', () => {
  const one = field();
  incident(one);
  const before = JSON.stringify(brief(one, 'south/lead').sections);
  const at = one.now;
  const sealed = report(one, 'north/monitor', { account: 'Only for the chair.' }, ['mediator', 'north']);
  one.does('north/lead', 'incident.open', incidentBody([sealed]), { audience: ['mediator', 'north'] });
  const south = morningBrief(one.state, viewer('south/lead'), at);
  assert.equal(JSON.stringify(south.sections), before);
  assert.ok(JSON.stringify(brief(one, 'north/lead')).includes('Only for the chair.'));
  assert.deepEqual(
    codes(morningBrief(one.state, undefined, one.now), 'overnight'),
    ['overnight.unseen'],
    'the public sees what is public',
  );
});

test('the brief of a bad night still is one page under 50 KB', () => {
  const one = field();
  for (let i = 0; i < 40; i++) {
    const reports = ['north/monitor', 'south/monitor', 'watch/monitor'].map((by) =>
      report(one, by, { account: 'x'.repeat(4_000) }),
    );
    one.does('north/lead', 'incident.open', incidentBody(reports));
  }
  const made = brief(one);
  assert.equal(lines(made, 'overnight').length, 8);
  assert.equal(made.sections[0]!.more, 32);
  assert.ok(JSON.stringify(made).length < 50_000);
});

test('of more than can be shown the gravest stand, the newest of them first, and every other is counted', () => {
  const one = field();
  const events = ['other', 'shelling', 'overflight', 'air-or-drone-strike', 'fire-across-line'] as const;
  const at = (minute: number) => `2026-01-01T0${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}:00Z`;
  for (let i = 0; i < 25; i++)
    report(one, i % 2 ? 'north/monitor' : 'south/monitor', {
      event: events[i % 5]!,
      when: { from: at(i), to: at(i), certainty: 'exact' },
    });
  const [first] = brief(one).sections;
  const shown = first!.lines.map(({ about }) => one.state.get('report', about!.id)!);
  assert.deepEqual(
    shown.map(({ event, when }) => `${event} ${when.from.slice(11, 16)}`),
    [
      ...['00:23', '00:18', '00:13', '00:08', '00:03'].map((time) => `air-or-drone-strike ${time}`),
      ...['00:21', '00:16', '00:11'].map((time) => `shelling ${time}`),
    ],
  );
  assert.equal(first!.more, 17);
  // Incidents in which persons were harmed, of three days.
  const harmed = Array.from({ length: 10 }, () =>
    one.does('north/lead', 'incident.open', { ...incidentBody([report(one, 'north/monitor')]), event: 'expulsion' }),
  );
  const people = brief(one).sections.find(({ id }) => id === 'people')!;
  assert.deepEqual(
    people.lines.map(({ about }) => about!.id),
    harmed.slice(2).reverse(),
  );
  assert.equal(people.more, 2);
  assert.equal(brief(one).sections[0]!.more, 17 + 10);
});

test('every sentence is filled, and no line adds up by party', () => {
  for (const sentence of Object.values(BRIEF_SENTENCES)) assert.doesNotMatch(sentence, /total/i);
  const one = field();
  openCase(one);
  for (const section of brief(one).sections) {
    for (const { english } of section.lines) assert.doesNotMatch(english, /[{}]|undefined|\bnobody\b.*\bnobody\b/);
  }
});

test('an incident’s story has both sides whole, side by side, the silent one too', () => {
  const one = field();
  const id = one.does('north/lead', 'incident.open', incidentBody([report(one, 'north/monitor')]));
  const story = incidentStory(one.state, id, one.now)!;
  assert.deepEqual(
    story.sides.map((side) => [side.organisation, side.reports.length]),
    [
      ['north', 1],
      ['south', 0],
    ],
  );
  assert.equal(story.coverage.observed, false);
  assert.equal(story.violation, false);
  assert.deepEqual(
    story.steps.map((step) => step.what),
    ['report.file', 'incident.open'],
  );
});

test('a case’s story tells everything in order, with replies and positions of every side', () => {
  const one = field();
  const id = openCase(one);
  const steps = (by: string) => {
    const { seats } = one.state.get('member', by)!;
    return nextSteps(one.state, id, { member: by, organisation: by.split('/')[0]!, seats }, one.now);
  };
  assert.deepEqual(steps('south/lead'), ['case.acknowledge', 'case.name-team', 'access.ask', 'case.evidence']);
  team(one, id);
  const on = draft(one, id);
  replies(one, id, on, ['south']);
  position(one, 'south/monitor', id, on, 'dissent');
  assert.ok(steps('south/monitor').includes('case.position'));
  assert.ok(!steps('watch/monitor').includes('case.position'));
  const story = caseStory(one.state, id, one.now)!;
  assert.deepEqual(
    story.drafts[0]!.replies.map((it) => [it.organisation, it.reply !== undefined]),
    [
      ['north', false],
      ['south', true],
    ],
  );
  assert.deepEqual(
    story.proposed[0]!.positions.map((it) => `${it.member} ${it.position}`),
    ['south/monitor dissent', 'north/monitor silent', 'mediator/chair silent', 'mediator/monitor silent'],
  );
  assert.deepEqual(
    story.steps.map((step) => step.what),
    [
      'case.open',
      'case.name-team',
      'case.name-team',
      'case.name-team',
      'case.draft',
      'case.reply',
      'case.position.dissent',
    ],
  );
  assert.equal(caseStory(one.state, '01980000-0000-7000-8000-0000000fffff', one.now), undefined);
});

const person = (pseudonym: string) => ({
  pseudonym,
  what: 'person',
  transferring: 'north',
  receiving: 'south',
  crossing: 'gate',
});

test('people at risk: a hand-over on its way stands there with every gate that is open', () => {
  const one = field();
  const docket = one.does('north/liaison', 'handover.open', person('P-7F3K'));
  one.does('watch/monitor', 'handover.object', { docket, ground: 'of-the-person' });
  const [line] = lines(brief(one), 'people');
  assert.equal(line!.code, 'people.hand-over');
  assert.ok((line!.values.gates as string[]).includes('interview-offered'));
  assert.equal(line!.values.objections, 1);
});
