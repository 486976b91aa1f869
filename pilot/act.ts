// How the pilot is written down: acts as plain data, which a founding turns into signed entries. What is only known
// then (ids, keys, instants, the bytes of a file) stands as a small object to be filled in.

/** A value that the founding fills in: an act's entry id, an instant, a key, a file's text or its SHA-256. */
export type Later =
  | { readonly $id: string }
  /** Words in which each `{act}` becomes that act's entry id. */
  | { readonly $ids: string }
  | { readonly $time: string }
  | { readonly $vkey: string }
  | { readonly $text: string }
  | { readonly $sha256: string };
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
}

export const id = (act: string): Later => ({ $id: act });
/** An instant relative to the founding: `-5h`, `-30m`, `-2d`. */
export const time = (offset: string): Later => ({ $time: offset });
export const vkey = (key: string): Later => ({ $vkey: key });

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
