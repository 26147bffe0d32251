import { upscaleDays } from '#domain/budget.ts';
import { judge, RULES_ON_DECISION } from '#domain/judge.ts';
import type { Json } from '#domain/record.ts';
import { type Refusal, type RuleId, refusal } from '#domain/refusal.ts';
import { contentHash, type RequestContent } from '#domain/request.ts';
import type { StoredRequest } from '#domain/stored-request.ts';
import { checkAgainstEnvironment, wholeContent } from '#domain/whole-content.ts';
import type { Prisma } from '#prisma/generated/client.ts';
import { lockStandings } from '../../access/standing-now.ts';
import type { Tx } from '../../db.ts';
import { refused } from '../../outcome.ts';
import { withIds } from '../create.ts';
import { gatherFacts, sizesOf } from '../facts.ts';
import { linesOf, replaceClaims, writeLines } from '../lines.ts';
import { loadPlace, type Place } from '../load-place.ts';
import { invalid, type Plan, type Planning } from '../move.ts';
import { newId } from '../write.ts';

/** Approve: an emergency is confirmed, today's facts are judged by the kept rulebook, the approval names the hash (R12). */
export async function planApprove(planning: Planning): Promise<Plan> {
  const { tx, request, actor, at, to } = planning;
  const content = request.content as RequestContent;
  if (await hasWritten(planning)) return refused([refusal('ownRequest', { move: 'approve' })]);
  const unconfirmed = confirmation(planning, content);
  if (unconfirmed) return unconfirmed;
  const refusals = await judgeNow(planning, await placeOf(planning), content);
  if (refusals.length > 0) return refused(refusals);
  await approve(tx, request, actor.personId, contentHash(content), at);
  if (to === 'SCHEDULED') await grant(tx, request.id);
  return { kind: 'change', change: { ...noteOf(planning), detail: { approved: contentHash(content) } } };
}

/** Offer other lines or another window; the offered window is claimed instead of the asked one (R14). */
export async function planOffer(planning: Planning): Promise<Plan> {
  const { tx, request, command, actor, at } = planning;
  const asked = request.content as RequestContent;
  const unconfirmed = confirmation(planning, asked);
  if (unconfirmed) return unconfirmed;
  const place = await placeOf(planning);
  const body = { ...asked, lines: command.offer?.lines ?? asked.lines, window: command.offer?.window ?? asked.window };
  const errors = checkAgainstEnvironment(body, {
    services: place.services.map(({ name }) => name),
    followable: body.consistency.follow,
  });
  if (errors.length > 0) return invalid(errors.map((error) => ({ ...error, path: `offer.${error.path}` })));
  const offered = wholeContent(body, sizesOf(place.services));
  const refusals = await judgeNow(planning, place, offered);
  if (offered.window.start <= at) refusals.unshift(refusal('startPassed', { now: at, earliest: at }, 'window.start'));
  if (refusals.length > 0) return refused(refusals.map((each) => ({ ...each, path: `offer.${each.path}` })));
  await replaceClaims(tx, request, offered, linesOf(offered, withIds(place)));
  const row = {
    personId: actor.personId,
    content: offered as unknown as Prisma.InputJsonObject,
    contentHash: contentHash(offered),
    at: new Date(at),
  };
  await tx.offer.upsert({
    where: { requestId: request.id },
    create: { requestId: request.id, requestedById: request.requestedBy.id, ...row },
    update: row,
  });
  const detail = { offered: row.contentHash, lines: offered.lines, window: offered.window } as unknown as Json;
  return { kind: 'change', change: { ...noteOf(planning), detail } };
}

/** Accept: as if the offering manager had approved the offer, who must still be one and another person (R12). */
export async function planAccept(planning: Planning): Promise<Plan> {
  const { tx, request, at, to } = planning;
  const { offer } = request;
  if (!offer) throw new Error(`${request.reference} is OFFERED without an offer`);
  const standings = await lockStandings(tx, offer.by.id, request.contractId);
  if (!standings.includes('manager') || offer.by.id === request.requestedBy.id)
    return refused([refusal('notManager', { move: 'approve', standing: standings[0] ?? 'partner' })]);
  const place = await placeOf(planning);
  const refusals = await judgeNow(planning, place, offer.content);
  if (refusals.length > 0) return refused(refusals);
  await voidOthers(tx, request, offer.contentHash, at);
  await approve(tx, request, offer.by.id, offer.contentHash, at);
  await tx.offer.delete({ where: { requestId: request.id } });
  await tx.requestLine.deleteMany({ where: { requestId: request.id } });
  await writeLines(tx, request, linesOf(offer.content, withIds(place)));
  if (to === 'SCHEDULED') await grant(tx, request.id);
  return {
    kind: 'change',
    change: {
      ...noteOf(planning),
      content: offer.content,
      detail: { approved: offer.contentHash, approvedBy: offer.by.email },
      data: { upscaleDays: upscaleDays(offer.content.window, offer.content.prescaleMinutes) },
    },
  };
}

/** Decline: the asked window counts again, unless another took it meanwhile (R14). */
export async function planDecline(planning: Planning): Promise<Plan> {
  const { tx, request } = planning;
  const asked = request.content as RequestContent;
  const refusals = await judgeNow(planning, await placeOf(planning), asked, ['R14']);
  if (refusals.length > 0) return refused(refusals);
  await tx.offer.delete({ where: { requestId: request.id } });
  await replaceClaims(tx, request, asked, request.lines);
  return { kind: 'change', change: noteOf(planning) };
}

/** Approvals of another content than this hash are void from now on. */
export async function voidOthers(tx: Tx, request: StoredRequest, hash: string, at: number): Promise<void> {
  await tx.approval.updateMany({
    where: { requestId: request.id, voidedAt: null, contentHash: { not: hash } },
    data: { voidedAt: new Date(at) },
  });
}

async function approve(tx: Tx, request: StoredRequest, personId: string, hash: string, at: number): Promise<void> {
  const already = request.approvals.some(({ by, contentHash: approved }) => by.id === personId && approved === hash);
  if (already) return;
  await tx.approval.create({
    data: {
      id: newId(),
      requestId: request.id,
      requestedById: request.requestedBy.id,
      personId,
      contentHash: hash,
      at: new Date(at),
    },
  });
}

/** Whether the one who decides has changed the request, as a customer of the contract: then it is their own, whoever sent it (R12). */
async function hasWritten({ tx, request, actor }: Planning): Promise<boolean> {
  const where = { requestId: request.id, personId: actor.personId, move: 'edit' };
  return (await tx.requestEvent.count({ where })) > 0;
}

/** The words that came with the move, for the story. */
function noteOf({ command }: Planning): { note?: string } {
  return command.reason === undefined ? {} : { note: command.reason };
}

/** Granted is what was approved: the requested sizes of every line. */
async function grant(tx: Tx, requestId: string): Promise<void> {
  await tx.$executeRaw`UPDATE "RequestLine" SET granted = requested WHERE "requestId" = ${requestId}::uuid`;
}

function confirmation({ command }: Planning, content: RequestContent): Plan | null {
  return content.emergency && !command.confirmEmergency
    ? refused([refusal('emergencyUnconfirmed', {}, 'confirmEmergency')])
    : null;
}

async function placeOf({ tx, request }: Planning): Promise<Place> {
  const place = await loadPlace(tx, { id: request.environmentId });
  if (!place) throw new Error(`${request.reference} has lost its environment`);
  return place;
}

/** The rules judged again on a decision, by the kept rulebook and today's facts. */
async function judgeNow(
  { tx, request, at }: Planning,
  place: Place,
  content: RequestContent,
  rules: readonly RuleId[] = RULES_ON_DECISION,
): Promise<Refusal[]> {
  const facts = await gatherFacts(tx, place, {
    window: content.window,
    prescaleMinutes: content.prescaleMinutes,
    at,
    exceptId: request.id,
    kept: request,
  });
  return judge(content, facts, rules);
}
