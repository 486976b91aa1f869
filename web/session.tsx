// Who is reading. Signing in is proving possession of an enrolled key: the host's challenge is signed in the browser.

import { formatNote } from '@sulh/record';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, use, useMemo } from 'react';
import { apiPath, askJson, sendJson, useHere, useReading } from './api.ts';
import { type HeldKey, heldKeys, memberOfKey } from './keys.ts';
import type { Mechanism } from './names.tsx';

export interface Viewer {
  readonly member: string;
  readonly organisation: string;
  readonly seats: readonly string[];
}

export interface Me {
  readonly viewer: Viewer | undefined;
  readonly demo: boolean;
  /** The key with which this browser can act for the viewer. */
  readonly key: HeldKey | undefined;
  /** False until the host said who is reading. */
  readonly known: boolean;
  signIn(key: HeldKey): Promise<void>;
  signOut(): Promise<void>;
}

const Session = createContext<Me | undefined>(undefined);

export function useMe(): Me {
  const me = use(Session);
  if (!me) throw new Error('useMe outside of <SignedIn>');
  return me;
}

export function SignedIn({ mechanism, children }: { mechanism: Mechanism; children: ReactNode }) {
  const here = useHere();
  const client = useQueryClient();
  const session = useReading<{ viewer: Viewer | null; demo: boolean }>('session');
  const viewer = session.data?.viewer ?? undefined;
  const { origin } = mechanism;
  const key = useQuery({
    queryKey: ['keys', origin, viewer?.member],
    enabled: !!viewer,
    queryFn: async () => (await heldKeys(origin)).find((one) => memberOfKey(origin, one) === viewer?.member) ?? null,
  });
  const known = session.isSuccess;
  const demo = session.data?.demo ?? mechanism.demo;
  const me = useMemo<Me>(
    () => ({
      viewer,
      demo,
      known,
      key: key.data ?? undefined,
      async signIn(held) {
        const { challenge } = await askJson<{ challenge: string }>(
          apiPath(here.record, 'session/challenge'),
          here.language,
        );
        const text = `sulh/sign-in/v1\n${origin}\n${challenge}\n`;
        const note = formatNote({ text, signatures: [await held.sign(text)] });
        await sendJson(apiPath(here.record, 'session'), here.language, { note });
        await client.invalidateQueries();
      },
      async signOut() {
        await askJson(apiPath(here.record, 'session'), here.language, { method: 'DELETE' }).catch(() => undefined);
        // What a member could see must not stay on the screen for the next reader.
        client.removeQueries({ predicate: (query) => query.queryKey[1] !== 'mechanism' });
        await client.invalidateQueries();
      },
    }),
    [viewer, demo, known, key.data, here, origin, client],
  );
  return <Session value={me}>{children}</Session>;
}
