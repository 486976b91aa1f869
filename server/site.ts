// What the families of addresses share: the open records, who is asking, what the site is run as.

import type { Viewer } from '@sulh/mechanism';
import { Problem } from '@sulh/record';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Drafts } from './drafts.ts';
import type { Extractor } from './extractor.ts';
import type { DemoKey } from './founding.ts';
import type { Log, OpenRecord } from './records.ts';
import { noteOfHeader, type Sessions } from './session.ts';

export interface Site {
  readonly records: ReadonlyMap<string, OpenRecord>;
  readonly sessions: Sessions;
  /** A demonstration: the members' keys are handed to everybody. */
  readonly demo: boolean;
  readonly demoKeys: (record: string) => readonly DemoKey[];
  /** Drafts of a record that wait for further signatures. */
  readonly drafts: (record: string) => Drafts;
  readonly now: () => Date;
  readonly log: Log;
  /** Folders of the built office and field app. */
  readonly office: string;
  readonly field: string;
  /** Served over HTTPS, by a proxy in front: cookies are for HTTPS alone. */
  readonly https: boolean;
  /** Addresses of proxies whose word on the client's address is taken. */
  readonly trustProxy: string[] | boolean;
  /** A second reader of documents, where the operator named one. */
  readonly extractor?: Extractor;
  ready(): boolean;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is asking, of the record in the path; undefined is the public. */
    viewer: Viewer | undefined;
  }
}

export const RecordName = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/);
export const Named = z.object({ name: RecordName });

/** The record of a path. Throws Problem `not-ready` or `no-such-record`. */
export function recordOf(site: Site, name: string): OpenRecord {
  const record = site.records.get(name);
  if (record) return record;
  throw new Problem(site.ready() ? 'no-such-record' : 'not-ready', {});
}

export const cookieOf = (record: string): string => `sulh_${record}`;

/** Who asks, by session cookie or by a sign-in note in the header. Throws the problems of a header that does not hold. */
export function viewerOf(site: Site, request: FastifyRequest): Viewer | undefined {
  const { name } = (request.params ?? {}) as { name?: string };
  const record = name === undefined ? undefined : site.records.get(name);
  if (!record) return undefined;
  const note = noteOfHeader(request.headers.authorization);
  if (note !== undefined) return site.sessions.verify(record.name, record.state, note).viewer;
  const token = request.cookies[cookieOf(record.name)];
  return token === undefined ? undefined : site.sessions.viewer(record.name, record.state, token);
}

/** The viewer, who must be a member. Throws Problem `sign-in-needed`. */
export function memberOf(request: FastifyRequest): Viewer {
  if (!request.viewer) throw new Problem('sign-in-needed', {});
  return request.viewer;
}

/** What is not there, or not for this viewer: the same answer, to the byte. */
export const nothing = (): Problem => new Problem('nothing-here', {});
