import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { reportBody, Town } from './town.ts';

const LIMIT = 3;
let town: Town;
let now = Date.now();
const limits = { entriesAnHour: LIMIT, now: () => new Date(now) };
before(async () => {
  town = await Town.open(limits);
});
after(() => town.close());

const report = (member: string) => town.entry(member, 'report.file', reportBody());
const hourLater = (): void => {
  now += 3_600_000;
};
const enrol = (by: string, member: string) =>
  town.entry(by, 'member.enrol', { member, key: town.vkey(member), seats: ['monitor'] }, 'public');

test('one member puts so many entries on the record in an hour, is told when to come back, and others write on', async () => {
  const first = report('north/monitor');
  await town.send(first.note);
  for (let n = 1; n < LIMIT; n++) assert.equal((await town.send(report('north/monitor').note)).status, 200);
  const over = report('north/monitor');
  const refused = await town.send(over.note);
  assert.equal(refused.status, 429);
  assert.deepEqual(
    [refused.problem?.code, refused.problem?.who, refused.problem?.limit],
    ['allowance-used', 'north/monitor', LIMIT],
  );
  assert.ok(Number(refused.problem?.seconds) > 3_000 && Number(refused.problem?.seconds) <= 3_600);
  assert.equal((await town.send(first.note)).status, 200, 'what is in the record gets its receipt again');
  assert.equal((await town.send(report('north/liaison').note)).status, 200, 'a colleague writes on');
  assert.equal((await town.send(report('south/monitor').note)).status, 200, 'so does the other side');
  await town.reopen(limits);
  const again = await town.send(over.note);
  assert.equal(again.problem?.code, 'allowance-used', 'a host that starts again forgives nothing');
  assert.ok(Number(again.problem?.seconds) > 3_000 && Number(again.problem?.seconds) <= 3_600);
  hourLater();
  assert.equal((await town.send(over.note)).status, 200, 'the very same note, when it was told to come back');
});

test('nobody learns or uses up a member’s allowance without its key, and what is refused by the rules uses none', async () => {
  const wrong = report('south/monitor').note.replace('Four rounds', 'Five rounds');
  for (let n = 0; n <= LIMIT; n++) assert.equal((await town.send(wrong)).problem?.code, 'bad-signature');
  const over = report('south/monitor');
  const unruly = () => town.entry('south/monitor', 'report.withdraw', { report: over.id, because: 'None.' });
  for (let n = 0; n <= LIMIT; n++) assert.equal((await town.send(unruly().note)).problem?.code, 'not-found');
  for (let n = 0; n < LIMIT; n++) assert.equal((await town.send(report('south/monitor').note)).status, 200);
  assert.equal((await town.send(wrong)).problem?.code, 'bad-signature', 'not that it is used up');
  assert.equal((await town.send(over.note)).problem?.code, 'allowance-used');
});

test('an organisation has five members’ allowance however many keys it enrols, and its root can still revoke them', async () => {
  hourLater();
  const members = Array.from({ length: 5 }, (_, n) => `south/post-${n}`);
  // Two enrol, since enrolling counts as well; the root’s own entries count for the root alone.
  for (const [n, member] of members.entries())
    assert.equal((await town.send(enrol(n < 2 ? 'south/root' : 'south/lead', member).note)).status, 200);
  const codes: (string | undefined)[] = [];
  for (const member of members)
    for (let n = 0; n < LIMIT; n++) codes.push((await town.send(report(member).note)).problem?.code);
  const taken = 5 * LIMIT - 3;
  assert.deepEqual(codes, [...Array(taken).fill(undefined), ...Array(codes.length - taken).fill('allowance-used')]);
  const whole = await town.send(report('south/liaison').note);
  assert.deepEqual(
    [whole.problem?.code, whole.problem?.who, whole.problem?.limit],
    ['allowance-used', 'south', 5 * LIMIT],
  );
  const revoke = town.entry('south/root', 'member.revoke', { member: members[0]!, reason: 'Taken.' }, 'public');
  assert.equal((await town.send(revoke.note)).status, 200);
  assert.equal((await town.send(report('north/liaison').note)).status, 200, 'the other side has its own');
});
