// The office at `/` and the field app at `/field/`, as they were built. An address of the office that is no file is the
// office itself: its pages have addresses of their own.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from './http.ts';
import { nothing, type Site } from './site.ts';

const NOT_BUILT = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Sulh</title>
<body><h1>Sulh</h1><p>The host is running. The office has not been built yet: run <code>npm run build</code>.</p>
<p><a href="/healthz">healthz</a> · <a href="/api/openapi.json">openapi.json</a></p></body></html>`;

export async function staticRoutes(app: App, site: Site): Promise<void> {
  for (const { root, prefix, decorate } of [
    { root: site.office, prefix: '/', decorate: true },
    { root: site.field, prefix: '/field/', decorate: false },
  ]) {
    const built = () => existsSync(join(root, 'index.html'));
    if (!built()) {
      app.get(prefix, { schema: { hide: true } }, (_request, reply) =>
        reply.type('text/html; charset=utf-8').send(NOT_BUILT),
      );
      continue;
    }
    await app.register(fastifyStatic, {
      root,
      prefix,
      decorateReply: decorate,
      wildcard: false,
      dotfiles: 'ignore',
      setHeaders(reply, path) {
        // Names under assets/ carry a hash of their content; all else is asked for anew.
        reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
    const page = (request: FastifyRequest, reply: FastifyReply) => {
      const path = request.url.split('?', 1)[0]!;
      const wantsPage = (request.headers.accept ?? '*/*').includes('html') || request.headers.accept === '*/*';
      if (/^\/(?:api|records|healthz)(?:\/|$)/.test(path) || /\.\w{1,8}$/.test(path) || !wantsPage) throw nothing();
      return reply.header('cache-control', 'no-cache').sendFile('index.html', root);
    };
    app.get(`${prefix}*`, { schema: { hide: true } }, page);
  }
}
