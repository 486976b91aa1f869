// The host: opens the records of a data folder, their read model, and serves them.

import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Problem } from '@sulh/record';
import { type BucketAddress, type BucketSecrets, bucketBacking, bucketObjects } from '@sulh/record/bucket';
import type { Kysely } from 'kysely';
import { BucketStore } from './bucketstore.ts';
import { openDatabase } from './database.ts';
import { Drafts } from './drafts.ts';
import { Extractor, type ExtractorOptions } from './extractor.ts';
import { demoKeysOf } from './founding.ts';
import { type App, buildApp } from './http.ts';
import { type Log, OpenRecord } from './records.ts';
import { Sessions } from './session.ts';
import type { Site } from './site.ts';

export interface HostOptions {
  /** The data folder; its records are the folders under `records/`. */
  readonly data: string;
  /** 0 for any free one. */
  readonly port: number;
  /** Default 127.0.0.1. */
  readonly address?: string;
  /** Hands the members' keys to everybody. */
  readonly demo: boolean;
  /** `postgres://...` in place of the embedded database. */
  readonly database?: string;
  /** The bucket behind the records' folders; each record has a prefix of its own there. */
  readonly bucket?: { readonly address: BucketAddress; readonly secrets: BucketSecrets };
  /** Submission prefixes of mirrors to which every record is pushed (tlog-mirror). */
  readonly mirrors?: readonly string[];
  /** Entries of one member that are taken within an hour; of all keys of its organisation, five times as many. Default 2,000. */
  readonly entriesAnHour?: number;
  readonly now?: () => Date;
  /** Default: one JSON line to standard error. */
  readonly log?: Log;
  /** Folders of the built office and field app. */
  readonly office?: string;
  readonly field?: string;
  /** Served over HTTPS by a proxy in front. */
  readonly https?: boolean;
  /** Addresses of such proxies. */
  readonly trustProxy?: string[] | boolean;
  /** A second reader of documents; without it nothing is sent anywhere. */
  readonly extractor?: ExtractorOptions;
}

export interface Host {
  readonly url: string;
  readonly records: ReadonlyMap<string, OpenRecord>;
  /** Stops listening, answers what is under way, gives the folders back. */
  close(): Promise<void>;
}

const toStandardError: Log = (message, details) => {
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), message, ...details })}\n`);
};

/** How long closing waits for answers under way. */
const PATIENCE_MS = 3_000;
const ROOT = resolve(import.meta.dirname, '..');

/** What stands behind one record in the bucket: its entries, and the files beside them. */
const behind = (name: string, { address, secrets }: NonNullable<HostOptions['bucket']>) => {
  const own = { ...address, prefix: `${address.prefix}records/${name}/` };
  return { backing: bucketBacking(own, secrets), files: new BucketStore(bucketObjects(own, secrets)) };
};

/**
 * Opens the host. Throws Problem `folder-not-writable`, `folder-in-use`, `record-damaged`, `port-busy`,
 * `database-unavailable` and what else opening a record throws; then nothing is left open.
 */
export async function openHost(options: HostOptions): Promise<Host> {
  const { data, demo, now = () => new Date(), log = toStandardError } = options;
  writable(join(data, 'records'));
  const records = new Map<string, OpenRecord>();
  const drafts = new Map<string, Drafts>();
  let ready = false;
  const site: Site = {
    records,
    sessions: new Sessions(now),
    demo,
    demoKeys: (record) => (demo ? demoKeysOf(data, record) : []),
    drafts(record) {
      const found = drafts.get(record) ?? new Drafts(join(data, 'drafts', record), now, randomBytes);
      drafts.set(record, found);
      return found;
    },
    now,
    log,
    office: options.office ?? join(ROOT, 'web', 'dist'),
    field: options.field ?? join(ROOT, 'field', 'dist'),
    https: options.https ?? false,
    trustProxy: options.trustProxy ?? false,
    ...(options.extractor ? { extractor: new Extractor(options.extractor) } : {}),
    ready: () => ready && [...records.values()].every((record) => !record.broken && !record.sequencer.problem),
  };
  let app: App | undefined;
  let database: Kysely<unknown> | undefined;
  // Streams first, for they never end by themselves; then requests under way; then what they were asking.
  const close = async () => {
    ready = false;
    for (const record of records.values()) record.hub.close();
    // Whoever neither reads nor ends what was begun is not waited for.
    const patience = setTimeout(() => app?.server.closeAllConnections(), PATIENCE_MS);
    await app?.close();
    clearTimeout(patience);
    for (const record of records.values()) await record.close();
    await database?.destroy();
  };
  try {
    app = await buildApp(site);
    // The address is taken first: that another host has the port is to be known before folders are touched.
    const url = await listen(app, options);
    for (const name of recordsIn(data)) {
      const record = await OpenRecord.open({
        name,
        folder: join(data, 'records', name),
        now,
        log,
        ...(options.bucket ? behind(name, options.bucket) : {}),
        ...(options.mirrors ? { mirrors: options.mirrors } : {}),
        ...(options.entriesAnHour ? { entriesAnHour: options.entriesAnHour } : {}),
      });
      records.set(name, record);
      if (!demo && demoKeysOf(data, name).length > 0)
        log('the keys of this record were made for a demonstration, which hands them to everybody', { record: name });
    }
    if (records.size > 0) {
      database = await openDatabase<unknown>({
        folder: join(data, 'model'),
        log,
        ...(options.database ? { url: options.database } : {}),
      });
      for (const record of records.values()) await record.openModel(database);
    }
    ready = true;
    return { url, records, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Makes every read model of a data folder anew from its records. Returns how many entries each has. */
export async function rebuildModel(
  options: Pick<HostOptions, 'data' | 'database' | 'now' | 'log'>,
): Promise<{ record: string; entries: number }[]> {
  const { data, now = () => new Date(), log = toStandardError } = options;
  const open: OpenRecord[] = [];
  let database: Kysely<unknown> | undefined;
  try {
    for (const name of recordsIn(data)) {
      open.push(await OpenRecord.open({ name, folder: join(data, 'records', name), now, log }));
    }
    database = await openDatabase<unknown>({
      folder: join(data, 'model'),
      log,
      ...(options.database ? { url: options.database } : {}),
    });
    const rebuilt: { record: string; entries: number }[] = [];
    for (const record of open) {
      await record.openModel(database);
      rebuilt.push({ record: record.name, entries: await record.rebuild() });
    }
    return rebuilt;
  } finally {
    for (const record of open) await record.close();
    await database?.destroy();
  }
}

/** Names of the records in a data folder. What is half founded, or no record, is left alone. */
export function recordsIn(data: string): string[] {
  const folder = join(data, 'records');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/.test(name) && statSync(join(folder, name)).isDirectory())
    .sort();
}

function writable(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK | constants.R_OK);
  } catch (error) {
    throw new Problem('folder-not-writable', { folder, why: (error as NodeJS.ErrnoException).code ?? String(error) });
  }
}

async function listen(
  app: Awaited<ReturnType<typeof buildApp>>,
  { port, address = '127.0.0.1' }: HostOptions,
): Promise<string> {
  try {
    return await app.listen({ port, host: address });
  } catch (error) {
    await app.close();
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE' || code === 'EACCES') throw new Problem('port-busy', { port, address, why: code });
    throw error;
  }
}
