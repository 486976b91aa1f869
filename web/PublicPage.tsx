// The public page: what was published, where and when, by what method, what was corrected, and how to check it all. No
// sign-in; only what is public is here, whoever reads.

import { useMemo } from 'react';
import { Link } from 'wouter';
import { apiPath, Here, recordPath, useHere, useRows } from './api.ts';
import { BulletinText } from './Bulletin.tsx';
import { useWords } from './i18n.tsx';
import { MapAndTimeline } from './MapTimeline.tsx';
import { useMechanism, useNames } from './names.tsx';
import { Asked, Day, Empty, Instant, Mark, Page, Section, Ticks } from './parts.tsx';

export function PublicPage() {
  const here = useHere();
  const asPublic = useMemo(() => ({ ...here, asPublic: true }), [here]);
  return (
    <Here value={asPublic}>
      <Shown />
    </Here>
  );
}

function Shown() {
  const { t, of, n, language } = useWords();
  const here = useHere();
  const names = useNames();
  const { terms, checkpoint } = useMechanism();
  const bulletins = useRows('bulletin', { limit: 50 });
  const published = (bulletins.data?.rows ?? [])
    .flatMap((row) => {
      const version = row.versions.findLast((one) => one.published);
      return version ? [{ row, version }] : [];
    })
    .sort((a, b) => (b.version.published ?? '').localeCompare(a.version.published ?? ''));
  const latest = published.find(({ row }) => row.status !== 'withdrawn');
  const corrections = published.filter(
    ({ row }) => row.versions.filter((one) => one.published).length > 1 || row.status === 'withdrawn',
  );
  return (
    <Page title={of(terms.name)} lede={<p dir="auto">{of(terms.purpose)}</p>} wide>
      <p className="small muted">
        {names.parties.map((id) => names.organisation(id)).join(t('comma'))} — {t('guarantors')}:{' '}
        {terms.organisations
          .filter((one) => one.role === 'guarantor')
          .map((one) => names.organisation(one.id))
          .join(t('comma'))}
      </p>
      <div className="public">
        <div>
          <Section title={t('public.latest')}>
            <Asked query={bulletins}>
              {() =>
                latest ? (
                  <>
                    <h3>
                      <Link href={`/bulletin/${latest.row.id}`}>{of(latest.version.body.title)}</Link>
                    </h3>
                    <p className="small muted">
                      <Day iso={latest.version.body.from} /> – <Day iso={latest.version.body.to} /> —{' '}
                      {t('bulletin.published')} <Instant iso={latest.version.published!} />
                    </p>
                    <BulletinText body={latest.version.body} />
                    <p className="row">
                      <a
                        className="button"
                        href={apiPath(here.record, `bulletin/${latest.row.id}/page`, { lang: language })}
                      >
                        {t('bulletin.page')}
                      </a>
                      <a
                        className="button"
                        href={apiPath(here.record, `bulletin/${latest.row.id}/file`)}
                        download="bulletin.json"
                      >
                        {t('bulletin.file')}
                      </a>
                    </p>
                  </>
                ) : (
                  <Empty>{t('public.none')}</Empty>
                )
              }
            </Asked>
          </Section>
        </div>
        <div>
          <Section title={t('public.map')}>
            <MapAndTimeline compact />
          </Section>
          <Section title={t('public.method')}>
            <ul>
              <li>{t('public.method.who')}</li>
              <li>{t('public.method.findings')}</li>
              <li>{t('public.method.coverage')}</li>
              <li>{t('public.method.place', { km: n(terms.generalise.km), hours: n(terms.generalise.hours) })}</li>
              <li>{t('public.method.approved', { count: terms.bulletin.approvals })}</li>
            </ul>
          </Section>
          <Section title={t('public.corrections')}>
            {corrections.length === 0 ? (
              <Empty>{t('public.corrections.none')}</Empty>
            ) : (
              <ul>
                {corrections.map(({ row, version }) => (
                  <li key={row.id}>
                    <Link href={`/bulletin/${row.id}`}>{of(version.body.title)}</Link>:{' '}
                    <q dir="auto">{row.withdrawn?.because ?? version.because}</q>{' '}
                    <Instant iso={row.withdrawn?.at ?? version.at} />
                  </li>
                ))}
              </ul>
            )}
          </Section>
          <Section title={t('public.verify')}>
            <p>
              <Ticks recorded witnessed={checkpoint.witnessed} /> {t('foot.record', { size: checkpoint.size })} —{' '}
              <Instant iso={checkpoint.signedAt} />
            </p>
            <ol>
              <li>{t('public.verify.file')}</li>
              <li>
                <Link href="/verify">{t('public.verify.here')}</Link> {t('or')}{' '}
                <code dir="ltr">npx sulh verify bulletin.json</code>
              </li>
              <li>
                <Link href="/record">{t('public.verify.record')}</Link> —{' '}
                <a href={recordPath(here.record, 'policy')}>{t('record.file.policy')}</a>
              </li>
            </ol>
          </Section>
          <Section title={t('public.downloads')}>
            <ul>
              <li>
                <a href={apiPath(here.record, 'export/incident.geojson')} download>
                  {t('public.geojson')}
                </a>
              </li>
              <li>
                <a href={apiPath(here.record, 'export/report.csv')} download>
                  {t('public.csv')}
                </a>
              </li>
              <li>
                <a href={apiPath(here.record, 'feed.json')}>{t('public.feed')}</a>
              </li>
            </ul>
          </Section>
          {published.length > 1 && (
            <Section title={t('public.earlier')}>
              <ul>
                {published.slice(1, 13).map(({ row, version }) => (
                  <li key={row.id}>
                    <Link href={`/bulletin/${row.id}`}>{of(version.body.title)}</Link>{' '}
                    {row.status === 'withdrawn' && <Mark shape="cross">{t('bulletin.withdrawn')}</Mark>}
                  </li>
                ))}
              </ul>
            </Section>
          )}
        </div>
      </div>
    </Page>
  );
}
