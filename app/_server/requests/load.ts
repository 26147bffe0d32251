import type { RequestContent } from '#domain/request.ts';
import type { StoredLine, StoredOffer, StoredRequest } from '#domain/stored-request.ts';
import type * as Table from '#prisma/generated/client.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { Tx } from '../db.ts';
import { type ReferenceData, referenceData, rulebookOf } from '../environments/reference.ts';

const PERSON = (id: string) =>
  Prisma.raw(
    `(SELECT json_build_object('id', p.id, 'email', p.email, 'name', p.name) FROM "Person" p WHERE p.id = ${id})`,
  );

/** The requests whose ids a query answers, whole, in its order; live approvals only. One statement that answers JSON; subqueries, because joining eight tables takes longer to plan than to do. */
export async function loadRequests(tx: Tx, ids: Prisma.Sql): Promise<StoredRequest[]> {
  const [rows, reference] = await Promise.all([
    tx.$queryRaw<Row[]>`
      SELECT to_json(r) AS request, ${PERSON('r."requestedById"')} AS "requestedBy",
        (SELECT json_build_object('reference', c.reference, 'approvers', c.approvers, 'rulebook', c."rulebookId")
         FROM "Contract" c WHERE c.id = r."contractId") AS contract,
        (SELECT json_build_object('slug', e.slug, 'kind', e.kind)
         FROM "Environment" e WHERE e.id = r."environmentId") AS environment,
        (SELECT x.reference FROM "UpscaleRequest" x WHERE x.id = r."extendsId") AS extends,
        (SELECT x.reference FROM "UpscaleRequest" x
         WHERE x."extendsId" = r.id AND x.state IN ('SCHEDULED', 'APPLYING', 'ACTIVE') AND x."windowStart" = r."windowEnd"
           AND x."environmentId" = r."environmentId" AND x.content->'lines' = r.content->'lines'
         ORDER BY x.reference LIMIT 1) AS "continuedBy",
        (SELECT json_agg(json_build_object('serviceId', l."serviceId", 'service', l.service, 'current', l.current,
           'requested', l.requested, 'granted', l.granted, 'observed', l.observed,
           'observedAt', (extract(epoch FROM l."observedAt") * 1000)::bigint, 'observedBy', l."observedBy") ORDER BY l.service)
         FROM "RequestLine" l WHERE l."requestId" = r.id) AS lines,
        (SELECT json_agg(json_build_object('by', ${PERSON('a."personId"')}, 'at', a.at, 'contentHash', a."contentHash") ORDER BY a.at)
         FROM "Approval" a WHERE a."requestId" = r.id AND a."voidedAt" IS NULL) AS approvals,
        (SELECT json_build_object('by', ${PERSON('o."personId"')}, 'at', o.at, 'content', o.content, 'contentHash', o."contentHash")
         FROM "Offer" o WHERE o."requestId" = r.id) AS offer
      FROM (SELECT id, row_number() OVER () AS place FROM (${ids}) found) named
      JOIN "UpscaleRequest" r ON r.id = named.id ORDER BY named.place`,
    referenceData(tx),
  ]);
  return rows.map((row) => storedRequest(row, reference));
}

/** One request by its reference, or null; with `lock` the row stays locked until the transaction ends. */
export async function loadRequest(tx: Tx, reference: string, lock = false): Promise<StoredRequest | null> {
  if (lock) await tx.$queryRaw`SELECT 1 FROM "UpscaleRequest" WHERE reference = ${reference} FOR UPDATE`;
  const [request] = await loadRequests(tx, Prisma.sql`SELECT id FROM "UpscaleRequest" WHERE reference = ${reference}`);
  return request ?? null;
}

/** A row as JSON has it: instants are texts. */
type Texts<T> = { [Key in keyof T]: T[Key] extends Date | null ? string | Extract<T[Key], null> : T[Key] };
type Row = Pick<StoredRequest, 'extends' | 'continuedBy' | 'requestedBy'> & {
  request: Texts<Table.UpscaleRequest>;
  contract: { reference: string; approvers: number | null; rulebook: string | null };
  environment: Pick<Table.Environment, 'slug' | 'kind'>;
  lines: StoredLine[] | null;
  approvals: Dated<StoredRequest['approvals'][number]>[] | null;
  offer: Dated<StoredOffer> | null;
};
type Dated<T> = Omit<T, 'at'> & { at: string };

function storedRequest(row: Row, reference: ReferenceData): StoredRequest {
  const { request, contract, environment, requestedBy } = row;
  const { windowStart, windowEnd, timeZone, submittedAt } = request;
  const end = windowEnd === null ? null : Date.parse(windowEnd);
  return {
    id: request.id,
    reference: request.reference,
    contractId: request.contractId,
    contract: contract.reference,
    environmentId: request.environmentId,
    environment: environment.slug,
    kind: environment.kind,
    requestedBy,
    state: request.state,
    version: request.version,
    contentHash: request.contentHash,
    rulebook: request.rulebookId,
    variationIds: request.variationIds,
    content: request.content as unknown as RequestContent,
    window: windowStart && timeZone ? { start: Date.parse(windowStart), end, timeZone } : null,
    prescaleMinutes: request.prescaleMinutes,
    emergency: request.emergency,
    upscaleDays: request.upscaleDays,
    returnGraceMinutes: request.returnGraceMinutes,
    missed: request.missed,
    failedDuring: request.failedDuring as StoredRequest['failedDuring'],
    extends: row.extends,
    continuedBy: row.continuedBy,
    returnSince: request.returnSince === null ? null : Date.parse(request.returnSince),
    createdAt: Date.parse(request.createdAt),
    submittedAt: submittedAt === null ? null : Date.parse(submittedAt),
    lines: row.lines ?? [],
    approvals: (row.approvals ?? []).map(inMs),
    offer: row.offer && inMs(row.offer),
    approversNeeded: contract.approvers ?? rulebookOf(reference, contract.rulebook).approvers,
  };
}

function inMs<T extends { at: string }>(row: T): Omit<T, 'at'> & { at: number } {
  return { ...row, at: Date.parse(row.at) };
}
