// What is sealed: texts for named organisations, opened in this browser by an identity that it keeps. The host sends a file
// that it cannot read; what comes out is held against what the record committed to.

import type { SealedText, SealKey } from '@sulh/mechanism';
import { fromUtf8, leafOf, Problem, parseEntry, parsePolicy, sha256, toHex, unseal, verifyProof } from '@sulh/record';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { ApiProblem, ask, recordPath, useHere, useRows } from './api.ts';
import { useWords } from './i18n.tsx';
import { useMechanism, useNames } from './names.tsx';
import { Asked, Empty, Fact, Facts, Instant, Mark, Page, Party, Said, Section, Sources, Trouble } from './parts.tsx';
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
  const known = (recipient: string) =>
    own?.recipient === recipient || own?.earlier.some((one) => one.recipient === recipient) === true;
  return (
    <Section title={t('sealed.identities')}>
      <p className="small muted">{t('sealed.identities.lede')}</p>
      {!own && <p className="notice">{t('sealed.no-key')}</p>}
      <ul className="plain rows">
        {(held.data ?? []).map(({ recipient }) => (
          <li key={recipient} className="row">
            <bdi dir="ltr" className="id">
              {recipient.slice(0, 16)}…{recipient.slice(-6)}
            </bdi>
            <Mark shape={known(recipient) ? 'disc' : 'ring'}>
              {t(known(recipient) ? 'sealed.identity.known' : 'sealed.identity.unknown')}
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
  const here = useHere();
  const { origin, vkey } = useMechanism();
  const { viewer } = useMe();
  const withdrawn = useRows('erasure', { limit: 500 });
  const gone = withdrawn.data?.rows.find((one) => one.of === row.id && one.sha256 === row.file);
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
  });
  const may = viewer !== undefined && row.recipients.includes(viewer.organisation);
  return (
    <article data-sealed={row.id}>
      <Facts>
        <Fact name={maybe(`kind.${row.kind}`, {}, row.kind)}>
          <Party id={row.organisation} member={row.by} /> — <Instant iso={row.since} /> <Sources entries={[row.id]} />
        </Fact>
        <Fact name={t('sealed.for')}>{row.recipients.map(names.organisation).join(t('comma'))}</Fact>
      </Facts>
      {gone ? (
        <p>
          <Mark shape="cross">
            {t('withdrawn.content', {
              ground: t(`withdrawn.ground.${gone.ground}`),
              by: gone.by.map(names.organisation).join(t('comma')),
            })}
          </Mark>{' '}
          <Link href={`/entry/${gone.id}`}>{t('withdrawn.entry')}</Link>
        </p>
      ) : (
        may && (
          <button type="button" onClick={() => opened.mutate()} disabled={opened.isPending}>
            {t('sealed.open')}
          </button>
        )
      )}
      {opened.data !== undefined && (
        <div data-opened>
          <p className="small muted">{t('sealed.opened')}</p>
          <Said>{opened.data}</Said>
        </div>
      )}
      <Trouble error={opened.error} />
    </article>
  );
}
