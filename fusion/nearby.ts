import { REACH_DAYS, reachKm } from './compare.ts';
import { DAY, distanceKm, type Prepared } from './report.ts';

/**
 * Finds the reports that could be of the same incident, without looking at the others: a grid of cells and time
 * buckets, one layer per coarseness of place and time, so that a vague report is found from a precise one and back.
 */

/** Layers of place: reports with a radius up to `radius` km lie in cells of `degrees`. */
const PLACE_LAYERS = [
  { radius: 12, degrees: 0.5 },
  { radius: 50, degrees: 1 },
  { radius: 200, degrees: 4 },
] as const;
/** Layers of time: reports that span up to `days` lie in buckets of `days`. */
const TIME_LAYERS = [2, 16, 128, 2048] as const;
/** Time layer of reports without a usable time, and of the second listing by place alone. */
const NO_TIME = TIME_LAYERS.length;
const ANY_TIME = NO_TIME + 1;
/** A second listing of the reports with coordinates, by the words of their place name, for reports without. */
const BY_NAME = PLACE_LAYERS.length;
/** Place layer of the reports without coordinates. */
const NOWHERE = BY_NAME + 1;

/** Numbers that a bucket holds of each report. */
const STRIDE = 6;
/** At most this many of one bucket are looked at, the latest added; a flood in one place and day costs no more. */
const PER_BUCKET = 512;
const FURTHEST = REACH_DAYS * DAY;
/** At most this many reports are compared with one. */
const PER_REPORT = 512;

export class Nearby {
  /** Slots, each followed by the middle and width of its report's time, latitude, longitude and radius: nothing else is looked up. */
  readonly #buckets = new Map<number, number[]>();
  /** Which pairs of a place layer and a time layer hold anything: the others need no looking at. */
  readonly #filled = new Set<number>();
  readonly #stamp: number[] = [];
  /** The answer given last: used again for the next. */
  readonly #found: number[] = [];
  #turn = 0;

  add(slot: number, r: Prepared): void {
    for (const key of ownKeys(r)) {
      this.#filled.add(layersOf(key));
      const bucket = this.#buckets.get(key);
      if (bucket === undefined) this.#buckets.set(key, [slot, r.mid, r.width, r.lat, r.lon, r.radius]);
      else bucket.push(slot, r.mid, r.width, r.lat, r.lon, r.radius);
    }
  }

  remove(slot: number, r: Prepared): void {
    for (const key of ownKeys(r)) {
      const bucket = this.#buckets.get(key);
      if (bucket === undefined) continue;
      for (let at = bucket.length - STRIDE; at >= 0; at -= STRIDE) {
        if (bucket[at] !== slot) continue;
        bucket.splice(at, STRIDE);
        break;
      }
      if (bucket.length === 0) this.#buckets.delete(key);
    }
  }

  /** The reports (by slot) of which place and time leave open that they are of one incident with `r`; at most PER_REPORT. */
  around(r: Prepared): readonly number[] {
    this.#turn += 1;
    const found = this.#found;
    found.length = 0;
    const { mid, width, lat, lon, radius } = r;
    const look = (key: number, across: number): boolean => {
      const bucket = this.#buckets.get(key);
      if (bucket === undefined) return true;
      const stop = Math.max(0, bucket.length - STRIDE * PER_BUCKET);
      for (let i = bucket.length - STRIDE; i >= stop; i -= STRIDE) {
        // An unknown time or place is NaN and passes every bound: it leaves all open.
        const days = Math.abs((bucket[i + 1] as number) - mid) - Math.abs((bucket[i + 2] as number) - width) / 2;
        if (days > FURTHEST) continue;
        const reach = reachKm(radius, bucket[i + 5] as number);
        if (Math.abs((bucket[i + 3] as number) - lat) * 110 > reach) continue;
        const meridians = Math.abs((bucket[i + 4] as number) - lon);
        if (meridians > across && meridians < 360 - across) continue;
        const slot = bucket[i] as number;
        if (this.#stamp[slot] === this.#turn) continue;
        if (distanceKm(lat, lon, bucket[i + 3] as number, bucket[i + 4] as number) > reach) continue;
        this.#stamp[slot] = this.#turn;
        if (found.push(slot) >= PER_REPORT) return false;
      }
      return true;
    };
    const every = timesAround(r);
    const placed = !Number.isNaN(r.lat);
    for (let layer = 0; placed && layer < PLACE_LAYERS.length; layer += 1) {
      const times = every.filter(([timeLayer]) => this.#filled.has(layer * 8 + timeLayer));
      if (times.length === 0) continue;
      const { radius, degrees } = PLACE_LAYERS[layer] as (typeof PLACE_LAYERS)[number];
      const reach = reachKm(r.radius, radius);
      const across = meridiansWithin(r.lat, reach);
      for (const cell of cellsAround(r, reach, degrees)) {
        for (const [timeLayer, bucket] of times) if (!look(key(layer, cell, timeLayer, bucket), across)) return found;
      }
    }
    for (const word of placed ? [] : r.placeWords) {
      for (const [timeLayer, bucket] of every) if (!look(key(BY_NAME, word, timeLayer, bucket), 180)) return found;
    }
    for (const [timeLayer, bucket] of every) {
      if (this.#filled.has(NOWHERE * 8 + timeLayer) && !look(key(NOWHERE, 0, timeLayer, bucket), 180)) return found;
    }
    return found;
  }
}

/** The buckets that a report lies in. */
function ownKeys(r: Prepared): number[] {
  const [timeLayer, bucket] = ownTime(r);
  const keys: number[] = [];
  if (!Number.isNaN(r.lat)) {
    const layer = PLACE_LAYERS.findIndex((l) => r.radius <= l.radius);
    const degrees = (PLACE_LAYERS[layer] as (typeof PLACE_LAYERS)[number]).degrees;
    const cell = cellOf(r.lat, r.lon, degrees);
    keys.push(key(layer, cell, timeLayer, bucket), key(layer, cell, ANY_TIME, 0));
    for (const word of r.placeWords) keys.push(key(BY_NAME, word, timeLayer, bucket));
  } else keys.push(key(NOWHERE, 0, timeLayer, bucket));
  return keys;
}

function ownTime(r: Prepared): [layer: number, bucket: number] {
  const layer = TIME_LAYERS.findIndex((days) => r.width <= days * DAY);
  if (Number.isNaN(r.mid) || layer < 0) return [NO_TIME, 0];
  return [layer, Math.floor(r.mid / (TIME_LAYERS[layer] as number) / DAY)];
}

/** Every time bucket that could hold a report comparable with `r`. */
function timesAround(r: Prepared): [layer: number, bucket: number][] {
  const found: [number, number][] = [[NO_TIME, 0]];
  const [own] = ownTime(r);
  // A report without a time is looked for by place alone.
  if (own === NO_TIME) return [...found, [ANY_TIME, 0]];
  for (let layer = 0; layer < TIME_LAYERS.length; layer += 1) {
    const days = TIME_LAYERS[layer] as number;
    const reach = REACH_DAYS + Math.max(r.width / DAY, days) / 2;
    const from = Math.floor((r.mid / DAY - reach) / days);
    const to = Math.floor((r.mid / DAY + reach) / days);
    for (let bucket = from; bucket <= to; bucket += 1) found.push([layer, bucket]);
  }
  return found;
}

/** Cells are numbered row by row; longitude wraps round. */
function cellOf(lat: number, lon: number, degrees: number): number {
  const across = Math.round(360 / degrees);
  const column = Math.floor((lon + 180) / degrees) % across;
  return Math.floor((lat + 90) / degrees) * across + column;
}

/** How many degrees of longitude a way of `km` may cross from this latitude; near a pole a short way crosses many. */
function meridiansWithin(lat: number, km: number): number {
  const dLat = km / 110;
  const shrink = Math.cos((Math.min(90, Math.abs(lat) + dLat) * Math.PI) / 180);
  return shrink > 0.02 ? Math.min(180, dLat / shrink) : 180;
}

function cellsAround(r: Prepared, km: number, degrees: number): Set<number> {
  const across = Math.round(360 / degrees);
  const dLat = km / 111;
  const low = Math.max(-90, r.lat - dLat);
  const high = Math.min(90, r.lat + dLat);
  const dLon = meridiansWithin(r.lat, km);
  const cells = new Set<number>();
  const columns = Math.min(across - 1, Math.ceil((2 * dLon) / degrees));
  const first = Math.floor((r.lon - dLon + 180) / degrees);
  for (let row = Math.floor((low + 90) / degrees); row <= Math.floor((high + 90) / degrees); row += 1) {
    for (let c = first; c <= first + columns; c += 1) cells.add(row * across + (((c % across) + across) % across));
  }
  return cells;
}

/** One number per (place layer, cell or word, time layer, bucket), below 2^53. */
function key(placeLayer: number, cell: number, timeLayer: number, bucket: number): number {
  // Buckets of two days over the years -4000 to +9999 need 22 bits; cells of a quarter degree 20 bits, words up to 26.
  return ((cell * 8 + placeLayer) * 8 + timeLayer) * 4_194_304 + (bucket + 2_097_152);
}

/** The place layer and the time layer of a key, as one small number. */
function layersOf(key: number): number {
  return Math.floor(key / 4_194_304) % 64;
}
