import { fromBase64, fromUtf8, parseDecimal, toBase64 } from './bytes.ts';
import { parseCheckpoint } from './checkpoint.ts';
import { evaluatePolicy, type Policy } from './policy.ts';
import { Problem } from './problem.ts';
import { leafHash, verifyInclusion } from './tree.ts';

/** A proof that stands on its own, as c2sp.org/tlog-proof says. */
export interface Proof {
  readonly index: number;
  /** The inclusion proof, from the leaf's sibling up. */
  readonly hashes: readonly Uint8Array[];
  /** The checkpoint's note, verbatim. */
  readonly checkpoint: string;
  /** Opaque and not authenticated. */
  readonly extra?: Uint8Array;
}

const FIRST_LINE = 'c2sp.org/tlog-proof@v1';
const MAX_PROOF = 1024 * 1024;

export function formatProof({ index, hashes, checkpoint, extra }: Proof): string {
  const extraLine = extra === undefined ? '' : `extra ${toBase64(extra)}\n`;
  return `${FIRST_LINE}\n${extraLine}index ${index}\n${hashes.map((hash) => `${toBase64(hash)}\n`).join('')}\n${checkpoint}`;
}

/** Parses a proof of at most 1 MiB. Throws Problem `bad-proof`. */
export function parseProof(proof: string | Uint8Array): Proof {
  const bad = (why: string) => new Problem('bad-proof', { why });
  if (proof.length > MAX_PROOF) throw bad('too-large');
  let text: string;
  try {
    text = typeof proof === 'string' ? proof : fromUtf8(proof);
  } catch {
    throw bad('not-utf8');
  }
  const split = text.indexOf('\n\n');
  if (split < 0) throw bad('no-checkpoint');
  const lines = text.slice(0, split).split('\n');
  if (lines.shift() !== FIRST_LINE) throw bad('first-line');
  const decode = (line: string) => {
    try {
      return fromBase64(line);
    } catch {
      throw bad('base64');
    }
  };
  const extra = lines[0]?.startsWith('extra ') ? decode((lines.shift() ?? '').slice(6)) : undefined;
  const indexLine = lines.shift();
  if (!indexLine?.startsWith('index ')) throw bad('index');
  let index: number;
  try {
    index = parseDecimal(indexLine.slice(6));
  } catch {
    throw bad('index');
  }
  if (lines.length > 63) throw bad('too-long');
  const hashes = lines.map(decode);
  if (hashes.some((hash) => hash.length !== 32)) throw bad('hash');
  const checkpoint = text.slice(split + 2);
  return extra === undefined ? { index, hashes, checkpoint } : { index, hashes, checkpoint, extra };
}

/** What a proof shows. */
export interface Proven {
  readonly origin: string;
  readonly index: number;
  readonly size: number;
  readonly cosigned: readonly { name: string; time: number }[];
  /** The POSIX time in seconds by which the quorum's last cosigner had seen the checkpoint; absent without cosigners. */
  readonly time?: number;
}

/**
 * Verifies offline that the value (for an entry: `leafOf(note)`) is in a log of the policy, witnessed as the policy asks.
 * Throws Problem `bad-proof`, those of `evaluatePolicy`, `quorum-missing`, or `not-included`.
 */
export function verifyProof(proof: string | Uint8Array | Proof, leafValue: Uint8Array, policy: Policy): Proven {
  const parsed = typeof proof === 'string' || proof instanceof Uint8Array ? parseProof(proof) : proof;
  const checkpoint = parseCheckpoint(parsed.checkpoint);
  const { cosigned, witnessed } = evaluatePolicy(policy, checkpoint);
  const { origin, size, root } = checkpoint;
  if (!witnessed)
    throw new Problem('quorum-missing', { quorum: policy.quorum, cosigned: cosigned.map(({ name }) => name) });
  if (!verifyInclusion(leafHash(leafValue), parsed.index, size, parsed.hashes, root)) {
    throw new Problem('not-included', { index: parsed.index, size });
  }
  const proven = { origin, index: parsed.index, size, cosigned };
  return cosigned.length === 0 ? proven : { ...proven, time: Math.max(...cosigned.map(({ time }) => time)) };
}
