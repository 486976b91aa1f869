// Makes pilot/bulletin.json: founds the pilot up to its bulletin, lets the rules draft one, and writes it down with names in
// place of ids. Run after a change of the pilot's acts or of how a bulletin is drafted.

import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { draftBulletin } from '@sulh/exchange';
import { PILOT } from '@sulh/pilot';
import { DRAFTED, WINDOW } from '../pilot/bulletin.ts';
import { foundPilot } from '../pilot/tests/founding.ts';

const before = PILOT.acts.slice(
  0,
  PILOT.acts.findIndex((act) => act.as === 'bulletin'),
);
const { state, ids } = await foundPilot(before);
const names = new Map([...ids].map(([name, id]) => [id, name]));
const founded = Date.parse(state.now) - offset(before.at(-1)!.at!);

function offset(text: string): number {
  const [, count, unit] = /^(-\d+)([dh])$/.exec(text)!;
  return Number(count) * (unit === 'd' ? 24 : 1) * 3_600_000;
}
const instant = (text: string) => new Date(founded + offset(text)).toISOString();

const body = draftBulletin(state, instant(WINDOW.from), instant(WINDOW.to), 'weekly', instant(DRAFTED));

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;
function named(value: unknown): unknown {
  if (typeof value === 'string') {
    if (names.has(value)) return { $id: names.get(value) };
    return ID.test(value) ? { $ids: value.replace(ID, (id) => `{${names.get(id)}}`) } : value;
  }
  if (Array.isArray(value)) return value.map(named);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, named(one)]));
}

const path = join(dirname(import.meta.dirname), 'pilot/bulletin.json');
const window = { from: { $time: WINDOW.from }, to: { $time: WINDOW.to } };
writeFileSync(path, `${JSON.stringify({ ...(named(body) as object), ...window }, undefined, 2)}\n`);
console.log(`pilot/bulletin.json: ${body.sections.length} sections, ${body.findings.length} findings`);
