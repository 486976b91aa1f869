// One story of a ceasefire in which every kind of entry is said at least once: between two parties, a guarantor that chairs, a
// second one, and an observer. In each chapter somebody also tries what the rules do not let him do.

import { createHash } from 'node:crypto';
import type { WrittenOf } from '@sulh/mechanism';
import type { Teller } from './teller.ts';

const BOTH = ['north/lead', 'south/lead'];
const OWN = { kind: 'own-act' } as const;
const NOWHERE = '01980000-0000-7000-8000-00000000ffff';
const HILL = { ref: 'hill', known: 'seen' } as const;
const STATEMENT = 'The spokesman of north said that the fire came from south. He said that the ceasefire holds.';

/** The terms are changed, and members enrolled, one of them replaced, one let go. */
async function opening(it: Teller): Promise<void> {
  const founders = ['north', 'south', 'mediator', 'facilitator', 'watch'];
  const roles = ['party', 'party', 'guarantor', 'guarantor', 'observer'] as const;
  const terms: WrittenOf<'terms.adopt'> = {
    name: { en: 'The mechanism of the hill' },
    purpose: { en: 'To keep the ceasefire.' },
    organisations: founders.map((id, i) => ({
      id,
      role: roles[i]!,
      name: { en: `The ${id}` },
      root: it.vkey(`${id}/root`),
      ...(i < 2 ? { hue: (['slate', 'ochre'] as const)[i]! } : {}),
    })),
    chair: 'mediator',
    partyOrder: 'listed',
    deadlock: 'refer',
    referTo: { en: 'The table of the talks' },
    places: [
      {
        id: 'gate',
        kind: 'crossing',
        name: { en: 'Gate' },
        point: { lat: 34.1, lon: 71.1, radiusKm: 1 },
        source: 'made up',
      },
      { id: 'hill', kind: 'sector', name: { en: 'Hill sector' }, source: 'made up' },
    ],
  };
  await it.cannot('signature-missing', ['north/root', 'mediator/root'], 'terms.adopt', terms);
  await it.does(['north/root', 'south/root', 'mediator/root'], 'terms.adopt', terms);
  const enrol = async (member: string, seats: WrittenOf<'member.enrol'>['seats']) => {
    await it.does(`${member.split('/')[0]}/root`, 'member.enrol', { member, key: it.vkey(member), seats });
  };
  await it.cannot('not-yours', 'north/lead', 'member.enrol', {
    member: 'south/desk',
    key: it.vkey('south/desk'),
    seats: ['liaison'],
  });
  await enrol('mediator/monitor', ['monitor', 'team']);
  await enrol('facilitator/monitor', ['monitor', 'team']);
  await enrol('watch/lead', ['lead']);
  await enrol('watch/adviser', ['adviser']);
  await enrol('south/adviser', ['adviser']);
  await enrol('north/desk', ['liaison']);
  await it.cannot('not-found', 'north/lead', 'member.revoke', { member: 'north/nobody', reason: 'Left.' });
  await it.does('north/lead', 'member.revoke', { member: 'north/desk', reason: 'Left the office.' });
  const next = { member: 'south/monitor', key: it.vkey('south/monitor', 2) };
  await it.cannot('wrong-seat', 'south/liaison', 'member.rotate', next);
  await it.does('south/monitor', 'member.rotate', next);
  it.rotated('south/monitor');
  for (const one of founders) {
    const by = one === 'mediator' ? 'mediator/chair' : `${one}/lead`;
    await it.does(by, 'organisation.seal-key', { recipient: await it.recipient(one) });
  }
  await it.cannot('seal-key-used', 'south/lead', 'organisation.seal-key', { recipient: await it.recipient('north') });
}

/** A document is kept, claims are read from it, mended and turned down. */
async function documents(it: Teller): Promise<{ document: string; claim: string }> {
  const hash = (text: string) => createHash('sha256').update(it.of(text)).digest('hex');
  const file = {
    file: 'statement.txt',
    size: Buffer.byteLength(STATEMENT),
    media: 'text/plain',
    language: 'en',
    text: STATEMENT,
  };
  await it.cannot('text-differs', 'mediator/secretary', 'document.keep', { ...file, sha256: hash('something else') });
  const document = await it.does('mediator/secretary', 'document.keep', { ...file, sha256: hash(STATEMENT) });
  const span = (text: string) => ({
    document,
    start: STATEMENT.indexOf(text),
    end: STATEMENT.indexOf(text) + text.length,
    text,
  });
  const claimed = (text: string): WrittenOf<'document.claim'> => ({
    document,
    spans: [span(text)],
    speaker: 'The spokesman of north',
    side: { kind: 'organisation', organisation: 'north' },
    speech: 'indirect',
    kind: 'accusation',
    proposedBy: 'hand',
  });
  const fire = claimed('the fire came from south');
  await it.cannot('span-differs', 'mediator/secretary', 'document.claim', {
    ...fire,
    spans: [{ ...fire.spans[0]!, text: 'the fire came from afar!' }],
  });
  const claim = await it.does('mediator/secretary', 'document.claim', fire);
  const mended = { claim, because: 'It is an account of an event too.', body: { ...fire, verb: 'said' } };
  await it.cannot('not-yours', 'south/liaison', 'document.mend-claim', mended);
  await it.does('mediator/secretary', 'document.mend-claim', mended);
  const other = await it.does('mediator/secretary', 'document.claim', {
    ...claimed('the ceasefire holds'),
    kind: 'position',
  });
  await it.cannot('not-yours', 'north/liaison', 'document.reject-claim', { claim: other, because: 'We did not.' });
  await it.does('mediator/secretary', 'document.reject-claim', { claim: other, because: 'Read twice.' });
  const proposal = { document, spans: [span('He said')], kind: 'position', because: 'Nothing is said here.' } as const;
  await it.cannot('span-differs', 'mediator/secretary', 'document.reject-proposal', {
    ...proposal,
    spans: [{ ...span('He said'), start: 0, end: 7 }],
  });
  await it.does('mediator/secretary', 'document.reject-proposal', proposal);
  return { document, claim };
}

/** Three rounds of talks in one: positions, a pledge and its denial, a text in brackets, minutes that both initial. */
async function talks(it: Teller, document: string): Promise<string> {
  const round: WrittenOf<'talks.open'> = {
    name: { en: 'First round' },
    place: { name: { en: 'A town' } },
    when: { from: '2026-03-01', to: '2026-03-02' },
    mediators: ['mediator'],
    delegations: [{ organisation: 'north' }, { organisation: 'south' }],
    agenda: [
      { id: 'fire', title: { en: 'Fire' }, proposedBy: ['north'] },
      { id: 'gate', title: { en: 'The gate' }, proposedBy: ['south'] },
    ],
    basis: OWN,
  };
  await it.cannot('twice-named', 'mediator/secretary', 'talks.open', {
    ...round,
    agenda: [round.agenda![0]!, round.agenda![0]!],
  });
  const first = await it.does('mediator/secretary', 'talks.open', round);
  const text = 'the ceasefire holds';
  const start = STATEMENT.indexOf(text);
  const reported = {
    kind: 'document',
    saidBy: { kind: 'organisation', organisation: 'north' },
    spans: [{ document, start, end: start + text.length, text }],
  } as const;
  const dates = { when: { from: '2026-02-28', to: '2026-03-02' }, basis: reported };
  await it.cannot('not-found', 'mediator/secretary', 'talks.dates', { round: NOWHERE, ...dates });
  await it.does('mediator/secretary', 'talks.dates', { round: first, ...dates });
  const stance = {
    round: first,
    type: 'demand',
    words: 'The guns are drawn back.',
    language: 'en',
    basis: OWN,
  } as const;
  await it.cannot('not-your-word', 'south/lead', 'talks.position', { ...stance, whose: 'north' });
  for (const side of ['north', 'south'])
    await it.does(`${side}/lead`, 'talks.position', { ...stance, whose: side, item: 'fire' });
  const given = { round: first, words: 'The lists are handed over.', language: 'en', basis: OWN } as const;
  await it.cannot('not-a-member', 'south/lead', 'talks.pledge', { ...given, by: 'elsewhere' });
  const pledge = await it.does('south/lead', 'talks.pledge', { ...given, by: 'north', to: ['south'] });
  // What the other side says that one has pledged, one may deny; the other cannot take it back in one’s stead.
  await it.cannot('not-your-word', 'south/lead', 'talks.follow', { pledge, step: 'withdrawn', basis: OWN });
  await it.does('north/lead', 'talks.follow', { pledge, step: 'denied', words: 'We said: if both do.', basis: OWN });
  await it.does('mediator/secretary', 'talks.follow', { pledge, step: 'repeated', basis: reported });
  const parts: WrittenOf<'talks.text'>['parts'] = [
    { kind: 'agreed', words: 'Both sides hold fire' },
    {
      kind: 'bracketed',
      alternatives: [
        { by: ['north'], words: 'at once' },
        { by: ['south'], words: 'from Friday noon' },
      ],
    },
  ];
  await it.cannot('not-a-member', 'mediator/secretary', 'talks.text', {
    round: first,
    parts: [{ kind: 'bracketed', alternatives: [{ by: ['elsewhere'], words: 'never' }] }],
  });
  await it.does('mediator/secretary', 'talks.text', { round: first, item: 'fire', parts });
  await it.cannot('not-found', 'mediator/secretary', 'talks.park', { round: first, item: 'trade', because: 'Later.' });
  await it.does('mediator/secretary', 'talks.park', {
    round: first,
    item: 'gate',
    because: 'Engineers look at it first.',
  });
  const minutes = { round: first, words: 'Both sides hold fire; the hour stays open.', language: 'en' };
  await it.cannot('signature-missing', ['north/lead', 'mediator/chair'], 'talks.minutes', minutes);
  await it.does([...BOTH, 'mediator/chair'], 'talks.minutes', minutes);
  const agreed = { round: first, outcome: 'text-agreed', basis: OWN } as const;
  await it.cannot('signature-missing', 'north/lead', 'talks.close', agreed);
  await it.does(BOTH, 'talks.close', agreed);
  return pledge;
}

/** An agreement is recorded, signed by both, kept and amended; then there is a ceasefire, and each side’s word on it. */
async function agreement(it: Teller, document: string, pledge: string): Promise<string> {
  const both = { obligors: ['north', 'south'], beneficiaries: ['north', 'south'], article: 'a1' };
  const words = { en: 'Both sides hold fire and hand over their lists.' };
  const body: WrittenOf<'agreement.record'> = {
    title: { en: 'Agreement of the hill' },
    known: 'text',
    guarantors: ['mediator'],
    articles: [{ id: 'a1', text: words }],
    obligations: [
      {
        ...both,
        id: 'no-fire',
        nature: 'forbearance',
        words,
        measure: { kind: 'refrain', events: ['shelling', 'fire-across-line'] },
      },
      { ...both, id: 'lists', nature: 'act', words, measure: { kind: 'deliver', what: 'List', withinHours: 48 } },
    ],
  };
  const twice = { ...body, articles: [body.articles[0]!, body.articles[0]!] };
  await it.cannot('twice-named', 'mediator/chair', 'agreement.record', twice);
  const id = await it.does('mediator/chair', 'agreement.record', body);
  const held = { agreement: id, because: 'So we hold.' };
  await it.cannot('never-in-force', 'north/lead', 'agreement.suspend', held);
  await it.cannot('not-bound', 'facilitator/lead', 'agreement.sign', { agreement: id, version: 1 });
  await it.does([...BOTH, 'mediator/chair'], 'agreement.sign', { agreement: id, version: 1 });
  await it.does('north/lead', 'talks.follow', {
    pledge,
    step: 'in-writing',
    agreement: id,
    obligation: 'lists',
    basis: OWN,
  });
  const text = 'the ceasefire holds';
  const start = STATEMENT.indexOf(text);
  const spans = [{ document, start, end: start + text.length, text }];
  const said = { kind: 'document', saidBy: { kind: 'organisation', organisation: 'north' } } as const;
  const other = [{ ...spans[0]!, text: 'the ceasefire ended' }];
  const account = { agreement: id, says: 'in-force', from: it.ago(1) } as const;
  await it.cannot('span-differs', 'mediator/secretary', 'agreement.account', {
    ...account,
    basis: { ...said, spans: other },
  });
  await it.does('mediator/secretary', 'agreement.account', { ...account, basis: { ...said, spans } });
  const list = { agreement: id, obligation: 'lists', words: 'The list of this morning.' };
  await it.cannot('not-bound', 'mediator/chair', 'agreement.deliver', list);
  const delivery = await it.does('north/liaison', 'agreement.deliver', list);
  const received = { agreement: id, delivery, answer: 'received' } as const;
  await it.cannot('not-a-beneficiary', 'facilitator/lead', 'agreement.acknowledge', received);
  await it.does('south/liaison', 'agreement.acknowledge', received);
  const amended = {
    agreement: id,
    because: 'A shorter time.',
    articles: body.articles,
    obligations: [
      body.obligations![0]!,
      { ...body.obligations![1]!, measure: { kind: 'deliver', what: 'List', withinHours: 24 } as const },
    ],
  };
  await it.cannot('not-bound', 'watch/lead', 'agreement.amend', amended);
  await it.does(BOTH, 'agreement.amend', amended);
  await it.does(['south/lead'], 'agreement.suspend', held);
  await it.cannot('not-bound', 'mediator/chair', 'agreement.resume', held);
  await it.does('south/lead', 'agreement.resume', held);
  await it.cannot('not-bound', 'mediator/chair', 'agreement.end', held);

  const ceasefire: WrittenOf<'ceasefire.declare'> = {
    title: { en: 'Ceasefire of the hill' },
    type: 'ceasefire',
    agreement: id,
    from: it.ago(0),
    until: it.ago(-240),
    basis: OWN,
  };
  await it.cannot('observer-declares', 'watch/lead', 'ceasefire.declare', ceasefire);
  const declared = await it.does('north/lead', 'ceasefire.declare', ceasefire);
  const on = { ceasefire: declared };
  for (const kind of ['accept', 'extend', 'suspend', 'resume', 'contest', 'end'] as const) {
    const more = kind === 'extend' ? { until: it.ago(-480) } : kind === 'suspend' ? { sectors: ['hill'] } : {};
    await it.cannot('not-a-party', 'mediator/chair', `ceasefire.${kind}`, { ...on, ...more });
    await it.does('south/lead', `ceasefire.${kind}`, { ...on, ...more });
  }
  await it.does('south/lead', 'ceasefire.resume', on);
  await it.cannot('span-differs', 'mediator/secretary', 'ceasefire.account', {
    ...on,
    says: 'in-force',
    from: it.ago(1),
    basis: { ...said, spans: other },
  });
  await it.does('mediator/secretary', 'ceasefire.account', {
    ...on,
    says: 'in-force',
    from: it.ago(1),
    basis: { ...said, spans },
  });
  return id;
}

/** Notice is given of an exercise, the hotline rings, the gate is declared and seen; and somebody looks. */
async function days(it: Teller): Promise<void> {
  const when = { from: it.ago(-10), to: it.ago(-12), certainty: 'about' } as const;
  const notice: WrittenOf<'notice.give'> = {
    what: 'exercise',
    when,
    place: HILL,
    words: 'It will be heard.',
    language: 'en',
  };
  await it.cannot('in-the-past', 'north/liaison', 'notice.give', {
    ...notice,
    when: { from: it.ago(9), to: it.ago(8), certainty: 'about' },
  });
  const given = await it.does('north/liaison', 'notice.give', notice);
  await it.cannot('own-message', 'north/lead', 'notice.acknowledge', { notice: given, answer: 'noted' });
  await it.does('south/liaison', 'notice.acknowledge', { notice: given, answer: 'no-objection' });
  const later = {
    notice: given,
    when: { from: it.ago(-20), to: it.ago(-22), certainty: 'about' } as const,
    place: HILL,
    words: 'Later.',
  };
  await it.cannot('not-yours', 'south/liaison', 'notice.change', later);
  await it.does('north/liaison', 'notice.change', later);
  await it.cannot('not-yours', 'south/liaison', 'notice.cancel', { notice: given, because: 'Not wanted.' });
  await it.does('north/liaison', 'notice.cancel', { notice: given, because: 'Fog.' });

  const call = { subject: 'fire-now', words: 'Shells fall on the hill.', language: 'en', place: HILL } as const;
  await it.cannot('parties-left-out', 'south/monitor', 'hotline.call', call, { audience: ['south', 'mediator'] });
  const hotline = await it.does('south/monitor', 'hotline.call', call);
  await it.cannot('own-message', 'south/liaison', 'hotline.acknowledge', { hotline });
  await it.does('north/liaison', 'hotline.acknowledge', { hotline, words: 'We look.' });
  await it.does('north/liaison', 'hotline.say', { hotline, words: 'None of ours fires.', language: 'en' });
  await it.cannot('not-yours', 'north/liaison', 'hotline.close', { hotline, outcome: 'settled' });
  await it.does('south/monitor', 'hotline.close', { hotline, outcome: 'handed-to-case' });
  await it.cannot('call-closed', 'north/liaison', 'hotline.say', { hotline, words: 'And yet.', language: 'en' });

  const state = {
    crossing: 'gate',
    direction: 'both',
    categories: ['cargo'],
    window: { from: it.ago(5) },
    status: 'open',
  } as const;
  await it.cannot('not-a-party', 'mediator/chair', 'crossing.declare', state);
  for (const side of ['north', 'south'])
    await it.does(`${side}/liaison`, 'crossing.declare', { ...state, status: side === 'north' ? 'open' : 'closed' });
  await it.cannot('told-only', 'watch/monitor', 'crossing.observe', { ...state, known: 'seen', declaredBy: 'north' });
  const seen = await it.does('watch/monitor', 'crossing.observe', { ...state, known: 'seen', status: 'restricted' });
  await it.cannot('not-yours', 'north/liaison', 'crossing.withdraw', { statement: seen, because: 'Not so.' });
  await it.does('watch/monitor', 'crossing.withdraw', { statement: seen, because: 'It was the other gate.' });

  const effort = {
    place: HILL,
    when: { from: it.ago(9), to: it.ago(1), certainty: 'exact' } as const,
    effort: { patrolHours: 6 },
  };
  await it.cannot('in-the-future', 'watch/monitor', 'coverage.log', {
    ...effort,
    when: { from: it.ago(-1), to: it.ago(-9), certainty: 'exact' },
  });
  await it.does('watch/monitor', 'coverage.log', effort, { audience: 'public' });
  const twice = await it.does('watch/monitor', 'coverage.log', effort);
  await it.cannot('not-yours', 'mediator/monitor', 'coverage.withdraw', { coverage: twice, because: 'Twice.' });
  await it.does('watch/monitor', 'coverage.withdraw', { coverage: twice, because: 'Logged twice.' });
}

/** Reports of both sides, and the incidents that are made of them. */
async function incidents(it: Teller, claim: string): Promise<{ incident: string; reports: string[] }> {
  const when = { from: it.ago(3), to: it.ago(2), certainty: 'about' } as const;
  const account: WrittenOf<'report.file'> = {
    event: 'shelling',
    when,
    place: HILL,
    account: 'Shells fell on the hill.',
    language: 'en',
    source: { type: 'party', directness: 'saw' },
  };
  await it.cannot('in-the-future', 'north/monitor', 'report.file', {
    ...account,
    when: { from: it.ago(-5), to: it.ago(-6), certainty: 'about' },
  });
  const reports: string[] = [];
  for (const side of ['north', 'south']) reports.push(await it.does(`${side}/monitor`, 'report.file', account));
  const corrected = {
    report: reports[0]!,
    because: 'Two more fell.',
    body: { ...account, account: 'Six shells fell.' },
  };
  await it.cannot('not-yours', 'south/monitor', 'report.correct', corrected);
  await it.does('north/monitor', 'report.correct', corrected);
  const third = await it.does('watch/monitor', 'report.file', {
    ...account,
    source: { type: 'monitor', directness: 'heard' },
  });
  const wrong = await it.does('watch/monitor', 'report.file', account);
  await it.cannot('not-yours', 'north/monitor', 'report.withdraw', { report: wrong, because: 'Not so.' });
  await it.does('watch/monitor', 'report.withdraw', { report: wrong, because: 'Filed twice.' });

  const what = { event: 'shelling', title: { en: 'Shelling at the hill' }, when, place: HILL } as const;
  await it.cannot('nothing-cited', 'mediator/secretary', 'incident.open', what);
  const incident = await it.does('mediator/secretary', 'incident.open', { ...what, reports: [reports[0]!] });
  const link = { incident, because: 'The same hour and place.' };
  await it.cannot('already-linked', 'mediator/secretary', 'incident.link', { ...link, reports: [reports[0]!] });
  await it.does('mediator/secretary', 'incident.link', { ...link, reports: [reports[1]!, third], claims: [claim] });
  await it.cannot('not-linked', 'mediator/secretary', 'incident.unlink', { ...link, reports: [wrong] });
  await it.does('mediator/secretary', 'incident.unlink', {
    ...link,
    claims: [claim],
    because: 'It tells of another day.',
  });
  const amended = { incident, ...what, because: 'It lasted longer.' };
  await it.cannot('in-the-future', 'mediator/secretary', 'incident.amend', {
    ...amended,
    when: { from: it.ago(-5), to: it.ago(-6), certainty: 'about' },
  });
  await it.does('mediator/secretary', 'incident.amend', { ...amended, when: { ...when, to: it.ago(1) } });
  await it.cannot('nothing-cited', 'mediator/secretary', 'incident.split', amended);
  const other = await it.does('mediator/secretary', 'incident.split', {
    ...amended,
    reports: [third],
    because: 'Heard from elsewhere.',
  });
  await it.cannot('same-incident', 'mediator/secretary', 'incident.merge', {
    incident,
    other: incident,
    because: 'One.',
  });
  await it.cannot('not-merged', 'mediator/secretary', 'incident.unmerge', { incident, other, because: 'Two.' });
  const twoEvents = { reports: reports.slice(0, 2), because: 'An hour lies between them.' };
  await it.cannot('not-found', 'south/monitor', 'incident.keep-apart', {
    ...twoEvents,
    reports: [NOWHERE, reports[0]!],
  });
  await it.does('south/monitor', 'incident.keep-apart', twoEvents);
  for (const [kind, because] of [
    ['merge', 'One after all.'],
    ['unmerge', 'Two after all.'],
    ['merge', 'One: the same crater.'],
  ] as const)
    await it.does('mediator/secretary', `incident.${kind}`, { incident, other, because });
  return { incident, reports };
}

/** A case: the team, access refused and given, a clock that stops, a draft, replies, a dissent, and what all settle in the end. */
async function theCase(it: Teller, incident: string, agreed: string, reports: string[]): Promise<string> {
  const opened = { incident, question: 'What fell on the hill, and from where?' };
  const id = await it.does('south/liaison', 'case.open', {
    ...opened,
    alleged: [{ agreement: agreed, obligation: 'no-fire', party: 'north' }],
  });
  await it.cannot('case-exists', 'north/liaison', 'case.open', opened);
  const on = { case: id };
  await it.cannot('not-a-party', 'facilitator/lead', 'case.acknowledge', on);
  for (const side of ['north', 'south']) await it.does(`${side}/liaison`, 'case.acknowledge', on);
  const drafted = (version: string): WrittenOf<'case.draft'> => ({
    ...on,
    account: 'We saw six craters.',
    limits: 'We came two days late.',
    findings: [
      {
        on: 'occurrence',
        statement: { en: 'Six shells fell on the hill.' },
        standard: 'established',
        because: 'Six craters.',
        entries: reports,
      },
      {
        on: 'breach',
        party: 'north',
        agreement: agreed,
        obligation: 'no-fire',
        version,
        statement: { en: 'Fire was not held.' },
        standard: 'reasonable-grounds',
        because: 'The craters point there.',
      },
      {
        on: 'attribution',
        to: { kind: 'party', organisation: 'north' },
        statement: { en: 'It came from the north side of the hill.' },
        standard: 'reasonable-grounds',
        because: 'The craters point there.',
      },
      {
        on: 'duty',
        party: 'south',
        duty: 'give-access',
        answer: 'met',
        statement: { en: 'Access was given.' },
        standard: 'established',
        because: 'The team was there.',
      },
    ],
  });
  await it.cannot('chair-of-a-party', 'north/lead', 'case.name-team', {
    ...on,
    members: ['north/monitor'],
    chair: 'north/lead',
  });
  for (const one of ['north', 'south'])
    await it.does(`${one}/lead`, 'case.name-team', { ...on, members: [`${one}/monitor`] });
  await it.does('mediator/chair', 'case.name-team', { ...on, members: ['mediator/monitor'], chair: 'mediator/chair' });

  const ask = { ...on, what: 'visit', where: HILL, purpose: 'To see the craters.' } as const;
  await it.cannot('asked-of-oneself', 'north/liaison', 'access.ask', { ...ask, of: 'north' });
  for (const side of ['north', 'south']) {
    const access = await it.does('mediator/monitor', 'access.ask', { ...ask, of: side });
    await it.cannot('ground-missing', `${side}/liaison`, 'access.answer', {
      access,
      answer: 'refused',
      authority: 'Sector command',
    });
    await it.does(`${side}/liaison`, 'access.answer', {
      access,
      answer: 'refused',
      ground: 'security',
      authority: 'Sector command',
    });
    const stop = { ...on, clock: 'draft', organisation: 'mediator' } as const;
    const why = { reason: 'access-denied', holder: side, words: 'The hill was closed to the team.' } as const;
    await it.cannot('not-the-chair', `${side}/lead`, 'case.stop-clock', { ...stop, ...why });
    await it.cannot('clock-running', 'mediator/chair', 'case.start-clock', stop);
    await it.does('mediator/chair', 'case.stop-clock', { ...stop, ...why });
    it.wait(5);
    await it.does('mediator/chair', 'case.start-clock', stop);
    await it.does(`${side}/liaison`, 'access.answer', { access, answer: 'granted', authority: 'Sector command' });
    await it.cannot('ground-missing', 'mediator/monitor', 'access.outcome', {
      access,
      outcome: 'denied-on-site',
      account: 'A barrier.',
    });
    await it.does('mediator/monitor', 'access.outcome', { access, outcome: 'done', account: 'The team saw the hill.' });
  }
  await it.cannot('not-found', 'mediator/monitor', 'case.evidence', { ...on, what: 'A crater.', reports: [NOWHERE] });
  await it.does('mediator/monitor', 'case.evidence', { ...on, what: 'Six craters.', from: 'the visit', reports });

  // The version in force when it happened is the amended one, and no other can be cited.
  const { versions } = await it.json<{ versions: { entry: string }[] }>(`agreement/${agreed}`, 'mediator/chair');
  await it.cannot('not-the-chair', 'north/lead', 'case.draft', drafted(versions[1]!.entry));
  await it.cannot('not-in-force', 'mediator/chair', 'case.draft', drafted(versions[0]!.entry));
  const draft = await it.does('mediator/chair', 'case.draft', drafted(versions[1]!.entry));
  await it.cannot('not-a-party', 'facilitator/lead', 'case.reply', { ...on, draft, comment: false });
  await it.does('south/liaison', 'case.reply', { ...on, draft, comment: false });
  await it.cannot('reply-open', 'mediator/chair', 'case.adopt', { ...on, draft });
  await it.does('north/liaison', 'case.reply', { ...on, draft, comment: true, words: 'The craters are old.' });
  const stand = { ...on, draft };
  await it.cannot('no-seat-on-case', 'facilitator/monitor', 'case.position', { ...stand, position: 'concur' });
  for (const seat of ['north/monitor', 'south/monitor', 'mediator/monitor'])
    await it.does(seat, 'case.position', { ...stand, position: 'concur' });
  await it.does('north/monitor', 'case.position', {
    ...stand,
    position: 'dissent',
    findings: ['attribution:party:north'],
    words: 'The craters point nowhere.',
  });
  await it.cannot('not-adopted', 'mediator/chair', 'case.close', { ...on, outcome: 'finished', because: 'Done.' });
  await it.does('mediator/chair', 'case.adopt', stand);
  const settled = {
    ...on,
    findings: [{ finding: 'attribution:party:north', standard: 'plausible' }],
    words: 'The table takes it so.',
  } as const;
  await it.cannot('signature-missing', BOTH, 'case.settle', settled);
  await it.does([...BOTH, 'mediator/chair'], 'case.settle', settled);
  for (const side of ['north', 'south']) {
    const advised = { ...on, to: side, words: 'Name who answers the hotline at night.', findings: ['occurrence'] };
    await it.cannot('not-the-chair', 'facilitator/lead', 'case.recommend', advised);
    const recommendation = await it.does('mediator/chair', 'case.recommend', advised);
    const done = { ...on, recommendation, words: 'Somebody is named.' };
    await it.cannot('not-yours', 'facilitator/lead', 'case.measure', done);
    await it.does(`${side}/liaison`, 'case.measure', done);
    const found = { ...on, recommendation, result: 'verified', words: 'The call was answered.' } as const;
    await it.cannot('third-party-needed', `${side}/monitor`, 'case.follow-up', found);
    await it.does('facilitator/monitor', 'case.follow-up', found);
  }
  await it.does('mediator/chair', 'case.close', { ...on, outcome: 'finished', because: 'Followed up.' });
  return id;
}

/** What is found is deposited, handed on and looked at; then its source is at risk, and it is withdrawn. */
async function evidence(it: Teller): Promise<void> {
  const bytes = Buffer.concat([Buffer.from('OggS'), createHash('sha256').update('sound').digest()]);
  const sha256 = await it.sends('north/monitor', bytes);
  const deposit: WrittenOf<'evidence.deposit'> = {
    file: { sha256, size: bytes.length, type: 'audio/ogg' },
    obtained: { when: { from: it.ago(60), to: it.ago(60), certainty: 'exact' } },
    means: 'recorded',
    described: 'What was heard on the hill.',
  };
  const ahead = { from: it.ago(-2), to: it.ago(-3), certainty: 'exact' } as const;
  await it.cannot('in-the-future', 'north/monitor', 'evidence.deposit', { ...deposit, obtained: { when: ahead } });
  const id = await it.does('north/monitor', 'evidence.deposit', deposit);
  const handed = { evidence: id, to: 'mediator', purpose: 'To be listened to.' };
  await it.cannot('not-the-holder', 'south/lead', 'evidence.transfer', handed);
  await it.does('north/lead', 'evidence.transfer', handed);
  await it.cannot('not-handed-on', 'south/lead', 'evidence.receive', { evidence: id, sha256 });
  await it.does('mediator/monitor', 'evidence.receive', { evidence: id, sha256 });
  const examined = { method: 'Listened to.', result: 'Four shots, then a dog.' };
  await it.cannot('not-found', 'mediator/monitor', 'evidence.examine', { evidence: NOWHERE, ...examined });
  await it.does('mediator/monitor', 'evidence.examine', { evidence: id, ...examined });
  const gone = { entry: id, sha256, ground: 'source-at-risk', authority: 'The source asked.' } as const;
  await it.cannot('not-yours', 'south/lead', 'file.erase', gone);
  await it.does('north/lead', 'file.erase', gone);
}

/** Lists, and three persons: one goes home through every gate, one docket ends, one is taken across outside the safeguards. */
async function handOver(it: Teller): Promise<void> {
  const audience = ['north', 'south', 'watch'];
  const to = { audience };
  const held = { to: 'south', holds: 'held-by-us', persons: ['P-0001', 'P-0002', 'P-0003'] } as const;
  await it.cannot('never-public', 'north/lead', 'handover.list', held, { audience: 'public' });
  const list = await it.does('north/lead', 'handover.list', held, to);
  const answers = { list, answers: held.persons.map((pseudonym) => ({ pseudonym, answer: 'known' as const })) };
  await it.cannot('not-yours', 'north/liaison', 'handover.answer-list', answers, to);
  await it.does('south/liaison', 'handover.answer-list', answers, to);
  const docketOf = (pseudonym: string) =>
    ({ pseudonym, what: 'person', transferring: 'north', receiving: 'south', crossing: 'gate', list }) as const;
  await it.cannot('third-party-needed', 'north/liaison', 'handover.open', docketOf('P-0001'), {
    audience: ['north', 'south'],
  });
  const docket = await it.does('north/liaison', 'handover.open', docketOf('P-0001'), {
    ...to,
    sealed: { words: 'Who it is.', for: audience },
  });
  const on = { docket };
  await it.cannot('not-yours', 'north/lead', 'handover.accept', on, to);
  await it.does('south/lead', 'handover.accept', on, to);
  await it.cannot('not-your-gate', 'north/lead', 'handover.gate', { ...on, gate: 'no-risk-found', set: true }, to);
  const voices = {
    identity: ['north', 'south'],
    'legal-basis': ['north', 'watch'],
    'family-and-child': ['north', 'watch'],
    medical: ['north', 'watch'],
    'interview-offered': ['watch'],
    'no-risk-found': ['watch'],
    'reception-agreed': ['north', 'south'],
  } as const;
  for (const [gate, by] of Object.entries(voices))
    for (const one of by)
      await it.does(`${one}/lead`, 'handover.gate', { ...on, gate: gate as keyof typeof voices, set: true }, to);
  await it.cannot('not-found', 'watch/lead', 'handover.object', { docket: NOWHERE, ground: 'of-the-person' }, to);
  const objection = await it.does('watch/lead', 'handover.object', { ...on, ground: 'of-the-person' }, to);
  const both = ['north/liaison', 'south/liaison'];
  await it.cannot('objection-open', both, 'handover.receipt', on, to);
  const lifted = { ...on, objection, because: 'withdrawn-by-the-person' } as const;
  await it.cannot('not-yours', 'north/lead', 'handover.lift-objection', lifted, to);
  await it.does('watch/lead', 'handover.lift-objection', lifted, to);
  await it.cannot('gates-unset', both, 'handover.receipt', on, to);
  for (const one of ['south', 'watch'])
    await it.does(`${one}/lead`, 'handover.gate', { ...on, gate: 'follow-up-set', set: true, day: it.day(-240) }, to);
  await it.cannot('signature-missing', 'north/liaison', 'handover.receipt', on, to);
  await it.cannot('docket-going', 'north/lead', 'handover.purge', { ...on, ground: 'schedule' }, to);
  await it.does(both, 'handover.receipt', on, to);
  it.wait(48);
  const seen = { ...on, day: it.day(0), result: 'seen-and-well' } as const;
  await it.cannot('third-party-needed', 'south/lead', 'handover.follow-up', seen, to);
  await it.does('watch/lead', 'handover.follow-up', seen, to);
  await it.does('south/lead', 'handover.purge', { ...on, ground: 'request-of-the-person' }, to);
  await it.cannot('docket-over', 'north/lead', 'handover.end', { ...on, because: 'withdrawn' }, to);
  const second = await it.does('north/liaison', 'handover.open', docketOf('P-0002'), to);
  await it.does('north/liaison', 'handover.end', { docket: second, because: 'asked-to-stay' }, to);
  const third = await it.does('north/liaison', 'handover.open', docketOf('P-0003'), to);
  await it.cannot('in-the-future', 'watch/lead', 'handover.outside', { docket: third, day: it.day(-48) }, to);
  await it.does('watch/lead', 'handover.outside', { docket: third, day: it.day(0) }, to);
}

/** Something for few: offered, passed on with consent, withdrawn; and what takes the confidential route. */
async function forFew(it: Teller): Promise<void> {
  const offer = { to: ['mediator'], tlp: 'AMBER', subject: 'movement', purpose: 'For the team.' } as const;
  const two = ['mediator', 'north'];
  const sealed = (...those: string[]) => ({ audience: those, sealed: { words: 'Forty at the ford.', for: those } });
  await it.cannot('audience-is-recipients', 'north/lead', 'share.offer', offer, sealed('mediator', 'north', 'watch'));
  const share = await it.does('north/lead', 'share.offer', offer, sealed(...two));
  const to = { audience: two };
  await it.cannot('not-a-recipient', 'north/lead', 'share.receive', { share }, to);
  await it.does('mediator/chair', 'share.receive', { share }, to);
  const asked = { share, to: 'facilitator', purpose: 'To plan a patrol.' };
  await it.cannot('not-a-recipient', 'north/lead', 'share.ask', asked, to);
  const ask = await it.does('mediator/chair', 'share.ask', asked, to);
  await it.cannot('not-the-originator', 'mediator/chair', 'share.consent', { share, ask, answer: 'granted' }, to);
  const consent = await it.does('north/lead', 'share.consent', { share, ask, answer: 'granted' }, to);
  const three = sealed('facilitator', 'mediator', 'north');
  await it.cannot('no-consent', 'mediator/chair', 'share.pass-on', { share, consent: ask, to: 'facilitator' }, three);
  const passed = await it.does('mediator/chair', 'share.pass-on', { share, consent, to: 'facilitator' }, three);
  await it.does('facilitator/lead', 'share.receive', { share: passed }, { audience: three.audience });
  await it.cannot('not-the-originator', 'mediator/chair', 'share.withdraw', { share, because: 'No.' }, to);
  await it.does('north/lead', 'share.withdraw', { share, because: 'It was a herd.' }, to);
  const release: WrittenOf<'share.release'> = {
    subject: 'movement',
    words: { en: 'Movement was seen in the district.' },
    where: { kind: 'area', name: { en: 'The district' }, level: 'district' },
    from: it.day(24 * 6),
    to: it.day(24 * 5),
  };
  await it.cannot('release-too-fine', 'mediator/chair', 'share.release', {
    ...release,
    where: { kind: 'cell', lat: 34.12, lon: 71.12, km: 1 },
  });
  await it.does('mediator/chair', 'share.release', release, { audience: 'public' });

  await it.cannot('not-an-adviser', 'south/adviser', 'confidential.key', {
    recipient: await it.recipient('south/adviser'),
  });
  await it.does('watch/adviser', 'confidential.key', { recipient: await it.recipient('watch/adviser') });
  const route = { audience: ['north', 'watch'], sealed: { words: 'What was told.', for: ['watch/adviser'] } };
  await it.cannot('not-an-adviser', 'north/monitor', 'confidential.file', { to: ['watch/lead'] }, route);
  const file = await it.does('north/monitor', 'confidential.file', { to: ['watch/adviser'] }, route);
  const known = { audience: route.audience };
  await it.does('watch/adviser', 'confidential.receive', { file }, known);
  await it.cannot('acknowledged-before', 'watch/adviser', 'confidential.receive', { file }, known);
  const withdrawn = { file, ground: 'request-of-the-person' } as const;
  await it.cannot('not-found', 'north/lead', 'confidential.withdraw', withdrawn, known);
  await it.does('north/monitor', 'confidential.withdraw', withdrawn, known);
}

/** One side walks out, the bulletin says so; it comes back, the bulletin is corrected; another one is withdrawn. */
async function bulletins(it: Teller): Promise<void> {
  const leave = { scopes: ['talks', 'bulletins'], how: 'walk-out', because: 'In protest.' } as const;
  await it.does('south/lead', 'participation.leave', leave);
  await it.cannot('already-absent', 'south/lead', 'participation.leave', leave);
  const away = { organisation: 'facilitator', scopes: ['teams'], because: 'Nobody came.', basis: OWN } as const;
  const noted = await it.does('mediator/chair', 'participation.note', away);
  await it.cannot('already-absent', 'mediator/chair', 'participation.note', away);
  const answer = { participation: noted, words: 'The road was closed.' };
  await it.cannot('not-yours', 'north/lead', 'participation.answer', answer);
  await it.does('facilitator/lead', 'participation.answer', answer);
  it.wait(30);

  const from = it.ago(24 * 7);
  const drafted = async (): Promise<WrittenOf<'bulletin.draft'>> =>
    JSON.parse(
      it.of(
        JSON.stringify(await it.json('bulletin/draft', 'mediator/secretary', { from, to: it.ago(0), type: 'weekly' })),
      ),
    );
  const body = await drafted();
  const open = { audience: 'public' } as const;
  await it.cannot('not-joint-missing', 'mediator/secretary', 'bulletin.draft', { ...body, notJoint: [] }, open);
  const bulletin = await it.does('mediator/secretary', 'bulletin.draft', body, open);
  await it.cannot(
    'not-published',
    ['mediator/chair', 'north/lead'],
    'bulletin.withdraw',
    { bulletin, because: 'No.' },
    open,
  );
  const first = { bulletin, version: bulletin };
  await it.cannot('observers-watch', 'watch/lead', 'bulletin.approve', first, open);
  for (const one of ['mediator/chair', 'north/lead']) await it.does(one, 'bulletin.approve', first, open);

  await it.cannot('not-absent', 'north/lead', 'participation.resume', {});
  await it.does('south/lead', 'participation.resume', { words: 'For the sake of the lists.' });
  await it.does('facilitator/lead', 'participation.resume', {});
  it.wait(1);
  const again = { bulletin, because: 'All take part again.', body: await drafted() };
  await it.cannot(
    'dissent-missing',
    'mediator/secretary',
    'bulletin.correct',
    { ...again, body: { ...again.body, findings: [] } },
    open,
  );
  const version = await it.does('mediator/secretary', 'bulletin.correct', again, open);
  for (const one of ['mediator/chair', 'south/lead'])
    await it.does(one, 'bulletin.approve', { bulletin, version }, open);
  const withdrawn = { bulletin, because: 'A figure was read out wrongly.' };
  await it.cannot('approvals-missing', 'mediator/chair', 'bulletin.withdraw', withdrawn, open);
  await it.does(['mediator/chair', 'north/lead', 'south/lead'], 'bulletin.withdraw', withdrawn, open);
}

/** The observer loses its root key: a first successor is objected to, a second takes over when its time has come. */
async function lostRoot(it: Teller): Promise<void> {
  const key = (version: number) => it.vkey('watch/root', version);
  const signers = ['north/root', 'south/root', 'mediator/root', 'watch/lead'];
  const lost = { organisation: 'watch', reason: 'The safe was flooded.' };
  await it.cannot('signature-missing', signers.slice(1), 'root.propose', { ...lost, key: key(2) });
  const first = await it.does(signers, 'root.propose', { ...lost, key: key(2) });
  await it.cannot('not-yours', 'facilitator/lead', 'root.object', { proposal: first });
  await it.does('watch/adviser', 'root.object', { proposal: first, reason: 'The safe was not ours.' });
  const proposal = await it.does(signers, 'root.propose', { ...lost, key: key(3) });
  it.rotated('watch/root');
  it.rotated('watch/root');
  await it.cannot('time-to-object', 'watch/root', 'root.take', { proposal });
  it.wait(336);
  await it.does('watch/root', 'root.take', { proposal });
}

/** Tells it all, in the order in which it happens. */
export async function tell(it: Teller): Promise<void> {
  await opening(it);
  const { document, claim } = await documents(it);
  const pledge = await talks(it, document);
  const agreed = await agreement(it, document, pledge);
  it.wait(6);
  await days(it);
  const { incident, reports } = await incidents(it, claim);
  await theCase(it, incident, agreed, reports);
  await evidence(it);
  await handOver(it);
  await forFew(it);
  await bulletins(it);
  await lostRoot(it);
  await it.does(BOTH, 'agreement.end', { agreement: agreed, because: 'Peace was signed.' });
}
