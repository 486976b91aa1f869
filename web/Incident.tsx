// An incident as a story: what is said to have happened, each account whole and side by side, what links them, who looked,
// and what the joint case found.

import type { IncidentStory, Incident as Row } from '@sulh/mechanism';
import { useState } from 'react';
import { Link, useParams } from 'wouter';
import { Account } from './Account.tsx';
import { Also } from './AnyAct.tsx';
import { useReading, useRows } from './api.ts';
import { STEP_SHAPE, stepOf } from './Cases.tsx';
import { Choice, Deed, Field } from './Deed.tsx';
import { Explained } from './Explained.tsx';
import { FindingCard } from './Findings.tsx';
import { useWords } from './i18n.tsx';
import { useNames } from './names.tsx';
import { Asked, Empty, Fact, Facts, Mark, Page, Party, Period, Section, Sides, Sources } from './parts.tsx';
import { useAll } from './reader.ts';
import { Steps } from './Steps.tsx';
import { useMe } from './session.tsx';
import { Where } from './Where.tsx';

export function Incident() {
  const { id } = useParams<{ id: string }>();
  const story = useReading<IncidentStory>(`incident/${id}/story`);
  return <Asked query={story}>{(found) => <Shown story={found} />}</Asked>;
}

function Shown({ story }: { story: IncidentStory }) {
  const { t, of, n } = useWords();
  const names = useNames();
  const { viewer } = useMe();
  const [doing, setDoing] = useState('');
  const { incident, origins, coverage, sides, claims, cases } = story;
  const all = useAll('report', {}, !!viewer);
  const linked = sides.flatMap((one) => one.reports.map((report) => report.id));
  const open = cases.find((one) => one.status !== 'closed')?.case;
  const unlinked = (all.data ?? []).filter((one) => !linked.includes(one.id) && one.status !== 'withdrawn');
  const others = sides.filter((one) => !one.party && one.reports.length > 0);
  const toggle = (what: string) => setDoing(doing === what ? '' : what);
  return (
    <Page
      kicker={<Link href="/incidents">{t('nav.incidents')}</Link>}
      title={of(incident.title)}
      lede={
        <p>
          {names.event(incident.event)} — <Period when={incident.when} /> — <Where place={incident.place} />
        </p>
      }
      wide
      actions={
        viewer && (
          <>
            {open ? (
              <Link href={`/case/${open.id}`} className="button primary">
                {t('case.to')}
              </Link>
            ) : (
              <button type="button" className="primary" aria-expanded={doing === 'case'} onClick={() => toggle('case')}>
                {t('case.new')}
              </button>
            )}
            {unlinked.length > 0 && (
              <button type="button" aria-expanded={doing === 'link'} onClick={() => toggle('link')}>
                {t('incident.link')}
              </button>
            )}
          </>
        )
      }
    >
      {incident.status === 'merged' && incident.into && (
        <p className="notice">
          {t('incident.merged-into')} <Link href={`/incident/${incident.into}`}>{t('incident')}</Link>
        </p>
      )}
      {doing === 'case' && <OpenCase incident={incident} done={() => setDoing('')} />}
      {doing === 'link' && (
        <Deed
          kind="incident.link"
          audience={incident.audience}
          refs={[incident.id]}
          body={(form) => ({ incident: incident.id, reports: [form.get('report')], because: form.get('because') })}
          done={() => setDoing('')}
        >
          <Choice
            name="report"
            label={t('report')}
            options={unlinked.map(
              (one) =>
                [
                  one.id,
                  `${names.event(one.event)} — ${names.organisation(one.organisation)} — ${one.when.from.slice(0, 16)}`,
                ] as const,
            )}
          />
          <Field name="because" label={t('because')} long required />
        </Deed>
      )}
      <Also
        audience={incident.audience}
        acts={[
          ...(incident.status === 'merged'
            ? [['incident.unmerge', { incident: incident.into, other: incident.id }] as const]
            : [
                ['incident.amend', { incident: incident.id, ...asItIs(incident) }] as const,
                ['incident.merge', { incident: incident.id }] as const,
                ['incident.split', { incident: incident.id, ...asItIs(incident) }] as const,
              ]),
        ]}
      />
      <Facts>
        <Fact name={t('accounts')}>
          {n(linked.length)}
          {t('comma')}
          {t('origins.count', { count: origins.count })}
        </Fact>
        <Fact name={t('coverage')}>
          {coverage.observed ? (
            <>
              <Mark shape="disc">{t('observed')}</Mark>{' '}
              <small className="muted">{names.together(coverage.organisations)}</small>{' '}
              <Sources entries={coverage.entries} />
            </>
          ) : (
            <Mark shape="dash">{t('not-observed')}</Mark>
          )}
        </Fact>
        <Fact name={t('opened-by')}>
          <Party id={incident.organisation} member={incident.by} />
        </Fact>
        <Fact name={t('entry')}>
          <Sources entries={incident.entries} />
        </Fact>
      </Facts>
      <p className="small muted">{story.violation ? t('incident.violation') : t('incident.neutral')}</p>
      <Explained story={story} />

      <Section title={t('accounts.side-by-side')}>
        <Sides order={sides.filter((one) => one.party).map((one) => one.organisation)}>
          {(party) => {
            const accounts = sides.find((one) => one.organisation === party)?.reports ?? [];
            return accounts.length === 0 ? (
              <Empty>{t('accounts.none')}</Empty>
            ) : (
              accounts.map((one) => (
                <Account key={one.id} report={one} extra={<Unlink incident={incident} report={one.id} />} />
              ))
            );
          }}
        </Sides>
        {others.length > 0 && (
          <>
            <h3>{t('accounts.others')}</h3>
            {others.flatMap((side) =>
              side.reports.map((one) => (
                <Account key={one.id} report={one} extra={<Unlink incident={incident} report={one.id} />} />
              )),
            )}
          </>
        )}
      </Section>

      {claims.length > 0 && (
        <Section title={t('claims')}>
          <ul className="plain rows">
            {claims.map((one) => (
              <li key={one.id}>
                <q dir="auto">{one.speaker}</q> — {t(`claim.${one.kind}`)}:{' '}
                <q dir="auto">{one.quote ?? one.spans[0]?.text}</q>{' '}
                <Link
                  className="source"
                  href={`/document/${one.document}?at=${one.spans[0]?.start}-${one.spans[0]?.end}`}
                >
                  {t('in-document')}
                </Link>
              </li>
            ))}
          </ul>
        </Section>
      )}

      {cases.map(({ case: one, findings }) => (
        <Section
          key={one.id}
          title={
            <Link href={`/case/${one.id}`} dir="auto">
              {t('case')}: {one.question}
            </Link>
          }
          aside={<Mark shape={STEP_SHAPE[stepOf(one)]}>{t(`case.${stepOf(one)}`)}</Mark>}
        >
          {findings.length > 0 ? (
            <div className="findings">
              {findings.map((finding) => (
                <FindingCard key={finding.key} finding={finding} positions={finding.positions} />
              ))}
            </div>
          ) : (
            <p className="muted">{t('case.no-finding')}</p>
          )}
        </Section>
      ))}

      <Section title={t('links')}>
        <Steps steps={story.steps} />
      </Section>
    </Page>
  );
}

/** What an incident is said to be, as a form begins. */
const asItIs = ({ event, title, when, place }: Row) => ({ event, title, when, place });

/** Undoing a link is an entry of its own, with its reason. */
function Unlink({ incident, report }: { incident: Row; report: string }) {
  const { t } = useWords();
  const { viewer } = useMe();
  const [open, setOpen] = useState(false);
  if (!viewer) return null;
  return (
    <>
      <button type="button" className="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t('incident.unlink')}
      </button>
      {open && (
        <Deed
          kind="incident.unlink"
          audience={incident.audience}
          refs={[incident.id]}
          body={{ incident: incident.id, reports: [report] }}
          done={() => setOpen(false)}
        >
          <Field name="because" label={t('because')} required />
        </Deed>
      )}
    </>
  );
}

function OpenCase({ incident, done }: { incident: Row; done: () => void }) {
  const { t, of } = useWords();
  const names = useNames();
  const agreements = useRows('agreement', { limit: 100 });
  const options = (agreements.data?.rows ?? []).flatMap((agreement) =>
    (agreement.versions.at(-1)?.obligations ?? []).flatMap((obligation) =>
      obligation.obligors.map((party) => ({
        key: `${agreement.id} ${obligation.id} ${party}`,
        name: `${names.organisation(party)}: ${of(obligation.words)}`,
      })),
    ),
  );
  return (
    <Deed
      kind="case.open"
      audience={incident.audience}
      refs={[incident.id]}
      label={t('case.open-it')}
      body={(form) => ({
        incident: incident.id,
        question: form.get('question'),
        alleged: form.getAll('alleged').map((one) => {
          const [agreement, obligation, party] = String(one).split(' ');
          return { agreement, obligation, party };
        }),
      })}
      done={done}
    >
      <Field name="question" label={t('case.question')} hint={t('case.question.hint')} long required />
      {options.length > 0 && (
        <details>
          <summary>{t('case.alleged')}</summary>
          <div className="checks">
            {options.map((one) => (
              <label key={one.key}>
                <input type="checkbox" name="alleged" value={one.key} /> <span dir="auto">{one.name}</span>
              </label>
            ))}
          </div>
        </details>
      )}
    </Deed>
  );
}
