import type { Standing } from '#domain/policy.ts';
import type { Tx } from '../db.ts';

type Row = { customer: boolean; partner: boolean; manager: boolean; operator: boolean };

/** A person's standings on a contract as the database says inside this transaction, the contract's row locked until it ends: rights taken away a moment ago are gone (R12), and budget and windows of one contract are judged one after the other (R14, R18). */
export async function lockStandings(tx: Tx, personId: string, contractId: string): Promise<Standing[]> {
  // a statement of its own: one that waits for a lock still sees what was there before the wait
  await tx.$queryRaw`SELECT 1 FROM "Contract" WHERE id = ${contractId}::uuid FOR NO KEY UPDATE`;
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT p.operator,
           EXISTS (SELECT 1 FROM "Membership" m WHERE m."personId" = p.id AND m."organisationId" = c."organisationId") AS customer,
           EXISTS (SELECT 1 FROM "Membership" m JOIN "PartnerGrant" g ON g."organisationId" = m."organisationId"
                   WHERE m."personId" = p.id AND g."contractId" = c.id) AS partner,
           EXISTS (SELECT 1 FROM "ManagerAssignment" a WHERE a."personId" = p.id AND a."contractId" = c.id) AS manager
    FROM "Contract" c JOIN "Person" p ON p.id = ${personId}::uuid AND p.active
    WHERE c.id = ${contractId}::uuid`;
  if (!row) return [];
  return (['customer', 'partner', 'manager', 'operator'] as const).filter((standing) => row[standing]);
}
