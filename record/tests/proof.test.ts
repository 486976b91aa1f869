import assert from 'node:assert/strict';
import test from 'node:test';
import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToNumberLE, numberToBytesLE } from '@noble/curves/utils.js';
import { sha512 } from '@noble/hashes/sha2.js';
import * as browser from '../crypto-browser.ts';
import * as node from '../crypto-node.ts';
import {
  addSignatures,
  concat,
  cosign,
  evaluatePolicy,
  formatPolicy,
  formatProof,
  leafHash,
  MLDSA44_COSIGNATURE,
  mldsaMessage,
  newCosignerKey,
  newKey,
  type Policy,
  Problem,
  parseCheckpoint,
  parsePolicy,
  parseProof,
  signCheckpoint,
  Tree,
  toHex,
  utf8,
  verifyCheckpoint,
  verifyCosignature,
  verifyProof,
} from '../index.ts';
import { fc, problem } from './helpers.ts';

const seed = (n: number) => new Uint8Array(32).fill(n);
const ORIGIN = 'sulh.example/doha-istanbul';
const log = newKey(ORIGIN, seed(1));
const witnesses = [
  newCosignerKey('afg.example/witness', seed(2), 'ml-dsa-44'),
  newCosignerKey('pak.example/witness', seed(3), 'ed25519'),
  newCosignerKey('qat.example/witness', seed(4), 'ml-dsa-44'),
  newCosignerKey('tur.example/witness', seed(5), 'ed25519'),
] as const;
const [afg, pak, qat, tur] = witnesses;

const JOINT = `# all parties, and any guarantor
log ${log.vkey}
witness afg ${afg.vkey}
\twitness  pak ${pak.vkey} https://pak.example/witness
witness qat ${qat.vkey}
witness tur ${tur.vkey}

group parties all afg pak
group guarantors any qat tur
group joint all parties guarantors
quorum joint
`;

const tree = new Tree();
for (let i = 0; i < 20; i++) tree.append(leafHash(utf8(`leaf ${i}`)));
const checkpoint = signCheckpoint({ origin: ORIGIN, size: tree.size, root: tree.root() }, [log.skey]);
const cosigned = (...keys: { skey: string }[]) =>
  addSignatures(
    checkpoint,
    keys.map(({ skey }, i) => cosign(checkpoint, skey, 1_762_500_000 + i)),
  );

test('a checkpoint is the three lines of c2sp.org/tlog-checkpoint, signed by the log under its origin', () => {
  const parsed = verifyCheckpoint(checkpoint, [log.vkey], ORIGIN);
  assert.equal(parsed.size, 20);
  assert.deepEqual(parsed.root, tree.root());
  problem('other-log', () => verifyCheckpoint(checkpoint, [log.vkey], 'sulh.example/other'));
  const stranger = newKey('stranger.example', seed(9));
  const foreign = signCheckpoint({ origin: ORIGIN, size: 20, root: tree.root() }, [stranger.skey]);
  problem('other-log', () => verifyCheckpoint(foreign, [stranger.vkey]));
  problem('bad-signature', () => verifyCheckpoint(checkpoint.replace('\n20\n', '\n21\n'), [log.vkey]));
  for (const broken of ['\n020\n', '\n-1\n', '\n9007199254740993\n', '\n\n']) {
    problem('bad-checkpoint', () => parseCheckpoint(checkpoint.replace('\n20\n', broken)));
  }
});

test('the cosignature example of c2sp.org/tlog-cosignature carries the time it says', () => {
  const example = parseCheckpoint(
    'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n' +
      '— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n' +
      '— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n',
  );
  assert.equal(example.size, 20852163);
  const line = example.note.signatures[1];
  assert.ok(line);
  assert.equal(new DataView(line.signature.buffer, line.signature.byteOffset).getBigUint64(0), 1679315147n);
});

test('witnesses cosign with Ed25519 and ML-DSA-44, and each cosignature binds log, size, root, name and time', () => {
  const parsed = parseCheckpoint(checkpoint);
  for (const key of witnesses) {
    const signature = cosign(checkpoint, key.skey, 1_762_500_000);
    assert.equal(verifyCosignature(parsed, signature, key.vkey), 1_762_500_000);
    const bent = (at: number) => {
      const bytes = signature.signature.slice();
      bytes[at]! ^= 1;
      return { ...signature, signature: bytes };
    };
    problem('bad-cosignature', () => verifyCosignature(parsed, bent(7), key.vkey));
    problem('bad-cosignature', () => verifyCosignature(parsed, bent(40), key.vkey));
    const other = parseCheckpoint(signCheckpoint({ ...parsed, size: 21 }, [log.skey]));
    problem('bad-cosignature', () => verifyCosignature(other, signature, key.vkey));
  }
  problem('bad-key', () => cosign(checkpoint, log.skey, 1));
  const message = mldsaMessage('w', 1, 'log', 0, 20, new Uint8Array(32));
  assert.equal(
    toHex(message),
    `${Buffer.from('subtree/v1\n\0').toString('hex')}0177${'00'.repeat(7)}01036c6f67${'00'.repeat(8)}${'00'.repeat(7)}14${'00'.repeat(32)}`,
  );
  assert.equal(Buffer.from(afg.vkey.split('+').slice(2).join('+'), 'base64')[0], MLDSA44_COSIGNATURE);
});

test('the joint quorum is met by all parties and any guarantor, and by nothing less', () => {
  const policy = parsePolicy(JOINT);
  const witnessed = (...keys: { skey: string }[]) => evaluatePolicy(policy, cosigned(...keys)).witnessed;
  for (let mask = 0; mask < 16; mask++) {
    const chosen = witnesses.filter((_, i) => mask & (1 << i));
    const expected = chosen.includes(afg) && chosen.includes(pak) && (chosen.includes(qat) || chosen.includes(tur));
    assert.equal(witnessed(...chosen), expected, mask.toString(2));
  }
  assert.deepEqual(parsePolicy(formatPolicy(policy)), policy);
  const none = parsePolicy(`log ${log.vkey}\nquorum none\n`);
  assert.ok(evaluatePolicy(none, checkpoint).witnessed);
  problem('no-known-signature', () => evaluatePolicy(parsePolicy('quorum none\n'), checkpoint));
});

test('a cosignature of a known witness that does not hold spoils the checkpoint', () => {
  const bent = cosign(checkpoint, pak.skey, 5);
  bent.signature[70]! ^= 1;
  problem('bad-cosignature', () => evaluatePolicy(parsePolicy(JOINT), addSignatures(checkpoint, [bent])));
});

test('a policy that the specification forbids is refused with its line', () => {
  const w = `witness a ${pak.vkey}\n`;
  for (const [text, why, at] of [
    ['', 'no-quorum', undefined],
    ['quorum none', 'last-newline', undefined],
    ['quorum a\n', 'unknown-name', 'line 1'],
    ['quorum none\nquorum none\n', 'two-quorums', 'line 2'],
    [`${w}witness b ${pak.vkey}\nquorum none\n`, 'duplicate-key', 'line 2'],
    [`${w}witness a ${afg.vkey}\nquorum none\n`, 'name', 'line 2'],
    [`witness none ${pak.vkey}\nquorum none\n`, 'name', 'line 1'],
    [`witness a ${log.vkey}\nquorum none\n`, 'key-type', 'line 1'],
    [`log ${pak.vkey}\nquorum none\n`, 'key-type', 'line 1'],
    [`log ${log.vkey.slice(0, -4)}\nquorum none\n`, 'key', 'line 1'],
    [`${w}group g 2 a\nquorum g\n`, 'threshold', 'line 2'],
    [`${w}group g 0 a\nquorum g\n`, 'threshold', 'line 2'],
    [`${w}group g any a\ngroup h any a\nquorum h\n`, 'member-of-two', 'line 3'],
    [`${w}group g any a a\nquorum g\n`, 'member-of-two', 'line 2'],
    [`group g any none\nquorum g\n`, 'unknown-name', 'line 1'],
    [`trust everyone\nquorum none\n`, 'unknown-word', 'line 1'],
    [`quorum none\r\n`, 'control-character', 'line 1'],
  ] as const) {
    const found = problem('bad-policy', () => parsePolicy(text));
    assert.equal(found.details.why, why, text);
    assert.equal(found.at, at, text);
  }
});

const policy: Policy = parsePolicy(JOINT);
const proofOf = (index: number, note: string, extra?: Uint8Array) =>
  formatProof({ index, hashes: tree.inclusion(index), checkpoint: note, extra });

test('a proof shows offline that an entry is in the witnessed record, and since when', () => {
  const note = cosigned(afg, pak, tur);
  for (let index = 0; index < tree.size; index++) {
    const proven = verifyProof(proofOf(index, note), utf8(`leaf ${index}`), policy);
    assert.deepEqual([proven.origin, proven.index, proven.size, proven.time], [ORIGIN, index, 20, 1_762_500_002]);
    problem('not-included', () => verifyProof(proofOf(index, note), utf8('another'), policy));
  }
  problem('quorum-missing', () => verifyProof(proofOf(3, cosigned(afg, tur)), utf8('leaf 3'), policy));
  const withExtra = proofOf(3, note, utf8('extra'));
  assert.ok(withExtra.startsWith('c2sp.org/tlog-proof@v1\nextra ZXh0cmE=\nindex 3\n'));
  assert.deepEqual(parseProof(withExtra).extra, utf8('extra'));
  assert.equal(formatProof(parseProof(withExtra)), withExtra);
});

test('no altered byte of a proof is believed', () => {
  const bytes = utf8(proofOf(7, cosigned(afg, pak, qat)));
  const leaf = utf8('leaf 7');
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const bent = bytes.slice();
      bent[at]! ^= change;
      try {
        verifyProof(bent, leaf, policy);
      } catch (error) {
        assert.ok(error instanceof Problem, String(error));
        return;
      }
      assert.fail(`believed with byte ${at} altered`);
    }),
    { numRuns: 300 },
  );
});

test('Node and the browser agree on every key and signature', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.uint8Array({ maxLength: 200 }), (key, message) => {
      assert.deepEqual([...node.sha256(message)], [...browser.sha256(message)]);
      const pub = node.ed25519Public(key);
      assert.deepEqual([...pub], [...browser.ed25519Public(key)]);
      assert.deepEqual([...node.ed25519Sign(key, message)], [...browser.ed25519Sign(key, message)]);
      assert.ok(browser.ed25519Verify(pub, message, node.ed25519Sign(key, message)));
    }),
    { numRuns: 20 },
  );
  const pub = node.mldsa44Public(seed(1));
  assert.deepEqual([...pub], [...browser.mldsa44Public(seed(1))]);
  const message = utf8('message');
  assert.ok(browser.mldsa44Verify(pub, message, node.mldsa44Sign(seed(1), message)));
  assert.ok(node.mldsa44Verify(pub, message, browser.mldsa44Sign(seed(1), message)));
  assert.ok(!node.mldsa44Verify(pub, utf8('massage'), node.mldsa44Sign(seed(1), message)));
  for (const { ed25519Verify, mldsa44Verify } of [node, browser]) {
    assert.ok(!ed25519Verify(new Uint8Array(31), message, new Uint8Array(64)));
    assert.ok(!ed25519Verify(new Uint8Array(32).fill(255), message, new Uint8Array(64)));
    assert.ok(!mldsa44Verify(new Uint8Array(1312), message, new Uint8Array(2419)));
  }
});

test('Node and the browser agree on signatures that were made to hold in one of them alone', () => {
  const { Point } = ed25519;
  const small = Point.fromHex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05');
  const scalar = (bytes: Uint8Array) => Point.Fn.create(bytesToNumberLE(bytes));
  const seen = new Set<boolean>();
  // Keys and nonces with a part of small order, scalars that are not reduced, bits turned: none is what a signer makes.
  const made = fc.record({
    secret: fc.bigInt({ min: 1n, max: 2n ** 250n }),
    nonce: fc.bigInt({ min: 1n, max: 2n ** 250n }),
    inKey: fc.constantFrom(0, 0, 1, 2, 4),
    inNonce: fc.constantFrom(0, 0, 0, 3, 4),
    unreduced: fc.constantFrom(false, false, true),
    message: fc.uint8Array({ maxLength: 40 }),
    bit: fc.option(fc.nat(96 * 8 - 1), { freq: 1 }),
  });
  fc.assert(
    fc.property(made, ({ secret, nonce, inKey, inNonce, unreduced, message, bit }) => {
      const times = (count: number) => (count === 0 ? Point.ZERO : small.multiplyUnsafe(BigInt(count)));
      const key = Point.BASE.multiply(secret).add(times(inKey)).toBytes();
      const first = Point.BASE.multiply(nonce).add(times(inNonce)).toBytes();
      const hash = scalar(sha512(concat(first, key, message)));
      const second = ((nonce + hash * secret) % Point.Fn.ORDER) + (unreduced ? Point.Fn.ORDER : 0n);
      const all = concat(key, first, numberToBytesLE(second, 32));
      if (bit !== null) all[bit >> 3] = (all[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const [point, signature] = [all.slice(0, 32), all.slice(32)];
      const holds = node.ed25519Verify(point, message, signature);
      assert.equal(browser.ed25519Verify(point, message, signature), holds);
      seen.add(holds);
    }),
    { numRuns: 120 },
  );
  assert.equal(seen.size, 2);
});
