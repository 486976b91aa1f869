/** Words weighed by how few have them (TF-IDF), so that two texts can be set against each other by their cosine. */

/** In how many of them each word stands. */
export function heldBy(all: Iterable<Iterable<string>>): Map<string, number> {
  const held = new Map<string, number>();
  for (const words of all) for (const w of words) held.set(w, (held.get(w) ?? 0) + 1);
  return held;
}

/** Words by how often they stand in a text, weighed by how rare they are: of all together, squared, 1. */
export function weighed(times: ReadonlyMap<string, number>, rare: (word: string) => number): Map<string, number> {
  const out = new Map<string, number>();
  let sum = 0;
  for (const [w, n] of times) {
    const by = (1 + Math.log(n)) * rare(w);
    out.set(w, by);
    sum += by * by;
  }
  const length = Math.sqrt(sum) || 1;
  for (const [w, by] of out) out.set(w, by / length);
  return out;
}
