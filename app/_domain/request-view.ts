import type { Capacity } from './capacity.ts';
import { due, isOverdue, lateBy } from './clock.ts';
import type { ProviderError } from './hosting.ts';
import { decide, movesOpenTo, type PersonMove, type RequestState } from './lifecycle.ts';
import type { Attempt, Operation } from './operation.ts';
import { may, type Standing } from './policy.ts';
import type { LoadTest, Purpose, RequestWindow } from './request.ts';
import { dueFacts, moveFacts, type StoredRequest } from './stored-request.ts';

export type LineView = {
  service: string;
  current: Capacity;
  requested: Capacity;
  granted: Capacity | null;
  observed: Capacity | null;
};
/** RFC 3339 UTC; end null = permanent. */
export type WindowView = { start: string; end: string | null; timeZone: string };
export type ApprovalView = { by: string; at: string; contentHash: string };
export type OfferView = {
  by: string;
  at: string;
  lines: { service: string; wanted: Capacity }[];
  window: WindowView;
  contentHash: string;
};

/** The oldest sighting among the lines that were seen. */
export type ObservationView = { at: string; by: string; simulated: boolean };
/** The latest try to apply or return. */
export type OperationView = {
  kind: Operation['kind'];
  state: Operation['state'];
  progress?: number;
  startedAt: string;
  /** the time limit */
  deadline: string;
  error?: ProviderError;
  attempts: { at: string; outcome?: NonNullable<Attempt['outcome']>; error?: ProviderError }[];
};

/** What everyone with standing may see of a request: all that a partner's view holds. */
export type PublicRequestView = {
  reference: string;
  environment: string;
  contract: string;
  state: RequestState;
  lines: LineView[];
  window?: WindowView;
  prescaleMinutes: number;
  emergency: boolean;
  overdue: boolean;
  createdAt: string;
  moves: PersonMove[];
};

/** What customers, managers and operators see; optional members are absent, never null. */
export type FullRequestView = PublicRequestView & {
  version: number;
  contentHash?: string;
  requestedBy: string;
  rulebook: string;
  emergencyReason?: string;
  missed?: true;
  extends?: string;
  approvals: ApprovalView[];
  approversNeeded: number;
  upscaleDays: number;
  purpose?: Purpose;
  reason?: string;
  expected?: { peakRps?: number; ordersPerHour?: number };
  loadTest?: LoadTest;
  consistency?: { follow: string[]; note: string };
  contact?: string;
  purchaseOrder?: string;
  watchers?: string[];
  offer?: OfferView;
  observation?: ObservationView;
  /** behind its window: not begun, not active at its start, not returned at its end */
  lateSeconds?: number;
  operation?: OperationView;
  /** the approved extension that goes on where this window ends */
  continuedBy?: string;
};
export type RequestView = PublicRequestView | FullRequestView;

/** Whether a view carries the confidential members. */
export function isFull(view: RequestView): view is FullRequestView {
  return 'version' in view;
}

/** Whether someone with these standings may see the request at all: drafts are the customers' alone. */
export function isVisible(request: Pick<StoredRequest, 'submittedAt'>, standings: readonly Standing[]): boolean {
  return may('seeRequests', standings) && (request.submittedAt !== null || may('seeDrafts', standings));
}

/** A request as one person may see it, with the moves open to them; a partner's holds exactly the members of interfaces.md. operation = its latest one; now in UTC ms. */
export function requestView(
  request: StoredRequest,
  viewer: { personId: string; standings: readonly Standing[] },
  now: number,
  operation?: Operation,
): RequestView {
  const shown = publicView(request, now);
  if (!may('seeConfidential', viewer.standings)) return shown;
  const moves = movesOpenTo(stateNow(request, now), viewer, moveFacts(request));
  return { ...shown, moves, ...confidential(request), ...carriedOut(request, now, operation) };
}

/** The state a command would find: every command first takes a due move of the clock. */
function stateNow(request: StoredRequest, now: number): RequestState {
  const move = due(dueFacts(request), now);
  const verdict = move && decide(request.state, move, 'clock', moveFacts(request));
  return verdict?.allowed ? verdict.to : request.state;
}

function publicView(request: StoredRequest, now: number): PublicRequestView {
  return {
    reference: request.reference,
    environment: request.environment,
    contract: request.contract,
    state: request.state,
    lines: request.lines.map(({ service, current, requested, granted, observed }) => ({
      service,
      current,
      requested,
      granted,
      observed,
    })),
    ...(request.window && { window: windowView(request.window) }),
    prescaleMinutes: request.prescaleMinutes,
    emergency: request.emergency,
    overdue: isOverdue({ ...request, windowEnd: request.window?.end ?? null }, now),
    createdAt: iso(request.createdAt),
    moves: [],
  };
}

function confidential(request: StoredRequest): Omit<FullRequestView, keyof PublicRequestView> {
  const { purpose, reason, expected, loadTest, consistency, contact, purchaseOrder, watchers, emergency } =
    request.content;
  return {
    version: request.version,
    ...(request.contentHash && { contentHash: request.contentHash }),
    requestedBy: request.requestedBy.email,
    rulebook: request.rulebook,
    ...(emergency && { emergencyReason: emergency.reason }),
    ...(request.missed && { missed: true as const }),
    ...(request.extends && { extends: request.extends }),
    approvals: request.approvals.map(({ by, at, contentHash }) => ({ by: by.email, at: iso(at), contentHash })),
    approversNeeded: request.approversNeeded,
    upscaleDays: request.upscaleDays,
    ...(purpose && { purpose }),
    ...(reason && { reason }),
    ...(expected && { expected }),
    ...(loadTest && { loadTest }),
    ...(consistency && { consistency }),
    ...(contact && { contact }),
    ...(purchaseOrder && { purchaseOrder }),
    ...(watchers && watchers.length > 0 && { watchers }),
    ...(request.state === 'OFFERED' && request.offer && { offer: offerView(request.offer) }),
  };
}

/** Where the request really is: what was seen, how late it is, what is being tried. */
function carriedOut(request: StoredRequest, now: number, operation: Operation | undefined) {
  const late = Math.floor(lateBy(dueFacts(request), now) / 1000);
  const seen = request.lines.flatMap(({ observedAt: at, observedBy: by }) =>
    at !== null && by !== null ? [{ at, by }] : [],
  );
  const [oldest] = seen.sort((a, b) => a.at - b.at);
  return {
    ...(oldest && { observation: { at: iso(oldest.at), by: oldest.by, simulated: oldest.by === 'simulated' } }),
    ...(late > 0 && { lateSeconds: late }),
    ...(operation && { operation: operationView(operation) }),
    ...(request.continuedBy !== null && { continuedBy: request.continuedBy }),
  };
}

function operationView({ kind, state, progress, startedAt, deadlineAt, error, attempts }: Operation): OperationView {
  return {
    kind,
    state,
    ...(progress !== null && { progress }),
    startedAt: iso(startedAt),
    deadline: iso(deadlineAt),
    ...(error && { error }),
    attempts: attempts.map(({ at, outcome, error: why }) => ({
      at: iso(at),
      ...(outcome && { outcome }),
      ...(why && { error: why }),
    })),
  };
}

function offerView(offer: NonNullable<StoredRequest['offer']>): OfferView {
  return {
    by: offer.by.email,
    at: iso(offer.at),
    lines: offer.content.lines,
    window: windowView(offer.content.window),
    contentHash: offer.contentHash,
  };
}

/** A window as the API says it. */
export function windowView(window: RequestWindow): WindowView {
  return { start: iso(window.start), end: window.end === null ? null : iso(window.end), timeZone: window.timeZone };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
