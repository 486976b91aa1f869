// A record without terms: nothing can be written or read in it yet. Says what comes first, and by whom.

import { useWords } from './i18n.tsx';
import type { Unfounded as WithoutTerms } from './names.tsx';
import { Fact, Facts, Page } from './parts.tsx';
import { LanguageChoice } from './Shell.tsx';

export function Unfounded({ mechanism: { origin, vkey } }: { mechanism: WithoutTerms }) {
  const { t } = useWords();
  const steps = [
    [t('unfounded.keys'), `npx sulh key new ${origin}/ORGANISATION/root --out root.key`],
    [
      t('unfounded.draft'),
      `npx sulh entry draft terms.adopt terms.json --origin ${origin} --audience public --out terms.note`,
    ],
    [
      t('unfounded.sign'),
      `npx sulh entry sign terms.note --key root.key\nnpx sulh entry send terms.note --to ${location.origin}`,
    ],
  ];
  return (
    <main className="unfounded">
      <Page title={t('unfounded.title')} lede={t('unfounded.lede')} actions={<LanguageChoice />}>
        <ol>
          {steps.map(([says, command]) => (
            <li key={says}>
              <p>{says}</p>
              <pre dir="ltr">
                <code>{command}</code>
              </pre>
            </li>
          ))}
        </ol>
        <p>{t('unfounded.wait')}</p>
        <Facts>
          <Fact name={t('record.origin')}>
            <bdi className="id">{origin}</bdi>
          </Fact>
          <Fact name={t('record.key')}>
            <bdi className="id vkey">{vkey}</bdi>
          </Fact>
        </Facts>
      </Page>
    </main>
  );
}
