/** Figures and what they count: exact, bounded and vague amounts. Dates, times and page numbers are not figures. */
import type { DateMention, Figure } from './shape.ts';
import type { Line } from './text.ts';

const UNITS: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
};
const ORDINALS: Readonly<Record<string, number>> = {
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  fifth: 5,
  sixth: 6,
  seventh: 7,
  eighth: 8,
  ninth: 9,
  tenth: 10,
};
const SCALE: Readonly<Record<string, number>> = {
  hundred: 100,
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  trillion: 1e12,
  lakh: 1e5,
  crore: 1e7,
  dozen: 12,
};
const SMALL = Object.keys(UNITS)
  .sort((a, b) => b.length - a.length)
  .join('|');
const SPELLED = `(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-(?:one|two|three|four|five|six|seven|eight|nine)|(?:${SMALL}))(?!\\p{L})`;
const DIGITS = '\\d{1,3}(?:,\\d{2,3})+(?:\\.\\d+)?|\\d+(?:\\.\\d+)?';
const BOUND =
  'at least|more than|perhaps|maybe|possibly|well over|within|barely|only|(?<!hand |handed |handing |took |take |taken )over|about|around|nearly|almost|up to|some|as many as|an estimated|estimated|fewer than|less than|under|roughly|approximately|no fewer than|no less than|no more than|at most|close to|just over|upwards of|a total of|just under';
const NUMBER = new RegExp(
  `(?<![\\p{L}\\p{N}.,:/#-])((?:US|A|C)?[$€£¥₹]\\s?|(?:Rs\\.?|USD|EUR|GBP|PKR|INR)\\s?)?(${DIGITS}|(?:a|${SPELLED})(?= (?:hundred|thousand|million|billion|dozen)\\b)|${SPELLED})(?:[ -](hundred|thousand|million|billion|trillion|lakh|crore|dozen)\\b(?:(?<=hundred|thousand) and (${SPELLED}|\\d{1,2}\\b))?)?(-| ?%| percent| per cent)?(?![\\p{N}:]|[.,]\\d|(?:st|nd|rd|th)\\b)`,
  'giu',
);
const BOUND_BEFORE = new RegExp(`(?<![\\p{L}\\p{N}_])(${BOUND}) $`, 'iu');
/** A number with what bounds it from before. */
function withBound(m: RegExpExecArray, piece: string): RegExpExecArray {
  const bound = BOUND_BEFORE.exec(piece.slice(Math.max(0, m.index - 20), m.index))?.[1] ?? '';
  const lead = bound && `${bound} `;
  const [whole, ...rest] = m;
  return Object.assign([`${lead}${whole}`, bound, ...rest], {
    index: m.index - lead.length,
    input: m.input,
  }) as RegExpExecArray;
}
const VAGUE =
  /\b((?:tens of thousands|hundreds of thousands|tens|scores|dozens|hundreds|thousands|millions|billions) of(?: the)? (?:[\p{L}'’-]+ ){0,2}[\p{L}'’-]+|(?:scores|dozens|hundreds|thousands|tens of thousands|hundreds of thousands)(?= (?:more |have |had |were |are |also |been )*(?:killed|wounded|injured|displaced|dead|missing|detained|fled|arrested|others)))/giu;
const ROUND =
  /\b(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d{1,2}(?:st|nd|rd|th)) (?:(?:consecutive|straight|successive) (\p{L}+)|(round|phase|session|meeting|batch|tranche|exchange|delivery|convoy)\b|(?<=\b(?:fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d(?:st|nd|rd|th)) )(?!century|floor|street|brigade|division|battalion|army|corps|regiment|engineers|district|amendment|time|item|place|grade)((?:\p{Ll}+ )?\p{Ll}{3,})(?= (?:to|of|in|since|on|at|this)\b|[,.]))/giu;

const MEASURE =
  /^(?:kilomet(?:er|re)s?|km|miles?|met(?:er|re)s?|millimet(?:er|re)s?|mm|cm|centimet(?:er|re)s?|hectares?|acres?|tons?|tonnes?|kilograms?|kg|litres?|liters?|feet|degrees?|years?|months?|weeks?|days?|hours?|minutes?|seconds?|dollars?|euros?|pounds?|percent|rupees?|rounds)$/i;
/** What a number is a part of, not a count: "three-member". */
const PARTS_OF =
  /^(?:member|point|nation|party|strong|day|man|storey|story|bed|seat|page|article|truck|person|vehicle|car|room)$/i;
/** What counts nothing: the thing counted was named before. */
const GONE = /^(?:\p{Ll}{2,}ed|went|were|was|are|is|had|have|came|remain)$/u;
const ELIDED =
  /^ (?:were|was|are|is|had|have|went|came|remain|died|(?:\p{Ll}+ed)\b|still|of (?:them|these|those|whom)|more\b(?= (?:were|was|are)))/u;
/** What numbers name rather than count. */
const NUMBERED_THING =
  /\b(?:[Aa]rticle|[Rr]esolution|[Cc]hapter|[Ss]ection|[Nn]o|[Nn]umber|[Oo]peration|[Rr]oute|[Hh]ighway|[Cc]hannel|[Gg]roup|[Pp]aragraph|UNSCR|[Ff]light|[Uu]nit|[Bb]rigade|[Dd]ivision|[Kk]ilomet(?:er|re)|Mile|[Pp]oint|[Hh]ill|[Cc]amp|[Bb]lock|[Ss]ector|[Zz]one|[Ww]ard|[Gg]ate|FM|[Aa]ge|[Aa]ged|[Pp]age|[Pp]illar|[Qq]uay|[Pp]ier|[Tt]erminal|Post|Level|[Ss]tage|[Pp]hase|Building|House|Room|Report|Bulletin|Communiqu[eé]|Line|Bus|[Aa]nnex|Volume|Issue|Day|Week|Update)\.? $/;
const UNCOUNTED =
  /^(?:sides?|countries|nations?|neighbou?rs|parties|leaders|governments?|states|capitals|armies|of|or|and|another|other|day|time|way|thing|point|hand|side|the|that|who|which|is|was|has|had|in|on|at|to|by|for|with|from)$/i;
const PEOPLE_IN_ROLES =
  /^(?:officers|officials|governments|ministers|leaders|delegations|teams|generals|people|men|women|commanders|rivals|foes|allies|enemies|neighbours|neighbors|groups|factions|presidents|diplomats|sources|mediators|negotiators|guarantors|observers|spokesmen|ministries|camps|halves|others)$/i;
const STOP =
  /^(?:in|on|at|by|from|to|with|since|after|before|during|near|when|while|who|that|which|as|and|or|but|for|were|was|are|is|have|has|had|been|being|including|because|across|along|over|inside|under|against|last|this|next|into|between|among|within|around|said|would|will|could|should|may|might|dead|through|per|if|than|then|there|their|its|his|her|early|late|ago|earlier|later|also|only|it|they|he|she|not|amid|despite|following|alone|both|so|out|up|down|back)$/i;
const HARM =
  /\b(killed|wounded|injured|dead|died|displaced|missing|captured|detained|arrested|released|freed|martyred|hurt|kidnapped|abducted|evacuated|deported|repatriated|destroyed|damaged|hospitalised|hospitalized|returned|handed over|fled|executed|(?<=(?:were|was|been|be|got) )shot|stranded|martyrdom|from their homes)\b/i;
const HARMING =
  /\b(killing|wounding|injuring|displacing|destroying|killed|wounded|injured|damaging|displaced|capturing|capturing|detaining|arresting|releasing|released|freeing|freed|captured|detained|arrested|destroyed|evacuated|deported|repatriated|claimed the lives of|death of|deaths of)\s+(?:(?:at least|more than|about|around|nearly|up to|some|as many as|an estimated|a total of|over|another|all) )?$/i;

/** Figures in the given stretches of the view. */
export function findFigures(
  text: string,
  view: string,
  stretches: readonly Line[],
  dates: readonly DateMention[],
): Figure[] {
  const out: Figure[] = [];
  let d = 0;
  const inDate = (from: number, to: number): boolean => {
    while (d > 0 && (dates[d]?.start ?? 0) > from) d--;
    while (d < dates.length && dates[d]!.end <= from) d++;
    const at = dates[d];
    // "four years" in "the past four years" is a figure too, as is "six years before the truce".
    return (
      at !== undefined &&
      at.start < to &&
      !/\b(?:past|last|previous)\b.*\b(?:years|months|weeks|days)$|^.*(?:years?|months?|weeks?|days?|hours?) (?:before|earlier|later)$/i.test(
        at.text,
      )
    );
  };
  for (const s of stretches) {
    const piece = view.slice(s.start, s.end);
    NUMBER.lastIndex = 0;
    for (let m = NUMBER.exec(piece); m; m = NUMBER.exec(piece)) {
      const found = numberAt(withBound(m, piece), piece, s.start);
      if (found && !inDate(found.numberStart, found.end)) {
        const { start, end, value, bound } = found;
        // "57 incidents, and in 41 of them"; "16 requests, nine were granted"
        const before = found.elided
          ? out.findLast(
              (f) => f.start >= s.start && !/^(?:percent|dollars|money|ordinal)/.test(f.unit) && !MEASURE.test(f.unit),
            )
          : undefined;
        const sameAs = before && !/[.?!]\s/.test(view.slice(before.end, start));
        if (found.elided && !sameAs && (found.elided === 'only' || found.unit === 'count')) continue;
        const unit = sameAs ? before.unit : found.unit;
        out.push({ start, end, text: text.slice(start, end), value, unit, bound });
      }
    }
    VAGUE.lastIndex = 0;
    const vague = /\b(?:tens|scores|dozens|hundreds|thousands|millions|billions)\b/i.test(piece);
    for (let m = vague ? VAGUE.exec(piece) : null; m; m = VAGUE.exec(piece)) {
      const words = m[0].split(' ');
      const of = words.indexOf('of');
      const stop = words.findIndex((w, i) => i > of + 1 && (STOP.test(w) || HARM.test(w)));
      if (of > 0 && stop > 0) words.length = stop;
      const phrase = words.join(' ');
      const start = s.start + m.index;
      const what = / of(?: the)? (.+)$/i.exec(phrase)?.[1] ?? '';
      const harm = harmAfter(piece, m.index + phrase.length) ?? '';
      out.push({
        start,
        end: start + phrase.length,
        text: text.slice(start, start + phrase.length),
        value: null,
        unit: `${what} ${harm}`.trim() || phrase,
        bound: 'about',
      });
    }
  }
  const rounds = new Map<string, Figure>();
  for (const s of stretches) {
    const piece = view.slice(s.start, s.end);
    ROUND.lastIndex = 0;
    const rounded =
      /\b(?:round|phase|session|meeting|batch|tranche|exchange|delivery|convoy|consecutive|straight|successive)\b|(?:four|fif|six|seven|eigh|nin|ten)th\b|\dth\b/i.test(
        piece,
      );
    for (let m = rounded ? ROUND.exec(piece) : null; m; m = ROUND.exec(piece)) {
      const value = ORDINALS[m[1]!.toLowerCase()] ?? Number.parseInt(m[1]!, 10);
      const noun = (m[2] ?? m[3] ?? m[4])!.toLowerCase();
      const start = s.start + m.index;
      const known = rounds.get(noun);
      // How far the count has got is what an ordinal tells: the highest one stands.
      if (!known || (known.value ?? 0) < value)
        rounds.set(noun, {
          start,
          end: start + m[0].length,
          text: text.slice(start, start + m[0].length),
          value,
          unit: `ordinal of ${noun}`,
          bound: 'exact',
        });
    }
  }
  for (const f of rounds.values()) if ((f.value ?? 0) > 1) out.push(f);
  return out.sort((a, b) => a.start - b.start);
}

function numberAt(
  m: RegExpExecArray,
  piece: string,
  offset: number,
): {
  start: number;
  numberStart: number;
  end: number;
  value: number;
  unit: string;
  bound: Figure['bound'];
  elided: false | 'either' | 'only';
} | null {
  let elided: false | 'either' | 'only' = false;
  const [, boundText = '', money = '', digits = '', scale = '', rest0 = '', mark = ''] = m;
  const spelled = /^[a-z]/i.test(digits);
  const base = spelled ? spelledValue(digits) : Number(digits.replace(/,/g, ''));
  if (!Number.isFinite(base)) return null;
  // "3. The Ministry": a number of paragraph.
  if (m.index < 3 && /^[.)]\s/.test(piece.slice(m.index + m[0].length, m.index + m[0].length + 2))) return null;
  const value = base * (SCALE[scale.toLowerCase()] ?? 1) + (rest0 ? spelledOr(rest0) : 0);
  let end = m.index + m[0].length;
  const numberStart =
    m.index +
    m[0].length -
    (money.length + digits.length + (scale ? scale.length + 1 : 0) + (rest0 ? rest0.length + 5 : 0) + mark.length);
  const odd = mark === '-' && /^odd\b/.test(piece.slice(end, end + 4));
  if (odd) end += 3;
  // "twenty-three (23) people"
  const rest = piece.slice(end, end + 160).replace(/^ \(\d[\d,]*\)/, (again) => ' '.repeat(again.length));
  const ahead = piece.slice(Math.max(0, m.index - 24), m.index);
  let unit = '';
  if (mark.trim() === '%' || /percent|per cent/i.test(mark)) unit = 'percent';
  else if (money) unit = currency(money.trim().replace(/^[UAC]S?(?=[$€£¥₹])/, ''));
  else if (mark === '-' && !odd) {
    const word = /^([\p{L}]+)(?:-(old))?/u.exec(rest);
    if (!word || (spelled && !MEASURE.test(word[1]!) && !PARTS_OF.test(word[1]!))) return null;
    if (word[2] || (/^year$/i.test(word[1]!) && /^year-old/i.test(rest))) return null; // an age
    if (!MEASURE.test(word[1]!) && !PARTS_OF.test(word[1]!)) return null;
    end += word[1]!.length;
    const noun = /^\s(?:[\p{L}'’-]+ )?([\p{L}'’-]+)/u.exec(piece.slice(end, end + 60));
    unit = `${word[1]!.toLowerCase()}${noun && !STOP.test(noun[1]!) ? ` ${noun[0].trim()}` : ''}`;
  } else {
    const words: string[] = [];
    for (const w of rest.matchAll(/^[ ]|(?<= )[\p{L}\p{N}'’.-]+(?=[ ,.;:)”"’»“!?—–]|$)|[,.;:)(”"»“!?—–]/gu)) {
      const t = w[0].trim();
      if (!t) continue;
      if (/^[,.;:)(”"»“!?—–]$/.test(t) || STOP.test(t) || words.length >= 6) break;
      words.push(t.replace(/[.'’]+$/, ''));
      if (/[.'’]$/.test(t)) break;
      if (words.length === 1 && MEASURE.test(t)) break;
    }
    if (words.length && /^(?:killed|wounded|injured)/.test(words.at(-1)!)) words.pop();
    unit = words.join(' ');
    // "nine of its last 11 requests": what the whole counts.
    const whole =
      /^ of (?:the |its |their |his |her |those |these |some )?(?:(?:last|past|first|remaining|other) )?(?:[\d,]+|\p{L}+) (\p{L}{3,})/u.exec(
        rest,
      );
    // "11 of them nurses", "11 of its staff"
    const some =
      /^ of (?:them|these|those|whom|which),? (?:were |are )?(\p{Ll}{3,}s)\b|^ of (?:its|their|his|her|our|the) (\p{L}{3,})/u.exec(
        rest,
      );
    const ofWhole = whole && NUMBERED.test(whole[0]) ? whole[1]! : (some?.[1] ?? some?.[2] ?? null);
    if (ofWhole) unit = ofWhole;
    else if (words[0] === 'of' && /^(?:them|these|those|whom|which)$/.test(words[1] ?? '')) elided = 'either';
    // "nine were granted, four denied": what was counted before.
    else if (/\bfrom $/.test(ahead) && /^ to (?:\d|\p{Ll})/u.test(rest)) elided = 'either';
    else if (/\bfrom (?:[\d,]+|\p{L}+) to $/u.test(ahead) && (unit === '' || GONE.test(words[0]!))) elided = 'either';
    // "Ilka, 34,": an age.
    else if (
      /\p{L}, $/u.test(ahead) &&
      /^(?:,|\.$|\. )/.test(rest) &&
      value > 4 &&
      value < 111 &&
      !scale &&
      !boundText &&
      unit === ''
    )
      unit = 'years of age';
    else if (words.length === 0 || GONE.test(words[0]!))
      elided = spelled && !boundText ? (ELIDED.test(rest) ? 'only' : false) : 'either';
    if (
      spelled &&
      !scale &&
      !ofWhole &&
      !elided &&
      (unit === '' || UNCOUNTED.test(words[0]!)) &&
      !harmAfter(piece, end) &&
      !HARMING.test(piece.slice(Math.max(0, m.index - 60), numberStart))
    )
      return null;
    if (spelled && !ofWhole && !elided && UNCOUNTED.test(words.at(-1) ?? '') && value <= 2) return null;
    // "ten past eleven", "half past six": a time of day.
    if (spelled && /^(?:past|to) (?:\p{L}+|\d+)\b/u.test(unit)) return null;
    if (
      spelled &&
      value <= 2 &&
      words.some((w) => PEOPLE_IN_ROLES.test(w)) &&
      !harmAfter(piece, end) &&
      !HARMING.test(piece.slice(Math.max(0, m.index - 60), numberStart))
    )
      return null;
    if (
      spelled &&
      value === 1 &&
      !harmAfter(piece, end) &&
      !HARMING.test(piece.slice(Math.max(0, m.index - 60), numberStart))
    )
      return null;
    if ((!spelled || elided) && (unit === '' || elided))
      unit =
        /\b(?:number|total|count|tally) of (?:the )?(\p{Ll}{3,})\b[^.;]{0,30}$/iu
          .exec(piece.slice(Math.max(0, m.index - 60), m.index + 1))?.[1]
          ?.toLowerCase() ??
        /\b(number|toll|figure|total|count|tally)\b[^.;]{0,30}$/i
          .exec(piece.slice(Math.max(0, m.index - 40), m.index + 1))?.[1]
          ?.toLowerCase() ??
        unit;
    if (!spelled && /^hours?$/i.test(unit) && /^\d{4}$/.test(digits)) return null; // 1140 hours
    if (
      !spelled &&
      unit === '' &&
      !elided &&
      !boundText &&
      !harmAfter(piece, end) &&
      !HARM.test(piece.slice(Math.max(0, m.index - 80), m.index))
    )
      return null;
    if (!spelled && /^(?:am|pm|a\.m|p\.m|GMT|UTC|hours? GMT|local)/i.test(unit)) return null;
    if (!spelled && value >= 1900 && value <= 2100 && unit === '') return null;
    if (
      !boundText &&
      NUMBERED_THING.test(piece.slice(Math.max(0, m.index - 14), m.index + (m[0].length - m[0].trimStart().length)))
    )
      return null;
    if (words.length > 0 && MEASURE.test(words[0]!)) end += 1 + words[0]!.length;
  }
  const harm =
    harmAfter(piece, end) ??
    HARMING.exec(piece.slice(Math.max(0, m.index - 60), boundText ? m.index : numberStart))?.[1];
  if (harm && unit !== 'percent' && !money && !MEASURE.test(unit)) unit = `${unit} ${pastOf(harm)}`.trim();
  const start = m.index + (m[0].length - m[0].trimStart().length);
  return {
    start: offset + start,
    numberStart: offset + numberStart,
    end: offset + end,
    value,
    unit: unit || 'count',
    bound: boundOf(boundText),
    elided: harm ? false : elided,
  };
}

/** The harm told within the clause after a number: "206 fighters ... have been killed". */
function harmAfter(piece: string, at: number): string | null {
  const run = /^[^.;:()“”"—]{0,110}/u.exec(piece.slice(at, at + 110))?.[0] ?? '';
  // "a crowd of 200 had gathered and that two were injured": another clause, another count.
  const clause = run.split(/\b(?:and|but) that\b|\bwhile\b/)[0] ?? '';
  const m = HARM.exec(clause);
  if (!m) return null;
  // Another number nearer to the word owns it only if no "and" joins the two.
  const between = clause.slice(0, m.index);
  if (/\b\d/.test(between) && !/\band\b/.test(between)) return null;
  if (/\b(?:killed|wounded|injured|dead)\b/.test(between)) return null;
  return m[1]!.toLowerCase();
}
function pastOf(harm: string): string {
  const h = harm.toLowerCase();
  if (/^(?:claimed|death)/.test(h) || h === 'dead' || h === 'died' || h === 'martyrdom') return 'killed';
  if (h === 'from their homes') return 'displaced';
  return h.replace(/^(.*)ing$/, (_, s: string) =>
    s === 'releas' || s === 'captur' || s === 'displac' || s === 'damag' ? `${s}ed` : `${s}ed`,
  );
}
const NUMBERED = new RegExp(`^ of (?:\\p{L}+ ){0,2}(?:[\\d,]+|${SPELLED}) `, 'u');
const spelledOr = (s: string): number => (/^\d/.test(s) ? Number(s) : spelledValue(s));
function spelledValue(s: string): number {
  const w = s.toLowerCase();
  if (w === 'a' || w === 'an') return 1;
  const [tens = '', ones] = w.split('-');
  return (UNITS[tens] ?? Number.NaN) + (ones ? (UNITS[ones] ?? Number.NaN) : 0);
}
function boundOf(b: string): Figure['bound'] {
  const s = b.toLowerCase();
  if (!s || s === 'a total of') return 'exact';
  if (/at least|more than|over|no fewer|no less|upwards|just over/.test(s)) return 'at-least';
  if (/up to|fewer than|less than|under|as many|no more|at most/.test(s)) return 'at-most';
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
