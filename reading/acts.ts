/** Acts of speech in a sentence: a verb, or what stands for one, with the one who speaks; and the act each quotation belongs to. */
import {
  acceptable,
  afterComma,
  CONJ,
  DET,
  mask,
  nounRun,
  type Phrase,
  PREP,
  PRONOUN,
  phraseAfter,
  phraseBefore,
  pluralSubject,
  subjectIsApposed,
  subjectOf,
} from './phrases.ts';
import {
  CAPITAL,
  type Cast,
  headOf,
  isPersonName,
  isPersonRole,
  isRole,
  namesIn,
  type Speaker,
  tokensOf,
} from './speakers.ts';
import { isSpace, type Line, type Quoted } from './text.ts';
import {
  ADDRESSED,
  AFTER_VERB,
  FORMS,
  HELD_EVENT,
  HELD_FOR,
  NEAR_MARKS,
  NOUNS,
  ofSpeech,
  PUT_AT,
  QUOTE_ONLY,
  SPEAKS_UP,
  SPEECH_NOUN,
  THAT_ONLY,
  VERB,
  type VerbClass,
  type VerbForm,
  WEAK,
  WITH_THAT,
} from './verbs.ts';

/** One act of speech in a sentence. */
export interface Act {
  /** The verb as written. */
  verb: string | null;
  verbStart: number;
  verbEnd: number;
  cls: VerbClass;
  /** Start of everything that belongs to the attribution, for telling what stands right after a quotation. */
  from: number;
  to: number;
  speaker: Speaker;
  postposed: boolean;
  quotes: Quoted[];
  /** The speaker comes from an act before it in the sentence. */
  follows: boolean;
  /** Through whom the words came: "..., Reuters reported". */
  via: Speaker | null;
}

/** An act without a verb, whose words come next. */
export const actOf = (speaker: Speaker, from: number, to = from): Act => ({
  verb: null,
  verbStart: to,
  verbEnd: to,
  cls: 'say',
  from,
  to,
  speaker,
  postposed: false,
  quotes: [],
  follows: false,
  via: null,
});

/** Names of outlets, which relay what others say. */
const OUTLETISH =
  /\b(?:News|Times|Post|Dawn|Reuters|AFP|AP|Associated Press|Agency|Agence|TV|Television|Radio|Herald|Tribune|Gazette|Daily|Journal|Guardian|BBC|CNN|Al Jazeera|Xinhua|TASS|Anadolu|Media|Telegraph|Press|Express|Chronicle|Observer|Broadcaster|Newspaper|Broadcasting)\b|\b(?:media|newspaper|outlet|news agency|broadcaster|state (?:television|TV|media)|local reports|reports)\b/;
const outlets = new Map<string, boolean>();
function isOutlet({ name, words, kind }: Speaker): boolean {
  if (kind !== 'person' && words.has('news') && words.has('agency')) return true;
  const known = outlets.get(name);
  if (known !== undefined) return known;
  if (outlets.size > 5000) outlets.clear();
  const is = OUTLETISH.test(name);
  outlets.set(name, is);
  return is;
}

/** Words between a subject and its verb. */
const AUX = new Set(
  'has have had also further furthermore again later then earlier already previously since long once always often sometimes just even first together publicly now still separately meanwhile however itself himself themselves jointly both twice is are was were been being did does do on in late this last month week year night morning afternoon evening today yesterday early Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(
    ' ',
  ),
);
/** Where the run of such words begins that ends a text, with the spaces before it. */
function auxiliariesIn(near: string): string {
  let end = near.length;
  while (end > 0 && isSpace(near.charCodeAt(end - 1))) end--;
  for (;;) {
    let start = end;
    while (start > 0 && !isSpace(near.charCodeAt(start - 1))) start--;
    const word = near.slice(start, end);
    if (start === 0 || !(AUX.has(word) || (word.endsWith('ly') && /^[a-z]+$/.test(word) && !isRole(word))))
      return near.slice(end);
    end = start;
    while (end > 0 && isSpace(near.charCodeAt(end - 1))) end--;
  }
}
const MODAL =
  /\b(?:will|would|could|should|may|might|must|cannot|can|to|not|never|n['’]t|expected|likely|refus\w+|declin\w+|fail\w+)\s*$/;
/** The body that opens a sentence ("The RSF accepted ..."): what "it" means in the next. */
export function topicOf(view: string, sentence: Line, cast: Cast): Speaker | null {
  const lead = /^(?:The |But the |But |Meanwhile,? (?:the )?)?/.exec(
    view.slice(sentence.start, sentence.start + 20),
  )![0].length;
  const hit = namesIn(view, sentence.start, Math.min(sentence.end, sentence.start + 80), cast.names)[0];
  if (!hit || hit.start !== sentence.start + lead || /^['’]/.test(view.slice(hit.end, hit.end + 1))) return null;
  const rest = /^(?: (?:army|military|government|ministry|authorities|forces|delegation))?/.exec(
    view.slice(hit.end, hit.end + 30),
  )![0];
  return cast.resolve(`${hit.text}${rest}`, null);
}

const BE = /^(?:is|are|was|were|be|has|have|had|will|would|did|does)$/;
const LEAD =
  /^(?:[•*–-] ?)?(?:(?:But|And|Yet|Still|Meanwhile|Later|Earlier|However|Then|Instead|Now|Also|Moreover|Separately|Afterwards?|Previously|Recently|Today|Yesterday|Finally|Similarly|Additionally|Meantime),? )?(?:(?:As for|(?:An?|One|Two|Three|Four|Five|Several|Some|\d+) (?:hour|day|week|month|year)s? (?:after|before|into)|(?:Long|Soon|Just|Shortly|Hours|Days|Weeks|Months|Years) (?:after|before)|Up|Down|Back|Outside|Inside|Near|Towards|By|On|In|At|After|Before|During|For|Earlier|Later|Late|Early|Asked|When asked|According|Despite|Amid|With|Under|Since|Until|Over|Through|Among|Without|\p{Lu}\p{Ll}{2,}ing)\b[^,\ue000.]{2,80}, )?/u;

/** Who a sentence is about: the phrase it opens with, where that is a person or body. */
export function subjectIn(
  view: string,
  sentence: Line,
  quotes: readonly Quoted[],
  cast: Cast,
  anyName = false,
  speaks = false,
): Speaker | null {
  const end = Math.min(sentence.end, sentence.start + 200, quotes[0]?.open ?? sentence.end);
  const s = view.slice(sentence.start, end).replace(/\([^()]{1,40}\)/g, (m) => ' '.repeat(m.length));
  const lead = LEAD.exec(s)![0].length;
  const tokens = tokensOf(s, lead, s.length);
  let first = 0;
  let last = -1;
  for (const [i, t] of tokens.entries()) {
    if (i > 0 && s.slice(tokens[i - 1]!.end, t.start).trim() !== '') break;
    if (i === 0 && /^(?:many|some|several|both|other)$/i.test(t.text) && isRole(tokens[1]?.text ?? '')) continue;
    if (i === 0 && (PRONOUN.test(t.text) || CONJ.test(t.text) || PREP.test(t.text))) return null;
    if (i === 0 && DET.test(t.text)) {
      first = 0;
      continue;
    }
    if (CAPITAL.test(t.text) || isRole(t.text)) last = i;
    else if (last >= 0 && i - last < 3 && isRole(tokens[i + 1]?.text ?? '') && /^\p{Ll}+(?<!ed)$/u.test(t.text))
      continue;
    else if (last >= 0 && /^of$/.test(t.text) && CAPITAL.test(tokens[i + 1]?.text ?? '')) continue;
    else if (last >= 0 || i > 4 || PREP.test(t.text) || CONJ.test(t.text) || FORMS.has(t.text) || BE.test(t.text))
      break;
  }
  if (last < 0) return null;
  const text = s.slice(tokens[first]!.start, tokens[last]!.end);
  const after = s.slice(tokens[last]!.end);
  const apposed = /^(?: (?:for|of|to|in|on) [^,.;:]{2,40})?, ([^,.;:]{3,140}),/.exec(after)?.[1] ?? null;
  const head = isRole(tokens[last]!.text) ? tokens[last]!.text : headOf(tokensOf(text, 0, text.length));
  // A name alone says nothing of what it names, unless it has spoken.
  if (
    !isRole(head) &&
    !/^, \d{1,3},/.test(after) &&
    !(apposed && isPersonRole(headOf(tokensOf(apposed, 0, apposed.length))))
  ) {
    if (
      !tokens.slice(first, last).some((t) => isPersonRole(t.text)) &&
      !isPersonName(text, cast.names) &&
      !cast.knows(text)
    )
      if (!(anyName && last > first) && !(speaks && namesIn(text, 0, text.length, cast.names).length > 0)) return null;
  }
  return /['’]s?$/.test(text) ? null : cast.resolve(text, apposed);
}

/** Who says what a sentence quotes without a verb of saying: the one it is about, be it a pronoun. */
export function tellerIn(view: string, sentence: Line, quotes: readonly Quoted[], cast: Cast): Speaker | null {
  const he = /^(?:(?:But|And|Then|Later),? )?(he|she|they|(?:his|her|their) (?:family|office|party|lawyers?))\b/i.exec(
    view.slice(sentence.start, sentence.start + 24),
  )?.[1];
  return he ? cast.resolve(he, null) : subjectIn(view, sentence, quotes, cast, false, true);
}

/** Whoever's words may come next: "The paper spoke to Abdul Mustaf, a father of seven." */
export function metIn(view: string, sentence: Line, cast: Cast): Speaker | null {
  const s = view.slice(sentence.start, Math.min(sentence.end, sentence.start + 300));
  const m = /\b(?:spoke|talked) (?:to|with) ((?:\p{Lu}[\p{L}’'-]+ ){1,3}\p{Lu}[\p{L}’'-]+)(?:, ([^,.;]{3,100}))?/u.exec(
    s,
  );
  const one = m ? cast.resolve(m[1]!, m[2] ?? null) : null;
  if (one?.kind === 'person') return one;
  // "His family issued a statement through a friend.": the words come next.
  return ISSUES.test(s) ? tellerIn(view, sentence, [], cast) : null;
}
const ISSUES =
  /\b(?:issued|released|posted|sent|published|put out) (?:an?|the following|this) (?:[\p{L}-]+ ){0,2}(?:statement|message|letter|note|tweet|appeal)\b/u;

/** The speech acts of a sentence in the order of their verbs. */
export function actsIn(view: string, sentence: Line, quotes: readonly Quoted[], cast: Cast, before: Act | null): Act[] {
  const { start, end } = sentence;
  const masked = mask(view, start, end, quotes);
  ofSpeech.within(view, start, masked);
  const acts: Act[] = [];
  for (const m of VERB.all(masked)) {
    const at = m.index;
    const word = m[0];
    const key = word.toLowerCase();
    if (/^(?:according to|as per|in the words of)$/.test(key)) {
      const np = phraseAfter(masked, at + word.length);
      const speaker = np && tellsOf(np.text) ? cast.resolve(np.text, at < 3 ? null : np.apposed) : null;
      if (speaker && np)
        acts.push({
          ...actOf(speaker, start + at, start + np.end),
          verb: word,
          verbStart: start + at,
          verbEnd: start + (at < 3 ? np.start + np.text.length : np.end),
          cls: /estimate|count|figures|toll/i.test(np.text) ? 'report' : 'say',
          postposed: at > 2,
        });
      continue;
    }
    const form = FORMS.get(key);
    if (!form) continue;
    if (/\p{Lu}/u.test(word[0]!) && !(form.form === 'ing' && at === 0) && at > 0) continue;
    if (/[-–]/.test(masked[at - 1] ?? ' ') || /[-–]/.test(masked[at + word.length] ?? ' ')) continue;
    const left = masked.slice(0, at);
    const act: Act | null = readAct(masked, left, at, word, form, start, cast, acts, before);
    // "Clinton had told the police ..., the source added": what goes before is the source's.
    const relays =
      act &&
      (act.postposed || /^[.\s]*$/.test(masked.slice(act.verbEnd - start))) &&
      (isOutlet(act.speaker) ||
        (form.lemma === 'report' && act.speaker.kind === 'group' && act.speaker.side === 'unknown'));
    if (act && relays && acts.length > 0 && !acts.at(-1)!.postposed) {
      for (const one of acts) one.via ??= act.speaker;
      continue;
    }
    if (act?.postposed && !masked.slice(0, act.from - start).includes('\ue000'))
      for (let i = acts.length - 1; i >= 0 && act.cls !== 'deny'; i--)
        if (
          !/^(?:according to|as per)$/i.test(acts[i]!.verb ?? '') &&
          !/;/.test(masked.slice(acts[i]!.to - start, act.from - start))
        )
          acts.splice(i, 1);
    if (act) acts.push(act);
  }
  for (const act of claimsNamed(masked, start, cast)) {
    const at = acts.findIndex((a) => a.verbStart > act.verbStart);
    acts.splice(at < 0 ? acts.length : at, 0, act);
  }
  relayed(masked, start, acts, cast);
  if (acts.length === 0 && quotes[0]) {
    const act = besideQuote(masked, start, quotes, view, cast);
    if (act) return [act];
    // In the president's words, “...”
    const words = /^(?:In|To use) ([^,;:.\ue000]{2,60})['’]s?(?: own)? (?:words|phrase),? $/.exec(
      masked.slice(0, quotes[0].open - start),
    )?.[1];
    const one = words ? cast.resolve(words, null) : null;
    if (one) return [actOf(one, start, quotes[0].open)];
    // `The minister: “...”`, as in headlines and live pages.
    const lead = /^([^,:;.]{3,90}(?:, [^,:;.]{3,60})?):\s*$/.exec(masked.slice(0, quotes[0].open - start));
    const np = lead ? nounRun(lead[1]!.split(',')[0]!) : null;
    const head = np ? headOf(tokensOf(np.text, 0, np.text.length)) : '';
    const speaker =
      np && (isRole(head) || CAPITAL.test(head)) && np.text.length > lead![1]!.split(',')[0]!.length * 0.6
        ? cast.resolve(np.text, lead![1]!.split(', ')[1] ?? null)
        : null;
    if (speaker && np) acts.push(actOf(speaker, start + np.start, quotes[0].open));
  }
  return acts;
}

/** Who may stand after "according to": no treaty, law or plan. */
function tellsOf(text: string): boolean {
  const head = headOf(tokensOf(text, 0, text.length));
  return (
    isRole(head) ||
    (/\p{Lu}|s$/u.test(text) &&
      !/^(?:agreements?|conventions?|treat(?:y|ies)|laws?|terms?|plans?|schedule|procedures?|rules?|maps?|accords?|resolutions?|needs?|constitution|protocols?|charter|principles?|standards?|norms?)$/i.test(
        head,
      ))
  );
}

/** Outlets relay: "..., according to the news agency", "the agency said, citing the ministry". */
function relayed(masked: string, offset: number, acts: Act[], cast: Cast): void {
  const relay = acts.findIndex(
    (a) => acts.length > 1 && /^according to|^as per/i.test(a.verb ?? '') && isOutlet(a.speaker),
  );
  if (relay >= 0) {
    const [outlet] = acts.splice(relay, 1);
    for (const a of acts) a.via ??= outlet!.speaker;
  }
  for (const act of [...acts]) {
    // "The agency notes that the rebels say": theirs alone.
    const outer =
      act.via && isOutlet(act.via) ? acts.findIndex((a) => a.speaker === act.via && a.verbEnd < act.from) : -1;
    if (outer >= 0) acts.splice(outer, 1);
    if (!isOutlet(act.speaker)) continue;
    if (/^citing$/i.test(act.verb ?? '') && acts.length > 1) {
      acts.splice(acts.indexOf(act), 1);
      continue;
    }
    const cited = CITED.exec(masked.slice(act.to - offset, act.to - offset + 60)) ?? CITED_FIRST.exec(masked);
    const np =
      cited && phraseAfter(masked, (cited.input === masked ? 0 : act.to - offset) + cited.index + cited[0].length);
    const speaker = np && cast.resolve(np.text, np.apposed);
    if (speaker) {
      act.via = act.speaker;
      act.speaker = speaker;
    }
  }
}
const CITED = /^[^.;:\ue000]{0,50}?,? (?:citing|quoting) /;
const CITED_FIRST = /^(?:Citing|Quoting) /;

const CLAIM_NOUN = ofSpeech(
  /\b(claim|allegation|assertion|charge|accusation|insistence|contention|warning|denial)s? (?:of|by|from) /,
);
/** "the claim of the naval command that ..." */
function claimsNamed(masked: string, offset: number, cast: Cast): Act[] {
  const acts: Act[] = [];
  for (const m of CLAIM_NOUN.all(masked)) {
    const np = phraseAfter(masked, m.index + m[0].length);
    if (!np || !/^ (?:that\b|\ue000)/.test(masked.slice(np.end, np.end + 8))) continue;
    const speaker = cast.resolve(np.text, null);
    if (!speaker) continue;
    const from = offset + m.index;
    acts.push({ ...actOf(speaker, from, offset + np.end), verb: m[1]!, verbStart: from });
  }
  return acts;
}

/** Right beside the words any verb tells who speaks: `“...,” the driver shrugged`, `“...” — Ana Ruiz, teacher`. */
function besideQuote(masked: string, offset: number, quotes: readonly Quoted[], view: string, cast: Cast): Act | null {
  const last = quotes.at(-1)!;
  const make = (np: Phrase, verb: string | null, at: number): Act | null => {
    const speaker = cast.resolve(np.text, np.apposed);
    if (!speaker) return null;
    const [from, to] = [offset + np.start, offset + np.end];
    const verbEnd = offset + at + (verb?.length ?? 0);
    return {
      ...actOf(speaker, Math.min(from, offset + at), Math.max(to, verbEnd)),
      verb,
      verbStart: offset + at,
      verbEnd,
      postposed: true,
    };
  };
  const rest = masked.slice(last.close - offset);
  const by = /^\s*[―—–-]{1,2}\s*(?=\p{Lu})/u.exec(rest);
  if (by && quotes[0]!.open - offset < 3 && rest.length < 160) {
    const np = phraseAfter(masked, last.close - offset + by[0].length);
    return np && CAPITAL.test(np.text) ? make(np, null, last.close - offset) : null;
  }
  // “...,” Ana Ruiz, a teacher in Kessen. (No verb at all.)
  const named = /^ ((?:\p{Lu}[\p{L}.’'-]+ ){1,3}\p{Lu}[\p{L}’'-]+), (?:an?|the|\p{Ll}+) [^.;:\ue000]{3,160}\.?$/u.exec(
    rest,
  );
  if (named && isPersonName(named[1]!, cast.names) && /,.{1,2}$/u.test(view.slice(last.open, last.close))) {
    const np = phraseAfter(masked, last.close - offset);
    return np && make(np, null, last.close - offset);
  }
  // “...,” the Herald quoted Ana Ruiz, a teacher.
  const quoted = /^ (?=\p{Lu}|the )([^,;:.\ue000]{2,60}?) (?:quoted|cited) (?=\p{Lu}|an? |the )/u.exec(rest);
  const source = quoted && phraseAfter(masked, last.close - offset + quoted[0].length);
  if (source) {
    const act = make(source, 'quoted', last.close - offset + 1 + quoted[1]!.length + 1);
    if (act) return { ...act, via: cast.resolve(quoted[1]!, null) };
  }
  for (const q of quotes) {
    if (!/[,?!…][^\p{L}\p{N}]{1,8}$/u.test(view.slice(Math.max(q.open, q.close - 9), q.close))) continue;
    const at = q.close - offset;
    const m =
      /^\s((?:[Tt]he |[Aa]n? )?(?:[\p{L}’'.-]+ ){1,5}?)(\p{Ll}{3,}(?:ed|s)|sang|wept|began|went on|held|would say)(?=[ .,;:]|$)/u.exec(
        masked.slice(at, at + 120),
      );
    const text = m?.[1]?.trim() ?? '';
    const head = headOf(tokensOf(text, 0, text.length));
    const inverted = /^\s(\p{Ll}{3,}ed)\s(?=\p{L})/u.exec(masked.slice(at, at + 40));
    if (inverted && !m) {
      const np = phraseAfter(masked, at + inverted[0].length);
      const words = np ? tokensOf(np.text, 0, np.text.length) : [];
      if (
        np &&
        (words.some((t) => isPersonRole(t.text)) || (words.length > 1 && words.every((t) => CAPITAL.test(t.text))))
      )
        return make(np, inverted[1]!, at + 1);
    }
    if (
      m &&
      (/^(?:he|she|they)$/.test(text) ||
        isPersonRole(head) ||
        (isRole(head) && /^(?:held|ruled|went on|wrote|stated|continued)$/.test(m[2]!)) ||
        (CAPITAL.test(text) && CAPITAL.test(head)))
    )
      return make(
        { start: at + 1, end: at + 1 + text.length, text, apposed: null },
        m[2]!,
        at + m[0].length - m[2]!.length,
      );
  }
  return null;
}

function readAct(
  masked: string,
  left: string,
  at: number,
  word: string,
  form: VerbForm,
  offset: number,
  cast: Cast,
  acts: readonly Act[],
  before: Act | null,
): Act | null {
  const make = (speaker: Speaker, from: number, to: number, postposed: boolean, follows: boolean): Act => ({
    ...actOf(speaker, offset + from, offset + to),
    verb: word,
    verbStart: offset + at,
    verbEnd: offset + at + word.length,
    cls: form.cls,
    postposed,
    follows,
  });
  /** May this phrase be who speaks? One is asked about more than once. */
  const told = new Map<string, boolean>();
  const may = (text: string): boolean => {
    const known = told.get(text) ?? acceptable(text, form, cast);
    told.set(text, known);
    return known;
  };
  // What ends where the verb begins is looked for near it only.
  const near = left.slice(-90);
  const close = left.slice(-30);
  const auxiliaries =
    / (?:(?:did|does|do|has|have|had) not (?:yet )?|would only )$/.exec(close)?.[0] ?? auxiliariesIn(near);
  const clause = left.slice(0, left.length - auxiliaries.length).trimEnd();
  const aux = left.slice(clause.length);
  const after = masked.slice(at + word.length, at + word.length + 300);
  // "stood up in parliament to announce that"
  if (
    form.form === 'base' &&
    /^(?: (?:on|in|at) [^,.;]{2,40})? that\b|^[,:]? ?\ue000/.test(after) &&
    SPEAKS_UP.test(near)
  ) {
    const host = phraseBefore(left.slice(0, left.search(SPEAKS_UP)));
    const speaker = host && may(host.text) && cast.resolve(host.text, host.apposed);
    if (speaker) return make(speaker, host.start, at + word.length, false, false);
  }
  const tail = clause;
  if (/^(?:ask|request)$/.test(form.lemma) && /^ (?:not to be|to (?:remain|stay)|(?:for )?anonymity)/.test(after))
    return null;
  if (
    form.lemma === 'decline' &&
    !/^ (?:to (?:say|comment|confirm|discuss|answer|give|name|be|speak|elaborate)|comment|an? interview|requests?)\b/.test(
      after,
    )
  )
    return null;
  if (form.lemma === 'reserve' && !/^ (?:all |its |the |their )*rights?\b/.test(after)) return null;
  if (
    /^(?:direct|instruct|order)$/.test(form.lemma) &&
    !/^ [^,.;]{2,60}? (?:not )?to (?!the\b|an?\b|his\b|her\b|their\b|its\b)/.test(after)
  )
    return null;
  if (/^(?:renew|register|lodge|convey)$/.test(form.lemma) && !SPEECH_NOUN.test(after)) return null;
  if (ADDRESSED.test(form.lemma) && !/^ [^,.;]{2,60}? (?:that|of)\b/.test(after) && !WITH_THAT.test(after)) return null;
  if (form.lemma === 'ask' && /^ that (?:his|her|their) (?:\p{Ll}+ )?(?:name|identity)/u.test(after)) return null;
  if (
    form.lemma === 'dispute' &&
    !WITH_THAT.test(after) &&
    !SPEECH_NOUN.test(after) &&
    !/^ [^.,;]{0,60}\b(?:account|version|figure|toll|report|number|finding|assertion|suggestion|narrative|description|characterization|accuracy)|^ (?:this|that|it|these|those|them|him|her|both)\b/.test(
      after,
    )
  )
    return null;
  if (form.lemma === 'add' && /^ (?:\d|to (?:its|the|his|her|their|an?)\b)/.test(after)) return null;
  // "a phone call on Monday", "soldiers believed to have fled"
  if (
    /^call (?:on|for)$/.test(form.lemma) &&
    (/^ \p{Lu}\p{Ll}+day\b/u.test(after) ||
      /\b(?:phone|video|conference|an?|the|this|that|his|her|its|their) $/.test(near))
  )
    return null;
  if (
    form.form === 'past' &&
    /^ to (?:be|have)\b/.test(after) &&
    /^(?:believe|consider|report|allege|find|show)$/.test(form.lemma)
  )
    return null;
  if (NEAR_MARKS.test(form.lemma) && !/^[^.;]{0,60}\ue000/.test(after)) return null;
  if (form.lemma === 'want' && /\b(?:which|that|who|what) [^,;]*$/.test(near)) return null;
  if (form.lemma === 'call' && /^ (?:out|off|up|in|back)\b/.test(after)) return null;
  // Sent home rather than remembered.
  if (
    form.lemma === 'recall' &&
    /^ (?:its|his|her|their|the) [^,.;]{0,40}\b(?:ambassadors?|envoys?|troops|forces|diplomats?|delegations?)\b/.test(
      after,
    )
  )
    return null;
  if (form.lemma === 'attribute' && !/^ [^,.;]{2,80}? to /.test(after)) return null;
  // "does not confirm" tells something, too.
  const withheld =
    (/^(?:confirm|deny|acknowledge|admit)$/.test(form.lemma) &&
      /\b(?:did|does|do|has|have|had) not (?:yet )?$/.test(near)) ||
    (form.lemma === 'say' && / would only $/.test(near));
  if (withheld && /^[,.;]/.test(after)) return null;
  if (MODAL.test(close) && !withheld) return null;
  // What someone reportedly said is the outlet's telling, but for the words in marks.
  if (/\b(?:reportedly|allegedly|apparently)\s*$/.test(close) && !/^[^.;]{0,60}\ue000/.test(after)) return null;

  // "As Ana Ruiz reports, ...", "..., Reuters reports."
  const aside =
    (/^(?:\s*[.]|\s*$)/.test(after) &&
      /,\s(?:[Tt]he )?\p{Lu}[^,]{1,60}$|\ue000\s(?:the |an? |its |his |her |their )?[^,;:\ue000]{1,60}$/u.test(left)) ||
    (/^,/.test(after) && /^As (?:the )?\p{Lu}[^,]{2,60}$/u.test(left));
  if (NOUNS.test(word) && !aside && !AFTER_VERB.test(after)) return null;
  // “...,” countered the minister.
  if (THAT_ONLY.test(form.lemma) && !WITH_THAT.test(after) && !/\ue000[^\p{L}]{0,3}$/u.test(near)) return null;
  if (form.lemma === 'put it' && !masked.includes('\ue000') && !/\bas\b/.test(near)) return null;
  if (form.lemma === 'put' && !PUT_AT.test(after)) return null;
  if (form.lemma === 'hold' && (!HELD_FOR.test(after) || HELD_EVENT.test(after))) return null;
  const progressive = form.form === 'ing' && /\b(?:is|are|was|were|been)\b/.test(aux);
  if (
    progressive &&
    ((WEAK.has(form.lemma) && form.lemma !== 'report') || /^ (?:to|over|about|with|in|at|outside)\b/.test(after))
  )
    return null;
  if (form.form === 'ing' && !progressive) {
    if (/\b(?:quoted|cited|reported)(?: by .{2,60})? as\s*$/.test(left)) {
      const cut = left.search(
        /\b(?:was|were|is|has been|had been)?\s*(?:quoted|cited|reported)(?: by .{2,60})? as\s*$/,
      );
      const np = phraseBefore(left.slice(0, cut));
      const speaker = np && cast.resolve(np.text, np.apposed);
      return speaker ? make(speaker, np!.start, at + word.length, false, false) : null;
    }
    const quoting = /\b(?:quot(?:ed|es|ing)|cit(?:ed|es|ing)) (?:, )?([^;:\ue000]{2,90}?),? as $/.exec(
      left.slice(-110),
    )?.[1];
    if (quoting) {
      const np = phraseAfter(` ${quoting}`, 0);
      const speaker = np && cast.resolve(np.text, np.apposed);
      const from = left.length - quoting.length - 4;
      return speaker ? make(speaker, from, at + word.length, /\ue000/.test(left.slice(0, from)), false) : null;
    }
    const lead =
      /(?:^|[,;—–\ue000]\s*|\b(?:while|and|before|by|after|when|also|statement|letter|message|communiqu[eé]|tweet|resolution|note|declaration)(?:(?: on)? \p{Lu}\p{Ll}+day)?\s+|^(?:After|Before|By|Without) )(?:also |again |further |once again |[a-z]+ly )*$/u.test(
        left,
      );
    // "responded saying that", "sent a note on Friday calling it “...”"
    const last = /(\S+) $/.exec(near)?.[1] ?? '';
    const goesOn =
      (WITH_THAT.test(after) || /^(?:accuse|deny)$/.test(form.cls)) && /\p{Ll}{3,}ed$/u.test(last)
        ? !(form.cls === 'call' || WEAK.has(form.lemma))
        : /^[^.;]{0,60}\ue000/.test(after) && !PREP.test(last) && !DET.test(last) && !CONJ.test(last) && !BE.test(last);
    const beside = /\bwith ((?:the )?[^,;:\ue000]{2,60}?) (?:also |again |\p{Ll}+ly )?$/u.exec(near)?.[1];
    if (beside) {
      const np = nounRun(beside);
      const speaker = np && np.start === 0 && may(np.text) ? cast.resolve(np.text, null) : null;
      return speaker
        ? make(speaker, at - near.length + near.lastIndexOf(beside), at + word.length, false, false)
        : null;
    }
    if (!lead && !goesOn) return null;
    if (
      WEAK.has(form.lemma) &&
      !/^\s*(?:that|it|them|him|her|the|this|its|\ue000|[“"])/.test(after) &&
      form.lemma !== 'call' &&
      form.lemma !== 'term'
    )
      return null;
    const main = acts.at(-1);
    if (main) return make(main.speaker, at, at + word.length, false, true);
    // "Islamabad closed the crossing, accusing Kabul of ..." or "Speaking ..., adding": the sentence's own subject.
    const fronted = at < 3 || /^(?:After|Before|While|By|When|Despite|Without|Since|In) (?:\p{Ll}+ly )?$/u.test(left);
    const phrase = fronted ? afterComma(masked.slice(at > 3 ? at : 0)) : subjectOf(masked, at);
    const np = phrase && may(phrase.text) ? phrase : null;
    // "On Monday, she came back to it, saying: ..."
    const it = /^(?:(?:On|In|At|Last|Earlier|Later) [^,;:\ue000]{2,40}, )?(It|He|She|They|it|he|she|they)\b/.exec(
      masked,
    )?.[1];
    const speaker =
      it && at > 3
        ? cast.resolve(it, null)
        : np
          ? cast.resolve(np.text, np.apposed)
          : at > 3 &&
              (WITH_THAT.test(after) || !WEAK.has(form.lemma) || /^[^,.;]{1,60}\ue000/.test(after)) &&
              !/\b(?:reportedly|allegedly)\b/.test(left)
            ? (subjectIn(masked, { start: clauseStart(left), end: masked.length }, [], cast, false, true) ??
              subjectIn(masked, { start: 0, end: masked.length }, [], cast, false, true) ??
              // “We can help,” adding that: whoever spoke before goes on.
              (masked.startsWith('\ue000') ? (before?.speaker ?? null) : null))
            : null;
    return speaker ? make(speaker, at, at + word.length, false, true) : null;
  }

  // Coordinated: "said ..., but accused ..."
  const joined = /(?:,\s*|\b)(?:and|but|or|then)\s*$/.exec(tail.slice(-30));
  // "It did not mention bombs, but said that ..."
  const opens = joined && acts.length === 0 ? /^(?:He|She|It|They|We)\b/.exec(left)?.[0] : undefined;
  if (opens && form.form === 'past' && !WEAK.has(form.lemma) && !/\b(?:was|were|been|is|are)\b[^,;]*$/.test(left)) {
    const speaker = cast.resolve(opens, null);
    if (speaker) return make(speaker, 0, at + word.length, false, false);
  }
  // "condoled with the families and vowed that ...": one subject does both.
  if (
    joined &&
    acts.length === 0 &&
    !WEAK.has(form.lemma) &&
    ((/^ (?:that|to)\b|^[,:]? ?\ue000/.test(after) && !/[,;:—\ue000]/.test(left)) ||
      /^(?: to)? \ue000/.test(after) ||
      (form.lemma === 'say' && !/[;:—\ue000]/.test(left)) ||
      (!/[;:—\ue000]/.test(left) && (/\b(?:has|have|did)\b/.test(aux) || /^call (?:on|for)$/.test(form.lemma))))
  ) {
    const line = { start: 0, end: masked.length };
    const subject = subjectIn(masked, line, [], cast);
    if (subject) return make(subject, 0, at + word.length, false, false);
  }
  if (joined && acts.length > 0 && form.form !== 'base')
    return make(acts.at(-1)!.speaker, at, at + word.length, false, true);

  if (/\b(?:is|are|was|were|been|being|be)\b/.test(aux) && form.form === 'past') {
    // Passive: only a named agent speaks ("was condemned by the ministry").
    // Who asked is not who tells.
    if (form.cls === 'call' || form.lemma === 'ask') return null;
    const by = /^[^,.;]{0,90}?\bby\s+/.exec(after);
    if (!by) return null;
    const np = phraseAfter(masked, at + word.length + by[0].length);
    const speaker = np && !/^\p{Ll}+ing\b/u.test(np.text) && may(np.text) ? cast.resolve(np.text, np.apposed) : null;
    return speaker && np ? make(speaker, at, np.end, false, false) : null;
  }

  // "as declared by the navy"
  const declared = form.form === 'past' && /\bas $/.test(near) ? /^ (?:\p{Ll}+ly )?by\s+/u.exec(after) : null;
  if (declared) {
    const np = phraseAfter(masked, at + word.length + declared[0].length);
    const speaker = np && cast.resolve(np.text, np.apposed);
    return speaker && np ? make(speaker, at - 3, np.end, at > 5, false) : null;
  }

  // "people accused of arson", "a man called by": no one speaks.
  if (
    form.form === 'past' &&
    (form.lemma === 'accuse' ? /^ (?:of|by)\b/ : /^ by (?!phone|telephone|e-?mail|text|radio)/).test(after)
  )
    return null;

  // Verb first: `Said the group in a communiqué: “...”`.
  if (at === 0 && (form.form === 'past' || form.form === 's') && !WEAK.has(form.lemma)) {
    const np = phraseAfter(masked, word.length);
    const speaker = np && may(np.text) ? cast.resolve(np.text, np.apposed) : null;
    return speaker && np ? { ...make(speaker, at, np.end, false, false), verbEnd: offset + np.end } : null;
  }

  // Inverted, after a quotation or a comma: `,” said the minister`.
  const inverted =
    (form.cls === 'call' ? /\ue000\s*$/ : /(?:\ue000|[,;—–-])\s*$/).test(close) &&
    (form.form === 'past' || form.form === 's') &&
    !(form.lemma === 'ask' && /,\s*$/.test(near)) &&
    !/^(?:tell|inform|urge|accuse|blame|criticize|criticise|call on|call upon|request|brief)$/.test(form.lemma);
  if (inverted) {
    const np = phraseAfter(masked, at + word.length);
    // "Omar Bey, in hospital with burns, said he", "said Orlan had": what comes after is said.
    const goesOn =
      np &&
      /[,—–-]\s*$/.test(near) &&
      (PRONOUN.test(np.text) ||
        /^ (?:is|are|was|were|had|has|have|would|will|could|can|did|does)\b/.test(masked.slice(np.end, np.end + 8)));
    const speaker = np && !goesOn && may(np.text) ? cast.resolve(np.text, np.apposed) : null;
    if (speaker && np && !(/,\s*$/.test(left) && subjectIsApposed(left))) return make(speaker, at, np.end, true, false);
  }

  let np = phraseBefore(left.slice(0, tail.length));
  // "A woman who sells fish in Kessen said": a place is not who speaks.
  if (
    !np ||
    !may(np.text) ||
    / who [^,;:]{2,}$/.test(left.slice(0, np.start)) ||
    / (?:in|at|of|near|from|to|on) $/.test(left.slice(0, np.start))
  )
    np = beforeRelative(tail) ?? np;
  // "sources with knowledge of the embassy and other facilities there"
  if (np?.text.includes(' ') && !may(np.text) && / and (?:other |the )*$/.test(left.slice(0, np.start)))
    np = phraseBefore(left.slice(0, np.start).replace(/ and (?:other |the )*$/, '')) ?? np;
  if (form.lemma === 'claim' && /^[^.,;]{0,50}\bli(?:fe|ves)\b/.test(after)) return null;
  if (!np || /^According\b/i.test(np.text) || !may(np.text)) return null;
  if (np.text !== 'WHO' && /^(?:who|which)$/i.test(np.text)) {
    const before = left.slice(0, np.start).replace(/(?: on \p{Lu}\p{Ll}+day)?,\s*$/u, '');
    const whole = phraseBefore(before, false);
    // "the media, with soldiers who said": those right before, if they can speak.
    const near = whole && /\b(?:with|by|from|of) ((?:the )?[^,]{3,})$/.exec(whole.text)?.[1];
    const nearHead = near ? headOf(tokensOf(near, 0, near.length)) : '';
    const host =
      near && isPersonRole(nearHead)
        ? nounRun(before, false) && { ...whole, text: near, start: whole.end - near.length }
        : whole;
    const speaker = host && may(host.text) && cast.resolve(host.text, host.apposed);
    return speaker ? make(speaker, host.start, at + word.length, false, false) : null;
  }
  if (form.form === 'base' && !withheld && /^an? /i.test(np.text)) return null;
  const did = / (?:did|does|do) $/.test(close);
  if (
    form.form === 'base' &&
    !withheld &&
    !did &&
    (!pluralSubject(np.text) || /\b(?:is|are|was|were|be|been)\b/.test(aux))
  )
    return null;
  if (/\b(?:if|unless|whether|until|once|provided|in case)\s*$/i.test(left.slice(0, np.start))) return null;
  if (
    QUOTE_ONLY.has(form.lemma) &&
    !(form.lemma === 'inform' && /^ [^,.;]{2,40} that\b/.test(after)) &&
    !(form.lemma === 'repeat' && SPEECH_NOUN.test(after)) &&
    !/^(?:[,:]|\s+that\b|\s(?:on|in|to) [^,.;:]{2,40}[,:] ?\ue000|\s+an? [^,.;]{3,40}\s\ue000|\s*\ue000|\s*$|\s*\.)/.test(
      after,
    ) &&
    !/\ue000[,.]?\s*$/.test(left.slice(0, np.start))
  )
    return null;
  // "Lodu says ... and he believes": he is who spoke just before, unless it is she.
  const said = acts.at(-1)?.speaker;
  const same =
    (said && said.gender === null && /^it$/i.test(np.text)) ||
    (said?.kind === 'person' &&
      !said.plural &&
      ((/^he$/i.test(np.text) && said.gender !== 'f') || (/^she$/i.test(np.text) && said.gender !== 'm')));
  // "The president delivered a plea to stop it, which he described as": the sentence's own subject.
  const own =
    !said && np.start > 10 && /^(?:s?he|it)$/.test(np.text)
      ? subjectIn(
          masked,
          { start: CLAUSE_FIRST.exec(masked)?.[0].length ?? 0, end: masked.length },
          [],
          cast,
          false,
          np.text === 'it',
        )
      : null;
  const its =
    own &&
    !own.plural &&
    (np.text === 'it' ? own.kind !== 'person' : own.kind === 'person' && own.gender !== (np.text === 'he' ? 'f' : 'm'))
      ? own
      : null;
  // "Years after he pledged it, President Lund was unwilling": who is named after.
  const later =
    !said && /^(?:he|she)$/.test(np.text) && BEFORE_HE.test(left.slice(0, np.start))
      ? subjectIn(masked, { start: masked.indexOf(',', at) + 2, end: masked.length }, [], cast)
      : null;
  const named =
    later?.kind === 'person' && !later.plural && later.gender !== (np.text === 'he' ? 'f' : 'm') ? later : null;
  const speaker = named
    ? named
    : same
      ? said
      : its
        ? its
        : (cast.resolve(np.text, np.apposed) ??
          (/^(?:he|she|it|they)$/i.test(np.text) ? (before?.speaker ?? null) : null));
  if (!speaker) return null;
  // Right after a quotation or set off by commas, the attribution follows what it attributes.
  const gap = left.slice(0, np.start);
  const postposed =
    /(?:\ue000|[,—–])\s*$/.test(gap) &&
    (/^\s*(?:[.,;—–]|$|\ue000)/.test(after) ||
      /\ue000\s*$/.test(gap) ||
      /^\s*(?:on|in|at|during|after|late|to|by|[A-Z][a-z]+day)\b[^,\ue000]{0,160}(?:[.,]|$)/.test(after)) &&
    np.start > 3 &&
    !/^(?:In|On|At(?! least)|During|After|Despite|While|Following|Speaking|However|Meanwhile|Instead|Earlier|Later|But|Providing|Citing|According)\b[^\ue000]*$/.test(
      gap,
    );
  const inner = !postposed && embedded(left, np.start, acts, offset);
  // "The mayor said the rebels told him": their words, through him.
  const through = inner ? (acts.findLast((a) => !a.postposed)?.speaker ?? null) : null;
  if (
    inner &&
    (TELLS.test(form.lemma) || (form.lemma === 'say' && through && isOutlet(through))) &&
    form.form !== 'base' &&
    !PRONOUN.test(np.text)
  ) {
    return { ...make(speaker, np.start, at + word.length, false, false), via: through === speaker ? null : through };
  }
  if (!postposed && !(/ and $/.test(left.slice(0, np.start)) && /^(?:he|she|they)$/.test(np.text)) && inner)
    return null;
  return make(speaker, np.start, at + word.length, postposed, false);
}

const TELLS = /^(?:tell|insist|deny|warn|claim|accuse|demand|announce|declare|pledge|vow|promise|reject|urge)$/;

const CLAUSE_FIRST =
  /^(?:(?:However|But|And|Still|Yet),? )?(?:when|after|as|before|while|because|once|although|though|since|until) /i;
const BEFORE_HE = /^(?:\S+ ){0,3}(?:when|after|as|before|while|although|though|since|until) $/i;
/** Where the clause around the end of `left` begins: "the move came after Orlan sent troops, claiming". */
function clauseStart(left: string): number {
  const at = left.search(
    / (?:after|when|while|before|where|because|although|but) (?=(?:the )?[\p{L}’'. -]{2,60} [^,]*,[^,]*$)/u,
  );
  return at < 0 ? 0 : left.indexOf(' ', at + 1) + 1;
}

/** "A driver who passed there yesterday told us": the subject stands before the relative clause. */
function beforeRelative(left: string): Phrase | null {
  const cut = left.lastIndexOf(' who ');
  if (cut < 0 || left.length - cut > 180 || /[,;:—–\ue000.]/.test(left.slice(cut))) return null;
  const host = phraseBefore(left.slice(0, cut));
  return host &&
    (isPersonRole(headOf(tokensOf(host.text, 0, host.text.length))) || /^an? \p{Lu}\p{Ll}+$/iu.test(host.text))
    ? host
    : null;
}

/** A clause inside what someone already says ("said Kabul had demanded ...") is that speaker's act, not a new one. */
function embedded(left: string, npStart: number, acts: readonly Act[], offset: number): boolean {
  const main = acts.findLast((a) => !a.postposed);
  if (!main || main.verb === null) return false;
  const between = left.slice(main.verbEnd - offset, npStart);
  // "says that the doctor said ‘one more week’": the doctor's words. "denies this and both sides say": two acts.
  return !/[;—]|\s–\s|\ue000\s*[.,]?\s*$|\ue000,?\s+(?:and|but|while)\s*$|,\s+(?:while|whereas|but|and|yet|although|though|with|which|something|(?:an? )?(?:claim|charge|allegation|accusation|statement|position|version|figure|demand)s? (?:that )?)\s*$|\.\s/.test(
    between,
  );
}

/** Gives each quotation its act; returns those that have none. */
export function assign(view: string, sentence: Line, quotes: readonly Quoted[], acts: Act[]): Quoted[] {
  const loose: Quoted[] = [];
  for (const q of quotes) {
    const gapAfter = (a: Act): string => view.slice(q.close, Math.max(q.close, a.from));
    const post = acts.find(
      (a) => a.from >= q.close - 1 && /^[\s,.–—-]*(?:[a-z]+ly\s+)?$/.test(gapAfter(a)) && !a.follows,
    );
    const last = acts.findLast((a) => a.verbEnd <= q.open + 1);
    // Words further on in what one says that another told are the first one's.
    const pre =
      last?.via && q.open - last.verbEnd > 25
        ? (acts.find((a) => a.speaker === last.via && a.verbEnd <= last.verbStart) ?? last)
        : last;
    const chosen =
      post &&
      (!pre ||
        (post.postposed &&
          (pre.postposed || !/^\p{Ll}/u.test(view.slice(q.start, q.start + 2)) || pre.quotes.length === 0)) ||
        q.open - sentence.start < 3)
        ? post
        : (pre ??
          post ??
          // Further on, unless another clause has begun in between.
          acts.find(
            (a) =>
              a.from >= q.close - 1 &&
              (a.postposed || !/,? (?:with|which|while|whereas|but|after|when)\b/.test(view.slice(q.close, a.from))),
          ) ??
          null);
    if (chosen) chosen.quotes.push(q);
    else loose.push(q);
  }
  return loose;
}
