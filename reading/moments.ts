/** At what hour it happened, and how long it lasted: of each document what it first gives an attack, a hand-over, a call. */
import { type Clause, type Day, daysBetween } from './clauses.ts';
import type { Figure } from './shape.ts';

const ACTS: readonly RegExp[] = [
  /\b(?:attack\w*|assault\w*|ambush\w*|fir(?:e|ed|ing)|shots?|shot at|shell(?:s|ed|ing)?|bomb(?:s|ed|ing)?|str(?:ike|ikes|uck|iking)|hit|raid\w*|explo\w+|blast|detonat\w+|mortars?|rockets?|shoot\w*|clash\w*)\b/i,
  /\b(?:hand(?:ed|ing)[ -]?over|handover|releas\w+|freed|exchang\w+|swap\w*|gave (?:\w+ ){0,6}back|arriv\w+|reach(?:ed|ing)|cross(?:ed|ing) (?:the|into|over))\b/i,
  /\b(?:sign(?:ed|ing)|took effect|came into (?:force|effect)|adjourned|walked out|left the (?:table|room|hall|talks))\b/i,
];
/** Hours further apart are of two happenings, and nearer ones are one. */
const [LEAST, MOST] = [10, 200];

export function momentsOf(clauses: readonly Clause[]): { kind: 'hour'; clauses: Clause[] }[] {
  return ACTS.flatMap((act) => {
    const first = new Map<number, { c: Clause; from: number }>();
    for (const c of clauses) {
      // Parts of the day are too wide to tell one hour from another.
      const hour = c.hours.find((h) => h.to - h.from < 60);
      if (!hour || !act.test(c.text)) continue;
      const known = first.get(c.doc);
      if (!known || c.start < known.c.start) first.set(c.doc, { c, from: hour.from });
    }
    const told = [...first.values()];
    const parted = told.filter((x) =>
      told.some((y) => {
        const gap = Math.abs(x.from - y.from);
        return x !== y && gap > LEAST && gap <= MOST;
      }),
    );
    return parted.length > 1 ? [{ kind: 'hour' as const, clauses: parted.map((x) => x.c) }] : [];
  });
}

/** On which day: what is asked of each happening. */
const DATED: readonly RegExp[] = [
  /\b(?:raid\w*|operations?|mission|rescue|attempt|attack\w*|assault\w*|ambush\w*|shell(?:s|ed|ing)?|bomb(?:s|ed|ing|ings)?|(?:air ?)?str(?:ike|ikes|uck)|explo\w+|blast|clash\w*|massacre\w*|shot down|downing|downed|crash\w*|killed)\b/i,
  /\b(?:hand(?:ed|ing)[ -]?over|handover|releas(?:ed|ing)|freed|exchanged|swapped|repatriated)\b/i,
];
export function datesOf(clauses: readonly Clause[]): { kind: 'day'; clauses: Clause[] }[] {
  return DATED.flatMap((act) => {
    const told = clauses.flatMap((c) => {
      const day = act.test(c.text) ? c.days.find((d) => d.to - d.from <= 1) : undefined;
      return day ? [{ c, day }] : [];
    });
    const first = new Map(told.toReversed().map((t) => [t.c.doc, t]));
    const has = (doc: number, day: Day): boolean => told.some((t) => t.c.doc === doc && daysBetween(t.day, day) <= 0.5);
    const parted = [...first.values()]
      .filter((x) =>
        [...first.values()].some((y) => {
          const gap = daysBetween(x.day, y.day);
          const both = has(x.c.doc, y.day) && has(y.c.doc, x.day);
          return gap >= 1 && gap <= 2 && !both && inCommon(x.c, y.c) > 2;
        }),
      )
      .map((x) => x.c);
    return parted.length > 1 ? [{ kind: 'day' as const, clauses: parted }] : [];
  });
}

/** How many words and names two clauses share. */
function inCommon(x: Clause, y: Clause): number {
  const words = new Set(x.signs.filter((s) => !s.given).map((s) => s.lemma));
  const shared = new Set(y.signs.filter((s) => !s.given && words.has(s.lemma)).map((s) => s.lemma));
  return shared.size + [...x.names].filter((n) => y.names.has(n) && !shared.has(n)).length;
}

/** What lasts: acts of one family are set against each other. */
const LASTING: readonly RegExp[] = [
  /\b(?:calls?|called|telephone|phone|conversation|spoke)\b/i,
  /\b(?:fight\w*|fire|firing|shell\w*|battle|clash\w*|bombard\w*|shoot\w*|attack\w*|explo\w+|burn\w*|action)\b/i,
  /\b(?:sieg\w+|encircl\w*|besieg\w*|surround\w*|blockad\w*)\b/i,
  /\b(?:held|hold|detain\w*|stopped|waited|waiting|kept|check|delay\w*|clear(?:ed|ance)|st(?:ood|and)|block\w*)\b/i,
  /\b(?:captiv\w*|hostages?|abduct\w*|kidnap\w*|prison\w*|custody|freed)\b/i,
  /\b(?:talks|meeting|met|session|discuss\w*|negotiat\w*|round)\b/i,
  /\b(?:warn\w*|notice|in advance|beforehand|ahead)\b/i,
];
const MINUTES: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 1440, week: 10_080, month: 43_200 };
/** Nearer ones are one length told roughly; those further apart are of two things. */
const [NEAR, FAR] = [1.25, 12];

export function lengthsOf(clauses: readonly Clause[]): { kind: 'figure'; clauses: Clause[] }[] {
  return LASTING.flatMap((lasting) => {
    const told: { c: Clause; length: number }[] = [];
    const counts = new Map<number, number>();
    for (const c of clauses) {
      const f = c.figures.find((x) => lengthIn(c, x) !== null);
      if (!f || !lasting.test(c.text) || (counts.get(c.doc) ?? 0) > 1) continue;
      counts.set(c.doc, (counts.get(c.doc) ?? 0) + 1);
      told.push({ c, length: lengthIn(c, f)! });
    }
    const parted = told.filter((x) =>
      told.some((y) => {
        const ratio = Math.max(x.length, y.length) / Math.min(x.length, y.length);
        return x.c.doc !== y.c.doc && ratio > NEAR && ratio < FAR;
      }),
    );
    return parted.length > 1 ? [{ kind: 'figure' as const, clauses: parted.map((x) => x.c) }] : [];
  });
}
/** How many minutes a figure means that says how long: not how long ago, nor how old. */
function lengthIn(c: Clause, f: Figure): number | null {
  const unit = f.unit.toLowerCase().split(/[ -]/)[0]!.replace(/s$/, '');
  const by = MINUTES[unit];
  if (!by || !f.value) return null;
  const after = c.text.slice(f.end - c.start, f.end - c.start + 24);
  const before = c.text.slice(Math.max(0, f.start - c.start - 24), f.start - c.start);
  if (/^\S*\s*(?:\w+ )?(?:ago|earlier|later|before|after|old)\b/i.test(after)) return null;
  return /\b(?:last|past|next|every|within|every few)\s+(?:\w+ )?$/i.test(before) ? null : f.value * by;
}
