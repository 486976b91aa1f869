/**
 * What single words mean, for laying accounts beside each other: the word that a form is of, words of one meaning or kept in
 * like company, what kind of thing a noun is. Only for comparing; nothing here is ever shown.
 */
import { CAPITAL_LETTER, kindAt, SMALL_LETTER } from './characters.ts';
import { fold, STOP } from './text.ts';
import { FORMS, NEAR, WORDS } from './words.data.ts';

interface Word {
  /** WordNet's kind of the noun: a(ct), (arte)f(act), c(ommunication), e(vent), g(roup), l(ocation), p(erson), s(tate), t(ime), ... */
  readonly kind: string;
  readonly verb: boolean;
  readonly meanings: readonly string[];
  readonly near: string;
}

let table: Map<string, Word> | null = null;
let list: string[] = [];
let forms = new Map<string, string>();

/** Unpacked when it is first asked for. */
function words(): Map<string, Word> {
  if (table) return table;
  const near = NEAR.split('\n');
  const rows = WORDS.split('\n').map((row) => row.split(' '));
  list = rows.map(([w = '']) => w);
  forms = new Map(FORMS.split('\n').map((row) => row.split(' ') as [string, string]));
  table = new Map(
    rows.map(([w = '', kind = '--', ...meanings], i) => [
      w,
      {
        kind: kind[0]!,
        verb: kind[1] === 'v',

        meanings: meanings.filter((m) => m !== ''),
        near: near[i]!,
      },
    ]),
  );
  return table;
}

const ENDINGS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/'s?$/, ['']],
  [/ies$/, ['y']],
  [/es$/, ['e', '']],
  [/s$/, ['']],
  [/ied$/, ['y']],
  [/([bdgklmnprt])\1ed$/, ['$1']],
  [/ed$/, ['e', '']],
  [/([bdgklmnprt])\1ing$/, ['$1']],
  [/ing$/, ['', 'e']],
  [/ly$/, ['']],
  [/er$/, ['e', '']],
];
const lemmas = new Map<string, string>();

/** The word that a folded form is of: itself where it is not known. */
export function lemmaOf(form: string): string {
  const known = lemmas.get(form);
  if (known !== undefined) return known;
  const found = lookUp(form);
  if (lemmas.size > 50_000) lemmas.clear();
  lemmas.set(form, found);
  return found;
}
function lookUp(form: string): string {
  const all = words();
  if (all.has(form)) return form;
  const irregular = forms.get(form);
  if (irregular) return irregular;
  for (const [end, puts] of ENDINGS)
    if (end.test(form))
      for (const put of puts) {
        const w = form.replace(end, put);
        if (w.length > 2 && all.has(w)) return w;
        const of = forms.get(w);
        if (of) return of;
      }
  return fold(form).replace(/'?s$/, '');
}

/** Is it a word of the language, and no name? */
export const isWord = (form: string): boolean => words().has(lemmaOf(form));

/**
 * A view in capitals, as wires and signals have it, in the letters of a book: of the same length, words of the language in
 * lower case but for the first of a sentence, names with a capital, and what is short and no word as it is.
 */
export function evenCase(view: string): string {
  let [capitals, small] = [0, 0];
  const length = Math.min(view.length, 4_000);
  // With this many small letters no rest can make it a text in capitals.
  for (let i = length - 1; i >= 0 && small <= length * 0.15; i--) {
    const kind = kindAt(view, i);
    if (kind & CAPITAL_LETTER) capitals++;
    else if (kind & SMALL_LETTER) small++;
  }
  if (small > length * 0.15 || capitals + small < 200 || capitals < (capitals + small) * 0.85) return view;
  return view.replace(/(?<=\d)S\b|(?<=\p{L} )A(?= )|\p{Lu}[\p{Lu}’']+/gu, (word, at: number) => {
    if (word.length === 1) return word.toLowerCase();
    const low = word.toLowerCase();
    // "17 MAY"
    const may =
      word === 'MAY' && (/\d\s$/.test(view.slice(Math.max(0, at - 2), at)) || /^\s\d/.test(view.slice(at + 3, at + 5)));
    if (low.length !== word.length || may || OF_TIME.test(word)) return word[0] + low.slice(1);
    const known = STOP.has(low) || isWord(fold(low));
    if (!known && word.length < 5) return word;
    const opens = /(?:^|[.!?][”"’')\]]*\s+|\n\s*\n\s*|\]\s*)[“"‘'(]*$/.test(view.slice(Math.max(0, at - 12), at));
    return known && !opens ? low : word[0] + low.slice(1);
  });
}
const OF_TIME =
  /^(?:JAN(?:UARY)?|FEB(?:RUARY)?|MARCH|APR(?:IL)?|JUNE?|JULY?|AUG(?:UST)?|SEPT?(?:EMBER)?|OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?|(?:MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)DAY)$/;

export const wordOf = (lemma: string): Word | undefined => words().get(lemma);

const alike = new Map<string, ReadonlyMap<string, number>>();

/** Words that may stand for this one, with how well: 1 for itself, 0.9 for one meaning, less for like company. */
export function standsFor(lemma: string): ReadonlyMap<string, number> {
  const known = alike.get(lemma);
  if (known) return known;
  const word = words().get(lemma);
  const out = new Map<string, number>();
  for (const pair of word?.near ? word.near.split(' ') : [])
    out.set(list[Number.parseInt(pair.slice(0, -1), 36)]!, Number(pair.at(-1)) / 10);
  for (const m of word?.meanings ?? []) for (const other of byMeaning().get(m) ?? []) out.set(other, 0.9);
  out.set(lemma, 1);
  if (alike.size > 20_000) alike.clear();
  alike.set(lemma, out);
  return out;
}
let meanings: Map<string, string[]> | null = null;
function byMeaning(): Map<string, string[]> {
  if (meanings) return meanings;
  meanings = new Map();
  for (const [w, word] of words())
    for (const m of word.meanings) {
      const at = meanings.get(m);
      if (at) at.push(w);
      else meanings.set(m, [w]);
    }
  return meanings;
}

/** How well one word stands for another, 0 to 1. */
export const likeness = (x: string, y: string): number =>
  x === y ? 1 : Math.max(standsFor(x).get(y) ?? 0, standsFor(y).get(x) ?? 0);
