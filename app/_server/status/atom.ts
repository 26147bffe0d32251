import { Feed } from 'feed';
import type { NoticeState, NoticeView } from '#domain/status-view.ts';

/** What a feed says of itself, in words of whoever makes it; instants in UTC ms. */
export type FeedOf = {
  title: string;
  subtitle: string;
  /** its own address and that of the page it is of */
  self: string;
  page: string;
  updated: number;
  entryTitle: (title: string, state: NoticeState) => string;
};

/** An Atom feed (RFC 4287) of notices: one entry for each entry of a timeline, newest first, each under an id that it keeps for ever. */
export function atomOf(notices: readonly NoticeView[], of: FeedOf): string {
  const feed = new Feed({
    id: of.self,
    title: plain(of.title),
    description: plain(of.subtitle),
    link: of.page,
    feedLinks: { atom: of.self },
    updated: new Date(of.updated),
    generator: 'Headroom',
    author: { name: 'Headroom' },
  });
  const entries = notices.flatMap((notice) => notice.updates.map((update) => ({ notice, update })));
  entries.sort((a, b) => b.update.at - a.update.at || (a.notice.id < b.notice.id ? -1 : 1));
  for (const { notice, update } of entries)
    feed.addItem({
      id: `${of.page}#n-${notice.id}-${update.at}`,
      link: `${of.page}#n-${notice.id}`,
      // the library says that titles are HTML
      title: escaped(plain(of.entryTitle(notice.title, update.state))),
      content: inCdata(plain(update.html)),
      published: new Date(update.at),
      date: new Date(update.editedAt ?? update.at),
    });
  return feed.atom1();
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
