import assert from 'node:assert/strict';
import { Problem } from '../index.ts';

export { default as fc } from 'fast-check';

/** Asserts that `run` throws a Problem with this code, and returns it. */
export function problem(code: string, run: () => unknown): Problem {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof Problem, `not a Problem: ${error}`);
    assert.equal(error.code, code);
    return error;
  }
  assert.fail(`expected the problem ${code}`);
}
