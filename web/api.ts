// What the office asks of the host. Answers are cached by table; the live stream says which tables changed.

import { containedJson } from '@sulh/exchange/contained';
import type { Tables } from '@sulh/mechanism';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { createContext, use } from 'react';

export type Table = keyof Tables & string;

/** A problem as the host names it (RFC 9457): a stable `code`, and a sentence in the reader's language. */
export class ApiProblem extends Error {
  readonly code: string;
  readonly status: number;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, status: number, sentence: string, details: Record<string, unknown> = {}) {
    super(sentence || code);
    this.name = 'ApiProblem';
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

/** The record that the page is about; `language` decides in which words the host explains. */
export interface Place {
  readonly record: string;
  readonly language: string;
  /** Reads as the public does, whoever is signed in. */
  readonly asPublic?: boolean;
}
export const Here = createContext<Place>({ record: '', language: 'en' });
export const useHere = (): Place => use(Here);

export type Query = Readonly<Record<string, string | number | undefined>>;

const search = (query: Query): string => {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  return given.length === 0 ? '' : `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
};

export const apiPath = (record: string, path: string, query: Query = {}): string =>
  `/api/records/${encodeURIComponent(record)}/${path}${search(query)}`;
export const recordPath = (record: string, path: string): string => `/records/${encodeURIComponent(record)}/${path}`;

/** Fetches, and throws an ApiProblem for whatever is not an answer. */
export async function ask(path: string, language: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, {
      credentials: 'same-origin',
      ...init,
      headers: { 'accept-language': language, ...init.headers },
    });
  } catch {
    throw new ApiProblem('unreachable', 0, '');
  }
  if (response.ok) return response;
  const body = await response
    .text()
    .then((text) => shown(path, text) as Record<string, unknown>)
    .catch(() => ({}) as Record<string, unknown>);
  const { code, detail, title, type: _type, status: _status, instance: _instance, ...details } = body;
  throw new ApiProblem(
    typeof code === 'string' ? code : `http-${response.status}`,
    response.status,
    typeof detail === 'string' ? detail : typeof title === 'string' ? title : '',
    details,
  );
}

/** The newest entry that the live stream told of, by the beginning of the record's addresses. */
const heard = new Map<string, number>();
/** A list that is older than this entry is asked for again. */
export const hear = (record: string, index: number): void => {
  const below = apiPath(record, '');
  heard.set(below, Math.max(index, heard.get(below) ?? -1));
};
const heardOf = (path: string): number => heard.get(path.slice(0, path.indexOf('/', '/api/records/'.length) + 1)) ?? -1;

/** What is told of others' words stands among our own; a signed note is checked and signed again as it came. */
const shown = (path: string, text: string): unknown =>
  containedJson(text, /\/(?:entry\/[^/?]+\/receipt|drafts)\b/.test(path) ? 'note' : undefined);

/** A busy host answers with a list as it has it so far, and says how old it is: it is asked again, for some seconds. */
export async function askJson<T>(path: string, language: string, init?: RequestInit): Promise<T> {
  for (let left = 10; ; left -= 1) {
    const answer = shown(path, await (await ask(path, language, init)).text()) as T & { readonly asOf?: number };
    if (left === 0 || typeof answer?.asOf !== 'number' || answer.asOf >= heardOf(path)) return answer;
    await new Promise((done) => setTimeout(done, 200));
  }
}

export const sendJson = <T>(path: string, language: string, body: unknown, method = 'POST'): Promise<T> =>
  askJson<T>(path, language, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

export interface Rows<R> {
  readonly rows: readonly R[];
  readonly next?: string;
  readonly previous?: string;
  /** How many rows stand before these. */
  readonly start?: number;
  readonly total: number;
}

/** Which tables a reading is made of, so that it is asked again when one of them changes. */
const MADE_OF: Record<string, readonly string[]> = {
  brief: ['*'],
  custody: ['evidence', 'erasure', 'report', 'case', 'agreement', 'document'],
  doubted: ['key'],
  map: ['incident', 'report', 'crossing', 'case'],
  proposal: ['report', 'incident'],
  reading: ['document', 'terms'],
  document: ['document', 'claim', 'terms'],
  mechanism: ['terms', 'organisation', 'member'],
  session: ['member'],
};
export const tablesOf = (path: string): readonly string[] => {
  if (/\/(story|compliance)$/.test(path)) return ['*'];
  const first = path.split(/[/?]/)[0]!;
  return MADE_OF[first] ?? [first];
};

/** A reading of the API as a query: `path` below the record, its first word a table or a reading. */
export const reading = <T>(here: Place, path: string, query: Query = {}) =>
  queryOptions({
    queryKey: [here.record, path, query, here.language, here.asPublic === true] as const,
    queryFn: ({ signal }) =>
      askJson<T>(apiPath(here.record, path, query), here.language, {
        signal,
        credentials: here.asPublic ? 'omit' : 'same-origin',
      }),
    // The live stream invalidates; without it a reading is never older than this.
    staleTime: 30_000,
    retry: (count, error) => count < 2 && !(error instanceof ApiProblem && error.status >= 400 && error.status < 500),
  });

export const useReading = <T>(path: string, query: Query = {}, enabled = true) =>
  useQuery({ ...reading<T>(useHere(), path, query), enabled, placeholderData: keepPreviousData });

/** Rows of a table, as the viewer may see them. */
export const useRows = <T extends Table>(table: T, query: Query = {}, enabled = true) =>
  useReading<Rows<Tables[T]>>(table, query, enabled);

export const useRow = <T extends Table>(table: T, id: string | undefined) => {
  const here = useHere();
  return useQuery({ ...reading<Tables[T]>(here, `${table}/${encodeURIComponent(id ?? '')}`), enabled: !!id });
};

/** An entry as lists of the record show it. */
export interface EntryRow {
  readonly id: string;
  readonly index: number;
  readonly kind: string;
  readonly at: string;
  readonly receivedAt: string;
  readonly audience: 'public' | 'members' | readonly string[];
  readonly author?: string;
  readonly authors?: readonly string[];
  readonly organisation?: string;
  readonly rows?: readonly (readonly [string, string])[];
}

export interface Receipt {
  readonly index: number;
  readonly receivedAt: string;
  readonly note: string;
  readonly proof: string;
  readonly recorded: boolean;
  readonly witnessed: boolean;
  readonly cosignatures: readonly { readonly name: string; readonly time?: number }[];
}
