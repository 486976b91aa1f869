// Whose word something rests on, with the words themselves.

import type { Basis, Side } from '@sulh/mechanism';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useWords } from './i18n.tsx';
import { Party } from './parts.tsx';

/** A side as the record has it: an organisation, a named actor that is not bound, or not known. */
export function SideName({ side }: { side: Side }) {
  const { t } = useWords();
  if (side.kind === 'organisation') return <Party id={side.organisation} />;
  if (side.kind === 'non-party') {
    return (
      <span>
        <q dir="auto">{side.name}</q> <small className="muted">({t('non-party')})</small>
      </span>
    );
  }
  return <span className="muted">{t('unknown')}</span>;
}

export function Spans({ spans }: { spans: readonly { document: string; start: number; end: number; text: string }[] }) {
  const { t } = useWords();
  return (
    <ul className="plain spans">
      {spans.map((span) => (
        <li key={`${span.document}${span.start}`}>
          <q dir="auto">{span.text.length > 280 ? `${span.text.slice(0, 280)}…` : span.text}</q>{' '}
          <Link className="source" href={`/document/${span.document}?at=${span.start}-${span.end}`}>
            {t('in-document')}
          </Link>
        </li>
      ))}
    </ul>
  );
}

export function Rests({ basis, entry, children }: { basis: Basis; entry?: string; children?: ReactNode }) {
  const { t } = useWords();
  return (
    <div className="rests small">
      {basis.kind === 'own-act' ? (
        <span className="muted">{t('rests.own-act')}</span>
      ) : (
        <details>
          <summary>
            {t('rests.document')} <SideName side={basis.saidBy} />
            {basis.reportedBy && (
              <>
                {t('comma')}
                {t('rests.reported-by')} <q dir="auto">{basis.reportedBy}</q>
              </>
            )}
          </summary>
          <Spans spans={basis.spans} />
        </details>
      )}
      {entry && (
        <Link className="source" href={`/entry/${entry}`}>
          {t('source.one')}
        </Link>
      )}
      {children}
    </div>
  );
}
