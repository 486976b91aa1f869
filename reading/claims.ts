/**
 * Attributed assertions. In each sentence: the quoted spans, the acts of speech (a reporting verb with the one who
 * speaks), which act each quotation belongs to, and what kind of assertion it is. What cannot be attributed is either
 * carried from the context, and marked so, or left to the outlet's own voice.
 */
import type { Names } from './lexicon.ts';
import type { Claim, ClaimKind, Speech } from './shape.ts';
import {
  CAPITAL,
  type Cast,
  headOf,
  isPersonRole,
  isRole,
  namesIn,
  type Speaker,
  type Token,
  tokensOf,
} from './speakers.ts';
import type { Line, Quoted } from './text.ts';

type VerbClass = 'say' | 'accuse' | 'deny' | 'demand' | 'commit' | 'offer' | 'warn' | 'report' | 'value' | 'call';

/** lemma: class; irregular forms after the colon */
const VERBS: Readonly<Record<VerbClass, string>> = {
  say: 'say:says,said,saying put_it:puts_it,put_it,putting_it chant agree_with:agrees_with,agreed_with,agreeing_with disagree cite consider find:finds,found,finding show:shows,showed,showing indicate hope fear predict boast joke complain counter retort proclaim shout wonder specify rule put:puts,put,putting speak_of:speaks_of,spoke_of,speaking_of put_the:puts_the,put_the,putting_the tell:tells,told,telling add note state explain declare claim assert maintain insist argue stress emphasize emphasise underline underscore highlight reiterate reaffirm affirm remark observe reply respond clarify conclude write:writes,wrote,writing read:reads,read,reading tweet post recall acknowledge admit:admits,admitted,admitting concede contend believe comment elaborate continue repeat reason express voice point_out:points_out,pointed_out,pointing_out mention echo quip testify recount opine hint signal aver hold_that:holds_that,held_that,holding_that set_out:sets_out,set_out,setting_out',
  accuse:
    'hold:holds,held,holding blasted:blasted,blasted,blasting accuse blame condemn criticize criticise slam:slams,slammed,slamming denounce allege decry:decries,decried,decrying lambast protest deplore castigate fault lament assail rebuke',
  deny: 'deny:denies,denied,denying reject refute dismiss:dismisses,dismissed,dismissing rebut:rebuts,rebutted,rebutting dispute disavow contradict',
  demand:
    'urge demand call_on:calls_on,called_on,calling_on call_for:calls_for,called_for,calling_for call_upon:calls_upon,called_upon,calling_upon appeal press_for:presses_for,pressed_for,pressing_for push_for:pushes_for,pushed_for,pushing_for pushed_again_for:pushes_again_for,pushed_again_for,pushing_again_for ask request insist_on:insists_on,insisted_on,insisting_on implore exhort',
  commit:
    'pledge vow promise undertake:undertakes,undertook,undertaking commit_to:commits_to,committed_to,committing_to guarantee swear:swears,swore,swearing agree_to:agrees_to,agreed_to,agreeing_to',
  offer: 'offer propose suggest',
  warn: 'warn threaten caution',
  report:
    'report gave_a_figure:gives_a_figure,gave_a_figure,giving_a_figure gave_a_toll:gives_a_toll,gave_a_toll,giving_a_toll announce confirm reveal disclose estimate inform describe detail record document communicate brief',
  value:
    'praise condole laud tout commend welcome thank hail regret applaud congratulate appreciate express_concern:expresses_concern,expressed_concern,expressing_concern express_hope:expresses_hope,expressed_hope,expressing_hope',
  call: 'call:calls,called,calling term dub:dubs,dubbed,dubbing label brand characterize characterise portray_as:portrays_as,portrayed_as,portraying_as',
};

type Form = 'past' | 's' | 'base' | 'ing';
interface VerbForm {
  readonly lemma: string;
  readonly cls: VerbClass;
  readonly form: Form;
}

const FORMS = new Map<string, VerbForm>();
for (const [cls, list] of Object.entries(VERBS) as [VerbClass, string][]) {
  for (const item of list.split(' ')) {
    const [lemmaRaw = '', given] = item.split(':');
    const lemma = lemmaRaw.replace(/_/g, ' ');
    const [s, past, ing] = given ? given.split(',').map((x) => x.replace(/_/g, ' ')) : regular(lemma);
    for (const [form, kind] of [
      [lemma, 'base'],
      [s, 's'],
      [ing, 'ing'],
      [past, 'past'],
    ] as [string, Form][])
      FORMS.set(form, { lemma, cls, form: kind });
  }
}
function regular(v: string): [string, string, string] {
  if (/e$/.test(v)) return [`${v}s`, `${v}d`, `${v.slice(0, -1)}ing`];
  if (/[^aeiou]y$/.test(v)) return [`${v.slice(0, -1)}ies`, `${v.slice(0, -1)}ied`, `${v}ing`];
  if (/(?:s|sh|ch|x)$/.test(v)) return [`${v}es`, `${v}ed`, `${v}ing`];
  return [`${v}s`, `${v}ed`, `${v}ing`];
}
/** Verbs that say so little that only a subject that plainly speaks will do. */
const WEAK = new Set([
  'read',
  'post',
  'ask',
  'put the',
  'speak of',
  'agree to',
  'call',
  'term',
  'report',
  'hold that',
  'continue',
  'respond',
  'offer',
  'suggest',
  'express',
  'voice',
  'record',
  'document',
  'detail',
  'brief',
  'estimate',
  'observe',
  'note',
  'state',
  'point out',
  'label',
  'brand',
  'signal',
  'repeat',
  'press for',
  'believe',
  'comment',
  'protest',
  'undertake',
  'guarantee',
  'fault',
  'reason',
  'echo',
  'set out',
  'communicate',
  'inform',
  'thank',
  'conclude',
  'threaten',
  'reveal',
  'write',
  'hint',
  'mention',
  'highlight',
  'dispute',
  'hail',
  'describe',
  'cite',
  'specify',
]);
/** Verbs that also are nouns: `claims`, `calls`. Only what follows tells. */
const NOUNS =
  /^(?:states|claims|calls|appeals|requests|remarks|promises|demands|reports|tweets|comments|offers|mentions|posts|protests|pledges|vows|estimates|details|records|documents|briefs|signals|labels|brands|terms|questions|counters|rules|hopes|fears|puts|shows|praises|notes|voices|reasons|states|report|claim|call|appeal|request|remark|promise|demand|tweet|comment|offer|mention|post|protest|pledge|vow|estimate|detail|record|document|brief|signal|label|brand|term|counter|rule|hope|fear|show|note|voice|reason|state)$/;
const AFTER_VERB =
  /^(?: (?:\p{Ll}+ly )?(?:that|it|its|the|an?|his|her|their|this|these|those|there|on|for|in|no|all|both|he|she|they|we|him|them|us|your|our|my|such|each|some|more|at least|about|up to|how|what|why|\p{Lu}|\d)\b| ?[,:]? ?\ue000|:)/u;
/** Verbs that tell of speech only with a clause or words quoted. */
const THAT_ONLY =
  /^(?:consider|find|show|indicate|hope|fear|predict|boast|joke|complain|counter|retort|proclaim|shout|wonder|rule)$/;
const WITH_THAT = /^(?:,? (?:\p{Ll}+ly )?(?:that|how|why|whether)\b|[,:]? ?\ue000|:|\s*[.,]?\s*$)/u;
const SPEAKS_UP =
  /\b(?:went on|goes on|stood up|rose|took to|appeared|returned|hastened|rushed|spoke up|(?:was|were) (?:quick|keen|at pains))\b[^,;\ue000]{0,50} to $/;
/** "put the dead at 40", "hold the council responsible": the rest of the phrase is part of the verb. */
const PUT_AT =
  /^ (?!forward|out|up|on|in|off|down|to|an? (?:end|stop))[^,.;\ue000]{3,60}? at (?:an? )?(?:(?:estimated|about|around|some|at least|more than|nearly|over|up to|between) )?(?:\d|[$€£]|Rs|US\$|USD|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|dozens|hundreds|thousands)\b)/;
const HELD_FOR = /^ [^;,\ue000]{2,120}?(?:\b(?:responsible|accountable|to blame|liable)\b| \ue000)/;
const HELD_EVENT =
  /^ [^.;\ue000]{0,40}\b(?:talks|meetings?|conference|briefing|sessions?|elections?|rally|rallies|hostage|captive|prisoner|up|out|back|on)\b/;

const VERB = new RegExp(
  `\\b(?:${[...FORMS.keys()].sort((a, b) => b.length - a.length).join('|')}|according to|as per|in the words of)\\b`,
  'gi',
);

/** One act of speech in a sentence. */
interface Act {
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
}

export interface ClaimInput {
  readonly text: string;
  readonly view: string;
  readonly paragraphs: readonly {
    readonly line: Line;
    readonly quotes: readonly Quoted[];
    readonly sentences: readonly Line[];
  }[];
  readonly names: Names;
  readonly cast: Cast;
  readonly idPrefix: string;
}

const OUTLETISH =
  /\b(?:News|Times|Post|Dawn|Reuters|AFP|AP|Associated Press|Agency|Agence|TV|Television|Radio|Herald|Tribune|Gazette|Daily|Journal|Guardian|BBC|CNN|Al Jazeera|Xinhua|TASS|Anadolu|Media|Telegraph|Press|Express|Chronicle|Observer|Broadcaster|Newspaper|Broadcasting)\b|\b(?:media|newspaper|outlet|news agency|broadcaster|state (?:television|TV|media)|local reports|reports)\b/;
const AUX =
  /(?:\s+(?:has|have|had|also|further|furthermore|again|later|then|earlier|already|previously|since|long|once|always|often|sometimes|just|even|first|together|publicly|now|still|separately|meanwhile|however|itself|himself|themselves|jointly|both|twice|is|are|was|were|been|being|did|does|do|on|in|late|today|yesterday|early|[a-z]+ly|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day))+\s*$/;
const MODAL =
  /\b(?:will|would|could|should|may|might|must|cannot|can|to|not|never|n['’]t|expected|likely|refus\w+|declin\w+|fail\w+)\s*$/i;
const CONJ =
  /^(?:and|but|or|nor|yet|while|as|that|because|when|after|before|which|who|whom|whose|where|if|although|though|since|meanwhile|so|whereas|until|unless|than|like|what|how|why|whether|despite)$/i;
const PREP =
  /^(?:of|for|in|from|at|to|with|on|near|inside|under|by|along|across|against|into|over|during|about|between|amid|through|within|without|toward|towards|around|following|per)$/i;
const DET =
  /^(?:the|a|an|his|her|its|their|this|these|those|another|some|several|many|both|two|three|four|five|one|all|any|other|no)$/i;
const PRONOUN = /^(?:he|she|it|they|who|we|i|others|both|many|some|several)$/i;

/** A mixed claim is judged by the sentence around its quotation. */
function around(view: string, scope: readonly [number, number], quote: Quoted | null): string {
  const from = Math.min(scope[0], quote?.start ?? scope[0]);
  const to = Math.max(scope[1], quote?.end ?? 0);
  return to - from < 3000 ? view.slice(from, to) : view.slice(quote?.start ?? from, (quote?.start ?? from) + 1500);
}

/** Paragraphs of an interview or a transcript: `Q:`, `A:`, `WALLACE:`, where such labels come again. */
function turnsIn(view: string, paragraphs: ClaimInput['paragraphs']): Map<number, { label: string; from: number }> {
  const turns = new Map<number, { label: string; from: number }>();
  const counts = new Map<string, number>();
  for (const { line } of paragraphs) {
    const m = /^["“]?(Q(?:UESTION)?|A(?:NSWER)?|\p{Lu}[\p{Lu}.’'-]+(?: [\p{Lu}.’'-]{2,}){0,3}):\s+(?=[^\s“"«„‘])/u.exec(
      view.slice(line.start, line.start + 60),
    );
    if (!m) continue;
    turns.set(line.start, { label: m[1]!, from: line.start + m[0].length });
    counts.set(m[1]!, (counts.get(m[1]!) ?? 0) + 1);
  }
  const again = [...counts.values()].filter((n) => n >= 2).length;
  return again >= 2 ? turns : new Map();
}

/** All claims of one document. */
export function findClaims(input: ClaimInput): Claim[] {
  const { text, view, cast } = input;
  const claims: Claim[] = [];
  let lastActs: { act: Act; sentence: Line } | null = null;
  const carry: { before: { act: Act; open: boolean } | null } = { before: null };
  let n = 0;
  const add = (
    sentence: Line,
    speaker: Speaker | null,
    verb: string | null,
    cls: VerbClass | null,
    quote: Quoted | null,
    speech: Speech,
    attribution: Claim['attribution'],
    scope: readonly [number, number],
    reportedBy: string | null,
  ): void => {
    const words = quote ? view.slice(quote.start, quote.end) : view.slice(scope[0], scope[1]);
    const side = speaker?.side ?? 'outlet';
    n++;
    claims.push({
      id: `${input.idPrefix}-c${String(n).padStart(2, '0')}`,
      speaker: speaker?.name ?? 'outlet',
      side,
      verb,
      speech,
      quote: quote ? text.slice(quote.start, quote.end) : null,
      quoteStart: quote ? quote.start : null,
      quoteEnd: quote ? quote.end : null,
      kind: kindOf(
        speech === 'mixed' ? around(view, scope, quote) : words,
        view.slice(scope[0], Math.min(scope[1], scope[0] + 2000)),
        verb,
        cls,
        side === 'outlet',
        side,
        cast,
      ),
      about: aboutOf(view, scope, speaker, input),
      attribution,
      reportedBy,
      anonymous: speaker?.anonymous ?? false,
      spokesperson:
        speaker?.kind === 'person' && ['spokesman', 'spokeswoman', 'spokesperson'].some((w) => speaker.words.has(w)),
      start: sentence.start,
      end: sentence.end,
    });
  };

  const turns = turnsIn(view, input.paragraphs);
  for (const p of input.paragraphs) {
    const turn = turns.get(p.line.start);
    if (turn && !/^Q/.test(turn.label)) {
      // In an interview or a transcript, what follows the label is that speaker's own words.
      const answers = /^A(?:NSWER)?$/i.test(turn.label);
      if (answers) cast.answers ??= cast.last((s) => s.kind === 'person' && !s.plural);
      const speaker = answers ? cast.answers : cast.resolve(turn.label, null);
      let end = p.line.end;
      while (end > turn.from && /[\s.,;"”]/.test(view[end - 1]!)) end--;
      const quote: Quoted = {
        open: turn.from,
        close: p.line.end,
        start: turn.from,
        end,
        unclosed: false,
        repaired: false,
        continues: false,
      };
      add(p.line, speaker, null, 'say', quote, 'direct', answers ? 'carried' : 'explicit', [turn.from, end], null);
      if (speaker) cast.spoke(speaker);
      continue;
    }
    const state: { here: { act: Act; sentence: Line; indirect: boolean } | null } = { here: null };
    const pending: { sentence: Line; quote: Quoted }[] = [];
    let firstQuote = 0;
    for (const sentence of p.sentences) {
      while (firstQuote < p.quotes.length && p.quotes[firstQuote]!.close <= sentence.start) firstQuote++;
      const quotes: Quoted[] = [];
      for (let i = firstQuote; i < p.quotes.length && p.quotes[i]!.open < sentence.end; i++)
        if (p.quotes[i]!.end > p.quotes[i]!.start) quotes.push(p.quotes[i]!);
      cast.freshParagraph = sentence === p.sentences[0];
      if (cast.freshParagraph) cast.topic = null;
      const acts: Act[] =
        sentence.end - sentence.start > 6000 ? [] : actsIn(view, sentence, quotes, cast, lastActs?.act ?? null);
      const relay = acts.find(
        (a) => /^according to|^as per/i.test(a.verb ?? '') && OUTLETISH.test(a.speaker.name) && acts.length > 1,
      );
      const own: Act[] = acts.filter((a) => a !== relay);
      const reportedBy = relay ? relay.speaker.name : null;
      const loose = assign(view, sentence, quotes, own);

      for (const q of loose) {
        const context =
          state.here?.act ?? (q.continues || opensParagraph(view, p.line, q) ? carry.before?.act : null) ?? null;
        const standsAlone =
          q.open - sentence.start < 3 ||
          (q.end - q.start > 40 && own.length === 0) ||
          /[:,—–-]\s*$/.test(view.slice(Math.max(sentence.start, q.open - 20), q.open));
        if (own.length === 0 && standsAlone && context) {
          add(
            sentence,
            context.speaker,
            context.verb,
            context.cls,
            q,
            speechOf(view, sentence, q, null),
            'carried',
            [sentence.start, sentence.end],
            null,
          );
        } else if (own.length === 0 && standsAlone && q.open - sentence.start < 3) {
          pending.push({ sentence, quote: q });
        } else if (own.length === 0) {
          // Scare quotes and titles in the outlet's own sentence.
          const hedge = hedgeIn(
            view.slice(Math.max(sentence.start, q.open - 1500), Math.min(sentence.end, q.close + 500)),
          );
          // Words in marks in what someone does who has spoken here: most likely theirs.
          const doer = /^[\p{Lu}\d]/u.test(view.slice(q.start, q.start + 1))
            ? null
            : subjectIn(view, sentence, quotes, cast);
          if (doer && cast.recent.includes(doer))
            add(sentence, doer, null, null, q, 'mixed', 'carried', [sentence.start, sentence.end], null);
          else if (wordCount(view, q) >= 2 || hedge)
            add(sentence, null, hedge, null, q, 'mixed', 'explicit', [sentence.start, sentence.end], null);
        }
      }
      for (const [i, act] of own.entries()) {
        const next = own[i + 1];
        const scopeEnd = next && !next.postposed ? Math.max(act.verbEnd, next.from) : sentence.end;
        const scope: readonly [number, number] = act.postposed
          ? [sentence.start, act.from > sentence.start + 2 ? act.from : sentence.end]
          : [act.verbEnd, scopeEnd];
        if (act.quotes.length === 0) {
          if (act.follows && act.cls === 'call') continue;
          if (next?.follows && next.cls === 'call' && next.quotes.length > 0 && own.length === 2) {
            // "dismissed the charge, calling it ..." is one act: the first verb says which.
            next.cls = act.cls;
            continue;
          }
          if (next && scope[1] - scope[0] < 2) continue;
          add(sentence, act.speaker, act.verb, act.cls, null, 'indirect', 'explicit', scope, reportedBy);
        }
        for (const q of act.quotes)
          add(
            sentence,
            act.speaker,
            act.verb,
            act.cls,
            q,
            speechOf(view, sentence, q, act),
            'explicit',
            scope,
            reportedBy,
          );
        cast.spoke(act.speaker);
        if (
          /\b(?:statement|communiqu[eé]|readout)\b/i.test(
            view.slice(sentence.start, Math.min(sentence.end, sentence.start + 400)),
          ) &&
          (act.speaker.kind === 'body' || act.speaker.kind === 'state')
        )
          cast.issuer = act.speaker;
      }
      if (own.length > 0) {
        const main: Act = own.find((a) => a.quotes.length > 0) ?? own[0]!;
        for (const w of pending.splice(0))
          add(
            w.sentence,
            main.speaker,
            main.verb,
            main.cls,
            w.quote,
            speechOf(view, w.sentence, w.quote, null),
            'carried',
            [w.sentence.start, w.sentence.end],
            null,
          );
        state.here = {
          act: main,
          sentence,
          indirect: main.quotes.length === 0 || speechOf(view, sentence, main.quotes[0]!, main) === 'mixed',
        };
        lastActs = { act: main, sentence };
        cast.topic = null;
      } else if (quotes.length === 0) {
        const subject = subjectIn(view, sentence, quotes, cast);
        cast.topic = topicOf(view, sentence, cast) ?? (subject && subject.kind !== 'person' ? subject : null);
        if (subject?.kind === 'person' && !subject.plural) cast.spoke(subject);
        // "Paul Ekwam spoke to our reporter:", and his words in the next paragraph.
        const announced =
          view[sentence.end - 1] === ':'
            ? (subject ?? announcedIn(view, sentence, cast) ?? subjectIn(view, sentence, quotes, cast, true))
            : null;
        if (announced && announced.kind !== 'paper') {
          const at = sentence.end;
          const act: Act = {
            verb: null,
            verbStart: at,
            verbEnd: at,
            cls: 'say',
            from: at,
            to: at,
            speaker: announced,
            postposed: false,
            quotes: [],
            follows: false,
          };
          state.here = { act, sentence, indirect: false };
          cast.spoke(announced);
          continue;
        }
        const s = view.slice(sentence.start, sentence.end);
        const whole: readonly [number, number] = [sentence.start, sentence.end];
        if (state.here?.indirect && CARRIES.test(s) && state.here.act.speaker.kind !== 'state') {
          add(
            sentence,
            state.here.act.speaker,
            state.here.act.verb,
            state.here.act.cls,
            null,
            'indirect',
            'carried',
            whole,
            null,
          );
        } else if (state.here?.indirect && CARRIES_ANY.test(s)) {
          add(
            sentence,
            state.here.act.speaker,
            state.here.act.verb,
            state.here.act.cls,
            null,
            'indirect',
            'carried',
            whole,
            null,
          );
        } else if (EVENT.test(s)) {
          add(sentence, null, hedgeIn(s), null, null, 'indirect', 'explicit', whole, null);
        }
      }
    }
    for (const w of pending) {
      const by = carry.before?.act ?? null;
      if (by)
        add(
          w.sentence,
          by.speaker,
          by.verb,
          by.cls,
          w.quote,
          speechOf(view, w.sentence, w.quote, null),
          'carried',
          [w.sentence.start, w.sentence.end],
          null,
        );
    }
    const lastQuote = p.quotes.at(-1);
    const act: Act | null =
      state.here?.act ?? (p.quotes.some((q) => q.open - p.line.start < 3) ? (carry.before?.act ?? null) : null);
    carry.before = act ? { act, open: lastQuote?.unclosed ?? false } : null;
  }
  return claims.sort((a, b) => a.start - b.start || (a.quoteStart ?? a.start) - (b.quoteStart ?? b.start));
}

/** The body that opens a sentence ("The RSF accepted ..."): what "it" means in the next. */
function topicOf(view: string, sentence: Line, cast: Cast): Speaker | null {
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
  /^(?:[•*–-] ?)?(?:(?:But|And|Yet|Still|Meanwhile|Later|Earlier|However|Then|Instead|Now),? |(?:On|In|At|After|Before|During|Speaking|For)\b[^,\ue000.]{2,80}, )?/;

/** Who a sentence is about: the phrase it opens with, where that is a person or body. */
function subjectIn(
  view: string,
  sentence: Line,
  quotes: readonly Quoted[],
  cast: Cast,
  anyName = false,
): Speaker | null {
  const end = Math.min(sentence.end, sentence.start + 200, quotes[0]?.open ?? sentence.end);
  const s = view.slice(sentence.start, end).replace(/\([^()]{1,40}\)/g, (m) => ' '.repeat(m.length));
  const lead = LEAD.exec(s)![0].length;
  const tokens = tokensOf(s, lead, s.length);
  let first = 0;
  let last = -1;
  for (const [i, t] of tokens.entries()) {
    if (i > 0 && s.slice(tokens[i - 1]!.end, t.start).trim() !== '') break;
    if (i === 0 && (PRONOUN.test(t.text) || CONJ.test(t.text) || PREP.test(t.text))) return null;
    if (i === 0 && DET.test(t.text)) {
      first = 0;
      continue;
    }
    if (CAPITAL.test(t.text) || isRole(t.text)) last = i;
    else if (last >= 0 && i - last < 3 && isRole(tokens[i + 1]?.text ?? '') && /^\p{Ll}+$/u.test(t.text)) continue;
    else if (last >= 0 || i > 4 || PREP.test(t.text) || CONJ.test(t.text) || FORMS.has(t.text) || BE.test(t.text))
      break;
  }
  if (last < 0) return null;
  const text = s.slice(tokens[first]!.start, tokens[last]!.end);
  const after = s.slice(tokens[last]!.end);
  const apposed = /^(?: (?:for|of|to|in|on) [^,.;:]{2,40})?, ([^,.;:]{3,140}),/.exec(after)?.[1] ?? null;
  const head = tokens[last]!.text;
  // A name alone says nothing of what it names, unless it has spoken.
  if (
    !isRole(head) &&
    !/^, \d{1,3},/.test(after) &&
    !(apposed && isPersonRole(headOf(tokensOf(apposed, 0, apposed.length))))
  ) {
    if (!tokens.slice(first, last).some((t) => isPersonRole(t.text)) && !cast.knows(text))
      if (!(anyName && last > first)) return null;
  }
  return /['’]s?$/.test(text) ? null : cast.resolve(text, apposed);
}

/** "Here is the commissioner:" */
function announcedIn(view: string, sentence: Line, cast: Cast): Speaker | null {
  const m = /\b(?:[Hh]ere is|[Hh]ere['’]s|[Tt]his is|spoke to|words of|asked) ((?:the |our )?[^,;:]{3,60}):$/.exec(
    view.slice(Math.max(sentence.start, sentence.end - 120), sentence.end),
  );
  return m ? cast.resolve(m[1]!, null) : null;
}

const CARRIES =
  /^(?:Instead|However|Moreover|Furthermore|In addition|Additionally|Similarly|At the same time|Rather|Nevertheless|Nonetheless)\b/;
const CARRIES_ANY = /^\S+(?: \S+){0,4} (?:will|would|must|should) (?!be (?:held|the))/;
const EVENT =
  /\b(?:talks?|negotiations?|dialogue|round|meeting|summit|ceasefire|cease-fire|truce|armistice|agreement|deal|accord|attack(?:s|ed)?|str(?:ike|ikes|uck)|airstrikes?|clash(?:es|ed)?|fighting|offensive|shell(?:ing|ed)|bomb(?:ing|ed|ings)?|drones?|missiles?|explosion|blast|kill(?:ed|ing|s)|wound(?:ed|ing)|injur(?:ed|ing)|died|dead|casualt\w+|displaced|fled|captured|seized|withdr(?:ew|awal|awn)|deploy\w*|border|crossings?|prisoners?|hostages?|detain\w+|arrest\w+|released|handed over|exchange|sanctions?|troops|skirmish\w*|violat\w+|mediat\w+|signed|broke down|collapsed|resumed|closed|reopened|refugees?|returnees|aid|convoy|evacuat\w+|siege|blockade|protest\w*|incursion|raid(?:s|ed)?|ambush\w*|fire)\b/i;
const HEDGE =
  /\b(reportedly|allegedly|apparently|purportedly|supposedly|is expected to|are expected to|believed to|understood to)\b/i;
const hedgeIn = (s: string): string | null => HEDGE.exec(s)?.[1] ?? null;
const wordCount = (view: string, q: Quoted): number =>
  view.slice(q.start, Math.min(q.end, q.start + 400)).split(/\s+/).length;
const opensParagraph = (view: string, line: Line, q: Quoted): boolean => q.open <= line.start + 1 && view.length > 0;

/** The speech acts of a sentence in the order of their verbs. */
function actsIn(view: string, sentence: Line, quotes: readonly Quoted[], cast: Cast, before: Act | null): Act[] {
  const { start, end } = sentence;
  const masked = mask(view, start, end, quotes);
  const acts: Act[] = [];
  VERB.lastIndex = 0;
  for (let m = VERB.exec(masked); m; m = VERB.exec(masked)) {
    const at = m.index;
    const word = m[0];
    const key = word.toLowerCase();
    if (/^(?:according to|as per|in the words of)$/.test(key)) {
      const np = phraseAfter(masked, at + word.length);
      const speaker =
        np && (/\p{Lu}|s$/u.test(np.text) || isRole(headOf(tokensOf(np.text, 0, np.text.length))))
          ? cast.resolve(np.text, at < 3 ? null : np.apposed)
          : null;
      if (speaker && np)
        acts.push({
          verb: word,
          verbStart: start + at,
          verbEnd: start + (at < 3 ? np.start + np.text.length : np.end),
          cls: /estimate|count|figures|toll/i.test(np.text) ? 'report' : 'say',
          from: start + at,
          to: start + np.end,
          speaker,
          postposed: at > 2,
          quotes: [],
          follows: false,
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
    if (act?.postposed && !masked.slice(0, act.from - start).includes('\ue000'))
      for (let i = acts.length - 1; i >= 0; i--)
        if (
          !/^(?:according to|as per)$/i.test(acts[i]!.verb ?? '') &&
          !/;/.test(masked.slice(acts[i]!.to - start, act.from - start))
        )
          acts.splice(i, 1);
    if (act) acts.push(act);
  }
  if (acts.length === 0 && quotes[0]) {
    const act = besideQuote(masked, start, quotes, view, cast);
    if (act) return [act];
    // `The minister: “...”`, as in headlines and live pages.
    const lead = /^([^,:;.]{3,90}(?:, [^,:;.]{3,60})?):\s*$/.exec(masked.slice(0, quotes[0].open - start));
    const np = lead ? nounRun(lead[1]!.split(',')[0]!) : null;
    const head = np ? headOf(tokensOf(np.text, 0, np.text.length)) : '';
    const speaker =
      np && (isRole(head) || CAPITAL.test(head)) && np.text.length > lead![1]!.split(',')[0]!.length * 0.6
        ? cast.resolve(np.text, lead![1]!.split(', ')[1] ?? null)
        : null;
    if (speaker && np)
      acts.push({
        verb: null,
        verbStart: quotes[0].open,
        verbEnd: quotes[0].open,
        cls: 'say',
        from: start + np.start,
        to: quotes[0].open,
        speaker,
        postposed: false,
        quotes: [],
        follows: false,
      });
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
      verb,
      verbStart: offset + at,
      verbEnd,
      cls: 'say',
      from: Math.min(from, offset + at),
      to: Math.max(to, verbEnd),
      speaker,
      postposed: true,
      quotes: [],
      follows: false,
    };
  };
  const rest = masked.slice(last.close - offset);
  const by = /^\s*[―—–-]{1,2}\s*(?=\p{Lu})/u.exec(rest);
  if (by && quotes[0]!.open - offset < 3 && rest.length < 160) {
    const np = phraseAfter(masked, last.close - offset + by[0].length);
    return np && CAPITAL.test(np.text) ? make(np, null, last.close - offset) : null;
  }
  for (const q of quotes) {
    if (!/[,?!…][^\p{L}\p{N}]{1,8}$/u.test(view.slice(Math.max(q.open, q.close - 9), q.close))) continue;
    const at = q.close - offset;
    const m = /^\s((?:[Tt]he |[Aa]n? )?(?:[\p{L}’'.-]+ ){1,5}?)(\p{Ll}{3,}(?:ed|s)|sang|wept|began)(?=[ .,;:]|$)/u.exec(
      masked.slice(at, at + 120),
    );
    const text = m?.[1]?.trim() ?? '';
    const head = headOf(tokensOf(text, 0, text.length));
    if (m && (/^(?:he|she|they)$/.test(text) || isPersonRole(head) || (CAPITAL.test(text) && CAPITAL.test(head))))
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
    verb: word,
    verbStart: offset + at,
    verbEnd: offset + at + word.length,
    cls: form.cls,
    from: offset + from,
    to: offset + to,
    speaker,
    postposed,
    quotes: [],
    follows,
  });
  // What ends where the verb begins is looked for near it only.
  const near = left.slice(-90);
  const auxiliaries = AUX.exec(near)?.[0] ?? '';
  const clause = left.slice(0, left.length - auxiliaries.length).trimEnd();
  const aux = left.slice(clause.length);
  const after = masked.slice(at + word.length, at + word.length + 300);
  // "stood up in parliament to announce that"
  if (form.form === 'base' && WITH_THAT.test(after) && SPEAKS_UP.test(near)) {
    const host = phraseBefore(left.slice(0, left.search(SPEAKS_UP)));
    const speaker = host && acceptable(host.text, form, cast) && cast.resolve(host.text, host.apposed);
    if (speaker) return make(speaker, host.start, at + word.length, false, false);
  }
  const tail = clause;
  if (form.lemma === 'ask' && /^ (?:not to be|to (?:remain|stay)|for anonymity)/.test(after)) return null;
  if (MODAL.test(near) || /\b(?:reportedly|allegedly|apparently)\s*$/.test(near)) return null;

  if (NOUNS.test(word) && !AFTER_VERB.test(after)) return null;
  if (THAT_ONLY.test(form.lemma) && !WITH_THAT.test(after)) return null;
  if (form.lemma === 'put' && !PUT_AT.test(after)) return null;
  if (form.lemma === 'hold' && (!HELD_FOR.test(after) || HELD_EVENT.test(after))) return null;
  const progressive = form.form === 'ing' && /\b(?:is|are|was|were|been)\b/.test(aux);
  if (progressive && (WEAK.has(form.lemma) || /^ (?:over|about|with|in|at|outside)\b/.test(after))) return null;
  if (form.form === 'ing' && !progressive) {
    if (/\b(?:quoted|cited|reported)(?: by .{2,60})? as\s*$/.test(left)) {
      const cut = left.search(
        /\b(?:was|were|is|has been|had been)?\s*(?:quoted|cited|reported)(?: by .{2,60})? as\s*$/,
      );
      const np = phraseBefore(left.slice(0, cut));
      const speaker = np && cast.resolve(np.text, np.apposed);
      return speaker ? make(speaker, np!.start, at + word.length, false, false) : null;
    }
    const lead =
      /(?:^|[,;—–\ue000]\s*|\b(?:while|and|before|by|after|when|also)\s+)(?:also |again |further |once again |[a-z]+ly )*$/.test(
        left,
      );
    if (!lead) return null;
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
    const np = at < 3 ? afterComma(masked) : subjectOf(masked, at);
    const speaker = np
      ? cast.resolve(np.text, np.apposed)
      : at > 3 && WITH_THAT.test(after)
        ? subjectIn(masked, { start: 0, end: masked.length }, [], cast)
        : null;
    return speaker ? make(speaker, at, at + word.length, false, true) : null;
  }

  // Coordinated: "said ..., but accused ..."
  const joined = /(?:,\s*|\b)(?:and|but|or|then)\s*$/.exec(tail);
  // "condoled with the families and vowed that ...": one subject does both.
  if (
    joined &&
    acts.length === 0 &&
    !WEAK.has(form.lemma) &&
    /^ (?:that|to)\b/.test(after) &&
    !/[,;:—\ue000]/.test(left)
  ) {
    const line = { start: 0, end: masked.length };
    const subject = subjectIn(masked, line, [], cast);
    if (subject) return make(subject, 0, at + word.length, false, false);
  }
  if (joined && acts.length > 0 && form.form !== 'base')
    return make(acts.at(-1)!.speaker, at, at + word.length, false, true);

  if (/\b(?:is|are|was|were|been|being|be)\b/.test(aux) && form.form === 'past') {
    // Passive: only a named agent speaks ("was condemned by the ministry").
    const by = /^[^,.;]{0,90}?\bby\s+/.exec(after);
    if (!by) return null;
    const np = phraseAfter(masked, at + word.length + by[0].length);
    const speaker = np && cast.resolve(np.text, np.apposed);
    return speaker && np ? make(speaker, at, np.end, false, false) : null;
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
    const speaker = np && acceptable(np.text, form, cast) ? cast.resolve(np.text, np.apposed) : null;
    return speaker && np ? { ...make(speaker, at, np.end, false, false), verbEnd: offset + np.end } : null;
  }

  // Inverted, after a quotation or a comma: `,” said the minister`.
  const inverted =
    (form.cls === 'call' ? /\ue000\s*$/ : /(?:\ue000|[,;—–-])\s*$/).test(near) &&
    (form.form === 'past' || form.form === 's');
  if (inverted) {
    const np = phraseAfter(masked, at + word.length);
    const speaker = np && acceptable(np.text, form, cast) ? cast.resolve(np.text, np.apposed) : null;
    if (speaker && np && !(/,\s*$/.test(left) && subjectIsApposed(left))) return make(speaker, at, np.end, true, false);
  }

  let np = phraseBefore(left.slice(0, tail.length));
  if (!np || !acceptable(np.text, form, cast)) np = beforeRelative(tail) ?? np;
  if (form.lemma === 'claim' && /^ the li[fv]e/.test(after)) return null;
  if (!np || /^According\b/i.test(np.text) || !acceptable(np.text, form, cast)) return null;
  if (/^who$/i.test(np.text)) {
    const host = phraseBefore(left.slice(0, np.start).replace(/,\s*$/, ''));
    const speaker = host && acceptable(host.text, form, cast) && cast.resolve(host.text, host.apposed);
    return speaker ? make(speaker, host.start, at + word.length, false, false) : null;
  }
  if (form.form === 'base' && (!pluralSubject(np.text) || /\b(?:is|are|was|were|be|been)\b/.test(aux))) return null;
  if (form.lemma === 'commit to' && /\b(?:is|are|was|were|remain\w*|be|been)\s*$/.test(left)) return null;
  if (/\b(?:if|unless|whether|until|once|provided|in case)\s*$/i.test(left.slice(0, np.start))) return null;
  if (
    QUOTE_ONLY.has(form.lemma) &&
    !/^(?:[,:]|\s+that\b|\s*\ue000|\s*$|\s*\.)/.test(after) &&
    !/\ue000[,.]?\s*$/.test(left.slice(0, np.start))
  )
    return null;
  if (form.form === 'base' && /\b(?:to|will|would|can|could|not)\b/.test(aux)) return null;
  // "Lodu says ... and he believes": he is who spoke just before, unless it is she.
  const said = acts.at(-1)?.speaker;
  const same =
    said?.kind === 'person' &&
    !said.plural &&
    ((/^he$/i.test(np.text) && said.gender !== 'f') || (/^she$/i.test(np.text) && said.gender !== 'm'));
  const speaker = same
    ? said
    : (cast.resolve(np.text, np.apposed) ?? (PRONOUN.test(np.text) ? (before?.speaker ?? null) : null));
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
  if (
    !postposed &&
    !(/ and $/.test(left.slice(0, np.start)) && /^(?:he|she|they)$/.test(np.text)) &&
    embedded(left, np.start, acts, offset)
  )
    return null;
  return make(speaker, np.start, at + word.length, postposed, false);
}

/** "A driver who passed there yesterday told us": the subject stands before the relative clause. */
function beforeRelative(left: string): Phrase | null {
  const cut = left.lastIndexOf(' who ');
  if (cut < 0 || left.length - cut > 100 || /[,;:—–\ue000.]/.test(left.slice(cut))) return null;
  const host = phraseBefore(left.slice(0, cut));
  return host && isPersonRole(headOf(tokensOf(host.text, 0, host.text.length))) ? host : null;
}

/** Verbs that tell of speech only beside the words themselves. */
const QUOTE_ONLY = new Set([
  'continue',
  'repeat',
  'respond',
  'reply',
  'quip',
  'comment',
  'elaborate',
  'read',
  'reason',
  'echo',
  'detail',
  'record',
  'document',
  'brief',
  'inform',
  'communicate',
  'post',
]);

/** A clause inside what someone already says ("said Kabul had demanded ...") is that speaker's act, not a new one. */
function embedded(left: string, npStart: number, acts: readonly Act[], offset: number): boolean {
  const main = acts.findLast((a) => !a.postposed);
  if (!main || main.verb === null || /^according|^as per/i.test(main.verb)) return false;
  const between = left.slice(main.verbEnd - offset, npStart);
  return !/[;—]|\s–\s|\ue000\s*[.,]?\s*$|\ue000,?\s+(?:and|but|while)\s*$|,\s+(?:while|whereas|but|and|yet|although|though|with|a (?:claim|charge|allegation|statement|position|version|figure|demand) (?:that )?)\s*$|\.\s/.test(
    between,
  );
}

/** Quotations become \ue000 so that no rule sees their words; lengths stay. */
function mask(view: string, start: number, end: number, quotes: readonly Quoted[]): string {
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
  return out.replace(/\((?=\p{Lu})[^()\ue000]{2,40}\)/gu, (m) => ' '.repeat(m.length));
}

interface Phrase {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly apposed: string | null;
}

/** The noun phrase that ends where `left` ends; an apposition between commas is taken apart from it. */
function phraseBefore(left: string): Phrase | null {
  const trimmed = left.trimEnd();
  if (trimmed.endsWith(',')) {
    const inner = trimmed.slice(0, -1);
    const comma = inner.lastIndexOf(',');
    if (comma < 0) return null;
    const apposed = inner.slice(comma + 1).trim();
    if (apposed.length > 200 || /\ue000/.test(apposed)) return null;
    // "Donna Rawlings, 59, of Ashton, Md., who watched, said": back to what is no age, origin or short name of a state.
    let host: ReturnType<typeof nounRun> = null;
    for (let cut = comma, i = 0; cut > 0 && i < 4; cut = inner.lastIndexOf(',', cut - 1), i++) {
      host = nounRun(inner.slice(0, cut));
      const part = inner.slice(inner.lastIndexOf(',', cut - 1) + 1, cut).trim();
      if (host && !/^(?:\d+|of\b.*|[A-Z][a-z]{0,4}\.)$/.test(part)) break;
      host = null;
    }
    return host ? { ...host, apposed: ASIDE.test(apposed) ? null : apposed } : null;
  }
  const run = nounRun(trimmed);
  if (!run) return null;
  // ", a spokesman for the force said": name before the comma.
  return { ...run, apposed: null };
}

/** Between commas, and no word on who somebody is: ", in a rejoinder,", ", for its part,". */
const ASIDE =
  /^(?:in (?:an?|its|his|her|their|response|turn|reply)|for (?:its|his|her|their) part|however|meanwhile|too)\b/i;

const PARTS = /[,;:—–(\ue000“"…!?]/;
/** Tokens back from the end that make one noun phrase. */
function nounRun(left: string): { start: number; end: number; text: string } | null {
  const floor = Math.max(0, left.length - 260);
  let from = floor;
  for (let i = left.length - 1; i >= floor; i--)
    if (PARTS.test(left[i]!) || (left[i] === '-' && left[i - 1] === ' ' && left[i + 1] === ' ')) {
      from = left[i] === '-' ? i + 2 : i + 1;
      break;
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
  let capitalSeen = false;
  let first = i;
  for (; i >= 0 && tokens.length - i <= 16; i--) {
    const t = tokens[i]!;
    const w = t.text;
    const prev = tokens[i - 1]?.text ?? '';
    if (PRONOUN.test(w) && i === tokens.length - 1 && prev !== 'with') {
      first = i;
      break;
    }
    if (CONJ.test(w)) {
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
        /^(?:of|for|from|in|at|with)$/i.test(prev) &&
        (isRole(tokens[i - 2]!.text) ||
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
    if (
      /^[a-z]/.test(w) &&
      capitalSeen &&
      !isRole(w) &&
      !/^(?:senior|top|chief|deputy|former|acting|vice|military|army|foreign|local|state|provincial|prime|defen[cs]e|interior|security|government|police|rebel|unnamed|retired|high-ranking|second|said|al|bin|ibn|ul|de|del|van|von|der|la|el|new|leading|opposition|separatist|caretaker|interim|regional|veteran|outgoing|spokes\w+|co|familiar|close|several|two|three|village|town|city|province|district|region|area|capital|camp|paramilitary|affairs)$/.test(
        w,
      ) &&
      !PREP.test(prev)
    )
      break;
    if (
      /^[a-z]\w*(?:ed|ing)$/.test(w) &&
      !isRole(w) &&
      !/^(?:unnamed|armed|united|retired|leading|outgoing|allied|visiting|displaced|ruling|acting|monitoring|fact-finding|besieged|warring|mediating|exiled|elected|concerned|said|based|wounded|detained|peacekeeping)$/.test(
        w,
      )
    )
      break;
    if (CAPITAL.test(w)) capitalSeen = true;
    first = i;
    if (/^(?:is|are|was|were|be|has|have|had|will|would|did|does|not|he|she|it|they)$/i.test(w)) {
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
  const text = left.slice(start, end);
  return text ? { start, end, text } : null;
}

/** The noun phrase that begins at `at`, with what stands in apposition after it. */
function phraseAfter(masked: string, at: number): Phrase | null {
  const window = masked.slice(at, at + 320);
  const lead = /^\s*/.exec(window)![0].length;
  const stopAt = window
    .slice(lead)
    .search(/[,;:.—–(\ue000“"!?](?!\p{Ll})(?<!\b(?:Mr|Mrs|Ms|Dr|Lt|Gen|Col|Maj|Brig|Prof|Capt|Adm|St|\p{Lu})\.)/u);
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
      if (!/^(?:of|for|from|in|at|with|to|on)$/i.test(w)) break;
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
    if (
      i > 0 &&
      /^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$|^(?:today|yesterday|earlier|later|late|on|reporters|told|said|says|that|was|were|is|are|has|have|had|will|would|journalists|during|after|before|when|last|this|early|there|here)$/.test(
        w,
      )
    )
      break;
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
function subjectOf(masked: string, before: number): Phrase | null {
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
function afterComma(masked: string): Phrase | null {
  const comma = masked.indexOf(',');
  if (comma < 0 || comma > 200) return null;
  return phraseAfter(masked, comma + 1);
}
function subjectIsApposed(left: string): boolean {
  // "Asif, the minister, said ..." : the comma closes an apposition after a name.
  const inner = left.trimEnd().slice(0, -1);
  const comma = inner.lastIndexOf(',');
  if (comma < 0 || /\ue000/.test(inner.slice(comma))) return false;
  const between = inner.slice(comma + 1).trim();
  return (
    (ASIDE.test(between) ||
      /^(?:an?|the|who|his|her|its|one|whose|which|himself|herself|\p{Lu}|spokes|head|chief|deputy|foreign|defen|minister|president|senior|former|commander|leader|director|secretary|governor|\d)/u.test(
        between,
      )) &&
    nounRun(inner.slice(0, comma)) !== null
  );
}

function pluralSubject(np: string): boolean {
  if (/^(?:they|we|i|you|who|many|some|both|others|several)$/i.test(np)) return true;
  const head = headOf(tokensOf(np, 0, np.length));
  return (
    (/(?:s|people|men|women|children|police|Taliban|military|army|forces)$/i.test(head) && !/ss$/.test(head)) ||
    / and /.test(np)
  );
}

/** May this phrase be a speaker of this verb? */
function acceptable(np: string, form: VerbForm, cast: Cast): boolean {
  if (PRONOUN.test(np)) return !(WEAK.has(form.lemma) && /^it$/i.test(np) && form.lemma === 'read');
  const tokens = tokensOf(np, 0, np.length);
  if (tokens.length === 0 || tokens.length > 22) return false;
  const head = headOf(tokens);
  if (!head) return false;
  if (isRole(head)) return true;
  if (
    /^(?:talks?|agreement|ceasefire|truce|attacks?|strikes?|plan|deal|border|war|conflict|situation|move|decision|round|process|text|law|rule|result|year|month|week|day|time|issue|question|violence|clash\w*|visit|meeting|proposal|draft|resolution|measure|map|video|footage|image|photo|data|idea|hope|fear|concern|effort|pressure|crisis|operation|sources? of|accord|treaty|pact|negotiations?|dialogue|terms?|call|claims?|demands?|offer|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)$/i.test(
      head,
    )
  )
    return false;
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

/** Gives each quotation its act; returns those that have none. */
function assign(view: string, sentence: Line, quotes: readonly Quoted[], acts: Act[]): Quoted[] {
  const loose: Quoted[] = [];
  for (const q of quotes) {
    // “Asharq Gazette” in "told “Asharq Gazette” that" is a name.
    if (
      q.end - q.start < 50 &&
      /\b(?:to|told|with|by|newspaper|website|agency|channel|magazine)\s$/.test(
        view.slice(Math.max(0, q.open - 12), q.open),
      ) &&
      /^(?:\p{Lu}[\p{L}\d’'-]*(?: |$)){1,5}$/u.test(view.slice(q.start, q.end)) &&
      /^\s*(?:that|,|on)\b|^,/.test(view.slice(q.close, q.close + 6))
    )
      continue;
    const gapAfter = (a: Act): string => view.slice(q.close, Math.max(q.close, a.from));
    const post = acts.find(
      (a) => a.from >= q.close - 1 && /^[\s,.–—-]*(?:[a-z]+ly\s+)?$/.test(gapAfter(a)) && !a.follows,
    );
    const pre = acts.findLast(
      (a) => a.verbEnd <= q.open + 1 && !(a.postposed && a.quotes.length === 0 && a.from > sentence.start + 3 && false),
    );
    const chosen =
      post && (!pre || post.postposed || q.open - sentence.start < 3)
        ? post
        : (pre ?? post ?? acts.find((a) => a.from >= q.close - 1) ?? null);
    if (chosen) chosen.quotes.push(q);
    else loose.push(q);
  }
  return loose;
}

/** Direct: a whole clause stands in the marks. Mixed: a part of the outlet's sentence does. */
function speechOf(view: string, sentence: Line, q: Quoted, act: Act | null): Speech {
  const s = view.slice(q.start, Math.min(q.end, q.start + 600));
  const before = view.slice(Math.max(sentence.start, q.open - 60), q.open).trimEnd();
  const starts = before.length === 0;
  const upper = /^[\p{Lu}\p{Lo}\d[(…“‘"'¿¡]/u.test(s);
  const words = s.split(/\s+/).length;
  if (q.repaired || q.continues) return 'direct';
  const lead = /[,:;—–.]$/.test(before) || (act !== null && act.verbEnd >= q.open - 2);
  if (starts && (act === null || act.postposed || act.from >= q.close - 1 || words >= 4))
    return upper || words >= 4 ? 'direct' : 'mixed';
  if (upper && lead && words >= 2) return 'direct';
  // Taken up again after the attribution: “A,” he said, “and B.”
  if (act?.postposed && q.open > act.verbEnd && /,\s*$/.test(before) && act.quotes[0] !== q) return 'direct';
  if (upper && words >= 6 && FINITE.test(s)) return 'direct';
  if (lead && /[,:]$/.test(before) && words >= 5 && FINITE.test(s)) return 'direct';
  return 'mixed';
}
const FINITE =
  /\b(?:is|are|was|were|am|has|have|had|will|would|can|could|must|should|may|do|does|did|shall|\p{L}+ed|\p{L}+n['’]t)\b/u;

const NEGATIVE =
  /\b(?:fail(?:ed|s|ing|ure)?|refus\w+|violat\w+|breach\w*|attack(?:s|ed|ing)?|aggress\w+|terror\w*|militan\w+|harbou?r\w*|shelter\w*|hous(?:ed|ing)|haven\w*|launch\w*|shell(?:ed|ing)|bomb\w*|str(?:uck|ikes?)|kill(?:ed|ing|s)|shoot\w*|target(?:ed|ing)|massacre\w*|crimes?|atrocit\w+|illegal\w*|unlawful|provocat\w+|hollow|inaction|ignor\w+|backed out|reneg\w+|walk(?:ed)? out|divert\w*|shift attention|vilif\w+|malign\w*|stonewall\w*|prolong\w*|propaganda|distort\w*|avoid\w*|shy away|support(?:ed|ing) (?:terror|by foreign|militants|rebels)|foreign actors|external actors|exploit\w*|obstruct\w*|sabotag\w*|undermin\w*|block(?:ed|ing|ade)?|starv\w*|lies?|lied|lying|false\w*|fabricat\w*|occup\w+|invad\w*|invasion|incit\w*|loot\w*|abduct\w*|execut\w+|tortur\w*|infiltrat\w*|smuggl\w*|ploy|tactics?|intent|hostile|unprovoked|destructive|irrelevant|responsible for|no (?:verifiable )?action|without (?:taking|any|undertaking|measures)|accusatory|rhetoric|escalat\w*|broke|broken|never (?:honou?red|implemented|kept)|indiscriminate\w*|ethnic cleansing|genocid\w*|siege|fired (?:on|at|into|across)|opened fire|crossed|operat\w+ from|training camps|left behind|sealed|hide|turned back|stop delaying|humanitarian issue)\b/i;
/** Words about one's own good conduct, thanks and hopes: stances, whatever else the sentence names. */
const STANCE =
  /\b(?:appreciat\w+|commend\w*|thank(?:s|ed|ful)?|welcom\w+|prais\w+|grateful|united against|stands? united|with its armed forces|sacrifices|top priority|prioriti[sz]\w+|(?:remains?|remained|is|are) (?:\w+ )?committed|commitment to (?:peace|dialogue|diplomacy|talks)|restraint|last resort|integral to|victims of|concern remains|had expected|expected the|expecting|extended (?:goodwill|trade|humanitarian)|(?:would|will) not (?:engage|negotiate|talk|hold (?:direct )?talks)|chance to? peace|possible chance|first step|hopes? (?:that|for|to))\b/i;
const DEMAND =
  /\b(?:must|should|need(?:s|ed)? to (?:be|stop|end|take|act|withdraw|address)|ha(?:s|d|ve) to (?:be|stop|end|take|act|withdraw|leave)|ought to|demand(?:s|ed)?|calls? (?:on|for)|urg(?:e|es|ed)|we (?:ask|expect|want|call)|wants? (?:the|results|\p{Lu})|expects? (?:\p{Lu}\p{L}+|them|it|the) to|insist(?:s|ed)? on|non-negotiable|immediately (?:stop|end|cease|halt|withdraw|release)|only (?:when|if|after) (?:the other|they)|it is time (?:for|to)|(?:first|second|third|fourth), the (?:release|withdrawal|return|end|lifting|opening)|let (?!me\b|us say).{2,20} (?:in|pass|return))\b/iu;
const COMMIT =
  /\b(?:(?:we|it|they|he|she|i|\p{Lu}\p{L}+) (?:will|shall)(?! not be (?:able|bound)| leave no)|(?:we|it|they)['’]ll|pledge[sd]?|vow(?:s|ed)?|promis(?:e|es|ed)|undertak(?:e|es|en)|commit(?:s|ted)? to (?:with|respect|implement|stop|keep|refrain|releas)|agreed to (?:with|stop|release|open|halt|allow|return|keep)|would (?:return|open|release|exchange|withdraw|reopen|send|travel|allow|respect|implement))\b/iu;
const OFFER =
  /\b(?:(?<!not )ready (?:to|for)|(?<!not )willing to|(?<!not )prepared to|offer(?:s|ed)? to|propos(?:e|es|ed)|provided (?:that|they|it)|on condition|were welcome|on the table|if (?:the other|they|both|\p{Lu}\p{L}+) .{2,60} (?:we|it) (?:will|would|are)|would .{2,80} if the|open to (?:talks|dialogue|negotiat|meeting|a ))\b/iu;
const WARN =
  /\b(?:consequences|would be (?:considered|met|responded)|will be (?:met|responded|considered|invalid|answered)|responded to with|full force|patience (?:is|was|has|will) (?:not|run|wear)|reserve the right|by a thread|at (?:its|their|your) own risk|will not (?:tolerate|last|hesitate|stand idle|stay silent|be able)|no longer tolerate|risks? (?:of|collaps|a return|plung|spiral)|could (?:lead|collapse|trigger|plunge|reignite|unravel)|catastroph\w+|all options|decisive(?:ly)? respon|on the (?:brink|verge)|famine|cannot be considered|(?:is )?not considered)\b/i;
const DENIAL =
  /\b(?:den(?:y|ies|ied)|no truth|not true|(?:is|are|as|were|was) (?:\w+ )?(?:baseless|unfounded)|baseless (?:allegation|claim|accusation|report|charge)s?|never (?:attacked|crossed|fired|violated|targeted)|(?:did|has|have|had) not (?:attack|fire|target|cross|violate|carr|strike|take part|break|shell|bomb)\w*|no (?:involvement|role|part) in|says nothing of|does not (?:support|allow|host|harbour|harbor|shelter)|reject(?:s|ed)? (?:the )?(?:allegation|accusation|claim|charge|report)\w*)\b/i;
const COUNT =
  '(?:\\d[\\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens|scores|hundreds|thousands)';
const HARMED =
  '(?:killed|dead|died|wounded|injured|displaced|missing|captured|detained|destroyed|casualties|bodies|martyr(?:s|ed)|fled|stranded)';
const CASUALTY_COUNT = new RegExp(
  `\\b${COUNT}\\b.{0,70}\\b${HARMED}\\b|\\b(?:kill(?:ed|ing)|displaced|displacing|wounded|injured|captured|detained|destroyed|stranded|violated) (?:at least |more than |about |around |some |nearly |up to )?${COUNT}\\b`,
  'i',
);
const HAPPENED =
  /\b(?:held|took place|met|signed|arrived|began|started|ended|concluded|reopened|closed|released|handed over|exchanged|agreed|reached|left|resumed|opened|fired|hit|struck|killed|wounded|injured|exploded|explosions?|crossed|landed|withdrew|evacuated|died|fell|fled|heard|saw|shelling|produced|was meant to|spoke|discussed)\b/i;
const PAST = /\b(?:\p{Ll}{3,}ed|were|was|had|went|came|gave|took|made|slept|broke|ran|hid)\b/u;

/** What kind of assertion, from the verb first and the words after. Soft by nature. */
function kindOf(
  words: string,
  scope: string,
  verb: string | null,
  cls: VerbClass | null,
  outlet: boolean,
  side: string,
  cast: Cast,
): ClaimKind {
  const w = words.slice(0, 1500);
  if (outlet) return NEGATIVE.test(w) && /reportedly|allegedly/.test(scope) ? 'accusation' : 'event-report';
  switch (cls) {
    case 'accuse':
      return 'accusation';
    case 'deny':
      // To reject an attempt is to charge someone with it.
      return /^\s*(?:any |the |all )?(?:attempts?|moves?|efforts?|interference)\b/.test(scope)
        ? 'accusation'
        : 'denial';
    case 'demand':
      return 'demand';
    case 'warn':
      return 'warning';
    case 'commit':
      return 'commitment';
    case 'value':
      return 'position';
    default:
      break;
  }
  if (/^(?:set|sets|setting) out/i.test(verb ?? '') && /\b(?:conditions?|demands?)\b/.test(w)) return 'demand';
  if (/^put/i.test(verb ?? '')) return 'figure';
  const blamesOther =
    NEGATIVE.test(w) &&
    (namesOther(w, side, cast) ||
      /\b(?:they|these|those|the (?:enemy|other side|rebels|militants|terrorists|regime|aggressor)|that (?:side|country)|such|this (?:approach|is not)|it is an?|problem|nobody|we (?:walked|were)|men in uniform)\b/i.test(
        w,
      ));
  if (cls === 'call') return NEGATIVE.test(w) || blamesOther ? 'accusation' : 'position';
  if (
    CASUALTY_COUNT.test(w) &&
    !/\b(?:struck|bombed|shelled|fired|massacred|shelling three|in order to hide)\b/i.test(w)
  )
    return 'figure';
  if (WARN.test(w)) return 'warning';
  if (OFFER.test(w) || cls === 'offer') return 'offer';
  if (STANCE.test(w) && !/\b(?:but|yet) (?:the|they|\p{Lu})/u.test(w)) return 'position';
  if (DENIAL.test(w) && !/\bneither deny/.test(w)) return 'denial';
  if (DEMAND.test(w)) return 'demand';
  if (blamesOther) return 'accusation';
  if (COMMIT.test(w)) return 'commitment';
  const looksOn = cls === 'report' || /^(?:witness|monitor|un|ngo|third-party|unnamed-source|both-parties)$/.test(side);
  if ((looksOn && PAST.test(w)) || HAPPENED.test(w)) return 'event-report';
  return 'position';
}
function namesOther(words: string, side: string, cast: Cast): boolean {
  for (const h of namesIn(words, 0, words.length, cast.names))
    if (h.named.kind !== 'place' && cast.partOf(h.named.id, h.named) !== side) return true;
  for (const t of tokensOf(words, 0, Math.min(words.length, 600)))
    if (/^\p{Lu}\p{Ll}{3}/u.test(t.text) && /(?:regime|Forces|Army)$/.test(t.text)) return true;
  return /\b(?:rebels?|insurgents?|army|forces|regime|militants?|terrorists?|gunmen|troops|authorities|militia|soldiers|fighters|jets)\b/i.test(
    words,
  );
}

/** Whom a claim is about: the first name in its words that is not the speaker's own side, as written. */
function aboutOf(
  view: string,
  scope: readonly [number, number],
  speaker: Speaker | null,
  input: ClaimInput,
): string | null {
  const hits = namesIn(view, scope[0], Math.min(scope[1], scope[0] + 1200), input.names).filter(
    (h) => h.named.kind !== 'place',
  );
  if (!speaker) {
    const names = [...new Set(hits.map((h) => h.text))].slice(0, 3);
    return names.length ? names.join('; ') : null;
  }
  const other = hits.find((h) => input.cast.partOf(h.named.id, h.named) !== speaker.side) ?? hits[0];
  return other?.text ?? null;
}
