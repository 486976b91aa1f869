// Published bulletins as a JSON Feed (version 1.1), newest first. A withdrawn bulletin stays, as its tombstone.

import { type Bulletin, type Reader, termsInForce } from '@sulh/mechanism';
import type { Language } from './messages.ts';
import { say } from './messages.ts';

export interface FeedOptions {
  readonly language: Language;
  /** Address of the feed itself, and of a bulletin's page and file. */
  readonly feedUrl: string;
  readonly pageUrl: (id: string) => string;
  readonly fileUrl: (id: string) => string;
}

const in_ = (words: Readonly<Record<string, string>>, language: Language): string =>
  words[language] ?? words.en ?? Object.values(words)[0] ?? '';

/** The feed of what was published, for everybody. */
export function bulletinFeed(reader: Reader, options: FeedOptions) {
  const { language } = options;
  const published = reader
    .all('bulletin')
    .flatMap((bulletin) => {
      const version = bulletin.versions.findLast((one) => one.published !== undefined);
      return version && bulletin.audience === 'public' ? [{ bulletin, version }] : [];
    })
    .sort((a, b) => (a.version.published! < b.version.published! ? 1 : -1));
  return {
    version: 'https://jsonfeed.org/version/1.1',
    title: `${in_(termsInForce(reader)?.name ?? {}, language)}: ${say(language, 'feed.title')}`,
    feed_url: options.feedUrl,
    language: language === 'prs' ? 'fa-AF' : language,
    items: published.map(({ bulletin, version }) => ({
      id: bulletin.id,
      url: options.pageUrl(bulletin.id),
      title: titleOf(bulletin, in_(version.body.title, language), language),
      content_text: bulletin.withdrawn
        ? `${say(language, 'notice.withdrawn')} ${bulletin.withdrawn.because}`
        : version.body.sections.flatMap((section) => section.items.map((item) => in_(item.text, language))).join('\n'),
      date_published: bulletin.versions.find((one) => one.published)?.published,
      date_modified: bulletin.withdrawn?.at ?? version.published,
      tags: [version.body.type, bulletin.status],
      attachments: [{ url: options.fileUrl(bulletin.id), mime_type: 'application/json', title: 'bulletin.json' }],
    })),
  };
}

const titleOf = (bulletin: Bulletin, title: string, language: Language): string =>
  bulletin.status === 'published' ? title : `${title} (${say(language, `status.${bulletin.status}`)})`;
