// Compliance: how each obligation stands, per party, side by side, computed from the record and from nothing else. A breach
// is an adopted breach finding; everything below that is said as what it is. Every cell names the entries behind it.

import { type Agreement, agreementAt, type Obligation, type Version, versionAt } from './agreement.ts';
import type { Case } from './case.ts';
import type { Coverage } from './coverage.ts';
import type { Crossing } from './crossing.ts';
import type { Finding } from './finding.ts';
import type { Incident } from './incident.ts';
import { mayMeet } from './place.ts';
import type { Report } from './report.ts';
import type { Place, When } from './schema.ts';
import type { Standing } from './standing.ts';
import type { Reader } from './state.ts';
import { partiesInOrder, terms } from './terms.ts';

export const COMPLIANCE = [
  'not-due',
  'kept',
  'overdue',
  'breached',
  'disputed',
  'unverifiable',
  'not-measured',
] as const;
export type ComplianceState = (typeof COMPLIANCE)[number];

/** Why a cell says what it says; a face has a sentence for each in its language. */
export const COMPLIANCE_REASONS = [
  'never-in-force',
  'suspended',
  'period-not-begun',
  'no-measure',
  'breach-found',
  'breach-not-agreed',
  'breach-unverifiable',
  'case-open',
  'incident-open',
  'report-open',
  'not-attributed',
  'observed-without-incident',
  'not-observed',
  'not-yet-due',
  'received',
  'answers-differ',
  'not-acknowledged',
  'nothing-delivered',
  'share-kept',
  'below-share',
  'share-unknown',
  'sides-differ',
  'nothing-asked',
  'notices-in-time',
  'notice-late',
  'nothing-notified',
] as const;
export type ComplianceReason = (typeof COMPLIANCE_REASONS)[number];

export interface ComplianceCell {
  readonly party: string;
  readonly state: ComplianceState;
  readonly reason: ComplianceReason;
  /** Figures of the reason's sentence: shares from 0 to 1, counts, hours. */
  readonly values: Readonly<Record<string, number | string>>;
  /** When it is due next, or was due (UTC). */
  readonly due?: string;
  readonly entries: readonly string[];
}

export interface ComplianceRow {
  readonly obligation: Obligation;
  /** One per obligor, in the terms' order of parties, then others. */
  readonly cells: readonly ComplianceCell[];
}

export interface Compliance {
  readonly agreement: string;
  /** The version in force, or undefined. */
  readonly version?: number;
  readonly asReported: boolean;
  readonly standing: Standing;
  readonly rows: readonly ComplianceRow[];
}

const HOUR = 3_600_000;
const ms = (instant: string): number => Date.parse(instant);
const iso = (time: number): string => new Date(time).toISOString();
const unique = (ids: readonly string[]): string[] => [...new Set(ids)];

type Said = Omit<ComplianceCell, 'party'>;
const said = (
  state: ComplianceState,
  reason: ComplianceReason,
  entries: readonly string[] = [],
  values: Record<string, number | string> = {},
  due?: string,
): Said => Object.freeze({ state, reason, values, entries: unique(entries), ...(due ? { due } : {}) });

/** What all cells of a reading look at, gathered once: a record may have many more cases than an agreement has cells. */
interface Gathered {
  readonly breaches: ReadonlyMap<string, readonly (Finding & { on: 'breach' })[]>;
  /** Cases that allege a breach and have not come to findings. */
  readonly alleged: ReadonlyMap<string, readonly Case[]>;
  readonly incidents: ReadonlyMap<string, readonly Incident[]>;
  readonly coverage: readonly Coverage[];
}
const cellKey = (one: { agreement: string; obligation: string; party: string }): string =>
  `${one.agreement} ${one.obligation} ${one.party}`;

function gather(reader: Reader): Gathered {
  const cases = reader.all('case');
  const findings = cases.flatMap((one) => one.findings);
  const open = cases.filter((one) => !one.adopted && !one.closed);
  const alleged = new Map<string, Case[]>();
  for (const one of open)
    for (const key of new Set(one.alleged.map(cellKey))) alleged.set(key, [...(alleged.get(key) ?? []), one]);
  return {
    breaches: Map.groupBy(
      findings.filter((one): one is Finding & { on: 'breach' } => one.on === 'breach'),
      cellKey,
    ),
    alleged,
    incidents: Map.groupBy(
      reader.all('incident').filter((one) => one.status === 'open'),
      (one) => one.event,
    ),
    coverage: reader.all('coverage').filter((one) => one.status === 'logged' && effort(one) > 0),
  };
}

/** What a reading of one obligation of one party looks at. */
interface Look {
  readonly reader: Reader;
  readonly gathered: Gathered;
  readonly agreement: Agreement;
  readonly version: Version;
  readonly obligation: Obligation;
  readonly party: string;
  /** The period in which it binds, up to now. */
  readonly from: string;
  readonly to: string;
  readonly now: string;
}

/**
 * How every obligation of an agreement stands at `now` (UTC instant), per obligor. Undefined when the reader has no such
 * agreement. Built on a viewer's reader it counts only what that viewer may see.
 */
export function compliance(reader: Reader, agreementId: string, now: string): Compliance | undefined {
  const agreement = reader.get('agreement', agreementId);
  if (!agreement) return undefined;
  const standing = agreementAt(agreement, now);
  const version = versionAt(agreement, now);
  const shown = version ?? agreement.versions.at(-1)!;
  const order = partiesInOrder(reader, now);
  const gathered = gather(reader);
  const rows = shown.obligations.map((obligation) => {
    const obligors = [
      ...order.filter((one) => obligation.obligors.includes(one)),
      ...obligation.obligors.filter((one) => !order.includes(one)),
    ];
    const cells = obligors.map((party) => ({
      party,
      ...(version
        ? cellOf(reader, gathered, agreement, version, obligation, party, standing, now)
        : said('not-due', 'never-in-force')),
    }));
    return Object.freeze({ obligation, cells });
  });
  return Object.freeze({
    agreement: agreement.id,
    asReported: agreement.known === 'as-reported',
    standing,
    rows,
    ...(version ? { version: version.version } : {}),
  });
}

function cellOf(
  reader: Reader,
  gathered: Gathered,
  agreement: Agreement,
  version: Version,
  obligation: Obligation,
  party: string,
  standing: Standing,
  now: string,
): Said {
  const begun = agreement.versions.flatMap((one) => one.from ?? []).sort()[0]!;
  const from = obligation.period?.from && obligation.period.from > begun ? obligation.period.from : begun;
  // An agreement that all parties hold ended binds nobody further; what was owed until then stays.
  const ended =
    standing.state === 'ended'
      ? standing.said
          .map((one) => one.from)
          .sort()
          .at(-1)
      : undefined;
  const to = [now, ended, obligation.period?.to].filter((one) => one !== undefined).sort()[0]!;
  const look: Look = { reader, gathered, agreement, version, obligation, party, from, to, now };

  const found = breachFound(look);
  if (found) return found;
  if (from > now) return said('not-due', 'period-not-begun', [version.entry], {}, from);
  if (standing.state === 'suspended') return said('not-due', 'suspended', standing.entries);
  const open = gathered.alleged.get(keyOf(look)) ?? [];
  if (open.length > 0)
    return said(
      'disputed',
      'case-open',
      open.flatMap((one) => one.entries),
      { cases: open.length },
    );
  switch (obligation.measure?.kind) {
    case undefined:
      return said('not-measured', 'no-measure', [version.entry]);
    case 'refrain':
      return refrain(look, obligation.measure.events);
    case 'deliver':
      return deliver(look, obligation.measure);
    case 'maintain':
      return maintain(look, obligation.measure);
    case 'permit':
      return permit(look, obligation.measure);
    case 'notify':
      return notify(look, obligation.measure);
  }
}

/** Standards of proof that form a ladder, lowest first. */
const LADDER = ['unsubstantiated', 'plausible', 'reasonable-grounds', 'established'];
const atLeast = (standard: string, floor: string): boolean => LADDER.indexOf(standard) >= LADDER.indexOf(floor);

const keyOf = ({ agreement, obligation, party }: Look): string =>
  cellKey({ agreement: agreement.id, obligation: obligation.id, party });

/** What adopted breach findings say: breached, not agreed on, or unable to verify. Only the first is a breach. */
function breachFound(look: Look): Said | undefined {
  const findings = look.gathered.breaches.get(keyOf(look)) ?? [];
  const floor = terms(look.reader).breachStandard;
  const entries = (some: readonly Finding[]) => some.map((one) => one.settled?.entry ?? one.adopted.entry);
  const breaches = findings.filter((one) => isBreach(one, floor));
  if (breaches.length > 0) return said('breached', 'breach-found', entries(breaches), { findings: breaches.length });
  const open = findings.filter((one) => atLeast(one.drafted, floor) && one.standard !== one.drafted);
  if (open.length > 0) return said('disputed', 'breach-not-agreed', entries(open), { findings: open.length });
  const unseen = findings.filter((one) => one.standard === 'unable-to-verify');
  return unseen.length > 0
    ? said('unverifiable', 'breach-unverifiable', entries(unseen), { findings: unseen.length })
    : undefined;
}

/** Whether an adopted finding is a breach under the terms: the standard is reached, and not by one side's word alone. */
export const isBreach = (finding: Finding, floor: string): boolean =>
  finding.on === 'breach' &&
  atLeast(finding.standard, floor) &&
  (finding.basis === 'joint' || finding.basis === 'ruling' || finding.basis === 'settled');

const overlaps = (when: When, from: string, to: string): boolean => when.from <= to && when.to >= from;

/** Whether something at a place may be in the obligation's area: it names no places, or one of them. */
const inArea = (reader: Reader, obligation: Obligation, place: Place): boolean => {
  const places = obligation.area?.places ?? [];
  return places.length === 0 || places.some((ref) => mayMeet(reader, { ref, known: 'told' }, place));
};

/** Whether adopted findings on an incident say that it did not happen, or that another did it. */
const clears = (findings: readonly Finding[], party: string): boolean =>
  findings.some(
    (one) =>
      (one.on === 'occurrence' && (one.standard === 'disproved' || one.standard === 'unsubstantiated')) ||
      (one.on === 'attribution' &&
        atLeast(one.standard, 'reasonable-grounds') &&
        (one.to.kind === 'non-party' || (one.to.kind === 'party' && one.to.organisation !== party))),
  );

/** Nothing was found; whether that means that nothing happened depends on who looked. */
function refrain(look: Look, events: readonly string[]): Said {
  const { reader, gathered, obligation, from, to } = look;
  const here = [...new Set(events)]
    .flatMap((event) => gathered.incidents.get(event) ?? [])
    .filter((one) => overlaps(one.when, from, to) && inArea(reader, obligation, one.place));
  // Nothing is decided: the incident weighs on nobody and is shown to all.
  const casesOf = (id: string) => reader.by('case', 'incident', id);
  const unresolved = here.filter((one) => !casesOf(one.id).some((it) => it.adopted || it.closed));
  if (unresolved.length > 0) {
    return said(
      'disputed',
      'incident-open',
      unresolved.flatMap((one) => one.entries),
      { incidents: unresolved.length },
    );
  }
  // Nor is an account of such an event that nobody has taken up yet passed over: whoever says "kept" says it is untrue.
  const accounts = unlinked(reader).filter(
    (one) => events.includes(one.event) && overlaps(one.when, from, to) && inArea(reader, obligation, one.place),
  );
  if (accounts.length > 0) {
    return said(
      'disputed',
      'report-open',
      accounts.flatMap((one) => one.entries),
      { reports: accounts.length },
    );
  }
  // Something of the kind was not disproved and was not laid to somebody else: that it was kept cannot be said.
  const left = here.filter((one) => !casesOf(one.id).some((it) => clears(it.findings, look.party)));
  if (left.length > 0) {
    return said(
      'unverifiable',
      'not-attributed',
      left.flatMap((one) => [...one.entries, ...casesOf(one.id).map((it) => it.id)]),
      { incidents: left.length },
    );
  }
  const looked = gathered.coverage.filter(
    (one) => overlaps(one.when, from, to) && inArea(reader, obligation, one.place),
  );
  if (looked.length === 0) return said('unverifiable', 'not-observed', [look.version.entry]);
  const hours = looked.reduce((sum, one) => sum + effort(one), 0);
  return said(
    'kept',
    'observed-without-incident',
    looked.flatMap((one) => one.entries),
    { hours },
  );
}

/** Reports that stand and are in no open incident. */
function unlinked(reader: Reader): Report[] {
  const taken = new Set(
    reader
      .all('incident')
      .filter((one) => one.status === 'open')
      .flatMap((one) => one.reports.map(({ id }) => id)),
  );
  return reader.all('report').filter((one) => one.status !== 'withdrawn' && !taken.has(one.id));
}

const effort = ({ effort: { patrolHours, postHours, sensorHours, flights, interviews } }: Coverage): number =>
  patrolHours + postHours + sensorHours + flights + interviews;

function deliver(look: Look, measure: Extract<Obligation['measure'], { kind: 'deliver' }>): Said {
  const { agreement, obligation, party, from, now, to } = look;
  const first = measure.by ?? iso(ms(from) + measure.withinHours! * HOUR);
  const every = measure.everyHours ? measure.everyHours * HOUR : undefined;
  // How many deliveries have fallen due by the end of what we look at.
  const passed = ms(to) < ms(first) ? 0 : every ? 1 + Math.floor((ms(to) - ms(first)) / every) : 1;
  const next = passed === 0 ? first : every ? iso(ms(first) + passed * every) : first;
  const made = agreement.deliveries.filter(
    (one) => one.obligation === obligation.id && one.organisation === party && one.at <= now,
  );
  const entries = made.flatMap((one) => [one.entry, ...one.answers.map((answer) => answer.entry)]);
  // The last word of each beneficiary on each delivery.
  const words = made.map((one) => {
    const last = new Map(one.answers.map((answer) => [answer.organisation, answer.answer]));
    return [...last.values()];
  });
  const received = words.filter((one) => one.length > 0 && one.every((word) => word === 'received')).length;
  const differ = words.filter((one) => one.some((word) => word !== 'received')).length;
  const due = Math.max(passed, 1);
  const values = { due: passed, made: made.length, received };
  if (received >= due) return said('kept', 'received', entries, values, next);
  if (differ > 0 && made.length >= due) return said('disputed', 'answers-differ', entries, values, next);
  if (received >= passed) return said('not-due', 'not-yet-due', [look.version.entry, ...entries], values, next);
  if (made.length >= passed) return said('unverifiable', 'not-acknowledged', entries, values, next);
  const missed = every ? iso(ms(first) + made.length * every) : first;
  return said('overdue', 'nothing-delivered', [look.version.entry, ...entries], values, missed);
}

/** What one source says of a crossing at an instant: its last statement whose window covers it. */
function stated(statements: readonly Crossing[], at: string): Crossing | undefined {
  return statements.findLast((one) => one.window.from <= at && (one.window.to === undefined || at < one.window.to));
}

/**
 * The share of the time in which the crossing had the status: as monitors saw it, or else as the obligor declared it. Time
 * of which nobody spoke is unknown, and an obligor's word against what was seen is a difference, not a verdict.
 */
function maintain(look: Look, measure: Extract<Obligation['measure'], { kind: 'maintain' }>): Said {
  const { reader, party, from, to } = look;
  const all = reader
    .by('crossing', 'crossing', measure.crossing)
    .filter((one) => !one.withdrawn && one.categories.some((category) => measure.categories.includes(category)));
  const instants = unique([from, to, ...all.flatMap((one) => [one.window.from, one.window.to ?? to])])
    .filter((at) => at >= from && at <= to)
    .sort();
  let kept = 0;
  let known = 0;
  let differ = 0;
  const total = Math.max(1, ms(to) - ms(from)) * measure.categories.length;
  for (const category of measure.categories) {
    const of = all.filter((one) => one.categories.includes(category));
    const declared = of.filter((one) => (one.what === 'declared' ? one.organisation : one.declaredBy) === party);
    const seen = of.filter((one) => one.what === 'observed');
    for (const [i, at] of instants.slice(0, -1).entries()) {
      const span = ms(instants[i + 1]!) - ms(at);
      const [word, sight] = [stated(declared, at)?.status, stated(seen, at)?.status];
      const status = sight ?? word;
      if (status === undefined) continue;
      known += span;
      if (status === measure.status) kept += span;
      if (word !== undefined && sight !== undefined && word !== sight) differ += span;
    }
  }
  const entries = all.length > 0 ? all.flatMap((one) => one.entries) : [look.version.entry];
  const values = { share: kept / total, known: known / total, asked: measure.share, differ: differ / total };
  if (kept / total >= measure.share && differ === 0) return said('kept', 'share-kept', entries, values);
  if (differ > 0) return said('disputed', 'sides-differ', entries, values);
  if ((kept + total - known) / total < measure.share) return said('overdue', 'below-share', entries, values);
  return said('unverifiable', 'share-unknown', entries, values);
}

function permit(look: Look, measure: Extract<Obligation['measure'], { kind: 'permit' }>): Said {
  const { reader, party, from, to, now } = look;
  const asked = reader.by('access', 'of', party).filter((one) => one.since >= from && one.since <= to);
  const deadline = (since: string) => iso(ms(since) + measure.withinHours * HOUR);
  const judged = asked.filter((one) => one.answers.length > 0 || deadline(one.since) < now);
  if (judged.length === 0) return said('not-due', 'nothing-asked', [look.version.entry], { asked: asked.length });
  const granted = judged.filter((one) => {
    const first = one.answers[0];
    const answer = one.answers.at(-1)?.answer;
    const outcome = one.outcomes.at(-1)?.outcome;
    const inTime = first !== undefined && first.at <= deadline(one.since);
    return (
      inTime &&
      outcome !== 'denied-on-site' &&
      (answer === 'granted' || (answer === 'conditional' && outcome === 'done'))
    );
  });
  const share = granted.length / judged.length;
  const values = { share, asked: measure.share, requests: judged.length, granted: granted.length };
  const entries = judged.flatMap((one) => one.entries);
  return share >= measure.share
    ? said('kept', 'share-kept', entries, values)
    : said('overdue', 'below-share', entries, values);
}

/** Notices given, and how long before. An activity without any notice is for a case to find. */
function notify(look: Look, measure: Extract<Obligation['measure'], { kind: 'notify' }>): Said {
  const { reader, party, from, to, obligation } = look;
  const given = reader
    .by('notice', 'organisation', party)
    .filter(
      (one) =>
        measure.of.some((kind) => kind === one.what) &&
        one.when.from >= from &&
        one.when.from <= to &&
        inArea(reader, obligation, one.place),
    );
  if (given.length === 0) return said('not-due', 'nothing-notified', [look.version.entry]);
  const late = given.filter((one) => ms(one.when.from) - ms(one.since) < measure.hoursBefore * HOUR);
  const values = { notices: given.length, late: late.length, hoursBefore: measure.hoursBefore };
  return late.length > 0
    ? said(
        'overdue',
        'notice-late',
        late.flatMap((one) => one.entries),
        values,
      )
    : said(
        'kept',
        'notices-in-time',
        given.flatMap((one) => one.entries),
        values,
      );
}

export interface Due {
  readonly agreement: string;
  readonly obligation: string;
  readonly cells: readonly ComplianceCell[];
}

/** What falls due until `until`, or is overdue at `now`, under agreements in force: one line per obligation, all its obligors. */
export function dueUntil(reader: Reader, now: string, until: string): Due[] {
  return reader
    .all('agreement')
    .flatMap((agreement) =>
      (compliance(reader, agreement.id, now)?.rows ?? [])
        .filter((row) =>
          row.cells.some(
            (cell) => cell.state === 'overdue' || (cell.due !== undefined && cell.due > now && cell.due <= until),
          ),
        )
        .map((row) => Object.freeze({ agreement: agreement.id, obligation: row.obligation.id, cells: row.cells })),
    );
}
