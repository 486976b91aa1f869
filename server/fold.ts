// Folding of words for search, the same for what is stored and for what is asked, in JavaScript, so that PGlite and a
// PostgreSQL server of any locale find the same rows.

const LETTERS: Record<string, string> = {
  ي: 'ی',
  ى: 'ی',
  ې: 'ی',
  ۍ: 'ی',
  ك: 'ک',
  ګ: 'گ',
  ة: 'ه',
  ۀ: 'ه',
  ہ: 'ه',
  ھ: 'ه',
  ە: 'ه',
  ı: 'i',
};
const FOLDED = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'gu');
const MAX_WORD = 48;

/**
 * Text with the differences that a reader does not mean taken out: case, diacritics, the several Arabic-script letters
 * for one sound on a keyboard (ي/ی, ك/ک), digits of three scripts, tatweel; a zero-width joiner parts words.
 */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}\u0640]/gu, '')
    .replace(FOLDED, (letter) => LETTERS[letter] ?? letter)
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0));
}

/** The distinct folded words of a text, at most `limit`, each of at most 48 letters and digits. */
export function words(text: string, limit = 3_000): string[] {
  const found = new Set<string>();
  for (const [word] of fold(text).matchAll(/[\p{L}\p{N}]+/gu)) {
    found.add(word.slice(0, MAX_WORD));
    if (found.size >= limit) break;
  }
  return [...found];
}

// Ids, hashes and instants are found by their own fields; as words they would answer every search for a digit.
const MACHINE = /^(?:[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}|\d{4}-\d\d-\d\dT[\d:.]+Z)$/;

/** Every string that a person wrote inside plain data, joined; at most about `limit` UTF-16 units. */
export function textOf(data: unknown, limit = 200_000): string {
  const parts: string[] = [];
  let left = limit;
  const visit = (value: unknown): void => {
    if (left <= 0) return;
    if (typeof value === 'string') {
      if (MACHINE.test(value)) return;
      parts.push(value.slice(0, left));
      left -= value.length + 1;
    } else if (Array.isArray(value)) for (const one of value) visit(one);
    else if (value !== null && typeof value === 'object') for (const one of Object.values(value)) visit(one);
  };
  visit(data);
  return parts.join(' ');
}

/** A `tsquery` that wants every word of what was asked, the last letters of each left open; undefined if it asks nothing. */
export function searchFor(asked: string): string | undefined {
  const wanted = words(asked.slice(0, 500), 12);
  return wanted.length === 0 ? undefined : wanted.map((word) => `'${word}':*`).join(' & ');
}
