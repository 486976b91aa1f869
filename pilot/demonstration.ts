// The demonstration: invented reports, one case taken to its end and one with its clocks running. It is balanced on
// purpose: each side reports, is asked, and once does not give what it was asked for. Nothing here happened.

import { id, type PilotAct, six, time } from './act.ts';

type Time = `${'-' | ''}${number}${'d' | 'h' | 'm'}`;
export const hours = (count: number): Time => `-${count}h`;

export const act = (
  as: string,
  at: Time,
  by: PilotAct['by'],
  kind: string,
  body: PilotAct['body'],
  audience?: PilotAct['audience'],
): PilotAct => ({
  as,
  at,
  by,
  kind,
  ...(audience ? { audience } : {}),
  body,
});

const NEAR = {
  'ghulam-khan': {
    ref: 'ghulam-khan',
    name: six('Ghulam Khan', 'غلام خان', 'غلام خان', 'غلام خان', 'غلام خان', 'Gulam Han'),
  },
  torkham: { ref: 'torkham', name: six('Torkham', 'طورخم', 'تورخم', 'تورخم', 'طورخم', 'Torkham') },
};
export const CENTRAL = {
  ref: 'sector-centre',
  name: six('Central sector', 'وسطی سیکٹر', 'منځنی سکتور', 'سکتور مرکزی', 'القطاع الأوسط', 'Orta kesim'),
};
const SOUTHERN = {
  ref: 'sector-south',
  name: six('Southern sector', 'جنوبی سیکٹر', 'سوېلي سکتور', 'سکتور جنوبی', 'القطاع الجنوبي', 'Güney kesimi'),
};
export const NORTHERN = {
  ref: 'sector-north',
  name: six('Northern sector', 'شمالی سیکٹر', 'شمالي سکتور', 'سکتور شمالی', 'القطاع الشمالي', 'Kuzey kesimi'),
};
export const areaOf = (sector: typeof CENTRAL) => ({ ref: sector.ref, area: { name: sector.name, level: 'sector' } });

const wounded = (min: number, max: number, whom = 'unspecified') => ({ what: 'wounded', whom, count: { min, max } });
const killed = (min: number, max: number, whom = 'unspecified') => ({ what: 'killed', whom, count: { min, max } });

// ---- Case 1: fire near a crossing, taken to its end

const CASE_1: readonly PilotAct[] = [
  act('report-1-pak', hours(287), 'pak/monitor', 'report.file', {
    event: 'fire-across-line',
    when: { from: time('-288h'), to: time('-287h'), certainty: 'about' },
    place: { ...NEAR['ghulam-khan'], point: { lat: 33.12, lon: 70.05, radiusKm: 3 }, known: 'seen' },
    account:
      'Fire with small arms was received from the west for about forty minutes, beginning shortly before dusk. It was answered after ten minutes. Two persons were wounded at the post.',
    language: 'en',
    source: { type: 'party', directness: 'saw' },
    figures: [wounded(2, 2)],
    demonstration: true,
  }),
  act('report-1-afg', hours(286), 'afg/monitor', 'report.file', {
    event: 'fire-across-line',
    when: { from: time('-288h'), to: time('-287h'), certainty: 'about' },
    place: { ...NEAR['ghulam-khan'], point: { lat: 33.16, lon: 70, radiusKm: 3 }, known: 'seen' },
    account:
      'Fire was received from the east before dusk and was answered. One person was killed and one to three were wounded at a house near the road.',
    language: 'en',
    source: { type: 'party', directness: 'saw' },
    figures: [killed(1, 1, 'civilians'), wounded(1, 3, 'civilians')],
    demonstration: true,
  }),
  act('report-1-tur', hours(285), 'tur/monitor', 'report.file', {
    event: 'fire-across-line',
    when: { from: time('-288h'), to: time('-287h'), certainty: 'exact' },
    place: { ...CENTRAL, area: areaOf(CENTRAL).area, known: 'estimated' },
    account:
      'From an observation post: heard eleven bursts and single shots, undetermined, 6 to 8 km to the north-east, over 38 minutes. Direction of fire not determined. Nothing seen: dusk and dust.',
    language: 'en',
    source: { type: 'monitor', directness: 'heard' },
    grade: { reliability: 'B', credibility: 2 },
    demonstration: true,
  }),
  act('report-1-press', hours(284), 'tur/secretary', 'report.file', {
    event: 'fire-across-line',
    when: { from: time('-294h'), to: time('-284h'), certainty: 'unsure' },
    place: { ...areaOf(CENTRAL), known: 'told' },
    account: 'An article retells the statement of one party: fire from across the line, two persons wounded.',
    language: 'en',
    source: { type: 'press', directness: 'told-by-press', origin: 'statement of one party on the same evening' },
    grade: { reliability: 'C', credibility: 3 },
    figures: [wounded(2, 2)],
    demonstration: true,
  }),
  act('incident-1', hours(283), 'tur/secretary', 'incident.open', {
    event: 'fire-across-line',
    title: six(
      'Exchange of fire near Ghulam Khan (demonstration)',
      'غلام خان کے قریب فائرنگ کا تبادلہ (نمائش)',
      'غلام خان ته نږدې د ډزو تبادله (ښودنه)',
      'تبادل آتش نزدیک غلام خان (نمایش)',
      'تبادل إطلاق نار قرب غلام خان (عرض توضيحي)',
      'Gulam Han yakınında karşılıklı ateş (gösterim)',
    ),
    when: { from: time('-288h'), to: time('-287h'), certainty: 'about' },
    place: { ...NEAR['ghulam-khan'], point: { lat: 33.14, lon: 70.02, radiusKm: 5 }, known: 'estimated' },
    reports: [id('report-1-pak'), id('report-1-afg'), id('report-1-tur'), id('report-1-press')],
    because:
      'Same hour, within 8 km, same kind. The press article has the origin of one party’s account: three origins, not four.',
  }),
  act('case-1', hours(282), 'pak/liaison', 'case.open', {
    incident: id('incident-1'),
    question:
      'Did an exchange of fire take place near Ghulam Khan; who began; was an obligation breached; did each party cooperate?',
    alleged: [{ agreement: id('agreement'), obligation: 'ceasefire-afg', party: 'afg' }],
  }),
  act('case-1-ack-afg', hours(278), 'afg/liaison', 'case.acknowledge', { case: id('case-1') }),
  act('case-1-ack-pak', hours(277), 'pak/liaison', 'case.acknowledge', { case: id('case-1') }),
  act('case-1-team-tur', hours(270), 'tur/chair', 'case.name-team', {
    case: id('case-1'),
    members: ['tur/monitor'],
    chair: 'tur/chair',
  }),
  act('case-1-team-afg', hours(268), 'afg/lead', 'case.name-team', { case: id('case-1'), members: ['afg/monitor'] }),
  act('case-1-team-pak', hours(266), 'pak/lead', 'case.name-team', { case: id('case-1'), members: ['pak/monitor'] }),
  act('case-1-team-qat', hours(264), 'qat/lead', 'case.name-team', { case: id('case-1'), members: ['qat/monitor'] }),
  act('access-1-afg', hours(262), 'tur/monitor', 'access.ask', {
    case: id('case-1'),
    of: 'afg',
    what: 'visit',
    where: { ...NEAR['ghulam-khan'], known: 'told' },
    purpose: 'To see the house near the road and speak, with consent, to those who were there.',
  }),
  act('access-1-pak', hours(262), 'tur/monitor', 'access.ask', {
    case: id('case-1'),
    of: 'pak',
    what: 'visit',
    where: { ...NEAR['ghulam-khan'], known: 'told' },
    purpose: 'To see the post that reported fire and its log of the evening.',
  }),
  act('access-1-afg-granted', hours(250), 'afg/liaison', 'access.answer', {
    access: id('access-1-afg'),
    answer: 'granted',
    authority: 'Provincial liaison office',
  }),
  act('access-1-pak-refused', hours(246), 'pak/liaison', 'access.answer', {
    access: id('access-1-pak'),
    answer: 'refused',
    ground: 'clearance',
    words: 'The sector was not cleared for visitors in that week.',
    authority: 'Sector headquarters',
  }),
  act('case-1-stop', hours(245), 'tur/chair', 'case.stop-clock', {
    case: id('case-1'),
    clock: 'draft',
    reason: 'access-denied',
    holder: 'pak',
    words: 'The visit to the post was refused for want of clearance; it was asked again on the same day.',
  }),
  act('access-1-pak-again', hours(244), 'tur/monitor', 'access.ask', {
    case: id('case-1'),
    of: 'pak',
    what: 'visit',
    where: { ...NEAR['ghulam-khan'], known: 'told' },
    purpose: 'As before: the post and its log.',
  }),
  act('access-1-afg-done', hours(236), 'tur/monitor', 'access.outcome', {
    access: id('access-1-afg'),
    outcome: 'done',
    account:
      'The team saw the house, fourteen impacts on its eastern wall, and spoke to three persons who agreed to speak. No name was taken.',
  }),
  act('access-1-pak-conditional', hours(222), 'pak/liaison', 'access.answer', {
    access: id('access-1-pak-again'),
    answer: 'conditional',
    ground: 'security',
    conditions: 'By day, without cameras, for two hours.',
    authority: 'Sector headquarters',
  }),
  act('case-1-start', hours(221), 'tur/chair', 'case.start-clock', { case: id('case-1'), clock: 'draft' }),
  act('access-1-pak-partly', hours(208), 'tur/monitor', 'access.outcome', {
    access: id('access-1-pak-again'),
    outcome: 'partly',
    account: 'The team saw the post and nine impacts on its western parapet. The log was read out; no copy was given.',
  }),
  act('case-1-evidence-wall', hours(207), 'tur/monitor', 'case.evidence', {
    case: id('case-1'),
    what: 'House near the road: fourteen impacts of small-arms fire on the eastern wall, none on the other walls; directions within 20 degrees of east.',
    from: 'visit of the team',
    reports: [id('report-1-afg')],
  }),
  act('case-1-evidence-post', hours(206), 'pak/monitor', 'case.evidence', {
    case: id('case-1'),
    what: 'Post: nine impacts on the western parapet; cartridge cases at two firing positions. The log, as read out, puts the first fire received ten minutes before the first fire returned.',
    from: 'visit of the team',
    reports: [id('report-1-pak')],
  }),
  act('case-1-draft', hours(168), 'tur/chair', 'case.draft', {
    case: id('case-1'),
    account:
      'The team of four saw both places, heard six persons and read out one log. Fire went both ways for about forty minutes.',
    limits:
      'The post’s log could not be copied. No sensor covered the place. Dusk and dust: nobody on either side saw where the first shots came from. The dead person’s family was not asked.',
    findings: [
      {
        on: 'occurrence',
        statement: six(
          'Small-arms fire was exchanged near Ghulam Khan for about forty minutes; one person was killed and three to five were wounded.',
          'غلام خان کے قریب تقریباً چالیس منٹ ہلکے ہتھیاروں سے فائرنگ کا تبادلہ ہوا؛ ایک شخص ہلاک اور تین سے پانچ زخمی ہوئے۔',
          'غلام خان ته نږدې شاوخوا څلوېښت دقیقې د سپکو وسلو ډزې تبادله شوې؛ یو کس ووژل شو او درې تر پنځو ټپیان شول.',
          'نزدیک غلام خان حدود چهل دقیقه با سلاح سبک تبادل آتش شد؛ یک تن کشته و سه تا پنج تن زخمی شدند.',
          'جرى تبادل لإطلاق النار بأسلحة خفيفة قرب غلام خان نحو أربعين دقيقة؛ قُتل شخص وجُرح ثلاثة إلى خمسة.',
          'Gulam Han yakınında yaklaşık kırk dakika hafif silahlarla karşılıklı ateş edildi; bir kişi öldü, üç ila beş kişi yaralandı.',
        ),
        standard: 'established',
        because:
          'Both sides’ accounts, the third-party post that heard it, and impacts at both places agree on time, place and kind.',
        entries: [id('report-1-pak'), id('report-1-afg'), id('report-1-tur')],
      },
      {
        on: 'breach',
        party: 'afg',
        agreement: id('agreement'),
        obligation: 'ceasefire-afg',
        version: id('agreement'),
        statement: {
          en: 'Fire from the western side in the evening was not in keeping with the obligation to hold fire, as it is reported.',
        },
        standard: 'plausible',
        because:
          'The post was hit from the west. Whether that fire answered other fire could not be established, and the text of the agreement is not public.',
        entries: [id('report-1-pak')],
      },
      {
        on: 'breach',
        party: 'pak',
        agreement: id('agreement'),
        obligation: 'ceasefire-pak',
        version: id('agreement'),
        statement: {
          en: 'Fire from the eastern side in the evening was not in keeping with the obligation to hold fire, as it is reported.',
        },
        standard: 'plausible',
        because:
          'The house was hit from the east. Whether that fire answered other fire could not be established, and the text of the agreement is not public.',
        entries: [id('report-1-afg')],
      },
      {
        on: 'attribution',
        to: { kind: 'undetermined' },
        statement: { en: 'Who fired first is not determined.' },
        standard: 'unable-to-verify',
        because:
          'Each side names the other. The log was read out by one side and could not be copied; the third-party post heard fire and could not tell its direction.',
        entries: [id('report-1-pak'), id('report-1-afg'), id('report-1-tur')],
      },
      {
        on: 'duty',
        party: 'pak',
        duty: 'give-access',
        answer: 'not-met',
        statement: {
          en: 'Access to the post was not given in time: refused once, then given on conditions after 40 hours.',
        },
        standard: 'reasonable-grounds',
        because: 'The request, the refusal and the later conditions are on record.',
        entries: [id('access-1-pak'), id('access-1-pak-refused')],
      },
    ],
  }),
  act('case-1-reply-afg', hours(160), 'afg/liaison', 'case.reply', {
    case: id('case-1'),
    draft: id('case-1-draft'),
    comment: false,
  }),
  act('case-1-reply-pak', hours(150), 'pak/lead', 'case.reply', {
    case: id('case-1'),
    draft: id('case-1-draft'),
    comment: true,
    words:
      'The sector was closed to all visitors in that week, our own included. The visit was given as soon as it could be made safe. The team saw what it asked to see.',
    language: 'en',
  }),
  act('case-1-position-tur', hours(140), 'tur/monitor', 'case.position', {
    case: id('case-1'),
    draft: id('case-1-draft'),
    position: 'concur',
  }),
  act('case-1-position-afg', hours(132), 'afg/monitor', 'case.position', {
    case: id('case-1'),
    draft: id('case-1-draft'),
    position: 'concur',
  }),
  act('case-1-position-afg-reserve', hours(131), 'afg/monitor', 'case.position', {
    case: id('case-1'),
    draft: id('case-1-draft'),
    findings: ['attribution:undetermined'],
    position: 'reservation',
    words: 'The log should have been copied. Without it the question of who fired first was closed too early.',
    language: 'en',
  }),
  act('case-1-position-pak', hours(128), 'pak/monitor', 'case.position', {
    case: id('case-1'),
    draft: id('case-1-draft'),
    position: 'concur',
  }),
  act('case-1-position-pak-dissent', hours(127), 'pak/monitor', 'case.position', {
    case: id('case-1'),
    draft: id('case-1-draft'),
    findings: ['duty:pak:give-access'],
    position: 'dissent',
    words:
      'A refusal for want of clearance in a closed sector is not a failure to give access. The second request was answered within a day, and the visit took place.',
    language: 'en',
  }),
  act('case-1-position-chair', hours(120), 'tur/chair', 'case.position', {
    case: id('case-1'),
    draft: id('case-1-draft'),
    position: 'concur',
  }),
  // The seat of the second guarantor says nothing in time: silence is shown as silence.
  act('case-1-adopt', hours(76), 'tur/chair', 'case.adopt', { case: id('case-1'), draft: id('case-1-draft') }),
  act('case-1-recommend-pak', hours(75), 'tur/chair', 'case.recommend', {
    case: id('case-1'),
    to: 'pak',
    words:
      'Name a holder of the hotline for this sector, reachable at all hours, and clear one route for visits of teams in advance.',
    findings: ['occurrence', 'duty:pak:give-access'],
  }),
  act('case-1-recommend-afg', hours(74), 'tur/chair', 'case.recommend', {
    case: id('case-1'),
    to: 'afg',
    words:
      'Name a holder of the hotline for this sector, reachable at all hours, and keep a log at the positions near the road.',
    findings: ['occurrence'],
  }),
  act('case-1-measure-afg', hours(70), 'afg/liaison', 'case.measure', {
    case: id('case-1'),
    recommendation: id('case-1-recommend-afg'),
    words: 'A holder was named; the log is kept.',
  }),
  act('case-1-measure-pak', hours(68), 'pak/liaison', 'case.measure', {
    case: id('case-1'),
    recommendation: id('case-1-recommend-pak'),
    words: 'A holder was named; the route is under preparation.',
  }),
  act('case-1-follow-afg', hours(50), 'qat/monitor', 'case.follow-up', {
    case: id('case-1'),
    recommendation: id('case-1-recommend-afg'),
    result: 'verified',
    words: 'The holder answered a call; the log was shown.',
  }),
  act('case-1-follow-pak', hours(49), 'qat/monitor', 'case.follow-up', {
    case: id('case-1'),
    recommendation: id('case-1-recommend-pak'),
    result: 'partly',
    words: 'The holder answered a call; the route is not cleared yet.',
  }),
];

// ---- Case 2: something heard overhead, with its clocks running

const CASE_2: readonly PilotAct[] = [
  act('report-2-afg', hours(43), 'afg/monitor', 'report.file', {
    event: 'air-or-drone-strike',
    when: { from: time('-45h'), to: time('-45h'), certainty: 'about' },
    place: { ...areaOf(SOUTHERN), known: 'told' },
    account:
      'An aircraft without a pilot was heard over two villages, then one explosion beside an empty store. Nobody was hurt. It came and left by the south-east.',
    language: 'en',
    source: { type: 'party', directness: 'told-by-witness' },
    figures: [{ what: 'buildings-damaged', whom: 'unspecified', count: { min: 1, max: 1 } }],
    demonstration: true,
  }),
  act('report-2-pak', hours(41), 'pak/monitor', 'report.file', {
    event: 'other',
    when: { from: time('-46h'), to: time('-44h'), certainty: 'about' },
    place: { ...areaOf(SOUTHERN), known: 'estimated' },
    account:
      'No flight of ours took place in the sector that day. A controlled explosion of old munitions was notified by the other side’s de-mining office for the same afternoon.',
    language: 'en',
    source: { type: 'party', directness: 'told-by-party' },
    demonstration: true,
  }),
  act('report-2-obs', hours(40), 'obs/monitor', 'report.file', {
    event: 'overflight',
    when: { from: time('-45h'), to: time('-45h'), certainty: 'about' },
    place: { ...areaOf(SOUTHERN), known: 'estimated' },
    account:
      'Heard an engine overhead, high, for about six minutes, then one explosion 10 to 15 km away. Nothing seen.',
    language: 'en',
    source: { type: 'monitor', directness: 'heard' },
    grade: { reliability: 'B', credibility: 3 },
    demonstration: true,
  }),
  act('incident-2', hours(39), 'tur/secretary', 'incident.open', {
    event: 'air-or-drone-strike',
    title: six(
      'Engine heard and one explosion, southern sector (demonstration)',
      'انجن کی آواز اور ایک دھماکہ، جنوبی سیکٹر (نمائش)',
      'د انجن غږ او یوه چاودنه، سوېلي سکتور (ښودنه)',
      'صدای موتور و یک انفجار، سکتور جنوبی (نمایش)',
      'صوت محرك وانفجار واحد، القطاع الجنوبي (عرض توضيحي)',
      'Motor sesi ve bir patlama, güney kesimi (gösterim)',
    ),
    when: { from: time('-46h'), to: time('-44h'), certainty: 'about' },
    place: { ...areaOf(SOUTHERN), known: 'estimated' },
    reports: [id('report-2-afg'), id('report-2-pak'), id('report-2-obs')],
    because: 'Same afternoon and sector. The accounts differ on what it was.',
  }),
  act('case-2', hours(38), 'afg/liaison', 'case.open', {
    incident: id('incident-2'),
    question: 'What was heard and what exploded in the southern sector; whose was it, if anybody’s; was it notified?',
    alleged: [{ agreement: id('agreement'), obligation: 'ceasefire-pak', party: 'pak' }],
  }),
  act('case-2-ack-afg', hours(37), 'afg/liaison', 'case.acknowledge', { case: id('case-2') }),
  act('case-2-team-tur', hours(30), 'tur/chair', 'case.name-team', {
    case: id('case-2'),
    members: ['tur/monitor'],
    chair: 'tur/chair',
  }),
  act('case-2-team-afg', hours(28), 'afg/lead', 'case.name-team', { case: id('case-2'), members: ['afg/monitor'] }),
  act('access-2-afg', hours(20), 'tur/monitor', 'access.ask', {
    case: id('case-2'),
    of: 'afg',
    what: 'visit',
    where: { ...areaOf(SOUTHERN), known: 'told' },
    purpose: 'To see the store and the de-mining office’s notice of the day.',
  }),
  act('access-2-pak', hours(20), 'tur/monitor', 'access.ask', {
    case: id('case-2'),
    of: 'pak',
    what: 'documents',
    where: { ...areaOf(SOUTHERN), known: 'told' },
    purpose: 'To see the flight log of the sector for the day.',
  }),
  act('access-2-afg-refused', hours(9), 'afg/liaison', 'access.answer', {
    access: id('access-2-afg'),
    answer: 'refused',
    ground: 'weather',
    words: 'The road is washed out; the visit can be asked again when it is mended.',
    authority: 'Provincial liaison office',
  }),
  act('case-2-stop', hours(8), 'tur/chair', 'case.stop-clock', {
    case: id('case-2'),
    clock: 'draft',
    reason: 'access-denied',
    holder: 'afg',
    words: 'The visit was refused because of the road. It will be asked again tomorrow.',
  }),
];

// ---- Reports that nobody has put into an incident yet, and others for few

const FRESH: readonly PilotAct[] = [
  act('report-3-pak', hours(6), 'pak/monitor', 'report.file', {
    event: 'movement-or-new-positions',
    when: { from: time('-9h'), to: time('-8h'), certainty: 'about' },
    place: { ...NEAR.torkham, point: { lat: 34.15, lon: 71.06, radiusKm: 2 }, known: 'seen' },
    account:
      'About ten persons with two vehicles began to raise a wall of sandbags on the height north-west of the crossing.',
    language: 'en',
    source: { type: 'party', directness: 'saw' },
    demonstration: true,
  }),
  act('report-3-afg', hours(5), 'afg/monitor', 'report.file', {
    event: 'movement-or-new-positions',
    when: { from: time('-9h'), to: time('-7h'), certainty: 'about' },
    place: { ...NEAR.torkham, point: { lat: 34.16, lon: 71.05, radiusKm: 2 }, known: 'seen' },
    account:
      'A party of ten with two vehicles repaired a retaining wall above the road after the rain. It was finished by noon.',
    language: 'en',
    source: { type: 'party', directness: 'saw' },
    demonstration: true,
  }),
  act('report-4-obs', hours(4), 'obs/monitor', 'report.file', {
    event: 'crossing-closed-or-aid-blocked',
    when: { from: time('-7h'), to: time('-5h'), certainty: 'exact' },
    place: { ...NEAR.torkham, point: { lat: 34.1217, lon: 71.0942, radiusKm: 1 }, known: 'seen' },
    account: 'Nine trucks with aid waited for five hours; four passed after 13:00. No reason was given at the gate.',
    language: 'en',
    source: { type: 'monitor', directness: 'saw' },
    grade: { reliability: 'A', credibility: 1 },
    demonstration: true,
  }),
  act(
    'report-5-pak',
    hours(30),
    'pak/liaison',
    'report.file',
    {
      event: 'infiltration',
      when: { from: time('-40h'), to: time('-34h'), certainty: 'unsure' },
      place: { ...areaOf(NORTHERN), known: 'told' },
      account: 'For the guarantors alone: a group of unknown number is said to have crossed eastward at night.',
      language: 'en',
      source: { type: 'party', directness: 'told-by-party' },
      actorsAsNamed: ['unknown'],
      demonstration: true,
    },
    ['pak', 'qat', 'tur'],
  ),
  act(
    'report-5-afg',
    hours(29),
    'afg/liaison',
    'report.file',
    {
      event: 'overflight',
      when: { from: time('-40h'), to: time('-34h'), certainty: 'unsure' },
      place: { ...areaOf(NORTHERN), known: 'told' },
      account: 'For the guarantors alone: an aircraft is said to have been heard at night, direction not known.',
      language: 'en',
      source: { type: 'party', directness: 'told-by-party' },
      demonstration: true,
    },
    ['afg', 'qat', 'tur'],
  ),
];

// ---- Notices, the hotline, and a hand-over that an objection stops

const NOTICES: readonly PilotAct[] = [
  act('notice-afg', hours(26), 'afg/liaison', 'notice.give', {
    what: 'works',
    when: { from: time('-10h'), to: time('-6h'), certainty: 'about' },
    place: { ...NEAR.torkham, known: 'measured' },
    words:
      'Demonstration: a retaining wall above the road is repaired after the rain; about ten workers, two vehicles.',
    language: 'en',
  }),
  act('notice-afg-noted', hours(24), 'pak/liaison', 'notice.acknowledge', {
    notice: id('notice-afg'),
    answer: 'noted',
  }),
  act('notice-pak', hours(14), 'pak/liaison', 'notice.give', {
    what: 'exercise',
    when: { from: time('6h'), to: time('12h'), certainty: 'about' },
    place: { ...areaOf(CENTRAL), known: 'measured' },
    words: 'Demonstration: live firing on a closed range, away from the line.',
    language: 'en',
    asks: 'To keep herders from the range until evening.',
  }),
  act('hotline-1', hours(5), 'pak/monitor', 'hotline.call', {
    subject: 'movement-seen',
    words:
      'Demonstration: a wall of sandbags seems to be raised above the road north-west of the crossing. What is it?',
    language: 'en',
    place: { ...NEAR.torkham, known: 'seen' },
  }),
  act('hotline-1-ack', hours(4), 'afg/liaison', 'hotline.acknowledge', { hotline: id('hotline-1') }),
  act('hotline-1-said', hours(4), 'afg/liaison', 'hotline.say', {
    hotline: id('hotline-1'),
    words: 'Demonstration: these are the works of yesterday’s notice.',
    language: 'en',
  }),
  act('docket-1', hours(60), 'tur/secretary', 'handover.open', {
    pseudonym: 'P-D3M0A',
    what: 'person',
    transferring: 'afg',
    receiving: 'pak',
    crossing: 'torkham',
  }),
  act('docket-1-identity-afg', hours(56), 'afg/liaison', 'handover.gate', {
    docket: id('docket-1'),
    gate: 'identity',
    set: true,
  }),
  act('docket-1-identity-pak', hours(55), 'pak/liaison', 'handover.gate', {
    docket: id('docket-1'),
    gate: 'identity',
    set: true,
  }),
  act('docket-1-interview', hours(40), 'obs/lead', 'handover.gate', {
    docket: id('docket-1'),
    gate: 'interview-offered',
    set: true,
  }),
  act('docket-1-objection', hours(34), 'obs/lead', 'handover.object', {
    docket: id('docket-1'),
    ground: 'of-the-person',
  }),
  act('docket-2', hours(59), 'tur/secretary', 'handover.open', {
    pseudonym: 'P-D3M0B',
    what: 'person',
    transferring: 'pak',
    receiving: 'afg',
    crossing: 'chaman-spin-boldak',
  }),
  act('docket-2-identity-pak', hours(54), 'pak/liaison', 'handover.gate', {
    docket: id('docket-2'),
    gate: 'identity',
    set: true,
  }),
  act('docket-2-identity-afg', hours(53), 'afg/liaison', 'handover.gate', {
    docket: id('docket-2'),
    gate: 'identity',
    set: true,
  }),
  act('docket-2-accepted', hours(50), 'afg/liaison', 'handover.accept', { docket: id('docket-2') }),
  act('docket-2-interview', hours(39), 'obs/lead', 'handover.gate', {
    docket: id('docket-2'),
    gate: 'interview-offered',
    set: true,
  }),
];

// ---- How much was looked at

const effort = (patrolHours: number, postHours: number, sensorHours = 0) => ({ patrolHours, postHours, sensorHours });
const COVERAGE: readonly PilotAct[] = [
  act(
    'coverage-centre',
    hours(282),
    'tur/monitor',
    'coverage.log',
    {
      place: { ...areaOf(CENTRAL), known: 'measured' },
      when: { from: time('-300h'), to: time('-283h'), certainty: 'exact' },
      effort: effort(6, 34),
      limits: 'No night vision; dust after 17:00.',
    },
    'public',
  ),
  act(
    'coverage-south',
    hours(36),
    'obs/monitor',
    'coverage.log',
    {
      place: { ...areaOf(SOUTHERN), known: 'measured' },
      when: { from: time('-60h'), to: time('-36h'), certainty: 'exact' },
      effort: effort(4, 12),
      denials: 1,
      limits: 'One patrol turned back at a washed-out road.',
    },
    'public',
  ),
  act(
    'coverage-north',
    hours(3),
    'qat/monitor',
    'coverage.log',
    {
      place: { ...areaOf(NORTHERN), known: 'measured' },
      when: { from: time('-27h'), to: time('-3h'), certainty: 'exact' },
      effort: effort(8, 24, 10),
    },
    'public',
  ),
];

// ---- What documents report of October and November 2025, as incidents on claims and not on reports

const PAST: readonly PilotAct[] = [
  act(
    'incident-october',
    '-18d',
    'tur/secretary',
    'incident.open',
    {
      event: 'fire-across-line',
      title: six(
        'Clashes from 11 October 2025, as documents report them',
        '11 اکتوبر 2025 سے جھڑپیں، دستاویزات کے مطابق',
        'د ۲۰۲۵ د اکتوبر له ۱۱ راهیسې نښتې، د سندونو له مخې',
        'درگیری‌ها از ۱۱ اکتوبر ۲۰۲۵، بنا بر اسناد',
        'اشتباكات منذ ١١ أكتوبر ٢٠٢٥، وفق الوثائق',
        '11 Ekim 2025’ten itibaren çatışmalar, belgelere göre',
      ),
      when: { from: '2025-10-11T00:00:00Z', to: '2025-10-19T00:00:00Z', certainty: 'unsure' },
      place: { ref: 'line', known: 'told' },
      claims: [
        id('claim-11-october'),
        id('claim-clashes-crossings'),
        id('claim-206-110'),
        id('claim-october-response'),
      ],
      because:
        'Claims of the documents on the same days. Who began, and how many were hurt, they do not agree on; one side’s count is not there at all.',
    },
    'public',
  ),
  act(
    'incident-november',
    '-18d',
    'tur/secretary',
    'incident.open',
    {
      event: 'fire-across-line',
      title: six(
        'Exchange of fire during the third round, as one document reports it',
        'تیسرے دور کے دوران فائرنگ کا تبادلہ، ایک دستاویز کے مطابق',
        'د درېیم پړاو پر مهال د ډزو تبادله، د یوه سند له مخې',
        'تبادل آتش در جریان دور سوم، بنا بر یک سند',
        'تبادل إطلاق نار أثناء الجولة الثالثة، وفق وثيقة واحدة',
        'Üçüncü tur sırasında karşılıklı ateş, bir belgeye göre',
      ),
      when: { from: '2025-11-06T00:00:00Z', to: '2025-11-07T23:59:59Z', certainty: 'unsure' },
      place: { ref: 'line', known: 'told' },
      claims: [id('claim-fire-during-talks')],
    },
    'public',
  ),
];

export const DEMONSTRATION: readonly PilotAct[] = [...PAST, ...CASE_1, ...COVERAGE, ...FRESH, ...NOTICES, ...CASE_2];
