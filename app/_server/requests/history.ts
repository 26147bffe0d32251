import type { Move, RequestState } from '#domain/lifecycle.ts';
import { may, type Standing } from '#domain/policy.ts';
import { type Actor, standingsOn } from '../access/standing.ts';
import { db } from '../db.ts';
import { done, NOT_FOUND, type Outcome } from '../outcome.ts';
import { findVisible } from './list.ts';

/** One change of state; a partner's holds at, move, from and to. `from` is absent at the beginning, `by` and `standing` are 'clock' for the clock. */
export type HistoryItem = {
  at: string;
  move: Move;
  from?: RequestState;
  to: RequestState;
  by?: string;
  standing?: Standing | 'clock';
};

/** One command of the story, also those that changed no state; only for those who may see comments. */
export type StoryItem = HistoryItem & { name?: string; note?: string };

/** What happened to a request, oldest first: exactly one item per change of state, the clock's included. `after` is the last seq seen. */
export async function listHistory(
  actor: Actor,
  reference: string,
  page: { limit: number; after: number },
): Promise<Outcome<{ items: HistoryItem[]; next: number | null }>> {
  const stored = await findVisible(actor, reference);
  if (!stored) return NOT_FOUND;
  const full = may('seeConfidential', standingsOn(actor, stored.contractId));
  const rows = await db().$queryRaw<Row[]>`
    SELECT e.seq, e.at, e.move, e."from"::text, e."to"::text, e.standing::text, e.note, p.email, p.name
    FROM "RequestEvent" e LEFT JOIN "Person" p ON p.id = e."personId"
    WHERE e."requestId" = ${stored.id}::uuid AND e.seq > ${page.after} AND e."from" IS DISTINCT FROM e."to"
    ORDER BY e.seq LIMIT ${page.limit + 1}`;
  const items = rows.slice(0, page.limit);
  const next = rows.length > page.limit ? (items.at(-1)?.seq ?? null) : null;
  return done({ items: items.map((row) => ({ ...bare(row), ...(full && author(row)) })), next });
}

/** The whole story of a request in commands, with questions, answers and reasons for those who may see them. One statement. */
export async function listStory(actor: Actor, request: { id: string; contractId: string }): Promise<StoryItem[]> {
  const full = may('seeConfidential', standingsOn(actor, request.contractId));
  const rows = await db().$queryRaw<Row[]>`
    SELECT e.seq, e.at, e.move, e."from"::text, e."to"::text, e.standing::text, e.note, p.email, p.name
    FROM "RequestEvent" e LEFT JOIN "Person" p ON p.id = e."personId"
    WHERE e."requestId" = ${request.id}::uuid ORDER BY e.seq LIMIT 500`;
  if (!full) return rows.filter(({ from, to }) => from !== to).map(bare);
  return rows.map((row) => ({
    ...bare(row),
    ...author(row),
    ...(row.name && { name: row.name }),
    ...(row.note && { note: row.note }),
  }));
}

type Row = {
  seq: number;
  at: Date;
  move: Move;
  from: RequestState | null;
  to: RequestState;
  standing: Standing | null;
  note: string | null;
  email: string | null;
  name: string | null;
};

function bare({ at, move, from, to }: Row): HistoryItem {
  return { at: at.toISOString(), move, ...(from && { from }), to };
}

function author({ email, standing }: Row): Pick<HistoryItem, 'by' | 'standing'> {
  return { by: email ?? 'clock', standing: standing ?? 'clock' };
}
