// Documents from outside, kept as they came: what they claim, from where it truly comes, where they contradict one
// another, and who is not heard in them.

import type { Contradiction, Origin, Topic, Unheard, Whose } from '@sulh/reading';
import type { Audience } from '@sulh/record';
import { useState } from 'react';
import { Link } from 'wouter';
import { useReading, useRows } from './api.ts';
import { useByColumn } from './columns.tsx';
import { useWords } from './i18n.tsx';
import { KeepDocuments } from './KeepDocuments.tsx';
import { ListTable } from './List.tsx';
import { useNames } from './names.tsx';
import { Day, Loading, Mark, Page, Party, Section, Trouble } from './parts.tsx';
import { type AccountsAnswered, AskSecondReader, useMaySend, useSecondReader } from './SecondReader.tsx';
import { useMe } from './session.tsx';

export interface Across {
  readonly happenings: readonly (readonly string[])[];
  readonly origins: readonly Origin[];
  readonly contradictions: readonly Contradiction[];
  readonly unheard: readonly Unheard[];
  /** What was read side by side. */
  readonly compared: {
    readonly from: string;
    readonly to: string;
    readonly documents: readonly { readonly id: string; readonly title: string; readonly audience: Audience }[];
    readonly within: number;
  };
}

export function Documents() {
  const by = useByColumn();
  const { t } = useWords();
  const { viewer } = useMe();
  const [keeping, setKeeping] = useState(false);
  return (
    <Page
      title={t('nav.documents')}
      lede={t('documents.lede')}
      wide
      actions={
        viewer && (
          <button type="button" aria-expanded={keeping} onClick={() => setKeeping(!keeping)}>
            {t('document.keep')}
          </button>
        )
      }
    >
      {keeping && <KeepDocuments />}
      <ListTable
        table="document"
        label={t('nav.documents')}
        empty={t('documents.empty')}
        first="-published"
        columns={[
          {
            key: 'title',
            name: t('document'),
            value: (row) => row.title ?? row.file,
            cell: (row) => (
              <Link href={`/document/${row.id}`}>
                <q lang={row.language} dir="auto">
                  {row.title ?? row.file}
                </q>
              </Link>
            ),
          },
          {
            key: 'outlet',
            name: t('outlet'),
            value: (row) => row.outlet,
            cell: (row) => <bdi>{row.outlet ?? '—'}</bdi>,
          },
          {
            key: 'published',
            sorts: ['earliest', 'latest'],
            name: t('published'),
            value: (row) => row.published,
            cell: (row) => (row.published ? <Day iso={row.published} /> : '—'),
          },
          {
            key: 'claims',
            name: t('claims'),
            cell: (row) => <ClaimsOf id={row.id} />,
          },
          by(t('document.kept-by')),
        ]}
      />
      <AcrossDocuments />
    </Page>
  );
}

function ClaimsOf({ id }: { id: string }) {
  const { n } = useWords();
  const claims = useRows('claim', { about: id, limit: 1 });
  return claims.data ? n(claims.data.total) : null;
}

/** Origins and contradictions over the documents of some days that the reader may see. */
function AcrossDocuments() {
  const { t } = useWords();
  const [days, setDays] = useState<{ from?: string; to?: string }>({});
  const across = useReading<Across>('reading', days);
  const names = nameIn(across.data);
  const { happenings = [], compared } = across.data ?? {};
  if (across.isPending) return <Loading />;
  if (!compared) return <Trouble error={across.error} />;
  if (compared.from === '') return null;
  const alone = happenings.filter((files) => files.length === 1).flat();
  return (
    <>
      <Section title={t('documents.together')}>
        <div className="fields">
          {(['from', 'to'] as const).map((end) => (
            <label key={end} className="field">
              {t(`file.${end}`)}
              <input
                type="date"
                dir="ltr"
                value={days[end] ?? compared[end]}
                onChange={({ target: { value } }) =>
                  // What was chosen stands, though its reading is still under way.
                  setDays((days) => ({ from: compared.from, to: compared.to, ...days, [end]: value }))
                }
              />
            </label>
          ))}
        </div>
        <p className="small muted">
          {t(compared.documents.length < compared.within ? 'documents.together.some' : 'documents.together.all', {
            count: compared.documents.length,
            within: compared.within,
          })}
        </p>
        <Trouble error={across.error} />
      </Section>
      {happenings.length === 1 && <Happening files={happenings[0]!} across={across.data!} />}
      {happenings.length > 1 &&
        happenings
          .filter((files) => files.length > 1)
          .map((files, i) => (
            <details key={files[0]} open={i === 0} className="happening">
              <summary>
                <q dir="auto">{names(files[0]!)?.title}</q>
                <small className="muted"> — {t('happening.documents', { count: files.length })}</small>
              </summary>
              <Happening files={files} across={across.data!} />
            </details>
          ))}
      {happenings.length > 1 && alone.length > 0 && (
        <details className="happening">
          <summary>{t('happening.alone', { count: alone.length })}</summary>
          <Happening files={alone} across={across.data!} apart />
        </details>
      )}
    </>
  );
}

/** What the documents on one happening say together; or what those say that tell of one each, `apart`. */
function Happening({ files, across, apart }: { files: readonly string[]; across: Across; apart?: boolean }) {
  const { t } = useWords();
  const { inOrder } = useNames();
  const names = nameIn(across);
  const origins = across.origins.filter((one) => files.includes(one.documents[0]!));
  const contradictions = across.contradictions.filter((one) => files.includes(one.values[0]!.file));
  const found = across.unheard.filter((one) => files.includes(one.documents[0]!));
  const unheard = inOrder(found.map(({ side }) => side)).flatMap((side) => found.filter((one) => one.side === side));
  return (
    <>
      {origins.length > 0 && <Origins origins={origins} name={names} />}
      {contradictions.length > 0 && <Contradictions found={contradictions} name={names} />}
      {!apart && <SecondAccounts files={files} across={across} />}
      {unheard.length > 0 && (
        <Section title={t('unheard')}>
          <ul>
            {unheard.map(({ side, told }) => (
              <li key={side}>
                <b>
                  {side === 'mediator' ? (
                    t('mediators')
                  ) : side === 'observers' ? (
                    t('unheard.observers')
                  ) : (
                    <Party id={side} />
                  )}
                </b>
                {' — '}
                {side === 'mediator'
                  ? t('unheard.mediator')
                  : told.length > 0
                    ? t('unheard.told', { count: told.length })
                    : t('unheard.none')}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

/** A document by its own title, which is a quotation. */
export function DocumentLink({ id, title, at }: { id: string; title: string; at?: string }) {
  return (
    <Link href={`/document/${id}${at ? `?at=${at}` : ''}`}>
      <q dir="auto">{title}</q>
    </Link>
  );
}

type NameOf = (file: string) => { id: string; title: string } | undefined;

/** The documents that were read side by side, by the names that a reading gives them. */
export const nameIn =
  (across: Across | undefined): NameOf =>
  (file) =>
    across?.compared.documents.find((one) => one.id === file);

/** Each origin with the documents that retell it, drawn as one root with its branches. */
export function Origins({ origins, name }: { origins: readonly Origin[]; name: NameOf }) {
  const { t } = useWords();
  return (
    <Section title={t('origins')}>
      <p className="small muted">{t('origins.lede')}</p>
      <BySide origins={origins} />
      <Trees origins={origins} name={name} />
    </Section>
  );
}

/** How many origins each side has: what counts is who spoke, not how many retell it. */
function BySide({ origins }: { origins: readonly Origin[] }) {
  const { t } = useWords();
  const names = useNames();
  const sides = Map.groupBy(origins, ({ side }) => (names.role(side) === undefined ? '' : side));
  return (
    <p className="small row">
      {names.inOrder([...sides.keys()]).map((side) => (
        <span key={side}>
          {side === '' ? t('origins.others') : <Party id={side} />}:{' '}
          {t('origins.count', { count: sides.get(side)!.length })}
        </span>
      ))}
    </p>
  );
}

function Trees({ origins, name }: { origins: readonly Origin[]; name: NameOf }) {
  const { t } = useWords();
  const [told, single] = [
    origins.filter((each) => each.documents.length > 1),
    origins.filter((each) => each.documents.length <= 1),
  ];
  const one = (origin: Origin) => (
    <div key={origin.id} className="origin">
      <p className="origin-root">
        <Mark shape="double" strong>
          <OriginName of={origin} />
        </Mark>
        <ProposedBy of={origin} />
      </p>
      <ul>
        {origin.documents.map((file) => {
          const found = name(file);
          const shared = origin.evidence.filter((evidence) => evidence.spans.some((span) => span.file === file)).length;
          return (
            <li key={file}>
              {found ? <DocumentLink {...found} /> : <bdi>{file}</bdi>}
              {shared > 0 && <small className="muted"> — {t('origins.shared', { count: shared })}</small>}
            </li>
          );
        })}
      </ul>
      {origin.statement.length > 0 && <Statement sentences={origin.statement} name={name} />}
    </div>
  );
  return (
    <>
      <div className="origins">{told.map(one)}</div>
      {single.length > 0 && (
        <details open={told.length === 0}>
          <summary>{t('origins.single', { count: single.length })}</summary>
          <div className="origins">{single.map(one)}</div>
        </details>
      )}
    </>
  );
}

/** Whose words an origin is: a side by its name in the terms, anybody as a document names them. */
function OriginName({ of: { side, speaker, documents } }: { of: Origin }) {
  const { t } = useWords();
  const names = useNames();
  const known = names.role(side) !== undefined;
  const who = known ? names.organisation(side) : `\u2068${speaker}\u2069`;
  const count = documents.length;
  return (
    <>
      <span dir="auto">{count > 1 ? t('origin.told', { who, count }) : t('origin.words', { who })}</span>
      {known && (
        <small className="muted">
          {' — '}
          <q dir="auto">{speaker}</q>
        </small>
      )}
    </>
  );
}

/** What was said, put together from all that retell it: each sentence with every document's wording beside the others. */
function Statement({ sentences, name }: { sentences: Origin['statement']; name: NameOf }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  return (
    <details className="statement" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('origins.statement', { count: sentences.length })}</summary>
      {open && (
        <ol>
          {sentences.map(({ variants }) => (
            <li key={`${variants[0]?.file}${variants[0]?.start}`}>
              <div className="values">
                {variants.map((one) => (
                  <Worded key={`${one.file}${one.start}`} span={one} words={one.text} name={name} />
                ))}
              </div>
            </li>
          ))}
        </ol>
      )}
    </details>
  );
}

/** What the rules take words to say, where they do not say it themselves: a day, a number with what it counts, a state. */
function takenAs(one: Contradiction, { says, text }: Contradiction['values'][number]): string {
  if (one.assessment === 'variant' || one.assessment === 'omission') return '';
  const plain = text.replace(/\s+/g, ' ');
  if (plain === says) return '';
  return plain.includes(says) || says.includes(plain.slice(0, 60)) ? (one.type === 'figure' ? says : '') : says;
}

/** Whose words they are: as the document names them, with the side by its name in the terms; or the document's own. */
function Speaker({ whose: { speaker, side } }: { whose: Whose }) {
  const { t } = useWords();
  const names = useNames();
  if (speaker === 'outlet') return t('document.itself');
  return (
    <>
      <q dir="auto">{speaker}</q>
      {names.role(side) && (
        <>
          {' '}
          <Party id={side} />
        </>
      )}
    </>
  );
}

/** Words of a document as a quotation, and the way to them in it. */
function Worded({
  span,
  words,
  taken = '',
  whose,
  name,
}: {
  span: { file: string; start: number; end: number };
  words: string;
  taken?: string;
  /** Who says it, where that is not told beside it. */
  whose?: Whose;
  name: NameOf;
}) {
  const from = name(span.file);
  return (
    <div>
      <q dir="auto">{words}</q>
      <p className="small">
        {taken && (
          <>
            <span lang="en" dir="auto">
              {taken}
            </span>{' '}
            —{' '}
          </>
        )}
        {whose && (
          <>
            <Speaker whose={whose} /> —{' '}
          </>
        )}
        {from ? <DocumentLink {...from} at={`${span.start}-${span.end}`} /> : <bdi>{span.file}</bdi>}
      </p>
    </div>
  );
}

/** What a contradiction is about: sides as the terms name them, words of a document as a quotation of it. */
function About({ topic, name }: { topic: Topic; name: NameOf }) {
  const { t, n } = useWords();
  const names = useNames();
  const [a = '', b = ''] = (topic.sides ?? []).map((side) => names.organisation(side));
  const file = topic.file === undefined ? '' : (name(topic.file)?.title ?? topic.file);
  // Of a common statement the sentence is named by its number.
  const what = topic.code === 'wording' ? n(Number(topic.what)) : (topic.what ?? '');
  return <span dir="auto">{t(`topic.${topic.code}`, { a, b, what, file })}</span>;
}

const ORDER = ['contradiction', 'characterisation-differs', 'omission', 'variant', 'compatible'];
/** Another wording or something left out: no contradiction. */
const isPlain = (one: Contradiction): boolean => ORDER.indexOf(one.assessment) >= 2;

/** What cannot both hold, side by side, with who says it; variants of translation apart. */
export function Contradictions({ found, name }: { found: readonly Contradiction[]; name: NameOf }) {
  const { t } = useWords();
  return (
    <Section title={t('contradictions')}>
      <p className="small muted">{t('contradictions.lede')}</p>
      <Parting found={found} name={name} />
    </Section>
  );
}

function Parting({ found, name }: { found: readonly Contradiction[]; name: NameOf }) {
  const { t } = useWords();
  const sorted = [...found].sort((a, b) => ORDER.indexOf(a.assessment) - ORDER.indexOf(b.assessment));
  const plain = sorted.filter(isPlain);
  const show = (some: readonly Contradiction[]) =>
    some.map((one, i) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a reading is replaced as a whole.
      <details key={i} open={one.assessment === 'contradiction' && i < 6} className="contradiction">
        <summary>
          <Mark shape={one.assessment === 'contradiction' ? 'diamond' : one.assessment === 'variant' ? 'dash' : 'ring'}>
            {t(`assessment.${one.assessment}`)}
          </Mark>{' '}
          — {t(`contradiction.${one.type}`)} — <About topic={one.topic} name={name} />
          <ProposedBy of={one} />
        </summary>
        <div className="values">
          {one.values.map((value) => (
            <Worded
              key={`${value.file}${value.start}`}
              span={value}
              words={value.text}
              taken={takenAs(one, value)}
              whose={value}
              name={name}
            />
          ))}
        </div>
      </details>
    ));
  return (
    <>
      {show(sorted.filter((one) => !plain.includes(one)))}
      {plain.length > 0 && (
        <details>
          <summary>{t('contradictions.rest', { count: plain.length })}</summary>
          {show(plain)}
        </details>
      )}
    </>
  );
}

/** Who proposes it, where it is not the rules. */
function ProposedBy({ of: { proposedBy } }: { of: Pick<Contradiction, 'proposedBy'> }) {
  const { t } = useWords();
  return (
    proposedBy && (
      <>
        {' '}
        <span className="tag">{t(`proposed-by.${proposedBy}`)}</span>
      </>
    )
  );
}

/** The fewest and the most accounts that are sent together. */
const [FEWEST, MOST] = [2, 12];

/**
 * Whose words the accounts of one happening retell and where they part, as a language model says once it is asked; what `of`, a
 * document, has a part in. It is shown whole: what two readers find alike is worth knowing, and touching the same sentences is not
 * yet saying the same.
 */
export function SecondAccounts({ files, across, of }: { files: readonly string[]; across: Across; of?: string }) {
  const { t } = useWords();
  const maySend = useMaySend();
  const documents = files.toSorted();
  const asked = useSecondReader<AccountsAnswered>('reading/extraction', { documents });
  const audiences = across.compared.documents.filter((one) => files.includes(one.id)).map((one) => one.audience);
  if (files.length < FEWEST || files.length > MOST || !maySend(audiences)) return null;
  const name = nameIn(across);
  const origins = (asked.data?.origins ?? []).filter((one) => !of || one.documents.includes(of));
  const contradictions = (asked.data?.contradictions ?? []).filter(
    (one) => !of || one.values.some(({ file }) => file === of),
  );
  const proposals = origins.length + contradictions.length;
  return (
    <>
      <AskSecondReader
        query={asked}
        texts={files.length}
        ask="extraction.ask-accounts"
        proposals={proposals}
        known={0}
      />
      {proposals > 0 && (
        <Section title={t('extraction')}>
          <p className="small muted">{t('extraction.accounts')}</p>
          <Trees origins={origins} name={name} />
          <Parting found={contradictions} name={name} />
        </Section>
      )}
    </>
  );
}
