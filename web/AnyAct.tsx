// Any act: every kind of entry that the reader's seat may write, by a form made from its schema, so that nothing needs the command
// line. Acts that have a better form of their own are pointed to it.

import {
  KINDS,
  type Kind,
  kindOf,
  lintAgreement,
  Obligation,
  type Seat,
  schemaOf,
  type TableName,
} from '@sulh/mechanism';
import { type Audience, Problem } from '@sulh/record';
import { useDeferredValue, useId, useMemo, useState } from 'react';
import { Link, useLocation, useParams, useSearch } from 'wouter';
import { AudienceFields, audienceIn } from './AudienceFields.tsx';
import type { Acted } from './act.tsx';
import { useRow } from './api.ts';
import { Deed } from './Deed.tsx';
import { type Faults, Fields, useAudienceOf } from './Form.tsx';
import { useFault } from './faults.ts';
import { useWords } from './i18n.tsx';
import { needsRoot } from './joint.tsx';
import { useNames } from './names.tsx';
import { Empty, Mark, Page, Section } from './parts.tsx';
import { useMe, type Viewer } from './session.tsx';
import { formOf, type Shape, textOf, whole } from './shape.ts';

/** Whether the reader’s seat may write a kind; a lead holds the organisation’s root key, or knows who does. */
export const mayWrite = ({ seats, name }: Kind, viewer: Viewer): boolean =>
  viewer.seats.some((one) => seats.includes(one as Seat)) ||
  (seats.includes('root') && (viewer.seats.length === 0 || (viewer.seats.includes('lead') && needsRoot(name, viewer))));

export function Acts() {
  const { t, maybe } = useWords();
  const { viewer } = useMe();
  const may = viewer ? (KINDS as unknown as readonly Kind[]).filter((one) => mayWrite(one, viewer)) : [];
  const groups = [...new Set(may.map((one) => one.name.split('.')[0]!))];
  return (
    <Page title={t('nav.act')} lede={t('act.lede')} wide>
      {may.length === 0 && (
        <Empty>
          {t('sign-in.needed')} <Link href="/sign-in">{t('sign-in')}</Link>
        </Empty>
      )}
      <div className="act-groups">
        {groups.map((group) => (
          <Section key={group} title={maybe(`act.${group}`, {}, group)}>
            <ul className="plain">
              {may
                .filter((one) => one.name.startsWith(`${group}.`))
                .map(({ name, signers }) => (
                  <li key={name}>
                    <Link href={formOf(name) ?? `/act/${name.replace('.', '/')}`}>
                      {maybe(`do.${name}`, {}, maybe(`kind.${name}`, {}, name))}
                    </Link>
                    {signers === 'several' && <small className="muted"> — {t('act.several')}</small>}
                  </li>
                ))}
            </ul>
          </Section>
        ))}
      </div>
    </Page>
  );
}

export function AnyAct() {
  const { of = '', verb = '' } = useParams<{ of: string; verb: string }>();
  const kind = `${of}.${verb}`;
  const { t, maybe } = useWords();
  const { viewer } = useMe();
  const [, go] = useLocation();
  const given = Object.fromEntries(new URLSearchParams(useSearch()));
  const rule = kindOf(kind);
  if (!rule || formOf(kind)) return <Page title={t('nowhere.title')} lede={t('nowhere.lede')} />;
  return (
    <Page
      kicker={<Link href="/act">{t('nav.act')}</Link>}
      title={maybe(`do.${kind}`, {}, maybe(`kind.${kind}`, {}, kind))}
    >
      {viewer && !mayWrite(rule, viewer) && <p className="notice">{t('act.not-your-seat')}</p>}
      {!viewer && (
        <p className="notice">
          {t('sign-in.needed')} <Link href="/sign-in">{t('sign-in')}</Link>
        </p>
      )}
      <ActForm key={kind} kind={kind} initial={given} done={(acted) => go(`/entry/${acted.id}`)} />
    </Page>
  );
}

/** Every entry that a body speaks of by its id. */
const idsIn = (value: unknown): string[] =>
  [
    ...JSON.stringify(value ?? null).matchAll(
      /"([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})"/g,
    ),
  ].map(([, id]) => id!);

/** The row that a kind is about, if it asks for one: its audience is the entry's too. */
function subjectOf(shape: Shape, body: unknown): { name: string; table?: TableName; id: string } | undefined {
  for (const name of shape.required ?? []) {
    const text = textOf(shape.properties?.[name] ?? {}, name);
    const id = (body as Record<string, unknown> | undefined)?.[name];
    if (typeof id !== 'string') continue;
    if (text.is === 'row') return { name, table: text.table, id };
    if (text.is === 'entry') return { name, id };
  }
  return undefined;
}

/**
 * The form of one kind. `initial` is what stands in it at first. `only` makes fields of some, and gives the others as the text that
 * they are, for what is changed once in years.
 */
export function ActForm({
  kind,
  initial,
  audience,
  only,
  label,
  done,
}: {
  kind: string;
  initial?: unknown;
  audience?: Audience;
  only?: readonly string[];
  label?: string;
  done?: (acted: Acted) => void;
}) {
  const { language } = useWords();
  const begun = () => ({
    ...((schemaOf(kind) as Shape).required?.includes('language') ? { language } : {}),
    ...(initial as object | undefined),
  });
  const [body, setBody] = useState<unknown>(begun);
  const [faults, setFaults] = useState<Faults>(new Map());
  const [broken, setBroken] = useState(false);
  const fault = useFault();
  const rule = kindOf(kind)!;
  const shape = schemaOf(kind) as Shape;
  const subject = subjectOf(shape, body);
  const row = useRow(subject?.table ?? 'case', subject?.table ? subject.id : undefined).data;
  const entry = useAudienceOf(subject && !subject.table ? subject.id : undefined);
  // Where the form stands on the page of what it is about, that is not asked again.
  const known = audience && subjectOf(shape, initial)?.name;
  const shows = (name: string) => name !== known && (!only || only.includes(name));
  const own = audience ?? (rule.audience === 'public' ? 'public' : (row?.audience ?? entry));
  const made = () => {
    if (broken) throw new Problem('fields-wrong', { count: 1 });
    const given = whole(shape, body);
    const checked = rule.schema.safeParse(given);
    setFaults(
      checked.success ? new Map() : new Map(checked.error.issues.map((one) => [one.path.join('.'), fault(one)])),
    );
    if (!checked.success) throw new Problem('fields-wrong', { count: checked.error.issues.length });
    return given;
  };
  return (
    <Deed
      kind={kind}
      refs={[...new Set(idsIn(body))].slice(0, 200)}
      audience={own === undefined ? audienceIn : (own as Audience)}
      body={made}
      {...(label === undefined ? {} : { label })}
      done={(acted) => {
        setBody(begun());
        done?.(acted);
      }}
    >
      <Fields kind={kind} shape={shape} value={body} set={setBody} faults={faults} shows={shows} />
      {only && <Rest only={only} body={body} set={setBody} faults={faults} broken={setBroken} />}
      {/^agreement\.(record|amend)$/.test(kind) && <LintBeside body={body} />}
      {own === undefined && <AudienceFields />}
    </Deed>
  );
}

/** The fields that have no form, as one text; what is wrong in it is named by its field. */
function Rest({
  only,
  body,
  set,
  faults,
  broken,
}: {
  only: readonly string[];
  body: unknown;
  set: (body: unknown) => void;
  faults: Faults;
  broken: (is: boolean) => void;
}) {
  const { t } = useWords();
  const id = useId();
  const split = (mine: boolean) =>
    Object.fromEntries(Object.entries(body as object).filter(([name]) => only.includes(name) === mine));
  const [text, setText] = useState(() => JSON.stringify(split(false), undefined, 2));
  const [torn, setTorn] = useState(false);
  const wrong = [...faults].filter(([path]) => !only.includes(path.split('.')[0]!));
  return (
    <details className="field" open={wrong.length > 0 || undefined}>
      <summary>{t('act.rest')}</summary>
      <p className="small muted" id={`${id}l`}>
        {t('act.rest.lede')}
      </p>
      <label htmlFor={id} className="unseen">
        {t('act.rest')}
      </label>
      <textarea
        id={id}
        className="raw"
        dir="ltr"
        rows={18}
        spellCheck={false}
        value={text}
        aria-invalid={torn || wrong.length > 0}
        aria-describedby={`${id}l ${id}h`}
        onChange={(event) => {
          setText(event.target.value);
          let fits = true;
          try {
            const given: unknown = JSON.parse(event.target.value);
            fits = typeof given === 'object' && given !== null && !Array.isArray(given);
            if (fits) set({ ...split(true), ...(given as object) });
          } catch {
            fits = false;
          }
          setTorn(!fits);
          broken(!fits);
        }}
      />
      <ul className="plain" id={`${id}h`}>
        {torn && <li className="fault">{t('fault.json')}</li>}
        {wrong.map(([path, sentence]) => (
          <li key={path} className="fault">
            <bdi dir="ltr" className="id">
              {path}
            </bdi>
            : {sentence}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What lint says of an agreement while it is written: obligation by obligation, what is missing or doubtful. */
function LintBeside({ body }: { body: unknown }) {
  const { t } = useWords();
  const typed = useDeferredValue(body);
  const names = useNames();
  const report = useMemo(() => {
    const { obligations = [], parties = [] } = whole(schemaOf('agreement.record') as Shape, typed) as {
      obligations?: unknown[];
      parties?: string[];
    };
    const read = obligations.flatMap((one) => Obligation.safeParse(one).data ?? []);
    const bound = parties.length > 0 ? parties : names.parties;
    return read.length === 0 ? undefined : lintAgreement({ articles: [], obligations: read }, bound);
  }, [typed, names]);
  const remarks = (report?.obligations ?? []).flatMap((one) =>
    one.findings.filter(({ result }) => result !== 'ok').map((finding) => ({ id: one.id, ...finding })),
  );
  return (
    <aside className="lint-beside" aria-label={t('lint')}>
      <h3>{t('lint')}</h3>
      {!report ? (
        <p className="small muted">{t('act.lint.later')}</p>
      ) : remarks.length === 0 ? (
        <p className="small muted">{t('act.lint.none')}</p>
      ) : (
        <ul className="plain small">
          {remarks.map((one) => (
            <li key={`${one.id}${one.check}${one.code}${one.sentence}`}>
              <Mark shape={one.result === 'missing' ? 'ring' : 'half'}>
                <bdi dir="ltr" className="id">
                  {one.id}
                </bdi>{' '}
                {t(`lint.${one.check}`)}
                {t('comma')}
                {t(`lint.answer.${one.result}`)}
              </Mark>{' '}
              <span lang="en" dir="ltr">
                {one.sentence}
              </span>
            </li>
          ))}
        </ul>
      )}
    </aside>
  );
}

/** Further acts on what a page shows: those that the reader's seat may do, each with its form where the page stands. */
export function Also({
  acts,
  audience,
}: {
  acts: readonly (readonly [kind: string, initial: Readonly<Record<string, unknown>>])[];
  audience: Audience;
}) {
  const { t, maybe } = useWords();
  const { viewer, key } = useMe();
  const [doing, setDoing] = useState<number>();
  const may = acts.filter(([kind]) => viewer && mayWrite(kindOf(kind)!, viewer));
  if (!key || may.length === 0) return null;
  const chosen = doing === undefined ? undefined : may[doing];
  return (
    <div className="also">
      <fieldset className="row">
        <legend className="unseen">{t('act.also')}</legend>
        {may.map(([kind], i) => (
          <button
            key={kind + JSON.stringify(acts[i]?.[1])}
            type="button"
            className="quiet"
            data-act={kind}
            aria-expanded={doing === i}
            onClick={() => setDoing(doing === i ? undefined : i)}
          >
            {maybe(`do.${kind}`, {}, maybe(`kind.${kind}`, {}, kind))}
          </button>
        ))}
      </fieldset>
      {chosen && (
        <ActForm
          key={doing}
          kind={chosen[0]}
          initial={chosen[1]}
          audience={audience}
          done={() => setDoing(undefined)}
        />
      )}
    </div>
  );
}
