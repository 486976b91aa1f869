// The one door for npm: what it says when it is asked for something that is not there.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

const ROOT = dirname(import.meta.dirname);
const run = (...args: string[]) =>
  spawnSync(process.execPath, [join(ROOT, 'scripts/run.mjs'), ...args], { encoding: 'utf8' });

test('a script that is not there is named, with those that are', () => {
  const { status, stderr } = run('nonsense');
  assert.equal(status, 2);
  assert.match(stderr, /start, test, check/);
});

test('a room without tests of that name fails, so that a misspelt name cannot pass', () => {
  const { status, stderr } = run('test', 'no-such-room');
  assert.equal(status, 1);
  assert.match(stderr, /No test file matches/);
});

test('a benchmark that is not there is named, with those that are', () => {
  const { status, stderr } = run('bench', 'nonsense');
  assert.equal(status, 2);
  assert.match(stderr, /append/);
});
