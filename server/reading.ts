// Readings: what the pure rooms compute over what a viewer may see, in the host's memory.

import { compliance } from '@sulh/mechanism';
import { Problem } from '@sulh/record';
import { z } from 'zod';
import type { App } from './http.ts';
import { mapOf } from './map.ts';
import { ReadingDesk } from './readingdesk.ts';
import { WindowQuery } from './rows.ts';
import { Named, nothing, recordOf, type Site } from './site.ts';

const One = Named.extend({ id: z.string().max(100) });

export function readingRoutes(app: App, site: Site): void {
  const desk = new ReadingDesk();
  app.addHook('onClose', () => desk.close());
  const now = () => site.now().toISOString();

  app.get(
    '/api/records/:name/agreement/:id/compliance',
    { schema: { summary: 'An agreement’s obligations, each party’s compliance side by side.', params: One } },
    (request) => {
      const reader = recordOf(site, request.params.name).seenBy(request.viewer);
      if (!reader.get('agreement', request.params.id)) throw nothing();
      return compliance(reader, request.params.id, now());
    },
  );

  app.get(
    '/api/records/:name/document/:id/reading',
    {
      schema: {
        summary: 'What a kept document says, read by rules: claims, dates, figures, places, with spans.',
        params: One,
      },
    },
    async (request) => {
      const reader = recordOf(site, request.params.name).seenBy(request.viewer);
      const document = reader.get('document', request.params.id);
      if (!document) throw nothing();
      const text = document.text;
      if (text === undefined) throw new Problem('not-text', {});
      const reading = await desk.read([{ file: document.id, text }], reader);
      return { ...reading.documents[0], unheard: reading.unheard };
    },
  );

  app.get(
    '/api/records/:name/reading',
    {
      schema: {
        summary:
          'The kept documents read side by side: origins, contradictions, who is not heard. Files are named by document id.',
        params: Named,
      },
    },
    (request) => {
      const reader = recordOf(site, request.params.name).seenBy(request.viewer);
      const files = reader.all('document').flatMap(({ id, text }) => (text === undefined ? [] : [{ file: id, text }]));
      return desk.read(files, reader);
    },
  );

  app.get(
    '/api/records/:name/proposal',
    { schema: { summary: 'What fusion proposes on reports that are in no incident.', params: Named } },
    (request) => ({ rows: recordOf(site, request.params.name).proposals.for(request.viewer) }),
  );

  app.get(
    '/api/records/:name/map',
    {
      schema: {
        summary: 'Incidents, reports and crossings as GeoJSON; what has no point has its area’s name.',
        params: Named,
        querystring: WindowQuery,
      },
    },
    (request) => mapOf(recordOf(site, request.params.name).seenBy(request.viewer), request.query),
  );
}
