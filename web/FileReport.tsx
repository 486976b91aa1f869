// Filing a report in three short steps: what; where and when; what the source saw or was told. A correction starts from
// what stood before.

import { EVENT_KINDS, type Report, type ReportBody } from '@sulh/mechanism';
import { useRef, useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { AudienceFields, audienceIn } from './AudienceFields.tsx';
import { useActs } from './act.tsx';
import { useRow } from './api.ts';
import { Choice, Field, instant, localValue, text, whole } from './Deed.tsx';
import { useWords } from './i18n.tsx';
import { LANGUAGES, type Language } from './languages.ts';
import { useMechanism, useNames } from './names.tsx';
import { PlaceFields, placeIn } from './PlaceFields.tsx';
import { Asked, Page, Trouble } from './parts.tsx';
import { SealPart, useSealPart } from './SealPart.tsx';
import { ActingAs } from './Shell.tsx';
import { useMe } from './session.tsx';

const SOURCES = ['party', 'monitor', 'sensor', 'witness', 'press', 'organisation'] as const;
const DIRECTNESS = ['saw', 'heard', 'recorded', 'told-by-witness', 'told-by-party', 'told-by-press'] as const;
const FIGURES = [
  'killed',
  'wounded',
  'missing',
  'detained',
  'displaced',
  'buildings-damaged',
  'vehicles-damaged',
] as const;
const WHOM = ['unspecified', 'civilians', 'women', 'children', 'combatants', 'monitors', 'aid-workers'] as const;

export function FileReport() {
  const correct = new URLSearchParams(useSearch()).get('correct') ?? undefined;
  const before = useRow('report', correct);
  const { t } = useWords();
  const { viewer } = useMe();
  if (!viewer) {
    return (
      <Page title={t('nav.file')}>
        <p>
          {t('sign-in.needed')} <Link href="/sign-in">{t('sign-in')}</Link>
        </p>
      </Page>
    );
  }
  return correct ? <Asked query={before}>{(row) => <Steps before={row} />}</Asked> : <Steps />;
}

function Steps({ before }: { before?: Report }) {
  const { t, language } = useWords();
  const names = useNames();
  const mechanism = useMechanism();
  const { demo } = useMe();
  const { act } = useActs();
  const sealPart = useSealPart();
  const [, go] = useLocation();
  const [step, setStep] = useState(1);
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const titles = [t('file.what'), t('file.where'), t('file.saw')];
  const now = new Date().toISOString();

  const next = () => {
    const open = form.current?.querySelector<HTMLElement>(`[data-step="${step}"]`);
    const wrong = [...(open?.querySelectorAll<HTMLInputElement>('input,select,textarea') ?? [])].find(
      (one) => !one.checkValidity(),
    );
    if (wrong) wrong.reportValidity();
    else {
      setStep(step + 1);
      setTimeout(() => form.current?.querySelector<HTMLElement>(`[data-step="${step + 1}"] legend`)?.focus(), 0);
    }
  };

  const bodyOf = (data: FormData): ReportBody => {
    const from = instant(data, 'from')!;
    const to = instant(data, 'to') ?? from;
    const figures = [0, 1, 2].flatMap((i) => {
      const [min, max] = [whole(data, `min${i}`), whole(data, `max${i}`)];
      if (min === undefined && max === undefined) return [];
      return [
        {
          what: String(data.get(`what${i}`)) as (typeof FIGURES)[number],
          whom: String(data.get(`whom${i}`)) as (typeof WHOM)[number],
          count: { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) },
        },
      ];
    });
    const [reliability, credibility] = [text(data, 'reliability'), text(data, 'credibility')];
    return {
      event: String(data.get('event')),
      when: { from, to, certainty: String(data.get('certainty')) as ReportBody['when']['certainty'] },
      place: placeIn(data, language)!,
      account: String(data.get('account')),
      language: String(data.get('language')),
      source: {
        type: String(data.get('source')) as (typeof SOURCES)[number],
        directness: String(data.get('directness')) as (typeof DIRECTNESS)[number],
        ...(text(data, 'origin') ? { origin: text(data, 'origin')! } : {}),
      },
      ...(reliability && credibility
        ? { grade: { reliability: reliability as 'A', credibility: Number(credibility) } }
        : {}),
      figures,
      actorsAsNamed: (text(data, 'actors') ?? '')
        .split('\n')
        .map((one) => one.trim())
        .filter(Boolean),
      evidence: before?.evidence ? [...before.evidence] : [],
      claims: before?.claims ? [...before.claims] : [],
      demonstration: before?.demonstration ?? demo,
    };
  };

  return (
    <Page title={before ? t('file.correct') : t('nav.file')} lede={before ? t('file.correct.lede') : t('file.lede')}>
      <ol className="steps" aria-label={t('file.steps')}>
        {titles.map((title, i) => (
          <li key={title} aria-current={step === i + 1 ? 'step' : undefined}>
            {title}
          </li>
        ))}
      </ol>
      <form
        ref={form}
        className="deed"
        noValidate
        data-kind={before ? 'report.correct' : 'report.file'}
        onSubmit={async (event) => {
          event.preventDefault();
          if (step < 3) {
            next();
            return;
          }
          const data = new FormData(event.currentTarget);
          if (!event.currentTarget.checkValidity()) {
            event.currentTarget.reportValidity();
            return;
          }
          setBusy(true);
          setError(undefined);
          try {
            const body = bodyOf(data);
            const sealed = sealPart(data);
            const acted = before
              ? await act({
                  kind: 'report.correct',
                  body: { report: before.id, because: text(data, 'because') ?? '', body },
                  audience: before.audience,
                  refs: [before.id],
                })
              : await act({
                  kind: 'report.file',
                  body,
                  audience: audienceIn(data),
                  ...(sealed ? { seal: sealed } : {}),
                });
            go(`/report/${before?.id ?? acted.id}`);
          } catch (problem) {
            setError(problem);
          } finally {
            setBusy(false);
          }
        }}
      >
        <ActingAs />
        <fieldset data-step="1" hidden={step !== 1}>
          <legend tabIndex={-1}>{titles[0]}</legend>
          <div className="choices" role="radiogroup" aria-label={t('event')}>
            {[...EVENT_KINDS, ...mechanism.terms.eventKinds.map((one) => one.id)].map((kind) => (
              <label key={kind} className="choice-box">
                <input type="radio" name="event" value={kind} required defaultChecked={before?.event === kind} />
                {names.event(kind)}
              </label>
            ))}
          </div>
          <p className="notice">
            {t('file.confidential')} <Link href="/confidential">{t('nav.confidential')}</Link>
          </p>
        </fieldset>
        <fieldset data-step="2" hidden={step !== 2}>
          <legend tabIndex={-1}>{titles[1]}</legend>
          <PlaceFields before={before?.place} />
          <div className="fields">
            <MomentField name="from" label={t('file.from')} required value={before?.when.from ?? now} />
            <MomentField name="to" label={t('file.to')} value={before?.when.to} />
            <Choice
              name="certainty"
              label={t('file.certainty')}
              value={before?.when.certainty ?? 'about'}
              options={(['exact', 'about', 'unsure'] as const).map((one) => [one, t(`certainty.${one}`)] as const)}
            />
          </div>
        </fieldset>
        <fieldset data-step="3" hidden={step !== 3}>
          <legend tabIndex={-1}>{titles[2]}</legend>
          <Field
            name="account"
            label={t('file.account')}
            hint={t('file.account.hint')}
            long
            required={step === 3}
            value={before?.account}
          />
          <div className="fields">
            <Choice
              name="language"
              label={t('file.language')}
              value={before?.language ?? language}
              options={[
                ...(Object.keys(LANGUAGES) as Language[]).map((one) => [one, LANGUAGES[one].name] as const),
                ...(before && !(before.language in LANGUAGES) ? [[before.language, before.language] as const] : []),
              ]}
            />
            <Choice
              name="source"
              label={t('source')}
              value={before?.source.type ?? 'monitor'}
              options={SOURCES.map((one) => [one, t(`source.${one}`)] as const)}
            />
            <Choice
              name="directness"
              label={t('file.directness')}
              value={before?.source.directness ?? 'saw'}
              options={DIRECTNESS.map((one) => [one, t(`directness.${one}`)] as const)}
            />
            <Field name="origin" label={t('origin')} hint={t('file.origin.hint')} value={before?.source.origin} />
          </div>
          <details open={!!before?.figures.length}>
            <summary>{t('file.figures')}</summary>
            {[0, 1, 2].map((i) => (
              <div className="fields" key={i}>
                <Choice
                  name={`what${i}`}
                  label={t('figure.what')}
                  value={before?.figures[i]?.what}
                  options={FIGURES.map((one) => [one, t(`figure.${one}`)] as const)}
                />
                <Choice
                  name={`whom${i}`}
                  label={t('figure.whom')}
                  value={before?.figures[i]?.whom}
                  options={WHOM.map((one) => [one, t(`whom.${one}`)] as const)}
                />
                <Field
                  name={`min${i}`}
                  label={t('figure.min')}
                  type="number"
                  dir="ltr"
                  min={0}
                  step={1}
                  value={before?.figures[i]?.count.min}
                />
                <Field
                  name={`max${i}`}
                  label={t('figure.max')}
                  type="number"
                  dir="ltr"
                  min={0}
                  step={1}
                  value={before?.figures[i]?.count.max}
                />
              </div>
            ))}
          </details>
          <details>
            <summary>{t('file.more')}</summary>
            <Field
              name="actors"
              label={t('actors-named')}
              hint={t('file.actors.hint')}
              long
              value={before?.actorsAsNamed.join('\n')}
            />
            <div className="fields">
              <Choice
                name="reliability"
                label={t('file.reliability')}
                value={before?.grade?.reliability ?? ''}
                options={['', 'A', 'B', 'C', 'D', 'E', 'F'].map((one) => [one, one || '—'] as const)}
              />
              <Choice
                name="credibility"
                label={t('file.credibility')}
                value={before?.grade ? String(before.grade.credibility) : ''}
                options={['', '1', '2', '3', '4', '5', '6'].map((one) => [one, one || '—'] as const)}
              />
            </div>
          </details>
          {before ? (
            <Field name="because" label={t('because')} long required={step === 3} />
          ) : (
            <>
              <AudienceFields />
              <SealPart />
            </>
          )}
        </fieldset>
        <Trouble error={error} />
        <div className="row">
          {step > 1 && (
            <button type="button" onClick={() => setStep(step - 1)}>
              {t('back')}
            </button>
          )}
          {step < 3 ? (
            <button type="button" className="primary" onClick={next}>
              {t('next')}
            </button>
          ) : (
            <button type="submit" className="primary" disabled={busy} aria-busy={busy}>
              {t('sign-and-send')}
            </button>
          )}
        </div>
      </form>
    </Page>
  );
}

/** An instant in UTC, with the other calendar's day beside it as soon as it is given. */
function MomentField({
  name,
  label,
  value,
  required,
}: {
  name: string;
  label: string;
  value?: string;
  required?: boolean;
}) {
  const words = useWords();
  const [now, setNow] = useState(value ? localValue(value) : '');
  const iso = now ? `${now}Z` : undefined;
  const beside = iso && words.dayBeside(iso);
  return (
    <div className="field">
      <label>
        <span className="field-name">
          {label} <span className="zone">UTC</span>
        </span>
        <input
          type="datetime-local"
          name={name}
          value={now}
          required={required}
          dir="ltr"
          onChange={(event) => setNow(event.target.value)}
        />
      </label>
      {iso && (
        <small className="muted">
          <bdi>{words.day(iso)}</bdi>
          {beside && (
            <>
              {' — '}
              <bdi>{beside}</bdi>
            </>
          )}
        </small>
      )}
    </div>
  );
}
