// One hand-over as a story: its gates with who has said so and who has not, objections, the receipt of two sides, what came
// after, and when the identity is to be destroyed. There is no way past a gate.

import {
  docketClocks,
  GATE_VOICES,
  gateSet,
  gatesFor,
  hindrances,
  type Docket as Row,
  type Voice,
} from '@sulh/mechanism';
import { Link } from 'wouter';
import { Also } from './AnyAct.tsx';
import { useRow } from './api.ts';
import { ClockMark } from './Clocks.tsx';
import { CodeChoice, Deed, Field } from './Deed.tsx';
import { DOCKET_SHAPE } from './Handovers.tsx';
import { useWords } from './i18n.tsx';
import { Next, useMay } from './Next.tsx';
import { useNames } from './names.tsx';
import { Day, Empty, Fact, Facts, Instant, Mark, OneRow, Page, Party, Section, Sources } from './parts.tsx';
import { useAudience } from './Record.tsx';
import { useNow, useReader } from './reader.ts';
import { SealedWords } from './Sealed.tsx';
import { Steps, stepOf } from './Steps.tsx';
import { useMe } from './session.tsx';

export function Docket() {
  return <OneRow table="docket">{(found) => <Shown row={found} />}</OneRow>;
}

const VOICES: readonly Voice[] = ['transferring', 'receiving', 'third'];

function Shown({ row }: { row: Row }) {
  const { t } = useWords();
  const names = useNames();
  const audience = useAudience();
  const now = useNow();
  const sealed = useRow('sealed', row.id).data;
  const reader = useReader([], [['docket', row], ...(sealed ? [['sealed', sealed] as const] : [])]);
  const may = useMay(reader);
  const { gates, objections } = hindrances(row);
  const going = row.status === 'open' || row.status === 'accepted';
  const due = row.words.findLast((one) => one.gate === 'follow-up-set' && one.set)?.day;
  const on = { audience: row.audience, refs: [row.id] };
  const act = (kind: string, more: object = {}) => may(kind, { docket: row.id, ...more }, row.audience);
  const today = now.slice(0, 10);
  return (
    <Page
      kicker={
        <>
          <Link href="/handovers">{t('nav.handovers')}</Link> —{' '}
          <Mark shape={DOCKET_SHAPE[row.status]}>{t(`docket.${row.status}`)}</Mark>
        </>
      }
      title={t('docket.of', { pseudonym: row.pseudonym })}
      lede={
        <p>
          {t(`docket.${row.what}`)} —{' '}
          {t('crossing.direction', {
            from: names.organisation(row.transferring),
            to: names.organisation(row.receiving),
          })}{' '}
          — <bdi>{names.place(row.crossing)}</bdi>
        </p>
      }
      wide
    >
      {row.outside && (
        <p className="notice">
          <Mark shape="diamond" strong>
            {t('docket.outside')}
          </Mark>{' '}
          <Day iso={row.outside.day} /> — <Party id={row.outside.organisation} />{' '}
          <Sources entries={[row.outside.entry]} />
        </p>
      )}
      {row.ended && (
        <p className="notice">
          {t(`ending.${row.ended.because}`)} — <Party id={row.ended.organisation} /> <Instant iso={row.ended.at} />{' '}
          <Sources entries={[row.ended.entry]} />
        </p>
      )}
      <div className="case-top">
        <Facts>
          <Fact name={t('opened-by')}>
            <Party id={row.organisation} member={row.by} /> <Instant iso={row.since} /> <Sources entries={[row.id]} />
          </Fact>
          <Fact name={t('place.crossing')}>
            <Link href="/crossings">{names.place(row.crossing)}</Link>
          </Fact>
          <Fact name={t('voice.transferring')}>
            <Party id={row.transferring} />
          </Fact>
          <Fact name={t('voice.receiving')}>
            <Party id={row.receiving} />{' '}
            {row.accepted ? (
              <small>
                {t('docket.accepted')} <Instant iso={row.accepted.at} /> <Sources entries={[row.accepted.entry]} />
              </small>
            ) : (
              going && <small className="muted">{t('docket.not-accepted')}</small>
            )}
          </Fact>
          {row.minor && <Fact name={t('docket.minor')}>{t('docket.minor.said')}</Fact>}
          {row.family && (
            <Fact name={t('docket.family')}>
              <bdi dir="ltr">{row.family}</bdi>
            </Fact>
          )}
          {row.list && (
            <Fact name={t('person-list')}>
              <Link href={`/list/${row.list}`}>{t('person-list')}</Link>
            </Fact>
          )}
          <Fact name={t('audience')}>{audience(row.audience)}</Fact>
        </Facts>
        <div className="running">
          <h2>{t(going ? 'docket.in-the-way' : 'docket.after')}</h2>
          <ul className="plain">
            {going && !row.accepted && (
              <li>
                <Mark shape="ring">{t('docket.not-accepted')}</Mark> — <Party id={row.receiving} />
              </li>
            )}
            {going &&
              objections.map((one) => (
                <li key={one.entry}>
                  <Mark shape="cross">{t(`objection.${one.ground}`)}</Mark> — <Party id={one.organisation} />
                </li>
              ))}
            {going &&
              gates.map((gate) => (
                <li key={gate}>
                  <Mark shape="ring">{t(`gate.${gate}`)}</Mark>
                </li>
              ))}
            {going && row.accepted && gates.length + objections.length === 0 && (
              <li>
                <Mark shape="disc">{t('docket.nothing-in-the-way')}</Mark>
              </li>
            )}
            {!going && due && row.receipt && (
              <li>
                {t('docket.follow-up-due')} <Day iso={due} />
              </li>
            )}
            {reader &&
              docketClocks(reader, row, now).map((clock) => (
                <li key={clock.name}>
                  <ClockMark clock={clock} />
                </li>
              ))}
            {row.purged && (
              <li>
                <Mark shape="dash">{t('docket.purged')}</Mark> — {t(`purge.${row.purged.ground as 'schedule'}`)} —{' '}
                <Instant iso={row.purged.at} /> <Sources entries={[row.purged.entry]} />
              </li>
            )}
          </ul>
        </div>
      </div>
      <Next
        steps={[
          !row.accepted &&
            act('handover.accept') && {
              kind: 'handover.accept',
              form: (done) => (
                <Deed kind="handover.accept" {...on} done={done} body={{ docket: row.id }}>
                  <p>{t('docket.accept.lede')}</p>
                </Deed>
              ),
            },
          act('handover.object', { ground: 'health' }) && {
            kind: 'handover.object',
            form: (done) => (
              <Deed kind="handover.object" {...on} done={done} body={{ docket: row.id }}>
                <CodeChoice kind="handover.object" field="ground" label={t('ground')} hint={t('objection.hint')} />
              </Deed>
            ),
          },
          act('handover.outside', { day: today }) && {
            kind: 'handover.outside',
            form: (done) => (
              <Deed kind="handover.outside" {...on} done={done} body={{ docket: row.id }}>
                <p>{t('docket.outside.lede')}</p>
                <Field name="day" label={t('day')} type="date" dir="ltr" max={today} value={today} required />
              </Deed>
            ),
          },
          act('handover.end', { because: 'withdrawn' }) && {
            kind: 'handover.end',
            form: (done) => (
              <Deed kind="handover.end" {...on} done={done} body={{ docket: row.id }}>
                <CodeChoice kind="handover.end" field="because" label={t('because')} />
              </Deed>
            ),
          },
          act('handover.follow-up', { day: today, result: 'not-reached' }) && {
            kind: 'handover.follow-up',
            form: (done) => (
              <Deed kind="handover.follow-up" {...on} done={done} body={{ docket: row.id }}>
                <div className="fields">
                  <Field name="day" label={t('day')} type="date" dir="ltr" max={today} value={today} required />
                  <CodeChoice kind="handover.follow-up" field="result" label={t('docket.found')} />
                </div>
              </Deed>
            ),
          },
          act('handover.purge', { ground: 'schedule' }) && {
            kind: 'handover.purge',
            form: (done) => (
              <Deed kind="handover.purge" {...on} done={done} body={{ docket: row.id }}>
                <p>{t('docket.purge.lede')}</p>
                <CodeChoice kind="handover.purge" field="ground" label={t('ground')} />
              </Deed>
            ),
          },
        ]}
      />
      {sealed && !row.purged && (
        <Section title={t('docket.identity')}>
          <SealedWords row={sealed} />
        </Section>
      )}
      <Section title={t('gates')}>
        <p className="small muted">{t('gates.lede')}</p>
        <Gates row={row} act={act} />
      </Section>
      <Section title={t('objections')}>
        {row.objections.length === 0 ? (
          <Empty>{t('objections.none')}</Empty>
        ) : (
          <ul className="plain rows">
            {row.objections.map((one) => (
              <li key={one.entry} data-objection={one.entry}>
                <p>
                  <Mark shape={one.lifted ? 'dash' : 'cross'} strong={!one.lifted}>
                    {t(`objection.${one.ground}`)}
                  </Mark>{' '}
                  — <Party id={one.organisation} member={one.by} /> — <Instant iso={one.at} />{' '}
                  <Sources entries={[one.entry]} />
                </p>
                {one.lifted && (
                  <p className="small">
                    {t('objection.lifted')}: {t(`lifted.${one.lifted.because}`)} — <Instant iso={one.lifted.at} />{' '}
                    <Sources entries={[one.lifted.entry]} />
                  </p>
                )}
                {act('handover.lift-objection', { objection: one.entry, because: 'resolved' }) && (
                  <Deed
                    kind="handover.lift-objection"
                    {...on}
                    label={t('do.handover.lift-objection')}
                    body={{ docket: row.id, objection: one.entry }}
                  >
                    <CodeChoice kind="handover.lift-objection" field="because" label={t('because')} />
                  </Deed>
                )}
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Section title={t('docket.receipt')}>
        {row.receipt ? (
          <p>
            <Mark shape="disc" strong>
              {t('docket.signed-by-both')}
            </Mark>{' '}
            — {row.receipt.signers.map(names.member).join(t('semicolon'))} — <Instant iso={row.receipt.at} beside />{' '}
            <Sources entries={[row.receipt.entry]} />
          </p>
        ) : (
          <>
            <p className="muted">{t(going ? 'docket.receipt.lede' : 'docket.no-receipt')}</p>
            {going && <Also audience={row.audience} acts={[['handover.receipt', { docket: row.id }]]} />}
          </>
        )}
      </Section>
      {(row.receipt || row.outside) && (
        <Section title={t('docket.followed')}>
          {row.followUps.length === 0 ? (
            <Empty>{t('docket.not-followed')}</Empty>
          ) : (
            <ul className="plain rows">
              {row.followUps.map((one) => (
                <li key={one.entry}>
                  <Day iso={one.day} /> — <Mark shape="disc">{t(`seen.${one.result}`)}</Mark> —{' '}
                  <Party id={one.organisation} member={one.by} /> <Sources entries={[one.entry]} />
                </li>
              ))}
            </ul>
          )}
        </Section>
      )}
      <Section title={t('steps')}>
        <Steps steps={stepsOf(row, (gate) => t(`gate.${gate}`), t('docket.signed-by-both'))} />
      </Section>
    </Page>
  );
}

function stepsOf(row: Row, gate: (gate: Row['words'][number]['gate']) => string, both: string) {
  const { receipt, outside, ended, accepted, purged } = row;
  return [
    stepOf('handover.open', { entry: row.id, at: row.since, by: row.by, organisation: row.organisation }),
    ...(accepted ? [stepOf('handover.accept', accepted)] : []),
    ...row.words.map((one) => ({
      ...stepOf(one.set ? 'handover.gate' : 'handover.gate-back', one),
      about: gate(one.gate),
    })),
    ...row.objections.flatMap((one) => [
      stepOf('handover.object', one),
      ...(one.lifted ? [stepOf('handover.lift-objection', one.lifted)] : []),
    ]),
    ...(receipt ? [{ ...stepOf('handover.receipt', receipt), about: both }] : []),
    ...(outside ? [stepOf('handover.outside', outside)] : []),
    ...(ended ? [stepOf('handover.end', ended)] : []),
    ...row.followUps.map((one) => stepOf('handover.follow-up', one)),
    ...(purged ? [stepOf('handover.purge', purged)] : []),
  ];
}

/** Each gate, with the voices that it needs: who has said so, and whose turn it is. */
function Gates({ row, act }: { row: Row; act: (kind: string, more: object) => boolean }) {
  const { t } = useWords();
  const names = useNames();
  const { viewer } = useMe();
  const party = (voice: Voice) =>
    voice === 'transferring' ? row.transferring : voice === 'receiving' ? row.receiving : undefined;
  return (
    <div className="table-frame">
      <table className="grid" aria-label={t('gates')}>
        <thead>
          <tr>
            <th scope="col">{t('gate')}</th>
            {VOICES.map((voice) => (
              <th key={voice} scope="col" data-hue={names.hue(party(voice))}>
                <small className="muted">{t(`voice.${voice}`)}</small> {party(voice) && <Party id={party(voice)} />}
              </th>
            ))}
            <th scope="col">{t('status')}</th>
          </tr>
        </thead>
        <tbody>
          {gatesFor(row.what).map((gate) => {
            const own = row.words.findLast((one) => one.gate === gate && one.organisation === viewer?.organisation);
            const next = !own?.set;
            const can = act('handover.gate', { gate, set: next, day: '2000-01-01' });
            return (
              <tr key={gate} data-gate={gate}>
                <th scope="row">{t(`gate.${gate}`)}</th>
                {VOICES.map((voice) => (
                  <td key={voice} data-label={t(`voice.${voice}`)}>
                    <Words row={row} gate={gate} voice={voice} />
                  </td>
                ))}
                <td data-label={t('status')}>
                  <Mark shape={gateSet(row, gate) ? 'disc' : 'ring'} strong>
                    {t(gateSet(row, gate) ? 'gate.set' : 'gate.unset')}
                  </Mark>
                  {can && (
                    <Deed
                      kind="handover.gate"
                      audience={row.audience}
                      refs={[row.id]}
                      quiet
                      label={t(next ? 'do.handover.gate' : 'do.handover.gate-back')}
                      body={{ docket: row.id, gate, set: next }}
                    >
                      {gate === 'follow-up-set' && next && (
                        <Field name="day" label={t('day')} type="date" dir="ltr" required />
                      )}
                    </Deed>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** What one voice says of a gate: of several third organisations, each its last word. */
function Words({ row, gate, voice }: { row: Row; gate: Row['words'][number]['gate']; voice: Voice }) {
  const { t } = useWords();
  if (!GATE_VOICES[gate].includes(voice)) return <span className="muted">{t('gate.not-asked')}</span>;
  const last = new Map(
    row.words.filter((one) => one.gate === gate && one.voice === voice).map((one) => [one.organisation, one]),
  );
  if (last.size === 0) return <Mark shape="ring">{t('gate.awaited')}</Mark>;
  return [...last.values()].map((one) => (
    <div key={one.entry}>
      <Mark shape={one.set ? 'disc' : 'cross'}>{t(one.set ? 'gate.said' : 'gate.taken-back')}</Mark>{' '}
      <small>
        {one.day && (
          <>
            (<Day iso={one.day} beside={false} />){' '}
          </>
        )}
        {voice === 'third' && <Party id={one.organisation} />} <Instant iso={one.at} />{' '}
        <Sources entries={[one.entry]} />
      </small>
    </div>
  ));
}
