import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type FileCitation, fileReaders, filesIn } from '../index.ts';
import { field, NORTH, ORGANISATIONS } from './field.ts';

const HASH = 'a'.repeat(64);
const file = { sha256: HASH, size: 40_000, type: 'image/jpeg' };
const citation = fc.record({
  sha256: fc.constant(HASH),
  organisation: fc.constantFrom(...ORGANISATIONS),
  audience: fc.oneof(
    fc.constantFrom('public' as const, 'members' as const),
    fc.uniqueArray(fc.constantFrom(...ORGANISATIONS), { minLength: 1 }).map((list) => list.sort() as string[]),
  ),
  originals: fc.uniqueArray(fc.constantFrom<string>(...ORGANISATIONS)),
}) satisfies fc.Arbitrary<FileCitation>;

describe('Who may read a file', () => {
  it('is decided by those who brought it, whatever all others say of it', () => {
    fc.assert(
      fc.property(fc.array(citation), fc.uniqueArray(fc.constantFrom<string>(...ORGANISATIONS)), (all, depositors) => {
        const told = fileReaders(all, depositors);
        assert.deepEqual(
          fileReaders(
            all.filter((one) => depositors.includes(one.organisation)),
            depositors,
          ),
          told,
        );
        if (depositors.length === 0) assert.deepEqual(told, { readers: [], originals: [] });
        // Each who brought it may read it, and have the original.
        if (typeof told.readers !== 'string') for (const one of depositors) assert.ok(told.readers.includes(one));
        for (const one of depositors) assert.ok(told.originals.includes(one));
      }),
    );
  });

  it('on the confidential route are the members named, and not the rest of the organisation that brought it', () => {
    const filed = { sha256: HASH, organisation: NORTH, audience: ['north/monitor', 'watch/adviser'], originals: [] };
    assert.deepEqual(fileReaders([filed], [NORTH]).readers, ['north/monitor', 'watch/adviser']);
    assert.deepEqual(fileReaders([], [NORTH]).readers, [NORTH]);
  });

  it('is read from any entry that names its hash, under the organisation that said so', () => {
    const made = field();
    const when = { from: '2025-12-30T10:00:00Z', to: '2025-12-30T10:00:00Z', certainty: 'about' } as const;
    const report = made.does('north/monitor', 'report.file', {
      event: 'shelling',
      when,
      place: { ref: 'hill', known: 'seen' },
      account: 'Four impacts.',
      language: 'en',
      source: { type: 'monitor', directness: 'saw' },
      evidence: [file],
    });
    const cited = filesIn('report', made.state.get('report', report)!);
    assert.deepEqual(cited, [{ sha256: HASH, organisation: NORTH, audience: 'members', originals: [] }]);
    const body = { file, obtained: { when }, means: 'found', described: 'A fragment.' };
    const evidence = made.does('south/monitor', 'evidence.deposit', body);
    made.does('south/lead', 'evidence.transfer', { evidence, to: 'mediator', purpose: 'To examine it.' });
    // The original goes from hand to hand, and to no others of the audience.
    assert.deepEqual(
      filesIn('evidence', made.state.get('evidence', evidence)!).map((one) => [one.organisation, one.originals]),
      [['south', ['mediator']]],
    );
  });

  it('of a sealed text are those for whom it was sealed and no others to whom its entry goes', () => {
    const made = field();
    const body = {
      file,
      obtained: { when: { from: '2025-12-30T10:00:00Z', to: '2025-12-30T10:00:00Z', certainty: 'about' } },
      means: 'found',
      described: 'A fragment.',
    };
    const id = made.does('north/monitor', 'evidence.deposit', body, { sealed: ['mediator'] });
    const [one] = filesIn('sealed', made.state.get('sealed', id)!);
    assert.deepEqual(one!.audience, ['mediator', 'north']);
  });
});
