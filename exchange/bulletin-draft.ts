// A bulletin drafted from the record: what it would say of a window, each line and figure with the entries behind it, in every
// language that is asked for, out of the same facts. A person reads, mends and signs it; nothing is published by this. It looks
// only at what all members may read.

import {
  absentIn,
  accessAt,
  accountsOf,
  agreementAt,
  type BULLETIN_TYPES,
  type BulletinBody,
  type BulletinFigure,
  type BulletinItem,
  type CrossingWord,
  ceasefireAt,
  citeFinding,
  counted,
  coverageOf,
  crossingGroups,
  type DailyHours,
  type Incident,
  LANGUAGES,
  type Language,
  membersOnly,
  originsOf,
  partiesInOrder,
  publicName,
  type Reader,
  type Report,
  tellableFrom,
  termsInForce,
  type Words,
} from '@sulh/mechanism';
import { utf8 } from '@sulh/record';
import { numberIn } from './dates.ts';
import { directionOf, localeOf, say } from './messages.ts';

/** What one language needs to word a sentence. */
interface Voice {
  readonly language: Language;
  say(code: string, values?: Record<string, string | number>): string;
  /** Words of a person or of the terms: in this language, else in English, else as they are, set apart where they run the other way. */
  of(words: Readonly<Record<string, string>> | undefined, otherwise?: string): string;
  organisation(id: string): string;
  /** `a, b and c`. */
  all(parts: readonly string[]): string;
  /** `a, b, c`. */
  row(parts: readonly string[]): string;
  /** `a; b; c`. */
  rows(parts: readonly string[]): string;
  /** Daily hours, the opening one first in the direction of the text. */
  hours(hours: DailyHours): string;
}
/** A sentence in each language of the draft. */
type InEach = (sentence: (voice: Voice) => string) => Words;

function voiceOf(reader: Reader, language: Language): Voice {
  const rtl = directionOf(language) === 'rtl';
  const of: Voice['of'] = (words, otherwise = '') => {
    const tag = words && [language, 'en', ...Object.keys(words)].find((one) => words[one] !== undefined);
    const text = (tag && words[tag]) || otherwise;
    return tag !== undefined && directionOf(tag) !== directionOf(language) ? `\u2068${text}\u2069` : text;
  };
  const organisation = (id: string) => of(reader.get('organisation', id)?.name, id);
  const list = new Intl.ListFormat(localeOf(language), { type: 'conjunction' });
  return {
    language,
    say: (code, values) => say(language, `draft.${code}`, values),
    of,
    organisation,
    all: (parts) => list.format(parts),
    row: (parts) => parts.join(rtl ? '، ' : ', '),
    rows: (parts) => parts.join(rtl ? '؛ ' : '; '),
    hours({ opens, closes, offset }) {
      const [from, to, zone] = [opens, closes, `UTC${offset}`].map((text) => {
        const own = text.replace(/\d/g, (digit) => numberIn(language, Number(digit)));
        return rtl ? `\u2066${own}\u2069` : own;
      });
      return `${from}–${to} ${zone}`;
    },
  };
}

/**
 * What a bulletin of a type would say of a window (UTC instants, the end not included), as the record stands.
 * `at` is when it is drafted; `languages` those it is worded in, the terms' own if none are given. Deterministic: the same
 * record gives the same draft.
 */
export function draftBulletin(
  whole: Reader,
  begins: string,
  ends: string,
  type: (typeof BULLETIN_TYPES)[number],
  at: string,
  languages: readonly Language[] = termsInForce(whole)?.languages ?? LANGUAGES,
): BulletinBody {
  const reader = membersOnly(whole);
  const [from, to, now] = [begins, ends, at].map((one) => new Date(one).toISOString()) as [string, string, string];
  const inWindow = (at: string): boolean => from <= at && at < to;
  const voices = LANGUAGES.filter((one) => languages.includes(one)).map((one) => voiceOf(reader, one));
  const inEach: InEach = (sentence) => Object.fromEntries(voices.map((one) => [one.language, sentence(one)]));
  const look: Look = { reader, now, inEach };
  const coverage = coverageOf(reader, { from, to });
  const figure = (code: string, ids: readonly string[], value = counted(ids.length, coverage)): BulletinFigure => ({
    code,
    what: wordsOf(look, `figure.${code}`),
    value,
    entries: [...new Set(ids)].slice(0, 2_000),
  });
  const sections: BulletinBody['sections'] = [];
  const section = (id: string, items: BulletinItem[]): void => {
    if (items.length > 0) sections.push({ id, heading: wordsOf(look, `section.${id}`), items });
  };
  const parties = partiesInOrder(reader, to);
  const asOf = [to, now].sort()[0]!;

  section('standing', standing(look, to));

  // What tells of positions comes into the bulletin of the window in which it may be told.
  const told = (one: Report | Incident): boolean => inWindow(tellableFrom(reader, one, one.event));
  const incidents = reader.all('incident').filter((one) => one.status === 'open' && told(one));
  const filed = reader.all('report').filter((one) => one.status !== 'withdrawn' && told(one));
  const ids = (rows: readonly { readonly id: string }[]) => rows.map((one) => one.id);
  section('incidents', [
    {
      ...item(
        inEach((it) => it.say('reported')),
        [],
      ),
      figures: [figure('incidents.reported', ids(incidents)), figure('reports.filed', ids(filed))],
    },
    ...incidents.map((one) => incidentItem(look, one)),
  ]);

  const adopted = reader.all('case').filter((one) => one.adopted && inWindow(one.adopted.at));
  // Whole cases, in order, as long as a bulletin can hold their findings.
  let count = 0;
  const listed = adopted.filter((one) => {
    count += one.findings.length;
    return count <= 100;
  });
  section(
    'findings',
    listed.map((one) => {
      const title = (it: Voice) => it.of(reader.get('incident', one.incident)?.title, one.question);
      return item(
        inEach((it) => it.say('findings', { title: title(it), count: one.findings.length })),
        [one.adopted!.entry],
      );
    }),
  );

  const asked = reader.all('access').filter((one) => inWindow(one.since));
  section(
    'access',
    parties.flatMap((party) => {
      const own = asked.filter((one) => one.of === party);
      if (own.length === 0) return [];
      const statuses = own.map((one) => ({ id: one.id, status: accessAt(reader, one, asOf).status }));
      const figures = (['granted', 'conditional', 'refused', 'lapsed'] as const).flatMap((status) => {
        const of = ids(statuses.filter((one) => one.status === status));
        return of.length > 0 ? [figure(`access.${status}`, of, of.length)] : [];
      });
      const text = inEach((it) => it.say('access', { organisation: it.organisation(party), count: own.length }));
      return [{ text, entries: ids(own), figures }];
    }),
  );

  section('crossings', crossingItems(look, to));
  section('hand-overs', handoverItems(look, inWindow, figure));

  const name = termsInForce(reader)?.name;
  return fitted(look, {
    type,
    title: inEach((it) => it.say('title', { name: it.of(name, reader.origin), type }).slice(0, 200)),
    from,
    to,
    sections,
    findings: listed.flatMap((one) => one.findings).map(citeFinding),
    limits: inEach((it) =>
      ['unsaid', coverage.observed ? 'looked' : 'unseen', 'later'].map((one) => it.say(`limits.${one}`)).join(' '),
    ),
    coverage: coverageItem(look, coverage),
    notJoint: absentIn(reader, 'bulletins', now),
  });
}

interface Look {
  readonly reader: Reader;
  readonly now: string;
  readonly inEach: InEach;
}

/** What a page says of a code, in each language. */
const wordsOf = ({ inEach }: Look, code: string): Words => inEach((it) => say(it.language, code));
const item = (text: Words, entries: readonly string[], figures: BulletinFigure[] = []): BulletinItem => ({
  text,
  entries: [...new Set(entries)].slice(0, 500),
  figures,
});

/** An entry holds 64 KiB; what is left is for its head and signatures. */
const BUDGET = 54_000;
/** The most lines of one section. */
const LISTED = 200;
const size = (body: BulletinBody): number => utf8(JSON.stringify(body)).length;

/**
 * A draft that fits in one entry. Left out, last first, are ids beyond 100 behind a figure, incidents beyond ten, whole cases
 * with their findings, crossings, and the other incidents; the limits say how many. A finding is never shortened.
 */
function fitted({ inEach }: Look, body: BulletinBody): BulletinBody {
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
  const left = ['incidents', 'findings', 'crossings'].flatMap((id) => {
    const count = all(id) - listed(id);
    return count > 0 ? [{ id, count }] : [];
  });
  if (left.length === 0) return cut;
  const unlisted = inEach((it) => {
    const what = it.all(left.map(({ id, count }) => it.say(`left.${id}`, { count })));
    return `${body.limits[it.language]} ${it.say('unlisted', { what })}`;
  });
  return { ...cut, limits: unlisted };
}

/** The states of ceasefires and agreements, which rest on acts and on nothing that is counted. */
function standing({ reader, inEach }: Look, at: string): BulletinItem[] {
  const ceasefires = reader.all('ceasefire').map((one) => {
    const { whole, sectors } = ceasefireAt(one, at);
    const apart = sectors.filter((sector) => sector.state !== whole.state);
    return item(
      inEach((it) => {
        const state = (code: string) => it.say(`state.${code}`);
        const title = it.of(one.title);
        const said = { titled: title ? 'yes' : 'no', title, state: state(whole.state), rests: whole.rests };
        const name = (id: string) => it.of(publicName(reader, { ref: id, known: 'told' }), id);
        return [
          it.say('ceasefire', said),
          ...apart.map((each) => it.say('sector', { sector: name(each.sector), state: state(each.state) })),
        ].join(' ');
      }),
      [one.id, ...whole.entries],
    );
  });
  const agreements = reader.all('agreement').map((one) => {
    const { state, rests, entries } = agreementAt(one, at);
    return item(
      inEach((it) => it.say('agreement', { title: it.of(one.title, one.id), state: it.say(`state.${state}`), rests })),
      [one.id, ...entries],
    );
  });
  return [...ceasefires, ...agreements];
}

function incidentItem({ reader, now, inEach }: Look, incident: Incident): BulletinItem {
  const reports = accountsOf(reader, incident);
  const origins = originsOf(reader, reports, now);
  const cases = reader.by('case', 'incident', incident.id);
  const open = cases.find((one) => !one.closed) ?? cases.at(-1);
  const state = !open ? 'none' : open.closed ? 'closed' : open.adopted ? 'adopted' : 'open';
  const text = inEach((it) => {
    const where = it.of(publicName(reader, incident.place));
    const who = it.all(origins.by.map((one) => it.organisation(one.organisation)));
    return [
      it.say('incident', { title: it.of(incident.title), placed: where ? 'yes' : 'no', where }),
      reports.length === 0
        ? it.say('claims', { claims: incident.claims.length })
        : who
          ? it.say('accounts', { who, accounts: reports.length, origins: origins.count })
          : it.say('accounts.withdrawn'),
      it.say(`case.${state}`),
    ].join(' ');
  });
  return item(text, [
    incident.id,
    ...reports.filter((one) => tellableFrom(reader, one, one.event) <= now).map((one) => one.id),
  ]);
}

function crossingItems({ reader, inEach }: Look, at: string): BulletinItem[] {
  const places = termsInForce(reader)?.places.filter((one) => one.kind === 'crossing') ?? [];
  return places.flatMap((place) => {
    const groups = crossingGroups(reader, place.id, at);
    if (groups.length === 0) return [];
    const line = (it: Voice, { ways, categories, declared, observed }: (typeof groups)[number]): string => {
      // A bulletin is of days: what was said of the hours of a day, not how it stood at the window's last moment.
      const status = ({ status, hours }: CrossingWord) =>
        hours
          ? it.say('status.in-hours', { status: it.say(`status.${hours.status}`), hours: it.hours(hours) })
          : it.say(`status.${status}`);
      const said = [
        ...declared.map((one) => {
          const organisation = it.organisation(one.organisation);
          if (one.status === 'silent') return it.say('silent', { organisation });
          return it.say(one.told ? 'told' : 'declares', { organisation, status: status(one) });
        }),
        ...observed.map((one) =>
          it.say(one.told ? 'heard' : 'saw', {
            organisation: it.organisation(one.organisation),
            status: status(one),
          }),
        ),
      ];
      const [way] = ways;
      const [from, to] = [it.organisation(way!.from), it.organisation(way!.to)];
      return it.say('crossing.line', {
        categories: it.row(categories.map((one) => it.say(`category.${one}`))),
        ways: ways.length > 1 ? it.say('ways.all') : it.say('ways.one', { from, to }),
        said: it.row(said),
      });
    };
    const text = inEach((it) =>
      it
        .say('crossing', { crossing: it.of(place.name), lines: it.rows(groups.map((one) => line(it, one))) })
        .slice(0, 8_000),
    );
    return [
      item(
        text,
        groups.flatMap((one) => one.entries),
      ),
    ];
  });
}

/** How many were handed over; a count so small that it could point at somebody is held back, with what it counts. */
function handoverItems(
  { reader, inEach }: Look,
  inWindow: (at: string) => boolean,
  figure: (code: string, ids: readonly string[], value: number) => BulletinFigure,
): BulletinItem[] {
  const least = termsInForce(reader)?.generalise.minCount ?? 1;
  const dockets = reader.all('docket');
  const groups = [
    ['persons.handed-over', dockets.filter((one) => one.receipt && inWindow(one.receipt.at))],
    ['persons.outside-safeguards', dockets.filter((one) => one.outside && inWindow(one.outside.at))],
  ] as const;
  return groups.flatMap(([code, rows]) => {
    if (rows.length === 0) return [];
    if (rows.length < least)
      return [
        item(
          inEach((it) => it.say(`${code}.few`, { least })),
          [],
        ),
      ];
    const entries = rows.map((one) => (one.receipt ?? one.outside)!.entry);
    return [
      item(
        inEach((it) => it.say(code)),
        [],
        [figure(code, entries, rows.length)],
      ),
    ];
  });
}

function coverageItem({ inEach }: Look, coverage: ReturnType<typeof coverageOf>): BulletinItem {
  const text = inEach((it) => {
    if (!coverage.observed) return it.say('coverage.none');
    const efforts = Object.entries(coverage.effort).filter(([, count]) => count > 0);
    return it.say('coverage', {
      who: it.all(coverage.organisations.map(it.organisation)),
      efforts: it.row(efforts.map(([what, count]) => it.say(`effort.${what}`, { count }))),
      denials: coverage.denials,
    });
  });
  return item(text, coverage.entries);
}
