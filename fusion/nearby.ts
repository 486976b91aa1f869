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
/** Time layer of reports without a usable time. */
const NO_TIME = TIME_LAYERS.length;
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

/** What lies in one cell, or under one word, by time: slots, each followed by the middle and width of its report's time, latitude, longitude and radius: nothing else is looked up. */
type Cell = Map<number, number[]>;

export class Nearby {
  readonly #cells = new Map<number, Cell>();
  readonly #stamp: number[] = [];
  /** The answer given last: used again for the next. */
  readonly #found: number[] = [];
  #turn = 0;

  add(slot: number, r: Prepared): void {
    const time = ownTime(r);
    for (const place of ownPlaces(r)) {
      const cell = this.#cells.get(place) ?? new Map<number, number[]>();
      this.#cells.set(place, cell);
      const bucket = cell.get(time);
      if (bucket === undefined) cell.set(time, [slot, r.mid, r.width, r.lat, r.lon, r.radius]);
      else bucket.push(slot, r.mid, r.width, r.lat, r.lon, r.radius);
    }
  }

  remove(slot: number, r: Prepared): void {
    const time = ownTime(r);
    for (const place of ownPlaces(r)) {
      const cell = this.#cells.get(place);
      const bucket = cell?.get(time);
      if (cell === undefined || bucket === undefined) continue;
      for (let at = bucket.length - STRIDE; at >= 0; at -= STRIDE) {
        if (bucket[at] !== slot) continue;
        bucket.splice(at, STRIDE);
        break;
      }
      if (bucket.length === 0) cell.delete(time);
      if (cell.size === 0) this.#cells.delete(place);
    }
  }

  /** The reports (by slot) of which place and time leave open that they are of one incident with `r`; at most PER_REPORT. */
  around(r: Prepared): readonly number[] {
    this.#turn += 1;
    const found = this.#found;
    found.length = 0;
    const { mid, width, lat, lon, radius } = r;
    const look = (bucket: readonly number[], across: number): boolean => {
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
    const times = timesAround(r);
    /** Looks at one cell; false when enough was found. */
    const search = (place: number, across: number): boolean => {
      const cell = this.#cells.get(place);
      if (cell === undefined) return true;
      // A report without a time is looked for by place alone.
      if (times === undefined) {
        for (const bucket of cell.values()) if (!look(bucket, across)) return false;
        return true;
      }
      for (const time of times) {
        const bucket = cell.get(time);
        if (bucket !== undefined && !look(bucket, across)) return false;
      }
      return true;
    };
    const placed = !Number.isNaN(lat);
    for (let layer = 0; placed && layer < PLACE_LAYERS.length; layer += 1) {
      const { radius: widest, degrees } = PLACE_LAYERS[layer] as (typeof PLACE_LAYERS)[number];
      const reach = reachKm(radius, widest);
      const across = meridiansWithin(lat, reach);
      for (const cell of cellsAround(r, reach, degrees)) if (!search(placeKey(layer, cell), across)) return found;
    }
    if (!placed) for (const word of r.placeWords) if (!search(placeKey(BY_NAME, word), 180)) return found;
    search(placeKey(NOWHERE, 0), 180);
    return found;
  }
}

/** The cell that a report lies in, and the words of its place name. */
function ownPlaces(r: Prepared): number[] {
  if (Number.isNaN(r.lat)) return [placeKey(NOWHERE, 0)];
  const layer = PLACE_LAYERS.findIndex((l) => r.radius <= l.radius);
  const degrees = (PLACE_LAYERS[layer] as (typeof PLACE_LAYERS)[number]).degrees;
  const keys = [placeKey(layer, cellOf(r.lat, r.lon, degrees))];
  for (const word of r.placeWords) keys.push(placeKey(BY_NAME, word));
  return keys;
}

/** The time bucket that a report lies in. */
function ownTime(r: Prepared): number {
  const layer = TIME_LAYERS.findIndex((days) => r.width <= days * DAY);
  if (Number.isNaN(r.mid) || layer < 0) return timeKey(NO_TIME, 0);
  return timeKey(layer, Math.floor(r.mid / (TIME_LAYERS[layer] as number) / DAY));
}

/** Every time bucket that could hold a report comparable with `r`; undefined where none can be ruled out. */
function timesAround(r: Prepared): number[] | undefined {
  const nowhen = timeKey(NO_TIME, 0);
  if (ownTime(r) === nowhen) return undefined;
  const found = [nowhen];
  for (let layer = 0; layer < TIME_LAYERS.length; layer += 1) {
    const days = TIME_LAYERS[layer] as number;
    const reach = REACH_DAYS + Math.max(r.width / DAY, days) / 2;
    const from = Math.floor((r.mid / DAY - reach) / days);
    const to = Math.floor((r.mid / DAY + reach) / days);
    for (let bucket = from; bucket <= to; bucket += 1) found.push(timeKey(layer, bucket));
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

function cellsAround(r: Prepared, km: number, degrees: number): number[] {
  const across = Math.round(360 / degrees);
  const dLat = km / 111;
  const low = Math.max(-90, r.lat - dLat);
  const high = Math.min(90, r.lat + dLat);
  const dLon = meridiansWithin(r.lat, km);
  const cells: number[] = [];
  const columns = Math.min(across - 1, Math.ceil((2 * dLon) / degrees));
  const first = Math.floor((r.lon - dLon + 180) / degrees);
  for (let row = Math.floor((low + 90) / degrees); row <= Math.floor((high + 90) / degrees); row += 1) {
    for (let c = first; c <= first + columns; c += 1) cells.push(row * across + (((c % across) + across) % across));
  }
  return cells;
}

/** One number per place layer and cell or word; a cell of half a degree or a word keeps it a small integer. */
const placeKey = (layer: number, cell: number): number => cell * 8 + layer;
/** One number per time layer and bucket. */
const timeKey = (layer: number, bucket: number): number => bucket * 8 + layer;
