// Hand-overs of persons and remains: a docket for each, by pseudonym, and the lists that the sides hand each other, under
// their clock. No name of a person is on any of these pages.

import { type Docket, gatesFor, hindrances, listClock, type PersonList as Row } from '@sulh/mechanism';
import { useState } from 'react';
import { Link } from 'wouter';
import { AudienceFields, audienceIn } from './AudienceFields.tsx';
import { useRows } from './api.ts';
import { ClockMark } from './Clocks.tsx';
import { sinceColumn, useByColumn } from './columns.tsx';
import { Choice, CodeChoice, Deed, Field, text } from './Deed.tsx';
import { useWords } from './i18n.tsx';
import { ListTable } from './List.tsx';
import { Next, useMay } from './Next.tsx';
import { useMechanism, useNames } from './names.tsx';
import { Fact, Facts, Instant, Mark, OneRow, Page, Party, Section, type Shape, Sources } from './parts.tsx';
import { useAudience } from './Record.tsx';
import { useNow, useReader } from './reader.ts';
import { Steps, stepOf } from './Steps.tsx';
import { useMe } from './session.tsx';

export const DOCKET_SHAPE: Record<Docket['status'], Shape> = {
  open: 'ring',
  accepted: 'half',
  'handed-over': 'disc',
  'outside-safeguards': 'diamond',
  ended: 'dash',
};

export function Handovers() {
  const { t, n } = useWords();
  const names = useNames();
  const by = useByColumn();
  const { terms } = useMechanism();
  const { viewer } = useMe();
  const now = useNow();
  const reader = useReader([]);
  const may = useMay(reader);
  const [us, them] = sidesOf(names.parties, viewer?.organisation);
  const crossing = terms.places.find((one) => one.kind === 'crossing')?.id;
  const opening = { pseudonym: 'P-0000', what: 'person', transferring: us, receiving: them, crossing, minor: false };
  const holds = (row: Row) =>
    t(`holds.${row.holds}`, { from: names.organisation(row.organisation), to: names.organisation(row.to) });
  const gates = (row: Docket) => {
    const all = gatesFor(row.what).length;
    return t('docket.gates-set', { set: all - hindrances(row).gates.length, all });
  };
  return (
    <Page title={t('nav.handovers')} lede={t('handovers.lede')} wide>
      <Next
        steps={[
          may('handover.open', opening, 'members') && {
            kind: 'handover.open',
            form: (done) => <OpenForm done={done} />,
          },
          may('handover.list', { to: them, holds: 'held-by-us', persons: ['P-0000'] }, 'members') && {
            kind: 'handover.list',
            form: (done) => <ListForm done={done} />,
          },
        ]}
      />
      <Section title={t('dockets')}>
        <ListTable
          table="docket"
          label={t('dockets')}
          empty={t('dockets.empty')}
          first="-since"
          columns={[
            {
              key: 'person',
              name: t('docket'),
              value: (row) => row.pseudonym,
              cell: (row) => (
                <>
                  <Link href={`/docket/${row.id}`}>
                    <bdi dir="ltr">{row.pseudonym}</bdi>
                  </Link>{' '}
                  <small className="muted">{t(`docket.${row.what}`)}</small>
                </>
              ),
            },
            {
              key: 'status',
              name: t('status'),
              value: (row) => t(`docket.${row.status}`),
              cell: (row) => <Mark shape={DOCKET_SHAPE[row.status]}>{t(`docket.${row.status}`)}</Mark>,
            },
            {
              key: 'way',
              name: t('docket.way'),
              value: (row) => `${names.organisation(row.transferring)} → ${names.organisation(row.receiving)}`,
              cell: (row) =>
                t('crossing.direction', {
                  from: names.organisation(row.transferring),
                  to: names.organisation(row.receiving),
                }),
            },
            {
              key: 'crossing',
              name: t('place.crossing'),
              value: (row) => names.place(row.crossing),
              cell: (row) => <bdi>{names.place(row.crossing)}</bdi>,
            },
            { key: 'gates', name: t('gates'), value: gates, cell: gates },
            {
              key: 'objections',
              name: t('objections.open'),
              value: (row) => hindrances(row).objections.length,
              cell: (row) => n(hindrances(row).objections.length),
            },
            sinceColumn(t('opened')),
          ]}
        />
      </Section>
      <Section title={t('person-lists')}>
        <ListTable
          table="list"
          label={t('person-lists')}
          empty={t('person-lists.empty')}
          first="-since"
          columns={[
            {
              key: 'what',
              name: t('person-list'),
              value: holds,
              cell: (row) => <Link href={`/list/${row.id}`}>{holds(row)}</Link>,
            },
            {
              key: 'persons',
              name: t('persons'),
              value: (row) => row.persons.length,
              cell: (row) => n(row.persons.length),
            },
            by(t('handed-in-by')),
            {
              key: 'clock',
              name: t('clock'),
              value: (row) => reader && listClock(reader, row, now).due,
              cell: (row) => reader && <ClockMark clock={listClock(reader, row, now)} />,
            },
            sinceColumn(t('given')),
          ]}
        />
      </Section>
    </Page>
  );
}

/** The reader's side first where it has one, and the other. */
function sidesOf(parties: readonly string[], own: string | undefined): [string, string] {
  const us = own !== undefined && parties.includes(own) ? own : (parties[0] ?? '');
  return [us, parties.find((one) => one !== us) ?? ''];
}

/** Pseudonyms as somebody types them: one a line or with commas. */
const pseudonymsIn = (words: string): string[] =>
  words
    .toUpperCase()
    .split(/[\s,،;]+/)
    .filter(Boolean);

function ListForm({ done }: { done: () => void }) {
  const { t } = useWords();
  const names = useNames();
  const { viewer } = useMe();
  const others = names.parties.filter((one) => one !== viewer?.organisation);
  const [to, setTo] = useState(others[0] ?? '');
  return (
    <Deed
      kind="handover.list"
      audience={audienceIn}
      done={done}
      body={(form) => ({
        to: form.get('to'),
        holds: form.get('holds'),
        persons: pseudonymsIn(String(form.get('persons'))),
      })}
    >
      <div className="fields">
        <Choice
          name="to"
          label={t('custody.to')}
          options={others.map((one) => [one, names.organisation(one)] as const)}
          onChange={setTo}
        />
        <Choice
          name="holds"
          label={t('person-list')}
          options={(['held-by-us', 'believed-held-by-you'] as const).map((one) => [
            one,
            t(`holds.${one}`, { from: names.organisation(viewer?.organisation), to: names.organisation(to) }),
          ])}
        />
      </div>
      <Field name="persons" label={t('persons')} hint={t('pseudonym.hint')} long required dir="ltr" />
      <AudienceFields key={to} must={[to]} first="some" closed third />
    </Deed>
  );
}

function OpenForm({ done }: { done: () => void }) {
  const { t } = useWords();
  const names = useNames();
  const { terms } = useMechanism();
  const { viewer } = useMe();
  const lists = useRows('list', { limit: 100 });
  const keys = useRows('seal-key', { limit: 100 });
  const [us, them] = sidesOf(names.parties, viewer?.organisation);
  const [transferring, setTransferring] = useState(us);
  const [receiving, setReceiving] = useState(them);
  const parties = names.parties.map((one) => [one, names.organisation(one)] as const);
  const sealedTo = [...new Set([viewer?.organisation ?? '', transferring, receiving])].sort();
  const keyless = sealedTo.filter((one) => !keys.data?.rows.some((key) => key.id === one));
  return (
    <Deed
      kind="handover.open"
      audience={audienceIn}
      done={done}
      body={(form) => ({
        pseudonym: String(form.get('pseudonym')).trim().toUpperCase(),
        what: form.get('what'),
        transferring,
        receiving,
        crossing: form.get('crossing'),
        minor: form.get('minor') === 'on',
        ...(text(form, 'family') ? { family: text(form, 'family')!.toUpperCase() } : {}),
        ...(text(form, 'list') ? { list: text(form, 'list') } : {}),
      })}
      seal={(form) => {
        const words = text(form, 'identity');
        const recipients = keys.data?.rows.filter((one) => sealedTo.includes(one.id)) ?? [];
        if (!words) return undefined;
        return {
          words,
          recipients: Object.fromEntries(recipients.map((one) => [one.id, one.recipient])),
        };
      }}
    >
      <p className="notice">{t('docket.no-names')}</p>
      <div className="fields">
        <Field name="pseudonym" label={t('pseudonym')} hint={t('pseudonym.hint')} required dir="ltr" />
        <CodeChoice kind="handover.open" field="what" label={t('docket')} />
        <Choice
          name="crossing"
          label={t('place.crossing')}
          options={terms.places
            .filter((one) => one.kind === 'crossing')
            .map((one) => [one.id, names.place(one.id)] as const)}
        />
        <Choice
          name="transferring"
          label={t('voice.transferring')}
          value={transferring}
          options={parties}
          onChange={setTransferring}
        />
        <Choice
          name="receiving"
          label={t('voice.receiving')}
          value={receiving}
          options={parties}
          onChange={setReceiving}
        />
        <Field name="family" label={t('docket.family')} hint={t('docket.family.hint')} dir="ltr" />
        {(lists.data?.rows.length ?? 0) > 0 && (
          <Choice
            name="list"
            label={t('person-list')}
            options={[
              ['', '—'],
              ...(lists.data?.rows ?? []).map(
                (one) => [one.id, `${names.organisation(one.organisation)} — ${one.since.slice(0, 10)}`] as const,
              ),
            ]}
          />
        )}
      </div>
      <p>
        <label>
          <input type="checkbox" name="minor" /> {t('docket.minor')}
        </label>
      </p>
      {keyless.length === 0 ? (
        <Field
          name="identity"
          label={t('docket.identity')}
          hint={t('docket.identity.hint', { organisations: names.together(sealedTo) })}
          long
        />
      ) : (
        <p className="muted small">
          {t('seal.keyless', { organisations: names.together(keyless) })} <Link href="/sealed">{t('nav.sealed')}</Link>
        </p>
      )}
      <AudienceFields key={transferring + receiving} must={[transferring, receiving]} first="some" closed third />
    </Deed>
  );
}

/** One list, person by person, with what the other side answered. */
export function PersonList() {
  return <OneRow table="list">{(found) => <ShownList row={found} />}</OneRow>;
}

function ShownList({ row }: { row: Row }) {
  const { t, n } = useWords();
  const names = useNames();
  const audience = useAudience();
  const now = useNow();
  const reader = useReader(['docket'], [['list', row]]);
  const may = useMay(reader);
  const title = t(`holds.${row.holds}`, { from: names.organisation(row.organisation), to: names.organisation(row.to) });
  const answerOf = (person: string) =>
    row.answers
      .flatMap((mark) => mark.answers.map((one) => ({ ...one, mark })))
      .findLast((one) => one.pseudonym === person);
  const probe = { list: row.id, answers: [{ pseudonym: row.persons[0], answer: 'known' }] };
  return (
    <Page
      kicker={<Link href="/handovers">{t('nav.handovers')}</Link>}
      title={title}
      lede={reader && <p>{<ClockMark clock={listClock(reader, row, now)} />}</p>}
    >
      <Facts>
        <Fact name={t('handed-in-by')}>
          <Party id={row.organisation} member={row.by} /> <Instant iso={row.since} /> <Sources entries={[row.id]} />
        </Fact>
        <Fact name={t('custody.to')}>
          <Party id={row.to} />
        </Fact>
        <Fact name={t('persons')}>{n(row.persons.length)}</Fact>
        <Fact name={t('audience')}>{audience(row.audience)}</Fact>
      </Facts>
      <Next
        steps={[
          may('handover.answer-list', probe, row.audience) && {
            kind: 'handover.answer-list',
            form: (done) => (
              <Deed
                kind="handover.answer-list"
                audience={row.audience}
                refs={[row.id]}
                done={done}
                body={(form) => ({
                  list: row.id,
                  answers: row.persons.flatMap((pseudonym) => {
                    const answer = text(form, pseudonym);
                    return answer ? [{ pseudonym, answer }] : [];
                  }),
                })}
              >
                <div className="fields">
                  {row.persons.map((one) => (
                    <CodeChoice
                      key={one}
                      kind="handover.answer-list"
                      field="answers.answer"
                      name={one}
                      label={one}
                      value={answerOf(one) ? '' : undefined}
                      none
                    />
                  ))}
                </div>
              </Deed>
            ),
          },
        ]}
      />
      <Section title={t('persons')}>
        <div className="table-frame">
          <table className="grid" aria-label={title}>
            <thead>
              <tr>
                <th scope="col">{t('pseudonym')}</th>
                <th scope="col">{t('answer')}</th>
                <th scope="col">{t('docket')}</th>
              </tr>
            </thead>
            <tbody>
              {row.persons.map((person) => {
                const answer = answerOf(person);
                const dockets = reader?.by('docket', 'pseudonym', person) ?? [];
                return (
                  <tr key={person}>
                    <th scope="row">
                      <bdi dir="ltr">{person}</bdi>
                    </th>
                    <td data-label={t('answer')}>
                      {answer ? (
                        <>
                          <Mark shape="disc">{t(`list-answer.${answer.answer}`)}</Mark>{' '}
                          <small>
                            <Instant iso={answer.mark.at} /> <Sources entries={[answer.mark.entry]} />
                          </small>
                        </>
                      ) : (
                        <Mark shape="dash">{t('silent')}</Mark>
                      )}
                    </td>
                    <td data-label={t('docket')}>
                      {dockets.length === 0
                        ? '—'
                        : dockets.map((one) => (
                            <Link key={one.id} href={`/docket/${one.id}`}>
                              {t(`docket.${one.status}`)}
                            </Link>
                          ))}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      </Section>
      <Section title={t('steps')}>
        <Steps
          steps={[
            stepOf('handover.list', { entry: row.id, at: row.since, by: row.by, organisation: row.organisation }),
            ...row.answers.map((one) => stepOf('handover.answer-list', one)),
          ]}
        />
      </Section>
    </Page>
  );
}
