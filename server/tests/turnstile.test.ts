import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOf } from '../site.ts';
import { Turnstile } from '../turnstile.ts';

/** Lets the promises that can resolve do so. */
const settled = () => new Promise(setImmediate);

test('whoever asks much waits for their own questions, and those of others go in between', async () => {
  const turnstile = new Turnstile({ each: 2, all: 3 });
  const inside: string[] = [];
  const leaves = new Map<string, () => void>();
  const ask = (key: string, name: string) =>
    void turnstile.enter(key).then((leave) => {
      inside.push(name);
      leaves.set(name, leave);
    });
  for (const name of ['a1', 'a2', 'a3', 'a4', 'a5']) ask('a', name);
  for (const name of ['b1', 'b2', 'b3']) ask('b', name);
  await settled();
  assert.deepEqual(inside, ['a1', 'a2', 'b1'], 'two of each, three in all');
  leaves.get('a1')!();
  leaves.get('a1')!();
  await settled();
  assert.deepEqual(inside.slice(3), ['a3'], 'one went out, whatever it says twice');
  leaves.get('a2')!();
  await settled();
  assert.deepEqual(inside.slice(4), ['b2'], 'the lines take turns');
  for (const name of ['b1', 'b2', 'a3']) {
    leaves.get(name)!();
    await settled();
  }
  assert.deepEqual(inside.slice(5).sort(), ['a4', 'a5', 'b3']);
  for (const name of ['a4', 'a5', 'b3']) leaves.get(name)!();
  await (await turnstile.enter('c'))();
});

test('a line has an end', async () => {
  const turnstile = new Turnstile({ each: 1, all: 1 });
  const leave = await turnstile.enter('a');
  const waiting = Array.from({ length: 500 }, () => turnstile.enter('a'));
  await assert.rejects(turnstile.enter('a'), { code: 'too-many-requests' });
  const other = turnstile.enter('b');
  leave();
  (await waiting[0]!)();
  // The other line has its turn, and does not wait for the five hundred.
  (await other)();
});

test('all addresses of one IPv6 network count as one', () => {
  const of = (ip: string) => addressOf({ ip });
  assert.equal(of('2001:db8:1:2::1'), of('2001:db8:1:2:ffff:1:2:3'));
  assert.notEqual(of('2001:db8:1:2::1'), of('2001:db8:1:3::1'));
  assert.equal(of('::1'), '0:0:0:0::');
  for (const ip of ['192.0.2.1', '::ffff:192.0.2.1', 'unknown']) assert.equal(of(ip), ip);
});
