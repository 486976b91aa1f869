// What might explain an incident, or was called in about it: notices and hotline calls near it. An offer, and no finding.

import type { IncidentStory } from '@sulh/mechanism';
import { Link } from 'wouter';
import { useWords } from './i18n.tsx';
import { useNames } from './names.tsx';
import { Sources } from './parts.tsx';

export function Explained({ story }: { story: Pick<IncidentStory, 'explanations' | 'calls'> }) {
  const { t, n } = useWords();
  const names = useNames();
  const by = (one: { km: number; hours: number }) => ({ km: n(Math.round(one.km)), hours: n(Math.round(one.hours)) });
  return (
    <>
      {story.explanations.map((one) => (
        <p key={one.notice} className="notice small">
          {t('explanation', { organisation: names.organisation(one.organisation), ...by(one) })}{' '}
          {one.before ? t('explanation.before') : t('explanation.after')}{' '}
          <Link href={`/notice/${one.notice}`}>{t('notice')}</Link> <Sources entries={one.entries} />
        </p>
      ))}
      {story.calls.map((one) => (
        <p key={one.call} className="notice small">
          {t('explanation.call', {
            organisation: names.organisation(one.organisation),
            subject: t(`subject.${one.subject}`),
            ...by(one),
          })}{' '}
          <Link href={`/hotline/${one.call}`}>{t('table.hotline')}</Link> <Sources entries={one.entries} />
        </p>
      ))}
    </>
  );
}
