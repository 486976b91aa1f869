import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import jpeg from 'jpeg-js';
import { ALIKE, likeness, lookOf, type Pixels } from '../likeness.ts';
import { decodePicture } from '../picture.ts';
import { crop, lit, type Picture, random, resize, scene, toPixels } from './scenes.ts';

const compressed = (picture: Picture, quality: number): Pixels => {
  const { width, height, data } = toPixels(picture, 4);
  const file = jpeg.encode({ width, height, data }, quality).data;
  return decodePicture('image/jpeg', file)!;
};
const look = (pixels: Pixels) => lookOf(pixels) ?? assert.fail('no look');

test('a photograph sent again smaller, cropped by up to a fifth, compressed and brightened looks like the first', () => {
  const chance = random(7);
  let found = 0;
  const tries = 24;
  for (let i = 0; i < tries; i++) {
    const picture = scene(random(1000 + i), 320, 200 + Math.floor(chance() * 150));
    const [w, h] = [0.8 + 0.2 * chance(), 0.8 + 0.2 * chance()];
    const left = (1 - w) * chance();
    const top = (1 - h) * chance();
    let other = crop(picture, left, top, left + w, top + h);
    const scale = 0.35 + 0.9 * chance();
    other = resize(other, Math.round(other.width * scale), Math.round(other.height * scale));
    const gain = 0.7 + 0.6 * chance();
    const shift = -25 + 50 * chance();
    other = lit(other, gain, shift);
    const [a, b] = [look(compressed(picture, 85)), look(compressed(other, 40 + Math.floor(40 * chance())))];
    assert.equal(likeness(a, b), likeness(b, a));
    if (likeness(a, b) >= ALIKE) found += 1;
  }
  assert.ok(found >= tries * 0.97, `${found} of ${tries}`);
});

test('photographs of different scenes do not look alike, also with the same sky above the same ground', () => {
  const looks = Array.from({ length: 40 }, (_, i) => look(toPixels(scene(random(5000 + i), 300, 200, i % 4), 3)));
  const alike = [];
  for (const [i, a] of looks.entries())
    for (const b of looks.slice(i + 1)) if (likeness(a, b) >= ALIKE) alike.push(likeness(a, b));
  assert.deepEqual(alike, []);
});

test('a wall, a black frame and a speck have no look of their own', () => {
  const plain: Picture = { width: 100, height: 80, data: new Uint8Array(24_000).fill(90) };
  assert.equal(lookOf(toPixels(plain, 3)), undefined);
  assert.equal(lookOf(toPixels(crop(scene(random(1), 300, 200), 0, 0, 0.04, 0.05), 3)), undefined);
});

/** A PNG of colour type and filters as asked, written by hand. */
function png(picture: Picture, colour: 0 | 2 | 6, filter: 0 | 1 | 2 | 3 | 4): Buffer {
  const samples = { 0: 1, 2: 3, 6: 4 }[colour];
  const { width, height } = picture;
  const stride = width * samples;
  const plain = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [r = 0, g = 0, b = 0] = picture.data.subarray((y * width + x) * 3);
      plain.set(colour === 0 ? [g] : colour === 2 ? [r, g, b] : [r, g, b, 255], y * stride + x * samples);
    }
  const raw = Buffer.alloc((stride + 1) * height);
  for (let y = 0; y < height; y++) {
    raw[y * (stride + 1)] = filter;
    for (let i = 0; i < stride; i++) {
      const left = i >= samples ? plain[y * stride + i - samples]! : 0;
      const up = y > 0 ? plain[(y - 1) * stride + i]! : 0;
      const corner = i >= samples && y > 0 ? plain[(y - 1) * stride + i - samples]! : 0;
      const p = left + up - corner;
      const near = [left, up, corner].sort((m, n) => Math.abs(p - m) - Math.abs(p - n))[0]!;
      const guess = [0, left, up, (left + up) >> 1, near][filter]!;
      raw[y * (stride + 1) + 1 + i] = (plain[y * stride + i]! - guess) & 255;
    }
  }
  const chunk = (name: string, body: Buffer): Buffer => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(body.length);
    head.write(name, 4, 'latin1');
    return Buffer.concat([head, body, Buffer.alloc(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header.set([8, colour, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(raw)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

test('a PNG is read with every filter, and looks like the JPEG of the same picture', () => {
  const picture = scene(random(3), 240, 160);
  const first = look(compressed(picture, 80));
  for (const filter of [0, 1, 2, 3, 4] as const)
    for (const colour of [0, 2, 6] as const) {
      const pixels = decodePicture('image/png', png(picture, colour, filter));
      assert.ok(pixels, `${colour} ${filter}`);
      if (colour !== 0)
        assert.deepEqual([...pixels.data.slice(3000, 3006)], [...toPixels(picture, 3).data.slice(3000, 3006)]);
      assert.ok(likeness(first, look(pixels)) > 0.9, `${colour} ${filter}`);
    }
});

test('bytes that are no picture, a picture that claims to be huge, and one that unpacks to more than it says are left alone', () => {
  const chance = random(9);
  const noise = Buffer.from(Array.from({ length: 4000 }, () => Math.floor(chance() * 256)));
  for (const type of ['image/jpeg', 'image/png', 'image/heic'])
    assert.equal(decodePicture(type, noise), undefined, type);
  const bomb = png(scene(random(3), 40, 40), 2, 0);
  bomb.writeUInt32BE(100_000, 16);
  bomb.writeUInt32BE(100_000, 20);
  assert.equal(decodePicture('image/png', bomb), undefined);
  bomb.writeUInt32BE(4, 16);
  bomb.writeUInt32BE(4, 20);
  assert.equal(decodePicture('image/png', bomb), undefined);
  const good = Buffer.from(jpeg.encode({ ...toPixels(scene(random(4), 64, 64), 4) }, 80).data);
  const at = good.indexOf(Buffer.from([0xff, 0xc0]));
  good.writeUInt16BE(65_535, at + 5);
  good.writeUInt16BE(65_535, at + 7);
  assert.equal(decodePicture('image/jpeg', good), undefined);
  for (let cut = 0; cut < good.length; cut += 37) decodePicture('image/jpeg', good.subarray(0, cut));
});
