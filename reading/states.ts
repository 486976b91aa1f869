/**
 * States of affairs that cannot both hold of one thing: in force or suspended, let in or kept out, warned or not. Each is a
 * pair of poles in words; a negation before a word turns it into the other.
 */
import type { Contradiction, TopicCode } from './shape.ts';
import { type Ask, find, make, meets, type Told, valueAround } from './slots.ts';
import { lemmasIn } from './wording.ts';

/** A state, the words for it and for the opposite, and where they mean it: what must be told of in the sentence. */
type State = readonly [code: TopicCode | Own, one: RegExp, other: RegExp, beside?: RegExp];
const STATES: readonly State[] = [
  [
    'waters',
    /\b(?:international|open) (?:waters|seas?|airspace)\b|\bhigh seas\b/gi,
    /\b(?:(?:our|their|its|territorial|\p{L}+[’']s?)(?: territorial)? (?:waters|airspace))\b/giu,
  ],
  [
    'treated',
    /\b(?:well (?:treated|fed|cared for)|treated (?:\w+ )?(?:well|humanely|with respect)|in good (?:health|condition|spirits)|unharmed|(?:adequate|enough|sufficient) (?:food|water|care)|no complaints)\b/gi,
    /\b(?:ill-treat\w*|mistreat\w*|tortur\w+|abused?|beaten|marks of|maltreat\w*|inhuman\w*|starv(?:ed|ing|ation)|hungry|one meal|lost (?:[\w-]+ ){0,5}(?:weight|kilos?)|humiliat\w+|denied (?:food|water|care|medicine))\b/gi,
  ],
  [
    'meant',
    /\b(?:accident(?:al|ally)?|by mistake|in error|mistaken(?:ly)?|unintentional\w*|stray|unidentified (?:war)?(?:planes?|jets?|aircraft|drones?|vessels?|boats?|ships?)|(?:did not|didn[’']t) (?:know (?:whose|it was|that it)|recogni[sz]e)|not aware of (?:whose|its))\b/gi,
    /\b(?:deliberate\w*|intentional\w*|on purpose|premeditated|(?:planned|pre-?planned|prepared) (?:provocation|attack|act|in advance)|ambush(?:ed)?|knew (?:whose|exactly|perfectly|very well|full well))\b/gi,
  ],
  [
    'armed',
    /\b(?:hospitals?|clinics?|schools?|mosques?|churches|markets?|ambulances?|civilians?|unarmed|pilgrims?|children|women|farmers|villagers|fishermen|shepherds|journalists?|patients|worshippers)\b/gi,
    /\b(?:soldiers?|sailors?|naval|militants?|fighters?|gunmen|combatants?|members of [^.,;]{0,40}(?:army|corps|forces|militia)|(?:military|ammunition|arms|weapons) (?:depot|dump|store|post|position|base|target|ship|vessel|convoy)|(?:depot|dump|store|cache) of (?:ammunition|arms|weapons)|command (?:post|centre|center)|headquarters|nerve cent(?:re|er)|barracks)\b/gi,
    /\b(?:kill\w*|die[ds]?|dead|missing|wound\w*|injur\w*|blew|explo\w+|bombard\w*|shell\w*|struck|hit|sank|sunk|target\w*|destroy\w*|vessel|ship|ferry)\b/i,
  ],
  [
    'access',
    /\b(?:(?:granted|given|had) (?:full |free )?access|allowed (?:in|to (?:enter|visit|pass|inspect))|let (?:in|through)|waved through|admitted to|visited|inspected|toured|(?:is|are|were) welcome|no refusal|sp[ea]n[dt] [^.;“”]{0,20}(?:at|inside|in) the (?:site|camp|prison|area|scene|place))\b/gi,
    /\b(?:denied (?:access|entry)|(?:been|were|was) refused|refused (?:access|entry)|turned (?:back|away)|blocked|barred|prevented from|kept out|no access)\b/gi,
  ],
  [
    'promises-kept',
    /\b(?:kept (?:every|its|our|their|his|her|the) (?:word|promises?|commitments?|pledges?|side)|honou?red|fulfilled|complied|abided by|respected)\b/gi,
    /\b(?:violated|broke|breached|reneged|backed out|went back on|failed to (?:keep|honou?r|implement)|ignored)\b/gi,
    /\b(?:words?|promise[ds]?|pledge[ds]?|commit(?:ted|ments?)|undert(?:ook|aken|akings?)|assurances?|obligations?|agree(?:d|ments?)|accords?|terms)\b/i,
  ],
  [
    'more-talks',
    /\b(?:agreed to (?:meet|return|resume|talk)|(?:an?|the|another) (?:\w+ )?round (?:is to|will|would|is due to) (?:be (?:held|convened)|take place|open|begin)|(?:will|would|to) meet again|next round|(?:invit\w+|agreed|will|would|ready) to return|return(?:ing)? to (?:the )?(?:negotiating )?(?:table|talks)|(?:continue|resume) (?:the |their )?(?:\w+ )?(?:talks|negotiations|dialogue|diplomacy)|(?:talks|negotiations|diplomacy)[^.;“”]{0,40} (?:could|will|would|can|to) (?:resume|continue|go on)|(?:left|leave|leaves|keep|kept) the door open|door (?:is|was|remains?) open)\b/gi,
    /\b(?:without a date|no (?:new )?date|no (?:second|third|fourth|fifth|sixth) round|no (?:further|more|other|new|next) (?:talks|rounds?|meetings?)|(?:will|would) be no (?:\w+ )?(?:talks|rounds?|meetings?)|talks (?:are|were) (?:over|dead|off)|(?:will|would) not (?:return|resume|meet|continue)|no (?:need|reason|point) (?:to continue|in continuing)|lost (?:his|her|its|their|the) will|may not come again|indefinitely)\b/gi,
  ],
  [
    'works',
    /\b(?:in (?:force|effect|operation|working order|(?:\w+ )?contact)|valid|operational|functioning|(?:is|are|was|were|still|again) (?:working|running|open)|(?:remains?|stays?|stayed|kept) open|continu\w+ to (?:operate|work|function|run|apply)|reopened|still (?:taking in|treating|receiving|working|operating))\b/gi,
    /\b(?:suspended|out of (?:service|action|order|use)|shut(?: down)?|closed|void|frozen|inoperative|no longer (?:exists?|works?|functions?|appl\w+|operat\w+)|ceased to \w+|lapsed|torn up(?! nothing)|at a standstill|cut off|(?:lines?|phones?|links?|radios?|channels?)\b[^.;“”]{0,50} (?:is|are|was|were|gone|been) (?:dead|silent))\b/gi,
    /\b(?:hospitals?|clinics?|wards?|lines?|hot-?lines?|phones?|radios?|crossings?|gates?|roads?|bridges?|borders?|airports?|ports?|treat(?:y|ies)|accords?|agreements?|truce|cease-?fires?|cessation|plants?|stations?|offices?|markets?|centres?|work)\b/i,
  ],
  [
    'warned',
    /\b(?:(?:were|was|been|had) (?:\w+ )?(?:warned|told|notified|alerted|informed)\b[^.;“”]{0,60}\b(?:in advance|beforehand|minutes|hours|to (?:leave|get out|stay away|evacuate))|(?:communicated|notified|announced) to (?:both|all|the) (?:sides|parties)|(?:both|all) (?:sides|parties) (?:had been|were|have been) (?:told|informed|notified)|there was a warning|leaflets?|in advance|beforehand|advance (?:notice|warning)|(?:gave|given|giving|issu(?:ed|ing)|receiv(?:ed|ing)|ignor(?:ed|ing)|after) (?:\w+ ){0,3}(?:warnings?|notice)|(?:were|was|been|had) (?:repeatedly )?warned (?:\w+ )?times|warned [^.;“”]{0,40} times)\b/gi,
    /\b(?:without (?:any )?(?:warning|notice)|unannounced|no (?:\w+ )?(?:warnings?|notice|alert)\b|(?:not|never) (?:been )?(?:warned|told|alerted|notified)|nobody (?:had )?(?:warned|told|alerted))/gi,
  ],
  [
    'unarmed',
    /\b(?:unarmed|(?:no|without) (?:weapons|arms|rifles|guns))\b/gi,
    /\b(?:armed (?=(?:men|soldiers|servicemen|fighters|guards|people|group of))|carr(?:ied|ying) (?:\w+ )?(?:rifles|weapons|guns|arms)|(?:had|with) (?:\w+ )?(?:rifles|guns|weapons))/gi,
  ],
  [
    'genuine',
    /\b(?:authentic(?:ated)?|genuine|verified|proves?|proof|irrefutable)\b/gi,
    /\b(?:fabricat\w+|staged|fakes?|faked|doctored|forged|forgery|manipulated)\b/gi,
    /\b(?:audio|videos?|footage|recordings?|photos?|photographs?|images?|pictures?|documents?|letters?|evidence|lists?|reports?|maps?|warnings?|statements?|claims?|famil(?:y|ies))\b/i,
  ],
  [
    'mandate',
    /\b(?:full (?:powers|authority|mandate)|(?:had|has|have|with|carried|carrying) (?:a |the )?(?:mandate|authority|powers)|(?:fully )?(?:authori[sz]ed|empowered|mandated) to (?:sign|negotiate|decide|agree))\b/gi,
    /\b(?:(?:no|without (?:a|any)?) ?(?:mandate|authority|powers)|(?:not|never|n[’']t) (?:been )?(?:authori[sz]ed|empowered|mandated)(?! to (?:speak|talk|comment|brief))|lack(?:ed|s|ing) (?:a |the |any )?(?:mandate|authority|powers))\b/gi,
  ],
  [
    'stayed',
    /\b(?:(?:stayed|remained|sat)(?: on)?(?: at the table| in the (?:room|hall|talks))? (?:until|to the end|till)|(?:closed|adjourned|ended) by the (?:hosts?|mediators?|chair)|both in the room|did not (?:leave|walk out)|never (?:left|walked out))\b/gi,
    /\b(?:walked out|stormed out|left the (?:table|room|hall|talks|venue|meeting)|did not (?:return|come back)|broke off the talks|(?:rose|got up) and left|departed (?:early|before)|delegat\w+ (?:reportedly )?(?:left|departed))\b/gi,
  ],
  [
    'signed',
    /\b(?:(?:was|were|been|had|has|have) signed|signed (?:by|the|an?|in|on)|(?:agreed|put|accepted|committed|wrote|written)(?: \w+){0,3} in writing|written (?:understanding|agreement|commitment|guarantee))\b/gi,
    /\b(?:(?:not|never|n[’']t)(?: been)? signed|(?:no|without an?y?) (?:paper|document|signature|signed|written)|signed (?:no|nothing)|no (?:\w+ )?(?:extension|agreement|paper|document) (?:had been|has been|was) signed|unsigned|nothing (?:was |had been )?(?:signed|in writing)|unilateral(?:ly)?|on (?:its|their) own initiative)\b/gi,
    /\b(?:cease-?fire|truce|pause|agreement|understanding|extension|deal|talks|round|paper|document|silence)\b/i,
  ],
  [
    'destroyed',
    /\b(?:(?:completely|totally|fully|entirely|partly|was|were|been|had) (?:destroyed|demolished|level+ed|flattened|burnt down|gutted)|in ruins|reduced to rubble)\b/gi,
    /\b(?:undamaged|intact|unscathed|no damage|(?:still )?(?:stands|standing)|(?:not|never|n[’']t) (?:been )?(?:destroyed|damaged|hit|struck|touched))\b/gi,
  ],
  [
    'alive',
    /\b(?:(?:is|was|are|were) (?:still |both )?(?:alive|unhurt|safe and (?:sound|well))|survived|escaped unhurt)\b/gi,
    /\b(?:(?:was|were|been|is|are|had|has) (?:killed|dead|eliminated|liquidated)|among (?:the dead|those (?:killed|eliminated)))\b/gi,
    /\b(?:commander|leader|chief|officer|general|colonel|brigade|alias|head of|known as)\b/i,
  ],
  [
    'control',
    /\b(?:captured|seized|overr[au]n|took (?:full )?control|taken (?:full )?control|has fallen|fell to|liberated|retook|recaptured|(?:now )?in the hands of|drove out|cleared of)\b/gi,
    /\b(?:repell?ed|repulsed|beat(?:en)? (?:back|off)|pushed back|(?:remain\w*|stay\w*|(?:is|are|was|were)(?: still)?) (?:firmly )?(?:in|under) (?:the |our |its |their |full |complete )*control|still (?:control\w*|hold\w*)|holding (?:on|out|their|our) (?:lines?|positions?|to)|(?:not|never) (?:fallen|lost|been (?:captured|taken))|no (?:position|village|town|territory) (?:has been |was )?lost)\b/gi,
    /\b(?:village|town|city|airport|hill|height|post|base|checkpoint|bridge|positions?|station|district|camp|road|front|terminal|territory|area|settlement|border)\b/i,
  ],
  [
    'escorted',
    /\b(?:(?:was|were|been|being|are|is) escort(?:ed|ing)|escorted by|under (?:\p{L}+ )?escort|(?:with|had) (?:an? )?(?:\p{L}+ )?escort|escorting)\b/giu,
    /\b(?:(?:without|no|nor|neither|never) (?:an? |any )?(?:\p{L}+ )?escorts?|unescorted|not escorted)\b/giu,
  ],
  [
    'released',
    /\b(?:(?:was|were|been|are|is) (?:freed|released|let go|set free|handed (?:over|back))|(?:has|have|had) (?:freed|released)|walked free)\b/gi,
    /\b(?:still (?:held|being held|in (?:captivity|custody|detention|prison)|detained|missing)|remain\w* (?:in (?:captivity|custody|detention)|captive|missing|hostage)|(?:not|never|n[’']t) (?:yet )?(?:been )?(?:freed|released|let go))\b/gi,
    /\b(?:prisoners?|hostages?|captives?|detainees?|soldiers?|crew|pilots?|workers?|men|women|staff|servicem[ae]n|fishermen)\b/i,
  ],
  [
    'accepted',
    /\b(?:(?:has|have|had|was|were|been|also|both) (?:accepted|agreed to|endorsed)|(?:we|they|side|delegation|government|movement|army|it) (?:accepted|accepts?|agreed to|agrees? to|endorsed))\b/gi,
    /\b(?:rejected|refused|turned down|(?:not|never|n[’']t) (?:accept(?:ed)?|agreed? to|signed up)|declined|objected to)\b/gi,
    /\b(?:proposals?|plan|offer|cease-?fire|truce|draft|pause|terms|observers?|monitors?|mission|inspect\w*|hotline|verification|visit|roadmap)\b/i,
  ],
  [
    'struck',
    /\b(?:(?:was|were|been) (?:directly |also )?(?:hit|struck|shelled|bombed|attacked|targeted)|fired (?:\p{L}+ ){1,4}(?:into|at|on) the|(?:hit|struck|shelled|bombed) the)\b/giu,
    /\b(?:(?:was|were) not|(?:was|were)n[’']t|not been|never(?: been)?) (?:hit|struck|shelled|bombed|attacked|targeted)\b/gi,
    /\b(?:markets?|schools?|hospitals?|clinics?|mosques?|churches|church|convoys?|camps?|villages?|towns?|homes|houses|buses|bus|station|bridge|plant|port|airport|warehouse|depot|ambulances?|vehicles?)\b/i,
  ],
  [
    'shot',
    /\b(?:opened fire|exchange of (?:fire|shots)|gun ?battle|heard (?:\p{L}+ ){0,2}(?:shooting|shots|gunfire)|shooting (?:broke out|began|came)|shots (?:were|rang)|fired (?:\p{L}+ ){0,3}(?:shots?|rounds?|rockets?|shells?|times?|bullets?))\b/giu,
    /\b(?:no (?:single )?(?:shots?|shooting|fire|bullet)|not (?:a|one) (?:single )?(?:shot|bullet|round)|without (?:a (?:single )?shot|firing)|(?:did not|didn[’']t|never|not) (?:open(?:ed)? fire|fired?|shoot|shot)(?! back)|held (?:our|their|its|his) fire)\b/gi,
  ],
  [
    'papers',
    /\b(?:with (?:an?|the|full|all|their) (?:\p{L}+ )?(?:lists?|papers|documents|documentation|names)|(?:lists?|papers|documents|documentation)\b[^.;“”]{0,50}\b(?:was|were|been) (?:handed|conveyed|given|passed|provided|transmitted|delivered))\b/giu,
    /\b(?:(?:no|without(?: any| an?)?) (?:lists?|papers|documents|documentation|names)|(?:lists?|papers|documents|documentation) (?:was|were) (?:not|never) (?:handed|conveyed|given|passed|provided))\b/gi,
    /\b(?:bod(?:y|ies)|remains|prisoners?|captives?|hand\w*|exchang\w+|transfer\w*|received|returned|convoy|dead|fallen)\b/i,
  ],
  [
    'crowded',
    /\b(?:crowded|packed|at its (?:fullest|busiest)|busy|full of (?:people|families|shoppers|traders|worshippers)|in full swing)\b/gi,
    /\b(?:(?:was|were|is|been|stood|largely|nearly|almost) (?:empty|deserted|closed)|nobody (?:was )?(?:there|in)|no (?:people|civilians|traders|shoppers) (?:were|was))\b/gi,
    /\b(?:markets?|streets?|squares?|mosques?|churches|church|schools?|bus|buses|stations?|shops?|stalls?|bazaar|town|village)\b/i,
  ],
  [
    'binding',
    /\b(?:(?:accord|agreement|treaty|understanding|pact|protocol|truce)[^.;“”]{0,20} (?:lives|stands|remains? (?:valid|binding|in force))|(?:is|are|remains?|feels?) (?:still )?bound by|st(?:and|ood|ands) by the|does not denounce|not denounced)\b/gi,
    /\b(?:t(?:orn|ore) up|no longer (?:bound|binding|applies|exists|valid)|released from|denounced|withdr[ae]w\w* from|null and void|ceased to exist)\b/gi,
    /\b(?:accord|agreement|treaty|understanding|truce|pact|article|protocol|cease-?fire)\b/i,
  ],
  [
    'formed',
    /\b(?:(?:has|have|had) been (?:formed|set up|established|agreed|named|appointed|created)|(?:was|were) (?:formed|set up|established|agreed on)|(?:will|is to|are to) (?:be (?:formed|set up|opened|held)|open|begin|sit down))\b/gi,
    /\b(?:(?:not|never|n[’']t) (?:yet )?(?:been )?(?:formed|set up|established|agreed|named|appointed|planned)|no such (?:proposal|commission|body|plan|talks|agreement)|(?:none|nothing) (?:is|was|has been) (?:planned|agreed)|(?:exists?|is|are) no (?:\p{L}+ )?(?:dialogue|negotiation|talks|plan|commission|agreement))\b/giu,
    /\b(?:commissions?|committee|inquiry|mechanism|negotiations?|dialogue|table|talks|body|working group|mission)\b/i,
  ],
  [
    'arrived',
    /\b(?:(?:was|were|been) delivered|has arrived|have arrived|arrived (?:in|at|safely)|reached (?:its|their) destinations?)\b/gi,
    /\b(?:(?:never|not|n[’']t) (?:yet )?(?:arrived?|reached?|been delivered)|turned (?:back|away)|looted|held up at|sent back)\b/gi,
    /\b(?:aid|convoys?|trucks?|lorries|lorry|food|flour|medicines?|supplies|fuel|shipments?|cargo|relief)\b/i,
  ],
  [
    'fate',
    /\b(?:(?:was|were|been|being|is|are) (?:\w+ )?(?:rescued|saved|freed|recovered alive)|(?:is|was|are|were) (?:still )?(?:alive|safe|free)|rescued (?:him|her|them|one|its|the)|freed (?:him|her|them|one|an?|the)|survived|surviving)\b/gi,
    /\b(?:(?:was|were|been|is|are|had|has) (?:killed|dead|murdered|executed|shot dead|found dead)|died|death of (?:the|him|her|his|an?)|(?:his|her|their) deaths?|shot dead|killed (?:him|her|both|one|an?|the)|whereabouts|unaccounted for|fate (?:of|was|is))\b/gi,
    /\b(?:hostages?|captives?|pilots?|co-pilots?|navigators?|crew(?:m[ae]n)?|airm[ae]n|prisoners?|abducted|kidnapped)\b/i,
  ],
];

/** Those of the states that have no topic of their own. */
const OWN_CODES = [
  'works',
  'warned',
  'unarmed',
  'arrived',
  'genuine',
  'mandate',
  'stayed',
  'signed',
  'destroyed',
  'alive',
  'control',
  'escorted',
  'released',
  'accepted',
  'struck',
  'shot',
  'papers',
  'crowded',
  'binding',
  'formed',
  'fate',
] as const;
type Own = (typeof OWN_CODES)[number];
const OWN: ReadonlySet<string> = new Set(OWN_CODES);
const isOwn = (code: string): code is Own => OWN.has(code);

interface Held {
  readonly t: Told;
  readonly cls: 'one' | 'other';
  readonly m: RegExpExecArray;
  readonly clause: ReadonlySet<string>;
}

/** Where a state is said to hold, or the opposite. */
function heldIn(a: Ask, told: readonly Told[], [, one, other, beside]: State): Held[] {
  return told.flatMap((t) => {
    const thing = beside?.exec(t.s.text);
    if (beside && !thing) return [];
    const found = [
      ...[...find(t.s, one)].map((m) => ({ m, cls: 'one' as const })),
      ...[...find(t.s, other)].map((m) => ({ m, cls: 'other' as const })),
    ];
    return (['one', 'other'] as const).flatMap((cls): Held[] => {
      const m = found.find((f) => f.cls === cls)?.m;
      if (!m) return [];
      const [from, to] = clauseAround(t.s.text, m);
      // Both in one breath is a list, not an answer; what stands nearest to the act is what was hit.
      const against = found.filter((f) => f.cls !== cls).map((f) => f.m.index);
      if (!thing && against.some((i) => i >= from && i < to)) return [];
      if (thing && against.some((i) => Math.abs(i - thing.index) < Math.abs(m.index - thing.index))) return [];
      const negated = /\b(?:not|no|never|nobody|denied|without)\b[^.,;]{0,20}$/i.test(t.s.text.slice(0, m.index));
      return [{ t, cls: negated ? (cls === 'one' ? 'other' : 'one') : cls, m, clause: clauseOf(a, t, m) }];
    });
  });
}

/** Opposite words, in accounts of one happening, of the same people, ships, promises or talks. */
export function states(a: Ask, told: readonly Told[]): Contradiction[] {
  const shared = (x: Held, y: Held): number =>
    [...x.t.concepts].filter((c) => y.t.concepts.has(c)).length + [...x.clause].filter((c) => y.clause.has(c)).length;
  return STATES.flatMap((state) => {
    const [code] = state;
    const all = heldIn(a, told, state);
    const against = (x: Held, y: Held): boolean => {
      if (x.cls === y.cls || x.t.s === y.t.s) return false;
      // In one document, two who speak for different sides.
      const rival = x.t.claim && y.t.claim && x.t.claim.side !== y.t.claim.side;
      if (x.t.s.doc === y.t.s.doc && !rival) return false;
      // What is hit in two places is two things.
      return code !== 'armed' || (!!rival && meets(x.clause, y.clause));
    };
    const groups: { x: Held; by: number }[][] = [];
    for (const x of all) {
      const others = all.filter((y) => against(x, y));
      if (others.length === 0) continue;
      const joined = groups.filter((g) => g.some((y) => others.includes(y.x)));
      for (const g of joined) groups.splice(groups.indexOf(g), 1);
      groups.push([...joined.flat(), { x, by: Math.max(...others.map((y) => shared(x, y))) }]);
    }
    return groups
      .filter((g) => g.length > 1)
      .map((g) =>
        make(
          code === 'waters' ? 'place' : OWN.has(code) ? 'status' : 'characterisation',
          topicOf(code, g[0]!.x),
          'contradiction',
          // Those that have most in common first.
          atMost(g.sort((x, y) => y.by - x.by).map(({ x }) => x)).map(({ t, cls, m }) =>
            valueAround(a, t.s, m.index, m[0].length, cls),
          ),
        ),
      );
  });
}
/** Two of each document and pole say enough. */
function atMost(group: readonly Held[]): Held[] {
  const counts = new Map<string, number>();
  return group.filter((x) => {
    const key = `${x.t.s.doc} ${x.cls}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    return counts.get(key)! <= 2;
  });
}
function topicOf(code: (typeof STATES)[number][0], first: Held | undefined): { code: TopicCode; what?: string } {
  return isOwn(code) ? { code: 'whether', what: first?.m[0].replace(/\s+/g, ' ') ?? '' } : { code };
}
/** From where to where the clause goes that a match stands in. */
function clauseAround(text: string, m: RegExpExecArray): [from: number, to: number] {
  const end = m.index + m[0].length;
  const from = Math.max(0, ...[...text.slice(0, m.index).matchAll(CUT)].map((x) => x.index + x[0].length));
  return [from, end + (CUT_ONCE.exec(text.slice(end))?.index ?? text.length - end)];
}
/** What that clause is about. */
function clauseOf(a: Ask, t: Told, m: RegExpExecArray): Set<string> {
  const [from, to] = clauseAround(t.s.text, m);
  const { view, names } = a.docs[t.s.doc]!;
  return lemmasIn(view, t.s.start + from, t.s.start + to, names);
}
const CUT = /[;:“”"]|, (?:and|but|while|which|who|although)\b|\b(?:but|while|because|after|before|and that)\b/g;
const CUT_ONCE = new RegExp(CUT.source);
