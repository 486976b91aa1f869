// The five documents as they came, and the first claims that an analyst accepted in them: who says what, about whom,
// how. Nothing here is judged true. All five tell one side; what they pass on of the other is among the claims.

import { type PilotAct, span } from './act.ts';

const keep = (
  as: string,
  file: string,
  size: number,
  more: { title?: string; published?: string; note: string },
): PilotAct => ({
  as,
  by: 'tur/secretary',
  kind: 'document.keep',
  audience: 'public',
  at: '-20d',
  body: {
    file,
    sha256: { $sha256: `documents/${file}` },
    size,
    media: 'text/plain; charset=utf-8',
    language: 'en',
    text: { $text: `documents/${file}` },
    ...more,
  },
});

const KEPT: readonly PilotAct[] = [
  keep('doc-000', '000_0e6c3a45009ae241.txt', 7337, {
    title: 'Taliban regime failed to act against terrorism, ignored commitments during third round of talks: FO',
    note: 'No date line and no masthead in the file. From "Make or end calls" on it is older text, written before the talks that its first part reports as over.',
  }),
  keep('doc-001', '001_087e1671cc316080.txt', 4667, {
    title: 'Pakistan reaffirms core concern over terrorism from Afghan soil after Istanbul talks',
    note: 'No date line in the file; it speaks of a statement made on Sunday.',
  }),
  keep('doc-002', '002_e799cd038898df58.txt', 4398, {
    title: 'Pakistan–Afghan Taliban Talks Conclude in Türkiye',
    published: '2025-11-10',
    note: 'It puts the statement on Friday; the other documents that tell it say Sunday.',
  }),
  keep('doc-003', '003_fb830f3b7f9ee1e6.txt', 3440, {
    title: 'Pakistan Says Taliban Talks Fail to Address Terrorism Amid Ceasefire',
    published: '2025-11-09',
    note: 'It tells the statement through another outlet and mixes it with remarks of a minister.',
  }),
  keep('doc-004', '004_3880bb5bf419d4b3.txt', 2502, {
    note: 'No headline and no date. It shares no quotation with the other four: another statement of the same side.',
  }),
];

const PAK = { kind: 'organisation', organisation: 'pak' };
const AFG = { kind: 'organisation', organisation: 'afg' };
const UNKNOWN = { kind: 'unknown' };

type Claim = {
  speaker: string;
  side: { kind: string; organisation?: string };
  verb?: string;
  speech: 'direct' | 'mixed' | 'indirect';
  kind: string;
  quote?: string;
  about?: string;
  gist?: string;
  reportedBy?: string;
  day?: { from: string; to: string };
};
const claim = (as: string, where: ReturnType<typeof span>, body: Claim): PilotAct => ({
  as,
  by: 'tur/secretary',
  kind: 'document.claim',
  audience: 'public',
  body: { document: where.document, spans: [where], proposedBy: 'hand', ...body },
});

const CLAIMS: readonly PilotAct[] = [
  claim(
    'claim-third-round-7',
    span(
      'doc-000',
      617,
      'In a statement issued in response to media inquiries on Sunday, the Foreign Ministry said the third round of Talks between Pakistan and Afghanistan, held in Istanbul on November 7 and mediated by Turkiye and Qatar, ended without progress as the Taliban delegation “avoided taking action on the ground.”',
    ),
    {
      speaker: 'Foreign Ministry',
      side: PAK,
      verb: 'said',
      speech: 'mixed',
      kind: 'accusation',
      quote: 'avoided taking action on the ground',
      about: 'the Taliban delegation',
      day: { from: '2025-11-07', to: '2025-11-07' },
    },
  ),
  claim(
    'claim-thanks',
    span(
      'doc-000',
      921,
      '“Pakistan deeply appreciates the sincere efforts made by brotherly Turkiye and Qatar to mediate the differences between Pakistan and Afghanistan on the core issue of terrorism emanating from Afghan soil,” the spokesman said.',
    ),
    {
      speaker: 'the spokesman',
      side: PAK,
      verb: 'said',
      speech: 'direct',
      kind: 'position',
      quote:
        'Pakistan deeply appreciates the sincere efforts made by brotherly Turkiye and Qatar to mediate the differences between Pakistan and Afghanistan on the core issue of terrorism emanating from Afghan soil',
      about: 'Turkiye and Qatar',
    },
  ),
  claim(
    'claim-territory',
    span(
      'doc-000',
      1784,
      '“Instead of acting on the core expectation of Pakistan – not to allow Afghan territory to be used for attacks against Pakistan – the Taliban regime has always tried to shy away from taking concrete and verifiable actions,” the statement read.',
    ),
    {
      speaker: 'the statement',
      side: PAK,
      verb: 'read',
      speech: 'direct',
      kind: 'accusation',
      quote:
        'Instead of acting on the core expectation of Pakistan – not to allow Afghan territory to be used for attacks against Pakistan – the Taliban regime has always tried to shy away from taking concrete and verifiable actions',
      about: 'the Taliban regime',
    },
  ),
  claim(
    'claim-october-response',
    span(
      'doc-000',
      2028,
      'Islamabad maintained that its limited cross-border military response in October 2025 was “a manifestation of the will and determination that Pakistan will leave no stone unturned to protect its territory and its people.”',
    ),
    {
      speaker: 'Islamabad',
      side: PAK,
      verb: 'maintained',
      speech: 'mixed',
      kind: 'position',
      quote:
        'a manifestation of the will and determination that Pakistan will leave no stone unturned to protect its territory and its people',
      day: { from: '2025-10-01', to: '2025-10-31' },
    },
  ),
  claim(
    'claim-extend-ceasefire',
    span(
      'doc-000',
      2521,
      'But the Taliban regime used the talks to extend the ceasefire “without taking concrete and verifiable action.”',
    ),
    {
      speaker: 'the statement',
      side: PAK,
      speech: 'mixed',
      kind: 'accusation',
      quote: 'without taking concrete and verifiable action',
      about: 'the Taliban regime',
    },
  ),
  claim(
    'claim-receive-at-crossings',
    span(
      'doc-000',
      3086,
      '“These terrorists and their families are now being housed by the Taliban regime as repayment for their allegiance,” it said, adding that Pakistan was willing to receive its nationals “provided they are handed over at border crossings, not flung across the border fully armed with sophisticated weapons.”',
    ),
    {
      speaker: 'the statement',
      side: PAK,
      verb: 'adding',
      speech: 'mixed',
      kind: 'offer',
      quote:
        'provided they are handed over at border crossings, not flung across the border fully armed with sophisticated weapons',
    },
  ),
  claim(
    'claim-clashes-crossings',
    span(
      'doc-000',
      4611,
      'Last month’s violent clashes along the borders left scores of casualties on both sides and prompted Pakistan to close key crossings.',
    ),
    {
      speaker: 'the outlet',
      side: UNKNOWN,
      speech: 'indirect',
      kind: 'event-report',
      about: 'clashes; crossings closed by Pakistan',
      day: { from: '2025-10-01', to: '2025-10-31' },
    },
  ),
  claim(
    'claim-ceasefire-invalid',
    span(
      'doc-000',
      5324,
      '“If Afghanistan’s soil is used for terrorism against Pakistan, the ceasefire will be invalid,” he said',
    ),
    {
      speaker: 'Inter-Services Public Relations (ISPR) Director General',
      side: PAK,
      verb: 'said',
      speech: 'direct',
      kind: 'warning',
      quote: 'If Afghanistan’s soil is used for terrorism against Pakistan, the ceasefire will be invalid',
    },
  ),
  claim(
    'claim-206-110',
    span(
      'doc-000',
      5633,
      'According to military estimates, at least 206 Afghan Taliban fighters and 110 TTP militants have been killed in recent border clashes.',
    ),
    {
      speaker: 'military estimates',
      side: PAK,
      verb: 'According to',
      speech: 'indirect',
      kind: 'figure',
      about: 'Afghan Taliban fighters; TTP militants',
      gist: 'At least 206 and 110 killed, by the estimate of one side’s military. The same document says "scores of casualties on both sides" and gives no count by the other side.',
    },
  ),
  claim(
    'claim-airstrikes-concern',
    span(
      'doc-000',
      6208,
      'The Afghan side, meanwhile, is expected to express concern over Pakistan’s airstrikes inside Afghan territory and the repatriation of undocumented Afghan refugees.',
    ),
    {
      speaker: 'the outlet',
      side: UNKNOWN,
      verb: 'is expected to express concern',
      speech: 'indirect',
      kind: 'position',
      about: 'the Afghan side; airstrikes; repatriation',
    },
  ),
  claim(
    'claim-kabul-denies',
    span(
      'doc-000',
      6372,
      'Kabul maintains it does not support cross-border attacks and has called on Islamabad to address “internal security lapses” instead of blaming Afghanistan.',
    ),
    {
      speaker: 'Kabul',
      side: AFG,
      verb: 'maintains',
      speech: 'mixed',
      kind: 'denial',
      quote: 'internal security lapses',
      about: 'cross-border attacks',
      reportedBy: 'the outlet',
    },
  ),
  claim(
    'claim-verifiable-mechanism',
    span(
      'doc-000',
      5894,
      'Diplomatic sources said the Istanbul dialogue will focus on establishing a verifiable mechanism to prevent cross-border infiltration and share intelligence on militant movements.',
    ),
    {
      speaker: 'Diplomatic sources',
      side: UNKNOWN,
      verb: 'said',
      speech: 'indirect',
      kind: 'event-report',
      about: 'the Istanbul dialogue',
    },
  ),
  claim(
    'claim-signed-19-october',
    span(
      'doc-001',
      815,
      "Afghan Defense Minister, Mullah Mohammad Yaqoob Mujahid and Pakistan's Defense Minister, Khawaja Muhammad Asif sign documents of a ceasefire agreement, during a negotiations meeting mediated by Qatar and Turkey, in Doha, Qatar, October 19, 2025.",
    ),
    {
      speaker: 'Reuters, a photo caption',
      side: UNKNOWN,
      speech: 'indirect',
      kind: 'event-report',
      about: 'ceasefire agreement, Doha',
      day: { from: '2025-10-19', to: '2025-10-19' },
    },
  ),
  claim(
    'claim-safe-havens-denied',
    span(
      'doc-001',
      1893,
      'The government says both groups operate from safe havens in Afghanistan — a claim the Taliban deny.',
    ),
    {
      speaker: 'the Taliban',
      side: AFG,
      verb: 'deny',
      speech: 'indirect',
      kind: 'denial',
      about: 'safe havens in Afghanistan',
      reportedBy: 'the outlet',
    },
  ),
  claim(
    'claim-doha-understanding',
    span(
      'doc-001',
      2367,
      'The first round of talks in Doha produced an understanding to cooperate, leading to a short-lived cease-fire, according to Pakistan.',
    ),
    {
      speaker: 'Pakistan',
      side: PAK,
      verb: 'according to',
      speech: 'indirect',
      kind: 'event-report',
      about: 'the first round of talks in Doha',
    },
  ),
  claim(
    'claim-backed-out-second',
    span(
      'doc-001',
      2583,
      'But Pakistan said Afghan representatives “backed out of their earlier commitments” and turned to accusatory language instead.',
    ),
    {
      speaker: 'Pakistan',
      side: PAK,
      verb: 'said',
      speech: 'mixed',
      kind: 'accusation',
      quote: 'backed out of their earlier commitments',
      about: 'Afghan representatives',
    },
  ),
  claim(
    'claim-monitoring-system',
    span(
      'doc-001',
      2710,
      'During the latest meeting in Istanbul, Pakistan pushed again for a monitoring system to track militant activity on Afghan soil.',
    ),
    {
      speaker: 'Pakistan',
      side: PAK,
      verb: 'pushed',
      speech: 'indirect',
      kind: 'demand',
      about: 'a monitoring system',
    },
  ),
  claim(
    'claim-formal-crossings',
    span(
      'doc-001',
      3232,
      'Islamabad urged Afghan authorities to hand the individuals over through formal border crossings such as Torkham and Chaman, rejecting Taliban claims that the militants are refugees.',
    ),
    {
      speaker: 'Islamabad',
      side: PAK,
      verb: 'urged',
      speech: 'indirect',
      kind: 'demand',
      about: 'Afghan authorities',
    },
  ),
  claim(
    'claim-third-round-6-7',
    span(
      'doc-002',
      193,
      'The Ministry of Foreign Affairs confirmed on Friday that Pakistan and the Afghan Taliban held talks in Istanbul on November 6, with the third round of discussions concluding in Türkiye on November 7.',
    ),
    {
      speaker: 'The Ministry of Foreign Affairs',
      side: PAK,
      verb: 'confirmed',
      speech: 'indirect',
      kind: 'event-report',
      about: 'the third round of discussions',
      day: { from: '2025-11-06', to: '2025-11-07' },
    },
  ),
  claim(
    'claim-no-verifiable-action',
    span(
      'doc-002',
      1151,
      '“Unfortunately, despite repeated assurances, the Afghan authorities have taken no verifiable action,” the spokesperson added.',
    ),
    {
      speaker: 'the spokesperson',
      side: PAK,
      verb: 'added',
      speech: 'direct',
      kind: 'accusation',
      quote: 'Unfortunately, despite repeated assurances, the Afghan authorities have taken no verifiable action',
      about: 'the Afghan authorities',
    },
  ),
  claim(
    'claim-doha-principles',
    span(
      'doc-002',
      2088,
      'the spokesperson said that during the first meeting in Doha, both sides had agreed on the principles of cooperation, following which Pakistan expressed readiness for a temporary ceasefire under that understanding.',
    ),
    {
      speaker: 'the spokesperson',
      side: PAK,
      verb: 'said',
      speech: 'indirect',
      kind: 'event-report',
      about: 'the first meeting in Doha',
    },
  ),
  claim(
    'claim-second-round-mechanisms',
    span('doc-002', 2302, 'The second round, he added, was meant to finalize implementation mechanisms.'),
    {
      speaker: 'the spokesperson',
      side: PAK,
      verb: 'added',
      speech: 'indirect',
      kind: 'event-report',
      about: 'the second round',
    },
  ),
  claim(
    'claim-core-demand',
    span(
      'doc-002',
      2487,
      '“Pakistan consistently maintained its core demand — verifiable action against all terrorist elements operating from Afghan soil.”',
    ),
    {
      speaker: 'the spokesperson',
      side: PAK,
      speech: 'direct',
      kind: 'demand',
      quote:
        'Pakistan consistently maintained its core demand — verifiable action against all terrorist elements operating from Afghan soil.',
      about: 'the Afghan side',
    },
  ),
  claim(
    'claim-receive-nationals',
    span(
      'doc-002',
      3470,
      '“Pakistan is ready to receive every Pakistani national, provided they are handed over through proper channels.”',
    ),
    {
      speaker: 'the spokesperson',
      side: PAK,
      speech: 'direct',
      kind: 'offer',
      quote:
        'Pakistan is ready to receive every Pakistani national, provided they are handed over through proper channels.',
    },
  ),
  claim(
    'claim-ceasefire-in-place',
    span(
      'doc-003',
      515,
      'Despite these efforts, the negotiations broke down, leaving the temporary ceasefire in place but failing to produce any concrete agreements.',
    ),
    {
      speaker: 'the outlet',
      side: UNKNOWN,
      speech: 'indirect',
      kind: 'event-report',
      about: 'the negotiations; the ceasefire',
    },
  ),
  claim(
    'claim-11-october',
    span(
      'doc-003',
      1398,
      'The dispute dates back to October 11, when a cross-border attack from Afghanistan triggered multiple skirmishes along the Pakistan-Afghanistan border.',
    ),
    {
      speaker: 'the outlet',
      side: UNKNOWN,
      speech: 'indirect',
      kind: 'event-report',
      about: 'who began is said without a source; the other side’s account is not in the documents',
      day: { from: '2025-10-11', to: '2025-10-11' },
    },
  ),
  claim(
    'claim-15-october-ceasefire',
    span(
      'doc-003',
      1663,
      'An October 15 ceasefire temporarily eased tensions, allowing dialogue to resume under international mediation.',
    ),
    {
      speaker: 'the outlet',
      side: UNKNOWN,
      speech: 'indirect',
      kind: 'event-report',
      about: 'ceasefire',
      day: { from: '2025-10-15', to: '2025-10-15' },
    },
  ),
  claim(
    'claim-fire-during-talks',
    span(
      'doc-003',
      2610,
      'The most recent talks in Istanbul, held under the joint mediation of Turkiye and Qatar, were overshadowed by a border exchange of fire, killing two people on the Pakistani side.',
    ),
    {
      speaker: 'the outlet',
      side: UNKNOWN,
      speech: 'indirect',
      kind: 'figure',
      about: 'exchange of fire; no count for the other side is given',
      day: { from: '2025-11-06', to: '2025-11-07' },
    },
  ),
  claim(
    'claim-verbal-only',
    span(
      'doc-003',
      2788,
      'Negotiators reportedly could not bridge deep differences, and Taliban delegates reportedly refused to sign any written agreement, insisting only on verbal assurances.',
    ),
    {
      speaker: 'the outlet',
      side: UNKNOWN,
      verb: 'reportedly',
      speech: 'indirect',
      kind: 'event-report',
      about: 'Taliban delegates; no source is named',
    },
  ),
  claim(
    'claim-indefinite-phase',
    span(
      'doc-003',
      657,
      'Pakistan’s Defence Minister Khawaja Asif described the talks as entering an “indefinite phase,” while emphasizing Islamabad’s continued commitment to dialogue with the Taliban but not with any terrorist organizations.',
    ),
    {
      speaker: 'Pakistan’s Defence Minister',
      side: PAK,
      verb: 'described',
      speech: 'mixed',
      kind: 'position',
      quote: 'indefinite phase',
      about: 'the talks',
    },
  ),
  claim(
    'claim-deadlock',
    span(
      'doc-004',
      0,
      'The latest round of talks between Pakistan and the Afghan Taliban in Istanbul has once again reached a deadlock',
    ),
    {
      speaker: 'the outlet',
      side: UNKNOWN,
      speech: 'indirect',
      kind: 'event-report',
      about: 'the latest round of talks',
    },
  ),
  claim(
    'claim-reciprocal',
    span(
      'doc-004',
      430,
      'Pakistan maintained that cooperation would only be possible if it were reciprocal, measurable, and enforceable, ensuring tangible progress toward the elimination of terrorism.',
    ),
    {
      speaker: 'Pakistan',
      side: PAK,
      verb: 'maintained',
      speech: 'indirect',
      kind: 'position',
      about: 'cooperation',
    },
  ),
  claim(
    'claim-written-guarantees',
    span(
      'doc-004',
      710,
      'the elimination of the Tehreek-e-Taliban Pakistan (TTP) and other terrorist groups operating from Afghan soil, the handover of their leadership, and written guarantees to that effect.',
    ),
    {
      speaker: 'Pakistan',
      side: PAK,
      speech: 'indirect',
      kind: 'demand',
      about: 'the Afghan side',
    },
  ),
  claim(
    'claim-joint-mechanism',
    span(
      'doc-004',
      1540,
      '“If the Afghan regime truly believes its territory is free of terrorist presence, it should have no objection to the establishment of a joint monitoring mechanism involving international observers and representatives from Türkiye or Qatar,” the ministry noted',
    ),
    {
      speaker: 'the ministry',
      side: PAK,
      verb: 'noted',
      speech: 'direct',
      kind: 'demand',
      quote:
        'If the Afghan regime truly believes its territory is free of terrorist presence, it should have no objection to the establishment of a joint monitoring mechanism involving international observers and representatives from Türkiye or Qatar',
      about: 'the Afghan regime',
    },
  ),
];

export const DOCUMENTS: readonly PilotAct[] = [...KEPT, ...CLAIMS];
