import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { KINDS, kindsTable, REFUSALS } from '../index.ts';
import { play, scripts } from './script.ts';

/** What is checked of every kind before its own rules. */
const OF_ANY_KIND = [
  'unknown-kind',
  'invalid-body',
  'unknown-key',
  'revoked-key',
  'wrong-seat',
  'one-signer',
  'same-signer',
  'unknown-audience',
  'audience-not-allowed',
  'audience-without-author',
  'cannot-be-sealed',
  'seal-missing',
  'no-seal-key',
  'recipient-left-out',
  'no-terms',
];

describe('The catalogue of refusals', () => {
  it('has a sentence for every refusal that a kind names, and nothing that no kind names', () => {
    const named = new Set<string>([...OF_ANY_KIND, ...KINDS.flatMap((one) => [...one.refusals])]);
    assert.deepEqual(
      [...named].filter((code) => !(code in REFUSALS)),
      [],
    );
    assert.deepEqual(
      Object.keys(REFUSALS).filter((code) => !named.has(code)),
      [],
    );
  });

  it('is told truly: a kind refuses with nothing but what it names', () => {
    const names = new Map<string, readonly string[]>(KINDS.map((one) => [one.name, one.refusals]));
    fc.assert(
      fc.property(scripts(150), (script) => {
        const { said, attempts } = play(script);
        for (const [i, { kind, admitted }] of attempts.entries()) {
          const code = said[i]!.split(' ')[0]!;
          if (!admitted) assert.ok([...OF_ANY_KIND, ...names.get(kind)!].includes(code), `${kind}: ${code}`);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('and the table of kinds give every kind a sentence, who may write it, and the shape of its body', () => {
    for (const one of kindsTable()) {
      assert.match(one.says, /\.$/u, one.name);
      assert.ok(one.seats.length > 0, one.name);
      assert.equal(one.schema.type, 'object', one.name);
      assert.equal(one.schema.additionalProperties, false, one.name);
    }
    assert.equal(new Set(kindsTable().map((one) => one.name)).size, KINDS.length);
  });
});
