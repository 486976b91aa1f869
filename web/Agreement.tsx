// An agreement: article, obligation, measure, compliance of each side beside the other, and the mirrored obligation.

import {
  type Compliance,
  type ComplianceCell,
  LINT_CHECKS,
  type LintReport,
  type Obligation,
  type Agreement as Row,
} from '@sulh/mechanism';
import { Link, useParams } from 'wouter';
import { Also } from './AnyAct.tsx';
import { useReading, useRow } from './api.ts';
import { Deed } from './Deed.tsx';
import { useWords } from './i18n.tsx';
import { useNames } from './names.tsx';
import { Asked, Fact, Facts, Instant, LegalBasis, Mark, Page, Party, Section, type Shape, Sources } from './parts.tsx';
import { Rests, SideName, Spans } from './Rests.tsx';
import { useMe } from './session.tsx';

const SHAPE: Record<string, Shape> = {
  'not-due': 'ring',
  kept: 'disc',
  overdue: 'triangle',
  breached: 'square',
  disputed: 'diamond',
  unverifiable: 'dash',
  'not-measured': 'dash',
};

export function Agreement() {
  const { id } = useParams<{ id: string }>();
  const { t, of } = useWords();
  const row = useRow('agreement', id);
  const compliance = useReading<Compliance>(`agreement/${id}/compliance`);
  return (
    <Asked query={row}>
      {(agreement) => (
        <Page
          kicker={<Link href="/agreements">{t('nav.agreements')}</Link>}
          title={of(agreement.title)}
          lede={agreement.known === 'as-reported' ? <p>{t('agreement.as-reported.lede')}</p> : undefined}
          wide
        >
          <Head agreement={agreement} />
          <Further agreement={agreement} />
          <Asked query={compliance}>{(found) => <Obligations agreement={agreement} compliance={found} />}</Asked>
          <Lint id={agreement.id} />
          <Articles agreement={agreement} />
        </Page>
      )}
    </Asked>
  );
}

function Head({ agreement }: { agreement: Row }) {
  const { t, n } = useWords();
  const names = useNames();
  const { viewer } = useMe();
  const version = agreement.versions.at(-1)!;
  const may =
    viewer &&
    agreement.known === 'text' &&
    !version.from &&
    (agreement.parties.includes(viewer.organisation) || agreement.guarantors.includes(viewer.organisation)) &&
    !version.signatures.some((one) => one.organisation === viewer.organisation);
  return (
    <>
      <Facts>
        <Fact name={t('agreement.known')}>{t(`agreement.${agreement.known}`)}</Fact>
        <Fact name={t('parties')}>
          {agreement.parties.map((one) => (
            <div key={one}>
              <Party id={one} />
            </div>
          ))}
        </Fact>
        {agreement.guarantors.length > 0 && (
          <Fact name={t('guarantors')}>
            {agreement.guarantors.map((one) => (
              <div key={one}>
                <Party id={one} />
              </div>
            ))}
          </Fact>
        )}
        <Fact name={t('agreement.in-force-from')}>
          {version.from ? <Instant iso={version.from} beside /> : t('agreement.not-yet')}
        </Fact>
        <Fact name={t('agreement.version-name')}>{n(version.version)}</Fact>
        <LegalBasis of={agreement.legalBasis} />
      </Facts>
      {version.signatures.length > 0 && (
        <p>
          {t('agreement.signed-by')}{' '}
          {version.signatures.map((one) => (
            <span key={one.entry + one.by}>
              <Party id={one.organisation} /> <Instant iso={one.at} />{' '}
            </span>
          ))}
        </p>
      )}
      {agreement.basis.map((one, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an agreement's bases do not change places.
        <Rests key={i} basis={one} />
      ))}
      {agreement.said.length > 0 && (
        <p className="small">
          {t('agreement.said')}{' '}
          {agreement.said.map((one) => (
            <span key={`${one.entry}${JSON.stringify(one.whose)}`}>
              <SideName side={one.whose} />: {t(`says.${one.says}`)}{' '}
              <span className="muted">({t(`rests.${one.rests}`)})</span>{' '}
            </span>
          ))}
        </p>
      )}
      {may && (
        <Deed
          kind="agreement.sign"
          quiet
          audience={agreement.audience}
          refs={[agreement.id]}
          label={t('agreement.sign', { organisation: names.organisation(viewer.organisation) })}
          body={{ agreement: agreement.id, version: version.version }}
        />
      )}
    </>
  );
}

function Further({ agreement }: { agreement: Row }) {
  const { articles, obligations } = agreement.versions.at(-1)!;
  const about = { agreement: agreement.id };
  return (
    <Also
      audience={agreement.audience}
      acts={[
        ['agreement.amend', { ...about, articles, obligations }],
        ['agreement.deliver', about],
        ['agreement.acknowledge', about],
        ['agreement.suspend', about],
        ['agreement.resume', about],
        ['agreement.end', about],
        ['agreement.account', about],
      ]}
    />
  );
}

/** An obligation and its mirror share a row, so that the parties stand side by side. */
function pairs({ rows }: Compliance): Compliance['rows'][number][][] {
  const taken = new Set<string>();
  return rows.flatMap((row) => {
    if (taken.has(row.obligation.id)) return [];
    const mirror = rows.find(
      (one) => one.obligation.id === row.obligation.mirror && one.obligation.id !== row.obligation.id,
    );
    for (const one of [row, ...(mirror ? [mirror] : [])]) taken.add(one.obligation.id);
    return [mirror ? [row, mirror] : [row]];
  });
}

function Obligations({ agreement, compliance }: { agreement: Row; compliance: Compliance }) {
  const { t, of } = useWords();
  const names = useNames();
  const articles = agreement.versions.at(-1)?.articles ?? [];
  const parties = names.parties.filter((one) => agreement.parties.includes(one));
  const others = [...new Set(compliance.rows.flatMap((row) => row.cells.map((cell) => cell.party)))].filter(
    (one) => !parties.includes(one),
  );
  return (
    <Section
      title={t('compliance')}
      aside={
        <Mark shape={compliance.standing.state === 'in-force' ? 'disc' : 'half'}>
          {t(`standing.${compliance.standing.state}`)}
        </Mark>
      }
    >
      <p className="small muted">{t('compliance.lede')}</p>
      <div className="table-frame">
        <table className="compliance" aria-label={t('compliance')}>
          <thead>
            <tr>
              <th scope="col">{t('obligation')}</th>
              {[...parties, ...others].map((party) => (
                <th key={party} scope="col" data-hue={names.hue(party)}>
                  <Party id={party} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {pairs(compliance).map((pair) => (
              <tr key={pair[0]!.obligation.id}>
                <th scope="row">
                  {pair.map(({ obligation }, i) => (
                    <div key={obligation.id} id={`obligation-${obligation.id}`}>
                      <p>
                        <small className="muted">
                          <bdi>
                            {of(articles.find((one) => one.id === obligation.article)?.title) || obligation.article}
                          </bdi>{' '}
                          —{' '}
                          <bdi dir="ltr" className="id">
                            {obligation.id}
                          </bdi>
                        </small>
                      </p>
                      {(i === 0 || of(obligation.words) !== of(pair[0]!.obligation.words)) && (
                        <p dir="auto">{of(obligation.words)}</p>
                      )}
                      {(i === 0 ||
                        JSON.stringify(obligation.measure) !== JSON.stringify(pair[0]!.obligation.measure)) && (
                        <p className="small muted">
                          <Measured obligation={obligation} />
                        </p>
                      )}
                      {!obligation.mirror && (
                        <p className="small muted">
                          {obligation.noMirror ? (
                            <>
                              {t('obligation.no-mirror')} <span dir="auto">{of(obligation.noMirror)}</span>
                            </>
                          ) : (
                            <Mark shape="triangle">{t('obligation.mirror-missing')}</Mark>
                          )}
                        </p>
                      )}
                      {obligation.reported.length > 0 && (
                        <details className="small">
                          <summary>{t('obligation.reported')}</summary>
                          <Spans spans={obligation.reported} />
                        </details>
                      )}
                    </div>
                  ))}
                  {pair.length > 1 && <p className="small muted">{t('obligation.mirrored')}</p>}
                </th>
                {[...parties, ...others].map((party) => {
                  const own = pair.flatMap(({ cells }) => cells.filter((one) => one.party === party));
                  return (
                    <td key={party} data-label={names.organisation(party)}>
                      {own.length > 0 ? (
                        own.map((cell) => <Cell key={cell.entries.join() + cell.reason} cell={cell} />)
                      ) : (
                        <span className="muted">{t('obligation.not-bound')}</span>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

function Measured({ obligation }: { obligation: Obligation }) {
  const { t, n } = useWords();
  const names = useNames();
  const { measure } = obligation;
  if (!measure) return <Mark shape="triangle">{t('obligation.not-measured')}</Mark>;
  switch (measure.kind) {
    case 'refrain':
      return <>{t('measure.refrain', { events: measure.events.map(names.event).join(t('comma')) })}</>;
    case 'deliver':
      return (
        <>
          {t('measure.deliver')} <bdi>{measure.what}</bdi> {measure.by && <Instant iso={measure.by} />}
          {measure.withinHours !== undefined && t('measure.within', { hours: n(measure.withinHours) })}
          {measure.everyHours !== undefined && <> — {t('measure.every', { hours: n(measure.everyHours) })}</>}
        </>
      );
    case 'maintain':
      return (
        <>
          {t('measure.maintain', {
            crossing: names.place(measure.crossing),
            status: t(`crossing.${measure.status}`),
            share: n(measure.share, { style: 'percent' }),
          })}
        </>
      );
    case 'permit':
      return (
        <>{t('measure.permit', { share: n(measure.share, { style: 'percent' }), hours: n(measure.withinHours) })}</>
      );
    case 'notify':
      return (
        <>
          {t('measure.notify', {
            what: measure.of.map((one) => t(`notice.${one}`)).join(t('comma')),
            hours: n(measure.hoursBefore),
          })}
        </>
      );
  }
}

function Cell({ cell }: { cell: ComplianceCell }) {
  const words = useWords();
  const { t } = words;
  const values = Object.fromEntries(
    Object.entries(cell.values).map(([name, value]) => [
      name,
      /share/.test(name) && typeof value === 'number' ? words.n(value, { style: 'percent' }) : value,
    ]),
  );
  return (
    <div className="cell" data-state={cell.state}>
      <Mark shape={SHAPE[cell.state] ?? 'ring'} strong>
        {t(`compliance.${cell.state}`)}
      </Mark>
      <p className="small muted">{words.maybe(`reason.${cell.reason}`, values, cell.reason)}</p>
      {cell.due && (
        <p className="small">
          {t('due')} <Instant iso={cell.due} />
        </p>
      )}
      <Sources entries={cell.entries} />
    </div>
  );
}

/** What a drafter would mend: obligation by obligation, what is not reciprocal, not measurable, not enforceable. */
function Lint({ id }: { id: string }) {
  const { t, n } = useWords();
  const lint = useReading<LintReport>(`agreement/${id}/lint`);
  const rows = lint.data?.obligations ?? [];
  if (rows.length === 0) return null;
  return (
    <Section title={t('lint')}>
      <p className="small muted">{t('lint.lede')}</p>
      <div className="table-frame">
        <table className="grid" aria-label={t('lint')}>
          <thead>
            <tr>
              <th scope="col">{t('obligation')}</th>
              {LINT_CHECKS.map((check) => (
                <th key={check} scope="col">
                  {t(`lint.${check}`)}{' '}
                  <small className="muted">
                    {n(lint.data?.counts[check].ok ?? 0)}/{n(rows.length)}
                  </small>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  <a href={`#obligation-${row.id}`}>
                    <bdi dir="ltr" className="id">
                      {row.id}
                    </bdi>
                  </a>
                </th>
                {LINT_CHECKS.map((check) => {
                  const found = row.findings.filter((one) => one.check === check);
                  const worst =
                    found.find((one) => one.result === 'missing') ??
                    found.find((one) => one.result === 'doubtful') ??
                    found[0];
                  return (
                    <td key={check} data-label={t(`lint.${check}`)}>
                      {worst && (
                        <>
                          <Mark shape={worst.result === 'ok' ? 'disc' : worst.result === 'doubtful' ? 'half' : 'ring'}>
                            {t(`lint.answer.${worst.result}`)}
                          </Mark>
                          {worst.result !== 'ok' && (
                            <details className="small">
                              <summary>{t('why')}</summary>
                              <p lang="en" dir="ltr">
                                {worst.sentence}
                              </p>
                            </details>
                          )}
                        </>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

function Articles({ agreement }: { agreement: Row }) {
  const { t, of } = useWords();
  const version = agreement.versions.at(-1)!;
  return (
    <Section title={t('articles')}>
      <ol className="articles">
        {version.articles.map((one) => (
          <li key={one.id} id={`article-${one.id}`}>
            <h3 dir="auto">{of(one.title) || one.id}</h3>
            {one.text && (
              <div dir="auto" className="prose">
                {of(one.text)}
              </div>
            )}
            {one.reported.length > 0 && <Spans spans={one.reported} />}
          </li>
        ))}
      </ol>
      <p>
        <Sources entries={agreement.entries} />
      </p>
    </Section>
  );
}
