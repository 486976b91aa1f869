// A bulletin as a page for people: one HTML file without scripts or outside parts, in any of the six languages, that reads
// aloud and prints well. Ids, numbers and dates are isolated, or right-to-left text would turn them round.

import {
  type BulletinFigure,
  type BulletinItem,
  type CitedFinding,
  type Name,
  TermsBody,
  type Words,
} from '@sulh/mechanism';
import { parseCheckpoint, parseEntry, parsePolicy } from '@sulh/record';
import type { BulletinFile } from './bulletin-file.ts';
import { instantParts, languageName, numberIn } from './dates.ts';
import { type Html, html } from './html.ts';
import { directionOf, hasMessage, type Language, say } from './messages.ts';
import { STYLE } from './style.ts';

export interface PageOptions {
  /** Where an entry can be opened; without it the page's own list of entries is what a figure opens. */
  readonly entryUrl?: (id: string) => string;
  /** Where the bulletin's file is. */
  readonly fileUrl?: string;
}

interface Page extends PageOptions {
  readonly language: Language;
  /** Organisation id to its names in the terms. */
  readonly names: ReadonlyMap<string, Name>;
  /** Number of an entry in the list at the end. */
  readonly numbers: ReadonlyMap<string, number>;
}

/** The page of a bulletin file. The file should have been verified: what it says is shown as it says it. */
export function bulletinPage(file: BulletinFile, language: Language, options: PageOptions = {}): string {
  const { bulletin, record, notes } = file;
  const { body } = bulletin;
  const terms = termsOf(file);
  const page: Page = {
    ...options,
    language,
    names: new Map((terms?.organisations ?? []).map((one) => [one.id, one.name])),
    numbers: new Map(file.cited.map((one, i) => [one.id, i + 1])),
  };
  const t = (code: string, values?: Record<string, string | number>) => say(language, code, values);
  const withdrawal =
    notes.withdrawal && (parseEntry(notes.withdrawal.note, record.origin).entry.body as { because?: string });
  const title = inLanguage(body.title, language).text;
  const approvals = notes.approvals.map(({ note }) => {
    const [signature] = parseEntry(note, record.origin).signatures;
    return signature ? signature.name.slice(record.origin.length + 1) : '';
  });

  const content = html`
<header>
  <p class="kind">${words(page, terms?.name ?? {})} · ${t(`type.${body.type}`)}</p>
  <h1>${words(page, body.title)}</h1>
  <p>${between(t('window', { from: '\ue000', to: '\ue001' }), { '\ue000': when(page, body.from), '\ue001': when(page, body.to) })}</p>
  <p>${between(t('published', { at: '\ue000' }), { '\ue000': when(page, bulletin.published) })} · <strong>${t(`status.${bulletin.status}`)}</strong></p>
  ${terms?.demonstration && html`<p class="notice loud"><strong>${t('notice.demonstration')}</strong> ${words(page, terms.demonstration.notice)}</p>`}
  ${withdrawal && html`<div class="notice loud" role="note"><strong>${t('notice.withdrawn')}</strong> ${quoted(withdrawal.because ?? '')}</div>`}
  ${bulletin.because !== undefined && html`<div class="notice" role="note"><strong>${t('notice.corrected')}</strong> ${quoted(bulletin.because)}</div>`}
  ${body.notJoint.map(
    (one) =>
      html`<p class="notice" role="note">${between(t('notice.not-joint', { organisation: '\ue000', since: '\ue001' }), {
        '\ue000': organisation(page, one.organisation),
        '\ue001': when(page, one.since),
      })}</p>`,
  )}
</header>
<main>
${body.sections.map(
  (section) =>
    html`<section aria-labelledby="s-${section.id}"><h2 id="s-${section.id}">${
      hasMessage(`section.${section.id}`) && !(language in section.heading)
        ? t(`section.${section.id}`)
        : words(page, section.heading)
    }</h2>${section.items.map((one) => item(page, one))}</section>`,
)}
${body.findings.length > 0 && html`<section aria-labelledby="findings"><h2 id="findings">${t('heading.findings')}</h2>${body.findings.map((one) => finding(page, one))}</section>`}
<section aria-labelledby="coverage"><h2 id="coverage">${t('heading.coverage')}</h2>${item(page, body.coverage)}</section>
<section aria-labelledby="limits"><h2 id="limits">${t('heading.limits')}</h2>${block(page, body.limits)}</section>
<section aria-labelledby="approvals"><h2 id="approvals">${t('heading.approvals')}</h2><ul>${approvals.map(
    (member) =>
      html`<li>${between(t('approval', { member: '\ue000', organisation: '\ue001' }), {
        '\ue000': code(member),
        '\ue001': organisation(page, member.split('/')[0]!),
      })}</li>`,
  )}</ul></section>
<section aria-labelledby="verify"><h2 id="verify">${t('heading.verify')}</h2>
  <p>${t('verify.how')}</p>
  <pre dir="ltr"><code>sulh verify ${options.fileUrl ? html`<a href="${options.fileUrl}">bulletin.json</a>` : 'bulletin.json'} --key …</code></pre>
  <p>${between(t('verify.record', { origin: '\ue000', size: parseCheckpoint(file.checkpoint).size }), { '\ue000': code(record.origin) })}</p>
  <p>${t('verify.key')} ${parsePolicy(record.policy).logs.map(({ vkey }) => code(vkey))}</p>
</section>
<section class="entries" aria-labelledby="entries"><h2 id="entries">${t('heading.entries')}</h2>
  <div class="scroll" tabindex="0" role="region" aria-labelledby="entries"><table>
  <thead><tr><th scope="col">#</th><th scope="col">${t('column.entry')}</th><th scope="col">${t('column.index')}</th><th scope="col">${t('column.audience')}</th><th scope="col">${t('column.leaf')}</th></tr></thead>
  <tbody>${file.cited.map(
    (one, i) =>
      html`<tr id="e-${one.id}"><td>${number(page, i + 1)}</td><td>${
        options.entryUrl ? html`<a href="${options.entryUrl(one.id)}">${code(one.id)}</a>` : code(one.id)
      }</td><td>${number(page, one.index)}</td><td>${t(`audience.${one.audience}`)}</td><td>${code(one.leaf)}</td></tr>`,
  )}</tbody></table></div>
</section>
</main>`;

  return html`<!doctype html>
<html lang="${language === 'prs' ? 'fa-AF' : language}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>${content}</body>
</html>
`.text;
}

/** The terms that the bulletin was approved under, from the file's own signed notes. */
function termsOf(file: BulletinFile): TermsBody | undefined {
  const bodies = file.notes.keys.map(({ note }) => parseEntry(note, file.record.origin).entry);
  const newest = bodies.findLast((one) => one.kind === 'terms.adopt');
  const read = newest && TermsBody.safeParse(newest.body);
  return read?.success ? read.data : undefined;
}

function inLanguage(of: Words | Name, language: Language): { tag: string; text: string } {
  const tag = of[language] !== undefined ? language : of.en !== undefined ? 'en' : (Object.keys(of)[0] ?? language);
  return { tag, text: of[tag] ?? '' };
}

/** Words in the page's language; if they are in another only, that is marked and said. */
function words(page: Page, of: Words | Name): Html {
  const { tag, text } = inLanguage(of, page.language);
  if (tag === page.language) return html`${paragraphs(text)}`;
  const said = say(page.language, 'language.only', { language: languageName(page.language, tag) });
  return html`<span lang="${tag}" dir="${directionOf(tag)}">${paragraphs(text)}</span> <small class="language">(${said})</small>`;
}

/** Words as a block of their own, which runs in its own direction when they are in another language than the page. */
function block(page: Page, of: Words | Name, ...after: readonly (Html | undefined)[]): Html {
  const { tag, text } = inLanguage(of, page.language);
  if (tag === page.language) return html`<p>${paragraphs(text)} ${after}</p>`;
  const said = say(page.language, 'language.only', { language: languageName(page.language, tag) });
  const own = page.language === 'prs' ? 'fa-AF' : page.language;
  return html`<p lang="${tag}" dir="${directionOf(tag)}">${paragraphs(text)} <small class="language" lang="${own}"><bdi>(${said})</bdi></small> ${after}</p>`;
}

const paragraphs = (text: string): Html =>
  html`${text.split('\n').map((line, i) => (i === 0 ? line : html`<br>${line}`))}`;
const quoted = (text: string, language?: string): Html =>
  html`<q${language ? html` lang="${language}"` : ''} dir="auto">${paragraphs(text)}</q>`;
const code = (text: string): Html => html`<bdi dir="ltr"><code>${text}</code></bdi>`;
const number = (page: Page, value: number): Html => html`<bdi>${numberIn(page.language, value)}</bdi>`;
const organisation = (page: Page, id: string): Html => {
  const name = page.names.get(id);
  return name ? html`<bdi>${words(page, name)}</bdi>` : code(id);
};

function when(page: Page, instant: string): Html {
  const { date, time, beside } = instantParts(page.language, instant);
  return html`<time datetime="${instant}"><bdi>${date}</bdi> <bdi dir="ltr">${time}</bdi>${beside && html` <small>(<bdi>${beside}</bdi>)</small>`}</time>`;
}

/** A message whose marks are replaced by markup. */
function between(message: string, marks: Record<string, Html>): Html {
  const parts = message.split(/([\ue000\ue001])/);
  return html`${parts.map((part) => marks[part] ?? part)}`;
}

function item(page: Page, one: BulletinItem): Html {
  return html`<div class="item">${block(page, one.text, opens(page, one.entries))}${
    one.figures.length > 0 &&
    html`<ul class="figures">${one.figures.map((each) => html`<li>${figure(page, each)}</li>`)}</ul>`
  }</div>`;
}

function figure(page: Page, { code: of, what, value, entries }: BulletinFigure): Html {
  const known = hasMessage(`figure.${of}`) && !(page.language in what);
  const label = known ? html`${say(page.language, `figure.${of}`)}` : words(page, what);
  const shown = value === 'not-observed' ? html`${say(page.language, 'not-observed')}` : number(page, value);
  return html`${label}: <strong>${shown}</strong> ${opens(page, entries)}`;
}

/** The entries behind a line: each opens. Long lists fold. */
function opens(page: Page, entries: readonly string[]): Html | undefined {
  if (entries.length === 0) return undefined;
  const links = entries.map((id) => {
    const at = page.numbers.get(id);
    return html` <a href="${page.entryUrl ? page.entryUrl(id) : `#e-${id}`}"><bdi>[${at === undefined ? '?' : numberIn(page.language, at)}]</bdi></a>`;
  });
  if (entries.length <= 6) return html`<small class="opens">${links}</small>`;
  return html`<details class="opens"><summary><small>${say(page.language, 'opens', { count: entries.length })}</small></summary><small>${links}</small></details>`;
}

function finding(page: Page, one: CitedFinding): Html {
  const t = (code: string, values?: Record<string, string | number>) => say(page.language, code, values);
  return html`<article class="finding">${block(page, one.statement)}
<p><strong>${t('standard', { standard: t(`standard.${one.standard}`) })}</strong> · ${t(`basis.${one.basis}`)}</p>
<ul class="positions">${one.positions.map(
    (each) =>
      html`<li class="${each.position}"><strong>${t(`position.${each.position}`)}</strong> — ${between(
        t('approval', { member: '\ue000', organisation: '\ue001' }),
        { '\ue000': code(each.member), '\ue001': organisation(page, each.organisation) },
      )}${each.words !== undefined && html`: ${quoted(each.words, each.language)}`} ${opens(page, each.entry === undefined ? [] : [each.entry])}</li>`,
  )}</ul></article>`;
}
