// The confidential route: a person brings something to named advisers alone. Who will read it, and what others can still see,
// is said before a word is written.

import { isAdviser, type Confidential as Row } from '@sulh/mechanism';
import { useState } from 'react';
import { Link } from 'wouter';
import { useRow } from './api.ts';
import { CodeChoice, Deed, Field } from './Deed.tsx';
import { useWords } from './i18n.tsx';
import { ListTable } from './List.tsx';
import { Next, useMay } from './Next.tsx';
import { useNames } from './names.tsx';
import { Empty, Fact, Facts, Instant, Mark, OneRow, Page, Party, Section, Sources } from './parts.tsx';
import { useReader } from './reader.ts';
import { MakeIdentity, SealedWords } from './Sealed.tsx';
import { Steps, stepOf } from './Steps.tsx';
import { useMe } from './session.tsx';

const organisationIn = (member: string): string => member.slice(0, member.indexOf('/'));
const unique = (some: readonly string[]): string[] => [...new Set(some)].sort();

const Standing = ({ row }: { row: Row }) => {
  const { t } = useWords();
  return row.withdrawn ? (
    <Mark shape="cross">{t('report.withdrawn')}</Mark>
  ) : (
    <Mark shape={row.received.length === 0 ? 'ring' : 'disc'}>
      {t(row.received.length === 0 ? 'confidential.unopened' : 'confidential.opened')}
    </Mark>
  );
};

export function ConfidentialRoute() {
  const { t } = useWords();
  const names = useNames();
  const { viewer } = useMe();
  const reader = useReader(viewer ? ['adviser-key'] : []);
  const keys = viewer && reader ? reader.all('adviser-key').filter((one) => isAdviser(reader, one.id)) : [];
  const others = keys.filter((one) => one.id !== viewer?.member);
  const adviser = viewer && reader && isAdviser(reader, viewer.member);
  return (
    <Page title={t('nav.confidential')} lede={t('confidential.lede')}>
      {!viewer ? (
        <p>
          {t('sign-in.needed')} <Link href="/sign-in">{t('sign-in')}</Link>
        </p>
      ) : (
        <>
          {adviser && (
            <Section title={t('confidential.key')}>
              <p>
                {keys.some((one) => one.id === viewer.member) ? (
                  <Mark shape="disc">{t('confidential.key.there')}</Mark>
                ) : (
                  t('confidential.key.missing')
                )}
              </p>
              <MakeIdentity kind="confidential.key" />
            </Section>
          )}
          <Section title={t('confidential.to')}>
            {others.length === 0 ? <Empty>{t('confidential.nobody')}</Empty> : <FileForm advisers={others} />}
          </Section>
          <Section title={t('confidential.yours')}>
            <p className="small muted">{t('confidential.yours.lede')}</p>
            <ListTable
              table="confidential"
              label={t('confidential.yours')}
              empty={t('confidential.empty')}
              first="-since"
              columns={[
                {
                  key: 'since',
                  sorts: ['oldest', 'newest'],
                  name: t('report.filed'),
                  value: (row) => row.since,
                  cell: (row) => (
                    <Link href={`/confidential/${row.id}`}>
                      <Instant iso={row.since} />
                    </Link>
                  ),
                },
                {
                  key: 'by',
                  name: t('filed-by'),
                  value: (row) => names.member(row.by),
                  cell: (row) => <Party id={organisationIn(row.by)} member={row.by} />,
                },
                {
                  key: 'to',
                  name: t('confidential.to'),
                  value: (row) => row.to.map(names.member).join(t('comma')),
                  cell: (row) => row.to.map(names.member).join(t('semicolon')),
                },
                { key: 'status', name: t('status'), cell: (row) => <Standing row={row} /> },
              ]}
            />
          </Section>
        </>
      )}
    </Page>
  );
}

/**
 * First to whom; then who will read it and what others can see; only then the words. Advisers are chosen as persons, by keys of
 * their own, and nobody is added to them: not the writer's organisation, which every other sealed text is for as well (`SealPart`).
 */
function FileForm({ advisers }: { advisers: readonly { id: string; recipient: string }[] }) {
  const { t } = useWords();
  const names = useNames();
  const { viewer } = useMe();
  const [to, setTo] = useState<readonly string[]>([]);
  const [filed, setFiled] = useState('');
  const organisations = unique(to.map(organisationIn));
  const own = viewer?.organisation ?? '';
  const audience = unique([own, ...organisations]);
  const fits = organisations.length === to.length;
  if (filed) {
    return (
      <p className="notice" role="status">
        {t('confidential.filed')} <Link href={`/confidential/${filed}`}>{t('show')}</Link>
      </p>
    );
  }
  return (
    <Deed
      kind="confidential.file"
      audience={audience}
      ready={to.length > 0 && fits}
      body={{ to }}
      seal={(form) => ({
        words: String(form.get('words')),
        recipients: Object.fromEntries(
          advisers.filter((one) => to.includes(one.id)).map((one) => [organisationIn(one.id), one.recipient]),
        ),
      })}
      done={({ id }) => setFiled(id)}
    >
      <fieldset>
        <legend>{t('confidential.choose')}</legend>
        <div className="choices">
          {advisers.map(({ id }) => (
            <label key={id} className="choice-box">
              <input
                type="checkbox"
                name="to"
                value={id}
                onChange={(event) => setTo(event.target.checked ? unique([...to, id]) : to.filter((one) => one !== id))}
              />{' '}
              <Party id={organisationIn(id)} member={id} />
            </label>
          ))}
        </div>
      </fieldset>
      {!fits && <p className="notice">{t('confidential.one-each')}</p>}
      {to.length > 0 && fits && (
        <>
          <div className="notice" role="status" data-readers>
            <p>
              <b>{t('confidential.will-read', { members: to.map(names.member).join(t('semicolon')) })}</b>
            </p>
            <p>{t('confidential.will-not')}</p>
            <p>{t('confidential.still-seen', { organisations: names.together(audience) })}</p>
          </div>
          <Field name="words" label={t('confidential.words')} hint={t('confidential.words.hint')} long required />
        </>
      )}
    </Deed>
  );
}

export function ConfidentialFile() {
  return <OneRow table="confidential">{(found) => <Shown row={found} />}</OneRow>;
}

function Shown({ row }: { row: Row }) {
  const { t } = useWords();
  const names = useNames();
  const [opened, setOpened] = useState(false);
  const reader = useReader([], [['confidential', row]]);
  const may = useMay(reader);
  const sealed = useRow('sealed', row.id).data;
  const audience = unique(row.audience as readonly string[]).map(organisationIn);
  const on = { audience: unique(audience), refs: [row.id] };
  const act = (kind: string, more: object = {}) => may(kind, { file: row.id, ...more }, on.audience);
  return (
    <Page
      kicker={
        <>
          <Link href="/confidential">{t('nav.confidential')}</Link> — <Standing row={row} />
        </>
      }
      title={t('kind.confidential.file')}
      lede={
        <p>
          <Instant iso={row.since} beside />
        </p>
      }
    >
      <Facts>
        <Fact name={t('filed-by')}>
          <Party id={organisationIn(row.by)} member={row.by} /> <Sources entries={[row.id]} />
        </Fact>
        <Fact name={t('confidential.to')}>{row.to.map(names.member).join(t('semicolon'))}</Fact>
        <Fact name={t('confidential.known-to')}>
          {(row.audience as readonly string[]).map(names.member).join(t('semicolon'))}
        </Fact>
      </Facts>
      {row.withdrawn && (
        <p className="notice">
          {t('confidential.withdrawn')}: {t(`withdrawn.ground.${row.withdrawn.ground}`)} —{' '}
          <Instant iso={row.withdrawn.at} /> <Sources entries={[row.withdrawn.entry]} />
        </p>
      )}
      {sealed && (
        <Section title={t('confidential.words')}>
          <SealedWords row={sealed} opened={() => setOpened(true)} />
          {act('confidential.receive') && (
            <Deed
              kind="confidential.receive"
              {...on}
              quiet
              ready={opened}
              label={t('do.confidential.receive')}
              body={{ file: row.id }}
            />
          )}
        </Section>
      )}
      <Next
        steps={[
          act('confidential.withdraw', { ground: 'source-at-risk' }) && {
            kind: 'confidential.withdraw',
            form: (done) => (
              <Deed kind="confidential.withdraw" {...on} done={done} body={{ file: row.id }}>
                <p>{t('confidential.withdraw.lede')}</p>
                <CodeChoice kind="confidential.withdraw" field="ground" label={t('ground')} />
              </Deed>
            ),
          },
        ]}
      />
      <Section title={t('steps')}>
        <Steps
          steps={[
            stepOf('confidential.file', {
              ...{ entry: row.id, at: row.since, by: row.by, organisation: organisationIn(row.by) },
            }),
            ...row.received.map((one) => stepOf('confidential.receive', one)),
            ...(row.withdrawn ? [stepOf('confidential.withdraw', row.withdrawn)] : []),
          ]}
        />
      </Section>
    </Page>
  );
}
