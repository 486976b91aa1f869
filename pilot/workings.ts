// The demonstration, continued: what the mechanism can do besides a case. A working session with a text in brackets, a protocol
// that both sign and keep, persons who go home through every gate, what is sealed for few, the confidential route, evidence and
// its custody, a walk-out and a return, a finding that all settle, a bulletin that is withdrawn. Nothing here happened, and what
// one side does the other does too.

import { day, id, type PilotAct, recipient, six, time, vkey } from './act.ts';
import { act, areaOf, CENTRAL, hours, NORTHERN } from './demonstration.ts';

const SIDES = ['pak', 'afg'] as const;
type Party = (typeof SIDES)[number];
const other = (side: Party): Party => (side === 'pak' ? 'afg' : 'pak');
/** The same of both sides, at the same time. */
const both = (of: (side: Party) => readonly PilotAct[]): PilotAct[] => {
  const [one, two] = SIDES.map(of);
  return one!.flatMap((first, i) => [first, two![i]!]);
};
const LEADS = ['pak/lead', 'afg/lead'];
const OWN = { kind: 'own-act' };

// ---- To whom it can be sealed

const SEALS: readonly PilotAct[] = [
  ...['pak/lead', 'afg/lead', 'tur/chair', 'qat/lead'].map((by) =>
    act(`seal-key-${by}`, hours(460), by, 'organisation.seal-key', { recipient: recipient(by.split('/')[0]!) }),
  ),
  act('adviser-key', hours(460), 'obs/adviser', 'confidential.key', { recipient: recipient('obs/adviser') }),
];

// ---- A working session on the mechanism itself

const SESSION: readonly PilotAct[] = [
  act('session', hours(430), 'tur/secretary', 'talks.open', {
    name: six(
      'Working session on this mechanism (demonstration)',
      'اس نظام پر ورکنگ اجلاس (نمائش)',
      'د دې میکانیزم په اړه کاري غونډه (ښودنه)',
      'نشست کاری دربارهٔ این سازوکار (نمایش)',
      'جلسة عمل حول هذه الآلية (عرض توضيحي)',
      'Bu mekanizma üzerine çalışma oturumu (gösterim)',
    ),
    place: { name: six('Doha', 'دوحہ', 'دوحه', 'دوحه', 'الدوحة', 'Doha'), ref: 'doha' },
    when: { from: day('-431h'), to: day('-420h') },
    mediators: ['tur', 'qat'],
    delegations: [{ organisation: 'pak' }, { organisation: 'afg' }],
    agenda: [
      {
        id: 'hotline',
        title: six(
          'Hotline at night',
          'رات کی ہاٹ لائن',
          'د شپې بېړنۍ کرښه',
          'خط اضطراری شبانه',
          'الخط الساخن ليلًا',
          'Gece doğrudan hattı',
        ),
      },
      {
        id: 'lists',
        title: six(
          'Lists of persons',
          'افراد کی فہرستیں',
          'د کسانو لېستونه',
          'فهرست اشخاص',
          'قوائم الأشخاص',
          'Kişi listeleri',
        ),
      },
      {
        id: 'maps',
        title: six(
          'Maps of the teams',
          'ٹیموں کے نقشے',
          'د ټیمونو نقشې',
          'نقشه‌های تیم‌ها',
          'خرائط الفرق',
          'Ekip haritaları',
        ),
      },
    ],
    basis: OWN,
  }),
  ...both((side) => [
    act(`session-stance-${side}`, hours(429), `${side}/lead`, 'talks.position', {
      round: id('session'),
      whose: side,
      type: 'proposal',
      words: 'Demonstration: the hotline is answered by a named officer, at every hour.',
      language: 'en',
      item: 'hotline',
      basis: OWN,
    }),
    // What each side says that the other undertook, and what that one says of it.
    act(`session-pledge-${side}`, hours(428), `${other(side)}/lead`, 'talks.pledge', {
      round: id('session'),
      by: side,
      to: [other(side)],
      words: 'Demonstration: to answer the hotline at night within ten minutes.',
      language: 'en',
      item: 'hotline',
      basis: OWN,
    }),
    act(`session-pledge-${side}-denied`, hours(427), `${side}/lead`, 'talks.follow', {
      pledge: id(`session-pledge-${side}`),
      step: 'denied',
      words: 'Demonstration: we said that we would look into it.',
      basis: OWN,
    }),
    act(`session-own-pledge-${side}`, hours(426), `${side}/lead`, 'talks.pledge', {
      round: id('session'),
      by: side,
      to: [other(side)],
      words: 'Demonstration: to name an officer for the hotline, by day.',
      language: 'en',
      item: 'hotline',
      basis: OWN,
    }),
    act(`session-own-pledge-${side}-kept`, hours(380), `${other(side)}/lead`, 'talks.follow', {
      pledge: id(`session-own-pledge-${side}`),
      step: 'kept',
      words: 'Demonstration: the name came within two days.',
      basis: OWN,
    }),
  ]),
  act('session-text', hours(425), 'tur/secretary', 'talks.text', {
    round: id('session'),
    item: 'hotline',
    parts: [
      { kind: 'agreed', words: 'Demonstration: each side names an officer who answers the hotline' },
      {
        kind: 'bracketed',
        alternatives: [
          { by: ['pak'], words: 'within ten minutes, at every hour' },
          { by: ['afg'], words: 'at every hour, within ten minutes where there is a line' },
        ],
      },
      { kind: 'agreed', words: 'and says so to the secretariat.' },
    ],
  }),
  act('session-parked', hours(424), 'tur/chair', 'talks.park', {
    round: id('session'),
    item: 'maps',
    because: 'Demonstration: the surveyors of both sides meet first.',
  }),
  act('session-minutes', hours(423), [...LEADS, 'tur/chair'], 'talks.minutes', {
    round: id('session'),
    words:
      'Demonstration: both sides name an officer for the hotline. How soon it is answered at night stays in brackets. Lists of persons follow a protocol.',
    language: 'en',
  }),
  act('session-outcome', hours(422), 'tur/secretary', 'talks.close', {
    round: id('session'),
    outcome: 'understanding',
    words: 'Demonstration: as the minutes say that both initialled.',
    basis: OWN,
  }),
  ...both((side) => [
    act(`left-${side}`, hours(side === 'pak' ? 300 : 290), `${side}/lead`, 'participation.leave', {
      scopes: ['talks'],
      how: 'suspension',
      because: 'Demonstration: to consult at home.',
    }),
    act(`back-${side}`, hours(side === 'pak' ? 294 : 284), `${side}/lead`, 'participation.resume', {
      words: 'Demonstration: consulted.',
    }),
  ]),
  act('noted-qat', hours(110), 'tur/chair', 'participation.note', {
    organisation: 'qat',
    scopes: ['teams'],
    because: 'Demonstration: its seat did not come to two meetings of the team.',
    basis: OWN,
  }),
  act('noted-qat-answer', hours(108), 'qat/lead', 'participation.answer', {
    participation: id('noted-qat'),
    words: 'Demonstration: no flight for two days.',
  }),
  act('back-qat', hours(107), 'qat/lead', 'participation.resume', {}),
];

// ---- A protocol by its text: signed, kept, amended

const OBLIGATION = {
  article: 'a1',
  nature: 'act',
  words: { en: 'Each side hands the other its list of persons within three days of signature.' },
  measure: { kind: 'deliver', what: 'List of persons', withinHours: 72 },
  verification: { by: ['beneficiary'] },
  consequence: [{ en: 'The chair names the side that has not delivered in the daily bulletin.' }],
};
const CONTENT = (words: string) => ({
  articles: [{ id: 'a1', text: { en: words } }],
  obligations: SIDES.map((side) => ({
    ...OBLIGATION,
    id: `list-${side}`,
    obligors: [side],
    beneficiaries: [other(side)],
    mirror: `list-${other(side)}`,
  })),
});

const PROTOCOL: readonly PilotAct[] = [
  act('protocol', hours(415), 'tur/secretary', 'agreement.record', {
    title: six(
      'Protocol on lists of persons (demonstration)',
      'افراد کی فہرستوں پر پروٹوکول (نمائش)',
      'د کسانو د لېستونو پروتوکول (ښودنه)',
      'پروتوکول فهرست اشخاص (نمایش)',
      'بروتوكول قوائم الأشخاص (عرض توضيحي)',
      'Kişi listeleri protokolü (gösterim)',
    ),
    known: 'text',
    parties: [...SIDES],
    guarantors: ['tur'],
    authentic: ['en'],
    ...CONTENT('Demonstration. Each side hands the other its list of persons within three days of signature.'),
  }),
  act('protocol-signed', hours(414), [...LEADS, 'tur/chair'], 'agreement.sign', {
    agreement: id('protocol'),
    version: 1,
  }),
  ...both((side) => [
    act(`list-${side}`, hours(350), `${side}/liaison`, 'handover.list', {
      to: other(side),
      holds: 'held-by-us',
      persons: side === 'pak' ? ['P-D3M2A'] : ['P-D3M2B'],
    }),
    act(`list-${side}-given`, hours(349), `${side}/liaison`, 'agreement.deliver', {
      agreement: id('protocol'),
      obligation: `list-${side}`,
      words: 'Demonstration: the list of today.',
    }),
    act(`list-${side}-received`, hours(348), `${other(side)}/liaison`, 'agreement.acknowledge', {
      agreement: id('protocol'),
      delivery: id(`list-${side}-given`),
      answer: 'received',
    }),
    act(`list-${side}-answer`, hours(340), `${other(side)}/liaison`, 'handover.answer-list', {
      list: id(`list-${side}`),
      answers: [{ pseudonym: side === 'pak' ? 'P-D3M2A' : 'P-D3M2B', answer: 'known' }],
    }),
  ]),
  act('protocol-amended', hours(310), LEADS, 'agreement.amend', {
    agreement: id('protocol'),
    because: 'Demonstration: persons stand on a list by pseudonym alone.',
    ...CONTENT(
      'Demonstration. Each side hands the other its list of persons, by pseudonym alone, within three days of signature.',
    ),
  }),
];

// ---- Two persons who go home, one each way, through every gate

const home = (side: Party): readonly PilotAct[] => {
  const docket = `docket-home-${side}`;
  const to = other(side);
  const gate = (name: string, at: number, ...by: string[]) =>
    by.map((one) =>
      act(`${docket}-${name}-${one}`, hours(at), `${one}/${one === 'obs' ? 'lead' : 'liaison'}`, 'handover.gate', {
        docket: id(docket),
        gate: name,
        set: true,
        ...(name === 'follow-up-set' ? { day: day(hours(100)) } : {}),
      }),
    );
  return [
    {
      ...act(docket, hours(330), 'tur/secretary', 'handover.open', {
        pseudonym: side === 'pak' ? 'P-D3M2A' : 'P-D3M2B',
        what: 'person',
        transferring: side,
        receiving: to,
        crossing: side === 'pak' ? 'torkham' : 'chaman-spin-boldak',
        list: id(`list-${side}`),
      }),
      sealed: { words: 'Demonstration: there is no such person.', for: ['pak', 'afg'] },
    },
    act(`${docket}-accepted`, hours(328), `${to}/liaison`, 'handover.accept', { docket: id(docket) }),
    ...gate('identity', 320, side, to),
    ...gate('legal-basis', 315, side, 'obs'),
    ...gate('family-and-child', 312, side, 'obs'),
    ...gate('medical', 306, side, 'obs'),
    ...gate('interview-offered', 302, 'obs'),
    act(`${docket}-objection`, hours(301), 'obs/lead', 'handover.object', { docket: id(docket), ground: 'health' }),
    act(`${docket}-lifted`, hours(260), 'obs/lead', 'handover.lift-objection', {
      docket: id(docket),
      objection: id(`${docket}-objection`),
      because: 'resolved',
    }),
    ...gate('no-risk-found', 258, 'obs'),
    ...gate('reception-agreed', 250, side, to),
    ...gate('follow-up-set', 248, to, 'obs'),
    act(`${docket}-receipt`, hours(210), ['pak/liaison', 'afg/liaison'], 'handover.receipt', { docket: id(docket) }),
    act(`${docket}-seen`, hours(99), 'obs/lead', 'handover.follow-up', {
      docket: id(docket),
      day: day(hours(100)),
      result: 'seen-and-well',
    }),
    act(`${docket}-purged`, hours(95), `${to}/liaison`, 'handover.purge', {
      docket: id(docket),
      ground: 'request-of-the-person',
    }),
  ];
};
const HOME = both(home);

// ---- For few: shares, and the confidential route

const FEW: readonly PilotAct[] = [
  ...both((side) => [
    {
      ...act(
        `share-${side}`,
        hours(255),
        `${side}/lead`,
        'share.offer',
        {
          to: ['tur'],
          tlp: 'AMBER',
          subject: 'movement',
          purpose: 'Demonstration: for planning the patrols of the team, and for nothing else.',
          expires: time('20d'),
        },
        [side, 'tur'],
      ),
      sealed: { words: 'Demonstration: some twenty persons moved along a valley by night.', for: [side, 'tur'] },
    },
    act(`share-${side}-received`, hours(254), 'tur/chair', 'share.receive', { share: id(`share-${side}`) }, [
      side,
      'tur',
    ]),
    act(
      `share-${side}-ask`,
      hours(253),
      'tur/chair',
      'share.ask',
      { share: id(`share-${side}`), to: 'qat', purpose: 'Demonstration: its monitor goes on the same patrol.' },
      [side, 'tur'],
    ),
    act(
      `share-${side}-consent`,
      hours(252),
      `${side}/lead`,
      'share.consent',
      {
        share: id(`share-${side}`),
        ask: id(`share-${side}-ask`),
        answer: 'granted',
        conditions: 'Demonstration: read by the monitor alone.',
      },
      [side, 'tur'],
    ),
    {
      ...act(
        `share-${side}-passed`,
        hours(251),
        'tur/chair',
        'share.pass-on',
        { share: id(`share-${side}`), consent: id(`share-${side}-consent`), to: 'qat' },
        [side, 'qat', 'tur'],
      ),
      sealed: { words: 'Demonstration: some twenty persons moved along a valley by night.', for: [side, 'qat', 'tur'] },
    },
    act(
      `share-${side}-passed-received`,
      hours(249),
      'qat/lead',
      'share.receive',
      { share: id(`share-${side}-passed`) },
      [side, 'qat', 'tur'],
    ),
    {
      ...act(`confidential-${side}`, hours(150), `${side}/monitor`, 'confidential.file', { to: ['obs/adviser'] }, [
        'obs',
        side,
      ]),
      sealed: { words: 'Demonstration: what only the adviser is to read.', for: ['obs/adviser'] },
    },
    act(
      `confidential-${side}-received`,
      hours(148),
      'obs/adviser',
      'confidential.receive',
      { file: id(`confidential-${side}`) },
      ['obs', side],
    ),
  ]),
  act(
    'release',
    hours(140),
    'tur/chair',
    'share.release',
    {
      subject: 'movement',
      words: { en: 'Demonstration: movement was seen on some nights of the week before.' },
      where: { kind: 'area', name: CENTRAL.name, level: 'sector' },
      from: day('-14d'),
      to: day('-11d'),
    },
    'public',
  ),
];

// ---- Evidence and its custody; what was deposited in error is withdrawn

const deposit = (
  as: string,
  at: number,
  by: string,
  file: string,
  described: string,
  about?: PilotAct['body'],
): PilotAct => ({
  ...act(as, hours(at), by, 'evidence.deposit', {
    file: { sha256: { $sha256: file }, size: { $size: file }, type: 'text/plain' },
    obtained: {
      when: { from: time('-288h'), to: time('-287h'), certainty: 'exact' },
      place: { ...areaOf(CENTRAL), known: 'measured' },
    },
    means: 'recorded',
    described,
    ...(about ? { for: about } : {}),
    demonstration: true,
  }),
  files: [file],
});
const LOG = 'evidence/post-log.txt';
const WRONG = 'evidence/wrong-file.txt';

const EVIDENCE: readonly PilotAct[] = [
  deposit('log', 205, 'tur/monitor', LOG, 'Log of the observation post: what was heard, minute by minute.', {
    table: 'case',
    id: id('case-1'),
  }),
  act('log-handed-on', hours(204), 'tur/monitor', 'evidence.transfer', {
    evidence: id('log'),
    to: 'qat',
    purpose: 'To be read by somebody who did not hear it.',
  }),
  act('log-received', hours(203), 'qat/monitor', 'evidence.receive', { evidence: id('log'), sha256: { $sha256: LOG } }),
  act('log-read', hours(200), 'qat/monitor', 'evidence.examine', {
    evidence: id('log'),
    method: 'Read beside the times that both parties reported.',
    result: 'The first and the last sound fit both accounts. Who began cannot be told from it.',
  }),
  deposit('wrong-file', 190, 'obs/monitor', WRONG, 'Deposited in error: it belongs to another matter.'),
  act('wrong-file-withdrawn', hours(188), 'obs/lead', 'file.erase', {
    entry: id('wrong-file'),
    sha256: { $sha256: WRONG },
    ground: 'deposited-in-error',
    authority: 'The depositor.',
  }),
];

// ---- Case 3: seats of both parties dissent, and in the end all settle it together

const WRECK = {
  event: 'overflight',
  when: { from: time('-402h'), to: time('-401h'), certainty: 'about' },
  place: { ...areaOf(NORTHERN), known: 'seen' },
  language: 'en',
  demonstration: true,
};
const wreck = (title = 'Wreck') => ({
  event: WRECK.event,
  title: six(
    `${title} of a small drone, northern sector (demonstration)`,
    'چھوٹے ڈرون کا ملبہ، شمالی سیکٹر (نمائش)',
    'د کوچني ډرون پاتې شوني، شمالي سکتور (ښودنه)',
    'بقایای یک طیارهٔ کوچک بی‌پیلوت، سکتور شمالی (نمایش)',
    'حطام طائرة مسيّرة صغيرة، القطاع الشمالي (عرض توضيحي)',
    'Küçük bir insansız hava aracının enkazı, kuzey kesimi (gösterim)',
  ),
  when: WRECK.when,
  place: WRECK.place,
});
const WHOSE = 'attribution:non-party:a private owner';

const CASE_3: readonly PilotAct[] = [
  act('report-6-qat', hours(400), 'qat/monitor', 'report.file', {
    ...WRECK,
    account: 'On patrol: the wreck of a small drone beside a track. No mark, no number, no load.',
    source: { type: 'monitor', directness: 'saw' },
    grade: { reliability: 'B', credibility: 2 },
  }),
  act('report-6-obs', hours(399), 'obs/monitor', 'report.file', {
    ...WRECK,
    account: 'A small engine was heard in the early hours, then not any more.',
    source: { type: 'monitor', directness: 'heard' },
  }),
  act('report-6-obs-twice', hours(399), 'obs/monitor', 'report.file', {
    ...WRECK,
    account: 'A small engine was heard in the early hours, then not any more.',
    source: { type: 'monitor', directness: 'heard' },
  }),
  act('report-6-obs-withdrawn', hours(398), 'obs/monitor', 'report.withdraw', {
    report: id('report-6-obs-twice'),
    because: 'Sent twice.',
  }),
  ...both((side) => [
    act(`report-6-${side}`, hours(398), `${side}/monitor`, 'report.file', {
      ...WRECK,
      account: 'No drone of ours was in the sector in that night.',
      source: { type: 'party', directness: 'told-by-party' },
    }),
    act(`report-6-${side}-corrected`, hours(397), `${side}/monitor`, 'report.correct', {
      report: id(`report-6-${side}`),
      because: 'It was asked about two nights.',
      body: {
        ...WRECK,
        account: 'No drone of ours was in the sector in that night, nor in the night before.',
        source: { type: 'party', directness: 'told-by-party' },
      },
    }),
  ]),
  act('incident-3', hours(396), 'tur/secretary', 'incident.open', {
    ...wreck(),
    reports: [id('report-6-qat'), ...SIDES.map((side) => id(`report-6-${side}`))],
    because: 'The same night and sector.',
  }),
  act('incident-3-heard', hours(395), 'obs/monitor', 'incident.open', {
    ...wreck('Fall'),
    reports: [id('report-6-obs')],
  }),
  act('incident-3-merged', hours(394), 'tur/secretary', 'incident.merge', {
    incident: id('incident-3'),
    other: id('incident-3-heard'),
    because: 'What was heard and what was found lie two hours apart at most, on one slope.',
  }),
  act('case-3', hours(393), 'tur/chair', 'case.open', {
    incident: id('incident-3'),
    question: 'What fell in the northern sector, and whose was it?',
  }),
  ...both((side) => [
    act(`case-3-ack-${side}`, hours(392), `${side}/liaison`, 'case.acknowledge', { case: id('case-3') }),
    act(`case-3-team-${side}`, hours(388), `${side}/lead`, 'case.name-team', {
      case: id('case-3'),
      members: [`${side}/monitor`],
    }),
  ]),
  act('case-3-team-tur', hours(386), 'tur/chair', 'case.name-team', {
    case: id('case-3'),
    members: ['tur/monitor'],
    chair: 'tur/chair',
  }),
  act('case-3-draft', hours(370), 'tur/chair', 'case.draft', {
    case: id('case-3'),
    account: 'The team saw the wreck, and asked both sides for their flight logs of two nights.',
    limits: 'The wreck has no number. Neither log could be checked against a radar.',
    findings: [
      {
        on: 'occurrence',
        statement: { en: 'A small drone without mark or load fell in the northern sector by night.' },
        standard: 'established',
        because: 'The wreck was seen by the whole team.',
        entries: [id('report-6-qat'), id('report-6-obs')],
      },
      {
        on: 'attribution',
        to: { kind: 'non-party', name: 'a private owner' },
        statement: { en: 'It was flown by a private owner, and by neither party.' },
        standard: 'reasonable-grounds',
        because: 'Such drones are sold in the towns of both sides; neither flight log has one.',
        entries: SIDES.map((side) => id(`report-6-${side}`)),
      },
    ],
  }),
  ...both((side) => [
    act(`case-3-reply-${side}`, hours(360), `${side}/liaison`, 'case.reply', {
      case: id('case-3'),
      draft: id('case-3-draft'),
      comment: false,
    }),
    act(`case-3-position-${side}`, hours(350), `${side}/monitor`, 'case.position', {
      case: id('case-3'),
      draft: id('case-3-draft'),
      position: 'concur',
    }),
    act(`case-3-dissent-${side}`, hours(349), `${side}/monitor`, 'case.position', {
      case: id('case-3'),
      draft: id('case-3-draft'),
      findings: [WHOSE],
      position: 'dissent',
      words: 'That something is sold in towns does not say whose this one was.',
      language: 'en',
    }),
  ]),
  act('case-3-position-tur', hours(348), 'tur/monitor', 'case.position', {
    case: id('case-3'),
    draft: id('case-3-draft'),
    position: 'concur',
  }),
  act('case-3-adopt', hours(345), 'tur/chair', 'case.adopt', { case: id('case-3'), draft: id('case-3-draft') }),
  act('case-3-settled', hours(335), [...LEADS, 'tur/chair'], 'case.settle', {
    case: id('case-3'),
    findings: [{ finding: WHOSE, standard: 'unable-to-verify' }],
    words: 'Demonstration: all agree that it cannot be told whose it was.',
  }),
  act('case-3-closed', hours(334), 'tur/chair', 'case.close', {
    case: id('case-3'),
    outcome: 'finished',
    because: 'Nothing is left to be done.',
  }),
];

// ---- Notices, calls and statements that were taken back or closed

const CLOSED: readonly PilotAct[] = [
  ...both((side) => {
    const notice = (from: number, to: number) => ({
      when: { from: time(hours(from)), to: time(hours(to)), certainty: 'about' },
      place: { ...areaOf(NORTHERN), known: 'measured' },
      words: 'Demonstration: a fence is repaired; six workers.',
    });
    return [
      act(`fence-${side}`, hours(240), `${side}/liaison`, 'notice.give', {
        what: 'repair',
        ...notice(220, 214),
        language: 'en',
      }),
      act(`fence-${side}-noted`, hours(239), `${other(side)}/liaison`, 'notice.acknowledge', {
        notice: id(`fence-${side}`),
        answer: 'no-objection',
      }),
      act(`fence-${side}-later`, hours(230), `${side}/liaison`, 'notice.change', {
        notice: id(`fence-${side}`),
        ...notice(196, 190),
      }),
      act(`fence-${side}-not`, hours(200), `${side}/liaison`, 'notice.cancel', {
        notice: id(`fence-${side}`),
        because: 'Demonstration: snow.',
      }),
    ];
  }),
  act('hotline-0', hours(180), 'afg/monitor', 'hotline.call', {
    subject: 'aircraft-seen',
    words: 'Demonstration: a helicopter near the line. Is it yours?',
    language: 'en',
    place: { ...areaOf(NORTHERN), known: 'seen' },
  }),
  act('hotline-0-ack', hours(180), 'pak/liaison', 'hotline.acknowledge', { hotline: id('hotline-0') }),
  act('hotline-0-said', hours(180), 'pak/liaison', 'hotline.say', {
    hotline: id('hotline-0'),
    words: 'Demonstration: it brings a patient to the hospital.',
    language: 'en',
  }),
  act('hotline-0-closed', hours(179), 'afg/monitor', 'hotline.close', {
    hotline: id('hotline-0'),
    outcome: 'explained',
  }),
  act(
    'torkham-seen-wrongly',
    hours(98),
    'obs/monitor',
    'crossing.observe',
    {
      crossing: 'torkham',
      direction: 'both',
      categories: ['pedestrians'],
      window: { from: time(hours(100)), to: time(hours(99)) },
      status: 'open',
      known: 'seen',
      words: 'Demonstration.',
    },
    'public',
  ),
  act(
    'torkham-seen-wrongly-withdrawn',
    hours(97),
    'obs/monitor',
    'crossing.withdraw',
    { statement: id('torkham-seen-wrongly'), because: 'Demonstration: it was another gate.' },
    'public',
  ),
];

// ---- A flash that was corrected in the open, and withdrawn: its tombstone stays

const flash = (text: string): PilotAct['body'] => ({
  type: 'flash',
  title: { en: 'Flash: the road at Torkham (demonstration)' },
  from: time(hours(360)),
  to: time(hours(338)),
  sections: [{ id: 'road', heading: { en: 'The road' }, items: [{ text: { en: text } }] }],
  limits: { en: 'Told by travellers; nobody of the mechanism was there.' },
  coverage: { text: { en: 'No observation effort is on record for the window.' } },
});
const approvals = (version: string, at: number): PilotAct[] =>
  ['tur/chair', 'qat/lead'].map((by) =>
    act(
      `${version}-${by}`,
      hours(at),
      by,
      'bulletin.approve',
      { bulletin: id('flash'), version: id(version) },
      'public',
    ),
  );

const FLASH: readonly PilotAct[] = [
  act(
    'flash',
    hours(337),
    'tur/secretary',
    'bulletin.draft',
    flash('Demonstration: travellers say that the road is blocked by a slide of stones.'),
    'public',
  ),
  ...approvals('flash', 336),
  act(
    'flash-corrected',
    hours(333),
    'tur/secretary',
    'bulletin.correct',
    {
      bulletin: id('flash'),
      because: 'Demonstration: one lane stayed free.',
      body: flash('Demonstration: travellers say that one lane of the road is blocked by a slide of stones.'),
    },
    'public',
  ),
  ...approvals('flash-corrected', 332),
  act(
    'flash-withdrawn',
    hours(326),
    ['tur/chair', 'qat/lead'],
    'bulletin.withdraw',
    { bulletin: id('flash'), because: 'Demonstration: it was another road.' },
    'public',
  ),
];

// ---- What is not one event, and a root key that was not lost after all

const APART: readonly PilotAct[] = both((side) => [
  act(`apart-${side}`, hours(3), `${side}/liaison`, 'incident.keep-apart', {
    reports: [id(`report-3-${side}`), id('report-4-obs')],
    because: 'Demonstration: what was built on the height and what waited at the gate are two events.',
  }),
]);

const ROOT: readonly PilotAct[] = [
  act(
    'root-lost',
    hours(300),
    ['pak/root', 'afg/root', 'tur/root', 'obs/lead'],
    'root.propose',
    { organisation: 'obs', key: vkey('obs/root#2'), reason: 'Demonstration: the safe of the office was flooded.' },
    'public',
  ),
  act(
    'root-found',
    hours(280),
    'obs/monitor',
    'root.object',
    { proposal: id('root-lost'), reason: 'Demonstration: a copy lies in the second safe.' },
    'public',
  ),
];

const GROUPS = [SEALS, SESSION, PROTOCOL, HOME, FEW, EVIDENCE, CASE_3, CLOSED, FLASH, APART, ROOT];
export const WORKINGS: readonly PilotAct[] = GROUPS.flat();
