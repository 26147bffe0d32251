import { judge } from '#domain/judge.ts';
import { type Standing, standingFor } from '#domain/policy.ts';
import { canonicalJson, type Json } from '#domain/record.ts';
import { JUDGEMENT_ORDER, type Refusal } from '#domain/refusal.ts';
import type { DraftBody, RequestBody } from '#domain/request.ts';
import { parseDraft, parseEnvironmentSlug, parseRequest } from '#domain/request-shape.ts';
import { isVisible, type RequestView, requestView } from '#domain/request-view.ts';
import type { StoredRequest } from '#domain/stored-request.ts';
import { checkAgainstEnvironment, wholeContent } from '#domain/whole-content.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type Actor, standingsOn } from '../access/standing.ts';
import { lockStandings } from '../access/standing-now.ts';
import { db, type Tx, transaction } from '../db.ts';
import { referenceData } from '../environments/reference.ts';
import { done, NOT_FOUND, type Outcome } from '../outcome.ts';
import { createDraft, createRequest, type NewRequest } from './create.ts';
import { pastExpired } from './due.ts';
import { gatherFacts, rulesFor, sizesOf } from './facts.ts';
import { loadRequests } from './load.ts';
import { loadPlace, type Place } from './load-place.ts';
import { moveRequest } from './move.ts';
import { judgeAsker, judgeAsking, knownTo } from './place.ts';
import { type Attempt, recordStranger, refuse } from './refuse.ts';
import { claimTaken, repeatedSubmission } from './taken.ts';

export type SubmitOptions = {
  draft: boolean;
  /** the form's own id: the same person sending it twice files once */
  submissionId?: string;
  at?: number;
  /** runs inside the writing transaction with what will be answered (idempotency keys) */
  within?: (tx: Tx, view: RequestView) => Promise<void>;
};

/** Files an upscale request, or keeps it as a draft. Judged: the place (404, R3, R8, R4), the shape (422), then every rule; row, story, claims and record in one transaction. */
export async function submitRequest(
  actor: Actor,
  input: unknown,
  options: SubmitOptions,
): Promise<Outcome<RequestView>> {
  const at = options.at ?? Date.now();
  const slug = parseEnvironmentSlug(input);
  if (!slug.ok) return { kind: 'invalid', errors: slug.errors };
  const place = await loadPlace(db(), { slug: slug.value });
  if (!place) return NOT_FOUND;
  const closed = await refusePlace(actor, place, options.draft, at);
  if (closed) return closed;
  const parsed = options.draft ? parseDraft(input, at) : parseRequest(input, at);
  if (!parsed.ok) return { kind: 'invalid', errors: parsed.errors };
  const errors = checkAgainstEnvironment(parsed.value, knownTo(place));
  if (errors.length > 0) return { kind: 'invalid', errors };
  const attempt = () => transaction((tx) => file(tx, actor, place, parsed.value, options, at));
  // taken or sent twice between reading and writing: the second look finds and names it
  const again = (error: unknown) =>
    claimTaken(error) || repeatedSubmission(error) ? attempt() : Promise.reject(error);
  const whole = async () => {
    const filed = await attempt().catch(again);
    return 'twin' in filed ? repeat(actor, filed.twin, parsed.value, options, at) : filed.outcome;
  };
  return pastExpired(whole, Prisma.sql`${place.contractId}::uuid`, at);
}

/** What the writing transaction found or did. */
type Filed = { twin: StoredRequest } | { outcome: Outcome<RequestView> };

/** 404 without standing, then R3, R8, R4; null = go on. Attempts are recorded. */
async function refusePlace(
  actor: Actor,
  place: Place,
  draft: boolean,
  at: number,
): Promise<Outcome<RequestView> | null> {
  const { standings, standing, refusals } = await judgeAsking(actor, place, at);
  const attempt = attemptAt(actor, place, draft, at);
  if (standings.length === 0) {
    await transaction((tx) => recordStranger(tx, attempt));
    return NOT_FOUND;
  }
  if (refusals.length === 0) return null;
  return transaction((tx) => refuse<RequestView>(tx, { ...attempt, standing }, refusals));
}

function attemptAt(actor: Actor, place: Place, draft: boolean, at: number) {
  return { actor, what: draft ? 'edit' : 'submit', subject: `environment ${place.slug}`, at };
}

/** The writing transaction: standing again under lock (R3), every rule, then all rows. */
async function file(
  tx: Tx,
  actor: Actor,
  place: Place,
  body: RequestBody | DraftBody,
  options: SubmitOptions,
  at: number,
): Promise<Filed> {
  const standings = await lockStandings(tx, actor.personId, place.contractId);
  const standing = standingFor('ask', standings);
  const attempt = { ...attemptAt(actor, place, options.draft, at), standing: standing ?? standings[0] ?? null };
  if (!standing) return { outcome: await refuseAsker(tx, attempt, standings) };
  // sent twice at once: the first is committed by the time the lock is ours
  const twin = options.submissionId ? await findSubmission(tx, actor, options.submissionId) : null;
  if (twin && (twin.state === 'DRAFT' || isSame(twin, body, place))) return { twin };
  const author = { personId: actor.personId, who: actor.email, standing };
  const rules = rulesFor(place, { at }, await referenceData(tx));
  const { approvers: approversNeeded } = rules;
  const shared = {
    place,
    rules,
    actor,
    author,
    approversNeeded,
    at,
    ...(!twin && { submissionId: options.submissionId }),
  };
  const stored = options.draft
    ? await createDraft(tx, { ...shared, draft: body })
    : await judgeAndCreate(tx, shared, body as RequestBody);
  if (Array.isArray(stored)) return { outcome: await refuse(tx, attempt, stored) };
  const view = requestView(stored, { personId: actor.personId, standings }, at);
  await options.within?.(tx, view);
  return { outcome: done(view) };
}

/** Whether a form brings again what was filed; one that was changed and sent again asks for something else. */
function isSame(filed: StoredRequest, body: RequestBody | DraftBody, place: Place): boolean {
  const json = (content: object) => canonicalJson(content as Json);
  return 'lines' in body && json(filed.content) === json(wholeContent(body as RequestBody, sizesOf(place.services)));
}

/** Who may not ask any more under the lock: 404 without standing, else R3. */
async function refuseAsker(tx: Tx, attempt: Attempt, standings: Standing[]): Promise<Outcome<RequestView>> {
  if (standings.length > 0) return refuse(tx, attempt, judgeAsker(attempt.actor, standings));
  await recordStranger(tx, attempt);
  return NOT_FOUND;
}

/** The request, or the refusals that stand against it. */
async function judgeAndCreate(
  tx: Tx,
  asked: Omit<NewRequest, 'content'>,
  body: RequestBody,
): Promise<StoredRequest | Refusal[]> {
  const { window, prescaleMinutes } = body;
  const facts = await gatherFacts(tx, asked.place, { window, prescaleMinutes, at: asked.at });
  const content = wholeContent(body, facts.environment.services);
  const refusals = judge(content, facts, JUDGEMENT_ORDER);
  return refusals.length > 0 ? refusals : createRequest(tx, { ...asked, content });
}

async function findSubmission(tx: Tx, actor: Actor, submissionId: string): Promise<StoredRequest | null> {
  const named = Prisma.sql`
    SELECT id FROM "UpscaleRequest" WHERE "requestedById" = ${actor.personId}::uuid AND "submissionId" = ${submissionId}::uuid`;
  const [found] = await loadRequests(tx, named);
  return found ?? null;
}

/** The form was sent before: a draft sent for review goes on, everything else answers what was filed. */
function repeat(
  actor: Actor,
  earlier: StoredRequest,
  whole: RequestBody | DraftBody,
  options: SubmitOptions,
  at: number,
): Promise<Outcome<RequestView>> | Outcome<RequestView> {
  if (earlier.state === 'DRAFT')
    return moveRequest(actor, earlier.reference, { move: options.draft ? 'edit' : 'submit', whole }, { at });
  const standings = standingsOn(actor, earlier.contractId);
  if (!isVisible(earlier, standings)) return NOT_FOUND;
  return done(requestView(earlier, { personId: actor.personId, standings }, at));
}
