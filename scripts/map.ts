// Makes the pilot's base map, pilot/map.json, from Natural Earth files: `node scripts/map.ts [FOLDER]`. Only what the map
// needs is kept. The status of a line is this mechanism's own data, below, and not Natural Earth's: that draws the line
// between the parties as an ordinary boundary, and has no view of one of them.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = dirname(import.meta.dirname);
const FOLDER = process.argv[2] ?? join(ROOT, '../shared/data/natural_earth');
if (!existsSync(join(FOLDER, 'pilot_lines.geojson'))) {
  console.error(`${FOLDER} has no pilot_lines.geojson: give the folder with the clipped Natural Earth files.`);
  process.exit(2);
}

type Position = [number, number];
type Geometry = { type: string; coordinates: unknown };
type Feature = { type: 'Feature'; properties: Record<string, string>; geometry: Geometry };
type Source = { features: { properties: Record<string, string | null>; geometry: Geometry }[] };

const read = (name: string): Source => JSON.parse(readFileSync(join(FOLDER, `pilot_${name}.geojson`), 'utf8'));

/** Rounds to about 100 m and drops points that then fall together. */
function round(coordinates: unknown): unknown {
  if (typeof (coordinates as number[])[0] === 'number') {
    const [lon, lat] = coordinates as Position;
    return [Math.round(lon * 1000) / 1000, Math.round(lat * 1000) / 1000];
  }
  const all = (coordinates as unknown[]).map(round);
  return all.filter((one, i) => i === 0 || JSON.stringify(one) !== JSON.stringify(all[i - 1]));
}

const feature = (geometry: Geometry, properties: Record<string, string>): Feature => ({
  type: 'Feature',
  properties,
  geometry: { type: geometry.type, coordinates: round(geometry.coordinates) },
});

/** How a line is drawn: `line` is a boundary that this mechanism has nothing to say about, the others are dashed. */
function status(left: string, right: string, type: string): string {
  if ([left, right].sort().join() === 'Afghanistan,Pakistan') return 'disputed';
  if (type.startsWith('Line of control')) return 'line-of-control';
  return type.startsWith('International boundary') ? 'line' : 'disputed';
}

const features: Feature[] = [
  ...read('lines').features.map(({ geometry, properties: p }) => {
    const between = status(p.adm0_left ?? '', p.adm0_right ?? '', p.featurecla ?? '');
    const parties = [p.adm0_left, p.adm0_right].sort().join() === 'Afghanistan,Pakistan';
    return feature(geometry, { layer: 'line', status: between, ...(parties ? { place: 'line' } : {}) });
  }),
  ...read('disputed_lines').features.map(({ geometry }) => feature(geometry, { layer: 'line', status: 'claim' })),
  ...read('disputed_areas').features.map(({ geometry }) => feature(geometry, { layer: 'area', status: 'disputed' })),
  ...read('rivers').features.map(({ geometry, properties: p }) =>
    feature(geometry, { layer: 'river', ...(p.name ? { name: p.name.replace(/\s+/g, ' ') } : {}) }),
  ),
  ...read('lakes').features.map(({ geometry }) => feature(geometry, { layer: 'lake' })),
];

const map = {
  type: 'FeatureCollection',
  source: 'Natural Earth 10m (public domain), clipped to 58-80 E, 22-40 N; line status set by this mechanism',
  features,
};
const text = `${JSON.stringify(map).replace('"features":[', '"features":[\n').replaceAll('},{"type":"Feature"', '},\n{"type":"Feature"')}\n`;
writeFileSync(join(ROOT, 'pilot/map.json'), text);
console.log(`pilot/map.json: ${features.length} features, ${Math.round(text.length / 1024)} KiB`);
