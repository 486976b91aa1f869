/**
 * A web page as it comes: which of its characters are the article. Tags are read once from left to right, as the HTML
 * standard tokenises them (an unclosed quotation mark or comment swallows the rest), so that no page takes more than
 * linear time. The article is where most of the running text stands together, as in readability and its successors
 * (Kohlschütter et al., Boilerplate Detection using Shallow Text Features, WSDM 2010): long blocks with few links.
 */

import { viewOf } from './text.ts';

export interface Page {
  /** As long as the page: the words of the headline and of the article, each block on a line; the rest blank. */
  readonly view: string;
  /** The headline, where a heading is it. */
  readonly head: { readonly start: number; readonly end: number } | null;
  /** What was left out, as `[start, end)`, where there are words in it. */
  readonly left: readonly (readonly [number, number])[];
  /** Day of publication that the page states for machines. */
  readonly published: string | null;
  /** The site's own name, as the page states it for machines. */
  readonly outlet: string | null;
}

/** The words of a page's headline and article as a text without markup, a paragraph to a block; and what the page says of itself. */
export function textOfPage(html: string): {
  readonly text: string;
  readonly published: string | null;
  readonly outlet: string | null;
} {
  const { view, published, outlet } = pageOf(html);
  const lines = viewOf(view).split('\n').map(plainOf);
  return { text: `${lines.filter((line) => line !== '').join('\n\n')}\n`, published, outlet };
}
/** Words of a view as a reader sees them. */
export const plainOf = (words: string): string =>
  words
    .replace(/\u2060/g, '')
    .replace(/ {2,}/g, ' ')
    .trim();

interface Node {
  readonly name: string;
  readonly parent: number;
  /** Called a menu, a caption, comments or the like. */
  readonly aside: boolean;
  /** Characters of running text in it, however deep. */
  prose: number;
  /** It, or what it stands in, is not of the article. */
  out: boolean;
}
interface Block {
  readonly node: number;
  readonly runs: [number, number][];
  letters: number;
  linked: number;
}

const VOID = /^(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)$/;
const INLINE =
  /^(?:a|abbr|acronym|b|bdi|bdo|big|cite|code|data|dfn|del|em|font|i|ins|kbd|label|mark|nobr|q|rp|rt|ruby|s|samp|small|span|strike|strong|sub|sup|time|tt|u|var|wbr|img|input)$/;
/** What is inside is no text, or none of the article. */
const RAW = /^(?:script|style|noscript|textarea|iframe|noembed|noframes|xmp|template|title|svg|select|object|math)$/;
const ASIDE = /^(?:nav|footer|aside|button|figure|figcaption|dialog|menu|caption|audio|video|address|head|fieldset)$/;
const ROLE =
  /^(?:navigation|complementary|contentinfo|search|dialog|alert|alertdialog|menu|menubar|banner|toolbar|tooltip)$/;
/** Names that sites give to what is not the article. */
const UNLIKELY =
  /comment|disqus|share|sharing|social|related|recommend|recirc|read-?more|more-?(?:from|on|stories|news)|side-?bar|promo|newsletter|subscri|sign-?up|log-?in|register|cookie|consent|gdpr|banner|bread-?crumb|menu|navig|nav-|-nav|foot|mast-?head|widget|sponsor|advert|(?:^|[\s_-])ads?(?:$|[\s_-])|pop-?up|modal|overlay|outbrain|taboola|most-?(?:read|popular|viewed)|trending|popular|caption|credit|gallery|carousel|slide|tags?(?:$|[\s_-])|tool-?bar|skip|copyright|pagination|pager|print|hidden|disclaimer|author-?(?:bio|info|box)|tease|teaser|poll|rating|ticker/i;
const LIKELY =
  /article-?(?:body|content|text|main)|(?:post|entry|story|page|main)-?(?:body|content|text)|(?:^|[\s_-])(?:main|content|article|post|story|body)(?:$|[\s_-])/i;

/** Letters of running text of which an article has more. */
const LEAST = 400;

const TAG = /[<][/]?[a-zA-Z]/y;
const NAME = /[^\s/>]+/y;
const ATTRIBUTE = /[\s/]*([^\s/>=]+)(?:\s*=\s*(?:"([^"]*)"?|'([^']*)'?|([^\s>]+)))?/y;

/** Whether a text is a web page, not an article in which some markup was left. */
export const isPage = (text: string): boolean =>
  /^[\s\ufeff]*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,2000}-->\s*)*<(?:!doctype\s+html|html|head|body)\b/i.test(
    text.slice(0, 5_000),
  );

/** Reads a page. Never throws on any text. */
export function pageOf(html: string): Page {
  const nodes: Node[] = [{ name: '', parent: -1, aside: false, prose: 0, out: false }];
  const stack = [0];
  const open = new Map<string, number>();
  const blocks: Block[] = [];
  const heads: Block[] = [];
  const meta = new Map<string, string>();
  let block: Block | undefined;
  let links = 0;
  let title = '';

  const close = (): void => {
    const node = nodes[stack.pop()!]!;
    open.set(node.name, open.get(node.name)! - 1);
    block = undefined;
  };
  const words = (start: number, end: number): void => {
    let letters = 0;
    for (let i = start; i < end; i++) if (html.charCodeAt(i) > 32) letters++;
    if (letters === 0) return void block?.runs.push([start, end]);
    if (!block) {
      const node = stack.at(-1)!;
      block = { node, runs: [], letters: 0, linked: 0 };
      blocks.push(block);
      if (/^h[1-3]$/.test(nodes[node]!.name)) heads.push(block);
    }
    block.runs.push([start, end]);
    block.letters += letters;
    if (links > 0) block.linked += letters;
  };

  let at = 0;
  while (at < html.length) {
    let tag = html.indexOf('<', at);
    if (tag < 0) tag = html.length;
    if (tag > at) words(at, tag);
    if (tag === html.length) break;
    if (html.startsWith('<!--', tag)) {
      const end = html.indexOf('-->', tag + 4);
      at = end < 0 ? html.length : end + 3;
      continue;
    }
    if (html[tag + 1] === '!' || html[tag + 1] === '?') {
      const end = html.indexOf('>', tag);
      at = end < 0 ? html.length : end + 1;
      continue;
    }
    TAG.lastIndex = tag;
    if (!TAG.test(html)) {
      words(tag, tag + 1);
      at = tag + 1;
      continue;
    }
    const ending = html[tag + 1] === '/';
    NAME.lastIndex = tag + (ending ? 2 : 1);
    const name = NAME.exec(html)![0].slice(0, 40).toLowerCase();
    const attributes = new Map<string, string>();
    at = NAME.lastIndex;
    for (ATTRIBUTE.lastIndex = at; ; ) {
      const found = ATTRIBUTE.exec(html);
      if (!found) break;
      at = ATTRIBUTE.lastIndex;
      if (attributes.size < 60) attributes.set(found[1]!.toLowerCase(), found[2] ?? found[3] ?? found[4] ?? '');
    }
    const end = html.indexOf('>', at);
    at = end < 0 ? html.length : end + 1;

    if (name === 'a') links = Math.max(0, links + (ending ? -1 : 1));
    if (name === 'br' || name === 'hr') block = undefined;
    if (name === 'meta' && !ending) {
      const key = attributes.get('property') ?? attributes.get('name') ?? attributes.get('itemprop');
      if (key && !meta.has(key.toLowerCase())) meta.set(key.toLowerCase(), attributes.get('content') ?? '');
    }
    if (name === 'time' && !ending && attributes.has('datetime') && !meta.has('time'))
      meta.set('time', attributes.get('datetime')!);
    if (VOID.test(name) || INLINE.test(name)) continue;
    if (ending) {
      if ((open.get(name) ?? 0) > 0) {
        while (nodes[stack.at(-1)!]!.name !== name) close();
        close();
      }
      block = undefined;
      links = 0;
      continue;
    }
    if (RAW.test(name) && !(/^(?:svg|math)$/.test(name) && html[at - 2] === '/')) {
      const over = new RegExp(`</${name}(?=[\\s/>])`, 'gi');
      over.lastIndex = at;
      const last = over.exec(html);
      const stop = last ? last.index : html.length;
      if (name === 'title' && title === '') title = html.slice(at, Math.min(stop, at + 1_000));
      if (name === 'script' && /ld\+json/i.test(attributes.get('type') ?? '')) {
        const day = /"datePublished"\s*:\s*"([^"]{10,40})"/.exec(html.slice(at, Math.min(stop, at + 100_000)));
        if (day && !meta.has('json-ld')) meta.set('json-ld', day[1]!);
      }
      // It is no text of the article, but it stands there.
      if (stop > at) blocks.push({ node: stack.at(-1)!, runs: [[at, stop]], letters: 0, linked: 1 });
      block = undefined;
      const after = html.indexOf('>', stop);
      at = after < 0 ? html.length : after + 1;
      continue;
    }
    // A paragraph ends where the next block begins, an item where the next item does.
    const top = nodes[stack.at(-1)!]!.name;
    if (top === 'p' || (top === name && /^(?:li|dt|dd|option|tr|td|th)$/.test(name))) close();
    const parent = stack.at(-1)!;
    nodes.push({ name, parent, aside: isAside(name, attributes), prose: 0, out: false });
    stack.push(nodes.length - 1);
    open.set(name, (open.get(name) ?? 0) + 1);
    block = undefined;
  }

  const prose = blocks.filter((one) => isProse(one, html));
  weigh(nodes, prose);
  // What holds most of the running text is the article, whatever it is called.
  const most = nodes[0]!.prose * 0.8;
  const holds = holdingArticle(nodes);
  for (const [i, one] of nodes.entries())
    one.out = (nodes[one.parent]?.out ?? false) || (one.aside && one.prose < most && !holds[i]);
  weigh(
    nodes,
    prose.filter((one) => !nodes[one.node]!.out),
  );
  const head = headOf(heads, nodes, html, meta.get('og:title') || title);
  const within = insideOf(nodes, articleNode(nodes, around(nodes, head)));
  const kept = new Set(
    blocks.filter(({ node, linked, letters }) => within[node] && !nodes[node]!.out && linked <= letters * 0.5),
  );
  if (head) kept.add(head);
  // What stands above the headline is above the article.
  const first = head && blocks.some((one) => one !== head && kept.has(one) && one.node > head.node) ? head.node : -1;
  return {
    ...drawn(
      html,
      blocks,
      (one) => kept.has(one) && one.node >= first,
      (one) => one !== head && (nodes[one.node]!.name === 'li' || nodes[nodes[one.node]!.parent]?.name === 'li'),
    ),
    head: head ? { start: head.runs[0]![0], end: head.runs.at(-1)![1] } : null,
    published: dayIn(
      [
        'article:published_time',
        'datepublished',
        'json-ld',
        'date',
        'pubdate',
        'publish-date',
        'dc.date',
        'dc.date.issued',
        'parsely-pub-date',
        'sailthru.date',
        'time',
      ].map((key) => meta.get(key)),
    ),
    outlet: meta.get('og:site_name')?.trim().slice(0, 100) || null,
  };
}

function isAside(name: string, attributes: ReadonlyMap<string, string>): boolean {
  if (ASIDE.test(name) || ROLE.test(attributes.get('role') ?? '')) return true;
  if (attributes.has('hidden') || attributes.get('aria-hidden') === 'true') return true;
  if (/display:\s*none/i.test(attributes.get('style') ?? '')) return true;
  if (/^(?:html|body|main|article|p|h1|h2|form)$/.test(name)) return false;
  const called = `${attributes.get('class') ?? ''} ${attributes.get('id') ?? ''}`.slice(0, 500);
  return UNLIKELY.test(called) && !LIKELY.test(called);
}

/** Running text: long enough, hardly a link, with the marks that sentences have. */
function isProse(one: Block, html: string): boolean {
  if (one.letters < 60 || one.linked > one.letters * 0.35) return false;
  return one.runs.some(([start, end]) =>
    /[.!?…”"’'»。؟۔][)\]]?\s*$|[,;:.،؛]\s|[。、]/.test(html.slice(Math.max(start, end - 4_000), end)),
  );
}

/** How much of the running text each node holds, itself and all in it. */
function weigh(nodes: readonly Node[], prose: readonly Block[]): void {
  for (const one of nodes) one.prose = 0;
  for (const one of prose) nodes[one.node]!.prose += one.letters;
  for (let i = nodes.length - 1; i > 0; i--) nodes[nodes[i]!.parent]!.prose += nodes[i]!.prose;
}

/** Nodes in which an `article` or `main` stands that holds a good part of the running text: no name makes them an aside. */
function holdingArticle(nodes: readonly Node[]): Uint8Array {
  const holds = new Uint8Array(nodes.length);
  const least = nodes[0]!.prose * 0.3;
  for (let i = nodes.length - 1; i > 0; i--) {
    const { name, prose, parent, aside } = nodes[i]!;
    if (!aside && /^(?:article|main)$/.test(name) && prose > least) holds[i] = 1;
    if (holds[i]) holds[parent] = 1;
  }
  return holds;
}

/** The least that holds the headline and a paragraph or two with it; without a headline, the whole page. */
function around(nodes: readonly Node[], head: Block | undefined): number {
  let at = head ? nodes[head.node]!.parent : 0;
  while (at > 0 && nodes[at]!.prose < LEAST) at = nodes[at]!.parent;
  return Math.max(0, at);
}

/** From there down to where most of the running text still stands together. */
function articleNode(nodes: readonly Node[], from: number): number {
  const most = new Int32Array(nodes.length).fill(-1);
  for (let i = 1; i < nodes.length; i++) {
    const { parent } = nodes[i]!;
    if (most[parent]! < 0 || nodes[i]!.prose > nodes[most[parent]!]!.prose) most[parent] = i;
  }
  let at = from;
  for (let next = most[at]!; next >= 0 && nodes[next]!.prose > nodes[at]!.prose * 0.7; next = most[at]!) {
    if (/^(?:p|li|td|blockquote)$/.test(nodes[next]!.name)) break;
    at = next;
  }
  return at;
}

function insideOf(nodes: readonly Node[], root: number): Uint8Array {
  const inside = new Uint8Array(nodes.length);
  inside[root] = 1;
  for (let i = root + 1; i < nodes.length; i++) inside[i] = inside[nodes[i]!.parent]!;
  return inside;
}

/** The headline among the headings: that which the page's own title holds, the greatest first; or the only great one. */
function headOf(heads: readonly Block[], nodes: readonly Node[], html: string, title: string): Block | undefined {
  const bare = (s: string): string =>
    s
      .replace(/&[#\w]+;/g, '')
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
      .toLowerCase();
  const wanted = bare(title);
  const plain = heads.filter(({ node }) => nodes[node]!.name === 'h1' && !nodes[node]!.out);
  const said = (one: Block): string => bare(one.runs.map(([s, e]) => html.slice(s, e)).join(''));
  return (
    ['h1', 'h2', 'h3']
      .flatMap((name) => heads.filter(({ node }) => nodes[node]!.name === name))
      .find((one) => said(one).length > 8 && wanted.includes(said(one))) ?? (plain.length === 1 ? plain[0] : undefined)
  );
}

function dayIn(values: readonly (string | undefined)[]): string | null {
  for (const value of values) {
    const day = /^\s*((?:19|20)\d\d-\d\d-\d\d)(?!\d)/.exec(value ?? '')?.[1];
    if (day && !Number.isNaN(Date.parse(day))) return day;
  }
  return null;
}

/** The view, and what is left out of it. Points of a list have a mark before them, in place of their tag. */
function drawn(
  html: string,
  blocks: readonly Block[],
  keep: (one: Block) => boolean,
  isPoint: (one: Block) => boolean,
): Pick<Page, 'view' | 'left'> {
  const parts: string[] = [];
  const left: [number, number][] = [];
  let at = 0;
  let gap: [number, number] | undefined;
  for (const one of blocks) {
    const start = one.runs[0]![0];
    const end = one.runs.at(-1)![1];
    if (!keep(one)) {
      if (gap) gap[1] = end;
      else {
        gap = [start, end];
        left.push(gap);
      }
      continue;
    }
    gap = undefined;
    const before = isPoint(one) && start - at > 3 ? '\n\n• ' : '\n\n'.slice(0, start - at);
    parts.push(' '.repeat(Math.max(0, start - at - before.length)), before);
    let inner = start;
    for (const [s, e] of one.runs) {
      // A tag within a word is none for the reader.
      parts.push('\u2060'.repeat(s - inner), html.slice(s, e).replace(/\s/g, ' '));
      inner = e;
    }
    at = end;
  }
  parts.push('\n\n'.slice(0, html.length - at), ' '.repeat(Math.max(0, html.length - at - 2)));
  return { view: parts.join(''), left };
}
