// An optional second reader: a language model behind any endpoint that speaks the OpenAI chat protocol. It is off until the
// operator names one, and nothing is sent unless the terms allow it. What it is asked, and what is kept of its answers: `questions.ts`.

import { createHash } from 'node:crypto';
import type { SourceFile } from '@sulh/reading';
import { bodyWithin, Problem } from '@sulh/record';
import { z } from 'zod';
import { accountsOf, type Compared, claimsIn, type Extraction, MAX_ACCOUNTS, type Question } from './questions.ts';

export interface ExtractorOptions {
  /** Base address: `<url>/chat/completions` is asked. HTTPS, or plain HTTP on this machine. */
  readonly url: string;
  readonly model: string;
  readonly key?: string;
  /** For one question, all tries together. Default 180,000. */
  readonly timeoutMs?: number;
}

const WITHIN_MS = 180_000;
const MAX_ANSWER_BYTES = 1024 * 1024;
const MAX_TEXT = 90_000;
const TRIES = 2;
const AT_ONCE = 2;
const KEPT = 64;

const Completion = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1),
});

/** The extractor that the environment names, if it names one. Throws Problem `extractor-off` on an address that cannot be used. */
export function extractorOf(env: Readonly<Record<string, string | undefined>>): ExtractorOptions | undefined {
  const { SULH_EXTRACTOR_URL: url, SULH_EXTRACTOR_MODEL: model, SULH_EXTRACTOR_KEY: key } = env;
  if (!url) return undefined;
  if (!model) throw new Problem('extractor-off', { why: 'SULH_EXTRACTOR_MODEL is not set' });
  const parsed = URL.parse(url);
  const local = parsed && /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(parsed.hostname);
  if (!parsed || (parsed.protocol !== 'https:' && !(parsed.protocol === 'http:' && local)))
    throw new Problem('extractor-off', { why: 'SULH_EXTRACTOR_URL is neither HTTPS nor on this machine' });
  return { url: url.replace(/\/+$/, ''), model, ...(key ? { key } : {}) };
}

export class Extractor {
  readonly #options: ExtractorOptions;
  #running = 0;
  /** By hash of the question, so that nothing is sent twice; the most lately asked last. */
  readonly #kept = new Map<string, Promise<unknown>>();

  constructor(options: ExtractorOptions) {
    this.#options = options;
  }

  get model(): string {
    return this.#options.model;
  }

  /**
   * Asks for the claims of one document. The caller has made sure that the terms allow it. Throws Problem
   * `too-large-to-read` or `extractor-failed` with `why`: busy, slow, unreachable, refused, too-long, not-the-schema.
   */
  extract(text: string): Promise<Extraction> {
    if (text.length > MAX_TEXT) throw tooLong();
    return this.#answer(claimsIn(text));
  }

  /** Asks what accounts of one event retell, and where they part: two to twelve of them. As `extract` otherwise. */
  compare(accounts: readonly SourceFile[]): Promise<Compared> {
    const characters = accounts.reduce((sum, { text }) => sum + text.length, 0);
    if (accounts.length > MAX_ACCOUNTS || characters > MAX_TEXT) throw tooLong();
    return this.#answer(accountsOf(accounts));
  }

  #answer<T>(question: Question<T>): Promise<T> {
    const { name, content } = question;
    const hash = createHash('sha256').update(`${name}\n${content}`).digest('hex');
    const known = this.#kept.get(hash);
    if (known) return known as Promise<T>;
    if (this.#running >= AT_ONCE) throw failed('busy');
    this.#running += 1;
    const asked = this.#ask(question).finally(() => {
      this.#running -= 1;
    });
    this.#kept.set(hash, asked);
    asked.catch(() => this.#kept.delete(hash));
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT) break;
      this.#kept.delete(oldest);
    }
    return asked;
  }

  async #ask<T>(question: Question<T>): Promise<T> {
    const deadline = AbortSignal.timeout(this.#options.timeoutMs ?? WITHIN_MS);
    let plainly = false;
    for (let attempt = 1; ; attempt++) {
      try {
        return question.kept(await this.#once(question, plainly, deadline), this.model);
      } catch (error) {
        if (deadline.aborted) throw failed('slow');
        const problem = error instanceof Problem ? error : failed('unreachable');
        // Not every endpoint knows schemas, or any temperature but its own. Any other refusal (a wrong key, no such model) stays one.
        plainly = problem.details.status === 400 || problem.details.status === 422;
        if (attempt === TRIES || (problem.details.why === 'refused' && !plainly))
          throw failed(String(problem.details.why));
      }
    }
  }

  /** `plainly`: with the schema told in words and nothing else asked of the endpoint. */
  async #once(
    { name, schema, ask, content }: Question<unknown>,
    plainly: boolean,
    signal: AbortSignal,
  ): Promise<unknown> {
    const { url, model, key } = this.#options;
    const form = { type: 'json_schema', json_schema: { name, strict: true, schema } };
    const response = await fetch(`${url}/chat/completions`, {
      method: 'POST',
      signal,
      // Neither the text nor the key goes anywhere but where the operator said.
      redirect: 'error',
      headers: { 'content-type': 'application/json', ...(key ? { authorization: `Bearer ${key}` } : {}) },
      body: JSON.stringify({
        model,
        ...(plainly ? {} : { temperature: 0, response_format: form }),
        messages: [
          { role: 'system', content: plainly ? `${ask}\n\nThe schema: ${JSON.stringify(schema)}` : ask },
          { role: 'user', content },
        ],
      }),
    });
    if (!response.ok) {
      await response.body?.cancel();
      const { status } = response;
      throw failed(status === 429 || status >= 500 ? 'unreachable' : 'refused', status);
    }
    const completion = Completion.safeParse(parsed(await bounded(response)));
    if (!completion.success) throw failed('not-the-schema');
    // Some put a fence or a sentence around what they were asked for.
    const { content: said } = completion.data.choices[0]!.message;
    return parsed(said.slice(said.indexOf('{'), said.lastIndexOf('}') + 1));
  }
}

const tooLong = (): Problem => new Problem('too-large-to-read', { why: 'second-reader', most: MAX_TEXT });
const failed = (why: string, status?: number): Problem =>
  new Problem('extractor-failed', status === undefined ? { why } : { why, status });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw failed('not-the-schema');
  }
}

/** The answer's text, given up as soon as it is too long. */
const bounded = async (response: Response): Promise<string> =>
  Buffer.from(await bodyWithin(response, MAX_ANSWER_BYTES, () => failed('too-long'))).toString('utf8');
