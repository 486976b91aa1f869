import { Link } from 'wouter';
import { useByColumn } from './columns.tsx';
import { useWords } from './i18n.tsx';
import { ListTable } from './List.tsx';
import { useNames } from './names.tsx';
import { Instant, Mark, Page } from './parts.tsx';
import { useMe } from './session.tsx';
import { useWhere, Where } from './Where.tsx';

const SHAPE = { filed: 'disc', corrected: 'half', withdrawn: 'cross' } as const;

export function Reports() {
  const by = useByColumn();
  const { t } = useWords();
  const names = useNames();
  const where = useWhere();
  const { viewer } = useMe();
  return (
    <Page
      title={t('nav.reports')}
      lede={t('reports.lede')}
      wide
      actions={
        viewer && (
          <Link href="/file" className="button primary">
            {t('nav.file')}
          </Link>
        )
      }
    >
      <ListTable
        table="report"
        label={t('nav.reports')}
        empty={t('reports.empty')}
        first="-when"
        columns={[
          {
            key: 'event',
            name: t('event'),
            value: (row) => names.event(row.event),
            cell: (row) => <Link href={`/report/${row.id}`}>{names.event(row.event)}</Link>,
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
          by(t('said-by')),
          {
            key: 'source',
            name: t('source'),
            value: (row) => t(`directness.${row.source.directness}`),
            cell: (row) => t(`directness.${row.source.directness}`),
          },
          {
            key: 'status',
            name: t('status'),
            value: (row) => t(`report.${row.status}`),
            cell: (row) => <Mark shape={SHAPE[row.status]}>{t(`report.${row.status}`)}</Mark>,
          },
          {
            key: 'received',
            sorts: ['oldest', 'newest'],
            name: t('received'),
            value: (row) => row.since,
            cell: (row) => <Instant iso={row.since} />,
          },
        ]}
      />
    </Page>
  );
}
