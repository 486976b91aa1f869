// Random scripts of acts for property tests. A script is numbers; what they mean is told by the moves below, which name the
// parties only as the first and the second side. So one script can be played with the sides in either order.

import { sha256, toHex, utf8 } from '@sulh/record';
import fc from 'fast-check';
import type { Mechanism, TableName } from '../index.ts';
import { cellOf, GATES, versionAt } from '../index.ts';
import { type Field, field, idOf, termsBody, vkeyOf } from './field.ts';

export interface Step {
  readonly move: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly wait: number;
}
export type Sides = readonly [string, string];
export const SIDES: Sides = ['north', 'south'];
export const TURNED: Sides = ['south', 'north'];

/** Picks and names for a step. */
class At {
  readonly field: Field;
  readonly sides: Sides;
  readonly step: Step;
  constructor(field: Field, sides: Sides, step: Step) {
    this.field = field;
    this.sides = sides;
    this.step = step;
  }
  side(i: number): string {
    return this.sides[i % 2]!;
  }
  one<T>(from: readonly T[], i: number): T {
    return from[i % from.length]!;
  }
  /** The id of some row, or one that is not there. */
  row(table: TableName, i: number): string {
    const rows = this.field.state.all(table) as { id: string }[];
    return rows.length === 0 || i % 17 === 16 ? idOf(0xfffff) : rows[i % rows.length]!.id;
  }
  party(seat: string, i = this.step.a): string {
    return `${this.side(i)}/${seat}`;
  }
  anyone(i = this.step.a): string {
    const [p, q] = this.sides;
    const all = [
      ...[p, q].flatMap((one) => [`${one}/lead`, `${one}/liaison`, `${one}/monitor`]),
      'mediator/chair',
      'mediator/secretary',
      'mediator/monitor',
      'facilitator/lead',
      'facilitator/monitor',
      'watch/lead',
      'watch/monitor',
    ];
    return all[i % all.length]!;
  }
  audience(i: number): string[] | 'members' | 'public' {
    const [p, q] = this.sides;
    const lists = [[p, q, 'mediator'], [p, 'mediator'], [q, 'mediator'], [p], [q], [p, q]];
    const one = i % 13;
    return one < 6 ? 'members' : one === 6 ? 'public' : [...lists[one - 7]!].sort();
  }
  hoursAgo(hours: number): string {
    return new Date(Date.parse(this.field.now) - hours * 3_600_000).toISOString();
  }
}

const EVENTS = ['shelling', 'overflight', 'infiltration'];
const PLACES = ['hill', 'river', 'gate'];
const own = { kind: 'own-act' };
const DOCUMENT = 'A statement said that the first side had fired and that the second side would answer.';

type Move = (
  at: At,
) => [
  authors: string | string[],
  kind: string,
  body: object,
  audience?: string[] | 'members' | 'public',
  sealed?: string[],
];

const when = (at: At, ago: number) => ({ from: at.hoursAgo(ago + 1), to: at.hoursAgo(ago), certainty: 'about' });
const place = (at: At, i: number) => ({ ref: at.one(PLACES, i), known: 'seen' });

const obligations = (at: At) => {
  const both = { obligors: [...at.sides], beneficiaries: [...at.sides] };
  const common = { ...both, article: 'a1', words: { en: 'So it is agreed.' } };
  return [
    { ...common, id: 'no-fire', nature: 'forbearance', measure: { kind: 'refrain', events: EVENTS } },
    {
      ...common,
      id: 'lists',
      nature: 'act',
      measure: { kind: 'deliver', what: 'list', withinHours: 24, everyHours: 48 },
    },
    {
      ...common,
      id: 'open',
      nature: 'act',
      measure: { kind: 'maintain', crossing: 'gate', status: 'open', categories: ['cargo'], share: 0.5 },
    },
    { ...common, id: 'access', nature: 'act', measure: { kind: 'permit', of: 'access', share: 0.5, withinHours: 24 } },
    {
      ...common,
      id: 'notice',
      nature: 'act',
      measure: { kind: 'notify', of: ['exercise', 'flight'], hoursBefore: 12 },
    },
    { ...common, id: 'restraint', nature: 'act' },
  ];
};
const articles = [{ id: 'a1', text: { en: 'So it is agreed.' } }];

const findings = (at: At) => {
  const { b, c } = at.step;
  const id = at.row('agreement', 0);
  const agreement = at.field.state.get('agreement', id);
  const version = (agreement && versionAt(agreement, at.field.now)?.entry) ?? idOf(0xfffff);
  const common = {
    statement: { en: 'So it was found.' },
    standard: at.one(['plausible', 'reasonable-grounds', 'established', 'disproved', 'unable-to-verify'], b),
    because: 'What was seen.',
  };
  return [
    { on: 'occurrence', ...common },
    ...(c % 2 ? [{ on: 'attribution', to: { kind: 'party', organisation: at.side(c) }, ...common }] : []),
    ...(c % 3 ? [{ on: 'breach', party: at.side(b), agreement: id, obligation: 'no-fire', version, ...common }] : []),
    ...(c % 5 ? [{ on: 'duty', party: at.side(b + 1), duty: 'prevent', answer: 'not-met', ...common }] : []),
  ];
};

const draftIn = (at: At, id: string): string => at.field.state.get('case', id)?.drafts.at(-1)?.entry ?? idOf(0xfffff);
const asked = (at: At, id: string): string =>
  at.one([...(at.field.state.get('share', id)?.asks ?? []), { entry: idOf(0xfffff) }], at.step.b).entry;

export const MOVES: Record<string, Move> = {
  report: (at) => [
    at.anyone(),
    'report.file',
    {
      event: at.one(EVENTS, at.step.b),
      when: when(at, at.step.c % 30),
      place: place(at, at.step.c),
      account: 'This is what was seen.',
      language: 'en',
      source: { type: 'monitor', directness: 'saw' },
    },
    at.audience(at.step.b),
  ],
  correct: (at) => [
    at.anyone(),
    'report.withdraw',
    { report: at.row('report', at.step.b), because: 'Wrong.' },
    at.audience(at.step.c),
  ],
  document: (at) => [
    at.anyone(),
    'document.keep',
    {
      file: 'statement.txt',
      sha256: toHex(sha256(utf8(DOCUMENT))),
      size: utf8(DOCUMENT).length,
      media: 'text/plain',
      language: 'en',
      text: DOCUMENT,
    },
    at.audience(at.step.b),
  ],
  claim: (at) => [
    at.anyone(),
    'document.claim',
    {
      document: at.row('document', at.step.b),
      spans: [{ document: at.row('document', at.step.b), start: 0, end: 11, text: 'A statement' }],
      speaker: 'A spokesman',
      side: { kind: 'organisation', organisation: at.side(at.step.c) },
      speech: 'indirect',
      kind: 'accusation',
      proposedBy: 'hand',
    },
    at.audience(at.step.c),
  ],
  incident: (at) => [
    at.anyone(),
    'incident.open',
    {
      event: at.one(EVENTS, at.step.b),
      title: { en: 'Something happened' },
      when: when(at, at.step.c % 30),
      place: place(at, at.step.c),
      reports: [at.row('report', at.step.b)],
    },
    at.audience(at.step.c % 7),
  ],
  link: (at) => [
    at.anyone(),
    'incident.link',
    { incident: at.row('incident', at.step.b), reports: [at.row('report', at.step.c)], because: 'Near.' },
  ],
  merge: (at) => [
    at.anyone(),
    'incident.merge',
    { incident: at.row('incident', at.step.b), other: at.row('incident', at.step.c), because: 'The same.' },
  ],
  openCase: (at) => [
    at.anyone(),
    'case.open',
    {
      incident: at.row('incident', at.step.b),
      question: 'What happened?',
      alleged:
        at.step.c % 2 ? [{ agreement: at.row('agreement', 0), obligation: 'no-fire', party: at.side(at.step.c) }] : [],
    },
  ],
  team: (at) => {
    const id = at.row('case', at.step.b);
    const organisation = at.one([at.side(0), at.side(1), 'mediator'], at.step.c);
    return organisation === 'mediator'
      ? ['mediator/chair', 'case.name-team', { case: id, members: ['mediator/monitor'], chair: 'mediator/chair' }]
      : [`${organisation}/lead`, 'case.name-team', { case: id, members: [`${organisation}/monitor`] }];
  },
  acknowledge: (at) => [at.party('liaison'), 'case.acknowledge', { case: at.row('case', at.step.b) }],
  draft: (at) => [
    at.step.a % 5 ? 'mediator/chair' : at.anyone(at.step.c),
    'case.draft',
    { case: at.row('case', at.step.b), findings: findings(at), account: 'We went there.', limits: 'By day.' },
  ],
  reply: (at) => {
    const id = at.row('case', at.step.b);
    return [
      at.party('lead'),
      'case.reply',
      { case: id, draft: draftIn(at, id), comment: at.step.c % 2 === 1, words: 'No.' },
    ];
  },
  position: (at) => {
    const id = at.row('case', at.step.b);
    const who = at.one(['0/monitor', '1/monitor', '0/lead', '1/lead', 'mediator/monitor', 'mediator/chair'], at.step.a);
    const author = who.startsWith('mediator') ? who : at.party(who.slice(2), Number(who[0]));
    const position = at.one(['concur', 'concur', 'dissent', 'reservation', 'abstain'], at.step.c);
    return [author, 'case.position', { case: id, draft: draftIn(at, id), position, words: 'So we see it.' }];
  },
  adopt: (at) => {
    const id = at.row('case', at.step.b);
    return [
      at.step.a % 5 ? 'mediator/chair' : at.anyone(at.step.c),
      'case.adopt',
      { case: id, draft: draftIn(at, id) },
    ];
  },
  closeCase: (at) => [
    at.anyone(),
    'case.close',
    { case: at.row('case', at.step.b), outcome: 'finished', because: 'Done.' },
  ],
  ask: (at) => [
    at.anyone(),
    'access.ask',
    { of: at.side(at.step.b), what: 'visit', where: place(at, at.step.c), purpose: 'To look.' },
  ],
  answer: (at) => [
    at.party('liaison'),
    'access.answer',
    at.step.c % 2
      ? { access: at.row('access', at.step.b), answer: 'granted', authority: 'The command' }
      : { access: at.row('access', at.step.b), answer: 'refused', ground: 'security', authority: 'The command' },
  ],
  coverage: (at) => [
    at.anyone(),
    'coverage.log',
    { place: place(at, at.step.b), when: when(at, at.step.c % 20), effort: { patrolHours: at.step.c % 9 } },
  ],
  declare: (at) => [
    at.party('liaison'),
    'crossing.declare',
    {
      crossing: 'gate',
      direction: at.step.b % 2 ? 'both' : { from: at.side(at.step.c), to: at.side(at.step.c + 1) },
      categories: ['cargo'],
      window: { from: at.hoursAgo(at.step.c % 40) },
      status: at.one(['open', 'closed', 'restricted'], at.step.b),
    },
  ],
  observe: (at) => [
    at.anyone(),
    'crossing.observe',
    {
      crossing: 'gate',
      direction: 'both',
      categories: ['cargo'],
      window: { from: at.hoursAgo(at.step.c % 40) },
      status: at.one(['open', 'closed', 'restricted'], at.step.b),
      known: 'seen',
    },
  ],
  record: (at) => [
    at.one(['mediator/chair', at.party('lead')], at.step.b),
    'agreement.record',
    { title: { en: 'Agreement' }, known: 'text', guarantors: ['mediator'], articles, obligations: obligations(at) },
  ],
  sign: (at) => {
    const id = at.row('agreement', at.step.b);
    const version = at.field.state.get('agreement', id)?.versions.at(-1)?.version ?? 1;
    const authors = at.step.c % 3 ? [at.party('lead')] : [at.party('lead', 0), at.party('lead', 1)];
    return [authors, 'agreement.sign', { agreement: id, version }];
  },
  amend: (at) => [
    at.party('lead'),
    'agreement.amend',
    {
      agreement: at.row('agreement', at.step.b),
      because: 'Better.',
      articles,
      obligations: obligations(at).slice(0, 3),
    },
  ],
  agreementSays: (at) => [
    at.step.c % 4 ? [at.party('lead')] : [at.party('lead', 0), at.party('lead', 1)],
    at.one(['agreement.suspend', 'agreement.resume', 'agreement.end'], at.step.c),
    { agreement: at.row('agreement', at.step.b), because: 'So we hold.' },
  ],
  deliver: (at) => [
    at.party('liaison'),
    'agreement.deliver',
    { agreement: at.row('agreement', at.step.b), obligation: 'lists', words: 'Here it is.' },
  ],
  received: (at) => {
    const id = at.row('agreement', at.step.b);
    const delivery = at.one(
      [...(at.field.state.get('agreement', id)?.deliveries ?? []), { entry: idOf(0xfffff) }],
      at.step.c,
    );
    const answer = at.one(['received', 'partly', 'not-received'], at.step.c);
    return [at.party('liaison'), 'agreement.acknowledge', { agreement: id, delivery: delivery.entry, answer }];
  },
  ceasefire: (at) => [
    at.step.c % 3 ? [at.party('lead')] : [at.party('lead', 0), at.party('lead', 1)],
    'ceasefire.declare',
    {
      title: { en: 'Ceasefire' },
      type: 'ceasefire',
      from: at.hoursAgo(-(at.step.b % 10)),
      ...(at.step.b % 2 ? { until: at.hoursAgo(-200) } : {}),
      basis: own,
    },
  ],
  ceasefireSays: (at) => [
    at.step.c % 4 ? [at.party('lead')] : [at.party('lead', 0), at.party('lead', 1)],
    `ceasefire.${at.one(['accept', 'suspend', 'resume', 'end', 'contest'], at.step.c)}`,
    { ceasefire: at.row('ceasefire', at.step.b), sectors: at.step.b % 2 ? ['hill'] : [] },
  ],
  extend: (at) => [
    [at.party('lead')],
    'ceasefire.extend',
    { ceasefire: at.row('ceasefire', at.step.b), until: at.hoursAgo(-(at.step.c % 400) - 1) },
  ],
  round: (at) => [
    at.anyone(),
    'talks.open',
    {
      name: { en: 'Round' },
      place: { name: { en: 'A town' } },
      when: { from: '2026-01-01', to: '2026-01-02' },
      mediators: ['mediator'],
      delegations: [{ organisation: at.side(0) }, { organisation: at.side(1) }],
      agenda: [{ id: 'a1', title: { en: 'Item' }, proposedBy: [at.side(at.step.b)] }],
      basis: own,
    },
  ],
  stance: (at) => [
    at.party('lead'),
    'talks.position',
    {
      round: at.row('round', at.step.b),
      whose: at.side(at.step.c),
      type: 'demand',
      words: 'This.',
      language: 'en',
      basis: own,
    },
  ],
  pledge: (at) => [
    at.anyone(),
    'talks.pledge',
    { by: at.side(at.step.b), to: [at.side(at.step.b + 1)], words: 'We will.', language: 'en', basis: own },
  ],
  follow: (at) => [
    at.anyone(),
    'talks.follow',
    {
      pledge: at.row('pledge', at.step.b),
      step: at.one(['repeated', 'kept', 'not-kept', 'withdrawn', 'denied'], at.step.c),
      basis: own,
    },
  ],
  outcome: (at) => [
    at.step.c % 3 ? [at.party('lead')] : [at.party('lead', 0), at.party('lead', 1)],
    'talks.close',
    {
      round: at.row('round', at.step.b),
      outcome: at.one(['nothing', 'text-agreed', 'adjourned'], at.step.c),
      basis: own,
    },
  ],
  leave: (at) => [
    at.party('lead'),
    'participation.leave',
    {
      scopes: at.one([['teams'], ['mechanism'], ['talks', 'bulletins']], at.step.b),
      how: 'walk-out',
      because: 'A protest.',
    },
  ],
  resume: (at) => [at.party('lead'), 'participation.resume', {}],
  note: (at) => [
    'mediator/chair',
    'participation.note',
    { organisation: at.side(at.step.b), scopes: ['teams'], because: 'Not there.', basis: own },
  ],
  notice: (at) => [
    at.party('liaison'),
    'notice.give',
    {
      what: at.one(['exercise', 'flight', 'funeral'], at.step.b),
      when: { from: at.hoursAgo(-(at.step.c % 40)), to: at.hoursAgo(-(at.step.c % 40) - 1), certainty: 'exact' },
      place: place(at, at.step.b),
      words: 'It will be heard.',
      language: 'en',
    },
  ],
  noted: (at) => [at.party('liaison'), 'notice.acknowledge', { notice: at.row('notice', at.step.b), answer: 'noted' }],
  call: (at) => [
    at.anyone(),
    'hotline.call',
    { subject: 'fire-now', words: 'Fire.', language: 'en' },
    at.audience(at.step.b % 8),
  ],
  heard: (at) => [
    at.anyone(),
    'hotline.acknowledge',
    { hotline: at.row('hotline', at.step.b) },
    at.audience(at.step.c % 8),
  ],
  docket: (at) => [
    at.one([at.party('liaison'), 'watch/lead'], at.step.c),
    'handover.open',
    {
      pseudonym: `P-000${at.step.b % 10}`,
      what: at.step.c % 3 ? 'person' : 'remains',
      transferring: at.side(at.step.b),
      receiving: at.side(at.step.b + 1),
      crossing: 'gate',
      identity: 'a'.repeat(64),
    },
  ],
  docketAccept: (at) => [at.party('lead'), 'handover.accept', { docket: at.row('docket', at.step.b) }],
  gate: (at) => [
    at.anyone(),
    'handover.gate',
    {
      docket: at.row('docket', at.step.b),
      gate: at.one(GATES, at.step.c),
      set: at.step.b % 7 !== 0,
      day: '2026-02-01',
    },
  ],
  object: (at) => [at.anyone(), 'handover.object', { docket: at.row('docket', at.step.b), ground: 'of-the-person' }],
  receipt: (at) => [
    at.step.c % 2 ? [at.party('liaison', 0), at.party('liaison', 1)] : [at.party('lead')],
    'handover.receipt',
    { docket: at.row('docket', at.step.b) },
  ],
  outside: (at) => [at.anyone(), 'handover.outside', { docket: at.row('docket', at.step.b), day: '2026-01-01' }],
  offer: (at) => [
    at.party('lead'),
    'share.offer',
    {
      to: at.step.b % 2 ? [at.side(at.step.a + 1)] : ['mediator'],
      tlp: 'AMBER',
      subject: 'movement',
      purpose: 'For the case.',
    },
    [at.side(at.step.a), at.step.b % 2 ? at.side(at.step.a + 1) : 'mediator'].sort(),
    [at.side(at.step.a), at.step.b % 2 ? at.side(at.step.a + 1) : 'mediator'],
  ],
  askOnward: (at) => {
    const id = at.row('share', at.step.b);
    const share = at.field.state.get('share', id);
    const author = share?.to[0] === 'mediator' ? 'mediator/chair' : `${share?.to[0] ?? at.side(0)}/lead`;
    return [author, 'share.ask', { share: id, to: 'facilitator', purpose: 'To plan.' }, share?.audience ?? 'members'];
  },
  consent: (at) => {
    const id = at.row('share', at.step.b);
    const answer = at.step.c % 3 ? 'granted' : 'refused';
    return [
      at.party('lead'),
      'share.consent',
      { share: id, ask: asked(at, id), answer },
      at.field.state.get('share', id)?.audience ?? 'members',
    ];
  },
  passOn: (at) => {
    const id = at.row('share', at.step.b);
    const share = at.field.state.get('share', id);
    const consent = share?.asks.find((one) => one.answer)?.answer?.entry ?? idOf(0xfffff);
    const author = share?.to[0] === 'mediator' ? 'mediator/chair' : `${share?.to[0] ?? at.side(0)}/lead`;
    const audience = [...new Set([author.split('/')[0]!, share?.originator ?? at.side(0), 'facilitator'])].sort();
    return [author, 'share.pass-on', { share: id, consent, to: 'facilitator' }, audience, audience];
  },
  deposit: (at) => [
    at.anyone(),
    'evidence.deposit',
    {
      file: { sha256: 'ab'[at.step.c % 2]!.repeat(64), size: 1_000, type: 'image/jpeg' },
      obtained: { when: when(at, at.step.c % 30) },
      means: 'photographed',
      described: 'What was photographed.',
      ...(at.step.c % 3 ? {} : { for: { table: 'report', id: at.row('report', at.step.b) } }),
    },
    at.audience(at.step.b),
  ],
  custody: (at) => {
    const id = at.row('evidence', at.step.b);
    const deposit = at.field.state.get('evidence', id);
    const audience = deposit?.audience ?? 'members';
    const one = at.one(
      [
        [
          'evidence.transfer',
          { evidence: id, to: at.one([...at.sides, 'mediator'], at.step.a), purpose: 'To examine.' },
        ],
        ['evidence.receive', { evidence: id, sha256: deposit?.sha256 ?? 'c'.repeat(64) }],
        ['evidence.examine', { evidence: id, method: 'Looked at.', result: 'Nothing was changed.' }],
      ] as [string, object][],
      at.step.c,
    );
    return [at.anyone(at.step.c % 5 ? at.step.a : at.step.b), ...one, audience as string[]];
  },
  erase: (at) => {
    const table = at.one(['evidence', 'sealed'] as const, at.step.c);
    const id = at.row(table, at.step.b);
    const row = at.field.state.get('evidence', id) ?? at.field.state.get('sealed', id);
    const sha256 = row
      ? 'file' in row && typeof row.file === 'string'
        ? row.file
        : (row as { sha256: string }).sha256
      : 'c'.repeat(64);
    const authors =
      at.step.c % 4 ? [at.party('lead')] : [at.party('lead'), at.party('lead', at.step.a + 1), 'mediator/chair'];
    return [
      authors,
      'file.erase',
      { entry: id, sha256, ground: 'source-at-risk', authority: 'The originator.' },
      row?.audience as string[],
    ];
  },
  release: (at) => [
    at.party('lead'),
    'share.release',
    {
      subject: 'movement',
      words: { en: 'Movement was seen.' },
      where:
        at.step.b % 2
          ? cellOf({ lat: 34.2, lon: 71.3 }, 10)
          : { kind: 'area', name: { en: 'A district' }, level: 'district' },
      from: '2025-12-20',
      to: at.step.c % 2 ? '2025-12-21' : at.field.now.slice(0, 10),
      count: { min: at.step.c % 12 },
    },
  ],
  rotate: (at) => {
    const member = at.party('monitor');
    const version = (at.field.version.get(member) ?? 1) + 1;
    return [member, 'member.rotate', { member, key: vkeyOf(member, version) }];
  },
};

const NAMES = Object.keys(MOVES);

/** Scripts of up to `maxLength` steps; `moves` narrows what they do. */
export const scripts = (maxLength: number, moves: readonly string[] = NAMES): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.record({
      move: fc.constantFrom(...moves.map((name) => NAMES.indexOf(name))),
      a: fc.nat(1_000),
      b: fc.nat(1_000),
      c: fc.nat(1_000),
      wait: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(100) }),
    }),
    { minLength: Math.ceil(maxLength / 2), maxLength },
  );

/** A founded mechanism whose terms list the sides in this order. */
export function founded(sides: Sides = SIDES): Field {
  const [first, second, ...others] = termsBody().organisations;
  const listed = [first!, second!].map((one, i) => ({
    ...one,
    id: sides[i]!,
    name: { en: sides[i]! },
    root: vkeyOf(`${sides[i]}/root`),
  }));
  return field({ organisations: [...listed, ...others] }, sides);
}

/** A mechanism in the midst of its work: an agreement in force, a case with a draft, a docket, a notice, a ceasefire. */
export function atWork(sides: Sides = SIDES): Field {
  const made = founded(sides);
  const [p, q] = sides;
  const at = new At(made, sides, { move: 0, a: 0, b: 2, c: 0, wait: 0 });
  const agreement = made.does('mediator/chair', 'agreement.record', {
    title: { en: 'Agreement' },
    known: 'text',
    guarantors: ['mediator'],
    articles,
    obligations: obligations(at),
  });
  made.does([`${p}/lead`, `${q}/lead`], 'agreement.sign', { agreement, version: 1 });
  made.does([`${p}/lead`, `${q}/lead`], 'ceasefire.declare', {
    title: { en: 'Ceasefire' },
    type: 'ceasefire',
    from: made.now,
    until: at.hoursAgo(-300),
    basis: own,
  });
  made.wait(3);
  const what = { event: 'shelling', when: when(at, 1), place: place(at, 0) };
  const reports = [`${p}/monitor`, `${q}/monitor`].map((by) =>
    made.does(by, 'report.file', {
      ...what,
      account: 'This is what was seen.',
      language: 'en',
      source: { type: 'party', directness: 'saw' },
    }),
  );
  const incident = made.does('mediator/chair', 'incident.open', { ...what, title: { en: 'Shelling' }, reports });
  const id = made.does('mediator/chair', 'case.open', {
    incident,
    question: 'What happened?',
    alleged: sides.map((party) => ({ agreement, obligation: 'no-fire', party })),
  });
  for (const one of sides) made.does(`${one}/lead`, 'case.name-team', { case: id, members: [`${one}/monitor`] });
  made.does('mediator/chair', 'case.name-team', { case: id, members: ['mediator/monitor'], chair: 'mediator/chair' });
  const step = { move: 0, a: 0, b: 2, c: 1, wait: 0 };
  made.does('mediator/chair', 'case.draft', {
    case: id,
    findings: findings(new At(made, sides, step)),
    account: 'We went there.',
    limits: 'By day.',
  });
  const docket = made.does('watch/lead', 'handover.open', {
    pseudonym: 'P-0100',
    what: 'person',
    transferring: p,
    receiving: q,
    crossing: 'gate',
    identity: 'a'.repeat(64),
  });
  made.does(`${q}/lead`, 'handover.accept', { docket });
  return made;
}

/** One act as it was tried, with all that it named. */
export interface Attempt {
  readonly authors: readonly string[];
  readonly kind: string;
  readonly body: object;
  readonly audience: 'public' | 'members' | string[];
  readonly sealed?: string[];
  readonly at: string;
  readonly admitted: boolean;
}

/** Plays a script; answers each step with the id or the refusal's code. `only` keeps the steps of some authors. */
export function play(
  script: readonly Step[],
  sides: Sides = SIDES,
  options: { made?: Field; may?: (authors: readonly string[]) => boolean; after?: (field: Field) => void } = {},
): { made: Field; said: string[]; attempts: Attempt[] } {
  const { made = atWork(sides), may, after } = options;
  const said: string[] = [];
  const attempts: Attempt[] = [];
  for (const step of script) {
    made.wait(step.wait);
    const [authors, kind, body, audience, sealed] = MOVES[NAMES[step.move]!]!(new At(made, sides, step));
    const list = typeof authors === 'string' ? [authors] : authors;
    if (may && !may(list)) continue;
    const answer = made.say(list, kind as never, body, {
      ...(audience ? { audience } : {}),
      ...(sealed ? { sealed } : {}),
    });
    if (kind === 'member.rotate' && answer.length === 36) {
      made.version.set(list[0]!, (made.version.get(list[0]!) ?? 1) + 1);
    }
    attempts.push({
      authors: list,
      kind,
      body,
      audience: audience ?? 'members',
      ...(sealed ? { sealed } : {}),
      at: made.now,
      admitted: !made.refusal,
    });
    said.push(made.refusal ? `${made.refusal.code} ${JSON.stringify(made.refusal.details)}` : answer);
    after?.(made);
  }
  return { made, said, attempts };
}

export type { Mechanism };
