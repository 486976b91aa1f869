// What is told in the open must not serve to aim by: accounts of movements and positions go to the public no finer than the terms
// allow, and no sooner. To the members they go as they are.

import type { Problem } from '@sulh/record';
import { pointIn, pointOf } from './place.ts';
import { type Act, refuse } from './rule.ts';
import type { Place, When } from './schema.ts';
import type { Reader, Row } from './state.ts';
import { terms } from './terms.ts';

/** Events and notices that tell where somebody is or goes. */
const OF_POSITIONS: readonly string[] = [
  'movement-or-new-positions',
  'overflight',
  'weapons-in-prohibited-zone',
  'infiltration',
  'exercise',
  'flight',
  'movement',
];

/**
 * From when on (UTC) something can be told in public: at once, or, where it tells of positions and movements, after the terms'
 * delay, so that no bulletin can serve to aim by.
 */
export function tellableFrom(reader: Reader, row: Row & { readonly when: When }, what: string): string {
  if (!OF_POSITIONS.includes(what)) return row.since;
  const free = new Date(Date.parse(row.when.to) + terms(reader).generalise.hours * 3_600_000).toISOString();
  return free > row.since ? free : row.since;
}

/** Why something cannot be told to the public as it is: finer than the terms' cell, or sooner than their delay. */
export function tooOpen(
  reader: Reader,
  act: Pick<Act, 'audience' | 'receivedAt'>,
  what: string,
  { when, place, words }: { readonly when: When; readonly place: Place; readonly words: Record<string, string> },
): Problem | undefined {
  if (act.audience !== 'public' || !OF_POSITIONS.includes(what)) return undefined;
  const { km, hours } = terms(reader).generalise;
  const point = pointOf(reader, place);
  if ((point && point.radiusKm < km) || pointIn(words)) return refuse('release-too-fine', { km });
  const free = new Date(Date.parse(when.to) + hours * 3_600_000).toISOString();
  return free > act.receivedAt ? refuse('release-too-soon', { from: free }) : undefined;
}
