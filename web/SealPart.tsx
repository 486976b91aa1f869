// Words that an entry carries beside its body for named organisations alone, such as who a source is: encrypted in this browser.

import type { Audience } from '@sulh/record';
import { Link } from 'wouter';
import type { Draft } from './act.tsx';
import { useRow, useRows } from './api.ts';
import { Field, text } from './Deed.tsx';
import { useWords } from './i18n.tsx';
import { useMechanism, useNames } from './names.tsx';
import { SealedWords } from './Sealed.tsx';
import { useMe } from './session.tsx';

/** The seal keys on record, as recipients by organisation. */
export function useSealKeys() {
  const keys = useRows('seal-key', { limit: 100 });
  const of = (organisations: readonly string[]) =>
    Object.fromEntries(
      (keys.data?.rows ?? []).filter((one) => organisations.includes(one.id)).map((one) => [one.id, one.recipient]),
    );
  return { ready: keys.isSuccess, of };
}

/** What the fields of a sealed part say: nothing where no words were written. */
export function useSealPart(): (form: FormData) => Draft['seal'] {
  const keys = useSealKeys();
  return (form) => {
    const words = text(form, 'sealed-words');
    return words === undefined ? undefined : { words, recipients: keys.of(form.getAll('sealed-to').map(String)) };
  };
}

/**
 * Fields for a sealed part; those of the audience can be chosen whose seal key is on record. It is between organisations, so one's
 * own is always among them and can open what it wrote; on the confidential route it is between persons, and one's own never is.
 */
export function SealPart({ audience }: { audience?: Audience | undefined }) {
  const { t } = useWords();
  const names = useNames();
  const { terms } = useMechanism();
  const { viewer } = useMe();
  const keys = useSealKeys();
  const own = viewer?.organisation ?? '';
  const has = (id: string) => id in keys.of([id]);
  const readers = terms.organisations.filter(
    ({ id }) => audience === undefined || typeof audience === 'string' || audience.includes(id),
  );
  return (
    <details className="field" data-seal-part>
      <summary>{t('seal.part')}</summary>
      <p className="small muted">{t('seal.part.lede')}</p>
      {keys.ready && !has(own) ? (
        <p className="notice">
          {t('sealed.no-key')} <Link href="/sealed">{t('nav.sealed')}</Link>
        </p>
      ) : (
        <>
          <Field name="sealed-words" label={t('seal.part.words')} long />
          <fieldset>
            <legend className="field-name">{t('sealed.for')}</legend>
            <div className="choices">
              {readers.map(({ id }) => (
                <label key={id} className="choice-box">
                  <input
                    type="checkbox"
                    name="sealed-to"
                    value={id}
                    disabled={!has(id) || id === own}
                    defaultChecked={id === own}
                  />{' '}
                  {names.organisation(id)}
                  {!has(id) && <small className="muted"> — {t('seal.none')}</small>}
                </label>
              ))}
            </div>
            <input type="hidden" name="sealed-to" value={own} />
          </fieldset>
        </>
      )}
    </details>
  );
}

/** What the entry `id` sealed, if it did. */
export function SealedPart({ id }: { id: string }) {
  const { t } = useWords();
  const names = useNames();
  const row = useRow('sealed', id).data;
  if (!row) return null;
  return (
    <div className="small">
      <p className="muted">
        {t('sealed.for')} {names.together(row.recipients)}
      </p>
      <SealedWords row={row} />
    </div>
  );
}
