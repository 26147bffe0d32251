import type { Capacity } from '#domain/capacity.ts';
import type { Fault, Transition } from '#domain/transition.ts';
import { db } from '../db.ts';

/** A service as the simulation has it; token null = it has had no order yet, and its world is what was last observed. */
export type SimulatedRow = {
  id: string;
  name: string;
  baseline: Capacity;
  fault: Fault | null;
  world: Transition;
  token: bigint | null;
  operationId: string | null;
  /** how often it really began to move */
  changes: number;
};

/** A service's new world; `seen` is the token it had when it was read. */
export type SimulatedWrite = Transition &
  Pick<SimulatedRow, 'changes'> & { serviceId: string; operationId: string; seen: bigint | null };

type Row = Omit<SimulatedRow, 'world'> & Pick<Transition, 'from' | 'target'> & { startedAt: Date; finishesAt: Date };

/** The simulated world of services by their ids, in one statement. */
export async function readSimulated(ids: readonly string[]): Promise<SimulatedRow[]> {
  const rows = await db().$queryRaw<Row[]>`
    SELECT s.id, s.name, s.baseline, f.kind::text AS fault, m.token, m."operationId", coalesce(m.changes, 0) AS changes,
           coalesce(m."from", s.current) AS "from", coalesce(m.target, s.current) AS target,
           coalesce(m."startedAt", to_timestamp(0)) AS "startedAt", coalesce(m."finishesAt", to_timestamp(0)) AS "finishesAt"
    FROM "Service" s
    LEFT JOIN "SimulatedService" m ON m."serviceId" = s.id
    LEFT JOIN "SimulatedFault" f ON f."serviceId" = s.id
    WHERE s.id = ANY(${ids}::uuid[])`;
  return rows.map(({ from, target, startedAt, finishesAt, ...row }) => ({
    ...row,
    world: { from, target, startedAt: startedAt.getTime(), finishesAt: finishesAt.getTime() },
  }));
}

/** Writes all or none, in one statement, where every service still has the token it was read with; whether it wrote. */
export async function writeSimulated(writes: readonly SimulatedWrite[], token: bigint): Promise<boolean> {
  const given = writes.map(({ seen, startedAt, finishesAt, ...write }) => ({
    ...write,
    startedAt: new Date(startedAt),
    finishesAt: new Date(finishesAt),
    token: String(token),
    seen: seen === null ? null : String(seen),
  }));
  const ids = writes.map(({ serviceId }) => serviceId);
  const written = await db().$executeRaw`
    WITH given AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(given)}::jsonb) AS g(
        "serviceId" uuid, "from" jsonb, target jsonb, "startedAt" timestamptz, "finishesAt" timestamptz,
        token bigint, "operationId" uuid, changes int, seen bigint)
    ), held AS (
      SELECT m."serviceId", m.token FROM "SimulatedService" m
      WHERE m."serviceId" = ANY(${ids}::uuid[]) ORDER BY m."serviceId" FOR UPDATE
    )
    INSERT INTO "SimulatedService" AS m ("serviceId", "from", target, "startedAt", "finishesAt", token, "operationId", changes)
    SELECT g."serviceId", g."from", g.target, g."startedAt", g."finishesAt", g.token, g."operationId", g.changes FROM given g
    WHERE NOT EXISTS (SELECT 1 FROM given x LEFT JOIN held h USING ("serviceId") WHERE h.token IS DISTINCT FROM x.seen)
    ORDER BY g."serviceId"
    ON CONFLICT ("serviceId") DO UPDATE SET "from" = excluded."from", target = excluded.target,
      "startedAt" = excluded."startedAt", "finishesAt" = excluded."finishesAt", token = excluded.token,
      "operationId" = excluded."operationId", changes = excluded.changes
    WHERE m.token = (SELECT x.seen FROM given x WHERE x."serviceId" = m."serviceId")`;
  return written === writes.length;
}
