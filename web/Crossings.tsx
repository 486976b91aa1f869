// Crossings are not open or closed: by direction and category, as each side declares and as it was observed, at any
// instant. Disagreement is shown as disagreement.

import {
  CATEGORIES,
  CROSSING_STATUSES,
  type Crossing,
  type CrossingWord,
  crossingGroups,
  type Reader,
  type TermsPlace,
} from '@sulh/mechanism';
import { useMemo, useState } from 'react';
import { Choice, Deed, Field, instant, localValue, text } from './Deed.tsx';
import { useWords } from './i18n.tsx';
import { useMechanism, useNames } from './names.tsx';
import { Empty, Hours, Instant, Loading, Mark, Page, Party, Said, Section, type Shape, Sources } from './parts.tsx';
import { useNow, useReader } from './reader.ts';
import { useMe } from './session.tsx';

const SHAPE: Record<string, Shape> = { open: 'ring', restricted: 'half', closed: 'disc' };

export function Crossings() {
  const { t } = useWords();
  const mechanism = useMechanism();
  const [at, setAt] = useState('');
  const reader = useReader(['crossing']);
  const crossings = mechanism.terms.places.filter((one) => one.kind === 'crossing');
  const now = useNow();
  const instantAt = at ? `${at}:00.000Z` : now;
  return (
    <Page
      title={t('nav.crossings')}
      lede={t('crossings.lede')}
      wide
      actions={
        <label>
          {t('crossings.at')} <span className="zone">UTC</span>{' '}
          <input
            type="datetime-local"
            dir="ltr"
            value={at}
            max={localValue(new Date().toISOString())}
            onChange={(event) => setAt(event.target.value)}
          />
        </label>
      }
    >
      {crossings.length === 0 && <Empty>{t('crossings.empty')}</Empty>}
      {crossings.map((one) => (
        <OneCrossing key={one.id} place={one} at={instantAt} reader={reader} />
      ))}
    </Page>
  );
}

function OneCrossing({ place, at, reader }: { place: TermsPlace; at: string; reader: Reader | undefined }) {
  const { t, of } = useWords();
  const names = useNames();
  const { viewer } = useMe();
  const [doing, setDoing] = useState<'' | 'declare' | 'observe'>('');
  const statements = useMemo(() => reader?.by('crossing', 'crossing', place.id) ?? [], [reader, place.id]);
  const cells = useMemo(() => (reader ? crossingGroups(reader, place.id, at) : []), [reader, place.id, at]);
  const isParty = viewer && names.role(viewer.organisation) === 'party';
  return (
    <Section
      title={<bdi>{of(place.name)}</bdi>}
      id={`crossing-${place.id}`}
      aside={
        viewer && (
          <span className="row small">
            {isParty && (
              <button
                type="button"
                className="quiet"
                aria-expanded={doing === 'declare'}
                onClick={() => setDoing(doing === 'declare' ? '' : 'declare')}
              >
                {t('crossing.declare')}
              </button>
            )}
            <button
              type="button"
              className="quiet"
              aria-expanded={doing === 'observe'}
              onClick={() => setDoing(doing === 'observe' ? '' : 'observe')}
            >
              {t('crossing.observe')}
            </button>
          </span>
        )
      }
    >
      {place.sideNames && (
        <p className="small muted">
          {Object.entries(place.sideNames).map(([side, name]) => (
            <span key={side}>
              <Party id={side} />: <bdi>{of(name)}</bdi>{' '}
            </span>
          ))}
        </p>
      )}
      {doing && <StatementForm place={place} kind={doing} done={() => setDoing('')} />}
      {!reader ? (
        <Loading />
      ) : cells.length === 0 ? (
        <Empty>{t('crossing.silent')}</Empty>
      ) : (
        <div className="table-frame">
          <table className="grid">
            <caption className="unseen">{of(place.name)}</caption>
            <thead>
              <tr>
                <th scope="col">{t('crossing.category')}</th>
                {names.parties.map((party) => (
                  <th key={party} scope="col" data-hue={names.hue(party)}>
                    <small className="muted">{t('crossing.declared-by')}</small> <Party id={party} />
                  </th>
                ))}
                <th scope="col">{t('crossing.observed')}</th>
                <th scope="col">{t('crossing.agreement')}</th>
              </tr>
            </thead>
            <tbody>
              {cells.map((cell) => (
                <tr key={`${cell.ways.map((one) => one.from).join()}${cell.categories.join()}`}>
                  <th scope="row">
                    {cell.categories.map((one) => t(`category.${one}`)).join(t('comma'))}
                    <br />
                    <small className="muted">
                      {cell.ways.length > 1
                        ? t('crossing.both')
                        : t('crossing.direction', {
                            from: names.organisation(cell.ways[0]?.from),
                            to: names.organisation(cell.ways[0]?.to),
                          })}
                    </small>
                  </th>
                  {names.parties.map((party) => (
                    <td key={party} data-label={names.organisation(party)}>
                      <Word word={cell.declared.find((one) => one.organisation === party)} silent={t('silent')} />
                    </td>
                  ))}
                  <td data-label={t('crossing.observed')}>
                    {cell.observed.length === 0 ? (
                      <Mark shape="dash">{t('not-observed')}</Mark>
                    ) : (
                      cell.observed.map((one) => (
                        <div key={one.organisation}>
                          <Word word={one} silent={t('not-observed')} />{' '}
                          <small className="muted">{names.organisation(one.organisation)}</small>
                        </div>
                      ))
                    )}
                  </td>
                  <td data-label={t('crossing.agreement')}>
                    <Mark
                      shape={cell.accord === 'differs' ? 'diamond' : cell.accord === 'same' ? 'double' : 'ring'}
                      strong={cell.accord === 'differs'}
                    >
                      {t(`accord.${cell.accord}`)}
                    </Mark>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {statements.length > 0 && (
        <details>
          <summary>{t('crossing.history', { count: statements.length })}</summary>
          <ol className="trail">
            {[...statements]
              .sort((a, b) => b.window.from.localeCompare(a.window.from))
              .map((one) => (
                <li key={one.id}>
                  <Instant iso={one.window.from} beside />
                  {one.window.to && (
                    <>
                      {' – '}
                      <Instant iso={one.window.to} />
                    </>
                  )}{' '}
                  — <Party id={one.organisation} /> — {t(`crossing.${one.what}`)} —{' '}
                  {one.categories.map((category) => t(`category.${category}`)).join(t('comma'))} <Statement one={one} />
                </li>
              ))}
          </ol>
        </details>
      )}
    </Section>
  );
}

function Word({ word, silent }: { word: CrossingWord | undefined; silent: string }) {
  const { t } = useWords();
  if (!word || word.status === 'silent') return <Mark shape="dash">{silent}</Mark>;
  return (
    <span className="statement">
      <Mark shape={SHAPE[word.status] ?? 'ring'} strong>
        {t(`crossing.${word.status}`)}
      </Mark>
      {word.told && <small className="muted"> ({t('crossing.told')})</small>}
      {word.hours && <Hours hours={word.hours} outside={word.outsideHours} />}
      {word.since && (
        <small className="muted">
          {' '}
          {t('since')} <Instant iso={word.since} />
        </small>
      )}
      {word.words && <Said quiet>{word.words}</Said>}
      {word.entry && <Sources entries={[word.entry]} />}
    </span>
  );
}

function Statement({ one }: { one: Crossing }) {
  const { t } = useWords();
  return (
    <span className="statement">
      <Mark shape={SHAPE[one.status] ?? 'ring'} strong>
        {t(`crossing.${one.status}`)}
      </Mark>
      {one.what === 'told' && <small className="muted"> ({t('crossing.told')})</small>}
      {one.window.hours && <Hours hours={one.window.hours} />}
      {one.words && <Said quiet>{one.words}</Said>}
      {one.withdrawn && (
        <small>
          {t('report.withdrawn')}: <q dir="auto">{one.withdrawn.because}</q>
        </small>
      )}{' '}
      <Sources entries={one.entries} />
    </span>
  );
}

function StatementForm({ place, kind, done }: { place: TermsPlace; kind: 'declare' | 'observe'; done: () => void }) {
  const { t } = useWords();
  const names = useNames();
  const [a, b] = names.parties;
  const directions: [string, string][] = [
    ['both', t('crossing.both')],
    ...names.parties.flatMap((from) =>
      names.parties
        .filter((to) => to !== from)
        .map((to): [string, string] => [
          `${from}>${to}`,
          t('crossing.direction', { from: names.organisation(from), to: names.organisation(to) }),
        ]),
    ),
  ];
  return (
    <Deed
      kind={`crossing.${kind}`}
      audience="members"
      body={(form) => {
        const [from, to] = String(form.get('direction')).split('>');
        return {
          crossing: place.id,
          direction: to ? { from, to } : 'both',
          categories: form.getAll('category'),
          window: { from: instant(form, 'from'), ...(text(form, 'to') ? { to: instant(form, 'to') } : {}) },
          status: form.get('status'),
          ...(text(form, 'words') ? { words: text(form, 'words') } : {}),
          ...(kind === 'observe' ? { known: form.get('known') } : {}),
        };
      }}
      done={done}
    >
      <fieldset>
        <legend>{t('crossing.category')}</legend>
        <div className="choices">
          {CATEGORIES.map((one) => (
            <label key={one} className="choice-box">
              <input type="checkbox" name="category" value={one} defaultChecked={one === 'pedestrians'} />{' '}
              {t(`category.${one}`)}
            </label>
          ))}
        </div>
      </fieldset>
      <div className="fields">
        <Choice
          name="status"
          label={t('status')}
          options={CROSSING_STATUSES.map((one) => [one, t(`crossing.${one}`)] as const)}
        />
        {a && b && <Choice name="direction" label={t('crossing.direction-label')} options={directions} />}
        <Field
          name="from"
          label={`${t('file.from')} (UTC)`}
          type="datetime-local"
          dir="ltr"
          required
          value={localValue(new Date().toISOString())}
        />
        <Field name="to" label={`${t('file.to')} (UTC)`} type="datetime-local" dir="ltr" />
        {kind === 'observe' && (
          <Choice
            name="known"
            label={t('file.known')}
            options={(['seen', 'recorded', 'told'] as const).map((one) => [one, t(`known.${one}`)] as const)}
          />
        )}
      </div>
      <Field name="words" label={t('words')} long />
    </Deed>
  );
}
