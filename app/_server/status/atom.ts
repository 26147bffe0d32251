import { Feed } from 'feed';
import type { NoticeView } from '#domain/status-view.ts';
import { entriesOf, type FeedMoment } from './feed-entries.ts';

/** What a feed says of itself, in words of whoever makes it; instants in UTC ms. */
export type FeedOf = {
  title: string;
  /** its own address and that of the page it is of */
  self: string;
  page: string;
  /** of when the notices are, and whether they may have changed since */
  asOf: number;
  stale: boolean;
} & EntryWords;
/** A feed's text, and what is the same in all that differ only in when they are of: what its tag is made from. */
export type FeedText = { text: string; identity: string };
/** What a feed says of how current it is, and in its entries; instants in RFC 3339. */
export type EntryWords = {
  subtitle: (asOf: string, stale: boolean) => string;
  entryTitle: (title: string, moment: FeedMoment) => string;
  /** of a maintenance that begins or ends; until null = it is open */
  edgeText: (moment: 'BEGUN' | 'ENDED', until: string | null) => string;
};

/** An Atom feed (RFC 4287) of notices: one entry for each entry of a timeline, and for each maintenance that began or ended, newest first, each under an id that it keeps for ever. It was updated when its newest entry was. */
export function atomOf(notices: readonly NoticeView[], of: FeedOf): FeedText {
  const entries = entriesOf(notices, of.asOf);
  const feed = new Feed({
    id: of.self,
    title: plain(of.title),
    description: plain(of.subtitle(new Date(of.asOf).toISOString(), of.stale)),
    link: of.page,
    feedLinks: { atom: of.self },
    updated: new Date(Math.max(0, ...entries.map(({ updated }) => updated))),
    generator: 'Headroom',
    author: { name: 'Headroom' },
  });
  for (const { notice, key, at, updated, moment, html } of entries)
    feed.addItem({
      id: `${of.page}#n-${notice.id}-${key}`,
      link: `${of.page}#n-${notice.id}`,
      // the library says that titles are HTML
      title: escaped(plain(of.entryTitle(notice.title, moment))),
      content: inCdata(plain(html ?? edgeHtml(notice, moment, of))),
      published: new Date(at),
      date: new Date(updated),
    });
  const text = feed.atom1();
  feed.options.description = of.stale ? 'stale' : 'current';
  return { text, identity: feed.atom1() };
}

function edgeHtml({ endsAt }: NoticeView, moment: FeedMoment, { edgeText }: EntryWords): string {
  const until = endsAt === null ? null : new Date(endsAt).toISOString();
  return `<p>${escaped(edgeText(moment === 'ENDED' ? 'ENDED' : 'BEGUN', until))}</p>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Characters that XML 1.0 cannot hold become spaces. */
function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ' ');
}

/** HTML reads `&gt;` as `>`, and nothing ends the section early. */
function inCdata(html: string): string {
  return html.replaceAll(']]>', ']]&gt;');
}
