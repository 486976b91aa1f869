// The terms of reference: what the organisations signed that the mechanism works by. The first entry of a record is its
// terms, and it certifies itself: it names every organisation with its root key, and every party and the chair's
// organisation sign it with those keys. Terms change only with the signatures that the terms in force require, and only
// forward: an entry is judged by the terms at its own index.

import { type Problem, parsePolicy, parseVkey } from '@sulh/record';
import { z } from 'zod';
import { keyKnown, keyRef } from './key.ts';
import { type Act, kind, opened, refuse, SEATS, touched } from './rule.ts';
import {
  LANGUAGES,
  Latitude,
  Line,
  Longitude,
  MemberId,
  Name,
  OrganisationId,
  Slug,
  STANDARDS,
  Words,
} from './schema.ts';
import type { Reader, Row, State } from './state.ts';

/** A party is bound; a guarantor guarantees, mediates or chairs; an observer watches and reports, and does not decide. */
export const ROLES = ['party', 'guarantor', 'observer'] as const;
export type Role = (typeof ROLES)[number];

/** Display hues that carry no blame and stay apart for colour-blind readers. */
export const HUES = ['slate', 'ochre', 'teal', 'plum', 'olive', 'umber'] as const;

export const Vkey = z.string().min(40).max(400);

export const OrganisationTerms = z.strictObject({
  id: OrganisationId,
  role: z.enum(ROLES),
  /** Display name per language, as this organisation and the others agreed to write it. */
  name: Name,
  /** Verifier key named `<origin>/<id>/root`. */
  root: Vkey,
  hue: z.enum(HUES).optional(),
  /** IANA zone in which this organisation's day is shown. */
  timeZone: z
    .string()
    .regex(/^[A-Za-z_]{1,30}(?:\/[A-Za-z0-9_+-]{1,30}){0,2}$/)
    .default('UTC'),
});

export const PLACE_KINDS = ['crossing', 'town', 'district', 'sector', 'post', 'line', 'area', 'venue'] as const;
export const TermsPlace = z.strictObject({
  id: Slug,
  kind: z.enum(PLACE_KINDS),
  name: Name,
  /** Names by organisation, where the sides write it differently. */
  sideNames: z.record(OrganisationId, Name).optional(),
  point: z.strictObject({ lat: Latitude, lon: Longitude, radiusKm: z.number().min(0).max(500) }).optional(),
  /** Where the place and its position come from. */
  source: Line,
  note: Words.optional(),
});
export type TermsPlace = z.infer<typeof TermsPlace>;

const hours = (fallback: number) => z.int().min(1).max(8_784).default(fallback);

/** The time limit of each step, in hours from the entry that starts it. */
export const Clocks = z.strictObject({
  acknowledge: hours(24),
  'name-team': hours(48),
  'answer-access': hours(24),
  draft: hours(240),
  reply: hours(72),
  positions: hours(72),
  measure: hours(168),
  'follow-up': hours(336),
  'notice-ack': hours(6),
  'hotline-ack': hours(1),
  'list-answer': hours(168),
  'hand-over-follow-up': hours(720),
  /** After this, the sealed identity of a hand-over is to be destroyed. */
  purge: hours(4_320),
  /** How long an offer of a share stands when it names no other time. */
  share: hours(720),
});
export type ClockName = keyof z.output<typeof Clocks>;

const DISCLAIMER = {
  en: 'Lines and names on this map do not express a position of the mechanism or of any of its members.',
  ar: 'لا تعبّر الخطوط والأسماء الواردة في هذه الخريطة عن موقف الآلية أو أي من أعضائها.',
  tr: 'Bu haritadaki çizgi ve adlar, mekanizmanın veya üyelerinden herhangi birinin tutumunu yansıtmaz.',
  ur: 'اس نقشے کی لکیریں اور نام نظام یا اس کے کسی رکن کے موقف کا اظہار نہیں کرتے۔',
  prs: 'خطوط و نام‌های این نقشه بیانگر موضع سازوکار یا هیچ‌یک از اعضای آن نیست.',
  ps: 'د دې نقشې کرښې او نومونه د میکانیزم یا د هغه د کوم غړي دریځ نه څرګندوي.',
};

export const TermsBody = z.strictObject({
  name: Name,
  purpose: Words,
  organisations: z.array(OrganisationTerms).min(3).max(40),
  /** The guarantor that chairs. */
  chair: OrganisationId,
  languages: z
    .array(z.enum(LANGUAGES))
    .min(1)
    .default([...LANGUAGES]),
  /** In which order parties are shown: always as listed, or turned by one each day (UTC). */
  partyOrder: z.enum(['listed', 'alternate-daily']).default('alternate-daily'),
  mapDisclaimer: Words.default(DISCLAIMER),
  /** Present when the record is a demonstration; every face shows the notice. */
  demonstration: z.strictObject({ notice: Words }).optional(),
  clocks: Clocks.default(() => Clocks.parse({})),
  /** Other names for the standards of proof, per language. */
  standards: z.partialRecord(z.enum(STANDARDS), Name).default({}),
  /** The lowest standard at which an adopted breach finding counts as a breach. */
  breachStandard: z.enum(['plausible', 'reasonable-grounds', 'established']).default('reasonable-grounds'),
  /** What happens when positions differ: the chair rules, it is referred upward, or both views are recorded side by side. */
  deadlock: z.enum(['chair-rules', 'refer', 'record-both']).default('record-both'),
  /** To whom a deadlock is referred, when it is. */
  referTo: Name.optional(),
  /** Who may propose what follows a finding: the team's chair, or only the talks. */
  consequences: z.enum(['chair', 'talks']).default('chair'),
  bulletin: z
    .strictObject({
      approvals: z.int().min(2).max(10),
      seats: z.array(z.enum(SEATS)).min(1),
      differentOrganisations: z.boolean(),
    })
    .default({ approvals: 2, seats: ['lead', 'chair', 'secretary'], differentOrganisations: true }),
  /** Coarsest release: cell in km, delay in hours, and the count below which a figure about persons is held back. */
  generalise: z
    .strictObject({
      km: z.number().min(1).max(500),
      hours: z.int().min(0).max(8_784),
      minCount: z.int().min(1).max(100),
    })
    .default({ km: 10, hours: 24, minCount: 5 }),
  /**
   * Whose signatures withdraw sealed texts and files: their originator’s alone, or without it all others let in and the chair;
   * or never less than all of them.
   */
  erasure: z.enum(['originator', 'all']).default('originator'),
  /** The members, holding the seat of adviser, to whom the confidential route leads; empty: every adviser who is of no party. */
  advisers: z.array(MemberId).max(20).default([]),
  /** A tlog-policy: which log witnesses make an entry witnessed. Empty until witnesses are set up. */
  witnessPolicy: z.string().max(16_000).default(''),
  /** Words that a bulletin may not use outside quotations, with the neutral word to use. */
  lexicon: z
    .array(z.strictObject({ language: z.string().regex(/^[a-z]{2,3}$/), word: Line, instead: Line.optional() }))
    .max(300)
    .default([]),
  /** Whether the host may send documents that all members may read to a language model outside, which proposes claims. */
  extractor: z.strictObject({ allowed: z.boolean(), note: Words.optional() }).default({ allowed: false }),
  places: z.array(TermsPlace).max(200).default([]),
  /** Kinds of event beside the ones that every mechanism has. */
  eventKinds: z
    .array(z.strictObject({ id: z.string().regex(/^x-[a-z0-9-]{1,60}$/), name: Name }))
    .max(50)
    .default([]),
  /** The legal basis: resolutions, treaties, norms. */
  basis: z
    .array(z.strictObject({ title: Name, citation: Line }))
    .max(50)
    .default([]),
});
export type TermsBody = z.infer<typeof TermsBody>;

export interface Terms extends Row, TermsBody {
  /** Id of the terms that these replaced. */
  readonly replaces?: string;
}

export interface Organisation extends Row {
  readonly role: Role;
  readonly name: Name;
  /** The root key in force. */
  readonly root: string;
  readonly hue?: (typeof HUES)[number];
  readonly timeZone: string;
  /** `left`: no longer in the terms; its keys sign nothing more. */
  readonly status: 'member' | 'left';
}

declare module './state.ts' {
  interface Tables {
    terms: Terms;
    organisation: Organisation;
  }
}

/** The terms in force, or undefined in an empty record. */
export function termsInForce(reader: Reader): Terms | undefined {
  return reader.all('terms').at(-1);
}

/** The terms in force, for rules: nothing is admitted before them. */
export function terms(reader: Reader): Terms {
  const found = termsInForce(reader);
  if (!found) throw new Error('no terms in force');
  return found;
}

/** The time limit of a step, in hours, by the terms that were in force at an instant (UTC): terms apply only forward. */
export function hoursAt(reader: Reader, clock: ClockName, at: string): number {
  const then = reader.all('terms').findLast((one) => one.since <= at) ?? terms(reader);
  return then.clocks[clock];
}

/** Organisations of the terms in force that hold a role, in the order of the terms. */
export const organisationsAs = (reader: Reader, role: Role): string[] =>
  (termsInForce(reader)?.organisations ?? []).filter((one) => one.role === role).map((one) => one.id);

/** The parties, in the order of the terms. */
export const parties = (reader: Reader): string[] => organisationsAs(reader, 'party');

/** The parties in the order in which they are shown on a day (`YYYY-MM-DD` or an instant, UTC). */
export function partiesInOrder(reader: Reader, at: string): string[] {
  const listed = parties(reader);
  if (termsInForce(reader)?.partyOrder !== 'alternate-daily' || listed.length === 0) return listed;
  const turn = Math.floor(Date.parse(at.slice(0, 10)) / 86_400_000) % listed.length;
  return [...listed.slice(turn), ...listed.slice(0, turn)];
}

/** Organisations in the order in which they are shown at an instant: the parties in theirs, then the others as listed. */
export function inOrder(reader: Reader, ids: Iterable<string>, at: string): string[] {
  const listed = (termsInForce(reader)?.organisations ?? []).map((one) => one.id);
  const shown = [...new Set([...partiesInOrder(reader, at), ...listed])];
  const asked = new Set(ids);
  // One that left the terms comes last.
  return [...shown.filter((id) => asked.has(id)), ...[...asked].filter((id) => !shown.includes(id))];
}

/** Why an event cannot be of a kind: beside the kinds that every mechanism has, the terms must name it. */
export const eventKnown = (state: Reader, event: string): Problem | undefined =>
  event.startsWith('x-') && !termsInForce(state)?.eventKinds.some((one) => one.id === event)
    ? refuse('unknown-event', { event })
    : undefined;

/** A place of the terms in force, by its id. */
export const placeOf = (reader: Reader, id: string): TermsPlace | undefined =>
  termsInForce(reader)?.places.find((one) => one.id === id);

/** What must hold of terms whoever signs them. */
function sound(origin: string, body: TermsBody): Problem | undefined {
  const ids = body.organisations.map((one) => one.id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice) return refuse('twice-in-terms', { what: twice });
  if (body.organisations.filter((one) => one.role === 'party').length < 2) return refuse('too-few-parties');
  if (body.organisations.find((one) => one.id === body.chair)?.role !== 'guarantor') {
    return refuse('chair-not-guarantor', { organisation: body.chair });
  }
  // One key held under two names would let one hand sign for two organisations.
  const keys = body.organisations.map((one) => one.root.slice(one.root.indexOf('+', one.root.indexOf('+') + 1)));
  if (new Set(keys).size !== keys.length) return refuse('twice-in-terms', { what: 'a root key' });
  for (const one of body.organisations) {
    if (rootKey(origin, one) === undefined) return refuse('bad-root-key', { organisation: one.id });
  }
  const places = body.places.map((one) => one.id);
  const place = places.find((id, i) => places.indexOf(id) !== i);
  if (place) return refuse('twice-in-terms', { what: place });
  if (body.deadlock === 'refer' && !body.referTo) return refuse('refer-to-whom');
  if (body.witnessPolicy !== '' && !policyHolds(body.witnessPolicy)) return refuse('bad-witness-policy');
  return undefined;
}

function policyHolds(policy: string): boolean {
  try {
    parsePolicy(policy);
    return true;
  } catch {
    return false;
  }
}

/** `name+keyid` of an organisation's root key, when it is an Ed25519 key with the name that it must have. */
export function rootKey(origin: string, organisation: { id: string; root: string }): string | undefined {
  try {
    const key = parseVkey(organisation.root);
    return key.type === 0x01 && key.name === `${origin}/${organisation.id}/root` ? keyRef(key) : undefined;
  } catch {
    return undefined;
  }
}

/** Whose root keys a change of terms needs: the parties' and the chair's organisation's. */
export const bound = (body: { organisations: readonly { id: string; role: Role }[]; chair: string }): string[] => [
  ...body.organisations.filter((one) => one.role === 'party').map((one) => one.id),
  body.chair,
];

/**
 * Adopts the terms: the first entry of a record, and every later change. Signed with the root keys of every party and the
 * chair's organisation, both of the terms in force and of the new ones.
 */
export const termsAdopt = kind({
  name: 'terms.adopt',
  says: 'Adopts the terms of reference, or changes them from here on.',
  schema: TermsBody,
  seats: ['root'],
  signers: 'several',
  audience: 'public',
  refusals: [
    'twice-in-terms',
    'too-few-parties',
    'chair-not-guarantor',
    'bad-root-key',
    'refer-to-whom',
    'bad-witness-policy',
    'signature-missing',
    'party-missing',
    'role-changed',
    'root-changed',
    'key-used',
  ],
  decide(state, act) {
    const { body } = act;
    const unsound = sound(state.origin, body);
    if (unsound) return unsound;
    const before = termsInForce(state);
    const lost = before?.organisations.find(
      (one) => one.role === 'party' && !body.organisations.some((next) => next.id === one.id),
    );
    if (lost) return refuse('party-missing', { organisation: lost.id });
    // Whoever was ever a member keeps its role, and its root key changes by its own rotation alone, also when it comes back.
    for (const next of body.organisations) {
      const one = state.get('organisation', next.id);
      if (one && one.role !== next.role) return refuse('role-changed', { organisation: next.id });
      if (one && one.root !== next.root) return refuse('root-changed', { organisation: next.id });
      if (!one && keyKnown(state, next.root)) return refuse('key-used');
    }
    const signed = act.signers.map((one) => one.organisation);
    const missing = [...new Set([...(before ? bound(before) : []), ...bound(body)])].filter(
      (id) => !signed.includes(id),
    );
    return missing.length > 0 ? refuse('signature-missing', { organisations: missing }) : undefined;
  },
  evolve(state, act) {
    const before = termsInForce(state);
    state.put('terms', { ...opened(act), ...act.body, ...(before ? { replaces: before.id } : {}) });
    for (const one of act.body.organisations) join(state, act, one);
    for (const one of state.all('organisation')) {
      if (!act.body.organisations.some((next) => next.id === one.id)) {
        state.put('organisation', { ...touched(one, act), status: 'left' });
      }
    }
  },
});

function join(state: State, act: Act, one: z.output<typeof OrganisationTerms>): void {
  const before = state.get('organisation', one.id);
  const { id, role, name, root, hue, timeZone } = one;
  const row = before ? touched(before, act) : { ...opened(act), id };
  state.put('organisation', { ...row, role, name, root, timeZone, ...(hue ? { hue } : {}), status: 'member' });
  const key = rootKey(state.origin, one)!;
  if (state.get('key', key)) return;
  state.put('key', {
    ...opened(act),
    id: key,
    vkey: root,
    member: `${id}/root`,
    organisation: id,
    root: true,
    index: act.index,
  });
}

export const termsKinds = [termsAdopt] as const;
