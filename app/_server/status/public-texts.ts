import type { StatusPage } from '#domain/status-view.ts';
import { statusAnswer } from '../api/status-answer.ts';
import { atomOf, type EntryWords, type FeedText } from './atom.ts';

/** How public documents look and what they say; given by whoever may enter the room of looks. */
export type Looks = {
  html(page: StatusPage): string;
  badge(given: { name: string; level: StatusPage['level']; asOf: number; stale: boolean }): string;
  feed: EntryWords & {
    title(organisation: string): string;
  };
};
/** The page without what strangers are not told: endpoints' names, and all that is behind a level but what was published. */
export function forStrangers(page: StatusPage): StatusPage {
  const environments = page.environments.map((environment) => ({
    ...environment,
    reasons: environment.reasons.filter(({ what }) => what === 'notice'),
  }));
  return { ...page, environments };
}

/** A page for programs: the shape of GET /status with where it stands among its pages. */
export function asJson(page: StatusPage): string {
  const { contract, level, counts, total, page: number, pages } = page;
  return JSON.stringify({
    contract,
    level,
    counts,
    total,
    page: number,
    pages,
    ...statusAnswer(page, { reasons: false }),
  });
}

/** The Atom feed of a contract whose page is at an address. */
export function asFeed(
  page: StatusPage,
  { looks, origin, address }: { looks: Looks; origin: string; address: string },
): FeedText {
  const { title, ...words } = looks.feed;
  return atomOf([...page.open, ...page.planned, ...page.past], {
    title: title(page.contract?.organisation ?? ''),
    self: `${origin}${address}.atom`,
    page: `${origin}${address}`,
    asOf: page.asOf,
    stale: page.stale,
    ...words,
  });
}
