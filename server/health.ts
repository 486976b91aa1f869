// The record's health, for the last section of the brief: what the record itself does not hold.

import { type BriefLine, doubtsIn, type Reader } from '@sulh/mechanism';
import type { OpenRecord } from './records.ts';

/** The sentences of the lines, in English; a face has the same in its languages, under the same codes. */
export const HEALTH_SENTENCES = {
  'health.record': 'The record has {size} entries; its newest checkpoint was signed at {at}.',
  'health.witnessed': 'Log witnesses have cosigned the newest checkpoint: {witnesses}.',
  'health.waiting': 'The newest checkpoint is not yet cosigned by the log witnesses that the terms name.',
  'health.no-witnesses': 'No log witnesses are set up: nobody but the host vouches for the record.',
  'health.behind': 'The lists are {count} entries behind the record.',
  'health.doubted':
    'The organisation of {member} says that its key was in other hands from {since} until {until}: what it signed then is marked.',
  'health.closed': 'The record takes no entries now: {why}.',
} as const;
export type HealthCode = keyof typeof HEALTH_SENTENCES;

/** How many keys in doubt the brief names, the latest. */
const DOUBTS = 5;

export function healthOf(record: OpenRecord, reader: Reader): BriefLine[] {
  const { size, signedAt, cosigned, witnessed } = record.checkpoint();
  const line = (code: HealthCode, values: Record<string, string | number> = {}, entries: string[] = []): BriefLine => ({
    code,
    values,
    english: HEALTH_SENTENCES[code].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name])),
    entries,
  });
  const { problem } = record.sequencer;
  const lines = [line('health.record', { size, at: signedAt })];
  if (problem) lines.unshift(line('health.closed', { why: problem.code }));
  if (witnessed) lines.push(line('health.witnessed', { witnesses: cosigned.map(({ name }) => name).join(', ') }));
  else lines.push(line(record.policy().witnesses.length === 0 ? 'health.no-witnesses' : 'health.waiting'));
  if (record.behind > 0) lines.push(line('health.behind', { count: record.behind }));
  for (const { member, since, until, entry } of doubtsIn(reader).slice(-DOUBTS))
    lines.push(line('health.doubted', { member, since, until }, [entry]));
  return lines;
}
