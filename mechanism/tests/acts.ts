// Acts drawn at random, for properties. An act names its author by role (`A/lead`, `mediator/chair`) and picks what it refers
// to from what is on record, so that the same list of acts can be played with the two parties exchanged.

import { draftBulletin } from '@sulh/exchange';
import type { Audience } from '@sulh/record';
import fc from 'fast-check';
import { draftOf, type KindName, kindOf, type State, type TableName } from '../index.ts';
import { Field, idOf, ROOTS_THAT_BIND, termsBody, vkeyOf } from './field.ts';

export interface RoleAct {
  readonly who: string;
  readonly kind: KindName;
  /** What it picks from. */
  readonly picks: readonly number[];
  /** Hours that pass before it. */
  readonly hours: number;
}

export type Sides = { readonly A: string; readonly B: string };
export const STRAIGHT: Sides = { A: 'north', B: 'south' };
export const SWAPPED: Sides = { A: 'south', B: 'north' };

const SEATS: Record<string, string[]> = {
  lead: ['lead'],
  liaison: ['liaison'],
  monitor: ['monitor', 'team'],
  chair: ['chair', 'lead'],
  secretary: ['secretary'],
};
export const ROLES = [
  'A/lead',
  'A/liaison',
  'A/monitor',
  'B/lead',
  'B/liaison',
  'B/monitor',
  'mediator/chair',
  'mediator/secretary',
  'mediator/monitor',
  'facilitator/lead',
  'facilitator/monitor',
  'watch/monitor',
] as const;

export const memberOf = (role: string, sides: Sides): string =>
  role.replace(/^A\//, `${sides.A}/`).replace(/^B\//, `${sides.B}/`);

/** A mechanism whose first listed party plays role A. */
export function founded(sides: Sides, terms: Parameters<typeof termsBody>[0] = {}): Field {
  const field = new Field();
  const body = termsBody(terms);
  const of = (id: string) => body.organisations.find((one) => one.id === id)!;
  const [first, second] = [of('north'), of('south')];
  const listed = [sides.A, sides.B].map((id, i) => ({ ...of(id), hue: [first, second][i]!.hue }));
  const rest = body.organisations.filter((one) => one.role !== 'party');
  field.does(ROOTS_THAT_BIND, 'terms.adopt', { ...body, organisations: [...listed, ...rest] });
  for (const role of ROLES) {
    const member = memberOf(role, sides);
    const [organisation, seat] = member.split('/') as [string, string];
    field.does(`${organisation}/root`, 'member.enrol', {
      member,
      key: vkeyOf(member),
      seats: organisation === 'watch' ? ['monitor'] : SEATS[seat]!,
    });
  }
  return field;
}

const DAY = '2026-01-01T';
const STANDARDS = ['unsubstantiated', 'plausible', 'reasonable-grounds', 'established', 'disproved'] as const;

/** The body and audience of an act, as the record stands. */
function written(state: State, now: string, act: RoleAct, sides: Sides): { body: object; audience: string | string[] } {
  const n = (i: number): number => act.picks[i % act.picks.length]!;
  const one = <T>(from: readonly T[], i: number): T => from[n(i) % from.length]!;
  const ids = (table: TableName): string[] => state.all(table).map((row) => row.id);
  const id = (table: TableName, i: number): string => {
    const there = ids(table);
    return there.length === 0 || n(i) % 11 === 10 ? idOf(0xfffff0) : one(there, i);
  };
  const some = (table: TableName, i: number): string[] =>
    [...new Set([id(table, i), id(table, i + 1)])].slice(0, 1 + (n(i) % 2));
  const party = (i: number): string => one([sides.A, sides.B], i);
  const organisation = (i: number): string => one([sides.A, sides.B, 'mediator', 'facilitator', 'watch'], i);
  const place = { ref: one(['hill', 'river', 'gate'], 0), known: 'told' };
  const from = `${DAY}0${n(1) % 8}:00:00Z`;
  const when = { from, to: `${DAY}0${(n(1) % 8) + 1}:00:00Z`, certainty: 'about' };
  const event = one(['shelling', 'overflight', 'harm-to-civilians', 'expulsion'], 2);
  const title = { en: `Incident ${n(3) % 5}` };
  const text = `Words ${n(0) % 7}`;
  const theCase = state.get('case', id('case', 0));
  const on = theCase && draftOf(theCase);
  const rowOf = (table: TableName, i: number) =>
    state.get(table, id(table, i)) as { audience?: string | string[] } | undefined;
  const own = memberOf(act.who, sides);
  const figures = n(4) % 3 === 0 ? [{ what: 'killed', whom: 'civilians', count: { min: n(4) % 4 } }] : [];
  const source = { type: 'party', directness: one(['saw', 'told-by-press'], 3) };
  const report = { event, when, place, account: text, language: 'en', source, figures };
  const audience =
    n(5) % 5 === 0 ? [...new Set([own.split('/')[0]!, 'mediator'])].sort() : n(5) % 5 === 1 ? 'public' : 'members';
  const like = (table: TableName, i: number) => rowOf(table, i)?.audience ?? 'members';
  const forCase = theCase?.audience ?? 'members';
  const inCase = (body: object) => ({ body: { case: id('case', 0), ...body }, audience: forCase as string | string[] });
  const finding = (i: number) => {
    const common = { statement: { en: 'It was so.' }, standard: one(STANDARDS, i), because: text };
    return one<object>(
      [
        { on: 'occurrence', ...common },
        { on: 'attribution', to: { kind: 'party', organisation: party(i) }, ...common },
        { on: 'attribution', to: { kind: 'non-party', name: 'A group' }, ...common },
        { on: 'duty', party: party(i), duty: 'act', answer: 'not-met', ...common },
      ],
      i,
    );
  };
  const recommendation = theCase
    ? one([...theCase.recommendations.map((it) => it.id), idOf(0xfffff1)], 2)
    : idOf(0xfffff1);
  const statement = {
    crossing: 'gate',
    direction: n(0) % 2 ? 'both' : { from: party(0), to: party(1) },
    categories: [one(['cargo', 'returnees'], 1)],
    window: { from },
    status: one(['open', 'closed', 'restricted'], 2),
  };
  const bulletin = state.get('bulletin', id('bulletin', 0));
  const drafted = () => draftBulletin(state, `${DAY}00:00:00Z`, now, 'daily', now);

  switch (act.kind) {
    case 'report.file':
      return { body: report, audience };
    case 'report.correct':
      return { body: { report: id('report', 0), because: text, body: report }, audience: like('report', 0) };
    case 'report.withdraw':
      return { body: { report: id('report', 0), because: text }, audience: like('report', 0) };
    case 'incident.open':
      return { body: { event, title, when, place, reports: some('report', 0) }, audience };
    case 'incident.link':
    case 'incident.unlink':
      return {
        body: { incident: id('incident', 0), reports: some('report', 1), because: text },
        audience: like('incident', 0),
      };
    case 'incident.amend':
      return {
        body: { incident: id('incident', 0), because: text, event, title, when, place },
        audience: like('incident', 0),
      };
    case 'incident.merge':
    case 'incident.unmerge':
      return {
        body: { incident: id('incident', 0), other: id('incident', 1), because: text },
        audience: like('incident', 0),
      };
    case 'incident.split': {
      const reports =
        state
          .get('incident', id('incident', 0))
          ?.reports.slice(0, 1 + (n(1) % 2))
          .map((it) => it.id) ?? [];
      return {
        body: { incident: id('incident', 0), because: text, event, title, when, place, reports },
        audience: like('incident', 0),
      };
    }
    case 'case.open':
      return { body: { incident: id('incident', 0), question: text }, audience: n(5) % 3 ? 'members' : audience };
    case 'case.acknowledge':
      return inCase({});
    case 'case.name-team': {
      const mine = own.split('/')[0]!;
      const chair = mine === 'mediator' ? { chair: 'mediator/chair' } : {};
      return inCase({ members: [n(1) % 4 ? `${mine}/monitor` : own], ...chair });
    }
    case 'case.evidence':
      return inCase({ what: text, reports: n(1) % 2 ? [] : some('report', 1) });
    case 'case.draft':
      return inCase({ findings: [finding(1), finding(2)].slice(0, 1 + (n(3) % 2)), account: text, limits: text });
    case 'case.reply':
      return inCase({ draft: on?.entry ?? idOf(0xfffff2), comment: n(1) % 2 === 0, words: text });
    case 'case.position': {
      const position = one(['concur', 'reservation', 'dissent', 'abstain'], 1);
      const keys = n(2) % 2 && on ? { findings: [one(on.findings, 3).key] } : {};
      return inCase({ draft: on?.entry ?? idOf(0xfffff2), position, words: text, ...keys });
    }
    case 'case.adopt':
      return inCase({ draft: on?.entry ?? idOf(0xfffff2) });
    case 'case.settle':
      return inCase({
        findings: [{ finding: theCase?.findings[0]?.key ?? 'occurrence', standard: one(STANDARDS, 1) }],
        words: text,
      });
    case 'case.recommend':
      return inCase({ to: organisation(1), words: text });
    case 'case.measure':
      return inCase({ recommendation, words: text });
    case 'case.follow-up':
      return inCase({ recommendation, result: 'verified', words: text });
    case 'case.stop-clock':
      return inCase({
        clock: one(['name-team', 'reply', 'positions'], 1),
        ...(n(2) % 2 ? { organisation: party(2) } : {}),
        reason: 'weather',
        holder: 'nobody',
        words: text,
      });
    case 'case.start-clock': {
      const stop = theCase?.stops.find((it) => !it.started);
      return inCase({
        clock: stop?.clock ?? 'reply',
        ...(stop?.organisation ? { organisation: stop.organisation } : {}),
      });
    }
    case 'case.close':
      return inCase({ outcome: one(['finished', 'no-finding', 'withdrawn'], 1), because: text });
    case 'access.ask': {
      const asked = { of: organisation(1), what: 'visit', where: place, purpose: text };
      return n(2) % 2 ? { body: asked, audience: 'members' } : inCase(asked);
    }
    case 'access.answer': {
      const answer = one(['granted', 'refused', 'conditional'], 1);
      return {
        body: { access: id('access', 0), answer, ground: 'security', conditions: text, authority: 'Corps' },
        audience: like('access', 0),
      };
    }
    case 'access.outcome': {
      const outcome = one(['done', 'denied-on-site', 'delayed'], 1);
      return {
        body: { access: id('access', 0), outcome, ground: 'weather', account: text },
        audience: like('access', 0),
      };
    }
    case 'coverage.log':
      return { body: { place, when, effort: { patrolHours: n(3) % 5 }, denials: n(4) % 2 }, audience };
    case 'coverage.withdraw':
      return { body: { coverage: id('coverage', 0), because: text }, audience: like('coverage', 0) };
    case 'crossing.declare':
      return { body: statement, audience };
    case 'crossing.observe': {
      const told = n(3) % 2 ? { known: 'told', declaredBy: party(3) } : { known: 'seen' };
      return { body: { ...statement, ...told }, audience };
    }
    case 'crossing.withdraw':
      return { body: { statement: id('crossing', 0), because: text }, audience: like('crossing', 0) };
    case 'bulletin.draft':
      return { body: drafted(), audience: n(1) % 3 ? 'public' : 'members' };
    case 'bulletin.approve':
      return {
        body: { bulletin: id('bulletin', 0), version: bulletin?.versions.at(-1)?.entry ?? idOf(0xfffff3) },
        audience: (bulletin?.audience as string) ?? 'public',
      };
    case 'bulletin.correct':
      return {
        body: { bulletin: id('bulletin', 0), because: text, body: drafted() },
        audience: (bulletin?.audience as string) ?? 'public',
      };
    case 'bulletin.withdraw':
      return {
        body: { bulletin: id('bulletin', 0), because: text },
        audience: (bulletin?.audience as string) ?? 'public',
      };
    case 'participation.leave':
      return { body: { scopes: [one(['mechanism', 'teams', 'bulletins'], 0)], how: 'walk-out' }, audience: 'members' };
    case 'participation.resume':
      return { body: {}, audience: 'members' };
    default:
      throw new Error(`no such act: ${act.kind}`);
  }
}

export const ACT_KINDS = [
  'report.file',
  'report.correct',
  'report.withdraw',
  'incident.open',
  'incident.link',
  'incident.unlink',
  'incident.amend',
  'incident.merge',
  'incident.unmerge',
  'incident.split',
  'case.open',
  'case.acknowledge',
  'case.name-team',
  'case.evidence',
  'case.draft',
  'case.reply',
  'case.position',
  'case.adopt',
  'case.settle',
  'case.recommend',
  'case.measure',
  'case.follow-up',
  'case.stop-clock',
  'case.start-clock',
  'case.close',
  'access.ask',
  'access.answer',
  'access.outcome',
  'coverage.log',
  'coverage.withdraw',
  'crossing.declare',
  'crossing.observe',
  'crossing.withdraw',
  'bulletin.draft',
  'bulletin.approve',
  'bulletin.correct',
  'bulletin.withdraw',
  'participation.leave',
  'participation.resume',
] as const satisfies readonly KindName[];

const TOGETHER: Partial<Record<KindName, readonly string[]>> = {
  'case.settle': ['A/lead', 'B/lead', 'mediator/chair'],
  'bulletin.withdraw': ['A/lead', 'mediator/chair'],
};

/** What an act says as the record stands: authors, kind, body, audience. */
export function saying(field: Field, act: RoleAct, sides: Sides) {
  const together = act.picks[0]! % 3 ? undefined : TOGETHER[act.kind];
  const authors = (together ?? [act.who]).map((role) => memberOf(role, sides));
  const { body, audience } = written(field.state, field.now, act, sides);
  const named = typeof audience === 'string' ? audience : [...audience].sort();
  return { authors, kind: act.kind, body, audience: named as Audience };
}

/** Plays an act: the id of its entry, or the code with which it was refused. */
export function play(field: Field, act: RoleAct, sides: Sides): string {
  field.wait(act.hours);
  const { authors, kind, body, audience } = saying(field, act, sides);
  return field.say(authors, kind, body, { audience });
}

/** Roles whose seats may write a kind; one in eight acts is tried by anybody. */
const fitting = (who: readonly string[], kind: KindName): readonly string[] => {
  const seats = kindOf(kind)!.seats as readonly string[];
  const able = who.filter((role) => SEATS[role.split('/')[1]!]!.some((seat) => seats.includes(seat)));
  return able.length > 0 ? able : who;
};

/** Lists of acts of any kind. `who` narrows the authors, `kinds` what they do. */
export const acts = (who: readonly string[] = ROLES, kinds: readonly KindName[] = ACT_KINDS, maxLength = 80) =>
  fc.array(
    fc
      .record({
        anybody: fc.nat(7),
        who: fc.nat(997),
        kind: fc.constantFrom(...kinds),
        picks: fc.array(fc.nat(997), { minLength: 6, maxLength: 6 }),
        hours: fc.constantFrom(0, 0, 0, 1, 10, 40, 80),
      })
      .map(({ anybody, who: drawn, ...act }): RoleAct => {
        const from = anybody === 0 ? who : fitting(who, act.kind);
        return { ...act, who: from[drawn % from.length]! };
      }),
    { minLength: 1, maxLength, size: 'max' },
  );

const step = (who: string, kind: KindName, picks: number[] = [0, 0, 0, 0, 0, 2]): RoleAct => ({
  who,
  kind,
  picks,
  hours: 0,
});
/** A case with two reports, its team, a draft of two findings and both replies. */
export const CASE_UNDER_WAY: readonly RoleAct[] = [
  step('A/monitor', 'report.file'),
  step('B/monitor', 'report.file'),
  step('watch/monitor', 'coverage.log', [0, 0, 0, 3, 1, 2]),
  step('mediator/secretary', 'incident.open', [1, 0, 0, 0, 0, 2]),
  step('A/lead', 'case.open', [0, 0, 0, 0, 0, 1]),
  step('A/lead', 'case.name-team', [0, 1, 0, 0, 0, 2]),
  step('B/lead', 'case.name-team', [0, 1, 0, 0, 0, 2]),
  step('mediator/chair', 'case.name-team', [0, 1, 0, 0, 0, 2]),
  step('mediator/chair', 'case.draft', [0, 8, 3, 1, 0, 2]),
  step('A/liaison', 'case.reply'),
  step('B/liaison', 'case.reply'),
];
