// Incidents near something in time and place, with their cases: an offer to look, and no finding.

import { near, type Placed, type State } from '@sulh/mechanism';
import { Link } from 'wouter';
import { STEP_SHAPE, stepOf } from './Cases.tsx';
import { useWords } from './i18n.tsx';
import { Empty, Instant, Mark, Section } from './parts.tsx';

/** `reader` holds incidents and cases. */
export function Near({
  reader,
  placed,
  lede,
}: {
  reader: State | undefined;
  placed: Placed | undefined;
  lede: string;
}) {
  const { t, of, n } = useWords();
  const found = (placed && reader ? reader.all('incident') : []).flatMap((incident) => {
    const by = incident.status === 'open' && near(reader!, placed!, incident);
    return by ? [{ incident, by }] : [];
  });
  return (
    <Section title={t('near')}>
      <p className="small muted">{lede}</p>
      {found.length === 0 ? (
        <Empty>{t('near.none')}</Empty>
      ) : (
        <ul className="plain rows">
          {found.map(({ incident, by }) => (
            <li key={incident.id} data-near={incident.id}>
              <Link href={`/incident/${incident.id}`} dir="auto">
                {of(incident.title)}
              </Link>{' '}
              — <Instant iso={incident.when.from} /> —{' '}
              <span className="muted">
                {t('near.by', { km: n(Math.round(by.km)), hours: n(Math.round(by.hours)) })}
              </span>
              {reader!.by('case', 'incident', incident.id).map((one) => (
                <p key={one.id} className="small">
                  <Link href={`/case/${one.id}`}>{t('case.to')}</Link>{' '}
                  <Mark shape={STEP_SHAPE[stepOf(one)]}>{t(`case.${stepOf(one)}`)}</Mark>
                </p>
              ))}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
