// Every kind of entry, said with real signatures to a running host, refused where the rules refuse it, and replayed by the
// auditor’s command; and the whole of it again with the two parties exchanged.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { KINDS } from '@sulh/mechanism';
import { sulh } from '../cli/tests/command.ts';
import { exchanged, plain } from '../mechanism/tests/exchanged.ts';
import { TABLES } from '../server/rows.ts';
import { tell } from './story.ts';
import { Teller } from './teller.ts';

let told: Teller;
let turned: Teller;
before(async () => {
  told = await Teller.open({ north: 'north', south: 'south' });
  await tell(told);
  turned = await Teller.open({ north: 'south', south: 'north' });
  await tell(turned);
});
after(async () => {
  await told?.town.close();
  await turned?.town.close();
});

test('every kind of entry is admitted by a running host', () => {
  assert.deepEqual(
    KINDS.map((one) => one.name).filter((name) => !told.reached.has(name)),
    [],
  );
});

test('every kind is refused by a name of its own where its rules ask for something', () => {
  const unmet = KINDS.filter(
    (one) => one.refusals.length > 0 && !one.refusals.some((code) => told.reached.has(`${one.name} ${code}`)),
  );
  assert.deepEqual(
    unmet.map((one) => one.name),
    [],
  );
});

test('the auditor’s command replays the whole record and finds nothing wrong; a member’s audit counts what is withheld', async () => {
  const { size } = told.town.record;
  const whole = await sulh(['audit', told.town.data, '--record', 'town', '--json']);
  assert.equal(whole.code, 0, whole.out + whole.err);
  const all = JSON.parse(whole.out) as { size: number; checked: number; unreplayed: number };
  assert.deepEqual([all.size, all.checked, all.unreplayed], [size, size, 0]);
  const key = join(told.town.data, 'south.key');
  writeFileSync(key, told.skeyOf('south/lead'), { mode: 0o600 });
  const url = told.town.host.url;
  const shown = await sulh(['audit', url, '--record', 'town', '--key', key, '--json']);
  assert.equal(shown.code, 0, shown.out + shown.err);
  const own = JSON.parse(shown.out) as { size: number; checked: number; withheld: number };
  assert.equal(own.size, size);
  assert.equal(own.checked + own.withheld, size);
  assert.ok(own.withheld > 8, 'what north shared and filed was not shown to south');
});

/** Every table of the rules, and what is read over them, as a seat is told it. */
async function readings(it: Teller, seat: string | undefined): Promise<Map<string, unknown>> {
  const tables = Object.keys(TABLES);
  const questions = ['brief', 'map', 'proposal', ...tables.map((table) => `${table}?limit=500`)];
  const member = seat && it.of(seat);
  const answers = new Map<string, unknown>();
  for (const question of questions) {
    const { status, text } = await it.asks(question, seat);
    answers.set(question, [member, status, bare(text)]);
  }
  for (const table of ['case', 'incident'] as const)
    for (const { id } of it.town.record.state.all(table)) {
      const { status, text } = await it.asks(`${table}/${id}/story`, seat);
      answers.set(`${table}/${id}/story`, [status, bare(text)]);
    }
  return answers;
}

/** An answer without what says nothing of the parties: hashes, recipients; ids are counted as they come. */
function bare(text: string): unknown {
  const ids = new Map<string, string>();
  const counted = (id: string) => {
    if (!ids.has(id)) ids.set(id, `id ${ids.size}`);
    return ids.get(id)!;
  };
  return JSON.parse(
    text
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21}/g, counted)
      .replace(/[A-Za-z0-9+/]{43}=/g, '(hash)')
      .replace(/\b[0-9a-f]{64}\b/g, '(hash)')
      .replace(/age1[a-z0-9]{58}/g, '(recipient)')
      .replace(/127\.0\.0\.1:\d+/g, '(host)'),
  );
}

test('what the rules keep is listed to those who may see it, table by table', async () => {
  const seen = new Map<string, number>();
  for (const seat of ['north/lead', 'north/monitor', 'mediator/chair', 'watch/adviser'])
    for (const table of Object.keys(TABLES)) {
      const { total } = await told.json<{ total: number }>(`${table}?limit=1`, seat);
      seen.set(table, (seen.get(table) ?? 0) + total);
    }
  assert.deepEqual(
    [...seen].filter(([, total]) => total === 0).map(([table]) => table),
    [],
  );
});

test('with the two parties exchanged, every table and reading is the same up to the exchange, for every seat', async () => {
  for (const seat of [
    undefined,
    'north/lead',
    'south/lead',
    'north/monitor',
    'mediator/chair',
    'facilitator/lead',
    'watch/lead',
    'watch/adviser',
  ]) {
    const [one, other] = [await readings(told, seat), await readings(turned, seat)];
    assert.ok(one.size > 25);
    for (const [question, answer] of one)
      assert.deepEqual(plain(answer), exchanged(other.get(question)), `${seat} ${question}`);
  }
});
