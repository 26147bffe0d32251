import { randomUUID } from 'node:crypto';
import type { NoticeInput } from '#domain/notice-form.ts';
import { readScope } from '#domain/notice-shape.ts';
import type { NoticeKind } from '#domain/status-view.ts';
import type { Actor } from '../access/standing.ts';
import { type Tx, transaction } from '../db.ts';
import { done, NOT_FOUND, type Outcome } from '../outcome.ts';
import { record } from '../record/append.ts';
import { compose } from './compose.ts';
import { publisherOfAll } from './gate.ts';
import { findPlaces } from './places.ts';
import { differences } from './told.ts';
import { writeNotice } from './write.ts';

/** A notice that shall be: published at once or kept as a draft. id = the form's own, so that a second press makes no second one. */
export type NewNotice = { id?: string; kind: NoticeKind; publish: boolean; input: NoticeInput };

/** Makes an incident or a maintenance on environments of contracts on which the actor may publish; answers its id. `at` in UTC ms. */
export function createNotice(
  actor: Actor,
  { id = randomUUID(), kind, publish, input }: NewNotice,
  at: number = Date.now(),
): Promise<Outcome<string>> {
  const wanted = readScope(input.body) ?? [];
  const slugs = wanted.map(({ environment }) => environment).sort();
  return transaction(async (tx) => {
    const places = await findPlaces(tx, wanted);
    if (places.missing) return NOT_FOUND;
    const attempt = {
      ...{ actor, at, what: publish ? 'notice.publish' : 'notice.draft' },
      subject: `environment ${[...new Set(slugs)].join(', ')}`,
    };
    const contracts = places.scope.map(({ contractId }) => contractId);
    // a form that names no place at all is nowhere, and told so at its field
    const own = contracts.length > 0 ? await publisherOfAll(tx, { attempt, contracts, as: 'named' }) : done(null);
    if (own.kind !== 'done') return own;
    const composed = compose(input, { kind, kept: null, judged: publish, places, at });
    if (composed.kind !== 'done') return composed;
    if (await isThere(tx, id)) return (await isOwn(tx, id, actor)) ? done(id) : NOT_FOUND;
    const after = { ...composed.value, id };
    await writeNotice(tx, { before: null, after, personId: actor.personId, at });
    const told = { who: actor.email, standing: own.value, subject: `notice ${id}`, verdict: { allowed: true } };
    await record(tx, { ...attempt, ...told, ...differences(null, after) });
    return done(id);
  });
}

/** Whether a form was sent before; twins wait for each other at the contract, which is locked. */
async function isThere(tx: Tx, id: string): Promise<boolean> {
  return (await tx.notice.count({ where: { id } })) > 0;
}

async function isOwn(tx: Tx, id: string, { personId }: Actor): Promise<boolean> {
  return (await tx.notice.count({ where: { id, createdById: personId } })) > 0;
}
