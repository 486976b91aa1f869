// One entry as it came: who signed what, its place in the record, and a check of signature and proof in this browser.

import { spelt } from '@sulh/exchange/contained';
import { leafOf, memberOf, parseEntry, parsePolicy, toHex, verifyNote, verifyProof } from '@sulh/record';
import { useMutation } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link, useParams } from 'wouter';
import { type Receipt, useHere, useReading } from './api.ts';
import { Doubted } from './Doubted.tsx';
import { useWords } from './i18n.tsx';
import { useMechanism } from './names.tsx';
import {
  Asked,
  download,
  Fact,
  Facts,
  Instant,
  Mark,
  Page,
  Party,
  Section,
  ShortId,
  Ticks,
  Trouble,
  useSentence,
} from './parts.tsx';
import { useAudience } from './Record.tsx';
import { useAll } from './reader.ts';

/** Where the page of a row is, for the tables that have one. */
export function pageOf(table: string, id: string): string | undefined {
  const own = 'report incident case document agreement bulletin notice hotline docket list share confidential'.split(
    ' ',
  );
  if (own.includes(table)) return `/${table}/${id}`;
  const lists: Record<string, string> = {
    round: '/talks',
    pledge: '/talks',
    position: '/talks',
    crossing: '/crossings',
    ceasefire: '/agreements',
    member: '/members',
    key: '/members',
    organisation: '/members',
    successor: '/members',
    terms: '/members',
    participation: '/members',
    coverage: '/map',
    release: '/sharing',
    'adviser-key': '/confidential',
    sealed: '/sealed',
    'seal-key': '/sealed',
  };
  return lists[table];
}

export function Entry() {
  const { id } = useParams<{ id: string }>();
  const receipt = useReading<Receipt>(`entry/${id}/receipt`);
  return <Asked query={receipt}>{(found) => <Shown id={id} receipt={found} />}</Asked>;
}

function Shown({ id, receipt }: { id: string; receipt: Receipt }) {
  const { t, maybe } = useWords();
  const here = useHere();
  const audience = useAudience();
  const { origin } = useMechanism();
  const row = useReading<{ rows?: readonly (readonly [string, string])[] }>(`entry/${id}`);
  const parsed = useMemo(() => {
    try {
      return parseEntry(receipt.note, origin);
    } catch {
      return undefined;
    }
  }, [receipt.note, origin]);
  const json = parsed ? spelt(JSON.stringify(parsed.entry.body ?? parsed.entry.sealed, null, 2)) : '';
  return (
    <Page
      kicker={<Link href="/record">{t('nav.record')}</Link>}
      title={t('entry.title', { index: receipt.index })}
      lede={parsed && <p>{maybe(`kind.${parsed.entry.kind}`, {}, parsed.entry.kind)}</p>}
      actions={
        <>
          <button type="button" onClick={() => download(`${here.record}-${receipt.index}.note`, receipt.note)}>
            {t('receipt.note')}
          </button>
          <button type="button" onClick={() => download(`${here.record}-${receipt.index}.tlog-proof`, receipt.proof)}>
            {t('receipt.proof')}
          </button>
        </>
      }
    >
      <Facts>
        <Fact name={t('ticks')}>
          <Ticks recorded={receipt.recorded} witnessed={receipt.witnessed} />{' '}
          {t(receipt.witnessed ? 'tick.witnessed' : 'tick.recorded')}
        </Fact>
        <Fact name={t('received')}>
          <Instant iso={receipt.receivedAt} beside />
        </Fact>
        {parsed && (
          <>
            <Fact name={t('entry.at')}>
              <Instant iso={parsed.entry.at} />
            </Fact>
            <Fact name={t('signed-by')}>
              {parsed.signatures.map((one) => {
                const member = memberOf(origin, one.name);
                return member ? (
                  <div key={one.name}>
                    <Party id={member.organisation} member={`${member.organisation}/${member.seat}`} />
                  </div>
                ) : (
                  <bdi key={one.name}>{one.name}</bdi>
                );
              })}
              <Doubted
                authors={parsed.signatures.map((one) => one.name.slice(origin.length + 1))}
                receivedAt={receipt.receivedAt}
              />
            </Fact>
            <Fact name={t('audience')}>{audience(parsed.entry.audience)}</Fact>
            <Fact name={t('entry.id')}>
              <bdi dir="ltr" className="id">
                {parsed.entry.id}
              </bdi>
            </Fact>
          </>
        )}
        {row.data?.rows && row.data.rows.length > 0 && (
          <Fact name={t('entry.made')}>
            <ul className="plain">
              {row.data.rows.map(([table, of]) => {
                const to = pageOf(table, of);
                const label = maybe(`table.${table}`, {}, table);
                return (
                  <li key={table + of}>
                    {to ? <Link href={to}>{label}</Link> : label} <ShortId id={of} />
                  </li>
                );
              })}
            </ul>
          </Fact>
        )}
      </Facts>
      <Checks receipt={receipt} />
      {json && (
        <Section title={t('entry.body')}>
          <pre className="raw" dir="ltr">
            {json}
          </pre>
        </Section>
      )}
      <Section title={t('entry.raw')}>
        <pre className="raw" dir="ltr">
          {spelt(receipt.note)}
        </pre>
      </Section>
      <Section title={t('entry.proof')}>
        <p className="small muted">{t('entry.proof.lede')}</p>
        <pre className="raw" dir="ltr">
          {receipt.proof}
        </pre>
        <ReceiptCode receipt={receipt} />
        <p className="small">
          {t('entry.leaf')}{' '}
          <bdi dir="ltr" className="id vkey">
            {toHex(leafOf(receipt.note))}
          </bdi>
        </p>
      </Section>
    </Page>
  );
}

/** The receipt as a QR code, for a phone or a piece of paper. */
function ReceiptCode({ receipt }: { receipt: Receipt }) {
  const { t } = useWords();
  const make = useMutation({
    mutationFn: async () => {
      const [{ receiptCode }, { toDataURL }] = await Promise.all([import('@sulh/exchange'), import('qrcode')]);
      const { text, left } = receiptCode(leafOf(receipt.note), receipt.proof);
      return { left, text, picture: await toDataURL(text, { margin: 2, width: 640, errorCorrectionLevel: 'M' }) };
    },
  });
  return (
    <div>
      <button type="button" onClick={() => make.mutate()} disabled={make.isPending}>
        {t('entry.code')}
      </button>
      <Trouble error={make.error} />
      {make.data && (
        <figure className="code">
          <img src={make.data.picture} alt={make.data.text} width={320} height={320} />
          <figcaption className="small muted">
            {t('entry.code.lede')}{' '}
            {make.data.left.length > 0 && t('entry.code.left', { names: make.data.left.join(t('comma')) })}
          </figcaption>
        </figure>
      )}
    </div>
  );
}

/** Nothing here is believed: signature and inclusion are worked out in this browser, by the same code as the auditor's. */
function Checks({ receipt }: { receipt: Receipt }) {
  const { t } = useWords();
  const sentence = useSentence();
  const { vkey } = useMechanism();
  const keys = useAll('key');
  const vkeys = (keys.data ?? []).map((one) => one.vkey);
  const signature = useMemo(() => attempt(() => verifyNote(receipt.note, vkeys).length), [receipt.note, vkeys]);
  const inclusion = useMemo(
    () =>
      attempt(() => verifyProof(receipt.proof, leafOf(receipt.note), parsePolicy(`log ${vkey}\nquorum none\n`)).size),
    [receipt, vkey],
  );
  return (
    <Section title={t('checked-here')}>
      <ul className="plain" data-checks>
        <li>
          {keys.isPending ? null : signature.error ? (
            <Mark shape="cross" strong>
              {t('check.signature.bad')} {sentence(signature.error)}
            </Mark>
          ) : (
            <Mark shape="disc">{t('check.signature.good', { count: signature.value ?? 0 })}</Mark>
          )}
        </li>
        <li>
          {inclusion.error ? (
            <Mark shape="cross" strong>
              {t('check.inclusion.bad')} {sentence(inclusion.error)}
            </Mark>
          ) : (
            <Mark shape="disc">{t('check.inclusion.good', { index: receipt.index, size: inclusion.value ?? 0 })}</Mark>
          )}
        </li>
        <li>
          <Mark shape={receipt.witnessed ? 'disc' : 'ring'}>
            {receipt.cosignatures.length > 0
              ? t('record.witnesses', {
                  names: receipt.cosignatures.map((one) => one.name).join(t('comma')),
                  count: receipt.cosignatures.length,
                })
              : t('record.no-witness')}
          </Mark>
        </li>
      </ul>
    </Section>
  );
}

function attempt<T>(run: () => T): { value?: T; error?: unknown } {
  try {
    return { value: run() };
  } catch (error) {
    return { error };
  }
}
