import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sha256, toHex, utf8 } from '@sulh/record';
import { agreementAt, compliance, dueUntil, versionAt } from '../index.ts';
import { type Field, field } from './field.ts';
import { draft, incidentBody, openCase, position, replies, report, team } from './steps.ts';

const both = { obligors: ['north', 'south'], beneficiaries: ['north', 'south'] };
const refrain = {
  id: 'no-fire',
  article: 'art-1',
  ...both,
  nature: 'forbearance',
  words: { en: 'No party fires across the line.' },
  area: { places: ['hill'] },
  measure: { kind: 'refrain', events: ['shelling', 'fire-across-line'] },
  verification: { by: ['joint-team'] },
  consequence: [{ en: 'A joint case.' }],
};
const lists = {
  id: 'lists',
  article: 'art-2',
  ...both,
  nature: 'act',
  words: { en: 'Each party hands over its list within 48 hours.' },
  measure: { kind: 'deliver', what: 'list of detained persons', withinHours: 48 },
};
const open = {
  id: 'gate-open',
  article: 'art-3',
  ...both,
  nature: 'act',
  words: { en: 'The gate stays open.' },
  measure: { kind: 'maintain', crossing: 'gate', status: 'open', categories: ['cargo'], share: 0.9 },
};
const access = {
  id: 'access',
  article: 'art-3',
  ...both,
  nature: 'act',
  words: { en: 'Access is granted within 24 hours.' },
  measure: { kind: 'permit', of: 'access', share: 1, withinHours: 24 },
};
const notice = {
  id: 'notice',
  article: 'art-3',
  ...both,
  nature: 'act',
  words: { en: 'Exercises are notified 24 hours ahead.' },
  measure: { kind: 'notify', of: ['exercise'], hoursBefore: 24 },
};
const vague = {
  id: 'restraint',
  article: 'art-1',
  ...both,
  nature: 'act',
  words: { en: 'The parties show restraint.' },
};

const body = {
  title: { en: 'Agreement on the line' },
  known: 'text',
  guarantors: ['mediator'],
  articles: [
    { id: 'art-1', text: { en: 'No party fires across the line.' } },
    { id: 'art-2', text: { en: 'Each party hands over its list within 48 hours.' } },
    { id: 'art-3', text: { en: 'The gate, access and notices.' } },
  ],
  obligations: [refrain, lists, open, access, notice, vague],
};

const signed = (made: Field, more: object = {}): string => {
  const agreement = made.does('mediator/chair', 'agreement.record', { ...body, ...more });
  made.does('north/lead', 'agreement.sign', { agreement, version: 1 });
  made.does('south/lead', 'agreement.sign', { agreement, version: 1 });
  return agreement;
};

/** `party -> state (reason)` of one obligation. */
const stands = (made: Field, agreement: string, obligation: string): Record<string, string> => {
  const row = compliance(made.state, agreement, made.now)!.rows.find((one) => one.obligation.id === obligation)!;
  return Object.fromEntries(row.cells.map((cell) => [cell.party, `${cell.state} (${cell.reason})`]));
};
const alike = (word: string) => ({ north: word, south: word });

describe('An agreement', () => {
  it('is in force when the last party has signed, and not before', () => {
    const made = field();
    const agreement = made.does('mediator/chair', 'agreement.record', body);
    const sign = (author: string, version = 1) => made.say(author, 'agreement.sign', { agreement, version });
    assert.equal(sign('watch/lead'), 'not-bound');
    assert.equal(sign('north/lead', 2), 'other-version');
    sign('north/lead');
    assert.equal(sign('north/lead'), 'already-signed');
    sign('mediator/chair');
    assert.equal(agreementAt(made.state.get('agreement', agreement)!, made.now).state, 'proposed');
    assert.equal(made.say('north/lead', 'agreement.end', { agreement, because: 'x' }), 'never-in-force');
    assert.deepEqual(stands(made, agreement, 'lists'), alike('not-due (never-in-force)'));
    sign('south/lead');
    assert.equal(agreementAt(made.state.get('agreement', agreement)!, made.now).state, 'in-force');
    assert.equal(versionAt(made.state.get('agreement', agreement)!, made.now)!.version, 1);
  });

  it('is amended only when every party has signed the new version; events keep the version of their time', () => {
    const made = field();
    const agreement = signed(made);
    const before = made.now;
    const amended = { agreement, because: 'Longer.', articles: body.articles, obligations: [refrain] };
    made.does('north/lead', 'agreement.amend', amended);
    assert.equal(versionAt(made.state.get('agreement', agreement)!, made.now)!.version, 1);
    made.does('south/lead', 'agreement.sign', { agreement, version: 2 });
    assert.equal(versionAt(made.state.get('agreement', agreement)!, made.now)!.version, 2);
    assert.equal(versionAt(made.state.get('agreement', agreement)!, before)!.version, 1);
  });

  it('lets nobody undo signatures by proposing another version, and keeps its day when a guarantor signs later', () => {
    const made = field();
    const agreement = made.does('mediator/chair', 'agreement.record', body);
    made.does('north/lead', 'agreement.sign', { agreement, version: 1 });
    made.does('mediator/chair', 'agreement.amend', {
      agreement,
      because: 'Better.',
      articles: body.articles,
      obligations: [refrain],
    });
    made.does('south/lead', 'agreement.sign', { agreement, version: 1 });
    const row = () => made.state.get('agreement', agreement)!;
    const { from } = versionAt(row(), made.now)!;
    assert.equal(versionAt(row(), made.now)!.version, 1);
    made.does('mediator/chair', 'agreement.sign', { agreement, version: 1 });
    assert.equal(versionAt(row(), made.now)!.from, from);
    assert.equal(agreementAt(row(), made.now).state, 'in-force');
    made.does(['north/lead', 'south/lead'], 'agreement.sign', { agreement, version: 2 });
    assert.equal(versionAt(row(), made.now)!.version, 2);
    assert.equal(made.say('mediator/chair', 'agreement.sign', { agreement, version: 3 }), 'other-version');
  });

  it('comes into force by a later version when the first was never signed', () => {
    const made = field();
    const agreement = made.does('mediator/chair', 'agreement.record', body);
    const amend = { agreement, because: 'Better.', articles: body.articles, obligations: [refrain] };
    made.does(['north/lead', 'south/lead'], 'agreement.amend', amend);
    const row = made.state.get('agreement', agreement)!;
    assert.equal(versionAt(row, made.now)!.version, 2);
    assert.equal(agreementAt(row, made.now).state, 'in-force');
  });

  it('cannot be ended or suspended by one side: then it is contested', () => {
    const made = field();
    const agreement = signed(made);
    const state = () => agreementAt(made.state.get('agreement', agreement)!, made.now).state;
    made.does('north/lead', 'agreement.suspend', { agreement, because: 'An attack.' });
    assert.equal(state(), 'contested');
    assert.equal(made.say('mediator/chair', 'agreement.suspend', { agreement, because: 'x' }), 'not-bound');
    made.does('south/lead', 'agreement.suspend', { agreement, because: 'In answer.' });
    assert.equal(state(), 'suspended');
    made.does(['north/lead', 'south/lead'], 'agreement.resume', { agreement, because: 'Talks.' });
    assert.equal(state(), 'in-force');
    assert.equal(
      made.say('north/lead', 'agreement.end', { agreement, because: 'x', from: '2025-01-01T00:00:00Z' }),
      'in-the-past',
    );
    made.does('north/lead', 'agreement.end', { agreement, because: 'x' });
    assert.equal(state(), 'contested');
    made.does('south/lead', 'agreement.end', { agreement, because: 'x' });
    assert.equal(state(), 'ended');
  });

  it('can be breached only while it bound: no finding rests on what all parties held suspended or ended', () => {
    const made = field();
    const agreement = signed(made);
    const version = made.state.get('agreement', agreement)!.versions[0]!.entry;
    const drafted = () => {
      const when = { from: new Date(Date.parse(made.now) - 60_000).toISOString(), to: made.now, certainty: 'exact' };
      const id = openCase(
        made,
        made.does('mediator/secretary', 'incident.open', { ...incidentBody([report(made, 'watch/monitor')]), when }),
      );
      team(made, id);
      const of = { party: 'south', agreement, obligation: refrain.id, version };
      const words = { statement: { en: 'Fire was not held.' }, standard: 'plausible', because: 'Seen.' };
      const findings = [{ on: 'breach', ...of, ...words }];
      return made.say('mediator/chair', 'case.draft', { case: id, findings, account: 'We went.', limits: 'None.' });
    };
    const all = (kind: 'agreement.suspend' | 'agreement.resume' | 'agreement.end', by: string[]) =>
      made.does(by, kind, { agreement, because: 'So we hold.' });
    const both = ['north/lead', 'south/lead'];
    made.wait(1);
    assert.equal(drafted().length, 36);
    // One side’s word takes nothing away.
    all('agreement.suspend', ['south/lead']);
    made.wait(1);
    assert.equal(drafted().length, 36);
    all('agreement.suspend', ['north/lead']);
    made.wait(1);
    assert.equal(drafted(), 'not-in-force');
    all('agreement.resume', both);
    made.wait(1);
    assert.equal(drafted().length, 36);
    all('agreement.end', both);
    made.wait(1);
    assert.equal(drafted(), 'not-in-force');
  });

  it('is refused when its parts do not fit each other', () => {
    const made = field();
    const record = (more: object) => made.say('mediator/chair', 'agreement.record', { ...body, ...more });
    const one = (more: object) => record({ obligations: [{ ...refrain, ...more }] });
    assert.equal(record({ articles: [body.articles[0], body.articles[0]], obligations: [] }), 'twice-named');
    assert.equal(one({ article: 'art-9' }), 'not-found');
    assert.equal(one({ obligors: ['watch'] }), 'not-bound');
    assert.equal(one({ area: { places: ['moon'] } }), 'not-found');
    assert.equal(one({ mirror: 'no-fire-2' }), 'not-found');
    assert.equal(record({ known: 'as-reported' }), 'text-or-report');
    const mirror = (more: object) => [
      { ...refrain, obligors: ['north'], beneficiaries: ['south'], mirror: 'other' },
      { ...refrain, id: 'other', obligors: ['south'], beneficiaries: ['north'], ...more },
    ];
    assert.equal(record({ obligations: mirror({ obligors: ['north'] }) }), 'not-a-mirror');
    assert.equal(record({ obligations: mirror({}) }).length, 36);
  });
});

describe('An agreement known as reported', () => {
  const TEXT =
    'Officials said that both sides had agreed to hold their fire from Sunday. Another said that it had ended.';
  const known = (made: Field) => {
    const bytes = utf8(TEXT);
    const document = made.does('watch/monitor', 'document.keep', {
      file: 'article.txt',
      sha256: toHex(sha256(bytes)),
      size: bytes.length,
      media: 'text/plain',
      language: 'en',
      text: TEXT,
    });
    const span = (text: string) => ({
      document,
      start: TEXT.indexOf(text),
      end: TEXT.indexOf(text) + text.length,
      text,
    });
    const says = (organisation: string, text: string) =>
      ({ kind: 'document', saidBy: { kind: 'organisation', organisation }, spans: [span(text)] }) as const;
    const words = 'both sides had agreed to hold their fire';
    const { id: _, ...duty } = refrain;
    const reported = {
      title: { en: 'Agreement as reported' },
      known: 'as-reported',
      from: '2026-01-01T00:00:00Z',
      basis: [says('north', words)],
      articles: [{ id: 'art-1', reported: [span(words)] }],
      obligations: [{ ...duty, id: 'hold', reported: [span(words)] }],
    };
    return { reported, says };
  };

  it('rests on the words that report it, each with whose word it is', () => {
    const made = field();
    const { reported, says } = known(made);
    const record = (more: object) => made.say('mediator/chair', 'agreement.record', { ...reported, ...more });
    assert.equal(record({ obligations: [{ ...reported.obligations[0], reported: [] }] }), 'report-not-cited');
    assert.equal(record({ basis: [] }), 'text-or-report');
    const agreement = record({});
    const standing = () => agreementAt(made.state.get('agreement', agreement)!, made.now);
    assert.equal(standing().state, 'in-force');
    assert.equal(standing().rests, 'reports');
    assert.equal(made.say('north/lead', 'agreement.sign', { agreement, version: 1 }), 'as-reported');
    const account = { agreement, says: 'ended', from: '2026-01-01T06:00:00Z', basis: says('south', 'it had ended') };
    made.does('mediator/chair', 'agreement.account', account);
    assert.equal(standing().state, 'contested');
    assert.deepEqual(
      standing().said.map((one) => [one.whose.kind === 'organisation' && one.whose.organisation, one.says]),
      [
        ['north', 'in-force'],
        ['south', 'ended'],
      ],
    );
    // A party's own act outweighs what is reported of it; of the other there is still the report alone.
    made.does('south/lead', 'agreement.resume', { agreement, because: 'We hold to it.' });
    assert.deepEqual([standing().state, standing().rests], ['in-force', 'reports']);
    made.does('north/lead', 'agreement.resume', { agreement, because: 'So do we.' });
    assert.deepEqual([standing().state, standing().rests], ['in-force', 'acts']);
    assert.equal(compliance(made.state, agreement, made.now)!.asReported, true);
  });

  it('is mended by the organisation that recorded it, and what stood before stays', () => {
    const made = field();
    const { reported } = known(made);
    const agreement = made.does('mediator/chair', 'agreement.record', reported);
    const { articles, obligations } = reported;
    const mended = { agreement, because: 'Misread.', articles, obligations: [{ ...obligations[0], area: undefined }] };
    assert.equal(made.say('north/lead', 'agreement.amend', mended), 'not-yours');
    made.does('mediator/secretary', 'agreement.amend', mended);
    const row = made.state.get('agreement', agreement)!;
    assert.equal(row.versions.length, 2);
    assert.equal(versionAt(row, made.now)!.version, 2);
  });
});

describe('Compliance', () => {
  it('of a delivery is what the beneficiary acknowledged', () => {
    const made = field();
    const agreement = signed(made);
    assert.deepEqual(stands(made, agreement, 'lists'), alike('not-due (not-yet-due)'));
    const delivery = made.does('north/lead', 'agreement.deliver', {
      agreement,
      obligation: 'lists',
      words: 'The list.',
    });
    made.wait(49);
    assert.deepEqual(stands(made, agreement, 'lists'), {
      north: 'unverifiable (not-acknowledged)',
      south: 'overdue (nothing-delivered)',
    });
    assert.deepEqual(
      dueUntil(made.state, made.now, made.now).map((one) => one.obligation),
      ['lists'],
    );
    const answer = (author: string, word: string) =>
      made.say(author, 'agreement.acknowledge', { agreement, delivery, answer: word });
    assert.equal(answer('north/liaison', 'received'), 'not-a-beneficiary');
    answer('south/liaison', 'partly');
    assert.equal(stands(made, agreement, 'lists').north, 'disputed (answers-differ)');
    answer('south/liaison', 'received');
    assert.equal(stands(made, agreement, 'lists').north, 'kept (received)');
    assert.equal(
      made.say('north/lead', 'agreement.deliver', { agreement, obligation: 'no-fire', words: 'x' }),
      'not-a-delivery',
    );
  });

  it('of an obligation without a measure says so', () => {
    const made = field();
    const agreement = signed(made);
    assert.deepEqual(stands(made, agreement, 'restraint'), alike('not-measured (no-measure)'));
  });

  it('of a forbearance is not kept where nobody looked, and never breached by a report', () => {
    const made = field();
    const agreement = signed(made);
    assert.deepEqual(stands(made, agreement, 'no-fire'), alike('unverifiable (not-observed)'));
    made.wait(5);
    const when = { from: '2026-01-01T10:00:00Z', to: '2026-01-01T12:00:00Z', certainty: 'exact' };
    const place = { ref: 'hill', known: 'seen' };
    made.does('watch/monitor', 'coverage.log', { place: { ...place, ref: 'river' }, when, effort: { patrolHours: 2 } });
    assert.deepEqual(stands(made, agreement, 'no-fire'), alike('unverifiable (not-observed)'));
    made.does('watch/monitor', 'coverage.log', { place, when, effort: { patrolHours: 2 } });
    assert.deepEqual(stands(made, agreement, 'no-fire'), alike('kept (observed-without-incident)'));
    const report = made.does('north/monitor', 'report.file', {
      event: 'shelling',
      when,
      place,
      account: 'Shelling from the other side.',
      language: 'en',
      source: { type: 'party', directness: 'saw' },
    });
    assert.deepEqual(stands(made, agreement, 'no-fire'), alike('disputed (report-open)'));
    made.does('north/monitor', 'incident.open', {
      event: 'shelling',
      title: { en: 'Shelling' },
      when,
      place,
      reports: [report],
    });
    assert.deepEqual(stands(made, agreement, 'no-fire'), alike('disputed (incident-open)'));
  });

  it('of an open crossing weighs what was seen against what was declared', () => {
    const made = field();
    const agreement = signed(made);
    const from = made.now;
    made.wait(100);
    assert.deepEqual(stands(made, agreement, 'gate-open'), alike('unverifiable (share-unknown)'));
    const statement = { crossing: 'gate', direction: 'both', categories: ['cargo'], window: { from } };
    made.does('north/lead', 'crossing.declare', { ...statement, status: 'open' });
    assert.deepEqual(stands(made, agreement, 'gate-open'), {
      north: 'kept (share-kept)',
      south: 'unverifiable (share-unknown)',
    });
    made.does('watch/monitor', 'crossing.observe', { ...statement, status: 'closed', known: 'seen' });
    assert.deepEqual(stands(made, agreement, 'gate-open'), {
      north: 'disputed (sides-differ)',
      south: 'overdue (below-share)',
    });
  });

  it('of access counts answers in time, and silence as none', () => {
    const made = field();
    const agreement = signed(made);
    assert.deepEqual(stands(made, agreement, 'access'), alike('not-due (nothing-asked)'));
    const ask = (of: string) =>
      made.does('watch/monitor', 'access.ask', {
        of,
        what: 'visit',
        where: { ref: 'hill', known: 'told' },
        purpose: 'To look.',
      });
    const north = ask('north');
    ask('south');
    made.does('north/liaison', 'access.answer', { access: north, answer: 'granted', authority: 'The command' });
    made.wait(25);
    assert.deepEqual(stands(made, agreement, 'access'), { north: 'kept (share-kept)', south: 'overdue (below-share)' });
  });

  it('of prior notice is whether it came in time', () => {
    const made = field();
    const agreement = signed(made);
    const give = (author: string, at: string) =>
      made.does(author, 'notice.give', {
        what: 'exercise',
        when: { from: at, to: at, certainty: 'exact' },
        place: { ref: 'hill', known: 'told' },
        words: 'Firing on the range.',
        language: 'en',
      });
    give('north/liaison', '2026-01-04T10:00:00Z');
    give('south/liaison', '2026-01-01T20:00:00Z');
    made.wait(100);
    assert.deepEqual(stands(made, agreement, 'notice'), {
      north: 'kept (notices-in-time)',
      south: 'overdue (notice-late)',
    });
  });

  it('is breached only by a finding that both sides carry, and disputed where one of them does not', () => {
    for (const [southSays, state] of [
      ['concur', 'breached (breach-found)'],
      ['dissent', 'disputed (breach-not-agreed)'],
    ] as const) {
      const made = field();
      const agreement = signed(made);
      made.wait(5);
      const when = { from: '2026-01-01T10:00:00Z', to: '2026-01-01T12:00:00Z', certainty: 'exact' };
      const place = { ref: 'hill', known: 'seen' };
      const report = made.does('north/monitor', 'report.file', {
        event: 'shelling',
        when,
        place,
        account: 'Shelling.',
        language: 'en',
        source: { type: 'party', directness: 'saw' },
      });
      const incident = made.does('north/monitor', 'incident.open', {
        event: 'shelling',
        title: { en: 'Shelling' },
        when,
        place,
        reports: [report],
      });
      const alleged = [{ agreement, obligation: 'no-fire', party: 'south' }];
      const id = made.does('north/lead', 'case.open', { incident, question: 'Who fired?', alleged });
      assert.deepEqual(stands(made, agreement, 'no-fire'), {
        north: 'disputed (incident-open)',
        south: 'disputed (case-open)',
      });
      made.does('north/lead', 'case.name-team', { case: id, members: ['north/monitor'] });
      made.does('south/lead', 'case.name-team', { case: id, members: ['south/monitor'] });
      made.does('mediator/chair', 'case.name-team', {
        case: id,
        members: ['mediator/monitor'],
        chair: 'mediator/chair',
      });
      const version = versionAt(made.state.get('agreement', agreement)!, when.from)!.entry;
      const common = { statement: { en: 'Shells came from the south.' }, standard: 'established', because: 'Craters.' };
      const draft = made.does('mediator/chair', 'case.draft', {
        case: id,
        findings: [{ on: 'breach', party: 'south', agreement, obligation: 'no-fire', version, ...common }],
        account: 'We looked.',
        limits: 'By day.',
      });
      for (const party of ['north', 'south'])
        made.does(`${party}/lead`, 'case.reply', { case: id, draft, comment: false });
      const position = (member: string, word: string) =>
        made.does(member, 'case.position', { case: id, draft, position: word, words: 'So we see it.' });
      position('north/monitor', 'concur');
      position('south/monitor', southSays);
      position('mediator/monitor', 'concur');
      position('mediator/chair', 'concur');
      made.say('north/lead', 'case.position', { case: id, draft, position: 'concur' });
      made.say('south/lead', 'case.position', { case: id, draft, position: southSays, words: 'So.' });
      made.does('mediator/chair', 'case.adopt', { case: id, draft });
      assert.equal(stands(made, agreement, 'no-fire').south, state);
      // North owes the same: no finding says that it did not do it, and none that it did.
      assert.equal(stands(made, agreement, 'no-fire').north, 'unverifiable (not-attributed)');
    }
  });

  it('of a forbearance is not lost to what was disproved, or found to be done by another', () => {
    for (const [found, state] of [
      [{ on: 'occurrence', standard: 'disproved' }, alike('kept (observed-without-incident)')],
      [{ on: 'occurrence', standard: 'established' }, alike('unverifiable (not-attributed)')],
      [
        { on: 'attribution', to: { kind: 'non-party', name: 'An armed group' }, standard: 'established' },
        alike('kept (observed-without-incident)'),
      ],
      [
        { on: 'attribution', to: { kind: 'party', organisation: 'south' }, standard: 'established' },
        { north: 'kept (observed-without-incident)', south: 'unverifiable (not-attributed)' },
      ],
    ] as const) {
      const made = field();
      const agreement = signed(made);
      made.wait(5);
      const when = { from: '2026-01-01T10:00:00Z', to: '2026-01-01T12:00:00Z', certainty: 'exact' } as const;
      const place = { ref: 'hill', known: 'seen' } as const;
      made.does('watch/monitor', 'coverage.log', { place, when, effort: { patrolHours: 2 } });
      const on = made.does('mediator/secretary', 'incident.open', {
        event: 'shelling',
        title: { en: 'Shelling' },
        when,
        place,
        reports: [report(made, 'north/monitor')],
      });
      const id = openCase(made, on);
      team(made, id);
      const drafted = draft(made, id, [{ ...found, statement: { en: 'So it was found.' }, because: 'What was seen.' }]);
      replies(made, id, drafted);
      for (const who of ['north/monitor', 'south/monitor', 'mediator/monitor', 'mediator/chair']) {
        position(made, who, id, drafted, 'concur');
      }
      made.does('mediator/chair', 'case.adopt', { case: id, draft: drafted });
      assert.deepEqual(stands(made, agreement, 'no-fire'), state);
    }
  });
});
