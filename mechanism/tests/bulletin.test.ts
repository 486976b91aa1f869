import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draftBulletin } from '@sulh/exchange';
import { type BulletinBody, LANGUAGES, publishedVersion } from '../index.ts';
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

const FROM = '2026-01-01T00:00:00Z';
const LEXICON = [{ language: 'en', word: 'aggressor', instead: 'party' }];

/** A field with a case that was adopted over the dissent of the south. */
function dissented(): Field {
  const one = field({ lexicon: LEXICON });
  const id = openCase(one);
  team(one, id);
  const on = draft(one, id, [occurrence(), attribution('south')]);
  replies(one, id, on);
  for (const by of ['north/monitor', 'mediator/monitor']) position(one, by, id, on, 'concur');
  position(one, 'south/monitor', id, on, 'dissent');
  one.does('mediator/chair', 'case.adopt', { case: id, draft: on });
  return one;
}
const drafted = (one: Field): BulletinBody => {
  one.wait(1);
  return draftBulletin(one.state, FROM, one.now, 'daily', one.now);
};
const PUBLIC = { audience: 'public' } as const;
const say = (one: Field, body: object) => one.say('mediator/secretary', 'bulletin.draft', body, PUBLIC);
const bulletin = (one: Field, id: string) => one.state.get('bulletin', id)!;

test('a bulletin drafted from the record is admitted as it is, and two approvals of different organisations publish it', () => {
  const one = dissented();
  const id = say(one, drafted(one));
  assert.equal(bulletin(one, id).status, 'draft');
  assert.equal(publishedVersion(bulletin(one, id)), undefined);
  const approve = (by: string) => one.say(by, 'bulletin.approve', { bulletin: id, version: id }, PUBLIC);
  assert.equal(approve('north/monitor'), 'wrong-seat');
  assert.equal(approve('watch/lead'), 'observers-watch');
  approve('mediator/chair');
  assert.equal(approve('mediator/secretary'), 'approved-before');
  assert.equal(bulletin(one, id).status, 'draft', 'one organisation alone publishes nothing');
  approve('south/lead');
  assert.equal(bulletin(one, id).status, 'published');
  assert.equal(approve('north/lead'), 'published');
});

test('a finding does not enter a bulletin without its dissents, whole and in their words', () => {
  const one = dissented();
  const body = drafted(one);
  assert.equal(body.findings.length, 2);
  const cut = (change: (finding: BulletinBody['findings'][number]) => object) =>
    say(one, { ...body, findings: body.findings.map(change) });
  assert.equal(
    cut((f) => ({ ...f, positions: f.positions.filter((it) => it.position !== 'dissent') })),
    'dissent-missing',
  );
  assert.deepEqual(one.refusal!.details.members, ['south/monitor']);
  assert.equal(
    cut((f) => ({
      ...f,
      positions: f.positions.map((it) => ({ ...it, ...(it.words ? { words: 'It agrees.' } : {}) })),
    })),
    'dissent-missing',
  );
  assert.equal(
    cut((f) => ({ ...f, standard: 'established' })),
    'finding-differs',
  );
  assert.equal(
    cut((f) => ({ ...f, positions: [...f.positions, f.positions[0]!] })),
    'finding-differs',
  );
  assert.equal(say(one, { ...body, findings: [] }), 'dissent-missing', 'its text cites the adoption');
});

test('a word that only one side uses stays out of what the mechanism says, and may be quoted', () => {
  const one = field({ lexicon: LEXICON });
  report(one, 'north/monitor');
  const body = drafted(one);
  const limits = (text: string) => say(one, { ...body, limits: { en: text } });
  assert.equal(limits('The Aggressor is not named.'), 'word-of-one-side');
  assert.equal(limits('The “aggressor is not named.'), 'word-of-one-side', 'an open quotation quotes nothing');
  assert.match(limits('The north spoke of “the aggressor” twice.'), /-/);
  assert.match(limits('They are aggressors?'), /-/, 'another word');
});

test('where nobody looked, nothing is counted as nought', () => {
  const one = field();
  const body = drafted(one);
  assert.ok(
    body.sections.flatMap((it) => it.items.flatMap((item) => item.figures)).every((f) => f.value === 'not-observed'),
  );
  const nought = JSON.parse(JSON.stringify(body).replaceAll('"not-observed"', '0'));
  assert.equal(say(one, nought), 'zero-without-coverage');
  one.does('watch/monitor', 'coverage.log', {
    place: { ref: 'hill', known: 'measured' },
    when: { from: FROM, to: '2026-01-01T06:00:00Z', certainty: 'exact' },
    effort: { patrolHours: 6 },
  });
  assert.match(say(one, nought), /-/);
  assert.equal(drafted(one).sections[0]!.items[0]!.figures[0]!.value, 0);
});

test('what is for few is neither in a drafted bulletin nor citable in one', () => {
  const one = field();
  incident(one);
  const open = drafted(one);
  const sealed = report(one, 'north/monitor', { account: 'For the chair alone.' }, ['mediator', 'north']);
  const body = drafted(one);
  assert.ok(!JSON.stringify(body).includes(sealed));
  const figures = (it: BulletinBody) =>
    it.sections.flatMap((s) => s.items.flatMap((i) => i.figures.map((f) => f.value)));
  assert.deepEqual(figures(body), figures(open));
  const cite = (by: string) =>
    one.say(by, 'bulletin.draft', { ...body, coverage: { ...body.coverage, entries: [sealed] } }, PUBLIC);
  assert.equal(cite('mediator/secretary'), 'not-releasable');
  assert.equal(cite('south/lead'), 'not-found');
});

test('a bulletin names areas and no coordinates, and small counts of persons are held back', () => {
  const one = field();
  const body = drafted(one);
  assert.equal(say(one, { ...body, limits: { en: 'At 34.1234, 71.0987 they stood.' } }), 'too-fine');
  const persons = (value: number) =>
    say(one, {
      ...body,
      coverage: { ...body.coverage, figures: [{ code: 'persons.handed-over', what: { en: 'x' }, value, entries: [] }] },
    });
  assert.equal(persons(2), 'small-count');
  assert.match(persons(5), /-/);
});

test('what tells of positions is told after the terms’ delay, in the bulletin of the window in which it may be, and cited no sooner', () => {
  const one = field({ generalise: { km: 10, hours: 24, minCount: 5 } });
  const when = { from: '2026-01-01T09:00:00Z', to: '2026-01-01T10:00:00Z', certainty: 'about' } as const;
  const moved = { ...incidentBody([]), event: 'movement-or-new-positions', when };
  one.wait(3);
  const reports = [report(one, 'north/monitor', { event: 'movement-or-new-positions', when })];
  const id = one.does('mediator/secretary', 'incident.open', { ...moved, reports });
  const day = (from: string, to: string) => draftBulletin(one.state, from, to, 'daily', one.now);
  one.does('north/liaison', 'notice.give', {
    what: 'movement',
    when: { from: '2026-01-01T12:00:00Z', to: '2026-01-01T13:00:00Z', certainty: 'exact' },
    place: { ref: 'hill', known: 'told' },
    words: 'Vehicles move.',
    language: 'en',
  });
  const early = drafted(one);
  for (const entry of [id, ...reports, one.received.at(-1)!.entry.id]) {
    assert.ok(!JSON.stringify(early).includes(entry));
    const cited = { ...early, coverage: { ...early.coverage, entries: [entry] } };
    assert.equal(say(one, cited), 'release-too-soon');
    assert.match(one.say('mediator/secretary', 'bulletin.draft', cited), /-.*-/, 'among the members it may go round');
  }
  one.wait(48);
  const first = day('2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z');
  const second = day('2026-01-02T00:00:00Z', '2026-01-03T00:00:00Z');
  assert.ok(!JSON.stringify(first).includes(id));
  assert.ok(JSON.stringify(second).includes(id));
  assert.match(say(one, second), /-.*-/);
});

test('what every bulletin says, its limits first, it says in all six languages', () => {
  const { limits, sections } = drafted(dissented());
  const told = sections.find((it) => it.id === 'incidents')!.items[0]!.text;
  for (const words of [limits, told]) {
    assert.deepEqual(Object.keys(words).sort(), [...LANGUAGES].sort());
    assert.equal(new Set(Object.values(words)).size, LANGUAGES.length);
  }
});

test('a bulletin made while a side is away says so', () => {
  const one = field();
  one.does('south/lead', 'participation.leave', { scopes: ['mechanism'], how: 'walk-out' });
  const body = drafted(one);
  assert.equal(body.notJoint[0]!.organisation, 'south');
  assert.match(say(one, body), /-/);
  assert.equal(say(one, { ...body, notJoint: [] }), 'not-joint-missing');
});

test('a correction is a new version in the open with the same approvals, and a withdrawal leaves a tombstone', () => {
  const one = field();
  const body = drafted(one);
  const id = say(one, body);
  const approve = (version: string) => {
    for (const by of ['mediator/chair', 'north/lead'])
      one.does(by, 'bulletin.approve', { bulletin: id, version }, PUBLIC);
  };
  assert.equal(
    one.say(['mediator/chair', 'north/lead'], 'bulletin.withdraw', { bulletin: id, because: 'x' }, PUBLIC),
    'not-published',
  );
  approve(id);
  const correction = one.does(
    'north/lead',
    'bulletin.correct',
    { bulletin: id, because: 'The limits were too narrow.', body: { ...body, limits: { en: 'We saw little.' } } },
    PUBLIC,
  );
  assert.equal(publishedVersion(bulletin(one, id))!.entry, id, 'not before it is approved');
  assert.equal(
    one.say('mediator/chair', 'bulletin.approve', { bulletin: id, version: id }, PUBLIC),
    'draft-superseded',
  );
  approve(correction);
  assert.equal(bulletin(one, id).status, 'corrected');
  assert.equal(publishedVersion(bulletin(one, id))!.because, 'The limits were too narrow.');
  assert.equal(bulletin(one, id).versions.length, 2);

  const withdraw = (by: string[]) =>
    one.say(by, 'bulletin.withdraw', { bulletin: id, because: 'Wrong window.' }, PUBLIC);
  assert.equal(withdraw(['mediator/chair', 'mediator/secretary']), 'approvals-missing');
  withdraw(['mediator/chair', 'south/lead']);
  assert.equal(bulletin(one, id).status, 'withdrawn');
  assert.equal(publishedVersion(bulletin(one, id)), undefined);
  assert.equal(withdraw(['mediator/chair', 'south/lead']), 'withdrawn');
});

test('a draft for members goes round and cannot be published', () => {
  const one = field();
  const id = one.does('mediator/secretary', 'bulletin.draft', drafted(one));
  assert.equal(one.say('mediator/chair', 'bulletin.approve', { bulletin: id, version: id }), 'draft-for-members');
});

test('a finding that was settled after the draft is not published as it was', () => {
  const one = dissented();
  const id = say(one, drafted(one));
  one.does('mediator/chair', 'bulletin.approve', { bulletin: id, version: id }, PUBLIC);
  const row = one.state.all('case')[0]!;
  one.does(['north/lead', 'south/lead', 'mediator/chair'], 'case.settle', {
    case: row.id,
    findings: [{ finding: 'occurrence', standard: 'established' }],
    words: 'We met.',
  });
  assert.equal(one.say('south/lead', 'bulletin.approve', { bulletin: id, version: id }, PUBLIC), 'finding-differs');
});

test('how many were transferred is published only where the count can point at nobody', () => {
  const one = field();
  const transfer = (count: number) => {
    const pseudonym = `P-${String(count).padStart(4, '0')}`;
    const body = { pseudonym, what: 'person', transferring: 'north', receiving: 'south', crossing: 'gate' };
    const docket = one.does('north/liaison', 'handover.open', body);
    return one.does('watch/monitor', 'handover.outside', { docket, day: '2026-01-01' });
  };
  const section = () => drafted(one).sections.find((it) => it.id === 'hand-overs')!.items[0]!;
  const entries = [1, 2, 3, 4].map(transfer);
  assert.equal(section().text.en, 'Persons transferred outside safeguards: fewer than 5; the count is held back.');
  assert.deepEqual([section().figures, section().entries], [[], []]);
  const body = drafted(one);
  const few = { ...body, coverage: { ...body.coverage, entries: entries.slice(0, 1) } };
  assert.equal(say(one, few), 'small-count', 'under no other name either');
  entries.push(transfer(5));
  assert.deepEqual([section().figures[0]!.value, section().figures[0]!.entries], [5, entries]);
  assert.match(say(one, drafted(one)), /-/);
});

test('the bulletin of a terrible week fits in one entry, and says what it leaves out', () => {
  const one = dissented();
  for (let i = 0; i < 300; i++) incident(one);
  const body = drafted(one);
  assert.ok(Buffer.byteLength(JSON.stringify(body)) < 60_000);
  assert.equal(body.sections.find((it) => it.id === 'incidents')!.items[0]!.figures[0]!.value, 301);
  const listed = body.sections.find((it) => it.id === 'incidents')!.items.length - 1;
  assert.ok(listed >= 10);
  assert.match(body.limits.en!, new RegExp(`For want of room, ${301 - listed} incidents are in the record`));
  assert.equal(body.findings.length, 2, 'findings are the last to go');
  assert.match(say(one, body), /-/);
});

test('a crossing that closes for the night is not said to be declared closed: its hours are, in every language', () => {
  const one = field();
  const hours = { opens: '09:00', closes: '17:00', offset: '+05:00' };
  const open = { crossing: 'gate', direction: 'both', categories: ['cargo'], status: 'open' };
  one.does('north/lead', 'crossing.declare', { ...open, window: { from: FROM, hours } });
  const night = '2026-01-01T23:30:00.000Z';
  const { sections } = draftBulletin(one.state, FROM, night, 'daily', night);
  const [item] = sections.find(({ id }) => id === 'crossings')!.items;
  const said = item!.text as Record<string, string>;
  assert.match(said.en!, /North declares open \(09:00–17:00 UTC\+05:00\), South silent/);
  // Each of the two hours by itself: the text's own direction puts the opening one first.
  assert.match(said.prs!, /\u2066۰۹:۰۰\u2069–\u2066۱۷:۰۰\u2069 \u2066UTC\+۰۵:۰۰\u2069/);
  assert.deepEqual(Object.keys(said).sort(), [...LANGUAGES].sort());
});
