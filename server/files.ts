// Files for those who may read them, and their custody. What is not there, not cited and not for the viewer is one answer.
// A file is handed out to be saved, never run: its type is what its bytes say, and no browser may guess another.

import { custodyOf } from '@sulh/mechanism';
import { Problem } from '@sulh/record';
import { z } from 'zod';
import { drawable, extensionOf, stripped, workingCopyOf } from './filetype.ts';
import type { App } from './http.ts';
import { Named, nothing, recordOf, type Site } from './site.ts';

const File = Named.extend({ sha256: z.string().max(100) });

export function fileRoutes(app: App, site: Site): void {
  app.get(
    '/records/:name/files/:sha256',
    {
      config: { compress: false } as object,
      schema: {
        summary: 'A file that an entry cites which the viewer may see.',
        description:
          'The original for its depositor, for organisations that were addressed by name, and for those to whom it was handed on; ' +
          'for others, and with copy=working for all, the working copy: a picture without what its camera wrote into it; ' +
          'with copy=shown the same, if any browser can draw it.',
        params: File,
        querystring: z.object({ copy: z.enum(['original', 'working', 'shown']).optional() }),
      },
    },
    async (request, reply) => {
      const { vault } = recordOf(site, request.params.name);
      const { sha256 } = request.params;
      const found = vault.find(sha256, request.viewer);
      if (!found) throw nothing();
      const { facts, original } = found;
      const { type, size } = facts;
      const { copy: wanted } = request.query;
      const working = wanted === 'working' || wanted === 'shown' || !original;
      if (wanted === 'original' && !original) throw new Problem('original-held-back', {});
      const how = working ? workingCopyOf(type, size) : 'as-it-is';
      if (how === 'none') throw new Problem('original-held-back', {});
      reply
        .type(type === 'text/plain' ? 'text/plain; charset=utf-8' : type)
        .header('content-disposition', `attachment; filename="${sha256.slice(0, 16)}.${extensionOf(type)}"`)
        .header('x-content-type-options', 'nosniff')
        .header('content-security-policy', "default-src 'none'; sandbox")
        .header('cache-control', 'private, no-store')
        .header('vary', 'Cookie, Authorization')
        .header('sulh-copy', working ? 'working' : 'original');
      if (how === 'as-it-is' && wanted === 'shown') throw new Problem('too-large-to-show', {});
      if (how === 'as-it-is') return reply.header('content-length', size).send(vault.read(sha256));
      const parts: Uint8Array[] = [];
      for await (const part of vault.read(sha256)) parts.push(part as Uint8Array);
      const copy = stripped(type, Buffer.concat(parts));
      if (!copy) throw new Problem('original-held-back', {});
      if (wanted === 'shown' && !drawable(type, copy)) throw new Problem('too-large-to-show', {});
      return reply.header('content-length', copy.length).send(Buffer.from(copy));
    },
  );

  app.get(
    '/api/records/:name/custody/:sha256',
    {
      schema: { summary: 'The custody of a file: deposits, hand-ons, examinations, where it is cited.', params: File },
    },
    (request) => {
      const record = recordOf(site, request.params.name);
      const { sha256 } = request.params;
      const custody = custodyOf(record.seenBy(request.viewer), sha256);
      if (custody.deposits.length + custody.cited.length === 0) throw nothing();
      const held = record.vault.find(sha256, request.viewer);
      return {
        ...custody,
        file: held ? { size: held.facts.size, type: held.facts.type, original: held.original } : null,
      };
    },
  );
}
