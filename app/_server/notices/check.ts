import type { NoticeInput } from '#domain/notice-form.ts';
import { readScope } from '#domain/notice-shape.ts';
import type { NoticeKind } from '#domain/status-view.ts';
import { type Actor, mayOn } from '../access/standing.ts';
import { db } from '../db.ts';
import { done, NOT_FOUND, type Outcome } from '../outcome.ts';
import { compose } from './compose.ts';
import { type Overlap, overlaps } from './overlaps.ts';
import { findPlaces } from './places.ts';

/** What publishing a new notice or a draft would meet, with nothing stored: what is wrong, or the other maintenance at the same time. `at` in UTC ms. */
export async function checkNotice(
  actor: Actor,
  { kind, input, id }: { kind: NoticeKind; input: NoticeInput; id?: string },
  at: number = Date.now(),
): Promise<Outcome<Overlap[]>> {
  const places = await findPlaces(db(), readScope(input.body) ?? []);
  const isTheirs = places.scope.every(({ contractId }) => mayOn(actor, contractId, 'publishStatus'));
  if (places.missing || !isTheirs) return NOT_FOUND;
  const composed = compose(input, { kind, kept: null, judged: true, places, at });
  return composed.kind === 'done' ? done(await overlaps({ ...composed.value, ...(id && { id }) }, at)) : composed;
}
