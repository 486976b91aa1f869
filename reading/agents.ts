/** Whom a stretch of a sentence names as doing something. */
import type { Claim } from './shape.ts';
import type { Ask, Sentence } from './slots.ts';
import { namesIn } from './speakers.ts';
import { lemmaOf } from './words.ts';

/** Somebody who does: a side's id, or one of these. */
export type Agent = string;
const BOTH = 'both';
export const NEITHER = 'neither';

const SIDES =
  /^(?:government|regime|council|rebels?|army|authorities|militia|movement|front|coalition|junta|separatists|insurgents|delegation|ministry|opposition|mediators?|hosts?)$/;
const ROLE = /^(?:outlet|unknown|both-parties|unnamed-source|witness|monitor|un|ngo|third-party)$/;

/** Those whom a stretch names, in order: by name, as the government or the council, as "we" and "they" of whoever speaks. */
export function agentsIn(
  a: Ask,
  s: Sentence,
  from: number,
  to: number,
  claim: Claim | undefined,
): { id: Agent; start: number; end: number }[] {
  const d = a.docs[s.doc]!;
  const out = namesIn(d.view, s.start + from, s.start + to, d.names)
    .filter((h) => (h.named.kind !== 'place' && !h.named.place) || h.named.kind === 'country')
    .map((h) => ({ id: h.named.id, start: h.start - s.start, end: h.end - s.start }));
  const side = claim && !ROLE.test(claim.side) ? claim.side : null;
  for (const m of s.text.slice(from, to).matchAll(WORDS)) {
    const start = from + m.index;
    const word = m[0].toLowerCase();
    const noun = (m[1] ?? m[2])?.toLowerCase().split(' ')[0];
    const id = noun
      ? m[2] || SIDES.test(noun)
        ? lemmaOf(noun)
        : null
      : /^(?:we|our|us)$/.test(word)
        ? side
        : /^(?:they|them|the enemy|the other side)$/.test(word)
          ? side && rivalOf(a, side)
          : /^(?:neither|nobody|no one)/.test(word)
            ? NEITHER
            : BOTH;
    if (id) out.push({ id, start, end: start + m[0].length });
  }
  return out.sort((x, y) => x.start - y.start);
}
const WORDS =
  /\b(?:we|our|us|they|them|the enemy|the other side|neither(?: side| party)?|nobody|no one|both(?: sides| parties| armies| delegations)?|each)\b|\b(?:the (\p{Ll}+)|((?:rebel|militant|terrorist|insurgent|separatist|extremist|jihadist)s|rebel (?:fighters|groups|forces|factions)|government (?:forces|troops)))\b/giu;

/** The two sides whose words are told most. */
function rivalOf(a: Ask, side: string): Agent | null {
  const counts = new Map<string, number>();
  for (const d of a.docs)
    for (const c of d.reading.claims)
      if (!ROLE.test(c.side) && c.side !== 'mediator') counts.set(c.side, (counts.get(c.side) ?? 0) + 1);
  const two = [...counts]
    .sort((x, y) => y[1] - x[1])
    .slice(0, 2)
    .map(([id]) => id);
  return two.length === 2 && two.includes(side) ? two.find((id) => id !== side)! : null;
}
