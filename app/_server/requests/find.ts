import type { RequestState } from '#domain/lifecycle.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type Actor, scopeOf } from '../access/standing.ts';
import type { Cursor } from './cursor.ts';

export type Sought = {
  states?: readonly RequestState[];
  /** slug */
  environment?: string;
  /** only contracts on which the actor may do this */
  deciding?: boolean;
};

/** A query for the ids of the newest requests that the actor may see, after a cursor. */
export function newestIds(actor: Actor, sought: Sought, limit: number, after: Cursor | null): Prisma.Sql {
  const older = after && Prisma.sql`(r."createdAt", r.id) < (${new Date(after.at)}::timestamptz, ${after.id}::uuid)`;
  return firstIds(actor, sought, older, Prisma.sql`r."createdAt" DESC, r.id DESC`, limit);
}

/** A query for the ids of the requests whose windows open first and which the actor may see; more = what else must hold for r. */
export function soonestIds(actor: Actor, sought: Sought, limit: number, more: Prisma.Sql): Prisma.Sql {
  return firstIds(actor, sought, more, Prisma.sql`r."windowStart", r.id`, limit);
}

/** Takes the first of each contract (or of the one environment) and state by itself, along an index, and merges them: what that costs does not grow with the requests. Contracts in scope only, drafts where they may be seen (R13). */
function firstIds(
  actor: Actor,
  { states, environment, deciding }: Sought,
  more: Prisma.Sql | null,
  order: Prisma.Sql,
  limit: number,
): Prisma.Sql {
  const drafts = scopeOf(actor, 'seeDrafts');
  const conditions = [
    environment === undefined ? Prisma.sql`r."contractId" = c.id` : Prisma.sql`r."environmentId" = e.id`,
    ...(states ? [Prisma.sql`r.state = s.state`] : []),
    ...(drafts === 'all' ? [] : [Prisma.sql`(r."submittedAt" IS NOT NULL OR c.id = ANY(${drafts}::uuid[]))`]),
    ...(more ? [more] : []),
  ];
  const inScope = [within(scopeOf(actor, 'seeRequests')), ...(deciding ? [within(scopeOf(actor, 'decide'))] : [])];
  return Prisma.sql`
    SELECT r.id FROM "Contract" c
    ${environment === undefined ? Prisma.empty : Prisma.sql`JOIN "Environment" e ON e."contractId" = c.id AND e.slug = ${environment}`}
    ${states ? Prisma.sql`CROSS JOIN unnest(${states}::"RequestState"[]) AS s(state)` : Prisma.empty}
    CROSS JOIN LATERAL (
      SELECT r.id, r."createdAt", r."windowStart" FROM "UpscaleRequest" r
      WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY ${order} LIMIT ${limit}
    ) r
    WHERE ${Prisma.join(inScope, ' AND ')} ORDER BY ${order} LIMIT ${limit}`;
}

/** The contracts c of a scope. */
export function within(scope: 'all' | string[]): Prisma.Sql {
  return scope === 'all' ? Prisma.sql`true` : Prisma.sql`c.id = ANY(${scope}::uuid[])`;
}
