import { LIMITS, type Prepared, wordsOf } from './report.ts';

/** Reports of one incident that come from one origin: one account, however often retold. */
export type Origin = {
  readonly reports: readonly string[];
  /** The side whose account it is; null when nobody says, or when the retellings are of several sides. */
  readonly side: string | null;
};

/** Texts that share this much of their three-word sequences are one text. */
const ALIKE = 0.8;
/** Shorter texts are too common to show a shared origin ("No incident to report"). */
const FEWEST_WORDS = 8;

/**
 * Groups the reports of one incident by where the account truly comes from: the stated origin, else the source itself;
 * and reports whose texts are nearly the same share an origin, whatever they state.
 */
export function originsOf(reports: readonly Prepared[]): Origin[] {
  const [only] = reports;
  if (reports.length === 1 && only !== undefined) return [{ reports: [only.id], side: only.report.side ?? null }];
  const home = reports.map((_, i) => i);
  const root = (i: number): number => {
    let at = i;
    while (home[at] !== at) at = home[at] as number;
    return at;
  };
  const join = (i: number, j: number): void => {
    const [a, b] = [root(i), root(j)];
    home[Math.max(a, b)] = Math.min(a, b);
  };
  const first = new Map<number, number>();
  for (const [i, r] of reports.entries()) {
    const name = r.origin >= 0 ? r.origin : r.source;
    const known = first.get(name);
    if (known === undefined) first.set(name, i);
    else join(known, i);
  }
  const sketches = reports.map((r) => sketch(r.report.text));
  for (let i = 0; i < reports.length; i += 1) {
    const a = sketches[i];
    for (let j = i + 1; a !== undefined && j < reports.length; j += 1) {
      const b = sketches[j];
      if (b !== undefined && root(i) !== root(j) && likeness(a, b) >= ALIKE) join(i, j);
    }
  }
  const groups = new Map<number, number[]>();
  for (let i = 0; i < reports.length; i += 1) {
    const group = groups.get(root(i));
    if (group === undefined) groups.set(root(i), [i]);
    else group.push(i);
  }
  return [...groups.values()].map((group) => ({
    reports: group.map((i) => (reports[i] as Prepared).id),
    side: sideOf(group.map((i) => reports[i] as Prepared)),
  }));
}

/** The side of the source that gave the account itself, if its own report is here; else the side that all share. */
function sideOf(group: readonly Prepared[]): string | null {
  const own = group.filter((r) => r.source >= 0 && group.some((o) => o.origin === r.source));
  const sides = new Set((own.length > 0 ? own : group).map((r) => r.report.side).filter((s) => s !== undefined));
  const [only] = sides;
  return sides.size === 1 && only !== undefined ? only : null;
}

/** Bottom-k MinHash of the text's three-word sequences: exact for texts of up to LIMITS.shingles of them. */
export function sketch(text: string | undefined): readonly number[] | undefined {
  if (text === undefined) return undefined;
  const words = wordsOf(text, LIMITS.text);
  if (words.length < FEWEST_WORDS) return undefined;
  const hashes = new Set<number>();
  for (let i = 0; i + 2 < words.length; i += 1) hashes.add(hash(`${words[i]} ${words[i + 1]} ${words[i + 2]}`));
  return [...hashes].sort((a, b) => a - b).slice(0, LIMITS.shingles);
}

/** Jaccard similarity of two texts, from their sketches: 0 to 1. */
export function likeness(a: readonly number[], b: readonly number[]): number {
  let common = 0;
  let all = 0;
  let i = 0;
  let j = 0;
  // Only the smallest hashes of the union are a fair sample of it.
  while ((i < a.length || j < b.length) && all < LIMITS.shingles) {
    const x = a[i] ?? Number.POSITIVE_INFINITY;
    const y = b[j] ?? Number.POSITIVE_INFINITY;
    all += 1;
    if (x === y) common += 1;
    if (x <= y) i += 1;
    if (y <= x) j += 1;
  }
  return all === 0 ? 0 : common / all;
}

/** FNV-1a with a final mix: spreads well, and nobody's safety rests on it. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  return h >>> 0;
}
