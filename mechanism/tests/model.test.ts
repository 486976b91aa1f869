// The case workflow, checked over every order of acts, however long: two parties and a chair, one finding above `plausible`.
// Breadth first over the real rulebook until nothing new is reached; two states are the same when all that matters for what can
// follow is the same.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Case, capped, caseClocks, draftOf, Mechanism, positionsOn, type State } from '../index.ts';
import { type Field, field, idOf, ORIGIN } from './field.ts';
import { occurrence, openCase } from './steps.ts';

type Act = readonly [by: string, kind: string, body: (one: Case) => object | undefined];
const onDraft = (one: Case, more: object) => draftOf(one) && { case: one.id, draft: draftOf(one)!.entry, ...more };
const position = (by: string, what: string): Act => [
  by,
  'case.position',
  (one) => onDraft(one, { position: what, words: 'So we see it.' }),
];
/** The larger instance: every position that there is, and clocks that the chair stops and starts. */
const LARGE = process.env.SULH_MODEL === 'large';
const SEATS = ['north/monitor', 'south/monitor', 'mediator/chair'];
const POSITIONS = ['concur', 'dissent', ...(LARGE ? ['reservation', 'abstain'] : [])];
const drafted = { findings: [occurrence('established')], account: 'We went.', limits: 'Little.' };

const START = (clock: string): Act => ['mediator/chair', 'case.start-clock', (one) => ({ case: one.id, clock })];

const ACTS: readonly Act[] = [
  ['north/lead', 'case.name-team', (one) => ({ case: one.id, members: ['north/monitor'] })],
  ['south/lead', 'case.name-team', (one) => ({ case: one.id, members: ['south/monitor'] })],
  [
    'mediator/chair',
    'case.name-team',
    (one) => ({ case: one.id, members: ['mediator/chair'], chair: 'mediator/chair' }),
  ],
  ['mediator/chair', 'case.draft', (one) => ({ case: one.id, ...drafted })],
  ['north/liaison', 'case.reply', (one) => onDraft(one, { comment: false })],
  ['south/liaison', 'case.reply', (one) => onDraft(one, { comment: false })],
  ...SEATS.flatMap((seat) => POSITIONS.map((what) => position(seat, what))),
  ['mediator/chair', 'case.adopt', (one) => onDraft(one, {})],
  [
    'mediator/chair',
    'case.close',
    (one) => ({ case: one.id, outcome: one.adopted ? 'finished' : 'no-finding', because: 'x' }),
  ],
  ...(LARGE ? ['reply', 'positions'] : []).flatMap((clock): Act[] => [
    [
      'mediator/chair',
      'case.stop-clock',
      (one) => ({ case: one.id, clock, reason: 'weather', holder: 'nobody', words: 'Snow.' }),
    ],
    START(clock),
  ]),
];
/** Longer than any clock: after it every step that is open is missed. */
const WAIT = 400;

interface Node {
  readonly state: State;
  readonly now: number;
  readonly entries: number;
  /** How it was reached. */
  readonly way?: Way;
}
/** The last step, and those before it. */
interface Way {
  readonly by: string;
  readonly before?: Way | undefined;
}

/**
 * What can matter for the future: who is named, which draft, who replied, what each seat says, which clocks run; of each
 * organisation its own. The finding names no party, so a state and the one with the parties exchanged are one. Every clock that
 * runs began after the last wait, and every wait outlasts them all: since when a clock runs does not matter.
 */
function essence({ state, now }: Node): string {
  const one = state.all('case')[0]!;
  const draft = draftOf(one)?.entry;
  const positions = draft ? positionsOn(one, KEY, ['north', 'south']) : [];
  const clocks = caseClocks(state, one, new Date(now).toISOString()).filter(
    (clock) => (clock.state === 'running' || clock.state === 'stopped') && clock.name !== 'acknowledge',
  );
  const of = (organisation: string): string =>
    JSON.stringify([
      one.team.some((seat) => seat.organisation === organisation),
      one.replies.some((reply) => reply.draft === draft && reply.organisation === organisation),
      positions
        .filter((it) => it.organisation === organisation)
        .map((it) => [it.position, it.onDraft !== undefined, it.member.includes('/')]),
      clocks.filter((clock) => clock.holders[0] === organisation).map((clock) => clock.name),
    ]);
  return JSON.stringify([
    draft !== undefined,
    one.stops.flatMap((stop) => (stop.started ? [] : [stop.clock])).sort(),
    one.findings.map((finding) => [finding.standard, finding.basis]),
    one.closed?.outcome,
    of('mediator'),
    [of('north'), of('south')].sort(),
  ]);
}
const KEY = 'occurrence';

const traceOf = (way: Way | undefined): string => (way ? `${traceOf(way.before)}\n${way.by}` : '');

function explore(
  start: Field,
  check: (node: Node, next: Node, act: Act | undefined) => void,
): { states: number; steps: number } {
  const first: Node = {
    state: start.state,
    now: Date.parse(start.now),
    entries: start.received.length,
  };
  const seen = new Set([essence(first)]);
  let steps = 0;
  let front = [first];
  while (front.length > 0) {
    const next: Node[] = [];
    for (const node of front) {
      // What is adopted or closed is over: what may follow is checked where it is reached.
      const { adopted, closed } = node.state.all('case')[0]!;
      if (adopted || closed) continue;
      for (const act of [undefined, ...ACTS]) {
        const made = step(node, act);
        if (!made) continue;
        steps++;
        check(node, made, act);
        const key = essence(made);
        if (seen.has(key)) continue;
        seen.add(key);
        next.push(made);
      }
    }
    front = next;
  }
  return { states: seen.size, steps };
}

/** The state after an act, or after a wait; undefined when it is refused. */
function step(node: Node, act: Act | undefined): Node | undefined {
  if (!act) return { ...node, now: node.now + WAIT * 3_600_000, way: { by: 'wait', before: node.way } };
  const [by, kind, body] = act;
  const written = body(node.state.all('case')[0]!);
  if (!written) return undefined;
  const received = says(node, by, kind, written);
  // Looked at before it is copied: most acts are refused in most states.
  if (new Mechanism(ORIGIN, node.state).decide(received as never)) return undefined;
  const { index, now } = node.state;
  const mechanism = Mechanism.restore(ORIGIN, { index, now, tables: node.state.snapshot() });
  assert.equal(mechanism.admit(received as never), undefined);
  return {
    state: mechanism.state,
    now: node.now,
    entries: node.entries + 1,
    way: { by: `${by} ${kind} ${JSON.stringify(written)}`, before: node.way },
  };
}

function says(node: Node, by: string, kind: string, body: object): object {
  const at = new Date(node.now).toISOString();
  const [key] = node.state.get('member', by)!.keys;
  const { vkey } = node.state.get('key', key!)!;
  const id = idOf(node.entries + 1);
  const entry = { kind, id, at, audience: 'members', refs: [], body, salt: 'AAAAAAAAAAAAAAAAAAAAAA==' };
  return {
    index: node.entries,
    receivedAt: at,
    entry,
    signers: [{ name: vkey.slice(0, vkey.indexOf('+')), vkey }],
    leaf: id,
  };
}

const one = (node: Node): Case => node.state.all('case')[0]!;
const concurs = (it: Case, party: string): boolean => {
  const own = positionsOn(it, KEY, ['north', 'south'])
    .filter((position) => position.organisation === party)
    .map((position) => position.position);
  return (own.includes('concur') || own.includes('reservation')) && !own.includes('dissent');
};

for (const deadlock of ['record-both', 'refer', 'chair-rules'] as const) {
  test(`every order of acts keeps the laws of the case, where a deadlock is for “${deadlock}”`, (context) => {
    const start = field({ deadlock, referTo: { en: 'The commission' } });
    openCase(start);
    const reached = new Set<string>();
    const began = performance.now();
    const { states, steps } = explore(start, (before, after, act) => {
      const [was, is] = [one(before), one(after)];
      const trace = () => traceOf(after.way);
      // Nothing that was said is ever taken away.
      assert.deepEqual(is.given.slice(0, was.given.length), was.given, trace());
      assert.deepEqual(is.drafts.slice(0, was.drafts.length), was.drafts, trace());
      // What is adopted stays as it was adopted.
      if (was.adopted) assert.deepEqual(is.findings, was.findings, trace());
      // Only the chair adopts, and never before each party replied or its time was over.
      if (!was.adopted && is.adopted) {
        assert.equal(act?.[1], 'case.adopt', trace());
        const open = caseClocks(before.state, was, new Date(before.now).toISOString()).filter(
          (clock) =>
            (clock.name === 'reply' || clock.name === 'positions') &&
            (clock.state === 'running' || clock.state === 'stopped'),
        );
        assert.ok(
          open.every((clock) => clock.holders[0] === 'mediator'),
          trace(),
        );
        const [finding] = is.findings;
        reached.add(`${finding!.standard} ${finding!.basis}`);
        // Nothing is established by one side alone.
        const both = concurs(is, 'north') && concurs(is, 'south');
        const some = concurs(is, 'north') || concurs(is, 'south');
        if (finding!.standard === 'established') assert.ok(both || (deadlock === 'chair-rules' && some), trace());
        else assert.equal(finding!.standard, capped('established'), trace());
        // Every dissent that stands is in the finding.
        for (const position of positionsOn(is, KEY, ['north', 'south'])) {
          if (position.position === 'dissent')
            assert.ok(
              finding!.positions.some((it) => it.member === position.member && it.position === 'dissent'),
              trace(),
            );
        }
      }
      // Nothing freezes: once all clocks ran out, a draft can be made, and a draft that stands can be adopted.
      if (!act && !is.closed && !is.adopted) {
        const move = ACTS.find((it) => it[1] === (draftOf(is) ? 'case.adopt' : 'case.draft'))!;
        // What the chair stopped it can start. A second wait lets the positions' clock run out, which begins only when the
        // replies' is over.
        const started = is.stops
          .filter((stop) => !stop.started)
          .reduce((node, { clock }) => step(node, START(clock))!, after);
        const waited = [1, 2].reduce((node) => step(node, undefined)!, started);
        assert.ok(step(waited, move), trace());
      }
    });
    const expected = {
      'record-both': ['established joint', 'plausible contested', 'plausible none', 'plausible one-side'],
      refer: ['established joint', 'plausible contested', 'plausible none', 'plausible one-side'],
      'chair-rules': [
        'established joint',
        'established ruling',
        'plausible contested',
        'plausible none',
        'plausible one-side',
      ],
    };
    assert.deepEqual([...reached].sort(), expected[deadlock]);
    context.diagnostic(`${states} states, ${steps} steps, ${Math.round(performance.now() - began)} ms`);
  });
}
