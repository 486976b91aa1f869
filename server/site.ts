// What the families of addresses share: the open records, who is asking, what the site is run as.

import { isIPv6 } from 'node:net';
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
    /** Gives its turn to the next question. */
    leave: (() => void) | undefined;
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

/** The name of a session's cookie. Over HTTPS its beginning keeps hosts of other names under the same domain from setting it. */
export const cookieOf = (site: Site, record: string): string => `${site.https ? '__Host-' : ''}sulh_${record}`;

/** Who asks, as far as an address tells: of IPv6 the network, since whoever has one has all its addresses. */
export function addressOf({ ip }: Pick<FastifyRequest, 'ip'>): string {
  if (!isIPv6(ip) || ip.includes('.')) return ip;
  const [left = [], right = []] = ip.split('::').map((side) => side.split(':').filter(Boolean));
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  return `${[...left, ...zeros, ...right].slice(0, 4).join(':')}::`;
}

/** Who asks, by one name for each member of a record and for each address that nobody is signed in from. */
export function askerOf(request: FastifyRequest): string {
  const { name } = (request.params ?? {}) as { name?: string };
  return request.viewer ? `${name} ${request.viewer.member}` : addressOf(request);
}

/**
 * Whether a page of elsewhere has the browser ask. A session counts for this host's own pages alone: another program on the
 * same machine or under the same domain shares its cookies, and must not act or look by them.
 */
function fromElsewhere({ headers, host }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'cross-site' || site === 'same-site';
  // Browsers tell the first over HTTPS alone.
  return headers.origin !== undefined && URL.parse(headers.origin)?.host !== host;
}

/** Who asks, by session cookie or by a sign-in note in the header. Throws the problems of a header that does not hold. */
export function viewerOf(site: Site, request: FastifyRequest): Viewer | undefined {
  const { name } = (request.params ?? {}) as { name?: string };
  const record = name === undefined ? undefined : site.records.get(name);
  if (!record) return undefined;
  const note = noteOfHeader(request.headers.authorization);
  if (note !== undefined) return site.sessions.verify(record.name, record.state, note).viewer;
  if (fromElsewhere(request)) return undefined;
  const token = request.cookies[cookieOf(site, record.name)];
  return token === undefined ? undefined : site.sessions.viewer(record.name, record.state, token);
}

/** The viewer, who must be a member. Throws Problem `sign-in-needed`. */
export function memberOf(request: FastifyRequest): Viewer {
  if (!request.viewer) throw new Problem('sign-in-needed', {});
  return request.viewer;
}

/** What is not there, or not for this viewer: the same answer, to the byte. */
export const nothing = (): Problem => new Problem('nothing-here', {});
