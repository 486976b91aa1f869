import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { type Field, field } from './field.ts';

const TEXT = 'The minister said: “We kept the line.” The other side denies it.';
const bodyOf = (text: string) => ({
  file: 'statement.txt',
  sha256: createHash('sha256').update(text).digest('hex'),
  size: Buffer.byteLength(text),
  media: 'text/plain',
  language: 'en',
  text,
});
const keep = (one: Field) => one.does('north/monitor', 'document.keep', bodyOf(TEXT));
const claimOf = (document: string, more = {}) => ({
  document,
  spans: [{ document, start: 19, end: 36, text: TEXT.slice(19, 36) }],
  speaker: 'The minister',
  side: { kind: 'organisation', organisation: 'north' },
  verb: 'said',
  speech: 'direct',
  kind: 'position',
  quote: 'We kept the line.',
  proposedBy: 'rules',
  ...more,
});

test('a document is kept as it came: a text that is not the file’s is refused', () => {
  const one = field();
  assert.match(keep(one), /-/);
  assert.equal(one.say('north/monitor', 'document.keep', { ...bodyOf(TEXT), text: `${TEXT}!` }), 'text-differs');
  assert.equal(one.say('north/monitor', 'document.keep', { ...bodyOf(TEXT), sha256: '0'.repeat(64) }), 'text-differs');
  assert.equal(
    one.say('north/monitor', 'document.keep', bodyOf('ء'.repeat(30_000))),
    'invalid-body',
    'more than 48 KiB',
  );
});

test('a claim stands on words that the document has', () => {
  const one = field();
  const id = keep(one);
  const claim = one.does('south/monitor', 'document.claim', claimOf(id));
  assert.equal(one.state.get('claim', claim)!.status, 'accepted');
  const spans = [{ document: id, start: 0, end: 5, text: 'words' }];
  assert.equal(one.say('south/monitor', 'document.claim', claimOf(id, { spans })), 'span-differs');
  const side = { kind: 'organisation', organisation: 'nowhere' };
  assert.equal(one.say('south/monitor', 'document.claim', claimOf(id, { side })), 'not-a-member');
  assert.match(
    one.say('south/monitor', 'document.claim', claimOf(id, { side: { kind: 'non-party', name: 'The group' } })),
    /-/,
  );
});

test('a claim is mended or rejected by the side that accepted it, and what stood before stays readable', () => {
  const one = field();
  const id = keep(one);
  const claim = one.does('south/monitor', 'document.claim', claimOf(id));
  const mend = { claim, because: 'It is a denial.', body: claimOf(id, { kind: 'denial' }) };
  assert.equal(one.say('north/monitor', 'document.mend-claim', mend), 'not-yours');
  const other = one.does('north/monitor', 'document.keep', bodyOf('Another text.'));
  const spans = [{ document: other, start: 0, end: 7, text: 'Another' }];
  assert.equal(
    one.say('south/lead', 'document.mend-claim', { ...mend, body: claimOf(other, { spans }) }),
    'other-document',
  );
  one.does('south/lead', 'document.mend-claim', mend);
  const row = one.state.get('claim', claim)!;
  assert.deepEqual([row.kind, row.status, row.earlier[0]!.body.kind], ['denial', 'mended', 'position']);
  one.does('south/lead', 'document.reject-claim', { claim, because: 'Not said.' });
  assert.equal(one.say('south/lead', 'document.mend-claim', mend), 'claim-rejected');
  assert.equal(one.state.get('claim', claim)!.rejectedBecause, 'Not said.');
});

test('a proposal turned down is remembered with the document', () => {
  const one = field();
  const id = keep(one);
  const { spans } = claimOf(id);
  one.does('watch/monitor', 'document.reject-proposal', {
    document: id,
    spans,
    kind: 'accusation',
    because: 'It is praise.',
  });
  assert.equal(one.state.get('document', id)!.rejected[0]!.because, 'It is praise.');
});
