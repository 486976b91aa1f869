// The lint of an agreement: whether each obligation is reciprocal, measurable, verifiable, time-bound, enforceable and
// unambiguous, with the words at fault, in sentences that a drafter can use. It reads structured agreements and, with less
// certainty, the plain English text of real ones. It judges the words, never the sides.

import type { AgreementBody, Article, Measure, Obligation } from './agreement.ts';

export const LINT_CHECKS = [
  'reciprocal',
  'measurable',
  'verifiable',
  'time-bound',
  'enforceable',
  'unambiguous',
] as const;
export type LintCheck = (typeof LINT_CHECKS)[number];

export interface LintFinding {
  readonly check: LintCheck;
  readonly result: 'ok' | 'missing' | 'doubtful';
  /** Why, as a stable code; `sentence` says it in English for a drafter. */
  readonly code: string;
  readonly sentence: string;
  /** The words at fault: offsets into `text` of the obligation. */
  readonly spans: readonly { readonly start: number; readonly end: number; readonly text: string }[];
}

export interface LintObligation {
  readonly id: string;
  readonly article: string;
  /** Who is bound, as the structure or the text names them. */
  readonly obligors: readonly string[];
  readonly text: string;
  /** For plain text: where `text` begins in the whole. */
  readonly start?: number;
  readonly findings: readonly LintFinding[];
}

export interface LintReport {
  readonly source: 'structured' | 'plain-text';
  readonly obligations: readonly LintObligation[];
  /** Articles that bind nobody to anything that was found. */
  readonly withoutObligation: readonly string[];
  readonly counts: Readonly<
    Record<LintCheck, { readonly ok: number; readonly missing: number; readonly doubtful: number }>
  >;
}

interface Vague {
  readonly words: RegExp;
  readonly check: LintCheck;
  readonly code: string;
  readonly sentence: (words: string) => string;
}

const quote = (words: string): string => `“${words.replace(/\s+/g, ' ')}”`;

/** Words that make an obligation hard to judge, and what to write instead. */
const VAGUE: readonly Vague[] = [
  {
    words:
      /\b(?:as soon as (?:possible|practicable|feasible)|in due course|without (?:undue )?delay|promptly|immediately|expeditiously|at the earliest(?: possible)?(?: (?:time|date|opportunity))?|within a reasonable (?:time|period)|in a timely manner|timely|in the (?:near|foreseeable) future|from time to time|when(?:ever)? conditions (?:allow|permit))\b/giu,
    check: 'time-bound',
    code: 'no-date',
    sentence: (words) => `${quote(words)} names no time: give a date, or hours from a named event.`,
  },
  {
    words:
      /\b(?:endeavou?rs?(?: to)?|(?:shall|will|to) (?:strive|seek|try|attempt|aim|work|look)(?: towards?| to)?|(?:make|use|exert|spare no|best|every|reasonable|all) (?:best |every |all |reasonable )?efforts?|do (?:their|its) (?:best|utmost)|commit(?:ted)? to (?:working|work|exploring|explore|consider)|consider(?:s|ing)? (?:the )?|explore(?:s)? (?:the )?possibilit(?:y|ies)|express(?:es)? (?:their|its) (?:readiness|willingness|intention))/giu,
    check: 'enforceable',
    code: 'effort-only',
    sentence: (words) => `${quote(words)} binds to an effort and not to a result: say what must be there at the end.`,
  },
  {
    words:
      /\b(?:appropriate(?:ly)?|adequate(?:ly)?|sufficient(?:ly)?|(?:all )?(?:necessary|possible|required|practical|suitable|relevant) (?:measures?|steps?|actions?|means|arrangements?)|concrete (?:measures?|steps?|actions?)|effective(?:ly)?(?! (?:as of|from|on|immediately|date))|meaningful(?:ly)?|maximum restraint|utmost restraint|genuine|good faith|constructive(?:ly)?|positive (?:steps?|atmosphere))\b/giu,
    check: 'measurable',
    code: 'no-yardstick',
    sentence: (words) =>
      `${quote(words)} has no yardstick: name the acts, the number, or the state of things that counts.`,
  },
  {
    words:
      /\b(?:if (?:necessary|needed|possible|feasible|required)|where (?:possible|feasible|appropriate|necessary|practicable)|as (?:appropriate|necessary|needed|required|far as possible)|to the (?:extent|greatest extent|maximum extent) possible|in principle|unless (?:otherwise )?(?:necessary|required)|subject to (?:availability|national law|security))\b/giu,
    check: 'unambiguous',
    code: 'escape-clause',
    sentence: (words) =>
      `${quote(words)} lets the obligor decide whether it is bound: say who decides, on what condition.`,
  },
  {
    words:
      /\b(?:and\/or|etc\.?|inter alia|such as|including but not limited to|among others?|and so on|hostile (?:acts?|elements?|actions?)|provocati(?:ve|ons?)(?: acts?| actions?| statements?)?|terror(?:ist|ists|ism)(?: (?:acts?|elements?|activit(?:y|ies)|groups?|organi[sz]ations?))?|outlawed (?:groups?|elements?)|anti-state elements|other (?:groups?|elements?|parties|activities|acts)|any other (?:act|action|activity)s?|security (?:reasons|concerns|considerations)|legitimate (?:concerns?|interests?|self-defen[cs]e)|border areas?|vicinity|near(?:by)?|relevant (?:authorities|parties|bodies)|competent (?:authorities|bodies)|mutual(?:ly)? agreed|spirit of)\b/giu,
    check: 'unambiguous',
    code: 'undefined-term',
    sentence: (words) =>
      `${quote(words)} is not defined: two readers can mean two things by it. Define it, or list what it covers.`,
  },
];

interface Words {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Matches of a pattern in a text, with offsets in UTF-16 code units. */
function spansOf(text: string, pattern: RegExp): Words[] {
  return [...text.matchAll(pattern)].map((match) => ({
    start: match.index,
    end: match.index + match[0].trimEnd().length,
    text: match[0].trimEnd(),
  }));
}

const vagueIn = (text: string, check: LintCheck): { code: string; sentence: string; spans: Words[] }[] =>
  VAGUE.filter((one) => one.check === check).flatMap((one) => {
    const spans = spansOf(text, one.words);
    return spans.length === 0
      ? []
      : [
          {
            code: one.code,
            sentence: [...new Set(spans.map((span) => span.text.toLowerCase()))].map(one.sentence).join(' '),
            spans,
          },
        ];
  });

const finding = (
  check: LintCheck,
  result: LintFinding['result'],
  code: string,
  sentence: string,
  spans: readonly Words[] = [],
): LintFinding => Object.freeze({ check, result, code, sentence, spans });

/** A check whose structure is there, lowered to doubtful by vague words. */
const unlessVague = (check: LintCheck, text: string, code: string, sentence: string): LintFinding => {
  const vague = vagueIn(text, check)[0];
  return vague
    ? finding(check, 'doubtful', vague.code, vague.sentence, vague.spans)
    : finding(check, 'ok', code, sentence);
};

function lintObligation(one: Obligation, all: readonly Obligation[], parties: readonly string[]): LintFinding[] {
  const text = one.words.en ?? Object.values(one.words)[0] ?? '';
  return [
    reciprocity(one, all, parties),
    one.measure
      ? unlessVague('measurable', text, `measure-${one.measure.kind}`, MEASURED[one.measure.kind])
      : finding(
          'measurable',
          'missing',
          'no-measure',
          'Nothing says how it is judged: give it a measure (refrain, deliver, maintain, permit or notify).',
          vagueIn(text, 'measurable').flatMap((it) => it.spans),
        ),
    verification(one),
    timing(one, text),
    one.consequence.length > 0
      ? unlessVague('enforceable', text, 'consequence', 'It says what follows when it is not kept.')
      : finding(
          'enforceable',
          'missing',
          'no-consequence',
          'Nothing follows when it is not kept: name the steps (notice, joint case, referral, measure).',
          vagueIn(text, 'enforceable').flatMap((it) => it.spans),
        ),
    ambiguity(one, text),
  ];
}

const MEASURED: Record<Measure['kind'], string> = {
  refrain: 'It is judged by findings on incidents of named kinds.',
  deliver: 'It is judged by a delivery that the beneficiary acknowledges.',
  maintain: 'It is judged by the share of time in which a status holds.',
  permit: 'It is judged by the share of requests that are granted in time.',
  notify: 'It is judged by prior notice, hours ahead.',
};

function reciprocity(one: Obligation, all: readonly Obligation[], parties: readonly string[]): LintFinding {
  if (parties.length > 0 && parties.every((party) => one.obligors.includes(party))) {
    return finding('reciprocal', 'ok', 'binds-all', 'It binds every party alike.');
  }
  const mirror = all.find((other) => other.id === one.mirror);
  if (mirror) {
    const alike = JSON.stringify(shapeOf(mirror)) === JSON.stringify(shapeOf(one));
    return alike
      ? finding(
          'reciprocal',
          'ok',
          'mirrored',
          `It is mirrored by ${mirror.id}, with the same measure, period and consequence.`,
        )
      : finding(
          'reciprocal',
          'doubtful',
          'mirror-differs',
          `${mirror.id} mirrors it, but with another measure, period, verification or consequence.`,
        );
  }
  if (one.noMirror) return finding('reciprocal', 'ok', 'reason-given', 'It has no mirror, and says why not.');
  return finding(
    'reciprocal',
    'missing',
    'no-mirror',
    `It binds ${one.obligors.join(', ')} alone: add the mirrored obligation, or say why there is none.`,
  );
}

/** What must be alike in two mirrored obligations. Instants and places may differ between sides; their presence may not. */
const shapeOf = ({ nature, measure, verification, consequence, period }: Obligation) => {
  const kind =
    measure?.kind === 'refrain'
      ? { ...measure, events: [...measure.events].sort() }
      : measure && { kind: measure.kind };
  return [
    nature,
    kind,
    [...(verification?.by ?? [])].sort(),
    consequence.length,
    period?.from !== undefined,
    period?.to !== undefined,
  ];
};

function verification(one: Obligation): LintFinding {
  if (!one.verification) {
    return finding(
      'verifiable',
      'missing',
      'no-verifier',
      'Nobody is named to verify it: name who looks, where, and with what access.',
    );
  }
  const { by } = one.verification;
  if (by.every((who) => who === 'obligor')) {
    return finding(
      'verifiable',
      'doubtful',
      'verifies-itself',
      'Only the obligor verifies it: add the joint team, monitors or the beneficiary.',
    );
  }
  return finding('verifiable', 'ok', 'verifier', `It is verified by ${by.join(', ')}.`);
}

function timing(one: Obligation, text: string): LintFinding {
  const measure = one.measure;
  const dated =
    one.period?.from !== undefined ||
    one.period?.to !== undefined ||
    measure?.kind === 'deliver' ||
    measure?.kind === 'permit' ||
    measure?.kind === 'notify';
  // A standing forbearance holds from entry into force; that is a time.
  if (dated || one.nature === 'forbearance') {
    return unlessVague(
      'time-bound',
      text,
      dated ? 'dated' : 'standing',
      dated ? 'It has a time.' : 'It holds from entry into force on, without end.',
    );
  }
  const spans = vagueIn(text, 'time-bound').flatMap((it) => it.spans);
  return finding('time-bound', 'missing', 'no-time', 'It has no date, no hours and no period: give it one.', spans);
}

function ambiguity(one: Obligation, text: string): LintFinding {
  const vague = vagueIn(text, 'unambiguous');
  if (vague.length > 0) {
    return finding(
      'unambiguous',
      'doubtful',
      vague[0]!.code,
      vague.map((it) => it.sentence).join(' '),
      vague.flatMap((it) => it.spans),
    );
  }
  return one.area === undefined && one.measure?.kind === 'refrain'
    ? finding('unambiguous', 'doubtful', 'no-area', 'It names no area: say where it applies, by named places.')
    : finding('unambiguous', 'ok', 'clear', 'No vague words were found.');
}

/** Lints a structured agreement. `parties` are those whom it binds (the mechanism's, when the body names none). */
export function lintAgreement(
  agreement: Pick<AgreementBody, 'articles' | 'obligations'>,
  parties: readonly string[],
): LintReport {
  const obligations = agreement.obligations.map((one) => ({
    id: one.id,
    article: one.article,
    obligors: one.obligors,
    text: one.words.en ?? Object.values(one.words)[0] ?? '',
    findings: lintObligation(one, agreement.obligations, parties),
  }));
  const bound = new Set(agreement.obligations.map((one) => one.article));
  const without = agreement.articles.filter((one: Article) => !bound.has(one.id)).map((one: Article) => one.id);
  return report('structured', obligations, without);
}

function report(
  source: LintReport['source'],
  obligations: readonly LintObligation[],
  withoutObligation: readonly string[],
): LintReport {
  const counts = Object.fromEntries(
    LINT_CHECKS.map((check) => {
      const results = obligations.map((one) => one.findings.find((it) => it.check === check)?.result);
      const count = (result: string) => results.filter((one) => one === result).length;
      return [check, { ok: count('ok'), missing: count('missing'), doubtful: count('doubtful') }];
    }),
  ) as LintReport['counts'];
  return Object.freeze({ source, obligations, withoutObligation, counts });
}

// ---- Plain text -------------------------------------------------------------------------------------------------

/** Longest text that is linted, in UTF-16 code units; a peace agreement has some 200,000. */
export const LINT_LIMIT = 2_000_000;

/** Where an article or a numbered point begins: its label, at the start of a line. */
const LABEL =
  /^[ \t]*(?:((?:article|section|chapter|part|annex|clause|point|item)[ \t]+(?:\d{1,3}|[ivxlc]{1,7}|[a-z])\b[.:)]?)|(\d{1,3}(?:\.\d{1,3}){0,4}[.)-]?(?=[ \t]))|(\([a-z0-9ivx]{1,4}\)(?=[ \t])|[a-z][.)](?=[ \t])|[-•*–](?=[ \t])))/gimu;

/** Words that bind. `will` binds in agreements; `may` permits, `should` wishes: neither does. */
const MODAL =
  /\b(?:shall|requires?|(?:entails?|involves?|implies|comprises?)(?= (?:the |an? )?(?:(?:immediate|full|complete|total|permanent) )?(?:cessation|withdrawal|cease-?fire|disengagement|release|end|ending|prohibition|ban)\b)|(?:hereby )?declares? (?:a|the)|(?<=\bno\b[^.;]{0,200})(?:is|are) (?:allowed|permitted|tolerated)|must|will|undertakes?|undertook|agrees? (?:to|not to|that)|agreed (?:to|that|on|upon)|commits? (?:itself|themselves|to)|committed (?:itself|themselves|to)|pledges?|guarantees?|is (?:obliged|required|bound) to|are (?:obliged|required|bound|prohibited) (?:to|from)|is prohibited from|refrains? from|ceases?(?!-)|desists?|is prohibited|are prohibited|are not allowed|(?:is|are) (?:not )?to\b(?! (?:that|the|this|its|their)\b))\b/iu;

/** A point that binds without saying whom: it begins with a verb or with the noun of a deed. */
const BARE =
  /^(?:(?:to )?(?:ensure|withdraw|release|exchange|provide|carry out|launch|restore|conduct|cease|stop|halt|end|establish|remove|refrain|allow|permit|open|reopen|hand over|return|respect|guarantee|facilitate|prevent|disband|disarm|pull (?:out|back)|lift|clear|notify|report|implement|adopt|hold|begin|start)\b|(?:(?:an? |the )?(?:immediate|full|complete|comprehensive|unconditional|mutual|phased|general|total|permanent)(?:,? (?:and )?\w+)? )?(?:cease-?fire|cessation|withdrawal|release|exchange|pull-?out|pull-?back|disarmament|demilitari[sz]ation|restoration|resumption|opening|reopening|return|non-use|prohibition|removal|disengagement|deployment|establishment|lifting|halt)\b)/iu;

/** Who is bound: the subject before the binding word. */
const EVERYBODY =
  /\b(?:both|all|the two|each|either|neither)(?: of)?(?: the)?(?: (?:contracting|signatory|warring|conflicting))? (?:part(?:y|ies)|sides?|countries|governments?|states?|delegations?|forces)\b|\bthe (?:(?:contracting|signatory|conflicting|warring) )?(?:parties|sides|two (?:parties|sides|countries|governments)|signatories)\b|\bthey\b|\beach other\b/iu;

const TIME =
  /\b(?:within|no later than|not later than|before|by|until|from|after|on|every|for|effective|as of|starting|commencing|beginning)\s+(?:(?:(?:an? |the )?(?:\w+ )?period of |a |the |the first |at least )?(?:\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|thirty|forty|sixty|ninety|twenty-four|forty-eight|seventy-two)[ -]?(?:\(\d+\) )?(?:hours?|days?|weeks?|months?|years?|minutes?)|\d{1,2}(?:st|nd|rd|th)?(?:(?: day)? of)? (?:january|february|march|april|may|june|july|august|september|october|november|december)|(?:january|february|march|april|may|june|july|august|september|october|november|december) \d{1,2}|\d{4}-\d{2}-\d{2}|d-day|midnight|\d{1,2}[:.]\d{2}|\d{4} ?hours|the date of|the signing|signature|entry into force|daily|weekly|monthly)|\b(?:daily|weekly|monthly|annually|at \d{1,2}[:.]\d{2}|(?:at|upon|with|on) (?:the )?(?:(?:time|moment|day|date) of )?(?:the |its )?(?:signing|signature|entry into force)|\d{1,3} hours (?:before|in advance|prior)|hours in advance|(?:\d{1,4}|one|two|three|seven|ten|thirty|sixty|ninety|forty-eight|seventy-two)(?: \(\d+\))? (?:hours|days|weeks|months) (?:after|from|before|of))\b/iu;

const VERIFIER =
  /\b(?:monitor(?:s|ed|ing)?(?: (?:mission|team|mechanism|committee|group))?|verif(?:y|ied|ies|ication)|observ(?:er|ers|ation)|inspect(?:ed|ion|ions|ors?)|joint (?:commission|committee|team|military commission|monitoring)|commission|supervis(?:e|ed|ion)|certif(?:y|ied)|united nations(?! (?:security council|general assembly|charter|resolution|convention|international covenant))|osce|icrc|red cross|third[- ]party|mediators?|guarantors?|acknowledge(?:d|s|ment)?(?= (?:by|of|the receipt|receipt)\b)|receipt|report(?:s|ed)? to)\b/iu;

const CONSEQUENCE =
  /\b(?:violat(?:ion|ions|or|ing)|breach(?:es)?|non-compliance|failure to (?:comply|do)|penalt(?:y|ies)|sanction(?:s|ed)?|accountable|consequences?|dispute(?:s)? (?:shall|will)|refer(?:red)? to|arbitrat(?:e|ion|or)|terminat(?:e|ion)|suspend(?:ed)?|compensat(?:e|ion)|punish(?:ed|ment)?|disciplin(?:e|ary))\b/iu;

const MEASURABLE =
  /\b(?:\d+(?:[.,]\d+)?|one|two|three|four|five|six|ten|twenty|thirty|fifty|hundred|thousand)\b|\b(?:list(?:s)?|maps?|kilomet(?:re|er)s?|km|met(?:re|er)s?|persons?|prisoners?|detainees?|troops?|battalions?|weapons?|artillery|tanks?|aircraft|positions?|crossings?|checkpoints?|vehicles?|fire|firing|shelling|attack(?:s)?|hostilities|violence|flights?|mine(?:field)?s?|barriers?|patrol(?:s|ling)?|corridors?|withdraw(?:al|n)?|release(?:d)?|exchange(?:d)?|hand(?:ed|ing)? over|open(?:ed|ing)?|reopen(?:ed|ing)?|deploy(?:ed|ment)?)\b/iu;

interface Piece {
  readonly article: string;
  readonly start: number;
  readonly text: string;
  /** A point of a list, which goes on with what stands before it. */
  readonly item: boolean;
}

/** Splits a text at article headings and numbered points; what stands before the first is `0`. */
function articlesOf(text: string): Piece[] {
  const marks = [...text.matchAll(LABEL)].map((match) => {
    const end = match.index + match[0].length;
    const line = text.slice(end, text.indexOf('\n', end) < 0 ? text.length : text.indexOf('\n', end));
    // The rest of an article's line is its title, unless it binds somebody.
    const titled = match[1] !== undefined && line.length <= 120 && !MODAL.test(line);
    const level = match[1] !== undefined ? 'article' : match[2] !== undefined ? 'point' : 'item';
    const label = match[0]
      .trim()
      .replace(/\s+/g, ' ')
      .replace(/[.:-]$/, '');
    return { at: match.index, from: titled ? end + line.length : end, label, level };
  });
  const pieces: Piece[] = [];
  let heading = '';
  let point = '0';
  for (const [i, { from, label, level }] of [{ from: 0, label: '0', level: 'point' }, ...marks].entries()) {
    if (level === 'article') {
      heading = label;
      point = label;
    } else if (level === 'point') point = heading === '' ? label : `${heading} > ${label}`;
    const article = level === 'item' ? `${point} > ${label}` : point;
    const body = text.slice(from, marks[i]?.at ?? text.length);
    if (body.trim() !== '') pieces.push({ article, start: from, text: body, item: level === 'item' });
  }
  return pieces;
}

/** Sentences of a piece with their offsets: a full stop, question mark or semicolon before space, or an empty line. */
function sentencesOf(piece: Piece): Piece[] {
  const out: Piece[] = [];
  const end =
    /(?<!\b(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|art|no|nos|para|paras|etc|gen|col|lt|mr|mrs|ms|dr|st|vs|e\.g|i\.e))[.;:?!](?=["”’)]*\s)|\n\s*\n/giu;
  let from = 0;
  const push = (to: number) => {
    const raw = piece.text.slice(from, to);
    const lead = raw.length - raw.trimStart().length;
    if (raw.trim() !== '') out.push({ ...piece, start: piece.start + from + lead, text: raw.trim() });
    from = to;
  };
  for (const match of piece.text.matchAll(end)) push(match.index + match[0].trimEnd().length);
  push(piece.text.length);
  return out;
}

const leading = (text: string): number => text.length - text.trimStart().length;

/** Something shall be done: by whom is not said. */
const PASSIVE =
  /^(?:shall|will|must|(?:is|are) to)\s+(?:not\s+)?(?:also\s+|then\s+)?be\s+(?:\w+ly\s+)?(?:\w+ed|given|held|done|made|taken|set|put|begun|withdrawn|brought|sent|built|sought|lost|paid|kept|met)\b/iu;

/** Something happens: who sees to it is not said. */
const PROCESS =
  /^(?:shall|will|must|(?:is|are) to)\s+(?:(?:not|also|continue to)\s+)*(?:enter into force|come into|take effect|commence|begin|start|apply|include|remain|last|expire|consist)\b/iu;

/** A standing prohibition: it holds from entry into force on. */
const FORBIDS =
  /\b(?:(?:shall|will|must|may|is|are|do|does|undertakes?|agrees?) not\b|neither\b|no (?:party|side|one|force|person)\b|never\b|refrains?\b|abstains?\b|(?:to )?ceases? (?:all|the|any|their|its)\b|cessation of\b|desists?\b|prohibit(?:s|ed)?\b|(?:is|are) (?:allowed|permitted|tolerated) under)/iu;

/** A text, or what it speaks of, binds somebody and is not bound. */
const NOBODY =
  /^(?:this|that|these|those|it|such|which|there)$|^(?:the |this |such )?(?:present )?(?:cease-?fire|truce|armistice|cessation|agreement|memorandum|protocol|annex|article|arrangement|accord|process|provisions?|commitments?)\b/iu;

/** Two that are named, in a sentence that begins with them. */
const BOTH = /^\W*Both (?:the )?\p{Lu}[^,;:]{0,80}? and (?:the )?\p{Lu}/u;

/** By whom something shall be done, where that is a side or what belongs to one. */
const AGENT =
  /\bby ((?:both |all |each )?(?:the )?(?:[\p{L}’'-]+ ){0,5}?(?:governments?|authorities|part(?:y|ies)|sides?|army|forces|ministr(?:y|ies)|movement))\b/iu;

/** A second one, whom the same sentence binds as well. */
const OTHER = /,? and ((?:the )?\p{Lu}[^,;:]{0,60}?) (?:shall|will|must)\b/u;

/** The subject of a binding sentence: the words before the binding word, cut at the last clause. */
function obligorOf(sentence: string, modal: number): string {
  const before = sentence.slice(Math.max(0, modal - 400), modal);
  const deed = sentence.slice(modal, modal + 80);
  if (PASSIVE.test(deed)) return AGENT.exec(sentence.slice(modal))?.[1]?.trim() ?? 'not named';
  if (EVERYBODY.test(before) || BOTH.test(before)) return 'all parties';
  if (PROCESS.test(deed) || /^(?:is|are)\s+(?:allowed|permitted|tolerated)/iu.test(deed)) return 'not named';
  const words = before
    .split(/[,;:]\s+/)
    .at(-1)!
    .trim()
    .split(/\s+/);
  const subject = words.slice(-14).join(' ');
  if (subject === '' || NOBODY.test(subject)) return 'not named';
  const other = OTHER.exec(sentence.slice(modal))?.[1]?.trim();
  return other === undefined || other === subject ? subject : `${subject} and ${other}`;
}

/**
 * Lints the plain English text of an agreement: finds sentences that bind somebody, and judges each by its words alone. It
 * says less surely what the structured lint says, so that `ok` here means "something of the kind is said". Looks at the
 * first LINT_LIMIT code units.
 */
export function lintText(whole: string): LintReport {
  const text = whole.slice(0, LINT_LIMIT);
  const obligations: LintObligation[] = [];
  const without: string[] = [];
  const seen = new Map<string, number>();
  // Who looks and what follows are often said once for the whole text.
  const verifiedSomewhere =
    /\b(?:verif\w*|monitor\w*|observ(?:er|ation)s?)\b[^.]{0,120}\b(?:implementation|compliance|this agreement|agreement|ceasefire|cease-fire)\b/iu.test(
      text,
    );
  const enforcedSomewhere = /\b(?:violat|breach|non-compliance|dispute)\w*[^.]{0,160}\b(?:shall|will)\b/iu.test(text);
  const add = (one: Piece, obligor: string, forbidden: boolean): void => {
    const count = (seen.get(one.article) ?? 0) + 1;
    seen.set(one.article, count);
    obligations.push({
      id: `${one.article}#${count}`,
      article: one.article,
      obligors: [obligor],
      text: one.text,
      start: one.start,
      findings: plainFindings(one.text, obligor, { verifiedSomewhere, enforcedSomewhere, forbidden }),
    });
  };
  /** Who is bound by the points of the list that a sentence opened with a colon, and whether they are forbidden. */
  let list: { obligor: string; forbidden: boolean } | undefined;
  for (const piece of articlesOf(text)) {
    if (!piece.item) list = undefined;
    let bound = false;
    /** Who was bound by the sentence before, in this point. */
    let last: { obligor: string; forbidden: boolean } | undefined;
    for (const sentence of sentencesOf(piece)) {
      const modal = MODAL.exec(sentence.text);
      const bare =
        piece.article !== '0' && sentence.start === piece.start + leading(piece.text) && BARE.test(sentence.text);
      const opens = sentence.text.endsWith(':');
      const named = modal
        ? obligorOf(sentence.text, modal.index)
        : (list?.obligor ?? (bare ? 'not named' : opens ? last?.obligor : undefined));
      if (named === undefined) continue;
      bound = true;
      const before = list ?? last;
      const obligor = named === 'not named' && before && (opens || list) ? before.obligor : named;
      const forbidden = FORBIDS.test(sentence.text) || ((opens || list) && before ? before.forbidden : false);
      // A sentence that only opens a list binds through its points.
      if (opens) list = { obligor, forbidden };
      else add(sentence, obligor, forbidden);
      last = { obligor, forbidden };
    }
    if (!bound && piece.article !== '0') without.push(piece.article);
  }
  return report('plain-text', obligations, without);
}

function plainFindings(
  text: string,
  obligor: string,
  whole: { verifiedSomewhere: boolean; enforcedSomewhere: boolean; forbidden: boolean },
): LintFinding[] {
  const vague = (check: LintCheck) => vagueIn(text, check);
  const doubtful = (check: LintCheck) => {
    const found = vague(check);
    return found.length === 0
      ? undefined
      : finding(
          check,
          'doubtful',
          found[0]!.code,
          found.map((one) => one.sentence).join(' '),
          found.flatMap((one) => one.spans),
        );
  };
  const either = (check: LintCheck, there: boolean, ok: string, code: string, missing: string): LintFinding =>
    doubtful(check) ?? (there ? finding(check, 'ok', 'said', ok) : finding(check, 'missing', code, missing));
  return [
    mutual(text, obligor),
    either(
      'measurable',
      MEASURABLE.test(text),
      'It speaks of things that can be counted or seen.',
      'no-measure',
      'It names nothing that can be counted or seen: say which acts, how many, or which state of things.',
    ),
    VERIFIER.test(text)
      ? finding('verifiable', 'ok', 'said', 'It says something of who looks.')
      : finding(
          'verifiable',
          whole.verifiedSomewhere ? 'doubtful' : 'missing',
          whole.verifiedSomewhere ? 'verified-elsewhere' : 'no-verifier',
          whole.verifiedSomewhere
            ? 'Who verifies is said elsewhere in the text: say here that it covers this.'
            : 'Nobody is named to verify it: name who looks, where, and with what access.',
        ),
    timed(text, whole.forbidden, doubtful('time-bound')),
    doubtful('enforceable') ??
      (CONSEQUENCE.test(text)
        ? finding('enforceable', 'ok', 'said', 'It says something of what follows.')
        : finding(
            'enforceable',
            whole.enforcedSomewhere ? 'doubtful' : 'missing',
            whole.enforcedSomewhere ? 'enforced-elsewhere' : 'no-consequence',
            whole.enforcedSomewhere
              ? 'What follows a breach is said elsewhere in the text: say here that it covers this.'
              : 'Nothing follows when it is not kept: name the steps (notice, joint case, referral, measure).',
          )),
    doubtful('unambiguous') ?? finding('unambiguous', 'ok', 'clear', 'No vague words were found.'),
  ];
}

function mutual(text: string, obligor: string): LintFinding {
  if (obligor === 'all parties' || EVERYBODY.test(text)) {
    return finding('reciprocal', 'ok', 'binds-all', 'It speaks of all parties alike.');
  }
  if (obligor === 'not named') {
    return finding('reciprocal', 'doubtful', 'nobody-named', 'It does not say who is bound: name every obligor.');
  }
  const who = quote(obligor);
  return /\sand\s/u.test(obligor)
    ? finding(
        'reciprocal',
        'doubtful',
        'several-named',
        `It binds ${who}: see that these are all the parties, bound alike.`,
      )
    : finding(
        'reciprocal',
        'missing',
        'one-obligor',
        `It binds ${who}: see that the other side is bound by a mirrored sentence, or say why not.`,
      );
}

/** A real time beats a vague one beside it: "immediately, and in any case within 72 hours" is bound in time. */
const timed = (text: string, forbidden: boolean, vague: LintFinding | undefined): LintFinding =>
  TIME.test(text)
    ? finding('time-bound', 'ok', 'said', 'It names a time.')
    : forbidden
      ? finding('time-bound', 'ok', 'standing', 'It forbids from entry into force on.')
      : (vague ?? finding('time-bound', 'missing', 'no-time', 'It has no date, no hours and no period: give it one.'));
