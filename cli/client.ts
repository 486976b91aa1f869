// A host's HTTP face as a command needs it: the record's notes go in, readings and proofs come out. What a host answers
// is from outside too: its size is bounded and its problems are taken over with their names.

import { randomBytes } from 'node:crypto';
import { type Audience, bodyWithin, newId, Problem, signEntry, signNote, toBase64, utf8 } from '@sulh/record';
import type { Signer } from './keys.ts';

const MOST = 64 * 1024 * 1024;
const PATIENCE_MS = 60_000;

export const DEFAULT_URL = process.env.SULH_URL ?? `http://127.0.0.1:${process.env.SULH_PORT ?? '7800'}`;

export interface Filed {
  readonly id: string;
  readonly index: number;
  readonly receivedAt: string;
  readonly duplicate: boolean;
  /** The note as it was signed, and the proof of its place in the record (tlog-proof). */
  readonly note: string;
  readonly proof: string;
}

export class Client {
  readonly url: string;
  readonly record: string;
  #authorization: string | undefined;

  /** `url` is the host's, or the record's there. */
  constructor(url: string, record: string) {
    this.url = url.replace(/(\/records\/[a-z0-9-]+)?\/*$/, '');
    this.record = record;
  }

  /** The value of the Authorization header, once signed in. */
  get authorization(): string | undefined {
    return this.#authorization;
  }

  /** Signs in: what is asked from here on is asked as the key's member. */
  async signIn(signer: Signer): Promise<void> {
    this.#authorization = await this.challenged(signer);
  }

  /** A fresh proof of holding a member's key, as an Authorization header. */
  async challenged(signer: Signer): Promise<string> {
    const { signInText } = await import('@sulh/server');
    const { challenge } = (await this.json('GET', `/api/records/${this.record}/session/challenge`)) as {
      challenge: string;
    };
    const note = signNote(signInText(signer.origin, challenge), [signer.skey]);
    return `Sulh ${toBase64(utf8(note))}`;
  }

  /** Signs an entry and files it. Throws the host's problem when it is refused. */
  async file(
    signer: Signer,
    kind: string,
    body: unknown,
    audience: Audience = 'members',
    refs: string[] = [],
  ): Promise<Filed> {
    const now = new Date();
    const id = newId(now.getTime(), randomBytes(10));
    const entry = { kind, id, at: now.toISOString(), audience, refs, body, salt: toBase64(randomBytes(16)) };
    const note = signEntry(signer.origin, entry, [signer.skey]);
    return this.submit(id, note);
  }

  /** Sends a signed entry as it is. Throws the host's problem when it is refused. */
  async submit(id: string, note: string): Promise<Filed> {
    const { headers, text } = await this.ask(
      'POST',
      `/records/${this.record}/entries`,
      note,
      'text/plain; charset=utf-8',
    );
    return {
      id,
      index: Number(headers.get('sulh-index')),
      receivedAt: headers.get('sulh-received-at') ?? '',
      duplicate: headers.get('sulh-duplicate') === 'true',
      note,
      proof: text,
    };
  }

  async json(method: string, path: string, body?: unknown): Promise<unknown> {
    const { text } = await this.ask(
      method,
      path,
      body === undefined ? undefined : JSON.stringify(body),
      'application/json',
    );
    try {
      return JSON.parse(text);
    } catch {
      throw new Problem('bad-answer', { url: this.url, why: 'no JSON' });
    }
  }

  /** Bytes, such as a file’s. */
  async bytes(path: string): Promise<Uint8Array> {
    let answer: Response;
    try {
      answer = await fetch(this.url + path, {
        redirect: 'error',
        signal: AbortSignal.timeout(PATIENCE_MS),
        headers: this.#authorization ? { authorization: this.#authorization } : {},
      });
    } catch (error) {
      throw new Problem('unreachable', { url: this.url, why: (error as Error).name });
    }
    const bytes = await boundedBytes(answer, this.url);
    if (!answer.ok) throw problemIn(Buffer.from(bytes).toString('utf8'), this.url, answer.status);
    return bytes;
  }

  async ask(method: string, path: string, body?: string, type?: string): Promise<{ headers: Headers; text: string }> {
    let answer: Response;
    let text: string;
    try {
      answer = await fetch(this.url + path, {
        method,
        redirect: 'error',
        signal: AbortSignal.timeout(PATIENCE_MS),
        headers: {
          ...(body === undefined || type === undefined ? {} : { 'content-type': type }),
          ...(this.#authorization ? { authorization: this.#authorization } : {}),
        },
        ...(body === undefined ? {} : { body }),
      });
      text = await bounded(answer, this.url);
    } catch (error) {
      if (error instanceof Problem) throw error;
      const cause = (error as { cause?: NodeJS.ErrnoException }).cause;
      throw new Problem('unreachable', { url: this.url, why: cause?.code ?? (error as Error).name });
    }
    if (answer.ok) return { headers: answer.headers, text };
    throw problemIn(text, this.url, answer.status);
  }
}

const bounded = async (answer: Response, url: string): Promise<string> =>
  Buffer.from(await boundedBytes(answer, url)).toString('utf8');

const boundedBytes = (answer: Response, url: string): Promise<Uint8Array> =>
  bodyWithin(answer, MOST, () => new Problem('bad-answer', { url, why: 'too large' }));

/** The problem that a host sent (RFC 9457), by its code. */
function problemIn(text: string, url: string, status: number): Problem {
  try {
    const { code, detail, todo } = JSON.parse(text) as Record<string, unknown>;
    if (typeof code === 'string' && /^[a-z0-9-]{1,60}$/.test(code)) return new Problem(code, { detail, todo, status });
  } catch {
    // Not a problem as a host of ours sends it: below.
  }
  return new Problem('bad-answer', { url, why: `status ${status}` });
}
