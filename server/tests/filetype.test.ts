import assert from 'node:assert/strict';
import { test } from 'node:test';
import jpeg from 'jpeg-js';
import { drawable, stripped } from '../filetype.ts';

const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const chunk = (name: string, body: Buffer): Buffer =>
  Buffer.concat([u32(body.length), Buffer.from(name), body, Buffer.alloc(4)]);
const png = (width: number, height: number): Buffer =>
  Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', Buffer.concat([u32(width), u32(height), Buffer.from([1, 0, 0, 0, 0])])),
    chunk('IEND', Buffer.alloc(0)),
  ]);

const jpegOf = (width: number, height: number): Buffer => {
  const bytes = Buffer.from(jpeg.encode({ width: 8, height: 8, data: Buffer.alloc(256) }, 50).data);
  const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]));
  bytes.writeUInt16BE(height, frame + 5);
  bytes.writeUInt16BE(width, frame + 7);
  return bytes;
};

const riff = (name: string, body: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(body.length);
  return Buffer.concat([
    Buffer.from('RIFF\0\0\0\0WEBP'),
    Buffer.from(name),
    length,
    body,
    Buffer.alloc(body.length % 2),
  ]);
};
const lossy = (width: number, height: number): Buffer => {
  const body = Buffer.alloc(10);
  body.set([0x9d, 0x01, 0x2a], 3);
  body.writeUInt16LE(width, 6);
  body.writeUInt16LE(height, 8);
  return riff('VP8 ', body);
};
const lossless = (width: number, height: number): Buffer => {
  const body = Buffer.alloc(10, 0x2f);
  body.writeUInt32LE(((width - 1) | ((height - 1) << 14)) >>> 0, 1);
  return riff('VP8L', body);
};
const extended = (width: number, height: number): Buffer => {
  const body = Buffer.alloc(10);
  body.writeUIntLE(width - 1, 4, 3);
  body.writeUIntLE(height - 1, 7, 3);
  return riff('VP8X', body);
};

test('a picture is drawn where every browser can draw it, whatever few bytes it takes', () => {
  const drawn = (type: string, bytes: Buffer) => drawable(type, stripped(type, bytes)!);
  for (const [type, make] of [
    ['image/png', png],
    ['image/jpeg', jpegOf],
    ['image/webp', lossy],
    ['image/webp', lossless],
    ['image/webp', extended],
  ] as const) {
    assert.equal(drawn(type, make(8_000, 6_000)), true, `${type} ${make.name} of a good camera`);
    assert.equal(drawn(type, make(10_000, 10_000)), false, `${type} ${make.name} that asks for 400 MB`);
    assert.equal(drawn(type, make(100, 16_000)), true, `${type} ${make.name}, long and narrow`);
  }
  assert.equal(drawn('image/png', png(0xffff_ffff, 0xffff_ffff)), false);
});

test('what states no size is not drawn, nor what is cut short', () => {
  assert.equal(drawable('image/png', png(8, 8).subarray(0, 20)), false);
  assert.equal(drawable('image/jpeg', jpegOf(8, 8).subarray(0, 20)), false);
  assert.equal(drawable('image/webp', lossy(8, 8).subarray(0, 16)), false);
  assert.equal(drawable('image/gif', Buffer.from('GIF89a\x01\0\x01\0')), false);
});
