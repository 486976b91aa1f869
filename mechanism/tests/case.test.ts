import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caseClocks, findings, positionsOn } from '../index.ts';
import { type Field, field, vkeyOf } from './field.ts';
import {
  attribution,
  draft,
  incident,
  incidentBody,
  NOBODY,
  occurrence,
  openCase,
  position,
  replies,
  report,
  team,
  theCase,
} from './steps.ts';

/** A case with its whole team, a draft and both replies. */
function drafted(terms = {}, drafts = [occurrence(), attribution('south')]): { one: Field; id: string; on: string } {
  const one = field(terms);
  const id = openCase(one);
  team(one, id);
  const on = draft(one, id, drafts);
  replies(one, id, on);
  return { one, id, on };
}
const adopt = (one: Field, id: string, on: string) => one.say('mediator/chair', 'case.adopt', { case: id, draft: on });
const standing = (one: Field) =>
  Object.fromEntries(findings(one.state).map((f) => [f.key, `${f.standard} ${f.basis}`]));

test('a case that all seats concur in is adopted as drafted, jointly', () => {
  const { one, id, on } = drafted();
  for (const by of ['north/monitor', 'south/monitor', 'mediator/monitor']) position(one, by, id, on, 'concur');
  assert.match(adopt(one, id, on), /^[0-9a-f-]{36}$/);
  assert.deepEqual(standing(one), {
    occurrence: 'established joint',
    'attribution:party:south': 'reasonable-grounds joint',
  });
});

test('what happened can be agreed while who did it is not: the four findings do not collapse into one', () => {
  const { one, id, on } = drafted();
  for (const by of ['north/monitor', 'mediator/monitor']) position(one, by, id, on, 'concur');
  position(one, 'south/monitor', id, on, 'concur', ['occurrence']);
  position(one, 'south/monitor', id, on, 'dissent', ['attribution:party:south']);
  adopt(one, id, on);
  assert.deepEqual(standing(one), {
    occurrence: 'established joint',
    'attribution:party:south': 'plausible contested',
  });
});

test('a dissent is part of the finding, with its words and the entry that made it', () => {
  const { one, id, on } = drafted();
  const entry = position(one, 'south/monitor', id, on, 'dissent');
  for (const by of ['north/monitor', 'mediator/monitor']) position(one, by, id, on, 'concur');
  adopt(one, id, on);
  for (const finding of findings(one.state)) {
    const dissent = finding.positions.find((it) => it.member === 'south/monitor')!;
    assert.equal(dissent.position, 'dissent');
    assert.equal(dissent.words, 'south/monitor sees it otherwise.');
    assert.equal(dissent.entry, entry);
  }
});

test('silence holds nothing up, is shown as silence, and lets one side establish nothing', () => {
  const { one, id, on } = drafted();
  for (const by of ['north/monitor', 'mediator/monitor']) position(one, by, id, on, 'concur');
  assert.equal(adopt(one, id, on), 'positions-open');
  assert.deepEqual(one.refusal!.details, { members: ['south/monitor'] });
  one.wait(73);
  assert.match(adopt(one, id, on), /-/);
  assert.deepEqual(standing(one), {
    occurrence: 'plausible one-side',
    'attribution:party:south': 'plausible one-side',
  });
  const finding = findings(one.state)[0]!;
  assert.equal(finding.positions.find((it) => it.member === 'south/monitor')!.position, 'silent');
  assert.deepEqual(finding.notJoint, [{ organisation: 'south', why: 'silent' }]);
  assert.equal(finding.drafted, 'established');
});

test('nothing is adopted before each party replied or its time was over', () => {
  const one = field();
  const id = openCase(one);
  team(one, id);
  const on = draft(one, id);
  replies(one, id, on, ['north']);
  assert.equal(adopt(one, id, on), 'reply-open');
  assert.deepEqual(one.refusal!.details, { organisations: ['south'] });
  one.wait(73);
  assert.equal(adopt(one, id, on), 'positions-open');
});

test('where the terms let the chair rule, the ruling stands with the dissent beside it', () => {
  const { one, id, on } = drafted({ deadlock: 'chair-rules' });
  for (const by of ['north/monitor', 'mediator/monitor']) position(one, by, id, on, 'concur');
  position(one, 'south/monitor', id, on, 'dissent');
  adopt(one, id, on);
  assert.equal(standing(one)['attribution:party:south'], 'reasonable-grounds ruling');
  assert.equal(findings(one.state)[0]!.positions.filter((it) => it.position === 'dissent').length, 1);
});

test('even the chair’s ruling establishes nothing in which no party concurs', () => {
  const { one, id, on } = drafted({ deadlock: 'chair-rules' });
  position(one, 'mediator/monitor', id, on, 'concur');
  for (const by of ['north/monitor', 'south/monitor']) position(one, by, id, on, 'dissent');
  adopt(one, id, on);
  assert.equal(standing(one).occurrence, 'plausible contested');
});

test('where the terms refer a deadlock, the finding is marked referred until all sides settle it together', () => {
  const { one, id, on } = drafted({ deadlock: 'refer', referTo: { en: 'The joint commission' } });
  for (const by of ['north/monitor', 'mediator/monitor']) position(one, by, id, on, 'concur');
  position(one, 'south/monitor', id, on, 'dissent');
  adopt(one, id, on);
  assert.ok(findings(one.state).every((finding) => finding.referred));
  const body = {
    case: id,
    findings: [{ finding: 'occurrence', standard: 'established' }],
    words: 'The commission met.',
  };
  assert.equal(one.say(['north/lead', 'mediator/chair'], 'case.settle', body), 'signature-missing');
  one.does(['north/lead', 'south/lead', 'mediator/chair'], 'case.settle', body);
  const settled = findings(one.state)[0]!;
  assert.deepEqual([settled.standard, settled.basis, settled.referred], ['established', 'settled', false]);
  assert.ok(
    settled.positions.some((it) => it.position === 'dissent'),
    'the dissent stays with it',
  );
});

test('a redraft does not shake off a dissent, and does not inherit a concurrence', () => {
  const { one, id, on } = drafted();
  position(one, 'south/monitor', id, on, 'dissent');
  position(one, 'north/monitor', id, on, 'concur');
  draft(one, id);
  const positions = positionsOn(theCase(one, id), 'occurrence', ['north', 'south']);
  assert.equal(positions.find((it) => it.member === 'south/monitor')!.position, 'dissent');
  assert.equal(positions.find((it) => it.member === 'south/monitor')!.onDraft, on);
  assert.equal(positions.find((it) => it.member === 'north/monitor')!.position, 'silent');
  assert.equal(position(one, 'north/monitor', id, on, 'concur'), 'draft-superseded');
});

test('a party that replaces its member in the team cannot make that member’s dissent disappear', () => {
  const { one, id, on } = drafted();
  position(one, 'south/monitor', id, on, 'dissent');
  one.does('south/lead', 'case.name-team', { case: id, members: ['south/liaison'] });
  const positions = positionsOn(theCase(one, id), 'occurrence', ['north', 'south']);
  assert.deepEqual(
    positions.filter((it) => it.organisation === 'south').map((it) => [it.member, it.position]),
    [
      ['south/monitor', 'dissent'],
      ['south/liaison', 'silent'],
    ],
  );
});

test('a side that names nobody is waited for, and not longer than its clock', () => {
  const one = field();
  const id = openCase(one);
  team(one, id, ['north', 'mediator']);
  const body = { case: id, findings: [occurrence()], account: 'We went.', limits: 'Half a team.' };
  assert.equal(one.say('mediator/chair', 'case.draft', body), 'team-incomplete');
  assert.deepEqual(one.refusal!.details, { organisations: ['south'] });
  one.wait(49);
  assert.match(one.say('mediator/chair', 'case.draft', body), /-/);
});

test('a clock stops only with a reason and a holder, and the time in between does not count', () => {
  const one = field();
  const id = openCase(one);
  const stop = {
    case: id,
    clock: 'name-team',
    organisation: 'south',
    reason: 'weather',
    holder: 'nobody',
    words: 'Snow.',
  };
  assert.equal(one.say('mediator/chair', 'case.stop-clock', { ...stop, reason: undefined }), 'invalid-body');
  assert.equal(one.say('mediator/chair', 'case.stop-clock', { ...stop, holder: undefined }), 'invalid-body');
  assert.equal(one.say('north/lead', 'case.stop-clock', stop), 'not-the-chair');
  one.does('mediator/chair', 'case.stop-clock', stop);
  assert.equal(one.say('mediator/chair', 'case.stop-clock', stop), 'clock-stopped');
  one.wait(100);
  const states = () =>
    caseClocks(one.state, theCase(one, id), one.now)
      .filter((clock) => clock.name === 'name-team')
      .map((clock) => `${clock.holders[0]} ${clock.state}`);
  assert.deepEqual(states(), ['north missed', 'south stopped', 'mediator missed']);
  one.does('mediator/chair', 'case.start-clock', { case: id, clock: 'name-team', organisation: 'south' });
  assert.equal(
    one.say('mediator/chair', 'case.start-clock', { case: id, clock: 'name-team', organisation: 'south' }),
    'clock-running',
  );
  one.wait(40);
  assert.equal(states()[1], 'south running');
  one.wait(10);
  assert.equal(states()[1], 'south missed');
});

test('a case is seen by every party and the chair, or it is not opened', () => {
  const one = field();
  const on = incident(one);
  const body = { incident: on, question: 'What happened?' };
  assert.equal(one.say('north/lead', 'case.open', body, { audience: ['mediator', 'north'] }), 'case-not-joint');
  assert.deepEqual(one.refusal!.details, { organisations: ['south'] });
  const id = one.does('north/lead', 'case.open', body);
  assert.equal(one.say('south/lead', 'case.open', body), 'case-exists');
  assert.deepEqual(one.refusal!.details, { id });
});

test('who opened a case has acknowledged it; the other side has a clock', () => {
  const one = field();
  const id = one.does('north/lead', 'case.open', { incident: incident(one), question: 'What happened?' });
  const clocks = caseClocks(one.state, theCase(one, id), one.now).filter((clock) => clock.name === 'acknowledge');
  assert.deepEqual(
    clocks.map((clock) => [clock.holders[0], clock.state]),
    [
      ['north', 'met'],
      ['south', 'running'],
    ],
  );
});

test('nobody names another side’s members, no party chairs, and an observer does not sit in the team', () => {
  const one = field();
  const id = openCase(one);
  const name = (by: string, members: string[], chair?: string) =>
    one.say(by, 'case.name-team', { case: id, members, ...(chair ? { chair } : {}) });
  assert.equal(name('north/lead', ['south/monitor']), 'not-yours');
  assert.equal(name('north/lead', ['north/monitor'], 'north/lead'), 'chair-of-a-party');
  assert.equal(name('watch/lead', ['watch/monitor']), 'observers-watch');
  assert.equal(name('mediator/chair', ['mediator/monitor'], 'mediator/secretary'), 'seat-needed');
  assert.equal(name('north/lead', ['north/nobody']), 'not-found');
});

test('a finding names an obligation in the version that was in force, and a party that it bound', () => {
  const one = field();
  const id = openCase(one);
  team(one, id);
  const breach = {
    ...occurrence(),
    on: 'breach',
    party: 'south',
    agreement: NOBODY,
    obligation: 'no-fire',
    version: NOBODY,
  };
  const body = { case: id, findings: [breach], account: 'We went.', limits: 'Little.' };
  assert.equal(one.say('mediator/chair', 'case.draft', body), 'not-found');
  const duty = { ...occurrence(), on: 'duty', party: 'mediator', duty: 'act', answer: 'met' };
  assert.equal(one.say('mediator/chair', 'case.draft', { ...body, findings: [duty] }), 'not-a-party');
  assert.equal(
    one.say('mediator/chair', 'case.draft', { ...body, findings: [occurrence(), occurrence()] }),
    'finding-twice',
  );
});

test('a draft cites only what everybody who reads the case may read', () => {
  const one = field();
  const id = openCase(one);
  team(one, id);
  const sealed = report(one, 'north/monitor', {}, ['mediator', 'north']);
  const cite = (entries: string[]) =>
    one.say('mediator/chair', 'case.draft', {
      case: id,
      findings: [{ ...occurrence(), entries }],
      account: 'We went.',
      limits: 'Little.',
    });
  assert.equal(cite([sealed]), 'not-releasable');
  assert.equal(cite([NOBODY]), 'not-found');
  assert.equal(cite([report(one, 'south/monitor', {}, ['north', 'south'])]), 'not-found', 'the chair may not see it');
});

test('after the findings: a recommendation, the party’s measure, a third party’s follow-up, closure', () => {
  const { one, id, on } = drafted();
  const ask = { case: id, to: 'south', words: 'Pull the guns back.' };
  assert.equal(one.say('mediator/chair', 'case.recommend', ask), 'not-adopted');
  assert.equal(
    one.say('mediator/chair', 'case.close', { case: id, outcome: 'finished', because: 'Done.' }),
    'not-adopted',
  );
  for (const by of ['north/monitor', 'south/monitor', 'mediator/monitor']) position(one, by, id, on, 'concur');
  adopt(one, id, on);
  const recommendation = one.does('mediator/chair', 'case.recommend', ask);
  const measure = { case: id, recommendation, words: 'Pulled back.' };
  assert.equal(one.say('north/lead', 'case.measure', measure), 'not-yours');
  one.does('south/lead', 'case.measure', measure);
  const followUp = { case: id, recommendation, result: 'verified', words: 'We saw it.' };
  assert.equal(one.say('north/monitor', 'case.follow-up', followUp), 'third-party-needed');
  one.does('facilitator/monitor', 'case.follow-up', followUp);
  one.does('mediator/chair', 'case.close', { case: id, outcome: 'finished', because: 'Verified.' });
  assert.equal(one.say('south/lead', 'case.measure', measure), 'case-closed');
  const clocks = caseClocks(one.state, theCase(one, id), one.now).map(
    (clock) => `${clock.name} ${clock.holders[0]} ${clock.state}`,
  );
  assert.ok(clocks.includes('measure south met'));
  assert.ok(clocks.includes('follow-up mediator met'));
});

test('a case can end without a finding, with the reason', () => {
  const one = field();
  const id = openCase(one);
  assert.equal(one.say('north/lead', 'case.close', { case: id, outcome: 'no-finding', because: 'x' }), 'not-the-chair');
  one.does('mediator/chair', 'case.close', {
    case: id,
    outcome: 'no-finding',
    because: 'An accident with an old mine.',
  });
  assert.equal(theCase(one, id).closed!.outcome, 'no-finding');
});

test('who has no seat on the case takes no position', () => {
  const { one, id, on } = drafted();
  assert.equal(position(one, 'watch/monitor', id, on, 'concur'), 'no-seat-on-case');
  assert.equal(position(one, 'facilitator/monitor', id, on, 'concur'), 'no-seat-on-case');
  assert.equal(one.say('south/monitor', 'case.position', { case: id, draft: on, position: 'dissent' }), 'invalid-body');
  assert.equal(position(one, 'south/monitor', id, on, 'dissent', ['duty:south:act']), 'not-found');
});

test('a merged incident is not opened as a case of its own', () => {
  const one = field();
  const [a, b] = [incident(one), incident(one)];
  one.does('mediator/secretary', 'incident.merge', { incident: a, other: b, because: 'One shelling.' });
  assert.equal(one.say('north/lead', 'case.open', { incident: b, question: 'What?' }), 'incident-merged');
  const hidden = one.does(
    'south/monitor',
    'incident.open',
    incidentBody([report(one, 'south/monitor', {}, ['south'])]),
    {
      audience: ['south'],
    },
  );
  assert.equal(one.say('north/lead', 'case.open', { incident: hidden, question: 'What?' }), 'not-found');
});

test('while a case is open nobody but the chair changes what the incident is', () => {
  const one = field();
  const id = openCase(one);
  const on = theCase(one, id).incident;
  const { reports, ...amended } = incidentBody([]);
  const amend = { ...amended, incident: on, because: 'It was another day.' };
  assert.equal(one.say('south/lead', 'incident.amend', amend), 'case-decides');
  const link = { incident: on, reports: [report(one, 'south/monitor')], because: 'We saw it too.' };
  assert.match(one.say('south/lead', 'incident.link', link), /-/, 'a further account is always welcome');
  assert.equal(one.say('north/lead', 'incident.unlink', { ...link, because: 'Not the same.' }), 'case-decides');
  const other = incident(one);
  const merge = { incident: other, other: on, because: 'The same.' };
  assert.equal(one.say('north/lead', 'incident.merge', merge), 'case-decides');
  assert.match(one.say('mediator/secretary', 'incident.amend', amend), /^[0-9a-f]{8}-/);
  one.does('mediator/chair', 'case.close', { case: id, outcome: 'no-finding', because: 'Settled.' });
  assert.match(one.say('north/lead', 'incident.merge', merge), /^[0-9a-f]{8}-/);
});

test('one member cannot make a case too heavy to read, nor use up what another may say', () => {
  const { one, id, on } = drafted();
  let last = '';
  for (let i = 0; i < 1_300 && last !== 'too-many'; i++) last = position(one, 'south/monitor', id, on, 'concur');
  assert.equal(last, 'too-many');
  assert.match(position(one, 'north/monitor', id, on, 'dissent'), /-/);
});

test('a side that named nobody and said nothing is silent by name in the finding', () => {
  const one = field();
  const id = openCase(one);
  team(one, id, ['north', 'mediator']);
  one.wait(49);
  const on = draft(one, id, [occurrence()]);
  for (let i = 0; i < 2; i++) one.wait(73);
  adopt(one, id, on);
  const [finding] = findings(one.state);
  assert.deepEqual(
    finding!.positions.filter((it) => it.organisation === 'south'),
    [{ member: 'south', organisation: 'south', position: 'silent' }],
  );
  assert.deepEqual(
    finding!.notJoint.map((it) => `${it.organisation} ${it.why}`),
    ['north silent', 'south no-team'],
  );
});

test('a dissent is bounded, and so are those who speak for one side, so that all of it travels with the finding', () => {
  const { one, id, on } = drafted();
  const dissent = (words: string) =>
    one.say('south/monitor', 'case.position', { case: id, draft: on, position: 'dissent', words });
  assert.equal(dissent('x'.repeat(1_501)), 'invalid-body');
  assert.match(dissent('x'.repeat(1_500)), /-/);
  const members = Array.from({ length: 7 }, (_, i) => `south/post-${i}`);
  for (const member of members)
    one.does('south/lead', 'member.enrol', { member, key: vkeyOf(member), seats: ['team'] });
  const answers = members.map((member) => {
    one.does('south/lead', 'case.name-team', { case: id, members: [member] });
    return position(one, member, id, on, 'concur');
  });
  assert.deepEqual(answers.slice(-2), ['too-many', 'too-many']);
});
