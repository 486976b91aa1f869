// The small schemas that the entries of every aggregate are made of. Bounds are here once, so that no form, check or
// document can disagree about them.

import { z } from 'zod';

/** The six languages of the interface. Other languages may appear in what people write, never in what the house says. */
export const LANGUAGES = ['en', 'ar', 'ps', 'prs', 'tr', 'ur'] as const;
export type Language = (typeof LANGUAGES)[number];

/**
 * Standards of proof, lowest first, with the two outcomes that are none of them at the ends. Terms may rename them. Each of
 * the four findings of a case has its own.
 */
export const STANDARDS = [
  'not-assessed',
  'unable-to-verify',
  'unsubstantiated',
  'plausible',
  'reasonable-grounds',
  'established',
  'disproved',
] as const;
export type Standard = (typeof STANDARDS)[number];

/** The id of an entry, and so of the aggregate that the entry opened: a UUIDv7. */
export const Id = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);

/** A short name used inside ids: an organisation, a place, an article. */
export const Slug = z.string().regex(/^[a-z0-9](?:[a-z0-9.-]{0,62}[a-z0-9])?$/);
export const OrganisationId = z.string().regex(/^[a-z][a-z0-9-]{1,30}$/);
/** `<organisation>/<seat or device>`, such as `tur/chair`. */
export const MemberId = z.string().regex(/^[a-z][a-z0-9-]{1,30}\/[a-z0-9][a-z0-9-]{0,62}$/);

/**
 * An instant in UTC. Authors write it to the minute, the second or finer; the rules see milliseconds, so that instants can
 * be compared as text (`…:15Z` would sort after `…:15.500Z`).
 */
export const Instant = z.iso.datetime({ offset: false }).transform((instant, context) => {
  // The two usual spellings need no calendar: the check before this knows the days of each month.
  if (instant.length === 24) return instant;
  if (instant.length === 20) return `${instant.slice(0, 19)}.000Z`;
  const time = Date.parse(instant);
  if (!Number.isNaN(time)) return new Date(time).toISOString();
  context.addIssue('not an instant');
  return z.NEVER;
});
/** A day of the Gregorian calendar, `YYYY-MM-DD`; other calendars are a matter of display. */
export const Day = z.iso.date();

/**
 * Whether a text reads as it is stored: without characters that turn the direction of those after them, by which a name or a
 * file shows as another, and without tags, which no screen shows. Joiners and marks, which many languages need, are no such.
 */
const straight = (text: string): boolean => !/[\u202a-\u202e\u{e0000}-\u{e007f}]/u.test(text);
const NOT_STRAIGHT = 'characters that turn or hide others';

/** One line of a person's words. */
export const Line = z.string().trim().min(1).max(300).refine(straight, NOT_STRAIGHT);
/** A passage of a person's words. */
export const Passage = z.string().trim().min(1).max(8_000);

/** Words in one or more languages, keyed by BCP 47 tag; at least one. */
const byLanguage = (words: z.ZodString) =>
  z
    .record(z.string().regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/), words)
    .refine((names) => Object.keys(names).length > 0, 'at least one language');
export const Name = byLanguage(z.string().trim().min(1).max(200).refine(straight, NOT_STRAIGHT));
export const Words = byLanguage(z.string().trim().min(1).max(8_000));
export type Name = z.infer<typeof Name>;
export type Words = z.infer<typeof Words>;

export const Latitude = z.number().min(-90).max(90);
export const Longitude = z.number().min(-180).max(180);

/**
 * Where something was, with how well that is known. A place known only to an area has no point: it is drawn as the area,
 * never as a dot (FIELD C, 19 % of one data set's points were province centres).
 */
export const Place = z.strictObject({
  name: Name.optional(),
  /** A place of the mechanism's terms or gazetteer, by its id. */
  ref: Slug.optional(),
  point: z.strictObject({ lat: Latitude, lon: Longitude, radiusKm: z.number().min(0).max(500) }).optional(),
  area: z.strictObject({ name: Name, level: z.enum(['district', 'province', 'sector', 'country']) }).optional(),
  known: z.enum(['measured', 'seen', 'told', 'estimated']),
});
export type Place = z.infer<typeof Place>;

/** When something was: an instant (`from` equals `to`) or an interval, UTC, and how well that is known. */
export const When = z
  .strictObject({ from: Instant, to: Instant, certainty: z.enum(['exact', 'about', 'unsure']) })
  .refine((when) => when.from <= when.to, 'ends before it starts');
export type When = z.infer<typeof When>;

/** A count that may be a range; a missing bound is unknown. */
export const Range = z
  .strictObject({ min: z.int().min(0).max(10_000_000).optional(), max: z.int().min(0).max(10_000_000).optional() })
  .refine((range) => range.min === undefined || range.max === undefined || range.min <= range.max, 'min above max');
export type Range = z.infer<typeof Range>;

/** A span of a kept document: UTF-16 offsets into its text as it came, and the words there, so that a reader can check. */
export const Span = z.strictObject({
  document: Id,
  start: z.int().min(0),
  end: z.int().min(1),
  text: z.string().min(1).max(4_000),
});
export type Span = z.infer<typeof Span>;

/** A file kept beside the record, by the SHA-256 of its bytes (hex). */
export const Evidence = z.strictObject({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  size: z.int().min(0).max(4_294_967_296),
  type: z.string().max(100),
  note: Line.optional(),
});
export type Evidence = z.infer<typeof Evidence>;

/** Whose: an organisation of the mechanism, a named actor that is not bound by the agreement, or not known. */
export const Side = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('organisation'), organisation: OrganisationId }),
  z.strictObject({ kind: z.literal('non-party'), name: Line }),
  z.strictObject({ kind: z.literal('unknown') }),
]);
export type Side = z.infer<typeof Side>;

/** BCP 47 tag of a text's language. */
export const Tongue = z.string().regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/);
