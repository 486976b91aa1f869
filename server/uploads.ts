// Uploads that go on where they broke off: the tus protocol 1.0.0 (core, creation, creation-with-upload, termination,
// expiration) at /records/<name>/files. An upload says beforehand which hash the file has; only its member sees it.

import type { IncomingMessage } from 'node:http';
import { Problem } from '@sulh/record';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { App } from './http.ts';
import { memberOf, Named, recordOf, type Site } from './site.ts';
import { MAX_FILE_BYTES } from './vault.ts';

const VERSION = '1.0.0';
const BYTES = 'application/offset+octet-stream';
const One = Named.extend({ upload: z.string().regex(/^[0-9a-f]{32}$/) });

export function uploadRoutes(app: App, site: Site): void {
  app.register(async (scope) => {
    const tus = scope as App;
    // Bytes are not gathered: they go to the disk as they come.
    tus.addContentTypeParser(BYTES, (_request, payload, done) => done(null, payload));
    tus.addHook('onRequest', async (request, reply) => {
      reply.header('tus-resumable', VERSION).header('cache-control', 'no-store');
      if (request.method === 'OPTIONS') return;
      if (request.headers['tus-resumable'] === VERSION) return;
      reply.header('tus-version', VERSION);
      throw new Problem('tus-version', { version: VERSION });
    });

    tus.options('/records/:name/files', { schema: { hide: true, params: Named } }, (_request, reply) =>
      reply
        .code(204)
        .header('tus-version', VERSION)
        .header('tus-extension', 'creation,creation-with-upload,termination')
        .header('tus-max-size', String(MAX_FILE_BYTES))
        .send(),
    );

    tus.post(
      '/records/:name/files',
      {
        bodyLimit: MAX_FILE_BYTES,
        schema: {
          summary: 'Begins an upload (tus.io 1.0.0). Upload-Metadata holds `sha256`, the file’s hash in hex.',
          description: 'For enrolled members. A file that no entry cites within seven days is purged.',
          params: Named,
        },
      },
      async (request, reply) => {
        const { vault, name } = recordOf(site, request.params.name);
        const viewer = memberOf(request);
        const length = whole(request, 'upload-length');
        const id = await vault.begin(viewer, length, hashIn(request.headers['upload-metadata']));
        const stream = streamOf(request);
        const { offset } = stream ? await vault.append(id, viewer, 0, stream) : { offset: 0 };
        return reply
          .code(201)
          .header('location', `/records/${name}/files/upload/${id}`)
          .header('upload-offset', String(offset))
          .send();
      },
    );

    tus.head('/records/:name/files/upload/:upload', { schema: { hide: true, params: One } }, async (request, reply) => {
      const { vault } = recordOf(site, request.params.name);
      const { offset, length } = await vault.progress(request.params.upload, memberOf(request));
      return reply.header('upload-offset', String(offset)).header('upload-length', String(length)).send();
    });

    tus.patch(
      '/records/:name/files/upload/:upload',
      {
        bodyLimit: MAX_FILE_BYTES,
        schema: { summary: 'Goes on with an upload, from Upload-Offset.', params: One },
      },
      async (request, reply) => {
        const { vault } = recordOf(site, request.params.name);
        const viewer = memberOf(request);
        const stream = streamOf(request);
        if (!stream) throw new Problem('bad-request', { path: 'content-type', message: BYTES });
        const { offset } = await vault.append(request.params.upload, viewer, whole(request, 'upload-offset'), stream);
        return done(reply, offset);
      },
    );

    tus.delete(
      '/records/:name/files/upload/:upload',
      { schema: { summary: 'Gives an upload up.', params: One } },
      async (request, reply) => {
        const { vault } = recordOf(site, request.params.name);
        await vault.terminate(request.params.upload, memberOf(request));
        return reply.code(204).send();
      },
    );
  });
}

const done = (reply: FastifyReply, offset: number) => reply.code(204).header('upload-offset', String(offset)).send();

const streamOf = (request: FastifyRequest): IncomingMessage | undefined =>
  request.headers['content-type']?.split(';')[0] === BYTES ? (request.body as IncomingMessage) : undefined;

/** A header that is a whole number. Throws Problem `bad-request`. */
function whole(request: FastifyRequest, header: string): number {
  const text = request.headers[header];
  if (typeof text === 'string' && /^(?:0|[1-9]\d{0,14})$/.test(text)) return Number(text);
  throw new Problem('bad-request', { path: header, message: 'a whole number' });
}

/** The `sha256` of an Upload-Metadata header; whatever else it holds (such as a file's name) is not kept. */
function hashIn(header: string | string[] | undefined): string {
  const pairs = typeof header === 'string' && header.length <= 4_096 ? header.split(',') : [];
  for (const pair of pairs) {
    const [key, value = ''] = pair.trim().split(' ');
    if (key !== 'sha256') continue;
    const hash = Buffer.from(value, 'base64').toString('latin1');
    if (/^[0-9a-f]{64}$/.test(hash)) return hash;
  }
  throw new Problem('bad-request', { path: 'upload-metadata', message: 'sha256 of the file, in hex' });
}
