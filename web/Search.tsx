import { Link, useSearch } from 'wouter';
import { useRows } from './api.ts';
import { useWords } from './i18n.tsx';
import { useNames } from './names.tsx';
import { Instant, Loading, Page, Party, Section } from './parts.tsx';

/** Search over everything that the reader may see: letters of the Arabic script are folded by the host. */
export function Search() {
  const { t, of } = useWords();
  const names = useNames();
  const q = new URLSearchParams(useSearch()).get('q')?.trim() ?? '';
  const on = q !== '';
  const query = { q, limit: 20 };
  const reports = useRows('report', query, on);
  const incidents = useRows('incident', query, on);
  const cases = useRows('case', query, on);
  const notices = useRows('notice', query, on);
  const calls = useRows('hotline', query, on);
  const documents = useRows('document', query, on);
  const claims = useRows('claim', query, on);
  const bulletins = useRows('bulletin', query, on);
  const all = [reports, incidents, cases, notices, calls, documents, claims, bulletins];
  const total = all.reduce((sum, one) => sum + (one.data?.total ?? 0), 0);
  const waiting = on && all.some((one) => one.isPending);
  return (
    <Page title={t('find.for', { q })} lede={waiting ? undefined : t('find.total', { count: total })}>
      {waiting && <Loading />}
      {(reports.data?.rows.length ?? 0) > 0 && (
        <Section title={t('nav.reports')}>
          <ul className="plain rows">
            {reports.data!.rows.map((row) => (
              <li key={row.id}>
                <Link href={`/report/${row.id}`}>{names.event(row.event)}</Link> — <Party id={row.organisation} /> —{' '}
                <Instant iso={row.when.from} />
                <p dir="auto" lang={row.language} className="small clip">
                  {row.account}
                </p>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {(incidents.data?.rows.length ?? 0) > 0 && (
        <Section title={t('nav.incidents')}>
          <ul className="plain rows">
            {incidents.data!.rows.map((row) => (
              <li key={row.id}>
                <Link href={`/incident/${row.id}`}>{of(row.title)}</Link> — <Instant iso={row.when.from} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      {(cases.data?.rows.length ?? 0) > 0 && (
        <Section title={t('nav.cases')}>
          <ul className="plain rows">
            {cases.data!.rows.map((row) => (
              <li key={row.id}>
                <Link href={`/case/${row.id}`} dir="auto">
                  {row.question}
                </Link>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {(notices.data?.rows.length ?? 0) > 0 && (
        <Section title={t('nav.notices')}>
          <ul className="plain rows">
            {notices.data!.rows.map((row) => (
              <li key={row.id}>
                <Link href={`/notice/${row.id}`}>{t(`notice.${row.what}`)}</Link> — <Party id={row.organisation} /> —{' '}
                <Instant iso={row.when.from} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      {(calls.data?.rows.length ?? 0) > 0 && (
        <Section title={t('nav.hotline')}>
          <ul className="plain rows">
            {calls.data!.rows.map((row) => (
              <li key={row.id}>
                <Link href={`/hotline/${row.id}`}>{t(`subject.${row.subject}`)}</Link> — <Party id={row.organisation} />{' '}
                — <Instant iso={row.since} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      {(documents.data?.rows.length ?? 0) > 0 && (
        <Section title={t('nav.documents')}>
          <ul className="plain rows">
            {documents.data!.rows.map((row) => (
              <li key={row.id}>
                <Link href={`/document/${row.id}`} lang={row.language} dir="auto">
                  {row.title ?? row.file}
                </Link>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {(claims.data?.rows.length ?? 0) > 0 && (
        <Section title={t('claims')}>
          <ul className="plain rows">
            {claims.data!.rows.map((row) => (
              <li key={row.id}>
                <Link href={`/document/${row.document}?at=${row.spans[0]?.start}-${row.spans[0]?.end}`}>
                  <q dir="auto">{row.quote ?? row.spans[0]?.text}</q>
                </Link>{' '}
                <span className="muted" dir="auto">
                  {row.speaker}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {(bulletins.data?.rows.length ?? 0) > 0 && (
        <Section title={t('nav.bulletins')}>
          <ul className="plain rows">
            {bulletins.data!.rows.map((row) => (
              <li key={row.id}>
                <Link href={`/bulletin/${row.id}`}>{of(row.versions.at(-1)?.body.title)}</Link>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </Page>
  );
}
