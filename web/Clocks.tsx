// Clocks of a case: running, stopped, met, late, missed; whose, and why one stands still.

import type { CaseStop, Clock } from '@sulh/mechanism';
import { type Key, useWords } from './i18n.tsx';
import { useNames } from './names.tsx';
import { Instant, Mark, type Shape, Sources } from './parts.tsx';
import { useNow } from './reader.ts';

const SHAPE: Record<Clock['state'], Shape> = {
  running: 'ring',
  stopped: 'triangle',
  met: 'disc',
  late: 'half',
  missed: 'square',
};

export function ClockMark({ clock, holder = true }: { clock: Clock; holder?: boolean }) {
  const { t, ago } = useWords();
  const names = useNames();
  const now = useNow();
  return (
    <span className="clock-line" data-clock={clock.name} data-state={clock.state}>
      <Mark shape={SHAPE[clock.state]} strong={clock.state === 'missed' || clock.state === 'stopped'}>
        {t(`clock.${clock.name}` as Key)}
        {holder && (
          <>
            {t('comma')}
            <bdi>{names.together(clock.holders)}</bdi>
          </>
        )}
        : {t(`clock.state.${clock.state}`)}
      </Mark>
      {clock.state === 'running' && clock.due && <span className="muted"> {ago(clock.due, now)}</span>}
      {clock.state === 'missed' && clock.due && <span className="muted"> {ago(clock.due, now)}</span>}
      {clock.state === 'stopped' &&
        clock.stops
          ?.filter((one) => !one.to)
          .map((one) => (
            <small key={one.from}>
              {' '}
              {t(`stop.${one.reason}`)} — {t('held-by')} <bdi>{names.organisation(one.holder)}</bdi> —{' '}
              <Instant iso={one.from} />
            </small>
          ))}
    </span>
  );
}

/** A clock that was stopped before it began to run. */
export function StoppedMark({ stop }: { stop: CaseStop }) {
  const { t } = useWords();
  const names = useNames();
  return (
    <span className="clock-line" data-clock={stop.clock} data-state="stopped">
      <Mark shape={SHAPE.stopped} strong>
        {t(`clock.${stop.clock}` as Key)}
        {stop.organisation && (
          <>
            {t('comma')}
            <bdi>{names.organisation(stop.organisation)}</bdi>
          </>
        )}
        : {t('clock.state.stopped')}
      </Mark>{' '}
      <small>
        {t(`stop.${stop.reason}`)} — {t('held-by')} <bdi>{names.organisation(stop.holder)}</bdi> —{' '}
        <Instant iso={stop.stopped.at} /> <Sources entries={[stop.stopped.entry]} />
      </small>
    </span>
  );
}

/** Clocks in a cell of a list, one a line. */
export function ClockMarks({ clocks }: { clocks: readonly Clock[] }) {
  if (clocks.length === 0) return <>—</>;
  return (
    <ul className="plain">
      {clocks.map((clock) => (
        <li key={clock.name + clock.holders.join()}>
          <ClockMark clock={clock} />
        </li>
      ))}
    </ul>
  );
}

/** All clocks, one line a step, holders side by side in the order that the rules give. */
export function ClockTable({ clocks }: { clocks: readonly Clock[] }) {
  const { t } = useWords();
  const names = useNames();
  const steps = [...new Set(clocks.map((one) => one.name))];
  if (steps.length === 0) return null;
  return (
    <ol className="clocks plain">
      {steps.map((step) => (
        <li key={step}>
          <b>{t(`clock.${step}` as Key)}</b>
          <ul className="plain">
            {clocks
              .filter((one) => one.name === step)
              .map((one) => (
                <li key={one.holders.join() + one.startedAt} data-hue={names.hue(one.holders[0])}>
                  <span className="party">
                    <span className="party-bar" aria-hidden="true" />
                    <bdi>{names.together(one.holders)}</bdi>
                  </span>{' '}
                  <Mark shape={SHAPE[one.state]} strong={one.state === 'missed'}>
                    {t(`clock.state.${one.state}`)}
                  </Mark>{' '}
                  {one.metAt ? (
                    <Instant iso={one.metAt} />
                  ) : one.due ? (
                    <small className="muted">{t('due')} </small>
                  ) : null}
                  {!one.metAt && one.due && <Instant iso={one.due} />}
                  {one.stops?.map((stop) => (
                    <small key={stop.from} className="stop">
                      {t('clock.stopped')} <Instant iso={stop.from} />
                      {stop.to && (
                        <>
                          {' – '}
                          <Instant iso={stop.to} />
                        </>
                      )}
                      : {t(`stop.${stop.reason}`)}
                      {t('comma')}
                      {t('held-by')} <bdi>{names.organisation(stop.holder)}</bdi> <Sources entries={stop.entries} />
                    </small>
                  ))}
                </li>
              ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}
