import type { Capacity } from '#domain/capacity.ts';
import type { DraftBody, RequestContent } from '#domain/request.ts';
import type { StoredRequest } from '#domain/stored-request.ts';
import type { Prisma } from '#prisma/generated/client.ts';
import type { Tx } from '../db.ts';
import { type ReferenceData, referenceData, rulebookOf } from '../environments/reference.ts';

const person = { select: { id: true, email: true, name: true } } as const;

/** All of a request in one statement; live approvals only. */
const WHOLE = {
  contract: { select: { reference: true, approvers: true, rulebookId: true } },
  environment: { select: { slug: true, kind: true } },
  requestedBy: person,
  lines: { orderBy: { service: 'asc' } },
  approvals: { where: { voidedAt: null }, orderBy: { at: 'asc' }, include: { person } },
  offer: { include: { person } },
  extends: { select: { reference: true } },
} as const satisfies Prisma.UpscaleRequestInclude;

type Row = Prisma.UpscaleRequestGetPayload<{ include: typeof WHOLE }>;

/** The requests a query names, in its order, whole. One statement. */
export async function loadRequests(
  tx: Tx,
  query: Pick<Prisma.UpscaleRequestFindManyArgs, 'where' | 'orderBy' | 'take'>,
): Promise<StoredRequest[]> {
  const [rows, reference] = await Promise.all([
    tx.upscaleRequest.findMany({ ...query, include: WHOLE, relationLoadStrategy: 'join' }),
    referenceData(),
  ]);
  return rows.map((row) => storedRequest(row, reference));
}

/** One request by its reference, or null; with `lock` the row stays locked until the transaction ends. */
export async function loadRequest(tx: Tx, reference: string, lock = false): Promise<StoredRequest | null> {
  if (lock) await tx.$queryRaw`SELECT 1 FROM "UpscaleRequest" WHERE reference = ${reference} FOR UPDATE`;
  const [request] = await loadRequests(tx, { where: { reference } });
  return request ?? null;
}

function storedRequest(row: Row, reference: ReferenceData): StoredRequest {
  const window =
    row.windowStart && row.timeZone
      ? { start: row.windowStart.getTime(), end: row.windowEnd?.getTime() ?? null, timeZone: row.timeZone }
      : null;
  return {
    ...row,
    contract: row.contract.reference,
    environment: row.environment.slug,
    kind: row.environment.kind,
    rulebook: row.rulebookId,
    content: row.content as RequestContent | DraftBody,
    window,
    failedDuring: row.failedDuring as StoredRequest['failedDuring'],
    extends: row.extends?.reference ?? null,
    createdAt: row.createdAt.getTime(),
    submittedAt: row.submittedAt?.getTime() ?? null,
    lines: row.lines.map((line) => ({
      serviceId: line.serviceId,
      service: line.service,
      current: line.current as Capacity,
      requested: line.requested as Capacity,
      granted: line.granted as Capacity | null,
      observed: line.observed as Capacity | null,
    })),
    approvals: row.approvals.map(({ person: by, at, contentHash }) => ({ by, at: at.getTime(), contentHash })),
    offer: row.offer && {
      by: row.offer.person,
      at: row.offer.at.getTime(),
      content: row.offer.content as RequestContent,
      contentHash: row.offer.contentHash,
    },
    approversNeeded: row.contract.approvers ?? rulebookOf(reference, row.contract.rulebookId).approvers,
  };
}
