/** At what hour it happened: of each document the first hour that it gives an attack, a hand-over, a signing. */
import type { Clause } from './clauses.ts';

const ACTS: readonly RegExp[] = [
  /\b(?:attack\w*|assault\w*|ambush\w*|fir(?:e|ed|ing)|shots?|shot at|shell(?:s|ed|ing)?|bomb(?:s|ed|ing)?|str(?:ike|ikes|uck|iking)|hit|raid\w*|explo\w+|blast|detonat\w+|mortars?|rockets?|shoot\w*|clash\w*)\b/i,
  /\b(?:hand(?:ed|ing)[ -]?over|handover|releas\w+|freed|exchang\w+|swap\w*|gave (?:\w+ ){0,6}back|arriv\w+|cross(?:ed|ing) (?:the|into|over))\b/i,
  /\b(?:sign(?:ed|ing)|took effect|came into (?:force|effect)|adjourned|walked out|left the (?:table|room|hall|talks))\b/i,
];
/** Hours further apart are of two happenings, and nearer ones are one. */
const [LEAST, MOST] = [10, 200];

export function momentsOf(
  clauses: readonly Clause[],
  oneScene: (x: number, y: number) => boolean,
): { kind: 'hour'; clauses: Clause[] }[] {
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
        return x !== y && gap > LEAST && gap <= MOST && oneScene(x.c.doc, y.c.doc);
      }),
    );
    return parted.length > 1 ? [{ kind: 'hour' as const, clauses: parted.map((x) => x.c) }] : [];
  });
}
