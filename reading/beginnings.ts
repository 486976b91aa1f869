/**
 * Patterns that look for words, asked of a text together. One pass over how the words of the text begin tells which of many
 * patterns can match in it, and where. What a pattern can begin with is read from the pattern itself, so that there is nothing
 * to keep in step with it.
 */

/** A letter, folded: 1 to 26; a digit; a sign of money, which is a word by itself; 0 for what stands in no word. */
const DIGIT = 27;
const MONEY = 28;
/** Two that are letters of the alphabet only where Unicode says what case is. */
const ODD = 29;
const ANY = 2 ** 29 - 1;
const CODES = new Uint8Array(0x10000);
for (let i = 0; i < 26; i++) CODES[65 + i] = CODES[97 + i] = i + 1;
for (let i = 48; i < 58; i++) CODES[i] = DIGIT;
for (const sign of '$€£¥₹') CODES[sign.charCodeAt(0)] = MONEY;
const OF_WORD = CODES.slice(0, 128).map((code) => (code === MONEY ? 0 : code));
CODES[0x17f] = CODES[0x212a] = ODD;
const ALPHABET = 2 ** 27 - 2;
const { charCodeAt } = String.prototype;

/** How a word begins: its first three letters as one number, or 0 if one of them is beyond the English alphabet. */
export function beginningAt(s: string, at: number): number {
  const { length } = s;
  const a = at < length ? charCodeAt.call(s, at) : 0;
  const b = at + 1 < length ? charCodeAt.call(s, at + 1) : 0;
  const c = at + 2 < length ? charCodeAt.call(s, at + 2) : 0;
  if ((a | b | c) > 127) return 0;
  const [second, third] = [OF_WORD[b]!, OF_WORD[c]!];
  return (OF_WORD[a]! << 10) | (second << 5) | (second === 0 ? 0 : third);
}
/** As many as there are. */
export const BEGINNINGS = 1 << 15;

/** A pattern that is tried only where a word begins as one of its matches can. It finds what the pattern alone finds. */
export interface WordPattern {
  readonly test: (s: string) => boolean;
  /** The first match, or the first that begins at a place or after it. */
  readonly find: (s: string, from?: number) => RegExpExecArray | null;
  /** All matches, in order. */
  readonly all: (s: string) => RegExpExecArray[];
}

/** Beginnings that were met, numbered as they came: there are few, and what is kept for each stands close together. */
const NUMBERS = new Uint16Array(BEGINNINGS);
const MET: number[] = [];
function numberOf(begins: number): number {
  const known = NUMBERS[begins]!;
  if (known !== 0) return known - 1;
  NUMBERS[begins] = MET.push(begins);
  return MET.length - 1;
}
/** A table by beginnings, as one by their numbers. */
function numbered(of: (begins: number) => number): () => Int32Array {
  let made = new Int32Array(0);
  let upTo = 0;
  return () => {
    if (upTo === MET.length) return made;
    if (made.length < MET.length) {
      const longer = new Int32Array(2 * MET.length);
      longer.set(made);
      made = longer;
    }
    for (; upTo < MET.length; upTo++) made[upTo] = of(MET[upTo]!);
    return made;
  };
}

/** Where the words of a text begin, and how: by the number of the beginning, as in {@link beginningAt}, with signs of money. */
interface Words {
  readonly places: Int32Array;
  readonly begins: Uint16Array;
  readonly count: number;
  /** It holds what may be a letter of the alphabet and may be none. */
  readonly odd: boolean;
}
/** Room for the words of a text, used again for the next. */
interface Room {
  readonly places: Int32Array;
  readonly begins: Uint16Array;
}
const roomFor = (room: Room | null, length: number): Room =>
  room && room.places.length >= length
    ? room
    : { places: new Int32Array(2 * length + 600), begins: new Uint16Array(2 * length + 600) };
let passing: Room | null = null;
let kept: Room | null = null;
/** The last text that others were parts of. */
let known: { readonly text: string; readonly words: Words } | null = null;
function wordsIn(text: string, keep = false): Words {
  if (known?.text === text) return known.words;
  const { length } = text;
  const room = roomFor(keep ? kept : passing, length);
  if (keep) kept = room;
  else passing = room;
  const { places, begins } = room;
  let count = 0;
  let odd = false;
  let before = 0;
  let first = codeAt(text, 0);
  let second = codeAt(text, 1);
  for (let at = 0; at < length; at++) {
    const third = codeAt(text, at + 2);
    if (first !== 0) {
      if (first === ODD) odd = true;
      if (before === 0 || before === MONEY || first === MONEY) {
        places[count] = at;
        begins[count++] = numberOf((first << 10) | (second << 5) | (second === 0 ? 0 : third));
      }
    }
    before = first;
    first = second;
    second = third;
  }
  const words: Words = { places, begins, count, odd };
  if (keep) known = { text, words };
  return words;
}
/** 0 beyond the end: what is no number makes every look-up slow. */
const codeAt = (s: string, at: number): number => (at < s.length ? CODES[charCodeAt.call(s, at)]! : 0);
/** The first of the places, in order, that is not before one. */
function firstFrom(places: Int32Array, count: number, from: number): number {
  let low = 0;
  let high = from === 0 ? 0 : count;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (places[mid]! < from) low = mid + 1;
    else high = mid;
  }
  return low;
}
const inWord = (s: string, at: number): boolean => codeAt(s, at) !== 0;

/** Patterns of one kind of text: up to thirty-one. The last text that they were asked of is kept. */
export interface WordPatterns {
  (pattern: RegExp): WordPattern;
  /** Tells that a text asked next is this part of a long one (with spaces for what has no words in it), so that no word is looked for twice. */
  readonly within: (view: string, from: number, part: string) => void;
}
export function patternsOfWords(): WordPatterns {
  const patterns: RegExp[] = [];
  /** Patterns that can match from a word that begins with three letters: a bit for each. */
  let table: (() => Int32Array) | null = null;
  /** How much may stand before that word, of each pattern. */
  const leads: number[] = [];
  /** Those that match only at the beginning of a text. */
  let anchored = 0;
  let last = '';
  let any = 0;
  let odd = false;
  let count = 0;
  let places = new Int32Array(256);
  let masks = new Int32Array(256);

  const built = (): ((begins: number) => number) => {
    const made = new Int32Array(BEGINNINGS);
    for (const [i, pattern] of patterns.entries()) {
      const { words, lead, atStart } = beginningsOf(pattern);
      leads[i] = lead;
      if (atStart) anchored |= 1 << i;
      for (const at of tableOf(words)) made[at]! |= 1 << i;
    }
    return (begins) => made[begins]!;
  };
  const look = (s: string, words: Words, from: number): void => {
    last = s;
    table ??= numbered(built());
    const masksOf = table();
    any = 0;
    odd = words.odd;
    count = 0;
    const to = from + s.length;
    for (let i = firstFrom(words.places, words.count, from); i < words.count; i++) {
      const at = words.places[i]!;
      if (at >= to) break;
      const mask = masksOf[words.begins[i]!]!;
      if (mask === 0) continue;
      any |= mask;
      if (count === places.length) {
        places = grown(places);
        masks = grown(masks);
      }
      places[count] = at - from;
      masks[count++] = mask;
    }
  };
  const of = (pattern: RegExp): WordPattern => {
    if (patterns.length > 30 || table) throw new Error('a number has no more bits');
    const index = patterns.length;
    const bit = 1 << index;
    patterns.push(pattern);
    const flags = pattern.flags.replace('g', '');
    const here = new RegExp(pattern.source, `${flags}y`);
    const anywhere = new RegExp(pattern.source, `${flags}g`);
    const find = (s: string, from = 0): RegExpExecArray | null => {
      if (s !== last) look(s, wordsIn(s), 0);
      if ((any & bit) === 0 && !odd) return null;
      const lead = leads[index]!;
      if ((anchored & bit) !== 0 && !odd && (places[0]! > lead || (masks[0]! & bit) === 0)) return null;
      if (lead > 1 || odd || (anchored & bit) !== 0) {
        anywhere.lastIndex = from;
        return anywhere.exec(s);
      }
      for (let i = firstFrom(places, count, from); i < count; i++) {
        if ((masks[i]! & bit) === 0) continue;
        for (let at = Math.max(from, places[i]! - lead); at <= places[i]!; at++) {
          here.lastIndex = at;
          const m = here.exec(s);
          if (m) return m;
        }
      }
      return null;
    };
    return {
      test: (s) => find(s) !== null,
      find,
      all: (s) => {
        const out: RegExpExecArray[] = [];
        for (let m = find(s); m; m = find(s, m.index + Math.max(1, m[0].length))) out.push(m);
        return out;
      },
    };
  };
  return Object.assign(of, {
    within: (view: string, from: number, part: string): void => {
      const to = from + part.length;
      // What is cut within a word has words of its own.
      const cut = (at: number): boolean => at > 0 && inWord(view, at - 1) && inWord(view, at);
      if (part !== last && part.length > 0 && !cut(from) && !cut(to)) look(part, wordsIn(view, true), from);
    },
  });
}
function grown(from: Int32Array): Int32Array<ArrayBuffer> {
  const out = new Int32Array(2 * from.length);
  out.set(from);
  return out;
}
function codesIn(set: number): number[] {
  const out: number[] = [];
  for (let code = 0; code < 29; code++) if ((set >> code) & 1) out.push(code);
  return out;
}

/** How the words of a text begin; null where it holds what may be a letter of the alphabet and may be none. */
export function begunWith(s: string): Uint16Array | null {
  const { begins, count, odd } = wordsIn(s);
  return odd ? null : begins.slice(0, count);
}
/** Whether a pattern may match in a text whose words begin so ({@link begunWith}); it may where that is not to be told. */
export function mayHold(pattern: RegExp): (begun: Uint16Array | null) => boolean {
  const table = new Uint8Array(BEGINNINGS);
  try {
    for (const at of tableOf(beginningsOf(pattern).words)) table[at] = 1;
  } catch {
    return () => true;
  }
  const holds = numbered((begins) => table[begins]!);
  return (begun) => {
    if (begun === null) return true;
    const held = holds();
    for (let i = 0; i < begun.length; i++) if (held[begun[i]!] === 1) return true;
    return false;
  };
}
/** Where in a table by three letters these beginnings stand. */
function tableOf(words: readonly (readonly number[])[]): number[] {
  return words.flatMap(([first = 0, second = ANY, third = ANY]) =>
    codesIn(first).flatMap((a) =>
      codesIn(second).flatMap((b) => (b === 0 ? [0] : codesIn(third)).map((c) => (a << 10) | (b << 5) | c)),
    ),
  );
}

/** Whether a pattern can match where a word begins so ({@link beginningAt}); it can where that is not to be told. */
export function opening(pattern: RegExp): (begins: number) => boolean {
  let words: readonly (readonly number[])[] = [];
  try {
    words = beginningsOf(pattern, true).words;
  } catch {
    return () => true;
  }
  return (begins) => {
    const [a, b, c] = [begins >> 10, (begins >> 5) & 31, begins & 31];
    const holds = (set: number | undefined, code: number): boolean => set === undefined || ((set >> code) & 1) !== 0;
    return a === 0 || words.some((of) => holds(of[0], a) && holds(of[1], b) && (b === 0 || holds(of[2], c)));
  };
}

/**
 * The first letters of a word, each a set of codes: three, or fewer where it ends. `bounded`: a word begins there; `lead`: how
 * many characters stand before it in the match; `atStart`: those are the first of the text.
 */
interface Beginning {
  readonly letters: readonly number[];
  readonly bounded: boolean;
  readonly lead: number;
  readonly atStart: boolean;
}
const isWhole = ({ letters }: Beginning): boolean => letters.length === 3 || letters.at(-1) === 1;

/** How the first word of a match begins, how much may stand before it in the match, and whether that is where the text begins. `bounded`: it is tried only where a word begins. */
export function beginningsOf(
  pattern: RegExp,
  bounded = false,
): {
  readonly words: readonly (readonly number[])[];
  readonly lead: number;
  readonly atStart: boolean;
} {
  const { source } = pattern;
  let at = 0;
  const fail = (): never => {
    throw new Error(`no word begins a match: ${source.slice(0, 80)}`);
  };
  /** Each beginning with one more character. */
  const then = (before: readonly Beginning[], set: number): Beginning[] =>
    before.flatMap((one) => {
      if (isWhole(one)) return [one];
      const { letters, bounded, lead } = one;
      if (letters.length === 0 && set === 1) return [{ ...one, bounded: true, lead: lead + 1 }];
      if (letters.length === 0 && ((set & 1) !== 0 || !(bounded || set === 1 << MONEY))) fail();
      return [...((set & 1) !== 0 ? [1] : []), ...((set & ~1) !== 0 ? [set & ~1] : [])].map((next) => ({
        ...one,
        letters: [...letters, next],
      }));
    });
  const union = (a: readonly Beginning[], b: readonly Beginning[]): Beginning[] => [
    ...new Map([...a, ...b].map((one) => [Object.values(one).join(' '), one])).values(),
  ];
  const readEscape = (): number => {
    const ch = source[at++]!;
    if (ch === 'd') return 1 << DIGIT;
    if (ch === 'w') return ALPHABET | (1 << DIGIT) | 1;
    if (ch === 's' || ch === 'n') return 1;
    if (ch === 'S' || ch === 'D' || ch === 'W') return ANY;
    if (ch === 'u') {
      at += 4;
      return codeOf(String.fromCharCode(Number.parseInt(source.slice(at - 4, at), 16)));
    }
    if (ch === 'p') {
      const name = source.slice(at + 1, source.indexOf('}', at));
      at += name.length + 2;
      return name === 'N' ? (1 << DIGIT) | 1 : name.startsWith('L') ? ALPHABET | 1 : ANY;
    }
    return /[A-Za-z\d]/.test(ch) ? fail() : codeOf(ch);
  };
  const readSet = (): number => {
    const not = source[at] === '^';
    if (not) at++;
    let set = 0;
    while (source[at] !== ']') {
      const low = source[at++]!;
      set |= low === '\\' ? readEscape() : codeOf(low);
      if (source[at] !== '-' || source[at + 1] === ']') continue;
      const high = source[at + 1]!;
      at += 2;
      // A range of what is written with a stroke is of no letters of the alphabet.
      if (high === '\\') set |= readEscape();
      else for (let c = low.charCodeAt(0); c <= high.charCodeAt(0); c++) set |= 1 << CODES[c]!;
    }
    at++;
    return not ? ANY : set;
  };
  /** To the end of a group that tells only what stands beside a match. */
  const skipGroup = (): void => {
    for (let depth = 1; depth > 0; at++) {
      if (source[at] === '\\') at++;
      else if (source[at] === '[') while (source[at] !== ']') at += source[at] === '\\' ? 2 : 1;
      else if (source[at] === '(') depth++;
      else if (source[at] === ')') depth--;
    }
  };
  const readAlternatives = (before: readonly Beginning[]): Beginning[] => {
    let out = readSequence(before);
    while (source[at] === '|') {
      at++;
      out = union(out, readSequence(before));
    }
    return out;
  };
  const bounds = (before: readonly Beginning[]): Beginning[] =>
    before.map((one) =>
      isWhole(one) ? one : { ...one, letters: one.letters.length > 0 ? [...one.letters, 1] : [], bounded: true },
    );
  /** One thing that may be repeated, after each beginning. */
  const readOne = (before: readonly Beginning[]): Beginning[] => {
    const ch = source[at++]!;
    if (ch === '(') {
      const looks = /^\?<?[=!]/.test(source.slice(at, at + 3));
      if (looks) {
        const parts = NO_WORD_BEFORE.test(source.slice(at));
        skipGroup();
        return parts ? before.map((one) => (one.letters.length === 0 ? { ...one, bounded: true } : one)) : [...before];
      }
      if (source.startsWith('?:', at)) at += 2;
      else if (source[at] === '?') fail();
      const out = readAlternatives(before);
      at++;
      return out;
    }
    if (ch === '[') return then(before, readSet());
    if (ch === '.') return then(before, ANY);
    if (ch === '$') return [...before];
    if (ch === '^')
      return bounds(before).map((one) => (one.lead === 0 && !pattern.multiline ? { ...one, atStart: true } : one));
    if (ch === '\\' && source[at] === 'b') {
      at++;
      return bounds(before);
    }
    return then(before, ch === '\\' ? readEscape() : codeOf(ch));
  };
  const readSequence = (before: readonly Beginning[]): Beginning[] => {
    let out = before;
    while (at < source.length && source[at] !== '|' && source[at] !== ')') {
      const from = at;
      const once = readOne(out);
      const many = /^(?:([?*+])|\{(\d+)(,?)(\d*)\})\??/.exec(source.slice(at, at + 12));
      if (!many) {
        out = once;
        continue;
      }
      const after = at + many[0].length;
      const [, sign, low, comma, high] = many;
      const least = sign ? Number(sign === '+') : Number(low);
      const most = sign ? (sign === '?' ? 1 : 3) : Number(comma ? high || 3 : low);
      let all: readonly Beginning[] = least === 0 ? out : [];
      for (let times = 1; times <= Math.min(3, most); times++) {
        at = from;
        out = readOne(out);
        if (times >= Math.min(3, least)) all = union(all, out);
      }
      at = after;
      // Of what is repeated there may be any number.
      out =
        most < 3
          ? all
          : all.map((one) => (one.letters.length === 0 && one.lead > 0 ? { ...one, lead: Infinity } : one));
    }
    return [...out];
  };
  const found = readAlternatives([{ letters: [], bounded, lead: 0, atStart: false }]);
  if (found.some((one) => one.letters.length === 0)) fail();
  return {
    words: found.map((one) => one.letters),
    lead: Math.max(...found.map((one) => one.lead)),
    atStart: found.every((one) => one.atStart),
  };
}
const codeOf = (ch: string): number => 1 << CODES[ch.charCodeAt(0)]!;
/** Neither a letter nor a digit stands before, or a space does. */
const NO_WORD_BEFORE = /^\?<(?:!\[(?:\\p\{L\}\\(?:p\{N\}|d)|a-z\\d)|=[^()]* \))/;
