// Evidence in an S3-compatible bucket: `files/ab/cdef...` with its facts beside it, as in the folder.

import { createHash } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { rm } from 'node:fs/promises';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fromUtf8, Problem } from '@sulh/record';
import type { Objects } from '@sulh/record/bucket';
import type { Facts, FileStore } from './vault.ts';

const FILE = /^files\/([0-9a-f]{2})\/([0-9a-f]{62})(\.json)?$/;

export class BucketStore implements FileStore {
  readonly #objects: Objects;

  constructor(objects: Objects) {
    this.#objects = objects;
  }

  #key(sha256: string): string {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Problem('nothing-here', {});
    return `files/${sha256.slice(0, 2)}/${sha256.slice(2)}`;
  }

  async put(sha256: string, from: string): Promise<void> {
    await this.#objects.put(this.#key(sha256), await openAsBlob(from), sha256);
    await rm(from, { force: true });
  }

  async setFacts(sha256: string, facts: Facts): Promise<void> {
    const text = JSON.stringify(facts);
    const hash = createHash('sha256').update(text).digest('hex');
    await this.#objects.put(`${this.#key(sha256)}.json`, new Blob([text]), hash);
  }

  /** A file's key stands before its facts' in the list; facts alone are of a file that never arrived. */
  async *list(): AsyncIterable<[string, Facts | undefined]> {
    let file: string | undefined;
    for await (const key of this.#objects.list('files/')) {
      const [, two, rest, facts] = FILE.exec(key) ?? [];
      if (two === undefined || rest === undefined) continue;
      const sha256 = two + rest;
      if (facts === undefined) {
        if (file !== undefined) yield [file, undefined];
        file = sha256;
      } else if (file === sha256) {
        file = undefined;
        const bytes = await this.#objects.get(key);
        yield [sha256, bytes && (JSON.parse(fromUtf8(bytes)) as Facts)];
      }
    }
    if (file !== undefined) yield [file, undefined];
  }

  read(sha256: string): Readable {
    const out = new PassThrough();
    const fill = async () => {
      const bytes = await this.#objects.stream(this.#key(sha256));
      if (!bytes) throw new Problem('nothing-here', {});
      await pipeline(Readable.fromWeb(bytes as never), out);
    };
    fill().catch((error: Error) => out.destroy(error));
    return out;
  }

  async remove(sha256: string): Promise<void> {
    await this.#objects.remove(this.#key(sha256));
    await this.#objects.remove(`${this.#key(sha256)}.json`);
  }
}
