// Readings: what the pure rooms compute over what a viewer may see, in the host's memory.

import {
  caseStory,
  compliance,
  crossingAt,
  crossingTurns,
  incidentStory,
  lintAgreement,
  morningBrief,
  nextSteps,
  parties,
  placeOf,
  termsInForce,
  versionAt,
} from '@sulh/mechanism';
import { whoSays } from '@sulh/reading';
import { againstRecord } from '@sulh/reading/against';
import { Problem } from '@sulh/record';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { documentsAgainst } from './against.ts';
import { healthOf } from './health.ts';
import type { App } from './http.ts';
import { mapOf } from './map.ts';
import { ProposalDesk } from './proposals.ts';
import { MAX_ACCOUNTS } from './questions.ts';
import { ReadingDesk } from './readingdesk.ts';
import { WindowQuery } from './rows.ts';
import { memberOf, Named, nothing, recordOf, type Site } from './site.ts';
import { sourceOf, TogetherQuery, together } from './together.ts';

const refuse = (): never => {
  throw nothing();
};
const One = Named.extend({ id: z.string().max(100) });

export function readingRoutes(app: App, site: Site): void {
  const desk = new ReadingDesk();
  const proposals = new ProposalDesk();
  app.addHook('onClose', async () => {
    await desk.close();
    await proposals.close();
  });
  const now = () => site.now().toISOString();

  /** Kept documents that a member may have sent outside. Throws what stands in the way; what they may not see is not there. */
  const toSend = (request: FastifyRequest, name: string, ids: readonly string[]) => {
    const viewer = memberOf(request);
    const record = recordOf(site, name);
    const reader = record.seenBy(viewer);
    const found = ids.map((id) => reader.get('document', id) ?? refuse());
    if (!site.extractor) throw new Problem('extractor-off', { why: 'SULH_EXTRACTOR_URL is not set' });
    if (!termsInForce(reader)?.extractor?.allowed || found.some(({ audience }) => typeof audience !== 'string'))
      throw new Problem('extractor-not-allowed', {});
    const documents = found.map((one) => {
      if (one.text === undefined) throw new Problem('not-text', {});
      return { file: one.id, text: one.text };
    });
    return { extractor: site.extractor, documents, reader, told: { record: record.name, by: viewer.member } };
  };

  app.get(
    '/api/records/:name/brief',
    { schema: { summary: 'The morning brief for the viewer.', params: Named } },
    async (request) => {
      const record = recordOf(site, request.params.name);
      const at = now();
      const reader = record.seenBy(request.viewer);
      const against = await documentsAgainst(desk, reader, at);
      return morningBrief(record.state, request.viewer, at, healthOf(record, reader), against);
    },
  );

  app.get(
    '/api/records/:name/incident/:id/story',
    { schema: { summary: 'An incident as a story: every account whole, side by side.', params: One } },
    (request) => {
      const reader = recordOf(site, request.params.name).seenBy(request.viewer);
      return incidentStory(reader, request.params.id, now()) ?? refuse();
    },
  );

  app.get(
    '/api/records/:name/case/:id/story',
    {
      schema: {
        summary: 'A case as a story, with the kinds of entry that the viewer could write on it now.',
        params: One,
      },
    },
    (request) => {
      const reader = recordOf(site, request.params.name).seenBy(request.viewer);
      const story = caseStory(reader, request.params.id, now()) ?? refuse();
      const next = request.viewer ? nextSteps(reader, request.params.id, request.viewer, now()) : [];
      return { ...story, next };
    },
  );

  app.get(
    '/api/records/:name/agreement/:id/lint',
    {
      schema: {
        summary: 'An agreement against what makes an obligation one that can be kept and checked.',
        params: One,
      },
    },
    (request) => {
      const reader = recordOf(site, request.params.name).seenBy(request.viewer);
      const agreement = reader.get('agreement', request.params.id) ?? refuse();
      const bound = agreement.parties.length > 0 ? agreement.parties : parties(reader);
      const { articles, obligations } = versionAt(agreement, now()) ?? agreement.versions.at(-1)!;
      return lintAgreement({ articles: [...articles], obligations: [...obligations] }, bound);
    },
  );

  app.get(
    '/api/records/:name/crossing/:place/at',
    {
      schema: {
        summary: 'A crossing at an instant: declared by each party, observed, by direction and category.',
        params: Named.extend({ place: z.string().max(64) }),
        querystring: z.object({ instant: z.iso.datetime().optional() }),
      },
    },
    (request) => {
      const reader = recordOf(site, request.params.name).seenBy(request.viewer);
      const { place } = request.params;
      if (placeOf(reader, place)?.kind !== 'crossing') throw nothing();
      const instant = request.query.instant ?? now();
      return { place, instant, cells: crossingAt(reader, place, instant), turns: crossingTurns(reader, place) };
    },
  );

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
        summary:
          'What a kept document says, read by rules: claims, dates, figures, places, with spans; and which claims differ from what is on record.',
        params: One,
      },
    },
    async (request) => {
      const reader = recordOf(site, request.params.name).seenBy(request.viewer);
      const document = reader.get('document', request.params.id);
      if (!document) throw nothing();
      const text = document.text;
      if (text === undefined) throw new Problem('not-text', {});
      const reading = await desk.read([sourceOf(document)], reader);
      const [read] = reading.documents;
      return { ...read, unheard: reading.unheard, againstRecord: againstRecord(reader, document.id, read!, text) };
    },
  );

  app.post(
    '/api/records/:name/document/:id/extraction',
    {
      schema: {
        summary: 'Has an outside language model propose claims in a kept document, if the terms allow it.',
        description:
          'For enrolled members, and for documents that all members may read. Every word of a proposal stands in the document; what does not is dropped and counted.',
        params: One,
      },
    },
    async (request) => {
      const { id } = request.params;
      const { extractor, documents, told } = toSend(request, request.params.name, [id]);
      site.log('a document is read by the extractor', { ...told, document: id, model: extractor.model });
      return extractor.extract(documents[0]!.text);
    },
  );

  app.post(
    '/api/records/:name/reading/extraction',
    {
      schema: {
        summary:
          'Has an outside language model propose what kept documents on one event retell, and where they part, if the terms allow it.',
        description:
          'For enrolled members, and for documents that all members may read. Every word of a proposal stands in its document; what does not is dropped and counted. Files are named by document id.',
        params: Named,
        body: z.strictObject({
          documents: z
            .array(z.string().max(100))
            .min(2)
            .max(MAX_ACCOUNTS)
            .refine((ids) => new Set(ids).size === ids.length, 'a document stands twice'),
        }),
      },
    },
    async (request) => {
      const ids = request.body.documents;
      const { extractor, documents, reader, told } = toSend(request, request.params.name, ids);
      site.log('documents are compared by the extractor', { ...told, documents: ids, model: extractor.model });
      const [compared, read] = await Promise.all([extractor.compare(documents), desk.read(documents, reader)]);
      const of = new Map(read.documents.map((one) => [one.file, one]));
      const contradictions = compared.contradictions.map((one) => ({
        ...one,
        values: one.values.map((value) => ({ ...value, ...whoSays(of.get(value.file)!, value.start, value.end) })),
      }));
      return { ...compared, contradictions };
    },
  );

  app.get(
    '/api/records/:name/reading',
    {
      schema: {
        summary:
          'Kept documents of some days read side by side: origins, contradictions, who is not heard. Files are named by document id.',
        description:
          'By default those published or kept in the fortnight up to the newest. `compared` says which were read; the newest hundred, where the days have more.',
        params: Named,
        querystring: TogetherQuery,
      },
    },
    async (request) => {
      const reader = recordOf(site, request.params.name).seenBy(request.viewer);
      const { files, compared } = together(reader, request.query);
      return { ...(await desk.read(files, reader)), compared };
    },
  );

  app.get(
    '/api/records/:name/proposal',
    { schema: { summary: 'What fusion proposes on reports that are in no incident.', params: Named } },
    async (request) => {
      const { name, state } = recordOf(site, request.params.name);
      return { rows: await proposals.for(name, state, request.viewer) };
    },
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
