// Checking a bulletin in this browser: the file that anyone can download, against a key that the reader trusts. The same
// pure code as `sulh verify`; nothing is asked of the host.

import type { Verdict } from '@sulh/exchange';
import { parsePolicy, verifyProof } from '@sulh/record';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { apiPath, ask, useHere } from './api.ts';
import { useWords } from './i18n.tsx';
import { useMechanism } from './names.tsx';
import { Mark, Page, Section, Trouble } from './parts.tsx';

/** The checker and its sentences come only when somebody checks. */
async function judge(json: string, vkey: string | undefined) {
  const { verifyBulletin, say } = await import('@sulh/exchange');
  return { verdict: verifyBulletin(json, vkey ? { vkey } : {}), say };
}
type Judged = Awaited<ReturnType<typeof judge>>;

export function VerifyBulletin({ id }: { id: string }) {
  const { t } = useWords();
  const here = useHere();
  const { vkey } = useMechanism();
  const check = useMutation({
    mutationFn: async () =>
      judge(await (await ask(apiPath(here.record, `bulletin/${id}/file`), here.language)).text(), vkey),
  });
  return (
    <Section title={t('verify')}>
      <p className="small muted">{t('verify.lede')}</p>
      <button type="button" onClick={() => check.mutate()} disabled={check.isPending}>
        {t('verify.here')}
      </button>
      <Trouble error={check.error} />
      {check.data && <Judgement {...check.data} />}
    </Section>
  );
}

function Judgement({ verdict, say }: Judged) {
  const { t, language } = useWords();
  // What rests on a check that failed was not checked, which is no finding against it.
  const made = verdict.checks.filter((one) => !one.unmade);
  const lines = (items: Verdict['proves']) => (
    <ul>
      {items.map((one) => (
        <li key={one.code + JSON.stringify(one.values)}>{say(language, one.code, one.values)}</li>
      ))}
    </ul>
  );
  return (
    <div className="notice" role="status" data-verdict={verdict.ok ? 'holds' : 'fails'}>
      <p>
        <Mark shape={verdict.ok ? 'disc' : 'cross'} strong>
          {verdict.ok ? t('verify.holds') : t('verify.fails')}
        </Mark>
      </p>
      {verdict.keyFromFile && <p>{t('verify.key-from-file')}</p>}
      <ul className="plain">
        {made.map((one) => (
          <li key={one.code}>
            <Mark shape={one.ok ? 'disc' : 'cross'}>
              {say(language, one.ok ? one.code : `${one.code}.not`, one.values)}
            </Mark>
          </li>
        ))}
      </ul>
      {verdict.proves.length > 0 && (
        <>
          <h3>{t('verify.proves')}</h3>
          {lines(verdict.proves)}
        </>
      )}
      {verdict.doesNot.length > 0 && (
        <>
          <h3>{t('verify.does-not')}</h3>
          {lines(verdict.doesNot)}
        </>
      )}
    </div>
  );
}

/** Checking a file from anywhere, with a key from anywhere. */
export function Verify() {
  const { t } = useWords();
  const { vkey } = useMechanism();
  const [key, setKey] = useState(vkey);
  const check = useMutation({
    mutationFn: async (file: File) => {
      if (file.size > 16 * 1024 * 1024) throw new RangeError('too large');
      return judge(await file.text(), key.trim() || undefined);
    },
  });
  const scan = useMutation({
    mutationFn: async (text: string) => {
      const { parseReceiptCode } = await import('@sulh/exchange');
      // A scanner may lose the last line's end, or bring the line ends of its own system.
      const { leaf, proof } = parseReceiptCode(`${text.replaceAll('\r\n', '\n').trimEnd()}\n`);
      const { index, size } = verifyProof(proof, leaf, parsePolicy(`log ${key.trim()}\nquorum none\n`));
      return { index, size };
    },
  });
  return (
    <Page title={t('verify')} lede={t('verify.page.lede')}>
      <form className="deed" onSubmit={(event) => event.preventDefault()}>
        <label className="field">
          {t('record.key')}
          <textarea value={key} dir="ltr" className="id" rows={2} onChange={(event) => setKey(event.target.value)} />
          <small className="muted">{t('verify.key.hint')}</small>
        </label>
        <label className="field">
          {t('verify.file')}
          <input
            type="file"
            accept="application/json,.json"
            onChange={(event) => {
              const file = event.target.files?.[0];
              if (file) check.mutate(file);
            }}
          />
        </label>
      </form>
      <Trouble error={check.error} />
      {check.data && <Judgement {...check.data} />}
      <form
        className="deed"
        onSubmit={(event) => {
          event.preventDefault();
          scan.mutate(String(new FormData(event.currentTarget).get('scanned') ?? ''));
        }}
      >
        <label className="field">
          {t('verify.scanned')}
          <textarea name="scanned" dir="ltr" className="id" rows={4} required maxLength={4_096} />
        </label>
        <button type="submit">{t('verify.scanned.check')}</button>
        <Trouble error={scan.error} />
        {scan.data && (
          <p role="status">
            <Mark shape="disc" strong>
              {t('verify.scanned.good', scan.data)}
            </Mark>
          </p>
        )}
      </form>
    </Page>
  );
}
