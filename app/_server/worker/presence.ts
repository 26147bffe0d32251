import type { Client } from 'pg';
import { Prisma } from '#prisma/generated/client.ts';
import { log } from '../log.ts';
import { counted } from '../metrics.ts';
import { keepConnected } from '../steady.ts';
import { lockHeld, WORKER_LOCK } from './due-rows.ts';

const NO_SLOT = -1;
const BEAT_MS = 1000;
/** what is counted is some kilobytes: it is not written at each beat */
const COUNTED_EVERY = 5;
/** Readiness promises five seconds, and one look serves for half a second. */
const SILENT_AFTER = Prisma.sql`interval '4 seconds'`;
const DEAD_AFTER = "interval '1 minute'";

/** The rows `w` of workers that live: a beat not long ago, and the lock of the slot held, which the database lets go of with the process. */
export const livingWorkers = Prisma.sql`
  "Worker" w WHERE w."beatAt" > clock_timestamp() - ${SILENT_AFTER} AND ${lockHeld}`;

/** Shows the world that this worker lives, on a connection of its own, until the signal aborts; then its row is gone. The database away is waited out. */
export async function showPresence(
  { workerId, onPresent }: { workerId: string; onPresent(): void },
  signal: AbortSignal,
): Promise<void> {
  const startedAt = new Date();
  let slot = NO_SLOT;
  let beats = 0;
  /** whether it was said that the worker cannot begin */
  let waited = false;
  const beat = async (client: Client) => {
    const metrics = beats++ % COUNTED_EVERY === 0 ? JSON.stringify(await counted()) : null;
    // a row that others cleared away during a long sleep is made anew
    await client.query(BEAT, [workerId, slot, startedAt, metrics]);
    if (metrics) await client.query(CLEAR, [workerId, slot]);
  };
  await keepConnected(
    {
      name: 'worker',
      holdsProcess: true,
      begin: async (client) => {
        slot = await takeSlot(client);
        beats = 0;
        await beat(client);
        if (waited) log().info('the database is back: the worker goes on');
        waited = false;
        onPresent();
      },
      pulse: beat,
      pulseMs: BEAT_MS,
      end: (client) => client.query('DELETE FROM "Worker" WHERE id = $1', [workerId]),
      // once it works, the work itself says that the database is away
      lost: (error) => {
        const first = slot === NO_SLOT && !waited;
        waited ||= first;
        if (first) log().error({ err: error }, 'the worker waits: the database does not answer');
        else log().debug({ err: error }, 'the connection of the worker’s lock is lost');
      },
    },
    signal,
  );
}

const BEAT = `
  INSERT INTO "Worker" (id, slot, "startedAt", "beatAt", metrics) VALUES ($1, $2, $3, clock_timestamp(), $4)
  ON CONFLICT (id) DO UPDATE SET slot = $2, "beatAt" = clock_timestamp(), metrics = coalesce($4, "Worker".metrics)`;
/** Of the dead; whoever had this slot before is one of them. */
const CLEAR = `
  DELETE FROM "Worker" WHERE id <> $1 AND (slot = $2 OR "beatAt" < clock_timestamp() - ${DEAD_AFTER})`;

/** The lowest number no living worker holds; held as long as the connection lasts. */
async function takeSlot(client: Client): Promise<number> {
  for (let slot = 0; ; slot++) {
    const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS taken', [
      WORKER_LOCK,
      slot,
    ]);
    if (rows[0]?.taken) return slot;
  }
}
