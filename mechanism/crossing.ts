// Crossings are not open or closed: their status is by direction, category, window, and who says so. Each party declares
// for itself, others observe, and a document may tell what somebody declared. Disagreement is shown as disagreement.

import { z } from 'zod';
import { citable, on } from './refer.ts';
import { type Act, kind, opened, organisationOf, refuse, touched } from './rule.ts';
import { Id, Instant, OrganisationId, Passage, Slug } from './schema.ts';
import type { Reader, Row, State } from './state.ts';
import { inOrder, partiesInOrder, placeOf } from './terms.ts';

export const CATEGORIES = ['cargo', 'transit', 'pedestrians', 'patients', 'returnees', 'hand-overs', 'aid'] as const;
export type Category = (typeof CATEGORIES)[number];
export const CROSSING_STATUSES = ['open', 'restricted', 'closed'] as const;
export type CrossingStatus = (typeof CROSSING_STATUSES)[number];

const statement = {
  /** A crossing of the terms' places. */
  crossing: Slug,
  /** From whose side to whose, or both ways. */
  direction: z.union([z.literal('both'), z.strictObject({ from: OrganisationId, to: OrganisationId })]),
  categories: z.array(z.enum(CATEGORIES)).min(1).max(CATEGORIES.length),
  window: z
    .strictObject({
      from: Instant,
      /** Without it: until the same source says otherwise. */
      to: Instant.optional(),
      /** Daily opening hours, on the clock of the offset given. */
      hours: z
        .strictObject({
          opens: z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/),
          closes: z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/),
          offset: z.string().regex(/^[+-](?:0\d|1[0-4]):[0-5]\d$/),
        })
        .optional(),
    })
    .refine((window) => window.to === undefined || window.from < window.to, 'ends before it starts'),
  status: z.enum(CROSSING_STATUSES),
  /** In the words of whoever says so: conditions, exceptions, reasons. */
  words: Passage.optional(),
  claims: z.array(Id).max(20).default([]),
};
export const CrossingDeclaration = z.strictObject(statement);
export const CrossingObservation = z.strictObject({
  ...statement,
  /** How the observer knows. `told` of an organisation: what it is reported to have declared. */
  known: z.enum(['seen', 'recorded', 'told']),
  /** The organisation whose declaration is told of. */
  declaredBy: OrganisationId.optional(),
});
export type CrossingObservation = z.infer<typeof CrossingObservation>;

/** Daily hours, `HH:MM`, on the clock of an offset, `+HH:MM`. */
export type DailyHours = NonNullable<Crossing['window']['hours']>;

/** One statement on a crossing; the state of a crossing is read from all of them. */
export interface Crossing extends Row, z.infer<typeof CrossingDeclaration> {
  readonly by: string;
  readonly organisation: string;
  readonly what: 'declared' | 'observed' | 'told';
  readonly known?: CrossingObservation['known'];
  readonly declaredBy?: string;
  readonly withdrawn?: { readonly entry: string; readonly because: string };
}

declare module './state.ts' {
  interface Tables {
    crossing: Crossing;
  }
}

function sound(state: State, act: Act<z.infer<typeof CrossingDeclaration>>) {
  const { crossing, direction, claims } = act.body;
  if (placeOf(state, crossing)?.kind !== 'crossing') return refuse('not-found', { what: 'crossing', id: crossing });
  if (direction !== 'both') {
    if (direction.from === direction.to) return refuse('same-side', { organisation: direction.from });
    for (const organisation of [direction.from, direction.to]) {
      if (!state.get('organisation', organisation)) return refuse('not-a-member', { organisation });
    }
  }
  return citable(state, act, 'claim', claims);
}

export const crossingDeclare = kind({
  name: 'crossing.declare',
  says: 'Declares for one’s own party how a crossing stands, by direction, category and window.',
  schema: CrossingDeclaration,
  seats: ['lead', 'liaison'],
  refusals: ['not-found', 'same-side', 'not-a-member', 'not-releasable', 'not-a-party'],
  decide: (state, act) =>
    state.get('organisation', organisationOf(act))?.role === 'party'
      ? sound(state, act)
      : refuse('not-a-party', { organisation: organisationOf(act) }),
  evolve: (state, act) =>
    state.put('crossing', {
      ...opened(act),
      ...act.body,
      by: act.signers[0]!.member,
      organisation: organisationOf(act),
      what: 'declared',
    }),
});

export const crossingObserve = kind({
  name: 'crossing.observe',
  says: 'Says how a crossing was seen to stand, or what an organisation is told to have declared.',
  schema: CrossingObservation,
  seats: ['monitor', 'team', 'liaison', 'lead', 'chair', 'secretary'],
  refusals: ['not-found', 'same-side', 'not-a-member', 'not-releasable', 'told-only'],
  decide(state, act) {
    const { declaredBy, known } = act.body;
    if (declaredBy !== undefined) {
      if (known !== 'told') return refuse('told-only');
      if (!state.get('organisation', declaredBy)) return refuse('not-a-member', { organisation: declaredBy });
    }
    return sound(state, act);
  },
  evolve: (state, act) =>
    state.put('crossing', {
      ...opened(act),
      ...act.body,
      by: act.signers[0]!.member,
      organisation: organisationOf(act),
      what: act.body.known === 'told' ? 'told' : 'observed',
    }),
});

export const crossingWithdraw = kind({
  name: 'crossing.withdraw',
  says: 'Withdraws a statement of one’s own organisation on a crossing, with the reason; it stays readable.',
  schema: z.strictObject({ statement: Id, because: Passage }),
  seats: ['monitor', 'team', 'liaison', 'lead', 'chair', 'secretary'],
  refusals: ['not-found', 'audience-differs', 'not-yours', 'withdrawn'],
  decide(state, act) {
    const refusal = on(state, act, 'crossing', act.body.statement);
    if (refusal) return refusal;
    const row = state.get('crossing', act.body.statement)!;
    if (row.organisation !== organisationOf(act)) return refuse('not-yours', { organisation: row.organisation });
    return row.withdrawn ? refuse('withdrawn', { id: row.id }) : undefined;
  },
  evolve(state, act) {
    const row = state.get('crossing', act.body.statement)!;
    state.put('crossing', { ...touched(row, act), withdrawn: { entry: act.id, because: act.body.because } });
  },
});

export const crossingKinds = [crossingDeclare, crossingObserve, crossingWithdraw] as const;

/** What one source says of one cell of a crossing at an instant. */
export interface CrossingWord {
  readonly organisation: string;
  /** `silent`: it has said nothing that holds at the instant. */
  readonly status: CrossingStatus | 'silent';
  /** Whether the organisation said so itself, or is told to have. */
  readonly told?: boolean;
  /** The instant is outside the daily hours that were said: then it is closed. */
  readonly outsideHours?: boolean;
  /** The daily hours that were said, and the status that was said of them. */
  readonly hours?: DailyHours & { readonly status: CrossingStatus };
  readonly words?: string;
  readonly since?: string;
  readonly entry?: string;
}

export interface CrossingCell {
  readonly direction: { readonly from: string; readonly to: string };
  readonly category: Category;
  /** Each party's own declaration, in the order of the parties given; silence is shown as silence. */
  readonly declared: readonly CrossingWord[];
  /** What observers saw, by organisation. */
  readonly observed: readonly CrossingWord[];
  /** `same`: all who say something say the same, and all parties do. `differs`: they do not. */
  readonly accord: 'same' | 'differs' | 'not-all-declared' | 'nobody-says';
  readonly entries: readonly string[];
}

/**
 * How a crossing stood at an instant (UTC), by direction and category: what each party declared, what was observed, and
 * whether they agree. Of each source its last word holds. Cells of which nobody says anything are left out.
 */
export function crossingAt(reader: Reader, crossing: string, instant: string): CrossingCell[] {
  const sides = partiesInOrder(reader, instant);
  const holding = reader
    .by('crossing', 'crossing', crossing)
    .filter(
      ({ withdrawn, window: { from, to } }) => !withdrawn && from <= instant && (to === undefined || instant < to),
    );
  const cells: CrossingCell[] = [];
  for (const from of sides) {
    for (const to of sides) {
      if (from === to) continue;
      for (const category of CATEGORIES) {
        const said = holding.filter(
          ({ direction, categories }) =>
            categories.includes(category) && (direction === 'both' || (direction.from === from && direction.to === to)),
        );
        if (said.length > 0) cells.push(cell(reader, from, to, category, said, sides, instant));
      }
    }
  }
  return cells;
}

function cell(
  reader: Reader,
  from: string,
  to: string,
  category: Category,
  said: readonly Crossing[],
  sides: readonly string[],
  instant: string,
): CrossingCell {
  const declarer = (one: Crossing) =>
    one.what === 'declared' ? one.organisation : one.what === 'told' ? one.declaredBy : undefined;
  const declared = sides.map((organisation) => {
    const own = said.findLast((one) => one.what === 'declared' && one.organisation === organisation);
    return word(organisation, own ?? said.findLast((one) => declarer(one) === organisation), instant);
  });
  const observing = said.filter((one) => declarer(one) === undefined).map((one) => one.organisation);
  const observers = inOrder(reader, observing, instant);
  const observed = observers.map((organisation) =>
    word(
      organisation,
      said.findLast((one) => declarer(one) === undefined && one.organisation === organisation),
      instant,
    ),
  );
  const speaking = [...declared, ...observed].filter((one) => one.status !== 'silent');
  const statuses = new Set(speaking.map((one) => one.status));
  const silent = declared.some((one) => one.status === 'silent');
  const accord = statuses.size > 1 ? 'differs' : silent ? 'not-all-declared' : 'same';
  return {
    direction: { from, to },
    category,
    declared,
    observed,
    accord: statuses.size === 0 ? 'nobody-says' : accord,
    entries: speaking.map((one) => one.entry!),
  };
}

function word(organisation: string, one: Crossing | undefined, instant: string): CrossingWord {
  if (!one) return { organisation, status: 'silent' };
  const outsideHours = one.window.hours !== undefined && !within(one.window.hours, instant);
  return {
    organisation,
    status: outsideHours ? 'closed' : one.status,
    ...(one.what === 'declared' ? {} : { told: one.known === 'told' }),
    ...(outsideHours ? { outsideHours } : {}),
    ...(one.window.hours ? { hours: { ...one.window.hours, status: one.status } } : {}),
    ...(one.words ? { words: one.words } : {}),
    since: one.window.from,
    entry: one.id,
  };
}

/** Whether an instant lies in daily hours on the clock of their offset; hours may run over midnight. */
function within(hours: DailyHours, instant: string): boolean {
  const minutes = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
  const shift = (hours.offset.startsWith('-') ? -1 : 1) * minutes(hours.offset.slice(1));
  const now = (((Date.parse(instant) / 60_000 + shift) % 1440) + 1440) % 1440;
  const [opens, closes] = [minutes(hours.opens), minutes(hours.closes)];
  return opens <= closes ? opens <= now && now < closes : now >= opens || now < closes;
}

/** Cells of which the same is said by the same, in one line: their categories, and their ways. */
export interface CrossingGroup extends Omit<CrossingCell, 'direction' | 'category'> {
  readonly categories: readonly Category[];
  /** Every way between the parties when it is said of all of them; else the one way. */
  readonly ways: readonly CrossingCell['direction'][];
}

/** The cells of a crossing at an instant (UTC), those of which the same is said put together. */
export function crossingGroups(reader: Reader, crossing: string, instant: string): CrossingGroup[] {
  const cells = crossingAt(reader, crossing, instant);
  const ways = partiesInOrder(reader, instant).length * (partiesInOrder(reader, instant).length - 1);
  const said = (words: readonly CrossingWord[]) =>
    words.map(({ organisation, status, told, hours, words: own }) => [organisation, status, told, hours, own]);
  const gather = <T>(list: readonly T[], key: (one: T) => unknown): T[][] => {
    const groups = new Map<string, T[]>();
    for (const one of list) {
      const at = JSON.stringify(key(one));
      groups.set(at, [...(groups.get(at) ?? []), one]);
    }
    return [...groups.values()];
  };
  const same = gather(cells, (cell) => [cell.category, said(cell.declared), said(cell.observed)]);
  // What is said of every way is said once; of some ways only, it is said of each.
  const parts = same.flatMap((group) => (group.length === ways ? [group] : group.map((cell) => [cell])));
  const lines = gather(parts, ([cell, ...more]) => [
    more.length > 0 ? 'all' : cell!.direction,
    said(cell!.declared),
    said(cell!.observed),
  ]);
  return lines.map((groups) => {
    const { direction, category: _, entries: _entries, ...first } = groups[0]![0]!;
    return {
      ...first,
      categories: groups.map(([cell]) => cell!.category),
      ways: groups[0]!.length > 1 ? groups[0]!.map((cell) => cell.direction) : [direction],
      entries: [...new Set(groups.flat().flatMap((cell) => cell.entries))],
    };
  });
}

/** Instants at which something said of a crossing begins or ends, oldest first: where its history can change. */
export function crossingTurns(reader: Reader, crossing: string): string[] {
  const turns = reader
    .by('crossing', 'crossing', crossing)
    .filter((one) => !one.withdrawn)
    .flatMap(({ window: { from, to } }) => (to ? [from, to] : [from]));
  return [...new Set(turns)].sort();
}
