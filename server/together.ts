// Which documents are read side by side: those of some days that a reader asks for, or of the fortnight up to the newest.
// A record gathers thousands; what is told across documents is told of one time.

import type { Document, Reader } from '@sulh/mechanism';
import type { SourceFile } from '@sulh/reading';
import { z } from 'zod';

/** Days that are read together, where a reader asks for none. */
const DAYS = 14;
/** The most documents that are read together: what is compared grows with the square of them. */
const MOST = 100;
const DAY_MS = 86_400_000;

export const TogetherQuery = z.object({
  /** First and last day; a document's day is that of its publication, or else the one on which it was kept. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  /** A document: those of the days around its own. */
  around: z.string().max(100).optional(),
});

/** What was read side by side, beside what was asked for. */
export interface Compared {
  readonly from: string;
  readonly to: string;
  readonly documents: readonly { readonly id: string; readonly title: string }[];
  /** How many documents those days have; more than `documents` where they are too many. */
  readonly within: number;
}

export interface Together {
  readonly files: readonly SourceFile[];
  readonly compared: Compared;
}

/** A kept document as it is read: under its id, of the day that whoever kept it knows. */
export const sourceOf = ({ id, text = '', published }: Document): SourceFile => ({ file: id, text, published });

/** Nothing is published after it was kept, whatever is said of it: one mistyped year must not move everybody's fortnight. */
function dayOf({ published, since }: Document): string {
  const kept = since.slice(0, 10);
  return published !== undefined && published < kept ? published : kept;
}
const shifted = (day: string, by: number): string => new Date(Date.parse(day) + by * DAY_MS).toISOString().slice(0, 10);

/** The documents that a viewer may see, with a text, of the days asked for; the nearest to `around`, else to the last day. */
export function together(reader: Reader, { from, to, around }: z.infer<typeof TogetherQuery>): Together {
  const all = reader.all('document').filter((one) => one.text !== undefined);
  const middle = around === undefined ? undefined : all.find((one) => one.id === around);
  const newest = all.reduce((last, one) => (dayOf(one) > last ? dayOf(one) : last), '');
  if (newest === '') return { files: [], compared: { from: from ?? '', to: to ?? '', documents: [], within: 0 } };
  const last = to ?? (middle ? shifted(dayOf(middle), DAYS / 2) : newest);
  const first = from ?? (middle ? shifted(dayOf(middle), -DAYS / 2) : shifted(last, 1 - DAYS));
  const within = all.filter((one) => dayOf(one) >= first && dayOf(one) <= last);
  const away = (one: Document): number => Math.abs(Date.parse(dayOf(one)) - Date.parse(middle ? dayOf(middle) : last));
  // Those who keep documents take turns, so that whoever keeps hundreds crowds out nobody's few.
  const turn = new Map<string, number>();
  const turns = [...within]
    .sort((a, b) => away(a) - away(b))
    .map((one) => {
      const before = turn.get(one.organisation) ?? 0;
      turn.set(one.organisation, before + 1);
      return { one, before };
    });
  const chosen = new Set(
    turns
      .sort((a, b) => a.before - b.before)
      .slice(0, MOST)
      .map(({ one }) => one),
  );
  const documents = within.filter((one) => chosen.has(one));
  return {
    files: documents.map(sourceOf),
    compared: {
      from: first,
      to: last,
      documents: documents.map(({ id, title, file }) => ({ id, title: title ?? file })),
      within: within.length,
    },
  };
}
