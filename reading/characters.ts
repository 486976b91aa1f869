/** What characters are, asked of Unicode once for each, and the words they make. */

export const LETTER = 1;
export const DIGIT = 2;
export const MARK = 4;
export const CAPITAL_LETTER = 8;
export const SMALL_LETTER = 16;
/** A mark that may stand within a word. */
export const WITHIN = 64;
const WITHIN_WORDS = new Set([...".’'&/-"]);
/** None of these. */
const OTHER = 32;

/** By UTF-16 code unit; 0 where it has not been asked. */
const KINDS = new Uint8Array(0x10000);
// Bound once: an engine looks a method up anew for each of the many forms that it keeps strings in.
const { charCodeAt } = String.prototype;

/** What the character at a place is: an or of the kinds above. Either half of a pair is what the whole is. */
export function kindAt(s: string, at: number): number {
  // Beyond the end stands nothing: 0. What is no number makes every look-up slow.
  const code = charCodeAt.call(s, at) | 0;
  return KINDS[code] || ask(s, at, code);
}
function ask(s: string, at: number, code: number): number {
  if (code === 0) return OTHER;
  const half = code >= 0xd800 && code < 0xe000;
  const ch = String.fromCodePoint(s.codePointAt(half && code >= 0xdc00 ? Math.max(0, at - 1) : at)!);
  const kind =
    (/^\p{L}/u.test(ch) ? LETTER : 0) |
      (/^\p{N}/u.test(ch) ? DIGIT : 0) |
      (/^\p{M}/u.test(ch) ? MARK : 0) |
      (/^\p{Lu}/u.test(ch) ? CAPITAL_LETTER : 0) |
      (/^\p{Ll}/u.test(ch) ? SMALL_LETTER : 0) |
      (WITHIN_WORDS.has(ch) ? WITHIN : 0) || OTHER;
  if (!half) KINDS[code] = kind;
  return kind;
}

/** All matches of a global pattern, in order. (`matchAll` makes the pattern anew each time.) */
export function matchesOf(pattern: RegExp, s: string): RegExpExecArray[] {
  if (!pattern.global) throw new Error('a pattern that is not global never ends');
  const out: RegExpExecArray[] = [];
  pattern.lastIndex = 0;
  for (let m = pattern.exec(s); m !== null; m = pattern.exec(s)) {
    out.push(m);
    if (m[0] === '') pattern.lastIndex++;
  }
  return out;
}

/** An answer that hangs on one word (or number) alone, kept for those last asked. */
export function remembered<T, K = string>(answer: (word: K) => NonNullable<T>, most = 20_000): (word: K) => T {
  const known = new Map<K, NonNullable<T>>();
  return (word) => {
    let told = known.get(word);
    if (told === undefined) {
      told = answer(word);
      if (known.size > most) known.clear();
      known.set(word, told);
    }
    return told;
  };
}

/** Which of the questions below were asked of a word, and which it answers with yes: a bit for each. */
interface Asked {
  asked: number;
  is: number;
}
const askedOf: (word: string) => Asked = remembered(() => ({ asked: 0, is: 0 }));
let questions = 0;
let last = '';
let lastAsked: Asked = askedOf(last);

/** A question that hangs on a word alone, put once to each. Of one word several are asked in a row. */
export function ofWords(answer: (word: string) => boolean): { readonly test: (word: string) => boolean } {
  if (questions > 30) throw new Error('a number has no more bits');
  const bit = 1 << questions++;
  return {
    test: (word) => {
      if (word !== last) {
        last = word;
        lastAsked = askedOf(word);
      }
      const known = lastAsked;
      if ((known.asked & bit) === 0) {
        known.asked |= bit;
        if (answer(word)) known.is |= bit;
      }
      return (known.is & bit) !== 0;
    },
  };
}
/** The same of a pattern. */
export const wordsLike = (pattern: RegExp): { readonly test: (word: string) => boolean } =>
  ofWords((word) => pattern.test(word));

/** Does a word begin with a capital letter? */
export const isCapital = (word: string): boolean => (kindAt(word, 0) & CAPITAL_LETTER) !== 0;

/** Runs of letters and digits, each with an apostrophe and the letters after it (`'s`). */
export function wordsOf(s: string): string[] {
  const out: string[] = [];
  const { length } = s;
  let at = 0;
  while (at < length) {
    if ((kindAt(s, at) & (LETTER | DIGIT)) === 0) {
      at++;
      continue;
    }
    const start = at++;
    while (at < length && (kindAt(s, at) & (LETTER | DIGIT)) !== 0) at++;
    if (charCodeAt.call(s, at) === 39) {
      const mark = at++;
      while (at < length && (kindAt(s, at) & LETTER) !== 0) at++;
      if (at === mark + 1) at = mark;
    }
    out.push(s.slice(start, at));
  }
  return out;
}

/** Runs of letters, or of characters of these kinds. */
export function runsOf(s: string, kinds = LETTER): string[] {
  const out: string[] = [];
  let start = -1;
  for (let at = 0; at <= s.length; at++) {
    const within = (kindAt(s, at) & kinds) !== 0;
    if (within && start < 0) start = at;
    else if (!within && start >= 0) {
      out.push(s.slice(start, at));
      start = -1;
    }
  }
  return out;
}
