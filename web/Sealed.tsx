// What is sealed: texts for named organisations, opened in this browser by an identity that it keeps. The host sends a file
// that it cannot read; what comes out is held against what the record committed to.

import { contained } from '@sulh/exchange/contained';
import type { SealedText, SealKey } from '@sulh/mechanism';
import {
  fromUtf8,
  leafOf,
  newSealIdentity,
  Problem,
  parseEntry,
  parsePolicy,
  sha256,
  toHex,
  unseal,
  verifyProof,
} from '@sulh/record';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { ApiProblem, ask, recordPath, useHere, useRows } from './api.ts';
import { Deed } from './Deed.tsx';
import { useWords } from './i18n.tsx';
import { useMechanism, useNames } from './names.tsx';
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
  Said,
  Section,
  Sources,
  Trouble,
} from './parts.tsx';
import { useAll } from './reader.ts';
import { forgetIdentity, heldIdentities, keepIdentities } from './seals.ts';
import { useMe } from './session.tsx';

const IDENTITIES = ['seal identities'];

export function Sealed() {
  const { t } = useWords();
  const { viewer } = useMe();
  const sealed = useRows('sealed', { limit: 200 });
  const keys = useRows('seal-key', { limit: 100 });
  return (
    <Page title={t('sealed.title')} lede={t('sealed.lede')}>
      {viewer && <Identities keys={keys.data?.rows ?? []} />}
      <Section title={t('sealed.texts')}>
        <Asked query={sealed}>
          {({ rows }) =>
            rows.length === 0 ? (
              <Empty>{t('sealed.none')}</Empty>
            ) : (
              <ul className="plain rows">
                {rows.map((row) => (
                  <li key={row.id}>
                    <Item row={row} />
                  </li>
                ))}
              </ul>
            )
          }
        </Asked>
      </Section>
    </Page>
  );
}

/** The identities of this browser, and whether the record knows them as the viewer's organisation's. */
function Identities({ keys }: { keys: readonly SealKey[] }) {
  const { t } = useWords();
  const { viewer } = useMe();
  const client = useQueryClient();
  const held = useQuery({ queryKey: IDENTITIES, queryFn: heldIdentities });
  const again = () => client.invalidateQueries({ queryKey: IDENTITIES });
  const keep = useMutation({ mutationFn: keepIdentities, onSuccess: again });
  const own = keys.find((one) => one.id === viewer?.organisation);
  const advisers = useAll('adviser-key');
  const mine = advisers.data?.find((one) => one.id === viewer?.member);
  const known = (recipient: string) =>
    [mine?.recipient, ...(mine?.earlier ?? [])].includes(recipient)
      ? 'yours'
      : own?.recipient === recipient || own?.earlier.some((one) => one.recipient === recipient)
        ? 'known'
        : 'unknown';
  return (
    <Section title={t('sealed.identities')}>
      <p className="small muted">{t('sealed.identities.lede')}</p>
      {!own && <p className="notice">{t('sealed.no-key')}</p>}
      {viewer?.seats.includes('lead') && <MakeIdentity kind="organisation.seal-key" />}
      <ul className="plain rows">
        {(held.data ?? []).map(({ recipient }) => (
          <li key={recipient} className="row">
            <bdi dir="ltr" className="id">
              {recipient.slice(0, 16)}…{recipient.slice(-6)}
            </bdi>
            <Mark shape={known(recipient) === 'unknown' ? 'ring' : 'disc'}>
              {t(`sealed.identity.${known(recipient)}`)}
            </Mark>
            <button type="button" onClick={() => forgetIdentity(recipient).then(again)}>
              {t('sealed.identity.forget')}
            </button>
          </li>
        ))}
      </ul>
      <label className="field">
        <span>{t('sealed.identity.file')}</span>
        <input
          type="file"
          data-identity
          onChange={async (event) => {
            const input = event.currentTarget;
            const file = input.files?.[0];
            if (file && file.size < 16_384) keep.mutate(await file.text());
            input.value = '';
          }}
        />
      </label>
      <Trouble error={keep.error} />
    </Section>
  );
}

function Item({ row }: { row: SealedText }) {
  const { t, maybe } = useWords();
  const names = useNames();
  return (
    <article>
      <Facts>
        <Fact name={maybe(`kind.${row.kind}`, {}, row.kind)}>
          <Party id={row.organisation} member={row.by} /> — <Instant iso={row.since} /> <Sources entries={[row.id]} />
        </Fact>
        <Fact name={t('sealed.for')}>{names.together(row.recipients)}</Fact>
      </Facts>
      <SealedWords row={row} />
    </article>
  );
}

/** Words are sealed as they are, or with others of their kind as JSON: `{ "words": ... }`. */
function wordsIn(text: string): string {
  try {
    const { words } = JSON.parse(text) as { words?: unknown };
    return contained(typeof words === 'string' ? words : text);
  } catch {
    return contained(text);
  }
}

/** What an entry sealed: withdrawn, to be opened here, or opened. `opened` is told the words. */
export function SealedWords({ row, opened: told }: { row: SealedText; opened?: (words: string) => void }) {
  const { t } = useWords();
  const names = useNames();
  const here = useHere();
  const { origin, vkey } = useMechanism();
  const { viewer } = useMe();
  const withdrawn = useAll('erasure');
  const gone = withdrawn.data?.find((one) => one.of === row.id && one.sha256 === row.file);
  const opened = useMutation({
    mutationFn: async () => {
      const path = (part: string) => recordPath(here.record, part);
      const note = await (await ask(path(`entries/${row.id}`), here.language)).text();
      const proof = await (await ask(path(`entries/${row.id}/proof`), here.language)).text();
      verifyProof(proof, leafOf(note), parsePolicy(`log ${vkey}\nquorum none\n`));
      const { entry } = parseEntry(note, origin);
      if (!entry.sealed) throw new ApiProblem('not-for-you', 0, '');
      const answer = await ask(path(`files/${entry.sealed.file}`), here.language);
      const file = new Uint8Array(await answer.arrayBuffer());
      if (toHex(sha256(file)) !== entry.sealed.file) throw new Problem('commitment-broken');
      for (const { key } of await heldIdentities()) {
        try {
          return fromUtf8(await unseal(file, entry.sealed, entry.salt, key));
        } catch (error) {
          if (!(error instanceof Problem) || error.code !== 'not-for-you') throw error;
        }
      }
      throw new Problem('not-for-you');
    },
    ...(told ? { onSuccess: (text: string) => told(wordsIn(text)) } : {}),
  });
  const may = viewer !== undefined && row.recipients.includes(viewer.organisation);
  return (
    <div data-sealed={row.id}>
      {gone ? (
        <p>
          <Mark shape="cross">
            {t('withdrawn.content', {
              ground: t(`withdrawn.ground.${gone.ground}`),
              by: names.together(gone.by),
            })}
          </Mark>{' '}
          <Link href={`/entry/${gone.id}`}>{t('withdrawn.entry')}</Link>
        </p>
      ) : (
        may &&
        opened.data === undefined && (
          <button type="button" onClick={() => opened.mutate()} disabled={opened.isPending}>
            {t('sealed.open')}
          </button>
        )
      )}
      {opened.data !== undefined && (
        <div data-opened>
          <p className="small muted">{t('sealed.opened')}</p>
          <Said>{wordsIn(opened.data)}</Said>
        </div>
      )}
      <Trouble error={opened.error} />
    </div>
  );
}

/**
 * Makes an identity in this browser, has its file saved, and puts its recipient on record: for one's organisation, or for an
 * adviser alone. Without the file, what was sealed to it is lost with this browser.
 */
export function MakeIdentity({ kind }: { kind: 'organisation.seal-key' | 'confidential.key' }) {
  const { t } = useWords();
  const { viewer } = useMe();
  const client = useQueryClient();
  const [made, setMade] = useState<{ identity: string; recipient: string }>();
  const [saved, setSaved] = useState(false);
  const [error, setError] = useState<unknown>();
  if (!made || !viewer) {
    return (
      <>
        <button
          type="button"
          data-make={kind}
          onClick={async () => {
            try {
              const identity = await newSealIdentity();
              await keepIdentities(identity.identity);
              setMade(identity);
              client.invalidateQueries({ queryKey: IDENTITIES });
            } catch (problem) {
              setError(problem);
            }
          }}
        >
          {t(`do.${kind}`)}
        </button>
        <Trouble error={error} />
      </>
    );
  }
  return (
    <Deed kind={kind} body={{ recipient: made.recipient }} done={() => setMade(undefined)} ready={saved}>
      <p>{t('seal.made')}</p>
      <button
        type="button"
        onClick={() => {
          const who = kind === 'confidential.key' ? viewer.member.replace('/', '-') : viewer.organisation;
          download(`${who}.seal.identity`, `# ${who}\n# ${made.recipient}\n${made.identity}\n`);
          setSaved(true);
        }}
      >
        {t('seal.save')}
      </button>
    </Deed>
  );
}
