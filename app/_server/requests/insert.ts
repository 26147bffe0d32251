import { wakeAt } from '#domain/clock.ts';
import type { Move } from '#domain/lifecycle.ts';
import { claimedSpan } from '#domain/request.ts';
import { dueFacts, type StoredRequest } from '#domain/stored-request.ts';
import type * as Table from '#prisma/generated/client.ts';
import { CHANGES, changeOf } from '../changes.ts';
import type { Tx } from '../db.ts';
import type { Author } from './write.ts';

/** What the tables keep of a new request beside itself. */
export type Filing = {
  move: Move;
  at: number;
  author: Author;
  submissionId: string | undefined;
  extendsId: string | undefined;
};

/** Inserts a new request whole in one statement, a fifth of what its tables cost one by one: row, lines, version, story and claims. The exclusion constraint refuses a taken window (R14). */
export async function insertRequest(tx: Tx, request: StoredRequest, filing: Filing): Promise<void> {
  const rows = {
    request: requestRow(request, filing),
    lines: lineRows(request),
    events: [eventRow(request, filing)],
    // a draft has had no content yet and claims nothing
    versions: request.submittedAt === null ? [] : [versionRow(request, filing.at)],
    claims: request.submittedAt === null ? [] : claimRows(request),
  };
  await tx.$executeRaw`
    WITH given AS (SELECT ${JSON.stringify(rows)}::jsonb AS rows),
    told AS (SELECT pg_notify(${CHANGES}, ${changeOf(request)})),
    request AS (
      INSERT INTO "UpscaleRequest" SELECT r.* FROM told, given, jsonb_populate_record(NULL::"UpscaleRequest", rows->'request') r),
    lines AS (
      INSERT INTO "RequestLine" SELECT r.* FROM given, jsonb_populate_recordset(NULL::"RequestLine", rows->'lines') r),
    versions AS (
      INSERT INTO "RequestVersion" SELECT r.* FROM given, jsonb_populate_recordset(NULL::"RequestVersion", rows->'versions') r),
    events AS (
      INSERT INTO "RequestEvent" SELECT r.* FROM given, jsonb_populate_recordset(NULL::"RequestEvent", rows->'events') r)
    INSERT INTO "WindowClaim" SELECT r.* FROM given, jsonb_populate_recordset(NULL::"WindowClaim", rows->'claims') r`;
}

/** Every column: no default of the table is asked. */
function requestRow(request: StoredRequest, filing: Filing): Table.UpscaleRequest {
  const { id, reference, contractId, environmentId, state, version, contentHash, window } = request;
  return {
    id,
    reference,
    contractId,
    environmentId,
    requestedById: request.requestedBy.id,
    submissionId: filing.submissionId ?? null,
    state,
    version,
    contentHash,
    rulebookId: request.rulebook,
    variationIds: request.variationIds,
    content: request.content as unknown as Table.UpscaleRequest['content'],
    windowStart: window && new Date(window.start),
    windowEnd: dateOf(window?.end),
    timeZone: window?.timeZone ?? null,
    prescaleMinutes: request.prescaleMinutes,
    emergency: request.emergency,
    upscaleDays: request.upscaleDays,
    returnGraceMinutes: request.returnGraceMinutes,
    missed: request.missed,
    failedDuring: request.failedDuring,
    extendsId: filing.extendsId ?? null,
    dueAt: dateOf(wakeAt(dueFacts(request), filing.at)),
    leasedBy: null,
    returnSince: null,
    createdAt: new Date(request.createdAt),
    submittedAt: dateOf(request.submittedAt),
    updatedAt: new Date(filing.at),
  };
}

function lineRows({ id, environmentId, lines }: StoredRequest): Table.RequestLine[] {
  return lines.map((line) => ({ requestId: id, environmentId, ...line, observedAt: dateOf(line.observedAt) }));
}

function eventRow({ id, version, state }: StoredRequest, { move, at, author }: Filing): Table.RequestEvent {
  const { personId, standing } = author;
  return { requestId: id, seq: version, at: new Date(at), move, from: null, to: state, personId, standing, note: null };
}

function versionRow({ id, version, content, contentHash }: StoredRequest, at: number): Table.RequestVersion {
  const kept = content as unknown as Table.RequestVersion['content'];
  return { requestId: id, version, content: kept, contentHash, at: new Date(at) };
}

function claimRows({ id, environmentId, lines, window, prescaleMinutes }: StoredRequest): Table.WindowClaim[] {
  if (!window) throw new Error('a submitted request has a window');
  const { startsAt, endsAt } = claimedSpan(window, prescaleMinutes);
  const span = { startsAt: new Date(startsAt), endsAt: dateOf(endsAt) };
  return lines.map(({ serviceId }) => ({ requestId: id, environmentId, serviceId, ...span }));
}

function dateOf(at: number | null | undefined): Date | null {
  return typeof at === 'number' ? new Date(at) : null;
}
