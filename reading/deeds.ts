/**
 * Who is said to have done a thing that only one can have done, or to have done and not done it: asked for the talks, left
 * them, signed, fired, holds the ground. Deed by deed, the doer in one account is set against the doer in another.
 */
import type { Claim, Contradiction } from './shape.ts';
import {
  type Ask,
  find,
  meets,
  type Sentence,
  slot,
  TALKS,
  type Told,
  TRUCE,
  type Value,
  valueAround,
} from './slots.ts';
import { namesIn } from './speakers.ts';
import { stem } from './text.ts';
import { conceptOf } from './wording.ts';

/** Somebody who does: a side's id, or one of these. */
export type Agent = string;
const BOTH = 'both';
const NEITHER = 'neither';

const SIDES =
  /^(?:government|regime|council|rebels?|army|authorities|militia|movement|front|coalition|junta|separatists|insurgents|delegation|ministry|opposition|mediators?|hosts?)$/;
const ROLE = /^(?:outlet|unknown|both-parties|unnamed-source|witness|monitor|un|ngo|third-party)$/;

/** Those whom a stretch names, in order: by name, as the government or the council, as "we" and "they" of whoever speaks. */
export function agentsIn(
  a: Ask,
  s: Sentence,
  from: number,
  to: number,
  claim: Claim | undefined,
): { id: Agent; start: number; end: number }[] {
  const d = a.docs[s.doc]!;
  const out = namesIn(s.text, from, to, d.names)
    .filter((h) => (h.named.kind !== 'place' && !h.named.place) || h.named.kind === 'country')
    .map((h) => ({ id: h.named.id, start: h.start, end: h.end }));
  const side = claim && !ROLE.test(claim.side) ? claim.side : null;
  for (const m of s.text.slice(from, to).matchAll(WORDS)) {
    const start = from + m.index;
    const word = m[0].toLowerCase();
    const noun = m[1]?.toLowerCase();
    const id = noun
      ? SIDES.test(noun)
        ? conceptOf(stem(noun))
        : null
      : /^(?:we|our|us)$/.test(word)
        ? side
        : /^(?:they|them|the enemy|the other side)$/.test(word)
          ? side && rivalOf(a, side)
          : /^(?:neither|nobody|no one)/.test(word)
            ? NEITHER
            : BOTH;
    if (id) out.push({ id, start, end: start + m[0].length });
  }
  return out.sort((x, y) => x.start - y.start);
}
const WORDS =
  /\b(?:we|our|us|they|them|the enemy|the other side|neither(?: side| party)?|nobody|no one|both(?: sides| parties| armies| delegations)?|each)\b|\b[Tt]he (\p{Ll}+)\b/giu;

/** The two sides whose words are told most. */
function rivalOf(a: Ask, side: string): Agent | null {
  const counts = new Map<string, number>();
  for (const d of a.docs)
    for (const c of d.reading.claims)
      if (!ROLE.test(c.side) && c.side !== 'mediator') counts.set(c.side, (counts.get(c.side) ?? 0) + 1);
  const two = [...counts]
    .sort((x, y) => y[1] - x[1])
    .slice(0, 2)
    .map(([id]) => id);
  return two.length === 2 && two.includes(side) ? two.find((id) => id !== side)! : null;
}

interface Deed {
  readonly name: string;
  /** The doer stands before. */
  readonly did: RegExp;
  /** The doer stands after, in whose hands or at whose wish it was. */
  readonly by?: RegExp;
  /** That it was not done, by whoever stands before. */
  readonly not?: RegExp;
  /** What the sentence must be about; two sentences are set against each other where they name the same. */
  readonly of?: RegExp;
  /** Only one can have done it. */
  readonly one: boolean;
  /** Told of one place or thing, or else of whatever the documents tell of. */
  readonly bound: boolean;
  /** The other is meant where nobody is named. */
  readonly other?: RegExp;
}

const DEEDS: readonly Deed[] = [
  {
    name: 'asked',
    did: /(?<!\b(?:the|an?|any|this|their) )\b(?:ask(?:ed|s|ing)? for|request(?:ed|s|ing)|propos(?:ed|es|ing)|begg(?:ed|ing)(?: for)?|plead(?:ed|ing) for|sought|initiated|brokered)\b(?! by\b)/gi,
    by: /\bat the (?:request|invitation|initiative|urging|behest|suggestion|insistence) of|\b(?:proposed|brokered|requested|initiated|suggested|invited|convened) by/gi,
    of: new RegExp(`\\b(${TALKS}|${TRUCE}|pause|exchange|swap|governments)\\b|\\bnegotiat`, 'i'),
    one: true,
    bound: false,
  },
  {
    name: 'left',
    did: /\b(?:walk(?:ed|s|ing)? (?:out|away)|(?:left|leaving|quit) the (?:table|room|talks|hall|negotiat\w+)|storm(?:ed|ing) out|(?:not|n[’']t|never|failed to) (?:\w+ )?(?:turn(?:ed)? up|show(?:ed|n)? up|appear(?:ed)?)|stay(?:ed|ing)? away|boycott(?:ed|ing)|broke off|pull(?:ed|ing) out of (?:the )?(?:talks|negotiat\w+)|empty (?:chair|seat)s?|(?:chair|seat)s?\b[^.;“”]{0,30} (?:was|were|stayed|remained) empty)\b/gi,
    not: /\b(?:stay(?:ed)? (?:until|to the end|in the room|at the table)|(?:were|was|remained|sat) (?:still )?(?:in the room|at the table))\b/gi,
    one: true,
    bound: false,
    other: /empty/i,
  },
  {
    name: 'sign',
    did: /\b(?:(?:ready|prepared|willing) to (?:sign|initial)|(?<!not |never )(?:signed|initialled))\b/gi,
    not: /\b(?:(?:would|will|did|could) not|wo(?:uld)?n[’']t|didn[’']t|refus\w+ to|declin\w+ to|unwilling to|never) (?:sign|initial)(?:ed)?\b/gi,
    one: false,
    bound: false,
  },
  {
    name: 'accepted',
    did: /\b(?:accept(?:ed|s)|agreed to|said yes to|endors(?:ed|es)|approv(?:ed|es))\b/gi,
    not: /\b(?:reject(?:ed|s)|refus(?:ed|es)|turn(?:ed|s) down|declin(?:ed|es)|said no to|(?:not|n[’']t|never) (?:accept|agree to|endorse|approve))\b/gi,
    of: /\b(?:proposals?|plan|text|draft|terms|offer|deal|cease-?fire|truce|pause|invitation)\b/i,
    one: false,
    bound: false,
  },
  {
    name: 'began',
    did: /\b(?:opened fire|fired first|shot first|attacked first|struck first|started (?:the )?(?:fighting|shooting|battle|clash(?:es)?)|(?:launched|began|mounted) (?:the|an) (?:\w+ )?(?:attack|assault)|crossed the (?:line|border|frontier) and (?:attacked|opened fire|fired))\b/gi,
    one: true,
    bound: true,
  },
  {
    name: 'struck',
    did: /\b(?:drones?|missiles?|jets?|aircraft|warplanes?|shells?|rockets?|mortars?|gunners|bombs?|air ?force|bombers?|helicopters?|snipers?)\b/gi,
    of: /\b(?:hit|struck|str(?:ike|uck)|bomb\w*|destroy\w*|kill\w*|blame\w*|explo\w+|blast|fell|crash\w*|over|attack\w*|shell\w*)\b/i,
    one: true,
    bound: true,
  },
  {
    name: 'holds',
    did: /\b(?:holds?|controls?|in control of|(?:has|have) taken|took|captured|seized|retook|recaptured|flag (?:flies|is flying|was raised)|in (?:our|their|its) hands|under (?:our|their|its) control)\b/gi,
    by: /\b(?:in the hands of|under the control of|controlled by|held by|taken by|captured by|flag of)/gi,
    of: /\b(?:post|hill|pass|village|town|city|bridge|base|position|checkpoint|island|airport|dam|ridge|height|crossing|district)s?\b/i,
    one: true,
    bound: true,
  },
];

interface Done {
  readonly t: Told;
  readonly agent: Agent;
  readonly did: boolean;
  readonly of: string;
  readonly v: Value;
}

const NOT = /\b(?:not|never|no|without|den(?:y|ies|ied)|refus\w+ to|failed to|\w+n[’']t)\b[^.,;“”]{0,24}$/i;

/** Deeds that several accounts give to different doers, or give and deny. */
export function deeds(a: Ask, told: readonly Told[]): Contradiction[] {
  return DEEDS.flatMap((deed) => {
    const all = told.flatMap((t) => doneIn(a, t, deed));
    const kept = all.filter((x) => all.some((y) => opposed(deed, x, y)));
    const objects = new Set(kept.map((x) => x.of));
    return [...objects].flatMap((of) => {
      const some = kept.filter((x) => x.of === of);
      const what = some[0]!.t.s.text.replace(/\s+/g, ' ').trim();
      return slot(
        'actor',
        { code: 'who', what: what.length > 90 ? `${what.slice(0, 90).replace(/\s\S*$/, '')} …` : what },
        'contradiction',
        some.map((x) => x.v),
      );
    });
  });
}

function doneIn(a: Ask, t: Told, deed: Deed): Done[] {
  const { s } = t;
  const of = deed.of ? deed.of.exec(s.text) : null;
  if (deed.of && !of) return [];
  const object =
    deed.bound || !of
      ? ''
      : new RegExp(TRUCE, 'i').test(s.text) || /pause/i.test(of[0])
        ? 'truce'
        : /exchange|swap/i.test(of[0])
          ? 'exchange'
          : 'talks';
  const out: Done[] = [];
  const take = (agent: Agent | undefined, did: boolean, m: RegExpExecArray): void => {
    if (!agent || /^(?:un|ngo)$/.test(agent)) return;
    const done = agent === NEITHER ? false : did;
    out.push({
      t,
      agent: agent === NEITHER ? BOTH : agent,
      did: done,
      of: object,
      v: valueAround(a, s, m.index, m[0].length, `${agent} ${done}`),
    });
  };
  for (const m of find(s, deed.did)) {
    const from = clauseFrom(s.text, m.index);
    const near = agentsIn(a, s, from, deed.name === 'holds' ? m.index + m[0].length : m.index, t.claim);
    // A weapon is of whoever stands right before it.
    const agent =
      deed.name === 'struck'
        ? near.findLast((x) => /^(?:['’]s)?(?: [\p{L}-]+){0,2} $/u.test(s.text.slice(x.end, m.index)))
        : deed.other?.test(m[0])
          ? undefined
          : near.at(-1);
    const side = t.claim && !ROLE.test(t.claim.side) ? t.claim.side : null;
    const id = agent?.id ?? (deed.other?.test(m[0]) && side ? rivalOf(a, side) : undefined);
    const words = s.text.slice(agent?.end ?? from, m.index);
    const negated =
      deed.name === 'struck'
        ? /^[^.,;“”]{0,16}\b(?:not|never|nowhere)\b/i.test(s.text.slice(m.index + m[0].length))
        : NOT.test(words);
    take(id ?? undefined, !negated, m);
  }
  if (deed.by)
    for (const m of find(s, deed.by)) {
      const end = m.index + m[0].length;
      take(agentsIn(a, s, end, Math.min(s.text.length, end + 50), t.claim)[0]?.id, true, m);
    }
  if (deed.not)
    for (const m of find(s, deed.not))
      take(agentsIn(a, s, clauseFrom(s.text, m.index), m.index, t.claim).at(-1)?.id, false, m);
  return out;
}
/** Where the clause begins that a match stands in. */
function clauseFrom(text: string, at: number): number {
  const before = text.slice(0, at);
  return Math.max(
    0,
    ...[...before.matchAll(/[;:“”"]|, (?:but|while|and)\b|\b(?:but|while|because)\b/g)].map(
      (m) => m.index + m[0].length,
    ),
  );
}

function opposed(deed: Deed, x: Done, y: Done): boolean {
  if (x === y || x.t.s === y.t.s || x.of !== y.of) return false;
  // One speaker does not contradict himself from one paper to the next: he is told in two ways.
  if (x.t.s.doc === y.t.s.doc && (!x.t.claim || !y.t.claim || x.t.claim.side === y.t.claim.side)) return false;
  const [d, e] = [x.t.days[0]?.day, y.t.days[0]?.day];
  if (d !== undefined && e !== undefined && Math.abs(d - e) > 4) return false;
  if (deed.bound) {
    if (!meets(x.t.places, y.t.places)) return false;
    const shared = [...x.t.concepts].filter((c) => y.t.concepts.has(c)).length;
    if (shared < 1) return false;
  }
  if (x.did && y.did) return deed.one && x.agent !== y.agent && x.agent !== BOTH && y.agent !== BOTH;
  return x.did !== y.did && (x.agent === y.agent || x.agent === BOTH || y.agent === BOTH);
}
