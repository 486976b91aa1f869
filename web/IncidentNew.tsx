// Opening an incident on reports: a title in neutral words, and the accounts stay whole.

import type { Report } from '@sulh/mechanism';
import { useQueries } from '@tanstack/react-query';
import { useLocation, useSearch } from 'wouter';
import { Account } from './Account.tsx';
import { reading, useHere } from './api.ts';
import { Deed, Field } from './Deed.tsx';
import { useWords } from './i18n.tsx';
import { useNames } from './names.tsx';
import { Loading, Page, Section } from './parts.tsx';
import { useWhere } from './Where.tsx';

/** As many reports as an incident is opened on. */
const MOST = 200;

export function IncidentNew() {
  const { t, language } = useWords();
  const names = useNames();
  const where = useWhere();
  const here = useHere();
  const [, go] = useLocation();
  const asked = (new URLSearchParams(useSearch()).get('report') ?? '').split(',').filter(Boolean);
  const found = useQueries({ queries: asked.slice(0, MOST).map((id) => reading<Report>(here, `report/${id}`)) });
  const reports = found.flatMap(({ data }) => data ?? []);
  const first = reports[0];
  const from = reports.map((one) => one.when.from).sort()[0];
  const to = reports
    .map((one) => one.when.to)
    .sort()
    .at(-1);
  return (
    <Page title={t('incident.new')} lede={t('incident.new.lede')}>
      {found.some((one) => one.isPending) ? (
        <Loading />
      ) : !first ? (
        <p className="empty">{t('nowhere.lede')}</p>
      ) : (
        <>
          <Deed
            kind="incident.open"
            audience={first.audience === 'public' ? 'members' : first.audience}
            refs={reports.map((one) => one.id)}
            label={t('incident.open-it')}
            body={(form) => ({
              event: first.event,
              title: { [language]: form.get('title') },
              when: { from, to, certainty: reports.length > 1 ? 'about' : first.when.certainty },
              place: first.place,
              reports: reports.map((one) => one.id),
            })}
            done={(acted) => go(`/incident/${acted.id}`)}
          >
            <Field
              name="title"
              label={t('incident.title')}
              hint={t('incident.title.hint')}
              required
              value={`${names.event(first.event)}${t('comma')}${where(first.place)}`}
            />
          </Deed>
          <Section title={t('accounts')}>
            {reports.map((one) => (
              <Account key={one.id} report={one} />
            ))}
          </Section>
        </>
      )}
    </Page>
  );
}
