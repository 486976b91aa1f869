import type { DocumentReading, Whose } from './shape.ts';

/**
 * Whose words a place of a document is: of those whom a claim there has speaking, the one whose quotation it touches, else the one
 * whose words are fewest; else the document's own.
 */
export function whoSays({ claims }: Pick<DocumentReading, 'claims'>, start: number, end: number): Whose {
  const there = claims
    .filter((c) => c.side !== 'outlet' && c.start < end && start < c.end)
    // Most of it, or all that the claim has: a neighbour that is touched at its edge says something else.
    .filter((c) => 2 * (Math.min(end, c.end) - Math.max(start, c.start)) >= Math.min(end - start, c.end - c.start))
    .sort((a, b) => a.end - a.start - (b.end - b.start));
  const quoted = there.find((c) => c.quoteStart !== null && c.quoteStart < end && start < (c.quoteEnd ?? 0));
  const { speaker, side } = quoted ?? there[0] ?? { speaker: 'outlet', side: 'outlet' };
  return { speaker, side };
}
