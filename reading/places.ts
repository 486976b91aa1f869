/** Named places: known ones anywhere in the article, others where the grammar shows that a place is meant. */
import { patternsOfWords } from './beginnings.ts';
import { isCapital, matchesOf } from './characters.ts';
import { DEFAULT_LEXICON, type Names, nameKey, namesOf } from './lexicon.ts';
import type { PlaceMention } from './shape.ts';
import { namesIn } from './speakers.ts';
import { fold, type Line } from './text.ts';
import { lemmaOf, wordOf } from './words.ts';

const CAP = "\\p{Lu}(?<![\\p{L}’'-]\\p{Lu})[\\p{L}\\p{M}'’-]{0,30}";
const RUN = `${CAP}(?:[ -](?:(?:al|el|de|du|la|le|and|of|the|bin|i|e)[ -])?${CAP}){0,3}`;
/** What is part of the name of a place in the landscape: "Vit river". */
const LANDMARK =
  'valley|airport|airfield|airbase|port|camp|strip|islet|river|mountains|mountain|hills|bridge|pass|corridor|enclave|peninsula|desert|plateau|highlands|canal|ford|beach|road|dam|lake|checkpoint|junction|ridge|gorge|forest';
const KIND =
  'province|district|city|town|village|region|governorate|county|crossing|(?:border|frontier)(?! (?:guards?|police|forces?|troops|post|clash|agency|authority))|island|islands|oblast|state|prefecture|tehsil|township|division|area|neighbou?rhood|suburb|hospital|bazaar|market|refinery|prison|sector|base|coast';
const RUNS = new RegExp(RUN, 'gu');
/** The preposition that governs what follows. */
const GOVERNS =
  'in|near|outside|inside|around|across|into|at|from|to|toward|towards|reach(?:ed|ing)?|entered|bordering|overlooking|left|via|through|between|of|along|over';
const BETWEEN =
  'the|northern|southern|eastern|western|central|north-?eastern|north-?western|south-?eastern|south-?western|nearby|neighbou?ring|downtown|\\p{Ll}+-(?:held|controlled|occupied|ruled|administered|run)|upper|lower|occupied|rural|remote|greater|capital|city|town|village|province|district|port|border|region|of|state|island';
const PREPOSITION = new RegExp(`(?<![\\p{L}\\p{N}_])(${GOVERNS}) (?:(?:${BETWEEN}) ){0,4}$`, 'u');
/** The last word of such a phrase. */
const LEADS = new RegExp(`(?<![\\p{L}\\p{N}_])(?:${GOVERNS}|${BETWEEN})$`, 'u');
const KIND_AFTER = new RegExp(
  `(?:['’]s)? (?:(?:border|refugee|land|northern|southern|eastern|western|coastal) )?(?:(${LANDMARK})|${KIND})\\b`,
  'y',
);
const IS_LANDMARK = new RegExp(` (?:${LANDMARK})\\b`, 'y');
const FEATURE = new RegExp(
  `\\b(?:(?:Lake|Mount|River|Gulf of|Strait of|Sea of|Bay of|Camp|Port|Cape|Isle of|Fort) ${RUN}|${RUN} (?:Strip|Bank|Valley|River|Sea|Gulf|Heights|Line|Mountains|Hills|Peninsula|Strait|Province|District|Region|Island|Islands|Corridor|Crossing|Pass|Desert|Bridge|Airport|Square|Governorate|County|Delta|Basin|Bay|Ridge|Plateau))\\b(?! \\p{Lu})`,
  'gu',
);
/** Cheap to ask first. */
const FEATURED =
  /\b(?:Lake|Mount|River|Gulf|Strait|Sea|Bay|Camp|Port|Cape|Isle|Fort|Strip|Bank|Valley|Heights|Line|Mountains|Hills|Peninsula|Province|District|Region|Islands?|Corridor|Crossing|Pass|Desert|Bridge|Airport|Square|Governorate|County|Delta|Basin|Plateau|Ridge)\b/;
const PAIR_BORDER =
  /\b(\p{Lu}\p{L}{1,30}(?: \p{Lu}\p{L}{1,30})?[-–]\p{Lu}\p{L}{1,30}(?: \p{Lu}\p{L}{1,30})?) (?:border|frontier)\b/gu;
const DATELINE =
  /^(\p{Lu}[\p{Lu}'’ -]{2,30}\p{Lu})(?=,? (?:\p{L}+\.? ?\d{0,2},? ?)?(?:\(\p{Lu}[\p{L} ]{1,20}\) )?[—–:-]|,? ?[—–:]|\/)/u;
const MIXED_DATELINE =
  /^(\p{Lu}[\p{L}’'-]{1,30}(?: \p{Lu}[\p{L}’'-]{1,30})?(?:[,/] ?(?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\p{L}*\b)\p{Lu}[\p{L} ’'-]{2,40})?)(?:,? [^–—]{3,40})? (?:[–—]|-{1,2}) /u;
const NOT_PLACE =
  /\b(?:Ministry|Minister|Council|Party|Forces?|Agency|University|Army|Police|Office|Court|Committee|Commission|Group|Movement|Union|Nations|Organi[sz]ation|Front|Brigades?|Statement|President|Government|Taliban|Authority|Department|News|Times|Institute|Foundation|Bank Group|Association|Mission|Operation|Resolution|Agreement|Accords?|Treaty|Convention|Protocol|Charter|Parliament|Congress|Senate|House|Embassy|Secretary|General|Colonel|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|October|November|December|Reuters|AFP|God|Allah|Islam|Ramadan|Eid|Christmas|Red Cross|Red Crescent|Corps|Regiment|Battalion|Unit|Company|Ltd|Inc|Facebook|Twitter|Telegram|WhatsApp|X|English|Arabic|French|Russian|Sunni|Shia|Muslims?|Christians?|Jews?|Mr|Mrs|Ms|Dr|Gen|Lt|Col|Foreign|Defen[cs]e|Interior|Prime|He|She|It|They|We|The|This|That|These|His|Her|Their|But|And)\b/u;
const LIST_TAIL = new RegExp(`^(?:, ${CAP}(?: ${CAP})?){0,4},? and (${CAP}(?: ${CAP})?)`, 'u');
const ONE_OR_TWO = new RegExp(`${CAP}(?: ${CAP})?`, 'gu');
const STRONG = /^(?:in|near|outside|inside|around|into|at|reach|enter|via|along|over|border)/;
/** "eastern ", "north-west " */
const PART_OF = /(?<![\p{L}-])((?:(?:north|south)(?:-?(?:east|west))?|east|west)(?:ern)? |central )$/u;
/** "fled to", "the road from" */
const MOTION =
  /\b(?:fled|flee|fleeing|return(?:ed|ing)?|moved?|moving|went|go|going|travel\w*|flew|fly|came|come|arriv\w+|sent|taken|brought|shifted|transferred|evacuated|deported|crossed|retreated|withdrew|withdraw\w*|pulled out|advanc\w+|head(?:ed|ing)|driven|drove|roads?|routes?|way|highway|flights?|trip|visit|convoys?|buses|trucks|access|back) (?:back )?(?:to|towards?|from|of|through|across) $/;
/** "the outskirts of", "an attack on" */
const OF_PLACE =
  /\b(?:fields?|outskirts|suburbs?|north|south|east|west|siege|fall|capture|recapture|bombing|bombardment|shelling|port|people|residents|villagers|citizens|refugees|government|republic|president|parliament|army|capital|authorities|borders?|vicinity|parts?|streets|evacuation|inhabitants|village|town|city|province|district|region|state|airport|crossings?|towns|cities|villages|districts|strikes?|attacks?|raids?|assault|offensive|drones?) (?:of|such as|like|at|on) $/;
const stickyAt = (pattern: RegExp, piece: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at;
  return pattern.exec(piece);
};

/** Places of the article, each form once, in order of first mention. */
export function findPlaces(
  text: string,
  view: string,
  stretches: readonly Line[],
  names: Names,
  english = true,
): PlaceMention[] {
  const found = new Map<string, { start: number; end: number; strong: boolean; count: number }>();
  const put = (start: number, end: number, strong: boolean): void => {
    const form = text.slice(start, end);
    const known = found.get(form);
    if (known) {
      known.count++;
      known.strong ||= strong;
      if (start < known.start) {
        known.start = start;
        known.end = end;
      }
    } else found.set(form, { start, end, strong, count: 1 });
  };
  const people = personWords(view, stretches);
  const known = namesOf(DEFAULT_LEXICON);
  // Who speaks in a transcript stands where a dateline would.
  const turns = stretches.filter((s) => /^\p{Lu}[\p{Lu} ]+: /u.test(view.slice(s.start, s.start + 40))).length > 2;
  for (const s of stretches) {
    const piece = view.slice(s.start, s.end);
    const hits = namesIn(view, s.start, s.end, names);
    // A name that the document alone introduces may be that of a land or of its people.
    const isKnown = (h: (typeof hits)[number]): boolean => known.table.has(nameKey(h.text));
    const taken = (from: number, to: number): boolean =>
      hits.some((h) => h.start < s.start + to && h.end > s.start + from && (h.named.place || isKnown(h)));
    const dateline = turns ? null : DATELINE.exec(piece);
    const datelineEnd = dateline ? s.start + dateline[1]!.length : s.start;
    if (dateline && !hits.some((h) => h.named.place && h.start === s.start && h.end === datelineEnd))
      put(s.start, datelineEnd, true);
    const mixed = s === stretches[0] ? MIXED_DATELINE.exec(piece) : null;
    if (mixed)
      for (const t of mixed[1]!.matchAll(/[^,/ ][^,/]*/g))
        if (!taken(t.index, t.index + t[0].length)) put(s.start + t.index, s.start + t.index + t[0].length, true);

    for (const h of hits) {
      if (isCommon(h.text) && !isKnown(h)) continue;
      if (!h.named.place || (h.end <= datelineEnd && !(h.start === s.start && h.end === datelineEnd))) continue;
      if (
        /^(?:US|UK|U\.S\.|U\.K\.|UAE|DRC)$/.test(h.text) &&
        !/\bthe $|\b(?:in|to|from) $/.test(view.slice(Math.max(0, h.start - 6), h.start))
      )
        continue;
      // Part of a longer name of a body: "University of X", "Tehran Times".
      if (
        /^ (?:Times|Post|University|Tribune|News|Army|Liberation|Today|Herald|Street)\b/.test(
          view.slice(h.end, h.end + 14),
        )
      )
        continue;
      // "eastern Morvane" is named beside Morvane.
      const part = PART_OF.exec(view.slice(Math.max(s.start, h.start - 20), h.start))?.[1];
      put(h.start - (part?.length ?? 0), h.end, true);
    }
    if (!english) continue;
    if (/ (?:border|frontier)\b/.test(piece))
      for (const m of matchesOf(PAIR_BORDER, piece)) put(s.start + m.index, s.start + m.index + m[0].length, true);
    for (const m of FEATURED.test(piece) ? matchesOf(FEATURE, piece) : []) {
      if (NOT_PLACE.test(m[0])) continue;
      const lead = /^(?:The|In|At|Near|On|From) /.exec(m[0])?.[0].length ?? 0;
      put(s.start + m.index + lead, s.start + m.index + m[0].length, true);
    }
    for (const run of matchesOf(RUNS, piece)) {
      // "Kessen's Port Alder": what is of the one is the other.
      const owner = run[0].includes('s ') ? (/^.*['’]s (?=\p{Lu})/u.exec(run[0])?.[0].length ?? 0) : 0;
      const whole = run[0].slice(owner);
      const at = run.index + owner;
      const end = at + whole.length;
      const kind = stickyAt(KIND_AFTER, piece, end);
      if (
        kind &&
        !NOT_PLACE.test(whole) &&
        !taken(at, end) &&
        !/['’]s$/.test(whole) &&
        !names.table.has(whole.toLowerCase()) &&
        !people.has(whole)
      ) {
        const lead = LEAD.exec(whole)?.[0].length ?? 0;
        if (!isCommon(whole.slice(lead)))
          put(s.start + at + lead, s.start + end + (kind[1] ? kind[0].length : 0), true);
      }
      if (piece[at - 1] !== ' ') continue;
      const before = piece.slice(Math.max(0, at - 90), at);
      const last = before.slice(before.lastIndexOf(' ', before.length - 2) + 1, -1);
      const of = /^(?:of|as|like|at|on)$/.test(last) && OF_PLACE.test(before);
      const [led = '', preposition = ''] = (LEADS.test(last) && PREPOSITION.exec(before)) || [];
      if (!of && !preposition) continue;
      // "from Mr X", "to Asif": only prepositions of place say enough by themselves.
      const strong =
        of || STRONG.test(preposition) || MOTION.test(`${before.slice(0, before.length - led.length)}${preposition} `);
      for (const part of splitList(whole)) {
        const from = at + part.at;
        const name = part.text.replace(/['’]s?$/, '');
        if (name.length < 3 || NOT_PLACE.test(name) || taken(from, from + name.length) || isCommon(name)) continue;
        if (people.has(name) || people.has(name.split(/[ -]/).at(-1)!) || /^[A-Z]{2,6}$/.test(name)) continue;
        if (stickyAt(IS_LANDMARK, piece, from + name.length)) continue;
        put(s.start + from, s.start + from + name.length, strong);
      }
      // "in X, Y and Z"
      const tail = strong ? LIST_TAIL.exec(piece.slice(end, end + 120)) : null;
      for (const t of tail ? tail[0].matchAll(ONE_OR_TWO) : []) {
        const from = end + t.index;
        if (
          !NOT_PLACE.test(t[0]) &&
          !people.has(t[0]) &&
          !taken(from, from + t[0].length) &&
          !/\b(?:said|told|was|is|has)\b/.test(piece.slice(from + t[0].length, from + t[0].length + 6))
        )
          put(s.start + from, s.start + from + t[0].length, true);
      }
    }
  }
  const out: PlaceMention[] = [];
  // A weak sign says enough where it is given more than once.
  for (const [form, f] of found) if (f.strong || f.count > 1) out.push({ start: f.start, end: f.end, text: form });
  // A town of the dateline, in small letters.
  for (const { text: form } of [...out]) {
    if (!/^\p{Lu}{3,}(?:[ -]\p{Lu}+)*$/u.test(form)) continue;
    const small = form.toLowerCase().replace(/(?<!\p{L})\p{L}/gu, (c) => c.toUpperCase());
    const at = stretches
      .map((s) => view.slice(s.start, s.end).indexOf(small) + s.start)
      .find((x, i) => x >= stretches[i]!.start);
    if (at !== undefined && !out.some((p) => p.text === small))
      out.push({ start: at, end: at + small.length, text: text.slice(at, at + small.length) });
  }
  return out.sort((a, b) => a.start - b.start);
}

const LEAD =
  /^(?:In|At|Near|On|From|Several|Both|Another|A|An|One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|First) /;
/** One word of the language, and no name: "Relief", "North". */
const isCommon = (name: string): boolean => {
  if (name.includes(' ') || name.includes('-')) return false;
  const kind = wordOf(lemmaOf(fold(name)))?.kind;
  return (
    /^(?:One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|First|North|South|East|West)$/.test(name) ||
    (kind !== undefined && kind !== 'l')
  );
};

/** "Kabul and Islamabad" holds two names; "Bosnia and Herzegovina" is in the lexicon and never comes here. */
function splitList(run: string): { at: number; text: string }[] {
  const out: { at: number; text: string }[] = [];
  let at = 0;
  for (const part of run.split(/( and )/)) {
    if (part !== ' and ' && part) out.push({ at, text: part });
    at += part.length;
  }
  return out;
}

const ofPieces = patternsOfWords();
const TITLED = ofPieces(
  /\b(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Minister|President|General|Colonel|Secretary|Ambassador|envoy|spokes(?:man|woman|person)|Sheikh|Mullah|commander|leader)\.? (\p{Lu}[\p{L}’'-]{1,30}(?: \p{Lu}[\p{L}’'-]{1,30}){0,3})/u,
);
const SAYS = / (?:said|told|added|warned)\b/g;
const NAMED = /(\p{Lu}[\p{L}’'-]{1,30}) (\p{Lu}[\p{L}’'-]{1,30})(?:, [^,]{3,80},)?$/u;
/** Words that name persons here: after a title, or before a verb of speech. */
function personWords(view: string, stretches: readonly Line[]): Set<string> {
  const out = new Set<string>();
  for (const s of stretches) {
    const piece = view.slice(s.start, s.end);
    ofPieces.within(view, s.start, piece);
    for (const m of TITLED.all(piece)) {
      out.add(m[1]!);
      for (const w of m[1]!.split(' ')) out.add(w);
    }
    for (const m of matchesOf(SAYS, piece)) {
      const before = piece.slice(Math.max(0, m.index - 150), m.index);
      // Nobody is named where the last word is written small.
      const name =
        before.endsWith(',') || isCapital(before.slice(before.lastIndexOf(' ') + 1)) ? NAMED.exec(before) : null;
      if (!name) continue;
      out.add(name[2]!);
      out.add(`${name[1]} ${name[2]}`);
    }
  }
  return out;
}
