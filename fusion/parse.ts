import { Problem } from '@sulh/record';
import { asFields, namesReports } from './columns.ts';
import { type FusionReport, instant, UNKNOWN_SOURCE } from './report.ts';

/** What came of reading a file of reports: those that can be used, and what is wrong with the others, by line. */
export type Parsed = {
  readonly reports: readonly FusionReport[];
  /** At most MOST_PROBLEMS of them; each names its line in `at` ("line 7") and `details.line`. */
  readonly problems: readonly Problem[];
  /** How many there were in all. */
  readonly problemCount: number;
  /** Columns or fields that are not of a report, and were left aside. */
  readonly ignored: readonly string[];
  /** Columns by other names, with the field that each was read as. */
  readonly readAs: ReadonlyMap<string, string>;
};

const MOST_PROBLEMS = 100;
const MOST_CHARACTERS = 512 * 1024 * 1024;
const MOST_REPORTS = 2_000_000;
/** No single field of a CSV file, and no single line of JSON, may be longer (UTF-16 code units). */
const LONGEST = 1_000_000;
const MOST_IGNORED = 50;

const TEXTS = ['source', 'origin', 'side', 'kind', 'from', 'to', 'place', 'text'] as const;
const NUMBERS = ['lat', 'lon', 'radius_km', 'killed_min', 'killed_max', 'wounded_min', 'wounded_max'] as const;
const KNOWN: ReadonlySet<string> = new Set(['id', 'actors', ...TEXTS, ...NUMBERS]);

/** Lowest and highest that each number may be. */
const BOUNDS: Readonly<Record<(typeof NUMBERS)[number], readonly [number, number]>> = {
  lat: [-90, 90],
  lon: [-180, 180],
  radius_km: [0, 20_040],
  killed_min: [0, 1e9],
  killed_max: [0, 1e9],
  wounded_min: [0, 1e9],
  wounded_max: [0, 1e9],
};

/**
 * Reads reports from CSV (RFC 4180, a header line with the field names in any order) or from JSON lines (one object a
 * line; one array of objects is taken too). Absent or empty fields are unknown. `actors` in CSV is separated by `;` or
 * `|`. Common names of other data sets are read as ours (`latitude`, `event_date`, `deaths`, ...; docs/formats.md). A record with anything wrong in it is left out and named; the others are kept. Never throws on content.
 */
export function parseReports(text: string, format: 'csv' | 'jsonl'): Parsed {
  const into = new Collector();
  if (text.length > MOST_CHARACTERS) into.problem('input-too-long', 1, { limit: MOST_CHARACTERS });
  else if (format === 'csv') fromCsv(text, into);
  else fromJson(text, into);
  return into.done();
}

class Collector {
  readonly #reports: FusionReport[] = [];
  readonly #problems: Problem[] = [];
  readonly #ids = new Set<string>();
  readonly #ignored = new Set<string>();
  readonly #readAs = new Map<string, string>();
  #count = 0;

  get full(): boolean {
    return this.#reports.length >= MOST_REPORTS;
  }

  problem(code: string, line: number, details: Record<string, unknown> = {}): undefined {
    this.#count += 1;
    if (this.#problems.length < MOST_PROBLEMS)
      this.#problems.push(new Problem(code, { line, ...details }, `line ${line}`));
  }

  ignore(field: string): void {
    if (this.#ignored.size < MOST_IGNORED) this.#ignored.add(field.slice(0, 100));
  }

  /** Checks one record's fields, and keeps the report if all are right. */
  record(given: ReadonlyMap<string, unknown>, line: number): undefined {
    const fields = asFields(given, (field, as) => {
      if (this.#readAs.size < MOST_IGNORED) this.#readAs.set(field, as.replace(/_m(?:in|ax)$/, ''));
    });
    const before = this.#count;
    const report: Record<string, string | number | string[]> = {};
    for (const [field, value] of fields) {
      if (!KNOWN.has(field)) this.ignore(field);
      else if (value !== undefined && value !== null && value !== '') this.#field(report, field, value, line);
    }
    if (this.#count > before) return;
    const { id } = report;
    if (typeof id !== 'string') return this.problem('missing-field', line, { field: 'id' });
    if (typeof report.source !== 'string') report.source = UNKNOWN_SOURCE;
    for (const what of ['killed', 'wounded']) {
      const min = report[`${what}_min`];
      const max = report[`${what}_max`];
      if (min !== undefined && max !== undefined && min > max) {
        return this.problem('range-reversed', line, { field: `${what}_min`, min, max });
      }
    }
    const ends = [report.from, report.to];
    if (typeof ends[0] === 'string' && typeof ends[1] === 'string') {
      if (instant(ends[0], 'start') > instant(ends[1], 'end')) {
        return this.problem('range-reversed', line, { field: 'from', min: ends[0], max: ends[1] });
      }
    }
    if ((report.lat === undefined) !== (report.lon === undefined)) {
      return this.problem('missing-field', line, { field: report.lat === undefined ? 'lat' : 'lon' });
    }
    if (this.#ids.has(id)) return this.problem('duplicate-report', line, { id });
    this.#ids.add(id);
    this.#reports.push(report as unknown as FusionReport);
  }

  #field(report: Record<string, string | number | string[]>, field: string, value: unknown, line: number): undefined {
    const wrong = (why: string): undefined =>
      this.problem('bad-field', line, { field, why, value: String(JSON.stringify(value)).slice(0, 60) });
    if (field === 'id') {
      // Numbers are common as ids in spreadsheets.
      const id = typeof value === 'number' && Number.isFinite(value) ? String(value) : value;
      if (typeof id !== 'string' || id.length > 500) wrong('text of at most 500 characters');
      else report.id = id;
    } else if (field === 'actors') {
      const list = typeof value === 'string' ? value.split(/[;|]/) : value;
      if (!Array.isArray(list) || !list.every((a) => a === null || typeof a === 'string'))
        return wrong('a list of names');
      report.actors = list.map((a) => (a ?? '').trim()).filter((a) => a !== '');
    } else if ((NUMBERS as readonly string[]).includes(field)) {
      const number = typeof value === 'string' ? numberOf(value) : value;
      const [low, high] = BOUNDS[field as (typeof NUMBERS)[number]];
      if (typeof number !== 'number' || !(number >= low && number <= high)) wrong(`a number from ${low} to ${high}`);
      else report[field] = number;
    } else if (typeof value !== 'string') wrong('text');
    else if ((field === 'from' || field === 'to') && Number.isNaN(instant(isoOf(value), 'start'))) {
      wrong('an ISO 8601 date or date-time');
    } else report[field] = field === 'from' || field === 'to' ? isoOf(value) : value;
  }

  done(): Parsed {
    return {
      reports: this.#reports,
      problems: this.#problems,
      problemCount: this.#count,
      ignored: [...this.#ignored].filter((field) => !this.#readAs.has(field)),
      readAs: this.#readAs,
    };
  }
}

/** "2025-11-01 06:00", as spreadsheets and databases write it. */
const isoOf = (text: string): string => text.trim().replace(/^(\d{4}-\d{2}-\d{2}) (?=\d)/, '$1T');

function numberOf(text: string): number {
  const trimmed = text.trim();
  return /^[+-]?(\d{1,15}(\.\d{0,20})?|\.\d{1,20})(e[+-]?\d{1,2})?$/i.test(trimmed) ? Number(trimmed) : Number.NaN;
}

function fromJson(text: string, into: Collector): undefined {
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  if (/^\s{0,1000}\[/.test(body)) return fromArray(body, into);
  let line = 0;
  for (let start = 0; start <= body.length && !into.full; ) {
    const newline = body.indexOf('\n', start);
    const end = newline < 0 ? body.length : newline;
    line += 1;
    if (end - start > LONGEST) into.problem('line-too-long', line, { limit: LONGEST });
    else {
      const one = body.slice(start, end).trim();
      if (one !== '') {
        const value = json(one);
        if (value === undefined) into.problem('not-json', line);
        else object(value, line, into);
      }
    }
    start = end + 1;
  }
  if (into.full) into.problem('too-many-reports', line, { limit: MOST_REPORTS });
}

function fromArray(body: string, into: Collector): undefined {
  const value = json(body);
  if (!Array.isArray(value)) return into.problem('not-json', 1);
  for (const [i, one] of value.entries()) {
    if (into.full) return into.problem('too-many-reports', i + 1, { limit: MOST_REPORTS });
    object(one, i + 1, into);
  }
}

function object(value: unknown, line: number, into: Collector): undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return into.problem('not-an-object', line);
  into.record(new Map(Object.entries(value)), line);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function fromCsv(text: string, into: Collector): undefined {
  let header: string[] | undefined;
  for (const { cells, line, fault } of csvRecords(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text)) {
    if (fault !== undefined) into.problem(fault, line);
    else if (header === undefined) {
      header = cells.map((c) => c.trim().toLowerCase());
      const twice = header.find((h, i) => h !== '' && header?.indexOf(h) !== i);
      if (twice !== undefined) return into.problem('column-twice', line, { field: twice.slice(0, 60) });
      if (!namesReports(header)) return into.problem('missing-column', line, { field: 'id' });
    } else if (into.full) return into.problem('too-many-reports', line, { limit: MOST_REPORTS });
    else if (cells.length > header.length)
      into.problem('too-many-cells', line, { cells: cells.length, columns: header.length });
    else into.record(new Map(header.map((h, i) => [h, cells[i] ?? ''])), line);
  }
  if (header === undefined) into.problem('missing-header', 1);
}

type CsvRecord = { readonly cells: readonly string[]; readonly line: number; readonly fault?: string };

/** Records of a CSV text with the line that each starts on; quoted cells may hold separators, quotes and line breaks. */
export function* csvRecords(text: string): Generator<CsvRecord> {
  const separator = separatorOf(text);
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const startLine = line;
    const cells: string[] = [];
    let fault: string | undefined;
    for (let more = true; more; ) {
      let cell = '';
      if (text[at] === '"') {
        const end = closingQuote(text, at + 1);
        if (end < 0) {
          yield { cells: [], line: startLine, fault: 'unclosed-quote' };
          return;
        }
        cell = text.slice(at + 1, end).replaceAll('""', '"');
        for (let i = text.indexOf('\n', at); i >= 0 && i < end; i = text.indexOf('\n', i + 1)) line += 1;
        at = end + 1;
      }
      let end = at;
      while (end < text.length && text[end] !== separator && text[end] !== '\n') end += 1;
      cell += text.slice(at, end).replace(/\r$/, '');
      if (cell.length > LONGEST) fault = 'cell-too-long';
      if (cells.length < 1_000) cells.push(cell);
      more = text[end] === separator && end < text.length;
      at = end + 1;
    }
    line += 1;
    if (cells.length === 1 && cells[0]?.trim() === '') continue;
    yield fault === undefined ? { cells, line: startLine } : { cells, line: startLine, fault };
  }
}

/** Comma, or what the header uses instead: spreadsheets of many countries write semicolons. */
function separatorOf(text: string): string {
  const newline = text.indexOf('\n');
  const header = text.slice(0, Math.min(newline < 0 ? text.length : newline, 10_000));
  if (header.includes(',')) return ',';
  return header.includes(';') ? ';' : header.includes('\t') ? '\t' : ',';
}

/** Where the quoted cell that begins before `from` is closed: the next quote that is not doubled. */
function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at;
  }
  return -1;
}
