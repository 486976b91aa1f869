// Erasing: content under a log that cannot be erased. The entry names the sealed text or the file, the ground and the
// authority; whoever keeps files destroys it. The tree stays as it is, every proof still holds, and a reader is told that the
// content was withdrawn, on which ground, by whom.

import type { Audience, Problem } from '@sulh/record';
import { z } from 'zod';
import { type Act, found, kind, opened, refuse, type Signer, sameAudience } from './rule.ts';
import { Evidence, Id, Line, Passage } from './schema.ts';
import type { SealedText } from './seal.ts';
import type { Reader, Row, State } from './state.ts';
import { parties, terms } from './terms.ts';

export const ERASE_GROUNDS = [
  'source-at-risk',
  'request-of-the-person',
  'consent-withdrawn',
  'law-or-order',
  'schedule',
  'deposited-in-error',
] as const;

export interface Erasure extends Row {
  /** The entry whose content is withdrawn, and the file of it. */
  readonly of: string;
  readonly sha256: string;
  /** From which the content came: what rested on its word is gone. What another organisation deposited itself stays. */
  readonly originator: string;
  readonly ground: (typeof ERASE_GROUNDS)[number];
  readonly authority: string;
  readonly because?: string;
  /** Organisations that signed. */
  readonly by: readonly string[];
  readonly at: string;
}

declare module './state.ts' {
  interface Tables {
    erasure: Erasure;
  }
}

/** What could be erased: a sealed text, a deposit, a report’s file; with whose it is. */
function content(state: State, act: Act<{ entry: string; sha256: string }>) {
  const { entry, sha256 } = act.body;
  const sealed = found(state, act, 'sealed', entry);
  if (sealed?.file === sha256) return sealed;
  const deposit = found(state, act, 'evidence', entry);
  if (deposit?.sha256 === sha256) return deposit;
  const report = found(state, act, 'report', entry);
  return report?.evidence.some((one) => one.sha256 === sha256) ? report : undefined;
}

/** Whose signatures erase what one originated, by the terms, apart from its own. */
const others = (state: State, audience: Audience, originator: string): string[] => {
  const { chair } = terms(state);
  // A chair that was not let in cannot be asked about what it must not know of.
  const all = typeof audience === 'string' ? [...parties(state), chair] : audience;
  return [...new Set(all)].filter((one) => one !== originator).sort();
};

export const fileErase = kind({
  name: 'file.erase',
  says: 'Withdraws a sealed text or a file: it is destroyed wherever the mechanism keeps it, and the record says so.',
  schema: z.strictObject({
    /** The entry that sealed the text, deposited the file, or reported with it. */
    entry: Id,
    /** SHA-256 of the file (hex): of a sealed text, of its age file. */
    sha256: Evidence.shape.sha256,
    ground: z.enum(ERASE_GROUNDS),
    /** By which authority: a rule, a decision, the person’s request. */
    authority: Line,
    because: Passage.optional(),
  }),
  seats: ['lead', 'chair', 'root'],
  signers: 'several',
  refusals: ['not-found', 'audience-differs', 'erased-before', 'signature-missing', 'not-yours'],
  decide(state, act) {
    const { entry, sha256 } = act.body;
    const item = content(state, act);
    if (!item) return refuse('not-found', { what: 'file', id: sha256 });
    if (!sameAudience(item.audience, act.audience)) return refuse('audience-differs', { what: 'file' });
    const before = state.by('erasure', 'sha256', sha256).some((one) => one.originator === item.organisation);
    if (before) return refuse('erased-before', { id: entry });
    return signed(state, item.audience, item.organisation, act.signers);
  },
  evolve(state, act) {
    const { entry, sha256, ground, authority, because } = act.body;
    state.put('erasure', {
      ...opened(act),
      of: entry,
      sha256,
      originator: content(state, act)!.organisation,
      ground,
      authority,
      by: [...new Set(act.signers.map((one) => one.organisation))],
      at: act.receivedAt,
      ...(because ? { because } : {}),
    });
  },
});

/** Withdraws a sealed text by an act of another kind whose rule asks for it, such as the purge of an identity. */
export function eraseSealed(state: State, act: Act, item: SealedText, ground: Erasure['ground']): void {
  state.put('erasure', {
    ...opened(act),
    audience: item.audience,
    of: item.id,
    sha256: item.file,
    originator: item.organisation,
    ground,
    authority: act.kind,
    by: [...new Set(act.signers.map((one) => one.organisation))],
    at: act.receivedAt,
  });
}

/**
 * By the terms (`erasure`): the originator alone, or, where it cannot or will not, all others who were let in together with
 * the chair; or never less than all of them.
 */
function signed(state: State, audience: Audience, originator: string, signers: readonly Signer[]): Problem | undefined {
  const by = new Set(signers.map((one) => one.organisation));
  const wanted = others(state, audience, originator);
  const missing = wanted.filter((one) => !by.has(one));
  if (terms(state).erasure === 'all') {
    const all = by.has(originator) ? missing : [originator, ...missing].sort();
    return all.length > 0 ? refuse('signature-missing', { organisations: all }) : undefined;
  }
  if (by.has(originator) || missing.length === 0) return undefined;
  return by.size === 1
    ? refuse('not-yours', { organisation: originator })
    : refuse('signature-missing', { organisations: missing });
}

/** What was withdrawn of an entry’s content, as a reader may see it. */
export const erasuresOf = (reader: Reader, entry: string): Erasure[] => reader.by('erasure', 'of', entry);

export const eraseKinds = [fileErase] as const;
