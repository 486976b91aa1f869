/**
 * What a stretch of text says, as concepts: stems, with the words that reporters and translators of such news use for one
 * another taken as one. Only for comparing; nothing here is ever shown.
 */
import type { Names } from './lexicon.ts';
import { namesIn } from './speakers.ts';
import { contentWords, fold, STOP } from './text.ts';
import { lemmaOf, standsFor } from './words.ts';

/** Translations differ in the ending first: verify, verified and verifiable are one. */
const root = (w: string): string => w.replace(/y$/, 'i').slice(0, 6);

/** One line, one concept; each line is what one language's word comes out as in several translations. */
const ALIKE = `
ceasefire truce armistice cessation
talk negotiation dialogue discussion negotiating conference
agree agreed accept consent agreement accord understanding
refuse reject decline rebuff dismiss rebuffed
deny denied denial deny denies
accuse blame allege fault accusation allegation
ask request call urge demand appeal seek sought requested
hide hid hidden conceal harbour harbor shelter house
attack assault strike struck shell shelling bombard bombardment raid target targeted airstrike hit bombing fire fired firing shoot shot
kill killed die died dead death fatality slain perish martyr
wound wounded injure injured injury hurt
missing unaccounted
release released free freed liberate
exchange swap
soldier troop serviceman servicemen military
fighter militant insurgent rebel gunman gunmen
extend extended extension prolong renew outstretched
break broke broken violate violation breach infringe
promise pledge commitment assurance undertake undertaking vow committed pledged
postpone postponement delay defer deferral hold-up suspend
end ended stop halt cease finish terminate
begin began begun start launch commence
close closed shut closure seal sealed
withdraw withdrew withdrawal retreat pull pullback
ship vessel boat ferry
navy naval marine
border frontier
child children kid minor
weapon arm arms ammunition munition explosive
depot store dump cache warehouse
doctor physician medic medical
hospital clinic ward infirmary
artillery howitzer cannon
prisoner detainee captive captured hostage
help aid assist assistance relief
people person citizen national compatriot
proof evidence
false baseless unfounded fabricated fabrication fable lie untrue
guarantee safeguard
observer monitor monitoring inspector
government regime administration cabinet
past last previous earlier former
ready prepared willing readiness
continue remain still stay
dawn daybreak sunrise
evening night
road route highway
plane aircraft jet warplane
missile rocket
order ordered command
know knew known aware
leave left walk depart
table negotiating
cross crossed gone
preserve keep kept maintain uphold
judge judged assess
deed action act step measure
capital government
sea seas waters
warn warning warned
pilgrim pilgrims
return returned repatriate repatriation
hand handed handover handing transfer
flee fled displaced displacement
shame shameless
victim casualty
expel deport deportation expulsion
terror terrorism terrorist
house home
village town hamlet settlement
happen occur
say said state stated tell told
sacrifice sacrificed
solve resolve settle settlement resolution
difference dispute
friend friendly
ploy tactic trick ruse
frame portray present
clarity clear
allow allowed permit let
protect defend defence
answer respond response reply retaliate retaliation
meet met meeting session
visit inspect inspection
sign signed signing signature
war conflict fighting hostilities
big large huge major
need must require necessary
build built construct
burn burnt burned torch
destroy destroyed demolish ruin raze
carry carried
cause caused
give gave given giving
make made making
take took taken taking
hold held holding
use used using
send sent sending
find found
lose lost losing loss
buy bought
bring brought
think thought
fight fought
speak spoke spoken
drive drove driven
win won
fall fell fallen
rise rose risen increase
foreign external outside
`;
const CONCEPT = new Map(
  ALIKE.trim()
    .split('\n')
    .flatMap((line) => {
      const words = [...new Set(contentWords(line).map(root))];
      return words.map((w) => [w, words[0]!] as const);
    }),
);

/** The concept that a word, stemmed, stands for. */
export function conceptOf(stemmed: string): string {
  const r = root(stemmed);
  return CONCEPT.get(r) ?? r;
}

/** The concepts of a stretch, without words of the telling and without the names of states and bodies. */
export function conceptsIn(view: string, start: number, end: number, names: Names): Set<string> {
  const to = Math.min(end, start + 1500);
  let piece = '';
  let from = start;
  for (const h of namesIn(view, start, to, names)) {
    if (h.named.kind === 'place') continue;
    piece += `${view.slice(from, h.start)} `;
    from = h.end;
  }
  piece += view.slice(from, to);
  return new Set(
    contentWords(piece.replace(/\b(cease)-(fire)/gi, '$1$2'))
      .filter((w) => !TELLING.has(w))
      .map(conceptOf),
  );
}

/** Words of the telling, not of what is told (stemmed). */
const TELLING = new Set(
  contentWords(
    'said says told added stated noted statement spokesperson spokesman spokeswoman ministry foreign office minister according monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december jan feb mar apr aug sept oct nov dec',
  ),
);

/** Concepts weighed by how few of the `n` texts that are compared have them. */
export class Weights {
  readonly #holders = new Map<string, number>();
  readonly #n: number;
  constructor(texts: readonly ReadonlySet<string>[]) {
    this.#n = texts.length;
    for (const text of texts) for (const c of text) this.#holders.set(c, (this.#holders.get(c) ?? 0) + 1);
  }
  of(concept: string): number {
    return Math.log(1 + this.#n / (this.#holders.get(concept) ?? 1));
  }
  sum(concepts: Iterable<string>): number {
    let sum = 0;
    for (const c of concepts) sum += this.of(c);
    return sum;
  }
}

/** Words of the telling, of time and of number, which most texts have. */
const PLAIN = new Set(
  'say tell add state note statement spokesperson spokesman spokeswoman minister ministry foreign office accord report announce declare quote agency news monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december mr mrs ms dr'.split(
    ' ',
  ),
);

/** The words of a stretch that say something, without the names of states and bodies. */
export function lemmasIn(view: string, start: number, end: number, names: Names): Set<string> {
  const to = Math.min(end, start + 1500);
  const out = new Set<string>();
  const take = (from: number, upTo: number): void => {
    for (const m of fold(view.slice(from, upTo))
      .replace(/\bcease-fire/g, 'ceasefire')
      .matchAll(/[\p{L}\p{N}]+(?:'[\p{L}]+)?/gu)) {
      const w = m[0].replace(/'s$/, '');
      if (w.length < 2 || STOP.has(w)) continue;
      const lemma = lemmaOf(w);
      if (!PLAIN.has(lemma)) out.add(lemma);
    }
  };
  let from = start;
  for (const h of namesIn(view, start, to, names)) {
    if (h.named.kind === 'place') continue;
    take(from, h.start);
    from = h.end;
  }
  take(from, to);
  return out;
}

/** Stretches compared by their words, rare ones first; a word may be stood for by another of its meaning or company. */
export class Alike {
  readonly #bags: readonly ReadonlySet<string>[];
  readonly #holders = new Map<string, number[]>();
  readonly #near = new Map<string, (readonly [string, number])[]>();
  constructor(bags: readonly ReadonlySet<string>[]) {
    this.#bags = bags;
    for (const [i, bag] of bags.entries())
      for (const w of bag) {
        const list = this.#holders.get(w);
        if (list) list.push(i);
        else this.#holders.set(w, [i]);
      }
  }
  of(word: string): number {
    return Math.log(1 + this.#bags.length / (this.#holders.get(word)?.length ?? 1));
  }
  whole(i: number): number {
    let sum = 0;
    for (const w of this.#bags[i]!) sum += this.of(w);
    return sum;
  }
  #stand(word: string): (readonly [string, number])[] {
    let known = this.#near.get(word);
    if (!known) {
      known = [...standsFor(word)].filter(([o]) => this.#holders.has(o));
      this.#near.set(word, known);
    }
    return known;
  }
  /** What each later stretch shares with this one: by weight, and in how many words. */
  shared(i: number): Map<number, { weight: number; count: number }> {
    const out = new Map<number, { weight: number; count: number }>();
    for (const w of this.#bags[i]!) {
      const best = new Map<number, number>();
      for (const [o, by] of this.#stand(w)) {
        const list = this.#holders.get(o)!;
        // The matter's own words, which most stretches have, find nothing.
        if (list.length > 400) continue;
        const v = by * Math.min(this.of(w), this.of(o));
        for (const j of list) if (j > i && v > (best.get(j) ?? 0)) best.set(j, v);
      }
      for (const [j, v] of best) {
        const sum = out.get(j) ?? { weight: 0, count: 0 };
        sum.weight += v;
        sum.count += 1;
        out.set(j, sum);
      }
    }
    return out;
  }
}
