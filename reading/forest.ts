/**
 * A forest of small trees, each of which asks a few numbers in turn and adds its say: gradient boosting with the logistic loss
 * (Friedman 2001). Here it is only asked; `tests/grow.ts` grows one.
 */

/** By node: which number is asked, up to what the left is taken, where the two ways lead; where `feature` is -1, what is said. */
export interface Tree {
  readonly feature: readonly number[];
  readonly cut: readonly number[];
  readonly left: readonly number[];
  readonly right: readonly number[];
}
export interface Forest {
  /** What is said before any tree is asked, in log odds. */
  readonly base: number;
  readonly trees: readonly Tree[];
}

/** How likely, of 1, what these numbers are of is. */
export function likelihood({ base, trees }: Forest, x: readonly number[]): number {
  let z = base;
  for (const { feature, cut, left, right } of trees) {
    let at = 0;
    while (feature[at]! >= 0) at = x[feature[at]!]! <= cut[at]! ? left[at]! : right[at]!;
    z += cut[at]!;
  }
  return 1 / (1 + Math.exp(-z));
}

/** A forest as text: the base, then a line a tree, depth first: `feature<cut` for a question, `=say` for an answer. */
export function pressed({ base, trees }: Forest): string {
  const line = (t: Tree, at: number): string =>
    t.feature[at]! < 0
      ? `=${short(t.cut[at]!)}`
      : `${t.feature[at]}<${short(t.cut[at]!)} ${line(t, t.left[at]!)} ${line(t, t.right[at]!)}`;
  return [short(base), ...trees.map((t) => line(t, 0))].join('\n');
}
const short = (x: number): string => String(Number(x.toPrecision(4)));

/** The forest that a text holds. */
export function planted(text: string): Forest {
  const [base = '0', ...lines] = text.split('\n');
  return { base: Number(base), trees: lines.map(treeOf) };
}
function treeOf(line: string): Tree {
  const words = line.split(' ');
  const tree = { feature: [] as number[], cut: [] as number[], left: [] as number[], right: [] as number[] };
  let next = 0;
  const take = (): number => {
    const at = tree.feature.length;
    const [feature = '', cut = ''] = words[next++]!.split(/[<=]/);
    tree.feature.push(feature === '' ? -1 : Number(feature));
    tree.cut.push(Number(cut));
    tree.left.push(-1);
    tree.right.push(-1);
    if (feature !== '') {
      tree.left[at] = take();
      tree.right[at] = take();
    }
    return at;
  };
  take();
  return tree;
}
