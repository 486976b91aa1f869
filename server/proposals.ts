// What fusion proposes on the reports that are in no incident. Each organisation has an archive of its own, of the reports
// that it may see and nothing else: a proposal can neither show nor be swayed by what its reader may not read. What people
// linked or took apart on record stands over any probability, and is forgotten again when they undo it.

import { Archive, type Incident as Fused, type FusionReport, type Verdict } from '@sulh/fusion';
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

/** The newest reports without an incident that are looked at. */
const NEWEST = 500;

interface Kept {
  readonly archive: Archive;
  /** How many of the changed reports it has taken in. */
  taken: number;
  /** What people decided, as far as it stands in the archive. */
  decided: ReadonlyMap<string, Decision>;
}
type Decision = readonly [a: string, b: string, verdict: Verdict];

export class Proposals {
  readonly #state: () => State;
  readonly #archives = new Map<string, Kept>();
  /** Reports that were put, in order, since the first archive was made. */
  readonly #changed: string[] = [];

  constructor(state: () => State) {
    this.#state = state;
  }

  /** A report was filed, corrected or withdrawn. */
  touch(id: string): void {
    if (this.#archives.size > 0) this.#changed.push(id);
  }

  /** Proposals for one viewer, newest report first. */
  for(viewer: Viewer | undefined): ProposalRow[] {
    const reader = seenBy(this.#state(), viewer);
    const archive = this.#archiveOf(viewer?.organisation ?? '', reader);
    const homes = new Map<string, string[]>();
    for (const { id, reports, status } of reader.all('incident')) {
      if (status === 'merged') continue;
      for (const link of reports) homes.set(link.id, [...(homes.get(link.id) ?? []), id]);
    }
    const alone = reader.all('report').filter((one) => one.status !== 'withdrawn' && !homes.has(one.id));
    const seen = new Set<string>();
    const proposals: ProposalRow[] = [];
    for (const { id } of alone.slice(-NEWEST).reverse()) {
      if (seen.has(id)) continue;
      const fused = archive.incident(id);
      if (!fused) continue;
      for (const one of fused.reports) seen.add(one);
      proposals.push({ ...fused, incidents: [...new Set(fused.reports.flatMap((one) => homes.get(one) ?? []))] });
    }
    return proposals;
  }

  #archiveOf(organisation: string, reader: Reader): Archive {
    const known = this.#archives.get(organisation);
    if (known) {
      for (const id of this.#changed.slice(known.taken)) {
        known.archive.remove(id);
        const report = reader.get('report', id);
        if (report && report.status !== 'withdrawn') known.archive.add(fusionReport(reader, report));
      }
      known.taken = this.#changed.length;
      return decide(known, reader, organisation);
    }
    const archive = new Archive();
    const reports = reader.all('report').filter((one) => one.status !== 'withdrawn');
    archive.addAll(reports.map((one) => fusionReport(reader, one)));
    const kept: Kept = { archive, taken: this.#changed.length, decided: new Map() };
    this.#archives.set(organisation, kept);
    return decide(kept, reader, organisation);
  }
}

/** Brings an archive to what people have decided by now. */
function decide(kept: Kept, reader: Reader, organisation: string): Archive {
  const { archive, decided } = kept;
  const now = decisionsIn(reader, organisation);
  for (const [key, [a, b]] of decided) if (!now.has(key)) archive.decide(a, b, undefined);
  // A decision on a report that was withdrawn or that contradicts an earlier one says nothing.
  for (const [key, [a, b, verdict]] of now) if (!decided.has(key)) archive.decide(a, b, verdict);
  kept.decided = now;
  return archive;
}

/**
 * Reports linked to one incident are of one; one that was taken out of it, and not put back, is not. So are reports that were
 * kept apart, by the chair’s organisation for all and by any other for itself alone, until somebody links them.
 */
function decisionsIn(reader: Reader, organisation: string): ReadonlyMap<string, Decision> {
  const found = new Map<string, Decision>();
  const note = (a: string, b: string, verdict: Verdict): void => {
    if (a !== b) found.set(`${a} ${b} ${verdict}`, [a, b, verdict]);
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
