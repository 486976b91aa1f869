// The mark of an entry whose key is said, by the organisation that it belongs to, to have been in other hands when it came in.

import { doubtedSince } from '@sulh/mechanism';
import { use } from 'react';
import { useReading } from './api.ts';
import { useWords } from './i18n.tsx';
import { Mechanisms, useMechanism } from './names.tsx';
import { Instant, Mark } from './parts.tsx';

/** Since when the keys that signed some entries are said to have been in other hands: those of them of which it is said. */
export function useDoubted(entries: readonly string[]): ReadonlyMap<string, string> {
  const doubts = use(Mechanisms)?.doubts ?? [];
  const { data } = useReading<{ entries: { id: string; since: string }[] }>('doubted', {}, doubts.length > 0);
  return new Map(data?.entries.flatMap(({ id, since }) => (entries.includes(id) ? [[id, since] as const] : [])));
}

export function Doubted({ authors, receivedAt }: { authors: readonly string[]; receivedAt: string }) {
  const since = doubtedSince(useMechanism().doubts, authors, receivedAt);
  return since === undefined ? null : <Doubt since={since} />;
}

export function Doubt({ since }: { since: string }) {
  const { t } = useWords();
  return (
    <Mark shape="triangle" strong>
      {t('doubted')} <Instant iso={since} />
    </Mark>
  );
}
