// The files beside a record, for an audit of its folder: each must still have the hash that is its name.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

export interface FilesAudited {
  readonly checked: number;
  /** Hashes under which other bytes lie. */
  readonly altered: readonly string[];
}

/** Reads every file of a record's folder; none is no fault, since a copy of the record need not have them. */
export async function auditFiles(folder: string): Promise<FilesAudited> {
  const altered: string[] = [];
  let checked = 0;
  const files = join(folder, 'files');
  for (const two of (await readdir(files).catch(() => [] as string[])).sort()) {
    for (const rest of (await readdir(join(files, two)).catch(() => [] as string[])).sort()) {
      if (!/^[0-9a-f]{64}$/.test(two + rest)) continue;
      // A link or a pipe may never end.
      const about = await lstat(join(files, two, rest));
      checked++;
      if (!about.isFile()) {
        altered.push(two + rest);
        continue;
      }
      const hash = createHash('sha256');
      for await (const part of createReadStream(join(files, two, rest))) hash.update(part as Buffer);
      if (hash.digest('hex') !== two + rest) altered.push(two + rest);
    }
  }
  return { checked, altered };
}
