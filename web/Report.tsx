// One report: the account, what stood before it was corrected, and what its own organisation can still do with it.

import { useState } from 'react';
import { Link, useParams } from 'wouter';
import { Account } from './Account.tsx';
import { useRow, useRows } from './api.ts';
import { Deed, Field } from './Deed.tsx';
import { EvidenceOf } from './Evidence.tsx';
import { Proposals } from './Incidents.tsx';
import { useWords } from './i18n.tsx';
import { useNames } from './names.tsx';
import { Asked, Page, Said, Section } from './parts.tsx';
import { SealedPart } from './SealPart.tsx';
import { useMe } from './session.tsx';
import { useWhere } from './Where.tsx';

export function Report() {
  const { id } = useParams<{ id: string }>();
  const { t, of } = useWords();
  const names = useNames();
  const where = useWhere();
  const { viewer } = useMe();
  const report = useRow('report', id);
  const incidents = useRows('incident', { about: id, limit: 100 });
  const [doing, setDoing] = useState('');
  return (
    <Asked query={report}>
      {(row) => {
        const inside = incidents.data?.rows.filter((one) => one.reports.some((link) => link.id === row.id)) ?? [];
        const own = viewer?.organisation === row.organisation && row.status !== 'withdrawn';
        return (
          <Page
            kicker={<Link href="/reports">{t('nav.reports')}</Link>}
            title={`${names.event(row.event)}${t('comma')}${where(row.place)}`}
            actions={
              viewer && (
                <>
                  {inside.length === 0 && (
                    <Link href={`/incident/new?report=${row.id}`} className="button">
                      {t('incident.new')}
                    </Link>
                  )}
                  {own && (
                    <>
                      <Link href={`/file?correct=${row.id}`} className="button">
                        {t('report.correct')}
                      </Link>
                      <button
                        type="button"
                        onClick={() => setDoing(doing ? '' : 'withdraw')}
                        aria-expanded={doing === 'withdraw'}
                      >
                        {t('report.withdraw')}
                      </button>
                    </>
                  )}
                </>
              )
            }
          >
            {doing === 'withdraw' && (
              <Deed
                kind="report.withdraw"
                audience={row.audience}
                refs={[row.id]}
                body={{ report: row.id }}
                done={() => setDoing('')}
              >
                <Field name="because" label={t('because')} long required />
              </Deed>
            )}
            {viewer && incidents.isSuccess && inside.length === 0 && <Proposals report={row.id} />}
            <Account report={row} linked={false} />
            <SealedPart id={row.id} />
            <Section title={t('evidence')}>
              <EvidenceOf about={{ table: 'report', id: row.id }} audience={row.audience} />
            </Section>
            {inside.length > 0 && (
              <Section title={t('report.in-incident')}>
                <ul>
                  {inside.map((one) => (
                    <li key={one.id}>
                      <Link href={`/incident/${one.id}`}>{of(one.title)}</Link>
                    </li>
                  ))}
                </ul>
              </Section>
            )}
            {row.earlier.length > 0 && (
              <Section title={t('report.earlier')}>
                {row.earlier.map((one) => (
                  <div key={one.entry} className="superseded">
                    <Said language={one.body.language} quiet>
                      {one.body.account}
                    </Said>
                    <Link className="source" href={`/entry/${one.entry}`}>
                      {t('source.one')}
                    </Link>
                  </div>
                ))}
              </Section>
            )}
          </Page>
        );
      }}
    </Asked>
  );
}
