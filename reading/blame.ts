/**
 * Who did it: to whom the attack at hand is given, by whom it is denied, and where nobody knows. Set side by side when two
 * accounts name different doers, or one says that a side did it and that side denies it, and somebody says so outright.
 */
import { NEITHER } from './agents.ts';
import type { Clause } from './clauses.ts';

interface Deed {
  readonly c: Clause;
  /** Whoever is said to have done it; `open` where nobody is. */
  readonly by: string;
  readonly not: boolean;
  /** Said as an answer to who did it: blamed, denied, claimed, first. */
  readonly outright: boolean;
}

const ATTACK =
  /\b(?:attack|fir(?:e|ed|ing)|shoot|shot|shell|bomb|str(?:ike|uck)|hit|ambush|assault|raid|bombard|explo(?:de|sion)|blast|kill|massacre|mortar|weapon|burn|torch|clash|incident|laid|planted)/i;
const BLAMES =
  /\b(?:blam(?:e|ed|es|ing)|accus(?:e|ed|es|ing)|h(?:old|eld|olds|olding) (?=[^.;]{0,60}\b(?:responsible|accountable))|responsib(?:le|ility) (?:of|on|with)|point(?:ed|s|ing)? (?:the |a )?finger (?:of blame )?at|attribut(?:ed|es|ing))\b/i;
const DENIES =
  /\b(?:den(?:y|ied|ies|ying)|reject(?:ed|s|ing)? (?:[^.;]{0,40}\b)?(?:accus|claim|charge|responsib|allegation|report)|dismiss(?:ed|es|ing)|disput(?:ed|es|ing)|no (?:involvement|part|role|hand) in|not (?:involved|responsible|behind|to blame))/i;
const BY =
  /\b(?:carried out|caused|committed|perpetrated|launched|conducted|fired|opened|shelled|attacked|hit|struck|bombed|killed|shot(?: down)?|brought down|laid|planted|mined|begun|started|burnt|torched|set on fire|targeted|believed to be|work|done)\b[^.;]{0,40}?\bby\b/i;
const FROM = /\b(?:shots?|fire|firing|shells?|rockets?|mortars?|attacks?|shelling)\b[^.;,]{0,30}\b(?:came )?from\b/i;
const OPEN =
  /\b(?:(?:un|not (?:yet |immediately )?)(?:clear|known) (?:who|which|whose|if|whether)|no (?:immediate |one |group )?(?:claim(?:ed)?|has claimed)|could not (?:say|tell|confirm|determine) (?:who|which|whose|if|whether)|unable to (?:say|confirm|determine) (?:who|which|whose|if|whether)|each (?:other|side)|(?:trad|exchang)(?:e|ed|ing) (?:blame|accusations)|both (?:sides|parties|armies|governments) (?:\w+ )?(?:accus|blam|claim))/i;
const CLAIMED = /\bclaim(?:ed|s|ing)? (?:the )?responsibility|\bclaimed by\b/i;
const FIRST =
  /\b(?:(?:fired|shot|attacked|began|struck) first|fired on first|first (?:shots?|to (?:fire|shoot|attack|open)|bullet|fire)|(?:began|begun|started|opened|provoked|triggered|initiated|unleashed) (?:the |an? )?(?:\w+ )?(?:fire|firing|fighting|shooting|shelling|war|clash\w*|attack|hostilities)|unprovoked|without (?:any )?(?:cause|provocation)|in response|respond(?:ed|ing) to|retaliat\w+|return(?:ed)? fire)\b/i;
/** What does it for a side: planes, forces, shells. */
const ARMS =
  /^(?:['’]s?)?(?:[ -](?:\p{L}+[ -]){0,3}?)?(?:forces|troops|soldiers|army|military|jets?|planes|aircraft|warplanes|artillery|tanks?|shells?|bombs?|missiles?|rockets?|mortars?|(?:air ?)?strikes?|raids?|fire|shelling|firing|guns|gunmen|fighters|militants|rebels|terrorists|helicopters?|drones?|police|guards?|side|assault|attack|bombing|team|group|formations)\b/iu;

/** The attacks that several accounts tell of, with who did them. */
export function blamed(clauses: readonly Clause[]): { kind: 'attack'; clauses: Clause[] }[] {
  const deeds = clauses.flatMap(deedsOf);
  const apart = (x: Deed, y: Deed): boolean =>
    x.c !== y.c &&
    (x.c.doc !== y.c.doc || x.c.claim?.side !== y.c.claim?.side) &&
    (x.not !== y.not ? x.by === y.by : !x.not && x.by !== y.by && x.by !== 'open' && y.by !== 'open');
  // Somebody must answer who did it, and others otherwise.
  const parted = deeds.filter((x) => deeds.some((y) => apart(x, y) && (x.outright || y.outright)));
  const open = deeds.filter((x) => x.by === 'open');
  const named = deeds.filter((x) => x.by !== 'open' && x.outright && !x.not);
  const told =
    parted.length > 0
      ? [...parted, ...open]
      : open.some((x) => named.some((y) => x.c.doc !== y.c.doc))
        ? [...open, ...named]
        : [];
  const docs = new Set(told.map((x) => x.c.doc));
  if (docs.size < 2) return [];
  const counts = new Map<string, number>();
  const shown = [...told]
    .sort((x, y) => Number(y.outright) - Number(x.outright))
    .filter(({ c, by, not, outright }) => {
      const key = outright ? `${c.doc} ${by} ${not}` : `${c.doc}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
      return counts.get(key)! <= (outright ? 2 : 1);
    })
    .map((x) => x.c);
  return [{ kind: 'attack', clauses: [...new Set(shown)] }];
}

function deedsOf(c: Clause): Deed[] {
  const { text } = c;
  const agents = c.agents.filter((x) => x.id !== 'both' && x.id !== NEITHER);
  const after = (m: RegExpExecArray, within = 60): string | null =>
    agents.find(
      (x) => x.start - c.start >= m.index + m[0].length - 1 && x.start - c.start <= m.index + m[0].length + within,
    )?.id ?? null;
  const before = (at: number): string | null => agents.filter((x) => x.end - c.start <= at).at(-1)?.id ?? null;
  const out: Deed[] = [];
  const add = (by: string | null, not: boolean, outright: boolean): void => {
    if (by !== null && !out.some((d) => d.by === by)) out.push({ c, by, not, outright });
  };
  const attack = ATTACK.test(text);
  const open = OPEN.exec(text);
  if (open && (attack || /\bresponsib/i.test(text))) {
    add('open', false, true);
    return out;
  }
  const blame = BLAMES.exec(text);
  if (blame && (attack || /\bresponsib|\baccountable/i.test(text))) {
    add(after(blame, 90), false, true);
    return out;
  }
  const deny = DENIES.exec(text);
  if (deny && (attack || /\b(?:involve|responsib|behind)/i.test(text))) {
    add(before(deny.index) ?? sideOf(c), true, true);
    return out;
  }
  const claimed = CLAIMED.exec(text);
  if (claimed) add(/by$/i.test(claimed[0]) ? after(claimed) : before(claimed.index), false, true);
  if (!attack) return out;
  const first = FIRST.test(text);
  for (const pattern of [BY, FROM]) {
    const by = pattern.exec(text);
    if (by) add(after(by, 40), c.negated, first || pattern === BY);
  }
  // "Orlan jets bombed", "Orlan opened fire"
  for (const x of agents) {
    const rest = text.slice(x.end - c.start);
    const arms = ARMS.exec(rest);
    const verb =
      /^(?:[^.;,]{0,50}?)\b(?:attacked|fired|opened fire|shelled|bombed|struck|hit|killed|killing|shot|targeted|launched|pounded|ambushed|stormed|raided|began|started|used|carried out)\b/i.exec(
        rest,
      );
    if (verb && !/\b(?:said|was|were|been|is|are|by|that|on|in|near|at|from|against)\b/i.test(verb[0]))
      add(x.id, c.negated, first);
    else if (
      arms &&
      ATTACK.test(arms[0]) &&
      !/\b(?:on|in|against|near|at) (?:the )?$/i.test(text.slice(0, x.start - c.start))
    )
      add(x.id, c.negated, first);
  }
  return out;
}
const sideOf = (c: Clause): string | null =>
  c.claim &&
  !/^(?:unknown|outlet|witness|un|monitor|ngo|third-party|mediator|both-parties|unnamed-source)$/.test(c.claim.side)
    ? c.claim.side
    : null;
