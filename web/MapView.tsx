// The map itself. It comes from this host alone: Natural Earth lines with the mechanism's own line status, no tiles, no
// glyphs, no outside service. Lines in dispute are drawn as disputed; what is known only to an area is drawn as an area.

import mapUrl from '@sulh/pilot/map.json?url';
import type { GeoJSONSource, Map as LibreMap, StyleSpecification } from 'maplibre-gl';
import * as maplibre from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import 'maplibre-gl/dist/maplibre-gl.css';
import type { TermsPlace } from '@sulh/mechanism';
import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useWords } from './i18n.tsx';
import type { Feature } from './MapTimeline.tsx';
import { useMechanism, useNames } from './names.tsx';
import { Empty } from './parts.tsx';

maplibre.setWorkerUrl(workerUrl);

/** A colour of the look as the map's library takes it. */
function colour(name: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
  canvas.fillStyle = getComputedStyle(probe).color;
  canvas.fillRect(0, 0, 1, 1);
  probe.remove();
  const [r, g, b] = canvas.getImageData(0, 0, 1, 1).data;
  return `rgb(${r},${g},${b})`;
}

/** A circle of so many kilometres as a polygon. */
function around([lon, lat]: readonly [number, number], km: number): [number, number][] {
  const dLat = km / 111.32;
  const dLon = km / (111.32 * Math.cos((lat * Math.PI) / 180));
  return Array.from({ length: 49 }, (_, i): [number, number] => {
    const angle = (i / 48) * 2 * Math.PI;
    return [lon + dLon * Math.cos(angle), lat + dLat * Math.sin(angle)];
  });
}

/** A box around the places of the terms that lie on the ground in question; venues of talks are elsewhere. */
function bounds(places: readonly TermsPlace[]): [number, number, number, number] {
  const points = places.flatMap((one) => (one.point && one.kind !== 'venue' ? [one.point] : []));
  if (points.length === 0) return [-170, -60, 170, 75];
  const [lats, lons] = [points.map((one) => one.lat), points.map((one) => one.lon)];
  const margin = 1;
  return [
    Math.min(...lons) - margin,
    Math.min(...lats) - margin,
    Math.max(...lons) + margin,
    Math.max(...lats) + margin,
  ];
}

/** Kilometres between two positions, near enough for drawing. */
const apart = (a: readonly [number, number], b: readonly [number, number]): number =>
  111.32 * Math.hypot((a[0] - b[0]) * Math.cos((a[1] * Math.PI) / 180), a[1] - b[1]);

/** Where the n-th of several things at one place is drawn: the first at the place, others in rings around it. */
function offset(n: number): [number, number] {
  if (n === 0) return [0, 0];
  const ring = Math.ceil(n / 6);
  const angle = ((n - 1) % 6) * (Math.PI / 3);
  return [Math.round(Math.cos(angle) * 30 * ring), Math.round(Math.sin(angle) * 30 * ring)];
}

/** A shape of the legend, drawn so that it can be told without its colour. */
function shape(kind: 'square' | 'diamond' | 'disc' | 'ring', fill: string, edge: string): ImageData {
  const size = 36;
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = size;
  const at = canvas.getContext('2d')!;
  at.lineWidth = 4;
  at.strokeStyle = edge;
  at.fillStyle = fill;
  at.beginPath();
  if (kind === 'square') at.rect(7, 7, 22, 22);
  else if (kind === 'diamond') {
    at.moveTo(18, 5);
    at.lineTo(31, 18);
    at.lineTo(18, 31);
    at.lineTo(5, 18);
    at.closePath();
  } else at.arc(18, 18, 11, 0, 2 * Math.PI);
  if (kind === 'ring') {
    at.strokeStyle = edge;
    at.lineWidth = 7;
    at.stroke();
    at.strokeStyle = fill;
    at.lineWidth = 4;
    at.stroke();
  } else {
    at.stroke();
    at.fill();
  }
  return at.getImageData(0, 0, size, size);
}

const style = (): StyleSpecification => {
  const [sheet, ink, muted, rule, wash] = ['sheet', 'ink', 'muted', 'rule', 'wash'].map(colour) as [
    string,
    string,
    string,
    string,
    string,
  ];
  const line = (id: string, filter: unknown[], width: number, dash?: number[]) => ({
    id,
    type: 'line' as const,
    source: 'base',
    filter: filter as never,
    paint: { 'line-color': muted, 'line-width': width, ...(dash ? { 'line-dasharray': dash } : {}) },
  });
  const empty = { type: 'geojson' as const, data: { type: 'FeatureCollection' as const, features: [] } };
  return {
    version: 8,
    sources: { base: { type: 'geojson', data: mapUrl }, places: empty, areas: empty, points: empty },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': sheet } },
      {
        id: 'disputed-area',
        type: 'fill',
        source: 'base',
        filter: ['==', ['get', 'layer'], 'area'],
        paint: { 'fill-color': wash },
      },
      {
        id: 'lake',
        type: 'fill',
        source: 'base',
        filter: ['==', ['get', 'layer'], 'lake'],
        paint: { 'fill-color': rule },
      },
      {
        id: 'river',
        type: 'line',
        source: 'base',
        filter: ['==', ['get', 'layer'], 'river'],
        paint: { 'line-color': rule, 'line-width': 1 },
      },
      line('line', ['all', ['==', ['get', 'layer'], 'line'], ['==', ['get', 'status'], 'line']], 1),
      line('claim', ['==', ['get', 'status'], 'claim'], 1, [1, 3]),
      line('control', ['==', ['get', 'status'], 'line-of-control'], 1.2, [2, 2]),
      line('disputed', ['all', ['==', ['get', 'layer'], 'line'], ['==', ['get', 'status'], 'disputed']], 1.8, [4, 2]),
      { id: 'area', type: 'fill', source: 'areas', paint: { 'fill-color': ['get', 'colour'], 'fill-opacity': 0.14 } },
      {
        id: 'area-edge',
        type: 'line',
        source: 'areas',
        paint: { 'line-color': ['get', 'colour'], 'line-width': 1.2, 'line-dasharray': [2, 2] },
      },
      {
        id: 'place',
        type: 'symbol',
        source: 'places',
        layout: {
          'icon-image': ['get', 'icon'],
          'icon-size': ['case', ['==', ['get', 'icon'], 'town'], 0.35, 0.5],
          'icon-allow-overlap': true,
          'text-field': ['get', 'label'],
          'text-size': ['case', ['get', 'main'], 13, 12],
          'text-variable-anchor': ['top', 'bottom', 'left', 'right'],
          'text-radial-offset': 0.7,
          'text-optional': true,
        },
        paint: { 'text-color': ink, 'text-halo-color': sheet, 'text-halo-width': 1.6 },
      },
      {
        id: 'point',
        type: 'symbol',
        source: 'points',
        layout: {
          'icon-image': ['get', 'icon'],
          'icon-size': 0.5,
          // Things at one place stand beside each other.
          'icon-offset': [
            'step',
            ['zoom'],
            ['array', 'number', 2, ['get', 'far']],
            7.5,
            ['array', 'number', 2, ['get', 'near']],
          ],
          'icon-allow-overlap': true,
          'icon-ignore-placement': true,
        },
      },
    ],
  };
};

interface Shown {
  readonly features: readonly Feature[];
  readonly label: string;
}

/** The map, where there is anything to draw on it. */
export function MapView(shown: Shown) {
  const { t } = useWords();
  const { terms } = useMechanism();
  const nowhere =
    shown.features.every((one) => !one.geometry) && terms.places.every((one) => !one.point || one.kind === 'venue');
  return nowhere ? <Empty>{t('map.nowhere')}</Empty> : <Drawn {...shown} />;
}

function Drawn({ features, label }: Shown) {
  const words = useWords();
  const names = useNames();
  const { terms } = useMechanism();
  const [, go] = useLocation();
  const frame = useRef<HTMLDivElement>(null);
  const map = useRef<LibreMap>(undefined);
  const [ready, setReady] = useState(0);
  const [without, setWithout] = useState(false);
  const [light, setLight] = useState('');
  const opening = useRef(go);
  opening.current = go;

  // The map is drawn anew when the light changes: its colours are the page's.
  useEffect(() => {
    const media = matchMedia('(prefers-color-scheme: dark)');
    const now = () => setLight(`${document.documentElement.dataset.light}${media.matches}`);
    now();
    media.addEventListener('change', now);
    const watch = new MutationObserver(now);
    watch.observe(document.documentElement, { attributeFilter: ['data-light'] });
    return () => {
      media.removeEventListener('change', now);
      watch.disconnect();
    };
  }, []);

  useEffect(() => {
    if (!frame.current || light === '') return;
    let made: LibreMap;
    try {
      made = new maplibre.Map({
        container: frame.current,
        style: style(),
        bounds: map.current?.getBounds() ?? bounds(terms.places),
        fitBoundsOptions: { padding: 40 },
        attributionControl: false,
        dragRotate: false,
        pitchWithRotate: false,
        cooperativeGestures: true,
        locale: {
          'Map.Title': label,
          'NavigationControl.ZoomIn': words.t('map.zoom-in'),
          'NavigationControl.ZoomOut': words.t('map.zoom-out'),
          'ScaleControl.Kilometers': words.t('unit.km'),
          'ScaleControl.Meters': words.t('unit.m'),
          'CooperativeGesturesHandler.WindowsHelpText': words.t('map.gesture'),
          'CooperativeGesturesHandler.MacHelpText': words.t('map.gesture'),
          'CooperativeGesturesHandler.MobileHelpText': words.t('map.gesture.touch'),
        },
      });
    } catch {
      setWithout(true);
      return;
    }
    map.current = made;
    made.touchZoomRotate.disableRotation();
    made.addControl(
      new maplibre.NavigationControl({ showCompass: false }),
      words.dir === 'rtl' ? 'top-left' : 'top-right',
    );
    made.addControl(
      new maplibre.ScaleControl({ unit: 'metric' }),
      words.dir === 'rtl' ? 'bottom-right' : 'bottom-left',
    );
    // The scale writes itself anew at each of these, in Latin figures.
    const scale = made.getContainer().querySelector('.maplibregl-ctrl-scale');
    const figures = () => {
      if (scale) scale.textContent = words.figures(scale.textContent ?? '');
    };
    figures();
    made.on('move', figures);
    made.on('projectiontransition', figures);
    made.on('load', () => {
      const [ink, paper, muted] = [colour('ink'), colour('sheet'), colour('muted')];
      made.addImage('incident', shape('square', ink, paper));
      made.addImage('crossing', shape('diamond', paper, ink));
      made.addImage('town', shape('disc', muted, paper));
      for (const hue of ['slate', 'ochre', 'teal', 'plum', 'olive', 'umber', 'strong-rule']) {
        made.addImage(`report-${hue}`, shape('disc', colour(hue), paper));
        made.addImage(`about-${hue}`, shape('ring', colour(hue), paper));
      }
      setReady((count) => count + 1);
    });
    for (const layer of ['point', 'place']) {
      made.on('mouseenter', layer, () => {
        made.getCanvas().style.cursor = 'pointer';
      });
      made.on('mouseleave', layer, () => {
        made.getCanvas().style.cursor = '';
      });
    }
    made.on('click', (event) => {
      const hit = made.queryRenderedFeatures(event.point, { layers: ['point', 'place'] })[0];
      const to = hit?.properties.to;
      if (typeof to === 'string' && to) opening.current(to);
    });
    return () => made.remove();
  }, [light, label, words, terms.places]);

  useEffect(() => {
    const on = map.current;
    if (!on || ready === 0) return;
    const named = new Map(terms.places.map((one) => [one.id, one]));
    const set = (source: string, found: unknown[]) =>
      (on.getSource(source) as GeoJSONSource | undefined)?.setData({
        type: 'FeatureCollection',
        features: found,
      } as never);
    set(
      'places',
      terms.places
        .filter((one) => one.point)
        .map((one) => ({
          type: 'Feature',
          geometry: { type: 'Point', coordinates: [one.point!.lon, one.point!.lat] },
          properties: {
            label: words.of(one.name),
            icon: one.kind === 'crossing' ? 'crossing' : 'town',
            main: one.kind === 'crossing',
            to: one.kind === 'crossing' ? '/crossings' : '',
          },
        })),
    );
    const areas: unknown[] = [];
    const points: unknown[] = [];
    // Seen from afar, things a few kilometres apart lie on one spot; seen closely, only what has the same position.
    const spots: { at: readonly [number, number]; km: number; count: number }[] = [];
    const nth = (at: readonly [number, number], km: number): number => {
      const there = spots.find((one) => one.km === km && apart(one.at, at) <= km);
      if (!there) spots.push({ at, km, count: 1 });
      return there ? there.count++ : 0;
    };
    const inOrder = [...features].sort((a, b) => a.properties.table.localeCompare(b.properties.table));
    for (const { id, geometry, properties: one } of inOrder) {
      if (one.table === 'crossing') continue;
      const hue =
        names.role(one.organisation ?? '') === 'party' ? (names.hue(one.organisation) ?? 'strong-rule') : 'strong-rule';
      const areaName = one.area && Object.values(one.area.name);
      const ofArea =
        areaName &&
        terms.places.find((place) => place.point && Object.values(place.name).some((name) => areaName.includes(name)));
      const at = geometry?.coordinates ?? (ofArea?.point ? ([ofArea.point.lon, ofArea.point.lat] as const) : undefined);
      if (!at) continue;
      const km = geometry ? (one.radiusKm ?? 0) : Math.max(25, ofArea?.point?.radiusKm ?? 0);
      const areal = !geometry || km > 8 || named.get(one.ref ?? '')?.kind === 'district';
      if (km > 0) {
        areas.push({
          type: 'Feature',
          geometry: { type: 'Polygon', coordinates: [around(at, km)] },
          properties: { colour: colour(one.table === 'incident' ? 'muted' : hue) },
        });
      }
      // What is known only to an area gets no dot; its edge carries a ring by which it can be opened.
      const handle = areal ? around(at, km)[12]! : at;
      points.push({
        type: 'Feature',
        geometry: { type: 'Point', coordinates: handle },
        properties: {
          icon:
            one.table === 'incident'
              ? 'incident'
              : `${areal || one.known === 'told' || one.known === 'estimated' ? 'about' : 'report'}-${hue}`,
          far: offset(nth(handle, 18)),
          near: offset(nth(handle, 1)),
          to: `/${one.table}/${id}`,
        },
      });
    }
    set('areas', areas);
    set('points', points);
  }, [features, ready, terms, words, names]);

  if (without) return <p className="notice">{words.t('map.without')}</p>;
  return <section className="map" ref={frame} aria-label={label} data-ready={ready > 0} />;
}
