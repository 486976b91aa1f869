import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountsOf, incidentFamily, originsOf, standingIncident } from '../index.ts';
import { field, NORTH, SOUTH } from './field.ts';
import { incident, incidentBody, NOBODY, report, reportBody } from './steps.ts';

test('an incident at a place of the terms names one that they have', () => {
  const one = field();
  const body = { ...incidentBody([report(one, 'north/monitor')]), place: { ref: 'nowhere', known: 'told' } };
  assert.equal(one.say('mediator/secretary', 'incident.open', body), 'not-found');
  assert.equal(one.refusal!.details.what, 'place');
});

test('an incident groups the accounts of both sides and leaves each whole', () => {
  const one = field();
  const [a, b] = [
    report(one, 'north/monitor', { account: 'They fired.' }),
    report(one, 'south/monitor', { account: 'We did not.' }),
  ];
  const id = one.does('mediator/secretary', 'incident.open', incidentBody([a!, b!]));
  const accounts = accountsOf(one.state, one.state.get('incident', id)!);
  assert.deepEqual(
    accounts.map((it) => it.account),
    ['They fired.', 'We did not.'],
  );
});

test('an incident rests on something, and only on what its readers may read', () => {
  const one = field();
  const open = (reports: string[]) => one.say('north/lead', 'incident.open', incidentBody(reports));
  assert.equal(open([]), 'nothing-cited');
  assert.equal(open([NOBODY]), 'not-found');
  assert.equal(open([report(one, 'south/monitor', {}, ['mediator', 'south'])]), 'not-found');
  assert.equal(open([report(one, 'north/monitor', {}, ['mediator', 'north'])]), 'not-releasable');
});

test('a link is undone with a reason, and stays readable as undone', () => {
  const one = field();
  const id = incident(one);
  const extra = report(one, 'watch/monitor');
  const link = { incident: id, reports: [extra], because: 'Same hill, same hour.' };
  one.does('watch/monitor', 'incident.link', link);
  assert.equal(one.say('watch/monitor', 'incident.link', link), 'already-linked');
  one.does('south/monitor', 'incident.unlink', { ...link, because: 'Another day.' });
  assert.equal(one.say('south/monitor', 'incident.unlink', link), 'not-linked');
  const row = one.state.get('incident', id)!;
  assert.equal(row.reports.length, 2);
  assert.deepEqual(
    [row.unlinked[0]!.because, row.unlinked[0]!.undone.because],
    ['Same hill, same hour.', 'Another day.'],
  );
});

test('a merge keeps both incidents whole and is undone by one entry', () => {
  const one = field();
  const [a, b] = [incident(one), incident(one)];
  const before = one.state.get('incident', b!)!;
  const merge = { incident: a, other: b, because: 'One shelling.' };
  assert.equal(one.say('north/lead', 'incident.merge', { ...merge, other: a }), 'same-incident');
  one.does('north/lead', 'incident.merge', merge);
  assert.equal(standingIncident(one.state, b!)!.id, a);
  assert.equal(incidentFamily(one.state, a!).length, 2);
  assert.equal(accountsOf(one.state, one.state.get('incident', a!)!).length, 4);
  assert.equal(one.say('north/lead', 'incident.merge', { ...merge, incident: b, other: a }), 'incident-merged');
  one.does('south/lead', 'incident.unmerge', { ...merge, because: 'Two shellings.' });
  assert.equal(one.say('south/lead', 'incident.unmerge', merge), 'not-merged');
  const after = one.state.get('incident', b!)!;
  assert.deepEqual([after.reports, after.status], [before.reports, 'open']);
  assert.deepEqual(
    after.history.map((it) => it.what),
    ['merge', 'unmerge'],
  );
});

test('a split takes accounts into a new incident that says where it came from', () => {
  const one = field();
  const id = incident(one);
  const [, south] = one.state.get('incident', id)!.reports;
  const split = { ...incidentBody([south!.id]), incident: id, because: 'The south means another hill.' };
  const made = one.does('south/lead', 'incident.split', split);
  assert.equal(one.state.get('incident', made)!.from, id);
  assert.equal(one.state.get('incident', id)!.reports.length, 1);
  assert.equal(one.state.get('incident', id)!.unlinked.length, 1);
});

test('an incident’s title is in words that both sides can use', () => {
  const one = field({ lexicon: [{ language: 'en', word: 'aggressor' }] });
  const body = { ...incidentBody([report(one, 'north/monitor')]), title: { en: 'Shelling by the aggressor' } };
  assert.equal(one.say('north/lead', 'incident.open', body), 'word-of-one-side');
});

test('nine retellings of one statement are one origin', () => {
  const one = field();
  const press = { type: 'press', directness: 'told-by-press', origin: 'Ministry statement of 1 January' } as const;
  const retold = Array.from({ length: 9 }, () => report(one, 'north/liaison', { source: press }));
  const seen = report(one, 'south/monitor');
  const rows = [...retold, seen].map((id) => one.state.get('report', id)!);
  const origins = originsOf(one.state, rows, one.now);
  assert.equal(origins.count, 2);
  assert.deepEqual(
    origins.by.map((it) => [it.organisation, it.origins, it.reports.length]),
    [
      ['north', 1, 9],
      ['south', 1, 1],
    ],
  );
});

test('a report is corrected and withdrawn in the open, by its own side alone', () => {
  const one = field();
  const id = report(one, 'north/monitor');
  const correct = { report: id, because: 'Wrong hour.', body: reportBody({ account: 'At four.' }) };
  assert.equal(one.say('south/monitor', 'report.correct', correct), 'not-yours');
  one.does('north/lead', 'report.correct', correct);
  const row = one.state.get('report', id)!;
  assert.deepEqual(
    [row.account, row.earlier[0]!.body.account, row.status],
    ['At four.', 'Shells fell on the hill.', 'corrected'],
  );
  one.does('north/lead', 'report.withdraw', { report: id, because: 'It was thunder.' });
  assert.equal(one.say('north/lead', 'report.withdraw', { report: id, because: 'x' }), 'report-withdrawn');
  assert.equal(one.state.get('report', id)!.withdrawnBecause, 'It was thunder.');
});

test('an event in the future is not reported', () => {
  const one = field();
  const when = { from: '2027-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z', certainty: 'exact' } as const;
  assert.equal(one.say('north/monitor', 'report.file', reportBody({ when })), 'in-the-future');
  assert.equal(
    one.say('north/monitor', 'incident.open', { ...incidentBody([report(one, 'north/monitor')]), when }),
    'in-the-future',
  );
});

test('a kind of event that the terms do not know is refused', () => {
  const one = field({ eventKinds: [{ id: 'x-fence', name: { en: 'Fence built' } }] });
  assert.match(one.say('north/monitor', 'report.file', reportBody({ event: 'x-fence' })), /-/);
  assert.equal(one.say('north/monitor', 'report.file', reportBody({ event: 'x-wall' })), 'unknown-event');
  assert.equal(one.say('north/monitor', 'report.file', reportBody({ claims: [NOBODY] })), 'not-found');
});

test('reports are kept apart by an entry, which names reports that its readers may read, each once', () => {
  const one = field();
  const reports = ['north/monitor', 'south/monitor'].map((by) => report(one, by));
  const because = 'An hour lies between them.';
  const say = (ids: string[], audience?: string[]) =>
    one.say('south/monitor', 'incident.keep-apart', { reports: ids, because }, audience ? { audience } : {});
  assert.equal(say([reports[0]!, reports[0]!]), 'twice-named');
  assert.equal(say([reports[0]!, report(one, 'north/monitor', {}, [NORTH])]), 'not-found');
  const few = report(one, 'south/monitor', {}, ['mediator', SOUTH]);
  assert.equal(say([reports[0]!, few]), 'not-releasable');
  assert.equal(say([reports[0]!, few], ['mediator', SOUTH]).length, 36);
  const id = say(reports);
  const { organisation, reports: kept, because: why } = one.state.get('apart', id)!;
  assert.deepEqual([organisation, kept, why], [SOUTH, reports, because]);
});
