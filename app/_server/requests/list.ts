import { LIVE_STATES } from '#domain/lifecycle.ts';
import type { RequestContent } from '#domain/request.ts';
import { isVisible, type RequestView, requestView } from '#domain/request-view.ts';
import type { StoredRequest } from '#domain/stored-request.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type Actor, standingsOn } from '../access/standing.ts';
import { db } from '../db.ts';
import { latestOperations } from '../operations/rows.ts';
import { done, NOT_FOUND, type Outcome } from '../outcome.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { newestIds, type Sought, soonestIds } from './find.ts';
import { loadRequest, loadRequests } from './load.ts';

export type RequestFilter = Sought & {
  /** 1–200 */
  limit: number;
  cursor?: string;
};

export type RequestPage = { items: RequestView[]; nextCursor?: string };

/** The requests the actor may see, newest first, a page at a time; null = the cursor is not one of ours. One statement, two where a window is on. */
export async function listRequests(actor: Actor, filter: RequestFilter, at = Date.now()): Promise<RequestPage | null> {
  const after = filter.cursor === undefined ? null : decodeCursor(filter.cursor);
  if (filter.cursor !== undefined && !after) return null;
  const rows = await loadRequests(db(), newestIds(actor, filter, filter.limit + 1, after));
  const items = rows.slice(0, filter.limit);
  const last = items.at(-1);
  return {
    items: await viewsFor(actor, items, at),
    ...(rows.length > filter.limit && last && { nextCursor: encodeCursor({ at: last.createdAt, id: last.id }) }),
  };
}

/** Requests whose windows are on now or come next for the actor, soonest first. Two statements. */
export async function listWindows(actor: Actor, limit: number, at = Date.now()): Promise<RequestView[]> {
  const open = Prisma.sql`(r."windowEnd" IS NULL OR r."windowEnd" > ${new Date(at)} OR r.state IN ('RETURNING', 'FAILED'))`;
  const rows = await loadRequests(db(), soonestIds(actor, { states: LIVE_STATES }, limit, open));
  return viewsFor(actor, rows, at);
}

/** Undecided requests of the contracts on which the actor decides and whose start has not come, soonest first. One statement. */
export async function listUndecided(actor: Actor, limit: number, at = Date.now()): Promise<RequestView[]> {
  const sought = { states: ['IN_REVIEW', 'NEEDS_INFO', 'OFFERED'], deciding: true } as const;
  // an offer may have moved the window away from the one that was asked
  const ahead = Prisma.sql`(r."windowStart" > ${new Date(at)} OR r.state = 'OFFERED')`;
  const rows = await loadRequests(db(), soonestIds(actor, sought, limit, ahead));
  return viewsFor(actor, rows, at);
}

/** One request as the actor may see it. */
export async function getRequest(actor: Actor, reference: string, at = Date.now()): Promise<Outcome<RequestView>> {
  const stored = await findVisible(actor, reference);
  const [view] = stored ? await viewsFor(actor, [stored], at) : [];
  return view ? done(view) : NOT_FOUND;
}

/** One request with what its page and its forms need beside the view: the content as typed (confidential members only for those who may), and ids. */
export async function getWholeRequest(
  actor: Actor,
  reference: string,
  at = Date.now(),
): Promise<Outcome<{ view: RequestView; stored: StoredRequest }>> {
  const stored = await findVisible(actor, reference);
  const [view] = stored ? await viewsFor(actor, [stored], at) : [];
  return stored && view ? done({ view, stored }) : NOT_FOUND;
}

/** A content the request once had, for showing what changed since a version (409). */
export async function getVersion(actor: Actor, reference: string, version: number): Promise<RequestContent | null> {
  const stored = await findVisible(actor, reference);
  if (!stored) return null;
  const found = await db().requestVersion.findFirst({
    where: { requestId: stored.id, version: { lte: version } },
    orderBy: { version: 'desc' },
  });
  return (found?.content as RequestContent | undefined) ?? null;
}

/** The stored request if the actor may see it at all (not yours and not there are the same). */
export async function findVisible(actor: Actor, reference: string): Promise<StoredRequest | null> {
  const stored = await loadRequest(db(), reference);
  return stored && isVisible(stored, standingsOn(actor, stored.contractId)) ? stored : null;
}

async function viewsFor(actor: Actor, rows: readonly StoredRequest[], at: number): Promise<RequestView[]> {
  const operations = await latestOperations(db(), rows);
  return rows.map((row) => {
    const viewer = { personId: actor.personId, standings: standingsOn(actor, row.contractId) };
    return requestView(row, viewer, at, operations.get(row.id));
  });
}
