/**
 * How many were killed, and how many hurt, in what several accounts tell of. The number that a document gives first is that of
 * its matter; others count in if they are somebody's word on the same people. What a war took in all, or another attack, is not set against it.
 */
import { THOSE_WHO_FIGHT } from './called.ts';
import type { Clause } from './clauses.ts';
import { differ, spanOf } from './conflicts.ts';
import type { Figure } from './shape.ts';

type Fate = 'dead' | 'hurt';
/** Who was counted: a soldier is no civilian, and children are some of those counted. */
type Who = 'people' | 'civilians' | 'soldiers' | 'fighters' | 'children' | 'women';

interface Toll {
  readonly c: Clause;
  readonly f: Figure;
  readonly fate: Fate;
  readonly who: Who;
  /** The side that those counted belong to. */
  readonly of: string | null;
  /** Of a whole war or year, or of something else than the matter at hand. */
  readonly beside: boolean;
}

const DEAD =
  'kill(?:s|ed|ing)?|murder(?:s|ed|ing)?|martyr(?:ed|ing)|slain|slaughter(?:ed|ing)|execut(?:ed|ing)|eliminat(?:ed|ing)|neutrali[sz](?:ed|ing)|liquidat(?:ed|ing)|claim(?:s|ed|ing)? the lives of|claim(?:s|ed|ing)?(?= [^.,;]{0,30}\\blives\\b)';
const HURT = 'wound(?:s|ed|ing)?|injur(?:e|es|ed|ing)|hurt(?:ing)?|maim(?:ed|ing)';
const MORE =
  '(?:(?:at least|no (?:less|fewer) than|more than|less than|as many as|up to|some|about|around|over|nearly|almost|roughly|approximately|an estimated|a further|another|a total of|the lives of|only|just)\\s+){0,2}';
/** "killing at least 10": the verb before the number takes it; */
const TAKES: readonly (readonly [Fate, RegExp])[] = [
  ['dead', new RegExp(`\\b(?:${DEAD})\\s+${MORE}$`, 'i')],
  ['hurt', new RegExp(`\\b(?:${HURT})\\s+${MORE}$`, 'i')],
];
/** "the death toll reached 112", "the number of civilians killed rises to eight"; */
const TOLL =
  /\b(?:death toll|toll of dead|number of (?:\p{L}+ ){0,2}(?:dead|deaths|killed|fatalities|victims)|fatalities|deaths|bodies)\b[^.;]{0,60}$/iu;
/** else the first that is said of them. */
const SAID =
  /\b(?:(dead|deaths?|died|die|dies|dying|killed|martyred|slain|slaughtered|massacred|perish(?:ed)?|fatalities|bodies|corpses|lost (?:his|her|their) (?:life|lives)|lives|embraced (?:shahadat|martyrdom)|succumbed|passed away|killing|neutrali[sz]ed|eliminated|liquidated)|(wounded|injured|injuries|hurt|maimed|wounding|hospitali[sz]ed))\b/gi;
const WHO: readonly (readonly [Who, RegExp])[] = [
  ['children', /\b(?:child(?:ren)?|kids|minors|infants?|babies|girls?|boys?|teenagers?|schoolchildren|pupils)\b/i],
  ['women', /\bwom[ae]n\b/i],
  ['fighters', THOSE_WHO_FIGHT],
  [
    'soldiers',
    /\b(?:soldiers?|troops?|servicem[ae]n|personnel|guards?|officers?|polic\w+|marines?|sailors?|conscripts?|jawans?|army|military|paratroopers?|forces|security)\b/i,
  ],
  [
    'civilians',
    /\b(?:civilians?|residents?|villagers?|passengers?|evacuees?|refugees?|worshippers?|shoppers?|students?|workers?|volunteers?|medics?|staff|drivers?|locals?|inhabitants?|patients?|journalists?|pilgrims?|farmers?|fisherm[ae]n|famil(?:y|ies)|citizens?|relatives?|cousins?|brothers?|colleagues?)\b/i,
  ],
  ['people', /\b(?:people|persons?|men|others|victims?|lives|bodies|dead)\b/i],
];
const BESIDE =
  /\bsince\b|\bin all\b|\boverall\b|\b(?:in|during|of) (?:19|20)\d\d\b|\b(?:war|conflict|uprising|fighting|violence|campaign|offensive|crackdown) (?:\p{L}+ ){0,3}(?:has|have|had|that|which)\b|\b(?:years?|months?|weeks|days) of\b|\bso far (?:this|in the)\b|\bthis (?:year|month)\b|\b(?:past|last) (?:\p{L}+ )?(?:years?|months?|weeks?|days)\b|\belsewhere\b|\b(?:other|another|separate|similar|previous|earlier|second|same kind of) (?:\p{L}+ ){0,2}(?:incidents?|attacks?|(?:air)?strikes?|raids?|shellings?|bombings?|explosions?|schools?|village|town|clash(?:es)?)\b|\b(?:hours|days|weeks|months|years) (?:before|earlier|ago)\b|\b(?:total|toll) (?:\p{L}+ ){0,3}above\b|\bon duty\b|\b(?:19|20)\d\d (?:war|conflict|attack)\b/iu;

/** The tolls of a clause. */
function tollsIn(c: Clause): Toll[] {
  const known = counted.get(c) ?? count(c);
  counted.set(c, known);
  return known;
}
const counted = new WeakMap<Clause, Toll[]>();
function count(c: Clause): Toll[] {
  return c.figures.flatMap((f): Toll[] => {
    if (f.start < c.start || f.end > c.end || f.value === 0) return [];
    const before = c.text.slice(Math.max(0, f.start - c.start - 110), f.start - c.start);
    const after = c.text.slice(f.end - c.start, f.end - c.start + 110);
    const fate = fateIn(before, f.text, after);
    if (!fate) return [];
    // What is counted is named before anything else is said of it.
    const named = `${/\s(?:of )?\S+$/.test(f.text) ? f.text.replace(/^\S+/, '') : ''} ${after}`.split(
      /\b(?:were|was|are|is|have|has|had|and|in|on|at|by|including|some|many|most|mostly|when|as|who|which|with)\b|[,;:()]/,
    )[0]!;
    const who = WHO.find(([, pattern]) => pattern.test(named))?.[0] ?? 'people';
    const of = c.agents.find((x) => x.start >= f.end && x.end <= f.end + named.length + 2)?.id ?? null;
    const beside =
      BESIDE.test(c.text) ||
      /^\s*(?:%|per ?cent|years?\b|of (?:the|them|whom|those|these|my|our|his|her|their|its)\b)/.test(after) ||
      (c.claim === null && /\bhad (?:been )?(?:killed|wounded|injured|died)\b/.test(c.text));
    return [{ c, f, fate, who, of, beside }];
  });
}
function fateIn(before: string, text: string, after: string): Fate | null {
  const lead = `${before}${/^\d/.test(text) ? '' : text.replace(/\S+$/, '')}`;
  for (const [fate, pattern] of TAKES) if (pattern.test(before) || pattern.test(lead)) return fate;
  // Up to the next number, which has a fate of its own.
  const own = `${text} ${after}`.slice(0, 110);
  for (const m of own.matchAll(SAID)) {
    const gap = own.slice(text.length, m.index);
    if (
      /[.;]|\d|\b(?:and|but|while|after|when) (?:\p{L}+ ){0,3}(?:at least|more than|two|three|four|five|six|seven|eight|nine|ten|dozens|scores)\b/iu.test(
        gap,
      )
    )
      break;
    return m[1] ? 'dead' : 'hurt';
  }
  return TOLL.test(before) ? 'dead' : null;
}

/** Is it a number of people killed or hurt? */
export const isToll = (c: Clause, f: Figure): boolean => tollsIn(c).some((t) => t.f === f);

/** Those counted may be the same: soldiers are set against soldiers of one side, children against children. */
const group = (t: Toll): string =>
  /^(?:soldiers|fighters)$/.test(t.who)
    ? `${t.fate} armed ${t.of}`
    : `${t.fate} ${/^(?:people|civilians)$/.test(t.who) ? 'people' : t.who}`;

/** Tolls of one matter that cannot both be right, group by group. */
export function tollsOf(clauses: readonly Clause[]): { kind: 'figure'; clauses: Clause[] }[] {
  const groups = new Map<string, Toll[]>();
  for (const c of clauses)
    for (const t of tollsIn(c)) if (!t.beside) groups.set(group(t), [...(groups.get(group(t)) ?? []), t]);
  const one = [...groups.values()].flatMap((tolls) => {
    const first = new Map<number, Toll>();
    for (const t of tolls) {
      const known = first.get(t.c.doc);
      // A number tells more than "dozens".
      const vague = Number(t.f.value === null) - Number((known?.f.value ?? null) === null);
      if (!known || vague < 0 || (vague === 0 && t.f.start < known.f.start)) first.set(t.c.doc, t);
    }
    const leads = [...first.values()];
    if (leads.length < 2) return [];
    const middle = leads.map((t) => middleOf(t.f)).sort((x, y) => x - y)[leads.length >> 1]!;
    const kept = tolls.filter((t) => {
      const m = middleOf(t.f);
      if (m > 8 * middle || m < middle / 8) return false;
      return (
        first.get(t.c.doc) === t || t.f.value === first.get(t.c.doc)!.f.value || (t.c.claim !== null && m > middle / 3)
      );
    });
    const parted = kept.filter((x) => kept.some((y) => apart(x, y) && differ(x.f, y.f)));
    if (parted.length === 0) return [];
    // Of each document what it gives first, then what else; each number twice at most: by whose word it is, and as it comes.
    const seen = new Map<string, number>();
    const shown = kept
      .filter((t) => parted.some((x) => x === t || x.c.doc !== t.c.doc))
      .sort(
        (x, y) =>
          Number(valueIs(y, first)) - Number(valueIs(x, first)) ||
          Number(y.c.claim !== null) - Number(x.c.claim !== null),
      )
      .filter((t) => {
        const key = `${t.c.doc} ${t.f.value} ${t.f.value === null ? t.f.text : ''}`;
        seen.set(key, (seen.get(key) ?? 0) + 1);
        return seen.get(key)! <= 2;
      });
    return [{ kind: 'figure' as const, clauses: [...new Set(shown.map((t) => t.c))] }];
  });
  return [...one, ...ofTheWar(clauses)];
}
/** Two accounts: of two documents, or by the word of two who speak in one. */
const apart = (x: Toll, y: Toll): boolean =>
  x.c.doc !== y.c.doc || (x.c.claim !== null && y.c.claim !== null && x.c.claim.speaker !== y.c.claim.speaker);
/** What a whole war took: counted in thousands, by each account once. */
function ofTheWar(clauses: readonly Clause[]): { kind: 'figure'; clauses: Clause[] }[] {
  const first = new Map<number, Toll>();
  for (const c of clauses)
    for (const t of tollsIn(c))
      if (t.fate === 'dead' && (t.f.value ?? 0) >= LARGE && t.who === 'people' && !first.has(c.doc))
        first.set(c.doc, t);
  const told = [...first.values()];
  const parted = told.filter((x) =>
    told.some((y) => differ(x.f, y.f) && ratioOf(x.f, y.f) < 3 && ratioOf(x.f, y.f) > 1.1),
  );
  return parted.length > 1 ? [{ kind: 'figure', clauses: parted.map((t) => t.c) }] : [];
}
const LARGE = 1000;
const ratioOf = (x: Figure, y: Figure): number => Math.max(x.value!, y.value!) / Math.min(x.value!, y.value!);
const valueIs = (t: Toll, first: ReadonlyMap<number, Toll>): boolean => first.get(t.c.doc)!.f.value === t.f.value;
const middleOf = (f: Figure): number => f.value ?? spanOf(f)?.[0] ?? 1;
