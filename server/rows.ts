// Rows of the tables: lists from the read model, one row from the committed state. Both by audience.

import { doubtedSince, doubtsIn, kindsTable, maySee, type TableName } from '@sulh/mechanism';
import { Problem } from '@sulh/record';
import { z } from 'zod';
import type { App } from './http.ts';
import { type ListQuery, SORTS } from './model.ts';
import type { OpenRecord } from './records.ts';
import { Named, nothing, recordOf, type Site } from './site.ts';

/** An instant or a day; a day stands for its start, or as an end for its last millisecond. */
const instant = (end: boolean) =>
  z
    .string()
    .max(40)
    .transform((text, context) => {
      const day = /^\d{4}-\d\d-\d\d$/.test(text);
      const ms = day || /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
      const year = Number(text.slice(0, 4));
      if (!Number.isNaN(ms) && year >= 1) return new Date(day && end ? ms + 86_399_999 : ms).toISOString();
      context.addIssue({ code: 'custom', message: 'not an instant (2025-11-07T09:30:00Z) or a day (2025-11-07)' });
      return z.NEVER;
    });

const degrees = (limit: number) => z.number().min(-limit).max(limit);
const box = z
  .string()
  .max(200)
  .transform((text) => text.split(',').map(Number))
  .pipe(z.tuple([degrees(180), degrees(90), degrees(180), degrees(90)]));

export const WindowQuery = z.object({
  from: instant(false).optional(),
  to: instant(true).optional(),
  box: box.optional(),
});
const word = z.string().min(1).max(100).optional();
const RowsQuery = WindowQuery.extend({
  q: z.string().max(500).optional(),
  kind: word,
  status: word,
  organisation: word,
  place: word,
  sort: z.enum(SORTS).optional(),
  limit: z.coerce.number().int().min(1).max(500).optional(),
  after: z.string().max(500).optional(),
  before: z.string().max(500).optional(),
  about: word,
});

/** Every table that the rules know: the compiler asks for a new one here. */
export const TABLES: Readonly<Record<TableName, true>> = {
  access: true,
  'adviser-key': true,
  agreement: true,
  apart: true,
  bulletin: true,
  case: true,
  ceasefire: true,
  claim: true,
  confidential: true,
  coverage: true,
  crossing: true,
  docket: true,
  document: true,
  erasure: true,
  evidence: true,
  hotline: true,
  incident: true,
  key: true,
  list: true,
  member: true,
  notice: true,
  organisation: true,
  participation: true,
  pledge: true,
  position: true,
  release: true,
  report: true,
  round: true,
  'seal-key': true,
  sealed: true,
  share: true,
  successor: true,
  terms: true,
};
const isTable = (name: string): name is TableName => Object.hasOwn(TABLES, name);
const Table = Named.extend({ table: z.string().max(40) });

let made: ReturnType<typeof kindsTable> | undefined;
/** The kinds of entry, with their schemas: the same as long as the host runs, and not made again for each who asks. */
const kinds = () => (made ??= kindsTable());

/** Marks an entry whose key is said to have been in other hands when it came in. */
const doubted = (since: string | undefined) => (since === undefined ? {} : { doubtedSince: since });

export function rowRoutes(app: App, site: Site): void {
  app.get(
    '/api/records/:name/mechanism',
    { schema: { summary: 'The mechanism: its terms, members, checkpoint and kinds of entry.', params: Named } },
    (request) => {
      const record = recordOf(site, request.params.name);
      const reader = record.seenBy(request.viewer);
      const { size, signedAt, witnessed, witnessedSize, witnesses } = record.checkpoint();
      return {
        origin: record.origin,
        name: record.name,
        vkey: record.sequencer.vkey,
        demo: site.demo,
        terms: reader.all('terms').at(-1) ?? null,
        organisations: reader.all('organisation'),
        members: reader.all('member'),
        doubts: doubtsIn(reader),
        checkpoint: { size, signedAt, witnessed, witnessedSize, witnesses },
        now: site.now().toISOString(),
        kinds: kinds().map(({ schema: _, ...kind }) => kind),
      };
    },
  );

  app.get(
    '/api/kinds',
    { schema: { summary: 'Every kind of entry, with the JSON Schema of its body.' } },
    (_request, reply) => reply.header('cache-control', 'public, max-age=300').send(kinds()),
  );

  app.get(
    '/api/records/:name/entry',
    {
      schema: {
        summary: 'Entries that the viewer may see, newest first (or `sort=oldest`).',
        params: Named,
        querystring: RowsQuery,
      },
    },
    async (request) => {
      const record = recordOf(site, request.params.name);
      const model = await record.model();
      const page = await asked(record, () => model.entries(request.viewer, request.query));
      const doubts = doubtsIn(record.seenBy(request.viewer));
      return {
        ...page,
        rows: page.rows.map((row) => ({
          ...row,
          rows: visibleRows(record, row.rows, request.viewer),
          ...doubted(doubtedSince(doubts, row.authors, row.receivedAt)),
        })),
      };
    },
  );

  app.get(
    '/api/records/:name/doubted',
    {
      schema: {
        summary:
          'Entries that a key signed while its organisation says that it was in other hands: they stand, and are marked.',
        params: Named,
      },
    },
    async (request) => {
      const record = recordOf(site, request.params.name);
      const doubts = doubtsIn(record.seenBy(request.viewer));
      const model = await record.model();
      return { entries: await asked(record, () => model.doubted(request.viewer, doubts)) };
    },
  );

  app.get(
    '/api/records/:name/entry/:id',
    { schema: { summary: 'One entry.', params: Named.extend({ id: z.string().max(100) }) } },
    async (request) => {
      const record = recordOf(site, request.params.name);
      const found = record.find(request.params.id, request.viewer);
      if (!found) throw nothing();
      const model = await record.model();
      const row = await asked(record, () => model.entry(found.index));
      const { index, receivedAt, entry } = found;
      return {
        index,
        receivedAt,
        ...entry,
        authors: row?.authors ?? [],
        organisation: row?.organisation ?? null,
        rows: visibleRows(record, row?.rows ?? [], request.viewer),
        ...doubted(doubtedSince(doubtsIn(record.seenBy(request.viewer)), row?.authors ?? [], receivedAt)),
      };
    },
  );

  app.get(
    '/api/records/:name/:table',
    {
      schema: {
        summary: `Rows of a table that the viewer may see: ${Object.keys(TABLES).join(', ')}.`,
        params: Table,
        querystring: RowsQuery,
      },
    },
    async (request) => {
      const { table, name } = request.params;
      const record = recordOf(site, name);
      if (!isTable(table)) throw nothing();
      const model = await record.model();
      return asked(record, () => model.list(table, request.viewer, request.query as ListQuery));
    },
  );

  app.get(
    '/api/records/:name/:table/:id',
    { schema: { summary: 'One row.', params: Table.extend({ id: z.string().max(500) }) } },
    (request) => {
      const { table, name, id } = request.params;
      const record = recordOf(site, name);
      const row = isTable(table) ? record.seenBy(request.viewer).get(table, id) : undefined;
      if (!row) throw nothing();
      return row;
    },
  );
}

/** Asks the model; what is wrong with a cursor is the caller's, what is wrong with the database is not. */
export async function asked<T>(record: OpenRecord, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof RangeError) throw new Problem('bad-cursor', {});
    record.complain(error);
    throw error instanceof Problem ? error : new Problem('database-unavailable', {});
  }
}

function visibleRows(record: OpenRecord, rows: readonly [string, string][], viewer: Parameters<typeof maySee>[1]) {
  return rows.filter(([table, id]) => {
    const row = record.state.get(table as TableName, id) as { audience: Parameters<typeof maySee>[0] } | undefined;
    return row !== undefined && maySee(row.audience, viewer);
  });
}
