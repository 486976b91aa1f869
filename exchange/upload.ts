// Sending a file to a host by tus 1.0.0, for whoever has a way to fetch: the command line, the office, the phone. It goes on
// where it broke off, also in another process that kept the upload's address.

import { bodyWithin, fromUtf8, Problem } from '@sulh/record';

export interface UploadOptions {
  /** The host's address without a slash at its end; empty in a browser. */
  readonly host: string;
  readonly record: string;
  /** Size in bytes and SHA-256 (hex) of the file. */
  readonly size: number;
  readonly sha256: string;
  /** The bytes from one offset up to another. */
  read(from: number, to: number): Promise<Uint8Array>;
  readonly fetch: typeof fetch;
  /** Headers that say who sends, where a cookie does not; asked for again with each request. */
  readonly headers?: () => Promise<Record<string, string>> | Record<string, string>;
  /** The address of an upload that was begun before. */
  readonly begun?: string;
  /** Told the address as soon as there is one, to be kept for another time. */
  readonly onBegun?: (address: string) => void | Promise<void>;
  readonly onProgress?: (sent: number, size: number) => void;
  /** Bytes of one request: on a bad line as many as get through at once. */
  readonly chunk?: number;
}

const TUS = { 'tus-resumable': '1.0.0' };
/** 1 MiB passes in the time that a host waits for a request even at 300 kbit/s. */
const CHUNK = 1024 * 1024;

/**
 * Sends what the host does not have yet. Throws the host's Problem; what the fetch throws when there is no network (then
 * call again, with the address that `onBegun` told); and Problem `bad-answer`.
 */
export async function upload(options: UploadOptions): Promise<void> {
  const { host, record, size, sha256, chunk = CHUNK } = options;
  const ask = async (path: string, init: { method: string; headers?: Record<string, string>; body?: Uint8Array }) => {
    const own = (await options.headers?.()) ?? {};
    return options.fetch(host + path, { ...init, headers: { ...TUS, ...own, ...init.headers } } as RequestInit);
  };

  let address = options.begun;
  let offset: number | undefined;
  if (address !== undefined) {
    const answer = await ask(address, { method: 'HEAD' });
    if (answer.ok) offset = numberOf(answer, 'upload-offset');
    // It was purged or given up: from the start again.
    else if (answer.status !== 404) throw await problemIn(answer);
  }
  if (address === undefined || offset === undefined) {
    const metadata = `sha256 ${btoa(sha256)}`;
    const answer = await ask(`/records/${record}/files`, {
      method: 'POST',
      headers: { 'upload-length': String(size), 'upload-metadata': metadata },
    });
    if (answer.status !== 201) throw await problemIn(answer);
    const location = answer.headers.get('location') ?? '';
    if (!location.startsWith(`/records/${record}/files/`)) throw new Problem('bad-answer', { why: 'location' });
    address = location;
    offset = 0;
    await options.onBegun?.(address);
  }
  options.onProgress?.(offset, size);
  while (offset < size) {
    const bytes = await options.read(offset, Math.min(size, offset + chunk));
    const answer = await ask(address, {
      method: 'PATCH',
      headers: { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) },
      body: bytes,
    });
    if (!answer.ok) throw await problemIn(answer);
    const next = numberOf(answer, 'upload-offset');
    if (next <= offset || next > size) throw new Problem('bad-answer', { why: 'offset' });
    offset = next;
    options.onProgress?.(offset, size);
  }
}

function numberOf(answer: Response, header: string): number {
  const text = answer.headers.get(header) ?? '';
  if (!/^\d{1,15}$/.test(text)) throw new Problem('bad-answer', { why: header });
  return Number(text);
}

async function problemIn(answer: Response): Promise<Problem> {
  try {
    const text = fromUtf8(await bodyWithin(answer, 65_536, () => new Problem('bad-answer', { why: 'too large' })));
    const { code, detail, todo } = JSON.parse(text) as Record<string, unknown>;
    if (typeof code === 'string' && /^[a-z0-9-]{1,60}$/.test(code))
      return new Problem(code, { detail, todo, status: answer.status });
  } catch {
    // No problem as a host of ours sends it: below.
  }
  return new Problem('bad-answer', { why: `status ${answer.status}` });
}
