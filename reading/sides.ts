/** Which countries and bodies are sides of the matter a set of documents is about, which mediate, which only look on. */
import { patternsOfWords } from './beginnings.ts';
import type { Named, Names } from './lexicon.ts';
import { namesIn } from './speakers.ts';
import type { Line } from './text.ts';

export interface Sides {
  readonly parties: ReadonlySet<string>;
  readonly mediators: ReadonlySet<string>;
  /** Those of the parties that are states. */
  readonly states: ReadonlySet<string>;
}

const MEDIATING =
  /\b(?:mediated|brokered|facilitated|co-mediated|guaranteed|backed|sponsored)\b(?: jointly)? by\b([^.;“”]{2,90})|\bhosted by ([^.;“”]{2,40})|\b(?:thank(?:ed|s)|appreciated|commended|praised) ([^.;“”]{2,60}?) for (?:(?:their|its|the) )?(?:\p{L}+ )?(?:efforts|mediation|mediating|hosting|role|facilitation)|\b[Mm]ediators? (?:from )?((?:\p{Lu}[\p{L}]+(?:, | and )?){1,4})|((?:\p{Lu}\p{L}+[-\s,]*(?:and )?){1,4})-?(?:mediated|brokered|facilitated)\b|\bmediators? ((?:\p{Lu}[\p{L}]+(?:, | and )?){1,4})|\bmediation (?:of|by|from) ([^.;“”]{2,70})|\bfacilitation[”"]? (?:extended )?(?:of|by|from) ([^.;“”]{2,70})/gu;

/** Cheap to ask first: most paragraphs tell of nobody who mediates. */
const ofLines = patternsOfWords();
const MEDIATES = ofLines(
  /\b(?:[Mm]ediat|[Bb]rokered|[Ff]acilitat|guaranteed|backed|sponsored|hosted|thank|appreciated|commended|praised)/,
);

/**
 * Names that occur most, weighed by the places they occur in, are the parties; those that the text says mediate are
 * mediators. What the caller's lexicon says comes first.
 */
export function inferSides(
  pieces: readonly { view: string; lines: readonly Line[]; names?: Names }[],
  names: Names,
): Sides {
  const mediators = new Set<string>();
  const counts = new Map<string, number>();
  const countries = new Set<string>();
  for (const { view, lines, names: own = names } of pieces) {
    let budget = 120_000;
    for (const l of lines) {
      budget -= l.end - l.start;
      if (budget < 0) break;
      const piece = view.slice(l.start, l.end);
      ofLines.within(view, l.start, piece);
      if (MEDIATES.test(piece))
        for (const m of piece.matchAll(MEDIATING)) {
          const s = m.slice(1).find((x) => x !== undefined) ?? '';
          for (const h of namesIn(s, 0, s.length, own))
            if (h.named.kind === 'country' || h.named.kind === 'third-party') mediators.add(h.named.id);
        }
      for (const h of namesIn(view, l.start, l.end, own))
        if (h.named.kind === 'country' || h.named.kind === 'party') {
          if (h.named.kind === 'country') countries.add(h.named.id);
          counts.set(h.named.id, (counts.get(h.named.id) ?? 0) + weightOf(view, h.start, h.end, h.named));
        }
    }
  }
  if (names.given.size > 0) {
    const of = (role: string): string[] => [...names.given].filter(([, r]) => r === role).map(([id]) => id);
    const parties = new Set(of('party'));
    return {
      parties,
      mediators: new Set(of('mediator')),
      states: new Set([...parties].filter((p) => countries.has(p))),
    };
  }
  const ranked = [...counts].filter(([id]) => !mediators.has(id)).sort((a, b) => b[1] - a[1]);
  const top = ranked[0]?.[1] ?? 0;
  const parties = new Set(
    ranked
      .filter(([, n], i) => (i < 2 ? n >= Math.max(1, top * 0.15) : n >= Math.max(3, top * 0.5)))
      .slice(0, 4)
      .map(([id]) => id),
  );
  return { parties, mediators, states: new Set([...parties].filter((p) => countries.has(p))) };
}

/** A place of meeting is hardly a side; a name that owns an army or a ministry is. */
function weightOf(view: string, start: number, end: number, named: Named): number {
  const before = view.slice(Math.max(0, start - 12), start);
  if (named.capital && /\b(?:in|at|from|to|near) $/.test(before)) return 0.2;
  if (named.capital && view.slice(start, end) === view.slice(start, end).toUpperCase()) return 0.5;
  const after = view.slice(end, end + 40);
  if (
    /^(?:['’]s)? (?:\p{L}+ )?(?:government|army|military|forces|foreign|defen[cs]e|ministry|minister|officials|authorities|soldiers|troops|delegation|side|regime|spokes\p{L}+|negotiators?|territory|soil|border)/iu.test(
      after,
    )
  )
    return 3;
  if (/\b(?:in|at|from|to) $/.test(before) && named.kind === 'country' && named.place) return 0.6;
  return named.kind === 'party' ? 1.5 : 1;
}

/** The part a name has, given the sides. */
export function partFor(sides: Sides): (id: string, named: Named) => string {
  return (id, named) => {
    if (named.kind === 'un' || named.kind === 'ngo' || named.kind === 'monitor') return named.kind;
    if (sides.parties.has(id)) return id;
    if (sides.mediators.has(id) || named.kind === 'mediator') return 'mediator';
    if (named.kind === 'third-party') return 'third-party';
    if (named.kind === 'country' && sides.parties.size >= 2) return 'third-party';
    return id;
  };
}
