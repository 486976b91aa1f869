// The three rounds, as the documents tell them: dates, positions, demands, pledges and outcomes, each with the words that
// it rests on and whose word they are. All five documents tell one side; that a thing stands here says only who said it.
// The days of the first two rounds are public knowledge that the documents do not give: they are marked so.

import { id, type PilotAct, six, span } from './act.ts';

const PAK = { kind: 'organisation', organisation: 'pak' };
const AFG = { kind: 'organisation', organisation: 'afg' };
/** A document's own voice: whoever wrote it, which no side is. */
const outlet = (document: string) => ({ kind: 'non-party', name: `the outlet of document ${document}` });
const REUTERS = { kind: 'non-party', name: 'Reuters, in a photo caption' };

type Side = { kind: string; organisation?: string; name?: string };
const document = (saidBy: Side, ...spans: ReturnType<typeof span>[]) => ({ kind: 'document', saidBy, spans });
const passedOn = (saidBy: Side, reportedBy: string, ...spans: ReturnType<typeof span>[]) => ({
  kind: 'document',
  saidBy,
  reportedBy,
  spans,
});

const act = (as: string, kind: string, body: PilotAct['body'], at?: string): PilotAct => ({
  as,
  by: 'tur/secretary',
  kind,
  audience: 'public',
  ...(at ? { at } : {}),
  body,
});

const DELEGATIONS = [{ organisation: 'pak' }, { organisation: 'afg' }];
const MEDIATORS = ['tur', 'qat'];
const ISTANBUL = { name: six('Istanbul', 'استنبول', 'استانبول', 'استانبول', 'إسطنبول', 'İstanbul'), ref: 'istanbul' };
const DOHA = { name: six('Doha', 'دوحہ', 'دوحه', 'دوحه', 'الدوحة', 'Doha'), ref: 'doha' };

const AGENDA = {
  ceasefire: {
    id: 'ceasefire',
    title: six('Ceasefire', 'جنگ بندی', 'اوربند', 'آتش‌بس', 'وقف إطلاق النار', 'Ateşkes'),
  },
  territory: {
    id: 'territory',
    title: six(
      'Use of territory for attacks on the other side',
      'دوسرے فریق پر حملوں کے لیے سرزمین کا استعمال',
      'پر بل اړخ د بریدونو لپاره د خاورې کارول',
      'استفاده از خاک برای حمله به طرف دیگر',
      'استخدام الأراضي لشن هجمات على الطرف الآخر',
      'Toprakların karşı tarafa saldırı için kullanılması',
    ),
    proposedBy: ['pak'],
  },
  strikes: {
    id: 'strikes',
    title: six(
      'Air strikes and returns of refugees',
      'فضائی حملے اور مہاجرین کی واپسی',
      'هوايي بریدونه او د کډوالو ستنېدل',
      'حملات هوایی و بازگشت پناهندگان',
      'الضربات الجوية وعودة اللاجئين',
      'Hava saldırıları ve mültecilerin geri dönüşü',
    ),
    proposedBy: ['afg'],
  },
  mechanism: {
    id: 'mechanism',
    title: six(
      'Monitoring and verification',
      'نگرانی اور تصدیق',
      'څارنه او تصدیق',
      'نظارت و تصدیق',
      'الرصد والتحقق',
      'İzleme ve doğrulama',
    ),
  },
};

const ROUNDS: readonly PilotAct[] = [
  act(
    'round-1',
    'talks.open',
    {
      name: six('First round', 'پہلا دور', 'لومړی پړاو', 'دور نخست', 'الجولة الأولى', 'Birinci tur'),
      place: DOHA,
      when: { from: '2025-10-18', to: '2025-10-19' },
      mediators: MEDIATORS,
      delegations: DELEGATIONS,
      agenda: [AGENDA.ceasefire],
      basis: document(
        REUTERS,
        span(
          'doc-001',
          967,
          'during a negotiations meeting mediated by Qatar and Turkey, in Doha, Qatar, October 19, 2025',
        ),
        span('doc-001', 2367, 'The first round of talks in Doha'),
      ),
    },
    '-19d',
  ),
  act('round-1-understanding', 'talks.close', {
    round: id('round-1'),
    outcome: 'understanding',
    words: 'An understanding to cooperate, leading to a ceasefire that this document calls short-lived.',
    basis: passedOn(
      PAK,
      'the outlet',
      span(
        'doc-001',
        2367,
        'The first round of talks in Doha produced an understanding to cooperate, leading to a short-lived cease-fire, according to Pakistan.',
      ),
    ),
  }),
  act('round-1-signed', 'talks.close', {
    round: id('round-1'),
    outcome: 'text-agreed',
    words:
      'A photo caption says that both sides’ ministers signed documents of a ceasefire agreement. The text is not public.',
    basis: document(REUTERS, span('doc-001', 926, 'sign documents of a ceasefire agreement')),
  }),
  act('round-1-principles', 'talks.close', {
    round: id('round-1'),
    outcome: 'understanding',
    words: 'Principles of cooperation agreed by both sides; readiness for a temporary ceasefire followed.',
    basis: document(
      PAK,
      span(
        'doc-002',
        2115,
        'during the first meeting in Doha, both sides had agreed on the principles of cooperation, following which Pakistan expressed readiness for a temporary ceasefire under that understanding',
      ),
    ),
  }),
  act('round-2', 'talks.open', {
    name: six('Second round', 'دوسرا دور', 'دوهم پړاو', 'دور دوم', 'الجولة الثانية', 'İkinci tur'),
    place: ISTANBUL,
    when: { from: '2025-10-25', to: '2025-10-30' },
    mediators: MEDIATORS,
    delegations: DELEGATIONS,
    agenda: [AGENDA.mechanism, AGENDA.territory],
    basis: document(
      PAK,
      span('doc-001', 2501, 'A second round in Istanbul was meant to finalize how that cooperation would work.'),
      span('doc-002', 2302, 'The second round, he added, was meant to finalize implementation mechanisms.'),
    ),
  }),
  act('round-2-outcome', 'talks.close', {
    round: id('round-2'),
    outcome: 'nothing',
    words:
      'Pakistan says that the other side backed out of earlier commitments. The documents hold no account by the other side or by the mediators.',
    basis: passedOn(
      PAK,
      'the outlet',
      span(
        'doc-001',
        2583,
        'But Pakistan said Afghan representatives “backed out of their earlier commitments” and turned to accusatory language instead.',
      ),
    ),
  }),
  act('round-3', 'talks.open', {
    name: six('Third round', 'تیسرا دور', 'درېیم پړاو', 'دور سوم', 'الجولة الثالثة', 'Üçüncü tur'),
    place: ISTANBUL,
    when: { from: '2025-11-06', to: '2025-11-07' },
    mediators: MEDIATORS,
    delegations: DELEGATIONS,
    agenda: [AGENDA.ceasefire, AGENDA.territory, AGENDA.strikes, AGENDA.mechanism],
    basis: document(
      PAK,
      span(
        'doc-002',
        282,
        'held talks in Istanbul on November 6, with the third round of discussions concluding in Türkiye on November 7',
      ),
    ),
  }),
  act('round-3-one-day', 'talks.dates', {
    round: id('round-3'),
    when: { from: '2025-11-07', to: '2025-11-07' },
    basis: document(
      PAK,
      span('doc-000', 707, 'the third round of Talks between Pakistan and Afghanistan, held in Istanbul on November 7'),
      span('doc-001', 1407, 'held in Istanbul on Nov. 7'),
    ),
  }),
  act('round-3-no-progress', 'talks.close', {
    round: id('round-3'),
    outcome: 'nothing',
    words: 'Ended without progress, by one side’s word.',
    basis: document(
      PAK,
      span('doc-000', 832, 'ended without progress'),
      span('doc-001', 1436, 'ended without agreement'),
    ),
  }),
  act('round-3-broke-down', 'talks.close', {
    round: id('round-3'),
    outcome: 'nothing',
    words: 'The outlet says that the negotiations broke down, and that the temporary ceasefire stayed in place.',
    basis: document(
      outlet('003'),
      span(
        'doc-003',
        538,
        'the negotiations broke down, leaving the temporary ceasefire in place but failing to produce any concrete agreements',
      ),
    ),
  }),
  act('round-3-indefinite', 'talks.close', {
    round: id('round-3'),
    outcome: 'adjourned',
    words: 'A minister of one side speaks of an "indefinite phase" and of continued commitment to dialogue.',
    basis: passedOn(
      PAK,
      'the outlet',
      span(
        'doc-003',
        698,
        'described the talks as entering an “indefinite phase,” while emphasizing Islamabad’s continued commitment to dialogue with the Taliban',
      ),
    ),
  }),
];

const stated = (
  as: string,
  whose: 'pak' | 'afg',
  type: 'position' | 'demand' | 'proposal' | 'offer',
  words: string,
  basis: PilotAct['body'],
  more: { item?: string; round?: string } = {},
): PilotAct =>
  act(as, 'talks.position', {
    round: id(more.round ?? 'round-3'),
    whose,
    type,
    words,
    language: 'en',
    towards: [whose === 'pak' ? 'afg' : 'pak'],
    ...(more.item ? { item: more.item } : {}),
    basis,
  });

const POSITIONS: readonly PilotAct[] = [
  stated(
    'position-territory',
    'pak',
    'demand',
    'That Afghan territory not be used for attacks against Pakistan.',
    document(PAK, span('doc-000', 1841, 'not to allow Afghan territory to be used for attacks against Pakistan')),
    { item: 'territory' },
  ),
  stated(
    'position-verifiable',
    'pak',
    'demand',
    'Verifiable action against the armed groups that it names.',
    document(
      PAK,
      span(
        'doc-002',
        2488,
        'Pakistan consistently maintained its core demand — verifiable action against all terrorist elements operating from Afghan soil.',
      ),
    ),
    { item: 'territory' },
  ),
  stated(
    'position-guarantees',
    'pak',
    'demand',
    'Handover of the leaders of the groups that it names, and written guarantees.',
    document(PAK, span('doc-004', 821, 'the handover of their leadership, and written guarantees to that effect')),
    { item: 'territory' },
  ),
  stated(
    'position-reciprocal',
    'pak',
    'position',
    'Cooperation only if it is reciprocal, measurable and enforceable.',
    document(
      PAK,
      span(
        'doc-004',
        430,
        'Pakistan maintained that cooperation would only be possible if it were reciprocal, measurable, and enforceable',
      ),
    ),
  ),
  stated(
    'position-mechanism',
    'pak',
    'proposal',
    'A joint monitoring mechanism with international observers and representatives of the mediators.',
    document(
      PAK,
      span(
        'doc-004',
        1653,
        'the establishment of a joint monitoring mechanism involving international observers and representatives from Türkiye or Qatar',
      ),
    ),
    { item: 'mechanism' },
  ),
  stated(
    'position-monitoring',
    'pak',
    'proposal',
    'A monitoring system for armed activity on Afghan soil.',
    passedOn(
      PAK,
      'the outlet',
      span('doc-001', 2749, 'Pakistan pushed again for a monitoring system to track militant activity on Afghan soil'),
    ),
    { item: 'mechanism' },
  ),
  stated(
    'position-no-support',
    'afg',
    'position',
    'That it does not support cross-border attacks, and that the other side should address "internal security lapses".',
    passedOn(
      AFG,
      'the outlet',
      span(
        'doc-000',
        6372,
        'Kabul maintains it does not support cross-border attacks and has called on Islamabad to address “internal security lapses” instead of blaming Afghanistan.',
      ),
    ),
    { item: 'territory' },
  ),
  stated(
    'position-strikes',
    'afg',
    'position',
    'Expected, by the outlet: concern over air strikes inside Afghan territory and over the repatriation of refugees.',
    passedOn(
      AFG,
      'the outlet, as an expectation',
      span(
        'doc-000',
        6208,
        'The Afghan side, meanwhile, is expected to express concern over Pakistan’s airstrikes inside Afghan territory and the repatriation of undocumented Afghan refugees.',
      ),
    ),
    { item: 'strikes' },
  ),
  stated(
    'position-extend',
    'afg',
    'position',
    'To extend the ceasefire; told by the other side.',
    passedOn(
      PAK,
      'the outlet',
      span(
        'doc-001',
        2838,
        'The statement said Kabul instead focused on extending the cease-fire, without measures to verify progress.',
      ),
    ),
    { item: 'ceasefire' },
  ),
  stated(
    'position-no-safe-havens',
    'afg',
    'position',
    'That the groups named do not operate from safe havens in Afghanistan.',
    passedOn(AFG, 'the outlet', span('doc-001', 1967, 'a claim the Taliban deny')),
    { item: 'territory' },
  ),
];

const PLEDGES: readonly PilotAct[] = [
  act('pledge-assurances', 'talks.pledge', {
    by: 'afg',
    to: ['pak'],
    words: 'Assurances, whose content the documents do not give.',
    language: 'en',
    basis: document(PAK, span('doc-002', 1167, 'despite repeated assurances')),
  }),
  act('pledge-assurances-verbal', 'talks.follow', {
    pledge: id('pledge-assurances'),
    step: 'repeated',
    words: 'Verbal only, the outlet reports without naming a source: the delegation is said to have refused to sign.',
    basis: document(
      outlet('003'),
      span(
        'doc-003',
        2850,
        'Taliban delegates reportedly refused to sign any written agreement, insisting only on verbal assurances',
      ),
    ),
  }),
  act('pledge-assurances-not-kept', 'talks.follow', {
    pledge: id('pledge-assurances'),
    step: 'not-kept',
    words: 'By the word of the other side.',
    basis: document(PAK, span('doc-002', 1196, 'the Afghan authorities have taken no verifiable action')),
  }),
  act('pledge-doha-commitments', 'talks.pledge', {
    round: id('round-1'),
    by: 'afg',
    to: ['pak'],
    words: 'Earlier commitments, whose content the documents do not give.',
    language: 'en',
    basis: passedOn(PAK, 'the outlet', span('doc-001', 2639, 'their earlier commitments')),
  }),
  act('pledge-doha-withdrawn', 'talks.follow', {
    pledge: id('pledge-doha-commitments'),
    step: 'withdrawn',
    words: 'In the second round, by the word of the other side.',
    basis: passedOn(
      PAK,
      'the outlet',
      span('doc-001', 2601, 'Afghan representatives “backed out of their earlier commitments”'),
    ),
  }),
  act('pledge-receive-nationals', 'talks.pledge', {
    by: 'pak',
    to: ['afg'],
    words: 'To receive its nationals if they are handed over at border crossings.',
    language: 'en',
    basis: document(
      PAK,
      span(
        'doc-000',
        3270,
        'provided they are handed over at border crossings, not flung across the border fully armed with sophisticated weapons',
      ),
    ),
  }),
  act('pledge-receive-repeated', 'talks.follow', {
    pledge: id('pledge-receive-nationals'),
    step: 'repeated',
    words: 'In other words: "through proper channels".',
    basis: document(
      PAK,
      span(
        'doc-002',
        3471,
        'Pakistan is ready to receive every Pakistani national, provided they are handed over through proper channels.',
      ),
    ),
  }),
  act('pledge-dialogue', 'talks.pledge', {
    by: 'pak',
    to: ['afg'],
    words: 'To resolve differences through dialogue, its core concern first.',
    language: 'en',
    basis: document(
      PAK,
      span('doc-000', 4372, 'Pakistan remains committed to resolving bilateral differences through dialogue'),
    ),
  }),
];

export const TALKS: readonly PilotAct[] = [...ROUNDS, ...POSITIONS, ...PLEDGES];
