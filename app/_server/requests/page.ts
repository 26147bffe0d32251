import type { RequestState } from '#domain/lifecycle.ts';
import type { Operation } from '#domain/operation.ts';
import { isFull, type RequestView } from '#domain/request-view.ts';
import type { StoredRequest } from '#domain/stored-request.ts';
import type { Actor } from '../access/standing.ts';
import { db } from '../db.ts';
import { operationsOf } from '../operations/rows.ts';
import { done, type Outcome } from '../outcome.ts';
import { type Assessment, assessStored } from './check.ts';
import { listStory, type StoryItem } from './history.ts';
import { getWholeRequest } from './list.ts';
import { loadPlace, type Place } from './load-place.ts';

/** States in which a decision is open, so that today's verdict matters. */
const UNDECIDED: readonly RequestState[] = ['IN_REVIEW', 'NEEDS_INFO', 'OFFERED'];

/** One request with its story and environment; today = what a decision would meet, for those who may see reasons. */
export type RequestPage = {
  view: RequestView;
  stored: StoredRequest;
  place: Place;
  story: StoryItem[];
  /** oldest first; for those who may see reasons */
  operations: Operation[];
  today: Omit<Assessment, 'place'> | null;
};

/** All that the page of one request shows, as the actor may see it. At most seven statements beside the reference data. */
export async function getRequestPage(
  actor: Actor,
  reference: string,
  at: number = Date.now(),
): Promise<Outcome<RequestPage>> {
  const found = await getWholeRequest(actor, reference, at);
  if (found.kind !== 'done') return found;
  const { view, stored } = found.value;
  const [place, story, operations] = await Promise.all([
    loadPlace(db(), { id: stored.environmentId }),
    listStory(actor, stored),
    isFull(view) && view.operation ? operationsOf(db(), stored.id) : [],
  ]);
  if (!place) throw new Error(`${reference} has lost its environment`);
  const today = isFull(view) && UNDECIDED.includes(stored.state) ? await assessStored(stored, place, at) : null;
  return done({ view, stored, place, story, operations, today });
}
