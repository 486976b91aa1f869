import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Report, State } from '@sulh/mechanism';
import { State as Rows } from '@sulh/mechanism';
import { ProposalDesk } from '../proposals.ts';

const put = (state: State, id: string, more: Partial<Report> = {}): void =>
  state.put('report', {
    id,
    audience: 'public',
    entries: [id],
    since: '2025-11-01T12:00:00.000Z',
    by: 'north/monitor',
    organisation: 'north',
    status: 'filed',
    event: 'shelling',
    when: { from: '2025-11-01T10:00:00.000Z', to: '2025-11-01T10:20:00.000Z', certainty: 'about' },
    place: { name: { en: 'Sarn' }, point: { lat: 34.05, lon: 71.05, radiusKm: 2 }, known: 'seen' },
    account: 'Four rounds fell beside the old mill at Sarn and one of them set the miller’s barn on fire.',
    language: 'en',
    source: { type: 'monitor', directness: 'saw' },
    figures: [],
    actorsAsNamed: [],
    ...more,
  } as unknown as Report);
const far = (n: number): Partial<Report> =>
  ({
    event: 'mine-or-ied',
    account: `Nothing like number ${n}.`,
    place: { name: { en: `Post ${n}` }, point: { lat: 30 + n / 2, lon: 66, radiusKm: 1 }, known: 'seen' },
  }) as never;

test('reports are compared in a thread beside, and what was compared is not compared again', async () => {
  const state = new Rows('sulh.test/desk');
  for (const id of ['r1', 'r2']) put(state, id);
  const desk = new ProposalDesk();
  const order: string[] = [];
  const asked = desk.for('town', state, undefined).then((rows) => {
    order.push('proposals');
    return rows;
  });
  setImmediate(() => order.push('others'));
  const first = await asked;
  assert.deepEqual(order, ['others', 'proposals'], 'the host’s thread went on meanwhile');
  assert.deepEqual(
    first.map((one) => one.reports),
    [['r1', 'r2']],
  );
  const again = await desk.for('town', state, undefined);
  assert.equal(again[0]!.reasons, first[0]!.reasons, 'the very answer that was kept');
  await desk.close();
});

test('many, few, corrected and withdrawn reports come to what one gets who asks for the first time', async () => {
  const state = new Rows('sulh.test/desk');
  const desk = new ProposalDesk();
  const ask = async (by: ProposalDesk) =>
    (await by.for('town', state, undefined)).map((one) => [...one.reports].sort().join(' ')).sort();
  const fresh = async () => {
    const other = new ProposalDesk();
    const rows = await ask(other);
    await other.close();
    return rows;
  };
  for (let n = 0; n < 60; n++) put(state, `far-${n}`, far(n));
  assert.equal((await ask(desk)).length, 60);
  for (const id of ['r1', 'r2', 'r3']) put(state, id);
  assert.deepEqual([await ask(desk), (await ask(desk)).includes('r1 r2 r3')], [await fresh(), true]);
  put(state, 'r2', { entries: ['r2', 'r2b'], ...far(70) });
  put(state, 'r3', { entries: ['r3', 'r3b'], status: 'withdrawn' });
  const last = await ask(desk);
  assert.deepEqual(last, await fresh());
  assert.deepEqual([last.includes('r1'), last.includes('r2'), last.join(' ').includes('r3')], [true, true, false]);
  await desk.close();
});

test('a thread that dies takes its archives with it, and the next who asks gets their answer', async () => {
  const state = new Rows('sulh.test/desk');
  const desk = new ProposalDesk(new URL('./dying-thread.ts', import.meta.url));
  for (const id of ['r1', 'r2']) put(state, id);
  await assert.rejects(desk.for('town', state, undefined), /died/);
  put(state, 'die-not', far(1));
  assert.deepEqual(await desk.for('town', state, undefined), [], 'the thread that came after it was asked anew');
  await desk.close();
});
