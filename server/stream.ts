// Live: server-sent events, each listener hearing what its viewer may see.

import { maySee, type Viewer } from '@sulh/mechanism';
import { Problem } from '@sulh/record';
import type { App } from './http.ts';
import { askerOf, Named, recordOf, type Site, viewerOf } from './site.ts';

const HEARTBEAT_MS = 15_000;
/** In all, of those who are not signed in, and of one member or address: the public cannot take the members' places. */
const MAX_STREAMS = { all: 2_000, open: 1_000, each: 24 };
/** A listener that has not taken this much in is dropped; its browser comes back by itself. */
const MAX_UNSENT = 128 * 1024;

export function streamRoutes(app: App, site: Site): void {
  const open = new Map<string, number>();
  let all = 0;
  let strangers = 0;

  app.get(
    '/api/records/:name/live',
    {
      schema: {
        summary:
          'Server-sent events: `entry` for what the viewer may see, `checkpoint`, `draft`, `reset` when some were missed.',
        params: Named,
      },
    },
    (request, reply) => {
      const record = recordOf(site, request.params.name);
      const { viewer } = request;
      const who = askerOf(request);
      if (
        all >= MAX_STREAMS.all ||
        (!viewer && strangers >= MAX_STREAMS.open) ||
        (open.get(who) ?? 0) >= MAX_STREAMS.each
      )
        throw new Problem('too-many-streams', {});

      reply.hijack();
      const out = reply.raw;
      for (const [name, value] of Object.entries(reply.getHeaders()))
        if (value !== undefined) out.setHeader(name, value);
      out.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      const say = (event: string, data: unknown, id?: number) => {
        out.write(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
        if (out.writableLength > MAX_UNSENT) out.destroy();
      };
      // A session that ended, by revocation or in time, hears nothing more, not even that it ended by which entry.
      const still = (): Viewer | undefined => (viewer ? viewerOfNow() : undefined);
      const viewerOfNow = () => {
        try {
          return viewerOf(site, request);
        } catch {
          return undefined;
        }
      };

      const { size, signedAt, witnessed, witnessedSize } = record.checkpoint();
      const last = Number(request.headers['last-event-id']);
      out.write('retry: 2000\n\n');
      if (Number.isInteger(last) && last !== size - 1) say('reset', {});
      say('checkpoint', { size, signedAt, witnessed, witnessedSize }, size - 1);

      const leave = record.hub.add({
        entry(event) {
          const now = still();
          if (viewer && !now) return out.end();
          if (!maySee(event.audience as 'public', now)) return;
          const { index, id, kind, receivedAt } = event;
          const rows = event.rows.filter((row) => maySee(row[2] as 'public', now)).map(([table, id]) => [table, id]);
          say('entry', { index, id, kind, receivedAt, rows });
        },
        checkpoint(event) {
          if (viewer && !still()) return out.end();
          say('checkpoint', event, event.size - 1);
        },
        draft(members) {
          const now = still();
          if (now && members.includes(now.member)) say('draft', {});
        },
        close: () => out.end(),
      });
      const beat = setInterval(() => {
        if (viewer && !still()) out.end();
        else out.write(': still here\n\n');
      }, HEARTBEAT_MS);
      open.set(who, (open.get(who) ?? 0) + 1);
      all += 1;
      if (!viewer) strangers += 1;
      out.on('close', () => {
        leave();
        clearInterval(beat);
        all -= 1;
        if (!viewer) strangers -= 1;
        const left = (open.get(who) ?? 1) - 1;
        if (left > 0) open.set(who, left);
        else open.delete(who);
      });
    },
  );
}
