// Everything that was done, oldest first, each opening its entry.

import type { Mark, Step } from '@sulh/mechanism';
import { useWords } from './i18n.tsx';
import { Instant, Party, Sources } from './parts.tsx';

/** `about`: what it was done to, in the reader's language. */
type Told = Step & { readonly about?: string };

/** A step of a story, of what a row keeps of an act. */
export const stepOf = (what: string, { at, by, organisation, entry }: Mark, because?: string): Told => ({
  at,
  what,
  by,
  organisation,
  entry,
  ...(because ? { because } : {}),
});

export function Steps({ steps }: { steps: readonly Told[] }) {
  const { maybe } = useWords();
  return (
    <ol className="trail">
      {[...steps]
        .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
        .map((step) => (
          <li key={step.entry + step.what}>
            <Instant iso={step.at} /> —{' '}
            {maybe(
              `kind.${step.what}`,
              {},
              maybe(
                step.what
                  .replace(/^case\.(position\.)/, '$1')
                  .replace(/^access\.(done|partly|denied-on-site|delayed|not-used)$/, 'access.outcome.$1'),
                {},
                step.what,
              ),
            )}
            {step.about && <> ({step.about})</>} — <Party id={step.organisation} member={step.by} />
            {step.because && (
              <>
                {' '}
                — <q dir="auto">{step.because}</q>
              </>
            )}{' '}
            <Sources entries={[step.entry]} />
          </li>
        ))}
    </ol>
  );
}
