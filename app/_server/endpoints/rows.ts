import type { EndpointSettings } from '#domain/endpoint.ts';
import type { Endpoint } from '#prisma/generated/client.ts';
import type { Tx } from '../db.ts';

/** An endpoint as it is stored, with its settings as people say them. */
export type Stored = { id: number; version: number; paused: boolean; demo: boolean; settings: EndpointSettings };

/** So long at most waits a new endpoint for its first probe (s). */
const FIRST_WITHIN = 60;
/** What an id can be at all. */
const MOST_ID = 2 ** 31 - 1;

/** One endpoint of an environment; null = it is not there. The contract's lock keeps others from changing it. */
export async function findEndpoint(tx: Tx, environmentId: string, id: number): Promise<Stored | null> {
  if (!Number.isSafeInteger(id) || id < 1 || id > MOST_ID) return null;
  const row = await tx.endpoint.findFirst({
    where: { id, environmentId },
    include: { service: { select: { name: true } } },
  });
  if (!row) return null;
  return { id, version: row.version, paused: row.paused, demo: row.demo, settings: settingsOf(row) };
}

/** The settings in a row. */
export function settingsOf(row: Endpoint & { service: { name: string } | null }): EndpointSettings {
  const { name, kind, target, expectStatus, expectText } = row;
  const { intervalSeconds, timeoutMs, retries, slowMs, certificateDays } = row;
  return {
    ...{ name, kind, target, service: row.service?.name ?? null, expectStatus, expectText },
    ...{ intervalSeconds, timeoutMs, retries, slowMs, certificateDays },
  };
}

/** The columns of settings; the service is one of those given. */
export function columnsOf(
  { service, ...columns }: EndpointSettings,
  services: readonly { id: string; name: string }[],
) {
  return { ...columns, serviceId: services.find(({ name }) => name === service)?.id ?? null };
}

type Timed = { id: number; intervalSeconds: number; at: number };

/** Gives a new endpoint its place in the schedule: at random, so that those added together are not probed together for ever. */
export async function schedule(tx: Tx, { id, environmentId, intervalSeconds, at }: Timed & { environmentId: string }) {
  const phase = Math.random() * Math.min(intervalSeconds, FIRST_WITHIN) * 1000;
  await tx.probeState.create({ data: { endpointId: id, environmentId, nextAt: new Date(at + phase) } });
}

/** Forgets a reading that says nothing any more and makes a probe due at once; one that is under way now comes too late to be believed. */
export async function startAnew(tx: Tx, id: number, at: number): Promise<void> {
  const now = new Date(at);
  await tx.$executeRaw`
    UPDATE "ProbeState" SET "nextAt" = ${now}, token = nextval('probe_token'), outcome = NULL, since = ${now}, at = NULL,
      "staleAt" = NULL, ms = NULL, reason = NULL, "certificateEndsAt" = NULL
    WHERE "endpointId" = ${id}`;
}

/** A rhythm that has become quicker counts from now, not from the end of the slower one. */
export async function hurry(tx: Tx, { id, intervalSeconds, at }: Timed): Promise<void> {
  const latest = new Date(at + intervalSeconds * 1000);
  await tx.$executeRaw`UPDATE "ProbeState" SET "nextAt" = least("nextAt", ${latest}) WHERE "endpointId" = ${id}`;
}
