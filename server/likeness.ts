// Whether two pictures look like one: the same photograph sent again, made smaller, cropped, compressed or brightened. Only a
// small grey square of each is kept, and compared by how its light and its edges go together. A likeness is a hint for a
// person who then looks; it joins nothing and proves nothing. Pure.

/** Side of the grey square that is kept of a picture. */
const SIDE = 64;
/** Sides of the squares on which windows are compared: first coarsely, then finely. */
const COARSE = 8;
const FINE = 32;
/** A crop keeps at least so much of the width and of the height. */
const LEAST = 0.75;

/** What is kept of a picture: a square of 64 by 64 grey values, and its parts as coarse patterns. */
export interface Look {
  readonly grey: Float32Array;
  /** Patterns of the windows of `WINDOWS`, in that order; the whole picture is the first. */
  readonly patterns: readonly Float32Array[];
}

/** Left, top, right, bottom, as parts of the whole. */
type Window = readonly [number, number, number, number];

/** Where along one side a crop may lie: the whole, and two sizes at the beginning, in the middle and at the end. */
const SPANS: readonly (readonly [number, number])[] = [
  [0, 1],
  ...[0.9, 0.8].flatMap((size) => [0, 0.5, 1].map((at) => [(1 - size) * at, (1 - size) * at + size] as const)),
];
const WINDOWS: readonly Window[] = SPANS.flatMap(([left, right]) =>
  SPANS.map(([top, bottom]): Window => [left, top, right, bottom]),
);

/** Pixels as decoded: 3 or 4 channels of 8 bits, row by row. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  readonly data: Uint8Array;
}

/** The look of a picture; undefined where there is too little in it to tell it from another (a plain wall, a black frame). */
export function lookOf(pixels: Pixels): Look | undefined {
  if (pixels.width < 16 || pixels.height < 16) return undefined;
  const grey = squareOf(pixels);
  if (deviation(grey) < 4) return undefined;
  return { grey, patterns: WINDOWS.map((window) => normal(resample(grey, window, COARSE))) };
}

/** How much of the look of one is in the other, from 0 to 1. Of the same photograph, cropped by up to a fifth, above `ALIKE`. */
export function likeness(a: Look, b: Look): number {
  return Math.max(within(a, b), within(b, a));
}
/** From here on two pictures are shown as alike. */
export const ALIKE = 0.75;

/** Light that goes together so little cannot be the same picture. */
const MAYBE = 0.7;

/** `part` as the whole, or as a crop, of `whole`. */
function within(whole: Look, part: Look): number {
  const [pattern] = part.patterns;
  const ranked = whole.patterns
    .map((one, i) => ({ i, light: product(one, pattern!) }))
    .filter(({ light }) => light >= MAYBE)
    .sort((x, y) => y.light - x.light)
    .slice(0, 2);
  return Math.max(0, ...ranked.map(({ i }) => refined(whole.grey, part.grey, WINDOWS[i]!)));
}

/**
 * Moves the borders of a window until the light of the part falls on that of the whole, and says how well the edges then do:
 * many scenes share sky above and ground below, so light alone is not enough. First coarsely, which ends most of what is not.
 */
function refined(whole: Float32Array, part: Float32Array, from: Window): number {
  let window = from;
  let met = 0;
  for (const { side, steps, least } of ROUNDS) {
    const light = normal(resample(part, [0, 0, 1, 1], side));
    const score = (at: Window) => product(normal(resample(whole, at, side)), light);
    let best = score(window);
    for (const step of steps)
      for (let moved = true; moved; ) {
        moved = false;
        for (const next of neighbours(window, step)) {
          const at = score(next);
          if (at > best + 1e-4) [window, best, moved] = [next, at, true];
        }
      }
    met = product(edgesOf(resample(whole, window, side), side), edgesOf(light, side));
    if (met < least) return Math.max(0, met);
  }
  return met;
}
const ROUNDS = [
  { side: 16, steps: [0.04, 0.02], least: 0.4 },
  { side: FINE, steps: [0.01, 0.005], least: 0 },
] as const;

function* neighbours([left, top, right, bottom]: Window, step: number): Generator<Window> {
  const inside = (w: Window): boolean =>
    w[0] >= 0 && w[1] >= 0 && w[2] <= 1 && w[3] <= 1 && w[2] - w[0] >= LEAST && w[3] - w[1] >= LEAST;
  for (const d of [-step, step]) {
    for (const next of [
      [left + d, top, right, bottom],
      [left, top + d, right, bottom],
      [left, top, right + d, bottom],
      [left, top, right, bottom + d],
      [left + d, top, right + d, bottom],
      [left, top + d, right, bottom + d],
    ] as const)
      if (inside(next)) yield next;
  }
}

/** Mean brightness (ITU-R BT.601) of the cells of a square laid over the picture. */
function squareOf({ width, height, channels, data }: Pixels): Float32Array {
  const sums = new Float64Array(SIDE * SIDE);
  const counts = new Uint32Array(SIDE * SIDE);
  // Of a large picture every few pixels are enough.
  const step = Math.max(1, Math.floor(Math.min(width, height) / (SIDE * 6)));
  const columns = Uint16Array.from({ length: width }, (_, x) => Math.floor((x * SIDE) / width));
  for (let y = 0; y < height; y += step) {
    const row = Math.floor((y * SIDE) / height) * SIDE;
    for (let x = 0; x < width; x += step) {
      const at = (y * width + x) * channels;
      const cell = row + columns[x]!;
      sums[cell] = sums[cell]! + 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!;
      counts[cell] = counts[cell]! + 1;
    }
  }
  const grey = new Float32Array(SIDE * SIDE);
  for (let i = 0; i < grey.length; i++) {
    // A picture narrower than the square leaves cells empty: they take their neighbour's.
    if (counts[i]) grey[i] = sums[i]! / counts[i]!;
    else grey[i] = i % SIDE > 0 ? grey[i - 1]! : (grey[i - SIDE] ?? 0);
  }
  return grey;
}

/** A window of the grey square as `side` by `side` values, between the cells' centres in straight lines. */
function resample(grey: Float32Array, [left, top, right, bottom]: Window, side: number): Float32Array {
  const out = new Float32Array(side * side);
  // A coarse cell is the mean of several samples; a fine one is near enough to one.
  const per = side <= COARSE ? 4 : 1;
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      let sum = 0;
      for (let j = 0; j < per; j++)
        for (let i = 0; i < per; i++) {
          const u = left + ((right - left) * (x + (i + 0.5) / per)) / side;
          const v = top + ((bottom - top) * (y + (j + 0.5) / per)) / side;
          sum += sample(grey, u * SIDE - 0.5, v * SIDE - 0.5);
        }
      out[y * side + x] = sum / (per * per);
    }
  return out;
}

function sample(grey: Float32Array, x: number, y: number): number {
  const cx = Math.min(SIDE - 1, Math.max(0, x));
  const cy = Math.min(SIDE - 1, Math.max(0, y));
  const x0 = Math.floor(cx);
  const y0 = Math.floor(cy);
  const x1 = Math.min(SIDE - 1, x0 + 1);
  const y1 = Math.min(SIDE - 1, y0 + 1);
  const fx = cx - x0;
  const fy = cy - y0;
  const upper = grey[y0 * SIDE + x0]! * (1 - fx) + grey[y0 * SIDE + x1]! * fx;
  const lower = grey[y1 * SIDE + x0]! * (1 - fx) + grey[y1 * SIDE + x1]! * fx;
  return upper * (1 - fy) + lower * fy;
}

/** Differences to the right and downwards, brought to one length. */
function edgesOf(square: Float32Array, side: number): Float32Array {
  const out = new Float32Array(2 * side * side);
  for (let y = 0; y < side - 1; y++)
    for (let x = 0; x < side - 1; x++) {
      const at = y * side + x;
      out[at] = square[at + 1]! - square[at]!;
      out[side * side + at] = square[at + side]! - square[at]!;
    }
  return normal(out);
}

/** Mean taken off, length one: brightness and contrast no longer matter. */
function normal(values: Float32Array): Float32Array {
  let mean = 0;
  for (const one of values) mean += one;
  mean /= values.length;
  let square = 0;
  const out = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const one = values[i]! - mean;
    out[i] = one;
    square += one * one;
  }
  const length = Math.sqrt(square) || 1;
  for (let i = 0; i < out.length; i++) out[i] = out[i]! / length;
  return out;
}

function product(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function deviation(values: Float32Array): number {
  let mean = 0;
  for (const one of values) mean += one;
  mean /= values.length;
  let square = 0;
  for (const one of values) square += (one - mean) ** 2;
  return Math.sqrt(square / values.length);
}
