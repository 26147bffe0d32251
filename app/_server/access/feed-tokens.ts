import { randomBytes, randomUUID } from 'node:crypto';
import { sha256 } from '#domain/record.ts';
import { db, type Tx, transaction } from '../db.ts';
import { record } from '../record/append.ts';
import { type ActorRow, actorColumns, toActor } from './actor-row.ts';
import type { Actor } from './standing.ts';

const MINUTE = 60_000;
/** Feeds of one person: one for each reader. */
export const MOST_FEEDS = 20;
const TOKEN = /^hf_[A-Za-z0-9_-]{43}$/;

export type FeedTokenView = { id: string; createdAt: Date; lastUsedAt: Date | null };

/** Makes the secret of a new feed of the actor and answers it, this once; 'full' when there are as many as one may have. */
export async function issueFeedToken(
  actor: Actor,
  now = Date.now(),
): Promise<{ kind: 'done'; value: string } | { kind: 'full' }> {
  const value = `hf_${randomBytes(32).toString('base64url')}`;
  return transaction(async (tx) => {
    // of two made at once the second sees the first
    await tx.$queryRaw`SELECT 1 FROM "Person" WHERE id = ${actor.personId}::uuid FOR NO KEY UPDATE`;
    if ((await tx.feedToken.count({ where: { personId: actor.personId } })) >= MOST_FEEDS) return { kind: 'full' };
    const id = randomUUID();
    await tx.feedToken.create({
      data: { id, personId: actor.personId, hash: sha256(value), createdAt: new Date(now) },
    });
    await note(tx, now, actor, 'issue feed', id);
    return { kind: 'done', value };
  });
}

/** Whose feed it is, with every right as stored now, in one statement; null for no, a stopped or a removed person's token. It opens feeds and nothing else. Notes the use at most once a minute. */
export async function actorFromFeed(token: string, now = Date.now()): Promise<Actor | null> {
  if (!TOKEN.test(token)) return null;
  const hash = sha256(token);
  const [row] = await db().$queryRaw<(ActorRow & { tokenId: string })[]>`
    WITH used AS (
      UPDATE "FeedToken" SET "lastUsedAt" = ${new Date(now)}
      WHERE hash = ${hash} AND ("lastUsedAt" IS NULL OR "lastUsedAt" < ${new Date(now - MINUTE)})
    )
    SELECT t.id AS "tokenId", ${actorColumns}
    FROM "FeedToken" t JOIN "Person" p ON p.id = t."personId" AND p.active
    WHERE t.hash = ${hash}`;
  return row ? toActor(row, { kind: 'token', id: row.tokenId, write: false }) : null;
}

/** Stops one of the actor's own feeds at once. */
export async function revokeFeedToken(actor: Actor, id: string, now = Date.now()): Promise<'done' | 'notFound'> {
  return transaction(async (tx) => {
    const { count } = await tx.feedToken.deleteMany({ where: { id, personId: actor.personId } });
    if (count === 0) return 'notFound';
    await note(tx, now, actor, 'revoke feed', id);
    return 'done';
  });
}

/** The actor's own feeds, the newest first. */
export function listFeedTokens(actor: Actor): Promise<FeedTokenView[]> {
  return db().feedToken.findMany({
    where: { personId: actor.personId },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
    select: { id: true, createdAt: true, lastUsedAt: true },
  });
}

function note(tx: Tx, at: number, actor: Actor, what: 'issue feed' | 'revoke feed', id: string): Promise<void> {
  const person = { person: actor.email };
  const now = what === 'issue feed' ? { after: person } : { before: person };
  return record(tx, { at, who: actor.email, standing: null, what, subject: `feed ${id}`, ...now });
}
