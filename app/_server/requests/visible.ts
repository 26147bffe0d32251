import { isVisible } from '#domain/request-view.ts';
import { type Actor, standingsOn } from '../access/standing.ts';
import { db } from '../db.ts';

/** Those of the references that the actor may see now. */
export async function visibleAmong(actor: Actor, references: readonly string[]): Promise<string[]> {
  if (references.length === 0) return [];
  const rows = await db().upscaleRequest.findMany({
    where: { reference: { in: [...references] } },
    select: { reference: true, contractId: true, submittedAt: true },
  });
  return rows
    .filter(({ submittedAt, contractId }) =>
      isVisible({ submittedAt: submittedAt?.getTime() ?? null }, standingsOn(actor, contractId)),
    )
    .map(({ reference }) => reference);
}
