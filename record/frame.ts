import { sha256 } from '#crypto';
import { uint32, uint64 } from './bytes.ts';
import { MAX_ENTRY_BYTES } from './entry.ts';

/**
 * One note in a segment. All numbers are big-endian:
 *
 *     4  magic            8  first index of the batch      n  note
 *     4  length n         8  receipt time, ms since 1970   8  start of SHA-256 over all before
 *     8  index
 */
export interface Frame {
  readonly index: number;
  /** The index of the first entry that was flushed together with this one. */
  readonly batchStart: number;
  readonly receivedAtMs: number;
  readonly note: Uint8Array;
}

const MAGIC = 0x9553_4c01;
const HEADER = 32;
const CHECKSUM = 8;

/** Bytes around a note. */
export const FRAME_OVERHEAD = { header: HEADER, checksum: CHECKSUM, total: HEADER + CHECKSUM } as const;

export function formatFrame({ index, batchStart, receivedAtMs, note }: Frame): Uint8Array {
  const frame = new Uint8Array(HEADER + note.length + CHECKSUM);
  const view = new DataView(frame.buffer);
  view.setUint32(0, MAGIC);
  view.setUint32(4, note.length);
  view.setBigUint64(8, BigInt(index));
  view.setBigUint64(16, BigInt(batchStart));
  view.setBigUint64(24, BigInt(receivedAtMs));
  frame.set(note, HEADER);
  frame.set(sha256(frame.subarray(0, HEADER + note.length)).subarray(0, CHECKSUM), HEADER + note.length);
  return frame;
}

/** The whole and sound frame at an offset, or undefined. The note is a window on the bytes. */
export function readFrame(bytes: Uint8Array, offset: number): Frame | undefined {
  if (offset + HEADER + CHECKSUM > bytes.length) return undefined;
  const length = uint32(bytes, offset + 4);
  if (uint32(bytes, offset) !== MAGIC || length > MAX_ENTRY_BYTES) return undefined;
  const end = offset + HEADER + length;
  if (end + CHECKSUM > bytes.length) return undefined;
  const sum = sha256(bytes.subarray(offset, end));
  for (let i = 0; i < CHECKSUM; i++) if (sum[i] !== bytes[end + i]) return undefined;
  return {
    index: uint64(bytes, offset + 8),
    batchStart: uint64(bytes, offset + 16),
    receivedAtMs: uint64(bytes, offset + 24),
    note: bytes.subarray(offset + HEADER, end),
  };
}

/** The next sound frame that begins at or after an offset, wherever the frames before it end. */
export function findFrameAfter(bytes: Uint8Array, offset: number): { offset: number; frame: Frame } | undefined {
  for (let at = bytes.indexOf(MAGIC >>> 24, offset); at >= 0; at = bytes.indexOf(MAGIC >>> 24, at + 1)) {
    const frame = readFrame(bytes, at);
    if (frame) return { offset: at, frame };
  }
  return undefined;
}
