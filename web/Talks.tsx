// Talks: rounds, what each side stated, what was pledged and what became of it. Accounts that differ stand side by side.

import type { Pledge, Round, TalksPosition } from '@sulh/mechanism';
import { useState } from 'react';
import { Also } from './AnyAct.tsx';
import { useRows } from './api.ts';
import { Choice, Deed, Field } from './Deed.tsx';
import { useWords } from './i18n.tsx';
import { useNames } from './names.tsx';
import { Asked, Day, Empty, Fact, Facts, Instant, Mark, Page, Party, Said, Section, Sides, Sources } from './parts.tsx';
import { Rests, SideName } from './Rests.tsx';
import { useAll } from './reader.ts';
import { useMe } from './session.tsx';

export function Talks() {
  const { t } = useWords();
  const rounds = useRows('round', { limit: 200 });
  const positions = useAll('position').data ?? [];
  const pledges = useAll('pledge').data ?? [];
  const { viewer } = useMe();
  const own = { whose: viewer?.organisation, by: viewer?.organisation };
  const free = positions.filter((one) => !one.round);
  return (
    <Page title={t('nav.talks')} lede={t('talks.lede')} wide>
      <Also
        audience="members"
        acts={[
          ['talks.open', {}],
          ['talks.position', own],
          ['talks.pledge', own],
        ]}
      />
      <Asked query={rounds}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Empty>{t('talks.empty')}</Empty>
          ) : (
            [...rows]
              .sort((a, b) => (a.when[0]?.from ?? '').localeCompare(b.when[0]?.from ?? ''))
              .map((round) => (
                <OneRound
                  key={round.id}
                  round={round}
                  positions={positions.filter((one) => one.round === round.id)}
                  pledges={pledges.filter((one) => one.round === round.id)}
                />
              ))
          )
        }
      </Asked>
      {free.length > 0 && (
        <Section title={t('talks.in-public')}>
          <Positions positions={free} />
        </Section>
      )}
      <Pledges pledges={pledges.filter((one) => !one.round)} title={t('talks.pledges-other')} />
    </Page>
  );
}

function OneRound({
  round,
  positions,
  pledges,
}: {
  round: Round;
  positions: readonly TalksPosition[];
  pledges: readonly Pledge[];
}) {
  const { t, of, language } = useWords();
  const { viewer } = useMe();
  const disputed = new Set(round.when.map((one) => `${one.from}${one.to}`)).size > 1;
  return (
    <Section
      title={of(round.name)}
      aside={<Mark shape={round.status === 'open' ? 'ring' : 'disc'}>{t(`round.${round.status}`)}</Mark>}
    >
      <Facts>
        <Fact name={t('where')}>
          <bdi>{of(round.place.name)}</bdi>
        </Fact>
        <Fact name={disputed ? t('when.accounts') : t('when')}>
          <ul className="plain">
            {round.when.map((one) => (
              <li key={one.entry}>
                <Day iso={one.from} />
                {one.to !== one.from && (
                  <>
                    {' – '}
                    <Day iso={one.to} />
                  </>
                )}
                <Rests basis={one.basis} entry={one.entry} />
              </li>
            ))}
          </ul>
        </Fact>
        {round.mediators.length > 0 && (
          <Fact name={t('mediators')}>
            {round.mediators.map((one) => (
              <div key={one}>
                <Party id={one} />
              </div>
            ))}
          </Fact>
        )}
        {round.agenda.length > 0 && (
          <Fact name={t('agenda')}>
            <ol>
              {round.agenda.map((one) => (
                <li key={one.id}>
                  {of(one.title)} {one.parked && <span className="tag">{t('parked')}</span>}
                </li>
              ))}
            </ol>
          </Fact>
        )}
      </Facts>
      {round.outcomes.length > 0 && (
        <>
          <h3>{t('outcome')}</h3>
          <ul className="plain rows">
            {round.outcomes.map((one) => (
              <li key={one.entry}>
                <Mark shape="disc" strong>
                  {t(`outcome.${one.outcome}`)}
                </Mark>{' '}
                <span className="muted">{t('by-word-of')}</span>{' '}
                {one.whose.map((side) => (
                  <SideName key={JSON.stringify(side)} side={side} />
                ))}
                {one.words && <Said quiet>{one.words}</Said>}
                <Rests basis={one.basis} entry={one.entry} />
              </li>
            ))}
          </ul>
        </>
      )}
      {round.minutes.map((one) => (
        <div key={one.entry}>
          <h3>{t('minutes')}</h3>
          <Said language={one.language}>{one.words}</Said>
        </div>
      ))}
      {positions.length > 0 && <Positions positions={positions} />}
      <Pledges pledges={pledges} title={t('pledges')} />
      <p>
        <Sources entries={round.entries} />
      </p>
      <Also
        audience={round.audience}
        acts={[
          ...(round.status === 'open'
            ? ([
                ['talks.position', { round: round.id, whose: viewer?.organisation }],
                ['talks.pledge', { round: round.id, by: viewer?.organisation }],
                ['talks.text', { round: round.id }],
                ['talks.minutes', { round: round.id, language }],
                ['talks.park', { round: round.id }],
                ['talks.close', { round: round.id }],
              ] as const)
            : []),
          ['talks.dates', { round: round.id }],
        ]}
      />
    </Section>
  );
}

/** Parties side by side; third parties below them. */
function Positions({ positions }: { positions: readonly TalksPosition[] }) {
  const { t } = useWords();
  const names = useNames();
  const others = positions.filter((one) => !names.parties.includes(one.whose));
  const list = (shown: readonly TalksPosition[]) =>
    shown.length === 0 ? (
      <Empty>{t('talks.unheard')}</Empty>
    ) : (
      <ul className="plain rows">
        {shown.map((one) => (
          <li key={one.id}>
            <b>{t(`position.${one.type}`)}</b>
            <Said language={one.language} quiet>
              {one.words}
            </Said>
            <Rests basis={one.basis} entry={one.entries[0]!} />
          </li>
        ))}
      </ul>
    );
  return (
    <>
      <h3>{t('positions')}</h3>
      <Sides>{(party) => list(positions.filter((one) => one.whose === party))}</Sides>
      {[...new Set(others.map((one) => one.whose))].map((id) => (
        <div key={id} className="side">
          <h4>
            <Party id={id} />
          </h4>
          {list(others.filter((one) => one.whose === id))}
        </div>
      ))}
    </>
  );
}

function Pledges({ pledges, title }: { pledges: readonly Pledge[]; title: string }) {
  if (pledges.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul className="plain rows">
        {pledges.map((one) => (
          <OnePledge key={one.id} pledge={one} />
        ))}
      </ul>
    </>
  );
}

function OnePledge({ pledge }: { pledge: Pledge }) {
  const { t } = useWords();
  const { viewer } = useMe();
  const [doing, setDoing] = useState(false);
  const own = viewer && (viewer.organisation === pledge.by || pledge.to.includes(viewer.organisation));
  return (
    <li>
      <p>
        <Party id={pledge.by} /> <span className="muted">{t('pledge.to')}</span>{' '}
        {pledge.to.map((one) => (
          <Party key={one} id={one} />
        ))}
      </p>
      <Said language={pledge.language}>{pledge.words}</Said>
      <ol className="trail">
        {pledge.steps.map((one) => (
          <li key={one.entry}>
            <b>{t(`pledge.${one.step}`)}</b> <Instant iso={one.at} /> <span className="muted">{t('by-word-of')}</span>{' '}
            {one.whose.map((side) => (
              <SideName key={JSON.stringify(side)} side={side} />
            ))}
            {one.words && (
              <>
                {' '}
                <q dir="auto">{one.words}</q>
              </>
            )}
            <Rests basis={one.basis} entry={one.entry} />
          </li>
        ))}
      </ol>
      {own && (
        <button type="button" className="quiet" aria-expanded={doing} onClick={() => setDoing(!doing)}>
          {t('pledge.follow')}
        </button>
      )}
      {doing && (
        <Deed
          kind="talks.follow"
          audience={pledge.audience}
          refs={[pledge.id]}
          body={{ pledge: pledge.id, basis: { kind: 'own-act' } }}
          done={() => setDoing(false)}
        >
          <Choice
            name="step"
            label={t('step')}
            options={(viewer?.organisation === pledge.by
              ? (['repeated', 'kept', 'not-kept', 'withdrawn', 'denied'] as const)
              : (['kept', 'not-kept'] as const)
            ).map((one) => [one, t(`pledge.${one}`)] as const)}
          />
          <Field name="words" label={t('words')} long />
        </Deed>
      )}
    </li>
  );
}
