// A small JPEG as a phone writes it: the picture is made up, its metadata is laid out as in life.

import { randomBytes } from 'node:crypto';

const segment = (marker: number, body: Uint8Array): Buffer => {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
};

/** Each one is another, by its scan. */
export function jpeg(): Buffer {
  const scan = Buffer.from(randomBytes(200).map((byte) => (byte === 0xff ? 0xfe : byte)));
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1')),
    segment(0xe1, Buffer.from('Exif\0\0MM\0*GPS-POSITION 34.05 71.05', 'latin1')),
    segment(0xe1, Buffer.from('http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>GPS-POSITION</x:xmpmeta>', 'latin1')),
    segment(0xe2, Buffer.from('ICC_PROFILE\0\x01\x01profile', 'latin1')),
    segment(0xed, Buffer.from('Photoshop 3.0\0GPS-POSITION', 'latin1')),
    segment(0xfe, Buffer.from('GPS-POSITION in a comment')),
    segment(0xdb, new Uint8Array(65)),
    segment(0xda, new Uint8Array(10)),
    scan,
    Buffer.from([0xff, 0x00, 0xff, 0xd0]),
    scan,
    Buffer.from([0xff, 0xd9]),
    // A second picture behind the first, as phones add one, with metadata of its own.
    Buffer.from('\xff\xd8\xff\xe1\0\x20Exif\0\0GPS-POSITION', 'latin1'),
  ]);
}
