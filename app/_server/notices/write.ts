import { randomUUID } from 'node:crypto';
import type { StoredNotice } from '#domain/notice.ts';
import { STATUS_CHANGES, statusChangeOf } from '../changes.ts';
import type { Tx } from '../db.ts';
import { settleAll } from '../status/settle.ts';

/** A notice before and after a change at an instant (UTC ms), and who made it; null = not there. */
export type Change = { before: StoredNotice | null; after: StoredNotice | null; personId: string; at: number };

/**
 * Writes a change of a notice inside the settling of every environment that it affects before or after, in the order of their
 * ids: what was until now is told by the notice as it was, what is from now on by the notice as it is. Whoever listens is told
 * that the contracts' notices changed. A draft changes no level and is told to nobody.
 */
export async function writeNotice(tx: Tx, change: Change): Promise<void> {
  const { before, after, at } = change;
  const scope = [before, after].flatMap((notice) => (notice && notice.publishedAt !== null ? notice.scope : []));
  const environments = [...new Set(scope.flatMap(({ environmentId }) => environmentId ?? []))].sort();
  await settleAll(tx, environments, at, (within) => store(within, change));
  for (const contractId of new Set(scope.map((place) => place.contractId)))
    await tx.$executeRaw`SELECT pg_notify(${STATUS_CHANGES}, ${statusChangeOf({ contractId, environmentId: null })})`;
}

async function store(tx: Tx, { before, after, personId, at }: Change): Promise<void> {
  const id = (after ?? before)?.id ?? '';
  if (!after) {
    await tx.notice.delete({ where: { id } });
    return;
  }
  const data = { ...columnsOf(after), updatedAt: new Date(at) };
  if (before) await tx.notice.update({ where: { id }, data });
  else
    await tx.notice.create({ data: { ...data, id, kind: after.kind, createdById: personId, createdAt: new Date(at) } });
  await storeUpdates(tx, { before, after, personId, at });
  await storeScope(tx, before, after);
}

function columnsOf({ title, state, impact, worst, startsAt, endsAt, publishedAt, postMortem, version }: StoredNotice) {
  return {
    ...{ title, state, impact, worst, postMortem, version },
    startsAt: new Date(startsAt),
    endsAt: dateOf(endsAt),
    publishedAt: dateOf(publishedAt),
  };
}

async function storeUpdates(tx: Tx, { before, after, personId }: Change): Promise<void> {
  for (const update of after?.updates ?? []) {
    const old = before?.updates.find(({ id }) => id === update.id);
    const { state, text } = update;
    const data = { state, text, at: new Date(update.at), editedAt: dateOf(update.editedAt) };
    if (!old) await tx.noticeUpdate.create({ data: { ...data, id: update.id, noticeId: after?.id ?? '', personId } });
    else if (JSON.stringify(old) !== JSON.stringify(update))
      await tx.noticeUpdate.update({ where: { id: update.id }, data });
  }
}

async function storeScope(tx: Tx, before: StoredNotice | null, after: StoredNotice): Promise<void> {
  if (JSON.stringify(before?.scope) === JSON.stringify(after.scope)) return;
  const noticeId = after.id;
  if (before) await tx.noticeScope.deleteMany({ where: { noticeId } });
  await tx.noticeScope.createMany({ data: after.scope.map((place, n) => ({ ...place, noticeId, number: n + 1 })) });
}

function dateOf(at: number | null): Date | null {
  return at === null ? null : new Date(at);
}

/** An update that is added to a timeline. */
export function newUpdate(state: StoredNotice['state'], text: string, at: number): StoredNotice['updates'][number] {
  return { id: randomUUID(), at, state, text, editedAt: null };
}
