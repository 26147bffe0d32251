import type { EnvironmentKind } from '#domain/rulebook.ts';
import type { StatusPage } from '#domain/status-view.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type Actor, scopeOf } from '../access/standing.ts';
import { db } from '../db.ts';
import { within } from '../requests/find.ts';
import { statusOf, statusPage } from './board.ts';
import { contractInSight } from './contract.ts';

/** Where an environment stands in the order of contract, kind and position: reference, kind, position, slug. */
export type StatusPlace = [reference: string, kind: EnvironmentKind, position: number, slug: string];

export type StatusSought = {
  /** a contract's reference */
  contract?: string | undefined;
  /** slug */
  environment?: string | undefined;
  /** the place of the last one before */
  after?: StatusPlace | undefined;
  limit: number;
};
/** Environments in order of contract, kind and position, and the notices of all that was sought; last = after which a further page begins; null = there is none. */
export type StatusSeen = Pick<StatusPage, 'environments' | 'open' | 'planned' | 'past' | 'asOf' | 'stale'> & {
  last: StatusPlace | null;
};

/** How the environments are that the actor may see, a page at a time; null = the contract or environment that was named is not there for them. At most two statements, all else is in memory. */
export async function statusSeen(actor: Actor, sought: StatusSought): Promise<StatusSeen | null> {
  const { contract, environment, limit } = sought;
  const scope = scopeOf(actor, 'seeEnvironments');
  const named = contract === undefined ? null : await contractInSight(actor, contract);
  if (contract !== undefined && named === null) return null;
  const contracts = named === null ? scope : [named];
  const rows = await placesOf(contracts, sought);
  const [first] = rows;
  if (environment !== undefined && !first) return null;
  const slugs = rows.slice(0, limit).map(({ place }) => place[3]);
  const told = await statusPage({ contracts: environment === undefined || !first ? contracts : [first.contractId] });
  const known = await statusOf(slugs);
  return {
    ...noticesOn(told, environment),
    environments: slugs.flatMap((slug) => known.get(slug) ?? []),
    asOf: told.asOf,
    stale: told.stale,
    last: rows.length > limit ? (rows[limit - 1]?.place ?? null) : null,
  };
}

export type NoticesAt = Pick<StatusPage, 'open' | 'planned' | 'past' | 'asOf' | 'stale'>;

/** What is on and planned at one environment, and of when that is; the caller has judged the contract. No statement. */
export async function noticesAt(contractId: string, slug: string): Promise<NoticesAt> {
  const told = await statusPage({ contracts: [contractId] });
  return { ...noticesOn(told, slug), asOf: told.asOf, stale: told.stale };
}

/** One more than asked for, to know whether there are more. */
function placesOf(contracts: 'all' | string[], { environment, after, limit }: StatusSought) {
  const named = environment === undefined ? Prisma.sql`true` : Prisma.sql`e.slug = ${environment}`;
  const later =
    after === undefined
      ? Prisma.sql`true`
      : Prisma.sql`(c.reference, e.kind, e.position, e.slug) > (${after[0]}, ${after[1]}::"EnvironmentKind", ${after[2]}::int, ${after[3]})`;
  return db().$queryRaw<{ place: StatusPlace; contractId: string }[]>`
    SELECT json_build_array(c.reference, e.kind, e.position, e.slug) AS place, c.id::text AS "contractId" FROM "Environment" e JOIN "Contract" c ON c.id = e."contractId"
    WHERE ${within(contracts)} AND ${named} AND ${later}
    ORDER BY c.reference, e.kind, e.position, e.slug LIMIT ${limit + 1}`;
}

/** All notices, or those that affect one environment. */
function noticesOn({ open, planned, past }: StatusPage, slug: string | undefined) {
  if (slug === undefined) return { open, planned, past };
  const isHere = ({ affected }: StatusPage['open'][number]) => affected.some((each) => each.slug === slug);
  return { open: open.filter(isHere), planned: planned.filter(isHere), past: past.filter(isHere) };
}
