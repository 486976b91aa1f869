// The demonstration's published bulletin. Its body is what the rules draft from the acts before it, with every finding and
// its positions; `node scripts/pilot-bulletin.ts` makes it anew.

import type { Body, PilotAct } from './act.ts';
import { id } from './act.ts';
import body from './bulletin.json' with { type: 'json' };

/** When it is drafted, and the window that it covers. */
export const DRAFTED = '-20h';
export const WINDOW = { from: '-8d', to: '-1d' };

const approve = (as: string, by: string, at: string): PilotAct => ({
  as,
  at,
  by,
  kind: 'bulletin.approve',
  audience: 'public',
  body: { bulletin: id('bulletin'), version: id('bulletin') },
});

export const BULLETIN: readonly PilotAct[] = [
  { as: 'bulletin', at: DRAFTED, by: 'tur/secretary', kind: 'bulletin.draft', audience: 'public', body: body as Body },
  approve('bulletin-approved-tur', 'tur/chair', '-19h'),
  approve('bulletin-approved-qat', 'qat/lead', '-18h'),
];
