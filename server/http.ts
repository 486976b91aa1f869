// The host's HTTP face. This file wires; each family of addresses has a file of its own. Everything from outside is
// bounded here: size, time, number.

import { createHash } from 'node:crypto';
import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import { MAX_ENTRY_BYTES, Problem } from '@sulh/record';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import { Budget } from './budget.ts';
import { bulletinRoutes } from './bulletin.ts';
import { draftRoutes } from './draftroutes.ts';
import { entryRoutes } from './entries.ts';
import { exportRoutes } from './exports.ts';
import { fileRoutes } from './files.ts';
import { languageOf, sentencesIn } from './language.ts';
import { lookalikeRoutes } from './lookalikes.ts';
import { PROBLEM_TYPE, PROBLEMS, problemBody } from './problems.ts';
import { readingRoutes } from './reading.ts';
import { recordRoutes } from './recordfiles.ts';
import { rowRoutes } from './rows.ts';
import { sessionRoutes } from './signin.ts';
import type { Site } from './site.ts';
import { addressOf, askerOf, viewerOf } from './site.ts';
import { staticRoutes } from './static.ts';
import { streamRoutes } from './stream.ts';
import { Turnstile } from './turnstile.ts';
import { uploadRoutes } from './uploads.ts';

export type App = FastifyInstance<
  import('node:http').Server,
  import('node:http').IncomingMessage,
  import('node:http').ServerResponse,
  import('fastify').FastifyBaseLogger,
  ZodTypeProvider
>;

/** Requests a minute: a member at work in a burst stays far below; an address that nobody answers for has less. */
const PER_MINUTE = { member: 12_000, address: 1_200, files: 12_000 };
/** Sign-in notes in headers that do not hold, of one address in a minute. Checking one costs more than answering it. */
const FAILED_A_MINUTE = 120;
/** Questions that are worked on at once: of one member, of one address, of all addresses. */
const AT_ONCE = { member: 6, address: 4, addresses: 12 };

/**
 * How long a request may take to arrive, in milliseconds: its headers, all of it, and how often that is looked at. Headers must
 * have less than the whole, or Node lets the two change places.
 */
const PATIENCE = { headers: 15_000, request: 60_000, every: 10_000 };

export async function buildApp(site: Site, patience = PATIENCE): Promise<App> {
  const app = Fastify({
    logger: false,
    bodyLimit: MAX_ENTRY_BYTES,
    requestTimeout: patience.request,
    http: { headersTimeout: patience.headers, connectionsCheckingInterval: patience.every },
    keepAliveTimeout: 60_000,
    routerOptions: { maxParamLength: 500 },
    trustProxy: site.trustProxy,
    exposeHeadRoutes: true,
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);

  app.setErrorHandler((error, request, reply) => {
    const problem = asProblem(error, request);
    if (problem === undefined) {
      const { message, stack } = error as Error;
      site.log('a request failed', { method: request.method, path: pathOf(request), message, stack });
    }
    if (problem && (PROBLEMS[problem.code]?.status ?? 0) >= 500) {
      site.log('a request met a problem of the host', {
        path: pathOf(request),
        code: problem.code,
        ...problem.details,
      });
    }
    const body = problemBody(outward(problem) ?? error, sentencesIn(languageOf(request.headers['accept-language'])));
    if (body.status === 503 || body.status === 429) void reply.header('retry-after', String(body.seconds ?? 1));
    if (body.status === 401) void reply.header('www-authenticate', 'Sulh');
    return reply
      .code(body.status)
      .type('application/problem+json; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(JSON.stringify(body));
  });

  app.removeAllContentTypeParsers();
  app.addContentTypeParser('text/plain', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.addContentTypeParser('application/json', { parseAs: 'string' }, app.getDefaultJsonParser('error', 'error'));

  await app.register(cookie);
  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        // The map's library and the date picker set styles in place.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        workerSrc: ["'self'", 'blob:'],
        objectSrc: ["'none'"],
        frameAncestors: ["'self'"],
        // Field offices serve plain HTTP on a local network.
        upgradeInsecureRequests: null,
      },
    },
    crossOriginResourcePolicy: false,
    crossOriginEmbedderPolicy: false,
    strictTransportSecurity: site.https ? undefined : false,
    referrerPolicy: { policy: 'no-referrer' },
  });
  await app.register(compress, {
    // Nobody needs to send packed what is small.
    globalDecompression: false,
    threshold: 1_024,
    encodings: ['br', 'gzip'],
    // The default quality is for files compressed once.
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
    customTypes: /^(?:text\/(?!event-stream)|application\/(?:.*\+)?json|application\/x-ndjson|image\/svg)/,
  });

  const failed = new Budget(FAILED_A_MINUTE, 60_000, site.now);
  app.addHook('onRequest', async (request) => {
    const seconds = request.headers.authorization === undefined ? 0 : failed.wait(addressOf(request));
    if (seconds > 0) throw new Problem('too-many-requests', { seconds });
    try {
      request.viewer = viewerOf(site, request);
    } catch (error) {
      failed.spend(addressOf(request));
      throw error;
    }
  });
  app.addHook('onSend', async (_request, reply) => {
    // What was made for one viewer is kept by nobody else, unless an address says otherwise.
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
  });
  app.decorateRequest('viewer', undefined);
  app.decorateRequest('leave', undefined);
  await app.register(rateLimit, {
    timeWindow: 60_000,
    cache: 20_000,
    keyGenerator: (request) => `${askerOf(request)}${!request.viewer && filesOf(request) ? ' files' : ''}`,
    max: (request) => (request.viewer ? PER_MINUTE.member : filesOf(request) ? PER_MINUTE.files : PER_MINUTE.address),
    errorResponseBuilder: (_request, context) =>
      new Problem('too-many-requests', { seconds: Math.ceil(context.ttl / 1_000) }),
  });

  const members = new Turnstile({ each: AT_ONCE.member, all: Number.POSITIVE_INFINITY });
  const addresses = new Turnstile({ each: AT_ONCE.address, all: AT_ONCE.addresses });
  app.addHook('preHandler', async (request, reply) => {
    if (!isQuestion(request)) return;
    const leave = await (request.viewer ? members : addresses).enter(askerOf(request));
    // Worked on, and not read: who reads slowly keeps nobody waiting.
    reply.raw.once('close', leave);
    request.leave = leave;
  });
  app.addHook('onSend', async (request) => request.leave?.());

  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Sulh',
        description: `The HTTP face of a Sulh host. Every error is an RFC 9457 problem whose type is ${PROBLEM_TYPE}<code>; the codes: ${Object.keys(PROBLEMS).join(', ')}.`,
        version: '0.1.0',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
    },
    transform: jsonSchemaTransform,
  });

  await app.register(async (scope) => {
    const api = scope as App;
    recordRoutes(api, site);
    entryRoutes(api, site);
    fileRoutes(api, site);
    lookalikeRoutes(api, site);
    uploadRoutes(api, site);
    sessionRoutes(api, site);
    draftRoutes(api, site);
    streamRoutes(api, site);
    bulletinRoutes(api, site);
    exportRoutes(api, site);
    readingRoutes(api, site);
    rowRoutes(api, site);
    api.get('/api/openapi.json', { schema: { hide: true } }, () => app.swagger());
    api.get(
      '/healthz',
      { schema: { summary: 'Whether the host is ready, and its records; `problem` names why one takes no entries.' } },
      (_request, reply) => {
        const ready = site.ready();
        return reply.code(ready ? 200 : 503).send({
          ready,
          records: [...site.records.values()].map(({ name, size, sequencer: { problem } }) => ({
            name,
            size,
            ...(problem ? { problem: problem.code } : {}),
          })),
        });
      },
    );
  });
  await staticRoutes(app, site);

  app.setNotFoundHandler((request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      throw new Problem('method-not-allowed', { method: request.method });
    throw new Problem('nothing-here', {});
  });
  await app.ready();
  return app;
}

/** Details of the host's own troubles (folders, causes) are for its log; why an extractor failed is one of a few words. */
const outward = (problem: Problem | undefined): Problem | undefined =>
  problem && problem.code !== 'extractor-failed' && (PROBLEMS[problem.code]?.status ?? 0) >= 500
    ? new Problem(problem.code, {})
    : problem;

const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0]!;
/** Public files of the record, which mirrors and auditors fetch by the thousand. */
const filesOf = (request: FastifyRequest): boolean =>
  request.url.startsWith('/records/') && !pathOf(request).endsWith('/notes');
/** What is worked out of a record when somebody asks; a stream never ends, and takes no turn. */
const isQuestion = (request: FastifyRequest): boolean => {
  const path = pathOf(request);
  return (path.startsWith('/api/records/') && !path.endsWith('/live')) || path.endsWith('/notes');
};

/** What a thrown thing is as a problem; undefined when it is none that a caller should hear of. */
function asProblem(error: unknown, request: FastifyRequest): Problem | undefined {
  if (error instanceof Problem) return Object.hasOwn(PROBLEMS, error.code) ? error : undefined;
  const { code, statusCode, validation, message } = error as {
    code?: string;
    statusCode?: number;
    validation?: { instancePath?: string; message?: string }[];
    message?: string;
  };
  const issue = validation?.[0];
  if (issue) {
    const path = (issue.instancePath ?? '').replace(/^\//, '').replaceAll('/', '.') || 'request';
    return new Problem('bad-request', { path, message: issue.message ?? 'invalid' });
  }
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new Problem('too-large', { limit: MAX_ENTRY_BYTES });
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new Problem('wrong-media-type', {});
  if (code?.startsWith('FST_ERR_CTP') || statusCode === 400) {
    return new Problem('bad-request', { path: 'body', message: message ?? 'invalid' });
  }
  if (statusCode === 404) return new Problem('nothing-here', { path: pathOf(request) });
  return undefined;
}

/** A strong validator for an answer made here. */
export const etagOf = (text: string | Uint8Array): string =>
  `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
