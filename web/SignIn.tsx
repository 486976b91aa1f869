// Signing in is proving possession of an enrolled key. In a demonstration the keys lie open, and the page says so.

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { apiPath, askJson, useHere } from './api.ts';
import { useWords } from './i18n.tsx';
import { canKeep, forgetKey, type HeldKey, heldKeys, importKey, keyIn, makeKey, memberOfKey } from './keys.ts';
import { useMechanism, useNames } from './names.tsx';
import { Asked, download, Page, Party, Section, Trouble } from './parts.tsx';
import { useMe } from './session.tsx';

interface DemoKey {
  readonly member: string;
  readonly organisation: string;
  readonly seats: readonly string[];
  readonly title?: Record<string, string> | string;
  readonly skey: string;
}

export function SignIn() {
  const { t } = useWords();
  const me = useMe();
  const mechanism = useMechanism();
  const [, go] = useLocation();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState('');
  const enter = async (what: string, key: () => Promise<HeldKey>) => {
    setBusy(what);
    setError(undefined);
    try {
      await me.signIn(await key());
      go('/');
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy('');
    }
  };
  return (
    <Page title={t('sign-in')} lede={t('sign-in.lede')}>
      <Trouble error={error} />
      {!canKeep() && <p className="notice">{t('sign-in.not-kept')}</p>}
      {me.demo && <DemoKeys busy={busy} enter={enter} />}
      <Held busy={busy} enter={enter} />
      <Section title={t('sign-in.file')}>
        <p>{t('sign-in.file.lede')}</p>
        <form
          className="row"
          onSubmit={async (event) => {
            event.preventDefault();
            const file = (event.currentTarget.elements.namedItem('key') as HTMLInputElement).files?.[0];
            if (!file) return;
            await enter('file', async () => importKey(await keyIn(file)));
          }}
        >
          <label>
            {t('sign-in.file.label')} <input type="file" name="key" required />
          </label>
          <button type="submit" disabled={busy !== ''}>
            {t('sign-in')}
          </button>
        </form>
      </Section>
      <NewKey origin={mechanism.origin} />
    </Page>
  );
}

type Enter = (what: string, key: () => Promise<HeldKey>) => Promise<void>;

function DemoKeys({ busy, enter }: { busy: string; enter: Enter }) {
  const { t, of } = useWords();
  const names = useNames();
  const mechanism = useMechanism();
  const here = useHere();
  const keys = useQuery({
    queryKey: ['demo-keys', here.record],
    queryFn: () => askJson<DemoKey[]>(apiPath(here.record, 'demo/keys'), here.language),
    staleTime: 60_000,
  });
  return (
    <Section title={t('sign-in.demo')}>
      <p className="notice">{t('sign-in.demo.lede')}</p>
      <Asked query={keys}>
        {(found) => (
          <div className="key-groups">
            {mechanism.terms.organisations.map((organisation) => {
              const own = found.filter((one) => one.organisation === organisation.id && one.seats.length > 0);
              if (own.length === 0) return null;
              return (
                <div key={organisation.id} data-hue={names.hue(organisation.id)} className="key-group">
                  <h3>
                    <Party id={organisation.id} /> <small className="muted">{t(`role.${organisation.role}`)}</small>
                  </h3>
                  <ul className="plain">
                    {own.map((one) => (
                      <li key={one.member}>
                        <button
                          type="button"
                          disabled={busy !== ''}
                          data-member={one.member}
                          aria-busy={busy === one.member}
                          onClick={() => enter(one.member, () => importKey(one.skey))}
                        >
                          <b>
                            {one.title
                              ? typeof one.title === 'string'
                                ? one.title
                                : of(one.title)
                              : one.seats.map(names.seat).join(t('comma'))}
                          </b>
                          <small>{one.seats.map(names.seat).join(t('comma'))}</small>
                        </button>
                      </li>
                    ))}
                  </ul>
                </div>
              );
            })}
          </div>
        )}
      </Asked>
    </Section>
  );
}

function Held({ busy, enter }: { busy: string; enter: Enter }) {
  const { t } = useWords();
  const { origin } = useMechanism();
  const held = useQuery({ queryKey: ['keys', origin, 'all'], queryFn: () => heldKeys(origin), staleTime: 0 });
  if (!held.data?.length) return null;
  return (
    <Section title={t('sign-in.held')}>
      <ul className="plain rows">
        {held.data.map((key) => {
          const member = memberOfKey(origin, key);
          return (
            <li key={key.vkey} className="row">
              <Party id={member.split('/')[0]} member={member} />
              <button type="button" disabled={busy !== ''} onClick={() => enter(key.vkey, async () => key)}>
                {t('sign-in')}
              </button>
              <button
                type="button"
                className="quiet"
                onClick={async () => {
                  await forgetKey(key.vkey);
                  await held.refetch();
                }}
              >
                {t('sign-in.forget')}
              </button>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}

function NewKey({ origin }: { origin: string }) {
  const { t } = useWords();
  const names = useNames();
  const { terms } = useMechanism();
  const [made, setMade] = useState<HeldKey>();
  const [error, setError] = useState<unknown>();
  return (
    <Section title={t('sign-in.new')}>
      <p>{t('sign-in.new.lede')}</p>
      <form
        className="row"
        onSubmit={async (event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          try {
            setMade(await makeKey(origin, `${form.get('organisation')}/${form.get('device')}`));
            setError(undefined);
          } catch (problem) {
            setError(problem);
          }
        }}
      >
        <label>
          {t('organisation')}{' '}
          <select name="organisation">
            {terms.organisations.map((one) => (
              <option key={one.id} value={one.id}>
                {names.organisation(one.id)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t('sign-in.new.device')}{' '}
          <input name="device" required dir="ltr" pattern="[a-z0-9][a-z0-9\-]{0,62}" defaultValue="monitor-1" />
        </label>
        <button type="submit">{t('sign-in.new.make')}</button>
      </form>
      <Trouble error={error} />
      {made && (
        <div className="notice" role="status">
          <p>{made.kept ? t('sign-in.new.made') : t('sign-in.not-kept')}</p>
          <p>
            <code dir="ltr" className="vkey">
              {made.vkey}
            </code>
          </p>
          <button type="button" onClick={() => download('sulh-key.vkey', `${made.vkey}\n`)}>
            {t('sign-in.new.save')}
          </button>
        </div>
      )}
    </Section>
  );
}
