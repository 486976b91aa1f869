// The timeline below the map. Each day: incidents, reports by who says so, and whether anybody was looking. A day on which
// nobody looked is hatched, so that an empty day is never read as a quiet one.

import type { Coverage } from '@sulh/mechanism';
import { useMemo } from 'react';
import { useWords } from './i18n.tsx';
import type { Feature, Stretch } from './MapTimeline.tsx';
import { useNames } from './names.tsx';

const DAY = 86_400_000;
/** So many days at most: what is older stands in the list. */
const LONGEST = 45;

interface OneDay {
  readonly iso: string;
  readonly incidents: number;
  readonly reports: readonly string[];
  readonly observed: boolean;
}

export function Timeline({
  features,
  coverage,
  now,
  stretch,
  choose,
}: {
  features: readonly Feature[];
  coverage: readonly Coverage[];
  now: string;
  stretch: Stretch | undefined;
  choose: (stretch: Stretch | undefined) => void;
}) {
  const words = useWords();
  const names = useNames();
  const { t } = words;
  const days = useMemo<OneDay[]>(() => {
    const today = Math.floor(Date.parse(now) / DAY);
    const timed = features.flatMap((one) =>
      one.properties.when ? [{ one, day: Math.floor(Date.parse(one.properties.when.from) / DAY) }] : [],
    );
    const earliest = timed.reduce((least, { day }) => Math.min(least, day), today - 13);
    const first = Math.max(earliest, today - LONGEST + 1);
    return Array.from({ length: today - first + 1 }, (_, i) => {
      const day = first + i;
      const [start, end] = [new Date(day * DAY).toISOString(), new Date((day + 1) * DAY).toISOString()];
      const here = timed.filter((one) => one.day === day).map(({ one }) => one);
      return {
        iso: start,
        incidents: here.filter((one) => one.properties.table === 'incident').length,
        reports: here
          .filter((one) => one.properties.table === 'report')
          .map((one) => one.properties.organisation ?? ''),
        observed: coverage.some((one) => one.status === 'logged' && one.when.from < end && one.when.to > start),
      };
    });
  }, [features, coverage, now]);
  const earlier = features.filter((one) => one.properties.when && one.properties.when.from < days[0]!.iso).length;
  const last = days.length - 1;
  const at = (iso: string, otherwise: number) => {
    const found = days.findIndex((one) => one.iso.slice(0, 10) === iso.slice(0, 10));
    return found < 0 ? otherwise : found;
  };
  const from = stretch ? at(stretch.from, 0) : 0;
  const to = stretch ? at(stretch.to, last) : last;
  const set = (a: number, b: number) => {
    const [first, second] = [Math.min(a, b), Math.max(a, b)];
    if (first === 0 && second === last) choose(undefined);
    else choose({ from: days[first]!.iso, to: new Date(Date.parse(days[second]!.iso) + DAY - 1).toISOString() });
  };
  const tallest = Math.max(3, ...days.map((one) => one.incidents + one.reports.length));
  const step = Math.max(1, Math.round(days.length / 6));
  return (
    <fieldset className="timeline">
      <legend>{t('timeline')}</legend>
      <div className="bars" aria-hidden="true">
        {days.map((one, i) => (
          <button
            key={one.iso}
            type="button"
            tabIndex={-1}
            className={`bar${i < from || i > to ? ' out' : ''}${one.observed ? '' : ' unseen-day'}`}
            title={`${words.day(one.iso)} — ${t('timeline.day', { incidents: one.incidents, reports: one.reports.length })} — ${one.observed ? t('observed') : t('not-observed')}`}
            onClick={() => (from === i && to === i ? choose(undefined) : set(i, i))}
          >
            {names.inOrder(one.reports).map((party, j) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: blocks of one day are alike but for their hue.
              <i key={j} data-hue={names.hue(party)} style={{ blockSize: `${80 / tallest}%` }} />
            ))}
            {Array.from({ length: one.incidents }, (_, j) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: as above.
              <i key={`i${j}`} className="incident-block" style={{ blockSize: `${80 / tallest}%` }} />
            ))}
          </button>
        ))}
      </div>
      <div className="day-names" aria-hidden="true">
        {days.map((one, i) =>
          (last - i) % step === Math.floor(step / 2) ? (
            <span key={one.iso} style={{ insetInlineStart: `${((i + 0.5) / days.length) * 100}%` }}>
              <bdi>{words.dayMark(one.iso)}</bdi>
            </span>
          ) : null,
        )}
      </div>
      <div className="brush">
        <label>
          <span>{t('timeline.from')}</span>
          <input
            type="range"
            min={0}
            max={last}
            value={from}
            aria-valuetext={words.day(days[from]!.iso)}
            onChange={(event) => set(Number(event.target.value), to)}
          />
          <output>{words.day(days[from]!.iso, true)}</output>
        </label>
        <label>
          <span>{t('timeline.to')}</span>
          <input
            type="range"
            min={0}
            max={last}
            value={to}
            aria-valuetext={words.day(days[to]!.iso)}
            onChange={(event) => set(from, Number(event.target.value))}
          />
          <output>{words.day(days[to]!.iso, true)}</output>
        </label>
        {stretch && (
          <button type="button" className="quiet" onClick={() => choose(undefined)}>
            {t('timeline.all')}
          </button>
        )}
      </div>
      <p className="small muted">
        <span className="legend-unseen" aria-hidden="true" /> {t('timeline.unseen')}
        {earlier > 0 && <> — {t('timeline.earlier', { count: earlier })}</>}
      </p>
    </fieldset>
  );
}
