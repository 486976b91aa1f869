// What the app asks of the host: which record, its terms, whether this phone is enrolled.

import { containedJson } from '@sulh/exchange/contained';
import type { Name, TermsBody } from '@sulh/mechanism';
import { signEntry, toBase64 } from '@sulh/record';

export interface Mechanism {
  readonly origin: string;
  readonly demo: boolean;
  readonly terms: Pick<TermsBody, 'places' | 'name' | 'chair'>;
  readonly organisations: readonly { readonly id: string; readonly name: Name }[];
}

async function json<T>(path: string, init?: RequestInit): Promise<T> {
  const answer = await fetch(path, init);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return containedJson(await answer.text()) as T;
}

/** The record named in `?record=`, or the first that the host keeps. */
export async function recordOf(): Promise<string> {
  const asked = new URLSearchParams(location.search).get('record');
  if (asked && /^[a-z0-9-]{1,64}$/.test(asked)) return asked;
  const { records } = await json<{ records: { name: string }[] }>('/healthz');
  const first = records[0];
  if (!first) throw new Error('no record');
  return first.name;
}

export const mechanismOf = (record: string): Promise<Mechanism> => json(`/api/records/${record}/mechanism`);

/** Signs in with the phone's key: true when the record knows it. */
export async function whoAmI(
  record: string,
  origin: string,
  sign: (text: string) => Promise<string>,
): Promise<boolean> {
  const { challenge } = await json<{ challenge: string }>(`/api/records/${record}/session/challenge`);
  const note = await sign(`sulh/sign-in/v1\n${origin}\n${challenge}\n`);
  const answer = await fetch(`/api/records/${record}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ note }),
  });
  return answer.ok;
}

/** In a demonstration only: the demonstration's lead enrols this phone, by the same signed entry as anywhere. */
export async function demonstrationEnrol(
  record: string,
  origin: string,
  organisation: string,
  vkey: string,
  id: string,
  salt: Uint8Array,
  language: string,
): Promise<void> {
  const keys = await json<{ organisation: string; seats: string[]; skey: string }[]>(
    `/api/records/${record}/demo/keys`,
  );
  const lead = keys.find((key) => key.organisation === organisation && key.seats.includes('lead'));
  const member = vkey.split('+', 1)[0]?.slice(origin.length + 1);
  if (!lead || !member) throw new Error('no lead');
  const note = signEntry(
    origin,
    {
      kind: 'member.enrol',
      id,
      at: new Date().toISOString(),
      audience: 'members',
      refs: [],
      body: { member, key: vkey, seats: ['monitor'] },
      salt: toBase64(salt),
    },
    [lead.skey],
  );
  const answer = await fetch(`/records/${record}/entries`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain; charset=utf-8', 'accept-language': language },
    body: note,
  });
  if (!answer.ok)
    throw new Error((containedJson(await answer.text()) as { detail?: string }).detail ?? String(answer.status));
}
