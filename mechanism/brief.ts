// The morning brief: the first screen of the day, one page. The order is that in which a mediator asks. Both sides' versions
// stand beside each other, the same for both sides but for what one may not read, and nothing is added up by party.

import { type Access, accessAt, denied } from './access.ts';
import { type Case, caseClocks, draftOf, positionsOn } from './case.ts';
import type { Clock } from './clock.ts';
import { dueUntil } from './compliance.ts';
import { coverageOf } from './coverage.ts';
import { crossingGroups, crossingTurns, type DailyHours } from './crossing.ts';
import type { Claim } from './document.ts';
import type { Position } from './finding.ts';
import { docketClocks, hindrances, listClock } from './handover.ts';
import { accountsOf, type Incident } from './incident.ts';
import { acknowledgementClocks } from './notice.ts';
import { originsOf } from './origins.ts';
import { absentIn } from './participation.ts';
import { mayMeet } from './place.ts';
import type { EventKind, Figure, Report } from './report.ts';
import { successorsOpen } from './root.ts';
import type { Place } from './schema.ts';
import { type Reader, seenBy, type TableName, type Viewer } from './state.ts';
import { inOrder, partiesInOrder, placeOf, termsInForce } from './terms.ts';

/** The sections, in the order in which they are read. */
export const BRIEF_SECTIONS = [
  'overnight',
  'unanswered',
  'stops',
  'people',
  'crossings',
  'due',
  'positions',
  'notices',
  'statements',
  'blind',
  'health',
] as const;
export type BriefSectionId = (typeof BRIEF_SECTIONS)[number];

/**
 * The sentence of every line, in English; a face has the same in its languages, under the same codes. `{organisation}` and
 * the like hold ids of organisations, which a face names as the terms do; instants are UTC; a way is `from>to`.
 */
export const BRIEF_SENTENCES = {
  'overnight.root':
    'The root key of {organisation} is said to be lost. A new one can take over from {due} on, unless {organisation} objects.',
  'overnight.incident': '{title}. Accounts: {accounts}; independent origins: {origins}.',
  'overnight.report': 'A report that is in no incident yet: {event}, by {organisation}.',
  'overnight.ceasefire': '{organisation} on the ceasefire “{title}”: {act}.',
  'overnight.absent': '{organisation} takes no part since {since} ({how}).',
  'overnight.resumed': '{organisation} takes part again since {since}.',
  'overnight.hotline': 'Hotline, {subject}: called by {organisation} at {since}; acknowledged by {acknowledged}.',
  'overnight.quiet': 'Nothing was reported since {since}.',
  'overnight.unseen': 'Nothing was reported since {since}, and no observation was logged.',
  'unanswered.case': '{organisation} on “{title}”: {step} open since {since}, {state}, due {due}.',
  'unanswered.access': '{organisation} has not answered a request ({what}) since {since}: {state}, due {due}.',
  'unanswered.notice': '{organisation} has not acknowledged a notice since {since}: {state}, due {due}.',
  'unanswered.list': '{organisation} has not answered a list of persons since {since}: {state}, due {due}.',
  'unanswered.hotline': '{organisation} has not acknowledged a call since {since}: {state}, due {due}.',
  'stops.access': 'Access ({what}) asked of {organisation} by {by}: {status}, ground {ground}, authority {authority}.',
  'stops.clock': 'The clock “{step}” on “{title}” is stopped since {since}: {reason}, held by {holder}.',
  'people.hand-over':
    'Hand-over {pseudonym} at {crossing}, from {from} to {to}: gates open: {gates}; objections open: {objections}.',
  'people.handed-over': 'Handed over at {crossing}, from {from} to {to}: {pseudonym}.',
  'people.outside': 'Transferred outside safeguards at {crossing}, from {from} to {to}: {pseudonym}.',
  'people.incident': '{title}: {event}.',
  'crossings.differs': '{crossing}, {categories}, {ways}: what is said differs.',
  'crossings.one-sided': '{crossing}, {categories}, {ways}: not every side has declared.',
  'crossings.same': '{crossing}, {categories}, {ways}: as declared.',
  'crossings.changed': '{crossing}: changed at {at}.',
  'due.obligation': '{agreement}, {obligation}.',
  'due.case': '{organisation} on “{title}”: {step}, {state}, due {due}.',
  'due.docket': '{organisation} on the hand-over {pseudonym}: {step}, {state}, due {due}.',
  'positions.awaited': '“{title}”: positions are awaited of {organisations}, due {due}.',
  'positions.dissent': '“{title}”: {member} dissents on {finding}.',
  'notices.today': '{organisation} gave notice: {what}, from {from} to {to}; acknowledged by {acknowledged}.',
  'statements.said': '{speaker} ({kind}): “{quote}”',
  'statements.against': '{speaker}: “{quote}” This differs from what is on record ({matter}).',
  'statements.none': 'No statement of {organisation} was kept since {since}.',
  'blind.nothing': 'No observation was logged since {since}: where nobody looked, nothing is known.',
  'blind.places': 'Not observed since {since}: {places}.',
  'blind.denied': 'Observers were turned back {count} times.',
} as const;
export type BriefCode = keyof typeof BRIEF_SENTENCES;

/** Plain data of a sentence: text, number, words per language, or a list of ids or words. */
export type BriefValue =
  | string
  | number
  | Readonly<Record<string, string>>
  | readonly (string | Readonly<Record<string, string>>)[];

/** What one side says of a line: its words, or that it has said nothing. */
export interface SideVersion {
  readonly organisation: string;
  readonly said: boolean;
  /** Its own words, shortened; in `language`. */
  readonly words?: string;
  readonly language?: string;
  /** A state instead of words: of a crossing, of an obligation. */
  readonly status?: string;
  /** The state and the words are somebody else’s, who tells what this side has declared. */
  readonly told?: boolean;
  /** Of a crossing: the daily hours that were said, and whether it is closed now because it is outside of them. */
  readonly hours?: DailyHours;
  readonly outsideHours?: boolean;
  readonly figures?: readonly Figure[];
  readonly entries: readonly string[];
}

export interface BriefLine {
  /** A code of `BRIEF_SENTENCES`, or one of the host's for the record's health. */
  readonly code: string;
  readonly values: Readonly<Record<string, BriefValue>>;
  readonly english: string;
  /** Ids of the entries behind it. */
  readonly entries: readonly string[];
  /** The row that the line opens. */
  readonly about?: { readonly table: TableName; readonly id: string };
  /** Each side's version, the parties in the order of the day, then others. */
  readonly sides?: readonly SideVersion[];
}

export interface BriefSection {
  readonly id: BriefSectionId;
  readonly lines: readonly BriefLine[];
  /** How many lines were left off to keep it to one page. */
  readonly more: number;
}

export interface Brief {
  /** When it was made, and from when on it looks, UTC. */
  readonly at: string;
  readonly since: string;
  /** The parties in the order in which they are shown today. */
  readonly parties: readonly string[];
  /** Who takes no part: what is made meanwhile is not joint. */
  readonly notJoint: readonly { readonly organisation: string; readonly since: string; readonly entry: string }[];
  readonly sections: readonly BriefSection[];
}

const LINES = 8;
/** Of these lines so many stand above what each side said. */
const AGAINST = 3;
const WORDS = 200;
const ENTRIES = 12;
const HOUR = 3_600_000;

/** Kinds of event that have ended ceasefires; they stand first. */
const GRAVE: readonly EventKind[] = [
  'air-or-drone-strike',
  'ground-attack',
  'shelling',
  'third-actor-attack',
  'infiltration',
  'fire-across-line',
  'mine-or-ied',
  'harm-to-civilians',
  'access-denied-or-threat',
];
const OF_PEOPLE: readonly EventKind[] = ['harm-to-civilians', 'abduction-or-detention', 'expulsion'];

const short = (words: string): string => (words.length > WORDS ? `${words.slice(0, WORDS - 1).trimEnd()}…` : words);
const shift = (now: string, hours: number): string => new Date(Date.parse(now) + hours * HOUR).toISOString();

/**
 * The brief for a viewer at `now` (UTC): what the last 24 hours brought and what is open. Built only on what the viewer may
 * read. The host hands in the lines on the record's health, which the record itself does not hold, and those of documents
 * whose claims differ from the record (`lineAgainst`), read for this viewer.
 */
export function morningBrief(
  whole: Reader,
  viewer: Viewer | undefined,
  at: string,
  health: readonly BriefLine[] = [],
  against: readonly BriefLine[] = [],
): Brief {
  const reader = seenBy(whole, viewer);
  const now = shift(at, 0);
  const since = shift(now, -24);
  const look: Look = { reader, now, since, sides: partiesInOrder(reader, now) };
  const night = overnight(look);
  const atRisk = people(look);
  const lines: Record<BriefSectionId, readonly BriefLine[]> = {
    overnight: night.lines,
    unanswered: unanswered(look),
    stops: stops(look),
    people: atRisk.lines,
    crossings: crossings(look),
    due: due(look),
    positions: positions(look),
    notices: notices(look),
    statements: [...against.slice(0, AGAINST), ...statements(look, against), ...against.slice(AGAINST)],
    blind: blind(look),
    health,
  };
  const unworded: Partial<Record<BriefSectionId, number>> = { overnight: night.unworded, people: atRisk.unworded };
  return {
    at: now,
    since,
    parties: look.sides,
    notJoint: absentIn(reader, 'mechanism', now),
    sections: BRIEF_SECTIONS.map((id) => ({
      id,
      lines: lines[id].slice(0, LINES),
      more: Math.max(0, lines[id].length - LINES) + (unworded[id] ?? 0),
    })),
  };
}

/** Lines of a section of which there may be very many: only those that can be shown are worded, the others are counted. */
interface Found {
  readonly lines: BriefLine[];
  readonly unworded: number;
}

interface Look {
  readonly reader: Reader;
  readonly now: string;
  readonly since: string;
  readonly sides: readonly string[];
}

type Details = Partial<Pick<BriefLine, 'about' | 'sides'>>;

function line(
  { reader }: Look,
  code: BriefCode,
  values: Record<string, BriefValue>,
  entries: readonly string[],
  details: Details = {},
): BriefLine {
  return {
    code,
    values,
    english: inEnglish(reader, code, values),
    entries: [...new Set(entries)].slice(0, ENTRIES),
    ...details,
  };
}

/** Values that hold ids of organisations, which are named as the terms name them. */
const ORGANISATIONS = new Set(['organisation', 'organisations', 'acknowledged', 'by', 'from', 'to', 'holder']);
/** Values that hold codes of the rules' vocabularies; a face has words for them. */
const CODES = new Set(
  'act how event subject what step state status ground reason gates kind categories matter'.split(' '),
);
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** The name of an organisation in the terms, in English. */
function nameOf(reader: Reader, organisation: string): string {
  const name = reader.get('organisation', organisation)?.name;
  return (name && (name.en ?? Object.values(name)[0])) ?? organisation;
}

const isList = (value: BriefValue): value is Extract<BriefValue, readonly unknown[]> => Array.isArray(value);

function inEnglish(reader: Reader, code: BriefCode, values: Record<string, BriefValue>): string {
  const one = (key: string, value: BriefValue): string => {
    if (isList(value)) {
      if (key === 'ways' && value.length > 1) return 'every way';
      return value.map((item) => one(key, item)).join(', ') || 'none';
    }
    if (typeof value === 'object') return value.en ?? Object.values(value)[0] ?? '';
    if (typeof value === 'number') return String(value);
    if (key === 'ways') {
      const [from, to] = value.split('>') as [string, string];
      return `from ${nameOf(reader, from)} to ${nameOf(reader, to)}`;
    }
    if (INSTANT.test(value)) return `${value.slice(0, 10)} ${value.slice(11, 16)} UTC`;
    if (CODES.has(key)) return value.replaceAll('-', ' ');
    return ORGANISATIONS.has(key) ? nameOf(reader, value) : value;
  };
  return BRIEF_SENTENCES[code].replace(/\{([a-z]+)\}/g, (_, key: string) => one(key, values[key] ?? ''));
}

const titleOf = (reader: Reader, one: Case): BriefValue =>
  reader.get('incident', one.incident)?.title ?? short(one.question);

/** Each side's account of some reports: every party, also one that gave none, then the others who did. */
function versions({ reader, sides, now }: Look, reports: readonly Report[]): SideVersion[] {
  return inOrder(reader, [...sides, ...reports.map((one) => one.organisation)], now).map((organisation) => {
    const own = reports.filter((one) => one.organisation === organisation && one.status !== 'withdrawn');
    const first = own[0];
    if (!first) return { organisation, said: false, entries: [] };
    return {
      organisation,
      said: true,
      words: short(first.account),
      language: first.language,
      ...(first.figures.length > 0 ? { figures: first.figures.slice(0, 4) } : {}),
      entries: own.map((one) => one.id).slice(0, ENTRIES),
    };
  });
}

const rank = (event: EventKind): number => {
  const at = GRAVE.indexOf(event);
  return at < 0 ? GRAVE.length : at;
};
interface Told {
  readonly event: EventKind;
  readonly when: { readonly from: string };
}
const graver = (a: Told, b: Told): number =>
  rank(a.event) - rank(b.event) || Date.parse(b.when.from) - Date.parse(a.when.from);

/** The gravest of some rows, as many as can be shown, and how many more there are: of a million none but these are kept. */
function gravest<T extends Told>(rows: Iterable<T>): { readonly first: T[]; readonly more: number } {
  const first: T[] = [];
  let more = 0;
  for (const row of rows) {
    if (first.length === LINES) {
      more += 1;
      if (graver(row, first[LINES - 1]!) >= 0) continue;
      first.pop();
    }
    const at = first.findIndex((one) => graver(row, one) < 0);
    first.splice(at < 0 ? first.length : at, 0, row);
  }
  return { first, more };
}

/** Whether an incident was opened or had an account added in the window. */
const fresh = (look: Look, incident: Incident): boolean =>
  incident.status === 'open' &&
  [incident.since, ...incident.reports.map((link) => link.at)].some((at) => at > look.since);

function incidentLine(look: Look, code: 'overnight.incident' | 'people.incident', incident: Incident): BriefLine {
  const { reader, now } = look;
  const reports = accountsOf(reader, incident);
  const { title, event } = incident;
  const values = { title, event, accounts: reports.length, origins: originsOf(reader, reports, now).count };
  return line(look, code, values, [incident.id, ...reports.map((one) => one.id)], {
    about: { table: 'incident', id: incident.id },
    sides: versions(look, reports),
  });
}

function overnight(look: Look): Found {
  const { reader, since, now } = look;
  // As long as it can be objected to, and not only on the night on which it was proposed.
  const lines = successorsOpen(reader).map(({ id, organisation, from, entries }) =>
    line(look, 'overnight.root', { organisation, due: from }, entries, { about: { table: 'successor', id } }),
  );
  for (const one of reader.all('ceasefire')) {
    for (const said of one.acts) {
      if (said.mark.at <= since || said.act === 'account') continue;
      const values = { organisation: said.mark.organisation, title: one.title, act: said.act };
      lines.push(
        line(look, 'overnight.ceasefire', values, [said.entry], { about: { table: 'ceasefire', id: one.id } }),
      );
    }
  }
  for (const one of reader.all('participation')) {
    const about = { table: 'participation', id: one.id } as const;
    const { organisation, how } = one;
    if (one.left.at > since) {
      lines.push(
        line(look, 'overnight.absent', { organisation, how, since: one.left.at }, [one.left.entry], { about }),
      );
    }
    if (one.resumed && one.resumed.at > since) {
      lines.push(
        line(look, 'overnight.resumed', { organisation, since: one.resumed.at }, [one.resumed.entry], { about }),
      );
    }
  }
  const linked = new Set<string>();
  const incidents: Incident[] = [];
  for (const one of reader.latest('incident')) {
    for (const link of one.reports) linked.add(link.id);
    if (fresh(look, one)) incidents.push(one);
  }
  const opened = gravest(incidents);
  for (const one of opened.first) lines.push(incidentLine(look, 'overnight.incident', one));
  const loose = gravest(looseReports(look, linked));
  for (const one of loose.first) {
    const values = { event: one.event, organisation: one.organisation };
    lines.push(
      line(look, 'overnight.report', values, [one.id], {
        about: { table: 'report', id: one.id },
        sides: versions(look, [one]),
      }),
    );
  }
  for (const one of reader.all('hotline')) {
    if (one.since <= since) continue;
    const acknowledged = one.acknowledged.map((mark) => mark.organisation);
    const values = { subject: one.subject, organisation: one.organisation, since: one.since, acknowledged };
    lines.push(line(look, 'overnight.hotline', values, one.entries, { about: { table: 'hotline', id: one.id } }));
  }
  if (lines.length > 0) return { lines, unworded: opened.more + loose.more };
  const { observed, entries } = coverageOf(reader, { from: since, to: now });
  const quiet = line(look, observed ? 'overnight.quiet' : 'overnight.unseen', { since }, entries);
  return { lines: [quiet], unworded: 0 };
}

/** Reports of the last day that stand and are in no incident, the newest first. */
function* looseReports({ reader, since }: Look, linked: ReadonlySet<string>): Generator<Report> {
  for (const one of reader.latest('report')) {
    if (one.since <= since) return;
    if (one.status !== 'withdrawn' && !linked.has(one.id)) yield one;
  }
}

const ANSWERS: readonly string[] = ['acknowledge', 'name-team', 'reply', 'positions'];
const pending = (clock: Clock): boolean => clock.state === 'running' || clock.state === 'missed';
const clockValues = (clock: Clock) => ({
  organisation: clock.holders[0]!,
  since: clock.startedAt,
  state: clock.state,
  due: clock.due ?? '',
});

/** A request of a case has no page of its own: it stands, and is answered, on that of the case. */
const whereAnswered = (one: Access): { table: TableName; id: string } =>
  one.case === undefined ? { table: 'access', id: one.id } : { table: 'case', id: one.case };

/** Longest unanswered first. */
function unanswered(look: Look): BriefLine[] {
  const { reader, now } = look;
  const lines: { at: string; line: BriefLine }[] = [];
  const add = (code: BriefCode, clock: Clock, values: Record<string, BriefValue>) =>
    lines.push({
      at: clock.startedAt,
      line: line(look, code, { ...clockValues(clock), ...values }, clock.entries, {
        about: { table: clock.about.table as TableName, id: clock.about.id },
      }),
    });
  for (const one of reader.all('case')) {
    if (one.closed || one.adopted) continue;
    for (const clock of caseClocks(reader, one, now)) {
      if (!ANSWERS.includes(clock.name) || !pending(clock)) continue;
      // A reply or a position on a draft that stands can still be given; a team can still be named.
      add('unanswered.case', clock, { step: clock.name, title: titleOf(reader, one) });
    }
  }
  for (const one of reader.all('access')) {
    const { clock } = accessAt(reader, one, now);
    if (!pending(clock) || one.since <= shift(now, -14 * 24)) continue;
    add('unanswered.access', { ...clock, about: whereAnswered(one) }, { what: one.what });
  }
  for (const one of reader.all('notice')) {
    if (one.when.to < look.since) continue;
    for (const clock of acknowledgementClocks(reader, one, now))
      if (pending(clock)) add('unanswered.notice', clock, {});
  }
  for (const one of reader.all('hotline')) {
    if (one.closed) continue;
    for (const clock of acknowledgementClocks(reader, one, now))
      if (pending(clock)) add('unanswered.hotline', clock, {});
  }
  for (const one of reader.all('list')) {
    const clock = listClock(reader, one, now);
    if (pending(clock)) add('unanswered.list', clock, {});
  }
  return lines.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)).map((one) => one.line);
}

/** Denials of the last three days, and the clocks that stand still. */
function stops(look: Look): BriefLine[] {
  const { reader, now } = look;
  const recent = shift(now, -72);
  const lines: BriefLine[] = [];
  for (const one of reader.all('access')) {
    const { status, clock } = accessAt(reader, one, now);
    if (!denied(status, one)) continue;
    const last: Access['answers'][number] | Access['outcomes'][number] | undefined =
      one.outcomes.at(-1) ?? one.answers.at(-1);
    if ((last?.at ?? clock.due ?? one.since) <= recent) continue;
    const values = {
      what: one.what,
      organisation: one.of,
      by: one.organisation,
      status: one.outcomes.at(-1)?.outcome ?? status,
      ground: last?.ground ?? '',
      authority: last?.authority ?? '',
    };
    lines.push(line(look, 'stops.access', values, one.entries, { about: whereAnswered(one) }));
  }
  for (const one of reader.all('case')) {
    if (one.closed) continue;
    for (const stop of one.stops) {
      if (stop.started) continue;
      const { clock: step, reason, holder, stopped } = stop;
      const values = { step, title: titleOf(reader, one), since: stopped.at, reason, holder };
      lines.push(line(look, 'stops.clock', values, [stopped.entry], { about: { table: 'case', id: one.id } }));
    }
  }
  return lines;
}

/** Hand-overs on their way and of the last day, and incidents of the last three days in which people were harmed or taken, the newest first. */
function people(look: Look): Found {
  const { reader, now, since } = look;
  const recent = shift(now, -72);
  const handovers = reader.all('docket').flatMap((one): BriefLine[] => {
    const done = one.receipt ?? one.outside;
    if (one.status === 'ended' || (done && done.at <= since)) return [];
    const { gates, objections } = hindrances(one);
    const { pseudonym, transferring: from, receiving: to } = one;
    const values = { pseudonym, crossing: placeOf(reader, one.crossing)?.name ?? one.crossing, from, to };
    const about = { table: 'docket', id: one.id } as const;
    if (one.receipt) return [line(look, 'people.handed-over', values, [one.receipt.entry], { about })];
    if (one.outside) return [line(look, 'people.outside', values, [one.outside.entry], { about })];
    return [
      line(look, 'people.hand-over', { ...values, gates, objections: objections.length }, one.entries, { about }),
    ];
  });
  const incidents: Incident[] = [];
  for (const one of reader.latest('incident')) {
    if (one.since <= recent) break;
    if (one.status !== 'open') continue;
    if (OF_PEOPLE.includes(one.event) || accountsOf(reader, one).some((report) => report.figures.some(ofPeople)))
      incidents.push(one);
  }
  const shown = incidents.slice(0, LINES);
  return {
    lines: [...handovers, ...shown.map((one) => incidentLine(look, 'people.incident', one))],
    unworded: incidents.length - shown.length,
  };
}

const ofPeople = (figure: Figure): boolean => figure.what !== 'buildings-damaged' && figure.what !== 'vehicles-damaged';

const CROSSING_CODES = { differs: 'differs', 'not-all-declared': 'one-sided', same: 'same' } as const;

/** Disagreements first, then what not every side declared, then what stands as declared. */
function crossings(look: Look): BriefLine[] {
  const { reader, now, since } = look;
  const found: { order: number; line: BriefLine }[] = [];
  for (const place of termsInForce(reader)?.places ?? []) {
    if (place.kind !== 'crossing') continue;
    for (const at of crossingTurns(reader, place.id)) {
      if (at <= since || at > now) continue;
      const made = reader
        .by('crossing', 'crossing', place.id)
        .filter((one) => one.window.from === at || one.window.to === at);
      found.push({
        order: 1,
        line: line(
          look,
          'crossings.changed',
          { crossing: place.name, at },
          made.map((one) => one.id),
          { about: { table: 'crossing', id: made[0]!.id } },
        ),
      });
    }
    for (const { ways, categories, declared, observed, accord, entries } of crossingGroups(reader, place.id, now)) {
      if (accord === 'nobody-says') continue;
      const code = `crossings.${CROSSING_CODES[accord]}` as const;
      const values = { crossing: place.name, categories, ways: ways.map(({ from, to }) => `${from}>${to}`) };
      const sides = [...declared, ...observed].map((one) => ({
        organisation: one.organisation,
        said: one.status !== 'silent',
        status: one.status,
        ...(one.words ? { words: short(one.words) } : {}),
        ...(one.told ? { told: true } : {}),
        ...(one.hours ? { hours: one.hours } : {}),
        ...(one.outsideHours ? { outsideHours: true } : {}),
        entries: one.entry ? [one.entry] : [],
      }));
      const about = { table: 'crossing', id: entries[0]! } as const;
      const order = accord === 'differs' ? 0 : accord === 'not-all-declared' ? 2 : 3;
      found.push({ order, line: line(look, code, values, entries, { about, sides }) });
    }
  }
  return found.sort((a, b) => a.order - b.order).map((one) => one.line);
}

/** Obligations and steps that fall due by the end of tomorrow (UTC) or are over, the sides beside each other. */
function due(look: Look): BriefLine[] {
  const { reader, now } = look;
  const until = `${shift(now, 24).slice(0, 10)}T23:59:59.999Z`;
  const lines = dueUntil(reader, now, until).map(({ agreement, obligation, cells }) =>
    line(
      look,
      'due.obligation',
      { agreement: reader.get('agreement', agreement)!.title, obligation },
      cells.flatMap((one) => one.entries),
      {
        about: { table: 'agreement', id: agreement },
        sides: cells.map((cell) => ({
          organisation: cell.party,
          said: true,
          status: cell.state,
          ...(cell.due ? { words: cell.due } : {}),
          entries: cell.entries.slice(0, ENTRIES),
        })),
      },
    ),
  );
  for (const one of reader.all('case')) {
    if (one.closed) continue;
    for (const clock of caseClocks(reader, one, now)) {
      if (ANSWERS.includes(clock.name) || !pending(clock) || (clock.due ?? '') > until) continue;
      const values = { ...clockValues(clock), step: clock.name, title: titleOf(reader, one) };
      lines.push(line(look, 'due.case', values, clock.entries, { about: { table: 'case', id: one.id } }));
    }
  }
  for (const one of reader.all('docket')) {
    for (const clock of docketClocks(reader, one, now)) {
      if (!pending(clock) || (clock.due ?? '') > until) continue;
      const values = { ...clockValues(clock), step: clock.name, pseudonym: one.pseudonym };
      lines.push(line(look, 'due.docket', values, clock.entries, { about: { table: 'docket', id: one.id } }));
    }
  }
  return lines;
}

/** Drafts that await positions, and dissents on drafts and on findings of the last week. */
function positions(look: Look): BriefLine[] {
  const { reader, now } = look;
  const recent = shift(now, -7 * 24);
  const lines: BriefLine[] = [];
  const dissents = (one: Case, key: string, given: readonly Position[]) => {
    for (const position of given) {
      if (position.position !== 'dissent') continue;
      const { organisation, member, words, language, entry } = position;
      const said = {
        organisation,
        said: true,
        words: short(words ?? ''),
        ...(language ? { language } : {}),
        entries: entry ? [entry] : [],
      };
      lines.push(
        line(
          look,
          'positions.dissent',
          { title: titleOf(reader, one), member, organisation, finding: key },
          said.entries,
          {
            about: { table: 'case', id: one.id },
            sides: [said],
          },
        ),
      );
    }
  };
  for (const one of reader.all('case')) {
    const draft = draftOf(one);
    if (one.closed || !draft) continue;
    if (one.adopted) {
      if (one.adopted.at > recent) for (const finding of one.findings) dissents(one, finding.key, finding.positions);
      continue;
    }
    const awaited = caseClocks(reader, one, now).filter((clock) => clock.name === 'positions' && pending(clock));
    if (awaited.length > 0) {
      const values = {
        title: titleOf(reader, one),
        organisations: awaited.flatMap((clock) => clock.holders),
        due: awaited[0]!.due ?? '',
      };
      lines.push(line(look, 'positions.awaited', values, [draft.entry], { about: { table: 'case', id: one.id } }));
    }
    for (const { key } of draft.findings) dissents(one, key, positionsOn(one, key, look.sides));
  }
  return lines;
}

/** Notices of what is going on now or begins within 24 hours. */
function notices(look: Look): BriefLine[] {
  const { reader, now } = look;
  const until = shift(now, 24);
  return reader
    .all('notice')
    .filter((one) => !one.cancelled && one.when.to >= now && one.when.from <= until)
    .sort((a, b) => (a.when.from < b.when.from ? -1 : a.when.from > b.when.from ? 1 : 0))
    .map((one) => {
      const acknowledged = one.acknowledged.map((mark) => mark.organisation);
      const { organisation, what, when } = one;
      const values = { organisation, what, from: when.from, to: when.to, acknowledged };
      return line(look, 'notices.today', values, one.entries, { about: { table: 'notice', id: one.id } });
    });
}

/** What each side said in public of late, side by side: as many of each; a side that said nothing is named. */
function statements(look: Look, against: readonly BriefLine[]): BriefLine[] {
  const { reader, sides, since } = look;
  const recent = reader.all('claim').filter((one) => one.status !== 'rejected' && one.since > since);
  const lines: BriefLine[] = [];
  const of = (claims: readonly Claim[]) => claims.slice(-2).map((one) => statement(look, one));
  for (const organisation of sides) {
    const own = recent.filter(({ side }) => side.kind === 'organisation' && side.organisation === organisation);
    if (own.length > 0) lines.push(...of(own));
    else if (!against.some((one) => one.values.organisation === organisation))
      lines.push(line(look, 'statements.none', { organisation, since }, []));
  }
  const others = recent.filter(({ side }) => side.kind !== 'organisation' || !sides.includes(side.organisation));
  return [...lines, ...of(others)];
}

/** A claim of a document that differs from the record, with whose words are on record; nobody's is called right. */
export function lineAgainst(
  reader: Reader,
  said: {
    readonly document: string;
    readonly speaker: string;
    /** The speaker's side: an organisation's id, or what else it is. */
    readonly side: string;
    readonly quote: string;
    readonly matter: 'case' | 'crossing' | 'pledge' | 'ceasefire';
    readonly record: readonly SideVersion[];
  },
): BriefLine {
  const { document, speaker, side, quote, matter, record } = said;
  const values = { speaker: short(speaker), organisation: side, quote: short(quote), matter };
  return {
    code: 'statements.against',
    values,
    english: inEnglish(reader, 'statements.against', values),
    entries: [...new Set(record.flatMap((one) => one.entries))].slice(0, ENTRIES),
    about: { table: 'document', id: document },
    sides: record,
  };
}

function statement(look: Look, claim: Claim): BriefLine {
  const { speaker, kind, quote, gist, spans } = claim;
  const organisation = claim.side.kind === 'organisation' ? claim.side.organisation : '';
  const values = { speaker, kind, quote: short(quote ?? gist ?? spans[0]!.text), organisation };
  return line(look, 'statements.said', values, [claim.id], { about: { table: 'document', id: claim.document } });
}

/** Places of the terms at which nobody looked, and how often observers were turned back. */
function blind(look: Look): BriefLine[] {
  const { reader, now, since } = look;
  const window = { from: since, to: now };
  const all = coverageOf(reader, window);
  const lines: BriefLine[] = [];
  if (!all.observed) lines.push(line(look, 'blind.nothing', { since }, all.entries));
  else {
    const seen = reader.all('coverage').filter((one) => all.entries.includes(one.id));
    const unseen = (termsInForce(reader)?.places ?? [])
      .filter((one) => one.kind !== 'venue')
      .filter((one) => !seen.some((row) => mayMeet(reader, { ref: one.id, known: 'told' } satisfies Place, row.place)))
      .map((one) => one.name);
    if (unseen.length > 0) lines.push(line(look, 'blind.places', { since, places: unseen.slice(0, 20) }, []));
  }
  if (all.denials > 0) lines.push(line(look, 'blind.denied', { count: all.denials }, all.entries));
  return lines;
}
