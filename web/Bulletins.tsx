// Bulletins: what the mechanism published, what is waiting for approvals, and a draft made from the record for a window.

import type { BulletinBody } from '@sulh/mechanism';
import { BULLETIN_TYPES } from '@sulh/mechanism';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { apiPath, sendJson, useHere } from './api.ts';
import { BulletinText, FieldsIn, wordsIn } from './Bulletin.tsx';
import { sinceColumn } from './columns.tsx';
import { Choice, Deed, Field, localValue } from './Deed.tsx';
import { useWords } from './i18n.tsx';
import { ListTable } from './List.tsx';
import { LANGUAGES, type Language } from './languages.ts';
import { useMechanism } from './names.tsx';
import { Day, Mark, Page, Section, Trouble } from './parts.tsx';
import { useMe } from './session.tsx';

export const BULLETIN_SHAPE = { draft: 'ring', published: 'disc', corrected: 'half', withdrawn: 'cross' } as const;

export function Bulletins() {
  const { t, of } = useWords();
  const { viewer } = useMe();
  const may = viewer?.seats.some((seat) => seat === 'chair' || seat === 'secretary' || seat === 'lead');
  const [drafting, setDrafting] = useState(false);
  return (
    <Page
      title={t('nav.bulletins')}
      lede={t('bulletins.lede')}
      wide
      actions={
        may && (
          <button type="button" aria-expanded={drafting} onClick={() => setDrafting(!drafting)}>
            {t('bulletin.new')}
          </button>
        )
      }
    >
      {drafting && <DraftOne />}
      <ListTable
        table="bulletin"
        label={t('nav.bulletins')}
        empty={t('bulletins.empty')}
        first="-from"
        columns={[
          {
            key: 'title',
            name: t('bulletin'),
            value: (row) => of(row.versions.at(-1)?.body.title),
            cell: (row) => <Link href={`/bulletin/${row.id}`}>{of(row.versions.at(-1)?.body.title)}</Link>,
          },
          {
            key: 'from',
            sorts: ['earliest', 'latest'],
            name: t('window'),
            value: (row) => row.versions.at(-1)?.body.from,
            cell: (row) => {
              const body = row.versions.at(-1)?.body;
              return (
                body && (
                  <>
                    <Day iso={body.from} beside={false} /> – <Day iso={body.to} beside={false} />
                  </>
                )
              );
            },
          },
          {
            key: 'type',
            name: t('bulletin.type'),
            value: (row) => row.versions.at(-1)?.body.type,
            cell: (row) => t(`bulletin.${row.versions.at(-1)?.body.type ?? 'daily'}`),
          },
          {
            key: 'status',
            name: t('status'),
            value: (row) => t(`bulletin.${row.status}`),
            cell: (row) => <Mark shape={BULLETIN_SHAPE[row.status]}>{t(`bulletin.${row.status}`)}</Mark>,
          },
          sinceColumn(t('received')),
        ]}
      />
    </Page>
  );
}

/** Composes a draft from the record, lets its words be mended, and puts it before the others. */
function DraftOne() {
  const { t } = useWords();
  const here = useHere();
  const { terms } = useMechanism();
  const [, go] = useLocation();
  const [body, setBody] = useState<BulletinBody>();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const now = new Date();
  return (
    <Section title={t('bulletin.new')}>
      <form
        className="deed"
        onSubmit={async (event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          setBusy(true);
          setError(undefined);
          try {
            const iso = (name: string) => new Date(`${form.get(name)}Z`).toISOString();
            setBody(
              await sendJson<BulletinBody>(apiPath(here.record, 'bulletin/draft'), here.language, {
                from: iso('from'),
                to: iso('to'),
                type: form.get('type'),
                languages: form.getAll('languages'),
              }),
            );
          } catch (problem) {
            setError(problem);
          } finally {
            setBusy(false);
          }
        }}
      >
        <div className="fields">
          <Field
            name="from"
            label={`${t('file.from')} (UTC)`}
            type="datetime-local"
            dir="ltr"
            required
            value={localValue(new Date(now.getTime() - 7 * 86_400_000).toISOString())}
          />
          <Field
            name="to"
            label={`${t('file.to')} (UTC)`}
            type="datetime-local"
            dir="ltr"
            required
            value={localValue(now.toISOString())}
          />
          <Choice
            name="type"
            label={t('bulletin.type')}
            value="weekly"
            options={BULLETIN_TYPES.map((one) => [one, t(`bulletin.${one}`)] as const)}
          />
        </div>
        <fieldset className="tongues">
          <legend className="small">{t('field.languages')}</legend>
          {(Object.keys(LANGUAGES) as Language[]).map((one) => (
            <label key={one} className="check">
              <input type="checkbox" name="languages" value={one} defaultChecked={terms.languages.includes(one)} />
              <span lang={LANGUAGES[one].tag}>{LANGUAGES[one].name}</span>
            </label>
          ))}
        </fieldset>
        <Trouble error={error} />
        <button type="submit" disabled={busy} aria-busy={busy}>
          {t('bulletin.compose')}
        </button>
      </form>
      {body && (
        <>
          <p className="notice">{t('bulletin.composed')}</p>
          <Deed
            kind="bulletin.draft"
            audience="public"
            label={t('bulletin.put-forward')}
            refs={[]}
            body={(form) => ({
              ...body,
              title: wordsIn(form, 'title', body.title),
              limits: wordsIn(form, 'limits', body.limits),
            })}
            done={(acted) => go(`/bulletin/${acted.id}`)}
          >
            <FieldsIn name="title" label={t('document.title')} words={body.title} />
            <FieldsIn name="limits" label={t('bulletin.limits')} long words={body.limits} />
          </Deed>
          <BulletinText body={body} />
        </>
      )}
    </Section>
  );
}
