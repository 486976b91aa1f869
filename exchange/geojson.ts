// Incidents as GeoJSON (RFC 7946). What leaves is as coarse as the terms say, so that it is no targeting feed; a place
// known only to an area has no geometry.

import { type Incident, type Name, pointOf, publicName, type Reader, termsInForce } from '@sulh/mechanism';

interface Point {
  readonly lat: number;
  readonly lon: number;
  readonly radiusKm: number;
}

const KM_A_DEGREE = 111.195;
const round = (value: number): number => Math.round(value * 1e4) / 1e4;

/** A point moved to the middle of its cell of the terms' size, with a radius that holds the whole cell. */
export function generalised(reader: Reader, point: Point): Point {
  const km = termsInForce(reader)?.generalise.km ?? 10;
  const step = km / KM_A_DEGREE;
  const lat = Math.max(-90, Math.min(90, (Math.floor(point.lat / step) + 0.5) * step));
  // Cells are as wide as high at the middle of their own row, so that all points of a cell give one answer.
  const wide = Math.min(360, step / Math.max(0.01, Math.cos((lat * Math.PI) / 180)));
  const lon = Math.max(-180, Math.min(180, (Math.floor(point.lon / wide) + 0.5) * wide));
  return { lat: round(lat), lon: round(lon), radiusKm: Math.max(Math.ceil(km * Math.SQRT1_2), point.radiusKm) };
}

export interface IncidentFeature {
  readonly type: 'Feature';
  readonly id: string;
  readonly geometry: { readonly type: 'Point'; readonly coordinates: readonly [number, number] } | null;
  readonly properties: {
    readonly title: Name;
    readonly event: string;
    readonly from: string;
    readonly to: string;
    readonly certainty: string;
    readonly status: string;
    /** Kilometres around the point within which the place lies. */
    readonly radiusKm?: number;
    readonly place?: Name;
    readonly reports: number;
    readonly generalised: boolean;
  };
}

/** Incidents as features. `exact` leaves points as they are, for members. */
export function incidentsGeojson(reader: Reader, incidents: readonly Incident[], exact: boolean) {
  const features = incidents.map((one): IncidentFeature => {
    const known = pointOf(reader, one.place);
    const point = known && (exact ? known : generalised(reader, known));
    const name = exact ? (one.place.name ?? publicName(reader, one.place)) : publicName(reader, one.place);
    return {
      type: 'Feature',
      id: one.id,
      geometry: point ? { type: 'Point', coordinates: [point.lon, point.lat] } : null,
      properties: {
        title: one.title,
        event: one.event,
        from: one.when.from,
        to: one.when.to,
        certainty: one.when.certainty,
        status: one.status,
        ...(point ? { radiusKm: point.radiusKm } : {}),
        ...(name ? { place: name } : {}),
        reports: one.reports.length,
        generalised: !exact,
      },
    };
  });
  return { type: 'FeatureCollection' as const, disclaimer: termsInForce(reader)?.mapDisclaimer ?? {}, features };
}
