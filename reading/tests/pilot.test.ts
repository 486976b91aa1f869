import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { type Reading, read } from '../index.ts';

describe('the five documents of the pilot', () => {
  const folder = join(import.meta.dirname, '../../pilot/documents');
  let r: Reading;
  before(() => {
    const files = readdirSync(folder).filter((file) => file.endsWith('.txt'));
    r = read(files.sort().map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') })));
  });
  const files = (of: readonly string[]): string => of.map((file) => file.slice(0, 3)).join(' ');

  test('are one happening, of which four retell one statement and the fifth another, both of one side', () => {
    assert.deepEqual(r.happenings.map(files), ['000 001 002 003 004']);
    const several = r.origins.filter((o) => o.documents.length > 1);
    assert.deepEqual(
      several.map((o) => [files(o.documents), o.side]),
      [['000 001 002 003', 'pakistan']],
    );
    assert.ok(r.origins.some((o) => files(o.documents) === '004'));
  });
  test('part on the days, the ceasefire, the groups, the commitments, who began and how many died', () => {
    const codes = new Set(r.contradictions.map((c) => c.topic.code));
    for (const code of [
      'talks-days',
      'statement-day',
      'ceasefire-day',
      'ceasefire-state',
      'talks-or-ceasefire',
      'groups-named',
      'commitments-broken',
      'began',
      'talks-outcome',
      'how-many',
    ] as const)
      assert.ok(codes.has(code), code);
  });
  test('let neither the other side nor the mediators nor an observer speak', () => {
    assert.deepEqual(r.unheard.map((u) => u.side).sort(), ['afghanistan', 'mediator', 'observers']);
  });
});
