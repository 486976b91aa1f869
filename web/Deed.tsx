// A form that makes one entry: it says as whom, signs here, and shows the refusal or the receipt.

import type { Audience } from '@sulh/record';
import { type ReactNode, useId, useState } from 'react';
import { Link } from 'wouter';
import { type Acted, useActs } from './act.tsx';
import { useWords } from './i18n.tsx';
import { Trouble } from './parts.tsx';
import { ActingAs } from './Shell.tsx';
import { useMe } from './session.tsx';

export function Deed({
  kind,
  body,
  audience,
  refs,
  children,
  done,
  label,
  quiet,
}: {
  kind: string;
  body: (form: FormData) => unknown;
  audience?: Audience | undefined;
  refs?: readonly string[];
  children?: ReactNode;
  done?: (acted: Acted) => void;
  /** What the button says; `Sign and send` without it. */
  label?: string;
  /** A single button without a frame. */
  quiet?: boolean;
}) {
  const { t } = useWords();
  const { act } = useActs();
  const { viewer, key } = useMe();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  if (!viewer) return null;
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
          const acted = await act({
            kind,
            body: body(new FormData(form)),
            audience: audience ?? 'members',
            refs: refs ?? [],
          });
          form.reset();
          done?.(acted);
        } catch (problem) {
          setError(problem);
        } finally {
          setBusy(false);
        }
      }}
    >
      {!quiet && <ActingAs />}
      {children}
      <Trouble error={error} />
      <button type="submit" className={quiet ? '' : 'primary'} disabled={busy} aria-busy={busy}>
        {label ?? t('sign-and-send')}
      </button>
    </form>
  );
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
  const common = { id, name, required, dir, defaultValue: value, 'aria-describedby': hint ? `${id}h` : undefined };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {long ? <textarea {...common} maxLength={8_000} /> : <input type={type} maxLength={300} {...common} {...rest} />}
      {hint && (
        <small id={`${id}h`} className="muted">
          {hint}
        </small>
      )}
    </div>
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
