// Notices: what somebody said beforehand that it would do, whether the others acknowledged it, and what happened near it.

import { acknowledgementClocks, type Notice as Row } from '@sulh/mechanism';
import { Link } from 'wouter';
import { AudienceFields, audienceIn } from './AudienceFields.tsx';
import { ClockTable } from './Clocks.tsx';
import { useAcknowledgedColumn, useByColumn } from './columns.tsx';
import { CodeChoice, Deed, Field, instant, localValue, text } from './Deed.tsx';
import { useWords } from './i18n.tsx';
import { ListTable } from './List.tsx';
import { Near } from './Near.tsx';
import { Next, useMay } from './Next.tsx';
import { useNames } from './names.tsx';
import { PlaceFields, placeIn } from './PlaceFields.tsx';
import {
  Fact,
  Facts,
  Instant,
  Mark,
  OneRow,
  Page,
  Party,
  Period,
  Said,
  Section,
  type Shape,
  Sides,
  Sources,
} from './parts.tsx';
import { useAudience } from './Record.tsx';
import { useNow, useReader } from './reader.ts';
import { Steps, stepOf } from './Steps.tsx';
import { useWhere, Where } from './Where.tsx';

type Standing = 'cancelled' | 'over' | 'now' | 'coming';
const standingOf = (one: Row, now: string): Standing =>
  one.cancelled ? 'cancelled' : one.when.to < now ? 'over' : one.when.from <= now ? 'now' : 'coming';
const SHAPE: Record<Standing, Shape> = { cancelled: 'cross', over: 'dash', now: 'disc', coming: 'ring' };

export function Notices() {
  const { t, language } = useWords();
  const by = useByColumn();
  const where = useWhere();
  const now = useNow();
  const reader = useReader([]);
  const acknowledged = useAcknowledgedColumn(reader);
  const may = useMay(reader);
  const title = (one: Row) => t('notice.of', { what: t(`notice.${one.what}`) });
  const when = { from: now, to: '9999-12-31T00:00:00.000Z', certainty: 'exact' };
  const coming = { what: 'other', when, place: { known: 'told' }, words: '-', language };
  return (
    <Page title={t('nav.notices')} lede={t('notices.lede')} wide>
      <Next
        steps={[
          may('notice.give', coming, 'members') && {
            kind: 'notice.give',
            form: (done) => <NoticeForm done={done} />,
          },
        ]}
      />
      <ListTable
        table="notice"
        label={t('nav.notices')}
        empty={t('notices.empty')}
        first="-when"
        columns={[
          {
            key: 'what',
            name: t('notice'),
            value: title,
            cell: (row) => <Link href={`/notice/${row.id}`}>{title(row)}</Link>,
          },
          by(t('given-by')),
          { key: 'when', name: t('when'), value: (row) => row.when.from, cell: (row) => <Period when={row.when} /> },
          {
            key: 'where',
            name: t('where'),
            value: (row) => where(row.place),
            cell: (row) => <Where place={row.place} />,
          },
          {
            key: 'status',
            name: t('status'),
            value: (row) => t(`notice.${standingOf(row, now)}`),
            cell: (row) => <Mark shape={SHAPE[standingOf(row, now)]}>{t(`notice.${standingOf(row, now)}`)}</Mark>,
          },
          acknowledged,
        ]}
      />
    </Page>
  );
}

export function Notice() {
  return <OneRow table="notice">{(found) => <Shown row={found} />}</OneRow>;
}

function Shown({ row }: { row: Row }) {
  const { t } = useWords();
  const audience = useAudience();
  const now = useNow();
  const reader = useReader(['incident', 'case'], [['notice', row]]);
  const may = useMay(reader);
  const clocks = reader ? acknowledgementClocks(reader, row, now) : [];
  const standing = standingOf(row, now);
  const on = { audience: row.audience, refs: [row.id] };
  const later = { ...row.when, to: new Date(Date.parse(now) + 60_000).toISOString() };
  const change = { notice: row.id, when: later, place: row.place, words: row.words };
  return (
    <Page
      kicker={
        <>
          <Link href="/notices">{t('nav.notices')}</Link> —{' '}
          <Mark shape={SHAPE[standing]}>{t(`notice.${standing}`)}</Mark>
        </>
      }
      title={t('notice.of', { what: t(`notice.${row.what}`) })}
      lede={
        <p>
          <Period when={row.when} /> — <Where place={row.place} />
        </p>
      }
      wide
    >
      {row.cancelled && (
        <p className="notice">
          {t('notice.cancelled')}: <q dir="auto">{row.cancelled.because}</q> <Sources entries={[row.cancelled.entry]} />
        </p>
      )}
      <Facts>
        <Fact name={t('given-by')}>
          <Party id={row.organisation} member={row.by} /> <Instant iso={row.since} /> <Sources entries={[row.id]} />
        </Fact>
        <Fact name={t('audience')}>{audience(row.audience)}</Fact>
        <Fact name={t('where')}>
          <Where place={row.place} detail />
        </Fact>
      </Facts>
      <Next
        steps={[
          may('notice.acknowledge', { notice: row.id, answer: 'noted' }, row.audience) && {
            kind: 'notice.acknowledge',
            form: (done) => (
              <Deed kind="notice.acknowledge" {...on} done={done} body={{ notice: row.id }}>
                <CodeChoice kind="notice.acknowledge" field="answer" label={t('answer')} />
                <Field name="words" label={t('words')} long />
              </Deed>
            ),
          },
          may('notice.change', change, row.audience) && {
            kind: 'notice.change',
            form: (done) => <NoticeForm before={row} done={done} />,
          },
          may('notice.cancel', { notice: row.id, because: '-' }, row.audience) && {
            kind: 'notice.cancel',
            form: (done) => (
              <Deed kind="notice.cancel" {...on} done={done} body={{ notice: row.id }}>
                <Field name="because" label={t('because')} long required />
              </Deed>
            ),
          },
        ]}
      />
      <Section title={t('notice.words')}>
        <Said language={row.language}>{row.words}</Said>
        {row.asks && (
          <>
            <h3>{t('asks')}</h3>
            <Said language={row.language}>{row.asks}</Said>
          </>
        )}
        {row.changed.length > 0 && (
          <details>
            <summary>{t('report.earlier')}</summary>
            {row.changed.map((one) => (
              <div key={one.entry} className="superseded">
                <p>
                  <Period when={one.before.when} /> — <Where place={one.before.place} />{' '}
                  <Sources entries={[one.entry]} />
                </p>
                <Said language={row.language} quiet>
                  {one.before.words}
                </Said>
              </div>
            ))}
          </details>
        )}
      </Section>
      <Section title={t('acknowledged')}>
        <Answers row={row} />
        <ClockTable clocks={clocks} />
      </Section>
      <Near reader={reader} placed={row} lede={t('notice.near')} />
      <Section title={t('steps')}>
        <Steps
          steps={[
            stepOf('notice.give', { entry: row.id, at: row.since, by: row.by, organisation: row.organisation }),
            ...row.acknowledged.map((one) => stepOf('notice.acknowledge', one)),
            ...row.changed.map((one) => stepOf('notice.change', one)),
            ...(row.cancelled ? [stepOf('notice.cancel', row.cancelled, row.cancelled.because)] : []),
          ]}
        />
      </Section>
    </Page>
  );
}

/** What each side answered: the parties side by side, the others below. */
function Answers({ row }: { row: Row }) {
  const { t } = useWords();
  const names = useNames();
  const answer = (one: Row['acknowledged'][number]) => (
    <div key={one.entry}>
      <Mark shape={one.answer === 'objection' ? 'diamond' : 'disc'} strong>
        {t(`notice-answer.${one.answer}`)}
      </Mark>{' '}
      <small>
        <Instant iso={one.at} /> <Sources entries={[one.entry]} />
      </small>
      {one.words && <Said quiet>{one.words}</Said>}
    </div>
  );
  const others = row.acknowledged.filter((one) => !names.parties.includes(one.organisation));
  return (
    <>
      <Sides>
        {(party) => {
          if (party === row.organisation) return <p className="muted">{t('notice.own')}</p>;
          const given = row.acknowledged.find((one) => one.organisation === party);
          return given ? answer(given) : <Mark shape="dash">{t('silent')}</Mark>;
        }}
      </Sides>
      {others.map((one) => (
        <div key={one.entry}>
          <h3>
            <Party id={one.organisation} />
          </h3>
          {answer(one)}
        </div>
      ))}
    </>
  );
}

function NoticeForm({ before, done }: { before?: Row; done: () => void }) {
  const { t, language } = useWords();
  const names = useNames();
  const next = localValue(new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000).toISOString());
  const moment = (name: 'from' | 'to', label: string, required?: boolean) => (
    <Field
      name={name}
      label={`${label} (UTC)`}
      type="datetime-local"
      dir="ltr"
      {...(required ? { required } : {})}
      value={before ? localValue(before.when[name]) : name === 'from' ? next : undefined}
    />
  );
  return (
    <Deed
      kind={before ? 'notice.change' : 'notice.give'}
      audience={before?.audience ?? audienceIn}
      {...(before ? { refs: [before.id] } : {})}
      done={done}
      body={(form) => {
        const from = instant(form, 'from');
        const said = {
          when: { from, to: instant(form, 'to') ?? from, certainty: form.get('certainty') },
          place: placeIn(form, language),
          words: form.get('words'),
        };
        if (before) return { notice: before.id, ...said };
        return {
          what: form.get('what'),
          ...said,
          language,
          ...(text(form, 'asks') ? { asks: text(form, 'asks') } : {}),
        };
      }}
    >
      <p className="notice">{before ? t('notice.change.lede') : t('notice.form.lede')}</p>
      <div className="fields">
        {!before && <CodeChoice kind="notice.give" field="what" label={t('notice.what')} />}
        {moment('from', t('file.from'), true)}
        {moment('to', t('file.to'))}
        <CodeChoice
          kind="notice.give"
          field="when.certainty"
          name="certainty"
          label={t('file.certainty')}
          value={before?.when.certainty ?? 'about'}
        />
      </div>
      <PlaceFields before={before?.place} />
      <Field name="words" label={t('notice.words')} long required value={before?.words} />
      {!before && (
        <>
          <Field name="asks" label={t('asks')} long />
          <AudienceFields must={names.parties} />
        </>
      )}
    </Deed>
  );
}
