// Evidence in the office: a file where it is cited, its custody on a page of its own, and attaching one to a report or a case.

import { type Custody, MEANS } from '@sulh/mechanism';
import { type Audience, sha256, toHex } from '@sulh/record';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'wouter';
import { Also } from './AnyAct.tsx';
import { useActs } from './act.tsx';
import { ApiProblem, ask, reading, recordPath, useHere, useReading, useRow } from './api.ts';
import { Choice, Deed, Field, instant, text } from './Deed.tsx';
import { sendFile } from './files.ts';
import { useWords } from './i18n.tsx';
import { useMechanism, useNames } from './names.tsx';
import { Asked, Empty, Fact, Facts, Instant, Mark, Page, Party, Said, Section, Sources, Trouble } from './parts.tsx';
import { useAll } from './reader.ts';
import { SealedPart, SealPart, useSealPart } from './SealPart.tsx';
import { useMe } from './session.tsx';

/** The largest file that the office sends; larger ones go by `sulh put`. */
const MOST = 100 * 1024 * 1024;

interface CustodyPage extends Custody {
  readonly file: { readonly size: number; readonly type: string; readonly original: boolean } | null;
}
const shown = (type: string): boolean => /^image\/(?:jpeg|png|webp)$/.test(type);

/** A file where it is cited: what it is, the picture if it is one, and the way to its custody. */
export function FileOf({ file }: { file: { sha256: string; type: string; note?: string | undefined } }) {
  const { t } = useWords();
  const here = useHere();
  const [broken, setBroken] = useState(false);
  const path = recordPath(here.record, `files/${file.sha256}?copy=`);
  return (
    <span className="file" data-file={file.sha256}>
      {shown(file.type) && !broken && (
        <a href={`${path}working`}>
          <img
            src={`${path}shown`}
            alt={file.note ?? t('evidence.picture')}
            loading="lazy"
            onError={() => setBroken(true)}
          />
        </a>
      )}
      <Link href={`/evidence/${file.sha256}`}>
        <bdi dir="ltr" className="id">
          {file.type} — {file.sha256.slice(0, 12)}…
        </bdi>
      </Link>{' '}
      {file.note && <bdi>{file.note}</bdi>}
    </span>
  );
}

export function Evidence() {
  const { sha256: hash } = useParams<{ sha256: string }>();
  const custody = useReading<CustodyPage>(`custody/${hash}`);
  return <Asked query={custody}>{(found) => <Shown custody={found} />}</Asked>;
}

function Shown({ custody }: { custody: CustodyPage }) {
  const { t } = useWords();
  const names = useNames();
  const here = useHere();
  const { file, sha256: hash, deposits, cited, withdrawn } = custody;
  const path = recordPath(here.record, `files/${hash}`);
  return (
    <Page title={t('evidence')} lede={t('custody.lede')}>
      <Facts>
        <Fact name="SHA-256">
          <bdi dir="ltr" className="id vkey">
            {hash}
          </bdi>
        </Fact>
        {file && (
          <Fact name={t('custody.file')}>
            <bdi dir="ltr">{file.type}</bdi> {t('custody.size', { size: Math.ceil(file.size / 1024) })}{' '}
            <a href={`${path}?copy=working`}>{t('custody.working')}</a>{' '}
            {file.original && <a href={`${path}?copy=original`}>{t('custody.original')}</a>}
          </Fact>
        )}
      </Facts>
      {!file && withdrawn.length === 0 && <p className="notice">{t('custody.not-here')}</p>}
      {withdrawn.map((one) => (
        <p key={one.entry}>
          <Mark shape="cross">
            {t('withdrawn.content', {
              ground: t(`withdrawn.ground.${one.ground}` as 'withdrawn.ground.schedule'),
              by: names.together(one.by),
            })}
          </Mark>{' '}
          <Link href={`/entry/${one.entry}`}>{t('withdrawn.entry')}</Link>
        </p>
      ))}
      {file && shown(file.type) && <img className="evidence" src={`${path}?copy=shown`} alt={t('evidence.picture')} />}
      {file && shown(file.type) && <LooksLike hash={hash} />}
      <Section title={t('custody.chain')}>
        {deposits.length === 0 && <Empty>{t('custody.none')}</Empty>}
        {deposits.map((deposit) => (
          <Chain key={deposit.id} deposit={deposit} hash={hash} original={file?.original === true} />
        ))}
      </Section>
      {cited.length > 0 && (
        <Section title={t('custody.cited')}>
          <ul className="plain">
            {cited.map((one) => (
              <li key={one.entry + one.table}>
                <Citing one={one} />
              </li>
            ))}
          </ul>
        </Section>
      )}
    </Page>
  );
}

/** Who cites a file, and the way to where. */
function Citing({ one }: { one: Custody['cited'][number] }) {
  const { t } = useWords();
  return (
    <>
      <Party id={one.organisation} />{' '}
      {one.table === 'report' || one.table === 'case' || one.table === 'agreement' || one.table === 'document' ? (
        <Link href={`/${one.table}/${one.id}`}>{t(`table.${one.table}`)}</Link>
      ) : (
        <Sources entries={[one.entry]} />
      )}
    </>
  );
}

interface Alike {
  readonly alike: readonly { readonly sha256: string; readonly likeness: number; readonly cited: Custody['cited'] }[];
  readonly waiting: number;
}

/** Pictures that look like this one, as a hint. The host compares a few at a time: asked again until none waits. */
function LooksLike({ hash }: { hash: string }) {
  const { t } = useWords();
  const here = useHere();
  const { data } = useQuery({
    ...reading<Alike>(here, `custody/${hash}/alike`),
    refetchInterval: ({ state }) => ((state.data?.waiting ?? 0) > 0 ? 3_000 : false),
  });
  if (!data || data.alike.length + data.waiting === 0) return null;
  return (
    <Section title={t('alike')}>
      <p className="small muted">{t('alike.lede')}</p>
      <ul className="plain rows">
        {data.alike.map((one) => (
          <li key={one.sha256} data-alike={one.sha256}>
            <Looking one={one} />
          </li>
        ))}
      </ul>
      {data.waiting > 0 && <p className="small muted">{t('alike.waiting', { count: data.waiting })}</p>}
    </Section>
  );
}

function Looking({ one }: { one: Alike['alike'][number] }) {
  const { t } = useWords();
  const here = useHere();
  return (
    <>
      <span className="file">
        <Link href={`/evidence/${one.sha256}`}>
          <img
            src={recordPath(here.record, `files/${one.sha256}?copy=shown`)}
            alt={t('evidence.picture')}
            loading="lazy"
          />{' '}
          <bdi dir="ltr" className="id">
            {one.sha256.slice(0, 12)}…
          </bdi>
        </Link>{' '}
        <span className="muted">{t('alike.likeness', { share: one.likeness })}</span>
      </span>
      {one.cited.map((cited) => (
        <p key={cited.entry + cited.table} className="small">
          <Citing one={cited} />
        </p>
      ))}
    </>
  );
}

function Chain({ deposit, hash, original }: { deposit: Custody['deposits'][number]; hash: string; original: boolean }) {
  const { t } = useWords();
  const here = useHere();
  const { viewer } = useMe();
  const { organisations } = useMechanism();
  const names = useNames();
  const { act } = useActs();
  const [error, setError] = useState<unknown>();
  const row = useRow('evidence', deposit.id);
  const audience = row.data?.audience;
  const last = deposit.steps.findLast((one) => one.step === 'handed-on' || one.step === 'received');
  const mine = viewer?.organisation === deposit.holder;
  const coming = last?.step === 'handed-on' && last.to === viewer?.organisation;
  // The hash is worked out here, from the bytes that came: that is what is said in the record.
  const receive = async () => {
    setError(undefined);
    try {
      const path = recordPath(here.record, `files/${hash}?copy=original`);
      const bytes = new Uint8Array(await (await ask(path, here.language)).arrayBuffer());
      await act({
        kind: 'evidence.receive',
        body: { evidence: deposit.id, sha256: toHex(sha256(bytes)) },
        ...(audience ? { audience } : {}),
      });
    } catch (problem) {
      setError(problem);
    }
  };
  return (
    <article data-deposit={deposit.id}>
      {row.data && <Said quiet>{row.data.described}</Said>}
      {row.data?.for && (
        <p>
          <Link href={`/${row.data.for.table}/${row.data.for.id}`}>{t(`table.${row.data.for.table}`)}</Link>
        </p>
      )}
      <p>
        {t('custody.holder')} <Party id={deposit.holder} />{' '}
        <Mark shape={deposit.intact ? 'disc' : 'cross'} strong={!deposit.intact}>
          {t(deposit.intact ? 'custody.intact' : 'custody.differs')}
        </Mark>
      </p>
      <ol className="plain rows">
        {deposit.steps.map((step) => (
          <li key={step.entry}>
            <Instant iso={step.at} /> <Party id={step.organisation} member={step.by} />:{' '}
            {t(`custody.step.${step.step}`)}
            {step.step === 'handed-on' && (
              <>
                {' → '}
                <Party id={step.to} /> <bdi>{step.purpose}</bdi>
              </>
            )}
            {step.step === 'examined' && <Said quiet>{`${step.method} — ${step.result}`}</Said>}{' '}
            <Sources entries={[step.entry]} />
            {(step.step === 'deposited' || step.step === 'examined') && <SealedPart id={step.entry} />}
          </li>
        ))}
      </ol>
      {coming && original && (
        <button type="button" className="primary" data-receive onClick={receive}>
          {t('custody.receive')}
        </button>
      )}
      <Trouble error={error} />
      {audience && <Also acts={[['evidence.examine', { evidence: deposit.id }]]} audience={audience} />}
      {viewer && mine && audience && (
        <details>
          <summary>{t('custody.hand-on')}</summary>
          <Deed kind="evidence.transfer" audience={audience} body={{ evidence: deposit.id }}>
            <Choice
              name="to"
              label={t('custody.to')}
              options={organisations
                .filter(
                  (one) =>
                    one.id !== viewer.organisation && (typeof audience === 'string' || audience.includes(one.id)),
                )
                .map((one) => [one.id, names.organisation(one.id)] as const)}
            />
            <Field name="purpose" label={t('custody.purpose')} required />
          </Deed>
        </details>
      )}
    </article>
  );
}

/** What was deposited for a report or a case, and the way to deposit more. */
export function EvidenceOf({
  about,
  audience,
}: {
  about: { table: 'case' | 'report'; id: string };
  audience: Audience;
}) {
  const { t } = useWords();
  const { viewer } = useMe();
  const deposits = useAll('evidence', { about: about.id });
  const rows = (deposits.data ?? []).filter((one) => one.for?.id === about.id);
  if (rows.length === 0 && !viewer) return null;
  return (
    <>
      <ul className="plain rows">
        {rows.map((one) => (
          <li key={one.id}>
            <p>
              <Party id={one.organisation} member={one.by} /> — <Instant iso={one.since} />{' '}
              <Sources entries={[one.id]} />
            </p>
            <Said quiet>{one.described}</Said>
            <FileOf file={one.file} />
          </li>
        ))}
      </ul>
      {viewer && (
        <details>
          <summary>{t('evidence.attach')}</summary>
          <Attach about={about} audience={audience} />
        </details>
      )}
    </>
  );
}

/** Sends a file, and deposits it as evidence of a report or a case. What was sent when the line breaks is not sent again. */
function Attach({ about, audience }: { about: { table: 'case' | 'report'; id: string }; audience: Audience }) {
  const { t, n } = useWords();
  const here = useHere();
  const { viewer, key } = useMe();
  const { act } = useActs();
  const sealPart = useSealPart();
  const [sent, setSent] = useState<number>();
  const [error, setError] = useState<unknown>();
  if (!viewer || !key) return null;
  const attach = async (form: FormData) => {
    const file = form.get('file') as File;
    if (file.size === 0 || file.size > MOST)
      throw new ApiProblem('upload-too-large', 413, t('attach.too-large', { megabytes: MOST / 1024 ** 2 }));
    const bytes = new Uint8Array(await file.arrayBuffer());
    const hash = toHex(sha256(bytes));
    await sendFile(here.record, bytes, hash, setSent);
    const at = instant(form, 'obtained') ?? new Date().toISOString();
    const seal = sealPart(form);
    await act({
      kind: 'evidence.deposit',
      audience,
      body: {
        file: { sha256: hash, size: file.size, type: file.type || 'application/octet-stream' },
        obtained: { when: { from: at, to: at, certainty: 'about' } },
        means: form.get('means'),
        described: form.get('described'),
        ...(text(form, 'from') ? { from: text(form, 'from') } : {}),
        for: about,
      },
      ...(seal ? { seal } : {}),
    });
  };
  return (
    <form
      className="deed"
      data-attach={about.id}
      onSubmit={async (event) => {
        event.preventDefault();
        const form = event.currentTarget;
        setError(undefined);
        setSent(0);
        try {
          await attach(new FormData(form));
          form.reset();
        } catch (problem) {
          setError(problem);
        } finally {
          setSent(undefined);
        }
      }}
    >
      <label className="field">
        <span>{t('attach.file')}</span>
        <input type="file" name="file" required />
      </label>
      <Field name="described" label={t('evidence.what')} long required />
      <div className="fields">
        <Choice
          name="means"
          label={t('attach.means')}
          options={MEANS.map((one) => [one, t(`attach.means.${one}`)] as const)}
        />
        <Field name="from" label={t('evidence.from-where')} hint={t('evidence.no-names')} />
        <Field name="obtained" label={`${t('evidence.obtained')} (UTC)`} type="datetime-local" dir="ltr" />
      </div>
      <SealPart audience={audience} />
      <Trouble error={error} />
      {sent !== undefined && <progress value={sent} aria-label={n(Math.round(100 * sent))} />}
      <button type="submit" className="primary" disabled={sent !== undefined}>
        {t('attach')}
      </button>
    </form>
  );
}
