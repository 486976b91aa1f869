/** Names of several words in a text that came in capitals and was set in small letters word by word. */
import { type Names, nameKey } from './lexicon.ts';
import { STOP } from './text.ts';

const WORD = /\p{L}[\p{L}\p{M}’'-]*/gu;
const titled = (s: string): string => s.replace(WORD, (w) => (STOP.has(w) ? w : w[0]!.toUpperCase() + w.slice(1)));

/** "united nations", "national liberation front (NLF)": what the names know, and what initials stand for, with capitals. */
export function withNames(view: string, names: Names): string {
  const words = [...view.matchAll(WORD)].map((m) => ({ start: m.index, end: m.index + m[0].length, text: m[0] }));
  const out: string[] = [];
  let from = 0;
  for (let i = 0; i < words.length; i++) {
    const most = Math.min(names.starts.get(words[i]!.text.toLowerCase()) ?? 0, words.length - i);
    for (let n = most; n > 1; n--) {
      const [start, { end }] = [words[i]!.start, words[i + n - 1]!];
      if (end - start > 60 || !names.table.has(nameKey(view.slice(start, end).toLowerCase().replace(/\s+/g, ' '))))
        continue;
      out.push(view.slice(from, start), titled(view.slice(start, end)));
      from = end;
      i += n - 1;
      break;
    }
  }
  out.push(view.slice(from));
  return out
    .join('')
    .replace(/((?:[\p{L}’'-]{1,30}\s{1,8}){2,8})\((\p{Lu}{2,7})\)/gu, (all, before: string, short: string) => {
      const own = before.split(/(?<=\s)(?=\S)/);
      for (let k = 2; k <= own.length; k++) {
        const name = own.slice(-k);
        const first = name.map((w) => (STOP.has(w.trim()) ? '' : w[0]!.toUpperCase())).join('');
        // In whatever order: the letters may be of another language.
        if (first[0] === short[0] && first.length <= short.length + 1 && holds(first, short))
          return own.slice(0, -k).join('') + titled(name.join('')) + all.slice(before.length);
      }
      return all;
    });
}
const holds = (all: string, some: string): boolean =>
  [...some].reduce<string | null>((left, c) => (left?.includes(c) ? left.replace(c, '') : null), all) !== null;
