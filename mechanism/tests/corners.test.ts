// What few stories come to: acts on what is not there, or no longer open, and the smaller steps of cases, talks and ceasefires.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sha256, toHex, utf8 } from '@sulh/record';
import { ceasefireAt, type KindName } from '../index.ts';
import { Field, field, NORTH, SOUTH, vkeyOf } from './field.ts';
import { incident, NOBODY, openCase, report, team, theCase } from './steps.ts';

const TEXT = 'On Monday North said that the ceasefire holds.';
const keep = (one: Field): string =>
  one.does('watch/monitor', 'document.keep', {
    file: 'article.txt',
    sha256: toHex(sha256(utf8(TEXT))),
    size: TEXT.length,
    media: 'text/plain',
    language: 'en',
    text: TEXT,
  });
const said = (document: string, text = 'the ceasefire holds') => {
  const start = TEXT.indexOf('the ceasefire holds');
  const spans = [{ document, start, end: start + text.length, text }];
  return { kind: 'document', saidBy: { kind: 'organisation', organisation: NORTH }, spans } as const;
};

test('nothing is said in a record before its terms', () => {
  const one = new Field();
  const entry = { ...field().received[1]!, index: 0 };
  assert.equal(one.mechanism.admit(entry)!.code, 'no-terms');
});

test('a call that is handed to a case names the case, one that its readers may read', () => {
  const one = field();
  const call = () =>
    one.does('north/liaison', 'hotline.call', { subject: 'fire-now', words: 'Shells fall.', language: 'en' });
  const id = openCase(one);
  const few = { audience: ['mediator', NORTH, SOUTH] };
  const apart = one.does(
    'mediator/chair',
    'incident.open',
    {
      event: 'shelling',
      title: { en: 'On the hill' },
      when: { from: '2025-12-30T10:00:00Z', to: '2025-12-30T10:00:00Z', certainty: 'about' },
      place: { ref: 'hill', known: 'seen' },
      reports: [report(one, 'north/monitor', {}, few.audience)],
    },
    few,
  );
  const aside = one.does('mediator/chair', 'case.open', { incident: apart, question: 'What happened?' }, few);
  const hotline = call();
  const close = (body: object) => one.say('north/liaison', 'hotline.close', { hotline, ...body });
  assert.equal(close({ outcome: 'handed-to-case', case: NOBODY }), 'not-found');
  assert.equal(close({ outcome: 'handed-to-case', case: aside }), 'not-releasable');
  assert.equal(close({ outcome: 'settled', case: id }), 'invalid-body');
  close({ outcome: 'handed-to-case', case: id });
  assert.equal(one.state.get('hotline', hotline)?.closed?.case, id);
});

test('a name reads as it is stored: nothing in it turns or hides what stands beside', () => {
  const one = field();
  const enrol = (title: string) =>
    one.say('north/lead', 'member.enrol', {
      member: 'north/desk',
      key: vkeyOf('north/desk'),
      seats: ['liaison'],
      title: { en: title },
    });
  for (const turned of ['Desk \u202eksed', '\u202dDesk', 'Desk\u{e0041}']) assert.equal(enrol(turned), 'invalid-body');
  const file = { sha256: 'a'.repeat(64), size: 1, media: 'text/plain', language: 'en' };
  assert.equal(one.say('watch/monitor', 'document.keep', { ...file, file: 'note\u202etxt.exe' }), 'invalid-body');
  // Joiners, and marks of direction as keyboards give them, are part of how languages are written.
  assert.equal(enrol('می\u200cدان \u200fدفتر').length, 36);
});

test('a case is acknowledged once by each party, and takes evidence until it is closed', () => {
  const one = field();
  const id = openCase(one);
  one.does('north/liaison', 'case.acknowledge', { case: id });
  assert.equal(one.say('north/lead', 'case.acknowledge', { case: id }), 'acknowledged-before');
  assert.equal(one.say('mediator/chair', 'case.acknowledge', { case: id }), 'not-a-party');
  team(one, id);
  one.does('watch/monitor', 'case.evidence', { case: id, what: 'A photograph of a crater.' });
  const sealed = report(one, 'north/monitor', {}, ['mediator', NORTH]);
  const hidden = { case: id, what: 'A report for few.', reports: [sealed] };
  assert.equal(one.say('north/monitor', 'case.evidence', hidden), 'not-releasable');
  assert.equal(one.say('south/monitor', 'case.evidence', hidden), 'not-found');
  one.does('mediator/chair', 'case.close', { case: id, outcome: 'withdrawn', because: 'Both sides ask for it.' });
  assert.equal(one.say('watch/monitor', 'case.evidence', { case: id, what: 'Another.' }), 'case-closed');
  assert.deepEqual(
    theCase(one, id).evidence.map((it) => it.what),
    ['A photograph of a crater.'],
  );
});

test('an item of the agenda is parked with a reason, while the round is open', () => {
  const one = field();
  const round = one.does('mediator/chair', 'talks.open', {
    name: { en: 'First round' },
    place: { name: { en: 'A hotel' } },
    when: { from: '2026-01-01', to: '2026-01-02' },
    delegations: [{ organisation: NORTH }, { organisation: SOUTH }],
    agenda: [
      { id: 'a1', title: { en: 'Monitoring' } },
      { id: 'a2', title: { en: 'Crossings' } },
    ],
    basis: { kind: 'own-act' },
  });
  one.does('mediator/chair', 'talks.park', { round, item: 'a2', because: 'For the experts.' });
  assert.equal(one.state.get('round', round)!.agenda[1]!.parked!.because, 'For the experts.');
  assert.equal(one.say('mediator/chair', 'talks.park', { round, item: 'a3', because: 'x' }), 'not-found');
  const closed = { round, outcome: 'nothing', basis: { kind: 'own-act' } } as const;
  one.does('mediator/chair', 'talks.close', closed);
  assert.equal(one.say('mediator/chair', 'talks.park', { round, item: 'a1', because: 'x' }), 'round-closed');
  const parts = [{ kind: 'agreed', words: 'The sides meet.' }];
  assert.equal(one.say('mediator/chair', 'talks.text', { round, parts }), 'round-closed');
});

test('what a document reports of a ceasefire stands as a report, until the party itself has spoken', () => {
  const one = field();
  const document = keep(one);
  const from = '2026-01-01T00:00:00Z';
  const ceasefire = one.does('mediator/chair', 'ceasefire.declare', {
    title: { en: 'Ceasefire' },
    type: 'ceasefire',
    from,
    basis: { kind: 'own-act' },
  });
  const account = (basis: object) =>
    one.say('watch/lead', 'ceasefire.account', { ceasefire, says: 'in-force', from, basis });
  assert.equal(account(said(document, 'the ceasefire is over')), 'span-differs');
  assert.match(account(said(document)), /-.*-/);
  const now = () => ceasefireAt(one.state.get('ceasefire', ceasefire)!, one.now).whole;
  assert.equal(
    now().said.find((it) => it.whose.kind === 'organisation' && it.whose.organisation === NORTH)!.rests,
    'report',
  );
  one.does('north/lead', 'ceasefire.contest', { ceasefire });
  assert.equal(
    now().said.find((it) => it.whose.kind === 'organisation' && it.whose.organisation === NORTH)!.says,
    'not-in-force',
  );
});

test('what is not there is answered alike, whoever asks and whatever for', () => {
  const one = field();
  const document = keep(one);
  const because = 'x';
  const when = { from: '2026-01-01T02:00:00Z', to: '2026-01-01T02:30:00Z', certainty: 'about' } as const;
  const place = { ref: 'hill', known: 'told' } as const;
  const incidentOf = { event: 'shelling', title: { en: 'Shelling' }, when, place };
  const day = { from: '2026-01-01', to: '2026-01-02' };
  const [span] = said(document).spans;
  const acts: [by: string, kind: KindName, body: object][] = [
    ['watch/monitor', 'document.reject-claim', { claim: NOBODY, because }],
    ['watch/monitor', 'document.reject-proposal', { document: NOBODY, spans: [span], kind: 'position', because }],
    ['mediator/chair', 'incident.split', { incident: NOBODY, ...incidentOf, reports: [NOBODY], because }],
    ['north/lead', 'case.reply', { case: NOBODY, draft: NOBODY, comment: false }],
    ['north/lead', 'talks.dates', { round: NOBODY, when: day, basis: { kind: 'own-act' } }],
    ['north/lead', 'talks.text', { round: NOBODY, parts: [{ kind: 'agreed', words: 'So be it.' }] }],
    ['north/lead', 'agreement.resume', { agreement: NOBODY, because }],
    ['north/lead', 'ceasefire.resume', { ceasefire: NOBODY }],
    ['north/lead', 'ceasefire.end', { ceasefire: NOBODY }],
    ['north/lead', 'ceasefire.contest', { ceasefire: NOBODY }],
    [
      'watch/lead',
      'agreement.account',
      { agreement: NOBODY, says: 'in-force', from: when.from, basis: said(document) },
    ],
    ['north/lead', 'notice.cancel', { notice: NOBODY, because }],
    ['north/lead', 'hotline.acknowledge', { hotline: NOBODY }],
    ['north/lead', 'handover.end', { docket: NOBODY, because: 'withdrawn' }],
    ['north/lead', 'share.ask', { share: NOBODY, to: 'watch', purpose: 'x' }],
  ];
  const before = JSON.stringify(one.state.snapshot());
  for (const [by, kind, body] of acts) assert.equal(one.say(by, kind, body), 'not-found', kind);
  assert.equal(
    one.say(
      'mediator/secretary',
      'bulletin.correct',
      { bulletin: NOBODY, because, body: bulletin() },
      { audience: 'public' },
    ),
    'not-found',
  );
  assert.equal(JSON.stringify(one.state.snapshot()), before);
});

const bulletin = () => ({
  type: 'flash',
  title: { en: 'Flash' },
  from: '2026-01-01T00:00:00Z',
  to: '2026-01-01T08:00:00Z',
  sections: [{ id: 'standing', heading: { en: 'How things stand' }, items: [] }],
  limits: { en: 'Little is known.' },
  coverage: { text: { en: 'Not observed.' } },
});

test('nobody is left out of a call, pledges for a stranger, logs effort to come, or hands a list to itself', () => {
  const one = field();
  const call = { subject: 'fire-now', words: 'Fire at the hill.', language: 'en' } as const;
  const few = { audience: ['mediator', NORTH] };
  assert.equal(one.say('north/lead', 'hotline.call', call, few), 'parties-left-out');
  const pledge = { by: 'stranger', words: 'We will.', language: 'en', basis: { kind: 'own-act' } };
  assert.equal(one.say('north/lead', 'talks.pledge', pledge), 'not-a-member');
  const place = { ref: 'hill', known: 'seen' };
  const when = { from: '2026-02-01T00:00:00Z', to: '2026-02-01T04:00:00Z', certainty: 'exact' };
  assert.equal(one.say('watch/monitor', 'coverage.log', { place, when, effort: { patrolHours: 4 } }), 'in-the-future');
  const list = { to: NORTH, holds: 'held-by-us', persons: ['P-0001'] };
  assert.equal(one.say('north/lead', 'handover.list', list), 'same-side');
  assert.equal(one.say('south/lead', 'handover.list', { ...list, persons: ['P-0001', 'P-0001'] }), 'twice-named');
  assert.match(incident(one), /-.*-/);
});
