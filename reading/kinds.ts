/** What kind of assertion a claim is. Soft by nature. */
import { patternsOfWords } from './beginnings.ts';
import type { ClaimKind } from './shape.ts';
import { type Cast, namesIn } from './speakers.ts';
import type { VerbClass } from './verbs.ts';

const ofClaims = patternsOfWords();
const NEGATIVE = ofClaims(
  /\b(?:fail(?:ed|s|ing|ure)?|refus\w+|violat\w+|breach\w*|attack(?:s|ed|ing)?|aggress\w+|terror\w*|militan\w+|harbou?r\w*|shelter\w*|hous(?:ed|ing)|haven\w*|launch\w*|shell(?:ed|ing)|bomb\w*|str(?:uck|ikes?)|kill(?:ed|ing|s)|shoot\w*|target(?:ed|ing)|massacre\w*|crimes?|atrocit\w+|illegal\w*|unlawful|provocat\w+|hollow|inaction|ignor\w+|backed out|reneg\w+|walk(?:ed)? out|divert\w*|shift attention|vilif\w+|malign\w*|stonewall\w*|prolong\w*|propaganda|distort\w*|avoid\w*|shy away|support(?:ed|ing) (?:terror|by foreign|militants|rebels)|foreign actors|external actors|exploit\w*|obstruct\w*|sabotag\w*|undermin\w*|block(?:ed|ing|ade)?|starv\w*|lies?|lied|lying|false\w*|fabricat\w*|occup\w+|invad\w*|invasion|incit\w*|loot\w*|abduct\w*|execut\w+|tortur\w*|infiltrat\w*|smuggl\w*|ploy|tactics?|intent|hostile|unprovoked|destructive|irrelevant|responsible for|no (?:verifiable )?action|without (?:taking|any|undertaking|measures)|accusatory|rhetoric|escalat\w*|broke|broken|never (?:honou?red|implemented|kept)|indiscriminate\w*|ethnic cleansing|genocid\w*|siege|fired (?:on|at|into|across)|opened fire|crossed|operat\w+ from|training camps|left behind|sealed|hide|turned back|stop delaying|humanitarian issue)\b/i,
);
/** Words about one's own good conduct, thanks and hopes: stances, whatever else the sentence names. */
const STANCE = ofClaims(
  /\b(?:appreciat\w+|commend\w*|thank(?:s|ed|ful)?|welcom\w+|prais\w+|grateful|united against|stands? united|with its armed forces|sacrifices|top priority|prioriti[sz]\w+|(?:remains?|remained|is|are) (?:\w+ )?committed|commitment to (?:peace|dialogue|diplomacy|talks)|restraint|last resort|integral to|victims of|concern remains|had expected|expected the|expecting|extended (?:goodwill|trade|humanitarian)|(?:would|will) not (?:engage|negotiate|talk|hold (?:direct )?talks)|chance to? peace|possible chance|first step|hopes? (?:that|for|to))\b/i,
);
const DEMAND = ofClaims(
  /\b(?:must|should|need(?:s|ed)? to (?:be|stop|end|take|act|withdraw|address)|ha(?:s|d|ve) to (?:be|stop|end|take|act|withdraw|leave)|ought to|demand(?:s|ed)?|calls? (?:on|for)|urg(?:e|es|ed)|we (?:ask|expect|want|call)|wants? (?:the|results|[a-z\u00c0-\u1fff])|expects? (?:[a-z\u00c0-\u1fff]{2,}|them|it|the) to|insist(?:s|ed)? on|non-negotiable|immediately (?:stop|end|cease|halt|withdraw|release)|only (?:when|if|after) (?:the other|they)|it is time (?:for|to)|(?:first|second|third|fourth), the (?:release|withdrawal|return|end|lifting|opening)|let (?!me\b|us say).{2,20} (?:in|pass|return))\b/i,
);
const COMMIT = ofClaims(
  /(?: (?:will|shall)(?<=\b(?:i|\p{Lu}\p{L}+) (?:will|shall))(?! not be (?:able|bound)| leave no)|\b(?:(?:we|it|they)['’]ll|pledge[sd]?|vow(?:s|ed)?|promis(?:e|es|ed)|undertak(?:e|es|en)|commit(?:s|ted)? to (?:with|respect|implement|stop|keep|refrain|releas)|agreed to (?:with|stop|release|open|halt|allow|return|keep)|would (?:return|open|release|exchange|withdraw|reopen|send|travel|allow|respect|implement)))\b/iu,
);
const OFFER = ofClaims(
  /\b(?:(?<!not )ready (?:to|for)|(?<!not )willing to|(?<!not )prepared to|offer(?:s|ed)? to|propos(?:e|es|ed)|provided (?:that|they|it)|on condition|were welcome|on the table|if (?:the other|they|both|[a-z\u00c0-\u1fff]{2,}) .{2,60} (?:we|it) (?:will|would|are)|would .{2,80} if the|open to (?:talks|dialogue|negotiat|meeting|a ))\b/i,
);
const WARN = ofClaims(
  /\b(?:consequences|would be (?:considered|met|responded)|will be (?:met|responded|considered|invalid|answered)|responded to with|full force|patience (?:is|was|has|will) (?:not|run|wear)|reserve the right|by a thread|at (?:its|their|your) own risk|will not (?:tolerate|last|hesitate|stand idle|stay silent|be able)|no longer tolerate|risks? (?:of|collaps|a return|plung|spiral)|could (?:lead|collapse|trigger|plunge|reignite|unravel)|catastroph\w+|all options|decisive(?:ly)? respon|on the (?:brink|verge)|famine|cannot be considered|(?:is )?not considered)\b/i,
);
const DENIAL = ofClaims(
  /\b(?:den(?:y|ies|ied)|no truth|not true|(?:is|are|as|were|was) (?:\w+ )?(?:baseless|unfounded)|baseless (?:allegation|claim|accusation|report|charge)s?|never (?:attacked|crossed|fired|violated|targeted)|(?:did|has|have|had) not (?:attack|fire|target|cross|violate|carr|strike|take part|break|shell|bomb)\w*|no (?:involvement|role|part) in|says nothing of|does not (?:support|allow|host|harbour|harbor|shelter)|reject(?:s|ed)? (?:the )?(?:allegation|accusation|claim|charge|report)\w*)\b/i,
);
const COUNT =
  '(?:\\d[\\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens|scores|hundreds|thousands)';
const HARMED =
  '(?:killed|dead|died|wounded|injured|displaced|missing|captured|detained|destroyed|casualties|bodies|martyr(?:s|ed)|fled|stranded)';
const CASUALTY_COUNT = ofClaims(
  new RegExp(
    `\\b${COUNT}\\b.{0,70}\\b${HARMED}\\b|\\b(?:kill(?:ed|ing)|displaced|displacing|wounded|injured|captured|detained|destroyed|stranded|violated) (?:at least |more than |about |around |some |nearly |up to )?${COUNT}\\b`,
    'i',
  ),
);
const HAPPENED = ofClaims(
  /\b(?:held|took place|met|signed|arrived|began|started|ended|concluded|reopened|closed|released|handed over|exchanged|agreed|reached|left|resumed|opened|fired|hit|struck|killed|wounded|injured|exploded|explosions?|crossed|landed|withdrew|evacuated|died|fell|fled|heard|saw|shelling|produced|was meant to|spoke|discussed)\b/i,
);
const PAST = /\b(?:\p{Ll}{3,}ed|were|was|had|went|came|gave|took|made|slept|broke|ran|hid)\b/u;

/** What kind of assertion, from the verb first and the words after. Soft by nature. */
export function kindOf(
  words: string,
  scope: string,
  verb: string | null,
  cls: VerbClass | null,
  outlet: boolean,
  side: string,
  cast: Cast,
): ClaimKind {
  const w = words.slice(0, 1500);
  if (outlet) return /reportedly|allegedly/.test(scope) && NEGATIVE.test(w) ? 'accusation' : 'event-report';
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
  if (/^put/i.test(verb ?? '')) return 'figure';
  if (cls === 'call') return NEGATIVE.test(w) ? 'accusation' : 'position';
  if (
    CASUALTY_COUNT.test(w) &&
    !/\b(?:struck|bombed|shelled|fired|massacred|shelling three|in order to hide)\b/i.test(w)
  )
    return 'figure';
  if (WARN.test(w)) return 'warning';
  if (OFFER.test(w) || cls === 'offer') return 'offer';
  if (STANCE.test(w)) return 'position';
  if (DENIAL.test(w) && !/\bneither deny/.test(w)) return 'denial';
  if (DEMAND.test(w)) return 'demand';
  if (
    NEGATIVE.test(w) &&
    (namesOther(w, side, cast) ||
      /\b(?:they|these|those|the (?:enemy|other side|rebels|militants|terrorists|regime|aggressor)|that (?:side|country)|such|this (?:approach|is not)|it is an?|problem|nobody|we (?:walked|were)|men in uniform)\b/i.test(
        w,
      ))
  )
    return 'accusation';
  if (COMMIT.test(w)) return 'commitment';
  const looksOn = cls === 'report' || /^(?:witness|monitor|un|ngo|third-party|unnamed-source|both-parties)$/.test(side);
  if ((looksOn && PAST.test(w)) || HAPPENED.test(w)) return 'event-report';
  return 'position';
}
function namesOther(words: string, side: string, cast: Cast): boolean {
  for (const h of namesIn(words, 0, words.length, cast.names))
    if (h.named.kind !== 'place' && cast.partOf(h.named.id, h.named) !== side) return true;
  return /\b(?:rebels?|insurgents?|army|forces|regime|militants?|terrorists?|gunmen|troops|authorities|militia|soldiers|fighters|jets)\b/i.test(
    words,
  );
}
