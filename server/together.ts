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
  /** First and last day: of those on which documents were published or kept. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  /** A document: those of the days around its own. */
  around: z.string().max(100).optional(),
});

/** What was read side by side, beside what was asked for. */
export interface Compared {
  readonly from: string;
  readonly to: string;
  readonly documents: readonly {
    readonly id: string;
    readonly title: string;
    readonly audience: Document['audience'];
  }[];
  /** How many documents those days have; more than `documents` where they are too many. */
  readonly within: number;
}

export interface Together {
  readonly files: readonly SourceFile[];
  readonly compared: Compared;
}

/** A kept document as it is read: under its id, of the day that whoever kept it knows. */
export const sourceOf = ({ id, text = '', published }: Document): SourceFile => ({ file: id, text, published });

/**
 * A document is of the day on which it was published and of the day on which it was kept. Nothing is published after it was kept,
 * whatever is said of it: one mistyped year must not move everybody's fortnight.
 */
function daysOf({ published, since }: Document): string[] {
  const kept = since.slice(0, 10);
  return published !== undefined && published < kept ? [published, kept] : [kept];
}
const shifted = (day: string, by: number): string => new Date(Date.parse(day) + by * DAY_MS).toISOString().slice(0, 10);

/** The documents that a viewer may see, with a text, of the days asked for; the nearest to `around`, else to the last day. */
export function together(reader: Reader, { from, to, around }: z.infer<typeof TogetherQuery>): Together {
  const all = reader.all('document').filter((one) => one.text !== undefined);
  const middle = around === undefined ? undefined : all.find((one) => one.id === around);
  const newest = all.map((one) => daysOf(one).at(-1)!).reduce((last, day) => (day > last ? day : last), '');
  if (newest === '') return { files: [], compared: { from: from ?? '', to: to ?? '', documents: [], within: 0 } };
  const own = middle ? daysOf(middle) : [];
  const last = to ?? (middle ? shifted(own[0]!, DAYS / 2) : newest);
  const first = from ?? (middle ? shifted(own[0]!, -DAYS / 2) : shifted(last, 1 - DAYS));
  // How many days it lies away from the last day, or from the document that is asked for.
  const away = (one: Document): number =>
    Math.min(
      ...daysOf(one).flatMap((day) =>
        (middle ? own : [last]).map((x) => Math.abs(Date.parse(day) - Date.parse(x)) / DAY_MS),
      ),
    );
  const within = all.filter((one) =>
    middle && !from && !to ? away(one) <= DAYS / 2 : daysOf(one).some((day) => day >= first && day <= last),
  );
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
      documents: documents.map(({ id, title, file, audience }) => ({ id, title: title ?? file, audience })),
      within: within.length,
    },
  };
}
