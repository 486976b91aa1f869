// The record: entries as they came, with their ticks; how to check it without believing anybody; and what was checked in
// this very browser.

import { evaluatePolicy, parseCheckpoint, parsePolicy, toHex } from '@sulh/record';
import { useMutation } from '@tanstack/react-query';
import { Fragment } from 'react';
import { Link } from 'wouter';
import { ask, type EntryRow, recordPath, useHere } from './api.ts';
import { Doubted } from './Doubted.tsx';
import { useWords } from './i18n.tsx';
import { ListTable } from './List.tsx';
import { useMechanism, useNames } from './names.tsx';
import { Fact, Facts, Instant, Mark, Page, Party, Section, ShortId, Ticks, Trouble } from './parts.tsx';

export const authorsOf = (row: EntryRow): readonly string[] => row.authors ?? (row.author ? [row.author] : []);

export function useAudience(): (audience: EntryRow['audience']) => string {
  const { t } = useWords();
  const names = useNames();
  return (audience) => (typeof audience === 'string' ? t(`audience.${audience}`) : names.together(audience));
}

export function Record() {
  const { t, n, maybe } = useWords();
  const here = useHere();
  const mechanism = useMechanism();
  const audience = useAudience();
  const { checkpoint } = mechanism;
  return (
    <Page title={t('nav.record')} lede={t('record.lede')} wide>
      <Facts>
        <Fact name={t('record.origin')}>
          <bdi dir="ltr" className="id">
            {mechanism.origin}
          </bdi>
        </Fact>
        <Fact name={t('record.size')}>{n(checkpoint.size)}</Fact>
        <Fact name={t('record.checkpoint')}>
          <Instant iso={checkpoint.signedAt} /> <Ticks recorded witnessed={checkpoint.witnessed} />
        </Fact>
        <Fact name={t('record.key')}>
          <bdi dir="ltr" className="id vkey">
            {mechanism.vkey}
          </bdi>
        </Fact>
      </Facts>
      <CheckHere />
      <Section title={t('record.entries')}>
        <ListTable
          table="entry"
          label={t('record.entries')}
          empty={t('record.empty')}
          first="-index"
          columns={[
            {
              key: 'index',
              name: t('index'),
              sorts: ['oldest', 'newest'],
              value: (row) => row.index,
              cell: (row) => (
                <Link href={`/entry/${row.id}`}>
                  <bdi>{n(row.index, { useGrouping: false })}</bdi>
                </Link>
              ),
            },
            {
              key: 'kind',
              name: t('kind'),
              value: (row) => row.kind,
              cell: (row) => (
                <>
                  {maybe(`kind.${row.kind}`, {}, row.kind)}{' '}
                  <bdi dir="ltr" className="id muted">
                    {row.kind}
                  </bdi>
                </>
              ),
            },
            {
              key: 'by',
              name: t('signed-by'),
              value: (row) => authorsOf(row).join(' '),
              cell: (row) => (
                <>
                  {authorsOf(row).map((one) => (
                    <Fragment key={one}>
                      <Party id={one.split('/')[0]} member={one} />{' '}
                    </Fragment>
                  ))}
                  <Doubted authors={authorsOf(row)} receivedAt={row.receivedAt} />
                </>
              ),
            },
            {
              key: 'audience',
              name: t('audience'),
              value: (row) => audience(row.audience),
              cell: (row) => audience(row.audience),
            },
            {
              key: 'received',
              name: t('received'),
              value: (row) => row.receivedAt,
              cell: (row) => <Instant iso={row.receivedAt} />,
            },
            {
              key: 'ticks',
              name: t('ticks'),
              cell: (row) => (
                <Ticks
                  recorded={checkpoint.size > row.index}
                  witnessed={checkpoint.witnessed && checkpoint.size > row.index}
                />
              ),
            },
            { key: 'id', name: t('entry.id'), value: (row) => row.id, cell: (row) => <ShortId id={row.id} /> },
          ]}
        />
      </Section>
      <Section title={t('record.files')}>
        <ul>
          <li>
            <a href={recordPath(here.record, 'checkpoint')}>{t('record.file.checkpoint')}</a>
          </li>
          <li>
            <a href={recordPath(here.record, 'policy')}>{t('record.file.policy')}</a>
          </li>
          <li>
            <a href={recordPath(here.record, 'notes?from=0&limit=1000')}>{t('record.file.notes')}</a>
          </li>
        </ul>
        <p className="small">
          {t('record.audit')}{' '}
          <code dir="ltr">npx sulh audit {location.origin + recordPath(here.record, '').replace(/\/$/, '')}</code>
        </p>
      </Section>
    </Page>
  );
}

/** Fetches the checkpoint and checks it here, against the record's key and the policy. */
function CheckHere() {
  const { t, n } = useWords();
  const here = useHere();
  const { vkey, origin } = useMechanism();
  const check = useMutation({
    mutationFn: async () => {
      const [note, policy] = await Promise.all([
        ask(recordPath(here.record, 'checkpoint'), here.language).then((answer) => answer.text()),
        ask(recordPath(here.record, 'policy'), here.language).then((answer) => answer.text()),
      ]);
      const parsed = parseCheckpoint(note);
      // The log's signature with the key that the mechanism names, then the witnesses that the policy names.
      evaluatePolicy(parsePolicy(`log ${vkey}\nquorum none\n`), parsed);
      const judged = evaluatePolicy(parsePolicy(policy), parsed);
      return { ...judged, size: parsed.size, root: toHex(parsed.root), sameOrigin: parsed.origin === origin };
    },
  });
  return (
    <div className="notice">
      <button type="button" onClick={() => check.mutate()} disabled={check.isPending}>
        {t('record.check')}
      </button>
      {check.error && <Trouble error={check.error} />}
      {check.data && (
        <div role="status" className="checked">
          <p>
            <Mark shape={check.data.sameOrigin ? 'disc' : 'cross'} strong>
              {t('record.checked', { size: check.data.size })}
            </Mark>
          </p>
          <p>
            {check.data.cosigned.length === 0
              ? t('record.no-witness')
              : t('record.witnesses', {
                  names: check.data.cosigned.map((one) => one.name).join(t('comma')),
                  count: check.data.cosigned.length,
                })}
          </p>
          <p className="small">
            {t('record.root')}{' '}
            <bdi dir="ltr" className="id vkey">
              {check.data.root}
            </bdi>
          </p>
          <p className="small muted">{t('record.checked.limits', { size: n(check.data.size) })}</p>
        </div>
      )}
    </div>
  );
}
