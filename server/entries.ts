// The one way in, and what an author or a member of the audience gets back for an entry.

import { isId, keyIdHex, Problem, parseNote } from '@sulh/record';
import { z } from 'zod';
import { Budget } from './budget.ts';
import type { App } from './http.ts';
import type { OpenRecord } from './records.ts';
import { askerOf, Named, nothing, recordOf, type Site } from './site.ts';
import { Turnstile } from './turnstile.ts';

const TEXT = 'text/plain; charset=utf-8';
const Wanted = Named.extend({ id: z.string().max(100) });

/** Refused submissions of one member, or of one key from one address, that are answered in a minute. What is admitted is never counted. */
const REFUSALS_A_MINUTE = 300;

/** Notes of one member or address that are with the sequencer at once, far fewer than it takes: nobody fills its queue for all. */
const AT_ONCE = 256;

export function entryRoutes(app: App, site: Site): void {
  const turns = new Turnstile({ each: AT_ONCE, all: Number.POSITIVE_INFINITY });
  const refused = new Budget(REFUSALS_A_MINUTE, 60_000, site.now);

  app.post(
    '/records/:name/entries',
    {
      config: { rateLimit: false },
      schema: {
        summary: 'Submits an entry: a signed note. Answers with a tlog-proof, once the entry is durable.',
        description: 'Body: the note, text/plain in UTF-8, at most 64 KiB. The same note again gets its first receipt.',
        params: Named,
      },
    },
    async (request, reply) => {
      const record = recordOf(site, request.params.name);
      const note = request.body;
      if (!(note instanceof Uint8Array)) throw new Problem('wrong-media-type', {});
      // Somebody who sends rubbish from the same address, or in the same name, cannot shut a member out who is signed in.
      const asker = askerOf(request);
      const who = request.viewer ? asker : `${asker} ${signerOf(note, record)}`;
      const wait = refused.wait(who);
      if (wait > 0) throw new Problem('too-many-requests', { seconds: wait });
      const leave = await turns.enter(asker);
      try {
        const receipt = await record.submit(note);
        return reply
          .type(TEXT)
          .header('cache-control', 'no-store')
          .header('sulh-index', String(receipt.index))
          .header('sulh-received-at', receipt.receivedAt)
          .header('sulh-duplicate', String(receipt.duplicate))
          .send(receipt.proof);
      } catch (error) {
        if (error instanceof Problem && error.code !== 'too-busy' && error.code !== 'record-unavailable')
          refused.spend(who);
        throw error;
      } finally {
        leave();
      }
    },
  );

  app.get(
    '/records/:name/entries/:id',
    { schema: { summary: 'The note of an entry as it came, for its audience.', params: Wanted } },
    (request, reply) => {
      const { note } = visible(site, request.params, request.viewer);
      return reply
        .type(TEXT)
        .header('cache-control', 'private, no-cache')
        .header('vary', 'Cookie, Authorization')
        .send(note);
    },
  );

  app.get(
    '/records/:name/entries/:id/proof',
    { schema: { summary: 'A fresh tlog-proof of an entry, in the newest checkpoint.', params: Wanted } },
    (request, reply) => {
      const { index, record } = visible(site, request.params, request.viewer);
      return reply.type(TEXT).header('cache-control', 'no-store').send(record.proof(index));
    },
  );

  app.get(
    '/api/records/:name/entry/:id/receipt',
    { schema: { summary: 'An entry with its proof and ticks: recorded, witnessed.', params: Wanted } },
    (request) => {
      const { index, receivedAt, note, record } = visible(site, request.params, request.viewer);
      const { witnessedSize, cosigned } = record.checkpoint();
      const witnessed = index < witnessedSize;
      return {
        index,
        receivedAt,
        note,
        proof: record.proof(index),
        recorded: true,
        witnessed,
        cosignatures: witnessed ? cosigned : [],
      };
    },
  );
}

function visible(site: Site, { name, id }: { name: string; id: string }, viewer: Parameters<OpenRecord['find']>[1]) {
  const record = recordOf(site, name);
  const found = isId(id) ? record.find(id, viewer) : undefined;
  if (!found) throw nothing();
  return { ...found, record };
}

/** Whose key a note claims to be signed with: enrolled ones apart, all others together. */
function signerOf(note: Uint8Array, record: OpenRecord): string {
  try {
    const [first] = parseNote(note).signatures;
    const ref = first && `${first.name}+${keyIdHex(first.keyId)}`;
    return ref !== undefined && record.state.get('key', ref) ? ref : '';
  } catch {
    return '';
  }
}
