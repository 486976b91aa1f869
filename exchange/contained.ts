// Words of others beside our own: shown so that they can neither turn nor cover what stands next to them. A browser isolates
// the direction of a quoted text, but a control character in the text that closes more than it opened ends that isolation too.

/** In the place of what does not show: a character without width or direction, so that every offset stays what it was. */
const NOTHING = '\u2060';
const OPENS_ISOLATE = /[\u2066-\u2068]/;
const OPENS_EMBEDDING = /[\u202a\u202b]/;
/** LRO and RLO show letters in an order in which nobody writes them. */
const OVERRIDES = /[\u202d\u202e]/;
const CLOSES_ISOLATE = '\u2069';
const CLOSES_EMBEDDING = '\u202c';

/** More marks on one letter than any language puts there: they would cover the lines above and below. */
const MARKS = /(\p{M}{5})(\p{M}+)/gu;
/** More empty lines than part anything: they would push away what comes next. */
const EMPTY_LINES = /((?:[^\S\n]*\n){4})([^\S\n]*(?:\n[^\S\n]*)+)/g;
const SUSPECT = /[\u202a-\u202e\u2066-\u2069]|\p{M}{6}|\n\s*\n\s*\n\s*\n\s*\n/u;

/**
 * The text, as long as it came, without direction controls that have no partner in their line, without overrides, and without marks or
 * empty lines beyond any use. Most texts are given back as they are.
 */
export function contained(text: string): string {
  if (!SUSPECT.test(text)) return text;
  const nothing = (_: string, kept: string, rest: string) => kept + NOTHING.repeat(rest.length);
  const calm = text.replace(MARKS, nothing).replace(EMPTY_LINES, nothing);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: separators of lines, by the Unicode bidirectional algorithm
  return calm.replace(/[^\n\r\u001c-\u001e\u0085\u2029]+/g, inLine);
}

/** Direction ends with the line, so that a partner in another line is none. */
function inLine(line: string): string {
  const characters = [...line.split('')];
  const open: number[] = [];
  const drop = (at: number | undefined): void => {
    if (at !== undefined) characters[at] = NOTHING;
  };
  for (const [at, one] of characters.entries()) {
    if (OPENS_ISOLATE.test(one) || OPENS_EMBEDDING.test(one)) open.push(at);
    else if (OVERRIDES.test(one)) drop(at);
    else if (one === CLOSES_ISOLATE) {
      const isolate = open.findLastIndex((opened) => OPENS_ISOLATE.test(characters[opened]!));
      if (isolate < 0) drop(at);
      // What was embedded within ends with it, and has no partner any more.
      else for (const within of open.splice(isolate).slice(1)) drop(within);
    } else if (one === CLOSES_EMBEDDING) {
      const last = open.at(-1);
      if (last !== undefined && OPENS_EMBEDDING.test(characters[last]!)) open.pop();
      else drop(at);
    }
  }
  for (const at of open) drop(at);
  return characters.join('');
}

/** A JSON answer whose texts are contained; those of fields of the name `but`, such as signed notes, stay as they came. */
export const containedJson = (text: string, but?: string): unknown =>
  JSON.parse(text, (name, value: unknown) => (typeof value === 'string' && name !== but ? contained(value) : value));

/** Bytes as they came, for people to look at: with what turns direction, and marks beyond any use, spelt out. */
export const spelt = (text: string): string =>
  text
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, spell)
    .replace(MARKS, (_, kept: string, rest: string) => kept + spell(rest));
const spell = (text: string): string => Array.from(text, (one) => `\\u{${one.codePointAt(0)!.toString(16)}}`).join('');
