// What the reader's seat can do now on what a page shows. The rules themselves are asked, over the rows that the reader has;
// they decide again when the entry comes.

import { type Act, kindOf, type State } from '@sulh/mechanism';
import type { Audience } from '@sulh/record';
import { type ReactNode, useState } from 'react';
import { useWords } from './i18n.tsx';
import { useNow } from './reader.ts';
import { useMe } from './session.tsx';

type May = (kind: string, body: unknown, audience: Audience, sealedTo?: readonly string[]) => boolean;

/** Whether the rules would take an entry of the reader's now; the body is one that the kind's schema allows. `sealedTo`: the organisations for which it would be sealed. */
export function useMay(state: State | undefined): May {
  const { viewer } = useMe();
  const now = useNow();
  return (kind, body, audience, sealedTo) => {
    const rule = kindOf(kind);
    const seats = rule?.seats as readonly string[] | undefined;
    if (!state || !rule || !viewer?.seats.some((one) => seats?.includes(one))) return false;
    const signer = { ...viewer, root: false } as Act['signers'][number];
    const sealed = sealedTo && { commitment: '', file: '', recipients: [...sealedTo].sort() };
    const act: Act = {
      ...{ index: 0, id: '', kind, at: now, receivedAt: now, audience, refs: [], body, signers: [signer] },
      ...(sealed ? { sealed } : {}),
    };
    return rule.decide(state, act) === undefined;
  };
}

export interface NextStep {
  /** The kind of entry, whose words stand on the button. */
  readonly kind: string;
  readonly form: (done: () => void) => ReactNode;
}

/** A button for each step; one form at a time. */
export function Next({ steps }: { steps: readonly (NextStep | false | undefined)[] }) {
  const { t, maybe } = useWords();
  const [doing, setDoing] = useState('');
  const can = steps.filter((one) => one !== undefined && one !== false);
  if (can.length === 0) return null;
  return (
    <section className="next" aria-labelledby="next-title">
      <h2 id="next-title">{t('next.title')}</h2>
      <div className="row">
        {can.map(({ kind }) => (
          <button
            key={kind}
            type="button"
            data-step={kind}
            aria-expanded={doing === kind}
            className={doing === kind ? 'primary' : ''}
            onClick={() => setDoing(doing === kind ? '' : kind)}
          >
            {maybe(`do.${kind}`, {}, maybe(`kind.${kind}`, {}, kind))}
          </button>
        ))}
      </div>
      {can.find(({ kind }) => kind === doing)?.form(() => setDoing(''))}
    </section>
  );
}
