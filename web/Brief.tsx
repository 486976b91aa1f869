// The morning brief: the first screen of the day, one page, in the order in which a mediator asks. Every line opens its
// source; both sides' versions stand beside each other; nothing is added up by party.

import type { BriefLine, BriefSection, BriefValue, Brief as Reading } from '@sulh/mechanism';
import type { OnRecord } from '@sulh/reading/against';
import { Link } from 'wouter';
import { useFigure } from './Account.tsx';
import { useReading } from './api.ts';
import { useSays } from './Document.tsx';
import { WaitingForMe } from './Drafts.tsx';
import { pageOf } from './Entry.tsx';
import { type Key, useWords, type Values, type Words } from './i18n.tsx';
import { type Names, useNames } from './names.tsx';
import { Asked, Day, Hours, Instant, Mark, Page, Party, Sources } from './parts.tsx';
import { useNow } from './reader.ts';
import { useMe } from './session.tsx';

/** Which catalogue a word of a line belongs to. */
const WORDS: Record<string, string> = {
  act: 'ceasefire',
  how: 'absent',
  step: 'clock',
  state: 'clock.state',
  status: 'access',
  ground: 'ground',
  reason: 'stop',
  kind: 'claim',
  subject: 'subject',
  matter: 'table',
};
const ORGANISATIONS = new Set(['organisation', 'organisations', 'acknowledged', 'by', 'holder', 'from', 'to']);
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** The values of a line as the reader's language says them. */
export function valuesOf(line: Pick<BriefLine, 'code' | 'values'>, words: Words, names: Names): Values {
  const one = (key: string, value: BriefValue): string | number => {
    if (Array.isArray(value)) return value.map((item) => one(key, item)).join(words.t('comma')) || words.t('nobody');
    if (typeof value === 'object') return words.of(value as Record<string, string>);
    if (typeof value === 'number') return value;
    const text = value as string;
    if (INSTANT.test(text)) return `${words.day(text, true)} ${words.time(text)} UTC`;
    if (text === '') return '—';
    if (key === 'event') return names.event(text);
    if (key === 'member') return names.member(text);
    if (key === 'categories') return words.maybe(`category.${text}`, {}, text);
    if (key === 'what')
      return words.maybe(`${line.code.startsWith('notices') ? 'notice' : 'access.what'}.${text}`, {}, text);
    if (key === 'gates') return words.maybe(`gate.${text}`, {}, text);
    if (key === 'ways') {
      const [from, to] = text.split('>');
      return words.t('crossing.direction', { from: names.organisation(from), to: names.organisation(to) });
    }
    if (key === 'finding') return words.maybe(`finding.on.${text.split(':')[0]}`, {}, text);
    if (ORGANISATIONS.has(key)) return names.organisation(text);
    const catalogue = WORDS[key];
    if (!catalogue) return text;
    return words.maybe(`${catalogue}.${text}`, {}, words.maybe(`access.outcome.${text}`, {}, text));
  };
  const said = Object.fromEntries(Object.entries(line.values).map(([key, value]) => [key, one(key, value)]));
  // Both ways between two sides is said as such.
  return Array.isArray(line.values.ways) && line.values.ways.length > 1
    ? { ...said, ways: words.t('crossing.both') }
    : said;
}

export function Brief() {
  const { t } = useWords();
  const { viewer } = useMe();
  const brief = useReading<Reading>('brief');
  return (
    <Page
      title={t('nav.brief')}
      lede={
        brief.data && (
          <p>
            <Day iso={brief.data.at} /> — {t('brief.since')} <Instant iso={brief.data.since} />
          </p>
        )
      }
      actions={
        <button type="button" onClick={() => print()}>
          {t('print')}
        </button>
      }
    >
      {!viewer && <p className="notice">{t('brief.public')}</p>}
      <WaitingForMe />
      <Asked query={brief}>
        {(found) => (
          <>
            <NotJoint brief={found} />
            <ol className="brief plain">
              {found.sections.map((section, i) => (
                <Section key={section.id} section={section} number={i + 1} />
              ))}
            </ol>
          </>
        )}
      </Asked>
    </Page>
  );
}

function NotJoint({ brief }: { brief: Reading }) {
  const { t } = useWords();
  const names = useNames();
  return brief.notJoint.map((one) => (
    <p key={one.entry} className="notice">
      <Mark shape="triangle" strong>
        {t('not-joint', { organisation: names.organisation(one.organisation) })}
      </Mark>{' '}
      <Instant iso={one.since} /> <Sources entries={[one.entry]} />
    </p>
  ));
}

/** Where the lines stand that have no room in a section, and what a line is about that no entry made. */
const MORE: Readonly<Record<BriefSection['id'], string>> = {
  overnight: '/reports',
  unanswered: '/cases',
  stops: '/cases',
  people: '/handovers',
  crossings: '/crossings',
  due: '/cases',
  positions: '/cases',
  notices: '/notices',
  statements: '/documents',
  blind: '/map',
  health: '/record',
};

function Section({ section, number }: { section: BriefSection; number: number }) {
  const { t, n } = useWords();
  return (
    <li className="brief-section" data-section={section.id}>
      <h2 id={`brief-${section.id}`}>
        <span className="brief-number" aria-hidden="true">
          {n(number)}
        </span>{' '}
        {t(`brief.${section.id}` as Key)}
      </h2>
      {section.lines.length === 0 ? (
        <p className="muted small">{t('brief.nothing')}</p>
      ) : (
        <ul className="plain">
          {section.lines.map((line, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a brief is replaced as a whole.
            <Line key={i} line={line} beyond={MORE[section.id]} />
          ))}
        </ul>
      )}
      {section.more > 0 && (
        <p className="small">
          <Link href={MORE[section.id]}>{t('brief.more', { count: section.more })}</Link>
        </p>
      )}
    </li>
  );
}

/** Lines whose code says that something is over, denied or unequal carry a mark of their own. */
const shapeOf = (line: BriefLine) => {
  if (line.values.state === 'missed') return 'square' as const;
  if (line.code.startsWith('stops') || line.values.state === 'stopped') return 'triangle' as const;
  if (line.code === 'crossings.differs' || line.code === 'statements.against') return 'diamond' as const;
  if (line.code.startsWith('blind') || line.code.endsWith('.none') || line.code.endsWith('.unseen'))
    return 'dash' as const;
  if (line.code === 'positions.dissent') return 'cross' as const;
  return 'ring' as const;
};

/** `beyond`: the list that a line opens which nobody’s act is behind, such as that nobody looked. */
function Line({ line, beyond }: { line: BriefLine; beyond: string }) {
  const words = useWords();
  const names = useNames();
  const { viewer } = useMe();
  const now = useNow();
  const { about } = line;
  const to = about ? pageOf(about.table, about.id) : line.entries.length === 0 ? beyond : undefined;
  const { state, due, organisation, organisations } = line.values;
  const awaited = state === 'running' || state === 'missed' ? [organisation] : organisations;
  const yours = viewer !== undefined && Array.isArray(awaited) && awaited.includes(viewer.organisation);
  const sentence = words.maybe(`brief.${line.code}`, valuesOf(line, words, names), line.english);
  const untold = !words.has(`brief.${line.code}`);
  return (
    <li className="brief-line" data-code={line.code}>
      <div className="brief-said">
        <Mark shape={shapeOf(line)} />
        <span>
          {to ? (
            <Link href={to} lang={untold ? 'en' : undefined} dir={untold ? 'auto' : undefined}>
              {sentence}
            </Link>
          ) : (
            <span lang={untold ? 'en' : undefined}>{sentence}</span>
          )}{' '}
          {typeof due === 'string' && due !== '' && state !== undefined && (
            <span className="muted">({words.ago(due, now)}) </span>
          )}
          {yours && <span className="tag">{words.t('brief.yours')}</span>} <Sources entries={line.entries} />
        </span>
      </div>
      {line.sides && line.sides.length > 0 && (
        <div className="brief-sides">
          {line.sides.map((side) => (
            <Version key={side.organisation} side={side} line={line} />
          ))}
        </div>
      )}
    </li>
  );
}

function Version({ side, line }: { side: NonNullable<BriefLine['sides']>[number]; line: BriefLine }) {
  const words = useWords();
  const names = useNames();
  const figure = useFigure();
  const { t } = words;
  const says = useSays();
  const status =
    side.status &&
    (line.code === 'statements.against'
      ? says.record({ table: line.values.matter as OnRecord['table'], says: side.status })
      : words.maybe(`${line.code.startsWith('due') ? 'compliance' : 'crossing'}.${side.status}`, {}, side.status));
  return (
    <div className="version" data-hue={names.hue(side.organisation)}>
      <Party id={side.organisation} />{' '}
      {!side.said ? (
        <span className="muted">{t('silent')}</span>
      ) : (
        <>
          {status && <b>{status}</b>} {side.told && <small className="muted">({t('crossing.told')}) </small>}
          {side.hours && <Hours hours={side.hours} outside={side.outsideHours} />}
          {side.words &&
            (INSTANT.test(side.words) ? (
              <span>
                {t('due')} <Instant iso={side.words} />
              </span>
            ) : (
              <q dir="auto" lang={side.language}>
                {side.words}
              </q>
            ))}
          {side.figures && side.figures.length > 0 && (
            <span className="small muted"> {side.figures.map(figure).join(t('comma'))}</span>
          )}
        </>
      )}
    </div>
  );
}
