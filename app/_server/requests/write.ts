import { randomUUID } from 'node:crypto';
import { wakeAt } from '#domain/clock.ts';
import { FINAL_STATES, type Move, type RequestState } from '#domain/lifecycle.ts';
import type { Standing } from '#domain/policy.ts';
import type { Json } from '#domain/record.ts';
import { contentHash, type RequestContent } from '#domain/request.ts';
import { dueFacts, type StoredRequest } from '#domain/stored-request.ts';
import type * as Table from '#prisma/generated/client.ts';
import { Prisma } from '#prisma/generated/client.ts';
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
  data?: Partial<Omit<Table.UpscaleRequest, 'state' | 'version' | 'content'> & { content: object }>;
  /** the new content, when it changed: a new version, new lines, approvals void when its hash changed */
  content?: RequestContent;
};

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

/** Saves one change where the version is still the one read: state, story and record in the caller's transaction. Answers the request as it is now. */
export async function saveChange(
  tx: Tx,
  before: StoredRequest,
  change: Change,
  reload: () => Promise<StoredRequest | null>,
): Promise<StoredRequest> {
  await writeChange(tx, before, change);
  const after = await reload();
  if (!after) throw new Error(`${before.reference} vanished under its lock`);
  await tx.$executeRaw`
    WITH told AS (SELECT pg_notify(${CHANGES}, ${changeOf(after)}))
    UPDATE "UpscaleRequest" SET "dueAt" = ${wakeOf(after, change.at)}, "leasedBy" = NULL FROM told WHERE id = ${after.id}::uuid`;
  await recordRequest(tx, change, before, after);
  return after;
}

/** Saves one move of the clock in one statement; it changes nothing but columns of the request, so what it is afterwards need not be read. */
export async function saveMove(
  tx: Tx,
  before: StoredRequest,
  change: Omit<Change, 'data' | 'content'> & { data: Partial<Pick<StoredRequest, 'upscaleDays' | 'missed'>> },
): Promise<StoredRequest> {
  const { returnSince = before.returnSince, ...columns } = stateColumns(before, change);
  const since = returnSince === null ? null : Number(returnSince);
  const after = { ...before, ...change.data, ...columns, returnSince: since, version: before.version + 1 };
  await writeChange(tx, before, change, { dueAt: wakeOf(after, change.at), leasedBy: null });
  await recordRequest(tx, change, before, after);
  return after;
}

/** The row where the version is still the one read, with the story's line and a new content; a final state frees its window. With its schedule, whoever watches is told on commit. */
async function writeChange(
  tx: Tx,
  before: StoredRequest,
  change: Change,
  schedule?: { dueAt: Date | null; leasedBy: null },
): Promise<void> {
  const version = before.version + 1;
  const columns = {
    ...change.data,
    ...(change.content && columnsOf(change.content)),
    ...stateColumns(before, change),
    ...schedule,
    version,
    updatedAt: new Date(),
  };
  const names = Object.keys(columns).map((name) => `"${name}"`);
  const isFinal = (FINAL_STATES as readonly RequestState[]).includes(change.to);
  const count = await tx.$executeRaw`
    WITH events AS (
      INSERT INTO "RequestEvent" SELECT * FROM jsonb_populate_record(NULL::"RequestEvent", ${JSON.stringify(eventOf(before, version, change))}::jsonb)
    ), freed AS (
      DELETE FROM "WindowClaim" WHERE "requestId" = ${before.id}::uuid AND ${isFinal}
    ), told AS (
      SELECT CASE WHEN ${schedule !== undefined} THEN pg_notify(${CHANGES}, ${changeOf(before)}) END
    )
    UPDATE "UpscaleRequest" r SET ${Prisma.raw(names.map((name) => `${name} = g.${name}`).join(', '))}
    FROM told, jsonb_populate_record(NULL::"UpscaleRequest", ${JSON.stringify(columns)}::jsonb) g
    WHERE r.id = ${before.id}::uuid AND r.version = ${before.version}`;
  if (count !== 1) throw new Error(`${before.reference} changed under its lock`);
  if (change.content) await writeVersion(tx, before.id, version, change.content, change.at);
}

/** What a state brings with it: which way it failed, and since when it returns. */
function stateColumns(before: StoredRequest, { to, at }: Pick<Change, 'to' | 'at'>) {
  return {
    state: to,
    failedDuring: to === 'FAILED' ? (before.state as StoredRequest['failedDuring']) : null,
    ...(to === 'RETURNING' && before.returnSince === null && { returnSince: new Date(at) }),
  };
}

/** The row is the schedule: when the clock looks at it next, in no worker's hand any more. */
function wakeOf(request: StoredRequest, at: number): Date | null {
  const wake = wakeAt(dueFacts(request), at);
  return wake === null ? null : new Date(wake);
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
function eventOf({ id, state }: StoredRequest, seq: number, change: Change): Table.RequestEvent {
  const { move, to, author, note = null } = change;
  const { personId, standing } = author;
  return { requestId: id, seq, at: new Date(change.at), move, from: state, to, personId, standing, note };
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
