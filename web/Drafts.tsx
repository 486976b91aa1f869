// Drafts that several sign: what waits for the reader's signature, what the reader passed on, and a draft from a file. A draft is
// read here in words before it is signed; what is signed is its bytes.

import { containedJson, spelt } from '@sulh/exchange/contained';
import { kindOf } from '@sulh/mechanism';
import { addSignatures, type Entry, formatNote, MAX_ENTRY_BYTES, Problem, parseEntry, parseNote } from '@sulh/record';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation, useParams } from 'wouter';
import { useActs } from './act.tsx';
import { ApiProblem, apiPath, ask, useHere, useReading } from './api.ts';
import { useWords } from './i18n.tsx';
import {
  Cosigners,
  type DraftRow,
  type DraftWhole,
  needsRoot,
  RootKey,
  signerIn,
  signersOf,
  useDrafts,
  usePass,
} from './joint.tsx';
import { useMechanism } from './names.tsx';
import {
  Asked,
  download,
  Empty,
  Fact,
  Facts,
  Instant,
  Mark,
  Page,
  Party,
  Section,
  Trouble,
  useSentence,
} from './parts.tsx';
import { useAudience } from './Record.tsx';
import { ActingAs } from './Shell.tsx';
import { Beside, Spelled } from './Spelled.tsx';
import { useMe } from './session.tsx';

export function Drafts() {
  const { t } = useWords();
  const { viewer } = useMe();
  const drafts = useDrafts();
  if (!viewer) return <Page title={t('nav.drafts')} lede={<SignInFirst />} />;
  return (
    <Page title={t('nav.drafts')} lede={t('drafts.lede')}>
      <Asked query={drafts}>
        {({ drafts: all }) => (
          <>
            <Section title={t('drafts.waiting')}>
              <DraftList drafts={all.filter((one) => one.waits)} none={t('drafts.waiting.none')} />
            </Section>
            <Section title={t('drafts.others')}>
              <DraftList drafts={all.filter((one) => !one.waits)} none={t('drafts.others.none')} />
            </Section>
          </>
        )}
      </Asked>
      <FromFile />
    </Page>
  );
}

function SignInFirst() {
  const { t } = useWords();
  return (
    <p>
      {t('sign-in.needed')} <Link href="/sign-in">{t('sign-in')}</Link>
    </p>
  );
}

function DraftList({ drafts, none }: { drafts: readonly DraftRow[]; none: string }) {
  const { t, maybe, n } = useWords();
  if (drafts.length === 0) return <Empty>{none}</Empty>;
  return (
    <ul className="plain rows">
      {drafts.map((one) => (
        <li key={one.id} data-draft={one.id}>
          <Mark shape={one.waits ? 'triangle' : 'ring'} strong={one.waits}>
            <Link href={`/draft/${one.id}`}>{maybe(`kind.${one.kind}`, {}, one.kind)}</Link>
          </Mark>{' '}
          — <Party id={one.by.split('/')[0]} member={one.by} /> — <Instant iso={one.opened} />{' '}
          <span className="muted">
            {t('draft.signed-so-far', { count: one.signed.length, all: n(one.asked.length + 1) })}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** What waits for the reader, for the head of the brief. */
export function WaitingForMe() {
  const { t, maybe } = useWords();
  const waiting = (useDrafts().data?.drafts ?? []).filter((one) => one.waits);
  if (waiting.length === 0) return null;
  return (
    <div className="notice" data-waiting>
      <Mark shape="triangle" strong>
        {t('drafts.waits-for-you', { count: waiting.length })}
      </Mark>
      <ul className="plain">
        {waiting.map((one) => (
          <li key={one.id}>
            <Link href={`/draft/${one.id}`}>{maybe(`kind.${one.kind}`, {}, one.kind)}</Link> —{' '}
            <Party id={one.by.split('/')[0]} member={one.by} /> — <Instant iso={one.opened} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The note of a draft file: signed by some, or as the `sulh` command drafts it, by nobody yet. */
function draftIn(file: string, origin: string): Note {
  const signed = file.includes('\n\n— ');
  const { entry, text, signatures } = signed
    ? parseEntry(file, origin)
    : // Parsed as it will be with a signature: the rest is checked alike.
      { ...parseEntry(`${file}\n${NOBODY}`, origin), text: file, signatures: [] };
  if (kindOf(entry.kind) === undefined) throw new Problem('unknown-kind', { kind: entry.kind });
  const read = containedJson(JSON.stringify(entry)) as Entry;
  return { text, entry: read, signed: signersOf(origin, signatures), note: signed ? file : undefined };
}
const NOBODY = `— nobody ${btoa('\0'.repeat(68))}\n`;

interface Note {
  readonly text: string;
  readonly entry: Entry;
  readonly signed: readonly string[];
  /** Undefined while nobody has signed. */
  readonly note: string | undefined;
}

function FromFile() {
  const { t } = useWords();
  const { origin } = useMechanism();
  const [opened, setOpened] = useState<Note>();
  const [error, setError] = useState<unknown>();
  const open = async (file: File | undefined) => {
    setOpened(undefined);
    setError(undefined);
    if (!file) return;
    try {
      if (file.size > MAX_ENTRY_BYTES) throw new Problem('too-large', { limit: MAX_ENTRY_BYTES });
      setOpened(draftIn(await file.text(), origin));
    } catch (problem) {
      setError(problem);
    }
  };
  return (
    <Section title={t('drafts.file')}>
      <p className="small muted">{t('drafts.file.lede')}</p>
      <label className="field">
        <span className="field-name">{t('drafts.file.label')}</span>
        <input type="file" name="draft" accept=".note,text/plain" onChange={(event) => open(event.target.files?.[0])} />
      </label>
      <Trouble error={error} />
      {opened && <Reading note={opened} changed={setOpened} />}
    </Section>
  );
}

export function Draft() {
  const { id } = useParams<{ id: string }>();
  const { t, maybe } = useWords();
  const { viewer } = useMe();
  const { origin } = useMechanism();
  const draft = useReading<DraftWhole>(`drafts/${id}`, {}, viewer !== undefined);
  if (!viewer) return <Page title={t('nav.drafts')} lede={<SignInFirst />} />;
  // Sent, taken back, or never for this reader: one answer.
  if (draft.error instanceof ApiProblem && draft.error.code === 'nothing-here')
    return <Page title={t('draft.gone')} lede={t('draft.gone.lede')} />;
  return (
    <Asked query={draft}>
      {(found) => (
        <Page
          kicker={<Link href="/drafts">{t('nav.drafts')}</Link>}
          title={maybe(`kind.${found.kind}`, {}, found.kind)}
          lede={t('draft.lede')}
          wide
        >
          <Reading note={draftIn(found.note, origin)} row={found} />
        </Page>
      )}
    </Asked>
  );
}

const refused = ({ code, detail, ...details }: NonNullable<DraftWhole['refusal']>) =>
  new ApiProblem(code, 0, detail, details);

/** A draft in words, and what the reader can do with it: sign, send, pass on, save, leave. */
function Reading({ note, row, changed }: { note: Note; row?: DraftWhole; changed?: (note: Note) => void }) {
  const { t, maybe } = useWords();
  const audience = useAudience();
  const sentence = useSentence();
  const { entry, signed } = note;
  const sides = new Set(signed.map((one) => one.split('/')[0]));
  const missing = row?.asked.filter((one) => !sides.has(one.split('/')[0])) ?? [];
  const name = maybe(`kind.${entry.kind}`, {}, entry.kind);
  return (
    <>
      <Facts>
        <Fact name={t('draft.would-be')}>{name}</Fact>
        <Fact name={t('audience')}>{audience(entry.audience)}</Fact>
        <Fact name={t('signed-by')}>
          {signed.length === 0
            ? t('nobody')
            : signed.map((one) => (
                <div key={one}>
                  <Mark shape="disc">
                    <Party id={one.split('/')[0]} member={one} />
                  </Mark>
                </div>
              ))}
        </Fact>
        {missing.length > 0 && (
          <Fact name={t('draft.asked')}>
            {missing.map((one) => (
              <div key={one}>
                <Mark shape="ring">
                  <Party id={one.split('/')[0]} member={one} />
                </Mark>
              </div>
            ))}
          </Fact>
        )}
        {row && (
          <Fact name={t('draft.expires')}>
            <Instant iso={row.expires} />
          </Fact>
        )}
      </Facts>
      <Section title={t('draft.difference')}>
        <Beside entry={entry} />
        {['terms.adopt', 'agreement.amend'].includes(entry.kind) ? (
          <details>
            <summary>{t('draft.whole')}</summary>
            <Spelled kind={entry.kind} body={entry.body} />
          </details>
        ) : (
          <Spelled kind={entry.kind} body={entry.body} />
        )}
        <details className="small">
          <summary>{t('draft.bytes')}</summary>
          <pre className="raw" dir="ltr">
            {spelt(note.note ?? note.text)}
          </pre>
        </details>
      </Section>
      {row && (
        <p data-refusal={row.refusal?.code ?? ''}>
          <Mark shape={row.refusal ? 'half' : 'disc'} strong>
            {row.refusal ? t('draft.not-yet') : t('draft.ready')}
          </Mark>{' '}
          {row.refusal && <span dir="auto">{sentence(refused(row.refusal))}</span>}
        </p>
      )}
      <Sign note={note} row={row} changed={changed} waited={missing.length > 0} />
    </>
  );
}

function Sign({
  note,
  row,
  changed,
  waited,
}: {
  note: Note;
  row: DraftWhole | undefined;
  changed: ((note: Note) => void) | undefined;
  /** Somebody who is asked has not signed yet. */
  waited: boolean;
}) {
  const { t } = useWords();
  const here = useHere();
  const client = useQueryClient();
  const [, go] = useLocation();
  const { viewer, key } = useMe();
  const { origin } = useMechanism();
  const { send } = useActs();
  const pass = usePass();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  if (!viewer || !key) return <SignInFirst />;
  const { entry, signed } = note;
  const mine = signed.some((one) => one.split('/')[0] === viewer.organisation);
  const text = { 'content-type': 'text/plain; charset=utf-8' };
  const run = async (form: FormData, way: string | null | undefined) => {
    let whole = note.note;
    if (way === 'sign' || way === 'pass') {
      const by = (await signerIn(form, origin, viewer, key)) ?? key;
      if (!mine) {
        const signature = await by.sign(note.text);
        whole =
          whole === undefined
            ? formatNote({ text: note.text, signatures: [signature] })
            : addSignatures(whole, [signature]);
      }
    }
    if (whole === undefined) throw new Problem('draft-not-signed');
    if (way === 'save') return download(`${entry.kind}.note`, whole);
    if (way === 'send') {
      const acted = await send(whole);
      return go(`/entry/${acted.id}`);
    }
    if (way === 'leave') {
      await ask(apiPath(here.record, `drafts/${row!.id}`), here.language, { method: 'DELETE' });
      await client.invalidateQueries({ queryKey: [here.record, 'drafts'] });
      return go('/drafts');
    }
    if (row) {
      await ask(apiPath(here.record, `drafts/${row.id}`), here.language, { method: 'PUT', headers: text, body: whole });
      await client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[1]).startsWith('drafts') });
      return;
    }
    if (way === 'pass') return go(`/draft/${(await pass(whole, form.getAll('cosigner').map(String))).id}`);
    const { signatures } = parseNote(whole);
    changed?.({ ...note, note: whole, signed: signersOf(origin, signatures) });
  };
  const button = (way: string, words: string, look = '') => (
    <button
      type="submit"
      value={way}
      className={look}
      disabled={busy}
      aria-busy={busy}
      formNoValidate={way !== 'sign' && way !== 'pass'}
    >
      {words}
    </button>
  );
  return (
    <form
      className="deed"
      data-kind={entry.kind}
      onSubmit={async (event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        setBusy(true);
        setError(undefined);
        try {
          await run(form, (event.nativeEvent as SubmitEvent).submitter?.getAttribute('value'));
        } catch (problem) {
          setError(problem);
        } finally {
          setBusy(false);
        }
      }}
    >
      <ActingAs />
      {!mine && <p className="small">{t('draft.no-way-back')}</p>}
      {!mine && needsRoot(entry.kind, viewer) && <RootKey />}
      {!row && <Cosigners kind={entry.kind} audience={entry.audience} asking={setAsking} />}
      <Trouble error={error} />
      <div className="row">
        {!mine && !asking && button('sign', t('draft.sign'), 'primary')}
        {!row && asking && button('pass', mine ? t('draft.pass') : t('joint.pass'), 'primary')}
        {mine && button('send', t('draft.send'), row?.refusal || waited ? '' : 'primary')}
        {note.note !== undefined && button('save', t('draft.save'), 'quiet')}
        {row && button('leave', row.by === viewer.member ? t('draft.take-back') : t('draft.decline'), 'quiet')}
      </div>
    </form>
  );
}
