import { randomUUID } from 'node:crypto';
import type { StoredNotice } from '#domain/notice.ts';
import type { NoticeInput } from '#domain/notice-form.ts';
import { readScope } from '#domain/notice-shape.ts';
import { refusal } from '#domain/refusal.ts';
import type { NoticeKind } from '#domain/status-view.ts';
import type { Actor } from '../access/standing.ts';
import { type Tx, transaction } from '../db.ts';
import { done, NOT_FOUND, type Outcome, refused } from '../outcome.ts';
import { record } from '../record/append.ts';
import { compose } from './compose.ts';
import { publisherOfAll } from './gate.ts';
import { findPlaces } from './places.ts';
import { loadNotice } from './rows.ts';
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
    // twins wait for each other at the contract, which is locked
    const sent = await loadNotice(tx, id);
    if (sent && !(await isOwn(tx, id, actor))) return NOT_FOUND;
    // what was sent before is read again as at its own moment: an empty start is that one
    const composed = compose(input, { kind, kept: null, judged: publish, places, at: sent?.updates[0]?.at ?? at });
    if (composed.kind !== 'done') return composed;
    if (sent) return answerAgain(sent, { ...composed.value, id });
    const after = { ...composed.value, id };
    await writeNotice(tx, { before: null, after, personId: actor.personId, at });
    const told = { who: actor.email, standing: own.value, subject: `notice ${id}`, verdict: { allowed: true } };
    await record(tx, { ...attempt, ...told, ...differences(null, after) });
    return done(id);
  });
}

/** A form that was sent before, whose answer may have been lost: done when it asks for what there is, else what there is stays. */
function answerAgain(sent: StoredNotice, asked: StoredNotice): Outcome<string> {
  const { after } = differences(sent, asked);
  if (Object.keys(after ?? {}).length === 0) return done(sent.id);
  return refused([refusal('noticeSent', { published: sent.publishedAt !== null })]);
}

async function isOwn(tx: Tx, id: string, { personId }: Actor): Promise<boolean> {
  return (await tx.notice.count({ where: { id, createdById: personId } })) > 0;
}
