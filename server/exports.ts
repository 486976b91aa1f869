// What other systems take: GeoJSON, CSV with HXL tags, a feed. For everybody it is as coarse as the terms say.

import { bulletinFeed, incidentsGeojson, reportsCsv } from '@sulh/exchange';
import { LANGUAGES } from '@sulh/mechanism';
import { z } from 'zod';
import type { App } from './http.ts';
import { languageOf } from './language.ts';
import { WindowQuery } from './rows.ts';
import { Named, recordOf, type Site } from './site.ts';

const WindowOnly = WindowQuery.pick({ from: true, to: true });
type Window = z.infer<typeof WindowOnly>;
const within =
  ({ from, to }: Window) =>
  (one: { when: { from: string; to: string } }) =>
    (from === undefined || one.when.to >= from) && (to === undefined || one.when.from <= to);

export function exportRoutes(app: App, site: Site): void {
  app.get(
    '/api/records/:name/export/incident.geojson',
    { schema: { summary: 'Incidents as GeoJSON.', params: Named, querystring: WindowOnly } },
    (request, reply) => {
      const reader = recordOf(site, request.params.name).seenBy(request.viewer);
      const incidents = reader
        .all('incident')
        .filter((one) => one.status !== 'merged')
        .filter(within(request.query));
      return reply
        .type('application/geo+json; charset=utf-8')
        .header('cache-control', 'no-store')
        .send(JSON.stringify(incidentsGeojson(reader, incidents, request.viewer !== undefined)));
    },
  );

  app.get(
    '/api/records/:name/export/report.csv',
    { schema: { summary: 'Reports as CSV with a row of HXL tags.', params: Named, querystring: WindowOnly } },
    (request, reply) => {
      const reader = recordOf(site, request.params.name).seenBy(request.viewer);
      const reports = reader
        .all('report')
        .filter((one) => one.status !== 'withdrawn')
        .filter(within(request.query));
      return reply
        .type('text/csv; charset=utf-8; header=present')
        .header('content-disposition', 'attachment; filename="report.csv"')
        .header('cache-control', 'no-store')
        .send(reportsCsv(reader, reports, request.viewer !== undefined));
    },
  );

  app.get(
    '/api/records/:name/feed.json',
    {
      schema: {
        summary: 'Published bulletins as a JSON Feed.',
        params: Named,
        querystring: z.object({ lang: z.enum(LANGUAGES).optional() }),
      },
    },
    (request, reply) => {
      const record = recordOf(site, request.params.name);
      const base = `${request.protocol}://${request.host}/api/records/${record.name}`;
      const feed = bulletinFeed(record.seenBy(undefined), {
        language: request.query.lang ?? languageOf(request.headers['accept-language']),
        feedUrl: `${base}/feed.json`,
        pageUrl: (id) => `${base}/bulletin/${id}/page`,
        fileUrl: (id) => `${base}/bulletin/${id}/file`,
      });
      return reply
        .type('application/feed+json; charset=utf-8')
        .header('vary', 'Accept-Language')
        .header('cache-control', 'no-cache')
        .send(JSON.stringify(feed));
    },
  );
}
