// The pilot mechanism as data: what the founding of the record `doha-istanbul` says, in order. Nothing here signs, reads
// a file or knows the time; whoever founds does that.

import { hoursOf, type PilotAct } from './act.ts';
import { AGREEMENT } from './agreement.ts';
import { BULLETIN } from './bulletin.ts';
import { CROSSING_STATEMENTS, CROSSING_STATES } from './crossings.ts';
import { DEMONSTRATION } from './demonstration.ts';
import { DOCUMENTS } from './documents.ts';
import { MEMBERS } from './members.ts';
import { TALKS } from './talks.ts';
import { TERMS } from './terms.ts';
import { WORKINGS } from './workings.ts';

export type { Body, Later, PilotAct, Value } from './act.ts';

/** Acts in the order of their times; one without a time comes with the one before it. */
function inOrder(...groups: (readonly PilotAct[])[]): PilotAct[] {
  const timed = groups.flatMap((group) => {
    let at = group[0]!.at!;
    return group.map((act) => {
      at = act.at ?? at;
      return { ...act, at };
    });
  });
  return timed.sort((a, b) => hoursOf(a.at) - hoursOf(b.at));
}

export const PILOT: {
  /** Name of the record. */
  readonly record: string;
  /** Origin line of the record, which every entry and key name begins with. */
  readonly origin: string;
  readonly acts: readonly PilotAct[];
  /** Addresses of the files that acts name, by the name they use. */
  readonly files: Readonly<Record<string, string>>;
  /** Address of the base map (GeoJSON). */
  readonly map: string;
} = {
  record: 'doha-istanbul',
  origin: 'sulh.example/doha-istanbul',
  acts: inOrder(
    [...TERMS, ...MEMBERS],
    DOCUMENTS,
    TALKS,
    AGREEMENT,
    CROSSING_STATES,
    CROSSING_STATEMENTS,
    DEMONSTRATION,
    WORKINGS,
    BULLETIN,
  ),
  files: Object.fromEntries(
    [
      'documents/000_0e6c3a45009ae241.txt',
      'documents/001_087e1671cc316080.txt',
      'documents/002_e799cd038898df58.txt',
      'documents/003_fb830f3b7f9ee1e6.txt',
      'documents/004_3880bb5bf419d4b3.txt',
      'evidence/post-log.txt',
      'evidence/wrong-file.txt',
    ].map((file) => [file, new URL(`./${file}`, import.meta.url).href]),
  ),
  map: new URL('./map.json', import.meta.url).href,
};
