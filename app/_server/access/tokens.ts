import { randomBytes, randomUUID } from 'node:crypto';
import { sha256 } from '#domain/record.ts';
import { db, type Tx, transaction } from '../db.ts';
import { NOT_FOUND } from '../outcome.ts';
import { record } from '../record/append.ts';
import { type ActorRow, actorColumns, toActor } from './actor-row.ts';
import type { Actor } from './standing.ts';

const MINUTE = 60_000;
const BEARER = /^Bearer +(hr_[A-Za-z0-9_-]{43})$/i;

type TokenView = { id: string; name: string; write: boolean; createdAt: Date; lastUsedAt: Date | null };
type NewToken = {
  /** may it change anything? */
  write: boolean;
  name: string;
  /** e-mail of who makes it; the installation's command line by default */
  by?: string;
};

/** Makes an API token for a person and answers it, this once; 'notFound' for an unknown or removed person. */
export async function issueToken(
  email: string,
  { write, name, by = 'installation' }: NewToken,
  now = Date.now(),
): Promise<{ kind: 'done'; value: string } | { kind: 'notFound' }> {
  const value = `hr_${randomBytes(32).toString('base64url')}`;
  return transaction(async (tx) => {
    const person = await tx.person.findUnique({ where: { email: email.trim().toLowerCase(), active: true } });
    if (!person) return NOT_FOUND;
    const id = randomUUID();
    await tx.apiToken.create({
      data: { id, personId: person.id, name, write, hash: sha256(value), createdAt: new Date(now) },
    });
    await noteToken(tx, now, by, 'issue token', { id, person: person.email, name, write });
    return { kind: 'done', value };
  });
}

/** Who speaks by an Authorization header, with every right as stored now, in one statement; null for no, a malformed, an unknown or a removed person's token. Notes the use at most once a minute. */
export async function actorFromToken(authorization: string | null, now = Date.now()): Promise<Actor | null> {
  const token = BEARER.exec(authorization ?? '')?.[1];
  if (!token) return null;
  const hash = sha256(token);
  const [row] = await db().$queryRaw<(ActorRow & { tokenId: string; write: boolean })[]>`
    WITH used AS (
      UPDATE "ApiToken" SET "lastUsedAt" = ${new Date(now)}
      WHERE hash = ${hash} AND ("lastUsedAt" IS NULL OR "lastUsedAt" < ${new Date(now - MINUTE)})
    )
    SELECT t.id AS "tokenId", t.write, ${actorColumns}
    FROM "ApiToken" t JOIN "Person" p ON p.id = t."personId" AND p.active
    WHERE t.hash = ${hash}`;
  return row ? toActor(row, { kind: 'token', id: row.tokenId, write: row.write }) : null;
}

/** Ends one of the actor's own tokens at once. */
export async function revokeToken(actor: Actor, id: string, now = Date.now()): Promise<'done' | 'notFound'> {
  return transaction(async (tx) => {
    const token = await tx.apiToken.findFirst({ where: { id, personId: actor.personId } });
    // the row may go between the two statements; only who deleted it records it
    if (!token || (await tx.apiToken.deleteMany({ where: { id } })).count === 0) return 'notFound';
    const { name, write } = token;
    await noteToken(tx, now, actor.email, 'revoke token', { id, person: actor.email, name, write });
    return 'done';
  });
}

/** The actor's own tokens, the newest first. */
export function listTokens(actor: Actor): Promise<TokenView[]> {
  return db().apiToken.findMany({
    where: { personId: actor.personId },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
    select: { id: true, name: true, write: true, createdAt: true, lastUsedAt: true },
  });
}

type Named = { id: string; person: string; name: string; write: boolean };

function noteToken(tx: Tx, at: number, who: string, what: string, token: Named): Promise<void> {
  const { id, person, name, write } = token;
  const now = what === 'issue token' ? { after: { person, name, write } } : { before: { person, name, write } };
  return record(tx, { at, who, standing: null, what, subject: `token ${id}`, ...now });
}
