import { STANDINGS, type Standing } from '#domain/policy.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { Actor } from './standing.ts';

export type ActorRow = {
  personId: string;
  email: string;
  name: string;
  timeZone: string;
  operator: boolean;
  standings: { id: string; reference: string; standing: Standing }[];
};

/** The columns of an actor for a person `p`: every stored fact a right comes from (domain.md §1), read in the caller's one statement. */
export const actorColumns = Prisma.sql`
  p.id AS "personId", p.email, p.name, p.operator,
  coalesce(
    p."timeZone",
    (SELECT o."timeZone" FROM "Membership" m JOIN "Organisation" o ON o.id = m."organisationId"
     WHERE m."personId" = p.id ORDER BY m."createdAt", o.id LIMIT 1),
    'UTC'
  ) AS "timeZone",
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'reference', c.reference, 'standing', fact.standing)), '[]')
   FROM (
     SELECT k.id, 'customer' AS standing FROM "Membership" m JOIN "Contract" k ON k."organisationId" = m."organisationId" WHERE m."personId" = p.id
     UNION
     SELECT g."contractId", 'partner' FROM "Membership" m JOIN "PartnerGrant" g ON g."organisationId" = m."organisationId" WHERE m."personId" = p.id
     UNION
     SELECT a."contractId", 'manager' FROM "ManagerAssignment" a WHERE a."personId" = p.id
   ) fact JOIN "Contract" c ON c.id = fact.id) AS standings`;

/** An actor from its row. */
export function toActor(row: ActorRow, via: Actor['via']): Actor {
  const contracts = new Map<string, { reference: string; standings: Standing[] }>();
  for (const { id, reference, standing } of row.standings) {
    const contract = contracts.get(id) ?? { reference, standings: [] };
    contract.standings.push(standing);
    contracts.set(id, contract);
  }
  for (const { standings } of contracts.values()) standings.sort((a, b) => STANDINGS.indexOf(a) - STANDINGS.indexOf(b));
  const { personId, email, name, timeZone, operator } = row;
  return { personId, email, name, timeZone, operator, contracts, via };
}
