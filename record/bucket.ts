// A record behind its folder, in an S3-compatible bucket: the same layout under a prefix (`notes/`, `tile/`, `checkpoint`),
// one object of notes a batch. The folder is then a copy that a start brings up to date; the bucket is what lasts.
//
// Two sequencers can never both win. A batch's notes are written under its first index only if nothing is there
// (`If-None-Match: *`), so whoever has not read what another wrote collides with it; and the checkpoint is replaced only if
// it is still the one that this sequencer read or wrote last (`If-Match`).

import { AwsClient } from 'aws4fetch';
import { bodyWithin, equalBytes, utf8 } from './bytes.ts';
import { Problem } from './problem.ts';

export interface BucketAddress {
  /** Such as `https://s3.example.org`. */
  readonly endpoint: string;
  readonly bucket: string;
  /** Ends in a slash, unless empty. */
  readonly prefix: string;
  readonly region: string;
}

/** How a client of the bucket signs. Never logged, and in no problem. */
export interface BucketSecrets {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** What stands behind a folder. Every method throws Problem `record-unavailable` when the store fails. */
export interface Backing {
  /** The published checkpoint. What is published next takes the place of this one and of no other. */
  checkpoint(): Promise<Uint8Array | undefined>;
  /** The frames of batches in order, from the batch that holds an index on: each with the index of its first entry. */
  batches(from: number): AsyncIterable<{ first: number; frames: Uint8Array }>;
  /** Makes a batch durable. Throws Problem `another-sequencer` when there is one at this index that is not this. */
  append(first: number, frames: Uint8Array): Promise<void>;
  /** Publishes tiles, then the checkpoint that speaks of them. Throws Problem `another-sequencer`. */
  publish(tiles: readonly { path: string; bytes: Uint8Array }[], checkpoint: string): Promise<void>;
  /** Removes a full tile's partial ones, some time. */
  forgetPartial(path: string): void;
}

const MAX_OBJECT = 160 * 1024 * 1024;
const TIMEOUT = 60_000;
/** For a large file. */
const LONG = 3_600_000;
const ATTEMPTS = 5;
const NOTES = /^notes\/(\d{12})\.seg$/;

/**
 * An address such as `s3://bucket/some/prefix?endpoint=https://s3.example.org&region=eu-1`; without an endpoint it is Amazon's.
 * Throws Problem `bad-bucket`; secrets have no place in it.
 */
export function parseBucket(address: string): BucketAddress {
  const bad = (why: string) => new Problem('bad-bucket', { why });
  if (!URL.canParse(address)) throw bad('not an address');
  const url = new URL(address);
  if (url.protocol !== 's3:') throw bad('it must begin with s3://');
  if (url.username || url.password) throw bad('secrets are read from the environment, not from the address');
  for (const name of url.searchParams.keys())
    if (name !== 'endpoint' && name !== 'region') throw bad(`${name} is not known`);
  const region = url.searchParams.get('region') ?? 'us-east-1';
  const endpoint = url.searchParams.get('endpoint') ?? `https://s3.${region}.amazonaws.com`;
  if (!/^https?:\/\/[^/?#@]+\/?$/.test(endpoint)) throw bad('the endpoint is not a web address');
  const prefix = url.pathname.replace(/^\/+|\/+$/g, '');
  if (!/^[a-z0-9][a-z0-9.-]{1,62}$/.test(url.hostname) || !/^[\w./-]*$/.test(prefix)) throw bad('bucket or prefix');
  return {
    endpoint: endpoint.replace(/\/$/, ''),
    bucket: url.hostname,
    prefix: prefix === '' ? '' : `${prefix}/`,
    region,
  };
}

/** The bucket behind one record. `fetcher` only for tests of what a network can do. */
export function bucketBacking(address: BucketAddress, secrets: BucketSecrets, fetcher: typeof fetch = fetch): Backing {
  const store = new Store(address, secrets, fetcher);
  let etag: string | undefined;
  return {
    async checkpoint() {
      const found = await store.get('checkpoint');
      etag = found?.etag;
      return found?.bytes;
    },
    async *batches(from) {
      // Names are the first indices in twelve digits, so they are listed in order.
      let before: number | undefined;
      for await (const first of store.firsts()) {
        if (first > from && before !== undefined && before < from) yield await store.batch(before);
        if (first >= from) yield await store.batch(first);
        before = first;
      }
      if (before !== undefined && before < from) yield await store.batch(before);
    },
    async append(first, frames) {
      const wins = await store.put(nameOf(first), frames, { 'if-none-match': '*' });
      if (wins === undefined) throw new Problem('another-sequencer', { index: first });
    },
    async publish(tiles, checkpoint) {
      await Promise.all(tiles.map(({ path, bytes }) => store.put(path, bytes, {})));
      const condition: Record<string, string> = etag === undefined ? { 'if-none-match': '*' } : { 'if-match': etag };
      const wins = await store.put('checkpoint', utf8(checkpoint), condition);
      if (wins === undefined) throw new Problem('another-sequencer', { what: 'checkpoint' });
      etag = wins;
    },
    forgetPartial(path) {
      store.removeAll(`${path}.p/`).catch(() => {
        // They only take up room.
      });
    },
  };
}

/** Whole objects in a bucket, for what is no record: files by their hash. Methods throw Problem `record-unavailable`. */
export interface Objects {
  /** Writes an object, whatever was there. The hash (hex SHA-256) is signed, so that the store checks what arrives. */
  put(key: string, content: Blob, sha256: string): Promise<void>;
  get(key: string): Promise<Uint8Array | undefined>;
  /** Its bytes as they come; undefined where there is none. */
  stream(key: string): Promise<ReadableStream<Uint8Array> | undefined>;
  /** Keys that begin so, in order. */
  list(prefix: string): AsyncIterable<string>;
  remove(key: string): Promise<void>;
}

/** The objects below an address. `fetcher` only for tests of what a network can do. */
export function bucketObjects(address: BucketAddress, secrets: BucketSecrets, fetcher: typeof fetch = fetch): Objects {
  const store = new Store(address, secrets, fetcher);
  return {
    put: (key, content, sha256) => store.putBlob(key, content, sha256),
    get: async (key) => (await store.get(key))?.bytes,
    stream: (key) => store.stream(key),
    list: (prefix) => store.list(prefix),
    remove: (key) => store.remove(key),
  };
}

const nameOf = (first: number): string => `notes/${String(first).padStart(12, '0')}.seg`;

class Store {
  #address: BucketAddress;
  #client: AwsClient;
  #fetch: typeof fetch;

  constructor(address: BucketAddress, secrets: BucketSecrets, fetcher: typeof fetch) {
    this.#address = address;
    this.#fetch = fetcher;
    this.#client = new AwsClient({ ...secrets, service: 's3', region: address.region });
  }

  async get(key: string): Promise<{ bytes: Uint8Array; etag: string } | undefined> {
    const answer = await this.#ask('GET', this.#url(key));
    if (answer.status === 404) return undefined;
    if (answer.status !== 200) throw unavailable('GET', key, answer.status);
    return { bytes: await bodyOf(answer, key), etag: answer.headers.get('etag') ?? '' };
  }

  async batch(first: number): Promise<{ first: number; frames: Uint8Array }> {
    const found = await this.get(nameOf(first));
    if (!found) throw new Problem('record-damaged', { what: 'notes', why: 'missing-entries', index: first });
    return { first, frames: found.bytes };
  }

  /**
   * Writes an object if the condition holds, and returns its new tag; undefined when it does not hold. An answer that was
   * lost may have been a success: then what is there is what was to be written.
   */
  async put(key: string, bytes: Uint8Array, condition: Record<string, string>): Promise<string | undefined> {
    for (let attempt = 1; ; attempt++) {
      let status: number;
      try {
        const answer = await this.#ask('PUT', this.#url(key), bytes, condition);
        await answer.body?.cancel();
        status = answer.status;
        if (status === 200) return answer.headers.get('etag') ?? '';
      } catch (error) {
        if (attempt >= ATTEMPTS) throw error;
        status = 0;
      }
      if (status === 412 || status === 409) {
        if (attempt === 1 && status === 412) return undefined;
        const there = await this.get(key);
        if (there && equalBytes(there.bytes, bytes)) return there.etag;
        if (status === 412) return undefined;
      }
      if (attempt >= ATTEMPTS || (status >= 400 && status < 500 && status !== 409 && status !== 429))
        throw unavailable('PUT', key, status);
      await new Promise((resolve) => setTimeout(resolve, 100 * 2 ** attempt));
    }
  }

  /** The first indices of the batches, in order. */
  async *firsts(): AsyncGenerator<number> {
    for await (const key of this.list('notes/')) {
      const match = NOTES.exec(key);
      if (!match) throw new Problem('record-damaged', { what: 'notes', why: 'unknown-file', file: key.slice(0, 100) });
      yield Number(match[1]);
    }
  }

  async removeAll(prefix: string): Promise<void> {
    for await (const key of this.list(prefix)) await this.remove(key);
  }

  async remove(key: string): Promise<void> {
    const answer = await this.#ask('DELETE', this.#url(key));
    await answer.body?.cancel();
    if (answer.status >= 300 && answer.status !== 404) throw unavailable('DELETE', key, answer.status);
  }

  async putBlob(key: string, content: Blob, sha256: string): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#ask('PUT', this.#url(key), content, { 'x-amz-content-sha256': sha256 }).catch(
        (error) => {
          if (attempt >= ATTEMPTS) throw error;
          return undefined;
        },
      );
      await answer?.body?.cancel();
      const status = answer?.status ?? 0;
      if (status === 200) return;
      if (attempt >= ATTEMPTS || (status >= 400 && status < 500 && status !== 429))
        throw unavailable('PUT', key, status);
      await new Promise((resolve) => setTimeout(resolve, 100 * 2 ** attempt));
    }
  }

  async stream(key: string): Promise<ReadableStream<Uint8Array> | undefined> {
    const answer = await this.#ask('GET', this.#url(key), undefined, {}, LONG);
    if (answer.status === 200 && answer.body) return answer.body;
    await answer.body?.cancel();
    if (answer.status === 404) return undefined;
    throw unavailable('GET', key, answer.status);
  }

  async *list(prefix: string): AsyncGenerator<string> {
    const whole = this.#address.prefix + prefix;
    for (let after = ''; ; ) {
      const query = new URLSearchParams({ 'list-type': '2', prefix: whole, 'max-keys': '1000' });
      if (after !== '') query.set('start-after', after);
      const answer = await this.#ask('GET', `${this.#url('', false)}?${query.toString().replaceAll('+', '%20')}`);
      if (answer.status !== 200) throw unavailable('LIST', prefix, answer.status);
      const text = new TextDecoder().decode(await bodyOf(answer, prefix));
      // Our own keys are of letters, digits and `./-` alone, so that no XML escapes are met.
      const keys = [...text.matchAll(/<Key>([^<]*)<\/Key>/g)].map((match) => match[1] ?? '');
      for (const key of keys) {
        if (!key.startsWith(whole) || key <= after) throw unavailable('LIST', prefix, 200);
        after = key;
        yield key.slice(this.#address.prefix.length);
      }
      if (!/<IsTruncated>true<\/IsTruncated>/.test(text)) return;
      if (keys.length === 0) throw unavailable('LIST', prefix, 200);
    }
  }

  #url(key: string, prefixed = true): string {
    const { endpoint, bucket, prefix } = this.#address;
    return `${endpoint}/${bucket}/${prefixed ? prefix : ''}${key}`;
  }

  async #ask(
    method: string,
    url: string,
    body?: Uint8Array | Blob,
    headers: Record<string, string> = {},
    timeout = body instanceof Blob ? LONG : TIMEOUT,
  ): Promise<Response> {
    // A large body is signed by its hash, which the caller knows, and is read from the disk as it is sent.
    const signing = body instanceof Blob || !body ? {} : { body: body as BodyInit };
    const signed = await this.#client.sign(url, { method, headers, ...signing });
    try {
      return await this.#fetch(signed.url, {
        method,
        headers: signed.headers,
        ...(body && { body: body as BodyInit }),
        redirect: 'error',
        signal: AbortSignal.timeout(timeout),
      });
    } catch (error) {
      const why = error instanceof Error ? ((error.cause as { code?: string })?.code ?? error.name) : 'network';
      throw new Problem('record-unavailable', { why, operation: method });
    }
  }
}

async function bodyOf(answer: Response, key: string): Promise<Uint8Array> {
  const tooLarge = () => new Problem('record-damaged', { what: key, why: 'too-large' });
  try {
    return await bodyWithin(answer, MAX_OBJECT, tooLarge);
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw unavailable('GET', key, 0);
  }
}

const unavailable = (operation: string, path: string, status: number): Problem =>
  new Problem('record-unavailable', { why: status === 0 ? 'network' : `status ${status}`, operation, path });

/** The secrets that the environment holds, by their customary names. Throws Problem `bad-bucket`. */
export function bucketSecrets(env: Readonly<Record<string, string | undefined>>): BucketSecrets {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: token } = env;
  if (!accessKeyId || !secretAccessKey)
    throw new Problem('bad-bucket', { why: 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set' });
  return { accessKeyId, secretAccessKey, ...(token ? { sessionToken: token } : {}) };
}
