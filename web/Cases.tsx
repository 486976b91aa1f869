import { type Case, caseClocks } from '@sulh/mechanism';
import { Link } from 'wouter';
import { useRow } from './api.ts';
import { ClockMarks } from './Clocks.tsx';
import { useWords } from './i18n.tsx';
import { ListTable } from './List.tsx';
import { Instant, Mark, Page, Party } from './parts.tsx';
import { useAll, useNow, useReader } from './reader.ts';

/** Where a case stands, in one word. */
export const stepOf = (one: Case): 'closed' | 'adopted' | 'drafted' | 'team' | 'open' =>
  one.closed
    ? 'closed'
    : one.adopted
      ? 'adopted'
      : one.drafts.length > 0
        ? 'drafted'
        : one.team.length > 0
          ? 'team'
          : 'open';
export const STEP_SHAPE = { closed: 'dash', adopted: 'disc', drafted: 'half', team: 'ring', open: 'ring' } as const;

/** A case is called after its incident. */
function TitleOf({ of: one }: { of: Case }) {
  const { of } = useWords();
  const incident = useRow('incident', one.incident);
  return <span dir="auto">{of(incident.data?.title) || one.question}</span>;
}

export function Cases() {
  const { t, of } = useWords();
  const incidents = useAll('incident');
  const reader = useReader(['case']);
  const now = useNow();
  const titleOf = (one: Case) => of(incidents.data?.find((row) => row.id === one.incident)?.title) || one.question;
  const open = (one: Case) =>
    reader && !one.closed
      ? caseClocks(reader, one, now).filter(({ state }) => state !== 'met' && state !== 'late')
      : [];
  return (
    <Page title={t('nav.cases')} lede={t('cases.lede')} wide>
      <ListTable
        table="case"
        label={t('nav.cases')}
        empty={t('cases.empty')}
        first="-opened"
        columns={[
          {
            key: 'title',
            name: t('case'),
            value: titleOf,
            cell: (row) => (
              <Link href={`/case/${row.id}`}>
                <TitleOf of={row} />
              </Link>
            ),
          },
          {
            key: 'status',
            name: t('status'),
            value: (row) => t(`case.${stepOf(row)}`),
            cell: (row) => <Mark shape={STEP_SHAPE[stepOf(row)]}>{t(`case.${stepOf(row)}`)}</Mark>,
          },
          {
            key: 'clocks',
            name: t('clocks'),
            value: (row) => open(row)[0]?.due,
            cell: (row) => <ClockMarks clocks={open(row)} />,
          },
          {
            key: 'opened',
            sorts: ['oldest', 'newest'],
            name: t('opened'),
            value: (row) => row.since,
            cell: (row) => <Instant iso={row.since} />,
          },
          {
            key: 'by',
            name: t('opened-by'),
            value: (row) => row.opened.organisation,
            cell: (row) => <Party id={row.opened.organisation} />,
          },
        ]}
      />
    </Page>
  );
}
