// The hotline: who called about what, who answered and when, what was said, and what came of it.

import { acknowledgementClocks, placedCall, type Hotline as Row } from '@sulh/mechanism';
import { useState } from 'react';
import { Link } from 'wouter';
import { AudienceFields, audienceIn } from './AudienceFields.tsx';
import { ClockTable } from './Clocks.tsx';
import { sinceColumn, useAcknowledgedColumn, useByColumn } from './columns.tsx';
import { Choice, CodeChoice, Deed, Field, text } from './Deed.tsx';
import { useWords } from './i18n.tsx';
import { ListTable } from './List.tsx';
import { Near } from './Near.tsx';
import { Next, useMay } from './Next.tsx';
import { useNames } from './names.tsx';
import { PlaceFields, placeIn } from './PlaceFields.tsx';
import { Fact, Facts, Instant, Mark, OneRow, Page, Party, Said, Section, Sources } from './parts.tsx';
import { useAudience } from './Record.tsx';
import { useNow, useReader } from './reader.ts';
import { Steps, stepOf } from './Steps.tsx';
import { useWhere, Where } from './Where.tsx';

const Standing = ({ row }: { row: Row }) => {
  const { t } = useWords();
  return <Mark shape={row.closed ? 'dash' : 'disc'}>{t(row.closed ? `call.${row.closed.outcome}` : 'call.open')}</Mark>;
};

export function HotlineCalls() {
  const { t, language } = useWords();
  const by = useByColumn();
  const where = useWhere();
  const reader = useReader([]);
  const acknowledged = useAcknowledgedColumn(reader);
  const may = useMay(reader);
  return (
    <Page title={t('nav.hotline')} lede={t('hotline.lede')} wide>
      <Next
        steps={[
          may('hotline.call', { subject: 'other', words: '-', language }, 'members') && {
            kind: 'hotline.call',
            form: (done) => <CallForm done={done} />,
          },
        ]}
      />
      <ListTable
        table="hotline"
        label={t('nav.hotline')}
        empty={t('hotline.empty')}
        first="-since"
        columns={[
          {
            key: 'subject',
            name: t('call.subject'),
            value: (row) => t(`subject.${row.subject}`),
            cell: (row) => <Link href={`/hotline/${row.id}`}>{t(`subject.${row.subject}`)}</Link>,
          },
          by(t('called-by')),
          sinceColumn(t('when')),
          {
            key: 'where',
            name: t('where'),
            value: (row) => (row.place ? where(row.place) : ''),
            cell: (row) => (row.place ? <Where place={row.place} /> : '—'),
          },
          {
            key: 'status',
            name: t('status'),
            value: (row) => t(row.closed ? `call.${row.closed.outcome}` : 'call.open'),
            cell: (row) => <Standing row={row} />,
          },
          acknowledged,
        ]}
      />
    </Page>
  );
}

export function HotlineCall() {
  return <OneRow table="hotline">{(found) => <Shown row={found} />}</OneRow>;
}

function Shown({ row }: { row: Row }) {
  const { t, language } = useWords();
  const audience = useAudience();
  const now = useNow();
  const reader = useReader(['incident', 'case'], [['hotline', row]]);
  const may = useMay(reader);
  const on = { audience: row.audience, refs: [row.id] };
  const opened = { entry: row.id, at: row.since, by: row.by, organisation: row.organisation };
  const talk = [
    { ...opened, words: row.words, language: row.language },
    ...row.acknowledged.map((one) => ({ ...one, acknowledged: true, language: undefined })),
    ...row.said,
  ].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return (
    <Page
      kicker={
        <>
          <Link href="/hotline">{t('nav.hotline')}</Link> — <Standing row={row} />
        </>
      }
      title={t('call.about', { subject: t(`subject.${row.subject}`) })}
      lede={
        <p>
          <Instant iso={row.since} beside />
          {row.place && (
            <>
              {' — '}
              <Where place={row.place} />
            </>
          )}
        </p>
      }
    >
      <Facts>
        <Fact name={t('called-by')}>
          <Party id={row.organisation} member={row.by} /> <Sources entries={[row.id]} />
        </Fact>
        <Fact name={t('audience')}>{audience(row.audience)}</Fact>
        {row.place && (
          <Fact name={t('where')}>
            <Where place={row.place} detail />
          </Fact>
        )}
        {row.asks && (
          <Fact name={t('asks')}>
            <q dir="auto" lang={row.language}>
              {row.asks}
            </q>
          </Fact>
        )}
      </Facts>
      <Next
        steps={[
          may('hotline.acknowledge', { hotline: row.id }, row.audience) && {
            kind: 'hotline.acknowledge',
            form: (done) => (
              <Deed kind="hotline.acknowledge" {...on} done={done} body={{ hotline: row.id }}>
                <Field name="words" label={t('words')} long />
              </Deed>
            ),
          },
          may('hotline.say', { hotline: row.id, words: '-', language }, row.audience) && {
            kind: 'hotline.say',
            form: (done) => (
              <Deed kind="hotline.say" {...on} done={done} body={{ hotline: row.id }}>
                <Field name="words" label={t('words')} long required />
              </Deed>
            ),
          },
          may('hotline.close', { hotline: row.id, outcome: 'settled' }, row.audience) && {
            kind: 'hotline.close',
            form: (done) => <CloseForm row={row} done={done} />,
          },
        ]}
      />
      <Section title={t('clocks')}>
        <ClockTable clocks={reader ? acknowledgementClocks(reader, row, now) : []} />
      </Section>
      <Section title={t('call.said')}>
        <ul className="plain rows">
          {talk.map((one) => (
            <li key={one.entry}>
              <p>
                <Party id={one.organisation} member={one.by} /> — <Instant iso={one.at} />{' '}
                {'acknowledged' in one && <Mark shape="disc">{t('kind.hotline.acknowledge')}</Mark>}{' '}
                <Sources entries={[one.entry]} />
              </p>
              {one.words && <Said {...(one.language ? { language: one.language } : {})}>{one.words}</Said>}
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t('call.followed')}>
        {row.closed ? (
          <>
            <p>
              <Mark shape="dash" strong>
                {t(`call.${row.closed.outcome}`)}
              </Mark>{' '}
              — <Party id={row.closed.organisation} member={row.closed.by} /> — <Instant iso={row.closed.at} />{' '}
              <Sources entries={[row.closed.entry]} />{' '}
              {row.closed.case && <Link href={`/case/${row.closed.case}`}>{t('case.to')}</Link>}
            </p>
            {row.closed.words && <Said>{row.closed.words}</Said>}
          </>
        ) : (
          <p className="muted">{t('call.still-open')}</p>
        )}
      </Section>
      <Near reader={reader} placed={placedCall(row)} lede={row.place ? t('call.near') : t('call.no-place')} />
      <Section title={t('steps')}>
        <Steps
          steps={[
            stepOf('hotline.call', opened),
            ...row.acknowledged.map((one) => stepOf('hotline.acknowledge', one)),
            ...row.said.map((one) => stepOf('hotline.say', one)),
            ...(row.closed ? [stepOf('hotline.close', row.closed)] : []),
          ]}
        />
      </Section>
    </Page>
  );
}

/** What came of a call; one that is handed to a case names it. */
function CloseForm({ row, done }: { row: Row; done: () => void }) {
  const { t, of } = useWords();
  const reader = useReader(['incident', 'case'], [['hotline', row]]);
  const may = useMay(reader);
  const [outcome, setOutcome] = useState('');
  const handed = { hotline: row.id, outcome: 'handed-to-case' };
  const cases = (reader?.all('case') ?? [])
    .filter((one) => may('hotline.close', { ...handed, case: one.id }, row.audience))
    .map((one) => [one.id, of(reader?.get('incident', one.incident)?.title) || one.question] as const)
    .reverse();
  return (
    <Deed kind="hotline.close" audience={row.audience} refs={[row.id]} done={done} body={{ hotline: row.id }}>
      <CodeChoice kind="hotline.close" field="outcome" label={t('call.outcome')} onChange={setOutcome} />
      {outcome === 'handed-to-case' && <Choice name="case" label={t('case')} options={[['', '—'], ...cases]} />}
      <Field name="words" label={t('words')} long />
    </Deed>
  );
}

function CallForm({ done }: { done: () => void }) {
  const { t, language } = useWords();
  const names = useNames();
  return (
    <Deed
      kind="hotline.call"
      audience={audienceIn}
      done={done}
      body={(form) => {
        const place = placeIn(form, language);
        return {
          subject: form.get('subject'),
          words: form.get('words'),
          language,
          ...(place ? { place } : {}),
          ...(text(form, 'asks') ? { asks: text(form, 'asks') } : {}),
        };
      }}
    >
      <CodeChoice kind="hotline.call" field="subject" label={t('call.subject')} />
      <Field name="words" label={t('call.words')} hint={t('file.account.hint')} long required />
      <Field name="asks" label={t('asks')} />
      <PlaceFields optional known="seen" />
      <AudienceFields must={names.parties} />
    </Deed>
  );
}
