import { fromBase64, parseDecimal, toBase64 } from './bytes.ts';
import { type Note, parseNote, type SignerKey, signNote, type VerifierKey, verifyNote } from './note.ts';
import { asProblem, Problem } from './problem.ts';

/** A signed tree head, as c2sp.org/tlog-checkpoint says. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
  /** Extension lines; ours never has any. */
  readonly extensions: readonly string[];
}

export interface ParsedCheckpoint extends Checkpoint {
  readonly note: Note;
}

/** The text that the log signs. */
export function checkpointText({ origin, size, root }: Pick<Checkpoint, 'origin' | 'size' | 'root'>): string {
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/** The checkpoint as a note, signed by the log's Ed25519 key or keys. */
export function signCheckpoint(
  checkpoint: Pick<Checkpoint, 'origin' | 'size' | 'root'>,
  skeys: readonly (string | SignerKey)[],
): string {
  return signNote(checkpointText(checkpoint), skeys);
}

/** Parses a checkpoint without trusting it. Throws Problem `bad-checkpoint`. */
export function parseCheckpoint(note: string | Uint8Array | Note): ParsedCheckpoint {
  return asProblem('bad-checkpoint', () => {
    const parsed = typeof note === 'string' || note instanceof Uint8Array ? parseAsCheckpoint(note) : note;
    const bad = (why: string) => new Problem('bad-checkpoint', { why });
    const [origin, sizeLine, rootLine, ...extensions] = parsed.text.slice(0, -1).split('\n');
    if (!origin || !sizeLine || !rootLine) throw bad('lines');
    if (extensions.includes('')) throw bad('extension');
    let size: number;
    let root: Uint8Array;
    try {
      size = parseDecimal(sizeLine);
      root = fromBase64(rootLine);
    } catch {
      throw bad('lines');
    }
    if (root.length !== 32) throw bad('root');
    return { origin, size, root, extensions, note: parsed };
  });
}

function parseAsCheckpoint(note: string | Uint8Array): Note {
  try {
    return parseNote(note);
  } catch (error) {
    if (error instanceof Problem) throw new Problem('bad-checkpoint', { why: error.code, ...error.details });
    throw error;
  }
}

/**
 * Parses a checkpoint and verifies the log's Ed25519 signature. The keys are those of the log of `origin`; where none is given,
 * a key's name must be the checkpoint's origin. Throws Problem `bad-checkpoint`, `bad-signature`, `no-known-signature`, or
 * `other-log`.
 */
export function verifyCheckpoint(
  note: string | Uint8Array | Note,
  vkeys: readonly string[],
  origin?: string,
): ParsedCheckpoint & { verified: VerifierKey[] } {
  const checkpoint = parseCheckpoint(note);
  if (origin !== undefined && checkpoint.origin !== origin)
    throw new Problem('other-log', { origin: checkpoint.origin });
  const verified = verifyNote(checkpoint.note, vkeys).filter(
    ({ name }) => origin !== undefined || name === checkpoint.origin,
  );
  if (verified.length === 0) throw new Problem('other-log', { origin: checkpoint.origin });
  return { ...checkpoint, verified };
}
