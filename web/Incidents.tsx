import type { Disagreement, Incident as Fused, Reason } from '@sulh/fusion';
import { Fragment, useState } from 'react';
import { Link } from 'wouter';
import { useReading, useRow, useRows } from './api.ts';
import { Deed, Field } from './Deed.tsx';
import { useWords } from './i18n.tsx';
import { ListTable } from './List.tsx';
import { useNames } from './names.tsx';
import { Instant, Mark, Page, Party, Section } from './parts.tsx';
import { useAll } from './reader.ts';
import { useMe } from './session.tsx';
import { useWhere, Where } from './Where.tsx';

export function Incidents() {
  const { t, of, n } = useWords();
  const names = useNames();
  const where = useWhere();
  const { viewer } = useMe();
  return (
    <Page title={t('nav.incidents')} lede={t('incidents.lede')} wide>
      {viewer && <Proposals />}
      <ListTable
        table="incident"
        label={t('nav.incidents')}
        empty={t('incidents.empty')}
        first="-when"
        columns={[
          {
            key: 'title',
            name: t('incident'),
            value: (row) => of(row.title),
            cell: (row) => <Link href={`/incident/${row.id}`}>{of(row.title)}</Link>,
          },
          {
            key: 'event',
            name: t('event'),
            value: (row) => names.event(row.event),
            cell: (row) => names.event(row.event),
          },
          {
            key: 'when',
            sorts: ['earliest', 'latest'],
            name: t('when'),
            value: (row) => row.when.from,
            cell: (row) => <Instant iso={row.when.from} />,
          },
          {
            key: 'where',
            name: t('where'),
            value: (row) => where(row.place),
            cell: (row) => <Where place={row.place} />,
          },
          {
            key: 'accounts',
            name: t('accounts'),
            value: (row) => row.reports.length,
            cell: (row) => <Link href={`/incident/${row.id}`}>{n(row.reports.length)}</Link>,
          },
          {
            key: 'case',
            name: t('case'),
            cell: (row) => <CaseOf incident={row.id} />,
          },
          {
            key: 'status',
            name: t('status'),
            value: (row) => row.status,
            cell: (row) => <Mark shape={row.status === 'open' ? 'disc' : 'half'}>{t(`incident.${row.status}`)}</Mark>,
          },
        ]}
      />
    </Page>
  );
}

export type Proposal = Fused & { readonly incidents: readonly string[] };

function CaseOf({ incident }: { incident: string }) {
  const { t } = useWords();
  const found = useRows('case', { about: incident, limit: 10 }).data?.rows.find((one) => one.incident === incident);
  if (!found) return '—';
  return (
    <Link href={`/case/${found.id}`}>
      {t(found.closed ? 'case.closed' : found.adopted ? 'case.adopted' : 'case.open')}
    </Link>
  );
}

/** As many as one entry keeps apart. */
const MOST_APART = 20;

/** What the fusion proposes on reports that are in no incident, or on one of them. A proposal is not an entry; accepting one is. */
export function Proposals({ report }: { report?: string }) {
  const { t, n, of } = useWords();
  const incidents = useAll('incident');
  const proposals = useReading<{ rows: readonly Proposal[] }>('proposal');
  const [open, setOpen] = useState(true);
  const { reason, differing } = useReasons();
  const found =
    proposals.data?.rows.filter(
      (one) => one.reports.length > 1 && (report === undefined || one.reports.includes(report)),
    ) ?? [];
  if (found.length === 0) return null;
  return (
    <Section
      title={t('proposals')}
      aside={
        <button type="button" className="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? t('hide') : t('show')}
        </button>
      }
    >
      {open && (
        <ul className="plain rows">
          {found.slice(0, 8).map((one) => (
            <li key={one.reports.join()} data-proposal={one.reports.length}>
              <p>
                <Mark shape="ring">
                  {t('proposal.same', {
                    count: one.reports.length,
                    // Nothing is certain before a person has looked.
                    probability: n(Math.min(0.99, one.probability), { style: 'percent' }),
                  })}
                </Mark>{' '}
                — {t('proposal.origins', { count: one.origins })}
              </p>
              <p className="small muted">{one.reasons.map(reason).join(' — ')}</p>
              {one.disagreements.map(({ code, values }) => (
                <p key={code} className="small">
                  {t(`differ.${code}`)}:{' '}
                  {values.map(({ says, reports }, i) => (
                    <Fragment key={says}>
                      {i > 0 && ' — '}
                      <bdi>{differing(code, says)}</bdi> (
                      {reports.map((id, k) => (
                        <Fragment key={id}>
                          {k > 0 && t('comma')}
                          <ReportName id={id} />
                        </Fragment>
                      ))}
                      )
                    </Fragment>
                  ))}
                </p>
              ))}
              <p className="row small">
                {one.reports.map((id) => (
                  <ReportName key={id} id={id} />
                ))}
                {one.incidents.length === 0 && (
                  <Link href={`/incident/new?report=${one.reports.join(',')}`} className="button">
                    {t('proposal.accept')}
                  </Link>
                )}
              </p>
              {one.reports.length <= MOST_APART && <KeepApart reports={one.reports} />}
              {one.incidents.length > 0 && (
                <p className="row small">
                  {t('proposal.belongs')}
                  {one.incidents.map((id) => (
                    <Link key={id} href={`/incident/${id}`}>
                      {of(incidents.data?.find((row) => row.id === id)?.title) || t('incident')}
                    </Link>
                  ))}
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

/** Turns a proposal down, with the reason. */
function KeepApart({ reports }: { reports: readonly string[] }) {
  const { t } = useWords();
  const first = useRow('report', reports[0] ?? '').data;
  if (!first) return null;
  return (
    <details className="small">
      <summary>{t('do.incident.keep-apart')}</summary>
      <Deed
        kind="incident.keep-apart"
        audience={first.audience === 'public' ? 'members' : first.audience}
        refs={reports}
        body={{ reports }}
      >
        <Field name="because" label={t('because')} long required />
      </Deed>
    </details>
  );
}

/** Why reports are taken for one event, and in what they differ, in the reader's words. */
function useReasons() {
  const { t, n } = useWords();
  const names = useNames();
  return {
    reason({ code, values }: Reason): string {
      const { value, min, max, km, hours, days, percent, actors, origin } = values;
      return t(`why.${code}`, {
        value: code === 'same-kind' ? names.event(String(value)) : String(value ?? ''),
        figure: min === max ? n(Number(min)) : `${n(Number(min))}–${n(Number(max))}`,
        km: n(Number(km)),
        hours: n(Number(hours)),
        days: n(Number(days)),
        percent: n(Number(percent)),
        actors: Array.isArray(actors) ? actors.join(t('comma')) : '',
        origin: String(origin ?? ''),
      });
    },
    differing: (code: Disagreement['code'], says: string): string => (code === 'kind' ? names.event(says) : says),
  };
}

function ReportName({ id }: { id: string }) {
  const names = useNames();
  const row = useRow('report', id).data;
  return (
    <Link href={`/report/${id}`}>
      {row ? (
        <>
          <Party id={row.organisation} /> {names.event(row.event)}
        </>
      ) : (
        id.slice(-6)
      )}
    </Link>
  );
}
