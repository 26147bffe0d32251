import { wakeAt } from '#domain/clock.ts';
import { LIVE_STATES, type RequestState } from '#domain/lifecycle.ts';
import { claimedSpan, type RequestContent } from '#domain/request.ts';
import { countingContent, dueFacts, type StoredRequest } from '#domain/stored-request.ts';
import type { Prisma } from '#prisma/generated/client.ts';
import type { Tx } from '#server/db.ts';
import type { Told } from '../story.ts';

/** A request's whole story, and the request as it is now. */
export type ToldRequest = { request: StoredRequest; told: readonly Told[] };

/** Writes the requests with lines, versions, events, approvals, offers and the windows that count, in few statements. */
export async function writeRequests(tx: Tx, requests: readonly ToldRequest[]): Promise<void> {
  await tx.upscaleRequest.createMany({ data: requests.map(requestRow) });
  await tx.requestLine.createMany({ data: requests.flatMap(lineRows) });
  await tx.requestVersion.createMany({ data: requests.flatMap(versionRows) });
  await tx.requestEvent.createMany({ data: requests.flatMap(eventRows) });
  await tx.approval.createMany({
    data: requests.flatMap(({ request }) =>
      request.approvals.map(({ by, at, contentHash }) => ({
        id: crypto.randomUUID(),
        requestId: request.id,
        requestedById: request.requestedBy.id,
        personId: by.id,
        contentHash,
        at: new Date(at),
      })),
    ),
  });
  await tx.offer.createMany({ data: requests.flatMap(offerRows) });
  await tx.windowClaim.createMany({ data: requests.flatMap(claimRows) });
  await tx.referenceCounter.createMany({ data: counters(requests) });
}

/** The last number of each year. */
function counters(requests: readonly ToldRequest[]): { year: number; last: number }[] {
  const numbers = requests.map(({ request }) => request.reference.split('-').slice(1).map(Number));
  return [...new Map(numbers.map(([year = 0, last = 0]) => [year, { year, last }])).values()];
}

function requestRow({ request, told }: ToldRequest): Prisma.UpscaleRequestCreateManyInput {
  const { contract: _contract, environment: _environment, kind: _kind, window, lines: _lines, ...rest } = request;
  const {
    approvals: _approvals,
    offer: _offer,
    extends: _extends,
    approversNeeded: _needed,
    continuedBy: _next,
    ...columns
  } = rest;
  const { requestedBy, rulebook, content, createdAt, submittedAt, returnSince, ...same } = columns;
  const lastAt = told.at(-1)?.step.at ?? createdAt;
  const wake = wakeAt(dueFacts(request), lastAt);
  return {
    ...same,
    requestedById: requestedBy.id,
    rulebookId: rulebook,
    content: json(content),
    windowStart: window && new Date(window.start),
    windowEnd: window && window.end !== null ? new Date(window.end) : null,
    timeZone: window?.timeZone ?? null,
    createdAt: new Date(createdAt),
    submittedAt: submittedAt === null ? null : new Date(submittedAt),
    updatedAt: new Date(lastAt),
    dueAt: wake === null ? null : new Date(wake),
    returnSince: returnSince === null ? null : new Date(returnSince),
  };
}

const OBSERVING = ['activate', 'adopt', 'close'];

function lineRows({ request, told }: ToldRequest): Prisma.RequestLineCreateManyInput[] {
  const observation = told.findLast(({ step }) => OBSERVING.includes(step.move));
  return request.lines.map(({ granted, observed, observedAt: _at, observedBy: _by, ...line }) => ({
    ...line,
    requestId: request.id,
    environmentId: request.environmentId,
    ...(granted && { granted }),
    ...(observed && observation && { observed, observedAt: new Date(observation.step.at), observedBy: 'simulated' }),
  }));
}

/** A version for each step that brought a content. */
function versionRows({ request, told }: ToldRequest): Prisma.RequestVersionCreateManyInput[] {
  return told
    .filter(({ step }) => step.move === 'submit')
    .map(({ step, after }) => ({
      requestId: request.id,
      version: after.version,
      content: json(after.content),
      contentHash: after.contentHash,
      at: new Date(step.at),
    }));
}

function eventRows({ request, told }: ToldRequest): Prisma.RequestEventCreateManyInput[] {
  return told.map(({ step, standing, before, after, personId }) => ({
    requestId: request.id,
    seq: after.version,
    at: new Date(step.at),
    move: step.move,
    from: before?.state ?? null,
    to: after.state,
    personId,
    standing,
    note: step.note ?? null,
  }));
}

function offerRows({ request }: ToldRequest): Prisma.OfferCreateManyInput[] {
  if (!request.offer) return [];
  const { by, at, content, contentHash } = request.offer;
  const ids = { requestId: request.id, requestedById: request.requestedBy.id, personId: by.id };
  return [{ ...ids, content: json(content), contentHash, at: new Date(at) }];
}

function claimRows({ request }: ToldRequest): Prisma.WindowClaimCreateManyInput[] {
  const content = countingContent(request);
  if (!content || !(LIVE_STATES as readonly RequestState[]).includes(request.state)) return [];
  const { startsAt, endsAt } = claimedSpan(content.window, content.prescaleMinutes);
  return request.lines.map(({ serviceId }) => ({
    requestId: request.id,
    environmentId: request.environmentId,
    serviceId,
    startsAt: new Date(startsAt),
    endsAt: endsAt === null ? null : new Date(endsAt),
  }));
}

function json(content: StoredRequest['content'] | RequestContent): Prisma.InputJsonObject {
  return content as unknown as Prisma.InputJsonObject;
}
