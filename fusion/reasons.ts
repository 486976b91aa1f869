import { figureGap } from './compare.ts';
import { DAY, distanceKm, gapDays, type Prepared, type Range } from './report.ts';

/** Why reports are taken to be of one incident: a code with values for other languages, and the English sentence. */
export type Reason = {
  readonly code:
    | 'km-apart'
    | 'same-place-name'
    | 'times-meet'
    | 'hours-apart'
    | 'days-apart'
    | 'same-day'
    | 'same-kind'
    | 'same-actors'
    | 'same-killed'
    | 'same-wounded'
    | 'alike-texts'
    | 'same-origin'
    | 'decided-same';
  readonly values: Readonly<Record<string, string | number | readonly string[]>>;
  readonly text: string;
};

/** In what reports of one incident differ. Nothing is averaged or dropped: every value stands with who gave it. */
export type Disagreement = {
  readonly code: 'killed' | 'wounded' | 'kind' | 'actors' | 'time' | 'place';
  readonly values: readonly {
    readonly says: string;
    readonly reports: readonly string[];
    readonly sources: readonly string[];
  }[];
  readonly text: string;
};

/** Times stated this near to each other are no disagreement: nobody saw the same clock. */
const HOUR = DAY / 24;
/** Beyond this many reports of one incident only the first are compared for reasons and disagreements. */
const MOST = 64;

/** What reports (two or more) have in common. */
export function reasonsFor(all: readonly Prepared[], decided = false): Reason[] {
  const reports = all.slice(0, MOST);
  if (reports.length < 2) return [];
  const found: Reason[] = [];
  if (decided) found.push({ code: 'decided-same', values: {}, text: 'people decided that they are the same' });
  const two = reports.length === 2;

  const placed = reports.filter((r) => !Number.isNaN(r.lat));
  if (placed.length > 1) {
    const km = round(largest(placed, (a, b) => distanceKm(a.lat, a.lon, b.lat, b.lon)));
    const shown = km < 1 ? 'less than 1 km' : `${km} km`;
    found.push({
      code: 'km-apart',
      values: { km, reports: placed.length },
      text: two ? `${shown} apart` : `within ${shown}`,
    });
  }
  const place = common(
    reports,
    (r) => r.place,
    (r) => r.report.place,
  );
  if (place) found.push({ code: 'same-place-name', values: place, text: `same place name (${place.value})` });

  const timed = reports.filter((r) => !Number.isNaN(r.mid));
  if (timed.length > 1) found.push(timeReason(timed, two));

  const kind = common(
    reports,
    (r) => r.kind,
    (r) => r.report.kind,
  );
  if (kind) found.push({ code: 'same-kind', values: kind, text: `same kind (${kind.value})` });

  const naming = reports.filter((r) => r.actors.length > 0);
  const first = naming[0];
  if (first !== undefined && naming.length > 1) {
    const shared = first.actorNames.filter((_, i) => {
      const actor = first.actors[i] as number;
      return naming.every((r) => r.actors.includes(actor));
    });
    if (shared.length > 0) {
      const text = `${naming.length === 2 ? 'both' : `all ${naming.length}`} name ${shared.join(', ')}`;
      found.push({ code: 'same-actors', values: { actors: shared, reports: naming.length }, text });
    }
  }
  for (const [code, of, verb] of [
    ['same-killed', (r: Prepared) => r.killed, 'killed'],
    ['same-wounded', (r: Prepared) => r.wounded, 'wounded'],
  ] as const) {
    const ranges = reports.map(of).filter((r) => r !== undefined);
    const min = Math.max(...ranges.map((r) => r.min));
    const max = Math.min(...ranges.map((r) => r.max));
    if (ranges.length < 2 || min > max) continue;
    const who = ranges.length === 2 ? 'both' : `all ${ranges.length} that give a number`;
    found.push({
      code,
      values: { min, max, reports: ranges.length },
      text: `${who} say ${min === max ? numberWord(min) : `${min} to ${max}`} ${verb}`,
    });
  }
  if (two) {
    const [a, b] = reports as [Prepared, Prepared];
    const share = Math.round(sharedWords(a, b) * 100);
    if (share >= 30)
      found.push({ code: 'alike-texts', values: { percent: share }, text: `texts share ${share}% of their words` });
    if (a.origin >= 0 && a.origin === b.origin) {
      const origin = a.report.origin as string;
      found.push({ code: 'same-origin', values: { origin }, text: `both retell ${origin}` });
    }
  }
  return found;
}

function timeReason(timed: readonly Prepared[], two: boolean): Reason {
  const gap = largest(timed, gapDays);
  const vague = timed.some((r) => r.width >= DAY / 2);
  if (gap === 0) {
    const oneDay = timed.every((r) => r.width <= DAY && r.mid === timed[0]?.mid);
    if (oneDay && vague) return { code: 'same-day', values: {}, text: 'same day' };
    return { code: 'times-meet', values: {}, text: 'stated times meet' };
  }
  if (gap < 1 && !(vague && gap > 0.9)) {
    const hours = Math.max(1, Math.round(gap * 24));
    return { code: 'hours-apart', values: { hours }, text: two ? `${hours} h apart` : `within ${hours} h` };
  }
  const days = Math.max(1, Math.round(gap));
  const unit = days === 1 ? 'day' : 'days';
  return { code: 'days-apart', values: { days }, text: two ? `${days} ${unit} apart` : `within ${days} ${unit}` };
}

/** In what the reports of one incident disagree. */
export function disagreementsOf(all: readonly Prepared[]): Disagreement[] {
  const reports = all.slice(0, MOST);
  const found: Disagreement[] = [];
  const note = (code: Disagreement['code'], those: readonly Prepared[], says: (r: Prepared) => string): void => {
    const values = groupBy(those, says);
    const text = values.map((v) => `${v.sources.join(', ')}: ${v.says}`).join('; ');
    found.push({ code, values, text: `${code}: ${text}` });
  };
  for (const code of ['killed', 'wounded'] as const) {
    const giving = reports.filter((r) => r[code] !== undefined);
    if (anyPair(giving, (a, b) => figureGap(a[code] as Range, b[code] as Range) > 0)) {
      note(code, giving, (r) => figureText(r[code] as Range));
    }
  }
  const kinds = reports.filter((r) => r.kind >= 0);
  if (anyPair(kinds, (a, b) => a.kind !== b.kind)) note('kind', kinds, (r) => r.report.kind ?? '');
  const naming = reports.filter((r) => r.actors.length > 0);
  const beyond = (a: Prepared, b: Prepared): boolean => a.actors.some((x) => !b.actors.includes(x));
  if (anyPair(naming, (a, b) => beyond(a, b) && beyond(b, a))) {
    note('actors', naming, (r) => (r.report.actors ?? []).join(', '));
  }
  const timed = reports.filter((r) => !Number.isNaN(r.mid));
  if (anyPair(timed, (a, b) => Math.abs(a.mid - b.mid) > (a.width + b.width) / 2 + HOUR)) {
    note('time', timed, (r) => timeText(r));
  }
  const placed = reports.filter((r) => !Number.isNaN(r.lat));
  if (anyPair(placed, (a, b) => distanceKm(a.lat, a.lon, b.lat, b.lon) > Math.hypot(a.radius, b.radius) + 1)) {
    note('place', placed, (r) => `${r.report.place === undefined ? '' : `${r.report.place} `}(${r.lat}, ${r.lon})`);
  }
  return found;
}

function timeText(r: Prepared): string {
  const { from, to } = r.report;
  return from !== undefined && to !== undefined && from !== to ? `${from} to ${to}` : (from ?? to ?? '');
}

function figureText(range: Range): string {
  return range.min === range.max ? String(range.min) : `${range.min} to ${range.max}`;
}

function groupBy(reports: readonly Prepared[], says: (r: Prepared) => string): Disagreement['values'] {
  const groups = new Map<string, { says: string; reports: string[]; sources: string[] }>();
  for (const r of reports) {
    const said = says(r);
    const group = groups.get(said) ?? { says: said, reports: [], sources: [] };
    group.reports.push(r.id);
    if (!group.sources.includes(r.report.source)) group.sources.push(r.report.source);
    groups.set(said, group);
  }
  return [...groups.values()];
}

function anyPair(reports: readonly Prepared[], holds: (a: Prepared, b: Prepared) => boolean): boolean {
  for (let i = 0; i < reports.length; i += 1) {
    for (let j = i + 1; j < reports.length; j += 1) {
      if (holds(reports[i] as Prepared, reports[j] as Prepared)) return true;
    }
  }
  return false;
}

function largest(reports: readonly Prepared[], of: (a: Prepared, b: Prepared) => number): number {
  let most = 0;
  for (let i = 0; i < reports.length; i += 1) {
    for (let j = i + 1; j < reports.length; j += 1)
      most = Math.max(most, of(reports[i] as Prepared, reports[j] as Prepared));
  }
  return most;
}

/** The value that all reports giving one agree on, if at least two give one. */
function common(
  reports: readonly Prepared[],
  id: (r: Prepared) => number,
  name: (r: Prepared) => string | undefined,
): { value: string; reports: number } | undefined {
  const giving = reports.filter((r) => id(r) >= 0);
  const first = giving[0];
  if (first === undefined || giving.length < 2 || giving.some((r) => id(r) !== id(first))) return undefined;
  return { value: name(first) ?? '', reports: giving.length };
}

function sharedWords(a: Prepared, b: Prepared): number {
  if (a.words.length === 0 || b.words.length === 0) return 0;
  const other = new Set(b.words);
  const shared = a.words.filter((w) => other.has(w)).length;
  const all = a.words.length + b.words.length - shared;
  return all === 0 ? 0 : shared / all;
}

function round(km: number): number {
  return km < 10 ? Math.round(km * 10) / 10 : Math.round(km);
}

const WORDS = 'no one two three four five six seven eight nine ten eleven twelve'.split(' ');

function numberWord(n: number): string {
  return WORDS[n] ?? String(n);
}
