/**
 * What the same people, the same government, the same act are called by one document and by another, and with what it is said to
 * have been done. Words are sorted by what they carry; documents whose words carry different things are set side by side.
 */
import type { Contradiction, Span, TopicCode } from './shape.ts';
import { type Ask, find, make, type Sentence, type Value, valueAround } from './slots.ts';
import { namesIn } from './speakers.ts';

interface Word {
  readonly s: Sentence;
  readonly index: number;
  readonly length: number;
  readonly cls: string;
}

/** Those who fight and are no army of a state: by the words of their enemies, */
const ENEMIES =
  'terrorists?|terror (?:groups?|operatives?|cells?|gangs?|organi[sz]ations?|elements)|bandits?|thugs|criminals|takfiris?|saboteurs?|mercenar(?:y|ies)|extremists?|jihadists?|gangs?|fascists|nazis|invaders|aggressors|occupiers|occupation forces|punitive forces|punishers';
/** and of others. */
const FIGHTERS =
  'rebels?|insurgents?|insurgency|militants?|separatists?|opposition (?:fighters?|forces|groups?|factions?)|fighters?(?! (?:jets?|planes?|aircraft|pilots?|bombers?))|gunmen|guerr?illas?|armed (?:men|groups?|opposition)|militia(?:s|m[ae]n)?';
/** Any of them, as they are counted. */
export const THOSE_WHO_FIGHT = new RegExp(
  `\\b(?:${ENEMIES}|${FIGHTERS}|attackers?|assailants|commanders?|operatives?|raiders?|combatants?)\\b`,
  'iu',
);
const BACKED = '(?:pro-\\p{L}+[- ]|\\p{L}+[- ]backed )?';
/** Words of enemies, of friends, of others. */
const PEOPLE: readonly (readonly [string, RegExp])[] = [
  [
    'ill',
    new RegExp(
      `\\b(?:${BACKED}(?:${ENEMIES}))\\b(?! (?:attacks?|acts?|bombings?|activit\\w+|strikes?|threats?|charges|offences))`,
      'giu',
    ),
  ],
  [
    'well',
    /\b(?:freedom[- ]fighters?|mujahid\p{L}+|resistance(?: (?:fighters?|forces|movement|axis))?|revolutionar(?:y|ies)(?: (?:fighters?|forces))?|self-defen[cs]e (?:forces?|fighters?|units?|army)|independence (?:supporters?|fighters?)|supporters of independence|patriots|people[’']s (?:militia|defen[cs]e)|popular (?:forces|committees|mobili[sz]ation)|liberation (?:army|forces|fighters?))\b/giu,
  ],
  ['plain', new RegExp(`\\b(?:${BACKED}(?:${FIGHTERS}))\\b`, 'giu')],
];
const GOVERNMENT: readonly (readonly [string, RegExp])[] = [
  ['ill', /\b(?:regime(?! of)|junta|dictatorship|puppet (?:government|state|authorities)|clique|tyrant)(?:[’']s)?\b/gi],
  ['plain', /\b(?:government|authorities|state (?:forces|troops|army))(?:[’']s)?\b/gi],
];
const ACT: readonly (readonly [string, RegExp])[] = [
  [
    'ill',
    /\b(?:massacr(?:e|es|ed|ing)|slaughter(?:ed|ing)?|carnage|bloodbath|atrocit(?:y|ies)|genocide|onslaught|assault|aggression|invasion|provocation|barbari\p{L}+|crimes?(?! (?:reporter|scene))|(?:heinous|horrific|horrifying|horrendous|despicable|inhuman|murderous|brutal|savage|cowardly|criminal|treacherous|unprovoked|terror(?:ist)?|barbaric|vicious|ruthless|indiscriminate) (?:\p{L}+ )?(?:acts?|attacks?|strikes?|shelling|bombings?|bombardment|raids?|firing|fire|attempts?)|acts? of (?:terror(?:ism)?|war|aggression))\b/giu,
  ],
  [
    'well',
    /\b(?:(?:special|security|military|anti-?terror\p{L}*|counter-?terror\p{L}*|peace\p{L}*|clearing|defensive|rescue) operations?|retaliat\p{L}+|self-defen[cs]e|(?:precision|surgical|targeted|defensive|retaliatory) (?:air ?)?(?:strikes?|fire|attacks?)|befitting (?:\p{L}+ )?(?:response|reply)|liberat(?:ed|ing)|respond(?:ed|ing) to (?:fire|a|an|the|mortar|rocket)\b|return(?:ed|ing) fire)\b/giu,
  ],
  [
    'doubted',
    /\b(?:suspected|alleged|purported|apparent|reported|so-called|claimed) (?:\p{L}+ ){0,2}(?:attacks?|strikes?|air ?strikes?|raids?|bombings?|shelling|incidents?|use)\b/giu,
  ],
  [
    'plain',
    /\b(?:attack(?:s|ed)?|struck(?! a\b| an\b| deal)|(?:air ?)?strikes?|shell(?:ing|ed)|bomb(?:ing|ed)|raid|offensive|campaign|explosion|blast|incident|clash(?:es)?|exchange of fire|skirmish(?:es)?|war on|war against)\b/giu,
  ],
];
/** Those who died: honoured, made light of, or plainly dead. */
const DEAD: readonly (readonly [string, RegExp])[] = [
  [
    'well',
    /\b(?:martyr(?:s|ed|ing|dom)?|embrac\w+ (?:shahadat|martyrdom)|shahadat|heroic(?:ally)? (?:perished|fell|died|killed)|fell (?:as heroes|heroically)|gave (?:his|her|their) li(?:fe|ves)|laid down (?:his|her|their) li(?:fe|ves))\b/gi,
  ],
  [
    'ill',
    /\b(?:(?:neutrali[sz]|eliminat|liquidat|exterminat)(?:ed|ing)(?! (?:[\p{L}-]+ ){0,3}(?:tunnels?|targets?|positions?|vehicles?|threats?|weapons?|rockets?|missiles?|sites?|stockpiles?|program\p{L}*|bases?))|put out of action|destroyed (?=(?:\p{L}+ ){0,2}(?:militants|terrorists|fighters|soldiers|mercenaries))|sent to hell)\b/giu,
  ],
  ['plain', /\b(?:killed|killing|kills|died|dead|lost (?:his|her|their) li(?:fe|ves)|deaths?)\b/gi],
];
/** With what: those that cannot be one another. */
const MEANS: readonly (readonly [string, RegExp])[] = [
  ['mortar', /\bmortars?(?: (?:shells?|fire|bombs?|rounds?|strike|attack))?\b/gi],
  ['tank', /\btanks? (?:shells?|fire|rounds?)\b|\btanks? (?:fired|shelled|hit|struck)\b/gi],
  ['artillery', /\bartillery(?: (?:shells?|fire|rounds?|shelling|bombardment))?\b|\bhowitzers?\b/gi],
  ['rocket', /\b(?:grads?|multiple rocket launchers?|rockets?|katyushas?)\b/gi],
  ['missile', /\bmissiles?\b/gi],
  [
    'air',
    /\b(?:air ?strikes?|air raids?|air attacks?|air force|warplanes?|war planes?|(?:fighter )?jets?|barrel bombs?|aerial \w+|bombs? hit)\b/giu,
  ],
  ['drone', /\b(?:drones?|unmanned (?:aerial )?\w+|uavs?|quadcopters?)\b/gi],
  ['gunfire', /\b(?:gunfire|small arms|machine[- ]?guns?|snipers?|shot dead|gunned down)\b/gi],
  ['mine', /\b(?:land)?mines?\b|\b(?:roadside bombs?|improvised explosive devices?|ieds?)\b/gi],
  [
    'car',
    /\bcar bomb(?:s|ing)?\b|\bexplosives-(?:laden|packed|filled) (?:car|vehicle)\b|\bbooby-trapped (?:car|vehicle)\b/gi,
  ],
  [
    'truck',
    /\btruck bomb(?:s|ing)?\b|\bexplosives-(?:laden|packed|filled) (?:truck|lorry)\b|\b(?:truck|lorry) (?:loaded|laden|packed|filled)\b/gi,
  ],
  ['motorcycle', /\b(?:motorcycle|motorbike)(?: bomb)?\b/gi],
  ['van', /\bvan\b/gi],
];
const APART: readonly (readonly [string, string])[] = [
  ['mortar', 'tank'],
  ['mortar', 'artillery'],
  ['mortar', 'rocket'],
  ['mortar', 'missile'],
  ['mortar', 'air'],
  ['mortar', 'drone'],
  ['tank', 'artillery'],
  ['tank', 'air'],
  ['tank', 'rocket'],
  ['tank', 'missile'],
  ['artillery', 'air'],
  ['artillery', 'rocket'],
  ['artillery', 'missile'],
  ['artillery', 'drone'],
  ['air', 'drone'],
  ['air', 'rocket'],
  ['gunfire', 'mine'],
  ['mine', 'mortar'],
  ['mine', 'artillery'],
  ['car', 'truck'],
  ['car', 'motorcycle'],
  ['car', 'van'],
  ['truck', 'van'],
];

/** What everybody is called, and with what it was done. */
export function called(a: Ask): Contradiction[] {
  return [...people(a), ...government(a), ...acts(a), ...dead(a), ...means(a)];
}

function wordsOf(a: Ask, kinds: readonly (readonly [string, RegExp])[]): Word[] {
  const taken: { doc: number; span: Span }[] = [];
  const out: Word[] = [];
  for (const [cls, pattern] of kinds)
    for (const s of a.sentences)
      for (const m of find(s, pattern)) {
        const span: Span = [s.start + m.index, s.start + m.index + m[0].length];
        if (taken.some((t) => t.doc === s.doc && t.span[0] < span[1] && span[0] < t.span[1])) continue;
        taken.push({ doc: s.doc, span });
        out.push({ s, index: m.index, length: m[0].length, cls });
      }
  return out.sort((x, y) => x.s.doc - y.s.doc || x.s.start + x.index - y.s.start - y.index);
}

/** The name right before a word: whose government, which fighters. */
function ownerOf(a: Ask, w: Word): string | null {
  const from = Math.max(0, w.index - 24);
  const hits = namesIn(w.s.text, from, w.index, a.docs[w.s.doc]!.names);
  const last = hits.at(-1);
  return last && /^(?:['’]s)?[ -]?(?:\p{L}+ )?$/u.test(w.s.text.slice(last.end, w.index)) ? last.named.id : null;
}

/** How often one word of one document is shown, and how many of one class. */
const [SAME, MOST] = [2, 4];

/** Of each document a few of each class, those of the rarer classes first. */
function beside(a: Ask, code: TopicCode, words: readonly Word[], rare: (cls: string) => boolean): Contradiction[] {
  const counts = new Map<string, number>();
  const values: (Value & { rare: boolean })[] = [];
  const more = (key: string, most: number): boolean => {
    counts.set(key, (counts.get(key) ?? 0) + 1);
    return counts.get(key)! <= most;
  };
  for (const w of words) {
    const word = w.s.text.slice(w.index, w.index + w.length).toLowerCase();
    if (!more(`${w.s.doc} ${word}`, SAME) || !more(`${w.s.doc} ${w.cls}`, MOST)) continue;
    values.push({ ...valueAround(a, w.s, w.index, w.length, w.cls), rare: rare(w.cls) });
  }
  return [
    make(
      'characterisation',
      { code },
      'characterisation-differs',
      values.sort((x, y) => Number(y.rare) - Number(x.rare)),
    ),
  ];
}
const docsWith = (words: readonly Word[], test: (cls: string) => boolean): Set<number> =>
  new Set(words.filter((w) => test(w.cls)).map((w) => w.s.doc));
/** Do two documents differ: one that uses such words, and another that does without? */
const differs = (x: ReadonlySet<number>, y: ReadonlySet<number>): boolean =>
  [...x].some((d) => [...y].some((e) => d !== e));

function people(a: Ask): Contradiction[] {
  const words = wordsOf(a, PEOPLE);
  const loaded = docsWith(words, (c) => c !== 'plain');
  const plain = new Set([...docsWith(words, (c) => c === 'plain')].filter((d) => !loaded.has(d)));
  const [ill, well] = [docsWith(words, (c) => c === 'ill'), docsWith(words, (c) => c === 'well')];
  if (!differs(loaded, plain) && !differs(ill, well)) return [];
  return beside(a, 'people-called', words, (c) => c !== 'plain');
}

function government(a: Ask): Contradiction[] {
  const words = wordsOf(a, GOVERNMENT).map((w) => ({ w, owner: ownerOf(a, w) }));
  const loaded = words.filter((x) => x.w.cls === 'ill');
  // "The government" may be any; that of a country is set against a regime of that country.
  const mine = words.filter((x) => x.w.cls === 'ill' || loaded.some((y) => x.owner === null || x.owner === y.owner));
  const ill = new Set(loaded.map((x) => x.w.s.doc));
  const plain = new Set(mine.map((x) => x.w.s.doc).filter((d) => !ill.has(d)));
  // The word of one paper alone is its habit; accounts part where several have it.
  if (ill.size < 2) return [];
  if (!differs(ill, plain)) return [];
  return beside(
    a,
    'side-called',
    mine.map((x) => x.w),
    (c) => c === 'ill',
  );
}

function acts(a: Ask): Contradiction[] {
  const words = wordsOf(a, ACT);
  const ill = docsWith(words, (c) => c === 'ill');
  const other = new Set([...docsWith(words, (c) => c !== 'ill')].filter((d) => !ill.has(d)));
  return differs(ill, other) ? beside(a, 'act-called', words, (c) => c !== 'plain') : [];
}

function dead(a: Ask): Contradiction[] {
  const words = wordsOf(a, DEAD);
  const loaded = docsWith(words, (c) => c !== 'plain');
  const plain = new Set([...docsWith(words, (c) => c === 'plain')].filter((d) => !loaded.has(d)));
  return differs(loaded, plain) ? beside(a, 'dead-called', words, (c) => c !== 'plain') : [];
}

function means(a: Ask): Contradiction[] {
  const words = wordsOf(a, MEANS).filter((w) =>
    /\b(?:kill\w*|dead|died|hit|struck|strikes?|attack\w*|explo\w+|blew|blast|land(?:ed|ing)|destroy\w*|wound\w*|injur\w*|fired|detonat\w+)\b/i.test(
      w.s.text,
    ),
  );
  const of = new Map<number, Set<string>>();
  for (const w of words) of.set(w.s.doc, (of.get(w.s.doc) ?? new Set()).add(w.cls));
  const apart = (x: ReadonlySet<string>, y: ReadonlySet<string>): boolean =>
    ![...x].some((c) => y.has(c)) &&
    [...x].some((c) => [...y].some((d) => APART.some(([p, q]) => (p === c && q === d) || (p === d && q === c))));
  const docs = [...of];
  if (!docs.some(([d, x]) => docs.some(([e, y]) => d < e && apart(x, y)))) return [];
  return beside(a, 'means', words, () => false).map((c) => ({ ...c, assessment: 'contradiction' }));
}
