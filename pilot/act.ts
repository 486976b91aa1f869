// How the pilot is written down: acts as plain data, which a founding turns into signed entries. What is only known
// then (ids, keys, instants, the bytes of a file) stands as a small object to be filled in.

/** A value that the founding fills in: an act's entry id, an instant or its day, a key, a file's text, its SHA-256 or size. */
export type Later =
  | { readonly $id: string }
  /** Words in which each `{act}` becomes that act's entry id. */
  | { readonly $ids: string }
  | { readonly $time: string }
  | { readonly $day: string }
  | { readonly $vkey: string }
  /** The age recipient of an organisation, or of an adviser where a member is named. */
  | { readonly $recipient: string }
  | { readonly $text: string }
  | { readonly $sha256: string }
  | { readonly $size: string }
  /** The SHA-256 of the file that an act sealed. */
  | { readonly $sealed: string };
export type Value =
  | string
  | number
  | boolean
  | Later
  | readonly Value[]
  | { readonly [key: string]: Value | undefined };
export type Body = { readonly [key: string]: Value | undefined };

export interface PilotAct {
  /** The name by which later acts refer to this one. */
  readonly as: string;
  /** Who signs: a member, or several keys for one entry. */
  readonly by: string | readonly string[];
  readonly kind: string;
  /** Without it: `members`. */
  readonly audience?: 'public' | 'members' | readonly string[];
  readonly refs?: readonly Later[];
  /** When it is received, relative to the founding, such as `-26h`; never earlier than the act before. Without it: as the act before. */
  readonly at?: string;
  readonly body: Body;
  /** Words sealed for organisations, or for advisers where members are named. */
  readonly sealed?: { readonly words: string; readonly for: readonly string[] };
  /** Files, by name, that the author sends to the store. */
  readonly files?: readonly string[];
}

export const id = (act: string): Later => ({ $id: act });
/** An instant relative to the founding: `-5h`, `-30m`, `-2d`. */
export const time = (offset: string): Later => ({ $time: offset });
/** The day of an instant relative to the founding, UTC. */
export const day = (offset: string): Later => ({ $day: offset });
/** A member's or an organisation's key; `obs/root#2` is another key of the same name. */
export const vkey = (key: string): Later => ({ $vkey: key });
export const recipient = (whose: string): Later => ({ $recipient: whose });

/** Names or words in the six languages, in this order, so that none is forgotten. */
export const six = (en: string, ur: string, ps: string, prs: string, ar: string, tr: string) => ({
  en,
  ur,
  ps,
  prs,
  ar,
  tr,
});

/** A span of a document: where it starts (UTF-16 offset) and its exact words. A test holds it against the file. */
export const span = (document: string, start: number, text: string) => ({
  document: id(document),
  start,
  end: start + text.length,
  text,
});

const HOURS = { d: 24, h: 1, m: 1 / 60 };

/** Hours that an offset such as `-5h`, `-30m` or `-2d` stands for; negative lies before the founding. */
export function hoursOf(offset: string): number {
  const parts = /^(-?\d+)([dhm])$/.exec(offset);
  if (!parts) throw new Error(`not an offset: ${offset}`);
  return Number(parts[1]) * HOURS[parts[2] as keyof typeof HOURS];
}
