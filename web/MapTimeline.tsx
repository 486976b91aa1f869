// Map and timeline, linked: the stretch of time chosen below is what the map shows. The same things stand in a list, for
// those who cannot use a map.

import { lazy, Suspense, useMemo, useState } from 'react';
import { Link } from 'wouter';
import { Also } from './AnyAct.tsx';
import { apiPath, useHere, useReading } from './api.ts';
import { useWords } from './i18n.tsx';
import { useMechanism, useNames } from './names.tsx';
import { Asked, Empty, Instant, Loading, Mark, Page, Party, Section } from './parts.tsx';
import { useAll } from './reader.ts';
import { useMe } from './session.tsx';
import { Timeline } from './Timeline.tsx';

const MapView = lazy(async () => ({ default: (await import('./MapView.tsx')).MapView }));

export interface Feature {
  readonly type: 'Feature';
  readonly id: string;
  readonly geometry: { readonly type: 'Point'; readonly coordinates: readonly [number, number] } | null;
  readonly properties: {
    readonly table: 'incident' | 'report' | 'crossing';
    readonly title?: Readonly<Record<string, string>>;
    readonly kind?: string;
    readonly when?: { readonly from: string; readonly to: string };
    readonly status?: string;
    readonly organisation?: string;
    readonly known?: string;
    readonly radiusKm?: number;
    readonly place?: Readonly<Record<string, string>>;
    readonly area?: { readonly name: Readonly<Record<string, string>>; readonly level: string };
    readonly ref?: string;
    readonly name?: Readonly<Record<string, string>>;
  };
}
export interface Features {
  readonly features: readonly Feature[];
}

/** A stretch of time, UTC instants. */
export interface Stretch {
  readonly from: string;
  readonly to: string;
}

export function MapTimeline() {
  const { t } = useWords();
  const here = useHere();
  const { viewer } = useMe();
  return (
    <Page
      title={t('nav.map')}
      lede={t('map.lede')}
      wide
      actions={
        <>
          <a className="button" href={apiPath(here.record, 'export/incident.geojson')} download>
            GeoJSON
          </a>
          <a className="button" href={apiPath(here.record, 'export/report.csv')} download>
            CSV (HXL)
          </a>
        </>
      }
    >
      <Also
        audience="members"
        acts={[
          ['coverage.log', {}],
          ['coverage.withdraw', {}],
        ]}
      />
      <MapAndTimeline />
      {!viewer && <p className="small muted">{t('map.public')}</p>}
    </Page>
  );
}

export function MapAndTimeline({ compact = false }: { compact?: boolean }) {
  const { t } = useWords();
  const map = useReading<Features>('map');
  return (
    <Asked query={map}>{(found) => <Linked features={found.features} compact={compact} label={t('nav.map')} />}</Asked>
  );
}

function Linked({ features, compact, label }: { features: readonly Feature[]; compact: boolean; label: string }) {
  const { t, of, n } = useWords();
  const names = useNames();
  const { now, terms } = useMechanism();
  const coverage = useAll('coverage');
  const [stretch, setStretch] = useState<Stretch>();
  const shown = useMemo(
    () =>
      features.filter(
        ({ properties: { when } }) => !stretch || !when || (when.to >= stretch.from && when.from <= stretch.to),
      ),
    [features, stretch],
  );
  const events = shown.filter((one) => one.properties.table !== 'crossing');
  const placeless = events.filter((one) => !one.geometry);
  const nameOf = ({ properties: one }: Feature) =>
    one.title ? of(one.title) : one.kind ? names.event(one.kind) : of(one.name);
  const whereOf = ({ properties: one }: Feature) =>
    of(one.place ?? one.area?.name) || (one.ref ? names.place(one.ref) : '');
  return (
    <div className="map-page">
      <Suspense
        fallback={
          <div className="map waiting">
            <Loading />
          </div>
        }
      >
        <MapView features={shown} label={label} />
      </Suspense>
      <p className="small muted map-note" dir="auto">
        {of(terms.mapDisclaimer)} <span>{t('map.source')}</span>
      </p>
      <ul className="legend plain row small">
        <li>
          <Mark shape="square">{t('incident')}</Mark>
        </li>
        {names.parties.map((party) => (
          <li key={party}>
            <span className="legend-dot" data-hue={names.hue(party)} aria-hidden="true" /> {t('map.report-by')}{' '}
            <bdi>{names.organisation(party)}</bdi>
          </li>
        ))}
        <li>
          <span className="legend-dot" aria-hidden="true" /> {t('map.report-other')}
        </li>
        <li>
          <Mark shape="diamond">{t('place.crossing')}</Mark>
        </li>
        <li>
          <span className="legend-area" aria-hidden="true" /> {t('map.area')}
        </li>
        <li>
          <span className="legend-line disputed" aria-hidden="true" /> {t('map.disputed')}
        </li>
      </ul>
      <Timeline features={features} coverage={coverage.data ?? []} now={now} stretch={stretch} choose={setStretch} />
      {placeless.length > 0 && (
        <Section title={t('map.placeless')}>
          <ul>
            {placeless.map((one) => (
              <li key={one.id}>
                <Link href={`/${one.properties.table}/${one.id}`}>{nameOf(one)}</Link> — <bdi>{whereOf(one)}</bdi>{' '}
                <span className="muted">
                  {one.properties.area &&
                    t('place.area-only', { level: t(`level.${one.properties.area.level as 'district'}`) })}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {!compact && (
        <Section title={t('map.list')} aside={<span className="muted">{n(events.length)}</span>}>
          {events.length === 0 ? (
            <Empty>{t('map.nothing')}</Empty>
          ) : (
            <ul className="plain rows">
              {[...events]
                .sort((a, b) => (b.properties.when?.from ?? '').localeCompare(a.properties.when?.from ?? ''))
                .slice(0, 200)
                .map((one) => (
                  <li key={one.properties.table + one.id}>
                    {one.properties.when && <Instant iso={one.properties.when.from} />}{' '}
                    <Mark shape={one.properties.table === 'incident' ? 'square' : 'disc'} />{' '}
                    <Link href={`/${one.properties.table}/${one.id}`}>{nameOf(one)}</Link> — <bdi>{whereOf(one)}</bdi>
                    {one.properties.table === 'report' && (
                      <>
                        {' '}
                        — <Party id={one.properties.organisation} />
                      </>
                    )}
                  </li>
                ))}
            </ul>
          )}
        </Section>
      )}
    </div>
  );
}
