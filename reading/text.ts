/**
 * From bytes to text, from text to lines, sentences and quoted spans.
 * Everything here is linear in the length of the text.
 */

import { wordsOf } from './characters.ts';

export type Decoded =
  | { readonly kind: 'text'; readonly text: string; readonly encoding: string }
  | { readonly kind: 'not-text'; readonly reason: string };

/** The largest input that is read at all: 16 MiB. */
export const MAX_BYTES = 16 * 1024 * 1024;

/**
 * Bytes from outside to text. Looks at byte-order marks, then for UTF-16 without one, then strict UTF-8, then the
 * single-byte code pages of newsrooms. Says `not-text` of binary files and of those over {@link MAX_BYTES}.
 */
export function decodeText(bytes: Uint8Array): Decoded {
  if (bytes.length > MAX_BYTES) return { kind: 'not-text', reason: 'too-large' };
  if (MAGIC.some((magic) => magic.every((b, i) => bytes[i] === b))) return { kind: 'not-text', reason: 'binary' };
  const marked = byMark(bytes);
  if (marked) return decodeAs(bytes, marked);
  const head = bytes.subarray(0, 65536);
  let zerosEven = 0;
  let zerosOdd = 0;
  let control = 0;
  for (let i = 0; i < head.length; i++) {
    const b = head[i]!;
    if (b === 0) i % 2 === 0 ? zerosEven++ : zerosOdd++;
    else if (b < 32 && b !== 9 && b !== 10 && b !== 12 && b !== 13 && b !== 27) control++;
  }
  const half = head.length / 2;
  if (zerosOdd > half * 0.4 && zerosEven < half * 0.02) return decodeAs(bytes, 'utf-16le');
  if (zerosEven > half * 0.4 && zerosOdd < half * 0.02) return decodeAs(bytes, 'utf-16be');
  if (zerosEven + zerosOdd > 0 && zerosEven + zerosOdd + control > head.length * 0.005)
    return { kind: 'not-text', reason: 'binary' };
  if (control > head.length * 0.05) return { kind: 'not-text', reason: 'binary' };
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' };
  } catch {
    return decodeAs(bytes, codePage(head));
  }
}

/** The first bytes of what a newsroom sends by mistake: PDF, archives and word processors' files, pictures, UTF-32. */
const MAGIC: readonly (readonly number[])[] = [
  [0x25, 0x50, 0x44, 0x46, 0x2d],
  [0x50, 0x4b, 3, 4],
  [0xd0, 0xcf, 0x11, 0xe0],
  [0x89, 0x50, 0x4e, 0x47],
  [0xff, 0xd8, 0xff],
  [0x47, 0x49, 0x46, 0x38],
  [0x1f, 0x8b],
  [0xff, 0xfe, 0, 0],
];

function byMark(b: Uint8Array): string | null {
  if (b[0] === 0xef && b[1] === 0xbb && b[2] === 0xbf) return 'utf-8';
  if (b[0] === 0xff && b[1] === 0xfe) return 'utf-16le';
  if (b[0] === 0xfe && b[1] === 0xff) return 'utf-16be';
  return null;
}

function decodeAs(bytes: Uint8Array, encoding: string): Decoded {
  const text = new TextDecoder(encoding).decode(bytes);
  let broken = 0;
  const sample = text.slice(0, 65536);
  for (let i = 0; i < sample.length; i++) if (sample.charCodeAt(i) === 0xfffd) broken++;
  if (broken > sample.length * 0.2) return { kind: 'not-text', reason: 'binary' };
  return { kind: 'text', text, encoding };
}

/** Not UTF-8: mostly UTF-8 with damage, or a single-byte page, told by where its high bytes fall. */
function codePage(head: Uint8Array): string {
  let high = 0;
  let wellFormed = 0;
  let letters1251 = 0;
  let letters1256 = 0;
  for (let i = 0; i < head.length; i++) {
    const b = head[i]!;
    if (b < 0x80) continue;
    high++;
    if (b >= 0xc2 && b <= 0xf4 && (head[i + 1] ?? 0) >> 6 === 2) wellFormed += 2;
    if (b >= 0xe0) letters1251++;
    if (b >= 0xc7 && b <= 0xdf) letters1256++;
  }
  if (wellFormed > high * 0.6) return 'utf-8';
  if (high > head.length * 0.3) return letters1256 > letters1251 ? 'windows-1256' : 'windows-1251';
  return 'windows-1252';
}

const ENTITIES: Readonly<Record<string, string>> = {
  quot: '"',
  amp: '&',
  apos: "'",
  nbsp: ' ',
  ldquo: '“',
  rdquo: '”',
  lsquo: '‘',
  rsquo: '’',
  laquo: '«',
  raquo: '»',
  bdquo: '„',
  ndash: '–',
  mdash: '—',
  hellip: '…',
};
const DOUBLE_ENCODED: readonly (readonly [string, string])[] = [
  ['â€œ', '“'],
  ['â€\u009d', '”'],
  ['â€™', '’'],
  ['â€˜', '‘'],
  ['â€“', '–'],
  ['â€”', '—'],
  ['â€¦', '…'],
];

/**
 * A view of the text of exactly the same length, in which markup is blank, character references and doubly encoded
 * marks are the marks they mean, and every kind of space is a space. Rules look at the view; spans cut the original.
 */
export function viewOf(text: string): string {
  let view = text
    .replace(/[\u00a0\u2000-\u200a\u202f\u3000\t]/g, ' ')
    .replace(/\r/g, '\n')
    .replace(/″/g, '”')
    .replace(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069\u00ad]/g, '\u2060');
  if (view.includes('â€')) {
    for (const [seen, meant] of DOUBLE_ENCODED) view = view.split(seen).join(placed(meant, seen.length));
  }
  if (/''|``|‘‘|’’|,,\S|<<\S/.test(view)) {
    // Marks typed as two: ''so'', ``so'', ,,so'', <<so>>.
    view = view.replace(/(\S?)('''?|``|‘‘|’’)(?=(\S?))/g, (_, before: string, marks: string, after: string) => {
      const opens = !/[\p{L}\p{N},.!?…;:)\]%’]/u.test(before) && after !== '';
      const two = opens || marks === '``' ? ' “' : '”\u2060';
      return `${before}${marks.length === 3 ? (opens ? `${two}'` : `'${two}`) : two}`;
    });
    view = view.replace(/(?<=^|[\s(]),,(?=\p{L})/gmu, ' „').replace(/<<(?=\S)/g, ' «');
    view = view.replace(/(?<=\S)>>/g, '»\u2060');
  }
  if (view.includes('<')) {
    view = view.replace(/<(script|style)\b[^<>]{0,400}>[^<]{0,20000}<\/\1>/gi, blank);
    view = view.replace(
      /<\/?(p|div|br|li|h[1-6]|tr|ul|ol|table|article|section|figcaption)\b[^<>]{0,1000}>/gi,
      (m) => `${blank(m).slice(1)}\n`,
    );
    view = view.replace(/<(?:[a-zA-Z/!][^<>]{0,1000})>/g, blank);
  }
  if (view.includes('&')) {
    view = view.replace(/&(?:#(\d{1,6})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z]{2,8}));/g, (m, dec, hex, name) => {
      const meant = name ? ENTITIES[name.toLowerCase()] : charOf(Number.parseInt(dec ?? hex, dec ? 10 : 16));
      return meant ? placed(meant, m.length) : m;
    });
  }
  return view;
}

/** An opening mark goes last in its place, any other mark first, so that it touches the word it belongs to. */
function placed(mark: string, length: number): string {
  return /[“‘«„]/.test(mark) ? mark.padStart(length) : mark.padEnd(length, '\u2060');
}
const charOf = (code: number): string | undefined =>
  code > 31 && code < 0xffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCharCode(code) : undefined;
const blank = (m: string): string => m.replace(/[^\n]/g, ' ');

/** One non-empty line, trimmed. */
export interface Line {
  readonly start: number;
  readonly end: number;
}

/** The non-empty lines of a view, trimmed of spaces. */
export function linesOf(view: string): Line[] {
  const lines: Line[] = [];
  let at = 0;
  while (at <= view.length) {
    let stop = view.indexOf('\n', at);
    if (stop < 0) stop = view.length;
    let start = at;
    let end = stop;
    while (start < end && isSpace(view.charCodeAt(start))) start++;
    while (end > start && isSpace(view.charCodeAt(end - 1))) end--;
    if (end > start) lines.push({ start, end });
    at = stop + 1;
  }
  return lines;
}
/** Whether a code unit of a view is a space. */
export const isSpace = (c: number): boolean => c === 32 || c === 9 || c === 10 || c === 0x2060 || c === 0xfeff;

/** How many words a text has, by its spaces. */
export function spacedWords(s: string): number {
  let words = 0;
  let apart = true;
  for (let i = 0; i < s.length; i++) {
    const space = isSpace(s.charCodeAt(i));
    if (apart && !space) words++;
    apart = space;
  }
  return words;
}

/** A quoted span: the marks at `open` and `close` (exclusive), the words at `start`..`end`. */
export interface Quoted {
  readonly open: number;
  readonly close: number;
  readonly start: number;
  readonly end: number;
  /** The paragraph ended without a closing mark. */
  readonly unclosed: boolean;
  /** The opening mark was missing and was put where the sentence begins. */
  readonly repaired: boolean;
  /** Goes on from the paragraph before, whose quotation was left open. */
  readonly continues: boolean;
}

const OPENERS: Readonly<Record<string, string>> = {
  '“': '”"',
  '„': '“”"',
  '«': '»',
  '»': '«',
  '‹': '›',
  '"': '"”',
  '”': '”',
  '‘': '’',
  "'": "'",
  '‚': '‘’',
  '「': '」',
  '『': '』',
  '《': '》',
};
const MARKS = /[“”„"«»‹›‘’'‚「」『』《》]/g;
const WORD = /[\p{L}\p{N}]/u;

/**
 * Quoted spans of one paragraph, outermost only. Marks that are apostrophes are left alone; a mark that opens is told
 * from one that closes by what stands beside it when the character itself does not say. `goesOn`: single marks may stay open.
 */
export function quotesIn(view: string, from: number, to: number, carriedOpen = false, goesOn = false): Quoted[] {
  const marks: { at: number; ch: string; role: 'open' | 'close' | 'either' }[] = [];
  MARKS.lastIndex = from;
  for (let m = MARKS.exec(view); m && m.index < to; m = MARKS.exec(view)) {
    const at = m.index;
    const ch = m[0];
    const before = at > from ? view[at - 1]! : ' ';
    const after = at + 1 < to ? view[at + 1]! : ' ';
    const wordBefore = WORD.test(before);
    const wordAfter = WORD.test(after) || (after === '[' && ch === '“');
    if ((ch === "'" || ch === '’' || ch === '‘') && wordBefore && wordAfter) continue;
    // A mark that a space was put before, by mistake: `here “, he said`.
    const strays = before === ' ' && /[,.;!?]/.test(after) && view[at + 2] !== '.';
    const opensHere = !wordBefore && !/[,.!?…;:)\]%\u2060]/.test(before) && /\S/.test(after) && !strays;
    const closesHere = strays || (/\S/.test(before) && !wordAfter);
    if (ch === "'") {
      // A straight apostrophe is a mark only where nothing else explains it.
      if (opensHere && wordAfter && /[\s(\u2014\u2013:“"-]/.test(before) && !/^'\d0s/.test(view.slice(at, at + 4)))
        marks.push({ at, ch, role: 'open' });
      else if (closesHere && !/[\s]/.test(before)) marks.push({ at, ch, role: 'close' });
      continue;
    }
    if (ch === '’') {
      if (closesHere && before !== ' ') marks.push({ at, ch, role: 'close' });
      continue;
    }
    if (ch === '‘') {
      if (opensHere) marks.push({ at, ch, role: 'open' });
      else if (closesHere) marks.push({ at, ch, role: 'close' });
      continue;
    }
    // « set off by spaces », as the French have it
    const apart =
      ch === '»' && before === ' ' && !wordAfter
        ? 'close'
        : ch === '«' && after === ' ' && /[\s(:]/.test(before)
          ? 'open'
          : null;
    const role =
      apart ??
      (ch === '"' || ch === '”' || ch === '»' || ch === '“' || ch === '«'
        ? opensHere && !closesHere
          ? 'open'
          : closesHere && !opensHere
            ? 'close'
            : ch === '“' || ch === '«'
              ? 'open'
              : ch === '”' || ch === '»'
                ? 'close'
                : 'either'
        : OPENERS[ch] && !/[›」』》]/.test(ch)
          ? 'open'
          : 'close');
    marks.push({ at, ch, role });
  }
  const out: Quoted[] = [];
  let open: { at: number; ch: string; depth: number; index: number } | null = null;
  let closersLeft = marks.filter((k) => k.role !== 'open').length;
  let first = true;
  let retries = 4;
  for (let i = 0; i < marks.length || open; i++) {
    const k = marks[i];
    if (!k) {
      // A single mark that nothing closes was an apostrophe: what follows it is read again.
      if (!open || goesOn || !/['‘‚]/.test(open.ch) || retries-- === 0) break;
      i = open.index;
      open = null;
      closersLeft = marks.slice(i + 1).filter((m) => m.role !== 'open').length;
      continue;
    }
    if (k.role !== 'open') closersLeft--;
    if (!open) {
      const opens = k.role !== 'close' && OPENERS[k.ch] !== undefined;
      if (opens) {
        open = { at: k.at, ch: k.ch, depth: 1, index: i };
      } else if (k.ch !== '’' && k.ch !== '‘' && k.ch !== "'" && first && k.at > from + 3) {
        // A closing mark with no opening one: the paragraph goes on quoting, or the opening mark was lost.
        const start = carriedOpen ? from : sentenceStartBefore(view, from, k.at);
        if (
          carriedOpen ||
          (/[,.!?…]$/.test(view.slice(Math.max(from, k.at - 1), k.at)) &&
            ATTRIBUTED.test(view.slice(k.at + 1, k.at + 120)))
        )
          out.push(makeQuote(view, start, start, k.at, k.at + 1, { repaired: !carriedOpen, continues: carriedOpen }));
      }
      first = false;
      continue;
    }
    first = false;
    const closers = OPENERS[open.ch] ?? '';
    const same = closers.includes(k.ch) || (k.ch === open.ch && k.role !== 'open');
    if (same && k.role !== 'open') {
      open.depth--;
      if (open.depth <= 0) {
        out.push(makeQuote(view, open.at, open.at + 1, k.at, k.at + 1, { continues: carriedOpen && open.at === from }));
        open = null;
      }
    } else if (k.role === 'open' && (k.ch === open.ch || (/["“]/.test(k.ch) && /["“]/.test(open.ch)))) {
      // Behind the end of a sentence the next paragraph of the same quotation opens, though the break was lost.
      const again = /["“„«]/.test(k.ch) && /[.!?…]\s+$/.test(view.slice(Math.max(open.at, k.at - 4), k.at));
      if (k.ch !== open.ch && !again) continue;
      if (closersLeft > open.depth && !again) open.depth++;
      else if (k.ch === '“' || k.ch === '"' || k.ch === '«' || k.ch === '„') {
        // The earlier quotation was never closed: it ended somewhere before this one opens.
        const end = trimBack(view, open.at + 1, attributionCut(view, open.at + 1, k.at));
        out.push(makeQuote(view, open.at, open.at + 1, end, end, { unclosed: true }));
        open = { at: k.at, ch: k.ch, depth: 1, index: i };
      }
    }
  }
  if (open && (goesOn || !/['‘‚]/.test(open.ch))) {
    const end = trimBack(view, open.at + 1, attributionCut(view, open.at + 1, to));
    if (end > open.at + 1)
      out.push(
        makeQuote(view, open.at, open.at + 1, end, end, { unclosed: true, continues: carriedOpen && open.at === from }),
      );
  }
  return out;
}

const ATTRIBUTED =
  /^,?\s*(?:[\p{L}.’'-]+ ){0,6}(?:said|says|added|told|warned|stated|noted|insisted|declared|claimed|wrote)\b/u;

function makeQuote(
  view: string,
  open: number,
  start: number,
  end: number,
  close: number,
  how: { unclosed?: boolean; repaired?: boolean; continues?: boolean },
): Quoted {
  let s = start;
  let e = end;
  while (s < e && /[\s\u2060]/.test(view[s]!)) s++;
  while (e > s && /[\s,.;\u2060]/.test(view[e - 1]!)) e--;
  // What a mark took more room for in the text belongs to it.
  let after = close;
  while (view[after] === '\u2060') after++;
  return {
    open,
    close: after,
    start: s,
    end: e,
    unclosed: how.unclosed ?? false,
    repaired: how.repaired ?? false,
    continues: how.continues ?? false,
  };
}

/** What of a stretch stands in no marks. */
export const outsideMarks = (view: string, [from, to]: readonly [number, number], quotes: readonly Quoted[]): string =>
  quotes.reduceRight(
    (s, q) => (q.open >= from && q.close <= to ? s.slice(0, q.open - from) + s.slice(q.close - from) : s),
    view.slice(from, to),
  );

/** Where an unclosed quotation most likely ended: before `, he said` or `, said the minister`. */
function attributionCut(view: string, from: number, to: number): number {
  const tail = view.slice(from, Math.min(to, from + 4000));
  const m =
    /[,?!]\s+(?:(?:the |an? )?[\p{L}'’.-]+(?: [\p{L}'’.-]+){0,5} (?:said|says|told|added|warned|stated|noted)\b|(?:said|says|added|warned|stated|noted) )/u.exec(
      tail,
    );
  return m ? from + m.index + 1 : to;
}
function trimBack(view: string, from: number, to: number): number {
  let e = to;
  while (e > from && /\s/.test(view[e - 1]!)) e--;
  return e;
}
function sentenceStartBefore(view: string, from: number, at: number): number {
  const before = view.slice(Math.max(from, at - 2000), at - 1);
  const m = /[.!?]\s+(?=\p{Lu})(?!.*[.!?]\s+\p{Lu})/su.exec(before);
  return m ? Math.max(from, at - 2000) + m.index + m[0].length : from;
}

/** Titles and ranks that are written short before a name. */
export const SHORT_TITLES =
  'Mr|Mrs|Ms|Dr|Prof|Lt|Col|Gen|Maj|Brig|Capt|Sgt|Cpl|Cmdr|Adm|Rev|Hon|Sen|Rep|Gov|Pres|Amb|St';
const ABBREVIATION = new RegExp(
  `(?:^|[\\s(“"])(?:${SHORT_TITLES}|ret|rtd|Jr|Sr|No|Nos|vs|etc|Inc|Ltd|Co|Corp|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|Mt|Ft|al|approx|est|fig|e\\.g|i\\.e|cf|Ph\\.D|U\\.S|U\\.N|U\\.K|E\\.U|[A-Z]|[A-Z]\\.[A-Z]|a\\.m|p\\.m)$`,
);

/**
 * Quoted spans of each paragraph. A quotation that is left open goes on in the next, and where every sentence has a line of
 * its own, also over lines without any mark, to where it closes.
 */
export function quotesOf(view: string, paragraphs: readonly Line[]): Quoted[][] {
  const all: Quoted[][] = [];
  let open = false;
  let bare: number[] = [];
  for (const [i, { start, end }] of paragraphs.entries()) {
    const next = paragraphs[i + 1];
    // A single mark may be an apostrophe, unless the next paragraph goes on with one.
    const goesOn = next !== undefined && /^['‘]\p{Lu}/u.test(view.slice(next.start, next.start + 3));
    const quotes = quotesIn(view, start, end, open, goesOn);
    all.push(quotes);
    if (open && quotes.length === 0 && bare.length < 6 && end - start < 400) {
      bare.push(i);
      continue;
    }
    // What opens anew shows that nothing went on.
    if (quotes[0]?.continues && quotes[0].open === quotes[0].start)
      for (const at of bare) {
        const line = paragraphs[at]!;
        const to = trimBack(view, line.start, line.end);
        all[at] = [makeQuote(view, line.start, line.start, to, to, { unclosed: true, continues: true })];
      }
    bare = [];
    open = quotes.at(-1)?.unclosed ?? false;
  }
  return all;
}

/** “Why not?” Ana Ruiz asked. “Never!” General Strand told reporters on Friday. */
const SPOKEN =
  /^\u2060*\s+(?:(?:the|an?) (?:\p{Ll}[\p{L}-]+ ){1,3}|(?:(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Sen|Rep|Gov)\.? )?(?:\p{Lu}[\p{L}’'-]+ ){1,4}|(?:I|We|He|She|They|One [\p{Ll} ]{3,20}) )(?:said|says|asked|asks|wrote|writes|added|adds|shouted|yelled|cried|tweeted|replied|exclaimed|continued|told (?:[\p{L}’'-]+ ){0,5}[\p{L}’'-]+|asked (?:[\p{L}’'-]+ ){0,2}[\p{L}’'-]+)(?:[.,:;]|$| (?:on|in|at|during|to|of|when|as|after|before|yesterday|earlier|last|later|this|by)\b| \p{Lu}\p{Ll}+day\b)/u;
/**
 * Sentences of one paragraph. A quotation is never split; one that ends a sentence ends it with its closing mark.
 */
export function sentencesIn(view: string, from: number, to: number, quotes: readonly Quoted[]): Line[] {
  const out: Line[] = [];
  let start = from;
  let q = 0;
  const push = (end: number): void => {
    let s = start;
    let e = end;
    while (s < e && isSpace(view.charCodeAt(s))) s++;
    while (e > s && isSpace(view.charCodeAt(e - 1))) e--;
    if (e > s) out.push({ start: s, end: e });
    start = end;
  };
  for (let i = from; i < to; i++) {
    while (q < quotes.length && quotes[q]!.close <= i) q++;
    const quote = quotes[q];
    if (quote && i >= quote.open && i < quote.close) {
      // Step over the quotation; it may itself end the sentence.
      i = quote.close - 1;
      const last =
        view
          .slice(quote.open, quote.close)
          .replace(/\u2060/g, '')
          .at(-2) ?? '';
      const bare = quote.unclosed ? (view[quote.close - 1] ?? '') : last;
      const asks = /[!?]/.test(bare) && SPOKEN.test(view.slice(quote.close, quote.close + 140));
      if (/[.!?…]/.test(bare) && !asks && startsSentence(view, quote.close, to)) push(quote.close);
      continue;
    }
    const ch = view[i]!;
    if (ch !== '.' && ch !== '!' && ch !== '?' && ch !== '…' && ch !== '۔' && ch !== '؟' && ch !== '。') continue;
    let end = i + 1;
    while (end < to && /[.!?…)\]]/.test(view[end]!)) end++;
    if (quote && end > quote.open) continue;
    if (ch === '.' && ABBREVIATION.test(view.slice(Math.max(from, i - 8), i))) {
      // "the U.S. The ..." may still end a sentence; a title before a name does not.
      if (!/(?:U\.S|U\.N|U\.K|E\.U|a\.m|p\.m|etc)$/.test(view.slice(Math.max(from, i - 4), i))) continue;
      if (!/^\s+(?:(?:The|A|An|In|But|He|She|It|They|On|At)\b|[“"])/.test(view.slice(end, end + 8))) continue;
    }
    if (ch === '۔' || ch === '؟' || ch === '。' || startsSentence(view, end, to)) {
      push(end);
      i = end - 1;
    }
  }
  push(to);
  return out;
}

function startsSentence(view: string, at: number, to: number): boolean {
  if (at >= to) return true;
  let i = at;
  while (i < to && isSpace(view.charCodeAt(i))) i++;
  if (i >= to) return true;
  // "... of it.”He added": the break between two paragraphs was lost.
  if (i === at) return /[”"]/.test(view[at - 1]!) && /\p{Lu}\p{Ll}/u.test(view.slice(i, i + 2));
  const ch = view[i]!;
  return !/\p{Ll}/u.test(ch) && !/[,;:)\]–—―-]/.test(ch);
}

const PLAIN = /^[\u0020-\u005f\u0061-\u007e\n\u00ab\u00bb\u2013\u2014\u201c\u201d]*$/;
const PLAIN_BUT_APOSTROPHES = /^[\u0020-\u007e\n\u00ab\u00bb\u2013\u2014\u2018\u2019\u201c\u201d]*$/;
/** Folds case, diacritics and punctuation away, for comparing words. */
export function fold(s: string): string {
  // Most words are plain letters, for which lower case is all there is to do.
  if (PLAIN.test(s)) return s.toLowerCase();
  if (PLAIN_BUT_APOSTROPHES.test(s)) return s.toLowerCase().replace(/[’‘`]/g, "'");
  return s
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[ıİ]/g, 'i')
    .replace(/ø/g, 'o')
    .replace(/ł/g, 'l')
    .replace(/[’‘`']/g, "'");
}

export const STOP = new Set(
  'a an the of to in on at for by with from and or but as is are was were be been being has have had will would can could may might shall should must do does did not no nor it its they their them he she his her him we our us you your i my this that these those there here who whom which what when where while also than then so such any all some more most other into over under between through during after before since until against about only very'.split(
    ' ',
  ),
);

/** The first two letters of a word, which no stemming changes. */
export const beginningOf = (word: string): number => (word.charCodeAt(0) << 12) ^ word.charCodeAt(1);

/** Content words of a stretch of text, folded and lightly stemmed: all, or those that begin so. */
export function contentWords(s: string, begins: ReadonlySet<number> | null = null): string[] {
  const out: string[] = [];
  for (const word of wordsOf(fold(s))) {
    if (begins && !begins.has(beginningOf(word))) continue;
    const w = word.endsWith("'s") ? word.slice(0, -2) : word;
    if (w.length > 1 && !STOP.has(w)) out.push(stem(w));
  }
  return out;
}

/** Takes the commonest English endings off; only for comparing. */
export function stem(w: string): string {
  if (w.length > 6 && w.endsWith('ing')) return w.slice(0, -3);
  if (w.length > 5 && w.endsWith('ied')) return `${w.slice(0, -3)}y`;
  if (w.length > 5 && w.endsWith('ies')) return `${w.slice(0, -3)}y`;
  if (w.length > 5 && w.endsWith('ed')) return w.slice(0, -2);
  if (w.length > 4 && w.endsWith('es')) return w.slice(0, -2);
  if (w.length > 3 && w.endsWith('s') && !w.endsWith('ss')) return w.slice(0, -1);
  if (w.length > 5 && w.endsWith('ly')) return w.slice(0, -2);
  if (w.length > 4 && w.endsWith('e')) return w.slice(0, -1);
  return w;
}
