// Whose word something rests on. Nothing that was said outside the record is a fact in it: it stands on its author's own
// act, or on the words of a kept document, with who said it and who passed it on.

import type { Problem } from '@sulh/record';
import { z } from 'zod';
import { sideKnown } from './document.ts';
import { citable } from './refer.ts';
import { type Act, refuse } from './rule.ts';
import { Line, Side, Span } from './schema.ts';
import type { State } from './state.ts';

export const Basis = z.discriminatedUnion('kind', [
  /** The author's organisation says so itself, by this entry. */
  z.strictObject({ kind: z.literal('own-act') }),
  /** A kept document says that somebody said so. */
  z.strictObject({
    kind: z.literal('document'),
    saidBy: Side,
    /** The outlet or person that passed it on, where it is not the speaker. */
    reportedBy: Line.optional(),
    spans: z.array(Span).min(1).max(20),
  }),
]);
export type Basis = z.infer<typeof Basis>;
/** A basis that can only be a document. */
export const Reported = Basis.options[1];
export type Reported = z.infer<typeof Reported>;

/** Why a basis does not hold: a document that is not there or not for the audience, or words that it does not have. */
export function basisHolds(state: State, act: Act, basis: Basis): Problem | undefined {
  if (basis.kind === 'own-act') return undefined;
  return spansCited(state, act, basis.spans) ?? sideKnown(state, basis.saidBy);
}

/** Every span must be words of a document that the act may cite. */
export function spansCited(state: State, act: Act, spans: readonly Span[]): Problem | undefined {
  for (const span of spans) {
    const refusal = citable(state, act, 'document', [span.document]);
    if (refusal) return refusal;
    const { text } = state.get('document', span.document)!;
    if (text !== undefined && text.slice(span.start, span.end) !== span.text) {
      return refuse('span-differs', { start: span.start, end: span.end });
    }
  }
  return undefined;
}

/** Whose word it is: the signers' own organisations, or the side that the document names. */
export const wordOf = (act: Act, basis: Basis): readonly Side[] =>
  basis.kind === 'document'
    ? [basis.saidBy]
    : [...new Set(act.signers.map((one) => one.organisation))].map((organisation) => ({
        kind: 'organisation' as const,
        organisation,
      }));
