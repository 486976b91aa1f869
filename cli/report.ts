// sulh report: files a report from a terminal or a script; the same signed entry that the office and the phone make.

import { EVENT_KINDS } from '@sulh/mechanism';
import { Command } from 'commander';
import { Client, DEFAULT_URL } from './client.ts';
import { readJson } from './files.ts';
import { readKey } from './keys.ts';
import { audienceOf, data, SULH, say, UsageError } from './out.ts';
import { keepReceipt } from './receipt.ts';

interface Options {
  key: string;
  passphraseFile?: string;
  to: string;
  file?: string;
  event?: string;
  at?: string;
  until?: string;
  certainty: string;
  place?: string;
  ref?: string;
  lat?: string;
  lon?: string;
  radius?: string;
  known: string;
  account?: string;
  language: string;
  source: string;
  directness: string;
  killed?: string;
  wounded?: string;
  audience: string;
  demonstration?: boolean;
  receipt?: string;
  json?: boolean;
}

export const report = (): Command =>
  new Command('report')
    .description('File a report: signed with your key, kept with a proof of its place in the record.')
    .requiredOption('--key <file>', 'your signer key')
    .option('--passphrase-file <file>', 'the passphrase of an encrypted key (or set SULH_PASSPHRASE)')
    .option('--to <url>', 'the host, or the record there (SULH_URL)', DEFAULT_URL)
    .option('--file <report.json>', 'the body of the report, in place of the options below; - for standard input')
    .option('--event <kind>', `what: ${EVENT_KINDS.join(', ')}`)
    .option('--at <instant>', 'when it was, or began: 2026-11-21T06:30Z')
    .option('--until <instant>', 'when it ended')
    .option('--certainty <word>', 'of the time: exact, about, unsure', 'about')
    .option('--place <name>', 'where, in words')
    .option('--ref <id>', 'a place of the terms, such as torkham')
    .option('--lat <degrees>', 'latitude, if a point is known')
    .option('--lon <degrees>', 'longitude')
    .option('--radius <km>', 'how exact the point is', '1')
    .option('--known <how>', 'how the place is known: measured, seen, told, estimated', 'told')
    .option('--account <words>', 'what happened, in the source’s words')
    .option('--language <tag>', 'language of the account', 'en')
    .option('--source <type>', 'party, monitor, sensor, witness, press, organisation', 'monitor')
    .option('--directness <how>', 'saw, heard, recorded, told-by-witness, told-by-party, told-by-press', 'saw')
    .option('--killed <count>', 'a count or a range: 2, 2..3, 2..')
    .option('--wounded <count>', 'likewise')
    .option('--audience <who>', 'members, public, or organisations with commas', 'members')
    .option('--demonstration', 'mark it as a demonstration')
    .option('--receipt <file>', 'keep the receipt, the note and its proof, in this file')
    .option('--json', 'print data')
    .addHelpText(
      'after',
      `
Example: sulh report --key monitor.key --event fire-across-line --at 2026-11-21T06:30Z --ref torkham \\
           --account "Four bursts heard from the north." --directness heard --receipt receipt.json`,
    )
    .action(async (options: Options) => {
      const signer = await readKey(options.key, options.passphraseFile);
      const body = options.file ? await readJson(options.file, 64 * 1024) : bodyOf(options);
      const audience = audienceOf(options.audience);
      const client = new Client(options.to, signer.record);
      const filed = await client.file(signer, 'report.file', body, audience);
      if (options.receipt) await keepReceipt(client, options.receipt, filed);
      if (options.json) return data(filed);
      say(
        `${filed.duplicate ? 'Was on record already' : 'On record'}: entry ${filed.index}, received ${filed.receivedAt}`,
      );
      say(`  ${filed.id}`);
      if (options.receipt)
        say(`  Its receipt is in ${options.receipt}; check it with: ${SULH} verify ${options.receipt}`);
    });

/** The body of `report.file` from the options. The host checks it; here only what an option cannot be. */
function bodyOf(options: Options): unknown {
  const { event, at, account, ref, place } = options;
  if (!event || !at || !account || !(ref || place || options.lat))
    throw new UsageError(
      'a report needs --event, --at, --account and a place (--ref, --place, or --lat and --lon), or --file.',
    );
  if ((options.lat === undefined) !== (options.lon === undefined)) throw new UsageError('--lat and --lon go together.');
  const from = instant(at, '--at');
  return {
    event,
    when: { from, to: options.until ? instant(options.until, '--until') : from, certainty: options.certainty },
    place: {
      ...(place ? { name: { [options.language]: place } } : {}),
      ...(ref ? { ref } : {}),
      ...(options.lat
        ? {
            point: {
              lat: number(options.lat, '--lat'),
              lon: number(options.lon!, '--lon'),
              radiusKm: number(options.radius!, '--radius'),
            },
          }
        : {}),
      known: options.known,
    },
    account,
    language: options.language,
    source: { type: options.source, directness: options.directness },
    figures: [...figure('killed', options.killed), ...figure('wounded', options.wounded)],
    ...(options.demonstration ? { demonstration: true } : {}),
  };
}

function instant(text: string, option: string): string {
  const ms = Date.parse(text);
  if (Number.isNaN(ms) || !/(Z|[+-]\d\d:?\d\d)$/.test(text))
    throw new UsageError(`${option} is an instant with its zone, such as 2026-11-21T06:30Z.`);
  return new Date(ms).toISOString();
}

function number(text: string, option: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new UsageError(`${option} is a number.`);
  return value;
}

function figure(what: string, text: string | undefined): unknown[] {
  if (text === undefined) return [];
  const range = /^(\d+)?(\.\.)?(\d+)?$/.exec(text);
  if (!range || (!range[1] && !range[3])) throw new UsageError(`--${what} is a count or a range, such as 2 or 2..3.`);
  const [, min, dots, max] = range;
  const count = dots
    ? { ...(min ? { min: Number(min) } : {}), ...(max ? { max: Number(max) } : {}) }
    : { min: Number(min), max: Number(min) };
  return [{ what, whom: 'unspecified', count }];
}
