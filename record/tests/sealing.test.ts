import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  decryptIdentities,
  decryptKey,
  encryptIdentities,
  encryptKey,
  fromUtf8,
  isEncryptedKey,
  newKey,
  newSealIdentity,
  seal,
  sealedText,
  toBase64,
  unseal,
  utf8,
} from '../index.ts';

const salt = toBase64(new Uint8Array(16).fill(7));

describe('a sealed text', () => {
  test('is read by the organisations named and by nobody else', async () => {
    const [north, south, host] = await Promise.all([newSealIdentity(), newSealIdentity(), newSealIdentity()]);
    const { sealed, file } = await seal(utf8('movement seen near the pass'), salt, {
      south: south.recipient,
      north: north.recipient,
    });
    assert.deepEqual(sealed.recipients, ['north', 'south']);
    for (const { identity } of [north, south]) {
      assert.equal(fromUtf8(await unseal(file, sealed, salt, identity)), 'movement seen near the pass');
    }
    await assert.rejects(unseal(file, sealed, salt, host.identity), { code: 'not-for-you' });
    assert.ok(!Buffer.from(file).includes('movement'));
  });

  test('has a size that does not tell how long it is', async () => {
    const { recipient } = await newSealIdentity();
    const sizes = await Promise.all(
      ['', 'no', 'x'.repeat(250)].map(async (text) => (await seal(utf8(text), salt, { north: recipient })).file.length),
    );
    assert.equal(new Set(sizes).size, 1);
  });

  test('cannot be exchanged for another: the commitment in the record is broken', async () => {
    const { identity, recipient } = await newSealIdentity();
    const { sealed } = await seal(sealedText({ seen: 2 }), salt, { north: recipient });
    const other = await seal(sealedText({ seen: 3 }), salt, { north: recipient });
    await assert.rejects(unseal(other.file, sealed, salt, identity), { code: 'commitment-broken' });
    await assert.rejects(seal(utf8('x'), salt, { north: 'age1nonsense' }), { code: 'bad-recipient' });
  });
});

describe('an identity at rest', () => {
  test('is opened by its passphrase alone, with the ones before it', async () => {
    const [now, before] = await Promise.all([newSealIdentity(), newSealIdentity()]);
    const file = await encryptIdentities([now.identity, before.identity], 'four words of a song', 10);
    assert.ok(isEncryptedKey(file));
    assert.ok(!file.includes('AGE-SECRET'));
    assert.deepEqual(await decryptIdentities(file, 'four words of a song'), [now.identity, before.identity]);
    await assert.rejects(decryptIdentities(file, 'another passphrase'), { code: 'wrong-passphrase' });
    assert.deepEqual(await decryptIdentities(`# the chair\n${now.identity}\n`), [now.identity]);
    await assert.rejects(decryptIdentities('nothing'), { code: 'bad-key' });
    await assert.rejects(encryptIdentities([now.identity], 'short'), { code: 'weak-passphrase' });
  });
});

describe('a key at rest', () => {
  const { skey } = newKey('sulh.example/valley/north/lead', new Uint8Array(32).fill(5));
  test('is opened by its passphrase alone', async () => {
    const file = await encryptKey(skey, 'four words of a song', 10);
    assert.ok(isEncryptedKey(file));
    assert.ok(!file.includes('PRIVATE'));
    assert.equal(await decryptKey(file, 'four words of a song'), skey);
    await assert.rejects(decryptKey(file, 'another passphrase'), { code: 'wrong-passphrase' });
    await assert.rejects(decryptKey(file), { code: 'wrong-passphrase' });
    await assert.rejects(encryptKey(skey, 'short'), { code: 'weak-passphrase' });
    assert.equal(await decryptKey(`${skey}\n`), skey);
  });
});
