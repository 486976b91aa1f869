// What a list filters and sorts by, found in a row of any table by the shapes that the schemas share: when, place, status.

export interface Facets {
  readonly organisation?: string;
  readonly kind?: string;
  readonly status?: string;
  readonly place?: string;
  readonly starts?: string;
  readonly ends?: string;
  readonly spot?: { readonly lon: number; readonly lat: number };
}

const YEAR_ONE = Date.parse('0001-01-02T00:00:00Z');

type Bag = { readonly [name: string]: unknown };

const bag = (value: unknown): Bag => (typeof value === 'object' && value !== null ? (value as Bag) : {});
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const first = (...values: unknown[]): string | undefined => values.map(text).find((one) => one !== undefined);

/** A day or an instant as an instant at its start (or, for a day that ends something, its last millisecond). */
function instant(value: unknown, end = false): string | undefined {
  const words = text(value);
  if (words === undefined || !/^\d{4}-\d\d-\d\d/.test(words)) return undefined;
  const ms = Date.parse(words.length === 10 ? `${words}${end ? 'T23:59:59.999Z' : 'T00:00:00Z'}` : words);
  // SQL knows no year 0.
  return Number.isNaN(ms) ? undefined : new Date(Math.max(ms, YEAR_ONE)).toISOString();
}

/** A row whose facets lie deeper: a bulletin's in its newest version, a case's in what was done last. */
function shown(table: string, row: Bag): Bag {
  if (table === 'bulletin') {
    const version = bag(Array.isArray(row.versions) ? row.versions.at(-1) : undefined);
    return { ...bag(version.body), organisation: version.organisation, status: row.status };
  }
  if (table === 'case') {
    const status = row.closed ? 'closed' : row.adopted ? 'adopted' : 'open';
    return { ...row, organisation: bag(row.opened).organisation, status };
  }
  if (table === 'coverage' || table === 'access') return { ...row, organisation: row.organisation ?? row.of };
  return row;
}

/** The facets of a row. A place known only to an area has no spot: it is never drawn as a point. */
export function facetsOf(table: string, row: object): Facets {
  const it = shown(table, row as Bag);
  const when = bag(it.when);
  const window = bag(it.window);
  const place = bag(it.place);
  const point = bag(place.point ?? it.point);
  const spot =
    typeof point.lon === 'number' && typeof point.lat === 'number' ? { lon: point.lon, lat: point.lat } : undefined;
  return {
    organisation: first(it.organisation, it.by, it.openedBy)?.split('/')[0],
    kind: first(it.event, it.kind, it.type, it.role),
    status: first(it.status, it.state),
    place: first(place.ref, it.crossing, it.place),
    starts: instant(when.from ?? window.from ?? it.from ?? it.published ?? it.asked),
    ends: instant(when.to ?? window.to ?? it.to, true),
    ...(spot ? { spot } : {}),
  };
}
