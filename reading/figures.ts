/**
 * Figures and what they count.
 *
 * A figure is a number of things, persons, times or measures, a share or a sum of money, with the noun that is counted and what
 * became of it ("people killed"). A range is one figure, a vague amount ("scores") has no value. An ordinal counts only where it
 * tells how far a count has got ("third round"). No figures: dates and hours of the clock; numbers that name ("Battalion 14",
 * "Article 9", "2A65"); *one* and *the two* where they only point ("the two
 * sides", "one of them"), unless somebody came to harm.
 */
import { patternsOfWords } from './beginnings.ts';
import { cellsOf, NUMBER_CELL } from './furniture.ts';
import { NUMERALS } from './numerals.ts';
import type { DateMention, Figure } from './shape.ts';
import { fold, type Line } from './text.ts';
import { lemmaOf, wordOf } from './words.ts';

const ORDINALS: Readonly<Record<string, number>> = Object.fromEntries(
  'second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth'
    .split(' ')
    .map((word, i) => [word, i + 2] as const)
    .concat(
      'thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth hundredth thousandth'
        .split(' ')
        .map((word, i) => [word, [30, 40, 50, 60, 70, 80, 90, 100, 1000][i]!] as const),
    ),
);
const SCALE: Readonly<Record<string, number>> = {
  hundred: 100,
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  trillion: 1e12,
  lakh: 1e5,
  crore: 1e7,
  dozen: 12,
  m: 1e6,
  mn: 1e6,
  bn: 1e9,
  k: 1e3,
};
const SMALL = Object.keys(NUMERALS)
  .sort((a, b) => b.length - a.length)
  .join('|');
const SPELLED = `(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[- ](?:one|two|three|four|five|six|seven|eight|nine)|(?:${SMALL}))(?!\\p{L})`;
const DIGITS =
  '\\d{1,3}(?:,\\d{2,3})+(?:\\.\\d+)?|[1-9]\\d{0,2}(?:[ \u00a0\u202f]\\d{3})+(?![\\d-]|[.,:]\\d)|\\d+(?:\\.\\d+)?[½¼¾]?';
const BOUND =
  'at least|more than|perhaps|maybe|possibly|well over|within|barely|only|(?<!hand |handed |handing |took |take |taken )over|about|around|nearly|almost|up to|upto|some|as many(?: as)?|an estimated|estimated|fewer than|less than|under|roughly|approximately|no[t]? fewer than|no[t]? less than|no[t]? more than|at most|close to|just over|upwards of|a total of|just under|approx\\.|circa';
/** Asked of each paragraph. */
const ofPieces = patternsOfWords();
/** Money, number, scale with what is added, the unit written to it ("89km"), per cent or a hyphen before a word. */
const NUMBER = ofPieces(
  new RegExp(
    `(?=[\\d$€£¥₹OTFSENAHQRUGPICD])(?<![\\p{L}\\p{N}.,:/#]|(?<!-of)-)((?:US|A|C)?[$€£¥₹](?:US|AU)?\\s?|(?:Rs\\.?|USD|EUR|GBP|PKR|INR)\\s?)?(${DIGITS}|(?:half (?:of )?|(?:an? |two |three )?(?:quarter|third)s? of )?(?:an?|${SPELLED})(?= (?:hundred|thousand|million|billion|dozen)\\b)|half(?=[- ](?:dozen|million|billion)\\b)|(?:an?|another) (?:pair|couple|score) of(?= )|(?<=(?:past|last|first|next) )couple of(?= )|(?<=(?:good|some|another|about|the|last|first|past|next) )dozen(?= (?!of\\b)\\p{L})|${SPELLED})(?:[ -]?(hundred|thousand|million|billion|trillion|lakh|crore|dozen)\\b(?:(?<=hundred|thousand) and (${SPELLED}|\\d{1,2}\\b))?)?(?:(-)(?=\\p{L})|(km|mm|cm|kg|bn|mn|m|ft|k)?( ?%| percent| per cent)?(?![\\p{L}\\p{N}:]|[.,/]\\d))`,
    'iu',
  ),
);
/** Measures that are no whole number: "half an hour", "two and a half hours", "an hour and a quarter", "two hours and ten minutes"; ten years. */
const BROKEN = ofPieces(
  new RegExp(
    `(?<![\\p{L}\\p{N}.,-])(?:(a decade|(?:${DIGITS}|${SPELLED}) decades)(?! ago)|(?<=(?:${BOUND}) )(?<!(?:within|only) )an? (hour|day|week|month|year|mile|kilomet(?:er|re))(?! (?:ago|and)\\b)|(?:half an?|a half[ -]) ?(hour|day|year|mile|kilomet(?:er|re)|tonne|ton)|an? (hour|day|week|month|year|mile|kilomet(?:er|re)) or two|(an?|${DIGITS}|${SPELLED})[- ](?:and[- ](?:a[- ])?(half|quarter)[- ](hour|day|week|month|year|decade|mile|kilomet(?:er|re)|met(?:er|re)|tonne|ton)s?|(?:(hour|day|week|month|year|mile)s? and a (half|quarter)|hours? and (${DIGITS}|${SPELLED}) minutes)))(?!\\p{L})`,
    'iu',
  ),
);
const BOUND_BEFORE = new RegExp(`(?<![\\p{L}\\p{N}_])(${BOUND}) $`, 'iu');
/** "40-50", "25 to 30", "five or six": a range, told after its first number. */
const RANGE = new RegExp(`^(?: ?[-–] ?| to | or )(${DIGITS}|${SPELLED})(?=[ %-]|[,.;)]|$|km\\b)`, 'iu');
const MONEY_TO = new RegExp(
  `^(?: ?[-–] ?| to |(?<=between.{0,20}) and )[$€£¥₹]\\s?(${DIGITS})(?:[ -]?(k|m|mn|bn|million|billion|trillion)\\b)?`,
  'iu',
);
const BETWEEN = new RegExp(`^ (?:and|to) (${DIGITS}|${SPELLED})(?=[ ,.;)])`, 'iu');
const VAGUE = ofPieces(
  /\b(?:(?:several|a few|a couple(?: of)?) (?:dozen|hundred|thousand|million|billion|decades)|(?<=in (?:the|their) )(?:dozens|hundreds|thousands)|(?:tens|scores|dozens|hundreds|thousands|millions|billions)(?: of (?:thousands|millions)| and (?:dozens|hundreds|thousands|millions))?)(?: of(?: the| its| their| his| her| our| my)?(?= ))?/iu,
);
const ORDINAL =
  'third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth|(?:twen|thir|for|fif|six|seven|eigh|nine)tieth|hundredth|thousandth|\\d{1,3},\\d{3}th|\\d{0,2}(?:[04-9]|1\\d)th|\\d?3rd';
/** How far a count has got: "second round", "the ninth such violation", "its 100th day". */
const REACHED = ofPieces(
  new RegExp(
    `(?<![\\p{L}\\d-])(?:(second|2nd)(?= (?:round|phase|session|batch|tranche|exchange|delivery|convoy|day|air ?strike|strike|attack|raid|wave)\\b)|(${ORDINAL})(?= )(?! (?:party\\b|parties\\b|countr|world|of\\b))|(?<!(?:first|second|third|th|the|a|per|each|every|one|next|same|last) )\\bday (\\d{1,3}|${SPELLED})(?![\\p{L}\\d/-]|:\\d|,? (?:19|20)\\d\\d))`,
    'iu',
  ),
);
/** What is told apart by an ordinal, and not counted. */
const NAMED_IN_ORDER =
  /^(?:century|floor|stor(?:e?y)|street|avenue|brigade|division|battalion|army|corps|regiment|infantry|fleet|engineers|marines|district|circuit|amendment|place|grade|generation|person|president|birthday|degree|none|one)$/i;

const MEASURE =
  /^(?:kilomet(?:er|re)s?|kms?|miles?|met(?:er|re)s?|m|millimet(?:er|re)s?|mm|cm|centimet(?:er|re)s?|hectares?|acres?|tons?|tonnes?|kilograms?|kg|litres?|liters?|gallons?|barrels?|feet|foot|ft|lbs?|inch(?:es)?|yards?|knots|mph|degrees?|years?|months?|weeks?|days?|hours?|minutes?|seconds?|dollars?|euros?|pounds?|percent|rupees?|rounds)$/i;
/** What a number is a part of, not a count: "three-member". */
const PARTS_OF =
  /^(?:member|point|nation|country|word|step|stage|phase|lane|star|party|strong|day|man|storey|story|bed|seat|page|article|truck|person|vehicle|car|room)$/i;
/** A word after a number that tells what the counted did: they were named before. */
const GONE =
  /^(?:\p{Ll}{2,}ed|shot|told|said|ran|fell|saw|went|were|was|are|is|had|have|has|came|remain|got|sustained|suffered|put|cut|hit|shut|let|set|quit|spread|stood|lay|lie|stand|live|lived)$/u;
/** "left", "made": the past of a verb, which tells what the counted did. */
function isPast(word: string): boolean {
  if (GONE.test(word)) return true;
  if (!/^\p{Ll}{3,}[^s]$/u.test(word) || PERSONS.test(word) || /(?:ing|feet|teeth)$/.test(word)) return false;
  const lemma = lemmaOf(word);
  return lemma !== word && (wordOf(lemma)?.verb ?? false);
}
/** "currently", "involves": no noun. */
const isTold = (word: string): boolean => {
  if (!/^\p{Ll}{3,}(?:ly|s)$/u.test(word)) return false;
  const lemma = lemmaOf(word);
  const known = wordOf(lemma);
  return (
    (known?.kind ?? '-') === '-' && (/ly$/.test(word) ? known !== undefined : lemma !== word && (known?.verb ?? false))
  );
};
/** "pumps works", "soldiers reaches": what a plural does, said by a foreigner. */
const tellsOf = (head: string, word: string): boolean => {
  const known = wordOf(lemmaOf(word));
  return /^\p{Ll}+s$/u.test(head) && lemmaOf(head) !== head && (known?.verb ?? false) && known?.kind !== 'p';
};
/** What numbers name rather than count. */
const GLUED: Readonly<Record<string, string>> = { m: 'metres', ft: 'feet' };
const NUMBERED_THING =
  /\b(?:January|February|March|April|May|June|July|August|September|October|November|December|[Aa]rticle|[Rr]esolution|[Cc]hapter|[Ss]ection|[Nn]o|[Nn]umber|[Oo]peration|[Rr]oute|[Hh]ighway|[Cc]hannel|[Gg]roup|[Pp]aragraphs?|[Pp]aras?|UNSCR|[Ff]light|[Uu]nit|[Bb]rigade|[Bb]attalions?|[Dd]ivision|[Kk]ilomet(?:er|re)|km|Mile|[Pp]oint|[Hh]ill|[Cc]amp|[Bb]lock|[Ss]ector|[Zz]one|[Ww]ard|[Dd]istrict|[Gg]ate|FM|[Pp]age|[Pp]illar|[Qq]uay|[Pp]ier|[Tt]erminal|Post|Level|[Ss]tage|[Pp]hase|Building|House|Room|Report|Bulletin|Communiqu[eé]|Line|Bus|[Tt]rain|[Ii]nterstate|[Tt]ype|[Ss]tream|[Mm]odel|[Aa]nnex|[Ii]tem|[Dd]etachment|[Ii]mage|[Pp]hoto|[Ss]lide|[Cc]lause|[Rr]ule|[Tt]able|[Ff]igure|Volume|Issue|Day|Week|[Yy]ear|World War|Update)\.? $/;
/** "streets 1 to 9", "Lots 15 and 16" */
const SERIES =
  /\b(?:[Ss]treets|[Ll]ots?|[Rr]ooms|[Bb]locks|[Gg]ates|[Ww]ards|[Nn]os\.?|[Aa]rticles|[Pp]osts|[Ss]ections|[Cc]hapters|[Pp]ages|[Zz]ones|[Ss]ectors) (?:\d+,? (?:and |to |or )?)*$/;
const PHASED = /\b(?:phase|stage) $/;
const PART_OF_PAPER = /\b(?:World War|Article|Chapter|Section|Phase|Stage|Annex|Part|Pillar|Clause) $/;
const OF_MONTH = /\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\.? $/;
/** Words that end a noun phrase. */
const STOP =
  /^(?:in|on|at|by|from|where|to|with|since|after|before|during|near|when|while|who|whom|whose|that|which|as|and|or|but|for|of|were|was|are|is|be|have|has|had|been|being|including|because|across|along|over|inside|outside|under|against|last|this|these|next|into|between|among|amongst|within|without|around|about|said|says?|remains?|would|will|could|should|may|might|must|can|did|does|do|per|if|than|then|there|their|its|his|her|our|your|the|a|an|each|every|early|late|ago|earlier|later|also|only|it|they|he|she|we|i|not|amid|despite|following|alone|both|so|out|up|down|off|back|away|east|west|north|south|today|yesterday|tomorrow|tonight|overnight|got|took|came|went|left|began|told|still|just|nearly|almost|until|till|through|throughout|towards?|onto|b\.?c|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)$/iu;
const PLURAL =
  /(?:[^sui.]s|people|personnel|police|taliban|men|women|children|troops|cattle|staff|aircraft|casualties|lives|sheep|crew|dead|wounded|injured|missing|others|aids|bus|buses)$/i;
/** People in a noun that WordNet's first sense does not tell of, or no form of a lemma. */
const PERSONS =
  /(?:^|-)(?:wo)?m[ae]n$|^(?:people|persons?|personnel|troops|civilians?|child(?:ren)?|girls?|boys?|teen\w*)$|(?:fire|police|gun|crew)m[ae]n$/i;
/** Those that "the two" point to. */
const POINTED = /^(?:sides?|sisters?|ways?|ends?|halves|things?|words?|camps|rivals|foes|enemies|capitals|forces)$/i;

const BECAME =
  'killed|wounded|injured|harmed|dead|died|displaced|missing|captured|detained|arrested|released|freed|martyred|hurt|kidnapped|abducted|evacuated|deported|repatriated|destroyed|damaged|hospitali[sz]ed|returned|fled|executed|stranded|slain|rescued|drowned|sunk|downed|shot down|seized|recovered|intercepted|burnt|burned|torched|looted|discharged|treated|transferred|saved';
/** What somebody did with persons, where it stands before them. */
const MET = 'interviewed|questioned|received|expelled|sentenced|refused|recruited|trained|reunited';
/** What became of the counted, where it follows. */
const HARM = new RegExp(
  `^(?:(${BECAME})|among (?:the|those) (dead|killed|wounded|injured|missing|captured)|(?:lost|losing) (?:their|his|her) (?:life|lives)|embraced? (?:martyrdom|sha\\w+)|(?:sustained|suffered|sustaining|suffering) (?:\\p{L}+ )?(injur\\w+|wounds)|taken (?:hostage|prisoner|captive)()|(handed over)|from their (homes))(?![\\p{L}-])`,
  'iu',
);
/** Links between the counted and what became of them, and words that stand between. */
const LINK = /^(?:were|was|are|is|have|has|had|been|be|being|got|get|gets|to)$/i;
const LOOSE =
  /^(?:also|either|still|already|now|all|both|feared|estimated|known|suspected|assumed|reported|confirmed|believed|reportedly|said|listed|presumed|declared|found|later|since|critically|more|others?|thought|left|not|allegedly|\p{Ll}+ly|who|that|which|whom)$/iu;
/** "killing ", "the release of ": what became of those counted next. */
const HARMING = new RegExp(
  `\\b(killing|wounding|injuring|displacing|destroying|damaging|capturing|detaining|arresting|releasing|freeing|evacuating|kidnapping|abducting|${BECAME.replace(/\|(?:dead|died|missing|fled|stranded|hurt|returned)\b/g, '')}|kills|wounds|injures|kill|wound|injure|lost|losing|claimed the lives of|deaths? of|(?:killing|wounding|release|evacuation|capture|detention|arrest|abduction|displacement|injur(?:y|ies)|injuries to) (?:of|to))\\s+(?:(?:at least|more than|about|around|nearly|up to|some|as many(?: as)?|an estimated|a total of|over|between|from|another|all|the|its|their|his) ){0,2}$`,
  'i',
);

interface Counted {
  readonly start: number;
  /** Where the number begins, after its bound. */
  readonly numberStart: number;
  readonly end: number;
  readonly value: number;
  readonly bound: Figure['bound'];
  readonly unit: string;
  /** What became of them. */
  readonly fate: string | null;
  /** Nothing is named that would be counted: it was named before, or ('only') the number is none without it. */
  readonly elided: false | 'either' | 'only';
  /** "43 of them" */
  readonly ofThem: boolean;
}

/** "the past four years", "six years before the truce", "three years ago" where nobody can tell when: a count beside a date. */
const COUNTS_BACK =
  /\b(?:past|last|previous)\b.*\b(?:years|months|weeks|days)$|^.*(?:years?|months?|weeks?|days?|hours?) (?:before|earlier|later)$/i;

const countsBack = ({ text, iso }: DateMention): boolean =>
  COUNTS_BACK.test(text.replace(/\s+/g, ' ')) || (iso === null && / ago$/.test(text));

/** A stretch as one line: a number and what it counts may stand on two. */
const pieceOf = (view: string, s: Line): string => view.slice(s.start, s.end).replaceAll('\n', ' ');
/** Figures in the given stretches of the view. */
export function findFigures(
  text: string,
  view: string,
  stretches: readonly Line[],
  dates: readonly DateMention[],
): Figure[] {
  const out: Figure[] = [];
  let d = 0;
  const dateAt = (from: number, to: number): DateMention | null => {
    while (d > 0 && (dates[d]?.start ?? 0) > from) d--;
    while (d < dates.length && dates[d]!.end <= from) d++;
    const at = dates[d];
    return at !== undefined && at.start < to ? at : null;
  };
  const inDate = (from: number, to: number): boolean => {
    const at = dateAt(from, to);
    return at !== null && !countsBack(at);
  };
  let head: readonly string[] = [];
  for (const s of stretches) {
    const piece = pieceOf(view, s);
    ofPieces.within(view, s.start, piece);
    if (isTabular(piece)) {
      if (/\d/.test(piece))
        out.push(
          ...inRow(piece, head).map((f) => ({
            ...f,
            start: f.start + s.start,
            end: f.end + s.start,
            text: text.slice(f.start + s.start, f.end + s.start),
          })),
        );
      else head = cellsOf(piece);
      continue;
    }
    head = [];
    const from = out.length;
    const broken = brokenIn(piece);
    const shares = sharesIn(piece).filter((x) => !broken.some((b) => b.start < x.end && x.start < b.end));
    const whole = [...broken, ...shares];
    let next = 0;
    for (let m = NUMBER.find(piece); m; m = NUMBER.find(piece, next)) {
      next = m.index + m[0].length;
      const date = dateAt(s.start + m.index, s.start + m.index + m[0].length);
      if (date && !countsBack(date)) continue;
      const c = numberAt(m, piece);
      if (!c || inDate(s.start + c.numberStart, s.start + c.end)) continue;
      if (whole.some((b) => b.start < c.end && c.start < b.end)) continue;
      // A range is read at once.
      next = Math.max(next, c.end);
      let { unit } = c;
      if (c.elided) {
        const does =
          c.value > 1 &&
          isPast(
            /^ (came(?=,)|went(?=,)|fled(?=,)|died(?=,)|\p{L}+(?!,))\b/u.exec(piece.slice(c.end, c.end + 30))?.[1] ??
              '',
          );
        const known =
          countedOn(out, from, view, s.start + c.start, c) ||
          (does || c.ofThem || PERSONAL.test(c.fate ?? '') ? 'people' : '');
        if (!known && !c.fate && (c.elided === 'only' || unit === '')) continue;
        unit = known || unit;
        // "six explosions, leaving seven dead"
        if (HURT.test(c.fate ?? '') && (unit === '' || unit === 'count' || isThing(unit))) unit = 'people';
      }
      const start = s.start + c.start;
      const end = s.start + c.end;
      unit = c.fate && !unit.split(' ').includes(c.fate) ? `${unit} ${c.fate}`.trim() : unit || 'count';
      out.push({ start, end, text: text.slice(start, end), value: c.value, unit, bound: c.bound });
    }
    for (const b of whole) {
      const [start, end] = [s.start + b.start, s.start + b.end];
      if (!inDate(start, end)) out.push({ ...b, start, end, text: text.slice(start, end) });
    }
    for (const m of VAGUE.all(piece)) {
      const told = vagueAt(m, piece);
      if (!told) continue;
      const start = s.start + m.index;
      const end = s.start + told.end;
      out.push({ start, end, text: text.slice(start, end), value: null, unit: told.unit, bound: 'about' });
    }
  }
  const ordinals = ordinalsIn(text, view, stretches).filter((o) => !inDate(o.start, o.end));
  const day = ordinals.find((o) => o.unit === 'ordinal of day');
  const counted = day ? out.filter((f) => f.start < day.start || f.end > day.end) : out;
  return [...counted, ...ordinals].sort((a, b) => a.start - b.start);
}

/**
 * What a number without a noun counts: what was counted before it in its sentence ("57 incidents, and in 41 of them"; "killed 14
 * people and injured 145"), by the same number ("all 121 began there"), in the sentence before ("trapped seven people. Three were
 * freed"), or else what was named last in the plural ("We counted the thumps. Eleven, then a pause").
 */
function countedOn(out: readonly Figure[], from: number, view: string, at: number, c: Counted): string {
  const lead = view.slice(Math.max(0, at - 24), at);
  const before = out.findLast((f) => !/\bincluding $/.test(view.slice(Math.max(0, f.start - 12), f.start)));
  const beside = before && at - before.end < 120 && !ENDED.test(view.slice(before.end, at)) ? before : undefined;
  // "three litres a day, down from five": measures, too.
  if (
    beside &&
    !c.ofThem &&
    (SET_AGAINST.test(lead) || (!Number.isInteger(c.value) && /^(?:percent|dollars|money)/.test(beside.unit)))
  )
    return nounOf(beside.unit);
  const counts = (f: Figure): boolean =>
    !/^(?:percent|dollars|money|ordinal|share|count$)/.test(f.unit) &&
    (!MEASURE.test(f.unit.split(' ')[0]!) || f.unit === 'rounds') &&
    !f.unit.startsWith(/-(\p{L}+)$/u.exec(f.text)?.[1] ?? ' ');
  const same = c.value > 9 ? out.findLast((f) => f.value === c.value && counts(f)) : undefined;
  let inSentence: Figure | undefined;
  let earlier: Figure | undefined;
  const fewer: string[] = [];
  for (let i = out.length - 1; i >= from; i--) {
    const f = out[i]!;
    if (at - f.end > 250) break;
    if (!counts(f)) continue;
    if (ENDED.test(view.slice(f.end, at))) {
      // What is told of a part of those counted before is no more than they, or not many more.
      if (inSentence || earlier) break;
      if (f.value === null || 5 * f.value >= c.value) earlier = f;
      else fewer.push(nounOf(f.unit));
      continue;
    }
    inSentence ??= f;
    // "612 cases, including four deaths, up from 188": of the first of its sentence.
    if (!/\b(?:up|down|compared|against) (?:from|with|to)? ?$/.test(lead)) break;
    inSentence = f;
  }
  // Who came to harm is somebody.
  if (HURT.test(c.fate ?? '') && !c.ofThem) return inSentence ? nounOf(inSentence.unit) : 'people';
  const unit = nounOf((inSentence ?? same)?.unit ?? '');
  // "ten minutes if you run, twenty if you walk"
  if (
    !unit &&
    beside &&
    MEASURE.test(beside.unit) &&
    c.value <= 5 * (beside.value ?? 0) &&
    beside.value! <= 5 * c.value
  )
    return beside.unit;
  const named = unit || nounOf(earlier?.unit ?? '') || pluralBefore(view, at);
  return c.value > 99 && fewer.some((few) => few.endsWith(named)) ? '' : named;
}
/** Words that set a number against the one before it. */
const SET_AGAINST =
  /\b(?:(?:up|down) (?:from|to|by)|(?:as )?against|instead of|rather than|compared (?:with|to)|not) $/;
const ENDED = /(?<!\b\p{Lu})[.?!]["”’]?\s/u;
/** The plural that was named last, within two sentences. */
function pluralBefore(view: string, at: number): string {
  const words = view.slice(Math.max(0, at - 160), at).match(/[\p{L}\d’'-]+|[.?!](?=\s)/gu) ?? [];
  let sentences = 0;
  for (let i = words.length - 1; i > 0; i--) {
    const word = words[i]!;
    if (/^[.?!]$/.test(word)) {
      if (++sentences > 1) return '';
    } else if (isNamedPlural(words, i)) return word.toLowerCase();
    else if (/^(?:every|each)$/i.test(words[i - 1]!) && isNoun(word) && !MEASURE.test(word))
      return `${word.toLowerCase()}s`;
  }
  return '';
}
/** Something countable, in the plural: "it runs" tells, "the runs", "of attacks" name. */
function isNamedPlural(words: readonly string[], i: number): boolean {
  const word = words[i]!;
  if (!isPlural(word) || isStop(word) || MEASURE.test(word) || NO_COUNT.test(word)) return false;
  const known = wordOf(lemmaOf(fold(word)));
  return (
    !/[-ct]/.test(known?.kind ?? 'n') &&
    (!known?.verb || i === 0 || TELLS_OF.test(words[i - 1]!) || words[i - 1]!.toLowerCase() in NUMERALS)
  );
}
const OF_VAGUE = /['’]s$|^(?:tens|scores|dozens|hundreds|thousands|millions|billions)$/;
const NO_COUNT =
  /['’]|^(?:numbers|ages|times|ranks|things|figures|others|tens|scores|dozens|hundreds|thousands|millions|billions)$/i;
const TELLS_OF =
  /^(?:the|these|those|of|in|on|at|to|for|from|with|by|some|many|most|all|other|more|its|their|our|his|her|my|your|few|no|several|new|and|or|as|than|\p{L}+['’]s?|\d.*|\p{L}+(?:al|ed|ing|ous|ive|ic|ish|ian|ese|ern))$/u;

/** The counted of another figure, without what became of them. */
const ENDS_IN_FATE = new RegExp(`(?: ?\\b(?:${BECAME}|${MET}|count))+$`);
const nounOf = (unit: string): string => unit.replace(ENDS_IN_FATE, '');
const HURT = /^(?:killed|wounded|injured|hurt|dead)$/;
const PERSONAL =
  /^(?:freed|released|captured|detained|arrested|displaced|evacuated|executed|kidnapped|abducted|deported|rescued|treated|discharged|drowned)$/;
const isThing = (unit: string): boolean => {
  const head = unit.slice(unit.lastIndexOf(' ') + 1);
  return /^\p{Ll}/u.test(head) && !isPersons(head) && !/^[gl-]$/.test(wordOf(lemmaOf(head))?.kind ?? '-');
};

const isTabular = (piece: string): boolean =>
  /\||\t/.test(piece) &&
  piece.length < 200 &&
  cellsOf(piece).length > 1 &&
  (!/\d/.test(piece) ||
    cellsOf(piece)
      .slice(1)
      .some((c) => NUMBER_CELL.test(c)));
/** The numbers of a row of a table: what the head of the column, or else the first cell, says that they count. */
function inRow(piece: string, head: readonly string[]): Omit<Figure, 'text'>[] {
  const out: Omit<Figure, 'text'>[] = [];
  const cells = cellsOf(piece);
  let at = 0;
  for (const [i, cell] of cells.entries()) {
    const start = piece.indexOf(cell, at);
    at = start + cell.length;
    const number = i > 0 && NUMBER_CELL.test(cell) ? /\d[\d,.]*\d|\d/.exec(cell) : null;
    if (!number) continue;
    const value = Number(number[0].replace(/,/g, ''));
    const label = (head.length === cells.length ? head[i]! : cells[0]!).trim().toLowerCase();
    if (!Number.isFinite(value) || /^(?:year|date|no\.?|#)$/.test(label)) continue;
    const unit = cell.includes('%') ? 'percent' : HARM.test(label) ? `people ${label}` : label;
    out.push({
      start: start + number.index,
      end: start + number.index + number[0].length,
      value,
      unit,
      bound: 'exact',
    });
  }
  return out;
}

/** "third round", "Day 12": how far a count has got; of several the highest. */
function ordinalsIn(text: string, view: string, stretches: readonly Line[]): Figure[] {
  const out: Figure[] = [];
  const reached = new Map<string, Figure>();
  for (const s of stretches) {
    const piece = pieceOf(view, s);
    ofPieces.within(view, s.start, piece);
    for (const m of ANOTHER.all(piece)) {
      const start = s.start + m.index;
      const noun = pluralBefore(view, start);
      const value = ORDINALS[m[0].toLowerCase()]!;
      const end = start + m[0].length;
      if (noun)
        out.push({ start, end, text: text.slice(start, end), value, unit: `ordinal of ${noun}`, bound: 'exact' });
    }
    for (const m of REACHED.all(piece)) {
      const word = (m[1] ?? m[2] ?? m[3])!.toLowerCase();
      const np = m[3] ? null : nounPhrase(piece, m.index + word.length);
      if (
        !m[3] &&
        (!np ||
          !/^\p{Ll}|^(?:Round|Session|Plenary|Day)$/u.test(np.head) ||
          (isPlural(np.text) && tellsAlone(np, piece)) ||
          np.text.split(' ').some((word) => NAMED_IN_ORDER.test(word)))
      )
        continue;
      const value = /^\d/.test(word) ? Number.parseInt(word.replace(',', ''), 10) : (ORDINALS[word] ?? numberOf(word));
      const noun = np?.head.toLowerCase() ?? 'day';
      const start = s.start + m.index;
      const end = np ? s.start + np.end : start + m[0].length;
      if ((reached.get(noun)?.value ?? 1) < value)
        reached.set(noun, {
          start,
          end,
          text: text.slice(start, end),
          value,
          unit: `ordinal of ${noun}`,
          bound: 'exact',
        });
    }
  }
  return [...out, ...reached.values()];
}
/** "Three bodies were found; they insist on a fourth." */
const ANOTHER = ofPieces(
  /(?<=\ban? )(?<!\b(?:which|whom|these|those),? an? )(?:(?:second|third)(?= (?:was|is|has|had|died)\b)|(?:fourth|fifth|sixth|seventh|eighth|ninth|tenth)(?= (?:was|is|has|had|died)\b|[.,;]| [“"]))/iu,
);

function brokenIn(piece: string): Omit<Figure, 'text'>[] {
  return BROKEN.all(piece).map((m) => {
    const [whole, decade, one, half, orTwo, number = '', before, ofBefore, measure = '', after, minutes] = m;
    const bound = BOUND_BEFORE.exec(piece.slice(Math.max(0, m.index - 40), m.index))?.[1] ?? '';
    const start = m.index - (bound ? bound.length + 1 : 0);
    const part = { half: 0.5, quarter: 0.25 }[(before ?? after ?? '').toLowerCase()] ?? 0;
    const [value, unit] = decade
      ? [10 * numberOf(decade.split(' ')[0]!), 'year']
      : one
        ? [1, one]
        : half
          ? [0.5, half]
          : orTwo
            ? [2, orTwo]
            : minutes
              ? [numberOf(number) * 60 + numberOf(minutes), 'minute']
              : [numberOf(number) + part, ofBefore ?? measure];
    return { start, end: m.index + whole.length, value, unit: `${unit.toLowerCase()}s`, bound: boundOf(bound) };
  });
}

/** "half of the crew", "more than two-thirds of its tanks": a share. */
function sharesIn(piece: string): Omit<Figure, 'text'>[] {
  return FRACTION.all(piece).flatMap((m) => {
    const [whole, ofParts, ofPart, byParts, anyParts, anyPart, of = ''] = m;
    const [parts = '', part = 'half'] = [ofParts ?? byParts ?? anyParts, ofPart ?? anyPart];
    const bound = BOUND_BEFORE.exec(piece.slice(Math.max(0, m.index - 40), m.index))?.[1] ?? '';
    const start = m.index - (bound ? bound.length + 1 : 0);
    const after = m.index + whole.length;
    const np =
      (of || /^ of /.test(piece.slice(after, after + 4)) || !ofPart
        ? nounPhrase(piece, after + (/^ \d[\d,]*(?= )/.exec(piece.slice(after, after + 14))?.[0].length ?? 0))
        : null) ??
      (/^ (?:killed|wounded|injured|dead|displaced)\b/.test(piece.slice(after, after + 10))
        ? { text: 'people' }
        : null);
    const value = (parts ? (NUMERALS[parts.toLowerCase()] ?? 1) : 1) / PARTS[part.toLowerCase().replace(/s$/, '')]!;
    const end = m.index + whole.length - of.length;
    return [
      {
        start,
        end,
        value: Math.round(value * 1000) / 1000,
        unit: np ? `share of ${np.text}` : 'share',
        bound: boundOf(bound),
      },
    ];
  });
}
const PARTS: Readonly<Record<string, number>> = { half: 2, third: 3, quarter: 4, fifth: 5, tenth: 10 };
const FRACTION = ofPieces(
  new RegExp(
    `(?<![\\p{L}\\p{N}-])(?<!\\b(?:first|second|latter|last|other|upper|lower|\\p{L}+ern) )(?:half(?=(?: of)? (?:all|the|its|their|his|her|our|those|these) )|half(?= of )|(?:(?<=\\b(?:${BOUND}|by) )|(?<![^.!?;] ))half(?=[,.;:)]| (?:have|has|had|are|were|is|was|that|what|by|in|as|did|do|will|would|\\p{Ll}+ed)\\b)|(an?|one|two|three|four)[ -](half|thirds?|quarters?|fifths?|tenths?)(?= of )|(?:(?<=\\bby )(an?|one|two|three|four)|(two|three|four))(?: (?=[a-z]+ \\p{Ll})|[ -](?=[a-z]+[,.;:)]))(thirds?|quarters?|fifths?|tenths?))(?! of an? )((?: of)?(?: (?:all|the|its|their|his|her|our|those|these|them|whom|which))*)(?=[ ,.;:)])`,
    'iu',
  ),
);

/** "dozens of soldiers", "hundreds of thousands to flee" */
function vagueAt(m: RegExpExecArray, piece: string): { end: number; unit: string } | null {
  const of = / of(?: the| its| their| his| her| our| my)?$/.test(m[0]);
  const at = m.index + m[0].length;
  if (/decades$/.test(m[0])) return { end: at, unit: 'years' };
  if (/\bin the(?:ir)? $/.test(piece.slice(Math.max(0, m.index - 10), m.index))) return { end: at, unit: 'people' };
  // "billions in military aid"
  if (
    /^[mb]illions$/i.test(m[0]) &&
    /^ in (?:\p{Ll}+ ){0,2}(?:aid|loans|damages?|losses|sales|trade|funds|funding|assistance|investments?|revenues?|debts?)\b/u.test(
      piece.slice(at, at + 40),
    )
  )
    return { end: at, unit: 'dollars' };
  const few = /^(?:several|a few|a couple)/i.test(m[0]);
  // "hundreds more troops"
  const more = of ? 0 : (/^ more(?= \p{L})/u.exec(piece.slice(at, at + 8))?.[0].length ?? 0);
  const np = of || few || more ? nounPhrase(piece, at + more) : null;
  const end = np?.end ?? m.index + m[0].length;
  const fate = fateAfter(piece, end) ?? fateBefore(piece, m.index);
  if (of && !np) return null;
  if (
    !np &&
    !fate &&
    !few &&
    !/^ (?:(?:and|or) (?:perhaps |even |possibly )?(?:hundreds|thousands|millions)|more|others?|to|have|had|has|were|are|who|in|from|at|on|along|across|\p{Ll}{3,}ing)\b/u.test(
      piece.slice(at, at + 24),
    ) &&
    !isPast(nextWord(piece, at))
  )
    return null;
  return { end, unit: `${np?.text ?? 'people'}${fate ? ` ${fate}` : ''}` };
}

function numberAt(m: RegExpExecArray, piece: string): Counted | null {
  const [, money = '', digits = '', scale = '', added = '', , glued = '', share = ''] = m;
  let hyphen = m[5] ?? '';
  const spelled = /^[a-z]/i.test(digits);
  let end = m.index + m[0].length;
  const ahead = piece.slice(Math.max(0, m.index - 40), m.index);
  const boundText = BOUND_BEFORE.exec(ahead)?.[1] ?? '';
  const start = boundText ? m.index - boundText.length - 1 : m.index;
  let bound = /\bcouple of$/i.test(digits) ? 'about' : boundOf(boundText);
  // "3. The Ministry", "... clear. 4. Boats": a number of a paragraph.
  if (m.index < 3 ? /^[.)]\s/.test(piece.slice(end, end + 2)) : isItem(digits, ahead, piece.slice(end, end + 3)))
    return null;
  let value =
    (spelled ? spelledValue(digits) : numberOf(digits)) * (SCALE[(scale || (money ? glued : '')).toLowerCase()] ?? 1) +
    (added ? numberOf(added) : 0);
  // "nine hundred million"
  const of = /^hundred$/i.test(scale)
    ? /^ (thousand|million|billion|trillion)\b/i.exec(piece.slice(end, end + 10))
    : null;
  if (of) {
    value *= SCALE[of[1]!.toLowerCase()]!;
    end += of[0].length;
  }
  // "by 354-60", "50-50", "a 737-800"
  if (
    !Number.isFinite(value) ||
    (/^[-–]\d/.test(piece.slice(end, end + 2)) &&
      Number.parseInt(piece.slice(end + 1, end + 12).replace(/,/g, ''), 10) <= value)
  )
    return null;
  value = Math.round(value * 1000) / 1000;
  const found = (unit: string, elided: Counted['elided'] = false, fate: string | null = null): Counted => ({
    start,
    numberStart: m.index,
    end,
    value,
    bound,
    unit: unit.replace(AREA, (whole: string) => (whole.includes('k') ? 'square kilometres' : 'square metres')),
    fate,
    elided,
    ofThem: OF_THEM.test(piece.slice(end, end + 12)),
  });
  if (share) return found('percent');
  if (money) {
    // "$400m-$500m"
    const to = MONEY_TO.exec(piece.slice(end, end + 30));
    const upper = to ? Number(to[1]!.replace(/,/g, '')) * (SCALE[(to[2] ?? scale) || glued] ?? 1) : 0;
    if (to && upper > value) {
      value = upper;
      bound = 'about';
      end += to[0].length;
    }
    return found(currency(money.trim().replace(/^[UAC]S?(?=[$€£¥₹])|(?<=\$)(?:US|AU)$/g, '')));
  }
  if (!hyphen && isHour(digits, ahead, piece.slice(end, end + 12))) return null;
  if (!hyphen) {
    const range = (
      /\bbetween $/i.test(ahead) && !/^ ?[-–]/.test(piece.slice(end, end + 2))
        ? BETWEEN
        : /\bfrom $/i.test(ahead) && piece[end] !== '-'
          ? null
          : RANGE
    )?.exec(piece.slice(end, end + 24));
    const to = range ? numberOf(range[1]!) : 0;
    if (range && to > value) {
      // "seven to eight thousand"
      const times = scale
        ? null
        : /^[ -](hundred|thousand|million|billion|trillion|lakh|crore|dozen)\b/i.exec(
            piece.slice(end + range[0].length, end + range[0].length + 10),
          );
      value = to * (SCALE[(times?.[1] ?? '').toLowerCase()] ?? 1);
      bound = 'about';
      end += range[0].length + (times?.[0].length ?? 0);
      const percent = /^(?: ?%| percent\b| per cent\b)/.exec(piece.slice(end, end + 9));
      if (percent) {
        end += percent[0].length;
        return found('percent');
      }
    }
  }
  if (/^k$/i.test(glued)) value *= 1000;
  else if (glued && end === m.index + m[0].length) {
    // "2m people", but "2m of cable"
    const people = /^m$/i.test(glued) && value < 1000 ? nounPhrase(piece, end) : null;
    // "2m people", "6m tonnes"
    if (!people || !(isPersons(people.head) || isPlural(people.text.split(' ')[0]!)))
      return found(GLUED[glued] ?? glued);
    value *= 1e6;
    return found(people.text, false, fateBefore(piece, start) ?? fateAfter(piece, people.end));
  }
  const some = /^-?(odd|plus)\b/.exec(piece.slice(end, end + 5));
  if (some) {
    hyphen = '';
    bound = some[1] === 'odd' ? 'about' : 'at-least';
    end += some[0].length;
  }
  if (hyphen || (piece[end] === '-' && end > m.index + m[0].length)) {
    if (!hyphen) end++;
    const word = /^(\p{L}+)(?:-old)?/u.exec(piece.slice(end, end + 30));
    if (!word || !(MEASURE.test(word[1]!) || PARTS_OF.test(word[1]!))) return null;
    const old = /[- ]old$/.test(piece.slice(end, end + word[1]!.length + 4));
    end += word[1]!.length;
    const noun = nounPhrase(piece, old ? end + 4 : end, true);
    // "a 52-year-old teacher", "a six-month-old shot in the arm", but "a nine-year-old war", "a 10-day-old truce".
    if (old && (!noun || !LASTS.test(noun.head))) {
      end += 4;
      return found(`${word[1]!.toLowerCase().replace(/s$/, '')}s of age`);
    }
    return found(`${word[1]!.toLowerCase()}${noun ? ` ${noun.text}` : ''}`);
  }
  // "seventy-two (72) hours", "4 (four) persons"
  const echo = hyphen ? null : /^ \(([\d,]+|\p{Ll}+(?:-\p{Ll}+)?)\)(?= \p{L})/u.exec(piece.slice(end, end + 24));
  if (echo && numberOf(echo[1]!) === value) end += echo[0].length;
  // "a dozen or so blasts", "300-odd mines"
  const odd = /^(?: or so| odd)\b|^-some\b|^\+(?= )/.exec(piece.slice(end, end + 7));
  if (odd) {
    bound = odd[0] === '+' ? 'at-least' : 'about';
    end += odd[0].length;
  }
  if (/^ of (?:us|you)\b/.test(piece.slice(end, end + 9))) return found('people');
  if (/\b(?:father|mother|dad|mum|mom|parents?)[ -]of[ -]$/i.test(ahead)) return found('children');
  const rest = piece.slice(end, end + 160);
  if (STRONG.test(rest)) return found('people');
  // "ten past eleven": a time of day.
  if (spelled && PAST_HOUR.test(rest) && !/\b(?:from|between) $/i.test(ahead)) return null;
  // "nine of its last 11 requests", "38 out of 46 drones", "11 of them nurses", "11 of its staff": what the whole counts.
  const whole = WHOLE.exec(rest);
  const ofWhole = whole && (whole[1] ?? nounPhrase(piece, end + whole[0].length)?.text ?? null);
  // “Star 2” plays
  const closes = /["”’]/.test(piece[end] ?? '') && !/["“‘]$/.test(ahead);
  if (closes && !boundText) return null;
  const phrase = ofWhole ? null : nounPhrase(piece, end);
  const tells = phrase !== null && value > 1 && tellsAlone(phrase, piece);
  const np = tells ? null : phrase;
  if (np && /^years?-olds?\b/.test(np.text)) {
    end = piece.indexOf('old', end) + 3;
    return found('years of age');
  }
  const measure = np && MEASURE.test(np.text.split(' ')[0]!);
  if (measure) {
    const [first = ''] = np.text.split(' ');
    end += 1 + first.length;
    if (/^hours?$/i.test(first) && /^\d{4}$/.test(digits)) return null; // 1140 hours
    // "one day": hardly a count.
    if (spelled && value === 1 && !scale && !boundText) return null;
    if (/^years?$/i.test(first) && /^[ -]old\b/.test(piece.slice(end, end + 5))) {
      end += 4;
      return found('years of age');
    }
    // "30 miles cable", "40 cm of silt"
    const of = /^(?: of(?: the)?)?/.exec(piece.slice(end, end + 8))![0];
    const matter = np.text === first ? nounPhrase(piece, end + of.length) : null;
    if (/^years?$/i.test(first) && matter?.text === 'age') end += 7;
    const named = matter && /^\p{Ll}/u.test(matter.head) && (of !== '' || /^\p{Ll}{3,}s$/u.test(matter.text));
    return found(!named ? first : matter.text === 'age' ? 'years of age' : `${first} ${matter.text}`);
  }
  if (!spelled && !digits.includes(',') && value >= 1900 && value <= 2100 && !np && !ofWhole) return null;
  const names = NUMBERED_THING.test(ahead) && (value < 32 || !np || !isPlural(np.head) || !OF_MONTH.test(ahead));
  if (!boundText && names && !(spelled && (np || ofWhole) && !(PART_OF_PAPER.test(ahead) && /^\p{Lu}/u.test(digits))))
    return null;
  if (!np && !ofWhole && SERIES.test(ahead)) return null;
  if (/\b(?:image|photo|slide|page|part) \d+ of $/i.test(ahead) || (spelled && value < 6 && PHASED.test(ahead)))
    return null;
  const lead = piece.slice(Math.max(0, start - 40), start);
  if (!np && !ofWhole && value < 111 && !scale && isAge(value, lead, ahead, rest, boundText !== ''))
    return found('years of age');
  const before = fateBefore(piece, start);
  const fate = before === 'lost' && np && isPersons(np.head) ? 'killed' : (before ?? fateAfter(piece, np?.end ?? end));
  // "one of the mines", "seven in ten attacks"
  if (value === 1 && /^ of\b/.test(rest)) return null;
  if (IN_OF.test(ahead)) return null;
  // "39 of the returnees are soldiers"
  const being = / (?:are|were)(?= \p{Ll})/u.exec(rest.slice(0, 60));
  const what = being && (ofWhole || being.index === 0) ? nounPhrase(piece, end + being.index + being[0].length) : null;
  const are =
    what && isPersons(what.head) && isPlural(what.head) && !HARM.test(what.text) && !/^\p{Ll}+ing\b/u.test(what.text)
      ? what.text
      : null;
  if (ofWhole) return found(are ? `${are} ${ofWhole}` : ofWhole, false, fate);
  if (are && !np) return found(are, false, fate);
  if (np) {
    if (
      value === 1 &&
      spelled &&
      !fate &&
      (/["“‘]$/.test(ahead) || POINTED.test(np.head) || !AMONG_COUNTS.test(piece.slice(np.end, np.end + 24))) &&
      (!boundText || /^only$/i.test(boundText)) &&
      !(spelled && isPersons(np.head) && !SPEAKS.test(piece.slice(np.end, np.end + 12)))
    )
      return null;
    if (spelled && value === 2 && !fate && pointsTo(np.head, ahead)) return null;
    // "Amtrak 188 locomotive": a plural is counted.
    const many = isPlural(np.head) || isPersons(np.head) || (wordOf(lemmaOf(fold(np.head)))?.kind ?? 'g') === 'g';
    if (!spelled && !scale && !boundText && !many && NAMED.test(ahead)) return null;

    const met = fate || !isPersons(np.head) ? null : MET_BEFORE.exec(piece.slice(Math.max(0, start - 24), start))?.[1];
    const short = OF_ARMIES[np.text];
    return short ? found('people', false, short) : found(np.text, false, fate ?? met?.toLowerCase() ?? null);
  }
  if (value > 1 && /^ who\b/.test(rest) && !/\b(?:one|those) $/.test(ahead)) return found('people', 'either', fate);
  // "the evacuation of 900 wounded"
  const wounded = before && HARM.exec(rest.slice(1, 40))?.[1];
  if (wounded) return found(wounded.toLowerCase(), false, before);
  if (/\bGroup of $/.test(ahead) && /^\p{Lu}/u.test(digits)) return null;
  const told = TOLD.find(([words]) => words.test(piece.slice(Math.max(0, start - 70), start)))?.[1];
  if (told) return found(fate ? told.replace(/ killed$/, '') : told, false, fate);
  const counted = countedBefore(piece.slice(Math.max(0, start - 140), start));
  if (counted) return found(counted.noun, false, fate ?? counted.fate);
  if (
    /^ (?:for|against|in favou?r|abstain)/.test(rest) &&
    /\b(?:vot(?:e|ing)|motion|adopted|carried|ballot)/i.test(piece.slice(0, start))
  )
    return found('votes');
  const label = HARM.test(rest.slice(1, 40)) ? null : labelOf(lead, rest);
  if (label) return found(label.noun, false, fate ?? label.fate);
  if (
    OF_THEM.test(rest) ||
    (whole && /\d$|[a-z]$/i.test(whole[0])) ||
    /\b(?:including|among them|of (?:whom|them|which),?|of (?:these|those),) $/.test(ahead) ||
    (!spelled && /\bof (?:these|those) $/.test(ahead))
  )
    return found('', 'either', fate);
  if (spelled && value < 13 && AT_HOUR.test(lead) && !TALLY.test(lead)) return null;
  // "between 0600 and 1400", "at approximately 2130"
  if (
    /^(?:[01]\d|2[0-3])[0-5]\d$/.test(digits) &&
    /\b(?:at|and|until|from|to|by|since|around|before|after) $/i.test(lead)
  )
    return null;
  if (!fate && !boundText && (value < 2 || pointsOnly(value, digits, ahead, rest))) return null;
  // Does what follows leave it to count something?
  const parted = tells || ALONE.test(rest) || isPast(nextWord(piece, end));
  if (!fate && !boundText && !parted && (spelled ? !scale : value < 10)) return null;
  // "from 4 to 15 dinars"
  const to = /\bfrom $/i.test(lead) ? TO.exec(rest) : null;
  const unit = to ? nounPhrase(piece, end + to[0].length)?.text : undefined;
  if (unit) return found(MEASURE.test(unit.split(' ')[0]!) ? unit.split(' ')[0]! : unit, false, fate);
  return found(boundText ? 'count' : '', spelled && !scale && !(boundText && value > 9) ? 'only' : 'either', fate);
}

/** A bare number that names ("Nord Stream 2"), points ("the other three") or is called ("Two, the message was old"), and counts nothing. */
function pointsOnly(value: number, digits: string, ahead: string, rest: string): boolean {
  const spelled = !/^\d/.test(digits);
  if (!spelled && (NAMED.test(ahead) || /^ (?:was|is|has)\b/.test(rest))) return true;
  if (spelled && value < 9 && /^,/.test(rest) && /(?:^|[.!?:]["”’]?\s+)$/.test(ahead)) return true;
  if (!POINTS.test(ahead) || TALLY.test(ahead) || /\d,\d{3}/.test(digits)) return false;
  // "the other three were", “Two.”
  if (/\b(?:other|remaining) $/.test(ahead) && isPast(nextWord(rest, 0))) return false;
  return !(/["“]$/.test(ahead) && value > 2 && /^[,.!?]["”]/.test(rest));
}
const isItem = (digits: string, ahead: string, rest: string): boolean =>
  /^\d\d?$/.test(digits) && /[.;]\s$/.test(ahead) && /^\. \p{Lu}/u.test(rest);
/**
 * A bare number that is an age: "under the age of 12", "a man of 58", "I was seven when", "Sami was 12", "Ilka, 34,", "Dol (34)",
 * "two men (19, 23)". `lead` and `ahead`: what stands before it and before its bound; `rest`: what follows.
 */
function isAge(value: number, lead: string, ahead: string, rest: string, bounded: boolean): boolean {
  if (bounded && value < 30 && /\b(?:[Cc]hildren|[Bb]oys|[Gg]irls|[Pp]upils|[Yy]ouths) $/.test(lead)) return true;
  if (AGED.test(lead)) return true;
  const who = /(\p{L}+) (?:is|was) $/u.exec(lead)?.[1];
  if (value > 1 && AGE_ENDS.test(rest) && (IS_OLD.test(lead) || (isPersonNamed(who) && /^[,.;]/.test(rest))))
    return true;
  if (value > 9 && value < 100 && /\p{Lu}\p{Ll}+ \($/u.test(ahead) && /^\)/.test(rest)) return true;
  if (value > 4 && /(?:\p{Ll}s|men|women|people) \((?:\d\d, ){0,3}$/u.test(ahead) && /^(?:, \d\d)*\)/.test(rest))
    return true;
  if (value > 4 && isPersons(/(\p{L}+) of $/u.exec(lead)?.[1] ?? '')) return true;
  const name = /(\p{L}+), $/u.exec(ahead)?.[1];
  if (bounded || name === undefined || !/^(?:[,;]|\.$|\. |$)/.test(rest)) return false;
  return value > 4 || (value > 1 && /^,/.test(rest) && /^\p{Lu}/u.test(name) && isPersonNamed(name));
}
const AGE_ENDS = /^(?:[,.;!?)]|$| (?:when|and|at|now|then|or so|that|last|this|next|in)\b)/;
/** What a number counts that stands before it: "the number of soldiers killed has risen to 76", "incidents fell from 34 to five". */
function countedBefore(lead: string): { noun: string; fate: string | null } | null {
  const clause = lead.replace(/^.*[.;:!?]/s, '');
  const link = LEADS_TO.exec(clause)?.[1];
  if (!link) return null;
  const of = [...clause.matchAll(NUMBER_OF)].at(-1);
  if (of) {
    const at = of.index + of[0].length - 1;
    const np = nounPhrase(clause, at);
    const harm = HARM.exec(clause.slice((np?.end ?? at) + 1));
    if (np || harm)
      return {
        noun: np?.text ?? (HURT.test(harm![0]) ? 'people' : harm![0].toLowerCase()),
        fate: harm ? fateOf(harm) : null,
      };
  }
  if (/^[tfba]/.test(link) === /^(?:top|total)/.test(link)) {
    const noun = pluralIn(clause, false);
    return noun ? { noun, fate: null } : null;
  }
  const verb = CHANGE.exec(clause);
  const noun =
    verb && (pluralIn(clause.slice(verb.index + verb[0].length), true) || pluralIn(clause.slice(0, verb.index), false));
  return noun ? { noun, fate: null } : null;
}
const OF_ARMIES: Readonly<Record<string, string>> = { KIA: 'killed', WIA: 'wounded', MIA: 'missing' };
function labelOf(lead: string, rest: string): { noun: string; fate: string | null } | null {
  const label = LABEL.exec(lead)?.[1]?.replace(/^the /i, '') ?? LABELLED.exec(lead)?.[1];
  const listed = label ? undefined : LISTED.exec(lead)?.[1];
  if (listed && isNamedPlural(['the', listed], 1) && /^[,;).]/.test(rest))
    return { noun: listed.toLowerCase(), fate: null };
  if (!label) return null;
  const short = OF_ARMIES[label.toUpperCase()];
  if (short) return { noun: 'people', fate: short };
  if (/^\p{Lu}\p{Ll}{2,}ed$/u.test(label.split(' ')[0]!))
    return { noun: 'people', fate: label.split(' ')[0]!.toLowerCase() };
  const harm = HARM.exec(label.toLowerCase());
  if (harm) return { noun: 'people', fate: fateOf(harm) };
  return label.split(' ').some((_, i, words) => isNamedPlural(words, i))
    ? { noun: label.toLowerCase(), fate: null }
    : null;
}
const NUMBER_OF = /\b(?:numbers?|totals?|count|tally) of (?:the |its |their |those |our )?/giu;
const LEADS_TO =
  /\s(to|at|from|by|as|(?:is|was|were|be|being|than|stood|stands|reach|hit|topp?|exceed|pass|surpass|number|totall?)(?:s|es|ed|ing)?)\s$/;
const CHANGE =
  /\b(?:f[ae]ll(?:s|en)?|rose|rise[ns]?|drop(?:s|ped)?|climb(?:s|ed)?|gr[eo]wn?s?|(?:in|de)creased?s?|declined?s?|shr[aiu]nks?|jump(?:s|ed)|soar(?:s|ed)|leapt|surged?|swelled|gone up|went up|doubled?|trebled|tripled|reduced?s?|cuts?|slash(?:ed)?|lower(?:s|ed)|raised?s?|br(?:ing|ought)s?|boost(?:ed)?|put)\b/;
/** A noun in the plural in a clause: the first of what it says, or the last. */
function pluralIn(clause: string, last: boolean): string {
  const words = clause.replace(/^.*(?:\b(?:said|says|that)\b|,(?= ))/, '').match(/[\p{L}\d’'-]+/gu) ?? [];
  const named = words.filter((_, i) => isNamedPlural(words, i));
  return (last ? named.at(-1) : named[0])?.toLowerCase() ?? '';
}
const TOLD: readonly (readonly [RegExp, string])[] = [
  [/\btoll\b[^.;]{0,60}$/i, 'people killed'],
  [
    /\b(?:crowd|gathering|group|population|cit(?:y|ies)|towns?|villages?|settlements?|communit(?:y|ies)|island) of $/i,
    'people',
  ],
  [/\bpopulation(?: of|:|,)? $/i, 'people'],
  [/\bcrew of $/i, 'crew'],
  [/\b(?:force|army|garrison|contingent|militia) of $/i, 'troops'],
  [/\b(?:we|us) (?:are|were)(?: now)? $/i, 'people'],
  [/\bfamily of $/i, 'family members'],

  [/\bmagnitude (?:of )?(?:between )?$/i, 'magnitude'],
];
const AREA = /^(?:sq\.? (k)?m\b|(k)?m²)/u;
const STRONG = /^ strong\b/;
const PAST_HOUR = new RegExp(`^ (?:past|to) ${SPELLED}`, 'iu');
const OF_THEM = /^ of (?:them|these|those|whom|which)\b/;
/** Words after which a number alone names, or points to those told of before. */
/** "Shells fired: 212", "Wounded – 37", "killed 14, missing 3": what is counted stands before the number as in a table. */
const LABEL = /(?:^|[.;,(•*·–-]\s*)((?:\p{L}[\p{L}’'-]*\s){0,3}\p{L}[\p{L}’'-]*)(?::|\s?[–—=]|\s-)\s$/u;
/** "(men 19, women 10)", "Found: AP mines 63" */
const LISTED = /[(,;:] ?(?:\p{Lu}[\p{L}-]* )?([\p{L}\d-]+) $/u;
const LABELLED = /(?:^|[,;:(]\s?)(killed|dead|wounded|injured|missing|captured|displaced|KIA|WIA|MIA):?\s$/i;
const POINTS =
  /\b(?:the|these|those|each|every|other|last|first|next|number|in|into|or|page|pages|its|their|his|her|our|us|you|them|no|any|one|by|minute|stage|phase|step|chapter|verse|of|than)\s$|["“‘(–—]$/i;
/** "Interstate 35", "Nord Stream 2", but "on Monday 40". */
const NAMED = /(?<!\p{L})(?!\p{L}+day\s)\p{Lu}[\p{L}’'-]*\.?\s$/u;
const TO = new RegExp(`^ to (?:${DIGITS}|${SPELLED})(?= )`, 'iu');
const TALLY = /\b(?:figures?|number|toll|count|total|tally) (?:at|of) $/i;
const AT_HOUR = /\b(?:at|past|until|till|since|before|after)\s$/i;
const ALONE =
  /^(?:[.,;:?!)]| [–—-] | (?:in|on|at|from|by|near|to|are|were|was|have|had|will|would|could|can|who|more|and|but|then|with|remain|say|did|do|may|might|must|of (?:them|whom))\b| (?:for|against)[,.;])/;
/** "one rifle and 60 rounds": one of a list is counted. */
const AMONG_COUNTS = new RegExp(
  `^(?:,? and|,) (?:\\d[\\d,]*|${SPELLED})(?= \\p{Ll})(?! (?:of|on|by|in|at|to|from|were|was)\\b)`,
  'u',
);
const IN_OF = new RegExp(`(?:\\d|\\b${SPELLED}) in $`, 'iu');

/** What is some days or years old and is nobody. */
const LASTS =
  /^(?:\p{Ll}*(?:fire|war)|truce|conflict|agreement|deal|accord|pact|peace|law|ban|blockade|siege|regime|government|dispute|crisis|rule|treaty|system|policy|insurgency|rebellion|uprising|revolution|revolt|civil|campaign|offensive|movement|party|state|country|nation|republic|kingdom|city|town|building|house|church|mosque|bridge|tree|institution|organi[sz]ation|company|group|alliance|record|tradition|technology|film|report|feud|embargo|occupation|invasion|mission|constitution|problem|question|wound)s?$/u;
const MET_BEFORE = new RegExp(`\\b(${MET}) (?:all |another |the |these |their |its )?$`, 'i');
const SPEAKS = /^,? (?:said|says|told|added|who said)\b/;
const isPersons = (noun: string): boolean => {
  const word = fold(noun);
  return PERSONS.test(word) || wordOf(lemmaOf(word))?.kind === 'p';
};
/** "the two countries", "two sides": those who were told of before. */
function pointsTo(noun: string, ahead: string): boolean {
  if (/^(?:sides?|ways?)$/i.test(noun)) return true;
  if (!/\b(?:the|these|those|its|their|our|other) $/i.test(ahead)) return false;
  const kind = wordOf(lemmaOf(fold(noun)))?.kind;
  return POINTED.test(noun) || isPersons(noun) || kind === 'g' || kind === 'l';
}

/** "under the age of 12", "aged 12 to 15", "between the ages of 18 and 60", "as young as ten" */
const AGED =
  /\b(?:(?:join|marri|die|enlist|retir|conscript)(?:ed|d)(?: \p{L}+){0,4} at|ag(?:es?|ed|ing)(?: of| from| between| in)*(?: \d+ (?:and|to))?|(?:young|old) as|turn(?:s|ed|ing)?) $/iu;
/** "I was seven when", "who will be eight", "joined at 17": an age. */
const IS_OLD =
  /\b(?:(?:[Hh]e|[Ss]he|I|who|[Ss]on|[Dd]aughter|[Bb]oy|[Gg]irl|[Bb]rother|[Ss]ister) (?:is|was|am|will be|would be|had been|turned)|I['’]m|(?:youngest|oldest|eldest|elder|younger)(?: (?:is|was))?|\p{L},(?= then $))(?: (?:only|just|then|now|barely|not yet))? $/u;
/** "Sami was 12": a name that is no word. */
const isPersonNamed = (word: string | undefined): boolean =>
  word !== undefined && (/^\p{Lu}\p{Ll}+$/u.test(word) ? wordOf(lemmaOf(fold(word))) === undefined : isPersons(word));
/** "at 10.10", "20.10 hours", "5.45 p.m.", "12:30 pm", "8 a.m." */
const isHour = (digits: string, ahead: string, rest: string): boolean =>
  /^0\d{3}$/.test(digits) ||
  (ahead === '' && /^(?:[01]\d|2[0-3])[0-5]\d$/.test(digits) && /^ \p{Lu}/u.test(rest)) ||
  /^ ?(?:[ap]\.? ?m\b|GMT|UTC|hrs\b|hours? (?:GMT|UTC|local)|local time|o['’]clock)/i.test(rest) ||
  (/^(?:[01]?\d|2[0-4])\.[0-5]\d$/.test(digits) &&
    /\b(?:at|around|about|by|until|till|since|from|to|and|after|before|between) $/i.test(ahead) &&
    !/^ ?(?:%|per|million|billion|km|mile|met|kilo|ton|dollar|euro|point)/i.test(rest));

const WHOLE = new RegExp(
  `^ (?:out )?of (?:(?:the |its |their |his |her |those |these |some )?(?:(?:last|past|first|remaining|other) )?(?:[\\d,]+|${SPELLED})(?= \\p{L})(?: of(?: the| its| their)?)?|(?:them|these|those|whom|which),? (?:were |are )?(?!(?:towards|across|perhaps|always|besides|afterwards|sometimes)\\b)(\\p{Ll}{3,}s|women|men|children|police)\\b|(?:its|their|his|her|our|your|the|(?:\\p{Lu}[\\p{L}.-]*[ ]){0,2}\\p{Lu}[\\p{L}.-]*['’]s?)(?= \\p{L}))`,
  'u',
);

/** The noun phrase after a number: up to its head, with what stands before it. */
function nounPhrase(piece: string, at: number, compound = false): { text: string; head: string; end: number } | null {
  let end = at;
  let head = '';
  const words: string[] = [];
  WORD.lastIndex = at + (/["”’]/.test(piece[at] ?? '') ? 1 : 0);
  for (let m = WORD.exec(piece); m && words.length < 7; m = WORD.exec(piece)) {
    const mark = /^[“"‘']/.test(m[1]!) ? 1 : 0;
    const word = m[1]!.slice(mark).replace(/['’]s$|(?<!\.\p{L})[.'’-]+$/u, '');
    const after = m.index + m[0].length;
    // "U.S. and Afghan troops", "domestic and international flights": what is counted is a plural.
    const joins =
      /^(?:and|or)$/.test(word) &&
      (isName(head) || (head !== '' && !isPlural(head) && !/^\p{Lu}/u.test(nextWord(piece, after)))) &&
      pluralSoon(piece, after);
    const noun = compound && head === '' && /ing$/.test(word) && (wordOf(word)?.kind ?? '-') !== '-';
    const does =
      HARM.test(piece.slice(m.index + 1, m.index + 40)) || (BENT.test(word) && !noun) || isPast(word) || isTold(word);
    if (NUMERALS[word] && !/^one$/.test(word)) break;
    if (
      (isStop(word) &&
        !joins &&
        !leadsName(word, piece, after) &&
        !(head === '' && NEARLY.test(word) && pluralSoon(piece, after))) ||
      (does && (isNoun(head) || head === 'more'))
    )
      break;
    // "15 wounded soldiers", but "15 wounded", "two critically"
    if ((does || (/\p{Ll}{3}ly$/u.test(word) && !isNoun(word))) && head === '' && !pluralSoon(piece, after)) break;
    // "hostages a day", "staff members", "pumps works": after a plural only another goes on.
    if (isPlural(head) && !(PLURAL.test(word) && /^\p{Ll}/u.test(word) && !MEASURE.test(head) && !tellsOf(head, word)))
      break;
    words.push(word);
    head = word;
    end = m.index + 1 + mark + word.length;
    if (words.length === 1 && MEASURE.test(word)) break;
    if (/^[^.]*\.$/.test(m[1]!)) break;
    // "14 “provocative” attacks"
    if (mark && /^["”’'] \p{Ll}/u.test(piece.slice(after, after + 3))) WORD.lastIndex = after + 1;
    // "Islamic State (IS) members"
    const aside = isName(head) ? /^ \(\p{Lu}[\p{L}-]{1,9}\)/u.exec(piece.slice(after, after + 14)) : null;
    if (aside) WORD.lastIndex += aside[0].length;
  }
  if (/^(?:more|further)$/.test(head)) return null;
  const of = PARTITIVE.test(head) ? /^ of (?:the )?(\p{L}{3,})/u.exec(piece.slice(end, end + 30)) : null;
  if (of) words.push(of[1]!);
  return words.length > 0 ? { text: words.join(' '), head, end } : null;
}
/** "of which 15 work", "60 buys a stove", "keeps six warm": one word that names nothing countable. */
function tellsAlone(np: { text: string; head: string; end: number }, piece: string): boolean {
  if (!/^\p{Ll}{3,}$/u.test(np.text) || MEASURE.test(np.text) || isPersons(np.text) || HARM.test(np.text)) return false;
  const known = wordOf(lemmaOf(np.text));
  if (isPlural(np.text))
    return (known?.verb ?? false) && /^s/.test(np.text.slice(-1)) && TAKES.test(piece.slice(np.end, np.end + 8));
  return known !== undefined && (known.verb || known.kind === '-');
}
const TAKES =
  /^ (?:an? (?!(?:kilo|day|week|month|year|litre|head|piece|ton|barrel|night|household|family|person|trip|time|bag|loaf|go\b))|the |its |their |his |her |your |our )/;
/** "IS" is a name. */
const isStop = (word: string): boolean => STOP.test(word) && word !== 'IS';
/** "six nearly simultaneous blasts" */
const NEARLY = /^(?:nearly|almost|still|recently)$/;
/** "South Korean": a direction in a name. */
const leadsName = (word: string, piece: string, after: number): boolean =>
  /^(?:North|South|East|West)$/.test(word) &&
  (/^\p{Lu}/u.test(nextWord(piece, after)) || /(?:Middle|Far|Near) \p{L}+$/u.test(piece.slice(0, after)));
const WORD = /[ \u00a0]([“"‘']?(?:\p{L}|\d[\d.,]*-(?=\p{L}))[\p{L}\p{N}'’.-]*)(?=[ ,.;:)\]”"’»“!?—–]|\/h|$)/uy;
const isPlural = (word: string): boolean =>
  (PLURAL.test(word) && word !== 'Hamas') || /^\p{Lu}\p{Ll}{3,}is$/u.test(word);
const isName = (word: string): boolean => /^\p{Lu}/u.test(word) && !isPlural(word);
/** Whether one of the next words is a plural, before the phrase ends. */
function pluralSoon(piece: string, at: number): boolean {
  // "separated or unaccompanied children"
  const from = at + (/^ (?:and|or)(?= \p{Ll}{3,}ed )/u.exec(piece.slice(at, at + 24))?.[0].length ?? 0);
  for (const word of piece
    .slice(from, from + 60)
    .match(/^(?: \p{L}[\p{L}’'-]*\.?(?:\p{L}\.)*){1,4}/u)?.[0]
    .trim()
    .split(' ') ?? []) {
    if ((isStop(word) && !/^(?:North|South|East|West)$/.test(word)) || NUMERALS[word] || OF_VAGUE.test(word))
      return false;
    if (/^(?:dead|wounded|injured|missing)$/.test(word)) continue;
    if (isPlural(word.replace(/\.$/, ''))) return true;
  }
  return false;
}
/** "head of cattle": what they are of is counted. */
const PARTITIVE = /^(?:heads?|pieces|cases|pairs|rounds|boxes|bags|sacks|loads|truckloads)$/;
const isNoun = (word: string): boolean =>
  word !== '' && (isPlural(word) || PERSONS.test(word) || (wordOf(lemmaOf(fold(word)))?.kind ?? '-') !== '-');
const BENT = /^\p{Ll}{3,}(?:ed|ing)$/u;
const nextWord = (piece: string, at: number): string => /^ (\p{L}+)/u.exec(piece.slice(at, at + 30))?.[1] ?? '';

/** What became of the counted, told after them: "206 fighters from two groups have been killed". */
function fateAfter(piece: string, at: number): string | null {
  let linked = false;
  let passive = false;
  let before = '';
  let others = false;
  let asides = 0;
  let steps = 0;
  STEP.lastIndex = at;
  for (let m = STEP.exec(piece); m && steps < 22; m = STEP.exec(piece), steps++) {
    const [all, mark = '', word = ''] = m;
    const here = m.index + all.length - word.length;
    if (mark) {
      // ", including two boys,": an aside; anything else parts clauses.
      if (mark !== ',') return null;
      if (!ASIDE.test(piece.slice(STEP.lastIndex, STEP.lastIndex + 16)) && asides === 0) return null;
      if (++asides > 2) return null;
      continue;
    }
    const harm = HARM.exec(piece.slice(here, here + 40));
    // "attacks that have killed a woman", "six bodies and some wounded drivers": others came to harm.
    if (
      harm &&
      !passive &&
      !UNDERGONE.test(harm[0]) &&
      (OBJECT.test(piece.slice(here + harm[0].length, here + harm[0].length + 24)) || (others && !linked))
    )
      return null;
    // "3,000 civilians and 40 wounded": what follows another number without a verb is of that one.
    if (harm && TAKEN.test(harm[0]) && !passive && steps > 0) return null;
    if (harm) return linked || (asides === 0 && !others) ? fateOf(harm) : null;
    if (word === 'that' && before === 'and') return null;
    before = word;
    if (/^(?:not|never)$/.test(word)) return null;
    if (LINK.test(word)) {
      linked ||= !/^to$/i.test(word);
      passive ||= !/^(?:to|ha[vsd]e?)$/i.test(word);
    } else if (linked && /^shot$/i.test(word)) return 'shot';
    else if (COUNTS.test(word)) others = true;
    else if (LOOSE.test(word) && (linked || word !== 'left')) continue;
    else if (linked && !/^(?:and|or)$/.test(word)) return null;
    else if (PARTS_CLAUSES.test(word) || (/^\p{Ll}{3,}ed$/u.test(word) && steps > 0)) return null;
  }
  return null;
}
/** What somebody does to others as often as it is done to them. */
const TAKEN =
  /^(?:rescued|sunk|downed|shot|seized|recovered|intercepted|burn|torched|looted|treated|saved|transferred|discharged)/;
const UNDERGONE = /^(?:dead|died|fled|missing|returned|los|embrace|sus|suf|among)/;
/** What a verb takes. */
const OBJECT =
  /^ (?:an?|the|one|some|several|its|their|his|her|another|at least|more than|(?:\d[\d,]*|t(?:wo|hree)|f(?:our|ive)|s(?:ix|even)|eight|nine|ten|\p{Ll}{3,}s)(?! (?:killed|wounded|injured|hurt|dead|missing|km|kilom|miles?|met|days?|hours?|weeks?|months?|years?)))\b/u;
const STEP = /[ \u00a0“”‘’"']*(?:([,.;:()—–!?])|((?:\p{L}|\p{N})(?:[\p{L}\p{N}'’]|[-.](?=\p{L}))*))/uy;
const ASIDE =
  /^ (?:including|among|most|mostly|many|all|both|some|half|mainly|several|(?:\d+|\p{Ll}+) of (?:them|whom))\b/u;
const PARTS_CLAUSES =
  /^(?:while|but|because|although|though|when|after|before|as|since|until|said|says|told|where|whose|if|would|will|could|may|might|can|did|do|does|left|went|came|took|began|entered)$/;
const COUNTS = new RegExp(`^(?:\\d|${SPELLED}$)`, 'iu');
function fateBefore(piece: string, at: number): string | null {
  const m = HARMING.exec(piece.slice(Math.max(0, at - 60), at));
  return m ? pastOf(m[1]!) : null;
}
function fateOf(m: RegExpExecArray): string {
  const [, became, among, hurt, taken, handed, homes] = m;
  if (became ?? among) return pastOf((became ?? among)!);
  if (taken !== undefined) return 'captured';
  return hurt ? 'injured' : handed ? 'handed over' : homes ? 'displaced' : 'killed';
}
function pastOf(harm: string): string {
  const h = harm.toLowerCase();
  if (/^(?:claimed|death|kill|dead|died|slain)/.test(h)) return 'killed';
  if (/^injur/.test(h)) return 'injured';
  if (/^wound/.test(h)) return 'wounded';
  const stem = /^(releas|captur|displac|damag|evacuat|arrest|detain|detent|abduct|kidnap|destroy|free)/.exec(h)?.[1];
  return !stem || /ed$/.test(h) ? h : stem === 'detent' ? 'detained' : stem === 'kidnap' ? 'kidnapped' : STEMMED[stem]!;
}
const STEMMED: Readonly<Record<string, string>> = {
  releas: 'released',
  captur: 'captured',
  displac: 'displaced',
  damag: 'damaged',
  evacuat: 'evacuated',
  arrest: 'arrested',
  detain: 'detained',
  abduct: 'abducted',
  destroy: 'destroyed',
  free: 'freed',
};
const numberOf = (s: string): number =>
  /^\d/.test(s) ? Number(s.replace(/[,\s½¼¾]/g, '')) + (VULGAR[s.at(-1)!] ?? 0) : spelledValue(s);
const VULGAR: Readonly<Record<string, number>> = { '½': 0.5, '¼': 0.25, '¾': 0.75 };
function spelledValue(s: string): number {
  const w = s.toLowerCase();
  const part = /^(?:(two|three) )?(?:an? )?(half|quarter|third)s?(?: of)?(?: (.+))?$/.exec(w);
  if (part) return ((part[3] ? spelledValue(part[3]) : 1) * (NUMERALS[part[1] ?? ''] ?? 1)) / PARTS[part[2]!]!;
  if (/(?:pair|couple) of$/.test(w)) return 2;
  if (/score of$/.test(w)) return 20;
  if (w === 'dozen') return SCALE[w]!;
  if (w === 'a' || w === 'an') return 1;
  const [tens = '', ones] = w.split(/[- ]/);
  return (NUMERALS[tens] ?? Number.NaN) + (ones ? (NUMERALS[ones] ?? Number.NaN) : 0);
}
function boundOf(b: string): Figure['bound'] {
  const s = b.toLowerCase();
  if (!s || s === 'a total of') return 'exact';
  if (
    /up ?to|fewer than|less than|(?<!just )under|as many|not? more|at most|within/.test(s) &&
    !/^not? (?:fewer|less)/.test(s)
  )
    return 'at-most';
  if (/at least|more than|over|fewer|less|upwards/.test(s)) return 'at-least';
  return 'about';
}
function currency(mark: string): string {
  return (
    {
      $: 'dollars',
      '€': 'euros',
      '£': 'pounds',
      '¥': 'yen',
      '₹': 'rupees',
      USD: 'dollars',
      EUR: 'euros',
      GBP: 'pounds',
      PKR: 'rupees',
      INR: 'rupees',
      Rs: 'rupees',
      'Rs.': 'rupees',
    }[mark] ?? 'money'
  );
}
