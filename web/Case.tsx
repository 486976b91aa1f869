// A case as a story: what is to be found out, both accounts, the clocks, who was let in and who was not, the evidence, the
// draft with its replies and positions, the findings with their dissents, and what followed. What the reader's seat can do
// now stands at the top; each act is an entry signed here.

import {
  type Access,
  type Agreement,
  type CaseStory,
  draftOf,
  type IncidentStory,
  nextSteps,
  STANDARDS,
  State,
  versionAt,
} from '@sulh/mechanism';
import { type ReactNode, useMemo, useState } from 'react';
import { Link, useParams } from 'wouter';
import { Account } from './Account.tsx';
import { ActForm } from './AnyAct.tsx';
import { useReading, useRows } from './api.ts';
import { STEP_SHAPE, stepOf } from './Cases.tsx';
import { ClockMark, ClockTable, StoppedMark } from './Clocks.tsx';
import { Choice, CodeChoice, Deed, Field, text } from './Deed.tsx';
import { EvidenceOf, FileOf } from './Evidence.tsx';
import { Explained } from './Explained.tsx';
import { FindingCard, useFindingName } from './Findings.tsx';
import { type Key, useWords } from './i18n.tsx';
import { Next } from './Next.tsx';
import { useMechanism, useNames } from './names.tsx';
import {
  Asked,
  Empty,
  Fact,
  Facts,
  Instant,
  Mark,
  Page,
  Party,
  Said,
  Section,
  type Shape,
  Sides,
  Sources,
} from './parts.tsx';
import { useNow } from './reader.ts';
import { Steps } from './Steps.tsx';
import { useMe } from './session.tsx';
import { Where } from './Where.tsx';

export function Case() {
  const { id } = useParams<{ id: string }>();
  const story = useReading<CaseStory>(`case/${id}/story`);
  return <Asked query={story}>{(found) => <Shown story={found} />}</Asked>;
}

function Shown({ story }: { story: CaseStory }) {
  const { t, of, n } = useWords();
  const names = useNames();
  const { case: one, incident } = story;
  const agreements = useRows('agreement', { limit: 100 });
  const title = incident ? of(incident.title) : one.question;
  const running = story.clocks.filter(
    (clock) => clock.state === 'running' || clock.state === 'stopped' || clock.state === 'missed',
  );
  // A clock can be stopped before it has begun to run: it stands still all the same.
  const still = one.stops.filter(
    (stop) => !stop.started && !story.clocks.some((clock) => clock.name === stop.clock && clock.state === 'stopped'),
  );
  /** Which clock a step stopped or started again, why, and who holds it up. */
  const aboutStop = (entry: string): { about?: string } => {
    const stop = one.stops.find((each) => each.stopped.entry === entry || each.started?.entry === entry);
    if (!stop) return {};
    const clock = t(`clock.${stop.clock}` as Key);
    if (stop.stopped.entry !== entry) return { about: clock };
    const why = `${t(`stop.${stop.reason}`)}${t('comma')}${t('held-by')} ${names.organisation(stop.holder)}`;
    return { about: `${clock}: ${why}` };
  };
  const draft = story.drafts.find((each) => each.stands);
  const obligation = (agreement: string, id: string) =>
    agreements.data?.rows
      .find((each) => each.id === agreement)
      ?.versions.at(-1)
      ?.obligations.find((each) => each.id === id);
  return (
    <Page
      kicker={
        <>
          <Link href="/cases">{t('nav.cases')}</Link> —{' '}
          <Mark shape={STEP_SHAPE[stepOf(one)]}>{t(`case.${stepOf(one)}`)}</Mark>
        </>
      }
      title={title}
      lede={<p dir="auto">{one.question}</p>}
      wide
    >
      {story.absent.map((away) => (
        <p key={away.organisation} className="notice">
          <Mark shape="triangle" strong>
            {t('not-joint', { organisation: names.organisation(away.organisation) })}
          </Mark>{' '}
          {away.since && <Instant iso={away.since} />} {away.entry && <Sources entries={[away.entry]} />}
        </p>
      ))}
      <div className="case-top">
        <Facts>
          <Fact name={t('incident')}>
            {incident && <Link href={`/incident/${incident.id}`}>{of(incident.title)}</Link>}
          </Fact>
          <Fact name={t('opened-by')}>
            <Party id={one.opened.organisation} member={one.opened.by} /> <Instant iso={one.opened.at} />{' '}
            <Sources entries={[one.opened.entry]} />
          </Fact>
          <Fact name={t('team')}>
            {one.team.length === 0 ? (
              <span className="muted">{t('team.none')}</span>
            ) : (
              <ul className="plain">
                {story.team.flatMap((side) =>
                  side.members.map((seat) => (
                    <li key={seat.member}>
                      <Party id={seat.organisation} member={seat.member} />{' '}
                      {seat.role === 'chair' && <span className="tag">{t('seat.chair')}</span>}
                    </li>
                  )),
                )}
              </ul>
            )}
          </Fact>
          {one.alleged.length > 0 && (
            <Fact name={t('case.alleged')}>
              <ul className="plain">
                {one.alleged.map((each) => (
                  <li key={each.agreement + each.obligation + each.party}>
                    <Party id={each.party} /> —{' '}
                    <Link href={`/agreement/${each.agreement}`} dir="auto">
                      {of(obligation(each.agreement, each.obligation)?.words) || each.obligation}
                    </Link>
                  </li>
                ))}
              </ul>
            </Fact>
          )}
        </Facts>
        {running.length + still.length > 0 && (
          <div className="running">
            <h2>{t('clocks.now')}</h2>
            <ul className="plain">
              {running.map((clock) => (
                <li key={clock.name + clock.holders.join() + clock.startedAt}>
                  <ClockMark clock={clock} />
                </li>
              ))}
              {still.map((stop) => (
                <li key={stop.stopped.entry}>
                  <StoppedMark stop={stop} />
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>

      <NextOnCase story={story} />

      {incident && <Accounts incident={incident.id} />}

      <Section title={t('access.ledger')} aside={<span className="muted">{n(story.access.length)}</span>}>
        {story.access.length === 0 ? (
          <Empty>{t('access.none')}</Empty>
        ) : (
          <ul className="plain rows">
            {story.access.map((each) => (
              <AccessRow
                key={each.access.id}
                access={each.access}
                status={each.status}
                clock={<ClockMark clock={each.clock} holder={false} />}
              />
            ))}
          </ul>
        )}
      </Section>

      <Section title={t('evidence')} aside={<span className="muted">{n(one.evidence.length)}</span>}>
        {one.evidence.length === 0 ? (
          <Empty>{t('evidence.none')}</Empty>
        ) : (
          <ul className="plain rows">
            {one.evidence.map((piece) => (
              <li key={piece.entry}>
                <p>
                  <Party id={piece.organisation} member={piece.by} /> — <Instant iso={piece.at} />{' '}
                  <Sources entries={[piece.entry]} />
                </p>
                <Said quiet>{piece.what}</Said>
                <p className="small muted">
                  {piece.from && (
                    <>
                      {t('evidence.from')} <bdi>{piece.from}</bdi>{' '}
                    </>
                  )}
                  {piece.obtained && (
                    <>
                      {t('evidence.obtained')} <Instant iso={piece.obtained} />
                    </>
                  )}
                  {piece.file && <FileOf file={piece.file} />}
                </p>
              </li>
            ))}
          </ul>
        )}
        <EvidenceOf about={{ table: 'case', id: one.id }} audience={one.audience} />
      </Section>

      {story.findings.length > 0 ? (
        <Section title={t('findings.adopted')} id="findings">
          <p className="small muted">{t('findings.lede')}</p>
          <div className="findings">
            {story.findings.map((finding) => (
              <FindingCard key={finding.key} finding={finding} positions={finding.positions} />
            ))}
          </div>
        </Section>
      ) : (
        story.proposed.length > 0 && (
          <Section title={t('findings.draft')} id="findings">
            <p className="small muted">{t('findings.draft.lede')}</p>
            <div className="findings">
              {story.proposed.map(({ finding, positions }) => (
                <FindingCard key={finding.key} finding={finding} positions={positions} />
              ))}
            </div>
          </Section>
        )
      )}

      {draft && (
        <Section title={t('draft.account')}>
          <Said>{draft.account}</Said>
          <h3>{t('draft.limits')}</h3>
          <Said quiet>{draft.limits}</Said>
          <p>
            <Party id={draft.organisation} member={draft.by} /> — <Instant iso={draft.at} />{' '}
            <Sources entries={[draft.entry]} />
          </p>
          <h3>{t('replies')}</h3>
          <Sides order={draft.replies.map((each) => each.organisation)}>
            {(party) => {
              const reply = draft.replies.find((each) => each.organisation === party)?.reply;
              if (!reply) return <Mark shape="dash">{t('silent')}</Mark>;
              return (
                <>
                  {reply.words ? (
                    <Said {...(reply.language ? { language: reply.language } : {})}>{reply.words}</Said>
                  ) : (
                    <p>{t('reply.no-comment')}</p>
                  )}
                  <p className="small">
                    <Instant iso={reply.at} /> <Sources entries={[reply.entry]} />
                  </p>
                </>
              );
            }}
          </Sides>
          {story.drafts.length > 1 && (
            <details>
              <summary>{t('draft.earlier', { count: story.drafts.length - 1 })}</summary>
              {story.drafts
                .filter((each) => !each.stands)
                .map((each) => (
                  <div key={each.entry} className="superseded">
                    <p>
                      <Instant iso={each.at} /> <Sources entries={[each.entry]} />
                    </p>
                    <Said quiet>{each.account}</Said>
                  </div>
                ))}
            </details>
          )}
        </Section>
      )}

      {one.recommendations.length > 0 && (
        <Section title={t('recommendations')}>
          <ul className="plain rows">
            {one.recommendations.map((each) => (
              <li key={each.id}>
                <p>
                  {t('recommended-to')} <Party id={each.to} /> — <Instant iso={each.at} />{' '}
                  <Sources entries={[each.id]} />
                </p>
                <Said quiet>{each.words}</Said>
                {each.measures.map((measure) => (
                  <p key={measure.entry} className="small">
                    {t('measure-said')} <Party id={measure.organisation} /> — <Instant iso={measure.at} />:{' '}
                    <q dir="auto">{measure.words}</q> <Sources entries={[measure.entry]} />
                  </p>
                ))}
                {each.followUps.map((follow) => (
                  <p key={follow.entry} className="small">
                    <Mark shape={follow.result === 'verified' ? 'disc' : 'half'}>
                      {t(`follow-up.${follow.result}`)}
                    </Mark>{' '}
                    — <Party id={follow.organisation} /> — <q dir="auto">{follow.words}</q>{' '}
                    <Sources entries={[follow.entry]} />
                  </p>
                ))}
              </li>
            ))}
          </ul>
        </Section>
      )}

      <Section title={t('clocks')}>
        <ClockTable clocks={story.clocks} />
      </Section>
      <Section title={t('steps')}>
        <Steps steps={story.steps.map((step) => ({ ...step, ...aboutStop(step.entry) }))} />
      </Section>
    </Page>
  );
}

/** The accounts of the incident, side by side; an absent one is said to be absent. */
function Accounts({ incident }: { incident: string }) {
  const { t } = useWords();
  const story = useReading<IncidentStory>(`incident/${incident}/story`);
  const sides = story.data?.sides;
  if (!sides || !story.data) return null;
  const others = sides.filter((one) => !one.party).flatMap((one) => one.reports);
  return (
    <Section title={t('accounts.side-by-side')}>
      <Explained story={story.data} />
      <Sides order={sides.filter((one) => one.party).map((one) => one.organisation)}>
        {(party) => {
          const reports = sides.find((one) => one.organisation === party)?.reports ?? [];
          return reports.length === 0 ? (
            <Empty>{t('accounts.none')}</Empty>
          ) : (
            reports.map((one) => <Account key={one.id} report={one} />)
          );
        }}
      </Sides>
      {others.length > 0 && (
        <>
          <h3>{t('accounts.others')}</h3>
          {others.map((one) => (
            <Account key={one.id} report={one} />
          ))}
        </>
      )}
    </Section>
  );
}

const ACCESS_SHAPE: Record<string, Shape> = {
  asked: 'ring',
  granted: 'disc',
  conditional: 'half',
  refused: 'cross',
  lapsed: 'square',
};

function AccessRow({ access, status, clock }: { access: Access; status: string; clock: ReactNode }) {
  const { t } = useWords();
  return (
    <li data-access={access.id} data-status={status}>
      <p>
        <Mark shape={ACCESS_SHAPE[status] ?? 'ring'} strong>
          {t(`access.${status}` as Key)}
        </Mark>{' '}
        — {t(`access.what.${access.what}`)} — <Where place={access.where} />
      </p>
      <p className="small">
        <Party id={access.organisation} member={access.by} /> → <Party id={access.of} /> —{' '}
        <Instant iso={access.since} /> <Sources entries={[access.id]} /> — {clock}
      </p>
      <Said quiet>{access.purpose}</Said>
      {access.answers.map((answer) => (
        <p key={answer.entry} className="small">
          {t(`access.${answer.answer}`)} — <Party id={answer.organisation} /> — {t('authority')}{' '}
          <bdi>{answer.authority}</bdi>
          {answer.ground && <> — {t(`ground.${answer.ground}`)}</>}
          {answer.conditions && (
            <>
              {' '}
              — <q dir="auto">{answer.conditions}</q>
            </>
          )}
          {answer.words && (
            <>
              {' '}
              — <q dir="auto">{answer.words}</q>
            </>
          )}{' '}
          — <Instant iso={answer.at} /> <Sources entries={[answer.entry]} />
        </p>
      ))}
      {access.outcomes.map((outcome) => (
        <p key={outcome.entry} className="small">
          {t(`access.outcome.${outcome.outcome}`)} — <Party id={outcome.organisation} member={outcome.by} />
          {outcome.ground && <> — {t(`ground.${outcome.ground}`)}</>}
          {outcome.authority && (
            <>
              {' '}
              — {t('authority')} <bdi>{outcome.authority}</bdi>
            </>
          )}{' '}
          — <q dir="auto">{outcome.account}</q> <Sources entries={[outcome.entry]} />
        </p>
      ))}
    </li>
  );
}

/** What the signed-in seat can do on this case now. The rules decide in the end; this saves a refusal. */
function NextOnCase({ story }: { story: CaseStory }) {
  const { viewer } = useMe();
  const { terms, organisations, members, origin } = useMechanism();
  const now = useNow();
  const steps = useMemo(() => {
    if (!viewer) return [];
    const state = new State(origin);
    state.put('terms', { ...terms });
    for (const one of organisations) state.put('organisation', { ...one });
    for (const one of members) state.put('member', { ...one });
    state.put('case', { ...story.case });
    for (const { access } of story.access) state.put('access', { ...access });
    return nextSteps(state, story.case.id, viewer, now);
  }, [viewer, terms, organisations, members, origin, story, now]);
  return (
    <Next
      steps={steps.map((kind) => ({
        kind,
        form: (done) =>
          kind === 'case.settle' ? (
            <ActForm kind={kind} audience={story.case.audience} initial={settling(story)} done={done} />
          ) : (
            <StepForm kind={kind} story={story} done={done} />
          ),
      }))}
    />
  );
}

/** The findings as they stand, for those who settle them together. */
const settling = ({ case: { id, findings } }: CaseStory) => ({
  case: id,
  findings: findings.map(({ key, standard }) => ({ finding: key, standard })),
});

function StepForm({ kind, story, done }: { kind: string; story: CaseStory; done: () => void }) {
  const { t, of, language } = useWords();
  const names = useNames();
  const { members, terms } = useMechanism();
  const { viewer } = useMe();
  const name = useFindingName();
  const { case: one } = story;
  const body = { case: one.id };
  const common = { kind, audience: one.audience, refs: [one.id], done, body };
  const all = terms.organisations.map((each) => [each.id, names.organisation(each.id)] as const);
  const own = members.filter((each) => each.organisation === viewer?.organisation && each.status === 'enrolled');
  const draft = draftOf(one);
  switch (kind) {
    case 'case.acknowledge':
      return <Deed {...common} label={t('do.case.acknowledge')} />;
    case 'case.name-team': {
      const chairs = terms.chair === viewer?.organisation;
      return (
        <Deed {...common}>
          <fieldset>
            <legend>{t('team')}</legend>
            <div className="choices">
              {own
                .filter((each) =>
                  each.seats.some((seat) => ['team', 'monitor', 'liaison', 'lead', 'chair'].includes(seat)),
                )
                .map((each) => (
                  <label key={each.id} className="choice-box">
                    <input type="checkbox" name="members" value={each.id} />{' '}
                    {each.title ? of(each.title) : names.member(each.id)}
                  </label>
                ))}
            </div>
          </fieldset>
          {chairs && (
            <Choice
              name="chair"
              label={t('team.chair')}
              options={own
                .filter((each) => each.seats.some((seat) => ['chair', 'team', 'lead'].includes(seat)))
                .map((each) => [each.id, names.member(each.id)] as const)}
            />
          )}
        </Deed>
      );
    }
    case 'access.ask':
      return (
        <Deed
          {...common}
          body={(form) => ({
            case: one.id,
            of: form.get('of'),
            what: form.get('what'),
            where: form.get('where')
              ? { ref: String(form.get('where')), known: 'told' }
              : (story.incident?.place ?? { known: 'told' }),
            purpose: form.get('purpose'),
          })}
        >
          <div className="fields">
            <Choice name="of" label={t('access.of')} options={all.filter(([id]) => id !== viewer?.organisation)} />
            <CodeChoice kind={kind} field="what" label={t('access.what')} />
            <Choice
              name="where"
              label={t('where')}
              options={[
                ['', t('access.where-incident')],
                ...terms.places.map((each) => [each.id, names.place(each.id)] as const),
              ]}
            />
          </div>
          <Field name="purpose" label={t('access.purpose')} long required />
        </Deed>
      );
    case 'access.answer':
    case 'access.outcome': {
      const answering = kind === 'access.answer';
      const asked = story.access.filter(({ access }) =>
        answering ? access.of === viewer?.organisation && access.answers.length === 0 : true,
      );
      return (
        <Deed {...common} body={{}}>
          <Choice
            name="access"
            label={t('access.request')}
            options={asked.map(
              ({ access }) =>
                [
                  access.id,
                  `${t(`access.what.${access.what}`)} — ${names.organisation(access.organisation)} — ${access.purpose.slice(0, 80)}`,
                ] as const,
            )}
          />
          <div className="fields">
            <CodeChoice kind={kind} field={answering ? 'answer' : 'outcome'} label={t('answer')} />
            <CodeChoice kind={kind} field="ground" label={t('ground')} none />
            <Field name="authority" label={t('authority')} required={answering} />
          </div>
          {answering && <Field name="conditions" label={t('access.conditions')} long />}
          <Field name={answering ? 'words' : 'account'} label={t('words')} long required={!answering} />
        </Deed>
      );
    }
    case 'case.evidence':
      return (
        <Deed {...common}>
          <Field name="what" label={t('evidence.what')} long required />
          <div className="fields">
            <Field name="from" label={t('evidence.from-where')} hint={t('evidence.no-names')} />
            <Field name="obtained" label={`${t('evidence.obtained')} (UTC)`} type="datetime-local" dir="ltr" />
          </div>
        </Deed>
      );
    case 'case.draft':
      return <DraftForm story={story} done={done} />;
    case 'case.reply':
      return (
        <Deed
          {...common}
          body={(form) => ({
            case: one.id,
            draft: draft!.entry,
            comment: text(form, 'words') !== undefined,
            ...(text(form, 'words') ? { words: text(form, 'words'), language } : {}),
          })}
        >
          <Field name="words" label={t('reply.words')} hint={t('reply.hint')} long />
        </Deed>
      );
    case 'case.position':
      return (
        <Deed {...common} body={{ ...body, draft: draft!.entry }}>
          <fieldset>
            <legend>{t('findings')}</legend>
            <div className="checks">
              {draft?.findings.map((each) => (
                <label key={each.key}>
                  <input type="checkbox" name="findings" value={each.key} defaultChecked /> <span>{name(each)}</span>{' '}
                  <small className="muted">{names.standard(each.standard)}</small>
                </label>
              ))}
            </div>
          </fieldset>
          <CodeChoice kind={kind} field="position" label={t('position')} />
          <Field name="words" label={t('position.words')} hint={t('position.hint')} long />
        </Deed>
      );
    case 'case.adopt':
      return <Deed {...common} body={{ ...body, draft: draft!.entry }} label={t('do.case.adopt')} />;
    case 'case.recommend':
      return (
        <Deed {...common}>
          <div className="fields">
            <Choice name="to" label={t('recommended-to')} options={all} />
            <Field name="due" label={t('due')} type="date" dir="ltr" />
          </div>
          <Field name="words" label={t('words')} long required />
        </Deed>
      );
    case 'case.measure':
    case 'case.follow-up': {
      const measuring = kind === 'case.measure';
      const of = one.recommendations.filter((each) => (measuring ? each.to === viewer?.organisation : true));
      return (
        <Deed {...common}>
          <Choice
            name="recommendation"
            label={t('recommendation')}
            options={of.map((each) => [each.id, `${names.organisation(each.to)}: ${each.words.slice(0, 90)}`] as const)}
          />
          {measuring ? (
            <Field name="done" label={t('measure.done')} type="date" dir="ltr" />
          ) : (
            <CodeChoice kind={kind} field="result" label={t('answer')} />
          )}
          <Field name="words" label={t('words')} long required />
        </Deed>
      );
    }
    case 'case.stop-clock':
      return (
        <Deed {...common}>
          <div className="fields">
            <CodeChoice kind={kind} field="clock" label={t('clock')} />
            <Choice name="organisation" label={t('clock.whose')} options={[['', t('clock.everybody')], ...all]} />
            <CodeChoice kind={kind} field="reason" label={t('reason')} />
            <Choice name="holder" label={t('held-by')} options={[...all, ['nobody', t('nobody')]]} />
          </div>
          <Field name="words" label={t('words')} long required />
        </Deed>
      );
    case 'case.start-clock':
      return (
        <Deed
          {...common}
          body={(form) => {
            const [clock, organisation] = String(form.get('clock')).split(' ');
            return { case: one.id, clock, ...(organisation ? { organisation } : {}) };
          }}
        >
          <Choice
            name="clock"
            label={t('clock')}
            options={one.stops
              .filter((stop) => !stop.started)
              .map(
                (stop) =>
                  [
                    `${stop.clock} ${stop.organisation ?? ''}`.trim(),
                    `${t(`clock.${stop.clock}`)} — ${stop.organisation ? names.organisation(stop.organisation) : t('clock.everybody')}`,
                  ] as const,
              )}
          />
        </Deed>
      );
    case 'case.close':
      return (
        <Deed {...common}>
          <Choice
            name="outcome"
            label={t('outcome')}
            options={(one.adopted ? (['finished'] as const) : (['no-finding', 'withdrawn'] as const)).map(
              (each) => [each, t(`case.outcome.${each}`)] as const,
            )}
          />
          <Field name="because" label={t('because')} long required />
        </Deed>
      );
    default:
      return null;
  }
}

type On = 'occurrence' | 'breach' | 'attribution' | 'duty';

/** Four separate findings, never one verdict: each with its own statement, standard and reason. */
function DraftForm({ story, done }: { story: CaseStory; done: () => void }) {
  const { t, of, language } = useWords();
  const names = useNames();
  const { case: one, incident } = story;
  const agreements = useRows('agreement', { limit: 100 });
  const before = draftOf(one);
  const [parts, setParts] = useState<readonly { readonly key: number; readonly on: On }[]>([
    { key: 0, on: 'occurrence' },
    { key: 1, on: 'attribution' },
  ]);
  const inForce = (agreement: Agreement) =>
    versionAt(agreement, incident?.when.from ?? one.since) ?? agreement.versions[0]!;
  const obligations = (agreements.data?.rows ?? []).flatMap((agreement) =>
    inForce(agreement).obligations.flatMap((obligation) =>
      obligation.obligors.map((party) => ({
        value: JSON.stringify({
          agreement: agreement.id,
          obligation: obligation.id,
          party,
          version: inForce(agreement).entry,
        }),
        name: `${names.organisation(party)}: ${of(obligation.words)}`,
      })),
    ),
  );
  const finding = (form: FormData, { key, on }: { key: number; on: On }) => {
    const get = (name: string) => String(form.get(`${name}${key}`) ?? '');
    const common = {
      statement: { [language]: get('statement') },
      standard: get('standard'),
      because: get('because'),
      entries: [
        ...new Set([...(incident?.reports.map((link) => link.id) ?? []), ...one.evidence.map((piece) => piece.entry)]),
      ].slice(0, 200),
    };
    switch (on) {
      case 'occurrence':
        return { on, ...common };
      case 'breach':
        return { on, ...JSON.parse(get('obligation') || '{}'), ...common };
      case 'attribution': {
        const to = get('to');
        return {
          on,
          to:
            to === 'undetermined'
              ? { kind: 'undetermined' }
              : to === 'non-party'
                ? { kind: 'non-party', name: get('named') }
                : { kind: 'party', organisation: to },
          ...common,
        };
      }
      case 'duty':
        return { on, party: get('party'), duty: get('duty'), answer: get('answer'), ...common };
    }
  };
  const parties: (readonly [string, string])[] = names.parties.map((id) => [id, names.organisation(id)] as const);
  return (
    <Deed
      kind="case.draft"
      audience={one.audience}
      refs={[one.id]}
      done={done}
      body={(form) => ({
        case: one.id,
        findings: parts.map((part) => finding(form, part)),
        account: form.get('account'),
        limits: form.get('limits'),
      })}
    >
      <p className="notice">{t('draft.four')}</p>
      {parts.map((part, i) => (
        <fieldset key={part.key} className="draft-finding" data-on={part.on}>
          <legend>{t(`finding.on.${part.on}`)}</legend>
          <div className="fields">
            {part.on === 'breach' && (
              <Choice
                name={`obligation${part.key}`}
                label={t('obligation')}
                required
                options={obligations.map((each) => [each.value, each.name] as const)}
              />
            )}
            {part.on === 'attribution' && (
              <>
                <Choice
                  name={`to${part.key}`}
                  label={t('finding.to')}
                  value="undetermined"
                  options={[['undetermined', t('undetermined')], ...parties, ['non-party', t('non-party')]]}
                />
                <Field name={`named${part.key}`} label={t('finding.named')} hint={t('finding.named.hint')} />
              </>
            )}
            {part.on === 'duty' && (
              <>
                <Choice name={`party${part.key}`} label={t('role.party')} options={parties} />
                <CodeChoice kind="case.draft" field="findings.duty" name={`duty${part.key}`} label={t('duty')} />
                <CodeChoice kind="case.draft" field="findings.answer" name={`answer${part.key}`} label={t('answer')} />
              </>
            )}
            <Choice
              name={`standard${part.key}`}
              label={t('standard')}
              value="not-assessed"
              options={STANDARDS.map((each) => [each, names.standard(each)] as const)}
            />
          </div>
          <Field
            name={`statement${part.key}`}
            label={t('finding.statement')}
            hint={t('finding.statement.hint')}
            long
            required
          />
          <Field name={`because${part.key}`} label={t('finding.because')} long required />
          {parts.length > 1 && (
            <button type="button" className="quiet" onClick={() => setParts(parts.filter((_, j) => j !== i))}>
              {t('remove')}
            </button>
          )}
        </fieldset>
      ))}
      <p className="row">
        {(['occurrence', 'breach', 'attribution', 'duty'] as const).map((on) => (
          <button
            key={on}
            type="button"
            disabled={on === 'breach' && obligations.length === 0}
            onClick={() => setParts([...parts, { key: Math.max(-1, ...parts.map((each) => each.key)) + 1, on }])}
          >
            {t('add')}: {t(`finding.on.${on}`)}
          </button>
        ))}
      </p>
      <Field name="account" label={t('draft.account')} long required value={before?.account} />
      <Field name="limits" label={t('draft.limits')} long required value={before?.limits} />
    </Deed>
  );
}
