/** Noun phrases beside a verb: where they begin and end, what stands in apposition, whether they can speak. */
import { wordsLike } from './characters.ts';
import {
  AFTER_NOUN,
  CAPITAL,
  type Cast,
  headOf,
  isPaperRole,
  isPersonNoun,
  isPersonRole,
  isRole,
  namesIn,
  type Token,
  tokensOf,
} from './speakers.ts';
import { type Quoted, SHORT_TITLES } from './text.ts';
import { FORMS, type VerbForm, WEAK } from './verbs.ts';
import { lemmaOf, wordOf } from './words.ts';

const CONJUNCTION = wordsLike(
  /^(?:and|but|or|nor|yet|while|as|that|because|when|after|before|which|who|whom|whose|where|if|although|though|since|meanwhile|so|whereas|until|unless|than|like|what|how|why|whether|despite|something|anything|everything)$/i,
);
export const PREP = wordsLike(
  /^(?:of|for|in|from|at|to|with|on|near|inside|under|by|along|across|against|into|over|during|about|between|amid|through|within|without|toward|towards|around|following|per)$/i,
);
export const DET = wordsLike(
  /^(?:the|a|an|his|her|its|their|this|these|those|another|some|several|many|both|two|three|four|five|one|all|any|other|no)$/i,
);
const PRONOUNS = wordsLike(/^(?:he|she|it|they|who|we|i|others|both|many|some|several)$/i);

// The World Health Organization is neither.
export const CONJ = { test: (w: string): boolean => w !== 'WHO' && CONJUNCTION.test(w) };
export const PRONOUN = { test: (w: string): boolean => w !== 'WHO' && PRONOUNS.test(w) };

/** Quotations become \ue000 so that no rule sees their words; lengths stay. */
export function mask(view: string, start: number, end: number, quotes: readonly Quoted[]): string {
  let out = '';
  let at = start;
  for (const q of quotes) {
    const from = Math.max(q.open, at);
    const to = Math.min(q.close, end);
    if (to <= from) continue;
    out += view.slice(at, from);
    out += '\ue000'.repeat(to - from);
    at = to;
  }
  out += view.slice(at, end);
  // "Inter-Services Public Relations (ISPR) Director": the bracket is no boundary.
  const blank = (m: string): string => ' '.repeat(m.length);
  if (out.includes('(')) out = out.replace(/\((?=\p{Lu})[^()\ue000]{2,40}\)/gu, blank);
  // "Rep. Ana Ruiz, D-S.C., who took part,": of which party and state, a comma before what follows.
  return /, [DRI]-\p{Lu}/u.test(out)
    ? out.replace(/, [DRI]-\p{Lu}[\p{L}. ]{0,14}?(?:(?=, (?:who|which|whose|an?|the)\b)|,|(?= \p{Ll}))/gu, blank)
    : out;
}

export interface Phrase {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly apposed: string | null;
}

/** The noun phrase that ends where `left` ends; an apposition between commas is taken apart from it. */
export function phraseBefore(left: string, hosted = true): Phrase | null {
  const trimmed = left.trimEnd();
  // "Ines Corvo – spokeswoman for the mayor – said"
  const dashes =
    /[–—-]$/.test(trimmed) && / (?:[–—-]|--) ([^,;:–—\ue000]{3,140}) (?:[–—-]|--)$/.exec(trimmed.slice(-160));
  if (dashes) {
    const host = nounRun(trimmed.slice(0, trimmed.length - dashes[0].length));
    if (host) return { ...host, apposed: dashes[1]! };
  }
  if (trimmed.endsWith(',')) {
    const inner = trimmed.slice(0, -1);
    const comma = inner.lastIndexOf(',');
    if (comma < 0) {
      // "Ana Ruiz of the Hesk Institute, said"
      const run = nounRun(inner);
      return run && /^\p{Lu}\S* \p{Lu}\S* (?:of|from|at) /u.test(run.text) ? { ...run, apposed: null } : null;
    }
    const apposed = inner.slice(comma + 1).trim();
    if (apposed.length > 200 || /^\ue000|\ue000$/.test(apposed)) return null;
    // "Donna Rawlings, 59, of Ashton, Md., who watched, said": back to what is no age, origin or short name of a state.
    let host: ReturnType<typeof nounRun> = null;
    for (let cut = comma, i = 0; cut > 0 && i < 4; cut = inner.lastIndexOf(',', cut - 1), i++) {
      host = nounRun(inner.slice(0, cut));
      const part = inner.slice(inner.lastIndexOf(',', cut - 1) + 1, cut).trim();
      if (host && !/^(?:\d+|(?:of|from|in|near)\b.*|[A-Z][a-z]{0,4}\.|(?:[A-Z]\.)+)$/.test(part)) break;
      host = null;
    }
    // "On one hand, former envoy Ana Ruiz, said", "The surgeon on call that night, Dr Ana Ruiz, said": the name says who.
    const own = nounRun(inner);
    if (own && own.start > comma && /\p{Lu}\S* \p{Lu}\S*$/u.test(own.text) && !(host && speaks(host.text)))
      return { ...own, apposed: null };
    return host && (namedBefore(inner, host) ?? { ...host, apposed: ASIDE.test(apposed) ? null : apposed });
  }
  const run = nounRun(trimmed, hosted);
  if (!run) return null;
  // "Ines Corvo, a 48-year-old lawyer said": no comma closes it.
  return namedBefore(left, run) ?? { ...run, apposed: null };
}

/** What heads it is a name or may be someone's role. */
function speaks(phrase: string): boolean {
  const head = headOf(tokensOf(phrase, 0, phrase.length));
  return CAPITAL.test(head) || isRole(head);
}

/** Where `run` only says who somebody is, the name before it: "Ines Corvo, a lawyer". */
function namedBefore(left: string, run: { start: number; text: string }): Phrase | null {
  if (run.start < 5 || left.slice(run.start - 2, run.start) !== ', ') return null;
  const head = headOf(tokensOf(run.text, 0, run.text.length));
  const name = BEFORE_ROLE.exec(left.slice(Math.max(0, run.start - 70), run.start))?.[1];
  const first = name?.split(' ')[0] ?? '';
  if (
    !name ||
    !isPersonRole(head) ||
    /s$/.test(head) ||
    CLAUSE_OPENER.test(first) ||
    PREP.test(first) ||
    FRONTED.test(first)
  )
    return null;
  const end = run.start - 2;
  return { start: end - name.length, end, text: name, apposed: run.text };
}

/** "Regarding Orlan, the president said" */
const FRONTED = /^(?:Regarding|Concerning|Addressing|Visiting|Leaving|Following|Referring)$/;
const BEFORE_ROLE = /(?:[\ue000,]\s*|^)((?:\p{Lu}[\p{L}.’'-]+ ){1,3}\p{Lu}[\p{L}’'-]+), $/u;

/** Between commas, and no word on who somebody is: ", in a rejoinder,", ", for its part,". */
const ASIDE =
  /^(?:\p{Ll}{3,}ing\b(?! (?:director|partner|minister|president|chief|editor|head))|(?:when )?(?:asked|pressed|questioned)\b|(?:through|via|on behalf of)\b|in (?:an?|its|his|her|their|response|turn|reply)|(?:on|at|during|after|before) [^,]{3,60}$|for (?:its|his|her|their) part|however|meanwhile|too)\b/iu;

const VERBAL = wordsLike(/^(?:is|are|was|were|be|has|have|had|will|would|did|does|not|he|she|it|they)$/i);
const PARTS = new Set([...',;:—–―(\ue000“"…!?'].map((mark) => mark.charCodeAt(0)));
const HYPHEN = 45;
/** Tokens back from the end that make one noun phrase. */
export function nounRun(left: string, hosted = true): { start: number; end: number; text: string } | null {
  const floor = Math.max(0, left.length - 260);
  let from = floor;
  for (let i = left.length - 1; i >= floor; i--) {
    const code = left.charCodeAt(i);
    const hyphen = code === HYPHEN && left[i - 1] === ' ' && left[i + 1] === ' ';
    if (hyphen || PARTS.has(code)) {
      from = hyphen ? i + 2 : i + 1;
      break;
    }
  }
  const paren = left.trimEnd().endsWith(')');
  if (paren) {
    const open = left.lastIndexOf('(');
    if (open > 0) {
      const inner = nounRun(left.slice(0, open));
      return inner ? { start: inner.start, end: left.length, text: inner.text } : null;
    }
  }
  const tokens = tokensOf(left, from, left.length);
  if (tokens.length === 0) return null;
  let i = tokens.length - 1;
  if (CONJ.test(tokens[i]!.text) && !/^(?:who|which)$/i.test(tokens[i]!.text)) return null;
  let capitalSeen = false;
  let first = i;
  /** Where the words begin that stand before a role. */
  let stands = -1;
  for (; i >= 0 && tokens.length - i <= 16; i--) {
    const t = tokens[i]!;
    const w = t.text;
    const prev = tokens[i - 1]?.text ?? '';
    if (PRONOUN.test(w) && i === tokens.length - 1 && prev !== 'with') {
      first = i;
      break;
    }
    if (CONJ.test(w)) {
      // "security and democracy watchdog", "state media and security sources"
      if (/^and$/.test(w) && stands === i + 1 && COORDINATED.test(prev) && i > 0) {
        stands = first = i - 1;
        i--;
        continue;
      }
      const joins =
        /^and$/i.test(w) &&
        i < tokens.length - 1 &&
        /^(?:\p{Lu}|the$)/u.test(tokens[i + 1]!.text) &&
        /^\p{Lu}/u.test(prev) &&
        i - 1 > 0
          ? true
          : /^and$/i.test(w) && i === 1 && /^\p{Lu}/u.test(prev) && /^\p{Lu}/u.test(tokens[2]?.text ?? '');
      const ofMinistry =
        /^and$/i.test(w) &&
        /^(?:Foreign|Defen[cs]e|Interior|Justice|Trade|Information|Security|Military|Home)$/.test(prev);
      if (!joins && !ofMinistry) break;
      first = i - 1;
      continue;
    }
    if (DET.test(w)) {
      first = i;
      // "the five", "all these"
      if (DET.test(prev)) continue;
      if (
        /^and$/i.test(prev) &&
        i >= 2 &&
        i <= 8 &&
        (isRole(tokens[i - 2]!.text) || /^\p{Lu}/u.test(tokens[i - 2]!.text)) &&
        /^(?:the|\p{Lu}.*)$/iu.test(tokens[0]!.text)
      ) {
        i--;
        continue;
      }
      if (
        PREP.test(prev) &&
        i >= 2 &&
        /^(?:of|for|from|in|at|with|to)$/i.test(prev) &&
        (isRole(tokens[i - 2]!.text) ||
          /^(?:close|privy|familiar)$/.test(tokens[i - 2]!.text) ||
          /^\p{Lu}/u.test(tokens[i - 2]!.text) ||
          isRole(headOf(tokens.slice(Math.max(0, i - 5), i - 1))))
      )
        continue;
      break;
    }
    if (PREP.test(w)) {
      if (i === 0 || !/^(?:of|for|from|in|at|with|on|to|inside|familiar)$/i.test(w)) break;
      const host = tokens[i - 1]!.text;
      if (
        !(
          isRole(host) ||
          /^(?:familiar|close|\p{Lu}\S*)$/u.test(host) ||
          (/^(?:of|for)$/i.test(w) &&
            tokens.slice(Math.max(0, i - 5), i).some((x) => isRole(x.text) && !CONJ.test(x.text)))
        )
      )
        break;
      continue;
    }
    if (CLAUSE_OPENER.test(w)) break;
    // "on Monday officials said": a day is no part of who speaks.
    if (WEEKDAY.test(w) && i < tokens.length - 1) break;
    if (premodifies(tokens, i, stands)) {
      stands = first = i;
      continue;
    }
    if (
      /^[a-z]/.test(w) &&
      capitalSeen &&
      !isRole(w) &&
      !JOINS_NAME.test(w) &&
      !PREP.test(prev) &&
      !(DET.test(prev) && ADJECTIVE.test(w))
    )
      break;
    if (/^[a-z]\w*(?:ed|ing)$/.test(w) && !isRole(w) && !PARTICIPLE_BEFORE.test(w)) break;
    if (isRole(w)) stands = i;
    if (CAPITAL.test(w)) capitalSeen = true;
    first = i;
    if (VERBAL.test(w)) {
      first = i + 1;
      break;
    }
  }
  if (first >= tokens.length) return null;
  let start = tokens[first]!.start;
  // A leading "In Kabul" before "the ministry" is not part of the subject.
  if (PREP.test(tokens[first]!.text)) {
    const det = tokens.findIndex((t, k) => k > first && DET.test(t.text));
    if (det < 0) return null;
    start = tokens[det]!.start;
  }
  const end = tokens.at(-1)!.end;
  const host = hosted
    ? hostOf(
        left,
        tokens,
        tokens.findIndex((t) => t.start >= start),
      )
    : null;
  const text = left.slice(host?.start ?? start, end);
  return text && !/^(?:the|an?|its|his|her|their|our|my)$|['’]s?$/i.test(text)
    ? { start: host?.start ?? start, end, text }
    : null;
}

/**
 * What a preposition governs is no subject: "the situation along the line", "a statement issued on 3 May", "rebels fighting
 * under the banner of the Front" have theirs further left.
 */
function hostOf(left: string, tokens: readonly Token[], first: number): { start: number } | null {
  let at = first - 1;
  const bordering = at > 0 && /^\p{Ll}{3,}ing$/u.test(tokens[at]!.text) && /^\p{Ll}+s$/u.test(tokens[at - 1]!.text);
  if (at < 1 || !(bordering || GOVERNS.test(tokens[at]!.text))) return null;
  at--;
  while (at > 0 && (AFTER_NOUN.test(tokens[at]!.text) || /^\p{Ll}+ly$/u.test(tokens[at]!.text))) at--;
  // "on suspicion of spying for Orlan"
  if (at > 1 && GOVERNS.test(tokens[at]!.text) && /ing$/.test(tokens[at + 1]!.text)) at--;
  const before = tokens[at]!;
  // "have long wrangled over": what is no phrase but the verb.
  if (at < first - 2 && /^(?:long|just|also|since|now|yet|never|not)$/.test(before.text)) return null;
  if (CONJ.test(before.text) || PREP.test(before.text) || BE_FORM.test(before.text) || CLAUSE_OPENER.test(before.text))
    return null;
  return nounRun(left.slice(0, before.end));
}
const GOVERNS = wordsLike(
  /^(?:of|for|in|from|at|to|with|on|near|inside|outside|under|by|along|across|against|into|over|around|between|among|within|towards?|behind|across)$/,
);
const BE_FORM = wordsLike(/^(?:is|are|was|were|be|been|being|has|have|had|will|would|did|does|do|not)$/);
const WEEKDAY = wordsLike(/^(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today)$/);
/** Before a subject, and no part of it. */
const CLAUSE_OPENER = wordsLike(
  /^(?:Earlier|Later|Today|Yesterday|Then|Also|Still|Now|Here|There|However|Instead|Thus|Hence|Once|Again|Recently|Separately|Similarly|Even|Only|Perhaps|Meantime|Afterwards?|Yet|Nor)$/,
);
/** Words that are written small within a name or before it. */
const JOINS_NAME = wordsLike(
  /^(?:senior|top|chief|deputy|former|acting|vice|military|army|foreign|local|state|provincial|prime|defen[cs]e|interior|security|government|police|rebel|unnamed|retired|high-ranking|second|al|bin|ibn|ul|de|del|van|von|der|la|el|new|leading|opposition|separatist|caretaker|interim|regional|veteran|outgoing|spokes\w+|co|familiar|close|privy|aware|several|two|three|village|town|city|province|district|region|area|capital|camp|paramilitary|affairs)$/,
);
/** "the southern port", "a self-proclaimed republic" */
const ADJECTIVE = wordsLike(/^(?:\p{Ll}+(?:ern|ial|al|ic|ary|ive|ous)|\p{Ll}+-\p{Ll}+)$/u);
const PARTICIPLE_BEFORE = wordsLike(
  /^(?:unnamed|armed|united|retired|leading|outgoing|allied|visiting|displaced|ruling|acting|monitoring|fact-finding|besieged|warring|mediating|exiled|elected|concerned|based|wounded|detained|peacekeeping)$/,
);

const COORDINATED = wordsLike(/^\p{Ll}{3,}(?<!ed|ing|ly|[^s]s)$/u);

/** "provincial health director", "a monitoring team": a word that tells which, right before a role or what stands before it. */
function premodifies(tokens: readonly Token[], i: number, stands: number): boolean {
  if (stands !== i + 1) return false;
  const w = tokens[i]!.text;
  if (!/^\p{Ll}[\p{Ll}’'-]+$/u.test(w) || isRole(w)) return false;
  if (DET.test(w) || PREP.test(w) || CONJ.test(w) || PRONOUN.test(w) || BE_FORM.test(w) || FORMS.has(w)) return false;
  const prev = tokens[i - 1]?.text;
  if (/(?:ed|ing)$/.test(w)) return PARTICIPLE_BEFORE.test(w) || (prev !== undefined && DET.test(prev));
  if (/[^s]s$/.test(w))
    return (
      /^(?:affairs|rights|relations|operations|communications|services|forces|['’]s)$/.test(w) || /['’]s?$/.test(w)
    );
  const word = wordOf(lemmaOf(w));
  return !/ly$/.test(w) && !(word?.verb && word.kind === '-');
}

const AFTER_PHRASE = wordsLike(
  /^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$|^(?:today|yesterday|earlier|later|late|on|reporters|told|said|says|that|was|were|is|are|has|have|had|will|would|journalists|during|after|before|when|last|this|early|there|here)$/,
);
const PHRASE_ENDS = new RegExp(`[,;:.—–(\\ue000“"!?](?!\\p{Ll})(?<!\\b(?:${SHORT_TITLES}|\\p{Lu})\\.)`, 'u');
/** The noun phrase that begins at `at`, with what stands in apposition after it. */
export function phraseAfter(masked: string, at: number): Phrase | null {
  const window = masked.slice(at, at + 320);
  const lead = /^\s*/.exec(window)![0].length;
  const stopAt = window.slice(lead).search(PHRASE_ENDS);
  const body = stopAt < 0 ? window : window.slice(0, lead + stopAt);
  const tokens = tokensOf(body, lead, body.length);
  if (tokens.length === 0) return null;
  let end = 0;
  let sawName = false;
  for (const [i, t] of tokens.entries()) {
    const w = t.text;
    if (
      i > 0 &&
      CONJ.test(w) &&
      !(/^and$/i.test(w) && /^(?:\p{Lu}|the$)/u.test(tokens[i + 1]?.text ?? '') && /^\p{Lu}/u.test(tokens[i - 1]!.text))
    )
      break;
    if (i > 0 && PREP.test(w)) {
      // "a statement by the army"
      if (!/^(?:of|for|from|in|at|with|to|on)$/i.test(w) && !(w === 'by' && isPaperRole(tokens[i - 1]!.text))) break;
      const host = tokens[i - 1]!.text;
      const next = tokens[i + 1]?.text ?? '';
      if (
        /^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$/.test(next) ||
        /^(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)/.test(next)
      )
        break;
      if (/^(?:in|at|on|to)$/i.test(w) && sawName && !isRole(host)) break;
      if (
        /^(?:in|on|to|at)$/i.test(w) &&
        /^(?:a|an|the)$/i.test(next) &&
        /^(?:statement|news|press|interview|briefing|televised|social|post|phone|video|message|speech|report|joint|letter|conference|communiqu[eé]|note|tweet)$/.test(
          tokens[i + 2]?.text ?? '',
        )
      )
        break;
      if (!(isRole(host) || /^(?:\p{Lu}\S*|familiar|close|estimates)$/u.test(host))) break;
    }
    if (i > 0 && AFTER_PHRASE.test(w)) break;
    if (i === 1 && PRONOUN.test(tokens[0]!.text)) break;
    if (i > 0 && /^(?:he|she|it|they|we|who)$/.test(w)) break;
    if (i > 0 && FORMS.get(w)?.form === 'past') break;
    // "a poll released", "a spokesman interviewed"
    if (i > 0 && /^\p{Ll}{3,}ed$/u.test(w) && isRole(tokens[i - 1]!.text) && !isRole(tokens[i + 1]?.text ?? '')) break;
    if (/^\p{Lu}/u.test(w) && i > 0) sawName = true;
    if (i > 14) break;
    end = t.end;
  }
  if (end === 0) return null;
  const start = tokens[0]!.start;
  const text = body.slice(start, end);
  let apposed: string | null = null;
  let total = at + end;
  const rest = window.slice(end);
  const ap =
    /^,\s*((?:a|an|the|who|one|\p{Lu}|[a-z]+[’']s|spokes|head|chief|deputy|director|leader|commander|governor|secretary|foreign|defen[cs]e|minister|president|senior|former)[^,.;\ue000]{2,140})(?=[,.;]|$)/u.exec(
      rest,
    );
  if (ap && end === body.trimEnd().length && !/\b(?:said|told|added)\b/.test(ap[1]!)) {
    apposed = ap[1]!;
    total += ap[0].length;
  }
  return { start: at + start, end: total, text, apposed };
}

/** The sentence's grammatical subject: the noun phrase before its first finite verb, from the start. */
export function subjectOf(masked: string, before: number): Phrase | null {
  const m =
    /^(?:[^,]{2,80}, )?((?:[Tt]he |[Aa]n? )?[^,\ue000]{2,90}?) (?:has |have |had |also |again |on \p{Lu}\p{Ll}+day )*(?:closed|summoned|expelled|suspended|launched|cancelled|canceled|responded|reacted|issued|walked|left|quit|opened|recalled|ordered|hit|spoke|turned|refused|pulled|halted|withdrew|rejected|struck|carried|shut|reacted|met|backed|stood|defended|criticized|criticised|accused|remains?|described)\b/u.exec(
      masked.slice(0, before),
    );
  if (!m?.[1]) return null;
  const at = m[0].indexOf(m[1]);
  const tokens = tokensOf(m[1], 0, m[1].length);
  const head = headOf(tokens);
  if (!(isRole(head) || CAPITAL.test(head))) return null;
  return { start: at, end: at + m[1].length, text: m[1], apposed: null };
}
export function afterComma(masked: string): Phrase | null {
  const comma = masked.indexOf(',');
  if (comma < 0 || comma > 200) return null;
  return phraseAfter(masked, comma + 1);
}
export function subjectIsApposed(left: string): boolean {
  // "Asif, the minister, said ..." : the comma closes an apposition after a name.
  const inner = left.trimEnd().slice(0, -1);
  const comma = inner.lastIndexOf(',');
  if (comma < 0 || /\ue000/.test(inner.slice(comma))) return false;
  const between = inner.slice(comma + 1).trim();
  if (tokensOf(between, 0, between.length).some((t) => BE_FORM.test(t.text) && t.text !== 'not')) return false;
  return (
    (ASIDE.test(between) ||
      isPersonRole(headOf(tokensOf(between, 0, between.length))) ||
      /^(?:an?|the|who|his|her|its|one|whose|which|himself|herself|\p{Lu}|spokes|head|chief|deputy|foreign|defen|minister|president|senior|former|commander|leader|director|secretary|governor|\d)/u.test(
        between,
      )) &&
    nounRun(inner.slice(0, comma)) !== null
  );
}

export function pluralSubject(np: string): boolean {
  if (/^(?:they|we|i|you|who|many|some|both|others|several)$/i.test(np)) return true;
  const head = headOf(tokensOf(np, 0, np.length));
  return (
    (/(?:s|people|men|women|children|police|Taliban|military|army|forces)$/i.test(head) &&
      !/ss$|^[A-Z.]+$/.test(head)) ||
    / and /.test(np)
  );
}

/** May this phrase be a speaker of this verb? */
export function acceptable(np: string, form: VerbForm, cast: Cast): boolean {
  if (/^(?:neither|none|nobody|no one|nothing)\b/i.test(np)) return false;
  if (/^which$/i.test(np)) return !WEAK.has(form.lemma);
  // "It shows that" is no one's word.
  if (/^it$/i.test(np)) return !/^(?:read|show|indicate)$/.test(form.lemma);
  if (PRONOUN.test(np)) return true;
  const tokens = tokensOf(np, 0, np.length);
  if (tokens.length === 0 || tokens.length > 22) return false;
  const head = headOf(tokens);
  if (!head) return false;
  if (isRole(head) || (/^(?:the|an?|his|her|their|one) /i.test(np) && isPersonNoun(head))) return true;
  if (
    /^(?:talks?|agreement|ceasefire|truce|attacks?|strikes?|plan|deal|border|war|conflict|situation|move|decision|round|process|text|law|rule|result|year|month|week|day|time|issue|question|violence|clash\w*|visit|meeting|proposal|draft|resolution|measure|map|video|footage|image|photo|data|idea|hope|fear|concern|effort|pressure|crisis|operation|sources? of|accord|treaty|pact|negotiations?|dialogue|terms?|call|claims?|demands?|offer|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)$/i.test(
      head,
    )
  )
    return false;
  // "Orlan's annexation of the valley": what is done, happens or lasts does not speak, whatever name stands beside.
  if (/^\p{Ll}/u.test(head) && /^[aestf]$/.test(wordOf(lemmaOf(head))?.kind ?? '')) return false;
  if (/^(?:city|town|village|state|province|kingdom|municipality)$/.test(head) && /\bof \p{Lu}/u.test(np)) return true;
  const hit = namesIn(np, 0, np.length, cast.names);
  if (hit.length > 0) return true;
  const capital = tokens.filter((t: Token) => CAPITAL.test(t.text));
  if (capital.length > 0 && (CAPITAL.test(head) || isPersonRole(head))) {
    return !(
      capital.length === 1 &&
      capital[0] === tokens[0] &&
      tokens.length > 1 &&
      /^(?:The|A|An|In|But|And|This|That|These|Those|It)$/.test(capital[0]!.text)
    );
  }
  return /^(?:say|tell|add)$/.test(form.lemma) && /s$/.test(head) && tokens.length <= 4;
}
