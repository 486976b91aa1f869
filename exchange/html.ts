// Markup as data that knows what is text and what is not: whatever is put into `html` is escaped unless it came out of `html`.

import { contained } from './contained.ts';

export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

type Part = Html | string | number | undefined | false | readonly Part[];

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escapeText = (text: string): string => text.replace(/[&<>"']/g, (one) => ESCAPES[one]!);

function put(part: Part): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map(put).join('');
  return escapeText(contained(String(part)));
}

/** A piece of markup; strings put into it are escaped, in content and in quoted attributes. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  new Html(strings.reduce((whole, string, i) => whole + put(parts[i - 1]) + string));
