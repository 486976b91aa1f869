/**
 * The shape of a reading: what `read` and `sulh read --json` give.
 * Offsets are UTF-16 code units into the text as given; every `text` and `quote` is an exact substring.
 */

/** Half-open `[start, end)` in UTF-16 code units. */
export type Span = readonly [start: number, end: number];

/** One document to read: a name to cite it by, and its text as it came. */
export interface SourceFile {
  readonly file: string;
  readonly text: string;
  /** The day on which it was published, YYYY-MM-DD, where whoever kept it knows; else the text is asked. */
  readonly published?: string | undefined;
}

export type Speech = 'direct' | 'mixed' | 'indirect';

export type ClaimKind =
  | 'accusation'
  | 'denial'
  | 'demand'
  | 'commitment'
  | 'offer'
  | 'event-report'
  | 'position'
  | 'warning'
  | 'figure';

/** One attributed assertion: who says what, how. The outlet's own voice has speaker and side `outlet`. */
export interface Claim {
  readonly id: string;
  /** As named in the document (the fullest name it uses), never the pronoun. */
  readonly speaker: string;
  /** A party or country in lower case, or `mediator`, `un`, `ngo`, `witness`, `monitor`, `third-party`, `outlet`, `unnamed-source`, `unknown`. */
  readonly side: string;
  readonly verb: string | null;
  readonly speech: Speech;
  /** The words inside the marks, without final comma or full stop. */
  readonly quote: string | null;
  readonly quoteStart: number | null;
  readonly quoteEnd: number | null;
  readonly kind: ClaimKind;
  readonly about: string | null;
  /** `carried`: only the context says who speaks, so a reader should confirm it. */
  readonly attribution: 'explicit' | 'carried';
  /** Whoever relayed the words (another outlet, an agency), if named. */
  readonly reportedBy: string | null;
  /** Speaks for a party without a name. */
  readonly anonymous: boolean;
  /** Speaks for a body, not for himself or herself. */
  readonly spokesperson: boolean;
  /** The sentence, or the run of sentences of one quotation. */
  readonly start: number;
  readonly end: number;
}

/** A date as written. `iso`: `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or `start/end`; null when it cannot be resolved. */
export interface DateMention {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly iso: string | null;
  /** The year or the day was inferred, not stated. */
  readonly inferred: boolean;
}

/** A figure and what it counts. `value` is null for vague amounts ("scores"). */
export interface Figure {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly value: number | null;
  readonly unit: string;
  readonly bound: 'exact' | 'at-least' | 'at-most' | 'about';
}

export interface PlaceMention {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** An undertaking that the document tells of, with whose word it rests on. */
export interface Commitment {
  readonly who: string;
  readonly what: string;
  readonly to: string | null;
  readonly status: string;
  readonly start: number;
  readonly end: number;
}

/** A part that speaks of events as still to come which the document elsewhere reports as over. */
export interface OlderPart {
  readonly start: number;
  readonly end: number;
  readonly why: string;
}

export interface DocumentReading {
  readonly file: string;
  readonly title: string | null;
  /** `YYYY-MM-DD` as stated by the document, else null. */
  readonly published: string | null;
  readonly outlet: string | null;
  /** BCP 47 primary language; `und` when it cannot be told. */
  readonly language: string;
  readonly furniture: readonly Span[];
  readonly sentences: readonly Span[];
  /** Every quoted span of the article, attributed or not, in any language. */
  readonly quotes: readonly Span[];
  readonly claims: readonly Claim[];
  readonly dates: readonly DateMention[];
  readonly figures: readonly Figure[];
  readonly places: readonly PlaceMention[];
  readonly commitments: readonly Commitment[];
  readonly older: readonly OlderPart[];
  /** Code units at the end of a very long text that were not read. */
  readonly unread: number;
}

export interface FileSpan {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

export type EvidenceKind = 'shared-quote' | 'shared-wording' | 'shared-figure' | 'attribution' | 'older-part';

/** How one document words a sentence of a statement. */
export interface Variant extends FileSpan {
  readonly text: string;
}

/** A sentence of a common statement, with every document's wording of it; with one variant, only that document has it. */
export interface StatementSentence {
  readonly variants: readonly Variant[];
}

/** Where accounts truly come from: retellings of one statement share one origin. */
export interface Origin {
  readonly id: string;
  readonly label: string;
  /** Whose words they are, as a document names them. */
  readonly speaker: string;
  readonly side: string;
  readonly documents: readonly string[];
  readonly evidence: readonly { readonly kind: EvidenceKind; readonly spans: readonly FileSpan[] }[];
  /** What was said, put together from all documents that retell it, in order; empty where one document alone has it. */
  readonly statement: readonly StatementSentence[];
  readonly proposedBy?: 'extractor';
}

export const CONTRADICTION_TYPES = [
  'date',
  'place',
  'figure',
  'actor',
  'sequence',
  'status',
  'characterisation',
] as const;
export type ContradictionType = (typeof CONTRADICTION_TYPES)[number];

export type Assessment = 'contradiction' | 'characterisation-differs' | 'variant' | 'compatible' | 'omission';

/** What documents can part on. The first are of talks and truces, then what several accounts tell of one happening. */
export type TopicCode =
  | 'talks-days'
  | 'ceasefire-day'
  | 'statement-day'
  | 'ceasefire-state'
  | 'talks-or-ceasefire'
  | 'talks-outcome'
  | 'groups-named'
  | 'commitments-broken'
  | 'talks-held'
  | 'began'
  | 'used-force'
  | 'asked-above-all'
  | 'monitoring-asked'
  | 'talks-with'
  | 'last-words'
  | 'how-many'
  | 'day'
  | 'where'
  | 'whether'
  | 'waters'
  | 'treated'
  | 'meant'
  | 'armed'
  | 'access'
  | 'promises-kept'
  | 'more-talks'
  | 'hour'
  | 'who'
  | 'otherwise'
  | 'people-called'
  | 'side-called'
  | 'act-called'
  | 'dead-called'
  | 'means'
  | 'wording'
  | 'left-out'
  | 'proposed';

/** What a contradiction is about: a code for every language, the sides concerned, and words of a document or a number. */
export interface Topic {
  readonly code: TopicCode;
  readonly sides?: readonly string[];
  readonly what?: string;
  /** The document that leaves something out. */
  readonly file?: string;
}

/** What one document says of what several part on. */
export interface Differing extends FileSpan, Whose {
  /** The document's words; */
  readonly text: string;
  /** and what the rules take them to say, which is never a quotation; empty of what rules did not find. */
  readonly says: string;
}

/** Whose words a place of a document is, as it names them and by side; `outlet` where it speaks itself. */
export interface Whose {
  readonly speaker: string;
  readonly side: string;
}

export interface Contradiction {
  readonly type: ContradictionType;
  readonly topic: Topic;
  /** The topic in English, with the sides by their display names. */
  readonly about: string;
  readonly assessment: Assessment;
  /** What rules did not find: a language model that the terms allow; and its words are the topic's. */
  readonly proposedBy?: 'extractor';
  readonly values: readonly Differing[];
}

/** A side that is spoken about but not heard in its own words. */
export interface Unheard {
  readonly side: string;
  /** The documents on the happening in which it is not heard. */
  readonly documents: readonly string[];
  /** Documents in which others tell what it says. */
  readonly told: readonly string[];
  readonly note: string;
}

export interface Reading {
  readonly documents: readonly DocumentReading[];
  /** The documents that tell of one happening: by number of documents, those on most first. */
  readonly happenings: readonly (readonly string[])[];
  readonly origins: readonly Origin[];
  readonly contradictions: readonly Contradiction[];
  readonly unheard: readonly Unheard[];
}
