// What the documents of the last day say that the record has otherwise, as lines of the morning brief. They are read for
// the viewer, who sees only documents and records that are for it.

import {
  type BriefLine,
  type Document,
  lineAgainst,
  partiesInOrder,
  type Reader,
  type SideVersion,
} from '@sulh/mechanism';
import { type AgainstRecord, againstRecord } from '@sulh/reading/against';
import { Problem } from '@sulh/record';
import type { ReadingDesk } from './readingdesk.ts';
import { sourceOf } from './together.ts';

const DAY = 86_400_000;
/** The newest documents are looked at, no more. */
const NEWEST = 100;

/** Lines for one viewer's brief: the sides that speak take turns, so that none stands above another. */
export async function documentsAgainst(desk: ReadingDesk, reader: Reader, at: string): Promise<BriefLine[]> {
  const since = new Date(Date.parse(at) - DAY).toISOString();
  const fresh = reader.all('document').filter((one) => one.since > since && one.text !== undefined);
  const found = new Map<string, BriefLine[]>();
  for (const document of fresh.slice(-NEWEST).reverse()) {
    for (const one of await readAgainst(desk, reader, document)) {
      const { speaker, side, text: quote } = one.claim;
      const matter = one.record[0]!.table;
      const line = lineAgainst(reader, { document: document.id, speaker, side, quote, matter, record: onRecord(one) });
      found.set(side, [...(found.get(side) ?? []), line]);
    }
  }
  // The parties in the order of the day, then whoever else speaks.
  const order = partiesInOrder(reader, at);
  const place = (side: string): number => (order.includes(side) ? order.indexOf(side) : order.length);
  const queues = [...found].sort(([a], [b]) => place(a) - place(b)).map(([, lines]) => lines);
  const longest = Math.max(0, ...queues.map((lines) => lines.length));
  return Array.from({ length: longest }, (_, i) => queues.flatMap((lines) => lines[i] ?? [])).flat();
}

async function readAgainst(desk: ReadingDesk, reader: Reader, document: Document): Promise<AgainstRecord[]> {
  try {
    const { documents } = await desk.read([sourceOf(document)], reader);
    return documents[0] ? againstRecord(reader, document.id, documents[0], document.text ?? '') : [];
  } catch (error) {
    // What cannot be read in time is left to its own page; the brief does not wait for it.
    if (error instanceof Problem) return [];
    throw error;
  }
}

/** Whose words are on record, organisation by organisation. */
function onRecord({ record }: AgainstRecord): SideVersion[] {
  return record.flatMap(({ whose, says, entries }) =>
    whose.flatMap((side) =>
      side.kind === 'organisation' ? [{ organisation: side.organisation, said: true, status: says, entries }] : [],
    ),
  );
}
