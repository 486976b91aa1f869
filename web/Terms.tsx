// A change of the terms: clocks, standards, deadlock, approvals and the like as fields, the rest as text. It is signed with the
// organisations' root keys, by every party and the chair, and read beside the terms in force before each signature.

import { TermsBody } from '@sulh/mechanism';
import { Link } from 'wouter';
import { ActForm } from './AnyAct.tsx';
import { useWords } from './i18n.tsx';
import { useMechanism } from './names.tsx';
import { Page } from './parts.tsx';

const FIELDS = [
  'clocks',
  'standards',
  'breachStandard',
  'deadlock',
  'referTo',
  'consequences',
  'bulletin',
  'generalise',
  'erasure',
  'partyOrder',
  'languages',
] as const;

export function Terms() {
  const { t } = useWords();
  const { terms } = useMechanism();
  const inForce = Object.fromEntries(Object.entries(terms).filter(([name]) => name in TermsBody.shape));
  return (
    <Page
      kicker={<Link href="/members">{t('nav.members')}</Link>}
      title={t('terms.change')}
      lede={t('terms.change.lede')}
      wide
    >
      <ActForm key={terms.entries.length} kind="terms.adopt" initial={inForce} only={FIELDS} />
    </Page>
  );
}
