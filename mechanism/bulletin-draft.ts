// A bulletin drafted from the record: what it would say of a window, each line and figure with the entries behind it. A
// person reads, mends and signs it; nothing is published by this. It looks only at what all members may read.

import { utf8 } from '@sulh/record';
import { accessAt } from './access.ts';
import { agreementAt } from './agreement.ts';
import {
  type BULLETIN_TYPES,
  type BulletinBody,
  type BulletinFigure,
  type BulletinItem,
  citeFinding,
} from './bulletin.ts';
import { ceasefireAt } from './ceasefire.ts';
import { counted, coverageOf } from './coverage.ts';
import { crossingGroups } from './crossing.ts';
import { type Incident, incidentFamily } from './incident.ts';
import { tellableFrom } from './openly.ts';
import { originsOf } from './origins.ts';
import { absences } from './participation.ts';
import { joined, PHRASES, type Phrase } from './phrases.ts';
import { publicName } from './place.ts';
import type { Report } from './report.ts';
import { type Reader, seenBy } from './state.ts';
import { inOrder, partiesInOrder, termsInForce } from './terms.ts';

/** What all members may read, and no narrower audience: a reader of no organisation. */
export const membersOnly = (reader: Reader): Reader => seenBy(reader, { member: '', organisation: '', seats: [] });

const english = (name: Readonly<Record<string, string>> | undefined): string | undefined =>
  name && (name.en ?? Object.values(name)[0]);

/** The name of an organisation in the terms, in English. */
export const nameOf = (reader: Reader, organisation: string): string =>
  english(reader.get('organisation', organisation)?.name) ?? organisation;

const list = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? 'nobody') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** The accounts linked to an incident and to those merged into it that a reader may see. */
export function accountsOf(reader: Reader, incident: Incident): Report[] {
  const ids = incidentFamily(reader, incident.id).flatMap((one) => one.reports.map((link) => link.id));
  return [...new Set(ids)].flatMap((id) => reader.get('report', id) ?? []);
}

/**
 * What a bulletin of a type would say of a window (UTC instants, the end not included), as the record stands.
 * `now` is when it is drafted. Deterministic: the same record gives the same draft.
 */
export function draftBulletin(
  whole: Reader,
  begins: string,
  ends: string,
  type: (typeof BULLETIN_TYPES)[number],
  at: string,
): BulletinBody {
  const reader = membersOnly(whole);
  const [from, to, now] = [begins, ends, at].map((one) => new Date(one).toISOString()) as [string, string, string];
  const inWindow = (at: string): boolean => from <= at && at < to;
  const coverage = coverageOf(reader, { from, to });
  const figure = (code: string, what: string, ids: readonly string[]): BulletinFigure => ({
    code,
    what: { en: what },
    value: counted(ids.length, coverage),
    entries: [...new Set(ids)].slice(0, 2_000),
  });
  const sections: BulletinBody['sections'] = [];
  const section = (id: string, heading: string, items: BulletinItem[]): void => {
    if (items.length > 0) sections.push({ id, heading: { en: heading }, items });
  };
  const parties = partiesInOrder(reader, to);
  const asOf = [to, now].sort()[0]!;

  section('standing', 'How things stand', standing(reader, to));

  // What tells of positions comes into the bulletin of the window in which it may be told.
  const told = (one: Report | Incident): boolean => inWindow(tellableFrom(reader, one, one.event));
  const incidents = reader.all('incident').filter((one) => one.status === 'open' && told(one));
  const filed = reader.all('report').filter((one) => one.status !== 'withdrawn' && told(one));
  section('incidents', 'Incidents reported', [
    {
      text: PHRASES.reported,
      entries: [],
      figures: [
        figure(
          'incidents.reported',
          'incidents reported',
          incidents.map((one) => one.id),
        ),
        figure(
          'reports.filed',
          'reports filed',
          filed.map((one) => one.id),
        ),
      ],
    },
    ...incidents.map((one) => incidentItem(reader, one, now)),
  ]);

  const adopted = reader.all('case').filter((one) => one.adopted && inWindow(one.adopted.at));
  // Whole cases, in order, as long as a bulletin can hold their findings.
  let count = 0;
  const listed = adopted.filter((one) => {
    count += one.findings.length;
    return count <= 100;
  });
  const findings = listed.flatMap((one) => one.findings);
  section(
    'findings',
    'Findings adopted',
    listed.map((one) => ({
      text: {
        en: `On “${english(reader.get('incident', one.incident)?.title) ?? one.question}”: ${plural(one.findings.length, 'finding')} adopted, with the positions of every seat below.`,
      },
      entries: [one.adopted!.entry],
      figures: [],
    })),
  );

  const asked = reader.all('access').filter((one) => inWindow(one.since));
  const held = parties.filter((party) => asked.some((one) => one.of === party));
  section(
    'access',
    'Access asked and answered',
    held.map((party) => {
      const own = asked.filter((one) => one.of === party);
      const statuses = own.map((one) => ({ id: one.id, status: accessAt(reader, one, asOf).status }));
      const of = (status: string) => statuses.filter((one) => one.status === status).map((one) => one.id);
      return {
        text: { en: `Asked of ${nameOf(reader, party)}: ${plural(own.length, 'request')}.` },
        entries: own.map((one) => one.id),
        figures: (['granted', 'conditional', 'refused', 'lapsed'] as const).flatMap((status) =>
          of(status).length > 0
            ? [{ ...figure(`access.${status}`, status, of(status)), value: of(status).length }]
            : [],
        ),
      };
    }),
  );

  section('crossings', 'Crossings', crossingItems(reader, to));
  section('hand-overs', 'Hand-overs of persons', handoverItems(reader, inWindow));

  const limits = joined(PHRASES.unsaid, coverage.observed ? PHRASES.looked : PHRASES.unseen, PHRASES.later);
  const away = absences(reader, 'bulletins', now);
  return fitted({
    type,
    title: { en: `${english(termsInForce(reader)?.name) ?? reader.origin}: ${type} bulletin` },
    from,
    to,
    sections: sections.length > 0 ? sections : [{ id: 'incidents', heading: { en: 'Incidents reported' }, items: [] }],
    findings: findings.map(citeFinding),
    limits,
    coverage: coverageItem(reader, coverage),
    notJoint: inOrder(
      reader,
      away.map((one) => one.organisation),
      now,
    ).map((organisation) => {
      const { left } = away.find((one) => one.organisation === organisation)!;
      return { organisation, since: left.at, entry: left.entry };
    }),
  });
}

/** An entry holds 64 KiB; what is left is for its head and signatures. */
const BUDGET = 54_000;
/** The most lines of one section. */
const LISTED = 200;
const size = (body: BulletinBody): number => utf8(JSON.stringify(body)).length;

/**
 * A draft that fits in one entry. Left out, last first, are ids beyond 100 behind a figure, incidents beyond ten, whole cases
 * with their findings, crossings, and the other incidents; the limits say how many. A finding is never shortened.
 */
function fitted(body: BulletinBody & { limits: Phrase }): BulletinBody {
  const over = body.sections.some((one) => one.items.length > LISTED);
  if (!over && size(body) <= BUDGET) return body;
  const some = ({ figures, ...one }: BulletinItem): BulletinItem => ({
    ...one,
    figures: figures.map((figure) => ({ ...figure, entries: figure.entries.slice(0, 100) })),
  });
  let cut = {
    ...body,
    sections: body.sections.map((one) => ({ ...one, items: one.items.slice(0, LISTED).map(some) })),
  };
  const listed = (id: string): number => cut.sections.find((one) => one.id === id)?.items.length ?? 0;
  const all = (id: string): number => body.sections.find((one) => one.id === id)?.items.length ?? 0;
  const drop = (id: string): void => {
    const last = cut.findings.at(-1)?.case;
    cut = {
      ...cut,
      sections: cut.sections.map((one) => (one.id === id ? { ...one, items: one.items.slice(0, -1) } : one)),
      findings: id === 'findings' ? cut.findings.filter((one) => one.case !== last) : cut.findings,
    };
  };
  while (size(cut) > BUDGET) {
    if (listed('incidents') > 11) drop('incidents');
    else if (listed('findings') > 0) drop('findings');
    else if (listed('crossings') > 0) drop('crossings');
    else if (listed('incidents') > 1) drop('incidents');
    else break;
  }
  const said = [
    [all('incidents') - listed('incidents'), 'incident'],
    [all('findings') - listed('findings'), 'case with its findings', 'cases with their findings'],
    [all('crossings') - listed('crossings'), 'crossing'],
  ] as const;
  const left = said.flatMap(([count, one, many]) => (count ? [plural(count, one, many)] : []));
  if (left.length === 0) return cut;
  const unlisted = {
    ...PHRASES.unlisted,
    en: `For want of room, ${list(left)} are in the record and not listed here.`,
  };
  return { ...cut, limits: joined(cut.limits, unlisted) };
}

/** The states of ceasefires and agreements, which rest on acts and on nothing that is counted. */
function standing(reader: Reader, at: string): BulletinItem[] {
  const ceasefires = reader.all('ceasefire').map((one) => {
    const { whole, sectors } = ceasefireAt(one, at);
    const apart = sectors.filter((sector) => sector.state !== whole.state);
    const but = apart.map(
      (sector) => `${english(placeName(reader, sector.sector)) ?? sector.sector}: ${words(sector.state)}`,
    );
    return item(
      `Ceasefire${english(one.title) ? ` “${english(one.title)}”` : ''}: ${words(whole.state)}${whole.rests === 'reports' ? ', as documents report it' : ''}.${but.length > 0 ? ` ${but.join('; ')}.` : ''}`,
      [one.id, ...whole.entries],
    );
  });
  const agreements = reader.all('agreement').map((one) => {
    const { state, rests, entries } = agreementAt(one, at);
    return item(
      `Agreement “${english(one.title) ?? one.id}”: ${words(state)}${rests === 'reports' ? ', as documents report it' : ''}.`,
      [one.id, ...entries],
    );
  });
  return [...ceasefires, ...agreements];
}

const words = (state: string): string => state.replaceAll('-', ' ');
const item = (text: string, entries: readonly string[], figures: BulletinFigure[] = []): BulletinItem => ({
  text: { en: text },
  entries: [...new Set(entries)].slice(0, 500),
  figures,
});
const placeName = (reader: Reader, ref: string) => publicName(reader, { ref, known: 'told' });

function incidentItem(reader: Reader, incident: Incident, now: string): BulletinItem {
  const reports = accountsOf(reader, incident);
  const origins = originsOf(reader, reports, now);
  const who = list(origins.by.map((one) => nameOf(reader, one.organisation)));
  const cases = reader.by('case', 'incident', incident.id);
  const open = cases.find((one) => !one.closed) ?? cases.at(-1);
  const where = english(publicName(reader, incident.place));
  const state = !open
    ? 'No case is open.'
    : open.closed
      ? 'Its case is closed.'
      : open.adopted
        ? 'Findings are adopted.'
        : 'A case is open.';
  const accounts =
    reports.length === 0
      ? `Rests on ${plural(incident.claims.length, 'claim')} in documents.`
      : `Reported by ${who}: ${plural(reports.length, 'account')} of ${plural(origins.count, 'independent origin')}.`;
  return item(`${english(incident.title)}${where ? ` (${where})` : ''}. ${accounts} ${state}`, [
    incident.id,
    ...reports.filter((one) => tellableFrom(reader, one, one.event) <= now).map((one) => one.id),
  ]);
}

function crossingItems(reader: Reader, at: string): BulletinItem[] {
  const places = termsInForce(reader)?.places.filter((one) => one.kind === 'crossing') ?? [];
  return places.flatMap((place) => {
    const groups = crossingGroups(reader, place.id, at);
    if (groups.length === 0) return [];
    const lines = groups.map(({ ways, categories, declared, observed }) => {
      const said = [
        ...declared.map(
          ({ organisation, status, told }) =>
            `${nameOf(reader, organisation)} ${status === 'silent' ? 'silent' : `${told ? 'is said to declare' : 'declares'} ${status}`}`,
        ),
        ...observed.map((one) => `${nameOf(reader, one.organisation)} ${one.told ? 'heard' : 'saw'} ${one.status}`),
      ];
      const [way] = ways;
      const how = ways.length > 1 ? 'every way' : `from ${nameOf(reader, way!.from)} to ${nameOf(reader, way!.to)}`;
      return `${categories.map(words).join(', ')}, ${how}: ${said.join(', ')}`;
    });
    return [
      item(
        `${english(place.name)}: ${lines.join('; ')}.`.slice(0, 8_000),
        groups.flatMap((one) => one.entries),
      ),
    ];
  });
}

/** How many were handed over; a count so small that it could point at somebody is held back, with what it counts. */
function handoverItems(reader: Reader, inWindow: (at: string) => boolean): BulletinItem[] {
  const least = termsInForce(reader)?.generalise.minCount ?? 1;
  const groups = [
    [
      'persons.handed-over',
      'handed over',
      reader.all('docket').filter((one) => one.receipt && inWindow(one.receipt.at)),
    ],
    [
      'persons.outside-safeguards',
      'transferred outside safeguards',
      reader.all('docket').filter((one) => one.outside && inWindow(one.outside.at)),
    ],
  ] as const;
  return groups.flatMap(([code, what, rows]) => {
    if (rows.length === 0) return [];
    if (rows.length < least) return [item(`Persons ${what}: fewer than ${least}; the count is held back.`, [])];
    const entries = rows.map((one) => (one.receipt ?? one.outside)!.entry);
    return [item(`Persons ${what}.`, [], [{ code, what: { en: what }, value: rows.length, entries }])];
  });
}

function coverageItem(reader: Reader, coverage: ReturnType<typeof coverageOf>): BulletinItem {
  const { patrolHours, postHours, sensorHours, flights, interviews } = coverage.effort;
  const efforts = [
    [patrolHours, 'patrol hour'],
    [postHours, 'post hour'],
    [sensorHours, 'sensor hour'],
    [flights, 'flight'],
    [interviews, 'interview'],
  ] as const;
  const parts = efforts.filter(([count]) => count > 0).map(([count, what]) => plural(count, what));
  const text = coverage.observed
    ? `Looked at by ${list(coverage.organisations.map((one) => nameOf(reader, one)))}: ${parts.join(', ')}; turned back ${plural(coverage.denials, 'time')}.`
    : 'Not observed.';
  return item(text, coverage.entries);
}
