// The record's public files, as tlog-tiles lays them out, and the notes for those who may read them.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { maySee } from '@sulh/mechanism';
import { parseTilePath } from '@sulh/record';
import { z } from 'zod';
import type { App } from './http.ts';
import { Named, nothing, recordOf, type Site } from './site.ts';

const TEXT = 'text/plain; charset=utf-8';
/** Notes that are read without a pause. */
const AT_ONCE = 32;
const FOREVER = 'public, max-age=31536000, immutable';

export function recordRoutes(app: App, site: Site): void {
  app.get(
    '/records/:name/checkpoint',
    { schema: { summary: 'The newest signed checkpoint (c2sp.org/tlog-checkpoint).', params: Named } },
    (request, reply) => {
      const record = recordOf(site, request.params.name);
      return open(reply).type(TEXT).header('cache-control', 'no-cache').send(record.checkpointText());
    },
  );

  app.get(
    '/records/:name/policy',
    { schema: { summary: 'The log’s key and its witnesses (c2sp.org/tlog-policy).', params: Named } },
    (request, reply) =>
      open(reply).type(TEXT).header('cache-control', 'no-cache').send(recordOf(site, request.params.name).policyText()),
  );

  app.get(
    '/records/:name/tile/*',
    {
      config: { compress: false } as object,
      schema: {
        summary: 'A tile or an entry bundle (c2sp.org/tlog-tiles).',
        params: Named.extend({ '*': z.string().max(200) }),
      },
    },
    async (request, reply) => {
      const record = recordOf(site, request.params.name);
      const path = `tile/${request.params['*']}`;
      // Only what is a tile's path in its one spelling is looked up, so nothing else in the folder can be reached.
      parseTilePath(path);
      // Some nine kilobytes at most: 256 hashes.
      const bytes = await readFile(join(record.folder, path)).catch((error: NodeJS.ErrnoException) => {
        // What could not be read is another thing than what is not there: auditors blame a host for that.
        throw error.code === 'ENOENT' || error.code === 'EISDIR' ? nothing() : error;
      });
      return open(reply).type('application/octet-stream').header('cache-control', FOREVER).send(bytes);
    },
  );

  app.get(
    '/records/:name/notes',
    {
      schema: {
        summary: 'The notes from an index on, one JSON line each; those of other audiences as {index, withheld: true}.',
        params: Named,
        querystring: z.object({
          from: z.coerce.number().int().min(0).default(0),
          limit: z.coerce.number().int().min(1).max(1_000).default(200),
        }),
      },
    },
    async (request, reply) => {
      const record = recordOf(site, request.params.name);
      const { from, limit } = request.query;
      const lines: string[] = [];
      for (let index = from; index < Math.min(record.size, from + limit); index++) {
        const { note, receivedAt, entry } = record.at(index);
        const line = maySee(entry.audience, request.viewer) ? { index, receivedAt, note } : { index, withheld: true };
        lines.push(`${JSON.stringify(line)}\n`);
        // Others are answered in between.
        if (lines.length % AT_ONCE === 0) await new Promise(setImmediate);
      }
      return reply
        .type('application/x-ndjson; charset=utf-8')
        .header('cache-control', 'no-store')
        .header('vary', 'Cookie, Authorization')
        .send(lines.join(''));
    },
  );
}

/** Public files may be fetched by a page of any origin, such as a party's own verifier. */
const open = <R extends { header(name: string, value: string): R }>(reply: R): R =>
  reply.header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin');
