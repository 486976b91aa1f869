// Bulletins: drafted on request (nothing is written), and given out once they are published.

import { bulletinFile, bulletinPage, draftBulletin } from '@sulh/exchange';
import { BULLETIN_TYPES, LANGUAGES } from '@sulh/mechanism';
import { leafOf, Problem, toBase64 } from '@sulh/record';
import { z } from 'zod';
import { type App, etagOf } from './http.ts';
import { languageOf } from './language.ts';
import type { OpenRecord } from './records.ts';
import { memberOf, Named, nothing, recordOf, type Site } from './site.ts';

const Instant = z.iso.datetime();
const One = Named.extend({ id: z.string().max(100) });

export function bulletinRoutes(app: App, site: Site): void {
  app.post(
    '/api/records/:name/bulletin/draft',
    {
      schema: {
        summary:
          'What a bulletin would say of a window, as the record stands, in the languages asked for (else those of the terms). Nothing is written.',
        params: Named,
        body: z.strictObject({
          from: Instant,
          to: Instant,
          type: z.enum(BULLETIN_TYPES),
          languages: z.array(z.enum(LANGUAGES)).min(1).optional(),
        }),
      },
    },
    (request, reply) => {
      const record = recordOf(site, request.params.name);
      const { from, to, type, languages } = request.body;
      if (from >= to) throw new Problem('bad-request', { path: 'to', message: 'ends before it starts' });
      const reader = record.seenBy(memberOf(request));
      return reply
        .header('cache-control', 'no-store')
        .send(draftBulletin(reader, from, to, type, site.now().toISOString(), languages));
    },
  );

  app.get(
    '/api/records/:name/bulletin/:id/file',
    { schema: { summary: 'A published bulletin as one file that anybody can check offline.', params: One } },
    (request, reply) => {
      const record = recordOf(site, request.params.name);
      const text = `${JSON.stringify(fileOf(record, request.params.id, request.viewer), undefined, 1)}\n`;
      return reply
        .type('application/json; charset=utf-8')
        .header('content-disposition', `attachment; filename="bulletin-${request.params.id}.json"`)
        .header('etag', etagOf(text))
        .header('cache-control', 'no-cache')
        .send(text);
    },
  );

  app.get(
    '/api/records/:name/bulletin/:id/page',
    {
      schema: {
        summary: 'A published bulletin as a page, in one of the six languages.',
        params: One,
        querystring: z.object({ lang: z.enum(LANGUAGES).optional() }),
      },
    },
    (request, reply) => {
      const record = recordOf(site, request.params.name);
      const language = request.query.lang ?? languageOf(request.headers['accept-language']);
      const page = bulletinPage(fileOf(record, request.params.id, request.viewer), language, { fileUrl: 'file' });
      return reply
        .type('text/html; charset=utf-8')
        .header('content-language', language)
        .header('vary', 'Accept-Language')
        .header('cache-control', 'no-cache')
        .send(page);
    },
  );
}

/** The file of a bulletin that this viewer may see. One that is not published is `nothing` to the public. */
export function fileOf(record: OpenRecord, id: string, viewer: Parameters<OpenRecord['seenBy']>[0]) {
  const bulletin = record.seenBy(viewer).get('bulletin', id);
  if (!bulletin) throw nothing();
  const { sequencer } = record;
  // All proofs of one file lead to one checkpoint: a cosigned one, once it holds the bulletin's last entry.
  const last = Math.max(...bulletin.entries.map((entry) => sequencer.indexOf(entry) ?? 0));
  const witnessed = last < record.checkpoint().witnessedSize;
  return bulletinFile(record.state, id, {
    name: record.name,
    policy: record.policyText(),
    indexOf: (entry) => sequencer.indexOf(entry),
    at: (index) => {
      const { note, entry } = record.at(index);
      return { note, leaf: toBase64(leafOf(note)), audience: entry.audience };
    },
    proof: (index) => (witnessed ? record.proof(index) : sequencer.proof(index)),
  });
}
