import { type Actor, scopeOf } from '../access/standing.ts';
import { acceptedOrigins } from '../env.ts';
import { atomOf, type EntryWords, type FeedText } from './atom.ts';
import { statusPage } from './board.ts';

type Words = EntryWords & { title: string };

/** The Atom feed of one person: notices of every contract on which they may see status, as the board has them now. file = its address' last part. No statement. */
export async function personFeed(actor: Actor, file: string, words: Words): Promise<FeedText> {
  const { open, planned, past, asOf, stale } = await statusPage({ contracts: scopeOf(actor, 'seeEnvironments') });
  const origin = acceptedOrigins()[0] ?? '';
  return atomOf([...open, ...planned, ...past], {
    ...words,
    self: `${origin}/feeds/${file}`,
    page: `${origin}/status`,
    asOf,
    stale,
  });
}
