// Sharing: sealed information offered to named others, marked, for a purpose, for a time; every disclosure of what one's own
// organisation originated; and what was released to all, no finer than the terms allow.

import { cellOf, disclosures, type Release, type Share as Row, releaseFits } from '@sulh/mechanism';
import { useState } from 'react';
import { Link } from 'wouter';
import { audienceIn } from './AudienceFields.tsx';
import { useRow, useRows } from './api.ts';
import { sinceColumn } from './columns.tsx';
import { Choice, CodeChoice, Deed, Field, instant, localValue, text, whole } from './Deed.tsx';
import { useWords } from './i18n.tsx';
import { ListTable } from './List.tsx';
import { Next, useMay } from './Next.tsx';
import { useMechanism, useNames } from './names.tsx';
import { PointFields } from './PlaceFields.tsx';
import {
  Asked,
  Day,
  Empty,
  Fact,
  Facts,
  Instant,
  Mark,
  OneRow,
  Page,
  Party,
  Said,
  Section,
  type Shape,
  Sources,
  Trouble,
} from './parts.tsx';
import { useAudience } from './Record.tsx';
import { useNow, useReader } from './reader.ts';
import { SealedWords } from './Sealed.tsx';
import { useSealKeys } from './SealPart.tsx';
import { Steps, stepOf } from './Steps.tsx';
import { useMe } from './session.tsx';

/** The marking as TLP 2.0 writes it. */
const Tlp = ({ tlp }: { tlp: Row['tlp'] }) => (
  <bdi dir="ltr" className="tag">
    TLP:{tlp}
  </bdi>
);

type Standing = 'withdrawn' | 'expired' | 'stands';
const standingOf = (one: Row, now: string): Standing =>
  one.withdrawn ? 'withdrawn' : one.expiresAt <= now ? 'expired' : 'stands';
const SHAPE: Record<Standing, Shape> = { withdrawn: 'cross', expired: 'dash', stands: 'disc' };

export function Sharing() {
  const { t } = useWords();
  const names = useNames();
  const { viewer } = useMe();
  const now = useNow();
  const reader = useReader(viewer ? ['share'] : []);
  const may = useMay(reader);
  const other = names.parties.find((one) => one !== viewer?.organisation) ?? '';
  const both = [viewer?.organisation ?? '', other].sort();
  const said = { en: '-' };
  const where = { kind: 'area', name: said, level: 'district' };
  const long = { subject: 'other', words: said, where, from: '2000-01-01', to: '2000-01-01' };
  const offer = { to: [other], tlp: 'RED', subject: 'other', purpose: '-' };
  return (
    <Page title={t('nav.sharing')} lede={t('sharing.lede')} wide>
      <Next
        steps={[
          may('share.offer', offer, both, both) && {
            kind: 'share.offer',
            form: (done) => <OfferForm done={done} />,
          },
          may('share.release', long, 'members') && {
            kind: 'share.release',
            form: (done) => <ReleaseForm done={done} />,
          },
        ]}
      />
      {viewer && (
        <>
          <Section title={t('shares')}>
            <ListTable
              table="share"
              label={t('shares')}
              empty={t('shares.empty')}
              first="-since"
              columns={[
                {
                  key: 'subject',
                  name: t('share.subject'),
                  value: (row) => t(`share-subject.${row.subject}`),
                  cell: (row) => (
                    <>
                      <Link href={`/share/${row.id}`}>{t(`share-subject.${row.subject}`)}</Link> <Tlp tlp={row.tlp} />
                    </>
                  ),
                },
                {
                  key: 'from',
                  name: t('share.originator'),
                  value: (row) => names.organisation(row.originator),
                  cell: (row) => <Party id={row.originator} />,
                },
                {
                  key: 'to',
                  name: t('share.recipients'),
                  value: (row) => names.together(row.to),
                  cell: (row) => names.together(row.to),
                },
                {
                  key: 'status',
                  name: t('status'),
                  value: (row) => t(`share.${standingOf(row, now)}`),
                  cell: (row) => <Mark shape={SHAPE[standingOf(row, now)]}>{t(`share.${standingOf(row, now)}`)}</Mark>,
                },
                {
                  key: 'expires',
                  name: t('share.expires'),
                  value: (row) => row.expiresAt,
                  cell: (row) => <Instant iso={row.expiresAt} />,
                },
                sinceColumn(t('given')),
              ]}
            />
          </Section>
          <Section title={t('disclosures')}>
            <p className="small muted">{t('disclosures.lede')}</p>
            <Ledger rows={reader ? disclosures(reader, viewer.organisation) : []} />
          </Section>
        </>
      )}
      <Section title={t('releases')}>
        <Releases />
      </Section>
    </Page>
  );
}

/** Who was given what, when, by whom, and whether it was opened. */
function Ledger({ rows }: { rows: ReturnType<typeof disclosures> }) {
  const { t } = useWords();
  if (rows.length === 0) return <Empty>{t('disclosures.empty')}</Empty>;
  return (
    <ul className="plain rows">
      {rows.map((one) => (
        <li key={one.share + one.to} data-disclosure={one.share}>
          <Instant iso={one.at} /> — <Party id={one.by} /> {t('disclosure.to')} <Party id={one.to} /> —{' '}
          <Mark shape={one.opened ? 'disc' : 'ring'}>
            {t(one.opened ? 'disclosure.opened' : 'disclosure.unopened')}
          </Mark>{' '}
          {one.opened && <Instant iso={one.opened} />}{' '}
          {one.withdrawn && (
            <>
              <Mark shape="cross">{t('share.withdrawn')}</Mark> <Instant iso={one.withdrawn} />{' '}
            </>
          )}
          {one.consent && (
            <Link className="source" href={`/entry/${one.consent}`}>
              {t('disclosure.consent')}
            </Link>
          )}{' '}
          <Link href={`/share/${one.share}`}>{t('share')}</Link>
        </li>
      ))}
    </ul>
  );
}

function Releases() {
  const { t, of, n } = useWords();
  const rows = useRows('release', { limit: 200, sort: 'newest' });
  const where = (place: Release['where']) =>
    place.kind === 'area'
      ? `${of(place.name)} (${t(`level.${place.level}`)})`
      : t('release.cell', {
          km: n(place.km),
          corner: `${place.lat.toFixed(2)}° ${place.lon.toFixed(2)}°`,
        });
  return (
    <Asked query={rows}>
      {({ rows: found }) =>
        found.length === 0 ? (
          <Empty>{t('releases.empty')}</Empty>
        ) : (
          <ul className="plain rows">
            {found.map((one) => (
              <li key={one.id} data-release={one.id}>
                <p>
                  <b>{t(`share-subject.${one.subject}`)}</b> — <bdi>{where(one.where)}</bdi> —{' '}
                  <Day iso={one.from} beside={false} />
                  {one.to !== one.from && (
                    <>
                      {' – '}
                      <Day iso={one.to} beside={false} />
                    </>
                  )}
                </p>
                <Said quiet>{of(one.words)}</Said>
                <p className="small">
                  {t('said-by')} <Party id={one.organisation} member={one.by} /> — <Instant iso={one.since} />{' '}
                  <Sources entries={[one.id]} />
                </p>
              </li>
            ))}
          </ul>
        )
      }
    </Asked>
  );
}

export function Share() {
  return <OneRow table="share">{(found) => <Shown row={found} />}</OneRow>;
}

function Shown({ row }: { row: Row }) {
  const { t } = useWords();
  const names = useNames();
  const audience = useAudience();
  const { viewer } = useMe();
  const now = useNow();
  const [words, setWords] = useState<string>();
  const reader = useReader(['share']);
  const may = useMay(reader);
  const sealed = useRow('sealed', row.id).data;
  const standing = standingOf(row, now);
  const on = { audience: row.audience, refs: [row.id] };
  const act = (kind: string, more: object = {}) => may(kind, { share: row.id, ...more }, row.audience);
  const elsewhere = names.parties.concat('').find((one) => one !== viewer?.organisation) ?? '';
  const grants = row.asks.filter(
    (one) =>
      one.answer?.answer === 'granted' &&
      may(
        'share.pass-on',
        { share: row.id, consent: one.answer.entry, to: one.to },
        allOf(viewer?.organisation, row.originator, one.to),
        allOf(viewer?.organisation, row.originator, one.to),
      ),
  );
  const all = reader ? disclosures(reader, row.originator) : [];
  const passed = all.filter((one) => reader?.get('share', one.share)?.passed?.share === row.id || one.share === row.id);
  return (
    <Page
      kicker={
        <>
          <Link href="/sharing">{t('nav.sharing')}</Link> —{' '}
          <Mark shape={SHAPE[standing]}>{t(`share.${standing}`)}</Mark>
        </>
      }
      title={t('share.of', { subject: t(`share-subject.${row.subject}`) })}
      lede={
        <p>
          <Tlp tlp={row.tlp} /> {t(`tlp.${row.tlp}`)}
        </p>
      }
    >
      {row.withdrawn && (
        <p className="notice">
          {t('share.withdrawn.said')}
          {row.withdrawn.because && (
            <>
              : <q dir="auto">{row.withdrawn.because}</q>
            </>
          )}{' '}
          <Instant iso={row.withdrawn.at} /> <Sources entries={[row.withdrawn.entry]} />
        </p>
      )}
      <Facts>
        <Fact name={t('share.originator')}>
          <Party id={row.originator} />
        </Fact>
        <Fact name={t('share.given-by')}>
          <Party id={row.organisation} member={row.by} /> <Instant iso={row.since} /> <Sources entries={[row.id]} />
        </Fact>
        <Fact name={t('share.recipients')}>{names.together(row.to)}</Fact>
        <Fact name={t('audience')}>{audience(row.audience)}</Fact>
        <Fact name={t('share.expires')}>
          <Instant iso={row.expiresAt} />
        </Fact>
        {row.passed && (
          <Fact name={t('share.passed')}>
            <Link href={`/entry/${row.passed.consent}`}>{t('disclosure.consent')}</Link>
          </Fact>
        )}
      </Facts>
      <Section title={t('share.purpose')}>
        <p className="small muted">{t('share.purpose.only')}</p>
        <Said>{row.purpose}</Said>
      </Section>
      <Section title={t('share.sealed')}>
        {sealed && (!row.withdrawn || row.originator === viewer?.organisation) && (
          <SealedWords row={sealed} opened={setWords} />
        )}
        {act('share.receive') && (
          <Deed
            kind="share.receive"
            {...on}
            quiet
            label={t('do.share.receive')}
            ready={words !== undefined}
            body={{ share: row.id }}
          />
        )}
      </Section>
      <Next
        steps={[
          act('share.ask', { to: elsewhere, purpose: '-' }) && {
            kind: 'share.ask',
            form: (done) => (
              <Deed kind="share.ask" {...on} done={done} body={{ share: row.id }}>
                <p className="small">{t('share.ask.lede')}</p>
                <Others name="to" label={t('custody.to')} not={[viewer?.organisation ?? '']} />
                <Field name="purpose" label={t('share.purpose')} long required />
              </Deed>
            ),
          },
          grants.length > 0 && {
            kind: 'share.pass-on',
            form: (done) => <PassForm row={row} grants={grants} words={words} done={done} />,
          },
          act('share.withdraw', { because: '-' }) && {
            kind: 'share.withdraw',
            form: (done) => (
              <Deed kind="share.withdraw" {...on} done={done} body={{ share: row.id }}>
                <Field name="because" label={t('because')} long required />
              </Deed>
            ),
          },
        ]}
      />
      <Section title={t('share.asks')}>
        {row.asks.length === 0 ? (
          <Empty>{t('share.asks.none')}</Empty>
        ) : (
          <ul className="plain rows">
            {row.asks.map((ask) => (
              <li key={ask.entry} data-ask={ask.entry}>
                <p>
                  <Party id={ask.organisation} member={ask.by} /> {t('disclosure.to')} <Party id={ask.to} /> —{' '}
                  <Instant iso={ask.at} /> <Sources entries={[ask.entry]} />
                </p>
                <Said quiet>{ask.purpose}</Said>
                {ask.answer ? (
                  <p>
                    <Mark shape={ask.answer.answer === 'granted' ? 'disc' : 'cross'} strong>
                      {t(`access.${ask.answer.answer}`)}
                    </Mark>{' '}
                    — <Party id={ask.answer.organisation} /> <Instant iso={ask.answer.at} />
                    {ask.answer.conditions && (
                      <>
                        {' '}
                        — {t('access.conditions')}: <q dir="auto">{ask.answer.conditions}</q>
                      </>
                    )}{' '}
                    <Sources entries={[ask.answer.entry]} />
                  </p>
                ) : (
                  <p>
                    <Mark shape="ring">{t('share.consent-awaited')}</Mark> — <Party id={row.originator} />
                  </p>
                )}
                {act('share.consent', { ask: ask.entry, answer: 'granted' }) && (
                  <Deed kind="share.consent" {...on} body={{ share: row.id, ask: ask.entry }}>
                    <div className="fields">
                      <CodeChoice kind="share.consent" field="answer" label={t('answer')} />
                      <Field name="expires" label={`${t('share.expires')} (UTC)`} type="datetime-local" dir="ltr" />
                    </div>
                    <Field name="conditions" label={t('access.conditions')} long />
                  </Deed>
                )}
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Section title={t('disclosures')}>
        <Ledger rows={passed} />
      </Section>
      <Section title={t('steps')}>
        <Steps
          steps={[
            stepOf(row.passed ? 'share.pass-on' : 'share.offer', {
              ...{ entry: row.id, at: row.since, by: row.by, organisation: row.organisation },
            }),
            ...row.received.map((one) => stepOf('share.receive', one)),
            ...row.asks.flatMap((one) => [
              stepOf('share.ask', one),
              ...(one.answer ? [stepOf('share.consent', one.answer)] : []),
            ]),
            ...(row.withdrawn ? [stepOf('share.withdraw', row.withdrawn, row.withdrawn.because)] : []),
          ]}
        />
      </Section>
    </Page>
  );
}

const allOf = (...some: (string | undefined)[]): string[] =>
  [...new Set(some.filter((one) => one !== undefined && one !== ''))].sort() as string[];

function Others({ name, label, not }: { name: string; label: string; not: readonly string[] }) {
  const names = useNames();
  const { terms } = useMechanism();
  return (
    <Choice
      name={name}
      label={label}
      options={terms.organisations
        .filter((one) => !not.includes(one.id))
        .map((one) => [one.id, names.organisation(one.id)] as const)}
    />
  );
}

/** Who will read it, before it is written: the list shown is the list that gets it. */
export function Readers({ organisations }: { organisations: readonly string[] }) {
  const { t } = useWords();
  const names = useNames();
  return (
    <p className="notice" role="status">
      {t('readers.will-be', { organisations: names.together(organisations) })}
    </p>
  );
}

function OfferForm({ done }: { done: () => void }) {
  const { t } = useWords();
  const names = useNames();
  const { terms } = useMechanism();
  const { viewer } = useMe();
  const keys = useSealKeys();
  const [to, setTo] = useState<readonly string[]>([]);
  const [tlp, setTlp] = useState<Row['tlp']>('RED');
  const own = viewer?.organisation ?? '';
  const all = allOf(own, ...to);
  const has = (id: string) => id in keys.of([id]);
  if (keys.ready && !has(own)) {
    return (
      <p className="notice">
        {t('sealed.no-key')} <Link href="/sealed">{t('nav.sealed')}</Link>
      </p>
    );
  }
  return (
    <Deed
      kind="share.offer"
      audience={all}
      done={done}
      ready={to.length > 0}
      body={(form) => ({
        to,
        tlp,
        subject: form.get('subject'),
        purpose: form.get('purpose'),
        ...(text(form, 'expires') ? { expires: instant(form, 'expires') } : {}),
      })}
      seal={(form) => ({ words: String(form.get('words')), recipients: keys.of(all) })}
    >
      <fieldset>
        <legend>{t('share.recipients')}</legend>
        <div className="choices">
          {terms.organisations
            .filter((one) => one.id !== own)
            .map((one) => (
              <label key={one.id} className="choice-box">
                <input
                  type="checkbox"
                  name="to"
                  value={one.id}
                  disabled={!has(one.id)}
                  onChange={(event) =>
                    setTo(event.target.checked ? allOf(...to, one.id) : to.filter((each) => each !== one.id))
                  }
                />{' '}
                {names.organisation(one.id)}
                {!has(one.id) && <small className="muted"> — {t('seal.none')}</small>}
              </label>
            ))}
        </div>
      </fieldset>
      {to.length > 0 && <Readers organisations={all} />}
      <div className="fields">
        <Choice
          name="tlp"
          label={t('share.marking')}
          value={tlp}
          hint={t(`tlp.${tlp}`)}
          options={(['RED', 'AMBER+STRICT', 'AMBER', 'GREEN', 'CLEAR'] as const).map((one) => [one, `TLP:${one}`])}
          onChange={(value) => setTlp(value as Row['tlp'])}
        />
        <CodeChoice kind="share.offer" field="subject" label={t('share.subject')} />
        <Field
          name="expires"
          label={`${t('share.expires')} (UTC)`}
          type="datetime-local"
          dir="ltr"
          min={localValue(new Date().toISOString())}
        />
      </div>
      <Field name="purpose" label={t('share.purpose')} hint={t('share.purpose.hint')} long required />
      <Field name="words" label={t('share.words')} hint={t('share.words.hint')} long required />
    </Deed>
  );
}

function PassForm({
  row,
  grants,
  words,
  done,
}: {
  row: Row;
  grants: readonly Row['asks'][number][];
  words: string | undefined;
  done: () => void;
}) {
  const { t } = useWords();
  const names = useNames();
  const { viewer } = useMe();
  const keys = useSealKeys();
  const [chosen, setChosen] = useState(grants[0]?.entry);
  const ask = grants.find((one) => one.entry === chosen) ?? grants[0]!;
  const all = allOf(viewer?.organisation, row.originator, ask.to);
  return (
    <Deed
      kind="share.pass-on"
      audience={all}
      refs={[row.id]}
      done={done}
      ready={words !== undefined && Object.keys(keys.of(all)).length === all.length}
      body={{ share: row.id, consent: ask.answer?.entry, to: ask.to }}
      seal={() => ({ words: words ?? '', recipients: keys.of(all) })}
    >
      <Choice
        name="ask"
        label={t('custody.to')}
        options={grants.map((one) => [one.entry, names.organisation(one.to)] as const)}
        onChange={setChosen}
      />
      <Readers organisations={all} />
      {words === undefined && <p className="small">{t('share.open-first')}</p>}
    </Deed>
  );
}

/** The release check stands beside what is being written: the rules' own answer, before anything is signed. */
function ReleaseForm({ done }: { done: () => void }) {
  const { t, n, language } = useWords();
  const { terms } = useMechanism();
  const now = useNow();
  const [kind, setKind] = useState('area');
  const [checked, setChecked] = useState<ReturnType<typeof releaseFits> | 'fits'>();
  const bodyOf = (form: FormData) => {
    const [min, max] = [whole(form, 'min'), whole(form, 'max')];
    return {
      subject: String(form.get('subject')) as Release['subject'],
      words: { [language]: String(form.get('words')) },
      where:
        kind === 'cell'
          ? cellOf({ lat: whole(form, 'lat') ?? 0, lon: whole(form, 'lon') ?? 0 }, terms.generalise.km)
          : {
              kind: 'area' as const,
              name: { [language]: String(form.get('name')) },
              level: String(form.get('level')) as 'district',
            },
      from: String(form.get('from')),
      to: text(form, 'to') ?? String(form.get('from')),
      ...(min === undefined && max === undefined
        ? {}
        : { count: { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) } }),
    };
  };
  return (
    <Deed kind="share.release" audience={audienceIn} done={done} body={bodyOf}>
      <p className="notice">
        {t('release.lede', {
          km: n(terms.generalise.km),
          hours: n(terms.generalise.hours),
          count: n(terms.generalise.minCount),
        })}
      </p>
      <div className="fields">
        <CodeChoice kind="share.release" field="subject" label={t('share.subject')} />
        <CodeChoice kind="share.release" field="where.kind" name="kind" label={t('where')} onChange={setKind} />
        {kind === 'cell' ? (
          <PointFields />
        ) : (
          <>
            <Field name="name" label={t('file.area-name')} required />
            <CodeChoice kind="share.release" field="where.level" name="level" label={t('file.level')} />
          </>
        )}
        <Field name="from" label={t('file.from')} type="date" dir="ltr" max={now.slice(0, 10)} required />
        <Field name="to" label={t('file.to')} type="date" dir="ltr" max={now.slice(0, 10)} />
        <Field name="min" label={t('figure.min')} type="number" dir="ltr" min={0} step={1} />
        <Field name="max" label={t('figure.max')} type="number" dir="ltr" min={0} step={1} />
      </div>
      {kind === 'cell' && <p className="small muted">{t('release.cell.hint', { km: n(terms.generalise.km) })}</p>}
      <Field name="words" label={t('words')} hint={t('release.words.hint')} long required />
      <AudienceOpen />
      <p className="row">
        <button
          type="button"
          data-check
          onClick={(event) => {
            const form = event.currentTarget.form;
            if (form) setChecked(releaseFits(terms, bodyOf(new FormData(form)), new Date().toISOString()) ?? 'fits');
          }}
        >
          {t('release.check')}
        </button>
        {checked === 'fits' && <Mark shape="disc">{t('release.fits')}</Mark>}
      </p>
      {checked !== 'fits' && <Trouble error={checked} />}
    </Deed>
  );
}

const AudienceOpen = () => {
  const { t } = useWords();
  return (
    <Choice
      name="audience"
      label={t('audience')}
      options={[
        ['members', t('audience.members')],
        ['public', t('audience.public')],
      ]}
    />
  );
};
