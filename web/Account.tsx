// One account: what a source says happened, whole and in its own words.

import type { Report } from '@sulh/mechanism';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Doubted } from './Doubted.tsx';
import { FileOf } from './Evidence.tsx';
import { useWords } from './i18n.tsx';
import { useNames } from './names.tsx';
import { Fact, Facts, Instant, Mark, Party, Period, Said, Sources } from './parts.tsx';
import { Where } from './Where.tsx';

export function useFigure(): (figure: Report['figures'][number]) => string {
  const { t, n } = useWords();
  return ({ what, whom, count }) => {
    const { min, max } = count;
    const value =
      min === undefined && max === undefined
        ? t('figure.unknown')
        : min === max
          ? n(min!)
          : min === undefined
            ? t('figure.at-most', { max: n(max!) })
            : max === undefined
              ? t('figure.at-least', { min: n(min) })
              : t('figure.between', { min: n(min), max: n(max) });
    return t('figure', { what: t(`figure.${what}`), whom: t(`whom.${whom}`), value });
  };
}

export function Account({ report, extra, linked = true }: { report: Report; extra?: ReactNode; linked?: boolean }) {
  const { t } = useWords();
  const names = useNames();
  const figure = useFigure();
  return (
    <article className="account" data-hue={names.hue(report.organisation)} data-report={report.id}>
      <header>
        <Party id={report.organisation} member={report.by} />
        <span className="muted">
          {' '}
          — {t(`source.${report.source.type}`)}
          {t('comma')}
          {t(`directness.${report.source.directness}`)}
        </span>
        {report.demonstration && <span className="tag">{t('demo.label')}</span>}{' '}
        <Doubted authors={[report.by]} receivedAt={report.since} />
        {report.status !== 'filed' && (
          <Mark shape={report.status === 'withdrawn' ? 'cross' : 'half'} strong>
            {t(`report.${report.status}`)}
          </Mark>
        )}
      </header>
      <Said language={report.language}>{report.account}</Said>
      {report.withdrawnBecause && (
        <p>
          {t('because')} <q dir="auto">{report.withdrawnBecause}</q>
        </p>
      )}
      <Facts>
        <Fact name={t('event')}>{names.event(report.event)}</Fact>
        <Fact name={t('when')}>
          <Period when={report.when} />
        </Fact>
        <Fact name={t('where')}>
          <Where place={report.place} detail />
        </Fact>
        {report.figures.length > 0 && (
          <Fact name={t('figures')}>
            <ul className="plain">
              {report.figures.map((one) => (
                <li key={`${one.what}${one.whom}`}>{figure(one)}</li>
              ))}
            </ul>
          </Fact>
        )}
        {report.actorsAsNamed.length > 0 && (
          <Fact name={t('actors-named')}>
            {report.actorsAsNamed.map((one) => (
              <q key={one} dir="auto">
                {one}
              </q>
            ))}
          </Fact>
        )}
        {report.source.origin && (
          <Fact name={t('origin')}>
            <bdi>{report.source.origin}</bdi>
          </Fact>
        )}
        {report.grade && (
          <Fact name={t('grade')}>
            <bdi dir="ltr">
              {report.grade.reliability}
              {report.grade.credibility}
            </bdi>{' '}
            <span className="muted">{t('grade.how')}</span>
          </Fact>
        )}
        {report.evidence.length > 0 && (
          <Fact name={t('evidence')}>
            <ul className="plain">
              {report.evidence.map((one) => (
                <li key={one.sha256}>
                  <FileOf file={one} />
                </li>
              ))}
            </ul>
          </Fact>
        )}
        <Fact name={t('received')}>
          <Instant iso={report.since} />
        </Fact>
      </Facts>
      <footer className="row small">
        {linked && <Link href={`/report/${report.id}`}>{t('report.open')}</Link>}
        <Sources entries={report.entries} />
        {extra}
      </footer>
    </article>
  );
}
