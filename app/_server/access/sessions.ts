import { db, type Tx, transaction } from '../db.ts';
import { record } from '../record/append.ts';
import { type ActorRow, actorColumns, toActor } from './actor-row.ts';
import type { CheckedPerson } from './check-password.ts';
import { newSessionSecret, type SessionClaims, sessionIdOf } from './session-cookie.ts';
import type { Actor } from './standing.ts';

const MINUTE = 60_000;
/** A session ends this long after it was last used (ms). */
const IDLE = 12 * 60 * MINUTE;
/** A session ends this long after the sign-in, however much it is used (seconds). */
export const SESSION_SECONDS = 7 * 24 * 60 * 60;

type SessionView = { id: string; createdAt: Date; lastSeenAt: Date; userAgent: string; current: boolean };

/** Who speaks by a session cookie, with every right as stored now, in one statement; null when the session has ended or the person was removed. Notes the visit at most once a minute. */
export async function actorOfSession({ personId, sessionId }: SessionClaims, now = Date.now()): Promise<Actor | null> {
  const idleSince = new Date(now - IDLE);
  const [row] = await db().$queryRaw<ActorRow[]>`
    WITH seen AS (
      UPDATE "Session" SET "lastSeenAt" = ${new Date(now)}
      WHERE id = ${sessionId} AND "lastSeenAt" < ${new Date(now - MINUTE)} AND "lastSeenAt" > ${idleSince}
    )
    SELECT ${actorColumns}
    FROM "Session" s JOIN "Person" p ON p.id = s."personId" AND p.active
    WHERE s.id = ${sessionId} AND s."personId" = ${personId}::uuid
      AND s."expiresAt" > ${new Date(now)} AND s."lastSeenAt" > ${idleSince}`;
  return row ? toActor(row, { kind: 'session', id: sessionId }) : null;
}

export type NewSession = {
  /** the hash that was checked; a session begins only while it is still the stored one */
  person: CheckedPerson;
  userAgent: string;
  /** the browser's zone, kept when the person has none yet */
  timeZone: string | null;
  /** the session this browser had before */
  replaces: string | null;
};

/** Begins a session and answers the secret its cookie carries; null when password or person changed meanwhile. Sweeps out the person's ended sessions. */
export async function startSession(start: NewSession, now = Date.now()): Promise<string | null> {
  const secret = newSessionSecret();
  const id = sessionIdOf(secret);
  const { person } = start;
  return transaction(async (tx) => {
    const changed = await settlePerson(tx, start);
    if (!changed) return null;
    const replaced = await sweep(tx, person.id, start.replaces, now);
    await tx.session.create({
      data: {
        id,
        personId: person.id,
        createdAt: new Date(now),
        lastSeenAt: new Date(now),
        expiresAt: new Date(now + SESSION_SECONDS * 1_000),
        userAgent: start.userAgent.slice(0, 300),
      },
    });
    const after = { ...changed, ...(replaced && { replaces: sessionSubject(replaced) }) };
    await noteSession(tx, now, person.email, 'sign in', id, after);
    return secret;
  });
}

/** Gives a person the browser's zone where they have none, and today's hash; answers what of it changed, null when password or person is another meanwhile. Locks the person: a change of password either ends the new session or is seen here. */
async function settlePerson(tx: Tx, { person, timeZone }: NewSession): Promise<Record<string, string> | null> {
  const [was] = await tx.$queryRaw<{ timeZone: string | null }[]>`
    SELECT "timeZone" FROM "Person"
    WHERE id = ${person.id}::uuid AND active AND "passwordHash" = ${person.passwordHash} FOR NO KEY UPDATE`;
  if (!was) return null;
  const zone = was.timeZone === null && timeZone !== null && { timeZone };
  const hash = person.newHash !== null && { passwordHash: person.newHash };
  if (zone || hash) await tx.person.update({ where: { id: person.id }, data: { ...zone, ...hash } });
  return { ...zone, ...(hash && { passwordHash: 'hashed anew' }) };
}

/** Answers the replaced session if it was still there. */
async function sweep(tx: Tx, personId: string, replaced: string | null, now: number): Promise<string | null> {
  const ended = [{ expiresAt: { lte: new Date(now) } }, { lastSeenAt: { lte: new Date(now - IDLE) } }];
  await tx.session.deleteMany({ where: { personId, OR: ended } });
  if (replaced === null) return null;
  return (await tx.session.deleteMany({ where: { id: replaced } })).count > 0 ? replaced : null;
}

/** Ends one session of the actor's own, this one by default; 'notFound' when it is none of theirs. */
export async function endSession(actor: Actor, id = actor.via.id, now = Date.now()): Promise<'done' | 'notFound'> {
  return transaction(async (tx) => {
    const { count } = await tx.session.deleteMany({ where: { id, personId: actor.personId } });
    if (count === 0) return 'notFound';
    await noteSession(tx, now, actor.email, id === actor.via.id ? 'sign out' : 'end session', id);
    return 'done';
  });
}

/** Ends every session of the actor but this one; answers how many. */
export async function endOtherSessions(actor: Actor, now = Date.now()): Promise<number> {
  return transaction(async (tx) => {
    const ended = await deleteOtherSessions(tx, actor);
    if (ended > 0)
      await record(tx, {
        at: now,
        who: actor.email,
        standing: null,
        what: 'end other sessions',
        subject: `person ${actor.email}`,
        after: { ended },
      });
    return ended;
  });
}

/** Deletes every session of the actor but this one, in the caller's transaction. */
export async function deleteOtherSessions(tx: Tx, actor: Actor): Promise<number> {
  const { count } = await tx.session.deleteMany({ where: { personId: actor.personId, id: { not: actor.via.id } } });
  return count;
}

/** The actor's sessions that are alive, the last used first. */
export async function listSessions(actor: Actor, now = Date.now()): Promise<SessionView[]> {
  const rows = await db().session.findMany({
    where: {
      personId: actor.personId,
      expiresAt: { gt: new Date(now) },
      lastSeenAt: { gt: new Date(now - IDLE) },
    },
    orderBy: [{ lastSeenAt: 'desc' }, { id: 'asc' }],
    select: { id: true, createdAt: true, lastSeenAt: true, userAgent: true },
    take: 100,
  });
  return rows.map((row) => ({ ...row, current: row.id === actor.via.id }));
}

/** The record names a session by the first digits of its stored id: enough to tell two apart. */
function sessionSubject(id: string): string {
  return `session ${id.slice(0, 12)}`;
}

/** after = what changed beside the session itself. */
function noteSession(
  tx: Tx,
  at: number,
  who: string,
  what: string,
  id: string,
  after: Record<string, string> = {},
): Promise<void> {
  const changed = Object.keys(after).length > 0 && { after };
  return record(tx, { at, who, standing: null, what, subject: sessionSubject(id), ...changed });
}
