// Tests wait for what they need to be so, never for a time to pass.

import { setTimeout } from 'node:timers/promises';

/** Longer than anything takes on a machine that does much else: whoever waits this long waits for nothing. */
const AT_MOST_MS = 180_000;

/** Waits until something holds, asking again and again; fails by name when it never does. */
export async function until(what: string, holds: () => unknown): Promise<void> {
  const end = performance.now() + AT_MOST_MS;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`it did not come about: ${what}`);
    await setTimeout(20);
  }
}

/** The processor time, in ms, that a piece of work takes: the same however much else the machine does. */
export function effort(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
