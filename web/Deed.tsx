// A form that makes one entry: it says as whom, signs here, and shows the refusal or the receipt.

import { kindOf, schemaOf } from '@sulh/mechanism';
import { type Audience, Problem } from '@sulh/record';
import { type ReactNode, useId, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { type Acted, type Draft, useActs } from './act.tsx';
import { catalogueOf, codesOf } from './codes.ts';
import * as dates from './dates.ts';
import { useFault } from './faults.ts';
import { useWords } from './i18n.tsx';
import { Cosigners, needsRoot, RootKey, signerIn, usePass } from './joint.tsx';
import { useMechanism, useNames } from './names.tsx';
import { download, Trouble } from './parts.tsx';
import { SealPart, useSealPart } from './SealPart.tsx';
import { ActingAs } from './Shell.tsx';
import { useMe } from './session.tsx';
import type { Shape } from './shape.ts';

export function Deed({
  kind,
  body,
  audience,
  refs,
  seal,
  children,
  done,
  label,
  quiet,
  ready = true,
}: {
  kind: string;
  /**
   * The body; or what of it the form does not ask, to which come the fields that are named as in the kind's schema. Of a
   * form that seals words nothing comes by itself.
   */
  body: ((form: FormData) => unknown) | Readonly<Record<string, unknown>>;
  audience?: Audience | ((form: FormData) => Audience) | undefined;
  refs?: readonly string[];
  /** What of it is sealed, if anything. Without it, a kind that may carry something sealed has fields for that. */
  seal?: (form: FormData) => Draft['seal'];
  children?: ReactNode;
  done?: (acted: Acted) => void;
  /** What the button says; `Sign and send` without it. */
  label?: string;
  /** A single button without a frame. */
  quiet?: boolean;
  /** False while something that the form needs is missing. */
  ready?: boolean;
}) {
  const { t, language } = useWords();
  const { act, sign } = useActs();
  const { viewer, key } = useMe();
  const { origin, terms } = useMechanism();
  const pass = usePass();
  const fault = useFault();
  const sealPart = useSealPart();
  const [, go] = useLocation();
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const [error, setError] = useState<unknown>();
  if (!viewer) return null;
  // A single button is one organisation's own signature.
  const joint =
    !quiet && kindOf(kind)?.signers === 'several' && !(kind === 'case.recommend' && terms.consequences === 'chair');
  if (!key) {
    return (
      <p className="notice">
        {t('sign-in.no-key')} <Link href="/sign-in">{t('sign-in')}</Link>
      </p>
    );
  }
  return (
    <form
      className={quiet ? 'deed quiet-deed' : 'deed'}
      data-kind={kind}
      onSubmit={async (event) => {
        event.preventDefault();
        const form = event.currentTarget;
        setBusy(true);
        setError(undefined);
        try {
          const given = new FormData(form);
          const sealed = (seal ?? sealPart)(given);
          const draft: Draft = {
            kind,
            body:
              typeof body === 'function'
                ? body(given)
                : seal
                  ? body
                  : { ...filled(kind, form, given, language), ...body },
            audience: (typeof audience === 'function' ? audience(given) : audience) ?? 'members',
            refs: refs ?? [],
            ...(sealed ? { seal: sealed } : {}),
          };
          // What is sealed is not in the form's own words any more.
          const checked = seal && sealed ? undefined : kindOf(kind)?.schema.safeParse(draft.body);
          if (checked && !checked.success) {
            const issue = checked.error.issues[0]!;
            throw new Problem('invalid-body', { path: issue.path.join('.'), message: fault(issue) });
          }
          const by = await signerIn(given, origin, viewer, key);
          const way = (event.nativeEvent as SubmitEvent).submitter?.getAttribute('value');
          if (way === 'save') return download(`${kind}.note`, await sign(draft, by));
          if (way === 'pass') {
            const asked = given.getAll('cosigner').map(String);
            return go(`/draft/${(await pass(await sign(draft, by), asked)).id}`);
          }
          const acted = await act(draft, by);
          form.reset();
          done?.(acted);
        } catch (problem) {
          setError(problem);
          markField(form, problem);
        } finally {
          setBusy(false);
        }
      }}
    >
      {!quiet && <ActingAs />}
      {children}
      {!seal && kindOf(kind)?.sealable === 'may' && (
        <SealPart audience={typeof audience === 'function' ? undefined : audience} />
      )}
      {needsRoot(kind, viewer) && <RootKey />}
      {joint && (
        <Cosigners
          kind={kind}
          asking={setAsking}
          {...(audience && typeof audience !== 'function' ? { audience } : {})}
        />
      )}
      <Trouble error={error} />
      <div className="row">
        <button
          type="submit"
          value={asking ? 'pass' : 'send'}
          className={quiet ? '' : 'primary'}
          disabled={busy || !ready}
          aria-busy={busy}
        >
          {asking ? t('joint.pass') : (label ?? t('sign-and-send'))}
        </button>
        {joint && (
          <button type="submit" value="save" className="quiet" disabled={busy || !ready}>
            {t('joint.save')}
          </button>
        )}
      </div>
    </form>
  );
}

/** What a form says of the fields that are named as in the kind's schema; words are in the reader's language. */
function filled(kind: string, form: HTMLFormElement, given: FormData, language: string): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  const { properties = {} } = (schemaOf(kind) ?? {}) as Shape;
  for (const [name, { type, format }] of Object.entries(properties)) {
    if (form.elements.namedItem(name) === null) continue;
    if (type === 'array') made[name] = given.getAll(name).map(String);
    else {
      const value = format === 'date-time' ? instant(given, name) : text(given, name);
      if (value !== undefined) made[name] = value;
    }
  }
  return made.words !== undefined && properties.language ? { language, ...made } : made;
}

/** Marks the field that a refusal names, and goes to it. */
function markField(form: HTMLFormElement, problem: unknown): void {
  for (const one of form.querySelectorAll('[data-fault]')) {
    one.removeAttribute('data-fault');
    one.removeAttribute('aria-invalid');
  }
  const { path } = ((problem as { details?: Record<string, unknown> } | undefined)?.details ?? {}) as {
    path?: unknown;
  };
  const name = typeof path === 'string' ? path.split('.').findLast((one) => !/^\d+$/.test(one)) : undefined;
  const found = name === undefined ? null : form.elements.namedItem(name);
  if (!(found instanceof HTMLElement)) return;
  found.setAttribute('aria-invalid', 'true');
  found.setAttribute('data-fault', '');
  found.focus();
}

/** A labelled input; `long` for a passage. */
export function Field({
  name,
  label,
  hint,
  long,
  required,
  type = 'text',
  value,
  dir = 'auto',
  ...rest
}: {
  name: string;
  label: string;
  hint?: string;
  long?: boolean;
  required?: boolean;
  type?: string;
  value?: string | number;
  dir?: 'auto' | 'ltr';
  min?: number | string;
  max?: number | string;
  step?: number | string;
  pattern?: string;
  maxLength?: number;
}) {
  const id = useId();
  const timed = type === 'datetime-local';
  const [at, setAt] = useState(timed ? String(value ?? '') : '');
  const common = {
    id,
    name,
    required,
    dir,
    defaultValue: value,
    'aria-describedby': hint || timed ? `${id}h` : undefined,
  };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {long ? (
        <textarea {...common} maxLength={8_000} />
      ) : (
        <input
          type={type}
          maxLength={300}
          {...common}
          {...rest}
          {...(timed ? { onInput: (event) => setAt(event.currentTarget.value) } : {})}
        />
      )}
      <div id={`${id}h`}>
        {hint && <small className="muted">{hint}</small>}
        {timed && <Zones iso={at === '' ? '' : `${at}Z`} />}
      </div>
    </div>
  );
}

/** What an instant that is being typed in UTC is on the parties' clocks and on the reader's. */
export function Zones({ iso }: { iso: string }) {
  const { t, language } = useWords();
  const names = useNames();
  const { terms } = useMechanism();
  const date = new Date(iso);
  if (iso === '' || Number.isNaN(date.getTime())) return <small className="muted zones">{t('zones.utc')}</small>;
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const clocks = [
    ...names.parties.flatMap((id) => {
      const zone = terms.organisations.find((one) => one.id === id)?.timeZone;
      return zone ? [{ name: names.organisation(id), zone }] : [];
    }),
    { name: t('zones.here'), zone: own },
  ];
  const at = date.toISOString();
  return (
    <ul className="plain zones small muted">
      {[{ name: 'UTC', zone: 'UTC' }, ...clocks].map(({ name, zone }) => (
        <li key={name}>
          <bdi>{name}</bdi>: <bdi>{dates.time(language, at, zone)}</bdi>{' '}
          <bdi>{dates.day(language, at, zone, true)}</bdi>
        </li>
      ))}
    </ul>
  );
}

export function Choice({
  name,
  label,
  options,
  value,
  required,
  hint,
  onChange,
}: {
  name: string;
  label: string;
  options: readonly (readonly [value: string, name: string])[];
  value?: string;
  required?: boolean;
  hint?: string;
  onChange?: (value: string) => void;
}) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        name={name}
        defaultValue={value}
        required={required}
        aria-describedby={hint ? `${id}h` : undefined}
        onChange={onChange && ((event) => onChange(event.target.value))}
      >
        {options.map(([option, words]) => (
          <option key={option} value={option}>
            {words}
          </option>
        ))}
      </select>
      {hint && (
        <small id={`${id}h`} className="muted">
          {hint}
        </small>
      )}
    </div>
  );
}

/** A choice among the codes that the schema of a kind allows for a field. `none` offers to leave it open. */
export function CodeChoice({
  kind,
  field,
  none,
  ...rest
}: {
  kind: string;
  /** Path of the field in the body. */
  field: string;
  label: string;
  name?: string;
  value?: string;
  required?: boolean;
  hint?: string;
  none?: boolean;
  onChange?: (value: string) => void;
}) {
  const { maybe } = useWords();
  const catalogue = catalogueOf(kind, field);
  const options = codesOf(kind, field).map((code) => [code, maybe(`${catalogue}.${code}`, {}, code)] as const);
  return <Choice name={field} {...rest} options={none ? [['', '—'], ...options] : options} />;
}

/** Text of a form field, or undefined when it was left empty. */
export const text = (form: FormData, name: string): string | undefined => {
  const value = form.get(name);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
};
export const whole = (form: FormData, name: string): number | undefined => {
  const value = text(form, name);
  return value === undefined ? undefined : Number(value);
};
/** A `datetime-local` value, which the office reads as UTC. */
export const instant = (form: FormData, name: string): string | undefined => {
  const value = text(form, name);
  return value === undefined ? undefined : new Date(`${value}Z`).toISOString();
};
/** An instant as a `datetime-local` value in UTC. */
export const localValue = (iso: string): string => iso.slice(0, 16);
