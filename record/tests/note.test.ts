import assert from 'node:assert/strict';
import test from 'node:test';
import {
  ED25519,
  formatNote,
  formatSkey,
  formatVkey,
  newKey,
  Problem,
  parseNote,
  parseSkey,
  parseVkey,
  signNote,
  verifyNote,
} from '../index.ts';
import { fc, problem } from './helpers.ts';

const seed = (n: number) => new Uint8Array(32).fill(n);

test('the example of c2sp.org/signed-note verifies with its verifier key', () => {
  const note =
    'This is an example message.\n\n' +
    '— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n';
  const vkey = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
  assert.equal(verifyNote(note, [vkey])[0]?.name, 'example.com/foo');
  problem('bad-signature', () => verifyNote(note.replace('example message', 'example massage'), [vkey]));
});

test("the keys and note of Go's sumdb are read and signed to the byte", () => {
  // From the documentation of golang.org/x/mod/sumdb/note.
  const skey = 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';
  const vkey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
  const text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
  const note = `${text}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`;
  assert.equal(signNote(text, [skey]), note);
  assert.equal(verifyNote(note, [vkey]).length, 1);
  assert.equal(formatVkey(parseVkey(vkey)), vkey);
  assert.equal(formatSkey(parseSkey(skey)), skey);
});

test('a note signed by two authors verifies for each, and unknown signers are ignored', () => {
  const a = newKey('sulh.example/a', seed(1));
  const b = newKey('sulh.example/b', seed(2));
  const note = signNote('handed over\n', [a.skey, b.skey]);
  assert.deepEqual(
    verifyNote(note, [b.vkey, a.vkey]).map(({ name }) => name),
    ['sulh.example/a', 'sulh.example/b'],
  );
  assert.equal(verifyNote(note, [b.vkey]).length, 1);
  problem('no-known-signature', () => verifyNote(note, [newKey('sulh.example/a', seed(3)).vkey]));
  problem('no-known-signature', () => verifyNote(note, []));
});

test('every note that parses has one spelling', () => {
  const { skey } = newKey('a', seed(1));
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      let note: string;
      try {
        note = signNote(`${text}\n`, [skey]);
      } catch (error) {
        assert.ok(error instanceof Problem);
        return;
      }
      assert.equal(formatNote(parseNote(note)), note);
      assert.equal(parseNote(new TextEncoder().encode(note)).text, `${text}\n`);
    }),
  );
});

test('arbitrary bytes are refused with a problem and nothing else', () => {
  const parse = (bytes: Uint8Array | string) => {
    try {
      parseNote(bytes);
    } catch (error) {
      assert.ok(error instanceof Problem, String(error));
    }
  };
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), parse));
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (s) => parse(`t\n\n— ${s}\n`)));
  const good = new TextEncoder().encode(signNote('text\n\nmore\n', [newKey('k', seed(9)).skey]));
  fc.assert(
    fc.property(fc.nat(good.length - 1), fc.nat(255), (at, byte) => {
      const bytes = good.slice();
      bytes[at] = byte;
      parse(bytes);
    }),
  );
});

test('malformed notes and keys are named', () => {
  const sig = signNote('x\n', [newKey('k', seed(1)).skey]).slice('x\n\n'.length);
  problem('bad-note', () => parseNote('x\n'));
  problem('bad-note', () => parseNote('x\n\n'));
  problem('bad-note', () => parseNote(`x\n\n${sig}tail`));
  problem('bad-note', () => parseNote(`x\ty\n\n${sig}`));
  problem('bad-note', () => parseNote(`x\n\n${sig.replace('— k', '— k +')}`));
  problem('bad-note', () => parseNote(`x\n\n${sig.replace('=', '')}`));
  problem('bad-note', () => parseNote(`x\n\n${sig.repeat(101)}`));
  problem('not-utf8', () => parseNote(Uint8Array.of(0xff, 10, 10)));
  problem('not-utf8', () => parseNote(`\ud800\n\n${sig}`));
  problem('bad-key', () => newKey('two words', seed(1)));
  problem('bad-key', () => newKey('a+b', seed(1)));
  problem('bad-key', () => parseVkey(newKey('k', seed(1)).vkey.replace('k+', 'j+')));
  const leaked = problem('bad-key', () => parseSkey(`${newKey('k', seed(1)).skey}=`));
  assert.ok(!JSON.stringify(leaked.details).includes('PRIVATE'));
});

test('a key with which one signature fits every text is no key', () => {
  const identity = Uint8Array.from([1, ...new Uint8Array(31)]);
  for (const key of [identity, new Uint8Array(32), Uint8Array.from([1, ...new Uint8Array(30), 0x80])]) {
    const refused = problem('bad-key', () => parseVkey(formatVkey({ name: 'k', type: ED25519, key })));
    assert.equal(refused.details.why, 'small-order');
  }
});
