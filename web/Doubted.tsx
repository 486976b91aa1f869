// The mark of an entry whose key is said, by the organisation that it belongs to, to have been in other hands when it came in.

import { doubtedSince } from '@sulh/mechanism';
import { useWords } from './i18n.tsx';
import { useMechanism } from './names.tsx';
import { Instant, Mark } from './parts.tsx';

export function Doubted({ authors, receivedAt }: { authors: readonly string[]; receivedAt: string }) {
  const { t } = useWords();
  const since = doubtedSince(useMechanism().doubts, authors, receivedAt);
  return since === undefined ? null : (
    <Mark shape="triangle" strong>
      {t('doubted')} <Instant iso={since} />
    </Mark>
  );
}
