// A document from an address that somebody names: bounded in size, time and turns, and never from inside the network that
// this command runs in, unless it is told so. The address that was checked is the one that is connected to.

import { type LookupAddress, lookup } from 'node:dns';
import { request as plain } from 'node:http';
import { request as secure } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { createBrotliDecompress, createGunzip } from 'node:zlib';
import { Problem } from '@sulh/record';

const WITHIN_MS = 20_000;
const REDIRECTS = 5;

/** Addresses of this machine, of private and shared networks, of links, of documentation, of many: nothing public lies there. */
const INSIDE = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  INSIDE.addSubnet(net, bits, 'ipv4');
// Of IPv6 only the global unicast addresses are public; those that carry an IPv4 address are told by it, and not taken.
const GLOBAL = new BlockList();
GLOBAL.addSubnet('2000::', 3, 'ipv6');
const CARRYING = new BlockList();
for (const [net, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
] as const)
  CARRYING.addSubnet(net, bits, 'ipv6');

/** Whether an address, as numbers, lies in the public network. */
export function isPublic(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !INSIDE.check(address, 'ipv4');
  return family === 6 && GLOBAL.check(address, 'ipv6') && !CARRYING.check(address, 'ipv6');
}

export interface FetchOptions {
  /** The most bytes that are taken in, unpacked. */
  readonly limit: number;
  /** Also from private addresses and this machine. */
  readonly inside?: boolean;
}

/** The body at an address. Throws Problem `cannot-fetch` with why, or `file-too-large`. */
export async function fetchBytes(address: string, { limit, inside = false }: FetchOptions): Promise<Uint8Array> {
  const ends = AbortSignal.timeout(WITHIN_MS);
  let url = address;
  for (let turn = 0; turn <= REDIRECTS; turn += 1) {
    const next = await once(url, limit, inside, ends);
    if (typeof next !== 'string') return next;
    url = next;
  }
  throw new Problem('cannot-fetch', { url: address, why: `more than ${REDIRECTS} redirects` });
}

/** One request: the body, or the address to ask instead. */
function once(address: string, limit: number, inside: boolean, signal: AbortSignal): Promise<Uint8Array | string> {
  const cannot = (why: string): Problem => new Problem('cannot-fetch', { url: address.slice(0, 300), why });
  return new Promise((resolve, reject) => {
    const url = URL.canParse(address) ? new URL(address) : undefined;
    if (url?.protocol !== 'http:' && url?.protocol !== 'https:') return reject(cannot('not a web address'));
    if (url.username || url.password) return reject(cannot('it holds a name or a password'));
    const literal = url.hostname.replace(/^\[|\]$/g, '');
    if (!inside && isIP(literal) && !isPublic(literal)) return reject(cannot('it is not a public address'));
    const ask = url.protocol === 'https:' ? secure : plain;
    const request = ask(url, {
      signal,
      lookup: inside ? undefined : publicOnly,
      headers: { accept: 'text/*, application/xhtml+xml', 'accept-encoding': 'gzip, br', 'user-agent': 'sulh' },
    });
    request.on('error', (error: NodeJS.ErrnoException) =>
      reject(cannot(signal.aborted ? 'it took too long' : (error.code ?? error.message))),
    );
    request.on('response', (response) => {
      const { statusCode = 0, headers } = response;
      if (statusCode >= 300 && statusCode < 400 && headers.location) {
        response.destroy();
        const next = URL.parse(headers.location, url);
        return next ? resolve(next.href) : reject(cannot('it leads to what is no address'));
      }
      if (statusCode !== 200) {
        response.destroy();
        return reject(cannot(`it answered ${statusCode}`));
      }
      const unpack = { gzip: createGunzip, br: createBrotliDecompress }[headers['content-encoding'] ?? ''];
      const body = unpack ? response.pipe(unpack()) : response;
      const parts: Buffer[] = [];
      let size = 0;
      body.on('data', (part: Buffer) => {
        size += part.length;
        parts.push(part);
        if (size <= limit) return;
        request.destroy();
        reject(new Problem('file-too-large', { file: address.slice(0, 300), limit }));
      });
      response.on('error', () => reject(cannot(signal.aborted ? 'it took too long' : 'it broke off')));
      body.on('error', () => reject(cannot('it broke off')));
      body.on('end', () => resolve(Buffer.concat(parts)));
    });
    request.end();
  });
}

/** Looks a name up; a name that leads inside, also in part, leads nowhere. */
const publicOnly: LookupFunction = (host, options, done) => {
  lookup(host, { ...options, all: true }, (error, found: LookupAddress[] = []) => {
    const refused = error ?? (found.every(({ address }) => isPublic(address)) ? null : notPublic());
    if (refused || found.length === 0) return done(refused ?? notPublic(), '', 0);
    if (options.all) return done(null, found);
    done(null, found[0]!.address, found[0]!.family);
  });
};
const notPublic = (): NodeJS.ErrnoException => Object.assign(new Error(), { code: 'it is not a public address' });
