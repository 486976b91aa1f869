// A log witness, as c2sp.org/tlog-witness says: what it answers to a checkpoint, and what it must keep before answering.
// Pure: the time, the keys and what was seen so far are handed in.

import { equalBytes, fromBase64, fromUtf8, parseDecimal } from './bytes.ts';
import { type ParsedCheckpoint, parseCheckpoint, verifyCheckpoint } from './checkpoint.ts';
import { cosign } from './cosignature.ts';
import { addSignatures, formatNote, signatureLine } from './note.ts';
import { Problem } from './problem.ts';
import { emptyRoot, verifyConsistency } from './tree.ts';

/** A log that the witness cosigns, by its origin line and verifier keys. */
export interface WitnessedLog {
  readonly origin: string;
  readonly vkeys: readonly string[];
}

export interface WitnessAnswer {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422;
  readonly type: 'text/plain; charset=utf-8' | 'text/x.tlog.size';
  readonly body: string;
  /** The checkpoint to make durable, with the log's signature and the cosignatures, before a 200 is answered. */
  readonly keep?: { readonly origin: string; readonly checkpoint: string };
  /**
   * A checkpoint that the log signed and that was not shown to follow from what the witness cosigned: worth keeping. It is
   * `certain` that the log signed two histories when both are of one size; else whoever asked may have left the proof out.
   */
  readonly suspect?: { readonly origin: string; readonly checkpoint: string; readonly certain: boolean };
}

/** The largest request: 63 proof lines and a checkpoint with room for many cosignatures. */
export const MAX_WITNESS_REQUEST = 128 * 1024;

const answer = (status: WitnessAnswer['status'], body: string, more: Partial<WitnessAnswer> = {}): WitnessAnswer => ({
  status,
  type: 'text/plain; charset=utf-8',
  body,
  ...more,
});

/**
 * Answers `add-checkpoint`. `latest` is the checkpoint that this witness last cosigned for an origin. The caller makes
 * `keep` durable, with no other call for the same origin in between, and only then sends the answer.
 */
export function addCheckpoint(
  request: Uint8Array,
  logs: readonly WitnessedLog[],
  latest: (origin: string) => string | undefined,
  skeys: readonly string[],
  time: number,
): WitnessAnswer {
  let parsed: { old: number; proof: Uint8Array[]; checkpoint: ParsedCheckpoint };
  try {
    parsed = parseRequest(request);
  } catch (problem) {
    if (problem instanceof Problem) return answer(400, `${problem.code} ${String(problem.details.why ?? '')}\n`);
    throw problem;
  }
  const { old, proof, checkpoint } = parsed;
  const log = logs.find(({ origin }) => origin === checkpoint.origin);
  if (!log) return answer(404, 'unknown log\n');
  let signed: string;
  try {
    const { verified } = verifyCheckpoint(checkpoint.note, log.vkeys, log.origin);
    // Signatures of others are none of our business, and none of our checkpoint.
    const own = checkpoint.note.signatures.filter((line) =>
      verified.some(({ name, keyId }) => name === line.name && keyId === line.keyId),
    );
    signed = formatNote({ text: checkpoint.note.text, signatures: own });
  } catch (problem) {
    if (problem instanceof Problem) return answer(403, `${problem.code}\n`);
    throw problem;
  }
  if (old > checkpoint.size) return answer(400, 'old size above checkpoint size\n');

  const before = latest(log.origin);
  const seen = before === undefined ? undefined : parseCheckpoint(before);
  const size = seen?.size ?? 0;
  if (old !== size) return answer(409, `${size}\n`, { type: 'text/x.tlog.size' });
  const root = seen?.root ?? emptyRoot();
  const follows =
    checkpoint.size === 0
      ? proof.length === 0 && equalBytes(checkpoint.root, emptyRoot())
      : verifyConsistency(old, root, checkpoint.size, checkpoint.root, proof);
  if (!follows) {
    const certain = checkpoint.size === size && !equalBytes(root, checkpoint.root);
    const suspect = { origin: log.origin, checkpoint: signed, certain };
    return answer(422, 'not consistent with what was cosigned\n', certain || checkpoint.size > size ? { suspect } : {});
  }

  const cosignatures = skeys.map((skey) => cosign(checkpoint, skey, time));
  return answer(200, cosignatures.map(signatureLine).join(''), {
    keep: { origin: log.origin, checkpoint: addSignatures(signed, cosignatures) },
  });
}

function parseRequest(request: Uint8Array) {
  const bad = (why: string) => new Problem('bad-request', { why });
  if (request.length > MAX_WITNESS_REQUEST) throw bad('too-large');
  let text: string;
  try {
    text = fromUtf8(request);
  } catch {
    throw bad('not-utf8');
  }
  const split = text.indexOf('\n\n');
  if (split < 0) throw bad('no-checkpoint');
  const [first, ...lines] = text.slice(0, split).split('\n');
  if (!first?.startsWith('old ')) throw bad('old-size');
  if (lines.length > 63) throw bad('too-many-proof-lines');
  let old: number;
  let proof: Uint8Array[];
  try {
    old = parseDecimal(first.slice(4));
    proof = lines.map(fromBase64);
  } catch {
    throw bad('old-size-or-proof');
  }
  if (proof.some((hash) => hash.length !== 32)) throw bad('proof');
  return { old, proof, checkpoint: parseCheckpoint(text.slice(split + 2)) };
}
