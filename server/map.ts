// The map as GeoJSON (RFC 7946). A place known only to an area has no geometry: it is drawn as the area, never as a dot.

import { type Place, placeOf, type Reader, type Tables, termsInForce } from '@sulh/mechanism';

export interface MapQuery {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** West, south, east, north. */
  readonly box?: readonly [number, number, number, number] | undefined;
}

interface Feature {
  readonly type: 'Feature';
  readonly id: string;
  readonly geometry: { readonly type: 'Point'; readonly coordinates: readonly [number, number] } | null;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The newest that one map shows of each table. */
const MOST = 5_000;

function newest<T extends 'incident' | 'report'>(reader: Reader, table: T): Tables[T][] {
  return reader.latest(table).take(MOST).toArray().reverse();
}

/** What one viewer may see, drawn. The order of features says nothing. */
export function mapOf(reader: Reader, query: MapQuery) {
  const terms = termsInForce(reader);
  const inWindow = (from: string, to: string) =>
    (query.from === undefined || to >= query.from) && (query.to === undefined || from <= query.to);
  const features: Feature[] = [];
  const add = (table: string, id: string, place: Place, properties: Record<string, unknown>) => {
    const point = place.point ?? (place.ref === undefined ? undefined : placeOf(reader, place.ref)?.point);
    if (point ? !inBox(query.box, point.lon, point.lat) : false) return;
    features.push({
      type: 'Feature',
      id,
      geometry: point ? { type: 'Point', coordinates: [point.lon, point.lat] } : null,
      properties: {
        table,
        ...properties,
        known: place.known,
        ...(point ? { radiusKm: point.radiusKm } : {}),
        ...(place.name ? { place: place.name } : {}),
        ...(place.area ? { area: place.area } : {}),
        ...(place.ref === undefined ? {} : { ref: place.ref }),
      },
    });
  };
  for (const { id, title, event, when, place, status, organisation } of newest(reader, 'incident')) {
    if (status === 'merged' || !inWindow(when.from, when.to)) continue;
    add('incident', id, place, { title, kind: event, when, status, organisation });
  }
  for (const { id, event, when, place, status, organisation, demonstration } of newest(reader, 'report')) {
    if (status === 'withdrawn' || !inWindow(when.from, when.to)) continue;
    add('report', id, place, { kind: event, when, status, organisation, demonstration });
  }
  for (const { id, kind, name, sideNames, point, source, note } of terms?.places ?? []) {
    if (kind !== 'crossing' || (point && !inBox(query.box, point.lon, point.lat))) continue;
    features.push({
      type: 'Feature',
      id,
      geometry: point ? { type: 'Point', coordinates: [point.lon, point.lat] } : null,
      properties: { table: 'crossing', name, ...(sideNames ? { sideNames } : {}), source, ...(note ? { note } : {}) },
    });
  }
  return { type: 'FeatureCollection' as const, disclaimer: terms?.mapDisclaimer ?? {}, features };
}

function inBox(box: MapQuery['box'], lon: number, lat: number): boolean {
  if (!box) return true;
  const [west, south, east, north] = box;
  return lat >= south && lat <= north && (west <= east ? lon >= west && lon <= east : lon >= west || lon <= east);
}
