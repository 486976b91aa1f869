/**
 * What several accounts tell of one happening, and where they part: on which day, where, how many, whether at all, who, who
 * first. What happened is told by its act ("released", "let go") and by what else the sentences share.
 */
import { dayOfIso } from './dates.ts';
import { agentsIn, deeds } from './deeds.ts';
import { type Hour, hoursIn, hoursPart } from './hours.ts';
import type { Claim, Contradiction, Figure } from './shape.ts';
import {
  type Ask,
  at,
  eventDates,
  find,
  make,
  meets,
  type Sentence,
  slot,
  TALKS,
  type Told,
  TRUCE,
  tells,
  type Value,
  valueAround,
} from './slots.ts';
import { namesIn } from './speakers.ts';
import { states } from './states.ts';
import { contentWords, fold, stem } from './text.ts';
import { conceptOf, conceptsIn, Weights } from './wording.ts';

const concepts = (words: string): Set<string> => new Set(contentWords(words).map(conceptOf));

/** Acts that happen on one day and at one place. */
const ACTS = concepts(
  'attack fire explode explosion blast blew kill release close open meet talk sign withdraw sink sank seize capture arrest detain visit return deliver arrive hand cross enter resign abduct ambush expel demolish evacuate resume halt land crash intercept board inaugurate exchange swap home',
);

const CONVENED = concepts('meet talk sign visit open');
/** An attack is told by any of these. */
const VIOLENT = concepts('attack explode explosion blast blew kill ambush demolish');
/** Captives come home by any of these. */
const FREED = concepts('release exchange hand return cross home swap repatriate');
const CAPTIVES = /\b(?:prisoners?|captives?|detainees?|hostages?|soldiers|servicemen|sailors|pilots?|sons)\b/i;

export function differingAccounts(a: Ask): Contradiction[] {
  const told = takeIn(a);
  // The others set document against document.
  if (a.docs.length === 1) return figures(a, told);
  const weights = new Weights(told.map((t) => t.concepts));
  return [
    ...figures(a, told),
    ...days(a, told, weights),
    ...places(a, told, weights),
    ...soil(a, told),
    ...whether(a, told, weights),
    ...existence(a, told),
    ...states(a, told),
    ...deeds(a, told),
    ...hours(a, told, weights),
    ...order(a, told),
    ...whoFirst(a),
    ...whoIsBlamed(a),
  ];
}

function takeIn(a: Ask): Told[] {
  // A place that one document tells of is a place in all.
  const known = new Map<string, Set<string>>();
  for (const d of a.docs)
    for (const { text } of d.reading.places) {
      const first = text.split(' ')[0]!;
      known.set(first, (known.get(first) ?? new Set()).add(text));
    }
  let doc = -1;
  let last = new Set<string>();
  return a.sentences.map((s) => {
    if (s.doc !== doc) last = new Set();
    doc = s.doc;
    const d = a.docs[s.doc]!;
    const own = placesOf(a, s, known);
    if (own.size > 0) last = own;
    const found = conceptsIn(d.view, s.start, s.end, d.names);
    const head = dateline(s);
    const days = eventDates(a, s).flatMap(({ start, end, iso }) => {
      const day = dayOfIso(iso);
      return iso.length === 10 && day !== null && !tells(s, start, end) && start - s.start >= head
        ? [{ day, start, end, iso }]
        : [];
    });
    const claim = d.reading.claims.find((c) => c.start <= s.start && c.end >= s.end - 1 && c.side !== 'outlet');
    const acts = [...found].filter((c) => ACTS.has(c));
    return { s, concepts: found, acts, places: last, own: own.size > 0, days, claim };
  });
}

/** How far "HARUN, 5 June 2025 (Agency) - " reaches: the place and day of the writing. */
function dateline(s: Sentence): number {
  const m = /^(.{0,90}?)\s[—–-]{1,2}\s/s.exec(s.text);
  if (!m) return 0;
  const rest = m[1]!.replace(/\([^)]*\)/g, '').replace(MONTHS, '');
  return /\p{Ll}{3}/u.test(rest) ? 0 : m[0].length;
}
const MONTHS = /\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*/g;

/** Towns and the like that a sentence names; states and bodies are too wide to tell one happening. */
function placesOf(a: Ask, s: Sentence, places: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const { names } = a.docs[s.doc]!;
  const out = new Set<string>();
  const head = dateline(s);
  for (const m of s.text.matchAll(/\p{Lu}[\p{L}’'-]*/gu)) {
    // A dateline says where the article was written.
    if (m.index < head) continue;
    for (const p of places.get(m[0].replace(/['’]s$/, '')) ?? []) {
      if (!s.text.startsWith(p, m.index)) continue;
      const hit = namesIn(p, 0, p.length, names)[0];
      if (hit && (hit.named.kind === 'country' || hit.named.kind === 'party') && !hit.named.capital) continue;
      out.add(stem(fold(p)));
    }
  }
  return out;
}

// ---- how many

type Count = 'killed' | 'wounded' | 'missing' | 'displaced' | 'detained' | 'released' | 'term' | 'talks';

const HARM: readonly (readonly [Count, RegExp])[] = [
  [
    'killed',
    /\b(?:killed|killing|dead|died|deaths?|bodies|lives|casualties|fatalities|slain|perished|eliminated|toll)\b/i,
  ],
  ['wounded', /\b(?:wounded|injur\w+|hurt|wounding)\b/i],
  ['missing', /\b(?:missing|missed|unaccounted)\b/i],
  ['displaced', /\b(?:displaced|fled|homeless)\b/i],
  ['detained', /\b(?:captured|detained|arrested|seized|abducted)\b/i],
  [
    'released',
    /\b(?:releas\w+|freed|freeing|handed over|returned|set free|swapped|exchanged?|crossed|(?:c[ao]me|brought|are|were|got) (?:back|home))\b/i,
  ],
];
const PERSONS =
  /\b(?:people|persons?|men|women|prisoners?|detainees?|captives?|hostages?|soldiers?|servicemen|officials?|civilians?|troops|fighters?|nationals?|citizens?|sailors?|villagers?|others?|residents?|migrants?|refugees?|bodies|count|number)\b/i;
const GENERIC = /^(?:people|person|other|number|count|citizen|national|live|body|bodie|casualt\w*|victim|men|man)$/;

const SCENE =
  /^(?:clash|border|attack|strik|airstrik|shell|bomb|raid|explos|blast|ambush|sieg|battl|fight|offens|drone|massacr|convoy|hospit|school|market|mosque)/;

interface Counted {
  readonly v: Value;
  readonly f: Figure;
  readonly t: Told;
  readonly of: Count;
  readonly nouns: ReadonlySet<string>;
  /** The side that the unit names. */
  readonly whose: string;
  readonly context: ReadonlySet<string>;
}

/** Different counts of the same harm, release or term. */
function figures(a: Ask, told: readonly Told[]): Contradiction[] {
  const found: Counted[] = [];
  for (const [i, d] of a.docs.entries())
    for (const f of d.reading.figures) {
      const t = told.find((x) => x.s.doc === i && x.s.start <= f.start && x.s.end >= f.end);
      const of = t && countedAs(f, t.s);
      if (!t || !of) continue;
      const nouns = new Set(
        contentWords(
          f.unit.replace(
            /\b(?:killed|wounded|injured|dead|displaced|missing|missed|released|freed|returned|handed over)\b/gi,
            '',
          ),
        )
          .filter((w) => !GENERIC.test(w))
          .map(conceptOf),
      );
      const v = at(a, t.s, f.start - t.s.start, f.end - f.start, `${f.text} ${f.unit}`.slice(0, 90), '');
      const context = new Set([...contentWords(t.s.text).filter((w) => SCENE.test(w)), ...t.acts]);
      const whose = namesIn(f.unit, 0, f.unit.length, d.names).find(
        (h) => h.named.kind === 'country' || h.named.kind === 'party',
      );
      found.push({ v, f, t, of, nouns, whose: whose?.named.id ?? '', context });
    }
  const out: Contradiction[] = [];
  const used = new Set<Counted>();
  for (const p of found) {
    if (used.has(p)) continue;
    const clash = [
      p,
      ...found.filter((q) => q !== p && !used.has(q) && q.t.s !== p.t.s && ofOne(p, q) && differ(p.f, q.f)),
    ];
    // What both documents of a pair give is no difference between them: each tells of two happenings.
    const kept = clash.filter((q) =>
      clash.some(
        (r) =>
          differ(q.f, r.f) &&
          (q.t.s.doc === r.t.s.doc || (!alsoIn(found, q, r.t.s.doc) && !alsoIn(found, r, q.t.s.doc))),
      ),
    );
    if (kept.length < 2) continue;
    for (const q of kept) used.add(q);
    // Those who give one of the numbers stand beside the others.
    const all = [
      ...kept,
      ...found.filter((q) => !kept.includes(q) && kept.some((r) => ofOne(q, r) && q.f.value === r.f.value)),
    ];
    for (const q of all) used.add(q);
    out.push(
      make(
        'figure',
        { code: p.of === 'talks' ? 'term' : p.of },
        'contradiction',
        all.map((q) => q.v),
      ),
    );
  }
  return out;
}
/** Does a document itself also give this number for the same thing? */
function alsoIn(found: readonly Counted[], p: Counted, doc: number): boolean {
  return found.some((q) => q.t.s.doc === doc && q.of === p.of && q.f.value !== null && q.f.value === p.f.value);
}
function countedAs(f: Figure, s: Sentence): Count | null {
  const at = f.start - s.start;
  // "nine of those handed over" counts what else is said of them.
  const part = /^of\b/.test(f.unit);
  if (!part) for (const [of, pattern] of HARM) if (pattern.test(f.unit)) return of;
  // Who is counted besides others is no count of them all.
  if (/^(?:others?|more)\b/i.test(f.unit)) return null;
  if (/^(?:days?|weeks?)\b/i.test(f.unit) && LASTED.test(s.text)) return 'talks';
  if (/\b(?:days?|weeks?|months?)\b/i.test(f.unit))
    return new RegExp(TRUCE, 'i').test(s.text) &&
      /\b(?:exten\w+|prolong\w*|further|another|additional|renew\w*|for|run|last)\b/i.test(s.text)
      ? 'term'
      : null;
  if (!part && !PERSONS.test(f.unit)) return null;
  // The nearest word of harm or release in the sentence says what of them.
  let best: { of: Count; gap: number } | null = null;
  for (const [of, pattern] of HARM)
    for (const m of s.text.matchAll(new RegExp(pattern.source, 'gi'))) {
      const gap = m.index < at ? at - (m.index + m[0].length) : m.index - (f.end - s.start);
      if (part && m.index > at) continue;
      if (gap < 70 && (!best || gap < best.gap)) best = { of, gap };
    }
  return best?.of ?? null;
}
const LASTED = new RegExp(
  `\\b(?:days?|weeks?) of (?:\\p{L}+ )?${TALKS}|\\b(?:negotiated|talked|met|talks lasted|sat together) for\\b`,
  'iu',
);
/** May two counts be of one happening? */
function ofOne(p: Counted, q: Counted): boolean {
  if (p.of !== q.of || (p.nouns.size > 0 && q.nouns.size > 0 && !meets(p.nouns, q.nouns))) {
    // Captives are called prisoners, soldiers, men: whoever holds them names them so.
    if (p.of !== q.of || !/^(?:released|missing|term|talks)$/.test(p.of)) return false;
  }
  if (/^(?:killed|wounded)$/.test(p.of) && p.whose !== q.whose) {
    // The dead of one side are some of all the dead.
    const [some, all] = p.whose ? [p, q] : [q, p];
    if (all.whose !== '' || (some.f.value ?? 0) <= (all.f.value ?? 0)) return false;
  }
  const [x, y] = [p.t.days[0]?.day, q.t.days[0]?.day];
  if (x !== undefined && y !== undefined && Math.abs(x - y) > 4) return false;
  if (p.of === 'talks') return p.t.s.doc !== q.t.s.doc;
  if (p.of === 'term' || p.of === 'released' || p.of === 'missing') return p.t.s.doc !== q.t.s.doc || p.of !== 'term';
  if (p.t.own && q.t.own && p.t.places.size > 0) return meets(p.t.places, q.t.places);
  const shared = [...p.context].filter((w) => q.context.has(w)).length + (meets(p.t.places, q.t.places) ? 1 : 0);
  return shared >= 2 || (shared >= 1 && p.t.s.doc !== q.t.s.doc);
}
function differ(p: Figure, q: Figure): boolean {
  if (p.value === null && q.value === null) return false;
  if (p.value === null || q.value === null) {
    const [vague, exact] = p.value === null ? [p, q] : [q, p];
    const [low, high] = /^scores/i.test(vague.text)
      ? [20, 100]
      : /^dozens/i.test(vague.text)
        ? [24, 150]
        : /^hundreds/i.test(vague.text)
          ? [200, 1000]
          : /^thousands/i.test(vague.text)
            ? [2000, 10000]
            : [0, Number.POSITIVE_INFINITY];
    return (exact.value ?? 0) > high || ((exact.value ?? 0) < low && exact.bound !== 'at-least');
  }
  const [low, high] = p.value < q.value ? [p, q] : [q, p];
  if (low.value === high.value) return false;
  if (low.bound === 'at-least' && high.bound !== 'at-most')
    return (high.value ?? 0) >= (low.value ?? 0) * 1.15 && (high.value ?? 0) - (low.value ?? 0) >= 2;
  if (low.bound === 'about' || high.bound === 'about')
    return Math.abs((high.value ?? 0) - (low.value ?? 0)) > (high.value ?? 0) * 0.1;
  return !(high.bound === 'at-most');
}

// ---- on which day

/** Two sentences that tell of one act: the same act, and a place or a rare word besides. */
function oneHappening(x: Told, y: Told, weights: Weights): string | null {
  const act = x.acts.find((c) => y.acts.some((e) => e === c || (VIOLENT.has(c) && VIOLENT.has(e))));
  const freed = [x, y].every((t) => t.acts.some((c) => FREED.has(c)) && CAPTIVES.test(t.s.text));
  if (freed && (!x.own || !y.own || meets(x.places, y.places))) return x.acts.find((c) => FREED.has(c))!;
  if (!act) return null;
  const shared = [...x.concepts].filter((c) => y.concepts.has(c) && !ACTS.has(c));
  const weight = weights.sum(shared);
  const whole = Math.min(weights.sum(x.concepts), weights.sum(y.concepts));
  const placed = x.own && y.own;
  if (placed && meets(x.places, y.places))
    return VIOLENT.has(act) || weight + weights.of(act) >= 0.25 * whole ? act : null;
  if (placed && shared.length < 3) return null;
  return shared.length >= 2 && weight + weights.of(act) >= 0.4 * whole ? act : null;
}

/** One act on several days, close together. */
function days(a: Ask, told: readonly Told[], weights: Weights): Contradiction[] {
  const dated = told.filter((t) => t.days.length > 0 && t.acts.length > 0);
  const out: Contradiction[] = [];
  const used = new Set<Told>();
  for (const x of dated) {
    if (used.has(x)) continue;
    const same = dated.flatMap((y) => {
      const act = y === x ? x.acts[0]! : y.s.doc === x.s.doc ? null : oneHappening(x, y, weights);
      return act ? [{ y, act }] : [];
    });
    const values = same.flatMap(({ y }) => {
      const d = y.days.find(({ day }) => Math.abs(day - x.days[0]!.day) <= 6);
      if (!d) return [];
      const { s } = y;
      const from = Math.max(0, d.start - s.start - 60);
      const cut = from + Math.max(0, s.text.slice(from, d.start - s.start).search(/\b(?=\S+(?: \S+){0,8} ?$)/));
      const end = Math.min(s.text.length, d.end - s.start + 40);
      return [{ y, v: at(a, s, cut, end - cut, d.iso, d.iso) }];
    });
    if (new Set(values.map(({ v }) => v.cls)).size < 2) continue;
    // A document that gives both days tells of two happenings.
    const days = new Set(values.map(({ v }) => v.cls));
    const both = a.docs.some((_, doc) =>
      [...days].every((iso) =>
        told.some((t) => t.s.doc === doc && t.days.some((d) => d.iso === iso) && t.acts.includes(same[0]!.act)),
      ),
    );
    if (both) continue;
    for (const { y } of values) used.add(y);
    out.push(
      ...slot(
        'date',
        { code: 'day', what: words(x) },
        'contradiction',
        values.map(({ v }) => v),
      ),
    );
  }
  return out;
}
// ---- at what hour

const BEGINS = new RegExp(`(?:${TRUCE}|pause|armistice|agreement|arrangement)|\\b(?:guns|fighting)\\b`, 'i');
const BEGINNING =
  /\b(?:(?:takes?|took|taking|enter(?:s|ed)?|c[ao]me?s?|goes|went) (?:into )?(?:effect|force)|begins?|began|starts?|started|in effect)\b/i;

/** One happening, or the beginning of one truce, at hours that cannot be one. */
function hours(a: Ask, told: readonly Told[], weights: Weights): Contradiction[] {
  const timed = told.flatMap((t) => {
    const begins = BEGINS.test(t.s.text) && BEGINNING.test(t.s.text);
    if (!begins && t.acts.length === 0) return [];
    const head = dateline(t.s);
    const hour = hoursIn(t.s.text).find((h) => h.start >= head && !tells(t.s, t.s.start + h.start, t.s.start + h.end));
    return hour ? [{ t, hour, begins }] : [];
  });
  const out: Contradiction[] = [];
  const used = new Set<Told>();
  for (const x of timed) {
    if (used.has(x.t)) continue;
    const same = timed.filter(
      (y) =>
        y.t.s.doc !== x.t.s.doc &&
        !used.has(y.t) &&
        x.begins === y.begins &&
        Math.abs((x.t.days[0]?.day ?? 0) - (y.t.days[0]?.day ?? x.t.days[0]?.day ?? 0)) <= 1 &&
        (x.begins || oneHappening(x.t, y.t, weights)),
    );
    if (!same.some((y) => hoursPart(x.hour, y.hour))) continue;
    for (const { t } of [x, ...same]) used.add(t);
    out.push(
      make(
        'date',
        { code: 'hour', what: words(x.t) },
        'contradiction',
        [x, ...same].map(({ t, hour }) => valueAround(a, t.s, hour.start, hour.end - hour.start, clock(hour))),
      ),
    );
  }
  return out;
}
const clock = (h: Hour): string => `${h.from}-${h.to}`;

/** A sentence, as short as it still tells what is meant. */
const words = (t: Told): string => short(t.s.text);
const short = (said: string): string => {
  const text = said.replace(/\s+/g, ' ').trim();
  return text.length > 90 ? `${text.slice(0, 90).replace(/\s\S*$/, '')} …` : text;
};

// ---- where

const SPOT =
  /\b(at|in|near|from|above|outside|on|off|inside|over) ((?:the |an? |our |their |its |international )?(?:[\p{Ll}-]+ ){0,2}(?:(?:of|above|near|in|outside|at) )?(?:the )?\p{Lu}[\p{L}’'-]+|(?:the )?(?:open|high) seas?|(?:our|their|its|international|territorial)(?: territorial)? (?:waters|airspace|soil|territory))/gu;

const KIND =
  /\b(?:bridge|air(?:field|port|base)|port|harbour|harbor|station|crossing|checkpoint|square|school|hospital|camp|stadium|market|mosque|church|prison|tunnel|hotel|palace|monastery)\b/i;

/** One act at several places. */
function places(a: Ask, told: readonly Told[], weights: Weights): Contradiction[] {
  const spots = told.flatMap((t) =>
    t.acts.length === 0
      ? []
      : [...find(t.s, SPOT)].flatMap((m) => {
          const name = m[2]!;
          const known = t.own || /\b(?:seas?|waters|airspace|soil|territory)$/.test(name);
          const proper = [...name.matchAll(/\p{Lu}[\p{L}’'-]+/gu)].map((x) => stem(fold(x[0])));
          if (!known || proper.some((p) => !t.places.has(p))) return [];
          const ours = /^(?:our|their|its|territorial)/.test(name)
            ? ['territorial']
            : /sea|international/.test(name)
              ? ['high']
              : [];
          const keys = new Set([...proper, ...ours]);
          if (keys.size === 0) return [];
          const role = /^(?:from|above)$/.test(m[1]!) ? 'from' : 'at';
          const kind = KIND.exec(name)?.[0].toLowerCase();
          if (kind) keys.add(kind);
          return [{ t, role, keys, kind, v: at(a, t.s, m.index, m[0].length, m[0], [...keys].sort().join(' ')) }];
        }),
  );
  const out: Contradiction[] = [];
  const used = new Set<(typeof spots)[number]>();
  for (const x of spots) {
    if (used.has(x)) continue;
    const group = [
      x,
      ...spots.filter((y) => {
        if (y.t.s.doc === x.t.s.doc || y.role !== x.role || used.has(y)) return false;
        // The bridge of a town is not its airfield.
        if (x.kind && y.kind ? x.kind === y.kind : meets(x.keys, y.keys)) return false;
        const act =
          x.t.acts.find((c) => y.t.acts.includes(c)) ??
          (x.kind && y.kind ? oneHappening(x.t, y.t, weights) : undefined);
        if (!act) return false;
        const [d, e] = [x.t.days[0]?.day, y.t.days[0]?.day];
        if (d !== undefined && e !== undefined && Math.abs(d - e) > 1) return false;
        if (d !== undefined && e !== undefined) return true;
        // Talks are held in round after round.
        if (CONVENED.has(act)) return false;
        const shared = [...x.t.concepts].filter((c) => y.t.concepts.has(c) && !ACTS.has(c));
        return (
          shared.length >= 1 &&
          weights.sum([...shared, act]) >= 0.3 * Math.min(weights.sum(x.t.concepts), weights.sum(y.t.concepts))
        );
      }),
    ];
    if (group.length < 2) continue;
    for (const y of group) used.add(y);
    out.push(
      ...slot(
        'place',
        { code: 'where', what: words(x.t) },
        'contradiction',
        group.map((y) => y.v),
      ),
    );
  }
  return out;
}

const SOIL =
  /\b(?:on|in|inside|within|into|over|from) (?:the )?(?:territory|soil|airspace|waters|side) of (?=\p{Lu}|the )|\b(?:met(?:re|er)s|kilomet(?:re|er)s|miles|deep|well) (?:inside|within|into) (?:the territory of |the soil of )?(?=\p{Lu}|our|their)|\b(?:on|in|inside|within|into|over|from) (?=(?:our|their|its|his|\p{Lu}[\p{L}-]+(?:['’]s)?) (?:own )?(?:soil|territory|side of|airspace))/gu;

/** Whose ground, air or water it happened on. */
function soil(a: Ask, told: readonly Told[]): Contradiction[] {
  const values = told.flatMap((t) =>
    [...find(t.s, SOIL)].flatMap((m) => {
      const end = m.index + m[0].length;
      const own = /^(?:its|his|their) own\b/.test(t.s.text.slice(end))
        ? agentsIn(a, t.s, 0, m.index, t.claim).filter((x) => !/both|neither/.test(x.id))[0]
        : agentsIn(a, t.s, end, Math.min(t.s.text.length, end + 30), t.claim)[0];
      return own ? [{ t, v: valueAround(a, t.s, m.index, m[0].length, own.id) }] : [];
    }),
  );
  const kept = values.filter((x) =>
    values.some(
      (y) => x.v.cls !== y.v.cls && x.t.s !== y.t.s && [...x.t.concepts].filter((c) => y.t.concepts.has(c)).length >= 1,
    ),
  );
  if (new Set(kept.map((x) => x.v.file)).size < 2) return [];
  return slot(
    'place',
    { code: 'where', what: words(kept[0]!.t) },
    'contradiction',
    kept.map((x) => x.v),
  );
}

// ---- whether at all

const NOT =
  /\b(?:not|never|no|none|nobody|neither|nor|without|\w+n[’']t|den(?:y|ies|ied)|ruled out)\b(?! (?:longer|only|merely|just|yet|doubt))/i;

/** What one side says and another, elsewhere, says is not so. */
function whether(a: Ask, told: readonly Told[], weights: Weights): Contradiction[] {
  const parts = told.flatMap((t) => clausesOf(a, t));
  const out: Contradiction[] = [];
  const used = new Set<Clause>();
  for (const no of parts) {
    if (!no.not || used.has(no)) continue;
    const whole = weights.sum(no.concepts);
    const yes = parts.filter((y) => {
      if (y.not || y.t.s === no.t.s || used.has(y) || !rivals(no, y)) return false;
      const shared = [...no.concepts].filter((c) => y.concepts.has(c));
      if (shared.length < 2 || (no.focus.size > 0 && !shared.some((c) => no.focus.has(c)))) return false;
      const least = shared.some((c) => ACTS.has(c)) ? 0.5 : 0.6;
      return weights.sum(shared) >= least * Math.min(whole, weights.sum(y.concepts));
    });
    if (yes.length === 0) continue;
    // Others who deny the same stand beside.
    const also = parts.filter(
      (y) =>
        y !== no &&
        y.not &&
        !used.has(y) &&
        y.t.s.doc !== no.t.s.doc &&
        weights.sum([...y.concepts].filter((c) => no.concepts.has(c))) >=
          0.6 * Math.min(whole, weights.sum(y.concepts)),
    );
    for (const y of [no, ...yes, ...also]) used.add(y);
    out.push(
      make(
        'actor',
        { code: 'whether', what: short(no.v.says) },
        'contradiction',
        [no, ...also, ...yes].slice(0, 8).map((y) => y.v),
      ),
    );
  }
  return out;
}
const NONE =
  /\b(?:there|here) (?:is|was|are|were|has been|have been|had been|never was|will be) (?:no|not an?y?) (?:such )?((?:\p{Ll}[\p{Ll}-]+ ){0,2}\p{Ll}[\p{Ll}-]+)/giu;
const NO_THING =
  /^(?:comment|doubt|question|need|reason|way|truth|time|word|one|further|more|point|hope|chance|plan|change|progress|date|report|choice|alternative|sign|indication|response|answer|longer|case)/;

/** That there is none of a thing of which others tell. */
function existence(a: Ask, told: readonly Told[]): Contradiction[] {
  return told.flatMap((t) =>
    [...find(t.s, NONE)].flatMap((m) => {
      const thing = [...concepts(m[1]!)].find((c) => !NO_THING.test(c));
      if (!thing) return [];
      const others = told.filter(
        (y) =>
          y.s.doc !== t.s.doc &&
          y.concepts.has(thing) &&
          !NOT.test(y.s.text) &&
          (t.own ? meets(t.places, y.places) : [...t.concepts].some((c) => c !== thing && y.concepts.has(c))),
      );
      if (others.length === 0) return [];
      const values = others.slice(0, 6).map((y) => {
        const word = [...y.s.text.matchAll(/\p{L}{3,}/gu)].find((w) => concepts(w[0]).has(thing));
        return valueAround(a, y.s, word?.index ?? 0, word?.[0].length ?? 1, 'there is');
      });
      const none = valueAround(a, t.s, m.index, m[0].length, 'none');
      return [make('status', { code: 'whether', what: m[0] }, 'contradiction', [none, ...values])];
    }),
  );
}
interface Clause {
  readonly t: Told;
  readonly not: boolean;
  /** What the negation stands before. */
  readonly focus: ReadonlySet<string>;
  readonly concepts: ReadonlySet<string>;
  readonly claim: Claim | undefined;
  /** The last word of the speaker's name. */
  readonly last: string;
  readonly v: Value;
}
/** Two voices that can contradict each other: not one speaker, and not two outlets that retell one. */
function rivals(x: Clause, y: Clause): boolean {
  const [p, q] = [x.claim, y.claim];
  if (!p || !q) return x.t.s.doc !== y.t.s.doc;
  if (x.last === y.last) return false;
  return p.side === 'unknown' || q.side === 'unknown' || p.side !== q.side;
}
/** The parts of a sentence that say something of their own. */
function clausesOf(a: Ask, t: Told): Clause[] {
  const d = a.docs[t.s.doc]!;
  const out: Clause[] = [];
  const cut = /[,;:“”"]+|\s[—–-]\s|\b(?:and that|but|which|who|while|after|before|because)\b|[.!?](?:\s|$)/g;
  let from = 0;
  const take = (to: number): void => {
    const text = t.s.text.slice(from, to);
    const found = conceptsIn(d.view, t.s.start + from, t.s.start + to, d.names);
    const lead = /^\s*/.exec(text)![0].length;
    if (found.size >= 2) {
      const claim = d.reading.claims.find(
        (c) => c.start <= t.s.start + from && c.end >= t.s.start + from && c.side !== 'outlet',
      );
      const says = text.trim();
      const not = NOT.exec(text);
      const after = not ? t.s.start + from + not.index + not[0].length : 0;
      out.push({
        t,
        not: not !== null,
        focus: not ? conceptsIn(d.view, after, Math.min(t.s.start + to, after + 40), d.names) : new Set(),
        concepts: found,
        claim,
        last: claim ? fold(claim.speaker).split(' ').at(-1)! : '',
        v: at(a, t.s, from + lead, says.length, `${claim ? `${claim.speaker}: ` : ''}${says}`, ''),
      });
    }
  };
  for (const m of t.s.text.matchAll(cut)) {
    take(m.index);
    from = m.index + m[0].length;
  }
  take(t.s.text.length);
  return out;
}

// ---- what came first

const ORDER =
  /\b(?:(?:only|shortly|soon|immediately|long|just|the day|(?:hours?|minutes?|days?|weeks?)) )?(before|after|prior to|following)\b/gi;

/** Two happenings, told in one order and in the other. */
function order(a: Ask, told: readonly Told[]): Contradiction[] {
  const parts = told.flatMap((t) =>
    [...find(t.s, ORDER)].slice(0, 2).flatMap((m) => {
      const { view, names } = a.docs[t.s.doc]!;
      const cut = t.s.start + m.index;
      const left = conceptsIn(view, Math.max(t.s.start, cut - 110), cut, names);
      const right = conceptsIn(view, cut + m[0].length, Math.min(t.s.end, cut + m[0].length + 80), names);
      if (left.size === 0 || right.size === 0) return [];
      const before = /before|prior/i.test(m[1]!);
      return [{ t, m, first: before ? left : right, next: before ? right : left }];
    }),
  );
  type Part = (typeof parts)[number];
  const tells = (x: ReadonlySet<string>, y: ReadonlySet<string>): boolean => {
    const shared = [...x].filter((c) => y.has(c));
    return shared.length >= 2 || shared.some((c) => ACTS.has(c));
  };
  const against = (x: Part, y: Part): boolean =>
    x.t.s.doc !== y.t.s.doc &&
    tells(x.first, y.next) &&
    tells(x.next, y.first) &&
    !(tells(x.first, y.first) || tells(x.next, y.next));
  const kept = parts.filter((x) => parts.some((y) => against(x, y)));
  return kept.length < 2
    ? []
    : [
        make(
          'sequence',
          { code: 'first' },
          'contradiction',
          kept.slice(0, 8).map(({ t, m }) => valueAround(a, t.s, m.index, m[0].length, '')),
        ),
      ];
}

// ---- who first, whose fault

/** The side that a stretch names: by name, or as the government, the council, "we" of the one who speaks. */
function agentIn(a: Ask, s: Sentence, from: number, to: number, last: boolean): string | null {
  const d = a.docs[s.doc]!;
  const hits = namesIn(s.text, from, to, d.names).filter((h) => h.named.kind !== 'place' || h.named.capital);
  const hit = last ? hits.at(-1) : hits[0];
  if (hit) return hit.named.id;
  const nouns = [...s.text.slice(from, to).matchAll(/\b[Tt]he (\p{L}+)\b/gu)]
    .map((m) => m[1]!.toLowerCase())
    .filter((n) => SIDES.test(n));
  const noun = last ? nouns.at(-1) : nouns[0];
  if (noun) return conceptOf(stem(noun));
  return null;
}
const SIDES =
  /^(?:government|regime|council|rebels?|army|authorities|militia|movement|front|coalition|junta|separatists|insurgents|delegation|ministry|opposition)$/;

/** Who did a thing first. */
function whoFirst(a: Ask): Contradiction[] {
  const values: (Value & { concepts: Set<string> })[] = [];
  for (const s of a.sentences) {
    const d = a.docs[s.doc]!;
    for (const m of find(
      s,
      /(?<!\bthe |\ba |\bfor the |\bits |\bat )\bfirst\b(?! (?:round|time|day|phase|stage|place|light|aid|and foremost|of|week|month|step|half|lady|minister|quarter))|\bbefore (?:a single|any|even) one\b|\bat the same (?:time|minute|moment|hour)\b|\bsimultaneously\b/giu,
    )) {
      const found = conceptsIn(d.view, s.start, s.end, d.names);
      if (![...found].some((c) => ACTS.has(c))) continue;
      const claim = d.reading.claims.find((c) => c.start <= s.start && c.end >= s.end - 1 && c.side !== 'outlet');
      const cls = /same|simult/.test(m[0])
        ? 'at once'
        : (agentIn(a, s, 0, m.index, true) ??
          (/\b(?:we|our)\b/i.test(s.text.slice(0, m.index)) && claim ? claim.side : null));
      if (cls === null) continue;
      values.push({
        ...valueAround(a, s, m.index, m[0].length, cls),
        concepts: found,
      });
    }
  }
  const kept = values.filter((x) =>
    values.some(
      (y) => x.file !== y.file && x.cls !== y.cls && [...x.concepts].filter((c) => y.concepts.has(c)).length >= 1,
    ),
  );
  return slot('sequence', { code: 'first' }, 'contradiction', kept);
}

const FAULT =
  /\b(?:delay\w*|hold-?up|held up|postpone\w*|failure|fail\w*|deadlock|collapse\w*|breakdown|stalemate|explosion|escalation|fire|fighting|incident|attack|kept [^.;“”]{0,40} (?:until|till|waiting))\b/gi;

/** Whose fault it is said to be. */
function whoIsBlamed(a: Ask): Contradiction[] {
  const values: (Value & { matter: string })[] = [];
  for (const s of a.sentences)
    for (const m of find(s, FAULT)) {
      const rest = s.text.slice(m.index, m.index + 120);
      const before = s.text.slice(0, m.index);
      const by =
        /\b(?:caused by|blame[sd]?[^.;“”]{0,40} on|fault of|due to|because of|responsib\w+ (?:lies|rests) with|down to)\b/i.exec(
          rest,
        );
      const on = /\bblam(?:e[sd]?|ing)\b[^.;]{0,30}$|\baccus(?:e[sd]?|ing)\b[^.;]{0,60}$/i.exec(before);
      let who: string | null = null;
      if (by)
        who = agentIn(
          a,
          s,
          m.index + by.index + by[0].length,
          Math.min(s.text.length, m.index + by.index + by[0].length + 60),
          false,
        );
      else if (on && /^accus/i.test(on[0])) who = agentIn(a, s, on.index, m.index, false);
      else if (on) {
        const then = /\bon (?=the |\p{Lu})/u.exec(rest);
        who = then
          ? agentIn(a, s, m.index + then.index, Math.min(s.text.length, m.index + then.index + 50), false)
          : null;
      } else if (/^(?:delayed|held up|postponed|kept)/i.test(m[0]))
        who = agentIn(a, s, Math.max(0, m.index - 60), m.index, true);
      if (/\bboth sides\b/i.test(rest)) who = 'both sides';
      if (who === null) continue;
      const matter = conceptOf(stem(m[0].toLowerCase().split(/[\s-]/)[0]!));
      values.push({
        ...valueAround(a, s, m.index, m[0].length, who),
        matter: /^(?:kept|held|hold|delay|postpo)/.test(matter) || /^(?:kept|held|hold)/.test(m[0]) ? 'delay' : matter,
      });
    }
  const out: Contradiction[] = [];
  for (const matter of new Set(values.map((v) => v.matter))) {
    const of = values.filter((v) => v.matter === matter);
    if (new Set(of.map((v) => v.file)).size > 1) out.push(...slot('actor', { code: 'fault' }, 'contradiction', of));
  }
  return out;
}
