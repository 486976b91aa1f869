/**
 * A document's claims against the record: where somebody says in public what a finding, a crossing's state, a pledge or a
 * ceasefire's state in the record does not say. Both sides are named with whose word they are; neither is called right. Only
 * what the reader handed in may see is looked at. Nothing found is no confirmation.
 */

import {
  type Category,
  ceasefireAt,
  crossingAt,
  findings,
  type Name,
  type Reader,
  type Side,
  termsInForce,
} from '@sulh/mechanism';
import { dayOfIso } from './dates.ts';
import type { Claim, DocumentReading } from './shape.ts';
import { contentWords, fold } from './text.ts';

/** A word on record that a claim is set against. */
export interface OnRecord {
  /** The row that holds it, and the entries behind it. */
  readonly table: 'case' | 'crossing' | 'pledge' | 'ceasefire';
  readonly id: string;
  readonly entries: readonly string[];
  /** Whose word it is; a finding is the team's, with its basis. */
  readonly whose: readonly Side[];
  /** A state or a standard of proof, as the record names it. */
  readonly says: string;
  /** In the record's own words, where it has any. */
  readonly words?: string | Name;
}

export interface AgainstRecord {
  readonly type: 'finding' | 'crossing' | 'pledge' | 'ceasefire';
  /** As between documents: they cannot both hold, or they call it differently. */
  readonly assessment: 'contradiction' | 'characterisation-differs';
  /** The claim: where it stands, who says it, and what it comes to. */
  readonly claim: {
    readonly id: string;
    readonly speaker: string;
    readonly side: string;
    readonly start: number;
    readonly end: number;
    readonly text: string;
    readonly says: string;
  };
  /** The day (`YYYY-MM-DD`) for which they are compared; absent where it does not matter. */
  readonly day?: string;
  readonly record: readonly OnRecord[];
}

/** How many are given for one document. */
const MOST = 60;

interface Ask {
  readonly reader: Reader;
  readonly document: string;
  readonly reading: DocumentReading;
  readonly text: string;
}

/**
 * Sets one read document against what the record says. `document` is its id in the record, `text` the text as read; the
 * reading must have been made with the terms' names, so that its sides are organisations.
 */
export function againstRecord(
  reader: Reader,
  document: string,
  reading: DocumentReading,
  text: string,
): AgainstRecord[] {
  const ask = { reader, document, reading, text };
  const seen = new Set<string>();
  const out: AgainstRecord[] = [];
  for (const claim of reading.claims) {
    const words = text.slice(claim.start, Math.min(claim.end, claim.start + 2_000));
    for (const one of [
      ...ceasefires(ask, claim, words),
      ...crossings(ask, claim, words),
      ...pledges(ask, claim, words),
      ...found(ask, claim, words),
    ]) {
      // One sentence may hold several claims; it is set against one row once.
      const key = `${one.type} ${one.record.map((r) => `${r.table} ${r.id} ${r.says} ${JSON.stringify(r.whose)}`).join()} ${claim.start}`;
      if (seen.has(key)) continue;
      seen.add(key);
      out.push(one);
      if (out.length === MOST) return out;
    }
  }
  return out;
}

/** The day a claim speaks of: the one full date in it, else the day of publication. Null when neither is known. */
function dayOf({ reading }: Ask, claim: Claim): string | null {
  const days = reading.dates.filter((d) => d.start >= claim.start && d.end <= claim.end && d.iso?.length === 10);
  if (days.length === 1) return days[0]!.iso;
  return days.length === 0 ? reading.published : null;
}

const told = (claim: Claim, words: string, says: string): AgainstRecord['claim'] => ({
  id: claim.id,
  speaker: claim.speaker,
  side: claim.side,
  start: claim.start,
  end: claim.end,
  text: words.slice(0, 400),
  says,
});

const organisation = (id: string): Side => ({ kind: 'organisation', organisation: id });

/** Whether a text names something, in any language, in whole words. */
function names(text: string, ...all: readonly (Name | undefined)[]): boolean {
  const plain = fold(text);
  return all
    .flatMap((name) => Object.values(name ?? {}))
    .flatMap((words) => words.split(' / '))
    .some((words) => {
      const word = fold(words.trim());
      if (word.length < 3) return false;
      for (let at = plain.indexOf(word); at >= 0; at = plain.indexOf(word, at + 1)) {
        if (!LETTER.test(plain[at - 1] ?? ' ') && !LETTER.test(plain[at + word.length] ?? ' ')) return true;
      }
      return false;
    });
}
const LETTER = /[\p{L}\p{N}]/u;

const TRUCE = '(?:cease-?fire|truce|armistice|cessation of hostilities)';
const CONDITIONAL = /\b(?:if|unless|should|could|would|may|might|until|once|whether)\b[^.;]*$/i;
const HOLDS = new RegExp(
  `\\b${TRUCE}\\b[^.;“”]{0,30}\\b(?:(?:still |continues to |largely )?holds?|(?:is|remains?|stays?|was) (?:still |fully |largely )?(?:in (?:force|place|effect)|holding|intact|valid))\\b`,
  'i',
);
const OVER = new RegExp(
  `\\b${TRUCE}\\b[^.;“”]{0,30}\\b(?:collapsed|(?:is|was) (?:over|dead|void|invalid|suspended|no longer in (?:force|effect|place))|has (?:ended|collapsed|expired|lapsed)|broke down|unravell?ed|lapsed|expired|no longer (?:holds|exists|applies|in (?:force|effect)|binds)|does not (?:hold|exist))\\b|\\b(?:there is no|no) (?:\\w+ )?${TRUCE} (?:any ?more|any longer|in (?:force|place|effect))\\b|\\bend(?:ed|s)? (?:the|its) ${TRUCE}\\b`,
  'i',
);

/** "The truce is over", where the parties say on record that it is in force; and the other way round. */
function ceasefires(ask: Ask, claim: Claim, words: string): AgainstRecord[] {
  const over = OVER.exec(words);
  const hit = over ?? HOLDS.exec(words);
  if (!hit || CONDITIONAL.test(words.slice(0, hit.index))) return [];
  const says = over ? 'ended' : 'in-force';
  const day = dayOf(ask, claim);
  if (!day) return [];
  const begun = ask.reader.all('ceasefire').filter((one) => one.from.slice(0, 10) <= day);
  // Which of several is meant, the words seldom say: the one that began last.
  const one = begun.sort((a, b) => (a.from < b.from ? -1 : 1)).at(-1);
  if (!one) return [];
  const { whole } = ceasefireAt(one, `${day}T12:00:00Z`);
  if (whole.state === 'proposed') return [];
  const differing = whole.said.filter(
    (word) => (word.expired ? false : word.says === 'in-force') !== (says === 'in-force'),
  );
  if (differing.length === 0) return [];
  return [
    {
      type: 'ceasefire',
      assessment: whole.state === 'contested' ? 'characterisation-differs' : 'contradiction',
      claim: told(claim, words, says),
      day,
      record: differing.map((word) => ({
        table: 'ceasefire',
        id: one.id,
        entries: [word.entry],
        whose: [word.whose],
        says: word.expired ? 'expired' : word.says,
        words: one.title,
      })),
    },
  ];
}

const OPEN =
  /\b(?:re-?open(?:ed|s)?|(?:is|was|are|were|remains?|stays?|fully|now|kept|been) (?:partially )?open(?: again)?)\b/i;
const CLOSED = /\b(?:clos(?:ed|ure)|shut(?:tered)?|sealed off|not (?:re-?)?open(?:ed)?|blocked|suspended)\b/i;
const SOME = /\b(?:partial(?:ly)?|only|limited|restricted|except|for (?:a )?few)\b/i;
const TRAFFIC: Readonly<Record<Category, RegExp>> = {
  cargo: /\b(?:trade|cargo|trucks?|goods|commerc\w+|exports?|imports?|freight)\b/i,
  transit: /\btransit\b/i,
  pedestrians: /\b(?:pedestrians?|travell?ers?|passengers?|on foot|people)\b/i,
  patients: /\b(?:patients?|sick|medical|wounded)\b/i,
  returnees: /\b(?:returnees?|refugees?|deport\w+|repatriat\w+|returning)\b/i,
  'hand-overs': /\bhand(?:ing)?-?overs?\b/i,
  aid: /\b(?:aid|relief|humanitarian)\b/i,
};

/** "The crossing is open", where a party has declared it closed for that day, or observers saw it closed. */
function crossings(ask: Ask, claim: Claim, words: string): AgainstRecord[] {
  const closed = CLOSED.exec(words);
  const hit = closed ?? OPEN.exec(words);
  if (!hit || CONDITIONAL.test(words.slice(0, hit.index))) return [];
  const day = dayOf(ask, claim);
  if (!day) return [];
  const says = SOME.test(words) ? 'restricted' : closed ? 'closed' : 'open';
  const about = (Object.keys(TRAFFIC) as Category[]).filter((category) => TRAFFIC[category].test(words));
  return (termsInForce(ask.reader)?.places ?? []).flatMap((place): AgainstRecord[] => {
    if (place.kind !== 'crossing' || !names(words, place.name, ...Object.values(place.sideNames ?? {}))) return [];
    // Who says what of it at any time of the day; whoever agrees at some time, or for some traffic, does not contradict.
    const said = new Map<string, Set<string>>();
    const entries = new Map<string, Set<string>>();
    for (const time of ['00:00:00', '12:00:00', '23:59:00'])
      for (const cell of crossingAt(ask.reader, place.id, `${day}T${time}Z`)) {
        if (about.length > 0 && !about.includes(cell.category)) continue;
        for (const word of [...cell.declared, ...cell.observed]) {
          if (word.status === 'silent' || word.outsideHours) continue;
          said.set(word.organisation, (said.get(word.organisation) ?? new Set()).add(word.status));
          entries.set(word.organisation, (entries.get(word.organisation) ?? new Set()).add(word.entry!));
        }
      }
    const differing = [...said].filter(([, states]) => !states.has(says));
    if (differing.length === 0) return [];
    const opposite = differing.some(([, states]) => !states.has('restricted')) && says !== 'restricted';
    return [
      {
        type: 'crossing',
        assessment: opposite ? 'contradiction' : 'characterisation-differs',
        claim: told(claim, words, says),
        day,
        record: differing.map(([id, states]) => ({
          table: 'crossing',
          id: place.id,
          entries: [...entries.get(id)!],
          whose: [organisation(id)],
          says: [...states].sort().join(', '),
          words: place.name,
        })),
      },
    ];
  });
}

const NEVER =
  /\b(?:never|not|no|nor|denie[sd]|denying|rejected|refus\w+)\b[^.;]{0,60}\b(?:agree\w*|promis\w+|pledg\w+|commit\w*|undert\w+|assur\w+|guarantee\w*|offer\w*)\b|\b(?:will|would|shall|can) (?:not|never|no longer)\b|\bno longer (?:bound|committed|holds?)\b|\b(?:withdr(?:aws?|ew)|takes? back|took back|revok\w+)\b/i;
const KEPT_WORD = /\b(?:kept|honou?red|fulfilled|delivered on|implemented|lived up to|abided by)\b/i;
const BROKEN =
  /\b(?:broke|broken|ignor\w+|failed|fails|violat\w+|reneg\w+|backed out|hollow|unfulfilled|not (?:kept|met|honou?red|fulfilled))\b/i;
const PLEDGE = /\b(?:promis\w+|pledg\w+|commitments?|committed|undertak\w+|assuranc\w+|guarantee\w*|agreed)\b/i;

/** A side denies or takes back what it is on record as having pledged; or somebody says kept where another said not. */
function pledges(ask: Ask, claim: Claim, words: string): AgainstRecord[] {
  const denial = NEVER.test(words) || (claim.kind === 'denial' && PLEDGE.test(words));
  const kept = PLEDGE.test(words) && KEPT_WORD.test(words) && !BROKEN.test(words);
  const broken = PLEDGE.test(words) && BROKEN.test(words);
  if (!denial && !kept && !broken) return [];
  const said = new Set(contentWords(words));
  return ask.reader.all('pledge').flatMap((pledge): AgainstRecord[] => {
    // Which pledge is meant must be in the words.
    const its = new Set(contentWords(pledge.words).filter((w) => w.length > 2));
    const shared = [...its].filter((w) => said.has(w)).length;
    if (shared < 2 || shared < its.size * 0.4) return [];
    const own = claim.side === pledge.by;
    const steps = pledge.steps.filter((one) =>
      own && denial
        ? one.step === 'given' || one.step === 'repeated' || one.step === 'in-writing'
        : kept
          ? one.step === 'not-kept' || one.step === 'denied' || one.step === 'withdrawn'
          : broken && one.step === 'kept',
    );
    // A step that stands on this very document is what it says, and nothing to set it against.
    const others = steps.filter(
      ({ basis }) => basis.kind === 'own-act' || basis.spans.every((span) => span.document !== ask.document),
    );
    if (others.length === 0) return [];
    return [
      {
        type: 'pledge',
        assessment: own && denial ? 'contradiction' : 'characterisation-differs',
        claim: told(claim, words, own && denial ? 'denied' : kept ? 'kept' : 'not-kept'),
        record: others.map((one) => ({
          table: 'pledge',
          id: pledge.id,
          entries: [one.entry],
          whose: one.whose,
          says: one.step,
          words: one.words ?? pledge.words,
        })),
      },
    ];
  });
}

/** A claim on an incident against what was found of it: that it happened, and who did it. */
function found(ask: Ask, claim: Claim, words: string): AgainstRecord[] {
  if (!/^(?:accusation|denial|event-report)$/.test(claim.kind)) return [];
  const day = dayOf(ask, claim);
  const known = findings(ask.reader).filter((one) => meant(ask, claim, words, one.incident, day));
  if (known.length === 0) return [];
  const denies = claim.kind === 'denial';
  const accused = denies
    ? []
    : (termsInForce(ask.reader)?.organisations ?? []).filter(
        (one) => one.role === 'party' && one.id !== claim.side && namesParty(ask, claim, one.id, one.name),
      );
  const out: AgainstRecord[] = [];
  for (const one of known) {
    const against = (says: string): void => {
      out.push({
        type: 'finding',
        assessment: 'contradiction',
        claim: told(claim, words, says),
        ...(day ? { day } : {}),
        record: [
          {
            table: 'case',
            id: one.case,
            entries: [one.adopted.entry],
            whose: one.positions
              .filter((position) => position.position === 'concur' || position.position === 'reservation')
              .map((position) => position.organisation)
              .filter((id, i, all) => all.indexOf(id) === i)
              .map(organisation),
            says: `${one.key}: ${one.standard}`,
            words: one.statement,
          },
        ],
      });
    };
    const holds = one.standard === 'established' || one.standard === 'reasonable-grounds';
    if (one.on === 'occurrence') {
      if (denies && holds && DENIES_EVENT.test(words)) against('did not happen');
      if (!denies && one.standard === 'disproved') against('happened');
    } else if (one.on === 'attribution' && one.to.kind !== 'undetermined' && holds) {
      const to = one.to.kind === 'party' ? one.to.organisation : one.to.name;
      if (denies && one.to.kind === 'party' && to === claim.side) against(`not ${to}`);
      const other = accused.find((party) => party.id !== to);
      if (claim.kind === 'accusation' && other && !accused.some((party) => party.id === to)) against(other.id);
    } else if (one.on === 'attribution' && one.to.kind === 'party' && one.standard === 'disproved') {
      const { organisation: to } = one.to;
      if (claim.kind === 'accusation' && accused.some((party) => party.id === to)) against(to);
    }
  }
  return out;
}
const DENIES_EVENT =
  /\b(?:no (?:such )?(?:attack|strike|shelling|incident|raid|firing|fire|bombardment|operation|violation)\w*|(?:never|did not|didn[’']t) (?:happen|take place|occur)|baseless|fabricat\w+|invent\w+|untrue|false)\b/i;

/** Whether the claim names a party, by a name of the terms or one that the reading knows as its. */
function namesParty(ask: Ask, claim: Claim, id: string, name: Name): boolean {
  const words = ask.text.slice(claim.start, Math.min(claim.end, claim.start + 2_000));
  const stems = Object.values(name).map((one) => fold(one));
  return (
    names(words, name) ||
    // "Pakistani", "Sudanese": the name with an ending.
    stems.some((one) => one.length > 4 && fold(words).includes(one)) ||
    ask.reading.claims.some(
      (one) =>
        one.side === id && one.speaker.length > 3 && one.speaker !== claim.speaker && words.includes(one.speaker),
    )
  );
}

/** Whether a claim is about an incident: an analyst linked it, or the place and the day are the incident's. */
function meant(ask: Ask, claim: Claim, words: string, incident: string, day: string | null): boolean {
  const row = ask.reader.get('incident', incident);
  if (!row) return false;
  const linked = row.claims.some(({ id }) => {
    const accepted = ask.reader.get('claim', id);
    return (
      accepted?.document === ask.document &&
      accepted.status !== 'rejected' &&
      accepted.spans.some((span) => span.start < claim.end && claim.start < span.end)
    );
  });
  if (linked) return true;
  const place =
    row.place.ref === undefined ? undefined : termsInForce(ask.reader)?.places.find((p) => p.id === row.place.ref);
  if (!day || !names(words, row.place.name, place?.name, ...Object.values(place?.sideNames ?? {}))) return false;
  const [from, to, on] = [row.when.from, row.when.to, day].map((one) => dayOfIso(one.slice(0, 10)));
  if (from == null || to == null || on == null) return false;
  // What is published on a day tells of the days before it.
  const stated = ask.reading.dates.some((d) => d.start >= claim.start && d.end <= claim.end && d.iso === day);
  return on >= from - 1 && on <= to + (stated ? 1 : 3);
}
