import type { Prisma } from '#prisma/generated/client.ts';
import { db } from '../db.ts';

/** For tests: endpoints of an environment that are due now, named after their targets and probed once an hour unless said otherwise; their ids. */
export async function endpointsAt(
  slug: string,
  targets: readonly string[],
  changes: Partial<Prisma.EndpointUncheckedCreateInput> = {},
): Promise<number[]> {
  const { id: environmentId } = await db().environment.findUniqueOrThrow({ where: { slug } });
  const made = await db().endpoint.createManyAndReturn({
    data: targets.map((target) => ({
      ...{ environmentId, name: target, target, kind: 'HTTP' as const },
      ...{ intervalSeconds: 3600, retries: 0, timeoutMs: 5000, ...changes },
    })),
  });
  const due = new Date(Date.now() - 1000);
  await db().probeState.createMany({ data: made.map(({ id }) => ({ endpointId: id, environmentId, nextAt: due })) });
  return made.map(({ id }) => id);
}
