// Comma-separated values for spreadsheets and humanitarian tools: RFC 4180 with a second row of HXL tags. A cell that a
// spreadsheet would take for a formula is marked as text, since accounts come from anybody.

import { type Name, pointOf, type Reader, type Report } from '@sulh/mechanism';
import { generalised } from './geojson.ts';

/** One cell. */
export function cell(value: string | number | boolean | undefined): string {
  if (value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  // What begins, after spaces, with = + - @ or a control character runs as a formula in some spreadsheet.
  const safe = /^[\s\p{Cc}\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/u.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const english = (name: Name | undefined): string | undefined => name && (name.en ?? Object.values(name)[0]);

/** Column heading, HXL tag, value. */
const COLUMNS: readonly [
  string,
  string,
  (report: Report, reader: Reader, exact: boolean) => string | number | boolean | undefined,
][] = [
  ['report', '#report+id', (one) => one.id],
  ['organisation', '#org+reporting+id', (one) => one.organisation],
  ['status', '#status', (one) => one.status],
  ['event', '#event+type', (one) => one.event],
  ['from', '#date+start', (one) => one.when.from],
  ['to', '#date+end', (one) => one.when.to],
  ['certainty', '#date+certainty', (one) => one.when.certainty],
  ['place', '#loc+name', (one) => english(one.place.name) ?? one.place.ref],
  ['area', '#adm+name', (one) => english(one.place.area?.name)],
  ['latitude', '#geo+lat', (one, reader, exact) => spot(one, reader, exact)?.lat],
  ['longitude', '#geo+lon', (one, reader, exact) => spot(one, reader, exact)?.lon],
  ['radius_km', '#geo+radius_km', (one, reader, exact) => spot(one, reader, exact)?.radiusKm],
  ['source', '#meta+source+type', (one) => one.source.type],
  ['directness', '#meta+source+directness', (one) => one.source.directness],
  ['origin', '#meta+source+origin', (one) => one.source.origin],
  ['reliability', '#meta+reliability', (one) => one.grade?.reliability],
  ['credibility', '#meta+credibility', (one) => one.grade?.credibility],
  ['killed_min', '#affected+killed+min', (one) => sum(one, 'killed', 'min')],
  ['killed_max', '#affected+killed+max', (one) => sum(one, 'killed', 'max')],
  ['wounded_min', '#affected+injured+min', (one) => sum(one, 'wounded', 'min')],
  ['wounded_max', '#affected+injured+max', (one) => sum(one, 'wounded', 'max')],
  ['account', '#description', (one) => one.account],
  ['language', '#description+lang', (one) => one.language],
  ['demonstration', '#meta+demonstration', (one) => one.demonstration],
];

function spot(report: Report, reader: Reader, exact: boolean) {
  const point = pointOf(reader, report.place);
  return point && (exact ? point : generalised(reader, point));
}

/** Over all categories; unknown as soon as one of them is, and when none is given. */
function sum(report: Report, what: string, bound: 'min' | 'max'): number | undefined {
  const counts = report.figures.filter((one) => one.what === what).map((one) => one.count[bound]);
  return counts.length > 0 && counts.every((one) => one !== undefined)
    ? counts.reduce((total, one) => total + one!, 0)
    : undefined;
}

/**
 * Reports as CSV with HXL tags, in the order in which they were filed. `exact` leaves points as they are; without it they
 * are made as coarse as the terms say, as everything that leaves the mechanism is.
 */
export function reportsCsv(reader: Reader, reports: readonly Report[], exact: boolean): string {
  const rows = [
    COLUMNS.map(([heading]) => heading),
    COLUMNS.map(([, tag]) => tag),
    ...reports.map((report) => COLUMNS.map(([, , value]) => cell(value(report, reader, exact)))),
  ];
  return rows.map((row) => `${row.join(',')}\r\n`).join('');
}
