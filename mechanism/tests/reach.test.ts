// Everything is reached: the tests that tell stories are run once more, in one process, and say what they came to.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { KINDS, REFUSALS } from '../index.ts';

/** These try things at random, or explore; what they reach is chance, or too much. */
const NOT_STORIES = ['laws', 'properties', 'model', 'swap', 'strain', 'lint', 'refusals', 'reach'];

const reached = new Set<string>();

before(async () => {
  const here = import.meta.dirname;
  const stories = readdirSync(here).filter(
    (file) => file.endsWith('.test.ts') && !NOT_STORIES.includes(file.slice(0, -'.test.ts'.length)),
  );
  const folder = mkdtempSync(join(tmpdir(), 'sulh-reach-'));
  const file = join(folder, 'reached.json');
  try {
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    const options = { cwd: here, env: { ...env, SULH_REACHED: file }, maxBuffer: 64 << 20 };
    // A story that fails says so in its own file.
    await promisify(execFile)(process.execPath, ['--test', '--test-isolation=none', ...stories], options).catch(
      () => {},
    );
    for (const one of JSON.parse(readFileSync(file, 'utf8')) as string[]) reached.add(one);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

describe('In the stories that the tests tell', () => {
  it('every kind of entry is once admitted', () => {
    const missing = KINDS.map((one) => one.name).filter((name) => !reached.has(name));
    assert.deepEqual(missing, []);
  });

  it('every kind of entry is once refused by its own rules, where it has any', () => {
    const missing = KINDS.filter(
      (one) => one.refusals.length > 0 && !one.refusals.some((code) => reached.has(`${one.name} ${code}`)),
    );
    assert.deepEqual(
      missing.map((one) => one.name),
      [],
    );
  });

  it('every refusal is met', () => {
    const met = new Set([...reached].map((one) => one.split(' ')[1]));
    // A record without terms knows no key that could sign for a story: corners.test.ts asks the rules themselves.
    assert.deepEqual(
      Object.keys(REFUSALS).filter((code) => !met.has(code) && code !== 'no-terms'),
      [],
    );
  });
});
