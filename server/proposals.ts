// What fusion proposes on the reports that are in no incident. Each organisation has an archive of its own, of the reports
// that it may see and nothing else: a proposal can neither show nor be swayed by what its reader may not read. What people
// linked or took apart on record stands over any probability, and is forgotten again when they undo it. The archives live in
// a thread beside: many long accounts of one place take seconds to compare.

import { Worker } from 'node:worker_threads';
import type { Incident as Fused, FusionReport, Verdict } from '@sulh/fusion';
import {
  type Figure,
  placeOf,
  type Reader,
  type Report,
  type State,
  seenBy,
  termsInForce,
  type Viewer,
} from '@sulh/mechanism';

export interface ProposalRow extends Fused {
  /** Incidents that some of the reports are in already: those the others may belong to. */
  readonly incidents: readonly string[];
}

/** The newest reports, which are compared with each other; and of those without an incident, the newest that are proposed for. */
const COMPARED = 2_000;
const NEWEST = 500;
/** Archives that are kept, the most lately asked ones. */
const KEPT = 16;

export type Decision = readonly [a: string, b: string, verdict: Verdict];

/** What the thread is told of one archive: what changed since it was last asked, and the reports that are asked about. */
export interface Asked {
  readonly archive: number;
  readonly drop?: boolean;
  readonly undecide: readonly Decision[];
  readonly remove: readonly string[];
  readonly add: readonly FusionReport[];
  readonly decide: readonly Decision[];
  readonly about: readonly string[];
}

/** What the thread knows of one archive by now. */
interface Known {
  readonly archive: number;
  /** Reports, and by how many entries each was made. */
  readonly reports: ReadonlyMap<string, number>;
  readonly decided: ReadonlyMap<string, Decision>;
  readonly about: string;
  readonly fused: Promise<readonly Fused[]>;
}

export class ProposalDesk {
  readonly #thread: URL;
  #worker: Worker | undefined;
  #archives = 0;
  readonly #known = new Map<string, Known>();
  /** Those who wait for the thread, which answers one after another. */
  readonly #waiting: { resolve(fused: readonly Fused[]): void; reject(error: Error): void }[] = [];

  constructor(thread = new URL('./proposals-worker.ts', import.meta.url)) {
    this.#thread = thread;
  }

  /** Proposals for one viewer of a record, newest report first. */
  async for(record: string, state: State, viewer: Viewer | undefined): Promise<ProposalRow[]> {
    const reader = seenBy(state, viewer);
    const homes = new Map<string, string[]>();
    for (const { id, reports, status } of reader.all('incident')) {
      if (status === 'merged') continue;
      for (const link of reports) homes.set(link.id, [...(homes.get(link.id) ?? []), id]);
    }
    const organisation = viewer?.organisation ?? '';
    const fused = await this.#fused(`${record} ${organisation}`, reader, organisation, homes);
    return fused.map((one) => ({ ...one, incidents: [...new Set(one.reports.flatMap((id) => homes.get(id) ?? []))] }));
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #fused(key: string, reader: Reader, organisation: string, homes: ReadonlyMap<string, unknown>) {
    const before = this.#known.get(key);
    const reports = newest(reader);
    const about = [...reports.keys()].filter((id) => !homes.has(id)).slice(0, NEWEST);
    const decided = decisionsIn(reader, organisation, reports);
    const changed = [...reports.values()].filter((one) => before?.reports.get(one.id) !== one.entries.length);
    const asked: Asked = {
      archive: before?.archive ?? this.#archives++,
      undecide: [...(before?.decided ?? [])].flatMap(([key, one]) => (decided.has(key) ? [] : [one])),
      remove: [...(before?.reports ?? [])].flatMap(([id, made]) =>
        reports.get(id)?.entries.length === made ? [] : [id],
      ),
      add: changed.map((one) => fusionReport(reader, one)),
      decide: [...decided].flatMap(([key, one]) => (before?.decided.has(key) ? [] : [one])),
      about,
    };
    const { undecide, remove, add, decide } = asked;
    const same = before?.about === about.join() && [undecide, remove, add, decide].every(({ length }) => length === 0);
    const known: Known = {
      archive: asked.archive,
      reports: new Map([...reports.values()].map(({ id, entries }) => [id, entries.length])),
      decided,
      about: about.join(),
      fused: before && same ? before.fused : this.#ask(asked),
    };
    this.#known.delete(key);
    this.#known.set(key, known);
    for (const [oldest, { archive }] of this.#known) {
      if (this.#known.size <= KEPT) break;
      this.#known.delete(oldest);
      const nothing = { undecide: [], remove: [], add: [], decide: [], about: [] };
      this.#ask({ archive, drop: true, ...nothing }).catch(() => undefined);
    }
    return known.fused;
  }

  #ask(asked: Asked): Promise<readonly Fused[]> {
    const { promise, resolve, reject } = Promise.withResolvers<readonly Fused[]>();
    this.#waiting.push({ resolve, reject });
    this.#worker ??= this.#start();
    this.#worker.postMessage(asked);
    return promise;
  }

  #start(): Worker {
    const worker = new Worker(this.#thread);
    worker.unref();
    worker.on('message', (fused: readonly Fused[]) => this.#waiting.shift()?.resolve(fused));
    worker.on('error', (error) => this.#forget(worker, error));
    worker.on('exit', () => this.#forget(worker, new Error('the thread ended')));
    return worker;
  }

  /** Its archives went with the thread: the next who ask have them made again. */
  #forget(worker: Worker, error: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#known.clear();
    for (const { reject } of this.#waiting.splice(0)) reject(error instanceof Error ? error : new Error(String(error)));
  }
}

/** The newest reports that stand, the newest first. */
function newest(reader: Reader): ReadonlyMap<string, Report> {
  const found = new Map<string, Report>();
  for (const one of reader.latest('report')) {
    if (one.status !== 'withdrawn') found.set(one.id, one);
    if (found.size === COMPARED) break;
  }
  return found;
}

/**
 * Reports linked to one incident are of one; one that was taken out of it, and not put back, is not. So are reports that were
 * kept apart, by the chair’s organisation for all and by any other for itself alone, until somebody links them.
 */
function decisionsIn(
  reader: Reader,
  organisation: string,
  among: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, Decision> {
  const found = new Map<string, Decision>();
  const note = (a: string, b: string, verdict: Verdict): void => {
    if (a !== b && among.has(a) && among.has(b)) found.set(`${a} ${b} ${verdict}`, [a, b, verdict]);
  };
  const incidents = reader.all('incident').filter((one) => one.status !== 'merged');
  for (const { reports } of incidents) for (const { id } of reports) note(reports[0]!.id, id, 'same');
  for (const { reports, unlinked } of incidents)
    for (const { id } of unlinked)
      if (reports[0] && !reports.some((one) => one.id === id)) note(reports[0].id, id, 'different');
  const deciders = [organisation, termsInForce(reader)?.chair];
  const together = (a: string, b: string): boolean =>
    incidents.some(({ reports }) => [a, b].every((id) => reports.some((one) => one.id === id)));
  for (const { organisation: by, reports } of reader.all('apart')) {
    if (!deciders.includes(by)) continue;
    for (const [i, a] of reports.entries())
      for (const b of reports.slice(i + 1)) if (!together(a, b)) note(a, b, 'different');
  }
  return found;
}

/** A report as fusion compares it. Its side is counted and never weighed. */
export function fusionReport(reader: Reader, report: Report): FusionReport {
  const { id, by, organisation, event, when, place, account, source, figures, actorsAsNamed } = report;
  const point = place.point ?? (place.ref === undefined ? undefined : placeOf(reader, place.ref)?.point);
  const name = place.name ?? place.area?.name;
  const words = name && (name.en ?? Object.values(name)[0]);
  return {
    id,
    source: by,
    side: organisation,
    ...(source.origin === undefined ? {} : { origin: source.origin }),
    kind: event,
    from: when.from,
    to: when.to,
    ...(point ? { lat: point.lat, lon: point.lon, radius_km: point.radiusKm } : {}),
    ...(words === undefined ? {} : { place: words }),
    actors: actorsAsNamed,
    ...count(figures, 'killed'),
    ...count(figures, 'wounded'),
    text: account,
  };
}

/** Killed or wounded over all categories, as a range; a bound is known only where every category gives it. */
function count(figures: readonly (typeof Figure)['_output'][], what: 'killed' | 'wounded'): Partial<FusionReport> {
  const ranges = figures.filter((one) => one.what === what).map((one) => one.count);
  const sum = (bound: 'min' | 'max') =>
    ranges.length > 0 && ranges.every((range) => range[bound] !== undefined)
      ? ranges.reduce((total, range) => total + range[bound]!, 0)
      : undefined;
  const [min, max] = [sum('min'), sum('max')];
  return {
    ...(min === undefined ? {} : { [`${what}_min`]: min }),
    ...(max === undefined ? {} : { [`${what}_max`]: max }),
  };
}
