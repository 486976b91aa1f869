// What a file is, by its first bytes and nothing else: what its author or its name says of it is not believed. And the
// working copy of a picture: the same picture without what the camera wrote about where, when and by which device.

/** First bytes, where they stand, and the type. */
const SIGNS: readonly (readonly [at: number, sign: string, type: string])[] = [
  [0, '\xff\xd8\xff', 'image/jpeg'],
  [0, '\x89PNG\r\n\x1a\n', 'image/png'],
  [0, 'GIF8', 'image/gif'],
  [8, 'WEBP', 'image/webp'],
  [8, 'WAVE', 'audio/wav'],
  [0, 'II*\0', 'image/tiff'],
  [0, 'MM\0*', 'image/tiff'],
  [0, '%PDF-', 'application/pdf'],
  [0, 'PK\x03\x04', 'application/zip'],
  [0, '\x1aE\xdf\xa3', 'video/webm'],
  [0, 'OggS', 'audio/ogg'],
  [0, 'fLaC', 'audio/flac'],
  [0, 'ID3', 'audio/mpeg'],
  [0, '\xff\xfb', 'audio/mpeg'],
  [0, '\xff\xf3', 'audio/mpeg'],
  [0, 'age-encryption.org/v1\n', 'application/x-age'],
];
/** ISO base media files, by their brand. */
const BRANDS: readonly (readonly [RegExp, string])[] = [
  [/^(?:heic|heix|hevc|mif1|msf1)/, 'image/heic'],
  [/^avi[fs]/, 'image/avif'],
  [/^M4A/, 'audio/mp4'],
  [/^qt {2}/, 'video/quicktime'],
  [/^(?:isom|iso[2-9]|mp4[12]|avc1|M4V|3gp|dash|MSNV|f4v)/, 'video/mp4'],
];

const EXTENSIONS: Record<string, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/tiff': 'tif',
  'image/heic': 'heic',
  'image/avif': 'avif',
  'audio/wav': 'wav',
  'audio/ogg': 'ogg',
  'audio/flac': 'flac',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'video/webm': 'webm',
  'video/mp4': 'mp4',
  'video/quicktime': 'mov',
  'application/pdf': 'pdf',
  'application/zip': 'zip',
  'application/x-age': 'age',
  'text/plain': 'txt',
};

export const extensionOf = (type: string): string => EXTENSIONS[type] ?? 'bin';

/** The type that the first bytes of a file say (up to 4,096 are looked at); undefined for what is not taken. */
export function sniff(bytes: Uint8Array): string | undefined {
  const text = Array.from(bytes.subarray(0, 64), (byte) => String.fromCharCode(byte)).join('');
  const sign = SIGNS.find(([at, sign]) => text.startsWith(sign, at));
  if (sign) return sign[2];
  if (text.startsWith('ftyp', 4)) return BRANDS.find(([brand]) => brand.test(text.slice(8, 12)))?.[1];
  return plain(bytes) ? 'text/plain' : undefined;
}

/** UTF-8 without control characters; a letter cut in two by the end of the look does not count against it. */
function plain(bytes: Uint8Array): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: bytes.length === 4_096 });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    return !/[\u0000-\u0008\u000e-\u001f]/.test(text);
  } catch {
    return false;
  }
}

/** Types that carry nothing of where they were made, or whose place was written by hand. */
const HARMLESS = new Set(['text/plain', 'application/pdf', 'image/gif', 'application/x-age']);
/** A picture larger than this is not worked on. */
export const MAX_WORKING_BYTES = 64 * 1024 * 1024;

/** How the working copy of a type comes about: as it is, stripped, or not at all (only the original can be had). */
export function workingCopyOf(type: string, size: number): 'as-it-is' | 'stripped' | 'none' {
  if (HARMLESS.has(type)) return 'as-it-is';
  return (type === 'image/jpeg' || type === 'image/png' || type === 'image/webp') && size <= MAX_WORKING_BYTES
    ? 'stripped'
    : 'none';
}

/**
 * A picture without its metadata (EXIF, XMP, IPTC, comments, thumbnails), with its colours; the image data itself is not
 * touched. Undefined for what does not read as the type: then there is no working copy.
 */
export function stripped(type: string, bytes: Uint8Array): Uint8Array | undefined {
  if (type === 'image/jpeg') return strippedJpeg(bytes);
  if (type === 'image/png') return strippedPng(bytes);
  return type === 'image/webp' ? strippedWebp(bytes) : undefined;
}

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

// ITU-T T.81, B.1.1: segments of a marker and a length, up to the scans. APP0 (JFIF) and APP14 (Adobe) and the colour
// profile of APP2 say how to show the picture; every other APPn and every comment goes.
function strippedJpeg(bytes: Uint8Array): Uint8Array | undefined {
  const at16 = view(bytes);
  const parts = [bytes.subarray(0, 2)];
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xd9) return joined([...parts, bytes.subarray(at, at + 2)]);
    const end = at + 2 + at16.getUint16(at + 2);
    if (end > bytes.length || end < at + 4) return undefined;
    const isApp = marker >= 0xe0 && marker <= 0xef;
    const isColour = marker === 0xe2 && latin(bytes, at + 4, 11) === 'ICC_PROFILE';
    if (!(isApp && marker !== 0xe0 && marker !== 0xee && !isColour) && marker !== 0xfe)
      parts.push(bytes.subarray(at, end));
    at = end;
    if (marker !== 0xda) continue;
    // The scan: data in which every 0xff is followed by 0 or a restart, up to the next marker.
    const start = at;
    while (at + 1 < bytes.length && !(bytes[at] === 0xff && bytes[at + 1] !== 0 && !isRestart(bytes[at + 1]!))) at += 1;
    if (at + 1 >= bytes.length) at = bytes.length;
    parts.push(bytes.subarray(start, at));
  }
  // Cut short: as much of the picture as there is. What follows its end (another picture, as phones add) is left out above.
  return parts.length > 1 ? joined(parts) : undefined;
}

const isRestart = (marker: number): boolean => marker >= 0xd0 && marker <= 0xd7;
const latin = (bytes: Uint8Array, at: number, length: number): string =>
  Array.from(bytes.subarray(at, at + length), (byte) => String.fromCharCode(byte)).join('');

/** PNG: chunks of length, name, data, check sum. */
const PNG_KEPT = new Set(
  'IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT acTL fcTL fdAT'.split(' '),
);

function strippedPng(bytes: Uint8Array): Uint8Array | undefined {
  const at32 = view(bytes);
  const parts = [bytes.subarray(0, 8)];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 12 + at32.getUint32(at);
    const name = latin(bytes, at + 4, 4);
    if (end > bytes.length) return undefined;
    if (PNG_KEPT.has(name)) parts.push(bytes.subarray(at, end));
    if (name === 'IEND') return joined(parts);
    at = end;
  }
  return undefined;
}

/** WebP: RIFF chunks of name, length, data, padded to two; the flags of VP8X say which are there. */
const WEBP_KEPT = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);

function strippedWebp(bytes: Uint8Array): Uint8Array | undefined {
  const at32 = view(bytes);
  const parts: Uint8Array[] = [];
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = at32.getUint32(at + 4, true);
    const end = at + 8 + length + (length % 2);
    if (end > bytes.length + 1) return undefined;
    const name = latin(bytes, at, 4);
    if (WEBP_KEPT.has(name)) {
      const chunk = bytes.slice(at, end);
      // EXIF is bit 3, XMP bit 2.
      if (name === 'VP8X' && chunk.length > 8) chunk[8] = chunk[8]! & ~0b1100;
      parts.push(chunk);
    }
    at = end;
  }
  if (parts.length === 0) return undefined;
  const body = joined(parts);
  const header = bytes.slice(0, 12);
  view(header).setUint32(4, body.length + 4, true);
  return joined([header, body]);
}

/** The most pixels that a browser is given to draw: a file of few bytes can ask for more memory than a phone has. */
const MOST_PIXELS = 50_000_000;

/** Whether a working copy (`stripped`) is a picture that any browser can draw: every size that it states is within bounds. */
export function drawable(type: string, copy: Uint8Array): boolean {
  const sizes = sizesIn(type, copy);
  return sizes.length > 0 && sizes.every(([width, height]) => width * height <= MOST_PIXELS);
}

function sizesIn(type: string, copy: Uint8Array): (readonly [width: number, height: number])[] {
  const at = view(copy);
  const found: (readonly [number, number])[] = [];
  if (type === 'image/png' && copy.length > 24) found.push([at.getUint32(16), at.getUint32(20)]);
  if (type === 'image/jpeg')
    for (let i = 2; i + 9 <= copy.length && copy[i] === 0xff; ) {
      const marker = copy[i + 1]!;
      // The scan comes after the frame; DHT, JPG and DAC stand among the numbers of frames.
      if (marker === 0xda) break;
      if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
        found.push([at.getUint16(i + 7), at.getUint16(i + 5)]);
      i += 2 + at.getUint16(i + 2);
    }
  if (type === 'image/webp')
    for (let i = 12; i + 18 <= copy.length; ) {
      const name = latin(copy, i, 4);
      const start = i + 8;
      // Of a moving picture each frame lies within the canvas.
      if (name === 'VP8X')
        found.push([(at.getUint32(start + 4, true) & 0xffffff) + 1, (at.getUint32(start + 6, true) >>> 8) + 1]);
      if (name === 'VP8L') {
        const bits = at.getUint32(start + 1, true);
        found.push([(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1]);
      }
      if (name === 'VP8 ') found.push([at.getUint16(start + 6, true) & 0x3fff, at.getUint16(start + 8, true) & 0x3fff]);
      const length = at.getUint32(i + 4, true);
      i = start + length + (length % 2);
    }
  return found;
}
