// One bulletin: what it says, who approved it, what it corrects; every figure opens the entries that it counts.

import type { BulletinBody, BulletinVersion, Bulletin as Row, Words } from '@sulh/mechanism';
import { Fragment, useState } from 'react';
import { Link } from 'wouter';
import { Also } from './AnyAct.tsx';
import { apiPath, useHere } from './api.ts';
import { BULLETIN_SHAPE } from './Bulletins.tsx';
import { Deed, Field } from './Deed.tsx';
import { PositionLine } from './Findings.tsx';
import { useWords } from './i18n.tsx';
import { isLanguage, LANGUAGES } from './languages.ts';
import { useMechanism, useNames } from './names.tsx';
import { Day, Instant, Mark, OneRow, Page, Party, Section, Sources, StandardMark } from './parts.tsx';
import { useMe } from './session.tsx';
import { VerifyBulletin } from './Verify.tsx';

export function Bulletin() {
  return <OneRow table="bulletin">{(bulletin) => <Shown bulletin={bulletin} />}</OneRow>;
}

function Shown({ bulletin }: { bulletin: Row }) {
  const { t, of, language } = useWords();
  const here = useHere();
  const { terms } = useMechanism();
  const names = useNames();
  const { viewer } = useMe();
  const [doing, setDoing] = useState('');
  const published = bulletin.versions.findLast((one) => one.published);
  const latest = bulletin.versions.at(-1)!;
  const shown = published ?? latest;
  const waiting = latest.published || bulletin.status === 'withdrawn' ? undefined : latest;
  const mayApprove =
    waiting &&
    viewer?.seats.some((seat) => (terms.bulletin.seats as readonly string[]).includes(seat)) &&
    !waiting.approvals.some((one) => one.by === viewer.member);
  const mayCorrect =
    published && viewer?.seats.some((seat) => seat === 'chair' || seat === 'secretary' || seat === 'lead');
  return (
    <Page
      kicker={<Link href="/bulletins">{t('nav.bulletins')}</Link>}
      title={of(shown.body.title)}
      lede={
        <p>
          <Day iso={shown.body.from} /> – <Day iso={shown.body.to} />
        </p>
      }
      actions={
        published && (
          <>
            <a
              className="button"
              href={apiPath(here.record, `bulletin/${bulletin.id}/page`, { lang: language })}
              target="_blank"
              rel="noreferrer"
            >
              {t('bulletin.page')}
            </a>
            <a className="button" href={apiPath(here.record, `bulletin/${bulletin.id}/file`)} download="bulletin.json">
              {t('bulletin.file')}
            </a>
          </>
        )
      }
    >
      <p>
        <Mark shape={BULLETIN_SHAPE[bulletin.status]} strong>
          {t(`bulletin.${bulletin.status}`)}
        </Mark>
        {shown.published && (
          <>
            {' '}
            — <Instant iso={shown.published} beside />
          </>
        )}
      </p>
      {bulletin.withdrawn && (
        <div className="notice">
          <p>
            {t('bulletin.withdrawn.because')} <q dir="auto">{bulletin.withdrawn.because}</q>{' '}
            <Instant iso={bulletin.withdrawn.at} />
          </p>
        </div>
      )}
      {waiting && (
        <Section title={waiting.because ? t('bulletin.correction-waiting') : t('bulletin.waiting')}>
          <Approvals version={waiting} />
          {mayApprove && (
            <Deed
              kind="bulletin.approve"
              quiet
              audience="public"
              refs={[bulletin.id]}
              label={t('bulletin.approve', { organisation: names.organisation(viewer?.organisation) })}
              body={{ bulletin: bulletin.id, version: waiting.entry }}
            />
          )}
          {published && <BulletinText body={waiting.body} />}
        </Section>
      )}
      <BulletinText body={shown.body} />
      {published && (
        <Section title={t('bulletin.approved-by')}>
          <Approvals version={published} />
        </Section>
      )}
      {bulletin.versions.length > 1 && (
        <Section title={t('bulletin.versions')}>
          <ol className="trail">
            {bulletin.versions.map((one) => (
              <li key={one.entry}>
                <Instant iso={one.at} /> — {of(one.body.title)}{' '}
                {one.published ? t('bulletin.published') : t('bulletin.draft')}
                {one.because && (
                  <>
                    {' '}
                    — <q dir="auto">{one.because}</q>
                  </>
                )}{' '}
                <Sources entries={[one.entry]} />
              </li>
            ))}
          </ol>
        </Section>
      )}
      {published && <VerifyBulletin id={bulletin.id} />}
      {mayCorrect && (
        <p>
          <button type="button" aria-expanded={doing === 'correct'} onClick={() => setDoing(doing ? '' : 'correct')}>
            {t('bulletin.correct')}
          </button>
        </p>
      )}
      {doing === 'correct' && (
        <Deed
          kind="bulletin.correct"
          audience="public"
          refs={[bulletin.id]}
          body={(form) => ({
            bulletin: bulletin.id,
            because: form.get('because'),
            body: {
              ...shown.body,
              title: wordsIn(form, 'title', shown.body.title),
              limits: wordsIn(form, 'limits', shown.body.limits),
            },
          })}
          done={() => setDoing('')}
        >
          <Field name="because" label={t('because')} long required />
          <FieldsIn name="title" label={t('document.title')} words={shown.body.title} />
          <FieldsIn name="limits" label={t('bulletin.limits')} long words={shown.body.limits} />
        </Deed>
      )}
      {bulletin.status === 'published' && (
        <Also audience={bulletin.audience} acts={[['bulletin.withdraw', { bulletin: bulletin.id }]]} />
      )}
    </Page>
  );
}

const languageName = (tag: string): string => (isLanguage(tag) ? LANGUAGES[tag].name : tag);

/** The languages that a bulletin is worded in, and whether all of it is; what it cites of others is in their own. */
function languagesOf(body: BulletinBody): { readonly tag: string; readonly whole: boolean }[] {
  const items = [...body.sections.flatMap((one) => one.items), body.coverage];
  const texts = [
    body.title,
    body.limits,
    ...body.sections.map((one) => one.heading),
    ...items.flatMap((one) => [one.text, ...one.figures.map((figure) => figure.what)]),
  ];
  const tags = [...new Set([...Object.keys(LANGUAGES), ...texts.flatMap((one) => Object.keys(one))])];
  return tags.flatMap((tag) => {
    const said = texts.filter((one) => one[tag] !== undefined).length;
    return said > 0 ? [{ tag, whole: said === texts.length }] : [];
  });
}

/** A field for each language of some words: the reader’s open, the others folded below it. */
export function FieldsIn({
  words,
  name,
  label,
  long = false,
}: {
  words: Words;
  name: string;
  label: string;
  long?: boolean;
}) {
  const { t, language, of } = useWords();
  const own = Object.keys(words).find((tag) => words[tag] === of(words)) ?? language;
  const others = [...new Set([...Object.keys(words), language])].filter((tag) => tag !== own);
  const field = (tag: string) => (
    <Field
      key={tag}
      name={`${name}.${tag}`}
      label={tag === language ? label : `${label} (${languageName(tag)})`}
      long={long}
      required={tag === own}
      dir="auto"
      value={words[tag] ?? ''}
    />
  );
  return (
    <>
      {field(own)}
      {others.length > 0 && (
        <details className="small">
          <summary>
            {label}
            {t('comma')}
            {t('in-languages', { count: others.length })}
          </summary>
          {others.map(field)}
        </details>
      )}
    </>
  );
}
/** The words that the fields of `FieldsIn` hold; a language left empty keeps what it had. */
export function wordsIn(form: FormData, name: string, words: Words): Words {
  const given = [...form].flatMap(([key, value]) => {
    const said = String(value).trim();
    return key.startsWith(`${name}.`) && said !== '' ? [[key.slice(name.length + 1), said] as const] : [];
  });
  return { ...words, ...Object.fromEntries(given) };
}

function Approvals({ version }: { version: BulletinVersion }) {
  const { t, tagOf } = useWords();
  const { terms } = useMechanism();
  return (
    <>
      <p>{t('bulletin.approvals', { given: version.approvals.length, needed: terms.bulletin.approvals })}</p>
      <p>
        {t('field.languages')}:{' '}
        {languagesOf(version.body).map(({ tag, whole }, i) => (
          <Fragment key={tag}>
            {i > 0 && t('comma')}
            <bdi lang={tagOf({ [tag]: '' })}>{languageName(tag)}</bdi>
            {!whole && ` (${t('bulletin.in-part')})`}
          </Fragment>
        ))}
      </p>
      <ul className="plain">
        <li>
          {t('bulletin.drafted')} <Party id={version.organisation} member={version.by} /> <Instant iso={version.at} />{' '}
          <Sources entries={[version.entry]} />
        </li>
        {version.approvals.map((one) => (
          <li key={one.entry}>
            <Mark shape="disc">{t('bulletin.approved')}</Mark> <Party id={one.organisation} member={one.by} />{' '}
            <Instant iso={one.at} /> <Sources entries={[one.entry]} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** What a bulletin says, as a page: sections, figures that open what they count, findings with every position. */
export function BulletinText({ body }: { body: BulletinBody }) {
  const { t, n, language, ...words } = useWords();
  const names = useNames();
  const [asked, ask] = useState<string>();
  const tongues = languagesOf(body);
  const shown = asked ?? language;
  const only = (said: Words) => (said[shown] === undefined ? said : { [shown]: said[shown] });
  const of = (said: Words) => words.of(only(said));
  const tagOf = (said: Words) => words.tagOf(only(said));
  const figure = (value: number | 'not-observed') => (value === 'not-observed' ? t('not-observed') : n(value));
  const item = (one: BulletinBody['coverage'], i: number) => (
    <li key={i}>
      <div dir="auto" lang={tagOf(one.text)}>
        {of(one.text)} <Sources entries={one.entries} />
      </div>
      {one.figures.length > 0 && (
        <ul className="figures">
          {one.figures.map((counted) => (
            <li key={counted.code}>
              <span dir="auto" lang={tagOf(counted.what)}>
                {of(counted.what)}
              </span>{' '}
              <b>{figure(counted.value)}</b> <Sources entries={counted.entries} />
            </li>
          ))}
        </ul>
      )}
    </li>
  );
  return (
    <div className="bulletin-text">
      {tongues.length > 1 && (
        <fieldset className="tongues">
          <legend className="unseen">{t('field.languages')}</legend>
          {tongues.map(({ tag, whole }) => (
            <button
              key={tag}
              type="button"
              className="quiet"
              aria-pressed={tag === shown}
              lang={words.tagOf({ [tag]: '' })}
              onClick={() => ask(tag)}
            >
              {languageName(tag)}
              {!whole && ` (${t('bulletin.in-part')})`}
            </button>
          ))}
        </fieldset>
      )}
      {body.notJoint.map((one) => (
        <p key={one.entry} className="notice">
          <Mark shape="triangle" strong>
            {t('not-joint', { organisation: names.organisation(one.organisation) })}
          </Mark>{' '}
          <Instant iso={one.since} />
        </p>
      ))}
      {body.sections.map((section) => (
        <section key={section.id} aria-labelledby={`section-${section.id}`}>
          <h2 id={`section-${section.id}`} dir="auto" lang={tagOf(section.heading)}>
            {of(section.heading)}
          </h2>
          <ul>{section.items.map(item)}</ul>
        </section>
      ))}
      {body.findings.length > 0 && (
        <section aria-labelledby="section-findings">
          <h2 id="section-findings">{t('findings')}</h2>
          {body.findings.map((one) => (
            <div key={one.case + one.finding} className="finding">
              <p dir="auto" lang={tagOf(one.statement)}>
                {of(one.statement)}
              </p>
              <p>
                <StandardMark standard={one.standard} /> — {t(`basis.${one.basis}`)} —{' '}
                <Link href={`/case/${one.case}`}>{t('case')}</Link>
              </p>
              <ul className="plain">
                {one.positions.map((position) => (
                  <PositionLine key={position.member} position={position} />
                ))}
              </ul>
            </div>
          ))}
        </section>
      )}
      <section aria-labelledby="section-coverage">
        <h2 id="section-coverage">{t('coverage')}</h2>
        <ul>{item(body.coverage, 0)}</ul>
      </section>
      <section aria-labelledby="section-limits">
        <h2 id="section-limits">{t('bulletin.limits')}</h2>
        <p dir="auto" lang={tagOf(body.limits)}>
          {of(body.limits)}
        </p>
      </section>
    </div>
  );
}
