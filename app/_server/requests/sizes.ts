import { attributeOf, attributesOf, type Capacity, compareAttribute, isTasks } from '#domain/capacity.ts';
import type { ProviderError, ProviderName } from '#domain/hosting.ts';
import type { StoredRequest } from '#domain/stored-request.ts';
import type { Prisma } from '#prisma/generated/client.ts';
import type { Tx } from '../db.ts';
import { referenceData } from '../environments/reference.ts';
import { defaultProvider } from '../hosting/default-provider.ts';
import { log } from '../log.ts';
import { recordOperation } from '../worker/operation.ts';
import { newId } from './write.ts';

/** A permanent change that was observed: what was granted is what the contract has bought from now on. */
export async function adoptBaseline(tx: Tx, request: StoredRequest): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Service" s SET baseline = l.granted FROM "RequestLine" l
    WHERE l."requestId" = ${request.id}::uuid AND s.id = l."serviceId" AND l.granted IS NOT NULL`;
}

/** The first granted size that lies above today's ceiling of its service (R17), or null. */
export async function aboveCeiling(
  tx: Tx,
  request: StoredRequest,
): Promise<Extract<ProviderError, { code: 'aboveCeiling' }> | null> {
  const { catalogue } = await referenceData(tx);
  const services = await tx.$queryRaw<{ id: string; ceiling: Capacity }[]>`
    SELECT id, ceiling FROM "Service" WHERE id = ANY(${request.lines.map(({ serviceId }) => serviceId)}::uuid[])`;
  for (const { serviceId, service, granted } of request.lines) {
    const ceiling = services.find(({ id }) => id === serviceId)?.ceiling;
    if (!granted || !ceiling) continue;
    const over = attributesOf(isTasks(granted) ? 'tasks' : 'nodes').find(
      (attribute) => compareAttribute(attribute, granted, ceiling, service, catalogue) > 0,
    );
    const said = (capacity: Capacity) => String((over && attributeOf(capacity, over)) ?? '–');
    if (over)
      return {
        code: 'aboveCeiling',
        params: { service, attribute: over, ceiling: said(ceiling), granted: said(granted) },
      };
  }
  return null;
}

/** An operation that failed before anything was asked of a provider, so that its reason stands where all reasons stand. */
export async function failedUnasked(tx: Tx, request: StoredRequest, error: ProviderError, at: number): Promise<void> {
  const [{ number }] = await tx.$queryRaw<[{ number: number }]>`
    SELECT coalesce(max(number), 0) + 1 AS number FROM "Operation" WHERE "requestId" = ${request.id}::uuid`;
  const [{ chosen }] = await tx.$queryRaw<[{ chosen: ProviderName | null }]>`
    SELECT provider AS chosen FROM "Environment" WHERE id = ${request.environmentId}::uuid`;
  const [id, provider] = [newId(), chosen ?? defaultProvider()];
  const targets = request.lines.flatMap(({ service, granted }) => (granted ? [{ service, capacity: granted }] : []));
  const ends = { startedAt: new Date(at), deadlineAt: new Date(at), finishedAt: new Date(at) };
  await tx.operation.create({
    data: {
      id,
      requestId: request.id,
      environmentId: request.environmentId,
      kind: 'APPLY',
      number,
      provider,
      state: 'FAILED',
      targets: targets as unknown as Prisma.InputJsonArray,
      token: 0n,
      error: error as unknown as Prisma.InputJsonObject,
      ...ends,
    },
  });
  const operation = { id, number, kind: 'APPLY', state: 'FAILED', provider, targets, token: 0n, attempts: 0 } as const;
  await recordOperation(tx, request, operation, 'operation.failed', at, error);
  log().error({ request: request.reference, error }, 'a window could not begin: look at /operations');
}
