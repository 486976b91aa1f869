// The second reader: a language model that the operator names and the terms must allow. It is asked by a press of a button
// alone, about texts that all members may read; what it answers is its proposal, shown beside that of the rules.

import type { Claim, Reading } from '@sulh/reading';
import type { Audience } from '@sulh/record';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef } from 'react';
import { apiPath, askJson, sendJson, useHere } from './api.ts';
import { type Key, useWords } from './i18n.tsx';
import { useMechanism } from './names.tsx';
import { Trouble } from './parts.tsx';
import { useMe } from './session.tsx';

interface Answered {
  readonly model: string;
  /** How many of its proposals the host left out, by why. */
  readonly dropped: Readonly<Record<string, number>>;
}
export type ExtractedClaim = Pick<
  Claim,
  'speaker' | 'verb' | 'speech' | 'kind' | 'quote' | 'quoteStart' | 'quoteEnd' | 'about' | 'start' | 'end'
>;
export type ClaimsAnswered = Answered & { readonly claims: readonly ExtractedClaim[] };
export type AccountsAnswered = Answered & Pick<Reading, 'origins' | 'contradictions'>;

/** Whether the reader may have texts of these audiences sent. The host decides again. */
export function useMaySend(): (audiences: readonly Audience[]) => boolean {
  const { viewer } = useMe();
  const { terms } = useMechanism();
  return (audiences) =>
    !!viewer && terms.extractor?.allowed === true && audiences.every((audience) => typeof audience === 'string');
}

/** What the second reader answered, if it was asked. Nothing asks but `refetch`; what it answered stays. */
export function useSecondReader<T extends Answered>(path: string, body?: object) {
  const here = useHere();
  const { viewer } = useMe();
  return useQuery({
    queryKey: [here.record, 'extraction', path, body, viewer?.member],
    queryFn: () => {
      const to = apiPath(here.record, path);
      return body ? sendJson<T>(to, here.language, body) : askJson<T>(to, here.language, { method: 'POST' });
    },
    enabled: false,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    networkMode: 'always',
  });
}

/** The button with what it does said before it; after the answer, what came of it. `known`: proposals that stand here already. */
export function AskSecondReader({
  query: { data, error, isFetching, refetch },
  texts,
  ask,
  proposals,
  known,
}: {
  query: ReturnType<typeof useSecondReader>;
  /** How many texts are sent. */
  texts: number;
  ask: Key & `extraction.${string}`;
  proposals: number;
  known: number;
}): ReactNode {
  const { t } = useWords();
  const said = useRef<HTMLParagraphElement>(null);
  const pressed = useRef(false);
  useEffect(() => {
    // The button is gone: whoever pressed it stands where the answer is told.
    if (data && pressed.current) said.current?.focus({ preventScroll: true });
  }, [data]);
  const dropped = Object.entries(data?.dropped ?? {});
  const sum = (some: typeof dropped) => some.reduce((all, [, count]) => all + count, 0);
  const absent = sum(dropped.filter(([why]) => why.endsWith('-not-there')));
  const alone = sum(dropped.filter(([why]) => why === 'one-account'));
  const unusable = sum(dropped) - absent - alone;
  return (
    <div className="second-reader small" data-second-reader>
      {!data && (
        <>
          <p className="muted">{t('extraction.lede', { count: texts })}</p>
          <button
            type="button"
            className="quiet"
            aria-busy={isFetching}
            onClick={() => {
              pressed.current = true;
              // A second press while it is asked is not a second question.
              refetch({ cancelRefetch: false });
            }}
          >
            {t(ask)}
          </button>
        </>
      )}
      <p role="status" ref={said} tabIndex={-1}>
        {isFetching
          ? t('extraction.asking')
          : data && [
              t('extraction.answered', { model: data.model, count: proposals }),
              known > 0 && ` ${t('extraction.known', { count: known })}`,
              absent > 0 && ` ${t('extraction.dropped', { count: absent })}`,
              alone > 0 && ` ${t('extraction.one-account', { count: alone })}`,
              unusable > 0 && ` ${t('extraction.unusable', { count: unusable })}`,
            ]}
      </p>
      {!isFetching && <Trouble error={error} />}
    </div>
  );
}

interface Place {
  readonly start: number;
  readonly end: number;
}
const meet = (a: Place, b: Place): boolean => a.start < b.end && b.start < a.end;

/** The words of a name that tell one voice from another. */
const named = (speaker: string): string[] => speaker.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu) ?? [];

/** Whether two claims are one: the same quotation; or, where one quotes nothing, the same voice in the same sentence. */
export function sameClaim(a: ExtractedClaim, b: ExtractedClaim): boolean {
  if (!meet(a, b)) return false;
  if (a.quoteStart !== null && b.quoteStart !== null)
    return meet({ start: a.quoteStart, end: a.quoteEnd! }, { start: b.quoteStart, end: b.quoteEnd! });
  const [one, other] = [named(a.speaker), named(b.speaker)];
  return one.length === 0 || other.length === 0 || one.some((word) => other.includes(word));
}
