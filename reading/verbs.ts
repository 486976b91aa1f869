/** Verbs of saying in all their forms, and what tells them from nouns and from other uses. */
import { patternsOfWords } from './beginnings.ts';

export type VerbClass =
  | 'say'
  | 'accuse'
  | 'deny'
  | 'demand'
  | 'commit'
  | 'offer'
  | 'warn'
  | 'report'
  | 'value'
  | 'call';

/** lemma: class; irregular forms after the colon */
const VERBS: Readonly<Record<VerbClass, string>> = {
  say: 'say:says,said,saying reckon narrate want_to_know:wants_to_know,wanted_to_know,wanting_to_know decline reserve whisper mutter murmur cry:cries,cried,crying sigh:sighs,sighed,sighing shrug:shrugs,shrugged,shrugging put_it:puts_it,put_it,putting_it chant agree_with:agrees_with,agreed_with,agreeing_with disagree cite consider find:finds,found,finding show:shows,showed,showing indicate hope fear predict boast joke complain counter retort proclaim shout wonder specify rule put:puts,put,putting speak_of:speaks_of,spoke_of,speaking_of put_the:puts_the,put_the,putting_the tell:tells,told,telling add note state explain declare claim assert maintain insist argue stress emphasize emphasise underline underscore highlight reiterate reaffirm affirm remark observe reply answer respond clarify conclude write:writes,wrote,writing read:reads,read,reading tweet post recall acknowledge admit:admits,admitted,admitting concede contend believe comment elaborate continue repeat reason express voice point_out:points_out,pointed_out,pointing_out mention echo quip testify recount opine hint signal signaled:signaled,signaled,signaling labeled:labeled,labeled,labeling aver hold_that:holds_that,held_that,holding_that set_out:sets_out,set_out,setting_out articulate attest confide exclaim intimate insinuate profess relate surmise speculate theorize theorise summarize summarise sum_up:sums_up,summed_up,summing_up muse bemoan grumble concur stipulate assure reassure remind notify advise alert make_clear:makes_clear,made_clear,making_clear make_it_clear:makes_it_clear,made_it_clear,making_it_clear convey forecast:forecasts,forecast,forecasting foresee:foresees,foresaw,foreseeing email e-mail caption snap intone fire_back:fires_back,fired_back,firing_back shoot_back:shoots_back,shot_back,shooting_back issue_a_statement:issues_a_statement,issued_a_statement,issuing_a_statement imply worry recommend agree_that:agrees_that,agreed_that,agreeing_that agree_on:agrees_on,agreed_on,agreeing_on refer_to:refers_to,referred_to,referring_to sing:sings,sang,singing',
  accuse:
    'hold:holds,held,holding attribute blasted:blasted,blasted,blasting accuse blame condemn criticize criticise slam:slams,slammed,slamming denounce allege decry:decries,decried,decrying lambast protest deplore castigate fault lament assail rebuke charge censure deride berate chastise scold admonish excoriate reprimand speak_out_against:speaks_out_against,spoke_out_against,speaking_out_against hit_out_at:hits_out_at,hit_out_at,hitting_out_at lash_out_at:lashes_out_at,lashed_out_at,lashing_out_at',
  deny: 'deny:denies,denied,denying reject refute dismiss:dismisses,dismissed,dismissing rebut:rebuts,rebutted,rebutting dispute disavow contradict rebuff rule_out:rules_out,ruled_out,ruling_out',
  demand:
    'urge demand direct instruct order want call_on:calls_on,called_on,calling_on call_for:calls_for,called_for,calling_for call_upon:calls_upon,called_upon,calling_upon appeal press_for:presses_for,pressed_for,pressing_for push_for:pushes_for,pushed_for,pushing_for pushed_again_for:pushes_again_for,pushed_again_for,pushing_again_for ask request insist_on:insists_on,insisted_on,insisting_on implore exhort beseech:beseeches,beseeched,beseeching plead renew register lodge',
  commit:
    'pledge vow promise undertake:undertakes,undertook,undertaking commit_to:commits_to,committed_to,committing_to guarantee swear:swears,swore,swearing agree_to:agrees_to,agreed_to,agreeing_to',
  offer: 'offer propose suggest',
  warn: 'warn threaten caution',
  report:
    'report gave_a_figure:gives_a_figure,gave_a_figure,giving_a_figure gave_a_toll:gives_a_toll,gave_a_toll,giving_a_toll announce corroborate confirm reveal disclose estimate inform describe detail record document communicate brief',
  value:
    'praise condole laud tout commend welcome thank hail regret applaud congratulate appreciate express_concern:expresses_concern,expressed_concern,expressing_concern express_hope:expresses_hope,expressed_hope,expressing_hope',
  call: 'call:calls,called,calling term deem dub:dubs,dubbed,dubbing label brand characterize characterise portray_as:portrays_as,portrayed_as,portraying_as',
};

type Form = 'past' | 's' | 'base' | 'ing';
export interface VerbForm {
  readonly lemma: string;
  readonly cls: VerbClass;
  readonly form: Form;
}

export const FORMS = new Map<string, VerbForm>();
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
  if (/(?:regret|quip|signal|label)$/.test(v)) return [`${v}s`, `${v}${v.at(-1)}ed`, `${v}${v.at(-1)}ing`];
  if (/e$/.test(v)) return [`${v}s`, `${v}d`, `${v.slice(0, -1)}ing`];
  if (/[^aeiou]y$/.test(v)) return [`${v.slice(0, -1)}ies`, `${v.slice(0, -1)}ied`, `${v}ing`];
  if (/(?:s|sh|ch|x)$/.test(v)) return [`${v}es`, `${v}ed`, `${v}ing`];
  return [`${v}s`, `${v}ed`, `${v}ing`];
}
/** Verbs that say so little that only a subject that plainly speaks will do. */
export const WEAK = new Set([
  'read',
  'post',
  'ask',
  'put the',
  'speak of',
  'agree to',
  'agree on',
  'want',
  'deem',
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
export const NOUNS =
  /^(?:states|claims|calls|appeals|requests|remarks|promises|demands|reports|tweets|comments|offers|mentions|posts|protests|pledges|vows|estimates|details|records|documents|briefs|signals|labels|brands|terms|questions|counters|rules|hopes|fears|puts|shows|praises|notes|voices|reasons|states|report|claim|call|appeal|request|remark|promise|demand|tweet|comment|offer|mention|post|protest|pledge|vow|estimate|detail|record|document|brief|signal|label|brand|term|counter|rule|hope|fear|show|note|voice|reason|state)$/;
export const AFTER_VERB =
  /^(?:(?: (?:today|yesterday|(?:on )?\p{Lu}\p{Ll}+day))?(?: ?[,:]? ?\ue000|:)| from \p{Lu}\p{L}+ that\b| (?:\p{Ll}+ly )?(?:that|it|its|the|an?|his|her|their|this|these|those|there|on|for|in|no|all|both|he|she|they|we|him|them|us|your|our|my|such|each|some|more|at least|about|up to|if|to have|to be|how|what|why|\p{Lu}|\d)\b)/u;
/** Verbs that tell of speech only with a clause or words quoted. */
export const THAT_ONLY =
  /^(?:whisper|mutter|murmur|cry|sigh|shrug|consider|find|show|indicate|hope|fear|predict|boast|joke|complain|counter|retort|proclaim|shout|wonder|rule|charge|relate|advise|attest|worry|issue a statement|forecast|foresee|surmise|profess|confide|muse|alert|plead)$/;
export const WITH_THAT =
  /^(?: (?:in an? \p{Ll}+(?: \p{Ll}+)?|on \p{Lu}\p{L}+)[,:] ?\ue000|,? (?:however, )?(?:\p{Ll}+ly )?that\b|,? (?:\p{Ll}+ly )?(?:that|how|why|whether)\b|[,:]? ?\ue000|:|\s*[.,]?\s*$)/u;
/** Verbs with the one who is told: "assured residents that". */
export const ADDRESSED = /^(?:assure|reassure|remind|notify|advise|alert|inform)$/;
/** Said by a noun: "renewed its call", "repeated the view that". */
export const SPEECH_NOUN =
  /^ (?:(?:its|his|her|their|the|an?|any|strong|strongest|deep|serious|grave|formal|official|earlier|previous|long-standing|unconditional|full) ){0,4}(?:call|demand|claim|view|promise|pledge|vow|warning|threat|denial|accusation|allegation|charge|concern|hope|condolence|sympath|appeal|protest|complaint|objection|commitment|readiness|willingness|gratitude|regret|outrage|doubt|fear|position|condemnation|offer|request|statement)/;
export const SPEAKS_UP =
  /\b(?:went on|goes on|(?:is|are|was|were|be) heard|(?:went|gone) (?:so|as) far as|stood up|rose|took to|appeared|returned|hastened|rushed|spoke up|(?:was|were) (?:quick|keen|at pains))\b[^,;\ue000]{0,50} to $/;
/** "put the dead at 40", "hold the council responsible": the rest of the phrase is part of the verb. */
export const PUT_AT =
  /^ (?!forward|out|up|on|in|off|down|to|an? (?:end|stop))[^,.;\ue000]{3,60}? at (?:an? )?(?:(?:estimated|about|around|some|at least|more than|nearly|over|up to|between) )?(?:\d|[$€£]|Rs|US\$|USD|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|dozens|hundreds|thousands)\b)/;
export const HELD_FOR = /^ [^;,\ue000]{2,120}?(?:\b(?:responsible|accountable|to blame|liable)\b| \ue000)/;
export const HELD_EVENT =
  /^ [^.;\ue000]{0,40}\b(?:talks|meetings?|conference|briefing|sessions?|elections?|rally|rallies|hostage|captive|prisoner|up|out|back|on)\b/;

/** One pattern of many words, branching where they part: a letter that begins none ends the search. */
function branching(words: Iterable<string>): string {
  const rest = new Map<string, Set<string>>();
  let ends = false;
  for (const w of words)
    if (w === '') ends = true;
    else rest.set(w[0]!, (rest.get(w[0]!) ?? new Set()).add(w.slice(1)));
  const parts = [...rest].map(([letter, after]) => letter + branching(after));
  return parts.length === 0
    ? ''
    : ends
      ? `(?:${parts.join('|')})?`
      : parts.length === 1
        ? parts[0]!
        : `(?:${parts.join('|')})`;
}
/** Asked of a sentence without what stands in marks. */
export const ofSpeech = patternsOfWords();
/** Any form of any of them, the longest that fits. */
export const VERB = ofSpeech(
  new RegExp(`\\b${branching([...FORMS.keys(), 'according to', 'as per', 'in the words of'])}\\b`, 'i'),
);

/** Verbs that tell of speech only beside the words themselves. */
export const QUOTE_ONLY = new Set([
  'continue',
  'repeat',
  'respond',
  'reply',
  'answer',
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
  'snap',
]);
/** Verbs that tell of speech only where words in marks stand near. */
export const NEAR_MARKS = /^(?:refer to|e-?mail|caption|sing)$/;
