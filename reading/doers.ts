/**
 * Whose doing it was, where nobody was shot at: who asked for the talks, who declared the truce and who broke it, who put it off,
 * who would not sign, who left. Set side by side where accounts name different doers, or one says that a side did it and another that it did not.
 */
import { NEITHER } from './agents.ts';
import type { Clause } from './clauses.ts';

const TRUCE = '(?:cease-?fire|truce|armistice|cessation|pause|lull)';
const TALKS = '(?:talks?|negotiations?|meetings?|calls?|sessions?|rounds?|summit|consultations?|mediation|dialogue)';
const TEXT = '(?:deal|agreement|text|draft|paper|proposal|protocol|accord|document|plan)';
/** What is done, as a verb whose subject does it, and as words after which the doer is named. */
const DEEDS: readonly (readonly [active: RegExp, named: RegExp])[] = [
  [
    new RegExp(
      `\\b(?:asked|ask|begged|appealed|pleaded|sued|requested|sought|proposed|initiated|suggested|put forward|demanded|wanted)\\b(?= (?:for )?(?:the |this |these |an? |that )?(?:\\p{L}+ ){0,2}(?:${TRUCE}|${TALKS}|observers?|exchange|monitors?|postponement)\\b)`,
      'iu',
    ),
    new RegExp(
      `\\b(?:at the (?:request|initiative|insistence|urging) of|(?:${TRUCE}|${TALKS}|observers?|exchange|monitors?)\\b[^.;]{0,30} (?:proposed|requested|initiated|asked for|sought|put forward) by)(?= )`,
      'iu',
    ),
  ],
  [
    new RegExp(
      `\\b(?:declared|announced|issued|offered|proclaimed) (?:the |an? |its own )?(?:[\\p{L}-]+ ){0,2}${TRUCE}\\b`,
      'iu',
    ),
    new RegExp(`\\b${TRUCE} (?:\\p{L}+ )?(?:declared|announced|proclaimed) by(?= )`, 'iu'),
  ],
  [
    new RegExp(
      `\\b(?:violated|broke|breached|broken|violating|breaking|did not commit to|not (?:respected|observed|honou?red)) (?:the |its |their |that |this |an? )?(?:[\\p{L}-]+ ){0,4}(?:${TRUCE}|deal|accord)\\b`,
      'iu',
    ),
    new RegExp(`\\b(?:violations?|breach(?:es)?) (?:of the ${TRUCE} )?by(?= )`, 'iu'),
  ],
  [
    new RegExp(
      `\\b(?:postponed|put off|missed|delayed|held up|obstructed|blocked|prevented|stalled|dragged (?:its|their) feet)\\b(?=[^.;]{0,40}(?:exchange|${TRUCE}|${TALKS}|convoy|hand-?over|release|evacuation|dates?|deal))`,
      'iu',
    ),
    /\b(?:postponed|put off|delayed|held up|obstructed|blocked|prevented) by(?= )/iu,
  ],
  [
    new RegExp(
      `\\b(?:(?:refused|refuses|declined|failed) to (?:sign|put)|would not (?:sign|put)|(?:rejected|turned down|sabotaged|scuttled|torpedoed|wrecked|derailed|wasted|withdrew from) (?:the |an? |this |any )?(?:[\\p{L}-]+ ){0,2}(?:${TEXT}|${TALKS}|opportunity|offer)|prepared to sign|ready to sign)\\b`,
      'iu',
    ),
    /\b(?:rejected|sabotaged|scuttled|torpedoed|wrecked|derailed|drafted|written) by(?= )/iu,
  ],
  [
    new RegExp(
      `\\b(?:walked (?:out|away)|stormed out|broke off|left the (?:room|table|talks|meeting|hall)|stood up|called off|scrapped|cancell?ed)\\b(?=[^.;]{0,40}(?:${TALKS}|${TEXT}|$)|[, ])`,
      'iu',
    ),
    /\b(?:broken off|called off|cancell?ed|abandoned) by(?= )/iu,
  ],
];

interface Doing {
  readonly c: Clause;
  readonly by: string;
  readonly not: boolean;
}

/** What accounts of one happening give to different doers. */
export function doneBy(clauses: readonly Clause[]): { kind: 'attack'; clauses: Clause[] }[] {
  return DEEDS.flatMap(([active, named]) => {
    const done = clauses.flatMap((c, i) => doingIn(c, clauses[i - 1], active, named));
    const parted = done.filter((x) => done.some((y) => apart(x, y)));
    const seen = new Map<string, number>();
    const shown = parted.filter((x) => {
      const key = `${x.c.doc} ${x.by} ${x.not}`;
      seen.set(key, (seen.get(key) ?? 0) + 1);
      return seen.get(key)! <= 2;
    });
    return shown.length > 1 ? [{ kind: 'attack' as const, clauses: [...new Set(shown.map((x) => x.c))] }] : [];
  });
}

function apart(x: Doing, y: Doing): boolean {
  if (x.c === y.c) return false;
  if (x.c.doc === y.c.doc && x.c.claim?.speaker === y.c.claim?.speaker) return false;
  return x.by === y.by ? x.not !== y.not : !x.not && !y.not;
}

function doingIn(c: Clause, before: Clause | undefined, active: RegExp, named: RegExp): Doing[] {
  const { text } = c;
  const not = /\b(?:not|never|neither|no one|nobody|denied)\b|n[’']t\b/i.test(text);
  const after = named.exec(text);
  const at = (after ? after.index + after[0].length : 0) + c.start;
  const to = after ? c.agents.find((x) => x.start >= at && x.start <= at + 40) : undefined;
  if (to) return [{ c, by: to.id, not }];
  const verb = active.exec(text);
  if (!verb) return [];
  // "It was the delegation of Orland, led by Ana Ruiz, which left"
  if (/^(?:which|who|that)\b/i.test(text) && verb.index < 24) {
    const led = before?.doc === c.doc && before.sentence === c.sentence ? before.agents : [];
    const who = /\bit was\b/i.test(before?.text ?? '') ? led[0] : led.at(-1);
    return who ? [{ c, by: who.id, not }] : [];
  }
  const from = c.agents.filter((x) => x.end <= c.start + verb.index).at(-1);
  if (!from) return [];
  const between = text.slice(from.end - c.start, verb.index);
  // Somebody else does it where another noun stands between.
  if (
    /[,:;“”]|\b(?:said|says|that|by|with|on|in|against|from|to)\b/i.test(between) &&
    !/\b(?:who|which|that)\s+(?:\p{L}+ )?$/iu.test(between)
  )
    return [];
  return [{ c, by: from.id, not: not || from.id === NEITHER }];
}
