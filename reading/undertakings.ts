/** What a document tells of promises, of parts older than the rest, and of sides that are not heard. */
import { patternsOfWords } from './beginnings.ts';
import { FUTURE_TALKS, PAST_TALKS } from './contradictions.ts';
import type { Claim, Commitment, DocumentReading, OlderPart, Span, Unheard } from './shape.ts';
import type { ReadDocument } from './voices.ts';

const ofClaims = patternsOfWords();
const PROMISE_WORD = ofClaims(
  /\b(?:commitments?|promises?|assurances?|pledges?|undertakings?|guarantees?|understanding|principles of cooperation)\b/i,
);
const OWN_ACT = ofClaims(
  /\b(?:will|would|shall)(?: not| never)? (?!be (?:met|considered|invalid|answered|responded))(?:continue|hold|receive|engage|negotiate|release|withdraw|respect|open|reopen|allow|return|keep|stop|take|support|talk|host|implement|exchange|send|accept|provide|refrain|extend|not)\b|\b(?:ready|readiness|willing|prepared) (?:to|for)\b|\bpledged?\b|\bvow(?:ed|s)?\b|\bpromised?\b|\bagreed (?:to|on)\b|\bguarantee[sd]?\b/i,
);
const NEGATIVE = ofClaims(
  /\b(?:ignor|hollow|backed out|renege|despite|refus|no longer sufficient|not met|broken|failed|insisting only on)\w*/i,
);

/** Undertakings, with whose word each rests on. */
export function findCommitments(claims: readonly Claim[], view: string): Commitment[] {
  const out: Commitment[] = [];
  const seen = new Set<number>();
  for (const c of claims) {
    if (seen.has(c.start)) continue;
    const s = view.slice(c.start, Math.min(c.end, c.start + 1200));
    ofClaims.within(view, c.start, s);
    const own =
      c.kind === 'commitment' ||
      c.kind === 'offer' ||
      (c.side !== 'outlet' && OWN_ACT.test(s) && /^(?:position|event-report)$/.test(c.kind));
    const told =
      PROMISE_WORD.test(s) && (NEGATIVE.test(s) || /\b(?:agreed|produced|reached|gave|given|signed)\b/i.test(s));
    if (!own && !told) continue;
    seen.add(c.start);
    const what = (c.quote ?? s).replace(/\s+/g, ' ').slice(0, 240);
    if (told && NEGATIVE.test(s) && c.kind !== 'offer' && c.kind !== 'commitment')
      out.push({
        who: c.about ?? 'not named',
        what,
        to: c.side === 'outlet' ? null : c.speaker,
        status: c.side === 'outlet' ? 'told by the outlet, no source' : `told by ${c.speaker} (${c.side}) only`,
        start: c.start,
        end: c.end,
      });
    else
      out.push({
        who: c.speaker,
        what,
        to: c.about,
        status: `${c.kind === 'offer' ? 'conditional offer, ' : ''}${c.side === 'outlet' ? 'told by the outlet' : `stated by ${c.speaker}`}`,
        start: c.start,
        end: c.end,
      });
  }
  return out;
}

const IS_PAST = ofClaims(new RegExp(PAST_TALKS.source, 'i'));
/** From the first heading or paragraph after which talks reported as over are still to come. */
export function findOlder(view: string, sentences: readonly Span[], headings: readonly Span[]): OlderPart[] {
  const firstPast = sentences.findIndex(([s, e]) => {
    const sentence = view.slice(s, Math.min(e, s + 1500));
    ofClaims.within(view, s, sentence);
    return IS_PAST.test(sentence);
  });
  if (firstPast < 0) return [];
  const ahead = sentences.findIndex(
    ([s, e], i) => i > firstPast && FUTURE_TALKS.test(view.slice(s, Math.min(e, s + 1500))),
  );
  if (ahead < 0) return [];
  const at = sentences[ahead]![0];
  const heading = headings.findLast(([s]) => s < at && s > sentences[firstPast]![0]);
  const start = heading?.[0] ?? at;
  return [
    { start, end: sentences.at(-1)![1], why: 'speaks of talks as still to come that the document reports as over' },
  ];
}

/** Sides that are spoken about, or mediate, and are not quoted in their own words in any document. */
export function findUnheard(
  docs: readonly ReadDocument[],
  parties: ReadonlySet<string>,
  mediators: ReadonlySet<string>,
  nameOf: (side: string) => string,
): Unheard[] {
  const out: Unheard[] = [];
  const readings = docs.map((d) => d.reading);
  const documents = readings.map((r) => r.file);
  for (const side of [...parties].sort()) {
    const heard = readings.filter((r) =>
      voices(r, side).some((c) => c.speech === 'direct' && !r.older.some((o) => c.start >= o.start && c.end <= o.end)),
    );
    if (heard.length > 0) continue;
    const told = readings.filter((r) => voices(r, side).length > 0);
    out.push({
      side,
      documents,
      told: told.map((r) => r.file),
      note:
        told.length === 0
          ? `No document gives a word of ${nameOf(side)}.`
          : `${nameOf(side)} is not quoted in its own words; what it says is told by others in ${told.map((r) => r.file).join(', ')}.`,
    });
  }
  const mediatorHeard = readings.some((r) => r.claims.some((c) => c.side === 'mediator'));
  if (mediators.size > 0 && !mediatorHeard)
    out.push({
      side: 'mediator',
      documents,
      told: [],
      note: `No statement of the mediators (${[...mediators].sort().map(nameOf).join(', ')}).`,
    });
  if (!readings.some((r) => r.claims.some((c) => /^(?:un|monitor|ngo|witness)$/.test(c.side))))
    out.push({ side: 'observers', documents, told: [], note: 'No independent observer, monitor or witness is heard.' });
  return out;
}
const voices = (r: DocumentReading, side: string): Claim[] => r.claims.filter((c) => c.side === side);
