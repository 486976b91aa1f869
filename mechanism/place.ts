// Places compared and made coarser. A place known only to an area stays an area; nothing here makes it more exact.

import type { Name, Place, Words } from './schema.ts';
import type { Reader } from './state.ts';
import { placeOf } from './terms.ts';

const RADIUS_KM = 6371;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Kilometres between two points on a sphere of the Earth's mean radius. */
export function kilometres(a: { lat: number; lon: number }, b: { lat: number; lon: number }): number {
  const half = (x: number) => Math.sin(x / 2) ** 2;
  const h =
    half(radians(b.lat - a.lat)) + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * half(radians(b.lon - a.lon));
  return 2 * RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** The point of a place, of its own or of the terms, if it has one. */
export const pointOf = (reader: Reader, place: Place) =>
  place.point ?? (place.ref ? placeOf(reader, place.ref)?.point : undefined);

const namesOf = (name: Name | undefined): string[] => Object.values(name ?? {}).map((one) => one.trim().toLowerCase());
const share = (a: Name | undefined, b: Name | undefined): boolean => namesOf(a).some((one) => namesOf(b).includes(one));

/** Whether two places, each with what is unsure about it, may be the same: one reference, one area, or circles that meet. */
export function mayMeet(reader: Reader, a: Place, b: Place): boolean {
  if (a.ref !== undefined && a.ref === b.ref) return true;
  if (share(a.area?.name, b.area?.name)) return true;
  const [p, q] = [pointOf(reader, a), pointOf(reader, b)];
  return p !== undefined && q !== undefined && kilometres(p, q) <= p.radiusKm + q.radiusKm;
}

/** A key by which places are grouped for counts: a place of the terms, else the area, else one unknown place. */
export const placeKey = (place: Place): string =>
  place.ref ?? namesOf(place.area?.name)[0] ?? namesOf(place.name)[0] ?? 'elsewhere';

/** A place as it may be named in public: its name in the terms or its area, never a point. */
export function publicName(reader: Reader, place: Place): Name | undefined {
  return (place.ref ? placeOf(reader, place.ref)?.name : undefined) ?? place.area?.name;
}

/** A pair of decimal degrees, or degrees with minutes: finer than any area. */
const COORDINATES = /-?\d{1,3}\.\d{2,}°?\s*[NS]?\s*[,;/ ]\s*-?\d{1,3}\.\d{2,}|\d{1,2}°\s*\d{1,2}['′]/;

/** The first coordinates in some words; undefined when there are none. */
export const pointIn = (...texts: readonly Words[]): string | undefined =>
  texts.flatMap((one) => Object.values(one)).flatMap((text) => COORDINATES.exec(text)?.[0] ?? [])[0];
