/**
 * A report as fusion sees it: who says that what happened, when and where, each with its uncertainty.
 * Everything but `id` and `source` may be absent; absent means unknown, never zero.
 */
export type FusionReport = {
  readonly id: string;
  /** Who files or publishes the report, as a stable name: "liaison of A", "outlet X". */
  readonly source: string;
  /** Where the account truly comes from, if known: retellings of one statement share one origin. */
  readonly origin?: string;
  /** The organisation whose side the source speaks for, if any. Counted, never weighed. */
  readonly side?: string;
  readonly kind?: string;
  /** ISO 8601 date or date-time. A date alone means that whole day (UTC). */
  readonly from?: string;
  /** ISO 8601 date or date-time; a date alone includes that whole day. Absent: the same as `from`. */
  readonly to?: string;
  /** Degrees, WGS 84. */
  readonly lat?: number;
  readonly lon?: number;
  /** Radius in kilometres within which the place lies with about 95 in 100 certainty. */
  readonly radius_km?: number;
  readonly place?: string;
  readonly actors?: readonly string[];
  readonly killed_min?: number;
  readonly killed_max?: number;
  readonly wounded_min?: number;
  readonly wounded_max?: number;
  readonly text?: string;
};

/** Limits on what one report may hold; what is longer is cut for comparing, never refused. */
export const LIMITS = Object.freeze({ text: 20_000, name: 200, actors: 32, words: 256, shingles: 512 });

/** Stands for a source that nobody named. */
export const UNKNOWN_SOURCE = 'unknown';

/** The radius assumed for a place whose uncertainty nobody stated, in kilometres. */
export const ASSUMED_RADIUS_KM = 10;
/** A radius beyond this says "somewhere in the region": the report is then compared as one without coordinates. */
export const WIDEST_RADIUS_KM = 200;

/** How widely a place name is used of which nothing is known yet, in kilometres. */
const TYPICAL_WIDTH_KM = 5;

const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** A report made ready for comparing: numbers and small sorted sets, no strings to parse again. */
export type Prepared = {
  readonly report: FusionReport;
  readonly id: string;
  /** Milliseconds since 1970, the middle of the stated time; NaN when unknown. */
  readonly mid: number;
  /** Milliseconds that the stated time spans; 0 for an instant. */
  readonly width: number;
  /** NaN when unknown. */
  readonly lat: number;
  readonly lon: number;
  readonly radius: number;
  readonly kind: number;
  /** Sources and origins share their ids: one may be the other. */
  readonly source: number;
  readonly origin: number;
  readonly place: number;
  readonly placeWords: readonly number[];
  readonly actors: readonly number[];
  /** The actors as this report names them, in the same order. */
  readonly actorNames: readonly string[];
  readonly killed: Range | undefined;
  readonly wounded: Range | undefined;
  /** The same as one of the figures that are counted; -1 when unknown. */
  readonly killedFigure: number;
  readonly woundedFigure: number;
  /** Ids of the different words of the text, ascending. */
  readonly words: readonly number[];
};

export type Range = { readonly min: number; readonly max: number };

/** Names given numbers, with how many reports use each. `-1` stands for an absent name. */
export class Counts {
  readonly #ids = new Map<string, number>();
  readonly #counts: number[] = [];
  /** Rarities already worked out, each good while `#version` is what it was then. */
  readonly #known: number[] = [];
  readonly #knownAt: number[] = [];
  #version = 1;
  /** How many reports gave at least one name. */
  total = 0;

  id(name: string): number {
    const known = this.#ids.get(name);
    if (known !== undefined) return known;
    const id = this.#counts.length;
    this.#ids.set(name, id);
    this.#counts.push(0);
    this.#known.push(0);
    this.#knownAt.push(0);
    return id;
  }

  add(ids: readonly number[], by: 1 | -1): void {
    if (ids.length === 0) return;
    this.total += by;
    this.#version += 1;
    for (const id of ids) this.#counts[id] = (this.#counts[id] ?? 0) + by;
  }

  /** The same for a report that gives one name. */
  addOne(id: number, by: 1 | -1): void {
    this.total += by;
    this.#version += 1;
    this.#counts[id] = (this.#counts[id] ?? 0) + by;
  }

  /**
   * How surprising it is that a report gives this name, in nats: 0 for one that all give, at most 6. Forty reports that
   * give other names are added in thought: in a small archive that one incident fills, its names are not thereby common.
   */
  rarity(id: number): number {
    if (this.#knownAt[id] === this.#version) return this.#known[id] as number;
    const rarity = Math.min(6, Math.log((this.total + 40) / ((this.#counts[id] ?? 0) + 2)));
    this.#known[id] = rarity;
    this.#knownAt[id] = this.#version;
    return rarity;
  }
}

/** How often each name, figure and word occurs: agreement on a rare thing says more than on a common one. */
export class Frequencies {
  readonly kinds = new Counts();
  readonly sources = new Counts();
  readonly places = new Counts();
  readonly placeWords = new Counts();
  readonly actors = new Counts();
  readonly killed = new Counts();
  readonly wounded = new Counts();
  readonly words = new Counts();
  readonly #folded = new Map<string, string>();
  /** Of each place name: how many reports with coordinates give it, and the sum of their directions from the earth's centre. */
  readonly #placed: number[] = [];
  /** Widths already worked out; NaN once they no longer hold. */
  readonly #widths: number[] = [];
  readonly #placeWords: (readonly number[] | undefined)[] = [];

  /** `foldName`, remembered: the same few names come again and again. */
  fold(text: string | undefined): string {
    if (text === undefined) return '';
    const known = this.#folded.get(text);
    if (known !== undefined) return known;
    const name = foldName(text);
    if (text.length <= LIMITS.name && this.#folded.size < 20_000) this.#folded.set(text, name);
    return name;
  }

  /** Adds (or with -1 takes away) one report. */
  count(r: Prepared, by: 1 | -1): void {
    if (r.kind >= 0) this.kinds.addOne(r.kind, by);
    if (r.place >= 0) {
      this.places.addOne(r.place, by);
      this.#countPlace(r, by);
    }
    this.placeWords.add(r.placeWords, by);
    this.actors.add(r.actors, by);
    if (r.killed) this.killed.addOne(r.killedFigure, by);
    if (r.wounded) this.wounded.addOne(r.woundedFigure, by);
    this.words.add(r.words, by);
  }

  /** How widely a place name is used, as log of (1 + km), with one report in thought: about 1 for a village, 3 for a district. */
  widthOfPlace(place: number): number {
    const known = this.#widths[place];
    if (known !== undefined && !Number.isNaN(known)) return known;
    const at = 4 * place;
    const n = this.#placed[at] ?? 0;
    let varies = 0;
    if (n > 0) {
      const [x, y, z] = [
        this.#placed[at + 1] as number,
        this.#placed[at + 2] as number,
        this.#placed[at + 3] as number,
      ];
      varies = EARTH_KM ** 2 * Math.max(0, n - (x * x + y * y + z * z) / n);
    }
    const width = Math.log1p(Math.sqrt((varies + TYPICAL_WIDTH_KM ** 2) / Math.max(1, n)));
    while (this.#widths.length <= place) this.#widths.push(Number.NaN);
    this.#widths[place] = width;
    return width;
  }

  /** The words of a place name, by ids, ascending. */
  wordsOfPlace(place: number, name: string): readonly number[] {
    const known = this.#placeWords[place];
    if (known !== undefined) return known;
    const words = distinct(name.split(' ').map((w) => this.placeWords.id(w)));
    while (this.#placeWords.length <= place) this.#placeWords.push(undefined);
    this.#placeWords[place] = words;
    return words;
  }

  #countPlace(r: Prepared, by: 1 | -1): void {
    if (Number.isNaN(r.lat)) return;
    const at = 4 * r.place;
    while (this.#placed.length < at + 4) this.#placed.push(0);
    const [lat, lon] = [(r.lat * Math.PI) / 180, (r.lon * Math.PI) / 180];
    const level = Math.cos(lat);
    this.#placed[at] = (this.#placed[at] as number) + by;
    this.#placed[at + 1] = (this.#placed[at + 1] as number) + by * level * Math.cos(lon);
    this.#placed[at + 2] = (this.#placed[at + 2] as number) + by * level * Math.sin(lon);
    this.#placed[at + 3] = (this.#placed[at + 3] as number) + by * Math.sin(lat);
    if (r.place < this.#widths.length) this.#widths[r.place] = Number.NaN;
  }
}

/** Figures are counted by value up to ten, then in steps of about a tenth, so that 47 and 48 are equally rare. */
function figureId(counts: Counts, range: Range): number {
  const value = (range.min + range.max) / 2;
  return counts.id(
    FIGURES[value] ?? String(value <= 10 ? Math.round(value) : 10 + Math.round(Math.log(value / 10) * 10)),
  );
}

const FIGURES: readonly string[] = Array.from({ length: 11 }, (_, i) => String(i));

/** Lower-cased, compatibility-folded words in any script, at most `limit` characters read. */
export function wordsOf(text: string, limit: number): string[] {
  return (
    text
      .slice(0, limit)
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  );
}

/** A name as it is compared: lower-cased, folded, punctuation left out; '' when there is none. */
export function foldName(text: string | undefined): string {
  return text === undefined ? '' : wordsOf(text, LIMITS.name).join(' ');
}

/** Reads a report's own values into numbers, and registers its names. Values that make no sense count as unknown. */
export function prepare(report: FusionReport, seen: Frequencies): Prepared {
  const { mid, width } = timeOf(report.from, report.to);
  const { lat, lon, radius } = placeOf(report);
  const placeName = seen.fold(report.place);
  const place = placeName === '' ? -1 : seen.places.id(placeName);
  const killed = rangeOf(report.killed_min, report.killed_max);
  const wounded = rangeOf(report.wounded_min, report.wounded_max);
  const actors: number[] = [];
  const actorNames: string[] = [];
  for (const actor of report.actors?.slice(0, LIMITS.actors) ?? []) {
    const name = seen.fold(actor);
    if (name === '') continue;
    const id = seen.actors.id(name);
    if (actors.includes(id)) continue;
    actors.push(id);
    actorNames.push(actor);
  }
  return {
    report,
    id: report.id,
    mid,
    width,
    lat,
    lon,
    radius,
    kind: idIn(seen, seen.kinds, report.kind),
    source: report.source === UNKNOWN_SOURCE ? -1 : idIn(seen, seen.sources, report.source),
    origin: idIn(seen, seen.sources, report.origin),
    place,
    placeWords: place < 0 ? NONE : seen.wordsOfPlace(place, placeName),
    actors,
    actorNames,
    killed,
    wounded,
    killedFigure: killed ? figureId(seen.killed, killed) : -1,
    woundedFigure: wounded ? figureId(seen.wounded, wounded) : -1,
    words:
      report.text === undefined
        ? NONE
        : distinct(
            wordsOf(report.text, LIMITS.text)
              .slice(0, LIMITS.words)
              .map((w) => seen.words.id(w)),
          ),
  };
}

const NONE: readonly number[] = Object.freeze([]);

function idIn(seen: Frequencies, counts: Counts, text: string | undefined): number {
  const name = seen.fold(text);
  return name === '' ? -1 : counts.id(name);
}

function distinct(ids: number[]): number[] {
  return [...new Set(ids)].sort((a, b) => a - b);
}

function timeOf(from: string | undefined, to: string | undefined): { mid: number; width: number } {
  const start = instant(from ?? to, 'start');
  const end = instant(to ?? from, 'end');
  if (Number.isNaN(start) || Number.isNaN(end)) return { mid: Number.NaN, width: 0 };
  // A report whose end lies before its start still says that something happened between the two.
  const low = Math.min(start, end);
  const high = Math.max(start, end);
  return { mid: (low + high) / 2, width: high - low };
}

const ISO = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** The instant that an ISO date or date-time begins or ends, in milliseconds; NaN when it is no such thing. */
export function instant(text: string | undefined, edge: 'start' | 'end'): number {
  if (text === undefined || !ISO.test(text)) return Number.NaN;
  const dateOnly = text.length === 10;
  // No zone stated: UTC, so that the answer does not depend on the machine.
  const zoned = dateOnly || /(Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}Z`;
  const at = Date.parse(zoned);
  return dateOnly && edge === 'end' ? at + DAY : at;
}

function placeOf(r: FusionReport): { lat: number; lon: number; radius: number } {
  const { lat, lon } = r;
  const stated = r.radius_km;
  const radius = stated !== undefined && Number.isFinite(stated) && stated >= 0 ? stated : ASSUMED_RADIUS_KM;
  const known =
    lat !== undefined &&
    lon !== undefined &&
    Number.isFinite(lat) &&
    Number.isFinite(lon) &&
    Math.abs(lat) <= 90 &&
    Math.abs(lon) <= 180 &&
    radius <= WIDEST_RADIUS_KM;
  return known ? { lat, lon, radius } : { lat: Number.NaN, lon: Number.NaN, radius };
}

function rangeOf(min: number | undefined, max: number | undefined): Range | undefined {
  const low = sane(min) ?? sane(max);
  const high = sane(max) ?? sane(min);
  if (low === undefined || high === undefined) return undefined;
  return { min: Math.min(low, high), max: Math.max(low, high) };
}

function sane(n: number | undefined): number | undefined {
  return n !== undefined && Number.isFinite(n) && n >= 0 ? n : undefined;
}

const EARTH_KM = 6371;

/** Kilometres between two points, on a sphere. */
export function distanceKm(aLat: number, aLon: number, bLat: number, bLon: number): number {
  const rad = Math.PI / 180;
  const dLat = (bLat - aLat) * rad;
  const dLon = (bLon - aLon) * rad;
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(aLat * rad) * Math.cos(bLat * rad) * Math.sin(dLon / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Days between two stated times beyond what their vagueness explains: 0 when one lies within the other. */
export function gapDays(a: Prepared, b: Prepared): number {
  return Math.max(0, Math.abs(a.mid - b.mid) - Math.abs(a.width - b.width) / 2) / DAY;
}
