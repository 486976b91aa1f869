/**
 * Where documents, or two parts of one, cannot both be right. Each rule fills one slot (the day of the talks, the
 * state of the truce, who is counted, who began, ...) from every document and compares what it finds. Differences of
 * wording alone are variants, not conflicts; what is merely more or less exact is compatible.
 */

import { compared, differingAccounts, toldOtherwise } from './accounts.ts';
import { begunWith } from './beginnings.ts';
import { called } from './called.ts';
import type { Claim, Contradiction, Origin, Span } from './shape.ts';
import {
  type Ask,
  at,
  eventDates,
  find,
  make,
  type Sentence,
  slot,
  span,
  TALKS,
  TRUCE,
  tells,
  type Value,
} from './slots.ts';
import { namesIn } from './speakers.ts';
import { contentWords, fold } from './text.ts';
import type { ReadDocument } from './voices.ts';

const MAX_SENTENCES = 600;

/** What is asked of documents that tell of one matter. */
export function askOf(docs: readonly ReadDocument[], origins: readonly Origin[]): Ask {
  const sentences = docs.flatMap((d, doc) => {
    const spans: Span[] = [...d.reading.sentences.slice(0, MAX_SENTENCES)];
    // Captions tell dates and acts too.
    for (const [s, e] of d.reading.furniture) if (e - s > 60 && e - s < 700) spans.push([s, e]);
    const title = d.reading.title ? d.text.indexOf(d.reading.title) : -1;
    // A headline says in short what the article says better.
    if (title >= 0) spans.push([title, title + d.reading.title!.length]);
    let before = '';
    return spans.map(([start, end]): Sentence => {
      const text = d.view.slice(start, Math.min(end, start + 3000));
      const s = { doc, start, end, text, begun: begunWith(text), before };
      before = s.text;
      return s;
    });
  });
  return { docs, sentences, origins };
}

/** All contradictions among documents that tell of one matter. */
export function findContradictions(docs: readonly ReadDocument[], origins: readonly Origin[]): Contradiction[] {
  const ask = askOf(docs, origins);
  // What sets document against document has nothing to say of one alone.
  const across = (rule: (a: Ask) => Contradiction[]): Contradiction[] => (docs.length > 1 ? rule(ask) : []);
  const seen = compared(ask);
  const found = [
    ...talksDates(ask),
    ...truceDates(ask),
    ...across(statementDays),
    ...truceStatus(ask),
    ...truceOrder(ask),
    ...across(outcome),
    ...across(groupsNamed),
    ...across(brokenPromises),
    ...talksPastAndFuture(ask),
    ...whoBegan(ask),
    ...restraint(ask),
    ...across(coreDemand),
    ...across(mechanismAsked),
    ...across(talksWith),
    ...across(lastWords),
    ...differingAccounts(ask, seen),
    ...across(called),
  ];
  return [...found, ...toldOtherwise(ask, seen, found)];
}

const OF_TALKS = new RegExp(`\\b${TALKS}\\b`, 'i');
const OF_TRUCE = new RegExp(`\\b${TRUCE}\\b`, 'i');
const TRUCE_NAMED = new RegExp(TRUCE, 'i');
const ofTruce = (a: Ask): Sentence[] => a.sentences.filter((s) => TRUCE_NAMED.test(s.text));
const patterns = (rows: readonly (readonly [string, string])[]): readonly (readonly [string, RegExp])[] =>
  rows.map(([cls, source]) => [cls, new RegExp(source, 'gi')]);

/** The days of one round of talks, told by its place. */
function talksDates(a: Ask): Contradiction[] {
  const rounds = new Map<string, Value[]>();
  for (const s of a.sentences) {
    if (!OF_TALKS.test(s.text)) continue;
    const dates = eventDates(a, s);
    if (dates.length === 0 || OF_TRUCE.test(s.text)) continue;
    const place = placeIn(a, s);
    if (
      !place ||
      !/\b(?:held|took place|met|ended|concluded|concluding|began|opened|conclude|start(?:ed)?|hosted|convened|in)\b/.test(
        s.text,
      )
    )
      continue;
    const isos = dates.map((x) => x.iso);
    const days = isos.map(span);
    const cls = `${Math.min(...days.map((x) => x[0]))}-${Math.max(...days.map((x) => x[1]))}`;
    const from = Math.max(0, s.text.search(/\b(?:held|took place|met|ended|began|opened|convened)\b/));
    const last = dates.at(-1)!.end - s.start;
    const key = `${place}`;
    rounds.set(key, [
      ...(rounds.get(key) ?? []),
      at(a, s, from < last ? from : 0, last - (from < last ? from : 0), isos.join(', '), cls),
    ]);
  }
  const out: Contradiction[] = [];
  for (const [place, values] of rounds) {
    // Rounds weeks apart are different rounds.
    const near = values.filter(
      (v) => Math.abs(Number(v.cls.split('-')[0]) - Number(values[0]!.cls.split('-')[0])) <= 6,
    );
    out.push(...slot('date', { code: 'talks-days', what: place }, 'contradiction', near));
  }
  return out;
}
function placeIn(a: Ask, s: Sentence): string | null {
  const d = a.docs[s.doc]!;
  for (const m of s.text.matchAll(/\bin (\p{Lu}[\p{L}’'-]{1,30})/gu)) {
    const known = d.reading.places.some((p) => p.text === m[1]);
    if (known) return m[1]!;
  }
  return null;
}

/** The day a truce was agreed, declared or signed. */
function truceDates(a: Ask): Contradiction[] {
  const values: (Value & { act: string })[] = [];
  for (const s of a.sentences) {
    const m = OF_TRUCE.exec(s.text);
    if (!m) continue;
    for (const d of eventDates(a, s)) {
      const from = d.start - s.start;
      const gap = from > m.index ? s.text.slice(m.index, from) : s.text.slice(from, m.index);
      const dated =
        from < m.index
          ? gap.length <= 30 && !/[.;:]/.test(gap)
          : /\b(?:agree[d]?|sign(?:ed)?|declared|announced|began|reached|took effect|came into (?:force|effect)|on|in|since|of)\b/.test(
              gap,
            ) &&
            gap.length <= 130 &&
            !/\b(?:expire|extend|violat|broke|attack)\w*/.test(gap);
      if (
        !dated ||
        /\b(?:extend|expire|violat|attack|kill)\w*/.test(s.text.slice(Math.max(0, m.index - 20), m.index + 60))
      )
        continue;
      const [day] = span(d.iso);
      // A truce is signed on one day and may begin on another.
      const act = /\b(?:sign|agree|reach|conclud)\w*/.test(gap)
        ? 'signed'
        : /\b(?:effect|force|began|begin)\b/.test(gap)
          ? 'begun'
          : '';
      const begin = Math.min(from, m.index, /\b(?:sign|agree)\w*/.exec(s.text)?.index ?? Number.POSITIVE_INFINITY);
      const length = Math.max(d.end - s.start, m.index + m[0].length) - begin;
      values.push({ ...at(a, s, begin, length, d.iso, String(day)), act });
      break;
    }
  }
  const [first] = values;
  const near45 = values.filter((v) => Math.abs(Number(v.cls) - Number(first!.cls)) <= 45);
  const parted = near45.some((x) =>
    near45.some((y) => x.cls !== y.cls && (x.act === y.act || x.act === '' || y.act === '')),
  );
  return parted ? slot('date', { code: 'ceasefire-day' }, 'contradiction', near45) : [];
}

/** The day on which one and the same statement was made. */
function statementDays(a: Ask): Contradiction[] {
  const out: Contradiction[] = [];
  const sentenceAt = new Map<string, Sentence>();
  for (const s of a.sentences) if (!sentenceAt.has(`${s.doc} ${s.start}`)) sentenceAt.set(`${s.doc} ${s.start}`, s);
  for (const o of a.origins) {
    if (o.documents.length < 2) continue;
    const values: Value[] = [];
    for (const [i, d] of a.docs.entries()) {
      if (!o.documents.includes(d.reading.file)) continue;
      for (const c of d.reading.claims) {
        if (c.side !== o.side || c.attribution === 'carried') continue;
        const date = d.reading.dates.find((x) => x.start >= c.start && x.end <= c.end && x.iso?.length === 10);
        if (!date) continue;
        const s = sentenceAt.get(`${i} ${c.start}`);
        if (
          !s ||
          !tells(s, date.start, date.end) ||
          (c.quoteStart !== null && date.start > c.quoteStart && date.start < c.quoteEnd!)
        )
          continue;
        const from = Math.max(0, s.text.slice(0, date.start - s.start).search(/(?:\S+ ){0,7}\S*$/));
        values.push(at(a, s, from, date.end - s.start - from, date.iso!, date.iso!));
        break;
      }
    }
    // One side's statements may be told under the same words.
    for (const c of slot('date', { code: 'statement-day', sides: [o.side] }, 'contradiction', values))
      if (!out.some((x) => x.values.every((v, k) => v.file === c.values[k]?.file && v.start === c.values[k]?.start)))
        out.push(c);
  }
  return out;
}
const STATUS: readonly (readonly [string, RegExp])[] = patterns([
  [
    'in force',
    `(?:leaving|left) (?:the |a )?(?:\\w+ )?${TRUCE} in place|(?:keeps?|keeping|respects|respecting|observes|observing|abid(?:es|ing) by) (?:the |a |this )?(?:\\w+ )?${TRUCE}|${TRUCE}[^.;“”]{0,40}\\b(?:remains? in (?:force|place|effect)|(?:still )?stands?(?: as it is)?|stays as it is|continues(?! to (?:be )?(?:violated|broken))|has not (?:ended|expired|collapsed)|(?:was|is|were) [“"‘']?not (?:dead|over)|is alive|is intact|is holding|still holds?|largely held|has held|(?:which|that) holds|continues to hold|holding|(?:appears?|seems?|seemed|appeared) to (?:be )?hold(?:ing)?|holds(?: in|,|\\.|$))\\b|leaving intact (?:the |a )?(?:[\\w-]+ ){0,3}${TRUCE}|no effect on (?:the |a )?(?:\\w+ )?${TRUCE}|no (?:\\w+ )?(?:violations?|breach(?:es)?) of (?:the |a |this )?(?:\\w+ )?${TRUCE}`,
  ],
  [
    'over',
    `short-lived ${TRUCE}|${TRUCE}[^.;“”]{0,90}\\b(?:has collapsed|is over|has ended|collapsed in all but name)\\b|${TRUCE}[^.;“”]{0,30}\\b(?:collapsed|is over|has ended|broke down|unravell?ed|lapsed|is dead|expired|in tatters)\\b|(?:collapse|end|breakdown) of (?:the |a )?(?:\\w+ )?${TRUCE}`,
  ],
  [
    'extended',
    `(?:extend(?:ed|ing)?|prolong(?:ed|ing)?|extension of|renew(?:ed|ing)?)(?: the| a| this)? (?:\\w+ )?${TRUCE}`,
  ],
  [
    'conditional',
    `${TRUCE} (?:will|would) (?:be (?:invalid|void|over)|not last|end if)|${TRUCE}[^.;“”]{0,30}\\b(?:conditional|depends on)\\b`,
  ],
  [
    'violated',
    `(?<!no )${TRUCE}[^.;“”]{0,20} (?:has|have|had|was|were) (?:already )?(?:been )?(?:broken|violated|breached)|${TRUCE} (?:violations|breaches)|(?:attacks?|shelling|fighting|fire) [^.;“”]{0,40}(?:despite|after|since) (?:the |a |\\w+ claims of a )?(?:[\\w-]+ )?${TRUCE}|(?<!no )(?:violat(?:e|es|ed|ing|ion of|ions of)|brok(?:e|en)|break(?:s|ing)?|breach(?:ed|es|ing)?)(?: the| a| this)? (?:\\w+ )?${TRUCE}`,
  ],
]);

/** Whether the truce still holds. */
function truceStatus(a: Ask): Contradiction[] {
  const values: Value[] = [];
  const sentences = ofTruce(a);
  for (const [cls, pattern] of STATUS)
    for (const s of sentences)
      for (const m of find(s, pattern)) {
        const c =
          cls === 'over' &&
          /\b(?:if|unless|should|could|would|may) (?:the |a )?$/i.test(s.text.slice(Math.max(0, m.index - 14), m.index))
            ? 'conditional'
            : cls;
        values.push(at(a, s, m.index, m[0].length, `${c}: ${m[0]}`, c));
      }
  const classes = new Set(values.map((v) => v.cls));
  return (classes.has('in force') && (classes.has('over') || classes.has('violated') || classes.has('conditional'))) ||
    (classes.has('over') && (classes.has('extended') || classes.has('conditional')))
    ? slot('status', { code: 'ceasefire-state' }, 'contradiction', values)
    : [];
}

const ORDER: readonly (readonly [string, RegExp])[] = patterns([
  [
    'ceasefire first',
    `${TRUCE}[^.;“”]{0,60}\\b(?:allow(?:ed|ing)|open(?:ed|ing) the way|pav(?:ed|ing) the way|led to|leading to|followed by|enabl(?:ed|ing))\\b[^.;“”]{0,30}\\b${TALKS}`,
  ],
  [
    'talks first',
    `(?:leading to|led to|produced|result(?:ed|ing) in|following which|yielded|culminat(?:ed|ing) in)[^.;“”]{0,70}\\b${TRUCE}`,
  ],
]);

const AGREED = new RegExp(`\\b(?:${TALKS}|understanding|agreed)\\b`, 'i');

/** Which came first, the talks or the truce. */
function truceOrder(a: Ask): Contradiction[] {
  const values: Value[] = [];
  const sentences = ofTruce(a);
  for (const [cls, pattern] of ORDER)
    for (const s of sentences) {
      if (cls === 'talks first' && !AGREED.test(s.text)) continue;
      for (const m of find(s, pattern)) values.push(at(a, s, m.index, m[0].length, cls, cls));
    }
  return slot('sequence', { code: 'talks-or-ceasefire' }, 'contradiction', values);
}

const OUTCOME: readonly (readonly [string, RegExp])[] = patterns([
  [
    'without agreement',
    'ended without (?:an? )?(?:agreement|deal|result|accord|progress|breakthrough)|without (?:reaching )?(?:an? )?(?:agreement|deal|breakthrough)|fail(?:ed|ing) to (?:reach|produce|deliver) (?:an? |any )?(?:\\w+ )?(?:agreements?|deal|progress|results?)',
  ],
  ['broke down', `(?:${TALKS})[^.;“”]{0,30}(?:broke down|collapsed|broke off|were suspended|fell apart)`],
  ['deadlock', '(?:reached|hit|in|end(?:ed)? in) (?:a |an )?(?:deadlock|stalemate|impasse)|stalled'],
  ['indefinite pause', 'indefinite phase|postponed indefinitely'],
  ['concluded', `(?:${TALKS})[^.;“”]{0,40}\\bconclud(?:e|ed|ing)\\b(?! without)`],
  [
    'progress',
    `(?:made|reported|significant|some|good|real) progress (?:in|at|during|toward)|constructive (?:and \\w+ )?${TALKS}|${TALKS}[^.;“”]{0,20} (?:productive|constructive|successful|fruitful)|reached (?:an? )?(?:agreement|deal|accord)`,
  ],
]);

/** How the talks ended. */
function outcome(a: Ask): Contradiction[] {
  const values: Value[] = [];
  for (const s of a.sentences) {
    if (!OF_TALKS.test(s.before) && !OF_TALKS.test(s.text)) continue;
    for (const [cls, pattern] of OUTCOME)
      for (const m of find(s, pattern)) values.push(at(a, s, m.index, m[0].length, m[0], cls));
  }
  if (new Set(values.map((v) => v.file)).size < 2) return [];
  return slot('characterisation', { code: 'talks-outcome' }, 'characterisation-differs', values);
}

const GROUP =
  /\b((?:\p{Lu}[\p{L}’'-]{1,30}[ -]){1,4}(?:Army|Front|State|Khorasan|Movement|Brigades?|Force|Group|Forces|Militia|Party)|\p{Lu}\p{L}+ \p{Lu}\p{L}+ group)\b(?: \((\p{Lu}[\p{Lu}-]{1,6})\))?|\b(\p{Lu}{2,5}(?:-\p{Lu})?)(?:\/\p{Lu}\p{L}*)?(?=,| and | or |\b)/gu;

/**
 * Which armed groups one statement is said to name, where two documents give lists of them: names side by side, or one "and
 * other groups".
 */
function groupsNamed(a: Ask): Contradiction[] {
  const out: Contradiction[] = [];
  const bodies = new Set(a.sentences.flatMap((s) => [...s.text.matchAll(BODY)].map((m) => m[1]!)));
  const named = new Map<Sentence, readonly Group[]>();
  for (const o of a.origins) {
    if (o.documents.length < 2) continue;
    const perDoc = new Map<number, Map<string, Value>>();
    const listed = new Set<number>();
    for (const s of a.sentences) {
      const d = a.docs[s.doc]!;
      if (!o.documents.includes(d.reading.file)) continue;
      const own = d.reading.claims.filter((c) => c.side === o.side && c.start < s.end && s.start < c.end);
      if (own.length === 0) continue;
      const groups = named.get(s) ?? groupsIn(d, s, bodies);
      named.set(s, groups);
      // What the statement itself names, not what else the document tells of.
      const mine = groups.filter((g) => own.some((c) => c.start <= s.start + g.start && s.start + g.start < c.end));
      if (isList(s, mine)) listed.add(s.doc);
      const found = perDoc.get(s.doc) ?? new Map<string, Value>();
      for (const { start, end, label, key } of mine)
        if (!found.has(key)) found.set(key, at(a, s, start, end - start, label, key));
      perDoc.set(s.doc, found);
    }
    if (listed.size < 2) continue;
    const lists = [...perDoc.values()].filter((l) => l.size > 0);
    const everywhere = (key: string): boolean => lists.every((l) => l.has(key));
    const extra = lists.flatMap((l) => [...l.values()].filter((v) => !everywhere(v.cls)));
    if (extra.length === 0) continue;
    // One value per document: the groups that it names.
    const values = lists.map((l): Value => {
      const all = [...l.values()];
      const own = all.filter((v) => !everywhere(v.cls));
      const lead = own[0] ?? all[0]!;
      return {
        ...lead,
        says: all.map((v) => v.says).join(', '),
        cls: all
          .map((v) => v.cls)
          .sort()
          .join(),
      };
    });
    const more = extra.filter((v) => !values.some((x) => x.file === v.file && x.start === v.start));
    if (new Set(values.map((v) => v.cls)).size > 1)
      out.push(make('actor', { code: 'groups-named' }, 'contradiction', [...values, ...more]));
  }
  return out;
}
interface Group {
  readonly start: number;
  readonly end: number;
  readonly label: string;
  readonly key: string;
}
/** The armed groups that a sentence on such names. */
function groupsIn(d: ReadDocument, s: Sentence, bodies: ReadonlySet<string>): Group[] {
  if (!ARMED.test(s.text)) return [];
  return [...find(s, GROUP)].flatMap((m): Group[] => {
    const label = m[2] ?? m[3] ?? m[1]!;
    if (NO_GROUP.test(label) || bodies.has(label) || isOther(d, m[1] ?? label)) return [];
    return [{ start: m.index, end: m.index + m[0].length, label, key: letters(label) }];
  });
}
const ARMED =
  /\b(?:[Mm]ilitants?|[Tt]errorists?|[Rr]ebels?|[Ff]ighters|[Ii]nsurgents?|[Gg]uerr?illas|[Aa]rmed (?!forces)|[Mm]ilitias?|[Ee]nem\w+|[Bb]anned|[Oo]utfits?|[Aa]ttacks|Liberation|Army|Brigades?)\b/;
/** Two of them side by side, or one beside others that are not named. */
const isList = (s: Sentence, groups: readonly Group[]): boolean =>
  groups.some((x, i) => {
    const y = groups[i + 1];
    return (
      (y !== undefined && y.key !== x.key && JOINT.test(s.text.slice(x.end, y.start))) ||
      AND_OTHERS.test(s.text.slice(x.end))
    );
  });
const JOINT =
  /^(?: ?\([^()]{1,60}\))?(?:,| ?\/|,? (?:and|or|nor|as well as)\b)(?: and| or)?(?: (?:the|both|its|their))? ?$/;
const AND_OTHERS =
  /^(?: ?\([^()]{1,60}\))?,? (?:and|or) (?:the )?other (?:[\p{L}-]+ ){0,3}(?:groups?|militias|outfits|organi[sz]ations|factions|movements)\b/u;
/** "Lowland Liberation Army" and "LLA" are one name. */
const letters = (name: string): string =>
  /\s/.test(name) ? fold([...name.matchAll(/\p{L}+/gu)].map((m) => m[0][0]).join('')) : fold(name);
/** Letters that a document says to stand for an office, a body or an outlet. */
const BODY =
  /\b(?:Agency|Office|Ministry|Committee|Commission|Union|Nations|Treaty|Observatory|News|Press|Radio|Television|Network|Corporation|Service|Court|Mission|Directorate|Authority|Association|Institute|Fund|Program(?:me)?|Bank|Department|Cent(?:re|er)|Cross|Crescent)\b[^.;()]{0,60}(?:\(|, or (?:the )?)(\p{Lu}{2,6})\b/gu;
/** States, alliances, outlets, agencies and offices. */
const NO_GROUP =
  /^(?:UN\p{Lu}*|US|USA|UK|EU|AU|UAE|DRC|DPRK|ROK|KSA|PRC|USSR|ICRC|IFRC|MSF|WHO|WFP|IOM|OCHA|OHCHR|MONUSCO|HRW|NATO|OIC|GCC|ASEAN|IGAD|ECOWAS|SADC|OAS|CSTO|CIS|SCO|OSCE|IAEA|OPCW|ICC|ICJ|IMF|NGOs?|ISPR|DG|FO|MOFA|MOD|MFA|CIA|FBI|FSB|USAID|IDF|PM|FM|MP|CEO|ID|AM|TV|\p{Lu}+TV|AFP|AP|UPI|DPA|EFE|EPA|ANI|PTI|APP|TASS|RIA|BBC|CNN|NPR|NBC|CBS|ABC|PBS|GMT|UTC|EST|EDT|CET|United .*|.*Security Forces?|.*Armed Forces?|.*Police.*|.*Defen[cs]e Forces?)$/iu;
/** A state or a body; or whoever speaks in the document, a side of the matter and not a group that somebody names. */
function isOther(d: ReadDocument, name: string): boolean {
  const hit = namesIn(name, 0, name.length, d.names).find((h) => h.end >= name.length - 1);
  if (!hit || hit.named.kind === 'non-party' || hit.named.kind === 'place') return false;
  // An army of the north may be named after a country.
  if (hit.named.kind === 'country') return hit.start === 0;
  return hit.named.kind !== 'party' || d.reading.claims.some((c) => c.side === hit.named.id);
}

const BROKEN =
  /\b(?:ignor(?:ed|ing)|backed out of|renege\w* on|broke|broken|violat(?:ed|ing)|failed to (?:honou?r|keep|implement|fulfil)|not (?:honou?red|kept)|went back on|despite)\s+(?:\S+ ){0,3}?(?:commitments?|promises?|assurances?|pledges?|undertakings?)\b/gi;

/** In which round, or when, a promise was broken. */
function brokenPromises(a: Ask): Contradiction[] {
  const values: Value[] = [];
  for (const s of a.sentences)
    for (const m of find(s, BROKEN)) {
      const rest = s.text.slice(m.index, m.index + m[0].length + 60);
      const own =
        /\b(first|second|third|fourth|fifth) (?:round|meeting|session)/i.exec(rest) ??
        /\b(first|second|third|fourth|fifth) (?:round|meeting|session)/i.exec(s.before);
      const years = /\b(?:past|last) (\w+ (?:years|months))\b/.exec(`${s.before} ${s.text}`);
      const cls = own?.[1]?.toLowerCase() ?? (years ? years[1]! : /repeated/i.test(m[0]) ? 'repeatedly' : null);
      if (cls) values.push(at(a, s, m.index, m[0].length, `${m[0]} (${own ? `${cls} round` : cls})`, cls));
    }
  return new Set(values.map((v) => v.file)).size > 1
    ? slot('sequence', { code: 'commitments-broken' }, 'contradiction', values)
    : [];
}

/** One document reports as over what it elsewhere expects. */
function talksPastAndFuture(a: Ask): Contradiction[] {
  return a.docs.flatMap((d, doc) => {
    const mine = a.sentences.filter((s) => s.doc === doc);
    const over = mine.flatMap((s) =>
      [...find(s, PAST_TALKS)].map((m) => at(a, s, m.index, m[0].length, 'over', 'over')),
    )[0];
    const ahead = d.reading.older[0];
    if (!over || !ahead) return [];
    const s = mine.find((x) => x.start >= ahead.start && FUTURE_TALKS.test(x.text));
    if (!s) return [];
    const m = FUTURE_TALKS.exec(s.text)!;
    return [
      make('sequence', { code: 'talks-held' }, 'contradiction', [
        over,
        at(a, s, m.index, m[0].length, 'still to come', 'ahead'),
      ]),
    ];
  });
}
export const PAST_TALKS = new RegExp(
  `\\b${TALKS}\\b[^.;“”]{0,140}\\b(?:ended|concluded|broke down|failed|collapsed|stalled)\\b[^.;“”]{0,40}|\\b(?:ended without|ended in|concluded)\\b[^.;“”]{0,40}`,
  'gi',
);
export const FUTURE_TALKS = new RegExp(
  `\\b(?:the|this|upcoming|next|\\p{Lu}\\p{L}+) (?:\\p{L}+ )?${TALKS} (?:will|are (?:expected|due|set) to|is (?:expected|due|set) to|could prove|are likely to|is likely to)\\b[^.;“”]{0,60}`,
  'iu',
);

const BEGAN =
  /\b(?:attack|assault|raid|incursion|shelling|strike|fire|firing|offensive)\b[^.;“”]{0,40}\b(?:from|by) (?:the )?\p{Lu}[\p{L}]+[^.;“”]{0,30}\b(?:triggered|sparked|started|provoked|set off|led to|prompted)\b[^.;“”]{0,60}|\b\p{Lu}[\p{L}]+ (?:forces |troops |soldiers |army )?(?:opened fire first|fired first|started the fighting|launched an unprovoked)\b[^.;“”]{0,60}/gu;
const NEUTRAL =
  /\b(?:violent |deadly |border |heavy |fierce |recent |last month[’']s |armed )*(?:clashes|skirmishes|exchange of fire|fighting|hostilities) (?:along|on|between|at|near|erupted|broke out|left)\b/gi;

/** Who began the fighting: a side is named in one place, none or another in the next. */
function whoBegan(a: Ask): Contradiction[] {
  const named: Value[] = [];
  const plain: Value[] = [];
  for (const s of a.sentences) {
    for (const m of find(s, BEGAN)) {
      const who = /(?:from|by) (?:the )?(\p{Lu}\p{L}+)|^(\p{Lu}\p{L}+)/u.exec(m[0]);
      if (/^(?:They|We|He|She|It|Who)$/.test(who?.[1] ?? who?.[2] ?? '')) continue;
      named.push(
        at(
          a,
          s,
          m.index,
          m[0].length,
          `begun by ${who?.[1] ?? who?.[2] ?? 'one side'}`,
          fold(who?.[1] ?? who?.[2] ?? ''),
        ),
      );
    }
    for (const m of find(s, NEUTRAL)) plain.push(at(a, s, m.index, m[0].length, 'no one named', ''));
  }
  if (named.length === 0) return [];
  const other = plain.filter((p) => !named.some((n) => n.file === p.file));
  return slot(
    'actor',
    { code: 'began' },
    new Set(named.map((n) => n.cls)).size > 1 ? 'contradiction' : 'characterisation-differs',
    [...named, ...other],
  );
}

const NO_FORCE =
  /\b(?:did not|didn[’']t|never|has not|have not|without) (?:retaliat\w*|respond\w* militarily|attack\w*|us(?:e|ed|ing) force|str(?:ike|uck)\w*|fir(?:e|ed|ing) (?:a (?:single )?(?:shot|round)|back))\b/gi;
const FORCE =
  /\b(?:cross-border military response|military responded with (?:targeted )?strikes?[^.,;“”]{0,30}|military response(?: in [^.,;“”]{0,30})?|carried out (?:air )?strikes?|launched (?:air )?strikes?|retaliated with|responded with (?:targeted )?(?:air )?(?:strikes?|fire))/gi;

/** A side is said to have held its fire, and to have used it. */
function restraint(a: Ask): Contradiction[] {
  const sides = new Map<string, Value[]>();
  for (const s of a.sentences) {
    const d = a.docs[s.doc]!;
    for (const [cls, pattern] of [
      ['no force', NO_FORCE],
      ['force', FORCE],
    ] as const)
      for (const m of find(s, pattern)) {
        const hits = namesIn(s.text, 0, m.index, d.names).filter(
          (h) => h.named.kind === 'country' || h.named.kind === 'party',
        );
        const by = cls === 'no force' ? hits.at(-1) : (hits[0] ?? null);
        if (by) sides.set(by.named.id, [...(sides.get(by.named.id) ?? []), at(a, s, m.index, m[0].length, m[0], cls)]);
      }
  }
  return [...sides].flatMap(([side, values]) =>
    slot('sequence', { code: 'used-force', sides: [side] }, 'contradiction', values),
  );
}

const CORE =
  /\b(?:core|principal|main|key|central|primary|foremost|fundamental) (?:concerns?|demands?|conditions?|issues?|priority|objectives?)\b/gi;

/** What a side is said to want above all. */
function coreDemand(a: Ask): Contradiction[] {
  const bySide = new Map<string, (Value & { words: Set<string> })[]>();
  for (const s of a.sentences) {
    const d = a.docs[s.doc]!;
    for (const m of find(s, CORE)) {
      const rest = s.text.slice(m.index);
      const said =
        /^\S+ \S+?[”"’]?(?:\s*[–—-]\s*|\s+(?:was|is|remains|remained|were|regarding|on|of)\s+|\s*:\s*)(.{12,260})/s.exec(
          rest,
        );
      const claim = d.reading.claims.find(
        (c) => c.start <= s.start + m.index && c.end >= s.start + m.index && c.side !== 'outlet',
      );
      const owner = namesIn(s.text, Math.max(0, m.index - 40), m.index, d.names).at(-1);
      const side = owner?.named.id ?? claim?.side;
      if (!side || !said || /^(?:mediator|unknown)$/.test(side)) continue;
      let words = said[1]!;
      for (const h of namesIn(words, 0, words.length, d.names).reverse())
        words = `${words.slice(0, h.start)} ${words.slice(h.end)}`;
      const length = Math.min(s.end - s.start - m.index, m[0].length + said[0].length - m[0].length);
      const v = {
        ...at(a, s, m.index, length, said[1]!.slice(0, 120), `${s.doc}`),
        words: new Set(contentWords(words)),
      };
      const list = bySide.get(side) ?? [];
      if (!list.some((x) => x.file === v.file)) bySide.set(side, [...list, v]);
    }
  }
  const out: Contradiction[] = [];
  for (const [side, values] of bySide) {
    const different = values.some((x) => values.some((y) => x !== y && likeness(x.words, y.words) < 0.5));
    if (values.length > 1 && different)
      out.push(make('characterisation', { code: 'asked-above-all', sides: [side] }, 'contradiction', values));
  }
  return out;
}
function likeness(x: ReadonlySet<string>, y: ReadonlySet<string>): number {
  let shared = 0;
  for (const w of x) if (y.has(w)) shared++;
  return shared / Math.max(1, Math.min(x.size, y.size));
}

const DESIGN =
  /\b(?:(?:an?|the|its|some) )?((?:(?!the |an? |its |into |in |of |by )\p{Ll}[\p{L}-]{1,30} ){1,3}(?:mechanism|system|commission|committee|mission|force|hotline|zone|body))\b((?: (?:to|for|that|involving|with|under|of|between|on|against|led|made)\b[^.;“”]{0,90})?)/gu;
const VERIFYING =
  /\b(?:monitor|verif|observ|joint|buffer|inspect|truce|cease-?fire|implementation|demilitari|fact-finding|investigat)\w*/i;

/** What shape of monitoring or verification is spoken of. */
function mechanismAsked(a: Ask): Contradiction[] {
  const values: (Value & { words: Set<string> })[] = [];
  for (const s of a.sentences)
    for (const m of find(s, DESIGN)) {
      const what = `${m[1]}${m[2]}`;
      if (!VERIFYING.test(m[1]!) || values.some((v) => v.file === a.docs[s.doc]!.reading.file)) continue;
      values.push({
        ...at(a, s, m.index, m[0].trimEnd().length, what, String(s.doc)),
        words: new Set(contentWords(what)),
      });
    }
  const full = values.filter((v) => v.words.size >= 4);
  const different = full.some((x) => full.some((y) => x !== y && likeness(x.words, y.words) < 0.6));
  return full.length > 1 && different
    ? [make('characterisation', { code: 'monitoring-asked' }, 'contradiction', full)]
    : [];
}

const WITH =
  /\b(?:dialogue|talks|negotiat\w+|engage\w*(?: politically| in (?:dialogue|talks))?)\b[^.;“”]{0,30}?\b(?:with) ([^.;,]{3,70})(?:, but only with ([^.;,]{3,60}))?/gi;

/** With whom a side says that it will talk. */
function talksWith(a: Ask): Contradiction[] {
  const bySide = new Map<string, Value[]>();
  for (const [i, d] of a.docs.entries()) {
    for (const c of d.reading.claims) {
      if (/^(?:outlet|unknown|mediator|un)$/.test(c.side)) continue;
      const s: Sentence = {
        doc: i,
        start: c.start,
        end: c.end,
        text: d.view.slice(c.start, Math.min(c.end, c.start + 1500)),
        // One pattern is asked.
        begun: null,
        before: '',
      };
      for (const m of find(s, WITH)) {
        if (
          !/\b(?:will|would|not|only|commit\w*|ready|willing|refus\w*|engage)\b/i.test(
            s.text.slice(Math.max(0, m.index - 70), m.index + 30),
          )
        )
          continue;
        const whom = (m[2] ?? m[1]!).replace(/\s+but not\b.*$/i, '');
        const negative = /\b(?:not|never|refus\w+|no)\b[^.;,]{0,40}$/i.test(s.text.slice(0, m.index)) && !m[2];
        const words = contentWords(whom).filter((w) => !/^(?:call|so|legitimat|direct)/.test(w));
        const cls = `${negative ? 'not ' : ''}${words.slice(0, 2).join(' ')}${/legitimate/i.test(s.text.slice(m.index, m.index + 160)) ? ' legitimate' : ''}`;
        const from = m[2] ? m[0].lastIndexOf(m[2]) : m[0].indexOf(m[1]!);
        const length = /legitimate/i.test(s.text.slice(m.index, m.index + 160))
          ? Math.max(m[0].length, s.text.indexOf('legitimate government') + 21 - m.index)
          : m[0].length;
        bySide.set(c.side, [
          ...(bySide.get(c.side) ?? []),
          at(a, s, Math.min(m.index, m.index + from), length, negative ? `not with ${whom}` : `with ${whom}`, cls),
        ]);
      }
    }
  }
  const out: Contradiction[] = [];
  for (const [side, values] of bySide) {
    const positive = new Set(values.filter((v) => !v.cls.startsWith('not ')).map((v) => v.cls));
    if (positive.size > 1 && new Set(values.map((v) => v.file)).size > 1)
      out.push(...slot('characterisation', { code: 'talks-with', sides: [side] }, 'contradiction', values));
  }
  return out;
}

/** Different sentences given as the last words of one statement. */
function lastWords(a: Ask): Contradiction[] {
  const out: Contradiction[] = [];
  for (const o of a.origins) {
    if (o.documents.length < 2) continue;
    const values: (Value & { words: Set<string> })[] = [];
    for (const d of a.docs) {
      if (!o.documents.includes(d.reading.file)) continue;
      const c =
        d.reading.claims.find(
          (x: Claim) =>
            x.side === o.side && x.quote !== null && /^conclud/i.test(x.verb ?? '') && x.attribution === 'explicit',
        ) ?? closing(d, o.side);
      if (c?.quoteStart == null) continue;
      values.push({
        file: d.reading.file,
        start: c.quoteStart,
        end: c.quoteEnd!,
        says: c.quote!.slice(0, 120),
        cls: d.reading.file,
        words: new Set(contentWords(c.quote!)),
      });
    }
    if (
      values.filter((v) => v.words.size > 0).length > 1 &&
      values.some((x) => values.some((y) => x !== y && likeness(x.words, y.words) < 0.5))
    )
      out.push(make('sequence', { code: 'last-words', sides: [o.side] }, 'contradiction', values));
  }
  return out;
}
/** "He concluded that ...", with the quotation that follows it at the end of the article. */
function closing(d: ReadDocument, side: string): Claim | null {
  const i = d.reading.claims.findIndex((x) => x.side === side && /^conclud/i.test(x.verb ?? ''));
  return i < 0 ? null : (d.reading.claims.slice(i).find((x) => x.side === side && x.quote !== null) ?? null);
}
