// The small parts of which the pages are made: instants, parties, marks, ticks, quotations, problems.

import type { DailyHours, Tables } from '@sulh/mechanism';
import { Problem } from '@sulh/record';
import { type ReactNode, use, useEffect, useId, useRef } from 'react';
import { Link, useParams } from 'wouter';
import { ApiProblem, useRow } from './api.ts';
import { Doubt, useDoubted } from './Doubted.tsx';
import { useWords, type Values } from './i18n.tsx';
import { isArabicScript } from './languages.ts';
import { Mechanisms, useNames } from './names.tsx';

/** Whether a page was shown since the office was loaded. */
let arrived = false;

/** A page: its title, what it is for in one sentence, and what can be done on it. Focus goes to the title on arrival. */
export function Page({
  title,
  lede,
  actions,
  children,
  kicker,
  wide,
}: {
  title: string;
  lede?: ReactNode;
  kicker?: ReactNode;
  actions?: ReactNode;
  wide?: boolean;
  children?: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Sulh`;
  }, [title]);
  useEffect(() => {
    // On the first page the reader starts at the top; after a link, at the title of what it opened.
    if (arrived) heading.current?.focus({ preventScroll: true });
    arrived = true;
  }, []);
  return (
    <article className={wide ? 'page wide' : 'page'}>
      <header className="page-head">
        <div>
          {kicker && <p className="kicker">{kicker}</p>}
          <h1 ref={heading} tabIndex={-1} dir="auto">
            {title}
          </h1>
          {lede && <div className="lede">{lede}</div>}
        </div>
        {actions && <div className="actions">{actions}</div>}
      </header>
      {children}
    </article>
  );
}

export function Section({
  title,
  id,
  children,
  aside,
}: {
  title: ReactNode;
  id?: string;
  aside?: ReactNode;
  children: ReactNode;
}) {
  const made = useId();
  return (
    <section aria-labelledby={id ?? made}>
      <div className="section-head">
        <h2 id={id ?? made}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}

/** An instant in UTC, with the calendar that stands beside. */
export function Instant({
  iso,
  beside = false,
  timeOnly = false,
}: {
  iso: string;
  beside?: boolean;
  timeOnly?: boolean;
}) {
  const words = useWords();
  if (!iso) return <>—</>;
  const other = words.dayBeside(iso);
  return (
    <time dateTime={iso} title={other ? `${other}` : undefined} className="instant">
      {!timeOnly && <bdi>{words.day(iso, true)}</bdi>}
      {!timeOnly && beside && other && (
        <>
          {' '}
          <span className="beside">
            (<bdi>{other}</bdi>)
          </span>
        </>
      )}
      {!timeOnly && ' '}
      <bdi className="clock">{words.time(iso)}</bdi> <span className="zone">UTC</span>
    </time>
  );
}

/** Daily hours, the opening one first in the direction of the text; `outside`: it is another hour now. */
export function Hours({ hours, outside }: { hours: DailyHours; outside?: boolean | undefined }) {
  const { t, figures } = useWords();
  return (
    <small className="muted">
      {' '}
      ({outside && `${t('crossing.outside-hours')}${t('comma')}`}
      <bdi>{figures(hours.opens)}</bdi>–<bdi>{figures(hours.closes)}</bdi>{' '}
      <bdi dir="ltr">UTC{figures(hours.offset)}</bdi>){' '}
    </small>
  );
}

export function Day({ iso, beside = true }: { iso: string; beside?: boolean }) {
  const words = useWords();
  const other = words.dayBeside(iso);
  return (
    <time dateTime={iso.slice(0, 10)} className="instant">
      <bdi>{words.day(iso)}</bdi>
      {beside && other && (
        <span className="beside">
          {' '}
          (<bdi>{other}</bdi>)
        </span>
      )}
    </time>
  );
}

/** When something is said to have been. */
export function Period({ when }: { when: { from: string; to: string; certainty: 'exact' | 'about' | 'unsure' } }) {
  const words = useWords();
  return (
    <span className="period">
      {when.certainty !== 'exact' && <span className="hedge">{words.t(`certainty.${when.certainty}`)} </span>}
      <Instant iso={when.from} beside />
      {when.to !== when.from && (
        <>
          {' – '}
          <Instant iso={when.to} timeOnly={when.to.slice(0, 10) === when.from.slice(0, 10)} />
        </>
      )}
    </span>
  );
}

/** An organisation by the name in the terms, with its hue as a bar beside it, never alone. */
export function Party({ id, member }: { id: string | undefined; member?: string }) {
  const names = useNames();
  const hue = names.hue(id);
  return (
    <span className="party" data-hue={hue}>
      <span className="party-bar" aria-hidden="true" />
      <bdi>{member ? names.member(member) : names.organisation(id)}</bdi>
    </span>
  );
}

export type Shape = 'ring' | 'disc' | 'half' | 'square' | 'box' | 'diamond' | 'cross' | 'dash' | 'triangle' | 'double';
const SHAPES: Record<Shape, ReactNode> = {
  ring: <circle cx="6" cy="6" r="4.4" fill="none" stroke="currentColor" strokeWidth="1.6" />,
  disc: <circle cx="6" cy="6" r="5" fill="currentColor" />,
  half: (
    <>
      <circle cx="6" cy="6" r="4.4" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <path d="M6 1.6a4.4 4.4 0 0 1 0 8.8z" fill="currentColor" />
    </>
  ),
  square: <rect x="1.5" y="1.5" width="9" height="9" fill="currentColor" />,
  box: <rect x="2" y="2" width="8" height="8" fill="none" stroke="currentColor" strokeWidth="1.6" />,
  diamond: <path d="M6 .8 11.2 6 6 11.2.8 6z" fill="currentColor" />,
  cross: <path d="m2 2 8 8M10 2l-8 8" stroke="currentColor" strokeWidth="1.8" fill="none" />,
  dash: <path d="M1 6h10" stroke="currentColor" strokeWidth="2" />,
  triangle: <path d="M6 1.2 11.2 10.6H.8z" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  double: (
    <>
      <circle cx="6" cy="6" r="5" fill="none" stroke="currentColor" strokeWidth="1.2" />
      <circle cx="6" cy="6" r="2.4" fill="currentColor" />
    </>
  ),
};

/** A status: a shape and a word. Colour never carries it. */
export function Mark({ shape, children, strong }: { shape: Shape; children?: ReactNode; strong?: boolean }) {
  return (
    <span className={strong ? 'mark strong' : 'mark'}>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
        {SHAPES[shape]}
      </svg>
      {children !== undefined && <span>{children}</span>}
    </span>
  );
}

const STANDARD_SHAPES: Record<string, Shape> = {
  'not-assessed': 'dash',
  'unable-to-verify': 'triangle',
  unsubstantiated: 'ring',
  plausible: 'half',
  'reasonable-grounds': 'double',
  established: 'disc',
  disproved: 'cross',
};
export function StandardMark({ standard }: { standard: string }) {
  const names = useNames();
  return (
    <Mark shape={STANDARD_SHAPES[standard] ?? 'ring'} strong>
      {names.standard(standard)}
    </Mark>
  );
}

/** One tick: recorded, durable, in a signed checkpoint. Two: the terms' quorum of log witnesses has cosigned. */
export function Ticks({ recorded, witnessed }: { recorded: boolean; witnessed: boolean }) {
  const { t } = useWords();
  const label = witnessed ? t('tick.witnessed') : recorded ? t('tick.recorded') : t('tick.waiting');
  return (
    <span className="ticks" role="img" aria-label={label} title={label}>
      <svg viewBox="0 0 22 12" width="22" height="12" aria-hidden="true">
        {recorded ? (
          <path d="m1 6.5 4 4L13.5 1" fill="none" stroke="currentColor" strokeWidth="1.8" />
        ) : (
          <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="1.4" strokeDasharray="2 2" />
        )}
        {witnessed && <path d="m9 8.5 2 2L20.5 1" fill="none" stroke="currentColor" strokeWidth="1.8" />}
      </svg>
    </span>
  );
}

/** What a person wrote stays in its language and direction. */
export function Said({ children, language, quiet }: { children: string; language?: string; quiet?: boolean }) {
  const script = language && isArabicScript(language) ? 'arabic' : undefined;
  return (
    <blockquote className={quiet ? 'said quiet' : 'said'} lang={language} dir="auto" data-script={script}>
      {children.split(/\n{2,}/).map((part, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs of one unchanging text.
        <p key={i}>{part}</p>
      ))}
    </blockquote>
  );
}

/** An id, isolated and short enough to read; the whole of it in the title. */
export const ShortId = ({ id }: { id: string }) => (
  <bdi className="id" dir="ltr" title={id}>
    {/^[0-9a-f]{8}-/.test(id) ? `${id.slice(9, 13)}…${id.slice(-6)}` : id}
  </bdi>
);

/** Opens the entries behind a line or a number. */
export function Sources({ entries }: { entries: readonly string[] }) {
  const { t, n } = useWords();
  const doubted = useDoubted(entries);
  if (entries.length === 0) return null;
  const mark = doubted.size > 0 && (
    <Mark shape="triangle" strong>
      {t('doubted.key', { count: doubted.size })}
    </Mark>
  );
  if (entries.length === 1) {
    return (
      <>
        <Link className="source" href={`/entry/${entries[0]}`}>
          {t('source.one')}
        </Link>{' '}
        {mark}
      </>
    );
  }
  return (
    <details className="sources">
      <summary className="source">
        {t('source.many', { count: entries.length })} {mark}
      </summary>
      <ol>
        {entries.map((id, i) => (
          <li key={id}>
            <Link href={`/entry/${id}`} aria-label={`${t('entry')} ${n(i + 1)}`}>
              <ShortId id={id} />
            </Link>
            {doubted.has(id) && <Doubt since={doubted.get(id)!} />}
          </li>
        ))}
      </ol>
    </details>
  );
}

export function Facts({ children }: { children: ReactNode }) {
  return <dl className="facts">{children}</dl>;
}
export function Fact({ name, children }: { name: ReactNode; children: ReactNode }) {
  if (children === undefined || children === null || children === '' || children === false) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Resolutions, treaties and norms that a text rests on. */
export function LegalBasis({ of: cited }: { of: Tables['terms']['basis'] }) {
  const { t, of } = useWords();
  if (cited.length === 0) return null;
  return (
    <Fact name={t('legal-basis')}>
      <ul className="plain">
        {cited.map((one) => (
          <li key={one.citation}>
            {of(one.title)} <bdi className="muted">{one.citation}</bdi>
          </li>
        ))}
      </ul>
    </Fact>
  );
}

export const Empty = ({ children }: { children: ReactNode }) => <p className="empty">{children}</p>;

export function Loading() {
  const { t } = useWords();
  return (
    <p className="loading" role="status">
      {t('loading')}
    </p>
  );
}

/** A problem in the reader's language, by its code. */
export function useSentence(): (error: unknown) => string {
  const words = useWords();
  const mechanism = use(Mechanisms);
  /** A sentence of the host's, with organisations called by their names. */
  const named = (sentence: string, details: Readonly<Record<string, unknown>>): string =>
    Object.values(details)
      .flat()
      .reduce<string>((said, id) => {
        const found = mechanism?.terms.organisations.find((one) => one.id === id);
        return found ? said.replace(new RegExp(`\\b${found.id}\\b`), `\u2068${words.of(found.name)}\u2069`) : said;
      }, sentence);
  return (error) => {
    if (error instanceof ApiProblem || error instanceof Problem) {
      const details = Object.fromEntries(
        Object.entries(error.details).map(([name, value]) => [
          name,
          Array.isArray(value) ? value.join(words.t('comma')) : typeof value === 'number' ? value : String(value ?? ''),
        ]),
      ) as Values;
      if (error.code === 'invalid-body') {
        const name =
          String(error.details.path ?? '')
            .split('.')
            .findLast((one) => !/^\d+$/.test(one)) ?? '';
        details.field = words.maybe(`field.${name}`, {}, words.maybe(name, {}, name));
        // The host's word for what is wrong is in English; checked here, it is in the reader's.
        if (error instanceof ApiProblem) details.message = '';
      }
      const otherwise =
        error instanceof ApiProblem && error.message !== error.code ? named(error.message, error.details) : '';
      const sentence = words.maybe(
        `problem.${error.code}`,
        details,
        otherwise || words.t('problem.other', { code: error.code }),
      );
      // A code that says why has a sentence of its own.
      return words.maybe(`problem.${error.code}.${details.why}`, details, sentence);
    }
    return words.t('problem.other', { code: error instanceof Error ? error.name : 'unknown' });
  };
}

export function Trouble({ error, again }: { error: unknown; again?: () => void }) {
  const { t } = useWords();
  const sentence = useSentence();
  if (!error) return null;
  const code = error instanceof ApiProblem || error instanceof Problem ? error.code : undefined;
  const { todo } = error instanceof ApiProblem ? error.details : {};
  return (
    <div className="trouble" role="alert">
      <Mark shape="triangle" strong>
        {sentence(error)}
      </Mark>
      {typeof todo === 'string' && <p dir="auto">{todo}</p>}
      {code && (
        <code dir="ltr" className="id">
          {code}
        </code>
      )}
      {again && (
        <button type="button" onClick={again}>
          {t('again')}
        </button>
      )}
    </div>
  );
}

/** Shows what a query has: waiting, a problem, or the thing. */
export function Asked<T>({
  query,
  children,
}: {
  query: { data: T | undefined; error: unknown; isPending: boolean; refetch(): unknown };
  children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <Trouble error={query.error} again={() => query.refetch()} />;
  return <Loading />;
}

/** The page of the row that the address names. */
export function OneRow<T extends keyof Tables & string>({
  table,
  children,
}: {
  table: T;
  children: (row: Tables[T]) => ReactNode;
}) {
  const { id } = useParams<{ id: string }>();
  return <Asked query={useRow(table, id)}>{children}</Asked>;
}

/** The parties side by side in the terms' order of today, each in its own column with the same frame. */
export function Sides({ children, order }: { children: (party: string) => ReactNode; order?: readonly string[] }) {
  const names = useNames();
  return (
    <div className="sides">
      {(order ?? names.parties).map((party) => (
        <div key={party} className="side" data-hue={names.hue(party)}>
          <h3>
            <Party id={party} />
          </h3>
          {children(party)}
        </div>
      ))}
    </div>
  );
}

/** Saves a text as a file. */
export function download(name: string, text: string, type = 'text/plain'): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
