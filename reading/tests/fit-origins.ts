/**
 * Fits the weights of `ties.ts` on annotated clusters and tries them on clusters that they were not fitted on:
 * `node reading/tests/fit-origins.ts [FOLDER...] [--tried NAME,NAME] [--faults]`. Which voices
 * tell a statement is known where the annotation quotes it; else, of two documents that share one, the surest tie is taken to be right, and
 * so again until little changes.
 */
import { findOrigins, heard } from '../origins.ts';
import { lay } from '../read.ts';
import { OWN, SPOKEN, surenessOf, type Tie, type TieWeights } from '../ties.ts';
import { clusters } from './eval-clusters.ts';
import { regress } from './regress.ts';

const args = process.argv.slice(2);
const names = args.includes('--tried') ? args[args.indexOf('--tried') + 1]?.split(',') : undefined;
const folders = args.filter((arg, i) => !arg.startsWith('--') && args[i - 1] !== '--tried');
const cost = Number(process.env.COST ?? 0.4);

interface Case {
  readonly name: string;
  /** The ties of each two documents, and whether these share an origin. */
  readonly pairs: readonly { ties: readonly { t: Tie; label: boolean | null }[]; right: boolean }[];
  readonly want: ReadonlySet<string>;
  readonly have: (weights: TieWeights, cut: number) => Set<string>;
}
const pairsOf = (groups: readonly (readonly string[])[]): Set<string> => {
  const out = new Set<string>();
  for (const g of groups) for (const a of g) for (const b of g) if (a < b) out.add(`${a} ${b}`);
  return out;
};

const cases: Case[] = [...clusters(), ...folders.flatMap((f) => clusters(f))].map(({ name, files, cross }) => {
  const { docs, near } = lay(files);
  const want = pairsOf(cross.clusters.map((c) => c.members));
  const { voices, pieces, ties } = heard(docs, near);
  // Which statements a voice tells, where the annotation quotes it.
  const text = new Map(files.map((f) => [f.file, f.text]));
  const told = voices.map(() => new Set<number>());
  for (const [id, { evidence }] of cross.clusters.entries())
    for (const { file, text: words } of evidence ?? []) {
      const start = text.get(file)?.indexOf(words) ?? -1;
      const end = start + words.length;
      if (start >= 0)
        for (const p of pieces)
          if (docs[p.doc]!.reading.file === file && p.start < end && start < p.end) told[p.voice]!.add(id);
    }
  const labelOf = ({ a, b }: Tie): boolean | null =>
    [...told[a]!].some((id) => told[b]!.has(id)) ? true : told[a]!.size > 0 && told[b]!.size > 0 ? false : null;
  const of = new Map<string, Tie[]>();
  for (const t of ties) {
    const key = [t.a, t.b]
      .map((v) => docs[voices[v]!.doc]!.reading.file)
      .sort()
      .join(' ');
    of.set(key, [...(of.get(key) ?? []), t]);
  }
  return {
    name,
    want,
    pairs: [...of].map(([key, list]) => ({ ties: list.map((t) => ({ t, label: labelOf(t) })), right: want.has(key) })),
    have: (weights, cut) =>
      pairsOf(findOrigins(docs, near, weights, { spoken: cut, own: cut }).map((o) => o.documents)),
  };
});

/** A first guess: one who speaks, and like words. */
const GUESS: Readonly<Record<string, number>> = {
  always: -3,
  'same words': 2,
  'alike wording': 1,
  contained: 3,
  'one person': 1,
  'one body': 1,
  'one side': 1,
  'two sides': -2,
  late: -2,
};
const guess = (names: readonly string[]): number[] => names.map((n) => GUESS[n] ?? 0);
/** No fit makes what parts two statements speak for their being one. */
const PARTS = new Set([
  'two sides',
  'two persons',
  'another office',
  'other numbers',
  'another toll',
  'late',
  'again',
  'another occasion',
]);
const bounded = (names: readonly string[], w: readonly number[]): number[] =>
  w.map((x, i) =>
    names[i] === 'late' || names[i] === 'two sides' ? Math.min(x, -1.2) : PARTS.has(names[i]!) ? Math.min(x, 0) : x,
  );

function fit(on: readonly Case[]): TieWeights {
  let weights: TieWeights = { spoken: guess(SPOKEN), own: guess(OWN) };
  for (let round = 0; round < 6; round++) {
    const rows = { spoken: [] as Row[], own: [] as Row[] };
    for (const { pairs } of on) {
      const by = 1 / Math.sqrt(pairs.length);
      for (const { ties, right } of pairs) {
        const rated = ties.map(({ t, label }) => ({ t, label, p: surenessOf(t, weights) })).sort((x, y) => y.p - x.p);
        const known = rated.filter((r) => (right ? r.label !== null : true));
        const chosen =
          !right || known.some((r) => r.label)
            ? known
            : [...known, ...rated.filter((r) => r.label === null).slice(0, 1)];
        for (const { t, label } of chosen) {
          const y = right && label !== false ? 1 : 0;
          rows[t.kind].push({ x: t.features, y, by: y ? by : by / Math.sqrt(chosen.length) });
        }
      }
    }
    weights = {
      spoken: bounded(SPOKEN, regress(rows.spoken, SPOKEN.length, cost)),
      own: bounded(OWN, regress(rows.own, OWN.length, cost)),
    };
  }
  return weights;
}
type Row = { x: readonly number[]; y: number; by: number };

const tried = cases.map((c) => fit(cases.filter((o) => o !== c)));
for (const cut of [0.3, 0.36, 0.42, 0.48, 0.54, 0.6]) {
  let [right, shown, all] = [0, 0, 0];
  for (const [i, c] of cases.entries()) {
    if (names && !names.includes(c.name)) continue;
    const have = c.have(tried[i]!, cut);
    const hits = [...have].filter((p) => c.want.has(p));
    right += hits.length;
    shown += have.size;
    all += c.want.size;
    if (!args.includes('--faults') || cut !== 0.42) continue;
    console.log(`    ${c.name}: ${hits.length} of ${have.size} right, of ${c.want.size}`);
    for (const p of have) if (!c.want.has(p)) console.log(`        extra ${p}`);
    for (const p of c.want) if (!have.has(p)) console.log(`        missed ${p}`);
  }
  const [precision, recall] = [right / Math.max(1, shown), right / all];
  console.log(
    `from ${cut.toFixed(2)}: precision ${precision.toFixed(2)}, recall ${recall.toFixed(2)}, F1 ${((2 * right) / (shown + all)).toFixed(2)}`,
  );
}
const w = fit(cases);
console.log(SPOKEN.map((n, i) => `${n} ${w.spoken[i]!.toFixed(2)}`).join(', '));
console.log(OWN.map((n, i) => `${n} ${w.own[i]!.toFixed(2)}`).join(', '));
const short = (list: readonly number[]): number[] => list.map((x) => Math.round(x * 100) / 100);
console.log(JSON.stringify({ spoken: short(w.spoken), own: short(w.own) }));
