// Opening an incident on reports: a title in neutral words, and the accounts stay whole.

import { useLocation, useSearch } from 'wouter';
import { Account } from './Account.tsx';
import { useRows } from './api.ts';
import { Deed, Field } from './Deed.tsx';
import { useWords } from './i18n.tsx';
import { useNames } from './names.tsx';
import { Asked, Page, Section } from './parts.tsx';
import { useWhere } from './Where.tsx';

export function IncidentNew() {
  const { t, language } = useWords();
  const names = useNames();
  const where = useWhere();
  const [, go] = useLocation();
  const asked = (new URLSearchParams(useSearch()).get('report') ?? '').split(',').filter(Boolean);
  const rows = useRows('report', { limit: 500 });
  return (
    <Page title={t('incident.new')} lede={t('incident.new.lede')}>
      <Asked query={rows}>
        {({ rows: all }) => {
          const reports = all.filter((one) => asked.includes(one.id));
          const first = reports[0];
          if (!first) return <p className="empty">{t('nowhere.lede')}</p>;
          const from = reports.map((one) => one.when.from).sort()[0]!;
          const to = reports
            .map((one) => one.when.to)
            .sort()
            .at(-1)!;
          const audience = reports.every((one) => one.audience === 'public') ? 'public' : first.audience;
          return (
            <>
              <Deed
                kind="incident.open"
                audience={audience === 'public' ? 'members' : audience}
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
          );
        }}
      </Asked>
    </Page>
  );
}
