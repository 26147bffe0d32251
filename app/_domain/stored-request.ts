import type { Capacity } from './capacity.ts';
import type { MoveFacts, RequestState } from './lifecycle.ts';
import type { DraftBody, RequestContent, RequestWindow } from './request.ts';
import type { EnvironmentKind } from './rulebook.ts';

export type PersonName = { id: string; email: string; name: string };

/** One line with the three sizes kept apart for ever; null = not yet. */
export type StoredLine = {
  serviceId: string;
  service: string;
  current: Capacity;
  requested: Capacity;
  granted: Capacity | null;
  observed: Capacity | null;
  /** when and by which provider it was observed, UTC ms */
  observedAt: number | null;
  observedBy: string | null;
};

export type StoredOffer = { by: PersonName; at: number; content: RequestContent; contentHash: string };

/** An upscale request as the database has it; instants in UTC ms. */
export type StoredRequest = {
  id: string;
  reference: string;
  contractId: string;
  contract: string;
  environmentId: string;
  environment: string;
  kind: EnvironmentKind;
  requestedBy: PersonName;
  state: RequestState;
  version: number;
  contentHash: string | null;
  rulebook: string;
  variationIds: string[];
  /** DraftBody while it was never submitted */
  content: RequestContent | DraftBody;
  window: RequestWindow | null;
  prescaleMinutes: number;
  emergency: boolean;
  upscaleDays: number;
  returnGraceMinutes: number;
  missed: boolean;
  failedDuring: MoveFacts['failedDuring'];
  extends: string | null;
  /** the approved extension that goes on where this window ends, with the same lines */
  continuedBy: string | null;
  /** when its return began */
  returnSince: number | null;
  createdAt: number;
  submittedAt: number | null;
  lines: StoredLine[];
  /** live ones, oldest first */
  approvals: { by: PersonName; at: number; contentHash: string }[];
  offer: StoredOffer | null;
  /** distinct managers the contract asks for */
  approversNeeded: number;
};

/** What decide() looks at, for the content as it stands (the offered one while OFFERED). */
export function moveFacts(request: StoredRequest): MoveFacts {
  const hash = request.state === 'OFFERED' && request.offer ? request.offer.contentHash : request.contentHash;
  return {
    requestedById: request.requestedBy.id,
    windowEnd: request.window?.end ?? null,
    failedDuring: request.failedDuring,
    approvedBy: request.approvals.filter((approval) => approval.contentHash === hash).map((approval) => approval.by.id),
    approversNeeded: request.approversNeeded,
    offeredBy: request.offer?.by.id ?? null,
    continuedBy: request.continuedBy,
  };
}

/** The window that counts now: the offered one while OFFERED (R14). */
export function countingContent(request: StoredRequest): RequestContent | null {
  if (request.state === 'OFFERED' && request.offer) return request.offer.content;
  return request.submittedAt === null ? null : (request.content as RequestContent);
}

/** What the clock looks at: see #domain/clock. */
export function dueFacts(request: StoredRequest) {
  const content = countingContent(request);
  return {
    state: request.state,
    windowStart: content?.window.start ?? null,
    windowEnd: content?.window.end ?? null,
    prescaleMinutes: content?.prescaleMinutes ?? 0,
    failedDuring: request.failedDuring,
    continuedBy: request.continuedBy,
    returnSince: request.returnSince,
  };
}
