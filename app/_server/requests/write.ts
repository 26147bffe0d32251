import { randomUUID } from 'node:crypto';
import type { ServiceSizes } from '#domain/capacity.ts';
import { wakeAt } from '#domain/clock.ts';
import { FINAL_STATES, type Move, type RequestState } from '#domain/lifecycle.ts';
import type { Standing } from '#domain/policy.ts';
import type { Json } from '#domain/record.ts';
import { claimedSpan, contentHash, type RequestContent } from '#domain/request.ts';
import { dueFacts, type StoredLine, type StoredRequest } from '#domain/stored-request.ts';
import type { Prisma } from '#prisma/generated/client.ts';
import { CHANGES, changeOf } from '../changes.ts';
import type { Tx } from '../db.ts';
import { record } from '../record/append.ts';
import { requestSnapshot, requestSubject } from './snapshot.ts';

/** Who did it, for the story and the record; personId null = the clock. */
export type Author = { personId: string | null; who: string; standing: Standing | null };

/** One change of a request: what the story says and what the tables get. */
export type Change = {
  move: Move;
  to: RequestState;
  at: number;
  author: Author;
  note?: string;
  /** what the record keeps of it beside the request itself: an offer, an approved hash */
  detail?: Json;
  /** columns beside state and version */
  data?: Omit<Prisma.UpscaleRequestUncheckedUpdateManyInput, 'state' | 'version'>;
  /** the new content, when it changed: a new version, new lines, approvals void when its hash changed */
  content?: RequestContent;
};

const NOTHING_YET = { granted: null, observed: null, observedAt: null, observedBy: null };

/** A line's sizes when asked: `current` as the service has it now. */
export function linesOf(
  content: Pick<RequestContent, 'lines'>,
  services: readonly (ServiceSizes & { id: string })[],
): StoredLine[] {
  return content.lines.flatMap(({ service, wanted }) => {
    const found = services.find(({ name }) => name === service);
    return found ? [{ serviceId: found.id, service, current: found.current, requested: wanted, ...NOTHING_YET }] : [];
  });
}

/** The columns that follow from a content. */
function columnsOf(content: RequestContent) {
  return {
    content: content as unknown as Prisma.InputJsonObject,
    contentHash: contentHash(content),
    windowStart: new Date(content.window.start),
    windowEnd: content.window.end === null ? null : new Date(content.window.end),
    timeZone: content.window.timeZone,
    prescaleMinutes: content.prescaleMinutes,
    emergency: content.emergency !== undefined,
  };
}

/** Inserts the lines of a request. */
export async function writeLines(
  tx: Tx,
  request: { id: string; environmentId: string },
  lines: readonly StoredLine[],
): Promise<void> {
  if (lines.length === 0) return;
  await tx.requestLine.createMany({
    data: lines.map(({ serviceId, service, current, requested }) => ({
      requestId: request.id,
      environmentId: request.environmentId,
      serviceId,
      service,
      current,
      requested,
    })),
  });
}

/** Claims the content's window on each of its services (R14); the exclusion constraint refuses a taken one. */
export async function writeClaims(
  tx: Tx,
  request: { id: string; environmentId: string },
  content: RequestContent,
  lines: readonly { serviceId: string }[],
): Promise<void> {
  const { startsAt, endsAt } = claimedSpan(content.window, content.prescaleMinutes);
  await tx.windowClaim.createMany({
    data: lines.map(({ serviceId }) => ({
      requestId: request.id,
      environmentId: request.environmentId,
      serviceId,
      startsAt: new Date(startsAt),
      endsAt: endsAt === null ? null : new Date(endsAt),
    })),
  });
}

/** Replaces the claims of a request by those of another content. */
export async function replaceClaims(
  tx: Tx,
  request: { id: string; environmentId: string },
  content: RequestContent,
  lines: readonly { serviceId: string }[],
): Promise<void> {
  await tx.windowClaim.deleteMany({ where: { requestId: request.id } });
  await writeClaims(tx, request, content, lines);
}

/** Saves one change where the version is still the one read: state, story and record in the caller's transaction. Answers the request as it is now. */
export async function saveChange(
  tx: Tx,
  before: StoredRequest,
  change: Change,
  reload: () => Promise<StoredRequest | null>,
): Promise<StoredRequest> {
  const version = before.version + 1;
  const { count } = await tx.upscaleRequest.updateMany({
    where: { id: before.id, version: before.version },
    data: {
      ...change.data,
      ...(change.content && columnsOf(change.content)),
      ...stateColumns(before, change),
      version,
    },
  });
  if (count !== 1) throw new Error(`${before.reference} changed under its lock`);
  if (change.content) await writeVersion(tx, before.id, version, change.content, change.at);
  if ((FINAL_STATES as readonly RequestState[]).includes(change.to))
    await tx.windowClaim.deleteMany({ where: { requestId: before.id } });
  await writeEvent(tx, before.id, version, before.state, change);
  const after = await reload();
  if (!after) throw new Error(`${before.reference} vanished under its lock`);
  await schedule(tx, after, change.at);
  await recordRequest(tx, change, before, after);
  return after;
}

/** What a state brings with it: which way it failed, and since when it returns. */
function stateColumns(before: StoredRequest, { to, at }: Change) {
  return {
    state: to,
    failedDuring: to === 'FAILED' ? before.state : null,
    ...(to === 'RETURNING' && before.returnSince === null && { returnSince: new Date(at) }),
  };
}

/** The row is the schedule: when the clock looks at it next, in no worker's hand any more. Whoever watches it is told on commit. */
async function schedule(tx: Tx, request: StoredRequest, at: number): Promise<void> {
  const wake = wakeAt(dueFacts(request), at);
  await tx.$executeRaw`
    WITH told AS (SELECT pg_notify(${CHANGES}, ${changeOf(request)}))
    UPDATE "UpscaleRequest" SET "dueAt" = ${wake === null ? null : new Date(wake)}, "leasedBy" = NULL FROM told WHERE id = ${request.id}::uuid`;
}

/** Keeps a content under the version that brought it. */
async function writeVersion(
  tx: Tx,
  requestId: string,
  version: number,
  content: RequestContent,
  at: number,
): Promise<void> {
  await tx.requestVersion.create({
    data: {
      requestId,
      version,
      content: content as unknown as Prisma.InputJsonObject,
      contentHash: contentHash(content),
      at: new Date(at),
    },
  });
}

/** One line of the story. */
async function writeEvent(
  tx: Tx,
  requestId: string,
  seq: number,
  from: RequestState | null,
  change: Pick<Change, 'move' | 'to' | 'at' | 'author' | 'note'>,
): Promise<void> {
  await tx.requestEvent.create({
    data: {
      requestId,
      seq,
      at: new Date(change.at),
      move: change.move,
      from,
      to: change.to,
      personId: change.author.personId,
      standing: change.author.standing,
      note: change.note ?? null,
    },
  });
}

/** The record's entry of one change. */
export function recordRequest(
  tx: Tx,
  change: Pick<Change, 'move' | 'at' | 'author' | 'note' | 'detail'>,
  before: StoredRequest | null,
  after: StoredRequest,
): Promise<void> {
  return record(tx, {
    at: change.at,
    who: change.author.who,
    standing: change.author.standing,
    what: change.move,
    subject: requestSubject(after.reference),
    ...(before && { before: requestSnapshot(before) }),
    after: requestSnapshot(after),
    verdict: {
      allowed: true,
      ...(change.note && { note: change.note }),
      ...(change.detail && { detail: change.detail }),
    } as Json,
  });
}

/** The next reference of the year, gapless: the counter's row stays locked until the transaction ends. */
export async function nextReference(tx: Tx, at: number): Promise<string> {
  const year = new Date(at).getUTCFullYear();
  const [row] = await tx.$queryRaw<{ last: number }[]>`
    INSERT INTO "ReferenceCounter" (year, last) VALUES (${year}, 1)
    ON CONFLICT (year) DO UPDATE SET last = "ReferenceCounter".last + 1 RETURNING last`;
  return `UR-${year}-${String(row?.last).padStart(4, '0')}`;
}

/** A new id of our own making: PostgreSQL 15 has no uuidv7. */
export function newId(): string {
  return randomUUID();
}
