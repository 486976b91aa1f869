// sulh start: the host, with the pilot founded on the first start.

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { PILOT } from '@sulh/pilot';
import { Problem } from '@sulh/record';
import { bucketSecrets, parseBucket } from '@sulh/record/bucket';
import { extractorOf, foundIn, openHost, recordsIn, startDemoWitnesses } from '@sulh/server';
import { Command, InvalidArgumentError, Option } from 'commander';
import { say } from './out.ts';

const port = (text: string): number => {
  const number = Number(text);
  if (!/^\d{1,5}$/.test(text) || number > 65_535) throw new InvalidArgumentError('a port is a number from 0 to 65535.');
  return number;
};

/** First of the ports of a demonstration's witnesses. */
const WITNESS_PORT = 7851;

const count = (text: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('a number of entries is a whole number from 1.');
  return Number(text);
};

interface Options {
  port: number;
  data: string;
  address: string;
  demo: boolean;
  https?: boolean;
  entriesAnHour?: number;
  witnesses?: number | true;
}

export const start = (): Command =>
  new Command('start')
    .description('Start the host. The first start of a new data folder founds the pilot as a demonstration.')
    .addOption(new Option('--port <number>', 'port to listen on').env('SULH_PORT').argParser(port).default(7800))
    .option('--data <folder>', 'data folder (SULH_DATA)', process.env.SULH_DATA ?? './.sulh')
    .option('--address <address>', 'address to listen on', '127.0.0.1')
    .option('--no-demo', 'found no pilot, and hand the members’ keys to nobody: serve the records that are there')
    .option('--witnesses [port]', 'with the demonstration, also run a log witness for each side and guarantor', port)
    .option('--https', 'a proxy in front serves this over HTTPS: cookies are for HTTPS alone')
    .addOption(
      new Option('--entries-an-hour <number>', 'most entries that are taken of one member within an hour')
        .env('SULH_ENTRIES_AN_HOUR')
        .argParser(count),
    )
    .addHelpText(
      'after',
      `
SULH_DATABASE_URL=postgres://... keeps the read model in a PostgreSQL server in place of the embedded one.
SULH_BUCKET=s3://bucket/prefix?endpoint=https://... keeps the records in an S3-compatible bucket behind their folders, with
the secrets in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. The logs’ keys stay in the folders: keep copies of them.
SULH_MIRRORS=https://mirror.example https://... pushes the records to mirrors that take them (\`sulh mirror run\` with listen).
SULH_EXTRACTOR_URL, SULH_EXTRACTOR_MODEL and SULH_EXTRACTOR_KEY name a language model behind an OpenAI-compatible
address that may propose claims in documents, where the terms allow it. Without them nothing is sent anywhere.

Example: sulh start --port 7800 --data ./.sulh`,
    )
    .action(run);

async function run({
  port,
  data: folder,
  address,
  demo,
  https = false,
  witnesses,
  entriesAnHour,
}: Options): Promise<void> {
  const data = resolve(folder);
  const extractor = extractorOf(process.env);
  if (demo) await foundPilot(data);
  else if (recordsIn(data).length === 0) say(`There is no record in ${data} yet.`);
  const host = await openHost({
    data,
    port,
    address,
    demo,
    https,
    ...(entriesAnHour ? { entriesAnHour } : {}),
    ...(process.env.SULH_DATABASE_URL ? { database: process.env.SULH_DATABASE_URL } : {}),
    ...(extractor ? { extractor } : {}),
    ...(process.env.SULH_MIRRORS ? { mirrors: process.env.SULH_MIRRORS.split(/[\s,]+/).filter(Boolean) } : {}),
    ...(process.env.SULH_BUCKET
      ? { bucket: { address: parseBucket(process.env.SULH_BUCKET), secrets: bucketSecrets(process.env) } }
      : {}),
  });
  const pilot = host.records.get(PILOT.record);
  const running =
    demo && witnesses !== undefined && pilot
      ? await startDemoWitnesses(data, pilot, witnesses === true ? WITNESS_PORT : witnesses).catch(async (error) => {
          await host.close();
          throw error;
        })
      : [];
  const records = [...host.records.values()].map((one) => `${one.name} (${one.size} entries)`).join(', ');
  say(`
Sulh is running at ${host.url}
Records: ${records || 'none'}; data in ${data}`);
  if (demo)
    say(`
This is a demonstration: everybody may act as any member. Where to look first:
  1. ${host.url}/ is the office. Sign in as a member: choose "Chair", for a start.
  2. The morning brief: what could end it overnight, who has not answered, where nobody looked.
  3. The case "Exchange of fire near Ghulam Khan": both accounts, the refused visit, four kinds of finding and a dissent.
  4. The agreement as reported: each obligation with the words that report it, and what it lacks.
  5. Record: the entries as they came, each with a proof to download and check with \`npx sulh verify\`.`);
  if (running.length > 0)
    say(`
Log witnesses of each side and guarantor run inside this process (${running.map(({ url }) => url).join(', ')}): they
show the second tick, and prove nothing against this host. docs/guides/party.md tells how a party runs its own.`);
  say('\nStop with Ctrl-C; the next start goes on with the same record.');

  const stop = () => {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    Promise.all([host.close(), ...running.map((witness) => witness.close())]).then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`sulh: stopping went wrong: ${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
}

async function foundPilot(data: string): Promise<void> {
  if (recordsIn(data).includes(PILOT.record)) return;
  say('Founding the pilot: every act of it becomes a signed entry ...');
  const founded = await foundIn(data, PILOT.record, {
    origin: PILOT.origin,
    acts: PILOT.acts,
    files: Object.fromEntries(Object.entries(PILOT.files).map(([name, at]) => [name, readFileSync(new URL(at))])),
    now: () => new Date(),
    random: (length) => randomBytes(length),
    demo: true,
  }).catch((error: unknown) => {
    // What the disk refuses before there is a record is named as the host names it.
    const why = (error as NodeJS.ErrnoException).code;
    throw error instanceof Problem || !why ? error : new Problem('folder-not-writable', { folder: data, why });
  });
  if (founded) say(`${founded.size} entries are on record.`);
}
