// An act: an entry composed and signed here, sent to the one way in, and its receipt checked here before a tick is shown.

import { kindOf } from '@sulh/mechanism';
import {
  type Audience,
  type Entry,
  entryText,
  formatNote,
  leafOf,
  newId,
  Problem,
  parseEntry,
  parsePolicy,
  seal,
  toBase64,
  utf8,
  verifyProof,
} from '@sulh/record';
import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, use, useCallback, useMemo, useState } from 'react';
import { ApiProblem, ask, recordPath, useHere } from './api.ts';
import { sendFile } from './files.ts';
import type { HeldKey } from './keys.ts';
import { useMechanism } from './names.tsx';
import { useMe } from './session.tsx';

export interface Acted {
  readonly id: string;
  readonly kind: string;
  readonly index: number;
  readonly receivedAt: string;
  readonly note: string;
  readonly proof: string;
  /** The proof held against the record's own key, checked in this browser. */
  readonly verified: boolean;
}

export interface Draft {
  readonly kind: string;
  readonly body: unknown;
  readonly audience?: Audience;
  readonly refs?: readonly string[];
  /** Words that are encrypted here, before anything leaves, to these age recipients by organisation. */
  readonly seal?: { readonly words: string; readonly recipients: Readonly<Record<string, string>> };
}

interface Acting {
  readonly done: readonly Acted[];
  /** Signs a draft and sends it. `by` signs in place of the reader’s own key. */
  act(draft: Draft, by?: HeldKey): Promise<Acted>;
  /** Signs a draft that others are to sign too: the note, which is not sent. */
  sign(draft: Draft, by?: HeldKey): Promise<string>;
  /** Sends a note that is signed. */
  send(note: string): Promise<Acted>;
  dismiss(id: string): void;
}
const Acts = createContext<Acting | undefined>(undefined);
export function useActs(): Acting {
  const acts = use(Acts);
  if (!acts) throw new Error('useActs outside of <Acting>');
  return acts;
}

/** Composes and signs: the note as it is sent, and the file of what it seals. Throws Problem. */
export async function compose(
  origin: string,
  draft: Draft,
  key: HeldKey,
  now: number,
): Promise<{ id: string; note: string; file?: { sha256: string; bytes: Uint8Array } }> {
  const salt = toBase64(crypto.getRandomValues(new Uint8Array(16)));
  const made = draft.seal && (await seal(utf8(draft.seal.words), salt, draft.seal.recipients));
  const entry: Entry = {
    kind: draft.kind,
    id: newId(now, crypto.getRandomValues(new Uint8Array(10))),
    at: new Date(now).toISOString(),
    audience: draft.audience ?? 'members',
    refs: [...new Set(draft.refs ?? [])],
    body: draft.body,
    ...(made ? { sealed: made.sealed } : {}),
    salt,
  };
  const text = entryText(origin, entry);
  const note = formatNote({ text, signatures: [await key.sign(text)] });
  return { id: entry.id, note, ...(made ? { file: { sha256: made.sealed.file, bytes: made.file } } : {}) };
}

/** What the kind's schema says against a body, before it is signed. */
function checkBody(kind: string, body: unknown): void {
  const checked = kindOf(kind)?.schema.safeParse(body);
  if (!checked || checked.success) return;
  const issue = checked.error.issues[0];
  throw new Problem('invalid-body', { path: issue?.path.join('.') || 'body', message: issue?.message ?? '' });
}

/** Whether a proof shows the note in the record of this key. Ticks are not believed, they are checked. */
export function proves(proof: string, note: string, vkey: string): boolean {
  try {
    verifyProof(proof, leafOf(note), parsePolicy(`log ${vkey}\nquorum none\n`));
    return true;
  } catch {
    return false;
  }
}

export function Acting({ children }: { children: ReactNode }) {
  const { origin, vkey } = useMechanism();
  const here = useHere();
  const { key } = useMe();
  const client = useQueryClient();
  const [done, setDone] = useState<readonly Acted[]>([]);
  const ready = useCallback(
    async (draft: Draft, by?: HeldKey) => {
      const signer = by ?? key;
      if (!signer) throw new ApiProblem('no-key-here', 0, '');
      checkBody(draft.kind, draft.body);
      return compose(origin, draft, signer, Date.now());
    },
    [key, origin],
  );
  const send = useCallback(
    async (note: string): Promise<Acted> => {
      const { id, kind } = parseEntry(note, origin).entry;
      const response = await ask(recordPath(here.record, 'entries'), here.language, {
        method: 'POST',
        headers: { 'content-type': 'text/plain; charset=utf-8' },
        body: note,
      });
      const proof = await response.text();
      const acted: Acted = {
        id,
        kind,
        index: Number(response.headers.get('sulh-index')),
        receivedAt: response.headers.get('sulh-received-at') ?? '',
        note,
        proof,
        verified: proves(proof, note, vkey),
      };
      setDone((before) => [acted, ...before].slice(0, 20));
      // The stream would say so too; the author need not wait for it.
      client.invalidateQueries({
        predicate: ({ queryKey }) => queryKey[0] === here.record && queryKey[1] !== 'session',
      });
      return acted;
    },
    [origin, vkey, here, client],
  );
  const act = useCallback(
    async (draft: Draft, by?: HeldKey): Promise<Acted> => {
      const { note, file } = await ready(draft, by);
      if (file) await sendFile(here.record, file.bytes, file.sha256);
      return send(note);
    },
    [ready, send, here],
  );
  const sign = useCallback(async (draft: Draft, by?: HeldKey) => (await ready(draft, by)).note, [ready]);
  const value = useMemo<Acting>(
    () => ({ done, act, sign, send, dismiss: (id) => setDone((before) => before.filter((one) => one.id !== id)) }),
    [done, act, sign, send],
  );
  return <Acts value={value}>{children}</Acts>;
}
