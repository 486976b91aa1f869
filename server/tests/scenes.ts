// Made-up pictures that are as different from one another, and as alike, as photographs of a place are: a sky above a ground,
// shapes before it, and grain.

import type { Pixels } from '../likeness.ts';

/** Red, green and blue, row by row. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Chance from a seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A scene; those of one `kind` share sky, horizon and ground. */
export function scene(chance: () => number, width: number, height: number, kind?: number): Picture {
  const base = kind === undefined ? chance : random(kind + 77);
  const horizon = (0.3 + 0.3 * base()) * height;
  const sky = [120 + 100 * base(), 140 + 100 * base(), 180 + 70 * base()];
  const ground = [60 + 80 * base(), 60 + 70 * base(), 40 + 60 * base()];
  const shapes = Array.from({ length: 10 + Math.floor(chance() * 15) }, () => ({
    x: chance() * width,
    y: horizon * 0.5 + chance() * (height - horizon * 0.5),
    w: (0.03 + 0.2 * chance()) * width,
    h: (0.03 + 0.25 * chance()) * height,
    round: chance() < 0.4,
    colour: [255 * chance(), 255 * chance(), 255 * chance()],
  }));
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const far = y < horizon ? y / horizon : (y - horizon) / (height - horizon);
      let colour = (y < horizon ? sky : ground).map((one) => one * (y < horizon ? 1 - 0.3 * far : 0.7 + 0.3 * far));
      for (const { x: cx, y: cy, w, h, round, colour: own } of shapes) {
        const [dx, dy] = [(x - cx) / w, (y - cy) / h];
        if (round ? dx * dx + dy * dy < 0.25 : Math.abs(dx) < 0.5 && Math.abs(dy) < 0.5) colour = own;
      }
      const grain = (chance() - 0.5) * 24;
      for (let c = 0; c < 3; c++) data[(y * width + x) * 3 + c] = Math.min(255, Math.max(0, colour[c]! + grain));
    }
  return { width, height, data };
}

/** A picture of another size, each pixel from a place of the first: the crudest way to cut or to make smaller. */
function taken(
  picture: Picture,
  width: number,
  height: number,
  from: (x: number, y: number) => [number, number],
): Picture {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [u, v] = from(x, y);
      const row = Math.min(picture.height - 1, Math.floor(v)) * picture.width;
      const at = (row + Math.min(picture.width - 1, Math.floor(u))) * 3;
      data.set(picture.data.subarray(at, at + 3), (y * width + x) * 3);
    }
  return { width, height, data };
}

export function crop(picture: Picture, left: number, top: number, right: number, bottom: number): Picture {
  const [x0, y0] = [Math.round(left * picture.width), Math.round(top * picture.height)];
  const width = Math.max(1, Math.round((right - left) * picture.width));
  const height = Math.max(1, Math.round((bottom - top) * picture.height));
  return taken(picture, width, height, (x, y) => [x + x0, y + y0]);
}

export const resize = (picture: Picture, width: number, height: number): Picture =>
  taken(picture, width, height, (x, y) => [(x * picture.width) / width, (y * picture.height) / height]);

/** Brighter or darker, with what is cut off at black and white. */
export const lit = (picture: Picture, gain: number, shift: number): Picture => ({
  ...picture,
  data: picture.data.map((value) => Math.min(255, Math.max(0, value * gain + shift))),
});

export function toPixels({ width, height, data }: Picture, channels: 3 | 4): Pixels {
  if (channels === 3) return { width, height, channels, data };
  const four = new Uint8Array(width * height * 4).fill(255);
  for (let i = 0; i < width * height; i++) four.set(data.subarray(i * 3, i * 3 + 3), i * 4);
  return { width, height, channels, data: four };
}
