// Pixels of a JPEG or PNG file, within bounds: what claims to be larger, or unpacks to more than it says, is not decoded.

import { inflateSync } from 'node:zlib';
import jpeg from 'jpeg-js';
import type { Pixels } from './likeness.ts';

/** A file larger than this is not looked at, nor a picture of more pixels. */
export const MAX_PICTURE_BYTES = 32 * 1024 * 1024;
const MAX_MEGAPIXELS = 50;
const MAX_MEGABYTES = 900;

/** The pixels, or undefined for what cannot be read within bounds. */
export function decodePicture(type: string, bytes: Uint8Array): Pixels | undefined {
  if (bytes.length > MAX_PICTURE_BYTES) return undefined;
  try {
    if (type === 'image/jpeg') {
      const options = { useTArray: true, formatAsRGBA: false, tolerantDecoding: true } as const;
      const bounds = { maxResolutionInMP: MAX_MEGAPIXELS, maxMemoryUsageInMB: MAX_MEGABYTES };
      return { ...jpeg.decode(bytes, { ...options, ...bounds }), channels: 3 };
    }
    return type === 'image/png' ? decodePng(bytes) : undefined;
  } catch {
    // A decoder's error on bytes from outside says only that they are not a picture.
    return undefined;
  }
}

/** PNG (W3C, second edition): 8 and 16 bits, grey, colour and palette, not interlaced. */
function decodePng(bytes: Uint8Array): Pixels | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const name = (at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (bytes.length < 33 || name(12) !== 'IHDR') return undefined;
  const width = view.getUint32(16);
  const height = view.getUint32(20);
  const [depth, colour, , , interlace] = bytes.subarray(24, 29);
  const samples = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[colour!];
  if (!samples || width * height > MAX_MEGAPIXELS * 1_000_000 || interlace || (depth !== 8 && depth !== 16))
    return undefined;
  const parts: Uint8Array[] = [];
  let palette = new Uint8Array();
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 12 + view.getUint32(at);
    if (end > bytes.length) return undefined;
    if (name(at + 4) === 'IDAT') parts.push(bytes.subarray(at + 8, end - 4));
    if (name(at + 4) === 'PLTE') palette = bytes.slice(at + 8, end - 4);
    at = end;
  }
  const size = (samples * depth) / 8;
  const stride = width * size;
  const raw = inflateSync(Buffer.concat(parts), { maxOutputLength: (stride + 1) * height });
  if (raw.length !== (stride + 1) * height) return undefined;
  unfilter(raw, stride, height, size);
  const data = new Uint8Array(width * height * 3);
  const per = depth / 8;
  for (let y = 0, to = 0; y < height; y++)
    for (let x = 0; x < width; x++, to += 3) {
      const at = y * (stride + 1) + 1 + x * size;
      if (colour === 3) data.set(palette.subarray(raw[at]! * 3, raw[at]! * 3 + 3), to);
      else for (let c = 0; c < 3; c++) data[to + c] = raw[samples < 3 ? at : at + c * per]!;
    }
  return { width, height, channels: 3, data };
}

/** Section 9: each row is stored as differences from what is to its left and above. */
function unfilter(raw: Uint8Array, stride: number, height: number, size: number): void {
  for (let y = 0; y < height; y++) {
    const row = y * (stride + 1) + 1;
    const filter = raw[row - 1]!;
    for (let i = 0; i < stride; i++) {
      const left = i >= size ? raw[row + i - size]! : 0;
      const up = y > 0 ? raw[row + i - stride - 1]! : 0;
      const corner = i >= size && y > 0 ? raw[row + i - stride - 1 - size]! : 0;
      const guess =
        filter === 1
          ? left
          : filter === 2
            ? up
            : filter === 3
              ? (left + up) >> 1
              : filter === 4
                ? paeth(left, up, corner)
                : 0;
      raw[row + i] = raw[row + i]! + guess;
    }
  }
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
