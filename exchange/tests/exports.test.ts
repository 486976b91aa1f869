import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Incident, Report } from '@sulh/mechanism';
import fc from 'fast-check';
import { cell, generalised, incidentsGeojson, reportsCsv } from '../index.ts';
import { Archive } from './archive.ts';

const archive = new Archive();
const { state } = archive.mechanism;
const report = (more: Record<string, unknown> = {}) =>
  state.get(
    'report',
    archive.say('north/monitor', 'report.file', {
      event: 'shelling',
      when: { from: '2025-11-01T00:00:00Z', to: '2025-11-01T00:01:00Z', certainty: 'about' },
      place: { point: { lat: 34.0512, lon: 71.0534, radiusKm: 0.2 }, known: 'measured' },
      account: 'Heard.',
      language: 'en',
      source: { type: 'monitor', directness: 'heard' },
      ...more,
    }),
  ) as Report;

test('a cell that a spreadsheet would run is text, and every other cell comes back as it was', () => {
  for (const bad of ['=1+1', '+1', '-1', '@x', ' =1', '\t=1', '\u00a0=cmd', '＝1', '\ufeff=1']) {
    assert.match(cell(bad), /^"?'/, JSON.stringify(bad));
  }
  assert.equal(cell(-3), '-3', 'a number is a number');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const out = cell(text);
      const read = out.startsWith('"') ? out.slice(1, -1).replaceAll('""', '"') : out;
      assert.ok(read === text || read === `'${text}`);
      assert.ok(!/^[=+\-@]/.test(read.trimStart()));
    }),
  );
});

test('reports leave as CSV with a row of HXL tags', () => {
  const one = report({
    account: '=HYPERLINK("http://x")\n, next',
    figures: [{ what: 'killed', whom: 'civilians', count: { min: 1 } }],
  });
  const [headings, tags, ...rows] = reportsCsv(state, [one], true).split('\r\n');
  assert.equal(headings!.split(',').length, tags!.split(',').length);
  assert.ok(tags!.split(',').every((tag) => /^#[a-z]+(?:\+[a-z_]+)*$/.test(tag)));
  assert.ok(rows.join('\n').includes(`"'=HYPERLINK(""http://x"")`));
  assert.match(rows[0]!, /34\.0512,71\.0534,0\.2/);
  assert.match(reportsCsv(state, [one], false), /7\d\.\d+,\d+/);
  assert.doesNotMatch(reportsCsv(state, [one], false), /34\.0512|71\.0534/);
});

test('what leaves is as coarse as the terms say: every point of a cell gives one answer, within its radius', () => {
  const km = 10;
  fc.assert(
    fc.property(
      fc.double({ min: -85, max: 85, noNaN: true }),
      fc.double({ min: -180, max: 180, noNaN: true }),
      (lat, lon) => {
        const coarse = generalised(state, { lat, lon, radiusKm: 0 });
        assert.ok(coarse.radiusKm >= km * Math.SQRT1_2);
        const north = Math.abs(coarse.lat - lat) * 111.195;
        const east = Math.abs(coarse.lon - lon) * 111.195 * Math.cos((lat * Math.PI) / 180);
        assert.ok(north <= km / 2 + 0.1, `${north}`);
        assert.ok(
          Math.hypot(north, Math.min(east, 1e9)) <= coarse.radiusKm * 1.05 || Math.abs(lon) > 179,
          `${north} ${east}`,
        );
        assert.deepEqual(generalised(state, { ...coarse, radiusKm: 0 }), { ...coarse, radiusKm: coarse.radiusKm });
      },
    ),
  );
});

test('incidents are GeoJSON; one known only to a district has no point', () => {
  const base = {
    event: 'shelling',
    title: { en: 'One' },
    when: { from: '2025-11-01T00:00:00Z', to: '2025-11-01T00:01:00Z', certainty: 'about' },
  };
  const at = (place: unknown) =>
    state.get(
      'incident',
      archive.say('north/monitor', 'incident.open', { ...base, place, reports: [report().id] }),
    ) as Incident;
  const incidents = [
    at({ area: { name: { en: 'Some district' }, level: 'district' }, known: 'told' }),
    at({ point: { lat: 34.0512, lon: 71.0534, radiusKm: 0.2 }, known: 'measured', name: { en: 'The blue house' } }),
  ];
  const open = incidentsGeojson(state, incidents, false);
  assert.equal(open.features[0]!.geometry, null);
  assert.deepEqual(open.features[0]!.properties.place, { en: 'Some district' });
  assert.equal(open.features[1]!.properties.place, undefined, 'an exact name gives an exact place away');
  assert.notDeepEqual(open.features[1]!.geometry?.coordinates, [71.0534, 34.0512]);
  assert.deepEqual(incidentsGeojson(state, incidents, true).features[1]!.geometry?.coordinates, [71.0534, 34.0512]);
});
