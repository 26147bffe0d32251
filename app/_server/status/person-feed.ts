import type { NoticeState } from '#domain/status-view.ts';
import { type Actor, scopeOf } from '../access/standing.ts';
import { acceptedOrigins } from '../env.ts';
import { atomOf } from './atom.ts';
import { statusPage } from './board.ts';

type Words = {
  title: string;
  subtitle: (asOf: string, stale: boolean) => string;
  entryTitle: (title: string, state: NoticeState) => string;
};

/** The Atom feed of one person: notices of every contract on which they may see status, as the board has them now. file = its address' last part. No statement. */
export async function personFeed(actor: Actor, file: string, words: Words): Promise<string> {
  const { open, planned, past, asOf, stale } = await statusPage({ contracts: scopeOf(actor, 'seeEnvironments') });
  const origin = acceptedOrigins()[0] ?? '';
  return atomOf([...open, ...planned, ...past], {
    title: words.title,
    subtitle: words.subtitle(new Date(asOf).toISOString(), stale),
    self: `${origin}/feeds/${file}`,
    page: `${origin}/status`,
    updated: asOf,
    entryTitle: words.entryTitle,
  });
}
