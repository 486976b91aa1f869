// Terms to begin with. `default` is a set that a small mechanism can sign as it is; the others take from real mechanisms the
// rule that made them what they were. Each is only the part of the terms that differs: names, organisations, places and
// languages are the mechanism's own.

import type { z } from 'zod';
import type { TermsBody } from './terms.ts';

export interface TermsModel {
  readonly title: string;
  /** The mechanism whose rule it takes, and what of it. */
  readonly after: string;
  readonly terms: Partial<z.input<typeof TermsBody>>;
}

export const TERMS_MODELS = {
  default: {
    title: 'Both views recorded',
    after:
      'No one mechanism. Positions are signed and bounded in time; where they differ both stand in the finding and neither stops it.',
    terms: { deadlock: 'record-both', consequences: 'chair', breachStandard: 'reasonable-grounds' },
  },
  'chair-rules': {
    title: 'The chair’s ruling binds',
    after:
      'Aceh Monitoring Mission, 2005-2006: weekly meetings of the Commission on Security Arrangements; where the parties differ the head of mission rules, and parties may not veto monitoring. Here a ruling still needs one party to concur: nothing is established by the chair alone.',
    terms: {
      deadlock: 'chair-rules',
      consequences: 'chair',
      breachStandard: 'established',
      clocks: { acknowledge: 24, 'name-team': 24, reply: 48, positions: 48, measure: 168 },
    },
  },
  consensus: {
    title: 'Consensus, resolved at the lowest level possible',
    after:
      'Nepal, Joint Monitoring Coordination Committee, 2006-2011: a chair from the United Nations, two vice-chairs of the parties, decisions by consensus, joint teams of three, 48 hours’ notice of flights. What is not agreed is reported as not agreed.',
    terms: {
      deadlock: 'record-both',
      consequences: 'talks',
      breachStandard: 'established',
      clocks: { acknowledge: 48, 'name-team': 72, reply: 96, positions: 96, 'notice-ack': 48 },
    },
  },
  tiers: {
    title: 'Team, technical committee, board',
    after:
      'South Sudan, CTSAMVM, from 2018: a verification team reports, a technical committee reviews, a board of the parties decides. Where positions differ the finding is referred upward; it stays on record meanwhile, so that no strike or missing quorum can keep it back.',
    terms: {
      deadlock: 'refer',
      referTo: { en: 'Technical Committee, and from there the Board' },
      consequences: 'talks',
      breachStandard: 'reasonable-grounds',
      clocks: { acknowledge: 72, 'name-team': 120, draft: 336, reply: 168, positions: 336, measure: 336 },
    },
  },
  'talks-decide': {
    title: 'The table decides what follows',
    after:
      'Colombia, Monitoring and Verification Mechanism, 2016 and 2023: the mechanism establishes facts; what follows from them is for the parties at the table. Measures are recommended by all parties together.',
    terms: { deadlock: 'record-both', consequences: 'talks', breachStandard: 'reasonable-grounds' },
  },
} as const satisfies Record<string, TermsModel>;
export type TermsModelName = keyof typeof TERMS_MODELS;
