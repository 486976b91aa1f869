import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type Act,
  type Docket,
  docketClocks,
  docketCounts,
  GATES,
  type Gate,
  gateSet,
  gatesFor,
  handoverAccept,
  handoverGate,
  handoverLift,
  handoverObject,
  handoverReceipt,
  hindrances,
  type Kind,
  listClock,
  morningBrief,
  purgeDue,
  type Signer,
} from '../index.ts';
import { type Field, field, idOf, ROOTS_THAT_BIND, termsBody, vkeyOf } from './field.ts';

const body = {
  pseudonym: 'P-7F3K',
  what: 'person',
  transferring: 'north',
  receiving: 'south',
  crossing: 'gate',
  family: 'F-2B9Q',
  identity: 'a'.repeat(64),
};
const WHO: Record<Gate, string[]> = {
  identity: ['north/liaison', 'south/liaison'],
  'legal-basis': ['north/liaison', 'watch/monitor'],
  'family-and-child': ['north/liaison', 'watch/monitor'],
  medical: ['north/liaison', 'watch/monitor'],
  'interview-offered': ['watch/monitor'],
  'no-risk-found': ['watch/monitor'],
  'reception-agreed': ['north/liaison', 'south/liaison'],
  'follow-up-set': ['south/liaison', 'watch/monitor'],
};
const setGates = (made: Field, docket: string, gates: readonly Gate[]) => {
  for (const gate of gates) {
    for (const who of WHO[gate]) made.does(who, 'handover.gate', { docket, gate, set: true, day: '2026-02-01' });
  }
};
const BOTH = ['north/liaison', 'south/liaison'];

describe('A hand-over', () => {
  it('is one entry that both sides sign, after every safeguard is on record', () => {
    const made = field();
    const docket = made.does('north/liaison', 'handover.open', body);
    const receipt = (who = BOTH) => made.say(who, 'handover.receipt', { docket });
    assert.equal(receipt(), 'not-accepted');
    assert.equal(made.say('north/lead', 'handover.accept', { docket }), 'not-yours');
    made.does('south/lead', 'handover.accept', { docket });
    assert.equal(receipt(), 'gates-unset');
    assert.deepEqual(made.refusal!.details.gates, GATES);
    setGates(made, docket, GATES.slice(1));
    assert.equal(receipt(), 'gates-unset');
    setGates(made, docket, ['identity']);
    assert.equal(receipt(['north/liaison']), 'signature-missing');
    assert.equal(receipt(['north/liaison', 'watch/monitor']), 'signature-missing');
    assert.equal(receipt().length, 36);
    assert.equal(made.state.get('docket', docket)!.status, 'handed-over');
    assert.equal(receipt(), 'docket-over');
  });

  it('stops at an objection, which only the one that recorded it lifts', () => {
    const made = field();
    const docket = made.does('north/liaison', 'handover.open', body);
    made.does('south/lead', 'handover.accept', { docket });
    setGates(made, docket, GATES);
    const objection = made.does('watch/monitor', 'handover.object', { docket, ground: 'of-the-person' });
    const lift = (who: string) => made.say(who, 'handover.lift-objection', { docket, objection, because: 'resolved' });
    assert.equal(made.say(BOTH, 'handover.receipt', { docket }), 'objection-open');
    assert.equal(made.say([...BOTH, 'mediator/chair'], 'handover.receipt', { docket }), 'objection-open');
    assert.equal(lift('north/lead'), 'not-yours');
    assert.equal(lift('mediator/chair'), 'not-yours');
    lift('watch/lead');
    assert.equal(made.say(BOTH, 'handover.receipt', { docket }).length, 36);
  });

  it('cannot be recorded when a safeguard was taken back', () => {
    const made = field();
    const docket = made.does('north/liaison', 'handover.open', body);
    made.does('south/lead', 'handover.accept', { docket });
    setGates(made, docket, GATES);
    made.does('watch/monitor', 'handover.gate', { docket, gate: 'medical', set: false });
    assert.equal(made.say(BOTH, 'handover.receipt', { docket }), 'gates-unset');
    // Another third cannot speak over the one that took it back.
    made.does('mediator/monitor', 'handover.gate', { docket, gate: 'medical', set: true });
    assert.equal(made.say(BOTH, 'handover.receipt', { docket }), 'gates-unset');
  });

  it('outside the safeguards is an event, and never a hand-over', () => {
    const made = field();
    const docket = made.does('north/liaison', 'handover.open', body);
    made.does('watch/monitor', 'handover.outside', { docket, day: '2026-01-01' });
    assert.equal(made.say('watch/monitor', 'handover.outside', { docket, day: '2026-01-01' }), 'docket-over');
    const counts = docketCounts(made.state);
    assert.equal(counts['outside-safeguards'], 1);
    assert.equal(counts['handed-over'], 0);
    made.does('watch/monitor', 'handover.follow-up', { docket, day: '2026-01-01', result: 'not-reached' });
    assert.equal(
      made.say('south/lead', 'handover.follow-up', { docket, day: '2026-01-01', result: 'seen-and-well' }),
      'third-party-needed',
    );
  });

  it('is never for the public, leaves no side out and has no room for a name', () => {
    const made = field();
    const open = (more: object, audience: 'public' | string[] | 'members' = 'members') =>
      made.say('north/liaison', 'handover.open', { ...body, ...more }, { audience });
    assert.equal(open({}, 'public'), 'never-public');
    assert.equal(open({}, ['mediator', 'north']), 'parties-left-out');
    assert.equal(open({}, ['north', 'south']), 'third-party-needed');
    assert.equal(open({ pseudonym: 'Ahmad Gul' }), 'invalid-body');
    assert.equal(open({ biometrics: 'x' }), 'invalid-body');
    assert.equal(open({ receiving: 'mediator' }), 'not-a-party');
    assert.equal(open({ receiving: 'north' }), 'same-side');
    assert.equal(open({ crossing: 'hill' }), 'not-found');
    open({}, ['mediator', 'north', 'south']);
    assert.equal(open({}), 'pseudonym-taken');
    // To one who does not see that docket nothing is taken.
    assert.equal(made.say('watch/lead', 'handover.open', body).length, 36);
  });

  it('does not concern a party that is on neither side of it', () => {
    const made = field();
    const third = { id: 'third', role: 'party', name: { en: 'Third' }, root: vkeyOf('third/root') } as const;
    const organisations = [...termsBody().organisations, third];
    made.does([...ROOTS_THAT_BIND, 'third/root'], 'terms.adopt', termsBody({ organisations }));
    made.does('third/root', 'member.enrol', { member: 'third/lead', key: vkeyOf('third/lead'), seats: ['lead'] });
    assert.equal(made.say('third/lead', 'handover.open', body), 'not-yours');
    const docket = made.does('north/liaison', 'handover.open', body);
    assert.equal(made.say('third/lead', 'handover.object', { docket, ground: 'legal' }), 'not-your-docket');
    assert.equal(made.say('third/lead', 'handover.gate', { docket, gate: 'medical', set: true }), 'not-your-gate');
    const followUp = { docket, day: '2026-01-01', result: 'seen-and-well' };
    assert.equal(made.say('watch/lead', 'handover.follow-up', followUp), 'not-handed-over');
  });

  it('of remains asks for identity, legal basis and reception, and no more', () => {
    const made = field();
    const docket = made.does('watch/lead', 'handover.open', { ...body, what: 'remains' });
    made.does('south/lead', 'handover.accept', { docket });
    assert.equal(made.say('watch/lead', 'handover.gate', { docket, gate: 'medical', set: true }), 'not-your-gate');
    setGates(made, docket, gatesFor('remains'));
    assert.equal(made.say(BOTH, 'handover.receipt', { docket }).length, 36);
  });

  it('has its identity destroyed on schedule, and stays counted', () => {
    const made = field();
    const docket = made.does('north/liaison', 'handover.open', body);
    assert.equal(made.say('north/lead', 'handover.purge', { docket, ground: 'schedule' }), 'docket-going');
    made.does('north/lead', 'handover.end', { docket, because: 'asked-to-stay' });
    made.wait(4_319);
    assert.deepEqual(purgeDue(made.state, made.now), []);
    made.wait(2);
    assert.equal(purgeDue(made.state, made.now).length, 1);
    made.does('north/lead', 'handover.purge', { docket, ground: 'schedule' });
    assert.deepEqual(purgeDue(made.state, made.now), []);
    const row = made.state.get('docket', docket)!;
    assert.ok(!('identity' in row) && !('family' in row));
    assert.equal(docketCounts(made.state).ended, 1);
    assert.equal(made.say('north/lead', 'handover.purge', { docket, ground: 'schedule' }), 'purged-before');
  });

  it('has a sealed identity destroyed on schedule too, and is followed up under a clock of the third that set the day', () => {
    const made = field();
    const { identity: _, ...unnamed } = body;
    const docket = made.does('north/liaison', 'handover.open', unnamed, { sealed: ['north', 'south'] });
    made.does('south/lead', 'handover.accept', { docket });
    setGates(made, docket, GATES);
    made.does(BOTH, 'handover.receipt', { docket });
    const clocks = () =>
      docketClocks(made.state, made.state.get('docket', docket)!, made.now).map(({ name, state, holders }) =>
        [name, state, ...holders].join(' '),
      );
    assert.deepEqual(clocks(), ['hand-over-follow-up running watch', 'purge running north']);
    made.wait(721);
    assert.deepEqual(clocks(), ['hand-over-follow-up missed watch', 'purge running north']);
    made.does('watch/lead', 'handover.follow-up', { docket, day: '2026-01-01', result: 'seen-and-well' });
    made.wait(3_600);
    assert.deepEqual(clocks(), ['hand-over-follow-up late watch', 'purge missed north']);
    const viewer = { member: 'south/lead', organisation: 'south', seats: ['lead'] };
    const lines = () => morningBrief(made.state, viewer, made.now).sections.find((one) => one.id === 'due')!.lines;
    assert.deepEqual(
      lines().map((one) => [one.code, one.values.step, one.values.organisation]),
      [['due.docket', 'purge', 'north']],
    );
    made.does('north/lead', 'handover.purge', { docket, ground: 'schedule' });
    assert.deepEqual(clocks(), ['hand-over-follow-up late watch', 'purge late north']);
    assert.deepEqual(lines(), []);
  });
});

describe('Lists of detained persons (Yemen: lists within a week, an answer within a week)', () => {
  it('are handed over and answered under a clock, person by person', () => {
    const made = field();
    const persons = ['P-AAAA', 'P-BBBB'];
    const list = made.does('north/liaison', 'handover.list', { to: 'south', holds: 'believed-held-by-you', persons });
    const clock = () => listClock(made.state, made.state.get('list', list)!, made.now);
    const answer = (who: string, pseudonym: string) =>
      made.say(who, 'handover.answer-list', { list, answers: [{ pseudonym, answer: 'known' }] });
    assert.equal(clock().state, 'running');
    assert.deepEqual(clock().holders, ['south']);
    assert.equal(answer('north/liaison', 'P-AAAA'), 'not-yours');
    assert.equal(answer('south/liaison', 'P-CCCC'), 'not-found');
    answer('south/liaison', 'P-AAAA');
    made.wait(169);
    assert.equal(clock().state, 'missed');
    answer('south/liaison', 'P-BBBB');
    assert.equal(clock().state, 'late');
  });
});

// ---- Model check -----------------------------------------------------------------------------------------------

const signer = (organisation: string): Signer => ({
  member: `${organisation}/lead`,
  organisation,
  seats: ['lead', 'liaison'],
  root: false,
});

/** Plays one entry on a docket put into the state; the docket after, or undefined when it is refused. */
function step<B>(
  made: Field,
  docket: Docket,
  rule: Kind<string, B>,
  who: readonly string[],
  body: B,
): Docket | undefined {
  made.state.put('docket', docket);
  const act: Act<B> = {
    index: 0,
    id: idOf(0xa00 + ['north', 'south', 'watch'].indexOf(who[0]!)),
    kind: rule.name,
    at: made.now,
    receivedAt: made.now,
    audience: docket.audience,
    refs: [],
    body,
    signers: who.map(signer),
  };
  if (rule.decide(made.state, act)) return undefined;
  rule.evolve(made.state, act);
  return made.state.get('docket', docket.id)!;
}

/** What decides how a docket goes on: the last word of each on each gate, who objects, and where it stands. */
function keyOf(docket: Docket): string {
  const words = new Map(docket.words.map((one) => [`${one.gate} ${one.organisation}`, one.set]));
  const set = [...words].filter(([, it]) => it).map(([name]) => name);
  const objects = docket.objections.filter((one) => !one.lifted).map((one) => one.organisation);
  return [docket.status, ...set.sort(), '|', ...[...new Set(objects)].sort()].join(' ');
}

/** The same docket with its history cut to what decides, so that states repeat. */
function folded(docket: Docket): Docket {
  const words = new Map(docket.words.map((one) => [`${one.gate} ${one.organisation}`, one]));
  return {
    ...docket,
    entries: [docket.id],
    words: [...words.values()].filter((one) => one.set),
    objections: docket.objections.filter((one) => !one.lifted),
  };
}

describe('Every way through a docket (two sides, one third)', () => {
  const check = (what: 'person' | 'remains', options: { gates: readonly Gate[]; objectors: readonly string[] }) => {
    const made = field();
    const id = made.does('watch/lead', 'handover.open', { ...body, what });
    setGates(
      made,
      id,
      gatesFor(what).filter((gate) => !options.gates.includes(gate)),
    );
    const start = folded(made.state.get('docket', id)!);
    const seen = new Map([[keyOf(start), start]]);
    const queue = [start];
    let steps = 0;
    let handed = 0;
    const orgs = ['north', 'south', 'watch'];
    while (queue.length > 0) {
      const docket = queue.pop()!;
      const next: [Docket | undefined, string][] = [];
      const { gates, objections } = hindrances(docket);
      for (const who of orgs) {
        next.push([step(made, docket, handoverAccept, [who], { docket: id }), `accept ${who}`]);
        for (const gate of options.gates) {
          for (const set of [true, false]) {
            const after = step(made, docket, handoverGate, [who], { docket: id, gate, set, day: '2026-02-01' });
            // A gate that asks for two voices does not open at the word of one.
            if (after && gateSet(after, gate) && !gateSet(docket, gate)) {
              const voices = new Set(
                after.words.filter((one) => one.gate === gate && one.set).map((one) => one.organisation),
              );
              assert.equal(voices.size, WHO[gate].length);
              assert.ok(voices.size > 1 || !['north', 'south'].includes([...voices][0]!));
            }
            next.push([after, `gate ${gate} ${set} ${who}`]);
          }
        }
        if (options.objectors.includes(who) && !objections.some((one) => one.organisation === who)) {
          next.push([step(made, docket, handoverObject, [who], { docket: id, ground: 'legal' }), `object ${who}`]);
        }
        for (const objection of objections) {
          const lifted = step(made, docket, handoverLift, [who], {
            docket: id,
            objection: objection.entry,
            because: 'resolved',
          });
          if (lifted) assert.equal(objection.organisation, who);
          next.push([lifted, `lift ${who}`]);
        }
      }
      for (const who of [
        ['north'],
        ['south'],
        ['watch'],
        ['north', 'watch'],
        ['south', 'watch'],
        ['north', 'south'],
        orgs,
      ]) {
        const after = step(made, docket, handoverReceipt, who, { docket: id });
        const may =
          docket.status === 'accepted' &&
          gates.length === 0 &&
          objections.length === 0 &&
          who.includes('north') &&
          who.includes('south');
        // Handed over exactly when nothing stands in the way and both sign: no other way in, and no way shut.
        assert.equal(after !== undefined, may, `${keyOf(docket)} by ${who}`);
        if (after) handed++;
      }
      for (const [after] of next) {
        steps++;
        if (!after) continue;
        assert.notEqual(after.status, 'handed-over');
        const key = keyOf(after);
        if (seen.has(key)) continue;
        const kept = folded(after);
        seen.set(key, kept);
        queue.push(kept);
      }
    }
    return { states: seen.size, steps, handed };
  };

  it('reaches a hand-over only with every safeguard of remains set, no objection open, and both signing', (t) => {
    const { states, steps, handed } = check('remains', { gates: gatesFor('remains'), objectors: ['watch', 'south'] });
    t.diagnostic(`${states} states, ${steps} steps`);
    // 2 voices on each of 3 gates, accepted or not, 2 who may object.
    assert.equal(states, 2 ** 6 * 2 * 4);
    assert.equal(handed, 2);
  });

  it('reaches a hand-over only with one gate of each pair of voices set, the like ones set at the outset', (t) => {
    const gates = ['identity', 'legal-basis', 'interview-offered', 'no-risk-found', 'follow-up-set'] as const;
    const { states, steps, handed } = check('person', { gates, objectors: ['watch'] });
    t.diagnostic(`${states} states, ${steps} steps`);
    assert.equal(states, 2 ** 8 * 2 * 2);
    assert.equal(handed, 2);
  });

  it('reaches a hand-over only with every safeguard of a person set', (t) => {
    if (process.env.SULH_REQUIRE_ALL !== '1') {
      t.skip('SKIPPED: all 32,768 states take half a minute; set SULH_REQUIRE_ALL=1');
      return;
    }
    const { states, steps, handed } = check('person', { gates: GATES, objectors: [] });
    t.diagnostic(`${states} states, ${steps} steps`);
    assert.equal(states, 2 ** 14 * 2);
    assert.equal(handed, 2);
  });
});
