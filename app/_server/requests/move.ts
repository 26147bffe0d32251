import type { Command } from '#domain/command-shape.ts';
import type { FieldError } from '#domain/field-error.ts';
import { decide } from '#domain/lifecycle.ts';
import type { Standing } from '#domain/policy.ts';
import { isForbidden, refusal } from '#domain/refusal.ts';
import type { DraftBody, RequestBody } from '#domain/request.ts';
import { isVisible, type RequestView, requestView } from '#domain/request-view.ts';
import { moveFacts, type StoredRequest } from '#domain/stored-request.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { Actor } from '../access/standing.ts';
import { lockStandings } from '../access/standing-now.ts';
import { type Tx, transaction } from '../db.ts';
import { latestOperations } from '../operations/rows.ts';
import { done, NOT_FOUND, type Outcome, refused } from '../outcome.ts';
import { lockNext, pastExpired, takeDue } from './due.ts';
import { loadRequest } from './load.ts';
import { planMove } from './moves/plan.ts';
import { recordStranger, refuse } from './refuse.ts';
import { requestSubject } from './snapshot.ts';
import { claimTaken } from './taken.ts';
import { type Author, type Change, saveChange } from './write.ts';

/** A command of the API, or a form that sends the whole content at once instead of changes. */
export type RequestCommand = Command & { whole?: RequestBody | DraftBody };
/** A command whose move is known and whose rest is not of its shape: told only to those who may make that move. */
export type MalformedCommand = Pick<Command, 'move'> & { errors: FieldError[] };

export type MoveOptions = {
  at?: number;
  /** runs inside the writing transaction with what will be answered (idempotency keys) */
  within?: (tx: Tx, view: RequestView) => Promise<void>;
};

/** What a move's plan starts from: everything read under the request's and the contract's lock. */
export type Planning = {
  tx: Tx;
  request: StoredRequest;
  command: RequestCommand;
  actor: Actor;
  author: Author & { standing: Standing };
  to: StoredRequest['state'];
  at: number;
};

/** What a plan answers: the change to save, another request made, or why not. */
export type Plan =
  | { kind: 'change'; change: Partial<Change>; afterSave?: () => Promise<void> }
  | { kind: 'made'; request: StoredRequest }
  | Extract<Outcome<never>, { kind: 'invalid' | 'refused' }>;

/** The one writer of requests: lock → due move of the clock → decide → plan → save where version → record, one transaction. Refused: 404, R3/R12/R13 (recorded), the command's shape (422), the moment (409), the rules. */
export async function moveRequest(
  actor: Actor,
  reference: string,
  command: RequestCommand | MalformedCommand,
  options: MoveOptions = {},
): Promise<Outcome<RequestView>> {
  const at = options.at ?? Date.now();
  const attempt = () => transaction((tx) => moveInside(tx, actor, reference, command, at, options));
  // another window took the place between judging and writing: judged again, it is named
  const again = (error: unknown) => (claimTaken(error) ? attempt() : Promise.reject(error));
  const contract = Prisma.sql`SELECT c."contractId" FROM "UpscaleRequest" c WHERE c.reference = ${reference}`;
  return pastExpired(() => attempt().catch(again), contract, at);
}

async function moveInside(
  tx: Tx,
  actor: Actor,
  reference: string,
  command: RequestCommand | MalformedCommand,
  at: number,
  options: MoveOptions,
): Promise<Outcome<RequestView>> {
  const found = await loadRequest(tx, reference, true);
  if (!found) return NOT_FOUND;
  await lockNext(tx, found, at);
  const standings = await lockStandings(tx, actor.personId, found.contractId);
  const attempt = { actor, what: command.move, subject: requestSubject(reference), at };
  if (!isVisible(found, standings)) {
    await recordStranger(tx, attempt);
    return NOT_FOUND;
  }
  const request = await takeDue(tx, found, at);
  const verdict = decide(request.state, command.move, { personId: actor.personId, standings }, moveFacts(request));
  if (!verdict.allowed && isForbidden(verdict.refusal))
    return refuse(tx, { ...attempt, standing: standings[0] ?? null }, [verdict.refusal]);
  if ('errors' in command) return { kind: 'invalid', errors: command.errors };
  if (!verdict.allowed) return refused([verdict.refusal]);
  const stale = staleness(request, command);
  if (stale) return stale;
  const author = { personId: actor.personId, who: actor.email, standing: verdict.standing ?? 'customer' };
  const plan = await planMove({ tx, request, command, actor, author, to: verdict.to, at });
  if (plan.kind === 'invalid') return plan;
  if (plan.kind === 'refused') return refuse(tx, { ...attempt, standing: author.standing }, plan.refusals);
  const after =
    plan.kind === 'made'
      ? plan.request
      : await save(tx, request, plan, { move: command.move, to: verdict.to, at, author });
  const operations = await latestOperations(tx, [after]);
  const view = requestView(after, { personId: actor.personId, standings }, at, operations.get(after.id));
  await options.within?.(tx, view);
  return done(view);
}

function save(
  tx: Tx,
  request: StoredRequest,
  plan: Extract<Plan, { kind: 'change' }>,
  base: Pick<Change, 'move' | 'to' | 'at' | 'author'>,
): Promise<StoredRequest> {
  return saveChange(tx, request, { ...base, ...plan.change }, async () => {
    await plan.afterSave?.();
    return loadRequest(tx, request.reference);
  });
}

/** The version or content the sender saw is not the one that stands (409). */
function staleness(request: StoredRequest, command: RequestCommand): Outcome<never> | null {
  const hash =
    request.state === 'OFFERED' && command.move === 'accept'
      ? [request.contentHash, request.offer?.contentHash]
      : [request.contentHash];
  const old =
    (command.version !== undefined && command.version !== request.version) ||
    (command.contentHash !== undefined && !hash.includes(command.contentHash));
  return old ? refused([refusal('stale', { version: request.version, contentHash: request.contentHash })]) : null;
}

/** A plan that finds fields not of the form asked for. */
export function invalid(errors: FieldError[]): Plan {
  return { kind: 'invalid', errors };
}
