// A receipt small enough for a QR code: which leaf, and the proof of its place. It shows without any network that an entry is
// in the record, to whoever has the log's key; the entry itself stays with those who may read it.

import { fromBase64, Problem, parseProof, toBase64 } from '@sulh/record';

export const RECEIPT_FORMAT = 'sulh/receipt/v1';
/** Bytes that the largest QR code holds at error correction M. */
export const QR_BYTES = 2_331;

export interface ReceiptCode {
  /** The format's name, the leaf in base 64, and a tlog-proof. ASCII, so that every scanner reads it alike. */
  readonly text: string;
  /** Names of cosigners that did not fit. Without them it proves what one tick says: that the log signed it. */
  readonly left: readonly string[];
}

/**
 * The text of a receipt's code. Cosignatures of log witnesses are taken in as they fit, the shortest first; the log's own
 * always. `leaf` is the SHA-256 of the note. Throws Problem `bad-proof`, or `too-large` when not even that fits.
 */
export function receiptCode(leaf: Uint8Array, proof: string, limit = QR_BYTES): ReceiptCode {
  const { checkpoint } = parseProof(proof);
  const head = proof.slice(0, proof.length - checkpoint.length);
  const split = checkpoint.indexOf('\n\n') + 2;
  const signed = checkpoint.slice(0, split);
  const origin = signed.slice(0, signed.indexOf('\n'));
  const lines = checkpoint.slice(split).trimEnd().split('\n');
  const nameOf = (line: string) => line.split(' ')[1] ?? '';
  const own = lines.filter((line) => nameOf(line) === origin);
  const others = lines.filter((line) => nameOf(line) !== origin).sort((a, b) => a.length - b.length);
  const textOf = (cosigned: readonly string[]) =>
    `${RECEIPT_FORMAT}\n${toBase64(leaf)}\n${head}${signed}${[...own, ...cosigned].join('\n')}\n`;
  let taken = others.length;
  // The proof's text is ASCII but for names, and bytes are what a code holds.
  const fits = (text: string) => new TextEncoder().encode(text).length <= limit;
  while (taken > 0 && !fits(textOf(others.slice(0, taken)))) taken--;
  const text = textOf(others.slice(0, taken));
  if (!fits(text)) throw new Problem('too-large', { limit });
  return { text, left: others.slice(taken).map(nameOf) };
}

/** What a scanned code says: a leaf, and a proof for `verifyProof`. Throws Problem `bad-proof`. */
export function parseReceiptCode(text: string): { leaf: Uint8Array; proof: string } {
  const [format, leaf = ''] = text.slice(0, 200).split('\n');
  if (format !== RECEIPT_FORMAT) throw new Problem('bad-proof', { why: 'first-line' });
  try {
    const bytes = fromBase64(leaf);
    if (bytes.length !== 32) throw new Problem('bad-proof', { why: 'hash' });
    return { leaf: bytes, proof: text.slice(format.length + leaf.length + 2) };
  } catch {
    throw new Problem('bad-proof', { why: 'hash' });
  }
}
