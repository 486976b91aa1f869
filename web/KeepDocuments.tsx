// Keeping documents: as many as came in the night, files or pasted words. What each says of itself (title, day, outlet,
// language) is read here, before anything is sent, and can be mended; each is then an entry of its own.

import { TEXT_LIMIT } from '@sulh/mechanism';
import { sha256, toHex, utf8 } from '@sulh/record';
import { type FormEvent, useId, useState } from 'react';
import { Link } from 'wouter';
import { type Acted, useActs } from './act.tsx';
import { useHere } from './api.ts';
import { sendFile } from './files.ts';
import { useWords } from './i18n.tsx';
import { Ticks, Trouble } from './parts.tsx';
import { ActingAs } from './Shell.tsx';
import { useMe } from './session.tsx';

const MOST_BYTES = 10 * 1024 * 1024;

interface Item {
  readonly key: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly text: string | undefined;
  readonly title: string;
  readonly outlet: string;
  readonly published: string;
  readonly language: string;
  /** The words were taken out of a web page of this hash. */
  readonly page: string | undefined;
  readonly kept?: Acted;
  readonly trouble?: unknown;
}

/** Reads what a document says of itself. The rules of reading are large: they are fetched when somebody keeps a document. */
async function itemOf(name: string, came: Uint8Array): Promise<Item | 'not-text' | 'too-large'> {
  if (came.length > MOST_BYTES) return 'too-large';
  const { decodeText, introduce } = await import('@sulh/reading');
  const decoded = decodeText(came);
  if (decoded.kind === 'not-text') return 'not-text';
  const { text, page, title, outlet, published, language } = introduce(name, decoded.text);
  const words = utf8(text);
  const short = words.length <= TEXT_LIMIT;
  const bytes = short ? words : came;
  return {
    key: crypto.randomUUID(),
    name,
    bytes,
    sha256: toHex(sha256(bytes)),
    text: short ? text : undefined,
    title,
    outlet,
    published: published ?? '',
    language,
    page: page && short ? toHex(sha256(came)) : undefined,
  };
}

export function KeepDocuments() {
  const { t } = useWords();
  const { act } = useActs();
  const { key } = useMe();
  const { record } = useHere();
  const [items, setItems] = useState<readonly Item[]>([]);
  const [wrong, setWrong] = useState<readonly { readonly name: string; readonly why: string }[]>([]);
  const [pasted, setPasted] = useState('');
  const [busy, setBusy] = useState(false);
  const paste = useId();
  const files = useId();
  const left = items.filter((one) => !one.kept);

  const change = (which: string, to: Partial<Item>) =>
    setItems((all) => all.map((one) => (one.key === which ? { ...one, ...to } : one)));

  async function take(named: readonly { readonly name: string; bytes(): Promise<Uint8Array> }[]) {
    setBusy(true);
    setWrong([]);
    for (const { name, bytes } of named) {
      const item = await itemOf(name.slice(-300), await bytes());
      if (typeof item === 'string') setWrong((all) => [...all, { name, why: t(`document.${item}`) }]);
      else setItems((all) => (all.some((one) => one.sha256 === item.sha256) ? all : [...all, item]));
    }
    setBusy(false);
  }

  async function send(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    for (const one of left) {
      try {
        if (one.text === undefined) await sendFile(record, one.bytes, one.sha256);
        const body = {
          file: one.name,
          sha256: one.sha256,
          size: one.bytes.length,
          media: 'text/plain',
          language: one.language,
          ...(one.title.trim() ? { title: one.title.trim() } : {}),
          ...(one.outlet.trim() ? { outlet: one.outlet.trim() } : {}),
          ...(one.published ? { published: one.published } : {}),
          ...(one.page ? { note: t('document.of-page', { hash: one.page }) } : {}),
          ...(one.text === undefined ? {} : { text: one.text }),
        };
        change(one.key, { kept: await act({ kind: 'document.keep', body, audience: 'members' }), trouble: undefined });
      } catch (trouble) {
        // One that is refused does not hold up the others.
        change(one.key, { trouble });
      }
    }
    setBusy(false);
  }

  if (!key)
    return (
      <p className="notice">
        {t('sign-in.no-key')} <Link href="/sign-in">{t('sign-in')}</Link>
      </p>
    );
  return (
    <form className="deed" data-kind="document.keep" onSubmit={send}>
      <ActingAs />
      <div className="field">
        <label htmlFor={files}>{t('documents.files')}</label>
        <input
          id={files}
          type="file"
          multiple
          accept="text/*,.txt,.html,.htm,.md"
          disabled={busy}
          onChange={async ({ target }) => {
            const chosen = [...(target.files ?? [])];
            await take(
              chosen.map((one) => ({ name: one.name, bytes: async () => new Uint8Array(await one.arrayBuffer()) })),
            );
            target.value = '';
          }}
        />
      </div>
      <div className="field">
        <label htmlFor={paste}>{t('documents.paste')}</label>
        <textarea id={paste} dir="auto" value={pasted} onChange={({ target }) => setPasted(target.value)} />
        <div className="row">
          <button
            type="button"
            disabled={busy || pasted.trim() === ''}
            onClick={async () => {
              await take([{ name: t('documents.pasted'), bytes: async () => utf8(pasted) }]);
              setPasted('');
            }}
          >
            {t('documents.add')}
          </button>
        </div>
      </div>
      {wrong.length > 0 && (
        <ul role="alert">
          {wrong.map((one) => (
            <li key={one.name}>
              <bdi>{one.name}</bdi>: {one.why}
            </li>
          ))}
        </ul>
      )}
      {items.length > 0 && <p className="small muted">{t('documents.as-read')}</p>}
      {items.map((one) =>
        one.kept ? (
          <p key={one.key} data-kept={one.kept.id}>
            <Ticks recorded={one.kept.verified} witnessed={false} />{' '}
            <Link href={`/document/${one.kept.id}`}>
              <q dir="auto">{one.title || one.name}</q>
            </Link>
          </p>
        ) : (
          <fieldset key={one.key} className="kept-item">
            <legend>
              <bdi>{one.name}</bdi>
            </legend>
            <div className="fields">
              <label className="field">
                {t('document.title')}
                <input
                  dir="auto"
                  maxLength={300}
                  value={one.title}
                  onChange={({ target }) => change(one.key, { title: target.value })}
                />
              </label>
              <label className="field">
                {t('outlet')}
                <input
                  dir="auto"
                  maxLength={300}
                  value={one.outlet}
                  onChange={({ target }) => change(one.key, { outlet: target.value })}
                />
              </label>
              <label className="field">
                {t('published')}
                <input
                  type="date"
                  dir="ltr"
                  value={one.published}
                  onChange={({ target }) => change(one.key, { published: target.value })}
                />
              </label>
              <label className="field">
                {t('file.language')}
                <input
                  dir="ltr"
                  required
                  pattern="[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"
                  value={one.language}
                  onChange={({ target }) => change(one.key, { language: target.value })}
                />
              </label>
            </div>
            <Trouble error={one.trouble} />
            <div className="row">
              <button
                type="button"
                className="quiet"
                disabled={busy}
                onClick={() => setItems((all) => all.filter(({ key: other }) => other !== one.key))}
              >
                {t('remove')}
              </button>
            </div>
          </fieldset>
        ),
      )}
      {left.length > 0 && (
        <div className="row">
          <button type="submit" className="primary" disabled={busy} aria-busy={busy}>
            {t('documents.send', { count: left.length })}
          </button>
        </div>
      )}
    </form>
  );
}
