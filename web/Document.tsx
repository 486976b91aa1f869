// One document as it came, with its claims marked in place. What the reading proposes is shown as proposed until an
// analyst accepts it; nothing is a claim of the record before that.

import { CLAIM_KINDS, type Claim, type Document as Kept, schemaOf } from '@sulh/mechanism';
import type { DocumentReading, Claim as ReadClaim } from '@sulh/reading';
import type { AgainstRecord, OnRecord } from '@sulh/reading/against';
import { Fragment, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { Link, useParams, useSearch } from 'wouter';
import { Also } from './AnyAct.tsx';
import { useReading, useRow } from './api.ts';
import { Choice, Deed, Field, text } from './Deed.tsx';
import { type Across, Contradictions, nameIn, Origins, SecondAccounts } from './Documents.tsx';
import { type Key, useWords } from './i18n.tsx';
import { isArabicScript } from './languages.ts';
import { useMechanism, useNames } from './names.tsx';
import { Asked, Day, download, Fact, Facts, Mark, Page, Party, Section, Sources, Trouble } from './parts.tsx';
import { SideName } from './Rests.tsx';
import { useAll } from './reader.ts';
import {
  AskSecondReader,
  type ClaimsAnswered,
  type ExtractedClaim,
  sameClaim,
  useMaySend,
  useSecondReader,
} from './SecondReader.tsx';
import { useMe } from './session.tsx';

/** A claim that is proposed; what the rules alone tell of it may be absent. */
type Proposed = ExtractedClaim &
  Partial<Pick<ReadClaim, 'side' | 'attribution' | 'reportedBy'>> & {
    readonly id: string;
    readonly by: 'rules' | 'extractor';
  };

interface Marked {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  readonly how: 'accepted' | 'proposed' | 'extracted' | 'furniture' | 'at';
  readonly hue?: string | undefined;
}

export function Document() {
  const { id } = useParams<{ id: string }>();
  const { t } = useWords();
  const row = useRow('document', id);
  return (
    <Asked query={row}>
      {(document) => (
        <Page
          kicker={<Link href="/documents">{t('nav.documents')}</Link>}
          title={document.title ?? document.file}
          wide
          actions={
            document.text !== undefined && (
              <button type="button" onClick={() => download(document.file, document.text!)}>
                {t('document.save')}
              </button>
            )
          }
        >
          <Facts>
            <Fact name={t('outlet')}>{document.outlet && <bdi>{document.outlet}</bdi>}</Fact>
            <Fact name={t('published')}>{document.published && <Day iso={document.published} />}</Fact>
            <Fact name={t('document.kept-by')}>
              <Party id={document.organisation} />
            </Fact>
            <Fact name="SHA-256">
              <bdi dir="ltr" className="id" title={document.sha256}>
                {document.sha256.slice(0, 16)}…
              </bdi>
            </Fact>
            {document.url && (
              <Fact name={t('address')}>
                <bdi dir="ltr" className="id">
                  {document.url}
                </bdi>
              </Fact>
            )}
            <Fact name={t('entry')}>
              <Sources entries={document.entries} />
            </Fact>
          </Facts>
          <Body document={document} />
        </Page>
      )}
    </Asked>
  );
}

function Body({ document }: { document: Kept }) {
  const { t } = useWords();
  const names = useNames();
  const { viewer } = useMe();
  const asked = new URLSearchParams(useSearch()).get('at');
  const claims = useAll('claim', { about: document.id });
  const reading = useReading<DocumentReading & { readonly againstRecord: readonly AgainstRecord[] }>(
    `document/${document.id}/reading`,
    {},
    document.text !== undefined,
  );
  const across = useReading<Across>('reading', { around: document.id }, document.text !== undefined);
  const maySend = useMaySend();
  const second = useSecondReader<ClaimsAnswered>(`document/${document.id}/extraction`);
  const [chosen, setChosen] = useState('');
  const [furniture, setFurniture] = useState(false);
  const pane = useRef<HTMLDivElement>(null);

  const own = claims.data ?? [];
  const standing = own.filter((one) => one.status !== 'rejected');
  const found = reading.data;
  const taken = (claim: ExtractedClaim) =>
    [...own.flatMap((one) => one.spans), ...document.rejected.flatMap((one) => one.spans)].some(
      (span) => span.start < claim.end && claim.start < span.end,
    );
  const ruled = (found?.claims ?? []).filter((one) => !taken(one)).map((one) => ({ ...one, by: 'rules' as const }));
  const mayAsk = maySend([document.audience]);
  const answered = (mayAsk && second.data?.claims) || [];
  const extracted = answered
    .map((one, i) => ({ ...one, id: `second-${i}`, by: 'extractor' as const }))
    .filter((one) => !taken(one) && !ruled.some((other) => sameClaim(one, other)));
  const proposed: readonly Proposed[] = [...ruled, ...extracted].sort((a, b) => a.start - b.start);

  const marks = useMemo<Marked[]>(() => {
    const [from, to] = (asked ?? '').split('-').map(Number);
    return [
      ...(found?.furniture ?? []).map(([start, end]) => ({ id: 'furniture', start, end, how: 'furniture' as const })),
      ...standing.flatMap((one) =>
        one.spans.map((span) => ({
          id: one.id,
          start: span.start,
          end: span.end,
          how: 'accepted' as const,
          hue: one.side.kind === 'organisation' ? names.hue(one.side.organisation) : undefined,
        })),
      ),
      ...proposed.map(({ id, start, end, by }) => ({
        id,
        start,
        end,
        how: by === 'rules' ? ('proposed' as const) : ('extracted' as const),
      })),
      ...(from !== undefined && to !== undefined && from < to
        ? [{ id: 'at', start: from, end: to, how: 'at' as const }]
        : []),
    ];
  }, [found, standing, proposed, asked, names]);

  useEffect(() => {
    if (asked && document.text) pane.current?.querySelector('[data-how~="at"]')?.scrollIntoView({ block: 'center' });
  }, [asked, document.text]);

  const show = (id: string) => {
    setChosen(id);
    pane.current?.querySelector(`[data-ids~="${id}"]`)?.scrollIntoView({ block: 'center', behavior: 'smooth' });
  };
  const nameOf = nameIn(across.data);
  const involves = (files: readonly string[]) => files.includes(document.id);
  const happening = (across.data?.happenings ?? []).find(involves) ?? [];
  const origins = (across.data?.origins ?? []).filter((one) => involves(one.documents));
  const contradictions = (across.data?.contradictions ?? []).filter((one) =>
    involves(one.values.map((value) => value.file)),
  );

  if (document.text === undefined) return <p className="notice">{t('document.no-text')}</p>;
  return (
    <>
      <div className="document">
        <div>
          <div className="row small legend">
            <span className="sample" data-how="accepted">
              {t('claim.accepted')}
            </span>
            <span className="sample" data-how="proposed">
              {t('claim.proposed')}
            </span>
            {extracted.length > 0 && (
              <span className="sample" data-how="extracted">
                {t('extraction')}
              </span>
            )}
            {(found?.furniture.length ?? 0) > 0 && (
              <label>
                <input type="checkbox" checked={furniture} onChange={(event) => setFurniture(event.target.checked)} />{' '}
                {t('document.furniture')}
              </label>
            )}
          </div>
          <section
            className="document-text"
            ref={pane}
            lang={document.language}
            dir={isArabicScript(document.language) ? 'rtl' : 'auto'}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the keyboard's focus.
            tabIndex={0}
            aria-label={t('document.text')}
          >
            <MarkedText text={document.text} marks={marks} chosen={chosen} furniture={furniture} choose={setChosen} />
          </section>
        </div>
        <aside className="claims" aria-label={t('claims')}>
          <h2>{t('claims.accepted', { count: standing.length })}</h2>
          <ul className="plain rows">
            {standing.map((one) => (
              <AcceptedClaim key={one.id} claim={one} chosen={chosen === one.id} show={() => show(one.id)} />
            ))}
          </ul>
          {reading.error ? <Trouble error={reading.error} /> : null}
          {(proposed.length > 0 || mayAsk) && <h2>{t('claims.proposed', { count: proposed.length })}</h2>}
          {mayAsk && (
            <AskSecondReader
              query={second}
              texts={1}
              ask="extraction.ask"
              proposals={answered.length}
              known={answered.length - extracted.length}
            />
          )}
          <ul className="plain rows">
            {proposed.map((one) => (
              <ProposedClaim
                key={one.id}
                claim={one}
                document={document}
                chosen={chosen === one.id}
                show={() => show(one.id)}
                mayAct={!!viewer}
                marked={answered.length > 0}
              />
            ))}
          </ul>
        </aside>
      </div>
      {found && found.againstRecord.length > 0 && <Against found={found.againstRecord} document={document.id} />}
      {origins.length > 0 && <Origins origins={origins} name={nameOf} />}
      {contradictions.length > 0 && <Contradictions found={contradictions} name={nameOf} />}
      {across.data && <SecondAccounts files={happening} across={across.data} of={document.id} />}
      {(found?.older?.length ?? 0) > 0 && (
        <Section title={t('document.older')}>
          {found!.older.map((one) => (
            <p key={one.start}>
              <q dir="auto">{document.text!.slice(one.start, Math.min(one.end, one.start + 300))}</q>{' '}
              <span className="muted" lang="en">
                {one.why}
              </span>
            </p>
          ))}
        </Section>
      )}
    </>
  );
}

/** Claims of this document beside what the record says: each with whose word it is and the way to it, neither called right. */
function Against({ found, document }: { found: readonly AgainstRecord[]; document: string }) {
  const { t } = useWords();
  const names = useNames();
  const says = useSays();
  return (
    <Section title={t('against')}>
      <p className="small muted">{t('against.lede')}</p>
      {found.map(({ type, assessment, claim, day, record }) => (
        <article
          key={`${type}${claim.start}${claim.says}${record[0]?.id}`}
          className="contradiction"
          data-against={type}
        >
          <p>
            <Mark shape={assessment === 'contradiction' ? 'diamond' : 'ring'}>{t(`assessment.${assessment}`)}</Mark> —{' '}
            {t(type === 'finding' ? 'table.case' : `table.${type}`)}
            {day && (
              <>
                {' '}
                — <Day iso={day} />
              </>
            )}
          </p>
          <div className="values">
            <div>
              <p className="small muted">{t('against.here')}</p>
              <q dir="auto">{claim.text}</q>
              <p className="small">
                <q dir="auto">{claim.speaker}</q>
                {names.role(claim.side) && (
                  <>
                    {' '}
                    <Party id={claim.side} />
                  </>
                )}
                : <b>{says.claim(type, claim.says)}</b>{' '}
                <Link className="source" href={`/document/${document}?at=${claim.start}-${claim.end}`}>
                  {t('in-document')}
                </Link>
              </p>
            </div>
            {record.map((one) => (
              <Recorded key={`${one.id}${one.entries.join()}${one.says}`} one={one} says={says.record(one)} />
            ))}
          </div>
        </article>
      ))}
    </Section>
  );
}

/** A word on record: whose it is, what it says, and its row or its entries. */
function Recorded({ one, says }: { one: OnRecord; says: string }) {
  const { t, of, tagOf } = useWords();
  const { words } = one;
  return (
    <div>
      <p className="small muted">{t('against.record')}</p>
      {typeof words === 'string' ? <q dir="auto">{words}</q> : words && <bdi lang={tagOf(words)}>{of(words)}</bdi>}
      <p className="small">
        {one.whose.map((side, i) => (
          <Fragment key={JSON.stringify(side)}>
            {i > 0 && t('comma')}
            <SideName side={side} />
          </Fragment>
        ))}
        : <b>{says}</b> {one.table === 'case' && <Link href={`/case/${one.id}`}>{t('table.case')}</Link>}{' '}
        <Sources entries={one.entries} />
      </p>
    </div>
  );
}

/** The states that a claim comes to, and that the record holds, in words. */
export function useSays() {
  const { t, maybe } = useWords();
  const names = useNames();
  const listed = (says: string, prefix: string) =>
    says
      .split(', ')
      .map((state) => maybe(`${prefix}.${state}`, {}, state))
      .join(t('comma'));
  const state = (table: 'crossing' | 'pledge' | 'ceasefire', says: string): string => {
    if (table !== 'ceasefire') return listed(says, table);
    return says === 'expired' ? t('standing.expired') : listed(says, 'says');
  };
  return {
    claim(type: AgainstRecord['type'], says: string): string {
      if (type !== 'finding') return state(type, says);
      if (says === 'happened') return t('against.happened');
      if (says === 'did not happen') return t('against.not-happened');
      if (says.startsWith('not ')) return t('against.not-by', { party: names.organisation(says.slice(4)) });
      return t('finding.attribution', { to: names.organisation(says) });
    },
    // A finding's key stands before its standard of proof.
    record: ({ table, says }: Pick<OnRecord, 'table' | 'says'>): string =>
      table === 'case' ? names.standard(says.slice(says.lastIndexOf(': ') + 2)) : state(table, says),
  };
}

/** The text cut at every boundary of a mark, so that marks may overlap. */
function MarkedText({
  text,
  marks,
  chosen,
  furniture,
  choose,
}: {
  text: string;
  marks: readonly Marked[];
  chosen: string;
  furniture: boolean;
  choose: (id: string) => void;
}) {
  const pieces = useMemo(() => {
    const cuts = [...new Set([0, text.length, ...marks.flatMap((one) => [one.start, one.end])])]
      .filter((at) => at >= 0 && at <= text.length)
      .sort((a, b) => a - b);
    return cuts.slice(0, -1).map((start, i) => {
      const end = cuts[i + 1]!;
      return { start, words: text.slice(start, end), on: marks.filter((one) => one.start < end && start < one.end) };
    });
  }, [text, marks]);
  return (
    <>
      {pieces.map(({ start, words, on }): ReactNode => {
        const skip = on.some((one) => one.how === 'furniture');
        if (skip && !furniture && !on.some((one) => one.how !== 'furniture')) {
          return (
            <span key={start} className="furniture-gap" aria-hidden="true">
              {start === 0 ? '' : ' ⋯ '}
            </span>
          );
        }
        if (on.length === 0) return <span key={start}>{words}</span>;
        const first =
          on.find((one) => one.how === 'accepted') ??
          on.find((one) => one.how === 'proposed' || one.how === 'extracted') ??
          on[0]!;
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the list beside the text does the same by keyboard.
          <mark
            key={start}
            data-how={[...new Set(on.map((one) => one.how))].join(' ')}
            data-ids={on.map((one) => one.id).join(' ')}
            data-hue={first.hue}
            className={on.some((one) => one.id === chosen) ? 'chosen' : undefined}
            onClick={() => choose(first.id)}
          >
            {words}
          </mark>
        );
      })}
    </>
  );
}

function AcceptedClaim({ claim, chosen, show }: { claim: Claim; chosen: boolean; show: () => void }) {
  const { t } = useWords();
  const { viewer } = useMe();
  const [doing, setDoing] = useState(false);
  return (
    <li className={chosen ? 'chosen' : ''} data-claim={claim.id}>
      <p>
        <Mark shape="disc" strong>
          {t(`claim.${claim.kind}`)}
        </Mark>{' '}
        — <SideName side={claim.side} />
      </p>
      <p className="small">
        <q dir="auto">{claim.speaker}</q>
        {claim.verb && (
          <>
            {' '}
            <i dir="auto" lang="en">
              {claim.verb}
            </i>
          </>
        )}{' '}
        <span className="muted">{t(`speech.${claim.speech}`)}</span>
      </p>
      {claim.quote && (
        <p className="small">
          <q dir="auto">{claim.quote.length > 160 ? `${claim.quote.slice(0, 160)}…` : claim.quote}</q>
        </p>
      )}
      <p className="row small">
        <button type="button" className="quiet" onClick={show}>
          {t('claim.show')}
        </button>
        <Sources entries={claim.entries} />
        {viewer && (
          <button type="button" className="quiet" aria-expanded={doing} onClick={() => setDoing(!doing)}>
            {t('claim.reject')}
          </button>
        )}
      </p>
      {doing && (
        <Deed
          kind="document.reject-claim"
          audience={claim.audience}
          refs={[claim.id]}
          body={{ claim: claim.id }}
          done={() => setDoing(false)}
        >
          <Field name="because" label={t('because')} required />
        </Deed>
      )}
      {viewer?.organisation === claim.organisation && (
        <Also audience={claim.audience} acts={[['document.mend-claim', { claim: claim.id, body: asWritten(claim) }]]} />
      )}
    </li>
  );
}

/** A claim as it was written, for mending. */
const asWritten = (claim: Claim) => Object.fromEntries(Object.entries(claim).filter(([name]) => name in CLAIM_FIELDS));
const CLAIM_FIELDS = schemaOf('document.claim')!.properties as object;

function ProposedClaim({
  claim,
  document,
  chosen,
  show,
  mayAct,
  marked,
}: {
  claim: Proposed;
  document: Kept;
  chosen: boolean;
  show: () => void;
  mayAct: boolean;
  /** Says who proposes it, where there is more than one who does. */
  marked: boolean;
}) {
  const { t } = useWords();
  const names = useNames();
  const { terms } = useMechanism();
  const [doing, setDoing] = useState<'' | 'accept' | 'reject'>('');
  const span = {
    document: document.id,
    start: claim.start,
    end: claim.end,
    text: document.text!.slice(claim.start, claim.end),
  };
  // The reading names a side as the text does; the analyst says which organisation that is.
  const guess = terms.organisations.find(
    (one) => one.id === claim.side || Object.values(one.name).some((name) => name.toLowerCase() === claim.side),
  )?.id;
  return (
    <li className={chosen ? 'chosen proposed' : 'proposed'} data-proposed={claim.id} data-by={claim.by}>
      <p>
        <Mark shape="ring">{t(`claim.${claim.kind}`)}</Mark> — <q dir="auto">{claim.speaker}</q>{' '}
        {claim.attribution === 'carried' && <span className="tag">{t('claim.carried')}</span>}
        {marked && <span className="tag">{t(`proposed-by.${claim.by}`)}</span>}
      </p>
      <p className="small">
        <q dir="auto">{span.text.length > 180 ? `${span.text.slice(0, 180)}…` : span.text}</q>
      </p>
      <p className="row small">
        <button type="button" className="quiet" onClick={show}>
          {t('claim.show')}
        </button>
        {mayAct && (
          <>
            <button
              type="button"
              className="quiet"
              aria-expanded={doing === 'accept'}
              onClick={() => setDoing(doing === 'accept' ? '' : 'accept')}
            >
              {t('claim.accept')}
            </button>
            <button
              type="button"
              className="quiet"
              aria-expanded={doing === 'reject'}
              onClick={() => setDoing(doing === 'reject' ? '' : 'reject')}
            >
              {t('claim.reject')}
            </button>
          </>
        )}
      </p>
      {doing === 'accept' && (
        <Deed
          kind="document.claim"
          audience={document.audience}
          refs={[document.id]}
          label={t('claim.accept')}
          body={(form) => {
            const side = String(form.get('side'));
            return {
              document: document.id,
              spans: [span],
              speaker: form.get('speaker'),
              side:
                side === 'unknown'
                  ? { kind: 'unknown' }
                  : side === 'non-party'
                    ? { kind: 'non-party', name: String(form.get('speaker')) }
                    : { kind: 'organisation', organisation: side },
              ...(claim.verb ? { verb: claim.verb } : {}),
              speech: claim.speech,
              kind: form.get('claim-kind'),
              ...(claim.quote ? { quote: claim.quote.slice(0, 4_000) } : {}),
              ...(claim.about ? { about: claim.about.slice(0, 300) } : {}),
              ...(claim.reportedBy ? { reportedBy: claim.reportedBy } : {}),
              ...(text(form, 'gist') ? { gist: text(form, 'gist') } : {}),
              proposedBy: claim.by,
            };
          }}
          done={() => setDoing('')}
        >
          <div className="fields">
            <Field name="speaker" label={t('claim.speaker')} required value={claim.speaker} />
            <Choice
              name="side"
              label={t('claim.side')}
              value={guess ?? 'unknown'}
              options={[
                ...terms.organisations.map((one) => [one.id, names.organisation(one.id)] as const),
                ['non-party', t('non-party')],
                ['unknown', t('unknown')],
              ]}
            />
            <Choice
              name="claim-kind"
              label={t('claim.kind')}
              value={claim.kind}
              options={CLAIM_KINDS.map((one) => [one, t(`claim.${one}` as Key)] as const)}
            />
          </div>
          <Field name="gist" label={t('claim.gist')} />
        </Deed>
      )}
      {doing === 'reject' && (
        <Deed
          kind="document.reject-proposal"
          audience={document.audience}
          refs={[document.id]}
          body={{ document: document.id, spans: [span], kind: claim.kind }}
          done={() => setDoing('')}
        >
          <Field name="because" label={t('because')} required />
        </Deed>
      )}
    </li>
  );
}
