import type { StoredLine } from '#domain/stored-request.ts';
import type { Transition } from '#domain/transition.ts';
import { NEVER } from '#domain/transition.ts';
import type { Tx } from '#server/db.ts';
import type { ToldRequest } from './requests/write.ts';

/** Writes what the simulation runs for the windows that are open, and which of its services are stuck: the return that never comes, and the pre-scaling that does not end. All else it takes from what was observed. */
export async function writeSimulation(tx: Tx, stories: readonly ToldRequest[]): Promise<void> {
  const worlds = stories.flatMap(worldsOf);
  await tx.simulatedService.createMany({
    data: worlds.map(({ serviceId, way, changes }) => ({
      serviceId,
      from: way.from,
      target: way.target,
      startedAt: new Date(way.startedAt),
      finishesAt: new Date(way.finishesAt),
      token: 0n,
      changes,
    })),
  });
  const stuck = worlds.filter(({ way }) => way.finishesAt === NEVER);
  await tx.simulatedFault.createMany({ data: stuck.map(({ serviceId }) => ({ serviceId, kind: 'STUCK' as const })) });
}

type World = { serviceId: string; way: Transition; changes: number };

/** Where the services of an open window are: at the granted size, or stuck on the way to or from it since the story's last word. */
function worldsOf({ request, told }: ToldRequest): World[] {
  const at = told.at(-1)?.step.at ?? request.createdAt;
  return request.lines.flatMap(({ serviceId, current, granted }: StoredLine) => {
    if (!granted) return [];
    const stuck = { startedAt: at, finishesAt: NEVER };
    if (request.state === 'ACTIVE')
      return [{ serviceId, way: { from: granted, target: granted, startedAt: at, finishesAt: at }, changes: 1 }];
    if (request.state === 'APPLYING')
      return [{ serviceId, way: { from: current, target: granted, ...stuck }, changes: 0 }];
    if (request.state === 'RETURNING')
      return [{ serviceId, way: { from: granted, target: current, ...stuck }, changes: 1 }];
    return [];
  });
}
