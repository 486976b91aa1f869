// Config files: JSON, checked field by field, with the place of what is wrong.

import { Problem } from '@sulh/record';
import type { z } from 'zod';
import { readJson } from './files.ts';

/** A config file as its schema has it. Throws Problem `bad-config` besides those of `readJson`. */
export async function readConfig<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  const config = schema.safeParse(await readJson(path, 256 * 1024));
  if (config.success) return config.data;
  const issue = config.error.issues[0];
  throw new Problem('bad-config', { file: path, path: issue?.path.join('.') || 'the file', why: issue?.message ?? '' });
}
