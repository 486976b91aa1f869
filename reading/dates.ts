/**
 * Dates as written, made absolute against the day of publication (or, without one, against the latest full date that
 * the document itself gives, and then marked as inferred).
 */
import { beginningAt, opening, patternsOfWords } from './beginnings.ts';
import { remembered } from './characters.ts';
import { NUMERALS } from './numerals.ts';
import type { DateMention, Span } from './shape.ts';

const MONTHS: Readonly<Record<string, number>> = {
  jan: 1,
  feb: 2,
  mar: 3,
  apr: 4,
  may: 5,
  jun: 6,
  jul: 7,
  aug: 8,
  sep: 9,
  oct: 10,
  nov: 11,
  dec: 12,
};
const FOREIGN_MONTHS: Readonly<Record<string, number>> = Object.fromEntries(
  [
    'janvier février mars avril mai juin juillet août septembre octobre novembre décembre',
    'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre',
    'januar februar märz april mai juni juli august september oktober november dezember',
    'janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro',
    'gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre',
    'ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık',
    'января февраля марта апреля мая июня июля августа сентября октября ноября декабря',
    'يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر',
    'جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر',
  ].flatMap((row) => row.split(' ').map((name, i) => [name, i + 1] as const)),
);
const DAYS: Readonly<Record<string, number>> = { sun: 0, mon: 1, tue: 2, wed: 3, thu: 4, fri: 5, sat: 6 };
const MONTH =
  '(?:(?:January|February|March|April|May|June|July|August|September|October|November|December|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER)\\b|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|JAN|FEB|MAR|APR|JUN|JUL|AUG|SEPT|SEP|OCT|NOV|DEC)\\b\\.?)';
const WEEKDAY = '(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)';
/** Nobody counts days by sixty. */
const SPELLED = Object.keys(NUMERALS).filter((word) => NUMERALS[word]! <= 50);
const NUMBER = `(?:a couple of|an?|(?:${SPELLED.join('|')})|\\d{1,3})`;
const WORDS: Readonly<Record<string, number>> = { ...NUMERALS, a: 1, an: 1, 'a couple of': 2 };
const DAY = '(?:[12]\\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?!\\d|:\\d|,\\d)';
const YEAR = '(?:1[6-9]\\d\\d|20\\d\\d)';

/** A day as a count of days since 1970-01-01. */
export type DayNumber = number;

export function dayNumber(year: number, month: number, day: number): DayNumber | null {
  const t = Date.UTC(year, month - 1, day);
  const d = new Date(t);
  return d.getUTCFullYear() === year && d.getUTCMonth() === month - 1 && d.getUTCDate() === day ? t / 86400000 : null;
}
export const isoDay: (n: DayNumber) => string = remembered((n) => new Date(n * 86400000).toISOString().slice(0, 10));
/** The day number of `YYYY-MM-DD`, or null. */
export function dayOfIso(iso: string): DayNumber | null {
  const day = dayTold(iso);
  return Number.isNaN(day) ? null : day;
}
const dayTold: (iso: string) => number = remembered((iso) => {
  const m = /^(\d{4})-(\d\d)-(\d\d)/.exec(iso);
  return (m && dayNumber(Number(m[1]), Number(m[2]), Number(m[3]))) ?? Number.NaN;
});

const monthOf = (s: string): number => MONTHS[s.slice(0, 3).toLowerCase()] ?? 0;
const two = (n: number): string => String(n).padStart(2, '0');
const countOf = (s: string): number => WORDS[s.toLowerCase()] ?? Number(s);

/** What relative expressions are counted from. */
export interface Anchor {
  /** The day of publication, or the best guess of it. */
  readonly day: DayNumber | null;
  /** The day was stated by the document. */
  readonly stated: boolean;
  /** The last day told of before, for "the day before". */
  readonly last?: DayNumber | null;
}

type Resolve = (m: RegExpExecArray, anchor: Anchor) => { iso: string | null; inferred: boolean };
/** A sticky expression, and what its dates begin with: one or two digits, a year's four, a month, a weekday, another word; a count. */
interface Pattern {
  readonly begins: string;
  readonly exec: RegExp;
}
interface Rule {
  readonly pattern: Pattern;
  readonly resolve: Resolve;
}

const sure = (iso: string | null): { iso: string | null; inferred: boolean } => ({ iso, inferred: false });
const guess = (iso: string | null, a: Anchor): { iso: string | null; inferred: boolean } => ({
  iso,
  inferred: iso !== null && !a.stated,
});

/** What should have come, and did not. */
const WAS_TO =
  /\b(?:(?:was|were|had been) (?:supposed|meant|obliged|required|told|asked|ordered|forced)|had been (?:planned|scheduled|due|set))\b[^.;]*$/;

/**
 * The year of a month (and day) written without one: the last that came, unless it lies just ahead or the words speak of what
 * is to come (`null`: they do). Where the day of publication is a guess, so is this: the nearest, looking back rather than forward.
 */
function yearFor(month: number, day: number, anchor: Anchor, m?: RegExpExecArray | null): number | null {
  if (anchor.day === null) return null;
  const year = new Date(anchor.day * 86400000).getUTCFullYear();
  const here = dayNumber(year, month, Math.min(day, 28)) ?? 0;
  const ahead = anchor.stated && (m === null || (m !== undefined && isAhead(m.input, m.index)));
  if (here - anchor.day > (!anchor.stated ? 150 : ahead ? 300 : 45)) return year - 1;
  if (anchor.day - here > (!anchor.stated ? 245 : ahead ? 60 : 320)) return year + 1;
  return year;
}
function monthDay(
  month: number,
  day: number,
  year: string | undefined,
  a: Anchor,
  m?: RegExpExecArray,
): { iso: string | null; inferred: boolean } {
  const y = year ? Number(year) : yearFor(month, day, a, m);
  if (y === null) return sure(null);
  const n = dayNumber(y, month, day);
  return { iso: n === null ? null : isoDay(n), inferred: !year };
}
function range(
  m1: number,
  d1: number,
  m2: number,
  d2: number,
  year: string | undefined,
  a: Anchor,
): { iso: string | null; inferred: boolean } {
  const end = monthDay(m2, d2, year, a);
  if (!end.iso) return end;
  const y2 = Number(end.iso.slice(0, 4));
  const start = dayNumber(m1 > m2 ? y2 - 1 : y2, m1, d1);
  return { iso: start === null ? null : `${isoDay(start)}/${end.iso}`, inferred: end.inferred };
}
const num = (s: string | undefined): number => Number.parseInt(s ?? '', 10);

function weekday(
  name: string,
  a: Anchor,
  which: 'past' | 'last' | 'next' | 'ahead',
): { iso: string | null; inferred: boolean } {
  if (a.day === null) return sure(null);
  const want = DAYS[name.slice(0, 3).toLowerCase()]!;
  const today = new Date(a.day * 86400000).getUTCDay();
  let back = (today - want + 7) % 7;
  if (which === 'next') return guess(isoDay(a.day + ((want - today + 6) % 7) + 1), a);
  if (which === 'ahead') return guess(isoDay(a.day + ((want - today + 7) % 7)), a);
  if (which === 'last' && back === 0) back = 7;
  // What is counted from is the last day told of: the paper may be of the day after.
  if (which === 'past' && back === 6 && !a.stated) back = -1;
  return guess(isoDay(a.day - back), a);
}
/** Up to the first word that tells when it is. */
const FIRST_VERB =
  /^[^.;:!?“”"]*?\b(will|would|shall|(?:is|are) (?:to|due|expected|scheduled|set)\b|is|are|was|were|had|has|have|did|\p{Ll}{3,}ed|said|told|met|held|came|went|took|made|began|left|struck|sent|fell|shot)\b/u;
/** The words before speak of what is to come: "would continue on Monday". */
function isAhead(view: string, at: number): boolean {
  // "On Wednesday, the envoys will go": the clause that the day opens.
  if (/(?:^|[.!?;”"’)\]\n]\s{1,3})(?:(?:But|And|So) )?On $/.test(view.slice(Math.max(0, at - 12), at))) {
    const verb = FIRST_VERB.exec(view.slice(at, at + 90))?.[1];
    if (verb !== undefined) return /^(?:will|would|shall|(?:is|are) )/.test(verb);
  }
  if (WAS_TO.test(view.slice(Math.max(0, at - 70), at))) return false;
  const before = view
    .slice(Math.max(0, at - 70), at)
    .replace(/^[\s\S]*(?:[.;:“”"]|\b(?:said|told|met|held|announced|since|ended)\b)/, '');
  return /\b(?:will|would|should|shall|must|to be (?:\p{Ll}+ly )?(?:\p{Ll}{2,}ed|held|put|made|sent|given|met|shut|taken|begun)|due|scheduled|planned|expected|set to|slated|to (?:meet|resume|begin|hold|travel|visit|convene|reopen)|deadline|next (?:[a-z]+ ){1,2}|(?:promised|promises|pledged|agreed|vowed|plans?|intends?|hopes?|expects?|wants?|invited|urged) (?:\S+ )?to (?!(?:us|me|him|her|them|the|it)\b)|call(?:s|ed|ing)? (?:\S+ ){0,5}(?:session|meeting|summit|talks)|(?:by|until|later than)(?= $)|(?:slipped|moved|postponed|put off|delayed|adjourned|deferred) (?:\p{L}+ ){0,3}(?:to|for)(?= $))\b|\b(?:leaves|opens|starts|begins|arrives|reopens|resumes|closes|sails|expires|falls due) (?:\p{L}+ ){0,4}$/u.test(
    before,
  );
}

function shiftMonths(day: DayNumber, months: number): { year: number; month: number } {
  const d = new Date(day * 86400000);
  const total = d.getUTCFullYear() * 12 + d.getUTCMonth() + months;
  return { year: Math.floor(total / 12), month: (((total % 12) + 12) % 12) + 1 };
}
function ago(n: number, unit: string, a: Anchor): { iso: string | null; inferred: boolean } {
  if (a.day === null || !Number.isFinite(n)) return sure(null);
  if (unit.startsWith('day')) return guess(isoDay(a.day - n), a);
  if (unit.startsWith('night')) return guess(isoDay(a.day - n), a);
  if (/^(?:week|fortnight)/.test(unit)) return guess(isoDay(a.day - (unit.startsWith('week') ? 7 : 14) * n), a);
  const { year, month } = shiftMonths(a.day, unit.startsWith('month') ? -n : -12 * n);
  return guess(unit.startsWith('month') ? `${year}-${two(month)}` : String(year), a);
}
function span(n: number, unit: string, a: Anchor): { iso: string | null; inferred: boolean } {
  if (a.day === null || !Number.isFinite(n)) return sure(null);
  const now = isoDay(a.day);
  if (unit.startsWith('hour')) return guess(`${isoDay(a.day - Math.ceil(n / 24))}/${now}`, a);
  if (unit.startsWith('day')) return guess(`${isoDay(a.day - n)}/${now}`, a);
  if (unit.startsWith('week')) return guess(`${isoDay(a.day - 7 * n)}/${now}`, a);
  const back = shiftMonths(a.day, unit.startsWith('month') ? -n : -12 * n);
  const here = shiftMonths(a.day, 0);
  return guess(
    unit.startsWith('month')
      ? `${back.year}-${two(back.month)}/${here.year}-${two(here.month)}`
      : `${back.year}/${here.year}`,
    a,
  );
}

/** Rules are tried where {@link CUE} says that a date may begin. */
const g = (begins: string, source: string, flags = ''): Pattern => ({ begins, exec: new RegExp(source, `${flags}uy`) });
const DASH = '(?: ?[-–—] ?| (?:to|TO) |(?<=between [^.;]{3,24}) and | until | through | till )';
const ORDINALS =
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first'.split(
    ' ',
  );

/** "March 2026", "last month", "the month": the year and month meant. */
const A_MONTH = `(?:(${MONTH})(?:,? (${YEAR})\\b)?|(last|this|next|the|the current|the same) month)`;
function monthMeant(
  named: string | undefined,
  year: string | undefined,
  step: string | undefined,
  a: Anchor,
  m: RegExpExecArray | null,
): { year: number; month: number } | null {
  if (named) {
    const month = monthOf(named);
    const y = year ? num(year) : yearFor(month, 15, a, m);
    return y === null ? null : { year: y, month };
  }
  return a.day === null ? null : shiftMonths(a.day, { last: -1, next: 1 }[step!.toLowerCase()] ?? 0);
}
const lastOf = ({ year, month }: { year: number; month: number }): DayNumber => Date.UTC(year, month, 0) / 86400000;

const PLAIN_WEEKDAY: Rule = {
  pattern: g(
    'w',
    `(?<!\\b(?:[Ee]very|[Ee]ach|News) )\\b(${WEEKDAY})\\b(?!['’]s (?:League|prayer)| (?:Review|Times|Herald|Post|Mail|Express|Telegraph|Tribune|Star|Mirror|Sun|Independent|Guardian)\\b)`,
  ),
  // "until Wednesday or Thursday"
  resolve: (m, a) => {
    const pair = BESIDE_DAY.exec(m.input.slice(Math.max(0, m.index - 16), m.index));
    return weekday(m[1]!, a, isAhead(m.input, m.index - (pair?.[0].length ?? 0)) ? 'ahead' : 'past');
  },
};
const BESIDE_DAY = new RegExp(`\\b${WEEKDAY}(?:,| or| and| to| through) $`);
const FEASTS: Readonly<Record<string, readonly [number, number]>> = {
  'May Day': [5, 1],
  'Boxing Day': [12, 26],
  'Armistice Day': [11, 11],
  'Valentine’s Day': [2, 14],
  "Valentine's Day": [2, 14],
  Epiphany: [1, 6],
  'All Saints’ Day': [11, 1],
  "All Saints' Day": [11, 1],
};
const SEASONS: Readonly<Record<string, number>> = { spring: 3, summer: 6, autumn: 9, fall: 9, winter: 12 };
const seasonOf = (from: number, year: number, inferred: boolean): { iso: string; inferred: boolean } => ({
  iso: `${year}-${two(from)}/${from === 12 ? `${year + 1}-02` : `${year}-${two(from + 2)}`}`,
  inferred,
});
/** The season that lies so many back: one that has not ended yet is not counted. */
function seasonsBack(name: string, n: number, a: Anchor): { iso: string | null; inferred: boolean } {
  const from = SEASONS[name]!;
  const here = shiftMonths(a.day!, 0);
  const ended = here.month > from + 2 ? here.year : here.year - 1;
  return seasonOf(from, (from === 12 ? here.year - 1 : ended) - (n - 1), true);
}
const MONTH_NAMES =
  'January February March April May June July August September October November December January'.split(' ');

/** "the March 4 Front": a name. */
const NO_BODY =
  '(?! (?:Front|Movement|Brigades?|Battalions?|Army|Party|Group|Organi[sz]ation|Coalition|Alliance|Committee|Forces|Martyrs)\\b)';

const century = (yy: number): number => (yy < 50 ? 2000 : 1900) + yy;

/** In order: where several begin at one place, the first has it. */
const RULES: readonly Rule[] = [
  {
    // "31 JAN 90 (Northwire) --"
    pattern: g('d', `\\b(${DAY}) (${MONTH}) ([5-9]\\d)(?=,? (?:\\(|--|—|–)|$)`),
    resolve: (m) => sure(checked(1900 + num(m[3]), monthOf(m[2]!), num(m[1]))),
  },
  {
    // "02 APR 26", "2 Apr '26"
    pattern: g('d', `\\b(${DAY}) (?:([A-Z]{3}) (\\d\\d)\\b(?![:.]\\d| [a-z])|(${MONTH}) ['’](\\d\\d)\\b)`),
    resolve: (m) => sure(checked(century(num(m[3] ?? m[5])), monthOf(m[2] ?? m[4]!), num(m[1]))),
  },
  {
    // Day, month, year in the other languages of the newsrooms.
    pattern: g(
      'd',
      `(?<!\\d)(\\d{1,2})(?:er|º|\\.)? (?:de |di )?(${Object.keys(FOREIGN_MONTHS).join('|')})(?: de| di|,)? (${YEAR})\\b`,
      'i',
    ),
    resolve: (m) => sure(checked(num(m[3]), FOREIGN_MONTHS[m[2]!.toLowerCase()] ?? 0, num(m[1]))),
  },
  {
    pattern: g('y', `\\b(${YEAR})-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])(?!\\d)`),
    resolve: (m) => sure(checked(num(m[1]), num(m[2]), num(m[3]))),
  },
  {
    pattern: g('y', `\\b(${YEAR})/(0?[1-9]|1[0-2])/(0?[1-9]|[12]\\d|3[01])(?!\\d)`),
    resolve: (m) => sure(checked(num(m[1]), num(m[2]), num(m[3]))),
  },
  {
    pattern: g('d', `\\b(\\d{1,2})([/.-])(\\d{1,2})\\2(${YEAR})\\b`),
    resolve: (m) => {
      const [x, y, year] = [num(m[1]), num(m[3]), num(m[4])];
      if (x > 12) return sure(checked(year, y, x));
      if (y > 12) return sure(checked(year, x, y));
      if (x === y || m[2] !== '/') return sure(checked(year, y, x));
      return sure(null); // day or month first: the text alone cannot say
    },
  },
  {
    // "27/3/26", "12/04/25": day or month first as is nearer to the day of publication.
    pattern: g('d', `(?<![\\d/.:,-])(\\d{1,2})([/.])(\\d{1,2})\\2([0-4]\\d)\\b(?![/.:,-]\\d)`),
    resolve: (m, a) => {
      const [x, y, year] = [num(m[1]), num(m[3]), 2000 + num(m[4])];
      if (m[2] === '.' && (m[1]!.length < 2 || m[3]!.length < 2)) return sure(null);
      const [british, american] = [dayNumber(year, y, x), m[2] === '/' ? dayNumber(year, x, y) : null];
      const only = american === null ? british : british === null ? american : null;
      if (british === null || american === null) return sure(only === null ? null : isoDay(only));
      if (a.day === null) return sure(british === american ? isoDay(british) : null);
      return guess(isoDay(Math.abs(british - a.day) <= Math.abs(american - a.day) ? british : american), a);
    },
  },
  {
    // "March 2025 to May 2026"
    pattern: g('m', `\\b(${MONTH}) (${YEAR})(?: ?[-–—] ?| to | until )(${MONTH}) (${YEAR})\\b`),
    resolve: (m) => sure(`${m[2]}-${two(monthOf(m[1]!))}/${m[4]}-${two(monthOf(m[3]!))}`),
  },
  {
    pattern: g('m', `\\b(${MONTH}) (${DAY})(?:,? (${YEAR}))?${DASH}(${MONTH}) (${DAY})(?:,? (${YEAR})\\b)?`),
    resolve: (m, a) =>
      m[3] && m[6] && m[3] !== m[6]
        ? sure(both(checked(num(m[3]), monthOf(m[1]!), num(m[2])), checked(num(m[6]), monthOf(m[4]!), num(m[5]))))
        : range(monthOf(m[1]!), num(m[2]), monthOf(m[4]!), num(m[5]), m[6] ?? m[3], a),
  },
  {
    pattern: g('d', `\\b(${DAY}) (${MONTH})(?: (${YEAR}))?${DASH}(${DAY}) (${MONTH})(?:,? (${YEAR})\\b)?`),
    resolve: (m, a) => range(monthOf(m[2]!), num(m[1]), monthOf(m[5]!), num(m[4]), m[6] ?? m[3], a),
  },
  {
    pattern: g(
      'm',
      `\\b(${MONTH}) (${DAY})(?: ?[-–—] ?| to |(?<=between [^,.;]{3,14}) and )(${DAY})\\b(?! [\\p{Ll}]+s\\b)(?:,? (${YEAR})\\b)?`,
    ),
    resolve: (m, a) => range(monthOf(m[1]!), num(m[2]), monthOf(m[1]!), num(m[3]), m[4], a),
  },
  {
    pattern: g(
      'd',
      `\\b(${DAY})(?: ?[-–—] ?|/| (?:to|TO|until|till) (?:the )?|(?<=between [^,.;]{1,14}) and (?:the )?)(${DAY}) (?:of )?(${MONTH})(?:,? (${YEAR})\\b)?`,
    ),
    resolve: (m, a) => range(monthOf(m[3]!), num(m[1]), monthOf(m[3]!), num(m[2]), m[4], a),
  },
  {
    // "7 October last year"
    pattern: g('md', `\\b(?:(${MONTH}) (${DAY})|(${DAY}) (?:of )?(${MONTH})),? (?:of )?(last|this|next) year\\b`),
    resolve: (m, a) => {
      if (a.day === null) return sure(null);
      const { year } = shiftMonths(a.day, { last: -12, next: 12 }[m[5]!] ?? 0);
      return guess(checked(year, monthOf(m[1] ?? m[4]!), num(m[2] ?? m[3])), a);
    },
  },
  {
    pattern: g('m', `\\b(${MONTH}) (?:the )?(${DAY})(?:,? (${YEAR})\\b)?${NO_BODY}`),
    resolve: (m, a) => monthDay(monthOf(m[1]!), num(m[2]), m[3], a, m),
  },
  {
    // "August 23 and 25": two days.
    pattern: g('d', `(?<=\\b(${MONTH}) ${DAY} (?:and|&) )(${DAY})\\b(?! \\p{Ll}+s\\b)(?:,? (${YEAR})\\b)?`),
    resolve: (m, a) => monthDay(monthOf(m[1]!), num(m[2]), m[3], a, m),
  },
  {
    pattern: g('d', `\\b(${DAY})(?=(?:, ${DAY}){0,4},? (?:and|&) ${DAY} (${MONTH})(?:,? (${YEAR})\\b)?)`),
    resolve: (m, a) => monthDay(monthOf(m[2]!), num(m[1]), m[3], a, m),
  },
  {
    pattern: g('d', `\\b(${DAY})[ -](?:of )?(${MONTH})(?:[, -]{1,2}(${YEAR})\\b)?${NO_BODY}`),
    resolve: (m, a) => monthDay(monthOf(m[2]!), num(m[1]), m[3], a, m),
  },
  {
    // Days of the year that have a name.
    pattern: g(
      'om',
      `\\b(?:(Christmas|New Year['’]s) (Day|Eve|morning|night|evening)|(?<=\\b(?:on|at|by|before|after|since|until) )(Christmas)|(?<=\\b(?:at|by|before|after|since|until) (?:the )?)(New Year)|(${Object.keys(FEASTS).join('|')}))\\b(?:,? (${YEAR})\\b)?(?! \\p{L}+ (?:truce|ceasefire)|['’]s)`,
    ),
    resolve: (m, a) => {
      const name = m[1] ?? m[3] ?? m[4] ?? m[5]!;
      const [month, day] = FEASTS[name] ?? (name === 'Christmas' ? [12, 25] : [1, 1]);
      if (m[2] !== 'Eve') return monthDay(month, day, m[6], a, m);
      return name === 'Christmas' ? monthDay(12, 24, m[6], a, m) : monthDay(12, 31, m[6], a, m);
    },
  },
  {
    pattern: g('o', `\\b(${[...ORDINALS].reverse().join('|')}) (?:day )?of (${MONTH})(?:,? (${YEAR})\\b)?`),
    resolve: (m, a) => monthDay(monthOf(m[2]!), ORDINALS.indexOf(m[1]!) + 1, m[3], a, m),
  },
  {
    pattern: g('m', `\\b(${MONTH})(?:-|–| to )(${MONTH})(?: (${YEAR}))?\\b(?! \\d)`),
    resolve: (m, a) => {
      const [from, to] = [monthOf(m[1]!), monthOf(m[2]!)];
      const year = m[3] ? num(m[3]) : yearFor(to, 1, a);
      if (year === null) return sure(null);
      return { iso: `${from > to ? year - 1 : year}-${two(from)}/${year}-${two(to)}`, inferred: !m[3] };
    },
  },
  {
    // "November and December"
    pattern: g(
      'om',
      `\\b(?:last )?(?:${MONTH_NAMES.slice(0, 12)
        .map((one, i) => `${one} and ${MONTH_NAMES[i + 1]}`)
        .join('|')})\\b(?! \\d)`,
    ),
    resolve: (m, a) => {
      const [from = '', to = ''] = m[0].replace(/^last /, '').split(' and ');
      const year = yearFor(monthOf(to), 15, a, m);
      if (year === null) return sure(null);
      const first = monthOf(from);
      return { iso: `${first === 12 ? year - 1 : year}-${two(first)}/${year}-${two(monthOf(to))}`, inferred: true };
    },
  },
  {
    pattern: g('m', `\\b(${MONTH}) (?:of )?(last|this|next) year\\b`),
    resolve: (m, a) => {
      if (a.day === null) return sure(null);
      const { year } = shiftMonths(a.day, m[2] === 'last' ? -12 : m[2] === 'next' ? 12 : 0);
      return guess(`${year}-${two(monthOf(m[1]!))}`, a);
    },
  },
  {
    pattern: g('m', `\\b(${MONTH}),? (?:of )?(${YEAR})\\b`),
    resolve: (m) => sure(`${m[2]}-${two(monthOf(m[1]!))}`),
  },
  {
    // "the winter of 2023-24" aside: "1950-53", "2023/24"
    pattern: g('y', `\\b(${YEAR})[-–/](\\d\\d)\\b(?![-–/:.]\\d|%)`),
    resolve: (m) => {
      const [from, to] = [num(m[1]), num(m[2])];
      // "2026-04" may be a month.
      if (to <= from % 100 || (to < 13 && from % 100 < 13 && to !== (from % 100) + 1)) return sure(null);
      return sure(`${from}/${from - (from % 100) + to}`);
    },
  },
  {
    // "1990s"
    pattern: g('y', `\\b((?:1[6-9]|20)\\d)0['’]?s\\b`),
    resolve: (m) => sure(`${m[1]}0/${m[1]}9`),
  },
  {
    pattern: g(
      'oy',
      `\\b(?:(?:between |from )?(${YEAR})(?:-|–|—| to |(?<=\\bfrom \\d{4}) (?:till|until|through) )|between (${YEAR}) and )(${YEAR})\\b`,
    ),
    resolve: (m) => {
      const from = m[1] ?? m[2]!;
      return sure(Number(m[3]) > Number(from) ? `${from}/${m[3]}` : null);
    },
  },
  {
    pattern: g(
      'o',
      '\\b(?:the (?:day before|previous (?:day|evening)|(?:following|next) (?:day|morning|afternoon|evening|night)|day after)|a day (?:earlier|later))\\b(?! (?:the|a|an|his|her|its|yesterday|tomorrow)\\b)',
      'i',
    ),
    resolve: (m, a) => {
      const from = a.last ?? null;
      // "For the previous day 420 were evacuated": before the day of the telling.
      if (from === null && /previous day/i.test(m[0]) && a.stated) return ago(1, 'day', a);
      return from === null
        ? sure(null)
        : { iso: isoDay(from + (/following|next|after|later/i.test(m[0]) ? 1 : -1)), inferred: true };
    },
  },
  {
    // "on Monday week", "Saturday fortnight", "last Friday week", "Friday week last", "tomorrow week"
    pattern: g(
      'ow',
      `\\b(?:(last) |[Oo]n )?(${WEEKDAY}|[Tt]omorrow|[Tt]oday|[Yy]esterday) (week|fortnight)(?!-)(?: (last))?\\b`,
    ),
    resolve: (m, a) => {
      if (a.day === null) return sure(null);
      const by = m[3] === 'week' ? 7 : 14;
      const near = { t: 1, T: 1, y: -1, Y: -1 }[m[2]![0]!];
      if (near && !m[2]!.endsWith('sday'))
        return guess(isoDay(a.day + (/day$/i.test(m[2]!) && near > 0 ? by : near * (by + 1))), a);
      if (m[1] ?? m[4] ?? (/\bsince $/i.test(m.input.slice(Math.max(0, m.index - 6), m.index)) || null))
        return weekday(m[2]!, { ...a, day: a.day - by }, 'past');
      return weekday(m[2]!, { ...a, day: a.day + by }, 'ahead');
    },
  },
  {
    // "the week before last", "the Friday before last"
    pattern: g('o', `\\b[Tt]he (${WEEKDAY}|week|weekend|month|year|night|spring|summer|autumn|winter) before last\\b`),
    resolve: (m, a) => {
      if (a.day === null) return sure(null);
      const unit = m[1]!;
      if (unit === 'night') return ago(2, 'day', a);
      if (unit === 'week') return weekOf(a.day - 14, a);
      if (unit === 'weekend') return guess(both(isoDay(mondayOf(a.day) - 9), isoDay(mondayOf(a.day) - 8)), a);
      if (unit === 'month' || unit === 'year') return ofUnit(a, unit, -2);
      if (SEASONS[unit]) return seasonsBack(unit, 2, a);
      return weekday(unit, { ...a, day: a.day - 7 }, 'past');
    },
  },
  {
    // "the week after next"
    pattern: g('o', `\\b[Tt]he (${WEEKDAY}|week|weekend|month|year) after next\\b`),
    resolve: (m, a) => {
      if (a.day === null) return sure(null);
      const unit = m[1]!;
      if (unit === 'week') return weekOf(a.day + 14, a);
      if (unit === 'weekend') return guess(both(isoDay(mondayOf(a.day) + 12), isoDay(mondayOf(a.day) + 13)), a);
      if (unit === 'month' || unit === 'year') return ofUnit(a, unit, 2);
      return weekday(unit, { ...a, day: a.day + 7 }, 'next');
    },
  },
  {
    // "three Sundays ago", "two summers ago"
    pattern: g('n', `\\b(${NUMBER}) (${WEEKDAY}|spring|summer|autumn|winter)s? ago\\b`, 'i'),
    resolve: (m, a) => {
      if (a.day === null) return sure(null);
      const n = countOf(m[1]!);
      if (SEASONS[m[2]!.toLowerCase()]) return seasonsBack(m[2]!.toLowerCase(), n, a);
      return weekday(m[2]!, { ...a, day: a.day - 7 * (n - 1) }, 'last');
    },
  },
  {
    // "a week last Tuesday", "a week on Monday", "a week from today", "ten days from now"
    pattern: g(
      'n',
      `(?<!\\bfor )\\b(${NUMBER}) (?:(week|fortnight)s? (last|on|from) (${WEEKDAY})|(day|week|fortnight|month)s? from (today|now|tomorrow))\\b`,
      'i',
    ),
    resolve: (m, a) => {
      if (a.day === null) return sure(null);
      if (m[5]) return ago(-countOf(m[1]!), m[5].toLowerCase(), { ...a, day: a.day + (m[6] === 'tomorrow' ? 1 : 0) });
      const by = countOf(m[1]!) * (m[2] === 'week' ? 7 : 14);
      return m[3] === 'last'
        ? weekday(m[4]!, { ...a, day: a.day - by }, 'past')
        : weekday(m[4]!, { ...a, day: a.day + by }, 'ahead');
    },
  },
  {
    // "a year ago today", "thirty years ago this month"
    pattern: g(
      'n',
      `\\b(${NUMBER}) (month|year)s? ago (today|yesterday|tomorrow|to the day|this month|last month|next month|this week)\\b`,
      'i',
    ),
    resolve: (m, a) => {
      if (a.day === null) return sure(null);
      const back = countOf(m[1]!) * (m[2]!.toLowerCase() === 'month' ? 1 : 12);
      const from = a.day + ({ yesterday: -1, tomorrow: 1 }[m[3]!.toLowerCase()] ?? 0);
      const step = { l: 1, n: -1 }[m[3]![0]!.toLowerCase()] ?? 0;
      const { year, month } = shiftMonths(from, -back - (/month/i.test(m[3]!) ? step : 0));
      if (/month|week/i.test(m[3]!)) return guess(`${year}-${two(month)}`, a);
      return guess(checked(year, month, new Date(from * 86400000).getUTCDate()), a);
    },
  },
  {
    pattern: g('cod', '\\b(24|48|72|twenty-four|forty-eight|seventy-two) hours ago\\b', 'i'),
    resolve: (m, a) =>
      ago(
        { '2': 1, '4': 2, '7': 3 }[m[1]!] ?? (/^(?:24|tw)/i.test(m[1]!) ? 1 : /^(?:48|fo)/i.test(m[1]!) ? 2 : 3),
        'day',
        a,
      ),
  },
  {
    // "the turn of the year", "by year's end"
    pattern: g('o', "\\b(?:the )?(?:(turn) of the year|year['’]s end|end of the year)\\b", 'i'),
    resolve: (m, a) => {
      if (a.day === null) return sure(null);
      const { year } = shiftMonths(a.day, m[1] ? 2 : 0);
      return guess(m[1] ? `${year}-01-01` : `${year}-12-31`, a);
    },
  },
  {
    // "the last day of February", "the first of next month", "the 14th of this month"
    pattern: g(
      'od',
      `\\b(?:the )?(?:(last|first) day of ${A_MONTH}|(${[...ORDINALS].reverse().join('|')}|\\d{1,2}(?:st|nd|rd|th)) of (last|this|next|the) month)\\b(?! \\d)`,
      'i',
    ),
    resolve: (m, a) => {
      const at = monthMeant(m[2], m[3], m[4] ?? m[6], a, m);
      if (at === null) return sure(null);
      const which = m[5]?.toLowerCase();
      const day = which ? num(which) || ORDINALS.indexOf(which) + 1 : 1;
      const iso = /^last$/i.test(m[1] ?? '') ? isoDay(lastOf(at)) : checked(at.year, at.month, day);
      return { iso, inferred: iso !== null && !m[3] };
    },
  },
  {
    // "the 14th inst.", "the 3rd ult."
    pattern: g('od', '\\b(?:the )?(\\d{1,2})(?:st|nd|rd|th)? (inst|ult)\\b'),
    resolve: (m, a) => {
      if (a.day === null) return sure(null);
      const { year, month } = shiftMonths(a.day, m[2] === 'ult' ? -1 : 0);
      return guess(checked(year, month, num(m[1])), a);
    },
  },
  {
    // "Q3 2026", "the third quarter of 2026"
    pattern: g('o', `\\bQ([1-4]) (?:of )?(${YEAR})\\b`),
    resolve: (m) => sure(`${m[2]}-${two(3 * num(m[1]) - 2)}/${m[2]}-${two(3 * num(m[1]))}`),
  },
  {
    // "end-March"
    pattern: g('o', `\\b[Ee]nd[- ](${MONTH})(?: (${YEAR})\\b)?(?! \\d)`),
    resolve: (m, a) => {
      const at = monthMeant(m[1], m[2], undefined, a, null);
      return at === null ? sure(null) : { iso: isoDay(lastOf(at)), inferred: !m[2] };
    },
  },
  {
    // "in '98"
    pattern: g(
      'o',
      "(?<=\\b(?:in|since|of|until|by|from|summer|winter|spring|autumn) )['’]([3-9]\\d|[0-2]\\d)\\b(?! ?(?:per|%))",
    ),
    resolve: (m) => sure(String(century(num(m[1])))),
  },
  {
    pattern: g('o', `\\b(?:the )?(beginning|start|end) of (?:${MONTH}(?: (${YEAR}))?|the (?:month|year))(?! \\d)`),
    resolve: (m, a) => {
      const named = m[0].replace(/^.*? of /, '');
      const now = /^the /.test(named);
      if (now && a.day === null) return sure(null);
      const here = shiftMonths(a.day ?? 0, 0);
      const month = !now ? monthOf(named) : named === 'the month' ? here.month : m[1] === 'end' ? 12 : 1;
      const year = m[2]
        ? num(m[2])
        : now
          ? here.year
          : yearFor(
              month,
              15,
              a,
              /(?:to|until|till|by|before) $/.test(m.input.slice(Math.max(0, m.index - 7), m.index)) ? null : m,
            );
      if (year === null) return sure(null);
      return {
        iso: m[1] === 'end' ? isoDay(Date.UTC(year, month, 0) / 86400000) : checked(year, month, 1),
        inferred: !m[2],
      };
    },
  },
  {
    pattern: g('n', `\\b(${NUMBER}) weeks? ago (?:on|last) (${WEEKDAY})\\b`, 'i'),
    resolve: (m, a) =>
      a.day === null ? sure(null) : weekday(m[2]!, { ...a, day: a.day - 7 * countOf(m[1]!) + 3 }, 'past'),
  },
  {
    pattern: g('o', `\\b[Tt]he (${WEEKDAY}) before\\b(?! (?:the|that|his|her|its|their|an?)\\b)`),
    resolve: (m, a) => (a.day === null ? sure(null) : weekday(m[1]!, { ...a, day: a.day - 7 }, 'past')),
  },
  {
    // "the following Monday", from the day told before
    pattern: g('o', `\\b[Tt]he (following|next|previous|preceding) (${WEEKDAY})\\b`),
    resolve: (m, a) => {
      const ahead = /^[fn]/.test(m[1]!);
      if (a.last === null || a.last === undefined)
        return a.day === null ? sure(null) : weekday(m[2]!, a, ahead ? 'next' : 'past');
      const day = weekday(m[2]!, { ...a, day: a.last, stated: true }, ahead ? 'next' : 'last');
      return { iso: day.iso, inferred: true };
    },
  },
  {
    pattern: g('o', `\\b(?:the )?(first|second|third|fourth|last) (${WEEKDAY}) (?:in|of) ${A_MONTH}`, 'i'),
    resolve: (m, a) => {
      const at = monthMeant(m[3], m[4], m[5], a, m);
      if (at === null) return sure(null);
      const { year, month } = at;
      const which = ['first', 'second', 'third', 'fourth'].indexOf(m[1]!.toLowerCase());
      const want = DAYS[m[2]!.slice(0, 3).toLowerCase()]!;
      if (which < 0) {
        const end = lastOf(at);
        return { iso: isoDay(end - ((new Date(end * 86400000).getUTCDay() - want + 7) % 7)), inferred: !m[4] };
      }
      const first = dayNumber(year, month, 1)!;
      return {
        iso: isoDay(first + ((want - new Date(first * 86400000).getUTCDay() + 7) % 7) + 7 * which),
        inferred: !m[4],
      };
    },
  },
  {
    pattern: g('o', '\\b(?:the )?end of (the|this|next|last) (week|month|year)\\b', 'i'),
    resolve: (m, a) => {
      if (a.day === null) return sure(null);
      const step = { next: 1, last: -1 }[m[1]!.toLowerCase()] ?? 0;
      if (m[2] === 'week') return guess(isoDay(mondayOf(a.day) + 7 * step + 6), a);
      const { year, month } = shiftMonths(a.day, m[2] === 'month' ? step : 12 * step);
      return guess(isoDay(Date.UTC(year, m[2] === 'month' ? month : 12, 0) / 86400000), a);
    },
  },
  {
    pattern: g('o', `\\b(last|next|this past|this coming|this) (${WEEKDAY})s?\\b`, 'i'),
    resolve: (m, a) =>
      weekday(
        m[2]!,
        a,
        /^next|coming/i.test(m[1]!)
          ? 'next'
          : /^last$/i.test(m[1]!)
            ? 'last'
            : /^this$/i.test(m[1]!) && isAhead(m.input, m.index)
              ? 'ahead'
              : 'past',
      ),
  },
  {
    // "on Saturday next"
    pattern: g('w', `\\b(${WEEKDAY}) next\\b(?! (?:to|week|month|year|door)\\b)`),
    resolve: (m, a) => weekday(m[1]!, a, 'next'),
  },
  {
    pattern: g('w', `\\b(${WEEKDAY}),? (?:of )?(last|this|next) week\\b`),
    resolve: (m, a) => {
      if (a.day === null) return sure(null);
      const step = m[2] === 'last' ? -7 : m[2] === 'next' ? 7 : 0;
      return guess(isoDay(mondayOf(a.day) + step + ((DAYS[m[1]!.slice(0, 3).toLowerCase()]! + 6) % 7)), a);
    },
  },
  PLAIN_WEEKDAY,
  {
    // A season, in the north.
    pattern: g(
      'o',
      `(?:\\b(last|this|next|the) |(?<=\\b(?:in|since|until|by|of|from) ))(spring|summer|autumn|winter|(?<=(?:last|this|next) )fall)(?:(?: of)? (${YEAR})(?:[-–/]\\d\\d)?|,? (?:of )?(last|this|next) year\\b)?(?:(?<=\\b(?:(?:in|since|until|by|during|over|through) the|last|this|next) \\p{L}+)(?!-|['’]s)\\b|(?=[,.;:)’”"]|$| (?:in|of|when|and|after|before|the|that|to|with|by|on)\\b))`,
      'i',
    ),
    resolve: (m, a) => {
      if (a.day === null && !m[3]) return sure(null);
      const from = SEASONS[m[2]!.toLowerCase()]!;
      const begun = (year: number): DayNumber => Date.UTC(year, from - 1, 1) / 86400000;
      const here = m[3] ? num(m[3]) : shiftMonths(a.day!, 0).year;
      let year = here;
      if (!m[3]) {
        const step = m[1]?.toLowerCase();
        const of = { last: -1, this: 0, next: 1 }[m[4]?.toLowerCase() ?? ''];
        if (of !== undefined) return seasonOf(from, here + of, true);
        const ahead = step === 'next' || isAhead(m.input, m.index);
        if (!ahead && begun(here) + (step === 'last' ? 91 : 0) > a.day!) year--;
        if (ahead && begun(here) + 60 < a.day!) year++;
      }
      return seasonOf(from, year, !m[3]);
    },
  },
  {
    pattern: g('o', '(?<=\\b(?:over|at|on|during) (?:the )?)(?:the )?weekend\\b', 'i'),
    resolve: (m, a) => {
      if (a.day === null) return sure(null);
      const saturday = mondayOf(a.day) + 5;
      const back = saturday > a.day && !isAhead(m.input, m.index) ? 7 : 0;
      return guess(`${isoDay(saturday - back)}/${isoDay(saturday - back + 1)}`, a);
    },
  },
  {
    // "until the 15th"
    pattern: g(
      'o',
      '(?<=\\b(?:[Oo]n|until|till|by|to|since|[Ff]rom|before|after|(?:morning|night|evening|afternoon) of) )the (\\d{1,2})(?:st|nd|rd|th)(?=[,.;:)]|$| (?:and|when|at|it|but|they|we|he|she|there|the|a|I|in)\\b)',
    ),
    resolve: (m, a) => {
      if (a.day === null) return sure(null);
      const day = num(m[1]);
      const today = new Date(a.day * 86400000).getUTCDate();
      const ahead =
        isAhead(m.input, m.index) || /(?:until|till|to|by) $/.test(m.input.slice(Math.max(0, m.index - 6), m.index));
      const { year, month } = shiftMonths(a.day, ahead && day < today ? 1 : !ahead && day > today ? -1 : 0);
      const iso = checked(year, month, day);
      return { iso, inferred: iso !== null };
    },
  },
  {
    pattern: g('o', '\\bthe day (?:before yesterday|after tomorrow)\\b', 'i'),
    resolve: (m, a) => ago(/tomorrow/i.test(m[0]) ? -2 : 2, 'day', a),
  },
  {
    pattern: g('o', '\\b(?:yesterday|last night|the previous night|overnight)\\b', 'i'),
    resolve: (_, a) => ago(1, 'day', a),
  },
  {
    pattern: g('o', '\\b(?:today|tonight|this (?:dawn|morning|afternoon|evening|night))\\b', 'i'),
    // "Lake Today", "Today's Paper": names.
    resolve: (m, a) =>
      /^T\S*$/.test(m[0]) &&
      (/\p{Lu}\p{L}* $/u.test(m.input.slice(Math.max(0, m.index - 20), m.index)) ||
        /^['’]s \p{Lu}/u.test(m.input.slice(m.index + m[0].length, m.index + m[0].length + 4)))
        ? sure(null)
        : ago(0, 'day', a),
  },
  { pattern: g('o', '\\btomorrow\\b', 'i'), resolve: (_, a) => ago(-1, 'day', a) },
  {
    pattern: g('o', '\\b(?:earlier|later) (?:this|last) (?:week|month|year)\\b', 'i'),
    resolve: (m, a) => {
      if (a.day === null || !a.stated) return sure(null);
      if (/week/i.test(m[0])) return weekOf(a.day - (/last/i.test(m[0]) ? 7 : 0), a);
      return ofUnit(a, /month/i.test(m[0]) ? 'month' : 'year', /last/i.test(m[0]) ? -1 : 0);
    },
  },
  {
    pattern: g('o', '\\b(?:(?:the )?past (day|week|fortnight|month|year)|the last (fortnight))\\b', 'i'),
    resolve: (m, a) => ((m[2] ?? m[1] === 'fortnight') ? span(2, 'week', a) : span(1, m[1]!.toLowerCase(), a)),
  },
  {
    pattern: g(
      'o',
      '\\b(last|next|this(?: past(?= weekend))?|the previous|previous|the current) (week|month|year|weekend)\\b(?! of\\b)',
      'i',
    ),
    resolve: (m, a) => {
      if (a.day === null) return sure(null);
      const step = /next/i.test(m[1]!) ? 1 : /this$|current/i.test(m[1]!) ? 0 : -1;
      const unit = m[2]!.toLowerCase();
      if (unit === 'week') return weekOf(a.day + 7 * step, a);
      if (unit === 'weekend') {
        const monday = mondayOf(a.day) + 7 * step;
        return guess(`${isoDay(monday + 5)}/${isoDay(monday + 6)}`, a);
      }
      return ofUnit(a, unit, step);
    },
  },
  {
    pattern: g(
      'om',
      `(?:\\b(?:[Ll]ast|[Tt]his|[Nn]ext) |(?<=\\b(?:[Ee]arly|[Ll]ate|[Mm]id-?|[Ss]ince|[Ii]n|[Uu]ntil|[Bb]y|of|from|to|with|than|through|before|after|during|for|between|[Tt]he|[Aa]n?|its|their) ?))(${MONTH})(?! \\d)(?=[\\s,.;:)’'”"-]|$)`,
    ),
    resolve: (m, a) => {
      const month = monthOf(m[1]!);
      if (a.day === null) return sure(null);
      const said = /^(last|next) /i.exec(m[0])?.[1]?.toLowerCase();
      const here = shiftMonths(a.day, 0);
      const y =
        said === 'last'
          ? here.year - (month >= here.month ? 1 : 0)
          : said === 'next'
            ? here.year + (month <= here.month ? 1 : 0)
            : yearFor(month, 15, a, m)!;
      return { iso: `${y}-${two(month)}`, inferred: true };
    },
  },
  {
    pattern: g('n', `(?<!\\bhalf )\\b(${NUMBER}) (day|night|week|fortnight|month|year|decade)s? ago\\b`, 'i'),
    resolve: (m, a) => ago(countOf(m[1]!) * (m[2] === 'decade' ? 10 : 1), m[2]!, a),
  },
  { pattern: g('o', '\\bhalf a year ago\\b', 'i'), resolve: (_, a) => ago(6, 'month', a) },
  {
    // "in three days’ time"
    pattern: g('n', `\\b(${NUMBER}) (day|week|fortnight|month|year)(?:['’]s|s['’]|s) time\\b`, 'i'),
    resolve: (m, a) => ago(-countOf(m[1]!), m[2]!, a),
  },
  {
    // "the first week of June", "the last week of May"
    pattern: g(
      'o',
      `\\b(?:the )?(first|second|third|fourth|last|latter) (week|weekend|days|half) (?:of|in) ${A_MONTH}`,
      'i',
    ),
    resolve: (m, a) => {
      const at = monthMeant(m[3], m[4], m[5], a, m);
      if (at === null || !/^(?:week|half)$/.test(m[2]!)) return sure(null);
      const { year, month } = at;
      const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
      if (m[2] === 'half')
        return {
          iso: /^first$/i.test(m[1]!)
            ? both(checked(year, month, 1), checked(year, month, 15))
            : both(checked(year, month, 16), isoDay(lastOf(at))),
          inferred: !m[4],
        };
      const which = ['first', 'second', 'third', 'fourth'].indexOf(m[1]!.toLowerCase());
      const from = which < 0 ? last - 6 : 1 + 7 * which;
      return { iso: both(checked(year, month, from), checked(year, month, from + 6)), inferred: !m[4] };
    },
  },
  {
    // "the first half of 2024", "the second quarter of this year"
    pattern: g(
      'o',
      `\\b(?:the )?(first|second|third|fourth|last) (half|quarter) of (?:(${YEAR})|(this|last|next|the) year)\\b`,
      'i',
    ),
    resolve: (m, a) => {
      if (!m[3] && a.day === null) return sure(null);
      const step = { last: -12, next: 12 }[m[4]?.toLowerCase() ?? ''] ?? 0;
      const year = m[3] ? num(m[3]) : shiftMonths(a.day!, step).year;
      const months = m[2] === 'half' ? 6 : 3;
      const which = ['first', 'second', 'third', 'fourth'].indexOf(m[1]!.toLowerCase());
      const to = which < 0 ? 12 : months * (which + 1);
      if (to > 12) return sure(null);
      return { iso: `${year}-${two(to - months + 1)}/${year}-${two(to)}`, inferred: !m[3] };
    },
  },
  {
    // The western Easter, and the days named by it.
    pattern: g(
      'o',
      `\\b(?:Good Friday|Ash Wednesday|Palm Sunday|(?:Maundy|Holy) Thursday|Holy Saturday|Ascension Day|Whit (?:Sunday|Monday)|Pentecost|Easter(?: (Eve|Sunday|Monday))?)\\b(?:,? (${YEAR})\\b)?(?! \\p{Lu})`,
    ),
    resolve: (m, a) => {
      const shift = FROM_EASTER.find(([words]) => words.test(m[0]))?.[1] ?? { Eve: -1, Monday: 1 }[m[1] ?? ''] ?? 0;
      const here = m[2] ? num(m[2]) : a.day === null ? null : shiftMonths(a.day, 0).year;
      if (here === null) return sure(null);
      const ahead = isAhead(m.input, m.index);
      let day = easterOf(here) + shift;
      if (!m[2] && !ahead && day > a.day! + 7) day = easterOf(here - 1) + shift;
      if (!m[2] && ahead && day < a.day!) day = easterOf(here + 1) + shift;
      return { iso: isoDay(day), inferred: !m[2] };
    },
  },
  {
    // From the day told before: "three days later"; not "three days before the vote".
    pattern: g(
      'n',
      `\\b(${NUMBER}) (day|week|month|year)s? (?:(earlier|later|afterwards)|(before|after)(?=[,.;:)]|$| (?:when|and|in|on|at|near)\\b))`,
      'i',
    ),
    resolve: (m, a) => {
      const by = m[2] === 'day' ? 1 : m[2] === 'week' ? 7 : 0;
      if (!by || a.last === null || a.last === undefined) return sure(null);
      const way = /^(?:earlier|before)$/i.test(m[3] ?? m[4]!) ? -1 : 1;
      return { iso: isoDay(a.last + way * by * countOf(m[1]!)), inferred: true };
    },
  },
  { pattern: g('n', `\\b(${NUMBER}) (day|week|month|year)s? before\\b`, 'i'), resolve: () => sure(null) },
  {
    pattern: g(
      'o',
      `(?<!\\b(?:would|will|could|can|to|must|may|should|might) )\\b(?:past|last|previous) (${NUMBER}) (hour|day|week|month|year)s?\\b`,
      'i',
    ),
    resolve: (m, a) => span(countOf(m[1]!), m[2]!.toLowerCase(), a),
  },
  {
    pattern: g(
      'o',
      '\\b(?:in recent (?:days|weeks|months|years|decades)|in the (?:coming|past|last) (?:days|weeks|months|years|hours)|(?:for|over) (?:decades|years|months|weeks)|(?:past|last|recent) few (?:days|weeks|months|years)|recent(?:ly)?(?= (?:days|weeks|months|years)))\\b',
      'i',
    ),
    resolve: () => sure(null),
  },
  {
    pattern: g(
      'y',
      `(?<![\\d,.$€£/]|(?<!\\b(?:[Mm]id|[Ll]ate|[Ee]arly|[Pp]ost|[Pp]re))-)\\b(19[4-9]\\d|20\\d\\d)\\b(?![\\d,]\\d|[-/]\\d|%|(?:-|–| )?(?:km|mile|people|troops|soldiers|dollars|tons|tonnes|men|meters|metres|militants|fighters|civilians))`,
    ),
    resolve: (m) => sure(m[1]!),
  },
  {
    pattern: g('y', '(?<=\\b(?:in|since|of|from|until|before|after|by) )(1[89]\\d\\d)\\b(?![,.-]?\\d|%| \\p{Ll}+s\\b)'),
    resolve: (m) => sure(m[1]!),
  },
  {
    // "the digest for 04.11"
    pattern: g(
      'd',
      '(?<=\\b(?:for|of|on|dated|since|until) )(0[1-9]|[12]\\d|3[01])\\.(0[1-9]|1[0-2])(?!\\.?\\d| ?%| \\p{Ll}+s\\b)',
    ),
    resolve: (m, a) => monthDay(num(m[2]), num(m[1]), undefined, a, m),
  },
];

const FROM_EASTER: readonly (readonly [RegExp, number])[] = [
  [/^Good/, -2],
  [/^Palm/, -7],
  [/^Ash/, -46],
  [/Thursday/, -3],
  [/Saturday/, -1],
  [/^Ascension/, 39],
  [/^Whit Monday/, 50],
  [/^(?:Whit|Pent)/, 49],
];
/** The day of the western Easter (the anonymous Gregorian reckoning). */
function easterOf(year: number): DayNumber {
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100];
  const h = (19 * a + b - (b >> 2) - Math.floor((8 * b + 13) / 25) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * (c >> 2) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 19 * l) / 433);
  const at = h + l - 7 * m;
  const month = Math.floor((at + 90) / 25);
  return dayNumber(year, month, (at + 33 * month + 19) % 32)!;
}
function checked(y: number, m: number, d: number): string | null {
  const n = dayNumber(y, m, d);
  return n === null ? null : isoDay(n);
}
const both = (a: string | null, b: string | null): string | null => (a && b ? `${a}/${b}` : null);
const mondayOf = (day: DayNumber): DayNumber => day - ((new Date(day * 86400000).getUTCDay() + 6) % 7);
function weekOf(day: DayNumber, a: Anchor): { iso: string | null; inferred: boolean } {
  const monday = mondayOf(day);
  return guess(`${isoDay(monday)}/${isoDay(monday + 6)}`, a);
}
function ofUnit(a: Anchor, unit: string, step: number): { iso: string | null; inferred: boolean } {
  const { year, month } = shiftMonths(a.day!, unit === 'month' ? step : 12 * step);
  return guess(unit === 'month' ? `${year}-${two(month)}` : String(year), a);
}

/** The rules that may begin with what stands at a place, in order: none with a number that only a word of time can follow. */
const RULES_AT: Readonly<Record<string, readonly Rule[]>> = Object.fromEntries(
  [...'dymwocn'].map((kind) => [kind, RULES.filter((rule) => rule.pattern.begins.includes(kind))]),
);
const COUNTED =
  /(?:a couple of|[a-z]+|\d+) (?:(?:mon|tues|wednes|thurs|fri|satur|sun)?day|night|week|fortnight|month|year|decade|spring|summer|autumn|winter)s?\b/iy;
const COUNTING: Readonly<Record<string, readonly Rule[]>> = Object.fromEntries(
  [...'dyoc'].map((kind) => [kind, [...RULES_AT.n!, ...RULES_AT[kind]!]]),
);
const SPELLED_OUT = new RegExp(`(?:${SPELLED.join('|')})(?![a-z-])`, 'iy');
const OPENS = new Map(RULES.map((rule) => [rule, opening(rule.pattern.exec)]));
/** Those of a list that can match where a word begins so. */
const thatBegin = (rules: readonly Rule[]): ((begins: number) => readonly Rule[]) =>
  remembered((begins: number) => rules.filter((rule) => OPENS.get(rule)!(begins)));
const RULES_FROM = Object.fromEntries(Object.entries(RULES_AT).map(([kind, rules]) => [kind, thatBegin(rules)]));
const COUNTING_FROM = Object.fromEntries(Object.entries(COUNTING).map(([kind, rules]) => [kind, thatBegin(rules)]));
function kindAt(view: string, at: number): string {
  let end = at;
  while (isDigit(view.charCodeAt(end))) end++;
  if (end > at) return end - at < 3 ? 'd' : end - at === 4 ? 'y' : 'c';
  const three = view.slice(at, at + 3).toLowerCase();
  if (MONTHS[three]) return 'm';
  if (DAYS[three] !== undefined) return 'w';
  SPELLED_OUT.lastIndex = at;
  return SPELLED_OUT.test(view) ? 'c' : 'o';
}
const isDigit = (code: number): boolean => code > 47 && code < 58;

interface Written {
  readonly start: number;
  readonly end: number;
  readonly rule: Rule;
  readonly match: RegExpExecArray;
  /** "Friday, January 8": the weekday that stands before it. */
  readonly weekday: string | null;
}
/** The last long text looked through: a document without a date is asked more than once. */
let lookedThrough: { view: string; written: readonly Written[] } | null = null;

/** Where dates are written, in order; of those that begin at one place the more exact rule has it. */
function datesWritten(view: string): readonly Written[] {
  if (lookedThrough?.view === view) return lookedThrough.written;
  const found: Written[] = [];
  let taken = 0;
  for (let cue = CUE.find(view); cue; cue = CUE.find(view, Math.max(taken, cue.index + 1))) {
    const at = cue.index;
    const kind = kindAt(view, at);
    COUNTED.lastIndex = at;
    // Days and weeks are counted only where such a word follows.
    const from = COUNTING_FROM[kind] && COUNTED.test(view) ? COUNTING_FROM[kind] : RULES_FROM[kind]!;
    for (const rule of from(beginningAt(view, at))) {
      rule.pattern.exec.lastIndex = at;
      const match = rule.pattern.exec.exec(view);
      if (!match) continue;
      let start = match.index;
      let end = start + match[0].length;
      taken = end;
      // "in Nov" and "last November" keep only what a reader would mark.
      const lead = LED_BY.exec(match[0]);
      if (lead && !/^in (?:recent|the)/i.test(match[0])) start += lead[0].length;
      if (view[end - 1] === '.' && !SHORT_MONTH.test(view.slice(start, end))) end--;
      const last = found.at(-1);
      if (
        last &&
        last.rule === PLAIN_WEEKDAY &&
        rule.pattern.begins.length === 1 &&
        /[dmy]/.test(rule.pattern.begins)
      ) {
        if (/^,? (?:the )?$/.test(view.slice(last.end, start))) {
          found[found.length - 1] = { start: last.start, end, rule, match, weekday: last.match[1]! };
          break;
        }
      }
      found.push({ start, end, rule, match, weekday: null });
      break;
    }
  }
  if (view.length > 600) lookedThrough = { view, written: found };
  return found;
}
/** Where a date may begin: a digit, a month, a weekday, a word that counts time. */
const CUE = patternsOfWords()(
  /(?<![a-z\d])(?:\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|an?(?= (?:day|week|fortnight|month|year|decade|couple))|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thir|fif|twent|fort|second|fourth|eleventh|twelfth|third|(?:the )?(?:end|beginning|start) of |on (?:mon|tue|wed|thu|fri|sat|sun)\w+ week|a day (?:earlier|later)|the (?:day (?:before|after)|(?:\w+day|week|weekend|month|year|night|spring|summer|autumn|winter) (?:before|after)|turn of|preceding|following|next|previous|past|current|first|second|third|fourth|last|latter|spring|summer|autumn|winter|weekend|\d)|spring|summer|autumn|winter|weekend|christmas|new year|good fri|ash wed|easter|palm s|maundy|holy (?:th|sat)|ascension day|whit |pentecost|boxing day|armistice|valentine|epiphany|all saints|end-|end (?=[jfmasond])|year['’]s end|q[1-4] |['’]\d\d\b|last day of |half a year|first (?:week|half|quarter) |yesterday|last|next|this|overnight|today|tonight|tomorrow|earlier|later|past|previous|recent|in (?:recent|the)|(?:for|over) (?:decades|years|months|weeks)|between \d|from \d)/i,
);
const LED_BY =
  /^(?:in early|in late|in mid-?|since|in|until|by|between|from|early|late|mid-?|of|to|with|than|through|before|after|during|for)(?: |(?<=-))/i;
const SHORT_MONTH = /^(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.$/i;

/** A day whose year was inferred, in the year next to it in which it is that weekday. */
function onWeekday(iso: string | null, named: string): string | null {
  if (iso?.length !== 10) return iso;
  const [y, m, d] = iso.split('-').map(Number) as [number, number, number];
  const want = DAYS[named.slice(0, 3).toLowerCase()];
  for (const year of [y, y - 1, y + 1]) {
    const day = dayNumber(year, m, d);
    if (day !== null && new Date(day * 86400000).getUTCDay() === want) return isoDay(day);
  }
  return iso;
}

/** Every date in the text, in order. */
export function findDates(text: string, view: string, anchor: Anchor): DateMention[] {
  let last: { day: DayNumber; at: number } | null = null;
  let head: DayNumber | null = null;
  return datesWritten(view).map(({ start, end, rule, match, weekday: named }) => {
    const near: DayNumber | null = last && start - last.at < 300 ? last.day : null;
    const told = rule.resolve(match, { ...anchor, last: near });
    const atHead = start === 0 || view[start - 1] === '\n';
    // A diary: "Monday. ... Tuesday. ..." below a day that is told.
    const entry =
      atHead && head !== null && rule === PLAIN_WEEKDAY && /[.:]/.test(view[end] ?? '')
        ? weekday(match[1]!, { day: head, stated: true }, 'ahead').iso
        : null;
    const iso = entry ?? (named && told.inferred ? onWeekday(told.iso, named) : told.iso);
    if (atHead && iso?.length === 10) head = dayOfIso(iso);
    const { inferred } = told;
    if (iso?.length === 10) last = { day: dayOfIso(iso)!, at: end };
    return { start, end, text: text.slice(start, end), iso, inferred };
  });
}

/** "since 1 May", "the agreement of 27 February": a day that others are counted from tells nothing of the day of the telling. */
const BYGONE = /\b(?:since|until|till|of|through|(?:adopted|signed|founded|agreed) on)(?: \p{L}+day)?,? $/u;
const WEEKDAY_ALONE = new RegExp(`^${WEEKDAY}$`);
const WITH_WEEKDAY = new RegExp(`\\b${WEEKDAY}\\b.*\\d`);
/** Whose post it is, before its day. */
const POSTED = /\(@\w+\)[\s,|–—-]*$/;
/** Within the words of a body, which says the year. */
const QUOTING = /[“"][^”"\n]*$/;
const FILED = /^[^\n]{0,60}\bfile\b/i;
const PAST_YEAR = /\b(?:in|since|late|early|the|of|from) $/;

/**
 * What to count from when the document states no day of publication: the latest full date it gives, moved on to the
 * first weekday that it names alone ("said Sunday") on or after that date. Of a day of its own year news does not say the
 * year: where it does, the day is long past, unless it says the weekday too, stands at the head of the article or below a
 * picture or a post, or the document names no weekday otherwise.
 */
export function inferAnchor(
  view: string,
  hintYear: number | null,
  articleStart = 0,
  aside: readonly Span[] = [],
): Anchor {
  const unknown: Anchor = { day: null, stated: false };
  const first = findDates(view, view, unknown);
  const before = (d: DateMention, length: number): string => view.slice(Math.max(0, d.start - length), d.start);
  const inAside = (d: DateMention): boolean => aside.some(([s, e]) => s <= d.start && d.end <= e);
  const bygone = (d: DateMention): boolean => BYGONE.test(before(d, 20));
  const newsy = first.some((d) => WEEKDAY_ALONE.test(d.text));
  const tells = (d: DateMention): boolean =>
    WITH_WEEKDAY.test(d.text) ||
    POSTED.test(before(d, 24)) ||
    QUOTING.test(before(d, 200)) ||
    d.iso!.length === 7 ||
    (inAside(d) ? !FILED.test(view.slice(d.end, d.end + 70)) : !newsy || d.start < articleStart + 600);
  let latest: DayNumber | null = null;
  let year = hintYear ?? 0;
  let newest = 0;
  let passed = -1e9;
  let months = false;
  for (const d of first) {
    if (!d.iso || (bygone(d) && !/\bof $/.test(before(d, 3)))) continue;
    const iso = d.iso.split('/').at(-1)!;
    const y = Number(iso.slice(0, 4));
    if (iso.length < 7) {
      if (!inAside(d) && PAST_YEAR.test(before(d, 6)) && !isAhead(view, d.start)) newest = Math.max(newest, y);
      continue;
    }
    year = Math.max(year, y);
    const day = dayOfIso(iso.length === 7 ? `${iso}-01` : iso)!;
    if (tells(d) && !bygone(d) && day > (latest ?? -1e9)) months = iso.length === 7;
    if (tells(d) && !bygone(d)) latest = Math.max(latest ?? -1e9, day);
    else passed = Math.max(passed, day);
  }
  // What tells of a later day or year was written later.
  if (latest !== null && (latest < passed || new Date(latest * 86400000).getUTCFullYear() < newest)) latest = null;
  const dateline = DATELINE.exec(view.slice(articleStart, articleStart + 120))?.[1];
  const headed = dateline === undefined ? [] : findDates(dateline, dateline, { day: 0, stated: false });
  if (year === 0 || (latest === null && hintYear === null && headed[0]?.iso?.length !== 10)) return unknown;
  // Month-and-day dates without a year are read in that year, unless that would put them long after all else.
  const readFrom = (from: DayNumber): DateMention[] => findDates(view, view, { day: from, stated: false });
  let base = latest ?? dayNumber(year, 12, 31)!;
  let again = readFrom(base);
  // Seen from its end, the spring of a year would be that of the next.
  const within = new RegExp(`^${year}`);
  if (latest === null && again.some((d) => d.iso?.length === 10 && !within.test(d.iso))) {
    base = dayNumber(year, 7, 1)!;
    again = readFrom(base);
  }
  let day: DayNumber | null = latest;
  for (const d of again) {
    // A deadline lies ahead of the telling.
    if (bygone(d) || isAhead(view, d.start) || view.startsWith(' deadline', d.end)) continue;
    const n = d.iso && d.iso.length >= 10 && /\d/.test(d.text) ? dayOfIso(d.iso.split('/').at(-1)!) : null;
    if (n !== null && /[A-Za-z]{3}/.test(d.text) && n > (day ?? -1e9) && n - base < 150) day = n;
  }
  // A caption may show another day: one that names no weekday, as news does, says nothing by itself.
  const hollow = (d: DateMention): boolean =>
    !/\d/.test(d.text) ||
    (d.iso?.length ?? 0) < 7 ||
    (inAside(d) && !/day\b/.test(d.text) && !POSTED.test(before(d, 24)));
  if (day === null || again.every(hollow)) return unknown;
  // A month with its year is near where a day of a later month follows that has none.
  if (months && latest !== null && day - latest < 31) return unknown;
  // "Thursday 4 September 2025"
  const full = new RegExp(`\\b${WEEKDAY},? (?:\\d{1,2} ${MONTH}|${MONTH} \\d{1,2}),? ${YEAR}\\b`, 'u').exec(view);
  const written = full && dayOfIso(fullDateIn(full[0]) ?? '');
  if (written) return { day: written, stated: false };
  // "VELIN, March 14 (Northwire) -": the day is told, only the year is not.
  const told = dateline === undefined ? undefined : findDates(dateline, dateline, { day: base, stated: false })[0];
  const toldDay = told?.iso?.length === 10 ? dayOfIso(told.iso) : null;
  if (toldDay !== null) return { day: toldDay, stated: false };
  const bare = new RegExp(`\\b(${WEEKDAY})\\b`, 'u').exec(view);
  if (bare) {
    const want = DAYS[bare[1]!.slice(0, 3).toLowerCase()]!;
    const today = new Date(day * 86400000).getUTCDay();
    const on = (want - today + 7) % 7;
    // "said Friday ... on Saturday, 10 May": the eve.
    day += on === 6 ? -1 : on;
  }
  return { day, stated: false };
}

const DATELINE =
  /^(?:\p{Lu}[\p{L} ./’'()-]{1,60}?,? )?(\S[^–—:]{3,24}?)\.?(?: [(/][^()/]{2,30}[)/])?\.?\s?(?:[–—:]|--?|(?<=\/\.?)(?= ))\s/u;

/**
 * The full date of a dateline at the head of an article ("NEW DELHI, May 13, 2025: ..."), as `YYYY-MM-DD`. One without a year
 * is of the year that the page bears, if a weekday that the lead names agrees.
 */
export function datelineDay(lead: string, year: string | null = null): string | null {
  const m = DATELINE.exec(lead);
  if (!m) return null;
  const full = fullDateIn(m[1]!) ?? fullDateIn(m[0]);
  if (full || !year) return full;
  const day = fullDateIn(`${m[1]!.replace(/[.,]$/, '')} ${year}`);
  const named = new RegExp(`\\b${WEEKDAY}\\b`).exec(lead.slice(m[0].length));
  if (!day || !named) return null;
  const back = (new Date(dayOfIso(day)! * 86400000).getUTCDay() - DAYS[named[0].slice(0, 3).toLowerCase()]! + 7) % 7;
  return back < 2 ? day : null;
}

/** The first full date in a stretch of text, as `YYYY-MM-DD`. */
export function fullDateIn(s: string): string | null {
  if (!/(?:19[4-9]|20\d)\d|\p{L} [5-9]\d\b|\d\d[/.]\d\d[/.]\d\d\b/u.test(s)) return null;
  for (const d of findDates(s, s, { day: null, stated: false }))
    if (d.iso && /^\d{4}-\d\d-\d\d$/.test(d.iso)) return d.iso;
  return null;
}
