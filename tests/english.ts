// English that is left over on a page of another language: words in Latin letters that nobody on record has said.

import type { Page } from 'playwright-core';

/** Names that every language writes in Latin letters. */
const NAMES =
  /\b(?:UTC|CSV|HXL|JSON|GeoJSON|PDF|QR|TLP|CLEAR|GREEN|AMBER|STRICT|RED|SHA-256|GeoNames|Natural Earth|npx sulh|sulh|km|MB|KB|Ctrl|Feed|Sulh|English|Türkçe)\b/g;
/** What other scripts are written in, and the marks that set words apart. */
const OTHERS = /[\u0590-\u08ff\ufb50-\ufdff\ufe70-\ufeff\u2066-\u2069]+/;
/** Codes, which a page has words for: nobody has said them. */
const CODE = /^[a-z0-9][a-z0-9.:_>-]*$/;
/** Where a single word is one that somebody wrote. */
const WORDS = ['word', 'instead', 'words', 'text'];
/** What goes on in a word, or in a key or hash, which nobody has said. */
const INSIDE = /[\p{L}\p{N}+/=_]/u;
const plain = (text: string): string => text.replace(/[\u2066-\u2069\u2060]/g, '').replace(/\s+/g, ' ');

/** What the answers to a page hold of people’s words, from now on. A name that the record has in the page’s language is not one of its English ones. */
export class Said {
  readonly #language: string;
  #all = '';

  constructor(page: Page, language: string) {
    this.#language = language;
    page.on('response', async (answer) => {
      if (!/\/(?:api|records)\//.test(answer.url()) || !answer.headers()['content-type']?.includes('json')) return;
      this.#hear(await answer.json().catch(() => undefined));
    });
  }

  #hear(value: unknown, key = ''): void {
    if (typeof value === 'string') {
      if (key !== 'english' && (WORDS.includes(key) || !CODE.test(value))) this.#all += `${plain(value)}\n`;
    } else if (Array.isArray(value)) {
      for (const one of value) this.#hear(one, key);
    } else if (value !== null && typeof value === 'object') {
      const words = value as Record<string, unknown>;
      const own = 'en' in words ? words[this.#language] : undefined;
      if (own !== undefined) this.#hear(own);
      else for (const [name, one] of Object.entries(words)) this.#hear(one, name);
    }
  }

  /** Whether the words are somebody’s, whole and in their order. */
  has(words: string): boolean {
    // Of a few letters only as words of their own: they come by chance in every key.
    if (words.length > 12) return this.#all.includes(words);
    for (let at = this.#all.indexOf(words); at >= 0; at = this.#all.indexOf(words, at + 1))
      if (!INSIDE.test(this.#all[at - 1] ?? '') && !INSIDE.test(this.#all[at + words.length] ?? '')) return true;
    return false;
  }
}

/** Every text that the page shows or reads out, with where it stands. */
const texts = (page: Page): Promise<[where: string, text: string][]> =>
  page.evaluate(() => {
    const found: [string, string][] = [];
    const where = (element: Element) => `${element.tagName.toLowerCase()}.${element.className}`;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement!;
      if (!parent.closest('script, style, code, kbd, pre, .id, .raw'))
        found.push([where(parent), node.textContent ?? '']);
    }
    for (const element of document.querySelectorAll('[aria-label], [placeholder], [title], [alt]'))
      for (const name of ['aria-label', 'placeholder', 'title', 'alt'])
        if (element.hasAttribute(name) && !element.matches('.id'))
          found.push([`${where(element)}[${name}]`, element.getAttribute(name)!]);
    found.push(['title', document.title.replace(/ · Sulh$/, '')]);
    return found;
  });

/** The words on a page that are in Latin letters and nobody’s. */
export async function leftOver(page: Page, said: Said): Promise<string[]> {
  return (await texts(page)).flatMap(([where, text]) =>
    plain(text)
      .split(OTHERS)
      .filter((part) => /[A-Za-z]{2}/.test(part.replace(NAMES, '').replace(/\S*\d\S*/g, '')))
      .map((part) => part.replace(/^\P{Script=Latin}+|\P{Script=Latin}+$/gu, ''))
      .filter((part) => !said.has(part))
      .map((part) => `${where}: ${part}`),
  );
}
