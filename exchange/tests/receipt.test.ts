import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  formatProof,
  leafHash,
  leafOf,
  newKey,
  parseNote,
  parsePolicy,
  signNote,
  Tree,
  toBase64,
  utf8,
  verifyProof,
} from '@sulh/record';
import { create } from 'qrcode';
import { parseReceiptCode, QR_BYTES, receiptCode } from '../index.ts';

const log = newKey('sulh.example/valley', new Uint8Array(32).fill(1));

/** A tree so large, and a receipt in it, with so many other signatures on its checkpoint. */
function receipt(size: number, others = 0) {
  const tree = new Tree();
  const note = 'an entry’s note\n';
  const at = Math.floor(size / 3);
  for (let i = 0; i < size; i++) tree.append(leafHash(i === at ? leafOf(note) : utf8(`leaf ${i}`)));
  const text = `sulh.example/valley\n${size}\n${toBase64(tree.root())}\n`;
  const witnesses = Array.from({ length: others }, (_, i) =>
    newKey(`witness-${i}.example`, new Uint8Array(32).fill(i + 2)),
  );
  const checkpoint = signNote(text, [log.skey, ...witnesses.map((one) => one.skey)]);
  return { note, at, proof: formatProof({ index: at, hashes: tree.inclusion(at, size), checkpoint }) };
}

describe('The code of a receipt', () => {
  test('is scanned, and shows offline that the entry is in the record', () => {
    const { note, at, proof } = receipt(1_000);
    const { text, left } = receiptCode(leafOf(note), proof);
    assert.deepEqual(left, []);
    const { modules } = create(text, { errorCorrectionLevel: 'M' });
    assert.ok(modules.size <= 177);
    const scanned = parseReceiptCode(text);
    const shown = verifyProof(scanned.proof, scanned.leaf, parsePolicy(`log ${log.vkey}\nquorum none\n`));
    assert.deepEqual([shown.index, shown.size], [at, 1_000]);
    assert.deepEqual(scanned.leaf, leafOf(note));
  });

  test('has room for the proof in a record of many entries, and for the witnesses that fit', () => {
    const { note, proof } = receipt(100_000, 40);
    const { text, left } = receiptCode(leafOf(note), proof);
    assert.ok(utf8(text).length <= QR_BYTES);
    assert.ok(left.length > 0 && left.length < 40, `${left.length} left out`);
    const { proof: scanned, leaf } = parseReceiptCode(text);
    verifyProof(scanned, leaf, parsePolicy(`log ${log.vkey}\nquorum none\n`));
    const { signatures } = parseNote(scanned.slice(scanned.indexOf('\n\n') + 2));
    assert.equal(signatures.length, 41 - left.length);
    assert.throws(() => receiptCode(leafOf(note), proof, 300), { code: 'too-large' });
  });

  test('with one letter changed shows nothing', () => {
    const { note, proof } = receipt(10);
    const { text } = receiptCode(leafOf(note), proof);
    assert.throws(() => parseReceiptCode(text.replace('sulh/receipt', 'sulh/other')), { code: 'bad-proof' });
    const { leaf } = parseReceiptCode(text);
    leaf[0]! ^= 1;
    const policy = parsePolicy(`log ${log.vkey}\nquorum none\n`);
    assert.throws(() => verifyProof(parseReceiptCode(text).proof, leaf, policy), { code: 'not-included' });
  });
});
