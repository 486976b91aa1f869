// Signing in by key: a challenge, its signature, a cookie.

import { Problem } from '@sulh/record';
import { z } from 'zod';
import type { App } from './http.ts';
import { cookieOf, Named, recordOf, type Site } from './site.ts';

export function sessionRoutes(app: App, site: Site): void {
  const cookie = (expires?: Date) => ({
    httpOnly: true,
    sameSite: 'strict' as const,
    secure: site.https,
    path: '/',
    ...(expires ? { expires } : {}),
  });

  app.get(
    '/api/records/:name/session/challenge',
    {
      schema: {
        summary: 'A challenge to sign: `sulh/sign-in/v1`, the origin and the challenge, a line each.',
        params: Named,
      },
    },
    (request, reply) => {
      const { name } = recordOf(site, request.params.name);
      return reply.header('cache-control', 'no-store').send(site.sessions.challenge(name));
    },
  );

  app.post(
    '/api/records/:name/session',
    {
      schema: {
        summary: 'Signs in with the signed challenge; sets a cookie.',
        params: Named,
        body: z.strictObject({ note: z.string().max(4_096) }),
      },
    },
    (request, reply) => {
      const record = recordOf(site, request.params.name);
      const { token, viewer, expires } = site.sessions.open(record.name, record.state, request.body.note);
      return reply
        .header('cache-control', 'no-store')
        .setCookie(cookieOf(site, record.name), token, cookie(expires))
        .send({ viewer, expires: expires.toISOString() });
    },
  );

  app.get(
    '/api/records/:name/session',
    { schema: { summary: 'Who is signed in; null for nobody.', params: Named } },
    (request, reply) => {
      recordOf(site, request.params.name);
      return reply.header('cache-control', 'no-store').send({ viewer: request.viewer ?? null, demo: site.demo });
    },
  );

  app.delete('/api/records/:name/session', { schema: { summary: 'Signs out.', params: Named } }, (request, reply) => {
    const record = recordOf(site, request.params.name);
    const token = request.cookies[cookieOf(site, record.name)];
    if (token !== undefined) site.sessions.close(token);
    return reply.clearCookie(cookieOf(site, record.name), cookie()).code(204).send();
  });

  app.get(
    '/api/records/:name/demo/keys',
    {
      schema: {
        summary: 'In a demonstration: the members’ keys, so that anybody can act as any of them.',
        params: Named,
      },
    },
    (request, reply) => {
      const record = recordOf(site, request.params.name);
      if (!site.demo) throw new Problem('nothing-here', {});
      const keys = site.demoKeys(record.name).map(({ member, skey }) => {
        const row = record.state.get('member', member);
        const [organisation] = member.split('/');
        return { member, organisation, seats: row?.seats ?? [], title: row?.title ?? null, skey };
      });
      return reply.header('cache-control', 'no-store').send(keys);
    },
  );
}
