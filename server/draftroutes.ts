// Passing a draft from one signer to the next. What is signed in the end is sent like any other entry.

import { Problem } from '@sulh/record';
import { z } from 'zod';
import type { App } from './http.ts';
import { languageOf, sentencesIn } from './language.ts';
import { problemBody } from './problems.ts';
import { memberOf, Named, nothing, recordOf, type Site } from './site.ts';

const One = Named.extend({ id: z.string().max(100) });

const noteOf = (body: unknown): Uint8Array => {
  if (body instanceof Uint8Array) return body;
  throw new Problem('wrong-media-type', {});
};

export function draftRoutes(app: App, site: Site): void {
  app.get(
    '/api/records/:name/drafts',
    { schema: { summary: 'Drafts that the viewer opened or is asked to sign.', params: Named } },
    (request) => {
      const record = recordOf(site, request.params.name);
      return { drafts: site.drafts(record.name).list(record, memberOf(request)) };
    },
  );

  app.post(
    '/api/records/:name/drafts',
    {
      schema: {
        summary: 'Passes a signed draft on to further signers. It is no entry, and lies outside the record.',
        description: 'Body: the note, text/plain in UTF-8, signed by the viewer. It waits for two weeks.',
        params: Named,
        querystring: z.object({ asked: z.string().min(1).max(2_000) }),
      },
    },
    (request, reply) => {
      const record = recordOf(site, request.params.name);
      const asked = request.query.asked.split(',', 21);
      if (asked.length > 20) throw new Problem('bad-request', { path: 'asked', message: 'more than 20' });
      const draft = site.drafts(record.name).open(record, memberOf(request), noteOf(request.body), asked);
      record.hub.sayDraft([draft.by, ...draft.asked]);
      return reply.code(201).send(draft);
    },
  );

  app.get(
    '/api/records/:name/drafts/:id',
    {
      schema: {
        summary: 'A draft with its note, for whoever opened it or is asked; `refusal` is what the rules would say now.',
        params: One,
      },
    },
    (request) => {
      const record = recordOf(site, request.params.name);
      const draft = site.drafts(record.name).get(record, memberOf(request), request.params.id);
      if (!draft) throw nothing();
      const sentences = sentencesIn(languageOf(request.headers['accept-language']));
      return { ...draft, refusal: draft.refusal && problemBody(draft.refusal, sentences) };
    },
  );

  app.put(
    '/api/records/:name/drafts/:id',
    {
      schema: {
        summary: 'Adds signatures to a draft: the same text, with more of them.',
        params: One,
      },
    },
    (request) => {
      const record = recordOf(site, request.params.name);
      const signed = site.drafts(record.name).sign(record, memberOf(request), request.params.id, noteOf(request.body));
      if (!signed) throw nothing();
      const { row, changed } = signed;
      if (changed) record.hub.sayDraft([row.by, ...row.asked]);
      return row;
    },
  );

  app.delete(
    '/api/records/:name/drafts/:id',
    {
      schema: {
        summary: 'Takes back a draft that one opened, or declines one that one is asked to sign.',
        params: One,
      },
    },
    (request, reply) => {
      const record = recordOf(site, request.params.name);
      const draft = site.drafts(record.name).leave(record, memberOf(request), request.params.id);
      if (!draft) throw nothing();
      record.hub.sayDraft([draft.by, ...draft.asked]);
      return reply.code(204).send();
    },
  );
}
