// Keeps archives of reports beside the host's thread: what changed in one and what is asked of it in, proposals out.

import { parentPort } from 'node:worker_threads';
import { Archive, type Incident } from '@sulh/fusion';
import type { Asked } from './proposals.ts';

/** So many new reports are compared from the start, which settles what came before; fewer one by one. */
const MANY = 50;

const archives = new Map<number, { readonly archive: Archive; changes: number }>();

parentPort!.on('message', ({ archive: id, drop, undecide, remove, add, decide, about }: Asked) => {
  const kept = archives.get(id) ?? { archive: new Archive(), changes: 0 };
  if (drop) archives.delete(id);
  else archives.set(id, kept);
  const { archive } = kept;
  for (const [a, b] of undecide) archive.decide(a, b, undefined);
  for (const one of remove) archive.remove(one);
  if (add.length >= MANY) archive.addAll(add);
  else for (const one of add) archive.add(one);
  // A decision that contradicts an earlier one says nothing.
  for (const [a, b, verdict] of decide) archive.decide(a, b, verdict);
  kept.changes += remove.length + add.length;
  if (kept.changes > 2 * archive.size + MANY) {
    // What was taken out leaves its place behind.
    archive.settle();
    kept.changes = 0;
  }
  const seen = new Set<string>();
  const fused: Incident[] = [];
  for (const report of about) {
    const incident = seen.has(report) ? undefined : archive.incident(report);
    for (const one of incident?.reports ?? []) seen.add(one);
    if (incident) fused.push(incident);
  }
  parentPort!.postMessage(fused);
});
