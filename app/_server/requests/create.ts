import { upscaleDays } from '#domain/budget.ts';
import { isOrdered, mergeWanted } from '#domain/capacity.ts';
import { contentHash, type DraftBody, type RequestContent } from '#domain/request.ts';
import type { EffectiveRules } from '#domain/rulebook.ts';
import type { StoredRequest } from '#domain/stored-request.ts';
import type { Prisma } from '#prisma/generated/client.ts';
import type { Actor } from '../access/standing.ts';
import type { Tx } from '../db.ts';
import { sizesOf } from './facts.ts';
import { insertRequest } from './insert.ts';
import { linesOf } from './lines.ts';
import type { Place } from './load-place.ts';
import { type Author, newId, nextReference, recordRequest } from './write.ts';

/** A judged content that becomes a request in review. */
export type NewRequest = {
  place: Place;
  content: RequestContent;
  rules: EffectiveRules;
  actor: Actor;
  author: Author;
  approversNeeded: number;
  at: number;
  submissionId?: string | undefined;
  /** the request this one extends */
  extends?: { id: string; reference: string };
};

/** Inserts a submitted request whole: row, lines, version, story, claims and record. Locks the reference counter last but the record. */
export async function createRequest(tx: Tx, asked: NewRequest): Promise<StoredRequest> {
  const { place, content } = asked;
  const { window, prescaleMinutes, emergency } = content;
  return file(tx, asked, 'submit', {
    ...(await commonOf(tx, asked)),
    state: 'IN_REVIEW',
    lines: sorted(linesOf(content, withIds(place))),
    contentHash: contentHash(content),
    content,
    window,
    prescaleMinutes,
    emergency: emergency !== undefined,
    upscaleDays: upscaleDays(window, prescaleMinutes),
    submittedAt: asked.at,
  });
}

/** Keeps a draft: what was typed, and its lines as far as they are whole; no claims, no days. */
export async function createDraft(
  tx: Tx,
  asked: Omit<NewRequest, 'content' | 'extends'> & { draft: DraftBody },
): Promise<StoredRequest> {
  const { draft, place } = asked;
  return file(tx, asked, 'edit', {
    ...(await commonOf(tx, asked)),
    state: 'DRAFT',
    lines: sorted(draftLines(draft, place)),
    contentHash: null,
    content: draft,
    window: draft.window ?? null,
    prescaleMinutes: draft.prescaleMinutes ?? 0,
    emergency: draft.emergency !== undefined,
    upscaleDays: 0,
    submittedAt: null,
  });
}

/** Writes a new request and its entry in the record. */
async function file(
  tx: Tx,
  { at, author, submissionId, extends: extended }: Omit<NewRequest, 'content'>,
  move: 'submit' | 'edit',
  request: StoredRequest,
): Promise<StoredRequest> {
  await insertRequest(tx, request, { move, at, author, submissionId, extendsId: extended?.id });
  await recordRequest(tx, { move, at, author }, null, request);
  return request;
}

/** The columns of a draft: as far as it says them. */
export function draftColumns(draft: DraftBody) {
  return {
    content: draft as unknown as Prisma.InputJsonObject,
    contentHash: null,
    windowStart: draft.window ? new Date(draft.window.start) : null,
    windowEnd: draft.window && draft.window.end !== null ? new Date(draft.window.end) : null,
    timeZone: draft.window?.timeZone ?? null,
    prescaleMinutes: draft.prescaleMinutes ?? 0,
    emergency: draft.emergency !== undefined,
  };
}

/** A draft's lines that are whole sizes already; the others wait in its content. */
export function draftLines(draft: DraftBody, place: Place): StoredRequest['lines'] {
  const services = withIds(place);
  const lines = (draft.lines ?? []).flatMap(({ service, wanted }) => {
    const found = services.find(({ name }) => name === service);
    const merged = found && mergeWanted(found.baseline, wanted);
    return merged && isOrdered(merged) ? [{ service, wanted: merged }] : [];
  });
  return linesOf({ lines }, services);
}

/** The services of a place with their ids, for lines. */
export function withIds(place: Place) {
  return sizesOf(place.services).map((sizes, index) => ({ ...sizes, id: place.services[index]?.id ?? '' }));
}

/** What drafts and submitted requests begin with alike; takes the next reference. */
async function commonOf(tx: Tx, { place, rules, actor, at, ...asked }: Omit<NewRequest, 'content'>) {
  return {
    id: newId(),
    reference: await nextReference(tx, at),
    contractId: place.contractId,
    contract: place.contract.reference,
    environmentId: place.id,
    environment: place.slug,
    kind: place.kind,
    requestedBy: { id: actor.personId, email: actor.email, name: actor.name },
    version: 1,
    rulebook: rules.rulebook,
    variationIds: rules.variations.map((variation) => variation.id),
    returnGraceMinutes: rules.returnGraceMinutes,
    missed: false,
    failedDuring: null,
    extends: asked.extends?.reference ?? null,
    continuedBy: null,
    returnSince: null,
    createdAt: at,
    approvals: [],
    offer: null,
    approversNeeded: asked.approversNeeded,
  };
}

function sorted(lines: StoredRequest['lines']): StoredRequest['lines'] {
  return lines.sort((a, b) => (a.service < b.service ? -1 : 1));
}
