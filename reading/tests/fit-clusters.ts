/**
 * Fits the weights of `conflicts.ts` on annotated clusters and tries them on clusters that they were not fitted on:
 * `node reading/tests/fit-clusters.ts [--tried NAME,NAME] [--faults]` prints, for each kind and each cut, what is right among what is shown when every
 * cluster is scored by weights fitted on the others, and then the weights fitted on all.
 */
import { compared } from '../accounts.ts';
import { type Candidate, COMMON, type Conflict, conflictsOf, type Fitted, OWN, type Weights } from '../conflicts.ts';
import { askOf } from '../contradictions.ts';
import { isFound, markedIn } from '../eval.ts';
import { lay } from '../read.ts';
import { clusters } from './eval-clusters.ts';
import { regress } from './regress.ts';

const KINDS = Object.keys(OWN) as Fitted[];
const args = process.argv.slice(2);
/** Folders of further clusters: weights are numbers, and carry nothing of their texts. */
const FOLDERS = args.filter((arg, i) => !arg.startsWith('--') && args[i - 1] !== '--tried');

interface Case {
  readonly name: string;
  readonly candidates: readonly { c: Candidate; right: boolean }[];
  /** The annotated contradictions that a conflict touches in two of their values. */
  readonly found: (conflict: Pick<Conflict, 'clauses'>) => string[];
  readonly all: number;
}

function casesOf(): Case[] {
  return [...clusters(), ...FOLDERS.flatMap((f) => clusters(f))].map(({ name, files, cross }) => {
    const marked = markedIn(cross, new Map(files.map((f) => [f.file, f.text])));
    const { happenings, origins } = lay(files);
    const fileOf = new Map<object, string>();
    const candidates = happenings.flatMap(({ docs }) => {
      const found = compared(askOf(docs, origins));
      for (const c of found.clauses) fileOf.set(c, docs[c.doc]!.reading.file);
      return found.candidates;
    });
    const found = ({ clauses }: Pick<Conflict, 'clauses'>): string[] => {
      const shown = clauses.map((c) => ({ file: fileOf.get(c)!, start: c.start, end: c.end }));
      return marked.filter((m) => isFound(m, shown)).map(({ id }) => id);
    };
    return {
      name,
      candidates: candidates.map((c) => ({ c, right: found({ clauses: [c.a, c.b] }).length > 0 })),
      found,
      all: marked.length,
    };
  });
}

/** Each cluster counts alike. */
function fit(cases: readonly Case[], kind: Fitted, cost: number): number[] {
  const rows = cases.flatMap(({ candidates }) => {
    const own = candidates.filter(({ c }) => c.kind === kind);
    return own.map(({ c, right }) => ({ x: c.features, y: right ? 1 : 0, by: 1 / Math.sqrt(own.length) }));
  });
  return regress(rows, COMMON.length + OWN[kind].length, cost);
}

const none: Record<Fitted, number[]> = { figure: [], day: [], not: [] };
const names = args.includes('--tried') ? args[args.indexOf('--tried') + 1]?.split(',') : undefined;
const cost = Number(process.env.COST ?? 2);
const cases = casesOf();
const asked = cases.filter(({ name }) => !names || names.includes(name));
const all = asked.reduce((sum, c) => sum + c.all, 0);
const weights: Record<string, number[]> = {};
for (const kind of KINDS) {
  const rows = cases.flatMap((c) => c.candidates.filter((x) => x.c.kind === kind));
  console.log(`\n${kind}: ${rows.length} pairs, ${rows.filter((r) => r.right).length} right`);
  const tried = asked.map((c) => ({
    c,
    w: {
      ...none,
      [kind]: fit(
        cases.filter((o) => o !== c),
        kind,
        cost,
      ),
    } as Weights,
  }));
  for (const cut of [0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7]) {
    let [right, shown, found] = [0, 0, 0];
    for (const { c, w } of tried) {
      const conflicts = conflictsOf(
        c.candidates.map((x) => x.c).filter((x) => x.kind === kind),
        w,
        { figure: cut, day: cut, not: cut },
      );
      const hits = conflicts.map(c.found);
      if (args.includes('--faults') && cut === 0.3)
        for (const [i, one] of conflicts.entries())
          console.log(
            `    ${hits[i]!.length > 0 ? 'right' : 'FALSE'} ${c.name}: ${one.clauses
              .map((x) => `${x.doc + 1} ${x.text}`)
              .join(' | ')
              .replace(/\s+/g, ' ')
              .slice(0, 420)}`,
          );
      shown += hits.length;
      right += hits.filter((h) => h.length > 0).length;
      found += new Set(hits.flat()).size;
    }
    console.log(
      `  from ${cut.toFixed(2)}: ${right} of ${shown} right (${(right / Math.max(1, shown)).toFixed(2)}), ${found} of ${all} found`,
    );
  }
  const w = fit(cases, kind, cost);
  weights[kind] = w.map((x) => Math.round(x * 100) / 100);
  console.log(`  ${[...COMMON, ...OWN[kind]].map((name, i) => `${name} ${w[i]!.toFixed(2)}`).join(', ')}`);
}
console.log(JSON.stringify(weights));
