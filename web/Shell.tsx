// The frame of every page: what this record is, who is reading, where to go, and whether the record is sound.

import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useActs } from './act.tsx';
import { recordPath, useHere } from './api.ts';
import { type Key, useWords } from './i18n.tsx';
import { LANGUAGES, type Language } from './languages.ts';
import { useLive } from './live.ts';
import { useMechanism, useNames } from './names.tsx';
import { download, Instant, Mark, Party, Ticks } from './parts.tsx';
import { useMe } from './session.tsx';

/** Where one can go, in the order of a day's work, with the letter that follows `g`. */
const PLACES: readonly { readonly group: Key; readonly links: readonly [path: string, name: Key, letter: string][] }[] =
  [
    {
      group: 'nav.today',
      links: [
        ['/brief', 'nav.brief', 'b'],
        ['/drafts', 'nav.drafts', 's'],
        ['/map', 'nav.map', 'm'],
        ['/hotline', 'nav.hotline', 'k'],
        ['/notices', 'nav.notices', 'n'],
      ],
    },
    {
      group: 'nav.events',
      links: [
        ['/reports', 'nav.reports', 'o'],
        ['/incidents', 'nav.incidents', 'i'],
        ['/cases', 'nav.cases', 'c'],
      ],
    },
    {
      group: 'nav.commitments',
      links: [
        ['/agreements', 'nav.agreements', 'a'],
        ['/talks', 'nav.talks', 't'],
        ['/crossings', 'nav.crossings', 'x'],
        ['/handovers', 'nav.handovers', 'h'],
      ],
    },
    {
      group: 'nav.words',
      links: [
        ['/documents', 'nav.documents', 'd'],
        ['/bulletins', 'nav.bulletins', 'u'],
        ['/sharing', 'nav.sharing', 'q'],
        ['/confidential', 'nav.confidential', 'f'],
        ['/public', 'nav.public', 'p'],
      ],
    },
    {
      group: 'nav.foundation',
      links: [
        ['/record', 'nav.record', 'r'],
        ['/verify', 'nav.verify', 'v'],
        ['/sealed', 'nav.sealed', 'l'],
        ['/members', 'nav.members', 'e'],
        ['/act', 'nav.act', 'y'],
      ],
    },
  ];

/** What is of no use to a reader who is not signed in. */
const FOR_MEMBERS: readonly string[] = ['/drafts', '/act'];

export function Shell({ children }: { children: ReactNode }) {
  const { t, of } = useWords();
  const mechanism = useMechanism();
  const { viewer, demo } = useMe();
  const standing = useLive(viewer?.member);
  const [menu, setMenu] = useState(false);
  const [path] = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page closes the menu and starts at its top.
  useEffect(() => {
    setMenu(false);
    scrollTo(0, 0);
  }, [path]);
  const notice = mechanism.terms.demonstration?.notice;
  return (
    <>
      <a className="skip" href="#main">
        {t('skip')}
      </a>
      {(demo || notice) && (
        <aside className="demo" aria-label={t('demo.label')}>
          <strong>{t('demo.label')}</strong>{' '}
          <span dir="auto">{(notice ? of(notice) : t('demo.notice')).replace(`${t('demo.label')}. `, '')}</span>
        </aside>
      )}
      <header className={menu ? 'top open' : 'top'}>
        <button
          type="button"
          className="menu-button"
          aria-expanded={menu}
          aria-controls="places"
          onClick={() => setMenu(!menu)}
        >
          <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            <path d="M1 3.5h14M1 8h14M1 12.5h14" stroke="currentColor" strokeWidth="1.6" />
          </svg>
          <span>{t('menu')}</span>
        </button>
        <Link href="/" className="brand">
          <svg viewBox="0 0 32 20" width="30" height="19" aria-hidden="true">
            <circle cx="11" cy="10" r="7" fill="none" stroke="currentColor" strokeWidth="2" />
            <circle cx="21" cy="10" r="7" fill="none" stroke="currentColor" strokeWidth="2" />
          </svg>
          <span>
            <b dir="auto">{of(mechanism.terms.name)}</b>
          </span>
        </Link>
        <Find />
        <div className="top-end">
          <LanguageChoice />
          <Theme />
          <Who />
        </div>
      </header>
      <div className="frame">
        <nav id="places" className={menu ? 'places open' : 'places'} aria-label={t('nav.label')}>
          {viewer && (
            <Link href="/file" className="button primary">
              {t('nav.file')}
            </Link>
          )}
          {PLACES.map(({ group, links }) => (
            <div key={group}>
              <h2>{t(group)}</h2>
              <ul>
                {links
                  .filter(([to]) => viewer || !FOR_MEMBERS.includes(to))
                  .map(([to, name]) => (
                    <li key={to}>
                      <Link
                        href={to}
                        className={(active) => (active ? 'here' : '')}
                        aria-current={path === to ? 'page' : undefined}
                      >
                        {t(name)}
                      </Link>
                    </li>
                  ))}
              </ul>
            </div>
          ))}
        </nav>
        <main id="main" tabIndex={-1}>
          {children}
        </main>
      </div>
      <footer className="foot">
        <p>
          <Ticks recorded witnessed={mechanism.checkpoint.witnessed} />{' '}
          {t('foot.record', { size: mechanism.checkpoint.size })} — <Instant iso={mechanism.checkpoint.signedAt} />
        </p>
        <p>
          <Mark shape={standing ? 'disc' : 'ring'}>{standing ? t('live.on') : t('live.off')}</Mark>
        </p>
        <p>{t('foot.neutral')}</p>
      </footer>
      <Receipts />
      <Shortcuts />
    </>
  );
}

function Find() {
  const { t } = useWords();
  const [, go] = useLocation();
  return (
    <search>
      <form
        className="find"
        onSubmit={(event) => {
          event.preventDefault();
          const q = String(new FormData(event.currentTarget).get('q') ?? '').trim();
          if (q) go(`/search?q=${encodeURIComponent(q)}`);
        }}
      >
        <label className="unseen" htmlFor="find">
          {t('find')}
        </label>
        <input id="find" name="q" type="search" dir="auto" placeholder={t('find')} maxLength={200} />
      </form>
    </search>
  );
}

export function LanguageChoice() {
  const { t, language, choose } = useWords();
  return (
    <label className="choice">
      <span className="unseen">{t('language')}</span>
      <select value={language} onChange={(event) => choose(event.target.value as Language)}>
        {Object.entries(LANGUAGES).map(([id, { name, tag }]) => (
          <option key={id} value={id} lang={tag}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

type Light = 'auto' | 'light' | 'dark';
const lightNow = (): Light => (localStorage.getItem('sulh.light') as Light | null) ?? 'auto';

function Theme() {
  const { t } = useWords();
  const [light, setLight] = useState<Light>(lightNow);
  useEffect(() => {
    document.documentElement.dataset.light = light;
    localStorage.setItem('sulh.light', light);
  }, [light]);
  return (
    <label className="choice">
      <span className="unseen">{t('light')}</span>
      <select value={light} onChange={(event) => setLight(event.target.value as Light)}>
        <option value="auto">{t('light.auto')}</option>
        <option value="light">{t('light.light')}</option>
        <option value="dark">{t('light.dark')}</option>
      </select>
    </label>
  );
}

function Who() {
  const { t } = useWords();
  const { viewer, known, key, signOut } = useMe();
  const [, go] = useLocation();
  if (!known) return null;
  if (!viewer) {
    return (
      <Link href="/sign-in" className="button">
        {t('sign-in')}
      </Link>
    );
  }
  return (
    <div className="who">
      <Party id={viewer.organisation} member={viewer.member} />
      {!key && (
        <Link href="/sign-in" className="quiet">
          {t('sign-in.no-key')}
        </Link>
      )}
      <button
        type="button"
        className="quiet"
        onClick={async () => {
          await signOut();
          go('/public');
        }}
      >
        {t('sign-out')}
      </button>
    </div>
  );
}

/** What this browser sent: its place in the record, with a proof that was checked here. */
function Receipts() {
  const { t } = useWords();
  const { done, dismiss } = useActs();
  const { record } = useHere();
  const mechanism = useMechanism();
  return (
    <div className="receipts" role="status" aria-live="polite">
      {done.slice(0, 3).map((one) => {
        const witnessed = mechanism.checkpoint.witnessed && mechanism.checkpoint.size > one.index;
        return (
          <div key={one.id} className="receipt" data-index={one.index}>
            <p>
              <Ticks recorded={one.verified} witnessed={one.verified && witnessed} />{' '}
              <strong>
                {one.verified
                  ? witnessed
                    ? t('receipt.witnessed', { index: one.index })
                    : t('receipt.recorded', { index: one.index })
                  : t('receipt.unproven', { index: one.index })}
              </strong>
            </p>
            <p className="receipt-links">
              <Link href={`/entry/${one.id}`}>{t('receipt.open')}</Link>
              <button
                type="button"
                className="quiet"
                onClick={() => download(`${record}-${one.index}.tlog-proof`, one.proof)}
              >
                {t('receipt.proof')}
              </button>
              <a href={recordPath(record, `entries/${one.id}`)} download={`${record}-${one.index}.note`}>
                {t('receipt.note')}
              </a>
              <button type="button" className="quiet" onClick={() => dismiss(one.id)}>
                {t('close')}
              </button>
            </p>
          </div>
        );
      })}
    </div>
  );
}

/** What shows that whoever pressed a key has turned to something else. */
const LEAVES = ['blur', 'pointerdown'] as const;

/** Keys for hands that stay on the keyboard. They can be turned off, as WCAG 2.1.4 asks. */
function Shortcuts() {
  const { t } = useWords();
  const [, go] = useLocation();
  const dialog = useRef<HTMLDialogElement>(null);
  const [on, setOn] = useState(() => localStorage.getItem('sulh.shortcuts') !== 'off');
  useEffect(() => {
    // Whoever presses keys slowly has the time they need: the letter after a `g` is the next key, whenever it comes. What is
    // done in between takes the `g` back.
    let g = false;
    const lapse = () => {
      g = false;
    };
    const press = (event: KeyboardEvent) => {
      const afterG = g;
      lapse();
      const target = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return;
      if (event.key === '?') {
        dialog.current?.showModal();
        return;
      }
      if (!on || dialog.current?.open) return;
      if (event.key === '/') {
        event.preventDefault();
        document.getElementById('find')?.focus();
      } else if (event.key === 'g') {
        g = true;
      } else if (afterG) {
        const found = PLACES.flatMap((one) => one.links).find(([, , letter]) => letter === event.key);
        if (found) go(found[0]);
      } else if (event.key === 'n') {
        go('/file');
      }
    };
    addEventListener('keydown', press);
    for (const one of LEAVES) addEventListener(one, lapse);
    return () => {
      removeEventListener('keydown', press);
      for (const one of LEAVES) removeEventListener(one, lapse);
    };
  }, [on, go]);
  return (
    <dialog ref={dialog} className="shortcuts" aria-labelledby="shortcuts-title">
      <h2 id="shortcuts-title">{t('shortcuts')}</h2>
      <dl className="keys">
        <div>
          <dt>
            <kbd>/</kbd>
          </dt>
          <dd>{t('find')}</dd>
        </div>
        <div>
          <dt>
            <kbd>n</kbd>
          </dt>
          <dd>{t('nav.file')}</dd>
        </div>
        {PLACES.flatMap((one) => one.links).map(([to, name, letter]) => (
          <div key={to}>
            <dt>
              <kbd>g</kbd> <kbd>{letter}</kbd>
            </dt>
            <dd>{t(name)}</dd>
          </div>
        ))}
        <div>
          <dt>
            <kbd>?</kbd>
          </dt>
          <dd>{t('shortcuts')}</dd>
        </div>
      </dl>
      <p className="small muted">{t('shortcuts.g')}</p>
      <label>
        <input
          type="checkbox"
          checked={on}
          onChange={(event) => {
            setOn(event.target.checked);
            localStorage.setItem('sulh.shortcuts', event.target.checked ? 'on' : 'off');
          }}
        />{' '}
        {t('shortcuts.on')}
      </label>
      <form method="dialog">
        <button type="submit">{t('close')}</button>
      </form>
    </dialog>
  );
}

/** The seats and the name of the reader, for pages that say who is acting. */
export function ActingAs() {
  const { t } = useWords();
  const { viewer } = useMe();
  const names = useNames();
  if (!viewer) return null;
  return (
    <p className="acting-as">
      {t('acting-as')} <Party id={viewer.organisation} member={viewer.member} />
      <span className="muted"> — {viewer.seats.map(names.seat).join(t('comma'))}</span>
    </p>
  );
}
